"""Goals and results as items: each number with its part (goal, result, last year's) and measure.

A number whose part is unclear is left out: one in brackets after another of the same unit is last
year's only where the head or a year says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from finsam_analysis import words
from finsam_analysis.read.goals.cells import noun_after, read_cell
from finsam_analysis.read.goals.columns import BEFORE, NAME, Column
from finsam_analysis.read.goals.rows import MOST
from finsam_analysis.read.goals.table import Goal, Part
from finsam_analysis.read.goals.text import Figure, Reading, keys_of
from finsam_analysis.read.goals.words import lexicon, rank, single, slug
from finsam_analysis.read.items import Item
from finsam_analysis.read.prose.numbers import MONEY

_MAL, _RESULT, _PREVIOUS = "mal", "resultat", "resultat_foregaende"
_OF_GOAL = "andel_av_mal"
_PEOPLE = "deltagare"
_SLACK = 1  # percentage points that a printed share of the goal may be off


@dataclass(slots=True)
class _Said:
    """A figure with the part and the measure that it was found to have."""

    figure: Figure
    part: str
    matt: str
    kon: str
    year: int
    column: Column | None
    adjusted: bool = False


@dataclass(slots=True)
class _Context:
    """What holds for all figures of a goal."""

    goal: Goal
    year: int
    text: str
    kon: str = ""
    period: str = "ar"
    way: str = ""
    unit: str = ""  # of bare numbers, from the label
    goals: list[_Said] = field(default_factory=list)
    results: list[_Said] = field(default_factory=list)


def items_of(goals: Iterable[Goal], *, table_id: str, year: int, ocr: bool = False) -> list[Item]:
    """One item for each number of the goals, in printed order."""
    items: list[Item] = []
    for goal in goals:
        context = _context(goal, year, ocr=ocr)
        for part in goal.goals:
            _read_goal(context, part, ocr=ocr)
        for part in goal.results:
            _read_result(context, read_cell(part.cell, ocr=ocr), part.column)
        told = {said.figure.period for said in context.results if said.part == _RESULT}
        if told == {"projekt"}:
            context.period = "projekt"  # what is reached so far is of a goal for the project
        items += _items(context, table_id)
    return items


def _context(goal: Goal, year: int, *, ocr: bool) -> _Context:
    text = " ".join(part.cell.text for part in goal.goals) or goal.label
    named = " ".join(dict.fromkeys([goal.label, text]))
    keys = keys_of(f"{goal.lead} {named}", ocr=ocr)
    concepts = {hit.concept for hit in lexicon().find(keys)}
    context = _Context(goal, year, text)
    genders = {c for c in concepts if c in {"kon.kvinnor", "kon.man"}}
    if len(genders) == 1:
        context.kon = genders.pop().removeprefix("kon.")
    if "period.projekt" in concepts:
        context.period = "projekt"
    if concepts & {"ton.hogst", "ton.minst"}:
        context.way = "hogst" if "ton.hogst" in concepts else "minst"
    return context


# ---- goals -------------------------------------------------------------------------------------


def _read_goal(context: _Context, part: Part, *, ocr: bool) -> None:
    column = part.column
    if column is not None and column.text_only:
        others = [p for p in context.goal.goals if p.column and not p.column.text_only]
        if any(read_cell(p.cell, ocr=ocr).figures for p in others):
            return
    reading = read_cell(part.cell, ocr=ocr)
    if len({figure.kon for figure in reading.figures}) > 1:
        context.kon = ""  # "120 personer, varav 60 kvinnor": of all, and of some of them
    for figure in reading.figures:
        if _starts_from(reading, figure) or figure.bracket >= 0 and figure.year:
            continue
        if figure.unit == "antal" and figure.value >= MOST:
            continue  # two columns that were not parted
        if _is_bare(reading, figure):
            context.unit = _unit_before(reading.keys[: figure.start] or keys_of(context.goal.label))
            if context.unit:
                figure.unit, figure.matt = context.unit, figure.matt.removeprefix(_PEOPLE)
        matt = figure.matt or _matt_of_goal(context, reading, figure, column)
        if figure.change:
            matt = f"{matt}_{figure.change}"
        kon = figure.kon or (column.kon if column else "") or context.kon
        year = figure.year or (column.year if column else None) or context.year
        context.goals.append(_Said(figure, _MAL, matt, kon, year, column))


def _is_bare(reading: Reading, figure: Figure) -> bool:
    """True for a number without unit or noun of its own."""
    after = reading.keys[figure.end : figure.end + 1]
    return figure.unit == "antal" and (not after or not after[0][:1].isalpha())


def _unit_before(keys: Sequence[str]) -> str:
    """The unit that a label ends in, `procent` for one that begins with Andel; else empty."""
    last = next((key for key in reversed(keys) if key[:1].isalnum() or key == "%"), "")
    for unit in ("kr", "tkr", "mkr", "procent"):
        if last in single("tal", unit):
            return unit
    return "procent" if keys and keys[0] in single("tal", "andel") else ""


def _starts_from(reading: Reading, figure: Figure) -> bool:
    before = reading.keys[max(0, figure.start - 1) : figure.start]
    return any(key in single("tal", "fran") for key in before)


def _matt_of_goal(
    context: _Context, reading: Reading, figure: Figure, column: Column | None
) -> str:
    """The measure of a goal whose own words name none: from its label, its head, or a new one."""
    goal = context.goal
    named = _named(goal.label)
    if goal.name:
        named = [name for name in named if name in words.load("mal")["matt_slag"]["etikett"]]
    headed = _named(column.text) if column else []
    for name in (*named, *headed):
        if figure.unit == "antal" or name != _PEOPLE:
            return name
    if figure.unit == "antal":
        people = _PEOPLE if _speaks_of_people(context) else ""
        noun = noun_after(reading, figure) or slug(context.text) or slug(goal.label)
        return people or noun or "antal"
    if figure.unit == "procent" and (figure.kon or context.kon) and _speaks_of_people(context):
        return _PEOPLE
    return slug(context.text) or slug(goal.label) or "mal"


def _named(text: str) -> list[str]:
    """Measures that a text names, the most telling first; deltagare last."""
    concepts = {hit.concept for hit in lexicon().find(keys_of(text))}
    found = [c.removeprefix("matt.") for c in concepts if c.startswith("matt.")]
    found.sort(key=lambda name: rank("matt")[name])
    return [*found, *([_PEOPLE] if "person.deltagare" in concepts else [])]


def _speaks_of_people(context: _Context) -> bool:
    texts = [context.text, context.goal.label, *(p.cell.text for p in context.goal.results)]
    hits = lexicon().find(keys_of(" ".join(texts)))
    return any(hit.concept == "person.deltagare" for hit in hits)


# ---- results -----------------------------------------------------------------------------------


def _read_result(context: _Context, reading: Reading, column: Column | None) -> None:
    host: _Said | None = None
    previous: _Said | None = None
    carried: int | None = None
    for figure in reading.figures:
        if context.unit and _is_bare(reading, figure):
            figure.unit, figure.matt = context.unit, figure.matt.removeprefix(_PEOPLE)
        part, year = _part(context, figure, column, host)
        if not part or (figure.unit == "antal" and figure.value >= MOST):
            continue
        if part == _RESULT and figure.year and figure.bracket < 0:
            carried = figure.year
        elif part == _RESULT and carried and not figure.year:
            year = carried
        matt = _matt_of_result(context, reading, figure, host, previous)
        if not matt:
            continue
        kon = figure.kon or (column.kon if column else "")
        if not kon and figure.bracket >= 0 and host is not None and part == _RESULT:
            kon = host.kon
        adjusted = figure.adjusted and bool(figure.of_goal)
        if figure.of_goal == "mal":
            said = _Said(figure, _MAL, matt, kon or context.kon, year, column, adjusted)
            context.goals.append(said)
        else:
            said = _Said(figure, part, matt, kon or context.kon, year, column, adjusted)
            context.results.append(said)
        if figure.bracket >= 0 and host is not None and not figure.year:
            figure.period = figure.period or host.figure.period
        if not figure.of_goal:
            previous = said
            if figure.bracket < 0:
                host = said


def _part(
    context: _Context, figure: Figure, column: Column | None, host: _Said | None
) -> tuple[str, int]:
    """Result or last year's, and the year; an empty part when it cannot be told."""
    now = (column.year if column else None) or context.year
    if column is not None and BEFORE in column.roles:
        return _PREVIOUS, figure.year or column.year or context.year - 1
    if figure.of_goal:
        return _RESULT, figure.year or now
    if figure.previous:
        return _PREVIOUS, now - 1
    beside = figure.bracket >= 0 and host is not None
    alike = beside and host is not None and host.figure.unit == figure.unit
    if figure.year and figure.year < now:
        again = any(s.figure.unit == figure.unit and s.kon == figure.kon for s in context.results)
        return (_PREVIOUS if figure.bracket >= 0 or again else _RESULT), figure.year
    if alike and not figure.kon and not figure.matt and not figure.year:
        known = column is not None and column.bracket_year is not None
        return (_PREVIOUS, column.bracket_year or now - 1) if known and column else ("", now)
    return _RESULT, figure.year or now


def _matt_of_result(
    context: _Context,
    reading: Reading,
    figure: Figure,
    host: _Said | None,
    previous: _Said | None,
) -> str:
    """The measure of a result: its own words', its neighbour's, or the goal's."""
    if figure.of_goal == "andel":
        return _OF_GOAL
    own = figure.matt
    if host is not None and _is_whole(reading, figure, previous):
        # "29 % till arbete/studier (9 av 31)": those who left, or who answered
        return "avslutade" if host.matt.startswith("avslutade_") else ""
    beside = figure.bracket >= 0 and host is not None
    if beside and host is not None and own in {"", _PEOPLE}:
        own = _beside(context, figure, host)
        if not own:
            return ""
    goals = [said for said in context.goals if said.part == _MAL]
    same = list(dict.fromkeys(said.matt for said in goals if _alike(said.figure.unit, figure.unit)))
    if own == _PEOPLE and len(same) == 1 and figure.unit == "antal":
        own = same[0]
    told = figure.kon or figure.year or figure.previous or figure.change
    if not own and told and previous is not None:
        own = previous.matt.removesuffix("_forandring")
    if not own and len(same) == 1:
        own = same[0]
    if not own and len(same) > 1:
        own = _by_order(context, figure, same)
    if not own:
        own = _new_matt(context, reading, figure, previous)
    return f"{own}_{figure.change}" if own and figure.change else own


def _is_whole(reading: Reading, figure: Figure, previous: _Said | None) -> bool:
    """True for the second number of "(9 av 31)"."""
    before = reading.keys[max(0, figure.start - 2) : figure.start]
    inside = (
        figure.bracket >= 0 and previous is not None and previous.figure.end == figure.start - 1
    )
    return inside and before[-1:] == ["av"]


def _alike(one: str, other: str) -> bool:
    return one == other or (one in MONEY and other in MONEY)


def _beside(context: _Context, figure: Figure, host: _Said) -> str:
    """The measure of a number in brackets: the same thing as the number before it, counted anew."""
    if figure.unit == "procent" and host.figure.unit == "antal":
        goals = [s.figure for s in context.goals if s.figure.unit == "antal" and not s.adjusted]
        for goal in goals:
            if goal.value and abs(100 * host.figure.value / goal.value - figure.value) <= _SLACK:
                return _OF_GOAL
        shares = any(s.figure.unit == "procent" for s in context.goals)
        if not (host.kon or figure.kon or shares):
            return ""
    return host.matt


def _by_order(context: _Context, figure: Figure, same: Sequence[str]) -> str:
    """Bare results in the order of the goals: the next goal of the unit without a result."""
    done = {said.matt for said in context.results if _alike(said.figure.unit, figure.unit)}
    left = [matt for matt in same if matt not in done]
    return left[0] if left else ""


def _new_matt(context: _Context, reading: Reading, figure: Figure, previous: _Said | None) -> str:
    if figure.unit == "antal":
        if figure.kon:
            return _PEOPLE
        return noun_after(reading, figure) or slug(context.text)
    if figure.kon and previous is not None:
        return previous.matt
    named = [name for name in _named(context.text) if name != _PEOPLE]
    sure = figure.unit in MONEY or _speaks_of_people(context)
    return named[0] if named and sure else slug(context.text)


# ---- items ---------------------------------------------------------------------------------------


def _items(context: _Context, table_id: str) -> list[Item]:
    goal = context.goal
    first = [said for said in context.goals if not said.adjusted]
    several = len({said.matt for said in first}) > 1
    years = {said.year for said in first}
    own = context.year if context.year in years else max(years, default=context.year)
    items = []
    for said in sorted(
        [*context.goals, *context.results], key=lambda s: (s.figure.line.no, s.figure.at)
    ):
        mal_id = f"{table_id}-{goal.no}"
        if several and said.matt != _OF_GOAL:
            mal_id += f"-{said.matt}"
        if said.part == _MAL and said.year != own:
            mal_id += f"-{said.year}"
        if said.adjusted:
            mal_id += "-justerat"
        items.append(_item(context, said, mal_id))
    return items


def _without_measure(name: str) -> str:
    """`Rådet Konsultationer` in a table of participants is Rådet; the measure says the rest."""
    first, _, last = name.rpartition(" ")
    measures = words.load("mal")["matt_slag"]["etikett"]
    told = {hit.concept.removeprefix("matt.") for hit in lexicon().find(keys_of(last))}
    return first.rstrip(" ,:–-") if first and told & set(measures) else name


def _item(context: _Context, said: _Said, mal_id: str) -> Item:
    goal, figure = context.goal, said.figure
    dated = said.column is not None and said.column.year is not None
    of_year = said.part != _MAL and (dated or figure.period == "ar")
    running = figure.period == "projekt" or (context.period == "projekt" and not of_year)
    facets = {
        "del": said.part,
        "matt": said.matt,
        "kon": said.kon or "totalt",
        "year": str(said.year),
        "period": "projekt" if running else "ar",
        "mal_id": mal_id,
    }
    name = figure.insats or _without_measure(goal.name)
    if name and not goal.total:
        facets["insats"] = name
    if goal.total:
        facets["is_total"] = "true"
    if goal.judgement and said.part != _PREVIOUS:
        facets["bedomning"] = goal.judgement
    if context.way and said.part == _MAL:
        facets["riktning"] = context.way
    note = [*figure.note, *(["justerat mål"] if said.adjusted and said.part == _MAL else [])]
    column = said.column.text if said.column and NAME not in said.column.roles else ""
    return Item(
        figure.line,
        figure.raw,
        figure.value,
        figure.unit,
        goal.label,
        column,
        facets,
        ", ".join(note),
    )

"""Goals printed as a name and its values: `2. Antal deltagare`, then `Mål: 400. Utfall: 412.`

The name may be numbered, wrapped over several lines, or stand before the values on their line. Each
value has a label, perhaps with a year, and the goal's is a bare number: a goal with words of its
own needs no name. A judgement may end the values or stand on the line below them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from finsam_analysis import words
from finsam_analysis.read.document import Line
from finsam_analysis.read.goals.bullets import is_goal_heading, is_title_line, mark_of
from finsam_analysis.read.goals.cells import read_cell
from finsam_analysis.read.goals.columns import BEFORE, GOAL, RESULT, Column
from finsam_analysis.read.goals.table import Goal, Part
from finsam_analysis.read.goals.text import Cell, Span, cell_of, keys_of
from finsam_analysis.read.goals.words import is_judgement, judged_end, lexicon, single
from finsam_analysis.read.prose.titled import may_name

_DECOR = " \t*_#"
_YEAR = r"(?:19|20)\d\d"
_VALUE = r"[\d<>≤≥+-]"
_BARE = {*"%.,:;|–-<>≤≥+()", "st", "stycken", "ca", "cirka", "varav", "och"}
# Ends as the row of a table does, or is parted as one.
_ROW = re.compile(rf"[%:]$|\t|\S {{3,}}\S|\s(?!{_YEAR}$)\d[\d.,]*$")
_NAME_LINES = 3
_LONGEST = 160  # of a name
_APART = 2  # line numbers from a name to its values
_GAP = 5  # line numbers from one goal to the next
_INTRO = 3  # lines between the heading and the first goal


@dataclass(slots=True)
class _Point:
    """One goal: the spans of its name and of its values, and the place after its last line."""

    name: list[Span]
    numbered: bool
    values: list[Span] = field(default_factory=list)
    end: int = 0

    @property
    def label(self) -> str:
        return cell_of(self.name).text.strip(_DECOR).rstrip(" :.–-|").strip(_DECOR)

    def lines(self) -> list[Line]:
        return list({span[0].no: span[0] for span in (*self.name, *self.values)}.values())


def find_named(lines: Sequence[Line], at: int, *, ocr: bool = False) -> tuple[list[Line], int]:
    """The lines of named goals from line `at` on, with their heading, and the place of the last.

    Empty where no such goal begins there. Lines are without blanks and page furniture.
    """
    start = at + is_goal_heading(lines[at].text)
    kept = list(lines[at:start])
    if _is_title(lines, start):
        kept.append(lines[start])
        start += 1
    points = _points(lines, start, _INTRO if start > at else 0, ocr=ocr)
    if not points or start > at and points[0].lines()[0].no - kept[-1].no > _GAP + _INTRO:
        return [], at
    if kept and not is_goal_heading(kept[-1].text) and points[0].name[0][0] is not lines[start]:
        return [], at  # no goal right below the title
    for point in points:
        kept += point.lines()
    return kept, points[-1].end - 1


def read_named(lines: Sequence[Line], *, ocr: bool = False) -> list[Goal]:
    """The goals of stored lines that `find_named` found, in printed order."""
    start = int(is_goal_heading(lines[0].text))
    start += _is_title(lines, start)
    return [
        _goal(point, no, ocr=ocr)
        for no, point in enumerate(_points(lines, start, 0, ocr=ocr), start=1)
    ]


def title_above(lines: Sequence[Line]) -> str:
    """The title right above the first of stored named goals, that may be an insats's; or empty."""
    start = int(is_goal_heading(lines[0].text))
    return lines[start].text.strip() if _is_title(lines, start) else ""


def _is_title(lines: Sequence[Line], at: int) -> bool:
    """True for a line that may name an insats, right above a goal."""
    if at + 1 >= len(lines) or lines[at + 1].no - lines[at].no > _APART:
        return False
    text = lines[at].text
    titled = is_title_line(text) and not _is_measured(text) and not is_goal_heading(text)
    return titled and bool(may_name(text)) and _point(lines, at + 1) is not None


def _points(lines: Sequence[Line], start: int, intro: int, *, ocr: bool) -> list[_Point]:
    """The goals that follow each other; the first begins at most `intro` lines below the start."""
    found: list[_Point] = []
    at = start
    left = intro
    while at < len(lines):
        if found and lines[at].no - lines[found[-1].end - 1].no > _GAP:
            break
        if is_goal_heading(lines[at].text):
            break
        point = _point(lines, at)
        if point is not None and _is_goal(point, found, ocr=ocr):
            found.append(point)
            at = point.end
        elif not found and not left:
            break
        elif found and is_title_line(lines[at].text):
            break
        else:
            left -= not found
            at += 1
    return found


# ---- one goal ------------------------------------------------------------------------------------


def _point(lines: Sequence[Line], at: int) -> _Point | None:
    """The name that begins at a line, and the values on that line or below it."""
    mark = mark_of(lines[at].text)
    begin = mark[0] if mark is not None else 0
    point = _Point([], mark is not None)
    if mark is None and not lines[at].text.lstrip(_DECOR)[:1].isupper():
        return None
    for here in range(at, min(at + _NAME_LINES + 1, len(lines))):
        line = lines[here]
        first = begin if here == at else 0
        gap = line.no - lines[here - 1].no if here > at else 0
        goes_on = gap == 1 and (point.numbered or _wraps(lines[here - 1].text, line.text))
        values = _values_at(line.text, first)
        if values is not None:
            named = bool(line.text[first:values].strip())
            if gap > _APART or (here == at) != named and not goes_on:
                return None
            if named:
                point.name.append((line, first, values))
            point.values = [(line, values, len(line.text))]
            point.end = _end(lines, here, point)
            return point
        if here > at and not goes_on or len(point.name) == _NAME_LINES or is_judgement(line.text):
            return None
        point.name.append((line, first, len(line.text)))
    return None


def _end(lines: Sequence[Line], at: int, point: _Point) -> int:
    """Take in the lines of more values and of the judgement; the place after the last."""
    at += 1
    while at < len(lines) and lines[at].no - lines[at - 1].no == 1:
        text = lines[at].text
        judged = any(judged_end(cell_of([span]).text)[0] for span in point.values)
        label = _labels().match(text)
        valued = label and (label["label"] or text[label.end() : label.end() + 1].isdigit())
        labelled = bool(valued or _judged_label().match(text))
        if judged or not (labelled or is_judgement(text)):
            break
        point.values.append((lines[at], 0, len(text)))
        at += 1
    return at


def _wraps(above: str, text: str) -> bool:
    """True when a name goes on: in a small letter, or after a hyphen or a small word."""
    last = words.fold(above.split()[-1]) if above.split() else ""
    leads = {words.fold(word) for word in words.load("prosa_sidor")["leder_vidare"]}
    return text.lstrip()[:1].islower() or above.rstrip().endswith("-") or last in leads


def _is_goal(point: _Point, above: Sequence[_Point], *, ocr: bool) -> bool:
    """True for a name of what is measured, beside a bare goal and a result.

    A name that may be an insats's is one's, but as a number in a list that began otherwise.
    """
    label = point.label
    if not label or len(label) > _LONGEST or _ROW.search(label):
        return False
    if read_cell(cell_of(point.name), ocr=ocr).figures:
        return False  # a goal whose sentence has its number
    if not point.numbered and cell_of(point.name).text.endswith(".") and point.values[0][1] == 0:
        return False
    listed = point.numbered and bool(above) and above[-1].numbered
    if not (listed or _is_measured(label) or not may_name(label)):
        return False
    goal = _goal(point, 1, ocr=ocr)
    results = [p for p in goal.results if p.column is not None and RESULT in p.column.roles]
    years = {p.column.year for p in goal.goals if p.column is not None}
    return (
        len(goal.goals) == len(years) > 0
        and len(results) == 1
        and bool(read_cell(results[0].cell, ocr=ocr).figures)
        and all(_is_bare(part.cell, ocr=ocr) for part in goal.goals)
    )


def _is_measured(label: str) -> bool:
    """True for the name of something counted: `Antal deltagare`, `Nöjda samverkansparter`."""
    keys = keys_of(label)
    counted = {*single("tal", "andel"), "antal", "antalet"}
    told = any(h.concept.startswith(("matt.", "person.")) for h in lexicon().find(keys))
    return told or bool(counted & set(keys))


def _is_bare(cell: Cell, *, ocr: bool) -> bool:
    """True for one number with no words but its unit: `30 %`, `Minst 400 deltagare`."""
    reading = read_cell(cell, ocr=ocr)
    units = {unit for name in ("kr", "tkr", "mkr", "procent") for unit in single("tal", name)}
    told = single("ton", "hogst") | single("ton", "minst")
    counted = ("person.ord", "kon.kvinnor", "kon.man")
    people = {hit.start for hit in reading.hits if hit.concept in counted}
    alone = sum(figure.bracket < 0 and not figure.kon for figure in reading.figures)
    return alone == 1 and all(
        token.kind == "tal" or key in _BARE | units | told or at in people
        for at, (token, key) in enumerate(zip(reading.tokens, reading.keys, strict=True))
    )


def _goal(point: _Point, no: int, *, ocr: bool) -> Goal:
    """The goal, its results and the judgement that a point holds."""
    goal = Goal(no, label=point.label)
    goal.marks = {line.no for line, _, _ in point.name}
    cell = cell_of(point.values)
    printed, end = judged_end(cell.text)
    if printed:
        goal.judgement = printed
        goal.marks.add(cell.places[end][0].no)
    else:
        end = len(cell.text)
    text = cell.text[:end]
    label = _judged_label().search(text)
    if label and not text[label.end() :].strip():
        text = text[: label.start()]
    found = list(_labels().finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)]
    for match, last in zip(found, ends, strict=True):
        if match["other"]:
            continue  # `Avvikelse: -0,5 %` is no result
        role = _role(match["label"])
        year = int(match["year"]) if match["year"] else None
        head = match.group().strip(" :.,;–-|(")
        while last > match.end() and _is_edge(cell.text[match.end() : last]):
            last -= 1
        part = Part(cell.part(match.end(), last), Column(head, {role}, year))
        (goal.goals if role == GOAL else goal.results).append(part)
    _mark_earlier(goal)
    return goal


def _is_edge(value: str) -> bool:
    """True for a value that ends in what parts it from the next: a stop, half a bracket."""
    return value[-1] in " .,;–-|(" or (value[-1] == ")" and "(" not in value)


def _mark_earlier(goal: Goal) -> None:
    """Results of years before the last one's are earlier results."""
    years = [p.column.year for p in goal.results if p.column is not None and p.column.year]
    for part in goal.results:
        if part.column is not None and part.column.year and part.column.year < max(years):
            part.column.roles = {BEFORE}


# ---- labels --------------------------------------------------------------------------------------


@cache
def _values_at(text: str, start: int) -> int | None:
    """Where labelled values begin in a line: at its start, or after a name; None without."""
    for match in _labels().finditer(text, start):
        before = text[start : match.start()].strip(_DECOR)
        if match["other"]:
            continue
        if not before:
            return 0 if start == 0 else match.start()
        if before[-1] in ":.–-|" or text[match.start() - 1] == "\t":
            return match.start()
        return None
    return None


def _role(label: str) -> str:
    told = {words.fold(word) for word in words.load("mal")["del"]["mal"]}
    results = {words.fold(word) for word in words.load("mal")["del"]["resultat"]}
    key = words.fold(label)
    return GOAL if key in told else RESULT if key in results else BEFORE


def _forms(*phrases: str) -> str:
    plain = [phrase for phrase in phrases if "*" not in phrase]
    forms = {*plain, *map(words.fold, plain)}
    return "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))


@cache
def _labels() -> re.Pattern[str]:
    """A label with its year and what parts it from the number after it."""
    told = words.load("mal")
    own = {*told["del"]["mal"], *told["del"]["resultat"]}
    before = {*told["rubrik"]["foregaende"], *told["hang"]["foregaende"]}
    other = {*told["rubrik"]["kommentar"], *told["rubrik"]["bedomning"]} - own
    least = _forms(*told["ton"]["minst"], *told["ton"]["hogst"], "ca", "cirka")
    value = rf"(?=(?:(?:{least})\s)?{_VALUE})"
    return re.compile(
        rf"(?<![^\W_])(?:(?P<label>{_forms(*own, *before)})"
        rf"(?:\s(?:för\s|år\s)?\(?(?P<year>{_YEAR})\)?)?(?:\s?[:=–-]\s*|\s+){value}"
        rf"|(?P<other>{_forms(*other)})(?:\s?:\s*|\s+{value}))",
        re.IGNORECASE,
    )


@cache
def _judged_label() -> re.Pattern[str]:
    forms = _forms(*words.load("mal")["del"]["bedomning"])
    return re.compile(rf"\s*[(]?(?:{forms})(?:\s{_YEAR})?\s?[:–-]\s*", re.IGNORECASE)

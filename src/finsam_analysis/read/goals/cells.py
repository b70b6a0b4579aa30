"""One cell of a goal table, or one goal of a list: its numbers, and what the words say of each.

`300 deltagare varav 135 nya, 65 % till arbete/studier` is three figures with a measure each;
`45 % (73 personer) arbetar/studerar vid avslut, 46 % av kvinnorna (35 % år 2021)` is a share, its
count, the share of women and last year's. Years, ages, times and footnote digits are no figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from finsam_analysis import words
from finsam_analysis.read.goals.text import Cell, Figure, Reading, ends_sentence, tokenize
from finsam_analysis.read.goals.words import lexicon, rank, single, slug, small
from finsam_analysis.read.prose.clause import listed
from finsam_analysis.read.prose.lexicon import Hit
from finsam_analysis.read.prose.numbers import MONEY, Mention, is_year, mentions
from finsam_analysis.read.prose.text import Token

_UNITS = {"procentenheter": "procent", "mdkr": "mkr"}
_COUNTED = ("antal", "procent", *MONEY)
_NEAR = 3  # words between a number and a year or a gender that still belong together


def read_cell(cell: Cell, *, ocr: bool = False, joined: bool = True) -> Reading:
    """The tokens and figures of a cell. `joined` False: three-digit numbers are not one number."""
    reading = tokenize(cell, ocr=ocr, joined=joined)
    reading.hits = lexicon().find(reading.keys)
    reading.hits += _over_brackets(reading)
    people = {hit.start for hit in reading.hits if hit.concept == "person.ord"}
    brackets = _brackets(reading.tokens)
    found = mentions(reading.tokens, reading.keys, frozenset(people))
    for mention in found:
        if _UNITS.get(mention.unit, mention.unit) in _COUNTED:
            figure = _figure(reading, mention)
            figure.bracket = brackets[figure.start]
            reading.figures.append(figure)
    describe(reading, brackets)
    return reading


def _over_brackets(reading: Reading) -> list[Hit]:
    """Phrases that a bracket parts: "till arbete (5) eller studier (2)"."""
    ways = listed("lista", "arbete") | listed("lista", "studier")
    if ways.isdisjoint(reading.keys):
        return []
    brackets = _brackets(reading.tokens)
    free = [at for at, token in enumerate(reading.tokens) if brackets[at] < 0 and token.text != ")"]
    if len(free) == len(reading.tokens):
        return []
    found = lexicon().find([reading.keys[at] for at in free])
    hits = [Hit(hit.concept, free[hit.start], free[hit.end - 1] + 1) for hit in found]
    return [hit for hit in hits if hit.concept.startswith("matt.") and hit not in reading.hits]


def _figure(reading: Reading, mention: Mention) -> Figure:
    cell, spans = reading.cell, reading.spans
    start, last = spans[mention.start][0], spans[mention.start][1]
    size = 1
    while mention.start + size < mention.end and mention.word:
        if reading.keys[mention.start + size] in {"procent", "procentenheter", "%"}:
            break
        last = spans[mention.start + size][1]
        size += 1
        if size >= len(mention.raw.split()):
            break
    line, at = cell.places[start]
    after = mention.start + 1
    if after < len(spans) and reading.tokens[after].text == "%":
        if cell.places[spans[after][0]][0].no == line.no:
            last = spans[after][1]
    value = mention.value
    number = Decimal(int(value)) if value == int(value) else Decimal(str(value))
    if mention.unit == "mdkr":
        number *= 1000
    unit = _UNITS.get(mention.unit, mention.unit)
    note = list(mention.note)
    if mention.unit == "procentenheter":
        note.append("procentenheter")
    return Figure(number, unit, cell.raw(start, last), line, at, mention.start, mention.end, note)


def _brackets(tokens: Sequence[Token]) -> list[int]:
    """For each token the number of the bracket it stands in, -1 outside."""
    inside: list[int] = []
    current, count = -1, 0
    for token in tokens:
        if token.text == "(":
            current, count = count, count + 1
        inside.append(current)
        if token.text == ")":
            current = -1
    return inside


# ---- what the words say ----------------------------------------------------------------------


def describe(reading: Reading, brackets: Sequence[int]) -> None:
    """Give every figure its gender, year, measure, and whether it is a change or last year's."""
    hits = reading.hits
    taken: set[int] = set()
    for no, figure in enumerate(reading.figures):
        low, high = _reach(reading, no, brackets)
        near = [hit for hit in hits if low <= hit.start and hit.end <= high]
        before = [hit for hit in near if hit.end <= figure.start]
        after = [hit for hit in near if hit.start >= figure.end]
        figure.kon = _kon(reading, figure, before, after, taken)
        figure.year = _year(reading, figure, low, high, brackets)
        figure.period = _period(reading, figure, near)
        figure.previous = _is_previous(reading, figure, before, after)
        figure.change = _change(reading, figure, before, after)
        figure.insats = _name_after(reading, figure)
        figure.of_goal = _of_goal(reading, figure, before, after)
        figure.adjusted = any(h.concept == "hang.justerat" for h in before)
        figure.matt = _measure(reading, figure, before, after)


def _reach(reading: Reading, no: int, brackets: Sequence[int]) -> tuple[int, int]:
    """The tokens that can say something of a figure: to its neighbours, within its sentence."""
    figure, tokens = reading.figures[no], reading.tokens
    others = [f for f in reading.figures if f is not figure]
    if figure.bracket < 0:
        others = [f for f in others if f.bracket < 0]
    low = max((f.end for f in others if f.end <= figure.start), default=0)
    high = min((f.start for f in others if f.start >= figure.end), default=len(tokens))
    for at in range(figure.start - 1, low - 1, -1):
        if ends_sentence(tokens, at) or (brackets[at] != figure.bracket and figure.bracket >= 0):
            low = at + 1
            break
    for at in range(figure.end, high):
        if ends_sentence(tokens, at) or (brackets[at] != figure.bracket and figure.bracket >= 0):
            high = at
            break
    return low, high


def _kon(
    reading: Reading, figure: Figure, before: Sequence[Hit], after: Sequence[Hit], taken: set[int]
) -> str:
    """`52 % kvinnor`, `46 % av kvinnorna`, `kvinnor: 46 %`; a word serves one figure."""
    after = _without_others(reading, figure, _without_letters(reading, figure, after))
    before = _without_letters(reading, figure, before)
    beside = [hit for hit in before if hit.end == figure.start and hit.start not in taken]
    if not any(hit.start == figure.end and hit.concept.startswith("kon.") for hit in after):
        after = [*(() if any(h.concept.startswith("kon.") for h in beside) else after)]
    for hit in sorted(after, key=lambda hit: hit.start):
        if not hit.concept.startswith("kon."):
            continue
        between = [token for token in reading.tokens[figure.end : hit.start] if token.text != "("]
        light = all(token.key in small() or token.text == "%" for token in between)
        if len(between) <= _NEAR and light:
            taken.update(range(hit.start, hit.end))
            return hit.concept.removeprefix("kon.").replace("ej", "ej_angivet", 1)
        break
    for hit in sorted(before, key=lambda hit: -hit.start):
        if hit.concept.startswith("kon.") and hit.start not in taken:
            pronoun = reading.tokens[hit.start].text.casefold() == "man"
            if figure.start - hit.end <= _NEAR and not pronoun:
                taken.update(range(hit.start, hit.end))
                return hit.concept.removeprefix("kon.").replace("ej", "ej_angivet", 1)
            break
    return ""


def _without_others(reading: Reading, figure: Figure, hits: Sequence[Hit]) -> list[Hit]:
    """Without what stands in a bracket with numbers of its own: "41 % (kvinnor 38 %)"."""
    brackets = _brackets(reading.tokens)
    taken = {other.bracket for other in reading.figures if other.bracket != figure.bracket}
    return [
        hit
        for hit in hits
        if brackets[hit.start] == figure.bracket or brackets[hit.start] not in taken
    ]


def _without_letters(reading: Reading, figure: Figure, hits: Sequence[Hit]) -> list[Hit]:
    """Without a letter that is no gender: m is men only right after a number, beside kv."""
    sure = "kv" in reading.keys
    return [
        hit for hit in hits if reading.keys[hit.start] != "m" or (sure and hit.start == figure.end)
    ]


def _year(
    reading: Reading, figure: Figure, low: int, high: int, brackets: Sequence[int]
) -> int | None:
    """A year printed for the figure: in its bracket, right after it, or right before it."""
    tokens, keys = reading.tokens, reading.keys
    years = [at for at in range(low, high) if is_year(tokens[at]) and not _compared(reading, at)]
    if figure.bracket >= 0:
        inside = [at for at in years if brackets[at] == figure.bracket]
        return int(tokens[inside[0]].text) if inside else None
    for at in years:
        first, last = sorted(
            [(at, figure.start), (figure.end, at)], key=lambda ends: ends[0] > ends[1]
        )[0]
        if last - first > _NEAR or any(key in {",", ";"} for key in keys[first:last]):
            continue
        alone = brackets[at] < 0 or brackets.count(brackets[at]) <= 3
        ahead = keys[at - 1] if at > low else ""
        ends = ahead in _months() or ahead in single("period", "till")
        if at >= figure.end and alone and not ends:
            return int(tokens[at].text)
        opens = at == low or keys[at + 1] == ":" or ahead in {"ar", "under"}
        if at < figure.start and ends and keys[at + 1] == ":":
            continue  # "Utfall t.o.m. 2023: 74": all until then
        if at < figure.start and brackets[at] < 0 and opens:
            return int(tokens[at].text)
    return None


def _period(reading: Reading, figure: Figure, near: Sequence[Hit]) -> str:
    """`46 % sedan projektstart, 52 % under 2024`: of the project, of the year, or not told."""
    for hit in near:
        if hit.concept == "period.sedan":
            before = hit.end <= figure.start
            if not (before and "," in reading.keys[hit.end : figure.start]):
                return "projekt"
    low = max((hit.end for hit in near if hit.concept == "del.resultat"), default=-1)
    until = reading.keys[low : figure.start] if 0 <= low <= figure.start else []
    if until[-1:] == [":"] and until[:1] and until[0] in {"t.o.m", "tom", "till"}:
        years = [key for key in until if key.isdigit()]
        named = _months() & set(until)
        return "projekt" if years and not named else ""
    return "ar" if figure.year else ""


@cache
def _months() -> frozenset[str]:
    return frozenset(words.fold(name) for name in words.load("prosa")["tid"]["manadstal"])


def _compared(reading: Reading, at: int) -> bool:
    """True for a year that something is compared with, without a figure of its own."""
    before = reading.keys[max(0, at - _NEAR) : at]
    if any(token.kind == "tal" for token in reading.tokens[max(0, at - _NEAR) : at]):
        return False
    return any(hit.concept == "hang.jamfor" for hit in lexicon().find(before))


def _is_previous(
    reading: Reading, figure: Figure, before: Sequence[Hit], after: Sequence[Hit]
) -> bool:
    for hit in (*before, *after):
        if hit.concept != "hang.foregaende":
            continue
        if hit.start >= figure.end:
            if reading.keys[hit.end : hit.end + 1] == [":"]:
                continue  # the label of the number that follows
            between = reading.keys[figure.end : hit.start]
            compared = any(h.concept == "hang.jamfor" for h in lexicon().find(between))
            if len(between) <= _NEAR - 1 and not compared and "," not in between:
                return True
        elif figure.start - hit.end <= _NEAR and "," not in reading.keys[hit.end : figure.start]:
            return True
    return False


def _change(reading: Reading, figure: Figure, before: Sequence[Hit], after: Sequence[Hit]) -> str:
    """`en minskning med tio procent` is a change; `överstiger ... med 9,3 mkr` a distance."""
    start = figure.start
    for hit in before:
        if hit.concept == "hang.andring" and start - hit.end <= 2:
            return "forandring"
        if hit.concept == "hang.avvikelse" and "med" in reading.keys[hit.end : start]:
            return "avvikelse"
    if figure.unit == "procent" or figure.kon == "":
        for hit in after:
            begins = reading.tokens[hit.start].text[:1].isupper()
            if hit.concept == "hang.skillnad" and hit.start == figure.end and not begins:
                return "skillnad"
    return ""


def _name_after(reading: Reading, figure: Figure) -> str:
    """`45 % (Lyra)`: whose figure it is, in brackets right after it."""
    at, tokens = figure.end, reading.tokens
    if at + 1 >= len(tokens) or tokens[at].text != "(" or not tokens[at + 1].text[:1].isupper():
        return ""
    end = next((i for i in range(at, len(tokens)) if tokens[i].text == ")"), 0)
    inner = tokens[at + 1 : end]
    if not inner or len(inner) > 5 or any(token.kind != "ord" for token in inner):
        return ""
    if any(
        hit.concept.startswith(("kon.", "hang."))
        for hit in lexicon().find(reading.keys[at + 1 : end])
    ):
        return ""
    return reading.cell.text[reading.spans[at + 1][0] : reading.spans[end - 1][1]]


def _of_goal(reading: Reading, figure: Figure, before: Sequence[Hit], after: Sequence[Hit]) -> str:
    """`(målet 40 %)` is a goal; `97 % av målet` says how much of it was reached."""
    share = any(hit.concept == "hang.av_malet" and hit.start - figure.end <= 1 for hit in after)
    if share and figure.unit == "procent":
        return "andel"
    for hit in before:
        between = reading.keys[hit.end : figure.start]
        if hit.concept == "hang.malet" and all(key in _leads() for key in between):
            return "mal"
    return ""


@cache
def _leads() -> frozenset[str]:
    return single("hang", "malet_till")


def _measure(reading: Reading, figure: Figure, before: Sequence[Hit], after: Sequence[Hit]) -> str:
    """The measure that the words around a figure name, or an empty string."""
    labelled = _before_bracket(reading, figure)
    if labelled:
        return labelled
    counts = words.load("mal")["matt_slag"]
    ranks = rank("matt")
    for side in (after, before):
        named = sorted(
            (hit.concept.removeprefix("matt.") for hit in side if hit.concept.startswith("matt.")),
            key=lambda name: ranks[name],
        )
        if figure.unit == "antal":
            people = any(hit.concept == "person.deltagare" for hit in side)
            named = [name for name in named if name in counts["antal"] or not people]
        elif figure.unit == "procent":
            named = [name for name in named if name not in counts["ej_andel"]]
        if named:
            return named[0]
        if figure.unit == "antal" and any(hit.concept == "person.deltagare" for hit in side):
            return "deltagare"
    return ""


def _before_bracket(reading: Reading, figure: Figure) -> str:
    """The way out that stands before a bracket with this number alone: "till arbete (5)"."""
    at = figure.start
    after = reading.tokens[figure.end : figure.end + 1]
    alone = at > 1 and reading.tokens[at - 1].text == "(" and after and after[0].text == ")"
    if not alone or figure.unit != "antal":
        return ""
    for way in ("arbete", "studier"):
        if reading.keys[at - 2] in listed("lista", way):
            return f"avslutade_{way}"
    return ""


def noun_after(reading: Reading, figure: Figure) -> str:
    """The first word after a count that means something: `fem dialogmöten`."""
    for token in reading.tokens[figure.end : figure.end + _NEAR]:
        if token.kind != "ord":
            return ""
        if token.key not in small():
            return slug(token.text, 1)
    return ""

"""Column heads of goal tables: `Indikator | Resultat 2022 (resultat 2021 inom parantes) | Mål-
uppfyllelse`, on one line or several, in any order.

A head is known by its words alone: nearly every word is a head's, a year or a small word, and there
is a column for goals beside one for results or judgements, or two of goals.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz import fuzz, process

from finsam_analysis import words
from finsam_analysis.read.document import Line
from finsam_analysis.read.goals_cells import Reading, cell_of, tokenize
from finsam_analysis.read.goals_words import lexicon, single
from finsam_analysis.read.heads import captions
from finsam_analysis.read.prose_lexicon import Hit
from finsam_analysis.read.prose_numbers import is_year
from finsam_analysis.read.terms import lookup

GOAL, RESULT, BEFORE, JUDGED, REMARK, NAME = (
    "mal",
    "resultat",
    "foregaende",
    "bedomning",
    "kommentar",
    "etikett",
)
ROLES = (GOAL, RESULT, BEFORE, JUDGED, REMARK, NAME)
VALUES = frozenset({GOAL, RESULT, BEFORE})
_GENDERS = {"kvinnor": "kvinnor", "man": "man", "totalt": "totalt"}
# Columns of these axes make it another kind of table.
_OTHER = frozenset(
    {"orsak", "remittent", "forsorjning", "svar", "tidpunkt", "utbildning", "belopp"}
)
_COVERED = 0.6
_ROUGHLY = 0.4
_LONGEST = 160
_OPENING = 3  # a head begins with a head word, or nearly
_MOST_WORDS = 30
_MOST_LINES = 9
_LOOSE, _LOOSE_FROM = 86, 7
_WHOLE = {"etikett", "kommentar"}
NUMBERED = re.compile(r"^\s*(?:\d+(?:\.\d+)+\.?\s+[^\W\d_]|\d{1,2}\.\s+[A-ZÅÄÖ])")


@dataclass(slots=True)
class Column:
    """One column: its head as printed, what it holds, of which year and gender."""

    text: str
    roles: set[str]
    year: int | None = None
    bracket_year: int | None = None  # the year of the numbers in brackets
    kon: str = ""
    text_only: bool = False  # names the goal; the number stands in another column

    @property
    def value(self) -> bool:
        """True when goals or results stand in it."""
        return bool(self.roles & VALUES) and not self.text_only


@dataclass(slots=True)
class Head:
    """The columns of a goal table, and the lines that they were read from."""

    columns: list[Column]
    lines: list[Line]


@dataclass(slots=True)
class _Words:
    """Head words of a stretch of text: what each is, and how many are none."""

    reading: Reading
    hits: list[Hit]
    covered: int = 0
    other: int = 0
    known: list[str] = field(default_factory=list)


def find_head(lines: Sequence[Line], at: int) -> Head | None:
    """The head that begins at line `at`, or None. Lines are without blanks and page furniture."""
    if not _could_begin(lines[at].text):
        return None
    end = at
    while end < min(len(lines), at + _MOST_LINES) and is_head_line(lines[end].text):
        end += 1
    for last in range(end, at, -1):
        columns = _columns(lines[at:last])
        if columns is not None:
            return Head(columns, list(lines[at:last]))
    return _headed_by_text(lines, at)


def _could_begin(text: str) -> bool:
    """Cheap: does the line begin with a head word, and is it no title, caption or sentence?"""
    first = re.findall(r"[^\W\d_]+", text[:_LONGEST])[:_OPENING]
    if len(text) > _LONGEST or not any(words.fold(word)[:4] in _stems() for word in first):
        return False
    return not (NUMBERED.match(text) or captions(text) or text.rstrip().endswith("."))


@cache
def _stems() -> frozenset[str]:
    return frozenset(word[:4] for role in ROLES for word in single("rubrik", role))


@cache
def is_head_line(text: str) -> bool:
    """True when nearly all words of a line are those of a column head or years."""
    if not _perhaps(text):
        return False
    found = _look(Line(0, text))
    return bool(found.covered) and found.covered >= _COVERED * (found.covered + found.other)


def _perhaps(text: str) -> bool:
    """Cheap: are about half of a line's words those of heads?"""
    found = [words.fold(word) for word in re.findall(r"[^\W\d_]+|\d{4}", text)]
    known = sum(word in _vocabulary() or (word.isdigit()) for word in found)
    return bool(known) and known >= _ROUGHLY * len(found)


@cache
def _vocabulary() -> frozenset[str]:
    phrases = [single("rubrik", role) for role in words.load("mal")["rubrik"]]
    return frozenset(
        part for group in phrases for word in group for part in re.findall(r"[^\W\d_]+", word)
    )


def _look(*lines: Line) -> _Words:
    reading = tokenize(cell_of(lines), ocr=True)
    hits = _chosen(reading)
    known = {at for hit in hits for at in range(hit.start, hit.end)}
    covered = other = 0
    for at, token in enumerate(reading.tokens):
        if token.kind == "tecken" and token.text != "/":
            continue
        if at in known or is_year(token):
            covered += 1
        else:
            other += 1
    return _Words(reading, [hit for hit in hits if hit.concept != "rubrik.fyllnad"], covered, other)


def _chosen(reading: Reading) -> list[Hit]:
    """Head words that do not overlap, the longest first at each place; spoilt ones by likeness."""
    found = [hit for hit in lexicon().find(reading.keys) if hit.concept.startswith("rubrik.")]
    found = [hit for hit in found if hit.concept != "rubrik.ihop"]
    ranked = sorted(
        found, key=lambda hit: (hit.start, hit.start - hit.end, "fyllnad" in hit.concept)
    )
    chosen: list[Hit] = []
    end = 0
    for hit in ranked:
        if hit.start >= end:
            chosen.append(hit)
            end = hit.end
    taken = {at for hit in chosen for at in range(hit.start, hit.end)}
    for at, token in enumerate(reading.tokens):
        if at not in taken and token.kind == "ord" and len(token.key) >= _LOOSE_FROM:
            role = _loosely(token.key)
            if role:
                chosen.append(Hit(f"rubrik.{role}", at, at + 1))
    return sorted(chosen, key=lambda hit: hit.start)


@cache
def _loosely(key: str) -> str:
    """The role of a head word that a scanner has spoilt, or an empty string."""
    choices = {word: role for role in (GOAL, RESULT, JUDGED) for word in single("rubrik", role)}
    long = [word for word in choices if len(word) >= _LOOSE_FROM]
    best = process.extractOne(key, long, scorer=fuzz.ratio, score_cutoff=_LOOSE)
    return choices[best[0]] if best else ""


def _columns(lines: Sequence[Line]) -> list[Column] | None:
    """The lines read as the columns of a goal table, or None."""
    found = _look(*lines)
    count = found.covered + found.other
    if not count or count > _MOST_WORDS or found.covered < _COVERED * count:
        return None
    if any(_is_other(line.text) for line in lines):
        return None
    columns = _cut(found)
    _give_years(columns, found)
    _settle(columns)
    return columns if _is_goal_table(columns) else None


def _is_other(text: str) -> bool:
    pieces = re.split(r"[\s\t|]+", text)
    return any(
        term.axis in _OTHER
        for piece in pieces
        if len(piece) > 3 and words.fold(piece) not in single("rubrik", "fyllnad")
        for term in lookup(piece)
    )


def _cut(found: _Words) -> list[Column]:
    """Columns in printed order, each from its head word to the next."""
    reading = found.reading
    columns: list[Column] = []
    starts: list[int] = []
    depth = 0
    brackets = []
    for token in reading.tokens:
        depth += token.text == "("
        brackets.append(depth)
        depth -= token.text == ")"
    for hit in found.hits:
        role = hit.concept.removeprefix("rubrik.")
        last = columns[-1] if columns else None
        if brackets[hit.start]:
            continue
        if role in _GENDERS:
            if last is None:
                continue
            if RESULT in last.roles and not last.kon:
                last.kon = _GENDERS[role]
            else:
                roles = last.roles if RESULT in last.roles else {RESULT}
                columns.append(Column("", set(roles), last.year, None, _GENDERS[role]))
                starts.append(hit.start)
        elif last is not None and _joined(reading, starts[-1], hit.start):
            last.roles.add(role)
        elif role in ROLES:
            columns.append(Column("", {role}))
            starts.append(hit.start)
    for column, start, end in zip(
        columns, starts, [*starts[1:], len(reading.tokens)], strict=False
    ):
        text = reading.cell.text[reading.spans[start][0] : reading.spans[end - 1][1]]
        column.text = text.strip(" |\t")
    return columns


def _joined(reading: Reading, start: int, at: int) -> bool:
    """`Resultat och måluppfyllelse` is one column."""
    before = reading.keys[at - 1] if at else ""
    return before in single("rubrik", "ihop") and at - start <= 3


def _give_years(columns: list[Column], found: _Words) -> None:
    """Years after the heads, in their brackets, or on a line of their own for all of them."""
    places = [i for i, token in enumerate(found.reading.tokens) if is_year(token)]
    extra: list[int] = []
    text = found.reading.cell.text
    for at in places:
        place = found.reading.spans[at][0]
        year = int(found.reading.tokens[at].text)
        column = _column_at(columns, text, place)
        if column is None:
            continue
        opened = text.rfind("(", 0, place) > text.rfind(")", 0, place)
        if opened and column.year is not None:
            column.bracket_year = year
        elif column.year is None and column.roles & VALUES:
            column.year = year
        else:
            extra.append(year)
    values = [column for column in columns if column.roles & VALUES]
    if extra and len(extra) + sum(column.year is not None for column in values) == len(values):
        years = [c.year for c in values if c.year is not None] + extra
        for column, value in zip(values, years, strict=True):
            column.year = value
    for column in columns:
        low = words.fold(column.text)
        if (
            column.bracket_year is None
            and column.year
            and re.search(r"\(.*(?:par[ae]nt|foreg)", low)
        ):
            column.bracket_year = column.year - 1


def _column_at(columns: Sequence[Column], text: str, place: int) -> Column | None:
    """The column whose head text holds the character at `place`."""
    at = 0
    found = None
    for column in columns:
        at = text.find(column.text, at)
        if at < 0 or at > place:
            break
        found = column
        at += len(column.text)
    return found


def _settle(columns: list[Column]) -> None:
    """Of two goal columns without years of their own the first names the goal."""
    goals = [column for column in columns if GOAL in column.roles]
    if len(goals) == 2 and not (goals[0].year and goals[1].year):
        named = words.fold(goals[0].text).split()[0] in single("rubrik", "namnger")
        goals[0].text_only = named
    years = [column.year for column in columns if RESULT in column.roles and column.year]
    for column in columns:
        if RESULT in column.roles and column.year and column.year < max(years):
            column.roles = (column.roles - {RESULT}) | {BEFORE}


def _is_goal_table(columns: Sequence[Column]) -> bool:
    kinds = [role for column in columns for role in column.roles]
    if any(NAME in column.roles for column in columns[1:]):
        return False  # a title stands before the head
    if len(columns) < 2 or GOAL not in kinds:
        return False
    years = {column.year for column in columns if GOAL in column.roles and column.year}
    return RESULT in kinds or JUDGED in kinds or len(years) >= 2


def _headed_by_text(lines: Sequence[Line], at: int) -> Head | None:
    """`Finansiella mål för verksamheten ...` over a column, `Resultat och måluppfyllelse` beside it.

    `at` is the line that holds only heads of results; the paragraph before it heads the goals.
    """
    if not is_head_line(lines[at].text):
        return None
    found = _look(lines[at])
    own = _cut(found)
    if not own or any(GOAL in column.roles or NAME in column.roles for column in own):
        return None
    if not any(column.roles & {RESULT, JUDGED} for column in own):
        return None
    first = at
    while first and lines[first].no - lines[first - 1].no == (
        1 if first < at else lines[at].no - lines[at - 1].no
    ):
        first -= 1
        if at - first > 4:
            return None
    above = list(lines[first:at])
    if not above or lines[at].no - above[-1].no > 4 or lines[at].no - above[-1].no < 2:
        return None
    if not _names_goals(above[0].text) or above[-1].text.rstrip().endswith((".", ":", ",")):
        return None
    _give_years(own, found)
    goal = Column(cell_of(above).text, {GOAL}, own[0].year)
    return Head([goal, *own], [*above, lines[at]])


def _names_goals(text: str) -> bool:
    reading = tokenize(cell_of([Line(0, text)]), ocr=True)
    hits = [hit for hit in lexicon().find(reading.keys) if hit.concept == "rubrik.mal"]
    return any(hit.start <= 3 for hit in hits) and len(reading.tokens) <= 12

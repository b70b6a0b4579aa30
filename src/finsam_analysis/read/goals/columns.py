"""The columns of a goal table: what each holds, of which year and gender, from its head words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from finsam_analysis import words
from finsam_analysis.read.document import Line
from finsam_analysis.read.goals.text import Reading, cell_of, tokenize
from finsam_analysis.read.goals.words import lexicon, single
from finsam_analysis.read.prose.lexicon import Hit
from finsam_analysis.read.prose.numbers import is_year

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
_LOOSE, _LOOSE_FROM = 86, 7


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
class HeadWords:
    """Head words of a stretch of text: where each stands, and how many words are none."""

    reading: Reading
    hits: list[Hit]
    covered: int = 0
    other: int = 0


def head_words(*lines: Line) -> HeadWords:
    """The head words of some lines, read as one text."""
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
    return HeadWords(
        reading, [hit for hit in hits if hit.concept != "rubrik.fyllnad"], covered, other
    )


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
    roles = _long_words()
    best = process.extractOne(key, roles.keys(), scorer=fuzz.ratio, score_cutoff=_LOOSE)
    return roles[best[0]] if best else ""


@cache
def _long_words() -> dict[str, str]:
    """The head words that are long enough to be matched loosely, each with its role."""
    roles = {word: role for role in (GOAL, RESULT, JUDGED) for word in single("rubrik", role)}
    return {word: role for word, role in roles.items() if len(word) >= _LOOSE_FROM}


def cut(found: HeadWords) -> list[Column]:
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


def column_of(text: str, *, first: bool) -> Column:
    """The column that one cell of a head is over; without a head word it names, or remarks."""
    found = head_words(Line(0, text))
    columns = cut(found)
    column = Column(text, {role for one in columns for role in one.roles})
    column.kon = next((one.kon for one in columns if one.kon), "")
    gender = next((h.concept.removeprefix("rubrik.") for h in found.hits), "")
    if not column.roles and gender in _GENDERS:
        column.roles, column.kon = {RESULT}, _GENDERS[gender]
    elif not column.roles:
        column.roles = {NAME if first else REMARK}
    give_years([column], found)
    return column


def give_years(columns: list[Column], found: HeadWords) -> None:
    """Years after the heads, in their brackets, or on a line of their own for all of them."""
    extra: list[int] = []
    text = found.reading.cell.text
    for at, token in enumerate(found.reading.tokens):
        if not is_year(token):
            continue
        place = found.reading.spans[at][0]
        column = _column_at(columns, text, place)
        if column is None:
            continue
        opened = text.rfind("(", 0, place) > text.rfind(")", 0, place)
        if opened and column.year is not None:
            column.bracket_year = int(token.text)
        elif column.year is None and column.value:
            column.year = int(token.text)
        else:
            extra.append(int(token.text))
    _share_out(columns, extra)
    for column in columns:
        known = re.search(r"\(.*(?:par[ae]nt|foreg)", words.fold(column.text))
        if column.bracket_year is None and column.year and known:
            column.bracket_year = column.year - 1


def _share_out(columns: Sequence[Column], extra: list[int]) -> None:
    """Years that stand together: one for each column of values, or for each of results."""
    values = [column for column in columns if column.value]
    years = [column.year for column in values if column.year is not None] + extra
    results = [column for column in values if column.roles & {RESULT, BEFORE}]
    for takers in (values, results):
        if extra and len(years) == len(takers):
            for column in values:
                column.year = None
            for column, year in zip(takers, years, strict=True):
                column.year = year
            return


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


def name_goals(columns: Sequence[Column]) -> None:
    """Of two goal columns the first names the goal, if its head says so."""
    goals = [column for column in columns if GOAL in column.roles]
    if len(goals) == 2 and not re.search(r"\d{4}", goals[0].text):
        first = words.fold(goals[0].text).split()[0]
        goals[0].text_only = first in single("rubrik", "namnger")


def mark_previous(columns: Sequence[Column]) -> None:
    """Of several columns of results the older years are last year's."""
    years = [column.year for column in columns if RESULT in column.roles and column.year]
    for column in columns:
        if RESULT in column.roles and column.year and column.year < max(years):
            column.roles = (column.roles - {RESULT}) | {BEFORE}


def is_goal_table(columns: Sequence[Column]) -> bool:
    """A column of goals beside one of results, judgements or names, or goals of two years."""
    kinds = [role for column in columns for role in column.roles]
    if len(columns) < 2 or GOAL not in kinds:
        return False
    if any(NAME in column.roles or column.text_only for column in columns[2:]):
        return False
    if NAME in columns[1].roles or (columns[1].text_only and NAME not in columns[0].roles):
        return False  # a title stands before the head, or lines of it are mixed
    told = [(c.year, c.kon, words.fold(c.text)) for c in columns if c.value]
    if len(set(told)) < len(told):
        return False  # two columns that nothing tells apart
    goals = [column for column in columns if GOAL in column.roles and not column.text_only]
    named = any(NAME in column.roles or column.text_only for column in columns)
    years = {column.year for column in goals if column.year}
    return RESULT in kinds or JUDGED in kinds or len(years) >= 2 or (named and len(goals) == 1)

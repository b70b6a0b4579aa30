"""Heads of goal tables: `Indikator | Resultat 2022 (resultat 2021 inom parantes) | Måluppfyllelse`.

A head is known by its words alone, on one line or several, in any order: nearly every word is a
head's, a year or a small word, and there is a column for goals beside one for results or
judgements, or two of goals.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, islice

from finsam_analysis import words
from finsam_analysis.read.document import Line
from finsam_analysis.read.goals.columns import (
    GOAL,
    JUDGED,
    NAME,
    RESULT,
    ROLES,
    VALUES,
    Column,
    column_of,
    cut,
    give_years,
    head_words,
    is_goal_table,
    mark_previous,
    name_goals,
)
from finsam_analysis.read.goals.text import Span, cell_of, tokenize
from finsam_analysis.read.goals.words import is_judgement, lexicon, single
from finsam_analysis.read.prose.numbers import is_year
from finsam_analysis.read.tables.heads import captions, join_lines
from finsam_analysis.read.terms import lookup

# Columns of these axes make it another kind of table.
_OTHER = frozenset(
    {"orsak", "remittent", "forsorjning", "svar", "tidpunkt", "utbildning", "belopp"}
)
_WORD = re.compile(r"[^\W\d_]+")
_WORDS_OF_HEAD = 2  # of a judgement that can head a column too: `Uppnått`, `Målet uppnått`
_COVERED = 0.6
_ROUGHLY = 0.4
_LONGEST = 160
_OPENING = 3  # a head begins with a head word, or nearly
_MOST_WORDS = 30
_MOST_LINES = 9
_MOST_COLUMNS = 9
BARE_NUMBER = re.compile(r"\s*\d[\d\s.,]*(?:%|procent|kr|tkr|mkr|st)?\s*")
SEPARATORS = (re.compile(r"\s*[\t|]\s*"), re.compile(r"\s*(?:[\t|]|[ \u00a0]{3,})\s*"))
NUMBERED = re.compile(r"^\s*(?:\d+(?:\.\d+)+\.?\s+[^\W\d_]|\d{1,2}\.\s+[A-ZÅÄÖ])")


@dataclass(slots=True)
class Head:
    """The columns of a goal table, and the lines that they were read from."""

    columns: list[Column]
    lines: list[Line]


def find_head(lines: Sequence[Line], at: int) -> Head | None:
    """The head that begins at line `at`, or None. Lines are without blanks and page furniture."""
    if not _could_begin(lines[at].text) or _is_verdict(lines[at].text):
        return None
    end = at
    while end < min(len(lines), at + _MOST_LINES) and is_head_line(lines[end].text):
        end += 1
    end -= _names_row(lines, at, end)
    for last in range(end, at, -1):
        columns = _columns(lines[at:last])
        if columns is not None:
            return Head(columns, list(lines[at:last]))
    return _headed_by_text(lines, at)


def _names_row(lines: Sequence[Line], at: int, end: int) -> bool:
    """True when the last line is the first row's name: `Antal deltagare` right above a number."""
    if end - at < 2 or end >= len(lines) or not BARE_NUMBER.fullmatch(lines[end].text):
        return False
    named = not any(column.roles for column in cut(head_words(lines[end - 1])))
    return named and _columns(lines[at : end - 1]) is not None


def _is_verdict(text: str) -> bool:
    """True for a whole sentence that judges, `Målet är uppnått`: a cell, though of head words."""
    return is_judgement(text) and len(text.split()) > _WORDS_OF_HEAD


def _could_begin(text: str) -> bool:
    """Cheap: does the line begin with a head word, and is it no title, caption or sentence?"""
    if len(text) > _LONGEST:
        return False
    first = islice(_WORD.finditer(text), _OPENING)
    if not any(words.fold(word.group())[:4] in _stems() for word in first):
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
    found = head_words(Line(0, text))
    if any(token.kind == "tal" and not is_year(token) for token in found.reading.tokens):
        return False
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


def pieces_of(line: Line, separator: re.Pattern[str]) -> list[Span]:
    """The cells of a line, with where each begins and ends."""
    found: list[Span] = []
    start = 0
    for match in [*separator.finditer(line.text), None]:
        end = match.start() if match else len(line.text)
        if line.text[start:end].strip():
            found.append((line, start, end))
        start = match.end() if match else end
    return found


def _columns(lines: Sequence[Line]) -> list[Column] | None:
    """The lines read as the columns of a goal table, or None."""
    found = head_words(*lines)
    count = found.covered + found.other
    if not count or count > _MOST_WORDS or found.covered < _COVERED * count:
        return None
    if any(_is_other(line.text) for line in lines):
        return None
    columns = _beside(lines)
    if columns is None:
        columns = cut(found)
        name_goals(columns)
        give_years(columns, found)
    else:
        name_goals(columns)
    mark_previous(columns)
    return columns if is_goal_table(columns) else None


def _beside(lines: Sequence[Line]) -> list[Column] | None:
    """Heads whose cells are parted by TABs or wide spaces, each wrapped over the lines."""
    for separator in SEPARATORS:
        parted = [pieces_of(line, separator) for line in lines]
        count = max(len(pieces) for pieces in parted)
        if 2 <= count <= _MOST_COLUMNS:
            break
    else:
        return None
    texts = [[line.text[start:end].strip() for line, start, end in pieces] for pieces in parted]
    base = next(at for at, pieces in enumerate(texts) if len(pieces) == count)
    merged = list(texts[base])
    for pieces in reversed(texts[:base]):
        merged = _merge(pieces, merged, above=True)
    for pieces in texts[base + 1 :]:
        merged = _merge(pieces, merged, above=False)
    return [column_of(text, first=at == 0) for at, text in enumerate(merged)]


def _merge(pieces: Sequence[str], merged: Sequence[str], *, above: bool) -> list[str]:
    """Another line's pieces joined to the columns that they fit; left out if that is not plain."""
    best: list[list[str]] = []
    best_score = 0.0
    for way in combinations(range(len(merged)), min(len(pieces), len(merged))):
        joined = list(merged)
        for at, piece in zip(way, pieces, strict=False):
            joined[at] = join_lines([piece, joined[at]] if above else [joined[at], piece])
        score = sum(_worth(text) for text in joined)
        if not best or score > best_score:
            best, best_score = [joined], score
        elif score == best_score:
            best.append(joined)
    return best[0] if len(best) == 1 else list(merged)


def _worth(text: str) -> float:
    """How much a text looks like a head: known words, whole brackets, years over values."""
    found = head_words(Line(0, text))
    roles = {role for column in cut(found) for role in column.roles}
    years = sum(is_year(token) for token in found.reading.tokens)
    opened = text.count("(") != text.count(")")
    misplaced = years * (0 if roles & VALUES else 2)
    doubled = years > 1 and "(" not in text
    broken = text.rstrip().endswith("-")
    return found.covered - 2 * found.other - misplaced - 2 * opened - 2 * doubled - broken


def _is_other(text: str) -> bool:
    pieces = re.split(r"[\s\t|]+", text)
    return any(
        term.axis in _OTHER
        for piece in pieces
        if len(piece) > 3 and words.fold(piece) not in single("rubrik", "fyllnad")
        for term in lookup(piece)
    )


def _headed_by_text(lines: Sequence[Line], at: int) -> Head | None:
    """`Finansiella mål för verksamheten ...` over one column, `Resultat 2022` over the next.

    `at` is the line that holds only heads of results; the paragraph before it heads the goals.
    """
    if not is_head_line(lines[at].text):
        return None
    found = head_words(lines[at])
    own = cut(found)
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
    give_years(own, found)
    goal = Column(cell_of(above).text, {GOAL}, own[0].year)
    return Head([goal, *own], [*above, lines[at]])


def _names_goals(text: str) -> bool:
    reading = tokenize(cell_of([Line(0, text)]), ocr=True)
    hits = [hit for hit in lexicon().find(reading.keys) if hit.concept == "rubrik.mal"]
    return any(hit.start <= 3 for hit in hits) and len(reading.tokens) <= 12

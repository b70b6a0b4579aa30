"""Find the table blocks in a report: runs of lines where numbers stand after labels.

A block is known by its own shape only: rows that end in numbers, the short lines around them
(headings, column heads, wrapped labels), and running text before and after. What it is about is
decided later, by the words in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache

from finsam_analysis import words
from finsam_analysis.read.document import Document, Line
from finsam_analysis.read.numbers import (
    Token,
    is_number,
    is_unit,
    number_tail,
    readings,
    tokenize,
)
from finsam_analysis.read.pages import page_furniture
from finsam_analysis.read.terms import Head, parse_heads
from finsam_analysis.read.walls import is_laid_out
from finsam_analysis.read.widths import common_widths
from finsam_analysis.read.widths import fewest as fewest

YEAR = re.compile(r"^(19|20)\d\d$")
DATE = re.compile(r"^[-–—]?(19|20)\d\d-\d\d-\d\d(-|–|till)?$")
_BASE = re.compile(r"\((?:n ?= ?)?\d+\)")

# A fact in a list, `• Antal deltagare: 46 (38)`, `Nya deltagare: 24`: read as running text.
_FACT = re.compile(
    r"^\s*(?:[•▪■●◦]\s*[^\W\d_][^:\d]{2,60}:\s"
    r"|[-–]?\s*[^\W\d_][^:\d]{2,60}:\s(?:ca\s)?\d[\d \u00a0]*(?:\s?%|\s[a-zåäö]+)?(?:[,(].*)?$"
    r"|.*[^\W\d_]{2}:\s.*\d.*[^\W\d_%)]\.\s*$)"
)
_OPEN_WORDS = (" eller", " och", " till", " av", ",")  # a label that goes on, not a head
_LONG_LINE = 62  # running text fills the line; labels and heads seldom do
_WIDE = 4  # numbers in a row, from which a lone number below is not of the same table
_HEAD_WORDS = 18  # a line with more words is no column head
_HEAD_LINES = 26  # short lines before the first row that may be the table's head
_PAGE_TOP = 3  # lines of the page's own above a head printed again
_ROWS_SEEN = 4  # rows on each side of a gap that tell whether one table goes on
_LINES_SEEN = 14  # lines below a gap in which those rows are looked for
_GAP_LINES = 9  # short lines between two rows of the same table


class Kind(Enum):
    """What a line looks like by itself."""

    BLANK = "blank"
    PROSE = "prose"
    TEXT = "text"  # short: heading, label, column head
    HEAD = "head"  # only years, dates and words of column heads
    ROW = "row"  # ends in numbers
    FURNITURE = "furniture"  # the page's own head or foot


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one table, as printed, from its heading to its last row."""

    table_id: str
    lines: tuple[Line, ...]
    section: tuple[str, ...] = ()  # headings above it, outermost first
    kind: str = "tabell"  # tabell, mal, diagram, enkat: who reads it

    @property
    def first(self) -> int:
        """Number of the first line."""
        return self.lines[0].no

    @property
    def last(self) -> int:
        """Number of the last line."""
        return self.lines[-1].no


def is_year(text: str) -> bool:
    """True for a year standing alone."""
    return YEAR.match(text.strip("|()[]*")) is not None


def is_date(text: str) -> bool:
    """True for a date such as 2022-12-31, also as one end of a period."""
    return DATE.match(text) is not None


def classify(document: Document) -> list[Kind]:
    """What each line looks like, one Kind per line."""
    furniture = _furniture(document)
    kinds = []
    for line in document.lines:
        if not any(char.isalnum() for char in line.text):
            kinds.append(Kind.BLANK)
        elif line.no in furniture:
            kinds.append(Kind.FURNITURE)
        else:
            kinds.append(_kind(line.text))
    return _inside_tables(_spread_prose(document, kinds))


def _kind(text: str) -> Kind:
    label, tail = number_tail(text)
    numbers = [token for token in tail if is_number(token.text)]
    if _FACT.match(text):
        return Kind.PROSE
    if is_head(text):
        return Kind.HEAD
    timed = any(is_year(token.text) or is_date(token.text) for token in tokenize(text))
    if timed and all(is_year(token.text) or is_unit(token.text) for token in numbers):
        return Kind.PROSE if reads_as_prose(text) else Kind.TEXT
    if not numbers or refers(label):
        return Kind.PROSE if reads_as_prose(text) else Kind.TEXT
    if fewest(tail) >= 3:
        return Kind.ROW
    return Kind.PROSE if reads_as_prose(label) else Kind.ROW


@cache
def is_head(text: str) -> bool:
    """True for a line of column heads: years, dates or known words, two or more, and nothing else.

    Numbers in brackets after a word are the base of that column, as in `Kvinnor (270)`.
    """
    if len(text.split()) > _HEAD_WORDS or _is_post(words.fold(text)):
        return False
    heads = [head for head in parse_heads(_BASE.sub("", text)) if head.text.strip("-–—.:;,()■")]
    if len(heads) > 2 and refers(heads[0].text) and heads[1].text[:1].isdigit():
        heads = heads[2:]
    timed = [head for head in heads if is_year(head.text) or is_date(head.text)]
    known = [head for head in heads if head.terms and not _only(head, "stubbe")]
    if len(heads) == 1:
        return len(timed) == 1
    numbers = [head for head in heads if is_number(head.text) and head not in timed]
    if numbers or len(timed) + len(known) < 2:
        return False
    if not timed and words.fold(text).endswith(_OPEN_WORDS):
        return False
    return len(timed) + len(known) >= 0.6 * len([h for h in heads if not _only(h, "stubbe")])


@cache
def _is_post(key: str) -> bool:
    """True for the label of a statement's row, whole or cut where it is wrapped."""
    posts = (alias for printed in words.load("poster")["post"].values() for alias in printed)
    return any(alias == key or (len(key) > 12 and alias.startswith(key + " ")) for alias in posts)


def refers(label: str) -> bool:
    """True when the number after the label is that of a note or a table, not a figure."""
    found = words.fold(label).split()
    return bool(found) and found[-1].strip("(") in words.load("tabell")["rubrik"]


def _only(head: Head, axis: str) -> bool:
    return bool(head.terms) and all(term.axis == axis for term in head.terms)


@cache
def _small_words() -> frozenset[str]:
    return frozenset(words.load("tabell")["lopande"])


def reads_as_prose(text: str) -> bool:
    """True when the line is a piece of running text rather than a label or a heading."""
    text = " ".join(text.split())
    found = [words.fold(word).strip('.,;:()"”') for word in text.split()]
    small = sum(word in _small_words() for word in found)
    if text.rstrip().endswith(("?", ":")):
        small -= 1
    return (small >= 2 and len(found) >= 7) or (len(text.strip()) > _LONG_LINE and small >= 1)


def _furniture(document: Document) -> frozenset[int]:
    patterns = [re.compile(pattern) for pattern in words.load("tabell")["sidhuvud"]]
    masked: dict[int, str] = {}
    for line in document.lines:
        key = re.sub(r"\d+", "#", words.fold(line.text))
        named = sum(word.isalpha() and len(word) > 2 for word in key.split())
        if named >= 2 and "#" in key:
            masked[line.no] = key
    often = {key for key, count in Counter(masked.values()).items() if count >= 4}
    found = {
        no for no, key in masked.items() if key in often and not _tells(document.line(no).text)
    }
    found |= page_furniture(document, _tells)
    for line in document.lines:
        key = words.fold(line.text)
        if len(key) < 140 and any(pattern.search(key) for pattern in patterns):
            found.add(line.no)
    return frozenset(found)


def _tells(text: str) -> bool:
    """True for a repeated line that is part of a table all the same: heads, and rows of numbers."""
    return len(number_tail(text)[1]) > 1 or is_head(text)


def _spread_prose(document: Document, kinds: list[Kind]) -> list[Kind]:
    """A short line between two lines of running text, without a blank, belongs to them."""
    spread = list(kinds)
    for i, kind in enumerate(kinds):
        if kind not in (Kind.TEXT, Kind.ROW, Kind.HEAD):
            continue
        before = kinds[i - 1] if i else Kind.BLANK
        after = kinds[i + 1] if i + 1 < len(kinds) else Kind.BLANK
        numbers = len([t for t in number_tail(document.lines[i].text)[1] if is_number(t.text)])
        continues = document.lines[i].text.strip()[:1].islower()
        if numbers <= 1 and before is Kind.PROSE and (after is Kind.PROSE or continues):
            spread[i] = Kind.PROSE
    return spread


def _inside_tables(kinds: list[Kind]) -> list[Kind]:
    """Long lines between two rows of a table are its labels, not running text."""
    settled = list(kinds)
    filled = [i for i, kind in enumerate(kinds) if kind not in (Kind.BLANK, Kind.FURNITURE)]
    for at in range(1, len(filled) - 1):
        if kinds[filled[at]] is not Kind.PROSE:
            continue
        after = next(
            (kinds[i] for i in filled[at + 1 : at + 3] if kinds[i] is not Kind.PROSE), None
        )
        if settled[filled[at - 1]] in (Kind.ROW, Kind.TEXT) and after is Kind.ROW:
            before = [settled[i] for i in filled[max(0, at - 3) : at]]
            ahead = [kinds[i] for i in filled[at + 1 : at + 4]]
            if before.count(Kind.ROW) and ahead.count(Kind.ROW) >= 2:
                settled[filled[at]] = Kind.TEXT
    return settled


def find_blocks(document: Document, kinds: Sequence[Kind] | None = None) -> list[Block]:
    """All table blocks of a report, in order; `kinds` if the lines are classified already."""
    kinds = classify(document) if kinds is None else kinds
    blocks: list[Block] = []
    last_used = -1
    for first, core_last in _cores(document.lines, kinds):
        last = _without_page_number(document.lines, kinds, first, core_last)
        begin = _head_start(document.lines, kinds, first, last_used)
        end = _tail_end(document.lines, kinds, last)
        kept = [
            line
            for line, kind in zip(
                document.lines[begin : end + 1], kinds[begin : end + 1], strict=True
            )
            if kind not in (Kind.FURNITURE, Kind.BLANK)
        ]
        if is_table(kept):
            turned = any(kinds[i] is Kind.FURNITURE for i in range(max(last_used, 0), first))
            turned = turned or _head_above(kept) == 0  # a table that goes on in the next column
            rest = _goes_on(document, blocks[-1].lines, kept) if blocks and turned else None
            if rest:
                blocks[-1] = replace(blocks[-1], lines=(*blocks[-1].lines, *rest))
            else:
                blocks.append(Block(f"t{len(blocks) + 1:02d}", tuple(kept)))
            last_used = end
    return blocks


def _goes_on(document: Document, before: Sequence[Line], kept: Sequence[Line]) -> list[Line] | None:
    """The rows below a head printed again on the next page; None for a table of its own.

    The head must have words and be the last line above the rows, as in the table before, which
    has no total yet; what stands above it must stand elsewhere too, as the page's own lines do.
    """
    heads = [_head_above(lines) for lines in (before, kept)]
    if heads[0] is None or heads[1] is None:
        return None
    same = words.fold(before[heads[0]].text) == words.fold(kept[heads[1]].text)
    last = words.fold(number_tail(before[-1].text)[0]).split()
    ended = bool(last) and last[0].strip(".,:") in words.load("tabell")["summa"]
    worded = any(head.terms for head in parse_heads(kept[heads[1]].text))
    if not same or ended or not worded or heads[1] > _PAGE_TOP:
        return None
    above = {words.fold(line.text) for line in kept[: heads[1]]}
    printed = Counter(words.fold(line.text) for line in document.lines) if above else Counter()
    rest = list(kept[heads[1] + 1 :])
    if any(printed[key] < 2 for key in above) or _labels(before) & _labels(rest):
        return None  # a row of the same name is that of another table
    return rest


def _labels(lines: Sequence[Line]) -> set[str]:
    return {words.fold(number_tail(line.text)[0]) for line in lines if _kind(line.text) is Kind.ROW}


def _head_above(lines: Sequence[Line]) -> int | None:
    """Where the one line of heads stands, right above the first row; None if it does not."""
    first = next((i for i, line in enumerate(lines) if _kind(line.text) is Kind.ROW), 0)
    return first - 1 if first and is_head(lines[first - 1].text) else None


def _without_page_number(
    lines: Sequence[Line], kinds: Sequence[Kind], first: int, last: int
) -> int:
    """The last row, a lone number below wider rows left out: that is the page's."""
    rows = [i for i in range(first, last + 1) if kinds[i] is Kind.ROW]
    widths = [fewest(number_tail(lines[i].text)[1]) for i in rows]
    alone = not number_tail(lines[rows[-1]].text)[0]
    if len(rows) > 1 and alone and widths[-1] == 1 and min(widths[:-1]) >= _WIDE:
        return rows[-2]
    return last


def is_table(lines: Sequence[Line]) -> bool:
    """At least two rows, or one row of several numbers under a head."""
    rows = [number_tail(line.text)[1] for line in lines if _kind(line.text) is Kind.ROW]
    heads = any(is_head(line.text) for line in lines)
    numbers = [fewest(tail) for tail in rows]
    if len(rows) >= 2 and (max(numbers) >= 2 or sum(numbers) >= 3):
        return True
    return heads and (sum(numbers) >= 2 or (len(rows) == 1 and _fills_years(lines, rows[0])))


def _fills_years(lines: Sequence[Line], tail: Sequence[Token]) -> bool:
    """True when the one row can be as many numbers as there are years in the heads above it."""
    years = [
        sum(is_year(token.text) or is_date(token.text) for token in tokenize(line.text))
        for line in lines
        if is_head(line.text)
    ]
    return max(years) > 1 and bool(readings(tail, "", max(years)))


def _cores(lines: Sequence[Line], kinds: Sequence[Kind]) -> list[tuple[int, int]]:
    """First and last row of each run of rows that belong to one table."""
    cores: list[tuple[int, int]] = []
    start: int | None = None
    last = -1
    short = 0
    for i, kind in enumerate(kinds):
        if kind is Kind.ROW:
            if start is None:
                start = i
            last, short = i, 0
            continue
        if start is None or kind in (Kind.BLANK, Kind.FURNITURE):
            continue
        short += 1
        opens = _opens_table(lines[i].text, kind) and not _within_column(lines, kinds, i)
        opens = opens or _changes_width(lines, kinds, start, i)
        if kind is Kind.PROSE or short > _GAP_LINES or opens:
            cores.append((start, last))
            start, short = None, 0
    if start is not None:
        cores.append((start, last))
    return cores


def _changes_width(lines: Sequence[Line], kinds: Sequence[Kind], start: int, at: int) -> bool:
    """True for a line after a blank, when no number of columns fits the rows on both its sides."""
    if kinds[at] is not Kind.TEXT or kinds[at - 1] not in (Kind.BLANK, Kind.FURNITURE):
        return False
    if is_laid_out(lines[at].text) and kinds[at + 1 : at + 2] == [Kind.ROW]:
        return True
    above = [i for i in range(start, at) if kinds[i] is Kind.ROW][-_ROWS_SEEN:]
    below: list[int] = []
    for i in range(at + 1, min(at + 1 + _LINES_SEEN, len(lines))):
        if kinds[i] is Kind.ROW:
            below.append(i)
        elif kinds[i] in (Kind.HEAD, Kind.PROSE) or (below and kinds[i] is Kind.BLANK):
            break
    fits = [common_widths([lines[i].text for i in rows[:_ROWS_SEEN]]) for rows in (above, below)]
    return len(above) > 1 < len(below) and all(fits) and not fits[0] & fits[1]


def _within_column(lines: Sequence[Line], kinds: Sequence[Kind], at: int) -> bool:
    """True for a year that heads the next stretch of a table printed column by column."""
    around = [i for i in (at - 1, at + 1) if 0 <= i < len(lines) and kinds[i] is Kind.ROW]
    return (
        is_year(lines[at].text.strip())
        and len(around) == 2
        and not any(number_tail(lines[i].text)[0] for i in around)
    )


def _opens_table(text: str, kind: Kind) -> bool:
    if kind is Kind.HEAD:
        return True
    found = words.fold(text).strip(" .:").split()
    if not found:
        return False
    table = words.load("tabell")
    numbered = found[0] in table["rubrik"] and len(found) > 1 and found[1][:1].isdigit()
    named = any(word.strip("0123456789.") in table["namn"] for word in found[:3])
    return numbered or named


def _head_start(lines: Sequence[Line], kinds: Sequence[Kind], first: int, used: int) -> int:
    """Go up from the first row over heads and short lines, to where the table begins."""
    begin = first
    short = 0
    i = first - 1
    while i > used and short < _HEAD_LINES:
        kind = kinds[i]
        if kind is Kind.PROSE:
            break
        if kind in (Kind.TEXT, Kind.HEAD):
            begin = i
            short += 1
            if kind is Kind.TEXT and _opens_table(lines[i].text, kind):
                break
        i -= 1
    while begin < first and kinds[begin] is not Kind.HEAD and _ends_prose(lines, kinds, begin):
        begin += 1
    return begin


def _ends_prose(lines: Sequence[Line], kinds: Sequence[Kind], at: int) -> bool:
    """True for the short last line of a paragraph, or a blank, at the top of a block."""
    if kinds[at] in (Kind.BLANK, Kind.FURNITURE):
        return True
    text = lines[at].text.strip()
    after_prose = at > 0 and kinds[at - 1] is Kind.PROSE
    return (
        kinds[at] is Kind.TEXT
        and text.endswith(".")
        and (after_prose or text[:1].islower() or text[:1] == "(")
    )


def _tail_end(lines: Sequence[Line], kinds: Sequence[Kind], last: int) -> int:
    """Take in the end of a label that is wrapped below the last row."""
    end = last
    for i in range(last + 1, min(last + 4, len(lines))):
        begins = lines[i].text.strip()[:1]
        if kinds[i] is not Kind.TEXT or not (begins.islower() or begins in "+("):
            break
        end = i
    return end

"""Lines with numbers that no reader has taken: what is left out is listed, never lost in silence.

Page numbers, contents, dates, organisation numbers and axis ticks are no figures and not listed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from finsam_analysis import words
from finsam_analysis.read.blocks import Block, Kind, is_date, is_head, is_year, refers
from finsam_analysis.read.document import Document, Line
from finsam_analysis.read.numbers import is_number, is_unit, number_tail, tokenize
from finsam_analysis.read.tables.rows import is_row
from finsam_analysis.read.tables.walls import is_laid_out, is_ruled

_IN_NO_TABLE = "raden slutar med tal men hör inte till någon tabell som går att känna igen"
_NOT_TAKEN = "talen i raden går inte att placera i tabellen"
_PARTLY = "alla tal i raden gick inte att placera: "
_CONTENTS_GAP = 2  # lines without a page number between two lines of the contents
_DOTS = re.compile(r"[.·…_]{3,}\s*")
_TABLE, _CHART, _GOALS = "tabell", "diagram", "mal"
_LIKE_A_YEAR = "talet kan vara ett årtal eller ett belopp"
_NOTE_DIGITS = 2
_NO_DIGIT = re.compile(r"\D")
_YEAR_CELL = re.compile(r"^[(\[|]*(?:19|20)\d\d[1|)\]*]*$")  # also with the digit of a footnote


@dataclass(frozen=True, slots=True)
class Left:
    """A line with numbers that was left out."""

    line: int
    page: int | None
    table_id: str
    why: str
    text: str


@dataclass(frozen=True, slots=True)
class Count:
    """How much a line prints, in groups of digits: `1 250 kr` has two."""

    line: int
    antal: int
    utelamnade: int  # of them, no numbers by a rule of verify.no_figures
    minus: int = 0  # minus signs printed on a number, in the line of a table


def contents_lines(document: Document) -> frozenset[int]:
    """The lines of the report's list of contents."""
    return contents_of([line.text for line in document.lines])


def contents_of(texts: Sequence[str]) -> frozenset[int]:
    """Which lines, from 1, list the contents: under its heading, page numbers that rise."""
    headings = words.load("rapport")["innehall"]["rubrik"]
    found: set[int] = set()
    for no, text in enumerate(texts, start=1):
        if words.fold(text).strip(" .:") in headings:
            found |= _listed_below(texts, no)
    return frozenset(found)


def _listed_below(texts: Sequence[str], heading: int) -> set[int]:
    found: set[int] = set()
    page, gap = 0, 0
    for no, text in enumerate(texts[heading:], start=heading + 1):
        label, tail = number_tail(_DOTS.sub(" ", text))
        numbers = [token for token in tail if is_number(token.text)]
        if not text.strip():
            continue
        alone = len(numbers) == 1 or (len(numbers) > 1 and _DOTS.search(text) is not None)
        below = len(numbers) == 1 and gap == 1  # a title, and its page on the line after
        if (label or below) and alone and numbers[-1].text.isdigit():
            if int(numbers[-1].text) < page:
                break
            page, gap = int(numbers[-1].text), 0
            found.add(no)
        elif numbers or (gap := gap + 1) > _CONTENTS_GAP:
            break
    return found


def loose_lines(
    document: Document, kinds: Sequence[Kind], taken: Collection[int], told: Collection[int]
) -> list[Left]:
    """Rows of numbers outside every block, of which no figure in running text is read.

    `taken` are the lines of blocks, `told` those of the figures.
    """
    contents = contents_lines(document)
    left = []
    for at, (line, kind) in enumerate(zip(document.lines, kinds, strict=True)):
        if line.no in taken or line.no in told or line.no in contents:
            continue
        if kind is Kind.TEXT and _is_cells(line.text) and _middle(line.text) >= 2:
            left.append(Left(line.no, line.page, "", _IN_NO_TABLE, line.text.strip()))
        if kind is not Kind.ROW:
            continue
        if _has_figures(line.text) and not _is_page_number(document.lines, at):
            left.append(Left(line.no, line.page, "", _IN_NO_TABLE, line.text.strip()))
    return left


def _has_figures(text: str) -> bool:
    """True when a line's numbers count something: no caption, date, register or phone number."""
    label, tail = number_tail(text)
    key = words.fold(label).strip(" .:").split()
    if refers(label) or key and refers(key[0]) or _DOTS.search(text):
        return False
    if key and key[-1].strip(".:") in words.load("rapport")["inte_tal"]["fore"]:
        return False
    numbers = [token.text for token in tail if is_number(token.text)]
    return any(not is_year(text) and not is_date(text) for text in numbers)


def _is_page_number(lines: Sequence[Line], at: int) -> bool:
    """True for a bare number with no other bare number next to it."""
    if not _is_bare(lines[at].text):
        return False
    around = [lines[i].text for i in (at - 1, at + 1) if 0 <= i < len(lines)]
    return not any(_is_bare(text) for text in around)


def _is_bare(text: str) -> bool:
    label, tail = number_tail(text)
    return not label and sum(is_number(token.text) for token in tail) == 1


def unseen_rows(
    block: Block, read: Mapping[int, Sequence[str]], listed: Collection[int], *, notes: bool
) -> list[Left]:
    """Rows of a block of which some number is neither read nor listed among the unread.

    `read` gives the numbers read of each line, as printed; `listed` the lines that are in the list
    already; `notes` says that a small first number can be that of a note.
    """
    left = []
    rows = [line.no for line in block.lines if is_row(line.text)]
    first = rows[0] if block.kind == _TABLE and rows else block.last
    for line in block.lines:
        if line.no in listed:
            continue
        if not is_row(line.text):
            if line.no > first and line.no not in read and _like_a_year(line.text):
                left.append(_left(block, line, _LIKE_A_YEAR))
            between = block.kind == _GOALS or _is_cells(line.text)
            if between and line.no not in read and _middle(line.text) >= 2:
                left.append(_left(block, line, _NOT_TAKEN))
            continue
        label, tail = number_tail(line.text)
        if block.kind == _CHART and not label:
            continue  # ticks on an axis
        numbers = [t.text for t in tail if not is_unit(t.text) and re.search(r"\d", t.text)]
        numbers = [text for text in numbers if not _YEAR_CELL.match(text) and not is_date(text)]
        if line.no not in read:
            if numbers:
                left.append(_left(block, line, _NOT_TAKEN))
            continue
        missing = _missing(numbers, read[line.no], notes=notes)
        if missing:
            left.append(_left(block, line, _PARTLY + ", ".join(missing)))
    return left


def _like_a_year(text: str) -> bool:
    """True for a label and a number that can be a year or an amount: no head, no caption."""
    label, tail = number_tail(text)
    numbers = [token.text for token in tail if is_number(token.text)]
    plain = bool(label) and not is_head(text) and not refers(label)
    return plain and len(numbers) == 1 and is_year(numbers[0])


def _is_cells(text: str) -> bool:
    """True for a line of cells that are no heads, such as a row that ends in a verdict."""
    parted = is_ruled(text) or is_laid_out(text) or text.count("\t") > 1
    return parted and not is_head(text) and not refers(number_tail(text)[0])


def _middle(text: str) -> int:
    """How many numbers stand in a line that ends in a word, as goals do that end in a verdict."""
    found = [t.text for t in tokenize(text) if is_number(t.text)]
    return sum(not is_year(number) and not is_date(number) for number in found)


def _missing(numbers: Sequence[str], read: Sequence[str], *, notes: bool) -> list[str]:
    """The numbers that stand in none of those read; each is used once, the longest first.

    With `notes` the small numbers that begin the row are those of notes, and not missed.
    """
    digits = [_digits(text) for text in numbers]
    missing = set(range(len(numbers)))
    for raw in sorted((_digits(raw) for raw in read), key=len, reverse=True):
        missing -= _tokens_of(raw, digits, missing)
    first = 0
    while notes and first in missing and len(_digits(numbers[first])) <= _NOTE_DIGITS:
        first += 1
    return [numbers[at] for at in sorted(missing) if at >= first]


def _tokens_of(raw: str, digits: Sequence[str], free: set[int]) -> set[int]:
    """Which tokens in a row, not yet used, the digits of a number are printed as."""
    for at in sorted(free):
        if digits[at] == raw:
            return {at}
    for first in range(len(digits)):
        for end in range(first + 1, len(digits) + 1):
            if "".join(digits[first:end]) == raw and free >= set(range(first, end)):
                return set(range(first, end))
    return {at for at, text in enumerate(digits) if len(text) > 1 and text in raw and at in free}


def _digits(text: str) -> str:
    return _NO_DIGIT.sub("", text)


def _left(block: Block, line: Line, why: str) -> Left:
    return Left(line.no, line.page, block.table_id, why, line.text.strip())

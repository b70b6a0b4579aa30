"""Rows of a table made whole: labels wrapped over several lines.

What stands on lines of its own in print is often one cell: a label whose numbers stand at its
middle. Where the drawing of the table (rules, filled bands) or the distances between the lines
prove it, the label comes to stand on the line of its numbers. Where they do not, the lines stay
as they are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

from finsam_analysis import words
from finsam_analysis.read.pdf.marks import Box
from finsam_analysis.read.pdf.rows import Row, is_figure, is_number
from finsam_analysis.read.pdf.words import Word

_LINE = 1.6  # ems; lines of one cell are no further apart
_OVERLAP = 0.95  # ems; lines nearer than this can not be rows of their own
_TIGHTER = 0.85  # of the distance between rows: lines nearer than this belong together
_BANDED = 0.8  # of the rows that must be parted by drawing, for drawing to part all
UNDER = 4.0  # ems from a row of heads to what stands below it
YEAR = re.compile(r"[-–—(]?(?:19|20)\d\d(?:-\d\d-\d\d)?[)*¹²³]*")

Cell: TypeAlias = list[Word]
Span: TypeAlias = tuple[float, float]  # from left to right


def labelled_rows(rows: list[Row], level: Sequence[Box] = ()) -> list[Row]:
    """The rows of a block with labels joined; `level` are rules and bands' edges.

    The rows' cells must be parted already.
    """
    tables = [_Table(rows, index, level) for index in _runs(rows)]
    joined = list(rows)
    for table in tables:
        table.join_labels(joined)
    return [row for row in joined if row.words]


def cells_of(row: Row) -> list[Cell]:
    """The words of a row, cell by cell."""
    bounds = [0, *sorted(row.parted), len(row.words)]
    return [row.words[a:b] for a, b in pairwise(bounds)]


def numbers_of(row: Row) -> list[Cell]:
    """The cells of numbers that end a row; none if it is a row of heads or of something else.

    One cell of words may follow them, as a goal's `Uppnått`.
    """
    cells = cells_of(row)
    judged = len(cells) > 2 and not is_numeric(cells[-1]) and not is_numeric(cells[0])
    numbers = cells if is_numeric(cells[0]) else cells[1:]
    figures = numbers[:-1] if judged else numbers
    if not figures or not all(map(is_numeric, figures)):
        return []
    if len(figures) == len(cells) == 1:
        return []
    plain = [cell for cell in figures if any(is_figure(word.text) for word in cell)]
    timed = all(len(cell) == 1 and YEAR.fullmatch(cell[0].text) for cell in plain)
    return [] if timed else numbers


def is_numeric(cell: Cell) -> bool:
    """Numbers, dashes and units, perhaps in brackets or after a word: `Not 2`, `minst 40 %`."""
    named = len(cell) > 1 and words.fold(cell[0].text).rstrip(".") in words.load("tabell")["talord"]
    return all(is_number(word.text) or _BRACKETED.fullmatch(word.text) for word in cell[named:])


_BRACKETED = re.compile(r"\(\d[\d.,]*|\d[\d.,]*\)")


def is_label(row: Row) -> bool:
    """A line of words in one cell."""
    return not row.parted and any(char.isalpha() for word in row.words for char in word.text)


def _runs(rows: Sequence[Row]) -> Iterator[list[int]]:
    """Rows of numbers that only label lines stand between."""
    run: list[int] = []
    for at, row in enumerate(rows):
        if numbers_of(row):
            run.append(at)
        elif run and not is_label(row):
            yield run
            run = []
    if run:
        yield run


@dataclass(slots=True)
class _Table:
    """Rows of numbers, by index, and the edges that are drawn across the page."""

    rows: Sequence[Row]
    at: list[int]
    level: Sequence[Box]

    def join_labels(self, joined: list[Row]) -> None:
        """Put the label lines that belong to a row into it; theirs are left without words."""
        above: dict[int, list[int]] = {}
        below: dict[int, list[int]] = {}
        banded, pitch = self._is_banded(), self._pitch()
        bounds = [self._reach(self.at[0], -1), *self.at, self._reach(self.at[-1], 1)]
        for before, after in pairwise(bounds):
            chain = list(range(before + 1, after))
            if not chain:
                continue
            up, down = self._shares(before, chain, after, banded=banded, pitch=pitch)
            above_count = self._fits(chain[:up], before) if before in self.at else 0
            down = self._fits(chain[len(chain) - down :][::-1], after) if after in self.at else 0
            below.setdefault(before, []).extend(chain[:above_count])
            above.setdefault(after, []).extend(chain[len(chain) - down :])
        for at in self.at:
            lines = above.get(at, []), below.get(at, [])
            if any(lines):
                joined[at] = _with_label(self.rows[at], *([self.rows[i] for i in x] for x in lines))
                for index in (*lines[0], *lines[1]):
                    joined[index] = Row([])

    def _reach(self, at: int, step: int) -> int:
        """The first row beyond the lines above (-1) or below the table that can be its labels."""
        edge = numbers_of(self.rows[at])[0][0].x0
        last, at = self.rows[at], at + step
        while 0 <= at < len(self.rows) and is_label(self.rows[at]):
            row = self.rows[at]
            if row.words[-1].x1 > edge or abs(row.y - last.y) > UNDER * row.size:
                break
            last, at = row, at + step
        return at

    def _is_banded(self) -> bool:
        pairs = list(pairwise(self.at))
        parted = sum(any(self._drawn(i, i + 1) for i in range(a, b)) for a, b in pairs)
        return bool(pairs) and parted >= _BANDED * len(pairs)

    def _drawn(self, first: int, second: int) -> bool:
        """Whether a rule or the edge of a band runs between two rows that follow each other."""
        a, b = self.rows[first], self.rows[second]
        left = max(a.words[0].x0, b.words[0].x0)
        top, bottom = a.y - 0.2 * a.size, b.y - 0.3 * b.size
        return any(x0 < left + 1 and x1 > left and top < y < bottom for x0, y, x1, _ in self.level)

    def _pitch(self) -> float:
        near = [self.rows[b].y - self.rows[a].y for a, b in pairwise(self.at) if b == a + 1]
        return min(near, default=0.0)

    def _shares(
        self, before: int, chain: list[int], after: int, *, banded: bool, pitch: float
    ) -> tuple[int, int]:
        """How many lines of a chain go to the row above it, and to the row below it."""
        steps = list(pairwise([before, *chain, after]))
        gaps = [self._gap(a, b) for a, b in steps]
        if banded:
            drawn = [a < 0 or b >= len(self.rows) or self._drawn(a, b) for a, b in steps]
            if any(drawn):
                return drawn.index(True), drawn[::-1].index(True)
        size = max(self.rows[at].size for at in chain)
        limit = min(_TIGHTER * pitch, _LINE * size) if pitch else _OVERLAP * size
        apart = [gap > limit for gap in gaps]
        return (apart.index(True), apart[::-1].index(True)) if any(apart) else (0, 0)

    def _gap(self, a: int, b: int) -> float:
        if a < 0 or b >= len(self.rows):
            return math.inf
        return self.rows[b].y - self.rows[a].y

    def _fits(self, lines: Sequence[int], at: int) -> int:
        """How many of the lines, nearest to the row first, can stand in its label's cell."""
        row = self.rows[at]
        edge = numbers_of(row)[0][0].x0
        y = row.y
        for count, index in enumerate(lines):
            line = self.rows[index]
            if line.words[-1].x1 > edge or abs(line.y - y) > _LINE * line.size:
                return count
            y = line.y
        return len(lines)


def _with_label(row: Row, above: list[Row], below: list[Row]) -> Row:
    numbers = sum(len(cell) for cell in numbers_of(row))
    own = len(row.words) - numbers
    label = [word for line in above for word in line.words] + row.words[:own]
    label += [word for line in below for word in line.words]
    shift = len(label) - own
    label = [replace(word, y=row.y) for word in label]
    parted = {at + shift for at in row.parted if at >= own} | {len(label)}
    return Row([*label, *row.words[own:]], parted)

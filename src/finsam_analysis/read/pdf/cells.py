"""Rows of a table made whole: labels wrapped over several lines, and heads over several columns.

What stands on lines of its own in print is often one cell: a label whose numbers stand at its
middle, a year over three columns. Where the drawing of the table (rules, filled bands) or the
distances between the lines prove it, the label comes to stand on the line of its numbers, and a
head over a group of columns gets an empty cell for each further column of its group. Where they
do not, the lines stay as they are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import TypeAlias

from finsam_analysis.read.pdf.marks import Box
from finsam_analysis.read.pdf.rows import Row, is_figure, is_number
from finsam_analysis.read.pdf.words import Word

_LINE = 1.6  # ems; lines of one cell are no further apart
_OVERLAP = 0.95  # ems; lines nearer than this can not be rows of their own
_TIGHTER = 0.85  # of the distance between rows: lines nearer than this belong together
_BANDED = 0.8  # of the rows that must be parted by drawing, for drawing to part all
_UNDER = 4.0  # ems from a row of heads to what stands below it
_YEAR = re.compile(r"[-–—(]?(?:19|20)\d\d(?:-\d\d-\d\d)?[)*¹²³]*")
_MAX_GROUPS = 6
_REGULAR = 4  # columns whose distances tell how wide their cells are
_EVEN = 0.2  # of the usual distance, by which they may differ

Cell: TypeAlias = list[Word]
Span: TypeAlias = tuple[float, float]  # from left to right


def whole_rows(rows: list[Row], level: Sequence[Box] = ()) -> list[Row]:
    """The rows of a block with labels joined and heads placed; `level` are rules and bands' edges.

    The rows' cells must be parted already.
    """
    tables = [_Table(rows, index, level) for index in _runs(rows)]
    joined = list(rows)
    for table in tables:
        table.join_labels(joined)
    kept = [row for row in joined if row.words]
    for first in [at for at, row in enumerate(kept) if _is_first(kept, at)]:
        _place_heads(kept, first)
    return kept


def cells_of(row: Row) -> list[Cell]:
    """The words of a row, cell by cell."""
    bounds = [0, *sorted(row.parted), len(row.words)]
    return [row.words[a:b] for a, b in pairwise(bounds)]


def _numbers(row: Row) -> list[Cell]:
    """The cells of numbers that end a row; none if it is a row of heads or of something else."""
    cells = cells_of(row)
    numbers = cells if _is_numeric(cells[0]) else cells[1:]
    if not numbers or not all(map(_is_numeric, numbers)):
        return []
    if len(numbers) == len(cells) == 1:
        return []
    plain = [cell for cell in numbers if any(is_figure(word.text) for word in cell)]
    timed = all(len(cell) == 1 and _YEAR.fullmatch(cell[0].text) for cell in plain)
    return [] if timed else numbers


def _is_numeric(cell: Cell) -> bool:
    return all(is_number(word.text) or _BRACKETED.fullmatch(word.text) for word in cell)


_BRACKETED = re.compile(r"\(\d[\d.,]*|\d[\d.,]*\)")


def _is_label(row: Row) -> bool:
    return not row.parted and any(char.isalpha() for word in row.words for char in word.text)


def _runs(rows: Sequence[Row]) -> Iterator[list[int]]:
    """Rows of numbers that only label lines stand between."""
    run: list[int] = []
    for at, row in enumerate(rows):
        if _numbers(row):
            run.append(at)
        elif run and not _is_label(row):
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
        edge = _numbers(self.rows[at])[0][0].x0
        last, at = self.rows[at], at + step
        while 0 <= at < len(self.rows) and _is_label(self.rows[at]):
            row = self.rows[at]
            if row.words[-1].x1 > edge or abs(row.y - last.y) > _UNDER * row.size:
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
        edge = _numbers(row)[0][0].x0
        y = row.y
        for count, index in enumerate(lines):
            line = self.rows[index]
            if line.words[-1].x1 > edge or abs(line.y - y) > _LINE * line.size:
                return count
            y = line.y
        return len(lines)


def _with_label(row: Row, above: list[Row], below: list[Row]) -> Row:
    numbers = sum(len(cell) for cell in _numbers(row))
    own = len(row.words) - numbers
    label = [word for line in above for word in line.words] + row.words[:own]
    label += [word for line in below for word in line.words]
    shift = len(label) - own
    label = [replace(word, y=row.y) for word in label]
    parted = {at + shift for at in row.parted if at >= own} | {len(label)}
    return Row([*label, *row.words[own:]], parted)


def _is_first(rows: Sequence[Row], at: int) -> bool:
    return bool(at and _numbers(rows[at]) and not _numbers(rows[at - 1]))


def _place_heads(rows: list[Row], first: int) -> None:
    """Give heads that stand over several columns of the table below an empty cell for each."""
    columns = _columns(rows, first)
    at = first - 1
    while at >= 0 and _is_label(rows[at]) and rows[at].words[-1].x1 < columns[0][0]:
        at -= 1
    if len(columns) < 2 or at < 1:
        return
    labels = rows[first].words[0].x0
    heads = _over(rows[at], columns, labels)
    if len(heads) != len(columns):
        return
    columns = [
        (min(x0, cell[0].x0), max(x1, cell[-1].x1))
        for (x0, x1), cell in zip(columns, heads, strict=True)
    ]
    top = at - 1
    while top >= 0 and rows[at].y - rows[top].y <= _UNDER * rows[at].size:
        stub = _is_label(rows[top]) and rows[top].words[-1].x1 < columns[0][0]
        if not stub and not _spread(rows[top], heads, columns, labels):
            return
        top -= 1


def _columns(rows: Sequence[Row], first: int) -> list[Span]:
    """Left and right edge of each column of numbers, from the rows that fill all of them."""
    found: list[list[Cell]] = []
    for row in rows[first:]:
        numbers = _numbers(row)
        if numbers:
            found.append(numbers)
        elif not _is_label(row):
            break
    width = max(map(len, found))
    full = [numbers for numbers in found if len(numbers) == width]
    return [
        (min(row[at][0].x0 for row in full), max(row[at][-1].x1 for row in full))
        for at in range(width)
    ]


def _over(row: Row, columns: Sequence[Span], labels: float) -> list[Cell]:
    """The cells of a row of heads without the one over the labels, which begin at `labels`."""
    cells = cells_of(row)
    over_labels = abs(cells[0][0].x0 - labels) <= row.size and cells[0][-1].x1 < columns[0][1]
    return cells[1:] if over_labels else cells


def _spread(row: Row, subs: list[Cell], columns: Sequence[Span], labels: float) -> bool:
    """Place the cells of an upper row of heads; False if it is none or its places are in doubt."""
    heads = _over(row, columns, labels)
    count = len(heads)
    if not 0 < count < len(columns) or count > _MAX_GROUPS:
        return False
    if heads[-1][-1].x1 > columns[-1][1] + row.size or not _groups(heads, subs):
        return False
    ways = sorted(_ways(heads, _boxes(columns)))
    if ways[0][0] > row.size * count or (len(ways) > 1 and ways[1][0] < 2 * ways[0][0] + row.size):
        return False
    starts = ways[0][1]
    cells = cells_of(row)
    index = len(cells[0]) if len(cells) > count else 0
    row.parted.add(index)
    for head, start, end in zip(heads, starts, [*starts[1:], len(columns)], strict=True):
        index += len(head)
        row.blanks[index] = end - start - 1
    return True


def _groups(heads: list[Cell], subs: list[Cell]) -> bool:
    """True for years, and for words over heads that come again; a wrapped head has neither."""
    texts = [" ".join(word.text for word in cell) for cell in heads]
    below = [" ".join(word.text for word in cell) for cell in subs]
    if all(_YEAR.fullmatch(text) for text in texts):
        return True
    worded = all(any(map(str.isalpha, text)) and not text.endswith("-") for text in texts)
    return worded and len(set(below)) < len(below)


def _boxes(columns: Sequence[Span]) -> list[Span]:
    """What the cells of the columns are: as wide as their distance if regular, else as the text."""
    if len(columns) < _REGULAR:
        return list(columns)
    sides: list[tuple[float, float, list[Span]]] = []
    for share in (0.0, 0.5, 1.0):  # left edges, middles, right edges
        at = [x0 + share * (x1 - x0) for x0, x1 in columns]
        steps = sorted(b - a for a, b in pairwise(at))
        usual = steps[len(steps) // 2]
        boxes = [(x - share * usual, x + (1 - share) * usual) for x in at]
        sides.append((steps[-1] - steps[0], usual, boxes))
    spread, usual, boxes = min(sides)
    return boxes if spread <= _EVEN * usual else list(columns)


def _ways(heads: list[Cell], boxes: Sequence[Span]) -> Iterator[tuple[float, tuple[int, ...]]]:
    """Every way to give the heads groups of columns, with how far the heads stand from them."""
    width = len(boxes)
    for starts in combinations(range(1, width), len(heads) - 1):
        groups = list(pairwise((0, *starts, width)))
        edges = [(boxes[a][0], boxes[b - 1][1]) for a, b in groups]
        pairs = list(zip(heads, edges, strict=True))
        middle = sum(abs(h[0].x0 + h[-1].x1 - a - b) / 2 for h, (a, b) in pairs)
        left = sum(abs(h[0].x0 - a) for h, (a, _) in pairs)
        right = sum(abs(h[-1].x1 - b) for h, (_, b) in pairs)
        yield min(middle, left, right), (0, *starts)

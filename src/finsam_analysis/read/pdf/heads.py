"""Heads over several columns: an empty cell for each further column of their group.

A year over three columns, `Nya deltagare` over `Kvinnor`, `Män`, `Totalt`: where the places of the
heads leave one way to give them the columns below, the line says so with empty cells.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from finsam_analysis.read.pdf.cells import UNDER, Cell, Span, cells_of, is_label, numbers_of
from finsam_analysis.read.pdf.rows import Row
from finsam_analysis.read.pdf.stacks import are_groups, columns_of

_MAX_GROUPS = 6
_SURE = 0.5  # ems by which another way must stand further off
_REGULAR = 4  # columns whose distances tell how wide their cells are
_EVEN = 0.2  # of the usual distance, by which they may differ


def is_first(rows: Sequence[Row], at: int) -> bool:
    """Whether a table of numbers begins at a row."""
    return bool(at and numbers_of(rows[at]) and not numbers_of(rows[at - 1]))


def place_heads(rows: list[Row], first: int) -> None:
    """Give heads that stand over several columns of the table below an empty cell for each."""
    columns = columns_of(rows, first)
    at = first - 1
    while at >= 0 and is_label(rows[at]) and rows[at].words[-1].x1 < columns[0][0]:
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
    while top >= 0 and rows[at].y - rows[top].y <= UNDER * rows[at].size:
        stub = is_label(rows[top]) and rows[top].words[-1].x1 < columns[0][0]
        if not stub and not _spread(rows[top], heads, columns, labels):
            return
        top -= 1


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
    if heads[-1][-1].x1 > columns[-1][1] + row.size:
        return False
    ways = sorted(_ways(heads, _boxes(columns)))
    second = ways[1][0] if len(ways) > 1 else math.inf
    if ways[0][0] > row.size * count or second < 2 * ways[0][0] + _SURE * row.size:
        return False
    starts = ways[0][1]
    if not starts[0] and not are_groups(heads, subs):
        return False
    cells = cells_of(row)
    index = len(cells[0]) if len(cells) > count else 0
    row.parted.add(index)
    row.blanks[index] = starts[0]
    for head, start, end in zip(heads, starts, [*starts[1:], len(columns)], strict=True):
        index += len(head)
        row.blanks[index] = end - start - 1
    return True


def _boxes(columns: Sequence[Span]) -> list[Span]:
    """What the cells of the columns are: as wide as their distance if regular, else as the text.

    Numbers end at the right of their cells, so that a cell reaches from the one before to its end.
    """
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
    if spread <= _EVEN * usual:
        return boxes
    return [columns[0], *((before[1], own[1]) for before, own in pairwise(columns))]


def _ways(heads: list[Cell], boxes: Sequence[Span]) -> Iterator[tuple[float, tuple[int, ...]]]:
    """Every way to give the heads groups of columns, with how far the heads stand from them.

    The first columns may have no group above them; the others are two or more in each then.
    """
    width = len(boxes)
    for starts in combinations(range(width), len(heads)):
        groups = list(pairwise((*starts, width)))
        if starts[0] and any(b - a < 2 for a, b in groups):
            continue
        edges = [(boxes[a][0], boxes[b - 1][1]) for a, b in groups]
        pairs = list(zip(heads, edges, strict=True))
        middle = sum(abs(h[0].x0 + h[-1].x1 - a - b) / 2 for h, (a, b) in pairs)
        left = sum(abs(h[0].x0 - a) for h, (a, _) in pairs)
        right = sum(abs(h[-1].x1 - b) for h, (_, b) in pairs)
        yield min(middle, left, right), starts

"""What stands around the bars of a chart: other charts, the ticks of its axis, the names under it.

Bars of several charts may be as wide as each other. They are charts of their own where one stands
lower than the other, or where ticks that the bars' own heights prove stand between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from finsam_analysis.read.pdf.marks import Bar, Box
from finsam_analysis.read.pdf.rows import rows_of
from finsam_analysis.read.pdf.words import Word

_CUT = 1.6  # times as wide as the next widest: the gap between two charts
_FEWEST_TICKS = 3
_OFF = 1.5  # points that a tick may be from its height
_BESIDE = 6.0  # ems from the bars to the ticks
_BELOW = 2.5  # ems from the bars to their names
_LINE = 1.4  # ems between lines of one name
_NAMES_APART = 0.9  # ems

Cell = tuple[Word, ...]
Tick = tuple[Cell, float]


def by_height(bars: Sequence[Bar]) -> list[list[Bar]]:
    """The bars of charts that stand above each other, each chart's by itself."""
    out: list[list[Bar]] = []
    low = 0.0
    for bar in sorted(bars, key=lambda bar: bar.box[1]):
        if out and bar.box[1] <= low + 1:
            out[-1].append(bar)
            low = max(low, bar.box[3])
        else:
            out.append([bar])
            low = bar.box[3]
    return [sorted(part, key=lambda bar: bar.box[0]) for part in out]


def beside_each_other(bars: Sequence[Bar]) -> list[list[Bar]]:
    """The bars cut at gaps that are wider than any other; one part where no gap stands out."""
    lefts = sorted({round(bar.box[0], 1) for bar in bars})
    steps = sorted((b - a for a, b in pairwise(lefts)), reverse=True)
    count = next((at for at in range(1, 4) if at < len(steps) and _stands_out(steps, at)), 0)
    if not count:
        return [list(bars)]
    least = steps[count - 1] - 0.5
    parts: list[list[Bar]] = [[]]
    last = lefts[0]
    for bar in sorted(bars, key=lambda bar: bar.box[0]):
        if bar.box[0] - last >= least:
            parts.append([])
        parts[-1].append(bar)
        last = bar.box[0]
    return parts


def _stands_out(steps: Sequence[float], at: int) -> bool:
    return steps[at - 1] > _CUT * steps[at] and 3 * at <= len(steps)


def ticks_of(hull: Box, scale: float, numbers: Sequence[tuple[Cell, float]]) -> list[Tick]:
    """The ticks beside a chart, from the top: numbers at the heights that its scale gives them.

    `scale` is the points that one is in the chart's bars, whose foot is that of the hull.
    """
    found: list[Tick] = []
    for cell, value in numbers:
        size = cell[0].size
        aside = min(abs(hull[0] - cell[-1].x1), abs(cell[0].x0 - hull[2]))
        apart = cell[-1].x1 <= hull[0] + 1 or cell[0].x0 >= hull[2] - 1
        middle = cell[0].y - 0.35 * size
        if apart and aside <= _BESIDE * size and abs(hull[3] - scale * value - middle) <= 3 * _OFF:
            found.append((cell, value))
    # All are as much higher or lower than the lines that they name.
    off = sorted(hull[3] - scale * value - cell[0].y for cell, value in found)
    usual = off[len(off) // 2] if off else 0.0
    found = [
        (cell, value)
        for cell, value in found
        if abs(hull[3] - scale * value - cell[0].y - usual) <= _OFF
    ]
    return sorted(found, key=lambda tick: tick[0][0].y) if len(found) >= _FEWEST_TICKS else []


def names_under(words: Sequence[Word], hull: Box) -> list[Cell]:
    """The names on the line under a chart, with what stands on the lines below each."""
    left, _, right, base = hull
    size = max((word.size for word in words), default=0.0)
    under = [
        word
        for word in words
        if left - size <= (word.x0 + word.x1) / 2 <= right + size
        and 0.3 * word.size <= word.y - base <= _BELOW * word.size + 2 * _LINE * word.size
    ]
    rows = rows_of(under)
    if not rows or rows[0].y - base > _BELOW * rows[0].size:
        return []
    cells: list[list[Word]] = []
    for at, word in enumerate(rows[0].words):
        if at and rows[0].gap(at) <= _NAMES_APART:
            cells[-1].append(word)
        else:
            cells.append([word])
    for above, row in pairwise(rows):
        if row.y - above.y > _LINE * row.size:
            break
        places = [_place(word, cells) for word in row.words]
        if None in places:
            break
        for word, place in zip(row.words, places, strict=True):
            if place is not None:
                cells[place].append(word)
    return [tuple(cell) for cell in cells]


def _place(word: Word, cells: Sequence[Sequence[Word]]) -> int | None:
    """The name that a word on the next line goes on: the one that it stands under."""
    over = [
        at
        for at, cell in enumerate(cells)
        if word.x0 < max(w.x1 for w in cell) and word.x1 > min(w.x0 for w in cell)
    ]
    return over[0] if len(over) == 1 else None

"""Charts of one line, or of bars without boxes: a number stands over each name of the axis.

The numbers stand at the heights of their points. They are labels if those heights rise evenly
with the numbers, which no table does, and become one line under that of the names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from finsam_analysis.read.pdf.rows import Row, rows_of
from finsam_analysis.read.pdf.words import Word

_FEWEST = 4  # points that prove a line: two are always on one
_HEIGHTS = 3  # heights that they stand at
_CENTRED = 0.5  # ems from the middle of a name
_APART = 0.9  # ems between names
_CHART = 30.0  # ems from the names to the highest number
_OFF = 1.5  # points that a label may be from its height

Cell = tuple[Word, ...]


def point_rows(
    words: Sequence[Word], cells: Sequence[Cell]
) -> tuple[list[Word], list[tuple[float, Row]]]:
    """Take the labels of points out of `words`: the rest, and rows with where they belong."""
    taken: set[Word] = set()
    rows: list[tuple[float, Row]] = []
    for names in rows_of(words):
        middles = list(_middles(names))
        if len(middles) < _FEWEST:
            continue
        over = [_over(middle, names, cells) for middle in middles]
        labels = [found[0] for found in over if len(found) == 1]
        if len(labels) == len(middles) and not taken & set(names.words) and _proven(labels):
            flat = [word for cell in labels for word in cell]
            starts = [sum(map(len, labels[:at])) for at in range(1, len(labels))]
            rows.append((names.y + 0.01, Row(flat, set(starts))))
            taken.update(flat)
    return [word for word in words if word not in taken], rows


def _middles(row: Row) -> Iterator[float]:
    start = 0
    for index in range(1, len(row.words) + 1):
        if index == len(row.words) or row.gap(index) > _APART:
            yield (row.words[start].x0 + row.words[index - 1].x1) / 2
            start = index


def _over(middle: float, names: Row, cells: Sequence[Cell]) -> list[Cell]:
    size = names.size
    return [
        cell
        for cell in cells
        if abs((cell[0].x0 + cell[-1].x1) / 2 - middle) <= _CENTRED * size
        and 0.5 * size < names.y - cell[0].y <= _CHART * size
    ]


def _proven(labels: Sequence[Cell]) -> bool:
    """Whether the labels' heights rise evenly with their numbers."""
    try:
        values = [
            float("".join(w.text for w in cell).rstrip("%").replace(",", ".")) for cell in labels
        ]
    except ValueError:
        return False
    heights = [cell[0].y for cell in labels]
    low, high = values.index(min(values)), values.index(max(values))
    if len({round(y) for y in heights}) < _HEIGHTS or values[low] == values[high]:
        return False
    scale = (heights[low] - heights[high]) / (values[high] - values[low])
    return scale > 0 and all(
        abs(heights[low] - scale * (value - values[low]) - y) <= _OFF
        for value, y in zip(values, heights, strict=True)
    )

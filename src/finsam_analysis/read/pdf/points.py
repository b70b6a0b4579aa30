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
_AXIS = 8.0  # ems from the first name to the ticks
_OVER = 4.0  # ems from the highest point to the highest tick
_FEWEST_TICKS = 4
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
        labels = _on_one_line(over)
        if labels and not taken & set(names.words) and _proven(labels):
            flat = [word for cell in labels for word in cell]
            starts = [sum(map(len, labels[:at])) for at in range(1, len(labels))]
            # Ticks, labels, names: as a drawing with an axis gives them.
            top = min(word.y for word in flat)
            ticks = [_value(cell) for cell in _beside(middles[0], top, names, cells)]
            above = len(ticks) >= _FEWEST_TICKS and 0 in ticks
            rows.append((names.y + (-0.01 if above else 0.01), Row(flat, set(starts))))
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


def _beside(middle: float, top: float, names: Row, cells: Sequence[Cell]) -> list[Cell]:
    """Numbers left of the first name, about as high as the points: the ticks of an axis."""
    size = names.size
    return [
        cell
        for cell in cells
        if cell[-1].x1 < middle - 0.5 * size
        and middle - cell[-1].x1 <= _AXIS * size
        and top - _OVER * size <= cell[0].y <= names.y + size
    ]


def _on_one_line(over: Sequence[Sequence[Cell]]) -> list[Cell]:
    """The number over each name; of several, the one at the height that the others give it."""
    alone = [cells[0] for cells in over if len(cells) == 1]
    scale = _scale(alone) if len(alone) >= _HEIGHTS else None
    labels = []
    for cells in over:
        fit = [cell for cell in cells if scale is not None and _is_on(cell, *scale)]
        if len(fit or cells) != 1:
            return []
        labels.append((fit or cells)[0])
    return labels


def _is_on(cell: Cell, value: float, height: float, scale: float) -> bool:
    own = _value(cell)
    return own is not None and abs(height - scale * (own - value) - cell[0].y) <= _OFF


def _value(cell: Cell) -> float | None:
    try:
        return float("".join(word.text for word in cell).rstrip("%").replace(",", "."))
    except ValueError:
        return None


def _scale(labels: Sequence[Cell]) -> tuple[float, float, float] | None:
    """The lowest number, its height, and how many points one is; None if they do not rise."""
    values = [value for cell in labels if (value := _value(cell)) is not None]
    if len(values) < len(labels) or not values:
        return None
    heights = [cell[0].y for cell in labels]
    low, high = values.index(min(values)), values.index(max(values))
    if values[low] == values[high]:
        return None
    scale = (heights[low] - heights[high]) / (values[high] - values[low])
    return (values[low], heights[low], scale) if scale > 0 else None


def _proven(labels: Sequence[Cell]) -> bool:
    """Whether the labels' heights rise evenly with their numbers."""
    scale = _scale(labels)
    if scale is None or len({round(cell[0].y) for cell in labels}) < _HEIGHTS:
        return False
    return all(_is_on(cell, *scale) for cell in labels)

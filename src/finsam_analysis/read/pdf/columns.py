"""Reading order of a page: prose in columns is read column by column, tables row by row.

A gutter that no word crosses parts a page in two only if both sides read as running text, or if
one does and the rows of the other do not stand on its lines. Everything else keeps its rows, since
a table that is cut in two has lost what its numbers are about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from finsam_analysis.read.pdf.beside import beside
from finsam_analysis.read.pdf.marks import Box
from finsam_analysis.read.pdf.rows import Row, is_number, rows_of, stretch
from finsam_analysis.read.pdf.words import Word

_MIN_LINES = 5
_FEW = 3  # rows of a heading
_MARGIN = 0.35  # ems on each side of a gutter
_STEP = 2.0  # points between the places tried
_MAX_DEPTH = 4
_HOLE = 1.6  # line pitches that part paragraphs
_BREAK = 4.0  # ems that end a column


@dataclass(frozen=True, slots=True)
class _Cut:
    first: int
    last: int
    x: float


def in_reading_order(
    words: Sequence[Word], level: Sequence[Box] = (), bands: Sequence[Box] = ()
) -> list[list[Row]]:
    """The page's rows as blocks, in the order that they are read.

    `level` are ruled lines; `bands` the edges of filled boxes, which end where tables end.
    """
    return _blocks(list(words), level, bands, 0)


def _blocks(
    words: list[Word], level: Sequence[Box], bands: Sequence[Box], depth: int
) -> list[list[Row]]:
    rows = rows_of(words)
    if not rows:
        return []
    cut = _best_cut(rows, level) if depth < _MAX_DEPTH else None
    if cut is None and depth < _MAX_DEPTH:
        two = beside(rows, [*level, *bands])
        cut = _Cut(*two) if two is not None else None
    if cut is None:
        return [rows]
    inside = [word for row in rows[cut.first : cut.last + 1] for word in row.words]
    left = [word for word in inside if word.x1 <= cut.x]
    right = [word for word in inside if word.x1 > cut.x]
    above = [word for row in rows[: cut.first] for word in row.words]
    below = [word for row in rows[cut.last + 1 :] for word in row.words]
    return [
        block
        for part in (above, left, right, below)
        for block in _blocks(part, level, bands, depth + 1)
    ]


def _best_cut(rows: list[Row], level: Sequence[Box]) -> _Cut | None:
    """The tallest place that parts the rows into columns of prose."""
    if len(rows) < _MIN_LINES:
        return None
    left = min(row.words[0].x0 for row in rows)
    right = max(row.words[-1].x1 for row in rows)
    edge = 0.15 * (right - left)
    places = [left + edge + _STEP * step for step in range(int((right - left - 2 * edge) / _STEP))]
    cuts: dict[tuple[int, int], list[float]] = {}
    runs = _Runs(rows, places)
    for at, x in enumerate(places):
        for run in runs.free(at):
            cuts.setdefault(run, []).append(x)
    for run, xs in sorted(cuts.items(), key=lambda item: item[0][0] - item[0][1]):
        x = xs[len(xs) // 2]
        for first, last in _trimmed(rows, run, x):
            cut = _Cut(first, last, x)
            if _parts_prose(rows, cut, level):
                return cut
    return None


def _trimmed(rows: list[Row], run: tuple[int, int], x: float) -> list[tuple[int, int]]:
    """The run without headings and page numbers that stand apart at its ends, then the whole."""
    first, last = run
    sides = _sides(rows[first : last + 1], x)
    start = _end_of(sides, 1)
    end = _end_of(sides, -1)
    low, high = first, last
    if start is not None:
        head = sum(row.y <= start for row in rows[first : last + 1])
        if _one_sided(rows[first : first + head], x):
            low = first + head
    if end is not None:
        tail = sum(row.y >= end for row in rows[first : last + 1])
        before_table = last + 1 < len(rows) and _is_tabular(rows[last + 1])
        if before_table or _one_sided(rows[last + 1 - tail : last + 1], x):
            high = last - tail
    return list(dict.fromkeys([(low, high), run]))


def _end_of(sides: Sequence[list[Row]], step: int) -> float | None:
    """The innermost height of what stands apart at the top (1) or bottom (-1) of the sides.

    None where the other side has a line there that goes on with its own.
    """
    apart = [_apart(side, step) for side in sides]
    heights = [step * row.y for rows in apart for row in rows]
    if not heights:
        return None
    end = max(heights)
    beyond = sum(step * row.y <= end for side in sides for row in side)
    return step * end if beyond == len(heights) else None


def _sides(rows: Sequence[Row], x: float) -> tuple[list[Row], list[Row]]:
    words = [word for row in rows for word in row.words]
    left = rows_of([word for word in words if word.x1 <= x])
    return left, rows_of([word for word in words if word.x1 > x])


def _apart(side: list[Row], step: int) -> list[Row]:
    """The few rows at the top (step 1) or bottom (-1) of a side that a wide gap sets apart."""
    if len(side) < _MIN_LINES:
        return []
    usual = sorted(_pitches(side))[(len(side) - 1) // 2]
    ordered = side[::step]
    for count in range(_FEW, 0, -1):
        if abs(ordered[count].y - ordered[count - 1].y) > _HOLE * usual:
            return ordered[:count]
    return []


def _one_sided(rows: Sequence[Row], x: float) -> bool:
    return all(row.words[-1].x1 <= x or row.words[0].x0 >= x for row in rows)


class _Runs:
    """Runs of rows that no word crosses, for a number of places across the page."""

    def __init__(self, rows: list[Row], places: list[float]) -> None:
        self._places = places
        self._spans = [_span(row) for row in rows]
        self._covered = [_covered(row, places) for row in rows]
        self._tabular = [_is_tabular(row) for row in rows]
        self._breaks = [False] + [
            b.y - a.y > _BREAK * max(a.size, b.size) for a, b in zip(rows, rows[1:], strict=False)
        ]

    def free(self, at: int) -> list[tuple[int, int]]:
        """First and last row of each run with enough rows on both sides of the place."""
        x = self._places[at]
        runs: list[tuple[int, int]] = []
        start: int | None = None
        for row, covered in enumerate(self._covered):
            left, right = self._spans[row]
            # A table that reaches over the place keeps its rows.
            crossed = covered[at] or (self._tabular[row] and left < x < right)
            if start is not None and (crossed or self._breaks[row]):
                runs.append((start, row - 1))
                start = None
            if start is None and not crossed:
                start = row
        if start is not None:
            runs.append((start, len(self._covered) - 1))
        return [run for run in runs if self._two_sided(run, x)]

    def _two_sided(self, run: tuple[int, int], x: float) -> bool:
        spans = self._spans[run[0] : run[1] + 1]
        if len(spans) < _MIN_LINES:
            return False
        lefts = sum(left < x for left, _ in spans)
        rights = sum(right > x for _, right in spans)
        return min(lefts, rights) >= _MIN_LINES


def _is_tabular(row: Row) -> bool:
    figures = sum(is_number(word.text) for word in row.words)
    return figures >= 2 and 2 * figures >= len(row.words)


def _span(row: Row) -> tuple[float, float]:
    return row.words[0].x0, row.words[-1].x1


def _covered(row: Row, places: list[float]) -> bytearray:
    """Which of the places words or the margin beside them cover."""
    out = bytearray(len(places))
    if not places:
        return out
    for word in row.words:
        margin = _MARGIN * word.size
        first = max(0, ceil((word.x0 - margin - places[0]) / _STEP))
        last = min(len(places) - 1, floor((word.x1 + margin - places[0]) / _STEP))
        for at in range(first, last + 1):
            out[at] = 1
    return out


def _parts_prose(rows: list[Row], cut: _Cut, level: Sequence[Box]) -> bool:
    left, right = _sides(rows[cut.first : cut.last + 1], cut.x)
    if min(len(left), len(right)) < _MIN_LINES:
        return False
    top, bottom = rows[cut.first].y, rows[cut.last].y
    if sum(a < cut.x < b and top < y < bottom for a, y, b, _ in level) > 0:
        return False
    prose = _is_prose(left), _is_prose(right)
    if all(prose):
        return not _same_paragraphs(left, right)
    return any(prose) and _own_baselines(left, right)


def _is_prose(rows: list[Row]) -> bool:
    """Running text: full lines of letters, close under each other, in one column or several."""
    pieces = [piece for row in rows for piece in _pieces(row)]
    text = "".join(word.text for row in rows for word in row.words)
    letters, signs = sum(map(str.isalpha, text)), sum(map(str.isalnum, text))
    lengths = sorted(piece[-1].x1 - piece[0].x0 for piece in pieces)
    chars = sorted(sum(len(word.text) for word in piece) for piece in pieces)
    pitches = _pitches(rows)
    median = sorted(pitches)[len(pitches) // 2]
    holes = sum(pitch > _HOLE * median for pitch in pitches)
    middle = len(pieces) // 2
    return (
        letters >= 0.8 * signs
        and lengths[middle] >= 0.65 * lengths[9 * len(lengths) // 10]
        and chars[middle] >= 15
        and holes <= 0.34 * len(pitches)
    )


def _pieces(row: Row) -> list[list[Word]]:
    gaps = [row.gap(index) for index in range(1, len(row.words))]
    wide = max(1.2, 1.3 * stretch(row.words, gaps))
    pieces = [row.words[:1]]
    for word, gap in zip(row.words[1:], gaps, strict=True):
        if gap > wide:
            pieces.append([])
        pieces[-1].append(word)
    return pieces


def _pitches(rows: list[Row]) -> list[float]:
    return [b.y - a.y for a, b in zip(rows, rows[1:], strict=False)]


def _same_paragraphs(left: list[Row], right: list[Row]) -> bool:
    """Cells of a table begin at the same height on both sides; paragraphs seldom do."""
    starts = [_starts(left), _starts(right)]
    fewest = min(starts, key=len)
    others = starts[0] if fewest is starts[1] else starts[1]
    if len(fewest) < 2:
        return False
    slack = 0.3 * left[0].size
    same = sum(any(abs(y - other) <= slack for other in others) for y in fewest)
    return same >= 0.7 * len(fewest)


def _starts(rows: list[Row]) -> list[float]:
    pitches = _pitches(rows)
    median = sorted(pitches)[len(pitches) // 2]
    return [
        row.y
        for row, pitch in zip(rows[1:], pitches, strict=True)
        if pitch > 1.25 * median and pitch > median + 1
    ]


def _own_baselines(left: list[Row], right: list[Row]) -> bool:
    """Few rows of the shorter side stand on a line of the other: no table spans the gutter."""
    fewer, others = sorted((left, right), key=len)
    slack = 0.15 * left[0].size
    shared = sum(any(abs(row.y - other.y) <= slack for other in others) for row in fewer)
    return shared <= 0.3 * len(fewer)

"""Bar charts that lie down: each name on one line with the labels of its bars.

A name may be wrapped, and stand at the middle of the bars of several colours, so that lines by
height alone give each half of a name one label. Labels are those of bars if the bars begin at one
line and are as long as the numbers say, which no table is. A name goes with the bars nearest to
it; the colours become columns, headed by the names that the legend prints.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from finsam_analysis.read.pdf.charts import (
    MOST_BARS,
    UNEVEN,
    Chart,
    Number,
    cell_row,
    edges_of,
    legend,
    numbers_of,
    own_title,
)
from finsam_analysis.read.pdf.marks import Bar
from finsam_analysis.read.pdf.rows import Row, is_number, rows_of
from finsam_analysis.read.pdf.words import Word

_SAME_HEIGHT = 0.06
_SAME_EDGE = 1.0  # points
_FEWEST = 2  # wholes with parts
_MIN_LABELS = 3
_BESIDE = 1.6  # ems from the end of a bar to its label
_MIN_SHARE = 0.8  # of labelled bars whose length is as their number
_PIECE = 1.3  # ems between a name and what is not of it
_AWAY = 12.0  # ems from a name to its bars, at most
_OVER = 1.6  # ems from a bar to the name over it
_INDENT = 0.5  # ems from where the bar begins to where its name does
_LINE = 1.7  # ems between lines of one name

Cell = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class _Label:
    words: Cell
    bar: Bar
    value: float


@dataclass(slots=True)
class _Group:
    """The bars of one name, from the top."""

    labels: list[_Label]

    @property
    def middle(self) -> float:
        boxes = [label.bar.box for label in self.labels]
        return (min(box[1] for box in boxes) + max(box[3] for box in boxes)) / 2


def across(words: Sequence[Word], bars: Sequence[Bar], cells: Sequence[Cell]) -> list[Chart]:
    """The charts whose bars lie, with the words that are theirs."""
    charts: list[Chart] = []
    taken: set[Word] = set()
    if len(bars) > MOST_BARS:
        return charts
    numbers = sorted(numbers_of(cells), key=_height_of)
    level: dict[int, list[Bar]] = {}  # by the heights that their tops may be taken for
    for bar in bars:
        for top in {round(bar.box[1]) + step for step in (-1, 0, 1)}:
            level.setdefault(top, []).append(bar)
    for alike in _alike(bars):
        rows = [_chain(bar, level[round(bar.box[1])]) for bar in alike]
        stacked = max(map(len, rows)) > 1
        if not stacked and len(alike) < _MIN_LABELS:
            continue
        numbers = [n for n in numbers if taken.isdisjoint(n.words)] if charts else numbers
        labels = _labels([bar for row in rows for bar in row], numbers, inside_only=stacked)
        if not _proven(labels):
            continue
        free = [word for word in words if word not in taken]
        groups = _stacks(labels) if stacked else _groups(labels)
        chart = _chart(free, bars, groups) if groups else None
        if chart is not None:
            charts.append(chart)
            taken |= chart.words
    return charts


def _alike(bars: Sequence[Bar]) -> list[list[Bar]]:
    """Bars as high as each other that begin at the same place, from the top."""
    groups: list[list[Bar]] = []
    order = sorted(bars, key=lambda bar: (round(bar.box[0]), bar.box[3] - bar.box[1]))
    for bar in order:
        left, top, right, bottom = bar.box
        if bottom - top < 2 or right - left < 0.5:
            continue
        near = next(
            (
                group
                for group in groups[::-1][:4]
                if abs(group[0].box[0] - left) <= _SAME_EDGE
                and abs(_height(group[0]) - (bottom - top)) <= _SAME_HEIGHT * (bottom - top)
            ),
            None,
        )
        if near is None:
            groups.append([bar])
        else:
            near.append(bar)
    return [sorted(group, key=lambda bar: bar.box[1]) for group in groups if len(group) >= _FEWEST]


def _chain(first: Bar, level: Sequence[Bar]) -> list[Bar]:
    """A bar and those that go on where it ends: the parts of a whole."""
    chain = [first]
    same = [bar for bar in level if abs(bar.box[1] - first.box[1]) <= _SAME_EDGE]
    same = [bar for bar in same if abs(bar.box[3] - first.box[3]) <= _SAME_EDGE]
    for bar in sorted(same, key=lambda bar: bar.box[0]):
        if abs(bar.box[0] - chain[-1].box[2]) <= _SAME_EDGE and bar.colour != chain[-1].colour:
            chain.append(bar)
    return chain


def _height(bar: Bar) -> float:
    return bar.box[3] - bar.box[1]


def _labels(bars: Sequence[Bar], numbers: Sequence[Number], *, inside_only: bool) -> list[_Label]:
    """The label of each bar; `numbers` stand from the top."""
    found = []
    used: set[int] = set()
    for bar in bars:
        left, top, right, bottom = bar.box
        best: tuple[float, Number] | None = None
        first = bisect_left(numbers, top - 1, key=_height_of)
        for number in numbers[first:]:
            cell = number.words
            if _height_of(number) > bottom + 1:
                break
            inside = left <= cell[0].x0 and cell[-1].x1 <= right + 1
            if id(number) in used or (inside_only and not inside):
                continue
            away = 0.0 if inside else cell[0].x0 - right
            near = -0.5 <= away <= _BESIDE * cell[0].size
            if near and (best is None or away < best[0]):
                best = away, number
        if best is not None:
            used.add(id(best[1]))
            found.append(_Label(best[1].words, bar, best[1].value))
    return found


def _height_of(number: Number) -> float:
    return _at(number.words[0])


def _proven(labels: Sequence[_Label]) -> bool:
    """The bars are as long as their numbers say, and not all the same."""
    long = [label for label in labels if label.value > 0]
    if len(long) < _MIN_LABELS or len({label.value for label in long}) < 2:
        return False
    lengths = [(label.bar.box[2] - label.bar.box[0], label.value) for label in long]
    if max(lengths)[0] - min(lengths)[0] < UNEVEN:
        return False
    scales = sorted(length / value for length, value in lengths)
    scale = scales[len(scales) // 2]
    right = sum(abs(length - scale * v) <= 1.5 + 0.02 * scale * v for length, v in lengths)
    return right >= _MIN_SHARE * len(long)


def _chart(words: Sequence[Word], bars: Sequence[Bar], groups: list[_Group]) -> Chart | None:
    labels = [label for group in groups for label in group.labels]
    fullest = max(groups, key=lambda group: len(group.labels))
    colours = [label.bar.colour for label in fullest.labels]
    if {label.bar.colour for label in labels} != set(colours):
        return None
    own = {word for label in labels for word in label.words}
    free = [word for word in words if word not in own]
    names = _names(free, groups) or _names_above(free, groups)
    if names is None:
        return None
    own |= {word for name in names for word in name}
    _, top, right, bottom = edges_of([label.bar for label in labels])
    left = min(word.x0 for name in names for word in name)
    top = min(top, min(word.y - word.size for word in names[0]))
    title = own_title([word for word in words if word not in own], (left, top, right, bottom))
    own |= set(title)
    series = [[x for x in labels if x.bar.colour == colour] for colour in colours]
    heads: list[Cell] = []
    if len(colours) > 1:
        free = [word for word in words if word not in own]
        heads = [legend(free, bars, [x.bar for x in some]) for some in series]
        if not all(heads):
            return None
        own |= {word for head in heads for word in head}
    rows = [cell_row([title])] if title else []
    rows += [cell_row(heads)] if heads else []
    rows += [_row(name, group, colours) for name, group in zip(names, groups, strict=True)]
    return Chart((left, top, right, bottom), rows, frozenset(own))


def _row(name: Cell, group: _Group, colours: Sequence[tuple[int, int, int]]) -> Row:
    """A name and its labels by colour, with an empty cell for a bar without one."""
    by_colour = {label.bar.colour: _level(label.words) for label in group.labels}
    row = cell_row([_level(name), *(by_colour[c] for c in colours if c in by_colour)])
    at = len(name)
    for colour in colours:
        if colour in by_colour:
            at += len(by_colour[colour])
        else:
            row.blanks[at] = row.blanks.get(at, 0) + 1
    return row


def _groups(labels: Sequence[_Label]) -> list[_Group] | None:
    """The bars of each name; None if they are not one of each colour."""
    colours = len({label.bar.colour for label in labels})
    ordered = sorted(labels, key=lambda label: label.bar.box[1])
    if len(ordered) % colours:
        return None
    groups = [_Group(ordered[at : at + colours]) for at in range(0, len(ordered), colours)]
    whole = all(len({x.bar.colour for x in group.labels}) == colours for group in groups)
    return groups if whole else None


def _stacks(labels: Sequence[_Label]) -> list[_Group] | None:
    """The parts of each whole from the left; None if a colour comes again in one."""
    heights: dict[int, list[_Label]] = {}
    for label in sorted(labels, key=lambda label: (round(label.bar.box[1]), label.bar.box[0])):
        heights.setdefault(round(label.bar.box[1]), []).append(label)
    groups = [_Group(some) for some in heights.values()]
    once = all(len({x.bar.colour for x in g.labels}) == len(g.labels) for g in groups)
    return groups if once and len(groups) > 1 else None


def _names(words: Sequence[Word], groups: Sequence[_Group]) -> list[Cell] | None:
    """The name of each group, left of its bars; None if any has none."""
    edge = _edge(groups)
    pitch = min((b.middle - a.middle for a, b in pairwise(groups)), default=0.0)
    if pitch <= 0:
        return None
    low, high = groups[0].middle - pitch / 2, groups[-1].middle + pitch / 2
    left = [word for word in words if word.x1 <= edge + 1 and low <= _at(word) <= high]
    pieces = [piece for row in rows_of(left) if (piece := _last_piece(row, edge))]
    found: list[list[Cell]] = [[] for _ in groups]
    for piece in pieces:
        place = min(range(len(groups)), key=lambda at: abs(groups[at].middle - _at(piece[0])))
        found[place].append(piece)
    names = [tuple(word for piece in some for word in piece) for some in found]
    return names if all(names) and all(map(_is_close, found)) else None


def _edge(groups: Sequence[_Group]) -> float:
    return min(label.bar.box[0] for group in groups for label in group.labels)


def _names_above(words: Sequence[Word], groups: Sequence[_Group]) -> list[Cell] | None:
    """Names that stand over their bars and begin where they do."""
    edge = _edge(groups)
    last = -1.0
    names: list[Cell] = []
    for group in groups:
        boxes = [label.bar.box for label in group.labels]
        top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)
        low = max(last, top - _OVER * max(x.words[0].size for x in group.labels))
        rows = rows_of([word for word in words if low < word.y <= top + 1])
        starts = [row for row in rows if abs(row.words[0].x0 - edge) <= _INDENT * row.size]
        if len(starts) != 1:
            return None
        end = next(
            (at for at in range(1, len(starts[0].words)) if starts[0].gap(at) > _PIECE), None
        )
        names.append(tuple(starts[0].words[:end]))
        last = bottom
    return names


def _at(word: Word) -> float:
    return word.y - 0.35 * word.size


def _last_piece(row: Row, edge: float) -> Cell:
    start = len(row.words) - 1
    while start > 0 and row.gap(start) <= _PIECE:
        start -= 1
    piece = tuple(row.words[start:])
    near = edge - piece[-1].x1 <= _AWAY * row.size
    # A year may be a name; a tick of another chart's axis stands alone too, but further away.
    return piece if near and (not is_number(piece[0].text) or len(piece[0].text) == 4) else ()


def _is_close(pieces: Sequence[Cell]) -> bool:
    return all(b[0].y - a[0].y <= _LINE * b[0].size for a, b in pairwise(pieces))


def _level(cell: Cell) -> Cell:
    return tuple(replace(word, y=cell[0].y) for word in cell)

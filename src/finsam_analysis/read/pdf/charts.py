"""Upright bar charts: data labels gathered into one line for each colour.

Data labels stand at the height of their bars, so lines by height alone mix them with each other
and with the ticks of the axis. A number above or inside a bar is its data label if the bars'
heights are as the numbers; that proof also keeps shaded table cells out. The labels of a colour
become one line in the order of the bars, led by the name that the legend prints beside a box of
that colour, and follow the line that names the bars. Nothing is added that is not printed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from finsam_analysis.read.pdf.cells import YEAR
from finsam_analysis.read.pdf.chart_sides import (
    beside_each_other,
    by_height,
    names_under,
    ticks_of,
)
from finsam_analysis.read.pdf.marks import Bar, Box
from finsam_analysis.read.pdf.rows import Row, is_figure, rows_of
from finsam_analysis.read.pdf.words import Word

MOST_BARS = 2000  # more are a map or a drawing
_ABOVE = 1.6  # ems from a bar to its label
_SAME_WIDTH = 0.06
_MIN_LABELS = 3
_TITLE = 4.0  # ems from a title to what it is over
_PART = 2.0  # ems between the titles of two charts
_SWATCH = 3.2  # times as wide as high, the box beside a name in a legend at most
_HULL = ((0, min), (1, min), (2, max), (3, max))
_AXIS = 4  # ticks that tell an axis
UNEVEN = 3.5  # points by which bars must differ: shaded cells do not
_MIN_SHARE = 0.8  # of labelled bars whose height is as their number


@dataclass(frozen=True, slots=True)
class Chart:
    """The lines of a chart that stand together, and its words."""

    place: Box
    rows: list[Row]
    words: frozenset[Word]

    def after(self, others: Sequence[tuple[float, Row]]) -> Chart:
        """The chart under the rows of those that stand beside it."""
        left, top, right, bottom = self.place
        beside = [y for y, row in others if top < y < bottom + _TITLE * row.size]
        return replace(self, place=(left, max([top, *beside]), right, bottom))


@dataclass(frozen=True, slots=True, eq=False)
class Number:
    """A number that may be a label or a tick."""

    words: tuple[Word, ...]
    value: float

    @property
    def x(self) -> float:
        return (self.words[0].x0 + self.words[-1].x1) / 2


@dataclass(frozen=True, slots=True)
class _Label:
    words: tuple[Word, ...]
    bar: Bar
    value: float


def chart_rows(
    words: Sequence[Word],
    bars: Sequence[Bar],
    number_cell: Sequence[tuple[Word, ...]],
    slivers: Sequence[Bar] = (),
) -> tuple[list[Word], list[tuple[float, Row]], list[Chart]]:
    """Take data labels out of `words`: the rest, and rows with the height where they belong.

    `number_cell` are the runs of words on the page that make one number ("1", "386"); `slivers`
    are boxes so low that they may as well be lines. Charts that share their lines with others
    are given whole, with title, ticks and names.
    """
    rows: list[tuple[float, Row]] = []
    charts: list[Chart] = []
    taken: set[Word] = set()
    numbers = numbers_of(number_cell)
    for group in _same_width(bars) if len(bars) <= MOST_BARS else ():
        for labels in _one_by_one([*group, *_low(slivers, group)], numbers):
            free = [word for word in words if word not in taken]
            chart = _whole(labels, free, words, numbers, bars)
            if chart is not None:
                charts.append(chart)
                taken |= chart.words
                continue
            hull = edges_of([label.bar for label in labels])
            series = _series(labels, free, bars)
            below = _names_below(words, hull[3], labels)
            if len(_scaled_ticks(labels, numbers)) >= _AXIS and not all(name for name, _ in series):
                below -= 0.02  # ticks, labels, names: as a drawing without a legend gives them
            for name, cells in series:
                rows.append((below, cell_row([name, *cells] if name else cells)))
                taken.update(word for cell in [name, *cells] for word in cell)
    return [word for word in words if word not in taken], rows, charts


def _one_by_one(bars: Sequence[Bar], numbers: Sequence[Number]) -> Iterator[list[_Label]]:
    """The labels of each chart whose bars are as high as they say."""
    for tier in by_height(bars):
        parts = beside_each_other(tier)
        found = [_labels(part, numbers) for part in parts]
        apart = all(_proven(labels) and _scaled_ticks(labels, numbers) for labels in found)
        for labels in found if apart else [_labels(tier, numbers)]:
            if _proven(labels):
                yield labels


def _scaled_ticks(
    labels: Sequence[_Label], numbers: Sequence[Number]
) -> list[tuple[tuple[Word, ...], float]]:
    own = {id(label.words) for label in labels}
    others = [(n.words, n.value) for n in numbers if id(n.words) not in own]
    return ticks_of(edges_of([label.bar for label in labels]), _scale(labels), others)


def _series(
    labels: Sequence[_Label], words: Sequence[Word], bars: Sequence[Bar]
) -> list[tuple[tuple[Word, ...], list[tuple[Word, ...]]]]:
    """The name of each colour, empty if none is printed, and its labels from the left."""
    out = []
    free = list(words)
    ordered = sorted(labels, key=lambda label: label.bar.box[0])
    for colour in dict.fromkeys(label.bar.colour for label in ordered):
        own = [label for label in ordered if label.bar.colour == colour]
        name = legend(free, bars, [label.bar for label in own])
        free = [word for word in free if word not in name]
        out.append((name, [label.words for label in own]))
    return out


def _whole(
    labels: Sequence[_Label],
    words: Sequence[Word],
    printed: Sequence[Word],
    numbers: Sequence[Number],
    bars: Sequence[Bar],
) -> Chart | None:
    """A chart whose title stands on a line with that of another, with all that is its own."""
    left, top, right, base = hull = edges_of([label.bar for label in labels])
    ticks = _scaled_ticks(labels, numbers)
    wide = min([left, *(cell[0].x0 for cell, _ in ticks)]), top, right, base
    high = [label.words[0].y for label in labels] + [cell[0].y for cell, _ in ticks]
    own = {word for label in labels for word in label.words}
    own |= {word for cell, _ in ticks for word in cell}
    title = own_title([w for w in printed if w not in own], (wide[0], min(high), right, base))
    names = names_under([word for word in words if word not in own], hull)
    if not title or not names:
        return None
    own |= {word for cell in [title, *names] for word in cell}
    series = _series(labels, [word for word in words if word not in own], bars)
    own |= {word for name, _ in series for word in name}
    labelled = [cell_row([name, *cells] if name else cells) for name, cells in series]
    under = cell_row(names)
    named = all(name for name, _ in series)
    rows = [cell_row([title]), *(cell_row([cell]) for cell, _ in ticks)]
    rows += [under, *labelled] if named else [*labelled, under]
    return Chart((wide[0], title[0].y, right, base), rows, frozenset(own))


def _same_width(bars: Sequence[Bar]) -> list[list[Bar]]:
    """Bars that may belong to one chart: as wide as each other, and more than one place."""
    groups: list[list[Bar]] = []
    for bar in sorted(bars, key=_width):
        if bar.box[3] - bar.box[1] < 0.5 or _width(bar) < 2:
            continue
        if groups and _width(bar) - _width(groups[-1][0]) <= _SAME_WIDTH * _width(bar):
            groups[-1].append(bar)
        else:
            groups.append([bar])
    return [
        sorted(group, key=lambda bar: bar.box[0])
        for group in groups
        if len({round(bar.box[0]) for bar in group}) > 1
    ]


def _low(slivers: Sequence[Bar], group: Sequence[Bar]) -> list[Bar]:
    """Those that stand where the group's bars stand, as wide and of their colours."""
    bases = {round(bar.box[3]) for bar in group}
    wide, colours = _width(group[0]), {bar.colour for bar in group}
    return [
        bar
        for bar in slivers
        if bar.colour in colours
        and abs(_width(bar) - wide) <= _SAME_WIDTH * wide
        and min(abs(bar.box[3] - base) for base in bases) <= 1
    ]


def _width(bar: Bar) -> float:
    return bar.box[2] - bar.box[0]


def _labels(group: Sequence[Bar], numbers: Sequence[Number]) -> list[_Label]:
    found = []
    used: set[int] = set()
    for bar in group:
        left, top, right, bottom = bar.box
        best: tuple[float, Number] | None = None
        first = bisect_left(numbers, left - 1, key=lambda number: number.x)
        for number in numbers[first:]:
            if number.x > right + 1:
                break
            if id(number) in used:
                continue
            word = number.words[0]
            # How far the label's foot stands above the bar, or 0 inside it.
            away = 0.0 if top < word.top and word.y < bottom else top - word.y
            near = -0.1 * word.size <= away <= _ABOVE * word.size
            if near and (best is None or away < best[0]):
                best = (away, number)
        if best is not None:
            used.add(id(best[1]))
            found.append(_Label(best[1].words, bar, best[1].value))
    return found


def numbers_of(cells: Sequence[tuple[Word, ...]]) -> list[Number]:
    """The numbers of some cells, from the left."""
    values = [(cell, value_of(cell)) for cell in cells]
    found = [Number(cell, value) for cell, value in values if value is not None]
    return sorted(found, key=lambda number: number.x)


def value_of(cell: tuple[Word, ...]) -> float | None:
    """The number that a label prints."""
    text = "".join(word.text for word in cell).rstrip("%").replace(",", ".")
    try:
        return float(text)
    except ValueError:
        return None


def _proven(labels: list[_Label]) -> bool:
    """The bars are as high as their numbers say, and not all the same."""
    tall = [label for label in labels if label.value > 0]
    if len(tall) < _MIN_LABELS or len({label.value for label in tall}) < 2:
        return False
    heights = [label.bar.box[3] - label.bar.box[1] for label in tall]
    if max(heights) - min(heights) < UNEVEN:
        return False
    scale = _scale(tall)
    right = sum(
        abs(label.bar.box[3] - label.bar.box[1] - scale * label.value)
        <= 1.5 + 0.02 * scale * label.value
        for label in tall
    )
    return right >= _MIN_SHARE * len(tall)


def _scale(labels: Sequence[_Label]) -> float:
    """The points that one is."""
    tall = [label for label in labels if label.value > 0]
    scales = sorted((label.bar.box[3] - label.bar.box[1]) / label.value for label in tall)
    return scales[len(scales) // 2]


def _names_below(words: Sequence[Word], base: float, labels: list[_Label]) -> float:
    """The height just under the line that names the bars; under the bars if none does."""
    left, right = min(x.bar.box[0] for x in labels), max(x.bar.box[2] for x in labels)
    heights = [
        word.y
        for word in words
        if left - word.size <= (word.x0 + word.x1) / 2 <= right + word.size
        and 0.3 * word.size <= word.y - base <= 2.5 * word.size
        and sum(map(str.isalnum, word.text)) > 1  # a scan makes letters of the axis' marks
    ]
    return (min(heights) if heights else base) + 0.01


def legend(words: Sequence[Word], bars: Sequence[Bar], series: Sequence[Bar]) -> tuple[Word, ...]:
    """The name printed to the right of a small box of the colour, nearest to the chart."""
    colour = series[0].colour
    own = {id(bar) for bar in series}
    left, top, right, bottom = edges_of(series)
    names: list[tuple[float, tuple[Word, ...]]] = []
    for bar in bars:
        x0, y0, x1, y1 = bar.box
        if bar.colour != colour or id(bar) in own or x1 - x0 > _SWATCH * (y1 - y0) + 2:
            continue
        name = _name_beside(words, bar)
        if name and y1 - y0 <= 1.5 * name[0].size:
            away = max(left - x1, x0 - right, 0.0) + max(top - y1, y0 - bottom, 0.0)
            names.append((away, name))
    return min(names, key=lambda pair: pair[0])[1] if names else ()


def _name_beside(words: Sequence[Word], swatch: Bar) -> tuple[Word, ...]:
    _, top, right, bottom = swatch.box
    at = [w for w in words if top - w.size <= w.y - 0.35 * w.size <= bottom + 0.3 * w.size]
    name: list[Word] = []
    edge = right
    for word in sorted(at, key=lambda word: word.x0):
        if word.x0 < right - 1 or (name and abs(word.y - name[0].y) > 0.3 * word.size):
            continue
        first_is_figure = not name and is_figure(word.text) and not YEAR.fullmatch(word.text)
        if word.x0 - edge > (0.6 if name else 1.5) * word.size or first_is_figure:
            break
        name.append(word)
        edge = word.x1
    return tuple(name)


def cell_row(cells: Sequence[tuple[Word, ...]]) -> Row:
    """One line of cells."""
    words: list[Word] = []
    parted = set()
    for cell in cells:
        if words:
            parted.add(len(words))
        words.extend(cell)
    return Row(words, parted)


def edges_of(bars: Sequence[Bar]) -> Box:
    """The least box around some bars."""
    left, top, right, bottom = (edge([bar.box[i] for bar in bars]) for i, edge in _HULL)
    return left, top, right, bottom


def own_title(words: Sequence[Word], hull: Box) -> tuple[Word, ...]:
    """The part of a line over a chart that stands over it, where the line is not its alone."""
    left, top, right, _ = hull
    near = [word for word in words if 0 < top - word.y <= _TITLE * word.size]
    for row in reversed(rows_of(near)):
        bounds = [0, *(at for at in range(1, len(row.words)) if row.gap(at) > _PART)]
        pieces = [row.words[a:b] for a, b in pairwise([*bounds, len(row.words)])]
        over = [p for p in pieces if p[0].x0 < right and p[-1].x1 > left]
        if over:
            return tuple(over[0]) if len(over) == 1 < len(pieces) else ()
    return ()

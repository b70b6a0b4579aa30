"""Data labels of charts: numbers that stand apart from what they are about.

Extracted text holds a bar chart as its data labels, the ticks of its axis, the names under its
bars and its legend, in the order that they were drawn; a pie as `Studier; 15%`. Which label belongs
to which bar is said only where sums, shares or the lines themselves leave one way.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from finsam_analysis.read.blocks import Block, Kind
from finsam_analysis.read.charts.arrange import IN_ORDER, Order, arrange, in_order
from finsam_analysis.read.charts.find import chart_runs
from finsam_analysis.read.charts.labels import Label, Ticked, labels_of, part_ticks
from finsam_analysis.read.charts.names import Title, facets, read_title, unit_of
from finsam_analysis.read.charts.parts import (
    Parts,
    Sides,
    interpret,
    take_apart,
)
from finsam_analysis.read.charts.rows import Figure, Named, read_named, series_row
from finsam_analysis.read.document import Document, Line
from finsam_analysis.read.items import Item

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
UNKNOWN = "det framgår inte vilken stapel etiketten hör till"
NO_NAMES = "namnen under staplarna går inte att skilja åt"
NO_YEAR = "år ej tryckt, rapportens år"


def find_charts(document: Document, kinds: Sequence[Kind], taken: Collection[int]) -> list[Block]:
    """The charts of a report that have numbers in the text, one block each, of kind `diagram`.

    `kinds` are those of `classify`; lines in `taken` belong to others. A chart of ticks only is a
    block too, so that its ticks are not read as a table.
    """
    return [
        Block(f"d{at:02d}", tuple(lines), kind="diagram")
        for at, lines in enumerate(chart_runs(document, kinds, taken), start=1)
    ]


def axis_ticks(block: Block) -> list[tuple[int, str]]:
    """The ticks of a chart's axis, as line number and print: numbers that say nothing."""
    ticked = _ticked(take_apart(block.lines))
    return [(tick.line.no, tick.raw) for tick in ticked.ticks]


def left_out_of_chart(block: Block) -> list[tuple[Line, str]]:
    """Data labels that are too damaged to read, as line and print; ticks are not among them."""
    parts = take_apart(block.lines)
    return [] if parts.named else [(label.line, label.raw) for label in _ticked(parts).dropped]


def read_charts(block: Block, *, year: int) -> list[Item]:
    """The data labels of a chart, with what they count as far as it is certain.

    Units are procent, antal, kr, tkr and mkr. `year` is the report's, used where none is printed.
    Where the arrangement is not known the label is empty and the note says so.
    """
    parts = take_apart(block.lines)
    title = read_title([line.text for line in parts.title])
    reader = _Reader(title, year)
    items = list(reader.base(parts.title))
    if parts.named:
        items += reader.named(read_named(parts.named, plain=parts.plain))
    else:
        ticked = _ticked(parts)
        rows = _series_rows(parts) if not ticked.labels else []
        items += reader.rows(rows) if rows else reader.bars(ticked, parts)
    return items


def _ticked(parts: Parts) -> Ticked:
    return part_ticks(labels_of(parts.numbers))


@dataclass(frozen=True, slots=True)
class _SeriesRow:
    name: str
    figures: list[Figure]
    categories: list[str]


def _series_rows(parts: Parts) -> list[_SeriesRow]:
    """Rows of series under their line of categories."""
    for line in parts.names:
        for way in parts.ways(line):
            rows = [(other, series_row(other, len(way))) for other in parts.names if other != line]
            found = [row for _, row in rows if row is not None]
            if found:
                return [_SeriesRow(name, figures, way) for name, figures in found]
    return []


class _Reader:
    """Makes items of one chart's numbers."""

    def __init__(self, title: Title, year: int) -> None:
        self.title = title
        self.year = year
        self.unit = unit_of(title.text)
        self.dated = title.several  # the report's year is not that of every number

    def base(self, lines: Sequence[Line]) -> Iterator[Item]:
        """The `n=` of the title."""
        for line in lines:
            match = re.search(r"\b[nN]\s*=\s*(\d+)", line.text)
            if match:
                raw = match.group(1)
                yield self._item(line, raw, Decimal(raw), "antal", "n", "", {})

    def named(self, labels: Sequence[Named]) -> Iterator[Item]:
        """Labels that name themselves."""
        told = facets([label.name for label in labels], self.title.text)
        for label, said in zip(labels, told, strict=True):
            for one in label.figures:
                own = dict(said)
                if one.base and "respondentgrupp" in own:
                    own["svar"] = "n_svar"
                unit = self._unit(one.unit) if not one.base else one.unit
                yield self._item(one.line, one.raw, one.value, unit, label.name, "", own)

    def rows(self, rows: Sequence[_SeriesRow]) -> Iterator[Item]:
        """Rows of series."""
        series = facets([row.name for row in rows], self.title.text)
        across = facets(rows[0].categories, self.title.text)
        for row, own in zip(rows, series, strict=True):
            for one, category, said in zip(row.figures, row.categories, across, strict=True):
                both = _joined(own, said)
                unit = self._unit(one.unit)
                yield self._item(one.line, one.raw, one.value, unit, category, row.name, both)

    def bars(self, ticked: Ticked, parts: Parts) -> Iterator[Item]:
        """Data labels apart from their names."""
        labels = ticked.labels
        sides = interpret(parts, len(labels))
        order = _order(ticked, sides)
        if sides is None or order is None:
            self.dated = self.dated or any(_YEAR.search(line.text) for line in parts.names)
            for label in labels:
                yield self._label(label, "", "", {}, UNKNOWN)
            return
        series = facets(sides.series, self.title.text) if sides.series != [""] else [{}]
        known = any(sides.categories)
        across = (
            facets(sides.categories, self.title.text) if known else [{}] * len(sides.categories)
        )
        note = "" if order.why == IN_ORDER and known else order.why
        for label, (s, c) in zip(labels, order.places, strict=True):
            why = note if known else f"{note}; {NO_NAMES}"
            both = _joined(series[s], across[c])
            yield self._label(label, sides.categories[c], sides.series[s], both, why)

    def _unit(self, printed: str) -> str:
        return self.unit if printed == "antal" else printed

    def _label(self, label: Label, name: str, column: str, own: dict[str, str], note: str) -> Item:
        value = label.value if label.value is not None else Decimal(0)
        unit = "procent" if label.percent else self._unit(label.unit)
        return self._item(label.line, label.raw, value, unit, name, column, own, note)

    def _item(
        self,
        line: Line,
        raw: str,
        value: Decimal,
        unit: str,
        name: str,
        column: str,
        own: dict[str, str],
        note: str = "",
    ) -> Item:
        said = dict(own)
        if self.title.text:
            said["rubrik"] = self.title.text
        if self.title.matt:
            said.setdefault("matt", self.title.matt)
        if "year" not in said and self.title.year:
            said["year"] = self.title.year
        elif "year" not in said and not self.dated:
            said["year"] = str(self.year)
            note = "; ".join(part for part in (note, NO_YEAR) if part)
        return Item(line, raw, value, unit, name, column, said, note)


def _joined(own: dict[str, str], other: dict[str, str]) -> dict[str, str]:
    """What a series and a category say together; two names of the same kind are both kept."""
    both = {**own, **other}
    if "kategori" in own and "kategori" in other:
        both["kategori"] = f"{other['kategori']}, {own['kategori']}"
    return both


def _order(ticked: Ticked, sides: Sides | None) -> Order | None:
    """The order of the labels; None where lines go by height, or labels are damaged."""
    if sides is None or ticked.dropped or ticked.by_height:
        return None
    if len(sides.series) > 1:
        return arrange(ticked.labels, sides.series, sides.categories)
    return in_order(ticked.labels, sides.categories, drawn=bool(ticked.ticks))

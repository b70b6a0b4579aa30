"""Columns of a participant table whose heads are scrambled, named by what their totals are.

The head's words are there but not their places ("Totalt Antal Antal nya Antal Antal / antal nya
deltagare avslutade unika"). A column is named when its total is the figure that the report states
for one of the words, and the last two when only one way keeps unique participants no more than all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

from finsam_analysis.read.prose.reader import Figure
from finsam_analysis.read.tables.reader import Table, is_total
from finsam_analysis.read.terms import Term, parse_heads

_SMALLEST = 20  # a total this large is not stated twice by accident
# A count that cannot be larger than another of the same insats.
_NO_MORE_THAN = (("unika", "deltagare"), ("nya", "deltagare"), ("avslutade", "deltagare"))


def name_counted_columns(table: Table, figures: Sequence[Figure]) -> None:
    """Give the columns of a headless participant table their counts, where one way is left."""
    if any(column.known for column in table.columns):
        return
    words = _head_words(table)
    if len(words) != len(table.columns):
        return
    stated = {
        f.measure: Decimal(str(f.value)) for f in figures if f.kon == "totalt" and f.unit == "antal"
    }
    ways = [way for way in permutations(words) if _possible(table, way, stated)]
    best = [
        way
        for way in ways
        if _stated(table, way, stated) == max(_stated(table, w, stated) for w in ways)
    ]
    if len(best) != 1 or _stated(table, best[0], stated) < 1:
        return
    table.columns = tuple(
        replace(column, text=name, terms=(Term("matt", name),))
        for column, name in zip(table.columns, best[0], strict=True)
    )


def _head_words(table: Table) -> list[str]:
    """The counts that the head mentions, each once; `Totalt antal` is all participants."""
    found: dict[str, None] = {}
    for text in table.caption:
        for piece in text.replace("-", " ").split():
            for head in parse_heads(piece):
                found.update(dict.fromkeys(t.name for t in head.terms if t.axis == "matt"))
    return list(found)


def _totals(table: Table) -> dict[int, Decimal]:
    """The total of each column, from the row whose label says so."""
    rows = [at for at, row in enumerate(table.rows) if is_total(row.label)]
    if len(rows) != 1:
        return {}
    return {
        cell.column: cell.value.number
        for cell in table.cells
        if cell.row == rows[0] and cell.value.number is not None
    }


def _stated(table: Table, way: Sequence[str], stated: Mapping[str, Decimal]) -> int:
    """How many columns have the total that the report states for their word."""
    totals = _totals(table)
    return sum(
        totals.get(at) == stated.get(name) and totals.get(at, Decimal(0)) >= _SMALLEST
        for at, name in enumerate(way)
    )


def _possible(table: Table, way: Sequence[str], stated: Mapping[str, Decimal]) -> bool:
    for less, more in _NO_MORE_THAN:
        if less not in way or more not in way:
            continue
        small, large = way.index(less), way.index(more)
        for row in range(len(table.rows)):
            a, b = table.cell(row, small), table.cell(row, large)
            if a and b and a.value.number is not None and b.value.number is not None:
                if a.value.number > b.value.number:
                    return False
    return True

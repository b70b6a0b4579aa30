"""A total that prints one number and no label, below the rows that it sums in one column.

`21 682 000` alone on a line can be one number or several, in any column. It is read as one when the
rows just above it, totals standing for their parts, give it in one column and no other.
"""

from __future__ import annotations

from collections.abc import Sequence

from finsam_analysis.read.numbers import Value, readings
from finsam_analysis.read.tables.rows import Row
from finsam_analysis.read.tables.solve import LARGE, Choice, Sum, number

_PARTS = 2  # at least: one number that stands twice is no sum


def settle_lone(
    rows: Sequence[Row], choices: Sequence[Choice], sums: Sequence[Sum], width: int
) -> list[Sum]:
    """Settle such rows. Returns the sums that they are of, to stand after the others."""
    found = []
    taken = {part for total in sums if total.adds_up for part in total.parts}
    for at, (row, choice) in enumerate(zip(rows, choices, strict=True)):
        if choice.proof or row.label or at < _PARTS:
            continue
        above = [n for n in range(at) if n not in taken]
        ways = [
            (column, value, parts)
            for value in _one_number(row)
            for column in range(width)
            if (parts := _parts(choices, above, column, value))
        ]
        if len(ways) == 1:
            column, value, parts = ways[0]
            way = tuple(value if n == column else None for n in range(width))
            choice.readings = [*choice.readings, way]
            choice.keep([way], "summa")
            found.append(Sum(at, tuple(parts), labelled=False))
    return found


def _one_number(row: Row) -> list[Value]:
    """The row's tokens as one large number in undamaged print."""
    ways = readings(row.tokens, row.line.text, 1)
    return [v for (v,) in ways if not v.marks and v.number is not None and abs(v.number) >= LARGE]


def _parts(choices: Sequence[Choice], above: Sequence[int], column: int, total: Value) -> list[int]:
    """The nearest rows above that give the total in a column, each with a number in it."""
    left = total.number
    for count, at in enumerate(reversed(above), start=1):
        part = number(choices[at].readings[0][column]) if choices[at].settled else None
        if part is None or left is None:
            return []
        left -= part
        if not left and count >= _PARTS:
            return list(above[-count:])
    return []

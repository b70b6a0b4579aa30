"""Mend damaged print where the table's own sums single out one number.

Only characters that are visibly damaged are mended, and only into digits that a scanner takes for
one another. The number that a column's total asks for must be one of them; otherwise the cell is
left as it is, or unread.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from finsam_analysis.read.numbers import DAMAGED, DOTTED, Value
from finsam_analysis.read.tables.solve import Choice, Sum, number

# Digits that a scanner takes for one another.
_ALIKE = frozenset(
    map(frozenset, ("17", "14", "38", "56", "06", "08", "58", "94", "27", "09", "68", "35", "69"))
)


def mend_by_sums(choices: Sequence[Choice], sums: Sequence[Sum], width: int) -> None:
    """Replace a damaged number by the one that its column's total asks for, if it can be that."""
    for found in sums:
        if not found.labelled or not all(choices[r].settled for r in (found.total, *found.parts)):
            continue
        for column in range(width):
            _mend_column(choices, found, column)


def _mend_column(choices: Sequence[Choice], found: Sum, column: int) -> None:
    want = number(choices[found.total].readings[0][column])
    cells = {row: choices[row].readings[0][column] for row in found.parts}
    damaged = [row for row, cell in cells.items() if cell is not None and is_damaged(cell)]
    if want is None or len(damaged) != 1:
        return
    rest = sum(
        (n for row, cell in cells.items() if row != damaged[0] and (n := number(cell))), Decimal(0)
    )
    asked = want - rest
    cell = cells[damaged[0]]
    if cell is None or not could_be(cell.raw, asked):
        return
    way = list(choices[damaged[0]].readings[0])
    way[column] = cell._replace(number=asked)
    choices[damaged[0]].readings = [tuple(way)]
    choices[damaged[0]].proof = "summa"


def is_damaged(value: Value) -> bool:
    """True when the print of a number is visibly damaged."""
    return bool({DAMAGED, DOTTED} & set(value.marks))


def could_be(raw: str, value: Decimal) -> bool:
    """True when damaged characters can be the digits of `value`, look-alikes allowed."""
    if value < 0 or value != value.to_integral_value():
        return False
    digits = str(int(value))
    printed = [c for c in raw if c.isdigit()]
    if len(printed) != len(digits):
        return False
    return all(a == b or frozenset((a, b)) in _ALIKE for a, b in zip(printed, digits, strict=True))

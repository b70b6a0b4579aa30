"""Rows with several readings, settled by the numbers that stand elsewhere in the report."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from finsam_analysis.read.tables import solve
from finsam_analysis.read.tables.reader import Table, put
from finsam_analysis.read.tables.solve import Choice, Reading

_NOTHING = Decimal(0)
_LARGE = 1000  # numbers that do not stand in two places by accident
_ALIKE = 3  # tables of one unit, whose largest number bounds a number of the others


def settle_across(tables: Sequence[Table]) -> None:
    """Settle rows with several readings by the numbers that stand elsewhere in the report.

    A reading is taken when it is the only one whose large numbers all stand in other tables, or
    the only one with no number that is larger than all in the tables of the same unit.
    """
    for table in tables:
        if not table.pending:
            continue
        others = {
            abs(cell.value.number)
            for other in tables
            if other is not table
            for cell in other.cells
            if cell.value.number is not None
        }
        for at, choice in list(table.pending.items()):
            known = [way for way in choice.readings if _stands_in(way, others)]
            proof = "annan plats"
            if len(known) != 1:
                known, proof = _no_larger(choice, table, tables), "storlek"
            if len(known) == 1:
                choice.keep(known, proof)
                del table.pending[at]
                table.unread = [u for u in table.unread if u.line is not table.rows[at].line]
                table.cells = [cell for cell in table.cells if cell.row != at]
                put(table, [], at, choice)


def _no_larger(choice: Choice, table: Table, tables: Sequence[Table]) -> list[Reading]:
    """The readings without a number that would be the largest of the whole report."""
    alike = [other for other in tables if other is not table and other.unit == table.unit]
    sizes = [abs(c.value.number) for t in alike for c in t.cells if c.value.number is not None]
    largest = max(sizes, default=Decimal(0))
    if not choice.doubted and len(alike) >= _ALIKE and largest >= _LARGE:
        numbers = {
            id(way): [abs(solve.number(v) or _NOTHING) for v in way] for way in choice.readings
        }
        return [way for way in choice.readings if max(numbers[id(way)]) <= largest]
    return []


def _stands_in(way: Reading, others: set[Decimal]) -> bool:
    numbers = [abs(n) for value in way if (n := solve.number(value)) is not None]
    return bool(numbers) and all(n in others for n in numbers) and max(numbers) >= _LARGE

"""The unit of a table's amounts, when it is printed, when it is not, and when it is wrong.

A table that prints no unit takes the one in which its amounts are found elsewhere in the report,
and only if they are. A table headed tkr whose amounts stand elsewhere in kronor is in kronor.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from finsam_analysis.read.tables import Table

_LARGE = 1000
_ENOUGH = 2  # amounts that must be found elsewhere


def resolve_units(tables: Sequence[Table]) -> dict[str, tuple[str | None, str]]:
    """For each table_id: the unit of its amounts, and a remark in Swedish when it is not printed.

    None when the table holds no amounts of money, or when nothing tells.
    """
    known = {
        unit: {n for t in tables if t.unit == unit for n in _amounts(t)} for unit in ("kr", "tkr")
    }
    found: dict[str, tuple[str | None, str]] = {}
    default = _most_printed(tables)
    for table in tables:
        found[table.table_id] = _unit(table, tables, known, default)
    return found


def _amounts(table: Table) -> list[Decimal]:
    return [
        abs(cell.value.number)
        for cell in table.cells
        if cell.value.number is not None and not cell.value.percent and abs(cell.value.number) >= _LARGE
    ]


def _most_printed(tables: Sequence[Table]) -> str | None:
    printed = [t.unit for t in tables if t.unit in {"kr", "tkr"}]
    return max(set(printed), key=printed.count) if printed else None


def _unit(
    table: Table,
    tables: Sequence[Table],
    known: dict[str, set[Decimal]],
    default: str | None,
) -> tuple[str | None, str]:
    amounts = _amounts(table)
    if not amounts:
        return table.unit, ""
    other = {n for t in tables if t is not table and t.unit == "kr" for n in _amounts(t)}
    same = sum(n in other for n in amounts)
    in_thousands = sum(any(abs(kr / 1000 - n) <= Decimal("0.5") for kr in other if kr > 10_000) for n in amounts)
    if table.unit == "tkr" and same >= _ENOUGH and same > in_thousands:
        return "kr", "rubriken anger tkr men beloppen är i kr, de står så på annan plats i rapporten"
    if table.unit is not None:
        return table.unit, ""
    if same >= _ENOUGH and same >= in_thousands:
        return "kr", ""
    if in_thousands >= _ENOUGH and in_thousands > same:
        return "tkr", "enheten är inte tryckt; beloppen står i kr på annan plats i rapporten"
    in_tkr = {n for t in tables if t is not table and t.unit == "tkr" for n in _amounts(t)}
    if sum(n in in_tkr for n in amounts) >= _ENOUGH:
        return "tkr", ""
    if max(amounts) >= 100_000 and default != "tkr":
        return "kr", "" if default == "kr" else "enheten är inte tryckt; beloppen är för stora för tkr"
    return None, ""

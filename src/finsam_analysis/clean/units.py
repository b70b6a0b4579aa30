"""The unit of a table's amounts, when it is printed, when it is not, and when it is wrong.

A table that prints no unit takes the one in which its amounts are found elsewhere in the report,
and only if they are. A table headed tkr whose amounts stand elsewhere in kronor is in kronor.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from decimal import Decimal

from finsam_analysis.read.tables.reader import Table, is_total

_LARGE = 1000
_ENOUGH = 2  # amounts that must be found elsewhere
_TELLING = 10_000  # a total this large that is found elsewhere is enough alone
_HALF = Decimal("0.5")  # what a thousand is rounded by
_TOO_LARGE = 500_000  # as thousands, half a billion: more than any förbund has


def resolve_units(tables: Sequence[Table]) -> dict[str, tuple[str | None, str]]:
    """For each table_id: the unit of its amounts, and a remark in Swedish when it is not printed.

    None when the table holds no amounts of money, or when nothing tells.
    """
    amounts = [(table, frozenset(_amounts(table))) for table in tables]
    return {table.table_id: _unit(table, amounts) for table in tables}


def default_unit(tables: Sequence[Table]) -> str | None:
    """The unit that most statements of the report print; their notes are in it too."""
    printed = [t.unit for t in tables if t.unit in {"kr", "tkr"}]
    return max(set(printed), key=printed.count) if printed else None


def _amounts(table: Table, *, totals: bool = False) -> list[Decimal]:
    return [
        abs(cell.value.number)
        for cell in table.cells
        if cell.value.number is not None
        and not cell.value.percent
        and abs(cell.value.number) >= _LARGE
        and (not totals or is_total(table.rows[cell.row].label))
    ]


def _unit(
    table: Table, all_amounts: Sequence[tuple[Table, frozenset[Decimal]]]
) -> tuple[str | None, str]:
    amounts = _amounts(table)
    if not amounts:
        return table.unit, ""
    others = [(other, found) for other, found in all_amounts if other is not table]
    in_kr = frozenset().union(*(n for t, n in others if t.unit == "kr" or _must_be_kr(t, n)))
    same = sum(n in in_kr for n in amounts)
    large = sorted(n for n in in_kr if n > _TELLING)
    thousands = sum(_as_thousands(n, large) for n in amounts)
    totals = sum(_as_thousands(n, large) for n in _amounts(table, totals=True) if n >= _TELLING)
    if table.unit == "tkr" and same >= _ENOUGH and same > thousands:
        return (
            "kr",
            "rubriken anger tkr men beloppen är i kr, de står så på annan plats i rapporten",
        )
    if table.unit is not None:
        return table.unit, ""
    if same >= _ENOUGH and same >= thousands:
        return "kr", ""
    if (thousands >= _ENOUGH or totals) and thousands > same:
        return "tkr", "enheten är inte tryckt; beloppen står i kr på annan plats i rapporten"
    in_tkr = frozenset().union(*(n for t, n in others if t.unit == "tkr"))
    if sum(n in in_tkr for n in amounts) >= _ENOUGH:
        return "tkr", ""
    if _must_be_kr(table, amounts):
        return "kr", "enheten är inte tryckt; beloppen är för stora för tkr"
    return None, ""


def _must_be_kr(table: Table, amounts: Iterable[Decimal]) -> bool:
    """True for a table without a unit whose amounts no förbund could have in thousands."""
    return table.unit is None and max(amounts, default=Decimal(0)) >= _TOO_LARGE


def _as_thousands(amount: Decimal, in_kr: Sequence[Decimal]) -> bool:
    """True when one of the amounts, which are sorted, is `amount` in thousands."""
    at = bisect_left(in_kr, (amount - _HALF) * 1000)
    return at < len(in_kr) and in_kr[at] <= (amount + _HALF) * 1000

"""Amounts that are far nearer their own name's in another table than the next row's are.

Where neither arithmetic nor order tells two rows apart, the amounts of another year can: a row of
a million that was a million the year before is not the row of fifty thousand beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from math import inf, log

from finsam_analysis.verify.checks import EXCHANGED, PROSA, Check
from finsam_analysis.verify.rows import TOTAL, Row, TableKey

_NEAR = log(2)  # an amount is its own when it is at most twice or half the other
_APART = log(4)  # and another's when it is four times farther off
_SAME = log(1.25)
_MONEY = frozenset({"ekonomi", "rakenskaper", "medlemsbidrag"})
Kind = tuple[object, ...]
Sizes = dict[TableKey, list[int | None]]  # of each row, the amount of its name elsewhere


def sizes_elsewhere(tables: Mapping[TableKey, Sequence[Row]], forbund: Mapping[str, str]) -> Sizes:
    """For each row the largest amount under its name in the nearest table of its kind, if any."""
    kinds: dict[Kind, list[TableKey]] = defaultdict(list)
    for key, rows in tables.items():
        first = next(iter(rows[0].cells.values()))
        if key[1] != PROSA and first.dataset in _MONEY and first.place is not None:
            about = (first.extra.get("rapport"), first.extra.get("not_post"))
            kinds[forbund[key[0]], first.dataset, *about].append(key)
    found: Sizes = {}
    for same in kinds.values():
        named = {key: _by_name(tables[key]) for key in same}
        years = {key: max(f.year for f in tables[key][0].cells.values()) for key in same}
        for key in same:
            others = sorted((k for k in same if k != key), key=lambda k: abs(years[k] - years[key]))
            found[key] = [
                next((n for k in others if (n := named[k].get(row.name))), None)
                for row in tables[key]
            ]
    return found


def _by_name(rows: Sequence[Row]) -> dict[str, int]:
    return {row.name: row.size for row in rows if row.name != TOTAL}


def distance(size: int, reference: int | None) -> float:
    """How many times larger or smaller, as a logarithm; infinite against nothing."""
    return abs(log(size / reference)) if size and reference else inf


def tells_apart(rows: Sequence[Row], sizes: Sequence[int | None], one: int, other: int) -> bool:
    """True when one of two rows has its own name's amount, and the other's would be far off."""
    for mine, next_to in ((one, other), (other, one)):
        own = distance(rows[mine].size, sizes[mine])
        if own <= _NEAR and distance(rows[next_to].size, sizes[mine]) - own >= _APART:
            return True
    return False


def exchanged_checks(
    tables: Mapping[TableKey, Sequence[Row]], sizes: Sizes, told: Collection[int]
) -> Iterator[Check]:
    """Rows whose amounts are each other's: the name's own amount stands in another row.

    Not for rows of which another check has `told` so (facts by id).
    """
    for key, known in sizes.items():
        rows = tables[key]
        for one, other in _exchanged(rows, known):
            a, b = rows[one], rows[other]
            facts = [*a.cells.values(), *b.cells.values()]
            if any(id(fact) in told for fact in facts):
                continue
            yield Check(
                EXCHANGED,
                key[0],
                f"{a.label} och {b.label}: beloppen är varandras, mot en annan tabell",
                Decimal(a.size),
                Decimal(sizes[key][one] or 0),
                Decimal(0),
                facts,
                proves=[],
                suspects=facts,
                of_value=False,
            )


def _exchanged(rows: Sequence[Row], known: Sequence[int | None]) -> Iterator[tuple[int, int]]:
    for one, row in enumerate(rows):
        if known[one] is None or row.name == TOTAL or not row.size:
            continue
        off = distance(row.size, known[one])
        if off < _NEAR + _APART:
            continue
        near = [
            other
            for other, there in enumerate(rows)
            if other != one
            and there.name != TOTAL
            and distance(there.size, known[one]) <= _SAME
            and distance(there.size, known[other]) > _NEAR
            and (known[other] is None or distance(row.size, known[other]) <= _SAME)
        ]
        if len(near) == 1 and (known[near[0]] is None or near[0] > one):
            yield one, near[0]

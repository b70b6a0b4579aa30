"""Which rows' names are bound: a number under another row's label would break something.

A sum holds whichever of its parts is called what, and a check within a row holds under any label.
So a name is bound, against each other row of its table, by one of these: the label says total and
the row is one; the row takes part by its name in a check that the other row's numbers would break;
the printed order would be broken. Rows of the same name or the same numbers need no telling apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from finsam_analysis import words
from finsam_analysis.clean.facts import Fact
from finsam_analysis.clean.labels import unit_of_label
from finsam_analysis.verify.checks import PROSA, STAMMER, Check
from finsam_analysis.verify.likeness import Sizes, tells_apart
from finsam_analysis.verify.order import Order
from finsam_analysis.verify.rows import Row, TableKey

Role = tuple[int, object]  # a check, and the column of the table that it takes the row in


@dataclass(slots=True)
class _Table:
    """What the checks say of the names of one table's rows."""

    rows: Sequence[Row]
    sizes: Sequence[int | None]
    roles: list[dict[Role, int]] = field(default_factory=list)
    totals: set[int] = field(default_factory=set)


def bound_names(
    tables: Mapping[TableKey, Sequence[Row]],
    checks: Sequence[Check],
    orders: Mapping[TableKey, Order],
    sizes: Sizes,
) -> set[int]:
    """The facts (by id) whose row's name is told from every other name in the table."""
    by_name, totals = _roles(checks)
    bound: set[int] = set()
    for key, rows in tables.items():
        if key[1] == PROSA:
            bound |= {id(fact) for row in rows for fact in row.cells.values()}
            continue
        table = _Table(rows, sizes.get(key, [None] * len(rows)))
        for at, row in enumerate(rows):
            table.roles.append(
                {
                    (check, column): weight
                    for column, fact in row.cells.items()
                    for check, weight in by_name.get(id(fact), ())
                }
            )
            if any(id(fact) in totals for fact in row.cells.values()) and row.is_total:
                table.totals.add(at)
        for at in _bound_rows(table, orders.get(key)):
            bound |= {id(fact) for fact in rows[at].cells.values()}
    return bound


def _roles(checks: Iterable[Check]) -> tuple[dict[int, list[tuple[int, int]]], set[int]]:
    """For each fact the checks that hold and take it by its name; and labelled totals that hold."""
    by_name: dict[int, list[tuple[int, int]]] = defaultdict(list)
    totals: set[int] = set()
    for at, check in enumerate(checks):
        if check.utfall != STAMMER or check.limit or check.proves == []:
            continue
        if check.total is not None and len(check.facts) > 1:
            totals.add(id(check.total))
        if not check.named or check.terms is None:
            continue
        for fact, weight in zip(check.facts, check.terms, strict=True):
            by_name[id(fact)].append((at, weight))
    return by_name, totals


def _bound_rows(table: _Table, order: Order | None) -> list[int]:
    if order is not None:
        order.settle()
    count = len(table.rows)
    return [
        one
        for one in range(count)
        if table.rows[one].label
        and all(one == other or _told_apart(table, order, one, other) for other in range(count))
    ]


def _told_apart(table: _Table, order: Order | None, one: int, other: int) -> bool:
    first, second = table.rows[one], table.rows[other]
    if not second.label or first.label == second.label or first.numbers == second.numbers:
        return True
    if (one in table.totals) != (other in table.totals) and first.is_total != second.is_total:
        return True
    if None not in (first.signed, second.signed) and _by_sign(first, second):
        return True
    if _by_role(table, one, other) or tells_apart(table.rows, table.sizes, one, other):
        return True
    return order is not None and order.tells(one, other)


def _by_sign(first: Row, second: Row) -> bool:
    """True when one row is called percent and prints the sign, and the other neither."""
    called = [
        unit_of_label(row.label) == "procent" or _ends(row, "andel") for row in (first, second)
    ]
    return first.signed != second.signed and called == [first.signed, second.signed]


def _ends(row: Row, word: str) -> bool:
    return words.fold(row.label).endswith(word)


def _by_role(table: _Table, one: int, other: int) -> bool:
    """True when some check that holds would not, with the names of the two rows changed."""
    mine, others = table.roles[one], table.roles[other]
    for role in mine.keys() | others.keys():
        column = role[1]
        if mine.get(role, 0) != others.get(role, 0):
            a, b = (_number(table.rows[at], column) for at in (one, other))
            if a != b:
                return True
    return False


def _number(row: Row, column: object) -> object:
    fact: Fact | None = row.cells.get(column)
    return fact.varde if fact is not None else 0

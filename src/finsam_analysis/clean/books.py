"""Columns of budget tables whose heads are lost or garbled, named by arithmetic.

When one column is the difference of two others, they are budget, utfall and avvikelse; which is
which is said by the order of the words that are left of the head, or by the outcome standing in
the report's own accounts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from finsam_analysis.read.tables.heads import Column
from finsam_analysis.read.tables.reader import Table
from finsam_analysis.read.tables.relations import Relation
from finsam_analysis.read.terms import Term, parse_heads

_POSTS = frozenset({"budget", "utfall", "avvikelse"})
_LARGE = 1000
_TELLING = 10_000  # amounts from which whole thousands are no accident
_ENOUGH = 4  # such amounts in a column
_FEW_ROUND = 0.5  # share of them in the other column at most


def name_budget_columns(tables: Sequence[Table], year: int) -> None:
    """Give budget, utfall and avvikelse to columns that have no head but keep the relation."""
    for table in tables:
        known = [column.on("post") for column in table.columns]
        relation = next((r for r in table.relations if r.sign == -1), None)
        if any(known) and table.head_known:
            _name_difference(table, relation)
            continue
        if relation is None or len(table.columns) > 4:
            continue
        first = _by_words(table) or _by_accounts(table, tables, relation)
        first = first or _by_roundness(table, relation)
        if first is not None:
            _name(table, relation, first, year)


def _name_difference(table: Table, relation: Relation | None) -> None:
    """Of budget, outcome and their difference, the one whose head is no known word."""
    if relation is None:
        return
    columns = list(table.columns)
    three = (relation.left, relation.right, relation.result)
    posts = [columns[at].on("post") for at in three]
    unknown = [at for at, post in zip(three, posts, strict=True) if post is None]
    missing = _POSTS - set(posts)
    difference = posts[2] if posts[2] is not None else next(iter(missing), None)
    if len(unknown) != 1 or len(missing) != 1 or difference != "avvikelse":
        return
    own = columns[unknown[0]]
    if not own.terms or own.on("namn") is not None:
        columns[unknown[0]] = replace(own, terms=(Term("post", min(missing)),))
        table.columns = tuple(columns)


def _by_words(table: Table) -> str | None:
    """Budget or utfall, whichever the remains of the head mention first."""
    found = [
        term.name
        for text in table.caption[-1:]
        for head in parse_heads(text)
        for term in head.terms
        if term.axis == "post"
    ]
    if "avvikelse" not in found or not {"budget", "utfall"} <= set(found):
        return None
    return next(name for name in found if name in {"budget", "utfall"})


def _by_accounts(table: Table, tables: Sequence[Table], relation: Relation) -> str | None:
    """Which of the two columns holds amounts that stand in the statements and notes."""
    accounts = {
        abs(cell.value.number)
        for other in tables
        if other is not table and other.unit == "kr" or any(c.year for c in other.columns)
        for cell in other.cells
        if cell.value.number is not None and abs(cell.value.number) >= _LARGE
    }
    left, right = (_hits(table, column, accounts) for column in (relation.left, relation.right))
    if left == right:
        return None
    return "utfall" if left > right else "budget"


def _by_roundness(table: Table, relation: Relation) -> str | None:
    """Whichever column holds round amounts only: budgets are decided, outcomes are counted."""
    shares = [_round(table, column) for column in (relation.left, relation.right)]
    if max(shares) < 1 or min(shares) > _FEW_ROUND:
        return None
    return "budget" if shares[0] == 1 else "utfall"


def _round(table: Table, column: int) -> float:
    """Share of the column's large amounts that are whole thousands; 0 when there are too few."""
    numbers = [
        number
        for cell in table.cells
        if cell.column == column and (number := cell.value.number) and abs(number) >= _TELLING
    ]
    return sum(n % _LARGE == 0 for n in numbers) / len(numbers) if len(numbers) >= _ENOUGH else 0.0


def _hits(table: Table, column: int, accounts: set[Decimal]) -> int:
    numbers = [
        abs(cell.value.number)
        for cell in table.cells
        if cell.column == column
        and cell.value.number is not None
        and abs(cell.value.number) >= _LARGE
    ]
    return sum(
        n in accounts or any(abs(kr / 1000 - n) <= Decimal("0.5") for kr in accounts)
        for n in numbers
    )


def _name(table: Table, relation: Relation, first: str, year: int) -> None:
    second = "budget" if first == "utfall" else "utfall"
    names = {relation.left: first, relation.right: second, relation.result: "avvikelse"}
    columns = list(table.columns)
    for at, column in enumerate(columns):
        if at in names:
            columns[at] = replace(
                column or Column(), terms=(Term("post", names[at]),), year=year, text=names[at]
            )
        else:
            columns[at] = Column("bokslut", (Term("post", "utfall"),), year - 1)
    table.columns = tuple(columns)

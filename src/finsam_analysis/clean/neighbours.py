"""What the columns beside a column say of it: parts of a whole, and words of two meanings.

Women and men after `Deltagare` are its parts, and count what it counts: the word varav says so, or
the sums across do. `Annat` is a gender beside women and men, and else what is left of a category.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from finsam_analysis import words
from finsam_analysis.read.tables.heads import Column
from finsam_analysis.read.tables.heads_laid import more_terms
from finsam_analysis.read.tables.reader import Table
from finsam_analysis.read.terms import Term

_COUNTED = frozenset({"matt", "orsak", "remittent"})
_GENDERS = frozenset({"kvinnor", "man", "ej_angivet"})
_NOT_GIVEN = Term("kon", "ej_angivet")
_ROWS = 2  # rows whose sums are no accident


def name_parts(table: Table) -> None:
    """Give columns of women and men what the column that they are the parts of counts."""
    columns = list(table.columns)
    for at, column in enumerate(columns):
        if column.on("kon") in _GENDERS or not _counts(column):
            continue
        parts = _after(columns, at)
        if parts and (all(_is_varav(columns[i]) for i in parts) or _adds_up(table, at, parts)):
            for i in parts:
                columns[i] = replace(columns[i], terms=more_terms(column.terms, columns[i].terms))
    table.columns = tuple(columns)


def settle_other(table: Table) -> None:
    """Let a column such as `Annat` be a gender beside women and men, and nothing else; and what is
    left of a category where no column is women or men.
    """
    beside = any(column.on("kon") in {"kvinnor", "man"} for column in table.columns)
    table.columns = tuple(
        replace(column, terms=tuple(t for t in column.terms if _is_meant(t, beside=beside)))
        if _NOT_GIVEN in column.terms and len(column.terms) > 1
        else column
        for column in table.columns
    )


def _is_meant(term: Term, *, beside: bool) -> bool:
    return term.axis not in _COUNTED if beside else term != _NOT_GIVEN


def settle_times(table: Table) -> None:
    """Let `Start` and `Avslut` beside each other be before and after."""
    pair = words.load("tabell")["tidpar"]
    found = [pair.get(words.fold(column.text)) for column in table.columns]
    if {*pair.values()} <= {*found}:
        table.columns = tuple(
            replace(column, terms=(Term("tidpunkt", time),)) if time else column
            for column, time in zip(table.columns, found, strict=True)
        )


def _counts(column: Column) -> bool:
    return any(term.axis in _COUNTED for term in column.terms)


def _after(columns: Sequence[Column], at: int) -> list[int]:
    """The columns right after one that are a gender and nothing more."""
    found = []
    for i in range(at + 1, len(columns)):
        if columns[i].on("kon") not in _GENDERS or _counts(columns[i]):
            break
        found.append(i)
    return found


def _is_varav(column: Column) -> bool:
    return words.fold(column.text).split()[:1] in ([w] for w in words.load("tabell")["varav"])


def _adds_up(table: Table, whole: int, parts: Sequence[int]) -> bool:
    """True when each row, two or more, has the parts add up to the whole."""
    rows: dict[int, dict[int, Decimal]] = {}
    for cell in table.cells:
        if cell.value.number is not None and not cell.value.percent:
            rows.setdefault(cell.row, {})[cell.column] = cell.value.number
    told = [row for row in rows.values() if {whole, *parts} <= row.keys()]
    adds = all(sum(row[at] for at in parts) == row[whole] for row in told)
    return len(parts) > 1 and len(told) >= _ROWS and adds

"""Tables whose heads are printed over another table: the second half of a balance sheet, a page on.

The heads of a table of years hold for a table without any when the same amounts stand in both, each
under the column that it would have: one row of two amounts or more, which no accident repeats.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from finsam_analysis import words
from finsam_analysis.read.blocks import Block, is_head
from finsam_analysis.read.document import Line
from finsam_analysis.read.tables.columns import row_readings
from finsam_analysis.read.tables.reader import Table, read_table
from finsam_analysis.read.tables.rows import Row, is_row
from finsam_analysis.read.terms import parse_heads

_LARGE = 1000  # amounts that do not stand in two places by accident
_FEWEST = 2  # rows of a table that borrows
_LENDERS = 4  # different heads that are tried for a table
_AS_NOTE = "kolumnens rubrik är tryckt över noten på rad {}; summan stämmer med samma kolumner"
_TOLD = "kolumnens rubrik är tryckt över tabellen på rad {}; raden {} står i båda"


def lend_heads(tables: Sequence[Table]) -> list[Table]:
    """The tables, those without heads read under the heads of another where amounts prove it."""
    lenders = [table for table in tables if _lends(table)]
    printed = {amounts for table in lenders for amounts in _amounts(table).values()}
    return [
        (_borrowed(table, lenders) or table) if _wants(table, printed) else table
        for table in tables
    ]


def _lends(table: Table) -> bool:
    years = [column.year for column in table.columns]
    return table.head_known and len(years) > 1 and None not in years and len({*years}) == len(years)


def _wants(table: Table, printed: Collection[tuple[Decimal, ...]]) -> bool:
    """True for a table without heads of which a row of amounts is printed elsewhere too."""
    if table.head_known or table.labels_apart or len(table.rows) < _FEWEST:
        return False
    if _is_note(table):
        return True
    ends = {amounts: "".join(map(str, amounts)) for amounts in printed}
    digits = [re.sub(r"[^\d,]", "", row.line.text).replace(",", ".") for row in table.rows]
    return any(
        own.endswith(told) and _can_be(row, amounts)
        for row, own in zip(table.rows, digits, strict=True)
        for amounts, told in ends.items()
    )


def _can_be(row: Row, amounts: tuple[Decimal, ...]) -> bool:
    """True when the row can be read as these amounts, whatever their signs."""
    return any(
        amounts == tuple(value and value.number and abs(value.number) for value in way)
        for way in row_readings(row, len(amounts), allow_note=True)
    )


def _borrowed(table: Table, lenders: Sequence[Table]) -> Table | None:
    tried: set[tuple[str, ...]] = set()
    near = sorted(lenders, key=lambda other: abs(other.block.first - table.block.first))
    for other in near:
        heads = _head_lines(other.block)
        key = tuple(words.fold(line.text) for line in heads)
        if not heads or key in tried:
            continue
        if len(tried) == _LENDERS:
            return None
        tried.add(key)
        again = read_table(_under(table.block, heads))
        if not again.head_known or [c.year for c in again.columns] != [
            c.year for c in other.columns
        ]:
            continue
        label = next(_shared(again, lenders), None)
        note = _is_note(again) and _is_note(other) and _sums_up(again)
        if label is not None or note:
            told = _TOLD.format(other.block.first, label)
            remark = told if label is not None else _AS_NOTE.format(other.block.first)
            again.block, again.caption = table.block, table.caption
            again.told = dict.fromkeys(range(len(again.columns)), remark)
            return again
    return None


def _is_note(table: Table) -> bool:
    """True under a heading such as `Not 4 Fordringar`."""
    return any(re.match(r"not ?\d", words.fold(text)) for text in table.caption)


def _sums_up(table: Table) -> bool:
    """True when a row that says so is the sum of the others in every column."""
    found = {cell.row for cell in table.cells}
    whole = not table.unread and found == set(range(len(table.rows)))
    return whole and any(total.labelled and total.adds_up for total in table.sums)


def _head_lines(block: Block) -> list[Line]:
    """The lines of heads above the first row, the word over the notes too."""
    found: list[Line] = []
    for line in block.lines:
        if is_row(line.text):
            break
        heads = parse_heads(line.text)
        if is_head(line.text) or (len(heads) == 1 and heads[0].on("not")):
            found.append(line)
    return found


def _under(block: Block, heads: Sequence[Line]) -> Block:
    first = next(at for at, line in enumerate(block.lines) if is_row(line.text))
    return replace(block, lines=(*block.lines[:first], *heads, *block.lines[first:]))


def _shared(table: Table, lenders: Sequence[Table]) -> Iterator[str]:
    """Labels of rows whose amounts, two or more, a table of the same years prints as well."""
    years = [column.year for column in table.columns]
    printed = {
        amounts
        for other in lenders
        if [column.year for column in other.columns] == years
        for amounts in _amounts(other).values()
    }
    for at, amounts in _amounts(table).items():
        if amounts in printed:
            yield table.rows[at].label or "utan etikett"


def _amounts(table: Table) -> dict[int, tuple[Decimal, ...]]:
    """The rows with a large amount in every column, without their signs."""
    found: dict[int, list[Decimal]] = {}
    for cell in table.cells:
        if cell.value.number is not None and abs(cell.value.number) >= _LARGE:
            found.setdefault(cell.row, []).append(abs(cell.value.number))
    return {
        at: tuple(amounts)
        for at, amounts in found.items()
        if len(amounts) == len(table.columns) and len(set(amounts)) > 1
    }

"""A block as a table: columns, rows, and one value for every number that could be read.

Here the number of columns is found, the heads and the rows are put together, and the readings
are settled. What cannot be settled is listed in `unread`, with its line and why.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from finsam_analysis import words
from finsam_analysis.read.blocks import Block, is_year
from finsam_analysis.read.document import Line
from finsam_analysis.read.numbers import DAMAGED, Value, is_unit, readings
from finsam_analysis.read.tables import solve
from finsam_analysis.read.tables.broken import mend_broken
from finsam_analysis.read.tables.columns import could_be_wider, find_width, row_readings
from finsam_analysis.read.tables.heads import Column, Heads
from finsam_analysis.read.tables.lone_totals import settle_lone
from finsam_analysis.read.tables.mend import is_damaged, mend_by_sums
from finsam_analysis.read.tables.relations import (
    Relation,
    keeps_any,
    relations,
    settle_by_relations,
)
from finsam_analysis.read.tables.rows import (
    Layout,
    Row,
    lay_out,
    spread_headings,
)
from finsam_analysis.read.tables.solve import Choice, Reading, Sum
from finsam_analysis.read.tables.totals_across import settle_by_last
from finsam_analysis.read.tables.walls import in_place
from finsam_analysis.read.terms import is_total
from finsam_analysis.read.units import printed_unit

__all__ = ["Cell", "Table", "Unread", "is_total", "put", "read_table"]

_MAX_PLACEMENTS = 60
_HUGE = 1_000_000_000  # no amount of a förbund
_ONE_SIZE = 100  # times the smallest number of a row, below which all are of one kind
_STREAM = "etiketter och tal står var för sig, och inget säger vilka som hör ihop"
_NO_WIDTH = "inget kolumnhuvud säger om siffergrupperna är tusental eller egna tal"


@dataclass(frozen=True, slots=True)
class Unread:
    """A line with numbers that were left out, and why (in Swedish, for people)."""

    line: Line
    why: str


@dataclass(slots=True)
class Cell:
    """One printed number: where it stands and how it was read."""

    line: Line
    row: int
    column: int
    value: Value
    proof: str = ""
    refused: tuple[str, ...] = ()


@dataclass(slots=True)
class Table:
    """A block that has been read."""

    block: Block
    caption: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: list[Row]
    cells: list[Cell]
    sums: list[Sum]
    relations: list[Relation]
    unit: str | None  # kr, tkr, mkr, procent, antal; None when none is printed
    unread: list[Unread] = field(default_factory=list)
    head_known: bool = True
    labels_apart: tuple[str, ...] = ()
    pending: dict[int, Choice] = field(default_factory=dict)  # rows with several readings left
    told: dict[int, str] = field(default_factory=dict)  # columns named though no head is printed
    signed: bool = False  # brackets are read as minus

    @property
    def table_id(self) -> str:
        """The block's identifier in its report."""
        return self.block.table_id

    def leave(self, cell: Cell, why: str) -> None:
        """List the line of a cell among the unread, once."""
        if not any(item.line.no == cell.line.no for item in self.unread):
            self.unread.append(Unread(cell.line, why))

    def nameless_total(self, row: int) -> Sum | None:
        """The sum that a row without a printed label is, by the rows above it; else None."""
        of = (total for total in self.sums if total.total == row and total.adds_up)
        named = self.rows[row].label or self.rows[row].year is not None
        return None if named else next(of, None)

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell at a row and a column, if it was read."""
        return next((c for c in self.cells if c.row == row and c.column == column), None)


def read_table(block: Block, names: Collection[str] = (), *, brackets: bool = False) -> Table:
    """Read a block as a table. Never raises for what is printed: what is unclear is unread.

    `names` are what rows are called elsewhere in the report, folded: they can head columns.
    `brackets` says that other tables of the report print amounts below zero in brackets.
    """
    layout = lay_out(block, brackets=brackets)
    width, heads = find_width(layout, names)
    caption, heads, headings = _caption(layout, heads)
    layout.rows[0].headings = (*headings, *layout.rows[0].headings)
    spread_headings(layout.rows)
    choices, unread = _choices(layout.rows, width, heads)
    if layout.walled:
        _place(choices, width)
    money = _is_money(choices)
    if money:  # a relation can be an accident of small numbers: what totals refuse is no way
        solve.settle_by_sums(choices, width, money=True, sure=True)
    found = relations(choices, width) if money else []
    settle_by_relations(choices, found)
    if money:
        settle_by_last(choices, width)
    sums = solve.settle_by_sums(choices, width, money=money)
    if money:
        sums += settle_lone(layout.rows, choices, sums, width)
        _doubt(layout.rows, choices, sums, found, width)
    solve.settle_by_print(choices)
    mend_by_sums(choices, sums, width)
    if heads is not None:
        mend_broken(choices, [row.tokens for row in layout.rows], heads.columns)
    table = Table(
        block=block,
        caption=caption,
        columns=heads.columns if heads else tuple(Column() for _ in range(width)),
        rows=layout.rows,
        cells=[],
        sums=sums,
        relations=found,
        unit=printed_unit([*caption, *layout.head, *layout.labels_apart])
        or _unit_of_total(layout.rows),
        unread=unread,
        head_known=heads is not None,
        labels_apart=tuple(layout.labels_apart),
        signed=layout.signed,
    )
    if layout.stream:
        table.unread = [Unread(row.line, _STREAM) for row in layout.rows]
    elif not found and could_be_wider(layout.rows, width, heads):
        table.unread = [Unread(row.line, _NO_WIDTH) for row in layout.rows]
    else:
        _fill(table, choices)
    table.unread.sort(key=lambda item: item.line.no)
    return table


def _doubt(
    rows: Sequence[Row],
    choices: Sequence[Choice],
    sums: Sequence[Sum],
    found: Sequence[Relation],
    width: int,
) -> None:
    """Doubt unproven small numbers in the rows that no sum and no relation holds."""
    held = {row for total in sums if total.adds_up for row in (total.total, *total.parts)}
    held |= {at for at, choice in enumerate(choices) if keeps_any(choice, found)}
    open_ = [
        at for at in range(len(choices)) if at not in held and not _whole(rows[at], choices[at])
    ]
    solve.doubt_small_parts(choices, open_, width)


def _whole(row: Row, choice: Choice) -> bool:
    """True when every token of a row is a number of its own: its label says that it counts people,
    or no other way to cut it gives numbers of one size.
    """
    if not choice.settled or len(choice.readings[0]) != len(row.tokens) or not row.own_label:
        return False
    if set(words.fold(row.label).split()[:1]) & _counting():
        return True
    fewer = [
        values
        for count in range(1, len(row.tokens))
        for values in readings(row.tokens, row.line.text, count)
    ]
    return _one_size(choice.readings[0]) and not any(map(_one_size, fewer))


@cache
def _counting() -> frozenset[str]:
    return frozenset(w for listed in words.load("enheter")["inledning"].values() for w in listed)


def _one_size(way: Sequence[Value | None]) -> bool:
    sizes = [abs(n) for value in way if (n := solve.number(value))]
    return bool(sizes) and _HUGE > max(sizes) < _ONE_SIZE * min(sizes)


def _caption(
    layout: Layout, heads: Heads | None
) -> tuple[tuple[str, ...], Heads | None, tuple[str, ...]]:
    """The lines above the heads, and those between the heads and the rows."""
    lines = [line.strip() for line in layout.head]
    if heads is None:
        return tuple(lines), None, tuple(lines[-1:])
    below = tuple(line.strip() for line in heads.below)
    return tuple(lines[: len(lines) - len(below)]), heads, below


def is_part(label: str) -> bool:
    """True when a row's label says that it is a part of the row above: `varav årets resultat`."""
    return words.fold(label).split()[:1] in ([word] for word in words.load("tabell")["varav"])


def _unit_of_total(rows: Sequence[Row]) -> str | None:
    """The unit in brackets after the word of a total, as `Summa (tkr)`: it is that of its parts."""
    totals = [row.label for row in rows if is_total(row.label) and row.label.endswith(")")]
    return printed_unit([label[label.rfind("(") + 1 : -1] for label in totals])


def _choices(
    rows: Sequence[Row], width: int, heads: Heads | None
) -> tuple[list[Choice], list[Unread]]:
    choices = []
    unread: list[Unread] = []
    has_note = heads is not None and heads.has_note
    for row in rows:
        ways = row_readings(row, width, allow_note=has_note)
        if not ways:
            ways = _after_label_number(row, width)
        blanks = _with_blanks(row, width)
        if not ways:
            ways, blanks = blanks, []
        whole, part = is_total(row.label), is_part(row.label)
        choices.append(Choice(ways, blanks, label_is_total=whole, label_is_part=part))
    _refuse_notes(rows, choices)
    return choices, unread


def _place(choices: Sequence[Choice], width: int) -> None:
    """In text that keeps its layout, put the numbers of a row with blanks below full rows."""
    full = [c.readings[0] for c in choices if c.settled and None not in c.readings[0]]
    for choice in choices:
        if choice.readings and all(None in way for way in choice.readings):
            choice.keep(in_place(choice.readings, full, width), "plats")


def _refuse_notes(rows: Sequence[Row], choices: Sequence[Choice]) -> None:
    """Note numbers rise down a statement and totals have none; other readings are refused."""
    certain: dict[int, int] = {}
    for at, (row, choice) in enumerate(zip(rows, choices, strict=True)):
        notes = [_note(row, way) for way in choice.readings]
        if notes and None not in notes:
            certain[at] = min(note for note in notes if note is not None)
    for at, (row, choice) in enumerate(zip(rows, choices, strict=True)):
        low = max((note for i, note in certain.items() if i < at), default=0)
        high = min((note for i, note in certain.items() if i > at), default=99)
        kept = [
            way
            for way in choice.readings
            if (note := _note(row, way)) is None
            or (low <= note <= high and not choice.label_is_total and not _cut_close(row, way))
        ]
        if kept:
            choice.keep(kept, "noter stiger")


def _note(row: Row, way: Reading) -> int | None:
    """The note number that a reading leaves before its first number, if it does."""
    first = next((value for value in way if value is not None), None)
    if first is None or not row.tokens or first.start <= row.tokens[0].start:
        return None
    return int(re.match(r"\d+", row.tokens[0].text).group())  # type: ignore[union-attr]


def _cut_close(row: Row, way: Reading) -> bool:
    """True when a note would stand one space from its number and the numbers stand wide apart."""
    starts = [value.start for value in way if value is not None]
    wide = [row.line.text[start - 2 : start].isspace() for start in starts]
    return len(wide) > 1 and not wide[0] and all(wide[1:])


def _after_label_number(row: Row, width: int) -> list[Reading]:
    """Readings when the label itself ends in a number or a year, as in `Nya deltagare 2022 75`."""
    plain = [token for token in row.tokens if not is_unit(token.text)]
    if len(plain) > width and is_year(plain[0].text) and row.own_label:
        return list(readings(plain[1:], row.line.text, width))
    return []


def _with_blanks(row: Row, width: int) -> list[Reading]:
    """Readings when some columns are blank: every place the numbers can stand in."""
    for count in range(width - 1, 0, -1):
        ways: list[Reading] = []
        for values in row.as_numbers(count):
            ways += solve.placements(values, width)
        if ways:
            return ways if len(ways) <= _MAX_PLACEMENTS else []
    return []


def _is_money(choices: Sequence[Choice]) -> bool:
    """True when the table's numbers are large or have decimals, so that a sum is no accident."""
    numbers = [
        abs(value.number)
        for choice in choices
        if choice.readings
        for value in choice.readings[0]
        if value is not None and value.number and not value.percent
    ]
    if not numbers:
        return False
    large = sum(n >= 1000 or n != n.to_integral_value() for n in numbers)
    return large >= (0.15 if max(numbers) >= 10_000 else 0.3) * len(numbers)


def _fill(table: Table, choices: Sequence[Choice]) -> None:
    for at, (row, choice) in enumerate(zip(table.rows, choices, strict=True)):
        if not choice.readings:
            why = f"{len(row.tokens)} tal passar inte i tabellens {len(table.columns)} kolumner"
            table.unread.append(Unread(row.line, why))
            continue
        if not choice.settled:
            ways = sorted({_shown(way) for way in choice.readings})
            why = f"flera läsningar möjliga: {' eller '.join(ways[:3])}"
            table.pending[at] = choice
            _put_agreed(table, at, choice)
            table.unread.append(Unread(row.line, why))
            continue
        put(table, choices, at, choice)


def _put_agreed(table: Table, at: int, choice: Choice) -> None:
    """Put the numbers of a row on which all its readings agree, column and all."""
    for column, value in enumerate(choice.readings[0]):
        same = all(way[column] == value for way in choice.readings)
        if same and value is not None and not is_damaged(value):
            table.cells.append(Cell(table.rows[at].line, at, column, value, "alla läsningar"))


def put(table: Table, choices: Sequence[Choice], at: int, choice: Choice) -> None:
    """Put a settled row's numbers into the table; damaged ones that nothing proves stay unread."""
    row = table.rows[at]
    for way in choice.readings[:1]:
        refused = tuple(dict.fromkeys(_shown(other) for other in choice.refused))
        for column, value in enumerate(way):
            if value is None:
                continue
            if DAMAGED in value.marks and choice.proof not in {"summa", "relation"}:
                proven = _proven_by_sum(table, choices, at, column)
                if not proven:
                    table.unread.append(Unread(row.line, f"skadat tryck: {value.raw}"))
                    continue
            line = row.below[column - 1][0] if row.below and column else row.line
            table.cells.append(Cell(line, at, column, value, choice.proof, refused))


def _proven_by_sum(table: Table, choices: Sequence[Choice], row: int, column: int) -> bool:
    for total in table.sums:
        rows = (total.total, *total.parts)
        if row in rows and all(at < len(choices) and choices[at].readings for at in rows):
            want = solve.number(choices[total.total].readings[0][column])
            have = [solve.number(choices[part].readings[0][column]) for part in total.parts]
            if want is not None and sum((h for h in have if h), Decimal(0)) == want:
                return True
    return False


def _shown(way: Reading) -> str:
    return " | ".join(value.raw if value is not None else "·" for value in way)

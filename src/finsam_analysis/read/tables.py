"""A block as a table: columns, rows, and one value for every number that could be read.

Here the number of columns is found, the heads and the rows are put together, and the readings
are settled. What cannot be settled is listed in `unread`, with its line and why.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from itertools import pairwise, product

from finsam_analysis import words
from finsam_analysis.read import solve
from finsam_analysis.read.across import Across, adds_across, lone_joins
from finsam_analysis.read.blocks import Block, is_year
from finsam_analysis.read.broken import mend_broken
from finsam_analysis.read.document import Line
from finsam_analysis.read.heads import Column, Heads, find_heads
from finsam_analysis.read.mend import is_damaged, mend_by_sums
from finsam_analysis.read.numbers import DAMAGED, Token, Value, is_unit, readings
from finsam_analysis.read.rows import Layout, Row, lay_out, spread_headings
from finsam_analysis.read.solve import Choice, Reading, Relation, Sum
from finsam_analysis.read.units import printed_unit
from finsam_analysis.read.walls import in_place

_MAX_COLUMNS = 16
_MAX_PLACEMENTS = 60
_FEW_BLANKS = 1  # blank columns in a row that do not speak against a number of columns
_SURE_HEAD = 0.75  # share of known heads from which the heads speak for a number of columns
_NOTE = re.compile(r"^\d{1,2}(?:,\d{1,2})*$")
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

    @property
    def table_id(self) -> str:
        """The block's identifier in its report."""
        return self.block.table_id

    def leave(self, cell: Cell, why: str) -> None:
        """List the line of a cell among the unread, once."""
        if not any(item.line.no == cell.line.no for item in self.unread):
            self.unread.append(Unread(cell.line, why))

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell at a row and a column, if it was read."""
        return next((c for c in self.cells if c.row == row and c.column == column), None)


def read_table(block: Block) -> Table:
    """Read a block as a table. Never raises for what is printed: what is unclear is unread."""
    layout = lay_out(block)
    width, heads = _width(layout)
    caption, heads, headings = _caption(layout, heads)
    layout.rows[0].headings = (*headings, *layout.rows[0].headings)
    spread_headings(layout.rows)
    choices, unread = _choices(layout.rows, width, heads)
    if layout.walled:
        _place(choices, width)
    money = _is_money(choices)
    if money:  # a relation can be an accident of small numbers: what totals refuse is no way
        solve.settle_by_sums(choices, width, money=True, sure=True)
    found = solve.relations(choices, width) if money else []
    solve.settle_by_relations(choices, found)
    sums = solve.settle_by_sums(choices, width, money=money)
    if money:
        _doubt(choices, sums, found, width)
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
        unit=printed_unit([*caption, *layout.head, *layout.labels_apart]),
        unread=unread,
        head_known=heads is not None,
        labels_apart=tuple(layout.labels_apart),
    )
    if not found and _could_be_wider(layout.rows, width, heads):
        table.unread = [Unread(row.line, _NO_WIDTH) for row in layout.rows]
    else:
        _fill(table, choices)
    table.unread.sort(key=lambda item: item.line.no)
    return table


def _doubt(
    choices: Sequence[Choice], sums: Sequence[Sum], found: Sequence[Relation], width: int
) -> None:
    """Doubt unproven small numbers in the rows that no sum and no relation holds."""
    held = {row for total in sums if total.adds_up for row in (total.total, *total.parts)}
    held |= {at for at, choice in enumerate(choices) if solve.keeps_any(choice, found)}
    solve.doubt_small_parts([c for at, c in enumerate(choices) if at not in held], width)


def _caption(
    layout: Layout, heads: Heads | None
) -> tuple[tuple[str, ...], Heads | None, tuple[str, ...]]:
    """The lines above the heads, and those between the heads and the rows."""
    lines = [line.strip() for line in layout.head]
    if heads is None:
        return tuple(lines), None, tuple(lines[-1:])
    below = tuple(line.strip() for line in heads.below)
    return tuple(lines[: len(lines) - len(below)]), heads, below


def is_total(label: str) -> bool:
    """True when a row's label says that it is a sum."""
    found = words.fold(label).replace(":", " ").split()
    return bool(found) and found[0].rstrip(".,") in words.load("tabell")["summa"]


def _width(layout: Layout) -> tuple[int, Heads | None]:
    """The number of columns: what most rows can be read as, and what the heads say."""
    best: tuple[tuple[float, ...], int, Heads | None] | None = None
    narrow = False  # a narrower table holds every row
    for width in range(1, _MAX_COLUMNS + 1):
        heads = find_heads(
            layout.head,
            width,
            across=Across(partial(_plain_rows, layout.rows, width)),
            gaps=layout.gaps,
        )
        noted = heads is not None and heads.has_note
        fits = [_fit(row, width, allow_note=noted) for row in layout.rows]
        if 1.0 not in fits:
            continue
        share = sum(fits) / len(fits)
        known = heads.known if heads is not None and heads.known >= _SURE_HEAD else 0.0
        if narrow and known < 1 and _cuts(layout.rows, width):
            known = 0.0
        narrow = narrow or min(fits) == 1.0
        fit = round(share + 0.5 * known, 3)
        if best is not None and fit < best[0][0]:
            continue
        score = heads.score if heads is not None else 0.0
        used = heads.lines if heads is not None else 0
        ways = [_row_readings(row, width, allow_note=noted) for row in layout.rows]
        plain = (heads is None and adds_across(ways), -lone_joins(ways))
        rank = (fit, *plain, round(score, 3), used, -width)
        if best is None or rank > best[0]:
            best = (rank, width, heads)
    return (best[1], best[2]) if best is not None else (1, None)


def _fit(row: Row, width: int, *, allow_note: bool) -> float:
    """1 when a row can be read as `width` numbers, a half when blanks explain that it has fewer."""
    if _row_readings(row, width, allow_note=allow_note):
        return 1.0
    numbers = sum(not is_unit(token.text) for token in row.tokens)
    return 0.5 if width > numbers >= width - _FEW_BLANKS and numbers > 1 else 0.0


def _cuts(rows: Sequence[Row], width: int) -> bool:
    """True when every row as `width` numbers is cut where a number could go on."""
    return all(
        any(_goes_on(before, after) for before, after in pairwise(way))
        for row in rows
        for way in _row_readings(row, width, allow_note=False)[:1]
    )


def _goes_on(before: Value | None, after: Value | None) -> bool:
    if before is None or after is None or before.number in (None, 0) or after.number is None:
        return False
    plain = before.raw[-1:].isdigit() and not before.decimals and before.end + 1 == after.start
    return plain and re.match(r"\d{3}(?!\d)", after.raw) is not None


def _could_be_wider(rows: Sequence[Row], width: int, heads: Heads | None) -> bool:
    """True when nothing tells thousands from columns: no head counts the columns, and all rows
    can be read as more numbers too. Sums down hold either way; a relation across does not.
    """
    only = heads.columns[0] if heads is not None else Column()
    told = heads is not None and (width > 1 or only.year is not None or only.on("post") is not None)
    units = any(is_unit(token.text) for row in rows for token in row.tokens)
    if told or units or any(row.below for row in rows):
        return False
    if adds_across([_row_readings(row, width, allow_note=False) for row in rows]):
        return False
    most = min(len(row.tokens) for row in rows)
    return any(
        all(readings(row.tokens, row.line.text, wider) for row in rows)
        for wider in range(width + 1, most + 1)
    )


def _plain_rows(rows: Sequence[Row], width: int) -> list[tuple[Decimal | None, ...]]:
    """The numbers of the rows that can be read in one way only; None for percent and dashes."""
    plain = []
    for row in rows if width > 2 else ():
        ways = _row_readings(row, width, allow_note=False)
        if len(ways) == 1:
            plain.append(
                tuple(None if value is None or value.percent else value.number for value in ways[0])
            )
    return plain


def _row_readings(row: Row, width: int, *, allow_note: bool) -> list[Reading]:
    """Readings of a row as exactly `width` numbers, with a note number before them if allowed."""
    if row.below:
        parts = [(row.line, row.tokens), *row.below]
        single = [readings(tokens, line.text, 1) for line, tokens in parts]
        if width != len(parts):
            return []
        return [tuple(way[0] for way in ways) for ways in product(*single)]
    ways: list[Reading] = list(readings(row.tokens, row.line.text, width))
    for skip in _note_tokens(row.tokens) if allow_note else ():
        ways += readings(row.tokens[skip:], row.line.text, width)
    return ways


def _note_tokens(tokens: Sequence[Token]) -> list[int]:
    """How many tokens at the start can be the number of a note: `2`, `3,4`, `3, 7`."""
    counts = []
    for count in (1, 2):
        text = "".join(token.text for token in tokens[:count])
        if len(tokens) > count and _NOTE.match(text) and (count == 1 or "," in text):
            counts.append(count)
    return counts


def _choices(
    rows: Sequence[Row], width: int, heads: Heads | None
) -> tuple[list[Choice], list[Unread]]:
    choices = []
    unread: list[Unread] = []
    has_note = heads is not None and heads.has_note
    for row in rows:
        ways = _row_readings(row, width, allow_note=has_note)
        if not ways:
            ways = _after_label_number(row, width)
        blanks = _with_blanks(row, width)
        if not ways:
            ways, blanks = blanks, []
        choices.append(Choice(ways, blanks, label_is_total=is_total(row.label)))
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
    if not certain:
        return
    for at, (row, choice) in enumerate(zip(rows, choices, strict=True)):
        low = max((note for i, note in certain.items() if i < at), default=0)
        high = min((note for i, note in certain.items() if i > at), default=99)
        kept = [
            way
            for way in choice.readings
            if (note := _note(row, way)) is None
            or (low <= note <= high and not choice.label_is_total)
        ]
        if kept:
            choice.keep(kept, "noter stiger")


def _note(row: Row, way: Reading) -> int | None:
    """The note number that a reading leaves before its first number, if it does."""
    first = next((value for value in way if value is not None), None)
    if first is None or not row.tokens or first.start <= row.tokens[0].start:
        return None
    return int(re.match(r"\d+", row.tokens[0].text).group())  # type: ignore[union-attr]


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
        for values in readings(row.tokens, row.line.text, count):
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
        if row in total.parts or row == total.total:
            want = solve.number(choices[total.total].readings[0][column])
            have = [solve.number(choices[part].readings[0][column]) for part in total.parts]
            if want is not None and sum((h for h in have if h), Decimal(0)) == want:
                return True
    return False


def _shown(way: Reading) -> str:
    return " | ".join(value.raw if value is not None else "·" for value in way)

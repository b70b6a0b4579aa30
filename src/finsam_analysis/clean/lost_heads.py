"""Columns of people whose heads are lost, named by what the report itself says of them.

Two things single a column out: the last column is the sum of all the others in every row, and a
column's total is a figure that the running text states for one category, or one kommun, of the
same insats and period. One such figure can be an accident; two in a table are not. What is left
keeps its place in `ovrigt`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rapidfuzz import fuzz

from finsam_analysis import words
from finsam_analysis.clean import prosa
from finsam_analysis.clean.context import Context, around, municipality, period_of, unit_of_cell
from finsam_analysis.clean.facts import OVRIGT, Fact
from finsam_analysis.clean.registry import Insats
from finsam_analysis.read.prose.reader import Figure
from finsam_analysis.read.tables.heads import Column
from finsam_analysis.read.tables.reader import Table, is_total
from finsam_analysis.read.terms import Term

_FEWEST = 2  # columns that the text must name
_ROWS = 3  # rows whose sums are no accident; fewer do with large numbers
_LARGE = 20
_AXES = {"remittering": "remittent", "avslut": "orsak", "forsorjning": "forsorjning"}
_KOMMUN = "kommun"
_SAME = 80.0  # how alike the labels of two tables' rows are, damaged print and all
_TWIN = "samma plats i tabellen på rad {} har rubriken {}"
_SUM = "kolumnens rubrik saknas i trycket; den är summan av de andra"
_STATED = "kolumnens rubrik saknas i trycket; {} står i texten, rad {}"


@dataclass(frozen=True, slots=True)
class _Named:
    """What a column is, and the figure that says so."""

    column: Column
    remark: str


def name_lost_columns(context: Context, table: Table, dataset: str) -> bool:
    """Name the columns of a table without heads where the report singles them out; True if any."""
    if len(table.columns) < _FEWEST + 1 or any(c.known or c.text.strip() for c in table.columns):
        return False
    named = _stated(context, table, dataset)
    last = len(table.columns) - 1
    if last_is_sum(table) and last not in named:
        named[last] = _Named(Column(terms=(Term("kon", "totalt"),)), _SUM)
    for at, found in named.items():
        table.told[at] = found.remark
    table.columns = tuple(
        named[at].column if at in named else column for at, column in enumerate(table.columns)
    )
    return bool(named)


def last_is_sum(table: Table) -> bool:
    """True when the last column is the sum of the others in every row, though no head says so."""
    width = len(table.columns)
    if width < 3 or any(column.terms for column in table.columns):
        return False
    sums = []
    for at in range(len(table.rows)):
        cells = [table.cell(at, column) for column in range(width)]
        numbers = [cell.value.number for cell in cells if cell is not None]
        if len(numbers) != width or sum(n for n in numbers[:-1] if n) != numbers[-1]:
            return False
        sums.append(numbers[-1] or Decimal(0))
    told = [total for total in sums if total]
    return len(told) >= _ROWS or (len(told) > 1 and min(told) >= _LARGE)


def note_twins(tables: Sequence[Table], facts: Sequence[Fact]) -> None:
    """Say which head the same place has in a table alike, for numbers whose own head is lost.

    It is no proof, so they stay in `ovrigt`; but whoever looks for them is told where to look.
    """
    for table in tables:
        twins = [other for other in tables if other is not table and _alike(table, other)]
        if len(twins) != 1:
            continue
        heads = twins[0].columns
        for fact in facts:
            if fact.table_id == table.table_id and fact.dataset == OVRIGT and fact.place:
                head = heads[fact.place[1]].text
                fact.note(_TWIN.format(twins[0].block.first, head) if head else "")


def _alike(table: Table, other: Table) -> bool:
    """True when a table without heads has the rows and as many columns as one with heads."""
    lost = [not column.known and not column.text.strip() for column in table.columns]
    if sum(lost) < _FEWEST or len(table.columns) != len(other.columns):
        return False
    if not all(column.known for column in other.columns) or len(table.rows) != len(other.rows):
        return False
    rows = zip(table.rows, other.rows, strict=True)
    pairs = [(words.fold(a.label), words.fold(b.label)) for a, b in rows]
    last = [c.columns[-1].on("kon") == "totalt" for c in (table, other)]
    return last[0] == last[1] and all(a and b and fuzz.ratio(a, b) >= _SAME for a, b in pairs)


def _stated(context: Context, table: Table, dataset: str) -> dict[int, _Named]:
    """The columns whose total the running text states, by number; none if it states but one."""
    totals = _totals(table)
    mine, period = around(context, table), period_of(context, table)
    figures = context.report.figures if totals and mine is not None else ()
    about = [f for f in figures if f.kon == "totalt" and _is_of(context, f, mine, period)]
    for axis in (_AXES.get(dataset), _KOMMUN):
        told = list(_told(context, about, axis)) if axis else []
        named: dict[int, _Named] = {}
        for column, figure in told:
            same = [at for at, (total, unit) in totals.items() if (total, unit) == _amount(figure)]
            rivals = {c.terms for c, other in told if _amount(other) == _amount(figure)}
            if len(same) == 1 and len(rivals) == 1 and same[0] not in named:
                remark = _STATED.format(figure.raw, figure.line)
                named[same[0]] = _Named(column, remark)
        heads = [found.column.terms for found in named.values()]
        if len(set(heads)) == len(heads) >= _FEWEST:
            return named
    return {}


def _told(
    context: Context, figures: Sequence[Figure], axis: str
) -> Iterator[tuple[Column, Figure]]:
    """Figures of a category, or of a kommun, with the column that they would name."""
    for figure in figures:
        dataset, extra = prosa.counted(figure) or ("", {})
        if axis == _KOMMUN:
            kommun = municipality(context, figure.kommun) if figure.kommun else None
            if kommun is not None and dataset == "deltagare":
                yield Column(kommun, (Term(_KOMMUN, kommun),)), figure
        elif _AXES.get(dataset) == axis and figure.kommun is None:
            yield Column(terms=(Term(axis, str(extra[axis])),)), figure


def _is_of(context: Context, figure: Figure, mine: Insats | None, period: str) -> bool:
    """True for a figure of all the people whom the table divides: same insats and same time."""
    insats, when, year = prosa.about(context, figure)
    timed = when == period and (period != "ar" or year == context.report.year)
    return timed and insats is mine


def _amount(figure: Figure) -> tuple[Decimal, str]:
    return Decimal(str(figure.value)), figure.unit


def _totals(table: Table) -> dict[int, tuple[Decimal, str]]:
    """The total of each column with its unit, from the one row whose label says so."""
    rows = [at for at, row in enumerate(table.rows) if is_total(row.label)]
    if len(rows) != 1:
        return {}
    return {
        cell.column: (cell.value.number, unit_of_cell(table, cell))
        for cell in table.cells
        if cell.row == rows[0] and cell.value.number is not None
    }

"""Tables that no dataset is about: numbers with the labels as printed, and nothing guessed."""

from __future__ import annotations

import re

from finsam_analysis import words
from finsam_analysis.clean.context import Context, fact, own_unit, period_of, unit_of_cell
from finsam_analysis.clean.facts import KRONOR, NO_LABEL, Fact
from finsam_analysis.clean.labels import on_axis, slug, unit_of_label
from finsam_analysis.clean.topics import Topic
from finsam_analysis.read.tables.reader import Cell, Table
from finsam_analysis.read.tables.rows import Row

_LOST_HEAD = "en kolumns rubrik med enhet gick inte att placera, så rubrikerna är inte säkert lästa"
_UNIT = re.compile(r"\((?:tkr|kr|mkr|%|procent)\)")


def clean_ovrigt(context: Context, table: Table, topic: Topic) -> list[Fact]:
    """One row per printed number under a label: matt (label and column as an identifier), kon.

    A number without any label is left out and listed: a number alone says nothing.
    """
    facts = []
    lost = _lost_head(table)
    for cell in table.cells:
        if cell.value.number is None:
            continue
        if not table.rows[cell.row].label or lost:
            table.leave(cell, _LOST_HEAD if lost else NO_LABEL)
            continue
        facts.append(beside(context, table, cell))
    return facts


def beside(context: Context, table: Table, cell: Cell) -> Fact:
    """One number under its printed labels, in the unit that its row, column or table prints."""
    row, column = table.rows[cell.row], table.columns[cell.column]
    own = None if cell.value.percent else own_unit(row)
    enhet = own or unit_of_label(row.label) or unit_of_label(column.text)
    enhet = "procent" if column.on("enhet") == "andel" else enhet
    if enhet is None and not cell.value.percent and not _in_one_column(table):
        enhet = context.unit(table)
    made = fact(context, table, cell, "ovrigt", enhet=enhet or unit_of_cell(table, cell))
    if enhet is None and made.enhet == "antal" and all(c.year for c in table.columns):
        made.named = False  # amounts stand by year too: nothing says that these are counts
    insats = context.registry.find(row.label)
    made.extra = {
        "insats_id": insats.insats_id if insats is not None else None,
        "matt": "_".join(part for part in (slug(row.label), slug(column.text)) if part),
        "kon": column.on("kon") or _kon(row) or "totalt",
        "period": period_of(context, table),
    }
    return made


def _kon(row: Row) -> str | None:
    """The gender that a row names, or stands under."""
    heading = on_axis(row.headings[-1], "kon") if row.headings else None
    return on_axis(row.label, "kon") or heading


def _in_one_column(table: Table) -> bool:
    """True when one column's head prints a unit of money: it is not that of the others."""
    return any(unit_of_label(column.text) in KRONOR for column in table.columns)


def _lost_head(table: Table) -> bool:
    """True when a unit in brackets stands between two columns' heads, but in no column's head."""
    heads = [words.fold(column.text) for column in table.columns if column.text.strip()]
    if len(heads) < 2 or any(_UNIT.search(head) for head in heads):
        return False
    for line in (words.fold(text) for text in table.caption):
        first, last = line.find(heads[0]), line.rfind(heads[-1])
        if 0 <= first < last and _UNIT.search(line, first, last):
            return True
    return False

"""Participants: totals, new, finished, unique, anonymous, per insats, kommun and gender.

Insatser down and counts across (SUS), or gender down and kommuner across. Where heads are lost
and the columns cannot be told, the numbers go to `ovrigt` with what is printed.
"""

from __future__ import annotations

from finsam_analysis.clean.context import (
    Context,
    fact,
    period_of,
    sums_columns,
    unit_of_cell,
    who_of,
)
from finsam_analysis.clean.facts import NO_UNIT, Fact
from finsam_analysis.clean.labels import exactly, first_mentioned
from finsam_analysis.clean.ovrigt import beside
from finsam_analysis.clean.people import UNKNOWN_HEAD, about_columns, count_or_share
from finsam_analysis.clean.topics import Topic
from finsam_analysis.read.blocks import is_head
from finsam_analysis.read.tables.head_grammar import Column
from finsam_analysis.read.tables.reader import Table


def clean_deltagare(context: Context, table: Table, topic: Topic) -> list[Fact]:
    """One row per printed number: insats_id, kommun, period, kon, matt, antal or andel."""
    above = [text for text in table.caption if not (table.head_known and _heads(table, text))]
    heading = (*table.block.section[-1:], *above)
    general = first_mentioned(heading, "matt") or "deltagare"
    facts = []
    for cell in table.cells:
        if cell.value.number is None:
            continue
        column = table.columns[cell.column]
        row = table.rows[cell.row]
        if _is_money(column):
            if context.unit(table) is None or not row.label:
                table.leave(cell, NO_UNIT)
            else:
                facts.append(beside(context, table, cell))
            continue
        if column.on("jamforelse") is not None and row.label:
            facts.append(beside(context, table, cell))
            continue
        about = who_of(context, table, row)
        counted = (
            exactly(row.label, "matt") or first_mentioned(row.headings[-1:], "matt") or general
        )
        known = column.on("matt") or (counted if column.known else None)
        dataset = "deltagare" if known else "ovrigt"
        made = fact(context, table, cell, dataset, enhet=unit_of_cell(table, cell))
        made.is_total = about.is_total or sums_columns(table, column)
        made.extra = {
            **about_columns(context, table, about, column),
            "period": period_of(context, table, column),
            "matt": known or f"kolumn_{cell.column + 1}",
        }
        orsak = column.on("orsak") or exactly(row.label, "orsak")
        if orsak is not None:
            made.dataset = "avslut"
            made.extra["orsak"] = orsak
        if not column.known:
            _unknown_head(made, cell.column, len(table.columns))
        count_or_share(made)
        facts.append(made)
    return facts


def _is_money(column: Column) -> bool:
    """True for what an insats cost, printed beside its participants."""
    money = {("enhet", "belopp"), ("enhet", "styckkostnad")}
    return any(t.axis in {"post", "belopp"} or (t.axis, t.name) in money for t in column.terms)


def _heads(table: Table, text: str) -> bool:
    """True for a line of the heads themselves: it says what columns count, not the table."""
    return is_head(text) or all(column.text in text for column in table.columns)


def _unknown_head(made: Fact, column: int, width: int) -> None:
    made.note(f"{UNKNOWN_HEAD} (kolumn {column + 1} av {width})")
    made.dataset = "ovrigt"
    made.extra["matt"] = f"{made.extra['matt']}_kolumn_{column + 1}"

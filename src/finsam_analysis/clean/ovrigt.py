"""Tables that no dataset is about: numbers with the labels as printed, and nothing guessed."""

from __future__ import annotations

from finsam_analysis.clean.context import Context, fact, period_of, unit_of_cell
from finsam_analysis.clean.facts import NO_LABEL, Fact
from finsam_analysis.clean.labels import on_axis, slug
from finsam_analysis.clean.topics import Topic
from finsam_analysis.read.tables import Table


def clean_ovrigt(context: Context, table: Table, topic: Topic) -> list[Fact]:
    """One row per printed number under a label: matt (label and column as an identifier), kon.

    A number without any label is left out and listed: a number alone says nothing.
    """
    facts = []
    for cell in table.cells:
        row, column = table.rows[cell.row], table.columns[cell.column]
        if cell.value.number is None:
            continue
        if not row.label:
            table.leave(cell, NO_LABEL)
            continue
        enhet = context.unit(table) if not cell.value.percent else None
        made = fact(context, table, cell, "ovrigt", enhet=enhet or unit_of_cell(table, cell))
        made.extra = {
            "matt": "_".join(part for part in (slug(row.label), slug(column.text)) if part),
            "kon": column.on("kon") or on_axis(row.label, "kon") or "totalt",
            "period": period_of(table),
        }
        facts.append(made)
    return facts

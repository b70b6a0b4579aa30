"""Background: age, education and time, of participants and of the new ones.

Groups down, gender across. Age groups and lengths of time are known by their form.
"""

from __future__ import annotations

import re

from finsam_analysis import words
from finsam_analysis.clean.context import (
    Context,
    Who,
    fact,
    municipality,
    period_of,
    sums_columns,
    unit_of_cell,
    who_of,
)
from finsam_analysis.clean.facts import NO_LABEL, Fact
from finsam_analysis.clean.labels import first_mentioned, on_axis, slug
from finsam_analysis.clean.ovrigt import beside
from finsam_analysis.clean.people import about_columns, count_or_share
from finsam_analysis.clean.topics import Topic
from finsam_analysis.read.tables.reader import Table, is_total


def clean_bakgrund(context: Context, table: Table, topic: Topic) -> list[Fact]:
    """One row per printed number: dimension (alder, utbildning, tid), kategori, kon."""
    if topic.category_in == "columns" and any(column.on("alder") for column in table.columns):
        return _ages_across(context, table)
    dimension = _dimension(table)
    third = {"kvinnor", "man"} <= {column.on("kon") for column in table.columns}
    facts = []
    for cell in table.cells:
        row, column = table.rows[cell.row], table.columns[cell.column]
        if cell.value.number is None:
            continue
        made = fact(context, table, cell, "bakgrund", enhet=unit_of_cell(table, cell))
        category = on_axis(row.label, "utbildning") or slug(row.label)
        made.extra = {
            **about_columns(context, table, Who(kon=column.on("kon")), column),
            "period": period_of(context, table),
            "dimension": dimension,
            "kategori": "totalt" if is_total(row.label) else category,
        }
        if dimension == "kommun" and made.extra["kommun"] is None:
            made.extra["kommun"] = municipality(context, row.label)
        if column.on("kon") is None and third:
            made.extra["kon"] = "totalt"
        made.is_total = made.is_total or sums_columns(table, column)
        count_or_share(made)
        facts.append(made)
    return facts


def _ages_across(context: Context, table: Table) -> list[Fact]:
    """Age groups across, insatser or gender down; the other columns are totals or of no age."""
    facts = []
    for cell in table.cells:
        row, column = table.rows[cell.row], table.columns[cell.column]
        if cell.value.number is None:
            continue
        if not row.label:
            table.leave(cell, NO_LABEL)
            continue
        age = column.on("alder") or ("totalt" if column.on("kon") == "totalt" else None)
        if age is None:
            facts.append(beside(context, table, cell))
            continue
        about = who_of(context, table, row)
        made = fact(context, table, cell, "bakgrund", enhet=unit_of_cell(table, cell))
        made.is_total = about.is_total or age == "totalt"
        made.extra = {
            **about_columns(context, table, about, column),
            "period": period_of(context, table),
            "dimension": "alder",
            "kategori": age,
        }
        count_or_share(made)
        facts.append(made)
    return facts


def _dimension(table: Table) -> str:
    labels = [words.fold(row.label) for row in table.rows if row.own_label]
    for name, patterns in words.load("amnen")["tidslag"].items():
        if sum(any(re.search(p, label) for p in patterns) for label in labels) * 2 >= len(labels):
            return str(name)
    return first_mentioned(table.caption, "dimension") or "utbildning"

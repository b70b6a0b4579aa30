"""The skeleton that the tables of participants share: a category across or down, people counted.

Each topic (exit reasons, referrals, livelihood, background) names its axis; rows and columns that
are a gender, a kommun, an insats or a total are the same in all of them. A column that belongs to
another dataset (the year's goal, the number of new participants) is sent there.
"""

from __future__ import annotations

from dataclasses import dataclass

from finsam_analysis.clean.context import (
    Context,
    Who,
    around,
    fact,
    headed,
    kommun_over,
    municipality,
    period_of,
    sums_columns,
    unit_of_cell,
    who_of,
)
from finsam_analysis.clean.facts import NO_LABEL, Fact
from finsam_analysis.clean.labels import exactly, first_mentioned, mentions, on_axis, slug
from finsam_analysis.clean.topics import Topic
from finsam_analysis.read.blocks import is_head
from finsam_analysis.read.tables.heads import Column, captions
from finsam_analysis.read.tables.reader import Cell, Table, is_total
from finsam_analysis.read.tables.rows import Row
from finsam_analysis.read.terms import lookup, parse_heads, tidy

_WHOLES = {"arbete_studier": {"arbete", "studier"}}  # categories that a heading names by parts
UNKNOWN_HEAD = "kolumnens rubrik saknas i trycket"


@dataclass(frozen=True, slots=True)
class Axis:
    """A category of people: its axis in words/axlar.toml, and its column in the dataset."""

    dataset: str
    axis: str
    column: str
    matt: str  # what is counted when a column of this table is no category


def clean_people(context: Context, table: Table, topic: Topic, axis: Axis) -> list[Fact]:
    """Tidy a table of people by category; one row per printed number."""
    facts = []
    period = period_of(context, table)
    for cell in table.cells:
        column = table.columns[cell.column]
        if cell.value.number is None:
            continue
        if not table.rows[cell.row].label and not column.known:
            table.leave(cell, NO_LABEL)
            continue
        if topic.category_in == "rows":
            made = _counted(context, table, cell, axis, period)
        else:
            made = _routed(context, table, cell, period)
        if made is None:
            made = _categorised(context, table, cell, topic, axis, period)
        facts.append(made)
        if column.on("kon") is None and _is_third(table, cell.column):
            made.extra["kon"] = "totalt"
    return facts


def _is_third(table: Table, at: int) -> bool:
    """A column without gender beside women and men holds both."""
    others = {column.on("kon") for i, column in enumerate(table.columns) if i != at}
    return {"kvinnor", "man"} <= others


def _routed(context: Context, table: Table, cell: Cell, period: str) -> Fact | None:
    """The fact of a column that belongs to another dataset, or None."""
    column = table.columns[cell.column]
    is_goal = column.on("mal") in {"mal", "resultat"}
    matt = column.on("matt")
    if not is_goal and matt is None:
        return None
    about = who_of(context, table, table.rows[cell.row])
    enhet = unit_of_cell(table, cell)
    made = fact(context, table, cell, "mal" if is_goal else "deltagare", enhet=enhet)
    made.is_total = about.is_total
    made.extra = {**about_columns(context, table, about, column), "period": period}
    made.extra["matt"] = matt or _goal_measure(table, column)
    if is_goal:
        made.extra["del"] = column.on("mal")
    count_or_share(made)
    return made


def _counted(context: Context, table: Table, cell: Cell, axis: Axis, period: str) -> Fact | None:
    """The fact of a row that counts participants among rows of categories, or None.

    `Avslutade` below reasons that add up to it is their total, and no row of its own.
    """
    row, column = table.rows[cell.row], table.columns[cell.column]
    matt = exactly(row.label, "matt")
    sums = is_total(row.label) or any(found.total == cell.row for found in table.sums)
    if matt is None or sums or on_axis(row.label, axis.axis) is not None:
        return None
    made = fact(context, table, cell, "deltagare", enhet=unit_of_cell(table, cell))
    about = _under_heading(context, row, column)
    made.is_total = sums_columns(table, column)
    made.extra = {**about_columns(context, table, about, column), "period": period, "matt": matt}
    count_or_share(made)
    return made


def _under_heading(context: Context, row: Row, column: Column) -> Who:
    """Whom a row of a category is about: the gender over its column, and what it stands under."""
    kon = column.on("kon") if column.on("kon") != "totalt" else None
    heading = row.headings[-1] if row.headings else ""
    insats = context.registry.find(heading) if heading else None
    above = on_axis(heading, "kon") if heading and insats is None else None
    return Who(kon=kon or (above if above != "totalt" else None), insats=insats)


def _goal_measure(table: Table, column: Column) -> str:
    """What a goal column is a goal for: its own words, or the shares it stands beside."""
    named = first_mentioned([column.text], "matt")
    beside = [c for c in table.columns if c.on("orsak") == "arbete_studier"]
    return "avslutade_arbete_studier" if beside else named or "deltagare"


def _categorised(
    context: Context, table: Table, cell: Cell, topic: Topic, axis: Axis, period: str
) -> Fact:
    row, column = table.rows[cell.row], table.columns[cell.column]
    enhet = unit_of_cell(table, cell)
    made = fact(context, table, cell, axis.dataset, enhet=enhet)
    if topic.category_in == "rows":
        category = on_axis(row.label, axis.axis) or ("totalt" if is_total(row.label) else None)
        about = _under_heading(context, row, column)
        if category is None and on_axis(row.label, "enhet"):
            category = _carried(table, cell, axis)
        category = category or slug(row.label)
    else:
        category = _column_category(column, axis)
        about = who_of(context, table, row)
        told = {term.axis for term in column.terms}
        if topic.category_in == "heading" and told & {"kon", "enhet"} and axis.axis not in told:
            category = _of_heading(context, table, axis) or "totalt"
        elif column.on("kon") and axis.axis not in told:
            category = "totalt"
    made.is_total = about.is_total or category == "totalt" or sums_columns(table, column)
    made.extra = {**about_columns(context, table, about, column), "period": period}
    made.extra[axis.column] = category
    if category is None:
        made.note(f"{UNKNOWN_HEAD} (kolumn {cell.column + 1} av {len(table.columns)})")
    count_or_share(made)
    return made


def _of_heading(context: Context, table: Table, axis: Axis) -> str | None:
    """The one category that the table's own heading is about, as those who left for work."""
    for text in reversed(table.caption):
        heads = is_head(text) and not captions(text)
        if heads or context.registry.named_in(text) is not None:
            continue
        terms = [term for head in parse_heads(text) for term in head.terms]
        names = {term.name for term in terms if term.axis == axis.axis}
        if names:
            whole = next((name for name, parts in _WHOLES.items() if names >= parts), None)
            return names.pop() if len(names) == 1 else whole
    return None


def _carried(table: Table, cell: Cell, axis: Axis) -> str | None:
    """The category of a row `Andel` under a row `Arbetsförmedlingen Antal`."""
    for at in range(cell.row, -1, -1):
        found = on_axis(table.rows[at].label, axis.axis)
        if found:
            return found
    return None


def _column_category(column: Column, axis: Axis) -> str | None:
    named = column.on(axis.axis)
    if named:
        return named
    if column.on("kon") == "totalt":
        return "totalt"
    return slug(column.text) or None


def about_columns(
    context: Context, table: Table, about: Who, column: Column
) -> dict[str, str | None]:
    """insats_id, kommun and kon of a number: its row's, its column's, its heading's."""
    insats = about.insats or headed(context, table, column)
    insats = insats or around(context, table, of_total=about.is_total)
    name = column.text if column.on("kommun") else column.on("namn")
    kommun = about.kommun or (kommun_over(context, table, name) if name else None)
    kommun = kommun or _kommun_above(context, table, column)
    kon = about.kon or column.on("kon") or "totalt"
    return {
        "insats_id": insats.insats_id if insats is not None else None,
        "kommun": kommun,
        "kon": kon,
        "tidpunkt": column.on("tidpunkt"),
    }


def _kommun_above(context: Context, table: Table, column: Column) -> str | None:
    """The kommun that heads a group of columns: a known one, or the heading says kommuner."""
    above, _, own = column.text.rpartition(", ")
    if not above or not own:
        return None
    per_kommun = mentions(table.caption, "indelning", "kommun") and not lookup(above)
    return municipality(context, above) or (tidy(above) if per_kommun else None)


def count_or_share(made: Fact) -> None:
    """Put the value where it is normalised: counts in `antal`, percent as a share in `andel`."""
    if made.enhet == "procent":
        made.extra["andel"] = float(made.varde / 100)
    elif made.enhet == "antal" and made.varde == made.varde.to_integral_value():
        made.extra["antal"] = int(made.varde)

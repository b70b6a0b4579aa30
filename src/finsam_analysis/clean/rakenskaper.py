"""The books: statements, notes, multi-year overviews and driftredovisning.

Posts down, years across; driftredovisning has income, cost and net across. An overview mixes
amounts with solidity and counts of people. One statement is printed with its labels in one run
and its numbers in another: labels are given to numbers only where signs and sums leave one way.
"""

from __future__ import annotations

import re

from finsam_analysis import words
from finsam_analysis.clean.align import give_labels
from finsam_analysis.clean.context import Context, fact
from finsam_analysis.clean.facts import NO_LABEL, NO_UNIT, Fact, in_kronor
from finsam_analysis.clean.labels import exactly, known_as, on_axis, slug, unit_of_label
from finsam_analysis.clean.ovrigt import beside
from finsam_analysis.clean.registry import is_name
from finsam_analysis.clean.topics import Topic
from finsam_analysis.read.tables.reader import Cell, Table, is_total
from finsam_analysis.read.tables.rows import Row


def clean_rakenskaper(context: Context, table: Table, topic: Topic) -> list[Fact]:
    """Tidy a statement, a note or an overview.

    One row per printed number: rapport, not_nr, post (identifier from words/poster.toml, or the
    label as an identifier), for driftredovisning also belopp (intakt, kostnad, netto) and
    post_budget; belopp_kr in kronor where the number is an amount.
    """
    if table.labels_apart:
        give_labels(table)
    balances = any(column.on("balans") for column in table.columns)
    facts = []
    for cell in table.cells:
        if cell.value.number is None:
            continue
        label, bare = table.rows[cell.row].label, table.nameless_total(cell.row)
        if topic.category_in == "transposed":
            label = table.columns[cell.column].text
        if not label and not bare:
            table.leave(cell, NO_LABEL)
            continue
        post = "summa" if bare else known_as(label, "poster", "post") or slug(label)
        enhet = _unit(context, table, cell, post, topic)
        if enhet is None:
            table.leave(cell, NO_UNIT)
            continue
        column = table.columns[cell.column]
        if column.on("jamforelse") is not None and balances:
            facts.append(beside(context, table, cell))
            continue
        opening = column.on("balans") == "ingaende"
        year = context.report.year - 1 if opening and column.year is None else None
        made = fact(context, table, cell, "rakenskaper", enhet=enhet, year=year)
        made.is_total = bare is not None or is_total(label) or _sums(table, cell.row)
        made.extra = {
            "rapport": topic.rapport,
            "not_nr": topic.not_nr,
            "post": post,
            "insats_id": _insats(context, table, table.rows[cell.row], topic),
            "belopp_kr": in_kronor(made.varde, enhet),
            "post_budget": table.columns[cell.column].on("post"),
        }
        if topic.rapport == "driftredovisning":
            _driftredovisning(made, table, cell)
        facts.append(made)
    return facts


def _insats(context: Context, table: Table, row: Row, topic: Topic) -> str | None:
    """The insats that a row of the note on costs names: some förbund print their insatser there,
    or in driftredovisning, where headings say which rows are insatser.
    """
    label = row.label
    if topic.rapport == "driftredovisning" and not is_total(label):
        found = context.registry.find(label)
        kinds = [known_as(text, "ekonomi", "rubrik") for text in row.headings[-1:]]
        if found is None and {"individ", "struktur"} & {*kinds} and is_name(label):
            found = context.registry.add(label, context.report.year)
        return found.insats_id if found is not None else None
    costs = known_as(note_heading(table), "poster", "post") == "verksamhetens_kostnader"
    if topic.rapport != "not" or not costs or not is_name(label) or is_total(label):
        return None
    if known_as(label, "poster", "post") or known_as(label, "ekonomi", "kategori"):
        return None
    if any(word in words.fold(label) for word in words.load("ekonomi")["inte_insats"]):
        return None
    return context.registry.add(label, context.report.year).insats_id


def note_heading(table: Table) -> str:
    """What a note is called: the words after its number."""
    heading = next((t for t in table.caption if words.fold(t).startswith("not ")), "")
    found = heading.split(maxsplit=2)
    return re.sub(r"\s*(\(.*\)|(19|20)\d\d-.*)$", "", found[2]) if len(found) > 2 else ""


def _sums(table: Table, row: int) -> bool:
    """Whether a row is the sum of others; not if a total counts it beside them as one of its parts.

    The region pays as much as the kommuner together: its row is no total of theirs.
    """
    beside = [set(found.parts) for found in table.sums if row in found.parts]
    return any(
        found.total == row and not any(set(found.parts) & parts for parts in beside)
        for found in table.sums
    )


def _unit(context: Context, table: Table, cell: Cell, post: str, topic: Topic) -> str | None:
    """The unit of one number: its own sign, its row's, its post's, its table's."""
    label = table.rows[cell.row].label
    for name in ("procent", "antal"):
        if post in words.load("poster")["enhet"][name]:
            return name
    if cell.value.percent:
        return "procent"
    people = exactly(label, "matt") or on_axis(label, "kon")
    if topic.rapport == "flerarsoversikt" and people and not is_total(label):
        return "antal"
    return unit_of_label(label) or context.unit(table) or context.statement_unit


def _driftredovisning(made: Fact, table: Table, cell: Cell) -> None:
    column = table.columns[cell.column]
    made.extra["belopp"] = column.on("belopp") or "netto"
    made.extra["post_budget"] = column.on("post")

"""One captured report as facts: every block read, its topic found, its module called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from finsam_analysis import words
from finsam_analysis.clean.avslut import clean_avslut
from finsam_analysis.clean.bakgrund import clean_bakgrund
from finsam_analysis.clean.bases import head_bases
from finsam_analysis.clean.books import name_budget_columns
from finsam_analysis.clean.context import Context
from finsam_analysis.clean.counted import name_counted_columns
from finsam_analysis.clean.deltagare import clean_deltagare
from finsam_analysis.clean.ekonomi import clean_ekonomi
from finsam_analysis.clean.enkat import clean_enkat
from finsam_analysis.clean.facts import Fact
from finsam_analysis.clean.forsorjning import clean_forsorjning
from finsam_analysis.clean.guard import guard
from finsam_analysis.clean.items import clean_chart_items, clean_survey_items
from finsam_analysis.clean.labels import known_as
from finsam_analysis.clean.lost_heads import name_lost_columns, note_twins
from finsam_analysis.clean.mal import clean_goal_items, clean_mal
from finsam_analysis.clean.medlemsbidrag import clean_medlemsbidrag
from finsam_analysis.clean.neighbours import name_parts, settle_other, settle_times
from finsam_analysis.clean.nyckeltal import clean_nyckeltal
from finsam_analysis.clean.ovrigt import clean_ovrigt
from finsam_analysis.clean.prosa import clean_prosa
from finsam_analysis.clean.rakenskaper import clean_rakenskaper, note_heading
from finsam_analysis.clean.registry import Registry, is_name
from finsam_analysis.clean.remittering import clean_remittering
from finsam_analysis.clean.signs import sign_costs
from finsam_analysis.clean.topics import (
    Topic,
    heading_number,
    note_number,
    numbered_note,
    topic_of,
)
from finsam_analysis.clean.units import default_unit, resolve_units
from finsam_analysis.read.blocks import Block
from finsam_analysis.read.capture import Report, left_lines
from finsam_analysis.read.find import CHART, GOAL, SURVEY, TABLE, read_items, unread_of
from finsam_analysis.read.omitted import Left, unseen_rows
from finsam_analysis.read.tables.elsewhere import settle_across
from finsam_analysis.read.tables.heads_named import cut_names
from finsam_analysis.read.tables.lent_heads import lend_heads
from finsam_analysis.read.tables.reader import Table, read_table
from finsam_analysis.read.tables.rows import is_row
from finsam_analysis.read.terms import Term, is_term, tidy

_SHARE = Term("enhet", "andel")

Cleaner = Callable[[Context, Table, Topic], list[Fact]]

CLEANERS: dict[str, Cleaner] = {
    "ekonomi": clean_ekonomi,
    "rakenskaper": clean_rakenskaper,
    "medlemsbidrag": clean_medlemsbidrag,
    "deltagare": clean_deltagare,
    "avslut": clean_avslut,
    "remittering": clean_remittering,
    "forsorjning": clean_forsorjning,
    "bakgrund": clean_bakgrund,
    "mal": clean_mal,
    "nyckeltal": clean_nyckeltal,
    "enkat": clean_enkat,
    "ovrigt": clean_ovrigt,
}

LOST = frozenset({"deltagare", "avslut", "remittering", "forsorjning"})  # topics told by headings
WITH_BASES = frozenset({"avslut", "remittering", "forsorjning", "bakgrund"})


def read_tables(report: Report) -> list[Table]:
    """The report's generic tables, read from their captured lines, budget columns named."""
    tables = _with_names(
        [read_table(block) for block in join_continued(report.blocks) if block.kind == "tabell"]
    )
    tables = lend_heads(_with_brackets(tables))
    _number_notes(tables)
    settle_across(tables)
    name_budget_columns(tables, report.year)
    for table in tables:
        _part_shares(table)
        settle_other(table)
        settle_times(table)
        name_parts(table)
        name_counted_columns(table, report.figures)
    return tables


def _with_names(tables: Sequence[Table]) -> list[Table]:
    """The tables, those without heads read again with the names that label rows in others."""
    names = {
        words.fold(tidy(row.label))
        for table in tables
        for row in table.rows
        if row.own_label and is_name(row.label) and not is_term(row.label)
    }
    again = [
        read_table(t.block, names) if _unsure(t) or _heads_name(t, names) else t for t in tables
    ]
    return [new if new.head_known else old for old, new in zip(tables, again, strict=True)]


def _number_notes(tables: Sequence[Table]) -> None:
    """`2. Verksamhetens kostnader` after note 1 of the same years is note 2, in its unit."""
    before: tuple[int, Table] | None = None
    for table in tables:
        number = numbered_note(table, table.caption)
        years = [column.year for column in table.columns]
        if number is None and before is not None:
            last, note = before
            number = heading_number(table.caption)
            if number == last + 1 and years == [column.year for column in note.columns]:
                table.caption = (words.load("tabell")["noter"], *table.caption)
                table.unit = table.unit or note.unit
            else:
                number = None
        before = (number, table) if number is not None else before


def _with_brackets(tables: Sequence[Table]) -> list[Table]:
    """The tables, those of amounts that are all in brackets read as the others' brackets are."""
    if not any(table.signed for table in tables):
        return list(tables)
    return [
        read_table(table.block, brackets=True)
        if not table.signed and any(cell.value.bracketed for cell in table.cells)
        else table
        for table in tables
    ]


def _heads_name(table: Table, names: set[str]) -> bool:
    """True when one line above the rows holds two names or more that label rows elsewhere."""
    return any(sum(cut_names(text.split(), names)[1]) > 1 for text in table.caption)


def _unsure(table: Table) -> bool:
    """True when the heads are not known, or are so only by their place above the columns."""
    unsure = any(column.on("namn") or not column.known for column in table.columns)
    return not table.head_known or unsure or same_heads(table)


def _part_shares(table: Table) -> None:
    """A column of percent beside amounts that is headed like one of them is its share."""
    shares = {
        at
        for at in range(len(table.columns))
        if (own := [c.value.percent for c in table.cells if c.column == at]) and all(own)
    }
    if shares and same_heads(table):
        table.columns = tuple(
            replace(column, terms=(_SHARE,)) if at in shares and column.on("post") else column
            for at, column in enumerate(table.columns)
        )


def same_heads(table: Table) -> bool:
    """True when two columns are headed alike, so that their numbers cannot be told apart.

    Columns under different heads of a group differ; what the group is, is for the topic to know.
    """
    known = [
        (column.terms, column.year, column.text.rpartition(",")[0])
        for column in table.columns
        if column.known
    ]
    return len(known) != len(set(known))


def join_continued(blocks: Sequence[Block]) -> list[Block]:
    """Blocks with a note over two pages made one: same number, "forts." in the second."""
    joined: list[Block] = []
    for block in blocks:
        before = joined[-1] if joined else None
        if before is not None and _continues(before, block):
            rows = [line for line in block.lines if is_row(line.text)]
            first = block.lines.index(rows[0]) if rows else 0
            joined[-1] = replace(before, lines=(*before.lines, *block.lines[first:]))
        else:
            joined.append(block)
    return joined


def _continues(before: Block, block: Block) -> bool:
    texts = [line.text.strip() for line in block.lines[:3]]
    number = note_number(tuple(texts))
    says = any(word in words.fold(" ".join(texts)) for word in words.load("tabell")["fortsattning"])
    return (
        says
        and number is not None
        and number == note_number(tuple(line.text.strip() for line in before.lines[:3]))
    )


def clean_report(
    report: Report, registry: Registry, tables: Sequence[Table]
) -> tuple[list[Fact], Context]:
    """All facts of a report: tables first (books before people), then prose."""
    context = Context(report, registry, resolve_units(tables), default_unit(tables), tables=tables)
    topics = {table.table_id: topic_of(table) for table in tables}
    facts: list[Fact] = []
    for table in sorted(
        tables, key=lambda t: (topics[t.table_id].name != "ekonomi", t.block.first)
    ):
        topic = topics[table.table_id]
        if topic.name in LOST and name_lost_columns(context, table, topic.name):
            topic = replace(topic_of(table), name=topic.name)
        if same_heads(table):
            for cell in table.cells:
                table.leave(cell, "två kolumner har samma rubrik, så de går inte att skilja åt")
            continue
        made = guard(table, CLEANERS.get(topic.name, clean_ovrigt)(context, table, topic))
        sign_costs(made)
        if topic.name in WITH_BASES:
            made += head_bases(context, table)
        _name_note(table, topic, made)
        facts += made
    note_twins(tables, facts)
    for block in report.blocks:
        if block.kind != TABLE:
            facts += clean_items(context, block)
    facts += clean_prosa(context)
    return facts, context


def left_of(
    report: Report, tables: Sequence[Table], facts: Sequence[Fact], context: Context
) -> list[Left]:
    """Every line with numbers that did not become facts, and why: no number is lost in silence."""
    read: dict[int, list[str]] = {}
    for fact in facts:
        read.setdefault(fact.line, []).append(fact.raw)
    books = {fact.table_id for fact in facts if fact.dataset == "rakenskaper"}
    listed = left_lines(tables, context.unread)
    already = {left.line for left in listed}
    more = [
        left
        for block in report.blocks
        for left in unseen_rows(block, read, already, notes=block.table_id in books)
    ]
    return left_lines(tables, context.unread, [*report.loose, *more])


def clean_items(context: Context, block: Block) -> list[Fact]:
    """The facts of a goal, survey or chart block."""
    items = read_items(block, year=context.report.year)
    context.unread[block.table_id] = unread_of(block, items)
    cleaner = {GOAL: clean_goal_items, SURVEY: clean_survey_items, CHART: clean_chart_items}[
        block.kind
    ]
    return cleaner(context, block, items)


def _name_note(table: Table, topic: Topic, facts: Sequence[Fact]) -> None:
    """The post of the statement that a note's heading names, for its sum to be held against."""
    if topic.rapport != "not":
        return
    post = known_as(note_heading(table), "poster", "post")
    for fact in facts:
        fact.extra["not_post"] = post

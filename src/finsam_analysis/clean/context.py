"""What a cleaning module is given: one report, its tables, their units, and the registry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from finsam_analysis import words
from finsam_analysis.clean.facts import Fact
from finsam_analysis.clean.labels import exactly, first_mentioned, mentions, on_axis, unit_of_label
from finsam_analysis.clean.registry import Insats, Registry, is_name
from finsam_analysis.clean.scope import Scopes
from finsam_analysis.clean.topics import Topic
from finsam_analysis.read.blocks import is_head
from finsam_analysis.read.capture import Report
from finsam_analysis.read.goals.owners import owners
from finsam_analysis.read.numbers import POINT, is_unit
from finsam_analysis.read.tables.head_grammar import Column
from finsam_analysis.read.tables.reader import Cell, Table, Unread, is_total
from finsam_analysis.read.tables.rows import Row
from finsam_analysis.read.tables.solve import Sum
from finsam_analysis.read.terms import lookup, tidy
from finsam_analysis.read.units import printed_unit

_NAMED = 3  # parts of a sum that a remark names; of more it says how many
DECIMAL_POINT = "punkten i talet läst som decimaltecken"
_MOST_NAMES = 0.5  # share of the names over columns that are kommuner, for all to be
_LETTERS = 2  # rows or columns of a kind that tell that the others are so too


@dataclass(slots=True)
class Context:
    """One report on its way to tidy rows."""

    report: Report
    registry: Registry
    units: dict[str, tuple[str | None, str]] = field(default_factory=dict)
    statement_unit: str | None = None  # what the statements print, and their notes are in
    unread: dict[str, list[Unread]] = field(default_factory=dict)  # of blocks that are no tables
    tables: Sequence[Table] = ()
    scopes: Scopes = field(init=False)

    def __post_init__(self) -> None:
        self.scopes = Scopes(self.registry, self.report.blocks, self.tables)

    def unit(self, table: Table) -> str | None:
        """The unit of the table's amounts of money, or None."""
        return self.units.get(table.table_id, (table.unit, ""))[0]


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a row or a heading is about."""

    insats: Insats | None = None
    kommun: str | None = None
    kon: str | None = None
    is_total: bool = False


def fact(
    context: Context, table: Table, cell: Cell, dataset: str, *, enhet: str, year: int | None = None
) -> Fact:
    """The fact of one cell, with everything that says where it is printed."""
    row, column = table.rows[cell.row], table.columns[cell.column]
    number = cell.value.number
    assert number is not None
    made = Fact(
        dataset=dataset,
        report_id=context.report.report_id,
        forbund_id=context.report.forbund_id,
        year=year or row.year or column.year or context.report.year,
        line=cell.line.no,
        page=cell.line.page,
        table_id=table.table_id,
        label_raw=row.label or str(row.year or ""),
        kolumn_raw=column.text,
        raw=cell.value.raw,
        varde=number,
        enhet=enhet,
        is_total=is_total(row.label),
        place=(cell.row, cell.column),
        marks=cell.value.marks,
        reading=cell.proof,
        refused=cell.refused,
    )
    made.note(table.told.get(cell.column, ""))
    remark = context.units.get(table.table_id, (None, ""))[1]
    if enhet in {"kr", "tkr", "mkr"}:
        made.note(remark)
    if POINT in cell.value.marks:
        made.note(DECIMAL_POINT)
    total = table.nameless_total(cell.row)
    if total is not None:
        made.is_total = True
        made.note(f"etiketten är inte tryckt; talet är summan av {_parts(table, total)}")
    return made


def who(context: Context, table: Table, label: str) -> Who:
    """Whom a row label names: a gender, a kommun, everybody, or an insats."""
    kon = on_axis(label, "kon") or _letter(table, label)
    if kon in {"kvinnor", "man", "ej_angivet"}:
        return Who(kon=kon)
    if is_total(label) or kon == "totalt":
        return Who(is_total=True)
    kommun = municipality(context, label)
    if kommun is None and rows_are_kommuner(table) and not lookup(label):
        kommun = tidy(label)
    if kommun is not None:
        return Who(kommun=kommun)
    if is_name(label) and exactly(label, "matt") is None:
        insats = context.registry.add(label, context.report.year)
        return Who(insats=insats, kommun=insats.kommun)
    return Who()


def kommun_over(context: Context, table: Table, name: str) -> str | None:
    """The kommun that a name over a column is: a known one, or one beside mostly known ones."""
    known = municipality(context, name)
    if known is not None:
        return known
    if mentions(table.caption, "dimension", "kommun"):
        return tidy(name)  # `Deltagarnas hemkommun`
    names = [found for column in table.columns if (found := column.on("namn"))]
    places = sum(municipality(context, other) is not None for other in names)
    told = mentions(table.caption, "indelning", "kommun") or places >= _LETTERS
    return tidy(name) if told and places > _MOST_NAMES * len(names) else None


def rows_are_kommuner(table: Table) -> bool:
    """True when the word that heads the labels says that they are kommuner."""
    stubs = words.load("amnen")["stubbe"]["kommun"]
    heads = words.fold(table.caption[-1]).split() if table.caption else []
    return len(heads) > 1 and heads[0] in stubs


def who_of(context: Context, table: Table, row: Row) -> Who:
    """Whom a row is about: by its label, and by the kommun or insats that it stands under."""
    own = who(context, table, row.label)
    counted = exactly(row.label, "matt") is not None
    if own.insats or own.kommun or not row.headings or not (own.kon or own.is_total or counted):
        return own
    heading = row.headings[-1]
    insats = context.registry.find(heading)
    kommun = municipality(context, heading)
    if kommun is None and insats is None and mentions(table.caption, "indelning", "kommun"):
        kommun = tidy(heading) if not lookup(heading) else None
    return replace(own, insats=insats if kommun is None else None, kommun=kommun)


def _letter(table: Table, label: str) -> str | None:
    """The gender of a row headed by a letter, when others of the table's rows are too."""
    letters = words.load("tabell")["konsbokstav"]
    if label not in letters or sum(row.label in letters for row in table.rows) < _LETTERS:
        return None
    return str(letters[label])


def headed(context: Context, table: Table, column: Column) -> Insats | None:
    """The insats whose name heads a column, where names head all columns but totals and shares.

    A name among reasons to leave is where people went on to. One never seen gets an entry.
    """
    name = column.on("namn")
    if name is None or kommun_over(context, table, name) is not None:
        return None
    others = [c for c in table.columns if c.on("namn") is None]
    if any(c.on("kon") != "totalt" and c.on("enhet") != "andel" for c in others):
        return None
    found = context.registry.find(name)
    if found is not None or not is_name(name) or len(table.columns) - len(others) < _LETTERS:
        return found
    if mentions(table.caption, "indelning", "kommun") and not rows_are_kommuner(table):
        return None
    return context.registry.add(name, context.report.year)


def municipality(context: Context, label: str) -> str | None:
    """The förbund's kommun that a label is, and nothing else."""
    key = [word for word in words.fold(tidy(label)).split() if word not in {"kommun", "kommuns"}]
    return context.registry.is_place(key[0]) if len(key) == 1 else None


def around(context: Context, table: Table, *, of_total: bool = False) -> Insats | None:
    """The insats whose section or heading the table stands under, nearest heading first.

    A total of rows that are insatser is that insats' only when they are parts of it.
    """
    titled = any(not _is_of_heads(table, text) for text in table.caption)
    section = table.block.section if context.scopes.holds(table.block, titled=titled) else ()
    for text in reversed((*section, *table.caption)):
        if _is_of_heads(table, text):  # an insats there heads its own numbers
            continue
        found = context.registry.find(text) if len(text) <= 60 else None
        found = found or context.registry.named_in(text)
        if found is not None:
            return None if of_total and _sums_others(context, table, found) else found
    return None


def _is_of_heads(table: Table, text: str) -> bool:
    return is_head(text) or _heads_columns(table, text)


def _heads_columns(table: Table, text: str) -> bool:
    return any((name := column.on("namn")) and name in text for column in table.columns)


def sums_columns(table: Table, column: Column) -> bool:
    """True for the column of all, beside columns that names head."""
    named = any(other.on("namn") for other in table.columns)
    return named and column.on("namn") is None and column.on("kon") == "totalt"


def _parts(table: Table, total: Sum) -> str:
    """What a total that prints no label is the sum of."""
    parts = [table.rows[part].label for part in total.parts]
    return " + ".join(parts) if len(parts) <= _NAMED and all(parts) else f"{len(parts)} rader"


def _sums_others(context: Context, table: Table, insats: Insats) -> bool:
    """True when a row of the table is another insats, and no part of the one given."""
    named = [context.registry.find(row.label) for row in table.rows if not is_total(row.label)]
    return any(
        other is not None and other is not insats and not context.registry.is_part(other, insats)
        for other in named
    )


def period_of(context: Context, table: Table, column: Column | None = None) -> str:
    """`projekt` when a heading says that the figures are of a whole project, else `ar`.

    The nearest heading that says a time decides. One above that of an insats is of another. Where
    years and the whole time stand beside each other, a column's own head says it.
    """
    quarter = column.on("kvartal") if column is not None else None
    if quarter is not None:
        return "ar" if quarter == "helar" else "del_av_ar"
    if column is not None and any(c.year is not None for c in table.columns):
        return "projekt" if first_mentioned([column.text], "period") == "projekt" else "ar"
    for text in reversed((*table.block.section, *table.caption)):
        if first_mentioned([text], "period") == "projekt":
            return "projekt"
        if re.search(r"(?:19|20)\d\d", text) or context.registry.named_in(text) is not None:
            return "ar"
    return "ar"


def is_told(context: Context, name: str) -> bool:
    """True for a heading that the running text knows as an insats, or that the lists show to be."""
    told = any(figure.subject == name for figure in context.report.figures)
    return told or name in owners(context.report.blocks)


def own_unit(row: Row) -> str | None:
    """The unit of money that a row prints after its numbers, if it does."""
    return printed_unit([token.text for token in row.tokens if is_unit(token.text)])


def unit_of_cell(table: Table, cell: Cell) -> str:
    """Procent or antal for a cell in a table of people.

    A sign on the number or its column, the row's own word, or a heading that says percent over
    columns that are not counts.
    """
    row, column = table.rows[cell.row], table.columns[cell.column]
    if cell.value.percent:
        return "procent"
    if (lent := _lent_unit(table, cell.column)) is not None:
        return lent
    if column.on("enhet") == "andel" or unit_of_label(row.label) == "procent":
        return "procent"
    if (
        column.on("enhet") == "antal"
        or unit_of_label(row.label) == "antal"
        or column.on("matt")
        or row.label.lower().rstrip().endswith("antal")
    ):
        return "antal"
    if row.label.lower().rstrip().endswith("andel"):
        return "procent"
    same = [c for c in table.cells if c.column == cell.column]
    if sum(c.value.percent for c in same) * 2 > len(same):
        return "procent"
    beside = [c for c in table.cells if c.row == cell.row and c is not cell]
    if cell.value.number == 0 and beside and sum(c.value.percent for c in beside) * 2 > len(beside):
        return "procent"
    headed = any(_says_percent(other.text) for other in table.columns)
    if cell.value.decimals or (not headed and any(map(_says_percent, table.caption))):
        return "procent"
    return "antal"


def _says_percent(text: str) -> bool:
    """True for a heading that says percent, and not counts beside them."""
    plain = text.lower()
    ends = re.search(r"(?:,|\(|\bi) ?%\)?$", plain.strip()) is not None
    share = "procent" in plain or ends or ("%" in plain and "andel" in plain)
    return "antal" not in plain and share


def _lent_unit(table: Table, at: int) -> str | None:
    """The unit word that a head was cut before, as `Andel kvinnor Andel | män` is printed."""
    before = words.fold(table.columns[at - 1].text).split() if at else []
    if len(before) < 3 or table.columns[at].on("enhet") or unit_of_label(before[0]) is None:
        return None
    return unit_of_label(before[-1])


def is_share(topic: Topic) -> bool:
    """True for datasets that hold shares as well as counts."""
    return topic.name in {
        "avslut",
        "remittering",
        "forsorjning",
        "bakgrund",
        "mal",
        "indikatorer",
        "deltagare",
    }

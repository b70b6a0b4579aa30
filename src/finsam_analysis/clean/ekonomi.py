"""Budget and outcome per insats, and how costs are divided between kinds of insatser.

Insatser down, budget, utfall and avvikelse across in any order. Some förbund put individ,
struktur and administration under headings, others do not: then the kind is known only for rows
that no insats can be (kansli, styrelse, income), and from the printed division of costs.
"""

from __future__ import annotations

from finsam_analysis import words
from finsam_analysis.clean.context import Context, fact, headed
from finsam_analysis.clean.facts import NO_HEAD, NO_LABEL, NO_UNIT, Fact, in_kronor
from finsam_analysis.clean.labels import exactly, known_as
from finsam_analysis.clean.ovrigt import beside
from finsam_analysis.clean.registry import is_name
from finsam_analysis.clean.topics import Topic, post_of_caption
from finsam_analysis.read.tables.head_grammar import Column
from finsam_analysis.read.tables.reader import Table, is_total

# Kinds that the words of a row only suggest.
_PLACED = (None, "individ", "struktur")


def clean_ekonomi(context: Context, table: Table, topic: Topic) -> list[Fact]:
    """Tidy a budget table or a division of costs.

    One row per printed number: insats_id (rows that are insatser), kategori (individ, struktur,
    administration, summa, finansiering; None where the report does not say), post (budget,
    utfall, avvikelse), belopp_kr.
    """
    enhet = context.unit(table)
    kinds = _kinds(table)
    facts = []
    labels: dict[str, str] = {}  # of the row that each insats has in this table
    for cell in table.cells:
        row, column = table.rows[cell.row], table.columns[cell.column]
        across = topic.category_in == "transposed"
        post = exactly(row.label, "post") if across else _post(context, table, column, topic)
        if cell.value.number is None:
            continue
        share = cell.value.percent or column.on("enhet") in {"andel", "styckkostnad"}
        if row.label and share:
            facts.append(beside(context, table, cell))
            continue
        bare = not row.label and not table.nameless_total(cell.row)
        if bare or enhet is None or post is None:
            table.leave(cell, NO_LABEL if bare else NO_HEAD if post is None else NO_UNIT)
            continue
        made = fact(context, table, cell, "ekonomi", enhet=enhet)
        kategori = kinds[cell.row]
        if across:
            kategori = "summa" if column.on("kon") == "totalt" else None
        if topic.category_in == "rows":
            kategori = _heading_kind(row.label) or kategori
            made.is_total = True
        insats = headed(context, table, column) if across else None
        if _can_be_insats(row.label, kategori) and topic.category_in == "columns":
            key = words.fold(row.label)
            apart = {insats_id for insats_id, label in labels.items() if label != key}
            insats = context.registry.add(row.label, context.report.year, apart)
            labels[insats.insats_id] = key
            if kategori in {"individ", "struktur"}:
                insats.typ = insats.typ or kategori
        made.is_total = (
            made.is_total or kategori == "summa" or any(s.total == cell.row for s in table.sums)
        )
        made.extra = {
            "insats_id": insats.insats_id if insats else None,
            "kategori": kategori,
            "post": post,
            "belopp_kr": in_kronor(made.varde, enhet),
        }
        facts.append(made)
    return facts


def _post(context: Context, table: Table, column: Column, topic: Topic) -> str | None:
    """Budget, utfall or avvikelse: by the column's head, else by what the table is of."""
    if column.on("post") is not None:
        return column.on("post")
    post = "utfall" if topic.category_in == "rows" else post_of_caption(table)
    coming = (column.year or 0) > context.report.year
    return "budget" if post and coming else post


def _kinds(table: Table) -> list[str | None]:
    """The kategori of every row: by its label, its heading, or the total that sums it."""
    kinds: list[str | None] = []
    for at, row in enumerate(table.rows):
        kind = known_as(row.label, "ekonomi", "kategori")
        sums = _heading_kind(row.label) and any(found.total == at for found in table.sums)
        if is_total(row.label) or table.nameless_total(at) or sums:
            kind = "summa"
        # Where the report itself places the row, its place says more than the row's words.
        if kind in _PLACED and row.headings:
            kind = _heading_kind(row.headings[-1]) or kind
        kinds.append(kind)
    for found in table.sums:
        kind = _total_kind(table.rows[found.total].label)
        for part in found.parts:
            if kind and kinds[part] in _PLACED:
                kinds[part] = kind
    return kinds


def _heading_kind(text: str) -> str | None:
    return known_as(text, "ekonomi", "rubrik")


def _total_kind(label: str) -> str | None:
    """`Summa individinriktade insatser` says what its rows are; `Summa insatser` does not."""
    rest = label.split(maxsplit=1)[1] if " " in label else ""
    return _heading_kind(rest) if words.fold(rest) not in {"insatser", "kostnader"} else None


def _can_be_insats(label: str, kategori: str | None) -> bool:
    kinds = kategori in {None, "individ", "struktur"} and _heading_kind(label) is None
    return kinds and is_name(label)

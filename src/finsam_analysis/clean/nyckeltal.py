"""Facts of one insats, a label and a number a line: `Beviljade medel  950 000 kr`, `Avslutade  16`.

Each row is of the dataset that its own label names: budget and outcome, participants, reasons to
leave; the rest goes to `ovrigt`. An amount is in the unit printed after it, and no other row is.
"""

from __future__ import annotations

import re
from decimal import Decimal

from finsam_analysis.clean.context import Context, around, fact, is_told, own_unit, period_of
from finsam_analysis.clean.facts import KRONOR, NO_LABEL, Fact, in_kronor
from finsam_analysis.clean.labels import exactly, on_axis
from finsam_analysis.clean.ovrigt import beside
from finsam_analysis.clean.people import count_or_share
from finsam_analysis.clean.registry import Insats
from finsam_analysis.clean.topics import Topic
from finsam_analysis.read.prose.titled import may_name
from finsam_analysis.read.tables.reader import Cell, Table
from finsam_analysis.read.tables.rows import Row

# `Antal deltagare  64 (26 kvinnor, 38 män)`
_BY_KON = re.compile(
    r"^\s*(?P<label>\D+?)\s+(?P<all>\d+) \((?P<first>\d+) (?P<kon>\w+)(?:,| och|, och) "
    r"(?P<second>\d+) (?P<other>\w+)\)\s*$"
)


def clean_nyckeltal(context: Context, table: Table, topic: Topic) -> list[Fact]:
    """One row per printed number, in the dataset that its label names."""
    insats = around(context, table) or _headed(context, table)
    facts = []
    for cell in table.cells:
        row = table.rows[cell.row]
        if cell.value.number is None:
            continue
        if not row.label:
            table.leave(cell, NO_LABEL)
            continue
        made = _of_row(context, table, cell, row)
        if insats is not None:
            made.extra["insats_id"] = insats.insats_id
        facts.append(made)
    return [*facts, *_by_kon(context, table, insats.insats_id if insats else None)]


def _headed(context: Context, table: Table) -> Insats | None:
    """The insats of the nearest heading above, labels such as "Målgrupp: unga" looked over."""
    above = [heading for heading in table.block.section if ": " not in heading]
    name = may_name(above[-1]) if above else ""
    known = bool(name) and is_told(context, name)
    return context.registry.add(name, context.report.year) if known else None


def _of_row(context: Context, table: Table, cell: Cell, row: Row) -> Fact:
    post = exactly(row.label, "post")
    enhet = own_unit(row)
    if post is not None and enhet in KRONOR:
        made = fact(context, table, cell, "ekonomi", enhet=enhet)
        made.extra = {"post": post, "belopp_kr": in_kronor(made.varde, enhet)}
        return made
    matt, orsak = exactly(row.label, "matt"), exactly(row.label, "orsak")
    if (matt is None and orsak is None) or enhet in KRONOR:
        made = beside(context, table, cell)
        made.enhet = enhet or ("procent" if cell.value.percent else "antal")
        return made
    enhet = "procent" if cell.value.percent else "antal"
    made = fact(context, table, cell, "avslut" if orsak else "deltagare", enhet=enhet)
    made.extra = {"kon": "totalt", "period": period_of(context, table)}
    made.extra |= {"orsak": orsak} if orsak else {"matt": matt}
    count_or_share(made)
    return made


def _by_kon(context: Context, table: Table, insats_id: str | None) -> list[Fact]:
    """Lines that print all, and women and men in a bracket after them."""
    facts = []
    for line in table.block.lines:
        match = _BY_KON.match(line.text)
        matt = exactly(match["label"], "matt") if match else None
        if match is None or matt is None:
            continue
        kinds = [on_axis(match["kon"], "kon"), on_axis(match["other"], "kon")]
        if set(kinds) != {"kvinnor", "man"}:
            continue
        for kon, name in (("totalt", "all"), (kinds[0], "first"), (kinds[1], "second")):
            made = Fact(
                dataset="deltagare",
                report_id=context.report.report_id,
                forbund_id=context.report.forbund_id,
                year=context.report.year,
                line=line.no,
                page=line.page,
                table_id=table.table_id,
                label_raw=match["label"].strip(),
                kolumn_raw="",
                raw=match[name],
                varde=Decimal(match[name]),
                enhet="antal",
                extra={
                    "insats_id": insats_id,
                    "kon": kon,
                    "period": period_of(context, table),
                    "matt": matt,
                },
            )
            count_or_share(made)
            facts.append(made)
    return facts

"""How many people a column counts, where its head says so: `Kvinnor (270)`, `Män (n=257)`.

What they have in common (participants, those who finished) is said by the heading, or by the text
that states their sum; otherwise they stand in `ovrigt` as the table's base.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from finsam_analysis.clean import prosa
from finsam_analysis.clean.context import Context, around, period_of
from finsam_analysis.clean.facts import OVRIGT, Fact
from finsam_analysis.clean.labels import first_mentioned
from finsam_analysis.clean.people import count_or_share
from finsam_analysis.read.blocks import is_year
from finsam_analysis.read.document import Line
from finsam_analysis.read.tables.reader import Table
from finsam_analysis.read.tables.rows import is_row
from finsam_analysis.read.terms import parse_heads

_BASE = re.compile(r"([^()]*)\((?:[nN] ?= ?)?(\d{1,3}(?: \d{3})+|\d+)\)")
_PARTS = frozenset({"kvinnor", "man", "ej_angivet"})
_UNKNOWN = "underlag"
_NOTE = "antal personer i kolumnen, tryckt i dess rubrik"


def head_bases(context: Context, table: Table) -> list[Fact]:
    """One row per number in brackets after a gender in the column heads."""
    found = list(_printed(table))
    parts = [number for _, kon, _, number in found if kon in _PARTS]
    genders = [kon for _, kon, _, _ in found]
    if not found or len(set(genders)) < len(genders):
        return []
    matt = _stated(context, table, sum(parts)) if len(parts) > 1 else None
    matt = matt or first_mentioned(table.caption, "matt")
    insats = around(context, table)
    facts = []
    for (line, text), kon, raw, number in found:
        made = Fact(
            dataset="deltagare" if matt else OVRIGT,
            report_id=context.report.report_id,
            forbund_id=context.report.forbund_id,
            year=context.report.year,
            line=line.no,
            page=line.page,
            table_id=table.table_id,
            label_raw="",
            kolumn_raw=text,
            raw=raw,
            varde=Decimal(number),
            enhet="antal",
            is_total=kon == "totalt",
            anmarkning=_NOTE,
        )
        made.extra = {
            "insats_id": insats.insats_id if insats else None,
            "kon": kon,
            "period": period_of(context, table),
            "matt": matt or _UNKNOWN,
        }
        if matt:
            count_or_share(made)
        facts.append(made)
    return facts


def _printed(table: Table) -> Iterator[tuple[tuple[Line, str], str, str, int]]:
    """Each base: its line and head, the gender it is of, its characters, its number."""
    for line in table.block.lines:
        if is_row(line.text):
            return
        for match in _BASE.finditer(line.text):
            heads = parse_heads(match.group(1))
            kon = heads[-1].on("kon") if heads else None
            if kon is not None and not is_year(match.group(2)):
                head = (line, match.group(0).strip())
                yield head, kon, match.group(2), int(match.group(2).replace(" ", ""))


def _stated(context: Context, table: Table, total: int) -> str | None:
    """What the text says that so many people of the same insats and time are."""
    mine, when = around(context, table), period_of(context, table)
    said = set()
    for figure in context.report.figures:
        dataset, extra = prosa.counted(figure) or ("", {})
        insats, period, year = prosa.about(context, figure)
        same = insats is mine and (mine is not None or figure.subject == context.report.forbund)
        timed = period == when and year == context.report.year
        counted = dataset == "deltagare" and figure.unit == "antal" and figure.kon == "totalt"
        if same and timed and counted and figure.kommun is None and figure.value == total:
            said.add(str(extra["matt"]))
    return said.pop() if len(said) == 1 else None

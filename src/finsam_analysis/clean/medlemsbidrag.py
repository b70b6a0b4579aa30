"""Contributions: what each member pays, by year.

Members down and years across, or one column of the year's decision. Money from the EU and other
funds stands in the same tables, below the members' sum.
"""

from __future__ import annotations

from finsam_analysis.clean.context import Context, fact
from finsam_analysis.clean.facts import Fact, in_kronor
from finsam_analysis.clean.labels import known_as
from finsam_analysis.clean.topics import Topic
from finsam_analysis.read.tables import Table, is_total
from finsam_analysis.read.terms import tidy


def clean_medlemsbidrag(context: Context, table: Table, topic: Topic) -> list[Fact]:
    """Tidy a table of contributions.

    One row per printed number: medlem (as printed, or staten/region/esf/ovriga where the words
    say so), slag (budget for decided and planned years, utfall for years before the report's,
    in a plan; utfall in an annual report), belopp_kr.
    """
    enhet = context.unit(table) or "kr"
    facts = []
    for cell in table.cells:
        row = table.rows[cell.row]
        if cell.value.number is None or not row.label:
            continue
        made = fact(context, table, cell, "medlemsbidrag", enhet=enhet)
        planned = context.report.kind == "verksamhetsplan" and made.year >= context.report.year
        medlem = "summa" if is_total(row.label) else known_as(row.label, "medlemmar", "medlem")
        made.extra = {
            "medlem": medlem or tidy(row.label),
            "slag": "budget" if planned else "utfall",
            "belopp_kr": in_kronor(made.varde, enhet),
        }
        facts.append(made)
    return facts

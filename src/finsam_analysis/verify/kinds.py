"""Check of costs by kind: individ and struktur together are the cost of all insatser.

Each kind's own rows are not held against its total here: rows may have been placed by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from finsam_analysis.clean.facts import Fact
from finsam_analysis.clean.kinds import totals_and_rows
from finsam_analysis.verify.checks import Check


def kind_checks(facts: Sequence[Fact]) -> Iterator[Check]:
    """One check a year in which a report prints totals by kind beside its insatser."""
    for totals, rows in totals_and_rows(facts):
        parts = [Decimal(fact.extra["belopp_kr"]) for fact in rows]
        stated = [Decimal(fact.extra["belopp_kr"]) for fact in totals]
        yield Check(
            "summa",
            totals[0].report_id,
            f"{' + '.join(fact.label_raw for fact in totals)}: summan av insatserna",
            sum(stated, Decimal(0)),
            sum(parts, Decimal(0)),
            Decimal(len(rows) + len(totals)) / 2,
            [*totals, *rows],
        )

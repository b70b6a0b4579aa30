"""Checks of costs by kind: individ and struktur together are the cost of all insatser.

Each kind's own rows are not held against its total here: rows may have been placed by it. But where
no way to place them makes the totals hold, some row has another's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from finsam_analysis.clean.facts import Fact
from finsam_analysis.clean.kinds import KINDS, sharings, totals_and_rows
from finsam_analysis.verify.checks import Check


def kind_checks(facts: Sequence[Fact]) -> Iterator[Check]:
    """The checks of a year in which a report prints totals by kind beside its insatser."""
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
        if sharings(rows, *totals) == []:
            yield _no_way(totals[-1], rows)


def _no_way(total: Fact, rows: Sequence[Fact]) -> Check:
    """The total against the rows whose names say that it is of them; none can be told as wrong."""
    kind = KINDS[-1]
    named = [fact for fact in rows if fact.extra.get("kategori") == kind]
    return Check(
        "summa",
        total.report_id,
        f"{total.label_raw}: inget sätt att dela upp insatserna ger totalen",
        Decimal(total.extra["belopp_kr"]),
        sum((Decimal(fact.extra["belopp_kr"]) for fact in named), Decimal(0)),
        Decimal(0),
        [total, *rows],
        proves=[],
        suspects=[],
        of_value=False,
    )

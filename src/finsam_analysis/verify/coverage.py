"""How much is checked: the numbers of each report and dataset, and what the checks say of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from finsam_analysis.clean.facts import BEKRAFTAD, MOTSAGD, Fact
from finsam_analysis.verify.checks import PROSA, Check


def covered(checks: Iterable[Check], *, tight: bool = False) -> set[int]:
    """The facts (by id) whose value some check tries; `tight`: one that only the right one passes.

    A part that is no larger than its whole, or a percent that some count gives, is tried, but other
    values would pass too.
    """
    return {
        id(fact)
        for check in checks
        if check.of_value and (check.equates or not tight)
        for fact in check.facts
    }


def share(facts: Sequence[Fact], taking: set[int]) -> float:
    """The share of the numbers that take part in a check; 0 when there are none."""
    part = sum(id(fact) in taking for fact in facts)
    return round(part / len(facts), 4) if facts else 0.0


def coverage_rows(facts: Iterable[Fact], taking: set[int], tight: set[int]) -> list[dict[str, Any]]:
    """One row a report and dataset: its table numbers, and how many are checked and confirmed."""
    groups: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.table_id != PROSA:
            groups[fact.report_id, fact.dataset].append(fact)
    return [
        {
            "report_id": report_id,
            "dataset": dataset,
            "antal_tal": len(mine),
            "antal_prov": sum(id(fact) in taking for fact in mine),
            "antal_bekraftade": sum(fact.kontroll == BEKRAFTAD for fact in mine),
            "antal_motsagda": sum(fact.kontroll == MOTSAGD for fact in mine),
            "andel_prov": share(mine, taking),
            "andel_likhet": share(mine, tight),
        }
        for (report_id, dataset), mine in sorted(groups.items())
    ]

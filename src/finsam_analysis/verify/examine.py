"""All checks of all reports, and what they say: the one entry to this room for a build."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from finsam_analysis.clean.facts import Fact
from finsam_analysis.read.omitted import Left
from finsam_analysis.read.tables.reader import Table
from finsam_analysis.verify.checks import EXCHANGED, Check
from finsam_analysis.verify.coverage import covered
from finsam_analysis.verify.engine import Around, rule_checks
from finsam_analysis.verify.evidence import weigh_evidence
from finsam_analysis.verify.found import table_checks
from finsam_analysis.verify.kinds import kind_checks
from finsam_analysis.verify.likeness import exchanged_checks, sizes_elsewhere
from finsam_analysis.verify.limits import limit_checks
from finsam_analysis.verify.names import bound_names
from finsam_analysis.verify.order import order_checks, orders
from finsam_analysis.verify.places import (
    note_checks,
    repeated_checks,
    same_post_checks,
    twin_checks,
)
from finsam_analysis.verify.rows import rows_of, unite_names
from finsam_analysis.verify.same import same_checks
from finsam_analysis.verify.sanity import size_checks, swap_checks
from finsam_analysis.verify.shares import ratio_checks, share_checks
from finsam_analysis.verify.verdict import Repair, judge, number_checks


def examine(
    tables: Mapping[str, Sequence[Table]],
    facts: Sequence[Fact],
    left: Mapping[str, Sequence[Left]],
    counted: Sequence[Check] = (),
) -> tuple[list[Check], list[Repair]]:
    """Check every number; `tables` and `left` by report_id. Sets what each fact's checks say.

    `counted` are the checks of how many numbers each report prints, made before any is corrected.
    """
    reports: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        reports[fact.report_id].append(fact)
    checks: list[Check] = []
    for report_id, mine in reports.items():
        checks += report_checks(tables.get(report_id, ()), mine)
    checks += [*same_post_checks(facts), *repeated_checks(facts), *swap_checks(facts)]
    checks += ratio_checks(facts)
    checks += twin_checks(facts, covered(checks, tight=True))
    rows = rows_of(facts)
    forbund = {fact.report_id: fact.forbund_id for fact in facts}
    unite_names(rows, forbund)
    found, sizes = orders(rows, forbund), sizes_elsewhere(rows, forbund)
    told = {id(fact) for check in checks if check.typ == EXCHANGED for fact in check.facts}
    checks += [*order_checks(found, told), *exchanged_checks(rows, sizes, told), *counted]
    number_checks(checks)
    weigh_evidence(checks, facts, left)
    return checks, judge(facts, checks, bound_names(rows, checks, found, sizes))


def _around(table: Table) -> Around:
    held = [found for found in table.sums if found.adds_up]
    return Around(
        frozenset(left.line.no for left in table.unread),
        frozenset(table.rows[part].line.no for found in held for part in found.parts),
        frozenset(table.rows[found.total].line.no for found in held),
    )


def report_checks(tables: Sequence[Table], facts: Sequence[Fact]) -> Iterator[Check]:
    """Every check that one report makes of itself."""
    own: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        own[fact.table_id].append(fact)
    for table in tables:
        yield from table_checks(table, own.get(table.table_id, []))
    yield from rule_checks(facts, {table.table_id: _around(table) for table in tables})
    yield from limit_checks(facts)
    yield from note_checks(facts)
    yield from share_checks(facts)
    yield from same_checks(facts)
    yield from kind_checks(facts)
    yield from size_checks(facts)

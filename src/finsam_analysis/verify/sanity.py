"""What cannot be: amounts of the wrong size, and rows that have changed places.

None of these confirms a number. Each is narrow, so that what it says is worth looking up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from math import log

from finsam_analysis import words
from finsam_analysis.clean.facts import KRONOR, Fact
from finsam_analysis.verify.checks import EXCHANGED, PROSA, Check
from finsam_analysis.verify.engine import is_planned
from finsam_analysis.verify.rows import Row, rows_of

_THOUSAND = Decimal(1000)
_MOST_TKR = 500_000  # half a billion kronor: more than any förbund has
_FAR = 100  # times the other years' figures in its row
_ABOVE = 8  # times the largest of its column
_LEAST_ROWS = 3
_BOTH = 2  # columns that a row has to be compared in
_APART = 2 * log(3)  # the two rows' figures differ so much from their own in the other place
_CLOSE = 2 * log(1.25)  # and so little from each other's
_LARGE = 1000


def size_checks(facts: Sequence[Fact]) -> Iterator[Check]:
    """Amounts and counts of one report that are too large to be."""
    rows = rows_of(facts)
    for table_id, mine in rows.items():
        if table_id[1] != PROSA:
            yield from _sizes(mine)


# --- size ---------------------------------------------------------------------------------------


def _sizes(rows: Sequence[Row]) -> Iterator[Check]:
    columns: dict[object, list[Fact]] = defaultdict(list)
    for row in rows:
        for column, fact in row.cells.items():
            columns[column].append(fact)
    for row in rows:
        for column, fact in row.cells.items():
            if fact.enhet == "tkr" and abs(fact.varde) > _MOST_TKR:
                yield _too_large(fact, Decimal(_MOST_TKR), "större än något förbund har i tkr")
                continue
            beside = [abs(f.varde) for f in row.cells.values() if f is not fact and _like(f, fact)]
            below = [abs(f.varde) for f in columns[column] if f is not fact and _like(f, fact)]
            if _stands_out(fact, beside, below):
                largest = max(*beside, *below)
                yield _too_large(fact, largest, "tusen gånger sina grannar i rad och kolumn")


def _like(first: Fact, second: Fact) -> bool:
    return first.enhet == second.enhet and first.varde != 0


def _stands_out(fact: Fact, beside: Sequence[Decimal], below: Sequence[Decimal]) -> bool:
    if fact.varde % _THOUSAND or fact.enhet == "procent" or not fact.varde or fact.is_total:
        return False
    if len(below) < _LEAST_ROWS - 1 or not beside:
        return False
    size = abs(fact.varde)
    return size > _FAR * max(beside) and size > _ABOVE * max(below)


def _too_large(fact: Fact, usual: Decimal, why: str) -> Check:
    text = f"{fact.label_raw}: {fact.raw} är {why}"
    check = Check("rimlighet", fact.report_id, text, fact.varde, usual, Decimal(0), [fact])
    check.limit = True
    return check


# --- rows that have changed places --------------------------------------------------------------


def swap_checks(facts: Sequence[Fact]) -> Iterator[Check]:
    """Two names whose amounts change places between two years or two places of a förbund.

    Each figure is held against the next one of its name; quadratic only in the names of one table.
    """
    series: dict[tuple[object, ...], dict[str, dict[tuple[int, str], Fact]]] = {}
    for fact in facts:
        if fact.enhet in KRONOR and fact.place is not None and not is_planned(fact):
            kind = (fact.forbund_id, fact.dataset, *_kind(fact))
            name = str(fact.extra.get("insats_id") or fact.extra.get("post") or fact.label_raw)
            if fact.dataset != "rakenskaper":
                name = str(fact.extra.get("insats_id") or words.fold(fact.label_raw))
            names = series.setdefault(kind, {})
            names.setdefault(name, {}).setdefault((fact.year, fact.table_id), fact)
    for names in series.values():
        known = [points for points in names.values() if len(points) > 1]
        for one, other in combinations(known, 2):
            check = _changed_places(one, other)
            if check is not None:
                yield check


def _kind(fact: Fact) -> tuple[object, ...]:
    extra = fact.extra
    if fact.dataset == "ekonomi":
        return (extra.get("post"),)
    return (extra.get("rapport"), extra.get("not_post"), extra.get("belopp"))


def _changed_places(
    one: dict[tuple[int, str], Fact], other: dict[tuple[int, str], Fact]
) -> Check | None:
    shared = [point for point in one if point in other]
    for before, after in zip(shared, shared[1:], strict=False):
        a, b = _size(one[before]), _size(one[after])
        c, d = _size(other[before]), _size(other[after])
        if min(a, b, c, d) < _LARGE:
            continue
        own = abs(log(a / b)) + abs(log(c / d))
        crossed = abs(log(a / d)) + abs(log(c / b))
        if abs(log(a / b)) > _APART / 2 and own > _APART and crossed < _CLOSE:
            return Check(
                EXCHANGED,
                one[after].report_id,
                f"{one[after].label_raw} och {other[after].label_raw}: beloppen har bytt plats "
                f"mellan {before[0]} och {after[0]}",
                one[after].varde,
                other[after].varde,
                Decimal(0),
                [one[after], other[after], one[before], other[before]],
                suspects=[one[after], other[after]],
                proves=[],
                of_value=False,
            )
    return None


def _size(fact: Fact) -> float:
    return abs(float(fact.extra.get("belopp_kr") or 0))

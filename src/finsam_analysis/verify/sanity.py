"""What cannot be: amounts of the wrong size, and rows that have changed places.

None of these confirms a number. Each is narrow, so that what it says is worth looking up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
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

Points = dict[tuple[int, str], Fact]  # a name's amounts, by year and table


def swap_checks(facts: Sequence[Fact]) -> Iterator[Check]:
    """Two names whose amounts change places between two years or two places of a förbund.

    Each figure is held against the next one of its name; quadratic only in the names of one table.
    """
    series: dict[tuple[object, ...], dict[str, Points]] = {}
    every: dict[tuple[object, ...], dict[str, Points]] = {}  # budgets and outcomes together
    rows: dict[tuple[str, str, int], list[Fact]] = defaultdict(list)
    for fact in facts:
        rows[fact.report_id, fact.table_id, fact.line].append(fact)
        if fact.enhet in KRONOR and fact.place is not None and not is_planned(fact):
            kind = (fact.forbund_id, fact.dataset, *_kind(fact))
            name = str(fact.extra.get("insats_id") or fact.extra.get("post") or fact.label_raw)
            if fact.dataset != "rakenskaper":
                name = str(fact.extra.get("insats_id") or words.fold(fact.label_raw))
            for names in (series.setdefault(kind, {}), every.setdefault(kind[:2], {})):
                names.setdefault(name, {}).setdefault((fact.year, fact.table_id), fact)
    for kind, names in series.items():
        known = {name: points for name, points in names.items() if len(points) > 1}
        for one, other in combinations(known, 2):
            shared = _changed_places(known[one], known[other])
            if shared is not None:
                pairs = [(known[one][point], known[other][point]) for point in shared]
                witness = _witness(one, other, every[kind[:2]])
                yield _changed(pairs, witness, rows)


def _kind(fact: Fact) -> tuple[object, ...]:
    extra = fact.extra
    if fact.dataset == "ekonomi":
        return (extra.get("post"),)
    return (extra.get("rapport"), extra.get("not_post"), extra.get("belopp"))


def _changed_places(one: Points, other: Points) -> tuple[tuple[int, str], tuple[int, str]] | None:
    """The two points between which the amounts of two names have changed places."""
    shared = [point for point in one if point in other]
    for before, after in zip(shared, shared[1:], strict=False):
        sizes = [_size(points[point]) for points in (one, other) for point in (before, after)]
        if min(sizes) < _LARGE:
            continue
        own, crossed = _fit((one[before], other[before]), (one[after], other[after]))
        if abs(log(sizes[0] / sizes[1])) > _APART / 2 and own > _APART and crossed < _CLOSE:
            return before, after
    return None


Pair = tuple[Fact, Fact]


def _fit(first: Pair, second: Pair) -> tuple[float, float]:
    """How far two pairs of amounts are from each other, and from each other crosswise."""
    a, b, c, d = (_size(fact) for fact in (*first, *second))
    return abs(log(a / c)) + abs(log(b / d)), abs(log(a / d)) + abs(log(b / c))


def _witness(one: str, other: str, names: Mapping[str, Points]) -> Pair | None:
    """The two names in a longer form, in one other table: `kansli och administration`."""
    longer = [
        [points for name, points in names.items() if name.startswith(f"{short} ")]
        for short in (one, other)
    ]
    for mine in longer[0]:
        for others in longer[1]:
            for point in mine:
                if point in others and min(_size(mine[point]), _size(others[point])) >= _LARGE:
                    return mine[point], others[point]
    return None


def _changed(
    pairs: Sequence[Pair],
    witness: Pair | None,
    rows: Mapping[tuple[str, str, int], Sequence[Fact]],
) -> Check:
    """Both places are suspected, unless a third tells which of them is wrong."""
    before, after = pairs
    wrong = list(pairs)
    if witness is not None:
        fits = [_fit(pair, witness) for pair in pairs]
        off = [pair for pair, (own, crossed) in zip(pairs, fits, strict=True) if own > crossed]
        if len(off) == 1 and all(abs(own - crossed) > _APART for own, crossed in fits):
            wrong = off
    check = Check(
        EXCHANGED,
        wrong[-1][0].report_id,
        f"{after[0].label_raw} och {after[1].label_raw}: beloppen har bytt plats "
        f"mellan {before[0].year} och {after[0].year}",
        wrong[-1][0].varde,
        wrong[-1][1].varde,
        Decimal(0),
        [*wrong[-1], *next(pair for pair in pairs if pair is not wrong[-1])],
        suspects=[
            fact
            for pair in wrong
            for one in pair
            for fact in rows[one.report_id, one.table_id, one.line]
        ],
        proves=[],
        of_value=False,
    )
    if len(wrong) == 1 and witness is not None:
        check.bevis = (
            f"{witness[0].label_raw} och {witness[1].label_raw} {witness[0].year} "
            f"(rad {witness[0].line} och {witness[1].line}) talar för att "
            f"{wrong[0][0].year} har fel"
        )
    return check


def _size(fact: Fact) -> float:
    return abs(float(fact.extra.get("belopp_kr") or 0))

"""Which data label belongs to which category and series.

Labels are printed series by series, or category by category, and the text does not say which. The
whole being the sum of its parts, shares that make 100, and labels of one line going from left to
right each rule orders out; where not just one is left, nothing is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from finsam_analysis.read.charts.labels import Label
from finsam_analysis.read.charts.names import is_total

BY_SUM = "ordningen avgjord av summor"
BY_SHARES = "ordningen avgjord av att andelarna summerar till 100"
BY_TOTAL = "ordningen avgjord av att totalen ligger mellan delarna"
BY_LINE = "ordningen avgjord av att etiketter på samma rad står från vänster till höger"
IN_ORDER = "etiketterna i tryckt ordning"
_WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Order:
    """The place of each label: (series, category) in the order of the labels, and why."""

    places: tuple[tuple[int, int], ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What arithmetic says of one order."""

    sums: int = 0  # equations that hold
    shares: int = 0  # rows of shares that make 100
    between: int = 0  # totals that lie between their parts, as shares of a whole must
    broken: bool = False


def arrange(
    labels: Sequence[Label], series: Sequence[str], categories: Sequence[str]
) -> Order | None:
    """The one order of the labels that their numbers and lines allow, or None.

    `series` are the legend's names, `categories` those under the bars; both may hold a total.
    """
    if len(labels) != len(series) * len(categories) or any(x.value is None for x in labels):
        return None
    by_series = tuple((s, c) for s in range(len(series)) for c in range(len(categories)))
    by_category = tuple((s, c) for c in range(len(categories)) for s in range(len(series)))
    ways = [by_series, by_category]
    verdicts = [_judge(labels, way, series, categories) for way in ways]
    lines = [_left_to_right(labels, way) for way in ways]
    sound = [i for i in (0, 1) if not verdicts[i].broken and lines[i]]
    proven = [i for i in sound if verdicts[i].sums or verdicts[i].shares]
    if len(proven) == 1 and _stands_out(verdicts, proven[0]):
        best = proven[0]
        return Order(ways[best], BY_SUM if verdicts[best].sums else BY_SHARES)
    if not proven and len(sound) == 1 and verdicts[sound[0]].between >= 2:
        return Order(ways[sound[0]], BY_TOTAL)
    if not proven and not any(v.broken for v in verdicts) and lines.count(True) == 1:
        return Order(ways[lines.index(True)], BY_LINE)
    return None


def _stands_out(verdicts: Sequence[_Verdict], best: int) -> bool:
    """True when the proof is more than an accident: two equations, or the other order fails."""
    own, other = verdicts[best], verdicts[1 - best]
    return own.sums + own.shares >= 2 or other.broken


def _judge(
    labels: Sequence[Label],
    way: Sequence[tuple[int, int]],
    series: Sequence[str],
    categories: Sequence[str],
) -> _Verdict:
    table = {place: label.value or Decimal(0) for place, label in zip(way, labels, strict=True)}
    rows = [[table[s, c] for c in range(len(categories))] for s in range(len(series))]
    columns = [[table[s, c] for s in range(len(series))] for c in range(len(categories))]
    if all(label.percent for label in labels):
        return _judge_shares(rows, columns, series, categories)
    sums = 0
    for lists, names in ((columns, series), (rows, categories)):
        total = _total_at(names)
        if total is None:
            continue
        holds = [sum(values) == 2 * values[total] for values in lists]
        if not all(holds):
            return _Verdict(broken=True)
        sums += sum(values[total] > 0 for values in lists)
    return _Verdict(sums=sums)


def _judge_shares(
    rows: Sequence[Sequence[Decimal]],
    columns: Sequence[Sequence[Decimal]],
    series: Sequence[str],
    categories: Sequence[str],
) -> _Verdict:
    """Shares: those of a row or of a column make 100, and a total lies between its parts."""
    between = 0
    for lists, names in ((columns, series), (rows, categories)):
        total = _total_at(names)
        if total is None:
            continue
        if not all(_between(values, total) for values in lists):
            return _Verdict(broken=True)
        between += len(lists)
    best = 0
    for lists, names in ((rows, categories), (columns, series)):
        if len(names) > 1 and _total_at(names) is None and all(map(make_whole, lists)):
            best = max(best, len(lists))
    return _Verdict(shares=best, between=between)


def _total_at(names: Sequence[str]) -> int | None:
    found = [at for at, name in enumerate(names) if is_total(name)]
    return found[0] if len(found) == 1 and len(names) > 2 else None


def _between(values: Sequence[Decimal], total: int) -> bool:
    parts = [value for at, value in enumerate(values) if at != total]
    return min(parts) <= values[total] <= max(parts)


def make_whole(values: Sequence[Decimal]) -> bool:
    """True when shares make 100 within the rounding of each."""
    return len(values) > 1 and abs(sum(values) - _WHOLE) <= Decimal(len(values) + 1) / 2


def _left_to_right(labels: Sequence[Label], way: Sequence[tuple[int, int]]) -> bool:
    """True when labels of one line go from left to right: by category, then by series."""
    placed = list(zip(labels, way, strict=True))
    for (before, (s, c)), (after, (other, d)) in pairwise(placed):
        if before.line.no == after.line.no and (d, other) <= (c, s):
            return False
    return True


def in_order(labels: Sequence[Label], names: Sequence[str], *, drawn: bool) -> Order | None:
    """One series: the labels in the order of the names, unless their lines may go by height.

    `drawn` says that the ticks stand apart from the labels, so that lines are as they were drawn.
    """
    numbers = [label.value for label in labels if label.value is not None]
    if len(numbers) != len(names) or len(labels) != len(names):
        return None
    places = tuple((0, at) for at in range(len(names)))
    total = _total_at(names)
    if total is not None and not any(label.percent for label in labels):
        return Order(places, BY_SUM) if sum(numbers) == 2 * numbers[total] else None
    one_line = len({label.line.no for label in labels}) == 1
    falls = all(after <= before for before, after in pairwise(numbers)) and len(set(numbers)) > 1
    return Order(places, IN_ORDER) if one_line or (drawn and not falls) else None

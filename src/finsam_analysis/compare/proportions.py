"""Shares and differences of shares, with intervals, tests and what a printed percent can mean.

A share is k of n: both whole numbers, n at least 1. A base of 0 has no share, so the scalar
functions raise ValueError and the frame helpers leave the row's results null. Shares are 0-1;
differences in points are percentage points.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, NamedTuple, SupportsIndex

import numpy as np
import polars as pl
from scipy import stats

LEVEL = 0.95
# Columns that say what is counted: rows that differ in one of them have different bases.
_BASES = ("matt", "period")
_ALL_GENDERS = "totalt"
_MONEY = ("kr", "tkr", "mkr")
# Columns where null stands for all, and what is mixed where some rows have it.
_WHOLES = {
    "insats_id": "hela förbund och deras insatser",
    "kommun": "alla kommuner tillsammans och var och en",
}


class Interval(NamedTuple):
    """An estimate with the ends of its interval, in the unit of the function that made it."""

    estimate: float
    low: float
    high: float


def whole(value: object, name: str) -> int:
    """`value` as an int of at least 0; ValueError for anything that is not a whole number."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, SupportsIndex):
        raise ValueError(f"{name} ska vara ett heltal, inte {value!r}.")
    number = operator.index(value)
    if number < 0:
        raise ValueError(f"{name} kan inte vara negativt, men är {number}.")
    return number


def counts(k: object, n: object) -> tuple[int, int]:
    """`k` and `n` as a share's count and base; ValueError if they cannot be that."""
    count, base = whole(k, "Antalet"), whole(n, "Basen")
    if base == 0:
        raise ValueError("Det finns ingen bas (n = 0), och därför ingen andel.")
    if count > base:
        raise ValueError(f"Antalet {count} är större än basen {base}.")
    return count, base


def check_level(level: float) -> None:
    """ValueError unless `level` is a confidence level between 0 and 1."""
    if not 0 < level < 1:
        raise ValueError(f"Nivån ska ligga mellan 0 och 1 (till exempel 0.95), inte {level}.")


def wilson(k: int, n: int, level: float = LEVEL) -> Interval:
    """Wilson's score interval, without continuity correction, of the share k/n.

    Source: Wilson 1927; Newcombe 1998, Statistics in Medicine 17:857-872, method 3.
    Raises ValueError if n is 0, k exceeds n, or either is not a whole number.
    """
    count, base = counts(k, n)
    check_level(level)
    return _wilson(count, base, level)


@lru_cache(maxsize=10_000)
def _wilson(k: int, n: int, level: float) -> Interval:
    ends = stats.binomtest(k, n).proportion_ci(confidence_level=level, method="wilson")
    return Interval(k / n, float(ends.low), float(ends.high))


def newcombe(k1: int, n1: int, k2: int, n2: int, level: float = LEVEL) -> Interval:
    """Score interval of the difference k1/n1 - k2/n2 of two independent shares.

    Overlapping Wilson intervals are not "no difference": this interval is what to look at.
    Source: Newcombe 1998, Statistics in Medicine 17:873-890, method 10 (score, no continuity
    correction). Raises ValueError as `wilson`, for either share.
    """
    first, second = wilson(k1, n1, level), wilson(k2, n2, level)
    difference = first.estimate - second.estimate
    down = math.hypot(first.estimate - first.low, second.high - second.estimate)
    up = math.hypot(first.high - first.estimate, second.estimate - second.low)
    return Interval(difference, max(-1.0, difference - down), min(1.0, difference + up))


def difference_points(k1: int, n1: int, k2: int, n2: int, level: float = LEVEL) -> Interval:
    """`newcombe` in percentage points (procentenheter), -100 to 100."""
    return Interval(*(100 * part for part in newcombe(k1, n1, k2, n2, level)))


def pooled_share(ks: Iterable[int], ns: Iterable[int], level: float = LEVEL) -> Interval:
    """The share of all units together, sum of k over sum of n, with Wilson's interval.

    Every person weighs the same; it is not the mean of the units' shares.
    Raises ValueError if there is no unit or any unit is not a share.
    """
    pairs = [counts(k, n) for k, n in zip(ks, ns, strict=True)]
    return wilson(sum(k for k, _ in pairs), sum(n for _, n in pairs), level)


def difference_test(k1: int, n1: int, k2: int, n2: int) -> float:
    """Two-sided p-value of "the two shares are equal": Fisher's exact test with mid-p.

    Tables less likely than the observed count whole, equally likely ones count half. Where the
    margins leave only one table (nobody, or everybody, in both groups) p is 1.
    Source: Lydersen, Fagerland & Laake 2009, Statistics in Medicine 28:1159-1175, who advise
    against the plain exact test: bases of 4 to 40 are common here, and it is too cautious there.
    """
    (k1, n1), (k2, n2) = counts(k1, n1), counts(k2, n2)
    successes = k1 + k2
    table = np.arange(max(0, successes - n2), min(n1, successes) + 1)
    if len(table) == 1:
        return 1.0
    chances = stats.hypergeom.pmf(table, n1 + n2, successes, n1)
    observed = chances[k1 - table[0]]
    tied = np.isclose(chances, observed, rtol=1e-7, atol=0.0)
    return float(min(1.0, chances[(chances < observed) & ~tied].sum() + chances[tied].sum() / 2))


def benjamini_hochberg(pvalues: Sequence[float]) -> list[float]:
    """P-values adjusted for their number, in the same order; the family is the whole sequence.

    Rejecting those at most q keeps the expected share of false findings at most q.
    Source: Benjamini & Hochberg 1995, JRSS B 57:289-300.
    """
    for p in pvalues:
        if not 0 <= p <= 1:
            raise ValueError(f"Ett p-värde ska ligga mellan 0 och 1, inte {p}.")
    if not pvalues:
        return []
    adjusted = stats.false_discovery_control(list(pvalues), method="bh")
    return [float(p) for p in adjusted]


def possible_counts(
    percent: int | float | Decimal | str, n: int, decimals: int = 0
) -> frozenset[int]:
    """The k in 0..n whose share of n would be printed as `percent` with `decimals` decimals.

    A share exactly between two prints may have gone either way that rounding half up or half to
    even takes it. An empty set says that no count of n can have been printed so: the percent, or
    the base, is another. Raises ValueError if `percent` is not a percent with those decimals.
    """
    _, base = counts(0, n)
    unit = 10 ** whole(decimals, "Antalet decimaler")
    try:
        scaled = Decimal(str(percent)) * unit
    except InvalidOperation:
        scaled = Decimal("NaN")
    if scaled.is_nan():
        raise ValueError(f"{percent!r} är inte ett procenttal.")
    if not 0 <= scaled <= 100 * unit:
        raise ValueError(f"Procenttalet ska ligga mellan 0 och 100, inte {percent}.")
    if scaled != int(scaled):
        raise ValueError(f"{percent} har fler än {decimals} decimaler. Ange rätt antal decimaler.")
    printed = int(scaled)
    first = max(0, (2 * printed - 1) * base // (200 * unit))
    last = min(base, (2 * printed + 1) * base // (200 * unit) + 1)
    return frozenset(k for k in range(first, last + 1) if printed in _prints(100 * unit * k, base))


def only_count(share: float | None, base: int | None) -> int | None:
    """The one count of `base` that is printed as this share in whole percent; None if not one.

    None also for a share with decimals, and without a base.
    """
    if share is None or not base or abs(share * 100 - round(share * 100)) > 1e-6:
        return None
    possible = possible_counts(round(share * 100), base)
    return next(iter(possible)) if len(possible) == 1 else None


def _prints(numerator: int, denominator: int) -> set[int]:
    """What numerator/denominator is printed as, half up and half to even."""
    low, rest = divmod(numerator, denominator)
    if 2 * rest == denominator:
        return {low + 1, low + low % 2}
    return {low + (2 * rest > denominator)}


def share_interval_from_percent(
    percent: int | float | Decimal | str, n: int, decimals: int = 0, level: float = LEVEL
) -> Interval:
    """Interval of a share of which only the printed percent and the base are known.

    The estimate is the printed percent as a share; the interval reaches over Wilson's intervals
    of every count that would print so. Raises ValueError if none would.
    """
    possible = possible_counts(percent, n, decimals)
    if not possible:
        raise ValueError(f"Inget antal av {n} kan ha tryckts som {percent} procent.")
    ends = [wilson(k, n, level) for k in (min(possible), max(possible))]
    return Interval(float(percent) / 100, ends[0].low, ends[1].high)


def difference_from_percents(
    first: tuple[int | float | Decimal | str, int],
    second: tuple[int | float | Decimal | str, int],
    level: float = LEVEL,
) -> Interval:
    """Interval of a difference of which only whole percents and the bases are printed, in points.

    The estimate is the difference of the percents; the interval reaches over `newcombe` of every
    pair of counts that would print so. Raises ValueError if none would.
    """
    ends = []
    for percent, n in (first, second):
        possible = possible_counts(percent, n)
        if not possible:
            raise ValueError(f"Inget antal av {n} kan ha tryckts som {percent} procent.")
        ends.append((min(possible), max(possible)))
    (low1, high1), (low2, high2) = ends
    down = difference_points(low1, first[1], high2, second[1], level)
    up = difference_points(high1, first[1], low2, second[1], level)
    return Interval(float(first[0]) - float(second[0]), down.low, up.high)


def half_test(k: int, n: int) -> float:
    """Two-sided p-value of "the share k/n is a half": exact binomial test with mid-p.

    Source: as `difference_test`; with one group the margins are the binomial's own.
    """
    count, base = counts(k, n)
    tail = min(count, base - count)
    below = float(stats.binom.cdf(tail - 1, base, 0.5))
    return min(1.0, 2 * below + float(stats.binom.pmf(tail, base, 0.5)))


def refuse_mixed(frame: pl.DataFrame) -> None:
    """ValueError if `frame` mixes totals with their parts, or rows of different bases or units.

    Looks at the columns is_total, kon, matt, period and enhet, those that are there. Kronor,
    thousands and millions are one unit: amounts are in kronor beside them.
    """
    if "is_total" in frame.columns and frame["is_total"].n_unique() > 1:
        raise ValueError("Tabellen blandar summor och delar. Behåll det ena, filtrera på is_total.")
    if "kon" in frame.columns:
        genders = set(frame["kon"].drop_nulls())
        if _ALL_GENDERS in genders and len(genders) > 1:
            raise ValueError("Tabellen blandar totalt och enskilda kön. Filtrera på kon.")
    for column in _BASES:
        if column in frame.columns and frame[column].n_unique() > 1:
            kinds = ", ".join(sorted(str(kind) for kind in frame[column].unique()))
            raise ValueError(f"Tabellen blandar räknebaser ({column}: {kinds}). Behåll en.")
    if "enhet" in frame.columns:
        units = {"kr" if unit in _MONEY else unit for unit in frame["enhet"].drop_nulls()}
        if len(units) > 1:
            kinds = ", ".join(sorted(units))
            raise ValueError(f"Tabellen blandar enheter ({kinds}). Behåll en.")


def refuse_overlap(frame: pl.DataFrame, *, one_year: bool = True) -> None:
    """ValueError if rows of `frame`, each a unit beside the others, may hold the same people.

    As `refuse_mixed`, and whole förbund beside their insatser, all kommuner beside each of them,
    several years (unless not `one_year`), and the same unit twice. Looks at the columns that are
    there.
    """
    refuse_mixed(frame)
    for column, said in _WHOLES.items():
        if column in frame.columns and 0 < frame[column].null_count() < len(frame):
            raise ValueError(f"Tabellen blandar {said}. Välj det ena.")
    years = frame["year"].unique().sort().to_list() if "year" in frame.columns else []
    if one_year and len(years) > 1:
        raise ValueError(f"Tabellen blandar år ({', '.join(map(str, years))}). Välj ett.")
    refuse_double(frame, ("forbund_id", "year", "insats_id", "kommun", "kon"))


def refuse_double(frame: pl.DataFrame, keys: Sequence[str]) -> None:
    """ValueError if two rows are alike in `keys`, those that are there: sums would be wrong."""
    there = [key for key in keys if key in frame.columns]
    if "insats_id" in there and frame.select(there).is_duplicated().any():
        twice = frame.filter(frame.select(there).is_duplicated())
        named = twice["insats_id"][0] or "hela förbundet"
        raise ValueError(
            f"Samma insats står på mer än en rad ({named}, {', '.join(there)} är lika). "
            "Behåll en av dem."
        )


def row_counts(frame: pl.DataFrame, k: str, n: str) -> list[tuple[int, int] | None]:
    """Count and base of every row; None where either is null or the base is 0.

    Raises ValueError, naming the row from 1, where they cannot be a share.
    """
    absent = [name for name in (k, n) if name not in frame.columns]
    if absent:
        there = ", ".join(frame.columns)
        raise ValueError(f"Tabellen saknar kolumnen {absent[0]}. Den har {there}.")
    pairs: list[tuple[int, int] | None] = []
    for number, (count, base) in enumerate(frame.select(k, n).iter_rows(), start=1):
        if count is None or base is None:
            pairs.append(None)
            continue
        try:
            empty = whole(count, k) == 0 and whole(base, n) == 0
            pairs.append(None if empty else counts(count, base))
        except ValueError as error:
            raise ValueError(f"Rad {number}: {error}") from None
    return pairs


def float_columns(
    frame: pl.DataFrame, names: Sequence[str], rows: Iterable[Sequence[float] | None]
) -> pl.DataFrame:
    """`frame` with float columns `names` added, one tuple a row; null where the tuple is None."""
    filled: list[Sequence[Any]] = [row if row else (None,) * len(names) for row in rows]
    return frame.with_columns(
        pl.Series(name, [row[i] for row in filled], dtype=pl.Float64)
        for i, name in enumerate(names)
    )


def add_wilson(
    frame: pl.DataFrame, k: str = "antal", n: str = "bas", level: float = LEVEL
) -> pl.DataFrame:
    """`frame` with andel, andel_lag, andel_hog (0-1, Wilson); null where there is no base."""
    rows = [pair and wilson(*pair, level) for pair in row_counts(frame, k, n)]
    return float_columns(frame, ("andel", "andel_lag", "andel_hog"), rows)


def add_differences(
    frame: pl.DataFrame,
    first: tuple[str, str],
    second: tuple[str, str],
    family: str | None = None,
    level: float = LEVEL,
) -> pl.DataFrame:
    """`frame` with the difference first - second of each row, its interval and its test.

    `first` and `second` name the columns of count and base. Adds skillnad_punkter,
    skillnad_punkter_lag, skillnad_punkter_hog (percentage points, Newcombe), p (Fisher mid-p),
    p_justerad (Benjamini-Hochberg within `family`, a column; all rows are one family without
    it) and tester (number of tests in the family). Null where either share has no base; such
    rows are no tests.
    """
    pairs = list(zip(row_counts(frame, *first), row_counts(frame, *second), strict=True))
    rows: list[tuple[float, ...] | None] = [
        (*difference_points(*one, *other, level), difference_test(*one, *other))
        if one and other
        else None
        for one, other in pairs
    ]
    names = ("skillnad_punkter", "skillnad_punkter_lag", "skillnad_punkter_hog", "p")
    groups: dict[object, list[int]] = {}
    for number, label in enumerate(frame[family] if family else [None] * len(rows)):
        if rows[number] is not None:
            groups.setdefault(label, []).append(number)
    adjusted: list[float | None] = [None] * len(rows)
    tests: list[int | None] = [None] * len(rows)
    for members in groups.values():
        family_p = [row[3] for number in members if (row := rows[number])]
        for number, value in zip(members, benjamini_hochberg(family_p), strict=True):
            adjusted[number], tests[number] = value, len(members)
    return float_columns(frame, names, rows).with_columns(
        pl.Series("p_justerad", adjusted, dtype=pl.Float64),
        pl.Series("tester", tests, dtype=pl.Int64),
    )

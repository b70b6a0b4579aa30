"""Funnel plots: which units lie further from the common share than chance would put them.

Limits are exact binomial, not normal: most insatser have bases under 50, where the normal limits
leave 0-1. Spiegelhalter (2005, Statistics in Medicine 24:1185-1202, appendix A.1.1) interpolates
in the binomial distribution function. That makes the lower limit safe, but lets an upper limit
be passed by chance far more often than said (Seaton & Manktelow 2012, BMC Medical Research
Methodology 12:98). So the upper limit here is the paper's lower limit for the complement (those
who did not), mirrored: the chance of a unit beyond a limit is then at most what the level says on
both sides, a share and its complement give one picture, and the limits narrow with every person.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import stats
from scipy.stats import mstats

from finsam_analysis.compare.proportions import (
    Interval,
    check_level,
    counts,
    float_columns,
    pooled_share,
    refuse_overlap,
    row_counts,
)

LEVELS = (0.95, 0.998)
_SIGNIFICANT = 0.05

Floats = npt.NDArray[np.float64]


class Overdispersion(NamedTuple):
    """Spread beyond chance: the factor to use, the factor measured, units, and its p-value."""

    phi: float
    measured: float
    units: int
    p: float


def funnel_limits(
    p0: float, n: int, levels: Sequence[float] = LEVELS, phi: float = 1.0
) -> dict[float, Interval]:
    """Control limits of a share with base `n` around the common share `p0`, per level.

    With `phi` above 1 (see `overdispersion`) the distance from p0 grows by its square root, as
    the paper does with normal limits, within 0-1. Raises ValueError if n is 0 or p0 not a share.
    """
    counts(0, n)
    sizes = np.array([n])
    return {
        level: Interval(p0, float(low[0]), float(high[0]))
        for level in levels
        for low, high in [_limits(p0, sizes, level, phi)]
    }


def funnel_curve(
    p0: float, sizes: Sequence[int], levels: Sequence[float] = LEVELS, phi: float = 1.0
) -> pl.DataFrame:
    """The limits to draw: columns niva, n, lag, hog; one row per level and size, sorted."""
    ordered = np.array(sorted({counts(0, n)[1] for n in sizes}), dtype=np.int64)
    parts = []
    for level in sorted(levels):
        low, high = _limits(p0, ordered, level, phi)
        parts.append(
            pl.DataFrame({"n": ordered, "lag": low, "hog": high}).select(
                pl.lit(level).alias("niva"), "n", "lag", "hog"
            )
        )
    return pl.concat(parts)


def _limits(p0: float, n: npt.NDArray[np.int64], level: float, phi: float) -> tuple[Floats, Floats]:
    check_level(level)
    if not 0 <= p0 <= 1:
        raise ValueError(f"Den gemensamma andelen ska ligga mellan 0 och 1, inte {p0}.")
    if not phi >= 1:
        raise ValueError(f"phi kan inte vara under 1 (gränserna smalnar aldrig av), men är {phi}.")
    tail = (1 - level) / 2
    wider = math.sqrt(phi)
    low = p0 - wider * (p0 - _lower(p0, n, tail))
    high = p0 + wider * (1 - _lower(1 - p0, n, tail) - p0)
    return np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0)


def _lower(p0: float, n: npt.NDArray[np.int64], tail: float) -> Floats:
    """Share at which the binomial distribution function, interpolated, reaches `tail`."""
    r = stats.binom.ppf(tail, n, p0)
    reached = stats.binom.cdf(r, n, p0)
    alpha = (reached - tail) / stats.binom.pmf(r, n, p0)
    return np.asarray((r - alpha) / n, dtype=np.float64)


def overdispersion(
    ks: Sequence[int], ns: Sequence[int], p0: float | None = None, winsorise: float = 0.1
) -> Overdispersion:
    """How much more the units' shares spread than chance alone, around p0 (pooled if None).

    The measured factor is the mean of z squared, z = (k/n - p0) / sqrt(p0 (1 - p0) / n), after
    the `winsorise` highest and lowest z (as a share of the units, rounded down: none below ten
    units at 0.1) are pulled in to the nearest that is kept, so that the outliers sought do not
    widen the limits. It is used (`phi`) only if it exceeds 1 and the sum of z squared is beyond
    the 95th percentile of chi-square with as many degrees as units; else phi is 1.
    Source: Spiegelhalter 2005 (as above), section on over-dispersion, the multiplicative form.
    """
    pairs = [counts(k, n) for k, n in zip(ks, ns, strict=True)]
    centre = pooled_share(ks, ns).estimate if p0 is None else p0
    if not 0 < centre < 1:
        return Overdispersion(1.0, math.nan, len(pairs), 1.0)
    if not 0 <= winsorise < 0.5:
        raise ValueError(f"winsorise ska ligga mellan 0 och 0.5, inte {winsorise}.")
    z = [(k / n - centre) / math.sqrt(centre * (1 - centre) / n) for k, n in pairs]
    kept = np.asarray(mstats.winsorize(np.array(z), limits=(winsorise, winsorise)))
    total = float((kept**2).sum())
    p = float(stats.chi2.sf(total, len(pairs)))
    measured = total / len(pairs)
    used = measured if measured > 1 and p < _SIGNIFICANT else 1.0
    return Overdispersion(used, measured, len(pairs), p)


def add_funnel(
    frame: pl.DataFrame,
    k: str = "antal",
    n: str = "bas",
    levels: Sequence[float] = LEVELS,
    p0: float | None = None,
    phi: float = 1.0,
) -> pl.DataFrame:
    """`frame` with each unit's place in the funnel around p0 (the pooled share if None).

    Adds andel, mittlinje, for each level lag_95, hog_95, lag_99_8, hog_99_8 (0-1), and lage:
    "inom", or "över 95 %", "under 99,8 %" and the like for the widest limit passed. Rows
    without a base get null. Raises ValueError for a frame that mixes totals, parts, years or bases.
    """
    refuse_overlap(frame)
    pairs = row_counts(frame, k, n)
    known = [pair for pair in pairs if pair]
    if not known:
        raise ValueError("Ingen rad har någon bas: det finns inget att jämföra.")
    centre = p0
    if centre is None:
        centre = pooled_share([k for k, _ in known], [n for _, n in known]).estimate
    ordered = sorted(levels)
    rows: list[tuple[float, ...] | None] = []
    places: list[str | None] = []
    for pair in pairs:
        if pair is None:
            rows.append(None)
            places.append(None)
            continue
        limits = funnel_limits(centre, pair[1], ordered, phi)
        share = pair[0] / pair[1]
        ends = [end for level in ordered for end in limits[level][1:]]
        rows.append((share, centre, *ends))
        places.append(_place(share, limits))
    names = ["andel", "mittlinje"]
    for level in ordered:
        label = _percent(level).replace(",", "_")
        names += [f"lag_{label}", f"hog_{label}"]
    return float_columns(frame, names, rows).with_columns(
        pl.Series("lage", places, dtype=pl.String)
    )


def _place(share: float, limits: dict[float, Interval]) -> str:
    for level in sorted(limits, reverse=True):
        if share > limits[level].high:
            return f"över {_percent(level)} %"
        if share < limits[level].low:
            return f"under {_percent(level)} %"
    return "inom"


def _percent(level: Any) -> str:
    return f"{100 * level:.10g}".replace(".", ",")

"""Control limits: exact tails, shape, over-dispersion, and where units are placed."""

from __future__ import annotations

from math import comb

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from finsam_analysis.compare.stats import (
    add_funnel,
    funnel_curve,
    funnel_limits,
    overdispersion,
)

centres = st.floats(0.01, 0.99)


def tail_beyond(p0: float, n: int, low: float, high: float) -> tuple[float, float]:
    """Chance that a unit of n, in control, falls below `low` and above `high`."""
    chance = [comb(n, k) * p0**k * (1 - p0) ** (n - k) for k in range(n + 1)]
    return (
        sum(p for k, p in enumerate(chance) if k / n < low),
        sum(p for k, p in enumerate(chance) if k / n > high),
    )


def test_limits_by_hand():
    # Binomial(10, 0.5): P(0) = 1/1024, P(<=1) = 11/1024, P(<=2) = 56/1024. The tail 0.025 lies
    # (25.6 - 11) / 45 of the way from 1 to 2, so the limit is 1 + 14.6/45 tenths.
    low = (1 + (0.025 * 1024 - 11) / 45) / 10
    found = funnel_limits(0.5, 10)[0.95]
    assert found == pytest.approx((0.5, low, 1 - low))


def test_limits_tend_to_the_normal_ones():
    # p0 +- z sqrt(p0 (1 - p0) / n), z = 1.9600 and 3.0902, at n = 40 000.
    found = funnel_limits(0.3, 40_000)
    spread = (0.3 * 0.7 / 40_000) ** 0.5
    assert found[0.95].low == pytest.approx(0.3 - 1.9600 * spread, abs=3e-5)
    assert found[0.95].high == pytest.approx(0.3 + 1.9600 * spread, abs=3e-5)
    assert found[0.998].high == pytest.approx(0.3 + 3.0902 * spread, abs=3e-5)


@given(centres, st.integers(1, 150), st.sampled_from([0.9, 0.95, 0.998]))
@settings(deadline=None)
def test_chance_beyond_a_limit_is_at_most_what_it_says(p0, n, level):
    limits = funnel_limits(p0, n, [level])[level]
    below, above = tail_beyond(p0, n, limits.low, limits.high)
    assert below <= (1 - level) / 2 + 1e-9
    assert above <= (1 - level) / 2 + 1e-9


@pytest.mark.parametrize("p0", [0.02, 0.1, 0.28, 0.31, 0.5, 0.77, 0.97])
def test_limits_narrow_with_every_person_and_stay_inside(p0):
    curve = funnel_curve(p0, range(1, 401))
    assert curve.filter((pl.col("lag") < 0) | (pl.col("hog") > 1)).is_empty()
    for level in (0.95, 0.998):
        part = curve.filter(niva=level)
        assert part["n"].to_list() == list(range(1, 401))
        assert (part["lag"].diff().drop_nulls() >= -1e-12).all()
        assert (part["hog"].diff().drop_nulls() <= 1e-12).all()
        assert part["hog"][399] - part["lag"][399] < part["hog"][9] - part["lag"][9]


@given(centres, st.integers(1, 200))
@settings(deadline=None)
def test_a_share_and_its_complement_give_one_picture(p0, n):
    there, back = funnel_limits(p0, n), funnel_limits(1 - p0, n)
    for level in (0.95, 0.998):
        assert there[level].low == pytest.approx(1 - back[level].high, abs=1e-9)
    assert there[0.998].low <= there[0.95].low <= p0 <= there[0.95].high <= there[0.998].high


@pytest.mark.parametrize(("p0", "outside"), [(0.0, 1), (1.0, 9)])
def test_where_all_are_alike_one_that_is_not_is_outside(p0, outside):
    limits = funnel_limits(p0, 10)[0.998]
    assert not limits.low <= outside / 10 <= limits.high
    assert limits.low <= p0 <= limits.high


def test_overdispersion_widens_by_its_root():
    plain, wide = funnel_limits(0.4, 200)[0.95], funnel_limits(0.4, 200, phi=4)[0.95]
    assert wide.high - 0.4 == pytest.approx(2 * (plain.high - 0.4))
    assert 0.4 - wide.low == pytest.approx(2 * (0.4 - plain.low))
    assert funnel_limits(0.4, 5, phi=100)[0.95][1:] == (0.0, 1.0)


def test_overdispersion_by_hand():
    # Around 0.5 with n = 100: z = (k - 50) / 5, here -4, 4, -2, 2, so the mean of z2 is 10.
    found = overdispersion([30, 70, 40, 60], [100] * 4)
    assert found.measured == pytest.approx(10)
    assert found.phi == pytest.approx(10)
    assert found.units == 4
    assert found.p < 0.001


def test_overdispersion_is_not_used_when_chance_explains_it():
    # z = -1.2, 1.2: mean of z2 is 1.44, but a chi-square of 2.88 on 2 degrees is nothing.
    found = overdispersion([44, 56], [100, 100])
    assert found.measured == pytest.approx(1.44)
    assert found.phi == 1.0


def test_winsorising_keeps_the_outlier_from_hiding_itself():
    ks, ns = [45, 55, 48, 52, 46, 54, 50, 50, 49, 95], [100] * 10
    found = overdispersion(ks, ns, p0=0.5)
    # z: 9 -> 1 at the top, -1 -> -0.8 at the bottom; squares .64 1 .16 .16 .64 .64 0 0 .04 1
    assert found.measured == pytest.approx(0.428)
    assert overdispersion(ks, ns, p0=0.5, winsorise=0).measured > 8


def test_overdispersion_of_units_without_spread():
    assert overdispersion([0, 0], [5, 5]).phi == 1.0


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: funnel_limits(0.5, 0), "ingen bas"),
        (lambda: funnel_limits(1.5, 10), "gemensamma andelen"),
        (lambda: funnel_limits(float("nan"), 10), "gemensamma andelen"),
        (lambda: funnel_limits(0.5, 10, [95]), "Nivån"),
        (lambda: funnel_limits(0.5, 10, phi=0.5), "phi"),
        (lambda: overdispersion([1, 2], [4, 4], winsorise=0.5), "winsorise"),
        (lambda: overdispersion([5], [4]), "större än basen"),
    ],
)
def test_impossible_funnels_are_refused(call, says):
    with pytest.raises(ValueError, match=says):
        call()


UNITS = pl.DataFrame(
    {
        "insats": ["vanlig", "hög", "mycket hög", "låg", "tom"],
        "antal": [30, 42, 50, 18, 0],
        "bas": [100, 100, 100, 100, 0],
    }
)


def test_units_are_placed_by_the_widest_limit_they_pass():
    found = add_funnel(UNITS, p0=0.3)
    # sd = 4.6 points: 30, 42 (+2.6 sd), 50 (+4.4 sd), 18 (-2.6 sd).
    assert found["lage"].to_list() == ["inom", "över 95 %", "över 99,8 %", "under 95 %", None]
    added = ["andel", "mittlinje", "lag_95", "hog_95", "lag_99_8", "hog_99_8", "lage"]
    assert found.columns[3:] == added
    assert found["andel"].to_list() == [0.3, 0.42, 0.5, 0.18, None]


def test_the_centre_is_the_pooled_share():
    assert add_funnel(UNITS)["mittlinje"][0] == pytest.approx(140 / 400)


def test_overdispersion_brings_units_in():
    assert set(add_funnel(UNITS, p0=0.3, phi=9)["lage"].drop_nulls()) == {"inom"}


def test_funnel_refuses_totals_among_parts_and_nothing_at_all():
    with pytest.raises(ValueError, match="summor och delar"):
        add_funnel(UNITS.with_columns(is_total=pl.col("insats") == "tom"))
    with pytest.raises(ValueError, match="inget att jämföra"):
        add_funnel(UNITS.filter(bas=0))


@given(st.lists(st.integers(1, 80), min_size=2, max_size=8), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=50)
def test_placing_does_not_depend_on_the_order(sizes, random):
    rng = np.random.default_rng(random.randint(0, 10_000))
    frame = pl.DataFrame({"antal": rng.binomial(sizes, 0.4), "bas": sizes, "nr": range(len(sizes))})
    assume(0 < frame["antal"].sum() < sum(sizes))
    turned = add_funnel(frame.reverse()).sort("nr")
    assert turned.equals(add_funnel(frame))

"""Shrunken shares and ranks: a published analysis, coverage, and how they must behave."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from finsam_analysis.compare import shrinkage
from finsam_analysis.compare.stats import add_shrunken, pooled_share, rank_intervals, shrink

# Tarone 1982, in Gelman et al., Bayesian Data Analysis, 3rd ed., table 5.1: rats with tumours.
RATS_K = [
    *([0] * 14 + [1] * 8 + [2] * 9),
    *(1, 5, 2, 5, 3, 2, 7, 7, 3, 3, 2, 9, 10),
    *([4] * 7 + [10, 4, 4, 4, 5, 11, 12, 5, 5, 6, 5, 6, 6, 6, 6, 16, 15, 15, 9, 4]),
]
RATS_N = [
    *([20] * 7 + [19] * 4 + [18, 18, 17] + [20] * 4 + [19, 19, 18, 18, 25, 24, 23] + [20] * 6),
    *(10, 49, 19, 46, 27, 17, 49, 47, 20, 20, 13, 48, 50),
    *([20] * 7 + [48, 19, 19, 19, 22, 46, 49, 20, 20, 23, 19, 22, 20, 20, 20, 52, 46, 47, 24, 14]),
]

units = st.lists(
    st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=2,
    max_size=6,
)


def test_rat_tumours():
    """The book's posterior, with another vague prior: Beta(2.4, 14.3) for the experiments."""
    found = shrink(RATS_K, RATS_N)
    assert (sum(RATS_K), sum(RATS_N), len(found)) == (267, 1739, 71)
    assert found[-1].towards == pytest.approx(2.4 / 16.7, abs=0.003)
    assert found[-1].estimate == pytest.approx((4 + 2.4) / (14 + 16.7), abs=0.003)
    assert found[0].estimate == pytest.approx(2.4 / (20 + 16.7), abs=0.003)
    assert found[0].reliability == pytest.approx(20 / (20 + 16.7), abs=0.02)


@given(units)
@settings(deadline=None, max_examples=15)
def test_shrunken_lies_between_raw_and_common(pairs):
    ks, ns = zip(*pairs, strict=True)
    for (k, n), unit in zip(pairs, shrink(ks, ns), strict=True):
        low, high = sorted([unit.raw, unit.towards])
        assert unit.n == n and unit.raw == k / n
        assert low - 1e-9 <= unit.estimate <= high + 1e-9
        assert 0 < unit.reliability < 1
        assert 0 < unit.towards < 1
        assert 0 <= unit.low < unit.estimate < unit.high <= 1


@given(units)
@settings(deadline=None, max_examples=10)
def test_the_larger_base_is_the_more_reliable(pairs):
    ks, ns = zip(*pairs, strict=True)
    by_size = sorted(shrink(ks, ns), key=lambda unit: unit.n)
    for less, more in zip(by_size, by_size[1:], strict=False):
        if less.n == more.n:
            assert less.reliability == pytest.approx(more.reliability)
        else:
            assert less.reliability < more.reliability


@given(units)
@settings(deadline=None, max_examples=10)
def test_order_does_not_matter(pairs):
    ks, ns = zip(*pairs, strict=True)
    assert shrink(ks[::-1], ns[::-1])[::-1] == shrink(ks, ns)
    assert rank_intervals(ks[::-1], ns[::-1])[::-1] == rank_intervals(ks, ns)


def test_complement_gives_the_mirrored_picture():
    ks, ns = [3, 9, 14, 2], [10, 12, 40, 4]
    there, back = shrink(ks, ns), shrink([n - k for k, n in zip(ks, ns, strict=True)], ns)
    for one, other in zip(there, back, strict=True):
        assert one.estimate == pytest.approx(1 - other.estimate, abs=1e-6)
        # The interval's grid points are not mirrored exactly.
        assert one.low == pytest.approx(1 - other.high, abs=0.003)


def test_units_alike_are_shrunk_far_and_still_have_an_interval():
    found = shrink([30, 31, 29, 30, 31, 29], [100] * 6)
    assert found[0].reliability < 0.25
    assert found[0].high - found[0].low > 0.05
    apart = shrink([5, 95, 20, 80, 50, 35], [100] * 6)
    assert apart[0].reliability > 0.9


def test_nobody_of_few_is_not_never():
    nobody = shrink([0, 9, 12], [4, 30, 30])[0]
    assert nobody.raw == 0
    assert 0.05 < nobody.estimate < pooled_share([0, 9, 12], [4, 30, 30]).estimate


def test_one_giant_does_not_pull_the_small_to_itself():
    # Pooled is 0.899; two of the three units are near 0.3.
    small = shrink([9000, 3, 3], [10_000, 10, 10])[1]
    assert small.estimate < 0.5
    # Nor when there is only the giant to be shrunk to, and nobody of three did what all others do.
    assert shrink([0, 28_000], [3, 28_000])[0].estimate < 0.5


def test_posterior_by_plain_integration():
    """The model of the module's docstring, summed over an even grid with scipy's beta-binomial."""
    ks, ns = [3, 9, 14], [10, 12, 40]
    mean, part = np.meshgrid((np.arange(400) + 0.5) / 400, (np.arange(300) + 0.5) / 300)
    weight = 14.4 * part / (1 - part)  # harmonic mean of the bases: 3 / (1/10 + 1/12 + 1/40)
    chance = np.ones_like(mean)
    for k, n in zip(ks, ns, strict=True):
        chance = chance * stats.betabinom.pmf(k, n, weight * mean, weight * (1 - mean))
    chance /= chance.sum()
    for k, n, unit in zip(ks, ns, shrink(ks, ns), strict=True):
        expected = (chance * (k + weight * mean) / (n + weight)).sum()
        assert unit.estimate == pytest.approx(expected, abs=0.0005)
        assert unit.reliability == pytest.approx((chance * n / (n + weight)).sum(), abs=0.0005)


def test_the_grid_is_fine_enough(monkeypatch):
    ks, ns = [3, 9, 14, 2, 40], [10, 12, 40, 4, 200]
    coarse = shrink(ks, ns)
    for name, points in (("_MEANS", 600), ("_WEIGHTS", 600), ("_CELLS", 30_000)):
        monkeypatch.setattr(shrinkage, name, points)
    for one, other in zip(coarse, shrink(ks, ns), strict=True):
        assert one[1:] == pytest.approx(other[1:], abs=0.003)
        assert one.estimate == pytest.approx(other.estimate, abs=0.0002)


def test_intervals_cover_and_estimates_beat_raw():
    """30 sets of 8 units whose true shares come from Beta(6, 14), bases 5-60."""
    rng = np.random.default_rng(20240503)
    covered, ranked, shrunken_error, raw_error = [], [], 0.0, 0.0
    for _ in range(30):
        ns = rng.integers(5, 61, 8)
        truth = rng.beta(6, 14, 8)
        ks = rng.binomial(ns, truth)
        places = 1 + (truth[None, :] > truth[:, None]).sum(axis=1)
        ranks = rank_intervals(ks.tolist(), ns.tolist(), draws=1000)
        for unit, rank, true, place in zip(
            shrink(ks.tolist(), ns.tolist()), ranks, truth, places, strict=True
        ):
            covered.append(unit.low <= true <= unit.high)
            ranked.append(rank.low <= place <= rank.high)
            shrunken_error += (unit.estimate - true) ** 2
            raw_error += (unit.raw - true) ** 2
    assert 0.90 <= np.mean(covered) <= 0.98
    assert np.mean(ranked) >= 0.95
    assert shrunken_error < 0.75 * raw_error


def test_ranks_are_the_same_every_time_and_first_is_highest():
    ks, ns = [90, 50, 10], [100, 100, 100]
    assert rank_intervals(ks, ns) == [(1, 1, 1), (2, 2, 2), (3, 3, 3)]
    assert rank_intervals(ks, ns) == rank_intervals(ks, ns)


def test_few_persons_say_little_of_rank():
    found = rank_intervals([2, 1, 2, 1, 2], [4, 4, 4, 4, 4])
    assert all(rank.low == 1 and rank.high == 5 for rank in found)
    assert found[0] == found[2] == found[4]


@given(units)
@settings(deadline=None, max_examples=15)
def test_ranks_stay_within_the_units(pairs):
    ks, ns = zip(*pairs, strict=True)
    for rank in rank_intervals(ks, ns, draws=500):
        assert 1 <= rank.low <= rank.median <= rank.high <= len(pairs)


def test_one_unit_has_nothing_to_be_shrunk_to():
    with pytest.raises(ValueError, match="minst två"):
        shrink([3], [10])
    with pytest.raises(ValueError, match="minst två"):
        rank_intervals([], [])
    with pytest.raises(ValueError, match="ingen bas"):
        shrink([3, 0], [10, 0])


def test_add_shrunken_keeps_rows_and_leaves_those_without_base_null():
    frame = pl.DataFrame({"antal": [3, 0, 14], "bas": [10, 0, 40]})
    found = add_shrunken(frame)
    assert found["krympt"][1] is None and found["rang"][1] is None
    expected = shrink([3, 14], [10, 40])
    assert found["krympt"][2] == expected[1].estimate
    assert found["krympt_lag"][0] == expected[0].low
    assert found["reliabilitet"][0] == expected[0].reliability
    assert found["rang_hog"].to_list()[::2] == [r.high for r in rank_intervals([3, 14], [10, 40])]
    with pytest.raises(ValueError, match="enskilda kön"):
        add_shrunken(frame.with_columns(kon=pl.Series(["totalt", "man", "kvinnor"])))

"""Shares and differences against published tables, by simulation, and for what they refuse."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from math import comb
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finsam_analysis.compare.funnel import add_funnel
from finsam_analysis.compare.shrinkage import add_shrunken
from finsam_analysis.compare.stats import (
    add_differences,
    add_wilson,
    benjamini_hochberg,
    difference_from_percents,
    difference_points,
    difference_test,
    half_test,
    newcombe,
    only_count,
    pooled_share,
    possible_counts,
    refuse_mixed,
    refuse_overlap,
    share_interval_from_percent,
    wilson,
)

shares = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


# --- Published tables -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        # The project's own oracles, in percent.
        (3, 10, 10.78, 60.32),
        (0, 10, 0.00, 27.75),
        (4, 4, 51.01, 100.00),
        (6, 15, 19.82, 64.25),
        # Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3.
        (81, 263, 25.53, 36.62),
        (15, 148, 6.24, 16.05),
        (0, 20, 0.00, 16.11),
        (1, 29, 0.61, 17.18),
    ],
)
def test_wilson_published(k, n, low, high):
    found = wilson(k, n)
    assert found.estimate == k / n
    assert 100 * found.low == pytest.approx(low, abs=0.005)
    assert 100 * found.high == pytest.approx(high, abs=0.005)


@pytest.mark.parametrize(
    ("k1", "n1", "k2", "n2", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10, (a) to (h).
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0000),
        (10, 10, 0, 10, 0.6075, 1.0000),
        # Perondi et al. 2004, in the R package contingencytables.
        (7, 34, 1, 34, 0.0189, 0.3404),
    ],
)
def test_newcombe_published(k1, n1, k2, n2, low, high):
    found = newcombe(k1, n1, k2, n2)
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)


def test_newcombe_estimate_is_first_less_second():
    assert newcombe(56, 70, 48, 80).estimate == pytest.approx(0.2)
    assert newcombe(48, 80, 56, 70).estimate == pytest.approx(-0.2)


def test_difference_points_are_percentage_points():
    assert difference_points(9, 10, 3, 10) == pytest.approx((60.0, 17.05, 80.90), abs=0.005)


def test_overlapping_intervals_are_not_no_difference():
    assert wilson(56, 70).low < wilson(48, 80).high
    assert newcombe(56, 70, 48, 80).low > 0


def test_fisher_mid_p_published():
    # Ritland et al. 2007 in the R package contingencytables: exact 0.06287, mid-p 0.04466.
    assert difference_test(0, 16, 15, 72) == pytest.approx(0.04466, abs=5e-6)


def test_fisher_mid_p_by_hand():
    # 2 of 2 against 0 of 2: the three tables have chances 1/6, 4/6, 1/6, and the outer two tie.
    assert difference_test(2, 2, 0, 2) == pytest.approx(1 / 6)
    assert difference_test(1, 2, 1, 2) == pytest.approx(1 / 6 + 1 / 6 + 4 / 12)


def test_fisher_says_nothing_where_only_one_table_is_possible():
    assert difference_test(0, 10, 0, 12) == 1.0
    assert difference_test(10, 10, 12, 12) == 1.0


# Benjamini & Hochberg 1995, section 4.1: 15 hypotheses on thrombolytic treatment.
BH_1995 = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.000),
]


def test_benjamini_hochberg_1995():
    adjusted = benjamini_hochberg(BH_1995)
    # The paper rejects the first four at 0.05, as 0.0095 <= 4/15 * 0.05 and 0.0201 > 5/15 * 0.05.
    assert [p <= 0.05 for p in adjusted] == [True] * 4 + [False] * 11
    assert adjusted[3] == pytest.approx(0.0095 * 15 / 4)
    assert adjusted[0] == pytest.approx(0.0001 * 15)


def test_benjamini_hochberg_keeps_the_order_given():
    shuffled = [BH_1995[i] for i in (7, 0, 14, 3)]
    by_p = dict(zip(shuffled, benjamini_hochberg(shuffled), strict=True))
    assert by_p[0.0001] == pytest.approx(0.0004)
    assert by_p[1.0] == 1.0
    assert benjamini_hochberg([]) == []


# --- Simulation -----------------------------------------------------------------------------


def test_wilson_covers():
    """Mean coverage over uniform shares and bases 4-60; the plain Wald interval has 0.88."""
    rng = np.random.default_rng(20240501)
    n = rng.integers(4, 61, 20_000)
    truth = rng.random(n.size)
    k = rng.binomial(n, truth)
    ends = np.array([wilson(int(a), int(b))[1:] for a, b in zip(k, n, strict=True)])
    covered = np.mean((ends[:, 0] <= truth) & (truth <= ends[:, 1]))
    assert covered == pytest.approx(0.953, abs=0.006)


def test_newcombe_covers():
    rng = np.random.default_rng(20240502)
    sizes = rng.integers(5, 61, (20_000, 2))
    truth = rng.random(sizes.shape)
    k = rng.binomial(sizes, truth)
    ends = np.array(
        [
            newcombe(int(a), int(m), int(b), int(n))[1:]
            for (a, b), (m, n) in zip(k, sizes, strict=True)
        ]
    )
    difference = truth[:, 0] - truth[:, 1]
    covered = np.mean((ends[:, 0] <= difference) & (difference <= ends[:, 1]))
    assert covered == pytest.approx(0.953, abs=0.006)


@pytest.mark.parametrize(("n1", "n2"), [(8, 12), (10, 10), (15, 40)])
def test_mid_p_keeps_its_level_and_uses_it(n1, n2):
    """By full enumeration: at most 0.06 of equal pairs are called different at 0.05."""
    pvalues = np.array(
        [[difference_test(a, n1, b, n2) for b in range(n2 + 1)] for a in range(n1 + 1)]
    )
    rates = []
    for share in np.linspace(0.05, 0.95, 19):
        first = [_chance(a, n1, share) for a in range(n1 + 1)]
        second = [_chance(b, n2, share) for b in range(n2 + 1)]
        rates.append(np.outer(first, second)[pvalues <= 0.05].sum())
    # The plain exact test reaches 0.013 with 10 against 10.
    assert 0.03 < max(rates) < 0.06


def _chance(k: int, n: int, share: float) -> float:
    return comb(n, k) * share**k * (1 - share) ** (n - k)


# --- Properties -----------------------------------------------------------------------------


@given(shares, st.sampled_from([0.8, 0.95, 0.998]))
@settings(deadline=None)
def test_wilson_mirrors_its_complement(share, level):
    k, n = share
    one, other = wilson(k, n, level), wilson(n - k, n, level)
    assert 0 <= one.low <= one.estimate <= one.high <= 1
    assert one.low == pytest.approx(1 - other.high, abs=1e-12)


@given(shares)
@settings(deadline=None)
def test_wider_level_wider_interval(share):
    k, n = share
    narrow, wide = wilson(k, n, 0.9), wilson(k, n, 0.99)
    assert wide.low <= narrow.low and narrow.high <= wide.high
    assert wide.high - wide.low > narrow.high - narrow.low


@given(shares, shares)
@settings(deadline=None)
def test_newcombe_changes_sign_when_groups_change_places(one, other):
    there, back = newcombe(*one, *other), newcombe(*other, *one)
    assert there == pytest.approx((-back.estimate, -back.high, -back.low), abs=1e-12)
    assert -1 <= there.low <= there.estimate <= there.high <= 1


@given(shares, shares)
@settings(deadline=None)
def test_test_is_the_same_from_both_sides(one, other):
    (k1, n1), (k2, n2) = one, other
    p = difference_test(k1, n1, k2, n2)
    assert 0 < p <= 1
    assert p == pytest.approx(difference_test(k2, n2, k1, n1))
    assert p == pytest.approx(difference_test(n1 - k1, n1, n2 - k2, n2))


@given(st.lists(shares, min_size=1, max_size=6))
@settings(deadline=None)
def test_pooled_share_weighs_persons_not_units(units):
    ks, ns = zip(*units, strict=True)
    found = pooled_share(ks, ns)
    assert found == wilson(sum(ks), sum(ns))


def test_pooled_share_is_not_the_mean_of_shares():
    assert pooled_share([9, 0], [90, 10]).estimate == pytest.approx(0.09)


# --- Only a percent is printed --------------------------------------------------------------


@pytest.mark.parametrize(
    ("percent", "n", "decimals", "expected"),
    [
        (67, 12, 0, {8}),
        (50, 12, 0, {6}),
        (64, 12, 0, set()),  # 7/12 prints 58, 8/12 prints 67
        (33, 3, 0, {1}),
        (0, 300, 0, {0, 1}),  # 1/300 = 0.33 %
        (13, 8, 0, {1}),  # 12.5: half up
        (12, 8, 0, {1}),  # 12.5: half to even
        (38, 8, 0, {3}),  # 37.5 prints 38 both ways
        (37, 8, 0, set()),
        ("33.3", 12, 1, {4}),
        (97, 131, 0, {127}),  # 126/131 = 96.2, 127/131 = 96.9, 128/131 = 97.7
        (97, 1000, 0, set(range(965, 975)) | {975} - {975}),
        (100, 4, 0, {4}),
    ],
)
def test_possible_counts_by_hand(percent, n, decimals, expected):
    assert possible_counts(percent, n, decimals) == expected


@given(shares, st.integers(0, 2), st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN]))
def test_a_printed_count_is_among_the_possible(share, decimals, rounding):
    k, n = share
    printed = (Decimal(100 * k) / n).quantize(Decimal(1).scaleb(-decimals), rounding=rounding)
    assert k in possible_counts(printed, n, decimals)


@given(st.integers(0, 100), st.integers(1, 400))
def test_every_possible_count_prints_so(percent, n):
    for k in possible_counts(percent, n):
        prints = {
            (Decimal(100 * k) / n).quantize(Decimal(1), rounding=rounding)
            for rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN)
        }
        assert Decimal(percent) in prints


@given(shares)
@settings(deadline=None)
def test_interval_from_percent_holds_the_interval_of_the_count(share):
    k, n = share
    printed = (Decimal(100 * k) / n).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    found, exact = share_interval_from_percent(printed, n), wilson(k, n)
    assert found.low <= exact.low and exact.high <= found.high
    assert found.low <= found.estimate <= found.high
    assert found.estimate == float(printed) / 100


def test_interval_from_percent_reaches_over_all_counts():
    found = share_interval_from_percent(0, 300)
    assert found == (0.0, 0.0, wilson(1, 300).high)


# --- What is refused ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("k", "n", "says"),
    [
        (0, 0, "ingen bas"),
        (5, 4, "större än basen"),
        (-1, 4, "negativt"),
        (1, -4, "negativt"),
        (1.0, 4, "heltal"),
        (1, 4.5, "heltal"),
        (True, 4, "heltal"),
        (None, 4, "heltal"),
        ("3", 4, "heltal"),
    ],
)
def test_impossible_shares_are_refused(k, n, says):
    with pytest.raises(ValueError, match=says):
        wilson(k, n)
    with pytest.raises(ValueError, match=says):
        newcombe(1, 2, k, n)
    with pytest.raises(ValueError, match=says):
        difference_test(k, n, 1, 2)


@pytest.mark.parametrize("level", [0, 1, 95, -0.1, float("nan")])
def test_impossible_levels_are_refused(level):
    with pytest.raises(ValueError, match="Nivån"):
        wilson(1, 2, level)


@pytest.mark.parametrize("p", [-0.1, 1.1, float("nan")])
def test_impossible_pvalues_are_refused(p):
    with pytest.raises(ValueError, match="p-värde"):
        benjamini_hochberg([0.5, p])


@pytest.mark.parametrize(
    ("percent", "n", "says"),
    [
        (101, 10, "mellan 0 och 100"),
        (-1, 10, "mellan 0 och 100"),
        (33.3, 12, "fler än 0 decimaler"),
        ("många", 12, "inte ett procenttal"),
        ("nan", 12, "inte ett procenttal"),
        (50, 0, "ingen bas"),
    ],
)
def test_impossible_percents_are_refused(percent, n, says):
    with pytest.raises(ValueError, match=says):
        possible_counts(percent, n)


def test_a_percent_that_no_count_gives_is_refused():
    with pytest.raises(ValueError, match="Inget antal av 12"):
        share_interval_from_percent(64, 12)


def test_numpy_counts_are_counts():
    k: Any = np.int64(3)
    n: Any = np.int32(10)
    assert wilson(k, n) == wilson(3, 10)


# --- Frames ---------------------------------------------------------------------------------


def test_add_wilson_leaves_rows_without_base_null():
    frame = pl.DataFrame({"antal": [3, 0, None, 2], "bas": [10, 0, 5, None]})
    found = add_wilson(frame)
    assert found.columns == ["antal", "bas", "andel", "andel_lag", "andel_hog"]
    assert found["andel"].to_list() == [0.3, None, None, None]
    assert found["andel_hog"][0] == pytest.approx(0.6032, abs=5e-5)
    assert add_wilson(frame.clear()).height == 0


def test_frames_name_the_row_that_is_wrong():
    with pytest.raises(ValueError, match="Rad 2: Antalet 7 är större än basen 5"):
        add_wilson(pl.DataFrame({"antal": [1, 7], "bas": [2, 5]}))
    with pytest.raises(ValueError, match=r"Rad 1: antal ska vara ett heltal, inte 1\.0"):
        add_wilson(pl.DataFrame({"antal": [1.0], "bas": [2]}))
    with pytest.raises(ValueError, match=r"saknar kolumnen n\. Den har antal, bas"):
        add_wilson(pl.DataFrame({"antal": [1], "bas": [2]}), n="n")


def test_add_differences_adjusts_within_each_family():
    frame = pl.DataFrame(
        {
            "insats": ["a", "b", "c", "d"],
            "fraga": ["mål", "mål", "mål", "avslut"],
            "k": [9, 56, 0, 9],
            "kn": [10, 70, 0, 10],
            "m": [3, 48, 1, 3],
            "mn": [10, 80, 9, 10],
        }
    )
    found = add_differences(frame, ("k", "kn"), ("m", "mn"), family="fraga")
    p_a, p_b = difference_test(9, 10, 3, 10), difference_test(56, 70, 48, 80)
    assert p_a < p_b < 2 * p_a  # so both become the larger, p_b * 2 / 2
    assert found["skillnad_punkter"].to_list() == pytest.approx([60, 20, None, 60])
    assert found["skillnad_punkter_lag"][1] == pytest.approx(5.24, abs=0.005)
    assert found["p"].to_list() == pytest.approx([p_a, p_b, None, p_a])
    assert found["p_justerad"].to_list() == pytest.approx([p_b, p_b, None, p_a])
    assert found["tester"].to_list() == [2, 2, None, 1]


def test_without_family_all_rows_are_one():
    frame = pl.DataFrame({"k": [9, 5], "kn": [10, 10], "m": [3, 5], "mn": [10, 10]})
    found = add_differences(frame, ("k", "kn"), ("m", "mn"))
    assert found["tester"].to_list() == [2, 2]
    assert found["p_justerad"][0] == pytest.approx(2 * found["p"][0])


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"is_total": [True, False]}, "summor och delar"),
        ({"kon": ["totalt", "kvinnor"]}, "enskilda kön"),
        ({"matt": ["nya", "avslutade"]}, "räknebaser .matt: avslutade, nya"),
        ({"period": ["ar", "projekt"]}, "räknebaser"),
        ({"enhet": ["procent", "antal"]}, "enheter .antal, procent"),
        ({"enhet": ["kr", "procent", "tkr"]}, "enheter .kr, procent"),
    ],
)
def test_mixed_frames_are_refused(columns, says):
    with pytest.raises(ValueError, match=says):
        refuse_mixed(pl.DataFrame(columns))


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"insats_id": [None, "bron"]}, "blandar hela förbund och deras insatser"),
        ({"kommun": [None, "Ena"]}, "blandar alla kommuner tillsammans och var och en"),
        ({"year": [2021, 2022]}, "blandar år .2021, 2022.. Välj ett"),
        ({"insats_id": ["bron", "bron"], "year": [2022] * 2}, "mer än en rad .bron, year, insats"),
        ({"matt": ["nya", "avslutade"]}, "räknebaser"),
    ],
)
@pytest.mark.parametrize("function", [refuse_overlap, add_funnel, add_shrunken])
def test_units_that_may_hold_the_same_people_are_refused(function, columns, says):
    with pytest.raises(ValueError, match=says):
        function(pl.DataFrame({**columns, "antal": [1, 2], "bas": [4, 4]}))


def test_a_unit_may_stand_in_two_years_where_years_are_compared():
    refuse_overlap(
        pl.DataFrame({"insats_id": ["bron", "bron"], "year": [2021, 2022]}), one_year=False
    )


def test_only_one_count_can_mean_a_percent_or_none_is_told():
    # 5 of 11 is 45.45, 4 is 36 and 6 is 55; of 300, 134 to 136 all print as 45; 41 is none of 15.
    told = [only_count(*pair) for pair in ((0.45, 11), (0.45, 300), (0.41, 15), (0.455, 11))]
    assert told == [5, None, None, None]
    assert only_count(None, 11) is None
    assert only_count(0.45, 0) is None


def test_frames_of_one_kind_are_not_refused():
    refuse_mixed(pl.DataFrame({"enhet": ["kr", "tkr", "mkr"]}))
    refuse_mixed(
        pl.DataFrame({"is_total": [False] * 2, "kon": ["kvinnor", "man"], "matt": ["nya"] * 2})
    )


@pytest.mark.parametrize(
    ("k", "n", "p"),
    [(1, 4, 6 / 16), (2, 4, 1.0), (0, 4, 1 / 16), (3, 4, 6 / 16)],  # coin tosses, by hand
)
def test_a_half_is_tested_exactly_with_mid_p(k: int, n: int, p: float) -> None:
    assert half_test(k, n) == pytest.approx(p)


def test_difference_of_printed_percents_reaches_over_every_count() -> None:
    # 80 percent of 70 is 56, 60 of 80 is 48 and nothing else: Newcombe 1998, 5.24 to 33.39.
    assert difference_from_percents((80, 70), (60, 80)) == pytest.approx(
        (20, 5.24, 33.39), abs=0.005
    )
    one, several = (difference_from_percents((50, n), (25, n)) for n in (4, 400))
    assert several.low > one.low
    with pytest.raises(ValueError, match="kan ha tryckts som 41 procent"):
        difference_from_percents((41, 15), (40, 15))

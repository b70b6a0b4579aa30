"""Change of cost split into volume, mix and cost per participant: exact to the öre."""

from __future__ import annotations

import math
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from finsam_analysis.compare.stats import CostPair, add_divisia, divisia, log_mean


def kr(*amounts: int | str) -> tuple[Decimal, ...]:
    return tuple(Decimal(amount) for amount in amounts)


ore = st.integers(0, 10**11).map(lambda value: Decimal(value) / 100)


@st.composite
def pair(draw: st.DrawFn, name: str = "x") -> CostPair:
    """An insats in two years, any of which it may be missing from, or cost nothing in."""
    sides: list[tuple[Decimal, int]] = []
    for _ in range(2):
        participants = draw(st.one_of(st.just(0), st.integers(1, 5000)))
        sides.append((draw(ore) if participants else Decimal(0), participants))
    return CostPair(name, *sides[0], *sides[1])


pairs = st.lists(pair(), min_size=1, max_size=6)


def has_participants(units: list[CostPair]) -> bool:
    before, after = sum(u.participants_before for u in units), sum(u[4] for u in units)
    return before > 0 and after > 0


def turned(unit: CostPair) -> CostPair:
    name, cost_before, n_before, cost_after, n_after = unit
    return CostPair(name, cost_after, n_after, cost_before, n_before)


@given(pairs)
@settings(max_examples=300)
def test_parts_sum_to_the_change_exactly(units):
    assume(has_participants(units))
    found = divisia(units)
    for unit, part in zip(units, found.parts, strict=True):
        assert part.volume + part.mix + part.unit_cost == part.change
        assert part.change == Decimal(unit.cost_after) - Decimal(unit.cost_before)
    total = found.total
    assert total.volume + total.mix + total.unit_cost == total.change
    assert total.change == sum(Decimal(u.cost_after) - Decimal(u.cost_before) for u in units)


@given(pairs)
@settings(max_examples=300)
def test_turning_time_turns_every_sign(units):
    assume(has_participants(units))
    there, back = divisia(units).parts, divisia([turned(u) for u in units]).parts
    for one, other in zip(there, back, strict=True):
        assert one[2:] == tuple(-part for part in other[2:])


@given(pairs)
def test_one_after_the_other_in_any_order(units):
    assume(has_participants(units))
    assert divisia(units[::-1]).parts[::-1] == divisia(units).parts


@given(
    st.lists(st.tuples(st.integers(1, 500), ore, ore), min_size=2, max_size=5), st.integers(2, 9)
)
def test_all_growing_alike_is_no_mix(units, times):
    found = divisia([CostPair("x", a, n, b, n * times) for n, a, b in units])
    assert all(abs(part.mix) <= Decimal("0.01") for part in found.parts)


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(1, 500)), min_size=2, max_size=5))
def test_same_cost_per_participant_is_no_cost_effect(units):
    price = Decimal(12_345)
    found = divisia([CostPair("x", price * a, a, price * b, b) for a, b in units])
    assert all(part.unit_cost == 0 for part in found.parts)


@given(st.integers(1, 500), ore, st.integers(1, 500), ore)
def test_a_single_insats_has_no_mix(n, cost, n_after, cost_after):
    found = divisia([CostPair("x", cost, n, cost_after, n_after)])
    assert found.total.mix == 0


def test_by_hand_one_insats():
    # 1 000 kr for 10 becomes 4 000 kr for 20: each factor doubled, each has half of 3 000.
    part = divisia([CostPair("x", 1000, 10, 4000, 20)]).parts[0]
    assert part[:2] == ("x", "fortsätter")
    assert part[2:] == kr(3000, 1500, 0, 1500)


def test_by_hand_two_insatser():
    # A: 10 -> 40 participants at 100 kr each. B: 10 at 100 kr both years. All: 20 -> 50.
    # L(A) = 3 000 / ln 4, L(B) = 1 000; ln 2.5 = 0.9162907, ln 1.6 = 0.4700036, ln 4 = 1.3862944.
    a, b = divisia([CostPair("A", 1000, 10, 4000, 40), CostPair("B", 1000, 10, 1000, 10)]).parts
    assert a[2:] == kr(3000, "1982.89", "1017.11", 0)
    assert b[2:] == kr(0, "916.29", "-916.29", 0)


def test_starting_and_ending_insatser_are_mix():
    found = divisia(
        [
            CostPair("gammal", 500, 5, 0, 0),
            CostPair("ny", 0, 0, Decimal("700.05"), 7),
            CostPair("kvar", 100, 1, 100, 1),
        ]
    )
    assert [part.event for part in found.parts] == ["upphör", "startar", "fortsätter"]
    assert found.parts[0][2:] == kr(-500, 0, -500, 0)
    assert found.parts[1][2:] == kr("700.05", 0, "700.05", 0)


def test_zero_is_the_limit_of_ever_smaller():
    """The formula itself, with an insats that was almost nothing, tends to what zero gives."""

    def naive(tiny: float) -> tuple[float, float, float]:
        # Another insats keeps 10 participants; this one goes from `tiny` to 5 at 100 kr each.
        weight = (500 - 100 * tiny) / math.log(5 / tiny)
        volume = math.log(15 / (10 + tiny))
        mix = math.log(5 / 15) - math.log(tiny / (10 + tiny))
        return weight * volume, weight * mix, weight * 0.0

    near, nearer = naive(1e-30), naive(1e-300)
    assert abs(nearer[0]) < abs(near[0]) < 5
    assert 490 < nearer[1] < 500
    exact = divisia([CostPair("ny", 0, 0, 500, 5), CostPair("kvar", 0, 10, 0, 10)]).parts[0]
    assert exact[3:] == kr(0, 500, 0)


def test_cost_that_appears_while_participants_stay_is_cost_per_participant():
    part = divisia([CostPair("x", 0, 10, 900, 12)]).parts[0]
    assert part[2:] == kr(900, 0, 0, 900)
    assert part.event == "fortsätter"


def test_close_amounts_lose_no_precision():
    # One öre in ten billion kr, but the participants double and the unit cost halves.
    part = divisia([CostPair("x", Decimal("1e10"), 10, Decimal("10000000000.01"), 20)]).parts[0]
    assert float(part.volume) == pytest.approx(1e10 * math.log(2), rel=1e-12)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [(1, 1, 1), (0, 5, 0), (0, 0, 0), (1, math.e, math.e - 1), (math.e, 1, math.e - 1)],
)
def test_log_mean(a, b, expected):
    assert log_mean(a, b) == pytest.approx(expected)


@given(st.floats(1e-6, 1e9), st.floats(1e-6, 1e9))
def test_log_mean_lies_between_geometric_and_arithmetic(a, b):
    assert math.sqrt(a) * math.sqrt(b) <= log_mean(a, b) * (1 + 1e-9)
    assert log_mean(a, b) <= (a + b) / 2 * (1 + 1e-9)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ((100, 0, 100, 5), "Kompassen har en kostnad .* inga deltagare"),
        ((100, 5, 100, 0), "inga deltagare samma år"),
        ((-1, 5, 100, 5), "Kompassen är negativ"),
        ((1, 5.5, 100, 5), "Deltagare i Kompassen ska vara ett heltal"),
        ((1, -5, 100, 5), "negativt"),
        ((float("nan"), 5, 100, 5), "Kompassen ska vara ett belopp"),
        ((float("inf"), 5, 100, 5), "ska vara ett belopp"),
        (("tolv", 5, 100, 5), "ska vara ett belopp"),
        ((0, 0, 100, 5), "inga deltagare alls"),
    ],
)
def test_what_cannot_be_split_is_refused(facts, says):
    with pytest.raises(ValueError, match=says):
        divisia([CostPair("Kompassen", *facts)])


# --- Frames ---------------------------------------------------------------------------------

BOOKS = pl.DataFrame(
    {
        "insats_id": ["b", "a", "b", "a", "c", "a"],
        "year": [2020, 2020, 2022, 2022, 2022, 2021],
        "belopp_kr": [1000, 1000, 1000, 4000, 300, 9],
        "antal": [10, 10, 10, 40, 3, 9],
    }
)


def test_add_divisia_gives_one_row_per_insats():
    found = add_divisia(BOOKS, (2020, 2022), missing_is_zero=True)
    assert found["insats_id"].to_list() == ["a", "b", "c"]
    assert found["handelse"].to_list() == ["fortsätter", "fortsätter", "startar"]
    assert found["kostnad_fore"].to_list() == [1000, 1000, 0]
    assert found["deltagare_efter"].to_list() == [40, 10, 3]
    assert found["kostnad_per_person"].to_list() == [0, 0, 0]
    assert found.select(pl.sum_horizontal("volym", "mix").sum()).item() == 3300
    assert found.schema["volym"] == pl.Decimal(18, 2)


def test_a_missing_year_is_not_taken_for_none():
    with pytest.raises(ValueError, match="c har ingen rad för 2020"):
        add_divisia(BOOKS, (2020, 2022))


@pytest.mark.parametrize(
    ("frame", "says"),
    [
        (pl.concat([BOOKS, BOOKS.head(1)]), "b 2020 står på mer än en rad"),
        (BOOKS.with_columns(antal=pl.lit(None, dtype=pl.Int64)), "saknar kostnad eller antal"),
        (BOOKS.with_columns(is_total=pl.col("insats_id") == "c"), "summor och delar"),
        (BOOKS.with_columns(matt=pl.col("insats_id")), "räknebaser"),
    ],
)
def test_frames_that_cannot_be_split_are_refused(frame, says):
    with pytest.raises(ValueError, match=says):
        add_divisia(frame, (2020, 2022), missing_is_zero=True)


def test_whole_forbund_among_their_insatser_are_refused():
    frame = pl.DataFrame(
        {
            "insats_id": ["bron", "bron", None, None],
            "year": [2021, 2022] * 2,
            "belopp_kr": [10, 20, 40, 50],
            "antal": [1, 2, 4, 5],
        }
    )
    with pytest.raises(ValueError, match="blandar hela förbund och deras insatser"):
        add_divisia(frame, (2021, 2022))

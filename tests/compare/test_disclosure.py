"""Small derived counts: hidden, and not to be had back by subtraction."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from finsam_analysis.compare.disclosure import (
    SUPPRESSED,
    THRESHOLD,
    Sum,
    hide,
    is_small,
    protect,
    protect_shares,
    require_printed,
    sick_leave_may_be_shown,
)


def test_threshold_is_four():
    assert [n for n in range(8) if is_small(n)] == [1, 2, 3, 4]
    assert THRESHOLD == 4


def test_what_is_left_of_the_base_counts_too():
    assert [n for n in range(21) if is_small(n, 20)] == [1, 2, 3, 4, 16, 17, 18, 19]


def test_sick_leave_of_ten_or_fewer_is_not_given():
    assert [n for n in (9, 10, 11) if sick_leave_may_be_shown(n)] == [11]


def test_a_printed_small_count_is_public():
    assert hide([3, 17], [False, False]) == [False, False]


def test_a_derived_small_count_is_hidden():
    assert hide([3, 17, 0, 5], [True] * 4) == [True, False, False, False]


def test_a_second_count_is_hidden_beside_it():
    # 3 + 12 + 25 + 0 = 40: hiding 3 alone gives it away; 12 is the smallest that is not 0.
    total_and_parts = [40, 3, 12, 25, 0]
    hidden = hide(total_and_parts, [False, True, True, True, True], [Sum(0, (1, 2, 3, 4))])
    assert hidden == [False, True, True, False, False]


def test_two_small_counts_protect_each_other():
    # 3 + 2 = 5 is all that 40 - 35 tells; what is left beside 35 is 5, not small.
    hidden = hide([40, 3, 2, 35], [False, True, True, True], [Sum(0, (1, 2, 3))])
    assert hidden == [False, True, True, False]


def test_nothing_is_hidden_in_vain_for_what_print_gives_away():
    # 20 - 17 is printed; the other table is ours and shares the printed 17.
    values = [20, 17, 3, 60, 30, 13]
    hidden = hide(
        values, [False, False, True, False, True, True], [Sum(0, (1, 2)), Sum(3, (1, 4, 5))]
    )
    assert hidden == [False, False, True, False, False, False]


def test_printed_counts_are_not_hidden_even_where_they_give_a_derived_one_away():
    assert hide([20, 17, 3], [False, False, True], [Sum(0, (1, 2))]) == [False, False, True]


def test_a_derived_total_can_be_what_is_hidden():
    # Parts 17 printed, 3 derived; the total is ours, and hiding it protects the 3.
    assert hide([20, 17, 3], [True, False, True], [Sum(0, (1, 2))]) == [True, False, True]


def test_a_sum_that_does_not_hold_tells_nothing():
    assert hide([50, 3, 12, 25], [False, True, True, True], [Sum(0, (1, 2, 3))]) == [
        *(False, True, False, False)
    ]


def test_a_two_way_table_is_protected_along_both_ways():
    rows, columns = 4, 4
    values = [[3, 9, 20, 30], [8, 7, 22, 31], [21, 23, 6, 9], [24, 25, 8, 4]]
    flat = [v for row in values for v in row]
    row_totals, column_totals = (
        [sum(row) for row in values],
        [sum(column) for column in zip(*values, strict=True)],
    )
    every = flat + row_totals + column_totals
    sums = [Sum(16 + r, tuple(range(4 * r, 4 * r + 4))) for r in range(rows)]
    sums += [Sum(20 + c, tuple(range(c, 16, 4))) for c in range(columns)]
    hidden = hide(every, [True] * 16 + [False] * 8, sums)
    assert hidden[0] and hidden[15]
    assert not any(hidden[16:])
    for cell in (0, 15):
        ends = _range_by_hand(every, hidden, sums, cell)
        assert ends[1] > ends[0]


def _range_by_hand(values, hidden, sums, cell):
    """Smallest and largest value of a hidden cell by moving along closed loops of hidden cells."""
    unknown = [i for i, secret in enumerate(hidden) if secret]
    found = {values[cell]}
    for moves in product((-1, 0, 1), repeat=len(unknown)):
        change = dict(zip(unknown, moves, strict=True))
        balanced = all(
            sum(change.get(i, 0) for i in s.parts) == change.get(s.total, 0) for s in sums
        )
        if balanced and all(values[i] + change[i] >= 0 for i in unknown):
            found.add(values[cell] + change[cell])
    return min(found), max(found)


parts = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=2, max_size=5)


@given(parts, st.booleans())
@settings(deadline=None, max_examples=300)
@example([(0, True), (0, True), (3, False)], False)
@example([(3, True), (0, True), (9, True)], False)
def test_subtraction_gives_nothing_that_print_does_not(cells, total_is_ours):
    values = [sum(v for v, _ in cells), *(v for v, _ in cells)]
    ours = [total_is_ours, *(flag for _, flag in cells)]
    hidden = hide(values, ours, [Sum(0, tuple(range(1, len(values))))])
    small = [
        ours[i] and (1 <= v <= 4 or (i > 0 and 1 <= values[0] - v <= 4))
        for i, v in enumerate(values)
    ]
    for cell, secret in enumerate(hidden):
        assert ours[cell] or not secret
        assert secret or not small[cell]
        if small[cell]:
            assert can_be_another(values, hidden, cell) or not can_be_another(values, ours, cell)
    assert sum(hidden) <= sum(small) + 1


def can_be_another(values, unknown, cell):
    """Total first, then its parts: whether the known ones leave `cell` a second value."""
    others = [i for i in range(1, len(values)) if unknown[i] and i != cell]
    if cell == 0 or unknown[0]:
        return bool(others) or (cell > 0 and unknown[0])
    return bool(others) and values[cell] + sum(values[i] for i in others) >= 1


@given(
    st.lists(st.integers(0, 9), min_size=4, max_size=4),
    st.lists(st.booleans(), min_size=4, max_size=4),
)
@settings(deadline=None, max_examples=100)
def test_two_by_two_tables_with_printed_margins(values, ours):
    """With margins printed one shown cell gives all four: so all four go, or print gives them."""
    a, b, c, d = values
    every = [*values, a + b, c + d, a + c, b + d]
    lines = {4: (0, 1), 5: (2, 3), 6: (0, 2), 7: (1, 3)}
    hidden = hide(
        every, [*ours, False, False, False, False], [Sum(t, cells) for t, cells in lines.items()]
    )
    small = [
        ours[cell]
        and any(is_small(every[cell], every[t]) for t, cells in lines.items() if cell in cells)
        for cell in range(4)
    ]
    # The cells can move together by t: a + t, b - t, c - t, d + t, none below zero.
    can_move = min(a, d) > 0 or min(b, c) > 0
    if any(small) and all(ours) and can_move:
        assert hidden[:4] == [True] * 4
    else:
        assert hidden[:4] == small
    assert not any(hidden[4:])


@pytest.mark.parametrize(
    ("values", "bases", "says"),
    [([-1], None, "negativt"), ([1.5], None, "heltal"), ([6], [5], "större än sin bas 5")],
)
def test_impossible_counts_are_refused(values, bases, says):
    with pytest.raises(ValueError, match=says):
        hide(values, [True] * len(values), (), bases)


# --- Frames ---------------------------------------------------------------------------------


def table(rows: Sequence[tuple[object, ...]]) -> pl.DataFrame:
    columns = ["insats", "kon", "antal", "bas", "andel", "harledd"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def test_protect_hides_count_share_and_says_so():
    frame = table(
        [
            ("a", "totalt", 1240, 1240, 1.0, False),
            ("a", "kvinnor", 3, 1240, 0.0024, True),
            ("a", "man", 1207, 1240, 0.9734, True),
            ("a", "ej_angivet", 30, 1240, 0.0242, True),
        ]
    )
    found = protect(frame, margins={"kon": "totalt"}, by=["insats"], base="bas", also=["andel"])
    assert found["sekretess"].to_list() == [False, True, False, True]
    assert found["antal"].to_list() == [1240, None, 1207, None]
    assert found["andel"].to_list() == [1.0, None, 0.9734, None]
    assert found["visas"].to_list() == ["1\u00a0240", SUPPRESSED, "1\u00a0207", SUPPRESSED]
    assert found["bas"].to_list() == [1240] * 4


def test_a_base_that_is_the_sum_is_a_total():
    frame = table(
        [
            ("a", "kvinnor", 3, 40, 0.075, True),
            ("a", "man", 12, 40, 0.3, True),
            ("a", "ej_angivet", 25, 40, 0.625, True),
        ]
    )
    found = protect(frame, margins={"kon": "totalt"}, base="bas")
    assert found["sekretess"].to_list() == [True, True, False]
    alone = protect(frame, base="bas")
    assert alone["sekretess"].to_list() == [True, False, False]


def test_two_dimensions_protect_along_both():
    rows = [
        (insats, kon, antal, None, None, insats != "alla" and kon != "totalt")
        for (insats, kon), antal in {
            **{("a", "kvinnor"): 3, ("a", "man"): 20, ("a", "totalt"): 23},
            **{("b", "kvinnor"): 30, ("b", "man"): 15, ("b", "totalt"): 45},
            **{("c", "kvinnor"): 40, ("c", "man"): 50, ("c", "totalt"): 90},
            **{("alla", "kvinnor"): 73, ("alla", "man"): 85, ("alla", "totalt"): 158},
        }.items()
    ]
    found = protect(table(rows), margins={"insats": "alla", "kon": "totalt"})
    hidden = found.filter("sekretess").select("insats", "kon").rows()
    # A loop of four: both genders of a, and of one other insats (the smaller).
    assert hidden == [("a", "kvinnor"), ("a", "man"), ("b", "kvinnor"), ("b", "man")]


def test_missing_counts_stay_missing_and_are_not_secret():
    frame = table([("a", "kvinnor", None, 40, None, True), ("a", "man", 12, 40, 0.3, True)])
    found = protect(frame, margins={"kon": "totalt"}, base="bas")
    assert found["visas"].to_list() == [None, "12"]
    assert found["sekretess"].to_list() == [False, False]


def test_tables_are_told_apart():
    one = [("a", "totalt", 40, None, None, False), ("a", "kvinnor", 3, None, None, True)]
    one += [("a", "man", 37, None, None, True)]
    frame = pl.concat([table(one), table([("b", *row[1:]) for row in one])])
    with pytest.raises(ValueError, match="Mer än en rad har samma kon"):
        protect(frame, margins={"kon": "totalt"})
    found = protect(frame, margins={"kon": "totalt"}, by=["insats"])
    assert found["sekretess"].to_list() == [False, True, True] * 2


def test_empty_frame():
    frame = table([]).cast({"antal": pl.Int64, "bas": pl.Int64, "harledd": pl.Boolean})
    assert protect(frame, margins={"kon": "totalt"}, base="bas").height == 0


# --- Finer than printed ---------------------------------------------------------------------

PRINTED = [{"insats", "kon"}, {"insats", "kommun"}]


@pytest.mark.parametrize("wanted", [{"insats"}, {"kon"}, {"insats", "kon"}, set()])
def test_what_is_printed_may_be_shown(wanted):
    require_printed(wanted, PRINTED)


@pytest.mark.parametrize("wanted", [{"kon", "kommun"}, {"insats", "kon", "kommun"}, {"alder"}])
def test_two_tables_do_not_make_a_finer_one(wanted):
    with pytest.raises(ValueError, match="Finare celler än de tryckta"):
        require_printed(wanted, PRINTED)


def test_a_row_with_one_small_derived_count_loses_them_all() -> None:
    frame = pl.DataFrame(
        {
            "k": [4, 16, 4, 12],
            "m": [20, 20, 20, 20],
            "bas": [40, 40, 40, 15],
            "p": [0.1, 0.2, 0.3, 0.4],
            "harledd": [True, True, False, True],
        }
    )
    made = protect_shares(frame, {"k": "bas", "m": "bas"}, also=("p",))
    # 4 of 40 is small; 16 of 40 is not; a printed 4 is public; 12 of 15 leaves 3.
    assert made["sekretess"].to_list() == [True, False, False, True]
    assert made["k"].to_list() == [None, 16, 4, None]
    assert made["m"].to_list() == [None, 20, 20, None]
    assert made["p"].to_list() == [None, 0.2, 0.3, None]

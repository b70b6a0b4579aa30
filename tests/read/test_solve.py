"""The table's own arithmetic chooses between readings, and leaves what it cannot tell."""

from __future__ import annotations

from decimal import Decimal

import pytest

from finsam_analysis.read.numbers import readings, tokenize
from finsam_analysis.read.tables.relations import Relation, holds, relations, settle_by_relations
from finsam_analysis.read.tables.solve import (
    Choice,
    Reading,
    placements,
    settle_by_print,
    settle_by_sums,
    tolerance,
    unit_of,
)

Numbers = list[list[int | None]]


def choice(text: str, width: int, *, total: bool = False, blanks: bool = False) -> Choice:
    """A row with all its readings; with blanks, also those that leave one column empty."""
    ways: list[Reading] = list(readings(tokenize(text), text, width))
    spare = [
        placed
        for way in (readings(tokenize(text), text, width - 1) if blanks else [])
        for placed in placements(way, width)
    ]
    return Choice(ways, spare, label_is_total=total)


def left(row: Choice) -> Numbers:
    """The readings that are left of a row, in order of size."""
    found: Numbers = [
        [None if v is None or v.number is None else int(v.number) for v in way]
        for way in row.readings
    ]
    return sorted(found, key=str)


def summed(
    rows: list[Choice], width: int, *, money: bool = True
) -> list[tuple[int, tuple[int, ...]]]:
    """The sums that are found, as total and parts."""
    return [(s.total, s.parts) for s in settle_by_sums(rows, width, money=money)]


# --- tolerance ----------------------------------------------------------------------------------


def test_rounding_explains_half_a_unit_for_each_number() -> None:
    """Two addends and a total, each within a half: (2 + 1) / 2."""
    assert tolerance(2, Decimal(1)) == Decimal("1.5")
    assert tolerance(9, Decimal("0.1")) == Decimal("0.5")


def test_the_unit_is_the_finest_printed_step() -> None:
    (with_decimals,) = readings(tokenize("4,5 12"), "4,5 12", 2)
    assert unit_of(with_decimals) == Decimal("0.1")
    assert unit_of([None]) == 1


# --- sums ---------------------------------------------------------------------------------------


def test_a_total_singles_out_one_reading_of_each_row() -> None:
    """`5 123 456` is 5 and 123 456, or 5 123 and 456; only the first gives 10 and 223 456."""
    rows = [choice("5 123 456", 2), choice("5 100 000", 2), choice("10 223 456", 2, total=True)]
    assert len(rows[0].readings) == 2
    assert summed(rows, 2) == [(2, (0, 1))]
    assert [left(row) for row in rows] == [[[5, 123456]], [[5, 100000]], [[10, 223456]]]
    assert rows[0].proof == "summa"
    assert [[v.raw for v in way if v] for way in rows[0].refused] == [["5 123", "456"]]


def test_without_the_total_nothing_is_settled() -> None:
    rows = [choice("5 123 456", 2), choice("5 100 200", 2)]
    assert summed(rows, 2) == []
    assert [len(row.readings) for row in rows] == [2, 2]


def test_a_wrong_total_settles_nothing_and_is_remembered_as_off() -> None:
    rows = [choice("5 123 456", 2), choice("5 100 200", 2), choice("99 999 999", 2, total=True)]
    (found,) = settle_by_sums(rows, 2, money=True)
    assert (found.total, found.parts, found.adds_up) == (2, (0, 1), False)
    assert len(rows[0].readings) == 2


def test_when_several_readings_add_up_all_are_kept() -> None:
    """Groups of three add up group by group where nothing is carried, however they are cut."""
    rows = [
        choice("100 200 300", 2),
        choice("200 300 400", 2),
        choice("300 500 700", 2, total=True),
    ]
    summed(rows, 2)
    assert left(rows[0]) == [[100, 200300], [100200, 300]]
    assert not rows[0].settled


def test_a_reading_that_tells_less_is_kept_beside_one_that_tells_more() -> None:
    rows = [choice("1 310 100 100", 2), choice("0 0", 2), choice("1 310 100 100", 2, total=True)]
    summed(rows, 2)
    assert left(rows[0]) == [[1, 310100100], [1310, 100100], [1310100, 100]]


def test_two_levels_of_totals() -> None:
    rows = [
        choice("900 100", 2),
        choice("50 10", 2),
        choice("950 110", 2, total=True),
        choice("40 30", 2),
        choice("10 20", 2),
        choice("50 50", 2, total=True),
        choice("1 000 160", 2, total=True),
    ]
    assert summed(rows, 2) == [(2, (0, 1)), (5, (3, 4)), (6, (2, 5))]


def test_a_total_of_one_row() -> None:
    rows = [choice("900 100", 2), choice("900 100", 2, total=True), choice("7 8", 2)]
    assert summed(rows, 2) == [(1, (0,))]


def test_a_total_that_stands_first() -> None:
    rows = [choice("950 110", 2, total=True), choice("900 100", 2), choice("50 10", 2)]
    assert summed(rows, 2) == [(0, (1, 2))]


def test_in_tables_of_money_a_sum_is_found_without_its_label() -> None:
    rows = [choice("5 123 456", 2), choice("5 100 000", 2), choice("10 223 456", 2)]
    assert summed(rows, 2, money=True) == [(2, (0, 1))]
    counts = [choice("5 12", 2), choice("5 10", 2), choice("10 22", 2)]
    assert summed(counts, 2, money=False) == []


def test_a_total_in_every_column_goes_before_a_nearer_one_in_most() -> None:
    """Beta alone gives 1 and, with a blank column assumed, 1 100: that is an accident."""
    rows = [
        choice("0 0 1 1 000", 4, blanks=True),
        choice("0 1 1 100", 4, blanks=True),
        choice("0 1 2 1 100", 4, total=True),
    ]
    assert summed(rows, 4) == [(2, (0, 1))]
    assert left(rows[1]) == [[0, 1, 1, 100]]


def test_one_column_that_is_off_is_the_reports_own_contradiction() -> None:
    """Two of three columns hold: the rows are settled, and the check will say what is wrong."""
    rows = [
        choice("900 100 30", 3),
        choice("50 10 5", 3),
        choice("950 110 36", 3, total=True),
    ]
    (found,) = settle_by_sums(rows, 3, money=True)
    assert (found.parts, found.adds_up) == ((0, 1), True)
    rows[2] = choice("951 110 36", 3, total=True)  # off in two of three
    (found,) = settle_by_sums(rows, 3, money=True)
    assert not found.adds_up


def test_small_numbers_alike_do_not_make_most_columns() -> None:
    """A row is lost, so the total is off; 1 = 1 twice does not tell how 1 100 100 is cut."""
    rows = [choice("1 1 100 100", 3), choice("1 1 101 101", 3, total=True)]
    settle_by_sums(rows, 3, money=True)
    assert left(rows[0]) == [[1, 1, 100100], [1, 1100, 100]]


def test_blanks_are_not_assumed_for_a_total_that_is_off() -> None:
    rows = [choice("0 1 0", 3), choice("0 1 100", 3, total=True, blanks=True)]
    settle_by_sums(rows, 3, money=True)
    assert left(rows[1]) == [[0, 1, 100]]


def test_blank_columns_are_tried_where_a_total_asks_for_them() -> None:
    rows = [
        choice("900 100", 2),
        choice("1 000", 2, blanks=True),
        choice("1 900 100", 2, total=True),
    ]
    assert left(rows[1]) == []
    summed(rows, 2)
    assert left(rows[1]) == [[1000, None]]


def test_percent_is_never_summed() -> None:
    rows = [choice("40 %", 1), choice("60 %", 1), choice("100 %", 1, total=True)]
    (found,) = settle_by_sums(rows, 1, money=False)
    assert not found.adds_up


def test_rounded_decimals_may_differ_by_what_rounding_explains() -> None:
    """1,4 + 1,4 is printed as 2,9 when the parts are 1,44 and 1,45: off by a step, two addends."""
    rows = [choice("1,4", 1), choice("1,4", 1), choice("2,9", 1, total=True)]
    (found,) = settle_by_sums(rows, 1, money=True)
    assert found.adds_up
    rows = [choice("1,4", 1), choice("1,4", 1), choice("3,9", 1, total=True)]
    (found,) = settle_by_sums(rows, 1, money=True)
    assert not found.adds_up


# --- relations ----------------------------------------------------------------------------------

BUDGET = ["1 200 1 100 100", "300 400 -100", "950 900 50"]


def test_budget_less_outcome_is_found_from_the_numbers() -> None:
    rows = [choice(text, 3) for text in BUDGET]
    assert relations(rows, 3) == [Relation(0, 1, -1, 2)]


def test_outcome_before_budget_is_found_too() -> None:
    rows = [choice(text, 3) for text in ("1 100 1 200 100", "400 300 -100", "900 950 50")]
    assert relations(rows, 3) == [Relation(1, 0, -1, 2)]


def test_women_and_men_are_the_total() -> None:
    rows = [choice(text, 3) for text in ("12 9 21", "30 14 44", "5 6 11")]
    assert relations(rows, 3) == [Relation(0, 1, 1, 2)]


def test_a_relation_settles_a_row_with_several_readings() -> None:
    rows = [*(choice(text, 3) for text in BUDGET), choice("2 345 100 345 100 2 000 000", 3)]
    assert len(rows[3].readings) > 1
    settle_by_relations(rows, relations(rows, 3))
    assert left(rows[3]) == [[2345100, 345100, 2000000]]
    assert rows[3].proof == "relation"


def test_one_row_keeps_no_relation() -> None:
    assert relations([choice("1 200 1 100 100", 3)], 3) == []


def test_a_row_and_its_own_total_are_no_two_rows() -> None:
    rows = [choice("648 100 748", 3), choice("648 100 748", 3, total=True)]
    assert relations(rows, 3) == []
    other = choice("500 20 520", 3)
    assert relations([*rows, other], 3) == [Relation(0, 1, 1, 2)]


def test_a_relation_that_most_rows_break_is_none() -> None:
    rows = [choice(text, 3) for text in (*BUDGET[:2], "5 6 7", "8 9 10", "20 30 40", "1 1 1")]
    assert relations(rows, 3) == []


def test_rounding_may_be_off_by_one_but_not_by_two() -> None:
    budget = Relation(0, 1, -1, 2)
    near, far = choice("700 400 301", 3), choice("700 400 302", 3)
    assert holds(near.readings[0], budget)
    assert not holds(far.readings[0], budget)
    assert not holds(choice("700 400 -", 3).readings[0], budget)
    assert not holds(choice("5 4 0", 3).readings[0], budget)  # no rounding makes 1 of 0


# --- print --------------------------------------------------------------------------------------


def test_the_reading_that_assumes_nothing_is_taken() -> None:
    line = "12  345 678"  # a wide gap between the columns
    row = Choice(list(readings(tokenize(line), line, 2)))
    settle_by_print([row])
    assert left(row) == [[12, 345678]]
    assert row.proof == "enda"


def test_two_readings_that_assume_nothing_stay_two() -> None:
    row = choice("5 123 456", 2)
    settle_by_print([row])
    assert len(row.readings) == 2


def test_a_number_larger_than_all_that_is_known_is_not_taken() -> None:
    """3 999 fits a table whose largest number is 4 000; 3 999 999 in the same line does not."""
    known = choice("4 000 950", 2)
    row = choice("3 999 999", 2)
    assert left(row) == [[3, 999999], [3999, 999]]
    settle_by_print([known, row])
    assert left(row) == [[3999, 999]]
    assert row.proof == "storlek"


@pytest.mark.parametrize(("width", "ways"), [(2, 2), (3, 3), (5, 5)])
def test_one_number_can_stand_in_any_column(width: int, ways: int) -> None:
    (way,) = readings(tokenize("5"), "5", 1)
    assert len(list(placements(way, width))) == ways

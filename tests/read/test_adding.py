"""What can add up is found without trying every combination, and nothing that does is lost."""

from __future__ import annotations

from itertools import product

from finsam_analysis.read.tables.adding import Vector, can_add_up


def _same(vector: Vector) -> Vector:
    return vector


def test_readings_that_give_the_total_are_found() -> None:
    rows = [[(1, 20), (120, None)], [(4, 5), (45, None)], [(5, 25), (165, None)]]
    assert can_add_up(rows, _same, 0, 0) == [
        ((1, 20), (4, 5), (5, 25)),
        ((120, None), (45, None), (165, None)),
    ]


def test_a_column_that_is_off_is_let_through_only_where_one_may_be_lost() -> None:
    rows = [[(1, 20, 3)], [(4, 5, 6)], [(5, 25, 8)]]
    assert can_add_up(rows, _same, 0, 0) == []
    assert can_add_up(rows, _same, 0, 1) == [((1, 20, 3), (4, 5, 6), (5, 25, 8))]
    assert can_add_up(rows, _same, 1, 0) == [((1, 20, 3), (4, 5, 6), (5, 25, 8))]


def test_thousands_of_combinations_lose_none_that_adds_up() -> None:
    rows = [[(3**at, 1), (2 * 3**at, None)] for at in range(12)]
    total = [(sum(3**at for at in range(12)) + 3**4, 11)]
    trying_all = [
        ways
        for ways in product(*rows, total)
        if all(sum(way[at] or 0 for way in ways[:-1]) == total[0][at] for at in (0, 1))
    ]
    assert len(trying_all) == 1
    assert can_add_up([*rows, total], _same, 0, 0) == trying_all

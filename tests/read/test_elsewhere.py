"""Rows with several readings, settled by other tables of the report or left; made-up tables."""

from __future__ import annotations

import pytest
from tests.made import cells, table

from finsam_analysis.read.tables.elsewhere import settle_across
from finsam_analysis.read.tables.reader import Table

FEE = "Not 7\n2021 2020\nArvode 100 008 152 872"


def _others(*amounts: str) -> list[Table]:
    text = "Not {at}\n2021 2020\nKostnader {amount} 8 500 000\nSumma {amount} 8 500 000"
    return [
        table(text.format(at=at, amount=amount), f"t{at:02d}")
        for at, amount in enumerate(amounts, start=2)
    ]


def test_a_number_larger_than_all_of_the_report_is_no_reading() -> None:
    made = table(FEE)
    assert cells(made) == {}
    settle_across([made, *_others("9 100 000", "9 200 000", "9 300 000")])
    assert cells(made) == {"Arvode": ["100008", "152872"]}
    assert made.unread == []


@pytest.mark.parametrize(
    "amounts",
    [
        ("9 100 000", "9 200 000"),  # two tables are no report
        ("200 000 000", "9 200 000", "9 300 000"),  # both readings are possible sizes
    ],
)
def test_too_few_tables_or_a_number_as_large_leave_the_row(amounts: tuple[str, ...]) -> None:
    made = table(FEE)
    settle_across([made, *_others(*amounts)])
    assert cells(made) == {}
    assert [item.line.no for item in made.unread] == [3]

"""Brackets that mean below zero, and brackets that mean something else."""

from __future__ import annotations

from decimal import Decimal

from finsam_analysis.read.blocks import Block
from finsam_analysis.read.document import Line
from finsam_analysis.read.tables.reader import read_table


def numbers(*printed: str) -> list[list[Decimal | None]]:
    lines = tuple(Line(no, text) for no, text in enumerate(printed, start=1))
    table = read_table(Block("t01", lines))
    rows = range(len(table.rows))
    return [[c.value.number for c in table.cells if c.row == row] for row in rows]


STATEMENT = (
    "Resultaträkning, belopp i kr",
    "2021\t2020",
    "Verksamhetens intäkter\t8 234 567\t7 740 492",
    "Verksamhetens kostnader\t(7 328 764)\t(6 889 038)",
    "Årets resultat\t905 803\t851 454",
)


def test_amounts_in_brackets_are_below_zero_where_others_have_none():
    assert numbers(*STATEMENT)[1] == [Decimal(-7328764), Decimal(-6889038)]


def test_a_column_that_is_all_in_brackets_is_the_year_before():
    rows = numbers(
        "Utfall 2021\tUtfall 2020",
        "Hyra\t8 200\t(7 700)",
        "Lön\t9 100\t(8 800)",
        "Summa\t17 300\t(16 500)",
    )
    assert all(number is not None and number > 0 for row in rows for number in row)


def test_small_numbers_in_brackets_are_no_amounts():
    rows = numbers("Kvinnor\tMän", "Fyren\t12\t(8)", "Lotsen\t14\t9", "Summa\t26\t17")
    assert all(number is not None and number > 0 for row in rows for number in row)

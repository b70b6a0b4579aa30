"""Brackets that mean below zero, and brackets that mean something else."""

from __future__ import annotations

from decimal import Decimal

from finsam_analysis.read.blocks import Block, is_head
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


def test_small_amounts_in_brackets_are_below_zero_where_whole_rows_stand_in_them():
    rows = numbers(
        "Resultaträkning",
        "Belopp i tkr Not 2023 2022",
        "Övriga intäkter 175 753",
        "Lokalkostnader (343) (59)",
        "Personalkostnader 2 (652) (261)",
        "Summa kostnader (995) (320)",
    )
    assert rows[1:] == [
        [Decimal(-343), Decimal(-59)],
        [Decimal(-652), Decimal(-261)],
        [Decimal(-995), Decimal(-320)],
    ]


def test_a_row_of_two_negative_amounts_is_no_line_of_heads():
    """`kostnader` is a word of heads, and `(n)` after a word is a column's base."""
    assert is_head("Kvinnor (270) Män (116)")
    assert not is_head("Övriga externa kostnader (541) (581)")
    assert not is_head("Summa kostnader (1 087) (2 130,5)")

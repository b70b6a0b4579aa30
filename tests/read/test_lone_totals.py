"""A total of one number and no label: read where one column gives it, else left unread."""

from __future__ import annotations

import pytest
from tests.made import table

from finsam_analysis.read.tables.reader import Table

BUDGET = """
    Budget insatser
    Insats År 2023 År 2022 Avvikelse
    Ungdomsteam 1 638 000 2 164 850 -526 850
    Lotsar 1 620 000 1 726 850 -106 850
    Summa insatser 3 258 000 3 891 700 -633 700
    Reserv {reserv}
    {last}
    """
RESERV = "741 000 837 800 -96 800"


def made(last: str, reserv: str = RESERV) -> Table:
    return table(BUDGET.format(last=last, reserv=reserv))


def lone(read: Table) -> tuple[int, str] | None:
    """Column and characters of the number on the last row, if it was read."""
    cells = [cell for cell in read.cells if cell.row == 4]
    return (cells[0].column, cells[0].value.raw) if len(cells) == 1 else None


@pytest.mark.parametrize(("printed", "column"), [("3 999 000", 0), ("4 729 500", 1)])
def test_a_lone_number_stands_in_the_column_that_gives_it(printed: str, column: int) -> None:
    read = made(printed)
    assert lone(read) == (column, printed)
    assert read.nameless_total(4) is not None
    assert read.unread == []


@pytest.mark.parametrize("printed", ["3 999 001", "3 258 000", "741 000"])
def test_a_number_that_no_two_rows_give_is_left_unread(printed: str) -> None:
    read = made(printed)
    assert lone(read) is None
    assert read.nameless_total(4) is None
    assert [item.line.text.strip() for item in read.unread] == [printed]


def test_a_number_that_two_columns_give_is_left_unread() -> None:
    """3 258 000 + 1 374 500 and 3 891 700 + 740 800 are the same."""
    read = made("4 632 500", "1 374 500 740 800 633 700")
    assert lone(read) is None
    assert [item.line.text.strip() for item in read.unread] == ["4 632 500"]


def test_a_row_with_a_label_is_no_lone_total() -> None:
    read = made("Kvar 3 999 000")
    assert read.nameless_total(4) is None

"""Cells that stand one on a line: put together only where words or sums say how."""

from __future__ import annotations

from tests.made import block, blocks, cells, table

from finsam_analysis.read.tables.runs import put_together


def test_row_by_row() -> None:
    made = table("Deltagare\nInsats\nKvinnor\nMän\nTotalt\nAlfa\n3\n4\n7\nBeta\n5\n6\n11")
    assert [column.text for column in made.columns] == ["Kvinnor", "Män", "Totalt"]
    assert cells(made) == {"Alfa": ["3", "4", "7"], "Beta": ["5", "6", "11"]}
    assert [cell.line.no for cell in made.cells] == [7, 8, 9, 11, 12, 13]


def test_row_by_row_with_the_numbers_of_notes() -> None:
    made = table(
        "Not\n2021\n2020\nIntäkter\n2\n6 420\n6 180\nKostnader\n3\n-6 512\n-5 904\nNetto\n-92\n276"
    )
    assert [column.year for column in made.columns] == [2021, 2020]
    assert cells(made)["Kostnader"] == ["-6512", "-5904"]
    assert cells(made)["Netto"] == ["-92", "276"]


def test_heads_of_groups_above_heads_that_come_again() -> None:
    made = table(
        "Kvinnor\nMän\nInsats\nNya\nAvslut\nNya\nAvslut\nAlfa\n1\n2\n3\n4\nBeta\n5\n6\n7\n8"
    )
    assert [column.text for column in made.columns] == [
        "Kvinnor Nya", "Kvinnor Avslut", "Män Nya", "Män Avslut",
    ]  # fmt: skip


def test_column_by_column_under_heads_in_words() -> None:
    made = table("Insats\nAlfa\nBeta\nTotalt\nKvinnor\n3\n5\n8\nMän\n4\n6\n10")
    assert cells(made) == {"Alfa": ["3", "4"], "Beta": ["5", "6"], "Totalt": ["8", "10"]}


STRETCHES = """
Fordringar
Kassa och bank
Summa tillgångar

2022-12-31

2021-12-31

412
3 305
{total}

388
3 290
3 678
"""


def test_stretches_are_columns_where_a_total_proves_it() -> None:
    made = table(STRETCHES.format(total="3 717"))
    assert [column.year for column in made.columns] == [2022, 2021]
    assert cells(made)["Summa tillgångar"] == ["3717", "3678"]


def test_stretches_that_do_not_add_up_are_left_unread() -> None:
    made = table(STRETCHES.format(total="3 716"))
    assert made.cells == []
    assert [item.line.no for item in made.unread] == [9, 10, 11, 13, 14, 15]


def test_heads_before_the_labels_and_numbers_row_by_row() -> None:
    text = "Utfall 2022\nBudget 2022\nAlfa\nBeta\nSumma\n10\n12\n20\n21\n30\n33"
    assert cells(table(text)) == {"Alfa": ["10", "12"], "Beta": ["20", "21"], "Summa": ["30", "33"]}
    assert put_together(block(text.replace("30\n33", "30\n34")).lines) is None


def test_one_column_of_labels_and_numbers_apart() -> None:
    text = "Bidrag 2021\nStaten\nRegionen\nKommunen\nSumma\n200 000\n100 000\n100 000\n{}"
    made = put_together(block(text.format("400 000")).lines)
    assert made is not None
    assert made.labels == ["Staten", "Regionen", "Kommunen", "Summa"]
    assert put_together(block(text.format("500 000")).lines) is None


def test_a_run_of_labels_begins_a_table_of_its_own() -> None:
    text = (
        "Insats\nAlfa\nBeta\nTotalt\nKvinnor\n3\n5\n8\nMän\n4\n6\n10\n\n"
        "Orsak\nArbete\nStudier\nSumma\nAntal\n3\n5\n8\nAndel\n38 %\n62 %\n100 %\n"
    )
    assert blocks(text) == [(1, 12), (14, 25)]


def test_labels_between_their_heads_and_bare_rows() -> None:
    text = "Alfa Beta Summa\nArbete\nStudier\nSumma\n6 2 8\n5 3 8\n11 5 {}"
    assert cells(table(text.format(16)))["Studier"] == ["5", "3", "8"]
    assert "Studier" not in cells(table(text.format(17)))


def test_words_above_the_heads_are_no_labels() -> None:
    text = "Insats\nAlfa\nBeta\nSumma\nAntal deltagare\n2021\n2020\n10\n12\n20\n21\n30\n33"
    made = table(text)
    assert [column.year for column in made.columns] == [2021, 2020]
    assert cells(made) == {"Alfa": ["10", "12"], "Beta": ["20", "21"], "Summa": ["30", "33"]}

"""Lines whose cells are known: labels with numbers, notes that name themselves, page numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from finsam_analysis.read.blocks import Block
from finsam_analysis.read.document import Document, Line
from finsam_analysis.read.line_kinds import Kind, classify, kind_of
from finsam_analysis.read.numbers import number_tail
from finsam_analysis.read.tables.reader import read_table


def table(*texts: str):
    return read_table(Block("t01", tuple(Line(at, text) for at, text in enumerate(texts, 1))))


@pytest.mark.parametrize(
    ("line", "label", "tail"),
    [
        ("Kvartal 1\t14\t11\t25", "Kvartal 1", ["14", "11", "25"]),
        (
            "Upplupet, kvartal 4\t598 310\t560 200",
            "Upplupet, kvartal 4",
            ["598", "310", "560", "200"],
        ),
        ("Intäkter\tNot 2\t8 400\t8 200", "Intäkter", ["2", "8", "400", "8", "200"]),
        ("Andel nöjda\tminst 85 %\t91 %\t88 %", "Andel nöjda", ["85 %", "91 %", "88 %"]),
        ("\tM\t12\t5\t17", "M", ["12", "5", "17"]),
        ("Fyren 12\t14", "Fyren", ["12", "14"]),  # one cell more is no row of cells
        ("Kvartal 1 14 11", "Kvartal", ["1", "14", "11"]),
    ],
)
def test_a_number_in_the_labels_own_cell_is_of_the_label(
    line: str, label: str, tail: list[str]
) -> None:
    found, tokens = number_tail(line)
    assert found == label
    assert [token.text for token in tokens] == tail


def test_a_label_and_two_cells_of_numbers_is_a_row_however_much_it_reads_as_a_sentence() -> None:
    assert kind_of("Jag har fått det stöd jag behöver\t88 %\t91 %") is Kind.ROW
    assert kind_of("Jag har fått det stöd jag behöver 88 %") is Kind.PROSE


def test_a_name_that_ends_in_women_is_no_gender_above_a_total() -> None:
    read = table(
        "Insats\tKvinnor\tMän\tTotalt",
        "Grön rehab\t16\t4\t20",
        "Språk för utrikes födda kvinnor\t24\t2\t26",
        "Totalt\t40\t6\t46",
    )
    assert [row.label for row in read.rows][1:] == ["Språk för utrikes födda kvinnor", "Totalt"]


def test_a_date_without_its_century_heads_its_column() -> None:
    read = table(
        "Belopp i kr\t20-12-31\t19-12-31",
        "Kassa och bank\t2 606 572\t2 659 070",
        "Fordringar\t204 118\t187 003",
        "Summa tillgångar\t2 810 690\t2 846 073",
    )
    assert [(c.year, c.date) for c in read.columns] == [(2020, "2020-12-31"), (2019, "2019-12-31")]


def test_page_numbers_between_dashes_are_the_pages_own() -> None:
    lines = []
    for page in (1, 2, 3):
        lines += [("Fyren\t12\t9", page), ("Lotsen\t14\t7", page), (f"– {page} –", page)]
    document = Document(
        report_id="r",
        lines=tuple(Line(no, text, page) for no, (text, page) in enumerate(lines, 1)),
        sha256="",
        text_kind="born_digital",
        source=Path("r.pdf"),
        how="",
    )
    kinds = classify(document)
    assert [kind for kind in kinds if kind is Kind.FURNITURE] == [Kind.FURNITURE] * 3
    assert kinds[2] is Kind.FURNITURE

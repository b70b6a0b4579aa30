"""Labels and their numbers: wrapped labels, headings, labels printed apart; made-up rows."""

from __future__ import annotations

from tests.made import block, cells, table

from finsam_analysis.read.tables.rows import is_row, lay_out


def rows(text: str) -> list[tuple[str, str]]:
    """Label and numbers of every row."""
    return [
        (row.label, " ".join(token.text for token in row.tokens))
        for row in lay_out(block(text)).rows
    ]


def headings(text: str) -> list[tuple[str, str]]:
    """Label and nearest heading of every row of the table."""
    return [(row.label, row.headings[-1] if row.headings else "") for row in table(text).rows]


# --- what is a row ------------------------------------------------------------------------------


def test_a_row_has_numbers_at_its_end_and_is_no_head() -> None:
    assert is_row("Alfa 1 200 1 100")
    assert is_row("1 200 1 100")
    assert is_row("Alfa 12 % -")
    assert not is_row("Alfa")
    assert not is_row("Insats Budget Utfall")
    assert not is_row("Belopp i kr 2021 2020")
    assert not is_row("Not 2")
    assert not is_row("Alfa - -")


# --- wrapped labels -----------------------------------------------------------------------------


def test_a_label_that_goes_on_below_its_numbers() -> None:
    assert rows(
        """
        Insats Budget Utfall
        Gemensamma aktiviteter 300 400
        med andra förbund
        Kansli 500 600
        styrelse och revision 20 30
        i kronor
        """
    )[0] == ("Gemensamma aktiviteter med andra förbund", "300 400")


def test_a_label_that_begins_above_its_numbers() -> None:
    assert rows(
        """
        Insats Budget Utfall
        Kansli 500 600
        Gemensamma aktiviteter och
        möten med andra 300 400
        Summa 800 1 000
        """
    ) == [
        ("Kansli", "500 600"),
        ("Gemensamma aktiviteter och möten med andra", "300 400"),
        ("Summa", "800 1 000"),
    ]


def test_a_label_above_and_numbers_alone() -> None:
    assert rows(
        """
        Insats Budget Utfall
        Kansli 500 600
        Gemensamma aktiviteter
        300 400
        Summa 800 1 000
        """
    ) == [("Kansli", "500 600"), ("Gemensamma aktiviteter", "300 400"), ("Summa", "800 1 000")]


def test_a_word_broken_at_the_end_of_a_line_is_made_whole() -> None:
    assert rows(
        """
        Insats Budget Utfall
        Kompetens-
        utveckling 300 400
        Individ- och
        struktur 500 600
        """
    ) == [("Kompetensutveckling", "300 400"), ("Individ- och struktur", "500 600")]


def test_a_wrapped_label_does_not_move_the_rows_below() -> None:
    """The accident of others: one wrapped label, and every number below is a row off."""
    assert cells(
        table(
            """
            Insats Budget Utfall
            Alfa 1 200 1 100
            Samverkan mellan kommun,
            region och stat 300 400
            Beta 50 60
            Summa 1 550 1 560
            """
        )
    ) == {
        "Alfa": ["1200", "1100"],
        "Samverkan mellan kommun, region och stat": ["300", "400"],
        "Beta": ["50", "60"],
        "Summa": ["1550", "1560"],
    }


def test_a_row_of_dashes_lends_its_label_to_no_other() -> None:
    assert rows("Insats Budget Utfall\nAvskrivningar - -\nSumma 5 6") == [("Summa", "5 6")]
    assert rows("Belopp 2021\nKansli 7\nAvskrivningar -\nSumma 7") == [
        ("Kansli", "7"),
        ("Summa", "7"),
    ]
    assert rows("Insats Budget Utfall\nIntäkter från\nfonder - -\nSumma 5 6") == [("Summa", "5 6")]


def test_a_dash_in_the_last_column_does_not_empty_a_row() -> None:
    assert rows("Insats Budget Utfall\nAlfa 5 -\nBeta - 7\nSumma 5 7") == [
        ("Alfa", "5 -"),
        ("Beta", "- 7"),
        ("Summa", "5 7"),
    ]


# --- headings -----------------------------------------------------------------------------------


def test_a_heading_holds_for_the_rows_below_it_until_the_next() -> None:
    assert headings(
        """
        Insats Budget Utfall
        Individinriktade insatser
        Alfa 1 200 1 100
        Beta 300 400
        Strukturinriktade insatser
        Gamma 50 60
        """
    ) == [
        ("Alfa", "Individinriktade insatser"),
        ("Beta", "Individinriktade insatser"),
        ("Gamma", "Strukturinriktade insatser"),
    ]


# --- numbers away from labels -------------------------------------------------------------------


def test_labels_in_one_run_and_numbers_in_another_are_not_joined_by_guess() -> None:
    made = table(
        """
        Belopp i kr
        Verksamhetens intäkter
        Verksamhetens kostnader
        Finansiella intäkter
        Årets resultat
        2021 2020
        500 000 400 000
        -450 000 -390 000
        50 000 10 000
        """
    )
    assert [row.label for row in made.rows] == ["", "", ""]
    assert made.labels_apart[-4:] == (
        "Verksamhetens intäkter",
        "Verksamhetens kostnader",
        "Finansiella intäkter",
        "Årets resultat",
    )


def test_a_table_printed_column_by_column() -> None:
    made = table(
        """
        Deltagare per år
        Alfa
        Beta
        Gamma
        2020
        12
        7
        31
        2021
        15
        9
        28
        """
    )
    assert [column.year for column in made.columns] == [2020, 2021]
    assert cells(made) == {"Alfa": ["12", "15"], "Beta": ["7", "9"], "Gamma": ["31", "28"]}
    assert [(cell.value.raw, cell.line.no) for cell in made.cells] == [
        ("12", 6),
        ("15", 10),
        ("7", 7),
        ("9", 11),
        ("31", 8),
        ("28", 12),
    ]


def test_columns_of_unlike_length_get_no_labels() -> None:
    made = table("Deltagare per år\nAlfa\nBeta\nGamma\n2020\n12\n7\n31\n2021\n15\n9")
    assert {row.label for row in made.rows} == {""}


def test_an_answer_before_the_numbers_is_no_part_of_the_label() -> None:
    assert rows("Insats Kvinnor Män\nAlfa Nej 5 6\nBeta Ja 7 8\nGamma Nej 1 2") == [
        ("Alfa", "5 6"),
        ("Beta", "7 8"),
        ("Gamma", "1 2"),
    ]


def test_a_row_that_begins_with_its_year() -> None:
    made = table("Avslutade Kvinnor Män\n2020 12 7\n2021 15 9\n2022 11 14")
    assert [row.year for row in made.rows] == [2020, 2021, 2022]
    assert [[cell.value.number for cell in made.cells if cell.row == at] for at in range(3)] == [
        [12, 7],
        [15, 9],
        [11, 14],
    ]

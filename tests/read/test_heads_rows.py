"""Heads and rows of tables made up here; what each number should be is written by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from finsam_analysis.read.blocks import find_blocks
from finsam_analysis.read.document import Document, Line
from finsam_analysis.read.tables.reader import Table, read_table


def tables(text: str) -> list[Table]:
    """The tables of a text, read."""
    lines = tuple(Line(no, line, 1) for no, line in enumerate(text.strip("\n").split("\n"), 1))
    document = Document("prov-2023", lines, "", "born_digital", Path("prov.txt"), "text")
    return [read_table(block) for block in find_blocks(document)]


def numbers(table: Table, label: str) -> list[Decimal | None]:
    """The numbers of the row with the label, column by column; None where nothing was read."""
    at = next(i for i, row in enumerate(table.rows) if row.label == label)
    cells = [table.cell(at, column) for column in range(len(table.columns))]
    return [cell.value.number if cell is not None else None for cell in cells]


def heads(table: Table) -> list[tuple[str, int | None]]:
    """The heads of the columns as read: words and year."""
    return [(column.text, column.year) for column in table.columns]


def test_dash_after_numbers_is_no_empty_row() -> None:
    [table] = tables(
        "Insats Antal Kvinnor Män Till arbete\n"
        "Lyktan 31 17 14 6\nStegen 20 9 11 -\nTotalt 51 26 25 6"
    )
    assert numbers(table, "Stegen") == [20, 9, 11, None]


def test_unknown_word_and_year_are_one_column() -> None:
    [table] = tables(
        "Medlem Anslag 2023 Andel Anslag 2022\n"
        "Staten 3 600 000 50% 3 500 000\nRegionen 1 800 000 25% 1 750 000\n"
        "Kommunen 1 800 000 25% 1 750 000\nSumma 7 200 000 100% 7 000 000"
    )
    assert heads(table) == [("Anslag 2023", 2023), ("Andel", None), ("Anslag 2022", 2022)]
    assert numbers(table, "Regionen") == [1_800_000, 25, 1_750_000]


def test_year_alone_and_year_with_a_word() -> None:
    [table] = tables(
        "Belopp i kr\n2023 2022 Budget 2023\n"
        "Intäkter 5.100.000 kr 5.000.000 kr 5.200.000 kr\n"
        "Kostnader -4.900.000 kr -4.800.000 kr -5.000.000 kr"
    )
    assert [(c.on("post"), c.year) for c in table.columns] == [
        (None, 2023),
        (None, 2022),
        ("budget", 2023),
    ]


def test_wrapped_heads_keep_their_columns() -> None:
    [table] = tables(
        "Insats Antal\ndeltagare\nVarav\nkvinnor\nVarav\nmän\nNya under\nåret\nAvslutade\n"
        "under året\nAlla insatser 90 52 38 41 33\nLyktan 60 37 23 29 21\nStegen 30 15 15 12 12"
    )
    kon = [column.on("kon") for column in table.columns]
    matt = [column.on("matt") for column in table.columns]
    assert kon == [None, "kvinnor", "man", None, None]
    assert matt == ["deltagare", None, None, "nya", "avslutade"]


def test_caption_over_a_blank_line_is_no_head() -> None:
    [table] = tables(
        "Kostnader per insats\n\nMkr Kostnad\n2023\nKostnad\n2022\nSkillnad\n"
        "Lyktan 4,10 3,90 0,20\nStegen 2,30 2,45 -0,15\nTotalt 6,40 6,35 0,05"
    )
    assert [(c.on("belopp"), c.year) for c in table.columns][:2] == [
        ("kostnad", 2023),
        ("kostnad", 2022),
    ]
    assert table.columns[2].year in (None, 2022) and table.columns[2].on("belopp") is None


@pytest.mark.parametrize("stub", ["Inkomstkälla", "Bidragsform"])
def test_unknown_word_over_the_labels_is_no_column(stub: str) -> None:
    [table] = tables(
        f"Vid start Vid avslut\n{stub} Kvinnor Män Kvinnor Män\n"
        "Sjukpenning 21 12 14 9\nStudiemedel 1 2 8 7\nLön 2 3 24 27"
    )
    assert [(c.on("tidpunkt"), c.on("kon")) for c in table.columns] == [
        ("inskrivning", "kvinnor"),
        ("inskrivning", "man"),
        ("avslut", "kvinnor"),
        ("avslut", "man"),
    ]


def test_share_of_budget_is_one_column() -> None:
    [table] = tables(
        "Budget Utfall % av budget\nLyktan 1 850 1 788 97 %\nStegen 1 900 2 011 106 %\n"
        "Summa 3 750 3 799 101 %"
    )
    assert numbers(table, "Stegen") == [1900, 2011, 106]
    assert table.columns[2].on("enhet") == "andel"


def test_years_under_women_men_and_all() -> None:
    [table] = tables(
        "Deltagare\nKvinnor Män Totalt\n2023 2022 2023 2022 2023 2022\n"
        "Lyktan 38 33 21 24 59 57\nStegen 17 19 20 15 37 34\nTotalt 55 52 41 39 96 91"
    )
    assert [(c.on("kon"), c.year) for c in table.columns] == [
        ("kvinnor", 2023),
        ("kvinnor", 2022),
        ("man", 2023),
        ("man", 2022),
        ("totalt", 2023),
        ("totalt", 2022),
    ]


def test_letters_and_bands_of_age_are_heads_and_part_the_tables() -> None:
    first, second, third = tables(
        "Deltagare\n\nInsats Antal K % M %\nLyktan 74 62 38\nStegen 51 57 43\nTotalt 125 60 40\n\n"
        "Deltagare i varje kommun\nÅbyn Tallvik\nInsats K M T K M T\nLyktan 30 16 46 16 12 28\n"
        "Stegen 29 22 51 0 0 0\nTotalt 59 38 97 16 12 28\n\n"
        "Deltagarnas ålder\n16–19 20–24 25–29 30–44 Summa\nLyktan 2 8 11 30 51\n"
        "Stegen 0 3 7 22 32\nSumma 2 11 18 52 83"
    )
    assert numbers(first, "Stegen") == [51, 57, 43]
    assert [c.text for c in second.columns][2:4] == ["Åbyn, T", "Tallvik, K"]
    assert [c.on("kon") for c in second.columns] == ["kvinnor", "man", "totalt"] * 2
    assert numbers(third, "Stegen") == [0, 3, 7, 22, 32]


def test_one_letter_alone_is_no_head() -> None:
    [table] = tables("Grupp K\nLyktan 30\nStegen 29\nTotalt 59")
    assert all(column.on("kon") is None for column in table.columns)


def test_one_row_under_two_years_is_a_table() -> None:
    [table] = tables("Not 4 Revision 2023-12-31 2022-12-31\n\nArvode 100 008 152 872")
    assert [c.year for c in table.columns] == [2023, 2022]
    assert [item.line.no for item in table.unread] == [3]  # two ways to cut it, none proven


def test_rows_of_another_width_below_a_blank_are_another_table() -> None:
    first, second = tables(
        "Lyktan 74 62 38\nStegen 51 57 43\nTotalt 125 60 40\n\nFördelning\n"
        "Lyktan 9 5 4 6 24\nStegen 3 2 2 5 12\nTotalt 12 7 6 11 36"
    )
    assert len(first.columns) == 3
    assert numbers(second, "Stegen") == [3, 2, 2, 5, 12]


LAID_OUT = """
DRIFT (kr)                 Bokslut       Budget    Avvikelse      Bokslut
                              2023         2023                      2022
Lyktan                   1 911 450    1 900 000      -11 450    1 855 120
Stegen                     840 222      800 000      -40 222
Nytt                             0      300 000      300 000      612 880
Summa                    2 751 672    3 000 000      248 328    2 468 000


Avslutade               Norr     Syd    Väst   Totalt
Arbete                     9       4       2       15
Studier                    3       4                7
Flytt                              1                1
Summa                     12       9       2       23
"""


def test_wide_gaps_are_walls_and_blanks_are_found_by_place() -> None:
    money, people = tables(LAID_OUT)
    assert numbers(money, "Stegen") == [840_222, 800_000, -40_222, None]
    assert numbers(money, "Nytt") == [0, 300_000, 300_000, 612_880]
    assert numbers(people, "Studier") == [3, 4, None, 7]
    assert numbers(people, "Flytt") == [None, 1, None, 1]


def test_amount_and_date_have_their_own_heads() -> None:
    [table] = tables(
        "Medlem Andel Belopp (tkr) Invånare 2022-12-31\nÅby kommun 60,0 % 1 200 21 300\n"
        "Bro kommun 40,0 % 800 12 150\nSumma 100,0 % 2 000 33 450"
    )
    assert heads(table)[1:] == [("Belopp (tkr)", None), ("Invånare 2022-12-31", 2022)]
    assert numbers(table, "Bro kommun") == [40, 800, 12_150]


def test_share_of_women_and_share_of_men() -> None:
    [table] = tables(
        "Insats Antal kvinnor Antal män Andel kvinnor Andel män\n"
        "Lyktan 29 19 60 40\nStegen 20 16 56 44"
    )
    assert [(c.on("enhet"), c.on("kon")) for c in table.columns] == [
        ("antal", "kvinnor"),
        ("antal", "man"),
        ("andel", "kvinnor"),
        ("andel", "man"),
    ]


def test_head_printed_again_on_the_next_page_goes_on() -> None:
    [table] = tables(
        "Förbundet Provtorp\nÅrsredovisning 2023\n\nInsats Budget 2023 Utfall 2023 Differens\n"
        "Lyktan 1 250 000 1 180 350 69 650\nStegen 1 400 000 1 466 905 -66 905\n"
        "Förbundet Provtorp\nÅrsredovisning 2023\nSida 2 (9)\n"
        "Insats Budget 2023 Utfall 2023 Differens\nNytt 700 000 512 480 187 520\n"
        "Summa 3 350 000 3 159 735 190 265"
    )
    assert numbers(table, "Nytt") == [700_000, 512_480, 187_520]
    assert [found.parts for found in table.sums if found.labelled] == [(0, 1, 2)]


def test_same_head_under_a_caption_of_its_own_is_another_table() -> None:
    found = tables(
        "Insats Budget 2023 Utfall 2023\nLyktan 1 250 000 1 180 350\nStegen 1 400 000 1 466 905\n"
        "Sida 2 (9)\nStrukturinsatser\nInsats Budget 2023 Utfall 2023\n"
        "Nytt 700 000 512 480\nSpår 100 000 98 480"
    )
    assert len(found) == 2


def test_women_and_men_settle_broken_digits() -> None:
    [table] = tables(
        "Insats Kvinnor Män Totalt\nLyktan 41 23 64\nStegen 30 28 58\nVerket 1 9 35 54\n"
        "Nytt 52 17 69\nSumma 142 103245"
    )
    assert numbers(table, "Verket") == [19, 35, 54]
    assert numbers(table, "Summa") == [142, 103, 245]


def test_broken_digits_without_a_total_stay_unread() -> None:
    [table] = tables(
        "Insats Nya Avslutade Unika\nLyktan 41 23 60\nStegen 30 28 51\nVerket 1 9 35 54\n"
        "Nytt 52 17 60"
    )
    assert 4 in [item.line.no for item in table.unread]


def test_words_for_nothing_known_are_empty_cells() -> None:
    [table] = tables(
        "Insats Antal Kvinnor Män Till arbete\nLyktan 48 29 19 11\nStegen 36 20 16 9\n"
        "Nytt 12 n/a n/a 2\nTotalt 96 49 35 22"
    )
    assert numbers(table, "Nytt") == [12, None, None, 2]

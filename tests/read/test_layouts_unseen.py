"""Prints that reports of other förbund have: walls, brackets, notes, heads lent and wrapped.

Every expected value is typed from the made-up text above it.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.made import block, cells, document, table

from finsam_analysis.read.blocks import Block, Kind, classify, find_blocks
from finsam_analysis.read.document import from_text
from finsam_analysis.read.goals.reader import find_goals, read_goals
from finsam_analysis.read.sections import above
from finsam_analysis.read.surveys.heads import unwrapped
from finsam_analysis.read.surveys.reader import find_surveys, read_surveys
from finsam_analysis.read.surveys.told import told_head
from finsam_analysis.read.tables.heads_stacked import stacked_heads
from finsam_analysis.read.tables.lent_heads import lend_heads
from finsam_analysis.read.tables.reader import Table, read_table

INCOME = """
    Resultaträkning (kr)
    Not 2021 2020
    Verksamhetens intäkter 1 4 250 000 4 100 000
    Verksamhetens kostnader 2 -4 112 345 -4 233 120
    Årets resultat 137 655 -133 120
    """


def heads(read: Table) -> list[str]:
    return [column.text for column in read.columns]


# --- cells between walls --------------------------------------------------------------------------


def test_a_cell_between_wide_gaps_is_one_number_also_where_columns_are_blank() -> None:
    made = table(
        """
                       Budget    Utfall    Avvikelse
        Alfa            6 400     6 122          278
        Beta            3 300     3 041          259
        Finansnetto                  64
        """
    )
    assert cells(made)["Finansnetto"] == [None, "64", None]
    assert cells(made)["Alfa"] == ["6400", "6122", "278"]


def test_gaps_of_two_are_walls_where_every_row_has_all_its_cells() -> None:
    made = table(
        """
        År       Staten     Region      Summa
        2021  4 600 000  2 300 000  6 900 000
        2022  4 700 000  2 350 000  7 050 000
        """
    )
    assert heads(made) == ["Staten", "Region", "Summa"]
    assert [str(cell.value.number) for cell in made.cells[:3]] == ["4600000", "2300000", "6900000"]


def test_a_column_of_texts_between_labels_and_numbers_is_no_part_of_the_label() -> None:
    made = table(
        """
        Insats              Kommun          Platser    Deltagare
        Rätt väg            Lindstad             40          120
        Ungkraft            Alla                 45           95
        Hälsofokus          Alla                 25           75
        """
    )
    assert list(cells(made)) == ["Rätt väg", "Ungkraft", "Hälsofokus"]


def test_a_heading_for_one_row_before_the_total_is_the_label_begun() -> None:
    text = """
        Insats           Kvinnor    Män
        Arena Framåt          98     31
        Samordnad rehab
        SR-teamet             42     12
        Totalt               140     43
        """
    assert "Samordnad rehab SR-teamet" in cells(table(text))
    kept = cells(table(text.replace("Samordnad rehab", "Strukturinriktade insatser")))
    assert "SR-teamet" in kept


# --- brackets, notes, accounts ------------------------------------------------------------------


def test_brackets_below_plain_numbers_are_minus_beside_percent_too() -> None:
    made = table(
        """
                                       2024      2023
        Verksamhetens intäkter        8.634     8.900
        Årets resultat                (366)     (244)
        Arbete eller studier         41,3 %    38,8 %
        """
    )
    assert cells(made)["Årets resultat"] == ["-366", "-244"]


def test_a_count_with_its_share_in_brackets_keeps_it() -> None:
    made = table("Kvinnor Män\nArbete 9 (28 %) 4 (20 %)\nStudier 5 (16 %) 3 (15 %)")
    assert cells(made)["Arbete"] == ["9", "28", "4", "20"]


def test_tables_all_in_brackets_are_read_as_the_reports_other_brackets() -> None:
    text = "2024 2023\nInsatser (6.705) (6.672)\nKansli (1.391) (1.344)\nSumma (8.096) (8.016)"
    alone = read_table(block(text))
    known = read_table(block(text), brackets=True)
    assert cells(known)["Summa"] == ["-8096", "-8016"] and known.signed
    assert not alone.signed or cells(alone)["Summa"] == ["-8096", "-8016"]


def test_notes_in_the_last_column_are_no_amounts() -> None:
    made = table(
        """
                                        2024         2023      Not
        Verksamhetens intäkter         8 634        8 900        1
        Verksamhetens kostnader       -9 092       -9 215        2
        Årets resultat                  -458         -315
        """
    )
    assert cells(made) == {
        "Verksamhetens intäkter": ["8634", "8900"],
        "Verksamhetens kostnader": ["-9092", "-9215"],
        "Årets resultat": ["-458", "-315"],
    }


def test_a_last_note_after_single_spaces_is_told_by_the_sums() -> None:
    made = table(
        """
        2024-12-31 2023-12-31 Not
        Kortfristiga fordringar 688 742 3
        Kassa och bank 4 843 5 540
        Summa 5 531 6 282
        """
    )
    assert cells(made)["Kortfristiga fordringar"] == ["688", "742"]


def test_the_number_of_an_account_is_no_part_of_the_label() -> None:
    made = table(
        """
        Konto  Benämning                2018         2017
        3010   Bidrag staten       2 300 000    2 200 000
        3020   Bidrag region       1 150 000    1 100 000
               Summa intäkter      3 450 000    3 300 000
        """
    )
    assert list(cells(made)) == ["Bidrag staten", "Bidrag region", "Summa intäkter"]


def test_dots_lead_from_a_label_to_its_numbers() -> None:
    made = table(
        "2021-12-31 2020-12-31\nFordringar ........... 412,6 377,1\nEget kapital .. 2 841,7 2 637,2"
    )
    assert cells(made) == {"Fordringar": ["412.6", "377.1"], "Eget kapital": ["2841.7", "2637.2"]}


def test_a_point_before_one_or_two_digits_is_a_decimal_point() -> None:
    made = table("Budget Utfall\nAlfa 61.6 58,4\nBeta 70,2 68.55\nGamma 10 412,0 8.634,5")
    assert cells(made)["Alfa"] == ["61.6", "58.4"]
    assert cells(made)["Beta"] == ["70.2", "68.55"]


# --- heads --------------------------------------------------------------------------------------


def test_shares_beside_each_column_are_those_of_the_column_before() -> None:
    made = table("Ålder Kvinnor Andel Män Andel\n16-24 år 14 8 % 17 11 %\n25-34 år 31 17 % 36 23 %")
    assert heads(made) == ["Kvinnor", "Kvinnor, Andel", "Män", "Män, Andel"]
    assert [column.on("enhet") for column in made.columns] == [None, "andel", None, "andel"]


def test_heads_wrapped_word_by_word_are_put_together_by_the_terms_they_make() -> None:
    found = stacked_heads(
        [
            "Insats Kvinnor Män Totalt Antal nya Antal Antal",
            "antal deltagare avslutade unika",
            "deltagare deltagare deltagare",
        ],
        6,
    )
    assert found is not None
    assert [column.on("matt") for column in found[0][2:]] == [
        "deltagare",
        "nya",
        "avslutade",
        "unika",
    ]


def test_words_that_make_no_terms_are_not_put_together() -> None:
    assert stacked_heads(["Insats Kvinnor Antal nya", "deltagare blåbär"], 2) is None


def test_the_first_day_over_the_last_is_one_period() -> None:
    made = table(
        "2020-01-01 2019-01-01\nBelopp i kr Not -2020-12-31 -2019-12-31\n"
        "Verksamhetens intäkter 2 11 275 550 10 181 700\nÅrets resultat 907 841 1 208 107"
    )
    assert [column.year for column in made.columns] == [2020, 2019]


def test_a_note_without_heads_has_those_of_the_statement_that_prints_its_total() -> None:
    note = """
        Not 2 Verksamhetens kostnader
        Insatser -3 000 000 -3 100 000
        Kansli -1 112 345 -1 133 120
        Summa -4 112 345 -4 233 120
        """
    income, lent = lend_heads([table(INCOME), table(note, "t02")])
    assert [column.year for column in lent.columns] == [2021, 2020]
    assert cells(lent)["Kansli"] == ["-1112345", "-1133120"]
    assert "raden Summa står i båda" in lent.told[0]
    other = lend_heads([income, table(note.replace("4 233 120", "4 233 121"), "t02")])[1]
    assert not other.head_known


def test_a_caption_heads_no_columns() -> None:
    made = read_table(block("Not 2 Kostnader\nHyra 168 000 164 400\nEl 12 000 11 000"), {"hyra"})
    assert "Kostnader" not in heads(made)


# --- which lines are what -------------------------------------------------------------------------


def kinds(text: str) -> list[Kind]:
    return classify(document(text))


def test_a_list_of_one_kind_of_category_is_rows() -> None:
    listed = "Arbetsförmedlingen: 21\nFörsäkringskassan: 17\nPsykiatrin: 12"
    assert kinds(listed) == [Kind.ROW] * 3
    assert Kind.ROW not in kinds("Nya deltagare: 24\nLokaler: 17\nMöten: 12")


def test_lines_that_come_again_with_numbers_that_do_not_rise_are_no_page_heads() -> None:
    rows = [f"till arbete i insats {n}" for n in (8, 4, 6, 2)]
    assert Kind.FURNITURE not in kinds("\n\n".join(rows))
    feet = [f"Finsam Norrvik verksamhet {n}" for n in (1, 2, 3, 4)]
    assert kinds("\n\n".join(feet)).count(Kind.FURNITURE) == 4


def test_a_page_number_between_dashes_is_the_pages() -> None:
    assert kinds("- 12 -") == [Kind.FURNITURE]


def test_amounts_in_brackets_beside_each_other_are_no_heads() -> None:
    assert kinds("Övriga kostnader (264) (244)") == [Kind.ROW]


def test_a_table_over_two_pages_goes_on_below_two_lines_of_heads() -> None:
    text = """
        Budget (tkr)

                          Utfall    Budget
                            2023      2024
        Individinriktade insatser
        Alfa               2 744     2 810
        Beta               2 066     2 180

        Finsam Norrvik                Sida 4

                          Utfall    Budget
                            2023      2024
        Summa              4 810     4 990
        """
    found = find_blocks(document(text))
    assert len(found) == 1
    assert cells(read_table(found[0]))["Summa"] == ["4810", "4990"]


def test_a_chapters_number_ends_the_sections_of_the_one_before() -> None:
    found = [(1, "2.1 Insatser"), (5, "Alfa"), (9, "2.2 Mål")]
    last = Block("t01", document("Antal 12 13").lines)
    below = Block("t01", tuple(line.__class__(20, line.text) for line in last.lines))
    assert above(below, found) == ("2.2 Mål",)
    notes = [(1, "3 Ekonomi"), (5, "Noter"), (9, "1. Intäkter")]
    assert above(below, notes) == ("3 Ekonomi", "Noter", "1. Intäkter")


# --- surveys and goals ----------------------------------------------------------------------------


def test_an_answer_wrapped_over_two_lines_is_one_head() -> None:
    upper = "              Varken"
    lower = "     Neg      eller     Pos"
    assert unwrapped([upper, lower]) == ["Neg   Varken eller   Pos"]
    assert unwrapped(["       2023", lower]) == ["       2023", lower]


@pytest.mark.parametrize(
    ("told", "head"),
    [
        ("Andel positiva svar 2019, inom parentes 2018.", "positiva svar 2019 (2018)"),
        ("Andelen som svarat positivt, varav klart positivt inom parentes.", "klart positivt)"),
        ("Enkäten besvarades av 74 deltagare.", ""),
    ],
)
def test_the_text_above_a_survey_tells_its_head(told: str, head: str) -> None:
    lines = document(f"{told}\n\nBlir du lyssnad på? 91 % (88 %)").lines
    assert told_head(lines, 3).endswith(head)
    assert bool(told_head(lines, 3)) == bool(head)


def test_a_survey_without_heads_is_read_as_the_text_says() -> None:
    text = (
        "Andel positiva svar 2019, inom parentes 2018.\n\nBlir du lyssnad på? 91 % (88 %)\n"
        "Är stödet anpassat? 86 % (84 %)\nHar du inflytande? 79 % (80 %)\n"
    )
    made = from_text(text.encode(), Path("norrby-2019-arsredovisning.txt"))
    (found,) = find_surveys(made, classify(made), set())
    items = read_surveys(found, year=2019)
    assert [(int(i.value), i.facets["year"]) for i in items[:2]] == [(91, "2019"), (88, "2018")]
    assert found.section and "parentes" not in found.section[-1]


def goals(text: str) -> list[tuple[str, str, str]]:
    made = from_text(text.encode(), Path("norrby-2019-arsredovisning.txt"))
    found = find_goals(made, classify(made), ())
    items = [item for one in found for item in read_goals(one, year=2019)]
    return [(item.raw, item.facets["del"], item.facets.get("year", "2019")) for item in items]


def test_goals_cell_by_cell_without_blank_lines() -> None:
    assert goals(
        "Mål\nResultat 2019\nResultat 2018\nBedömning\nMinst 250 personer ska delta i\n"
        "individinriktade insatser\n259\n271\nMålet är uppnått\nMinst 40 % av avslutade deltagare\n"
        "ska gå till arbete eller studier\n38 %\n34 %\nMålet är delvis uppnått\n"
    ) == [
        ("250", "mal", "2019"),
        ("259", "resultat", "2019"),
        ("271", "resultat_foregaende", "2018"),
        ("40 %", "mal", "2019"),
        ("38 %", "resultat", "2019"),
        ("34 %", "resultat_foregaende", "2018"),
    ]


def test_a_label_before_a_number_says_nothing_of_the_one_before_it() -> None:
    found = goals(
        "Måluppfyllelse\n\nMål 1 – Fler ska få stöd\nInsatserna ska nå minst 300 personer.\n\n"
        "      Utfall: 298      Föregående år: 311      Målvärde: 300      Bedömning: Uppnått\n\n"
        "Mål 2 – Fler ska gå till arbete\nMinst 40 procent ska gå till arbete eller studier.\n\n"
        "      Utfall: 41 %      Föregående år: 39 %      Målvärde: 40 %      Bedömning: Uppnått\n"
    )
    assert ("298", "resultat", "2019") in found
    assert ("311", "resultat_foregaende", "2018") in found

"""Where one table ends and the next begins, and what of the page stands between."""

from __future__ import annotations

from tests.made import block, blocks, cells, document, table

from finsam_analysis.read.find import find_all
from finsam_analysis.read.line_kinds import Kind, classify, is_head
from finsam_analysis.read.tables.reader import read_table


def test_rows_that_begin_as_above_are_another_table() -> None:
    text = (
        "Deltagare\nInsats Nya Alla\nAlfa 5 8\nBeta 3 9\nSumma 8 17\n"
        "Kostnad\nAlfa 50 80\nBeta 30 90\nSumma 80 170"
    )
    assert blocks(text) == [(1, 5), (6, 9)]


def test_women_and_men_come_again_in_one_table() -> None:
    text = "Deltagare\nAlfa Beta\nNya\nKvinnor 5 8\nMän 3 9\nAvslutade\nKvinnor 2 4\nMän 1 6"
    assert blocks(text) == [(1, 8)]


def test_a_title_and_a_line_of_names_below_a_grand_total_open_a_table() -> None:
    text = (
        "Hemkommun\nKommun Kvinnor Män Totalt\nÖstad 31 24 55\nTornby 25 27 52\nSumma 56 51 107\n"
        "Utbildning i procent\nAlfa Beta Gamma\nGrundskola 41 43 36\nGymnasium 38 32 43"
    )
    assert blocks(text) == [(1, 5), (6, 9)]


def test_a_heading_below_a_part_total_does_not() -> None:
    text = (
        "Budget Utfall\nAlfa 500 480\nBeta 300 310\nSumma insatser 800 790\nAdministration\n"
        "Kansli 200 190\nRevision 50 45\nSumma 1 050 1 025"
    )
    assert blocks(text) == [(1, 8)]


def test_a_line_that_keeps_its_layout_is_no_running_text() -> None:
    line = "Insats          Antal avslutade     varav till arbete     varav åter i rehabilitering"
    assert classify(document(line)) == [Kind.TEXT]
    assert classify(document(" ".join(line.split()))) == [Kind.PROSE]


def test_words_tied_to_a_year_are_no_two_heads() -> None:
    assert not is_head("Pågående från 2022")
    assert is_head("Budget 2022")


def test_the_page_s_title_and_number_are_no_rows() -> None:
    title = "Finsam Norr – Årsredovisning 2021"
    text = f"Alfa 1 2\n{title}\n7\nBeta 3 4\n{title}\n8"
    kinds = classify(document(text))
    assert [kind is Kind.FURNITURE for kind in kinds] == [False, True, True, False, True, True]


def test_a_number_below_the_page_s_title_that_others_follow_is_a_cell() -> None:
    text = (
        "Alfa\nFinsam Norr – Årsredovisning 2021\n7\n9\nBeta\nFinsam Norr – Årsredovisning 2021\n8"
    )
    kinds = classify(document(text))
    assert [kind is Kind.ROW for kind in kinds] == [False, False, True, True, False, False, False]


def test_no_chart_cuts_amounts_at_their_thousands() -> None:
    text = (
        "Balansräkning, kr\nFordringar\nKassa och bank\nSumma tillgångar\n\n2021-12-31\n188 415\n"
        "1 590 877\n1 779 292\n\nEget kapital och skulder\n\nBalanserat resultat\nÅrets resultat\n"
        "Skulder\n"
    )
    assert [block.kind for block in find_all(document(text))] == ["tabell"]


def test_digits_misread_within_a_group_of_thousands() -> None:
    made = table(
        "Budget Utfall Avvikelse\nAlfa 900 000 845 220 54 780\nBeta 850 000 861 4O5 -11 405\n"
        "Summa 1 750 000 1 706 625 43 375"
    )
    assert cells(made)["Beta"] == ["850000", "861405", "-11405"]


def test_a_damaged_group_that_no_sum_proves_is_left_unread() -> None:
    made = table("\t2021\t2020\nLeverantörer\t412 306\t398 115\nSkatter\t289 745\t24O 856")
    assert cells(made) == {"Leverantörer": ["412306", "398115"], "Skatter": ["289745", None]}
    assert [item.why for item in made.unread] == ["skadat tryck: 24O 856"]


def test_the_first_number_after_a_label_can_be_damaged() -> None:
    made = table("Kvinnor Män Totalt\nAlfa 27 19 46\nBeta l4 22 36\nSumma 41 41 82")
    assert cells(made)["Beta"] == ["14", "22", "36"]


def test_a_label_that_ends_in_a_letter_and_digits_is_a_label() -> None:
    made = table("Kvinnor Män Totalt\nTeam B1 27 19 46\nTeam B2 14 22 36\nSumma 41 41 82")
    assert cells(made)["Team B2"] == ["14", "22", "36"]


def test_the_total_across_tells_thousands_from_columns() -> None:
    text = "Alfa Beta Gamma Summa\nBudget 1 250 980 640 2 870\nUtfall 1 198 1 004 602 2 804"
    made = read_table(block(text), {"alfa"})
    assert cells(made)["Utfall"] == ["1198", "1004", "602", "2804"]

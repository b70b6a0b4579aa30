"""How many columns a table has when words mislead: the numbers' own relations decide."""

from __future__ import annotations

import pytest
from tests.made import cells, table


def test_a_difference_that_every_row_keeps_decides_the_columns() -> None:
    """`Avvikelse Utfall 2021` are two columns, though the words could head one."""
    made = table(
        """
        Insats Utfall 2022 Budget 2022 Avvikelse Utfall 2021
        Ungdomsteam 146 000 519 207 373 207 31 000
        Klara 779 332 272 043 -507 289 752 394
        Summa insatser 925 332 791 250 -134 082 783 394
        """
    )
    heads = ["Utfall 2022", "Budget 2022", "Avvikelse", "Utfall 2021"]
    assert [column.text for column in made.columns] == heads
    assert cells(made)["Klara"] == ["779332", "272043", "-507289", "752394"]


def test_a_nought_repeats_a_number_and_two_rows_do_more() -> None:
    made = table(
        """
        Utfall 2023 Budget 2023 Avvikelse Utfall 2022
        Hållplatsen 514 0 -514 256
        Framåt 435 140 -295 0
        Verkstan 656 0 -656 230
        Totalt 1 605 140 -1 465 486
        """
    )
    assert cells(made)["Totalt"] == ["1605", "140", "-1465", "486"]
    assert cells(made)["Framåt"] == ["435", "140", "-295", "0"]


@pytest.mark.parametrize("heads", ["2019  2018  2017", "Insats  2019  2018  2017"])
def test_a_title_is_no_head_when_years_stand_below_it(heads: str) -> None:
    made = table(
        f"""
        Kostnader för insatser, kr
        {heads}
        Vägknuten  590  871  102
        Steget  188  565  388
        Totalt  778  1 436  490
        """
    )
    assert [column.year for column in made.columns] == [2019, 2018, 2017]
    assert cells(made)["Vägknuten"] == ["590", "871", "102"]
    assert cells(made)["Totalt"] == ["778", "1436", "490"]


def test_a_total_may_be_the_only_number_of_a_thousand() -> None:
    made = table(
        """
        Kostnader, kr
        Insats 2021 2020 2019 2018
        Verkstan 176 258 834 254
        Kompassen 745 223 204 91
        Summa 921 481 1 038 345
        """
    )
    assert cells(made)["Summa"] == ["921", "481", "1038", "345"]


def test_numbers_are_not_joined_over_wide_gaps_in_every_row() -> None:
    made = table(
        """
        Insats  Utfall 2022  Budget 2022  Avvikelse  Utfall 2021
        Ungdomsteam  816  716  -100  349
        Vägknuten  664  515  -149  535
        Totalt  1 480  1 231  -249  884
        """
    )
    assert cells(made)["Ungdomsteam"] == ["816", "716", "-100", "349"]


def test_a_note_does_not_stand_one_space_from_its_number_when_numbers_stand_wide_apart() -> None:
    made = table(
        """
        Belopp i kr    Not    2023    2022
        Bidrag    2    14 505    32 900
        Finansiella kostnader    6 601    3 820
        """
    )
    assert cells(made)["Finansiella kostnader"] == ["6601", "3820"]


def test_a_reading_out_of_proportion_gives_way() -> None:
    """`1 804 893 654 288` can be 1 804 893 654 and 288, in a table of a million at most."""
    made = table(
        """
        Belopp i kr 2019 2018
        Bidrag från medlemmar 1 804 893 654 288
        Lokaler 1 240 000 27 735
        Lön 140 309 93 467
        """
    )
    assert cells(made)["Bidrag från medlemmar"] == ["1804893", "654288"]
    assert made.unread == []


def test_an_amount_that_looks_like_a_year_is_an_amount_where_the_row_needs_it() -> None:
    made = table(
        """
        Budget 2020 Utfall 2020 Avvikelse
        Torget 2 100 3 000 -900
        Framåt 2000 4 000 -2 000
        Klara 1 108 936 172
        """
    )
    assert cells(made)["Framåt"] == ["2000", "4000", "-2000"]
    assert made.rows[1].year is None


def test_a_year_after_a_label_stays_a_year() -> None:
    made = table("Antal\nNya deltagare 2022 75\nAvslutade 40\nPågående 35")
    assert made.rows[0].year == 2022
    assert cells(made)["Nya deltagare"] == ["75"]


def test_numbers_far_apart_on_a_line_are_never_one() -> None:
    made = table(
        """
        Avslutsorsaker                              Kvinnor        Man
        Arbetssökande                                    33        232
        Arbete 44 130
        Flytt 180 196
        """
    )
    assert cells(made)["Arbetssökande"] == ["33", "232"]
    assert cells(made)["Arbete"] == ["44", "130"]


def test_a_row_of_single_spaces_is_not_one_cell_because_others_stand_apart() -> None:
    made = table(
        """
        Deltagare 2016 2015
        Ekeby 98 145
        Björkösa    169    42
        Granvik    108    140
        Tallbo    95    179
        """
    )
    assert cells(made)["Ekeby"] == ["98", "145"]


def test_lost_spaces_in_negative_amounts_in_brackets() -> None:
    made = table(
        """
        Belopp i kr 2021 2020
        Summa intäkter 12 500 400 11 284 992
        Lokaler (1 100 000) (800 500)
        Summa kostnader (10108 168) (8 284992)
        """
    )
    assert cells(made)["Summa kostnader"] == ["-10108168", "-8284992"]


def test_a_number_that_ends_a_label_is_of_the_label_where_cells_stand_wide_apart() -> None:
    made = table(
        """
        Ålder                      Kvinnor     Män    Summa
        Yngre än 25                     19      27       46
        25−34                           34      33       67
        35−44                           33      26       59
        55 och äldre                    15      10       25
        """
    )
    assert cells(made)["Yngre än 25"] == ["19", "27", "46"]
    assert cells(made)["25−34"] == ["34", "33", "67"]


def test_parts_of_a_column_are_headed_by_two_words() -> None:
    made = table(
        """
        Insats Kvinnor Män Totalt Varav nya Avslutade
        Utsikten 29 12 41 19 18
        Växtplatsen 13 18 31 13 10
        """
    )
    assert [c.text for c in made.columns] == ["Kvinnor", "Män", "Totalt", "Varav nya", "Avslutade"]


def test_heads_of_one_line_each_are_years_above_the_heading_of_the_first_rows() -> None:
    made = table(
        """
        BALANSRÄKNING
        2017-12-31
        2016-12-31
        Tillgångar
        Fordringar (not 3)
        618 240
        702 155
        Likvida medel
        4 229 710
        5 773 367
        Summa tillgångar
        4 847 950
        6 475 522
        """
    )
    assert [column.year for column in made.columns] == [2017, 2016]
    assert cells(made)["Likvida medel"] == ["4229710", "5773367"]


def test_a_total_beside_groups_of_women_and_men() -> None:
    made = table(
        """
                                      Fjärdby       Oxelvik       Rönnsta
                                        K      M      K      M      K      M   Samtliga
        Navet                          21     16      -      -     17     15         69
        Ung Kompass                     9     12      6      8      7      9         51
        Alla                           30     28      6      8     24     24        120
        """
    )
    assert [column.text for column in made.columns][:2] == ["Fjärdby, K", "Fjärdby, M"]
    assert [column.on("kon") for column in made.columns][-2:] == ["man", "totalt"]
    assert cells(made)["Ung Kompass"] == ["9", "12", "6", "8", "7", "9", "51"]


def test_a_share_in_brackets_after_the_total() -> None:
    made = table(
        """
        Orsak                 Kvinnor      Män    Totalt
        Arbete                     17       14        31  (33 %)
        Studier                     7        5        12  (13 %)
        Sjukdom                    28       24        52  (54 %)
        """
    )
    assert [column.on("kon") for column in made.columns] == ["kvinnor", "man", "totalt", "totalt"]
    assert made.columns[3].on("enhet") == "andel"

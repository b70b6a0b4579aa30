"""Goal tables in made-up reports: where they are found, and what each number is."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from finsam_analysis.read.blocks import Block, classify
from finsam_analysis.read.document import from_text
from finsam_analysis.read.goals.reader import find_goals, left_out, read_goals
from finsam_analysis.read.items import Item

PROSE = (
    "Under året har förbundet fortsatt att utveckla samverkan mellan parterna, och det har varit"
    " ett\när då flera insatser har kommit i gång på allvar och fått fler deltagare än vad som"
    " var tänkt."
)


def blocks(text: str) -> list[Block]:
    document = from_text(f"{PROSE}\n\n{text}\n\n{PROSE}\n".encode(), Path("prov-2023.txt"))
    return find_goals(document, classify(document), ())


def items(text: str, year: int = 2023) -> list[Item]:
    return [item for block in blocks(text) for item in read_goals(block, year=year)]


def said(found: Sequence[Item]) -> list[tuple[str, str, str, str]]:
    """Part, measure, gender and number of each item."""
    return [
        (item.facets["del"], item.facets["matt"], item.facets["kon"], item.raw) for item in found
    ]


CELLS = """Insats/Projekt Mål 2023 Resultat 2023

Navigatorn
240 deltagare varav
110 nya deltagare
55 % till arbete/studier

203 deltagare varav
98 nya deltagare
51 % till arbete/studier

Slussen

90 deltagare t.o.m. juni 2025
20 % till arbete/studier
35 % till ordinarie arbetsförberedande
insats

41 nya deltagare
14 % till arbete/studier
38 % till ordinarie
arbetsförberedande insats

Rådet 150 deltagare 162 deltagare"""


def test_cells_below_each_other_with_several_numbers_each() -> None:
    found = items(CELLS)
    assert said(found)[:6] == [
        ("mal", "deltagare", "totalt", "240"),
        ("mal", "nya", "totalt", "110"),
        ("mal", "avslutade_arbete_studier", "totalt", "55 %"),
        ("resultat", "deltagare", "totalt", "203"),
        ("resultat", "nya", "totalt", "98"),
        ("resultat", "avslutade_arbete_studier", "totalt", "51 %"),
    ]
    assert {item.facets["insats"] for item in found[:6]} == {"Navigatorn"}
    assert found[2].value == Decimal(55)
    assert found[2].unit == "procent"


def test_a_goal_and_its_result_share_an_id() -> None:
    found = items(CELLS)
    ids = [item.facets["mal_id"] for item in found]
    assert ids[0] == ids[3]
    assert ids[2] == ids[5]
    assert len({ids[0], ids[1], ids[2]}) == 3


def test_a_goal_until_a_month_is_for_the_project_and_its_result_for_the_year() -> None:
    slussen = [item for item in items(CELLS) if item.facets.get("insats") == "Slussen"]
    assert [(item.facets["del"], item.facets["period"], item.raw) for item in slussen] == [
        ("mal", "projekt", "90"),
        ("mal", "projekt", "20 %"),
        ("mal", "projekt", "35 %"),
        ("resultat", "ar", "41"),
        ("resultat", "ar", "14 %"),
        ("resultat", "ar", "38 %"),
    ]
    assert slussen[2].facets["matt"] == slussen[5].facets["matt"] == "ordinarie_insats"


def test_a_whole_row_on_one_line() -> None:
    last = [item for item in items(CELLS) if item.facets.get("insats") == "Rådet"]
    assert said(last) == [
        ("mal", "deltagare", "totalt", "150"),
        ("resultat", "deltagare", "totalt", "162"),
    ]


INDICATORS = """Indikator Resultat 2023 (resultat 2022 inom parantes) Mål-
uppfyllelse4

Minst 320 personer tar del
av individinriktade
insatser.

287 personer, 55 % kvinnor, 42 % män 3 %
ej angivet kön.
(301 personer år 2022).

Ej uppfyllt

30 % av deltagarna
arbetar/studerar vid
avslut.

38 % (46 personer) arbetar/studerar vid
avslut, 41 % av kvinnorna och 35 % av
männen. (29 % år 2022).

God

40 % av deltagarna är
självförsörjande 12
månader efter avslut.

Fler svar behövs under kommande år.

Av de två insatser som har rapporterat är
37 % (Vågen) respektive 52 % (Bryggan)
självförsörjande.

Delvis uppfyllt

Personalen upplever att
förbundet bidrar till
bättre samverkan.

81 %6 av personalen (77 %) upplever att
samverkan har blivit bättre.

God

4 Måluppfyllelsen bedöms enligt en tregradig skala, och för att ett mål ska vara God krävs tio."""


def test_indicators_with_results_women_men_and_last_year() -> None:
    assert said(items(INDICATORS)) == [
        ("mal", "deltagare", "totalt", "320"),
        ("resultat", "deltagare", "totalt", "287"),
        ("resultat", "deltagare", "kvinnor", "55 %"),
        ("resultat", "deltagare", "man", "42 %"),
        ("resultat", "deltagare", "ej_angivet", "3 %"),
        ("resultat_foregaende", "deltagare", "totalt", "301"),
        ("mal", "avslutade_arbete_studier", "totalt", "30 %"),
        ("resultat", "avslutade_arbete_studier", "totalt", "38 %"),
        ("resultat", "avslutade_arbete_studier", "totalt", "46"),
        ("resultat", "avslutade_arbete_studier", "kvinnor", "41 %"),
        ("resultat", "avslutade_arbete_studier", "man", "35 %"),
        ("resultat_foregaende", "avslutade_arbete_studier", "totalt", "29 %"),
        ("mal", "sjalvforsorjande", "totalt", "40 %"),
        ("resultat", "insatser", "totalt", "två"),
        ("resultat", "sjalvforsorjande", "totalt", "37 %"),
        ("resultat", "sjalvforsorjande", "totalt", "52 %"),
        ("resultat", "personalen_upplever_forbundet_bidrar", "totalt", "81 %"),
        ("resultat_foregaende", "personalen_upplever_forbundet_bidrar", "totalt", "77 %"),
    ]


def test_judgements_stand_as_printed_on_goal_and_result_not_on_last_year() -> None:
    found = items(INDICATORS)
    assert [item.facets.get("bedomning") for item in found[:7]] == [
        *["Ej uppfyllt"] * 5,
        None,
        "God",
    ]
    assert {item.facets["year"] for item in found if item.facets["del"] != "mal"} == {
        "2022",
        "2023",
    }


def test_names_in_brackets_are_whose_figure_it_is() -> None:
    named = {item.raw: item.facets.get("insats") for item in items(INDICATORS)}
    assert (named["37 %"], named["52 %"], named["38 %"]) == ("Vågen", "Bryggan", None)


def test_times_footnotes_and_running_text_are_no_figures() -> None:
    (block,) = blocks(INDICATORS)
    printed = " ".join(line.text for line in block.lines)
    assert "tregradig" not in printed
    assert "Fler svar behövs" not in printed
    assert {item.value for item in read_goals(block, year=2023)}.isdisjoint(
        {Decimal(12), Decimal(4), Decimal(6), Decimal(10)}
    )
    assert left_out(block, read_goals(block, year=2023)) == []


def test_it_is_read_without_diacritics_too() -> None:
    lost = INDICATORS.translate(str.maketrans("åäöÅÄÖ", "aa6AAO"))
    assert [(p, k, r) for p, _, k, r in said(items(lost))][:12] == [
        (p, k, r) for p, _, k, r in said(items(INDICATORS))
    ][:12]


def test_last_year_in_brackets_only_where_the_head_says_so() -> None:
    text = "Mål Resultat Måluppfyllelse\n\nMinst 60 % ska vara\nnöjda.\n\n66 % (58 %)\n\nUppnått"
    (block,) = blocks(text)
    found = read_goals(block, year=2023)
    assert said(found) == [
        ("mal", "nojdhet", "totalt", "60 %"),
        ("resultat", "nojdhet", "totalt", "66 %"),
    ]
    assert [line.text for line in left_out(block, found)] == ["66 % (58 %)"]


def test_a_judgement_inside_the_result_and_a_head_of_several_lines() -> None:
    text = """Finansiella mål för verksamheten-
förbundet ska ha god hushållning

Resultat och måluppfyllelse 2023

Det egna kapitalet ska inte
överstiga tre miljoner kronor.

Målet nås inte.
Det egna kapitalet uppgår till 4,1
miljoner kronor.

Administrationen ska inte över-
stiga tio procent av kostnaderna.

Nära måluppfyllelse.
Administrationen utgör 11 %."""
    found = items(text)
    assert [(i.facets["del"], i.facets["matt"], i.value, i.unit) for i in found] == [
        ("mal", "eget_kapital", Decimal(3), "mkr"),
        ("resultat", "eget_kapital", Decimal("4.1"), "mkr"),
        ("mal", "administration", Decimal(10), "procent"),
        ("resultat", "administration", Decimal(11), "procent"),
    ]
    assert [i.facets["bedomning"] for i in found] == [
        "Målet nås inte",
        "Målet nås inte",
        "Nära måluppfyllelse",
        "Nära måluppfyllelse",
    ]
    assert {i.facets["riktning"] for i in found if i.facets["del"] == "mal"} == {"hogst"}


def test_a_distance_from_the_goal_is_not_a_level() -> None:
    text = """Mål Resultat Bedömning

Eget kapital ska inte
överstiga nivån.

Kapitalet överstiger nivån med 2,5
miljoner kronor.

Ej uppfyllt"""
    (item,) = items(text)
    assert item.facets["matt"] == "eget_kapital_avvikelse"
    assert (item.value, item.unit) == (Decimal("2.5"), "mkr")


def test_yearly_goals_of_two_years_beside_each_other() -> None:
    text = """Årsmål antal deltagare under 2023 jämfört med 2022

Insats  Årsmål deltagarantal
2023

Årsmål deltagarantal
2022

Navigatorn 310 310

Slussen 170 145

Rådet/Vägen
Konsultationer

220 180

Totalt  480 + 220 konsultationer 455 + 180 konsultationer"""
    found = items(text)
    assert [
        (i.facets.get("insats"), i.facets["matt"], i.facets["year"], int(i.value)) for i in found
    ] == [
        ("Navigatorn", "deltagare", "2023", 310),
        ("Navigatorn", "deltagare", "2022", 310),
        ("Slussen", "deltagare", "2023", 170),
        ("Slussen", "deltagare", "2022", 145),
        ("Rådet/Vägen", "konsultationer", "2023", 220),
        ("Rådet/Vägen", "konsultationer", "2022", 180),
        (None, "deltagare", "2023", 480),
        (None, "konsultationer", "2023", 220),
        (None, "deltagare", "2022", 455),
        (None, "konsultationer", "2022", 180),
    ]
    assert {i.facets["del"] for i in found} == {"mal"}
    assert [i.facets.get("is_total") for i in found] == [None] * 6 + ["true"] * 4
    assert len({i.facets["mal_id"] for i in found}) == 10


@pytest.mark.parametrize(
    ("head", "row", "expected"),
    [
        (
            "Mål Utfall Bedömning",
            "Antal deltagare 200 214 Uppnått",
            [("mal", "200"), ("resultat", "214")],
        ),
        (
            "Indikator Målvärde Utfall 2023 Utfall 2022 Status",
            "Antal deltagare 300 312 280 Uppfyllt",
            [("mal", "300"), ("resultat", "312"), ("resultat_foregaende", "280")],
        ),
        (
            "Resultat Mål Måluppfyllelse",
            "Andel till arbete eller studier 42 % 40 % Ja",
            [("resultat", "42 %"), ("mal", "40 %")],
        ),
    ],
)
def test_rows_of_numbers_with_columns_in_any_order(
    head: str, row: str, expected: list[tuple[str, str]]
) -> None:
    found = items(f"{head}\n{row}")
    assert [(item.facets["del"], item.raw) for item in found] == expected


def test_the_label_gives_bare_numbers_their_unit() -> None:
    text = """Mål Utfall Bedömning
Antal nya 90 94 Uppnått
Kostnad per deltagare, kr 25 000 23 500 Uppnått"""
    assert [(i.facets["matt"], i.value, i.unit) for i in items(text)] == [
        ("nya", Decimal(90), "antal"),
        ("nya", Decimal(94), "antal"),
        ("kostnad_per_deltagare", Decimal(25000), "kr"),
        ("kostnad_per_deltagare", Decimal(23500), "kr"),
    ]


def test_results_in_columns_for_women_men_and_all() -> None:
    text = "Mål Kvinnor Män Totalt\nAndel till arbete eller studier minst 40 % 38 % 45 % 41 %"
    assert said(items(text)) == [
        ("mal", "avslutade_arbete_studier", "totalt", "40 %"),
        ("resultat", "avslutade_arbete_studier", "kvinnor", "38 %"),
        ("resultat", "avslutade_arbete_studier", "man", "45 %"),
        ("resultat", "avslutade_arbete_studier", "totalt", "41 %"),
    ]


def test_a_row_that_can_be_cut_in_many_ways_is_left_out() -> None:
    text = "Mål Utfall Bedömning\nAntal nya 90 94 Uppnått\nKapital, kr 120 300 450 Uppnått"
    (block,) = blocks(text)
    found = read_goals(block, year=2023)
    assert [item.raw for item in found] == ["90", "94"]
    assert [line.text for line in left_out(block, found)] == ["Kapital, kr 120 300 450 Uppnått"]


def test_next_years_goal_does_not_take_this_years_result() -> None:
    text = """Mål 2023 Utfall 2023 Mål 2024
Antal nya deltagare 110 119 120
Antal deltagare 200 214 225"""
    found = items(text)[:3]
    assert [(i.facets["del"], i.facets["year"]) for i in found] == [
        ("mal", "2023"),
        ("resultat", "2023"),
        ("mal", "2024"),
    ]
    assert found[0].facets["mal_id"] == found[1].facets["mal_id"] != found[2].facets["mal_id"]


def test_a_headless_table_of_a_scanner_without_swedish() -> None:
    text = """Projektet ska nd 1200 1104 (92 %) I maj 2021 justerades deltagarmalet ned till 1150,
deltagare varav: till foljd av det ndgot lagre inflédet
618 kvinnor (56 %) beréknat. Detta nya mal blev till 96 % uppnatt.
486 mén (44 %)
20 % av projektets deltagare |17 % kvinnor Malet ar uppfyllt for man.
har borjat arbeta eller studera |21 % méan
30 % av projektets deltagare |33 % kvinnor Projektmalet ar uppfyllt i alla delprojekt.
ska kunna ta del av ordinarie |31 % mén
arbetsforberedande insatser"""
    found = items(text, year=2022)
    assert said(found) == [
        ("mal", "deltagare", "totalt", "1200"),
        ("resultat", "deltagare", "totalt", "1104"),
        ("resultat", "andel_av_mal", "totalt", "92 %"),
        ("mal", "deltagare", "totalt", "1150"),
        ("resultat", "deltagare", "kvinnor", "618"),
        ("resultat", "deltagare", "kvinnor", "56 %"),
        ("resultat", "andel_av_mal", "totalt", "96 %"),
        ("resultat", "deltagare", "man", "486"),
        ("resultat", "deltagare", "man", "44 %"),
        ("mal", "avslutade_arbete_studier", "totalt", "20 %"),
        ("resultat", "avslutade_arbete_studier", "kvinnor", "17 %"),
        ("resultat", "avslutade_arbete_studier", "man", "21 %"),
        ("mal", "ordinarie_insats", "totalt", "30 %"),
        ("resultat", "ordinarie_insats", "kvinnor", "33 %"),
        ("resultat", "ordinarie_insats", "man", "31 %"),
    ]
    assert {item.facets["period"] for item in found} == {"projekt"}
    assert found[3].facets["mal_id"] == found[6].facets["mal_id"] != found[0].facets["mal_id"]


@pytest.mark.parametrize(
    "text",
    [
        "Budget Utfall Avvikelse\nNavigatorn 1 200 1 150 50\nSlussen 900 950 -50",
        "Kommun Kvinnor Män Totalt\nGranby 58 38 96\nStensele 42 28 70",
        "Arbete kvinnor Arbete män Årsmål\nNavigatorn 12 14 60\nSlussen 8 9 45",
        "Innehåll\n\nMåluppfyllelse 12\n1. Inledning 3\n2. Ekonomi 14\n3. Deltagare 16",
        "Mål och resultat 2023\n\nInsatsen har haft 40 deltagare och 12 av dem gick till arbete.",
    ],
)
def test_other_tables_and_headings_are_not_goals(text: str) -> None:
    assert blocks(text) == []


def test_a_block_is_read_again_from_its_own_lines_alone() -> None:
    (block,) = blocks(INDICATORS)
    stored = Block("t07", block.lines, ("Måluppfyllelse",), "mal")
    again = read_goals(stored, year=2023)
    assert said(again) == said(items(INDICATORS))
    assert {item.facets["mal_id"].split("-")[0] for item in again} == {"t07"}


def test_lines_that_are_taken_are_left_alone() -> None:
    document = from_text(f"{PROSE}\n\n{INDICATORS}\n".encode(), Path("prov.txt"))
    every = {line.no for line in document.lines}
    assert find_goals(document, classify(document), every) == []

"""Subject, period, layout and what is left out: made-up paragraphs of a made-up report."""

from __future__ import annotations

import pytest
from tests.read.prose_reading import read

# ---- subject ------------------------------------------------------------------------------------


def subjects(text, **options):
    return [(f.subject, f.measure, f.value) for f in read(text, **options)]


def test_the_heading_gives_the_insats():
    text = """
Stegen

Målgrupp
Insatsen vänder sig till personer mellan 20 och 64 år.

Resultat
Under året deltog 45 personer. 20 avslutades.

Ekonomi

Förbundets kostnader blev 3,2 mkr.
"""
    assert subjects(text) == [
        ("Stegen", "deltagare", 45),
        ("Stegen", "avslutade", 20),
        ("Finsam Xby", "kostnader", 3.2),
    ]


def test_an_insats_that_no_table_names_is_found_by_its_heading():
    text = """
Bryggan

Bryggan är en ny insats för unga. Under året deltog 12 personer.
"""
    assert subjects(text, insatser=()) == [("Bryggan", "deltagare", 12)]


def test_a_heading_about_a_matter_is_no_insats():
    text = """
Måluppfyllelse

Under året deltog 12 personer i insatserna.
"""
    assert subjects(text, insatser=()) == [("Finsam Xby", "deltagare", 12)]


def test_a_persons_story_gives_no_subject():
    text = """
Lisa Bergström

Lisa kom till insatsen i våras. Hon var en av 14 deltagare i gruppen.
"""
    assert subjects(text, insatser=()) == [("Finsam Xby", "deltagare", 14)]


def test_the_sentence_names_the_insats_with_any_ending():
    assert subjects("I Hälsostegets verksamhet deltog 18 personer.") == [
        ("Hälsosteget", "deltagare", 18)
    ]


def test_two_names_are_one_subject():
    assert subjects("Stegen och Unga Framåt hade tillsammans 63 deltagare.") == [
        ("Stegen och Unga Framåt", "deltagare", 63)
    ]


def test_each_number_goes_to_the_name_before_it():
    text = (
        "Inflödet till Stegen var 60 deltagare, till Unga Framåt 63 deltagare och till "
        "Hälsosteget 59 deltagare."
    )
    assert subjects(text) == [
        ("Stegen", "nya", 60),
        ("Unga Framåt", "nya", 63),
        ("Hälsosteget", "nya", 59),
    ]


def test_a_label_before_a_colon_is_the_subject():
    text = "• Stegen: 40 deltagare, varav 15 nya\n• Unga Framåt: 31 deltagare, varav 12 nya\n"
    assert subjects(text) == [
        ("Stegen", "deltagare", 40),
        ("Stegen", "nya", 15),
        ("Unga Framåt", "deltagare", 31),
        ("Unga Framåt", "nya", 12),
    ]


def test_a_group_of_insatser_is_all_its_names():
    text = """
Teamen för unga (Stegen, Unga Framåt och Hälsosteget) finns i hela länet.

I teamen för unga deltog 90 personer.
"""
    assert subjects(text) == [("Stegen, Unga Framåt och Hälsosteget", "deltagare", 90)]


def test_insatsen_means_the_one_spoken_of_before():
    text = "Under våren flyttade Hälsosteget till nya lokaler. Insatsen gick 90 tkr över budget."
    assert subjects(text) == [("Hälsosteget", "budgetavvikelse", -90)]


def test_the_forbund_is_the_subject_where_nothing_else_is_named():
    assert subjects("Totalt deltog 214 personer i förbundets insatser.") == [
        ("Finsam Xby", "deltagare", 214)
    ]


def test_a_name_in_capitals_is_not_a_common_word():
    text = "Samma arbete gav 12 personer stöd. SAMMA-projektet tog emot 30 deltagare."
    assert subjects(text, insatser=("SAMMA",)) == [
        ("Finsam Xby", "deltagare", 12),
        ("SAMMA", "deltagare", 30),
    ]


def test_a_part_by_kommun():
    text = (
        "52 personer deltog i Stegen. 30 kom från Xby, 12 från Yby och 10 från Zby.\nXby "
        "kommun, Yby kommun, Zby kommun."
    )
    assert [(f.measure, f.value, f.kommun) for f in read(text)] == [
        ("deltagare", 52, None),
        ("deltagare", 30, "Xby"),
        ("deltagare", 12, "Yby"),
        ("deltagare", 10, "Zby"),
    ]


# ---- period -------------------------------------------------------------------------------------

PERIODS = [
    ("Under 2023 deltog 40 personer.", ["2023"]),
    ("År 2022 deltog 31 personer och 2023 deltog 40 personer.", ["2022", "2023"]),
    ("Stegen hade 40 deltagare (31 år 2022).", ["2023", "2022"]),
    ("40 personer deltog, jämfört med 31 föregående år.", ["2023", "2022"]),
    ("Det är fler än 2022, då 31 personer deltog.", ["2022"]),
    ("Sedan projektstarten har 112 personer deltagit.", ["projekt"]),
    ("Under projekttiden ska 150 personer delta.", ["projekt"]),
    ("Under första halvåret avslutades nio deltagare.", ["2023-01..2023-06"]),
    ("Under andra halvåret avslutades elva deltagare.", ["2023-07..2023-12"]),
    ("Mellan mars till och med december 2023 deltog 22 personer.", ["2023-03..2023-12"]),
    ("Under 2024 beräknas 60 personer delta.", ["2024"]),
    ("Av dem som avslutades 2022 hade 12 personer fått arbete.", ["2022"]),
    ("Insatsen, som startade 2019, hade 40 deltagare.", ["2023"]),
]


@pytest.mark.parametrize(("text", "scopes"), PERIODS, ids=[text[:40] for text, _ in PERIODS])
def test_the_period_of_a_figure(text, scopes):
    assert [f.scope for f in read(text)] == scopes


def test_a_project_that_ended_is_counted_as_a_whole():
    text = "Projektet Vägen avslutades i maj 2023. Sammanlagt deltog 140 personer i projektet."
    assert [(f.value, f.scope) for f in read(text)] == [(140, "projekt")]


# ---- left out -----------------------------------------------------------------------------------

NOTHING = [
    "Insatsen riktar sig till unga 16-24 år.",
    "Målgruppen är personer mellan 30 och 64 år.",
    "Lagen (2003:1210) om finansiell samordning gäller.",
    "Styrelsen fattade beslutet den 14 mars 2023.",
    "Se tabell 3, bilaga 2 och avsnitt 1.4.",
    "Kansliet finns på Storgatan 12.",
    "Ring 08-123 45 67 för mer information.",
    "Dokumentet har diarienummer 2023/14.",
    "Arbetet följer Agenda 2030.",
    "Svarsfrekvensen har legat på 30-40 procent.",
    "Projektet startade 2021-03-01 och pågår till 2024-02-28.",
    "En deltagare beskriver hur stödet fungerat.",
    "Mötet började kl 10.30.",
    "Läs mer på https://www.exempel.se/rapport/2023/12345.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_figure_is_left_out(text):
    assert read(text) == []


def test_the_unemployed_of_the_country_are_no_participants():
    assert [f.measure for f in read("I länet var 4 300 personer arbetslösa.")] == ["ovrigt"]


def test_people_laid_off_are_no_participants():
    assert [f.measure for f in read("Bruket varslade 85 personer.")] == ["ovrigt"]


def test_list_numbers_are_no_figures():
    text = (
        "Mål\n1. 60 personer ska delta i insatsen.\n2. 40 procent ska gå till arbete eller "
        "studier.\n"
    )
    assert [(f.measure, f.value) for f in read(text)] == [
        ("mal_deltagare", 60),
        ("mal_avslutade_arbete_studier", 40),
    ]


def test_footnote_digits_are_no_figures():
    text = "Totalt deltog 48 personer.9 Av dessa var 30 kvinnor3 och 18 män."
    assert [(f.kon, f.value) for f in read(text)] == [("totalt", 48), ("kvinnor", 30), ("man", 18)]


def test_rows_of_a_table_are_left_out_also_when_nobody_says_so():
    text = (
        "Insats Deltagare Nya Avslutade\nStegen 71 34 29\nUnga Framåt 58 31 26\nTotalt 129 65 55\n"
    )
    assert read(text) == []


def test_the_lines_of_captured_tables_are_left_out():
    text = "Stegen hade 71 deltagare.\nUnga Framåt hade 58 deltagare."
    document_lines = [f.line for f in read(text)]
    assert document_lines == [1, 2]


# ---- layout -------------------------------------------------------------------------------------


def test_a_figure_has_the_line_of_its_own_number():
    text = (
        "Under året har insatsen haft\n98\ndeltagare, varav 51 procent\nkvinnor och 49 procent män."
    )
    assert [(f.line, f.value, f.kon) for f in read(text)] == [
        (2, 98, "totalt"),
        (3, 51, "kvinnor"),
        (4, 49, "man"),
    ]


def test_page_furniture_inside_a_sentence_is_looked_over():
    text = (
        "Under året deltog 40\n\nFinsam Xby | Årsredovisning 2023 | Sida 4 av 14\n\npersoner "
        "i Stegen, varav 22 kvinnor.\n"
    )
    assert [(f.measure, f.value, f.kon) for f in read(text)] == [
        ("deltagare", 40, "totalt"),
        ("deltagare", 22, "kvinnor"),
    ]


def test_hyphens_and_no_break_spaces():
    text = "Stegen kostade 1\u00a0234\u00a0500 kro-\nnor och hade 12 del-\ntagare."
    assert [(f.measure, f.value, f.unit) for f in read(text)] == [
        ("kostnader", 1234500, "kr"),
        ("deltagare", 12, "antal"),
    ]


def test_rounding_words_are_notes():
    text = (
        "Drygt 40 personer deltog. Insatsen kostade knappt 2 mkr. Ett tjugotal deltagare "
        "avslutades."
    )
    assert [(f.value, f.note) for f in read(text)] == [
        (40, "drygt"),
        (2, "knappt"),
        (20, "ord; ca"),
    ]


def test_scanned_text_without_diacritics():
    text = (
        "Under aret fick 79 personer stéd i ndgon av insatserna varav 36 kvinnor, 41 mén och "
        "2 personer som ej\n"
        "uppgav kon. Antalet nyinskrivna var 39 (19 kvinnor och 20 man). Sjukfranvaron &r 3 "
        "procent och manga\n"
        "moten har hallits pa distans for att na malgruppen under varen.\n"
    )
    assert [(f.measure, f.kon, f.value) for f in read(text)][:7] == [
        ("deltagare", "totalt", 79),
        ("deltagare", "kvinnor", 36),
        ("deltagare", "man", 41),
        ("deltagare", "ej_angivet", 2),
        ("nya", "totalt", 39),
        ("nya", "kvinnor", 19),
        ("nya", "man", 20),
    ]


def test_words_cut_at_the_line_end_by_a_scanner():
    text = "Ande\nlen kvinnor var 52 pro\ncent av de nya deltagarna."
    assert [(f.measure, f.kon, f.value, f.unit) for f in read(text)] == [
        ("nya", "kvinnor", 52, "procent")
    ]

"""People in running text: made-up sentences, with the figures that a reader takes from them."""

from __future__ import annotations

import pytest
from tests.read.prose_reading import read

K, M, E, T = "kvinnor", "man", "ej_angivet", "totalt"

# Sentence, and (measure, gender, value, unit) of each figure in the order printed.
COUNTED = [
    (
        "Under året har 83 personer fått stöd av insatsen.",
        [("deltagare", T, 83, "antal")],
    ),
    (
        "Totalt 83 personer har tagit del av förbundets insatser, varav 41 kvinnor och 42 män.",
        [
            ("deltagare", T, 83, "antal"),
            ("deltagare", K, 41, "antal"),
            ("deltagare", M, 42, "antal"),
        ],
    ),
    (
        "Insatserna hade under året haft 183 personer inskrivna, varav 97 kvinnor och 86 män.",
        [
            ("deltagare", T, 183, "antal"),
            ("deltagare", K, 97, "antal"),
            ("deltagare", M, 86, "antal"),
        ],
    ),
    (
        "127 deltagare avslutades under året, av dessa började 52 personer arbeta eller studera. "
        "Det motsvarar 41 procent av de avslutade deltagarna.",
        [
            ("avslutade", T, 127, "antal"),
            ("avslutade_arbete_studier", T, 52, "antal"),
            ("avslutade_arbete_studier", T, 41, "procent"),
        ],
    ),
    (
        "Av årets 64 avslut gick 19 till arbete, 8 till studier och 12 till fortsatt "
        "rehabilitering.",
        [
            ("avslutade", T, 64, "antal"),
            ("avslutade_arbete", T, 19, "antal"),
            ("avslutade_studier", T, 8, "antal"),
            ("avslutade_rehabilitering", T, 12, "antal"),
        ],
    ),
    (
        "Antalet deltagare uppgick till 146, att jämföra med 131 året innan.",
        [("deltagare", T, 146, "antal"), ("deltagare", T, 131, "antal")],
    ),
    (
        "Stegen tog emot 38 nya deltagare och skrev ut 27.",
        [("nya", T, 38, "antal"), ("avslutade", T, 27, "antal")],
    ),
    (
        "Under perioden skrevs 27 deltagare ut.",
        [("avslutade", T, 27, "antal")],
    ),
    (
        "Bland dem som skrevs ut hade 11 fått ett arbete och fyra påbörjat studier.",
        [("avslutade_arbete", T, 11, "antal"), ("avslutade_studier", T, 4, "antal")],
    ),
    (
        "Sammanlagt avslutades 44 personer, varav en femtedel till arbete.",
        [("avslutade", T, 44, "antal"), ("avslutade_arbete", T, 20, "procent")],
    ),
    (
        "Av deltagarna var 57 % kvinnor och 43 % män.",
        [("deltagare", K, 57, "procent"), ("deltagare", M, 43, "procent")],
    ),
    (
        "Könsfördelningen bland de nya deltagarna var 61 procent kvinnor och 39 procent män.",
        [("nya", K, 61, "procent"), ("nya", M, 39, "procent")],
    ),
    (
        "Andelen kvinnor uppgick till 54 procent.",
        [("deltagare", K, 54, "procent")],
    ),
    (
        "72 deltagare (44 kvinnor, 26 män och 2 som inte angett kön) har deltagit under året.",
        [
            ("deltagare", T, 72, "antal"),
            ("deltagare", K, 44, "antal"),
            ("deltagare", M, 26, "antal"),
            ("deltagare", E, 2, "antal"),
        ],
    ),
    (
        "Under året avslutades 31 kvinnor och 28 män.",
        [("avslutade", K, 31, "antal"), ("avslutade", M, 28, "antal")],
    ),
    (
        "Bland kvinnorna gick 12 (39 procent) till arbete eller studier och bland männen 9 "
        "(32 procent).",
        [
            ("avslutade_arbete_studier", K, 12, "antal"),
            ("avslutade_arbete_studier", K, 39, "procent"),
            ("avslutade_arbete_studier", M, 9, "antal"),
            ("avslutade_arbete_studier", M, 32, "procent"),
        ],
    ),
    (
        "38 procent av kvinnorna och 31 procent av männen arbetade eller studerade vid avslut.",
        [
            ("avslutade_arbete_studier", K, 38, "procent"),
            ("avslutade_arbete_studier", M, 31, "procent"),
        ],
    ),
    (
        "Hälften av de 18 som lämnade insatsen gick vidare till arbete (6) eller studier (3).",
        [
            ("avslutade_arbete_studier", T, 50, "procent"),
            ("avslutade", T, 18, "antal"),
            ("avslutade_arbete", T, 6, "antal"),
            ("avslutade_studier", T, 3, "antal"),
        ],
    ),
    (
        "Det är 15 fler än 2022.",
        [],
    ),
    (
        "Insatsen hade 60 deltagare, vilket är 15 fler än 2022.",
        [("deltagare", T, 60, "antal"), ("deltagare_okning", T, 15, "antal")],
    ),
    (
        "Antalet deltagare ökade med 12 procent.",
        [("deltagare_okning", T, 12, "procent")],
    ),
    (
        "Antalet nya deltagare minskade från 51 till 40.",
        [("nya", T, 51, "antal"), ("nya", T, 40, "antal")],
    ),
    (
        "Målet var att 60 personer skulle delta och att minst 40 procent skulle gå till "
        "arbete eller studier.",
        [("mal_deltagare", T, 60, "antal"), ("mal_avslutade_arbete_studier", T, 40, "procent")],
    ),
    (
        "Målet är 25 nya deltagare per år. Utfallet blev 31.",
        [("mal_nya", T, 25, "antal"), ("nya", T, 31, "antal")],
    ),
    (
        "Insatsen nådde 35 procent till arbete eller studier, mot målet 40 procent.",
        [
            ("avslutade_arbete_studier", T, 35, "procent"),
            ("mal_avslutade_arbete_studier", T, 40, "procent"),
        ],
    ),
    (
        "Minst hälften av deltagarna ska gå vidare till arbete eller studier.",
        [("mal_avslutade_arbete_studier", T, 50, "procent")],
    ),
    (
        "Under 2024 planeras insatser för cirka 200 deltagare.",
        [("mal_deltagare", T, 200, "antal")],
    ),
    (
        "Av de inskrivna deltagarna kom 40 procent från socialtjänsten och 22 procent från "
        "Försäkringskassan.",
        [
            ("remitterade_socialtjansten", T, 40, "procent"),
            ("remitterade_forsakringskassan", T, 22, "procent"),
        ],
    ),
    (
        "Arbetsförmedlingen har remitterat 14 deltagare och regionen nio.",
        [
            ("remitterade_arbetsformedlingen", T, 14, "antal"),
            ("remitterade_regionen", T, 9, "antal"),
        ],
    ),
    (
        "Vid start hade 48 procent försörjningsstöd, vid avslut 35 procent.",
        [
            ("forsorjningsstod_vid_inskrivning", T, 48, "procent"),
            ("forsorjningsstod_vid_avslut", T, 35, "procent"),
        ],
    ),
    (
        "Andelen med sjukpenning sjönk från 18 till 12 procent.",
        [
            ("sjukpenning_vid_inskrivning", T, 18, "procent"),
            ("sjukpenning_vid_avslut", T, 12, "procent"),
        ],
    ),
    (
        "Enkäten besvarades av 34 av 51 medarbetare, vilket ger en svarsfrekvens på 67 procent.",
        [
            ("enkat_svar", T, 34, "antal"),
            ("enkat_tillfragade", T, 51, "antal"),
            ("svarsfrekvens", T, 67, "procent"),
        ],
    ),
    (
        "88 procent av deltagarna uppger att de fått det stöd de behövt.",
        [("enkat_andel", T, 88, "procent")],
    ),
    (
        "Tre av fyra deltagare är yngre än 30 år.",
        [("deltagare_under_30_ar", T, 75, "procent")],
    ),
    (
        "64 procent av männen är under 30 år.",
        [("deltagare_under_30_ar", M, 64, "procent")],
    ),
    (
        "Var femte ny deltagare har enbart grundskola.",
        [("nya_grundskola", T, 20, "procent")],
    ),
    (
        "Ungefär 350 personer har kommit på förbundets seminarier.",
        [("seminariedeltagare", T, 350, "antal")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), COUNTED, ids=[text[:40] for text, _ in COUNTED])
def test_people_are_read_with_measure_and_gender(text, expected):
    found = [(f.measure, f.kon, f.value, f.unit) for f in read(text)]
    assert found == expected


def test_the_time_over_which_assets_are_written_off_is_a_figure_and_a_limit_is_none() -> None:
    told = "Inventarierna skrivs av linjärt och den genomsnittliga nyttjandeperioden är 5 år."
    assert [(f.measure, f.value, f.unit) for f in read(told)] == [("avskrivningstid", 5, "ar")]
    assert read("Som tillgång räknas det som har en nyttjandeperiod om minst 3 år.") == []

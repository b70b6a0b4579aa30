"""Amounts and shares of money in running text, in made-up sentences."""

from __future__ import annotations

import pytest
from tests.read.prose_reading import read

# Sentence, and (measure, value, unit, scope) of each figure in the order printed.
AMOUNTS = [
    (
        "Förbundets intäkter uppgick till 12,4 mkr och kostnaderna till 11,8 mkr.",
        [("intakter", 12.4, "mkr", "2023"), ("kostnader", 11.8, "mkr", "2023")],
    ),
    (
        "Årets resultat är ett överskott på 612 tkr.",
        [("resultat", 612, "tkr", "2023")],
    ),
    (
        "Resultatet för 2023 blev -1 245 300 kronor.",
        [("resultat", -1245300, "kr", "2023")],
    ),
    (
        "Verksamheten gav ett underskott om 1 245 300 kr, vilket ska jämföras med ett "
        "budgeterat underskott om 2 000 000 kr.",
        [("resultat", -1245300, "kr", "2023"), ("budgeterat_resultat", -2000000, "kr", "2023")],
    ),
    (
        "Det egna kapitalet uppgick vid årets slut till 4 012 tkr (3 400 tkr).",
        [("eget_kapital", 4012, "tkr", "2023"), ("eget_kapital", 3400, "tkr", "2022")],
    ),
    (
        "Vid årets ingång var det egna kapitalet 3,4 miljoner kronor.",
        [("eget_kapital", 3.4, "mkr", "2022")],
    ),
    (
        "Eget kapital den 31 december 2022 var 3,4 mnkr.",
        [("eget_kapital", 3.4, "mkr", "2022")],
    ),
    (
        "Medlemmarnas bidrag var totalt 9 800 000 kr, varav staten 4 900 000 kr.",
        [("medlemsbidrag", 9800000, "kr", "2023"), ("medlemsbidrag", 4900000, "kr", "2023")],
    ),
    (
        "Försäkringskassan bidrar med 50 procent av medlen, regionen med 25 procent och "
        "kommunerna med 25 procent.",
        [
            ("medlemsbidrag_andel", 50, "procent", "2023"),
            ("medlemsbidrag_andel", 25, "procent", "2023"),
            ("medlemsbidrag_andel", 25, "procent", "2023"),
        ],
    ),
    (
        "Insatsen kostade 2,1 mkr, 300 tkr under budget.",
        [("kostnader", 2.1, "mkr", "2023"), ("budgetavvikelse", 300, "tkr", "2023")],
    ),
    (
        "Kostnaden för Stegen översteg budget med 120 tkr.",
        [("budgetavvikelse", -120, "tkr", "2023")],
    ),
    (
        "Avvikelsen mot budget är 1,2 mkr.",
        [("budgetavvikelse", 1.2, "mkr", "2023")],
    ),
    (
        "Kostnaderna ökade med 800 tkr jämfört med föregående år.",
        [("kostnader_okning", 800, "tkr", "2023")],
    ),
    (
        "Kostnaderna steg från 10,2 mkr till 11,0 mkr.",
        [("kostnader", 10.2, "mkr", "2022"), ("kostnader", 11.0, "mkr", "2023")],
    ),
    (
        "Projektet har beviljats 6,5 miljoner kronor från Europeiska socialfonden.",
        [("esf_medel", 6.5, "mkr", "projekt")],
    ),
    (
        "Intäkterna bestod av 9,8 mkr i medlemsbidrag, 1,4 mkr från ESF och 0,1 mkr i övriga "
        "intäkter.",
        [
            ("medlemsbidrag", 9.8, "mkr", "2023"),
            ("esf_medel", 1.4, "mkr", "2023"),
            ("ovriga_intakter", 0.1, "mkr", "2023"),
        ],
    ),
    (
        "Budgeten för 2024 är 12 miljoner kronor.",
        [("budget", 12, "mkr", "2024")],
    ),
    (
        "År 2021 var kostnaderna 8 mkr, 2022 9,5 mkr och 2023 11 mkr.",
        [
            ("kostnader", 8, "mkr", "2021"),
            ("kostnader", 9.5, "mkr", "2022"),
            ("kostnader", 11, "mkr", "2023"),
        ],
    ),
    (
        "Det egna kapitalet ska enligt målet inte överstiga 2 mkr.",
        [("mal_eget_kapital", 2, "mkr", "2023")],
    ),
    (
        "Nationella rådet rekommenderar ett eget kapital på högst 2,5 mkr.",
        [("rekommenderat_eget_kapital", 2.5, "mkr", "2023")],
    ),
    (
        "Kostnaden per deltagare var 31 200 kronor.",
        [("kostnad_per_deltagare", 31200, "kr", "2023")],
    ),
    (
        "Administrationen utgör 14 procent av de totala kostnaderna.",
        [("kostnader_andel", 14, "procent", "2023")],
    ),
    (
        "Kostnaderna uppgick till 5 373\n159 kr.",
        [("kostnader", 5373159, "kr", "2023")],
    ),
    (
        "Medlemsbidragen uppgick till 16 316 000 kronor.",
        [("medlemsbidrag", 16316000, "kr", "2023")],
    ),
    (
        "Medel om 230 000 kr avsattes för en förstudie.",
        [("ovrigt", 230000, "kr", "2023")],
    ),
    (
        "Räntan gav intäkter på en miljon kronor.",
        [("intakter", 1, "mkr", "2023")],
    ),
    (
        "Inköp under ett halvt prisbasbelopp kostnadsförs.",
        [],
    ),
]


@pytest.mark.parametrize(("text", "expected"), AMOUNTS, ids=[text[:40] for text, _ in AMOUNTS])
def test_amounts_are_read_with_measure_sign_and_year(text, expected):
    found = [(f.measure, f.value, f.unit, f.scope) for f in read(text)]
    assert found == expected


def test_the_member_is_the_subject_of_its_share():
    found = read(
        "Staten svarar för hälften av bidragen, Region Norra för en fjärdedel och kommunerna "
        "för resterande fjärdedel."
    )
    assert [(f.subject, f.value, f.raw, f.note) for f in found] == [
        ("Staten", 50, "hälften", "ord"),
        ("Region Norra", 25, "en fjärdedel", "ord"),
        ("Kommunerna", 25, "resterande fjärdedel", "ord"),
    ]


def test_parts_of_the_costs_are_listed_by_their_label():
    found = read(
        "Kostnaderna fördelade sig så här:\n"
        "• individinriktade insatser: 8,1 mkr (7,9 mkr år 2022)\n"
        "• administration: 1,2 mkr\n"
    )
    assert [(f.subject, f.measure, f.value, f.scope) for f in found] == [
        ("Individinriktade insatser", "kostnader", 8.1, "2023"),
        ("Individinriktade insatser", "kostnader", 7.9, "2022"),
        ("Administration", "kostnader", 1.2, "2023"),
    ]


def test_a_time_in_a_row_of_its_own_above_the_next_note() -> None:
    """Where diacritics are lost, `ar` is both år and är: it ends the row all the same."""
    text = "Avskrivningstider genomsnittliga 7 ar\nNot 8. Fordringar\n\nVi har fem av dem kvar."
    found = [(f.measure, f.value, f.unit) for f in read(text)]
    assert ("avskrivningstid", 7, "ar") in found and len(found) == 1


def test_the_number_of_a_register_is_no_figure() -> None:
    assert read("Slutrapporten kom i fjol, diarienr: Xy-2021/0031 7055 Vikten av samverkan.") == []
    assert len(read("Rapporten gick till 7055 personer i fjol.")) == 1

"""Figures in telegraphic lines, in parts of parts, and beside labels; made-up texts."""

from __future__ import annotations

import pytest
from tests.read.prose_reading import read

Told = list[tuple[str, str, str]]


def _told(text: str) -> Told:
    """Raw, measure and gender of every figure of the section of an insats."""
    return [(f.raw, f.measure, f.kon) for f in read(f"Stegen\n\n{text}\n")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Orsak: arbete 7, studier 3, sjukdom 4.",
            ["avslutade_arbete", "avslutade_studier", "avslutade_sjukdom"],
        ),
        (
            "Avslutsorsaker: 8 arbete, 4 studier, 5 sjukdom",
            ["avslutade_arbete", "avslutade_studier", "avslutade_sjukdom"],
        ),
        (
            "– till arbete 5 st, till studier 2 st, åter till remittent 9 st",
            ["avslutade_arbete", "avslutade_studier", "avslutade_atergang_remittent"],
        ),
        (
            "28 ungdomar avslutade insatsen, 13 för arbete, 8 för studier.",
            ["avslutade", "avslutade_arbete", "avslutade_studier"],
        ),
        (
            "Fem deltagare avslutades på grund av sjukdom, medan tre flyttade från kommunen.",
            ["avslutade_sjukdom", "avslutade_flytt"],
        ),
    ],
)
def test_causes_before_and_after_their_numbers(text: str, expected: list[str]) -> None:
    assert [measure for _, measure, _ in _told(text)] == expected


def test_inscribed_are_new_ones_only_where_more_have_been_counted() -> None:
    after = _told("Antal deltagare: 63. Inskrivna under året: 31.")
    assert after == [("63", "deltagare", "totalt"), ("31", "nya", "totalt")]
    assert _told("Inskrivna under året: 31.") == [("31", "deltagare", "totalt")]


def test_letters_for_women_and_men_stand_together() -> None:
    both = _told("Nya deltagare 2023: 24 (13 K, 11 M)")
    assert both == [("24", "nya", "totalt"), ("13", "nya", "kvinnor"), ("11", "nya", "man")]
    alone = _told("Lokalen är 24 m lång och hade 11 deltagare.")
    assert ("24", "deltagare", "man") not in alone


def test_a_part_of_one_gender_is_of_that_gender() -> None:
    told = _told("Under året avslutades 22 kvinnor, sju av dem till arbete och sex till studier.")
    assert told[1:] == [
        ("sju", "avslutade_arbete", "kvinnor"),
        ("sex", "avslutade_studier", "kvinnor"),
    ]
    told = _told("Totalt deltog 40 personer, 22 kvinnor och 18 män, varav 12 gick till arbete.")
    assert told[-1] == ("12", "avslutade_arbete", "totalt")


def test_the_whole_of_so_many_of_is_not_the_part() -> None:
    text = "13 av de 25 som avslutades, eller 52 procent, gick till arbete eller studier."
    assert [(raw, measure) for raw, measure, _ in _told(text)] == [
        ("13", "avslutade_arbete_studier"),
        ("25", "avslutade"),
        ("52", "avslutade_arbete_studier"),
    ]
    told = _told("Resultat: 38 % till arbete/studier (13 av 34 avslutade).")
    assert told[-1] == ("34", "avslutade", "totalt")


def test_what_follows_a_goal_that_was_passed_is_a_result() -> None:
    text = "Målsättningen om 50 deltagare överträffades; 67 unga var inskrivna under året."
    assert [(r, m) for r, m, _ in _told(text)] == [("50", "mal_deltagare"), ("67", "deltagare")]
    assert _told("Minst 50 % till arbete eller studier.")[0][1] == "mal_avslutade_arbete_studier"


@pytest.mark.parametrize(
    "text",
    [
        "Det motsvarar 48 procent av målet.",
        "Nationellt gick 31 procent av deltagarna till arbete eller studier.",
        "Hälften saknade gymnasieexamen.",
        "Verksamheten bedrivs i grupper om åtta deltagare.",
        "Vid årsskiftet fanns 54 deltagare kvar i insatsen.",
        "Minst 75 procent (2021: 68 procent) är målet.",
    ],
)
def test_no_measure_of_participants(text: str) -> None:
    measures = {measure for _, measure, _ in _told(text)}
    plain = {"deltagare", "nya", "avslutade", "avslutade_arbete_studier", "deltagare_gymnasium"}
    assert measures & plain == set()


def test_when_a_project_ends_nobody_left() -> None:
    text = "Målet är att 200 deltagare ska ha deltagit när projektet avslutas."
    assert [f.measure for f in read(f"Stegen\n\n{text}")] == ["mal_deltagare"]


def test_money_by_its_label_and_what_stands_after() -> None:
    told = _told("Utfallet stannade på 1 286 400 kr.")
    assert told == [("1 286 400", "kostnader", "totalt")]
    deviation = read("Stegen överskred sin budget med 118 tkr.")
    assert [(f.measure, f.value) for f in deviation] == [("budgetavvikelse", -118.0)]
    both = read("Förbundet har haft 7,8 mkr i intäkter och 8,2 mkr i kostnader.")
    assert [f.measure for f in both] == ["intakter", "kostnader"]


def test_what_each_member_gives() -> None:
    figures = read("Av medlemsbidraget 8,4 mkr kom 4,2 mkr från staten och 2,1 mkr från regionen.")
    assert [(f.subject, f.measure) for f in figures][1:] == [
        ("Staten", "medlemsbidrag"),
        ("Regionen", "medlemsbidrag"),
    ]
    parts = read("• Medlemsavgifter 4,9 mkr (stat 2,45, region 1,225, kommuner 1,225)")
    assert [(f.subject, f.value, f.unit) for f in parts][1:] == [
        ("Staten", 2.45, "mkr"),
        ("Regionen", 1.225, "mkr"),
        ("Kommunerna", 1.225, "mkr"),
    ]


def test_years_of_labels_parts_and_plans() -> None:
    project = read("Unga Framåt\n\nResultat t.o.m. 2023: 63 deltagare\nResultat 2023: 36 deltagare")
    assert [f.scope for f in project] == ["projekt", "2023"]
    part = read("Till och med september 2022 hade 289 personer deltagit.")
    assert [f.scope for f in part] == ["2022-01..2022-09"]
    ahead = read("Förväntad utveckling\n\nVi har i år en budget på 32 mkr, samma som 2023.")
    assert [(f.raw, f.scope) for f in ahead] == [("32", "2024")]
    run = read("Förbunden beviljades 97,5 mkr för åren 2023 till 2026.")
    assert [f.scope for f in run] == ["2023..2026"]


def test_a_share_of_all_who_took_part_says_so() -> None:
    share = read("Stegen\n\n55 procent av de 250 personer som deltagit gick till arbete.")
    assert (share[0].measure, share[0].note) == ("avslutade_arbete", "andel av deltagarna")


def test_sections_about_all_are_of_no_insats() -> None:
    text = "Stegen\n\nStegen hade 20 deltagare.\n\nMål för verksamheten\n\nMinst 50 ska delta."
    assert [f.subject for f in read(text)] == ["Stegen", "Finsam Xby"]
    singled = read(
        "Andelen är högst i Stegen, 47 procent. Bland kvinnorna gick 35 procent till arbete."
    )
    assert singled[-1].subject == "Finsam Xby"

"""Goals as lists, made up: numbered under a heading, bullets with results, labelled paragraphs."""

from __future__ import annotations

from pathlib import Path

import pytest

from finsam_analysis.read.blocks import Block, classify
from finsam_analysis.read.document import from_text
from finsam_analysis.read.goals.bullets import is_goal_heading
from finsam_analysis.read.goals.reader import find_goals, left_out, read_goals
from finsam_analysis.read.items import Item

PROSE = (
    "Under året har förbundet nått fler i målgruppen och utvecklat samverkan, och det har varit"
    " ett\når då flera insatser har kommit i gång på allvar och fått fler deltagare än vad som"
    " var tänkt."
)


def blocks(text: str) -> list[Block]:
    document = from_text(f"{PROSE}\n\n{text}\n\n{PROSE}\n".encode(), Path("prov-2024.txt"))
    return find_goals(document, classify(document), ())


def items(text: str) -> list[Item]:
    return [item for block in blocks(text) for item in read_goals(block, year=2024)]


def said(found: list[Item]) -> list[tuple[str, str, str, str | None]]:
    return [(i.facets["del"], i.facets["matt"], i.raw, i.facets.get("bedomning")) for i in found]


NUMBERED = """4.3 Vägen framåt i Granby
Insatsen vänder sig till unga vuxna i åldern 16-24 år och har pågått i tre år med stöd av parterna.

Målgrupp
Unga vuxna som varken arbetar eller studerar, och som är i behov av samordnat stöd från parterna.

Mål

1. Navigatorn: 240 unga vuxna ska delta i insatsen, varav ca 110 nya
deltagare.
Slussen: 90 unga vuxna ska delta i insatsen, varav ca 45 nya deltagare.

2. 55 procent av de unga vuxna ska arbeta eller studera efter avslutad insats – målet
redovisas som andel avslut till arbete och andel till studier*.

3. Utveckla metoder och arbetssätt.
4. 40 procent av deltagarna går vidare till kommunernas ordinarie

insatser.
5. Deltagarnas behov av stöd minskar. (Mätning 1 år efter avslut.)

*Deltagare med annat avslut (45 procent) redovisas separat."""


def test_a_numbered_list_under_a_heading() -> None:
    found = items(NUMBERED)
    assert [(i.facets["matt"], i.raw, i.facets.get("insats"), i.note) for i in found] == [
        ("deltagare", "240", "Navigatorn", ""),
        ("nya", "110", "Navigatorn", "ca"),
        ("deltagare", "90", "Slussen", ""),
        ("nya", "45", "Slussen", "ca"),
        ("avslutade_arbete_studier", "55", "Vägen framåt i Granby", ""),
        ("ordinarie_insats", "40", "Vägen framåt i Granby", ""),
    ]
    assert {i.facets["del"] for i in found} == {"mal"}


def test_only_points_with_figures_are_kept() -> None:
    (block,) = blocks(NUMBERED)
    printed = [line.text for line in block.lines]
    assert printed[0] == "Mål"
    assert "3. Utveckla metoder och arbetssätt." not in printed
    assert not any("Mätning" in text or "annat avslut" in text for text in printed)
    assert block.section == ("4.3 Vägen framåt i Granby",)
    assert left_out(block, read_goals(block, year=2024)) == []


BULLETS = """Måluppfyllelse

Styrelsen antog sex mål för 2024. Tre bedöms som uppnådda.

• Minst 150 personer ska ta del av individinriktade insatser. Utfall: 161 personer.
UPPNÅTT
• Minst 35 procent av dem som avslutas ska gå till arbete eller studier. Utfall: 33
procent (31 procent år 2023). EJ UPPNÅTT
• Andelen män bland deltagarna ska vara minst 45 procent. Utfall: 41 procent. EJ
UPPNÅTT
• Ett år efter avslut ska hälften av deltagarna vara självförsörjande. Av de 64 som
avslutades 2023 gick 48 att nå; 23 av dem (48 procent) hade egen försörjning. DELVIS
UPPNÅTT
• Administrationen ska kosta högst 18 procent av de totala kostnaderna. Utfall: 17
procent. UPPNÅTT

Målet om könsfördelning har inte nåtts något år sedan det infördes 2021."""


def test_bullets_with_result_and_judgement() -> None:
    assert said(items(BULLETS)) == [
        ("mal", "deltagare", "150", "UPPNÅTT"),
        ("resultat", "deltagare", "161", "UPPNÅTT"),
        ("mal", "avslutade_arbete_studier", "35", "EJ UPPNÅTT"),
        ("resultat", "avslutade_arbete_studier", "33", "EJ UPPNÅTT"),
        ("resultat_foregaende", "avslutade_arbete_studier", "31", None),
        ("mal", "deltagare", "45", "EJ UPPNÅTT"),
        ("resultat", "deltagare", "41", "EJ UPPNÅTT"),
        ("mal", "sjalvforsorjande", "hälften", "DELVIS UPPNÅTT"),
        ("resultat", "avslutade", "64", "DELVIS UPPNÅTT"),
        ("resultat", "uppfoljda", "48", "DELVIS UPPNÅTT"),
        ("resultat", "sjalvforsorjande", "23", "DELVIS UPPNÅTT"),
        ("resultat", "sjalvforsorjande", "48", "DELVIS UPPNÅTT"),
        ("mal", "administration", "18", "UPPNÅTT"),
        ("resultat", "administration", "17", "UPPNÅTT"),
    ]


def test_a_goal_about_one_gender_and_a_goal_that_is_a_ceiling() -> None:
    found = items(BULLETS)
    assert {i.facets["kon"] for i in found if i.raw in {"45", "41"}} == {"man"}
    assert {i.raw: i.facets.get("riktning") for i in found if i.facets["del"] == "mal"} == {
        "150": "minst",
        "35": "minst",
        "45": "minst",
        "hälften": None,
        "18": "hogst",
    }
    assert not any(item.facets.get("insats") for item in found)


def test_results_of_those_who_left_the_year_before_are_of_that_year() -> None:
    years = {(i.raw, i.facets["matt"]): i.facets["year"] for i in items(BULLETS)}
    assert years["64", "avslutade"] == years["23", "sjalvforsorjande"] == "2023"
    assert years["33", "avslutade_arbete_studier"] == "2024"


@pytest.mark.parametrize(
    ("line", "goal", "result", "judgement"),
    [
        ("• Minst 60 deltagare ska delta i Navigatorn – 64 deltagare ✓", "60", "64", "✓"),
        (
            "– 70 procent ska vara nöjda. Resultat: 74 procent. Målet är uppnått.",
            "70",
            "74",
            "Målet är uppnått",
        ),
        (
            "- Högst 12 procent ska gå till kansliet. Resultatet blev 11,4 procent. Uppnått.",
            "12",
            "11,4",
            "Uppnått",
        ),
        ("• Minst 90 procent ska vara nöjda – 91 procent (uppnått)", "90", "91", "uppnått"),
    ],
)
def test_other_ways_to_print_a_result(line: str, goal: str, result: str, judgement: str) -> None:
    found = items(line)
    assert [(i.facets["del"], i.raw) for i in found] == [("mal", goal), ("resultat", result)]
    assert {i.facets["bedomning"] for i in found} == {judgement}


def test_labelled_paragraphs() -> None:
    text = """Mål 1: Minst 120 nya deltagare ska skrivas in under året.
Resultat: 98 nya deltagare, varav 60 kvinnor.
Måluppfyllelse: Delvis

Mål 2024: 50 procent av deltagarna ska vid avslut arbeta eller studera.
Utfall 2024: 53 procent (48 procent 2023).
Måluppfyllelse: God"""
    found = items(text)
    assert said(found) == [
        ("mal", "nya", "120", "Delvis"),
        ("resultat", "nya", "98", "Delvis"),
        ("resultat", "nya", "60", "Delvis"),
        ("mal", "avslutade_arbete_studier", "50", "God"),
        ("resultat", "avslutade_arbete_studier", "53", "God"),
        ("resultat_foregaende", "avslutade_arbete_studier", "48", None),
    ]
    assert found[2].facets["kon"] == "kvinnor"


@pytest.mark.parametrize(
    ("text", "is_heading"),
    [
        ("Mål", True),
        (" Mål  ", True),
        ("Mål:", True),
        ("Förbundsövergripande mål", True),
        ("2. Förbundsövergripande mål", True),
        ("Mål för socialt företagande", True),
        ("Måluppfyllelse", True),
        ("Målgrupp", False),
        ("Målen för verksamhetsområdet har övergått till nästa fas", False),
        ("Måluppfyllelse 12", False),
        ("Mål, budget och verksamhetsplan", False),
    ],
)
def test_headings_above_lists(text: str, is_heading: bool) -> None:
    assert is_goal_heading(text) is is_heading


@pytest.mark.parametrize(
    "text",
    [
        "Mål\n\n• Fler ska få stöd.\n• Unga 16–29 år ska nås.\n• Mätning 12 månader efter avslut.",
        "Målgrupp\n\n1. 25 procent av de unga har försörjningsstöd.",
        "Resultat\n\n1. 40 procent gick till arbete.\n2. 12 personer började studera.",
        "• Minst 40 procent ska gå till arbete.\n• Minst 20 procent ska studera.",
    ],
)
def test_lists_that_are_no_goals(text: str) -> None:
    assert blocks(text) == []

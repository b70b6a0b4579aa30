"""Whose goals a list holds, results under a heading of their own, what is said of some; made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from finsam_analysis.read.blocks import classify
from finsam_analysis.read.document import from_text
from finsam_analysis.read.goals.owners import has_own_heading, owner_of, owners
from finsam_analysis.read.goals.reader import find_goals, read_goals
from finsam_analysis.read.items import Item
from finsam_analysis.read.prose.titled import may_name, titled
from finsam_analysis.read.sections import above, headings

PROSE = (
    "Under året har förbundet nått fler i målgruppen och utvecklat samverkan, och det har varit\n"
    "ett år då flera insatser har kommit i gång på allvar och fått fler deltagare än väntat."
)
TWO = (
    "Fyren\n\nMål: Minst 60 deltagare.\nResultat: 54 deltagare. Målet ej uppnått.\n\n"
    "Navet\n\nMål: 40 % till arbete eller studier.\nResultat: 44 %. Målet uppnått.\n"
)


def _items(text: str) -> list[Item]:
    document = from_text(f"{PROSE}\n\n{text}\n\n{PROSE}\n".encode(), Path("prov-2024.txt"))
    blocks = find_goals(document, classify(document), ())
    return [item for block in blocks for item in read_goals(block, year=2024)]


def _owners(text: str) -> list[str]:
    document = from_text(f"{PROSE}\n\n{text}\n\n{PROSE}\n".encode(), Path("prov-2024.txt"))
    kinds = classify(document)
    blocks = find_goals(document, kinds, ())
    heads = headings(document, blocks, kinds)
    return owners([type(b)(b.table_id, b.lines, above(b, heads), b.kind) for b in blocks])


def test_two_headings_above_goals_of_people_are_names() -> None:
    assert _owners(TWO) == ["Fyren", "Navet"]


def test_one_heading_alone_proves_nothing() -> None:
    assert _owners(TWO.partition("Navet")[0]) == []


@pytest.mark.parametrize("heading", ["Måluppföljning", "Förbundsmål A", "Förbundet sammantaget"])
def test_a_heading_about_goals_or_the_forbund_is_no_name(heading: str) -> None:
    assert may_name(heading) == ""
    assert heading not in _owners(TWO.replace("Fyren", heading))


def test_headings_with_labels_or_participants_below_are_names() -> None:
    text = "Trampolin\n\nMålgrupp: unga 18–29 år\n\nSamspel\n\n51 deltagare, varav 38 kvinnor.\n"
    document = from_text(f"{PROSE}\n\n{text}\n{PROSE}\n".encode(), Path("prov-2024.txt"))
    heads = headings(document, [])
    assert titled(document, heads) == ["Trampolin", "Samspel"]
    assert titled(document, heads[:1]) == titled(document, []) == []


def test_results_under_their_own_heading_are_no_goals() -> None:
    found = _items(
        "Mål\n• 75 deltagare, varav minst 40 nya\n• minst 30 % till arbete/studier\n"
        "Resultat\n• 81 deltagare, varav 38 nya\n• 29 % till arbete/studier (9 av 31)\n"
        "Måluppfyllelse: Delvis uppfyllt"
    )
    told = [(i.raw, i.facets["del"], i.facets["matt"]) for i in found]
    assert told == [
        ("75", "mal", "deltagare"),
        ("40", "mal", "nya"),
        ("81", "resultat", "deltagare"),
        ("38", "resultat", "nya"),
        ("30 %", "mal", "avslutade_arbete_studier"),
        ("29 %", "resultat", "avslutade_arbete_studier"),
        ("9", "resultat", "avslutade_arbete_studier"),
        ("31", "resultat", "avslutade"),
    ]
    assert {i.facets.get("bedomning") for i in found} == {"Delvis uppfyllt"}


def test_a_gender_of_some_is_not_of_all() -> None:
    found = _items("Mål: 120 personer ska delta, varav 60 kvinnor.\nResultat: 78 personer deltog.")
    assert [(i.raw, i.facets["kon"]) for i in found] == [
        ("120", "totalt"),
        ("60", "kvinnor"),
        ("78", "totalt"),
    ]
    found = _items("Mål: 40 % till arbete.\nUtfall: 42 % (kvinnor 40 % och män 45 %).")
    assert [i.facets["kon"] for i in found[1:]] == ["totalt", "kvinnor", "man"]


def test_what_is_reached_so_far_is_of_the_project_and_what_has_a_year_of_the_year() -> None:
    found = _items(
        "Projektmål: 50 procent ska arbeta eller studera.\n"
        "Utfall: 46 procent sedan projektstart, 52 procent under 2024."
    )
    assert [i.facets["period"] for i in found] == ["projekt", "projekt", "ar"]


def test_the_budget_below_a_goal_is_no_result_of_it() -> None:
    found = _items(
        "Mål 2024: 40 deltagare\nResultat 2024: 44 deltagare\nBudget 2024: 1 100 tkr\n"
        "Utfall 2024: 1 043 tkr"
    )
    assert [i.raw for i in found] == ["40", "44"]


def test_a_numbered_heading_of_goals_is_no_part_of_what_stands_above() -> None:
    text = (
        f"{PROSE}\n\nÖppna dörren\n\n3.3 Ekonomiska mål\n"
        "Mål: Årets resultat ska vara minst 10 tkr.\nResultat: 118 tkr. Målet uppfyllt.\n"
    )
    document = from_text(text.encode(), Path("prov-2024.txt"))
    kinds = classify(document)
    block = find_goals(document, kinds, ())[0]
    assert has_own_heading(block)
    assert owner_of(block) == ""

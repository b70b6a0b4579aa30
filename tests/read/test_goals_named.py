"""Goals as a name and labelled values, numbered or not, wrapped or on one line; made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from finsam_analysis.read.blocks import Block, classify
from finsam_analysis.read.document import Line, from_text
from finsam_analysis.read.goals.named import find_named
from finsam_analysis.read.goals.reader import find_goals, left_out, read_goals

PROSE = (
    "Under året har förbundet nått fler i målgruppen och utvecklat samverkan, och det har varit"
    " ett\når då flera insatser har kommit i gång på allvar och fått fler deltagare än vad som"
    " var tänkt."
)
Told = tuple[str, str, str, str]

VISITS, WORK = "Antal deltagare", "Andel som går vidare till arbete eller studier"
EXPECTED: list[Told] = [
    (VISITS, "mal", "120", "Målet är uppfyllt"),
    (VISITS, "resultat", "131", "Målet är uppfyllt"),
    (WORK, "mal", "35 %", "Målet är delvis uppfyllt"),
    (WORK, "resultat", "33,5 %", "Målet är delvis uppfyllt"),
]


def _blocks(text: str) -> list[Block]:
    document = from_text(f"{PROSE}\n\n{text}\n\n{PROSE}\n".encode(), Path("prov-2023.txt"))
    return find_goals(document, classify(document), ())


def _told(text: str) -> list[Told]:
    return [
        (i.label, i.facets["del"], i.raw, i.facets.get("bedomning", ""))
        for block in _blocks(text)
        for i in read_goals(block, year=2023)
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"Måluppfyllelse\n\n1. {VISITS}\nMål: 120. Utfall: 131. Målet är uppfyllt.\n"
        f"2. {WORK}\nMål: 35 %. Utfall: 33,5 %. Målet är delvis uppfyllt.",
        f"Måluppfyllelse\n\n{VISITS}\nMål: 120. Resultat: 131. Målet är uppfyllt.\n\n"
        f"{WORK}\nMål: 35 %. Resultat: 33,5 %. Målet är delvis uppfyllt.",
        f"{VISITS}\nMål 2023: 120  Utfall 2023: 131  Målet är uppfyllt\n\n"
        f"{WORK}\nMål 2023: 35 %  Utfall 2023: 33,5 %  Målet är delvis uppfyllt",
        f"1. {VISITS}: Mål: 120. Utfall: 131. Målet är uppfyllt.\n"
        f"2. {WORK}: Mål: 35 %. Utfall: 33,5 %. Målet är delvis uppfyllt.",
        f"{VISITS}: Mål 120, utfall 131. Målet är uppfyllt.\n\n"
        f"{WORK}: Mål 35 %, utfall 33,5 %. Målet är delvis uppfyllt.",
        f"1. {VISITS}\nMål: 120. Utfall: 131.\nMålet är uppfyllt.\n"
        "2. Andel som går vidare till arbete\neller studier\n"
        "Mål: 35 %. Utfall: 33,5 %.\nMålet är delvis uppfyllt.",
        f"{VISITS}\nMål: 120\nUtfall: 131\nBedömning: Målet är uppfyllt\n\n"
        "Andel som går vidare till\narbete eller studier\n"
        "Mål: 35 %\nUtfall: 33,5 %\nBedömning: Målet är delvis uppfyllt",
        f"**{VISITS}**\n\nMål: 120 | Utfall: 131 | Målet är uppfyllt\n\n"
        f"**{WORK}**\n\nMål: 35 % | Utfall: 33,5 % | Målet är delvis uppfyllt",
        f"• {VISITS}\nUtfall: 131 (mål: 120). Målet är uppfyllt.\n"
        f"• {WORK}\nUtfall: 33,5 % (mål: 35 %). Målet är delvis uppfyllt.",
        f"Mål 1: {VISITS}\nMål: 120. Utfall: 131. Målet är uppfyllt.\n"
        f"Mål 2: {WORK}\nMål: 35 %. Utfall: 33,5 %. Målet är delvis uppfyllt.",
    ],
)
def test_values_below_or_after_a_name_are_of_it(text: str) -> None:
    assert sorted(_told(text)) == sorted(EXPECTED)
    for block in _blocks(text):
        assert left_out(block, read_goals(block, year=2023)) == []


CELLS = (
    "{0}Antal deltagare\n120\n131\nUppfyllt\n"
    "{1}Andel som går vidare till arbete eller studier\n35 %\n33,5 %\nDelvis uppfyllt\n"
    "{2}Andel nöjda samverkansparter\n80 %\n84 %\nUppfyllt"
)


@pytest.mark.parametrize(
    ("head", "numbers"),
    [
        ("Indikator\nMål\nUtfall\nBedömning\n", ("", "", "")),
        ("Indikator Mål Utfall Bedömning\n", ("", "", "")),
        ("Mål\nMålnivå\nUtfall\nMåluppfyllelse\n", ("1. ", "2. ", "3. ")),
    ],
)
def test_cells_one_a_line_below_a_head(head: str, numbers: tuple[str, str, str]) -> None:
    first, second, third = (
        number + name
        for number, name in zip(
            numbers, (VISITS, WORK, "Andel nöjda samverkansparter"), strict=True
        )
    )
    assert _told(f"Måluppfyllelse\n\n{head}{CELLS.format(*numbers)}") == [
        (first, "mal", "120", "Uppfyllt"),
        (first, "resultat", "131", "Uppfyllt"),
        (second, "mal", "35 %", "Delvis uppfyllt"),
        (second, "resultat", "33,5 %", "Delvis uppfyllt"),
        (third, "mal", "80 %", "Uppfyllt"),
        (third, "resultat", "84 %", "Uppfyllt"),
    ]


def test_a_table_with_goals_across_is_no_name_with_values() -> None:
    text = (
        "MÅLUPPFYLLELSE\n\n                 Antal        Andel till\n"
        "             deltagare      studier\nMål 2023           120           35 %\n"
        "Utfall 2023        131           33 %\n"
    )
    assert _told(text) == []


def test_a_goal_whose_sentence_has_its_number_needs_no_name() -> None:
    values = Line(2, "Utfall: 131 Målvärde: 120")
    assert find_named([Line(1, "Andel nya deltagare under 30 år"), values], 0)[0]
    assert not find_named([Line(1, "Insatserna ska nå minst 120 deltagare"), values], 0)[0]


@pytest.mark.parametrize(
    "text",
    [
        "Fyren\nMål: 45. Utfall: 49.",  # what is counted is not told, and Fyren may be an insats
        f"{VISITS}\nMål: 120.",
        f"{VISITS} 118 120\nMål: 120. Utfall: 131.",
        "De flesta har varit nöjda.\nMål: 120. Utfall: 131.",
    ],
)
def test_no_name_of_a_goal_is_made_of_another_line(text: str) -> None:
    assert {label for label, *_ in _told(text)} <= {"120.", "45."}


def test_earlier_years_beside_the_last_are_earlier_results() -> None:
    found = _told(f"1. {VISITS}\nMål 2023: 120. Utfall 2023: 131. Utfall 2022: 118.")
    assert [told[1:3] for told in found] == [
        ("mal", "120"),
        ("resultat", "131"),
        ("resultat_foregaende", "118"),
    ]


@pytest.mark.parametrize("other", ["Avvikelse: -1,5 %", "Måluppfyllelse: 96 %", "Differens -2 %."])
def test_how_far_off_a_goal_was_is_no_result(other: str) -> None:
    text = f"1. {WORK}\nMål: 35 %. Utfall: 33,5 %. {other}"
    assert _told(text) == [(WORK, "mal", "35 %", ""), (WORK, "resultat", "33,5 %", "")]
    (block,) = _blocks(text)
    assert [line.no for line in left_out(block, read_goals(block, year=2023))] == [5]


def test_genders_in_brackets_and_the_next_years_goal() -> None:
    text = f"1. {WORK}\nMål 2023: 35 % (kvinnor 30 %, män 40 %). Utfall 2023: 33 %. Mål 2024: 36 %."
    (block,) = _blocks(text)
    found = [
        (i.raw, i.facets["del"], i.facets["kon"], i.facets["year"])
        for i in read_goals(block, year=2023)
    ]
    assert found == [
        ("35 %", "mal", "totalt", "2023"),
        ("30 %", "mal", "kvinnor", "2023"),
        ("40 %", "mal", "man", "2023"),
        ("33 %", "resultat", "totalt", "2023"),
        ("36 %", "mal", "totalt", "2024"),
    ]

"""Totals and posts that are gone are failures of their own."""

from __future__ import annotations

import pytest
from tests.made import assessed

PEOPLE = """
Deltagare 2021
Insats Kvinnor Män Totalt
Alfa 74 62 136
Beta 51 57 108
Gamma 10 12 22
Totalt 135 131 266
"""
EXITS = """
Avslutsorsaker 2021
Insats Arbete Studier Sjukdom Totalt
Alfa 9 8 3 20
Beta 11 12 0 23
Gamma 2 1 1 4
Totalt 22 21 4 47
"""
REFERRED = """
Remittenter 2021
Insats Arbetsförmedlingen Försäkringskassan Kommunen Totalt
Alfa 9 8 3 20
Beta 11 12 0 23
Gamma 2 1 1 4
Totalt 22 21 4 47
"""
RESULTS = """
Resultaträkning
Belopp i kr 2021 2020
Verksamhetens intäkter 2 800 000 2 650 000
Verksamhetens kostnader -2 704 460 -2 601 300
Verksamhetens nettokostnad 95 540 48 700
Finansiella intäkter 1 200 900
Årets resultat 96 740 49 600
"""
GROUPS = """
Belopp i kr
Insats Budget Utfall Avvikelse
Ungdomsteam 1 184 200 1 156 412 27 788
Lotsar 994 200 930 602 63 598
Rehabteam 500 000 480 000 20 000
Summa insatser 2 678 400 2 567 014 111 386
Kansli 562 600 617 446 -54 846
Styrelse 200 000 190 000 10 000
Summa kansli och styrelse 762 600 807 446 -44 846
Totalt 3 441 000 3 374 460 66 540
"""


def missing(*tables: str) -> list[str]:
    """What the checks say is gone."""
    built = assessed(*tables)
    return [c.beskrivning.partition(": ")[2] for c in built.checks if c.typ == "summa saknas"]


def without(text: str, row: str) -> str:
    return "".join(f"{line}\n" for line in text.split("\n") if not line.startswith(row))


def test_nothing_is_missing_from_whole_tables() -> None:
    assert missing(PEOPLE, EXITS, REFERRED, RESULTS, GROUPS) == []


def test_the_one_table_of_its_kind_without_a_total() -> None:
    found = missing(PEOPLE, without(EXITS, "Totalt"), REFERRED)
    assert found == ["summan saknas, rapportens andra tabeller av samma slag har den"]


def test_a_report_whose_tables_have_no_totals_is_its_own_choice() -> None:
    assert missing(without(PEOPLE, "Totalt"), without(EXITS, "Totalt"), REFERRED) == []


@pytest.mark.parametrize("post", ["Verksamhetens intäkter", "Årets resultat"])
def test_a_post_that_every_statement_prints(post: str) -> None:
    (found,) = missing(without(RESULTS, post))
    assert found.endswith("saknas")


@pytest.mark.parametrize(
    ("row", "what"),
    [("Summa insatser", "delsumman av 3 rader"), ("Totalt", "slutsumman av delsummorna")],
)
def test_a_sum_that_is_gone_from_a_budget_in_groups(row: str, what: str) -> None:
    (found,) = missing(without(GROUPS, row))
    assert found == f"{what} saknas"


def test_women_and_men_without_all() -> None:
    table = "Avslutsorsaker 2021\nArbete Studier Sjukdom Totalt\nKvinnor 9 8 3 20\nMän 11 12 0 23\n"
    assert missing(table + "Totalt 20 20 3 43\n") == []
    assert missing(table) == ["raden för alla saknas"]
    assert missing(without(table + "Totalt 20 20 3 43\n", "Män")) == ["raden för män saknas"]


def test_a_missing_total_accuses_no_number() -> None:
    built = assessed(without(RESULTS, "Årets resultat"))
    assert {fact.kontroll for fact in built.facts} <= {"bekraftad", "okontrollerad"}

"""Numbers of people that column heads print in brackets; made-up tables."""

from __future__ import annotations

import pytest
from tests.made import cleaned

from finsam_analysis.clean.facts import Fact

TABLE = """
    {caption}
      Kvinnor ({women}) Män ({men})
      Vid inskrivning Efter insats Vid inskrivning Efter insats
    Sjukpenning 51 50 24 21
    Försörjningsstöd 193 165 160 138
    Studiestöd 9 33 10 27
    """
TOLD = "Under året har 527 deltagare avslutats från de insatser som förbundet har finansierat.\n\n"


def _bases(caption: str, *, told: str = "", women: str = "270", men: str = "257") -> list[Fact]:
    facts, _ = cleaned(told, TABLE.format(caption=caption, women=women, men=men))
    return [fact for fact in facts if fact.anmarkning.startswith("antal personer i kolumnen")]


def _said(facts: list[Fact]) -> list[tuple[str, str, float, str]]:
    return [(f.dataset, f.extra["kon"], f.number, f.extra["matt"]) for f in facts]


def test_bases_are_what_the_text_says_that_their_sum_is() -> None:
    facts = _bases("Försörjning före och efter", told=TOLD)
    assert _said(facts) == [
        ("deltagare", "kvinnor", 270, "avslutade"),
        ("deltagare", "man", 257, "avslutade"),
    ]
    assert [(f.raw, f.kolumn_raw) for f in facts] == [
        ("270", "Kvinnor (270)"),
        ("257", "Män (257)"),
    ]


def test_bases_are_what_the_heading_says() -> None:
    facts = _bases("Försörjning för avslutade deltagare", women="n=270", men="n = 257")
    assert [row[3] for row in _said(facts)] == ["avslutade", "avslutade"]


def test_bases_of_which_nothing_is_said_are_in_no_dataset_of_people() -> None:
    assert _said(_bases("Försörjning före och efter")) == [
        ("ovrigt", "kvinnor", 270, "underlag"),
        ("ovrigt", "man", 257, "underlag"),
    ]


@pytest.mark.parametrize(("women", "men"), [("2021", "2020"), ("procent", "antal")])
def test_a_year_or_a_word_in_brackets_is_no_base(women: str, men: str) -> None:
    assert _bases("Försörjning före och efter", women=women, men=men) == []

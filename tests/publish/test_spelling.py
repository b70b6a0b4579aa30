"""Names and questions that a scanner has damaged are shown as they are spelt."""

from __future__ import annotations

import polars as pl
import pytest

from finsam_analysis.publish import show_site
from finsam_analysis.publish.figures import show_together
from finsam_analysis.publish.markup import nothing
from finsam_analysis.publish.spelling import Spelling, questions
from finsam_analysis.publish.text import Names, Prose

DAMAGED = "Anvands kdnsuppdelad statistik i planering, beslut och prioriteringar?"
SPELT = "Används könsuppdelad statistik i planering, beslut och prioriteringar?"


@pytest.mark.parametrize(
    ("printed", "spelt"),
    [
        ("Vuxteam Tyreso", "Vuxteam Tyresö"),
        ("Samordningsförbundet Ostra Sodertorn", "Samordningsförbundet Östra Södertörn"),
        ("SamMA forlangning", "SamMA förlängning"),
        ("Resursråden", "Resursråden"),
        ("Rad 4", "Rad 4"),  # short words are left: rad is not råd
    ],
)
def test_a_damaged_word_is_spelt_as_another_name_spells_it(printed: str, spelt: str) -> None:
    names = ["Ung i Tyresö", "Samordningsförbundet Östra Södertörn", "Råd i Nynäshamn"]
    assert Spelling(names).of(printed) == spelt


def test_a_damaged_question_is_asked_as_nns_asks_it() -> None:
    assert questions([DAMAGED]) == {DAMAGED: SPELT}


def test_a_question_that_is_none_of_theirs_stands_as_printed() -> None:
    own = "Hur nöjd är du med lokalerna?"
    assert questions([own]) == {own: own}


def test_two_questions_never_become_one() -> None:
    both = [DAMAGED, DAMAGED.replace("kdns", "kons")]
    assert list(questions(both).values()) == both


def test_a_place_beside_the_forbund_leaves_its_name_out() -> None:
    forbund = pl.DataFrame({"forbund_id": ["n"], "namn": ["Samordningsförbundet Norrvik"]})
    insatser = pl.DataFrame({"insats_id": ["n/a"], "namn": ["Vägen"]})
    reports = pl.DataFrame(
        {"report_id": ["r"], "forbund_id": ["n"], "kind": ["arsredovisning"], "year": [2021]}
    )
    names = Names.of(forbund, insatser, reports)
    assert names.place_in("r", 7) == "årsredovisning 2021, rad\u00a07"
    assert names.place("r", 7) == "Norrvik, årsredovisning 2021, rad\u00a07"


def test_why_there_is_nothing_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    show_together(Prose("Svar."), nothing("Inget att visa."), nothing("Inget att visa."))
    assert capsys.readouterr().out.split("\n")[:-1] == ["Svar.", "Inget att visa."]


def test_what_is_checked_and_what_is_confirmed_are_told_apart() -> None:
    facts = {
        "mal": pl.DataFrame(
            {
                "table_id": ["t1", "t1", "t1", "t1", "prosa"],
                "kontroll": ["bekraftad", "okontrollerad", "motsagd", "okontrollerad", "bekraftad"],
            }
        )
    }
    reports = pl.DataFrame({"antal_tal": [4], "andel_prov": [0.75]})
    told = show_site.checked(reports, facts).text
    assert "Av 4 tal i tabeller är 75\u00a0% prövade" in told
    assert "25\u00a0% är dessutom *bekräftade*" in told
    assert "25\u00a0% är *motsagda*" in told

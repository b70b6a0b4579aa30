"""When insatser begin and end, in made-up text: what is read, and what must not be."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.read.prose_reading import FORBUND, INSATSER, YEAR

from finsam_analysis.read.document import from_text
from finsam_analysis.read.prose.reader import read_prose
from finsam_analysis.read.prose.times import dates_after, iso


def told(text: str) -> list[tuple[str, str, str]]:
    """Subject, start or slut, and date of each time in `text`."""
    document = from_text(text.encode(), Path("xby-2023-arsredovisning.txt"))
    _, times = read_prose(document, forbund=FORBUND, year=YEAR, insatser=INSATSER)
    return sorted((time.subject, time.ande, time.datum) for time in times)


START, SLUT = "start", "slut"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Stegen startade i augusti 2021.", [(START, "2021-08")]),
        ("Stegen startade den 1 augusti 2021 och avslutades den 31 maj 2023.",
         [(SLUT, "2023-05-31"), (START, "2021-08-01")]),
        ("Den 1 september 2022 startade Stegen.", [(START, "2022-09-01")]),
        ("Projektet Stegen kommer att pågå till och med sista februari 2024.",
         [(SLUT, "2024-02-29")]),
        ("Stegen pågår till 2025.", [(SLUT, "2025")]),
        ("Stegen startades 1 mars 2021 och förlängs med ett år t.o.m. 31 mars 2024.",
         [(SLUT, "2024-03-31"), (START, "2021-03-01")]),
        ("Totalt deltog 45 personer i Stegen under projekttiden 2021-02-01 till 2023-01-31.",
         [(SLUT, "2023-01-31"), (START, "2021-02-01")]),
        ("Stegen hade 45 deltagare under projektperioden 1/1 2021–31/12 2023.",
         [(SLUT, "2023-12-31"), (START, "2021-01-01")]),
        ("Stegen pågick från mars 2021 till oktober 2023.",
         [(SLUT, "2023-10"), (START, "2021-03")]),
    ],
)  # fmt: skip
def test_plain_forms_are_read(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text) == [("Stegen", *rest) for rest in expected]


@pytest.mark.parametrize(
    "text",
    [
        "Stegen startade den 1 juni.",  # no year is printed
        "Stegen startade en ny grupp i mars 2022.",
        "Stegen startade i mars 2022 en ny grupp.",
        "Den 1 mars 2022 startade Stegen en ny grupp.",
        "Utvärderingen av Stegen startade i mars 2022.",
        "Stegens utvärdering startade i mars 2022.",
        "Stegen kan pågå till och med juni 2024.",
        "Stegen pågår inte till juni 2024.",
        "Under 2022 avslutades 20 deltagare i Stegen.",
        "Hälsosteget och Stegen hade 45 deltagare under projekttiden mars 2021 till maj 2023.",
        "Stegen avslutades den 31 juni 2023.",  # there is no such day
        "Stegen har haft 20 deltagare sedan mars 2022.",
    ],
)
def test_what_is_not_plain_is_not_read(text: str) -> None:
    assert told(text) == []


def test_projektet_is_the_insats_of_the_section_or_the_paragraph() -> None:
    section = "\nStegen\n\nInsatsen stödjer unga. Projektet startade i mars 2022.\n"
    assert told(section) == [("Stegen", START, "2022-03")]
    paragraph = "Förbundet finansierar Stegen för unga. Projektet startade i mars 2022."
    assert told(paragraph) == [("Stegen", START, "2022-03")]
    two = "Förbundet finansierar Stegen och Hälsosteget. Projektet startade i mars 2022."
    assert told(two) == []
    none = "Projektet startade i mars 2022."
    assert told(none) == []


def test_a_year_on_the_line_below_its_month_is_read() -> None:
    text = "Stegen startade med deltagare\nden 1 mars 2021 och avslutades den 31 oktober\n2023.\n"
    assert told(text) == [("Stegen", SLUT, "2023-10-31"), ("Stegen", START, "2021-03-01")]


def test_a_heading_prints_a_projects_time() -> None:
    text = """
Stegen

Insatsen stödjer unga personer i Xby.

Resultat för hela projektperioden mars 2021 till oktober 2023

Under projekttiden har 45 personer fått stöd av insatsen.
"""
    assert told(text) == [("Stegen", SLUT, "2023-10"), ("Stegen", START, "2021-03")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("330 deltagare t.o.m. juni 2022", [("juni 2022", "2022-06")]),
        ("300 deltagare till och med 30 april 2022   132 nya", [("30 april 2022", "2022-04-30")]),
        ("330 deltagare under 2022", []),
        ("40 % till arbete/studier", []),
    ],
)
def test_the_end_in_a_goals_cell(text: str, expected: list[tuple[str, str]]) -> None:
    assert dates_after(text) == expected


@pytest.mark.parametrize(
    ("text", "date"),
    [("den 1 maj 2021", "2021-05-01"), ("sista februari 2023", "2023-02-28"), ("2021", "2021"),
     ("30 februari 2021", None), ("2021-13-01", None), ("31/12 2021", "2021-12-31")],
)  # fmt: skip
def test_a_date_is_as_fine_as_printed(text: str, date: str | None) -> None:
    assert iso(text) == date

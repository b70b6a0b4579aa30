"""Whose report it is, of which year and kind: from made-up first pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from finsam_analysis.read.document import ReportError, from_text
from finsam_analysis.read.identify import identify


def _of(text: str) -> tuple[str, str]:
    found = identify(from_text(text.encode(), Path("rapport.txt")))
    return found.forbund, found.forbund_id


def test_the_title_below_a_name_is_no_part_of_it() -> None:
    text = "Samordningsförbundet Norra Klöv\nÅrsredovisning 2022\n\nInledning om arbetet.\n"
    assert _of(text) == ("Samordningsförbundet Norra Klöv", "norra-klov")


def test_a_wrapped_name_is_whole_when_it_stands_on_one_line_elsewhere() -> None:
    text = (
        "Beslut om medlemsavgifter 2021 för Samordningsförbundet Västra\nHöglandet\n\n"
        "Samordningsförbundet Västra Höglandet bildades 2010.\n"
    )
    assert _of(text) == ("Samordningsförbundet Västra Höglandet", "vastra-hoglandet")


def test_a_word_below_that_never_follows_on_a_line_ends_the_name() -> None:
    text = (
        "Samordningsförbundet Tallmo\nInnehåll\nÅrsredovisning 2023\nSamordningsförbundet Tallmo\n"
    )
    assert _of(text) == ("Samordningsförbundet Tallmo", "tallmo")


# --- förbund, year and kind ---------------------------------------------------------------------

BORN = "Samordningsförbundet Norrvik bildades 2010 och har fyra medlemmar som arbetar ihop.\n"


def _identity(text: str, name: str = "rapport.txt", **given: Any) -> tuple[str, int, str]:
    found = identify(from_text(text.encode(), Path(name)), **given)
    return found.forbund_id, found.year, found.kind


def _error(text: str, name: str = "rapport.txt", **given: Any) -> str:
    with pytest.raises(ReportError) as error:
        identify(from_text(text.encode(), Path(name)), **given)
    return str(error.value)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Årsredovisning 2021", "arsredovisning"),
        ("ÅRSREDOVISNING 2021", "arsredovisning"),
        ("Arsredovisning 2021", "arsredovisning"),  # diacritics lost by a scanner
        ("Verksamhetsplan 2021 med budget", "verksamhetsplan"),
        ("Delårsrapport 2021", "delarsrapport"),
        ("Rapport 2021", "ovrigt"),
    ],
)
def test_the_kind_is_what_the_report_calls_itself(heading: str, kind: str) -> None:
    assert _identity(f"{heading}\n{BORN}") == ("norrvik", 2021, kind)


def test_the_year_is_that_of_the_report_not_the_one_printed_most() -> None:
    before = "Under 2020 var det fler än 2020, och 2020 är förra året.\n"
    assert _identity(f"Årsredovisning 2021\n{BORN}{before}")[1] == 2021
    assert _identity(f"Verksamhetsplan 2022\n{BORN}Utfall 2021 och 2021.\n")[1] == 2022


def test_the_year_of_the_file_name_counts() -> None:
    assert _identity(f"Årsredovisning\n{BORN}", "norrvik-2019-arsredovisning.txt")[1] == 2019


def test_the_name_with_most_speaking_for_it_is_taken() -> None:
    other = "Seminariet hölls tillsammans med Samordningsförbundet Sydvik.\n"
    assert _identity(f"Årsredovisning 2021\n{other}{BORN}{other}")[0] == "norrvik"


def test_a_name_in_capitals_and_in_small_letters_is_one() -> None:
    text = f"ÅRSREDOVISNING 2021\nSAMORDNINGSFÖRBUNDET NORRVIK\n{BORN}"
    assert _identity(text)[0] == "norrvik"


def test_a_name_of_several_places() -> None:
    text = "Årsredovisning 2021\nSamordningsförbundet Granby, Sjövik och Ekhult bildades 2010.\n"
    assert _identity(text)[0] == "granby-sjovik-ekhult"


def test_what_is_given_goes_before_what_is_printed() -> None:
    text = f"Årsredovisning 2021\n{BORN}"
    assert _identity(text, forbund="Samordningsförbundet Sydvik")[0] == "sydvik"
    assert _identity(text, forbund="Sydvik")[0] == "sydvik"
    assert _identity(text, year=2010)[1] == 2010


def test_a_given_year_that_is_not_in_the_report_is_refused() -> None:
    text = f"Årsredovisning 2021\n{BORN}"
    assert _error(text, year=2019).startswith("Året 2019 står inte i rapport.txt.")
    assert "--year" in _error(text, year=12)


def test_a_given_year_before_the_law_is_refused_also_when_it_is_printed() -> None:
    assert "2004" in _error(f"Årsredovisning 2021, och 1999\n{BORN}", year=1999)


def test_a_text_that_is_no_report() -> None:
    said = _error("Recept på bullar 2021\nMjöl, smör och socker.\n", "bullar.txt")
    assert said.startswith("bullar.txt är ingen rapport från ett samordningsförbund")


def test_a_report_that_does_not_say_whose_it_is() -> None:
    text = "Årsredovisning 2021\nFinansiell samordning ger stöd.\n"
    assert "--forbund" in _error(text)
    assert _identity(text, forbund="Samordningsförbundet Norrvik")[0] == "norrvik"


def test_a_report_that_does_not_say_its_year() -> None:
    text = "Årsredovisning\nSamordningsförbundet Norrvik har fyra medlemmar.\n"
    assert "--year" in _error(text)


def test_a_dated_title_says_the_kind_and_year_whatever_the_text_speaks_of() -> None:
    text = (
        f"Samordningsförbundet Norrvik\n\nÅrsredovisning 2024\n\n{BORN}"
        + "Målen i verksamhetsplanen redovisas. (2023: 40 procent)\n" * 9
    )
    found = identify(from_text(text.encode(), Path("rapport.txt")))
    assert (found.kind, found.year) == ("arsredovisning", 2024)

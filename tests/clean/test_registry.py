"""Which names are the same insats; names made up, or words of the field."""

from __future__ import annotations

import pytest

from finsam_analysis.clean.registry import Registry, telling


def registry() -> Registry:
    return Registry("norrvik", "Samordningsförbundet Norrvik", ["Granby", "Sjövik"])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ungdomsteamet", "Ungdomsteamet i Granby"),
        ("Lots", "Lots-projektet"),
        ("SAMA", "SAMA - Samverkan Arbete Mera Arbetslust"),
        ("Finsam Stegen", "Stegen"),
        ("FINSAM-team", "FINSAM-teamen"),
        ("Rehabkedjan", "Rehabkedjon"),
    ],
)
def test_one_insats_printed_in_two_ways(first: str, second: str) -> None:
    made = registry()
    assert made.add(first, 2021) is made.add(second, 2022)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Lots", "Lots Vidare"),
        ("Rehabgrupp 1", "Rehabgrupp 2"),
        ("Team Granby", "Team Sjövik"),
        ("MIA", "MIA Vidare"),
    ],
)
def test_two_insatser_with_names_alike(first: str, second: str) -> None:
    made = registry()
    assert made.add(first, 2021) is not made.add(second, 2021)


def test_an_abbreviation_takes_the_place_of_what_it_stands_for() -> None:
    assert telling("AMA-aktiviteter mot arbete") == telling("AMA")

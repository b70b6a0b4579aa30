"""Whose report it is: where a printed name ends."""

from __future__ import annotations

from pathlib import Path

from finsam_analysis.read.document import from_text
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

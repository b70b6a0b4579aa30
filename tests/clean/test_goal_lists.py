"""Whose a list of named goals is: the insats's above it, or the förbund's; reports made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from finsam_analysis.add import Options, add_reports
from finsam_analysis.build import collect

PROSE = (
    "Under året har förbundet nått fler i målgruppen och utvecklat samverkan, och det har varit\n"
    "ett år då flera insatser har kommit i gång på allvar och fått fler deltagare än väntat.\n"
)
OWN = """{name}

{name} är en insats för vuxna. I {name} deltog {count} personer under året.

{heading}Antal deltagare
Mål: 40. Utfall: {count}. Målet är uppfyllt.
Andel till arbete eller studier
Mål: 30 %. Utfall: 31 %. Målet är uppfyllt.
"""
FORBUND = """Måluppfyllelse

1. Antal nya deltagare
Mål: 80. Utfall: 90. Målet är uppfyllt.
2. Andel till studier
Mål: 25 %. Utfall: 24 %. Målet är ej uppfyllt.
"""
TABLE = """Inskrivna och avslutade
Insats Inskrivna Avslutade
Grinden 49 12
Stigen 59 17
Summa 108 29
"""
TEXT_ONLY = (
    "{name}\n\n{name} är en insats för vuxna. I {name} deltog {count} personer under året.\n"
)


def _owners(folder: Path, *parts: str) -> dict[str, str]:
    """The insats that each printed number of goals is given to."""
    text = "Samordningsförbundet Provbygden\nÅrsredovisning 2023\n\n" + "\n".join(parts)
    path = folder / "provbygden-2023-arsredovisning.txt"
    path.write_text(f"{text}\n{PROSE}", encoding="utf-8")
    add_reports([path], Options(folder / "raw"))
    return {
        fact.raw: str(fact.extra.get("insats_id") or "").partition("/")[2]
        for fact in collect(folder / "raw").facts
        if fact.dataset == "mal" and fact.table_id != "prosa"
    }


def _own(name: str, count: int, heading: str = "") -> str:
    return OWN.format(name=name, count=count, heading=heading)


def test_goals_below_insatser_are_theirs_and_a_list_headed_otherwise_is_the_forbunds(
    tmp_path: Path,
) -> None:
    found = _owners(tmp_path, "Insatser\n", _own("Grinden", 49), _own("Stigen", 59), PROSE, FORBUND)
    assert (found["49"], found["59"]) == ("grinden", "stigen")
    assert {found[raw] for raw in ("80", "90", "25 %", "24 %")} == {""}


def test_a_list_after_a_table_of_all_insatser_is_the_forbunds(tmp_path: Path) -> None:
    texts = [TEXT_ONLY.format(name=n, count=c) for n, c in (("Grinden", 49), ("Stigen", 59))]
    found = _owners(tmp_path, "Insatser\n", *texts, TABLE, FORBUND)
    assert found == {"80": "", "90": "", "25 %": "", "24 %": ""}


@pytest.mark.parametrize("heading", ["Måluppfyllelse\n\n", "Mål\n\n"])
def test_a_heading_that_each_insats_has_keeps_goals_with_it(tmp_path: Path, heading: str) -> None:
    found = _owners(tmp_path, _own("Grinden", 49, heading), _own("Stigen", 59, heading))
    assert (found["49"], found["59"]) == ("grinden", "stigen")

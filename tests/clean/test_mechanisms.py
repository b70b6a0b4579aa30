"""What keeps wrong numbers out and lost numbers visible, one mechanism a test; made-up reports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from finsam_analysis.add import Options, add_reports
from finsam_analysis.build import Built, collect

HEAD = (
    "Samordningsförbundet Provtorp\nÅrsredovisning 2023\n\n"
    "Samordningsförbundet Provtorp bildades 2010 och har fyra medlemmar som tillsammans "
    "arbetar för samverkan.\n\n"
)
TABLE = (
    "Deltagare 2023\nInsats Kvinnor Män Totalt\nStartpunkten 74 62 136\n"
    "Rehabteam Klövsjö 51 57 108\nTotalt 125 119 244\n\n"
)
BETWEEN = (
    "Förbundet har under året arbetat vidare med de insatser som har startats och som ska "
    "utvecklas.\n\n"
)


def _built(folder: Path, text: str) -> Built:
    path = folder / "provtorp-2023.txt"
    path.write_text(HEAD + text, encoding="utf-8")
    add_reports([path], Options(folder / "raw"))
    return collect(folder / "raw")


def _facts(built: Built, **wanted: Any) -> list[tuple[str, float]]:
    """Dataset and value of the facts of tables that agree with what is wanted."""
    return [
        (fact.dataset, fact.number)
        for fact in built.facts
        if fact.table_id != "prosa"
        and all(wanted[k] == getattr(fact, k, fact.extra.get(k)) for k in wanted)
    ]


def _left(built: Built) -> list[str]:
    return [left.text for left in built.left["provtorp-2023"]]


def test_a_row_of_no_table_is_listed(tmp_path: Path) -> None:
    built = _built(tmp_path, TABLE + BETWEEN + "landsbygden 25 20 14\n\n" + BETWEEN)
    assert _left(built) == ["landsbygden 25 20 14"]


def test_page_numbers_contents_and_register_numbers_are_not_listed(tmp_path: Path) -> None:
    contents = "Innehåll\n1 Förvaltningsberättelse 3\n2 Ekonomi 7\n3 Noter 9\n\n"
    rest = "Organisationsnummer 222000-9999\n\n17\n\nDnr 14\n\n"
    built = _built(tmp_path, contents + BETWEEN + TABLE + BETWEEN + rest + BETWEEN)
    assert _left(built) == []
    assert {value for _, value in _facts(built)}.isdisjoint({3.0, 7.0, 9.0, 14.0, 17.0})

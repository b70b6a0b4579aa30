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


def test_columns_without_heads_are_no_totals(tmp_path: Path) -> None:
    """Four columns whose heads are lost: under their own numbers in `ovrigt`, never confirmed."""
    text = (
        "Avslutsorsaker 2023\nOrsak\nArbete 9 5 4 18\nStudier 3 2 2 7\n"
        "Fortsatt rehabilitering 7 8 3 18\nTotalt 19 15 9 43\n"
    )
    built = _built(tmp_path, text)
    assert _facts(built, dataset="avslut") == []
    assert _facts(built, kontroll="bekraftad") == []
    assert _facts(built, matt="studier_kolumn_4", kon=None) == [("ovrigt", 7.0)]


def test_statement_columns_without_years_are_left_unread(tmp_path: Path) -> None:
    text = (
        "Resultaträkning (tkr)\nVerksamhetens intäkter 9 000 8 800\n"
        "Verksamhetens kostnader –8 859 –8 411\nÅrets resultat 141 389\n"
    )
    built = _built(tmp_path, text + "\n" + BETWEEN + TABLE)
    assert _facts(built, dataset="rakenskaper") == []
    assert len(_left(built)) == 3


def test_two_numbers_of_one_meaning_in_a_row_are_left_unread() -> None:
    from decimal import Decimal

    from finsam_analysis.clean.facts import Fact
    from finsam_analysis.clean.guard import guard
    from finsam_analysis.read.blocks import Block
    from finsam_analysis.read.document import Line
    from finsam_analysis.read.tables import read_table

    lines = ("Deltagare", "Kvinnor Män", "Fyren 29 19", "Hamnen 20 16", "Totalt 49 35")
    table = read_table(Block("t01", tuple(Line(no, t) for no, t in enumerate(lines, 1))))
    facts = [
        Fact("deltagare", "r", "f", 2023, c.line.no, None, "t01", "", "", c.value.raw, Decimal(1),
             "antal", extra={"kon": "kvinnor" if c.row == 1 else str(c.column)},
             place=(c.row, c.column))
        for c in table.cells
    ]  # fmt: skip
    kept = guard(table, facts)
    assert [fact.place for fact in kept] == [(0, 0), (0, 1), (2, 0), (2, 1)]
    assert [item.line.no for item in table.unread] == [4]

"""Whole made-up reports in several styles: every figure that has a measure, read by eye.

Each text has a table of the figures that a reader takes from it, in the order printed. Figures
kept as `ovrigt` are not in the tables.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from finsam_analysis.read.document import from_text
from finsam_analysis.read.prose import figures

HOME = Path(__file__).parent / "prose_reports"
REPORTS = [
    ("norrdal-2023", "Samordningsförbundet Norrdal"),
    ("vasterdalen-2022", "Finsam Västerdalen"),
    ("alvkanten-2021", "Samordningsförbundet Älvkanten"),
    ("sjobygden-2023", "Samordningsförbundet Sjöbygden"),
    ("skogslanet-2024", "Finsam Skogslänet"),
    ("slattbygden-2022", "Samordningsförbundet Slättbygden"),
    ("bergslagen-norra-2023", "Finsam Bergslagen Norra"),
    ("kustbandet-2021", "Samordningsförbundet Kustbandet"),
]
COLUMNS = ("line", "subject", "measure", "kon", "value", "unit", "scope", "kommun")
TYPES = {"line": int, "value": float}


@pytest.mark.parametrize(("name", "forbund"), REPORTS)
def test_all_figures_of_a_made_up_report_are_read(name: str, forbund: str) -> None:
    path = HOME / f"{name}.txt"
    document = from_text(path.read_bytes(), path)
    found = figures(document, forbund=forbund, year=int(name[-4:]))
    read = [
        (f.line, f.subject, f.measure, f.kon, f.value, f.unit, f.scope, f.kommun or "")
        for f in found
        if f.measure != "ovrigt"
    ]
    with path.with_suffix(".csv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    wanted = [tuple(TYPES.get(column, str)(row[column]) for column in COLUMNS) for row in rows]
    assert read == wanted


@pytest.mark.parametrize(("name", "forbund"), REPORTS)
def test_no_name_of_a_person_is_a_subject(name: str, forbund: str) -> None:
    path = HOME / f"{name}.txt"
    document = from_text(path.read_bytes(), path)
    found = figures(document, forbund=forbund, year=int(name[-4:]))
    assert not [f for f in found if "Karlsson" in f.subject + f.label]

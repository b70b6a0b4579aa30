"""Goal tables of whole reports against what people read: every number, its part and its gender.

Needs the reports (FINSAM_REPORTS, default ../shared/reports).
"""

from __future__ import annotations

import csv
import os
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from finsam_analysis.read.blocks import classify
from finsam_analysis.read.document import from_text
from finsam_analysis.read.goals.reader import find_goals, read_goals
from finsam_analysis.read.items import Item

ROOT = Path(__file__).resolve().parents[2]
REPORTS = Path(os.environ.get("FINSAM_REPORTS", ROOT.parent / "shared" / "reports"))
GOLD = ROOT / "tests" / "gold"
UNITS = {"percent": "procent"}
TIMES = {"månader"}  # how long after, in the wording of a goal
WITH_TABLES = [
    "huddinge-botkyrka-salem-2022-arsredovisning",
    "ostra-sodertorn-2019-verksamhetsplan",
    "ostra-sodertorn-2020-arsredovisning",
    "ostra-sodertorn-2022-arsredovisning",
]


def _read(report: str) -> list[Item]:
    path = REPORTS / f"{report}.txt"
    if not path.exists():
        pytest.skip(f"rapporten saknas: {path.name} (sätt FINSAM_REPORTS)")
    document = from_text(path.read_bytes(), path)
    year = int(re.findall(r"20\d\d", report)[0])
    blocks = find_goals(document, classify(document), ())
    return [item for block in blocks for item in read_goals(block, year=year)]


def _gold(report: str) -> list[dict[str, str]]:
    with (GOLD / f"{report}-cells.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    goals = re.compile(r"(?:^|_)(?:ars)?mal(?:_|$)")
    return [row for row in rows if goals.search(row["table"]) and row["unit"] not in TIMES]


def _part(row: dict[str, str], year: int) -> str:
    if row["col"].startswith(("Mål", "Årsmål", "Kommentar, justerat mål")):
        return "mal"
    dated = re.search(r"20\d\d", row["col"])
    return "resultat_foregaende" if dated and int(dated.group()) < year else "resultat"


@pytest.mark.parametrize("report", WITH_TABLES)
def test_every_number_of_the_goal_tables_and_nothing_else(report: str) -> None:
    gold = _gold(report)
    lines = {int(row["line"]) for row in gold}
    want = Counter(
        (int(row["line"]), Decimal(row["value"]), UNITS.get(row["unit"], row["unit"]))
        for row in gold
    )
    have = Counter((i.line.no, i.value, i.unit) for i in _read(report) if i.line.no in lines)
    assert have == want
    assert sum(want.values()) >= 14


@pytest.mark.parametrize("report", WITH_TABLES)
def test_goals_are_goals_and_results_results(report: str) -> None:
    gold = _gold(report)
    year = int(re.findall(r"20\d\d", report)[0])
    lines = {int(row["line"]) for row in gold}
    want = Counter((int(r["line"]), Decimal(r["value"]), _part(r, year)) for r in gold)
    found = [item for item in _read(report) if item.line.no in lines]
    assert Counter((i.line.no, i.value, i.facets["del"]) for i in found) == want


def test_a_report_without_goal_tables_has_none() -> None:
    assert _read("stockholms-stad-2020-arsredovisning") == []

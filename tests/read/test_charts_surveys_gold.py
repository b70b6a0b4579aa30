"""Charts and surveys of whole reports, against what people read of them.

Needs the reports (FINSAM_REPORTS, default ../shared/reports).
"""

from __future__ import annotations

import csv
import os
import re
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from finsam_analysis.read.blocks import classify
from finsam_analysis.read.charts.reader import find_charts, read_charts
from finsam_analysis.read.document import from_text
from finsam_analysis.read.items import Item
from finsam_analysis.read.surveys.reader import find_surveys, read_surveys

ROOT = Path(__file__).parent.parent.parent
GOLD = ROOT / "tests" / "gold"
REPORTS = Path(os.environ.get("FINSAM_REPORTS", ROOT.parent / "shared" / "reports"))
SURVEYS = re.compile(r"^(indikatorer|svarsfrekvens)")
CHARTS = re.compile(r"^diagram|^samma_(inskrivna|avslutade)_|^avslutade_arbete_studier")


def _gold(name: str, pattern: re.Pattern[str]) -> list[dict[str, str]]:
    with (GOLD / f"{name}-cells.csv").open(encoding="utf-8") as stream:
        return [
            row for row in csv.DictReader(stream) if pattern.search(row["table"]) and row["value"]
        ]


def _items(name: str) -> tuple[list[Item], list[Item]]:
    path = REPORTS / f"{name}.txt"
    if not path.exists():
        pytest.skip(f"rapporten saknas: {path.name} (sätt FINSAM_REPORTS)")
    document = from_text(path.read_bytes(), path)
    kinds = classify(document)
    surveys = find_surveys(document, kinds, set())
    charts = find_charts(document, kinds, {line.no for b in surveys for line in b.lines})
    return (
        [item for block in surveys for item in read_surveys(block, year=2020)],
        [item for block in charts for item in read_charts(block, year=2020)],
    )


def _counted(items: list[Item]) -> Counter[tuple[int, Decimal]]:
    return Counter((item.line.no, item.value) for item in items if item.label != "n")


def _wanted(rows: list[dict[str, str]]) -> Counter[tuple[int, Decimal]]:
    return Counter((int(row["line"]), Decimal(row["value"])) for row in rows)


@pytest.mark.parametrize(
    ("name", "count"),
    [("ostra-sodertorn-2020-arsredovisning", 105), ("ostra-sodertorn-2022-arsredovisning", 200)],
)
def test_every_number_of_the_surveys_and_no_other(name: str, count: int) -> None:
    rows = _gold(name, SURVEYS)
    assert len(rows) == count
    surveys, _ = _items(name)
    assert _counted(surveys) == _wanted(rows)


@pytest.mark.parametrize(
    ("name", "count", "fewest"),
    [
        ("ostra-sodertorn-2020-arsredovisning", 18, 18),
        ("huddinge-botkyrka-salem-2022-arsredovisning", 18, 18),
        ("ostra-sodertorn-2022-arsredovisning", 15, 11),  # four labels are too damaged
    ],
)
def test_data_labels_of_charts_and_no_tick(name: str, count: int, fewest: int) -> None:
    rows = _gold(name, CHARTS)
    assert len(rows) == count
    _, charts = _items(name)
    read, wanted = _counted(charts), _wanted(rows)
    assert not read - wanted
    assert (read & wanted).total() >= fewest


@pytest.mark.parametrize(
    "name", ["ostra-sodertorn-2019-verksamhetsplan", "stockholms-stad-2020-arsredovisning"]
)
def test_reports_without_any_have_none(name: str) -> None:
    surveys, charts = _items(name)
    assert surveys == []
    assert charts == []


def test_the_questions_answers_and_groups_of_a_survey() -> None:
    name = "ostra-sodertorn-2020-arsredovisning"
    said = {
        (int(i.value), i.facets["svar"]): i for i in _items(name)[0] if i.line.no in (1377, 1460)
    }
    staff = said[62, "positivt"].facets
    assert staff["fraga"].startswith("Har ni rutiner för att samarbeta med andra aktörer")
    assert (staff["fraga_nr"], staff["respondentgrupp"], staff["year"]) == ("5", "personal", "2020")
    board = said[85, "positivt"].facets
    assert board["fraga"].startswith("Har ni en strategi för hur ni arbetar med uppföljning")
    assert (board["respondentgrupp"], board["year"]) == ("styrelse", "2020")


def test_the_genders_and_places_of_a_chart() -> None:
    charts = _items("ostra-sodertorn-2020-arsredovisning")[1]
    said = {i.line.no: i for i in charts if i.line.no in (1118, 1127, 1162)}
    assert (said[1118].facets["kon"], said[1118].facets["kategori"]) == ("kvinnor", "Tyresö")
    assert (said[1127].facets["kon"], said[1127].facets["kategori"]) == ("man", "Nynäshamn")
    assert (said[1162].facets["kon"], said[1162].facets["kategori"]) == ("man", "Okt-dec 2020")


def test_a_report_is_searched_and_read_quickly() -> None:
    path = REPORTS / "ostra-sodertorn-2022-arsredovisning.txt"
    if not path.exists():
        pytest.skip(f"rapporten saknas: {path.name} (sätt FINSAM_REPORTS)")
    document = from_text(path.read_bytes(), path)
    kinds = classify(document)
    start = time.process_time()
    for block in find_surveys(document, kinds, set()):
        read_surveys(block, year=2022)
    for block in find_charts(document, kinds, set()):
        read_charts(block, year=2022)
    assert time.process_time() - start < 1.0  # 0.1 s on an idle machine

"""Figures in running text all the way to the datasets, in reports of made-up förbund.

`prose_texts/*.txt` are written for the tests, in the styles of reports; `*.csv` holds, by hand,
where each figure belongs: value, unit, whose, dataset and column, gender, period and year. A figure
counts as right only if all of them are. Rows with the measure `inget` are years, laws, pages and
telephone numbers, which no dataset may have. A new way to write is added here with its truth, and a
floor only rises.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from finsam_analysis.add import Options, add_reports
from finsam_analysis.build import collect
from finsam_analysis.clean.facts import KRONOR, OVRIGT, Fact
from finsam_analysis.read.document import slug

TEXTS = Path(__file__).parent / "prose_texts"
COLUMNS = {
    "deltagare": "matt",
    "avslut": "orsak",
    "remittering": "remittent",
    "ekonomi": "post",
    "rakenskaper": "post",
    "medlemsbidrag": "medlem",
    "mal": "matt",
}
# Text, and the least share of its figures that are right in every field.
FLOORS = {
    "insatser-i-avsnitt": 0.95,
    "kommentarer": 0.97,
    "skannad": 0.97,
    "nyckeltal": 0.95,
    "ekonomi-i-ord": 0.95,
}


def _facts(name: str, folder: Path) -> list[Fact]:
    add_reports([TEXTS / f"{name}.txt"], Options(folder / "raw"))
    facts = collect(folder / "raw").facts
    return [fact for fact in facts if fact.table_id == "prosa"]


def _truth(name: str) -> list[dict[str, str]]:
    with (TEXTS / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _measure(fact: Fact) -> str:
    extra = fact.extra
    if fact.dataset == "forsorjning":
        return f"forsorjning.{extra['forsorjning']}@{extra['tidpunkt']}"
    place = f"@{extra['kommun']}" if fact.dataset == "deltagare" and extra.get("kommun") else ""
    return f"{fact.dataset}.{extra.get(COLUMNS.get(fact.dataset, 'matt'))}{place}"


def _amount(value: float, unit: str) -> tuple[float, str]:
    return (value * KRONOR[unit], "kr") if unit in KRONOR else (value, unit)


def _is_right(row: dict[str, str], fact: Fact) -> bool:
    extra: dict[str, Any] = fact.extra
    value, unit = _amount(float(row["value"]), row["unit"])
    mine, my_unit = _amount(float(fact.varde), fact.enhet)
    near = 0.5 if unit == "procent" and not row["raw"][0].isdigit() else 1e-6
    of_people = fact.dataset not in {"rakenskaper", "medlemsbidrag", "ekonomi"}
    insats = str(extra.get("insats_id") or "").partition("/")[2]
    own = slug(row["subject"]) if row["subject"] else ""
    return (
        abs(fact.line - int(row["line"])) <= 1
        and (unit, abs(mine - value) < near) == (my_unit, True)
        and row["measure"] == _measure(fact).replace("\u00a0", " ")
        and (not of_people or (row["kon"], row["period"]) == (extra["kon"], extra["period"]))
        and row["year"] == str(fact.year)
        and (insats == own or bool(insats and own and own.startswith(insats)))
    )


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_share_of_figures_right_in_every_field(name: str, tmp_path: Path) -> None:
    facts = _facts(name, tmp_path)
    rows = [row for row in _truth(name) if row["measure"] != "inget"]
    wrong = [row for row in rows if not any(_is_right(row, fact) for fact in facts)]
    missed = [(row["line"], row["raw"], row["measure"]) for row in wrong]
    assert 1 - len(wrong) / len(rows) >= FLOORS[name], missed


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_no_figure_that_the_text_does_not_have(name: str, tmp_path: Path) -> None:
    facts = _facts(name, tmp_path)
    rows = _truth(name)
    never = {(row["line"], row["raw"]) for row in rows if row["measure"] == "inget"}
    assert [f for f in facts if (str(f.line), f.raw) in never] == []
    printed = (TEXTS / f"{name}.txt").read_text(encoding="utf-8").split("\n")
    assert [f for f in facts if f.raw.split()[0] not in printed[f.line - 1]] == []


def test_the_measure_tells_a_wrong_insats_and_a_wrong_gender(tmp_path: Path) -> None:
    facts = _facts("nyckeltal", tmp_path)
    row = next(r for r in _truth("nyckeltal") if r["measure"] == "deltagare.deltagare")
    assert any(_is_right(row, fact) for fact in facts)
    for column, other in (("subject", "Kontaktpunkten"), ("kon", "kvinnor"), ("year", "2020")):
        assert not any(_is_right({**row, column: other}, fact) for fact in facts)


def test_the_cost_of_an_insats_is_not_the_forbunds(tmp_path: Path) -> None:
    facts = _facts("nyckeltal", tmp_path)
    costs = [f for f in facts if f.kolumn_raw == "kostnader"]
    assert {f.dataset for f in costs} == {"ekonomi"}
    assert all(f.extra["insats_id"] for f in costs)


def test_a_queue_is_no_participants(tmp_path: Path) -> None:
    queue = [f for f in _facts("skannad", tmp_path) if f.extra.get("matt") == "i_ko"]
    assert [(f.dataset, f.raw) for f in queue] == [(OVRIGT, "sex")]

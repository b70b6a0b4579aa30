"""Reports of made-up förbund in three styles: told, in telegrams and lists, and goals in blocks.

`prose_styles/*.txt` were written for the tests, each in a hand of its own; `*.csv` says, by hand,
what each figure counts: value, unit, insats, measure, gender, period and year. A figure may stand
in running text or in a block of goals, where a result is the same. A row with the measure `ovrigt`
has no measure in the contract: it may be in `ovrigt` or nowhere, and never under a measure.

A wrong figure under a measure is worse than one that is not read, so it has a limit of its own.
"""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from finsam_analysis.add import Options, add_reports
from finsam_analysis.build import collect
from finsam_analysis.clean.facts import KRONOR, OVRIGT, Fact
from finsam_analysis.read.document import slug

TEXTS = Path(__file__).parent / "prose_styles"
NAMES = sorted(path.stem for path in TEXTS.glob("*.txt"))
FLOOR = 0.9  # share of the figures that are right in every field, of each text
MOST_WRONG = 1  # of each text
ASIDE = {OVRIGT, "indikatorer"}
COLUMNS = {
    "deltagare": "matt",
    "avslut": "orsak",
    "remittering": "remittent",
    "ekonomi": "post",
    "rakenskaper": "post",
    "medlemsbidrag": "medlem",
}
_OF_ALL = {"rakenskaper", "medlemsbidrag"}
_NO_PERIOD = {*_OF_ALL, "ekonomi"}


@cache
def facts_of(name: str) -> list[Fact]:
    """All facts of a text but those of its statement of results."""
    with TemporaryDirectory() as folder:
        add_reports([TEXTS / f"{name}.txt"], Options(Path(folder) / "raw"))
        facts = collect(Path(folder) / "raw").facts
    return [f for f in facts if f.table_id == "prosa" or f.dataset != "rakenskaper"]


def truth(name: str) -> list[dict[str, str]]:
    with (TEXTS / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def measures(fact: Fact) -> set[str]:
    """What a fact may be called in the truth; a goal's result by its dataset too."""
    extra = fact.extra
    if fact.dataset == "forsorjning":
        return {f"forsorjning.{extra['forsorjning']}@{extra['tidpunkt']}"}
    if fact.dataset == "mal" and extra["del"] == "mal":
        known = str(extra["matt"])
        opinion = (
            known in {"nojdhet", "halsa"} or "upplev" in known or known.startswith("deltagarna_")
        )
        return {f"mal.{known}", *({"mal.enkat_andel"} if opinion else ())}
    if fact.dataset == "mal":
        bare = str(extra["matt"]).removeprefix("avslutade_")
        known = str(extra["matt"])
        return {f"deltagare.{known}", f"avslut.{bare}", f"rakenskaper.{known}", f"resultat.{known}"}
    place = f"@{extra['kommun']}" if fact.dataset == "deltagare" and extra.get("kommun") else ""
    return {f"{fact.dataset}.{extra.get(COLUMNS.get(fact.dataset, 'matt'))}{place}"}


def amount(value: float, unit: str) -> tuple[float, str]:
    return (round(value * KRONOR[unit], 2), "kr") if unit in KRONOR else (value, unit)


def same_number(row: dict[str, str], fact: Fact) -> bool:
    value, unit = amount(float(row["value"]), row["unit"])
    mine, my_unit = amount(float(fact.varde), fact.enhet)
    in_words = unit == "procent" and not row["raw"][0].isdigit()
    near = 0.5 if in_words else 1e-6
    return abs(fact.line - int(row["line"])) <= 1 and my_unit == unit and abs(mine - value) < near


def is_right(row: dict[str, str], fact: Fact) -> bool:
    if not same_number(row, fact) or row["year"] != str(fact.year):
        return False
    if row["measure"] not in measures(fact):
        return False
    insats = str(fact.extra.get("insats_id") or "").partition("/")[2]
    own = slug(row["subject"]) if row["subject"] else ""
    whose = insats == own or bool(insats and own and own.startswith(insats))
    if fact.dataset in _OF_ALL or (fact.dataset in _NO_PERIOD and whose):
        return True
    return whose and (row["kon"], row["period"]) == (fact.extra["kon"], fact.extra["period"])


def is_wrong(row: dict[str, str], name: str) -> bool:
    """True when the number stands under a measure of the contract, and no such row is right."""
    here = [f for f in facts_of(name) if f.line == int(row["line"]) and same_number(row, f)]
    if row["measure"] == "ovrigt":
        here = [f for f in here if f.table_id == "prosa"]
    others = [r for r in truth(name) if r is not row and r["measure"] != "ovrigt"]
    taken = [f for f in here if any(is_right(other, f) for other in others)]
    return any(f.dataset not in ASIDE and f not in taken for f in here)


@pytest.mark.parametrize("name", NAMES)
def test_share_of_figures_right_in_every_field(name: str) -> None:
    rows = [row for row in truth(name) if row["measure"] != "ovrigt"]
    missed = [row for row in rows if not any(is_right(row, fact) for fact in facts_of(name))]
    told = [(row["line"], row["raw"], row["measure"]) for row in missed]
    assert 1 - len(missed) / len(rows) >= FLOOR, told


@pytest.mark.parametrize("name", NAMES)
def test_hardly_any_wrong_figure_under_a_measure(name: str) -> None:
    rows = truth(name)
    wrong = [
        (row["line"], row["raw"], row["measure"])
        for row in rows
        if not any(is_right(row, fact) for fact in facts_of(name)) and is_wrong(row, name)
    ]
    assert len(wrong) <= MOST_WRONG, wrong


def test_all_texts_together() -> None:
    count: Counter[str] = Counter()
    for name in NAMES:
        for row in truth(name):
            if row["measure"] != "ovrigt":
                count["all"] += 1
                count["right"] += any(is_right(row, fact) for fact in facts_of(name))
    assert count["all"] > 900
    assert count["right"] / count["all"] >= 0.98


def test_the_measure_tells_a_wrong_insats_gender_period_and_year() -> None:
    rows = truth("malblock-1")
    row = next(r for r in rows if (r["subject"], r["kon"]) == ("Fyren", "kvinnor"))
    found = facts_of("malblock-1")
    assert any(is_right(row, fact) for fact in found)
    for column, other in (
        ("subject", "Navet"),
        ("kon", "man"),
        ("period", "projekt"),
        ("year", "2023"),
        ("value", "33"),
    ):
        assert not any(is_right({**row, column: other}, fact) for fact in found)


@pytest.mark.parametrize("name", NAMES)
def test_no_insats_that_the_text_does_not_name(name: str) -> None:
    subjects = {slug(row["subject"]) for row in truth(name) if row["subject"]}
    printed = {str(f.extra.get("insats_id") or "").partition("/")[2] for f in facts_of(name)} - {""}
    assert {p for p in printed if not any(own.startswith(p) for own in subjects)} == set()

"""How many of the figures that people read in running text the program captured, and how rightly.

A captured figure, or a number of a list of goals, stands for a fact when value and unit agree and
the line is at most one off; then measure, kon, period and subject are compared. Only facts that
the contract has a measure for count (words/facit.toml); others may be in `ovrigt` or left out.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from finsam_analysis import words
from finsam_analysis.datasets import load
from finsam_analysis.read.capture import load_report
from finsam_analysis.read.prose.reader import Figure

_MONEY = {"kr": 1, "tkr": 1_000, "mkr": 1_000_000, "mdkr": 1_000_000_000}
_SHARES = ("eget_kapital_andel", "kostnader_andel", "medlemsbidrag_andel")  # not of people
_MEASURE_ALIKE, _NAME_ALIKE, _NAME_WITHIN = 88, 80, 85
_IN_WORDS = 0.5  # points that a share in words may be off: a third, half


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of gold, with the program's name of its measure, its money in kr."""

    line: int
    subject: str
    measure: str
    kon: str
    value: float
    unit: str
    scope: str
    core: bool  # the contract has a measure for it


@dataclass(slots=True)
class FactScore:
    """Counts for the running text of one report; `right` is right in every field."""

    gold: int = 0
    found: int = 0
    right: int = 0
    misses: list[str] = field(default_factory=list)


def measure_facts(gold: Path, raw: Path, clean: Path | None = None) -> dict[str, FactScore]:
    """What `raw` and `clean` hold against every *-facts.csv in `gold`, by report_id."""
    listed = _listed_goals(clean)
    scores = {}
    for path in sorted(gold.glob("*-facts.csv")):
        report_id = path.name.removesuffix("-facts.csv")
        folder = raw / report_id
        if (folder / "report.toml").exists():
            report = load_report(folder)
            figures = [*report.figures, *listed.get(report_id, [])]
            scores[report_id] = score(read_facts(path), figures, report.forbund)
    return scores


def _listed_goals(clean: Path | None) -> dict[str, list[Figure]]:
    """Numbers of goals that stand in lists and tables, as figures, by report_id."""
    made: dict[str, list[Figure]] = {}
    for row in load("mal", clean=clean).iter_rows(named=True):
        if row["table_id"] != "prosa":
            made.setdefault(row["report_id"], []).append(_as_figure(row))
    return made


def _as_figure(row: dict[str, Any]) -> Figure:
    goal = "mal_" if row["del"] == "mal" else ""
    return Figure(
        row["line"],
        row["page"],
        (row["insats_id"] or "").rpartition("/")[2].replace("-", " ") or row["label_raw"],
        f"{goal}{row['matt']}",
        row["kon"],
        row["varde"],
        row["enhet"],
        row["period"] if row["period"] == "projekt" else str(row["year"]),
        row["raw"],
        row["anmarkning"] or "",
    )


def read_facts(path: Path) -> list[Fact]:
    """The facts of a gold file."""
    units = _settings()["enhet"]
    with path.open(encoding="utf-8", newline="") as file:
        return [_fact(row, units.get(row["unit"], row["unit"])) for row in csv.DictReader(file)]


def _fact(row: dict[str, str], printed: str) -> Fact:
    value, unit = _amount(float(row["value"]), printed)
    measure, core = _measure_of(row["measure"], unit)
    return Fact(
        int(row["line"]), row["subject"], measure, row["kon"], value, unit, row["scope"], core
    )


def score(facts: Sequence[Fact], figures: Sequence[Figure], forbund: str) -> FactScore:
    """Facts of the contract that are found, and those that are right in every field."""
    matched = _match(facts, figures, forbund)
    made = FactScore()
    for at, fact in enumerate(facts):
        if not fact.core:
            continue
        made.gold += 1
        if at not in matched:
            made.misses.append(f"{_shown(fact)}: saknas")
            continue
        made.found += 1
        figure = figures[matched[at]]
        wrong = [name for name, same in _fields(fact, figure, forbund).items() if not same]
        if wrong:
            made.misses.append(f"{_shown(fact)}: {', '.join(wrong)} ({_shown(figure)})")
        else:
            made.right += 1
    return made


def _shown(said: Fact | Figure) -> str:
    value = f"{said.value:g} {said.unit}"
    return f"{said.line} {said.subject} | {said.measure} {said.kon} {value} {said.scope}"


def _match(facts: Sequence[Fact], figures: Sequence[Figure], forbund: str) -> dict[int, int]:
    """Fact -> figure, best agreement first, each figure once."""
    pairs = []
    for at, fact in enumerate(facts):
        for no, figure in enumerate(figures):
            off = abs(figure.line - fact.line)
            if off <= 1 and _same_value(fact, figure):
                pairs.append((-sum(_fields(fact, figure, forbund).values()), off, at, no))
    matched: dict[int, int] = {}
    used: set[int] = set()
    for _, _, at, no in sorted(pairs):
        if at not in matched and no not in used:
            matched[at] = no
            used.add(no)
    return matched


def _amount(value: float, unit: str) -> tuple[float, str]:
    """Value and unit, all money in kr."""
    if unit in _MONEY:
        return round(value * _MONEY[unit], 1), "kr"
    return value, unit


def _measure_of(name: str, unit: str) -> tuple[str, bool]:
    """The program's name of a reader's measure, and whether the contract has it."""
    bare = name.removeprefix("mal_")
    alias = _settings()["matt"]
    forms = (bare, bare.removeprefix("andel_"), bare.removesuffix("_andel"))
    known = next((alias[form] for form in forms if form in alias), None)
    if known is not None:
        bare = known
    elif unit == "procent" and bare not in _SHARES:
        bare = bare.removeprefix("andel_").removesuffix("_andel")
    measured = _settings()["kontraktet"]
    core = bare.startswith(tuple(measured["familjer"])) and not bare.startswith(
        tuple(measured["utom"])
    )
    return (f"mal_{bare}" if name.startswith("mal_") else bare), core


def _same_value(fact: Fact, figure: Figure) -> bool:
    value, unit = _amount(figure.value, figure.unit)
    if unit != fact.unit and {unit, fact.unit} != {"dagar", "antal"}:
        return False
    slack = _IN_WORDS if "ord" in figure.note and unit == "procent" else 1e-6
    return abs(abs(value) - abs(fact.value)) <= max(slack, abs(fact.value) * 1e-9)


def _fields(fact: Fact, figure: Figure, forbund: str) -> dict[str, bool]:
    """Which fields of a figure agree with the fact."""
    named = figure.measure
    if figure.kommun:
        named = f"{named}_{words.fold(figure.kommun)}"
    same_sign = (figure.value < 0) == (fact.value < 0)
    return {
        "mått": same_sign and _same_measure(fact.measure, named, figure.measure),
        "kön": fact.kon == figure.kon,
        "period": _same_scope(fact.scope, figure.scope),
        "vems": _same_subject(fact, figure, forbund),
    }


def _same_measure(gold: str, mine: str, bare: str) -> bool:
    if gold in (mine, bare):
        return True
    if gold.startswith("mal_") != mine.startswith("mal_"):
        return False
    gold, mine = gold.removeprefix("mal_"), mine.removeprefix("mal_")
    if mine == "malgrupp" or mine.startswith("malgrupp_"):
        return gold.startswith("malgrupp")
    if any(gold in same and mine in same for same in _settings()["kontraktet"]["lika"]):
        return True
    return fuzz.ratio(gold, mine) >= _MEASURE_ALIKE


def _same_scope(gold: str, mine: str) -> bool:
    """True if two periods are one; gold writes a project's dates out."""
    if gold.startswith("projekt"):
        return mine == "projekt" or (
            ".." in mine and gold.removeprefix("projektperiod ")[:4] == mine[:4]
        )
    if ".." in mine or ".." in gold:
        return (
            mine == gold or mine[:4] == gold[:4] == gold[-10:-6] or mine == gold.replace("..", "-")
        )
    return mine[:4] == gold[:4] or not gold[:4].isdigit()


def _same_subject(fact: Fact, figure: Figure, forbund: str) -> bool:
    """True if the subjects are one by another spelling."""
    gold, mine = words.fold(fact.subject), words.fold(figure.subject)
    whole = {words.fold(name) for name in (forbund, *_settings()["hela"]["namn"])}
    if gold in whole and mine in whole:
        return True
    if fact.measure.startswith("medlemsbidrag") and gold in whole:
        return True  # the member is then part of the gold's measure
    return (
        gold == mine
        or fuzz.token_set_ratio(gold, mine) >= _NAME_ALIKE
        or fuzz.partial_ratio(gold, mine) >= _NAME_WITHIN
    )


@cache
def _settings() -> dict[str, Any]:
    return dict(words.load("facit"))

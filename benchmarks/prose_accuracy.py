"""How well figures in running text are read, against the facts that people read.

    python benchmarks/prose_accuracy.py [--tables] [--list] [REPORT_ID ...]

A figure matches a fact when line (one off is allowed), value and unit agree; then subject, measure,
gender and period are compared. Recall is of the facts whose measure the contract's datasets have.
Figures that no fact has are listed with --list: gold holds the key figures, not every one, so an
extra is read by eye.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import time
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

HOME = Path(__file__).resolve().parent
sys.path.insert(0, str(HOME.parent / "src"))

from finsam_analysis import words  # noqa: E402
from finsam_analysis.read.document import from_text  # noqa: E402
from finsam_analysis.read.prose.reader import Figure, figures  # noqa: E402

SETTINGS = tomllib.loads((HOME / "prose_accuracy.toml").read_text(encoding="utf-8"))
REPORTS = Path(os.environ.get("FINSAM_REPORTS", HOME.parent.parent / "shared" / "reports"))
SAMPLES = REPORTS.parent / "samples"
GOLD = HOME.parent / "tests" / "gold"
MONEY = {"kr": 1, "tkr": 1e3, "mkr": 1e6, "mdkr": 1e9}
FIELDS = ("measure", "kon", "scope", "subject")


@dataclass
class Fact:
    """One row of gold, with the names and units of the program."""

    line: int
    subject: str
    measure: str
    kon: str
    value: float
    unit: str
    scope: str
    core: bool
    row: dict[str, str]


def amount(value: float, unit: str) -> tuple[float, str]:
    """Value and unit with all money in kr."""
    if unit in MONEY:
        return round(value * MONEY[unit], 1), "kr"
    return value, unit


def measure_of(name: str, unit: str) -> tuple[str, bool]:
    """The program's name of a gold measure, and whether the contract has it."""
    goal = name.startswith("mal_")
    bare = name.removeprefix("mal_")
    alias = SETTINGS["matt"]
    for form in (bare, bare.removeprefix("andel_"), bare.removesuffix("_andel")):
        if form in alias:
            bare = alias[form]
            break
    else:
        if unit == "procent" and bare not in (
            "eget_kapital_andel",
            "kostnader_andel",
            "medlemsbidrag_andel",
        ):
            bare = bare.removeprefix("andel_").removesuffix("_andel")
    home = bare.startswith(("deltagare_", "nya_", "remitterade_")) or bare in ("deltagare", "nya")
    families = SETTINGS["kontraktet"]
    core = (home or bare.startswith(tuple(families["familjer"]))) and not bare.startswith(
        tuple(families["utom"])
    )
    return f"mal_{bare}" if goal else bare, core


def read_facts(path: Path) -> list[Fact]:
    """The facts of a gold file."""
    facts = []
    for row in csv.DictReader(path.open(encoding="utf-8")):
        unit = SETTINGS["enhet"].get(row["unit"], row["unit"])
        value, unit = amount(float(row["value"]), unit)
        measure, core = measure_of(row["measure"], unit)
        facts.append(
            Fact(
                int(row["line"]),
                row["subject"],
                measure,
                row["kon"],
                value,
                unit,
                row["scope"],
                core,
                row,
            )
        )
    return facts


def same_value(fact: Fact, figure: Figure) -> bool:
    """True if value and unit agree; a share in words may be rounded."""
    value, unit = amount(figure.value, figure.unit)
    if unit != fact.unit and {unit, fact.unit} != {"dagar", "antal"}:
        return False
    tolerance = 0.5 if "ord" in figure.note and unit == "procent" else 1e-6
    return abs(abs(value) - abs(fact.value)) <= max(tolerance, abs(fact.value) * 1e-9)


def fields(fact: Fact, figure: Figure, forbund: str) -> dict[str, bool]:
    """Which fields of a matched figure agree with the fact."""
    value, _ = amount(figure.value, figure.unit)
    mine = figure.measure
    if figure.kommun:
        mine = f"{mine}_{words.fold(figure.kommun)}"
    sign = (value < 0) == (fact.value < 0)
    return {
        "measure": same_measure(fact.measure, mine, figure.measure) and sign,
        "kon": fact.kon == figure.kon,
        "scope": same_scope(fact.scope, figure.scope),
        "subject": same_subject(fact, figure, forbund),
    }


def same_measure(gold: str, mine: str, bare: str) -> bool:
    """True if two names are of one measure."""
    if gold in (mine, bare):
        return True
    goals = gold.startswith("mal_") == mine.startswith("mal_")
    gold, mine = gold.removeprefix("mal_"), mine.removeprefix("mal_")
    if not goals:
        return False
    if mine == "malgrupp" or mine.startswith("malgrupp_"):
        return gold.startswith("malgrupp")
    if any(gold in same and mine in same for same in SETTINGS["kontraktet"]["lika"]):
        return True
    return fuzz.ratio(gold, mine) >= 88


def same_scope(gold: str, mine: str) -> bool:
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


def same_subject(fact: Fact, figure: Figure, forbund: str) -> bool:
    """True if the subjects are one by another spelling."""
    gold, mine = words.fold(fact.subject), words.fold(figure.subject)
    whole = {words.fold(forbund), *(words.fold(name) for name in SETTINGS["hela"]["namn"])}
    if gold in whole and mine in whole:
        return True
    if fact.measure.startswith("medlemsbidrag") and gold in whole:
        return True  # the member is then part of the gold's measure
    return (
        gold == mine
        or fuzz.token_set_ratio(gold, mine) >= 80
        or fuzz.partial_ratio(gold, mine) >= 85
    )


def match(facts: list[Fact], found: list[Figure], forbund: str) -> dict[int, int]:
    """Fact -> figure, best agreement first, each figure once."""
    pairs = []
    for at, fact in enumerate(facts):
        for no, figure in enumerate(found):
            near = abs(figure.line - fact.line) <= 1
            if near and same_value(fact, figure):
                right = sum(fields(fact, figure, forbund).values())
                pairs.append((-right, abs(figure.line - fact.line), at, no))
    matched: dict[int, int] = {}
    used: set[int] = set()
    for _, _, at, no in sorted(pairs):
        if at not in matched and no not in used:
            matched[at] = no
            used.add(no)
    return matched


def table_lines(report: str, folder: Path) -> set[int]:
    """The lines that hold cells of tables, as read by people."""
    path = folder / f"{report}-cells.csv"
    if not path.exists():
        return set()
    return {int(row["line"]) for row in csv.DictReader(path.open(encoding="utf-8"))}


def run(
    report: str, folder: Path, text: Path, options: argparse.Namespace, totals: Counter[str]
) -> None:
    """Read one report, compare it with its facts, and print the line."""
    document = from_text(text.read_bytes(), text)
    about = SETTINGS["rapporter"][report]
    forbund, year = about["forbund"], about["year"]
    skip = set() if options.tables else table_lines(report, folder)
    names = () if options.unnamed else tuple(about.get("insatser", ()))
    figures(document, forbund=forbund, year=year, insatser=names, skip_lines=skip)
    began = time.perf_counter()
    found = figures(document, forbund=forbund, year=year, insatser=names, skip_lines=skip)
    took = time.perf_counter() - began
    facts = read_facts(folder / f"{report}-facts.csv")
    matched = match(facts, found, forbund)
    counts: Counter[str] = Counter(facts=len(facts), all_found=len(matched), figures=len(found))
    for at, fact in enumerate(facts):
        if not fact.core:
            continue
        counts["core"] += 1
        if at not in matched:
            show(options, "SAKNAS", fact)
            continue
        right = fields(fact, found[matched[at]], forbund)
        counts["found"] += 1
        counts.update(name for name in FIELDS if right[name])
        counts["right"] += all(right.values())
        if not all(right.values()):
            wrong = " ".join(name for name in FIELDS if not right[name])
            show(options, f"FEL {wrong}", fact, found[matched[at]])
    taken = set(matched.values())
    for no, figure in enumerate(found):
        counts["other"] += figure.measure == "ovrigt"
        if no not in taken and figure.measure != "ovrigt":
            counts["extras"] += 1
            show(options, "TILL", None, figure)
    line(report, counts, took)
    totals.update(counts)


def show(
    options: argparse.Namespace, head: str, fact: Fact | None, figure: Figure | None = None
) -> None:
    """Print a miss, an error or an extra, if asked to."""
    if not options.list:
        return
    print(f"  {head}")
    if fact is not None:
        value = f"{fact.value:g} {fact.unit}"
        print(
            f"    gold {fact.line} {fact.subject} | {fact.measure} {fact.kon} {value} {fact.scope}"
        )
    if figure is not None:
        value = f"{figure.value:g} {figure.unit}"
        extra = f"{figure.kommun or ''} {figure.label} {figure.note}"
        print(
            f"    läst {figure.line} {figure.subject} | {figure.measure} {figure.kon} {value} "
            f"{figure.scope} | {extra}"
        )


def line(name: str, c: Counter[str], took: float) -> None:
    """Print one row: facts of the contract, share found and wholly right, by field, the rest."""
    core, found = max(1, c["core"]), max(1, c["found"])
    shares = " ".join(f"{field} {100 * c[field] / found:5.1f}" for field in FIELDS)
    print(
        f"{name[:44]:44} kontrakt n={c['core']:3} funna {100 * c['found'] / core:5.1f} % "
        f"helt rätt {100 * c['right'] / core:5.1f} % | av funna {shares} | "
        f"alla fakta {c['all_found']}/{c['facts']} | till {c['extras']} "
        f"ovrigt {c['other']} av {c['figures']} | {took:.3f} s"
    )


def main() -> None:
    """Read the reports asked for and print one line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", nargs="*")
    parser.add_argument(
        "--tables", action="store_true", help="read as if no table had been captured"
    )
    parser.add_argument(
        "--unnamed", action="store_true", help="read as if no table had named an insats"
    )
    parser.add_argument("--list", action="store_true", help="list misses, errors and extras")
    options = parser.parse_args()
    totals: Counter[str] = Counter()
    for report in options.reports or SETTINGS["rapporter"]:
        for folder, texts in ((GOLD, REPORTS), (SAMPLES, SAMPLES)):
            text = texts / f"{report}.txt"
            if (folder / f"{report}-facts.csv").exists() and text.exists():
                run(report, folder, text, options, totals)
    line("SUMMA", totals, 0.0)


if __name__ == "__main__":
    main()

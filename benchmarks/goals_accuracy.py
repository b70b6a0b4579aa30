"""How well goals and results are read, against what people read: per report, with every miss.

    python benchmarks/goals_accuracy.py [REPORTS_DIR] [SAMPLES_DIR]

Gold cells of goal tables count by line, value and unit, then by part (goal, result, last year's),
gender, year, measure and insats where gold tells them. Gold facts on the lines of goal lists count
likewise. A time in a goal's wording ("12 månader efter avslut") is no goal and must not be read.
"""

from __future__ import annotations

import csv
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from finsam_analysis.read.blocks import Block, classify
from finsam_analysis.read.document import Document, from_text
from finsam_analysis.read.goals.reader import find_goals, read_goals
from finsam_analysis.read.items import Item
from finsam_analysis.words import fold

ROOT = Path(__file__).resolve().parents[1]
UNITS = {"percent": "procent"}
TIMES = {"månader", "år", "timmar", "dagar"}
MEASURES = {
    "deltagare": "deltagare",
    "nya deltagare": "nya",
    "till arbete/studier": "avslutade_arbete_studier",
    "till ordinarie arbetsförberedande insats": "ordinarie_insats",
    "nya": "nya",
    "avslutade": "avslutade",
    "konsultationer": "konsultationer",
    "avslutade_arbete_studier": "avslutade_arbete_studier",
    "avslutade_ordinarie_insatser": "ordinarie_insats",
    "sjalvforsorjande_ett_ar": "sjalvforsorjande",
    "administration": "administration",
    "uppfoljda_ett_ar": "uppfoljda",
}


@dataclass
class Want:
    """One number of gold, and what it says of it; what it does not say is left out."""

    line: int
    value: Decimal
    unit: str
    facets: dict[str, str]
    text: str


@dataclass
class Score:
    """Counts of one report, and what was missed or wrong."""

    wanted: int = 0
    found: int = 0
    items: int = 0
    right: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a gold file; none when there is no such file."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cells(path: Path, year: int) -> Iterator[Want]:
    """Gold cells of goal tables."""
    for row in rows(path):
        goal_table = re.search(r"(?:^|_)(?:ars)?mal(?:_|$)", row["table"])
        if not goal_table or row["unit"] in TIMES:
            continue
        yield Want(
            int(row["line"]),
            Decimal(row["value"]),
            UNITS.get(row["unit"], row["unit"]),
            _of_cell(row["row"], row["col"], year),
            f"{row['row'][:40]} | {row['col']}",
        )


def _of_cell(label: str, col: str, year: int) -> dict[str, str]:
    head, _, rest = col.partition(", ")
    dated = re.search(r"20\d\d", head)
    until = "t.o.m." in head
    printed = int(dated.group()) if dated and not until else year
    goal = "mål" in head.casefold() or "mål" in rest and "andel" not in rest
    before = printed < year and not goal
    facets = {"del": "mal" if goal else "resultat_foregaende" if before else "resultat"}
    facets["kon"] = _kon(rest)
    if not until:
        facets["year"] = str(printed)
    facets["period"] = "projekt" if until else facets.get("period", "")
    if not until:
        del facets["period"]
    matt = MEASURES.get(rest) or ("konsultationer" if "konsultationer" in label else "")
    if matt:
        facets["matt"] = matt
    if matt and "ska" not in label and "Totalt" not in label:
        facets["insats"] = label.removesuffix(", konsultationer")
    return facets


def _kon(text: str) -> str:
    if "skillnad" in text:
        return "totalt"
    for word, name in (("ej angivet", "ej_angivet"), ("kvinnor", "kvinnor"), ("män", "man")):
        if word in text:
            return name
    return "totalt"


def facts(path: Path, year: int) -> Iterator[Want]:
    """Gold facts: goals, and what else stands on the lines of goal lists."""
    for row in rows(path):
        name = row["measure"]
        dated = re.fullmatch(r"20\d\d", row["scope"])
        facets = {"kon": row["kon"]}
        if name.startswith("mal_"):
            facets["del"] = "mal"
        elif dated and row["value"]:
            facets["del"] = "resultat"
        plain = name.removeprefix("mal_").removeprefix("andel_")
        if plain in MEASURES:
            facets["matt"] = MEASURES[plain]
        unit = UNITS.get(row["unit"], row["unit"])
        text = f"{row['subject'][:30]} {name} {row['scope']}"
        yield Want(int(row["line"]), Decimal(row["value"]), unit, facets, text)


def compare(items: list[Item], wants: list[Want], score: Score) -> list[Item]:
    """Match items with gold by line, value and unit, then by facets. Returns items not in gold."""
    left = list(items)
    for want in wants:
        score.wanted += 1
        key = (want.line, want.value, want.unit)
        same = [item for item in left if (item.line.no, item.value, item.unit) == key]
        if not same:
            score.notes.append(f"  saknas {want.line}: {want.value} {want.unit} {want.text}")
            continue
        item = max(same, key=lambda i: sum(_fits(i, k, v) for k, v in want.facets.items()))
        left.remove(item)
        score.found += 1
        for name, value in want.facets.items():
            score.told[name] += 1
            if _fits(item, name, value):
                score.right[name] += 1
            else:
                was = item.facets.get(name)
                score.notes.append(f"  {name} {want.line}: {value}, läst {was} ({want.text})")
    return left


def _fits(item: Item, name: str, value: str) -> bool:
    have = item.facets.get(name, "")
    if name == "insats":
        return fold(value).replace(",", "") == fold(have).replace(",", "")
    if name == "del" and value == "resultat":
        return have.startswith("resultat")
    return have == value


def measure(document: Document, gold: Path, year: int) -> tuple[Score, Score, float]:
    """Scores of the goal tables and the goal lists of a report, and the time to find and read."""
    kinds = classify(document)
    start = time.perf_counter()
    blocks = find_goals(document, kinds, ())
    read = [(block, read_goals(block, year=year)) for block in blocks]
    spent = time.perf_counter() - start
    wanted = list(cells(gold / f"{document.report_id}-cells.csv", year))
    said = list(facts(gold / f"{document.report_id}-facts.csv", year))
    in_cells = {want.line for want in wanted}
    tables, lists = Score(), Score()
    of_tables = [i for block, items in read if _lines(block) & in_cells for i in items]
    of_lists = [i for block, items in read if not _lines(block) & in_cells for i in items]
    list_lines = {n for b, _ in read if not _lines(b) & in_cells for n in _lines(b)}
    tables.items, lists.items = len(of_tables), len(of_lists)
    extra = compare(of_tables, wanted, tables)
    extra += compare(of_lists, [want for want in said if want.line in list_lines], lists)
    for item in extra:
        place = f"{item.line.no}: {item.raw} {item.unit} {item.facets['del']}"
        score = lists if item in of_lists else tables
        score.notes.append(f"  ej i facit {place} ({item.label[:50]})")
    return tables, lists, spent


def _lines(block: Block) -> set[int]:
    return {line.no for line in block.lines}


def show(name: str, kind: str, score: Score) -> None:
    """One line for a report, and its misses below."""
    if not score.wanted and not score.items:
        return
    share = f"{100 * score.found / score.wanted:.1f} %" if score.wanted else "-"
    parts = ", ".join(f"{k} {score.right[k]}/{score.told[k]}" for k in sorted(score.told))
    print(f"{name:45} {kind:8} {score.found}/{score.wanted} {share:8} lästa {score.items}  {parts}")
    for note in score.notes:
        print(note)


def main() -> None:
    """Print the accuracy of every report there is gold for."""
    reports = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "reports"
    samples = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT.parent / "shared" / "samples"
    for folder, gold in ((reports, ROOT / "tests" / "gold"), (samples, samples)):
        for path in sorted(folder.glob("*.txt")):
            year = int((re.search(r"20\d\d", path.stem) or [0])[0])
            tables, lists, spent = measure(from_text(path.read_bytes(), path), gold, year)
            show(path.stem, "tabeller", tables)
            show(path.stem, "listor", lists)
            print(f"{path.stem:45} {'tid':8} {spent:.3f} s")


if __name__ == "__main__":
    main()

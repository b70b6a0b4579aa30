"""How well charts and surveys are read, against what people read.

For each report with gold: numbers that are right by line and value, then those whose facets (group,
question, answer, year, gender, category) are right too, and numbers that gold does not have there.
Reports are looked for in FINSAM_REPORTS (default ../shared/reports); those missing are skipped.
"""

from __future__ import annotations

import csv
import os
import re
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from rapidfuzz import fuzz

from finsam_analysis import words
from finsam_analysis.read.blocks import Kind, classify
from finsam_analysis.read.charts.reader import find_charts, read_charts
from finsam_analysis.read.document import Document, from_text
from finsam_analysis.read.items import Item
from finsam_analysis.read.surveys.reader import find_surveys, read_surveys

ROOT = Path(__file__).parent.parent
SURVEYS = re.compile(r"^(indikatorer|svarsfrekvens)")
CHARTS = re.compile(r"diagram|^samma_(inskrivna|avslutade)_|^avslutade_arbete_studier")
_LIKE = 80.0  # a question read from damaged print is as alike as this, 0-100
_KON = {"kvinnor": "kvinnor", "kvinna": "kvinnor", "män": "man", "man": "man"}
_GROUPS = {
    "personal": "personal",
    "medarbetare": "personal",
    "styrelse": "styrelse",
    "styrelsen": "styrelse",
}
_GROUPS |= {"styr": "chefer", "chefer": "chefer", "deltagare": "deltagare", "parternas": "chefer"}
_ANSWERS = {
    "klart positiv": "klart_positivt",
    "positiv": "positivt",
    "negativ": "negativt",
    "varken": "varken_eller",
    "antal tillfr": "n_tillfragade",
    "antal svar": "n_svar",
    "svarsfrekvens": "svarsfrekvens",
}


@dataclass
class Score:
    """Counts for one report and one kind of block."""

    gold: int = 0
    value: int = 0
    facets: int = 0
    unsure: int = 0  # right number, facets not known and said so
    extra: int = 0


def main() -> int:
    """Print one line for each report and kind; details of what is wrong with --fel."""
    reports = Path(os.environ.get("FINSAM_REPORTS", ROOT.parent / "shared" / "reports"))
    places = [(ROOT / "tests" / "gold", reports), (reports.parent / "samples",) * 2]
    heads = ("guld", "värde", "allt", "osäkert", "utöver", "s")
    print(f"{'rapport':45} {'slag':8}" + "".join(f"{head:>9}" for head in heads))
    for folder, texts in places:
        for gold in sorted(folder.glob("*-cells.csv")):
            text = texts / gold.name.replace("-cells.csv", ".txt")
            if text.exists():
                report(gold, text, details="--fel" in sys.argv)
    return 0


def report(gold: Path, text: Path, *, details: bool) -> None:
    """Measure one report."""
    with gold.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    document = from_text(text.read_bytes(), text)
    kinds = classify(document)
    year = int(re.findall(r"20\d\d", text.name)[0])
    for kind, pattern in (("enkät", SURVEYS), ("diagram", CHARTS)):
        start = time.perf_counter()
        items = _items(document, kinds, kind, year)
        spent = time.perf_counter() - start
        wanted = [row for row in rows if pattern.search(row["table"]) and row["value"]]
        if wanted or items:
            score = measure(wanted, items, year, details=details)
            counts = (score.gold, score.value, score.facets, score.unsure, score.extra)
            cells = "".join(f"{count:9}" for count in counts)
            print(f"{text.stem:45} {kind:8}{cells}{spent:9.3f}")


def _items(document: Document, kinds: list[Kind], kind: str, year: int) -> list[Item]:
    if kind == "enkät":
        blocks = find_surveys(document, kinds, set())
        return [item for block in blocks for item in read_surveys(block, year=year)]
    blocks = find_charts(document, kinds, set())
    return [item for block in blocks for item in read_charts(block, year=year)]


def measure(
    wanted: list[dict[str, str]], items: Iterable[Item], year: int, *, details: bool
) -> Score:
    """Match items to gold by line and value, those with the right facets first."""
    left = list(items)
    score = Score(gold=len(wanted))
    misses: list[tuple[str, dict[str, str], Item | None]] = []
    for row in wanted:
        same = [
            item for item in left if item.line.no == int(row["line"]) and item.value == _number(row)
        ]
        same.sort(key=lambda item: len(_wrong(row, item, year)))
        if not same:
            misses.append(("saknas", row, None))
            continue
        left.remove(same[0])
        score.value += 1
        wrong = _wrong(row, same[0], year)
        if not wrong:
            score.facets += 1
        elif not same[0].label and same[0].note:
            score.unsure += 1
        else:
            misses.append((f"fel {wrong}", row, same[0]))
    left = [item for item in left if item.label != "n"]  # of a title; gold has it among facts
    score.extra = len(left)
    if details:
        for why, row, item in misses:
            print(
                "  ", why, row["line"], row["row"][:40], row["col"], row["raw"], item and item.note
            )
        for item in left:
            print("   utöver", item.line.no, item.raw, item.value, item.label[:40], item.facets)
    return score


def _number(row: dict[str, str]) -> Decimal:
    return Decimal(row["value"])


def _wrong(row: dict[str, str], item: Item, year: int) -> list[str]:
    """The facets of gold that the item has otherwise or not at all."""
    wrong = []
    for name, value in _facets(row, year).items():
        own = item.facets.get(name, "") if name != "_" else f"{item.label} {item.column}"
        if name == "_" and words.fold(value) in words.fold(own):
            continue
        if name == "fraga":
            if fuzz.ratio(words.fold(own), words.fold(value)) < _LIKE:
                wrong.append(f"fraga={own[:30]!r}")
        elif words.fold(own) != words.fold(value):
            wrong.append(f"{name}={own!r}")
    return wrong


def _facets(row: dict[str, str], year: int) -> dict[str, str]:
    table, label, col = row["table"], row["row"], row["col"]
    if SURVEYS.search(table):
        return _survey_facets(table, label, col, year)
    if "okänd" in col:
        return {"kategori": label} if "avslutade_arbete" in table else {}
    facets: dict[str, str] = {}
    for text in (label, col):
        key = text.casefold()
        if key in _KON:
            facets["kon"] = _KON[key]
        elif re.fullmatch(r"20\d\d", text):
            facets["year"] = text
        elif key.endswith(" år"):
            facets["alder"] = text
        elif key == "totalt":
            facets.setdefault("kon" if "kon" not in facets and text == col else "kategori", text)
        elif key == "antal svar":
            facets["svar"] = "n_svar"
        elif key != "andel":
            facets["_namn"] = text
    name = facets.pop("_namn", "")
    if label == col == "Totalt":
        return {"kon": "totalt", "kategori": "Totalt"}
    if name and label == "Totalt":
        facets = {"kon": "totalt"}
    if name:
        facets["_"] = name
    return facets


def _survey_facets(table: str, label: str, col: str, year: int) -> dict[str, str]:
    who = table.removeprefix("indikatorer").strip("_") if "indikator" in table else label
    question = "" if "svarsfrekvens" in table or label == "Antal svar" else label
    if ": " in question:
        who, question = question.split(": ", 1)
    number = re.match(r"(\d+)\. ", question)
    found = re.findall(r"20\d\d", col)
    facets = {"respondentgrupp": _GROUPS[re.split(r"[ _-]", who.casefold())[0]]}
    facets["year"] = found[0] if found else str(year)
    facets["svar"] = next(
        (name for text, name in _ANSWERS.items() if text in f"{col} {label}".casefold()), "?"
    )
    if question:
        facets["fraga"] = question[number.end() :] if number else question
    if number:
        facets["fraga_nr"] = number.group(1)
    return facets


if __name__ == "__main__":
    sys.exit(main())

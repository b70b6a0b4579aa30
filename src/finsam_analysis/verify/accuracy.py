"""How much of what was read by eye in the reports the program reads, and how much it gets right.

    python -m finsam_analysis.verify.accuracy [--misses]

Gold in tests/gold is read by eye, cell by cell. A cell is found when a row of data/clean has
the same report, line and number; it is right when value with sign, unit, row, column, gender and
year agree too. Rows with no gold cell are `extra`: the report does not print them there, or
nobody read them. Figures in running text are held against gold in `verify.gold_facts`.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from finsam_analysis import words
from finsam_analysis.datasets import load
from finsam_analysis.read.terms import lookup, tidy
from finsam_analysis.schema import FACTS
from finsam_analysis.verify.gold_facts import FactScore, measure_facts
from finsam_analysis.verify.meaning import dataset_of, wrong

GOLD, RAW = Path("tests/gold"), Path("data/raw")
_UNITS = {"percent": "procent"}
_NO_LABEL = "etikett saknas"  # how gold's note on such a cell begins
_ROW_ALIKE = 70.0
_KON = {
    "kvinnor": "kvinnor",
    "kvinna": "kvinnor",
    "man": "man",
    "totalt": "totalt",
    "samtliga": "totalt",
}
_POST = {
    "budget": "budget",
    "utfall": "utfall",
    "avvikelse": "avvikelse",
    "differens": "avvikelse",
    "bokslut": "utfall",
}


@dataclass(slots=True)
class Score:
    """Counts for one table of gold, or several."""

    gold: int = 0
    found: int = 0
    right: int = 0
    wrong_confirmed: int = 0
    told: int = 0  # found cells of which gold tells the meaning
    meant: int = 0  # and that mean it
    misses: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)  # found, but of another meaning
    datasets: Counter[str] = field(default_factory=Counter)  # where the found rows stand


def measure(gold: Path = GOLD, clean: Path | None = None) -> dict[tuple[str, str], Score]:
    """data/clean against every *-cells.csv in `gold`; keys are (report_id, table of the gold)."""
    rows = _rows_by_line(clean)
    scores: dict[tuple[str, str], Score] = defaultdict(Score)
    for path in sorted(gold.glob("*-cells.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for cell in csv.DictReader(file):
                if cell["value"]:
                    _score(cell, rows, scores[cell["report_id"], cell["table"]])
    return scores


def extras(gold: Path = GOLD, clean: Path | None = None) -> dict[str, list[dict[str, Any]]]:
    """Rows from tables of data/clean that nothing in gold stands for, by report.

    Goals in bullets are running text to gold, and stand among its facts.
    """
    left = _rows_by_line(clean)
    for path in sorted(gold.glob("*-cells.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for cell in csv.DictReader(file):
                _take(cell, left)
    for path in sorted(gold.glob("*-facts.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for told in csv.DictReader(file):
                _take({**told, "row": told["subject"], "col": ""}, left)
    measured = {path.name.removesuffix("-cells.csv") for path in gold.glob("*-cells.csv")}
    found: dict[str, list[dict[str, Any]]] = {}
    for (report_id, _), rows in left.items():
        if report_id in measured:
            found.setdefault(report_id, []).extend(r for r in rows if r["table_id"] != "prosa")
    return found


def confirmed_extras(
    gold: Path = GOLD, clean: Path | None = None
) -> dict[str, list[dict[str, Any]]]:
    """Rows without gold that are confirmed though the table they stand in was read by eye.

    A number of the wrong size is such a row: no gold cell has its value.
    """
    spans: dict[tuple[str, str], list[int]] = defaultdict(list)
    for path in sorted(gold.glob("*-cells.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for cell in csv.DictReader(file):
                spans[cell["report_id"], cell["table"]].append(int(cell["line"]))
    found: dict[str, list[dict[str, Any]]] = {}
    for report_id, rows in extras(gold, clean).items():
        read = [(min(at), max(at)) for (rid, _), at in spans.items() if rid == report_id]
        found[report_id] = [
            row
            for row in rows
            if row["kontroll"] == "bekraftad" and any(a <= row["line"] <= b for a, b in read)
        ]
    return found


def _rows_by_line(clean: Path | None) -> dict[tuple[str, int], list[dict[str, Any]]]:
    rows: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    for name in FACTS:
        for row in load(name, clean=clean).iter_rows(named=True):
            rows[row["report_id"], row["line"]].append({"dataset": name, **row})
    return rows


def _candidates(
    cell: dict[str, str], rows: dict[tuple[str, int], list[dict[str, Any]]]
) -> list[dict[str, Any]]:
    value = abs(Decimal(cell["value"] or "0"))
    there = rows.get((cell["report_id"], int(cell["line"])), [])
    return [row for row in there if abs(Decimal(str(row["varde"]))) == value]


def _take(
    cell: dict[str, str], rows: dict[tuple[str, int], list[dict[str, Any]]]
) -> dict[str, Any] | None:
    """The row that stands for a gold cell, the most alike if there are several; it is used up."""
    if not cell["value"]:
        return None
    found = _candidates(cell, rows)
    if not found:
        return None
    best = max(
        found,
        key=lambda row: (
            not _faults(cell, row),
            row["table_id"] != "prosa",
            -len(_faults(cell, row)),
        ),
    )
    rows[cell["report_id"], int(cell["line"])].remove(best)
    return best


def _score(
    cell: dict[str, str], rows: dict[tuple[str, int], list[dict[str, Any]]], score: Score
) -> None:
    score.gold += 1
    row = _take(cell, rows)
    if row is None:
        score.misses.append(f"{cell['line']} {cell['row']} / {cell['col']} {cell['raw']}: saknas")
        return
    score.found += 1
    score.datasets[row["dataset"]] += 1
    faults = _faults(cell, row)
    other = wrong(cell, row)
    if other is not None:
        score.told += 1
        score.meant += not other
    if other:
        score.other.append(_shown(cell, row, other))
    if not faults:
        score.right += 1
        return
    if row["kontroll"] == "bekraftad" and {"värde", "enhet"} & set(faults):
        score.wrong_confirmed += 1
    score.misses.append(_shown(cell, row, faults))


def _shown(cell: dict[str, str], row: dict[str, Any], faults: Sequence[str]) -> str:
    return (
        f"{cell['line']} {cell['row']} / {cell['col']} {cell['raw']}: {', '.join(faults)} "
        f"({row['dataset']}: {row['label_raw']} / {row['kolumn_raw']} {row['year']})"
    )


def _faults(cell: dict[str, str], row: dict[str, Any]) -> list[str]:
    """What of a row differs from the gold cell: värde, enhet, rad, kön, år, kolumn."""
    faults = []
    if not _same_value(cell, row):
        faults.append("värde")
    unit = _UNITS.get(cell["unit"], words.fold(cell["unit"]))
    if unit != row["enhet"]:
        faults.append("enhet")
    if not _same_row(cell, row):
        faults.append("rad")
    faults += _column_faults(cell, row)
    return faults


def _same_value(cell: dict[str, str], row: dict[str, Any]) -> bool:
    """With its sign: the sign that the layout implies may stand in the normalised amount."""
    meant = Decimal(cell["value"])
    signs = {Decimal(str(row["varde"])) < 0}
    if row.get("belopp_kr") is not None:
        signs.add(row["belopp_kr"] < 0)
    return meant == 0 or (meant < 0) in signs or cell["note"].startswith("sign:")


def _same_row(cell: dict[str, str], row: dict[str, Any]) -> bool:
    gold = words.fold(tidy(cell["row"]))
    if cell["note"].startswith(_NO_LABEL):  # gold names it by what it is; no label is printed
        return not row["label_raw"]
    for text in (
        row["label_raw"],
        row["kolumn_raw"],
        row.get("fraga") or "",
        row.get("kategori") or "",
    ):
        mine = words.fold(tidy(text or ""))
        if mine and (fuzz.ratio(gold, mine) >= _ROW_ALIKE or fuzz.partial_ratio(gold, mine) >= 90):
            return True
    terms = set(lookup(cell["row"]))
    return bool(terms & set(lookup(row["label_raw"] or ""))) or any(
        term.name in {row.get(term.axis), row.get("kon"), row.get("svar")} for term in terms
    )


def _column_faults(cell: dict[str, str], row: dict[str, Any]) -> list[str]:
    faults = []
    col = words.fold(cell["col"])
    years = {int(y) for y in re.findall(r"(?:19|20)\d\d", cell["col"])}
    if years and row["year"] not in years and row.get("period") != "projekt":
        faults.append("år")
    found = re.split(r"[^a-z]+", f"{words.fold(cell['row'])} {col}")
    kon = {_KON[word] for word in found if word in _KON} - {"totalt"}
    if len(kon) == 1 and row.get("kon") not in kon and "kon" in row:  # both: what sets them apart
        faults.append("kön")
    post = {_POST[word] for word in col.split() if word in _POST}
    if (
        post
        and row.get("post") is not None
        and row["dataset"] == "ekonomi"
        and row["post"] not in post
    ):
        faults.append("kolumn")
    return faults


def report(
    scores: dict[tuple[str, str], Score],
    left: dict[str, list[dict[str, Any]]],
    *,
    misses: bool,
    confirmed: dict[str, list[dict[str, Any]]] | None = None,
) -> str:
    """The accuracy of the tables as text, per report and dataset, and in all.

    `mening` is how many of the found numbers are in the right dataset and say the right category,
    kön, post and year, of those of which gold tells. `confirmed` are rows without gold that count
    as wrong and confirmed.
    """
    head = f"{'facit':>6} {'funna':>6} {'rätt':>6} {'andel':>7} {'mening':>11}"
    lines = [f"{'tal i tabeller':48} {head}"]
    for report_id in sorted({key[0] for key in scores}):
        own = {table: score for (rid, table), score in scores.items() if rid == report_id}
        lines.append(_line(report_id, _sum(own.values())))
        for dataset, tables in _by_dataset(own).items():
            lines.append(_line(f"  {dataset}", _sum(tables.values())))
            if misses:
                lines += _missed(tables)
        lines.append(f"  rader utan facit: {len(left.get(report_id, []))}")
        if misses:
            lines += [f"      bekräftat: {_named(r)}" for r in (confirmed or {}).get(report_id, [])]
    total = _sum(scores.values())
    lines.append(_line("alla", total))
    wrong_extras = sum(len(rows) for rows in (confirmed or {}).values())
    lines.append(f"fel värde och bekräftat: {total.wrong_confirmed + wrong_extras}")
    return "\n".join(lines)


def _by_dataset(own: dict[str, Score]) -> dict[str, dict[str, Score]]:
    """A report's tables of gold by the dataset that they belong in, or that most rows stand in."""
    made: dict[str, dict[str, Score]] = {}
    for table, score in own.items():
        common = score.datasets.most_common(1)
        name = dataset_of(table) or (common[0][0] if common else "inget")
        made.setdefault(name, {})[table] = score
    return dict(sorted(made.items()))


def _missed(tables: dict[str, Score]) -> list[str]:
    lines = []
    for table, score in tables.items():
        if score.misses or score.other:
            lines.append(f"    {table}: {score.right} av {score.gold}")
        lines += [f"      {miss}" for miss in score.misses]
        lines += [f"      mening: {other}" for other in score.other]
    return lines


def facts_report(scores: dict[str, FactScore], *, misses: bool) -> str:
    """The accuracy of the running text as text, per report and in all."""
    head = f"{'facit':>6} {'funna':>6} {'rätt':>6} {'andel':>7}"
    lines = [f"{'tal i löpande text (som har ett mått i data)':48} {head}"]
    for report_id, score in scores.items():
        lines.append(_shares(report_id, score.gold, score.found, score.right))
        if misses:
            lines += [f"      {miss}" for miss in score.misses]
    gold, found, right = (
        sum(getattr(score, name) for score in scores.values())
        for name in ("gold", "found", "right")
    )
    return "\n".join([*lines, _shares("alla", gold, found, right)])


def _named(row: dict[str, Any]) -> str:
    return f"{row['line']} {row['label_raw']} / {row['kolumn_raw']} {row['raw']} {row['enhet']}"


def _line(name: str, score: Score) -> str:
    shares = _shares(name, score.gold, score.found, score.right)
    return f"{shares} {score.meant:5}/{score.told:<5}"


def _shares(name: str, gold: int, found: int, right: int) -> str:
    share = 100 * right / gold if gold else 0.0
    return f"{name[:48]:48} {gold:6} {found:6} {right:6} {share:6.1f}%"


def _sum(scores: Iterable[Score]) -> Score:
    listed: Sequence[Score] = list(scores)
    return Score(
        sum(s.gold for s in listed),
        sum(s.found for s in listed),
        sum(s.right for s in listed),
        sum(s.wrong_confirmed for s in listed),
        sum(s.told for s in listed),
        sum(s.meant for s in listed),
    )


def main() -> None:
    """Print the accuracy of data/clean and data/raw against tests/gold."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--misses", action="store_true", help="list every cell that is not right")
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--clean", type=Path, default=None)
    parser.add_argument("--raw", type=Path, default=RAW)
    options = parser.parse_args()
    scores = measure(options.gold, options.clean)
    text = report(
        scores,
        extras(options.gold, options.clean),
        misses=options.misses,
        confirmed=confirmed_extras(options.gold, options.clean),
    )
    facts = measure_facts(options.gold, options.raw, options.clean)
    sys.stdout.write(f"{text}\n\n{facts_report(facts, misses=options.misses)}\n")


if __name__ == "__main__":
    main()

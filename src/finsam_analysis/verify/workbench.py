"""What a person who adds a report has to look at, gathered from the ledgers of a built folder.

Contradictions, most important first; numbers that no check covers, the largest groups first;
damaged print, unread lines, corrections; and the share of numbers that some check covers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from finsam_analysis.datasets import clean_folder, load, tables
from finsam_analysis.read.document import ReportError
from finsam_analysis.schema import DIMENSIONS, FACTS
from finsam_analysis.verify.checks import COUNT
from finsam_analysis.verify.contract import broken
from finsam_analysis.verify.corrections import load_corrections
from finsam_analysis.verify.grouping import Finding, findings, number_near
from finsam_analysis.verify.parts import Numbers, Row
from finsam_analysis.verify.printed import Printed

PROSE = "prosa"
UNPROVED = "ingen prövning bevisar läsningen"  # verify.verdict notes it


@dataclass(slots=True)
class Uncovered:
    """Numbers of one table, or of the running text of a report, that no check covers."""

    report_id: str
    table_id: str
    name: str  # what the table is found by
    rows: list[Row]
    of: int  # all numbers of the table

    @property
    def lines(self) -> list[int]:
        """The lines they stand on."""
        return sorted({row["line"] for row in self.rows})

    @property
    def datasets(self) -> list[str]:
        """The datasets that they are in."""
        return sorted({row["dataset"] for row in self.rows})


@dataclass(slots=True)
class Repair:
    """Damaged print: what it was read as, and the check that proves it, if one does."""

    row: dict[str, Any]
    proof: dict[str, Any] | None


@dataclass(slots=True)
class Coverage:
    """How many numbers of a report and dataset some check covers."""

    report_id: str
    dataset: str
    covered: int
    of: int


@dataclass(slots=True)
class Workbench:
    """Everything that `finsam check` shows."""

    titles: dict[str, str]  # of the reports that are asked for
    every_title: dict[str, str]
    printed: Printed
    numbers_on: Numbers
    checks: list[dict[str, Any]]
    numbers: int
    confirmed: int
    findings: list[Finding]
    uncovered: list[Uncovered]
    repairs: list[Repair]
    unread: list[dict[str, Any]]
    corrections: list[dict[str, Any]]
    coverage: list[Coverage] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)  # ours to fix, beside wrong readings

    @property
    def ours(self) -> int:
        """How much is ours to fix: wrong readings, a broken contract, corrections not built."""
        return self.count("lasfel") + len(self.faults)

    @property
    def uncounted(self) -> list[str]:
        """Titles of reports of which nobody has counted what the text prints."""
        counted = {check["report_id"] for check in self.checks if check["typ"] == COUNT}
        return [title for report_id, title in self.titles.items() if report_id not in counted]

    def count(self, utfall: str) -> int:
        """How many checks came out so."""
        return sum(check["utfall"] == utfall for check in self.checks)


def workbench(clean: Path, raw: Path | None = None, reports: Sequence[str] = ()) -> Workbench:
    """Gather the workbench from a built folder; `raw` has the captured reports, else beside it.

    `reports` limits it. Raises ReportError for a report that is not there, naming those that are.
    """
    folder = clean_folder(clean)
    printed = Printed(raw if raw is not None else folder.parent / "raw")
    titles = _titles(folder, reports)
    every = {name: _rows(folder, name) for name in FACTS}
    rows = [{**row, "dataset": name} for name, those in every.items() for row in those]
    checks = _rows(folder, "kontroller")
    numbers = Numbers(rows)
    parts = numbers.of_all(checks)
    taking = {id(row) for found in parts.values() for row in found.rows}
    own = [row for row in rows if row["report_id"] in titles]
    corrections = [row for row in _rows(folder, "rattelser") if row["report_id"] in titles]
    concerned = [found for found in findings(checks, parts, rows) if _concerns(found, titles)]
    for ours in (True, False):
        number_near([found for found in concerned if found.ours is ours])
    return Workbench(
        titles,
        _titles(folder, ()),
        printed,
        numbers,
        [check for check in checks if check["report_id"] in titles],
        len(own),
        sum(row["kontroll"] == "bekraftad" for row in own),
        concerned,
        _uncovered(own, taking, printed),
        _repairs(folder, own, checks),
        [row for row in _rows(folder, "olasta") if row["report_id"] in titles],
        corrections,
        _coverage(own, taking),
        [*_broken(folder), *_waiting(printed.raw, titles, corrections)],
    )


def _rows(folder: Path, name: str) -> list[dict[str, Any]]:
    return list(load(name, clean=folder).iter_rows(named=True))


def _titles(folder: Path, wanted: Sequence[str]) -> dict[str, str]:
    titles = {row["report_id"]: row["titel"] for row in _rows(folder, "rapporter")}
    for report_id in wanted:
        if report_id not in titles:
            raise ReportError(
                f"Det finns ingen rapport {report_id} i {folder}. Där finns: {', '.join(titles)}."
            )
    return {key: title for key, title in titles.items() if not wanted or key in wanted}


def _concerns(finding: Finding, titles: dict[str, str]) -> bool:
    return any(check["report_id"] in titles for check in finding.checks)


def covered(row: Row, taking: set[int]) -> bool:
    """True when some check covers the number: as the data says (`prov`), else as worked out."""
    if row.get("prov") is not None:
        return bool(row["prov"])
    return row["kontroll"] != "okontrollerad" or id(row) in taking


def _uncovered(rows: Iterable[Row], taking: set[int], printed: Printed) -> list[Uncovered]:
    """Tables before running text, most uncovered numbers first."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["report_id"], row["table_id"]), []).append(row)
    found = []
    for (report_id, table_id), those in groups.items():
        without = [row for row in those if not covered(row, taking)]
        if without:
            name = printed.name(report_id, table_id)
            found.append(Uncovered(report_id, table_id, name, without, len(those)))
    return sorted(found, key=lambda u: (u.table_id == PROSE, -len(u.rows), u.report_id, u.table_id))


def _coverage(rows: Iterable[Row], taking: set[int]) -> list[Coverage]:
    made: dict[tuple[str, str], Coverage] = {}
    for row in rows:
        key = (row["report_id"], row["dataset"])
        cell = made.setdefault(key, Coverage(*key, 0, 0))
        cell.of += 1
        cell.covered += covered(row, taking)
    return list(made.values())


def _repairs(folder: Path, rows: Iterable[Row], checks: Iterable[dict[str, Any]]) -> list[Repair]:
    """Damaged print without proof first, then what a check proves."""
    rows = list(rows)
    own = {row["report_id"] for row in rows}
    by_id = {check["kontroll_id"]: check for check in checks}
    without = [Repair(row, None) for row in rows if UNPROVED in (row["anmarkning"] or "")]
    proved = [row for row in _rows(folder, "reparationer") if row["report_id"] in own]
    return without + [Repair(row, by_id.get(row["bevis"])) for row in proved]


def _broken(folder: Path) -> list[str]:
    """Where the data breaks the contract of the datasets, as sentences."""
    names = [name for name in (*FACTS, *DIMENSIONS) if name in tables(folder)]
    frames = {name: load(name, clean=folder) for name in names}
    absent = [name for name in (*FACTS, *DIMENSIONS) if name not in frames]
    found = [*(f"{name} saknas" for name in absent), *broken(frames)]
    return [f"Data bryter mot kontraktet: {fault}. Kör finsam build." for fault in found]


def _waiting(raw: Path, titles: Iterable[str], built: Iterable[dict[str, Any]]) -> list[str]:
    """Corrections that stand in corrections.toml and not in the data, as sentences."""
    known = {_decided(row) for row in built}
    found = []
    for report_id in titles:
        if not (raw / report_id).is_dir():
            continue
        for correction in load_corrections(raw / report_id):
            if _decided(correction.row()) not in known:
                found.append(
                    f"Rättelsen av »{correction.raw}« på rad {correction.line} i {report_id} "
                    "finns inte i data. Kör finsam build."
                )
    return found


def _decided(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("report_id", "line", "raw", "atgard", "varde"))


def unread_lines(bench: Workbench, finding: Finding) -> list[int]:
    """Lines of a finding on which some numbers could not be read."""
    unread = {(row["report_id"], row["line"]) for row in bench.unread}
    return sorted(
        {
            line
            for check in finding.checks
            for line in check["rader"]
            if (check["report_id"], line) in unread
        }
    )


def places(bench: Workbench, finding: Finding) -> list[tuple[str, int, list[Row]]]:
    """The printed lines of a finding with its numbers there; what is suspected comes first."""
    at: dict[tuple[str, int], list[Row]] = {}
    stated = [row for parts in finding.parts for row in parts.stated]
    others = [row for parts in finding.parts for row, _ in parts.computed]
    for row in (*finding.suspects, *stated, *finding.also, *others):
        there = at.setdefault((row["report_id"], row["line"]), [])
        if not any(row is other for other in there):
            there.append(row)
    for check, parts in zip(finding.checks, finding.parts, strict=True):
        for line in () if parts.sure else check["rader"]:
            counted = check["typ"] == COUNT  # of a line that may have no number that is read
            own = check["report_id"]
            report_id = own if counted else _holder(bench, own, line)
            if report_id:
                at.setdefault((report_id, line), [])
    return [(report_id, line, rows) for (report_id, line), rows in at.items()]


def _holder(bench: Workbench, report_id: str, line: int) -> str:
    """Which report a line of a check is of: its own, else the only other that has numbers there."""
    own = [report_id] if bench.numbers_on.on(report_id, line) else []
    holders = own or [
        other for other in bench.numbers_on.beside(report_id) if bench.numbers_on.on(other, line)
    ]
    return holders[0] if len(holders) == 1 else ""

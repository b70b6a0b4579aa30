"""From a value back to its printed lines, its reading, its own checks, its repair and corrections.

`finsam trace` shows it in the terminal, `fa.trace` as a card in a notebook; `verify.card` lays both
out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finsam_analysis.clean.report import read_tables
from finsam_analysis.datasets import clean_folder, load, tables
from finsam_analysis.read.capture import load_report
from finsam_analysis.read.document import ReportError
from finsam_analysis.read.tables.reader import Cell, Table
from finsam_analysis.schema import FACTS
from finsam_analysis.verify import told
from finsam_analysis.verify.marking import position
from finsam_analysis.verify.parts import Numbers, Parts, Row
from finsam_analysis.verify.printed import Printed

if TYPE_CHECKING:
    import polars as pl

_MOST = 20  # values shown for one question
_ABOUT = (
    "year", "insats_id", "kategori", "rapport", "not_nr", "post", "medlem", "slag", "matt", "del",
    "orsak", "remittent", "forsorjning", "tidpunkt", "dimension", "respondentgrupp", "svar", "kon",
    "kommun", "period",
)  # fmt: skip
_PROOFS = {
    "relation": "kolumnernas samband",
    "summa": "tabellens summor",
    "enda": "den enda läsning som inget lägger till",
    "storlek": "tabellens andra tal",
    "samma": "samma tal på annan plats i tabellen",
    "noter stiger": "notnumren stiger nedåt",
}
_WORST_FIRST = {"lasfel": 0, "motsagelse": 1, "stammer": 2, "avrundning": 3}


@dataclass(frozen=True, slots=True)
class Taking:
    """A check that a value takes part in: as the number that is tried, or as one behind it."""

    check: dict[str, Any]
    parts: Parts
    tried: bool

    @property
    def other(self) -> Row | None:
        """The other number, where the check compares two that are printed."""
        computed = [row for row, weight in self.parts.computed if weight]
        if len(self.parts.rows) != 2 or len(self.parts.stated) != len(computed):
            return None
        return computed[0] if self.tried else self.parts.stated[0]


def own_checks(checks: Sequence[Taking], row: Row, titles: dict[str, str]) -> list[str]:
    """The checks in words, with the value's part in them; what is compared alike stands once."""
    pairs: dict[tuple[str, ...], list[Row]] = {}
    for taking in checks:
        check, other = taking.check, taking.other
        mark = told.MARKS.get(check["utfall"], "?")
        about = check["beskrivning"]
        if other is None:
            enhet = "kr" if taking.parts.scale == "belopp_kr" else taking.parts.rows[0]["enhet"]
            part = "talet prövas" if taking.tried else "talet är en av delarna"
            sides = told.outcome(check, enhet, printed=bool(taking.parts.stated))
            pairs[mark, f"{about}: {sides} ({part})"] = []
        else:
            pairs.setdefault((mark, about, told.amount(other["varde"], other["enhet"])), []).append(
                other
            )
    mine = told.amount(row["varde"], row["enhet"])
    return [
        f"{key[0]} {key[1]}"
        + (
            f": {mine} här {key[0]} {key[2]} på {told.places(rows, row['report_id'], titles)}"
            if rows
            else ""
        )
        for key, rows in pairs.items()
    ]


@dataclass(slots=True)
class Traced:
    """One value: its row in the dataset, and everything behind it."""

    row: Row
    checks: list[str]
    others: int  # checks of other numbers on the line
    reading: str
    refused: tuple[str, ...]
    repairs: list[str]
    corrections: list[dict[str, Any]]

    @property
    def value(self) -> str:
        """The number with its unit."""
        return told.amount(self.row["varde"], self.row["enhet"])

    @property
    def name(self) -> str:
        """Row and column as printed."""
        parts = [self.row["label_raw"], self.row["kolumn_raw"]]
        return ", ".join(part for part in parts if part)

    @property
    def about(self) -> str:
        """What the number is of, as keys that pick it out."""
        known = [f"{name}={self.row[name]}" for name in _ABOUT if self.row.get(name) is not None]
        return "  ".join(known)


@dataclass(slots=True)
class Place:
    """A printed line with the values on it that were asked for."""

    report_id: str
    title: str
    table_id: str
    line: int
    page: int | None
    heading: str
    printed: list[tuple[int, str]]
    prose: str  # the line of the running text, where the whole report lies beside
    there: list[Row]  # all numbers of the line
    values: list[Traced]

    @property
    def line_text(self) -> str:
        """The line itself, where it can be shown."""
        return next((text for no, text in self.printed if no == self.line), self.prose)


@dataclass(slots=True)
class Trace:
    """The values that a key picks out; text in a terminal, a card in a notebook."""

    dataset: str
    count: int
    places: list[Place] = field(default_factory=list)

    @property
    def values(self) -> list[Traced]:
        """The values that are shown."""
        return [value for place in self.places for value in place.values]

    @property
    def told(self) -> str:
        """How many values there are, in a sentence."""
        more = self.count - len(self.values)
        rest = f" {more} till; lägg till en del i nyckeln." if more else ""
        return f"{told.many(self.count, 'värde', 'värden')} ur {self.dataset}.{rest}"

    def __str__(self) -> str:
        """The values as text, under their printed lines."""
        from finsam_analysis.verify.card import text

        return text(self)

    def _repr_html_(self) -> str:
        from finsam_analysis.verify.card import card

        return card(self)


def trace(
    dataset: str, *key: str | int, clean: Path | str | None = None, raw: Path | str | None = None
) -> Trace:
    """Follow values of a dataset home: printed lines, reading, checks and repairs.

    The parts of the key are a report_id, a line number, or column=value. `raw` is the folder with
    the captured reports, else the one beside the data. Raises ReportError when the dataset, a
    column or the value does not exist, naming those that do.
    """
    folder = clean_folder(clean)
    captured = Path(raw) if raw is not None else folder.parent / "raw"
    if dataset not in tables(folder):
        names = ", ".join(tables(folder))
        raise ReportError(f"Det finns inget dataset {dataset}. Välj bland {names}.")
    frame = _pick(load(dataset, clean=folder), dataset, [str(part) for part in key])
    ledgers = _Ledgers(folder, Printed(captured))
    wanted = list(frame.head(_MOST).iter_rows(named=True))
    return Trace(dataset, frame.height, _places(wanted, dataset, ledgers))


def _pick(frame: pl.DataFrame, dataset: str, key: list[str]) -> pl.DataFrame:
    import polars as pl

    if not {"line", "raw", "kontroll"} <= set(frame.columns):
        raise ReportError(
            f"{dataset} har inga tryckta rader att följa. Välj ett dataset med siffror."
        )
    picked = frame
    for part in key:
        if "=" in part:
            column, _, value = part.partition("=")
            if column not in frame.columns:
                raise ReportError(
                    f"{dataset} har ingen kolumn {column}. "
                    f"Kolumnerna är {', '.join(frame.columns)}."
                )
            if frame.schema[column].is_numeric():
                picked = picked.filter(pl.col(column) == _plain(value))
            else:
                picked = picked.filter(pl.col(column).cast(pl.String) == value)
        elif part.isdecimal():
            picked = picked.filter(pl.col("line") == int(part))
        else:
            picked = picked.filter(pl.col("report_id") == part)
    if picked.is_empty():
        ids = frame["report_id"].unique().sort().to_list()
        raise ReportError(
            f"Inget värde i {dataset} passar {' '.join(key)}. Rapporterna där är {', '.join(ids)}; "
            "ange rapport, rad eller kolumn=värde."
        )
    return picked


def _plain(value: str) -> float:
    """A number in a key, as people or programs write it; infinity, which no value is, if none."""
    try:
        return float("".join(value.split()).replace(",", ".").replace("\u2212", "-"))
    except ValueError:
        return float("inf")


class _Ledgers:
    """The numbers, checks, repairs and corrections of a built folder."""

    def __init__(self, folder: Path, printed: Printed) -> None:
        every = {name: load(name, clean=folder).iter_rows(named=True) for name in FACTS}
        self.printed = printed
        self.numbers = Numbers({**row, "dataset": n} for n, rows in every.items() for row in rows)
        self.checks = list(load("kontroller", clean=folder).iter_rows(named=True))
        self.parts = self.numbers.of_all(self.checks)
        self.by_id = {check["kontroll_id"]: check for check in self.checks}
        self.repairs = list(load("reparationer", clean=folder).iter_rows(named=True))
        self.corrections = list(load("rattelser", clean=folder).iter_rows(named=True))
        reports = load("rapporter", clean=folder)
        self.titles = dict(reports.select("report_id", "titel").iter_rows())


def _places(wanted: list[Row], dataset: str, ledgers: _Ledgers) -> list[Place]:
    """The values under their lines, in the order of the data."""
    places: dict[tuple[str, str, int], Place] = {}
    used: set[int] = set()
    for asked in wanted:
        key = (asked["report_id"], asked["table_id"], asked["line"])
        if key not in places:
            places[key] = _place(asked, ledgers)
        row = next(
            row
            for row in places[key].there
            if id(row) not in used
            and row["dataset"] == dataset
            and all(row[name] == value for name, value in asked.items())
        )
        used.add(id(row))
        places[key].values.append(_traced(row, places[key], ledgers))
    for place in places.values():
        place.values.sort(key=lambda value: position(place.line_text, place.there, value.row))
    return list(places.values())


def _place(row: Row, ledgers: _Ledgers) -> Place:
    report_id, table_id, line = row["report_id"], row["table_id"], row["line"]
    printed = ledgers.printed
    there = [
        other for other in ledgers.numbers.on(report_id, line) if other["table_id"] == table_id
    ]
    return Place(
        report_id,
        str(ledgers.titles.get(report_id, report_id)),
        table_id,
        line,
        row["page"],
        printed.name(report_id, table_id),
        printed.around(report_id, table_id, line),
        printed.prose(report_id, line),
        there,
        [],
    )


def _traced(row: Row, place: Place, ledgers: _Ledgers) -> Traced:
    mine, others = [], 0
    for check in ledgers.checks:
        parts = ledgers.parts[check["kontroll_id"]]
        if any(row is one for one in parts.rows):
            mine.append(Taking(check, parts, any(row is one for one in parts.stated)))
        elif any(one is other for one in place.there for other in parts.rows):
            others += 1
    mine.sort(key=lambda taking: (not taking.tried, _WORST_FIRST.get(taking.check["utfall"], 9)))
    cell = _cell(ledgers.printed.raw, row, place.there)
    return Traced(
        row,
        own_checks(mine, row, ledgers.titles),
        others,
        _PROOFS.get(cell.proof, cell.proof) if cell is not None else "",
        cell.refused if cell is not None else (),
        [_repair(repair, ledgers) for repair in ledgers.repairs if _is_of(repair, row, value=True)],
        [decided for decided in ledgers.corrections if _is_of(decided, row)],
    )


def _is_of(entry: dict[str, Any], row: Row, *, value: bool = False) -> bool:
    """True when a repair or a correction is of the number."""
    names = ("report_id", "line", "raw", *(("varde",) if value else ()))
    table = entry.get("table_id") in (None, row["table_id"])
    return table and all(entry[name] == row[name] for name in names)


def _repair(repair: dict[str, Any], ledgers: _Ledgers) -> str:
    proof = ledgers.by_id.get(repair["bevis"])
    if proof is None:
        return f"{repair['skada']}; bevisat av {repair['bevis']}"
    return f"{repair['skada']}; bevisat av »{proof['beskrivning']}« ({told.outcome(proof)})"


@lru_cache(maxsize=8)
def _tables(folder: Path) -> list[Table]:
    return read_tables(load_report(folder)) if (folder / "report.toml").exists() else []


def _cell(raw: Path, row: Row, there: list[Row]) -> Cell | None:
    """The cell of the value, if it stands in a table; which of those alike, by their order."""
    alike = [one for one in there if one["raw"] == row["raw"]]
    which = next(at for at, one in enumerate(alike) if one is row)
    for table in _tables(raw / str(row["report_id"])):
        if table.table_id == row["table_id"]:
            same = [
                cell
                for cell in table.cells
                if cell.line.no == row["line"] and cell.value.raw == row["raw"]
            ]
            return same[min(which, len(same) - 1)] if same else None
    return None

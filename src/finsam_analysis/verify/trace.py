"""From a value back to its printed lines, its reading, its checks and its repair.

`finsam trace` shows it in the terminal, `fa.trace` as a card in a notebook.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finsam_analysis.clean.report import read_tables
from finsam_analysis.datasets import clean_folder, load, tables
from finsam_analysis.read.capture import Report, load_report
from finsam_analysis.read.document import ReportError
from finsam_analysis.read.tables import Table
from finsam_analysis.verify.ledger import number

if TYPE_CHECKING:
    import polars as pl

_MOST = 20  # values shown for one question
_AROUND = 2  # lines shown before and after
_ABOUT = (
    "year", "insats_id", "kategori", "post", "matt", "del", "orsak", "remittent", "kon", "kommun",
    "period",
)  # fmt: skip
_PROOFS = {
    "relation": "kolumnernas samband",
    "summa": "tabellens summor",
    "enda": "den enda läsning som inget lägger till",
    "storlek": "tabellens andra tal",
    "samma": "samma tal på annan plats i tabellen",
    "noter stiger": "notnumren stiger nedåt",
}
_MARKS = {"stammer": "=", "avrundning": "≈", "motsagelse": "≠"}


@dataclass(slots=True)
class Traced:
    """One value: its row in the dataset, and everything behind it, as Swedish text."""

    row: dict[str, Any]
    printed: list[tuple[int, str]]
    reading: str
    refused: tuple[str, ...]
    checks: list[str]
    repairs: list[str]

    @property
    def value(self) -> str:
        """The number with its unit."""
        unit = {"antal": "", "procent": " %"}.get(self.row["enhet"], f" {self.row['enhet']}")
        return f"{number(self.row['varde'])}{unit}"

    @property
    def about(self) -> str:
        """What the number is of."""
        told = [f"{name} {self.row[name]}" for name in _ABOUT if self.row.get(name) is not None]
        return "; ".join(told)

    @property
    def where(self) -> str:
        """Where it is printed, and as what."""
        row = self.row
        page = f", sida {row['page']}" if row["page"] else ""
        column = f", kolumn {row['kolumn_raw']!r}" if row["kolumn_raw"] else ""
        return (
            f"tryckt {row['raw']!r} på rad {row['line']} i {row['report_id']}{page}, "
            f"tabell {row['table_id']}, etikett {row['label_raw']!r}{column}"
        )

    @property
    def standing(self) -> str:
        """Status, kontroll and remark."""
        note = f"; {self.row['anmarkning']}" if self.row["anmarkning"] else ""
        return f"status {self.row['status']}, kontroll {self.row['kontroll']}{note}"

    def lines(self) -> list[str]:
        """Everything but the value itself, a line each."""
        text = [self.where, self.standing]
        text += [
            f"  {'>' if no == self.row['line'] else ' '} {no} | {line}" for no, line in self.printed
        ]
        text += [f"läst så av {self.reading}"] if self.reading else []
        text += [f"avvisad läsning: {way}" for way in self.refused]
        text += [f"prövning {check}" for check in self.checks]
        text += [f"lagad: {repair}" for repair in self.repairs]
        return text


@dataclass(slots=True)
class Trace:
    """The values that a key picks out; text in a terminal, a card in a notebook."""

    dataset: str
    count: int
    values: list[Traced] = field(default_factory=list)

    @property
    def told(self) -> str:
        """How many values there are, in a sentence."""
        more = self.count - len(self.values)
        rest = f" {more} till; lägg till en del i nyckeln." if more else ""
        word = "värde" if self.count == 1 else "värden"
        return f"{self.count} {word} ur {self.dataset}.{rest}"

    def __str__(self) -> str:
        """The values as text, with what stands behind each indented below it."""
        shown = [
            "\n".join([f"{v.value}  ({v.about})", *(f"  {line}" for line in v.lines())])
            for v in self.values
        ]
        return "\n\n".join([*shown, f"Klart: {self.told}"])

    def _repr_html_(self) -> str:
        cards = "".join(
            '<div style="border:1px solid #cfd8dc;border-radius:4px;padding:.6em .9em;'
            'margin:.5em 0;max-width:60em">'
            f"<strong>{escape(value.value)}</strong> {escape(value.about)}"
            '<pre style="white-space:pre-wrap;margin:.4em 0 0">'
            f"{escape(chr(10).join(value.lines()))}</pre></div>"
            for value in self.values
        )
        return f"<div>{cards}<p>{escape(self.told)}</p></div>"


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
    checks, repairs = load("kontroller", clean=folder), load("reparationer", clean=folder)
    made = [
        _traced(row, checks, repairs, captured) for row in frame.head(_MOST).iter_rows(named=True)
    ]
    return Trace(dataset, frame.height, made)


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


def _traced(row: dict[str, Any], checks: pl.DataFrame, repairs: pl.DataFrame, raw: Path) -> Traced:
    import polars as pl

    here = (pl.col("report_id") == row["report_id"],)
    mine = checks.filter(*here, pl.col("rader").list.contains(row["line"]))
    fixed = repairs.filter(
        *here,
        pl.col("line") == row["line"],
        pl.col("raw") == row["raw"],
        pl.col("varde") == float(row["varde"]),
    )
    report, found = _captured(raw / str(row["report_id"]))
    cell = _cell(found, row)
    return Traced(
        row,
        _printed(report, row),
        _PROOFS.get(cell.proof, cell.proof) if cell is not None else "",
        cell.refused if cell is not None else (),
        [_check(check) for check in mine.iter_rows(named=True)],
        [f"{r['skada']}; bevisad av {r['bevis']}" for r in fixed.iter_rows(named=True)],
    )


@lru_cache(maxsize=8)
def _captured(folder: Path) -> tuple[Report | None, list[Table]]:
    if not (folder / "report.toml").exists():
        return None, []
    report = load_report(folder)
    return report, read_tables(report)


def _cell(found: list[Table], row: dict[str, Any]) -> Any:
    """The cell of the value, if it stands in a table; its line and its print tell it apart."""
    for table in found:
        if table.table_id == row["table_id"]:
            same = [
                cell
                for cell in table.cells
                if cell.line.no == row["line"] and cell.value.raw == row["raw"]
            ]
            return same[0] if same else None
    return None


def _check(check: dict[str, Any]) -> str:
    return (
        f"{check['kontroll_id']}: {check['beskrivning']}; tryckt {number(check['redovisat'])} "
        f"{_MARKS[check['utfall']]} beräknat {number(check['beraknat'])} ({check['utfall']})"
    )


def _printed(report: Report | None, row: dict[str, Any]) -> list[tuple[int, str]]:
    """The captured lines around the value; for prose only the figure, the sentence is not kept."""
    if report is None:
        return [(row["line"], f"{row['raw']} (raderna visas när rapporten finns i data/raw)")]
    for block in report.blocks:
        if block.table_id == row["table_id"]:
            at = next((i for i, line in enumerate(block.lines) if line.no == row["line"]), 0)
            near = block.lines[max(0, at - _AROUND) : at + _AROUND + 1]
            return [(line.no, line.text.strip()) for line in near]
    return [(row["line"], f"{row['raw']} (löpande text; meningen sparas inte)")]

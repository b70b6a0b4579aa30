"""finsam trace: from a value back to its printed lines, its reading, its checks and its repair."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from finsam_analysis.datasets import load, tables
from finsam_analysis.read.capture import load_report
from finsam_analysis.read.document import ReportError
from finsam_analysis.verify.ledger import _number

if TYPE_CHECKING:
    import polars as pl

_MOST = 20  # values shown for one question
_AROUND = 2  # lines shown before and after


def trace(dataset: str, key: list[str], clean: Path, raw: Path) -> str:
    """The values that a key picks out, each with its printed lines and its checks, as text.

    A key is made of parts: a report_id, a line number, or column=value. Raises ReportError when
    the dataset, a column or the value does not exist, naming those that do.
    """
    if dataset not in tables(clean):
        raise ReportError(
            f"Det finns inget dataset {dataset}. Välj bland {', '.join(tables(clean))}."
        )
    frame = _pick(load(dataset, clean=clean), dataset, key)
    checks = load("kontroller", clean=clean)
    repairs = load("reparationer", clean=clean)
    shown = [_value(row, checks, repairs, raw) for row in frame.head(_MOST).iter_rows(named=True)]
    more = (
        f"{frame.height - _MOST} till; lägg till en del i nyckeln." if frame.height > _MOST else ""
    )
    told = (
        f"Klart: {frame.height} {'värde' if frame.height == 1 else 'värden'} ur {dataset}. {more}"
    )
    return "\n\n".join([*shown, told.strip()])


def _pick(frame: pl.DataFrame, dataset: str, key: list[str]) -> pl.DataFrame:
    import polars as pl

    if "line" not in frame.columns:
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
            picked = picked.filter(pl.col(column).cast(pl.String) == value)
        elif part.isdigit():
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


def _value(row: dict[str, Any], checks: pl.DataFrame, repairs: pl.DataFrame, raw: Path) -> str:
    import polars as pl

    about = [
        f"{name} {row[name]}"
        for name in (
            "year",
            "insats_id",
            "kategori",
            "post",
            "matt",
            "orsak",
            "remittent",
            "kon",
            "kommun",
        )
        if row.get(name) is not None
    ]
    text = [
        f"{_number(row['varde'])} {row['enhet']}  ({'; '.join(about)})",
        f"  tryckt {row['raw']!r} på rad {row['line']} i {row['report_id']}"
        + (f", sida {row['page']}" if row["page"] else "")
        + f", tabell {row['table_id']}, etikett {row['label_raw']!r}"
        + (f", kolumn {row['kolumn_raw']!r}" if row["kolumn_raw"] else ""),
        f"  status {row['status']}, kontroll {row['kontroll']}"
        + (f"; {row['anmarkning']}" if row["anmarkning"] else ""),
    ]
    text += [f"    {line}" for line in _printed(row, raw)]
    mine = checks.filter(
        pl.col("rader").list.contains(row["line"]) & (pl.col("report_id") == row["report_id"])
    )
    value = float(row["varde"])
    for check in mine.iter_rows(named=True):
        mark = (
            "≠" if check["utfall"] == "motsagelse" else "=" if check["utfall"] == "stammer" else "≈"
        )
        text.append(
            f"  prövning {check['kontroll_id']}: {check['beskrivning']}; "
            f"tryckt {_number(check['redovisat'])} {mark} "
            f"beräknat {_number(check['beraknat'])} ({check['utfall']})"
        )
    fixed = repairs.filter(
        (pl.col("report_id") == row["report_id"])
        & (pl.col("line") == row["line"])
        & (pl.col("raw") == row["raw"])
        & (pl.col("varde") == value)
    )
    text += [f"  lagad: {r['skada']}; bevisad av {r['bevis']}" for r in fixed.iter_rows(named=True)]
    return "\n".join(text)


def _printed(row: dict[str, Any], raw: Path) -> list[str]:
    """The captured lines around the value; for prose only the figure, the sentence is not kept."""
    folder = raw / str(row["report_id"])
    if not (folder / "report.toml").exists():
        return [f"(raderna visas när {folder} finns)"]
    for block in load_report(folder).blocks:
        if block.table_id == row["table_id"]:
            at = next((i for i, line in enumerate(block.lines) if line.no == row["line"]), 0)
            near = block.lines[max(0, at - _AROUND) : at + _AROUND + 1]
            return [
                f"{'>' if line.no == row['line'] else ' '} {line.no} | {line.text.strip()}"
                for line in near
            ]
    return [f"> {row['line']} | {row['raw']} (löpande text; meningen sparas inte)"]

"""finsam check: the ledger of checks as text, most important first, with the printed lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from finsam_analysis.datasets import load
from finsam_analysis.schema import FACTS

if TYPE_CHECKING:
    import polars as pl

_SHOWN = 12  # contradictions, repairs and unread lines listed for each report
_WORST_FIRST = {"lasfel": 0, "motsagelse": 1, "avrundning": 2, "stammer": 3}


def ledger(clean: Path) -> tuple[str, int]:
    """The ledger of a built data folder, and how many of its findings are ours to fix.

    Ours are readings that cannot be right (utfall `lasfel`). Contradictions that stand in a report
    are shown and are not errors. Raises ReportError when there is no data.
    """
    checks = load("kontroller", clean=clean)
    reports = load("rapporter", clean=clean)
    repairs = load("reparationer", clean=clean)
    unread = load("olasta", clean=clean)
    facts = {name: load(name, clean=clean) for name in FACTS}
    rows: list[str] = []
    for report in reports.iter_rows(named=True):
        rows += _report(report, checks, repairs, unread)
    ours = checks.filter(checks["utfall"] == "lasfel").height
    rows.append(_summary(reports, checks, repairs, unread, facts, ours))
    return "\n".join(rows), ours


def _report(
    report: dict[str, Any], checks: pl.DataFrame, repairs: pl.DataFrame, unread: pl.DataFrame
) -> list[str]:
    import polars as pl

    own = pl.col("report_id") == report["report_id"]
    checks, repairs, unread = checks.filter(own), repairs.filter(own), unread.filter(own)
    count = dict(checks.group_by("utfall").len().iter_rows())
    rows = [
        f"{report['titel']} ({report['report_id']})",
        f"  {report['antal_tal']} tal ur tabeller, {report['antal_prosa']} ur text; "
        f"{_percent(report['andel_prov'])} av tabelltalen prövade",
        f"  {count.get('stammer', 0)} prövningar stämmer, "
        f"{count.get('avrundning', 0)} inom avrundning, "
        f"{count.get('motsagelse', 0)} motsägelser i rapporten, {repairs.height} lagade tal, "
        f"{unread.height} olästa rader",
    ]
    worst = checks.filter(pl.col("utfall").is_in(["lasfel", "motsagelse"])).sort(
        pl.col("utfall").replace_strict(_WORST_FIRST, return_dtype=pl.Int64),
        pl.col("differens").abs(),
        descending=[False, True],
    )
    rows += [_contradiction(row) for row in worst.head(_SHOWN).iter_rows(named=True)]
    if worst.height > _SHOWN:
        rows.append(f"    och {worst.height - _SHOWN} motsägelser till, se kontroller.csv")
    rows += [
        f"    oläst rad {row['line']}: {row['why']}"
        for row in unread.head(_SHOWN).iter_rows(named=True)
    ]
    return [*rows, ""]


def _contradiction(row: dict[str, Any]) -> str:
    lines = ", ".join(str(no) for no in row["rader"][:4]) + (" …" if len(row["rader"]) > 4 else "")
    word = "LÄSFEL" if row["utfall"] == "lasfel" else "motsägelse"
    return (
        f"    {word} rad {lines}: {row['beskrivning']}. "
        f"Tryckt {number(row['redovisat'])}, beräknat {number(row['beraknat'])}, "
        f"skiljer {number(row['differens'])}"
    )


def _summary(
    reports: pl.DataFrame,
    checks: pl.DataFrame,
    repairs: pl.DataFrame,
    unread: pl.DataFrame,
    facts: dict[str, pl.DataFrame],
    ours: int,
) -> str:
    total = sum(frame.height for frame in facts.values())
    confirmed = sum(int((frame["kontroll"] == "bekraftad").sum()) for frame in facts.values())
    contradictions = int((checks["utfall"] == "motsagelse").sum())
    told = f"{ours} läsfel att rätta" if ours else "inget läsfel"
    return (
        f"Klart: {reports.height} rapporter, {total} tal, {confirmed} bekräftade, "
        f"{contradictions} motsägelser i rapporterna, {repairs.height} lagade, "
        f"{unread.height} olästa rader; {told}."
    )


def number(value: float) -> str:
    """A number as Swedish print has it: groups of three, decimal comma, minus sign."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".") if value != int(value) else f"{int(value):,}"
    return text.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",").replace("-", "\N{MINUS SIGN}")


def _percent(share: float) -> str:
    return f"{round(100 * share)}\N{NO-BREAK SPACE}%"

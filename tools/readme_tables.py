"""Write the counts and the ten numbers of README.md from data/clean; --check only compares.

    python tools/readme_tables.py [--check]

The ten numbers are chosen here by where they are printed; what they are comes from the data.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import polars as pl

from finsam_analysis.datasets import load
from finsam_analysis.schema import FACTS

README = Path("README.md")
NBSP = "\N{NO-BREAK SPACE}"
# Where ten numbers stand that a reader can look up: dataset, report, line, printed characters.
TEN = [
    ("rakenskaper", "ostra-sodertorn-2020-arsredovisning", 724, "34 024 857"),
    ("ekonomi", "ostra-sodertorn-2020-arsredovisning", 345, "913 878"),
    ("deltagare", "ostra-sodertorn-2020-arsredovisning", 960, "235"),
    ("mal", "ostra-sodertorn-2020-arsredovisning", 227, "65 %"),
    ("medlemsbidrag", "ostra-sodertorn-2019-verksamhetsplan", 584, "2 404 910"),
    ("avslut", "ostra-sodertorn-2022-arsredovisning", 1047, "67"),
    ("ekonomi", "ostra-sodertorn-2022-arsredovisning", 734, "330000"),
    ("avslut", "huddinge-botkyrka-salem-2022-arsredovisning", 846, "164"),
    ("rakenskaper", "huddinge-botkyrka-salem-2022-arsredovisning", 1263, "7 936,5"),
    ("rakenskaper", "stockholms-stad-2020-arsredovisning", 1054, "1886 099"),
]


def counts() -> str:
    """The table of rows per report and dataset, with blocks and lines left unread."""
    reports = load("rapporter").sort("report_id")
    rows = ["| rapport | tabeller | " + " | ".join(FACTS) + " | olästa rader |"]
    rows.append("|---|" + "--:|" * (len(FACTS) + 2))
    frames = {name: load(name) for name in FACTS}
    for report in reports.iter_rows(named=True):
        own = [frames[n].filter(pl.col("report_id") == report["report_id"]).height for n in FACTS]
        cells = [report["antal_block"], *own, report["antal_olasta"]]
        rows.append(f"| {report['report_id']} | " + " | ".join(str(c) for c in cells) + " |")
    return "\n".join(rows)


def ten() -> str:
    """The ten numbers, each with what it is and the command that traces it."""
    rows = ["| tal | vad | rapport, rad | kommando |", "|--:|---|---|---|"]
    for dataset, report_id, line, raw in TEN:
        frame = load(dataset).filter((pl.col("report_id") == report_id) & (pl.col("line") == line))
        found = frame.filter(pl.col("raw").str.replace_all(NBSP, " ") == raw)
        if found.is_empty():
            raise SystemExit(f"{dataset}: {raw!r} står inte på rad {line} i {report_id}.")
        row = found.row(0, named=True)
        about = " · ".join(
            str(row[c])
            for c in ("year", "label_raw", "kolumn_raw", "del", "kon")
            if row.get(c) not in (None, "", "totalt")
        )
        unit = {"antal": "", "procent": ""}.get(row["enhet"], f" {row['enhet']}")
        command = f"finsam trace {dataset} {report_id} {line}"
        rows.append(
            f"| {raw.replace(' ', NBSP)}{unit} | {about} | {report_id}, {line} | `{command}` |"
        )
    return "\n".join(rows)


def filled(text: str) -> str:
    """README with both tables as the data has them now."""
    for name, table in (("antal", counts()), ("tio", ten())):
        text = re.sub(
            rf"<!-- {name} -->.*?<!-- /{name} -->",
            f"<!-- {name} -->\n{table}\n<!-- /{name} -->".replace("\\", "\\\\"),
            text,
            flags=re.S,
        )
    return text


def main() -> None:
    """Rewrite README.md, or say that it is not current."""
    text = README.read_text(encoding="utf-8")
    new = filled(text)
    if "--check" in sys.argv:
        sys.exit(
            0
            if new == text
            else "README.md: tabellerna är inte aktuella. Kör tools/readme_tables.py."
        )
    README.write_text(new, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

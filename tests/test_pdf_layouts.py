"""Whole PDFs in layouts of their own, from the file to the tidy data, against their truth."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from finsam_analysis import words

LAYOUTS = Path(__file__).parent / "layouts"
MEANING = ("year", "kon", "post", "enhet")
APART = {"forbund", "insatser", "rapporter", "kontroller", "reparationer", "rattelser", "olasta"}

Row = dict[str, str]


def tidy(name: str, folder: Path, finsam) -> list[Row]:
    raw, clean = folder / "raw", folder / "clean"
    assert finsam("add", LAYOUTS / f"{name}.pdf", "--raw", raw).code == 0
    assert finsam("build", "--raw", raw, "--clean", clean).code == 0
    return [
        {**row, "dataset": path.stem}
        for path in clean.glob("*.csv")
        if path.stem not in APART
        for row in csv.DictReader(path.open(encoding="utf-8"))
        if row["table_id"] != "prosa"
    ]


def same_label(wanted: str, row: Row) -> bool:
    wanted, label, column = (
        re.sub(r"[^a-z0-9]", "", words.fold(text))
        for text in (wanted, row["label_raw"], row["kolumn_raw"])
    )
    return wanted in (label, column) or (len(wanted) > 3 and wanted in label)


def holds(want: Row, row: Row) -> bool:
    """Value, page, label, dataset and what the column says, as the report was made."""
    return (
        float(row["varde"]) == float(want["value"])
        and row["page"] == want["page"]
        and same_label(want["row"], row)
        and want["dataset"] in ("", row["dataset"])
        and all(want[key] in ("", row.get(key, "")) for key in MEANING)
    )


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("kolmardsbygden-2023", 142),
        ("norra-klaralven-2021", 129),
        ("roslagsbro-2023", 99),
        ("tjustkusten-2022", 89),
    ],
)
def test_every_number_has_its_value_page_label_and_meaning(
    name: str, count: int, tmp_path: Path, finsam
) -> None:
    found = tidy(name, tmp_path, finsam)
    with (LAYOUTS / f"{name}.csv").open(encoding="utf-8") as file:
        wanted = list(csv.DictReader(file))
    assert len(wanted) == count
    left, missing = list(found), []
    for want in wanted:
        row = next((row for row in left if holds(want, row)), None)
        if row is None:
            missing.append(want)
        else:
            left.remove(row)
    assert missing == []
    assert left == []


def test_the_line_of_a_number_is_the_printed_line(tmp_path: Path, finsam) -> None:
    row = next(
        row
        for row in tidy("norra-klaralven-2021", tmp_path, finsam)
        if row["raw"] == "3 014 561" and row["dataset"] == "ekonomi"
    )
    ran = finsam(
        "trace", "ekonomi", row["report_id"], row["line"], "--clean", tmp_path / "clean",
        "--raw", tmp_path / "raw",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    assert "Samordnad rehabiliteringsplan" in ran.out
    assert "3 014 561" in ran.out

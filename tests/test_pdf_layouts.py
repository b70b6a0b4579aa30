"""Whole PDFs in layouts of their own, from the file to the tidy data, against their truth."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from PIL import Image
from tests.read.minipdf import Page, build

from finsam_analysis import schema, words
from finsam_analysis.read.scan import reader as scan

LAYOUTS = Path(__file__).parent / "layouts"
MEANING = ("year", "kon", "post", "enhet")
APART = set(schema.DIMENSIONS)

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
        ("asbygden-2022", 159),
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


def test_what_is_left_without_tesseract_is_said_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, finsam
) -> None:
    monkeypatch.setattr(scan, "find_tesseract", lambda: None)
    page = Page().text(60, 60, "Samordningsförbundet Tiveden, årsredovisning 2024", 14)
    page.text(60, 90, "Deltagare").right(300, 90, "Kvinnor").right(380, 90, "Män")
    page.text(60, 106, "Fyren").right(300, 106, "12").right(380, 106, "9")
    page.text(60, 122, "Lotsen").right(300, 122, "14").right(380, 122, "7")
    picture = Page().picture(Image.new("L", (300, 420), 250), 0, 0, 595, 842)
    path = tmp_path / "tiveden-2024.pdf"
    path.write_bytes(build(page, picture))
    ran = finsam("add", path, "--raw", tmp_path / "raw")
    assert ran.code == 0, ran.err
    said = " ".join(ran.out.split())
    assert "inskannade och inte lästa: sidan 2 (Tesseract med svensk modell finns inte" in said
    assert "tools/install-debian-packages" in said
    assert "4 tal" in said

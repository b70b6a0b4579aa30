"""The made-up report of ../shared/samples, cell by cell against its truth, where it is at hand."""

from __future__ import annotations

import csv
import os
from collections import Counter
from pathlib import Path

import pytest

from finsam_analysis.read.pdf.reader import from_pdf

SAMPLES = Path(os.environ.get("FINSAM_SAMPLES", "../shared/samples"))
PDF = SAMPLES / "tiveden-2024-arsredovisning.pdf"
CELLS = SAMPLES / "tiveden-2024-arsredovisning-pdf-cells.csv"

pytestmark = pytest.mark.skipif(
    not (PDF.exists() and CELLS.exists()),
    reason="Provrapporten finns inte; ange mappen i FINSAM_SAMPLES",
)


def test_every_number_of_the_tables_is_a_cell_on_its_page():
    document = from_pdf(PDF.read_bytes(), PDF)
    found = Counter(
        (line.page, cell.rstrip("¹²³").strip("()"))
        for line in document.lines
        for cell in line.text.split("\t")
    )
    with CELLS.open(encoding="utf-8") as file:
        wanted = Counter((int(row["page"]), row["raw"]) for row in csv.DictReader(file))
    assert sum(wanted.values()) == 438
    assert {cell: times for cell, times in wanted.items() if found[cell] < times} == {}

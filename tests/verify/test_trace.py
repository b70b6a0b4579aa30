"""From a value back to its printed lines, and the ledger of checks, on a built made-up report."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.made import REPORT, write_report

from finsam_analysis.add import Options, add_reports
from finsam_analysis.build import build
from finsam_analysis.read.document import ReportError
from finsam_analysis.verify.ledger import ledger
from finsam_analysis.verify.trace import trace

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with raw/ and clean/, of a report whose Kansli is 100 kr off and one row unread."""
    home = tmp_path_factory.mktemp("data")
    text = REPORT.replace("562 600 617 446 -54 846", "562 600 617 546 -54 846").replace(
        "Totalt 125 119 244", "Totalt 125 119 244\nÖvriga 3"
    )
    source = write_report(home / "in", text=text)
    add_reports([source], Options(home / "raw"))
    build(home / "raw", home / "clean")
    return home


def told(data: Path, *key: str) -> str:
    return str(trace(*key, clean=data / "clean", raw=data / "raw"))


def test_a_value_is_traced_to_its_line_with_its_neighbours(data: Path) -> None:
    text = told(data, "ekonomi", "norrvik-2021", "12", "post=utfall")
    assert f"930{NBSP}602 kr" in text
    assert "'930 602' på rad 12 i norrvik-2021, tabell t01" in text
    assert "etikett 'Lotsar', kolumn 'Utfall'" in text
    assert "  11 | Ungdomsteam 1 184 200 1 156 412 27 788" in text
    assert "> 12 | Lotsar 994 200 930 602 63 598" in text
    assert text.endswith("Klart: 1 värde ur ekonomi.")


def test_the_checks_that_it_takes_part_in_stand_below(data: Path) -> None:
    text = told(data, "ekonomi", "norrvik-2021", "13", "post=utfall")
    assert "kontroll motsagd" in text
    assert f"54{NBSP}846 ≠" in text.replace("\N{MINUS SIGN}", "")


@pytest.mark.parametrize(
    ("key", "count"),
    [
        (["ekonomi", "norrvik-2021"], 12),
        (["ekonomi", "post=budget"], 4),
        (["ekonomi", "12"], 3),
        (["ekonomi", "varde=994200"], 1),
        (["ekonomi", "varde=994 200"], 1),
        (["ekonomi", "varde=-54 846"], 1),
        (["ekonomi", "varde=\u221254 846"], 1),
        (["ekonomi", "insats_id=norrvik/lotsar", "post=utfall"], 1),
        (["ekonomi", "is_total=true"], 3),
        (["deltagare", "kon=kvinnor"], 3),
    ],
)
def test_a_key_picks_out_values(data: Path, key: list[str], count: int) -> None:
    word = "värde" if count == 1 else "värden"
    assert f"Klart: {count} {word} ur {key[0]}." in told(data, *key)


@pytest.mark.parametrize(
    "key",
    [
        ["ekonomi", "varde=mycket"],
        ["ekonomi", "farg=rod"],
        ["ekonomi", "=5"],
        ["ekonomi", "sydvik-2021"],
        ["ekonomi", "9" * 30],
        ["insatser", "norrvik-2021"],
        ["olasta", "norrvik-2021"],
        ["kontroller", "norrvik-2021"],
        ["pengar", "norrvik-2021"],
    ],
)
def test_a_key_that_fits_nothing_is_an_error(data: Path, key: list[str]) -> None:
    with pytest.raises(ReportError):
        told(data, *key)


def test_without_the_captured_lines_the_value_is_shown_all_the_same(data: Path) -> None:
    text = str(trace("ekonomi", "12", clean=data / "clean", raw=data / "nowhere"))
    assert "'930 602' på rad 12" in text
    assert "Lotsar 994 200 930 602" not in text
    assert "raderna visas när" in text


# --- the ledger ---------------------------------------------------------------------------------


def test_contradictions_of_the_report_are_shown_and_are_not_ours(data: Path) -> None:
    text, ours = ledger(data / "clean")
    assert ours == 0
    assert "motsägelse rad 13" in text
    assert "skiljer 100" in text.replace("\N{MINUS SIGN}", "")
    assert text.rstrip().endswith("inget läsfel.")


def test_unread_lines_are_listed_with_their_reason(data: Path) -> None:
    text, _ = ledger(data / "clean")
    assert "oläst rad 24: " in text


def test_a_reading_that_cannot_be_right_is_ours(data: Path, tmp_path: Path) -> None:
    clean = tmp_path / "clean"
    clean.mkdir()
    for path in (data / "clean").iterdir():
        if path.suffix != ".parquet":
            text = path.read_text(encoding="utf-8")
            if path.name == "kontroller.csv":
                head, first, *rest = text.split("\n")
                text = "\n".join([head, first.rsplit(",", 1)[0] + ",lasfel", *rest])
            (clean / path.name).write_text(text, encoding="utf-8")
    text, ours = ledger(clean)
    assert ours == 1
    assert "LÄSFEL rad" in text
    assert text.rstrip().endswith("1 läsfel att rätta.")

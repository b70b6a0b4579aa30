"""What a person decides about a printed number: applied, shown, refused when it does not fit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.made import REPORT, write_report

from finsam_analysis.add import Options, add_reports
from finsam_analysis.build import build
from finsam_analysis.datasets import load
from finsam_analysis.read.document import ReportError

TEXT = REPORT.replace("Styrelsen har haft", "Insatsen Lotsar hade 108 deltagare.\nStyrelsen hade")
WHY = 'skal = "tryckfel"\nbevis = "noten på sidan 9"\n'


@pytest.fixture(scope="module")
def captured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder raw/ with a made-up report."""
    home = tmp_path_factory.mktemp("captured")
    add_reports([write_report(home / "in", text=TEXT)], Options(home / "raw"))
    return home / "raw"


def built(captured: Path, corrections: str) -> dict[str, pl.DataFrame]:
    """The data with these corrections."""
    (captured / "norrvik-2021/corrections.toml").write_text(corrections, encoding="utf-8")
    clean = captured.parent / "clean"
    build(captured, clean)
    names = ("ekonomi", "deltagare", "rattelser", "olasta", "reparationer")
    return {name: load(name, clean=clean) for name in names}


def entry(text: str, why: str = WHY) -> str:
    return f"[[rattelse]]\n{text}\n{why}"


def at(frame: pl.DataFrame, line: int, **more: Any) -> list[dict[str, Any]]:
    chosen = frame.filter(line=line, **more)
    return list(chosen.iter_rows(named=True))


# --- the three kinds ----------------------------------------------------------------------------


def test_an_override_gives_another_value_and_says_so(captured: Path) -> None:
    made = built(captured, entry('rad = 12\ntryckt = "930 602"\nvarde = 931602'))
    (row,) = at(made["ekonomi"], 12, post="utfall")
    assert (row["varde"], row["belopp_kr"], row["raw"]) == (931602.0, 931602, "930 602")
    assert row["status"] == "rattad" and row["anmarkning"] == "rättelse: tryckfel"
    assert row["kontroll"] == "motsagd"  # the row's difference and the sum are of 930 602
    (decided,) = made["rattelser"].iter_rows(named=True)
    assert decided == {
        "report_id": "norrvik-2021", "line": 12, "table_id": None, "raw": "930 602",
        "atgard": "ersatt", "varde": 931602.0, "skal": "tryckfel", "bevis": "noten på sidan 9",
    }  # fmt: skip


def test_a_dropped_number_is_gone_and_the_rest_of_its_line_stays(captured: Path) -> None:
    before = built(captured, "")
    made = built(captured, entry('rad = 12\ntryckt = "930 602"\nstryk = true'))
    assert at(made["ekonomi"], 12, post="utfall") == []
    assert len(at(made["ekonomi"], 12)) == len(at(before["ekonomi"], 12)) - 1
    assert made["rattelser"]["atgard"].to_list() == ["stryk"]
    assert made["olasta"].height == before["olasta"].height  # it was read, and struck


def test_a_flagged_number_keeps_its_value_and_has_the_reason(captured: Path) -> None:
    made = built(captured, entry('rad = 12\ntryckt = "930 602"\nflagga = true'))
    (row,) = at(made["ekonomi"], 12, post="utfall")
    assert (row["varde"], row["status"]) == (930602.0, "tryckt")
    assert row["anmarkning"] == "rättelse: tryckfel"
    assert made["rattelser"]["atgard"].to_list() == ["flagga"]


@pytest.mark.parametrize(
    ("action", "values"),
    [("varde = 109", [109.0]), ("stryk = true", []), ("flagga = true", [108.0])],
)
def test_a_figure_in_running_text_can_be_corrected(
    captured: Path, action: str, values: list[float]
) -> None:
    line = TEXT.split("\n").index("Insatsen Lotsar hade 108 deltagare.") + 1
    made = built(captured, entry(f'rad = {line}\ntryckt = "108"\n{action}'))
    rows = at(made["deltagare"], line, table_id="prosa")
    assert [row["varde"] for row in rows] == values
    assert [row["antal"] for row in rows] == values
    assert all("rättelse: tryckfel" in row["anmarkning"] for row in rows)


def test_damaged_print_that_a_person_has_decided_is_corrected_not_repaired(
    tmp_path: Path,
) -> None:
    text = TEXT.replace("994 200 930 602 63 598", "994 200 930602 63 598").replace(
        "1 184 200 1 156 412", "1 184 200 1156 412"
    )
    add_reports([write_report(tmp_path / "in", text=text)], Options(tmp_path / "raw"))
    raw = tmp_path / "raw"
    before = built(raw, "")
    damaged = before["reparationer"].row(0, named=True)
    changed = entry(f'rad = {damaged["line"]}\ntryckt = "{damaged["raw"]}"\nvarde = 1')
    made = built(raw, changed)
    (row,) = at(made["ekonomi"], damaged["line"], raw=damaged["raw"])
    assert row["status"] == "rattad"
    assert at(made["reparationer"], damaged["line"], raw=damaged["raw"]) == []


# --- what does not fit fails the build ----------------------------------------------------------

FITS = 'rad = 12\ntryckt = "930 602"\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (entry('rad = 12\ntryckt = "930 603"\nvarde = 1'), ["rättelse 1", "930 602", "Ändra rad"]),
        (entry('rad = 99\ntryckt = "5"\nvarde = 1'), ["rad 99", "inget tal", "ta bort"]),
        (entry('rad = 13\ntryckt = "5"\nvarde = 1\ntabell = "t09"'), ["rad 13", "passar inget"]),
        (entry(f"{FITS}varde = 1") + entry(f"{FITS}flagga = true"), ["rättelse 2", "samma tal"]),
        (entry(f"{FITS}stryk = true") + entry(f"{FITS}varde = 1"), ["rättelse 2", "passar inget"]),
        (entry(FITS), ["rättelse 1", "varde", "stryk", "flagga"]),
        (entry(f"{FITS}varde = 1\nstryk = true"), ["ett av varde"]),
        (entry(f"{FITS}stryk = false"), ["ett av varde"]),
        (entry(f"{FITS}stryk = 1"), ["stryk = true"]),
        (entry(f"{FITS}varde = true"), ["tal utan citattecken"]),
        (entry(f'{FITS}varde = "1"'), ["tal utan citattecken"]),
        (entry(f"{FITS}varde = 1\nfarg = 2"), ["farg"]),
        (entry(f"{FITS}varde = 1", why='skal = "s"'), ["saknar bevis"]),
        (entry(f"{FITS}varde = 1", why='skal = " "\nbevis = "b"'), ["saknar skal"]),
    ],
)
def test_a_correction_that_does_not_fit_stops_the_build(
    captured: Path, text: str, words: list[str]
) -> None:
    with pytest.raises(ReportError) as stopped:
        built(captured, text)
    told = str(stopped.value)
    assert "norrvik-2021/corrections.toml" in told
    for word in words:
        assert word in told, told


def test_the_same_characters_twice_on_a_line_need_a_table(captured: Path) -> None:
    with pytest.raises(ReportError, match=r"passar flera tal \(i t01\)"):
        built(captured.parent / twice(captured), entry('rad = 12\ntryckt = "5"\nvarde = 1'))


def twice(captured: Path) -> str:
    """Another folder, with a report where a number stands twice on a line."""
    home = captured.parent / "twice"
    text = TEXT.replace("Lotsar 994 200 930 602 63 598", "Lotsar 5 5 0")
    if not home.exists():
        add_reports([write_report(captured.parent / "in2", text=text)], Options(home))
    return home.name

"""From data/raw to data/clean: the same bytes, whole or not at all, described column by column."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import ROOT, tree
from tests.made import REPORT, write_report

from finsam_analysis import build as module
from finsam_analysis import schema
from finsam_analysis.add import Options, add_reports
from finsam_analysis.build import build, collect, frames
from finsam_analysis.datasets import load, tables
from finsam_analysis.read.document import ReportError
from finsam_analysis.verify.contract import hold

RAW, CLEAN = ROOT / "data" / "raw", ROOT / "data" / "clean"
DATASETS = {
    "avslut", "bakgrund", "deltagare", "ekonomi", "forsorjning", "indikatorer", "mal",
    "medlemsbidrag", "ovrigt", "rakenskaper", "remittering",
}  # fmt: skip
DIMENSIONS = {
    "forbund",
    "insatser",
    "tider",
    "rapporter",
    "tackning",
    "kontroller",
    "reparationer",
    "rattelser",
    "olasta",
}
PROVENANCE = [
    "forbund_id", "year", "report_id", "page", "line", "table_id", "label_raw", "raw", "varde",
    "enhet", "status", "kontroll", "is_total",
]  # fmt: skip


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two made-up reports of one förbund, captured."""
    home = tmp_path_factory.mktemp("raw")
    before = REPORT.replace("2021", "X").replace("2020", "2019").replace("X", "2020")
    first = write_report(home / "in")
    second = write_report(home / "in", "norrvik-2020.txt", before)
    add_reports([first, second], Options(home / "raw"))
    return home / "raw"


@pytest.fixture(scope="module")
def clean(raw: Path) -> Path:
    """The two reports as data."""
    build(raw, raw.parent / "clean")
    return raw.parent / "clean"


def rows(clean: Path, name: str) -> list[dict[str, str]]:
    with (clean / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def built_apart(raw: Path, clean: Path, seed: str) -> dict[str, bytes]:
    """The files of a build in a process of its own, with its own order of sets."""
    subprocess.run(
        [sys.executable, "-m", "finsam_analysis.cli", "build", "--raw", raw, "--clean", clean],
        env={**os.environ, "PYTHONHASHSEED": seed},
        check=True,
        capture_output=True,
    )
    return tree(clean)


# --- what is written ----------------------------------------------------------------------------


def test_every_dataset_of_the_contract_is_written(clean: Path) -> None:
    names = DATASETS | DIMENSIONS
    assert {path.stem for path in clean.glob("*.csv")} == names
    assert {path.stem for path in clean.glob("*.parquet")} == names
    assert {path.name for path in clean.iterdir() if path.suffix not in {".csv", ".parquet"}} == {
        "datapackage.json"
    }


def test_every_row_points_home(clean: Path) -> None:
    for name in DATASETS:
        for row in rows(clean, name):
            assert list(row)[: len(PROVENANCE) + 1].count("report_id") == 1
            assert set(PROVENANCE) <= row.keys()
            for column in ("forbund_id", "report_id", "line", "raw", "varde", "enhet"):
                assert row[column] != "", (name, column)


def test_values_are_those_that_are_printed(clean: Path) -> None:
    found = {
        (row["report_id"], row["line"], row["post"]): (row["raw"], row["varde"], row["belopp_kr"])
        for row in rows(clean, "ekonomi")
    }
    assert found["norrvik-2021", "12", "utfall"] == ("930 602", "930602.0", "930602")
    assert found["norrvik-2021", "13", "avvikelse"] == ("-54 846", "-54846.0", "-54846")
    people = {(row["line"], row["kon"]): row["antal"] for row in rows(clean, "deltagare")}
    assert people["21", "kvinnor"] == "74"
    books = {
        (row["report_id"], row["line"], row["year"]): row["varde"]
        for row in rows(clean, "rakenskaper")
    }
    assert books["norrvik-2021", "35", "2021"] == "96740.0"
    assert books["norrvik-2021", "35", "2020"] == "49600.0"


def test_a_report_is_counted(clean: Path) -> None:
    (first, second) = rows(clean, "rapporter")
    assert [first["report_id"], second["report_id"]] == ["norrvik-2020", "norrvik-2021"]
    assert (second["antal_block"], second["antal_tal"], second["antal_olasta"]) == ("3", "31", "0")
    # The two years print some of the same posts with other amounts: that is told, not hidden.
    assert second["antal_rader"] == "38"
    assert float(second["andel_prov"]) == 1.0


def test_an_insats_is_one_over_the_years_and_can_be_compared(clean: Path) -> None:
    found = {row["insats_id"]: row for row in rows(clean, "insatser")}
    assert set(found) == {"norrvik/ungdomsteam", "norrvik/lotsar"}
    lotsar = found["norrvik/lotsar"]
    assert (lotsar["namn"], lotsar["start"], lotsar["slut"]) == ("Lotsar", "2020", "2021")
    assert (lotsar["typ"], lotsar["jamforbar"], lotsar["skal"]) == ("individ", "true", "")


def test_two_years_reports_are_held_against_each_other(clean: Path) -> None:
    """The second prints 2 650 000 as the income of 2020, the first 2 800 000."""
    across = [row for row in rows(clean, "kontroller") if row["typ"] == "samma post"]
    income = [row for row in across if row["redovisat"] in {"2650000.0", "2800000.0"}]
    assert [row["utfall"] for row in income] == ["motsagelse"]


def test_lists_are_joined_by_a_semicolon(clean: Path) -> None:
    sums = [row["rader"] for row in rows(clean, "kontroller") if row["typ"] == "summa"]
    assert "11;12;13;14" in sums


def test_files_are_text_of_one_kind(clean: Path) -> None:
    for path in [*clean.glob("*.csv"), clean / "datapackage.json"]:
        data = path.read_bytes()
        assert data.endswith(b"\n") and b"\r" not in data and not data.startswith(b"\xef\xbb\xbf")
        data.decode("utf-8")


def test_what_is_written_can_be_loaded_with_its_types(clean: Path) -> None:
    assert set(tables(clean)) == DATASETS | DIMENSIONS
    for name in DATASETS | DIMENSIONS:
        assert dict(load(name, clean=clean).schema) == schema.dtypes(name)


# --- the same bytes -----------------------------------------------------------------------------


def test_two_builds_give_the_same_bytes(raw: Path, tmp_path: Path) -> None:
    first = built_apart(raw, tmp_path / "a", "0")
    second = built_apart(raw, tmp_path / "b", "1")
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_a_build_over_an_old_one_gives_the_same_bytes(raw: Path, tmp_path: Path) -> None:
    build(raw, tmp_path / "clean")
    before = tree(tmp_path / "clean")
    build(raw, tmp_path / "clean")
    assert tree(tmp_path / "clean") == before


def test_the_order_of_the_folders_says_nothing(raw: Path, tmp_path: Path) -> None:
    again = tmp_path / "raw"
    for name in sorted((path.name for path in raw.iterdir()), reverse=True):
        (again / name).parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-r", raw / name, again / name], check=True)
    build(again, tmp_path / "clean")
    build(raw, tmp_path / "other")
    assert tree(tmp_path / "clean") == tree(tmp_path / "other")


# --- all or nothing -----------------------------------------------------------------------------


def test_a_build_that_fails_leaves_the_old_data(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(raw, tmp_path / "clean")
    before = tree(tmp_path)

    def full(*_: Any) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "csv_text", full)
    with pytest.raises(ReportError, match="disken är full"):
        build(raw, tmp_path / "clean")
    assert tree(tmp_path) == before


def test_of_several_bad_reports_the_first_given_is_told(tmp_path: Path) -> None:
    small, large = tmp_path / "liten.txt", tmp_path / "stor.txt"
    small.write_text("", encoding="utf-8")
    large.write_text("Ett recept på bullar.\n" * 99, encoding="utf-8")
    for paths in ((small, large), (large, small)):
        with pytest.raises(ReportError, match=paths[0].name):
            add_reports(paths, Options(tmp_path / "raw"))
    assert not (tmp_path / "raw").exists()


def test_data_that_breaks_the_contract_is_not_written(raw: Path, tmp_path: Path) -> None:
    made = collect(raw)
    made.facts[0].enhet = "dollar"
    made.facts[1].status = "gissad"
    with pytest.raises(ReportError) as error:
        module.write(made, tmp_path / "clean")
    assert "enhet" in str(error.value) and "status" in str(error.value)
    assert not (tmp_path / "clean").exists() or list((tmp_path / "clean").iterdir()) == []


def test_the_contract_holds_for_what_is_built(raw: Path) -> None:
    hold(frames(collect(raw)))


# --- datapackage.json ---------------------------------------------------------------------------


def described(clean: Path) -> dict[str, Any]:
    package: dict[str, Any] = json.loads((clean / "datapackage.json").read_text(encoding="utf-8"))
    return package


def test_every_column_of_every_file_is_described(clean: Path) -> None:
    resources = {resource["name"]: resource for resource in described(clean)["resources"]}
    assert resources.keys() == DATASETS | DIMENSIONS
    for name, resource in resources.items():
        assert resource["path"] == f"{name}.csv"
        header = (clean / resource["path"]).read_text(encoding="utf-8").split("\n", 1)[0]
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == header.split(",")
        for field in fields:
            assert len(field["title"]) >= 2 and len(field["description"]) > 3, field
            assert field["type"] in {"string", "integer", "number", "boolean", "list"}


def test_values_keep_to_the_categories_that_are_described(clean: Path) -> None:
    for resource in described(clean)["resources"]:
        for field in resource["schema"]["fields"]:
            allowed = field.get("constraints", {}).get("enum")
            if allowed:
                used = {row[field["name"]] for row in rows(clean, resource["name"])} - {""}
                assert used <= set(allowed), (resource["name"], field["name"])


def test_keys_tell_rows_apart_and_point_to_rows(clean: Path) -> None:
    for resource in described(clean)["resources"]:
        key = resource["schema"].get("primaryKey")
        if key:
            found = [tuple(row[column] for column in key) for row in rows(clean, resource["name"])]
            assert len(found) == len(set(found)), resource["name"]
        for link in resource["schema"].get("foreignKeys", []):
            (column,) = link["fields"]
            (there,) = link["reference"]["fields"]
            known = {row[there] for row in rows(clean, link["reference"]["resource"])}
            assert {row[column] for row in rows(clean, resource["name"])} <= known


# --- the data in the repository -----------------------------------------------------------------


@pytest.fixture(scope="module")
def current(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the code makes of data/raw now."""
    if not any(RAW.glob("*/report.toml")):
        pytest.skip("no captured reports in data/raw")
    made = tmp_path_factory.mktemp("current") / "clean"
    build(RAW, made)
    return made


@pytest.mark.parametrize(
    "name", [*sorted(f"{n}.csv" for n in DATASETS | DIMENSIONS), "datapackage.json"]
)
def test_the_committed_data_is_what_the_code_makes(current: Path, name: str) -> None:
    """After a change that touches numbers: `make data`, look at `git diff data/clean`, commit."""
    new = (current / name).read_text(encoding="utf-8").split("\n")
    old = (CLEAN / name).read_text(encoding="utf-8").split("\n")
    gone, come = [row for row in old if row not in new], [row for row in new if row not in old]
    assert (gone[:5], come[:5]) == ([], [])
    assert old == new


def test_the_five_reports_give_the_same_bytes_twice(current: Path, tmp_path: Path) -> None:
    again = built_apart(RAW, tmp_path / "clean", "7")
    assert [name for name, data in tree(current).items() if again[name] != data] == []


def test_the_repository_holds_what_the_contract_asks_for(current: Path) -> None:
    for name in ("ekonomi", "rakenskaper", "medlemsbidrag", "deltagare", "avslut", "mal"):
        assert len(rows(current, name)) >= 20, name
    assert len(rows(current, "rapporter")) == 5
    assert len(rows(current, "forbund")) == 3
    assert {row["utfall"] for row in rows(current, "kontroller")} <= {
        "stammer",
        "avrundning",
        "motsagelse",
    }


def test_damaged_print_is_repaired_only_by_a_check_that_holds(current: Path) -> None:
    checks = {row["kontroll_id"]: row for row in rows(current, "kontroller")}
    for repair in rows(current, "reparationer"):
        proof = checks[repair["bevis"]]
        assert proof["utfall"] == "stammer"
        assert (
            repair["line"] in proof["rader"].split(";") or proof["report_id"] != repair["report_id"]
        )


def test_confirmed_and_contradicted_numbers_stand_on_lines_with_such_a_check(current: Path) -> None:
    lines: dict[str, set[tuple[str, str]]] = {"stammer": set(), "motsagelse": set()}
    for check in rows(current, "kontroller"):
        if check["utfall"] in lines:
            lines[check["utfall"]] |= {
                (report, line)
                for line in check["rader"].split(";")
                for report in (row["report_id"] for row in rows(current, "rapporter"))
                if report == check["report_id"] or check["typ"] == "samma post"
            }
    for name in DATASETS:
        for row in rows(current, name):
            place = (row["report_id"], row["line"])
            if row["kontroll"] == "bekraftad":
                assert place in lines["stammer"], (name, place)
            elif row["kontroll"] == "motsagd":
                assert place in lines["motsagelse"], (name, place)

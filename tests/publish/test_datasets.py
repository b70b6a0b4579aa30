from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from tests.publish import tiny, tiny_more

import finsam_analysis as fa
from finsam_analysis.datasets import NoDataError, UnknownTableError


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    return tiny.write(tmp_path / "data" / "clean")


def test_csv_comes_back_typed_as_written(clean: Path) -> None:
    for make in tiny.TABLES:
        found = fa.load(make.__name__, clean=clean)
        assert found.equals(make(), null_equal=True), make.__name__
        assert found.schema == make().schema, make.__name__


def test_tables_are_listed(clean: Path) -> None:
    made = (*tiny.TABLES, *tiny_more.TABLES)
    assert fa.tables(clean) == sorted(make.__name__ for make in made)


def test_pandas(clean: Path) -> None:
    pandas = pytest.importorskip("pandas")
    found = fa.load("deltagare", pandas=True, clean=clean)
    assert isinstance(found, pandas.DataFrame)
    assert len(found) == len(tiny.deltagare())


def test_found_from_a_folder_below(clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notebooks = clean.parents[1] / "notebooks"
    notebooks.mkdir()
    monkeypatch.delenv("FINSAM_CLEAN", raising=False)
    monkeypatch.chdir(notebooks)
    assert len(fa.load("mal")) == len(tiny.mal())


def test_parquet_is_used_only_while_it_is_as_new_as_the_csv(clean: Path) -> None:
    parquet, csv = clean / "forbund.parquet", clean / "forbund.csv"
    tiny.forbund().head(1).write_parquet(parquet)
    newer = csv.stat().st_mtime_ns + 1_000_000_000
    os.utime(parquet, ns=(newer, newer))
    assert len(fa.load("forbund", clean=clean)) == 1
    os.utime(csv, ns=(newer + 1_000_000_000, newer + 1_000_000_000))
    assert len(fa.load("forbund", clean=clean)) == 2


def test_an_empty_text_is_missing_in_parquet_too(clean: Path) -> None:
    (clean / "forbund.csv").unlink()
    pl.DataFrame({"forbund_id": ["a"], "lan": [""]}).write_parquet(clean / "forbund.parquet")
    assert fa.load("forbund", clean=clean)["lan"].to_list() == [None]


def test_no_data_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(NoDataError, match=r"kör `finsam build` \(eller `make data`\) först\.$"):
        fa.load("mal", clean=tmp_path / "nowhere")


def test_unknown_table_names_those_there_are(clean: Path) -> None:
    with pytest.raises(UnknownTableError, match="Menade du avslut") as error:
        fa.load("avsluut", clean=clean)
    assert "medlemsbidrag" in str(error.value)
    assert "\n" not in str(error.value)


def test_import_stays_cheap() -> None:
    code = (
        "import finsam_analysis, sys; print([m for m in ('polars', 'altair') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_load_is_the_function_whoever_imported_what() -> None:
    code = (
        "import finsam_analysis.datasets, finsam_analysis.publish.pages, finsam_analysis as fa\n"
        "print(callable(fa.load), callable(fa.tables))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True True"


def test_an_unknown_name_of_the_package_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="lod"):
        _ = fa.lod

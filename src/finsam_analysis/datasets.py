"""The tidy datasets as frames: `load` one, or ask `tables` which there are.

A dataset is read from its parquet file where that is as new as the csv (git keeps only the csv,
so a parquet file can be older than what was pulled). Types come from `datapackage.json` beside the
files; rows stand in the order that `finsam build` wrote them, which is sorted by where they are
printed.
"""

from __future__ import annotations

import json
import os
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

CLEAN = Path("data") / "clean"
ENV = "FINSAM_CLEAN"

# Columns of the contract, for a folder without a data package.
_INT = {"year", "page", "line", "antal", "belopp_kr", "not_nr", "start", "slut"}
_FLOAT = {"varde", "andel", "tolerans", "differens", "beraknat", "redovisat"}
_BOOL = {"is_total", "esf", "jamforbar", "galler"}

_LIST = "list "
_LISTS = {"rader": f"{_LIST};integer"} | dict.fromkeys(
    ("aliases", "medlemmar", "projekt_kalla"), f"{_LIST};string"
)


class NoDataError(FileNotFoundError):
    """data/clean is not there; the message says how to make it."""


class UnknownTableError(LookupError):
    """A dataset that does not exist; the message names those that do."""


@overload
def load(
    name: str, pandas: Literal[False] = False, clean: Path | str | None = None
) -> pl.DataFrame: ...


@overload
def load(name: str, pandas: Literal[True], clean: Path | str | None = None) -> pd.DataFrame: ...


def load(
    name: str, pandas: bool = False, clean: Path | str | None = None
) -> pl.DataFrame | pd.DataFrame:
    """One dataset, typed and sorted: a polars frame, or a pandas one with `pandas=True`.

    `clean` is the folder that holds it; otherwise the folder in FINSAM_CLEAN, or data/clean here
    or in a folder above. Raises NoDataError without a folder, UnknownTableError for another name.
    """
    folder = clean_folder(clean)
    names = _names(folder)
    if name not in names:
        close = get_close_matches(name, names, n=1)
        hint = f" Menade du {close[0]}?" if close else ""
        raise UnknownTableError(
            f"Tabellen {name} finns inte i {folder}.{hint} Det finns: {', '.join(names)}."
        )
    frame = _read(folder, name)
    return frame.to_pandas() if pandas else frame


def tables(clean: Path | str | None = None) -> list[str]:
    """The names of the datasets there are, in alphabetical order."""
    return _names(clean_folder(clean))


def clean_folder(clean: Path | str | None = None) -> Path:
    """The folder with the tidy datasets: as given, from FINSAM_CLEAN, or found from here upwards.

    Raises NoDataError if there is none, or if it holds no dataset.
    """
    given = clean if clean is not None else os.environ.get(ENV)
    if given is not None:
        folder = Path(given)
    else:
        here = Path.cwd()
        found = [base / CLEAN for base in (here, *here.parents) if _names(base / CLEAN)]
        folder = found[0] if found else here / CLEAN
    if not _names(folder):
        raise NoDataError(
            f"Det finns inga data i {folder}: kör `finsam build` (eller `make data`) först."
        )
    return folder


def _names(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    files = [path for path in folder.iterdir() if path.suffix in {".csv", ".parquet"}]
    return sorted({path.stem for path in files if not path.name.startswith(".")})


def _read(folder: Path, name: str) -> pl.DataFrame:
    import polars as pl

    csv, parquet = folder / f"{name}.csv", folder / f"{name}.parquet"
    if parquet.exists() and (
        not csv.exists() or parquet.stat().st_mtime_ns >= csv.stat().st_mtime_ns
    ):
        # An empty text is no text, as it is in the csv.
        return pl.read_parquet(parquet).with_columns(pl.col(pl.String).replace("", None))
    header = csv.read_text(encoding="utf-8").split("\n", 1)[0].strip()
    if not header:
        raise NoDataError(f"{csv} är tom: kör `finsam build` (eller `make data`) igen.")
    declared = _declared(folder, name)
    types = {column: declared.get(column) or _guess(column) for column in header.split(",")}
    plain = {column: _polars_type(kind) for column, kind in types.items()}
    frame = pl.read_csv(csv, schema_overrides=plain, null_values=[""])
    lists = [(column, kind) for column, kind in types.items() if kind.startswith(_LIST)]
    return frame.with_columns(_as_list(frame, column, kind) for column, kind in lists)


def _declared(folder: Path, name: str) -> dict[str, str]:
    """Column types that the data package states for the dataset."""
    package = folder / "datapackage.json"
    if not package.exists():
        return {}
    resources: list[dict[str, Any]] = json.loads(package.read_text(encoding="utf-8"))["resources"]
    for resource in resources:
        if resource["name"] == name:
            return {field["name"]: _kind(field) for field in resource["schema"]["fields"]}
    return {}


def _kind(field: dict[str, Any]) -> str:
    """The field's type; of a list also what separates its items, and their type."""
    if field["type"] != "list":
        return str(field["type"])
    return f"{_LIST}{field.get('delimiter', ',')}{field.get('itemType', 'string')}"


def _guess(column: str) -> str:
    if column in _INT or column.startswith("antal_"):
        return "integer"
    if column in _FLOAT or column.startswith("andel_"):
        return "number"
    if column in _LISTS:
        return _LISTS[column]
    return "boolean" if column in _BOOL else "string"


def _polars_type(kind: str) -> Any:
    import polars as pl

    types = {"integer": pl.Int64, "year": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean}
    return types.get(kind, pl.String)


def _as_list(frame: pl.DataFrame, column: str, kind: str) -> pl.Series:
    import polars as pl

    separator, item = kind[len(_LIST)], _polars_type(kind[len(_LIST) + 1 :])
    cells = [cell.split(separator) if cell else [] for cell in frame[column]]
    return pl.Series(column, cells, dtype=pl.List(pl.String)).cast(pl.List(item))

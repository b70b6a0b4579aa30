"""The datasets' columns and types, made from the dictionary in words/kolumner.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finsam_analysis import words

if TYPE_CHECKING:
    import polars as pl

FACTS = tuple(words.load("kolumner")["dataset"])
DIMENSIONS = tuple(words.load("kolumner")["dimension"])


def columns(name: str) -> list[str]:
    """The columns of a dataset or dimension, in order. KeyError for a name there is none of."""
    book = words.load("kolumner")
    if name in book["dataset"]:
        return [*book["gemensamma"], *book["dataset"][name]["kolumner"]]
    return list(book["dimension"][name]["kolumner"])


def describe(column: str, dataset: str = "") -> dict[str, Any]:
    """What the dictionary says of a column: typ, sv, en, and enhet and kategorier if it has them.

    A column can mean something of its own in one dataset.
    """
    book = words.load("kolumner")
    return dict(book["egen"].get(dataset, {}).get(column) or book["kolumn"][column])


def key(name: str) -> list[str]:
    """The columns that a dataset is sorted by, and that tell its rows apart."""
    book = words.load("kolumner")
    if name in book["dimension"]:
        return list(book["dimension"][name]["nyckel"])
    return ["report_id", "line", "table_id", "place"]


def dtypes(name: str) -> dict[str, pl.DataType | type[pl.DataType]]:
    """The polars type of every column."""
    import polars as pl

    types: dict[str, pl.DataType | type[pl.DataType]] = {
        "str": pl.String,
        "int": pl.Int64,
        "float": pl.Float64,
        "bool": pl.Boolean,
        "list_str": pl.List(pl.String),
        "list_int": pl.List(pl.Int64),
    }
    return {column: types[describe(column, name)["typ"]] for column in columns(name)}

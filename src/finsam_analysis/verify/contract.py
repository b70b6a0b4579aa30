"""The contract of the datasets, held against every frame before it is written.

Types, what may be missing, and the categories of each column come from words/kolumner.toml; the
violations of all datasets are collected before anything fails.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import dataframely as dy

from finsam_analysis import schema
from finsam_analysis.read.document import ReportError

if TYPE_CHECKING:
    import polars as pl

_TYPES: dict[str, type[dy.Column]] = {
    "str": dy.String,
    "int": dy.Int64,
    "float": dy.Float64,
    "bool": dy.Bool,
}
_NEVER_MISSING = frozenset(
    {
        "forbund_id",
        "year",
        "report_id",
        "line",
        "table_id",
        "raw",
        "varde",
        "enhet",
        "status",
        "kontroll",
    }
)
_SHOWN = 8


@cache
def frame_schema(name: str) -> type[dy.Schema]:
    """The schema of a dataset or dimension, made from the dictionary of columns."""
    fact = name in schema.FACTS
    columns = {
        column: _column(schema.describe(column, name), required=fact and column in _NEVER_MISSING)
        for column in schema.columns(name)
    }
    return type(f"{name.title()}Schema", (dy.Schema,), columns)


def _column(about: dict[str, Any], *, required: bool) -> dy.Column:
    if about["typ"].startswith("list"):
        inner = dy.Int64(nullable=True) if about["typ"] == "list_int" else dy.String(nullable=True)
        return dy.List(inner, nullable=not required)
    options: dict[str, Any] = {"nullable": not required}
    kinds = about.get("kategorier")
    if kinds:
        options["check"] = lambda expr, kinds=tuple(kinds): expr.is_in(kinds)
    return _TYPES[about["typ"]](**options)


def hold(frames: dict[str, pl.DataFrame]) -> None:
    """Raise ReportError naming every dataset and column that breaks the contract."""
    found = broken(frames)
    if found:
        more = f" och {len(found) - _SHOWN} till" if len(found) > _SHOWN else ""
        raise ReportError(
            f"Data bryter mot kontraktet: {', '.join(found[:_SHOWN])}{more}. Inget har skrivits."
        )


def broken(frames: dict[str, pl.DataFrame]) -> list[str]:
    """What breaks the contract, in each dataset and column, with the number of rows."""
    found: list[str] = []
    for name, frame in frames.items():
        missing = [column for column in schema.columns(name) if column not in frame.columns]
        if missing:
            found += [f"{name}.{column} saknas" for column in missing]
            continue
        _, failures = frame_schema(name).filter(frame)
        found += [
            f"{name}.{rule} ({count} rader)" for rule, count in sorted(failures.counts().items())
        ]
    return found

"""What every comparison needs first: one printed value a thing, and the reason where there is none.

Reports print the same thing more than once: in prose and in a table, this year and restated the
next. The value of the newest report stands; where one report prints different values for the same
thing, none is chosen silently: the one in a table goes before prose, checked before unchecked, what
is printed more often before what is printed once, and the row says which values there were.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

TOTALT = "totalt"


class UnknownNameError(LookupError):
    """A förbund, year or insats that the data does not have; the message names those it has."""


def one_value(
    frame: pl.DataFrame,
    keys: Sequence[str],
    value: str,
    rapporter: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """One row for each combination of `keys`: the printed `value` to use, and where it stands.

    Returns keys, `value`, report_id, line and olika: the values as text where one and the same
    report prints more than one, else null. Rows without a value are left out. With `rapporter`
    (report_id, year) the newest report wins, and olika is about that report alone.
    """
    rows = frame.filter(pl.col(value).is_not_null())
    if rapporter is not None and not rows.is_empty():
        issued = rapporter.select("report_id", pl.col("year").alias("_issued"))
        rows = rows.join(issued, on="report_id", how="left", nulls_equal=True)
        newest = pl.col("_issued").fill_null(0).max().over(*keys)
        rows = rows.filter(pl.col("_issued").fill_null(0) == newest)
    ordered = rows.with_columns(
        (pl.col("table_id") == "prosa").alias("_prose"),
        (pl.col("kontroll") != "bekraftad").alias("_unchecked"),
        (-pl.len().over(*keys, value).cast(pl.Int64)).alias("_rarity"),
    ).sort(*keys, "_prose", "_unchecked", "_rarity", "report_id", "line", nulls_last=True)
    return ordered.group_by(*keys, maintain_order=True).agg(
        pl.col(value).first(),
        pl.col("report_id").first(),
        pl.col("line").first(),
        pl.when(pl.col(value).n_unique() > 1)
        .then(pl.col(value).unique(maintain_order=True).cast(pl.String).str.join(", "))
        .first()
        .alias("olika"),
    )


def require(frame: pl.DataFrame, column: str, name: object, what: str) -> None:
    """UnknownNameError unless `name` occurs in `column`; `what` is the Swedish word for it."""
    there = frame[column].drop_nulls().unique().sort().to_list()
    if name not in there:
        raise UnknownNameError(
            f"Det finns inget {what} {name} i data. Det finns: {', '.join(map(str, there))}."
        )


def names(frame: pl.DataFrame, dimension: pl.DataFrame, key: str) -> pl.DataFrame:
    """`frame` with the column namn of `dimension` (forbund or insatser) joined by `key`.

    The number of rows is kept; a key without a name shows itself.
    """
    labels = dimension.select(key, "namn").unique(key, keep="first")
    joined = frame.join(labels, on=key, how="left", maintain_order="left")
    if len(joined) != len(frame):
        raise ValueError(f"{key} är inte entydig i dimensionen.")
    return joined.with_columns(pl.col("namn").fill_null(pl.col(key)))

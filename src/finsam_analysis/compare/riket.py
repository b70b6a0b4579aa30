"""National yardsticks: what has been published for all samordningsförbund of the country.

They are data (words/riksmatt.toml) with their sources. A year without one has none: the nearest
year is not put in its place, because labour markets differ.
"""

from __future__ import annotations

import polars as pl

from finsam_analysis import words

_SCHEMA = {
    "matt": pl.String,
    "year": pl.Int64,
    "andel": pl.Float64,
    "kvinnor": pl.Float64,
    "man": pl.Float64,
    "antal_bas": pl.Int64,
    "bas": pl.String,
    "kalla": pl.String,
}


def riksmatt(matt: str = "arbete_studier") -> pl.DataFrame:
    """Published national shares of `matt`: year, andel, kvinnor, man (0-1), antal_bas, bas, kalla.

    Sorted by year; null where nothing is published.
    """
    rows = [{name: row.get(name) for name in _SCHEMA} for row in words.load("riksmatt")["matt"]]
    return pl.DataFrame(rows, schema=_SCHEMA).filter(pl.col("matt") == matt).sort("year")


def add_riket(frame: pl.DataFrame, matt: str = "arbete_studier") -> pl.DataFrame:
    """`frame` (year, andel) with the national share of its year.

    Adds riket (0-1), mot_riket (andel less riket, percentage points) and riket_kalla; null for
    years that no national share is published for.
    """
    national = riksmatt(matt).select(
        "year", pl.col("andel").alias("riket"), pl.col("kalla").alias("riket_kalla")
    )
    joined = frame.join(national, on="year", how="left", maintain_order="left")
    return joined.with_columns(((pl.col("andel") - pl.col("riket")) * 100).alias("mot_riket"))

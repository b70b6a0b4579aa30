"""What the printing of a number says: how finely it is rounded, and whether two prints agree.

`18 026 tkr` and `18 025,8 tkr` are one amount printed twice. Two prints agree if they can be
roundings of the same amount.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from finsam_analysis import words

UNITS = {"kr": 1.0, "tkr": 1_000.0, "mkr": 1_000_000.0}


def steps() -> pl.Expr:
    """The last printed digit of `raw` in kronor, by `enhet`; 1 for what is no amount."""
    decimals = pl.col("raw").str.extract(r",(\d+)\D*$").str.len_chars().fill_null(0)
    unit = pl.col("enhet").replace_strict(UNITS, default=1.0, return_dtype=pl.Float64)
    return unit / pl.lit(10.0).pow(decimals.cast(pl.Float64))


def kronor() -> pl.Expr:
    """`varde` in whole kronor; null where `enhet` is no unit of money."""
    unit = pl.col("enhet").replace_strict(UNITS, default=None, return_dtype=pl.Float64)
    return (pl.col("varde") * unit).round().cast(pl.Int64)


def agrees(first: float, first_step: float, second: float, second_step: float) -> bool:
    """Whether two prints, rounded to those steps, can be of the same amount."""
    return abs(first - second) <= (first_step + second_step) / 2


def dated(rows: pl.DataFrame, rapporter: pl.DataFrame | None) -> pl.DataFrame:
    """`rows` with _utgiven: the year of the report that prints them, 0 where it is not known."""
    if rapporter is None:
        return rows.with_columns(pl.lit(0, pl.Int64).alias("_utgiven"))
    years = rapporter.select("report_id", pl.col("year").cast(pl.Int64).alias("_utgiven"))
    joined = rows.join(years, on="report_id", how="left")
    return joined.with_columns(pl.col("_utgiven").fill_null(0))


def newest(rows: pl.DataFrame, rapporter: pl.DataFrame | None, keys: Sequence[str]) -> pl.DataFrame:
    """Of the rows alike in `keys`, those of the newest report, with _utgiven as `dated`."""
    issued = dated(rows, rapporter)
    return issued.filter(pl.col("_utgiven") == pl.col("_utgiven").max().over(keys))


def once(rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` that may be added up: a thing that stands in several tables counts in the first.

    A thing is an insats, or a label where there is none; of one förbund and year. Two reports about
    one year are never added: that which is last in the alphabet, and so in years, is used.
    """
    year = ["forbund_id", "year"]
    labels = [words.fold(label) for label in rows["label_raw"]]
    thing = pl.coalesce("insats_id", pl.Series("_namn", labels, dtype=pl.String))
    own = rows.with_columns(thing.alias("_sak")).filter(
        pl.col("report_id") == pl.col("report_id").max().over(year)
    )
    first = pl.col("table_id").min().over(*year, "_sak")
    return own.filter(pl.col("table_id") == first).drop("_sak")


def named_by(section: str, texts: Iterable[str | None]) -> str | None:
    """The name in words/jamforelse.toml [section] whose word stands in one of the texts."""
    text = " \n ".join(words.fold(part) for part in texts if part)
    for name, found in words.load("jamforelse")[section].items():
        if any(word in text for word in found):
            return str(name)
    return None

"""The same thing over years: participants, member contributions, and the cost per participant.

A year is printed in its own report and often restated in the next. The newest report's figure
stands; `aldre` keeps what was printed before, where it differs.
"""

from __future__ import annotations

import polars as pl

from finsam_analysis import words
from finsam_analysis.compare.personer import BASES
from finsam_analysis.compare.prices import PriceIndex, load_index
from finsam_analysis.compare.stats import refuse_double
from finsam_analysis.compare.tryck import dated
from finsam_analysis.compare.underlag import PROSE, TOTALT, one_value, require_known, utan_delsummor

_YEAR = ["forbund_id", "year"]


def deltagare_per_ar(
    deltagare: pl.DataFrame, rapporter: pl.DataFrame | None = None, matt: str = "deltagare"
) -> pl.DataFrame:
    """The förbund's own number of people for each year, all insatser together.

    Returns forbund_id, year, antal, report_id, line, olika (values that one report prints, if
    several) and aldre (the value of an older report, where it differs), sorted.
    """
    rows = utan_delsummor(deltagare).filter(
        pl.col("insats_id").is_null()
        & (pl.col("kon") == TOTALT)
        & (pl.col("matt") == matt)
        & (pl.col("period") == "ar")
    )
    if "kommun" in rows.columns:
        rows = rows.filter(pl.col("kommun").is_null())
    return _with_older(rows, "antal", rapporter)


def bidrag_per_ar(
    medlemsbidrag: pl.DataFrame, rapporter: pl.DataFrame | None = None
) -> pl.DataFrame:
    """What the members paid together in each year, as the sum of the members printed.

    Returns forbund_id, year, belopp_kr, slag (utfall or budget), medlemmar (rows summed) and
    report_id. Grants from others (ESF and the like) are not members' and are left out. A budget is
    what the members were to pay, and is used only where no outcome of the year is printed here;
    notes on income may have one (`ekonomi.intakter`). The newest report that prints the year's
    members is used whole: figures of two reports are never summed.
    """
    others = words.load("visning")["medlem"]["utom"]
    rows = medlemsbidrag.filter(
        (pl.col("table_id") != PROSE)  # a sentence may name some of the members only
        & ~pl.col("is_total")
        & pl.col("belopp_kr").is_not_null()
        & ~pl.col("medlem").is_in(others)
    )
    issued = dated(rows, rapporter)
    best = issued.with_columns((pl.col("slag") == "utfall").alias("_utfall")).sort(
        *_YEAR,
        "_utfall",
        "_utgiven",
        "report_id",
        "table_id",
        descending=[False, False, True, True, False, False],
    )
    first = best.group_by(_YEAR, maintain_order=True).agg(
        pl.col("report_id").first(), pl.col("table_id").first(), pl.col("slag").first()
    )
    chosen = issued.join(first, on=[*_YEAR, "report_id", "table_id", "slag"], how="inner")
    return (
        chosen.group_by(_YEAR)
        .agg(
            pl.col("belopp_kr").sum(),
            pl.col("slag").first(),
            pl.len().cast(pl.Int64).alias("medlemmar"),
            pl.col("report_id").first(),
        )
        .sort(_YEAR)
    )


def kostnad_mellan_ar(
    rows: pl.DataFrame, matt: str = "deltagare", index: PriceIndex | None = None
) -> pl.DataFrame:
    """Cost per person of the same insats in its first and its last comparable year.

    `rows` as from `kostnad.kostnad_per_deltagare`. Returns forbund_id, insats_id, namn, fran and
    till (years), kr_per_fran and kr_per_till (nominal kronor), kr_per_fran_fast (the first in the
    prices of the last; null where the index lacks a year), forandring_fast (change in fixed
    prices, as a share of the first), antal_fran, antal_till and prisniva.
    """
    require_known(matt, BASES, "räknebas")
    index = index or load_index()
    fit = rows.filter((pl.col("matt") == matt) & pl.col("jamforbar") & (pl.col("kr_per") > 0))
    refuse_double(fit, [*_YEAR, "insats_id"])
    pairs = (
        fit.sort("year")
        .group_by("forbund_id", "insats_id", maintain_order=True)
        .agg(
            pl.col("namn").last(),
            pl.col("year").first().alias("fran"),
            pl.col("year").last().alias("till"),
            pl.col("kr_per").first().alias("kr_per_fran"),
            pl.col("kr_per").last().alias("kr_per_till"),
            pl.col("antal").first().alias("antal_fran"),
            pl.col("antal").last().alias("antal_till"),
            pl.col("report_id").first().alias("report_id_fran"),
            pl.col("report_id").last().alias("report_id_till"),
        )
        .filter(pl.col("fran") < pl.col("till"))
    )
    factors = [_factor(index, *years) for years in pairs.select("fran", "till").iter_rows()]
    levels = [
        index.label(year) if f else None for year, f in zip(pairs["till"], factors, strict=True)
    ]
    fixed = pl.col("kr_per_fran") * pl.Series("_faktor", factors, dtype=pl.Float64)
    return (
        pairs.with_columns(fixed.alias("kr_per_fran_fast"))
        .with_columns(
            (pl.col("kr_per_till") / pl.col("kr_per_fran_fast") - 1).alias("forandring_fast"),
            pl.Series("prisniva", levels, dtype=pl.String),
        )
        .sort("forbund_id", "namn")
    )


def _factor(index: PriceIndex, first: int, last: int) -> float | None:
    """What a krona of the first year is in the prices of the last; None if a year is missing."""
    if first not in index.values or last not in index.values:
        return None
    return float(index.value(last) / index.value(first))


def _with_older(rows: pl.DataFrame, value: str, rapporter: pl.DataFrame | None) -> pl.DataFrame:
    newest = one_value(rows, _YEAR, value, rapporter)
    used = newest.select(*_YEAR, "report_id")
    earlier = one_value(rows.join(used, on=[*_YEAR, "report_id"], how="anti"), _YEAR, value)
    older = earlier.select(*_YEAR, pl.col(value).alias("aldre"))
    joined = newest.join(older, on=_YEAR, how="left")
    same = pl.col("aldre") == pl.col(value)
    return joined.with_columns(pl.when(~same).then(pl.col("aldre")).alias("aldre")).sort(_YEAR)

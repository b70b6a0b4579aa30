"""Kostnad per deltagare: what an insats cost the förbund, divided by who took part in it.

Only direct cost: the outcome that stands on the insats's own row in the förbund's books. Staff that
members provide without payment are not in the books, and a regional project's cost stands with its
owner although its participants are in several förbund. So every figure says whether it may be
compared and, if not, why; those that may not are listed apart and never ranked. Structure and
administration are not divided by participants at all.
"""

from __future__ import annotations

import polars as pl

from finsam_analysis.compare.personer import BASES, personer

INDIVID = "individ"
CATEGORIES = ("individ", "struktur", "administration")

_KEYS = ["forbund_id", "year", "insats_id"]


def kostnad_per_deltagare(
    ekonomi: pl.DataFrame,
    deltagare: pl.DataFrame,
    insatser: pl.DataFrame,
    avslut: pl.DataFrame | None = None,
    mal: pl.DataFrame | None = None,
    rapporter: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Cost per person for each individ insats, year and base.

    People are counted in `deltagare`; those who left for work or studies in `avslut`; and where a
    report prints a count only as the result of a goal, in `mal`.

    Returns one row for each insats and year with an outcome, and base (matt: deltagare, nya,
    avslutade, arbete_studier) that is printed for it; one with the base deltagare where none
    is. Columns: forbund_id, year, insats_id, namn, matt, kostnad_kr, antal, kr_per (kronor per
    person, nominal), jamforbar, varfor_inte, report_id, kostnad_rad, antal_rad.
    kr_per is null where there is nothing to divide by, or the cost is not above zero.
    """
    costs = _costs(ekonomi, rapporter)
    people = personer(deltagare, avslut, mal, rapporter).select(
        *_KEYS, "matt", "antal", pl.col("line").alias("antal_rad"), "olika"
    )
    rows = costs.join(people, on=_KEYS, how="left").with_columns(
        pl.col("matt").fill_null("deltagare")
    )
    about = insatser.select(
        "insats_id", "namn", "jamforbar", pl.col("skal").alias("_varfor")
    ).unique("insats_id", keep="first")
    rows = rows.join(about, on="insats_id", how="left")
    divisible = (pl.col("antal") > 0) & (pl.col("kostnad_kr") > 0)
    reason = pl.concat_str(*_reasons(), separator="; ", ignore_nulls=True)
    order = pl.col("matt").replace_strict({name: place for place, name in enumerate(BASES)})
    return (
        rows.with_columns(
            pl.when(divisible).then(pl.col("kostnad_kr") / pl.col("antal")).alias("kr_per"),
            pl.when(reason != "").then(reason).alias("varfor_inte"),
            pl.col("namn").fill_null(pl.col("insats_id")),
        )
        .with_columns(pl.col("varfor_inte").is_null().alias("jamforbar"))
        .select(
            *_KEYS,
            "namn",
            "matt",
            "kostnad_kr",
            "antal",
            "kr_per",
            "jamforbar",
            "varfor_inte",
            "report_id",
            "kostnad_rad",
            "antal_rad",
        )
        .sort("forbund_id", "year", "namn", order)
    )


def fordelning(ekonomi: pl.DataFrame, rapporter: pl.DataFrame | None = None) -> pl.DataFrame:
    """What individ, struktur and administration cost, for each förbund and year.

    The sum of the outcomes of the parts, never of totals. Returns forbund_id, year, kategori,
    kostnad_kr, rader (rows summed) and andel (of the three together): null where one of the three
    is missing, or where the report has outcomes of no known kategori, because the rest is then
    not the whole.
    """
    rows = _newest_report(_outcomes(ekonomi), rapporter)
    parts = rows.filter(pl.col("kategori").is_in(CATEGORIES))
    unknown = rows.filter(pl.col("kategori").is_null() & (pl.col("belopp_kr") != 0))
    unknown = unknown.select("forbund_id", "year").unique()
    partial = unknown.with_columns(pl.lit(True).alias("_okand"))
    whole = pl.col("kategori").n_unique().over("forbund_id", "year") == len(CATEGORIES)
    return (
        parts.group_by("forbund_id", "year", "kategori")
        .agg(pl.col("belopp_kr").sum().alias("kostnad_kr"), pl.len().cast(pl.Int64).alias("rader"))
        .join(partial, on=["forbund_id", "year"], how="left")
        .with_columns(
            pl.when(whole & pl.col("_okand").is_null())
            .then(pl.col("kostnad_kr") / pl.col("kostnad_kr").sum().over("forbund_id", "year"))
            .alias("andel")
        )
        .drop("_okand")
        .sort("forbund_id", "year", pl.col("kategori").cast(pl.Enum(CATEGORIES)))
    )


def utan_deltagare(ekonomi: pl.DataFrame, insatser: pl.DataFrame) -> pl.DataFrame:
    """Insatser whose cost is not divided by participants: structure, with their outcome.

    Returns forbund_id, year, insats_id, namn, kostnad_kr, sorted by cost.
    """
    rows = _outcomes(ekonomi).filter(pl.col("kategori") == "struktur")
    labels = insatser.select("insats_id", "namn").unique("insats_id", keep="first")
    return (
        rows.join(labels, on="insats_id", how="left")
        .with_columns(pl.coalesce("namn", "label_raw").alias("namn"))
        .group_by("forbund_id", "year", "insats_id", "namn")
        .agg(pl.col("belopp_kr").sum().alias("kostnad_kr"))
        .sort("forbund_id", "year", "kostnad_kr", "namn", descending=[False, False, True, False])
    )


def _outcomes(ekonomi: pl.DataFrame) -> pl.DataFrame:
    """The outcomes that may be added up: what running text says again is in the tables' rows."""
    return ekonomi.filter(
        (pl.col("post") == "utfall")
        & (pl.col("table_id") != "prosa")
        & ~pl.col("is_total")
        & pl.col("belopp_kr").is_not_null()
    )


def _newest_report(rows: pl.DataFrame, rapporter: pl.DataFrame | None) -> pl.DataFrame:
    """Of rows about one förbund and year, those of the newest report that prints them."""
    if rapporter is None:
        return rows
    issued = rapporter.select("report_id", pl.col("year").alias("_issued"))
    dated = rows.join(issued, on="report_id", how="left").with_columns(
        pl.col("_issued").fill_null(0)
    )
    newest = pl.col("_issued").max().over("forbund_id", "year")
    return dated.filter(pl.col("_issued") == newest).drop("_issued")


def _costs(ekonomi: pl.DataFrame, rapporter: pl.DataFrame | None) -> pl.DataFrame:
    rows = _outcomes(ekonomi).filter(
        (pl.col("kategori") == INDIVID) & pl.col("insats_id").is_not_null()
    )
    rows = _newest_report(rows, rapporter)
    return rows.group_by(*_KEYS).agg(
        pl.col("belopp_kr").sum().alias("kostnad_kr"),
        pl.col("report_id").first(),
        pl.col("line").min().alias("kostnad_rad"),
        pl.len().alias("_rader"),
    )


def _reasons() -> list[pl.Expr]:
    given = pl.when(~pl.col("jamforbar").fill_null(True)).then(
        pl.col("_varfor").fill_null("rapporten säger att kostnaden inte kan jämföras")
    )
    return [
        given,
        pl.when(pl.col("antal").is_null()).then(pl.lit("rapporten anger inget antal deltagare")),
        pl.when(pl.col("antal") == 0).then(pl.lit("ingen deltog")),
        pl.when(pl.col("kostnad_kr") <= 0).then(pl.lit("ingen kostnad, eller återbetalning")),
        pl.when(pl.col("olika").is_not_null()).then(
            pl.format("rapporten anger olika antal: {}", pl.col("olika"))
        ),
        pl.when(pl.col("_rader") > 1).then(
            pl.format("kostnaden är summan av {} rader", pl.col("_rader"))
        ),
    ]

"""Kostnad per deltagare: what an insats cost the förbund, divided by who took part in it.

Direct cost: the outcome that stands on the insats's own row in the förbund's books, in the budget
table or, where a report has none, in the note of costs. A project and its prolongation stand on
two rows, and are one cost. Staff that members provide without payment are not in the books, and a
regional project's cost stands with its owner although its participants are in several förbund. So
every figure says whether it may be compared and, if not, why (`jamforbarhet`); those that may not
are listed apart and never ranked. Structure and administration are not divided by participants
here: `kostnadsnivaer` can add a share of them.
"""

from __future__ import annotations

import polars as pl

from finsam_analysis.compare.jamforbarhet import Underlag, with_reasons
from finsam_analysis.compare.personer import BASES, personer
from finsam_analysis.compare.tryck import newest, once
from finsam_analysis.compare.underlag import PROSE

INDIVID = "individ"
CATEGORIES = ("individ", "struktur", "administration")

_YEAR = ["forbund_id", "year"]
_KEYS = [*_YEAR, "insats_id"]
_NOTE = ("not", "driftredovisning")


def kostnad_per_deltagare(
    ekonomi: pl.DataFrame,
    deltagare: pl.DataFrame,
    insatser: pl.DataFrame,
    avslut: pl.DataFrame | None = None,
    mal: pl.DataFrame | None = None,
    rapporter: pl.DataFrame | None = None,
    rakenskaper: pl.DataFrame | None = None,
    ovrigt: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Cost per person for each individ insats, year and base.

    People are counted in `deltagare`; those who left for work or studies in `avslut`; and where a
    report prints a count only as the result of a goal, in `mal`. Costs are in `ekonomi`, and for
    years without any there in the notes of `rakenskaper`. `ovrigt` tells of grants.

    Returns one row for each insats and year with an outcome, and base (matt: deltagare, nya,
    avslutade, arbete_studier) that is printed for it; one with the base deltagare where none
    is. Columns: forbund_id, year, insats_id, namn, matt, kostnad_kr, antal, kr_per (kronor per
    person, nominal), jamforbar, varfor_inte, att_veta, ingar (the printed rows that the cost is
    the sum of), report_id, kostnad_rad, antal_report_id, antal_rad.
    kr_per is null where there is nothing to divide by, or the cost is not above zero.
    """
    people = personer(deltagare, avslut, mal, rapporter)
    costs = _prolonged(_costs(ekonomi, insatser, rapporter, rakenskaper), insatser, people)
    counts = people.select(
        *_KEYS,
        "matt",
        "antal",
        "olika",
        pl.col("line").alias("antal_rad"),
        pl.col("report_id").alias("antal_report_id"),
    )
    rows = costs.join(counts, on=_KEYS, how="left").with_columns(
        pl.col("matt").fill_null("deltagare")
    )
    names = insatser.select("insats_id", "namn").unique("insats_id", keep="first")
    rows = rows.join(names, on="insats_id", how="left")
    rows = rows.join(
        _mended(deltagare, avslut, mal), on=["antal_report_id", "antal_rad", "antal"], how="left"
    )
    told = with_reasons(rows, people, Underlag(insatser, deltagare, avslut, ovrigt))
    return _divided(told)


def _divided(told: pl.DataFrame) -> pl.DataFrame:
    """Cost by people, in the columns and the order that are promised."""
    divisible = (pl.col("antal") > 0) & (pl.col("kostnad_kr") > 0)
    order = pl.col("matt").replace_strict({name: place for place, name in enumerate(BASES)})
    return (
        told.with_columns(
            pl.when(divisible).then(pl.col("kostnad_kr") / pl.col("antal")).alias("kr_per"),
            pl.col("namn").fill_null(pl.col("insats_id")),
        )
        .select(
            *_KEYS,
            "namn",
            "matt",
            "kostnad_kr",
            "antal",
            "kr_per",
            "jamforbar",
            "varfor_inte",
            "att_veta",
            "ingar",
            "report_id",
            "kostnad_rad",
            "antal_report_id",
            "antal_rad",
        )
        .sort("forbund_id", "year", "namn", order)
    )


def _mended(*frames: pl.DataFrame | None) -> pl.DataFrame:
    """Where a count stands whose print was damaged or wrong, and has been mended."""
    rows = pl.concat(
        frame.filter((pl.col("status") != "tryckt") & pl.col("antal").is_not_null()).select(
            pl.col("report_id").alias("antal_report_id"), pl.col("line").alias("antal_rad"), "antal"
        )
        for frame in frames
        if frame is not None
    )
    return rows.unique().with_columns(pl.lit(True).alias("_lagat"))


def fordelning(ekonomi: pl.DataFrame, rapporter: pl.DataFrame | None = None) -> pl.DataFrame:
    """What individ, struktur and administration cost, for each förbund and year.

    The sum of the outcomes of the parts, never of totals, nor of two tables or reports that print
    the same. Returns forbund_id, year, kategori,
    kostnad_kr, rader (rows summed) and andel (of the three together): null where one of the three
    is missing, or where the report has outcomes of no known kategori, because the rest is then
    not the whole.
    """
    rows = once(newest(_outcomes(ekonomi), rapporter, _YEAR))
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


def utan_deltagare(
    ekonomi: pl.DataFrame, insatser: pl.DataFrame, rapporter: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Insatser whose cost is not divided by participants: structure, with their outcome.

    As one report prints it, the newest that does. Returns forbund_id, year, insats_id, namn,
    kostnad_kr, sorted by cost.
    """
    rows = once(newest(_outcomes(ekonomi), rapporter, _YEAR)).filter(
        pl.col("kategori") == "struktur"
    )
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
        & (pl.col("table_id") != PROSE)
        & ~pl.col("is_total")
        & pl.col("belopp_kr").is_not_null()
    )


def _costs(
    ekonomi: pl.DataFrame,
    insatser: pl.DataFrame,
    rapporter: pl.DataFrame | None,
    rakenskaper: pl.DataFrame | None,
) -> pl.DataFrame:
    """The outcome of each individ insats and year, as one table prints it."""
    columns = [*_KEYS, "report_id", "table_id", "line", "label_raw", "belopp_kr"]
    own = _outcomes(ekonomi).filter(
        (pl.col("kategori") == INDIVID) & pl.col("insats_id").is_not_null()
    )
    found = newest(own.select(columns), rapporter, _YEAR)
    if rakenskaper is not None:
        notes = _notes(rakenskaper, insatser).select(columns)
        there = _outcomes(ekonomi).select("forbund_id", "year").unique()
        notes = newest(notes, rapporter, _YEAR).join(there, on=["forbund_id", "year"], how="anti")
        found = pl.concat([found, notes])
    printed = pl.format("{} (rad {})", pl.col("label_raw"), pl.col("line"))
    tables = (
        found.sort("line")
        .group_by(*_KEYS, "report_id", "table_id", maintain_order=True)
        .agg(
            pl.col("belopp_kr").sum().alias("kostnad_kr"),
            pl.col("line").min().alias("kostnad_rad"),
            pl.len().alias("_rader"),
            printed.str.join(" + ").alias("ingar"),
        )
    )
    sums = pl.col("kostnad_kr").unique(maintain_order=True)
    return tables.group_by(_KEYS, maintain_order=True).agg(
        pl.all().exclude("table_id").first(),
        pl.when(sums.len() > 1).then(sums.cast(pl.String).str.join(", ")).alias("_olika_kr"),
    )


def _notes(rakenskaper: pl.DataFrame, insatser: pl.DataFrame) -> pl.DataFrame:
    """Costs of insatser in the notes, positive as in budget tables whatever sign they have."""
    other = insatser.filter(pl.col("typ").is_in([c for c in CATEGORIES if c != INDIVID]))
    rows = rakenskaper.filter(
        pl.col("rapport").is_in(_NOTE)
        & pl.col("insats_id").is_not_null()
        & ~pl.col("is_total")
        & pl.col("belopp_kr").is_not_null()
    ).join(other.select("insats_id"), on="insats_id", how="anti")
    # A note that prints costs as negative numbers does so in all its rows.
    sign = (
        pl.when(pl.col("belopp_kr").sum().over("report_id", "table_id") < 0).then(-1).otherwise(1)
    )
    return rows.with_columns(pl.col("belopp_kr") * sign)


def _prolonged(costs: pl.DataFrame, insatser: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """`costs` with a project's prolongation added to the project, where both have a cost.

    Only a part without people of its own: one with both is an insats by itself.
    """
    if "overordnad_insats_id" not in insatser.columns:
        return costs
    parents = insatser.select("insats_id", pl.col("overordnad_insats_id").alias("_hel"))
    year = ["forbund_id", "year", "report_id"]
    wholes = costs.select(*year, pl.col("insats_id").alias("_hel"))
    parts = (
        costs.join(parents.drop_nulls(), on="insats_id", how="inner")
        .join(wholes, on=[*year, "_hel"], how="semi")
        .join(people.select(_KEYS).unique(), on=_KEYS, how="anti")
    )
    if parts.is_empty():
        return costs
    moved = parts.with_columns(pl.col("_hel").alias("insats_id")).select(costs.columns)
    kept = costs.join(parts.select(_KEYS), on=_KEYS, how="anti")
    return (
        pl.concat([kept, moved])
        .group_by(*_KEYS, maintain_order=True)
        .agg(
            pl.col("kostnad_kr").sum(),
            pl.col("report_id").first(),
            pl.col("kostnad_rad").first(),
            pl.col("_rader").sum(),
            pl.col("ingar").str.join(" + "),
            pl.col("_olika_kr").drop_nulls().first(),
        )
        .select(costs.columns)
    )

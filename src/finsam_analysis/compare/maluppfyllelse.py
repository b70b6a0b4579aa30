"""Måluppfyllelse: every printed goal beside its result, and one common rating of them all.

Förbund use the same words for different things: one calls a goal met when the result is at most
five percent off. So the report's own word is kept beside a common rating:

    uppnatt          the result is at least the goal
    nastan           the result is at most five percent short of the goal
    ej_uppnatt       further off than that
    for_tidigt       the goal spans a whole project that has not ended, and is not a count that is
                     reached already (a share can still fall)
    resultat_saknas  the report prints a goal but no number for the result

"Five percent" is of the goal, not percentage points. A goal may say `hogst` in a column riktning;
then the comparison is turned round. A goal without it is something to reach.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from finsam_analysis.compare.personer import PLACE, WORK
from finsam_analysis.compare.underlag import TOTALT, one_value, outcomes

NEAR = 0.05
RULE = (
    "Uppnått: resultatet är minst lika stort som målet. Nästan: högst fem procent under målet. "
    "Ej uppnått: längre ifrån än så. För tidigt: målet gäller ett helt projekt som pågår."
)
OMDOMEN = {
    "uppnatt": "Uppnått",
    "nastan": "Nästan",
    "ej_uppnatt": "Ej uppnått",
    "for_tidigt": "För tidigt",
    "resultat_saknas": "Resultat saknas",
}
RATED = ("uppnatt", "nastan", "ej_uppnatt")

_GOAL = ["forbund_id", "report_id", "mal_id"]


def malresultat(
    mal: pl.DataFrame,
    insatser: pl.DataFrame | None = None,
    deltagare: pl.DataFrame | None = None,
    avslut: pl.DataFrame | None = None,
    rapporter: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Each goal with its result.

    Takes the dataset `mal` and, for the end of projects, `insatser` (insats_id, start, slut). A
    result that a report prints elsewhere is looked up in `deltagare` (counts) and `avslut` (share
    of those who left for work or studies), for goals of one year.
    Returns one row a goal and kon: forbund_id, year, insats_id, mal_id, report_id, malet (as
    printed), matt, kon, period, enhet (antal, andel, kr), mal, resultat, foregaende (shares 0-1),
    kvot (result / goal), differens (result - goal; percentage points for shares), bedomning (the
    report's word), omdome (see above), mal_rad and resultat_rad (printed lines), varfor (what to
    know before comparing; null if nothing).
    A goal for all is the goal for women and for men only where it is a share.
    """
    rows = _with_value(mal)
    goals = _part(rows, "mal").select(
        *_GOAL,
        "year",
        "insats_id",
        pl.col("label_raw").alias("malet"),
        "matt",
        "kon",
        "period",
        "enhet",
        pl.col("_tal").alias("mal"),
        pl.col("line").alias("mal_rad"),
        pl.col("bedomning"),
        pl.col("_riktning"),
    )
    results = _part(rows, "resultat").select(
        *_GOAL,
        "kon",
        "enhet",
        pl.col("_tal").alias("resultat"),
        pl.col("line").alias("resultat_rad"),
        pl.col("matt").alias("_matt_resultat"),
        pl.col("bedomning").alias("_bedomning_resultat"),
    )
    earlier = _part(rows, "resultat_foregaende").select(
        *_GOAL, "kon", "enhet", pl.col("_tal").alias("foregaende")
    )
    keys = [*_GOAL, "kon", "enhet"]
    joined = (
        _goals_by_gender(goals, results)
        .join(results, on=keys, how="left")
        .join(earlier, on=keys, how="left")
        .with_columns(pl.coalesce("bedomning", "_bedomning_resultat").alias("bedomning"))
    )
    return _rate(_looked_up(joined, deltagare, avslut, rapporter), insatser)


def sammanfattning(rows: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """How many goals were met, of those that can be rated, for each combination of `by`.

    `rows` as from `malresultat`, for all genders together. Returns by, antal (met), nastan,
    ej_uppnatt, ej_bedomda (too early or without result), bas (rated goals) and andel (met, of
    rated); null where no goal can be rated. There is no interval: these are all the goals there
    are, not a sample of them.
    """
    total = rows.filter(pl.col("kon") == TOTALT)
    word = pl.col("omdome")
    counted = total.group_by(*by).agg(
        (word == "uppnatt").sum().cast(pl.Int64).alias("antal"),
        (word == "nastan").sum().cast(pl.Int64).alias("nastan"),
        (word == "ej_uppnatt").sum().cast(pl.Int64).alias("ej_uppnatt"),
        (~word.is_in(RATED)).sum().cast(pl.Int64).alias("ej_bedomda"),
        word.is_in(RATED).sum().cast(pl.Int64).alias("bas"),
    )
    share = pl.when(pl.col("bas") > 0).then(pl.col("antal") / pl.col("bas")).alias("andel")
    return counted.with_columns(share).sort(*by)


def _with_value(mal: pl.DataFrame) -> pl.DataFrame:
    """Rows of `mal` with their number and its kind in one column each."""
    direction = pl.col("riktning") if "riktning" in mal.columns else pl.lit("minst")
    return mal.with_columns(
        pl.coalesce(
            pl.col("andel"), pl.col("antal").cast(pl.Float64), pl.col("belopp_kr").cast(pl.Float64)
        ).alias("_tal"),
        pl.when(pl.col("andel").is_not_null())
        .then(pl.lit("andel"))
        .when(pl.col("belopp_kr").is_not_null())
        .then(pl.lit("kr"))
        .otherwise(pl.lit("antal"))
        .alias("enhet"),
        direction.fill_null("minst").alias("_riktning"),
        # A goal without an id of its own is told from others by what it is about.
        pl.coalesce(
            pl.col("mal_id"),
            pl.concat_str("insats_id", "matt", "period", separator="|", ignore_nulls=True),
        ).alias("mal_id"),
    )


def _part(rows: pl.DataFrame, part: str) -> pl.DataFrame:
    """The rows of one part with a number: the first printed of each goal, unit and kon."""
    mine = rows.filter((pl.col("del") == part) & pl.col("_tal").is_not_null()).sort("line")
    return mine.unique([*_GOAL, "kon", "enhet"], keep="first", maintain_order=True)


def _goals_by_gender(goals: pl.DataFrame, results: pl.DataFrame) -> pl.DataFrame:
    """`goals`, and goals for all repeated for each gender that has a result as a share."""
    shares = goals.filter((pl.col("kon") == TOTALT) & (pl.col("enhet") == "andel"))
    genders = results.filter((pl.col("kon") != TOTALT) & (pl.col("enhet") == "andel"))
    repeated = (
        shares.drop("kon")
        .join(genders.select(*_GOAL, "kon"), on=_GOAL, how="inner")
        .join(goals.select(*_GOAL, "kon"), on=[*_GOAL, "kon"], how="anti")
        .select(goals.columns)
    )
    return pl.concat([goals, repeated])


def _looked_up(
    rows: pl.DataFrame,
    deltagare: pl.DataFrame | None,
    avslut: pl.DataFrame | None,
    rapporter: pl.DataFrame | None,
) -> pl.DataFrame:
    """`rows` with results from the other datasets where `mal` has none."""
    rows = rows.with_columns(pl.col("matt").str.replace("^avslutade_", "").alias("_sak"))
    found = []
    if deltagare is not None:
        found.append(_printed(deltagare, "matt", "antal", rapporter))
    if avslut is not None:
        work = avslut.filter(pl.col("orsak") == WORK)
        found.append(_printed(work, "orsak", "andel", rapporter))
    if not found:
        return rows
    keys = ["forbund_id", "year", "insats_id", "_sak", "kon", "enhet"]
    joined = rows.join(pl.concat(found), on=keys, how="left", nulls_equal=True)
    fits = pl.col("resultat").is_null() & (pl.col("period") == "ar")
    return joined.with_columns(
        pl.when(fits).then(pl.col(there)).otherwise(pl.col(here)).alias(here)
        for here, there in (("resultat", "_tal"), ("resultat_rad", "_rad"))
    )


def _printed(
    frame: pl.DataFrame, thing: str, value: str, rapporter: pl.DataFrame | None
) -> pl.DataFrame:
    """What is printed of each `thing` in a year, in the columns that results are joined by."""
    year = outcomes(frame, rapporter).filter(
        (pl.col("period") == "ar") & pl.col("kommun").is_null()
    )
    keys = ["forbund_id", "year", "insats_id", thing, "kon"]
    return one_value(year.select(*keys, value, *PLACE), keys, value, rapporter).select(
        "forbund_id",
        "year",
        "insats_id",
        pl.col(thing).alias("_sak"),
        "kon",
        pl.lit(value).alias("enhet"),
        pl.col(value).cast(pl.Float64).alias("_tal"),
        pl.col("line").alias("_rad"),
    )


def _rate(rows: pl.DataFrame, insatser: pl.DataFrame | None) -> pl.DataFrame:
    most = pl.col("_riktning") == "hogst"
    goal, result = pl.col("mal"), pl.col("resultat")
    # A printed number has few decimals: what differs less than that is the same number.
    slack = 1e-9
    met = pl.when(most).then(result <= goal + slack).otherwise(result >= goal - slack)
    near = (
        pl.when(most)
        .then(result <= goal * (1 + NEAR) + slack)
        .otherwise(result >= goal * (1 - NEAR) - slack)
    )
    running = (pl.col("period") == "projekt") & ~_ended(rows, insatser)
    other = pl.col("_matt_resultat").is_not_null() & (pl.col("_matt_resultat") != pl.col("matt"))
    scale = pl.when(pl.col("enhet") == "andel").then(100.0).otherwise(1.0)
    return (
        rows.with_columns(
            pl.when(goal != 0).then(result / goal).alias("kvot"),
            ((result - goal) * scale).alias("differens"),
            pl.when(result.is_null())
            .then(pl.lit("resultat_saknas"))
            .when(running & ~(met & (pl.col("enhet") == "antal")))
            .then(pl.lit("for_tidigt"))
            .when(met)
            .then(pl.lit("uppnatt"))
            .when(near)
            .then(pl.lit("nastan"))
            .otherwise(pl.lit("ej_uppnatt"))
            .alias("omdome"),
            pl.when(other)
            .then(
                pl.format(
                    "målet räknar {}, resultatet {}", pl.col("matt"), pl.col("_matt_resultat")
                )
            )
            .when(running)
            .then(pl.lit("målet gäller hela projektet"))
            .alias("varfor"),
        )
        .select(pl.exclude("^_.*$"))
        .sort("forbund_id", "year", "report_id", "mal_rad", "kon")
    )


def _ended(rows: pl.DataFrame, insatser: pl.DataFrame | None) -> pl.Series:
    """Whether the project behind each row ended in the row's year or before, as far as is known."""
    if insatser is None or "slut" not in insatser.columns:
        return pl.Series([False] * len(rows), dtype=pl.Boolean)
    last = insatser.select("insats_id", pl.col("slut").cast(pl.String).str.slice(0, 4))
    ends = rows.join(last.unique("insats_id"), on="insats_id", how="left", maintain_order="left")
    return ends.select(
        (pl.col("slut").cast(pl.Int64, strict=False) <= pl.col("year")).fill_null(False)
    ).to_series()

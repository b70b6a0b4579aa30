"""Måluppfyllelse: every printed goal beside its result, and one common rating of them all.

Förbund use the same words for different things: one calls a goal met when the result is at most
five percent off. So the report's own word is kept beside a common rating:

    uppnatt          the result is at least the goal
    nastan           the result is at most five percent short of the goal
    ej_uppnatt       further off than that
    for_tidigt       the goal is a whole project's, which is not known to have ended; a count that
                     is reached already is uppnatt all the same (a share can still fall)
    resultat_saknas  the report prints a goal but no number, or several numbers, for the result

"Five percent" is of the goal, not percentage points. A goal may say `hogst` in the column riktning;
then the comparison is turned round. A goal without it is something to reach.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from finsam_analysis.compare.personer import PLACE, WORK
from finsam_analysis.compare.projekttid import med_projekttid
from finsam_analysis.compare.underlag import TOTALT, one_value, outcomes, utan_delsummor

NEAR = 0.05
RULE = (
    "Uppnått: resultatet är minst lika stort som målet. Nästan: högst fem procent ifrån. "
    "Ej uppnått: längre ifrån än så. Projektmål: målet gäller ett helt projekt, och bedöms när "
    "projektet är slut. Till dess, om projektets början och slut är tryckta, jämförs resultatet "
    "med takten: målet gånger den del av projekttiden som har gått vid årets slut, räknad i dagar. "
    "Minst så mycket är i takt, mindre är efter takt. Andelar har ingen takt."
)
RATED = ("uppnatt", "nastan", "ej_uppnatt")

_GOAL = ["forbund_id", "report_id", "mal_id"]
_WHOLE = [*_GOAL, "kon", "enhet"]
# Printed numbers have few decimals: what differs less than this is the same number.
_SLACK = 1e-9


def malresultat(
    mal: pl.DataFrame,
    deltagare: pl.DataFrame | None = None,
    avslut: pl.DataFrame | None = None,
    rapporter: pl.DataFrame | None = None,
    tider: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Each goal with its result.

    Takes the dataset `mal`. A result that a report prints elsewhere is looked up in `deltagare`
    (counts) and `avslut` (share of those who left for work or studies), for goals of one year.
    `tider` (the dataset), or a column slutar in `mal` (year, or date), says when a project ends.
    Returns one row a goal and kon: forbund_id, year, insats_id, mal_id, report_id, malet (as
    printed), delsumma (the goal is of a table's insatser together, not of the förbund), matt, kon,
    period, riktning (minst, hogst), enhet (antal, andel, kr), mal, resultat,
    foregaende (shares 0-1), kvot (result / goal), differens (result - goal; percentage points for
    shares), bedomning (the report's word), omdome (see above), mal_rad and resultat_rad (printed
    lines), resultat_period (ar, projekt or del_av_ar), projekt_start, projekt_slut and
    projekt_kalla (as `projekttid.med_projekttid`), varfor (what to know before comparing; null if
    nothing).
    A goal for all is the goal for women and for men only where it is a share. One goal that is
    printed twice with the same number is one row.
    """
    rows = _with_value(mal)
    goals, results = _goals(rows), _results(rows)
    earlier = _part(rows, "resultat_foregaende").select(*_WHOLE, pl.col("_tal").alias("foregaende"))
    joined = (
        _goals_by_gender(goals, results)
        .join(results, on=_WHOLE, how="left")
        .join(earlier.unique(_WHOLE, keep="first"), on=_WHOLE, how="left")
        .with_columns(pl.coalesce("bedomning", "_bedomning").alias("bedomning"))
    )
    found = _looked_up(_with_pace(joined, rows), deltagare, avslut, rapporter)
    return _rate(_with_end(_once(found), tider))


def _with_end(rows: pl.DataFrame, tider: pl.DataFrame | None) -> pl.DataFrame:
    """`rows` with the printed times of projects, and the year that each ends."""
    ends = pl.col("projekt_slut").str.slice(0, 4).cast(pl.Int64, strict=False)
    project = pl.col("period") == "projekt"
    return (
        med_projekttid(rows, tider)
        .with_columns(pl.coalesce("_slutar", ends).alias("_slutar"))
        .with_columns(
            pl.when(project).then(pl.col(name)).alias(name)
            for name in ("projekt_start", "projekt_slut", "projekt_kalla")
        )
    )


def sammanfattning(rows: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """How many goals were met, of those that can be rated, for each combination of `by`.

    `rows` as from `malresultat`, for all genders together, and without goals of a table's insatser
    together: those are sums of goals that are counted already. Returns by, antal (met), nastan,
    ej_uppnatt, ej_bedomda (too early or without result), bas (rated goals) and andel (met, of
    rated); null where no goal can be rated. There is no interval: these are all the goals there
    are, not a sample of them.
    """
    total = rows.filter((pl.col("kon") == TOTALT) & ~_of_a_table(rows))
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


def _of_a_table(rows: pl.DataFrame) -> pl.Expr:
    return pl.col("delsumma") if "delsumma" in rows.columns else pl.lit(False)


def _with_value(mal: pl.DataFrame) -> pl.DataFrame:
    """Rows of `mal` with their number and its kind in one column each."""
    direction = pl.col("riktning") if "riktning" in mal.columns else pl.lit(None, pl.String)
    ends = pl.col("slutar").cast(pl.String) if "slutar" in mal.columns else pl.lit(None, pl.String)
    place = ["report_id", "table_id", "line"]
    whole = utan_delsummor(mal).select(place).unique().with_columns(pl.lit(False).alias("delsumma"))
    marked = mal.join(whole, on=place, how="left", maintain_order="left").with_columns(
        pl.col("delsumma").fill_null(True)
    )
    return marked.with_columns(
        pl.coalesce(
            pl.col("andel"), pl.col("antal").cast(pl.Float64), pl.col("belopp_kr").cast(pl.Float64)
        ).alias("_tal"),
        pl.when(pl.col("andel").is_not_null())
        .then(pl.lit("andel"))
        .when(pl.col("belopp_kr").is_not_null())
        .then(pl.lit("kr"))
        .otherwise(pl.lit("antal"))
        .alias("enhet"),
        direction.fill_null("minst").alias("riktning"),
        ends.str.slice(0, 4).cast(pl.Int64, strict=False).alias("_slutar"),
        # A goal without an id of its own is told from others by what it is about.
        pl.coalesce(
            pl.col("mal_id"),
            pl.concat_str("insats_id", "matt", "period", separator="|", ignore_nulls=True),
        ).alias("mal_id"),
    )


def _part(rows: pl.DataFrame, part: str) -> pl.DataFrame:
    return rows.filter((pl.col("del") == part) & pl.col("_tal").is_not_null()).sort("line")


def _goals(rows: pl.DataFrame) -> pl.DataFrame:
    """The first printed number of each goal."""
    first = _part(rows, "mal").unique(_WHOLE, keep="first", maintain_order=True)
    return first.select(
        *_GOAL,
        "year",
        "insats_id",
        pl.col("label_raw").alias("malet"),
        "matt",
        "kon",
        "period",
        "riktning",
        "enhet",
        pl.col("_tal").alias("mal"),
        pl.col("line").alias("mal_rad"),
        "bedomning",
        "delsumma",
        "_slutar",
    )


def _results(rows: pl.DataFrame) -> pl.DataFrame:
    """The printed result of each goal; none where there are several different ones."""
    several = pl.col("_tal").n_unique() > 1
    listed = pl.col("raw").unique(maintain_order=True).str.join(", ")
    return (
        _part(rows, "resultat")
        .group_by(*_WHOLE, maintain_order=True)
        .agg(
            pl.when(~several).then(pl.col("_tal").first()).alias("resultat"),
            pl.when(~several).then(pl.col("line").first()).alias("resultat_rad"),
            pl.when(several).then(listed).alias("_flera"),
            pl.col("matt").first().alias("_matt_resultat"),
            pl.col("period").first().alias("resultat_period"),
            pl.col("bedomning").drop_nulls().first().alias("_bedomning"),
        )
    )


def _goals_by_gender(goals: pl.DataFrame, results: pl.DataFrame) -> pl.DataFrame:
    """`goals`, and goals for all repeated for each gender that has a result as a share.

    Where the result for all is several different ones, no gender's tells which is the goal's.
    """
    shares = goals.filter((pl.col("kon") == TOTALT) & (pl.col("enhet") == "andel"))
    told = results.filter(pl.col("enhet") == "andel")
    several = told.filter((pl.col("kon") == TOTALT) & pl.col("_flera").is_not_null())
    genders = told.filter(pl.col("kon") != TOTALT).join(several.select(_GOAL), on=_GOAL, how="anti")
    repeated = (
        shares.drop("kon")
        .join(genders.select(*_GOAL, "kon"), on=_GOAL, how="inner")
        .join(goals.select(*_GOAL, "kon"), on=[*_GOAL, "kon"], how="anti")
        .select(goals.columns)
    )
    return pl.concat([goals, repeated])


def _with_pace(joined: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Project goals of participants without a result, with the new participants so far."""
    keys = ["forbund_id", "report_id", "insats_id", "kon", "enhet"]
    new = _part(rows, "resultat").filter((pl.col("matt") == "nya") & (pl.col("enhet") == "antal"))
    taken = joined.filter(pl.col("resultat").is_not_null()).select("report_id", "resultat_rad")
    new = new.join(
        taken, left_on=["report_id", "line"], right_on=["report_id", "resultat_rad"], how="anti"
    )
    pace = new.unique(keys, keep="none").select(
        *keys, pl.col("_tal").alias("_takt"), pl.col("line").alias("_takt_rad")
    )
    project = (pl.col("period") == "projekt") & (pl.col("matt") == "deltagare")
    fits = project & pl.col("resultat").is_null() & pl.col("_takt").is_not_null()
    return joined.join(pace, on=keys, how="left", nulls_equal=True).with_columns(
        pl.when(fits).then(pl.col("_takt")).otherwise(pl.col("resultat")).alias("resultat"),
        pl.when(fits)
        .then(pl.col("_takt_rad"))
        .otherwise(pl.col("resultat_rad"))
        .alias("resultat_rad"),
        pl.when(fits)
        .then(pl.lit("ar"))
        .otherwise(pl.col("resultat_period"))
        .alias("resultat_period"),
        pl.when(fits)
        .then(pl.lit("nya"))
        .otherwise(pl.col("_matt_resultat"))
        .alias("_matt_resultat"),
    )


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
    joined = _of_the_same_row(joined, deltagare, avslut)
    missing = pl.col("resultat").is_null() & pl.col("_flera").is_null()
    # What a table prints for some insatser together is no figure of the whole förbund.
    own = pl.when("delsumma").then(pl.col("_rad") == pl.col("mal_rad")).otherwise(True)
    fits = missing & (pl.col("period") == "ar") & own.fill_null(False)
    return joined.with_columns(
        pl.when(fits).then(pl.col(there)).otherwise(pl.col(here)).alias(here)
        for here, there in (("resultat", "_tal"), ("resultat_rad", "_rad"))
    )


def _of_the_same_row(
    rows: pl.DataFrame, deltagare: pl.DataFrame | None, avslut: pl.DataFrame | None
) -> pl.DataFrame:
    """`rows` where a goal of a table's insatser together has the result of the very same row."""
    for frame, thing, value in ((deltagare, "matt", "antal"), (avslut, "orsak", "andel")):
        if frame is None:
            continue
        there = frame.filter(pl.col("insats_id").is_null() & pl.col(value).is_not_null()).select(
            "report_id",
            pl.col("line").alias("mal_rad"),
            pl.col(thing).alias("_sak"),
            "kon",
            pl.lit(value).alias("enhet"),
            pl.col(value).cast(pl.Float64).alias("_har"),
        )
        keys = ["report_id", "mal_rad", "_sak", "kon", "enhet"]
        one = there.unique(keys, keep="none")
        rows = (
            rows.join(one, on=keys, how="left", maintain_order="left")
            .with_columns(
                pl.when(pl.col("delsumma") & pl.col("_har").is_not_null())
                .then(pl.col("_har"))
                .otherwise(pl.col("_tal"))
                .alias("_tal"),
                pl.when(pl.col("delsumma") & pl.col("_har").is_not_null())
                .then(pl.col("mal_rad"))
                .otherwise(pl.col("_rad"))
                .alias("_rad"),
            )
            .drop("_har")
        )
    return rows


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


def _once(rows: pl.DataFrame) -> pl.DataFrame:
    """One row for a goal that a report prints in several places with the same number.

    The row with a result stays; of those alike, one for a year before one for a project, and what
    is printed first.
    """
    about = ["forbund_id", "report_id", "year", "insats_id", "_sak", "kon", "enhet"]
    ordered = rows.with_columns(
        pl.col("resultat").is_null().alias("_utan"), (pl.col("period") != "ar").alias("_langre")
    ).sort("_utan", "_langre", "mal_rad")
    once = ordered.unique([*about, "mal"], keep="first", maintain_order=True)
    # An insats has one goal for how many come, begin or leave: two numbers are one goal, printed
    # in two ways, if they have one result.
    single = pl.col("insats_id").is_not_null() & (
        pl.col("_sak").is_in(["deltagare", "nya", "avslutade"])
        | pl.col("matt").str.starts_with("avslutade_")
    )
    one = pl.col("resultat").drop_nulls().n_unique().over([*about, "period"]) <= 1
    told = (
        pl.when(pl.col("enhet") == "andel")
        .then(pl.format("{} %", (pl.col("mal") * 100).round(0).cast(pl.Int64)))
        .otherwise(pl.col("mal").round(0).cast(pl.Int64).cast(pl.String))
    )
    listed = told.unique(maintain_order=True).str.join(", ")
    several = pl.when(single & one & (pl.col("mal").n_unique().over([*about, "period"]) > 1))
    marked = once.with_columns(several.then(listed.over([*about, "period"])).alias("_flera_mal"))
    kept = pl.col("_flera_mal").is_null() | pl.int_range(pl.len()).over([*about, "period"]).eq(0)
    return marked.filter(kept)


def _rate(rows: pl.DataFrame) -> pl.DataFrame:
    most = pl.col("riktning") == "hogst"
    goal, result = pl.col("mal"), pl.col("resultat")
    met = pl.when(most).then(result <= goal + _SLACK).otherwise(result >= goal - _SLACK)
    near = (
        pl.when(most)
        .then(result <= goal * (1 + NEAR) + _SLACK)
        .otherwise(result >= goal * (1 - NEAR) - _SLACK)
    )
    ended = (pl.col("_slutar") <= pl.col("year")).fill_null(False)
    running = (pl.col("period") == "projekt") & ~ended
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
            _to_know(running).alias("varfor"),
        )
        .select(pl.exclude("^_.*$"))
        .sort("forbund_id", "year", "report_id", "mal_rad", "kon")
    )


def _to_know(running: pl.Expr) -> pl.Expr:
    """What a reader has to know of a row before comparing it."""
    counted = pl.col("_matt_resultat")
    other = counted.is_not_null() & (counted != pl.col("matt"))
    return (
        pl.when(pl.col("_flera_mal").is_not_null())
        .then(pl.format("rapporten anger flera mål: {}", pl.col("_flera_mal")))
        .when(pl.col("_flera").is_not_null())
        .then(pl.format("rapporten anger flera resultat: {}", pl.col("_flera")))
        .when(other)
        .then(pl.format("målet räknar {}, resultatet {}", pl.col("matt"), counted))
        .when(running)
        .then(pl.lit("målet gäller hela projektet"))
    )

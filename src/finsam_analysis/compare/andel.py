"""Andel till arbete eller studier: of those who left, how many work or study; and what chance does.

The share is of those who left (avslutade), never of those who took part. The count is the one
that is printed, else work and studies of one table together, else the only count that a printed
percent of a printed base can mean. There is no control group: a share says where people stood when
they left, not what an insats did.

Insatser have target groups of their own, so a share that lies outside the funnel is a question to
ask, not a grade; ranks are given only as intervals.
"""

from __future__ import annotations

import polars as pl

from finsam_analysis.compare.disclosure import protect
from finsam_analysis.compare.personer import PLACE, WORK
from finsam_analysis.compare.stats import (
    Overdispersion,
    add_funnel,
    add_shrunken,
    add_wilson,
    only_count,
    overdispersion,
    refuse_overlap,
)
from finsam_analysis.compare.underlag import PROSE, TOTALT, one_value, outcomes, utan_delsummor

LEVELS = ("insats", "forbund")
FEWEST = 3
"""Fewest units that are compared with each other."""

_KEYS = ["forbund_id", "year", "insats_id"]
_PARTS = ("arbete", "studier")
_WHOLE = "hela förbundet"
PRINTED, SUMMED, DERIVED = "tryckt", "arbete och studier i samma tabell", "räknat ur tryckt procent"


class TooFewError(ValueError):
    """Too few units to compare; the message says how many there are and how many it takes."""


def andel_arbete_studier(
    avslut: pl.DataFrame, deltagare: pl.DataFrame, rapporter: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Those who left for work or studies, of those who left: calendar year, everybody.

    Returns one row for each förbund, year and insats (null: the whole förbund) with a count or a
    percent printed: antal (null where unknown or hidden), bas (avslutade; null where not
    printed), andel with Wilson's andel_lag and andel_hog (0-1; null without base), tryckt (the
    printed share, if any), hur (PRINTED, SUMMED or DERIVED), harledd (the count is ours, from a
    percent), sekretess (hidden: a derived count of 1-4), varfor_inte (why there is no share, or
    no interval), report_id and line of the count.
    """
    rows = outcomes(_year(avslut), rapporter)
    printed = one_value(rows.filter(pl.col("orsak") == WORK), _KEYS, "antal", rapporter)
    percent = one_value(rows.filter(pl.col("orsak") == WORK), _KEYS, "andel", rapporter)
    summed = _summed(rows, rapporter)
    bases = _bases(outcomes(_year(deltagare), rapporter), rapporter)
    found = pl.concat([f.select(_KEYS) for f in (printed, percent, summed)]).unique()
    for part, name in ((printed, "antal"), (percent, "andel")):
        there = part.select(
            *_KEYS, pl.col(name), *(pl.col(c).alias(f"{c}_{name}") for c in ("report_id", "line"))
        )
        found = found.join(there, on=_KEYS, how="left", nulls_equal=True)
    found = found.join(summed, on=_KEYS, how="left", nulls_equal=True).join(
        bases, on=_KEYS, how="left", nulls_equal=True
    )
    said = _of_participants(deltagare).rename(
        {"report_id": "report_id_andel", "line": "line_andel"}
    )
    found = found.join(
        said, on=["report_id_andel", "line_andel", "insats_id"], how="left", nulls_equal=True
    )
    return _shares(_counted(found))


def _of_participants(deltagare: pl.DataFrame) -> pl.DataFrame:
    """Lines of running text that count an insats's participants and not how many of them left.

    A percent there is of the participants: "55 procent av de 250".
    """
    told = deltagare.filter(pl.col("table_id") == "prosa")
    key = ["report_id", "line", "insats_id"]
    left = told.filter(pl.col("matt") == "avslutade").select(key)
    all_of = told.filter((pl.col("matt") == "deltagare") & (pl.col("kon") == "totalt")).select(key)
    there = all_of.join(left, on=key, how="anti", nulls_equal=True).unique()
    return there.with_columns(pl.lit(True).alias("_av_alla"))


def _year(frame: pl.DataFrame) -> pl.DataFrame:
    rows = utan_delsummor(frame).filter((pl.col("period") == "ar") & (pl.col("kon") == TOTALT))
    return rows.filter(pl.col("kommun").is_null()) if "kommun" in rows.columns else rows


def _summed(rows: pl.DataFrame, rapporter: pl.DataFrame | None) -> pl.DataFrame:
    """Work and studies together with the total, where one table prints all three as counts."""
    table = ["report_id", "table_id"]
    counts = rows.filter(pl.col("antal").is_not_null() & (pl.col("table_id") != PROSE))

    def of(reason: str) -> pl.Expr:
        own = pl.col("antal").filter(pl.col("orsak") == reason)
        return pl.when(own.len() == 1).then(own.first())

    sums = counts.group_by(*_KEYS, *table, maintain_order=True).agg(
        pl.sum_horizontal(*(of(part) for part in _PARTS), ignore_nulls=False).alias("_summa"),
        of(TOTALT).alias("_av"),
        pl.col("line").min(),
    )
    known = sums.filter(pl.col("_summa").is_not_null() & pl.col("_av").is_not_null())
    extra = [pl.lit("bekraftad").alias("kontroll"), pl.lit(None, pl.String).alias("anmarkning")]
    chosen = one_value(known.with_columns(extra), _KEYS, "_summa", rapporter)
    totals = known.select(*_KEYS, "report_id", "line", "_av").unique([*_KEYS, "report_id", "line"])
    return chosen.join(
        totals, on=[*_KEYS, "report_id", "line"], how="left", nulls_equal=True
    ).select(
        *_KEYS,
        "_summa",
        "_av",
        pl.col("report_id").alias("report_id_summa"),
        pl.col("line").alias("line_summa"),
    )


def _bases(deltagare: pl.DataFrame, rapporter: pl.DataFrame | None) -> pl.DataFrame:
    left = deltagare.filter(pl.col("matt") == "avslutade").select(*_KEYS, "antal", *PLACE)
    found = one_value(left, _KEYS, "antal", rapporter)
    return found.select(*_KEYS, pl.col("antal").alias("_bas"), pl.col("olika").alias("_olika"))


def _counted(found: pl.DataFrame) -> pl.DataFrame:
    """`found` with antal, bas, and how the count is known: printed, summed, or derived."""
    derived = [only_count(*pair) for pair in found.select("andel", "_bas").iter_rows()]
    how = (
        pl.when(pl.col("antal").is_not_null() & pl.col("_bas").is_not_null())
        .then(pl.lit(PRINTED))
        .when(pl.col("_summa").is_not_null())
        .then(pl.lit(SUMMED))
        .when(pl.col("antal").is_not_null())
        .then(pl.lit(PRINTED))
        .when(pl.col("_ur").is_not_null())
        .then(pl.lit(DERIVED))
    )
    counted = found.with_columns(pl.Series("_ur", derived, dtype=pl.Int64)).with_columns(
        how.alias("hur"), pl.col("andel").alias("tryckt")
    )

    def by_how(printed: str, summed: str, derived: str) -> pl.Expr:
        return (
            pl.when(pl.col("hur") == SUMMED)
            .then(pl.col(summed))
            .when(pl.col("hur") == PRINTED)
            .then(pl.col(printed))
            .otherwise(pl.col(derived))
        )

    return counted.with_columns(
        by_how("antal", "_summa", "_ur").alias("antal"),
        by_how("_bas", "_av", "_bas").alias("bas"),
        by_how("report_id_antal", "report_id_summa", "report_id_andel").alias("report_id"),
        by_how("line_antal", "line_summa", "line_andel").alias("line"),
    )


def _shares(rows: pl.DataFrame) -> pl.DataFrame:
    more = pl.col("antal") > pl.col("bas")
    bare = pl.col("antal").is_null() & pl.col("bas").is_null()
    of_all = bare & pl.col("_av_alla").fill_null(False)
    rows = rows.with_columns(
        pl.when(~of_all).then(pl.col(name)).alias(name) for name in ("andel", "tryckt")
    )
    why = pl.concat_str(
        pl.when(of_all).then(pl.lit("procenttalet är av deltagarna, inte av dem som avslutade")),
        pl.when(bare & ~of_all).then(pl.lit("bara procent tryckt, ingen bas")),
        pl.when(pl.col("antal").is_null() & pl.col("bas").is_not_null()).then(
            pl.lit("procenttalet kan betyda flera antal, eller inget, av basen")
        ),
        pl.when(pl.col("antal").is_not_null() & pl.col("bas").is_null()).then(
            pl.lit("antalet avslutade är inte tryckt")
        ),
        pl.when(more).then(pl.lit("fler till arbete eller studier än avslutade")),
        pl.when(pl.col("_olika").is_not_null() & (pl.col("hur") != SUMMED)).then(
            pl.format("rapporten anger olika antal avslutade: {}", "_olika")
        ),
        separator="; ",
        ignore_nulls=True,
    )
    known = rows.with_columns(
        pl.when(why != "").then(why).alias("varfor_inte"),
        (pl.col("hur") == DERIVED).fill_null(False).alias("harledd"),
        pl.when(~more.fill_null(False)).then(pl.col("antal")).alias("_k"),
    )
    ours = pl.when("harledd").then(pl.col("tryckt"))
    shares = add_wilson(known, "_k", "bas").with_columns(
        pl.coalesce(ours, "andel", "tryckt").alias("andel"),
        pl.when(pl.col("_k").is_not_null()).then(pl.col("bas")).alias("_av_k"),
    )
    # The förbund's own count and those of the other insatser must not give a hidden one away.
    hidden = protect(
        shares.with_columns(pl.col("insats_id").fill_null(_WHOLE).alias("_insats")),
        "antal",
        margins={"_insats": _WHOLE},
        by=("forbund_id", "year"),
        base="_av_k",
        also=("andel_lag", "andel_hog"),
    )
    return hidden.select(
        *_KEYS,
        "antal",
        "bas",
        "andel",
        "andel_lag",
        "andel_hog",
        "tryckt",
        "hur",
        "harledd",
        "sekretess",
        "varfor_inte",
        "report_id",
        "line",
    ).sort(_KEYS, nulls_last=False)


def enheter(rows: pl.DataFrame, insatser: pl.DataFrame, niva: str = "insats") -> pl.DataFrame:
    """The rows that may stand beside each other: one person is in one unit only.

    `niva` insats: insatser, without parts whose whole is there too, and without projects of several
    förbund (their people are in others' figures); niva forbund: whole förbund. Only rows with
    antal and bas, whose count is not above the base. Raises ValueError for another niva.
    """
    if niva not in LEVELS:
        raise ValueError(f"Nivån ska vara insats eller forbund, inte {niva}.")
    known = rows.filter(
        pl.col("antal").is_not_null() & (pl.col("bas") > 0) & (pl.col("antal") <= pl.col("bas"))
    )
    if niva == "forbund":
        return known.filter(pl.col("insats_id").is_null())
    known = known.filter(pl.col("insats_id").is_not_null())
    if "overordnad_insats_id" not in insatser.columns:
        return known
    parents = insatser.select("insats_id", pl.col("overordnad_insats_id").alias("_hel"))
    places = known.join(parents, on="insats_id", how="left")
    shared = _shared(insatser)
    own = places.filter(~pl.col("insats_id").is_in(shared))
    wholes = own.select("forbund_id", "year", pl.col("insats_id").alias("_hel"))
    return own.join(wholes, on=["forbund_id", "year", "_hel"], how="anti").drop("_hel")


def _shared(insatser: pl.DataFrame) -> list[str]:
    """Projects of several förbund: those that a part named after this förbund belongs to."""
    parts = insatser.filter(pl.col("overordnad_insats_id").is_not_null())
    local = parts.filter(
        pl.col("insats_id") == pl.col("overordnad_insats_id") + "-" + pl.col("forbund_id")
    )
    return local["overordnad_insats_id"].unique().to_list()


def senaste(units: pl.DataFrame) -> pl.DataFrame:
    """The units of the newest year that has FEWEST of them; of the newest year if none has."""
    if units.is_empty():
        return units
    sizes = dict(units.group_by("year").len().iter_rows())
    enough = [year for year, number in sizes.items() if number >= FEWEST]
    return units.filter(pl.col("year") == max(enough or sizes))


def jamfor(units: pl.DataFrame) -> pl.DataFrame:
    """The units of one year against their common share.

    `units` as from `enheter`. Adds mittlinje (pooled share), lag_95, hog_95, lag_99_8, hog_99_8
    and lage (`stats.add_funnel`), krympt with krympt_lag and krympt_hog, reliabilitet, krympt_mot
    and rang with rang_lag and rang_hog (`stats.add_shrunken`). Raises TooFewError below FEWEST
    units, ValueError if there are several years, whole förbund beside insatser, or a unit twice.
    """
    if len(units) < FEWEST:
        few = {0: "Ingen insats", 1: "Bara en insats"}
        known = few.get(len(units), f"Bara {len(units)} insatser")
        raise TooFewError(
            f"{known} har både antal till arbete eller studier och antal avslutade samma år, och "
            f"det behövs minst {FEWEST} för att jämföra med slumpen."
        )
    return add_shrunken(add_funnel(units))


def spridning(units: pl.DataFrame) -> Overdispersion:
    """How much more the units' shares spread than chance alone (`stats.overdispersion`).

    Raises ValueError for the same frames as `jamfor`: units that may hold the same people.
    """
    refuse_overlap(units)
    return overdispersion(units["antal"].to_list(), units["bas"].to_list())

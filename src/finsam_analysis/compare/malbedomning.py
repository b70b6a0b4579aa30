"""What more to know of goals and their results: chance, the report's own word, pace, who reached.

Takes the rows of `maluppfyllelse.malresultat`. A result that is a share of few people could have
been another by chance; a förbund's word may mean something else than the common rule; a project's
goal is held against how much of its time has gone, where that is known.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from finsam_analysis import words
from finsam_analysis.compare.maluppfyllelse import RATED, sammanfattning
from finsam_analysis.compare.personer import personer
from finsam_analysis.compare.projekttid import tid_gatt
from finsam_analysis.compare.stats import share_interval_from_percent
from finsam_analysis.compare.underlag import TOTALT

SCALE = ("uppnatt", "nastan", "ej_uppnatt")
_OF_LEAVERS = "avslutade_"
_KEYS = ["forbund_id", "year", "insats_id"]
_GENDERS = ("kvinnor", "man")
_SLACK = 1e-9  # what differs less is the same share


def med_osakerhet(
    rows: pl.DataFrame,
    deltagare: pl.DataFrame,
    avslut: pl.DataFrame | None = None,
    rapporter: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """`rows` with the base of each result that is a share of a year's leavers, and its interval.

    Adds bas (avslutade; everybody's rows only, null where not printed), resultat_lag and
    resultat_hog (0-1: Wilson's interval, over every count that would print as the result) and
    malet_inom (whether the goal lies within it: chance alone can be the difference). Null for
    counts, amounts and projects, and where no count of the base prints as the result.
    """
    left = personer(deltagare, avslut, None, rapporter).filter(pl.col("matt") == "avslutade")
    bases = left.select(*_KEYS, pl.col("antal").alias("bas"))
    about = (
        pl.col("matt").str.starts_with(_OF_LEAVERS)
        & (pl.col("enhet") == "andel")
        & (pl.col("period") == "ar")
        & (pl.col("kon") == TOTALT)
        & ~pl.col("delsumma")
    )
    joined = rows.join(bases, on=_KEYS, how="left", nulls_equal=True, maintain_order="left")
    joined = joined.with_columns(pl.when(about).then(pl.col("bas")).alias("bas"))
    ends = [_interval(*pair) for pair in joined.select("resultat", "bas").iter_rows()]
    within = (pl.col("resultat_lag") <= pl.col("mal")) & (pl.col("mal") <= pl.col("resultat_hog"))
    return joined.with_columns(
        pl.Series("resultat_lag", [low for low, _ in ends], dtype=pl.Float64),
        pl.Series("resultat_hog", [high for _, high in ends], dtype=pl.Float64),
    ).with_columns(within.alias("malet_inom"))


def _interval(share: float | None, base: int | None) -> tuple[float | None, float | None]:
    if share is None or not base:
        return None, None
    decimals = 0 if abs(share * 100 - round(share * 100)) < 1e-6 else 1
    try:
        found = share_interval_from_percent(round(share * 100, decimals), base, decimals)
    except ValueError:
        return None, None
    return found.low, found.high


def med_ord(rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` with what the report's own word says on the common scale.

    Adds ordets_omdome (uppnatt, nastan, ej_uppnatt; null for no word or one that is not known)
    and ord_skiljer (the word and the common rule say different things; null where either is
    missing). The words are data: words/omdomen.toml.
    """
    scale = {words.fold(word): name for name in SCALE for word in words.load("omdomen")[name]}
    told = [
        None if word is None else scale.get(words.fold(word).strip(" ."))
        for word in rows["bedomning"]
    ]
    return rows.with_columns(pl.Series("ordets_omdome", told, dtype=pl.String)).with_columns(
        pl.when(pl.col("omdome").is_in(RATED) & pl.col("ordets_omdome").is_not_null())
        .then(pl.col("omdome") != pl.col("ordets_omdome"))
        .alias("ord_skiljer")
    )


def med_takt(rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` with the pace of project goals that are too early to rate.

    Adds tid_gatt and tid_gatt_hogst (share of the project's time gone at the end of the year, 0-1,
    the least and the most it can be: they differ where only a year is printed) and takt: i_takt
    (the result is at least that share of the goal), efter, or okand where the time is not known or
    does not decide it, the goal is a share, or the result is of a year alone in a project that
    began before it; null for goals that are rated. A goal for a count grows with time; one for a
    share does not, and has no pace. A goal that is a most (`hogst`) has none either.
    """
    times = rows.select("projekt_start", "projekt_slut", "year").iter_rows()
    gone = [tid_gatt(start, end, year) for start, end, year in times]
    began = pl.col("projekt_start").str.slice(0, 4).cast(pl.Int64, strict=False)
    so_far = (pl.col("resultat_period") == "projekt") | (began >= pl.col("year"))
    early = pl.col("omdome") == "for_tidigt"
    paced = (pl.col("enhet") != "andel") & (pl.col("riktning") != "hogst") & so_far
    part = pl.col("kvot") + _SLACK
    return rows.with_columns(
        pl.Series("tid_gatt", [least for least, _ in gone], dtype=pl.Float64),
        pl.Series("tid_gatt_hogst", [most for _, most in gone], dtype=pl.Float64),
    ).with_columns(
        pl.when(early & paced & (part >= pl.col("tid_gatt_hogst")))
        .then(pl.lit("i_takt"))
        .when(early & paced & (part < pl.col("tid_gatt")))
        .then(pl.lit("efter"))
        .when(early)
        .then(pl.lit("okand"))
        .alias("takt")
    )


def per_kon(rows: pl.DataFrame, by: Sequence[str] = ("forbund_id", "year")) -> pl.DataFrame:
    """How many goals women and men reached, of those that are rated for both.

    Returns by, kon (kvinnor, man), antal, nastan, ej_uppnatt, bas and andel, as
    `maluppfyllelse.sammanfattning`. Goals printed for one gender alone are in neither.
    """
    rated = rows.filter(pl.col("omdome").is_in(RATED) & pl.col("kon").is_in(_GENDERS))
    goal = ["report_id", "mal_id"]
    both = rated.filter(pl.col("kon").n_unique().over(goal) == len(_GENDERS))
    parts = [
        # The summary is of everybody's rows; here women are everybody, and then men.
        sammanfattning(
            both.filter(pl.col("kon") == kon).with_columns(pl.lit(TOTALT).alias("kon")), by
        ).with_columns(pl.lit(kon).alias("kon"))
        for kon in _GENDERS
    ]
    return pl.concat(parts).drop("ej_bedomda").sort(*by, "kon")

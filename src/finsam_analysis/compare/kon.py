"""Könsskillnader: who takes part, and who goes on to work or studies.

Only what is printed for women and for men is compared: one gender is never worked out as the total
less the other, because reports leave people out of both. Those are counted where the report counts
them, and said to be missing where it does not. A share of those who left for work or studies is of
those who left (avslutade), not of those who took part. There is no control group: a difference
says where women and men stood when they left, not what an insats did.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from finsam_analysis.compare.personer import PLACE
from finsam_analysis.compare.stats import add_differences, add_wilson, possible_counts
from finsam_analysis.compare.underlag import TOTALT, one_value, utan_delsummor

KON = ("kvinnor", "man", "ej_angivet", TOTALT)
MATT = ("deltagare", "nya", "avslutade")
OUTCOMES = ("arbete_studier", "arbete", "studier")
FAMILY = "alla insatser och förbund i tabellen, ett utfall i taget"

_KEYS = ["forbund_id", "year", "insats_id"]
PROSA = "prosa"
_NEAR = 3  # lines between figures of one passage


def andel_kvinnor(
    deltagare: pl.DataFrame, rapporter: pl.DataFrame | None = None, matt: str = "deltagare"
) -> pl.DataFrame:
    """Women and men among those counted as `matt` (deltagare, nya, avslutade) during the year.

    Returns one row for each förbund, year and insats (null: the whole förbund) with both women and
    men printed as counts: kvinnor, man, ej_angivet and totalt (null where not printed), bas (women
    + men), andel (women of bas) with Wilson's interval andel_lag and andel_hog, utan_kon (total
    less women, men and not stated, where the total is printed; not zero means that the report
    leaves people out, and negative that it contradicts itself), olika, report_id and line.
    """
    counts = _wide(_year(deltagare).filter(pl.col("matt") == matt), "antal", rapporter)
    both = counts.filter(pl.col("kvinnor").is_not_null() & pl.col("man").is_not_null())
    stated = pl.col("kvinnor") + pl.col("man")
    rows = both.with_columns(
        stated.alias("bas"),
        _rest().alias("utan_kon"),
    )
    return add_wilson(rows, "kvinnor", "bas")


def skillnad_avslut(
    avslut: pl.DataFrame,
    deltagare: pl.DataFrame,
    rapporter: pl.DataFrame | None = None,
    outcomes: Sequence[str] = OUTCOMES,
) -> pl.DataFrame:
    """Share of women and of men who left for each of `outcomes`, and the difference.

    Returns one row for each förbund, year, insats (null: the whole förbund) and orsak where both
    are printed: andel_kvinnor and andel_man (0-1), bas_kvinnor and bas_man (avslutade; null where
    not printed), antal_kvinnor and antal_man (printed, or the only count that the printed percent
    can mean), harledd (the counts are ours, not printed), skillnad_punkter (women - men,
    percentage points), and, where both bases are known, skillnad_punkter_lag and _hog (Newcombe),
    p, p_justerad (Benjamini-Hochberg; the family is FAMILY) and tester; report_id, line.
    """
    exits = _year(avslut).filter(pl.col("orsak").is_in(list(outcomes)))
    keys = [*_KEYS, "orsak"]
    counts = _wide(exits, "antal", rapporter, keys).select(
        *keys, *(pl.col(k).alias(f"antal_{k}") for k in ("kvinnor", "man")), "report_id", "line"
    )
    shares = _wide(exits, "andel", rapporter, keys).select(
        *keys, *(pl.col(k).alias(f"andel_{k}") for k in ("kvinnor", "man")), "report_id", "line"
    )
    rows = counts.join(shares, on=keys, how="full", coalesce=True, nulls_equal=True).with_columns(
        pl.coalesce("report_id", "report_id_right").alias("report_id"),
        pl.coalesce("line", "line_right").alias("line"),
    )
    rows = rows.join(_left(avslut, deltagare, rapporter), on=_KEYS, how="left", nulls_equal=True)
    rows = _complete(rows).filter(
        pl.col("andel_kvinnor").is_not_null() & pl.col("andel_man").is_not_null()
    )
    tested = add_differences(
        rows, ("antal_kvinnor", "bas_kvinnor"), ("antal_man", "bas_man"), family="orsak"
    )
    plain = (pl.col("andel_kvinnor") - pl.col("andel_man")) * 100
    return (
        tested.with_columns(plain.alias("skillnad_punkter"))
        .select(
            *keys,
            "andel_kvinnor",
            "andel_man",
            "antal_kvinnor",
            "antal_man",
            "bas_kvinnor",
            "bas_man",
            "harledd",
            "^skillnad_punkter.*$",
            "p",
            "p_justerad",
            "tester",
            "report_id",
            "line",
        )
        .sort("forbund_id", "year", "insats_id", "orsak", nulls_last=False)
    )


def _year(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows over the calendar year, all municipalities together."""
    rows = utan_delsummor(frame).filter(pl.col("period") == "ar")
    return rows.filter(pl.col("kommun").is_null()) if "kommun" in rows.columns else rows


def _wide(
    frame: pl.DataFrame,
    value: str,
    rapporter: pl.DataFrame | None,
    keys: Sequence[str] = _KEYS,
) -> pl.DataFrame:
    """One row for each of `keys`, with a column a kon, all of them printed in one place.

    Women, men and all from different tables may be counted in different ways. The place with most
    of them that contradicts itself least is chosen; `olika` has the counts of women elsewhere too.
    """
    placed = _placed(frame.filter(pl.col(value).is_not_null()))
    prose = placed.group_by("_plats").agg((pl.col("table_id") == PROSA).all().alias("_prosa"))
    found = one_value(placed, [*keys, "_plats", "kon"], value)
    wide = found.group_by(*keys, "_plats", maintain_order=True).agg(
        *(pl.col(value).filter(pl.col("kon") == kon).first().alias(kon) for kon in KON),
        pl.col("report_id").first(),
        pl.col("line").min(),
    )
    wide = _newest(wide, keys, rapporter).with_columns(
        (pl.col("kvinnor").is_null() | pl.col("man").is_null()).alias("_ensam"),
        (_rest() < 0).fill_null(False).alias("_motsagd"),
        pl.sum_horizontal(pl.col(kon).is_null() for kon in KON).alias("_saknas"),
    )
    best = wide.join(prose, on="_plats").sort(
        *keys, "_ensam", "_motsagd", "_saknas", "_prosa", "line", nulls_last=False
    )
    women = pl.col("kvinnor").drop_nulls()
    several = women.unique(maintain_order=True).cast(pl.String).str.join(", ")
    return best.group_by(*keys, maintain_order=True).agg(
        *(pl.col(name).first() for name in (*KON, "report_id", "line")),
        pl.when(women.n_unique() > 1).then(several).alias("olika"),
    )


def _placed(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with _plats: what is printed together, a table or lines of prose close together."""
    table = ["report_id", "table_id"]
    gap = pl.col("line").diff().over(table).fill_null(0) > _NEAR
    rows = frame.sort(*table, "line").with_columns(
        (gap & (pl.col("table_id") == PROSA)).alias("_ny")
    )
    passage = pl.col("_ny").cast(pl.Int64).cum_sum().over(table)
    return rows.with_columns(pl.struct(*table, passage).rank("dense").alias("_plats"))


def _newest(
    rows: pl.DataFrame, keys: Sequence[str], rapporter: pl.DataFrame | None
) -> pl.DataFrame:
    if rapporter is None or rows.is_empty():
        return rows
    issued = rapporter.select("report_id", pl.col("year").alias("_issued"))
    joined = rows.join(issued, on="report_id", how="left")
    year = pl.col("_issued").fill_null(0)
    return joined.filter(year == year.max().over(*keys)).drop("_issued")


def _rest() -> pl.Expr:
    """The total less women, men and not stated."""
    return pl.col(TOTALT) - pl.col("kvinnor") - pl.col("man") - pl.col("ej_angivet").fill_null(0)


def _left(
    avslut: pl.DataFrame, deltagare: pl.DataFrame, rapporter: pl.DataFrame | None
) -> pl.DataFrame:
    """How many women and men left: the exits' own totals, else the participants'."""
    columns = [*_KEYS, "kon", "antal", *PLACE]
    own = _year(avslut).filter(pl.col("orsak") == TOTALT).select(columns)
    other = _year(deltagare).filter(pl.col("matt") == "avslutade").select(columns)
    other = other.join(own, on=[*_KEYS, "kon"], how="anti", nulls_equal=True)
    wide = _wide(pl.concat([own, other]), "antal", rapporter)
    return wide.select(*_KEYS, *(pl.col(k).alias(f"bas_{k}") for k in ("kvinnor", "man")))


def _complete(rows: pl.DataFrame) -> pl.DataFrame:
    """Shares from counts and counts from shares, where one and only one can be meant."""
    printed = pl.col("antal_kvinnor").is_not_null() & pl.col("antal_man").is_not_null()
    rows = rows.with_columns((~printed).alias("harledd"))
    for kon in ("kvinnor", "man"):
        counts = [_only(*row) for row in rows.select(f"andel_{kon}", f"bas_{kon}").iter_rows()]
        derived = pl.Series(counts, dtype=pl.Int64)
        rows = rows.with_columns(
            pl.coalesce(pl.col(f"antal_{kon}"), derived).alias(f"antal_{kon}"),
        ).with_columns(
            pl.coalesce(
                pl.col(f"andel_{kon}"), pl.col(f"antal_{kon}") / pl.col(f"bas_{kon}")
            ).alias(f"andel_{kon}")
        )
    return rows


def _only(share: float | None, base: int | None) -> int | None:
    """The one count of `base` that is printed as this whole percent; None if there are several."""
    if share is None or not base or abs(share * 100 - round(share * 100)) > 1e-6:
        return None
    possible = possible_counts(round(share * 100), base)
    return next(iter(possible)) if len(possible) == 1 else None

"""How many people: taking part, new, leaving, and leaving for work or studies.

Each is a base of its own, and none is worked out from the others. A report may print a count in a
table of participants, among the exits, or only as the result of a goal: wherever it stands, it is
one printed number.
"""

from __future__ import annotations

import polars as pl

from finsam_analysis.compare.proportions import refuse_double
from finsam_analysis.compare.underlag import TOTALT, one_value, outcomes, utan_delsummor

BASES = ("deltagare", "nya", "avslutade", "arbete_studier")
WORK = "arbete_studier"

# What `one_value` chooses by.
PLACE = ("report_id", "line", "table_id", "kontroll", "anmarkning")

_KEYS = ["forbund_id", "year", "insats_id"]


def personer(
    deltagare: pl.DataFrame,
    avslut: pl.DataFrame | None = None,
    mal: pl.DataFrame | None = None,
    rapporter: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """The printed number of people for each förbund, year, insats and base.

    Everybody, in all municipalities, over the calendar year. Returns forbund_id, year, insats_id
    (null: the whole förbund), matt (one of BASES), antal, report_id, line and olika (the values, if
    one report prints several), sorted.
    """
    counted = [_whole_year(deltagare).filter(pl.col("matt").is_in(BASES))]
    if avslut is not None:
        work = _whole_year(avslut).filter(pl.col("orsak") == WORK)
        counted.append(work.with_columns(pl.lit(WORK).alias("matt")))
    if mal is not None:
        results = _whole_year(mal).filter(pl.col("del") == "resultat")
        counted.append(results.filter(pl.col("matt").is_in(BASES)))
    columns = [*_KEYS, "matt", "antal", *PLACE]
    rows = outcomes(pl.concat([frame.select(columns) for frame in counted]), rapporter)
    found = one_value(rows, [*_KEYS, "matt"], "antal", rapporter)
    return found.sort(*_KEYS, pl.col("matt").cast(pl.Enum(BASES)), nulls_last=False)


def floden(personer_rader: pl.DataFrame) -> pl.DataFrame:
    """`personer` with the bases side by side: one row for each förbund, year and insats.

    Returns forbund_id, year, insats_id, deltagare, nya, avslutade, arbete_studier (null where
    not printed), andel_arbete_studier (of avslutade, where both are printed and the part is no more
    than the whole), report_id and line (the first). Raises ValueError if a base stands twice.
    """
    refuse_double(personer_rader, [*_KEYS, "matt"])
    wide = personer_rader.group_by(*_KEYS, maintain_order=True).agg(
        *(pl.col("antal").filter(pl.col("matt") == base).first().alias(base) for base in BASES),
        pl.col("report_id").first(),
        pl.col("line").first(),
    )
    part, whole = pl.col(WORK), pl.col("avslutade")
    return wide.with_columns(
        pl.when((whole > 0) & (part <= whole)).then(part / whole).alias("andel_arbete_studier")
    )


def _whole_year(frame: pl.DataFrame) -> pl.DataFrame:
    """Counts of everybody, everywhere, over the calendar year."""
    rows = utan_delsummor(frame).filter((pl.col("kon") == TOTALT) & (pl.col("period") == "ar"))
    return rows.filter(pl.col("kommun").is_null()) if "kommun" in rows.columns else rows

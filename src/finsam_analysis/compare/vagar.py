"""The ways in and out: who referred, why participants left, their livelihood before and after.

A table of referrals or exits is one whole with its parts: counts with a printed total, counts and
percent beside each other, or percent alone. Shares are of the printed total. Where the parts are
more than it, or percent are far from a hundred, no share is given and the row says why. Livelihood
is printed as two counts, before and after; who went from what to what is not printed, one person
may have several, and no report prints whom the counts are of.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from finsam_analysis.compare.disclosure import is_small
from finsam_analysis.compare.tryck import newest
from finsam_analysis.compare.underlag import (
    PROSE,
    TOTALT,
    one_value,
    require_known,
    tabellers_insatser,
)

BEFORE, AFTER = "inskrivning", "avslut"
GENDERS = ("kvinnor", "man", "ej_angivet")

_THING = ["forbund_id", "year", "insats_id", "kommun", "period", "kon"]
_TABLE = [*_THING, "report_id", "table_id"]
_PLACE = "kommun"


def remittenter(
    remittering: pl.DataFrame,
    rapporter: pl.DataFrame | None = None,
    kon: str = TOTALT,
    deltagare: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Who referred the participants of each insats, or of the whole förbund.

    Columns as `delar`; the part (del) is the referrer: its identifier, or where each kommun is a
    referrer of its own, the kommun's name as printed.
    """
    # A table of each kommun's referrers is another thing: there, kommuner have other parts too.
    placed = pl.col("kommun").is_not_null()
    only = (~placed | (pl.col("remittent") == _PLACE)).all().over("report_id", "table_id")
    own = placed & only
    rows = remittering.with_columns(
        pl.when(own)
        .then(pl.coalesce("kolumn_raw", "kommun"))
        .otherwise(pl.col("remittent"))
        .alias("remittent"),
        pl.when(own).then(None).otherwise(pl.col("kommun")).alias("kommun"),
    )
    return delar(rows, "remittent", rapporter, kon, deltagare)


def avslutsorsaker(
    avslut: pl.DataFrame,
    rapporter: pl.DataFrame | None = None,
    kon: str = TOTALT,
    deltagare: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Why the participants of each insats left, or those of the whole förbund.

    Columns as `delar`; the part (del) is the reason. Shares are of those who left, not of those
    who took part.
    """
    return delar(avslut, "orsak", rapporter, kon, deltagare)


def delar(
    frame: pl.DataFrame,
    dimension: str,
    rapporter: pl.DataFrame | None = None,
    kon: str = TOTALT,
    deltagare: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """The parts of each printed table, over the values of `dimension`, for one kon.

    Tables only, never prose: one sentence names one part and not the others. The newest report's
    table about a thing is used. Where a table has no women or men, its ej_angivet is a column for
    the unknown part and belongs to the total.

    The total of a table over insatser is theirs, and no figure of the whole förbund: `hinder` says
    so. With `deltagare`, which tells how many insatser there are, it is the förbund's own if the
    table holds at least half of them.

    Returns forbund_id, year, insats_id (null: the whole förbund), kommun, period, kon, del,
    del_tryckt (label as printed), antal, andel (0-1; null where `hinder` says why), andel_tryckt
    (the printed percent), bas (the printed total), delsumma (the counts of all parts), hinder,
    report_id, table_id, line. Sorted by table, parts as printed.
    """
    require_known(kon, (*GENDERS, TOTALT), "kön")
    rows = _of_one_gender(frame.filter(pl.col("table_id") != PROSE), kon)
    latest = newest(rows, rapporter, _THING)
    made = [
        part
        for _, table in latest.group_by(_TABLE, maintain_order=True)
        for part in _parts(table, dimension)
    ]
    text, whole = pl.String, pl.Int64
    schema: dict[str, Any] = {
        **dict.fromkeys(("forbund_id", "insats_id", "kommun", "period", "kon"), text),
        "year": whole,
        "del": text,
        "del_tryckt": text,
        "antal": whole,
        "andel": pl.Float64,
        "andel_tryckt": pl.Float64,
        "bas": whole,
        "delsumma": whole,
        "hinder": text,
        "report_id": text,
        "table_id": text,
        "line": whole,
    }
    found = _only_of_insatser(pl.DataFrame(made, schema=schema), frame, deltagare)
    order = ["forbund_id", "year", "insats_id", "kommun", "period", "table_id"]
    return found.select(*_THING, *(name for name in schema if name not in _THING)).sort(
        order, nulls_last=False, maintain_order=True
    )


def _only_of_insatser(
    parts: pl.DataFrame, frame: pl.DataFrame, deltagare: pl.DataFrame | None
) -> pl.DataFrame:
    """`parts` without shares where a table's insatser together would pass for the whole förbund."""
    tables = tabellers_insatser(frame, deltagare)
    if deltagare is not None:
        tables = tables.filter(2 * pl.col("i_tabellen") < pl.col("kanda"))
    table = ["report_id", "year", "table_id"]
    joined = parts.join(
        tables.select(*table, "i_tabellen"), on=table, how="left", maintain_order="left"
    )
    theirs = pl.col("i_tabellen").is_not_null() & pl.col("insats_id").is_null()
    told = pl.format("summan gäller de {} insatser som står i tabellen", pl.col("i_tabellen"))
    return joined.with_columns(
        pl.when(theirs)
        .then(pl.coalesce("hinder", told))
        .otherwise(pl.col("hinder"))
        .alias("hinder"),
        pl.when(~theirs).then(pl.col("andel")).alias("andel"),
    ).drop("i_tabellen")


def forsorjning_fore_efter(
    forsorjning: pl.DataFrame, rapporter: pl.DataFrame | None = None
) -> pl.DataFrame:
    """What participants lived on when they began and when they left.

    Returns forbund_id, year, insats_id, kon (kvinnor, man, ej_angivet, totalt), forsorjning,
    antal_fore, antal_efter, forandring (antal), andel_fore, andel_efter (printed percent, 0-1),
    forandring_punkter (percentage points), harledd (totalt is our sum of the printed genders),
    sekretess (such a sum was 1 to 4 people, or will be: it is null), report_id, line. Only what is
    printed both before and after. Counts are not divided: one person may have more than one
    livelihood, and the base is not printed with them.
    """
    rows = forsorjning.filter((pl.col("period") == "ar") & ~pl.col("is_total"))
    keys = ["forbund_id", "year", "insats_id", "kon", "forsorjning"]
    counts, shares = (_before_after(rows, keys, value, rapporter) for value in ("antal", "andel"))
    counts = _with_sum(counts.with_columns(pl.lit(False).alias("harledd")), keys)
    joined = _hidden(counts.join(shares, on=keys, how="full", coalesce=True, nulls_equal=True))
    return joined.select(
        *keys,
        "antal_fore",
        "antal_efter",
        (pl.col("antal_efter") - pl.col("antal_fore")).alias("forandring"),
        "andel_fore",
        "andel_efter",
        (100 * (pl.col("andel_efter") - pl.col("andel_fore"))).alias("forandring_punkter"),
        pl.col("harledd").fill_null(False),
        "sekretess",
        pl.coalesce("report_id", "report_id_right").alias("report_id"),
        pl.coalesce("line", "line_right").alias("line"),
    ).sort("forbund_id", "year", "insats_id", "kon", "line", nulls_last=False)


def _hidden(rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` without sums of ours that tell of 1 to 4 people; printed counts stay."""
    secret = [
        bool(ours) and any(count is not None and is_small(count) for count in counts)
        for ours, *counts in rows.select("harledd", "antal_fore", "antal_efter").iter_rows()
    ]
    flag = pl.Series("sekretess", secret, dtype=pl.Boolean)
    return rows.with_columns(
        *(
            pl.when(flag).then(None).otherwise(pl.col(name)).alias(name)
            for name in ("antal_fore", "antal_efter")
        ),
        flag,
    )


def _of_one_gender(rows: pl.DataFrame, kon: str) -> pl.DataFrame:
    divided = pl.col("kon").is_in(["kvinnor", "man"]).any().over("report_id", "table_id")
    unknown = ~divided & (pl.col("kon") == "ej_angivet")
    named = pl.when(unknown).then(pl.lit(TOTALT)).otherwise(pl.col("kon"))
    return rows.with_columns(named.alias("kon")).filter(pl.col("kon") == kon)


def _parts(table: pl.DataFrame, dimension: str) -> list[dict[str, Any]]:
    """The parts of one table's one thing, with their shares or what stands in the way."""
    total = pl.col(dimension) == TOTALT
    bases = table.filter(total & pl.col("antal").is_not_null())["antal"].to_list()
    base = bases[0] if len(set(bases)) == 1 else None
    parts = table.filter(~total & (pl.col("antal").is_not_null() | pl.col("andel").is_not_null()))
    label = _label_column(parts, dimension)
    rows = (
        parts.group_by(*_THING, dimension, "report_id", "table_id", maintain_order=True)
        .agg(
            pl.col(label).first().alias("del_tryckt"),
            pl.col("antal").drop_nulls().first(),
            pl.col("antal").drop_nulls().len().alias("_antal_rader"),
            pl.col("andel").drop_nulls().first().alias("andel_tryckt"),
            pl.col("line").first(),
        )
        .rename({dimension: "del"})
        .to_dicts()
    )
    counts = [row["antal"] for row in rows if row["antal"] is not None]
    percent = [row["andel_tryckt"] for row in rows if row["andel_tryckt"] is not None]
    hinder = _obstacle(base, bases, counts, percent, [row["_antal_rader"] for row in rows])
    for row in rows:
        row["bas"], row["delsumma"] = base, sum(counts) if counts else None
        row["hinder"] = hinder
        row["andel"] = None if hinder else _share(row, base, counted=bool(counts))
        del row["_antal_rader"]
    return rows


def _label_column(parts: pl.DataFrame, dimension: str) -> str:
    """Parts down are told by their row, parts across by their column."""
    across = parts["line"].n_unique() < parts[dimension].n_unique()
    return "kolumn_raw" if across else "label_raw"


def _obstacle(
    base: int | None,
    bases: Sequence[int],
    counts: Sequence[int],
    percent: Sequence[float],
    rows: Sequence[int],
) -> str | None:
    """Why the parts cannot be shares of one whole; None if they can."""
    if counts and not bases:
        return "rapporten trycker ingen summa för delarna"
    if counts and base is None:
        return f"rapporten trycker olika summor: {', '.join(map(str, sorted(set(bases))))}"
    if any(several > 1 for several in rows):
        return "samma del står på flera rader"
    if counts and base is not None and sum(counts) > base:
        return f"delarna är tillsammans {sum(counts)}, fler än summan {base}"
    if not counts and len(percent) == 1:
        return "rapporten trycker bara en av delarna"
    if not counts and abs(sum(percent) - 1) > (len(percent) + 1) * 0.005:
        return f"delarna är tillsammans {round(100 * sum(percent))} procent"
    if counts and not base:
        return "summan är noll"
    return None


def _share(row: dict[str, Any], base: int | None, *, counted: bool) -> float | None:
    if not counted:
        return float(row["andel_tryckt"])
    if row["antal"] is None or not base:
        return None
    return float(row["antal"] / base)


def _before_after(
    rows: pl.DataFrame, keys: Sequence[str], value: str, rapporter: pl.DataFrame | None
) -> pl.DataFrame:
    sides = []
    for tidpunkt in (BEFORE, AFTER):
        one = one_value(rows.filter(pl.col("tidpunkt") == tidpunkt), keys, value, rapporter)
        sides.append(one.select(*keys, value, "report_id", "line"))
    before, after = sides
    joined = before.join(
        after.select(*keys, pl.col(value).alias(f"{value}_efter")), on=keys, nulls_equal=True
    )
    return joined.rename({value: f"{value}_fore"})


def _with_sum(counts: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """`counts` with the sum of women and men as totalt, where both are printed and it is not."""
    others = [key for key in keys if key != "kon"]
    parts = counts.filter(pl.col("kon").is_in(GENDERS))
    both = pl.col("kon").is_in(["kvinnor", "man"]).sum() == 2
    sums = (
        parts.group_by(others, maintain_order=True)
        .agg(
            both.alias("_bada"),
            pl.col("antal_fore").sum(),
            pl.col("antal_efter").sum(),
            pl.col("report_id").first(),
            pl.col("line").first(),
        )
        .filter("_bada")
        .drop("_bada")
        .with_columns(pl.lit(TOTALT).alias("kon"), pl.lit(True).alias("harledd"))
        .select(counts.columns)
    )
    printed = counts.filter(pl.col("kon") == TOTALT).select(others)
    return pl.concat([counts, sums.join(printed, on=others, how="anti", nulls_equal=True)])

"""What every comparison needs first: one printed value a thing, and the reason where there is none.

Reports print the same thing more than once: in prose and in a table, this year and restated the
next. The value of the newest report stands; where one report prints different values for the same
thing, none is chosen silently: an exact number goes before one that the report rounds in words
(`ca`, `drygt`), one in a table before prose, checked before unchecked, what is printed more often
before what is printed once, and the row says which exact values there were.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import polars as pl

from finsam_analysis import words

TOTALT = "totalt"
PLAN = "verksamhetsplan"
PROSE = "prosa"
_COMMON = ("insats", "räknebas")  # nouns that take "ingen"


class UnknownNameError(LookupError):
    """A förbund, year or insats that the data does not have; the message names those it has."""


def one_value(
    frame: pl.DataFrame,
    keys: Sequence[str],
    value: str,
    rapporter: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """One row for each combination of `keys`: the printed `value` to use, and where it stands.

    Returns keys, `value`, report_id, line and olika: the values as text where one and the same
    report prints more than one, else null. Rows without a value are left out. With `rapporter`
    (report_id, year) the newest report wins, and olika is about that report alone.
    """
    rows = _exact_first(frame.filter(pl.col(value).is_not_null()))
    if rapporter is not None and not rows.is_empty():
        issued = rapporter.select("report_id", pl.col("year").alias("_issued"))
        rows = rows.join(issued, on="report_id", how="left", nulls_equal=True)
        newest = pl.col("_issued").fill_null(0).max().over(*keys)
        rows = rows.filter(pl.col("_issued").fill_null(0) == newest)
    order = ["_rounded", "_prose", "_unchecked", "_rarity", "report_id", "line"]
    ordered = rows.with_columns(
        (pl.col("table_id") == PROSE).alias("_prose"),
        (pl.col("kontroll") != "bekraftad").alias("_unchecked"),
        (-pl.len().over(*keys, value).cast(pl.Int64)).alias("_rarity"),
    ).sort(*keys, *order, nulls_last=True)
    best = pl.col(value).filter(pl.col("_rounded") == pl.col("_rounded").min())
    several = best.unique(maintain_order=True).cast(pl.String).str.join(", ")
    return ordered.group_by(*keys, maintain_order=True).agg(
        pl.col(value).first(),
        pl.col("report_id").first(),
        pl.col("line").first(),
        pl.when(best.n_unique() > 1).then(several).alias("olika"),
    )


def outcomes(frame: pl.DataFrame, rapporter: pl.DataFrame | None) -> pl.DataFrame:
    """`frame` without what a plan prints about its own year: that is what it wants, not a result.

    `rapporter` has report_id, year and kind; without it all rows are kept.
    """
    if rapporter is None:
        return frame
    plans = rapporter.filter(pl.col("kind") == PLAN)
    begin = dict(plans.select("report_id", "year").iter_rows())
    starts = pl.col("report_id").replace_strict(begin, default=None, return_dtype=pl.Int64)
    return frame.filter(starts.is_null() | (pl.col("year") < starts))


def utan_delsummor(frame: pl.DataFrame, andra: pl.DataFrame | None = None) -> pl.DataFrame:
    """`frame` without totals of tables over some insatser, which say nothing of the whole förbund.

    The last row of a table has no insats. It is the förbund's own figure only if the table holds
    at least half of the insatser that the report prints for the year, in this dataset and in
    `andra` (another, with more insatser: deltagare).
    """
    table = ["report_id", "year", "table_id"]
    partial = (
        tabellers_insatser(frame, andra).filter(2 * pl.col("i_tabellen") < pl.col("kanda"))
    ).select(table)
    whole = frame.filter(pl.col("insats_id").is_null() & pl.col("is_total"))
    whole = whole.join(partial, on=table, how="semi")
    return (
        frame.join(
            whole.select(*table, "line").unique(),
            on=[*table, "line"],
            how="anti",
            maintain_order="left",
        )
        if len(whole)
        else frame
    )


def tabellers_insatser(frame: pl.DataFrame, andra: pl.DataFrame | None = None) -> pl.DataFrame:
    """How many insatser each table has a row of, and how many its report prints for the year.

    Returns report_id, year, table_id, i_tabellen and kanda (insatser of `frame` and `andra`);
    tables with no row of an insats are not there.
    """
    year = ["report_id", "year"]
    frames = [frame] if andra is None else [frame, andra]
    named = [rows.filter(pl.col("insats_id").is_not_null()) for rows in frames]
    known = pl.concat([rows.select(*year, "insats_id") for rows in named])
    count = pl.col("insats_id").n_unique()
    return (
        named[0]
        .filter(pl.col("table_id") != PROSE)
        .group_by(*year, "table_id")
        .agg(count.alias("i_tabellen"))
        .join(known.group_by(year).agg(count.alias("kanda")), on=year)
    )


def require(frame: pl.DataFrame, column: str, name: object, what: str) -> None:
    """UnknownNameError unless `name` occurs in `column`; `what` is the Swedish word for it."""
    there = frame[column].drop_nulls().unique().sort().to_list()
    if name not in there:
        article = "ingen" if what in _COMMON else "inget"
        listed = ", ".join(map(str, there)) or "inga alls"
        raise UnknownNameError(f"Det finns {article} {what} {name} i data. Det finns: {listed}.")


def require_known(value: str, known: Collection[str], what: str) -> None:
    """UnknownNameError unless `value` is one of the words `known`; `what` is the Swedish word."""
    if value not in known:
        article = "ingen" if what in _COMMON else "inget"
        raise UnknownNameError(
            f"Det finns {article} {what} som heter {value}. Det finns: {', '.join(known)}."
        )


def _exact_first(rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` with _rounded: whether the report says that the number is about so much."""
    if "anmarkning" not in rows.columns:
        return rows.with_columns(pl.lit(False).alias("_rounded"))
    about = words.load("visning")["ungefar"]["ord"]
    told = pl.col("anmarkning").fill_null("").str.split("; ")
    rounded = told.list.eval(pl.element().is_in(about)).list.any()
    return rows.with_columns(rounded.alias("_rounded"))

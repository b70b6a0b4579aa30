"""What the money goes to, individ, struktur and administration, against the förbund's own goals.

A report may print the shares themselves, the amounts of the three kinds, a driftredovisning with
its cost column, or only the insatser one by one; whichever stands first here and is whole is used.
Goals say at most or at least; one that names no kind, or has no direction, is not judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from finsam_analysis.compare.ekonomi import COSTS
from finsam_analysis.compare.kostnad import fordelning
from finsam_analysis.compare.tryck import dated, named_by

PRINTED_SHARE = "tryckt andel"
PRINTED_AMOUNT = "tryckt belopp"
BOOKS = "driftredovisningens kostnader"
ROWS = "summan av insatsernas rader"
ORIGINS = (PRINTED_SHARE, PRINTED_AMOUNT, BOOKS, ROWS)

AT_MOST, AT_LEAST = "högst", "minst"
_DIRECTIONS = {"hogst": AT_MOST, "minst": AT_LEAST}

_YEAR = ["forbund_id", "year"]
_COLUMNS = [*_YEAR, "kategori", "kostnad_kr", "andel", "harkomst", "report_id", "line"]


def kostnadsslag(
    ekonomi: pl.DataFrame,
    rakenskaper: pl.DataFrame,
    ovrigt: pl.DataFrame,
    rapporter: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """The cost of each kind and its share, for each förbund and year that has all three.

    Returns forbund_id, year, kategori (individ, struktur, administration), kostnad_kr (null where
    only shares are printed), andel (0-1, of the three together), harkomst (one of ORIGINS: where it
    comes from), report_id, line (null where rows were summed). Costs are gross: before ESF money
    and other income.
    """
    made = [
        _printed_shares(ovrigt),
        _printed_amounts(ekonomi),
        _books(rakenskaper),
        _summed(ekonomi, rapporter),
    ]
    rows = pl.concat([frame.select(_COLUMNS) for frame in made])
    whole = pl.col("kategori").n_unique().over(*_YEAR, "harkomst", "report_id") == len(COSTS)
    issued = dated(rows.filter(whole), rapporter).sort(
        *_YEAR, -pl.col("_utgiven"), pl.col("harkomst").cast(pl.Enum(ORIGINS)), "report_id"
    )
    origin = [*_YEAR, "harkomst", "report_id"]
    first = issued.unique(_YEAR, keep="first", maintain_order=True).select(origin)
    best = issued.join(first, on=origin, how="inner")
    total = pl.col("kostnad_kr").sum().over(_YEAR)
    return (
        best.with_columns(pl.coalesce("andel", pl.col("kostnad_kr") / total).alias("andel"))
        .select(_COLUMNS)
        .sort(*_YEAR, pl.col("kategori").cast(pl.Enum(COSTS)))
    )


def slag_mot_mal(slag: pl.DataFrame, mal: pl.DataFrame) -> pl.DataFrame:
    """The goals that a förbund has printed for the mix, and how its costs came out.

    `slag` as from `kostnadsslag`. The same goal printed twice is one. Where the goals of a year
    share out the whole, and a kind is named by none, the one goal that is a ceiling is about that
    kind too (25 percent for struktur beside 75 for individ leaves nothing for administration).

    Returns forbund_id, year, slag (the kinds that the goal is about, joined by +), riktning (högst,
    minst; null if the report does not say), mal_andel, andel (outcome; null without one), uppnatt
    (null if it cannot be judged), utvidgat (the goal was taken to be about kinds it does not name),
    report_id, line.
    """
    about = pl.col("matt").is_in(["kostnader_andel", *COSTS])
    printed = mal.filter(about & (pl.col("del") == "mal") & pl.col("andel").is_not_null())
    goals = [_goal(row) for row in printed.sort("line").iter_rows(named=True)]
    known = _distinct([goal for goal in goals if goal.kinds])
    shares = {
        (forbund_id, year, kind): share
        for forbund_id, year, kind, share in slag.select(*_YEAR, "kategori", "andel").iter_rows()
    }
    schema = {
        "forbund_id": pl.String,
        "year": pl.Int64,
        "slag": pl.String,
        "riktning": pl.String,
        "mal_andel": pl.Float64,
        "andel": pl.Float64,
        "uppnatt": pl.Boolean,
        "utvidgat": pl.Boolean,
        "report_id": pl.String,
        "line": pl.Int64,
    }
    rows = [_judged(goal, known, shares) for goal in known]
    return pl.DataFrame(rows, schema=schema, orient="row").sort(*_YEAR, "line")


@dataclass(frozen=True)
class _Goal:
    forbund_id: str
    year: int
    kinds: tuple[str, ...]
    share: float
    direction: str | None
    report_id: str
    line: int


def _goal(row: dict[str, Any]) -> _Goal:
    label, matt = row["label_raw"], row["matt"]
    kind = matt if matt in COSTS else named_by("slag", [label])
    direction = named_by("riktning", [label, row["anmarkning"]])
    return _Goal(
        row["forbund_id"],
        row["year"],
        (kind,) if kind in COSTS else (),
        row["andel"],
        None if direction is None else _DIRECTIONS[direction],
        row["report_id"],
        row["line"],
    )


def _distinct(goals: Sequence[_Goal]) -> list[_Goal]:
    """Goals once each; of two prints of one, that which has a direction."""
    best: dict[tuple[object, ...], _Goal] = {}
    for goal in goals:
        key = (goal.forbund_id, goal.year, goal.kinds, goal.share)
        if key not in best or (best[key].direction is None and goal.direction is not None):
            best[key] = goal
    return list(best.values())


def _judged(
    goal: _Goal, goals: Sequence[_Goal], shares: dict[tuple[str, int, str], float]
) -> tuple[object, ...]:
    year = (goal.forbund_id, goal.year)
    kinds = _widened(goal, [other for other in goals if (other.forbund_id, other.year) == year])
    parts = [shares[(*year, kind)] for kind in kinds if (*year, kind) in shares]
    # Shares of printed percent: a sum that is the goal exactly must not miss it by a last bit.
    share = round(sum(parts), 9) if len(parts) == len(kinds) else None
    met = None
    if share is not None and goal.direction is not None:
        met = share <= goal.share if goal.direction == AT_MOST else share >= goal.share
    return (
        *(*year, "+".join(kinds), goal.direction, goal.share, share, met),
        *(kinds != goal.kinds, goal.report_id, goal.line),
    )


def _widened(goal: _Goal, goals: Sequence[_Goal]) -> tuple[str, ...]:
    """The kinds that a goal is about, with those left over where it alone can be about them."""
    named = {kind for other in goals for kind in other.kinds}
    left = tuple(kind for kind in COSTS if kind not in named)
    ceilings = [other for other in goals if other.direction == AT_MOST]
    whole = abs(sum(other.share for other in goals) - 1) < 1e-9
    return (*goal.kinds, *left) if left and whole and ceilings == [goal] else goal.kinds


def _printed_shares(ovrigt: pl.DataFrame) -> pl.DataFrame:
    rows = ovrigt.filter((pl.col("matt") == "kostnader_andel") & (pl.col("enhet") == "procent"))
    kinds = [named_by("slag", [label]) for label in rows["label_raw"]]
    return (
        rows.with_columns(
            pl.Series("kategori", kinds, dtype=pl.String),
            (pl.col("varde") / 100).round(9).alias("andel"),
            pl.lit(None, pl.Int64).alias("kostnad_kr"),
            pl.lit(PRINTED_SHARE).alias("harkomst"),
        )
        .filter(pl.col("kategori").is_in(COSTS))
        .sort("line")
        .unique([*_YEAR, "report_id", "kategori"], keep="first", maintain_order=True)
    )


def _printed_amounts(ekonomi: pl.DataFrame) -> pl.DataFrame:
    rows = ekonomi.filter(
        (pl.col("post") == "utfall")
        & pl.col("is_total")
        & pl.col("kategori").is_in(COSTS)
        & pl.col("belopp_kr").is_not_null()
    )
    once = pl.len().over(*_YEAR, "report_id", "table_id", "kategori") == 1
    return rows.filter(once).with_columns(
        pl.lit(None, pl.Float64).alias("andel"),
        pl.col("belopp_kr").alias("kostnad_kr"),
        pl.lit(PRINTED_AMOUNT).alias("harkomst"),
    )


def _books(rakenskaper: pl.DataFrame) -> pl.DataFrame:
    rows = rakenskaper.filter(
        (pl.col("rapport") == "driftredovisning")
        & (pl.col("belopp") == "kostnad")
        & (pl.col("post_budget") == "utfall")
        & pl.col("belopp_kr").is_not_null()
    )
    kinds = [named_by("slag", [label]) for label in rows["label_raw"]]
    return rows.with_columns(
        pl.Series("kategori", kinds, dtype=pl.String),
        pl.lit(None, pl.Float64).alias("andel"),
        pl.col("belopp_kr").alias("kostnad_kr"),
        pl.lit(BOOKS).alias("harkomst"),
    ).filter(pl.col("kategori").is_in(COSTS))


def _summed(ekonomi: pl.DataFrame, rapporter: pl.DataFrame | None) -> pl.DataFrame:
    whole = fordelning(ekonomi, rapporter).filter(pl.col("andel").is_not_null())
    reports = (
        ekonomi.filter(pl.col("post") == "utfall").group_by(_YEAR).agg(pl.col("report_id").max())
    )
    return whole.join(reports, on=_YEAR, how="left").with_columns(
        pl.lit(ROWS).alias("harkomst"), pl.lit(None, pl.Int64).alias("line")
    )

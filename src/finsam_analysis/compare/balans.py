"""The overviews over years, and equity against the recommendation that a report prints.

A year is printed in its own report, restated in later overviews, and sometimes printed in two ways
in one and the same report: an overview may count depreciation as cost where the statement has it on
a row of its own. All prints are kept; the newest report's stands. The recommended size of the
equity is what the report says it is: no ladder is kept here, and where no report prints one there
is none.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from finsam_analysis.compare.tryck import agrees, dated, kronor, steps

POSTS = (
    "verksamhetens_intakter",
    "verksamhetens_kostnader",
    "arets_resultat",
    "eget_kapital",
    "soliditet",
    "antal_anstallda",
)
NEWEST, OLDER, SAME = "nyast", "äldre rapport", "samma rapport"

_YEAR = ["forbund_id", "year"]
_COST = "verksamhetens_kostnader"
_STATEMENTS = ("flerarsoversikt", "resultatrakning", "balansrakning")


def oversikt(rakenskaper: pl.DataFrame, rapporter: pl.DataFrame | None = None) -> pl.DataFrame:
    """The posts of the overviews over years, with every figure that was printed for each.

    Overviews, statements of result and balance sheets; equity only where its own parts in the
    balance sheet do not gainsay it. Costs are without sign.

    Returns one row for each different figure: forbund_id, post (one of POSTS), year, varde (kronor,
    percent or number of employees), enhet (kr, procent, antal), tryckt (nyast, äldre rapport or
    samma rapport), avviker (further from the newest than rounding explains), kontroll, raw,
    report_id, line. Newest is what the newest report prints: what no check gainsays first, then the
    overview. Figures that are the newest one rounded are left out.
    """
    posts = pl.col("post").str.strip_suffix("_tkr")
    rows = rakenskaper.with_columns(posts.alias("post")).filter(
        pl.col("rapport").is_in(_STATEMENTS) & pl.col("post").is_in(POSTS)
    )
    money = pl.col("enhet").is_in(["kr", "tkr", "mkr"])
    value = pl.when(money).then(kronor().cast(pl.Float64)).otherwise(pl.col("varde"))
    rows = _gainsaid(rows, rakenskaper).with_columns(
        pl.when(pl.col("post") == _COST).then(value.abs()).otherwise(value).alias("_varde"),
        pl.when(money).then(pl.lit("kr")).otherwise(pl.col("enhet")).alias("_enhet"),
        steps().alias("_steg"),
        (pl.col("rapport") != "flerarsoversikt").alias("_ej_oversikt"),
        (pl.col("kontroll") == "motsagd").alias("_motsagd"),
    )
    ordered = dated(rows, rapporter).sort(
        *("forbund_id", "post", "year", -pl.col("_utgiven"), "_motsagd", "_ej_oversikt"),
        *("report_id", "line"),
    )
    kept = [
        row
        for _, group in ordered.group_by("forbund_id", "post", "year", maintain_order=True)
        for row in _different(group)
    ]
    schema = {
        "forbund_id": pl.String,
        "post": pl.String,
        "year": pl.Int64,
        "varde": pl.Float64,
        "enhet": pl.String,
        "tryckt": pl.String,
        "avviker": pl.Boolean,
        "kontroll": pl.String,
        "raw": pl.String,
        "report_id": pl.String,
        "line": pl.Int64,
    }
    order = pl.col("post").cast(pl.Enum(POSTS))
    return pl.DataFrame(kept, schema=schema).sort(
        "forbund_id", order, "year", "avviker", maintain_order=True
    )


def eget_kapital(
    rakenskaper: pl.DataFrame,
    ovrigt: pl.DataFrame,
    mal: pl.DataFrame,
    rapporter: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Equity at the end of each year, against what the report itself says is recommended.

    Equity: the balance sheet's, else the overview's, else the sum of its two parts in the balance
    sheet (harledd), else prose. Recommended: a printed recommendation, else a printed goal for the
    equity (rekommendation_slag says which).

    Returns forbund_id, year, eget_kapital_kr, harledd (our sum of övrigt eget kapital and årets
    resultat), andra (other figures printed for the same, as text with lines, or null),
    rekommendation_kr, rekommendation_slag, over_kr (equity - recommended), over_tryckt_kr (what the
    report says that is), report_id, line, rekommendation_rad.
    """
    rows = dated(_equity(rakenskaper), rapporter).sort(
        *_YEAR, -pl.col("_utgiven"), "_rang", "_cirka", "report_id", "line"
    )
    found = []
    for _, group in rows.group_by(*_YEAR, maintain_order=True):
        prints = _different(group)
        # What the newest report says another time; an older report's is in the overview.
        others = [p for p in prints if p["avviker"] and p["tryckt"] == SAME]
        told = "; ".join(f"{p['raw']} {p['enhet_tryckt']} (rad {p['line']})" for p in others)
        found.append({**prints[0], "andra": told or None})
    schema: dict[str, Any] = {
        "forbund_id": pl.String,
        "year": pl.Int64,
        "varde": pl.Float64,
        "harledd": pl.Boolean,
        "andra": pl.String,
        "report_id": pl.String,
        "line": pl.Int64,
    }
    equity = pl.DataFrame(found, schema=schema, strict=False).with_columns(
        pl.col("varde").round().cast(pl.Int64).alias("eget_kapital_kr")
    )
    return (
        equity.join(_recommended(ovrigt, mal, rapporter), on=_YEAR, how="left")
        .with_columns(
            (pl.col("eget_kapital_kr") - pl.col("rekommendation_kr")).alias("over_kr"),
        )
        .select(
            *_YEAR,
            *("eget_kapital_kr", "harledd", "andra", "rekommendation_kr", "rekommendation_slag"),
            *("over_kr", "over_tryckt_kr", "report_id", "line", "rekommendation_rad"),
        )
        .sort(_YEAR)
    )


def _different(group: pl.DataFrame) -> list[dict[str, Any]]:
    """The first row of one thing's prints, and those that rounding cannot make the same."""
    rows = group.to_dicts()
    first = rows[0]
    kept: list[dict[str, Any]] = []
    for row in rows:
        if any(
            agrees(row["_varde"], row["_steg"], other["_varde"], other["_steg"]) for other in kept
        ):
            continue
        same = row["report_id"] == first["report_id"]
        kept.append(
            {
                **row,
                "_varde": row["_varde"],
                "varde": row["_varde"],
                "enhet_tryckt": row["enhet"],
                "enhet": row["_enhet"],
                "tryckt": NEWEST if not kept else SAME if same else OLDER,
                "avviker": bool(kept),
            }
        )
    return kept


def _gainsaid(rows: pl.DataFrame, rakenskaper: pl.DataFrame) -> pl.DataFrame:
    """`rows` without equity of a balance sheet that its own printed parts do not make."""
    parts = _parts(rakenskaper).select("report_id", "table_id", "year", "_summa", "_slack")
    joined = rows.join(parts, on=["report_id", "table_id", "year"], how="left")
    off = (kronor() - pl.col("_summa")).abs() > pl.col("_slack")
    wrong = (pl.col("post") == "eget_kapital") & off
    return joined.filter(~wrong.fill_null(False)).drop("_summa", "_slack")


def _parts(rakenskaper: pl.DataFrame) -> pl.DataFrame:
    """Övrigt eget kapital and årets resultat of each balance sheet, summed where both are there."""
    rows = rakenskaper.filter(
        (pl.col("rapport") == "balansrakning")
        & pl.col("post").is_in(["ovrigt_eget_kapital", "arets_resultat"])
        & pl.col("belopp_kr").is_not_null()
    ).with_columns(steps().alias("_steg"))
    return (
        rows.group_by(*_YEAR, "report_id", "table_id")
        .agg(
            pl.col("belopp_kr").sum().alias("_summa"),
            (1.5 * pl.col("_steg").max()).alias("_slack"),
            pl.col("post").n_unique().alias("_delar"),
            pl.col("line").min(),
            pl.col("enhet").first(),
            pl.col("_steg").max(),
        )
        .filter(pl.col("_delar") == 2)
    )


def _equity(rakenskaper: pl.DataFrame) -> pl.DataFrame:
    """Every print of equity, ours last but one: _varde, _steg, _rang, harledd."""
    printed = rakenskaper.filter(
        (pl.col("post") == "eget_kapital")
        & pl.col("belopp_kr").is_not_null()
        & (pl.col("rapport").is_in(_STATEMENTS) | pl.col("rapport").is_null())
    )
    rank = pl.col("rapport").replace_strict(
        {"balansrakning": 0, "flerarsoversikt": 1}, default=3, return_dtype=pl.Int64
    )
    columns = ["forbund_id", "year", "report_id", "line", "raw", "enhet"]
    ours = ["_varde", "_steg", "_rang", "_cirka", "harledd"]
    prints = (
        _gainsaid(printed, rakenskaper)
        .with_columns(
            pl.col("belopp_kr").cast(pl.Float64).alias("_varde"),
            steps().alias("_steg"),
            rank.alias("_rang"),
            pl.col("anmarkning").is_not_null().alias("_cirka"),
            pl.lit(False).alias("harledd"),
        )
        .select(*columns, *ours)
    )
    sums = (
        _parts(rakenskaper)
        .with_columns(
            pl.col("_summa").cast(pl.Float64).alias("_varde"),
            pl.lit(2, pl.Int64).alias("_rang"),
            pl.lit(False).alias("_cirka"),
            pl.lit(True).alias("harledd"),
            pl.lit("").alias("raw"),
        )
        .select(*columns, *ours)
    )
    return pl.concat([prints, sums]).with_columns(pl.lit("kr").alias("_enhet"))


def _recommended(
    ovrigt: pl.DataFrame, mal: pl.DataFrame, rapporter: pl.DataFrame | None
) -> pl.DataFrame:
    columns = [*_YEAR, "report_id", "line", "_kr", "_slag"]

    def picked(rows: pl.DataFrame, slag: str) -> pl.DataFrame:
        made = rows.with_columns(kronor().alias("_kr"), pl.lit(slag).alias("_slag"))
        return made.filter(pl.col("_kr").is_not_null()).select(columns)

    goal = pl.col("del") == "mal"
    rows = pl.concat(
        [
            picked(ovrigt.filter(matt="rekommenderat_eget_kapital"), "rekommendation"),
            picked(mal.filter((pl.col("matt") == "eget_kapital") & goal), "mål"),
        ]
    )
    over = picked(mal.filter((pl.col("matt") == "eget_kapital_avvikelse") & ~goal), "")
    best = dated(rows, rapporter).sort(
        *_YEAR, -pl.col("_utgiven"), pl.col("_slag") != "rekommendation", "line"
    )
    return (
        best.unique(_YEAR, keep="first", maintain_order=True)
        .select(
            *_YEAR,
            pl.col("_kr").alias("rekommendation_kr"),
            pl.col("_slag").alias("rekommendation_slag"),
            pl.col("line").alias("rekommendation_rad"),
        )
        .join(
            over.unique(_YEAR, keep="first", maintain_order=True).select(
                *_YEAR, pl.col("_kr").alias("over_tryckt_kr")
            ),
            on=_YEAR,
            how="left",
        )
    )

"""Ekonomi: where the money comes from, and how well budgets foretold outcomes.

Income is printed in a note (driftbidrag by member, EU money, the rest) or in a table of
contributions; one table is used whole for each year, two are never added. Budget and outcome stand
side by side in a table of insatser, or as a net in the driftredovisning. The difference is printed
as budget minus outcome in one table and the other way round in the next: ours is always budget
minus outcome, and every row says which way its report goes.
"""

from __future__ import annotations

import polars as pl

from finsam_analysis.compare import stats
from finsam_analysis.compare.tryck import dated, kronor, named_by, newest, once, steps
from finsam_analysis.compare.underlag import PROSE

SOURCES = ("stat", "region", "kommuner", "eu", "ovrigt")
COSTS = ("individ", "struktur", "administration")
RULE = (
    "Avvikelse är budget minus utfall: plus betyder att en kostnad blev lägre än budgeterat, eller "
    "att en intäkt eller ett resultat gjorde det."
)

BUDGET_FIRST = "budget minus utfall"
OUTCOME_FIRST = "utfall minus budget"
NEITHER = "stämmer inte med budget och utfall"

_YEAR = ["forbund_id", "year"]
_ROW = [*_YEAR, "report_id", "table_id", "line", "label_raw"]


def intakter(
    rakenskaper: pl.DataFrame,
    medlemsbidrag: pl.DataFrame,
    rapporter: pl.DataFrame | None = None,
    olasta: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Income by source, for each förbund and year that a table prints it.

    Tables only: a sentence names one source and not the others. Sources (kalla): stat, region,
    kommuner, eu (ESF, EU money and what is printed in one sum with it), ovrigt. Of several tables
    about a year an outcome goes before a budget, the newest report before older, a note before a
    table of contributions.

    `olasta` (report_id, table_id) tells of rows that could not be read: a source may be among them.

    Returns forbund_id, year, kalla, belopp_kr, andel (of all sources, 0-1; null if a source is
    negative, or olast), summa_kr (of the sources), summa_tryckt_kr (the last total that the table
    prints: of all of them, or of the members; null if none is printed), stammer (whether it is the
    sum of what it is the total of, within rounding), slag (utfall or budget), poster (labels as
    printed), report_id, line and olast (a row of the table could not be read).
    """
    rows = pl.concat([_noted(rakenskaper), _contributed(medlemsbidrag)])
    if rows.is_empty():
        return _no_income()
    issued = dated(rows, rapporter)
    table = [*_YEAR, "report_id", "table_id", "slag", "not"]
    order = pl.struct(
        pl.col("slag") != "utfall", -pl.col("_utgiven"), ~pl.col("not"), "report_id", "table_id"
    )
    best = issued.select(*table, "_utgiven").unique().sort(*_YEAR, order)
    chosen = issued.join(
        best.unique(_YEAR, keep="first", maintain_order=True).select(table), on=table, how="inner"
    )
    return _without_unread(_by_source(chosen), chosen, olasta)


def _without_unread(
    sources: pl.DataFrame, chosen: pl.DataFrame, olasta: pl.DataFrame | None
) -> pl.DataFrame:
    """`sources` with olast, and no shares where a row of the table could not be read."""
    found = (
        chosen.clear()
        if olasta is None
        else chosen.join(
            olasta.select("report_id", "table_id"), on=["report_id", "table_id"], how="semi"
        )
    )
    years = found.select(_YEAR).unique().with_columns(pl.lit(True).alias("olast"))
    marked = sources.join(years, on=_YEAR, how="left", maintain_order="left").with_columns(
        pl.col("olast").fill_null(False)
    )
    return marked.with_columns(pl.when(~pl.col("olast")).then(pl.col("andel")).alias("andel"))


def budget_utfall(
    ekonomi: pl.DataFrame,
    rakenskaper: pl.DataFrame | None = None,
    rapporter: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Budget against outcome, one row for each printed row that has both.

    `rakenskaper` adds the driftredovisning of reports that print budget there: those amounts are
    net of income (netto). Of several reports about a year the newest is used; a row that stands in
    several of its tables counts in the first of them. Sentences are left out.

    Returns forbund_id, year, namn (as printed), insats_id, kategori (individ, struktur,
    administration, finansiering, summa; null if not known), budget_kr, utfall_kr, avvikelse_kr
    (budget - utfall), avvikelse_andel (of budget; null without a budget above 0),
    avvikelse_tryckt_kr, regel (which way the report's own difference goes; null if it prints
    none, or zero), netto, is_total, report_id, table_id, line.
    """
    rows = _side_by_side(ekonomi.with_columns(pl.lit(False).alias("netto")), "post")
    if rakenskaper is not None:
        net = rakenskaper.filter(
            (pl.col("rapport") == "driftredovisning") & (pl.col("belopp") == "netto")
        )
        kinds = [named_by("slag", [label]) for label in net["label_raw"]]
        net = net.with_columns(
            pl.Series("kategori", kinds, dtype=pl.String), pl.lit(True).alias("netto")
        )
        rows = pl.concat([rows, _side_by_side(net, "post_budget")])
    difference = pl.col("budget_kr") - pl.col("utfall_kr")
    above = pl.col("budget_kr") > 0
    return (
        once(newest(rows, rapporter, _YEAR))
        .with_columns(
            difference.alias("avvikelse_kr"),
            pl.when(above).then(difference / pl.col("budget_kr")).alias("avvikelse_andel"),
            _rule(difference).alias("regel"),
        )
        .select(
            *_YEAR,
            pl.col("label_raw").alias("namn"),
            "insats_id",
            "kategori",
            "budget_kr",
            "utfall_kr",
            "avvikelse_kr",
            "avvikelse_andel",
            "avvikelse_tryckt_kr",
            "regel",
            "netto",
            "is_total",
            "report_id",
            "table_id",
            "line",
        )
        .sort(*_YEAR, "report_id", "line")
    )


def teckenregler(rows: pl.DataFrame) -> pl.DataFrame:
    """How the printed differences of `budget_utfall` go, for each table.

    Returns forbund_id, year, report_id, table_id, regel, rader (rows that go that way), line (the
    first of them), the most common first; a table that goes both ways has two rows.
    """
    told = rows.filter(pl.col("regel").is_not_null())
    return (
        told.group_by(*_YEAR, "report_id", "table_id", "regel")
        .agg(pl.len().cast(pl.Int64).alias("rader"), pl.col("line").min())
        .sort(*_YEAR, "report_id", "table_id", -pl.col("rader"), "line")
    )


def traffsakerhet(rows: pl.DataFrame) -> pl.DataFrame:
    """How near budgets came to outcomes: for each förbund, year and kind of cost.

    `rows` as from `budget_utfall`, parts only: raises ValueError for a frame that mixes totals
    and parts. Income is left out.

    Returns forbund_id, year, kategori (individ, struktur, administration), budget_kr, utfall_kr,
    avvikelse_kr, kvot (utfall / budget), fel_andel (the sum of the rows' deviations, signs left
    aside, / budget: what the rows missed by, also where misses cancel out), rader, netto,
    report_id, line, utanfor and utanfor_kr (rows of the table that the report puts in no category,
    and the sum of their deviations, signs left aside: they are in none of the figures). kvot and
    fel_andel are null without a budget above 0.
    """
    stats.refuse_mixed(rows.select("is_total"))
    table = [*_YEAR, "netto", "report_id"]
    nowhere = rows.filter(
        pl.col("kategori").is_null() & ((pl.col("budget_kr") != 0) | (pl.col("utfall_kr") != 0))
    )
    left_out = nowhere.group_by(table).agg(
        pl.len().cast(pl.Int64).alias("utanfor"),
        pl.col("avvikelse_kr").abs().sum().alias("utanfor_kr"),
    )
    costs = rows.filter(pl.col("kategori").is_in(COSTS))
    budget = pl.col("budget_kr")
    return (
        costs.group_by(*_YEAR, "kategori", "netto", "report_id")
        .agg(
            budget.sum(),
            pl.col("utfall_kr").sum(),
            pl.col("avvikelse_kr").sum(),
            pl.col("avvikelse_kr").abs().sum().alias("_fel"),
            pl.len().cast(pl.Int64).alias("rader"),
            pl.col("line").min(),
        )
        .with_columns(
            pl.when(budget > 0).then(pl.col("utfall_kr") / budget).alias("kvot"),
            pl.when(budget > 0).then(pl.col("_fel") / budget).alias("fel_andel"),
        )
        .drop("_fel")
        .join(left_out, on=table, how="left")
        .with_columns(pl.col("utanfor", "utanfor_kr").fill_null(0))
        .sort(*_YEAR, pl.col("kategori").cast(pl.Enum(COSTS)))
    )


def _noted(rakenskaper: pl.DataFrame) -> pl.DataFrame:
    """The rows of notes on income: notes that name both the state and the region."""
    notes = rakenskaper.filter(
        (pl.col("rapport") == "not") & pl.col("belopp_kr").is_not_null()
    ).with_columns(
        steps().alias("_steg"), pl.lit("utfall").alias("slag"), pl.lit(True).alias("not")
    )
    total = pl.col("is_total") | (pl.col("post") == "summa")
    named = [named_by("intaktskalla", [label]) for label in notes["label_raw"]]
    notes = notes.with_columns(
        pl.when(total)
        .then(pl.lit("summa"))
        .otherwise(pl.Series("kalla", named, dtype=pl.String).fill_null("ovrigt"))
        .alias("kalla")
    )
    members = pl.all_horizontal(
        (pl.col("kalla") == source).any().over("report_id", "table_id")
        for source in ("stat", "region")
    )
    return notes.filter(members).select(_COLUMNS)


def _contributed(medlemsbidrag: pl.DataFrame) -> pl.DataFrame:
    """The rows of tables of contributions: who is neither state, region nor fund is a kommun."""
    printed = (pl.col("table_id") != PROSE) & pl.col("belopp_kr").is_not_null()
    rows = medlemsbidrag.filter(printed).with_columns(
        steps().alias("_steg"), pl.lit(False).alias("not")
    )
    members = [
        "summa" if total else named_by("bidragsgivare", [member]) or "kommuner"
        for member, total in rows.select("medlem", "is_total").iter_rows()
    ]
    return rows.with_columns(pl.Series("kalla", members, dtype=pl.String)).select(_COLUMNS)


_COLUMNS = (
    *_ROW,
    *("slag", "not", "kalla", "belopp_kr", "_steg"),
)


def _by_source(rows: pl.DataFrame) -> pl.DataFrame:
    parts = rows.filter(pl.col("kalla") != "summa").sort("line")
    total = (
        rows.filter(pl.col("kalla") == "summa")
        .sort("line")
        .group_by(_YEAR)
        .agg(pl.col("belopp_kr").last().alias("summa_tryckt_kr"))
    )
    members = ["stat", "region", "kommuner"]
    amount = pl.col("belopp_kr")
    checks = parts.group_by(_YEAR).agg(
        amount.sum().alias("summa_kr"),
        amount.filter(pl.col("kalla").is_in(members)).sum().alias("_medlemmar"),
        (amount < 0).any().alias("_negativ"),
        ((pl.len() + 1) * pl.col("_steg").max() / 2).alias("_slack"),
    )
    off = pl.min_horizontal(
        (pl.col("summa_tryckt_kr") - pl.col(name)).abs() for name in ("summa_kr", "_medlemmar")
    )
    return (
        parts.group_by(*_YEAR, "kalla", maintain_order=True)
        .agg(
            amount.sum(),
            pl.col("slag").first(),
            pl.col("label_raw").str.join(", ").alias("poster"),
            pl.col("report_id").first(),
            pl.col("line").first(),
        )
        .join(checks, on=_YEAR, how="left")
        .join(total, on=_YEAR, how="left")
        .with_columns(
            pl.when(~pl.col("_negativ") & (pl.col("summa_kr") > 0))
            .then(amount / pl.col("summa_kr"))
            .alias("andel"),
            (off <= pl.col("_slack")).alias("stammer"),
        )
        .select(
            *_YEAR,
            *("kalla", "belopp_kr", "andel", "summa_kr", "summa_tryckt_kr", "stammer"),
            *("slag", "poster", "report_id", "line"),
        )
        .sort(*_YEAR, pl.col("kalla").cast(pl.Enum(SOURCES)))
    )


def _no_income() -> pl.DataFrame:
    text, whole = pl.String, pl.Int64
    return pl.DataFrame(
        schema={
            "forbund_id": text,
            "year": whole,
            "kalla": text,
            "belopp_kr": whole,
            "andel": pl.Float64,
            "summa_kr": whole,
            "summa_tryckt_kr": whole,
            "stammer": pl.Boolean,
            "slag": text,
            "poster": text,
            "report_id": text,
            "line": whole,
            "olast": pl.Boolean,
        }
    )


def _side_by_side(rows: pl.DataFrame, post: str) -> pl.DataFrame:
    """Budget, outcome and printed difference of each row, where both first are printed."""
    tables = rows.filter(pl.col("table_id") != PROSE)
    amounts = tables.with_columns(kronor().alias("_kr"), steps().alias("_steg"))

    def of(kind: str) -> pl.Expr:
        return pl.col("_kr").filter(pl.col(post) == kind).first()

    return (
        amounts.group_by(*_ROW, maintain_order=True)
        .agg(
            of("budget").alias("budget_kr"),
            of("utfall").alias("utfall_kr"),
            of("avvikelse").alias("avvikelse_tryckt_kr"),
            pl.col("insats_id").first(),
            pl.col("kategori").first(),
            pl.col("is_total").any(),
            pl.col("netto").first(),
            pl.col("_steg").max(),
        )
        .filter(pl.col("budget_kr").is_not_null() & pl.col("utfall_kr").is_not_null())
    )


def _rule(difference: pl.Expr) -> pl.Expr:
    printed, slack = pl.col("avvikelse_tryckt_kr"), 1.5 * pl.col("_steg")
    ours, theirs = (printed - difference).abs() <= slack, (printed + difference).abs() <= slack
    return (
        pl.when(printed.is_null() | (ours & theirs))
        .then(None)
        .when(ours)
        .then(pl.lit(BUDGET_FIRST))
        .when(theirs)
        .then(pl.lit(OUTCOME_FIRST))
        .otherwise(pl.lit(NEITHER))
    )

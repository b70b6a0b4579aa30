"""The years of the overviews, and equity against the recommended, on a page."""

from __future__ import annotations

from typing import Any

import polars as pl

from finsam_analysis.compare.balans import NEWEST, OLDER, POSTS
from finsam_analysis.publish import charts, charts_more, numbers
from finsam_analysis.publish.markup import Html, nothing
from finsam_analysis.publish.tables import table
from finsam_analysis.publish.text import Names, Prose, column, label

NO_OVERVIEW = "Ingen rapport i data har en flerårsöversikt eller en resultaträkning."
NO_EQUITY = "Ingen rapport i data anger det egna kapitalet."
NO_RECOMMENDATION = "Rapporten trycker ingen rekommendation"


def overview_answer(rows: pl.DataFrame, names: Names) -> Prose:
    """How result and years stand, and how many figures are printed in more than one way."""
    newest = rows.filter((pl.col("tryckt") == NEWEST) & (pl.col("post") == "arets_resultat"))
    if newest.is_empty():
        return Prose(NO_OVERVIEW)
    sentences = []
    for (forbund_id,), group in newest.group_by("forbund_id", maintain_order=True):
        years = group["year"].to_list()
        minus = group.filter(pl.col("varde") < 0)["year"].to_list()
        low = "inget år gick med underskott" if not minus else f"underskott {numbers.years(minus)}"
        sentences.append(f"**{names.of_forbund(str(forbund_id))}** {numbers.years(years)}: {low}.")
    others = rows.filter(pl.col("avviker"))
    if len(others):
        older = len(others.filter(pl.col("tryckt") == OLDER))
        sentences.append(
            f"{numbers.count_of(len(others), 'tal är tryckt', 'tal är tryckta')} på mer än ett "
            f"sätt: {numbers.number(older)} i en äldre rapport och "
            f"{numbers.number(len(others) - older)} på ett annat ställe i samma rapport. Alla står "
            "i tabellen, det nyaste märkt."
        )
    return Prose(*sentences)


def overview_chart(rows: pl.DataFrame, names: Names, post: str) -> charts.Chart | Html:
    """One post over years, a line a förbund; crosses are what was printed otherwise."""
    one = rows.filter(pl.col("post") == post)
    shown = one.filter(pl.col("tryckt") == NEWEST)
    if shown.is_empty():
        return nothing(f"Ingen rapport i data trycker {label('oversikt', post).lower()} över år.")
    told = _scaled(_written(one, names))
    drawn = told.filter(pl.col("tryckt") == NEWEST)
    others = told.filter(pl.col("avviker"))
    unit, axis, style = _axis(shown["enhet"][0])
    crosses = " Kryss: tryckt på ett annat sätt på ett annat ställe." if len(others) else ""
    tooltip = {"namn": "Förbund", "year": "År", "visas": "Tal", "tryckt": "Tryckt", "var": "Var"}
    chart = charts.lines(
        drawn,
        series="namn",
        value="ritas",
        text="visas",
        title=_overview_title(drawn, post),
        subtitle=f"{label('oversikt', post)}, {unit}.{crosses} {names.source(shown['report_id'])}",
        axis=axis,
        number_format=style,
        tooltip=tooltip,
    )
    return charts_more.differs(chart, others, "ritas", tooltip)


def overview_table(rows: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """The newest figure of each post and year, with all others printed for it."""
    written = _written(rows, names)
    keys = ["forbund_id", "post", "year"]
    others = (
        written.filter(pl.col("avviker"))
        .with_columns(
            pl.format("{} ({}, {})", pl.col("visas"), pl.col("tryckt"), pl.col("var")).alias("_a")
        )
        .group_by(keys)
        .agg(pl.col("_a").str.join("; ").alias("andra"))
    )
    newest = written.filter(pl.col("tryckt") == NEWEST).join(
        others, on=keys, how="left", maintain_order="left"
    )
    shown = column(newest, "post_namn", lambda r: label("oversikt", r["post"]))
    shown = column(shown, "andra", lambda r: r["andra"] or "")
    shown = column(
        shown, "prov", lambda r: label("kontroll", r["kontroll"]) if r["kontroll"] else ""
    )
    order = pl.col("post").cast(pl.Enum(POSTS))
    return table(
        shown.sort("namn", order, "year"),
        "Posterna år för år",
        {
            "namn": "Förbund",
            "post_namn": "Post",
            "year": "År",
            "visas": "Nyaste rapportens tal",
            "prov": "Prövat",
            "andra": "Tryckt också",
            "var": "Var",
        },
        note=(
            "Av två tal i samma rapport står det som ingen kontroll motsäger först, sedan "
            "översiktens. En översikt kan räkna in avskrivningar och räntor som resultaträkningen "
            "har på egna rader. Tal som bara är olika avrundade är ett."
        ),
        fold=fold,
    )


def equity_answer(rows: pl.DataFrame, names: Names) -> Prose:
    """Equity of each förbund's newest year, against the recommendation if one is printed."""
    if rows.is_empty():
        return Prose(NO_EQUITY)
    sentences = []
    newest = rows.filter(pl.col("year") == pl.col("year").max().over("forbund_id"))
    for row in newest.iter_rows(named=True):
        start = (
            f"**{names.of_forbund(row['forbund_id'])}** {row['year']}: det egna kapitalet var "
            f"{numbers.short_kronor(row['eget_kapital_kr'])}"
        )
        if row["rekommendation_kr"] is None:
            sentences.append(f"{start}. {NO_RECOMMENDATION}.")
            continue
        way = "över" if row["over_kr"] > 0 else "under"
        what = {"mål": "förbundets mål, som är högst"}.get(
            row["rekommendation_slag"], "rekommendationen i rapporten,"
        )
        sentences.append(
            f"{start}, {numbers.short_kronor(abs(row['over_kr']))} {way} {what} "
            f"{numbers.short_kronor(row['rekommendation_kr'])}."
        )
    return Prose(*sentences)


def equity_chart(rows: pl.DataFrame, names: Names) -> charts.Chart | Html:
    """Equity a year, with the recommended size as a line where it is printed."""
    if rows.is_empty():
        return nothing(NO_EQUITY)
    shown = column(rows, "namn", lambda r: f"{names.of_forbund(r['forbund_id'])} {r['year']}")
    shown = column(shown, "visas", _equity_text)
    shown = _placed(shown, names).with_columns(
        (pl.col("eget_kapital_kr") / 1e6).alias("mkr"),
        (pl.col("rekommendation_kr") / 1e6).alias("streck"),
    )
    told = rows.filter(pl.col("rekommendation_kr").is_not_null())
    above = len(told.filter(pl.col("over_kr") > 0))
    title = (
        "Ingen rapport trycker hur stort det egna kapitalet bör vara"
        if told.is_empty()
        else f"{numbers.number(above)} av {numbers.number(len(told))} ligger över vad deras "
        "rapport anger som högst"
    )
    return charts_more.against(
        shown,
        label="namn",
        value="mkr",
        mark="streck",
        mark_text="Strecket är rekommendationen eller målet, där rapporten trycker ett",
        text="visas",
        title=title,
        subtitle=(
            "Eget kapital vid årets slut i miljoner kronor, löpande priser; strecket är "
            "rekommendationen eller målet, där rapporten trycker ett. "
            f"{names.source(rows['report_id'])}"
        ),
        axis="mkr",
        tooltip={"namn": "Förbund och år", "visas": "Eget kapital", "var": "Var"},
    )


def equity_table(rows: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """Equity, the recommendation, and the difference as we and as the report reckon it."""
    shown = column(rows, "namn", lambda r: f"{names.of_forbund(r['forbund_id'])} {r['year']}")
    shown = column(shown, "not", _equity_note)
    shown = column(shown, "ord", lambda r: r["rekommendation_slag"] or "ingen tryckt")
    return table(
        _placed(shown, names),
        "Eget kapital och vad rapporten rekommenderar",
        {
            "namn": "Förbund och år",
            "eget_kapital_kr": ("Eget kapital, kr", "kr"),
            "ord": "Rapportens jämförelsetal",
            "rekommendation_kr": ("Dess belopp, kr", "kr"),
            "over_kr": ("Över det, kr", "kr"),
            "over_tryckt_kr": ("Över, enligt rapporten, kr", "kr"),
            "not": "Att veta",
            "var": "Var",
        },
        note=(
            "Nationella rådet rekommenderar hur stort det egna kapitalet bör vara. Här står "
            "bara det belopp som rapporten själv trycker."
        ),
        fold=fold,
    )


def _equity_text(row: dict[str, Any]) -> str:
    told = numbers.short_kronor(row["eget_kapital_kr"])
    if row["rekommendation_kr"] is None:
        return told
    return f"{told} · {row['rekommendation_slag']} {numbers.short_kronor(row['rekommendation_kr'])}"


def _equity_note(row: dict[str, Any]) -> str:
    notes = []
    if row["harledd"]:
        notes.append("summan av övrigt eget kapital och årets resultat, räknad här")
    if row["andra"]:
        notes.append(f"rapporten skriver också {row['andra']}")
    if row["rekommendation_rad"] is not None:
        notes.append(f"jämförelsetalet står på rad {row['rekommendation_rad']}")
    return "; ".join(notes)


def _written(rows: pl.DataFrame, names: Names) -> pl.DataFrame:
    def text(row: dict[str, Any]) -> str:
        if row["enhet"] == "kr":
            return numbers.kronor(row["varde"])
        if row["enhet"] == "procent":
            return f"{numbers.plain(row['varde'])}{numbers.NBSP}%"
        return numbers.plain(row["varde"])

    named = column(rows, "namn", lambda r: names.of_forbund(r["forbund_id"]))
    return _placed(column(named, "visas", text), names)


def _scaled(rows: pl.DataFrame) -> pl.DataFrame:
    money = pl.col("enhet") == "kr"
    return rows.with_columns(
        pl.when(money).then(pl.col("varde") / 1e6).otherwise(pl.col("varde")).alias("ritas")
    )


def _axis(unit: str) -> tuple[str, str, str]:
    if unit == "kr":
        return "miljoner kronor, löpande priser", "mkr", ",.0f"
    return ("procent", "procent", ",.0f") if unit == "procent" else ("antal", "antal", ",.0f")


def _overview_title(rows: pl.DataFrame, post: str) -> str:
    """Where each förbund was the first and the last year, in words."""
    told = []
    for (name,), group in rows.group_by("namn", maintain_order=True):
        ordered = group.sort("year")
        before, after = ordered.row(0, named=True), ordered.row(-1, named=True)
        if before["year"] == after["year"]:
            continue
        way = "upp" if after["ritas"] > before["ritas"] else "ned"
        if after["ritas"] == before["ritas"]:
            way = "oförändrat"
        told.append(f"{way} i {name} {before['year']}–{after['year']}")
    return (
        f"{label('oversikt', post)}: {numbers.listing(told)}" if told else label("oversikt", post)
    )


def _placed(rows: pl.DataFrame, names: Names) -> pl.DataFrame:
    return column(rows, "var", lambda r: names.place_in(r["report_id"], r["line"]))

"""Måluppfyllelse on a page: the answer in words, the chart, and the figures behind."""

from __future__ import annotations

import re
from typing import Any

import polars as pl

from finsam_analysis.compare.maluppfyllelse import RATED, RULE, sammanfattning
from finsam_analysis.compare.underlag import TOTALT
from finsam_analysis.publish import charts, numbers, theme
from finsam_analysis.publish.markup import Html, nothing
from finsam_analysis.publish.tables import Column, table
from finsam_analysis.publish.text import Names, Prose, column, first_upper, label, share_of

NO_GOALS = "Rapporterna i data innehåller inga mål med tal."

_SHADES = {
    "uppnatt": theme.ACCENT,
    "nastan": theme.COST,
    "ej_uppnatt": theme.PALE,
    "for_tidigt": theme.RULE,
}
_WHY = "de gäller ett helt projekt, eller resultatet står inte i tal"
# A result many times its goal would press all other bars together.
_LONGEST = 2.0


def answer(rows: pl.DataFrame, names: Names) -> Prose:
    """One sentence a förbund and year: goals met, of those that can be rated, and the rest."""
    counted = sammanfattning(rows, ["forbund_id", "year"]) if not rows.is_empty() else rows
    if counted.is_empty():
        return Prose(NO_GOALS)
    rated = counted.filter(pl.col("bas") > 0)
    return Prose(
        *(_sentence(row, names) for row in rated.iter_rows(named=True)),
        _unrated(counted.filter(pl.col("bas") == 0), names),
    )


def _sentence(row: dict[str, Any], names: Names) -> str:
    who, year = names.of_forbund(row["forbund_id"]), row["year"]
    met = share_of(row["antal"], row["bas"], "mål")
    near = f", och var nära i {numbers.number(row['nastan'])}" if row["nastan"] else ""
    left = numbers.count_of(row["ej_bedomda"], "mål", "mål")
    rest = f" Ytterligare {left} kan inte bedömas: {_WHY}." if row["ej_bedomda"] else ""
    return f"**{who}** nådde {met} {year}{near}.{rest}"


def _unrated(counted: pl.DataFrame, names: Names) -> str:
    """One sentence for all förbund and years of which no goal can be rated."""
    if counted.is_empty():
        return ""
    told = [
        f"{names.of_forbund(row['forbund_id'])} {row['year']} "
        f"({numbers.count_of(row['ej_bedomda'], 'mål', 'mål')})"
        for row in counted.iter_rows(named=True)
    ]
    return f"Inga mål kan bedömas för {numbers.listing(told)}: {_WHY}."


def summary_chart(rows: pl.DataFrame, names: Names) -> charts.Chart | Html:
    """Share of goals met, for each förbund and year."""
    counted = _summary(rows, names).filter(pl.col("bas") > 0)
    if counted.is_empty():
        return nothing(NO_GOALS)
    met, base = int(counted["antal"].sum()), int(counted["bas"].sum())
    rated = rows.filter(pl.col("omdome").is_in(RATED))
    return charts.bars(
        counted,
        label="namn",
        value="andel",
        text="visas",
        title=f"{first_upper(share_of(met, base, 'mål'))} nåddes",
        subtitle=(
            "Andel av de mål som kan bedömas, i procent. Uppnått: resultatet är minst lika stort "
            f"som målet. {names.source(rated['report_id'])}"
        ),
        axis="andel av målen",
        number_format=".0%",
        highest=1,
        colour=theme.ACCENT,
        tooltip={"namn": "Förbund och år", "visas": "Uppnådda mål"},
    )


def summary_table(rows: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """Goals met, nearly met and not met, for each förbund and year."""
    return table(
        _summary(rows, names),
        "Måluppfyllelse per förbund och år",
        {
            "namn": "Förbund och år",
            "antal": "Uppnådda",
            "nastan": "Nästan",
            "ej_uppnatt": "Ej uppnådda",
            "bas": "Bedömda mål",
            "andel": ("Andel uppnådda", "procent"),
            "ej_bedomda": "Kan inte bedömas",
        },
        note=RULE,
        fold=fold,
    )


def _summary(rows: pl.DataFrame, names: Names) -> pl.DataFrame:
    if rows.is_empty():
        return rows.with_columns(pl.lit(0).alias("bas"))
    counted = sammanfattning(rows, ["forbund_id", "year"])
    counted = column(counted, "namn", lambda r: f"{names.of_forbund(r['forbund_id'])} {r['year']}")
    return column(counted, "visas", lambda r: share_of(r["antal"], r["bas"], "mål"))


def chart(rows: pl.DataFrame, names: Names) -> charts.Chart | Html:
    """Each goal of one förbund and year: the result as a share of the goal."""
    # A table's total is not a goal beside those that it is the sum of.
    drawn = rows.filter(
        (pl.col("kon") == TOTALT) & pl.col("kvot").is_not_null() & ~pl.col("delsumma")
    )
    if drawn.is_empty():
        return nothing("Inga mål har både ett mål och ett resultat i tal.")
    first = drawn.row(0, named=True)
    rated = drawn.filter(pl.col("omdome").is_in(RATED))
    met = rated.filter(pl.col("omdome") == "uppnatt")
    who = f"{names.of_forbund(first['forbund_id'])} {first['year']}"
    title = (
        f"{who}: {share_of(len(met), len(rated), 'mål')} nåddes"
        if len(rated)
        else f"{who}: målen gäller hela projekt"
    )
    drawn = written(drawn, names).with_columns(pl.col("kvot").clip(0, _LONGEST))
    return charts.bars(
        drawn,
        label="namn",
        value="kvot",
        text="visas",
        title=title,
        subtitle=(
            "Resultatet i procent av målet. Den streckade linjen är målet. "
            f"{names.source(drawn['report_id'])}"
        ),
        axis="procent av målet",
        number_format=".0%",
        target=1,
        target_text="Den streckade linjen är målet",
        shade=_SHADES,
        shade_by="omdome",
        tooltip={
            "malet": "Mål",
            "visas": "Resultat",
            "bedomning": "Rapportens ord",
            "var": "Källa",
        },
    )


def goal_table(rows: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """Every goal of one förbund and year: target, result, common rating, the report's own word."""
    if rows.is_empty():
        return nothing(NO_GOALS)
    first = rows.row(0, named=True)
    return table(
        written(rows, names),
        f"{names.of_forbund(first['forbund_id'])} {first['year']}: mål och resultat",
        {
            "namn_kon": "Mål",
            "mal_text": ("Målet", "text"),
            "resultat_text": "Resultat",
            "kvot": ("Av målet", "procent"),
            "skillnad": "Skillnad",
            **_chance(rows),
            "omdome_text": "Bedömning",
            **_time(rows),
            "bedomning": "Rapportens ord",
            "varfor": "Att veta",
            "mal_rad": ("Rad", "ar"),
        },
        note=f"{RULE} {names.source(rows['report_id'])}",
        fold=fold,
    )


def _rating(row: dict[str, Any]) -> str:
    """The common rating, and the pace of a project goal where its time is known."""
    said = label("omdome", row["omdome"])
    return f"{said}, {label('takt', row['takt'])}" if row.get("takt") in _PACES else said


_PACES = ("i_takt", "efter")


def _spoken(text: str) -> str:
    """`text` with what is counted in words that readers use."""
    return re.sub(r"\b[a-z]+(?:_[a-z]+)*\b", lambda word: label("matt", word[0]), text)


def _chance(rows: pl.DataFrame) -> dict[str, Column]:
    """Columns for the base and interval of results, where any has them."""
    if "resultat_lag" not in rows.columns or rows["resultat_lag"].null_count() == len(rows):
        return {}
    return {"bas": "Av", "intervall": "95 % intervall"}


def _time(rows: pl.DataFrame) -> dict[str, Column]:
    """Columns for the time of projects and where it is printed, where any row has them."""
    if "projekt_kalla" not in rows.columns or not rows["projekt_kalla"].list.len().sum():
        return {}
    return {"tid_text": "Projekttid", "tid_kalla": "Projekttidens källa"}


def _time_text(row: dict[str, Any]) -> str | None:
    """The printed beginning and end of a project, and how much of it had gone."""
    start, end = row.get("projekt_start"), row.get("projekt_slut")
    if start is None and end is None:
        return None
    told = f"{start or '?'} till {end or '?'}"
    least, most = row.get("tid_gatt"), row.get("tid_gatt_hogst")
    if least is None or most is None:
        return told
    gone = numbers.percent(least)
    return f"{told}, {gone if least == most else f'{gone} till {numbers.percent(most)}'} har gått"


def _time_source(row: dict[str, Any], names: Names) -> str | None:
    """Where the time is printed: the line alone in the goal's own report."""
    told = []
    for place in row.get("projekt_kalla") or []:
        report, _, line = place.rpartition(":")
        own = report == row["report_id"]
        told.append(f"rad {line}" if own else names.place(report, int(line)))
    return "; ".join(told) or None


def written(rows: pl.DataFrame, names: Names) -> pl.DataFrame:
    """`rows` with texts: name, goal, result, difference, rating, and where it is printed."""

    def value(row: dict[str, Any], name: str) -> str | None:
        figure = row[name]
        if figure is None:
            return None
        if name == "mal" and row["riktning"] == "hogst":
            return f"högst {value({**row, 'riktning': 'minst'}, name)}"
        kind = row["enhet"]
        if kind == "andel":
            return numbers.percent(figure)
        return numbers.short_kronor(figure) if kind == "kr" else numbers.number(figure)

    def name(row: dict[str, Any]) -> str:
        short = label("matt", row["matt"])
        if row["delsumma"]:
            return f"{row['malet']} i tabellen · {short}"
        if row["insats_id"] is None:
            own = names.of_forbund(row["forbund_id"]) in str(row["malet"])
            return f"Hela förbundet · {short}" if own else str(row["malet"])
        return f"{names.of_insats(row['insats_id'])} · {short}"

    def difference(row: dict[str, Any]) -> str | None:
        if row["differens"] is None:
            return None
        text = numbers.number(row["differens"], signed=True)
        return f"{text}{numbers.NBSP}p.e." if row["enhet"] == "andel" else text

    def shown(row: dict[str, Any]) -> str:
        between = "mot" if row["enhet"] == "andel" else "av"
        return (
            f"{value(row, 'resultat')} {between} {value(row, 'mal')} · "
            f"{label('omdome', row['omdome'])}"
        )

    def with_gender(row: dict[str, Any]) -> str:
        whole = row["kon"] == TOTALT
        return name(row) if whole else f"{name(row)} – {label('kon', row['kon']).lower()}"

    written = rows
    for column_name, make in {
        "namn": name,
        "namn_kon": with_gender,
        "mal_text": lambda r: value(r, "mal"),
        "resultat_text": lambda r: value(r, "resultat"),
        "skillnad": difference,
        "omdome_text": _rating,
        "tid_text": _time_text,
        "tid_kalla": lambda r: _time_source(r, names),
        "intervall": lambda r: numbers.interval(r.get("resultat_lag"), r.get("resultat_hog")),
        "visas": shown,
        "varfor": lambda r: _spoken(r["varfor"] or ""),
        "bedomning": lambda r: r["bedomning"] or "",
        "var": lambda r: names.place_in(r["report_id"], r["mal_rad"]),
    }.items():
        written = column(written, column_name, make)
    return written

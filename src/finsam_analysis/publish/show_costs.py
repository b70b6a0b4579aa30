"""Kostnad per deltagare on a page: the answer in words, the chart, and the figures behind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl

from finsam_analysis.compare.kostnad import CATEGORIES
from finsam_analysis.publish import charts, numbers, theme
from finsam_analysis.publish.markup import Html, nothing
from finsam_analysis.publish.tables import table
from finsam_analysis.publish.text import Names, Prose, column, label

NOTE = (
    "Direkt kostnad i löpande priser: utfallet på insatsens egen rad. Personal som medlemmarna "
    "bidrar med utan ersättning ingår inte."
)
NO_COSTS = "Rapporterna i data har inga kostnader per insats."
NO_MIX = (
    "Ingen rapport i data delar upp alla kostnader på individinriktade insatser, "
    "strukturinriktade insatser och administration."
)
NOTHING_TO_COMPARE = (
    "Ingen insats har både en kostnad och ett antal {} som går att jämföra. Tabellen säger varför."
)


def answer(rows: pl.DataFrame, names: Names) -> Prose:
    """How far apart the costs are that may be compared, and how many may not."""
    if rows.is_empty():
        return Prose(NO_COSTS)
    one = _participants(rows)
    sentences, without = [], []
    for (forbund_id, year), group in one.group_by("forbund_id", "year", maintain_order=True):
        who = names.of_forbund(str(forbund_id))
        fit = group.filter(
            (pl.col("matt") == "deltagare") & pl.col("jamforbar") & pl.col("kr_per").is_not_null()
        ).sort("kr_per")
        insatser = numbers.count_of(len(group), "insats", "insatser")
        if fit.is_empty():
            without.append(f"{who} {year} ({insatser})")
            continue
        low, high = fit.row(0, named=True), fit.row(-1, named=True)
        total, people = int(fit["kostnad_kr"].sum()), int(fit["antal"].sum())
        sentences.append(
            f"**{who}** {year}: i de {numbers.number(len(fit))} av {insatser} som går att jämföra "
            f"kostade en deltagare i genomsnitt {numbers.kronor(total / people)} "
            f"({numbers.number(people)} deltagare), från {numbers.kronor(low['kr_per'])} "
            f"({low['namn']}) till {numbers.kronor(high['kr_per'])} ({high['namn']})."
        )
    if without:
        sentences.append(
            "Ingen insats har en kostnad per deltagare som går att jämföra hos "
            f"{numbers.listing(without)}. Tabellen säger varför."
        )
    return Prose(*sentences)


def chart(rows: pl.DataFrame, names: Names, matt: str = "deltagare") -> charts.Chart | Html:
    """Cost per person in each insats of one förbund and year that may be compared."""
    fit = rows.filter(
        (pl.col("matt") == matt) & pl.col("jamforbar") & pl.col("kr_per").is_not_null()
    ).sort("kr_per", "namn", descending=[True, False])
    if fit.is_empty():
        return nothing(NOTHING_TO_COMPARE.format(label("matt", matt)))
    first = fit.row(0, named=True)
    per, people = label("per", matt), label("matt", matt)
    low, high = fit["kr_per"].min(), fit["kr_per"].max()
    span = (
        f"{numbers.kronor(_float(high))} per {per}"
        if len(fit) == 1
        else f"från {numbers.number(_float(low))} till {numbers.kronor(_float(high))} per {per}"
    )
    shown = column(
        fit,
        "visas",
        lambda r: f"{numbers.kronor(r['kr_per'])} · {numbers.number(r['antal'])} {people}",
    )
    return charts.bars(
        _placed(shown, names),
        label="namn",
        value="kr_per",
        text="visas",
        title=f"{names.of_forbund(first['forbund_id'])} {first['year']}: {span}",
        subtitle=(
            f"Kronor per {per}, direkt kostnad i löpande priser. Insatser som inte går att jämföra "
            f"står i tabellen. {names.source(fit['report_id'])}"
        ),
        axis=f"kr per {per}",
        colour=theme.COST,
        tooltip={"namn": "Insats", "visas": "Kostnad", "var": "Källa"},
    )


def cost_table(rows: pl.DataFrame, names: Names, *, caption: str = "", fold: bool = False) -> Html:
    """The costs that may be compared, on every base that is printed."""
    fit = _placed(rows.filter(pl.col("jamforbar") & pl.col("kr_per").is_not_null()), names)
    fit = column(fit, "bas", lambda r: label("matt", r["matt"]))
    return table(
        fit,
        caption or "Kostnad per deltagare, insatser som går att jämföra",
        {
            "namn": "Insats",
            "vem": "Förbund och år",
            "bas": "Räknat per",
            "kostnad_kr": ("Kostnad, kr", "kr"),
            "antal": "Antal",
            "kr_per": ("Kr per person", "kr"),
            "var": "Källa",
        },
        note=NOTE,
        fold=fold,
    )


def apart_table(rows: pl.DataFrame, names: Names, *, caption: str = "", fold: bool = False) -> Html:
    """The costs that may not be compared, and why, in order of name."""
    apart = _placed(_participants(rows).filter(~pl.col("jamforbar")), names).sort("vem", "namn")
    apart = column(apart, "antal_text", _counted)
    apart = column(apart, "varfor", _why)
    return table(
        apart,
        caption or "Insatser vars kostnad inte går att jämföra",
        {
            "namn": "Insats",
            "vem": "Förbund och år",
            "kostnad_kr": ("Kostnad, kr", "kr"),
            "antal_text": ("Antal", "text"),
            "kr_per": ("Kr per person", "kr"),
            "varfor": ("Varför inte", "lang"),
            "var": "Källa",
        },
        note="Står för sig och rangordnas inte.",
        fold=fold,
    )


def _why(row: dict[str, Any]) -> str:
    """The reasons, and the rows that a cost is the sum of where there are several."""
    several = f": {row['ingar']}" if " + " in row["ingar"] else ""
    return f"{row['varfor_inte']}{several}"


def _counted(row: dict[str, Any]) -> str | None:
    """How many, and of what: not every report counts participants."""
    return (
        None
        if row["antal"] is None
        else f"{numbers.number(row['antal'])} {label('matt', row['matt'])}"
    )


def mix_chart(mix: pl.DataFrame, names: Names, reports: Iterable[str] = ()) -> charts.Chart | Html:
    """How the cost is divided between individ, struktur and administration, out of `reports`."""
    mix = mix.filter(pl.col("andel").is_not_null())
    if mix.is_empty():
        return nothing(NO_MIX)
    rows = column(mix, "namn", lambda r: f"{names.of_forbund(r['forbund_id'])} {r['year']}")
    rows = column(rows, "visas", lambda r: numbers.percent(r["andel"]))
    admin = mix.filter(pl.col("kategori") == "administration").sort("andel")
    title = "Kostnaderna per slag"
    if len(admin):
        low, high = admin["andel"].min(), admin["andel"].max()
        ends = (numbers.percent(_float(low)), numbers.percent(_float(high)))
        share = ends[0] if ends[0] == ends[1] else f"{ends[0]} till {ends[1]}"
        title = f"Administrationen är {share} av kostnaden"
    return charts.shares(
        rows,
        label="namn",
        part="kategori",
        value="andel",
        text="visas",
        parts={key: label("kategori", key) for key in CATEGORIES},
        title=title,
        subtitle=(
            "Andel av utfallet, i procent: individinriktade insatser, strukturinriktade insatser "
            f"och administration. Bara rader som rapporten delar upp. {names.source(reports)}"
        ),
        axis="andel av kostnaden",
        tooltip={"namn": "Förbund och år", "del_namn": "Slag", "visas": "Andel"},
    )


def mix_table(
    mix: pl.DataFrame, names: Names, reports: Iterable[str] = (), *, fold: bool = False
) -> Html:
    """The same in kronor."""
    rows = column(mix, "namn", lambda r: f"{names.of_forbund(r['forbund_id'])} {r['year']}")
    rows = column(rows, "slag", lambda r: label("kategori", r["kategori"]))
    return table(
        rows,
        "Utfall per slag",
        {
            "namn": "Förbund och år",
            "slag": "Slag",
            "kostnad_kr": ("Utfall, kr", "kr"),
            "andel": ("Andel", "procent"),
            "rader": "Rader i rapporten",
        },
        note=(
            "Summan av rapportens delar, inte dess summarad. Andelar bara där rapporten delar upp "
            f"alla kostnader på de tre slagen. {names.source(reports)}"
        ),
        fold=fold,
    )


def structure_table(rows: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """Structure: what is not divided by participants at all."""
    spelt = column(rows, "namn", lambda r: names.spelling.of(r["namn"]))
    written = column(spelt, "vem", lambda r: f"{names.of_forbund(r['forbund_id'])} {r['year']}")
    return table(
        written,
        "Strukturinriktade insatser, som inte delas med antalet deltagare",
        {"namn": "Insats", "vem": "Förbund och år", "kostnad_kr": ("Utfall, kr", "kr")},
        fold=fold,
    )


def _participants(rows: pl.DataFrame) -> pl.DataFrame:
    """One row an insats and year: per deltagare where that is printed, else the first base."""
    first = (pl.col("matt") != "deltagare").alias("_sist")
    return (
        rows.with_columns(first)
        .sort("_sist", maintain_order=True)
        .unique(["forbund_id", "year", "insats_id"], keep="first", maintain_order=True)
        .drop("_sist")
        .sort("forbund_id", "year", "namn")
    )


def two_places(row: dict[str, Any], names: Names) -> str:
    """Where a cost and the count that it is divided by are printed."""
    cost = names.place_in(row["report_id"], row["kostnad_rad"])
    if row["antal_rad"] is None:
        return cost
    if row["antal_report_id"] == row["report_id"]:
        return f"{cost} och {row['antal_rad']}"
    return f"{cost}; {names.place_in(row['antal_report_id'], row['antal_rad'])}"


def _placed(rows: pl.DataFrame, names: Names) -> pl.DataFrame:
    rows = column(rows, "var", lambda r: two_places(r, names))
    rows = column(rows, "namn", lambda r: names.spelling.of(r["namn"]))
    return column(rows, "vem", lambda r: f"{names.of_forbund(r['forbund_id'])} {r['year']}")


def _float(value: Any) -> float:
    return float(value)

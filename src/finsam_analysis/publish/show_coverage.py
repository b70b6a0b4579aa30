"""What there is in the data, and how much of it is proved, on a page."""

from __future__ import annotations

from typing import Any

import polars as pl

from finsam_analysis.compare.tackning import ABSENT, BY_GENDER, MEASURES, NO_REPORT, PRINTED
from finsam_analysis.publish import charts, charts_grid, charts_more, numbers, theme
from finsam_analysis.publish.markup import Html, nothing
from finsam_analysis.publish.tables import Column, table
from finsam_analysis.publish.text import Names, Prose, column, label

NOTHING = "Det finns inga tal i data."
# Name, fill and sign of each state; the sign says it without the colour.
_STATES = {
    BY_GENDER: ("Finns, med kvinnor och män", theme.ACCENT, "K M"),
    PRINTED: ("Finns", theme.COST, "•"),
    ABSENT: ("Inget i årets rapport", theme.PAPER, "–"),
    NO_REPORT: ("Ingen rapport för året", theme.PAPER, ""),
}
_KEY = "K M: finns, med kvinnor och män. •: finns. –: inget läst ur årets rapport. Tomt: ingen "
_KEY_END = "rapport för året i data. Källa: alla rapporter i data."


def answer(rows: pl.DataFrame, names: Names) -> Prose:
    """How much of what could be there is, for each förbund and year with a report of its own."""
    own = rows.filter(pl.col("egen_rapport"))
    if own.is_empty():
        return Prose(NOTHING)
    sentences = []
    for (forbund_id, year), group in own.group_by("forbund_id", "year", maintain_order=True):
        there = group.filter(pl.col("antal_tal") > 0)
        absent = group.filter(pl.col("antal_tal") == 0)["matt"].to_list()
        left = f" Saknas: {numbers.listing(_lower(word) for word in absent)}." if absent else ""
        sentences.append(
            f"**{names.of_forbund(str(forbund_id))}** {year}: {len(there)} av {len(group)} slags "
            f"uppgifter finns.{left}"
        )
    return Prose(*sentences)


def _lower(name: str) -> str:
    """A name inside a sentence; abbreviations keep their capitals."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def chart(rows: pl.DataFrame, names: Names) -> charts.Chart | Html:
    """Measures down and years across, for one förbund."""
    if rows.is_empty():
        return nothing(NOTHING)
    if rows["forbund_id"].n_unique() > 1:
        raise ValueError("Raderna är om flera förbund. Rita ett i taget.")
    who = names.of_forbund(rows["forbund_id"][0])
    there = rows.filter(pl.col("antal_tal") > 0)
    years = rows.filter(pl.col("egen_rapport"))["year"].unique().to_list()
    order = [name for name, _ in MEASURES]
    shown = column(rows, "ar", lambda r: str(r["year"]))
    shown = column(shown, "visas", lambda r: numbers.count_of(r["antal_tal"], "tal", "tal"))
    return charts_grid.grid(
        shown.sort(pl.col("matt").cast(pl.Enum(order)), "year"),
        row="matt",
        column="ar",
        state="lage",
        states=_STATES,
        title=(
            f"{who}: uppgifter i {numbers.number(len(there))} av {numbers.number(len(rows))} "
            f"rutor, egen rapport för {numbers.years(years)}"
        ),
        subtitle=f"Slag av uppgift för varje år som något tal handlar om. {_KEY}{_KEY_END}",
        tooltip={"matt": "Uppgift", "ar": "År", "lage_namn": "Läge", "visas": "Tryckta tal"},
    )


def insats_chart(rows: pl.DataFrame, names: Names) -> charts.Chart | Html:
    """Insatser down and measures across, for one förbund and year: those with at least two."""
    if rows.is_empty():
        return nothing(NOTHING)
    first = rows.row(0, named=True)
    several = rows.filter((pl.col("antal_tal") > 0).sum().over("insats_id") > 1)
    single = rows["insats_id"].n_unique() - several["insats_id"].n_unique()
    if several.is_empty():
        return nothing(
            f"{names.of_forbund(first['forbund_id'])} {first['year']}: ingen insats har mer än ett "
            "slags uppgift."
        )
    most = (pl.col("antal_tal") > 0).sum().over("insats_id")
    order = [name for name, _ in MEASURES]
    shown = several.with_columns(most.alias("_antal")).sort(
        "_antal", "namn", pl.col("matt").cast(pl.Enum(order)), descending=[True, False, False]
    )
    shown = column(shown, "insats", lambda r: names.of_insats(r["insats_id"]))
    shown = column(shown, "visas", lambda r: numbers.count_of(r["antal_tal"], "tal", "tal"))
    left = (
        f" {numbers.count_of(single, 'insats', 'insatser')} med bara ett slags uppgift står i "
        "tabellen."
        if single
        else ""
    )
    full = shown.filter(pl.col("_antal") == shown["_antal"].max())["insats"][0]
    return charts_grid.grid(
        shown,
        row="insats",
        column="matt",
        state="lage",
        states=_STATES,
        title=f"{names.of_forbund(first['forbund_id'])} {first['year']}: mest finns om {full}",
        subtitle=f"Slag av uppgift för varje insats. {_KEY}{_KEY_END}{left}",
        upright=True,
        tooltip={"insats": "Insats", "matt": "Uppgift", "lage_namn": "Läge", "visas": "Tal"},
    )


def insats_table(rows: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """Every insats and year with the numbers there are of each measure."""
    keys = ["forbund_id", "year", "insats_id"]
    order = [name for name, _ in MEASURES if name in set(rows["matt"])]
    wide = rows.pivot("matt", index=keys, values="antal_tal").with_columns(
        pl.when(pl.col(name) > 0).then(pl.col(name)).alias(name) for name in order
    )
    shown = column(wide, "insats", lambda r: names.of_insats(r["insats_id"]))
    shown = column(shown, "vem", lambda r: names.of_forbund(r["forbund_id"]))
    heads: dict[str, Column] = {"insats": "Insats", "vem": "Förbund", "year": "År"}
    return table(
        shown.sort("vem", "year", "insats"),
        "Tryckta tal om varje insats",
        {**heads, **{name: name for name in order}},
        note="Antal tryckta tal, i tabeller och löptext.",
        fold=fold,
    )


def checked_answer(rows: pl.DataFrame) -> Prose:
    """How many numbers there are, and how many a check has proved or gainsaid."""
    total = int(rows["tal"].sum())
    if not total:
        return Prose(NOTHING)
    confirmed, against = int(rows["bekraftade"].sum()), int(rows["motsagda"].sum())
    mended, righted = int(rows["reparerade"].sum()), int(rows["rattade"].sum())
    return Prose(
        f"Av {numbers.count_of(total, 'tryckt tal', 'tryckta tal')}, i tabeller och löptext, är "
        f"{numbers.percent(confirmed / total)} bekräftade, "
        f"{numbers.percent(against / total)} motsagda av rapporten själv och resten "
        "okontrollerade: "
        "lästa som de står, utan bevis för både talet och radens namn. "
        f"{numbers.number(mended)} var skadade i trycket och är lagade med en "
        f"uträkning som bevis; {numbers.number(righted)} är rättade av en människa."
    )


def checked_chart(rows: pl.DataFrame, names: Names) -> charts.Chart | Html:
    """Share confirmed, gainsaid and not covered in each report."""
    totals = rows.group_by("report_id", maintain_order=True).agg(
        pl.col("tal", "bekraftade", "motsagda", "okontrollerade").sum()
    )
    totals = totals.filter(pl.col("tal") > 0)
    if totals.is_empty():
        return nothing(NOTHING)
    long = totals.unpivot(
        ["bekraftade", "motsagda", "okontrollerade"],
        index=["report_id", "tal"],
        variable_name="del",
        value_name="antal",
    ).with_columns((pl.col("antal") / pl.col("tal")).alias("andel"))
    parts = {
        "bekraftade": label("kontroll", "bekraftad"),
        "motsagda": label("kontroll", "motsagd"),
        "okontrollerade": label("kontroll", "okontrollerad"),
    }
    shown = column(long, "namn", lambda r: names.reports.get(r["report_id"], r["report_id"]))
    shown = column(shown, "inuti", lambda r: numbers.percent(r["andel"]))
    shown = column(shown, "visas", lambda r: numbers.count_of(r["tal"], "tal", "tal"))
    shown = column(shown, "varde", lambda r: numbers.number(r["antal"]))
    low = totals.with_columns((pl.col("bekraftade") / pl.col("tal")).alias("_a")).sort("_a")
    first, last = numbers.percent(low["_a"][0]), numbers.percent(low["_a"][-1])
    span = first if first == last else f"{first} till {last}"
    return charts_more.stacks(
        shown.sort("namn", maintain_order=True),
        label="namn",
        part="del",
        value="andel",
        inside="inuti",
        text="visas",
        parts=parts,
        title=f"{span} av en rapports tal är bekräftade",
        subtitle=(
            "Andel av rapportens tryckta tal, i tabeller och löptext. Bekräftat: en uträkning "
            "stämmer bara med just det talet på just den raden. Motsagt: rapporten säger emot sig "
            f"själv. Okontrollerat: inget av det. {names.source(totals['report_id'])}"
        ),
        axis="andel av talen",
        number_format=".0%",
        tones=[theme.ACCENT, "#8a6a00", "#55646d"],
        tooltip={"namn": "Rapport", "del_namn": "Prövat", "varde": "Tal"},
    )


def checked_table(rows: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """Each report and dataset: its numbers, and what checks say of them."""
    shown = column(rows, "namn", lambda r: names.reports.get(r["report_id"], r["report_id"]))
    shown = column(shown, "vad", lambda r: label("tabell", r["dataset"]))
    return table(
        shown.sort("namn", maintain_order=True),
        "Prövade tal i varje rapport och dataset",
        {
            "namn": "Rapport",
            "vad": "Dataset",
            "tal": "Tal",
            "bekraftade": "Bekräftade",
            "motsagda": "Motsagda",
            "okontrollerade": "Okontrollerade",
            "andel_provade": ("Avgjorda", "procent"),
            "reparerade": "Lagade",
            "rattade": "Rättade",
        },
        note=(
            "Avgjorda: andelen som en uträkning bekräftar eller motsäger. Okontrollerade tal kan "
            "ändå ingå i en uträkning. Noll tal: inget läst."
        ),
        fold=fold,
    )


def repair_table(reparationer: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """Numbers whose print was damaged: as printed, as read, and what proves it."""

    def report(row: dict[str, Any]) -> str:
        return names.reports.get(row["report_id"], row["report_id"])

    shown = column(reparationer, "namn", report)
    return table(
        shown.sort("namn", "line"),
        "Lagade tal",
        {
            "namn": "Rapport",
            "line": ("Rad", "ar"),
            "raw": "Tryckt",
            "varde": ("Läst som", "tal"),
            "skada": "Skada",
            "bevis": "Kontroll som bevisar det",
        },
        fold=fold,
    )

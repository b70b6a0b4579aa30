"""Könsskillnader on a page: the answer in words, the chart, and the figures behind."""

from __future__ import annotations

from typing import Any

import polars as pl

from finsam_analysis.compare.kon import FAMILY, OUTCOMES
from finsam_analysis.publish import charts, numbers, theme
from finsam_analysis.publish.markup import Html, nothing
from finsam_analysis.publish.tables import table
from finsam_analysis.publish.text import Names, Prose, column, label, share_of

NO_PARTICIPANTS = "Rapporterna i data anger inte antalet kvinnor och män bland deltagarna."
NO_EXITS = "Rapporterna i data anger inte för kvinnor och män hur många som gick vidare."
NO_INTERVAL = (
    "Ingen rapport anger både hur många kvinnor och män som avslutade och hur många av dem som "
    "gick vidare, så ingen skillnad kan få ett osäkerhetsintervall."
)


def answer_participants(rows: pl.DataFrame, names: Names) -> Prose:
    """The share of women among participants in each förbund, and those without stated gender."""
    whole = rows.filter(pl.col("insats_id").is_null()) if not rows.is_empty() else rows
    if whole.is_empty():
        return Prose(NO_PARTICIPANTS)
    sentences = []
    for row in whole.iter_rows(named=True):
        left = row["ej_angivet"]
        unstated = f", och {numbers.number(left)} utan angivet kön" if left else ""
        sentences.append(
            f"**{names.of_forbund(row['forbund_id'])}** {row['year']}: "
            f"{numbers.percent(row['andel'])} av deltagarna var kvinnor "
            f"({numbers.number(row['kvinnor'])} kvinnor och {numbers.number(row['man'])} män"
            f"{unstated})."
        )
    return Prose(*sentences)


def answer_exits(rows: pl.DataFrame, names: Names, orsak: str = "arbete_studier") -> Prose:
    """Where women and men stood when they left, and whether the difference is more than chance."""
    whole = rows.filter(pl.col("insats_id").is_null() & (pl.col("orsak") == orsak))
    if whole.is_empty():
        return Prose(NO_EXITS)
    sentences = []
    for row in whole.iter_rows(named=True):
        sentences.append(
            f"**{names.of_forbund(row['forbund_id'])}** {row['year']}: "
            f"{numbers.percent(row['andel_kvinnor'])} av kvinnorna och "
            f"{numbers.percent(row['andel_man'])} av männen som avslutade gick "
            f"{label('matt', orsak)}. {_certainty(row)}"
        )
    return Prose(*sentences)


def _certainty(row: dict[str, Any]) -> str:
    low, high = row["skillnad_punkter_lag"], row["skillnad_punkter_hog"]
    points = numbers.points(row["skillnad_punkter"] / 100)
    if low is None:
        return f"Skillnaden är {points}; rapporten ger ingen bas för ett osäkerhetsintervall."
    span = f"{numbers.number(low, signed=True)} till {numbers.number(high, signed=True)}"
    if low <= 0 <= high:
        return f"Skillnaden är {points} ({span}), alltså inte större än vad slumpen kan ge."
    return f"Skillnaden är {points} ({span}), alltså större än vad slumpen brukar ge."


def participants_chart(rows: pl.DataFrame, names: Names, title: str = "") -> charts.Chart | Html:
    """Share of women among participants, against the half."""
    if rows.is_empty():
        return nothing(NO_PARTICIPANTS)
    shown = _titled(rows, names)
    shown = column(
        shown,
        "visas",
        lambda r: (
            f"{numbers.percent(r['andel'])} kvinnor · {numbers.number(r['kvinnor'])} av "
            f"{numbers.number(r['bas'])}"
        ),
    )
    single = rows.filter(pl.col("insats_id").is_not_null())
    counted, what = (rows, "förbund och år") if single.is_empty() else (single, "insatser")
    most = counted.filter(pl.col("andel") > 0.5)
    found = f"Kvinnor är fler än män i {share_of(len(most), len(counted), what)}"
    return charts.bars(
        shown,
        label="namn",
        value="andel",
        text="visas",
        title=title or found,
        subtitle=(
            "Andel kvinnor av de deltagare som angett kön (kvinnor och män), i procent. Den "
            f"streckade linjen är hälften. {names.source(rows['report_id'])}"
        ),
        axis="andel kvinnor",
        number_format=".0%",
        highest=1,
        target=0.5,
        target_text="Den streckade linjen är hälften",
        colour=theme.KON["kvinnor"],
        tooltip={"namn": "Insats", "visas": "Andel", "var": "Källa"},
    )


def participants_table(rows: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """Women, men and not stated among participants, with the interval of the share."""
    shown = _titled(rows, names)
    shown = column(shown, "intervall", lambda r: numbers.interval(r["andel_lag"], r["andel_hog"]))
    shown = column(shown, "not", counts_note)
    return table(
        shown,
        "Deltagare efter kön",
        {
            "namn": "Insats",
            "kvinnor": "Kvinnor",
            "man": "Män",
            "ej_angivet": "Ej angivet",
            "totalt": "Totalt",
            "andel": ("Andel kvinnor", "procent"),
            "intervall": "95 % intervall",
            "not": "Att veta",
            "var": "Källa",
        },
        note="Andelen är av kvinnor och män. Intervall enligt Wilson.",
        fold=fold,
    )


def counts_note(row: dict[str, Any]) -> str:
    """What does not agree in how many women, men and all are printed."""
    notes = []
    if row["utan_kon"]:
        notes.append(
            f"könen och totalen skiljer sig med {numbers.number(row['utan_kon'], signed=True)}"
        )
    if row["olika"]:
        notes.append(f"rapporten anger olika antal: {row['olika']}")
    return "; ".join(notes)


def exits_chart(rows: pl.DataFrame, names: Names) -> charts.Chart | Html:
    """Share of women and of men who left for work or studies; for work where that is printed."""
    there = [orsak for orsak in OUTCOMES if orsak in set(rows["orsak"])]
    if not there:
        return nothing(NO_EXITS)
    orsak = max(there, key=lambda word: (rows["orsak"] == word).sum())
    drawn = rows.filter(pl.col("orsak") == orsak)
    shown = column(
        _titled(drawn, names),
        "visas",
        lambda r: f"K {numbers.percent(r['andel_kvinnor'])} · M {numbers.percent(r['andel_man'])}",
    )
    widest = shown.sort(pl.col("skillnad_punkter").abs(), descending=True).row(0, named=True)
    gap = numbers.points(abs(widest["skillnad_punkter"]) / 100, signed=False)
    return charts.dumbbells(
        shown,
        label="namn",
        values={"kvinnor": "andel_kvinnor", "man": "andel_man"},
        text="visas",
        title=f"Som mest skiljer det {gap} mellan kvinnor och män",
        subtitle=(
            f"Andel {label('matt', orsak)} av avslutade kvinnor och män, i procent. "
            f"{names.source(drawn['report_id'])}"
        ),
        axis="andel av avslutade",
        tooltip={"namn": "Insats", "visas": "Andelar", "var": "Källa"},
    )


def difference_chart(rows: pl.DataFrame, names: Names) -> charts.Chart | Html:
    """The differences that have an interval, in percentage points."""
    drawn = rows.filter(pl.col("skillnad_punkter_lag").is_not_null())
    if drawn.is_empty():
        return nothing(NO_INTERVAL)
    sure = drawn.filter((pl.col("skillnad_punkter_lag") > 0) | (pl.col("skillnad_punkter_hog") < 0))
    shown = column(
        _titled(drawn, names),
        "namn_orsak",
        lambda r: f"{r['namn']} · {label('matt', r['orsak'])}",
    )
    shown = column(shown, "visas", _difference)
    finding = (
        "Ingen skillnad är större än vad slumpen kan ge"
        if sure.is_empty()
        else f"{numbers.number(len(sure))} av {numbers.number(len(drawn))} skillnader är större än "
        "vad slumpen brukar ge"
    )
    return charts.forest(
        shown,
        label="namn_orsak",
        value="skillnad_punkter",
        low="skillnad_punkter_lag",
        high="skillnad_punkter_hog",
        text="visas",
        title=finding,
        subtitle=(
            "Kvinnor minus män i procentenheter, med 95 procents intervall (Newcombe). Till höger "
            f"om linjen: större andel av kvinnorna. {names.source(drawn['report_id'])}"
        ),
        axis="procentenheter, kvinnor − män",
        tooltip={"namn_orsak": "Utfall", "visas": "Skillnad", "var": "Källa"},
    )


def exits_table(rows: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """Both shares with their bases, the difference, its interval and its test."""
    shown = column(_titled(rows, names), "utfall", lambda r: label("matt", r["orsak"]))
    shown = column(shown, "skillnad", _difference)
    return table(
        shown,
        "Avslutade till arbete eller studier efter kön",
        {
            "namn": "Insats",
            "utfall": "Utfall",
            "andel_kvinnor": ("Kvinnor", "procent"),
            "bas_kvinnor": "Avslutade kvinnor",
            "andel_man": ("Män", "procent"),
            "bas_man": "Avslutade män",
            "skillnad": "Skillnad, p.e. (95 %)",
            "p_justerad": ("Justerat p", "tal2"),
            "var": "Källa",
        },
        note=(
            "Skillnad: kvinnor minus män i procentenheter, Newcombes intervall. Justerat p enligt "
            f"Benjamini–Hochberg; familj: {FAMILY}."
        ),
        fold=fold,
    )


def _difference(row: dict[str, Any]) -> str:
    value = numbers.number(row["skillnad_punkter"], signed=True)
    low, high = row["skillnad_punkter_lag"], row["skillnad_punkter_hog"]
    if low is None:
        return value
    return f"{value} ({numbers.number(low, signed=True)} till {numbers.number(high, signed=True)})"


def _titled(rows: pl.DataFrame, names: Names) -> pl.DataFrame:
    def title(row: dict[str, Any]) -> str:
        who = f"{names.of_forbund(row['forbund_id'])} {row['year']}"
        insats = row["insats_id"]
        return who if insats is None else f"{names.of_insats(insats)}, {who}"

    titled = column(rows, "namn", title)
    return column(titled, "var", lambda r: names.place_in(r["report_id"], r["line"]))

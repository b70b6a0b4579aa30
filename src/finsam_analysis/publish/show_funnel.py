"""Andel till arbete eller studier on a page: what chance can do, and what is beyond it."""

from __future__ import annotations

from typing import Any

import polars as pl

from finsam_analysis.compare.andel import FEWEST, TooFewError, jamfor, spridning
from finsam_analysis.compare.riket import add_riket
from finsam_analysis.compare.stats import funnel_curve
from finsam_analysis.publish import charts, numbers, spread
from finsam_analysis.publish.markup import Html, nothing
from finsam_analysis.publish.tables import table
from finsam_analysis.publish.text import Names, Prose, column

NO_SHARES = (
    "Ingen rapport i data anger både hur många som avslutade och hur många av dem som gick till "
    "arbete eller studier."
)
NOT_EFFECT = (
    "Andelen är av dem som avslutade. Den säger var de stod vid avslut, inte vad insatsen ledde "
    "till: det finns ingen jämförelsegrupp."
)
METHOD = (
    "Gränserna är exakta binomialgränser kring den gemensamma andelen (alla insatser tillsammans). "
    "Av hundra insatser som bara skiljer sig av slump hamnar omkring fem utanför 95-gränsen och "
    "två av tusen utanför 99,8-gränsen."
)


def answer(rows: pl.DataFrame, names: Names) -> Prose:
    """Each whole förbund's share with its interval, and the country's where it is published."""
    whole = rows.filter(pl.col("insats_id").is_null() & pl.col("andel").is_not_null())
    if whole.is_empty():
        return Prose(NO_SHARES)
    return Prose(*(_sentence(row, names) for row in add_riket(whole).iter_rows(named=True)))


def _sentence(row: dict[str, Any], names: Names) -> str:
    who = f"**{names.of_forbund(row['forbund_id'])}** {row['year']}"
    if row["antal"] is None or row["andel_lag"] is None:
        why = f": {row['varfor_inte']}" if row["varfor_inte"] else ""
        return f"{who}: {numbers.percent(row['andel'])} enligt rapporten{why}."
    told = (
        f"{who}: {numbers.number(row['antal'])} av {numbers.number(row['bas'])} som avslutade gick "
        f"till arbete eller studier, {numbers.percent(row['andel'])} "
        f"({numbers.interval(row['andel_lag'], row['andel_hog'])} med slumpen inräknad)."
    )
    if row["riket"] is None:
        return f"{told} För {row['year']} finns inget publicerat riksmått."
    return f"{told} I riket var det {numbers.percent(row['riket'])} ({row['riket_kalla']})."


def answer_units(units: pl.DataFrame, names: Names) -> Prose:
    """How the insatser of one year lie around their common share."""
    try:
        compared = jamfor(units)
    except TooFewError as error:
        return Prose(str(error))
    year = units["year"][0]
    spread_ = spridning(units)
    beyond = compared.filter(pl.col("lage") != "inom")
    told = [
        f"{names.of_insats(row['insats_id'])} ({numbers.percent(row['andel'])}, {row['lage']})"
        for row in beyond.iter_rows(named=True)
    ]
    centre = numbers.percent(compared["mittlinje"][0])
    first = (
        f"**{year}** går {len(compared)} insatser att jämföra. Tillsammans gick {centre} av dem "
        "som avslutade till arbete eller studier."
    )
    found = (
        f"Utanför gränserna för slumpen ligger {numbers.listing(told)}."
        if told
        else "Ingen insats ligger utanför gränserna för slumpen."
    )
    more = (
        "Insatserna skiljer sig mer än slumpen förklarar "
        f"({numbers.number(spread_.measured, 1)} gånger så stor spridning): de har olika "
        "målgrupper, så ett läge utanför gränserna är en fråga att ställa, inte ett betyg."
        if spread_.phi > 1
        else "Skillnaderna är inte större än slumpen kan ge."
    )
    return Prose(f"{first} {found} {more}")


def funnel_chart(units: pl.DataFrame, names: Names) -> charts.Chart | Html:
    """The insatser of one year against the limits of chance, by how many left."""
    try:
        compared = jamfor(units)
    except TooFewError as error:
        return nothing(str(error))
    year = int(compared["year"][0])
    centre = float(compared["mittlinje"][0])
    shown = add_riket(_written(compared, names))
    most = int(shown.select(pl.col("bas").max()).item())
    curve = funnel_curve(centre, range(2, most + max(5, most // 10)))
    beyond = len(shown.filter(pl.col("lage") != "inom"))
    national = shown["riket"][0]
    return spread.funnel(
        shown,
        curve,
        label="namn",
        value="andel",
        base="bas",
        text="visas",
        centre=centre,
        title=(
            f"{year}: {_insatser(beyond)} av {len(shown)} ligger utanför gränserna för slumpen"
            if beyond
            else f"{year}: ingen insats ligger utanför gränserna för slumpen"
        ),
        subtitle=(
            "Andel till arbete eller studier av avslutade, i procent, mot antalet avslutade. "
            f"Heldragen linje: alla tillsammans, {numbers.percent(centre)}. {_no_yardstick(shown)}"
            f"{names.source(shown['report_id'])}"
        ),
        axis="andel av avslutade",
        base_axis="antal avslutade",
        tooltip=_TOOLTIP,
        yardstick=None if national is None else float(national),
        yardstick_text="" if national is None else f"Riket {numbers.percent(national)}",
        pick="vem",
        pick_title="Förbund",
    )


_TOOLTIP = {"namn": "Insats", "vem": "Förbund", "visas": "Andel", "lage": "Läge", "var": "Källa"}


def _insatser(count: int) -> str:
    return numbers.count_of(count, "insats", "insatser")


def _no_yardstick(shown: pl.DataFrame) -> str:
    year = shown["year"][0]
    return "" if shown["riket"][0] is not None else f"Inget riksmått är publicerat för {year}. "


def estimates_chart(units: pl.DataFrame, names: Names) -> charts.Chart | Html:
    """Raw and shrunken shares side by side."""
    try:
        compared = jamfor(units)
    except TooFewError as error:
        return nothing(str(error))
    shown = _written(compared.sort("krympt", descending=True), names)
    shown = column(
        shown,
        "text",
        lambda r: (
            f"{numbers.percent(r['andel'])} → {numbers.percent(r['krympt'])} · n "
            f"{numbers.number(r['bas'])}"
        ),
    )
    moved = shown.with_columns((pl.col("krympt") - pl.col("andel")).abs().alias("_")).sort(
        "_", descending=True
    )
    most = moved.row(0, named=True)
    return spread.estimates(
        shown,
        label="namn",
        raw="andel",
        shrunken="krympt",
        low="krympt_lag",
        high="krympt_hog",
        text="text",
        title=(
            f"Mest dras {most['namn']} mot det gemensamma: "
            f"{numbers.percent(most['andel'])} blir {numbers.percent(most['krympt'])}"
        ),
        subtitle=(
            "Andel till arbete eller studier av avslutade, i procent. En liten insats dras mer mot "
            "det gemensamma. Strecket är 95 procents intervall för den krympta andelen. "
            f"{names.source(shown['report_id'])}"
        ),
        axis="andel av avslutade",
        tooltip={**_TOOLTIP, "text": "Tryckt → krympt"},
    )


def rank_chart(units: pl.DataFrame, names: Names) -> charts.Chart | Html:
    """Intervals of rank, in order of name: no league table."""
    try:
        compared = jamfor(units)
    except TooFewError as error:
        return nothing(str(error))
    shown = column(_written(compared, names), "text", lambda r: _places(r))
    sure = shown.filter(pl.col("rang_lag") == pl.col("rang_hog"))
    told = [f"{r['namn']} (plats {r['rang']})" for r in sure.iter_rows(named=True)]
    return spread.ranks(
        shown.sort("namn"),
        label="namn",
        rank="rang",
        low="rang_lag",
        high="rang_hog",
        text="text",
        title=(
            f"Bara {numbers.listing(told)} har en säker placering"
            if told
            else "Ingen insats har en säker placering"
        ),
        subtitle=(
            "Placering efter andel till arbete eller studier, 1 är störst andel, med 95 procents "
            f"intervall. I namnordning. {names.source(shown['report_id'])}"
        ),
        axis="möjlig placering",
        tooltip={**_TOOLTIP, "text": "Placering"},
    )


def _places(row: dict[str, Any]) -> str:
    low, high = row["rang_lag"], row["rang_hog"]
    return f"plats {low}" if low == high else f"plats {low}–{high}"


def unit_table(units: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """Everything behind the charts of one year."""
    try:
        compared = jamfor(units)
    except TooFewError as error:
        return nothing(str(error))
    shown = column(_written(compared, names), "rang_text", _places)
    shown = column(
        shown, "krympt_int", lambda r: numbers.interval(r["krympt_lag"], r["krympt_hog"])
    )
    return table(
        shown.sort("namn"),
        f"Till arbete eller studier {units['year'][0]}, insatser som går att jämföra",
        {
            "namn": "Insats",
            "vem": "Förbund",
            "antal": "Till arbete eller studier",
            "bas": "Avslutade",
            "andel": ("Andel", "procent"),
            "intervall": "95 % intervall",
            "lage": "Läge i tratten",
            "krympt": ("Krympt andel", "procent"),
            "krympt_int": "Intervall, krympt",
            "rang_text": "Placering",
            "hur": "Antalet är",
            "var": "Källa",
        },
        note=f"{METHOD} Intervall: Wilson; krympt: beta-binomial. {NOT_EFFECT}",
        fold=fold,
    )


def share_table(rows: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """Every share that is printed or can be worked out, and why some have no interval."""
    if rows.is_empty():
        return nothing(NO_SHARES)
    shown = _written(add_riket(rows), names)
    hidden = pl.when(pl.col("sekretess")).then(pl.lit(".."))
    shown = shown.with_columns(hidden.alias("antal_saknas"))
    return table(
        shown,
        "Andel till arbete eller studier, alla år",
        {
            "titel": "Insats",
            "antal": "Till arbete eller studier",
            "bas": "Avslutade",
            "andel": ("Andel", "procent"),
            "intervall": "95 % intervall",
            "riket": ("Riket", "procent"),
            "varfor_inte": "Att veta",
            "var": "Källa",
        },
        note=(
            f"Intervall enligt Wilson. Riket: {_sources(shown)}. {NOT_EFFECT} Minst {FEWEST} "
            "insatser samma år behövs för en jämförelse med slumpen."
        ),
        fold=fold,
    )


def _sources(shown: pl.DataFrame) -> str:
    told = shown["riket_kalla"].drop_nulls().unique().sort().to_list()
    return numbers.listing(told) if told else "inget publicerat för dessa år"


def _written(rows: pl.DataFrame, names: Names) -> pl.DataFrame:
    shown = column(rows, "namn", lambda r: names.of_insats(r["insats_id"]))
    shown = column(shown, "vem", lambda r: names.of_forbund(r["forbund_id"]))
    shown = column(shown, "titel", lambda r: f"{r['namn']}, {r['vem']} {r['year']}")
    shown = column(
        shown,
        "visas",
        lambda r: (
            f"{numbers.percent(r['andel'])} · {numbers.number(r['antal'])} av "
            f"{numbers.number(r['bas'])}"
        ),
    )
    shown = column(shown, "intervall", lambda r: numbers.interval(r["andel_lag"], r["andel_hog"]))
    shown = column(shown, "varfor_inte", lambda r: r.get("varfor_inte") or "")
    return column(shown, "var", lambda r: names.place_in(r["report_id"], r["line"]))

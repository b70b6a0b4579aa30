"""Könsskillnader along the way: who takes part, who refers, livelihood, goals, and over years."""

from __future__ import annotations

from typing import Any

import polars as pl

from finsam_analysis.publish import charts, numbers, spread
from finsam_analysis.publish.markup import Html, nothing
from finsam_analysis.publish.show_gender import counts_note
from finsam_analysis.publish.tables import table
from finsam_analysis.publish.text import Names, Prose, column, first_upper, label

NO_WAYS = "Ingen rapport i data anger detta för både kvinnor och män med bas."
NO_YEARS = "Inget förbund anger kvinnor och män för mer än ett år, så det finns ingen utveckling."
PEOPLE_FAMILY = "alla rader i tabellen"
_LEVEL = 0.05
_THINGS = {
    "orsak": "utfall",
    "remittent": "remittent",
    "forsorjning": "försörjning",
    "mal": "mål",
}


def answer_stages(rows: pl.DataFrame, names: Names) -> Prose:
    """The share of women among participants, new and leavers of each whole förbund and year."""
    whole = rows.filter(pl.col("insats_id").is_null())
    if whole.is_empty():
        return Prose(NO_WAYS)
    told = []
    for (forbund_id, year), group in whole.group_by("forbund_id", "year", maintain_order=True):
        shares = numbers.listing(
            f"{numbers.percent(row['andel'])} av {_counted(row)}"
            for row in group.iter_rows(named=True)
        )
        who = f"**{names.of_forbund(str(forbund_id))}** {year}"
        told.append(f"{who}: kvinnor var {shares}.{_unstated(group)}")
    return Prose(*told)


def _counted(row: dict[str, Any]) -> str:
    return f"{numbers.number(row['bas'])} {label('matt', row['matt'])}"


def _unstated(group: pl.DataFrame) -> str:
    known = group.filter(pl.col("ej_angivet") > 0)
    if known.is_empty():
        return ""
    told = numbers.listing(
        f"{numbers.number(row['ej_angivet'])} bland {label('matt', row['matt'])}"
        for row in known.iter_rows(named=True)
    )
    return f" Utan angivet kön: {told}."


def stage_forest(rows: pl.DataFrame, names: Names) -> charts.Chart | Html:
    """Women less men in each insats, with the interval, of one base (matt)."""
    drawn = rows.filter(pl.col("insats_id").is_not_null())
    if drawn.is_empty():
        return nothing(NO_WAYS)
    shown = _titled(drawn, names).sort("skillnad_punkter", descending=True)
    shown = column(
        shown,
        "text",
        lambda r: (
            f"{numbers.number(r['skillnad_punkter'], signed=True)} p.e. · "
            f"{numbers.number(r['kvinnor'])} K, {numbers.number(r['man'])} M"
        ),
    )
    sure = len(shown.filter(pl.col("p_justerad") <= _LEVEL))
    people = label("matt", str(drawn["matt"][0])) if "matt" in drawn.columns else "deltagare"
    chart = charts.forest(
        shown,
        label="titel",
        value="skillnad_punkter",
        low="skillnad_punkter_lag",
        high="skillnad_punkter_hog",
        text="text",
        title=(
            f"I {numbers.number(sure) if sure else 'ingen'} av "
            f"{numbers.count_of(len(shown), 'insats', 'insatser')} "
            "skiljer sig antalet kvinnor och män mer än slumpen brukar ge"
        ),
        subtitle=(
            f"Kvinnor minus män bland {people}, procentenheter av dem som angett kön, med 95 "
            "procents intervall (Wilson). Tester av att könen är lika många, justerade enligt "
            f"Benjamini–Hochberg; familj: {PEOPLE_FAMILY}. {names.source(drawn['report_id'])}"
        ),
        axis="procentenheter, kvinnor − män",
        tooltip={"titel": "Insats", "text": "Skillnad", "var": "Källa"},
    )
    return spread.selectable(chart, shown, "forbund", "Förbund")


def stage_table(rows: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """Women, men and not stated, the difference in points, and its test."""
    if rows.is_empty():
        return nothing(NO_WAYS)
    shown = _titled(rows, names)
    shown = column(shown, "vilka", lambda r: first_upper(label("matt", r["matt"])))
    shown = column(column(shown, "skillnad", _difference), "p_text", _p)
    shown = column(shown, "not", counts_note)
    return table(
        shown,
        "Kvinnor och män bland deltagare, nya och avslutade",
        {
            "titel": "Insats",
            "vilka": "Vilka",
            "kvinnor": "Kvinnor",
            "man": "Män",
            "ej_angivet": "Ej angivet",
            "totalt": "Totalt",
            "andel": ("Andel kvinnor", "procent"),
            "skillnad": "Kvinnor − män, p.e. (95 %)",
            "p_text": ("Justerat p", "text"),
            "not": "Att veta",
            "var": "Källa",
        },
        note=(
            "Skillnaden är i procentenheter av dem som angett kön. Justerat p: test av att könen "
            f"är lika många, Benjamini–Hochberg inom varje slag av antal; familj: {PEOPLE_FAMILY}."
        ),
        fold=fold,
    )


def gap_answer(rows: pl.DataFrame, names: Names, dimension: str) -> Prose:
    """How many differences of a kind are more than chance, and the largest."""
    known = rows.filter(pl.col("skillnad_punkter_lag").is_not_null())
    if known.is_empty():
        return Prose(NO_WAYS)
    sure = _sure(known)
    shown = _titled_gap(sure, names, dimension).sort(
        pl.col("skillnad_punkter").abs(), descending=True
    )
    first = f"{_beyond(len(sure), len(known))}."
    told = [
        f"{row['titel']}: {numbers.percent(row['andel_kvinnor'])} av kvinnorna och "
        f"{numbers.percent(row['andel_man'])} av männen, {_difference(row)} procentenheter."
        for row in shown.head(4).iter_rows(named=True)
    ]
    return Prose(first, *told)


def _sure(known: pl.DataFrame) -> pl.DataFrame:
    """Differences beyond chance: by the adjusted test, or the interval where there is none."""
    outside = (pl.col("skillnad_punkter_lag") > 0) | (pl.col("skillnad_punkter_hog") < 0)
    tested = pl.col("p_justerad")
    return known.filter(pl.when(tested.is_null()).then(outside).otherwise(tested <= _LEVEL))


def _beyond(sure: int, count: int) -> str:
    how = numbers.number(sure) if sure else "Ingen"
    return f"{how} av {_gaps(count)} är större än slumpen brukar ge"


def _gaps(count: int) -> str:
    return numbers.count_of(count, "skillnad", "skillnader")


def gap_forest(rows: pl.DataFrame, names: Names, dimension: str, about: str) -> charts.Chart | Html:
    """Women less men for each value of `dimension`, with Newcombe's interval.

    `about` is what the shares are of, for the subtitle: `de avslutade`.
    """
    known = rows.filter(pl.col("skillnad_punkter_lag").is_not_null())
    if known.is_empty():
        return nothing(NO_WAYS)
    shown = _titled_gap(known, names, dimension)
    shown = column(
        shown,
        "text",
        lambda r: (
            f"{numbers.number(r['skillnad_punkter'], signed=True)} p.e. · K "
            f"{numbers.percent(r['andel_kvinnor'])}, M {numbers.percent(r['andel_man'])}"
        ),
    )
    sure = _sure(known)
    chart = charts.forest(
        shown,
        label="titel",
        value="skillnad_punkter",
        low="skillnad_punkter_lag",
        high="skillnad_punkter_hog",
        text="text",
        title=_beyond(len(sure), len(known)),
        subtitle=(
            f"Kvinnor minus män, procentenheter av {about}, med 95 procents intervall (Newcombe). "
            f"{_family(dimension)} {names.source(known['report_id'])}"
        ),
        axis="procentenheter, kvinnor − män",
        tooltip={"titel": first_upper(_THINGS[dimension]), "text": "Skillnad", "var": "Källa"},
    )
    return spread.selectable(chart, shown, "forbund", "Förbund")


def gap_points(rows: pl.DataFrame, names: Names, dimension: str, about: str) -> charts.Chart | Html:
    """The shares of women and of men side by side, with or without a base."""
    if rows.is_empty():
        return nothing(NO_WAYS)
    shown = column(
        _titled_gap(rows, names, dimension),
        "text",
        lambda r: f"K {numbers.percent(r['andel_kvinnor'])} · M {numbers.percent(r['andel_man'])}",
    )
    widest = shown.sort(pl.col("skillnad_punkter").abs(), descending=True).row(0, named=True)
    gap = numbers.points(abs(widest["skillnad_punkter"]) / 100, signed=False)
    thing = _THINGS[dimension]
    chart = charts.dumbbells(
        shown,
        label="titel",
        values={"kvinnor": "andel_kvinnor", "man": "andel_man"},
        text="text",
        title=f"Som mest skiljer det {gap} mellan kvinnor och män",
        subtitle=f"{about}, i procent, ett {thing} i taget. {names.source(rows['report_id'])}",
        axis="andel",
        tooltip={"titel": first_upper(thing), "text": "Andelar", "var": "Källa"},
    )
    return spread.selectable(chart, shown, "forbund", "Förbund")


def _family(dimension: str) -> str:
    return (
        "Tester justerade enligt Benjamini–Hochberg; familj: alla rader i tabellen, en "
        f"{_THINGS[dimension]} i taget."
        if dimension == "remittent"
        else "Tester justerade enligt Benjamini–Hochberg; familj: alla rader i tabellen, ett slag "
        f"av {_THINGS[dimension]} i taget."
    )


def gap_table(
    rows: pl.DataFrame, names: Names, dimension: str, caption: str, *, fold: bool = False
) -> Html:
    """Both shares with counts and bases, not stated, the difference, its interval and its test."""
    if rows.is_empty():
        return nothing(NO_WAYS)
    shown = column(_titled_gap(rows, names, dimension), "skillnad", _difference)
    shown = column(shown, "p_text", _p)
    hidden = pl.when(pl.col("sekretess")).then(pl.lit(".."))
    shown = shown.with_columns(
        hidden.alias("antal_kvinnor_saknas"), hidden.alias("antal_man_saknas")
    )
    columns: dict[str, Any] = {
        "titel": first_upper(_THINGS[dimension]),
        "andel_kvinnor": ("Kvinnor", "procent"),
        "antal_kvinnor": "Antal kvinnor",
        "bas_kvinnor": "Av kvinnor",
        "andel_man": ("Män", "procent"),
        "antal_man": "Antal män",
        "bas_man": "Av män",
        "bas_ej_angivet": "Ej angivet kön",
        "skillnad": "Skillnad, p.e. (95 %)",
        "p_text": ("Justerat p", "text"),
        "var": "Källa",
    }
    return table(
        shown,
        caption,
        {name: head for name, head in columns.items() if name in shown.columns},
        note=(
            "Skillnad: kvinnor minus män i procentenheter, Newcombes intervall (över alla antal "
            f"som kan ha tryckts så, där bara procent är tryckt). {_family(dimension)}"
        ),
        fold=fold,
    )


def _titled_gap(rows: pl.DataFrame, names: Names, dimension: str) -> pl.DataFrame:
    def title(row: dict[str, Any]) -> str:
        if dimension == "mal":
            thing = label("matt", row["matt"])
        else:
            thing = label(dimension, row[dimension])
        when = label("tidpunkt", row["tidpunkt"]) if row.get("tidpunkt") else ""
        said = first_upper(" ".join(part for part in (thing, when) if part))
        return f"{said} · {_who(row, names)}"

    if "tidpunkt" in rows.columns:  # before, and then after
        whose = ["forbund_id", "year", "insats_id", dimension]
        rows = rows.sort(*whose, pl.col("tidpunkt") != "inskrivning", nulls_last=False)
    titled = column(rows, "titel", title)
    titled = column(titled, "forbund", lambda r: names.of_forbund(r["forbund_id"]))
    return column(titled, "var", lambda r: names.place_in(r["report_id"], r["line"]))


def _titled(rows: pl.DataFrame, names: Names) -> pl.DataFrame:
    titled = column(rows, "titel", lambda r: _who(r, names))
    titled = column(titled, "forbund", lambda r: names.of_forbund(r["forbund_id"]))
    return column(titled, "var", lambda r: names.place_in(r["report_id"], r["line"]))


def _who(row: dict[str, Any], names: Names) -> str:
    who = f"{names.of_forbund(row['forbund_id'])} {row['year']}"
    insats = row["insats_id"]
    return who if insats is None else f"{names.of_insats(insats)}, {who}"


def _p(row: dict[str, Any]) -> str | None:
    p = row["p_justerad"]
    return p if p is None else "< 0,01" if p < 0.005 else numbers.number(p, 2)


def _difference(row: dict[str, Any]) -> str:
    value = numbers.number(row["skillnad_punkter"], signed=True)
    low, high = row["skillnad_punkter_lag"], row["skillnad_punkter_hog"]
    if low is None:
        return value
    ends = [numbers.number(end, signed=True) for end in (low, high)]
    return f"{value} ({f'{numbers.NBSP}till{numbers.NBSP}'.join(ends)})"


def trend_answer(pairs: pl.DataFrame, names: Names) -> Prose:
    """How the share of women changed in each whole förbund, and whether chance could do it."""
    whole = pairs.filter(pl.col("insats_id").is_null())
    if whole.is_empty():
        return Prose(NO_YEARS)
    told = []
    for row in whole.iter_rows(named=True):
        low, high = row["skillnad_punkter_lag"], row["skillnad_punkter_hog"]
        span = f"{numbers.number(low, signed=True)} till {numbers.number(high, signed=True)}"
        sure = "mer än slumpen brukar ge" if low > 0 or high < 0 else "inte mer än slumpen kan ge"
        told.append(
            f"**{names.of_forbund(row['forbund_id'])}**: andelen kvinnor gick från "
            f"{numbers.percent(row['andel_fran'])} {row['fran']} till "
            f"{numbers.percent(row['andel_till'])} {row['till']}, "
            f"{numbers.points(row['skillnad_punkter'] / 100)} ({span}): {sure}."
        )
    return Prose(*told)


def trend_chart(rows: pl.DataFrame, names: Names) -> charts.Chart | Html:
    """The share of women among participants over years, a line for each förbund with several."""
    whole = rows.filter(pl.col("insats_id").is_null())
    whole = whole.filter(pl.len().over("forbund_id") > 1)
    if whole.is_empty():
        return nothing(NO_YEARS)
    shown = column(_titled(whole, names), "namn", lambda r: names.of_forbund(r["forbund_id"]))
    shown = column(
        shown,
        "visas",
        lambda r: (
            f"{numbers.percent(r['andel'])} ({numbers.number(r['kvinnor'])} av "
            f"{numbers.number(r['bas'])})"
        ),
    )
    ends = shown.sort("year")
    return charts.lines(
        shown,
        series="namn",
        value="andel",
        text="visas",
        title=(
            f"{ends['namn'][0]}: {numbers.percent(ends['andel'][0])} kvinnor {ends['year'][0]}, "
            f"{numbers.percent(ends['andel'][-1])} {ends['year'][-1]}"
            if shown["namn"].n_unique() == 1
            else "Andelen kvinnor i varje förbund"
        ),
        subtitle=(
            "Andel kvinnor av de deltagare som angett kön, i procent. År utan rapport saknas. "
            f"{names.source(whole['report_id'])}"
        ),
        axis="andel kvinnor",
        number_format=".0%",
        tooltip={"namn": "Förbund", "year": "År", "visas": "Andel", "var": "Källa"},
    )


def trend_table(pairs: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """The share of women in the first and last year, förbund and insatser."""
    if pairs.is_empty():
        return nothing(NO_YEARS)

    def title(row: dict[str, Any]) -> str:
        who = f"{names.of_forbund(row['forbund_id'])} {row['fran']}–{row['till']}"
        return who if row["insats_id"] is None else f"{names.of_insats(row['insats_id'])}, {who}"

    shown = column(column(pairs, "titel", title), "skillnad", _difference)
    shown = column(shown, "p_text", _p)
    return table(
        shown,
        "Andel kvinnor bland deltagarna, första och sista året",
        {
            "titel": "Insats",
            "andel_fran": ("Första året", "procent"),
            "bas_fran": "Av",
            "andel_till": ("Sista året", "procent"),
            "bas_till": "Av",
            "skillnad": "Skillnad, p.e. (95 %)",
            "p_text": ("Justerat p", "text"),
        },
        note=(
            "Den som deltog båda åren räknas i båda, så intervallet (Newcombe) är något för brett. "
            "Justerat p enligt Benjamini–Hochberg; familj: alla rader i tabellen. "
            f"{names.source([*pairs['report_id_fran'], *pairs['report_id_till']])}"
        ),
        fold=fold,
    )

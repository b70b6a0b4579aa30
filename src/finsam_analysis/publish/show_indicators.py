"""NNS indicators on a page: what each group answered over years, and what percent can mean."""

from __future__ import annotations

from typing import Any

import polars as pl

from finsam_analysis.compare.indikatorer import SMALL_BASE, THREE, TWO
from finsam_analysis.publish import charts, charts_more, numbers
from finsam_analysis.publish.markup import Html, nothing
from finsam_analysis.publish.spelling import questions
from finsam_analysis.publish.tables import table
from finsam_analysis.publish.text import Names, Prose, column, label

NO_SURVEYS = "Ingen rapport i data redovisar NNS indikatorer."
NO_BREAK = "Inget förbund i data har bytt svarsalternativ mellan åren."
_GROUP = ["forbund_id", "respondentgrupp"]


def answer(rows: pl.DataFrame, names: Names) -> Prose:
    """For each group: its newest survey, its most and least positive answer, and its base."""
    if rows.is_empty():
        return Prose(NO_SURVEYS)
    known = _spelt(rows).filter(pl.col("positivt").is_not_null())
    newest = known.filter(pl.col("year") == pl.col("year").max().over(_GROUP))
    sentences = []
    for (forbund_id, group), answers in newest.group_by(_GROUP, maintain_order=True):
        ordered = answers.sort("positivt")
        low, high = ordered.row(0, named=True), ordered.row(-1, named=True)
        base = low["n_svar"]
        few = base is None or base < SMALL_BASE
        of = "antalet svar är inte tryckt" if base is None else f"{numbers.number(base)} svar"
        careful = f", ett svar är {numbers.percent(1 / base)}" if few and base else ""
        span = (
            f"från {numbers.percent(low['positivt'])} ({_quoted(low)}) till "
            f"{numbers.percent(high['positivt'])} ({_quoted(high)})"
            if low["positivt"] < high["positivt"]
            else f"{numbers.percent(low['positivt'])} på alla frågor"
        )
        sentences.append(
            f"**{label('respondentgrupp', str(group))}**, {names.of_forbund(str(forbund_id))} "
            f"{low['year']} ({of}{careful}): andelen positiva är {span}."
        )
    return Prose(*sentences)


def breaks(rows: pl.DataFrame, names: Names) -> Prose:
    """Between which years the printed answers changed, so that the series breaks."""
    sentences = []
    for (forbund_id,), group in rows.group_by("forbund_id", maintain_order=True):
        two = group.filter(svarslagen=TWO)["year"].unique().to_list()
        three = group.filter(svarslagen=THREE)["year"].unique().to_list()
        if two and three:
            sentences.append(
                f"{names.of_forbund(str(forbund_id))}: {numbers.years(two)} redovisas {TWO}, "
                f"{numbers.years(three)} {THREE}. Jämför inte över den gränsen."
            )
    return Prose(*(sentences or [NO_BREAK]))


def chart(rows: pl.DataFrame, names: Names) -> charts.Chart | Html:
    """One group's questions, a row a year under each; small bases grey squares."""
    drawn = _spelt(rows).filter(pl.col("positivt").is_not_null())
    if drawn.is_empty():
        return nothing(NO_SURVEYS)
    first = drawn.row(0, named=True)
    if drawn.select(_GROUP).unique().height > 1:
        raise ValueError(
            "Raderna är svar från olika grupper, som har olika frågor och baser. Välj en."
        )
    latest = int(drawn.select(pl.col("year").max()).item())
    newest_first = drawn.sort("year", "line", descending=[True, False])
    order = newest_first["fraga"].unique(maintain_order=True)
    ranked = drawn.with_columns(
        pl.col("fraga").replace_strict({q: at for at, q in enumerate(order)}).alias("_plats")
    ).sort("_plats", "year")
    shown = column(ranked, "ar", lambda r: str(r["year"]))
    shown = column(shown, "visas", _figure)
    shown = column(shown, "intervall", lambda r: numbers.interval(r["andel_lag"], r["andel_hog"]))
    now = shown.filter(pl.col("year") == latest).sort("positivt")
    low = now.row(0, named=True)
    who = label("respondentgrupp", first["respondentgrupp"])
    return charts_more.spans(
        _placed(shown, names),
        head="fraga",
        label="ar",
        value="positivt",
        low="andel_lag",
        high="andel_hog",
        text="visas",
        pale="liten_bas",
        title=f"{who} i {names.of_forbund(first['forbund_id'])}: {_finding(low, latest)}",
        subtitle=(
            "Andel positiva svar, i procent. Linjen är vad andelen kan vara (95 procent) för de "
            "antal som kan ge den tryckta procenten. Grå kvadrat: färre än "
            f"{SMALL_BASE} svar, eller okänt antal. {names.source(drawn['report_id'])}"
        ),
        axis="andel positiva",
        tooltip={
            "fraga": "Fråga",
            "ar": "År",
            "visas": "Positiva",
            "intervall": "Intervall",
            "svarslagen": "Svar",
            "var": "Var",
        },
    )


def indicator_table(rows: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """Every question and year: printed shares, base and interval."""
    shown = _spelt(rows)
    shown = column(shown, "grupp", lambda r: label("respondentgrupp", r["respondentgrupp"]))
    shown = column(shown, "intervall", lambda r: numbers.interval(r["andel_lag"], r["andel_hog"]))
    shown = column(shown, "not", _note)
    shown = shown.with_columns(
        pl.when(pl.col("intervall") == "-")
        .then(None)
        .otherwise(pl.col("intervall"))
        .alias("intervall"),
        pl.when(pl.col("svarslagen") == TWO).then(pl.lit(".")).alias("varken_eller_saknas"),
    )
    return table(
        _placed(shown, names).sort("grupp", "fraga", "year"),
        "NNS indikatorer, alla frågor och år",
        {
            "fraga": "Fråga",
            "grupp": "Grupp",
            "year": "År",
            "positivt": ("Positivt", "procent"),
            "klart_positivt": ("Därav klart positivt", "procent"),
            "varken_eller": ("Varken eller", "procent"),
            "negativt": ("Negativt", "procent"),
            "n_svar": "Svar",
            "intervall": "Positivt, 95 % intervall",
            "not": "Att veta",
            "var": "Källa",
        },
        note=(
            "Intervallet är Wilsons, över alla antal svar som kan ge den tryckta procenten. Frågan "
            "står som i den rapport som är lättast att läsa, och rättstavad där alla är skannade."
        ),
        fold=fold,
    )


def answered_table(rows: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """How many were asked, and answered."""
    shown = column(rows, "grupp", lambda r: label("respondentgrupp", r["respondentgrupp"]))
    shown = column(shown, "namn", lambda r: names.of_forbund(r["forbund_id"]))
    return table(
        _placed(shown, names).sort("namn", "grupp", "year"),
        "Hur många som svarade",
        {
            "grupp": "Grupp",
            "namn": "Förbund",
            "year": "År",
            "n_svar": "Svar",
            "n_tillfragade": "Tillfrågade",
            "svarsfrekvens": ("Tryckt svarsfrekvens", "procent"),
            "var": "Källa",
        },
        note="NNS: Nationella nätverket för samordningsförbund.",
        fold=fold,
    )


def _spelt(rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` with the questions of each group as NNS words them."""
    if rows.is_empty():
        return rows
    made = []
    for _, group in rows.group_by("respondentgrupp", maintain_order=True):
        spelt = questions(group["fraga"])
        made.append(group.with_columns(pl.col("fraga").replace_strict(spelt)))
    return pl.concat(made)


def _finding(low: dict[str, Any], year: int) -> str:
    if low["liten_bas"]:
        few = "okänt antal svar" if low["n_svar"] is None else f"bara {low['n_svar']} svar"
        return f"{few} {year}, så procenten säger lite"
    return f"lägst andel positiva {year} är {numbers.percent(low['positivt'])}"


def _figure(row: dict[str, Any]) -> str:
    share = numbers.percent(row["positivt"])
    clear = "" if row["klart_positivt"] is None else f" ({numbers.percent(row['klart_positivt'])})"
    base = "okänt antal" if row["n_svar"] is None else f"av {numbers.number(row['n_svar'])}"
    return f"{share}{clear} {base}"


def _note(row: dict[str, Any]) -> str:
    notes = []
    if row["hinder"]:
        notes.append(f"inget intervall: {row['hinder']}")
    elif not row["gemensam_bas"]:
        notes.append("procenten går inte ihop med en och samma bas")
    elif row["n_hogst"] < row["n_svar"]:
        notes.append("alla svarade inte på frågan")  # how many did not is a small derived count
    if row["liten_bas"]:
        notes.append("få svar" if row["n_svar"] is not None else "antalet svar är inte tryckt")
    return "; ".join(dict.fromkeys(notes))


def _quoted(row: dict[str, Any]) -> str:
    return f"»{row['fraga']}«"


def _placed(rows: pl.DataFrame, names: Names) -> pl.DataFrame:
    return column(rows, "var", lambda r: names.place(r["report_id"], r["line"]))

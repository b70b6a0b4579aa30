"""What the start page and the page about the data tell: what there is, and what was left out."""

from __future__ import annotations

import html
from typing import Any

import polars as pl

from finsam_analysis.publish import numbers
from finsam_analysis.publish.markup import Html, nothing
from finsam_analysis.publish.tables import REASON, Column, table
from finsam_analysis.publish.text import Names, Prose, column, label, labels

PROSA = "prosa"  # the table_id of numbers in sentences
_CHECKED = ("table_id", "kontroll")

# What `rapporter` may hold beside its identity, in the order of the table, with headings.
_COUNTS: dict[str, Column] = {
    "antal_block": "Tabeller",
    "antal_tal": "Tal i tabeller",
    "antal_prosa": "Tal i löptext",
    "antal_olasta": "Utelämnade",
    "antal_motsagda": "Motsagda",
    "andel_prov": ("Prövade", "procent"),
}


def key_figures(rapporter: pl.DataFrame, facts: dict[str, pl.DataFrame]) -> Html:
    """Reports, förbund and printed numbers, and what is known of those in tables."""
    count = sum(len(frame) for frame in facts.values())
    figures = {
        "förbund": numbers.number(rapporter["forbund_id"].n_unique()),
        "rapporter": numbers.number(len(rapporter)),
        "tryckta tal": numbers.number(count),
        "av talen i tabeller är prövade i en uträkning": numbers.percent(_tried(rapporter)),
    }
    items = "".join(
        f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in figures.items()
    )
    told = "; ".join(f"{name}: {value}" for name, value in figures.items())
    return Html(f'<dl class="nyckeltal">{items}</dl>', told)


def checked(rapporter: pl.DataFrame, facts: dict[str, pl.DataFrame]) -> Prose:
    """What it means that a number is tried, confirmed, gainsaid or none of it, with shares."""
    rows = pl.concat([frame.select(*_CHECKED) for frame in facts.values()])
    rows = rows.filter(pl.col("table_id") != PROSA)
    tried = _tried(rapporter)
    if rows.is_empty() or tried is None:
        return Prose("Hur stor del av talen som är prövad är inte uträknat.")
    confirmed, against = (
        numbers.percent(len(rows.filter(kontroll=kind)) / len(rows))
        for kind in ("bekraftad", "motsagd")
    )
    return Prose(
        f"Av {numbers.number(len(rows))} tal i tabeller är {numbers.percent(tried)} prövade: de "
        "ingår i en uträkning som vi gjort om, som en summa, en andel eller samma tal på ett annat "
        f"ställe. {confirmed} är dessutom *bekräftade*: uträkningen stämmer, och hade inte stämt "
        "om talet hade varit ett annat eller om raden hade bytt namn med en annan. "
        f"{against} är *motsagda* av rapporten själv. Att ett tal inte är bekräftat betyder inte "
        "att det är fel, bara att rapporten inte räcker som bevis."
    )


def _tried(rapporter: pl.DataFrame) -> float | None:
    """The share of the numbers in tables that take part in a check; None where it is not told."""
    if not {"antal_tal", "andel_prov"} <= set(rapporter.columns):
        return None
    count = int(rapporter["antal_tal"].sum())
    tried = rapporter.select((pl.col("andel_prov") * pl.col("antal_tal")).sum()).item()
    return float(tried) / count if count else None


def report_table(rapporter: pl.DataFrame, names: Names) -> Html:
    """One row a report: förbund, year, kind, how its text came, and its counts."""
    rows = column(rapporter, "vem", lambda r: names.reports[r["report_id"]])
    rows = column(rows, "texten", lambda r: label("text", r["text"]))
    columns: dict[str, Column] = {
        "vem": "Rapport",
        "texten": "Text",
        **{name: head for name, head in _COUNTS.items() if name in rapporter.columns},
    }
    note = (
        "Prövade: andelen av tabellernas tal som ingår i en uträkning. OCR: texten är inläst från "
        "bild. Utelämnade: tal som inte "
        "gick att läsa säkert."
    )
    return table(rows.sort("vem"), "Rapporter i data", columns, note=note)


def coverage_table(tackning: pl.DataFrame | None, names: Names) -> Html:
    """How many numbers of each report and dataset some check covers."""
    if tackning is None:
        return nothing("Hur stor del av talen som är prövad är inte uträknat.")
    rows = column(tackning, "rapport", lambda r: names.reports.get(r["report_id"], r["report_id"]))
    rows = column(rows, "innehall", lambda r: label("tabell", r["dataset"]))
    return table(
        rows.sort("rapport", "dataset"),
        "Prövade tal per rapport och slag av uppgift",
        {
            "rapport": "Rapport",
            "innehall": "Uppgifter",
            "antal_tal": "Tal i tabeller",
            "antal_prov": "Prövade",
            "andel_prov": ("Andel", "procent"),
        },
        fold=True,
    )


def left_out(kontroller: pl.DataFrame) -> Prose:
    """How many checks hold, and how many show that a report contradicts itself."""
    counts = dict(kontroller.group_by("utfall").len().iter_rows())
    total = sum(counts.values())
    if not total:
        return Prose("Inga kontroller är gjorda.")
    holds = counts.get("stammer", 0) + counts.get("avrundning", 0)
    against = counts.get("motsagelse", 0)
    return Prose(
        f"Av {numbers.count_of(total, 'kontroll', 'kontroller')} stämmer "
        f"{numbers.number(holds)}. I {numbers.number(against)} säger rapporten emot sig själv: "
        "talen står kvar som de är tryckta och är märkta. Tal som inte gick att läsa säkert är "
        "utelämnade, inte gissade."
    )


def check_table(kontroller: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """Checks of each report by what they showed."""
    kinds = [kind for kind in labels("utfall") if kind in set(kontroller["utfall"])]
    rows = kontroller.group_by("report_id").agg(
        *((pl.col("utfall") == kind).sum().cast(pl.Int64).alias(kind) for kind in kinds),
        pl.len().cast(pl.Int64).alias("alla"),
    )
    rows = column(rows, "rapport", lambda r: names.reports.get(r["report_id"], r["report_id"]))
    return table(
        rows.sort("rapport"),
        "Kontroller per rapport",
        {
            "rapport": "Rapport",
            **{kind: label("utfall", kind) for kind in kinds},
            "alla": "Alla kontroller",
        },
        fold=fold,
    )


def contradiction_table(kontroller: pl.DataFrame, names: Names) -> Html:
    """Where reports contradict themselves, with both figures."""

    def lines(row: dict[str, Any]) -> str:
        return numbers.listing(str(line).rsplit(":", 1)[-1] for line in row["rader"] or [])

    rows = kontroller.filter(pl.col("utfall") == "motsagelse")
    rows = column(rows, "rapport", lambda r: names.reports.get(r["report_id"], r["report_id"]))
    rows = column(rows, "var", lines)
    rows = column(rows, "beskrivning", lambda r: names.spelling.of(r["beskrivning"]))
    reason: dict[str, Column] = {}
    if "bevis" in rows.columns:
        rows = rows.with_columns(pl.col("bevis").fill_null(""))
        reason = {"bevis": "Vad som talar för vad"}
    return table(
        rows.sort("rapport", "kontroll_id"),
        "Där rapporterna säger emot sig själva",
        {
            "beskrivning": "Kontroll",
            "rapport": "Rapport",
            "var": "Rader",
            "redovisat": ("Tryckt", "tal"),
            "beraknat": ("Uträknat", "tal"),
            "differens": ("Skillnad", "tal"),
            **reason,
        },
        note="Talen i data är de tryckta.",
        fold=True,
    )


def unread_table(olasta: pl.DataFrame, names: Names) -> Html:
    """What was left out because it could not be read with certainty, and why."""
    rows = column(olasta, "rapport", lambda r: names.reports.get(r["report_id"], r["report_id"]))
    return table(
        rows.sort("rapport", "line"),
        "Tal som är utelämnade",
        {"rapport": "Rapport", "line": ("Rad", "ar"), "text": "Tryckt", "why": "Varför"},
        fold=True,
    )


def correction_table(rattelser: pl.DataFrame, names: Names) -> Html:
    """What a person has decided about a printed number: what was done, why, and where it shows."""
    rows = column(rattelser, "rapport", lambda r: names.reports.get(r["report_id"], r["report_id"]))
    rows = column(rows, "gjort", lambda r: label("atgard", r["atgard"]))
    rows = rows.with_columns(pl.lit(".").alias("varde" + REASON))
    return table(
        rows.sort("rapport", "line", "raw"),
        "Rättelser",
        {
            "rapport": "Rapport",
            "line": ("Rad", "ar"),
            "raw": "Tryckt",
            "gjort": "Vad som är gjort",
            "varde": ("Nytt tal", "tal"),
            "skal": "Varför",
            "bevis": "Var det syns",
        },
        note="En människa har beslutat varje rättelse. Rättade tal är märkta i data.",
    )


def sign_table() -> Html:
    """The signs that stand for a figure."""
    rows = pl.DataFrame(
        {"tecken": list(numbers.MISSING), "betyder": list(numbers.MISSING.values())}
    )
    return table(rows, "Tecken i stället för tal", {"tecken": "Tecken", "betyder": "Betyder"})


def dataset_table(frames: dict[str, pl.DataFrame]) -> Html:
    """The datasets with their rows, and where to fetch them."""
    rows = pl.DataFrame(
        {
            "namn": list(frames),
            "innehall": [label("tabell", name) for name in frames],
            "rader": [len(frame) for frame in frames.values()],
            "kolumner": [len(frame.columns) for frame in frames.values()],
        },
        schema={
            "namn": pl.String,
            "innehall": pl.String,
            "rader": pl.Int64,
            "kolumner": pl.Int64,
        },
    )
    made = table(
        rows,
        "Tabeller i data",
        {"innehall": "Innehåll", "rader": "Rader", "kolumner": "Kolumner", "namn": "Hämta"},
    )
    markup = made.markup
    for name in frames:
        cell = f'<td style="text-align:left">{html.escape(name)}</td>'
        link = f'<a href="data/clean/{name}.csv" download>{name}.csv</a>'
        markup = markup.replace(cell, f'<td style="text-align:left">{link}</td>')
    return Html(markup, made.text)

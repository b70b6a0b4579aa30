"""Participants in and out on a page or a slide."""

from __future__ import annotations

from typing import Any

import polars as pl

from finsam_analysis.publish import charts, numbers, theme
from finsam_analysis.publish.markup import Html, nothing
from finsam_analysis.publish.tables import table
from finsam_analysis.publish.text import Names, Prose, column

NO_PEOPLE = "Rapporten anger inte hur många som deltog."


def answer(rows: pl.DataFrame) -> Prose:
    """How many took part, began, left, and left for work or studies, in the whole förbund."""
    whole = rows.filter(pl.col("insats_id").is_null())
    if whole.is_empty():
        return Prose(NO_PEOPLE)
    row = whole.row(0, named=True)
    told = []
    if row["deltagare"] is not None:
        told.append(f"{numbers.number(row['deltagare'])} personer deltog")
    if row["nya"] is not None:
        told.append(f"{numbers.number(row['nya'])} började")
    if row["avslutade"] is not None:
        told.append(f"{numbers.number(row['avslutade'])} avslutade")
    text = numbers.listing(told) + "." if told else NO_PEOPLE
    if row["arbete_studier"] is not None:
        share = row["andel_arbete_studier"]
        of = f", {numbers.percent(share)} av dem som avslutade" if share is not None else ""
        text += f" {numbers.number(row['arbete_studier'])} gick till arbete eller studier{of}."
    return Prose(text)


def chart(rows: pl.DataFrame, names: Names) -> charts.Chart | Html:
    """Participants in each insats, with how many began and left."""
    drawn = rows.filter(pl.col("insats_id").is_not_null() & pl.col("deltagare").is_not_null())
    if drawn.is_empty():
        text = "Rapporten anger inte hur många som deltog i varje insats."
        return nothing(text)

    def shown(row: dict[str, Any]) -> str:
        counts = [(row["deltagare"], "deltagare"), (row["nya"], "nya"), (row["avslutade"], "ut")]
        return " · ".join(f"{numbers.number(n)} {word}" for n, word in counts if n is not None)

    first = drawn.row(0, named=True)
    drawn = column(drawn, "namn", lambda r: names.of_insats(r["insats_id"]))
    drawn = column(drawn, "visas", shown).sort("deltagare", "namn", descending=[True, False])
    most = drawn.row(0, named=True)
    return charts.bars(
        drawn,
        label="namn",
        value="deltagare",
        text="visas",
        title=f"Flest deltagare i {most['namn']}",
        subtitle=(
            f"Deltagare under {first['year']}, antal, i insatser där rapporten anger det. "
            f"{names.source(drawn['report_id'])}"
        ),
        axis="deltagare",
        colour=theme.ACCENT,
        tooltip={"namn": "Insats", "visas": "Antal"},
    )


def flow_table(rows: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """The four bases side by side."""
    shown = column(rows, "namn", lambda r: names.of_insats(r["insats_id"]))
    shown = column(shown, "var", lambda r: names.place_in(r["report_id"], r["line"]))
    return table(
        shown,
        "Deltagare in och ut",
        {
            "namn": "Insats",
            "deltagare": "Deltagare",
            "nya": "Nya",
            "avslutade": "Avslutade",
            "arbete_studier": "Till arbete eller studier",
            "andel_arbete_studier": ("Andel av avslutade", "procent"),
            "var": "Källa",
        },
        fold=fold,
    )

"""The deck for an analysseminarium: which förbund and year it is about, and how it shows charts."""

from __future__ import annotations

import html
from dataclasses import dataclass

import altair as alt
import polars as pl

from finsam_analysis.compare.underlag import UnknownNameError, require
from finsam_analysis.publish.figures import Html, image
from finsam_analysis.publish.text import forbund_names

TEMPLATE = "presentationer/analysseminarium.qmd"
KIND = "arsredovisning"
# A slide is 1280 by 720; what is left under a heading and a sentence.
WIDTH = 1080


@dataclass(frozen=True)
class Choice:
    """A förbund and a year that there is a report for."""

    forbund_id: str
    year: int
    namn: str

    @property
    def page(self) -> str:
        """The name of the deck's page, without its ending."""
        return f"presentationer/{self.forbund_id}-{self.year}"

    def of(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows about this förbund and year."""
        return frame.filter(
            (pl.col("forbund_id") == self.forbund_id) & (pl.col("year") == self.year)
        )


def choices(rapporter: pl.DataFrame, forbund: pl.DataFrame) -> list[Choice]:
    """Every förbund and year with an årsredovisning, newest first."""
    names = forbund_names(forbund)
    rows = rapporter.filter(pl.col("kind") == KIND).unique(["forbund_id", "year"])
    ordered = rows.sort("year", "forbund_id", descending=[True, False])
    return [
        Choice(row["forbund_id"], row["year"], names.get(row["forbund_id"], row["forbund_id"]))
        for row in ordered.iter_rows(named=True)
    ]


def choose(
    rapporter: pl.DataFrame,
    forbund: pl.DataFrame,
    forbund_id: str | None = None,
    year: int | None = None,
) -> Choice:
    """The deck's förbund and year; the newest årsredovisning where they are not given.

    Raises UnknownNameError, naming what there is, if there is no such report.
    """
    if forbund_id is not None:
        require(forbund, "forbund_id", forbund_id, "förbund")
    fit = [
        choice
        for choice in choices(rapporter, forbund)
        if forbund_id in (None, choice.forbund_id) and year in (None, choice.year)
    ]
    if not fit:
        there = [f"{choice.forbund_id} {choice.year}" for choice in choices(rapporter, forbund)]
        raise UnknownNameError(
            f"Det finns ingen årsredovisning för {forbund_id or 'något förbund'} "
            f"{year or ''}. Det finns: {', '.join(there) or 'ingen'}."
        )
    return fit[0]


def slide(chart: alt.TopLevelMixin | Html) -> Html:
    """The chart as a drawn image for a slide; a sentence that stands instead of one, as it is."""
    return chart if isinstance(chart, Html) else image(chart, width=WIDTH)


def finding(chart: alt.TopLevelMixin | Html) -> Html:
    """The chart's title as the sentence that a slide begins with."""
    if isinstance(chart, Html):
        return Html("", "")
    title = chart.to_dict()["title"]
    text = " ".join([title["text"]] if isinstance(title["text"], str) else title["text"])
    below = title.get("subtitle", "")
    small = below if isinstance(below, str) else " ".join(below)
    markup = f'<p class="fynd">{html.escape(text)}</p><p class="bas">{html.escape(small)}</p>'
    return Html(markup, text)


def links(decks: list[Choice]) -> Html:
    """A list of links to the decks, from a page at the root of the site."""
    if not decks:
        text = "Det finns ingen årsredovisning i data att göra en presentation av."
        return Html(f'<p class="tomt">{text}</p>', text)
    items = "".join(
        f'<li><a href="{deck.page}.html">{html.escape(deck.namn)} {deck.year}</a></li>'
        for deck in decks
    )
    return Html(f'<ul class="presentationer">{items}</ul>', f"{len(decks)} presentationer")

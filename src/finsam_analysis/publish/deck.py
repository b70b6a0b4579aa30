"""The deck for an analysseminarium: what its cells call."""

from __future__ import annotations

import html
import os

import altair as alt

from finsam_analysis.publish.decks import TEMPLATE, Choice, choices, choose
from finsam_analysis.publish.figures import description, image, in_parts
from finsam_analysis.publish.markup import ENV, Html, nothing

__all__ = ["Choice", "choices", "choose", "finding", "links", "slide"]

# A slide is 1280 by 720; what is left for a chart under a heading and a sentence.
_WIDTH, _HEIGHT = 1120, 470
_GAP = 32
# More rows than this stand in two columns.
_COLUMN = 7
_STEP, _TIGHT = 44, 38
_AXIS = 70
# Narrower, and the texts of a row would meet; wider, and they would be too small to read.
_NARROWEST, _WIDEST = 560, 900


def slide(chart: alt.TopLevelMixin | Html) -> Html:
    """The chart as drawn images for a slide, as large as there is room for.

    A sentence that stands instead of a chart stays as it is. Many rows become two columns with one
    scale; the alternative text is the whole chart's.
    """
    if isinstance(chart, Html):
        return chart
    spec = chart.to_dict()
    text = description(spec)
    if not isinstance(spec.get("height"), dict):  # a chart of years, not of rows
        return Html(f'<div class="diagram-bild">{image(spec, _WIDEST)}</div>', text)
    rows = 1 + max(
        row["rad_nr"] for data in spec["datasets"].values() for row in data if "rad_nr" in row
    )
    columns = 1 if rows <= _COLUMN else 2
    step = _STEP if columns == 1 else _TIGHT
    room = (_WIDTH - _GAP * (columns - 1)) / columns
    tall = -(-rows // columns) * step + _AXIS
    width = round(min(max(tall * room / _HEIGHT, _NARROWEST), _WIDEST))
    spec["height"] = {"step": step}
    parts = in_parts(spec, columns) if columns > 1 else [spec]
    images = "".join(image(part, width) for part in parts)
    return Html(f'<div class="diagram-bild kolumner-{columns}">{images}</div>', text)


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
    """A list of links to the decks, from a page at the root of the site.

    `finsam site` makes one for each förbund and year; Quarto by itself, only the newest.
    """
    if not decks:
        text = "Det finns ingen årsredovisning i data att göra en presentation av."
        return nothing(text)
    pages = [(deck.page, deck) for deck in decks]
    if not os.environ.get(ENV):
        pages = [(TEMPLATE.removesuffix(".qmd"), decks[0])]
    items = "".join(
        f'<li><a href="{page}.html">{html.escape(deck.namn)} {deck.year}</a></li>'
        for page, deck in pages
    )
    return Html(f'<ul class="presentationer">{items}</ul>', f"{len(pages)} presentationer")

"""The deck for an analysseminarium: what its cells call."""

from __future__ import annotations

import html

import altair as alt

from finsam_analysis.publish.decks import Choice, choices, choose
from finsam_analysis.publish.figures import image
from finsam_analysis.publish.markup import Html

__all__ = ["Choice", "choices", "choose", "finding", "links", "slide"]

# A slide is 1280 by 720; what is left under a heading and a sentence.
WIDTH = 1080


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

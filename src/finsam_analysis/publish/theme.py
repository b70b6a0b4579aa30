"""One look for every chart: type, colours, Swedish numbers and dates.

Colours are chosen so that they can be told apart with any colour vision and stand at least 3:1
against white (WCAG 1.4.11); text colours stand at least 4.5:1. No colour carries a meaning alone:
shapes and direct labels say the same. Costs have one colour, because a cost is not good or bad.
"""

from __future__ import annotations

from typing import Any

import altair as alt

FONT = '"Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", sans-serif'

INK = "#1b2a33"
MUTED = "#4b5c66"
RULE = "#dde4e8"
PAPER = "#ffffff"

ACCENT = "#0b5270"
PALE = "#a9c4d1"
COST = "#4f7f96"
KON = {"kvinnor": "#b4531a", "man": "#1f6f8b", "ej_angivet": "#6b7780", "totalt": INK}
SHAPE = {"kvinnor": "circle", "man": "diamond", "ej_angivet": "square", "totalt": "triangle-up"}
# For lines that are also named where they end: blue, orange, green, purple, ochre, slate.
SERIES = ["#0b5270", "#b4531a", "#2e7d5b", "#7a4f9a", "#8a6a00", "#55646d"]

NUMBER_LOCALE: Any = {
    "decimal": ",",
    "thousands": "\u00a0",
    "grouping": [3],
    "currency": ["", "\u00a0kr"],
    "minus": "\u2212",
    "percent": "\u00a0%",
}
TIME_LOCALE: Any = {
    "dateTime": "%A den %d %B %Y %X",
    "date": "%Y-%m-%d",
    "time": "%H:%M:%S",
    "periods": ["fm", "em"],
    "days": ["söndag", "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag"],
    "shortDays": ["sön", "mån", "tis", "ons", "tor", "fre", "lör"],
    "months": [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "shortMonths": [
        "jan",
        "feb",
        "mars",
        "apr",
        "maj",
        "juni",
        "juli",
        "aug",
        "sep",
        "okt",
        "nov",
        "dec",
    ],
}

NAME = "finsam"


@alt.theme.register(NAME, enable=True)
def theme() -> alt.theme.ThemeConfig:
    """The theme itself; importing this module turns it on."""
    axis: Any = {
        "domain": False,
        "ticks": False,
        "gridColor": RULE,
        "labelColor": MUTED,
        "labelFontSize": 12,
        "labelPadding": 6,
        "titleColor": MUTED,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titlePadding": 10,
    }
    return {
        "config": {
            "font": FONT,
            "background": PAPER,
            # A chart speaks with its description; marks one by one would speak English.
            "aria": False,
            "locale": {"number": NUMBER_LOCALE, "time": TIME_LOCALE},
            "view": {"stroke": None},
            "axis": axis,
            "axisBand": {"grid": False},
            "legend": {
                "labelColor": INK,
                "labelFontSize": 12,
                "title": None,
                "orient": "top",
                "symbolSize": 110,
            },
            "title": {
                "anchor": "start",
                "color": INK,
                "fontSize": 16,
                "fontWeight": 600,
                "subtitleColor": MUTED,
                "subtitleFontSize": 12.5,
                "subtitlePadding": 5,
                "offset": 16,
                "frame": "group",
            },
            "text": {"color": INK, "fontSize": 12},
            "range": {"category": SERIES},
        }
    }

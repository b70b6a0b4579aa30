"""Where a chart is shown decides its form; this module knows the places.

JupyterLab: Vega-Lite data that JupyterLab draws itself, without a network. It knows Vega-Lite up
to version 5, so the chart is sent under that name. The site: a figure whose heading is HTML, a
drawn image with alternative text, and the chart's data beside it, which the site's own script
makes interactive. Decks and other pages without scripts: `image`, the drawn image alone.

Every chart must carry a `description`: it is the alternative text, made from the same figures.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import altair as alt

from finsam_analysis.publish import theme
from finsam_analysis.publish.markup import Html, html_bundle, on_page

if TYPE_CHECKING:
    import polars as pl

LAB_MIME = "application/vnd.vegalite.v5+json"
_LAB_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
# How wide a chart that fills its container is drawn where there is no container to ask.
WIDTH = 680

Spec = dict[str, Any]


class NoDescriptionError(ValueError):
    """A chart without alternative text."""


def render(spec: Spec, **_: object) -> dict[str, Any]:
    """Altair's renderer: the chart in the form of the place that it is shown in."""
    text = description(spec)
    if on_page():
        return html_bundle(figure(spec), text)
    return {LAB_MIME: {**spec, "$schema": _LAB_SCHEMA}, "text/plain": text}


def description(spec: Spec) -> str:
    """The chart's alternative text; NoDescriptionError if it has none."""
    text = str(spec.get("description", "")).strip()
    if not text:
        raise NoDescriptionError(
            "Diagrammet saknar textalternativ: ge det en description med siffrorna."
        )
    return text


def figure(spec: Spec) -> str:
    """The chart as a figure of the site: heading, drawn image, and data for the script."""
    body = dict(spec)
    title, subtitle = _heading(body.pop("title", None))
    label = "diagram-" + hashlib.sha256(_compact(spec).encode()).hexdigest()[:10]
    caption = f'<p class="diagram-rubrik" id="{label}">{html.escape(title)}</p>' if title else ""
    if subtitle:
        caption += f'<p class="diagram-underrubrik">{html.escape(subtitle)}</p>'
    data = html.escape(_compact(body))
    return (
        f'<figure class="diagram"{f" aria-labelledby={label}" if title else ""}>'
        f"<figcaption>{caption}</figcaption>"
        f'<div class="diagram-yta" data-diagram="{data}">{_img(body)}</div></figure>'
    )


def image(chart: alt.TopLevelMixin, width: int = WIDTH, height: int | None = None) -> Html:
    """The chart as a drawn image with its alternative text, without its heading: for decks."""
    spec = chart.to_dict()
    spec.pop("title", None)
    if height:
        spec["height"] = height
    markup = f'<div class="diagram-bild">{_img(spec, width)}</div>'
    return Html(markup, description(spec))


def svg(spec: Spec, width: int = WIDTH) -> str:
    """The chart drawn as SVG, without a browser."""
    import vl_convert as vlc

    drawn = dict(spec)
    if drawn.get("width") == "container":
        drawn["width"] = width
        drawn["autosize"] = {"type": "fit-x", "contains": "padding"}
    return str(vlc.vegalite_to_svg(drawn))


def show_each(
    frame: pl.DataFrame,
    draw: Callable[[pl.DataFrame], Any],
    by: Sequence[str] = ("forbund_id", "year"),
) -> None:
    """Show what `draw` makes of each group of rows in turn: a chart for each förbund and year."""
    from IPython.display import display

    for _, group in frame.group_by(*by, maintain_order=True):
        display(draw(group))  # type: ignore[no-untyped-call]


def _img(spec: Spec, width: int = WIDTH) -> str:
    drawing = base64.b64encode(svg(spec, width).encode()).decode()
    text = html.escape(description(spec))
    return f'<img alt="{text}" src="data:image/svg+xml;base64,{drawing}">'


def _heading(title: Any) -> tuple[str, str]:
    """Title and subtitle of a Vega-Lite title, each as one line."""
    if title is None:
        return "", ""
    if not isinstance(title, dict):
        return _line(title), ""
    return _line(title.get("text", "")), _line(title.get("subtitle", ""))


def _line(text: str | list[str]) -> str:
    return text if isinstance(text, str) else " ".join(text)


def _compact(spec: Spec) -> str:
    return json.dumps(spec, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


alt.renderers.register(theme.NAME, render)
alt.renderers.enable(theme.NAME)

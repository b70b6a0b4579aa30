"""Where a chart is shown decides its form; this module knows the places.

JupyterLab: Vega-Lite data that JupyterLab draws itself, without a network. It knows Vega-Lite up
to version 5, so the chart is sent under that name. The site: a figure whose heading is HTML, a
drawn image with alternative text, and the chart's data beside it, which the site's own script
makes interactive. Decks and other pages without scripts: `image`, the drawn image alone.

Every chart must carry a `description`: it is the alternative text, made from the same figures.
"""

from __future__ import annotations

import base64
import copy
import hashlib
import html
import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import altair as alt

from finsam_analysis.publish import theme
from finsam_analysis.publish.markup import html_bundle, on_page

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
    # JupyterLab hangs on a chart that asks for the width of its container.
    return {LAB_MIME: {**_fixed(spec), "$schema": _LAB_SCHEMA}, "text/plain": text}


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


def image(spec: Spec, width: int = WIDTH) -> str:
    """The chart as a drawn image with its alternative text, without its heading."""
    body = {name: value for name, value in spec.items() if name != "title"}
    return _img(body, width)


def in_parts(spec: Spec, parts: int) -> list[Spec]:
    """The chart's rows in `parts` charts below or beside each other, with one common scale.

    For charts with a row a thing (rad_nr); each part describes the whole.
    """
    rows = max(row["rad_nr"] for data in spec["datasets"].values() for row in _numbered(data)) + 1
    size = -(-rows // parts)
    low, high = _extent(spec)
    made = []
    for first in range(0, rows, size):
        part = copy.deepcopy(spec)
        for name, data in part["datasets"].items():
            part["datasets"][name] = [
                row for row in data if "rad_nr" not in row or first <= row["rad_nr"] < first + size
            ]
        for channel in _channels(part, "x"):
            if "field" in channel:
                channel["scale"] = {**channel.get("scale", {}), "domain": [low, high], "nice": True}
        made.append(part)
    return made


def _numbered(data: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in data if "rad_nr" in row]


def _channels(spec: Spec, *names: str) -> list[dict[str, Any]]:
    """The encodings of those names in all layers."""
    layers = spec.get("layer", [spec])
    found = [layer.get("encoding", {}).get(name) for layer in layers for name in names]
    return [channel for channel in found if isinstance(channel, dict)]


def _extent(spec: Spec) -> tuple[float, float]:
    """The ends of what the x axis has to hold."""
    fields = {channel["field"] for channel in _channels(spec, "x", "x2") if "field" in channel}
    values = [
        float(row[name])
        for data in spec["datasets"].values()
        for row in data
        for name in fields
        if row.get(name) is not None
    ]
    fixed = [
        channel["scale"]["domainMax"]
        for channel in _channels(spec, "x")
        if "domainMax" in channel.get("scale", {})
    ]
    return min(0.0, *values), max([*values, *fixed])


def svg(spec: Spec, width: int = WIDTH) -> str:
    """The chart drawn as SVG, without a browser."""
    import vl_convert as vlc

    return str(vlc.vegalite_to_svg(_fixed(spec, width)))


def _fixed(spec: Spec, width: int = WIDTH) -> Spec:
    """The chart with a width of its own in place of its container's."""
    if spec.get("width") != "container":
        return spec
    return {**spec, "width": width}


def show_each(
    frame: pl.DataFrame,
    draw: Callable[[pl.DataFrame], Any],
    by: Sequence[str] = ("forbund_id", "year"),
) -> None:
    """Show what `draw` makes of each group of rows in turn: a chart for each förbund and year.

    A sentence that says why there is no chart is shown once, and only if there is none at all.
    """
    from IPython.display import display

    made = [draw(group) for _, group in frame.group_by(*by, maintain_order=True)]
    drawn = [thing for thing in made if not getattr(thing, "empty", False)]
    for thing in drawn or made[:1]:
        display(thing)  # type: ignore[no-untyped-call]


def show_together(*things: Any) -> None:
    """Show an answer with its chart and its table; a sentence why there is none is told once."""
    from IPython.display import display

    told: set[str] = set()
    for thing in things:
        if getattr(thing, "empty", False) and repr(thing) in told:
            continue
        told.add(repr(thing))
        display(thing)  # type: ignore[no-untyped-call]


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

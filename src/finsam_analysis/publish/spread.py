"""Charts of chance: a funnel, shrunken shares beside raw ones, and intervals of rank.

As in `charts`, the functions take frames that say what to write, a title says the finding and each
chart describes itself in words. Insatser are named at their points; no colour carries a meaning
that a word or a shape does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import altair as alt
import polars as pl

from finsam_analysis.publish import theme
from finsam_analysis.publish.charts import (
    Chart,
    _base,
    _filled,
    _finish,
    _labels,
    _numbered,
    _scale,
    _tooltip,
)

_HEIGHT = 380
RAW, SHRUNKEN = "Tryckt andel", "Krympt andel"
ALL = "Alla"


def selectable(chart: Chart, rows: pl.DataFrame, field: str, title: str) -> Chart:
    """`chart` with a list to choose among the values of `field`; all of them until one is chosen.

    For charts with a row a thing, whose data has the column. Layers without it stay. A chart whose
    rows have one value only is left as it is.
    """
    names = sorted(rows[field].drop_nulls().unique().to_list())
    if len(names) < 2 or isinstance(chart, alt.FacetChart):
        return chart
    chosen = alt.param(
        name=f"val_{field}",
        bind=alt.binding_select(options=[ALL, *names], name=f"{title} "),
        value=ALL,
    )
    keep = f"val_{field} === '{ALL}' || !isValid(datum.{field}) || datum.{field} === val_{field}"
    made = chart.add_params(chosen)
    # Each layer has data of its own, and a filter of the whole would not reach it.
    made.layer = [layer.transform_filter(keep) for layer in made.layer]
    return made


def funnel(
    frame: pl.DataFrame,
    curve: pl.DataFrame,
    *,
    label: str,
    value: str,
    base: str,
    text: str,
    centre: float,
    title: str,
    subtitle: str,
    axis: str,
    base_axis: str,
    tooltip: Mapping[str, str] | None = None,
    yardstick: float | None = None,
    yardstick_text: str = "",
    pick: str | None = None,
    pick_title: str = "",
) -> Chart:
    """Shares against their bases, with control limits around the common share `centre`.

    `curve` as from `stats.funnel_curve` (niva, n, lag, hog). `yardstick` draws a dotted line that
    `yardstick_text` names. `pick` names a column to choose among in the live chart: the points of
    other values become pale.
    """
    rows = _numbered(frame)
    x = alt.X(
        f"{base}:Q",
        title=base_axis,
        axis=alt.Axis(tickCount=6, grid=False),
        scale=alt.Scale(domain=[0, curve.select(pl.col("n").max()).item()], nice=False),
    )
    y = alt.Y(
        f"{value}:Q",
        title=axis,
        axis=alt.Axis(
            format=".0%",
            tickCount=5,
            titleAngle=0,
            titleAlign="left",
            titleAnchor="start",
            titleX=0,
            titleY=-14,
        ),
        scale=alt.Scale(domain=[0, 1]),
    )
    layers: list[Any] = [*_limits(curve, base), _level(centre, [1, 0], theme.INK)]
    if yardstick is not None:
        layers.append(_level(yardstick, [2, 3], theme.KON["kvinnor"]))
        layers.append(_named(yardstick, yardstick_text))
    points = alt.Chart(rows).encode(x=x, y=y, tooltip=_tooltip(tooltip))
    shown, params = _picked(rows, pick, pick_title)
    layers.append(points.mark_point(filled=True, size=90, color=theme.ACCENT).encode(opacity=shown))
    layers += _names(_sided(rows, value, base), x, y, label, shown)
    made = _finish(
        layers, rows, label, text, title, subtitle, "Trattdiagram, andel mot bas", height=_HEIGHT
    )
    return made.add_params(*params) if params else made


def _picked(rows: pl.DataFrame, pick: str | None, title: str) -> tuple[Any, list[alt.Parameter]]:
    """How visible each point is, and the list to choose among, if there is a choice."""
    if pick is None or rows[pick].n_unique() < 2:
        return alt.value(1), []
    names = rows[pick].unique().sort().to_list()
    chosen = alt.selection_point(
        fields=[pick],
        bind=alt.binding_select(options=[None, *names], labels=[ALL, *names], name=f"{title} "),
    )
    return alt.condition(chosen, alt.value(1), alt.value(0.15)), [chosen]


def _limits(curve: pl.DataFrame, base: str) -> list[alt.Chart]:
    """Two lines for each level, dashed for the inner, named at their right end."""
    layers = []
    for level, dash in zip(curve["niva"].unique().sort(), ([5, 3], [1, 0]), strict=False):
        own = curve.filter(pl.col("niva") == level).rename({"n": base})
        chart = alt.Chart(own).encode(x=f"{base}:Q")
        for side, dy in (("lag", 10), ("hog", -8)):
            line = chart.mark_line(strokeWidth=1.3, color=theme.COST, strokeDash=dash)
            layers.append(line.encode(y=f"{side}:Q"))
            name = f"{100 * level:.10g}".replace(".", ",") + "\u00a0%"
            last = alt.Chart(own.tail(1)).mark_text(
                align="right", dy=dy, fontSize=11, color=theme.MUTED
            )
            layers.append(
                last.encode(x=f"{base}:Q", y=f"{side}:Q", text=alt.value(f"{name}-gräns"))
            )
    return layers


def _level(at: float, dash: list[float], colour: str) -> alt.Chart:
    line = alt.Chart(pl.DataFrame({"y": [float(at)]}))
    rule: alt.Chart = line.mark_rule(color=colour, strokeWidth=1.3, strokeDash=dash)
    return rule.encode(y="y:Q")


def _named(at: float, text: str) -> alt.Chart:
    word: alt.Chart = alt.Chart(pl.DataFrame({"y": [float(at)], "ord": [text]})).mark_text(
        align="left", dy=-7, dx=3, fontSize=11.5, color=theme.KON["kvinnor"]
    )
    return word.encode(x=alt.value(0), y="y:Q", text="ord:N")


def _sided(rows: pl.DataFrame, value: str, base: str) -> pl.DataFrame:
    """On which side of its point each name is written, so that names near each other part."""
    middle = float(rows.select(pl.col(base).max()).item()) / 2
    order = rows.sort(value).with_row_index("_nr")
    return order.with_columns(
        pl.when(pl.col(base) > middle)
        .then(pl.lit("right"))
        .otherwise(pl.lit("left"))
        .alias("_sida"),
        pl.when(pl.col("_nr") % 2 == 0).then(10).otherwise(-10).alias("_upp"),
    )


def _names(rows: pl.DataFrame, x: alt.X, y: alt.Y, label: str, shown: Any) -> list[alt.Chart]:
    """Each name beside its point, on a pale edge that parts it from the lines under it."""
    made = []
    edges: tuple[dict[str, Any], ...] = (
        {"stroke": theme.PAPER, "strokeWidth": 4, "strokeJoin": "round"},
        {"color": theme.INK},
    )
    for (side, up), group in rows.group_by("_sida", "_upp", maintain_order=True):
        align: Literal["left", "right"] = "right" if side == "right" else "left"
        for edge in edges:
            text = alt.Chart(group).mark_text(
                align=align,
                dx=-9 if align == "right" else 9,
                dy=int(up),
                fontSize=12,
                fontWeight=600,
                **edge,
            )
            made.append(text.encode(x=x, y=y, text=f"{label}:N", opacity=shown))
    return made


def estimates(
    frame: pl.DataFrame,
    *,
    label: str,
    raw: str,
    shrunken: str,
    low: str,
    high: str,
    text: str,
    title: str,
    subtitle: str,
    axis: str,
    tooltip: Mapping[str, str] | None = None,
) -> Chart:
    """Raw shares (circle) and shrunken ones (square) in each row, with the shrunken's interval."""
    rows = _numbered(frame)
    x = alt.X(
        f"{low}:Q",
        title=axis,
        axis=alt.Axis(format=".0%", tickCount=5),
        scale=alt.Scale(zero=True),
    )
    spans = (
        _base(rows, x)
        .mark_rule(strokeWidth=3, color=theme.PALE, yOffset=9, y2Offset=9)
        .encode(x2=f"{high}:Q")
    )
    long = pl.concat(
        rows.with_columns(pl.lit(word).alias("slag"), pl.col(column).alias("_andel"))
        for word, column in ((RAW, raw), (SHRUNKEN, shrunken))
    )
    colours = {RAW: theme.KON["kvinnor"], SHRUNKEN: theme.ACCENT}
    shapes = {RAW: "circle", SHRUNKEN: "square"}
    points = (
        _base(long, alt.X("_andel:Q", title=axis), tooltip)
        .mark_point(filled=True, size=120, opacity=1, yOffset=9)
        .encode(
            color=alt.Color("slag:N", scale=_scale(colours)),
            shape=alt.Shape("slag:N", scale=_scale(shapes)),
        )
    )
    layers = [spans, points, *_labels(rows, label, text)]
    return _finish(
        layers, rows, label, text, title, subtitle, "Tryckta och krympta andelar med intervall"
    )


def ranks(
    frame: pl.DataFrame,
    *,
    label: str,
    rank: str,
    low: str,
    high: str,
    text: str,
    title: str,
    subtitle: str,
    axis: str,
    tooltip: Mapping[str, str] | None = None,
) -> Chart:
    """Where each unit may rank: a bar from the first to the last place that chance lets it have."""
    rows = _numbered(frame)
    count = len(_filled(frame))
    x = alt.X(
        f"{low}:Q",
        title=axis,
        axis=alt.Axis(format="d", values=_places(count)),
        scale=alt.Scale(domain=[0.5, count + 0.5], nice=False),
    )
    spans = (
        _base(rows, x)
        .mark_rule(strokeWidth=7, color=theme.PALE, yOffset=9, y2Offset=9, strokeCap="round")
        .encode(x2=f"{high}:Q")
    )
    points = _base(rows, alt.X(f"{rank}:Q", title=axis), tooltip).mark_point(
        filled=True, size=110, opacity=1, color=theme.ACCENT, yOffset=9
    )
    layers = [spans, points, *_labels(rows, label, text)]
    return _finish(layers, rows, label, text, title, subtitle, "Intervall för placering")


def _places(count: int) -> Sequence[int]:
    step = max(1, round(count / 8))
    return [1, *range(1 + step, count + 1, step)]

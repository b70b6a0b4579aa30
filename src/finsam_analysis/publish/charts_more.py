"""More forms of chart: against a mark of its own in each row, amounts in parts, spans, changes.

The same form as in `charts`: a row a thing, its name and its figure written above its mark, and a
description made of the same figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import polars as pl

from finsam_analysis.publish import theme
from finsam_analysis.publish.charts import (
    Chart,
    _base,
    _filled,
    _finish,
    _labels,
    _min,
    _numbered,
    _scale,
    _tooltip,
    _wrapped,
)

GREY = "#8b98a0"
# For parts of a whole: each stands 3:1 against its neighbours' border, white.
TONES = [theme.ACCENT, theme.COST, "#7a4f9a", "#8a6a00", "#55646d"]

_SEGMENT = 0.07  # a part smaller than this share of the longest row has no room for its figure
_LINE = 23
_HEAD = 50  # characters of a heading in bold that a telephone has room for


def against(
    frame: pl.DataFrame,
    *,
    label: str,
    value: str,
    mark: str,
    mark_text: str,
    text: str,
    title: str,
    subtitle: str,
    axis: str,
    number_format: str = ",.0f",
    colour: str = theme.COST,
    tooltip: Mapping[str, str] | None = None,
) -> Chart:
    """Horizontal bars, each with a line across it at `mark`: its goal, its budget.

    `mark_text` says what the line is; rows whose mark is null have none.
    """
    rows = _numbered(frame)
    lowest = min(0, _min(rows, value), _min(rows, mark))
    x = alt.X(
        f"{value}:Q",
        title=axis,
        axis=alt.Axis(format=number_format, tickCount=5),
        scale=alt.Scale(domainMin=lowest, nice=lowest == 0),  # no tenth of the width for a sliver
    )
    bars = _base(rows, x, tooltip).mark_bar(size=15, yOffset=9, cornerRadiusEnd=2, color=colour)
    marked = rows.filter(pl.col(mark).is_not_null())
    layers: list[Any] = [bars]
    if not marked.is_empty():
        at = alt.X(f"{mark}:Q", title=axis)
        for size, thickness, tone in ((27, 7, theme.PAPER), (25, 3, theme.INK)):
            layers.append(
                _base(marked, at, tooltip).mark_tick(
                    size=size, thickness=thickness, color=tone, yOffset=9, opacity=1
                )
            )
    layers += _labels(rows, label, text)
    return _finish(layers, rows, label, text, title, subtitle, "Liggande staplar", f"{mark_text}.")


def stacks(
    frame: pl.DataFrame,
    *,
    label: str,
    part: str,
    value: str,
    inside: str,
    text: str,
    parts: Mapping[str, str],
    title: str,
    subtitle: str,
    axis: str,
    number_format: str = ",.0f",
    tones: Sequence[str] = TONES,
    tooltip: Mapping[str, str] | None = None,
) -> Chart:
    """Amounts in parts: a row for each `label`, a piece for each `part`.

    `parts` orders and names the parts; `inside` is the column written in a piece where there is
    room, `text` (the same in all rows of a label) is written above.
    """
    order = {name: at for at, name in enumerate(_filled(frame)[label].unique(maintain_order=True))}
    rows = frame.with_columns(
        pl.col(label).replace_strict(order).alias("rad_nr"),
        pl.col(part).replace_strict(dict(parts)).alias("del_namn"),
        pl.col(part).replace_strict({key: at for at, key in enumerate(parts)}).alias("del_nr"),
    ).sort("rad_nr", "del_nr")
    ends = pl.col(value).cum_sum().over("rad_nr")
    rows = rows.with_columns((ends - pl.col(value)).alias("fran"), ends.alias("till"))
    longest = float(rows.select(pl.col("till").max()).item() or 1)
    rows = rows.with_columns(((pl.col("fran") + pl.col("till")) / 2).alias("mitt"))
    there = set(rows["del_namn"])
    shown = {n: tone for n, tone in zip(parts.values(), tones, strict=False) if n in there}
    x = alt.X(
        "fran:Q",
        title=axis,
        axis=alt.Axis(format=number_format, tickCount=5),
        scale=alt.Scale(domainMin=0, nice=True),
    )
    pieces = (
        _base(rows, x, tooltip)
        .mark_bar(size=19, yOffset=9, stroke=theme.PAPER, strokeWidth=1.5)
        .encode(x2="till:Q", color=_named(shown))
    )
    roomy = rows.filter(pl.col(value) >= _SEGMENT * longest)
    figures = (
        _base(roomy, alt.X("mitt:Q", title=axis))
        .mark_text(baseline="middle", dy=9, fontSize=11.5, color=theme.PAPER, fontWeight=600)
        .encode(text=f"{inside}:N")
    )
    heads = rows.group_by("rad_nr", label, maintain_order=True).agg(
        pl.col(text).first(),
        pl.concat_str("del_namn", pl.lit(" "), inside).str.join(", ").alias("_delar"),
    )
    told = heads.with_columns(pl.format("{} ({})", pl.col(text), pl.col("_delar")).alias("_text"))
    layers = [pieces, figures, *_labels(heads, label, text)]
    return _finish(
        layers, told, label, "_text", title, subtitle, "Staplar som visar delarna av en summa"
    )


def spans(
    frame: pl.DataFrame,
    *,
    head: str,
    label: str,
    value: str,
    low: str,
    high: str,
    text: str,
    pale: str,
    title: str,
    subtitle: str,
    axis: str,
    number_format: str = ".0%",
    tooltip: Mapping[str, str] | None = None,
) -> Chart:
    """Points with their intervals, grouped under headings: a heading a question, a row a year.

    `pale` is a boolean column: rows to grey, because they rest on little. An interval that is null
    is not drawn.
    """
    rows = _headed(_filled(frame), head)
    points = rows.filter(pl.col(value).is_not_null())
    y = alt.Y("rad_nr:O", axis=None, sort="ascending", scale=alt.Scale(padding=0))
    # Names stand to the left of the plot and figures to the right, some seven pixels a character.
    ends: list[Any] = [
        9 * max(len(name) for name in frame[label]) + 14,
        alt.ExprRef(f"width - {7 * max(len(told) for told in frame[text]) + 10}"),
    ]
    x = alt.X(
        f"{low}:Q",
        title=axis,
        axis=alt.Axis(format=number_format, tickCount=3, orient="top"),
        scale=alt.Scale(domain=[0, 1], range=ends),
    )
    shade = alt.condition(f"datum.{pale}", alt.value(GREY), alt.value(theme.ACCENT))
    base = alt.Chart(points).encode(y=y)
    known = alt.Chart(points.filter(pl.col(low).is_not_null())).encode(y=y)
    layers: list[Any] = [
        known.mark_rule(strokeWidth=4, opacity=0.35).encode(x=x, x2=f"{high}:Q", color=shade),
        base.mark_point(filled=True, size=80, opacity=1).encode(
            x=alt.X(f"{value}:Q", title=axis),
            color=shade,
            shape=alt.condition(f"datum.{pale}", alt.value("square"), alt.value("circle")),
            tooltip=_tooltip(tooltip),
        ),
    ]
    layers += _span_texts(base, alt.Chart(rows.filter(pl.col(value).is_null())), y, label, text)
    told = frame.with_columns(pl.format("{} {}", pl.col(head), pl.col(label)).alias("_rad"))
    kind = "Punkter med osäkerhetsintervall"
    return _finish(layers, told, "_rad", text, title, subtitle, kind, height=_LINE * len(rows) + 10)


def _named(shown: Mapping[str, str]) -> alt.Color:
    """Colours with a legend of whole names, in two columns: narrow screens have no more room."""
    legend = alt.Legend(columns=2, labelLimit=300, symbolType="square")
    return alt.Color("del_namn:N", scale=_scale(shown), legend=legend)


def _span_texts(
    base: alt.Chart, heads: alt.Chart, y: alt.Y, label: str, text: str
) -> list[alt.Chart]:
    """The row's name to the left, its figure to the right, and the headings."""
    common: dict[str, Any] = {"baseline": "middle", "fontSize": 12.5}
    halo: dict[str, Any] = {
        **common,
        "stroke": theme.PAPER,
        "strokeWidth": 4,
        "strokeJoin": "round",
    }
    right = base.encode(x=alt.value("width"), text=f"{text}:N")
    left = base.encode(x=alt.value(0), text=f"{label}:N")
    layers: list[alt.Chart] = []
    for style in (halo, {**common, "color": theme.MUTED}):
        layers += [right.mark_text(align="right", **style), left.mark_text(align="left", **style)]
    bold: dict[str, Any] = {"fontWeight": 600, "color": theme.INK, **common}
    named = heads.mark_text(align="left", limit=alt.ExprRef("width"), **bold)
    return [*layers, named.encode(y=y, x=alt.value(0), text="_rubrik:N")]


def _headed(frame: pl.DataFrame, head: str) -> pl.DataFrame:
    """`frame` with rows before each group of `head` that hold nothing but the lines of its name."""
    made = []
    for group in frame.partition_by(head, maintain_order=True):
        lines = pl.DataFrame({"_rubrik": _wrapped(str(group[head][0]), _HEAD)})
        made += [lines, group]
    return pl.concat(made, how="diagonal_relaxed").with_row_index("rad_nr")


def changes(
    frame: pl.DataFrame,
    *,
    label: str,
    before: str,
    after: str,
    text: str,
    title: str,
    subtitle: str,
    axis: str,
    number_format: str = ",.0f",
    tooltip: Mapping[str, str] | None = None,
) -> Chart:
    """From a hollow point to a filled one in each row: before and after."""
    rows = _numbered(frame)
    x = alt.X(
        f"{before}:Q",
        title=axis,
        axis=alt.Axis(format=number_format, tickCount=5),
        scale=alt.Scale(zero=True, nice=True),
    )
    join = (
        _base(rows, x)
        .mark_rule(strokeWidth=3, color=theme.PALE, yOffset=9, y2Offset=9)
        .encode(x2=f"{after}:Q")
    )
    common: dict[str, Any] = {"size": 110, "opacity": 1, "yOffset": 9, "strokeWidth": 2}
    hollow = _base(rows, x, tooltip).mark_point(
        fill=theme.PAPER, stroke=theme.ACCENT, filled=False, **common
    )
    filled = _base(rows, alt.X(f"{after}:Q", title=axis), tooltip).mark_point(
        filled=True, color=theme.ACCENT, **common
    )
    layers = [join, hollow, filled, *_labels(rows, label, text)]
    return _finish(
        layers, rows, label, text, title, subtitle, "Punkter före (ihålig) och efter (fylld)"
    )


def differs(chart: Chart, older: pl.DataFrame, value: str, tooltip: Mapping[str, str]) -> Chart:
    """`chart` (of `charts.lines`) with crosses for what was printed otherwise elsewhere."""
    if older.is_empty():
        return chart
    crosses = (
        alt.Chart(older)
        .mark_point(shape="cross", angle=45, size=70, filled=True, color=theme.INK, opacity=1)
        .encode(x="year:Q", y=f"{value}:Q", tooltip=_tooltip(tooltip))
    )
    layered: Any = chart
    layered.layer = [*layered.layer, crosses]
    return chart


__all__ = ["against", "changes", "differs", "spans", "stacks"]

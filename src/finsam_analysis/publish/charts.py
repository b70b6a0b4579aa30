"""The charts of the comparisons.

One form carries most of them: a row a thing, its name and its figure written above its mark. So
names are never cut at the side of a narrow screen, every figure can be read without a legend, and
a chart fills the width it is given. The functions take frames that say what to write (columns are
named in arguments), never datasets: what is compared is worked out in `compare`.

A title says the finding; the subtitle gives unit, base and source. Each chart describes itself in
words from the same figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import altair as alt
import polars as pl

from finsam_analysis.publish import figures, theme

__all__ = ["bars", "description", "dumbbells", "figures", "forest", "lines", "shares"]

STEP = 48
_DESCRIBED = 14
_WRAP = 62

Chart = alt.LayerChart | alt.FacetChart


class EmptyChartError(ValueError):
    """A chart without figures: say why there are none instead."""


def bars(
    frame: pl.DataFrame,
    *,
    label: str,
    value: str,
    text: str,
    title: str,
    subtitle: str,
    axis: str,
    number_format: str = ",.0f",
    highest: float | None = None,
    target: float | None = None,
    target_text: str = "",
    colour: str = theme.COST,
    shade: Mapping[str, str] | None = None,
    shade_by: str | None = None,
    tooltip: Mapping[str, str] | None = None,
) -> Chart:
    """Horizontal bars in the frame's order, with the row's name and figure above each.

    `label` and `text` are columns written above the bar, to the left and to the right. `highest`
    ends the axis where the whole is known (1 for shares of one thing). `target`
    draws a line that `target_text` names. `shade` gives a colour for each value of `shade_by`;
    what it means must stand in `text` too.
    """
    rows = _numbered(frame)
    x = alt.X(
        f"{value}:Q",
        title=axis,
        axis=alt.Axis(format=number_format, tickCount=5),
        scale=alt.Scale(
            domainMin=min(0, _min(rows, value)),
            domainMax=alt.Undefined if highest is None else highest,
            nice=highest is None,
        ),
    )
    fill: Any = alt.value(colour)
    if shade is not None and shade_by is not None:
        fill = alt.Color(f"{shade_by}:N", legend=None, scale=_scale(shade))
    layers: list[Any] = [
        _base(rows, x, tooltip).mark_bar(size=15, yOffset=9, cornerRadiusEnd=2).encode(color=fill)
    ]
    if target is not None:
        layers.append(_rule(target))
    layers += _labels(rows, label, text)
    words = f"{target_text}." if target_text else ""
    return _finish(layers, rows, label, text, title, subtitle, "Liggande staplar", words)


def dumbbells(
    frame: pl.DataFrame,
    *,
    label: str,
    values: Mapping[str, str],
    text: str,
    title: str,
    subtitle: str,
    axis: str,
    number_format: str = ".0%",
    tooltip: Mapping[str, str] | None = None,
) -> Chart:
    """Two points a row, women and men, joined by a line: circle and diamond.

    `values` maps kon (kvinnor, man) to the column that holds it.
    """
    rows = _numbered(frame)
    women, men = values["kvinnor"], values["man"]
    scale = alt.Scale(nice=True, zero=True)
    x = alt.X(
        f"{women}:Q", title=axis, axis=alt.Axis(format=number_format, tickCount=5), scale=scale
    )
    join = (
        _base(rows, x)
        .mark_rule(strokeWidth=3, color=theme.RULE, yOffset=9, y2Offset=9)
        .encode(x2=f"{men}:Q")
    )
    long = pl.concat(
        rows.with_columns(pl.lit(word).alias("kön"), pl.col(column).alias("varde_kon"))
        for word, column in (("Kvinnor", women), ("Män", men))
    )
    keys = {"Kvinnor": "kvinnor", "Män": "man"}
    points = (
        _base(long, alt.X("varde_kon:Q", title=axis), tooltip)
        .mark_point(filled=True, size=150, opacity=1, yOffset=9)
        .encode(
            color=alt.Color("kön:N", scale=_scale({w: theme.KON[k] for w, k in keys.items()})),
            shape=alt.Shape("kön:N", scale=_scale({w: theme.SHAPE[k] for w, k in keys.items()})),
        )
    )
    layers = [join, points, *_labels(rows, label, text)]
    return _finish(
        layers, rows, label, text, title, subtitle, "Punkter för kvinnor (cirkel) och män (romb)"
    )


def forest(
    frame: pl.DataFrame,
    *,
    label: str,
    value: str,
    low: str,
    high: str,
    text: str,
    title: str,
    subtitle: str,
    axis: str,
    number_format: str = ".0f",
    tooltip: Mapping[str, str] | None = None,
) -> Chart:
    """A difference with its interval in each row, against the line of no difference."""
    rows = _numbered(frame)
    x = alt.X(f"{low}:Q", title=axis, axis=alt.Axis(format=number_format, tickCount=7))
    spans = (
        _base(rows, x)
        .mark_rule(strokeWidth=3, color=theme.PALE, yOffset=9, y2Offset=9)
        .encode(x2=f"{high}:Q")
    )
    points = _base(rows, alt.X(f"{value}:Q", title=axis), tooltip).mark_point(
        filled=True, size=120, opacity=1, color=theme.ACCENT, yOffset=9
    )
    layers = [_rule(0), spans, points, *_labels(rows, label, text)]
    return _finish(layers, rows, label, text, title, subtitle, "Skillnader med osäkerhetsintervall")


def lines(
    frame: pl.DataFrame,
    *,
    series: str,
    value: str,
    text: str,
    title: str,
    subtitle: str,
    axis: str,
    number_format: str = ",.0f",
    tooltip: Mapping[str, str] | None = None,
) -> Chart:
    """Figures over years (column year), a line for each of `series`, named where it ends."""
    rows = _filled(frame).sort(series, "year")
    names = rows[series].unique(maintain_order=True).to_list()
    palette = {name: theme.SERIES[i % len(theme.SERIES)] for i, name in enumerate(names)}
    years = rows["year"].unique().sort().to_list()
    x = alt.X(
        "year:Q",
        title=None,
        axis=alt.Axis(format="d", values=years, grid=False),
        scale=alt.Scale(domain=[years[0] - 0.3, years[-1] + 0.3], nice=False),
    )
    y = alt.Y(
        f"{value}:Q",
        title=axis,
        axis=alt.Axis(
            format=number_format,
            tickCount=5,
            titleAngle=0,
            titleAlign="left",
            titleAnchor="start",
            titleX=0,
            titleY=-14,
        ),
        scale=alt.Scale(zero=True, nice=True),
    )
    colour = alt.Color(f"{series}:N", legend=None, scale=_scale(palette))
    base = alt.Chart(rows).encode(x=x, y=y, color=colour)
    last = _falls(rows, series, value)
    place = alt.Y("_plats:Q", title=axis)
    placed = _apart(last, value, rows)
    first_year = pl.col("year") == years[0]

    def written(which: pl.Expr, align: Literal["left", "right"], dy: int = -13) -> alt.Chart:
        chart: alt.Chart = alt.Chart(placed.filter(which)).mark_text(
            align=align, dy=dy, fontWeight=600, fontSize=12.5
        )
        return chart.encode(x=x, y=place, color=colour, text=f"{series}:N")

    layers = [
        base.mark_line(strokeWidth=2.5),
        base.mark_point(filled=True, size=70, opacity=1).encode(tooltip=_tooltip(tooltip)),
        written(first_year, "left"),
        written(~first_year & ~pl.col("_faller"), "right"),
        written(~first_year & pl.col("_faller"), "right", 17),  # below: the line is above
    ]
    told = rows.with_columns(pl.format("{} {}", pl.col(series), pl.col("year")).alias("_rad"))
    return _finish(layers, told, "_rad", text, title, subtitle, "Linjer över år", height=300)


def shares(
    frame: pl.DataFrame,
    *,
    label: str,
    part: str,
    value: str,
    text: str,
    parts: Mapping[str, str],
    title: str,
    subtitle: str,
    axis: str,
    tooltip: Mapping[str, str] | None = None,
) -> Chart:
    """Rows of parts that make a whole: `value` is a share 0-1.

    `parts` orders and names the values of `part`; the parts of one `label` are one row.
    """
    order = {
        name: place for place, name in enumerate(_filled(frame)[label].unique(maintain_order=True))
    }
    rows = frame.with_columns(
        pl.col(label).replace_strict(order).alias("rad_nr"),
        pl.col(part).replace_strict(dict(parts)).alias("del_namn"),
        pl.col(part)
        .replace_strict({key: place for place, key in enumerate(parts)})
        .alias("del_nr"),
    )
    tones = [theme.ACCENT, theme.COST, theme.PALE, theme.RULE][: len(parts)]
    scale = alt.Scale(domain=list(parts.values()), range=tones)
    x = alt.X(
        f"{value}:Q",
        title=axis,
        stack="zero",
        axis=alt.Axis(format=".0%", tickCount=5),
        scale=alt.Scale(domain=[0, 1]),
    )
    stacks = (
        _base(rows, x, tooltip)
        .mark_bar(size=17, yOffset=9, stroke=theme.PAPER, strokeWidth=1.5)
        .encode(color=alt.Color("del_namn:N", scale=scale), order=alt.Order("del_nr:Q"))
    )
    heads = rows.group_by("rad_nr", label, maintain_order=True).agg(
        pl.col(text).str.join(" · ").alias("_text")
    )
    layers = [stacks, *_labels(heads, label, "_text")]
    return _finish(
        layers, heads, label, "_text", title, subtitle, "Staplar som visar andelar av helheten"
    )


def description(kind: str, title: str, items: Sequence[str], more: str = "") -> str:
    """Alternative text: the kind of chart, its finding, and its figures in words."""
    told = "; ".join(items[:_DESCRIBED])
    left = len(items) - _DESCRIBED
    rest = f"; och {left} rader till, som står i tabellen" if left > 0 else ""
    return " ".join(part for part in (f"{kind}. {title}.", more, f"{told}{rest}.") if part)


def _numbered(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows in the frame's order; two rows may have the same name."""
    return _filled(frame).with_row_index("rad_nr")


def _falls(rows: pl.DataFrame, series: str, value: str) -> pl.DataFrame:
    """The last year of each line, and whether the line comes down to it (_faller)."""
    before = pl.col(value).shift(1).over(series)
    fell = (pl.col(value) < before).fill_null(value=False).alias("_faller")
    return rows.with_columns(fell).filter(pl.col("year") == pl.col("year").max().over(series))


def _apart(last: pl.DataFrame, value: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Where to write the name of each line, so that no two names stand on each other."""
    top = float(rows.select(pl.col(value).max()).item() or 1)
    gap = 0.075 * (max(top, 0.0) - min(_min(rows, value), 0.0))
    places: list[float] = []
    for height in last.sort(value)[value].to_list():
        places.append(max(float(height), places[-1] + gap) if places else float(height))
    return last.sort(value).with_columns(pl.Series("_plats", places, dtype=pl.Float64))


def _filled(frame: pl.DataFrame) -> pl.DataFrame:
    if frame.is_empty():
        raise EmptyChartError("Det finns inga tal att rita. Säg varför i stället.")
    return frame


def _base(rows: pl.DataFrame, x: alt.X, tooltip: Mapping[str, str] | None = None) -> alt.Chart:
    y = alt.Y("rad_nr:O", axis=None, sort=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    return alt.Chart(rows).encode(x=x, y=y, tooltip=_tooltip(tooltip))


def _labels(rows: pl.DataFrame, label: str, text: str) -> list[alt.Chart]:
    y = alt.Y("rad_nr:O", axis=None, sort=None)
    base = alt.Chart(rows).encode(y=y)
    # What the longest figure leaves of the width, at some six pixels a character.
    longest = max(len(figure) for figure in rows[text])
    room = alt.ExprRef(f"max(width * 0.4, width - {round(longest * 6.2) + 14})")
    common: dict[str, Any] = {"baseline": "middle", "dy": -10, "fontSize": 13}
    halo: dict[str, Any] = {
        **common,
        "stroke": theme.PAPER,
        "strokeWidth": 4,
        "strokeJoin": "round",
    }
    left = base.encode(x=alt.value(0), text=f"{label}:N")
    right = base.encode(x=alt.value("width"), text=f"{text}:N")
    return [
        left.mark_text(align="left", limit=room, **halo),
        right.mark_text(align="right", **halo),
        left.mark_text(align="left", limit=room, color=theme.INK, **common),
        right.mark_text(align="right", color=theme.MUTED, **common),
    ]


def _rule(at: float) -> alt.Chart:
    line = alt.Chart(pl.DataFrame({"x": [float(at)]}))
    rule: alt.Chart = line.mark_rule(color=theme.INK, strokeWidth=1.5, strokeDash=[4, 3])
    return rule.encode(x="x:Q")


def _tooltip(columns: Mapping[str, str] | None) -> Any:
    if not columns:
        return alt.Undefined
    return [alt.Tooltip(f"{name}:N", title=title) for name, title in columns.items()]


def _scale(values: Mapping[str, str]) -> alt.Scale:
    return alt.Scale(domain=list(values), range=list(values.values()))


def _min(rows: pl.DataFrame, column: str) -> float:
    smallest = rows.select(pl.col(column).min()).item()
    return float(smallest if smallest is not None else 0)


def _finish(
    layers: Sequence[Any],
    rows: pl.DataFrame,
    label: str,
    text: str,
    title: str,
    subtitle: str,
    kind: str,
    more: str = "",
    height: int | None = None,
) -> Chart:
    items = [f"{name}: {figure}" for name, figure in rows.select(label, text).iter_rows()]
    size: Any = height if height is not None else alt.Step(STEP)
    return alt.layer(*layers).properties(
        width="container",
        height=size,
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        title=alt.TitleParams(text=_wrapped(title, _WRAP), subtitle=_wrapped(subtitle, _WRAP + 24)),
        description=description(kind, title, items, more),
    )


def _wrapped(text: str, width: int) -> list[str]:
    """Lines for a title drawn inside a chart, which does not break lines by itself."""
    rows: list[str] = [""]
    for word in text.split(" "):
        longer = f"{rows[-1]} {word}".strip()
        if len(longer) > width and rows[-1]:
            rows.append(word)
        else:
            rows[-1] = longer
    return rows

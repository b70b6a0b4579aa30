"""Grids: what there is of each thing in each place, and figures shaded in one colour.

The rows' names stand above their cells, as in `charts`, so that a narrow screen has room for them.
"""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import polars as pl

from finsam_analysis.publish import theme
from finsam_analysis.publish.charts import Chart, _filled, _finish, _scale, _tooltip

_CELL = 40


def grid(
    frame: pl.DataFrame,
    *,
    row: str,
    column: str,
    state: str,
    states: Mapping[str, tuple[str, str, str]],
    title: str,
    subtitle: str,
    upright: bool = False,
    tooltip: Mapping[str, str] | None = None,
) -> Chart:
    """What there is of each `row` in each `column`: a square a cell, a cell for every pair.

    `states` gives the values of `state` their name, fill and sign; the sign is written in the cell
    so that colour is not the only cue. `upright` writes the columns' names from below upwards.
    """
    rows = _filled(frame)
    order = {name: at for at, name in enumerate(rows[row].unique(maintain_order=True))}
    rows = rows.with_columns(
        pl.col(row).replace_strict(order).alias("rad_nr"),
        pl.col(state).replace_strict({k: v[0] for k, v in states.items()}).alias("lage_namn"),
        pl.col(state).replace_strict({k: v[2] for k, v in states.items()}).alias("tecken"),
    )
    names = [str(name) for name in rows[column].unique(maintain_order=True)]
    rows = rows.with_columns(pl.col(column).cast(pl.String))
    x, y = _places(column, names, upright=upright)
    fills = {name: fill for name, fill, _ in states.values()}
    base = alt.Chart(rows).encode(x=x, y=y)
    cells = base.mark_rect(
        stroke=theme.RULE,
        strokeWidth=1,
        height=alt.RelativeBandSize(band=0.52),
        yOffset=9,
        cornerRadius=2,
    ).encode(
        color=alt.Color("lage_namn:N", scale=_scale(fills), legend=None), tooltip=_tooltip(tooltip)
    )
    filled = [name for name, fill, _ in states.values() if fill != theme.PAPER]
    on_fill = alt.FieldOneOfPredicate(field="lage_namn", oneOf=filled)
    dark = alt.condition(on_fill, alt.value(theme.PAPER), alt.value(theme.MUTED))
    signs = base.mark_text(dy=9, fontSize=12, fontWeight=600, baseline="middle").encode(
        text="tecken:N", color=dark
    )
    heads = rows.unique("rad_nr", keep="first", maintain_order=True)
    told = rows.group_by(row, maintain_order=True).agg(
        pl.concat_str(column, pl.lit(" "), pl.col("lage_namn").str.to_lowercase())
        .str.join(", ")
        .alias("_text")
    )
    return _finish(
        [cells, signs, _row_names(heads, y, row)],
        told,
        row,
        "_text",
        title,
        subtitle,
        "Rutnät över vad som finns",
        height=_CELL * len(order),
    )


def _places(column: str, names: list[str], *, upright: bool) -> tuple[alt.X, alt.Y]:
    """A place for every column, named on top, and for every row."""
    angle = -90 if upright else 0
    x = alt.X(
        f"{column}:N",
        sort=names,
        title=None,
        axis=alt.Axis(orient="top", labelAngle=angle, labelLimit=220, labelOverlap=False),
        scale=alt.Scale(paddingInner=0.08, paddingOuter=0),
    )
    return x, alt.Y("rad_nr:O", axis=None, sort="ascending", scale=alt.Scale(padding=0))


def _row_names(heads: pl.DataFrame, y: alt.Y, row: str) -> alt.Chart:
    """The rows' names above their cells."""
    named: alt.Chart = alt.Chart(heads).mark_text(
        align="left", baseline="middle", dy=-11, fontSize=12.5, limit=alt.ExprRef("width")
    )
    return named.encode(y=y, x=alt.value(0), text=f"{row}:N")


def matrix(
    frame: pl.DataFrame,
    *,
    row: str,
    column: str,
    value: str,
    text: str,
    title: str,
    subtitle: str,
    tooltip: Mapping[str, str] | None = None,
) -> Chart:
    """Figures of each `row` in each `column`, shaded in one colour: the more, the darker.

    `text` is written in the cell; a pair that is not in the frame is an empty place. Rows and
    columns stand in the frame's order.
    """
    rows = _filled(frame)
    order = {name: at for at, name in enumerate(rows[row].unique(maintain_order=True))}
    rows = rows.with_columns(pl.col(row).replace_strict(order).alias("rad_nr"))
    names = rows[column].unique(maintain_order=True).to_list()
    most = float(rows.select(pl.col(value).max()).item() or 1)
    x, y = _places(column, names, upright=True)
    base = alt.Chart(rows).encode(x=x, y=y)
    tone = alt.Scale(domain=[0, most], range=["#eef4f7", theme.ACCENT])
    cells = base.mark_rect(height=alt.RelativeBandSize(band=0.52), yOffset=9, cornerRadius=2)
    dark = alt.condition(
        f"datum['{value}'] > {0.62 * most}", alt.value(theme.PAPER), alt.value(theme.INK)
    )
    figures = base.mark_text(dy=9, fontSize=11.5, baseline="middle").encode(
        text=f"{text}:N", color=dark
    )
    told = rows.group_by(row, maintain_order=True).agg(
        pl.concat_str(column, pl.lit(" "), text).str.join(", ").alias("_text")
    )
    heads = told.with_row_index("rad_nr")
    layers = [
        cells.encode(
            color=alt.Color(f"{value}:Q", scale=tone, legend=None), tooltip=_tooltip(tooltip)
        ),
        figures,
        _row_names(heads, y, row),
    ]
    kind = "Rutnät med tal"
    return _finish(layers, told, row, "_text", title, subtitle, kind, height=_CELL * len(order))


__all__ = ["grid", "matrix"]

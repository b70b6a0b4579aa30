"""Frames as tables that everybody can read: caption, headed rows and columns, Swedish numbers.

A cell without a number says why with the signs of official Swedish statistics (see
`numbers.MISSING`): `-` unless a column `<name>_saknas` gives another sign for the row. The signs
that occur are explained under the table, and are words to a screen reader.
"""

from __future__ import annotations

import hashlib
import html
from collections.abc import Callable, Mapping
from typing import Any, Literal

import polars as pl

from finsam_analysis.publish import numbers
from finsam_analysis.publish.markup import Html, nothing

Kind = Literal[
    "text",
    "lang",
    "antal",
    "tal",
    "tal1",
    "tal2",
    "kr",
    "procent",
    "procent1",
    "andring",
    "punkter",
    "ar",
]
Column = str | tuple[str, Kind]

REASON = "_saknas"

_FORMATS: dict[str, Callable[[Any], str]] = {
    "antal": numbers.number,
    "tal": numbers.plain,
    "tal1": lambda value: numbers.number(value, 1),
    "tal2": lambda value: numbers.number(value, 2),
    "kr": numbers.number,
    "procent": numbers.percent,
    "procent1": lambda value: numbers.percent(value, 1),
    "andring": lambda value: f"{numbers.number(100 * value, signed=True)}{numbers.NBSP}%",
    "punkter": lambda value: numbers.number(value, 1, signed=True),
    "ar": str,
    "text": str,
    "lang": str,
}


def table(
    frame: pl.DataFrame,
    caption: str,
    columns: Mapping[str, Column],
    *,
    note: str = "",
    fold: bool = False,
) -> Html:
    """`frame` as an accessible table.

    `columns` names what to show: column to heading, or to heading and kind (text, lang for text
    that needs room, antal, tal, tal1, tal2, kr, procent and procent1 of shares 0-1, andring of a
    change of share 0-1, punkter of percentage points, ar); without a kind it follows from the
    type. The first is the rows' heading. `fold` closes it behind a line that says what it is. A
    frame without rows becomes a sentence.
    """
    if frame.is_empty():
        text = f"{caption}: det finns inga rader."
        return nothing(text)
    kinds = {name: _kind(frame, name, column) for name, column in columns.items()}
    heads = {
        name: column if isinstance(column, str) else column[0] for name, column in columns.items()
    }
    label = "tabell-" + hashlib.sha256(f"{caption}{heads}".encode()).hexdigest()[:10]
    signs: set[str] = set()
    rows = "".join(_row(record, kinds, signs) for record in frame.iter_rows(named=True))
    head = "".join(
        f'<th scope="col"{_side(kinds[n], head=True)}>{html.escape(heads[n])}</th>' for n in columns
    )
    inner = (
        f'<div class="tabell-ruta" role="region" aria-labelledby="{label}" tabindex="0">'
        '<table class="tabell" data-quarto-disable-processing="true">'
        f'<caption id="{label}">{html.escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        f"{_legend(signs, note)}"
    )
    if fold:
        count = numbers.count_of(len(frame), "rad", "rader")
        summary = f"{html.escape(caption)} ({count})"
        inner = f'<details class="tabell-lucka"><summary>{summary}</summary>{inner}</details>'
    return Html(inner, f"{caption}: {len(frame)} rader, {', '.join(heads.values())}")


def _kind(frame: pl.DataFrame, name: str, column: Column) -> Kind:
    if not isinstance(column, str):
        return column[1]
    if name == "year":
        return "ar"
    dtype = frame.schema[name]
    if dtype.is_integer():
        return "antal"
    return "tal1" if dtype.is_numeric() else "text"


def _row(record: dict[str, Any], kinds: Mapping[str, Kind], signs: set[str]) -> str:
    cells = []
    for place, (name, kind) in enumerate(kinds.items()):
        value = record[name]
        if value is None:
            sign = record.get(name + REASON) or "-"
            signs.add(sign)
            content = _missing(sign)
        else:
            content = html.escape(_FORMATS[kind](value))
        if place == 0:
            cells.append(f'<th scope="row"{_side(kind)}>{content}</th>')
        else:
            cells.append(f"<td{_side(kind)}>{content}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def _missing(sign: str) -> str:
    words = numbers.MISSING.get(sign, sign)
    return f'<span class="saknas" role="img" aria-label="{words}" title="{words}">{sign}</span>'


def _side(kind: Kind, *, head: bool = False) -> str:
    """JupyterLab sets every cell to the right, and the site's style is not there.

    A heading may be broken into lines, a number never.
    """
    if kind == "text":
        return ' style="text-align:left"'
    if kind == "lang":
        return ' style="text-align:left;min-width:16rem"'
    whole = "" if head else ";white-space:nowrap"
    return f' class="tal" style="text-align:right{whole}"'


def _legend(signs: set[str], note: str) -> str:
    known = [f"{sign} {words}" for sign, words in numbers.MISSING.items() if sign in signs]
    parts = [part for part in (note, "; ".join(known) + "." if known else "") if part]
    return f'<p class="tabell-not">{html.escape(" ".join(parts))}</p>' if parts else ""

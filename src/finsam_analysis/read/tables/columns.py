"""How many columns a table has, and what heads them: what most rows can be read as decides."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from itertools import pairwise, product

from finsam_analysis.read.numbers import Token, Value, is_damaged, is_unit, readings
from finsam_analysis.read.tables.across import Across, adds_across, lone_joins, relates, wide_joins
from finsam_analysis.read.tables.heads import Column, Heads, find_heads
from finsam_analysis.read.tables.rows import Layout, Row
from finsam_analysis.read.tables.solve import Reading
from finsam_analysis.read.terms import Term, is_total

_MAX_COLUMNS = 16
_FEW_BLANKS = 1  # blank columns in a row that do not speak against a number of columns
_SURE_HEAD = 0.75  # share of known heads from which the heads speak for a number of columns
_NOTE = re.compile(r"^\d{1,2}(?:,\d{1,2})*$")
_ONE_NOTE = re.compile(r"^[1-9]\d?$")
_SHARE = Term("enhet", "andel")


def find_width(layout: Layout, names: Collection[str] = ()) -> tuple[int, Heads | None]:
    """The number of columns: what most rows can be read as, and what the heads say."""
    best: tuple[tuple[float, ...], int, Heads | None] | None = None
    narrow = False  # a narrower table holds every row
    most = max((max(len(row.tokens), len(row.below) + 1) for row in layout.rows), default=0)
    for width in range(1, min(most, _MAX_COLUMNS) + 1):
        if not any(row_readings(row, width, allow_note=True) for row in layout.rows):
            continue
        heads = _heads(layout, width, names)
        noted = heads is not None and heads.has_note
        fits = [_fit(row, width, allow_note=noted) for row in layout.rows]
        if 1.0 not in fits:
            continue
        share = sum(fits) / len(fits)
        known = heads.known if heads is not None and heads.known >= _SURE_HEAD else 0.0
        if narrow and known < 1 and _cuts(layout.rows, width):
            known = 0.0
        narrow = narrow or min(fits) == 1.0
        fit = round(share + 0.5 * known, 3)
        if best is not None and fit < best[0][0]:
            continue
        score = heads.score if heads is not None else 0.0
        used = heads.lines if heads is not None else 0
        ways = [row_readings(row, width, allow_note=noted) for row in layout.rows]
        plain = _plainness(layout.rows, ways, width, headed=heads is not None)
        rank = (fit, *plain, round(score, 3), used, -width)
        if best is None or rank > best[0]:
            best = (rank, width, heads)
    return (best[1], best[2]) if best is not None else (1, None)


def _plainness(
    rows: Sequence[Row], ways: Sequence[Sequence[Reading]], width: int, *, headed: bool
) -> tuple[float, ...]:
    """What the numbers alone say for a number of columns, the most telling first."""
    parts = [w for w, row in zip(ways, rows, strict=True) if not (headed and is_total(row.label))]
    return (
        not wide_joins(ways),
        relates(ways, width),
        not headed and adds_across(ways),
        -lone_joins(parts),
    )


def _heads(layout: Layout, width: int, names: Collection[str]) -> Heads | None:
    """The heads of `width` columns, or of half as many where each cell is a count and its share."""
    heads = find_heads(
        layout.head,
        width,
        across=Across(partial(_plain_rows, layout.rows, width)),
        gaps=layout.gaps,
        spans=_spans(layout, width) if layout.walled else None,
        names=names,
    )
    if heads is not None and heads.known == 1:
        return heads
    if width > 2 and _last_is_share(layout.rows, width):
        fewer = find_heads(layout.head, width - 1, gaps=layout.gaps)
        if fewer is not None and fewer.known == 1:
            *rest, last = fewer.columns
            return replace(fewer, columns=(*rest, last, _of_pair(last, share=True)))
    if width % 2 or not _in_pairs(layout.rows, width):
        return heads
    half = find_heads(layout.head, width // 2, gaps=layout.gaps)
    if half is None:
        return heads
    first = _row_reading(layout.rows[0], width)
    columns = [
        _of_pair(column, share=_is_percent(first, at))
        for at, column in enumerate(c for c in half.columns for _ in range(2))
    ]
    return replace(half, columns=tuple(columns))


def _is_percent(way: Reading | None, at: int) -> bool:
    value = way[at] if way is not None else None
    return value is not None and value.percent


def _of_pair(column: Column, *, share: bool) -> Column:
    """The count of a cell such as `9 (28 %)`, or its share."""
    if not share:
        return column
    return replace(column, text=f"{column.text}, andel", terms=(*column.terms, _SHARE))


def _in_pairs(rows: Sequence[Row], width: int) -> bool:
    """True when every row is counts and percent by turns, one of each two in brackets."""
    ways = [_row_reading(row, width) for row in rows]
    found = [way for way in ways if way is not None]
    return len(found) * 2 > len(rows) and all(map(_paired, found))


def _last_is_share(rows: Sequence[Row], width: int) -> bool:
    """True when most rows end in a percent in brackets, after numbers that are none."""
    ways = [way for row in rows if (way := _row_reading(row, width)) is not None]
    ends = [
        value is not None
        and value.percent
        and value.bracketed
        and not any(v.percent for v in rest if v)
        for *rest, value in ways
    ]
    return sum(ends) * 2 > len(rows)


def _row_reading(row: Row, width: int) -> Reading | None:
    ways = row_readings(row, width, allow_note=False)
    return ways[0] if len(ways) == 1 and None not in ways[0] else None


def _paired(way: Reading) -> bool:
    pairs = list(zip(way[::2], way[1::2], strict=True))
    return all(
        a is not None and b is not None and a.percent != b.percent and b.bracketed for a, b in pairs
    )


def _spans(layout: Layout, width: int) -> list[tuple[int, int]] | None:
    """Where each column stands: from the first number's begin to the last one's end."""
    ways = [row_readings(row, width, allow_note=False) for row in layout.rows]
    full = [found[0] for found in ways if len(found) == 1 and None not in found[0]]
    columns = [[value for way in full if (value := way[at])] for at in range(width)]
    spans = [(min(v.start for v in c), max(v.end for v in c)) for c in columns if c]
    apart = len(spans) == width and all(a[1] < b[0] for a, b in pairwise(spans))
    return spans if apart else None


def _fit(row: Row, width: int, *, allow_note: bool) -> float:
    """1 when a row can be read as `width` numbers, a half when blanks explain that it has fewer."""
    if row_readings(row, width, allow_note=allow_note):
        return 1.0
    fewer = width - _FEW_BLANKS
    return 0.5 if fewer > 1 and row_readings(row, fewer, allow_note=allow_note) else 0.0


def _cuts(rows: Sequence[Row], width: int) -> bool:
    """True when every row as `width` numbers is cut where a number could go on."""
    return all(
        any(_goes_on(before, after) for before, after in pairwise(way))
        for row in rows
        for way in row_readings(row, width, allow_note=False)[:1]
    )


def _goes_on(before: Value | None, after: Value | None) -> bool:
    if before is None or after is None or before.number in (None, 0) or after.number is None:
        return False
    plain = before.raw[-1:].isdigit() and not before.decimals and before.end + 1 == after.start
    return plain and re.match(r"\d{3}(?!\d)", after.raw) is not None


def could_be_wider(rows: Sequence[Row], width: int, heads: Heads | None) -> bool:
    """True when nothing tells thousands from columns: no head counts the columns, and all rows
    can be read as more numbers too. Sums down hold either way; a relation across does not.
    """
    only = heads.columns[0] if heads is not None else Column()
    told = heads is not None and (width > 1 or only.year is not None or only.on("post") is not None)
    units = any(is_unit(token.text) for row in rows for token in row.tokens)
    if told or units or any(row.below for row in rows):
        return False
    if adds_across([row_readings(row, width, allow_note=False) for row in rows]):
        return False
    whole = [row for row in rows if not _lost_a_number(row)]
    most = min((len(row.tokens) for row in whole), default=0)
    return any(all(row.as_numbers(wider) for row in whole) for wider in range(width + 1, most + 1))


def _lost_a_number(row: Row) -> bool:
    """True when the label ends in what can be a damaged number: `kostnader 7S`, before `78`."""
    return is_damaged(row.label.rpartition(" ")[2])


def _plain_rows(rows: Sequence[Row], width: int) -> list[tuple[Decimal | None, ...]]:
    """The numbers of the rows that can be read in one way only; None for percent and dashes."""
    plain = []
    for row in rows if width > 2 else ():
        ways = row_readings(row, width, allow_note=False)
        if len(ways) == 1:
            plain.append(
                tuple(None if value is None or value.percent else value.number for value in ways[0])
            )
    return plain


def row_readings(row: Row, width: int, *, allow_note: bool) -> list[Reading]:
    """Readings of a row as exactly `width` numbers, with a note number before them if allowed."""
    if row.below:
        parts = [(row.line, row.tokens), *row.below]
        single = [readings(tokens, line.text, 1) for line, tokens in parts]
        if width != len(parts):
            return []
        return [tuple(way[0] for way in ways) for ways in product(*single)]
    ways: list[Reading] = list(row.as_numbers(width))
    if row.may_end_in_note:
        ways += readings(row.tokens[:-1], row.line.text, width)
    for skip in _note_tokens(row.tokens) if allow_note else ():
        ways += row.as_numbers(width, skip)
    return ways


def _note_tokens(tokens: Sequence[Token]) -> list[int]:
    """How many tokens at the start can be the number of a note: `2`, `3,4`, `3, 7`, `3 4`."""
    counts: list[int] = []
    if not tokens or not tokens[0].text[0].isdigit():
        return counts
    for count in (1, 2):
        text = "".join(token.text for token in tokens[:count])
        if len(tokens) > count and _NOTE.match(text) and (count == 1 or "," in text):
            counts.append(count)
    first, second = [token.text for token in tokens[:2]] if len(tokens) > 2 else ("", "")
    if _ONE_NOTE.match(first) and _ONE_NOTE.match(second) and int(first) + 1 == int(second):
        counts.append(2)
    return counts

"""Heads of columns that are wrapped: what stands over one column becomes one cell.

`Varav` over `avslutade`, or `Till arbete` / `eller studier` around the line of the other heads,
are one head each; lines by height alone make the lower half a head of no column. A line of heads
belongs to the one nearest to it where every cell of it stands over a single column, and to the
heads of groups where it stands under one of them. Where a place is in doubt the lines stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from finsam_analysis.read.pdf.cells import (
    UNDER,
    YEAR,
    Cell,
    Span,
    cells_of,
    is_label,
    is_numeric,
    numbers_of,
)
from finsam_analysis.read.pdf.rows import Row
from finsam_analysis.read.pdf.words import Word

_LINE = 1.7  # ems between lines of one head, at most
_MOST = 6  # lines of heads
_MOST_WORDS = 7  # in a cell of one line; more is a sentence
_TOUCH = 0.3  # ems by which a cell may miss its column
_BESIDE = 1.5  # ems by which it may stand beside it, if no other is near
_BROKEN = re.compile(r"[a-hj-zäö]")  # a letter that is no word ends the word above it
_AND = re.compile(r"(?:och|eller|samt)\b")

Heads = dict[int, list[Cell]]  # the cells over each column, from the top; -1 over the labels


def columns_of(rows: Sequence[Row], first: int) -> list[Span]:
    """Left and right edge of each column of numbers, from the rows that fill all of them."""
    found: list[list[Cell]] = []
    for row in rows[first:]:
        numbers = numbers_of(row)
        if numbers:
            found.append(numbers)
        elif not is_label(row):
            break
    width = max(map(len, found))
    full = [numbers for numbers in found if len(numbers) == width]
    return [
        (min(row[at][0].x0 for row in full), max(row[at][-1].x1 for row in full))
        for at in range(width)
    ]


def join_heads(rows: list[Row], first: int) -> int:
    """Join the lines of wrapped heads over the table that begins at `first`; its new beginning."""
    columns = columns_of(rows, first)
    labels = rows[first].words[0].x0
    end = first
    while end > 0 and is_label(rows[end - 1]) and rows[end - 1].words[-1].x1 < columns[0][0]:
        end -= 1
    start = _top(rows, end, columns, labels)
    for low in range(start, end):
        stack = _stacked(rows[low:end], columns, labels)
        if stack is None or any(
            _over_groups(rows[at:end], columns, labels) for at in range(low, end)
        ):
            continue
        rows[low:end] = [_one_row(rows[low:end], stack)]
        return first - (end - low - 1) - _join_groups(rows, start, low)
    return first


def _over_groups(lines: Sequence[Row], columns: Sequence[Span], labels: float) -> bool:
    """Whether the first line may head groups of the columns that one below it heads one by one."""
    heads, *others = (_over(row, columns, labels)[1] for row in lines)
    below = next((cells for cells in others if len(cells) >= len(columns) > len(heads)), None)
    return below is not None and bool(heads) and are_groups(heads, below)


def _join_groups(rows: list[Row], start: int, low: int) -> int:
    """Join the lines of heads of groups that stand one under one; how many lines are gone."""
    gone = 0
    for at in range(low - 1, start, -1):
        above, below = cells_of(rows[at - 1]), cells_of(rows[at])
        spans = [(cell[0].x0, cell[-1].x1) for cell in above]
        under = _places(below, spans, rows[at].size)
        if under is None:
            continue
        stack = {place: [cell] for place, cell in enumerate(above)}
        for place, cell in zip(under, below, strict=True):
            stack[place].append(cell)
        rows[at - 1 : at + 1] = [_one_row(rows[at - 1 : at + 1], stack)]
        gone += 1
    return gone


def are_groups(heads: Sequence[Cell], subs: Sequence[Cell]) -> bool:
    """True for years, and for words over heads that come again; a wrapped head has neither."""
    texts = [" ".join(word.text for word in cell) for cell in heads]
    below = [" ".join(word.text for word in cell) for cell in subs]
    if all(YEAR.fullmatch(text) for text in texts):
        return True
    worded = all(any(map(str.isalpha, text)) and not text.endswith("-") for text in texts)
    return worded and len(set(below)) < len(below)


def _top(rows: Sequence[Row], end: int, columns: Sequence[Span], labels: float) -> int:
    """The uppermost line that can be one of heads; there is none where it equals `end`."""
    at = end
    while at > 0 and end - at < _MOST:
        row = rows[at - 1]
        near = UNDER if at == end else _LINE
        if at < len(rows) and rows[at].y - row.y > near * row.size:
            break
        if numbers_of(row) or not _are_heads(row, columns):
            break
        at -= 1
    # A line over the labels alone is a title, unless heads stand above it.
    while at < end and _is_title(rows[at], columns, labels):
        at += 1
    return at


def _is_title(row: Row, columns: Sequence[Span], labels: float) -> bool:
    begins = row.words[0].x0 <= labels + row.size
    return row.words[-1].x1 < columns[0][0] - row.size or (begins and not row.parted)


def _are_heads(row: Row, columns: Sequence[Span]) -> bool:
    cells = cells_of(row)
    left = columns[0][0]
    if any(is_numeric(cell) and not YEAR.fullmatch(cell[0].text) for cell in cells):
        return False
    runs_over = cells[0][0].x0 < left - 4 * row.size and cells[0][-1].x1 > columns[0][1]
    return not runs_over and all(len(cell) <= _MOST_WORDS for cell in cells)


def _stacked(lines: Sequence[Row], columns: Sequence[Span], labels: float) -> Heads | None:
    """The cells of the lines over each single column; None if one stands over none or several."""
    spans = list(columns)
    heads: Heads = {}
    cells = [(row, _over(row, columns, labels)) for row in lines]
    # Lines with a head for each column tell how far the columns reach.
    for row, (_, over) in sorted(
        zip(lines, [pair[1] for pair in cells], strict=True), key=lambda x: -len(x[1][1])
    ):
        if len(over) == len(spans):
            places: list[int] | None = list(range(len(spans)))
        else:
            places = _places(over, spans, row.size)
        if places is None:
            return None
        for place, cell in zip(places, over, strict=True):
            a, b = spans[place]
            spans[place] = min(a, cell[0].x0), max(b, cell[-1].x1)
    for row, (stub, over) in cells:
        places = _places(over, spans, row.size)
        if places is None:
            return None
        for place, cell in zip(places, over, strict=True):
            heads.setdefault(place, []).append(cell)
        if stub:
            heads.setdefault(-1, []).append(stub)
    return heads if len([at for at in heads if at >= 0]) == len(columns) else None


def _over(row: Row, columns: Sequence[Span], labels: float) -> tuple[Cell, list[Cell]]:
    """The cell over the labels, which begin at `labels`, and those over the columns."""
    cells = cells_of(row)
    stub = cells[0][0].x0 <= labels + row.size or cells[0][-1].x1 < columns[0][0] - row.size
    return (cells[0], cells[1:]) if stub else ([], cells)


def _places(cells: Sequence[Cell], spans: Sequence[Span], size: float) -> list[int] | None:
    """Which column each cell stands over; None if any stands over none, or over more than one."""
    places: list[int] = []
    slack = _TOUCH * size
    for cell in cells:
        over = [
            at
            for at, (a, b) in enumerate(spans)
            if min(b, cell[-1].x1) - max(a, cell[0].x0) > -slack
        ]
        if not over:
            over = _nearest(spans, cell, size)
        if len(over) > 1:  # a wide head may reach into the margin of the next column
            over = [at for at in over if _holds(spans[at], cell, slack)]
        if len(over) != 1 or (places and over[0] <= places[-1]):
            return None
        places.append(over[0])
    return places


def _nearest(spans: Sequence[Span], cell: Cell, size: float) -> list[int]:
    """The column that a cell stands beside, if it is much nearer than any other."""
    away = sorted((max(a - cell[-1].x1, cell[0].x0 - b), at) for at, (a, b) in enumerate(spans))
    lone = len(away) == 1 or away[1][0] >= 2 * away[0][0]
    return [away[0][1]] if lone and away[0][0] <= _BESIDE * size else []


def _holds(span: Span, cell: Cell, slack: float) -> bool:
    return span[0] - slack <= cell[0].x0 and cell[-1].x1 <= span[1] + slack


def _one_row(lines: Sequence[Row], heads: Heads) -> Row:
    base = max(lines, key=lambda row: (len(row.parted), row.y))
    words: list[Word] = []
    parted: set[int] = set()
    for at in sorted(heads):
        if words:
            parted.add(len(words))
        cell = [replace(word, y=base.y) for word in _joined(heads[at])]
        # The cell is as wide as its widest line.
        cell[0] = replace(cell[0], x0=min(word.x0 for part in heads[at] for word in part))
        cell[-1] = replace(cell[-1], x1=max(word.x1 for part in heads[at] for word in part))
        words += cell
    return Row(words, parted)


def _joined(cells: Sequence[Cell]) -> Cell:
    """The words of a head, with those that its lines break made whole."""
    words = list(cells[0])
    for lower in cells[1:]:
        last, word = words[-1].text, lower[0].text
        rest = list(lower)
        hyphen = last.endswith("-") and word[:1].islower() and not _AND.match(word)
        if (hyphen and len(last) > 1) or _BROKEN.fullmatch(word):
            stem = last[:-1] if hyphen else last
            words[-1] = replace(words[-1], text=stem + word)
            rest = rest[1:]
        words += rest
    return words

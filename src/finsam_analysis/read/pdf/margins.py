"""The head and foot of pages: lines at the same place, with the same words, page by page."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import TypeAlias

from finsam_analysis.read.pdf.rows import Row, rows_of
from finsam_analysis.read.pdf.words import PageText, Word

_ROWS = 3  # at the top and at the bottom that can be the page's own
_SHARE = 0.4  # of the pages that print them, and two at least
_SLACK = 1.5  # points between the places of a line on two pages
_APART = 1.6  # ems to what the page is about: heads of a table stand nearer to it

Margin: TypeAlias = tuple[float, float]  # what stands above the first or below the second
NO_MARGIN: Margin = (-math.inf, math.inf)


def page_margins(texts: Sequence[PageText]) -> list[Margin]:
    """Where the head of each page ends and its foot begins."""
    pages = [rows_of([word for word in text.words if not word.turned]) for text in texts]
    ends = [_edge([rows[:_ROWS] for rows in pages], pages, 1)]
    ends.append(_edge([rows[::-1][:_ROWS] for rows in pages], pages, -1))
    return [
        (top if top is not None else -math.inf, foot if foot is not None else math.inf)
        for top, foot in zip(*ends, strict=True)
    ]


def parted_at(words: Sequence[Word], margin: Margin) -> tuple[list[Word], list[Word], list[Word]]:
    """The words of the head, of the page itself and of the foot."""
    top, foot = margin
    return (
        [word for word in words if word.y <= top],
        [word for word in words if top < word.y < foot],
        [word for word in words if word.y >= foot],
    )


def _edge(outer: Sequence[list[Row]], pages: Sequence[list[Row]], step: int) -> list[float | None]:
    """The height of the innermost line of each page's head (step 1) or foot (-1)."""
    places: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for page, rows in enumerate(outer):
        for row in rows:
            places[_masked(row)].append((page, row.y))
    least = max(2, _SHARE * sum(map(bool, pages)))
    found: list[float | None] = []
    for rows, everything in zip(outer, pages, strict=True):
        edge = None
        for row, after in zip(rows, [*everything[::step][1 : len(rows) + 1], None], strict=False):
            same = {page for page, y in places[_masked(row)] if abs(y - row.y) <= _SLACK}
            if len(same) < least:
                break
            if after is None or abs(after.y - row.y) >= _APART * row.size:
                edge = row.y + step * 0.5
        found.append(edge)
    return found


def _masked(row: Row) -> str:
    return re.sub(r"\d+", "#", " ".join(word.text for word in row.words))

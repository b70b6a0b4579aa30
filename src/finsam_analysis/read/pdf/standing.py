"""Heads of columns that are written upwards or downwards, over numbers in upright print.

Their lines would come after the page's own, and head nothing. Where lines of turned words stand
beside each other over columns of numbers, one over each, they become heads on one line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from finsam_analysis.read.pdf.rows import number_cells, rows_of
from finsam_analysis.read.pdf.words import PageText, Word

_FEWEST = 2  # heads that stand beside each other
_MIDDLE = 0.3  # ems from the baseline to the middle of the letters
_SAME_FOOT = 1.5  # ems by which their ends may differ
_UNDER = 3.0  # ems from the heads to the first numbers
_OFF = 0.8  # of the distance between heads, from one to the number under it
_WRAPPED = 1.5  # ems between the lines of one head
_HALF = 1.0  # points; a head is as narrow as its place is sure


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of turned words: where it stands across, its top and foot as the page is seen."""

    words: tuple[Word, ...]
    x: float
    top: float
    foot: float

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def size(self) -> float:
        return max(word.size for word in self.words)


def with_standing_heads(text: PageText) -> tuple[list[Word], frozenset[Word]]:
    """The upright words with heads made of turned ones, and those that were used."""
    level = [word for word in text.words if not word.turned]
    used: set[Word] = set()
    for quarter in (1, 3):
        turned = [word for word in text.words if word.turned == quarter]
        for lines in _beside(_lines(turned, quarter, text)):
            heads = _heads(lines, level)
            if heads:
                level = [*_on_line(level, heads, min(line.top for line in lines)), *heads]
                used.update(word for line in lines for word in line.words)
    return level, frozenset(used)


def _on_line(level: Sequence[Word], heads: Sequence[Word], top: float) -> list[Word]:
    """The words with what stands beside the heads, over the labels, on the line of the heads."""
    y, left = heads[0].y, min(head.x0 for head in heads)
    beside = [word for word in level if top - 2 <= word.y <= y + 2 and word.x1 < left]
    if len({round(word.y) for word in beside}) != 1:
        return list(level)
    return [replace(word, y=y) if word in beside else word for word in level]


def _lines(words: Sequence[Word], quarter: int, page: PageText) -> list[_Line]:
    found = []
    for row in rows_of(words):
        size = row.size
        if quarter == 1:
            x = row.y - _MIDDLE * size
            top, foot = page.height - row.words[-1].x1, page.height - row.words[0].x0
        else:
            x = page.width - row.y + _MIDDLE * size
            top, foot = row.words[0].x0, row.words[-1].x1
        found.append(_Line(tuple(row.words), x, top, foot))
    return sorted(found, key=lambda line: line.x)


def _beside(lines: Sequence[_Line]) -> list[list[_Line]]:
    """Runs of lines that stand on one foot, or begin at one height."""
    runs: list[list[_Line]] = []
    for line in lines:
        for run in runs:
            slack = _SAME_FOOT * line.size
            if min(abs(run[0].foot - line.foot), abs(run[0].top - line.top)) <= slack:
                run.append(line)
                break
        else:
            runs.append([line])
    return [run for run in runs if len(run) >= _FEWEST]


def _heads(lines: Sequence[_Line], level: Sequence[Word]) -> list[Word]:
    """A head over each column of numbers under the lines; none unless each has one of its own."""
    foot, size = max(line.foot for line in lines), max(line.size for line in lines)
    below = [word for word in level if foot - 0.5 * size < word.y <= foot + _UNDER * size]
    rows = [row for row in map(number_cells, _rows(below)) if len(row) > 1]
    columns = _columns(lines)
    if not rows or len(columns) != len(rows[0]) or len(columns) < _FEWEST:
        return []
    middles = [(cell[0].x0 + cell[-1].x1) / 2 for cell in rows[0]]
    places = [sum(part.x for part in column) / len(column) for column in columns]
    apart = min(b - a for a, b in pairwise(places))
    off = [middle - place for middle, place in zip(middles, places, strict=True)]
    if max(map(abs, off)) > _OFF * apart or max(off) - min(off) > apart / 2:
        return []
    return [
        Word(
            " ".join(part.text for part in column),
            min(x - _HALF, cell[0].x0),
            max(x + _HALF, cell[-1].x1),
            foot,
            size,
        )
        for column, x, cell in zip(columns, places, rows[0], strict=True)
    ]


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    return [row.words for row in rows_of(words)]


def _columns(lines: Sequence[_Line]) -> list[list[_Line]]:
    """The lines of each head: those that are wrapped stand close to each other."""
    columns = [[lines[0]]]
    gaps = [b.x - a.x for a, b in pairwise(lines)]
    for line, gap in zip(lines[1:], gaps, strict=True):
        if gap <= _WRAPPED * line.size and max(gaps) > 2 * gap:
            columns[-1].append(line)
        else:
            columns.append([line])
    return columns

"""Which column each paragraph of a goal table belongs to, when its cells stand below each other.

Cells come in the order of the columns, row after row, but a cell may be missing or have several
paragraphs. Every way to give paragraphs to columns is weighed by dynamic programming: what the
words sound like (a goal, a result, a judgement), and how wide the column is elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from statistics import median

from finsam_analysis.read.document import Line
from finsam_analysis.read.goals.columns import BEFORE, GOAL, JUDGED, NAME, REMARK, RESULT, Column
from finsam_analysis.read.goals.text import Reading
from finsam_analysis.read.goals.words import is_judgement, judged_start

_NEVER = -8.0
_SKIP = -0.7  # a column without a cell
_AGAIN = {GOAL: -1.2, NAME: -2.0, JUDGED: -4.0}  # one more paragraph of the same cell
_ONCE_MORE = -0.8
_LATE = -3.0  # a row that begins after its first column
_WIDTH = 2.0
_NAME_WORDS = 9


@dataclass(slots=True)
class Chunk:
    """A paragraph of a table: its lines, what was read of it, the length of its longest line."""

    lines: list[Line]
    reading: Reading
    width: int


def walk(columns: Sequence[Column], chunks: Sequence[Chunk]) -> list[tuple[Chunk, int, bool]]:
    """Each chunk with its column, and whether it begins a new row."""
    if not chunks:
        return []
    scores = [[_likeness(column, chunk) for column in columns] for chunk in chunks]
    path = _best(columns, scores)
    widths = _widths(path, chunks, len(columns))
    for chunk, row in zip(chunks, scores, strict=True):
        for at, width in enumerate(widths):
            if width is not None and JUDGED not in columns[at].roles:
                row[at] -= _WIDTH * _misfit(chunk, width)
    path = _best(columns, scores)
    return [(chunk, place, fresh) for chunk, (place, fresh) in zip(chunks, path, strict=True)]


def _likeness(column: Column, chunk: Chunk) -> float:
    """How much a chunk sounds like what its column holds."""
    text = chunk.reading.cell.text
    figures = len(chunk.reading.figures)
    whole = is_judgement(text)
    opened = bool(judged_start(text)[0])
    goal, result = _tone(chunk)
    best = _NEVER
    for role in column.roles:
        if role == JUDGED:
            score = 5.0 if whole else _NEVER
        elif role == NAME:
            light = not figures and not whole and len(text.split()) <= _NAME_WORDS
            score = 1.5 if light else -4.0
        elif role == GOAL:
            score = goal - result - (6.0 if whole else 3.0 if opened else 0.0)
        elif role in (RESULT, BEFORE):
            score = 0.5 * (figures > 0) + result - goal
            score += (2.0 if JUDGED in column.roles else -4.0) if whole else 2.0 * opened
        elif role == REMARK:
            score = (-3.0 if whole else 0.2) if not figures else -1.0
        else:
            score = _NEVER
        best = max(best, score)
    return best


def _tone(chunk: Chunk) -> tuple[float, float]:
    """How many words sound like a goal, and like a result; at most two count."""
    concepts = [hit.concept for hit in chunk.reading.hits]
    goal = sum(concept == "ton.mal" for concept in concepts)
    result = sum(concept in {"ton.resultat", "hang.foregaende"} for concept in concepts)
    result += sum(f.year is not None or f.previous for f in chunk.reading.figures)
    bracketed = any(f.bracket >= 0 for f in chunk.reading.figures)
    if bracketed and len(chunk.reading.figures) > 1:
        result += 1
    return float(min(goal, 2)), float(min(result, 2))


def _best(columns: Sequence[Column], scores: Sequence[Sequence[float]]) -> list[tuple[int, bool]]:
    """The best way through the columns: for each chunk its column, and whether a row begins."""
    count = len(columns)
    total = [score + (0.0 if at == 0 else _LATE) for at, score in enumerate(scores[0])]
    back: list[list[tuple[int, bool]]] = []
    for row in scores[1:]:
        step = []
        fresh_total = []
        for place in range(count):
            options = [
                (total[before] + _cost(columns, before, place, fresh), before, fresh)
                for before in range(count)
                for fresh in (False, True)
            ]
            best = max(options)
            fresh_total.append(best[0] + row[place])
            step.append((best[1], best[2]))
        total = fresh_total
        back.append(step)
    place = max(range(count), key=lambda at: total[at])
    path = []
    for step in reversed(back):
        before, fresh = step[place]
        path.append((place, fresh))
        place = before
    path.append((place, True))
    return path[::-1]


def _cost(columns: Sequence[Column], before: int, place: int, fresh: bool) -> float:
    """What it costs that a chunk of column `place` follows one of `before`."""
    if fresh:
        missing = len(columns) - before - 1
        return _SKIP * missing + (0.0 if place == 0 else _LATE)
    if place < before:
        return _NEVER * 4
    if place == before:
        return max(_AGAIN.get(role, _ONCE_MORE) for role in columns[place].roles)
    return _SKIP * (place - before - 1)


def _widths(
    path: Sequence[tuple[int, bool]], chunks: Sequence[Chunk], count: int
) -> list[float | None]:
    """The typical width of each column, where two wrapped cells or more tell it."""
    widths: list[float | None] = []
    for at in range(count):
        own = [
            c.width for c, (p, _) in zip(chunks, path, strict=True) if p == at and len(c.lines) > 1
        ]
        widths.append(median(own) if len(own) >= 2 else None)
    return widths


def _misfit(chunk: Chunk, width: float) -> float:
    """How badly a chunk fits a column's width; a single short line fits any."""
    if chunk.width <= width and len(chunk.lines) == 1:
        return 0.0
    return abs(log(chunk.width / width))

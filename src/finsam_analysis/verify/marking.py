"""Where numbers stand in their printed line, to point them out."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

Span = tuple[int, int]
Row = dict[str, Any]


def spans(line: str, there: Sequence[Row], wanted: Sequence[Row]) -> list[Span]:
    """The places of the wanted numbers; `there` are all numbers of the line, from left to right.

    The numbers before one on its line tell two alike apart, and `4` from the first of `4 026`.
    """
    found: list[Span] = []
    at = 0
    for row in there:
        place = _find(line, row["raw"], at) or _find(line, row["raw"], 0)
        if place is None:
            continue
        at = max(at, place[1])
        if any(row is one for one in wanted) and place not in found:
            found.append(place)
    return sorted(found)


def _find(line: str, raw: str, first: int) -> Span | None:
    """Where the characters stand, spaces apart; never a piece of a longer run of them."""
    wanted = "".join(raw.split())
    for start in range(first, len(line)):
        if not wanted or line[start] != wanted[0]:
            continue
        if start and line[start - 1].isalnum() and line[start].isalnum():
            continue
        end = _follow(line, start, wanted)
        if end is not None:
            return start, end
    return None


def _follow(line: str, start: int, wanted: str) -> int | None:
    at = start
    for char in wanted:
        while at < len(line) and line[at].isspace():
            at += 1
        if at == len(line) or line[at] != char:
            return None
        at += 1
    cut = at < len(line) and line[at].isalnum() and line[at - 1].isalnum()
    return None if cut else at


def position(line: str, there: Sequence[Row], row: Row) -> int:
    """Where on the line a number stands; after all others if it is not found."""
    return next((start for start, _ in spans(line, there, [row])), len(line))


def mark(line: str, there: Sequence[Row], wanted: Sequence[Row]) -> str:
    """The line as HTML, with the numbers marked."""
    made, at = [], 0
    for start, end in spans(line, there, wanted):
        if start < at:
            continue
        made += [escape(line[at:start]), f"<mark>{escape(line[start:end])}</mark>"]
        at = end
    return "".join([*made, escape(line[at:])])


def pointer(line: str, there: Sequence[Row], wanted: Sequence[Row]) -> str:
    """A line to stand below, with ^ under the numbers; empty if none is found."""
    places = spans(line, there, wanted)
    row = [" "] * max((end for _, end in places), default=0)
    for start, end in places:
        row[start:end] = "^" * (end - start)
    return "".join(row)

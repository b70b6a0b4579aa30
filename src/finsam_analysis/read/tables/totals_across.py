"""Rows that end in their own total: only one cut of their digits makes the last number the sum."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from finsam_analysis.read.tables.solve import Choice, Reading, number, tolerance, unit_of

_ADDENDS = 3  # before a total beside them; fewer are relations


def settle_by_last(choices: Sequence[Choice], width: int) -> None:
    """Keep the readings whose last number is the sum of all before it, where every row has one."""
    if width < _ADDENDS + 1:
        return
    open_rows = [choice for choice in choices if choice.readings]
    kept = [[way for way in choice.readings if _ends_in_sum(way)] for choice in open_rows]
    if len(kept) < 2 or not all(kept):
        return
    for choice, ways in zip(open_rows, kept, strict=True):
        choice.keep(ways, "relation")


def _ends_in_sum(way: Reading) -> bool:
    numbers = [number(value) for value in way]
    whole = [n for n in numbers if n is not None]
    if len(whole) < len(numbers) or not whole[-1]:
        return False
    return abs(sum(whole[:-1], Decimal(0)) - whole[-1]) < tolerance(len(whole) - 1, unit_of(way))

"""Which readings of rows can add up to those of their total, found without trying them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Way = TypeVar("Way")
Vector = tuple[int | None, ...]  # one whole number a column; None where nothing is to be added


def can_add_up(
    options: Sequence[Sequence[Way]],
    numbers: Callable[[Way], Vector],
    off: int,
    most_lost: int,
) -> list[tuple[Way, ...]]:
    """Combinations of one way a row, the total last, that each column alone does not rule out.

    The parts are taken from the total one by one. A column is lost as soon as what is left of it
    is, within `off`, none of the sums that the parts to come can give; a combination is out when
    more than `most_lost` columns are. A column in which the total has no number is never lost.
    """
    *parts, totals = options
    told = [[numbers(way) for way in ways] for ways in parts]
    sums = [set(range(-off, off + 1)) for _ in numbers(totals[0])]
    to_come = []
    for vectors in reversed(told):
        to_come.append(sums)
        added = [{n or 0 for n in column} for column in zip(*vectors, strict=True)]
        sums = [{n + m for n in new for m in old} for new, old in zip(added, sums, strict=True)]
    begun: list[tuple[tuple[Way, ...], Vector]] = [
        ((way,), wanted) for way in totals if _lost(wanted := numbers(way), sums) <= most_lost
    ]
    for ways, vectors, sums in zip(parts, told, reversed(to_come), strict=True):
        begun = [
            ((*chosen, way), left)
            for chosen, missing in begun
            for way, vector in zip(ways, vectors, strict=True)
            if _lost(left := _less(missing, vector), sums) <= most_lost
        ]
    return [(*ways[1:], ways[0]) for ways, _ in begun]


def _less(numbers: Vector, taken: Vector) -> Vector:
    return tuple(n - t if n is not None and t else n for n, t in zip(numbers, taken, strict=True))


def _lost(missing: Vector, sums: Sequence[set[int]]) -> int:
    return sum(n is not None and n not in s for n, s in zip(missing, sums, strict=True))

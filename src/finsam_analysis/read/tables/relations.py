"""Relations between a table's columns that its rows keep: budget - utfall = avvikelse, women + men.

They are found, not assumed: most rows must keep one, and rows that print the same count once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from finsam_analysis.read.tables.solve import Choice, Reading, tolerance, unit_of

_HOLDS = 0.6  # share of the rows that must keep a relation for it to be one
_ROUNDED = 100  # steps below which a difference is no rounding but another number
_MOST_OFF = Decimal("1.5")  # what two whole numbers and their sum can differ by, rounded
_COLUMNS_FOR_RELATIONS = 9


@dataclass(frozen=True, slots=True)
class Relation:
    """left + sign * right = result, in every row, as column numbers from 0."""

    left: int
    right: int
    sign: int
    result: int


def relations(choices: Sequence[Choice], width: int) -> list[Relation]:
    """Relations between columns that the rows keep, each result column once."""
    if width < 3 or width > _COLUMNS_FOR_RELATIONS:
        return []
    found: list[tuple[int, Relation]] = []
    for result in range(width):
        for left, right in permutations([i for i in range(width) if i != result], 2):
            for sign in (1, -1):
                if sign == 1 and left > right:
                    continue
                relation = Relation(left, right, sign, result)
                kept = _support(choices, relation)
                if kept:
                    found.append((kept, relation))
    return _independent(found)


def _support(choices: Sequence[Choice], relation: Relation) -> int:
    """How many telling rows can keep the relation; 0 when too few or too small a share do.

    A row and the total of it alone print the same numbers: they count as one.
    """
    telling = 0
    kept: list[str] = []
    for choice in choices:
        ways = [way for way in choice.readings if _tells(way, relation)]
        if not ways:
            continue
        telling += 1
        if any(holds(way, relation) for way in ways):
            kept.append(" ".join(value.raw for value in ways[0] if value is not None))
    return len(kept) if len(set(kept)) >= 2 and len(kept) >= _HOLDS * telling else 0


def _tells(way: Reading, relation: Relation) -> bool:
    left, right, result = _three(way, relation)
    return bool(left) and bool(right) and result is not None


def _three(way: Reading, relation: Relation) -> tuple[Decimal | None, ...]:
    values = way[relation.left], way[relation.right], way[relation.result]
    return tuple([None if value is None else value.number for value in values])


def holds(way: Reading, relation: Relation) -> bool:
    """True when the row's numbers keep the relation, large ones within printed rounding."""
    left, right, result = _three(way, relation)
    if left is None or right is None or result is None:
        return False
    off = abs(left + relation.sign * right - result)
    if off == 0 or off >= _MOST_OFF:
        return off == 0
    unit = unit_of([way[relation.left], way[relation.right], way[relation.result]])
    if max(abs(left), abs(right)) < _ROUNDED * unit:
        return off == 0
    return off < tolerance(2, unit)


def keeps_any(choice: Choice, found: Sequence[Relation]) -> bool:
    """True when the one reading left of a row keeps a relation exactly."""
    if not choice.settled:
        return False
    way = choice.readings[0]
    for r in found:
        left, right, result = _three(way, r)
        if _tells(way, r) and left is not None and right is not None:
            if left + r.sign * right == result:
                return True
    return False


def _independent(found: list[tuple[int, Relation]]) -> list[Relation]:
    """One relation for each set of three columns, the result after its parts if it can be."""
    taken: dict[frozenset[int], tuple[tuple[int, int, int], Relation]] = {}
    for kept, relation in found:
        key = frozenset((relation.left, relation.right, relation.result))
        natural = int(relation.result > max(relation.left, relation.right)) * 2
        natural += int(relation.left < relation.right)
        rank = (natural, kept, relation.sign)
        if key not in taken or rank > taken[key][0]:
            taken[key] = (rank, relation)
    return [relation for _, relation in taken.values()]


def settle_by_relations(choices: Sequence[Choice], found: Sequence[Relation]) -> None:
    """Keep, in each row, the readings that keep most relations."""
    for choice in choices:
        if choice.settled or not found or not choice.readings:
            continue
        scores = [sum(holds(way, relation) for relation in found) for way in choice.readings]
        best = max(scores, default=0)
        if best:
            kept = [w for w, s in zip(choice.readings, scores, strict=True) if s == best]
            choice.keep(kept, "relation")

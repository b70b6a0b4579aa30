"""Sums across the rows of a table: whether some columns make another, whatever their heads say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations

from finsam_analysis.read.numbers import WIDE, Value
from finsam_analysis.read.tables.solve import Reading, number

_ROWS = 3  # rows, and columns, that a sum across needs to be no accident
_THOUSAND = 1000
_NOTHING = Decimal(0)
_TELLING = 2  # rows that a verdict needs
_MOST_COLUMNS = 9
_MOST = 0.8  # share of them that must agree

Numbers = tuple[Decimal | None, ...]


@dataclass(slots=True)
class Across:
    """Rows that can be read in one way only, and what their numbers say of the columns."""

    find_rows: Callable[[], Sequence[Numbers]]  # asked for when a head reading needs them
    _rows: Sequence[Numbers] | None = None
    _known: dict[tuple[int, int, int], bool | None] = field(default_factory=dict)

    @property
    def rows(self) -> Sequence[Numbers]:
        """The rows' numbers, found at the first question."""
        if self._rows is None:
            self._rows = self.find_rows()
        return self._rows

    def holds(self, i: int, j: int, k: int) -> bool | None:
        """Whether column i + column j = column k; None when too few rows tell, or they differ."""
        key = (i, j, k)
        if key not in self._known:
            self._known[key] = self._verdict(i, j, k)
        return self._known[key]

    def _verdict(self, i: int, j: int, k: int) -> bool | None:
        told = [
            row[i] + row[j] == row[k]  # type: ignore[operator]
            for row in self.rows
            if row[i] and row[j] and row[k] is not None
        ]
        if len(told) < _TELLING:
            return None
        share = sum(told) / len(told)
        return True if share >= _MOST else False if share <= 1 - _MOST else None

    def last_sums(self) -> bool:
        """True when the last column is the sum of all the others in every row."""
        told = [
            sum(n for n in row[:-1] if n is not None) == row[-1]
            for row in self.rows
            if len(row) > 2 and None not in row and any(row[:-1])
        ]
        return bool(told) and all(told)


def adds_across(ways: Sequence[Sequence[Reading]]) -> bool:
    """True when each of three rows or more can be read with its last number the sum of the others.

    `ways` are the readings of each row at one width. One row that does is an accident, all are not.
    """
    return len(ways) >= _ROWS and all(any(map(_is_sum, row)) for row in ways)


def _is_sum(way: Reading) -> bool:
    numbers = [number(value) for value in way]
    if len(numbers) < _ROWS or None in numbers:
        return False
    *parts, total = [n or _NOTHING for n in numbers]
    return total != 0 and sum(parts) == total and sum(n != 0 for n in parts) > 1


def relates(ways: Sequence[Sequence[Reading]], width: int) -> bool:
    """True when one column is the difference of two others in nearly every row, read in some way.

    Cut at another number of columns, rows do not keep such a relation but by accident.
    """
    if not _ROWS <= width <= _MOST_COLUMNS or len(ways) < _ROWS:
        return False
    rows = [[[number(value) for value in way] for way in row] for row in ways if row]
    return any(
        _kept(rows, left, right, result)
        for result in range(width)
        for left, right in combinations([at for at in range(width) if at != result], 2)
    )


def _kept(rows: Sequence[Sequence[Sequence[Decimal | None]]], i: int, j: int, k: int) -> bool:
    """True when column k is column i minus column j, or j minus i, in nearly all telling rows.

    With a nought the difference only repeats a number: two rows at least must do more.
    """
    told = [
        [
            way
            for way in row
            if (way[i] or way[j]) and not (way[i] is None or way[j] is None or way[k] is None)
        ]
        for row in rows
    ]
    telling = [row for row in told if row]
    if len(telling) < max(_ROWS, len(rows) / 2):
        return False
    for sign in (1, -1):
        kept = [
            [way for way in row if sign * (way[i] - way[j]) == way[k]]  # type: ignore[operator]
            for row in telling
        ]
        full = sum(any(way[i] and way[j] for way in row) for row in kept)
        if full >= _TELLING and sum(map(bool, kept)) >= _MOST * len(telling):
            return True
    return False


def wide_joins(ways: Sequence[Sequence[Reading]]) -> bool:
    """True when most rows are numbers only if a number reaches over a wide gap."""
    over = [bool(row) and all(any(map(_is_wide, way)) for way in row) for row in ways]
    return sum(over) * 2 > len(over)


def _is_wide(value: Value | None) -> bool:
    return value is not None and WIDE in value.marks


def lone_joins(ways: Sequence[Sequence[Reading]]) -> int:
    """How many rows are numbers only when groups are joined to one of a thousand or more, where
    most of the rows are small numbers without: `42 130` below `6 20` is two numbers.
    """
    joined = [bool(row) and all(any(map(_is_joined, way)) for way in row) for row in ways]
    small = [
        any(all(abs(number(v) or _NOTHING) < _THOUSAND for v in way) for way in row) for row in ways
    ]
    return sum(joined) if sum(small) > sum(joined) else 0


def _is_joined(value: Value | None) -> bool:
    return value is not None and abs(number(value) or _NOTHING) >= _THOUSAND and " " in value.raw

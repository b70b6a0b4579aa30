"""Sums across the rows of a table: whether some columns make another, whatever their heads say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

_TELLING = 2  # rows that a verdict needs
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
            if None not in (row[i], row[j], row[k]) and row[i] and row[j]
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

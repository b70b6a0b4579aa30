"""Text that keeps the page's layout: wide gaps are cell walls, and columns end below each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from finsam_analysis.read.numbers import Token, is_unit, readings
from finsam_analysis.read.tables.solve import Reading

_WALL = 3  # spaces between two cells, at least
_NARROW = 2  # and where every row has all its cells
_TOO_LARGE = 100_000_000  # more kronor than any förbund has in a year
_NEAR = 1  # characters that the ends of a column's numbers can differ from those seen
_LAID_OUT = re.compile(r"\S {3,}\S.*\S {3,}\S")

Numbered = tuple[str, Sequence[Token]]  # a line and the tokens that end it


def is_laid_out(text: str) -> bool:
    """True for a line of three pieces or more with wide gaps between them."""
    return _LAID_OUT.search(text.strip()) is not None


def is_ruled(text: str) -> bool:
    """True for a line of cells between upright lines, as in a table typed with them."""
    bare = text.strip()
    return bare[:1] == bare[-1:] == "|" and bare.count("|") > 2


def walled(rows: Sequence[Numbered]) -> list[list[Token]] | None:
    """The rows' tokens with walls at wide gaps; None unless every cell is then one number.

    At least two rows, and half of them, must have a wide gap between numbers. Gaps of two spaces
    are walls where all rows then have as many cells.
    """
    found = _with_walls(rows, _WALL)
    if found is not None:
        return found
    found = _with_walls(rows, _NARROW)
    return found if found is not None and len(set(map(cells_in, found))) == 1 else None


def _with_walls(rows: Sequence[Numbered], wall: int) -> list[list[Token]] | None:
    found = []
    wide = 0
    for line, tokens in rows:
        marked = [
            token._replace(gap=f"{token.gap}\t") if at and _is_wall(token, wall) else token
            for at, token in enumerate(tokens)
        ]
        if not all(_one_number(cell, line) for cell in _cells(marked)):
            return None
        wide += any(_is_wall(token, wall) for token in tokens[1:])
        found.append(marked)
    return found if wide >= 2 and wide * 2 >= len(found) else None


def cells_in(tokens: Sequence[Token]) -> int:
    """How many cells with numbers the tokens of a row with walls are."""
    cells = [[token for token in cell if not is_unit(token.text)] for cell in _cells(tokens)]
    return sum(map(bool, cells))


def has_wall(tokens: Sequence[Token]) -> bool:
    """True when a wide gap stands before one of the numbers, the label's end among them."""
    return any(token.walled or _is_wall(token, _WALL) for token in tokens)


def are_amounts(tokens: Sequence[Token], line: str) -> bool:
    """True when each cell as one number has no wide gap and is no more than a förbund has: else it
    may be two.
    """
    if any(token.wide for cell in _cells(tokens) for token in cell[1:] if not is_unit(token.text)):
        return False
    numbers = [readings(cell, line, 1) for cell in _cells(tokens)]
    values = [ways[0][0].number for ways in numbers if ways]
    return all(value is None or abs(value) < _TOO_LARGE for value in values)


def _is_wall(token: Token, wall: int) -> bool:
    return len(token.gap) >= wall and not token.gap.strip()


def _cells(tokens: Sequence[Token]) -> list[list[Token]]:
    cells: list[list[Token]] = []
    for token in tokens:
        if not cells or token.walled:
            cells.append([])
        cells[-1].append(token)
    return cells


def _one_number(cell: Sequence[Token], line: str) -> bool:
    plain = [token for token in cell if not is_unit(token.text)]
    return not plain or bool(readings(plain, line, 1))


def in_place(ways: list[Reading], full: Sequence[Reading], width: int) -> list[Reading]:
    """Of the ways to place a row's numbers, those that end below the numbers of full rows."""
    ends = [{way[at].end for way in full if way[at] is not None} for at in range(width)]  # type: ignore[union-attr]
    if not full or not all(ends):
        return ways
    low, high = [min(e) - _NEAR for e in ends], [max(e) + _NEAR for e in ends]
    if any(high[at] >= low[at + 1] for at in range(width - 1)):
        return ways
    kept = [
        way
        for way in ways
        if all(value is None or low[at] <= value.end <= high[at] for at, value in enumerate(way))
    ]
    return kept if len(kept) == 1 else ways

"""Lines whose cells are parted by tabs: where the label's cell ends and the numbers begin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from finsam_analysis import words


class Piece(Protocol):
    """Characters between spaces, and where they stand in the line."""

    @property
    def text(self) -> str: ...
    @property
    def start(self) -> int: ...


P = TypeVar("P", bound=Piece)


def first_in_cells(
    text: str, tokens: Sequence[P], of_numbers: Callable[[P], bool]
) -> tuple[str, int] | None:
    """The label of a line that is its cell and cells of numbers, two or more, and the first number.

    A number in the label's own cell is of the label then, `Kvartal 1`. A word may stand before the
    first number in its cell, `Not 2` or `minst 40 %`. None for any other line.
    """
    wall = text.find("\t", len(text) - len(text.lstrip()))
    if wall < 0 or not any(map(str.isalpha, text[:wall])):
        return None
    first = next((at for at, token in enumerate(tokens) if token.start > wall), len(tokens))
    before = words.load("tabell")["talord"]
    named = first < len(tokens) and words.fold(tokens[first].text).rstrip(".") in before
    first += named
    numbers = tokens[first:]
    filled = sum(any(map(str.isdigit, cell)) for cell in text[wall:].split("\t"))
    if filled < 2 or not all(map(of_numbers, numbers)):
        return None
    if named and not numbers[0].text[:1].isdigit():
        return None
    return text[:wall].strip(), first

"""A number of a sentence, and the words of `talord.toml` that tell what it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from finsam_analysis import words
from finsam_analysis.read.prose.text import Token

_YEARS = range(1980, 2060)
TIMES = ("ar", "manader", "veckor", "dagar", "timmar")
MONEY = ("kr", "tkr", "mkr", "mdkr")


@dataclass(slots=True)
class Mention:
    """A number in a sentence: tokens [start, end), unit included, and what it says."""

    start: int
    end: int
    value: float
    raw: str
    unit: str
    line: int
    page: int | None
    note: list[str] = field(default_factory=list)
    word: bool = False
    share: bool = False  # a share in words: hälften, var tredje
    lead: int = 0  # first token of rounding words before it


@cache
def word_set(name: str, part: str) -> frozenset[str]:
    """A list of `talord.toml`, folded."""
    return frozenset(words.fold(word) for word in words.load("talord")[name][part])


@cache
def months() -> Mapping[str, int]:
    """Folded names of months and their numbers."""
    return {words.fold(name): no for name, no in words.load("prosa")["tid"]["manadstal"].items()}


def is_year(token: Token) -> bool:
    """True for four digits that can be a year."""
    return (
        token.kind == "tal"
        and len(token.text) == 4
        and token.text.isdigit()
        and int(token.text) in _YEARS
    )

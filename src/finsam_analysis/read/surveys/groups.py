"""Headings of survey tables: which group answered, and how many.

`Personal (27 svar 2020, 24 svar 2019)` and `Deltagare, avslut (n=41)` are such headings. A heading
has only words that go with a group; anything else makes a line running text or a question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from finsam_analysis import words

_ANY_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")


@dataclass(frozen=True, slots=True)
class Base:
    """How many answered, as printed in a head."""

    count: int
    year: int | None
    raw: str


@cache
def _base_pattern() -> re.Pattern[str]:
    listed = "|".join(re.escape(word) for word in words.load("enkat")["bas"]["ord"])
    year = r"(?:19|20)\d\d"
    return re.compile(
        rf"(?:(?P<before>{year})\s*:?\s+)?(?<![\d%])(?P<count>\d{{1,4}})\s+(?:{listed})\b"
        rf"(?:\s*(?:år\s+)?(?P<after>{year})(?!\s*:))?|\b[nN]\s*=\s*(?P<n>\d{{1,4}})"
        rf"(?:\s*,?\s*(?P<n_after>{year}))?",
        re.IGNORECASE,
    )


def bases(text: str) -> list[Base]:
    """`(27 svar 2020, 24 svar 2019)`: numbers of answers and their years; [] in running text."""
    found: list[Base] = []
    rest = text
    for match in _base_pattern().finditer(text):
        count = match["count"] or match["n"]
        year = match["after"] or match["n_after"] or match["before"]
        found.append(Base(int(count), int(year) if year else None, count))
        rest = rest.replace(match.group(), " ")
    if not found or len(rest.split()) > 12 and "(" not in text or text.rstrip().endswith("."):
        return []
    years = _ANY_YEAR.findall(rest)
    if len(found) == len(years) == 1 and found[0].year is None:
        return [replace(found[0], year=int(years[0]))]
    return found


def without_bases(text: str) -> str:
    """A head without its numbers of answers."""
    if not bases(text):
        return text
    return re.sub(r"\(\s*[,;]?\s*\)", " ", _base_pattern().sub(" ", text))


def group_of(text: str) -> str | None:
    """The group of respondents that a heading names, or None if it is no such heading."""
    if text.rstrip().endswith(("?", ".", ",")) or text.strip()[:1].islower():
        return None
    rest = words.fold(re.sub(r"[()\d=,.:;%]|\bn\b", " ", without_bases(text)))
    found = [word.lstrip("-–") for word in rest.split() if word.strip("-–")]
    if not found or len(found) > 12:
        return None
    named = [stem_group(word) for word in found]
    groups = list(dict.fromkeys(name for name in named if name))
    told = any(word.startswith(_heading("enkat")) for word in found)
    if len(groups) != 1 or not (told or any(named[:3])):
        return None
    others = [word for word, name in zip(found, named, strict=True) if not name]
    return groups[0] if all(is_companion(word) for word in others) else None


@cache
def _stems() -> dict[str, tuple[str, ...]]:
    return {name: tuple(stems) for name, stems in words.load("enkat")["grupp"].items()}


@cache
def stem_group(word: str) -> str:
    """The group that a folded word names by its beginning, or an empty string."""
    return next((name for name, stems in _stems().items() if word.startswith(stems)), "")


def is_companion(word: str) -> bool:
    """True for a folded word that may stand beside a group in a heading."""
    if word in _heading("smaord"):
        return True
    if not any(c.isalpha() for c in word):
        return not any(c.isdigit() for c in word)
    return word.startswith(_heading("ord") + _heading("enkat"))


@cache
def _heading(name: str) -> tuple[str, ...]:
    return tuple(words.load("enkat")["rubrik"][name])

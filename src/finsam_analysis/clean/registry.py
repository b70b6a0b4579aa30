"""The registry of insatser: which names are the same insats.

An insats is printed differently in the books, the participant tables and the prose
(Ungdomsteamet / Ungdomsteamet i Haninge; Ung i Nynäshamn / Ung i Nynäs; SamMA / SamMA-projektet).
Names are matched by their telling words; a place that is one of the förbund's own may be missing
in one of them. A name never seen gets an entry of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz import fuzz

from finsam_analysis import words
from finsam_analysis.read.identify import slug
from finsam_analysis.read.tables import Table
from finsam_analysis.read.terms import tidy

_KOMMUN = re.compile(r"(?:^|\s)([A-ZÅÄÖ][a-zåäöéA-ZÅÄÖ]{3,})s? kommun\b")
_DAMAGED = 86.0  # two words that differ by no more than OCR makes them


@dataclass(slots=True)
class Insats:
    """An insats of one förbund: its identifier, its name, and every way it is printed."""

    insats_id: str
    forbund_id: str
    namn: str
    key: tuple[str, ...]
    aliases: dict[str, int] = field(default_factory=dict)
    typ: str | None = None
    kommun: str | None = None
    overordnad_insats_id: str | None = None
    years: set[int] = field(default_factory=set)
    esf: bool = False


@cache
def telling(name: str) -> tuple[str, ...]:
    """The words of a name that say which insats it is, folded, endings taken away."""
    rules = words.load("insatser")
    text = re.sub(r"\([^)]*\)", " ", words.fold(tidy(name)))
    found = [word for word in re.split(r"[^a-z0-9!]+", text) if word]
    kept = [_stem(word) for word in found if word not in rules["fyllnad"]]
    return tuple(kept or [_stem(word) for word in found])


def _stem(word: str) -> str:
    for ending in sorted(words.load("insatser")["andelser"], key=len, reverse=True):
        bare = ending.lstrip("-")
        if word.endswith(bare) and len(word) - len(bare) >= 4:
            return word.removesuffix(bare)
    return word


def is_name(label: str) -> bool:
    """True when a row label can be the name of an insats."""
    key = words.fold(tidy(label))
    if not key or not any(c.isalpha() for c in key) or len(key) > 70:
        return False
    first = key.split()[0]
    return key not in words.load("insatser")["aldrig"] and first not in {"summa", "totalt", "total", "varav"}


def _stem_place(name: str) -> str:
    return name.removesuffix("s") if len(name) > 5 else name


class Registry:
    """All insatser of one förbund, filled by the names its reports print."""

    def __init__(self, forbund_id: str, forbund: str, kommuner: Iterable[str] = ()) -> None:
        self.forbund_id = forbund_id
        self.own = frozenset(telling(forbund)) | frozenset(forbund_id.split("-"))
        self.kommuner = {_stem_place(words.fold(name)): name for name in kommuner}
        self.insatser: dict[str, Insats] = {}

    def learn_places(self, tables: Sequence[Table]) -> None:
        """Take in the förbund's kommuner from the labels and heads that name them."""
        for table in tables:
            texts = [row.label for row in table.rows] + [column.text for column in table.columns]
            for text in texts:
                match = _KOMMUN.search(text)
                if match:
                    name = match.group(1)
                    self.kommuner.setdefault(_stem_place(words.fold(name)), name)

    def find(self, name: str) -> Insats | None:
        """The insats that a printed name is, or None."""
        key = telling(name)
        if not key:
            return None
        same = [i for i in self.insatser.values() if _same(i.key, key)]
        if same:
            return same[0]
        near = [i for i in self.insatser.values() if self._near(i.key, key)]
        return near[0] if len({i.insats_id for i in near}) == 1 else None

    def add(self, name: str, year: int) -> Insats:
        """The insats that a printed name is, with an entry made if it has none."""
        found = self.find(name)
        if found is None:
            insats_id = f"{self.forbund_id}/{slug(tidy(name))}"
            found = Insats(insats_id, self.forbund_id, tidy(name), telling(name))
            self.insatser[insats_id] = found
        shown = tidy(name)
        found.aliases[shown] = found.aliases.get(shown, 0) + 1
        found.years.add(year)
        if _print_rank(shown) > _print_rank(found.namn):
            found.namn = shown
        return found

    def settle(self) -> None:
        """Find parents (a project's parts and local teams) and the kommun a name holds."""
        for insats in self.insatser.values():
            insats.kommun = next((self.kommuner[w] for w in insats.key if w in self.kommuner), None)
            insats.esf = any("esf" in words.fold(alias).split() for alias in insats.aliases)
            parents = [other for other in self.insatser.values() if self._part_of(insats, other)]
            if parents:
                insats.overordnad_insats_id = max(parents, key=lambda p: len(p.key)).insats_id

    def _part_of(self, insats: Insats, other: Insats) -> bool:
        if other is insats or len(other.key) >= len(insats.key):
            return False
        extra = [word for word in insats.key if not any(_alike(word, o) for o in other.key)]
        if len(extra) != len(insats.key) - len(other.key):
            return False
        parts = set(words.load("insatser")["del"])
        return all(w in parts or w in self.own or w in self.kommuner for w in extra)

    def _near(self, first: tuple[str, ...], second: tuple[str, ...]) -> bool:
        """Same but for one of the förbund's own places, missing in one of them."""
        short, long = sorted((first, second), key=len)
        if len(short) == len(long):
            return False
        extra = [word for word in long if not any(_alike(word, o) for o in short)]
        if len(extra) != len(long) - len(short):
            return False
        return all(any(_alike(w, k) for k in self.kommuner) for w in extra) and len(short[0]) >= 8


def _same(first: Sequence[str], second: Sequence[str]) -> bool:
    if len(first) != len(second):
        return False
    return all(any(_alike(a, b) for b in second) for a in first) and all(
        any(_alike(a, b) for a in first) for b in second
    )


def _alike(first: str, second: str) -> bool:
    """One word, as damaged or shortened print can make it."""
    if first == second:
        return True
    short, long = sorted((first, second), key=len)
    if len(short) >= 5 and long.startswith(short):
        return True
    return len(short) >= 6 and fuzz.ratio(first, second) >= _DAMAGED


def _print_rank(name: str) -> tuple[int, int, int]:
    """Which print of a name to show: with diacritics, a capital first, and not too long."""
    return (sum(c in "åäöÅÄÖé" for c in name), int(name[:1].isupper()), -len(name))

"""The registry of insatser: which names are the same insats.

An insats is printed differently in the books, the participant tables and the prose
(Ungdomsteamet / Ungdomsteamet i Haninge; Ung i Nynäshamn / Ung i Nynäs; SamMA / SamMA-projektet).
Names are matched by their telling words; a place that is one of the förbund's own may be missing
in one of them. A name never seen gets an entry of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from rapidfuzz import fuzz

from finsam_analysis import words
from finsam_analysis.read.document import slug
from finsam_analysis.read.tables.reader import Table
from finsam_analysis.read.terms import tidy

_OWNER_WORDS = frozenset({"samordningsforbundet", "samordningsforbund", "finsam"})
_KOMMUN = re.compile(r"(?:^|\s)([A-ZÅÄÖ][a-zåäöéA-ZÅÄÖ]{3,})s? kommun\b")
_SHORTENED = 4  # letters that a place's name can be shortened by
_SMALL = 3  # letters of a small word: `for`, printed fér or fdr
_GLUED = 8  # letters of a name whose words can be printed without spaces
_DAMAGED = 83.0  # two words that differ by no more than OCR makes them


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
    shared: bool = False  # a project of several förbund, of which this förbund has a part


@cache
def telling(name: str) -> tuple[str, ...]:
    """The words of a name that say which insats it is, folded, endings taken away."""
    rules = words.load("insatser")
    text = re.sub(r"\([^)]*\)", " ", words.fold(tidy(name)))
    found = [word for word in re.split(r"[^a-z0-9!]+", text) if word]
    last = len(found) - 1  # a number there tells two alike apart; elsewhere OCR makes i one
    kept = [
        word
        for at, word in enumerate(found)
        if not _fills(word) and (len(word) > 1 or (word.isdigit() and at == last))
    ]
    named = [word for word in kept if word not in rules["agare"]] or kept or found
    return tuple(_stem(word) for word in _abbreviated(named))


@cache
def _fills(word: str) -> bool:
    """True for a word that says nothing of which insats it is, its vowel as OCR prints it."""
    filling = words.load("insatser")["fyllnad"]
    damaged = len(word) == _SMALL and any(
        len(other) == _SMALL and _bare(word) == _bare(other) and word[0] == other[0]
        for other in filling
    )
    return word in filling or damaged


def _abbreviated(found: list[str]) -> list[str]:
    """Words without those that an abbreviation before them gives the first letters of."""
    for at, word in enumerate(found):
        after = at + 1 + len(word)
        if len(word) > 2 and _initials(found[at + 1 : after]) == word:
            return found[: at + 1] + found[after:]
    return found


def _initials(found: Sequence[str]) -> str:
    return "".join(word[0] for word in found)


def _stem(word: str) -> str:
    for ending in sorted(words.load("insatser")["andelser"], key=len, reverse=True):
        bare = ending.lstrip("-")
        if word.endswith(bare) and len(word) - len(bare) >= 4:
            return word.removesuffix(bare)
    return word


def is_name(label: str) -> bool:
    """True when a row label can be the name of an insats."""
    key = words.fold(tidy(label))
    letters = sum(c.isalpha() for c in key)
    if letters * 2 < len(key.replace(" ", "")) or letters < 2 or len(key) > 70:
        return False
    if label.rstrip().endswith("?"):
        return False  # a question of a survey
    first = key.split()[0]
    if any(first in printed for printed in words.load("enheter")["inledning"].values()):
        return False  # `Antal deltagare i insatser`
    return key not in words.load("insatser")["aldrig"] and first not in {
        "summa",
        "totalt",
        "total",
        "varav",
    }


class Registry:
    """All insatser of one förbund, filled by the names its reports print."""

    def __init__(self, forbund_id: str, forbund: str, kommuner: Iterable[str] = ()) -> None:
        self.forbund_id = forbund_id
        self.shown = " ".join(w for w in forbund.split() if words.fold(w) not in _OWNER_WORDS)
        self.own = telling(self.shown)
        self.owner = frozenset(words.fold(forbund).split()) | _OWNER_WORDS
        self.kommuner = {words.fold(name): name for name in kommuner}
        self.insatser: dict[str, Insats] = {}
        self._found: dict[tuple[str, ...], Insats | None] = {}  # by key, until a name is learnt
        self._named: dict[tuple[str, ...], Insats | None] = {}

    def _learnt(self) -> None:
        """Names are looked for anew when the registry knows more than before."""
        self._found.clear()
        self._named.clear()

    def learn_places(self, tables: Sequence[Table]) -> None:
        """Take in the förbund's kommuner from the labels and heads that name them."""
        texts = [row.label for table in tables for row in table.rows]
        texts += [column.text for table in tables for column in table.columns]
        seen = {word for text in texts for word in re.split(r"[^\w]+", text)}
        for text in texts:
            for name in _KOMMUN.findall(text):
                bare = name.removesuffix("s")
                shown = bare if bare in seen else name
                if not any(alike(words.fold(bare), key) for key in self.kommuner):
                    self.kommuner[words.fold(shown)] = shown
                    self._learnt()

    def find(self, name: str) -> Insats | None:
        """The insats that a printed name is, or None."""
        key = telling(self._without_owner(name))
        if not key:
            return None
        if key not in self._found:
            self._found[key] = self._find(key)
        return self._found[key]

    def _find(self, key: tuple[str, ...]) -> Insats | None:
        same = [i for i in self.insatser.values() if _same(i.key, key)] or [
            i for i in self.insatser.values() if any(_same(telling(a), key) for a in i.aliases)
        ]
        if same:
            return same[0]
        local = self._local(key)
        if local is not None:
            return local
        near = [i for i in self.insatser.values() if self._near(i.key, key)]
        return near[0] if len({i.insats_id for i in near}) == 1 else None

    def named_in(self, text: str) -> Insats | None:
        """The insats with the longest name that stands whole in a heading; the förbund's own part
        of a project when the förbund's name stands there too.
        """
        key = telling(text)
        if key not in self._named:
            self._named[key] = self._named_in(key)
        return self._named[key]

    def _named_in(self, key: tuple[str, ...]) -> Insats | None:
        best: Insats | None = None
        for insats in self.insatser.values():
            whole = all(any(_as_whole(word, k) for k in key) for word in insats.key)
            telling_enough = len(insats.key) > 1 or len(insats.key[0]) >= 3
            if whole and telling_enough and (best is None or len(insats.key) > len(best.key)):
                best = insats
        if best is not None and self._owned(key) and not self._owned(best.key):
            return self._own_part(best)
        return best

    def _owned(self, key: tuple[str, ...]) -> bool:
        """True when a key holds all words of the förbund's own name."""
        return bool(self.own) and all(any(alike(word, k) for k in key) for word in self.own)

    def _local(self, key: tuple[str, ...]) -> Insats | None:
        """The förbund's own part of a project that several förbund share, by its name."""
        if not self._owned(key):
            return None
        rest = tuple(k for k in key if not any(alike(k, word) for word in self.own))
        parents = [i for i in self.insatser.values() if rest and _same(i.key, rest)]
        return self._own_part(parents[0]) if parents else None

    def _own_part(self, parent: Insats) -> Insats:
        """The entry of the förbund's own part of a shared project, made if there is none."""
        insats_id = f"{parent.insats_id}-{self.forbund_id}"
        if insats_id not in self.insatser:
            own = Insats(
                insats_id, self.forbund_id, f"{parent.namn} {self.shown}", (*parent.key, *self.own)
            )
            own.overordnad_insats_id = parent.insats_id
            self.insatser[insats_id] = own
            self._learnt()
        return self.insatser[insats_id]

    def add(self, name: str, year: int, apart: Collection[str] = ()) -> Insats:
        """The insats that a printed name is, with an entry made if it has none.

        `apart` are the identifiers of those that it is not, as other rows of its table.
        """
        found = self.find(name)
        if found is not None and found.insats_id in apart:
            found = None
        shown = self._without_owner(name).strip(" •-–—*:;")
        if found is None:
            insats_id = f"{self.forbund_id}/{slug(shown)}"
            new = Insats(insats_id, self.forbund_id, shown, telling(shown))
            found = self.insatser.setdefault(insats_id, new)
            self._learnt()
        elif self._near(found.key, key := telling(shown)) and len(key) > len(found.key):
            found.key = key  # it has its place now, and a namesake of another place is another
            self._learnt()
        if shown not in found.aliases:
            self._learnt()
        found.aliases[shown] = found.aliases.get(shown, 0) + 1
        found.years.add(year)
        if _print_rank(shown) > _print_rank(found.namn):
            found.namn = shown
        return found

    def _without_owner(self, name: str) -> str:
        """A name without the förbund's own before it, as lists of several förbund print it."""
        found = name.split()
        keep = 0
        while keep < len(found) and (words.fold(found[keep]) in self.owner):
            keep += 1
        rest = found[keep:]
        owned = keep > 1 or (keep == 1 and words.fold(found[0]).startswith("samordning"))
        return " ".join(rest) if rest and owned else name

    def is_place(self, word: str) -> str | None:
        """The förbund's kommun that a folded word is, damaged or shortened print allowed."""
        for key, name in self.kommuner.items():
            if alike(word, key) or alike(word, _stem(key)):
                return name
        return None

    def settle(self) -> None:
        """Find parents (a project's parts and local teams) and the kommun a name holds."""
        for insats in self.insatser.values():
            insats.kommun = next((place for w in insats.key if (place := self.is_place(w))), None)
            insats.esf = any(
                "esf" in re.split(r"[^a-z0-9]+", words.fold(alias)) for alias in insats.aliases
            )
            parents = [other for other in self.insatser.values() if self.is_part(insats, other)]
            if parents:
                parent = max(parents, key=lambda p: len(p.key))
                insats.overordnad_insats_id = parent.insats_id
                parent.shared |= self._owned(insats.key) and not self._owned(parent.key)

    def is_part(self, insats: Insats, other: Insats) -> bool:
        """True when the first is the other's part in a place, or a phase of it, by its name."""
        if other is insats or len(other.key) >= len(insats.key):
            return False
        extra = [word for word in insats.key if not any(alike(word, o) for o in other.key)]
        if len(extra) != len(insats.key) - len(other.key):
            return False
        parts = set(words.load("insatser")["del"])
        return all(
            w in parts or any(alike(w, own) for own in self.own) or self.is_place(w) for w in extra
        )

    def _near(self, first: tuple[str, ...], second: tuple[str, ...]) -> bool:
        """Same but for one of the förbund's own places, missing in one of them."""
        short, long = sorted((first, second), key=len)
        if len(short) == len(long):
            return False
        extra = [word for word in long if not any(alike(word, o) for o in short)]
        if len(extra) != len(long) - len(short):
            return False
        return all(self.is_place(w) for w in extra) and len(short[0]) >= 6


def _same(first: Sequence[str], second: Sequence[str]) -> bool:
    if len(first) != len(second):
        return len("".join(first)) >= _GLUED and "".join(first) == "".join(second)
    return all(any(alike(a, b) for b in second) for a in first) and all(
        any(alike(a, b) for a in first) for b in second
    )


def _as_whole(word: str, other: str) -> bool:
    """As `alike`, but a word of a heading is no short form of one in a name: start, Startbanan."""
    return alike(word, other) and not (word.startswith(other) and len(word) - len(other) > 2)


@lru_cache(maxsize=1 << 16)
def alike(first: str, second: str) -> bool:
    """One word, as damaged or shortened print can make it."""
    if first == second:
        return True
    short, long = sorted((first, second), key=len)
    if len(short) >= 5 and long.startswith(short) and len(long) - len(short) <= _SHORTENED:
        return True
    if len(short) == len(long) >= 5 and _bare(short) == _bare(long):
        return True
    return len(short) >= 6 and fuzz.ratio(first, second) >= _DAMAGED


def _bare(word: str) -> str:
    """A word without the vowels that OCR takes for one another, and for d (å, ä)."""
    return re.sub(r"[aeod6&]", "", word)


def _print_rank(name: str) -> tuple[int, int, int]:
    """Which print of a name to show: with diacritics, a capital first, and not too long."""
    return (sum(c in "åäöÅÄÖ" for c in name), int(name[:1].isupper()), -len(name))

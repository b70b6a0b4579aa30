"""Names of insatser found in text, whatever their ending, their hyphens and the scanner's mistakes.

Resursrådet, Resursråden and Resursrådets are one; SamMA and SamMA-projektet too, while samma is a
common word: a name in capitals is matched with its capitals.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz import fuzz

from finsam_analysis import words
from finsam_analysis.read.prose.clause import listed
from finsam_analysis.read.prose.text import Token

_ENDINGS = ("ernas", "arnas", "erna", "arna", "ens", "ets", "ans", "en", "et", "ts", "s", "n", "t")
_SMALL = ("i", "for", "pa")
_SHORT, _LONG, _COMMON = 4, 6, 10
_LIKE, _SCANNED = 88, 80
_STRIP = '.,!?:;"”“()'

Span = tuple[int, int, str]


@cache
def stem(key: str) -> str:
    """A word without its Swedish ending, so that Resursrådet and Resursråden are one."""
    for ending in _ENDINGS:
        if key.endswith(ending) and len(key) - len(ending) >= _SHORT:
            return key[: -len(ending)]
    return key


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an insats as shown, and its words: stem, print, and if it is in capitals."""

    shown: str
    stems: tuple[str, ...]
    cased: tuple[str, ...]
    capitals: tuple[bool, ...]


def make_name(shown: str) -> Name | None:
    """A name from its print; None for what cannot be one, such as words without a capital."""
    parts = [part.strip(_STRIP) for part in re.findall(r"[^\W_][^\s/]*", shown)]
    parts = [part for part in parts if part and words.fold(part) not in _SMALL]
    if not parts or not any(re.search(r"[A-ZÅÄÖ]", part) for part in parts):
        return None
    parts = [_bare(part) for part in parts]
    stems = tuple(stem(words.fold(part)) for part in parts)
    capitals = tuple(sum(c.isupper() for c in part) > 1 for part in parts)
    return Name(shown, stems, tuple(parts), capitals)


def _bare(part: str) -> str:
    """A name in capitals without the word it is joined to: MIA of MIA-projektet."""
    first, dash, last = part.partition("-")
    kinds = {str(end).lstrip("-") for end in words.load("prosa")["lista"]["namn_efter"]}
    return first if dash and first.isupper() and last in kinds else part


@dataclass(slots=True)
class Names:
    """All that the report calls an insats, and its groups of insatser."""

    forbund: str
    scanned: bool = False
    names: list[Name] = field(default_factory=list)
    groups: list[tuple[str, frozenset[str], str]] = field(
        default_factory=list
    )  # head, what tells it, names
    sections: dict[int, str] = field(default_factory=dict)  # line of a heading -> subject
    _by_first: dict[str, list[Name]] = field(default_factory=dict)
    _begin: dict[tuple[str, str], list[Name]] = field(default_factory=dict)

    def add(self, name: Name) -> None:
        """Add a name; what was found before is looked for anew."""
        self.names.append(name)
        self._by_first.setdefault(self._first(words.fold(name.cased[0])), []).append(name)
        self._begin.clear()

    def _first(self, key: str) -> str:
        """The letter that a name begins with; scanners mix up some."""
        return _skeleton(key[:1]) if self.scanned else key[:1]

    def spans(self, tokens: Sequence[Token]) -> list[Span]:
        """Names in a row of tokens: (first, end, name), the longest at a place, in order."""
        found: list[Span] = []
        at = 0
        while at < len(tokens):
            size, shown = 0, ""
            if tokens[at].kind == "ord":
                token = tokens[at]
                known = self._begin.get((token.text, token.key))
                for name in self._beginning(token) if known is None else known:
                    length = self._length(name, tokens, at)
                    if length > size:
                        size, shown = length, name.shown
                if not size and "-" in token.text and self._is_part(token):
                    size, shown = 1, token.text
            if size:
                own = self._own_words(tokens, at + size)
                if own and not words.fold(shown).endswith(own[-1].key):
                    shown = " ".join([shown, *(token.text for token in own)])
                    size += len(own)
                found.append((at, at + size, shown))
            at += max(1, size)
        return found

    def _own_words(self, tokens: Sequence[Token], at: int) -> list[Token]:
        """The förbund's own name right after a name: "MIA Östra Södertörn" is its part of MIA."""
        own = [stem(words.fold(word)) for word in self.forbund.split()]
        own = [word for word in own if not word.startswith(("samordningsforbund", "finsam"))]
        found: list[Token] = []
        for word, token in zip(own, tokens[at:], strict=False):
            if not token.text[:1].isupper() or stem(token.key).rstrip("s") != word.rstrip("s"):
                break
            found.append(token)
        return found

    def _beginning(self, token: Token) -> list[Name]:
        """The names whose first word the token is, kept until there are more names."""
        first = self._first(token.key)
        known = [name for name in self._by_first.get(first, ()) if self._same(name, 0, token)]
        self._begin[token.text, token.key] = known
        return known

    def _length(self, name: Name, tokens: Sequence[Token], at: int) -> int:
        """How many tokens the name covers from `at`; 0 if it does not stand there."""
        place = at + 1
        for no in range(1, len(name.stems)):
            while place < len(tokens) and (
                tokens[place].text in ("!", "/") or tokens[place].key in _SMALL
            ):
                place += 1
            if place >= len(tokens) or not self._same(name, no, tokens[place]):
                return 0
            place += 1
        if place < len(tokens) and tokens[place].text == "!" and name.shown.endswith("!"):
            place += 1
        return place - at

    def _same(self, name: Name, no: int, token: Token) -> bool:
        """True if the token is word `no` of the name."""
        part, cased, last = name.stems[no], name.cased[no], no + 1 == len(name.stems)
        text, key = token.text, token.key
        if name.capitals[no]:
            bare = cased.rstrip("s")
            rest = text[len(bare) :]
            if not text.startswith(bare) or (
                rest[:1].isalpha() and words.fold(rest) not in _ENDINGS
            ):
                return False
            return not (rest[:1] == "-" and rest[1:2].isupper())
        common = len(name.stems) > 1 and len(part) >= _COMMON  # "en hälsokoordinator i ..."
        if cased[:1].isupper() and not text[:1].isupper() and not common:
            return False
        bare_key = stem(key)
        if part in (bare_key, key):
            return True
        if last and key.startswith(part + "-") and text.rpartition("-")[2][:1].islower():
            return True
        if len(part) < _SHORT or abs(len(bare_key) - len(part)) > 1:
            return False
        if self.scanned and _skeleton(bare_key) == _skeleton(part):
            return True
        return len(part) >= _LONG and fuzz.ratio(key, words.fold(cased)) >= (
            _SCANNED if self.scanned else _LIKE
        )

    def _is_part(self, token: Token) -> bool:
        """As in "SamMA-Haninge": a part of an insats, named by it and by a place."""
        first, dash, last = token.text.partition("-")
        if not dash or not first or not last[:1].isupper() or len(last) < _SHORT:
            return False
        return any(
            len(name.cased) == 1 and name.cased[0].partition("-")[0] == first for name in self.names
        )

    def group(self, keys: Sequence[str], *, bare: bool = False, told: bool = False) -> str:
        """The group of insatser that the words name: "teamen för unga vuxna", "de tre teamen".

        With `bare` the word for the group is enough, without what tells it from other groups;
        with `told`, in an insats's own section, it never is.
        """
        if not self.groups:
            return ""
        only = len({entry[2] for entry in self.groups}) == 1 and not told
        for key in keys:
            base = stem(key)
            if len(base) < _SHORT or key in listed("lista", "ett_team"):
                continue
            for head, modifiers, insatser in self.groups:
                if not (base.endswith(head) or head.endswith(base)):
                    continue
                if bare or only or not modifiers or modifiers & set(keys):
                    return insatser
        return ""


@cache
def _skeleton(key: str) -> str:
    """A word with the letters that scanners take for one another made one."""
    return re.sub("[aoe6dgqu0]", "*", key)


def link_between(tokens: Sequence[Token], end: int, start: int) -> str:
    """What links two names in a row, ", " or " och ", over a place: "teamet i Xby, Ung i Yby"."""
    if end + 1 < start and tokens[end].key == "i" and tokens[end + 1].text[:1].isupper():
        end += 2
    gap = [token.text for token in tokens[end:start]]
    if gap == [","]:
        return ", "
    return " och " if gap in (["och"], [",", "och"], ["samt"]) else ""


def joined(tokens: Sequence[Token], spans: Sequence[Span]) -> list[Span]:
    """Names in a row made one subject: "A, B och C"."""
    runs: list[Span] = []
    for span in spans:
        link = link_between(tokens, runs[-1][1], span[0]) if runs else ""
        if link:
            first, _, shown = runs[-1]
            runs[-1] = (first, span[1], f"{shown}{link}{span[2]}")
        else:
            runs.append(span)
    return runs

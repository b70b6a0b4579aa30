"""Phrases of the field found in running text, also where a scanner has spoilt the letters.

A phrase is a few words; a word that ends in `*` matches any ending. Words are compared by
`words.fold`. Text that was scanned with another language's model has lost å, ä and ö in many ways
(`stéd`, `stdd`, `st6d`), so its words are first mended to the nearest form that a phrase knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process

from finsam_analysis import words

_WORD = re.compile(r"[^\W_]+(?:[-:.][^\W_]+)*[-.]?|[^\w\s]")
# What a scanner without Swedish makes of å, ä and ö: another letter, two letters, or nothing.
_SPOILT = frozenset("aoe6dgqu0")
_NO_SPOILT = str.maketrans("", "", "*aoe6dgqu0")
_SHORTEST = 4
_PREFIX = 3
_TAIL = 8
_KEPT = 1 << 12  # sentences whose phrases are remembered
_LONG, _LIKE = 10, 92  # a long word of which a scanner misread a letter or two


class Hit(NamedTuple):
    """A phrase found: its concept (`utfall.arbete`) and the tokens it covers, end exclusive."""

    concept: str
    start: int
    end: int


def cut(phrase: str) -> list[str]:
    """The words of a phrase, folded, as text is cut into tokens."""
    stars = phrase.replace("*", "\ue000")
    found = re.findall(r"[^\s\ue000/]+\ue000?|/", stars)
    return [
        words.fold(word.rstrip("\ue000")) + ("*" if word.endswith("\ue000") else "")
        for word in found
    ]


class Lexicon:
    """Concepts with their phrases, ready to be looked for in a row of token keys."""

    def __init__(self, concepts: Mapping[str, Iterable[str]]) -> None:
        self._exact: dict[str, list[tuple[str, list[str]]]] = {}
        self._begun: dict[str, list[tuple[str, list[str]]]] = {}
        self._first: dict[str, list[tuple[str, list[str]]]] = {}
        self._vocabulary: set[str] = set()
        self._stems: dict[str, set[str]] = {}
        spoilt: dict[str, str] = {}
        for concept, phrases in concepts.items():
            for phrase in phrases:
                parts = cut(phrase)
                self._add(concept, parts)
                spoilt.update(_spoilt_forms(phrase))
        self._mend = _mender(spoilt)
        self._long = sorted(word for word in self._vocabulary if len(word) >= _LONG)
        self._as_long: dict[int, list[str]] = {}
        self._mended: dict[str, str] = {}
        self._hits = lru_cache(maxsize=_KEPT)(self._find)

    def _add(self, concept: str, parts: list[str]) -> None:
        head = parts[0]
        if head.endswith("*"):
            self._begun.setdefault(head[:_PREFIX].rstrip("*"), []).append((concept, parts))
        else:
            self._exact.setdefault(head, []).append((concept, parts))
        for part in parts:
            if part.endswith("*"):
                self._stems.setdefault(part[:_PREFIX].rstrip("*"), set()).add(part[:-1])
            else:
                self._vocabulary.add(part)

    def knows(self, key: str) -> bool:
        """True if some phrase has this word."""
        if key in self._vocabulary:
            return True
        stems = self._stems.get(key[:_PREFIX], ())
        return any(key.startswith(stem) for stem in stems)

    def has_word(self, key: str) -> bool:
        """True if some phrase has this very word, not only one that begins like it."""
        return key in self._vocabulary

    def _sure(self, key: str) -> bool:
        """True if a phrase has the word itself, or a stem that is most of it."""
        if key in self._vocabulary:
            return True
        stems = self._stems.get(key[:_PREFIX], ())
        return any(key.startswith(stem) and len(key) - len(stem) <= _TAIL for stem in stems)

    def mend(self, key: str) -> str:
        """The word that a scanned `key` most likely was; `key` itself if no phrase fits it."""
        found = self._mended.get(key)
        if found is None:
            found = key
            if len(key) >= _SHORTEST - 1 and not self._sure(key) and self._mend is not None:
                found = self._mend(key)
                if found == key and len(key) >= _LONG:
                    found = self._nearest(key)
            self._mended[key] = found
        return found

    def _nearest(self, key: str) -> str:
        """The long word of some phrase that is nearly `key`; `key` itself if none is."""
        size = len(key)
        if size not in self._as_long:  # others are too short or too long to be like it
            self._as_long[size] = [
                word
                for word in self._long
                if 200 * min(len(word), size) >= _LIKE * (len(word) + size)
            ]
        near = process.extractOne(key, self._as_long[size], scorer=fuzz.ratio, score_cutoff=_LIKE)
        return near[0] if near is not None else key

    def find(self, keys: Sequence[str]) -> list[Hit]:
        """Every phrase in `keys`; of one concept only the longest at a place. Sorted by place."""
        return list(self._hits(tuple(keys)))

    def _find(self, keys: tuple[str, ...]) -> tuple[Hit, ...]:
        """As `find`, kept: a sentence is asked about by many readers."""
        hits: list[Hit] = []
        for at, key in enumerate(keys):
            candidates = self._first.get(key)
            if candidates is None:
                candidates = self._at(key)
            if not candidates:
                continue
            after = keys[at + 1] if at + 1 < len(keys) else ""
            longest: dict[str, int] = {}
            for concept, parts in candidates:
                if len(parts) == 1 or (_is(parts[1], after) and _fits(parts, keys, at)):
                    longest[concept] = max(longest.get(concept, 0), len(parts))
            hits += [Hit(concept, at, at + length) for concept, length in longest.items()]
        return tuple(hits)

    def _at(self, key: str) -> list[tuple[str, list[str]]]:
        """The phrases whose first word is `key`, kept."""
        found = list(self._exact.get(key, ()))
        for size in range(1, min(_PREFIX, len(key)) + 1):
            found += [
                entry
                for entry in self._begun.get(key[:size], ())
                if key.startswith(entry[1][0][:-1])
            ]
        self._first[key] = found
        return found


def _fits(parts: Sequence[str], keys: Sequence[str], at: int) -> bool:
    """True when the phrase whose first word stands at a place goes on there."""
    if at + len(parts) > len(keys):
        return False
    return all(_is(parts[no], keys[at + no]) for no in range(1, len(parts)))


def _is(part: str, key: str) -> bool:
    """True when a word is that of a phrase, or begins as it does."""
    return part == key or (part[-1] == "*" and key.startswith(part[:-1]))


def _spoilt_forms(phrase: str) -> dict[str, str]:
    """Form -> folded word, for each word of the phrase that has letters a scanner spoils.

    A form is the word with a `*` for each of those letters.
    """
    forms = {}
    for word in re.findall(r"[^\s*/]+", phrase.casefold()):
        if len(word) >= _SHORTEST and re.search("[åäö]", word):
            form = "".join("*" if c in "åäö" else words.fold(c) for c in word)
            forms[form] = words.fold(word)
    return forms


def _mender(forms: Mapping[str, str]) -> Callable[[str], str] | None:
    """A function that mends a key by the longest form it begins with, or None if no forms.

    A key that begins with a form does so without the letters that scanners spoil, too: forms are
    found by the others and the first. A short word must be whole.
    """
    if not forms:
        return None
    by_letters: dict[tuple[str, str], list[tuple[int, str, str]]] = {}
    order = sorted(forms, key=lambda form: (form.count("*"), len(form)), reverse=True)
    for rank, form in enumerate(order):
        for first in _SPOILT if form[0] == "*" else form[0]:
            by_letters.setdefault((first, _rest(form)), []).append((rank, form, forms[form]))
    begins = {first for first, _ in by_letters}

    def mend(key: str) -> str:
        if key[0] not in begins:
            return key
        rest = _rest(key)
        begun = [by_letters.get((key[0], rest[:size]), ()) for size in range(len(rest) + 1)]
        for _, form, target in sorted(entry for entries in begun for entry in entries):
            end = _end(form, key)
            if end and (end == len(key) or len(target) > _SHORTEST + 1):
                return target + key[end:]
        return key

    return mend


def _rest(key: str) -> str:
    """A key or a form without the letters that scanners spoil or make of others."""
    return key.translate(_NO_SPOILT)


def _end(form: str, key: str, at: int = 0) -> int:
    """Where in the key the form that begins it ends; 0 if it does not begin so."""
    for no, letter in enumerate(form):
        if letter == "*":
            ends = (_end(form[no + 1 :], key, after) for after in _after_spoilt(key, at))
            return next(filter(None, ends), 0)
        if key[at : at + 1] != letter:
            return 0
        at += 1
    return at


def _after_spoilt(key: str, at: int) -> Iterator[int]:
    """Where a spoilt letter of a key can end; a key does not begin after one that is lost."""
    if key[at : at + 1] in _SPOILT:
        yield at + 1
    if key[at : at + 2] in ("ea", "ae"):
        yield at + 2
    if at:
        yield at


def flatten(data: Mapping[str, Any], prefix: str = "") -> dict[str, list[str]]:
    """Concepts of a word file, `{"utfall": {"arbete": [...]}}` as `{"utfall.arbete": [...]}`."""
    flat: dict[str, list[str]] = {}
    for name, value in data.items():
        if isinstance(value, Mapping):
            flat.update(flatten(value, f"{prefix}{name}."))
        elif isinstance(value, list):
            flat[f"{prefix}{name}"] = [str(item) for item in value]
    return flat


_NOT_PHRASES = ("lista", "rubrik")


@cache
def headings() -> Lexicon:
    """Words of headings: `forst`, `ord` and `under` of `rubrik` in `prosa.toml`."""
    return Lexicon(flatten(words.load("prosa")["rubrik"]))


@cache
def lexicon() -> Lexicon:
    """The lexicon of running text, from `prosa.toml`."""
    data = words.load("prosa")
    concepts = flatten({name: table for name, table in data.items() if name not in _NOT_PHRASES})
    numbers = words.load("talord")
    for name in ("tal", "andel", "tiotal"):
        concepts[f"tal.{name}"] = list(numbers[name])
    return Lexicon(concepts)

"""Match printed words to the terms of the field.

A term belongs to an axis (kon, orsak, remittent, ...) and has the words it is printed with, in
words/axlar.toml. Damaged print is matched loosely, short words never.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from finsam_analysis import words

_LOOSE_FROM = 6  # shorter words are matched exactly only
_LOOSE_SCORE = 82.0
_MAX_WORDS = 7
_EDGE = re.compile(r"^[\s\-–*•|:;,.()\[\]]+|[\s*•|:;,.()\[\]]+$|(?<=[a-zåäö)])\d+$")


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the field: which axis it is on, and its identifier there."""

    axis: str
    name: str


@dataclass(frozen=True, slots=True)
class Head:
    """A piece of a column head: the words as printed, and the terms they can be."""

    text: str
    terms: tuple[Term, ...] = ()

    def on(self, axis: str) -> str | None:
        """The term's name on `axis`, if it is one."""
        return next((term.name for term in self.terms if term.axis == axis), None)


def tidy(label: str) -> str:
    """A label without bullets, colons and footnote digits at its ends, for matching."""
    previous = None
    while previous != label:
        previous, label = label, _EDGE.sub("", label)
    return label


@cache
def _key(text: str) -> str:
    return words.fold(tidy(text)).replace("/ ", "/").replace(" /", "/")


@cache
def _aliases() -> dict[str, tuple[Term, ...]]:
    found: dict[str, tuple[Term, ...]] = {}
    for axis, terms in words.load("axlar").items():
        for name, printed in terms.items():
            for alias in printed:
                key = _key(alias)
                found[key] = (*found.get(key, ()), Term(axis, name))
    return found


@cache
def _loose_choices(count: int) -> tuple[str, ...]:
    """Aliases of `count` words that are long enough to be matched loosely."""
    return tuple(
        alias
        for alias in _aliases()
        if len(alias) >= _LOOSE_FROM and len(alias.split()) == count
    )


@cache
def lookup(text: str) -> tuple[Term, ...]:
    """All terms that `text` as a whole can be; loosely if no alias fits exactly."""
    key = _key(text)
    exact = _aliases().get(key, ())
    if exact or len(key) < _LOOSE_FROM:
        return exact
    choices = _loose_choices(len(key.split()))
    best = process.extractOne(key, choices, scorer=fuzz.ratio, score_cutoff=_LOOSE_SCORE)
    return _aliases()[best[0]] if best else ()


def on_axis(text: str, axis: str) -> str | None:
    """The name of the term on `axis` that the whole text is, or None."""
    return Head(text, lookup(text)).on(axis)


def coverage(texts: Iterable[str], axis: str) -> float:
    """Share of the texts that are a term on `axis`, 0-1."""
    listed = list(texts)
    return sum(on_axis(text, axis) is not None for text in listed) / len(listed) if listed else 0.0


@cache
def parse_heads(text: str) -> tuple[Head, ...]:
    """Cut a line of column heads into known terms, longest first, and the words between them."""
    pieces = text.replace("\t", " ").replace("|", " ").split()
    heads: list[Head] = []
    at = 0
    while at < len(pieces):
        taken = _longest(pieces, at)
        if at + 1 < len(pieces) and _is_municipality(pieces[at], pieces[at + 1]):
            terms = (Term("kommun", pieces[at]), Term("remittent", "kommun"))
            heads.append(Head(f"{pieces[at]} {pieces[at + 1]}", terms))
            at += 2
        elif taken:
            heads.append(Head(" ".join(pieces[at : at + taken]), lookup(" ".join(pieces[at : at + taken]))))
            at += taken
        else:
            heads.append(Head(pieces[at]))
            at += 1
    return tuple(heads)


def _is_municipality(name: str, word: str) -> bool:
    """`Salems kommun`: a name with the word kommun after it."""
    return name[:1].isupper() and words.fold(word) == "kommun" and not lookup(name)


def _longest(pieces: Sequence[str], at: int) -> int:
    sizes = range(min(_MAX_WORDS, len(pieces) - at), 0, -1)
    for size in sizes:
        if _key(" ".join(pieces[at : at + size])) in _aliases():
            return size
    return next((n for n in sizes if lookup(" ".join(pieces[at : at + n]))), 0)

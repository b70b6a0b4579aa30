"""Match printed words to the terms of the field.

A term belongs to an axis (kon, orsak, remittent, ...) and has the words it is printed with, in
words/axlar.toml. Damaged print is matched loosely, short words never.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from finsam_analysis import words

_LOOSE_FROM = 6  # shorter words are matched exactly only
_LOOSE_SCORE = 82.0
_LOOSE_WORD = 55.0  # each word by itself
_LOOSE_SMALL = 50.0  # one letter of two: a word such as `på` says nothing by itself
_MAX_WORDS = 7
_BAND = re.compile(r"^[1-9]\d[-–][1-9]\d$|^[1-9]\d[+-]$")  # years of age
_EDGE = re.compile(r"^[\s\-–*•|:;,.()\[\]]+|[\s*•|:;,.()\[\]]+$|(?<=[a-zåäö)])\d+$")


class Term(NamedTuple):
    """A word of the field: which axis it is on, and its identifier there."""

    axis: str
    name: str


class Head(NamedTuple):
    """A piece of a column head: the words as printed, and the terms they can be."""

    text: str
    terms: tuple[Term, ...] = ()

    def on(self, axis: str) -> str | None:
        """The term's name on `axis`, if it is one."""
        return next((term.name for term in self.terms if term.axis == axis), None)


def tidy(label: str) -> str:
    """A label without bullets, colons and footnote digits at its ends, for matching."""
    if label[:1].isalnum() and label[-1:].isalpha():
        return label
    previous = None
    while previous != label:
        previous, label = label, _EDGE.sub("", label)
    return label


@cache
def _piece_key(piece: str) -> str:
    return words.fold(tidy(piece))


@cache
def _key(text: str) -> str:
    """What a text is matched by: its words folded and tidied, slashes closed up."""
    return _join_keys([_piece_key(piece) for piece in text.split()])


def _join_keys(keys: Sequence[str]) -> str:
    joined = " ".join(key for key in keys if key)
    return joined.replace("/ ", "/").replace(" /", "/") if "/" in joined else joined


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
        alias for alias in _aliases() if len(alias) >= _LOOSE_FROM and len(alias.split()) == count
    )


@cache
def _loose_starts(count: int) -> frozenset[str]:
    """The first letters of the aliases that are matched loosely: others are not worth trying."""
    return frozenset(alias[:1] for alias in _loose_choices(count))


@cache
def _glued() -> dict[str, tuple[Term, ...]]:
    """Aliases of more than one word, printed without the spaces between them."""
    return {
        alias.replace(" ", ""): terms
        for alias, terms in _aliases().items()
        if " " in alias and len(alias) >= _LOOSE_FROM
    }


@cache
def _time_words() -> re.Pattern[str]:
    return re.compile(rf" (?:{'|'.join(words.load('tabell')['tidsord'])})$")


def is_term(text: str) -> bool:
    """True when the text is a term exactly as the vocabulary prints it."""
    return _key(text) in _aliases()


def lookup(text: str) -> tuple[Term, ...]:
    """All terms that `text` as a whole can be; loosely if no alias fits exactly."""
    return _lookup_key(_key(text))


@cache
def _lookup_key(key: str) -> tuple[Term, ...]:
    exact = _aliases().get(key, ())
    if exact or len(key) < _LOOSE_FROM:
        return exact
    exact = _glued().get(key.replace(" ", "")) or _aliases().get(_time_words().sub("", key), ())
    if exact:
        return exact
    count = key.count(" ") + 1
    near = _near(key.partition(" ")[0]).get(count)
    if near is None or key[:1] not in _loose_starts(count) or not _closest(key, near):
        return ()
    best = _closest(key, _loose_choices(count))
    return _aliases()[best] if best and _alike(key, best) else ()


def _closest(key: str, aliases: Sequence[str]) -> str:
    """The alias that the key is most like, or empty if it is like none."""
    best = process.extractOne(key, aliases, scorer=fuzz.ratio, score_cutoff=_LOOSE_SCORE)
    return best[0] if best else ""


@cache
def _near(first: str) -> Mapping[int, Sequence[str]]:
    """The aliases that begin with this word or one alike, by how many words they are of."""
    found: dict[int, list[str]] = {}
    for least, begun in _begun().items():
        if least > _least(first):
            continue  # a small word is alike other small words only
        near = _as_long(least, len(first))
        alike = process.extract(first, near, scorer=fuzz.ratio, score_cutoff=least, limit=None)
        for other, *_ in alike:
            for count, alias in begun[other]:
                found.setdefault(count, []).append(alias)
    return found


@cache
def _as_long(least: float, size: int) -> tuple[str, ...]:
    """The first words that a word of `size` letters can be like: others are too short or long."""
    return tuple(
        word for word in _begun()[least] if 200 * min(len(word), size) >= least * (len(word) + size)
    )


@cache
def _begun() -> Mapping[float, Mapping[str, Sequence[tuple[int, str]]]]:
    """The aliases, each with its count of words, by their first words, and those by how alike
    another word must be to be one.
    """
    found: dict[float, dict[str, list[tuple[int, str]]]] = {}
    for alias in _aliases():
        first = alias.partition(" ")[0]
        begun = found.setdefault(_least(first), {}).setdefault(first, [])
        begun.append((alias.count(" ") + 1, alias))
    return found


def _alike(key: str, alias: str) -> bool:
    """True when the words are alike one by one; one damaged word does not make another word."""
    return all(map(_alike_word, key.split(), alias.split()))


def _alike_word(word: str, other: str) -> bool:
    if _is_small(word) and not _is_small(other):
        return False  # `för insatser` is no damaged `före insats`
    return fuzz.ratio(word, other) >= _least(other)


def _least(word: str) -> float:
    """How alike a damaged word must be to be this one, 0-100."""
    return _LOOSE_SMALL if _is_small(word) else _LOOSE_WORD


def _is_small(word: str) -> bool:
    return word in words.load("tabell")["smaord"]


def on_axis(text: str, axis: str) -> str | None:
    """The name of the term on `axis` that the whole text is, or None."""
    return Head(text, lookup(text)).on(axis)


def is_total(label: str) -> bool:
    """True when a row's label says that it is a sum."""
    found = words.fold(tidy(label)).replace(":", " ").split()
    return bool(found) and found[0].rstrip(".,") in words.load("tabell")["summa"]


def coverage(texts: Iterable[str], axis: str) -> float:
    """Share of the texts that are a term on `axis`, 0-1."""
    listed = list(texts)
    return sum(on_axis(text, axis) is not None for text in listed) / len(listed) if listed else 0.0


@cache
def any_ends_in_digits() -> bool:
    """True if some term is printed with a number last."""
    return any(alias[-1].isdigit() for alias in _aliases())


@cache
def parse_heads(text: str) -> tuple[Head, ...]:
    """Cut a line of column heads into known terms, longest first, and the words between them."""
    return tuple(_with_short(list(cut_heads(head_words(text)))))


def head_words(text: str) -> list[str]:
    """The words of a line of column heads, ruled lines left out."""
    return text.replace("|", " ").split()


def cut_heads(pieces: Sequence[str]) -> Iterator[Head]:
    """The heads of a line's words one by one, each as soon as it is known; as `parse_heads`, but
    for letters and bands, of which it takes two or more to be heads.
    """
    keys = [_piece_key(piece) for piece in pieces]
    plain = all(keys) and not any("/" in key or " " in key for key in keys)
    before = None
    at = 0
    while at < len(pieces):
        taken = _longest(keys, at, plain=plain)
        if (
            taken > 1
            and before is not None
            and keys[at] in _aliases()
            and keys[at + taken - 1] == _key(before.text)
        ):
            taken = 1  # `Andel kvinnor Andel män`: the second word opens the next head
        terms: tuple[Term, ...] = ()
        if at + 1 < len(pieces) and _is_municipality(pieces[at], pieces[at + 1]):
            terms = (Term("kommun", pieces[at]), Term("remittent", "kommun"))
            taken = 2
        elif taken:
            terms = lookup(" ".join(pieces[at : at + taken]))
        size = max(1, taken)
        before = Head(" ".join(pieces[at : at + size]), terms)
        yield before
        at += size


def _with_short(heads: Sequence[Head]) -> list[Head]:
    """Letters for women, men and all, and bands of age, are heads when two or more stand by."""
    letters = words.load("tabell")["konsbokstav"]
    short = {head.text for head in heads if head.text in letters}
    bands = [head for head in heads if _BAND.match(head.text)]
    if any(words.fold(head.text) in words.load("tabell")["aldersord"] for head in heads):
        bands = []  # `16-29 år` is a class of a chart
    found = []
    for head in heads:
        if len(short) > 1 and head.text in short:
            head = Head(head.text, (Term("kon", letters[head.text]),))
        elif len(bands) > 1 and head in bands:
            head = Head(head.text, (Term("alder", re.sub(r"\D+", "-", head.text).strip("-")),))
        found.append(head)
    return found


def _is_municipality(name: str, word: str) -> bool:
    """`Salems kommun`: a name with the word kommun after it."""
    return name[:1].isupper() and words.fold(word) == "kommun" and not lookup(name)


def _longest(keys: Sequence[str], at: int, *, plain: bool) -> int:
    """How many words from `at` make the longest known term; exact ones first, 0 if none does.

    Where each key is `plain`ly one word, only as many are tried as terms that begin so have.
    """
    sizes: Sequence[int] = range(min(_MAX_WORDS, len(keys) - at), 0, -1)
    if plain:
        near = _near(keys[at])
        sizes = [size for size in sizes if size in near]
    if not sizes:
        return 0
    join = " ".join if plain else _join_keys
    known = _aliases()
    windows = [(size, join(keys[at : at + size])) for size in sizes]
    for size, key in windows:
        if key in known:
            return size
    for size, key in windows:
        if _lookup_key(key):
            return size
    return 0

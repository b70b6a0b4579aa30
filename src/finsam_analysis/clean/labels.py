"""What the words of a table say its numbers are about: row labels, column heads, headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from rapidfuzz import fuzz, process

from finsam_analysis import words
from finsam_analysis.read.tables.heads import Column
from finsam_analysis.read.tables.reader import Table, is_total
from finsam_analysis.read.terms import is_term, lookup, tidy

_LOOSE = 88.0
_IN_TEXT = 92.0


def axis_share(table: Table, axis: str) -> tuple[float, float]:
    """Share of the table's columns, and of its row labels, that are terms on `axis` (0-1).

    Totals, units and gender are left aside: they stand in tables of every kind.
    """
    columns = [c for c in table.columns if not _aside(c, axis)]
    labels = [row.label for row in table.rows if row.own_label and not is_total(row.label)]
    in_columns = sum(c.on(axis) is not None for c in columns) / len(columns) if columns else 0.0
    in_rows = (
        sum(on_axis(label, axis) is not None for label in labels) / len(labels) if labels else 0.0
    )
    return in_columns, in_rows


def _aside(column: Column, axis: str) -> bool:
    axes = {term.axis for term in column.terms}
    return axis not in axes and bool(axes) and axes <= {"kon", "enhet", "matt", "mal"}


@cache
def on_axis(label: str, axis: str) -> str | None:
    """The name of the term on `axis` that a label is, the unit at its end left aside."""
    plain = re.sub(
        r"\s*\((?:procent|tkr|kr|mkr|%)\)\s*$|\s+(?:antal|andel)$", "", label, flags=re.I
    )
    for text in (label, plain):
        for term in lookup(text):
            if term.axis == axis:
                return term.name
    return None


def exactly(label: str, axis: str) -> str | None:
    """As `on_axis`, but only as the vocabulary prints it: a name can be like a term.

    The time that a label ends with is left aside: `Avslutade under året`, `Budget 2021`.
    """
    named = next((text for text in (label, _timeless(label)) if is_term(text)), None)
    return on_axis(named, axis) if named is not None else None


@cache
def _timeless(label: str) -> str:
    ends = "|".join(words.load("tabell")["tidsord"])
    return re.sub(rf"\s+(?:{ends}|(?:19|20)\d\d)$", "", words.fold(tidy(label)))


def mentions(texts: Iterable[str], group: str, name: str) -> bool:
    """True when one of the texts holds a word that words/amnen.toml lists for group.name."""
    joined = words.fold(" \n ".join(texts))
    return any(_stands_in(word, joined) for word in words.load("amnen")[group][name])


@cache
def _stands_in(word: str, text: str) -> bool:
    """True when the word begins a word of the text; long words also when letters are damaged."""
    if word in text and re.search(rf"(?<!\w){re.escape(word)}", text):
        return True
    return 10 <= len(word) <= len(text) and fuzz.partial_ratio(word, text) >= _IN_TEXT


def first_mentioned(texts: Sequence[str], group: str) -> str | None:
    """The first name in a group of words/amnen.toml that the texts mention, nearest text first."""
    for text in reversed(list(texts)):
        for name in words.load("amnen")[group]:
            if mentions([text], group, name):
                return str(name)
    return None


def unit_of_label(label: str) -> str | None:
    """The unit that a row label prints, as in `Eget kapital (tkr)`, or begins with: `Antal ...`.

    `Eget kapital i % av medlemsbidragen` is a share.
    """
    key = words.fold(label)
    match = re.search(r"\((procent|%|tkr|kr|mkr)\)|, ?(procent|%|tkr|kr|mkr)$|\bi (procent|%)", key)
    if match is not None:
        unit = next(filter(None, match.groups()))
        return "procent" if unit in {"procent", "%"} else unit
    if words.fold(label).startswith(("kr per ", "kronor per ")):
        return "kr"
    first = key.split()[0].rstrip(":,") if key.split() else ""
    begins = words.load("enheter")["inledning"]
    return next((unit for unit, printed in begins.items() if first in printed), None)


@cache
def _printed(file: str, section: str) -> dict[str, str]:
    return {
        words.fold(alias): name
        for name, printed in words.load(file)[section].items()
        for alias in printed
    }


@cache
def _unspaced(file: str, section: str) -> dict[str, str]:
    """As `_printed`, the spaces lost in print."""
    return {alias.replace(" ", ""): name for alias, name in _printed(file, section).items()}


@cache
def known_as(label: str, file: str, section: str) -> str | None:
    """The identifier that words/<file>.toml [section] gives a label, loosely; None if none does."""
    plain = re.sub(r"\([^)]*\)|,\s*(?:tkr|kr|mkr|%|procent)\s*$", "", label)
    key = words.fold(tidy(plain)).strip()
    aliases = _printed(file, section)
    if key in aliases or not key:
        return aliases.get(key)
    if len(key) < 6:
        return None
    glued = _unspaced(file, section).get(key.replace(" ", ""))
    if glued is not None:
        return glued
    best = process.extractOne(key, aliases.keys(), scorer=fuzz.ratio, score_cutoff=_LOOSE)
    return aliases[best[0]] if best else None


def slug(text: str) -> str:
    """A label as an identifier: folded, words joined by underscores."""
    return re.sub(r"[^a-z0-9]+", "_", words.fold(tidy(text))).strip("_")

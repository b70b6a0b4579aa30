"""Chart labels that name themselves: `Förvärvsarbete; 26%`, `Personal (n=22); 68%`.

The name may be wrapped over several lines before its number, and stand with it on the line or
above it. Rows of a series under a line of categories are read here too: `Kvinnor 94 98 104`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from finsam_analysis.read.document import Line
from finsam_analysis.read.numbers import is_unit, tokenize
from finsam_analysis.read.tables.heads import join_lines

_NUMBER = r"[-−–]?\d{1,3}(?:[ \u00a0]\d{3})*(?:,\d{1,2})?|\d+(?:,\d{1,2})?"
_VALUE = re.compile(rf"^(?P<number>{_NUMBER})\s?(?P<unit>%|procent|kr|tkr|mkr|st|personer)?$")
_ENDS = re.compile(r"^(?P<name>.*?\S)[\s:]+\(?(?P<value>\d{1,3}(?:,\d{1,2})?\s?%)\)?$")
_PLAIN = re.compile(r"^(?P<name>\D*?[^\W\d]\D*?)[\s:]+(?P<value>\d{1,4}(?:,\d{1,2})?)$")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_N = re.compile(r"\(?\b[nN]\s*=\s*(\d+)\)?")
_UNITS = {"%": "procent", "procent": "procent", "kr": "kr", "tkr": "tkr", "mkr": "mkr"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a label: where, how printed, what unit."""

    line: Line
    raw: str
    value: Decimal
    unit: str
    base: bool = False  # the n= of the label


@dataclass(slots=True)
class Named:
    """A label with its name and its numbers."""

    name: str
    figures: list[Figure] = field(default_factory=list)


def figure(line: Line, text: str) -> Figure | None:
    """A number with its unit, if that is all the text is."""
    match = _VALUE.match(text.strip())
    if match is None:
        return None
    value = Decimal(
        re.sub(r"[ \u00a0]", "", match["number"])
        .replace(",", ".")
        .replace("−", "-")
        .replace("–", "-")
    )
    return Figure(line, text.strip(), value, _UNITS.get(match["unit"] or "", "antal"))


def split_label(line: Line, *, plain: bool = False) -> tuple[str, list[Figure]]:
    """A line as a piece of name and the numbers after it; with `plain` also without percent."""
    text = line.text.strip()
    alone = figure(line, text)
    if alone is not None:
        return "", [alone]
    if ";" in text:
        name, *rest = [part.strip() for part in text.split(";")]
        found = [figure(line, part) for part in rest if part]
        if found and all(found):
            return name, [one for one in found if one is not None]
        return text, []
    match = _ENDS.match(text.replace("\t", " ")) or (
        plain and _PLAIN.match(text.replace("\t", " "))
    )
    if match and not _YEAR.match(match["value"]):
        one = figure(line, match["value"])
        return match["name"].strip(), [one] if one else []
    return text, []


def read_named(lines: Sequence[Line], *, plain: bool = False) -> list[Named]:
    """The labels of a chart whose names stand before their numbers, wrapped or not."""
    done: list[Named] = []
    waiting: list[str] = []
    for line in lines:
        name, figures = split_label(line, plain=plain)
        if name:
            waiting.append(name)
        if not figures:
            continue
        if not waiting and done:
            done[-1].figures += figures
            continue
        whole = join_lines([piece.rstrip("; ") for piece in waiting]).strip(" ;:")
        done.append(_with_base(line, whole, figures))
        waiting = []
    return done


def _with_base(line: Line, name: str, figures: list[Figure]) -> Named:
    """A label with the number in `n=` as a figure of its own, where it stands on the line."""
    match = _N.search(name)
    if match is None:
        return Named(name, figures)
    rest = _N.sub(" ", name)
    base = Figure(line, match.group(1), Decimal(match.group(1)), "antal", base=True)
    held = [base] if _N.search(line.text) else []
    return Named(" ".join(rest.split()).strip(" ;:,"), [*held, *figures])


def series_row(line: Line, count: int) -> tuple[str, list[Figure]] | None:
    """`Kvinnor 94 98 104`: a name and exactly `count` numbers, else None."""
    tokens = [token for token in tokenize(line.text) if not is_unit(token.text)]
    if len(tokens) <= count:
        return None
    figures = [figure(line, token.text) for token in tokens[-count:]]
    name = line.text[: tokens[-count].start].strip(" \t|:;")
    before = figure(line, tokens[-count - 1].text)
    if not all(figures) or not any(c.isalpha() for c in name) or (before and not _named(name)):
        return None
    return name, [one for one in figures if one is not None]


def _named(name: str) -> bool:
    """True for a name that ends in a number of its own, such as a year."""
    return _YEAR.match(name.split()[-1]) is not None

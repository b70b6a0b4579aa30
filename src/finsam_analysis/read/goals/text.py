"""Text of goals as cells, tokens and figures, each character with the place it is printed at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from finsam_analysis import words
from finsam_analysis.read.document import Line
from finsam_analysis.read.goals.words import lexicon
from finsam_analysis.read.prose.lexicon import Hit
from finsam_analysis.read.prose.text import Token

_SPACE = r"[ \u00a0\u202f\u2009]"
_TOKEN = re.compile(
    rf"""(?P<utom>\d{{4}}-\d{{2}}-\d{{2}}|\d+(?:\.\d+){{2,}}|\d+/\d+)
    |(?P<tal>(?:\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)|\d{{1,3}}(?:\.\d{{3}})+(?!\d)|\d+)
        (?:,\d+|\.\d{{1,2}}(?!\d))?)
    |(?P<ord>[^\W\d_][^\W_]*(?:[.:’'&¢-][^\W_]+)*|[&¢][^\W\d_]+)
    |(?P<tecken>[^\w\s]|_)""",
    re.VERBOSE,
)
# A footnote's digit glued to a word or to a percent sign: `Måluppfyllelse7`, `79 %3`.
_DOTTED = re.compile(r"\d{1,3}(\.\d{3})+")
_FOOTNOTE = re.compile(
    r"(?:(?<=[^\W\d_]{3})|(?<=[^\W\d_]{3}\.)|(?<=%))\d{1,2}(?=[\s.,;:)]|$)(?!\s?%)|[¹²³⁰⁴-⁹]+"
)
_HYPHEN = re.compile(r"[^\W\d_][-­‐]$")
Span = tuple[Line, int, int]  # part of a line


@dataclass(slots=True)
class Cell:
    """Text of one cell, and for each character the line it stands on and where in it."""

    text: str = ""
    places: list[tuple[Line, int]] = field(default_factory=list)

    def add(self, line: Line, start: int = 0, end: int | None = None) -> None:
        """Append part of a line, after a space; a word broken at the line's end is made whole."""
        printed = line.text[start:end]
        at = start + len(printed) - len(printed.lstrip())
        piece = printed.strip()
        if not piece:
            return
        if _HYPHEN.search(self.text) and piece[:1].islower() and not _keeps_hyphen(piece):
            self.text, self.places = self.text[:-1], self.places[:-1]
        elif self.text:
            self.text += " "
            self.places.append(self.places[-1])
        self.text += piece
        self.places += [(line, at + i) for i in range(len(piece))]

    def raw(self, start: int, end: int) -> str:
        """The characters as printed, of one line."""
        line, first = self.places[start]
        last = max(col for other, col in self.places[start:end] if other.no == line.no)
        return line.text[first : last + 1]

    def part(self, start: int, end: int | None = None) -> Cell:
        """A stretch of the cell as a cell of its own."""
        piece = self.text[start:end]
        lead = len(piece) - len(piece.lstrip())
        size = len(piece.strip())
        return Cell(piece.strip(), self.places[start + lead : start + lead + size])


@dataclass(slots=True)
class Figure:
    """A number of a cell and what the words around it say."""

    value: Decimal
    unit: str
    raw: str
    line: Line
    at: int  # where in its line it begins
    start: int  # token of its number
    end: int  # token after it and its unit
    note: list[str]
    bracket: int = -1  # which bracket it stands in, -1 if none
    kon: str = ""
    year: int | None = None
    period: str = ""  # ar or projekt, where the words by the number tell
    previous: bool = False
    matt: str = ""
    change: str = ""  # what change or distance it is, not a level
    insats: str = ""  # a name in the bracket after it
    of_goal: str = ""  # mal: it is a goal; andel: how much of the goal was reached
    adjusted: bool = False


@dataclass(slots=True)
class Reading:
    """A cell cut into tokens, with its figures."""

    cell: Cell
    tokens: list[Token]
    spans: list[tuple[int, int]]
    keys: list[str]
    figures: list[Figure] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)  # phrases of goals in it


def cell_of(parts: Iterable[Line | Span]) -> Cell:
    """A cell of whole lines or parts of lines."""
    cell = Cell()
    for part in parts:
        if isinstance(part, Line):
            cell.add(part)
        else:
            cell.add(*part)
    return cell


def _keeps_hyphen(piece: str) -> bool:
    first = words.fold(piece.split(None, 1)[0])
    return first in {words.fold(word) for word in words.load("prosa_sidor")["efter_bindestreck"]}


def tokenize(cell: Cell, *, ocr: bool = False, joined: bool = True) -> Reading:
    """A cell cut into tokens; footnote digits are left out of them."""
    text = _FOOTNOTE.sub(lambda match: " " * len(match.group()), cell.text)
    tokens: list[Token] = []
    spans: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(text):
        kind = str(match.lastgroup)
        pieces = [match.span()]
        if kind == "tal" and not joined:
            pieces = _unjoined(match)
        for start, end in pieces:
            raw = text[start:end]
            line = cell.places[start][0]
            printed = raw.replace(".", "") if _DOTTED.fullmatch(raw) else raw
            key = words.fold(raw)
            if ocr and kind == "ord":
                key = "man" if raw.casefold() in _scanned_men() else lexicon().mend(key)
            spaced = start == 0 or text[start - 1].isspace()
            tokens.append(Token(printed, key, kind, line.no, line.page, spaced))
            spans.append((start, end))
    return Reading(cell, tokens, spans, [token.key for token in tokens])


def keys_of(text: str, *, ocr: bool = False) -> list[str]:
    """The matching keys of a text's words, numbers and signs."""
    line = Line(0, text)
    return tokenize(Cell(text, [(line, at) for at in range(len(text))]), ocr=ocr).keys


@cache
def _scanned_men() -> frozenset[str]:
    return frozenset(words.load("mal")["skannat"]["man"])


def _unjoined(match: re.Match[str]) -> list[tuple[int, int]]:
    """`300 300` in a row of counts is two numbers; `1 020` is one, and so is an amount."""
    raw = match.group()
    groups = re.split(_SPACE, raw)
    if len(groups) < 2 or (len(groups) == 2 and len(groups[0]) < 3) or "," in groups[-1]:
        return [match.span()]
    cut = match.start() + len(raw) - len(groups[-1])
    return [(match.start(), cut - 1), (cut, match.end())]


def ends_sentence(tokens: Sequence[Token], at: int) -> bool:
    """True for a stop that ends a sentence, not an abbreviation."""
    if tokens[at].text not in {".", "!", "?", ";"}:
        return False
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if tokens[at].text == ";" or after is None:
        return True
    if at and tokens[at - 1].key in _abbreviations():
        return False
    return after.space and (after.kind != "ord" or after.text[:1].isupper())


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(words.fold(word) for word in words.load("prosa_sidor")["forkortningar"])

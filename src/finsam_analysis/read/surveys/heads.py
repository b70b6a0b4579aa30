"""Heads of survey tables: what each column is.

`År Andel positiva (klart positiva) Andel negativa` heads three columns, one in brackets. Years,
genders and groups may head columns too, on the same line or another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from rapidfuzz import fuzz

from finsam_analysis import words
from finsam_analysis.read.surveys.groups import is_companion, stem_group, without_bases
from finsam_analysis.read.terms import lookup, tidy

_YEAR = re.compile(r"^(?:19|20)\d\d$")
_CELL = re.compile(r"\S+(?: \S+)*")
_PIECES = re.compile(r"\(|\)|[^\s()|]+")
_MAX_WORDS = 5
_LIKE = 75.0  # of damaged words, 0-100
_ALWAYS = ("svar", "skala")  # kinds of marks that make a column
_KNOWN = (*_ALWAYS, "year", "kon", "grupp")
RATES = ("n_tillfragade", "n_svar", "svarsfrekvens")


@dataclass(frozen=True, slots=True)
class Mark:
    """A word of a head that is understood: its kind, its name, its print."""

    kind: str  # svar, skala, year, kon, grupp; okand for a word that is not understood
    name: str
    text: str
    bracketed: bool = False


@dataclass(frozen=True, slots=True)
class HeadLine:
    """The marks of one line."""

    marks: tuple[Mark, ...]
    text: str = ""

    @property
    def strange(self) -> int:
        """How many words are not understood."""
        return len(self.of("okand"))

    def of(self, *kinds: str) -> list[Mark]:
        """The marks of these kinds, in order."""
        return [mark for mark in self.marks if mark.kind in kinds]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the answer that it counts, and for whom and when if the head says."""

    text: str
    svar: str = ""
    answer: str = ""  # of a longer scale, as printed
    year: int | None = None
    kon: str = ""
    grupp: str = ""
    bracketed: bool = False


@cache
def _answers() -> dict[str, tuple[str, str]]:
    """Folded words of column heads, and the kind and name that each is."""
    data = words.load("enkat")
    found = {words.fold(word): ("stubbe", "") for word in data["stubbe"]["ord"]}
    found |= {words.fold(word): ("skala", word) for word in data["skala"]["svar"]}
    for name, aliases in data["svar"].items():
        found |= {words.fold(alias): ("svar", name) for alias in aliases}
    return found


@cache
def _mark(text: str) -> tuple[str, str] | None:
    key = words.fold(tidy(text))
    if known := _answers().get(key):
        return known
    if _YEAR.match(key):
        return "year", key
    if " " in key:
        name = _terms().get(key) or _like(key)
        return ("svar", name) if name else _gender(key)
    for term in lookup(text):
        if term.axis == "svar" and term.name != "positivt_klart":
            return "svar", term.name
        if term.axis == "kon" and len(key) > 2:
            return "kon", term.name
    return ("grupp", name) if (name := stem_group(key)) else None


def _like(key: str) -> str:
    """The answer that damaged words are, each like its own: `vark3n eiler`."""
    found = key.split()
    for words_of, name in _begun(found[0]):
        if len(words_of) != len(found):
            continue
        if "(" in "".join(words_of) and "(" not in key:
            continue  # `Positivt Klart positivt` is two heads
        if all(fuzz.ratio(own, other) >= _LIKE for own, other in zip(words_of, found, strict=True)):
            return name
    return ""


@cache
def _begun(first: str) -> list[tuple[list[str], str]]:
    """The heads of answers that begin with a word that this one can be, cut into words."""
    return [(of, name) for of, name in _cut_terms() if fuzz.ratio(of[0], first) >= _LIKE]


@cache
def _cut_terms() -> list[tuple[list[str], str]]:
    return [(alias.split(), name) for alias, name in _terms().items()]


@cache
def _terms() -> dict[str, str]:
    """Folded heads of answers in the vocabulary of axes."""
    axis = words.load("axlar")["svar"]
    return {words.fold(word): name for name, printed in axis.items() for word in printed}


def _gender(key: str) -> tuple[str, str] | None:
    """Several words that are just a gender, such as ej angivet."""
    name = _genders().get(key)
    return ("kon", name) if name is not None else None


@cache
def _genders() -> dict[str, str]:
    kon = words.load("axlar")["kon"]
    return {words.fold(word): name for name in reversed(kon) for word in kon[name]}


def unwrapped(heads: Sequence[str]) -> list[str]:
    """Head lines with answers that are wrapped over two of them made whole, by their places.

    `Varken` over `eller`, beside `Neg` and `Pos` that stand on the lower line only.
    """
    made: list[str] = []
    for text in heads:
        joined = _stacked(made[-1], text) if made else None
        if joined is None:
            made.append(text)
        else:
            made[-1] = joined
    return made


def _stacked(upper: str, lower: str) -> str | None:
    """Two lines as one, if each piece of the upper begins one answer that the lower goes on."""
    tops = [(m[0], m.start(), m.end()) for m in _CELL.finditer(upper)]
    cells = [(m[0], m.start(), m.end()) for m in _CELL.finditer(lower)]
    texts = [text for text, _, _ in cells]
    if not 0 < len(tops) < len(cells):
        return None
    for text, start, end in tops:
        below = [at for at, cell in enumerate(cells) if start < cell[2] and cell[1] < end]
        if len(below) != 1:
            return None
        whole = f"{text} {texts[below[0]]}"
        own = texts[below[0]]
        one = [mark.kind for mark in read_head(whole).marks] == ["svar"]
        twice = sum(words.fold(other) == words.fold(own) for other in texts) > 1  # `positivt`
        if not one or not (twice or read_head(own).strange):
            return None
        texts[below[0]] = whole
    return "   ".join(texts)


@cache
def read_head(text: str) -> HeadLine:
    """The marks of a line, longest words first."""
    pieces = _PIECES.findall(without_bases(text))
    marks: list[Mark] = []
    depth = at = 0
    while at < len(pieces):
        if pieces[at] in "()":
            depth += 1 if pieces[at] == "(" else -1
            at += 1
            continue
        for size in range(min(_MAX_WORDS, len(pieces) - at), 0, -1):
            words_here = pieces[at : at + size]
            if "(" in words_here or ")" in words_here:
                continue
            if known := _mark(" ".join(words_here)):
                if known[0] != "stubbe":
                    marks.append(Mark(*known, " ".join(words_here), depth > 0))
                at += size
                break
        else:
            if not is_companion(words.fold(pieces[at]).strip("-.,:")):
                marks.append(Mark("okand", "", pieces[at], depth > 0))
            at += 1
    return HeadLine(_told_brackets(text, marks), text)


def _told_brackets(text: str, marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """`2023 inom parentes`: the last year before these words is that of the brackets."""
    years = [at for at, mark in enumerate(marks) if mark.kind == "year"]
    told = words.load("enkat")["stubbe"]["parentes"]
    if not years or not any(word in told for word in words.fold(text).strip(" .)").split()):
        return tuple(marks)
    last = years[-1]
    return (*marks[:last], replace(marks[last], bracketed=True), *marks[last + 1 :])


def is_head(text: str) -> bool:
    """True for a line that heads columns with answers: mostly words that are understood."""
    if len(text) > 140 or text.rstrip().endswith(("?", ".")):
        return False
    head = read_head(text)
    named = {mark.name for mark in head.of("svar")} - {"n_svar"}
    answers = len(head.of(*_ALWAYS))
    wrapped = text.strip()[:1].islower()
    if not answers or head.strange > (0 if wrapped else min(2, answers)):
        return False
    return len(named) >= 2 or (len(named) == 1 and head.strange <= 1) or len(head.of("skala")) >= 3


def is_rate_head(text: str) -> bool:
    """True for a line that heads numbers of asked, of answers and their share."""
    head = read_head(text)
    named = {mark.name for mark in head.of("svar")}
    dated = named == {"svarsfrekvens"} and len(head.of("year")) >= 2
    return (len(named) >= 2 or dated) and not named - set(RATES) and head.strange <= 1


def names_rate(text: str) -> str:
    """The one number of asked or answers, or their share, that a label names; else empty."""
    if not text or len(text) > 60:
        return ""
    head = read_head(text)
    marks = head.of("svar")
    alone = len(marks) == 1 and not head.strange and marks[0].name in RATES
    return marks[0].name if alone else ""


def is_years(text: str) -> bool:
    """True for a line of years, or of women and men, that heads columns under the answers."""
    if len(text) > 90 or text.rstrip().endswith(("?", ".")):
        return False
    head = read_head(text)
    enough = bool(head.of("year")) or len(head.of("kon", "grupp")) >= 2
    return enough and not head.strange and not head.of("svar", "skala")


def columns(lines: Sequence[str], count: int) -> list[Column] | None:
    """The head lines as `count` columns outside brackets, with those in brackets after theirs.

    None when the head says another number of columns.
    """
    heads = [head for line in lines if (head := read_head(line)).of(*_KNOWN)]
    main = [head for head in heads if head.of(*_ALWAYS)]
    if not main:
        return None
    made = _inline(main[-1])
    if all(column.bracketed for column in made):  # `Enkät 2024 (andel positiva svar)`
        made = [replace(column, bracketed=False) for column in made]
    for head in main[:-1]:
        if len(head.of(*_ALWAYS)) == 1 and made and all(not c.svar for c in made):
            made = [replace(c, svar=head.of(*_ALWAYS)[0].name) for c in made]
    at = heads.index(main[-1])
    sides = [head.of(*_KNOWN) for head in heads if head not in main]
    above = [head.of(*_KNOWN) for head in heads[:at] if head not in main]
    slots = _slots([side for side in sides if len(side) > 1])
    for side in sides:
        if len(side) == 1 or (len(side) == 2 and side[1].bracketed):
            made = _said_of_all(made, side)
            slots = [] if slots and len(side) == 2 else slots
    if slots is None:
        return None
    if slots:
        made = _across(made, slots, count, above=all(side in above for side in sides))
    plain = [column for column in made if not column.bracketed]
    return made if len(plain) == count else None


def _slots(sides: Sequence[list[Mark]]) -> list[tuple[Mark, ...]] | None:
    """Lines of years, genders and groups as one: the shorter hold for spans of the longest.

    None when they do not divide; [] when there is none.
    """
    plain = [[mark for mark in side if not mark.bracketed] for side in sides]
    plain = [side for side in plain if len(side) > 1]
    if not plain:
        return []
    size = max(map(len, plain))
    if any(size % len(side) for side in plain):
        return None
    return [tuple(side[at * len(side) // size] for side in plain) for at in range(size)]


def _said_of_all(columns: list[Column], side: list[Mark]) -> list[Column]:
    """A single year holds for all columns; with one in brackets each column has a twin."""
    plain = [mark for mark in side if not mark.bracketed]
    aside = [mark for mark in side if mark.bracketed]
    made = [_say(column, plain[0]) if plain else column for column in columns]
    if not aside:
        return made
    return [twin for c, own in zip(columns, made, strict=True) for twin in _twins(c, own, aside)]


def _column(mark: Mark) -> Column:
    if mark.kind == "svar":
        return Column(mark.text, svar=mark.name, bracketed=mark.bracketed)
    answer = mark.text if mark.kind == "skala" else ""
    return Column(mark.text, answer=answer, bracketed=mark.bracketed)


def _say(column: Column, mark: Mark) -> Column:
    """A column with what a year, a gender or a group beside its head says."""
    text = f"{column.text} {mark.text}".strip()
    if not (column.svar or column.answer):
        return replace(column, text=text)
    if mark.kind == "year":
        return replace(column, text=text, year=int(mark.name))
    if mark.kind == "kon":
        return replace(column, text=text, kon=mark.name)
    return replace(column, text=text, grupp=mark.name)


def _inline(head: HeadLine) -> list[Column]:
    """Columns of one line, as `Positiva 2024 Positiva 2023` or `Positiva (klart positiva)`.

    A word that is not understood after the first answer heads a column that is left unread.
    """
    if "\t" in head.text.strip():
        return _by_cell(head.text)
    before: list[Mark] = []
    made: list[Column] = []
    answer: Column | None = None
    used = True
    for mark in head.marks:
        if mark.kind in (*_ALWAYS, "okand"):
            if answer is not None and not used:
                made.append(answer)
            if mark.kind in _ALWAYS or answer is not None:
                answer, used = _column(mark), False
        elif answer is None:
            before.append(mark)
        else:
            made.append(replace(_say(answer, mark), bracketed=mark.bracketed))
            used = True
    if answer is not None and not used:
        made.append(answer)
    return _all_of(made, before, head)


def _all_of(made: list[Column], before: list[Mark], head: HeadLine) -> list[Column]:
    """A single year before the answers is that of all of them."""
    if len(before) == 1 and before[0].kind == "year" and len(head.of("year")) == 1:
        return [_say(column, before[0]) for column in made]
    return made


def _by_cell(text: str) -> list[Column]:
    """Columns of a head whose cells are parted by tabs; the first may head the questions."""
    made: list[Column] = []
    for at, cell in enumerate(text.strip().split("\t")):
        marks = list(read_head(cell).marks)
        named = [mark for mark in marks if mark.kind in _ALWAYS]
        if at == 0 and not named:
            continue
        column = _column(named[0]) if len(named) == 1 else Column(cell)
        for mark in marks:
            if mark.kind == "okand":
                column = Column(cell)
            elif mark.kind not in _ALWAYS and (column.svar or column.answer):
                column = _say(column, mark)
        made.append(column)
    return made


def _across(
    columns: list[Column], slots: list[tuple[Mark, ...]], count: int, *, above: bool
) -> list[Column]:
    """Columns with the years, genders or groups of other lines, by how many there are of each."""
    outer = [column for column in columns if not column.bracketed]
    if not outer:
        return columns
    if len(outer) == count == len(slots) and len({column.svar for column in outer}) < len(outer):
        return [_say_each(column, slot) for column, slot in zip(outer, slots, strict=True)]
    if len(outer) == count and count % len(slots) == 0 and above:
        share = count // len(slots)
        return [_say_each(column, slots[at // share]) for at, column in enumerate(outer)]
    if len(slots) == count and count % len(outer) == 0 and (not above or len(outer) == 1):
        share = count // len(outer)
        return [_say_each(outer[at // share], slot) for at, slot in enumerate(slots)]
    return columns


def _say_each(column: Column, marks: Sequence[Mark]) -> Column:
    for mark in marks:
        column = _say(column, mark)
    return column


def _twins(column: Column, own: Column, aside: list[Mark]) -> list[Column]:
    """A column and its twin in brackets: `2024 (2023)`."""
    if column.bracketed:
        return [own]
    return [own, *(replace(_say(column, mark), bracketed=True) for mark in aside)]

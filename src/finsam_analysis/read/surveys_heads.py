"""Heads of survey tables: who answered, how many, and what each column is.

`Personal (27 svar 2020, 24 svar 2019) År Andel positiva (klart positiva) Andel negativa` names a
group, its answers by year, and three columns, one in brackets. Years, women and men may head
columns too, on the same line or another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from finsam_analysis import words
from finsam_analysis.read.terms import lookup, tidy

_YEAR = re.compile(r"^(?:19|20)\d\d$")
_ANY_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_PIECES = re.compile(r"\(|\)|[^\s()|]+")
_MAX_WORDS = 5
_LOOSE_WORDS = 2  # heads of more words than this are matched exactly
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


@dataclass(frozen=True, slots=True)
class Base:
    """How many answered, as printed in a head."""

    count: int
    year: int | None
    raw: str


@cache
def _base_pattern() -> re.Pattern[str]:
    listed = "|".join(re.escape(word) for word in words.load("enkat")["bas"]["ord"])
    year = r"(?:19|20)\d\d"
    return re.compile(
        rf"(?:(?P<before>{year})\s*:?\s+)?(?<![\d%])(?P<count>\d{{1,4}})\s+(?:{listed})\b"
        rf"(?:\s*(?:år\s+)?(?P<after>{year})(?!\s*:))?|\b[nN]\s*=\s*(?P<n>\d{{1,4}})"
        rf"(?:\s*,?\s*(?P<n_after>{year}))?",
        re.IGNORECASE,
    )


def bases(text: str) -> list[Base]:
    """`(27 svar 2020, 24 svar 2019)`: numbers of answers and their years; [] in running text."""
    found = []
    rest = text
    for match in _base_pattern().finditer(text):
        count = match["count"] or match["n"]
        year = match["after"] or match["n_after"] or match["before"]
        found.append(Base(int(count), int(year) if year else None, count))
        rest = rest.replace(match.group(), " ")
    if len(rest.split()) > 12 and "(" not in text or text.rstrip().endswith("."):
        return []
    years = _ANY_YEAR.findall(rest)
    if len(found) == len(years) == 1 and found[0].year is None:
        return [replace(found[0], year=int(years[0]))]
    return found


def without_bases(text: str) -> str:
    """A head without its numbers of answers."""
    if not bases(text):
        return text
    return re.sub(r"\(\s*[,;]?\s*\)", " ", _base_pattern().sub(" ", text))


def group_of(text: str) -> str | None:
    """The group of respondents that a heading names, or None if it is no such heading."""
    rest = words.fold(re.sub(r"[()\d=,.:;%]|\bn\b", " ", without_bases(text)))
    found = [word.strip("-–") for word in rest.split()]
    if not found or len(found) > 12 or text.rstrip().endswith(("?", ".", ",")):
        return None
    named = [stem_group(word) for word in found]
    groups = list(dict.fromkeys(name for name in named if name))
    told = any(word.startswith(_heading("enkat")) for word in found)
    if len(groups) != 1 or not (told or any(named[:3])) or text.strip()[:1].islower():
        return None
    others = [word for word, name in zip(found, named, strict=True) if not name]
    return groups[0] if all(_companion(word) for word in others) else None


@cache
def _stems() -> dict[str, tuple[str, ...]]:
    return {name: tuple(stems) for name, stems in words.load("enkat")["grupp"].items()}


@cache
def stem_group(word: str) -> str:
    """The group that a folded word names by its beginning, or an empty string."""
    return next((name for name, stems in _stems().items() if word.startswith(stems)), "")


def _companion(word: str) -> bool:
    if word in _heading("smaord"):
        return True
    if not any(c.isalpha() for c in word):
        return not any(c.isdigit() for c in word)
    return word.startswith(_heading("ord") + _heading("enkat"))


@cache
def _heading(name: str) -> tuple[str, ...]:
    return tuple(words.load("enkat")["rubrik"][name])


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
    if key.count(" ") >= _LOOSE_WORDS:
        return ("svar", name) if (name := _terms().get(key)) else None
    for term in lookup(text):
        if term.axis == "svar" and term.name != "positivt_klart":
            return "svar", term.name
        if term.axis == "kon" and len(key) > 2 and (" " not in key or key in _genders()):
            return "kon", term.name
    return ("grupp", name) if (name := stem_group(key)) and " " not in key else None


@cache
def _terms() -> dict[str, str]:
    """Folded heads of answers in the vocabulary of axes."""
    axis = words.load("axlar")["svar"]
    return {words.fold(word): name for name, printed in axis.items() for word in printed}


@cache
def _genders() -> frozenset[str]:
    """Words of genders, folded; two words are such only when they are just these."""
    return frozenset(
        words.fold(word) for kon in words.load("axlar")["kon"].values() for word in kon
    )


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
            if not _companion(words.fold(pieces[at]).strip("-.,:")):
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
    named = {mark.name for mark in read_head(text).of("svar")}
    return len(named & set(RATES)) >= 2 and not named - set(RATES) and read_head(text).strange <= 1


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
    columns = _inline(main[-1])
    for head in main[:-1]:
        if len(head.of(*_ALWAYS)) == 1 and columns and all(not c.svar for c in columns):
            columns = [replace(c, svar=head.of(*_ALWAYS)[0].name) for c in columns]
    for head in heads:
        if head in main:
            continue
        above = heads.index(head) < heads.index(main[-1])
        columns = _across(columns, head.of(*_KNOWN), count, above=above)
    plain = [column for column in columns if not column.bracketed]
    return columns if len(plain) == count else None


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


def _across(columns: list[Column], over: list[Mark], count: int, *, above: bool) -> list[Column]:
    """Columns with the years, genders or groups of another line, by how many there are of each."""
    plain = [mark for mark in over if not mark.bracketed]
    aside = [mark for mark in over if mark.bracketed]
    if len({mark.kind for mark in over}) != 1:
        return columns
    if not plain:
        return [twin for column in columns for twin in _twins(column, column, aside)]
    if len(plain) == 1:
        made = [_say(column, plain[0]) for column in columns]
        if not aside:
            return made
        return [
            twin for c, own in zip(columns, made, strict=True) for twin in _twins(c, own, aside)
        ]
    outer = [column for column in columns if not column.bracketed]
    if len(outer) == count == len(plain) and len({column.svar for column in outer}) < len(outer):
        return [_say(column, mark) for column, mark in zip(outer, plain, strict=True)]
    if len(outer) == count and count % len(plain) == 0 and above:
        share = count // len(plain)
        return [_say(column, plain[at // share]) for at, column in enumerate(outer)]
    if len(plain) == count and count % len(outer) == 0 and not above:
        share = count // len(outer)
        return [_say(outer[at // share], mark) for at, mark in enumerate(plain)]
    if len(outer) == 1 and len(plain) == count:
        return [_say(outer[0], mark) for mark in plain]
    return columns


def _twins(column: Column, own: Column, aside: list[Mark]) -> list[Column]:
    """A column and its twin in brackets: `2024 (2023)`."""
    if column.bracketed:
        return [own]
    return [own, *(replace(_say(column, mark), bracketed=True) for mark in aside)]

"""Digits that are no figure: what decision 0041 leaves out, each rule by its name.

A rule sees the text only, not what was read of it. Most are a pattern for one line; page numbers,
axes, footnotes and note columns need the lines around.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache

from finsam_analysis import words
from finsam_analysis.read.omitted import contents_of
from finsam_analysis.read.prose.lexicon import lexicon

_YEAR = r"(?:19|20)\d\d"
_RUN = re.compile(r"\d+")
_BARE = re.compile(r"\s*(\d{1,4})(?:\s?%)?\s*\Z")
_STEPS = 3  # marks of an axis, evenly apart
_NEAR = 4  # lines between two of them
_AXIS = 24  # lines that the marks of an axis stand on, with what is between
_NOTED = 45  # lines below a head with a column of notes
_UNITS = ("kr", "tkr", "mkr", "mnkr", "st", "ar")
_MARK = re.compile(r"[^\W\d_%)”\"]?(?:[^\W\d_]|[%)”\"]|[^\W\d_]\.)(\d{1,2})(?=[\s,.)]|\Z)")
_FOOTNOTE = re.compile(r"\s*(\d{1,2})\s+(?=[A-ZÅÄÖ])")
_LOOKS_LIKE_I = re.compile(r"(?<=[^\W\d_] )1(?= [^\W\d_])")  # `Ung 1 Norrby 27 25`
_NUMBERS = re.compile(r"[\d\s%]+\Z")
_FIRST = re.compile(r"\s*(\d+)")
_TITLE = 5  # words of a heading
_ITEM = re.compile(r"\s*(\d{1,2})(?:[.)](?!\d)|\s+(?=[A-ZÅÄÖ]\w+(?:\s[^\d\s]+){0,4}\s*\Z))")
_PART = re.compile(r"\s*(\d{1,2})\.\d{1,2}\.?\s+[A-ZÅÄÖ]")  # `3.1 Noter` is of part 3
_CONTENTS = re.compile(r"[.·…_]{3,}\s*(\d+)\s*\Z")
_NOTE_HEAD = re.compile(r"\bnot\b(?!\.?\s*\d{1,2}\b)", re.IGNORECASE)
_NOTE = re.compile(r"[^\d]*?(\b\d{1,2}(?:\s?,\s?\d{1,2})*)(?=\s+[-–]?\d)")


def _months() -> str:
    names = {words.fold(name) for name in words.load("prosa")["tid"]["manadstal"]}
    return "|".join(sorted(names, key=len, reverse=True))


def _numbered() -> str:
    """Words whose number is a name: Tabell 3, avsnitt 1.2, Agenda 2030, Covid 19."""
    listed = [*words.load("talord")["ej_efter"]["ord"], *words.load("rapport")["inte_tal"]["fore"]]
    return "|".join(re.escape(words.fold(word)) for word in sorted(listed, key=len, reverse=True))


def _streets() -> str:
    return "|".join(words.fold(word) for word in words.load("talord")["ej_efter"]["gata"])


# In order: the first that takes a digit gives it its name. They are for folded text.
@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    span = r"\s?[-–—/]\s?"
    time = r"(?:t\d\d:\d\d:\d\d\S*|\s+kl\.?\s?\d\d?[.:]\d\d)?"
    listed = {
        "adress": (
            r"(?:https?:|www\.)\S+|\S+@\S+|"
            r"\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{12,}\b"  # of a signature
        ),
        "datum": (
            rf"{_YEAR}[-–]\d\d[-–]\d\d{time}|\b\d\d-\d\d-\d\d\b|"
            rf"\b\d{{1,2}}(?:{span}\d{{1,2}})?\.?\s+(?:{_months()})\b(?:\s+{_YEAR})?"
        ),
        "lag": rf"\b{_YEAR}(?::\d+)+|\b\d+\s?(?:kap\b|§)",
        "nummer": (
            rf"\b{_YEAR}/\d+(?:[ /]\d+)*|"
            rf"\b(?:{_numbered()})(?:[.:]?\s|\s?(?=\d))\s*(?:nr\s)?(?!{_YEAR}/)\d[\d./:-]*"
            r"(?:(?:\s?[-–,]\s?|\s+och\s+)\d+(?![\d ]*\d{3}))*(?!\w)|"
            r"\b\d{6}-\d{4}\b|\b0\d{1,3}[- ]\d[\d ]{4,}|\b\d{3} \d\d\s+(?=[a-z])|"
            rf"\b\w*(?:{_streets()})\s\d+"
        ),
        "sida": (
            r"\b\d+\s?\(\d+\)\s*\Z|\b\d+\s(?:sid(?:a|or|er|on)|pages?|sivua)\b|"
            r"\bsid(?:a|an)?\.?\s\d+\s(?:av|/)\s\d+|^\s*sid(?:a|an)?\.?\s\d+\s*\Z"
        ),
        "rubriknummer": r"^\s*\d{1,2}\.\s?\d{1,2}(?:\.\s?\d{1,2})*\.?\s*(?=[^\W\d])",
        "ar": rf"(?<![\d,.]){_YEAR}(?:{span}(?:{_YEAR}|\d\d))*[1|\])]?(?![\d])",
        "intervall": (
            r"(?<![\d,])\d+(?:[-–—]|\s[-–—]\s)\d+(?!\d)|"
            r"\bmellan\s+\d+\s+och\s+\d+(?=\s+ar\b)"
        ),
        "grans": (
            r"(?<!\w)(?:under|[o6]ver|[&a]n|fyllt|fran|till|minst|hogst)\s+\d+"
            r"(?=\s+(?:ar|manader)\b)|"
            r"\b\d+(?=\s+(?:ar|manader)\s+(?:efter|fore|(?:och|eller)\s+(?:aldre|yngre|mer))\b)|"
            r"\b\d+(?=-ars|\s?arig)|\b\d\d(?=\s+ar\s*\Z)"
        ),
        "ordningstal": r"\b\d+:?(?:e|a)\b",
        "bokstav": (
            r"(?!(?<!\w)[lio]\d{1,3}(?!\w))(?<![^\W\d])[^\W\d]+\d\w*|"  # `l9` is a damaged 19
            r"(?<![\w,.])\d{1,2}[^\W\d_]\w*|-{2,}\d+|\d\|\d\|"
        ),
        "fotnot": r"(?:(?<=[%)”\"])|(?<=[^\W\d]\.))\d{1,2}(?=[\s,.)]|\Z)",
    }
    return [(name, re.compile(pattern)) for name, pattern in listed.items()]


def left_out(
    lines: Sequence[str], rows: Collection[int], asked: Collection[int]
) -> dict[tuple[int, int], str]:
    """The rule that leaves out a run of digits, by line (from 1) and place in it.

    `rows` are lines of tables: in them a year is one only in a head or a label. Only the lines
    `asked` about are looked at, beside what stands around them.
    """
    found: dict[tuple[int, int], str] = {}
    for no in asked:
        text = lines[no - 1]
        key = _fold(text)
        free = {run.start() for run in _RUN.finditer(text)}
        for name, pattern in _patterns():
            if not free:
                break
            for match in pattern.finditer(key):
                if _counts(name, match, text) or name == "ar" and _amount(lines, no, match, rows):
                    continue
                for run in _RUN.finditer(text, match.start(), match.end()):
                    found.setdefault((no, run.start()), name)
                    free.discard(run.start())
    for name, no, at in _by_place(lines, rows, asked):
        found.setdefault((no, at), name)
    return found


class _Letters(dict[int, str]):
    """Letters folded, for `str.translate`; one that is more letters or none then stays."""

    def __missing__(self, code: int) -> str:
        key = words.fold(chr(code))
        self[code] = key if len(key) == 1 else chr(code)
        return self[code]


_LETTERS = _Letters()


def _fold(text: str) -> str:
    """Folded letter by letter, so that places stay."""
    return text.translate(_LETTERS)


def _counts(name: str, match: re.Match[str], text: str) -> bool:
    """True where a pattern is too wide: `87deltagare` and `1900 deltagare` are figures."""
    after = text[match.end() :]
    if name == "rubriknummer" or name == "nummer" and re.fullmatch(r"\d{3} \d\d\s+", match[0]):
        return not after[:1].isupper()
    if name == "bokstav" and match[0][0].isdigit():
        rest = match[0].lstrip("0123456789")
        return rest in _UNITS or lexicon().knows(rest)
    if name == "ar":
        keys = [words.fold(word).strip(".,:;") for word in after.split()[:2]]
        hits = [hit for hit in lexicon().find(keys) if hit.start == 0]
        counted = any(hit.concept.startswith(("person", "ovrigt", "kon")) for hit in hits)
        return after[:1].isspace() and (counted or keys[:1] != [] and keys[0] in _UNITS[:-1])
    return False


def _amount(lines: Sequence[str], no: int, match: re.Match[str], rows: Collection[int]) -> bool:
    """True for four digits between a label and the numbers of a row: `Porto 2019 1 850`.

    Not when the row above or below has the same year: then it is a part of the labels.
    """
    before, after = lines[no - 1][: match.start()], lines[no - 1][match.end() :]
    if no not in rows or not re.search(r"[^\W\d_]\W*\s\Z", before):
        return False
    if re.search(r"[^\W\d_]|%", after) or not re.search(r"\d", re.sub(_YEAR, "", after)):
        return False
    beside = [*lines[no - 2 : no - 1], *lines[no : no + 1]]
    return not any(re.search(rf"[^\W\d_] {re.escape(match[0])}(?!\d)", text) for text in beside)


def _by_place(
    lines: Sequence[str], rows: Collection[int], asked: Collection[int]
) -> Iterator[tuple[str, int, int]]:
    """Rules that need the lines around: axes, contents, pages, footnotes, numbers of notes."""
    bare = {no: m for no, text in enumerate(lines, start=1) if (m := _BARE.match(text))}
    ticks = _ticks({no: int(m[1]) for no, m in bare.items()})
    notes = {no: note for no in asked if (note := _FOOTNOTE.match(lines[no - 1]))}
    marks = {m[1] for text in lines if notes and _RUN.search(text) for m in _MARK.finditer(text)}
    parts = {part[1] for text in lines if notes and (part := _PART.match(text))}
    contents = contents_of(lines)
    listed, noted = _listed(lines), _noted(lines)
    for no in asked:
        text = lines[no - 1]
        if no in contents:
            yield from (("innehall", no, run.start()) for run in _RUN.finditer(text))
        if no in bare:
            yield from [("axel", no, bare[no].start(1))] if no in ticks else []
            if no not in rows and not _bare_beside(lines, no):
                yield "sida", no, bare[no].start(1)
        if _NUMBERS.match(text) and are_marks([int(run) for run in _RUN.findall(text)]):
            yield from (("axel", no, run.start()) for run in _RUN.finditer(text))
        if dots := _CONTENTS.search(text):
            yield "innehall", no, dots.start(1)
        if no in rows:
            yield from (("bokstav", no, one.start()) for one in _LOOKS_LIKE_I.finditer(text))
        if (first := _FIRST.match(text)) and _is_numbered(lines[no - 2]):
            yield "nummer", no, first.start(1)
        if no in listed:
            yield "punkt", no, listed[no]
        if (note := notes.get(no)) and (note[1] in marks or note[1] in parts):
            yield "fotnot" if note[1] in marks else "rubriknummer", no, note.start(1)
        if no in rows and no in noted and (note := _NOTE.match(text)):
            yield from (
                ("notnummer", no, run.start()) for run in _RUN.finditer(text, *note.span(1))
            )


def _is_numbered(text: str) -> bool:
    """True for a line that ends in a word whose number is a name, and so stands on the next."""
    return _ends_numbered().search(_fold(text).rstrip()) is not None


@cache
def _ends_numbered() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_numbered()})\Z")


def _listed(lines: Sequence[str]) -> dict[int, int]:
    """The lines that are points of a list or titles with a number, and where that stands."""
    found: dict[int, int] = {}
    items: set[str] = set()
    for no, text in enumerate(lines, start=1):
        if item := _ITEM.match(text):
            if _title(text, item) or _next(item[1], items):
                found[no] = item.start(1)
            items.add(item[1])
    return found


def _noted(lines: Sequence[str]) -> set[int]:
    """The lines from each head with a column of notes, as far as its table can reach."""
    heads = [no for no, text in enumerate(lines, start=1) if _NOTE_HEAD.search(text)]
    return {no for head in heads for no in range(head, head + _NOTED)}


def _next(number: str, items: Collection[str]) -> bool:
    return number == "1" or str(int(number) - 1) in items


def _title(text: str, item: re.Match[str]) -> bool:
    """True for a number and a few words without a full stop, the first with a capital."""
    rest = text[item.end() :].split()
    return 0 < len(rest) <= _TITLE and rest[0][0].isupper() and rest[-1][-1] not in ".,"


def _ticks(values: Mapping[int, int]) -> set[int]:
    """Lines of bare numbers that mark an axis: three or more, evenly apart and round."""
    found: set[int] = set()
    for no in values:
        for second in range(no + 1, no + _NEAR):
            step = values.get(second, values[no]) - values[no]
            run, at = [no], second
            while step and at in values and values[at] == values[run[-1]] + step:
                run.append(at)
                at = next((n for n in range(at + 1, at + _NEAR) if n in values), 0)
            if len(run) >= _STEPS and are_marks([values[n] for n in run]):
                near = range(run[0] - _NEAR, run[-1] + _NEAR)
                found.update(n for n in near if n in values and values[n] % step == 0)
        if values[no] == 0:
            found.update(_from_zero(values, no, -1) | _from_zero(values, no, 1))
    return found


def _from_zero(values: Mapping[int, int], zero: int, way: int) -> set[int]:
    """The marks that rise from 0 by tens, with the labels of bars between them."""
    run = [zero]
    for no in range(zero + way, zero + way * _AXIS, way):
        if no in values and values[no] % 10 == 0 and values[no] > values[run[-1]]:
            run.append(no)
    return set(run) if len(run) >= _STEPS else set()


def are_marks(values: Sequence[int]) -> bool:
    """True for three numbers or more evenly apart, each a multiple of a round step."""
    steps = {second - first for first, second in zip(values, values[1:], strict=False)}
    if len(values) < _STEPS or len(steps) > 1:
        return False
    step = abs(min(steps))
    round_step = bool(re.fullmatch(r"[125]0*|25", str(step))) and not values[0] % step
    return round_step and (step > 2 or 0 in values)


def _bare_beside(lines: Sequence[str], no: int) -> bool:
    above = next((text for text in reversed(lines[: no - 1]) if text.strip()), "")
    below = next((text for text in lines[no:] if text.strip()), "")
    return bool(_BARE.match(above) or _BARE.match(below))

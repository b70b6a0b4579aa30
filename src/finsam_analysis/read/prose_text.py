"""Running text of a report: which lines are prose, and its sections, sentences and tokens.

Lines of text are joined over line breaks, hyphens, page heads and blank lines inside a sentence;
rows of tables, lists of names, addresses of the web and page furniture are left out. Every token
keeps the number of the line it is printed on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache

from finsam_analysis import words
from finsam_analysis.read.document import Document
from finsam_analysis.read.prose_lexicon import Lexicon, lexicon

_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?!\d)|\d+"
_TOKEN = re.compile(
    rf"""(?P<utom>\d{{4}}-\d{{2}}-\d{{2}}|\d{{4}}:\d+|\d{{1,2}}[:]\d{{2}}(?!\d)|\d+(?:\.\d+)+(?!\s?(?:%|procent|mkr|mnkr|mil))
            |\d+/\d+(?:/\d+)?|\d{{2,}}-\d{{3,}}(?:-\d+)?)
    |(?P<tal>(?:(?<=[\s(])[-−–+](?=\d)|^[-−–+](?=\d))?(?:{_NUMBER})(?:[,.]\d+)?)
    |(?P<ord>[^\W\d_][^\W_]*(?:[.:’'&¢-][^\W_]+)*-?|[&¢][^\W\d_]+)
    |(?P<tecken>[^\w\s]|_)""",
    re.VERBOSE,
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{4}:\d+")
_WEB = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+")
_MARK = re.compile(
    r"^\s*(?:[•▪■●◦·*]\s*|[\uf000-\uf0ff]\s*|[-–—]\s+(?=\S)|[eo¢°»]\s+(?=[A-ZÅÄÖ|\d&])"
    r"|\(?\d{1,2}[.)](?:\s+(?=\S))|[a-hA-H]\)\s+)"
)
# A footnote's number, or a list's, before a capital: `5 Totalt 25 svarande.`
_NOTE_NO = re.compile(r"^\s*\d{1,2}\s+(?=[A-ZÅÄÖ][a-zåäö])")
_SECTION_NO = re.compile(r"^\s*(?P<no>\d{1,2}(?:\.\s?\d{1,2}){0,3})\.?\s+(?=[A-ZÅÄÖ])")
# A footnote's digit glued to a word, also over its full stop: `deltagare.9`, `insatser11`.
_FOOTNOTE = re.compile(r"(?<=[a-zåäö]{3})(?P<dot>\.?)\d{1,2}(?=[\s.,;)]|$)")
_ENDS = re.compile(r"[.!?:…]['\"”’)]*\s*$")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-­‐]\s*$")
_LONGEST_HEADING = 110
_REPEATS = 3
_LIST = 3


@dataclass(slots=True)
class Token:
    """A word, a number or a sign, its matching key, and where it stands."""

    text: str
    key: str
    kind: str  # ord, tal, utom (a date, a law, a number of a section), tecken
    line: int
    page: int | None
    space: bool = True  # a space stands before it


@dataclass(slots=True)
class Section:
    """A heading and the headings above it that still hold."""

    heading: str = ""
    line: int = 0
    level: int = 0  # depth of its printed number, 0 if it has none
    caption: bool = False  # a table or a diagram stands right below
    parents: tuple[tuple[str, bool], ...] = ()  # headings before it, nearest first, and if captions


@dataclass(slots=True)
class Sentence:
    """The tokens of one sentence, the section and the paragraph it stands in."""

    tokens: list[Token]
    section: Section
    paragraph: int
    bullet: bool = False
    keys: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Row:
    no: int
    text: str
    page: int | None
    kind: str = "text"  # text, tom, brus, tabell, rubrik
    mark: bool = False
    caption: bool = False


def sentences(document: Document, skip: Collection[int] = ()) -> list[Sentence]:
    """The sentences of the report's running text, in order; `skip` are lines to leave out."""
    lex = lexicon()
    rows = _rows(document, frozenset(skip))
    _find_headings(rows)
    found: list[Sentence] = []
    section = Section()
    paragraph = 0
    waiting: list[_Row] = []

    def close() -> None:
        nonlocal paragraph
        if waiting:
            tokens = _tokens(waiting, lex, document.text_kind == "ocr")
            found.extend(_split(tokens, section, paragraph, waiting[0].mark))
            waiting.clear()
        paragraph += 1

    gap = False
    for row in rows:
        if row.kind == "text":
            if waiting and not _goes_on(waiting[-1], row, gap):
                close()
            waiting.append(row)
            gap = False
        elif row.kind == "tom":
            gap = True
        elif row.kind in ("tabell", "rubrik"):
            close()
            if row.kind == "rubrik":
                section = _enter(section, row)
    close()
    return found


def _rows(document: Document, skip: frozenset[int]) -> list[_Row]:
    brus = _furniture(document)
    rows = []
    for line in document.lines:
        row = _Row(line.no, line.text.replace("\u00ad", ""), line.page)
        bare = row.text.strip()
        if not bare:
            row.kind = "tom"
        elif line.no in skip:
            row.kind = "tabell"
        elif bare in brus or _WEB.fullmatch(bare):
            row.kind = "brus"
        rows.append(row)
    last: _Row | None = None
    for row in rows:
        if row.kind != "text":
            last = None if row.kind == "tabell" else last
            continue
        if _MARK.match(row.text):
            row.mark = not _SECTION_NO.match(row.text) or row.text.rstrip().endswith(".")
        if _tabular(row.text, last):
            row.kind = "tabell"
            last = None
        else:
            last = row
    return rows


def _furniture(document: Document) -> frozenset[str]:
    """Lines that are page heads and feet: they match a known form or come again on many pages."""
    forms = [re.compile(form, re.IGNORECASE) for form in words.load("prosa_sidor")["former"]]
    times = Counter(re.sub(r"\d+", "#", line.text.strip()) for line in document.lines)
    keep = {words.fold(word) for word in words.load("prosa_sidor")["rubriker"]}
    brus = set()
    for line in document.lines:
        bare = line.text.strip()
        shape = re.sub(r"\d+", "#", bare)
        often = times[shape] >= _REPEATS and words.fold(bare.rstrip(": ")) not in keep
        if bare and (
            any(form.fullmatch(bare) for form in forms) or (often and len(bare) < _LONGEST_HEADING)
        ):
            brus.add(bare)
    return frozenset(brus)


def _tabular(text: str, last: _Row | None) -> bool:
    """True for a row of a table: more numbers than a sentence would hold for its words."""
    if "\t" in text.strip():
        return True
    text = _DATE.sub(" ", _SECTION_NO.sub("", text))
    numbers = re.findall(rf"(?:{_NUMBER})(?:[,.]\d+)?", _WEB.sub("", text))
    if not numbers:
        return False
    letters = re.findall(r"[^\W\d_]{2,}", text)
    if last is not None and not _ENDS.search(last.text) and re.match(r"\s*[a-zåäö(]", text):
        return False
    if not letters:
        return not (last is not None and _leads_on(last.text) and len(numbers) == 1)
    if re.search(r"[^\W\d_]{2,}[.!?]\s*$", text) or _MARK.match(text) or ":" in text:
        return False
    if last is not None and _leads_on(last.text) and len(numbers) < 4:
        return False
    if any(words.fold(word) in _verbs() for word in letters):
        return False
    return len(numbers) >= 2 and len(letters) <= 2 * len(numbers) + 1


def _verbs() -> frozenset[str]:
    return _small("verb")


@cache
def _small(name: str) -> frozenset[str]:
    return frozenset(words.fold(word) for word in words.load("prosa_sidor")[name])


def _leads_on(text: str) -> bool:
    """True when the line ends in a word or a sign that must be followed by more."""
    bare = text.rstrip()
    if bare.endswith((",", "(", "/", "–", "-")):
        return True
    last = bare.rsplit(None, 1)[-1] if bare else ""
    return words.fold(last) in _small("leder_vidare")


def _goes_on(last: _Row, row: _Row, gap: bool) -> bool:
    """True when `row` is the same paragraph as `last`."""
    if row.mark or (_NOTE_NO.match(row.text) and _ENDS.search(last.text)):
        return False
    if not gap:
        return True
    if _ENDS.search(last.text):
        return False
    return bool(re.match(r"\s*[a-zåäö(%]", row.text)) or _leads_on(last.text)


def _find_headings(rows: Sequence[_Row]) -> None:
    """Mark the rows that are headings: short, no full stop, after an end and before a beginning."""
    text = [row for row in rows if row.kind in ("text", "tabell")]
    blank_before = _blank_before(rows)
    candidates = []
    for at, row in enumerate(text):
        before = text[at - 1] if at else None
        after = text[at + 1] if at + 1 < len(text) else None
        candidates.append(
            row.kind == "text" and _could_head(row, before, after, row.no in blank_before)
        )
    at = 0
    while at < len(text):
        end = at
        while end < len(text) and candidates[end]:
            end += 1
        for place in range(at, end):
            # Three or more in a row are a list: then only a numbered one is a heading, or the last
            # if it stands apart.
            row = text[place]
            apart = place + 1 == end and row.no - text[place - 1].no > 1
            if end - at < _LIST or apart or _SECTION_NO.match(row.text):
                row.kind = "rubrik"
                row.caption = end < len(text) and place + 1 == end and text[end].kind == "tabell"
        at = max(end, at + 1)


def _blank_before(rows: Sequence[_Row]) -> set[int]:
    found = set()
    blank = True
    for row in rows:
        if row.kind in ("tom", "brus", "tabell"):
            blank = True
        else:
            if blank or row.text.startswith(" "):
                found.add(row.no)
            blank = False
    return found


def _could_head(row: _Row, before: _Row | None, after: _Row | None, blank: bool) -> bool:
    bare = row.text.strip()
    numbered = _SECTION_NO.match(row.text)
    if len(bare) > _LONGEST_HEADING or not re.search(r"[^\W\d_]{2}", bare):
        return False
    if (
        (row.mark and not numbered)
        or re.search(r"[.;,]$", bare)
        or bare.count(".") > 3 + bool(numbered)
    ):
        return False
    if not re.match(r"[A-ZÅÄÖ\d\"”]", bare):
        return False
    if before is not None and before.kind == "text" and not blank and not _ENDS.search(before.text):
        if len(before.text.strip()) > 60 or not numbered:
            return False
    if after is not None and after.kind == "text" and re.match(r"\s*[a-zåäö,(]", after.text):
        return False
    if bare.endswith(":") and len(bare.split()) > 4:
        return False
    keys = {words.fold(word) for word in re.findall(r"[^\W\d_]+", bare)}
    if not numbered and len(keys & _small("tabellhuvud")) > (len(keys) > 3):
        return False
    return not _is_sentence(bare)


def _is_sentence(text: str) -> bool:
    keys = [words.fold(word) for word in re.findall(r"[^\W\d_]+", text)]
    return (
        len(keys) > 3 and sum(key in _verbs() for key in keys) > 0 and bool(re.search(r"\d", text))
    )


def _enter(section: Section, row: _Row) -> Section:
    bare = row.text.strip().rstrip(":")
    numbered = _SECTION_NO.match(row.text)
    level = len(re.findall(r"\d+", numbered["no"])) if numbered else 0
    title = bare[numbered.end() - (len(row.text) - len(row.text.lstrip())) :] if numbered else bare
    above = ((section.heading, section.caption), *section.parents) if section.heading else ()
    return Section(title.strip(), row.no, level, row.caption and not numbered, above[:8])


def _tokens(rows: Sequence[_Row], lex: Lexicon, ocr: bool) -> list[Token]:
    """Tokens of a paragraph, words broken over lines made whole."""
    tokens: list[Token] = []
    text, places = _join(rows)
    for match in _TOKEN.finditer(text):
        kind = str(match.lastgroup)
        raw = match.group()
        row = places[match.start()]
        key = words.fold(raw)
        if ocr and kind == "ord":
            key = lex.mend(key)
        space = match.start() == 0 or text[match.start() - 1].isspace()
        tokens.append(Token(raw, key, kind, row.no, row.page, space))
    return _mend_breaks(tokens, lex)


def _join(rows: Sequence[_Row]) -> tuple[str, list[_Row]]:
    """The rows as one text, and the row of each character."""
    text = ""
    places: list[_Row] = []
    for at, row in enumerate(rows):
        piece = _WEB.sub(" ", row.text)
        if at == 0 or row.mark:
            piece = _NOTE_NO.sub("", _MARK.sub("", piece, count=1), count=1)
        piece = _FOOTNOTE.sub(lambda m: m["dot"], " ".join(piece.split(" "))).strip()
        if not piece:
            continue
        if text and _HYPHEN.search(text):
            bare = _HYPHEN.sub("", text)
            first = words.fold(piece.split(None, 1)[0])
            stem = bare.rsplit(None, 1)[-1]
            if first in _small("efter_bindestreck") or stem.isupper() or piece[0].isupper():
                text, places = text.rstrip(), places[: len(text.rstrip())]
                if first in _small("efter_bindestreck"):
                    text, places = text + " ", [*places, row]
            else:
                text, places = bare, places[: len(bare)]
        elif text:
            text, places = text + " ", [*places, row]
        text += piece
        places.extend([row] * len(piece))
    return text, places


def _mend_breaks(tokens: list[Token], lex: Lexicon) -> list[Token]:
    """Join a word that a scanner cut at a line's end without a hyphen, if the whole is a word."""
    out: list[Token] = []
    for token in tokens:
        last = out[-1] if out else None
        if (
            last is not None
            and last.kind == token.kind == "ord"
            and token.line != last.line
            and token.text[0].islower()
            and not _known(token.key, lex)
            and _known(last.key + token.key, lex)
            and not _known(last.key, lex)
        ):
            last.text += token.text
            last.key += token.key
        else:
            out.append(token)
    return out


def _known(key: str, lex: Lexicon) -> bool:
    return key in _small("leder_vidare") or key in _verbs() or lex.knows(key)


def _split(tokens: list[Token], section: Section, paragraph: int, bullet: bool) -> list[Sentence]:
    """Cut a paragraph's tokens into sentences; the ends of abbreviations are no ends."""
    found: list[Sentence] = []
    start = 0
    for at, token in enumerate(tokens):
        if not _ends_sentence(tokens, at):
            continue
        end = at if token.kind == "ord" else at + 1
        if end > start:
            found.append(Sentence(tokens[start:end], section, paragraph, bullet))
        start = end
    if start < len(tokens):
        found.append(Sentence(tokens[start:], section, paragraph, bullet))
    for sentence in found:
        sentence.keys = [token.key for token in sentence.tokens]
    return found


@cache
def _openers() -> frozenset[str]:
    return frozenset(words.load("prosa_sidor")["satsborjan"])


def _ends_sentence(tokens: list[Token], at: int) -> bool:
    token = tokens[at]
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is None:
        return False
    if token.kind == "ord":
        # A full stop lost in scanning: a small word, then one that opens a sentence.
        before = tokens[at - 1] if at else None
        return (
            before is not None
            and token.text in _openers()
            and before.kind == "ord"
            and before.text[-1:].islower()
            and before.key not in _small("leder_vidare")
        )
    if token.text not in (".", "!", "?") or not after.space:
        return False
    before = tokens[at - 1] if at else None
    if before is not None and before.kind == "ord" and before.key in _small("forkortningar"):
        return False
    if after.kind == "ord" and after.text[0].islower():
        return False
    return after.text not in (",", ";", ")")

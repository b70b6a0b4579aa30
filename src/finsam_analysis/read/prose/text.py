"""Running text of a report: its sections, sentences and tokens.

Lines of text are joined over line breaks, hyphens, page heads and blank lines inside a sentence.
Every token keeps the number of the line it is printed on.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from finsam_analysis import words
from finsam_analysis.read.document import Document
from finsam_analysis.read.prose.lexicon import Lexicon, lexicon
from finsam_analysis.read.prose.lines import (
    MARK,
    NOTE_NO,
    NUMBER,
    SECTION_NO,
    WEB,
    Row,
    Section,
    enter,
    goes_on,
    read_rows,
    small,
)

_TOKEN = re.compile(
    rf"""(?P<utom>\d{{4}}-\d{{2}}-\d{{2}}|\d{{4}}:\d+|\d{{1,2}}:\d{{2}}(?!\d)
        |\d+(?:\.\d+)+(?!\s?(?:%|procent|mkr|mnkr|mil))
        |\d+/\d+(?:/\d+)?|\d{{2,}}-\d{{3,}}(?:-\d+)?)
    |(?P<tal>(?:(?<=[\s(])[-−–+](?=\d)|^[-−–+](?=\d))?(?:{NUMBER})(?:[,.]\d+)?)
    |(?P<ord>[^\W\d_][^\W_]*(?:[.:’'&¢-][^\W_]+)*-?|[&¢][^\W\d_]+)
    |(?P<tecken>[^\w\s]|_)""",
    re.VERBOSE,
)
# A footnote's digit glued to a word, also over its full stop: `deltagare.9`, `insatser11`.
_FOOTNOTE = re.compile(r"(?<=[a-zåäö]{3})(?P<dot>\.?)\d{1,2}(?=[\s.,;)]|$)")
_LONGEST_TITLE = 60
_OR = re.compile(r"\bell?\.(?=\s)")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-­‐]\s*$")


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
class Sentence:
    """The tokens of one sentence, the section and the paragraph it stands in."""

    tokens: list[Token]
    section: Section
    paragraph: int
    bullet: bool = False
    keys: list[str] = field(default_factory=list)


def sentences(document: Document, skip: Collection[int] = ()) -> list[Sentence]:
    """The sentences of the report's running text, in order; `skip` are lines to leave out."""
    scanned = document.text_kind == "ocr"
    found: list[Sentence] = []
    section = Section()
    paragraph = 0
    waiting: list[Row] = []
    gap = captured = False
    for row in [*read_rows(document, frozenset(skip)), Row(0, "", None, "tabell")]:
        if row.kind == "tom":
            gap = True
        if row.kind in ("tom", "brus"):
            continue
        if waiting and not (row.kind == "text" and goes_on(waiting[-1], row, gap)):
            tokens = _tokens(waiting, scanned)
            found.extend(_split(tokens, section, paragraph, waiting[0].mark))
            waiting = []
            paragraph += 1
        if row.kind == "text":
            waiting.append(row)
        elif row.kind == "rubrik":
            section = enter(section, row)
        elif row.captured and _heads_goals(row.text):
            section = enter(section, row)
        elif row.captured:
            section = _with_table(section, row, first=not captured)
        captured = row.captured
        gap = False
    return found


def _tokens(rows: Sequence[Row], scanned: bool) -> list[Token]:
    """Tokens of a paragraph, words broken over lines made whole."""
    lex = lexicon()
    tokens: list[Token] = []
    text, places = _join(rows)
    for match in _TOKEN.finditer(text):
        kind = str(match.lastgroup)
        raw = match.group()
        row = places[match.start()]
        key = words.fold(raw)
        if scanned and kind == "ord":
            key = lex.mend(key)
        space = match.start() == 0 or text[match.start() - 1].isspace()
        tokens.append(Token(raw, key, kind, row.no, row.page, space))
    return _mend_breaks(tokens, lex)


def _join(rows: Sequence[Row]) -> tuple[str, list[Row]]:
    """The rows as one text, and the row of each character."""
    text = ""
    places: list[Row] = []
    for at, row in enumerate(rows):
        piece = WEB.sub(" ", row.text)
        if at == 0 or row.mark:
            piece = NOTE_NO.sub("", MARK.sub("", piece, count=1), count=1)
        piece = _OR.sub("eller", _FOOTNOTE.sub(lambda m: m["dot"], piece)).strip()
        if not piece:
            continue
        space = bool(text)
        stem = text.rsplit(None, 1)[-1] if text else ""
        if _HYPHEN.search(stem):
            first = words.fold(piece.split(None, 1)[0])
            space = first in small("efter_bindestreck")
            if not space and not stem.rstrip("-").isupper() and not piece[0].isupper():
                text = _HYPHEN.sub("", text)
                places = places[: len(text)]
        if space:
            text += " "
            places.append(row)
        text += piece
        places.extend([row] * len(piece))
    return text, places


def _mend_breaks(tokens: list[Token], lex: Lexicon) -> list[Token]:
    """Join a word that a scanner cut at a line's end without a hyphen, if the whole is a word."""
    out: list[Token] = []
    for token in tokens:
        last = out[-1] if out else None
        broken = last is not None and last.kind == token.kind == "ord" and token.line != last.line
        if last is not None and broken and token.text[0].islower():
            # As printed: what a scanner's word was taken for may be known where it is not.
            first, second = words.fold(last.text), words.fold(token.text)
            halves = _known(first, lex) or _known(second, lex)
            compound = lex.has_word(first + second) and not lex.has_word(first)
            if (compound or not halves) and _known(first + second, lex):
                last.text += token.text
                last.key = first + second
                continue
        out.append(token)
    return out


def _known(key: str, lex: Lexicon) -> bool:
    return key in small("leder_vidare") or key in small("verb") or lex.knows(key)


def _split(tokens: list[Token], section: Section, paragraph: int, bullet: bool) -> list[Sentence]:
    """Cut a paragraph's tokens into sentences; the ends of abbreviations are no ends."""
    found: list[Sentence] = []
    start = 0
    for at, token in enumerate(tokens):
        if _ends_sentence(tokens, at):
            end = at if token.kind == "ord" else at + 1
            if end > start:
                found.append(Sentence(tokens[start:end], section, paragraph, bullet))
            start = end
    if start < len(tokens):
        found.append(Sentence(tokens[start:], section, paragraph, bullet))
    for sentence in found:
        sentence.keys = [token.key for token in sentence.tokens]
    return found


def _heads_goals(text: str) -> bool:
    """True for `Mål`, and for a numbered heading of goals: `3.3 Ekonomiska mål`."""
    if words.fold(text.strip(" :")) in _goal_headings():
        return True
    numbered = SECTION_NO.match(text)
    title = words.fold(text[numbered.end() :].strip(" :")) if numbered else ""
    return title.endswith("mal") and not re.search(r"[\d:.]", title)


def _with_table(section: Section, row: Row, *, first: bool) -> Section:
    """The section with what a line of a table below its heading tells: its head, and of whom."""
    if _is_of_all(row.text):
        section = replace(section, of_all=True)
    if first and not re.search(r"\d", row.text):
        section = replace(section, table=row.text.strip())
    return section


def _is_of_all(text: str) -> bool:
    """True for the title of a table of all insatser: "Deltagare i insatserna 2021"."""
    bare = text.strip()
    if "insatser" not in bare.lower() or len(bare) > _LONGEST_TITLE or not bare[:1].isupper():
        return False
    if bare[-1] in ".,-" or ". " in bare:
        return False
    keys = [words.fold(word) for word in re.findall(r"[^\W\d_]+", text)]
    if not keys or re.search(r"\d", re.sub(r"(?:19|20)\d\d\s*$", "", text)):
        return False
    return any(hit.concept == "subjekt.insatser" for hit in lexicon().find(keys))


@cache
def _goal_headings() -> frozenset[str]:
    """Headings of goals; one that is read with its list still tells of the text below."""
    return frozenset(words.fold(word) for word in words.load("prosa")["lista"]["mal_rubrik"])


@cache
def _openers() -> frozenset[str]:
    return frozenset(words.load("prosa_sidor")["satsborjan"])


def _ends_sentence(tokens: list[Token], at: int) -> bool:
    token = tokens[at]
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is None:
        return False
    if token.kind == "ord":
        # A full stop lost in scanning: a small word, then one that opens a sentence.
        if before is None or before.kind != "ord" or token.text not in _openers():
            return False
        return before.text[-1:].islower() and before.key not in small("leder_vidare")
    if token.text not in (".", "!", "?") or not after.space:
        return False
    if before is not None and before.kind == "ord" and before.key in small("forkortningar"):
        counted = at > 1 and tokens[at - 2].kind == "tal" and before.key == "st"
        return counted and after.kind == "ord" and after.text[0].isupper()
    return not (after.kind == "ord" and after.text[0].islower()) and after.text not in ",;)"

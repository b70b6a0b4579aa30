"""What each line of a report looks like by itself: blank, running text, heading, head, row, or the
page's own head and foot.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import cache
from itertools import pairwise

from finsam_analysis import words
from finsam_analysis.read.document import Document
from finsam_analysis.read.numbers import is_number, is_unit, number_tail, tokenize
from finsam_analysis.read.pages import page_furniture
from finsam_analysis.read.tables.walls import is_laid_out, is_ruled
from finsam_analysis.read.tables.widths import fewest
from finsam_analysis.read.terms import (
    Head,
    any_ends_in_digits,
    cut_heads,
    head_words,
    lookup,
    parse_heads,
)

YEAR = re.compile(r"^(19|20)\d\d$")
DATE = re.compile(
    r"^[-–—]?(19|20)\d\d(-\d\d-\d\d(-|–|till)?|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))$"
)
_SHORT_DATE = re.compile(r"^\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")
_BASE = re.compile(r"\((?:n ?= ?)?\d+\)")

# A fact in a list, `• Antal deltagare: 46 (38)`, `Nya deltagare: 24`, or several on a line,
# `* 74 deltagare, 52 kvinnor`, `Orsak: arbete 7, studier 3`, `Utfall 95 tkr; budget 99 tkr`: read
# as running text.
_FACT = re.compile(
    r"^\s*(?:[•▪■●◦*]\s*[^\W\d_][^:\d]{2,60}:\s"
    r"|[•▪■●◦*–-]\s+\d[\d \u00a0]*\s[^\W\d_]{3,}[^\d]*[,(/].*\d"
    r"|[•▪■●◦*–-]\s+[^\W\d_][^\d:]{2,40}\s(?:(?:19|20)\d\d:\s\d|\d+\s\([^)]*\d\s[a-zåäö])"
    r"|[•▪■●◦*–-]\s+[^\W\d_].*\d\s?(?:%|st)?,\s[a-zåäö]{2,}[^\d]*\s[+-]?\d"
    r"|[•▪■●◦*–-]?\s*[^\W\d_][^:\d]{2,60}:\s[^\W\d_][^\d:]{1,40}\s\d+[,;]\s+[^\W\d_].*\d"
    r"|.*\d\s?(?:tkr|kr|mkr)[;,]\s+[a-zåäö].*\d"
    r"|[-–]?\s*[^\W\d_][^:\d]{2,60}:\s(?:ca\s)?\d[\d \u00a0]*(?:\s?%|\s[a-zåäö]+)?(?:[,(].*)?$"
    r"|.*[^\W\d_]{2}:\s.*\d.*[^\W\d_%)]\.\s*$)"
)
# A part of the fact above it, on a line of its own: `kvinnor 33`, below `Deltagare: 61`.
PART = re.compile(r"^\s*[a-zåäö][^\d:.,;]{1,40}\s\d[\d \u00a0]*\s?(?:%|st)?\s*$")
# `Årsmål: 70 deltagare. Utfall: 68`: goals of several insatser are worded alike.
_POINT = re.compile(r"^\s*[^\W\d_][^:\d]{2,30}:\s.*\d\s?%?\s[a-zåäö]{5,}.*\d")
_NUMBERED = re.compile(r"^\d{1,2}(?:\.\d{1,2})+\.? [A-ZÅÄÖ]")  # `2.4 Orsak till avslut`

_TITLE = re.compile(r"^[A-ZÅÄÖ]\w+ \d{1,2}[.:]? [A-ZÅÄÖ][^.]*$")  # `Tabell 5. Tid i insats`

_LISTED = re.compile(r"^\s*[-–•]?\s*([^\d:]{2,60}):\s+\d[\d ]*(?:\s?%|\s?st\.?)?\s*$")
_LIST = 3  # lines that are a list
_LISTED_AXES = ("orsak", "remittent", "forsorjning", "utbildning")

_OPEN_WORDS = (
    " eller",
    " och",
    " till",
    " av",
    " annan",
    " annat",
    ",",
)  # a label that goes on, not a head
_LONG_LINE = 62  # running text fills the line; labels and heads seldom do
_OFTEN = 4  # times that a line of the page's own is printed at least
_TITLED = 2  # and one that names the kind of report
_DIGITS = re.compile(r"\d+")
_NEGATIVE = re.compile(r"\([\d\s]+(?:,\d+)?\)[\s|]+\([\d\s]+(?:,\d+)?\)")
# `12`, `– 12 –`, `12 / 40`
_PAGE_NUMBER = re.compile(r"^(?:\d{1,3}|([-–—]) ?\d{1,3} ?\1|\d{1,3} ?/ ?\d{1,3})$")
_SIGNS = "-–—.:;,()■"  # no heads by themselves
_HEAD_WORDS = 18  # a line with more words is no column head


class Kind(Enum):
    """What a line looks like by itself."""

    BLANK = "blank"
    PROSE = "prose"
    TEXT = "text"  # short: heading, label, column head
    HEAD = "head"  # only years, dates and words of column heads
    ROW = "row"  # ends in numbers
    FURNITURE = "furniture"  # the page's own head or foot


def is_year(text: str) -> bool:
    """True for a year standing alone."""
    return YEAR.match(text.strip("|()[]*")) is not None


def is_date(text: str) -> bool:
    """True for a date such as 2022-12-31, also as one end of a period."""
    return DATE.match(text) is not None


def whole_date(text: str) -> str:
    """A date over a column with its century, which `22-12-31` leaves out."""
    return f"20{text}" if _SHORT_DATE.match(text) else text


def classify(document: Document) -> list[Kind]:
    """What each line looks like, one Kind per line."""
    furniture = _furniture(document)
    kinds = []
    for line in document.lines:
        if not any(char.isalnum() for char in line.text):
            kinds.append(Kind.BLANK)
        elif line.no in furniture:
            kinds.append(Kind.FURNITURE)
        else:
            kinds.append(kind_of(line.text))
    parted = _parts_of_facts(document, kinds)
    return _inside_tables(_spread_prose(document, _with_lists(document, parted)))


def _with_lists(document: Document, kinds: Sequence[Kind]) -> list[Kind]:
    """Facts in a list, `Arbetsförmedlingen: 21`, are rows where three or more in a run are of one
    kind: reasons to leave, who referred, livelihoods, education.
    """
    settled = list(kinds)
    run: list[tuple[int, str]] = []
    for at, line in enumerate((*document.lines, None)):
        match = _LISTED.match(line.text) if line is not None else None
        if match is not None:
            run.append((at, match[1]))
            continue
        if len(run) >= _LIST and _of_one_kind([label for _, label in run]):
            for i, _ in run:
                settled[i] = Kind.ROW
        run = []
    return settled


def is_listed(text: str) -> bool:
    """True for a label, a colon and one number."""
    return _LISTED.match(text) is not None


def _of_one_kind(labels: Sequence[str]) -> bool:
    axes = Counter(axis for label in labels for axis in {term.axis for term in lookup(label)})
    return max((axes[axis] for axis in _LISTED_AXES), default=0) > 0.6 * len(labels)


def _parts_of_facts(document: Document, kinds: list[Kind]) -> list[Kind]:
    """Lines below a fact that tell its parts are running text as it is."""
    found = list(kinds)
    for i in range(1, len(kinds)):
        above, text = document.lines[i - 1].text, document.lines[i].text
        told = found[i - 1] is Kind.PROSE and (_FACT.match(above) or PART.match(above))
        if kinds[i] is Kind.ROW and told and PART.match(text):
            found[i] = Kind.PROSE
    return found


@cache
def kind_of(text: str) -> Kind:
    """What one line looks like, its neighbours not considered."""
    label, tail = number_tail(text)
    numbers = [token for token in tail if is_number(token.text)]
    if _FACT.match(text):
        return Kind.PROSE
    if is_head(text):
        return Kind.HEAD
    ruled = is_ruled(text) or _is_celled(text)
    if not numbers and (ruled or is_laid_out(text) or text.strip(" ").count("\t") > 1):
        return Kind.TEXT
    timed = any(mark in text for mark in ("19", "20")) and any(
        is_year(token.text) or is_date(token.text) for token in tokenize(text)
    )
    if timed and all(is_year(token.text) or is_unit(token.text) for token in numbers):
        return Kind.PROSE if reads_as_prose(text) else Kind.TEXT
    if tail and text.rstrip().endswith(".") and is_unit(tail[-1].text):
        return Kind.PROSE  # `Eget kapital är 2 406 tkr.`
    if not numbers or refers(label):
        return Kind.PROSE if reads_as_prose(text) else Kind.TEXT
    if fewest(tail) >= 3:
        return Kind.ROW
    return Kind.PROSE if reads_as_prose(label) and not ruled else Kind.ROW


def _is_celled(text: str) -> bool:
    """True for a label and two cells or more, each with a number and nothing else."""
    label, *cells = text.strip().split("\t")
    numbers = [[token.text for token in tokenize(cell)] for cell in cells if cell.strip()]
    return (
        len(numbers) > 1
        and any(map(str.isalpha, label))
        and all(all(is_number(t) or is_unit(t) for t in some) for some in numbers)
    )


@cache
def is_head(text: str) -> bool:
    """True for a line of column heads: years, dates or known words, two or more, and nothing else.

    Numbers in brackets after a word are the base of that column, as in `Kvinnor (270)`; two after
    each other are negative amounts.
    """
    if len(text.split()) > _HEAD_WORDS or words.fold(text) in _posts() or _NEGATIVE.search(text):
        return False
    bare = _BASE.sub("", text)
    if not _may_head(bare):
        return False
    heads = [head for head in parse_heads(bare) if head.text.strip(_SIGNS)]
    if len(heads) > 2 and refers(heads[0].text) and heads[1].text[:1].isdigit():
        heads = heads[2:]
    timed = [head for head in heads if is_year(head.text) or is_date(whole_date(head.text))]
    known = [head for head in heads if head.terms and not _only(head, "stubbe")]
    if len(heads) == 1:
        return len(timed) == 1
    if len(timed) == 1 and _is_dated(heads):
        return False
    numbers = [head for head in heads if is_number(head.text) and head not in timed]
    if numbers or len(timed) + len(known) < 2:
        return False
    if not timed and words.fold(text).endswith(_OPEN_WORDS):
        return False
    return len(timed) + len(known) >= 0.6 * len([h for h in heads if not _only(h, "stubbe")])


def _may_head(text: str) -> bool:
    """Cheap: false as soon as the words hold a number, or so many that are no heads that those
    to come cannot make up for them. A word and its number may open the line, `Tabell 3 Kön År`.
    """
    pieces = head_words(text)
    last = pieces[-1] if pieces else ""
    if last.isdigit() and not (is_year(last) or is_date(last) or any_ends_in_digits()):
        return False
    heads = (head for head in cut_heads(pieces) if head.text.strip(_SIGNS))
    strange = opening = 0
    for at, head in enumerate(heads):
        if at == 0 and refers(head.text):
            opening = 2
        if at < opening or head.terms or is_year(head.text) or is_date(whole_date(head.text)):
            continue
        if is_number(head.text):
            return False
        strange += len(head.text) > 1 and not any(char.isdigit() for char in head.text)
        if strange > 0.4 * len(pieces):
            return False
    return True


def _is_dated(heads: Sequence[Head]) -> bool:
    """True for words that a small word ties to one year: `Pågående från 2022` is no two heads."""
    small = words.load("tabell")["preposition"]
    return len(heads) > 2 and is_year(heads[-1].text) and words.fold(heads[-2].text) in small


def is_post(label: str) -> bool:
    """True for the whole label of a statement's row."""
    return words.fold(label) in _whole_posts()


@cache
def _whole_posts() -> frozenset[str]:
    posts = words.load("poster")["post"].values()
    return frozenset(alias for printed in posts for alias in printed)


@cache
def _posts() -> frozenset[str]:
    """Labels of a statement's rows, whole or cut where they are wrapped."""
    posts = _whole_posts()
    starts = {alias[:at] for alias in posts for at, c in enumerate(alias) if c == " " and at > 12}
    return frozenset(starts.union(posts))


def refers(label: str) -> bool:
    """True when the number after the label is that of a note or a table, not a figure."""
    found = words.fold(label).split()
    return bool(found) and found[-1].strip("(") in words.load("tabell")["rubrik"]


def _only(head: Head, axis: str) -> bool:
    return bool(head.terms) and all(term.axis == axis for term in head.terms)


@cache
def _small_words() -> frozenset[str]:
    return frozenset(words.load("tabell")["lopande"])


def reads_as_prose(text: str) -> bool:
    """True when the line is a piece of running text rather than a label or a heading."""
    text = " ".join(text.split())
    if _NUMBERED.match(text) and len(text) <= _LONG_LINE and text[-1] not in ".,;":
        return False
    found = [words.fold(word).strip('.,;:()"”') for word in text.split()]
    if _TITLE.match(text.replace(".", "", 1)) and found[0] in words.load("tabell")["rubrik"]:
        return False
    small = sum(word in _small_words() for word in found)
    if text.rstrip().endswith(("?", ":")):
        small -= 1
    return (small >= 2 and len(found) >= 7) or (len(text.strip()) > _LONG_LINE and small >= 1)


def _furniture(document: Document) -> frozenset[int]:
    patterns = [re.compile(pattern) for pattern in words.load("tabell")["sidhuvud"]]
    slag = [word for listed in words.load("rapport")["slag"].values() for word in listed]
    masked: dict[int, str] = {}
    for line in document.lines:
        key = _DIGITS.sub("#", words.fold(line.text))
        if "#" not in key:
            continue
        named = [word for word in key.split() if word.isalpha() and len(word) > 2]
        if len(named) >= 2 or (len(named) == 1 and named[0] in slag):
            masked[line.no] = key
    counts = Counter(masked.values())
    rising = {key for key in counts if _rises(document, masked, key)}
    found = {
        no
        for no, key in masked.items()
        if key in rising
        and counts[key] >= (_TITLED if any(word in key for word in slag) else _OFTEN)
        and not _tells(document.line(no).text)
    }
    found |= page_furniture(document, _tells)
    for line in document.lines:
        key = words.fold(line.text)
        if len(key) < 140 and any(pattern.search(key) for pattern in patterns):
            found.add(line.no)
    return frozenset(found | _page_numbers(document, found))


def _rises(document: Document, masked: Mapping[int, str], key: str) -> bool:
    """True when the numbers of a line that comes again stay or rise, as pages and years do."""
    printed = [
        [int(number) for number in re.findall(r"\d+", document.line(no).text)]
        for no, other in masked.items()
        if other == key
    ]
    return all(
        all(a <= b for a, b in zip(before, after, strict=False))
        for before, after in pairwise(printed)
    )


def _page_numbers(document: Document, found: set[int]) -> set[int]:
    """Bare numbers next to the page's head or foot, and next to no other bare number."""
    filled = [line for line in document.lines if any(char.isalnum() for char in line.text)]
    bare = [_PAGE_NUMBER.match(line.text.strip()) is not None for line in filled]
    pages = set()
    for at, line in enumerate(filled):
        around = [i for i in (at - 1, at + 1) if 0 <= i < len(filled)]
        beside = any(filled[i].no in found for i in around)
        if bare[at] and beside and not any(bare[i] for i in around):
            pages.add(line.no)
    return pages


def _tells(text: str) -> bool:
    """True for a repeated line that tells something all the same: heads, rows of numbers, goals."""
    if _POINT.match(text):
        return True
    numbers = [token for token in number_tail(text)[1] if not is_year(token.text)]
    return len(numbers) > 1 or is_head(text)


def _spread_prose(document: Document, kinds: list[Kind]) -> list[Kind]:
    """A short line between two lines of running text, without a blank, belongs to them."""
    spread = list(kinds)
    for i, kind in enumerate(kinds):
        if kind not in (Kind.TEXT, Kind.ROW, Kind.HEAD):
            continue
        before = kinds[i - 1] if i else Kind.BLANK
        after = kinds[i + 1] if i + 1 < len(kinds) else Kind.BLANK
        numbers = len([t for t in number_tail(document.lines[i].text)[1] if is_number(t.text)])
        continues = document.lines[i].text.strip()[:1].islower()
        if numbers <= 1 and before is Kind.PROSE and (after is Kind.PROSE or continues):
            spread[i] = Kind.PROSE
    return spread


def _inside_tables(kinds: list[Kind]) -> list[Kind]:
    """Long lines between two rows of a table are its labels, not running text."""
    settled = list(kinds)
    filled = [i for i, kind in enumerate(kinds) if kind not in (Kind.BLANK, Kind.FURNITURE)]
    for at in range(1, len(filled) - 1):
        if kinds[filled[at]] is not Kind.PROSE:
            continue
        after = next(
            (kinds[i] for i in filled[at + 1 : at + 3] if kinds[i] is not Kind.PROSE), None
        )
        if settled[filled[at - 1]] in (Kind.ROW, Kind.TEXT) and after is Kind.ROW:
            before = [settled[i] for i in filled[max(0, at - 3) : at]]
            ahead = [kinds[i] for i in filled[at + 1 : at + 4]]
            if before.count(Kind.ROW) and ahead.count(Kind.ROW) >= 2:
                settled[filled[at]] = Kind.TEXT
    return settled

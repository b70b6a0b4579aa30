"""Lines of a report: which are running text, and which are headings, tables or page furniture.

A heading is short, has no full stop, and stands after an end and before a beginning. A row of a
table has more numbers than a sentence would hold for its words. Page heads and feet come again on
many pages, or match a known form. Three short lines in a row are a list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from finsam_analysis import words
from finsam_analysis.read.document import Document
from finsam_analysis.read.line_kinds import PART, refers

NUMBER = r"\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?!\d)|\d+"
WEB = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+")
_RUN = re.compile(r"\d+")
_NUMBERS = re.compile(rf"(?:{NUMBER})(?:[,.]\d+)?")
MARK = re.compile(
    r"^\s*(?:[•▪■●◦·*]\s*|[\uf000-\uf0ff]\s*|[-–—]\s+(?=\S)|[eo¢°»]\s+(?=[A-ZÅÄÖ|\d&])"
    r"|\(?\d{1,2}[.)](?:\s+(?=\S))|[a-hA-H]\)\s+)"
)
# A footnote's number before a capital: `5 Totalt 25 svarande.`
NOTE_NO = re.compile(r"^\s*\d{1,2}\s+(?=[A-ZÅÄÖ][a-zåäö])")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{4}:\d+|(?:19|20)\d\d ?[–—-] ?(?:19|20)\d\d\b")
SECTION_NO = re.compile(r"^\s*(?P<no>\d{1,2}(?:\.\s?\d{1,2}){0,3})\.?\s+(?=[A-ZÅÄÖ])")
# A label and its number on a line of their own: `Antal deltagare: 67 (38 kvinnor, 29 män)`.
_FACT = re.compile(
    r"^\s*[A-ZÅÄÖ][^:.]{2,60}:\s*(?:ca\s)?\d[\d\s,]*(?:%|[^\W\d_]{1,9})?\s*(?:\(.*\))?\s*$"
)
_VALUE = re.compile(r"(?:[^\W\d_]{3}|\s(?:19|20)\d\d):\s(?:ca\s)?\d")  # a label and its number
_COUNT = re.compile(r"(?<![\d–-])(?!(?:19|20)\d\d\b)\d+(?![\d–-])")  # a number, and no year
_LABEL = re.compile(r"^\s*[A-ZÅÄÖ](?:[^:.,]|\bt\.o\.m\.){2,40}:\s+\S")
_ENDS = re.compile(r"[.!?:…]['\"”’)]*\s*$")
_INNER_END = re.compile(r"[a-zåäö)]\.\s+[A-ZÅÄÖ]")
_WORD = re.compile(r"[^\W\d_]+")
_COLUMNS = re.compile(r"\S {3,}\S")  # cells set apart
_LONGEST_HEADING = 110
_LONG_LINE = 60
_REPEATS = 3
_LIST = 3
_PARENTS = 12
_FEW = 3
_ITEM = 40  # characters of a short item of a list

_COUNTED = re.compile(r"\d\s+[^\W\d_]+\s*\Z")  # a number and its unit: `6 ar` leads to nothing


@dataclass(frozen=True, slots=True)
class Title:
    """A heading, whether it heads a table, and its rank: the depth of its number, or capitals."""

    text: str = ""
    line: int = 0
    caption: bool = False
    depth: int = 0
    capitals: bool = False

    def below(self, other: Title) -> bool:
        """True unless number or capitals tell that this heading is not under the other."""
        if self.depth:
            return 0 < other.depth < self.depth
        return other.capitals or not self.capitals


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and those before it, nearest first."""

    title: Title = Title()
    before: tuple[Title, ...] = ()
    table: str = ""  # the head of the last table below the heading
    of_all: bool = False  # a table below it is of all the insatser

    @property
    def heading(self) -> str:
        """The text of the heading."""
        return self.title.text

    @property
    def line(self) -> int:
        """The line of the heading."""
        return self.title.line

    def headings(self) -> list[Title]:
        """This heading, and those before it that it can be under."""
        return [self.title, *(title for title in self.before if self.title.below(title))]


@dataclass(slots=True)
class Row:
    """A line and what it is: text, tom, brus (page furniture), tabell or rubrik."""

    no: int
    text: str
    page: int | None
    kind: str = "text"
    mark: bool = False  # opens an item of a list
    part: bool = False  # tells a part of the line above
    captured: bool = False  # part of a table that somebody else has read
    caption: bool = False  # a heading with a table right below


def read_rows(document: Document, skip: Collection[int]) -> list[Row]:
    """The lines of the report with what each is; those in `skip` are tables."""
    furniture = _furniture(document)
    rows = []
    for line in document.lines:
        row = Row(line.no, line.text.replace("\u00ad", ""), line.page)
        bare = row.text.strip()
        if not bare:
            row.kind = "tom"
        elif line.no in skip:
            row.kind = "tabell"
            row.captured = True
        elif bare in furniture or WEB.fullmatch(bare):
            row.kind = "brus"
        rows.append(row)
    _find_tables(rows)
    _find_headings(rows)
    return rows


def _furniture(document: Document) -> frozenset[str]:
    """Lines that are page heads and feet: of a known form, or the same on many pages."""
    pages = words.load("prosa_sidor")
    forms = [re.compile(form, re.IGNORECASE) for form in pages["former"]]
    exact = Counter(line.text.strip() for line in document.lines)
    shapes = Counter(_shape(line.text.strip()) for line in document.lines)
    found = set()
    for bare in exact:
        key = words.fold(bare.rstrip(": "))
        numbered = any(word in key for word in small("sidhuvud"))
        often = exact[bare] >= _REPEATS or (numbered and shapes[_shape(bare)] >= _REPEATS)
        repeated = often and len(bare) < _LONGEST_HEADING and not _says(bare)
        if bare and (repeated or any(form.fullmatch(bare) for form in forms)):
            if key not in small("rubriker"):
                found.add(bare)
    return frozenset(found)


def _shape(text: str) -> str:
    """A line with its numbers made one."""
    return _RUN.sub("#", text)


def _says(text: str) -> bool:
    """True for a line with the end or the verb of a sentence."""
    return bool(_ENDS.search(text)) or bool(small("verb") & set(_keys(text)))


@cache
def small(name: str) -> frozenset[str]:
    """A list of words of `prosa_sidor.toml`, folded."""
    return frozenset(words.fold(word) for word in words.load("prosa_sidor")[name])


def _keys(text: str) -> list[str]:
    return [words.fold(word) for word in _WORD.findall(text)]


def _find_tables(rows: Sequence[Row]) -> None:
    last: Row | None = None
    for row in rows:
        if row.kind == "text":
            ended = row.text.rstrip().endswith(".")
            row.mark = bool(MARK.match(row.text)) and (not SECTION_NO.match(row.text) or ended)
            below = last is not None and (_FACT.match(last.text) or (last.mark and last.part))
            row.part = bool(below and PART.match(row.text))
            row.mark = row.mark or row.part
            if _is_row_of_table(row.text, last):
                row.kind = "tabell"
        if row.kind in ("text", "tabell"):
            last = row if row.kind == "text" else None


def _is_row_of_table(text: str, last: Row | None) -> bool:
    """True for more numbers than a sentence would hold, unless the line goes on with the last."""
    if "\t" in text.strip():
        return True
    if not _NUMBERS.search(text):
        return False
    bare = _DATE.sub(" ", SECTION_NO.sub("", WEB.sub("", text)))
    numbers = _NUMBERS.findall(bare)
    if not numbers:
        return False
    open_before = last is not None and not _ENDS.search(last.text)
    if open_before and re.match(r"\s*[a-zåäö(]", bare):
        return False
    letters = re.findall(r"[^\W\d_]{2,}", bare)
    waits = last is not None and leads_on(last.text)
    if not letters:
        waits = waits or (last is not None and _last_word(last.text) in small("verb") | _months())
        return not (waits and len(numbers) == 1)
    said = re.search(r"(?:[^\W\d_]{2,}|\))[.!?]\s*$", bare) and not _COLUMNS.search(bare.strip())
    if said or MARK.match(bare) or ":" in bare:
        return False
    if (waits and len(numbers) <= _LIST) or small("verb") & set(_keys(bare)):
        return False
    return len(numbers) >= 2 and len(letters) <= 2 * len(numbers) + 1


def leads_on(text: str) -> bool:
    """True when the line ends in a word or a sign that must be followed by more."""
    bare = text.rstrip()
    return bare.endswith((",", "(", "/", "–", "-")) or _last_word(bare) in small("leder_vidare")


@cache
def _months() -> frozenset[str]:
    """Names of months: a year alone on the line below belongs to them."""
    return frozenset(words.fold(name) for name in words.load("prosa")["tid"]["manadstal"])


def _last_word(text: str) -> str:
    parts = text.split()
    return words.fold(parts[-1]) if parts else ""


def goes_on(last: Row, row: Row, gap: bool) -> bool:
    """True when `row` is the same paragraph as `last`; `gap` if blank lines stand between."""
    if row.mark or (NOTE_NO.match(row.text) and _ENDS.search(last.text)):
        return False
    if _opens_note(row.text) and (_COUNTED.search(last.text) or not leads_on(last.text)):
        return False
    if not gap:
        if _LABEL.match(last.text) and _LABEL.match(row.text):
            return False  # facts with their labels, one a line
        if last.part and _FACT.match(row.text):
            return False
        item = last.mark and len(last.text.strip()) < _ITEM and not leads_on(last.text)
        item = item or bool(_FACT.match(last.text))
        return not (item and re.match(r"\s*[A-ZÅÄÖ]", row.text))
    if _ENDS.search(last.text):
        return False
    return bool(re.match(r"\s*[a-zåäö(%]", row.text)) or leads_on(last.text)


def _opens_note(text: str) -> bool:
    """True for `Not 6. Fordringar`: the heading of a note or a table, in mid-paragraph."""
    parts = text.split()
    if len(parts) < 3 or not (parts[0][0].isupper() and parts[2][0].isupper()):
        return False
    return parts[1].rstrip(".:").isdigit() and parts[1][-1] in ".:" and refers(parts[0])


def _find_headings(rows: Sequence[Row]) -> None:
    """Mark the rows that are headings: short, no full stop, after an end, before a beginning."""
    text = [row for row in rows if row.kind in ("text", "tabell")]
    opens = _after_blank(rows)
    candidates = []
    for at, row in enumerate(text):
        before = text[at - 1] if at else None
        after = text[at + 1] if at + 1 < len(text) else None
        free = row.no in opens
        candidates.append(row.kind == "text" and _could_head(row, before, after, free))
    at = 0
    while at < len(text):
        end = at
        while end < len(text) and candidates[end]:
            end += 1
        for place in range(at, end):
            # Three or more in a row are a list: then only a numbered one is a heading, or the
            # last if it stands apart.
            row = text[place]
            apart = place + 1 == end and row.no - text[place - 1].no > 1
            nested = _are_nested(text[at:end])
            if end - at < _LIST or nested or apart or SECTION_NO.match(row.text):
                row.kind = "rubrik"
                row.caption = place + 1 == end and _heads_table(text[end : end + 2])
        at = max(end, at + 1)


def _are_nested(run: Sequence[Row]) -> bool:
    """True for a chapter, an insats and a known heading in a row, which are no list."""
    last = words.fold(run[-1].text.strip().rstrip(":"))
    return len(run) <= _LIST + 1 and last in small("rubriker")


def _heads_table(below: Sequence[Row]) -> bool:
    """True if a table stands below, or a short line that heads one."""
    if not below or below[0].kind == "tabell":
        return bool(below)
    short = len(below[0].text.strip()) < _LONGEST_HEADING and not _ENDS.search(below[0].text)
    return short and len(below) > 1 and below[1].kind == "tabell"


def _after_blank(rows: Sequence[Row]) -> set[int]:
    """Numbers of the lines before which something ends: a blank line, a table, a page."""
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


def _could_head(row: Row, before: Row | None, after: Row | None, free: bool) -> bool:
    bare = row.text.strip()
    numbered = SECTION_NO.match(row.text)
    if len(bare) > _LONGEST_HEADING or (row.mark and not numbered):
        return False
    if not re.match(r"[A-ZÅÄÖ\d\"”]", bare) or not re.search(r"[^\W\d_]{2}", bare):
        return False
    dots = bare.count(".") > _LIST + bool(numbered)
    if dots or re.search(r"[.;,]$", bare) or _INNER_END.search(bare):
        return False
    if before is not None and before.kind == "text" and not free and not _ENDS.search(before.text):
        known = words.fold(bare.rstrip(":")) in small("rubriker")
        if not known and (len(before.text.strip()) > _LONG_LINE or not numbered):
            return False
    if after is not None and after.kind == "text" and re.match(r"\s*[a-zåäö,(]", after.text):
        return False
    alone = free and after is not None and after.no > row.no + 1
    keys = set(_keys(bare))
    told = after is not None and after.kind == "text" and len(after.text.strip()) > _LONG_LINE
    if not numbered and not (told and keys <= small("totalrubrik")) and _is_table_head(keys):
        return False
    return not _is_other(bare, alone)


def _is_other(bare: str, alone: bool) -> bool:
    """True for a line that introduces a list, or is a short sentence.

    A line alone between blanks may end in a verb: "Det här har vi gjort".
    """
    keys = _keys(bare)
    if bare.endswith(":") and len(bare.split()) > _LIST + 1:
        return True
    if _VALUE.search(bare) or (": " in bare and len(_COUNT.findall(bare)) > 1):
        return True  # facts with their labels
    of_all = keys[-1] in small("totalrubrik") and keys[0] in small("totalrubrik_fore")
    if (
        len(keys) > 1
        and not of_all
        and leads_on(bare)
        and not (bare.endswith(("-", "–")) or bare.isupper())
    ):
        return True
    told = bool(small("verb") & set(keys))
    # A noun like Steg has a capital; the verb has none.
    last = bare.split()[-1]
    verb_last = not alone and keys[-1] in small("verb") and last[:1].islower()
    return told and (bool(re.search(r"\d", bare)) or verb_last or leads_on(bare))


def _is_table_head(keys: set[str]) -> bool:
    """True if half the words are those of a table's head; of two words both.

    "Totalt för samtliga insatser" is a phrase, and heads no columns.
    """
    if "for" in keys:
        return False
    of_table = len(keys & small("tabellhuvud"))
    return 2 * of_table >= len(keys) and (of_table > 1 or len(keys) != 2)


def enter(section: Section, row: Row) -> Section:
    """The section that a heading opens after `section`."""
    bare = row.text.strip().rstrip(":")
    numbered = SECTION_NO.match(bare)
    title = bare[numbered.end() :] if numbered else bare
    depth = numbered["no"].count(".") + 1 if numbered else 0
    capitals = title.isupper() and len(title) > _FEW
    made = Title(title.strip(), row.no, row.caption and not numbered, depth, capitals)
    above = (section.title, *section.before) if section.heading else ()
    return Section(made, above[:_PARENTS])

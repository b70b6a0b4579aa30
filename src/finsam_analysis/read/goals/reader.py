"""Goals and their results: where a report prints them in tables or lists, and what each number is.

Tables have a head of goal words (Mål, Indikator, Resultat, Utfall, Måluppfyllelse), or lost it to a
scanner; lists are numbered under a heading, or bullets that end in a result and a judgement. All
are known by their words and shape. A block holds only the lines with goals, figures and judgements,
not the text between them, and is read from its own lines alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from finsam_analysis import words
from finsam_analysis.read.blocks import Block, Kind, fewest
from finsam_analysis.read.document import Document, Line
from finsam_analysis.read.goals.bullets import (
    find_list,
    is_bare,
    is_goal_heading,
    is_topic,
    mark_of,
    read_list,
)
from finsam_analysis.read.goals.cells import read_cell
from finsam_analysis.read.goals.heads import BARE_NUMBER, NUMBERED, Head, find_head, is_head_line
from finsam_analysis.read.goals.items import items_of
from finsam_analysis.read.goals.named import find_named, read_named
from finsam_analysis.read.goals.rows import numbers_in_row
from finsam_analysis.read.goals.stream import find_stream, read_stream
from finsam_analysis.read.goals.table import Goal, read_rows
from finsam_analysis.read.goals.text import cell_of, keys_of
from finsam_analysis.read.goals.words import is_judgement, looks_ocr, single
from finsam_analysis.read.items import Item
from finsam_analysis.read.numbers import number_tail
from finsam_analysis.read.tables.heads import captions

KIND = "mal"
_WIDE = 0.8  # of the running text's width: a cell is narrower
_USUAL_WIDTH = 90
_GAP = 12  # line numbers between two cells of a table
_PAGE = 20  # lines from one page's head to the next, at least
_LABEL_WORDS = 3  # of a goal without a number
_LONGEST = 400  # lines of a table
_LABEL_NO = re.compile(r"\s\d{1,2}\s?[:.–]\s*$")  # `Mål 2:`
_FOOTNOTE = re.compile(r"^\s*\d{1,2}\s+[A-ZÅÄÖ]")
_SECTION = re.compile(r"^\s*\d{1,2}(?:\.\d{1,2})+\.?\s+[A-ZÅÄÖ]")
_SECTION_REACH = 80  # lines above a list that its section's heading may stand


def find_goals(document: Document, kinds: Sequence[Kind], taken: Collection[int]) -> list[Block]:
    """The goal tables and goal lists of a report, in printed order.

    `kinds` are from `blocks.classify`; lines numbered in `taken` are left alone.
    """
    furniture = _furniture(document, kinds)
    lines = [
        line
        for line, kind in zip(document.lines, kinds, strict=True)
        if kind is not Kind.BLANK and line.no not in furniture and line.no not in taken
    ]
    signs = tuple(words.load("mal")["spar"]["ord"])
    if not any(sign in words.fold(line.text) for line in lines for sign in signs):
        return []
    kind_of = {line.no: kind for line, kind in zip(document.lines, kinds, strict=True)}
    search = _Search(lines, kind_of, _text_width(document, kinds))
    found = sorted(search.blocks(), key=lambda block: block[0][0].no)
    return [
        Block(f"{KIND}{no:02d}", tuple(kept), section, KIND)
        for no, (kept, section) in enumerate(found, start=1)
    ]


def read_goals(block: Block, *, year: int) -> list[Item]:
    """The numbers of a goal block as items, in printed order; `year` is the report's.

    Facets: del (mal, resultat, resultat_foregaende), matt, kon, year, period (ar, projekt), mal_id,
    and where printed insats, bedomning, riktning (minst, hogst), is_total.
    """
    lines = block.lines
    ocr = looks_ocr(lines)
    goals = _goals(lines, block.section, ocr=ocr)
    return items_of(goals, table_id=block.table_id, year=year, ocr=ocr)


def left_out(block: Block, items: Sequence[Item]) -> list[Line]:
    """The lines of a block with figures that are no items: their part or their row is unclear."""
    lines = block.lines
    ocr = looks_ocr(lines)
    head = find_head(lines, 0)
    body = lines[len(head.lines) :] if head is not None else lines
    figures: Counter[int] = Counter()
    for run in _runs(body):
        cell = cell_of((line, _text_start(line.text), len(line.text)) for line in run)
        figures.update(f.line.no for f in read_cell(cell, ocr=ocr, joined=False).figures)
    read = Counter(item.line.no for item in items)
    return [line for line in lines if figures[line.no] > read[line.no]]


def _text_start(text: str) -> int:
    """Where the text of a line begins, after a bullet or the number of a point."""
    mark = mark_of(text)
    if mark is None or mark[2] and not _LABEL_NO.search(text[: mark[0]]):
        return 0
    return mark[0]


def _runs(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines without a blank between."""
    runs: list[list[Line]] = []
    for line in lines:
        if runs and line.no - runs[-1][-1].no == 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _goals(lines: Sequence[Line], section: Sequence[str], *, ocr: bool) -> list[Goal]:
    if find_named(lines, 0, ocr=ocr)[0]:
        return read_named(lines, ocr=ocr)
    head = next((h for at in range(min(5, len(lines))) if (h := find_head(lines, at))), None)
    if head is not None and head.lines[0] is lines[0]:
        below = lines[len(head.lines) :]
        return read_rows(head, below, ocr=ocr)
    found = find_list(lines, 0, ocr=ocr)
    if found is not None:
        return read_list(lines, section, ocr=ocr)
    return read_stream(lines, ocr=ocr)


def _furniture(document: Document, kinds: Sequence[Kind]) -> set[int]:
    """Page heads and feet; lines that come again on the same page are goals worded alike."""
    last: dict[str, int] = {}
    found: set[int] = set()
    for line, kind in zip(document.lines, kinds, strict=True):
        if kind is not Kind.FURNITURE:
            continue
        key = re.sub(r"\d+", "#", words.fold(line.text))
        if line.no - last.get(key, -_PAGE) < _PAGE and key[:1] == "#":
            found.discard(last[key])
        else:
            found.add(line.no)
        last[key] = line.no
    return found


def _text_width(document: Document, kinds: Sequence[Kind]) -> int:
    """How long the lines of running text are."""
    long = sorted(
        len(line.text.strip())
        for line, kind in zip(document.lines, kinds, strict=True)
        if kind is Kind.PROSE
    )
    return long[int(len(long) * 0.9)] if long else _USUAL_WIDTH


_Found = tuple[list[Line], tuple[str, ...]]


class _Search:
    """A pass for each way that goals are printed, the plainest first; no line is used twice."""

    def __init__(self, lines: Sequence[Line], kinds: dict[int, Kind], width: int) -> None:
        self.lines = lines
        self.kinds = kinds
        self.wide = _WIDE * width
        self.used: set[int] = set()
        self.ocr = looks_ocr(lines)

    def blocks(self) -> Iterator[_Found]:
        """The lines of each block and the headings above it."""
        for find in (self._named, self._table, self._list, self._stream):
            at = 0
            while at < len(self.lines):
                if self.lines[at].no in self.used:
                    at += 1
                    continue
                found = find(at)
                if found is None:
                    at += 1
                    continue
                kept, section, last = found
                self.used |= {line.no for line in kept}
                yield kept, section
                at = max(last, at) + 1

    def _named(self, at: int) -> tuple[list[Line], tuple[str, ...], int] | None:
        kept, last = find_named(self.lines, at, ocr=self.ocr)
        if not kept:
            return None
        section = self._section(at) if is_bare(kept[0].text) else ()
        return kept, section, last

    def _table(self, at: int) -> tuple[list[Line], tuple[str, ...], int] | None:
        head = find_head(self.lines, at)
        if head is None:
            return None
        begin = at + (1 if head.lines[0].no < self.lines[at].no else len(head.lines))
        body = self._body(head, begin)
        if sum(_tells_itself(line.text) for line in body) > 1:
            return None
        kept = _tight(head, body, ocr=looks_ocr([*head.lines, *body]))
        if not kept:
            return None
        last = next(i for i in range(len(self.lines)) if self.lines[i].no == kept[-1].no)
        return kept, (), last

    def _body(self, head: Head, begin: int) -> list[Line]:
        """The lines below a head, to where running text, a heading or another table begins."""
        body: list[Line] = []
        before = head.lines[-1].no
        skipping = False
        for at, line in enumerate(self.lines[begin : begin + _LONGEST], start=begin):
            if line.no - before > _GAP or line.no in self.used or self._ends(head, at):
                break
            if is_head_line(line.text) and find_head(self.lines, at) is not None:
                break
            gap = line.no - before
            before = line.no
            note = self._is_footnote(line, [*head.lines, *body], skipping)
            skipping = note or (skipping and gap == 1 and line.text[:1].islower())
            if not skipping:
                body.append(line)
        return body

    def _is_footnote(self, line: Line, above: Sequence[Line], after_one: bool) -> bool:
        """`3 Antal svarande: 34`: as wide as the page, or its digit is glued to a word above."""
        match = _FOOTNOTE.match(line.text)
        if match is None:
            return False
        mark = re.compile(rf"(?:[^\W\d_]{{3}}\.?|%){match.group().split()[0]}(?!\d)")
        wide = len(line.text.strip()) > self.wide
        return wide or after_one or any(mark.search(other.text) for other in above)

    def _ends(self, head: Head, at: int) -> bool:
        """True for a line that the table does not go on with: a heading, prose, another table."""
        line = self.lines[at]
        text = line.text
        if captions(text) or is_goal_heading(text) and not is_judgement(text):
            return True
        numbered = NUMBERED.match(text)
        under = self.lines[at + 1] if at + 1 < len(self.lines) else Line(0, "")
        below = under.no
        names = below - line.no == 1 and BARE_NUMBER.fullmatch(under.text)
        if numbered and not names:
            if not read_cell(cell_of([(line, numbered.end() - 1, len(text))])).figures:
                return True
        if self.kinds[line.no] is Kind.HEAD and self.kinds.get(below) is Kind.ROW:
            return True
        values = sum(column.value for column in head.columns)
        if "+" not in text and fewest(number_tail(text)[1]) > max(2, values):
            return True
        long = len(text.strip()) > self.wide and not re.search(r"[\t|]|\S {3,}\S", text)
        if not long or _FOOTNOTE.match(text):
            return False
        return numbers_in_row(head.columns, line, ocr=self.ocr) is None

    def _list(self, at: int) -> tuple[list[Line], tuple[str, ...], int] | None:
        found = find_list(self.lines, at, ocr=self.ocr)
        if found is None or any(line.no in self.used for line in found.kept()):
            return None
        heading = found.heading
        section = self._section(at) if heading is not None and is_bare(heading.text) else ()
        return found.kept(), section, found.last

    def _section(self, at: int) -> tuple[str, ...]:
        """The heading of the section that a list stands in."""
        for i in range(at - 1, max(-1, at - _SECTION_REACH), -1):
            text = self.lines[i].text
            if _SECTION.match(text):
                alone = self.lines[i].no - self.lines[i - 1].no > 1 or not i or text[:1] == " "
                ends = text.rstrip().endswith((".", ","))
                if alone and not ends and len(text.strip()) < self.wide:
                    return (text.strip(),)
            elif self._is_title(i) and not is_topic(text.strip()):
                return (text.strip(),)
        return ()

    def _is_title(self, at: int) -> bool:
        """True for a short line that stands alone above running text."""
        line = self.lines[at]
        text = line.text.strip()
        alone = not at or line.no - self.lines[at - 1].no > 1 or line.text[:1] == " "
        short = (
            len(text) < self.wide / 2 and text[:1].isupper() and not text.endswith((".", ",", ":"))
        )
        prose = at + 1 < len(self.lines) and self.kinds[self.lines[at + 1].no] is Kind.PROSE
        return alone and short and prose and self.kinds[line.no] is Kind.TEXT

    def _stream(self, at: int) -> tuple[list[Line], tuple[str, ...], int] | None:
        found = find_stream(self.lines, at, ocr=self.ocr)
        if not found or any(line.no in self.used for line in found):
            return None
        return found, (), at + len(found) - 1


def _tells_itself(text: str) -> bool:
    """True for `Antal deltagare: mål 45, utfall 49`, which needs no head."""
    keys = keys_of(text)
    numbered = {key for key, after in zip(keys, keys[1:], strict=False) if after[:1].isdigit()}
    return all(numbered & single("del", part) for part in ("mal", "resultat"))


def _tight(head: Head, body: Sequence[Line], *, ocr: bool) -> list[Line]:
    """Head and body without the lines that hold no goal, figure or judgement; empty if no table."""
    goals = read_rows(head, body, ocr=ocr)
    items = items_of(goals, table_id=KIND, year=0, ocr=ocr)
    if not goals and _is_side_by_side(body):
        return [*head.lines, *body]  # its cells cannot be told apart: kept, and nothing read
    if not _is_goal_table(goals, items):
        return []
    numbers = {item.line.no for item in items}
    wanted: set[int] = set()
    for goal in goals:
        parts = [
            {place[0].no for place in part.cell.places} for part in (*goal.goals, *goal.results)
        ]
        own = {no for part in parts for no in part} & numbers
        told = [item for item in items if item.line.no in own]
        if not any(char.isdigit() for item in told for char in item.raw):
            continue  # `Två mål är uppnådda` speaks of the goals
        texts = [{place[0].no for place in part.cell.places} for part in goal.goals]
        wanted |= goal.marks | {no for part in texts for no in part}
        wanted |= {no for part in parts if part & numbers for no in part}
    for line in body:
        if numbers_in_row(head.columns, line, ocr=ocr) == []:
            wanted.add(line.no)
    kept = [*head.lines, *(line for line in body if line.no in wanted)]
    if len(kept) == len(head.lines) + len(body):
        return kept
    again = items_of(
        read_rows(head, kept[len(head.lines) :], ocr=ocr), table_id=KIND, year=0, ocr=ocr
    )
    return kept if _same(items, again) else [*head.lines, *body[: _last(body, wanted) + 1]]


def _is_side_by_side(body: Sequence[Line]) -> bool:
    """True for two lines or more where TABs part a sentence with a number from other cells."""
    told = re.compile(r"\t[^\t]*\d[^\t]*[^\W\d_]{2,}\W+[^\W\d_]{2,}")
    return sum(bool(told.search(line.text)) for line in body) >= 2


def _is_goal_table(goals: Sequence[Goal], items: Sequence[Item]) -> bool:
    """A goal beside a result or a judgement, or two rows of goals; not only results."""
    parts = [item.facets["del"] for item in items]
    judged = any(goal.judgement for goal in goals)
    several = len({item.facets["mal_id"].split("-")[1] for item in items}) >= 2
    if not parts:
        return False
    worded = [goal for goal in goals if len(goal.label.split()) >= _LABEL_WORDS and goal.results]
    if "mal" in parts and ("resultat" in parts or judged or several):
        return True
    return bool(judged and worded) or len(worded) >= 2


def _same(one: Sequence[Item], other: Sequence[Item]) -> bool:
    def facts(items: Sequence[Item]) -> list[tuple[object, ...]]:
        return [
            (i.line.no, i.value, i.facets["del"], i.facets["matt"], i.facets["kon"]) for i in items
        ]

    return facts(one) == facts(other)


def _last(body: Sequence[Line], wanted: Collection[int]) -> int:
    return max((at for at, line in enumerate(body) if line.no in wanted), default=-1)

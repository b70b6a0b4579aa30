"""Find the lines of surveys in a report: heads, rows, questions and headings, nothing between.

A survey is known by heads of answers, by numbers of answers ("27 svar 2020"), or by questions with
shares after them. Its lines need not stand together: running text between the groups is left out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from finsam_analysis.read.blocks import Kind, reads_as_prose
from finsam_analysis.read.document import Document, Line
from finsam_analysis.read.surveys.groups import bases, group_of
from finsam_analysis.read.surveys.heads import (
    columns,
    is_head,
    is_rate_head,
    is_years,
    names_rate,
)
from finsam_analysis.read.surveys.questions import begins_question, ends_question
from finsam_analysis.read.surveys.rows import SurveyLine, split_line
from finsam_analysis.read.surveys.tables import is_rate

_HEAD_WIDTH = 140
_RUNNING = 60  # characters of a line that goes on from the one before: running text
_TOGETHER = 80  # lines between two tables of one survey at most
_QUESTION_LINES = 6
_QUESTION_WIDTH = 100
_LOOSE_LINES = 5  # short lines between two rows
_HEAD_LINES = 4  # lines of a head above the line that was recognised
_HEADING_WITHIN = 25  # lines above a table to its group's heading
_RATE_WITHIN = 8  # lines above a head to response rates without a head
_PAGE_LIKE = re.compile(r"\s*(?:19|20)\d\d\s*\((?:19|20)\d\d\)\s*$")
_ENDS = re.compile(
    r"[\d%][^\w]{0,4}\S?\s*$|\d[^\W\d]{0,3}\W{0,3}\s*$"
)  # in a number, or what was one
_SEEMS = re.compile(
    r"positiv|negativ|varken|neutral|svar|tillfr|\bn ?=|inte alls|delvis", re.IGNORECASE
)


@dataclass(slots=True)
class _Seen:
    """A line that is not blank, what it is, and whether a survey takes it."""

    at: int  # index in the document
    line: Line
    part: SurveyLine
    kind: Kind
    head: bool
    base: bool
    group: bool
    mine: bool = False

    @property
    def text(self) -> str:
        return self.line.text.strip()

    @property
    def opens(self) -> bool:
        return self.head or self.base

    @property
    def row(self) -> bool:
        """True for a line of a survey's numbers."""
        part = self.part
        if not part.shares or self.opens:
            return False
        if len(part.shares) == 1 and names_rate(part.text):
            return True
        if part.has_percent or part.year is not None:
            return not part.text or self.kind is not Kind.PROSE or ends_question(part.text)
        return not part.text and 2 <= len(part.shares) <= 6


def survey_runs(
    document: Document, kinds: Sequence[Kind], taken: Collection[int]
) -> Iterator[list[Line]]:
    """The lines of each survey, in order."""
    claimed = set(taken)
    seen = [
        _look(at, line, kind)
        for at, (line, kind) in enumerate(zip(document.lines, kinds, strict=True))
        if _counts(line.text, kind) and line.no not in claimed
    ]
    for at, here in enumerate(seen):
        if here.opens or _asks(seen, at):
            _forward(seen, at)
            _above(seen, at)
    run: list[Line] = []
    for here in seen:
        if not here.mine:
            continue
        if run and here.line.no - run[-1].no > _TOGETHER:
            yield run
            run = []
        run.append(here.line)
    if run:
        yield run


def _counts(text: str, kind: Kind) -> bool:
    """`2024 (2023)` under a head looks like the number of a page, but is two years."""
    if kind is Kind.FURNITURE:
        return _PAGE_LIKE.match(text) is not None
    return kind is not Kind.BLANK


def _look(at: int, line: Line, kind: Kind) -> _Seen:
    text = line.text
    running = len(text) > _RUNNING and text.strip()[:1].islower()
    hints = len(text) <= _HEAD_WIDTH and not running and _SEEMS.search(text) is not None
    head = hints and (is_head(text) or is_rate_head(text))
    base = hints and bool(bases(text)) and not (kind is Kind.PROSE and reads_as_prose(text))
    short = len(text) <= 100
    part = split_line(line) if _ENDS.search(text) else SurveyLine(line, text.strip())
    title = text.strip(" #*")
    group = short and title[:1].isupper() and not part.shares and group_of(title) is not None
    return _Seen(at, line, part, kind, head, base and not part.has_percent, group)


def _asks(seen: Sequence[_Seen], at: int) -> bool:
    """True for a row that ends a question, with another such row near it."""
    here = seen[at]
    if not (here.row and here.part.has_percent and ends_question(here.part.text)):
        return False
    near = seen[max(0, at - 8) : at + 9]
    return sum(x.row and x.part.has_percent and ends_question(x.part.text) for x in near) >= 2


def _forward(seen: Sequence[_Seen], at: int) -> None:
    """Take the rows and questions below a head, to the first running text."""
    seen[at].mine = True
    rates = is_rate_head(seen[at].text)
    pending: list[_Seen] = []
    heads = [here.text for here in seen[max(0, at - _HEAD_LINES) : at + 1] if here.mine]
    for here in seen[at + 1 :]:
        if here.opens:
            _take_headings(pending)
            return
        if is_years(here.text) or here.group:
            heads.append(here.text)
            pending.append(here)
        elif here.row or _fills(here, heads):
            if not _joins(pending, here):
                return
            for line in [*pending, here]:
                line.mine = True
            pending = []
        elif rates:
            return
        else:
            pending.append(here)
            if _is_question(pending):
                for line in pending:
                    line.mine = True
                pending = []
        if len(pending) > _QUESTION_LINES + 1:
            return


def _fills(here: _Seen, heads: Sequence[str]) -> bool:
    """True for a row of numbers without percent signs, as many as the head has columns."""
    part = here.part
    if not part.shares or here.kind is Kind.PROSE or any(share.percent for share in part.shares):
        return False
    return columns(heads, len(part.plain)) is not None


def _take_headings(pending: Sequence[_Seen]) -> None:
    for here in pending:
        here.mine = here.mine or here.group


def _joins(pending: Sequence[_Seen], row: _Seen) -> bool:
    """True when the short lines above a row are its label, headings or years."""
    if len(pending) > _LOOSE_LINES or _opens_other(pending):
        return False
    loose = [here for here in pending if not (here.group or is_years(here.text))]
    ends = ends_question(row.part.text) or (not row.part.text and not loose)
    return all(
        here.kind is not Kind.PROSE or ends or not here.text.endswith(".") for here in loose
    ) and all(len(here.text) <= _QUESTION_WIDTH for here in loose)


def _opens_other(pending: Sequence[_Seen]) -> bool:
    """True for a title that asks nothing with heads below it: another table begins."""
    headed = [at for at, here in enumerate(pending) if is_years(here.text)]
    titles = pending[: headed[0]] if headed else ()
    return any(not here.group and not ends_question(here.text) for here in titles)


def _is_question(pending: Sequence[_Seen]) -> bool:
    loose = [here for here in pending if not (here.group or is_years(here.text))]
    if not loose or len(loose) > _QUESTION_LINES or not ends_question(loose[-1].text):
        return False
    return begins_question(loose[0].text) and all(
        len(here.text) <= _QUESTION_WIDTH and not here.text.endswith(".") for here in loose
    )


def _above(seen: Sequence[_Seen], at: int) -> None:
    """Take what belongs to a table from above it: heads, label, rates without head, group."""
    first = at
    if not seen[at].opens:
        first = _label_above(seen, at)
    for here in reversed(seen[max(0, first - _HEAD_LINES) : first]):
        if here.opens or is_years(here.text) or here.group:
            here.mine = True
        elif here.kind is Kind.PROSE or here.row:
            break
    for here in reversed(seen[max(0, first - _RATE_WITHIN) : first]):
        if not here.part.text and is_rate(here.part.shares):
            here.mine = True
            break
    _questions_above(seen, first)
    for here in reversed(seen[:first]):
        row = here.mine and here.row and not is_rate(here.part.shares)
        if row or seen[first].line.no - here.line.no > _HEADING_WITHIN:
            break
        if here.group:
            here.mine = True
            break


def _label_above(seen: Sequence[_Seen], at: int) -> int:
    """The lines of a question whose numbers stand on its last line."""
    if begins_question(seen[at].part.text) and seen[at].part.text[:1].isupper():
        return at
    for back in range(1, _QUESTION_LINES):
        if at - back < 0 or seen[at - back].row or ends_question(seen[at - back].text):
            break
        if begins_question(seen[at - back].text):
            for here in seen[at - back : at]:
                here.mine = True
            return at - back
    return at


def _questions_above(seen: Sequence[_Seen], first: int) -> None:
    """Questions in a run of their own above a head whose rows have no text."""
    after = [here for here in seen[first + 1 : first + 4] if here.row]
    if not after or any(here.part.text for here in after):
        return
    at = first
    while at and ends_question(seen[at - 1].text) and not seen[at - 1].part.shares:
        begin = at - 1
        while begin > at - _QUESTION_LINES and begin > 0 and not begins_question(seen[begin].text):
            begin -= 1
        if not begins_question(seen[begin].text):
            return
        for here in seen[begin:at]:
            here.mine = True
        at = begin

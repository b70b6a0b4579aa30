"""The rows of a goal table: each goal with its results and the report's judgement.

Cells of such tables are sentences, so the text of a report holds them in one of three ways: cell
after cell down the page, with or without blank lines between; cells of a row side by side, parted
by a TAB, a ruled line or wide spaces, each wrapped over several lines; or whole rows of numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from finsam_analysis.read.document import Line
from finsam_analysis.read.goals.beside import columns_of, parting, side_by_side
from finsam_analysis.read.goals.cells import read_cell
from finsam_analysis.read.goals.columns import BEFORE, GOAL, JUDGED, NAME, RESULT, Column
from finsam_analysis.read.goals.heads import Head
from finsam_analysis.read.goals.rows import Row, numbers_in_row
from finsam_analysis.read.goals.steps import Chunk, walk
from finsam_analysis.read.goals.text import Cell, Span, cell_of
from finsam_analysis.read.goals.words import is_judgement, judged_end, judged_start, single
from finsam_analysis.words import fold

_BARE = re.compile(r"\s*[\d\s.,]+(?:%|procent|kr|tkr|mkr|st)?\s*")
_VALUE = re.compile(r"\s*\d[\d\s.,]*(?:%|procent|kr|tkr|mkr|st)?\s*")
_DENSE = 9  # lines without a blank that are more than one cell


@dataclass(slots=True)
class Part:
    """One cell of a goal, and the column that it stands in."""

    cell: Cell
    column: Column | None = None


@dataclass(slots=True)
class Goal:
    """One goal as printed: its text and numbers, its results, and the judgement."""

    no: int
    name: str = ""  # of an insats, if the row names one
    label: str = ""
    lead: str = ""  # what opens it, before its colon: Projektmål
    goals: list[Part] = field(default_factory=list)
    results: list[Part] = field(default_factory=list)
    judgement: str = ""
    marks: set[int] = field(default_factory=set)  # lines of the name and the judgement
    total: bool = False


def read_rows(head: Head, lines: Sequence[Line], *, ocr: bool = False) -> list[Goal]:
    """The goals below a head, in printed order; lines are without blanks and page furniture."""
    separator = parting(lines)
    columns = head.columns
    if separator is not None:
        columns = columns_of(head.columns, lines, separator)
        rows = list(side_by_side(columns, lines, separator)) if columns else []
    else:
        rows = list(_down_the_page(columns, lines, ocr=ocr))
    goals: list[Goal] = []
    for row in rows:
        goal = _goal(columns, row, len(goals) + 1)
        if goal.goals or goal.results or goal.judgement:
            if not goal.name and goals and any(_names_insats(c) for c in columns):
                goal.name = goals[-1].name
            goals.append(goal)
    return goals


def _goal(columns: Sequence[Column], row: Row, no: int) -> Goal:
    """The cells of a row by what their columns hold."""
    goal = Goal(no)
    texts: list[str] = []
    for at, spans in row:
        column, cell = columns[at], cell_of(spans)
        if not cell.text:
            continue
        numbers = {span[0].no for span in spans}
        if NAME in column.roles:
            goal.marks |= numbers
            if _names_insats(column):
                goal.name = f"{goal.name} {cell.text}".strip()
            else:
                texts.append(cell.text)
        elif GOAL in column.roles:
            goal.goals.append(Part(cell, column))
            if not (texts and _BARE.fullmatch(cell.text)):
                texts.append(_label(spans))
        elif column.roles & {RESULT, BEFORE}:
            _add_result(goal, cell, column)
        elif JUDGED in column.roles:
            goal.judgement = goal.judgement or cell.text.strip(" .")
            goal.marks |= numbers
    if len([p for p in goal.goals if p.column and not p.column.text_only]) < len(goal.goals):
        texts = [p.cell.text for p in goal.goals if p.column and p.column.text_only]
    goal.label = goal.name or " ".join(texts)
    goal.total = bool(goal.label) and fold(goal.label).split()[0].strip(":") in single(
        "hang", "summa"
    )
    return goal


def _label(spans: Sequence[Span]) -> str:
    """The text of a goal's cell without a bare number that stands in a row after it."""
    kept = [
        span
        for at, span in enumerate(spans)
        if not (
            at and span[0] is spans[at - 1][0] and _BARE.fullmatch(span[0].text[span[1] : span[2]])
        )
    ]
    return cell_of(kept).text


def _names_insats(column: Column) -> bool:
    first = fold(column.text).split()[:1]
    return NAME in column.roles and bool(first) and first[0] in single("rubrik", "insats")


def _add_result(goal: Goal, cell: Cell, column: Column) -> None:
    """A result's cell without the judgement that may open or end it."""
    printed, start = judged_start(cell.text)
    said, end = judged_end(cell.text)
    if is_judgement(cell.text):
        printed, start, end = cell.text.strip(" ."), 0, 0
    if printed or said:
        goal.judgement = goal.judgement or printed or said
        goal.marks.add(cell.places[0 if printed else end][0].no)
    if end > start:
        goal.results.append(Part(cell.part(start, end), column))


# ---- rows of numbers, and cell after cell -----------------------------------------------------


def _down_the_page(columns: Sequence[Column], lines: Sequence[Line], *, ocr: bool) -> Iterator[Row]:
    """Rows on a line of their own where they are, and what stands between them cell by cell."""
    waiting: list[Line] = []
    row: Row | None = None
    last: Line | None = None
    for line in lines:
        found = numbers_in_row(columns, line, ocr=ocr)
        if found is None:
            if row is not None and last is not None and _continues(last, line):
                row[0][1].append((line, 0, len(line.text)))
                last = line
            else:
                waiting.append(line)
                last = None
            continue
        if not found:
            last = None
            continue
        label = [] if _named(found) else _label_above(waiting, line)
        waiting = waiting[: len(waiting) - len(label)]
        if row is not None:
            yield row
        yield from _cell_by_cell(columns, waiting, ocr=ocr)
        waiting = []
        row, last = _with_label(columns, found, label), line
    if row is not None:
        yield row
    yield from _cell_by_cell(columns, waiting, ocr=ocr)


def _continues(last: Line, line: Line) -> bool:
    """True for the rest of a row's label, wrapped below its numbers."""
    text = line.text.strip()
    return line.no - last.no == 1 and text[:1].islower() and not re.search(r"\d", text)


def _named(row: Row) -> bool:
    line, start, end = row[0][1][0]
    return any(char.isalpha() for char in line.text[start:end].strip()[:3])


def _label_above(waiting: Sequence[Line], line: Line) -> list[Line]:
    """The lines without numbers right above a row of bare numbers: its label."""
    label: list[Line] = []
    for above in reversed(waiting):
        near = (label[0] if label else line).no - above.no <= (1 if label else 2)
        if not near or read_cell(cell_of([above])).figures or is_judgement(above.text):
            break
        label.insert(0, above)
    return label


def _with_label(columns: Sequence[Column], row: Row, label: Sequence[Line]) -> Row:
    if not label:
        return row
    place = next((i for i, c in enumerate(columns) if NAME in c.roles or c.text_only), row[0][0])
    return [(place, [(line, 0, len(line.text)) for line in label]), *row]


def _cell_by_cell(columns: Sequence[Column], lines: Sequence[Line], *, ocr: bool) -> Iterator[Row]:
    """Paragraphs given to columns in printed order, over and over."""
    named = any(NAME in column.roles for column in columns)
    chunks = [
        chunk
        for lines_ in _paragraphs(lines)
        for chunk in _split_name(lines_, ocr=ocr, named=named)
    ]
    row: Row = []
    for chunk, place, fresh in walk(columns, chunks):
        if fresh and row:
            yield row
            row = []
        row.append((place, [(line, 0, len(line.text)) for line in chunk.lines]))
    if row:
        yield row


def _paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines without a blank between; a judgement or a number on its own line is one by itself."""
    found: list[list[Line]] = []
    runs: list[list[Line]] = []
    for line in lines:
        if runs and line.no - runs[-1][-1].no == 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    for run in runs:
        dense = len(run) > _DENSE
        cells = {line.no for at, line in enumerate(run) if _is_cell(run, at)}
        for line in run:
            before = found[-1][-1] if found and found[-1][-1].no == line.no - 1 else None
            alone = line.no in cells or (before is not None and before.no in cells)
            ends = before is not None and re.search(r"[.!?)]\s*$", before.text) is not None
            begins = line.text.strip()[:1].isupper() or line.text.strip()[:1].isdigit()
            if before is None or alone or (dense and ends and begins):
                found.append([line])
            else:
                found[-1].append(line)
    return found


def _is_cell(run: Sequence[Line], at: int) -> bool:
    """True for a line that is a whole cell: a judgement, or a number between two cells."""
    text = run[at].text
    if is_judgement(text):
        return True
    after = run[at + 1].text.strip() if at + 1 < len(run) else ""
    return _VALUE.fullmatch(text) is not None and not after[:1].islower()


def _split_name(lines: list[Line], *, ocr: bool, named: bool) -> list[Chunk]:
    """A paragraph as a chunk; an insats' name over its goals becomes a chunk of its own."""
    if named:
        has = [bool(read_cell(cell_of([line]), ocr=ocr).figures) for line in lines]
        first = has.index(True) if any(has) else 0
        if first and re.match(r"\s*\d", lines[first].text):
            return [_chunk(lines[:first], ocr=ocr), _chunk(lines[first:], ocr=ocr)]
    return [_chunk(lines, ocr=ocr)]


def _chunk(lines: list[Line], *, ocr: bool) -> Chunk:
    reading = read_cell(cell_of(lines), ocr=ocr)
    width = max(len(line.text.strip()) for line in lines)
    return Chunk(lines, reading, width)

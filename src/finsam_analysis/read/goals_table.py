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
from finsam_analysis.read.goals_cells import Cell, Figure, Reading, cell_of, read_cell
from finsam_analysis.read.goals_heads import BEFORE, GOAL, JUDGED, NAME, RESULT, Column, Head
from finsam_analysis.read.goals_steps import Chunk, walk
from finsam_analysis.read.goals_words import is_judgement, judged_end, judged_start, single
from finsam_analysis.words import fold

_SEPARATOR = re.compile(r"\s*[\t|]\s*")
_WIDE_SEPARATOR = re.compile(r"\s*(?:[\t|]|[  ]{3,})\s*")
_PARTED = 0.3  # share of lines with a separator, from which the cells stand side by side
_FULL = 0.75  # a line that fills this much of its column goes on below
_ROW_WORDS = 3  # words between two numbers of a row
_DENSE = 9  # lines without a blank that are more than one cell

Span = tuple[Line, int, int]


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
    goals: list[Part] = field(default_factory=list)
    results: list[Part] = field(default_factory=list)
    judgement: str = ""
    marks: set[int] = field(default_factory=set)  # lines of the name and the judgement
    total: bool = False


_Row = list[tuple[int, list[Span]]]


def read_rows(head: Head, lines: Sequence[Line], *, ocr: bool = False) -> list[Goal]:
    """The goals below a head, in printed order; lines are without blanks and page furniture."""
    separator = _parting(lines)
    if separator is not None:
        rows = list(_side_by_side(head.columns, lines, separator))
    else:
        rows = list(_down_the_page(head.columns, lines, ocr=ocr))
    goals: list[Goal] = []
    for row in rows:
        goal = _goal(head.columns, row, len(goals) + 1)
        if goal.goals or goal.results or goal.judgement:
            if not goal.name and goals and any(_names_insats(c) for c in head.columns):
                goal.name = goals[-1].name
            goals.append(goal)
    return goals


def _goal(columns: Sequence[Column], row: _Row, no: int) -> Goal:
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
            texts.append(cell.text)
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


def _names_insats(column: Column) -> bool:
    return NAME in column.roles and fold(column.text).split()[0] in single("rubrik", "insats")


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


# ---- cells side by side ------------------------------------------------------------------------


def _parting(lines: Sequence[Line]) -> re.Pattern[str] | None:
    """What parts the cells of the lines, or None when they do not stand side by side."""
    for pattern in (_SEPARATOR, _WIDE_SEPARATOR):
        parted = sum(bool(pattern.search(line.text.strip())) for line in lines)
        if lines and parted >= _PARTED * len(lines):
            return pattern
    return None


def pieces_of(line: Line, separator: re.Pattern[str]) -> list[Span]:
    """The cells of a line, with where each begins and ends."""
    found: list[Span] = []
    start = 0
    for match in [*separator.finditer(line.text), None]:
        end = match.start() if match else len(line.text)
        if line.text[start:end].strip():
            found.append((line, start, end))
        start = match.end() if match else end
    return found


def _text(span: Span) -> str:
    return span[0].text[span[1] : span[2]].strip()


def _side_by_side(
    columns: Sequence[Column], lines: Sequence[Line], separator: re.Pattern[str]
) -> Iterator[_Row]:
    """Rows of wrapped cells; a row begins where all columns do, or where a goal's sentence does."""
    parted = [pieces_of(line, separator) for line in lines]
    widths = _widths(columns, parted)
    current: dict[int, list[Span]] = {}
    for pieces in parted:
        places = _places(columns, pieces, current, widths)
        if current and _begins(columns, pieces, places, current):
            yield sorted(current.items())
            current = {}
        for place, piece in zip(places, pieces, strict=True):
            current.setdefault(place, []).append(piece)
    if current:
        yield sorted(current.items())


def _widths(columns: Sequence[Column], parted: Sequence[Sequence[Span]]) -> list[int]:
    """The longest piece of each column, from the lines that fill all columns."""
    widths = [1] * len(columns)
    for pieces in parted:
        if len(pieces) == len(columns):
            widths = [max(w, len(_text(p))) for w, p in zip(widths, pieces, strict=True)]
    return widths


def _places(
    columns: Sequence[Column],
    pieces: Sequence[Span],
    current: dict[int, list[Span]],
    widths: Sequence[int],
) -> list[int]:
    """The column of each piece of a line."""
    count = len(columns)
    if len(pieces) >= count:
        return [min(at, count - 1) for at in range(len(pieces))]
    judged = next((i for i, c in enumerate(columns) if c.roles == {JUDGED}), None)
    free = [at for at in range(count) if at != judged or not current.get(at)]
    places: list[int] = []
    for left, piece in zip(range(len(pieces) - 1, -1, -1), pieces, strict=True):
        options = [at for at in free if at > (places[-1] if places else -1)]
        options = options[: len(options) - left] or [count - 1]
        if judged in options and is_judgement(_text(piece)):
            places.append(int(judged or 0))
            continue
        options = [at for at in options if at != judged] or options
        if len(pieces) == 1:
            places.append(max(options, key=lambda at: _fill(current.get(at), widths[at])))
        else:
            places.append(options[0])
    return places


def _fill(spans: Sequence[Span] | None, width: int) -> float:
    """How much of its column the last line of a cell fills; what is full goes on below."""
    return len(_text(spans[-1])) / width if spans else 0.0


def _begins(
    columns: Sequence[Column],
    pieces: Sequence[Span],
    places: Sequence[int],
    current: dict[int, list[Span]],
) -> bool:
    """True when a line begins a new row."""
    if not places or places[0] != 0:
        return False
    first = _text(pieces[0])
    opens = first[:1].isupper() or first[:1].isdigit() or first[:1] in "•-–"
    if not opens:
        return False
    if len(pieces) >= len(columns):
        return True
    before = _text(current[0][-1]) if current.get(0) else ""
    values = [at for at, column in enumerate(columns) if column.value and at]
    answered = any(current.get(at) for at in values) or not before
    return (
        len(pieces) >= 2
        and answered
        and (before.endswith(".") or first[:1].isdigit() or any(at in values for at in places))
    )


# ---- whole rows of numbers, and cell after cell ----------------------------------------------------


def _down_the_page(
    columns: Sequence[Column], lines: Sequence[Line], *, ocr: bool
) -> Iterator[_Row]:
    """Rows on a line of their own where they are, and what stands between them cell by cell."""
    waiting: list[Line] = []
    for line in lines:
        row = numbers_in_row(columns, line, ocr=ocr)
        if row is None:
            waiting.append(line)
            continue
        label: list[Line] = []
        if not _named(row):
            label = _label_above(waiting, line)
            waiting = waiting[: len(waiting) - len(label)]
        yield from _cell_by_cell(columns, waiting, ocr=ocr)
        waiting = []
        yield _with_label(columns, row, label)
    yield from _cell_by_cell(columns, waiting, ocr=ocr)


def _named(row: _Row) -> bool:
    return any(char.isalpha() for char in _text(row[0][1][0])[:3])


def _label_above(waiting: Sequence[Line], line: Line) -> list[Line]:
    """The lines without numbers right above a row of bare numbers: its label."""
    label: list[Line] = []
    for above in reversed(waiting):
        near = (label[0] if label else line).no - above.no <= (1 if label else 2)
        if not near or read_cell(cell_of([above])).figures or is_judgement(above.text):
            break
        label.insert(0, above)
    return label


def _with_label(columns: Sequence[Column], row: _Row, label: Sequence[Line]) -> _Row:
    if not label:
        return row
    place = next((i for i, c in enumerate(columns) if NAME in c.roles or c.text_only), row[0][0])
    return [(place, [(line, 0, len(line.text)) for line in label]), *row]


def numbers_in_row(columns: Sequence[Column], line: Line, *, ocr: bool) -> _Row | None:
    """A line that holds a whole row: a label, a number for each column, perhaps a judgement."""
    places = [at for at, column in enumerate(columns) if column.value]
    if len(places) < 2 or len(re.findall(r"\d+", line.text)) < len(places):
        return None
    said, end = judged_end(line.text)
    judged = next((i for i, c in enumerate(columns) if JUDGED in c.roles), None)
    body = cell_of([(line, 0, end if said else len(line.text))])
    for joined in (True, False):
        reading = read_cell(body, ocr=ocr, joined=joined)
        figures = [f for f in reading.figures if f.bracket < 0]
        each, rest = divmod(len(figures), len(places))
        if not figures or rest or (each > 1 and "+" not in line.text):
            continue
        if not _in_columns(reading, figures, judged=bool(said)):
            return None
        row = _cut_row(columns, places, reading, figures[::each], line)
        if said and judged is not None:
            row.append((judged, [(line, end, len(line.text))]))
        return row
    return None


def _in_columns(reading: Reading, figures: Sequence[Figure], *, judged: bool) -> bool:
    """True when numbers stand side by side with at most a word or two between, none in a sentence."""
    text = reading.cell.text
    label = text[: reading.spans[figures[0].start][0]].strip()
    letters = re.findall(r"[^\W\d_]{2,}", label)
    if label and not (label[:1].isupper() or label[:1].isdigit() or label[:1] in "•-–"):
        return False
    if not letters and len(reading.keys) > 2 * _ROW_WORDS + sum(f.end - f.start for f in figures):
        return False
    if judged:
        return True
    if text.rstrip().endswith((".", ":", ",")) or any(f.bracket >= 0 for f in reading.figures):
        return False
    ends = [f.start for f in figures[1:]] + [len(reading.tokens)]
    return all(end - f.end <= _ROW_WORDS for f, end in zip(figures, ends, strict=True))


def _cut_row(
    columns: Sequence[Column],
    places: Sequence[int],
    reading: Reading,
    firsts: Sequence[Figure],
    line: Line,
) -> _Row:
    """A line cut before the first number of each column; the label before them all."""
    starts = [reading.cell.places[reading.spans[f.start][0]][1] for f in firsts]
    last = reading.cell.places[-1][1] + 1
    row: _Row = []
    name = next((i for i, c in enumerate(columns) if NAME in c.roles or c.text_only), None)
    if name is None:
        starts[0] = 0
    elif line.text[: starts[0]].strip():
        row.append((name, [(line, 0, starts[0])]))
    for place, start, end in zip(places, starts, [*starts[1:], last], strict=True):
        row.append((place, [(line, start, end)]))
    return row


def _cell_by_cell(columns: Sequence[Column], lines: Sequence[Line], *, ocr: bool) -> Iterator[_Row]:
    """Paragraphs given to columns in printed order, over and over."""
    named = any(NAME in column.roles for column in columns)
    chunks = [
        chunk
        for lines_ in _paragraphs(lines)
        for chunk in _split_name(lines_, ocr=ocr, named=named)
    ]
    row: _Row = []
    for chunk, place, fresh in walk(columns, chunks):
        if fresh and row:
            yield row
            row = []
        row.append((place, [(line, 0, len(line.text)) for line in chunk.lines]))
    if row:
        yield row


def _paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines without a blank between; a judgement on a line of its own is one by itself."""
    found: list[list[Line]] = []
    runs: list[list[Line]] = []
    for line in lines:
        if runs and line.no - runs[-1][-1].no == 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    for run in runs:
        dense = len(run) > _DENSE
        for line in run:
            before = found[-1][-1] if found and found[-1][-1].no == line.no - 1 else None
            alone = is_judgement(line.text) or (before is not None and is_judgement(before.text))
            ends = before is not None and re.search(r"[.!?)]\s*$", before.text) is not None
            begins = line.text.strip()[:1].isupper() or line.text.strip()[:1].isdigit()
            if before is None or alone or (dense and ends and begins):
                found.append([line])
            else:
                found[-1].append(line)
    return found


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

"""The rows of a block: each row's whole label, its numbers, and the headings it stands under.

A label can be wrapped above its numbers, below them, or both; a short line between two rows is
the end of one label, the beginning of the next, or a heading. The table's own habit decides what
the words alone do not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache

from finsam_analysis import words
from finsam_analysis.read.blocks import Block, is_date, is_head, is_year, refers
from finsam_analysis.read.bracketed import with_signs
from finsam_analysis.read.document import Line
from finsam_analysis.read.line_kinds import is_post
from finsam_analysis.read.numbers import Token, Value, is_number, number_tail, readings
from finsam_analysis.read.tables.heads import captions
from finsam_analysis.read.tables.plain_lines import with_dashes, without_leaders
from finsam_analysis.read.tables.runs import Cells, adds_up, is_stream, put_together
from finsam_analysis.read.tables.walls import are_amounts, cells_in, has_wall, walled
from finsam_analysis.read.tables.widths import common_widths, fewest, widths
from finsam_analysis.read.tables.wrapped import continues, is_open, join_labels, join_lines
from finsam_analysis.read.terms import is_total, lookup, parse_heads

# `Avskrivningar - -`; one dash alone is also how a label goes on, but then it is a longer one.
_EMPTY_ROW = re.compile(r"^\D*[^\W\d_]\D*?\s(?:[-−]|[-−–—](?:\s+[-−–—])+)\s*$")
# `Kostnader 3, 4 -450`: the first of two notes is taken for the end of the label.
_NOTES_END = re.compile(r"(?:\s\d{1,2},)+$")
_ACCOUNT = re.compile(r"^[1-9]\d{3}\s+(?=[^\W\d])")
_TEXT_CELL = re.compile(r"[^\W\d]\S*(?: \S+)*")
_FEW_TEXTS = 3  # rows with a text beside the label
_ONE_NOTE = re.compile(r"^\d{1,2}(?:,\d{1,2})?$")
_CELLS = re.compile(r"\t+| {3,}")
_AGES = re.compile(r"^[1-9]\d ?(?:[-–−] ?(?:[1-9]\d)?|\+)$")  # `16-19`, `60-`, `65+`
_YEAR_CELL = re.compile(r"^(19[5-9]\d|20[0-3]\d)[1|)\]]?$")


@dataclass(slots=True)
class Row:
    """A line with numbers: its whole label, its tokens, and where it stands."""

    line: Line
    label: str
    tokens: list[Token]
    headings: tuple[str, ...] = ()
    year: int | None = None
    own_label: bool = True  # False: numbers alone on their line
    below: tuple[tuple[Line, list[Token]], ...] = ()  # further columns, printed on lines below
    may_end_in_note: bool = False  # single spaces do not tell if the last number is a note's
    parted: bool = False  # wide gaps part the tokens into cells of one number each

    def as_numbers(self, count: int, skip: int = 0) -> list[tuple[Value, ...]]:
        """Readings of the tokens as `count` numbers, the first `skip` tokens left aside."""
        tokens = self.tokens[skip:]
        if self.parted and count != cells_in(tokens):
            return []
        return readings(tokens, self.line.text, count)


@dataclass(slots=True)
class Layout:
    """A block taken apart: the lines above the rows, the rows, and labels left over below."""

    head: list[str]
    rows: list[Row]
    left_over: list[Line]
    labels_apart: list[str] = field(default_factory=list)  # labels printed away from their numbers
    gaps: frozenset[int] = frozenset()  # head lines with a blank line above them
    walled: bool = False  # wide gaps in the rows are cell walls
    stream: bool = False  # cells one on a line, in an order that nothing tells
    signed: bool = False  # brackets are read as minus


def is_row(text: str) -> bool:
    """True for a line with numbers at its end that is not a column head."""
    label, tail = number_tail(text)
    numbers = [token for token in tail if is_number(token.text)]
    if not numbers or is_head(text) or refers(label):
        return False
    return not all(is_year(token.text) or is_date(token.text) for token in numbers)


def lay_out(block: Block, *, brackets: bool = False) -> Layout:
    """Take a block apart into head, rows with whole labels, and what is left over.

    `brackets` says that the report's tables print amounts below zero in brackets.
    """
    block = replace(block, lines=tuple(_without_empty_rows(without_leaders(block.lines))))
    marks = [is_row(line.text) for line in block.lines]
    stream = is_stream(block.lines)
    first = marks.index(True)
    cells = put_together(block.lines)
    if cells is not None:
        return _of_cells(cells)
    head, opening = _head_and_opening(block.lines, first)
    above = block.lines[: len(head)]
    gaps = frozenset(i for i in range(1, len(above)) if above[i].no - above[i - 1].no > 1)
    rows: list[Row] = []
    waiting: list[Line] = opening
    answers = _has_answers(block.lines, marks)
    for line, mark in zip(block.lines[first:], marks[first:], strict=True):
        if mark:
            rows.append(_row(line, answers=answers))
        else:
            waiting.append(line)
            continue
        _give(waiting, rows[-2] if len(rows) > 1 else None, rows[-1], _habit(block, marks))
        waiting = []
    if waiting and rows:
        waiting = _extend(rows[-1], waiting)
    if any(piece.on("not") for text in head for piece in parse_heads(text)):
        for row in rows:
            row.label = _NOTES_END.sub("", row.label)
    _drop_accounts(rows)
    _drop_texts(rows)
    _weigh_years(rows)
    _part_labels(rows)
    _join_lone(rows, {line.no: line.text.strip() for line in block.lines})
    apart = _labels_apart(head, rows)
    if apart and (given := _one_for_each(block.lines, rows, first)):
        for row, label in zip(rows, given, strict=True):
            row.label, row.own_label = label, True
        head = [text for text in head if text.strip() not in given]
        apart = []
    if apart:
        gaps = frozenset()
        head = [
            text for text in head if is_head(text) or captions(text) or text.strip() not in apart
        ]
    _drop_last_notes(head, rows)
    signed = with_signs([row.tokens for row in rows], known=brackets)
    for row, tokens in zip(rows, signed or (), strict=False):
        row.tokens = tokens
    parted = walled([(row.line.text, row.tokens) for row in rows])
    if parted is not None:
        parted = _label_numbers(rows, parted)
    for row, tokens in zip(rows, parted or (), strict=False):
        row.parted = has_wall(tokens) and are_amounts(tokens, row.line.text)
        row.tokens = tokens
    walls = parted is not None
    return Layout(head, rows, waiting, apart, gaps, walls, stream, signed is not None)


def _label_numbers(rows: Sequence[Row], parted: list[list[Token]]) -> list[list[Token]]:
    """The tokens without a number that ends a label, `Yngre än 25`: one space from it, and wide
    apart from the first cell, in a table whose other rows have wide gaps before theirs.
    """
    apart = [has_wall(tokens[:1]) for tokens in parted]
    kept = []
    for row, tokens, wide in zip(rows, parted, apart, strict=True):
        ends = len(tokens) > 1 and not wide and has_wall(tokens[1:2]) and row.own_label
        if ends and sum(apart) * 2 > len(apart):
            row.label, tokens = f"{row.label} {tokens[0].text}", tokens[1:]
            row.tokens = tokens
        kept.append(tokens)
    return kept


def _drop_accounts(rows: Sequence[Row]) -> None:
    """`3010 Bidrag från staten`: the number of an account stands before most labels."""
    numbered = [_ACCOUNT.match(row.label) for row in rows]
    if sum(map(bool, numbered)) * 2 > len(rows):
        for row, match in zip(rows, numbered, strict=True):
            row.label = row.label[match.end() :] if match else row.label


def _drop_texts(rows: Sequence[Row]) -> None:
    """Leave out a column of texts between the labels and the numbers, as whose kommun it is.

    It begins at the same place in most rows; a gender there is a label of its own.
    """
    found = [list(_TEXT_CELL.finditer(row.line.text[: _first(row)])) for row in rows]
    places = Counter(cells[1].start() for cells in found if len(cells) == 2)
    place, times = places.most_common(1)[0] if places else (0, 0)
    beside = [cells for cells in found if len(cells) == 2 and cells[1].start() == place]
    genders = sum(_is_kon(cells[1][0]) for cells in beside)
    if times < _FEW_TEXTS or times * 3 < len(rows) * 2 or genders * 3 > times * 2:
        return
    for row, cells in zip(rows, found, strict=True):
        if cells in beside and row.own_label:
            row.label = row.label.removesuffix(cells[1][0]).rstrip()


def _first(row: Row) -> int:
    return row.tokens[0].start if row.tokens else 0


def _drop_last_notes(head: Sequence[str], rows: Sequence[Row]) -> None:
    """Leave out the note numbers of a last column headed `Not`."""
    for text in head:
        heads = parse_heads(text)
        timed = [h for h in heads if is_year(h.text) or is_date(h.text)]
        if len(timed) < 2 or heads[-1].on("not") is None:
            continue
        for row in rows:
            ends = row.tokens and _ONE_NOTE.match(row.tokens[-1].text)
            cells = 1 + sum(token.wide for token in row.tokens[1:])
            if ends and len(timed) + 1 in {cells, fewest(row.tokens)}:
                row.tokens = row.tokens[:-1]
            row.may_end_in_note = bool(ends) and cells == 1


def _without_empty_rows(lines: Sequence[Line]) -> list[Line]:
    """The lines without rows that print only dashes, so that no other row takes their label."""
    kept: list[Line] = []
    for line in lines:
        if number_tail(line.text)[1] or not _EMPTY_ROW.search(line.text):
            kept.append(line)
            continue
        while kept and not is_row(kept[-1].text) and is_open(kept[-1].text.strip()):
            kept.pop()
    return kept


def _of_cells(cells: Cells) -> Layout:
    """The layout of a table whose cells stood one on a line."""
    rows = []
    for label, lines in zip(cells.labels, cells.rows, strict=True):
        first, *rest = [(line, number_tail(line.text)[1]) for line in lines]
        rows.append(Row(first[0], label, first[1], below=tuple(rest)))
    return Layout([*cells.above, "\t".join(cells.heads)], rows, [])


def _labels_apart(head: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """The labels of rows that are bare numbers, when they stand together above the heads."""
    if len(rows) < 3 or any(row.label for row in rows):
        return []
    texts = [text for text in head if not is_head(text) and not captions(text)]
    labels = join_labels(texts)
    return labels if len(labels) >= len(rows) else []


def _one_for_each(lines: Sequence[Line], rows: Sequence[Row], first: int) -> list[str]:
    """The labels that stand together right above the heads, when they are as many as the rows."""
    at = first
    while at and is_head(lines[at - 1].text):
        at -= 1
    run: list[Line] = []
    while at and (not run or run[0].no - lines[at - 1].no == 1):
        at -= 1
        run.insert(0, lines[at])
    labels = join_labels([line.text for line in run])
    if len(labels) > len(rows) and adds_up(labels[-len(rows) :], _numbers(rows)):
        return labels[-len(rows) :]
    return labels if len(labels) == len(rows) and at < first else []


def _numbers(rows: Sequence[Row]) -> list[list[Decimal]]:
    """The numbers of rows of which each token is one; none when they are not as many."""
    found = [
        [Decimal(token.text) for token in row.tokens if re.fullmatch(r"\d+", token.text)]
        for row in rows
    ]
    whole = all(len(n) == len(row.tokens) > 1 for n, row in zip(found, rows, strict=True))
    return found if whole and len({len(numbers) for numbers in found}) == 1 else []


def _part_labels(rows: Sequence[Row]) -> None:
    """`Åkerby K`, `M`, `T`: what stands before the gender heads the rows until the next one."""
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        parts = _CELLS.split(row.label)
        if (
            len(parts) == 1
            and after is not None
            and _is_kon(after.label)
            and not is_total(after.label)  # `… utrikes födda kvinnor` is a name, over a total
            and not _is_kon(row.label)
        ):
            parts = row.label.rsplit(" ", 1)
        if len(parts) == 2 and parts[0] and _is_kon(parts[1]):
            row.headings, row.label = (*row.headings, parts[0].strip()), parts[1].strip()


def _join_lone(rows: Sequence[Row], printed: Mapping[int, str]) -> None:
    """Take a heading that would hold for one row of its group only as the beginning of its label.

    It stands between two rows, and the total of rows before it follows: `Summa individinriktade`
    under the heading of those, or a total in a table without other headings.
    """
    group: tuple[str, ...] = ()
    for before, row, after in zip(rows, rows[1:], rows[2:], strict=False):
        group = before.headings or group
        heading = row.headings[0] if len(row.headings) == 1 else ""
        between = printed.get(row.line.no - 1) == heading and row.line.no - before.line.no == 2
        if not (heading and between and row.own_label) or _is_total(before.label):
            continue
        named = {word for text in group for word in words.fold(text).split()}
        told = set(words.fold(after.label).split()[1:]) & named
        alone = not named and words.fold(heading) not in _group_headings()
        if _is_total(after.label) and (told or alone) and not _is_kon(row.label):
            row.label, row.headings = join_lines([heading, row.label]), ()


def _is_total(label: str) -> bool:
    return words.fold(label).split()[:1] in ([word] for word in words.load("tabell")["summa"])


@cache
def _group_headings() -> frozenset[str]:
    return frozenset(w for listed in words.load("ekonomi")["rubrik"].values() for w in listed)


def _is_kon(label: str) -> bool:
    letters = words.load("tabell")["konsbokstav"]
    return label.strip() in letters or any(term.axis == "kon" for term in lookup(label))


def _has_answers(lines: Sequence[Line], marks: Sequence[bool]) -> bool:
    """True when most labels end in yes or no: that is a column of its own, not of the label."""
    ends = [
        _ends_in_answer(number_tail(line.text)[0])
        for line, m in zip(lines, marks, strict=True)
        if m
    ]
    return sum(ends) * 2 > len(ends)


def _ends_in_answer(label: str) -> bool:
    return bool(label) and words.fold(label).split()[-1] in words.load("tabell")["janej"]


def _row(line: Line, *, answers: bool) -> Row:
    label, tokens = number_tail(with_dashes(line.text))
    if answers and _ends_in_answer(label):
        label = label.rsplit(maxsplit=1)[0] if " " in label else ""
    year = None
    if len(tokens) > 1 and (match := _YEAR_CELL.match(tokens[0].text)):
        year, tokens = int(match.group(1)), tokens[1:]
    named = any(c.isalpha() for c in label) or _AGES.match(label) is not None
    label = label.rstrip(": ") if named else ""
    return Row(line, label, tokens, year=year, own_label=named)


def _weigh_years(rows: Sequence[Row]) -> None:
    """Make a year after a label an amount again, where the row needs it to have as many numbers as
    the others and few of them have a year: `Framåt 2000 4 000 -2 000`.
    """
    dated = [row for row in rows if row.year is not None and row.label]
    if not 0 < 2 * len(dated) < len(rows):
        return
    common = common_widths([row.line.text for row in rows if row.year is None])
    for row in dated:
        whole = number_tail(row.line.text)[1]
        text = row.line.text
        if not common & widths(row.tokens, text) and common & widths(whole, text):
            row.year, row.tokens = None, whole


def _head_and_opening(lines: Sequence[Line], first: int) -> tuple[list[str], list[Line]]:
    """The lines above the first row: heads and captions, and what opens the first row's label."""
    above = list(lines[:first])
    opening: list[Line] = []
    label, _ = number_tail(lines[first].text)
    bare = not any(c.isalpha() for c in label)
    while above and not is_head(above[-1].text):
        text = above[-1].text.strip()
        near = (opening[0] if opening else lines[first]).no - above[-1].no <= 2
        wants = bare and near and not opening
        wants = wants or is_open(text) or (bool(opening) and continues(opening[0].text))
        if not opening and not bare:
            wants = continues(label) or is_open(text)
        if not wants or captions(text):
            break
        opening.insert(0, above.pop())
    if above and not any(is_head(line.text) for line in above) and bare and not _open_any(opening):
        above, opening = [*above, *opening], []
    return [line.text for line in above], opening


def _open_any(lines: Sequence[Line]) -> bool:
    return any(is_open(line.text.strip()) for line in lines)


def _habit(block: Block, marks: Sequence[bool]) -> str:
    """`below` if this table's labels go on below their numbers, `above` if they begin above."""
    below = above = 0
    for i in range(1, len(block.lines) - 1):
        if marks[i]:
            continue
        text = block.lines[i].text
        if marks[i - 1] and continues(text):
            below += 1
        if marks[i + 1] and (is_open(text.strip()) or continues(block.lines[i + 1].text)):
            above += 1
    return "below" if below > above else "above"


def _give(waiting: list[Line], before: Row | None, after: Row, habit: str) -> None:
    """Give the short lines between two rows to the row they belong to."""
    pending = list(waiting)
    if before is not None:
        pending = _extend(before, pending, habit, after)
    pending = [line for line in pending if not is_head(line.text)]
    start = len(pending)
    needs = not after.own_label or continues(after.label)
    whole = is_post(after.label)  # what stands above it is a heading
    while start and (needs or (is_open(pending[start - 1].text.strip()) and not whole)):
        start -= 1
        needs = continues(pending[start].text) or (
            not after.own_label and start > 0 and pending[start].no - pending[start - 1].no == 1
        )
    opening = pending[start:]
    after.label = join_lines([*(line.text for line in opening), after.label]).strip()
    after.headings = tuple(line.text.strip() for line in pending[:start])


def _extend(
    row: Row, pending: list[Line], habit: str = "below", after: Row | None = None
) -> list[Line]:
    """Let a row's label take the lines below it that continue it; returns the rest."""
    rest = list(pending)
    last = row.line.no
    while rest and rest[0].no - last <= 1:
        text = rest[0].text
        if "\t" in text:
            break  # a line of cells is no part of a label
        follows = continues(text) or row.label.rstrip().endswith("-")
        if not follows and habit == "below" and after is not None and row.own_label:
            follows = after.own_label and not continues(after.label) and not is_head(text)
        if not follows or (habit == "above" and after is not None and not after.own_label):
            break
        row.label = join_lines([row.label, text])
        last = rest[0].no
        rest = rest[1:]
    return rest


def spread_headings(rows: Sequence[Row]) -> None:
    """A heading holds for the rows below it until the next one."""
    current: tuple[str, ...] = ()
    for row in rows:
        if row.headings:
            current = row.headings
        row.headings = current

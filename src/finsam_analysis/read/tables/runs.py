"""Tables whose cells stand one on a line: what a copied page or a plain text of a PDF prints.

Three orders are known. Row by row: a label, then its numbers. Column by column: all labels, then
each head with its numbers below it. And labels first, then all heads, then one run of numbers for
each column, which is taken only when a total proves it. Everything else is left to other readers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from statistics import mode

from finsam_analysis import words
from finsam_analysis.read.blocks import fewest, is_date, is_year
from finsam_analysis.read.document import Line
from finsam_analysis.read.line_kinds import is_post
from finsam_analysis.read.numbers import number_tail, readings
from finsam_analysis.read.tables.wrapped import join_labels
from finsam_analysis.read.terms import lookup

_HEAD_AXES = frozenset({"kon", "enhet", "post", "tidpunkt", "matt", "belopp", "mal", "not"})
_FEWEST = 3  # numbers in a column of labels and numbers apart
_NOTED = re.compile(r"\s*\(?[Nn]ot \d+\)?$")
_DATED = re.compile(r"^(.*\D) (?:19|20)\d\d$")  # `Budget 2022`
_MOST_HEADS = 6
_TEXT, _NUMBER, _OTHER = "text", "number", "other"


@dataclass(slots=True)
class Cells:
    """A table put together again: lines above it, one text a column, and the lines of each row."""

    above: list[str]
    heads: list[str]  # one a column, `Not` before them if notes are printed
    labels: list[str]
    rows: list[list[Line]] = field(default_factory=list)


@dataclass(slots=True)
class _Run:
    """Texts and the bare numbers that follow them."""

    texts: list[Line]
    numbers: list[Line] = field(default_factory=list)


def put_together(lines: Sequence[Line]) -> Cells | None:
    """The table whose cells these lines are, one on a line; None when they are no such table."""
    kinds = [_kind(line.text) for line in lines]
    if _OTHER in kinds or _NUMBER not in kinds:
        return None
    runs = _runs(lines, kinds)
    if len(runs) < 2:
        return _by_stretches(runs[0]) if runs else None
    if _lone_last(runs[-1]):
        runs[-1].numbers.pop()
    by_column, by_row = _by_column(runs), _by_row(runs)
    if by_column and by_row:
        sure, other = _headlike(by_column.heads), _headlike(by_row.heads)
        return by_column if sure > other else by_row  # alike when both fit: each pairs the same
    return by_column or by_row


def is_stream(lines: Sequence[Line]) -> bool:
    """True when every line is a text or a bare number, and some numbers follow each other."""
    kinds = [_kind(line.text) for line in lines]
    return _OTHER not in kinds and any(a == b == _NUMBER for a, b in pairwise(kinds))


def _kind(text: str) -> str:
    label, tail = number_tail(text)
    if all(is_year(token.text) or is_date(token.text) for token in tail):
        return _TEXT
    return _NUMBER if not label and fewest(tail) == 1 and readings(tail, text, 1) else _OTHER


def _runs(lines: Sequence[Line], kinds: Sequence[str]) -> list[_Run]:
    runs: list[_Run] = []
    for line, kind in zip(lines, kinds, strict=True):
        if kind == _NUMBER and runs:
            runs[-1].numbers.append(line)
        elif kind == _TEXT:
            if not runs or runs[-1].numbers:
                runs.append(_Run([]))
            runs[-1].texts.append(line)
        else:
            return []
    return [run for run in runs if run.numbers]


def _lone_last(run: _Run) -> bool:
    """True when the last number stands apart from the others: that is the page's."""
    return len(run.numbers) > 1 and run.numbers[-1].no - run.numbers[-2].no > 1


def _headlike(heads: Sequence[str]) -> float:
    """Share of the texts that can head a column: a year, a gender, a unit, budget or outcome."""
    return sum(map(_is_head, heads)) / len(heads)


def _is_head(text: str) -> bool:
    plain = text.strip()
    if (match := _DATED.match(plain)) is not None:
        plain = match.group(1)
    return is_year(plain) or is_date(plain) or bool({t.axis for t in lookup(plain)} & _HEAD_AXES)


def _is_note(text: str) -> bool:
    return any(term.axis == "not" for term in lookup(text.strip()))


def _by_column(runs: Sequence[_Run]) -> Cells | None:
    count = len(runs[0].numbers)
    if count < 2 or any(len(run.numbers) != count for run in runs):
        return None
    first = [line.text for line in runs[0].texts]
    heads = [first[-1], *(" ".join(line.text.strip() for line in run.texts) for run in runs[1:])]
    labels = join_labels(first[:-1])
    if len(labels) < count or _headlike(heads) < 1:
        return None
    rows = [[run.numbers[at] for run in runs] for at in range(count)]
    return Cells(labels[:-count], heads, labels[-count:], rows)


def _by_row(runs: Sequence[_Run]) -> Cells | None:
    first = [line.text for line in runs[0].texts]
    opening = join_labels(first)
    note = any(map(_is_note, first))
    years = sum(is_year(text.strip()) or is_date(text.strip()) for text in first)
    counts = [len(run.numbers) for run in runs]
    width = years if note and years else mode(counts)
    if width < 2 or sum(count in {width, width + note} for count in counts) * 2 <= len(counts):
        return None
    if len(opening) <= width:
        return None
    above, heads = _timed_heads(opening[:-1], width)
    if note and above and _is_note(above[-1]):
        heads.insert(0, above.pop())
    heads = _grouped(above, heads)
    labels = [opening[-1], *map(_label, runs[1:])]
    rows = [run.numbers[len(run.numbers) == width + 1 and note :] for run in runs]
    return Cells(above, heads, labels, rows)


def _label(run: _Run) -> str:
    """The label that a run of texts is, without the heading of a group above it."""
    texts = [line.text.strip() for line in run.texts]
    known = is_post(_NOTED.sub("", texts[-1]))
    return texts[-1] if known else " ".join(texts)


def _timed_heads(opening: list[str], width: int) -> tuple[list[str], list[str]]:
    """What stands above the heads, and the heads: the last texts, or the last that are all times
    with headings of rows below them.
    """
    timed = [is_year(text.strip()) or is_date(text.strip()) for text in opening]
    for at in range(len(opening) - width, -1, -1):
        if all(timed[at : at + width]):
            return opening[:at] + opening[at + width :], opening[at : at + width]
    return opening[:-width], opening[-width:]


def _grouped(above: list[str], heads: list[str]) -> list[str]:
    """Heads that come again, each with the one of its group, which stands above them all."""
    size = next((n for n in range(1, len(heads)) if heads[n] == heads[0]), 0)
    groups, rest = divmod(len(heads), size) if size else (0, 0)
    tops = [text for text in above if not _is_stub(text)][-groups:]
    if groups < 2 or rest or heads != heads[:size] * groups or _headlike(tops or [""]) < 1:
        return heads
    del above[above.index(tops[0]) :]
    return [f"{tops[at // size]} {head}" for at, head in enumerate(heads)]


def _is_stub(text: str) -> bool:
    return any(term.axis == "stubbe" for term in lookup(text.strip()))


def _by_stretches(run: _Run) -> Cells | None:
    """Labels in stretches, the heads, and as many stretches of numbers for each column."""
    for numbers in (run.numbers, run.numbers[:-1]):  # the last one can be the page's
        made = _stretched_as(run, _stretches(numbers))
        if made is not None:
            return made
    return None


def _stretched_as(run: _Run, numbered: list[list[Line]]) -> Cells | None:
    """The first way to part the texts into labels and heads that a total proves."""
    texts = [line.text.strip() for line in run.texts]
    most = next((n for n, text in enumerate(reversed(texts)) if not _is_head(text)), 0)
    whole = [line for stretch in numbered for line in stretch]
    ways = [(w, given) for w in range(most, -1, -1) for given in range(w, most + 1)]
    for width, given in ways:
        heads = texts[len(texts) - width :]
        between = texts[len(texts) - given : len(texts) - width]
        labelled = run.texts[: len(texts) - given]
        for made in (_row_wise(labelled, heads, whole), _column_wise(labelled, heads, numbered)):
            if made is not None and _adds_up(made):
                made.above += between
                return made
    return _heads_first(run, whole)


def _heads_first(run: _Run, whole: Sequence[Line]) -> Cells | None:
    """All heads, then all labels, then the numbers row by row."""
    texts = join_labels([line.text for line in run.texts])
    for width in range(2, _MOST_HEADS + 1):
        count, rest = divmod(len(whole), width)
        heads = texts[-count - width : -count] if count else []
        if rest or count < _FEWEST or len(heads) < width or _headlike(heads) < 1:
            continue
        rows = [list(whole[at : at + width]) for at in range(0, len(whole), width)]
        made = Cells(texts[: -count - width], heads, texts[-count:], rows)
        if _adds_up(made):
            return made
    return None


def _row_wise(
    labelled: Sequence[Line], heads: Sequence[str], whole: Sequence[Line]
) -> Cells | None:
    """The numbers given to the labels row by row; a table of one column has no head of its own."""
    width = max(len(heads), 1)
    labels = join_labels([line.text for line in labelled])
    count, rest = divmod(len(whole), width)
    if rest or count < _FEWEST or len(labels) < count:
        return None
    rows = [list(whole[at : at + width]) for at in range(0, len(whole), width)]
    return Cells(labels[:-count], list(heads), labels[-count:], rows)


def _column_wise(
    labelled: Sequence[Line], heads: Sequence[str], numbered: Sequence[Sequence[Line]]
) -> Cells | None:
    """As many stretches of numbers for each column as there are stretches of labels."""
    width = len(heads)
    if width < 2:
        return None
    if len(numbered) == 1:
        size, rest = divmod(len(numbered[0]), width)
        if rest:
            return None
        numbered = [numbered[0][at * size : (at + 1) * size] for at in range(width)]
    stretches = _stretches(labelled)
    parts, rest = divmod(len(numbered), width)
    if rest or not parts or len(stretches) < parts:
        return None
    for columns in (
        [numbered[at::width] for at in range(width)],
        [numbered[at * parts : (at + 1) * parts] for at in range(width)],
    ):
        made = _stretched(stretches, columns, list(heads))
        if made is not None and _adds_up(made):
            return made
    return None


def _stretches(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines parted where a blank line stands between them."""
    parted: list[list[Line]] = []
    for line in lines:
        if not parted or line.no - parted[-1][-1].no > 1:
            parted.append([])
        parted[-1].append(line)
    return parted


def _stretched(
    labelled: Sequence[Sequence[Line]],
    columns: Sequence[Sequence[Sequence[Line]]],
    heads: list[str],
) -> Cells | None:
    """The last labels of each stretch given to its numbers; those before them are headings."""
    sizes = [[len(stretch) for stretch in column] for column in columns]
    if any(size != sizes[0] for size in sizes):
        return None
    own = labelled[-len(sizes[0]) :]
    made = Cells([line.text for part in labelled[: -len(own)] for line in part], heads, [])
    for at, (stretch, size) in enumerate(zip(own, sizes[0], strict=True)):
        labels = join_labels([line.text for line in stretch])
        if len(labels) < size:
            return None
        made.above += labels[:-size]
        made.labels += labels[-size:]
        made.rows += [[column[at][row] for column in columns] for row in range(size)]
    return made


def _adds_up(cells: Cells) -> bool:
    return adds_up(cells.labels, [[_value(line) for line in row] for row in cells.rows])


def adds_up(labels: Sequence[str], numbers: Sequence[list[Decimal]]) -> bool:
    """True when a row that says it is a total is the sum of rows right above it, in all columns."""
    for at, label in enumerate(labels if numbers else ()):
        first = words.fold(label).split()[:1]
        if not first or first[0].strip(".,:") not in words.load("tabell")["summa"]:
            continue
        for count in range(2, at + 1):
            above = numbers[at - count : at]
            if [sum(column, Decimal(0)) for column in zip(*above, strict=True)] == numbers[at]:
                return True
    return False


def _value(line: Line) -> Decimal:
    tail = number_tail(line.text)[1]
    return readings(tail, line.text, 1)[0][0].number or Decimal(0)

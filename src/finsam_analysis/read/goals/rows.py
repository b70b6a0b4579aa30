"""Rows of a goal table that stand whole on one line: label, a number a column, a judgement.

Andel till arbete eller studier 40 % 42 % Uppnått
Ungdomsteamet 300 300
Totalt 1 020 + 250 konsultationer 925 + 200 konsultationer
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from finsam_analysis import words
from finsam_analysis.read.document import Line
from finsam_analysis.read.goals.cells import read_cell
from finsam_analysis.read.goals.columns import GOAL, JUDGED, NAME, Column
from finsam_analysis.read.goals.text import Figure, Reading, Span, cell_of, keys_of
from finsam_analysis.read.goals.words import judged_end, lexicon, single
from finsam_analysis.read.numbers import Token, is_number, readings, tokenize

Row = list[tuple[int, list[Span]]]
MOST = 100_000  # a count of people is less
_BETWEEN = 3  # words between two numbers of a row
_SENTENCE = 8  # words between a goal's number and its result, where a goal's sentence is cut by it
_OPENERS = "•-–"


def numbers_in_row(columns: Sequence[Column], line: Line, *, ocr: bool) -> Row | None:
    """The parts of a line that holds a whole row, each with its column; None if it does not.

    An empty row is one whose numbers can be cut in more than one way: nothing is read of it.
    """
    places = [at for at, column in enumerate(columns) if column.value]
    named = any(NAME in column.roles or column.text_only for column in columns)
    fewest = 1 if named else 2
    if len(places) < fewest or len(re.findall(r"\d+", line.text)) < len(places):
        return None
    said, end = judged_end(line.text)
    judged = next((i for i, c in enumerate(columns) if JUDGED in c.roles), None)
    body = (line, 0, end if said else len(line.text))
    starts = _starts(columns, places, body, judged=bool(said), ocr=ocr)
    if not starts:
        return None if starts is None else []
    row = _cut(columns, places, body, starts)
    if said and judged is not None:
        row.append((judged, [(line, end, len(line.text))]))
    return row


def _starts(
    columns: Sequence[Column], places: Sequence[int], body: Span, *, judged: bool, ocr: bool
) -> list[int] | None:
    """Where the cell of each column begins in the line, or None when it is no row."""
    reading = read_cell(cell_of([body]), ocr=ocr)
    figures = [figure for figure in reading.figures if figure.bracket < 0]
    each, rest = divmod(len(figures), len(places))
    if figures and not rest and (each == 1 or "+" in reading.cell.text):
        beside = _side_by_side(reading, figures, judged=judged)
        if beside or _sentence_cut(columns, places, reading, figures):
            return [figure.at for figure in figures[::each]]
        return None
    return _run(body, len(places), judged=judged)


def _side_by_side(reading: Reading, figures: Sequence[Figure], *, judged: bool) -> bool:
    """True when numbers stand after each other with at most a word or two between."""
    text = reading.cell.text
    label = text[: reading.spans[figures[0].start][0]].strip()
    if label and not (label[:1].isupper() or label[:1].isdigit() or label[:1] in _OPENERS):
        return False
    other = len(reading.keys) - sum(figure.end - figure.start for figure in figures)
    if not re.search(r"[^\W\d_]{2}", label) and other > 2 * _BETWEEN:
        return False
    if judged:
        return True
    if text.rstrip().endswith((".", ":", ",")) or any(f.bracket >= 0 for f in reading.figures):
        return False
    ends = [figure.start for figure in figures[1:]] + [len(reading.tokens)]
    return all(end - f.end <= _BETWEEN for f, end in zip(figures, ends, strict=True))


def _sentence_cut(
    columns: Sequence[Column],
    places: Sequence[int],
    reading: Reading,
    figures: Sequence[Figure],
) -> bool:
    """`Minst 30 % av deltagarna ska vid 33 % Målet uppnåddes`: a result in a goal's sentence."""
    if len(figures) != 2 or len(places) != 2:
        return False
    goal, result = figures
    if GOAL not in columns[places[0]].roles or goal.unit != result.unit or result.kon:
        return False
    if any(figure.bracket >= 0 for figure in reading.figures):
        return False
    text = reading.cell.text
    opens = text[:1].isupper() or text[:1].isdigit()
    between = reading.keys[goal.end : result.start]
    told = any(h.concept == "ton.mal" and h.end <= result.start for h in reading.hits)
    linked = any(key in single("rubrik", "binder") or not key[:1].isalnum() for key in between)
    return opens and told and not linked and 0 < len(between) <= _SENTENCE


def _run(body: Span, count: int, *, judged: bool) -> list[int] | None:
    """Starts of `count` numbers that one run of digits is; none when it can be cut in many ways."""
    line, start, end = body
    text = line.text[start:end]
    tokens = tokenize(text)
    best: list[Token] = []
    run: list[Token] = []
    for token in tokens:
        run = [*run, token] if is_number(token.text) else []
        best = max(best, run, key=len)
    if len(best) < count or any("(" in token.text for token in best):
        return None
    label, after = text[: best[0].start].strip(), text[best[-1].end :].split()
    if label and not (label[:1].isupper() and re.search(r"[^\W\d_]{2}", label)):
        return None
    if len(after) > (0 if not judged else _BETWEEN):
        return None
    ways = [way for way in readings(best, text, count) if not any(v.marks for v in way)]
    if not _is_money(label):
        ways = [way for way in ways if all(v.number is not None and v.number < MOST for v in way)]
    return [start + value.start for value in ways[0]] if len(ways) == 1 else []


def _is_money(label: str) -> bool:
    """True for a label of amounts: `Kostnad per deltagare, kr`."""
    keys = keys_of(label)
    named = {hit.concept.removeprefix("matt.") for hit in lexicon().find(keys)}
    units = single("tal", "kr") | single("tal", "tkr") | single("tal", "mkr")
    return bool(units & set(keys)) or bool(named & set(words.load("mal")["matt_slag"]["pengar"]))


def _cut(
    columns: Sequence[Column], places: Sequence[int], body: Span, starts: Sequence[int]
) -> Row:
    """A line cut before the first number of each column; the label before them all."""
    line, _, last = body
    row: Row = []
    begins = list(starts)
    opening: list[Span] = []
    name = next((i for i, c in enumerate(columns) if NAME in c.roles or c.text_only), None)
    if line.text[: begins[0]].strip():
        opening = [(line, 0, begins[0])]
    if name is not None and opening:
        row.append((name, opening))
        opening = []
    for place, start, end in zip(places, begins, [*begins[1:], last], strict=True):
        row.append((place, [*opening, (line, start, end)]))
        opening = []
    return row

"""All blocks of a report: tables, goals, surveys and charts, each line in one block only.

Goals, surveys and charts are recognised by readers of their own, which know their forms; what they
claim is taken from the generic tables. A block is read by the reader that its kind names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from finsam_analysis.read.blocks import Block, Kind, classify, fewest, find_blocks, is_table
from finsam_analysis.read.charts.names import is_kon
from finsam_analysis.read.charts.parts import take_apart
from finsam_analysis.read.charts.reader import axis_ticks, find_charts, read_charts
from finsam_analysis.read.document import Document, Line
from finsam_analysis.read.goals.reader import find_goals, read_goals
from finsam_analysis.read.items import Item
from finsam_analysis.read.numbers import is_number, number_tail
from finsam_analysis.read.omitted import contents_lines
from finsam_analysis.read.surveys.reader import find_surveys, read_surveys
from finsam_analysis.read.tables.reader import Unread
from finsam_analysis.read.tables.rows import is_row

_WIDE = 3  # numbers in a line, from which it is rather a row than labels of bars
_OTHER_ROWS = 2  # further rows of the table that a line is of
TABLE, GOAL, SURVEY, CHART = "tabell", "mal", "enkat", "diagram"


def find_all(document: Document, kinds: Sequence[Kind] | None = None) -> list[Block]:
    """Every block of the report in order, named t01, t02, ..."""
    kinds = classify(document) if kinds is None else kinds
    special: list[Block] = []
    taken: set[int] = set(contents_lines(document))  # page numbers are no figures
    blocks = find_blocks(document, kinds)
    tables = [_rows_of(block) for block in blocks]
    for find in (find_surveys, find_goals, find_charts):
        for block in find(document, kinds, taken):
            if block.kind == CHART and _takes_rows(block, tables):
                continue
            if block.kind == GOAL and _of_numbers(block) and not read_items(block, year=0):
                continue  # rows and columns of numbers, for the reader of those
            special.append(block)
            taken |= {line.no for line in block.lines}
    generic = [rest for block in blocks for rest in _without(block, taken)]
    found = sorted([*special, *generic], key=lambda block: block.first)
    return [replace(block, table_id=f"t{no:02d}") for no, block in enumerate(found, start=1)]


def _of_numbers(block: Block) -> bool:
    """True when wide gaps part the numbers of two rows or more."""
    rows = [number_tail(line.text)[1] for line in block.lines if is_row(line.text)]
    return sum(sum(token.wide for token in tail[1:]) + 1 >= _WIDE for tail in rows) > 1


def _rows_of(block: Block) -> set[int]:
    return {line.no for line in block.lines if is_row(line.text)}


def _takes_rows(chart: Block, tables: Sequence[set[int]]) -> bool:
    """True for a chart without ticks, names or legend that would take rows out of a table."""
    if _takes_amounts(chart, tables):
        return True
    if axis_ticks(chart) or take_apart(chart.lines).named:
        return False
    if any(is_kon(line.text.strip()) for line in chart.lines):
        return False
    wide = {
        line.no
        for line in chart.lines
        if is_row(line.text) and fewest(number_tail(line.text)[1]) >= _WIDE
    }
    own = {line.no for line in chart.lines}
    return any(wide & rows and len(rows - own) >= _OTHER_ROWS for rows in tables)


def _takes_amounts(chart: Block, tables: Sequence[set[int]]) -> bool:
    """True when amounts that stand alone on their lines would be cut at their thousands."""
    tails = {line.no: number_tail(line.text) for line in chart.lines if is_row(line.text)}
    amounts = {
        no for no, (label, tail) in tails.items() if not label and fewest(tail) == 1 < len(tail)
    }
    return len(amounts) > 1 and any(len(amounts & rows) > 1 for rows in tables)


def _without(block: Block, taken: set[int]) -> list[Block]:
    """What is left of a generic block when other readers have claimed lines of it."""
    if not any(line.no in taken for line in block.lines):
        return [block]
    runs: list[list[Line]] = [[]]
    for line in block.lines:
        if line.no in taken:
            runs.append([])
        else:
            runs[-1].append(line)
    return [replace(block, lines=tuple(run)) for run in runs if run and is_table(run)]


def read_items(block: Block, *, year: int) -> list[Item]:
    """The numbers of a goal, survey or chart block, each with what it is about."""
    readers = {GOAL: read_goals, SURVEY: read_surveys, CHART: read_charts}
    return readers[block.kind](block, year=year)


def unread_of(block: Block, items: Sequence[Item]) -> list[Unread]:
    """Lines of a survey or goal block that end in numbers of which none was read."""
    if block.kind == CHART:
        return [] if items else [Unread(block.lines[0], "diagrammets siffror går inte att ordna")]
    read = {item.line.no for item in items}
    return [
        Unread(line, "talen i raden går inte att placera")
        for line in block.lines
        if line.no not in read and sum(is_number(t.text) for t in number_tail(line.text)[1]) >= 2
    ]

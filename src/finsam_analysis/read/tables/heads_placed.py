"""Heads whose places are known, since a PDF's lines say where each cell begins and ends.

`Insats | 2022 | | | 2023 | |` over `| Kvinnor | Män | Totalt | Kvinnor | Män | Totalt` needs no
guess: each year holds from its own cell to the next that is not empty. And what stands in a cell
of its own before the heads of all columns is over the labels, whatever its word.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from finsam_analysis.read.tables.head_grammar import Column

_FEWEST = 3  # cells of a line that say what each is

Parse = Callable[[str], list[Column]]
Placed = tuple[list[Column], int, int]  # the columns, the first line used, the one after the last


def placed_heads(lines: Sequence[str], count: int, parse: Parse) -> Placed | None:
    """The heads of `count` columns if upper lines have empty cells, else None."""
    for last in range(len(lines), 1, -1):
        items = _cells(lines[last - 1], count, parse)
        if items is None or None in items:
            continue
        columns = [column for column in items if column is not None]
        first = last - 1
        for at in range(last - 2, -1, -1):
            tops = _cells(lines[at], count, parse) if "\t" in lines[at] else None
            if tops is not None and None in tops and any(tops):
                columns, first = _under(columns, tops), at
            elif "\t" in lines[at]:
                break
        if first < last - 1:
            return columns, first, last
    return None


def _cells(line: str, count: int, parse: Parse) -> list[Column | None] | None:
    """A head for each of the columns, None where its cell is empty; None if they do not fit."""
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) == count + 1:
        cells = cells[1:]
    if len(cells) != count:
        return None
    printed = [cell for cell in cells if cell]
    whole = parse(" ".join(line.split()))[-len(printed) :] if printed else []
    if [column.text for column in whole] == printed:  # letters say more together than alone
        found = iter(whole)
        return [next(found) if cell else None for cell in cells]
    return [_column(cell, parse) if cell else None for cell in cells]


def walled_heads(line: str, parse: Parse) -> list[list[Column]]:
    """A line's cells as one column each, without and with the first, for a line that has cells."""
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) < _FEWEST or not all(cells):
        return []
    found = [[_column(cell, parse)] if parse(cell) else [] for cell in cells]
    return [[column for cell in some for column in cell] for some in (found[1:], found)]


def _column(cell: str, parse: Parse) -> Column:
    found = parse(cell)
    if len(found) == 1:
        return found[0]
    terms = tuple(dict.fromkeys(term for part in found for term in part.terms))
    dated = next((part for part in found if part.year is not None), Column())
    return Column(cell, terms, dated.year, dated.date)


def _under(columns: Sequence[Column], tops: Sequence[Column | None]) -> list[Column]:
    merged = []
    top = Column()
    for column, own in zip(columns, tops, strict=True):
        top = own or top
        if not top.text:  # no head above the first columns
            merged.append(column)
            continue
        terms = (*top.terms, *(term for term in column.terms if term not in top.terms))
        year, date = (column.year, column.date) if column.year else (top.year, top.date)
        text = f"{top.text}, {column.text}"
        merged.append(replace(column, text=text, terms=terms, year=year, date=date))
    return merged

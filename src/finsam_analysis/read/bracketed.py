"""Amounts in brackets that are below zero, as in the accounts of English firms: `(27 203)`.

Brackets around a number also say "the year before", "of which" or "that many answered". They are
a minus only where the same column has numbers with and without them, in a table of amounts, or
where all numbers of some rows stand in them and none of others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from finsam_analysis.read.numbers import Token, is_dash, is_unit
from finsam_analysis.read.tables.widths import fewest

_BRACKETED = re.compile(r"\((\d[\d\s.]*(?:,\d+)?)\)")
_GROUPED = re.compile(r"\(?\d{1,3}(?:[\s.]\d{3})+|\(?\d{4,}")
_SPACE = re.compile(r"[\s.]")
_NEAR = 1  # characters that a bracket reaches beyond its column
_ROWS = 2  # wholly in brackets, which no count with its share or its base is
_NOTES = 1  # numbers that some rows have before those of the columns


def with_signs(rows: Sequence[list[Token]], *, known: bool = False) -> list[list[Token]] | None:
    """The rows' tokens with a minus for brackets, if brackets are that in this table; else None.

    `known` says that they are in other tables of the report: then they are in one of amounts.
    """
    if not _are_signs(rows) and not (known and _of_amounts(rows)):
        return None
    return [_signed(tokens) for tokens in rows]


def _of_amounts(rows: Sequence[list[Token]]) -> bool:
    bracketed = any(_BRACKETED.fullmatch(token.text) for tokens in rows for token in tokens)
    return bracketed and any(map(_is_large, rows)) and not _of_percent(rows)


def _of_percent(rows: Sequence[list[Token]]) -> bool:
    """True when percent stand in brackets, as in `9 (28 %)`."""
    return any(
        "%" in token.text and ("(" in token.text or ")" in token.text)
        for tokens in rows
        for token in tokens
    )


def _are_signs(rows: Sequence[list[Token]]) -> bool:
    bracketed = [_BRACKETED.fullmatch(token.text) for tokens in rows for token in tokens]
    if not any(bracketed) or _of_percent(rows):
        return False
    if any(map(_is_large, rows)) and _below_plain(rows):
        return True
    if sum(map(_all_below, rows)) >= _ROWS and any(map(_none_below, rows)):
        return True
    found = [_cells(tokens) for tokens in rows]
    least, most = min(map(len, found)), max(map(len, found))
    if not least or most > least + _NOTES or not any(map(_is_large, rows)):
        return False
    # A note number stands before the others, so that columns are counted from the last.
    columns = [{cells[-at] for cells in found} for at in range(1, least + 1)]
    return all(kinds != {True} for kinds in columns)


def _below_plain(rows: Sequence[list[Token]]) -> bool:
    """True when each number in brackets has wide gaps around and ends where one without does."""
    ends: dict[bool, set[int]] = {True: set(), False: set()}
    for tokens in rows:
        for at, token in enumerate(tokens):
            last = at + 1 == len(tokens) or tokens[at + 1].wide
            if _BRACKETED.fullmatch(token.text):
                if not (token.wide and last):
                    return False
                ends[True].add(token.end)
            elif last:
                ends[False].add(token.end)
    return all(ends[False] & set(range(end - _NEAR, end + _NEAR + 1)) for end in ends[True])


def _all_below(tokens: Sequence[Token]) -> bool:
    """True when every number of a row stands in brackets, two or more, but a note before them."""
    marks = [_BRACKETED.fullmatch(t.text) is not None for t in tokens if not is_unit(t.text)]
    return sum(marks) > 1 and all(marks[_NOTES:])


def _none_below(tokens: Sequence[Token]) -> bool:
    return len(tokens) > 1 and not any(_BRACKETED.fullmatch(token.text) for token in tokens)


def _cells(tokens: Sequence[Token]) -> list[bool]:
    """For each number of a row as `fewest` counts them, whether it stands in brackets."""
    cells: list[bool] = []
    for at, token in enumerate(tokens):
        if not is_unit(token.text) and fewest(tokens[: at + 1]) > len(cells):
            cells.append(_BRACKETED.fullmatch(token.text) is not None)
    return cells


def _is_large(tokens: Sequence[Token]) -> bool:
    text = " ".join(token.text for token in tokens if not is_dash(token.text))
    return _GROUPED.search(text) is not None


def _signed(tokens: Sequence[Token]) -> list[Token]:
    out: list[Token] = []
    after = False
    for token in tokens:
        match = _BRACKETED.fullmatch(token.text)
        gap = f"{token.gap}|" if after else token.gap
        text = "-" + _SPACE.sub("", match[1]) if match else token.text
        out.append(token._replace(text=text, gap=gap))
        after = match is not None
    return out

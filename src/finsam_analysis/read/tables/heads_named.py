"""Column heads that are names: the line right above the rows, as many names as columns.

Names are those that label rows elsewhere in the report, where insatser stand down the page; a word
never seen is a name too when the line ends in a total that the columns before it give.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from finsam_analysis import words
from finsam_analysis.read.tables.across import Across
from finsam_analysis.read.tables.head_grammar import Column
from finsam_analysis.read.tables.wrapped import is_title
from finsam_analysis.read.terms import Term, parse_heads, tidy

_HEADINGS = 2  # lines below the heads at most
_LONGEST = 6  # words of a name


def named_heads(
    lines: Sequence[str], count: int, names: Collection[str], across: Across | None
) -> tuple[list[Column], int] | None:
    """The columns that one of the last lines names, and the line after it; None when the words of
    no line are as many as the columns. What stands below the line heads the first rows.

    `names` are folded. A line without any known name counts only when its last column is the sum
    of the others and says so.
    """
    for last in range(len(lines), max(0, len(lines) - _HEADINGS - 1), -1) if count > 1 else ():
        if is_title(lines[last - 1]):
            continue
        columns = _named(lines[last - 1].replace("|", " ").split(), count, names, across)
        if columns is not None:
            return columns, last
    return None


def _named(
    pieces: Sequence[str], count: int, names: Collection[str], across: Across | None
) -> list[Column] | None:
    columns, seen = cut_names(pieces, names)
    if len(columns) == count + 1 and not seen[0]:
        columns, seen = columns[1:], seen[1:]  # the first word heads the labels
    if len(columns) != count or not all(_is_whole(column) for column in columns):
        return None
    sums = columns[-1].on("kon") == "totalt" and across is not None and across.last_sums()
    return columns if any(seen) or (sums and count > 2) else None


def seen_names(columns: Sequence[Column], names: Collection[str]) -> int:
    """How many columns are headed by a name that labels rows elsewhere."""
    return sum(words.fold(name) in names for c in columns if (name := c.on("namn")))


def cut_names(pieces: Sequence[str], names: Collection[str]) -> tuple[list[Column], list[bool]]:
    """The words as columns, and for each whether it is a name that is known."""
    pieces = [piece for piece in pieces if re.search(r"\w|%", piece)]
    columns: list[Column] = []
    seen: list[bool] = []
    at = 0
    while at < len(pieces):
        size = _longest(pieces, at, names)
        if size:
            text = " ".join(pieces[at : at + size])
            columns.append(Column(text, (Term("namn", tidy(text)),)))
        else:
            head = parse_heads(" ".join(pieces[at:]))[0]
            size = len(head.text.split())
            if at or not head.on("stubbe"):
                columns.append(Column(head.text, head.terms or (Term("namn", tidy(head.text)),)))
        if len(columns) > len(seen):
            seen.append(_longest(pieces, at, names) > 0)
        at += size
    return columns, seen


def _longest(pieces: Sequence[str], at: int, names: Collection[str]) -> int:
    for size in range(min(_LONGEST, len(pieces) - at), 0, -1):
        if words.fold(tidy(" ".join(pieces[at : at + size]))) in names:
            return size
    return 0


def _is_whole(column: Column) -> bool:
    """True for a term, or for a name that begins with a capital."""
    return column.on("namn") is None or column.text[:1].isupper()


def lines_of_names(
    lines: Sequence[str], names: Collection[str]
) -> Iterator[tuple[list[Column], int, int, float]]:
    """Lines that hold names of more than one word, cut at them, with their places and no strain."""
    for at, line in enumerate(lines if names else ()):
        if is_title(line):
            continue
        columns, seen = cut_names(line.replace("|", " ").split(), names)
        if any(found and " " in c.text for c, found in zip(columns, seen, strict=True)):
            yield columns, at, at + 1, 0.0

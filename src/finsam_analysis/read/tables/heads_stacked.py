"""Heads wrapped over lines whose places are lost, put together by the words that they make.

    Insats Kvinnor Män Totalt Antal nya Antal Antal
    antal deltagare avslutade unika
    deltagare deltagare deltagare

A scanner prints the lines of all heads one by one. Each line's words go to columns in order, and
the way is taken in which every column is a term exactly as the vocabulary prints it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from finsam_analysis.read.tables.head_grammar import Column, doubled
from finsam_analysis.read.tables.wrapped import is_title
from finsam_analysis.read.terms import Term, is_term, lookup

_MOST_LINES = 3
_MOST_WORDS = 12  # of a line
_MOST_WAYS = 50  # of which all but a few differ in no term


def stacked_heads(lines: Sequence[str], count: int) -> tuple[list[Column], int] | None:
    """The columns that the last lines make, and the first line used; None when no way, or more
    than one, makes every column a term of its own.
    """
    for used in range(2, min(_MOST_LINES, len(lines)) + 1):
        own = lines[-used:]
        pieces = [line.replace("|", " ").split() for line in own]
        if is_title(own[0]) or not all(0 < len(words) <= _MOST_WORDS for words in pieces):
            break
        found = _only(pieces, count)
        if found is not None:
            return found, len(lines) - used
    return None


def _only(pieces: Sequence[Sequence[str]], count: int) -> list[Column] | None:
    first, *rest = pieces
    made: dict[tuple[tuple[Term, ...], ...], list[Column]] = {}
    for words in (first, first[1:]):  # the first word can head the labels
        for texts in islice(_ways((words, *rest), (0,) * len(pieces), count), _MOST_WAYS):
            columns = [Column(text, lookup(text)) for text in texts]
            if not doubled(columns):
                made.setdefault(tuple(column.terms for column in columns), columns)
    return next(iter(made.values())) if len(made) == 1 else None


def _ways(
    pieces: Sequence[Sequence[str]], at: tuple[int, ...], count: int
) -> Iterator[tuple[str, ...]]:
    """Every way to make the words from `at` on `count` terms, each of words of the first line and
    one of each line below it, none left over.
    """
    left = [len(words) - start for words, start in zip(pieces, at, strict=True)]
    if not count:
        if not any(left):
            yield ()
        return
    if left[0] < count or any(words > count for words in left[1:]):
        return
    for size in range(1, left[0] - count + 2):
        head = pieces[0][at[0] : at[0] + size]
        for depth in range(len(pieces)):
            if depth and not left[depth]:
                break
            below = [pieces[i][at[i]] for i in range(1, depth + 1)]
            text = " ".join((*head, *below))
            if not is_term(text):
                continue
            after = (at[0] + size, *(a + (i <= depth) for i, a in enumerate(at[1:], start=1)))
            for rest in _ways(pieces, after, count - 1):
                yield (text, *rest)

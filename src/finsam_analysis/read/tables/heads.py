"""Column heads: what each column of a table is, from the lines above its first row.

Heads stand on one line or several, wrapped, grouped ("Före insats" over three columns), with
years on a line of their own, or not at all. Every way to read them as the right number of columns
is tried; the one with most known words wins, and no way is invented.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from finsam_analysis import words
from finsam_analysis.read.blocks import is_date, is_year
from finsam_analysis.read.line_kinds import whole_date
from finsam_analysis.read.tables.across import Across
from finsam_analysis.read.tables.head_grammar import (
    Column,
    agreement,
    doubled,
    groupings,
    is_period,
    possible,
    strain,
    with_shares,
)
from finsam_analysis.read.tables.heads_laid import FOOT, Span, laid_heads
from finsam_analysis.read.tables.heads_merged import (
    MAX_TOPS,
    are_names,
    merge,
    repeats,
    with_groups,
)
from finsam_analysis.read.tables.heads_named import lines_of_names, named_heads, seen_names
from finsam_analysis.read.tables.heads_placed import placed_heads, walled_heads
from finsam_analysis.read.tables.heads_stacked import stacked_heads
from finsam_analysis.read.tables.wrapped import captions, is_title, join_lines
from finsam_analysis.read.terms import Head, Term, parse_heads

__all__ = ["Column", "Heads", "captions", "find_heads", "join_lines"]

_BASE = re.compile(r"\((?:n ?= ?)?(\d+)\)")
# `Bud 2019 - Bud 2018` heads the difference of two columns.
_DIFFERENCE = re.compile(r"\b(\w+) (?:19|20)\d\d ?[-–−] ?\1 (?:19|20)\d\d\b")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SAYS = re.compile(r"\w|^%$")
_SEEN = 2  # names of rows that head columns, which say more than words that are like terms
_SURE = 2.0  # more than any reading scores that does not know the places of the heads
_PASSED = 0.5  # more than what tells two readings of as many known heads apart
_SPLIT_HEADS = 20  # head lines that are joined at most


@dataclass(frozen=True, slots=True)
class Heads:
    """The columns of a table, and whether a column of note numbers stands before them."""

    columns: tuple[Column, ...]
    has_note: bool = False
    score: float = 0.0
    known: float = 0.0  # share of the columns whose head is understood
    lines: int = 0  # how many head lines were used
    below: tuple[str, ...] = ()  # lines under the heads: headings of the first rows


def find_heads(
    lines: Sequence[str],
    count: int,
    *,
    across: Across | None = None,
    gaps: Collection[int] = (),
    spans: Sequence[Span] | None = None,
    names: Collection[str] = (),
) -> Heads | None:
    """The best reading of the head lines as `count` columns, or None if there is none.

    `across` tells whether columns make others, which readings can agree with or not. `gaps` are
    the lines with a blank line above them; `spans` where the columns stand, in text that keeps
    its layout; `names` label rows elsewhere in the report.
    """
    has_note = any(_has_note(line) for line in lines)
    placed = placed_heads(lines, count, _columns) if count > 1 else None
    laid = laid_heads(lines, count, spans, gaps) if count > 1 and placed is None else None
    if laid is not None:
        columns, first, last = laid
        below = tuple(lines[last:])
        return Heads(tuple(columns), has_note, _SURE, 1.0, last - first, below)
    best: Heads | None = None
    for columns, first, last, strained in _candidates(lines, count, names):
        known = sum(column.known for column in columns) / count
        dated = sum(bool(column.terms) and column.year is not None for column in columns)
        rich = sum(len({term.axis for term in column.terms}) > 1 for column in columns)
        score = known + 0.2 * dated / count + 0.2 * _likeness(columns) + 0.1 * rich / count
        score += 0.05 * (last == len(lines)) - strained - _passed_by(lines[last:])
        score -= strain(columns) + 0.3 * _from_caption(lines, first, last, gaps)
        if across is not None:
            score += 0.3 * (columns[-1].on("kon") == "totalt" and across.last_sums())
            score += agreement(columns, across.holds)
        if best is None or score > best.score:
            below = tuple(lines[last:])
            best = Heads(tuple(columns), has_note, score, known, last - first, below)
    if count > 2 and (best is None or best.known < 1 or doubled(best.columns)):
        stacked = stacked_heads(lines, count)
        if stacked is not None:
            columns, first = stacked
            return Heads(tuple(columns), has_note, _SURE, 1.0, len(lines) - first)
    sure = best is not None and (best.known == 1 or (best.known >= 0.6 and not names))
    named = None if sure and not names else named_heads(lines, count, names, across)
    if named is None or (sure and seen_names(named[0], names) < _SEEN):
        return best if best is not None and best.known >= 0.6 else None
    return Heads(tuple(named[0]), has_note, _SURE, 1.0, 1, tuple(lines[named[1] :]))


def _from_caption(lines: Sequence[str], first: int, last: int, gaps: Collection[int]) -> bool:
    """True when the heads reach over a blank line to words that are no heads."""
    gap = next((gap for gap in sorted(gaps) if first < gap < last), None)
    above = _columns(join_lines(lines[first:gap])) if gap is not None else []
    return not all(column.known for column in above)


def _passed_by(below: Sequence[str]) -> float:
    """What speaks against heads that stand over a whole line of others, years or known words."""
    return max(
        (
            _PASSED * all(c.known for c in _columns(line))
            for line in below
            if len(_columns(line)) > 1
        ),
        default=0.0,
    )


def _likeness(columns: Sequence[Column]) -> float:
    """Share of the columns that are of the most common kind: one axis, or years."""
    kinds = Counter(
        kind
        for column in columns
        for kind in {term.axis for term in column.terms} or {"year" if column.year else ""}
    )
    kinds.pop("", None)
    return max(kinds.values(), default=0) / len(columns)


def _has_note(line: str) -> bool:
    """True when a column of note numbers is headed on the line; `Not 2 ...` is a caption."""
    heads = parse_heads(line)
    if len(heads) == 1 and heads[0].on("not") and len(line.split()) == 1:
        return True  # each head on a line of its own
    headed = len(heads) > 1 and (_timed(heads[1]) or heads[1].on("post") is not None)
    return (headed and heads[0].on("not") is not None) or any(head.on("not") for head in heads[1:])


def _timed(head: Head) -> bool:
    return is_year(head.text) or is_date(whole_date(head.text))


def _candidates(
    lines: Sequence[str], count: int, names: Collection[str] = ()
) -> Iterator[tuple[list[Column], int, int, float]]:
    """Readings as `count` columns: the first line, the line after the last, what is assumed."""
    placed = placed_heads(lines, count, _columns)
    if placed is not None:
        yield *placed, 0.0
        return
    sequences = (*_every_sequence(tuple(lines)), *lines_of_names(lines, names))
    yield from _with_rest(sequences, count)
    for items, first, last, strained in sequences:
        if len(items) != count or sum(column.known for column in items) * 2 < count:
            continue
        if not possible(items):
            continue
        yield items, first, last, strained
        for other, other_first, other_last, other_strained in sequences:
            gap = lines[other_last:first] if other_last <= first else lines[last:other_first]
            apart = other_last <= first or last <= other_first
            if apart and len(other) <= count and not any(_columns(line) for line in gap):
                merged = merge(items, other, upper=other_first < first)
                if merged is not None:
                    more = max(strained, other_strained)
                    yield merged, min(first, other_first), max(last, other_last), more


def _with_rest(
    sequences: Sequence[tuple[list[Column], int, int, float]], count: int
) -> Iterator[tuple[list[Column], int, int, float]]:
    """Groups and a total on the upper line, and on the lower only the heads within the groups."""
    for items, first, last, _ in sequences:
        rest = count - len(items)
        if not 0 < rest <= MAX_TOPS or last - first > 1 or not all(c.on("kon") for c in items):
            continue
        for tops, top_first, top_last, _ in sequences:
            groups = len(tops) - rest
            if top_last != first or top_last - top_first > 1 or groups < 2 or len(items) % groups:
                continue
            named, totals = tops[:groups], tops[groups:]
            whole = all(column.on("kon") == "totalt" for column in totals)
            known = all(column.terms for column in named) or are_names(named)
            if whole and known and repeats(items, groups):
                named = [c if c.terms else replace(c, terms=(Term("namn", c.text),)) for c in named]
                yield [*with_groups(items, named), *totals], top_first, last, 0.0


@lru_cache(maxsize=64)
def _every_sequence(lines: tuple[str, ...]) -> tuple[tuple[list[Column], int, int, float], ...]:
    """As `_sequences`, kept: a table's heads are tried at many widths."""
    return tuple(_sequences(lines))


def _sequences(lines: Sequence[str]) -> Iterator[tuple[list[Column], int, int, float]]:
    """Columns read from each line alone, and from runs of lines joined, with their lines."""
    start = max(0, len(lines) - _SPLIT_HEADS)
    for first in range(start, len(lines)):
        for items in walled_heads(lines[first], _columns):
            yield items, first, first + 1, 0.0
        for last in range(first + 1, len(lines) + 1):
            items = _columns(join_lines(lines[first:last]))
            timed = [column for column in items if column.year is not None]
            if last == first + 1 and 2 <= len(timed) < len(items):
                yield timed, first, last, 0.0
            if not items or is_title(lines[first]) or _heads_rows(lines[first:last]):
                continue
            for way, grouped in _ways(lines[first:last], items):
                yield way, first, last, 0.1 * (grouped and last > first + 1)


def _ways(lines: Sequence[str], items: list[Column]) -> Iterator[tuple[list[Column], bool]]:
    """The columns of joined lines as they are, and (True) put together as the grammar allows."""
    ways = [(items, False)]
    first = _columns(lines[0]) if len(lines) > 1 else items
    caption = bool(first) and not any(column.known for column in first)
    if not caption and not any(_opens_with_stub(line) for line in lines[1:]):
        kept = _columns(join_lines(lines), keep_stubs=True)
        grouped = [*groupings(items), *(groupings(kept) if len(kept) > len(items) else ())]
        worded = len(lines) == 1 or any(column.terms for column in items)
        ways += [(way, True) for way in grouped if worded]
    for way, together in ways:
        yield way, together
        for split in (way, _split_shares(way)):
            if (shared := with_shares(split)) != split:
                yield shared, together
        for joined in (_join_years(way), _join_pairs(way)):
            if joined is not None:
                yield joined, together


def _heads_rows(lines: Sequence[str]) -> bool:
    """True when the last line is a gender alone below a line of heads: it heads the rows."""
    alone = _columns(lines[-1]) if len(lines) > 1 else []
    gender = len(alone) == 1 and alone[0].on("kon") in {"kvinnor", "man"}
    return gender and lines[-1].strip()[:1].isupper() and len(_columns(lines[-2])) > 1


def _split_shares(items: list[Column]) -> list[Column]:
    """`Kvinnor Andel` as two heads: the women, and their share."""
    split: list[Column] = []
    for item in items:
        first, _, last = item.text.rpartition(" ")
        own = _columns(first) if first and item.on("kon") else []
        share = _columns(last) if len(own) == 1 else []
        parts = len(share) == 1 and share[0].on("enhet") == "andel"
        split += [*own, *share] if parts else [item]
    return split


def _opens_with_stub(line: str) -> bool:
    """True for a line whose first word heads the labels: the columns begin there, not above."""
    heads = parse_heads(line)
    return len(heads) > 1 and heads[0].on("stubbe") is not None


def _join_years(items: list[Column]) -> list[Column] | None:
    """`Årsmål 2019 Årsmål 2018` is two columns: a year after each head."""
    if len(items) % 2 or not items:
        return None
    pairs = list(zip(items[::2], items[1::2], strict=True))
    if not all(head.terms and not head.year and year.year for head, year in pairs):
        return None
    return [
        replace(head, text=f"{head.text} {year.text}", year=year.year, date=year.date)
        for head, year in pairs
    ]


def _join_pairs(items: list[Column]) -> list[Column] | None:
    """`Arbete kvinnor Arbete män` is two columns: women and men within each."""
    joined: list[Column] = []
    for column in items:
        before = joined[-1] if joined else None
        splits = column.on("kon") in {"kvinnor", "man", "ej_angivet"} or (
            column.on("kon") == "totalt" and _ends_pairs(items)
        )
        apart = words.fold(column.text).split()[0] in words.load("tabell")["varav"]
        if splits and not apart and before is not None and before.terms and not before.on("kon"):
            kon = tuple(term for term in column.terms if term.axis == "kon")
            joined[-1] = replace(
                before, text=f"{before.text} {column.text}", terms=(*before.terms, *kon)
            )
        else:
            joined.append(column)
    return joined if len(joined) < len(items) else None


def _ends_pairs(items: list[Column]) -> bool:
    """True when women and men are heads too, so that a total can be the third of them."""
    return {"kvinnor", "man"} <= {column.on("kon") for column in items}


def _columns(text: str, *, keep_stubs: bool = False) -> list[Column]:
    return list(_columns_of(text, keep_stubs))


@lru_cache(maxsize=1 << 12)
def _columns_of(text: str, keep_stubs: bool) -> tuple[Column, ...]:
    """As `_columns`, kept: a table's heads are tried at many widths."""
    text = _DIFFERENCE.sub(words.load("tabell")["differens"], _BASE.sub("", text))
    text = FOOT.sub("", text)
    heads = [head for head in parse_heads(text) if _SAYS.search(head.text)]
    heads = _parted([head for head in heads if not head.on("not")])
    if keep_stubs:
        heads = [h._replace(terms=()) if i and h.on("stubbe") else h for i, h in enumerate(heads)]
    return tuple(_pair_periods([_column(head) for head in heads if not head.on("stubbe")]))


def _parted(heads: list[Head]) -> list[Head]:
    """`Varav nya` is one head: the word says that what follows is a part of the column before."""
    found: list[Head] = []
    for head in heads:
        before = found[-1] if found else None
        told = before is not None and words.fold(before.text) in words.load("tabell")["varav"]
        if told and head.terms and before is not None:
            found[-1] = head._replace(text=f"{before.text} {head.text}")
        else:
            found.append(head)
    return found


def _column(head: Head) -> Column:
    if _timed(head):
        dated = whole_date(head.text)
        year = _YEAR.search(dated)
        date = dated.strip("-–—()til") if is_date(dated) else None
        return Column(head.text, (), int(year.group()) if year else None, date)
    return Column(head.text, (Term("enhet", "andel"),) if head.text == "%" else head.terms)


def _pair_periods(columns: list[Column]) -> list[Column]:
    """`2020-01-01- 2020-12-31` is one column, not two."""
    paired: list[Column] = []
    for column in columns:
        before = paired[-1] if paired else None
        if before is not None and is_period(before, column):
            paired[-1] = replace(column, text=f"{before.text} {column.text}")
        else:
            paired.append(column)
    return paired

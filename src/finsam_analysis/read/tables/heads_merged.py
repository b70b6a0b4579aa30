"""Two lines of heads as one: years below words, groups over columns, halves of a wrapped head."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

from finsam_analysis import words
from finsam_analysis.read.tables.head_grammar import Column, is_period
from finsam_analysis.read.tables.heads_laid import more_terms
from finsam_analysis.read.tables.wrapped import join_lines
from finsam_analysis.read.terms import Term, lookup

MAX_TOPS = 3  # upper halves of heads that are placed by what they make


def merge(items: list[Column], other: list[Column], *, upper: bool) -> list[Column] | None:
    """Years of another line, or heads of groups of columns, joined to the columns."""
    if upper and (periods := _periods(other, items)) is not None:
        return periods
    groups = len(other)
    repeated = upper and 1 < groups < len(items) and len(items) % groups == 0
    if all(column.year is not None and not column.terms for column in other):
        if repeated and repeats(items, groups) and not any(c.year for c in items):
            return with_groups(items, other)
        return _with_years(items, other)
    if len(items) == len(other) and any(column.year is not None for column in other):
        return _overlaid(items, other)
    if upper and (beside := _beside_total(items, other)) is not None:
        return beside
    if repeated and repeats(items, groups) and (times := _times(other)) is not None:
        return with_groups(items, times)
    if repeated and repeats(items, groups) and _set_apart(other):
        return with_groups(items, other)
    if not upper:
        return _with_bottoms(items, other) if len(other) <= MAX_TOPS else None
    spans = _spans(items)
    if len(spans) == groups > 1 and all(column.terms for column in other):
        return _over_spans(items, other, spans)
    if any(column.year is not None for column in other):
        return None
    if repeated:
        named = all(column.terms or are_names([column]) for column in other)
        if named and repeats(items, groups):
            return with_groups(items, other)
    return _with_tops(items, other) if len(other) <= MAX_TOPS else None


def _periods(begins: list[Column], ends: list[Column]) -> list[Column] | None:
    """`2020-01-01` over `-2020-12-31` is one period, column by column."""
    if len(begins) != len(ends) or not all(map(is_period, begins, ends)):
        return None
    return [
        replace(end, text=f"{begin.text} {end.text}")
        for begin, end in zip(begins, ends, strict=True)
    ]


def _beside_total(items: list[Column], groups: list[Column]) -> list[Column] | None:
    """Names over groups of equal columns, and a total of them all that no name is over."""
    *parts, last = items
    size = len(groups)
    if last.on("kon") != "totalt" or not 1 < size < len(parts) or len(parts) % size:
        return None
    named = all(column.terms or are_names([column]) for column in groups)
    timed = any(column.year is not None for column in groups)
    if timed or not named or not repeats(parts, size) or not all(c.on("kon") for c in parts):
        return None
    told = [c if c.terms else replace(c, terms=(Term("namn", c.text),)) for c in groups]
    return [*with_groups(parts, told), last]


def _times(groups: list[Column]) -> list[Column] | None:
    """`Start` and `Avslut` beside each other: when people came, and when they left."""
    known = words.load("tabell")["tidpar"]
    names = [known.get(words.fold(column.text)) for column in groups]
    if None in names or len(set(names)) < len(names):
        return None
    return [
        replace(column, terms=(Term("tidpunkt", str(name)),))
        for column, name in zip(groups, names, strict=True)
    ]


def _set_apart(groups: list[Column]) -> bool:
    """True for a year beside words: the year, and since the start."""
    timed = sum(column.year is not None for column in groups)
    return 0 < timed < len(groups) and all(c.year or c.text[:1].isupper() for c in groups)


def _spans(items: list[Column]) -> list[int]:
    """First column of each group when the same heads come again, as Intäkt Kostnad Netto does."""
    starts = [0]
    seen: set[tuple[Term, ...]] = set()
    for at, column in enumerate(items):
        other_kind = at > 0 and _axes(column).isdisjoint(_axes(items[at - 1]))
        if at and (column.terms in seen or not column.terms or other_kind):
            starts.append(at)
            seen = set()
        seen.add(column.terms)
    return starts if len({*starts}) > 1 else []


def _axes(column: Column) -> set[str]:
    return {term.axis for term in column.terms}


def _over_spans(items: list[Column], tops: list[Column], starts: list[int]) -> list[Column]:
    merged = []
    for at, column in enumerate(items):
        top = tops[sum(at >= start for start in starts) - 1]
        merged.append(
            replace(
                column,
                text=f"{top.text}, {column.text}",
                terms=more_terms(top.terms, column.terms),
                year=top.year,
                date=top.date,
            )
        )
    return merged


def _with_tops(items: list[Column], tops: list[Column]) -> list[Column] | None:
    """Upper halves of wrapped heads given to the columns with which they make a known term."""
    best: list[Column] | None = None
    for places in combinations(range(len(items)), len(tops)):
        merged = list(items)
        for place, top in zip(places, tops, strict=True):
            text = f"{top.text} {items[place].text}"
            merged[place] = replace(items[place], text=text, terms=lookup(text))
        if all(merged[p].terms and merged[p].terms != items[p].terms for p in places):
            best = merged
    return best


def _with_bottoms(items: list[Column], bottoms: list[Column]) -> list[Column] | None:
    """Lower halves of wrapped heads, likewise: `Arbets-` over `sökande`."""
    best: list[Column] | None = None
    for places in combinations(range(len(items)), len(bottoms)):
        merged = list(items)
        for place, bottom in zip(places, bottoms, strict=True):
            text = join_lines([items[place].text, bottom.text])
            merged[place] = replace(items[place], text=text, terms=lookup(text))
        if all(merged[p].terms and merged[p].terms != items[p].terms for p in places):
            best = merged
    return best


def _overlaid(items: list[Column], other: list[Column]) -> list[Column] | None:
    """Two lines of as many heads, words in one and years in the other, column by column."""
    if any(a.year is not None for a in items):
        return None
    return [
        replace(a, text=f"{a.text} {b.text}", terms=a.terms or b.terms, year=b.year, date=b.date)
        for a, b in zip(items, other, strict=True)
    ]


def _with_years(items: list[Column], years: list[Column]) -> list[Column] | None:
    takers = [i for i, column in enumerate(items) if column.on("post") != "avvikelse"]
    if any(column.year is not None for column in items):
        return None
    if len(years) == len(items):
        takers = list(range(len(items)))
    if len(years) != len(takers):
        return None
    merged = list(items)
    for at, column in zip(takers, years, strict=True):
        merged[at] = replace(
            items[at], text=f"{items[at].text} {column.text}", year=column.year, date=column.date
        )
    if len(takers) < len(items) and len({column.year for column in years[: len(takers)]}):
        merged = [
            replace(column, year=merged[i - 1].year) if column.year is None and i else column
            for i, column in enumerate(merged)
        ]
    return merged


def are_names(columns: list[Column]) -> bool:
    """True for unknown words with capitals: over heads that come again they name the groups."""
    return all(not column.known and column.text[:1].isupper() for column in columns)


def repeats(items: list[Column], groups: int) -> bool:
    """True when the columns are as many equal parts as there are groups."""
    size = len(items) // groups
    parts = [[(c.terms, c.year) for c in items[i : i + size]] for i in range(0, len(items), size)]
    return all(first == second for first, second in pairwise(parts))


def with_groups(items: list[Column], groups: list[Column]) -> list[Column]:
    """Columns in equal parts under the head of their group."""
    size = len(items) // len(groups)
    return [
        replace(
            column,
            text=f"{groups[i // size].text}, {column.text}",
            terms=more_terms(groups[i // size].terms, column.terms),
            year=column.year or groups[i // size].year,
            date=column.date or groups[i // size].date,
        )
        for i, column in enumerate(items)
    ]

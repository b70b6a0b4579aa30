"""The grammar of column heads: which words and years make one column.

A column is words and the year after them, or a year, or a known word. What a line leaves over in
lower case (`under året`, `av budget`) goes on the column before it and is never one of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from finsam_analysis import words
from finsam_analysis.read.terms import Term, lookup

_PERCENT = Term("enhet", "andel")
_STUB = 3  # unknown words that can head the labels
_KON = ("kvinnor", "man")

Holds = Callable[[int, int, int], bool | None]  # column i + column j = column k; None: unclear


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head as printed, the terms it can be, its year if one is printed."""

    text: str = ""
    terms: tuple[Term, ...] = ()
    year: int | None = None
    date: str | None = None

    def on(self, axis: str) -> str | None:
        """The term's name on `axis`, if the head is one."""
        for term in self.terms:
            if term.axis == axis:
                return term.name
        return None

    @property
    def known(self) -> bool:
        """True if something of the head is understood."""
        return bool(self.terms or self.year)

    @property
    def worded(self) -> bool:
        """True if words, known or not, head the column rather than a bare year."""
        return bool(self.terms) or self.year is None


def groupings(items: Sequence[Column]) -> Iterator[list[Column]]:
    """The items put together to columns, in every way that the grammar allows."""
    if not items or _leftover(items[0]):
        return
    seen = [list(items)]
    whole = _attach(items)
    ways = [whole, *(_close(whole, taken) for taken in (_last_run, _last, len))]
    for way in [*ways, *map(_without_stub, ways)]:
        if len(way) > 1 and way not in seen and not _apart(way) and not any(map(_begins_low, way)):
            seen.append(way)
            yield way
    if len(items) == 2 and items[1].on("enhet") and not items[0].year:
        yield [items[1]]  # `Deltagare Antal`: what heads the labels, and one column


def with_shares(columns: Sequence[Column]) -> list[Column]:
    """The columns, those headed `Andel` or `%` over and over made the shares of the one before."""
    shares = [at for at, column in enumerate(columns) if _is_share(column)]
    if len(shares) < 2 or shares[0] == 0 or any(b - a == 1 for a, b in pairwise(shares)):
        return list(columns)
    made = list(columns)
    for at in shares:
        before = columns[at - 1]
        terms = tuple(term for term in before.terms if term.axis != "enhet")
        text = f"{before.text}, {columns[at].text}"
        made[at] = replace(columns[at], text=text, terms=(*terms, _PERCENT), year=before.year)
    return made


def _is_share(column: Column) -> bool:
    plain = column.text == "%" or column.terms == (_PERCENT,)
    return plain and column.year is None


def is_period(begin: Column, end: Column) -> bool:
    """True for the first and the last day of one year."""
    days = (begin.date or "").endswith("-01-01") and (end.date or "").endswith("-12-31")
    return days and begin.year == end.year


def possible(columns: Sequence[Column]) -> bool:
    """False when a small word or a lone percent sign would be a column."""
    dated = [column for column in columns if column.date]
    if any(is_period(begin, end) for begin in dated for end in dated):
        return False  # the two ends of one
    alone = any(
        c.text == "%" and not (at and _counts(columns[at - 1])) for at, c in enumerate(columns)
    )
    return not alone and not any(not c.known and _is_preposition(c.text) for c in columns)


def _counts(column: Column) -> bool:
    """True for the head `Antal`: a percent sign after it heads a column of its own."""
    return column.on("enhet") == "antal"


def strain(columns: Sequence[Column]) -> float:
    """How much speaks against the columns as such: leftovers, years apart from their words."""
    left = [
        c for at, c in enumerate(columns) if _leftover(c) and not (at and _counts(columns[at - 1]))
    ]
    return 0.3 * _apart(columns) + 0.2 * bool(left) + 0.2 * doubled(columns)


def _apart(columns: Sequence[Column]) -> bool:
    """True when a year stands as a column of its own after words without one."""
    return any(before.year is None and _bare_year(after) for before, after in pairwise(columns))


def doubled(columns: Sequence[Column]) -> bool:
    """True when two columns have the same head, so that the head cannot tell them apart."""
    heads = [(words.fold(c.text), c.terms, c.year) for c in columns]
    return len(set(heads)) < len(heads)


def _begins_low(column: Column) -> bool:
    return column.text[:1].islower() or column.text[:1] == "("


def _bare_year(column: Column) -> bool:
    return column.year is not None and not column.terms and column.text[:1].isdigit()


def _leftover(column: Column) -> bool:
    text = column.text.strip()
    if column.year is not None or (column.terms and text != "%"):
        return False
    return text == "%" or text[:1].islower() or _is_preposition(text)


def _is_preposition(text: str) -> bool:
    return words.fold(text).strip(".,:") in words.load("tabell")["preposition"]


def _attach(items: Sequence[Column]) -> list[Column]:
    """Leftovers joined to the column before them; those before any column are dropped."""
    whole: list[Column] = []
    open_end = False
    for item in items:
        follows = _leftover(item) or (open_end and not item.known)
        follows = follows and not (item.text == "%" and whole and _counts(whole[-1]))
        open_end = not item.known and _is_preposition(item.text)
        if not follows:
            whole.append(item)
        elif whole:
            before = whole[-1]
            text = f"{before.text} {item.text}"
            terms = lookup(text) or before.terms
            if item.text == "%" and _PERCENT not in terms:
                terms = (*terms, _PERCENT)
            whole[-1] = replace(before, text=text, terms=terms)
    return whole


def _without_stub(items: Sequence[Column]) -> list[Column]:
    """The items without what heads the labels at the start: unknown words, or a term that is not
    of the kind of any other, as `Vid avslut` before `Antal` and `Procent`.
    """
    start = next((i for i, item in enumerate(items) if item.known), len(items))
    start = start or int(len(items) > 1 and _of_its_own(items))
    return list(items[start:]) if 0 < start <= _STUB and len(items) - start > 1 else []


def _of_its_own(items: Sequence[Column]) -> bool:
    first, *rest = items
    axes = {term.axis for item in rest for term in item.terms}
    timed = any(item.year for item in items)
    return (
        all(c.terms for c in items) and not timed and axes.isdisjoint(t.axis for t in first.terms)
    )


def _close(items: Sequence[Column], taken: Callable[[list[Column]], int]) -> list[Column]:
    """A year ends a column begun by the words before it, as many of them as `taken` says."""
    columns: list[Column] = []
    open_words: list[Column] = []
    closed = 0
    for item in items:
        if not _bare_year(item):
            open_words.append(item)
            continue
        if open_words:
            apart = len(open_words) - taken(open_words)
            columns += open_words[:apart]
            columns.append(_joined([*open_words[apart:], item]))
            closed += 1
        else:
            columns.append(item)
        open_words = []
    first_only = closed == 1 and columns[0].worded and not any(c.worded for c in columns[1:])
    return [*columns, *open_words] if closed and not first_only else []


def _last(open_words: list[Column]) -> int:
    return 1


def _last_run(open_words: list[Column]) -> int:
    """The last word with the unknown ones before it."""
    taken = 1
    while taken < len(open_words) and not open_words[-taken].known:
        if open_words[-taken - 1].known:
            break
        taken += 1
    return taken


def _joined(parts: Sequence[Column]) -> Column:
    terms: list[Term] = []
    for part in parts:
        terms += [term for term in part.terms if term not in terms]
    text = " ".join(part.text for part in parts)
    return replace(parts[-1], text=text, terms=tuple(terms))


def agreement(columns: Sequence[Column], holds: Holds) -> float:
    """What the sums across the rows say of a head reading: positive for it, negative against."""
    score = 0.0
    kon = [column.on("kon") in _KON for column in columns]
    for i, j, k in _triples(len(columns)):
        alike = columns[i].terms == columns[j].terms == columns[k].terms != ()
        if not (alike or kon[i] or kon[j] or kon[k]):
            continue
        verdict = holds(i, j, k)
        if verdict:  # a total may count more than women and men, so that it fails tells nothing
            score += 0.2 if _claims_total(columns, i, j, k) else -0.4
    return max(-1.0, min(0.4, score))


def claimed_totals(columns: Sequence[Column]) -> list[tuple[int, int, int]]:
    """Women, men and all of them as the heads say, by the numbers of their columns."""
    return [
        (i, j, k)
        for i, j, k in _triples(len(columns))
        if columns[k].on("kon") == "totalt" and _claims_total(columns, i, j, k)
    ]


def _triples(width: int) -> Iterator[tuple[int, int, int]]:
    for i, j in combinations(range(width), 2):
        for k in range(width):
            if k not in (i, j):
                yield i, j, k


def _claims_total(columns: Sequence[Column], i: int, j: int, k: int) -> bool:
    """True when the heads say that columns i and j are women and men, and k all of them."""
    if {columns[i].on("kon"), columns[j].on("kon")} != set(_KON):
        return False
    if columns[k].on("kon") not in {"totalt", None} or columns[k].on("enhet") == "andel":
        return False
    if not columns[k].terms and columns[k].year is None:
        return False
    rests = [
        ({t for t in columns[at].terms if t.axis not in {"kon", "enhet"}}, columns[at].year)
        for at in (i, j, k)
    ]
    near = max(i, j, k) - min(i, j, k) == 2 or rests[0] == rests[1] == rests[2]
    same = rests[0] == rests[1] and (rests[2] == rests[0] or not rests[0][0])
    others = any(c.on("kon") == "ej_angivet" for c in columns)
    return near and same and rests[2][1] == rests[0][1] and not others

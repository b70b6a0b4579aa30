r"""Rows of a goal table whose cells stand side by side, each wrapped over several lines.

    Minst 40 procent ska gå till\t42 procent (37 procent\tUppnått
    arbete eller studier\tår 2023)

A TAB, a ruled line or wide spaces part the cells. A line with fewer cells than columns goes on with
some of them; which, is told by what is open above: a line that was full, a bracket, a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from finsam_analysis import words
from finsam_analysis.read.document import Line
from finsam_analysis.read.goals.columns import BEFORE, JUDGED, NAME, RESULT, Column
from finsam_analysis.read.goals.heads import SEPARATORS, pieces_of
from finsam_analysis.read.goals.rows import Row
from finsam_analysis.read.goals.text import Span, keys_of
from finsam_analysis.read.goals.words import is_judgement, lexicon

_PARTED = 0.3  # share of lines with a separator, from which the cells stand side by side
_OFTEN = 0.15  # share of lines that must have as many cells as there are columns
_MOST_COLUMNS = 9
_BARE = re.compile(r"[\d\s.,]+(?:%|procent|kr|tkr|mkr|st)?")
_FAILED = 1 / 3  # share of rows that do not hold together, from which none is trusted
_HALF = 0.5  # a line shorter than this share of its column was not wrapped
_FRESH = -0.8  # what it costs to begin a row


def parting(lines: Sequence[Line]) -> re.Pattern[str] | None:
    """What parts the cells of the lines, or None when they do not stand side by side."""
    for pattern in SEPARATORS:
        parted = sum(bool(pattern.search(line.text.strip())) for line in lines)
        if lines and parted >= _PARTED * len(lines):
            return pattern
    return None


def columns_of(
    columns: Sequence[Column], lines: Sequence[Line], separator: re.Pattern[str]
) -> list[Column]:
    """The columns that rows have: a label without a head is one more. Empty if they disagree."""
    counts = Counter(len(pieces_of(line, separator)) for line in lines)
    often = max(1.0, _OFTEN * len(lines))
    most = max((count for count, times in counts.items() if times >= often), default=0)
    if len(columns) > _MOST_COLUMNS:
        return []  # too many ways to place a line's cells
    if most <= len(columns):
        return list(columns)
    named = NAME in columns[0].roles or columns[0].text_only
    if most == len(columns) + 1 and not named:
        return [Column("", {NAME}), *columns]
    return []


def side_by_side(
    columns: Sequence[Column], lines: Sequence[Line], separator: re.Pattern[str]
) -> Iterator[Row]:
    """Rows of wrapped cells; each line goes on with a row or begins one, whichever fits better.

    Rows that do not hold together, and those beside them, are left out: a piece has gone astray.
    """
    rows, apart = _rows(columns, lines, separator)
    wrapped = {at for row in rows for at, spans in row if len(spans) > 1}
    if apart and len(wrapped) > 2:
        return
    failed = [at for at, row in enumerate(rows) if not _holds(columns, row)]
    if failed and len(failed) >= _FAILED * len(rows):
        return
    for at, row in enumerate(rows):
        if not any(abs(at - other) <= 1 for other in failed):
            yield row


def _holds(columns: Sequence[Column], row: Row) -> bool:
    """True when every cell begins as a cell does, and a judgement's column holds a judgement."""
    for at, spans in row:
        text = _joined(spans)
        if text[:1].islower() or text.count("(") != text.count(")"):
            return False
        if columns[at].roles == {JUDGED} and not is_judgement(text):
            return False
    return True


def _rows(
    columns: Sequence[Column], lines: Sequence[Line], separator: re.Pattern[str]
) -> tuple[list[Row], bool]:
    """All rows as they fit best, and whether cells of one stood at different heights."""
    parted = [pieces_of(line, separator) for line in lines]
    widths = _widths(columns, parted)
    current: dict[int, list[Span]] = {}
    apart, centred = _Apart(), False
    rows: list[Row] = []
    for pieces in parted:
        if len(pieces) > len(columns):
            pieces = [
                *pieces[: len(columns) - 1],
                (pieces[0][0], pieces[len(columns) - 1][1], pieces[-1][2]),
            ]
        places, fresh = _best(columns, pieces, current, widths, apart)
        if fresh and current:
            rows.append(sorted(current.items()))
            current = {}
        apart.see(places, fresh=fresh)
        centred = centred or apart.found
        for place, piece in zip(places, pieces, strict=True):
            current.setdefault(place, []).append(piece)
    if current:
        rows.append(sorted(current.items()))
    return rows, centred


@dataclass(slots=True)
class _Apart:
    """Whether the lines of a row's cells stand at different heights, as in cells centred upright.

    Then the columns take turns: a line of one is followed by a line of another.
    """

    last: frozenset[int] = frozenset()
    found: bool = False

    def see(self, places: Sequence[int], *, fresh: bool) -> None:
        """Take in the columns of a line."""
        now = frozenset(places)
        self.found = bool(not fresh and self.last and (self.found or not now & self.last))
        self.last = now

    def fit(self, places: Sequence[int]) -> float:
        """How well a line's columns fit the turns."""
        return -1.0 * len(self.last & set(places)) if self.found else 0.0


def _best(
    columns: Sequence[Column],
    pieces: Sequence[Span],
    current: dict[int, list[Span]],
    widths: Sequence[int],
    apart: _Apart,
) -> tuple[list[int], bool]:
    """The columns of a line's pieces, and whether they begin a row."""
    best: tuple[float, list[int], bool] = (float("-inf"), [], False)
    for way in combinations(range(len(columns)), len(pieces)):
        for fresh in (False, True):
            above = {} if fresh else current
            score = sum(
                _fit(columns[at], piece, above.get(at, []), widths[at])
                for at, piece in zip(way, pieces, strict=True)
            )
            score += 0.0 if fresh else apart.fit(way)
            if fresh and current:
                score += _newness(columns, way, pieces, current)
            if score > best[0]:
                best = (score, list(way), fresh)
    return best[1], best[2]


def _newness(
    columns: Sequence[Column],
    way: Sequence[int],
    pieces: Sequence[Span],
    current: dict[int, list[Span]],
) -> float:
    """How much a line looks like the first of a row, after the row so far."""
    score = _FRESH
    first = _text(pieces[0])
    opens = first[:1].isupper() or first[:1].isdigit() or first[:1] in "•-–"
    if way[0]:
        score -= 6.0 if first[:1].isdigit() else 3.0
    else:
        score += 1.0 if opens else -3.0
    told = {hit.concept for hit in lexicon().find(keys_of(first))}
    score += 0.7 * ("ton.mal" in told)
    answered = [at for at in current if columns[at].roles & {RESULT, BEFORE, JUDGED}]
    numbered = [at for at in current if columns[at].value and at and _has_number(current[at])]
    score += 0.5 if answered and numbered else -2.0 * (not answered) - 0.5 * (not numbered)
    before = _joined(current.get(0, []))
    if before:
        score += 0.5 * before.endswith(".") - 2.0 * _is_open(before)
    if any(columns[at].roles == {JUDGED} and current.get(at) for at in way):
        score += 2.0  # a second judgement is another row's
    return score + 0.3 * (len(pieces) == len(columns))


def _has_number(spans: Sequence[Span]) -> bool:
    return bool(re.search(r"\d", _joined(spans)))


def _joined(spans: Sequence[Span]) -> str:
    return " ".join(_text(span) for span in spans)


def _is_open(text: str) -> bool:
    """True when a text must go on: it ends in a small word, a comma, a hyphen or a bare number."""
    if not text:
        return False
    last = text.split()[-1]
    return (
        words.fold(last) in _leading()
        or text[-1] in ",-/("
        or (len(text.split()) > 2 and last.isdigit())
    )


def _text(span: Span) -> str:
    return span[0].text[span[1] : span[2]].strip()


def _widths(columns: Sequence[Column], parted: Sequence[Sequence[Span]]) -> list[int]:
    """The longest piece of each column, from the lines that fill all columns."""
    widths = [1] * len(columns)
    for pieces in parted:
        if len(pieces) == len(columns):
            widths = [max(w, len(_text(p))) for w, p in zip(widths, pieces, strict=True)]
    return widths


def _fit(column: Column, piece: Span, above: Sequence[Span], width: int) -> float:
    """How well a piece goes on with what stands above it in a column."""
    text = _text(piece)
    so_far = _joined(above)
    if column.roles == {JUDGED}:
        whole = is_judgement(f"{so_far} {text}") and len(so_far.split()) < 2
        return 3.0 if is_judgement(text) and whole else -2.0
    score = 0.0
    if is_judgement(text) and JUDGED not in column.roles:
        score -= 2.0
    number = text[:1].isdigit()
    if NAME in column.roles or column.text_only:
        bracketed = text[:1] == "(" and bool(re.search(r"\d", text))
        score += -6.0 if number or bracketed else -0.3 if above else 0.3
    elif column.value and re.search(r"\d", text):
        score += 1.5 if not _has_number(above) else -0.5
    begins = text[:1].isupper() or number
    if not above:
        score += 0.5 if begins else -2.0
    elif begins and not _is_open(so_far):
        score -= 0.6
    closes = text.find(")") >= 0 and (text.find("(") < 0 or text.find(")") < text.find("("))
    opened = so_far.count("(") > so_far.count(")")
    score += 1.5 if opened and closes else -0.5 * (opened != closes)
    if above:
        full = min(1.0, len(_text(above[-1])) / width)
        score += full + 0.7 * (full > _HALF and _is_open(so_far))
        score -= 0.5 * so_far.endswith((".", ")")) + 1.5 * bool(_BARE.fullmatch(so_far))
    return score


@cache
def _leading() -> frozenset[str]:
    """Words that a sentence cannot end in."""
    return frozenset(words.fold(word) for word in words.load("prosa_sidor")["leder_vidare"])

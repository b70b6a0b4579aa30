"""Column heads that are known by their place: tabs, or text that keeps the page's layout.

A head stands over its column, and the head of a group over the middle of its columns. What a head
is called need not be known then: a name never seen heads its column as printed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from finsam_analysis import words
from finsam_analysis.read.blocks import is_date, is_year
from finsam_analysis.read.line_kinds import whole_date
from finsam_analysis.read.tables.head_grammar import Column, doubled, with_shares
from finsam_analysis.read.tables.wrapped import is_title, join_lines
from finsam_analysis.read.terms import Term, lookup, parse_heads

_CELL = re.compile(r"\S+(?: \S+)*")
_MOST_LINES = 4  # of heads, above each other
_MARGIN = 2  # characters from the left within which a heading begins
_WORDS = 6  # more words are no head but a caption
_BEYOND = 4  # characters left of the first column, from which a text heads the labels
FOOT = re.compile(r"(?<=[^\W\d_])\s?\d\)(?=\s|$)")  # `Budget 1)`
_AGES = re.compile(r"^([1-9]\d) ?[-–] ?([1-9]\d)(?: [åa]r)?$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LETTER_AXES = frozenset({"kon", "alder"})  # letters and bands that are heads when others stand by

_NOT_GIVEN = Term("kon", "ej_angivet")

Span = tuple[int, int]  # where the numbers of a column begin and end, as characters of the line
Texts = list[str]  # a head for each column, empty where none stands


@dataclass(frozen=True, slots=True)
class Piece:
    """A head, or a part of one, and where it stands."""

    text: str
    start: int
    end: int

    def apart(self, span: Span) -> float:
        """How far the piece stands from a column: by its beginning, its end or its middle."""
        middle = abs(self.start + self.end - span[0] - span[1]) / 2
        return min(abs(self.end - span[1]), abs(self.start - span[0]), middle)


def laid_heads(
    lines: Sequence[str], count: int, spans: Sequence[Span] | None, gaps: Collection[int]
) -> tuple[list[Column], int, int] | None:
    """The columns that the places of the heads give, the first head line and the one after the
    last; None when they do not give every column a head of its own.
    """
    for last in range(len(lines), max(0, len(lines) - 3), -1):
        line = lines[last - 1]
        if _is_ruled(line):
            found = _tabbed(lines, last, count, gaps)
        else:
            found = _placed(lines, last, spans, gaps) if spans else None
        if found is not None and not doubled(columns := with_shares(found[0])):
            return columns, *found[1:]
    return None


def _tabbed(
    lines: Sequence[str], last: int, count: int, gaps: Collection[int]
) -> tuple[list[Column], int, int] | None:
    texts = _cells(lines[last - 1], count)
    if texts is None:
        return None
    first = last - 1
    while first and first not in gaps and last - first < _MOST_LINES:
        above = _cells(lines[first - 1], count) if _is_ruled(lines[first - 1]) else None
        if above is None:
            break
        texts = [join_lines([a, b]) for a, b in zip(above, texts, strict=True)]
        first -= 1
    return _columns(texts), first, last


def _is_ruled(line: str) -> bool:
    """True for a line whose cells tabs or ruled lines part."""
    return "\t" in line.strip(" ") or line.count("|") > 1


def _cells(line: str, count: int) -> Texts | None:
    """The cells between tabs or ruled lines, without the heads of labels and notes."""
    ruled = line.strip(" ").strip("|").replace("|", "\t")
    cells = [" ".join(cell.split()) for cell in ruled.split("\t")]
    cells = [cell for at, cell in enumerate(cells) if not (at < 2 and _on(cell, "not"))]
    if len(cells) == count + 1 and not _timed(cells[0]):
        cells = cells[1:]
    elif cells and _on(cells[0], "stubbe"):
        return None
    return cells if len(cells) == count and all(map(_is_head, cells)) else None


def _placed(
    lines: Sequence[str], last: int, spans: Sequence[Span], gaps: Collection[int]
) -> tuple[list[Column], int, int] | None:
    texts = _over_columns(_pieces(lines[last - 1], spans), spans)
    if is_title(lines[last - 1]) or texts is None or sum(map(bool, texts)) * 2 < len(spans):
        return None
    if sum(map(bool, texts)) < 2:
        return None
    texts, end = _wrapped_below(lines, last, spans, gaps, texts)
    groups: Texts = [""] * len(spans)
    first = last - 1
    while first and first not in gaps and last - first < _MOST_LINES:
        pieces = _pieces(lines[first - 1], spans)
        if is_title(lines[first - 1]) or _is_title(pieces, spans):
            break
        above = _over_columns(pieces, spans)
        if above is not None and (all(above) or _each_over_one(pieces, spans)):
            texts = [join_lines([a, b]) if a else b for a, b in zip(above, texts, strict=True)]
        elif (found := _over_groups(pieces, spans, texts)) is not None and not any(groups):
            texts, groups = found
        else:
            break
        first -= 1
    if not all(texts):
        return None
    columns = [
        _grouped(column, group) if group else column
        for column, group in zip(_columns(texts), groups, strict=True)
    ]
    return columns, first, end


def _wrapped_below(
    lines: Sequence[str], last: int, spans: Sequence[Span], gaps: Collection[int], texts: Texts
) -> tuple[Texts, int]:
    """The heads with the rest of those that a last line goes on with, as `eller studier` below
    `Andel till arbete`, and the line after it.
    """
    if last >= len(lines) or last in gaps:
        return texts, last
    pieces = _pieces(lines[last], spans)
    rest = _over_columns(pieces, spans)
    goes_on = all(piece.text[:1].islower() for piece in pieces) and _each_over_one(pieces, spans)
    if rest is None or not goes_on or len(lines) - last > 1:
        return texts, last
    return [join_lines([a, b]) if b else a for a, b in zip(texts, rest, strict=True)], last + 1


def _is_title(pieces: Sequence[Piece], spans: Sequence[Span]) -> bool:
    """True for one text that begins over the labels and reaches over columns."""
    return len(pieces) == 1 and pieces[0].start <= min(_MARGIN, spans[0][0] - _BEYOND)


def _pieces(line: str, spans: Sequence[Span]) -> list[Piece]:
    """The texts of a line that stand over columns, not over the labels or the notes."""
    found = [Piece(m[0], m.start(), m.end()) for m in _CELL.finditer(line)]
    found = [piece for piece in found if not _on(piece.text, "not")]
    heads_labels = bool(found) and found[0].end <= spans[0][0] - _BEYOND
    return found[1:] if heads_labels else found


def _over_columns(pieces: Sequence[Piece], spans: Sequence[Span]) -> Texts | None:
    """Each piece as the head of the column nearest to it; None when two are nearest to one."""
    texts = [""] * len(spans)
    if not pieces or not all(_is_head(piece.text) for piece in pieces):
        return None
    for piece in pieces:
        at = min(range(len(spans)), key=lambda i: piece.apart(spans[i]))
        if texts[at]:
            return None
        texts[at] = piece.text
    return texts


def _each_over_one(pieces: Sequence[Piece], spans: Sequence[Span]) -> bool:
    """True when no piece stands over two columns, or between two."""
    return all(
        sum(piece.start < end and start < piece.end for start, end in spans) == 1
        for piece in pieces
    )


def _over_groups(
    pieces: Sequence[Piece], spans: Sequence[Span], texts: Texts
) -> tuple[Texts, Texts] | None:
    """Heads of the columns that had none, and the group over each of the others.

    Two pieces or more; a group holds at least two columns.
    """
    if len(pieces) < 2 or not all(_is_head(piece.text) for piece in pieces):
        return None
    whole, rest = list(texts), list(pieces)
    for at, span in enumerate(spans):
        if texts[at]:
            continue
        nearest = min(rest, key=lambda p: p.apart(span), default=None)
        if nearest is None:
            return None
        whole[at] = nearest.text
        rest.remove(nearest)
    grouped = [at for at, text in enumerate(texts) if text]
    groups = [""] * len(spans)
    for at in grouped if rest else ():
        middle = sum(spans[at]) / 2
        near = min(rest, key=lambda p: abs((p.start + p.end) / 2 - middle))
        groups[at] = near.text
    counts = [groups.count(piece.text) for piece in rest]
    return (whole, groups) if rest and min(counts) > 1 else None


def _is_head(text: str) -> bool:
    if _timed(text):
        return True
    plain = bool(text) and len(text.split()) <= _WORDS
    return plain and (not text[:1].isdigit() or _on(text, "alder") or "-" in text[1:4])


def _timed(text: str) -> bool:
    return is_year(text) or is_date(whole_date(text))


def _on(text: str, axis: str) -> bool:
    return any(term.axis == axis for term in lookup(text))


def _columns(texts: Sequence[str]) -> list[Column]:
    """One column a text, letters for women and men and bands of age known by each other."""
    beside = {
        head.text: head.terms
        for head in parse_heads(" ".join(dict.fromkeys(text for text in texts if " " not in text)))
        if {term.axis for term in head.terms} & _LETTER_AXES
    }
    return [_column(text, beside.get(text, ())) for text in texts]


def _column(text: str, known: tuple[Term, ...] = ()) -> Column:
    """A column by its whole head, or by the known words in it; as a name when none is known."""
    text = FOOT.sub("", text)
    if text == "%":
        return Column(text, (Term("enhet", "andel"),))
    if text.endswith(" %") and not lookup(text):
        above = _column(text.removesuffix(" %"))
        own = tuple(term for term in above.terms if term.axis not in {"enhet", "namn"})
        return replace(above, text=text, terms=(Term("enhet", "andel"), *own))
    if (band := _AGES.match(text)) is not None:
        return Column(text, (Term("alder", f"{band[1]}-{band[2]}"),))
    date = next((whole_date(word) for word in text.split() if is_date(whole_date(word))), None)
    found = _YEAR.search(date or text)
    year = int(found.group()) if found else None
    plain = " ".join(_YEAR.sub(" ", text).split()) if found and not date else text
    plain = _without_varav(plain)
    terms = known or (() if _timed(text) else lookup(text) or lookup(plain) or _in(plain))
    if not terms and year is None:
        terms = (Term("namn", text),)
    return Column(text, terms, year, date)


def _without_varav(text: str) -> str:
    first, _, rest = text.partition(" ")
    return rest if rest and words.fold(first) in words.load("tabell")["varav"] else text


def _in(text: str) -> tuple[Term, ...]:
    """The terms of a head that is nothing but known words, as `Kvinnor antal`."""
    heads = parse_heads(text)
    if not all(head.terms for head in heads):
        return ()
    terms: tuple[Term, ...] = ()
    for head in heads:
        terms = more_terms(head.terms, terms)
    return terms


def _grouped(column: Column, group: str) -> Column:
    top = _column(group)
    return replace(
        column,
        text=f"{group}, {column.text}",
        terms=more_terms(top.terms, column.terms),
        year=column.year or top.year,
        date=column.date or top.date,
    )


def more_terms(above: Sequence[Term], own: Sequence[Term]) -> tuple[Term, ...]:
    """A column's own terms, and those of what stands above it on other axes.

    `Annat` under a gender is no gender, but what is left of another kind.
    """
    if len(own) > 1 and any(term.axis == "kon" for term in above):
        own = [term for term in own if term != _NOT_GIVEN] or own
    axes = {term.axis for term in own}
    return (*own, *(term for term in above if term.axis not in axes))

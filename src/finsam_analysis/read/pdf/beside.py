"""Two tables beside each other, which share lines of print and nothing else.

Their lines read label, numbers, label, numbers. So can those of one table with a column of words
in it; two tables are told by the drawing that ends between them, by heads that come again, or by
a row that only the right one has.
"""

from __future__ import annotations

from collections.abc import Sequence

from finsam_analysis.read.pdf.marks import Box
from finsam_analysis.read.pdf.rows import Row, is_figure, is_number
from finsam_analysis.read.pdf.words import Word

_CELL = 0.9  # ems that part cells for sure here
_FEWEST = 2  # lines that both tables stand on
_BREAK = 4.0  # ems between lines that end the tables
_OPEN = 4.0  # points that no drawing crosses
_AGAIN = 2  # heads that come again

Span = tuple[float, float]


def beside(rows: Sequence[Row], drawn: Sequence[Box]) -> tuple[int, int, float] | None:
    """First and last row of two tables beside each other, and a place between them."""
    seen = 0
    for at, row in enumerate(rows):
        gutter = _gutter(row) if at >= seen else None
        if gutter is None:
            continue
        first, last, gutter, shared = _run(rows, at, gutter)
        seen = last + 1
        run = rows[first : last + 1]
        # What is drawn above or below the tables may cross the gutter.
        for part in (run, _core(run)) if shared >= _FEWEST else ():
            if _are_two(run, part, gutter, drawn):
                return first, last, _open_place(part, gutter, drawn) or sum(gutter) / 2
    return None


def _pieces(row: Row) -> list[list[Word]]:
    pieces = [row.words[:1]]
    for index, word in enumerate(row.words[1:], start=1):
        if row.gap(index) > _CELL:
            pieces.append([])
        pieces[-1].append(word)
    return pieces


def _is_numeric(piece: Sequence[Word]) -> bool:
    return all(is_number(word.text) for word in piece)


def _has_figures(pieces: Sequence[Sequence[Word]]) -> bool:
    return any(_is_numeric(piece) and any(is_figure(w.text) for w in piece) for piece in pieces)


def _gutter(row: Row) -> Span | None:
    """Between the numbers of one table and the label of the next, on a line of both."""
    pieces = _pieces(row)
    for at in range(2, len(pieces) - 1):
        label = not _is_numeric(pieces[at]) and not _is_numeric(pieces[0])
        if label and _is_numeric(pieces[at - 1]) and _is_numeric(pieces[at + 1]):
            if _has_figures(pieces[1:at]) and _has_figures(pieces[at + 1 :]):
                return pieces[at - 1][-1].x1, pieces[at][0].x0
    return None


def _run(rows: Sequence[Row], at: int, gutter: Span) -> tuple[int, int, Span, int]:
    """The rows around one that leave the gutter free, what is left of it, and how many share it."""
    ends = []
    shared = 1
    for step in (-1, 1):
        end = at
        while 0 <= end + step < len(rows):
            row, near = rows[end + step], rows[end]
            free = _free(row, gutter)
            if free is None or abs(row.y - near.y) > _BREAK * max(row.size, near.size):
                break
            gutter = free
            shared += _gutter(row) is not None
            end += step
        ends.append(end)
    return ends[0], ends[1], gutter, shared


def _free(row: Row, gutter: Span) -> Span | None:
    """What the words of a row leave of the gutter; None if too little."""
    left, right = gutter
    middle = (left + right) / 2
    for word in row.words:
        if (word.x0 + word.x1) / 2 < middle:
            left = max(left, word.x1)
        else:
            right = min(right, word.x0)
    return (left, right) if right - left >= row.size else None


def _core(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows from the first to the last that both tables stand on."""
    shared = [at for at, row in enumerate(rows) if _gutter(row) is not None]
    return rows[shared[0] : shared[-1] + 1]


def _are_two(rows: Sequence[Row], core: Sequence[Row], gutter: Span, drawn: Sequence[Box]) -> bool:
    """Whether the drawing at the rows of both ends between them, or the rows themselves tell."""
    top, bottom = core[0].y - core[0].size, core[-1].y + core[-1].size
    near = [box for box in drawn if top < box[1] < bottom]
    if near:
        sides = any(b[2] <= gutter[1] for b in near) and any(b[0] >= gutter[0] for b in near)
        return sides and _open_place(core, gutter, drawn) is not None
    return _heads_again(rows, gutter) or any(_only_right(row, gutter) for row in rows)


def _open_place(rows: Sequence[Row], gutter: Span, drawn: Sequence[Box]) -> float | None:
    """The middle of a part of the gutter that nothing drawn beside the rows crosses."""
    top, bottom = rows[0].y - rows[0].size, rows[-1].y + rows[-1].size
    spans = sorted((b[0], b[2]) for b in drawn if top < b[1] < bottom)
    at = gutter[0]
    for left, right in [*spans, (gutter[1], gutter[1])]:
        if min(left, gutter[1]) - at >= _OPEN:
            return (at + min(left, gutter[1])) / 2
        at = max(at, right)
    return None


def _heads_again(rows: Sequence[Row], gutter: Span) -> bool:
    for row in rows:
        left = {w.text for w in row.words if w.x1 <= gutter[0] + 1 and not is_number(w.text)}
        right = {w.text for w in row.words if w.x0 >= gutter[1] - 1 and not is_number(w.text)}
        if len(left & right) >= _AGAIN:
            return True
    return False


def _only_right(row: Row, gutter: Span) -> bool:
    pieces = _pieces(row)
    return (
        row.words[0].x0 >= gutter[1] - 1
        and not _is_numeric(pieces[0])
        and len(pieces) > 1
        and _has_figures(pieces[1:])
    )

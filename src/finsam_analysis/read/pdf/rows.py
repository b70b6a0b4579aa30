"""Words with places to printed lines, with a TAB where a new column begins.

Serves the text layer of a PDF and OCR alike. All distances are in ems, so nothing depends on the
size of the page or of the print. A gap is judged three times: ordinary word spaces never part
cells, wide gaps always do, and what lies between parts cells where the edges of the words stand
under those of neighbouring rows, or where a ruled line runs through it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from finsam_analysis.read.pdf.words import Word

_SAME_ROW = 0.3  # baselines of one row differ by less
_JOIN = 0.12  # letters closer than this are one word set in two fonts
_WIDE = 1.3  # never a word space, except in a stretched line
_DOUBT = 0.32  # no wider than the widest thousands space
_LOOSE = 0.42
_STRETCHED = 3.5  # the widest word space of a justified line, if all are alike
_HAIR = 0.06  # and how much those may differ
_NUMBERS_APART = 0.55  # wider than any thousands space
_EDGE = 0.18  # edges of a column agree within this
_WINDOW = 6  # rows above and below that say where the columns are
_REACH = 14.0  # and how far away they may be
_NEAR = 12.0  # points; how far from its word a raised sign is looked for
_SPACE = 0.27  # a word space, where the page has none to measure
_NUMBER = re.compile(r"[(\-–−+±]?[\d.,:%/\-–−]*\d[\d .,:%/)\-–−]*[¹²³⁰⁴-⁹⁾]*|[%\-–−]|kr|tkr|mkr")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BULLET = re.compile(r"[•●○▪■□◦‣➢➤✓\-–−*·o§]|\d{1,2}[.)]")
_RAISED = str.maketrans(
    "0123456789+-=()aboxnicdefghjklmprstuvwyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᵒˣⁿⁱᶜᵈᵉᶠᵍʰʲᵏˡᵐᵖʳˢᵗᵘᵛʷʸᶻ"
)


_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled upright line of a table: its x, top and bottom in points."""

    x: float
    top: float
    bottom: float


@dataclass(slots=True)
class Row:
    """Words on one baseline, from left to right; `parted` holds where a new cell begins.

    `blanks` counts the empty cells before the word at an index, or after the last.
    """

    words: list[Word]
    parted: set[int] = field(default_factory=set)
    blanks: dict[int, int] = field(default_factory=dict)

    @property
    def y(self) -> float:
        return self.words[0].y

    @property
    def size(self) -> float:
        return max(word.size for word in self.words)

    def gap(self, index: int) -> float:
        """The gap before the word at `index`, in ems of the smaller of its neighbours."""
        left, right = self.words[index - 1], self.words[index]
        return (right.x0 - left.x1) / min(left.size, right.size)

    def text(self) -> str:
        """The printed line, with TAB between cells and a space between words."""
        parts = []
        for index, word in enumerate(self.words):
            space = "" if index == 0 else " "
            walls = (index in self.parted) + self.blanks.get(index, 0)
            parts += ["\t" * walls or space, word.text]
        return "".join([*parts, "\t" * self.blanks.get(len(self.words), 0)])


def is_number(text: str) -> bool:
    """Digits, a dash, a percent sign: what stands under each other in columns of figures."""
    return _NUMBER.fullmatch(text) is not None


def is_figure(text: str) -> bool:
    """A number with digits."""
    return is_number(text) and any(char.isdigit() for char in text)


def rows_of(words: Sequence[Word]) -> list[Row]:
    """Words grouped by baseline, from the top; within a row from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.y, word.x0)):
        # A row's tolerance hangs on its first word: a chain of small steps cannot grow it.
        if rows and _on_row(word, rows[-1][0]):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [Row(_joined(sorted(row, key=lambda word: word.x0))) for row in rows]


def _on_row(word: Word, first: Word) -> bool:
    return word.y - first.y <= _SAME_ROW * min(word.size, first.size)


def _joined(words: list[Word]) -> list[Word]:
    """Parts of a word that the PDF draws apart (a bold letter, a ligature) as one word."""
    out = words[:1]
    for word in words[1:]:
        last = out[-1]
        gap = (word.x0 - last.x1) / max(word.size, last.size)
        if -0.35 < gap < _JOIN and not last.spaced_after and not word.spaced_before:
            size = max(word.size, last.size)
            out[-1] = replace(
                last,
                text=last.text + word.text,
                x1=word.x1,
                size=size,
                spaced_after=word.spaced_after,
            )
        else:
            out.append(word)
    return out


def raised_as_superscripts(words: Sequence[Word]) -> list[Word]:
    """Small raised signs beside a word become Unicode superscripts on its baseline.

    A footnote sign is then never read as a digit of the number that it is attached to. Lowered
    digits become subscripts.
    """
    largest = max((word.size for word in words), default=0.0)
    hosts: dict[int, list[Word]] = {}  # by where they begin and end
    for word in words:
        for x in {int(word.x0 // _NEAR), int(word.x1 // _NEAR)}:
            hosts.setdefault(x, []).append(word)
    out = []
    for word in words:
        small = len(word.text) <= 4 and word.size <= 0.9 * largest
        host = _host(word, hosts) if small else None
        if host is None:
            out.append(word)
            continue
        if host.y < word.y:
            text = word.text.translate(_LOWERED)
        else:
            text = word.text.replace(",", " ").lower().translate(_RAISED)
        out.append(replace(word, text=text, y=host.y, size=host.size))
    return out


def _host(word: Word, hosts: dict[int, list[Word]]) -> Word | None:
    """The larger word that a raised sign is attached to, to its left or right."""
    first, last = int(word.x0 // _NEAR) - 1, int(word.x1 // _NEAR) + 1
    for host in (host for x in range(first, last + 1) for host in hosts.get(x, ())):
        size = host.size
        raised = (host.y - word.y) / size
        # Footnote signs are small, or clearly above the line; those below it are lower yet.
        small = word.size <= 0.8 * size and 0.12 <= raised <= 0.75
        if not small and not (word.size <= 0.9 * size and 0.2 <= raised <= 0.75):
            if not (word.size <= 0.9 * size and -0.35 <= raised <= -0.08):
                continue
        if min(abs(word.x0 - host.x1), abs(host.x0 - word.x1)) <= 0.35 * size:
            return host
    return None


def number_cells(words: Sequence[Word]) -> list[tuple[Word, ...]]:
    """Runs of digits with nothing but thousands spaces between: "84", or "1" and "386".

    A percent sign after them is of the cell.
    """
    cells: list[list[Word]] = []
    for row in rows_of(words):
        last: Word | None = None
        for word in row.words:
            near = last is not None and word.x0 - last.x1 <= 0.4 * word.size
            if not is_figure(word.text):
                if near and word.text == "%":
                    cells[-1].append(word)
                last = None
                continue
            if near:
                cells[-1].append(word)
            else:
                cells.append([word])
            last = word
    return [tuple(cell) for cell in cells]


def part_cells(rows: list[Row], rules: Sequence[Rule] = ()) -> None:
    """Decide for every row of a block where new cells begin (fills `parted`)."""
    space = _word_space(rows)
    for row in rows:
        row.parted |= _sure(row, space, rules)
    edges = [_edges(row, space) for row in rows]
    found = []
    for at, row in enumerate(rows):
        if len(row.words) > 1:
            near = _neighbours(rows, edges, at)
            found.append((row, near, _aligned(row, near, space)))
    for row, near, parted in found:
        row.parted |= parted
        row.parted |= _close_to_label(row, near)
        if 1 in row.parted and _BULLET.fullmatch(row.words[0].text) and row.gap(1) < 3:
            row.parted.discard(1)


def _word_space(rows: list[Row]) -> float:
    """The width of an unstretched word space, in ems."""
    gaps = sorted(
        gap
        for row in rows
        for index in range(1, len(row.words))
        if 0.1 < (gap := row.gap(index)) < _NUMBERS_APART
    )
    return min(max(gaps[len(gaps) // 4], 0.2), 0.4) if len(gaps) >= 8 else _SPACE


def _sure(row: Row, space: float, rules: Sequence[Rule]) -> set[int]:
    """Gaps that part cells whatever the neighbours say: ruled lines, and wide gaps."""
    gaps = [row.gap(index) for index in range(1, len(row.words))]
    parted = {index for index, gap in enumerate(gaps, 1) if gap > 0.1 and _ruled(row, index, rules)}
    bounds = [0, *sorted(parted), len(row.words)]
    for first, end in zip(bounds, bounds[1:], strict=False):
        stretched = stretch(row.words[first:end], gaps[first : end - 1])
        wide = max(_WIDE, 1.6 * stretched)
        for index in range(first + 1, end):
            gap = gaps[index - 1]
            both = is_figure(row.words[index - 1].text) and is_figure(row.words[index].text)
            apart = both and gap >= max(_NUMBERS_APART, 1.9 * space, 1.3 * stretched)
            if gap >= wide or apart:
                parted.add(index)
    return parted


def _ruled(row: Row, index: int, rules: Sequence[Rule]) -> bool:
    left, right = row.words[index - 1], row.words[index]
    height = row.y - 0.2 * left.size
    return any(
        left.x1 - 0.5 <= rule.x <= right.x0 + 0.5 and rule.top <= height <= rule.bottom
        for rule in rules
    )


def stretch(words: Sequence[Word], gaps: list[float]) -> float:
    """The word space of a justified line of prose, in ems; 0 if the words are not one.

    A justifier makes all gaps of a line as wide, to the hair; heads of columns are neither that
    nor in lower case. A scan's gaps are only about as wide.
    """
    if len(gaps) < 2 or sum(is_number(word.text) for word in words) * 2 > len(gaps):
        return 0.0
    median = sorted(gaps)[len(gaps) // 2]
    low = sum(word.text[:1].islower() for word in words[1:])
    if median <= _STRETCHED and max(gaps) - min(gaps) <= _HAIR and 2 * low > len(gaps):
        return median
    even = sum(abs(gap - median) <= 0.15 * median + 0.03 for gap in gaps)
    likely = len(gaps) >= 4 and median < _WIDE and even >= 0.75 * len(gaps)
    return median if likely else 0.0


@dataclass(frozen=True, slots=True)
class _Edges:
    """Where the sure cells of a row begin and end; where figures end before a doubtful gap."""

    left: list[float]
    right: list[float]
    doubtful: list[float]

    @property
    def gaps(self) -> list[tuple[float, float]]:
        return list(zip(self.right, self.left[1:], strict=False))


def _edges(row: Row, space: float) -> _Edges:
    starts = sorted(row.parted)
    doubtful = [
        row.words[index - 1].x1
        for index in range(1, len(row.words))
        if index not in row.parted
        and row.gap(index) > max(1.25 * space, _DOUBT)
        and is_figure(row.words[index - 1].text)
        and is_figure(row.words[index].text)
    ]
    if not starts:
        return _Edges([], [], doubtful)
    left = [row.words[0].x0] + [row.words[index].x0 for index in starts]
    right = [row.words[index - 1].x1 for index in starts] + [row.words[-1].x1]
    return _Edges(left, right, doubtful)


def _neighbours(rows: list[Row], edges: list[_Edges], at: int) -> list[_Edges]:
    row = rows[at]
    near = range(max(0, at - _WINDOW), min(len(rows), at + _WINDOW + 1))
    return [
        edges[other]
        for other in near
        if other != at
        and (edges[other].left or edges[other].doubtful)
        and abs(rows[other].y - row.y) <= _REACH * row.size
    ]


def _aligned(row: Row, near: list[_Edges], space: float) -> set[int]:
    """Gaps in doubt whose words stand in columns of the neighbouring rows."""
    if not near:
        return set()
    gaps = [row.gap(index) for index in range(1, len(row.words))]
    ordinary = max(space, 1.2 * stretch(row.words, gaps))
    bounds = [*sorted(row.parted), len(row.words)]
    heads = _as_heads(row, near, [gap > max(1.7 * space, _LOOSE) for gap in gaps])
    parted = set()
    for index, gap in enumerate(gaps, start=1):
        if index in heads and index not in row.parted:
            parted.add(index)
            continue
        if index in row.parted or gap <= max(1.25 * ordinary, _DOUBT):
            continue
        last = row.words[next(bound for bound in bounds if bound > index) - 1]
        if _in_columns(
            row.words[index - 1], row.words[index], last, near, gap > max(1.7 * ordinary, _LOOSE)
        ):
            parted.add(index)
    return parted


def _close_to_label(row: Row, near: list[_Edges]) -> set[int]:
    """Where a number stands a mere word space from its label, and ends where others do."""
    end = min(row.parted, default=0)
    start = end
    while start and is_figure(row.words[start - 1].text):
        start -= 1
    if not 0 < start < end or _YEAR.fullmatch(row.words[end - 1].text):
        return set()
    slack, x = _EDGE * row.size, row.words[end - 1].x1
    ends = sum(any(abs(other - x) <= slack for other in edges.right[1:]) for edges in near)
    return {start} if ends >= 2 else set()


def _as_heads(row: Row, near: list[_Edges], loose: list[bool]) -> set[int]:
    """All loose gaps, if what they part ends, one by one, where the cells of another row do."""
    starts = [index for index, is_loose in enumerate(loose, start=1) if is_loose]
    ends = [row.words[index - 1].x1 for index in [*starts[1:], len(row.words)]]
    slack = _EDGE * row.size
    for other in near if len(starts) > 1 else ():
        # The numbers beside a wrapped label stand on a line without it.
        for columns in (other.right[1:], other.right):
            if len(columns) == len(ends) and all(
                abs(x - end) <= slack for x, end in zip(columns, ends, strict=True)
            ):
                return set(starts)
    return set()


def _in_columns(left: Word, right: Word, last: Word, near: list[_Edges], loose: bool) -> bool:
    """Whether a cell that begins at `right` and ends at `last` stands in a column of its own.

    In a loose gap one edge is enough, or a gap that runs through the rows around; in one that
    could be a word space both figures must end where other rows' figures do.
    """
    slack = _EDGE * right.size
    ends = sum(any(abs(x - last.x1) <= slack for x in row.right) for row in near)
    behind = sum(any(abs(x - left.x1) <= slack for x in row.right + row.doubtful) for row in near)
    if not loose:
        return is_figure(left.text) and is_figure(right.text) and min(ends, behind) >= 2
    starts = sum(any(abs(x - right.x0) <= slack for x in row.left[1:]) for row in near)
    river = sum(
        any(min(right.x0, b) - max(left.x1, a) >= slack for a, b in row.gaps) for row in near
    )
    needed = 1 if len(near) == 1 else 2
    return (
        starts >= needed
        or ends >= (needed if is_number(last.text) else 3)
        or (river >= 3 and river >= 0.75 * len(near))
    )

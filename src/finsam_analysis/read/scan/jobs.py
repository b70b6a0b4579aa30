"""What of a scanned page should be read again as figures: pieces of ink, cut out and measured.

Tesseract's boxes and sizes are guesses where a line has few letters, so edges, baseline and size
are taken from the ink itself.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from finsam_analysis.read.pdf.rows import Row, part_cells, rows_of
from finsam_analysis.read.pdf.words import Word
from finsam_analysis.read.scan.image import Mask, Page, PixelBox, components

POINTS = 72 / 300  # of a pixel
DIGIT = 0.68  # ems from the baseline to the top of a digit
ABOVE, BELOW = 0.86, 0.26  # ems from the baseline that a figure may reach
_SHORT = 5  # signs; a longer cell without digits is words
_GAP = 0.42  # ems of white that end a figure in a table
_WITHIN = 0.14  # and in running text
_COARSE = 4  # the mask for left-over ink is this much coarser


@dataclass(slots=True)
class Job:
    """A piece of the page to read again: where it is, and which words it stands for."""

    box: PixelBox
    base: float
    size: float  # pixels
    words: list[Word]
    raised: PixelBox | None = None
    pieces: list[tuple[int, int]] = field(default_factory=list)  # of ink, from left to right
    minus: bool = False  # the first piece is as flat as a dash
    in_table: bool = False
    weak: bool = False
    confidence: float = 0.0  # of the first reading

    @property
    def first_text(self) -> str:
        return " ".join(word.text for word in self.words)


def doubtful(words: Sequence[Word], weak: Container[Word], page: Page) -> Iterator[Job]:
    """Words with digits, and short cells of tables, widened to where their ink ends."""
    rows = rows_of(words)
    part_cells(rows)
    for row in rows:
        if row.words[0] in weak:
            yield from _all_ink(row, page)
            continue
        taken = 0.0
        for group, gap in _groups(row):
            job = _job(group, gap, row, page)
            if job is None or job.box[0] < taken:
                continue
            job.in_table = gap == _GAP
            job.words = [word for word in row.words if _inside(word, job.box)]
            taken = job.box[2]
            yield job


def _all_ink(row: Row, page: Page) -> Iterator[Job]:
    size, base = row.size / POINTS, float(np.median([word.y for word in row.words])) / POINTS
    top, bottom = max(0, round(base - ABOVE * size)), round(base + BELOW * size)
    for left, right in _ink_runs(page.ink[top:bottom], _GAP * size):
        job = Job((left, top, right, bottom), base, size, [], in_table=True, weak=True)
        job.words = [word for word in row.words if _inside(word, job.box)]
        yield job


def parts_of(job: Job, page: Page) -> Iterator[Job]:
    """The words with digits in a job, each by itself."""
    row = Row(job.words)
    for word in job.words:
        if any(map(str.isdigit, word.text)) and (part := _job([word], _WITHIN, row, page)):
            part.words = [word]
            yield part


def _groups(row: Row) -> Iterator[tuple[list[Word], float]]:
    """Words to read again, with the gap in ems that ends their ink."""
    bounds = [0, *sorted(row.parted), len(row.words)]
    for first, end in zip(bounds, bounds[1:], strict=False):
        cell = row.words[first:end]
        text = " ".join(word.text for word in cell)
        if (first > 0 and len(text) <= _SHORT) or _mostly_digits(text):
            yield cell, _GAP
        else:
            yield from (([word], _WITHIN) for word in cell if any(map(str.isdigit, word.text)))


def _mostly_digits(text: str) -> bool:
    return 2 * sum(map(str.isdigit, text)) > sum(map(str.isalnum, text))


def _job(group: list[Word], gap: float, row: Row, page: Page) -> Job | None:
    size = float(np.median([word.size for word in row.words])) / POINTS
    base = group[0].y / POINTS
    top = max(0, round(base - ABOVE * size))
    bottom = min(page.ink.shape[0], round(base + BELOW * size))
    left, right = round(group[0].x0 / POINTS), round(group[-1].x1 / POINTS)
    runs = _ink_runs(page.ink[top:bottom], gap * size)
    touched = [run for run in runs if run[0] < right and left < run[1]]
    if bottom <= top or not touched:
        return None
    left, right = touched[0][0], touched[-1][1]
    if len(group) == 1 and len(group[0].text) <= 3:
        base, size = _feet(page.ink, left, right, base, size)
        top, bottom = max(0, round(base - ABOVE * size)), round(base + BELOW * size)
    return Job((left, top, right, bottom), base, size, [])


def _feet(ink: Mask, left: int, right: int, base: float, size: float) -> tuple[float, float]:
    """Baseline and size of a short figure by its own ink, if that is as high as a digit.

    Labels of bars stand at all heights, and Tesseract puts several of them on one line.
    """
    high = max(0, round(base - 1.2 * size))
    rows = high + np.flatnonzero(ink[high : round(base + 0.5 * size), left:right].any(axis=1))
    parts = np.split(rows, np.flatnonzero(np.diff(rows) > 2) + 1)
    part = max(parts, key=len)
    if not 0.3 * size <= len(part) <= 0.85 * size:
        return base, size
    foot, own = float(part[-1]) + 1, len(part) / DIGIT
    same = abs(foot - base) <= 0.12 * size and abs(own - size) <= 0.2 * size
    return (base, size) if same else (foot, own)


def _inside(word: Word, box: PixelBox) -> bool:
    return box[0] - 2 <= (word.x0 + word.x1) / 2 / POINTS <= box[2] + 2


def _ink_runs(band: Mask, gap: float) -> list[tuple[int, int]]:
    """Stretches of a band that have ink, with no white in them wider than the gap."""
    columns = np.flatnonzero(band.sum(axis=0) > 1)
    if len(columns) == 0:
        return []
    cuts = np.flatnonzero(np.diff(columns) > gap + 1)
    starts = [columns[0], *columns[cuts + 1]]
    ends = [*columns[cuts], columns[-1]]
    return [(int(a), int(b) + 1) for a, b in zip(starts, ends, strict=True)]


def left_over(words: Sequence[Word], taken: Sequence[PixelBox], page: Page) -> Iterator[Job]:
    """Ink as high as figures that no word or job covers: lone digits, labels of charts."""
    sizes = [word.size for word in words]
    if not sizes:
        return
    size = float(np.median(sizes)) / POINTS
    ink = page.ink.copy()
    for left, top, right, bottom in taken:
        ink[top:bottom, max(0, left - 3) : right + 3] = False
    for word in words:
        em = word.size / POINTS
        base = word.y / POINTS
        left, right = int(word.x0 / POINTS - 0.15 * em), int(word.x1 / POINTS + 0.15 * em)
        ink[max(0, int(base - em)) : int(base + 0.35 * em), max(0, left) : right] = False
    high, wide = (length // _COARSE for length in ink.shape)
    coarse = ink[: high * _COARSE, : wide * _COARSE]
    coarse = coarse.reshape(high, _COARSE, wide, _COARSE).sum(axis=(1, 3)) > 3
    joined = coarse.copy()
    reach = max(1, round(0.3 * size / _COARSE))
    for step in range(1, reach + 1):
        joined[:, step:] |= coarse[:, :-step]
    for left, top, right, bottom in components(joined):
        box = (left * _COARSE, top * _COARSE, (right - reach) * _COARSE, bottom * _COARSE)
        rows = np.flatnonzero(ink[box[1] : box[3], box[0] : box[2]].sum(axis=1) > 1)
        if len(rows) == 0:
            continue
        tall, long = int(rows[-1] - rows[0]) + 1, box[2] - box[0]
        if 0.35 * size <= tall <= 1.1 * size and 0.15 * size <= long <= 5 * size:
            own, base = tall / DIGIT, box[1] + int(rows[-1]) + 1.0
            above, below = max(0, round(base - ABOVE * own)), round(base + BELOW * own)
            yield Job((box[0], above, box[2], below), base, own, [])


def measure(job: Job, page: Page) -> None:
    """Find the pieces of ink; take a footnote sign off the end, which stands above the line."""
    left, top, right, bottom = job.box
    speck = max(4.0, 0.006 * job.size**2)
    job.pieces = [
        (left + a, left + b)
        for a, b in _ink_runs(page.ink[top:bottom, left:right], 0)
        if page.ink[top:bottom, left + a : left + b].sum() > speck
    ]
    if not job.pieces:
        return
    _resize(job, page)
    if len(job.pieces) < 2:
        return
    job.minus = _is_dash(job, page)
    start, end = job.pieces[-1]
    high, low = _height(job, job.pieces[-1], page)
    raised = job.base - low > 0.22 * job.size and 0.2 * job.size < low - high < 0.6 * job.size
    if raised and end - start < 0.45 * job.size:
        job.raised = (start, high, end, low)
        job.pieces.pop()
        job.box = (left, job.box[1], job.pieces[-1][1], job.box[3])


def _height(job: Job, piece: tuple[int, int], page: Page) -> tuple[int, int]:
    """Top and foot of a piece, without what hangs down into it from the line above."""
    top, bottom = job.box[1], job.box[3]
    rows = top + np.flatnonzero(page.ink[top:bottom, piece[0] : piece[1]].any(axis=1))
    if len(rows) == 0:
        return round(job.base), round(job.base)
    parts = np.split(rows, np.flatnonzero(np.diff(rows) > 2) + 1)
    middle = job.base - 0.35 * job.size
    part = min(parts, key=lambda part: max(part[0] - middle, middle - part[-1], 0.0))
    return int(part[0]), int(part[-1]) + 1


def _resize(job: Job, page: Page) -> None:
    """Size and baseline by the digits: Tesseract guesses them where a line has few letters.

    A digit that seems to hang below the line is read as another one, 0 as 9.
    """
    heights = [_height(job, piece, page) for piece in job.pieces]
    tallest = max(low - high for high, low in heights)
    tall = [(high, low) for high, low in heights if low - high >= 0.75 * tallest]
    own = float(np.median([low - high for high, low in tall])) / DIGIT
    foot = float(np.median([low for _, low in tall]))
    if 0.5 * job.size <= own <= 1.15 * job.size and abs(foot - job.base) <= 0.25 * job.size:
        job.size, job.base = own, foot
        above, below = round(foot - ABOVE * own), round(foot + BELOW * own)
        job.box = (job.box[0], max(0, above), job.box[2], below)


def _is_dash(job: Job, page: Page) -> bool:
    start, end = job.pieces[0]
    high, low = _height(job, job.pieces[0], page)
    flat = low - high <= 0.2 * job.size and 0.14 * job.size <= end - start <= 0.6 * job.size
    return flat and 0.12 * job.size <= job.base - (high + low) / 2 <= 0.45 * job.size

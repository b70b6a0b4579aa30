"""Figures of a scanned page read a second time, one by one, with a model that is good at them.

What may be figures is cut out along its ink and stacked into one tall picture, a figure a line
after a word of the page's own (a lone digit says nothing of how high the letters are), so that one
run of Tesseract reads a page of them. A reading with fewer signs than the ink has pieces has lost
something, most often a minus, and does not count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from PIL import Image

from finsam_analysis.read.pdf_rows import Row, is_figure, part_cells, rows_of
from finsam_analysis.read.pdf_words import Word
from finsam_analysis.read.scan_image import Grey, Mask, Page, PixelBox, components

_POINTS = 72 / 300
_FIGURE = re.compile(r"[(+\-–—−]{0,2}\d[\d .,:/\-–—]*(?: ?%)?[).,;:]*|%")
_ONE = re.compile(r"[|!Il\]\[]")  # what a lone 1 is taken for
_ELEVEN = re.compile(r"[uU]|[il1I|]{2}")  # and 11
_TALL = re.compile(r"(?=.*[A-Zbdfhkl])[A-Za-z]{4,9}")  # a word that shows how high letters are
_SHORT = 5  # signs; a longer cell without digits is words
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_GAP = 0.42  # ems of white that end a figure in a table
_WITHIN = 0.14  # and in running text
_ABOVE, _BELOW = 0.86, 0.26  # ems from the baseline that a figure may reach
DIGIT = 0.68  # ems from the baseline to the top of a digit
_EDGE = 10  # pixels of paper left around a figure
_SURE = 45.0
_CERTAIN = 90.0  # below this it is read once more
_NEW = 70.0  # for ink that the first reading did not see
_COARSE = 4  # the mask for left-over ink is this much coarser

Reader = Callable[[Grey], Iterable[tuple[Word, float]]]


@dataclass(slots=True)
class _Job:
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


def reread(
    believed: Mapping[Word, float], weak: Container[Word], page: Page, read: Reader
) -> list[Word]:
    """The words with figures as the second reading has them, and figures it found besides.

    `believed` are the words with their confidence (0-100). Of rows that the first reading made
    little sense of (`weak`), all ink is read again.
    """
    words = list(believed)
    jobs = list(_doubtful(words, weak, page))
    jobs += _left_over(words, [job.box for job in jobs], page)
    anchor = _anchor(words, page)
    if not jobs or anchor is None:
        return words
    for job in jobs:
        job.confidence = min((believed[word] for word in job.words), default=0.0)
    texts = _settled(jobs, page, anchor, read)
    # A cell that is no figure may hold some ("78 % (n=91)").
    parts = [
        part
        for job, text in zip(jobs, texts, strict=True)
        if text is None and len(job.words) > 1
        for part in _parts(job, page)
    ]
    jobs += parts
    texts += _settled(parts, page, anchor, read)
    signs = _signs(jobs, page, anchor, read)
    pitch = _pitch(jobs, texts)
    read_again = {word for job in jobs for word in job.words}
    gone = {word for word in words if word in weak and word not in read_again}
    new: list[Word] = []
    for job, text in zip(jobs, texts, strict=True):
        if text is not None:
            gone.update(job.words)
            new += _words(text, job, signs.get(id(job), ""), pitch)
    return [word for word in words if word not in gone] + new


def _signs(jobs: Sequence[_Job], page: Page, anchor: _Anchor, read: Reader) -> dict[int, str]:
    """What the footnote signs say, by the id of their job."""
    with_sign = [job for job in jobs if job.raised]
    found = _read_stack(with_sign, page, anchor, read, raised=True)
    return {id(job): sign for job, (sign, _) in zip(with_sign, found, strict=True)}


def _parts(job: _Job, page: Page) -> Iterator[_Job]:
    row = Row(job.words)
    for word in job.words:
        if any(map(str.isdigit, word.text)) and (part := _job([word], _WITHIN, row, page)):
            part.words = [word]
            yield part


def _doubtful(words: Sequence[Word], weak: Container[Word], page: Page) -> Iterator[_Job]:
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


def _all_ink(row: Row, page: Page) -> Iterator[_Job]:
    size, base = row.size / _POINTS, float(np.median([word.y for word in row.words])) / _POINTS
    top, bottom = max(0, round(base - _ABOVE * size)), round(base + _BELOW * size)
    for left, right in _ink_runs(page.ink[top:bottom], _GAP * size):
        job = _Job((left, top, right, bottom), base, size, [], in_table=True, weak=True)
        job.words = [word for word in row.words if _inside(word, job.box)]
        yield job


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


def _job(group: list[Word], gap: float, row: Row, page: Page) -> _Job | None:
    size = float(np.median([word.size for word in row.words])) / _POINTS
    base = group[0].y / _POINTS
    top = max(0, round(base - _ABOVE * size))
    bottom = min(page.ink.shape[0], round(base + _BELOW * size))
    left, right = round(group[0].x0 / _POINTS), round(group[-1].x1 / _POINTS)
    runs = _ink_runs(page.ink[top:bottom], gap * size)
    touched = [run for run in runs if run[0] < right and left < run[1]]
    if bottom <= top or not touched:
        return None
    left, right = touched[0][0], touched[-1][1]
    if len(group) == 1 and len(group[0].text) <= 3:
        base, size = _feet(page.ink, left, right, base, size)
        top, bottom = max(0, round(base - _ABOVE * size)), round(base + _BELOW * size)
    return _Job((left, top, right, bottom), base, size, [])


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
    return box[0] - 2 <= (word.x0 + word.x1) / 2 / _POINTS <= box[2] + 2


def _ink_runs(band: Mask, gap: float) -> list[tuple[int, int]]:
    """Stretches of a band that have ink, with no white in them wider than the gap."""
    columns = np.flatnonzero(band.sum(axis=0) > 1)
    if len(columns) == 0:
        return []
    cuts = np.flatnonzero(np.diff(columns) > gap + 1)
    starts = [columns[0], *columns[cuts + 1]]
    ends = [*columns[cuts], columns[-1]]
    return [(int(a), int(b) + 1) for a, b in zip(starts, ends, strict=True)]


def _left_over(words: Sequence[Word], taken: Sequence[PixelBox], page: Page) -> Iterator[_Job]:
    """Ink as high as figures that no word or job covers: lone digits, labels of charts."""
    sizes = [word.size for word in words]
    if not sizes:
        return
    size = float(np.median(sizes)) / _POINTS
    ink = page.ink.copy()
    for left, top, right, bottom in taken:
        ink[top:bottom, max(0, left - 3) : right + 3] = False
    for word in words:
        em = word.size / _POINTS
        base = word.y / _POINTS
        left, right = int(word.x0 / _POINTS - 0.15 * em), int(word.x1 / _POINTS + 0.15 * em)
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
            above, below = max(0, round(base - _ABOVE * own)), round(base + _BELOW * own)
            yield _Job((box[0], above, box[2], below), base, own, [])


def _measure(job: _Job, page: Page) -> None:
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


def _height(job: _Job, piece: tuple[int, int], page: Page) -> tuple[int, int]:
    """Top and foot of a piece, without what hangs down into it from the line above."""
    top, bottom = job.box[1], job.box[3]
    rows = top + np.flatnonzero(page.ink[top:bottom, piece[0] : piece[1]].any(axis=1))
    parts = np.split(rows, np.flatnonzero(np.diff(rows) > 2) + 1)
    middle = job.base - 0.35 * job.size
    part = min(parts, key=lambda part: max(part[0] - middle, middle - part[-1], 0.0))
    return int(part[0]), int(part[-1]) + 1


def _resize(job: _Job, page: Page) -> None:
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
        above, below = round(foot - _ABOVE * own), round(foot + _BELOW * own)
        job.box = (job.box[0], max(0, above), job.box[2], below)


def _is_dash(job: _Job, page: Page) -> bool:
    start, end = job.pieces[0]
    high, low = _height(job, job.pieces[0], page)
    flat = low - high <= 0.2 * job.size and 0.14 * job.size <= end - start <= 0.6 * job.size
    return flat and 0.12 * job.size <= job.base - (high + low) / 2 <= 0.45 * job.size


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A word cut from the page, with its size and how far down its baseline is."""

    grey: Grey
    size: float
    base: int


def _anchor(words: Sequence[Word], page: Page) -> _Anchor | None:
    """A short word of the page's most common size that shows how high its letters are."""
    if not words:
        return None
    middle = float(np.median([word.size for word in words]))
    fit = [word for word in words if _TALL.fullmatch(word.text)]
    if not fit:
        return None
    word = min(fit, key=lambda word: abs(word.size - middle))
    size, base = word.size / _POINTS, word.y / _POINTS
    top, bottom = round(base - _ABOVE * size), round(base + _BELOW * size)
    left, right = round(word.x0 / _POINTS) - 4, round(word.x1 / _POINTS) + 4
    top, left = max(0, top), max(0, left)
    rows = np.flatnonzero(page.ink[top:bottom, left:right].any(axis=1))
    if len(rows):
        size = min(size, (base - top - float(rows[0])) / DIGIT)
    cut = page.grey[top:bottom, left:right]
    return _Anchor(np.pad(cut, _EDGE, constant_values=page.paper), size, _EDGE + round(base) - top)


def _settled(jobs: list[_Job], page: Page, anchor: _Anchor, read: Reader) -> list[str | None]:
    """The reading of each job that holds; None where the first reading of all should stand."""
    for job in jobs:
        _measure(job, page)
    first = _read_stack(jobs, page, anchor, read)
    out = [_choose(job, [reading]) for job, reading in zip(jobs, first, strict=True)]
    doubt = [
        at
        for at, (job, text, (_, confidence)) in enumerate(zip(jobs, out, first, strict=True))
        if (text is None or confidence < _CERTAIN or _differs(text, job)) and _worth(job, first[at])
    ]
    again = _read_stack([jobs[at] for at in doubt], page, anchor, read, shift=20)
    for at, reading in zip(doubt, again, strict=True):
        out[at] = _by_vote(jobs[at], [first[at], reading])
    return out


def _by_vote(job: _Job, readings: list[tuple[str, float]]) -> str | None:
    """The surest of three readings, or the longest if it only has more signs than the others.

    Signs are lost more easily than made up. None if the very first reading wins, or none does.
    The first model cannot tell a percent sign from digits, so it has no say where there is one.
    """
    chosen = [(_choose(job, [reading]), reading[1]) for reading in readings]
    votes = [(text, confidence) for text, confidence in chosen if text is not None]
    if is_figure(job.first_text) and not any("%" in text for text, _ in votes):
        votes.append((job.first_text, job.confidence))
    if not votes:
        return _last_resort(job, readings)
    best = max(votes, key=lambda vote: vote[1])[0]
    for text, _ in votes:
        if _is_part(best, text) and len(text.replace(" ", "")) > len(best.replace(" ", "")):
            best = text
    return best


def _is_part(text: str, longer: str) -> bool:
    rest = iter(longer.replace(" ", ""))
    return all(sign in rest for sign in text.replace(" ", ""))


def _differs(text: str, job: _Job) -> bool:
    """Whether the first reading was a figure too, and another one."""
    before = job.first_text
    return is_figure(before) and before.replace(" ", "") != text.replace(" ", "")


def _worth(job: _Job, reading: tuple[str, float]) -> bool:
    """Not when both readings say that it is a word."""
    words = job.first_text, reading[0]
    return not (job.words and all(text.isalpha() and len(text) > 1 for text in words))


def _choose(job: _Job, readings: Sequence[tuple[str, float]]) -> str | None:
    for text, confidence in readings:
        if _ONE.fullmatch(text) and job.words and _is_upright_stroke(job):
            return "1"
        if _ELEVEN.fullmatch(text) and job.in_table and _is_two_wide(job):
            return "11"
        if job.minus and text[:1].isdigit():
            text = "-" + text
        if job.weak and re.fullmatch("[A-Z]", text) and confidence >= _CERTAIN:
            return text
        least = _SURE if job.words else _NEW
        if job.in_table:
            text = text.rstrip(".,:;")
        if _FIGURE.fullmatch(text) and confidence >= least and _fits(text, job):
            return text
    return None


def _last_resort(job: _Job, readings: Sequence[tuple[str, float]]) -> str | None:
    """A figure that is not sure, where the first reading is none at all."""
    if not job.words or is_figure(job.first_text):
        return None
    for text, _ in readings:
        if _FIGURE.fullmatch(text) and _fits(text, job):
            return text
    return None


def _fits(text: str, job: _Job) -> bool:
    """Whether the text has a sign for every piece of ink; a percent sign may be three pieces."""
    signs = text.replace(" ", "")
    return len(job.pieces) <= len(signs) + 2 * signs.count("%")


def _is_upright_stroke(job: _Job) -> bool:
    return len(job.pieces) == 1 and job.pieces[0][1] - job.pieces[0][0] < 0.4 * job.size


def _is_two_wide(job: _Job) -> bool:
    return 0.6 * job.size <= job.pieces[-1][1] - job.pieces[0][0] <= 1.1 * job.size


def _read_stack(
    jobs: Sequence[_Job],
    page: Page,
    anchor: _Anchor,
    read: Reader,
    *,
    shift: int = 0,
    raised: bool = False,
) -> list[tuple[str, float]]:
    """Text and least confidence of each job, all read in one picture."""
    if not jobs:
        return []
    pieces = [_piece(job, page, anchor, raised) for job in jobs]
    start = anchor.grey.shape[1] + 40 + shift
    # All stand on one line with the anchor: a digit set too low looks like another one.
    head = max(anchor.base, *(base for _, base in pieces))
    foot = max(
        anchor.grey.shape[0] - anchor.base, *(piece.shape[0] - base for piece, base in pieces)
    )
    step = head + foot + 24
    wide = start + max(piece.shape[1] for piece, _ in pieces) + 40
    stack = np.full((step * len(pieces), wide), page.paper, np.uint8)
    for at, (piece, base) in enumerate(pieces):
        line = at * step + 12 + head
        _paste(stack, anchor.grey, line - anchor.base, 40)
        _paste(stack, piece, line - base, start)
    found: list[list[tuple[Word, float]]] = [[] for _ in pieces]
    for word, confidence in read(stack):
        at = int((word.y - 0.3 * word.size) / _POINTS // step)
        if 0 <= at < len(found) and word.x1 / _POINTS > start:
            found[at].append((word, confidence))
    return [_line(words) for words in found]


def _paste(stack: Grey, piece: Grey, top: int, left: int) -> None:
    stack[top : top + piece.shape[0], left : left + piece.shape[1]] = piece


def _piece(job: _Job, page: Page, anchor: _Anchor, raised: bool) -> tuple[Grey, int]:
    """The job's cut of the page, about as large as the anchor's letters, and its baseline."""
    left, top, right, bottom = (job.raised or job.box) if raised else job.box
    cut = page.grey[top:bottom, left:right]
    size, base = ((bottom - top) / DIGIT, bottom) if raised else (job.size, job.base)
    scale = anchor.size / size
    if 0.75 < scale < 1.4:
        scale = 1.0
    else:
        shape = (max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale)))
        cut = np.asarray(Image.fromarray(cut).resize(shape, Image.Resampling.BICUBIC))
    padded = np.pad(cut, _EDGE, constant_values=page.paper)
    return padded, _EDGE + round((base - top) * scale)


def _line(words: list[tuple[Word, float]]) -> tuple[str, float]:
    ordered = sorted(words, key=lambda pair: pair[0].x0)
    text = " ".join(word.text for word, _ in ordered)
    return text, min((confidence for _, confidence in words), default=0.0)


def _pitch(jobs: Sequence[_Job], texts: Sequence[str | None]) -> float:
    """How far apart the middles of neighbouring digits are, in ems: figures are all as wide."""
    apart = [
        (_middle(b) - _middle(a)) / job.size
        for job, text in zip(jobs, texts, strict=True)
        if text and text.isdigit() and len(text) == len(job.pieces)
        for a, b in zip(job.pieces, job.pieces[1:], strict=False)
    ]
    return float(np.median(apart)) if apart else 0.5


def _middle(piece: tuple[int, int]) -> float:
    return (piece[0] + piece[1]) / 2


def _words(text: str, job: _Job, sign: str, pitch: float) -> list[Word]:
    """The figure as words in points, with the spaces that the ink has.

    A narrow 1 leaves more white around it than an 8, so white is measured between digits that are
    all as wide as the pitch. A footnote sign that is no digit becomes a star.
    """
    mark = (sign.translate(_RAISED) if sign.isdigit() else "*") if job.raised else ""
    signs = text.replace(" ", "")
    glyphs = _glyphs(signs, job, pitch)
    if glyphs is None:
        return [_word(text + mark, job.box[0], (job.raised or job.box)[2], job)]
    touching = len(job.pieces) < len(signs)
    spaced = {len(text[:at].replace(" ", "")) for at, char in enumerate(text) if char == " "}
    out = []
    first = 0
    for at in range(1, len(signs) + 1):
        if at < len(signs):
            read_so = at in spaced
            sure = read_so and touching  # where digits touch, their edges are a guess
            if not (sure or _parted(signs, glyphs, at, read_so, job.size)):
                continue
        out.append(_word(signs[first:at], glyphs[first][0], glyphs[at - 1][1], job))
        first = at
    out[-1] = replace(out[-1], text=out[-1].text + mark)
    return out


def _parted(
    signs: str, glyphs: list[tuple[float, float]], at: int, read_so: bool, size: float
) -> bool:
    """Whether a space stands before the sign: seen in the ink, or read and not against the ink."""
    if signs[at] in ",.)" or signs[at - 1] in ",.(-–—−":
        return False
    gap = (glyphs[at][0] - glyphs[at - 1][1]) / size
    return gap > (0.08 if read_so else 0.16)


def _glyphs(signs: str, job: _Job, pitch: float) -> list[tuple[float, float]] | None:
    """Left and right edge of each sign, digits as wide as the pitch; None where that is not clear.

    Digits that touch are one piece of ink as wide as several; a percent sign may be three pieces.
    """
    wide = pitch * job.size
    pieces = [(float(a), float(b)) for a, b in job.pieces]
    if "%" in signs and len(pieces) > len(signs):
        at = signs.index("%")
        end = len(pieces) - (len(signs) - at - 1)
        pieces = pieces[:at] + [(pieces[at][0], pieces[end - 1][1])] + pieces[end:]
    if len(pieces) < len(signs):
        pieces = [part for piece in pieces for part in _untouched(piece, wide)]
    if len(pieces) != len(signs):
        return None
    return [
        ((a + b - wide) / 2, (a + b + wide) / 2) if sign.isdigit() else (a, b)
        for sign, (a, b) in zip(signs, pieces, strict=True)
    ]


def _untouched(piece: tuple[float, float], wide: float) -> list[tuple[float, float]]:
    count = max(1, round((piece[1] - piece[0]) / wide + 0.15))
    step = (piece[1] - piece[0]) / count
    return [(piece[0] + step * k, piece[0] + step * (k + 1)) for k in range(count)]


def _word(text: str, left: float, right: float, job: _Job) -> Word:
    places = (left * _POINTS, right * _POINTS, job.base * _POINTS, job.size * _POINTS)
    return Word(text, *places, spaced_before=True, spaced_after=True)

"""Figures of a scanned page read a second time, one by one, with a model that is good at them.

What may be figures (`scan.jobs`) is stacked and read (`scan.stack`), twice where it is not sure,
and the readings vote with the first of all. A reading with fewer signs than the ink has pieces has
lost something, most often a minus, and does not count.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from finsam_analysis.read.pdf.rows import is_figure
from finsam_analysis.read.pdf.words import Word
from finsam_analysis.read.scan.image import Page
from finsam_analysis.read.scan.jobs import POINTS, Job, doubtful, left_over, measure, parts_of
from finsam_analysis.read.scan.stack import Anchor, Reader, find_anchor, read_stack

_FIGURE = re.compile(r"[(+\-–—−]{0,2}\d[\d .,:/\-–—]*(?: ?%)?[).,;:]*|%")
_ONE = re.compile(r"[|!Il\]\[]")  # what a lone 1 is taken for
_TWO_SIGNS = re.compile(r"^[+\-–—−]{2}(?=\d)")  # one dash, seen twice
_ELEVEN = re.compile(r"[uU]|[il1I|]{2}")  # and 11
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_STROKE = 0.25  # ems of ink in the narrowest digit
_NARROW = 0.85
_PITCH = 0.5  # ems from a digit to the next, where it is not measured yet
# Confidence, 0-100.
_SURE = 45.0
_CERTAIN = 90.0  # below this it is read once more
_NEW = 70.0  # for ink that the first reading did not see


def reread(
    believed: Mapping[Word, float], weak: Container[Word], page: Page, read: Reader
) -> list[Word]:
    """The words with figures as the second reading has them, and figures it found besides.

    `believed` are the words with their confidence (0-100). Of rows that the first reading made
    little sense of (`weak`), all ink is read again.
    """
    words = list(believed)
    jobs = list(doubtful(words, weak, page))
    jobs += left_over(words, [job.box for job in jobs], page)
    anchor = find_anchor(words, page)
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
        for part in parts_of(job, page)
    ]
    jobs += parts
    texts += _settled(parts, page, anchor, read)
    signs = _signs(jobs, page, anchor, read)
    pitch = _pitch(jobs, texts)
    texts = [_with_room(text, job, pitch) for job, text in zip(jobs, texts, strict=True)]
    read_again = {word for job in jobs for word in job.words}
    gone = {word for word in words if word in weak and word not in read_again}
    new: list[Word] = []
    for job, text in zip(jobs, texts, strict=True):
        if text is not None:
            gone.update(job.words)
            new += _words(text, job, signs.get(id(job), ""), pitch)
    gone |= {word for word in words if word not in gone and _covers(word, new)}
    return [word for word in words if word not in gone] + new


def _covers(word: Word, figures: Sequence[Word]) -> bool:
    """Whether a word of the first reading is what figures of the second stand in."""
    return any(map(str.isdigit, word.text)) and any(
        word.x0 < (other.x0 + other.x1) / 2 < word.x1 and abs(word.y - other.y) < 0.3 * other.size
        for other in figures
    )


def _signs(jobs: Sequence[Job], page: Page, anchor: Anchor, read: Reader) -> dict[int, str]:
    """What the footnote signs say, by the id of their job."""
    with_sign = [job for job in jobs if job.raised]
    found = read_stack(with_sign, page, anchor, read, raised=True)
    return {id(job): sign for job, (sign, _) in zip(with_sign, found, strict=True)}


def _settled(jobs: list[Job], page: Page, anchor: Anchor, read: Reader) -> list[str | None]:
    """The reading of each job that holds; None where the first reading of all should stand."""
    for job in jobs:
        measure(job, page)
    first = read_stack(jobs, page, anchor, read)
    out = [_choose(job, [reading]) for job, reading in zip(jobs, first, strict=True)]
    doubt = [
        at
        for at, (job, text, (_, confidence)) in enumerate(zip(jobs, out, first, strict=True))
        if (text is None or confidence < _CERTAIN or _differs(text, job)) and _worth(job, first[at])
    ]
    again = read_stack([jobs[at] for at in doubt], page, anchor, read, shift=20)
    for at, reading in zip(doubt, again, strict=True):
        out[at] = _by_vote(jobs[at], [first[at], reading])
    return out


def _by_vote(job: Job, readings: list[tuple[str, float]]) -> str | None:
    """The surest of three readings, or the longest if it only has more signs than the others.

    Signs are lost more easily than made up. None if no reading is a figure.
    The first model cannot tell a percent sign from digits, so it has no say where there is one.
    """
    chosen = [(_choose(job, [reading]), reading[1]) for reading in readings]
    votes = [(text, confidence) for text, confidence in chosen if text is not None]
    if is_figure(job.first_text) and not any("%" in text for text, _ in votes):
        said = job.first_text.rstrip(".,:;") if job.in_table else job.first_text
        votes.append((said, job.confidence))
    if not votes:
        return _last_resort(job, readings)
    if job.pieces:  # `74` on ink that is one digit wide is 7
        votes = [vote for vote in votes if _has_room(vote[0], job, _PITCH)] or votes
    best = max(votes, key=lambda vote: vote[1])[0]
    for text, _ in votes:
        if _is_part(best, text) and len(text.replace(" ", "")) > len(best.replace(" ", "")):
            best = text
    return best


def _is_part(text: str, longer: str) -> bool:
    rest = iter(longer.replace(" ", ""))
    return all(sign in rest for sign in text.replace(" ", ""))


def _differs(text: str, job: Job) -> bool:
    """Whether the first reading was a figure too, and another one."""
    before = job.first_text
    return is_figure(before) and before.replace(" ", "") != text.replace(" ", "")


def _worth(job: Job, reading: tuple[str, float]) -> bool:
    """Not when both readings say that it is a word."""
    words = job.first_text, reading[0]
    return not (job.words and all(text.isalpha() and len(text) > 1 for text in words))


def _choose(job: Job, readings: Sequence[tuple[str, float]]) -> str | None:
    for read, confidence in readings:
        text = _TWO_SIGNS.sub("-", read)
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


def _last_resort(job: Job, readings: Sequence[tuple[str, float]]) -> str | None:
    """A figure that is not sure, where the first reading is none at all."""
    if not job.words or is_figure(job.first_text):
        return None
    for text, _ in readings:
        if _FIGURE.fullmatch(text) and _fits(text, job):
            return text
    return None


def _fits(text: str, job: Job) -> bool:
    """Whether the text has a sign for every piece of ink; a percent sign may be three pieces."""
    signs = text.replace(" ", "")
    return len(job.pieces) <= len(signs) + 2 * signs.count("%")


def _with_room(text: str | None, job: Job, pitch: float) -> str | None:
    """The text if the ink is wide enough for it, or without its brackets, or None."""
    said = job.first_text if text is None else text
    if not _FIGURE.fullmatch(said) or not job.pieces or _has_room(said, job, pitch):
        return text
    bare = said.strip("()")
    return bare if bare != said and _has_room(bare, job, pitch) else None


def _has_room(text: str, job: Job, pitch: float) -> bool:
    """Whether the ink is wide enough for the signs; brackets are seen where a rule stood."""
    signs = len(re.sub(r"[^\d()]", "", text))
    least = ((signs - 1) * pitch + _STROKE) * _NARROW
    return signs < 2 or job.pieces[-1][1] - job.pieces[0][0] >= least * job.size


def _is_upright_stroke(job: Job) -> bool:
    return len(job.pieces) == 1 and job.pieces[0][1] - job.pieces[0][0] < 0.4 * job.size


def _is_two_wide(job: Job) -> bool:
    return 0.6 * job.size <= job.pieces[-1][1] - job.pieces[0][0] <= 1.1 * job.size


def _pitch(jobs: Sequence[Job], texts: Sequence[str | None]) -> float:
    """How far apart the middles of neighbouring digits are, in ems: figures are all as wide."""
    apart = [
        (_middle(b) - _middle(a)) / job.size
        for job, text in zip(jobs, texts, strict=True)
        if text and text.isdigit() and len(text) == len(job.pieces)
        for a, b in zip(job.pieces, job.pieces[1:], strict=False)
    ]
    return float(np.median(apart)) if apart else _PITCH


def _middle(piece: tuple[int, int]) -> float:
    return (piece[0] + piece[1]) / 2


def _words(text: str, job: Job, sign: str, pitch: float) -> list[Word]:
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
    read_so = {len(text[:at].replace(" ", "")) for at, char in enumerate(text) if char == " "}
    spaced = {
        at
        for at in range(1, len(signs))
        # Where digits touch, their edges are a guess, and a space that was read is sure.
        if (touching and at in read_so) or _parted(signs, glyphs, at, at in read_so, job.size)
    }
    if not _grouped(signs, spaced):
        spaced &= read_so
    bounds = [0, *sorted(spaced), len(signs)]
    out = [
        _word(signs[first:end], glyphs[first][0], glyphs[end - 1][1], job)
        for first, end in pairwise(bounds)
    ]
    out[-1] = replace(out[-1], text=out[-1].text + mark)
    return out


def _grouped(signs: str, spaced: Container[int]) -> bool:
    """Whether the spaces part thousands: a bold 1 leaves white before it too, as in `2021`."""
    text = "".join(" " * (at in spaced) + sign for at, sign in enumerate(signs))
    parts = re.sub(r"[^\d ,]", "", text).split(",")[0].split()
    return all(len(part) == 3 for part in parts[1:])


def _parted(
    signs: str, glyphs: list[tuple[float, float]], at: int, read_so: bool, size: float
) -> bool:
    """Whether a space stands before the sign: seen in the ink, or read and not against the ink."""
    if signs[at] in ",.)" or signs[at - 1] in ",.(-–—−":
        return False
    gap = (glyphs[at][0] - glyphs[at - 1][1]) / size
    return gap > (0.08 if read_so else 0.16)


def _glyphs(signs: str, job: Job, pitch: float) -> list[tuple[float, float]] | None:
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


def _word(text: str, left: float, right: float, job: Job) -> Word:
    places = (left * POINTS, right * POINTS, job.base * POINTS, job.size * POINTS)
    return Word(text, *places, spaced_before=True, spaced_after=True)

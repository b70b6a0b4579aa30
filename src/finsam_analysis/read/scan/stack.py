"""Pieces of a scanned page stacked into one tall picture, so that one run reads them all.

Each piece stands on a line of its own after a word of the page: a lone digit says nothing of how
high the letters are or where their line is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from finsam_analysis.read.pdf.words import Word
from finsam_analysis.read.scan.image import Grey, Page
from finsam_analysis.read.scan.jobs import ABOVE, BELOW, DIGIT, POINTS, Job

_TALL = re.compile(r"(?=.*[A-Zbdfhkl])[A-Za-z]{4,9}")  # a word that shows how high letters are
_EDGE = 10  # pixels of paper left around a piece
_SAME_SIZE = (0.75, 1.4)  # times the size of the page's word; others are drawn to its size

Reader = Callable[[Grey], Iterable[tuple[Word, float]]]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A word cut from the page, with its size and how far down its baseline is."""

    grey: Grey
    size: float
    base: int


def find_anchor(words: Sequence[Word], page: Page) -> Anchor | None:
    """A short word of the page's most common size that shows how high its letters are."""
    if not words:
        return None
    middle = float(np.median([word.size for word in words]))
    fit = [word for word in words if _TALL.fullmatch(word.text)]
    if not fit:
        return None
    word = min(fit, key=lambda word: abs(word.size - middle))
    size, base = word.size / POINTS, word.y / POINTS
    top, bottom = round(base - ABOVE * size), round(base + BELOW * size)
    left, right = round(word.x0 / POINTS) - 4, round(word.x1 / POINTS) + 4
    top, left = max(0, top), max(0, left)
    rows = np.flatnonzero(page.ink[top:bottom, left:right].any(axis=1))
    if len(rows):
        size = min(size, (base - top - float(rows[0])) / DIGIT)
    cut = page.grey[top:bottom, left:right]
    return Anchor(np.pad(cut, _EDGE, constant_values=page.paper), size, _EDGE + round(base) - top)


def read_stack(
    jobs: Sequence[Job],
    page: Page,
    anchor: Anchor,
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
        at = int((word.y - 0.3 * word.size) / POINTS // step)
        if 0 <= at < len(found) and word.x1 / POINTS > start:
            found[at].append((word, confidence))
    return [_line(words) for words in found]


def _paste(stack: Grey, piece: Grey, top: int, left: int) -> None:
    stack[top : top + piece.shape[0], left : left + piece.shape[1]] = piece


def _piece(job: Job, page: Page, anchor: Anchor, raised: bool) -> tuple[Grey, int]:
    """The job's cut of the page, about as large as the anchor's letters, and its baseline."""
    left, top, right, bottom = (job.raised or job.box) if raised else job.box
    cut = page.grey[top:bottom, left:right]
    size, base = ((bottom - top) / DIGIT, bottom) if raised else (job.size, job.base)
    scale = anchor.size / size
    if _SAME_SIZE[0] < scale < _SAME_SIZE[1]:
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

"""A scanned picture made ready for reading: level, without grain, ruled lines and filled boxes.

All in numpy. Lengths are pixels at 300 dots an inch.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter
from scipy import ndimage

Grey: TypeAlias = NDArray[np.uint8]
Mask: TypeAlias = NDArray[np.bool_]
PixelBox: TypeAlias = tuple[int, int, int, int]  # left, top, right, bottom

_INK = 60  # darker than the paper by this is ink
_FILL = 18  # and by this a filled box
_EVEN = 14  # its shades differ less
_BLOCK = 8
_MIN_SIDE = 3 * _BLOCK
_FAINT = 28  # and by this perhaps a thin ruled line
_LONG = 131  # a run of ink of this length is a ruled line, no letter
_WHOLE = 0.95
_THICK = 9
_LETTER = (12, 90)  # pixels that letters are high
_TALLER = 1.3  # times the tall letters is no letter
_FEW = 40  # pieces of ink that say how tall those are
_RIM = 4  # the blurred edge of a filled box
_MAX_SKEW = 3.0
_COARSE = 4  # the ground is looked for at this much less
_STROKE = 7  # and is wider than a letter's stroke there
_SHADE = 10  # darker than the paper by this is a shaded ground,
_SHADED = 0.003  # if so much of the page is
_STRIP = 0.5  # of the text's height that the white between two columns reaches over
_LINED = 0.2  # of that height that has ink on both sides
_LETTERING = 250  # pixels of light in a dark box that are a few letters
_LETTERS = 11  # blocks that letters reach over
_DARK = 110  # and by this no ground for dark text


@dataclass(frozen=True, slots=True)
class Page:
    """A picture ready for reading: its shades, where the ink is, and filled boxes taken out."""

    grey: Grey
    ink: Mask
    paper: int
    solids: list[tuple[PixelBox, int]]
    rules: list[PixelBox]  # upright ruled lines
    levels: list[PixelBox]  # ruled lines across


def may_hold_text(image: Image.Image) -> bool:
    """Whether a picture is mostly one shade, as paper is; photographs are not."""
    small = image.reduce(max(1, min(image.size) // 200))
    counts = np.bincount(np.asarray(small).ravel(), minlength=256)
    window = np.convolve(counts, np.ones(31, dtype=int), mode="same")
    return bool(window.max() >= 0.5 * counts.sum())


def prepare(image: Image.Image) -> Page:
    """Turn a grey picture level, smooth its grain, take out lines and filled boxes."""
    level = image.rotate(
        skew(image), resample=Image.Resampling.BICUBIC, fillcolor=_paper(np.asarray(image))
    )
    grey = np.array(level.filter(ImageFilter.GaussianBlur(1)))
    paper = _paper(grey)
    filled = list(_filled(grey, paper))
    white = _without_shade(grey, paper)
    solids = []
    for box, dark_text in filled:
        left, top, right, bottom = box
        part = grey[top:bottom, left:right]
        shade = int(np.median(part))
        solids.append((box, shade // 16 * 16))
        if dark_text or shade < paper - _DARK:
            # Beside the box lies the dark edge that its blur leaves, as upright as a 1.
            white[max(0, top - _RIM) : bottom + _RIM, max(0, left - _RIM) : right + _RIM] = paper
        if dark_text:
            light = part[_RIM:-_RIM, _RIM:-_RIM].astype(np.int16) - shade
            light[:, (light > _INK).mean(axis=0) > _WHOLE] = 0  # a border between two cells
            inside = white[top + _RIM : bottom - _RIM, left + _RIM : right - _RIM]
            inside[:] = np.clip(paper - light, 0, paper)
    grey = white
    faint = grey < paper - _FAINT
    upright, level_lines = _long_runs(faint, 0), _long_runs(faint, 1)
    grey[ndimage.binary_dilation(upright | level_lines, iterations=2)] = paper
    strokes = _tall_strokes(grey < paper - _INK)
    if strokes.any():
        grey[ndimage.binary_dilation(strokes, iterations=2)] = paper
        upright |= strokes
    rules = [box for box in components(upright) if box[2] - box[0] <= _THICK]
    levels = [box for box in components(level_lines) if box[3] - box[1] <= _THICK]
    return Page(grey, grey < paper - _INK, paper, solids, rules, levels)


def _without_shade(grey: Grey, paper: int) -> Grey:
    """The picture with its light bands and shadows as white as paper, their text as dark as it was.

    What is left when all that is narrower than a letter's stroke is filled in is the ground.
    """
    high, wide = (size // _COARSE for size in grey.shape)
    small = grey[: high * _COARSE, : wide * _COARSE].reshape(high, _COARSE, wide, _COARSE)
    ground = ndimage.maximum_filter(small.mean(axis=(1, 3)).astype(np.uint8), _STROKE)
    ground = np.minimum(ndimage.minimum_filter(ground, _STROKE), paper)
    if (ground < paper - _SHADE).mean() < _SHADED:
        return grey.copy()
    ground = ground.repeat(_COARSE, axis=0).repeat(_COARSE, axis=1)
    missing = [(0, a - b) for a, b in zip(grey.shape, ground.shape, strict=True)]
    ground = np.pad(ground, missing, "edge")
    # Dark ground is a picture or a heavy letter, and stays.
    light = ground > paper - _DARK
    lifted = grey.astype(np.int16) + (paper - ground.astype(np.int16))
    return np.where(light, np.clip(lifted, 0, 255), grey).astype(np.uint8)


def columns(page: Page) -> list[PixelBox]:
    """The parts of a page to be read one by one: two columns of text, what is above and below.

    A page without a white strip down half of its text is one part.
    """
    high, wide = (size // _BLOCK for size in page.ink.shape)
    ink = page.ink[: high * _BLOCK, : wide * _BLOCK]
    blocks = ink.reshape(high, _BLOCK, wide, _BLOCK).max(axis=(1, 3)).astype(np.bool_)
    rows = np.flatnonzero(blocks.any(axis=1))
    whole = [(0, 0, page.ink.shape[1], page.ink.shape[0])]
    if len(rows) == 0:
        return whole
    best: tuple[int, int, int] = (0, 0, 0)
    for x in range(int(0.35 * wide), int(0.65 * wide)):
        crossed = np.flatnonzero(blocks[:, x - 1 : x + 2].any(axis=1))
        bounds = [int(rows[0]) - 1, *map(int, crossed), int(rows[-1]) + 1]
        start, end = max(pairwise(bounds), key=lambda pair: pair[1] - pair[0])
        best = max(best, (end - start, x, start))
    length, x, start = best
    end = start + length
    sides = [blocks[start + 1 : end, a:b].any(axis=1).mean() for a, b in ((0, x), (x, wide))]
    if length < _STRIP * len(range(rows[0], rows[-1])) or min(sides, default=0) < _LINED:
        return whole
    top, bottom, middle = (start + 1) * _BLOCK, end * _BLOCK, x * _BLOCK + _BLOCK // 2
    right = page.ink.shape[1]
    parts = [(0, 0, right, top), (0, top, middle, bottom), (middle, top, right, bottom)]
    parts.append((0, bottom, right, page.ink.shape[0]))
    return [(a, b, c, d) for a, b, c, d in parts if page.ink[b:d, a:c].any()]


def _paper(grey: Grey) -> int:
    return int(np.median(grey[::4, ::4]))


def skew(image: Image.Image) -> float:
    """Degrees, anticlockwise, that make the lines of text level: the sharpest row profile."""
    small = np.asarray(image.reduce(3))
    rows, columns = np.nonzero(small < _paper(small) - _INK)
    if len(rows) < 200:
        return 0.0
    step = len(rows) // 60_000 + 1
    y, x = rows[::step].astype(np.float64), columns[::step].astype(np.float64)
    best = 0.0
    for reach, fine in ((_MAX_SKEW, 0.25), (0.3, 0.03)):
        steps = round(reach / fine)
        angles = [best + fine * k for k in range(-steps, steps + 1)]
        best = max(angles, key=lambda angle: _sharpness(y, x, angle))
    return best


def _sharpness(y: NDArray[np.float64], x: NDArray[np.float64], angle: float) -> float:
    rows = np.rint(y - x * np.tan(np.radians(angle))).astype(np.int64)
    profile = np.bincount(rows - rows.min())
    return float(np.square(np.diff(profile)).sum())


def _filled(grey: Grey, paper: int) -> Iterator[tuple[PixelBox, bool]]:
    """Boxes of one even shade, and whether light text stands in them."""
    high, wide = (size // _BLOCK for size in grey.shape)
    blocks = grey[: high * _BLOCK, : wide * _BLOCK].reshape(high, _BLOCK, wide, _BLOCK)
    mean = blocks.mean(axis=(1, 3))
    even = (mean < paper - _FILL) & (blocks.std(axis=(1, 3)) < _EVEN)
    # Light letters cut a dark box in pieces that are no boxes of their own.
    around = ndimage.binary_closing(even & (mean < paper - _DARK), np.ones((1, _LETTERS)))
    headed = [box for box in _boxes(grey, around) if _text_in(grey, box) is True]
    yield from ((box, True) for box in headed)
    for box in _boxes(grey, even):
        if not any(_lies_in(box, other) for other in headed):
            found = _text_in(grey, box)
            if found is not None:
                yield box, found


def _boxes(grey: Grey, blocks: Mask) -> Iterator[PixelBox]:
    for left, top, right, bottom in components(blocks):
        box = (left * _BLOCK, top * _BLOCK, right * _BLOCK, bottom * _BLOCK)
        if min(box[2] - box[0], box[3] - box[1]) >= _MIN_SIDE - _BLOCK:
            yield _to_edges(grey, box)


def _text_in(grey: Grey, box: PixelBox) -> bool | None:
    """Whether light text stands in a box of one shade; None if it is no such box."""
    part = grey[box[1] : box[3], box[0] : box[2]].astype(np.int16)
    shade = int(np.median(part))
    same = np.abs(part - shade) < 3 * _EVEN
    rim = np.concatenate([same[1], same[-2], same[:, 1], same[:, -2]])
    if rim.mean() < 0.9:
        return None
    light = (part > shade + _INK)[_RIM:-_RIM, _RIM:-_RIM].sum() if shade < 140 else 0
    if light > _LETTERING:
        return True
    return False if same.mean() > 0.97 else None


def _lies_in(box: PixelBox, other: PixelBox) -> bool:
    return (
        other[0] - _BLOCK <= box[0]
        and box[2] <= other[2] + _BLOCK
        and other[1] - _BLOCK <= box[1]
        and box[3] <= other[3] + _BLOCK
    )


def _to_edges(grey: Grey, box: PixelBox) -> PixelBox:
    """Grow a box of whole blocks to the edges of its shade."""
    left, top, right, bottom = box
    shade = int(np.median(grey[top:bottom, left:right]))

    def holds(part: Grey) -> bool:
        return part.size > 0 and float((np.abs(part.astype(np.int16) - shade) < 30).mean()) > 0.7

    for _ in range(_BLOCK):
        top -= top > 0 and holds(grey[top - 1, left:right])
        bottom += bottom < grey.shape[0] and holds(grey[bottom, left:right])
        left -= left > 0 and holds(grey[top:bottom, left - 1])
        right += right < grey.shape[1] and holds(grey[top:bottom, right])
    return left, top, right, bottom


def components(mask: Mask) -> list[PixelBox]:
    """The bounding boxes of what hangs together in a mask."""
    labels, _ = ndimage.label(mask)
    return [
        (across.start, down.start, across.stop, down.stop)
        for down, across in ndimage.find_objects(labels)
    ]


def _tall_strokes(ink: Mask) -> Mask:
    """Thin upright strokes that are taller than letters: rules of a single row."""
    labels, _ = ndimage.label(ink)
    found = ndimage.find_objects(labels)
    sizes = np.array([(d.stop - d.start, a.stop - a.start) for d, a in found]).reshape(-1, 2)
    letters = sizes[(sizes[:, 0] > _LETTER[0]) & (sizes[:, 0] < _LETTER[1]), 0]
    strokes = np.zeros_like(ink)
    if len(letters) < _FEW:
        return strokes
    tall = _TALLER * np.percentile(letters, 90)
    for at in np.flatnonzero((sizes[:, 0] > tall) & (sizes[:, 1] <= _THICK)):
        strokes[found[at]] |= labels[found[at]] == at + 1
    return strokes


def _long_runs(faint: Mask, axis: int) -> Mask:
    """Thin straight runs along an axis that are longer than any letter's stroke.

    Grain may break them; what has as much ink beside it is a line of bold letters.
    """
    share = ndimage.uniform_filter1d(faint.astype(np.float32), _LONG, axis=axis)
    alone = np.ones_like(faint)
    for step in (-_THICK, _THICK):
        alone &= np.roll(share, step, axis=1 - axis) < 0.4
    inside = ((share >= _WHOLE) & alone).view(np.uint8)
    runs: Mask = ndimage.maximum_filter1d(inside, _LONG, axis=axis).view(np.bool_)
    return runs & faint

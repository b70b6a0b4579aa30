"""A scanned picture made ready for reading: level, without grain, ruled lines and filled boxes.

All in numpy. Lengths are pixels at 300 dots an inch.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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
_RIM = 4  # the blurred edge of a filled box
_MAX_SKEW = 3.0


@dataclass(frozen=True, slots=True)
class Page:
    """A picture ready for reading: its shades, where the ink is, and filled boxes taken out."""

    grey: Grey
    ink: Mask
    paper: int
    solids: list[tuple[PixelBox, int]]
    rules: list[PixelBox]  # upright ruled lines


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
    solids = []
    for box, dark_text in list(_filled(grey, paper)):
        left, top, right, bottom = box
        part = grey[top:bottom, left:right]
        if dark_text:
            light = part[_RIM:-_RIM, _RIM:-_RIM].astype(np.int16)
            part[:] = paper
            part[_RIM:-_RIM, _RIM:-_RIM] = np.clip(
                paper - (light - int(np.median(light))), 0, paper
            )
        else:
            solids.append((box, int(np.median(part)) // 16 * 16))
            grey[max(0, top - _RIM) : bottom + _RIM, max(0, left - _RIM) : right + _RIM] = paper
    faint = grey < paper - _FAINT
    upright, level_lines = _long_runs(faint, 0), _long_runs(faint, 1)
    grey[ndimage.binary_dilation(upright | level_lines, iterations=2)] = paper
    rules = [box for box in components(upright) if box[2] - box[0] <= _THICK]
    return Page(grey, grey < paper - _INK, paper, solids, rules)


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
    for left, top, right, bottom in components(even):
        box = (left * _BLOCK, top * _BLOCK, right * _BLOCK, bottom * _BLOCK)
        if min(box[2] - box[0], box[3] - box[1]) < _MIN_SIDE - _BLOCK:
            continue
        box = _to_edges(grey, box)
        part = grey[box[1] : box[3], box[0] : box[2]].astype(np.int16)
        shade = int(np.median(part))
        same = np.abs(part - shade) < 3 * _EVEN
        rim = np.concatenate([same[1], same[-2], same[:, 1], same[:, -2]])
        if rim.mean() < 0.9:
            continue
        if same.mean() > 0.97:
            yield box, False
        elif shade < 140 and (part > shade + _INK).mean() > 0.02:
            yield box, True


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

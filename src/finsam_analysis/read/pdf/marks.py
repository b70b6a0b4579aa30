"""What is drawn on a PDF page besides text: ruled lines, filled boxes and pictures.

Ruled lines part cells, filled boxes are the bars of charts, pictures may be scanned text. A page
with more drawing than `MAX_OBJECTS` (maps, technical drawings) is read by its text alone.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from finsam_analysis.read.pdf.words import Frame

MAX_OBJECTS = 20_000
_MAX_SEGMENTS = 400
_MAX_DEPTH = 4
_THIN = 2.5  # points; a line drawn as a narrow box is no wider
_SHORTEST = 5.0
_DOT = 2.0  # dots of a dotted line are no bars

Box = tuple[float, float, float, float]  # left, top, right, bottom in points as seen
_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Bar:
    """A box filled with one colour."""

    box: Box
    colour: tuple[int, int, int]


@dataclass(slots=True)
class Marks:
    """The drawing of a page. `upright` and `level` are ruled lines as thin boxes."""

    upright: list[Box] = field(default_factory=list)
    level: list[Box] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    slivers: list[Bar] = field(default_factory=list)  # bars of small numbers, or ruled lines
    images: list[Box] = field(default_factory=list)
    hidden_text: bool = False  # text that is not printed: the layer that OCR puts under a scan
    paths: int = 0


def page_marks(page: pdfium.PdfPage) -> Marks:
    """Collect the drawing of a page, also what lies in its form objects."""
    frame, marks = Frame(page), Marks()
    texts = hidden = 0
    for count, (obj, matrix) in enumerate(_objects(page)):
        if count >= MAX_OBJECTS:
            break
        kind = pdfium_c.FPDFPageObj_GetType(obj)
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            marks.paths += 1
            _add_path(marks, obj, matrix, frame)
        elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            box = _box(obj, matrix, frame)
            if box is not None:
                marks.images.append(box)
        elif kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            texts += 1
            hidden += pdfium_c.FPDFTextObj_GetTextRenderMode(obj) == 3
    marks.hidden_text = texts > 0 and hidden > 0.5 * texts
    return marks


def _objects(page: pdfium.PdfPage) -> Iterator[tuple[Any, _Matrix]]:
    raw = page.raw
    for index in range(pdfium_c.FPDFPage_CountObjects(raw)):
        yield from _inside(pdfium_c.FPDFPage_GetObject(raw, index), _IDENTITY, 0)


def _inside(obj: Any, matrix: _Matrix, depth: int) -> Iterator[tuple[Any, _Matrix]]:
    if pdfium_c.FPDFPageObj_GetType(obj) != pdfium_c.FPDF_PAGEOBJ_FORM:
        yield obj, matrix
        return
    if depth >= _MAX_DEPTH:
        return
    placed = _times(_matrix(obj), matrix)
    for index in range(pdfium_c.FPDFFormObj_CountObjects(obj)):
        yield from _inside(pdfium_c.FPDFFormObj_GetObject(obj, index), placed, depth + 1)


def _matrix(obj: Any) -> _Matrix:
    m = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(obj, ctypes.byref(m)):
        return _IDENTITY
    return m.a, m.b, m.c, m.d, m.e, m.f


def _times(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    ta, tb, tc, td, te, tf = then
    return (
        a * ta + b * tc,
        a * tb + b * td,
        c * ta + d * tc,
        c * tb + d * td,
        e * ta + f * tc + te,
        e * tb + f * td + tf,
    )


def _at(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _box(obj: Any, matrix: _Matrix, frame: Frame) -> Box | None:
    """The bounds of an object as seen, cut to the visible page; None if it lies outside."""
    edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium_c.FPDFPageObj_GetBounds(obj, *(ctypes.byref(edge) for edge in edges)):
        return None
    left, bottom, right, top = (edge.value for edge in edges)
    corners = [_at(matrix, x, y) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    x0, y0, x1, y1 = frame.box(min(xs), min(ys), max(xs), max(ys))
    x0, y0, x1, y1 = max(x0, 0), max(y0, 0), min(x1, frame.width), min(y1, frame.height)
    return (x0, y0, x1, y1) if x1 >= x0 and y1 >= y0 else None


def _add_path(marks: Marks, obj: Any, matrix: _Matrix, frame: Frame) -> None:
    box = _box(obj, matrix, frame)
    if box is None or max(box[2] - box[0], box[3] - box[1]) < _DOT:
        return
    is_line = _add_line(marks, box)
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(obj, ctypes.byref(filled), ctypes.byref(stroked))
    segments = pdfium_c.FPDFPath_CountSegments(obj)
    if filled.value and 3 <= segments <= 6:
        colour = _colour(obj)
        if colour is not None:
            (marks.slivers if is_line else marks.bars).append(Bar(box, colour))
    if stroked.value and segments <= _MAX_SEGMENTS and not is_line:
        placed = _times(_matrix(obj), matrix)
        for part in _segments(obj, segments, placed, frame):
            _add_line(marks, part)


def _add_line(marks: Marks, box: Box) -> bool:
    left, top, right, bottom = box
    wide, high = right - left, bottom - top
    if wide <= _THIN and high >= _SHORTEST:
        marks.upright.append(box)
    elif high <= _THIN and wide >= _SHORTEST:
        marks.level.append(box)
    return wide <= _THIN or high <= _THIN


def _segments(obj: Any, count: int, matrix: _Matrix, frame: Frame) -> Iterator[Box]:
    """The straight parts of a path as boxes without width or height."""
    x, y = ctypes.c_float(), ctypes.c_float()
    last = start = (0.0, 0.0)
    for index in range(count):
        segment = pdfium_c.FPDFPath_GetPathSegment(obj, index)
        if not pdfium_c.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            continue
        here = _at(matrix, x.value, y.value)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_LINETO:
            yield frame.box(*last, *here)
        elif kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            start = here
        last = here
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            yield frame.box(*here, *start)


def _colour(obj: Any) -> tuple[int, int, int] | None:
    """The fill colour; None for white and for what is transparent."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not pdfium_c.FPDFPageObj_GetFillColor(obj, *(ctypes.byref(part) for part in parts)):
        return None
    red, green, blue, alpha = (part.value for part in parts)
    if alpha < 8 or min(red, green, blue) > 250:
        return None
    return red, green, blue

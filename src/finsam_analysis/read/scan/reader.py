"""Pictures of text to words with places, by Tesseract with the Swedish model.

Tesseract is looked for on PATH and run as a program, page by page over the machine's cores. What
it finds has the form of a PDF's own words (`read.pdf.words`), so scanned and born-digital pages
become rows and columns by the same rules.

A page is read twice. The Swedish model reads words well and figures badly (`84 %` as `8420`), so
what may be figures is cut out, stacked into one narrow picture and read again with the English
model; what that does not see as figures stays as it was. Ink that the first reading left out is
read in the same way.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from finsam_analysis.read.document import ReportError
from finsam_analysis.read.pdf.marks import Bar, Box
from finsam_analysis.read.pdf.rows import is_figure, rows_of
from finsam_analysis.read.pdf.words import Word
from finsam_analysis.read.scan import figures as scan_figures
from finsam_analysis.read.scan import image as scan_image
from finsam_analysis.read.scan import jobs as scan_jobs

MISSING = (
    "Tesseract med svensk modell finns inte på PATH, "
    "installera med tools/install-debian-packages (apt install tesseract-ocr tesseract-ocr-swe)"
)
DPI = 300
POINTS = 72 / DPI  # of a pixel
_EM = 1.12  # Tesseract's x_size runs from ascender to descender, a little less than an em
_LIMIT_S = 300.0
_LARGEST = 4600  # pixels; A4 at 300 dots an inch is 3508 high
_SURE = 30.0
_WEAK = 50.0  # mean confidence of a row that is read once more
_NO_TEXT = 45.0  # mean confidence of a picture without text, at most
_LINES = {"ocr_line", "ocr_textfloat", "ocr_header", "ocr_caption"}
# Tesseract says how far to turn clockwise, Pillow turns anticlockwise.
_TURNS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
_pdfium_lock = threading.Lock()  # pdfium is not made for threads


@dataclass(frozen=True, slots=True)
class Tesseract:
    """Where the program is, what it calls itself, and the model that reads figures best."""

    path: str
    version: str
    figures: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page's pictures hold: words, the bars of charts, ruled lines upright and across."""

    words: list[Word]
    bars: list[Bar]
    rules: list[Box]
    levels: list[Box]


@cache
def find_tesseract() -> Tesseract | None:
    """Tesseract with the Swedish model, or None where one of them is missing."""
    path = shutil.which("tesseract")
    if path is None:
        return None
    try:
        languages = _ask(path, "--list-langs").split()
        version = _ask(path, "--version").split("\n", 1)[0].strip().capitalize()
    except (OSError, subprocess.SubprocessError):
        return None
    if "swe" not in languages:
        return None
    return Tesseract(path, version, "eng" if "eng" in languages else "swe")


def _ask(path: str, option: str) -> str:
    done = subprocess.run([path, option], capture_output=True, check=True, timeout=30)
    return (done.stdout + done.stderr).decode("utf-8", "replace")


def read_pages(
    pdf: pdfium.PdfDocument,
    pictures: Mapping[int, Sequence[Box]],
    tool: Tesseract,
    tell: Callable[[], None],
) -> Iterator[tuple[int, Reading]]:
    """Read the pictures of pages (index to boxes in points) on all cores, as they are done.

    `tell` is called for each page. Places are in points as the page is seen.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    with ThreadPoolExecutor(cores or 1) as pool:
        waiting = {
            pool.submit(_read_page, pdf, index, boxes, tool): index
            for index, boxes in pictures.items()
        }
        for done in as_completed(waiting):
            reading = done.result()
            tell()
            yield waiting[done], reading


def _read_page(
    pdf: pdfium.PdfDocument, index: int, boxes: Sequence[Box], tool: Tesseract
) -> Reading:
    with _pdfium_lock:
        page = pdf[index]
        # Some scanners give a page a point for every dot; drawn at 300 dots an inch it would be
        # metres wide.
        scale = min(DPI / 72, _LARGEST / max(page.get_size()))
        image = page.render(scale=scale, grayscale=True).to_pil().convert("L")
        page.close()
    points = 1 / scale  # of a pixel, on this page
    words: list[Word] = []
    bars: list[Bar] = []
    rules: list[Box] = []
    levels: list[Box] = []
    for box in boxes:
        x0, y0, x1, y1 = (round(value * scale) for value in box)
        part = image.crop((x0, y0, x1, y1))
        if min(part.size) < 40 or not scan_image.may_hold_text(part):
            continue
        found = read_image(part, tool)
        there = _Place(points / POINTS, box[0], box[1])
        words += [there.word(word) for word in found.words]
        bars += [Bar(there.box(bar.box), bar.colour) for bar in found.bars]
        rules += [there.box(rule) for rule in found.rules]
        levels += [there.box(level) for level in found.levels]
    return Reading(words, bars, rules, levels)


@dataclass(frozen=True, slots=True)
class _Place:
    """From a picture's own points, at 300 dots an inch, to its place and size on the page."""

    scale: float
    x: float
    y: float

    def box(self, box: Box) -> Box:
        left, top, right, bottom = (value * self.scale for value in box)
        return left + self.x, top + self.y, right + self.x, bottom + self.y

    def word(self, word: Word) -> Word:
        return replace(
            word,
            x0=word.x0 * self.scale + self.x,
            x1=word.x1 * self.scale + self.x,
            y=word.y * self.scale + self.y,
            size=word.size * self.scale,
        )


def read_image(image: Image.Image, tool: Tesseract) -> Reading:
    """Words and bars of a grey picture with 300 dots an inch; places in points from its corner."""
    page, found = _first_reading(image, tool)
    if _confidence(found) < _NO_TEXT and (turn := _quarter(image, tool)):
        image = image.transpose(_TURNS[turn])
        page, found = _first_reading(image, tool)
    if _confidence(found) < _NO_TEXT:
        return Reading([], [], [], [])
    believed, weak = _believed(found, page)
    words = scan_figures.reread(
        believed, weak, page, lambda grey: _words(_run(grey, tool, tool.figures))
    )
    bars = [Bar(_in_points(box), (shade, shade, shade)) for box, shade in page.solids]
    rules, levels = ([_in_points(box) for box in boxes] for boxes in (page.rules, page.levels))
    return Reading(words, bars, rules, levels)


def _in_points(box: scan_image.PixelBox) -> Box:
    return box[0] * POINTS, box[1] * POINTS, box[2] * POINTS, box[3] * POINTS


def _first_reading(
    image: Image.Image, tool: Tesseract
) -> tuple[scan_image.Page, list[tuple[Word, float]]]:
    page = scan_image.prepare(image)
    found = []
    for left, top, right, bottom in scan_image.columns(page):
        part = np.ascontiguousarray(page.grey[top:bottom, left:right])
        for word, confidence in _words(_run(part, tool, "swe")):
            moved = replace(
                word,
                x0=word.x0 + left * POINTS,
                x1=word.x1 + left * POINTS,
                y=word.y + top * POINTS,
            )
            found.append((moved, confidence))
    return page, found


def _confidence(found: list[tuple[Word, float]]) -> float:
    """The mean confidence of the words, weighted by their length."""
    signs = sum(len(word.text) for word, _ in found)
    return sum(confidence * len(word.text) for word, confidence in found) / max(signs, 1)


def _quarter(image: Image.Image, tool: Tesseract) -> int:
    """By how many degrees a page that lies on its side must be turned; 0 if that is not known."""
    try:
        said = _run(np.asarray(image), tool, "osd", "0").decode("utf-8", "replace")
    except ReportError:
        return 0  # no model for it, or too little text to tell
    for line in said.splitlines():
        if line.startswith("Rotate:"):
            turn = int(line.split(":")[1])
            return turn if turn in _TURNS else 0
    return 0


def _believed(
    found: list[tuple[Word, float]], page: scan_image.Page
) -> tuple[dict[Word, float], set[Word]]:
    """Words with confidence, but for those without ink and rows that are no text; the weak words.

    Figures get one size: a row of few signs gives Tesseract little to measure, and gaps are
    judged by the size.
    """
    confidence = {word: value for word, value in found if _has_ink(word, page)}
    rows = [
        row
        for row in rows_of(list(confidence))
        if max(confidence[word] for word in row.words) >= _SURE
    ]
    sizes = [word.size for row in rows for word in row.words if is_figure(word.text)]
    usual = float(np.median(sizes)) if len(sizes) > 4 else 0.0
    words: dict[Word, float] = {}
    weak: set[Word] = set()
    for row in rows:
        even = {
            replace(word, size=usual)
            if is_figure(word.text) and 0.6 * usual < word.size < 0.85 * usual
            else word: confidence[word]
            for word in row.words
        }
        words |= even
        if _confidence(list(even.items())) < _WEAK:
            weak.update(even)
    return words, weak


def _has_ink(word: Word, page: scan_image.Page) -> bool:
    """Tesseract puts dashes into wide gaps; there is no ink under them."""
    x0, x1, y, size = (value / POINTS for value in (word.x0, word.x1, word.y, word.size))
    box = page.ink[max(0, round(y - size)) : round(y + 0.3 * size), max(0, round(x0)) : round(x1)]
    return bool(box.sum() >= 8)


def _run(grey: scan_image.Grey, tool: Tesseract, model: str, mode: str = "6") -> bytes:
    height, width = grey.shape
    command = [tool.path, "stdin", "stdout", "-l", model, "--psm", mode, "--dpi", str(DPI)]
    try:
        done = subprocess.run(
            command if mode == "0" else [*command, "-c", "tessedit_create_hocr=1"],
            input=b"P5\n%d %d\n255\n" % (width, height) + grey.tobytes(),
            capture_output=True,
            check=True,
            timeout=_LIMIT_S,
            # The pages share the cores; threads within a page only get in each other's way.
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise ReportError(
            f"Tesseract kunde inte läsa en inskannad sida ({type(error).__name__}). "
            "Pröva att köra tesseract för sig, eller läs rapporten utan OCR."
        ) from None
    return done.stdout


def _words(hocr: bytes) -> list[tuple[Word, float]]:
    """The words of Tesseract's hOCR with their confidence (0-100); places in points."""
    found = list(_boxed(hocr))
    heights = sorted(low - high for word, _, high, low in found if word.text.isdigit())
    usual = heights[len(heights) // 2] if heights else 0.0
    out = []
    for word, confidence, high, low in found:
        # Labels at different heights become one line; digits stand on their own feet.
        own = word.text.isdigit() and abs(word.y - low) > 0.12 * word.size
        if own and 0.75 * usual <= low - high <= 1.25 * usual:
            word = replace(word, y=low, size=(low - high) / scan_jobs.DIGIT)
        out.append((word, confidence))
    return out


def _boxed(hocr: bytes) -> Iterator[tuple[Word, float, float, float]]:
    """Words on the baselines of their lines, with confidence, top and bottom."""
    for line in ET.fromstring(hocr).iter():
        if line.get("class") not in _LINES:
            continue
        of_line = _title(line.get("title", ""))
        x0, _, _, bottom = of_line["bbox"]
        slope, offset = of_line.get("baseline", [0.0, 0.0])
        size = _EM * of_line["x_size"][0]
        for element in line.iter():
            text = "".join(element.itertext()).strip()
            if element.get("class") != "ocrx_word" or not text:
                continue
            of_word = _title(element.get("title", ""))
            left, high, right, low = of_word["bbox"]
            base = bottom + offset + slope * ((left + right) / 2 - x0)
            word = _word(text, left, right, base, size)
            yield word, of_word["x_wconf"][0], high * POINTS, low * POINTS


def _word(text: str, left: float, right: float, base: float, size: float) -> Word:
    """A word from pixels. Tesseract has parted the words, so none is joined with the next."""
    places = (left * POINTS, right * POINTS, base * POINTS, size * POINTS)
    return Word(text, *places, spaced_before=True, spaced_after=True)


def _title(text: str) -> dict[str, list[float]]:
    """The properties in an hOCR title, such as "bbox 1 2 3 4; x_wconf 96"."""
    out = {}
    for part in text.split(";"):
        name, *values = part.split()
        try:
            out[name] = [float(value) for value in values]
        except ValueError:
            continue  # a file name
    return out

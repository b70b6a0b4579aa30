"""A PDF page's text layer as words with places, by pdfium.

Coordinates are points as the reader sees the page: x from the left edge, y downwards from the
top, after the page's own rotation. A word's `y` is its baseline, so that words of different
sizes on the same row compare equal.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

# In ems. A gap that is narrower holds letters together; kerning and rounding stay below it,
# the narrowest word spaces (justified lines, thin thousands spaces) lie above.
WORD_GAP = 0.17
_RUN_BREAK = 1.5  # a jump that is no word space: another cell or another line
_SPACES = (
    " \t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_NOTHING = "\u200b\u200c\u200d\u2060\ufeff\r\n\x00"
# pdfium marks a hyphen at the end of a line with a control character.
_SAME_AS = str.maketrans(
    {
        "\x02": "-",
        "\ufffe": "-",
        "\u00ad": "-",
        "\u2010": "-",
        "\u2011": "-",
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
    }
    | {"ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
    | dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf076\uf0a8", "•")
)


@dataclass(frozen=True, slots=True)
class Word:
    """A printed word: its text, left and right edge, baseline and font size in points.

    `turned` is the direction of writing in quarter turns anticlockwise; 0 for upright words.
    `spaced_before` and `spaced_after` tell that the PDF has a real space character there, so a
    narrow gap still parts two words.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    turned: int = 0
    spaced_before: bool = False
    spaced_after: bool = False

    @property
    def top(self) -> float:
        """About where capitals and digits reach."""
        return self.y - 0.72 * self.size


@dataclass(slots=True)
class _Char:
    text: str  # "" for a space
    x0: float
    x1: float
    y: float
    size: float
    turned: int


@dataclass(frozen=True, slots=True)
class PageText:
    """What the text layer of a page holds: words, unreadable characters, the size of the page."""

    words: list[Word]
    unreadable: int
    width: float
    height: float


class Frame:
    """From a page's own coordinates to those of the reader, who sees it turned and cropped."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.rotation = page.get_rotation() % 360
        left, bottom, right, top = page.get_cropbox()
        self._edges = (left, bottom, right, top)
        across = self.rotation in (90, 270)
        self.width = top - bottom if across else right - left
        self.height = right - left if across else top - bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        """The place of a point, from the upper left corner as seen."""
        left, bottom, right, top = self._edges
        match self.rotation:
            case 90:
                return y - bottom, x - left
            case 180:
                return right - x, y - bottom
            case 270:
                return top - y, right - x
            case _:
                return x - left, top - y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """A box as (left, top, right, bottom) as seen."""
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def page_text(page: pdfium.PdfPage) -> PageText:
    """The words of the page's text layer, in no particular order."""
    frame = Frame(page)
    textpage = page.get_textpage()
    try:
        chars = list(_chars(textpage, frame))
    finally:
        textpage.close()
    unreadable = sum(char.text == "\ufffd" for char in chars)
    return PageText(_once(_words(chars)), unreadable, frame.width, frame.height)


def upright(text: PageText) -> PageText:
    """The page turned so that most of its text is upright (a wide table on a tall page)."""
    letters = [0, 0, 0, 0]
    for word in text.words:
        letters[word.turned] += len(word.text)
    turn = max(range(4), key=lambda quarter: letters[quarter])
    if turn == 0 or letters[turn] <= 2 * letters[0]:
        return text
    # A turned word has its places in the frame of its own direction of writing, so turning the
    # page only renames the quarters.
    words = [replace(word, turned=(word.turned - turn) % 4) for word in text.words]
    wide, high = (text.height, text.width) if turn % 2 else (text.width, text.height)
    return PageText(words, text.unreadable, wide, high)


def _chars(textpage: pdfium.PdfTextPage, frame: Frame) -> Iterator[_Char]:
    """The characters in the order of the file; those outside the visible page are left out."""
    raw = textpage.raw
    matrix, box = pdfium_c.FS_MATRIX(), pdfium_c.FS_RECTF()
    by_matrix, by_box = ctypes.byref(matrix), ctypes.byref(box)
    last: _Char | None = None
    for index in range(textpage.count_chars()):
        if pdfium_c.FPDFText_IsGenerated(raw, index) == 1:
            continue
        text = _readable(pdfium_c.FPDFText_GetUnicode(raw, index))
        if text is None:
            continue
        if not pdfium_c.FPDFText_GetMatrix(raw, index, by_matrix):
            continue
        pdfium_c.FPDFText_GetLooseCharBox(raw, index, by_box)
        char = _place(text, matrix, box, pdfium_c.FPDFText_GetFontSize(raw, index), frame)
        if char is None:
            continue
        if last is not None and text and last.text and (char.x0, char.y) == (last.x0, last.y):
            # A ligature comes as its letters, all in its own place.
            last.text += text
            continue
        if last is not None:
            yield last
        last = char
    if last is not None:
        yield last


def _readable(code: int) -> str | None:
    """The text of a character; "" for a space, None for what prints nothing."""
    char = chr(code)
    if char in _SPACES:
        return ""
    if char in _NOTHING:
        return None
    char = char.translate(_SAME_AS)
    if unicodedata.category(char[0]) in ("Cc", "Co", "Cn"):
        return "\ufffd"
    return char


def _place(text: str, matrix: Any, box: Any, font_size: float, frame: Frame) -> _Char | None:
    size = font_size * math.hypot(matrix.c, matrix.d)
    if size < 0.5:
        return None
    x, y = frame.point(matrix.e, matrix.f)
    left, top, right, bottom = frame.box(box.left, box.bottom, box.right, box.top)
    if not (-1 <= (left + right) / 2 <= frame.width + 1 and -1 <= y <= frame.height + 1):
        return None
    angle = math.degrees(math.atan2(matrix.b, matrix.a)) - frame.rotation
    turned = round(angle / 90) % 4
    match turned:
        case 0:
            start, end, base = left, right, y
        case 1:  # upwards: the line runs from the bottom of the page to the top
            start, end, base = frame.height - bottom, frame.height - top, x
        case 2:
            start, end, base = frame.width - right, frame.width - left, frame.height - y
        case _:  # downwards
            start, end, base = top, bottom, frame.width - x
    return _Char(text, start, min(end, start + 3 * size), base, size, turned)


def _words(chars: list[_Char]) -> Iterator[Word]:
    """Characters that follow each other on a baseline without a gap make a word."""
    run: list[_Char] = []
    for char in chars:
        if run and not _goes_on(run[-1], char):
            yield from _cut(run)
            run = []
        run.append(char)
    yield from _cut(run)


def _once(words: Iterable[Word]) -> list[Word]:
    """Words without those printed again on top of themselves (shadows, bold by printing twice)."""
    kept: dict[tuple[str, int, int], list[Word]] = {}
    out = []
    for word in words:
        slack = 0.25 * word.size
        line = round(word.y / 10)
        near = (
            other
            for at in (line - 1, line, line + 1)
            for other in kept.get((word.text, word.turned, at), ())
        )
        if any(abs(other.x0 - word.x0) < slack and abs(other.y - word.y) < slack for other in near):
            continue
        kept.setdefault((word.text, word.turned, line), []).append(word)
        out.append(word)
    return out


def _goes_on(last: _Char, char: _Char) -> bool:
    size = max(last.size, char.size)
    return (
        char.turned == last.turned
        and abs(char.y - last.y) <= 0.06 * size
        and (not char.text or not last.text or abs(char.size - last.size) <= 0.12 * size)
        and -0.4 * size <= char.x0 - last.x1 <= _RUN_BREAK * size
    )


def _cut(run: list[_Char]) -> Iterator[Word]:
    """The words of characters that stand on one baseline, cut at spaces and at gaps."""
    limit = _tracking(run) + WORD_GAP
    word: list[_Char] = []
    spaced = False
    for char in run:
        if not char.text:
            if word:
                yield _word(word, spaced, after=True)
            word, spaced = [], True
        elif word and char.x0 - word[-1].x1 > limit * char.size:
            yield _word(word, spaced, after=False)
            word, spaced = [char], False
        elif not (word and _printed_twice(word[-1], char)):
            word.append(char)
    if word:
        yield _word(word, spaced, after=False)


def _tracking(run: list[_Char]) -> float:
    """How far apart the letters of a spaced-out heading stand, in ems; 0 in ordinary text."""
    gaps = sorted(
        (b.x0 - a.x1) / b.size
        for a, b in zip(run, run[1:], strict=False)
        if a.text.isalpha() and b.text.isalpha()
    )
    if len(gaps) < 4:
        return 0.0
    median = gaps[len(gaps) // 2]
    return median if 0.08 < median < 0.45 else 0.0


def _printed_twice(last: _Char, char: _Char) -> bool:
    """Bold made by printing a letter again a hair to the right."""
    return char.text == last.text and abs(char.x0 - last.x0) < 0.12 * char.size


def _word(chars: list[_Char], before: bool, *, after: bool) -> Word:
    text = unicodedata.normalize("NFC", "".join(char.text for char in chars))
    first, last = chars[0], chars[-1]
    size = max(char.size for char in chars)
    return Word(text, first.x0, last.x1, first.y, size, first.turned, before, after)

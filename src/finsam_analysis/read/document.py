"""A report as numbered lines.

Everything that cites a place in a report cites a line of this text, counted from 1. Text files
are taken as they stand; PDFs become lines in `read.pdf.reader`, where a TAB separates cells
that stand in different columns.
"""

from __future__ import annotations

import errno
import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

from finsam_analysis import words

_DIACRITICS = re.compile(r"[åäöÅÄÖ]")
_LETTERS = re.compile(r"[^\W\d_]+")
# Running Swedish text has about one å, ä or ö in twenty letters; OCR with another language's
# model loses most of them. Swedish OCR keeps them but leaves these marks.
_MIN_DIACRITICS = 0.035
_OCR_MARKS = re.compile(r"[■~{}¢]|·\d|\d·|(?<=\w)['’](?=\w)|\w[|!]\w")
_MAX_MARKS = 0.0002


class ReportError(Exception):
    """A report that cannot be read, with one sentence in Swedish that says what to do."""


_WHY = {
    errno.ENOENT: "den finns inte",
    errno.EACCES: "åtkomst nekas",
    errno.EPERM: "åtkomst nekas",
    errno.EISDIR: "det är en mapp",
    errno.EEXIST: "det finns en fil med det namnet",
    errno.ENOTDIR: "en del av sökvägen är en fil",
    errno.ENOSPC: "disken är full",
    errno.EROFS: "disken är skrivskyddad",
}


def why(error: OSError) -> str:
    """What the system says of a file, in Swedish where there are words for it."""
    return _WHY.get(error.errno or 0, error.strerror or str(error))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a report: its number from 1, its text without newline, its page if known."""

    no: int
    text: str
    page: int | None = None


@dataclass(frozen=True)
class Document:
    """A report's lines, and where they come from."""

    report_id: str
    lines: tuple[Line, ...]
    sha256: str
    text_kind: str  # "born_digital" or "ocr"
    source: Path
    how: str
    _by_no: dict[int, Line] = field(default_factory=dict, repr=False, compare=False)

    def line(self, no: int) -> Line:
        """The line with number `no`; KeyError if there is none."""
        if not self._by_no:
            self._by_no.update({line.no: line for line in self.lines})
        return self._by_no[no]


def slug(text: str) -> str:
    """An identifier: folded, words joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", words.fold(text)).strip("-")


def text_kind(text: str) -> str:
    """`ocr` when diacritics are lost or marks of a scanner stand in the words."""
    letters = sum(map(len, _LETTERS.findall(text)))
    if not letters:
        return "born_digital"
    lost = len(_DIACRITICS.findall(text)) / letters < _MIN_DIACRITICS
    marks = len(_OCR_MARKS.findall(text)) / letters > _MAX_MARKS
    return "ocr" if lost or marks else "born_digital"


def from_text(data: bytes, source: Path) -> Document:
    """A Document from the bytes of a UTF-8 text file; form feeds count as page breaks."""
    if not data.strip():
        raise ReportError(f"{source.name} är tom. Ange en rapport med text.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReportError(
            f"{source.name} är inte text i UTF-8 (byte {error.start}). "
            "Spara rapporten som UTF-8-text eller ange PDF-filen."
        ) from None
    if "\x00" in text:
        raise ReportError(f"{source.name} är en binär fil, inte text. Ange en .txt eller .pdf.")
    printed = text.replace("\r\n", "\n").split("\n")
    if printed and printed[-1] == "":
        printed.pop()
    page = 1 if any("\f" in row for row in printed) else None
    lines = []
    for no, row in enumerate(printed, start=1):
        if page is not None and "\f" in row:
            page += row.count("\f")
        lines.append(Line(no, row.replace("\f", ""), page))
    return Document(
        report_id=slug(source.stem),
        lines=tuple(lines),
        sha256=hashlib.sha256(data).hexdigest(),
        text_kind=text_kind(text),
        source=source,
        how="text",
    )

"""PDF reports as numbered lines, with a TAB between cells of different columns.

Pages with a text layer are read from it; pages that are pictures of text are read with Tesseract
(`read.scan.reader`), where that is installed. Both go through the same builder of rows and columns
(`read.pdf.rows`). Every page is accounted for in `Document.how`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2 as pdfium

from finsam_analysis.read.document import Document, Line, ReportError, text_kind
from finsam_analysis.read.pdf.bars_across import across
from finsam_analysis.read.pdf.charts import Chart, chart_rows
from finsam_analysis.read.pdf.columns import in_reading_order
from finsam_analysis.read.pdf.margins import NO_MARGIN, Margin, page_margins, parted_at
from finsam_analysis.read.pdf.marks import Box, Marks, page_marks
from finsam_analysis.read.pdf.points import point_rows
from finsam_analysis.read.pdf.rows import (
    Row,
    Rule,
    number_cells,
    part_cells,
    raised_as_superscripts,
    rows_of,
)
from finsam_analysis.read.pdf.standing import with_standing_heads
from finsam_analysis.read.pdf.whole import whole_rows
from finsam_analysis.read.pdf.words import PageText, Word, page_text, upright
from finsam_analysis.read.scan import reader as scan

MIB = 2**20
_MIN_PICTURE = 0.12  # of the page; smaller pictures are logotypes
_FULL_PAGE = 0.75
_STAMP = 250  # signs of text that a signing service may stamp on a scanned page
_FEW = 25
_MANY_PATHS = 150  # drawing on a page without text: letters turned into outlines
_UNREADABLE = 0.2
_ERR_PASSWORD, _ERR_SECURITY = 4, 5
_NO_PAGES = "{name} har inga sidor. Ange en PDF med en rapport."


@dataclass(slots=True)
class _Page:
    text: PageText
    marks: Marks
    scanned: bool  # its text comes from a picture, by our OCR or by somebody else's
    pictures: list[Box]  # what OCR should read
    skipped: bool = False


def from_pdf(
    data: bytes,
    source: Path,
    *,
    max_pages: int = 500,
    max_bytes: int = 100 * MIB,
    ocr: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> Document:
    """A Document from the bytes of a PDF file.

    `ocr=False` leaves pages that are pictures unread, as where Tesseract is missing; `how` lists
    them. `progress` is called with pages done and pages in all. Raises ReportError for a file
    that is no PDF, is encrypted, damaged or too big, and for one without any text to read.
    """
    pdf = _open(data, source.name, max_pages, max_bytes)
    try:
        pages = [_look(pdf, index, source.name) for index in range(len(pdf))]
        to_read = {index: page.pictures for index, page in enumerate(pages) if page.pictures}
        tool = scan.find_tesseract() if ocr and to_read else None
        tell = _teller(progress, len(pages), len(to_read) if tool else 0)
        if tool:
            _read_pictures(pdf, pages, to_read, tool, tell)
    finally:
        pdf.close()
    for index in to_read if not tool else ():
        pages[index].skipped = pages[index].scanned
    lines = _numbered(pages)
    if not lines:
        raise ReportError(_nothing_read(source.name, pages, ocr))
    return Document(
        report_id=source.stem,
        lines=lines,
        sha256=hashlib.sha256(data).hexdigest(),
        text_kind=_kind(pages, lines),
        source=source,
        how=_how(pages, tool, ocr),
    )


def _open(data: bytes, name: str, max_pages: int, max_bytes: int) -> pdfium.PdfDocument:
    if len(data) > max_bytes:
        raise ReportError(
            f"{name} är {len(data) / MIB:.0f} MiB och gränsen är {max_bytes / MIB:.0f} MiB. "
            "Höj gränsen med --max-mib om filen verkligen är en rapport."
        )
    if not data.strip(b"\x00 \t\r\n"):
        raise ReportError(f"{name} är tom. Ange en PDF med en rapport.")
    if b"%PDF-" not in data[:1024]:
        raise ReportError(f"{name} är inte en PDF. Ange en rapport som .pdf eller .txt.")
    try:
        pdf = pdfium.PdfDocument(data)
        count = len(pdf)
    except pdfium.PdfiumError as error:
        if _ends(data) and re.search(rb"/Count\s+0\b", data):
            raise ReportError(_NO_PAGES.format(name=name)) from None
        if error.err_code in (_ERR_PASSWORD, _ERR_SECURITY):
            raise ReportError(
                f"{name} är krypterad med lösenord. Spara den utan lösenord och försök igen."
            ) from None
        raise ReportError(_damaged(name)) from None
    # pdfium mends a file without its end as well as it can; what is lost is lost silently.
    if not _ends(data):
        pdf.close()
        raise ReportError(_damaged(name))
    if count == 0:
        pdf.close()
        raise ReportError(_NO_PAGES.format(name=name))
    if count > max_pages:
        pdf.close()
        raise ReportError(
            f"{name} har {count} sidor och gränsen är {max_pages}. "
            "Höj gränsen med --max-pages om filen verkligen är en rapport."
        )
    return pdf


def _ends(data: bytes) -> bool:
    return b"%%EOF" in data.rstrip(b"\x00 \t\r\n")[-2048:]


def _damaged(name: str, page: int | None = None) -> str:
    where = f" (sidan {page} går inte att läsa)" if page else ""
    return f"{name} är skadad eller avkortad{where}. Hämta filen på nytt och försök igen."


def _look(pdf: pdfium.PdfDocument, index: int, name: str) -> _Page:
    """The text layer and the drawing of a page, and whether a picture holds its text."""
    try:
        page = pdf[index]
    except pdfium.PdfiumError:
        raise ReportError(_damaged(name, index + 1)) from None
    try:
        text = page_text(page)
        marks = page_marks(page)
    except pdfium.PdfiumError:
        raise ReportError(_damaged(name, index + 1)) from None
    finally:
        page.close()
    return _judge(text, marks)


def _judge(text: PageText, marks: Marks) -> _Page:
    whole = (0.0, 0.0, text.width, text.height)
    area = max(text.width * text.height, 1.0)
    signs = sum(len(word.text) for word in text.words)
    if text.unreadable > _UNREADABLE * max(signs, 1):
        return _Page(replace(text, words=[]), marks, True, [whole])
    covered = sum(_area(box) for box in marks.images) / area
    if covered >= _FULL_PAGE:
        if marks.hidden_text and signs >= _FEW:
            # Somebody has read the scan before us; read it again if it was not as Swedish.
            lost = text_kind(" ".join(word.text for word in text.words)) == "ocr"
            return _Page(text, marks, True, [whole] if lost else [])
        if signs < _STAMP:
            return _Page(text, marks, True, [whole])
    if signs < _FEW and (covered > 0.02 or marks.paths > _MANY_PATHS):
        return _Page(text, marks, True, [whole])
    pictures = [
        box
        for box in marks.images
        if _area(box) >= _MIN_PICTURE * area and not _has_words(box, text.words)
    ]
    return _Page(text, marks, False, pictures)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _has_words(box: Box, words: Iterable[Word]) -> bool:
    left, top, right, bottom = box
    return any(left < (w.x0 + w.x1) / 2 < right and top < w.y < bottom for w in words)


def _teller(
    progress: Callable[[int, int], None] | None, total: int, waiting: int
) -> Callable[[], None]:
    """Tells progress: pages read from their text are done at once, pictures one by one."""
    done = total - waiting
    if progress and done:
        progress(done, total)

    def tell() -> None:
        nonlocal done
        done += 1
        if progress:
            progress(done, total)

    return tell


def _read_pictures(
    pdf: pdfium.PdfDocument,
    pages: list[_Page],
    to_read: dict[int, list[Box]],
    tool: scan.Tesseract,
    tell: Callable[[], None],
) -> None:
    for index, reading in scan.read_pages(pdf, to_read, tool, tell):
        page = pages[index]
        words = reading.words
        page.marks.bars += reading.bars
        page.marks.upright += reading.rules
        page.marks.level += reading.levels
        if page.scanned and not words:
            continue
        if page.marks.hidden_text and page.scanned:
            page.text = replace(page.text, words=[])
        # Stamps and captions that are text already are not read a second time.
        kept = [w for w in words if not any(_overlap(w, other) for other in page.text.words)]
        page.text = replace(page.text, words=[*page.text.words, *kept])


def _overlap(word: Word, other: Word) -> bool:
    return (
        other.turned == 0
        and word.x0 < other.x1
        and other.x0 < word.x1
        and abs(word.y - other.y) < 0.6 * max(word.size, other.size)
    )


def _numbered(pages: list[_Page]) -> tuple[Line, ...]:
    lines: list[Line] = []
    margins = page_margins([page.text for page in pages])
    for number, (page, margin) in enumerate(zip(pages, margins, strict=True), start=1):
        for text in page_lines(page.text, page.marks, margin):
            lines.append(Line(len(lines) + 1, text, number))
    return tuple(lines)


def page_lines(text: PageText, marks: Marks, margin: Margin = NO_MARGIN) -> list[str]:
    """The printed lines of a page in reading order; turned text (margins, axes) last.

    The page's own head and foot, outside `margin`, are no part of its columns.
    """
    turned = upright(text)
    if turned is not text:
        marks = Marks()  # the drawing is not turned with the words
    words, standing = with_standing_heads(turned)
    level = raised_as_superscripts(words)
    lying = across(level, [*marks.bars, *marks.slivers], number_cells(level))
    taken = {word for chart in lying for word in chart.words}
    level = [word for word in level if word not in taken]
    level, charts, whole = chart_rows(level, marks.bars, number_cells(level), marks.slivers)
    level, points = point_rows(level, number_cells(level))
    rules = [Rule((left + right) / 2, top, bottom) for left, top, right, bottom in marks.upright]
    bands = [edge for bar in marks.bars for edge in _edges(bar.box)]
    lines = []
    head, body, foot = parted_at(level, margin)
    blocks = _with_charts(in_reading_order(body, marks.level, bands), [*charts, *points])
    for block in [
        rows_of(head),
        *_parted_by([*whole, *(chart.after(charts) for chart in lying)], blocks),
        rows_of(foot),
    ]:
        if isinstance(block, Chart):
            lines += [row.text() for row in block.rows]
            continue
        part_cells(block, rules)
        lines += [row.text() for row in whole_rows(block, [*marks.level, *bands])]
    for quarter in (1, 2, 3):
        aside = rows_of([w for w in turned.words if w.turned == quarter and w not in standing])
        part_cells(aside)
        lines += [row.text() for row in aside]
    return lines


def _edges(box: Box) -> tuple[Box, Box]:
    left, top, right, bottom = box
    return (left, top, right, top), (left, bottom, right, bottom)


def _with_charts(blocks: list[list[Row]], charts: list[tuple[float, Row]]) -> list[list[Row]]:
    for height, row in charts:
        # In the block whose last line before the chart's place is nearest above.
        above = [block for block in blocks if block[0].y <= height] or blocks
        if not above:
            blocks.append([row])
            continue
        block = max(
            above, key=lambda block: max(r.y for r in block if r.y <= height or r is block[0])
        )
        at = sum(other.y <= height for other in block)
        block.insert(at, Row([replace(word, y=height) for word in row.words], row.parted))
    return blocks


def _parted_by(charts: list[Chart], blocks: list[list[Row]]) -> list[list[Row] | Chart]:
    """The blocks with each chart after what stands above it."""
    out: list[list[Row] | Chart] = list(blocks)
    for chart in sorted(charts, key=lambda chart: chart.place[1]):
        left, top, right, _ = chart.place
        above = [
            (rows[at - 1].y, place, at)
            for place, rows in enumerate(out)
            if not isinstance(rows, Chart)
            and (at := sum(row.y <= top for row in rows))
            and any(word.x0 < right and word.x1 > left for row in rows[:at] for word in row.words)
        ]
        if not above:
            out.insert(0, chart)
            continue
        _, place, at = max(above)
        rows = out[place]
        if not isinstance(rows, Chart):
            out[place : place + 1] = [part for part in (rows[:at], chart, rows[at:]) if part]
    return out


def _kind(pages: list[_Page], lines: tuple[Line, ...]) -> str:
    read = [number for number, page in enumerate(pages, 1) if page.scanned and not page.skipped]
    with_text = {line.page for line in lines}
    return "ocr" if 2 * len(with_text.intersection(read)) > len(with_text) else "born_digital"


def _how(pages: list[_Page], tool: scan.Tesseract | None, ocr: bool) -> str:
    """How the pages were read, in Swedish, for `report.toml` and the reader."""
    parts = [f"PDF, {_sheets(len(pages))}"]
    layer = [i for i, page in enumerate(pages, 1) if page.scanned and not page.pictures]
    if layer:
        parts.append(f"inskannade med färdigt textlager: {_ranges(layer)}")
    read = [i for i, page in enumerate(pages, 1) if page.pictures and page.scanned and tool]
    if read and tool:
        parts.append(f"OCR ({tool.version}, svenska): {_ranges(read)}")
    partly = [i for i, page in enumerate(pages, 1) if page.pictures and not page.scanned]
    if partly and tool:
        parts.append(f"bilder lästa med OCR: {_ranges(partly)}")
    skipped = [i for i, page in enumerate(pages, 1) if page.skipped]
    if skipped:
        parts.append(f"inskannade och inte lästa: {_ranges(skipped)} ({_why(ocr)})")
    empty = [i for i, page in enumerate(pages, 1) if not page.text.words and not page.skipped]
    if empty:
        parts.append(f"utan text: {_ranges(empty)}")
    if partly and not tool:
        parts.append(f"bilder som inte lästs: {_ranges(partly)} ({_why(ocr)})")
    return "; ".join(parts)


def _why(ocr: bool) -> str:
    return scan.MISSING if ocr else "OCR är avstängt"


def _sheets(count: int) -> str:
    return "1 sida" if count == 1 else f"{count} sidor"


def _ranges(pages: list[int]) -> str:
    """Page numbers as "sida 3" or "sidorna 1–4 och 7"."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    texts = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    if len(pages) == 1:
        return f"sidan {texts[0]}"
    return "sidorna " + (", ".join(texts[:-1]) + " och " if texts[:-1] else "") + texts[-1]


def _nothing_read(name: str, pages: list[_Page], ocr: bool) -> str:
    if any(page.skipped for page in pages):
        return f"{name} är inskannad och har ingen text att läsa: {_why(ocr)}."
    return f"{name} har {_sheets(len(pages))} men ingen text. Ange en PDF med en rapport."

"""finsam add: read reports and capture them in data/raw.

All reports are read before anything is written, so that one bad report changes nothing. Several
are read at once, one process a core.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from finsam_analysis.clean.prosa import PROSA
from finsam_analysis.clean.registry import Registry
from finsam_analysis.clean.report import clean_report, left_of, read_tables
from finsam_analysis.read.capture import Report, capture, refuse_existing, save
from finsam_analysis.read.document import Document, ReportError, from_text, slug, why
from finsam_analysis.read.identify import identify
from finsam_analysis.read.omitted import Left
from finsam_analysis.verify.silence import unlisted

_SHOWN = 5  # left-out lines listed for each report; all are in olast.csv
_ALONE = 2  # fewer reports than this are read in this process


@dataclass(frozen=True, slots=True)
class Options:
    """How reports are read: where to, and what the text does not say."""

    raw: Path
    forbund: str | None = None
    year: int | None = None
    replace: bool = False
    max_pages: int = 500
    max_bytes: int = 100 * 2**20


@dataclass(frozen=True, slots=True)
class Added:
    """What was captured of one report."""

    report_id: str
    folder: Path
    tables: int
    numbers: int
    figures: int
    left: int


def add_reports(
    paths: Sequence[Path], options: Options, say: Callable[[str], object] = lambda _: None
) -> list[Added]:
    """Read and capture reports. Raises ReportError, with nothing written, if one cannot be."""
    ids = [slug(path.stem) for path in paths]
    for path, report_id in zip(paths, ids, strict=True):
        if not report_id:
            raise ReportError(
                f"{path.name} har ett namn utan bokstäver a-ö och siffror. Ge filen ett annat namn."
            )
        if ids.count(report_id) > 1:
            raise ReportError(f"Två av filerna heter {report_id}. Ge dem olika namn.")
        if not options.replace:
            refuse_existing(options.raw, report_id)
    read = list(_read_all(paths, options))
    added = []
    for path, (report, counts, left) in zip(paths, read, strict=True):
        folder = save(report, left, options.raw, path, again=options.replace)
        added.append(
            Added(
                report.report_id,
                folder,
                len(report.blocks),
                counts.total(),
                len(report.figures),
                len(left),
            )
        )
        say(_summary(report, counts, left))
    return added


def _read_all(
    paths: Sequence[Path], options: Options
) -> Iterator[tuple[Report, Counter[str], list[Left]]]:
    workers = min(len(paths), os.cpu_count() or 1)
    if len(paths) < _ALONE or workers < 2:
        yield from (read_report(path, options) for path in paths)
        return
    largest = sorted(paths, key=_size, reverse=True)  # first, so that no process is alone at last
    with ProcessPoolExecutor(workers) as pool:
        reading = {path: pool.submit(read_report, path, options) for path in largest}
        try:
            yield from (reading[path].result() for path in paths)
        finally:
            pool.shutdown(cancel_futures=True)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def read_report(path: Path, options: Options) -> tuple[Report, Counter[str], list[Left]]:
    """Read one report: what is captured, how many numbers go to each dataset, what was left."""
    document = load(path, options)
    identity = identify(document, forbund=options.forbund, year=options.year)
    report = capture(document, identity)
    tables = read_tables(report)
    registry = Registry(report.forbund_id, report.forbund)
    registry.learn_places(tables)
    facts, context = clean_report(report, registry, tables)
    counts = Counter(fact.dataset for fact in facts if fact.table_id != PROSA)
    left = left_of(report, tables, facts, context)
    silent, printed = unlisted(document, report.blocks, facts, left)
    left = sorted([*left, *silent], key=lambda item: item.line)
    return replace(report, counts=tuple(printed)), counts, left


def load(path: Path, options: Options) -> Document:
    """The lines of a .txt or .pdf report. Raises ReportError for what cannot be read."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReportError(f"Kan inte läsa {path}: {why(error)}.") from None
    if path.suffix.lower() == ".pdf" or data[:5] == b"%PDF-":
        from finsam_analysis.read.pdf.reader import from_pdf

        document = from_pdf(data, path, max_pages=options.max_pages, max_bytes=options.max_bytes)
    else:
        document = from_text(data, path)
    return document


def _summary(report: Report, counts: Counter[str], left: Sequence[Left]) -> str:
    kind = "tolkad bild (OCR)" if report.text == "ocr" else "text"
    rows = [
        f"{report.report_id}: {report.title} ({kind}, {report.lines} rader)",
        f"  {len(report.blocks)} tabeller med {counts.total()} tal, "
        f"{len(report.figures)} siffror i text",
        "  " + ", ".join(f"{name} {count}" for name, count in sorted(counts.items())),
    ]
    if report.how != "text":  # of a PDF: which pages were read with OCR, and which not at all
        rows.insert(1, f"  {report.how}")
    if left:
        rows.append(f"  {len(left)} rader med tal lämnade olästa:")
        rows += [f"    rad {item.line}: {item.text[:70]} – {item.why}" for item in left[:_SHOWN]]
        if len(left) > _SHOWN:
            rows.append(f"    och {len(left) - _SHOWN} till, se olast.csv")
    return "\n".join(rows)

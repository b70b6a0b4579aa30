"""The printed lines behind the data: captured blocks, and the whole report where it is kept.

Blocks lie in the repository. The report's running text does not: its lines are shown only where
the text that was captured lies beside, unchanged.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from finsam_analysis.read.blocks import Block
from finsam_analysis.read.capture import Report, load_report
from finsam_analysis.read.document import ReportError, from_text
from finsam_analysis.verify.told import cut

_SOURCE = "source.txt"
_AROUND = 2  # lines shown before and after


class Printed:
    """What is printed on the lines of every captured report below a folder."""

    def __init__(self, raw: Path) -> None:
        self.raw = raw

    def report(self, report_id: str) -> Report | None:
        """The captured report; None where it is not below the folder."""
        return _report(self.raw / report_id)

    def block(self, report_id: str, table_id: str) -> Block | None:
        """A captured block."""
        report = self.report(report_id)
        blocks = report.blocks if report is not None else ()
        return next((block for block in blocks if block.table_id == table_id), None)

    def heading(self, report_id: str, table_id: str) -> str:
        """The nearest heading above a block; its first line where there is none."""
        block = self.block(report_id, table_id)
        if block is None:
            return ""
        return " ".join((block.section[-1] if block.section else block.lines[0].text).split())

    def name(self, report_id: str, table_id: str, most: int = 60) -> str:
        """What the block is found by: its heading and, if another, its first line."""
        heading, first = self.heading(report_id, table_id), self.opening(report_id, table_id)
        both = dict.fromkeys(cut(text, most) for text in (heading, first) if text)
        return " / ".join(both)

    def opening(self, report_id: str, table_id: str) -> str:
        """The first line of a block."""
        block = self.block(report_id, table_id)
        return " ".join(block.lines[0].text.split()) if block is not None else ""

    def line(self, report_id: str, no: int, table_id: str | None = None) -> str:
        """A line of a captured block; empty when it is of none."""
        report = self.report(report_id)
        for block in report.blocks if report is not None else ():
            if table_id in (None, block.table_id) and block.first <= no <= block.last:
                for line in block.lines:
                    if line.no == no:
                        return line.text.strip()
        return ""

    def around(self, report_id: str, table_id: str, no: int) -> list[tuple[int, str]]:
        """A line of a block with those nearest it; nothing for what stands in no block."""
        block = self.block(report_id, table_id)
        if block is None:
            return []
        at = next((i for i, line in enumerate(block.lines) if line.no == no), 0)
        near = block.lines[max(0, at - _AROUND) : at + _AROUND + 1]
        return [(line.no, line.text.strip()) for line in near]

    def prose(self, report_id: str, no: int) -> str:
        """A line of the whole report; empty unless its text lies beside, as it was captured."""
        rows = _source(self.raw / report_id)
        return rows[no - 1].strip() if 0 < no <= len(rows) else ""


@lru_cache(maxsize=32)
def _report(folder: Path) -> Report | None:
    return load_report(folder) if (folder / "report.toml").exists() else None


@lru_cache(maxsize=8)
def _source(folder: Path) -> tuple[str, ...]:
    report, path = _report(folder), folder / _SOURCE
    if report is None or not path.exists():
        return ()
    try:
        document = from_text(path.read_bytes(), path)
    except (OSError, ReportError):
        return ()
    return tuple(line.text for line in document.lines) if document.sha256 == report.sha256 else ()

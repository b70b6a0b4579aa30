"""Rows of a table made whole: wrapped labels and heads joined, heads of groups placed."""

from __future__ import annotations

from collections.abc import Sequence

from finsam_analysis.read.pdf.cells import labelled_rows
from finsam_analysis.read.pdf.heads import is_first, place_heads
from finsam_analysis.read.pdf.marks import Box
from finsam_analysis.read.pdf.rows import Row
from finsam_analysis.read.pdf.stacks import join_heads


def whole_rows(rows: list[Row], level: Sequence[Box] = ()) -> list[Row]:
    """The rows of a block, whose cells must be parted; `level` are rules and edges of bands."""
    kept = labelled_rows(rows, level)
    at = 0
    while at < len(kept):
        if is_first(kept, at):
            at = join_heads(kept, at)
            place_heads(kept, at)
        at += 1
    return kept

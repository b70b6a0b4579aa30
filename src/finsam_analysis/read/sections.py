"""The headings that a table stands under, nearest last."""

from __future__ import annotations

import re
from collections.abc import Sequence

from finsam_analysis.read.blocks import Block, Kind, classify, is_head
from finsam_analysis.read.document import Document

_LONGEST = 80
_KEPT = 3  # headings kept for a table
_NUMBERED = re.compile(r"^\d+(\.\d+)*\.?\s")


def headings(
    document: Document, blocks: Sequence[Block], kinds: Sequence[Kind] | None = None
) -> list[tuple[int, str]]:
    """Line number and text of every heading outside the tables."""
    inside = {line.no for block in blocks for line in block.lines}
    kinds = classify(document) if kinds is None else kinds
    found = []
    for at, line in enumerate(document.lines):
        text = line.text.strip()
        if line.no in inside or kinds[at] is not Kind.TEXT or not _looks(text):
            continue
        before = kinds[at - 1] if at else Kind.BLANK
        after = next((k for k in kinds[at + 1 :] if k not in (Kind.BLANK, Kind.FURNITURE)), None)
        alone = before in (Kind.BLANK, Kind.FURNITURE) or line.text.startswith(" ")
        if alone and after in (Kind.PROSE, Kind.TEXT, Kind.ROW, Kind.HEAD):
            found.append((line.no, text))
    return found


def _looks(text: str) -> bool:
    starts = text[:1].isupper() or _NUMBERED.match(text) is not None
    return (
        starts
        and len(text) <= _LONGEST
        and not text.endswith((".", ",", ":", "?", "-"))
        and not is_head(text)
    )


def above(block: Block, found: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    """The last headings before a block, nearest last."""
    return tuple(text for no, text in found if no < block.first)[-_KEPT:]

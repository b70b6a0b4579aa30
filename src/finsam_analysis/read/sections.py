"""The headings that a table stands under, nearest last."""

from __future__ import annotations

import re
from collections.abc import Sequence

from finsam_analysis import words
from finsam_analysis.read.blocks import Block, Kind, classify, refers
from finsam_analysis.read.document import Document

_LONGEST = 80
_LONGEST_LONE = 62  # of a heading that reads as running text
_BLANK = (Kind.BLANK, Kind.FURNITURE)
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
        if line.no in inside or not _looks(text):
            continue
        before = kinds[at - 1] if at else Kind.BLANK
        after = next((k for k in kinds[at + 1 :] if k not in _BLANK), None)
        alone = before in _BLANK or line.text.startswith(" ")
        if not alone or after not in (Kind.PROSE, Kind.TEXT, Kind.ROW, Kind.HEAD):
            continue
        lone = before in _BLANK and (kinds[at + 1] in _BLANK or kinds[at] is Kind.HEAD)
        over_heads = lone and kinds[at] is Kind.PROSE and after is Kind.HEAD
        over_heads = over_heads and not refers(text.rpartition(" ")[0])
        if kinds[at] is Kind.TEXT or over_heads or (lone and _tells_period(text, kinds[at])):
            found.append((line.no, text))
    return found


def _looks(text: str) -> bool:
    starts = text[:1].isupper() or _NUMBERED.match(text) is not None
    return starts and len(text) <= _LONGEST and not text.endswith((".", ",", ":", "?", "-"))


def _tells_period(text: str, kind: Kind) -> bool:
    """True for a line by itself that says a time: `Resultat 2022`, or a whole project's.

    The first has the look of column heads and the second that of running text.
    """
    if kind is Kind.HEAD:
        return re.search(r"(?:19|20)\d\d", text) is not None and text[:1].isalpha()
    told = words.load("amnen")["period"]["projekt"]
    key = words.fold(text)
    return len(text) <= _LONGEST_LONE and any(word in key for word in told)


def above(block: Block, found: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    """The last headings before a block, nearest last.

    A heading with a chapter's number ends the one numbered before it and all below that: what
    stands under `2.2 Mål` does not stand under the headings of 2.1.
    """
    before = [text for no, text in found if no < block.first]
    open_: list[tuple[int, tuple[int, ...]]] = []  # which heading, and its number
    for at, text in enumerate(before):
        number = _number(text)
        ended = [i for i, (_, other) in enumerate(open_) if other and _follows(number, other)]
        del open_[min(ended, default=len(open_)) :]
        open_.append((at, number))
    last = len(before) - _KEPT
    return tuple(before[at] for at, _ in open_ if at >= last)


def _number(text: str) -> tuple[int, ...]:
    """The number of a chapter's heading, as (2, 1) for `2.1 Insatser`; () without one."""
    match = _NUMBERED.match(text)
    return tuple(int(part) for part in match[0].strip().strip(".").split(".")) if match else ()


def _follows(number: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """True when a number ends the section of the other: 2.2 and 3 that of 2.1, 1 no other."""
    return bool(number) and number > other and other[: len(number)] != number

"""Titles of charts that stand where the picture was, away from the chart's own text.

A picture leaves blank lines in extracted text, its title above them, while its labels come later,
at the end of the page. A numbered caption, or as many titles as there are charts, are theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from finsam_analysis.read.blocks import Kind
from finsam_analysis.read.charts.labels import is_number_line
from finsam_analysis.read.charts.names import is_caption, is_title, read_title
from finsam_analysis.read.document import Document, Line

_BESIDE = 6  # lines between two charts that stand together
_CAPTION_WITHIN = 60
_PICTURE = 2  # blank lines where a picture was, at least


@dataclass(slots=True)
class Found:
    """A chart's lines, and whether a title stands with them."""

    lines: list[Line]
    titled: bool


def entitle(
    charts: Sequence[Found], document: Document, kinds: Sequence[Kind], taken: Collection[int]
) -> None:
    """Give charts the captions that stand where their pictures were, above other text."""
    used = {chart.lines[0].no for chart in charts if chart.titled} | set(taken)
    for group in _neighbours(charts):
        bare = [chart for chart in group if not chart.titled]
        if not bare:
            continue
        titles = _captions_above(document, kinds, group[0].lines[0].no, used)
        numbered = [line for line in titles if is_caption(line.text)]
        if len(bare) == 1 == len(group) and numbered:
            titles = numbered[-1:]
        if len(titles) == len(bare) == len(group):
            for chart, line in zip(bare, titles, strict=True):
                chart.lines.insert(0, line)
                used.add(line.no)


def _neighbours(charts: Sequence[Found]) -> list[list[Found]]:
    """Charts that follow each other with nothing between."""
    groups = [[charts[0]]] if charts else []
    for before, chart in pairwise(charts):
        if chart.lines[0].no - before.lines[-1].no <= _BESIDE:
            groups[-1].append(chart)
        else:
            groups.append([chart])
    return groups


def _captions_above(
    document: Document, kinds: Sequence[Kind], first: int, used: Collection[int]
) -> list[Line]:
    """Titles with nothing under them where a picture was, on the chart's page if that is known."""
    found: list[Line] = []
    blank = 0
    start = max(0, first - 1 - _CAPTION_WITHIN)
    near = list(zip(document.lines, kinds, strict=True))[start : first - 1]
    for line, kind in reversed(near):
        if line.no in used:
            break
        if kind is Kind.BLANK:
            blank += 1
            continue
        short = kind is not Kind.PROSE and kind is not Kind.FURNITURE
        if short and blank >= _PICTURE and _entitles(line.text, blank):
            found.insert(0, line)
        elif is_number_line(line.text) or (kind is Kind.FURNITURE and "http" in line.text):
            break
        blank = 0
    return found


def _entitles(text: str, blank: int) -> bool:
    """True for a numbered caption, or a title that says what is counted over a wide gap."""
    if is_caption(text):
        return True
    said = read_title([text])
    return is_title(text) and blank > _PICTURE and bool(said.year or said.matt or said.count)

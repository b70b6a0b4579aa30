"""The head and foot of pages in a report whose pages are known."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from finsam_analysis import words
from finsam_analysis.read.document import Document, Line

_LINES = 3  # at each end of a page
_PAGES = 3  # that print a line there
_NUMBER = re.compile(r"#|([-–—]) ?# ?\1|# ?/ ?#")  # `12`, `– 12 –`, `12 / 40`


def page_furniture(document: Document, tells: Callable[[str], bool]) -> set[int]:
    """Numbers of the lines that pages print at their ends again and again, or count themselves by.

    A line that `tells` something, such as heads of a table that goes on, is none.
    """
    again: dict[str, dict[int, int]] = defaultdict(dict)
    counts: dict[int, list[int]] = defaultdict(list)
    for page, line in _ends(document.lines):
        key = re.sub(r"\d+", "#", words.fold(line.text))
        if _NUMBER.fullmatch(key):
            counts[int(line.text.strip("-–— ").split("/")[0]) - page].append(line.no)
        elif any(char.isalpha() for char in key) and not tells(line.text):
            again[key].setdefault(page, line.no)
    found = {no for places in again.values() if len(places) >= _PAGES for no in places.values()}
    return found | {no for lines in counts.values() if len(lines) >= _PAGES for no in lines}


def _ends(lines: Sequence[Line]) -> Iterator[tuple[int, Line]]:
    """The first and the last lines of each page that is known."""
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.page is not None and line.text.strip():
            pages[line.page].append(line)
    for page, printed in pages.items():
        for line in {line.no: line for line in (*printed[:_LINES], *printed[-_LINES:])}.values():
            yield page, line

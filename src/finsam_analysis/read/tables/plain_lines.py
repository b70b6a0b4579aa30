"""Lines of a table without what only leads the eye: dots to a number, words for nothing known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from finsam_analysis import words
from finsam_analysis.read.document import Line

_LEADERS = re.compile(r"\.{3,}\s+[-–−(]?\d")


def without_leaders(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines with blanks for the dots that lead from labels to numbers, places kept."""
    if not any(_LEADERS.search(line.text) for line in lines):
        return lines
    blank = re.compile(r"(?<=\s)\.{2,}(?=\s)|(?<=\w)\.{3,}(?=\s)")
    return [
        replace(line, text=blank.sub(lambda dots: " " * len(dots[0]), line.text)) for line in lines
    ]


def with_dashes(text: str) -> str:
    """The line with a dash for each word that says that nothing is known, places kept."""
    empty = words.load("tabell")["tomma"]
    return re.sub(
        r"(?<=\s)\S+(?=\s|$)",
        lambda m: "-".rjust(len(m[0])) if m[0].casefold() in empty else m[0],
        text,
    )

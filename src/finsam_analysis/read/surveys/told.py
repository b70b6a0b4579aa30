"""The head of a survey that has none, as the text above it tells it.

`Andel positiva svar 2019, inom parentes 2018` over questions with `91 % (88 %)` after them. Of the
text only the words of a head are kept: `Positiva 2019 (2018)`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from finsam_analysis import words
from finsam_analysis.read.document import Line
from finsam_analysis.read.surveys.heads import HeadLine, read_head

_REACH = 6  # lines above the first question that may tell it
_YEAR = re.compile(r"(?:19|20)\d\d")
_PLAIN, _CLEAR = "positivt", "klart_positivt"


def told_head(lines: Sequence[Line], first: int) -> str:
    """The head that the lines above line number `first` tell; empty when they tell none."""
    above = [line.text for line in lines[max(0, first - 1 - _REACH) : first - 1]]
    for begin in range(len(above) - 1, -1, -1):
        head = _of_text(" ".join(" ".join(above[begin:]).split()))
        if head:
            return head
    return ""


def _of_text(text: str) -> str:
    told = words.load("enkat")["stubbe"]["parentes"]
    bracket = next((m for m in re.finditer(r"\w+", text) if words.fold(m[0]) in told), None)
    if bracket is None:
        return ""
    sentence = _sentence(text, bracket.start())
    named = {mark.name: mark.text for mark in _marks(sentence).of("svar")}
    if _PLAIN in named and _CLEAR in named:
        return f"{named[_PLAIN]} ({named[_CLEAR]})"
    years = _YEAR.findall(sentence)
    if _PLAIN not in named or len(years) != 2:
        return ""
    after = _YEAR.search(text[bracket.end() : bracket.end() + 12])
    inside = after[0] if after else years[-1]
    outside = next((year for year in years if year != inside), "")
    return f"{named[_PLAIN]} {outside} ({inside})" if outside else ""


def _sentence(text: str, at: int) -> str:
    start = max(text.rfind(". ", 0, at) + 1, 0)
    end = text.find(". ", at)
    return text[start : end if end >= 0 else len(text)].strip(" .")


def _marks(text: str) -> HeadLine:
    return read_head(re.sub(r"[,;:]", " ", text))

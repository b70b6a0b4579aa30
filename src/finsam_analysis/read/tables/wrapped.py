"""Labels and heads that are wrapped over lines, made whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from finsam_analysis import words

_OPEN_END = re.compile(r"(?:[,;/&–-]|\b(?:och|eller|samt|av|for|fran|till|i|hos|under|med))$")
_HEADING = re.compile(r"\s*\d{1,2}(?:\.\d{1,2})*\.? [A-ZÅÄÖ]\w*(?: \w+)*\s*$")
_HYPHEN = re.compile(r"(?<=\w)- ?\s+(?!och\b|eller\b|samt\b)(?=[a-zåäö])")


def join_lines(lines: Sequence[str]) -> str:
    """Lines as one, words that were broken at a line's end made whole."""
    return _HYPHEN.sub("", " ".join(line.strip() for line in lines))


def is_open(text: str) -> bool:
    """True when a line ends in the middle of a label."""
    return _OPEN_END.search(words.fold(text)) is not None


def continues(text: str) -> bool:
    """True when a line begins in the middle of a label."""
    return text.strip()[:1].islower() or text.strip()[:1] in {"+", "("}


def join_labels(texts: Sequence[str]) -> list[str]:
    """Label lines with those that are wrapped made whole."""
    labels: list[str] = []
    for text in texts:
        if labels and (continues(text) or is_open(labels[-1])):
            labels[-1] = join_lines([labels[-1], text])
        else:
            labels.append(text.strip())
    return labels


def is_title(text: str) -> bool:
    """True for a line that is no head of columns: a caption, or a heading with a number."""
    return captions(text) or _HEADING.match(text) is not None


def captions(text: str) -> bool:
    """True for a line that numbers and names a table, a note or a chart."""
    found = words.fold(text).split()
    named = len(found) > 1 and found[0] in words.load("tabell")["rubrik"]
    return named and re.match(r"\d{1,2}\b(?!-)", found[1]) is not None

"""Where the result begins in the text of a goal: `Minst 40 %. Utfall: 42 %`."""

from __future__ import annotations

from itertools import pairwise

from finsam_analysis.read.goals.text import Reading, ends_sentence
from finsam_analysis.read.goals.words import lexicon
from finsam_analysis.read.prose.numbers import is_year

_NEAR_FIGURE = 5


def cut_of(reading: Reading, *, judged: bool) -> int | None:
    """Where the result begins in the text of a point, or None when all of it is the goal."""
    marker = result_start(reading)
    if marker is None and judged:
        marker = _after_dash(reading)
    if marker is not None:
        return reading.spans[marker][0]
    starts = [0] + [
        at + 1
        for at in range(len(reading.tokens) - 1)
        if ends_sentence(reading.tokens, at) and reading.tokens[at].text != ";"
    ]
    seen = False
    for start, end in zip(starts, [*starts[1:], len(reading.tokens)], strict=True):
        concepts = {h.concept for h in lexicon().find(reading.keys[start:end])}
        figures = any(start <= f.start < end for f in reading.figures)
        told = "ton.resultat" in concepts and "ton.mal" not in concepts
        if seen and figures and (told or judged):
            return reading.spans[start][0]
        seen = seen or figures or "ton.mal" in concepts
    return None


def _after_dash(reading: Reading) -> int | None:
    """`60 deltagare i Navigatorn – 64 deltagare`: the result after a dash, or None."""
    for first, second in pairwise(reading.figures):
        for at in range(first.end, second.start):
            if reading.tokens[at].text in {"–", "—", "-"} and reading.tokens[at].space:
                return at
    return None


def result_start(reading: Reading) -> int | None:
    """The token of `Utfall:` or `Resultatet blev`, where a result follows it."""
    for hit in lexicon().find(reading.keys):
        if hit.concept != "del.resultat" or not hit.start:
            continue
        after = reading.keys[hit.end : hit.end + 1]
        stop = not reading.keys[hit.start - 1][:1].isalnum()
        near = any(0 <= f.start - hit.end <= _NEAR_FIGURE for f in reading.figures)
        dated = hit.end < len(reading.tokens) and is_year(reading.tokens[hit.end])
        if dated and reading.keys[hit.end + 1 : hit.end + 2] == [":"]:
            return hit.start
        if after in ([":"], ["–"], ["-"]) or (stop and (near or dated)):
            return hit.start
    return None

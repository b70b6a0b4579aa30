"""How many columns the numbers of a row can fill."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from finsam_analysis.read.numbers import Token, is_unit, number_tail, readings

_GROUP = re.compile(r"^(?:\d{3})+(?:,\d+)?%?$")  # digits that can go on a number begun before


def fewest(tail: Sequence[Token]) -> int:
    """The smallest count of numbers that the tokens of a tail can be."""
    count = 0
    joins = False
    for token in tail:
        if is_unit(token.text):
            joins = False
        elif joins and _GROUP.match(token.text) and not token.walled:
            joins = token.text.isdigit()
        else:
            count += 1
            joins = token.text.lstrip("-–—−=(").isdigit() and token.text != "0"
    return count


def common_widths(texts: Sequence[str]) -> frozenset[int]:
    """Every number of columns that all the rows can fill."""
    return frozenset.intersection(*map(_widths, texts)) if texts else frozenset()


def widths(tail: Sequence[Token], text: str) -> set[int]:
    """Every number of columns that these tokens of a line can fill."""
    return {n for n in range(fewest(tail), len(tail) + 1) if readings(tail, text, n)}


@cache
def _widths(text: str) -> frozenset[int]:
    """Every number of columns that a row's numbers can fill, a note number set apart or not."""
    tail = number_tail(text)[1]
    found = widths(tail, text)
    noted = len(tail) > fewest(tail) > 1 and len(tail[0].text) <= 2 and tail[0].text.isdigit()
    rest = tail[1:] if noted else ()
    return frozenset(found | {n for n in range(1, len(rest) + 1) if readings(rest, text, n)})

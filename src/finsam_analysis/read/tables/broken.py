"""Rows whose numbers are broken or run together: read only when women + men = all leaves one way.

`1 9 35 54` under Kvinnor, Män, Totalt is 19, 35 and 54; `60 52112` is 60, 52 and 112.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from finsam_analysis.read.numbers import DAMAGED, Token, Value
from finsam_analysis.read.tables.head_grammar import Column, claimed_totals
from finsam_analysis.read.tables.solve import Choice, Reading

_HELD = 3  # rows that must show that women and men make all
_SHARE = 0.6  # of the rows that can be read


def mend_broken(
    choices: Sequence[Choice], rows: Sequence[Sequence[Token]], columns: Sequence[Column]
) -> None:
    """Give a row that fits no other way the one cut of its digits that keeps the total."""
    if len(columns) != 3:
        return
    for i, j, k in claimed_totals(columns):
        read = [c.readings[0] for c in choices if c.settled]
        held = sum(_keeps(way, i, j, k) for way in read)
        if held < _HELD or held < _SHARE * len(read):
            continue
        for choice, tokens in zip(choices, rows, strict=True):
            if any(None not in way for way in choice.readings):
                continue
            ways = [way for way in _cuts(tokens) if _keeps(way, i, j, k)]
            if len(ways) == 1:
                choice.readings, choice.proof = ways, "relation"


def _keeps(way: Reading, i: int, j: int, k: int) -> bool:
    values = [value.number if value is not None else None for value in way]
    first, second, total = values[i], values[j], values[k]
    if first is None or second is None or total is None:
        return False
    return first + second == total and total > 0


def _cuts(tokens: Sequence[Token]) -> Iterator[Reading]:
    """The digits of a row as three numbers, with one token cut or two joined."""
    texts = [token.text for token in tokens]
    if not all(text.isdigit() for text in texts) or any(token.walled for token in tokens[1:]):
        return
    if len(tokens) == 4:
        for at in range(3):
            yield _values(tokens, [*texts[:at], texts[at] + texts[at + 1], *texts[at + 2 :]])
    if len(tokens) == 2:
        for at, text in enumerate(texts):
            for cut in range(1, len(text)):
                if text[cut] != "0":
                    yield _values(tokens, [*texts[:at], text[:cut], text[cut:], *texts[at + 1 :]])


def _values(tokens: Sequence[Token], texts: Sequence[str]) -> Reading:
    start, end = tokens[0].start, tokens[-1].end
    return tuple(Value(text, start, end, Decimal(text), marks=(DAMAGED,)) for text in texts)

"""What a survey's own arithmetic says of its digits.

Negative, neither and positive make 100 within rounding, and each is a share of at most as many as
answered. A digit that a scanner misread is restored only where these leave one reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from functools import cache

WHOLE = Decimal(100)
_SLACK = 1  # three shares, each rounded to a whole percent, can be this far from 100
MAX_ANSWERS = 100  # more answers than this exclude no share
# Digits that scanners take for each other.
_LOOK_ALIKE = {
    "0": "689",
    "1": "47",
    "2": "7",
    "3": "58",
    "4": "19",
    "5": "368",
    "6": "058",
    "7": "12",
    "8": "0356",
    "9": "04",
}


def fits(parts: Sequence[Decimal]) -> bool:
    """True when the shares make 100 within rounding."""
    return abs(sum(parts) - WHOLE) <= _SLACK


@cache
def _shares_of(whole: int) -> dict[int, tuple[int, ...]]:
    """Shares of `whole` in whole percent, and the parts that can be printed so.

    Halves are rounded either way.
    """
    found: dict[int, list[int]] = {}
    for part in range(whole + 1):
        share = Decimal(100 * part) / Decimal(whole)
        for rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN):
            printed = int(share.quantize(Decimal(1), rounding=rounding))
            if part not in found.setdefault(printed, []):
                found[printed].append(part)
    return {share: tuple(parts) for share, parts in found.items()}


@cache
def possible(parts: tuple[int, ...], subset: int | None, answers: int) -> bool:
    """True when some number of answers, at most `answers`, gives these shares of all of them.

    `subset` is the share that is part of the last of `parts`.
    """
    return any(_possible_of(parts, subset, count) for count in range(1, answers + 1))


def _possible_of(parts: tuple[int, ...], subset: int | None, count: int) -> bool:
    known = _shares_of(count)
    ways = [known.get(part, ()) for part in parts]
    if not all(ways):
        return False
    if subset is not None and min(known.get(subset, (count + 1,))) > max(ways[-1]):
        return False
    totals = {0}
    for way in ways:
        totals = {total + part for total in totals for part in way}
    return count in totals


def repair(
    parts: Sequence[Decimal], subset: Decimal | None, answers: int | None
) -> tuple[int, Decimal] | None:
    """The one misread digit of shares that do not make 100: its place in `parts` and what it is.

    `parts` are negative, neither, positive; `answers` how many answered at most. Where that is
    known, any digit may be wrong, lost or added, and the shares must be possible; else only digits
    that look alike are tried. None when no reading, or more than one, fits.
    """
    if any(part != part.to_integral_value() for part in parts) or fits(parts):
        return None
    known = answers is not None and answers <= MAX_ANSWERS
    found = set()
    for at, part in enumerate(parts):
        for other in _errors(str(int(part))) if known else _misread(str(int(part))):
            tried = [*parts[:at], Decimal(other), *parts[at + 1 :]]
            if fits(tried) and _allowed(tried, subset, answers if known else None):
                found.add((at, Decimal(other)))
    return found.pop() if len(found) == 1 else None


def _misread(digits: str) -> Iterator[str]:
    """The numbers that one digit, taken for one that looks like it, could have been."""
    for at, digit in enumerate(digits):
        for other in _LOOK_ALIKE[digit]:
            yield from _number(digits[:at] + other + digits[at + 1 :])


def _errors(digits: str) -> Iterator[str]:
    """The numbers of which this is a print with one digit wrong, lost or added."""
    for at in range(len(digits) + 1):
        for other in "0123456789":
            yield from _number(digits[:at] + other + digits[at:])
            if at < len(digits):
                yield from _number(digits[:at] + other + digits[at + 1 :])
        yield from _number(digits[:at] + digits[at + 1 :])


def _number(digits: str) -> Iterator[str]:
    if digits == "0" or (digits and not digits.startswith("0") and int(digits) <= WHOLE):
        yield digits


def _allowed(parts: Sequence[Decimal], subset: Decimal | None, answers: int | None) -> bool:
    if subset is not None and subset > parts[-1]:
        return False
    if answers is None:
        return True
    whole = None if subset is None else int(subset)
    return possible(tuple(int(part) for part in parts), whole, answers)

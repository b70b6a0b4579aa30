"""The misprints that hands make: a sign, a digit, two digits in the wrong order."""

from __future__ import annotations

from decimal import Decimal

_OFF = 2  # digits that a misprint changes
_LONG = 5  # digits of a number in which two can be misprinted
_TELLING = 3  # digits: between shorter numbers a slip is chance


def slip(old: float, new: float) -> str:
    """How one number is the other with a slip, in words; empty when it is not one slip away."""
    if old == new or not new:
        return ""
    if new == -old:
        return "bara tecknet skiljer"
    a, b = _digits(old), _digits(new)
    if old * new < 0:
        return ""
    if len(a) == len(b):
        wrong = [at for at, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        if len(wrong) == 1:
            return "en siffra skiljer"
        return "samma siffror i annan ordning" if sorted(a) == sorted(b) else ""
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    if any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer))):
        return "en siffra för mycket" if longer is a else "en siffra för lite"
    return ""


def telling(old: float, new: float) -> bool:
    """True for a slip in a number so long that chance does not explain it."""
    return bool(slip(old, new)) and max(len(_digits(old)), len(_digits(new))) >= _TELLING


def misprinted(one: Decimal, other: Decimal) -> bool:
    """True when one number could be a misprint of the other: sign, thousand, a digit or two."""
    if not one or not other:
        return False
    if one == -other or one == other * 1000 or other == one * 1000:
        return True
    a, b = (str(abs(int(n))) for n in (one, other))
    while a.endswith("0") and b.endswith("0"):  # of a number in round thousands, what is printed
        a, b = a[:-1], b[:-1]
    if len(a) != len(b) or len(a) < _LONG or (one < 0) != (other < 0):
        return False
    return 0 < sum(x != y for x, y in zip(a, b, strict=True)) <= _OFF


def _digits(value: float) -> str:
    """The digits as printed, without sign and without decimals that are not there."""
    return f"{abs(value):.2f}".rstrip("0").rstrip(".") if value % 1 else f"{abs(value):.0f}"

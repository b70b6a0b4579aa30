"""Numbers as Swedish readers expect them: in prose, in tables and on axes.

Thousands are grouped by a no-break space, the decimal sign is a comma, the minus is U+2212 and a
unit never leaves its number at a line break. Nothing here rounds more than it is told to: the
number of decimals is an argument.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

NBSP = "\u00a0"
MINUS = "\u2212"
DASH = "–"

Number = int | float | Decimal
Missing = Literal["-", ".", ".."]

# The signs of official Swedish statistics for a cell without a number.
MISSING: dict[str, str] = {
    "-": "uppgift saknas i rapporten",
    ".": "kan inte förekomma",
    "..": "visas inte: så få personer att de kunde kännas igen",
}

_MILLION = 1_000_000


def number(value: Number | None, decimals: int = 0, *, signed: bool = False) -> str:
    """`1234.5` as `1 234,5` with that many decimals; None as the sign for a missing figure.

    Halves are rounded away from zero, as reports do. `signed` writes the plus of a change.
    """
    if value is None or value != value:  # NaN is the only number that is not itself
        return "-"
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{abs(exact):,.{decimals}f}".replace(",", NBSP).replace(".", ",")
    if exact < 0:
        return MINUS + text
    return "+" + text if signed and exact > 0 else text


def plain(value: Number | None) -> str:
    """A number with the decimals it has, two at most: `464 291`, `1 168,4`."""
    if value is None or value != value:
        return number(None)
    exact = Decimal(str(value))
    decimals = next((n for n in (0, 1) if exact == round(exact, n)), 2)
    return number(exact, decimals)


def percent(share: Number | None, decimals: int = 0) -> str:
    """A share 0-1 as percent: `0.342` is `34 %`."""
    return _unit(None if share is None else _times(share, 100), "%", decimals)


def points(difference: Number | None, decimals: int = 0, *, signed: bool = True) -> str:
    """A difference between shares in percentage points: `-0.05` is `−5 procentenheter`."""
    if difference is None:
        return "-"
    scaled = _times(difference, 100)
    word = "procentenhet" if abs(round(scaled, decimals)) == 1 else "procentenheter"
    return f"{number(scaled, decimals, signed=signed)}{NBSP}{word}"


def kronor(amount: Number | None) -> str:
    """An amount in whole kronor: `36 907 829 kr`."""
    return _unit(amount, "kr", 0)


def short_kronor(amount: Number | None) -> str:
    """An amount for a sentence or a label: `36,9 mkr`, `702 tkr`, `950 kr`."""
    if amount is None:
        return "-"
    size = abs(Decimal(str(amount)))
    if size >= _MILLION:
        return _unit(Decimal(str(amount)) / _MILLION, "mkr", 1)
    if size >= 10_000:
        return _unit(Decimal(str(amount)) / 1000, "tkr", 0)
    return kronor(amount)


def interval(low: Number | None, high: Number | None, decimals: int = 0) -> str:
    """Two shares 0-1 as an interval in percent: `28–41 %`; signs are kept on both ends."""
    if low is None or high is None:
        return "-"
    ends = [number(_times(end, 100), decimals) for end in (low, high)]
    joint = f" till{NBSP}" if ends[0].startswith(MINUS) or ends[1].startswith(MINUS) else DASH
    return f"{ends[0]}{joint}{ends[1]}{NBSP}%"


def count_of(count: int, one: str, many: str) -> str:
    """A count and its noun in the right form: `1 insats`, `12 insatser`."""
    return f"{number(count)}{NBSP}{one if count == 1 else many}"


def listing(words: Iterable[str], last: str = "och") -> str:
    """Words as a Swedish list: `a`, `a och b`, `a, b och c`."""
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def years(values: Iterable[int]) -> str:
    """Years as one reads them: `2020`, `2019 och 2020`, `2014–2019, 2022`."""
    runs: list[list[int]] = []
    for year in sorted(set(values)):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    parts: list[str] = []
    for run in runs:
        if len(run) > 2:
            parts.append(f"{run[0]}{DASH}{run[-1]}")
        else:
            parts.extend(str(year) for year in run)
    return listing(parts)


def _times(value: Number, factor: int) -> Decimal:
    return Decimal(str(value)) * factor


def _unit(value: Number | None, unit: str, decimals: int) -> str:
    text = number(value, decimals)
    return text if value is None else f"{text}{NBSP}{unit}"

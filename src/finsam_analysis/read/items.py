"""A printed number with what it is about, from a block that is not rows and columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from finsam_analysis.read.document import Line


@dataclass(frozen=True, slots=True)
class Item:
    """One number: where it is printed, how, and what it counts.

    `facets` name what the number is about with the terms of words/axlar.toml and the contract's
    column names, such as {"del": "mal", "matt": "nya", "kon": "kvinnor", "insats": "...", "year":
    "2020", "period": "projekt"}; names that the report gives are as printed.
    """

    line: Line
    raw: str
    value: Decimal
    unit: str  # antal, procent, kr, tkr, mkr
    label: str  # the row label as printed
    column: str = ""  # the column head as printed
    facets: dict[str, str] = field(default_factory=dict)
    note: str = ""  # in Swedish: rounding word, what was assumed

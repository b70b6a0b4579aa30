"""A fact: one printed number, what it is about, and where it is printed."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

TRYCKT, REPARERAD, RATTAD = "tryckt", "reparerad", "rattad"
BEKRAFTAD, MOTSAGD, OKONTROLLERAD = "bekraftad", "motsagd", "okontrollerad"


@dataclass(slots=True)
class Fact:
    """One row of a fact dataset before it becomes a frame.

    `place` is (row, column) in the table it comes from, None for prose; checks find facts by it.
    """

    dataset: str
    report_id: str
    forbund_id: str
    year: int
    line: int
    page: int | None
    table_id: str
    label_raw: str
    kolumn_raw: str
    raw: str
    varde: Decimal
    enhet: str
    is_total: bool = False
    status: str = TRYCKT
    kontroll: str = OKONTROLLERAD
    anmarkning: str = ""
    extra: dict[str, Any] = field(default_factory=dict)
    place: tuple[int, int] | None = None
    marks: tuple[str, ...] = ()
    reading: str = ""  # how the reading was chosen, when there were several
    refused: tuple[str, ...] = ()
    named: bool = True  # False: in a column of several that has no head, so nothing confirms it
    prov: tuple[str, ...] = ()  # kinds of check that it takes part in
    told: bool = False  # its column has no head, but the table's own sums say what it is

    def note(self, text: str) -> None:
        """Add a remark, once."""
        if text and text not in self.anmarkning:
            self.anmarkning = f"{self.anmarkning}; {text}" if self.anmarkning else text

    @property
    def number(self) -> float:
        """The value as a float, for frames."""
        return float(self.varde)


KRONOR = {"kr": 1, "tkr": 1000, "mkr": 1_000_000}


def in_kronor(varde: Decimal, enhet: str) -> int | None:
    """The amount in whole kronor; None when the unit is not money."""
    factor = KRONOR.get(enhet)
    return None if factor is None else int((varde * factor).to_integral_value())


NO_UNIT = "enheten är inte tryckt och framgår inte av andra belopp"
NO_LABEL = "talet har varken etikett eller kolumnrubrik"
NO_HEAD = "kolumnens rubrik saknas i trycket"
OVRIGT = "ovrigt"

"""Checks: one comparison of a printed number with others, and what it shows.

A check holds, differs by no more than printed rounding explains, or is a contradiction that stands
in the report; where the evidence is against our reading and not the print, it is a reading error.
What the checks say of their numbers is settled in `verify.verdict`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from finsam_analysis.clean.facts import KRONOR, Fact
from finsam_analysis.clean.signs import meant

STAMMER, AVRUNDNING, MOTSAGELSE, LASFEL = "stammer", "avrundning", "motsagelse", "lasfel"
ORDER, EXCHANGED, COUNT = "ordning", "ombytta rader", "antal tal"
OF_NAMES = frozenset({ORDER, EXCHANGED})  # kinds of check that compare no amounts
PROSA = "prosa"
Part = tuple[Fact, int]  # a number and its weight


@dataclass(slots=True)
class Check:
    """One comparison: what is printed, what it was computed to, and the facts that take part."""

    typ: str
    report_id: str
    beskrivning: str
    redovisat: Decimal
    beraknat: Decimal
    tolerans: Decimal
    facts: list[Fact] = field(default_factory=list)
    kontroll_id: str = ""
    proves: list[Fact] | None = None  # those whose value it confirms if it holds, when not all
    suspects: list[Fact] | None = None  # those that it contradicts if it fails, when not all
    terms: list[int] | None = None  # by which its facts together make nothing: -1 for the whole
    named: bool = False  # its facts were found by their names, so that it tells rows apart
    total: Fact | None = None  # the sum, where its label says that it is one
    limit: bool = False  # what is printed is to be at most what was computed
    of_value: bool = True  # False: of names, order or what is missing, and not of any value
    ours: bool = False  # the evidence is against our reading
    bevis: str = ""
    lines: tuple[int, ...] = ()  # when it is of lines, and of no facts

    @property
    def differens(self) -> Decimal:
        """Printed minus computed."""
        return self.redovisat - self.beraknat

    @property
    def utfall(self) -> str:
        """stammer, avrundning, motsagelse or lasfel."""
        if self.differens == 0 or (self.limit and self.differens < 0):
            return STAMMER
        if abs(self.differens) <= self.tolerans:
            return AVRUNDNING
        return LASFEL if self.ours else MOTSAGELSE

    @property
    def fails(self) -> bool:
        """True when neither the numbers nor their rounding agree."""
        return self.utfall in {MOTSAGELSE, LASFEL}

    @property
    def equates(self) -> bool:
        """True for a check that only the right value passes, to printed rounding."""
        return not self.limit and self.proves != []

    @property
    def proven(self) -> list[Fact]:
        """The facts whose values this check confirms."""
        if self.utfall != STAMMER or self.limit or len(self.facts) < 2:
            return []
        return self.facts if self.proves is None else self.proves

    @property
    def rader(self) -> list[int]:
        """The printed lines that take part, rising."""
        return sorted({*self.lines, *(fact.line for fact in self.facts)})


def unit_step(facts: Iterable[Fact]) -> Decimal:
    """What the facts are rounded to in print: 1, or 0.1 when the coarsest prints a decimal."""
    steps = [Decimal(1).scaleb(min(0, int(f.varde.as_tuple().exponent))) for f in facts]
    return max(steps, default=Decimal(1))


def tolerance(facts: Sequence[Fact]) -> Decimal:
    """How far n rounded addends and their rounded total can differ: (n + 1) u / 2, n + 1 facts.

    People are counted, not rounded: their sums are exact. Nor is a nought in kronor rounded.
    """
    if all(fact.enhet == "antal" and not fact.varde % 1 for fact in facts):
        return Decimal(0)
    rounded = sum(fact.enhet != "kr" or fact.varde != 0 for fact in facts)
    return unit_step(facts) * rounded / 2


def step_kr(fact: Fact) -> Decimal:
    """What an amount is rounded to, in kronor; 0 for one printed in kronor."""
    return Decimal(0) if fact.enhet == "kr" else unit_step([fact]) * KRONOR[fact.enhet]


def comparable(facts: Sequence[Fact]) -> bool:
    """True when the facts are in one unit, or all amounts of money."""
    units = {fact.enhet for fact in facts}
    return len(units) == 1 or units <= KRONOR.keys()


def weigh(typ: str, text: str, whole: Fact, parts: Sequence[Part], *, named: bool) -> Check:
    """The check that a number is the weighted sum of others.

    `named`: the facts were found by their names, so that the check also tells which row they stand
    in. Amounts in different units are compared in kronor, within what the coarsest is rounded to.
    """
    facts = [whole, *(fact for fact, _ in parts)]
    if len({fact.enhet for fact in facts}) == 1:
        printed, slack = whole.varde, tolerance(facts)
        turn = -1 if meant(whole) != whole.varde else 1
        computed = sum((meant(fact) * weight for fact, weight in parts), Decimal(0)) * turn
    else:
        printed, slack = _kronor(whole), max(step_kr(fact) for fact in facts)
        computed = sum((_kronor(fact) * weight for fact, weight in parts), Decimal(0))
    check = Check(typ, whole.report_id, text, printed, computed, slack, facts)
    check.terms, check.named = [-1, *(weight for _, weight in parts)], named
    return check


def _kronor(fact: Fact) -> Decimal:
    return Decimal(int(fact.extra["belopp_kr"]))

"""Why a check that fails does: what speaks against the print, and what against our reading.

Several checks that ask for the same other value point out one number. If the characters are
damaged, or a reading that was refused or a line that was left unread has that value, the reading is
ours and wrong; else the report contradicts itself, and what is known of how is kept with the check.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from finsam_analysis.clean.facts import KRONOR, Fact
from finsam_analysis.read.numbers import DAMAGED, NumberError, parse
from finsam_analysis.read.omitted import Left
from finsam_analysis.verify.checks import AVRUNDNING, STAMMER, Check
from finsam_analysis.verify.places import LARGE, amounts
from finsam_analysis.verify.slips import misprinted

_NEAR = 3  # lines from a number to an unread line that could hold it
_AGREE = 2  # checks that must ask for one value
_SHOWN = 3


@dataclass(slots=True)
class _Suspect:
    """A number, and the value that would mend each failing check that it takes part in."""

    fact: Fact
    wanted: dict[Decimal, list[Check]] = field(default_factory=lambda: defaultdict(list))
    holding: int = 0  # checks that hold as it is


def weigh_evidence(
    checks: Sequence[Check], facts: Sequence[Fact], left: Mapping[str, Sequence[Left]]
) -> None:
    """Set `bevis` on every check that does not hold, and `ours` where the reading is at fault."""
    suspects = _suspects(checks)
    printed = amounts(facts)
    for check in checks:
        if check.utfall == AVRUNDNING:
            check.bevis = check.bevis or "skillnaden är inte större än den tryckta avrundningen"
        elif check.fails and not check.limit and check.terms is not None:
            told = _told(check, suspects, printed, left)
            check.bevis = "; ".join([*([check.bevis] if check.bevis else []), *told][:_SHOWN])
        if check.fails and not check.bevis:
            check.bevis = "inget annat tryckt tal avgör vilket som är fel"


def _suspects(checks: Iterable[Check]) -> dict[int, _Suspect]:
    found: dict[int, _Suspect] = {}
    for check in checks:
        if check.utfall == STAMMER and check.equates:
            for fact in check.facts:
                found.setdefault(id(fact), _Suspect(fact)).holding += 1
        elif check.fails:
            for fact, wanted in wanted_values(check):
                found.setdefault(id(fact), _Suspect(fact)).wanted[wanted].append(check)
    return found


def wanted_values(check: Check) -> list[tuple[Fact, Decimal]]:
    """For each number of a failing sum, the printed value with which it would hold."""
    units = {fact.enhet for fact in check.facts}
    if check.terms is None or len(units) != 1 or len(check.facts) != len(check.terms):
        return []
    off = check.differens
    if off and check.typ in {"samma post", "samma tal", "not"} and check.facts[0].enhet in KRONOR:
        off /= KRONOR[check.facts[0].enhet]
    pairs = list(zip(check.facts, check.terms, strict=True))
    if len(pairs) == 2 and _turned(check):
        whole, part = pairs
        return [(whole[0], whole[0].varde - off), (part[0], part[0].varde - off / part[1])]
    return [(fact, fact.varde + off / term) for fact, term in pairs if term]


def _turned(check: Check) -> bool:
    """True when two numbers are compared whose signs are printed otherwise: costs in a note."""
    return check.facts[0].varde * check.facts[1].varde < 0 < check.redovisat * check.beraknat


def _told(
    check: Check,
    suspects: Mapping[int, _Suspect],
    printed: Mapping[Decimal, Sequence[Fact]],
    left: Mapping[str, Sequence[Left]],
) -> list[str]:
    """What speaks for one number being wrong, strongest first; marks the check as ours."""
    strong: list[str] = []
    weak: list[str] = []
    digits: list[str] = []
    for fact, wanted in wanted_values(check):
        suspect = suspects[id(fact)]
        agreeing = suspect.wanted[wanted]
        several = len(agreeing) >= _AGREE and len(agreeing) > suspect.holding
        shown = _number(wanted)
        if several or not suspect.holding:
            fault = _our_fault(fact, wanted, left.get(fact.report_id, ()), several=several)
            if fault:
                check.ours = True
                strong.insert(0, fault)
        if several:
            strong.append(
                f"{len(agreeing)} prövningar ger {shown} i stället för {fact.raw} "
                f"på rad {fact.line}"
            )
        elsewhere = [f for f in printed.get(abs(wanted), ()) if f not in check.facts]
        if elsewhere and abs(wanted) >= LARGE and misprinted(wanted, fact.varde):
            lines = sorted({f.line for f in elsewhere if f.report_id == fact.report_id})
            if lines:
                strong.append(f"{shown} är tryckt på rad {lines[0]}, {fact.raw} på rad {fact.line}")
        if wanted == -fact.varde and wanted:
            weak.append(f"{fact.raw} på rad {fact.line} med omvänt tecken stämmer")
        elif _rounded(fact, wanted):
            weak.append(f"{fact.raw} på rad {fact.line} är {shown} avrundat till heltal")
        elif misprinted(wanted, fact.varde):
            digits.append(
                f"{fact.raw} på rad {fact.line} skiljer en eller två siffror från {shown}"
            )
        if fact.marks:
            weak.append(f"{fact.raw} på rad {fact.line}: {', '.join(fact.marks)} i trycket")
    if len(digits) > _AGREE:
        digits = ["en siffra fel i något av talen räcker"]
    return list(dict.fromkeys([*strong, *weak, *digits]))


def _rounded(fact: Fact, wanted: Decimal) -> bool:
    """True for a number with `,0` that is the wanted one rounded: the decimal says nothing."""
    whole = fact.varde == fact.varde.to_integral_value() and fact.varde.as_tuple().exponent != 0
    return whole and wanted.quantize(Decimal(1), ROUND_HALF_UP) == fact.varde


def _our_fault(fact: Fact, wanted: Decimal, left: Sequence[Left], *, several: bool) -> str:
    """Why our reading of a number must be wrong, or nothing."""
    if DAMAGED in fact.marks and several:
        return f"tecknen i {fact.raw} på rad {fact.line} är skadade, och {_number(wanted)} stämmer"
    if any(_column(way, fact) == wanted for way in fact.refused):
        return f"en avvisad läsning av rad {fact.line} ger {_number(wanted)}, som stämmer"
    if abs(wanted) >= LARGE and wanted == wanted.to_integral_value():
        digits = str(abs(int(wanted)))
        for row in left:
            near = row.table_id == fact.table_id and abs(row.line - fact.line) <= _NEAR
            if near and digits in re.sub(r"[^\d]", "", row.text):
                return f"{_number(wanted)} kan stå på den olästa raden {row.line}"
    return ""


def _column(way: str, fact: Fact) -> Decimal | None:
    """The number that a refused reading of the row has in the fact's column."""
    cells = way.split(" | ")
    if fact.place is None or fact.place[1] >= len(cells):
        return None
    try:
        return parse(cells[fact.place[1]])
    except NumberError:
        return None


def _number(value: Decimal) -> str:
    text = f"{value.normalize():,f}"
    return text.replace(",", " ").replace(".", ",").replace("-", "−")

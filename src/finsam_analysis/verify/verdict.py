"""What the checks say of each number, and which damaged print they prove.

A number is confirmed when a check that it takes part in holds exactly: rounding explains a small
difference but confirms nothing. When a check fails, suspicion falls on those of its numbers that
no other check confirms; if all are confirmed elsewhere, on all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from finsam_analysis.clean.facts import BEKRAFTAD, MOTSAGD, REPARERAD, Fact
from finsam_analysis.verify.checks import MOTSAGELSE, STAMMER, Check


@dataclass(frozen=True, slots=True)
class Repair:
    """Damaged print that a check proves the reading of."""

    report_id: str
    line: int
    raw: str
    varde: float
    skada: str
    bevis: str


def number_checks(checks: Sequence[Check]) -> None:
    """Give every check its identifier: report, kind, first line and a running number."""
    seen: dict[str, int] = {}
    for check in checks:
        stem = f"{check.report_id}:{check.typ.replace(' ', '-')}:{check.rader[0]}"
        seen[stem] = seen.get(stem, 0) + 1
        check.kontroll_id = f"{stem}:{seen[stem]}"


def judge(facts: Iterable[Fact], checks: Sequence[Check]) -> list[Repair]:
    """Set each fact's kontroll, and the status of damaged print that a check proves."""
    proof: dict[int, Check] = {}
    for check in checks:
        if check.utfall == STAMMER and len(check.facts) > 1:
            for fact in check.facts if check.proves is None else check.proves:
                if fact.named:
                    fact.kontroll = BEKRAFTAD
                proof.setdefault(id(fact), check)
    for check in checks:
        if check.utfall == MOTSAGELSE:
            suspects = [fact for fact in check.facts if id(fact) not in proof] or check.facts
            for fact in suspects:
                fact.kontroll = MOTSAGD
    return [repair for fact in facts if (repair := _repair(fact, proof.get(id(fact)))) is not None]


def _repair(fact: Fact, proof: Check | None) -> Repair | None:
    if not fact.marks:
        return None
    damage = ", ".join(fact.marks)
    if proof is None:
        fact.note(f"{damage} i trycket, ingen prövning bevisar läsningen")
        return None
    fact.status = REPARERAD
    return Repair(fact.report_id, fact.line, fact.raw, fact.number, damage, proof.kontroll_id)

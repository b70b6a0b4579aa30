"""What the checks say of each number, and which damaged print they prove.

A number's value is confirmed when a check that it takes part in holds exactly, or two do where
rounding could have made one hold by accident: rounding explains a small difference but confirms
nothing. The number is `bekraftad` only if its row's name is told
apart from the others too (`verify.names`); else it is checked, and not confirmed. When a check
fails, suspicion falls on those of its numbers that no other check confirms; if all are confirmed
elsewhere, on all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from finsam_analysis.clean.facts import BEKRAFTAD, MOTSAGD, REPARERAD, Fact
from finsam_analysis.verify.checks import Check

_TOGETHER = 2  # checks that rounding could have bent, which prove a number together


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


def judge(
    facts: Iterable[Fact], checks: Sequence[Check], bound: Collection[int] | None = None
) -> list[Repair]:
    """Set each fact's kontroll and prov, and the status of damaged print that a check proves.

    `bound` holds the facts (by id) whose names are told apart; None when all are.
    """
    proof = proofs(checks)
    kinds: dict[int, set[str]] = {}
    for check in checks:
        for fact in check.facts if check.proves != [] or check.suspects != [] else ():
            kinds.setdefault(id(fact), set()).add(check.typ)
            if id(fact) in proof and fact.named and (bound is None or id(fact) in bound):
                fact.kontroll = BEKRAFTAD
    for check in checks:
        if check.fails:
            suspects = [f for f in check.facts if id(f) not in proof] or check.facts
            for fact in suspects if check.suspects is None else check.suspects:
                fact.kontroll = MOTSAGD
    repairs = []
    for fact in facts:
        fact.prov = tuple(sorted(kinds.get(id(fact), ())))
        repair = _repair(fact, proof.get(id(fact)))
        if repair is not None:
            repairs.append(repair)
    return repairs


def proofs(checks: Iterable[Check]) -> dict[int, Check]:
    """For each fact (by id) whose value is proved: the first check that does so.

    Where rounding could have bent a sum, that it holds to the last digit may be an accident of one
    digit: such a check proves a number only together with another, of other numbers.
    """
    proof: dict[int, Check] = {}
    sums: dict[int, set[frozenset[int]]] = {}
    first: dict[int, Check] = {}
    for check in checks:
        taking = frozenset(id(fact) for fact in check.facts)
        for fact in check.proven:
            first.setdefault(id(fact), check)
            sums.setdefault(id(fact), set()).add(taking)
            if not _rounded(check) or len(sums[id(fact)]) >= _TOGETHER:
                proof.setdefault(id(fact), first[id(fact)])
    return proof


def _rounded(check: Check) -> bool:
    """True when the parts were rounded for print: percent, tkr, mkr. Kronor are counted, and a
    share is rounded from its counts to one last digit.
    """
    several = check.tolerans != 0 and check.proves is None
    return several and any(fact.enhet != "kr" for fact in check.facts)


def _repair(fact: Fact, proof: Check | None) -> Repair | None:
    if not fact.marks:
        return None
    damage = ", ".join(fact.marks)
    if proof is None:
        fact.note(f"{damage} i trycket, ingen prövning bevisar läsningen")
        return None
    fact.status = REPARERAD
    return Repair(fact.report_id, fact.line, fact.raw, fact.number, damage, proof.kontroll_id)

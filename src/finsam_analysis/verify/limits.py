"""Parts that are never larger than their wholes, by the rules of [[grans]] in words/regler.toml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from finsam_analysis.clean.facts import Fact
from finsam_analysis.verify.checks import Check, unit_step
from finsam_analysis.verify.engine import ALL, scoped
from finsam_analysis.verify.rules import Limit, limits

_ALL_ANSWERS = 4  # negative, neither, positive and clearly positive


def limit_checks(facts: Sequence[Fact]) -> Iterator[Check]:
    """One check a part and its whole, where each is printed once."""
    for rule in limits():
        mine = [f for f in facts if f.dataset == rule.dataset and rule.namn in f.extra]
        for group in scoped(mine, rule.namn, rule.inom):
            yield from _limit(rule, group)


def _make_hundred(group: Sequence[Fact]) -> bool:
    """True when all answers are printed beside each other, none a part of another."""
    shares = [fact for fact in group if fact.enhet == "procent"]
    off = abs(sum((fact.varde for fact in shares), Decimal(0)) - ALL)
    return len(shares) >= _ALL_ANSWERS and off <= unit_step(shares) * len(shares) / 2


def _limit(rule: Limit, group: Sequence[Fact]) -> Iterator[Check]:
    part, whole = (
        [fact for fact in group if fact.extra[rule.namn] == name]
        for name in (rule.part, rule.whole)
    )
    if rule.skilda and _make_hundred(group):
        return
    if len(part) == len(whole) == 1:
        text = f"{part[0].label_raw}: {part[0].raw} av {whole[0].raw}"
        yield Check(
            "delmängd",
            part[0].report_id,
            text,
            part[0].varde,
            whole[0].varde,
            Decimal(0),
            [part[0], whole[0]],
            limit=True,
        )

"""One result of one insats printed in two places: a goal in two tables, a result that is an exit.

By the rules of [[samma]]. A number of a named insats (or kommun), of one measure, year, gender and
period, is one number wherever the report prints it, so that two that differ are a contradiction.
Not where two tables agree on hardly any: an appendix may count others (only those who are not
anonymous). Numbers of the whole förbund have many bases: `verify.places` compares them, and
says nothing of a difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from finsam_analysis.clean.facts import Fact
from finsam_analysis.verify.checks import PROSA, Check, unit_step
from finsam_analysis.verify.engine import Key, is_rounded_in_words
from finsam_analysis.verify.rules import Same, sames

_WHOSE = ("insats_id", "kommun")
_ABOUT = (*_WHOSE, "kon", "period")
_AGREE = 3  # one in three of what two places both print must agree, or they count different things


def same_checks(facts: Sequence[Fact]) -> Iterator[Check]:
    """One check for each further place of a report that prints a number of an insats."""
    groups: dict[Key, list[Fact]] = defaultdict(list)
    for fact in facts:
        for key in _keys(fact):
            groups[key].append(fact)
    told: set[tuple[int, int]] = set()
    places: dict[tuple[object, ...], list[Check]] = defaultdict(list)
    for (rule, *_), same in groups.items():
        first = next((fact for fact in same if fact.table_id != PROSA), same[0])
        for other in same:
            pair = min(id(first), id(other)), max(id(first), id(other))
            if _apart(first, other) and pair not in told:
                told.add(pair)
                places[rule, first.table_id, other.table_id].append(_check(first, other))
    for checks in places.values():
        held = sum(not check.fails for check in checks)
        if held * _AGREE >= len(checks):
            yield from checks


def are_same(first: Fact, other: Fact) -> bool:
    """True when a rule holds two numbers to be one, so that no other check needs to."""
    return _apart(first, other) and not set(_keys(first)).isdisjoint(_keys(other))


def _keys(fact: Fact) -> list[Key]:
    """What each rule that takes a number knows it by; none for what a word says is rounded."""
    extra = fact.extra
    if not fact.named or not any(extra.get(name) for name in _WHOSE) or is_rounded_in_words(fact):
        return []
    about = (fact.report_id, fact.year, fact.enhet, *(extra.get(name) for name in _ABOUT))
    return [
        (rule.id, *about, extra.get(rule.namn) if rule.namn else None)
        for rule in sames()
        if _takes(rule, fact)
    ]


def _takes(rule: Same, fact: Fact) -> bool:
    return any(
        all(
            (fact.dataset if name == "dataset" else fact.extra.get(name)) == value
            for name, value in place.items()
        )
        for place in rule.platser
    )


def _apart(first: Fact, other: Fact) -> bool:
    """True for a number of a table and one of another, or of the running text."""
    return first.table_id != other.table_id and first.table_id != PROSA


def _check(first: Fact, other: Fact) -> Check:
    slack = Decimal(0) if first.enhet == "antal" else unit_step([first, other]) / 2
    text = f"{other.label_raw} {other.year}: samma tal som på rad {first.line}"
    check = Check(
        "samma tal", other.report_id, text, other.varde, first.varde, slack, [first, other]
    )
    check.terms, check.named = [1, -1], True
    return check

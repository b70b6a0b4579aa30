"""One amount in several places: statements, a note and its statement, prose, two years' reports.

Posts that can only mean one thing contradict each other when they differ. Other numbers of one
name can have different bases, so that a difference says nothing, unless it is what a misprint
looks like: the other sign, a thousand times, a digit or two of many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal

from finsam_analysis import words
from finsam_analysis.clean.facts import KRONOR, Fact
from finsam_analysis.verify.checks import AVRUNDNING, PROSA, STAMMER, Check, step_kr, unit_step
from finsam_analysis.verify.engine import Key, about, is_planned
from finsam_analysis.verify.same import are_same
from finsam_analysis.verify.slips import misprinted

LARGE = 1000  # what two places do not print alike by accident
_MANY = 100  # of people, likewise
_LEAST_TWIN = 10_000  # kronor
_IN_BOOKS = ("rapport", "not_nr", "not_post", "slag", "kategori", "period", "kon", "kommun")
_TOO_WIDE = frozenset({"summa", "totalt", "ovrigt", "ovriga"})  # names of many things
_NUMBERS = frozenset({"ekonomi", "rakenskaper", "medlemsbidrag", "deltagare", "avslut", "mal"})


def same_post_checks(facts: Sequence[Fact]) -> Iterator[Check]:
    """The same post printed in two statements, or in two years' reports.

    Not in a ledger's own report, whose debts are below zero and whose equity is without the result.
    """
    ledgers = _ledgers(facts)
    kept = set(words.load("regler")["samma_post"]["poster"])
    groups: dict[tuple[str, str, int], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.dataset == "rakenskaper" and fact.extra.get("belopp_kr") is not None:
            post = str(fact.extra["post"])
            if is_planned(fact) or (fact.report_id, fact.table_id) in ledgers:
                continue
            if post in kept and fact.extra.get("rapport") not in {None, "driftredovisning", "not"}:
                groups[fact.forbund_id, post, fact.year].append(fact)
    for (_, _, year), same in groups.items():
        for other in same[1:]:
            text = f"{same[0].label_raw} {year} på två ställen"
            yield _same("samma post", same[0], other, text, signed=True)


def _ledgers(facts: Iterable[Fact]) -> set[tuple[str, str]]:
    """The tables in which every debt is printed below zero."""
    debts = set(words.load("regler")["samma_post"]["skulder"])
    below: dict[tuple[str, str], set[bool]] = defaultdict(set)
    for fact in facts:
        if fact.dataset == "rakenskaper" and fact.extra.get("post") in debts and fact.varde:
            below[fact.report_id, fact.table_id].add(fact.varde < 0)
    return {table for table, signs in below.items() if signs == {True}}


def _same(typ: str, first: Fact, other: Fact, text: str, *, signed: bool) -> Check:
    """One amount in two places; costs are negative in a statement and positive in their note."""
    a, b = Decimal(int(first.extra["belopp_kr"])), Decimal(int(other.extra["belopp_kr"]))
    slack = max(step_kr(first), step_kr(other))
    where = (
        text
        if other.report_id == first.report_id
        else f"{text} ({first.report_id} och {other.report_id})"
    )
    meant_by_first = a if signed or a * b >= 0 else -a
    check = Check(typ, other.report_id, where, b, meant_by_first, slack, [first, other])
    check.terms, check.named = [1, -1], True
    return check


def note_checks(facts: Sequence[Fact]) -> Iterator[Check]:
    """The sum of a note against the post of the statement that its heading names."""
    statements = {
        (f.report_id, str(f.extra["post"]), f.year): f
        for f in facts
        if f.dataset == "rakenskaper"
        and f.extra.get("rapport") in {"resultatrakning", "balansrakning"}
        and not is_planned(f)
    }
    for fact in facts:
        if fact.dataset != "rakenskaper" or fact.extra.get("rapport") != "not":
            continue
        if fact.extra.get("post") != "summa" or not fact.extra.get("not_post"):
            continue
        stated = statements.get((fact.report_id, str(fact.extra["not_post"]), fact.year))
        if stated is not None and stated.extra.get("belopp_kr") is not None:
            text = f"Not {fact.extra['not_nr']} mot {stated.label_raw} {fact.year}"
            yield _same("not", stated, fact, text, signed=False)


# --- any number of one name ---------------------------------------------------------------------


def repeated_checks(facts: Sequence[Fact]) -> Iterator[Check]:
    """Numbers of one name and meaning in two places, one check for each place after the first.

    Linear in the facts: each is held against the first of its size among those of its name.
    """
    kept = set(words.load("regler")["samma_post"]["poster"])
    groups: dict[Key, list[Fact]] = defaultdict(list)
    for fact in facts:
        name = _name(fact)
        if name is not None and not (name in kept and fact.extra.get("rapport")):
            groups[_meaning(fact, name)].append(fact)
    for same in groups.values():
        if len({(f.report_id, f.table_id) for f in same}) > 1 or _in_prose(same):
            yield from _repeated(same)


def _in_prose(same: Sequence[Fact]) -> bool:
    return sum(fact.table_id == PROSA for fact in same) > 1


def _name(fact: Fact) -> str | None:
    """What a number is called, where the name tells it from others; None when it does not."""
    if fact.dataset not in _NUMBERS or is_planned(fact) or not fact.named or not fact.varde:
        return None
    if fact.dataset == "rakenskaper":
        name = str(fact.extra["post"])
    elif fact.dataset == "ekonomi":
        name = str(fact.extra.get("insats_id") or words.fold(fact.label_raw))
    else:
        name = fact.dataset
    return None if name in _TOO_WIDE else name


def _meaning(fact: Fact, name: str) -> Key:
    """What makes two numbers of one name one number."""
    if fact.enhet in KRONOR:
        rest = about(fact, *_IN_BOOKS, "insats_id", "post_budget")[3:]
        return (fact.forbund_id, fact.dataset, fact.year, "kronor", name, *rest)
    return (fact.forbund_id, name, *about(fact, "not_nr", "rapport"))


def _repeated(same: Sequence[Fact]) -> Iterator[Check]:
    first = same[0]
    for other in same[1:]:
        if (
            (first.report_id, first.table_id)
            == (other.report_id, other.table_id)
            != (
                other.report_id,
                PROSA,
            )
        ):
            continue
        if are_same(first, other) or are_same(other, first):
            continue  # compared by a rule
        check = _alike(first, other)
        if check is not None:
            yield check


def _alike(first: Fact, other: Fact) -> Check | None:
    """The check that two numbers are one, when they are or look misprinted; else None."""
    text = f"{other.label_raw} {other.year}: samma tal som på rad {first.line}"
    if first.enhet in KRONOR:
        check = _same("samma tal", first, other, text, signed=False)
    else:
        slack = _rounding(first, other)
        check = Check(
            "samma tal", other.report_id, text, other.varde, first.varde, slack, [first, other]
        )
        check.terms, check.named = [1, -1], True
    if not _telling(first):
        check.proves = []
    if check.utfall in {STAMMER, AVRUNDNING}:
        return check
    return check if misprinted(check.redovisat, check.beraknat) else None


def _rounding(first: Fact, other: Fact) -> Decimal:
    if first.enhet == "antal":
        return Decimal(0)
    return unit_step([first, other]) / 2


def _telling(fact: Fact) -> bool:
    """True for a number that two places do not print alike by accident."""
    kronor = fact.extra.get("belopp_kr")
    return abs(fact.varde) >= _MANY if kronor is None else abs(int(kronor)) >= LARGE


def twin_checks(facts: Iterable[Fact], tried: Collection[int]) -> Iterator[Check]:
    """Amounts that nothing else tries (`tried`, by id) and that the report prints elsewhere too.

    Whatever the two are called: that five digits or more, not round, are printed alike for one
    year in two tables, or in a table and the text, is no accident. It proves the value and no name.
    Where none is alike there is no check: what an amount should be like nothing says.
    """
    places: dict[tuple[str, int, int], list[Fact]] = defaultdict(list)
    for fact in facts:
        kronor = abs(int(fact.extra.get("belopp_kr") or 0))
        if fact.enhet == "kr" and kronor >= _LEAST_TWIN and kronor % LARGE and not is_planned(fact):
            places[fact.report_id, fact.year, kronor].append(fact)
    for same in places.values():
        for fact in same:
            others = [other for other in same if other.table_id != fact.table_id]
            if id(fact) in tried or fact.table_id == PROSA or not others:
                continue
            first = others[0]
            where = f"{first.label_raw}, rad {first.line}"
            text = f"{fact.label_raw} {fact.year}: samma belopp som {where}"
            check = _same("samma tal", first, fact, text, signed=False)
            check.named = False
            yield check


def amounts(facts: Iterable[Fact]) -> dict[Decimal, list[Fact]]:
    """Where each large amount or count is printed, by its size."""
    found: dict[Decimal, list[Fact]] = defaultdict(list)
    for fact in facts:
        if abs(fact.varde) >= LARGE:
            found[abs(fact.varde)].append(fact)
    return found

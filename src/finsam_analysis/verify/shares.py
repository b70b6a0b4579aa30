"""Percents against counts: of what they are printed beside, and whether any count could give them.

A share that agrees with two counts is proved by them, to its last printed digit; the counts are
not proved by the share, since other counts would round to it too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from itertools import product

from finsam_analysis.clean.facts import Fact
from finsam_analysis.verify.checks import PROSA, Check, unit_step
from finsam_analysis.verify.engine import ALL, NEAR, about, grouped, is_planned, passages
from finsam_analysis.verify.rules import (
    Between,
    Ratio,
    Share,
    ShareOf,
    betweens,
    ratios,
    shares,
    shares_of,
)

_ABOUT = ("insats_id", "kommun", "period", "kon")
_FEW = 60  # answers from which every whole percent is some share
_LEAST = Decimal("0.5")  # share of those who answered at all that have answered one question
_ANSWERS = ("negativt", "varken_eller", "positivt", "klart_positivt")


def share_checks(facts: Sequence[Fact]) -> Iterator[Check]:
    """Every check of one report's percents against its counts."""
    for rule in shares():
        yield from _against_counts(rule, facts)
    for rule_of in shares_of():
        yield from _in_table(rule_of, facts)
    for between in betweens():
        yield from _between(between, facts)
    yield from _rates(facts)
    yield from _possible(facts)


def _against_counts(rule: Share, facts: Sequence[Fact]) -> Iterator[Check]:
    """A percent against the count that it is of and the base, in the same table or passage."""
    mine = [f for f in facts if f.dataset == rule.dataset or _is_base(f, rule)]
    key = {id(f): (f.year, *(f.extra.get(column) for column in _ABOUT)) for f in mine}
    for same in grouped(mine, key):
        for share in (f for f in same if f.enhet == "procent" and rule.namn in f.extra):
            near = [f for f in same if f.enhet == "antal" and _together(share, f)]
            counts = [f for f in near if f.extra.get(rule.namn) == share.extra[rule.namn]]
            bases = [f for f in near if _is_base(f, rule)]
            if len(counts) == 1 and len(bases) == 1 and bases[0].varde > 0:
                yield share_check(share, counts[0], bases[0])


def _is_base(fact: Fact, rule: Share) -> bool:
    """True for the count of all who are divided into the categories of a dataset."""
    if fact.dataset == rule.dataset:
        return fact.extra.get(rule.namn) == "totalt"
    return bool(rule.bas) and all(
        (fact.dataset if name == "dataset" else fact.extra.get(name)) == value
        for name, value in rule.bas.items()
    )


def share_check(share: Fact, count: Fact, base: Fact) -> Check:
    """A percent against a count and its base, which may round a half either way."""
    step = unit_step([share])
    rounded = _percent(share, count.varde, base.varde)
    text = f"{share.label_raw}: {count.raw} av {base.raw} i procent"
    check = Check("andel", share.report_id, text, share.varde, rounded, step, [share, count, base])
    check.proves = [share]
    return check


def _percent(share: Fact, count: Decimal, base: Decimal) -> Decimal:
    """What a count and its base make in percent, rounded as the printed one, a half either way."""
    step = unit_step([share])
    exact = ALL * count / base
    even = exact.quantize(step, ROUND_HALF_EVEN)
    return even if even == share.varde else exact.quantize(step, ROUND_HALF_UP)


def _in_table(rule: ShareOf, facts: Sequence[Fact]) -> Iterator[Check]:
    """A percent against the one count and the one base of its table that the rule describes."""
    tables: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.dataset == rule.andel["dataset"] and fact.table_id != PROSA:
            tables[fact.table_id].append(fact)
    for there in tables.values():
        counts = [fact for fact in there if fact.enhet == "antal"]
        for share in there:
            if share.enhet != "procent" or not _has(share, rule.andel):
                continue
            near = [
                [f for f in counts if _differs_by(f, share, by, rule.fritt.get(name, ()))]
                for name, by in (("taljare", rule.taljare), ("namnare", rule.namnare))
            ]
            alone = all(len({f.varde for f in found}) == 1 for found in near)
            if alone and near[0][0] is not near[1][0] and near[1][0].varde:
                yield share_check(share, near[0][0], near[1][0])


def _has(fact: Fact, values: Mapping[str, str]) -> bool:
    return all(fact.extra.get(name, fact.dataset) == value for name, value in values.items())


def _differs_by(fact: Fact, share: Fact, by: Mapping[str, str], free: Sequence[str]) -> bool:
    """True when a count is about what the percent is about, but for what the rule says."""
    return fact.year == share.year and all(
        fact.extra.get(name) == by.get(name, share.extra.get(name))
        for name in (*_ABOUT, "matt", "del", "mal_id")
        if name not in free
    )


def _between(rule: Between, facts: Sequence[Fact]) -> Iterator[Check]:
    """A rate of all against those of women and men, in one table or passage."""
    mine = [
        fact
        for fact in facts
        if fact.dataset in rule.dataset
        and fact.enhet == "procent"
        and all(fact.extra.get(name) not in values for name, values in rule.utom.items())
        and (not rule.namn or fact.extra.get(rule.namn) in {rule.hel, *rule.delar})
    ]
    for same in grouped(mine, {id(f): about(f, "kon", rule.namn) for f in mine}):
        for passage in passages(same):
            check = _between_genders(rule, passage)
            if check is not None:
                yield check


def _between_genders(rule: Between, facts: Sequence[Fact]) -> Check | None:
    rates: dict[str, list[Fact]] = {}
    for kon in ("totalt", "kvinnor", "man"):
        mine = [fact for fact in facts if fact.extra.get("kon") == kon]
        whole = [fact for fact in mine if not rule.namn or fact.extra[rule.namn] == rule.hel]
        if rule.delar and kon != "totalt":
            if whole or sorted(str(f.extra[rule.namn]) for f in mine) != sorted(rule.delar):
                return None
            rates[kon] = mine
        elif len(whole) == 1:
            rates[kon] = whole
        else:
            return None
    every = [fact for found in rates.values() for fact in found]
    slack = unit_step(every) * (len(every) + 1) / 2
    total, *others = (sum((f.varde for f in found), Decimal(0)) for found in rates.values())
    low, high = (total, max(others)) if total >= min(others) else (min(others), total)
    text = f"{every[0].label_raw}: {every[0].raw} av alla ligger mellan kvinnors och mäns andel"
    return Check("kon", every[0].report_id, text, low, high, slack, every, limit=True)


def ratio_checks(facts: Sequence[Fact]) -> Iterator[Check]:
    """Percents of the books ([[kvot]]) against the amounts, of one report of the förbund."""
    posts: dict[tuple[str, str], dict[tuple[str, str, int], Fact]] = defaultdict(dict)
    for fact in facts:
        if fact.dataset == "rakenskaper" and fact.table_id != PROSA and not is_planned(fact):
            key = (str(fact.extra.get("rapport")), str(fact.extra["post"]), fact.year)
            posts[fact.forbund_id, fact.report_id].setdefault(key, fact)
    for rule in ratios():
        for (forbund, report_id), mine in posts.items():
            others = [posts[key] for key in posts if key[0] == forbund and key[1] != report_id]
            for (rapport, post, year), share in mine.items():
                if (rapport, post) == (rule.hel.rapport, rule.hel.post):
                    yield from _ratio(rule, share, year, [mine, *others])


def _ratio(
    rule: Ratio, share: Fact, year: int, places: Sequence[Mapping[tuple[str, str, int], Fact]]
) -> Iterator[Check]:
    """The check against the first report that prints the base and all posts of one way."""
    for posts, way in product(places, rule.taljare):
        found = [posts.get((term.rapport, term.post, year)) for term in (rule.namnare, *way)]
        base, *parts = [fact for fact in found if fact is not None] or [share]
        if len(parts) != len(way) or any(f.extra.get("belopp_kr") is None for f in (base, *parts)):
            continue
        amount = sum((Decimal(int(fact.extra["belopp_kr"])) for fact in parts), Decimal(0))
        whole = Decimal(int(base.extra["belopp_kr"]))
        if whole and amount:
            names = " + ".join(fact.label_raw for fact in parts)
            check = share_check(share, parts[0], base)
            check.beraknat = _percent(share, amount, whole)
            check.beskrivning = f"{share.label_raw} {year}: {names} av {base.label_raw} i procent"
            check.facts = [share, *parts, base]
            yield check
            return


def _together(first: Fact, second: Fact) -> bool:
    """True when two facts stand in one table, or close together in prose."""
    same = first.table_id == second.table_id
    return same and (first.table_id != PROSA or abs(first.line - second.line) <= NEAR)


def _questions(facts: Iterable[Fact]) -> list[dict[str, Fact]]:
    """The answers to each question, by what they are."""
    mine = [f for f in facts if f.dataset == "indikatorer"]
    about = ("respondentgrupp", "fraga_id")
    key = {id(f): (f.year, *(f.extra.get(column) for column in about)) for f in mine}
    return [{str(f.extra["svar"]): f for f in same} for same in grouped(mine, key)]


def _rates(facts: Iterable[Fact]) -> Iterator[Check]:
    """A response rate in a table, against how many answered and how many were asked."""
    printed = [f for f in facts if f.table_id != PROSA]  # running text rounds: "drygt hälften"
    for answers in _questions(printed):
        rate, count, base = (
            answers.get(svar) for svar in ("svarsfrekvens", "n_svar", "n_tillfragade")
        )
        if rate is not None and count is not None and base is not None and base.varde:
            yield share_check(rate, count, base)


def _possible(facts: Sequence[Fact]) -> Iterator[Check]:
    """Percents that no number of answers up to those who answered could give, and those that can.

    Some leave a question out, so any base from half of them up to all will do, one for all the
    answers to the question. Proves no value: neighbours can be possible too.
    """
    counted = {
        (f.year, f.extra.get("respondentgrupp")): f
        for f in facts
        if f.dataset == "indikatorer" and f.extra.get("svar") == "n_svar" and f.varde > 0
    }
    for answers in _questions(facts):
        told = [answers[s] for s in _ANSWERS if s in answers and answers[s].enhet == "procent"]
        base = counted.get((told[0].year, told[0].extra.get("respondentgrupp"))) if told else None
        if base is None or base.varde > _FEW or base.table_id != told[0].table_id:
            continue
        worst, nearest = _worst(told, int(base.varde))
        check = Check(
            "möjlig andel",
            worst.report_id,
            f"{worst.label_raw}: {worst.raw} av högst {base.raw} svar",
            worst.varde,
            nearest,
            unit_step([worst]),  # some cut the decimals off instead of rounding
            [worst, *(f for f in told if f is not worst), base],
            proves=[],
            suspects=[worst],
        )
        yield check


def _worst(told: Sequence[Fact], most: int) -> tuple[Fact, Decimal]:
    """The percent that is farthest from any share, under the base that suits the answers best."""
    least = max(1, int((most * _LEAST).to_integral_value(ROUND_FLOOR)))
    best: tuple[int, Fact, Decimal] | None = None
    for base in range(most, least - 1, -1):
        off = [(fact, _nearest(fact, base)) for fact in told]
        wrong = [(fact, near) for fact, near in off if near != fact.varde]
        if best is None or len(wrong) < best[0]:
            fact, near = wrong[0] if wrong else off[0]
            best = (len(wrong), fact, near)
    assert best is not None
    return best[1], best[2]


def _nearest(share: Fact, base: int) -> Decimal:
    """The share of a base that would be printed nearest to a percent; itself, if one is."""
    step = unit_step([share])
    count = int((share.varde * base / ALL).to_integral_value())
    shown = [
        (ALL * k / base).quantize(step, rounding)
        for k in (count - 1, count, count + 1)
        if 0 <= k <= base
        for rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN)
    ]
    return min(shown, key=lambda value: abs(value - share.varde))

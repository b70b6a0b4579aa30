"""Every rule of words/regler.toml: holding, and failing on a planted error."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from typing import Any

import pytest

from finsam_analysis.clean.facts import Fact
from finsam_analysis.verify.checks import MOTSAGELSE, STAMMER, Check
from finsam_analysis.verify.engine import (
    chain_checks,
    statement_checks,
    whole_checks,
)
from finsam_analysis.verify.limits import limit_checks
from finsam_analysis.verify.rules import (
    Chain,
    Limit,
    PostRule,
    Whole,
    chains,
    limits,
    post_rules,
    wholes,
)

FORWARD = [200, 30, 4, 50, 6, 7]  # no two sums of these are alike


def fact(varde: int | str, dataset: str = "rakenskaper", **extra: Any) -> Fact:
    place: dict[str, Any] = {"line": 1, "year": 2021, "table_id": "t01", "place": None}
    place |= {key: extra.pop(key) for key in list(extra) if key in place}
    enhet = extra.pop("enhet", "kr" if dataset == "rakenskaper" else "antal")
    if enhet == "kr":
        extra["belopp_kr"] = int(varde)
    return Fact(
        dataset=dataset,
        report_id="r",
        forbund_id="f",
        page=None,
        label_raw=str(extra.get("post", "Rad")),
        kolumn_raw="",
        raw=str(varde),
        varde=Decimal(varde),
        enhet=enhet,
        extra=extra,
        **place,
    )


def outcomes(checks: list[Check], text: str = "") -> list[str]:
    return [check.utfall for check in checks if text in check.beskrivning]


# --- sums of a statement ------------------------------------------------------------------------


def statement(rule: PostRule, layout: int, *, off: int = 0) -> list[Fact]:
    """The posts of a rule in one of its layouts, the total right or `off` by some kronor."""
    values = dict(zip(rule.layouts[layout], FORWARD, strict=False))
    total = sum(values[post] * weight for post, weight in rule.layouts[layout].items())
    posts = {**values, rule.summa: total + off}
    return [
        fact(value, rapport=rule.rapport, post=post, line=100 - at)
        for at, (post, value) in enumerate(posts.items())
    ]


LAYOUTS = [(rule, at) for rule in post_rules() for at in range(len(rule.layouts))]


@pytest.mark.parametrize(("rule", "layout"), LAYOUTS, ids=lambda v: getattr(v, "id", v))
def test_a_statements_rule_holds_and_fails(rule: PostRule, layout: int) -> None:
    def of_rule(facts: list[Fact]) -> list[str]:
        return [c.utfall for c in statement_checks(facts) if c.facts[0].extra["post"] == rule.summa]

    assert STAMMER in of_rule(statement(rule, layout))
    wrong = of_rule(statement(rule, layout, off=1000))
    assert wrong
    assert STAMMER not in wrong


def test_a_layout_is_that_of_most_years() -> None:
    """Printed so that the funds stand apart: the other layout would fail in both years."""
    posts = {"medel_fran_verksamheten": 400, "forandring_fordringar": 30, "forandring_skulder": -5}
    facts = [
        fact(value, rapport="kassaflode", post=post, year=year)
        for year in (2020, 2021)
        for post, value in {**posts, "kassaflode_lopande": 25}.items()
    ]
    assert outcomes(list(statement_checks(facts))) == [STAMMER, STAMMER]
    facts[3].varde = Decimal(26_000)
    assert sorted(outcomes(list(statement_checks(facts)))) == [MOTSAGELSE, STAMMER]


# --- posts across statements and years ----------------------------------------------------------


def chained(rule: Chain, *, off: int = 0) -> list[Fact]:
    numbers = count(1000, 137)
    parts = [
        (term, fact(next(numbers), rapport=term.rapport, post=term.post, year=2021 + term.ar))
        for term in rule.delar
    ]
    total = sum(part.extra["belopp_kr"] * term.vikt for term, part in parts)
    return [
        fact(total + off, rapport=rule.hel.rapport, post=rule.hel.post),
        *(part for _, part in parts),
    ]


@pytest.mark.parametrize("rule", chains(), ids=lambda rule: rule.id)
def test_a_chain_holds_and_fails(rule: Chain) -> None:
    def of_rule(facts: list[Fact]) -> list[str]:
        return [c.utfall for c in chain_checks(facts) if c.facts[0] is facts[0]]

    assert STAMMER in of_rule(chained(rule))
    wrong = of_rule(chained(rule, off=500))
    assert wrong == [] if rule.forsiktig else MOTSAGELSE in wrong


# --- parts of a whole ---------------------------------------------------------------------------


def divided(rule: Whole, *, off: int = 0) -> list[Fact]:
    names = list(rule.delar) or [f"del_{at}" for at in range(max(rule.minst, 4))]
    shares = [40, 30, 20, 10, 0][: len(names)]
    if rule.summa is None:
        shares[0] += 100 - sum(shares) + off
    made = []
    for at, (name, value) in enumerate(zip(names, shares, strict=True)):
        where = (0, at) if rule.inom == "rad" else (at, 0)
        made.append((name, value, where))
    if rule.summa is not None:
        made.append((rule.summa, sum(shares) + off, (0, 9)))
    return [
        fact(
            value,
            next(iter(rule.dataset)),
            enhet="antal" if rule.summa else "procent",
            place=where if rule.inom in {"rad", "kolumn"} else None,
            table_id="prosa" if rule.inom == "stycke" else "t01",
            **{rule.namn: name},
            **{column: values[0] for column, values in rule.bara.items()},
        )
        for name, value, where in made
    ]


@pytest.mark.parametrize("rule", wholes(), ids=lambda rule: rule.id)
def test_parts_make_their_whole_or_do_not(rule: Whole) -> None:
    assert outcomes(list(whole_checks(divided(rule))), rule.text) == [STAMMER]
    assert outcomes(list(whole_checks(divided(rule, off=-25))), rule.text) == [MOTSAGELSE]


def test_only_shares_that_divide_the_participants_make_a_hundred() -> None:
    """Of women 46 percent and of men 43 went to work: no shares of one whole."""
    rule = next(rule for rule in wholes() if rule.id == "kon-i-procent")
    facts = divided(rule, off=-25)
    for one in facts:
        one.extra["matt"] = "avslutade_arbete_studier"
    assert list(whole_checks(facts)) == []
    two = [f for f in divided(rule, off=-25) if f.extra["kon"] != "ej_angivet"]
    assert list(whole_checks(two)) == []  # the rest have not said


def test_those_who_did_not_say_can_be_left_out_of_print() -> None:
    rule = next(rule for rule in wholes() if rule.id == "kon-i-rad")
    facts = [f for f in divided(rule) if f.extra["kon"] != "ej_angivet"]
    assert outcomes(list(whole_checks(facts))) == []  # the total is larger than women and men


# --- parts no larger than wholes ----------------------------------------------------------------


@pytest.mark.parametrize("rule", limits(), ids=lambda rule: f"{rule.dataset}-{rule.id}")
def test_a_part_is_no_larger_than_its_whole(rule: Limit) -> None:
    def sizes(part: int, whole: int) -> list[str]:
        facts = [
            fact(size, rule.dataset, **{rule.namn: name})
            for name, size in ((rule.part, part), (rule.whole, whole))
        ]
        return outcomes(list(limit_checks(facts)))

    assert sizes(12, 20) == sizes(20, 20) == [STAMMER]
    assert sizes(21, 20) == [MOTSAGELSE]


def test_a_limit_proves_no_value() -> None:
    facts = [
        fact(12, "indikatorer", svar="klart_positivt"),
        fact(20, "indikatorer", svar="positivt"),
    ]
    (check,) = limit_checks(facts)
    assert check.proven == []
    assert not check.equates

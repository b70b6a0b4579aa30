"""Checks of people, answers and shares; figures made up, results worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from finsam_analysis.clean.facts import BEKRAFTAD, MOTSAGD, OKONTROLLERAD, Fact
from finsam_analysis.verify.checks import AVRUNDNING, MOTSAGELSE, STAMMER, Check
from finsam_analysis.verify.engine import whole_checks
from finsam_analysis.verify.shares import share_checks
from finsam_analysis.verify.verdict import judge, number_checks


def people_checks(facts: list[Fact]) -> Iterator[Check]:
    yield from whole_checks(facts)
    yield from share_checks(facts)


def fact(
    varde: str, dataset: str = "deltagare", *, line: int = 10, table: str = "prosa", **extra: Any
) -> Fact:
    enhet = extra.pop("enhet", "antal")
    return Fact(
        dataset, "r", "f", 2021, line, None, table, "Norrgården", "", varde, Decimal(varde), enhet,
        extra=extra,
    )  # fmt: skip


def people(kvinnor: str, man: str, totalt: str, **more: Any) -> list[Fact]:
    by_kon = {"kvinnor": kvinnor, "man": man, "totalt": totalt}
    return [fact(n, kon=kon, matt="deltagare", **more) for kon, n in by_kon.items()]


@pytest.mark.parametrize(
    ("numbers", "utfall"),
    [(("12", "9", "21"), [STAMMER]), (("12", "19", "21"), [MOTSAGELSE]), (("12", "9", "24"), [])],
)
def test_women_and_men_make_the_total(numbers: tuple[str, str, str], utfall: list[str]) -> None:
    """A total that is larger says nothing: some have not stated their gender."""
    assert [check.utfall for check in people_checks(people(*numbers))] == utfall


def test_figures_far_apart_are_no_passage() -> None:
    near = people("12", "9", "30")
    near[2].line = 40
    assert list(people_checks(near)) == []


def test_a_table_has_checks_of_its_own() -> None:
    told = people("12", "9", "24", table="t01")
    for at, one in enumerate(told):
        one.place = (0, at)
    assert list(people_checks(told)) == []


def left(share: str, count: str = "23", base: str = "87") -> list[Fact]:
    return [
        fact(share, "avslut", enhet="procent", orsak="arbete_studier", kon="totalt"),
        fact(count, "avslut", orsak="arbete_studier", kon="totalt"),
        fact(base, matt="avslutade", kon="totalt"),
    ]


@pytest.mark.parametrize(
    ("share", "utfall"),
    [("26", STAMMER), ("26.4", STAMMER), ("27", AVRUNDNING), ("36", MOTSAGELSE)],
)
def test_a_share_is_held_against_its_counts(share: str, utfall: str) -> None:
    """23 of 87 is 26.437 percent."""
    assert [check.utfall for check in people_checks(left(share))] == [utfall]


def test_a_half_may_be_rounded_either_way() -> None:
    """1 of 8 is 12.5 percent."""
    outcomes = [next(people_checks(left(share, "1", "8"))).utfall for share in ("12", "13")]
    assert outcomes == [STAMMER, STAMMER]


def test_a_share_that_agrees_does_not_prove_its_counts() -> None:
    facts = left("26")
    checks = list(people_checks(facts))
    number_checks(checks)
    judge(facts, checks)
    assert [f.kontroll for f in facts] == [BEKRAFTAD, OKONTROLLERAD, OKONTROLLERAD]


def test_a_share_that_differs_casts_doubt_on_all_three() -> None:
    facts = left("36")
    checks = list(people_checks(facts))
    number_checks(checks)
    judge(facts, checks)
    assert {f.kontroll for f in facts} == {MOTSAGD}


def answers(*shares: str) -> list[Fact]:
    names = ("negativt", "varken_eller", "positivt", "klart_positivt")
    return [
        fact(share, "indikatorer", table="t02", enhet="procent", svar=svar, fraga_id="a",
             respondentgrupp="personal")
        for svar, share in zip(names, shares, strict=False)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("shares", "utfall"),
    [
        (("13", "13", "74", "38"), [STAMMER]),
        (("13", "14", "74", "38"), [AVRUNDNING]),
        (("13", "31", "74", "38"), [MOTSAGELSE]),
        (("13", "13"), []),
    ],
)
def test_answers_make_a_hundred(shares: tuple[str, ...], utfall: list[str]) -> None:
    """The clearly positive are among the positive, and are not added."""
    assert [check.utfall for check in people_checks(answers(*shares))] == utfall

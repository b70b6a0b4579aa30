"""One number of an insats in several places; percents against what they are of; amounts alike."""

from __future__ import annotations

from typing import Any

import pytest
from tests.verify.test_engine import fact

from finsam_analysis.clean.facts import Fact
from finsam_analysis.verify.checks import AVRUNDNING, MOTSAGELSE, STAMMER
from finsam_analysis.verify.places import repeated_checks, twin_checks
from finsam_analysis.verify.rules import Between, Ratio, Same, betweens, ratios, sames, shares_of
from finsam_analysis.verify.same import same_checks
from finsam_analysis.verify.shares import ratio_checks, share_checks

TEAM: dict[str, Any] = {"insats_id": "f/team", "kommun": None, "kon": "totalt", "period": "ar"}


def placed(rule: Same, numbers: tuple[int, int], **about: Any) -> list[Fact]:
    """A number in the first place that the rule names, and in the last."""
    made = []
    for table_id, number, place in zip(
        ("t01", "t02"), numbers, (rule.platser[0], rule.platser[-1]), strict=True
    ):
        told = {**TEAM, **({rule.namn: "nya"} if rule.namn else {}), **place, **about}
        dataset = told.pop("dataset")
        made.append(fact(number, dataset, table_id=table_id, **told))
    return made


# --- one number of an insats --------------------------------------------------------------------


@pytest.mark.parametrize("rule", sames(), ids=lambda rule: rule.id)
def test_a_number_of_an_insats_is_one_number(rule: Same) -> None:
    assert [check.utfall for check in same_checks(placed(rule, (90, 90)))] == [STAMMER]
    agreeing = placed(rule, (70, 70), insats_id="f/other")
    made = same_checks([*agreeing, *placed(rule, (90, 80))])
    assert [check.utfall for check in made] == [STAMMER, MOTSAGELSE]


@pytest.mark.parametrize("rule", sames(), ids=lambda rule: rule.id)
def test_numbers_of_another_gender_or_of_all_are_others(rule: Same) -> None:
    first, second = placed(rule, (90, 80))
    second.extra["kon"] = "kvinnor"
    assert list(same_checks([first, second])) == []
    everybody = placed(rule, (90, 80), insats_id=None)
    assert list(same_checks(everybody)) == []


def test_two_tables_that_agree_on_hardly_any_count_different_things() -> None:
    """An appendix of those who are not anonymous is no contradiction of the report."""
    facts = []
    for at, pair in enumerate([(90, 80), (50, 44), (30, 21), (12, 12)]):
        facts += placed(sames()[1], pair, insats_id=f"f/{at}")
    assert list(same_checks(facts)) == []
    assert len(list(same_checks(facts[2:]))) == 3  # one of three agrees


def test_what_a_word_says_is_rounded_is_no_other_number() -> None:
    first, second = placed(sames()[1], (27, 30))
    second.table_id, second.anmarkning = "prosa", "drygt"
    assert list(same_checks([first, second])) == []
    second.anmarkning = ""
    agreeing = placed(sames()[1], (70, 70), insats_id="f/other")
    agreeing[1].table_id = "prosa"
    made = same_checks([*agreeing, first, second])
    assert [check.utfall for check in made] == [STAMMER, MOTSAGELSE]


def test_a_pair_is_compared_once() -> None:
    pair = placed(sames()[1], (1350, 1350))
    assert len(list(same_checks(pair))) == 1 and list(repeated_checks(pair)) == []


def test_it_proves_both_numbers_and_binds_their_names() -> None:
    """With the two labels changed it would fail: `verify.names` goes by that."""
    pair = placed(sames()[1], (94, 94))
    (check,) = same_checks(pair)
    assert check.proven == pair and check.named and check.terms == [1, -1] and check.equates


# --- percents in a table of goals ---------------------------------------------------------------


def goal(number: int, enhet: str, **other: str) -> Fact:
    about = {**TEAM, "matt": "deltagare", "del": "resultat", "mal_id": "t01-1", **other}
    return fact(number, "mal", enhet=enhet, **about)


@pytest.mark.parametrize(("share", "utfall"), [(57, STAMMER), (58, AVRUNDNING), (75, MOTSAGELSE)])
def test_a_share_of_women_is_held_against_women_and_all(share: int, utfall: str) -> None:
    facts = [
        goal(1723, "antal"),
        goal(985, "antal", kon="kvinnor"),
        goal(share, "procent", kon="kvinnor"),
    ]
    assert [check.utfall for check in share_checks(facts)] == [utfall]


@pytest.mark.parametrize(("share", "utfall"), [(91, STAMMER), (19, MOTSAGELSE)])
def test_how_much_of_a_goal_is_reached(share: int, utfall: str) -> None:
    facts = [
        goal(1900, "antal", **{"del": "mal"}),
        goal(1723, "antal", mal_id="t01-2"),
        goal(share, "procent", matt="andel_av_mal"),
    ]
    assert [check.utfall for check in share_checks(facts)] == [utfall]
    assert {rule.id for rule in shares_of()} == {"kon-av-alla", "av-malet"}


def test_two_counts_that_could_be_meant_tell_nothing() -> None:
    facts = [
        goal(1723, "antal"),
        goal(985, "antal", kon="kvinnor"),
        goal(980, "antal", kon="kvinnor"),
        goal(57, "procent", kon="kvinnor"),
    ]
    assert list(share_checks(facts)) == []


# --- percents of the books ----------------------------------------------------------------------


def books(rule: Ratio, way: int, percent: str, owner: str = "r") -> list[Fact]:
    """The percent, its base of 10 000 000 kr, and posts of 2 000 000 kr each."""
    term = rule.hel
    made = [fact(percent, enhet="procent", rapport=term.rapport, post=term.post)]
    amounts = [(rule.namnare, 10_000_000), *((term, 2_000_000) for term in rule.taljare[way])]
    for term, kr in amounts:
        made.append(fact(kr, rapport=term.rapport, post=term.post, table_id="t02"))
        made[-1].report_id = owner
    return made


@pytest.mark.parametrize("rule", ratios(), ids=lambda rule: rule.id)
def test_a_percent_of_the_books_holds_and_fails(rule: Ratio) -> None:
    for way, terms in enumerate(rule.taljare):
        right = str(20 * len(terms))
        for owner in ("r", "s"):  # its own statement, and another report's
            (check,) = ratio_checks(books(rule, way, right, owner))
            assert check.utfall == STAMMER and [f.raw for f in check.proven] == [right]
            (check,) = ratio_checks(books(rule, way, "45", owner))
            assert check.utfall == MOTSAGELSE


@pytest.mark.parametrize("rule", ratios(), ids=lambda rule: rule.id)
def test_a_percent_without_its_posts_is_not_checked(rule: Ratio) -> None:
    made = books(rule, 0, "40")
    assert list(ratio_checks(made[:2])) == []
    for other in made[1:]:
        other.forbund_id = "another"
    assert list(ratio_checks(made)) == []


# --- amounts that are alike ---------------------------------------------------------------------


def amounts(one: int, other: int) -> list[Fact]:
    return [
        fact(one, "ekonomi", enhet="kr", post="utfall"),
        fact(other, post="kassa_och_bank", rapport="balansrakning", table_id="t02"),
    ]


def test_an_amount_that_nothing_tries_and_that_stands_elsewhere() -> None:
    pair = amounts(14_372_506, 14_372_506)
    (check,) = twin_checks(pair, {id(pair[1])})
    assert check.utfall == STAMMER and not check.named
    assert list(twin_checks(pair, {id(fact) for fact in pair})) == []


@pytest.mark.parametrize(
    ("one", "other"), [(14_372_506, 14_372_509), (2_000_000, 2_000_000), (4506, 4506)]
)
def test_round_and_small_amounts_and_others_are_no_twins(one: int, other: int) -> None:
    assert list(twin_checks(amounts(one, other), set())) == []


def test_an_amount_of_another_year_is_no_twin() -> None:
    pair = amounts(14_372_506, 14_372_506)
    pair[1].year = 2020
    assert list(twin_checks(pair, set())) == []


# --- a rate of all, between those of women and men ----------------------------------------------


def rates(rule: Between, women: int, men: int, everybody: int) -> list[Fact]:
    """The rates; those of women and men by their parts where the rule has parts, the first 20."""
    made = []
    for kon, rate in (("kvinnor", women), ("man", men), ("totalt", everybody)):
        about = {**TEAM, "kon": kon, "matt": "till_arbete"}
        whole = {**about, rule.namn: rule.hel} if rule.namn else about
        told = [(rate, whole)]
        if rule.delar and kon != "totalt":
            told = [
                (part, {**about, rule.namn: name})
                for name, part in zip(rule.delar, (20, rate - 20), strict=True)
            ]
        dataset = sorted(rule.dataset)[0]
        made += [fact(part, dataset, enhet="procent", **extra) for part, extra in told]
    return made


@pytest.mark.parametrize("rule", betweens(), ids=lambda rule: rule.id)
@pytest.mark.parametrize(
    ("everybody", "utfall"), [(49, STAMMER), (51, STAMMER), (57, MOTSAGELSE), (39, MOTSAGELSE)]
)
def test_a_rate_of_all_lies_between_those_of_women_and_men(
    rule: Between, everybody: int, utfall: str
) -> None:
    checks = [c for c in share_checks(rates(rule, 51, 47, everybody)) if c.limit]
    assert [check.utfall for check in checks] == [utfall]
    assert checks[0].proven == [] and not checks[0].equates


def test_shares_of_all_participants_are_no_rates() -> None:
    made = rates(betweens()[0], 52, 44, 100)
    for one in made:
        one.dataset, one.extra["matt"] = "mal", "deltagare"
    assert [c for c in share_checks(made) if c.limit] == []


def test_a_rate_without_one_gender_is_not_checked() -> None:
    made = rates(betweens()[0], 51, 47, 57)
    assert [c for c in share_checks([f for f in made if f.extra["kon"] != "man"]) if c.limit] == []

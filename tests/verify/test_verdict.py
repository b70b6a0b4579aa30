"""What checks say of numbers: confirmed, contradicted, unchecked, repaired."""

from __future__ import annotations

from decimal import Decimal

from tests.made import assessed

from finsam_analysis.clean.facts import BEKRAFTAD, MOTSAGD, OKONTROLLERAD, REPARERAD, TRYCKT, Fact
from finsam_analysis.verify.checks import Check
from finsam_analysis.verify.verdict import judge, number_checks


def fact(value: int, *, line: int = 1, marks: tuple[str, ...] = ()) -> Fact:
    return Fact(
        "rakenskaper", "r", "f", 2021, line, None, "t01", "Post", "", str(value), Decimal(value),
        "kr", marks=marks,
    )  # fmt: skip


def check(total: Fact, *parts: Fact, slack: str = "0") -> Check:
    """A sum of facts."""
    computed = sum((part.varde for part in parts), Decimal(0))
    return Check("summa", "r", "", total.varde, computed, Decimal(slack), [total, *parts])


def verdict(facts: list[Fact], *checks: Check) -> list[str]:
    number_checks(checks)
    judge(facts, checks)
    return [fact.kontroll for fact in facts]


def test_a_check_that_holds_confirms_all_that_take_part() -> None:
    facts = [fact(5), fact(2), fact(3), fact(9)]
    assert verdict(facts, check(*facts[:3])) == [BEKRAFTAD, BEKRAFTAD, BEKRAFTAD, OKONTROLLERAD]


def test_rounding_explains_but_confirms_nothing() -> None:
    facts = [fact(6), fact(2), fact(3)]
    assert verdict(facts, check(*facts, slack="1.5")) == [OKONTROLLERAD] * 3


def test_a_check_that_fails_contradicts_all_that_take_part() -> None:
    facts = [fact(9), fact(2), fact(3)]
    assert verdict(facts, check(*facts, slack="1.5")) == [MOTSAGD] * 3


def test_suspicion_falls_on_those_that_nothing_else_confirms() -> None:
    total, one, two, three, four = facts = [fact(9), fact(2), fact(3), fact(1), fact(1)]
    held = check(one, three, four)  # 2 = 1 + 1
    failed = check(total, one, two)  # 9 is not 2 + 3
    assert verdict(facts, held, failed) == [MOTSAGD, BEKRAFTAD, MOTSAGD, BEKRAFTAD, BEKRAFTAD]


def test_when_all_are_confirmed_elsewhere_all_are_suspected() -> None:
    total, one, two = facts = [fact(9), fact(2), fact(3)]
    others = [fact(9), fact(2), fact(3)]
    holding = [check(mine, other) for mine, other in zip(facts, others, strict=True)]
    assert verdict(facts, *holding, check(total, one, two)) == [MOTSAGD] * 3


def test_a_check_of_one_number_proves_nothing() -> None:
    facts = [fact(5)]
    alone = Check("summa", "r", "", Decimal(5), Decimal(5), Decimal(0), facts)
    assert verdict(facts, alone) == [OKONTROLLERAD]


def test_damaged_print_is_repaired_by_the_check_that_holds() -> None:
    total, damaged, whole = facts = [fact(5), fact(2, line=7, marks=("skadat tecken",)), fact(3)]
    checks = [check(total, damaged, whole)]
    number_checks(checks)
    (repair,) = judge(facts, checks)
    assert (damaged.status, whole.status) == (REPARERAD, TRYCKT)
    assert (repair.line, repair.varde, repair.skada) == (7, 2.0, "skadat tecken")
    assert repair.bevis == checks[0].kontroll_id


def test_damaged_print_that_nothing_proves_says_so() -> None:
    for checks in ([], [check(fact(9), fact(2), fact(3))]):
        damaged = fact(2, marks=("mellanslag saknas",))
        number_checks(checks)
        assert judge([damaged], checks) == []
        assert damaged.status == TRYCKT
        assert "mellanslag saknas i trycket" in damaged.anmarkning


def test_damaged_print_that_a_check_only_nearly_holds_is_not_repaired() -> None:
    total, damaged, whole = facts = [fact(6), fact(2, marks=("skadat tecken",)), fact(3)]
    checks = [check(total, damaged, whole, slack="1.5")]
    number_checks(checks)
    assert judge(facts, checks) == []


def test_every_check_has_an_identifier_of_its_own() -> None:
    checks = [check(fact(5, line=9), fact(5, line=4)), check(fact(7, line=4), fact(7, line=9))]
    number_checks(checks)
    assert [c.kontroll_id for c in checks] == ["r:summa:4:1", "r:summa:4:2"]
    assert [c.rader for c in checks] == [[4, 9], [4, 9]]


def test_a_wrong_number_is_found_where_a_row_and_a_column_meet() -> None:
    """Beta's men are printed 75 for 57: its row and its column fail, and only it is in both."""
    built = assessed(
        """
        Deltagare 2021
        Insats Kvinnor Män Totalt
        Alfa 74 62 136
        Beta 51 75 108
        Totalt 125 119 244
        """
    )
    doubted = {(f.label_raw, f.extra["kon"]) for f in built.facts if f.kontroll == MOTSAGD}
    assert doubted == {("Beta", "man")}
    sure = {f.label_raw for f in built.facts if f.kontroll == BEKRAFTAD}
    assert sure == {"Totalt"}  # Alfa's numbers are checked, but its name could be Beta's


def test_lost_spaces_are_repaired_only_where_a_sum_proves_them() -> None:
    rows = "Belopp i kr Budget Utfall\nAlfa 1886 099 3 913 000\nBeta 1 100 100 2 000 200\n"
    built = assessed(rows + "Summa 2 986 199 5 913 200")
    (repair,) = built.repairs
    assert (repair.raw, repair.varde, repair.skada) == (
        "1886 099",
        1_886_099.0,
        "mellanslag saknas",
    )
    (same,) = [f for f in built.facts if f.raw == "1886 099"]
    assert (same.status, same.kontroll) == (REPARERAD, OKONTROLLERAD)
    assert same.prov == ("summa",)  # the number is proved; which row is Alfa is not
    built = assessed(rows + "Summa 2 999 199 5 913 200")
    assert built.repairs == []


def test_a_rounded_sum_proves_a_number_only_together_with_another() -> None:
    """In tkr a sum that is off by one can be made to hold by a wrong last digit."""
    total, one, two, other = facts = [fact(5), fact(2), fact(3), fact(7)]
    for number in facts:
        number.enhet = "tkr"
    first = check(total, one, two, slack="1.5")
    assert verdict(facts, first) == [OKONTROLLERAD] * 4
    second = check(other, total, one, slack="1.5")
    assert verdict(facts, first, second) == [BEKRAFTAD, BEKRAFTAD, OKONTROLLERAD, OKONTROLLERAD]


def test_the_same_sum_twice_is_one_proof() -> None:
    facts = [fact(5), fact(2), fact(3)]
    for number in facts:
        number.enhet = "tkr"
    again = [check(*facts, slack="1.5") for _ in range(2)]
    assert verdict(facts, *again) == [OKONTROLLERAD] * 3


def test_a_number_whose_name_is_not_bound_is_checked_and_not_confirmed() -> None:
    facts = [fact(5), fact(2), fact(3)]
    checks = [check(*facts)]
    number_checks(checks)
    judge(facts, checks, {id(facts[0])})
    assert [f.kontroll for f in facts] == [BEKRAFTAD, OKONTROLLERAD, OKONTROLLERAD]
    assert facts[1].prov == ("summa",)


def test_a_check_that_names_its_suspects_contradicts_them_alone() -> None:
    facts = [fact(5), fact(2), fact(3)]
    failed = Check("ordning", "r", "", Decimal(1), Decimal(3), Decimal(0), facts)
    failed.proves, failed.suspects = [], facts[1:]
    assert verdict(facts, check(*facts), failed) == [BEKRAFTAD, MOTSAGD, MOTSAGD]


def test_a_reading_of_ours_that_is_wrong_is_no_contradiction() -> None:
    failed = check(fact(9), fact(2), fact(3))
    failed.ours = True
    assert (failed.utfall, failed.fails) == ("lasfel", True)

"""Every check on made-up tables: holding, off by rounding, and failing on a planted error."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.made import assessed

from finsam_analysis.clean.facts import Fact
from finsam_analysis.verify.checks import (
    AVRUNDNING,
    MOTSAGELSE,
    STAMMER,
    Check,
    tolerance,
    unit_step,
)
from finsam_analysis.verify.engine import Around, statement_checks
from finsam_analysis.verify.places import note_checks, same_post_checks

BUDGET = """
Belopp i kr
Insats Budget Utfall Avvikelse
Ungdomsteam 1 184 200 1 156 412 27 788
Lotsar 994 200 930 602 63 598
Kansli 562 600 617 446 -54 846
Summa 2 741 000 2 704 460 36 540
"""
PEOPLE = """
Deltagare 2021
Insats Kvinnor Män Totalt
Alfa 74 62 136
Beta 51 57 108
Gamma 10 12 22
Totalt 135 131 266
"""
RESULTS = """
Resultaträkning
Belopp i kr 2021 2020
Verksamhetens intäkter 2 800 000 2 650 000
Verksamhetens kostnader -2 704 460 -2 601 300
Verksamhetens nettokostnad 95 540 48 700
Finansiella intäkter 1 200 900
Årets resultat 96 740 49 600
"""


def outcomes(*tables: str) -> dict[str, list[str]]:
    """For each kind of check, the outcomes other than stammer."""
    found: dict[str, list[str]] = {}
    for check in assessed(*tables).checks:
        found.setdefault(check.typ, [])
        if check.utfall != STAMMER:
            found[check.typ].append(check.utfall)
    return found


def contradicted(*tables: str) -> set[str]:
    """Row labels of the numbers that a check contradicts."""
    return {fact.label_raw for fact in assessed(*tables).facts if fact.kontroll == "motsagd"}


def fact(varde: str, enhet: str = "kr", **extra: Any) -> Fact:
    place: dict[str, Any] = {
        "report_id": "r",
        "year": 2021,
        "line": 1,
        "table_id": "t01",
        "label_raw": "Post",
    }
    place |= {key: extra.pop(key) for key in list(extra) if key in place}
    kronor = {"kr": 1, "tkr": 1000, "mkr": 1_000_000}.get(enhet)
    if kronor:
        extra.setdefault("belopp_kr", int(Decimal(varde) * kronor))
    return Fact(
        dataset=extra.pop("dataset", "rakenskaper"),
        forbund_id="f",
        page=None,
        kolumn_raw="",
        raw=varde,
        varde=Decimal(varde),
        enhet=enhet,
        extra=extra,
        **place,
    )


# --- one comparison -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "computed", "slack", "utfall"),
    [
        ("100", "100", "0", STAMMER),
        ("100", "101", "1.5", AVRUNDNING),
        ("100", "98.5", "1.5", AVRUNDNING),
        ("100", "102", "1.5", MOTSAGELSE),
        ("100", "-100", "1.5", MOTSAGELSE),
        ("100", "101", "0", MOTSAGELSE),
    ],
)
def test_what_a_comparison_shows(printed: str, computed: str, slack: str, utfall: str) -> None:
    check = Check("summa", "r", "", Decimal(printed), Decimal(computed), Decimal(slack))
    assert check.utfall == utfall


def test_the_tolerance_is_half_a_step_for_each_number() -> None:
    assert tolerance([fact("1"), fact("2"), fact("3")]) == Decimal("1.5")
    assert tolerance([fact("1.5"), fact("2.25")]) == Decimal("0.1")
    assert unit_step([fact("1.5"), fact("2.25")]) == Decimal("0.1")  # the coarsest print
    assert unit_step([fact("1.5"), fact("2")]) == 1


# --- a whole report that holds ------------------------------------------------------------------


def test_a_report_that_adds_up_has_no_contradiction() -> None:
    found = outcomes(BUDGET, PEOPLE, RESULTS)
    assert set(found) >= {"summa", "differens", "kon", "räkning"}
    assert all(listed == [] for listed in found.values())
    assert contradicted(BUDGET, PEOPLE, RESULTS) == set()


# --- planted errors -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Lotsar 994 200", "Lotsar 944 200"),  # a digit
        ("Lotsar 994 200", "Lotsar -994 200"),  # a sign
        ("930 602 63 598", "930 602 000 63 598"),  # times 1000
        ("Lotsar 994 200 930 602 63 598\n", ""),  # a row dropped
        ("Summa 2 741 000", "Summa 2 714 000"),  # the total
    ],
    ids=["digit", "sign", "thousandfold", "row", "total"],
)
def test_an_error_in_a_budget_table_is_contradicted(right: str, wrong: str) -> None:
    assert right in BUDGET
    found = outcomes(BUDGET.replace(right, wrong))
    assert MOTSAGELSE in found.get("summa", []) + found.get("differens", []), found


def test_a_minus_lost_from_a_deviation_is_contradicted() -> None:
    found = outcomes(BUDGET.replace("-54 846", "54 846"))
    assert found["summa"] == [MOTSAGELSE]
    assert "Kansli" in contradicted(BUDGET.replace("-54 846", "54 846"))


def test_rows_that_have_changed_labels_within_a_sum_cannot_be_seen() -> None:
    """The sum is the same: only another print of the same post can tell."""
    swapped = (
        BUDGET.replace("Ungdomsteam", "X").replace("Lotsar", "Ungdomsteam").replace("X", "Lotsar")
    )
    assert outcomes(swapped)["summa"] == []


def test_labels_shifted_by_a_row_are_contradicted_where_rules_know_the_posts() -> None:
    labels = [row.rsplit(" ", 6)[0] for row in RESULTS.strip().split("\n")[2:]]
    assert labels[0].startswith("Verksamhetens")
    shifted = (
        RESULTS.replace("Verksamhetens nettokostnad", "X")
        .replace("Finansiella intäkter", "Verksamhetens nettokostnad")
        .replace("X", "Finansiella intäkter")
    )
    assert MOTSAGELSE in outcomes(shifted)["räkning"]


def test_a_missing_total_leaves_its_rows_unchecked() -> None:
    rows = PEOPLE.replace("Totalt 135 131 266\n", "").replace(" Totalt", "")
    rows = rows.replace(" 136", "").replace(" 108", "").replace(" 22", "")
    built = assessed(rows)
    assert built.checks == []
    assert {fact.kontroll for fact in built.facts} == {"okontrollerad"}


@pytest.mark.parametrize(
    ("right", "wrong", "typ"),
    [
        ("Alfa 74 62 136", "Alfa 74 62 126", "kon"),  # along the row
        ("Beta 51 57 108", "Beta 51 75 108", "kon"),
        ("Beta 51 57 108", "Beta 15 57 108", "summa"),
        ("Totalt 135 131 266", "Totalt 135 311 266", "summa"),  # down the column
        ("Beta 51 57 108\n", "", "summa"),
    ],
)
def test_an_error_among_people_is_contradicted(right: str, wrong: str, typ: str) -> None:
    assert right in PEOPLE
    assert MOTSAGELSE in outcomes(PEOPLE.replace(right, wrong))[typ]


def test_a_total_above_women_and_men_is_no_contradiction() -> None:
    """Some have not stated their gender, and no column holds them."""
    found = outcomes(PEOPLE.replace("62 136", "62 139").replace("131 266", "131 269"))
    assert MOTSAGELSE not in found.get("kon", [])
    below = outcomes(PEOPLE.replace("62 136", "62 130").replace("131 266", "131 260"))
    assert MOTSAGELSE in below["kon"]


def test_categories_make_their_total() -> None:
    exits = """
    Avslutsorsaker 2021
    Insats Arbete Studier Sjukdom Totalt
    Alfa 9 8 3 20
    Beta 11 12 0 {total}
    """
    assert outcomes(exits.format(total=23))["kategorier"] == []
    assert outcomes(exits.format(total=24))["kategorier"] in ([AVRUNDNING], [MOTSAGELSE])
    assert outcomes(exits.format(total=32))["kategorier"] == [MOTSAGELSE]


def test_shares_of_a_row_make_a_hundred() -> None:
    exits = """
    Avslutsorsaker 2021
    Insats Arbete Studier Sjukdom Flytt
    Alfa 45 % 40 % 10 % 5 %
    Beta 33 % 33 % 33 % {last} %
    """
    assert outcomes(exits.format(last=1))["procent"] == []
    assert outcomes(exits.format(last=0))["procent"] == [AVRUNDNING]
    assert outcomes(exits.format(last=10))["procent"] == [MOTSAGELSE]


# --- rules of the books -------------------------------------------------------------------------


def books(**posts: str) -> list[Fact]:
    return [
        fact(value, rapport="resultatrakning", post=post, label_raw=post)
        for post, value in posts.items()
    ]


RESULT = {
    "verksamhetens_intakter": "2800",
    "verksamhetens_kostnader": "-2704",
    "verksamhetens_nettokostnad": "96",
    "finansiella_intakter": "4",
    "arets_resultat": "100",
}


def rules(**changed: str) -> dict[str, str]:
    """Outcome of each rule, by the post that it sums."""
    facts = books(**(RESULT | changed))
    return {check.facts[0].label_raw: check.utfall for check in statement_checks(facts)}


def test_the_rules_of_a_statement_hold() -> None:
    assert rules() == {"verksamhetens_nettokostnad": STAMMER, "arets_resultat": STAMMER}


@pytest.mark.parametrize(
    ("changed", "broken"),
    [
        ({"verksamhetens_kostnader": "2704"}, "verksamhetens_nettokostnad"),  # a sign
        ({"verksamhetens_intakter": "2800000"}, "verksamhetens_nettokostnad"),  # times 1000
        ({"finansiella_intakter": "-4"}, "arets_resultat"),
        ({"arets_resultat": "-100"}, "arets_resultat"),
    ],
)
def test_a_rule_is_broken_by_a_sign_or_a_thousand(changed: dict[str, str], broken: str) -> None:
    assert rules(**changed)[broken] == MOTSAGELSE


def test_a_rule_without_its_first_post_says_nothing() -> None:
    facts = [f for f in books(**RESULT) if f.label_raw != "verksamhetens_intakter"]
    assert [check.facts[0].label_raw for check in statement_checks(facts)] == ["arets_resultat"]


def test_two_tables_or_years_are_two_statements() -> None:
    facts = books(**RESULT)
    facts[1].year = 2020
    assert [c.facts[0].label_raw for c in statement_checks(facts)] == ["arets_resultat"]


def test_a_sum_whose_other_part_is_not_there_says_nothing() -> None:
    """The cost can stand under a name that no rule knows."""
    facts = [f for f in books(**RESULT) if f.label_raw != "verksamhetens_kostnader"]
    assert [check.facts[0].label_raw for check in statement_checks(facts)] == ["arets_resultat"]


FLOW = {
    "arets_resultat": "-421789",
    "justering_for_avskrivningar_i_ar": "40200",
    "forandring_fordringar": "-282729",
    "forandring_skulder": "-2182",
    "kassaflode_lopande": "-666500",
}


def flow(**changed: str) -> list[Fact]:
    rows = (FLOW | changed).items()
    return [
        fact(value, rapport="kassaflode", post=post, label_raw=post, line=at)
        for at, (post, value) in enumerate(rows, start=10)
    ]


def test_a_row_of_a_name_that_no_rule_knows_takes_part_if_the_sum_then_holds() -> None:
    (check,) = statement_checks(flow())
    assert (check.utfall, len(check.facts)) == (STAMMER, 5)


def test_a_row_of_a_name_that_no_rule_knows_may_be_why_a_sum_fails() -> None:
    assert list(statement_checks(flow(kassaflode_lopande="-666600"))) == []


def test_a_percent_between_is_no_part_of_a_sum() -> None:
    facts = flow(kassaflode_lopande="-666600")
    facts[1].enhet, facts[1].varde = "procent", Decimal(40)
    assert [c.utfall for c in statement_checks(facts)] == [MOTSAGELSE]


def test_a_sum_of_known_rows_alone_is_contradicted() -> None:
    facts = [f for f in flow() if f.line != 11]
    assert [c.utfall for c in statement_checks(facts)] == [MOTSAGELSE]


def test_an_unread_row_may_be_why_a_sum_fails() -> None:
    facts = [f for f in flow() if f.line != 11]
    assert list(statement_checks(facts, {"t01": Around(unread=frozenset({11}))})) == []


def test_the_parts_of_a_sum_do_not_excuse_the_sum_of_sums() -> None:
    facts = flow(kassaflode_lopande="-706701")
    summed = {"t01": Around(summed=frozenset({11}))}
    assert [c.utfall for c in statement_checks(facts, summed)] == [MOTSAGELSE]


# --- the same post in two places ----------------------------------------------------------------


def same(first: Fact, second: Fact) -> list[str]:
    return [check.utfall for check in same_post_checks([first, second])]


def test_a_post_in_two_statements() -> None:
    result = fact("96740", rapport="resultatrakning", post="arets_resultat")
    overview = {"rapport": "flerarsoversikt", "post": "arets_resultat", "table_id": "t02"}
    assert same(result, fact("96740", **overview)) == [STAMMER]
    assert same(result, fact("97", "tkr", **overview)) == [AVRUNDNING]
    assert same(result, fact("98", "tkr", **overview)) == [MOTSAGELSE]
    assert same(result, fact("96741", **overview)) == [MOTSAGELSE]  # kronor are not rounded
    assert same(result, fact("-96740", **overview)) == [MOTSAGELSE]
    assert same(result, fact("96740000", **overview)) == [MOTSAGELSE]
    assert same(result, fact("96740", year=2020, **overview)) == []


def test_a_post_in_two_years_reports_names_both() -> None:
    kept = {"rapport": "resultatrakning", "post": "arets_resultat"}
    (check,) = same_post_checks(
        [fact("5", report_id="a", **kept), fact("6", report_id="b", **kept)]
    )
    assert check.utfall == MOTSAGELSE
    assert check.report_id == "b"
    assert {f.report_id for f in check.facts} == {"a", "b"}


def test_a_note_against_the_post_that_its_heading_names() -> None:
    post = fact("-2704", rapport="resultatrakning", post="verksamhetens_kostnader")
    note: dict[str, Any] = {
        "rapport": "not",
        "not_nr": 3,
        "post": "summa",
        "not_post": "verksamhetens_kostnader",
        "table_id": "t02",
    }

    def against(value: str, **changed: Any) -> list[str]:
        return [check.utfall for check in note_checks([post, fact(value, **(note | changed))])]

    assert against("-2704") == [STAMMER]
    assert against("2704") == [STAMMER]  # a note prints its costs without the minus
    assert against("2740") == [MOTSAGELSE]
    assert against("2704000") == [MOTSAGELSE]
    assert against("2704", year=2020) == []
    assert against("2704", post="hyror") == []


def test_a_nought_in_kronor_is_not_rounded() -> None:
    facts = [fact("389453"), fact("389453"), *(fact("0") for _ in range(5))]
    assert tolerance(facts) == 1
    assert tolerance([fact("389", "tkr"), fact("389", "tkr"), fact("0", "tkr")]) == Decimal("1.5")

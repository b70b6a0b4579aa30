"""Which unit a table's amounts are in: printed, told elsewhere, wrong in print, or unknown."""

from __future__ import annotations

from decimal import Decimal

from tests.made import cleaned, of, table

from finsam_analysis.clean.facts import in_kronor
from finsam_analysis.clean.units import default_unit, resolve_units

BUDGET = """
{unit}
Insats Budget Utfall
Ungdomsteam 1 184 200 1 156 412
Lotsar 994 200 930 602
Summa 2 178 400 2 087 014
"""
THOUSANDS = """
{unit}
Insats Budget Utfall
Ungdomsteam 1 184 1 156
Lotsar 10 994 10 931
Summa 12 178 12 087
"""
NOTE = """
Not 3. Verksamhetens kostnader
Belopp i kr 2021 2020
Ungdomsteam 1 156 412 1 200 000
Lotsar 10 930 602 900 000
Summa 12 087 014 2 100 000
"""
NO_UNIT = "enheten är inte tryckt och framgår inte av andra belopp"


def amounts(*tables: str) -> dict[str, int]:
    """Outcome in kronor per row of the budget table."""
    facts, _ = cleaned(*tables)
    return {
        label: kr
        for label, _, post, kr in of(facts, "ekonomi", "post", "belopp_kr")
        if post == "utfall"
    }


def test_a_printed_unit_holds() -> None:
    assert amounts(BUDGET.format(unit="Belopp i kr"))["Lotsar"] == 930_602
    assert amounts(THOUSANDS.format(unit="Belopp i tkr"))["Lotsar"] == 10_931_000


def test_kronor_under_a_heading_of_thousands_are_kronor_when_they_stand_elsewhere() -> None:
    note = NOTE.replace("10 930 602", "930 602").replace("12 087 014", "2 087 014")
    facts, _ = cleaned(BUDGET.format(unit="Belopp i tkr"), note)
    told = [f for f in facts if f.dataset == "ekonomi" and f.extra["post"] == "utfall"]
    assert [(f.enhet, f.extra["belopp_kr"]) for f in told] == [
        ("kr", 1_156_412),
        ("kr", 930_602),
        ("kr", 2_087_014),
    ]
    assert all("rubriken anger tkr men beloppen är i kr" in f.anmarkning for f in told)


def test_a_heading_of_thousands_is_believed_when_nothing_speaks_against_it() -> None:
    facts, _ = cleaned(BUDGET.format(unit="Belopp i tkr"))
    assert {f.enhet for f in facts if f.dataset == "ekonomi"} == {"tkr"}


def test_no_unit_and_nothing_to_tell_it_is_left() -> None:
    facts, left = cleaned(THOUSANDS.format(unit="Kostnader"))
    assert [f for f in facts if f.table_id != "prosa"] == []
    assert [item.why for item in left] == [NO_UNIT] * 3


def test_no_unit_is_told_by_the_same_amounts_in_kronor() -> None:
    assert amounts(THOUSANDS.format(unit="Kostnader"), NOTE) == {
        "Ungdomsteam": 1_156_000,
        "Lotsar": 10_931_000,
        "Summa": 12_087_000,
    }


def test_one_amount_alike_is_an_accident() -> None:
    other = NOTE.replace("10 930 602", "800 602").replace("12 087 014", "1 957 014")
    facts, left = cleaned(THOUSANDS.format(unit="Kostnader"), other)
    assert of(facts, "ekonomi") == []
    assert NO_UNIT in {item.why for item in left}


def test_amounts_too_large_for_thousands_are_kronor() -> None:
    facts, _ = cleaned(BUDGET.format(unit="Kostnader"))
    told = [f for f in facts if f.dataset == "ekonomi"]
    assert {f.enhet for f in told} == {"kr"}
    assert all("beloppen är för stora för tkr" in f.anmarkning for f in told)


def test_a_table_of_counts_has_no_unit_of_money() -> None:
    made = table("Insats Kvinnor Män\nAlfa 5 6\nBeta 7 8")
    assert resolve_units([made]) == {"t01": (None, "")}


def test_the_unit_that_most_statements_print() -> None:
    texts = [BUDGET.format(unit=unit) for unit in ("Belopp i kr", "Belopp i tkr", "Belopp i kr")]
    assert default_unit([table(text) for text in texts]) == "kr"
    assert default_unit([table(BUDGET.format(unit="Kostnader"))]) is None


def test_amounts_in_kronor() -> None:
    assert in_kronor(Decimal("14.6"), "mkr") == 14_600_000
    assert in_kronor(Decimal("-1618.247"), "tkr") == -1_618_247
    assert in_kronor(Decimal(5), "kr") == 5
    assert in_kronor(Decimal(5), "procent") is None
    assert in_kronor(Decimal(5), "antal") is None

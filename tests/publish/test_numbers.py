from __future__ import annotations

from decimal import Decimal

import pytest

from finsam_analysis.publish import numbers

# Written out, because the characters are the point: U+00A0 and U+2212.
NBSP, MINUS = "\u00a0", "\u2212"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (1233, 0, f"1{NBSP}233"),
        (36_907_829, 0, f"36{NBSP}907{NBSP}829"),
        (-2_885_473, 0, f"{MINUS}2{NBSP}885{NBSP}473"),
        (12.45, 1, "12,5"),
        (0.125, 2, "0,13"),
        (2.5, 0, "3"),
        (-2.5, 0, f"{MINUS}3"),
        (-0.4, 0, "0"),
        (Decimal("1168.4"), 1, f"1{NBSP}168,4"),
        (None, 0, "-"),
        (float("nan"), 0, "-"),
    ],
)
def test_number(value: float | Decimal | None, decimals: int, text: str) -> None:
    assert numbers.number(value, decimals) == text


def test_signed() -> None:
    assert numbers.number(5, signed=True) == "+5"
    assert numbers.number(0, signed=True) == "0"
    assert numbers.number(-5, signed=True) == f"{MINUS}5"


@pytest.mark.parametrize(
    ("value", "text"),
    [(464_291, f"464{NBSP}291"), (1168.4, f"1{NBSP}168,4"), (0.125, "0,13"), (3.0, "3")],
)
def test_plain_keeps_the_decimals_there_are(value: float, text: str) -> None:
    assert numbers.plain(value) == text


def test_percent_is_of_a_share() -> None:
    assert numbers.percent(0.342) == f"34{NBSP}%"
    assert numbers.percent(0.295, 1) == f"29,5{NBSP}%"
    # Binary 0.285 * 100 is 28.499999999999996; the report would print 29.
    assert numbers.percent(0.285) == f"29{NBSP}%"
    assert numbers.percent(None) == "-"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.01, f"+1{NBSP}procentenhet"),
        (-0.05, f"{MINUS}5{NBSP}procentenheter"),
        (0.0, f"0{NBSP}procentenheter"),
    ],
)
def test_points(value: float, text: str) -> None:
    assert numbers.points(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (950, f"950{NBSP}kr"),
        (9_999, f"9{NBSP}999{NBSP}kr"),
        (702_420, f"702{NBSP}tkr"),
        (36_907_829, f"36,9{NBSP}mkr"),
        (-2_885_473, f"{MINUS}2,9{NBSP}mkr"),
        (None, "-"),
    ],
)
def test_short_kronor(value: int | None, text: str) -> None:
    assert numbers.short_kronor(value) == text


def test_interval_says_till_where_a_sign_could_be_read_as_a_dash() -> None:
    assert numbers.interval(0.28, 0.41) == f"28–41{NBSP}%"
    assert numbers.interval(-0.04, 0.19) == f"{MINUS}4 till{NBSP}19{NBSP}%"
    assert numbers.interval(None, 0.4) == "-"


def test_words() -> None:
    assert numbers.count_of(1, "insats", "insatser") == f"1{NBSP}insats"
    assert numbers.count_of(12, "insats", "insatser") == f"12{NBSP}insatser"
    assert numbers.listing(["a", "b", "c"]) == "a, b och c"
    assert numbers.listing(["a", "b"]) == "a och b"
    assert numbers.listing([]) == ""


@pytest.mark.parametrize(
    ("years", "text"),
    [
        ([2020], "2020"),
        ([2020, 2019], "2019 och 2020"),
        ([2014, 2015, 2016, 2019, 2022], "2014–2016, 2019 och 2022"),
    ],
)
def test_years(years: list[int], text: str) -> None:
    assert numbers.years(years) == text

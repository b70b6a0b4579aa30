"""One number in two places: alike, rounded, misprinted, or of another base."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.verify.test_engine import fact

from finsam_analysis.verify.checks import AVRUNDNING, MOTSAGELSE, STAMMER
from finsam_analysis.verify.places import repeated_checks
from finsam_analysis.verify.slips import misprinted


def twice(one: int | str, other: int | str, dataset: str = "ekonomi", **extra: Any) -> list[str]:
    extra = {"insats_id": "f/lotsar", "post": "utfall", "enhet": "kr"} | extra
    facts = [
        fact(one, dataset, **extra),
        fact(other, dataset, table_id="prosa", line=9, **extra),
    ]
    return [check.utfall for check in repeated_checks(facts)]


@pytest.mark.parametrize(
    ("one", "other", "utfall"),
    [
        (930_602, 930_602, [STAMMER]),
        (930_602, 930_620, [MOTSAGELSE]),  # two digits have changed places
        (930_602, -930_602, [STAMMER]),  # costs are printed with and without minus
        (930_602, 930_602_000, [MOTSAGELSE]),
        (930_602, 411_000, []),  # of another base: nothing to say
    ],
)
def test_an_amount_in_a_table_and_in_prose(one: int, other: int, utfall: list[str]) -> None:
    assert twice(one, other) == utfall


def test_a_count_in_two_places() -> None:
    about = {"insats_id": None, "matt": "nya", "kon": "totalt", "enhet": "antal"}
    assert twice(135, 135, "deltagare", **about) == [STAMMER]
    assert twice(135, 140, "deltagare", **about) == []
    assert twice(35135, 35185, "deltagare", **about) == [MOTSAGELSE]


def test_a_rounded_amount_is_the_same_within_its_rounding() -> None:
    told = fact("0.9", "ekonomi", enhet="mkr", insats_id="f/lotsar", post="utfall", table_id="t02")
    told.extra["belopp_kr"] = 900_000
    exact = fact(930_602, "ekonomi", enhet="kr", insats_id="f/lotsar", post="utfall")
    assert [c.utfall for c in repeated_checks([exact, told])] == [AVRUNDNING]
    told.extra["belopp_kr"] = 500_000
    assert [c.utfall for c in repeated_checks([exact, told])] == []


@pytest.mark.parametrize(
    ("one", "other", "so"),
    [
        ("264497", "264479", True),
        ("264497", "-264497", True),
        ("264497", "264", False),
        ("264497", "264497000", True),
        ("150000", "120000", False),  # two digits are printed of it, and one is another
        ("264497", "974497", True),
        ("264497", "974197", False),
    ],
)
def test_what_a_misprint_looks_like(one: str, other: str, so: bool) -> None:
    assert misprinted(Decimal(one), Decimal(other)) is so

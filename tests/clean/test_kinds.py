"""Individ or struktur by the report's own totals; amounts made up."""

from __future__ import annotations

from decimal import Decimal

from finsam_analysis.clean.facts import Fact
from finsam_analysis.clean.kinds import name_kinds
from finsam_analysis.verify.kinds import kind_checks


def cost(label: str, kr: int, *, line: int, table: str = "t02", kind: str | None = None) -> Fact:
    extra = {
        "post": "utfall",
        "belopp_kr": kr,
        "kategori": kind,
        "insats_id": None if table == "t01" else f"f/{label}",
    }
    return Fact(
        "ekonomi", "r", "f", 2021, line, None, table, label, "", str(kr), Decimal(kr), "kr",
        extra=extra,
    )  # fmt: skip


def totals(individ: int, struktur: int) -> list[Fact]:
    return [
        cost("Individinriktade insatser", individ, line=1, table="t01", kind="individ"),
        cost("Strukturinriktade insatser", struktur, line=2, table="t01", kind="struktur"),
    ]


def rows(*amounts: int) -> list[Fact]:
    return [cost(f"Insats {at}", kr, line=10 + at) for at, kr in enumerate(amounts)]


def kinds(facts: list[Fact]) -> list[str | None]:
    name_kinds(facts)
    return [fact.extra["kategori"] for fact in facts if fact.table_id == "t02"]


def test_rows_are_shared_out_when_one_way_holds() -> None:
    facts = totals(1_700_000, 90_000) + rows(900_000, 60_000, 800_000, 30_000)
    assert kinds(facts) == ["individ", "struktur", "individ", "struktur"]


def test_two_ways_are_no_way() -> None:
    facts = totals(900_000, 100_000) + rows(900_000, 60_000, 40_000, 100_000 - 100_000)
    assert kinds(facts) == ["individ", "struktur", "struktur", None]
    twins = totals(950_000, 50_000) + rows(900_000, 50_000, 50_000)
    assert kinds(twins) == [None, None, None]


def test_totals_that_do_not_hold_place_nothing() -> None:
    assert kinds(totals(1_700_000, 95_000) + rows(900_000, 60_000, 800_000, 30_000)) == [None] * 4


def test_a_kind_that_is_printed_stays() -> None:
    facts = totals(900_000, 90_000) + rows(900_000, 60_000)
    facts.append(cost("NNS", 30_000, line=20, kind="struktur"))
    assert kinds(facts) == ["individ", "struktur", "struktur"]


def test_both_kinds_are_checked_against_all_rows() -> None:
    facts = totals(900_000, 90_000) + rows(900_000, 60_000)
    assert [(check.redovisat, check.beraknat) for check in kind_checks(facts)] == [
        (Decimal(990_000), Decimal(960_000))
    ]


def test_totals_that_no_sharing_gives_are_told() -> None:
    """Two rows have changed names: all together they are right, and NNS is known as struktur."""
    facts = totals(1_700_000, 90_000) + rows(900_000, 800_000)
    nns = cost("NNS", 60_000, line=20, kind="struktur")
    facts += [nns, cost("Insats 3", 30_000, line=21)]
    name_kinds(facts)
    assert [check.fails for check in kind_checks(facts)] == [False]
    facts = totals(1_700_000, 90_000) + rows(900_000, 60_000, 30_000)
    facts.append(cost("NNS", 800_000, line=20, kind="struktur"))
    name_kinds(facts)
    whole, kind = kind_checks(facts)
    assert not whole.fails and kind.fails and kind.proven == []
    assert "inget sätt att dela upp" in kind.beskrivning
    assert {fact.kontroll for fact in facts} == {"okontrollerad"}

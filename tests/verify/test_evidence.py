"""Why a check fails: the report contradicts itself, or we have read it wrong."""

from __future__ import annotations

from decimal import Decimal

from tests.made import assessed
from tests.verify.test_engine import fact

from finsam_analysis.clean.facts import Fact
from finsam_analysis.read.omitted import Left
from finsam_analysis.verify.checks import AVRUNDNING, LASFEL, MOTSAGELSE, STAMMER, Check, weigh
from finsam_analysis.verify.evidence import weigh_evidence
from finsam_analysis.verify.verdict import number_checks


def amount(kr: int, line: int = 1, *, refused: tuple[str, ...] = (), damaged: bool = False) -> Fact:
    made = fact(kr, line=line, place=(line, 0), post=f"post_{line}", rapport="not")
    made.refused = refused
    made.marks = ("skadat tecken",) if damaged else ()
    return made


def total(whole: Fact, *parts: Fact) -> Check:
    return weigh("summa", f"{whole.label_raw}", whole, [(part, 1) for part in parts], named=False)


def weighed(*checks: Check, left: tuple[Left, ...] = ()) -> list[tuple[str, str]]:
    number_checks(checks)
    facts = list({id(f): f for check in checks for f in check.facts}.values())
    weigh_evidence(checks, facts, {"r": left})
    return [(check.utfall, check.bevis) for check in checks]


def test_a_check_that_holds_needs_no_evidence() -> None:
    assert weighed(total(amount(5000, 3), amount(2000, 1), amount(3000, 2))) == [(STAMMER, "")]


def test_rounding_is_named_as_what_explains() -> None:
    ((utfall, why),) = weighed(total(amount(5001, 3), amount(2000, 1), amount(3000, 2)))
    assert utfall == AVRUNDNING
    assert "avrundningen" in why


def test_two_checks_that_agree_point_out_one_number() -> None:
    """1 200 stands for 2 100 in two sums."""
    wrong = amount(1200, 1)
    first = total(amount(5100, 3), wrong, amount(3000, 2))
    second = total(amount(9100, 5), wrong, amount(7000, 4))
    found = weighed(first, second)
    assert [utfall for utfall, _ in found] == [MOTSAGELSE, MOTSAGELSE]
    assert all("2 prövningar ger 2 100 i stället för 1200 på rad 1" in why for _, why in found)


def test_another_place_that_prints_the_other_number_is_named() -> None:
    elsewhere = total(amount(264_497, 8), amount(264_000, 9), amount(497, 10))
    wrong = total(amount(264_479, 3), amount(200_000, 1), amount(64_497, 2))
    (_, (utfall, why)) = weighed(elsewhere, wrong)
    assert utfall == MOTSAGELSE
    assert "264 497 är tryckt på rad 8" in why


def test_a_lost_sign_is_named() -> None:
    ((_, why),) = weighed(total(amount(5000, 3), amount(8000, 1), amount(3000, 2)))
    assert "3000 på rad 2 med omvänt tecken stämmer" in why


def test_a_reading_that_was_refused_and_would_have_held_is_our_fault() -> None:
    wrong = amount(1200, 1, refused=("2 100 | 7",))
    ((utfall, why),) = weighed(total(amount(5100, 3), wrong, amount(3000, 2)))
    assert utfall == LASFEL
    assert "avvisad läsning av rad 1 ger 2 100" in why


def test_a_refused_reading_is_no_fault_where_another_check_holds_as_it_is() -> None:
    right = amount(1200, 1, refused=("2 100 | 7",))
    held = total(amount(1700, 4), right, amount(500, 5))
    failed = total(amount(5100, 3), right, amount(3000, 2))
    assert [utfall for utfall, _ in weighed(held, failed)] == [STAMMER, MOTSAGELSE]


def test_damaged_characters_that_two_checks_would_have_otherwise_are_our_fault() -> None:
    wrong = amount(1200, 1, damaged=True)
    first = total(amount(5100, 3), wrong, amount(3000, 2))
    second = total(amount(9100, 5), wrong, amount(7000, 4))
    assert [utfall for utfall, _ in weighed(first, second)] == [LASFEL, LASFEL]
    assert [
        utfall for utfall, _ in weighed(total(amount(5100, 3), amount(1200, 1), amount(3000, 2)))
    ] == [MOTSAGELSE]


def test_an_unread_line_that_holds_the_number_is_our_fault() -> None:
    near = Left(2, None, "t01", "oläst", "Lotsar 2 100")
    wrong = total(amount(5100, 3), amount(1200, 1), amount(3000, 2))
    assert weighed(wrong, left=(near,))[0][0] == LASFEL
    far = Left(40, None, "t01", "oläst", "Lotsar 2 100")
    wrong = total(amount(5100, 3), amount(1200, 1), amount(3000, 2))
    assert weighed(wrong, left=(far,))[0][0] == MOTSAGELSE


def test_the_evidence_is_kept_with_a_check_of_a_report() -> None:
    built = assessed(
        """
        Belopp i kr Budget Utfall Avvikelse
        Alfa 1 184 200 1 156 412 27 788
        Beta 994 200 930 602 63 598
        Summa 2 178 400 2 078 014 91 386
        """
    )
    told = {c.bevis for c in built.checks if c.fails}
    assert told
    assert all("2 prövningar ger 2 087 014 i stället för 2 078 014" in why for why in told)
    assert all(check.bevis or not check.fails for check in built.checks)


def test_a_contradiction_is_the_difference_that_is_left() -> None:
    check = total(amount(5000, 3), amount(1000, 1), amount(3000, 2))
    assert check.differens == Decimal(1000)


def test_a_number_that_only_prints_a_decimal_may_be_rounded() -> None:
    """`16 858,0` in a statement whose note says 16 857,7: the report's, and how it came about."""
    statement = """
    Resultaträkning
    Belopp i tkr Not 2021 2020
    Verksamhetens intäkter 1 18 025,8 19 176,2
    Verksamhetens kostnader 2 -16 858,0 -17 423,4
    Verksamhetens nettokostnad 1 167,8 1 752,8
    """
    note = """
    Not 2 Verksamhetens kostnader
    Belopp i tkr 2021 2020
    Lokal 2 237,0 2 248,2
    Lotsar 14 620,7 15 175,2
    Summa 16 857,7 17 423,4
    """
    (check,) = (c for c in assessed(statement, note).checks if c.typ == "not" and c.fails)
    assert "-16 858,0 på rad 13 är −16 857,7 avrundat till heltal" in check.bevis

"""A sum over a cell that is not there cannot be checked, unless the table shows what empty is."""

from __future__ import annotations

from decimal import Decimal

from tests.made import assessed
from tests.verify.test_engine import fact

from finsam_analysis.build import Built
from finsam_analysis.clean.facts import Fact
from finsam_analysis.verify.checks import MOTSAGELSE, STAMMER, Check, weigh
from finsam_analysis.verify.engine import whole_checks
from finsam_analysis.verify.gaps import without_gaps

# The reader places `40 51` in the first two columns: the sums of those hold, and a cell is lost.
REASONS = """
Avslut 2021
Insats Arbete Studier Sjukdom
Alfa 11 12 13
Beta 21 22 23
Gamma 40 51
Summa 72 85 {total}
"""


def of(kind: str, built: Built) -> list[Check]:
    return [check for check in built.checks if check.typ == kind]


def said(built: Built) -> list[str]:
    return [f.raw for f in built.facts if "går inte att pröva" in f.anmarkning]


def total(built: Built, raw: str) -> Fact:
    return next(f for f in built.facts if f.raw == raw and f.label_raw == "Summa")


def test_a_sum_that_a_lost_number_may_explain_is_no_contradiction() -> None:
    built = assessed(REASONS.format(total=96))
    assert [check.utfall for check in of("summa", built)] == [STAMMER, STAMMER]
    assert said(built) == ["96"] and "rad 14 har inget tal" in total(built, "96").anmarkning
    assert total(built, "96").kontroll == "okontrollerad"


def test_a_sum_that_is_too_large_for_its_total_is_one() -> None:
    built = assessed(REASONS.format(total=30))
    assert [check.utfall for check in of("summa", built)] == [STAMMER, STAMMER, MOTSAGELSE]
    assert said(built) == []


def summed(printed: int, parts: list[int]) -> Check:
    facts = [fact(number, "avslut", orsak=str(at)) for at, number in enumerate((printed, *parts))]
    return weigh("summa", "", facts[0], [(part, 1) for part in facts[1:]], named=False)


def test_empty_is_nought_where_a_sum_over_an_empty_cell_holds() -> None:
    held, off = summed(30, [10, 20]), summed(35, [10, 20])
    assert list(without_gaps([(off, "rad 4")])) == []
    assert list(without_gaps([(held, "rad 3"), (off, "rad 4")])) == [held, off]
    assert off.bevis == "ett av talen saknas i trycket"
    assert list(without_gaps([(held, ""), (off, "rad 4")])) == [held]  # nothing is empty in it


def test_a_lost_cost_explains_only_a_larger_cost() -> None:
    off = summed(-35, [-10, -20])
    assert list(without_gaps([(off, "rad 4")])) == []
    small = summed(-25, [-10, -20])
    assert list(without_gaps([(small, "rad 4")])) == [small]


def row(at: int, **reasons: int) -> list[Fact]:
    facts = []
    for column, (orsak, number) in enumerate(reasons.items()):
        made = fact(number, "avslut", line=at, place=(at, column), orsak=orsak, insats_id=str(at))
        facts.append(made)
    return facts


def test_a_row_that_lacks_a_reason_that_the_other_rows_have() -> None:
    """Across as down: 4 + 5 of 12 is no contradiction where a third reason is not there."""
    whole = row(1, arbete=1, studier=2, sjukdom=3, totalt=6)
    short = row(2, arbete=4, studier=5, totalt=12)
    made = [c for c in whole_checks([*whole, *short]) if c.typ == "kategorier"]
    assert [check.redovisat for check in made] == [Decimal(6)]
    assert "sjukdom har inget tal" in short[-1].anmarkning
    blank = row(3, arbete=4, studier=5, totalt=9)
    made = [c for c in whole_checks([*whole, *short, *blank]) if c.typ == "kategorier"]
    assert [check.utfall for check in made] == [STAMMER, MOTSAGELSE, STAMMER]


def test_a_row_that_is_whole_is_contradicted() -> None:
    whole = row(1, arbete=1, studier=2, sjukdom=3, totalt=8)
    (check,) = (c for c in whole_checks(whole) if c.typ == "kategorier")
    assert check.utfall == MOTSAGELSE and whole[-1].anmarkning == ""

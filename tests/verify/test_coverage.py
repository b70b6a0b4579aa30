"""What is counted as checked: only what the right value alone passes."""

from __future__ import annotations

from tests.made import assessed
from tests.verify.test_engine import fact

from finsam_analysis.build import frames
from finsam_analysis.verify.coverage import coverage_rows, covered, share
from finsam_analysis.verify.engine import whole_checks
from finsam_analysis.verify.limits import limit_checks

TABLE = """
Belopp i kr
Insats Budget Utfall Avvikelse
Ungdomsteam 1 184 200 1 156 412 27 788
Lotsar 994 200 930 602 63 598
Summa 2 178 400 2 087 014 91 386
"""


def test_a_limit_tries_a_value_but_not_tightly() -> None:
    part, whole = (
        fact(n, "indikatorer", svar=s) for n, s in ((12, "klart_positivt"), (20, "positivt"))
    )
    tried = list(limit_checks([part, whole]))
    assert covered(tried) == {id(part), id(whole)}
    assert covered(tried, tight=True) == set()  # another part would pass as well
    facts = [
        fact(n, "indikatorer", enhet="procent", svar=s)
        for n, s in ((10, "negativt"), (20, "varken_eller"), (70, "positivt"))
    ]
    assert covered(whole_checks(facts), tight=True) == {id(f) for f in facts}


def test_the_share_of_nothing_is_nought() -> None:
    one, other = fact(1), fact(2)
    assert share([], set()) == 0
    assert share([one, other], {id(one)}) == 0.5


def test_coverage_by_report_and_dataset_is_written() -> None:
    built = assessed(TABLE)
    (row,) = coverage_rows(built.facts, covered(built.checks), covered(built.checks, tight=True))
    assert (row["dataset"], row["antal_tal"], row["antal_prov"], row["andel_prov"]) == (
        "ekonomi", 9, 9, 1.0,
    )  # fmt: skip
    assert row["antal_bekraftade"] == 3  # the total, whose name is bound
    made = frames(built)
    assert made["tackning"].to_dicts() == [row]
    assert made["rapporter"]["andel_prov"].to_list() == [1.0]


def test_every_number_tells_which_checks_cover_it() -> None:
    frame = frames(assessed(TABLE))["ekonomi"]
    assert frame["prov"].to_list() == [["differens", "summa"]] * 9


def test_the_order_of_rows_covers_no_value() -> None:
    built = assessed(TABLE, TABLE.replace("Summa", "Totalt"))
    of_order = [check for check in built.checks if check.typ == "ordning"]
    assert covered(of_order) == set()

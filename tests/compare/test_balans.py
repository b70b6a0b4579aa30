from __future__ import annotations

from typing import Any

import polars as pl
from tests.publish import tiny, tiny_more

from finsam_analysis.compare import balans
from finsam_analysis.compare.balans import NEWEST, OLDER, SAME

COSTS = "verksamhetens_kostnader"


def overview() -> pl.DataFrame:
    return balans.oversikt(tiny_more.rakenskaper(), tiny.rapporter())


def equity(**more: Any) -> pl.DataFrame:
    books = more.get("books", tiny_more.rakenskaper())
    return balans.eget_kapital(
        books, more.get("ovrigt", tiny_more.ovrigt()), more.get("mal", tiny.mal()), tiny.rapporter()
    )


def goal(matt: str, del_: str, amount: float) -> pl.DataFrame:
    """A goal or result in thousands."""
    row = {"line": 400, "matt": matt, "del": del_, "varde": amount, "enhet": "tkr", "raw": "1"}
    return tiny.frame("mal", [row]).with_columns(pl.lit("1").alias("raw"))


def test_costs_have_no_sign_and_every_print_is_kept() -> None:
    rows = overview().filter(post=COSTS)
    # 2022: 4 700 in the overview, 4 650 in the same report's statement.
    # 2021: 4 600 restated in the newer report, 4 500 in the year's own.
    assert rows.select("year", "varde", "tryckt", "avviker", "line").rows() == [
        (2021, 4_600.0, NEWEST, False, 211),
        (2021, 4_500.0, OLDER, True, 222),
        (2022, 4_700.0, NEWEST, False, 211),
        (2022, 4_650.0, SAME, True, 220),
    ]


def test_the_same_amount_printed_twice_is_one() -> None:
    rows = overview().filter(post="arets_resultat", year=2022)
    assert rows["varde"].to_list() == [300.0]


def test_rounding_is_no_restatement() -> None:
    # 18 026 tkr and 18 025,8 tkr can be one amount; 18 025,4 tkr cannot.
    def prints(second: str, amount: float) -> list[str]:
        common = {"post": "verksamhetens_intakter", "enhet": "tkr", "label_raw": "Intäkter"}
        books = tiny.frame(
            "rakenskaper",
            [
                {"rapport": "flerarsoversikt", "raw": "18 026", "varde": 18_026.0, **common},
                {"rapport": "resultatrakning", "raw": second, "varde": amount, **common},
            ],
        )
        return balans.oversikt(books)["raw"].to_list()

    assert prints("18 025,8", 18_025.8) == ["18 026"]
    assert prints("18 025,4", 18_025.4) == ["18 026", "18 025,4"]


def test_what_a_check_gainsays_does_not_stand_first() -> None:
    books = tiny_more.rakenskaper().with_columns(
        pl.when((pl.col("line") == 211) & (pl.col("year") == 2022))
        .then(pl.lit("motsagd"))
        .otherwise(pl.col("kontroll"))
        .alias("kontroll")
    )
    rows = balans.oversikt(books, tiny.rapporter()).filter(post=COSTS, year=2022)
    assert rows.select("varde", "tryckt").rows() == [(4_650.0, NEWEST), (4_700.0, SAME)]


def test_equity_that_its_parts_gainsay_is_their_sum() -> None:
    # The balance sheet prints 0 on the heading's row, and 1 200 + 300 below it.
    row = equity().row(0, named=True)
    assert (row["eget_kapital_kr"], row["harledd"], row["line"]) == (1_500, True, 231)
    assert overview().filter(post="eget_kapital").is_empty()


def test_equity_that_its_parts_make_is_as_printed() -> None:
    books = tiny_more.rakenskaper().with_columns(
        pl.when(pl.col("line") == 230).then(1_500.0).otherwise(pl.col("varde")).alias("varde"),
        pl.when(pl.col("line") == 230)
        .then(1_500)
        .otherwise(pl.col("belopp_kr"))
        .alias("belopp_kr"),
    )
    row = equity(books=books).row(0, named=True)
    assert (row["eget_kapital_kr"], row["harledd"], row["line"]) == (1_500, False, 230)


def test_equity_against_the_printed_recommendation() -> None:
    row = equity().row(0, named=True)
    assert row["rekommendation_kr"] == 1_000
    assert row["rekommendation_slag"] == "rekommendation"
    assert row["over_kr"] == 500
    assert row["over_tryckt_kr"] is None
    assert row["rekommendation_rad"] == 340


def test_a_goal_stands_in_where_no_recommendation_is_printed() -> None:
    wanted = goal("eget_kapital", "mal", 2)
    over = goal("eget_kapital_avvikelse", "resultat", -0.5)
    row = equity(ovrigt=tiny_more.ovrigt().clear(), mal=pl.concat([wanted, over])).row(
        0, named=True
    )
    assert (row["rekommendation_kr"], row["rekommendation_slag"]) == (2_000, "mål")
    assert (row["over_kr"], row["over_tryckt_kr"]) == (-500, -500)


def test_without_a_printed_recommendation_there_is_none() -> None:
    row = equity(ovrigt=tiny_more.ovrigt().clear()).row(0, named=True)
    assert row["rekommendation_kr"] is None
    assert row["over_kr"] is None


def test_prose_that_says_otherwise_is_told() -> None:
    prose = {"table_id": "prosa", "rapport": None}
    said = tiny_more.kr(410, "eget_kapital", 1_800, **prose)
    books = pl.concat([tiny_more.rakenskaper(), tiny.frame("rakenskaper", [said])])
    row = equity(books=books).row(0, named=True)
    assert row["eget_kapital_kr"] == 1_500
    assert row["andra"] == "1800 kr (rad 410)"

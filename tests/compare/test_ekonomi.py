from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from tests.publish import tiny, tiny_more

from finsam_analysis.compare import ekonomi


def budget(**more: Any) -> pl.DataFrame:
    """Rows in kronor: (line, label, kategori, budget, utfall, printed difference)."""
    rows = [
        (1, "Vägen", "individ", 1_000, 900, 100),
        (2, "Bron", "individ", 400, 500, -100),
        (3, "Mötet", "struktur", 0, 40, -40),
        (4, "Kansli", "administration", 600, 600, 0),
        (5, "Summa", "summa", 2_000, 2_040, -40),
        (6, "Bidrag", "finansiering", 2_000, 2_100, 100),
        (7, "Annat", None, 50, 20, 99),
    ]
    made = []
    for line, label, kategori, planned, spent, difference in rows:
        for post, amount in (("budget", planned), ("utfall", spent), ("avvikelse", difference)):
            printed = {"raw": str(amount), "varde": float(amount), "enhet": "kr"}
            made.append(
                {
                    "line": line,
                    "label_raw": label,
                    "kategori": kategori,
                    "post": post,
                    "is_total": label == "Summa",
                    **printed,
                    **more,
                }
            )
    return tiny.frame("ekonomi", made)


def test_income_by_source_is_the_note_with_its_shares() -> None:
    rows = ekonomi.intakter(tiny_more.rakenskaper(), tiny.medlemsbidrag(), tiny.rapporter())
    newest = rows.filter(year=2022)
    assert newest.select("kalla", "belopp_kr", "andel").rows() == [
        ("stat", 2_000, 0.4),
        ("region", 1_000, 0.2),
        ("kommuner", 1_000, 0.2),
        ("eu", 900, 0.18),
        ("ovrigt", 100, 0.02),
    ]
    assert newest["stammer"].all()
    # Two kommuner are one source, with both labels.
    kommuner = newest.filter(kalla="kommuner").row(0, named=True)
    assert kommuner["poster"] == "Driftbidrag från Ena kommun, Driftbidrag från Andra kommun"
    assert kommuner["line"] == 202


def test_a_year_without_a_note_has_the_contributions() -> None:
    rows = ekonomi.intakter(tiny_more.rakenskaper(), tiny.medlemsbidrag(), tiny.rapporter())
    assert rows.filter(year=2021).select("kalla", "belopp_kr", "summa_tryckt_kr").rows() == [
        ("stat", 2_500_000, None)
    ]


def test_a_source_that_could_not_be_read_leaves_no_shares() -> None:
    paid = tiny.medlemsbidrag().with_columns(pl.lit("t07").alias("table_id"))
    unread = pl.DataFrame({"report_id": [tiny.AR22, tiny.AR21], "table_id": ["t07", "t99"]})
    rows = ekonomi.intakter(tiny_more.rakenskaper().clear(), paid, olasta=unread)
    # A row of the newer report's table is unread; of the older report's it is another table's.
    assert rows.filter(year=2022).select("andel", "olast").rows() == [(None, True)] * 3
    assert rows.filter(year=2021).select("andel", "olast").rows() == [(1.0, False)]


def test_a_sentence_is_no_table_of_contributions() -> None:
    said = tiny.medlemsbidrag().with_columns(pl.lit("prosa").alias("table_id"))
    assert ekonomi.intakter(tiny_more.rakenskaper().clear(), said).is_empty()


def test_the_members_sum_may_leave_out_the_funds() -> None:
    # 2 000 000 + 1 000 000 are the members' 3 000 000; the fund's 5 000 000 stand below the sum.
    rows = ekonomi.intakter(tiny_more.rakenskaper().clear(), tiny.medlemsbidrag())
    newest = rows.filter(year=2022)
    assert newest["stammer"].to_list() == [True, True, True]
    assert newest["summa_kr"][0] == 8_000_000
    assert newest["summa_tryckt_kr"][0] == 3_000_000


def test_a_printed_sum_that_does_not_hold_is_told() -> None:
    books = tiny_more.rakenskaper().with_columns(
        pl.when(pl.col("line") == 206).then(5_300).otherwise(pl.col("belopp_kr")).alias("belopp_kr")
    )
    rows = ekonomi.intakter(books, tiny.medlemsbidrag().clear())
    assert not rows["stammer"].any()


def test_a_sum_of_the_members_inside_the_note_is_no_source() -> None:
    note = {"rapport": "not", "not_nr": 2, "table_id": "t20"}
    inner = tiny_more.kr(203, "x", 4_000, label_raw="Summa bidrag", is_total=True, **note)
    books = pl.concat([tiny_more.rakenskaper(), tiny.frame("rakenskaper", [inner])])
    rows = ekonomi.intakter(books, tiny.medlemsbidrag().clear())
    assert rows["summa_kr"].unique().to_list() == [5_000]
    assert rows["summa_tryckt_kr"].unique().to_list() == [5_000]
    assert rows["stammer"].all()


def test_a_note_that_names_no_state_is_not_about_income() -> None:
    books = tiny_more.rakenskaper().filter(pl.col("line") != 200)
    assert ekonomi.intakter(books, tiny.medlemsbidrag().clear()).is_empty()


def test_budget_and_outcome_have_our_sign_and_tell_the_reports() -> None:
    rows = ekonomi.budget_utfall(budget())
    assert rows.select("namn", "avvikelse_kr", "regel").rows() == [
        ("Vägen", 100, ekonomi.BUDGET_FIRST),
        ("Bron", -100, ekonomi.BUDGET_FIRST),
        ("Mötet", -40, ekonomi.BUDGET_FIRST),
        ("Kansli", 0, None),
        ("Summa", -40, ekonomi.BUDGET_FIRST),
        ("Bidrag", -100, ekonomi.OUTCOME_FIRST),
        ("Annat", 30, ekonomi.NEITHER),
    ]
    assert rows["avvikelse_andel"].to_list() == [0.1, -0.25, None, 0.0, -0.02, -0.05, 0.6]


def test_the_rules_of_a_table_are_counted() -> None:
    rules = ekonomi.teckenregler(ekonomi.budget_utfall(budget()))
    assert rules.select("regel", "rader", "line").rows() == [
        (ekonomi.BUDGET_FIRST, 4, 1),
        (ekonomi.OUTCOME_FIRST, 1, 6),
        (ekonomi.NEITHER, 1, 7),
    ]


def test_rounded_thousands_still_show_which_way_a_difference_goes() -> None:
    # 1,4 - 0,6 = 0,8 mkr; printed 0,9: three roundings to 0,1 may be 0,15 off.
    rows = budget(enhet="mkr").filter(pl.col("line") == 1)
    printed = {"budget": ("1,4", 1.4), "utfall": ("0,6", 0.6), "avvikelse": ("0,9", 0.9)}
    made = rows.with_columns(
        pl.col("post").replace_strict({k: v[0] for k, v in printed.items()}).alias("raw"),
        pl.col("post").replace_strict({k: v[1] for k, v in printed.items()}).alias("varde"),
    )
    assert ekonomi.budget_utfall(made)["regel"].to_list() == [ekonomi.BUDGET_FIRST]
    off = made.with_columns(
        pl.when(pl.col("post") == "avvikelse").then(1.0).otherwise(pl.col("varde")).alias("varde")
    )
    assert ekonomi.budget_utfall(off)["regel"].to_list() == [ekonomi.NEITHER]


def test_the_driftredovisning_is_net_and_told_so() -> None:
    def net(line: int, label: str, planned: int, spent: int) -> list[dict[str, Any]]:
        common = {"rapport": "driftredovisning", "belopp": "netto"}
        return [
            tiny_more.kr(line, "x", amount, label_raw=label, post_budget=post, **common)
            for post, amount in (("budget", planned), ("utfall", spent))
        ]

    books = tiny.frame(
        "rakenskaper",
        [
            *net(1, "Finansiering individinriktade insatser", 800, 500),
            *net(2, "Administrativa kostnader", 200, 210),
            *net(3, "Intäkter från huvudmännen", 1_000, 1_000),
        ],
    )
    rows = ekonomi.budget_utfall(budget().clear(), books)
    assert rows.select("kategori", "avvikelse_kr", "netto").rows() == [
        ("individ", 300, True),
        ("administration", -10, True),
        ("finansiering", 0, True),
    ]


def test_accuracy_tells_the_net_and_what_rows_missed_by() -> None:
    rows = ekonomi.budget_utfall(budget()).filter(~pl.col("is_total"))
    found = ekonomi.traffsakerhet(rows)
    columns = ("kategori", "budget_kr", "utfall_kr", "kvot", "fel_andel", "rader")
    # individ: 1 400 against 1 400, but both rows missed by 100: 200 / 1 400.
    assert found.select(columns).rows() == [
        ("individ", 1_400, 1_400, 1.0, 200 / 1_400, 2),
        ("struktur", 0, 40, None, None, 1),
        ("administration", 600, 600, 1.0, 0.0, 1),
    ]


def test_accuracy_tells_of_rows_in_no_category() -> None:
    rows = ekonomi.budget_utfall(budget()).filter(~pl.col("is_total"))
    found = ekonomi.traffsakerhet(rows)
    # "Annat" has 50 and 20, and no category: 30 are in no kind's figures, and told of beside all.
    assert found.select("kategori", "utanfor", "utanfor_kr").rows() == [
        ("individ", 1, 30),
        ("struktur", 1, 30),
        ("administration", 1, 30),
    ]


def test_accuracy_refuses_totals_among_parts() -> None:
    with pytest.raises(ValueError, match="blandar summor och delar"):
        ekonomi.traffsakerhet(ekonomi.budget_utfall(budget()))


def test_a_row_that_two_tables_have_counts_once_and_sentences_do_not() -> None:
    again = budget(table_id="t02").filter(pl.col("line") == 1)
    said = budget(table_id="prosa").filter(pl.col("line") == 2)
    rows = ekonomi.budget_utfall(pl.concat([budget(), again, said]))
    assert rows.filter(pl.col("namn").is_in(["Vägen", "Bron"]))["table_id"].to_list() == [
        "t01",
        "t01",
    ]


def test_the_newest_report_about_a_year_is_used() -> None:
    both = pl.concat([budget(), budget(report_id=tiny.AR21, line=90)])
    rows = ekonomi.budget_utfall(both, rapporter=tiny.rapporter())
    assert set(rows["report_id"]) == {tiny.AR22}

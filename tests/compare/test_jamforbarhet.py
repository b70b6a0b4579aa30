"""Each reason why a cost may not be compared: that it is said, and that it is not said in vain."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from tests.publish import tiny

from finsam_analysis.compare.kostnad import kostnad_per_deltagare

DEL, LANG = "exempelbygden/delen", "exempelbygden/vagen-ungdom"


def registry(**columns: Any) -> pl.DataFrame:
    """The made-up insatser with two more: a prolongation, and one with a longer name."""
    more = pl.DataFrame(
        {
            "insats_id": [DEL, LANG],
            "forbund_id": ["exempelbygden"] * 2,
            "namn": ["Vägen förlängning", "Vägen Ungdom"],
            "typ": [None, "individ"],
            "start": [2022, 2022],
            "slut": [2022, 2022],
            "jamforbar": [False, True],
            "skal": ["del av en annan insats", None],
        },
        schema=tiny.insatser().schema,
    )
    rows = pl.concat([tiny.insatser(), more])
    parent = pl.when(pl.col("insats_id") == DEL).then(pl.lit(tiny.VAGEN)).otherwise(None)
    return rows.with_columns(
        parent.alias("overordnad_insats_id"),
        pl.col("insats_id").is_in([columns.get("esf", "")]).alias("esf"),
    )


def costs(
    people: list[dict[str, Any]] | None = None,
    spent: list[dict[str, Any]] | None = None,
    insatser: pl.DataFrame | None = None,
    **more: Any,
) -> pl.DataFrame:
    deltagare = [tiny.deltagare()] + ([tiny.frame("deltagare", people)] if people else [])
    ekonomi = [tiny.ekonomi()] + ([tiny.frame("ekonomi", spent)] if spent else [])
    return kostnad_per_deltagare(
        pl.concat(ekonomi),
        pl.concat(deltagare),
        registry() if insatser is None else insatser,
        rapporter=tiny.rapporter(),
        **more,
    )


def vagen(rows: pl.DataFrame, year: int = 2022, matt: str = "deltagare") -> dict[str, Any]:
    found = rows.filter(
        (pl.col("insats_id") == tiny.VAGEN) & (pl.col("year") == year) & (pl.col("matt") == matt)
    )
    assert len(found) == 1, found
    return found.row(0, named=True)


def test_nothing_is_said_of_a_cost_that_may_be_compared() -> None:
    row = vagen(costs())
    assert (row["jamforbar"], row["varfor_inte"], row["att_veta"]) == (True, None, None)
    assert row["ingar"] == "Rad (rad 10)"


def test_a_project_and_its_prolongation_are_one_cost() -> None:
    spent = {"insats_id": DEL, "kategori": "individ", "post": "utfall", "belopp_kr": 700_000}
    rows = costs(spent=[{**spent, "line": 15, "label_raw": "Vägen förlängning"}])
    row = vagen(rows)
    assert row["kostnad_kr"] == 2_500_000  # 1 800 000 + 700 000
    assert row["ingar"] == "Rad (rad 10) + Vägen förlängning (rad 15)"
    assert row["varfor_inte"] == "kostnaden är summan av 2 rader"
    assert DEL not in set(rows["insats_id"])


def test_a_part_with_people_of_its_own_is_no_prolongation() -> None:
    spent = {"insats_id": DEL, "kategori": "individ", "post": "utfall", "belopp_kr": 700_000}
    people = {"insats_id": DEL, "matt": "deltagare", "antal": 10, "line": 51}
    rows = costs(people=[people], spent=[spent])
    assert vagen(rows)["kostnad_kr"] == 1_800_000
    assert DEL in set(rows["insats_id"])


@pytest.mark.parametrize("where", ["registry", "grant"])
def test_money_of_the_social_fund(where: str) -> None:
    grant = tiny.frame("ovrigt", [{"matt": "esf_medel", "insats_id": tiny.VAGEN}])
    if where == "registry":
        row = vagen(costs(insatser=registry(esf=tiny.VAGEN)))
    else:
        row = vagen(costs(ovrigt=grant))
    assert row["varfor_inte"] == "ESF betalar också: kostnaden kan vara med eller utan ESF-medel"
    other = tiny.frame("ovrigt", [{"matt": "sjukfranvaro", "insats_id": tiny.VAGEN}])
    assert vagen(costs(ovrigt=other))["jamforbar"]


def test_people_over_a_part_of_the_year() -> None:
    people = [{"insats_id": tiny.VAGEN, "matt": "nya", "antal": 9, "period": "del_av_ar"}]
    assert vagen(costs(people))["varfor_inte"] == "rapporten räknar deltagare för en del av året"
    assert vagen(costs(people), year=2021)["jamforbar"]


@pytest.mark.parametrize(
    ("matt", "why"),
    [
        ("nya", "alla deltagare är nya: troligen en del av ett år"),
        ("avslutade", "alla deltagare avslutade: troligen en del av ett år"),
    ],
)
def test_the_first_and_the_last_year_of_an_insats(matt: str, why: str) -> None:
    people = tiny.deltagare().filter(
        (pl.col("insats_id") != tiny.VAGEN) | ~pl.col("matt").is_in(["nya", "avslutade"])
    )
    more = tiny.frame("deltagare", [{"insats_id": tiny.VAGEN, "matt": matt, "antal": 90}])
    both, told = pl.concat([people, more]), tiny.rapporter()
    made = kostnad_per_deltagare(tiny.ekonomi(), both, registry(), rapporter=told)
    assert vagen(made)["varfor_inte"] == why
    # In the middle of its years, 90 new of 90 are the same people every year who come anew.
    middle = registry().with_columns(pl.lit(2020).alias("start"), pl.lit(2024).alias("slut"))
    made = kostnad_per_deltagare(tiny.ekonomi(), both, middle, rapporter=told)
    assert vagen(made)["jamforbar"]


@pytest.mark.parametrize(
    ("anonymous", "why", "to_know"),
    [
        (5, "5 anonyma deltagare är inte räknade", None),  # 5 of 95 is over a twentieth
        (4, None, "4 anonyma till är inte räknade"),  # 4 of 94 is under it
    ],
)
def test_anonymous_people(anonymous: int, why: str | None, to_know: str | None) -> None:
    row = vagen(costs([{"insats_id": tiny.VAGEN, "matt": "anonyma", "antal": anonymous}]))
    assert (row["varfor_inte"], row["att_veta"]) == (why, to_know)


def test_people_who_may_stand_under_a_longer_name() -> None:
    longer = {"insats_id": LANG, "matt": "deltagare"}
    row = vagen(costs([{**longer, "antal": 30}]))
    assert row["varfor_inte"] == "deltagare kan stå under annat namn: Vägen Ungdom"
    # The very same count is the same people.
    assert vagen(costs([{**longer, "antal": 90}]))["jamforbar"]
    # An insats with a cost of its own is another insats.
    own = {"insats_id": LANG, "kategori": "individ", "post": "utfall", "belopp_kr": 1}
    assert vagen(costs([{**longer, "antal": 30}], [own]))["jamforbar"]


def test_a_cost_that_two_tables_print_differently() -> None:
    spent = {"insats_id": tiny.VAGEN, "kategori": "individ", "post": "utfall", "belopp_kr": 1_700}
    row = vagen(costs(spent=[{**spent, "line": 90, "table_id": "t09"}]))
    assert row["kostnad_kr"] == 1_800_000  # never the sum of two prints of one thing
    assert row["varfor_inte"] == "rapporten anger olika kostnad: 1800000, 1700"
    same = vagen(costs(spent=[{**spent, "belopp_kr": 1_800_000, "table_id": "t09"}]))
    assert (same["kostnad_kr"], same["jamforbar"]) == (1_800_000, True)


def test_a_mended_count_says_so() -> None:
    people = tiny.deltagare().with_columns(
        pl.when(pl.col("line") == 40).then(pl.lit("reparerad")).otherwise("status").alias("status")
    )
    row = vagen(kostnad_per_deltagare(tiny.ekonomi(), people, registry()))
    assert row["att_veta"] == "antalet är skadat i trycket och lagat"


def test_notes_hold_costs_where_there_is_no_budget_table() -> None:
    books = tiny.rakenskaper()
    rows = costs(rakenskaper=books)
    note = rows.filter(pl.col("year") == 2020).row(0, named=True)
    assert (note["insats_id"], note["kostnad_kr"]) == (tiny.VAGEN, 950_000)
    assert note["varfor_inte"] == "rapporten anger inget antal deltagare"
    # Years with a budget table keep it; and a note may print its costs as negative numbers.
    assert vagen(rows)["kostnad_kr"] == 1_800_000
    negative = books.with_columns(-pl.col("belopp_kr").abs().alias("belopp_kr"))
    again = costs(rakenskaper=negative).filter(pl.col("year") == 2020)
    assert again["kostnad_kr"].to_list() == [950_000]


def test_the_count_of_another_report_is_placed_there() -> None:
    row = vagen(costs(), year=2021)
    assert (row["report_id"], row["antal_report_id"]) == (tiny.AR21, tiny.AR21)

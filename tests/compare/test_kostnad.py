from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from tests.publish import tiny

from finsam_analysis.compare.kostnad import fordelning, kostnad_per_deltagare, utan_deltagare
from finsam_analysis.compare.kostnadsnivaer import forandring, sammanlagt
from finsam_analysis.compare.personer import floden, personer
from finsam_analysis.compare.serier import bidrag_per_ar, deltagare_per_ar, kostnad_mellan_ar


@pytest.fixture
def rows() -> pl.DataFrame:
    return kostnad_per_deltagare(
        tiny.ekonomi(),
        tiny.deltagare(),
        tiny.insatser(),
        tiny.avslut(),
        tiny.mal(),
        tiny.rapporter(),
    )


def one(rows: pl.DataFrame, **where: Any) -> dict[str, Any]:
    found = rows.filter(*(pl.col(name) == value for name, value in where.items()))
    assert len(found) == 1, found
    return found.row(0, named=True)


def test_each_base_that_is_printed_has_its_own_cost(rows: pl.DataFrame) -> None:
    vagen = rows.filter((pl.col("insats_id") == tiny.VAGEN) & (pl.col("year") == 2022))
    assert vagen.select("matt", "antal", "kr_per").rows() == [
        ("deltagare", 90, 20_000),
        ("nya", 39, pytest.approx(1_800_000 / 39)),
        ("avslutade", 60, 30_000),
        ("arbete_studier", 20, 90_000),
    ]


def test_structure_administration_and_totals_are_not_divided(rows: pl.DataFrame) -> None:
    assert set(rows["insats_id"]) == {tiny.VAGEN, tiny.BRON, tiny.STEGET}


def test_what_cannot_be_compared_says_why(rows: pl.DataFrame) -> None:
    bron = one(rows, insats_id=tiny.BRON)
    assert bron["jamforbar"] is False
    assert bron["varfor_inte"] == "kostnaden står i ett annat förbunds böcker"
    assert bron["kr_per"] == 20_000


def test_no_participants_no_quotient() -> None:
    none = tiny.deltagare().filter(pl.col("insats_id") != tiny.STEGET)
    made = kostnad_per_deltagare(tiny.ekonomi(), none, tiny.insatser())
    steget = one(made, insats_id=tiny.STEGET)
    assert steget["kr_per"] is None
    assert steget["varfor_inte"] == "rapporten anger inget antal deltagare"


def test_two_numbers_for_the_same_thing_are_shown_and_not_compared() -> None:
    again = tiny.frame(
        "deltagare",
        [{"matt": "deltagare", "antal": 88, "insats_id": tiny.VAGEN, "table_id": "prosa"}],
    )
    made = kostnad_per_deltagare(
        tiny.ekonomi(),
        pl.concat([tiny.deltagare(), again]),
        tiny.insatser(),
        rapporter=tiny.rapporter(),
    )
    vagen = one(made, insats_id=tiny.VAGEN, year=2022, matt="deltagare")
    assert vagen["antal"] == 90  # the table's, not the prose's
    assert vagen["varfor_inte"] == "rapporten anger olika antal: 90, 88"


def test_a_rounded_number_gives_way_to_an_exact_one() -> None:
    about = tiny.frame(
        "deltagare",
        [{"matt": "deltagare", "antal": 95, "insats_id": tiny.VAGEN, "anmarkning": "ca; ord"}],
    )
    made = kostnad_per_deltagare(
        tiny.ekonomi(),
        pl.concat([about, tiny.deltagare()]),
        tiny.insatser(),
        rapporter=tiny.rapporter(),
    )
    vagen = one(made, insats_id=tiny.VAGEN, year=2022, matt="deltagare")
    assert (vagen["antal"], vagen["varfor_inte"]) == (90, None)


def test_a_repayment_is_not_a_cost_per_participant() -> None:
    back = tiny.frame(
        "ekonomi",
        [{"insats_id": tiny.VAGEN, "kategori": "individ", "post": "utfall", "belopp_kr": -67_000}],
    )
    vagen = one(
        kostnad_per_deltagare(back, tiny.deltagare(), tiny.insatser(), rapporter=tiny.rapporter()),
        matt="deltagare",
    )
    assert vagen["kr_per"] is None
    assert vagen["varfor_inte"] == "ingen kostnad, eller återbetalning"


def test_cost_over_two_rows_is_summed_and_said() -> None:
    more = tiny.frame(
        "ekonomi",
        [{"insats_id": tiny.VAGEN, "kategori": "individ", "post": "utfall", "belopp_kr": 200_000}],
    )
    made = kostnad_per_deltagare(
        pl.concat([tiny.ekonomi(), more]),
        tiny.deltagare(),
        tiny.insatser(),
        rapporter=tiny.rapporter(),
    )
    vagen = one(made, insats_id=tiny.VAGEN, year=2022, matt="deltagare")
    assert vagen["kostnad_kr"] == 2_000_000
    assert vagen["varfor_inte"] == "kostnaden är summan av 2 rader"


def test_mix_is_of_the_parts_and_only_where_all_three_are_there() -> None:
    mix = fordelning(tiny.ekonomi(), tiny.rapporter())
    example = mix.filter((pl.col("forbund_id") == "exempelbygden") & (pl.col("year") == 2022))
    assert example.select("kategori", "kostnad_kr").rows() == [
        ("individ", 2_300_000),
        ("struktur", 100_000),
        ("administration", 600_000),
    ]
    assert example["andel"].to_list() == pytest.approx([23 / 30, 1 / 30, 0.2])
    assert one(mix, forbund_id="provdalen")["andel"] is None


def test_mix_has_no_shares_when_a_cost_is_of_unknown_kind() -> None:
    unknown = tiny.frame("ekonomi", [{"post": "utfall", "belopp_kr": 5, "kategori": None}])
    mix = fordelning(pl.concat([tiny.ekonomi(), unknown]), tiny.rapporter())
    example = mix.filter((pl.col("forbund_id") == "exempelbygden") & (pl.col("year") == 2022))
    assert example["andel"].to_list() == [None, None, None]


def test_structure_stands_by_itself() -> None:
    assert utan_deltagare(tiny.ekonomi(), tiny.insatser()).select("namn", "kostnad_kr").rows() == [
        ("Mötet", 100_000)
    ]


def test_between_years_in_fixed_prices(rows: pl.DataFrame) -> None:
    pair = one(kostnad_mellan_ar(rows), insats_id=tiny.VAGEN)
    assert (pair["fran"], pair["till"]) == (2021, 2022)
    assert (pair["kr_per_fran"], pair["kr_per_till"]) == (20_000, 20_000)
    # SCB's consumer price index: 343.19 in 2021 and 371.91 in 2022.
    assert pair["kr_per_fran_fast"] == pytest.approx(20_000 * 371.91 / 343.19)
    assert pair["forandring_fast"] == pytest.approx(343.19 / 371.91 - 1)


def test_a_restated_year_keeps_both_figures() -> None:
    years = deltagare_per_ar(tiny.deltagare(), tiny.rapporter())
    last = one(years, year=2021)
    assert (last["antal"], last["aldre"], last["report_id"]) == (101, 100, tiny.AR22)


def test_contributions_are_the_members_alone() -> None:
    paid = bidrag_per_ar(tiny.medlemsbidrag(), tiny.rapporter())
    assert paid.select("year", "belopp_kr", "slag", "medlemmar").rows() == [
        (2021, 2_500_000, "utfall", 1),
        (2022, 3_000_000, "utfall", 2),
    ]


def test_a_budget_is_not_told_as_what_was_paid() -> None:
    planned = tiny.medlemsbidrag().with_columns(pl.lit("budget").alias("slag"))
    assert set(bidrag_per_ar(planned, tiny.rapporter())["slag"]) == {"budget"}


def _structure(report_id: str, table_id: str, *amounts: int) -> list[dict[str, object]]:
    row = {"report_id": report_id, "table_id": table_id, "post": "utfall", "year": 2021}
    return [
        {**row, "line": n, "label_raw": f"Möte {n}", "kategori": "struktur", "belopp_kr": kr}
        for n, kr in enumerate(amounts, 1)
    ]


def test_what_two_tables_or_reports_print_is_added_once() -> None:
    # The newer report: 70 and 30 in one table, and 70 again in another; the older had 90 and 30.
    made = tiny.frame(
        "ekonomi",
        [
            *_structure(tiny.AR21, "t1", 90, 30),
            *_structure(tiny.AR22, "t1", 70, 30),
            *_structure(tiny.AR22, "t2", 70),
        ],
    )
    for rapporter in (tiny.rapporter(), None):
        mix = fordelning(made, rapporter)
        assert mix.select("kategori", "kostnad_kr", "rader").rows() == [("struktur", 100, 2)]
        alone = utan_deltagare(made, tiny.insatser(), rapporter)
        assert alone.select("namn", "kostnad_kr").rows() == [("Möte 1", 70), ("Möte 2", 30)]


def test_the_same_insats_twice_in_a_year_is_refused() -> None:
    rows = kostnad_per_deltagare(tiny.ekonomi(), tiny.deltagare(), tiny.insatser())
    twice = pl.concat([rows, rows])
    for function in (kostnad_mellan_ar, forandring, sammanlagt):
        with pytest.raises(ValueError, match="Samma insats står på mer än en rad"):
            function(twice)


def test_years_are_not_summed_and_an_unknown_base_names_those_there_are() -> None:
    rows = kostnad_per_deltagare(tiny.ekonomi(), tiny.deltagare(), tiny.insatser())
    with pytest.raises(ValueError, match=r"blandar år \(2021, 2022\)"):
        sammanlagt(rows, by=("forbund_id", "matt"))
    with pytest.raises(LookupError, match="ingen räknebas som heter kunder"):
        kostnad_mellan_ar(rows, "kunder")
    with pytest.raises(LookupError, match="Det finns: deltagare, nya, avslutade, arbete_studier"):
        forandring(rows, "kunder")


def test_people_counted_twice_have_no_flow() -> None:
    people = personer(tiny.deltagare())
    with pytest.raises(ValueError, match="mer än en rad"):
        floden(pl.concat([people, people]))

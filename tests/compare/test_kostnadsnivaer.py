"""Costs with what is common, in fixed prices, together, and their change: done by hand."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from tests.publish import tiny

from finsam_analysis.compare import kostnadsnivaer
from finsam_analysis.compare.kostnad import kostnad_per_deltagare
from finsam_analysis.compare.personer import personer
from finsam_analysis.compare.prices import PriceError, load_index


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


def one(frame: pl.DataFrame, **where: Any) -> dict[str, Any]:
    found = frame.filter(
        *(
            pl.col(name).is_null() if value is None else pl.col(name) == value
            for name, value in where.items()
        )
    )
    assert len(found) == 1, found
    return found.row(0, named=True)


def test_what_is_common_is_spread_after_direct_cost(rows: pl.DataFrame) -> None:
    made = kostnadsnivaer.med_gemensamt(rows, tiny.ekonomi(), tiny.rapporter())
    vagen = one(made, insats_id=tiny.VAGEN, year=2022, matt="deltagare")
    # Individ 1 800 000 + 500 000; structure 100 000 and administration 600 000 on top.
    assert vagen["paslag"] == pytest.approx(700_000 / 2_300_000)
    assert vagen["kr_per_med_gemensamt"] == pytest.approx(20_000 * 3_000_000 / 2_300_000)
    assert vagen["paslag_saknas"] is None


def test_no_share_is_added_where_the_report_does_not_divide_its_costs(rows: pl.DataFrame) -> None:
    made = kostnadsnivaer.med_gemensamt(rows, tiny.ekonomi(), tiny.rapporter())
    steget = one(made, insats_id=tiny.STEGET, matt="deltagare")
    assert steget["kr_per_med_gemensamt"] is None
    assert steget["paslag_saknas"] == kostnadsnivaer.NO_SHARE


def test_fixed_prices_are_of_the_newest_year_unless_told(rows: pl.DataFrame) -> None:
    made = kostnadsnivaer.i_fasta_priser(rows)
    old = one(made, insats_id=tiny.VAGEN, year=2021, matt="deltagare")
    assert old["kr_per_fast"] == pytest.approx(20_000 * 371.91 / 343.19)  # SCB, KPI 2022 and 2021
    assert old["prisniva"] == "2022 års priser (KPI, fastställda tal, 1980=100)"
    earlier = kostnadsnivaer.i_fasta_priser(rows, base_year=2021)
    new = one(earlier, insats_id=tiny.VAGEN, year=2022, matt="deltagare")
    assert new["kr_per_fast"] == pytest.approx(20_000 * 343.19 / 371.91)


def test_a_year_that_the_index_lacks_is_said_and_never_guessed(rows: pl.DataFrame) -> None:
    future = rows.with_columns(
        pl.when(pl.col("year") == 2021).then(2031).otherwise("year").alias("year")
    )
    made = kostnadsnivaer.i_fasta_priser(future)
    row = one(made, insats_id=tiny.VAGEN, year=2031, matt="deltagare")
    assert row["kr_per_fast"] is None
    assert row["pris_saknas"] == "KPI, fastställda tal saknas för 2031"
    with pytest.raises(PriceError, match="saknas för 2031"):
        kostnadsnivaer.i_fasta_priser(rows, base_year=2031)
    with pytest.raises(PriceError, match="saknar alla år"):
        kostnadsnivaer.i_fasta_priser(future.filter(pl.col("year") == 2031))


def test_together_every_person_weighs_the_same(rows: pl.DataFrame) -> None:
    other = rows.filter((pl.col("insats_id") == tiny.VAGEN) & (pl.col("year") == 2022))
    twice = other.with_columns(
        pl.lit("exempelbygden/annan").alias("insats_id"),
        pl.lit(400_000).alias("kostnad_kr"),
        pl.lit(10).alias("antal"),
        pl.lit(40_000.0).alias("kr_per"),
    ).filter(pl.col("matt") == "deltagare")
    both = one(
        kostnadsnivaer.sammanlagt(pl.concat([rows, twice], how="vertical_relaxed")),
        forbund_id="exempelbygden",
        year=2022,
        matt="deltagare",
    )
    assert (both["kostnad_kr"], both["antal"], both["kr_per"]) == (2_200_000, 100, 22_000)
    assert (both["insatser"], both["utanfor"]) == (2, 1)  # Bron may not be compared
    assert (both["lagst"], both["hogst"]) == (20_000, 40_000)


def test_different_bases_are_never_summed(rows: pl.DataFrame) -> None:
    with pytest.raises(ValueError, match="blandar räknebaser"):
        kostnadsnivaer.sammanlagt(rows, by=["forbund_id"])


def test_the_whole_forbund_and_why_it_is_not_alike(rows: pl.DataFrame) -> None:
    people = personer(tiny.deltagare(), tiny.avslut(), tiny.mal(), tiny.rapporter())
    made = kostnadsnivaer.hela_forbundet(tiny.rakenskaper(), people, rows, tiny.rapporter())
    row = one(made, year=2022, matt="deltagare")
    assert (row["kostnad_kr"], row["antal"], row["kr_per"]) == (3_000_000, 120, 25_000)
    assert row["varfor_inte"] == "1 insatser i kostnaden går inte att jämföra: Bron"
    assert (row["kostnad_rad"], row["antal_rad"]) == (100, 46)
    without = kostnadsnivaer.hela_forbundet(
        tiny.rakenskaper(), people, rows.clear(), tiny.rapporter()
    )
    assert "inte tryckta" in str(one(without, year=2022, matt="deltagare")["varfor_inte"])


def test_change_is_volume_mix_and_cost_per_person_to_the_ore() -> None:
    def row(insats: str, year: int, cost: int, people: int) -> dict[str, Any]:
        return {
            "forbund_id": "x",
            "year": year,
            "insats_id": insats,
            "namn": insats,
            "matt": "deltagare",
            "kostnad_kr": cost,
            "antal": people,
            "kr_per": cost / people,
            "jamforbar": True,
            "varfor_inte": None,
            "report_id": f"r{year}",
        }

    frame = pl.DataFrame(
        [
            row("a", 2021, 100_000, 10),
            row("a", 2022, 300_000, 20),
            row("b", 2021, 100_000, 20),
            row("b", 2022, 100_000, 20),
            row("c", 2021, 50_000, 5),
        ],
        schema_overrides={"varfor_inte": pl.String},
    )
    made = kostnadsnivaer.forandring(frame)
    whole = one(made, insats_id=None)
    assert (whole["antal_fore"], whole["antal_efter"]) == (30, 40)
    assert whole["forandring"] == 200_000
    parts = [whole[name] for name in ("volym", "mix", "kostnad_per_person")]
    assert sum(parts) == pytest.approx(200_000, abs=0.005)
    # Insats b: same cost and people; the log mean of its costs is 100 000, its share fell from
    # 2/3 to 1/2 while all grew by 4/3, so volume and mix cancel: 100 000 ln(4/3) = 28 768.
    b = one(made, insats_id="b")
    assert b["volym"] == pytest.approx(28_768.21, abs=0.01)
    assert b["mix"] == pytest.approx(-28_768.21, abs=0.01)
    assert b["kostnad_per_person"] == pytest.approx(0)
    left = kostnadsnivaer.utanfor_forandring(frame)
    assert left.select("namn", "varfor_inte").rows() == [("c", "2022: ingen kostnad tryckt")]
    new = frame.filter(pl.col("insats_id") == "c").with_columns(
        pl.lit("d").alias("insats_id"),
        pl.lit(2022, pl.Int64).alias("year"),
        pl.lit("Vägen Vidare").alias("namn"),
    )
    old = pl.when(pl.col("insats_id") == "c").then(pl.lit("Vägen")).otherwise("namn").alias("namn")
    renamed = kostnadsnivaer.utanfor_forandring(pl.concat([frame.with_columns(old), new]))
    assert renamed["varfor_inte"].to_list() == [
        "2022: ingen kostnad tryckt; kan ha bytt namn: Vägen Vidare",
        "2021: ingen kostnad tryckt; kan ha bytt namn: Vägen",
    ]
    fixed = kostnadsnivaer.forandring(frame, index=load_index())
    assert one(fixed, insats_id=None)["kostnad_fore"] == pytest.approx(
        200_000 * 371.91 / 343.19, abs=0.01
    )


def test_years_without_a_common_insats_have_no_change(rows: pl.DataFrame) -> None:
    assert kostnadsnivaer.forandring(rows, "nya").is_empty()

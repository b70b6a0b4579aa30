from __future__ import annotations

import polars as pl
from tests.publish import tiny, tiny_more

from finsam_analysis.compare import tackning
from finsam_analysis.compare.tackning import ABSENT, BY_GENDER, MEASURES, NO_REPORT, PRINTED


def frames() -> dict[str, pl.DataFrame]:
    return {
        "deltagare": tiny.deltagare(),
        "avslut": tiny.avslut(),
        "ekonomi": tiny.ekonomi(),
        "mal": tiny.mal(),
        "rakenskaper": tiny_more.rakenskaper(),
    }


def state(forbund: str, year: int, matt: str) -> tuple[str, int]:
    rows = tackning.tackning(frames(), tiny.rapporter())
    found = rows.filter(forbund_id=forbund, year=year, matt=matt)
    return found["lage"].item(), found["antal_tal"].item()


def test_every_measure_has_a_place_in_every_year() -> None:
    rows = tackning.tackning(frames(), tiny.rapporter())
    years = rows.select("forbund_id", "year").unique()
    assert len(rows) == len(years) * len(MEASURES)
    assert set(years.iter_rows()) == {
        ("exempelbygden", 2021),
        ("exempelbygden", 2022),
        ("provdalen", 2022),
    }


def test_what_is_there_is_counted_and_told_apart_by_gender() -> None:
    # Deltagare 2022 of Exempelbygden: 90, 50 and 38, 25, 120, 70, 46 and 4, 101 (which is about
    # 2021), 500 of the plan: nine of 2022.
    assert state("exempelbygden", 2022, "Deltagare under året") == (BY_GENDER, 9)
    assert state("exempelbygden", 2022, "Nya deltagare") == (PRINTED, 1)
    assert state("provdalen", 2022, "Deltagare under året") == (PRINTED, 1)


def test_a_report_that_lacks_it_is_not_a_year_without_a_report() -> None:
    assert state("provdalen", 2022, "Avslutsorsaker") == (ABSENT, 0)
    books = frames()["rakenskaper"].with_columns(pl.lit(2019, pl.Int64).alias("year"))
    rows = tackning.tackning({"rakenskaper": books}, tiny.rapporter())
    assert set(rows.filter(year=2019, matt="Mål")["lage"]) == {NO_REPORT}
    assert set(rows.filter(year=2019, matt="Räkenskaper")["lage"]) == {PRINTED}


def test_each_insats_has_the_measures_that_can_be_its() -> None:
    rows = tackning.tackning_insatser(frames(), tiny.insatser(), tiny.rapporter())
    mine = rows.filter(insats_id=tiny.BRON, year=2022)
    there = dict(mine.filter(pl.col("antal_tal") > 0).select("matt", "antal_tal").iter_rows())
    assert there == {"Deltagare under året": 1, "Utfall per insats": 1}
    assert "Räkenskaper" not in set(rows["matt"])
    assert set(mine["namn"]) == {"Bron"}


def test_the_share_that_checks_cover() -> None:
    told = tiny.ekonomi().with_columns(
        pl.Series("kontroll", ["bekraftad"] * 3 + ["motsagd"] + ["okontrollerad"] * 4),
        pl.Series("status", ["reparerad"] + ["tryckt"] * 7),
    )
    rows = tackning.provade({"ekonomi": told}, tiny.rapporter())
    # The 2022 report has six of the eight rows: three confirmed, one gainsaid.
    mine = rows.filter(report_id=tiny.AR22).row(0, named=True)
    assert (mine["tal"], mine["bekraftade"], mine["motsagda"], mine["reparerade"]) == (6, 3, 1, 1)
    assert mine["andel_provade"] == 4 / 6
    plan = rows.filter(report_id=tiny.PLAN22).row(0, named=True)
    assert (plan["tal"], plan["andel_provade"]) == (0, None)


def test_an_outcome_per_insats_may_stand_in_a_note() -> None:
    note = {"rapport": "not", "insats_id": tiny.BRON}
    books = tiny.frame("rakenskaper", [tiny_more.kr(1, "bron", 500, **note)])
    rows = tackning.tackning({"rakenskaper": books}, tiny.rapporter())
    assert rows.filter(matt="Utfall per insats")["lage"].to_list() == [PRINTED]
    rows = tackning.tackning_insatser({"rakenskaper": books}, tiny.insatser(), tiny.rapporter())
    assert rows.filter(matt="Utfall per insats")["antal_tal"].to_list() == [1]

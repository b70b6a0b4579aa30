"""Shares to work or studies: what is the count, what is the base, and who stands beside whom."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from tests.publish import tiny

from finsam_analysis.compare.andel import (
    DERIVED,
    PRINTED,
    SUMMED,
    TooFewError,
    andel_arbete_studier,
    enheter,
    jamfor,
    senaste,
)
from finsam_analysis.compare.riket import add_riket, riksmatt
from finsam_analysis.compare.underlag import utan_delsummor

A, B, C = "exempelbygden/a", "exempelbygden/b", "exempelbygden/c"


def exits(*rows: dict[str, Any]) -> pl.DataFrame:
    return tiny.frame("avslut", [{"orsak": "arbete_studier", **row} for row in rows])


def left(*rows: dict[str, Any]) -> pl.DataFrame:
    return tiny.frame("deltagare", [{"matt": "avslutade", **row} for row in rows])


def only(frame: pl.DataFrame) -> dict[str, Any]:
    assert len(frame) == 1, frame
    return frame.row(0, named=True)


def test_a_printed_count_of_a_printed_base() -> None:
    made = only(
        andel_arbete_studier(
            exits({"antal": 6, "insats_id": A}), left({"antal": 15, "insats_id": A})
        )
    )
    assert (made["antal"], made["bas"], made["hur"]) == (6, 15, PRINTED)
    # Newcombe 1998: 6/15 has Wilson's interval 19.82-64.25 percent.
    assert made["andel_lag"] == pytest.approx(0.1982, abs=5e-5)
    assert made["andel_hog"] == pytest.approx(0.6425, abs=5e-5)


def test_work_and_studies_of_one_table_are_summed() -> None:
    table = exits(
        {"orsak": "arbete", "antal": 26, "insats_id": A},
        {"orsak": "studier", "antal": 11, "insats_id": A},
        {"orsak": "totalt", "antal": 55, "insats_id": A, "is_total": True},
    )
    made = only(andel_arbete_studier(table, left()))
    assert (made["antal"], made["bas"], made["hur"]) == (37, 55, SUMMED)
    apart = table.with_columns(
        pl.when(pl.col("orsak") == "studier")
        .then(pl.lit("t02"))
        .otherwise("table_id")
        .alias("table_id")
    )
    assert andel_arbete_studier(apart, left()).is_empty()


def test_a_percent_of_a_base_is_a_count_only_if_one_is_possible() -> None:
    share = {"andel": 0.45, "insats_id": A}
    known = only(andel_arbete_studier(exits(share), left({"antal": 40, "insats_id": A})))
    assert (known["antal"], known["hur"], known["harledd"]) == (18, DERIVED, True)
    many = only(andel_arbete_studier(exits(share), left({"antal": 300, "insats_id": A})))
    assert (many["antal"], many["andel"]) == (None, 0.45)
    assert "flera antal" in str(many["varfor_inte"])
    alone = only(andel_arbete_studier(exits(share), left()))
    assert alone["varfor_inte"] == "bara procent tryckt, ingen bas"


def test_a_percent_of_the_participants_in_a_sentence_is_no_share_of_leavers() -> None:
    """As in "55 procent av de 250": the line counts participants, and nobody who left."""
    share = exits({"andel": 0.55, "insats_id": A, "line": 9, "table_id": "prosa"})
    place = {"insats_id": A, "line": 9, "table_id": "prosa"}
    made = only(andel_arbete_studier(share, left({"matt": "deltagare", "antal": 250, **place})))
    assert (made["andel"], made["tryckt"]) == (None, None)
    assert made["varfor_inte"] == "procenttalet är av deltagarna, inte av dem som avslutade"
    elsewhere = {**place, "line": 20}
    kept = only(andel_arbete_studier(share, left({"matt": "deltagare", "antal": 250, **elsewhere})))
    assert (kept["andel"], kept["varfor_inte"]) == (0.55, "bara procent tryckt, ingen bas")


def test_a_derived_count_of_few_people_is_hidden_and_a_printed_one_is_not() -> None:
    base = left({"antal": 11, "insats_id": A})
    hidden = only(andel_arbete_studier(exits({"andel": 0.27, "insats_id": A}), base))
    assert (hidden["antal"], hidden["sekretess"], hidden["andel_lag"]) == (None, True, None)
    assert hidden["andel"] == 0.27  # printed, and so public
    shown = only(andel_arbete_studier(exits({"antal": 3, "insats_id": A}), base))
    assert (shown["antal"], shown["sekretess"]) == (3, False)


def test_a_hidden_count_is_not_given_away_by_the_total() -> None:
    out = exits(
        {"andel": 0.17, "insats_id": A},  # of 6: 1, ours and small
        {"andel": 0.40, "insats_id": B},  # of 30: 12, ours
        {"antal": 22, "insats_id": C},
        {"antal": 35},
    )
    base = left(
        *({"antal": n, "insats_id": i} for i, n in ((A, 6), (B, 30), (C, 50))), {"antal": 86}
    )
    made = dict(andel_arbete_studier(out, base).select("insats_id", "antal").iter_rows())
    # 35 - 12 - 22 would be 1: so the 12 that is ours is hidden too, and what is printed stays.
    assert made == {A: None, B: None, C: 22, None: 35}


def test_more_than_left_is_no_share() -> None:
    made = only(
        andel_arbete_studier(
            exits({"antal": 9, "insats_id": A}), left({"antal": 8, "insats_id": A})
        )
    )
    assert made["andel"] is None
    assert made["varfor_inte"] == "fler till arbete eller studier än avslutade"


def test_the_total_of_a_table_of_some_insatser_is_not_the_forbunds() -> None:
    some = [{"antal": 5, "insats_id": one, "line": n} for n, one in enumerate((A, B), start=1)]
    total = {"antal": 10, "line": 3, "is_total": True}
    elsewhere = [
        {"antal": 7, "insats_id": f"exempelbygden/{n}", "table_id": "prosa", "line": 10 + n}
        for n in range(3)
    ]
    partial = exits(*some, total, *elsewhere)  # two of five insatser
    assert utan_delsummor(partial).filter(pl.col("insats_id").is_null()).is_empty()
    most = exits(*some, total, elsewhere[0])  # two of three
    assert len(utan_delsummor(most).filter(pl.col("insats_id").is_null())) == 1


def registry() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "insats_id": [A, B, f"{C}-exempelbygden", C],
            "overordnad_insats_id": [None, A, C, None],
            "forbund_id": ["exempelbygden"] * 4,
        }
    )


def shares(*rows: tuple[str | None, int, int]) -> pl.DataFrame:
    return andel_arbete_studier(
        exits(*({"antal": k, "insats_id": i} for i, k, _ in rows)),
        left(*({"antal": n, "insats_id": i} for i, _, n in rows)),
    )


def test_one_person_stands_in_one_unit_only() -> None:
    rows = shares(
        (A, 20, 40), (B, 5, 10), (C, 90, 300), (f"{C}-exempelbygden", 9, 30), (None, 50, 90)
    )
    # B is a part of A; C is a project of several förbund, of which this one has a part.
    assert enheter(rows, registry())["insats_id"].to_list() == [A, f"{C}-exempelbygden"]
    assert enheter(rows, registry(), "forbund")["insats_id"].to_list() == [None]
    with pytest.raises(ValueError, match="insats eller forbund"):
        enheter(rows, registry(), "kommun")


def units() -> pl.DataFrame:
    return shares(*((f"exempelbygden/{n}", k, 100) for n, k in enumerate((50, 52, 48, 51, 49, 20))))


def test_what_is_beyond_chance_is_said() -> None:
    made = jamfor(units())
    assert made["mittlinje"][0] == pytest.approx(270 / 600)
    places = dict(made.select("insats_id", "lage").iter_rows())
    assert places["exempelbygden/5"] == "under 99,8 %"
    assert {places[f"exempelbygden/{n}"] for n in range(5)} == {"inom"}
    last = made.filter(pl.col("insats_id") == "exempelbygden/5").row(0, named=True)
    assert (last["rang_lag"], last["rang_hog"]) == (6, 6)
    assert last["andel"] < last["krympt"] < last["krympt_mot"]


def test_the_newest_year_with_enough_to_compare() -> None:
    newer = units().head(2).with_columns(pl.lit(2023, pl.Int64).alias("year"))
    assert senaste(pl.concat([units(), newer]))["year"].unique().to_list() == [2022]
    assert senaste(newer)["year"].to_list() == [2023, 2023]
    assert senaste(newer.clear()).is_empty()


def test_comparisons_that_would_be_wrong_are_refused() -> None:
    with pytest.raises(TooFewError, match="Bara 2 insatser har både antal"):
        jamfor(units().head(2))
    older = units().with_columns(pl.lit(2021, pl.Int64).alias("year"))
    with pytest.raises(ValueError, match="blandar år"):
        jamfor(pl.concat([units(), older]))
    with pytest.raises(ValueError, match="på mer än en rad"):
        jamfor(pl.concat([units(), units()]))
    whole = units().with_columns(pl.lit(None, pl.String).alias("insats_id")).head(1)
    with pytest.raises(ValueError, match="blandar hela förbund"):
        jamfor(pl.concat([units(), whole]))


def test_the_country_is_what_was_published_and_nothing_else() -> None:
    known = dict(riksmatt().select("year", "andel").iter_rows())
    assert known == {2017: 0.31, 2019: 0.31, 2020: 0.28}  # finsam.se, news 2018 and 2021
    made = add_riket(pl.DataFrame({"year": [2020, 2022], "andel": [0.34, 0.5]}))
    assert made["mot_riket"].to_list() == [pytest.approx(6.0), None]
    assert made["riket_kalla"].to_list() == ["finsam.se, nyhet 2021-02-24", None]

from __future__ import annotations

import polars as pl
import pytest
from tests.publish import tiny

from finsam_analysis.compare.kon import andel_kvinnor, skillnad_avslut


def test_share_of_women_is_of_those_with_a_stated_gender() -> None:
    rows = andel_kvinnor(tiny.deltagare(), tiny.rapporter())
    whole = rows.filter(pl.col("insats_id").is_null()).row(0, named=True)
    assert (whole["kvinnor"], whole["man"], whole["ej_angivet"], whole["bas"]) == (70, 46, 4, 116)
    assert whole["andel"] == pytest.approx(70 / 116)
    assert whole["utan_kon"] == 0


def test_people_that_the_report_leaves_out_are_counted() -> None:
    rows = andel_kvinnor(tiny.deltagare(), tiny.rapporter())
    vagen = rows.filter(pl.col("insats_id") == tiny.VAGEN).row(0, named=True)
    assert vagen["utan_kon"] == 2  # 90 - 50 - 38


def test_one_gender_is_never_worked_out_from_the_total() -> None:
    women_only = tiny.deltagare().filter(pl.col("kon") != "man")
    assert andel_kvinnor(women_only, tiny.rapporter()).is_empty()


def test_genders_and_total_come_from_one_place() -> None:
    """A passage that contradicts itself is shown before a table that prints no genders."""
    told = [("kvinnor", 45, 10), ("man", 42, 10), ("ej_angivet", 9, 11), ("totalt", 95, 10)]
    people = tiny.frame(
        "deltagare",
        [
            {"matt": "deltagare", "kon": kon, "antal": n, "line": line, "table_id": "prosa"}
            for kon, n, line in told
        ]
        + [{"matt": "deltagare", "kon": "totalt", "antal": 86, "line": 90, "table_id": "t01"}],
    )
    row = andel_kvinnor(people).row(0, named=True)
    assert (row["kvinnor"], row["man"], row["totalt"], row["utan_kon"]) == (45, 42, 95, -1)


def test_interval_is_wilsons() -> None:
    # Newcombe 1998: 3 of 10 is 10.78 to 60.32 percent.
    people = tiny.frame(
        "deltagare",
        [
            {"matt": "deltagare", "kon": "kvinnor", "antal": 3},
            {"matt": "deltagare", "kon": "man", "antal": 7},
        ],
    )
    row = andel_kvinnor(people).row(0, named=True)
    assert row["andel_lag"] == pytest.approx(0.1078, abs=5e-5)
    assert row["andel_hog"] == pytest.approx(0.6032, abs=5e-5)


def test_difference_from_printed_counts() -> None:
    rows = skillnad_avslut(tiny.avslut(), tiny.deltagare(), tiny.rapporter())
    vagen = rows.filter(pl.col("insats_id") == tiny.VAGEN).row(0, named=True)
    assert (vagen["andel_kvinnor"], vagen["andel_man"]) == (0.4, 0.2)
    assert (vagen["bas_kvinnor"], vagen["bas_man"]) == (40, 20)
    assert vagen["harledd"] is False
    assert vagen["skillnad_punkter"] == pytest.approx(20)
    assert vagen["skillnad_punkter_lag"] < 20 < vagen["skillnad_punkter_hog"]
    assert vagen["tester"] == 1


def test_percent_alone_gives_a_difference_without_interval() -> None:
    rows = skillnad_avslut(tiny.avslut(), tiny.deltagare(), tiny.rapporter())
    whole = rows.filter(pl.col("insats_id").is_null()).row(0, named=True)
    assert whole["skillnad_punkter"] == pytest.approx(10)
    assert whole["skillnad_punkter_lag"] is None
    assert whole["p"] is None


def test_newcombes_interval() -> None:
    # Newcombe 1998: 9/10 against 3/10 is 0.6000 (0.1705, 0.8090).
    def exits(kon: str, antal: int) -> dict[str, object]:
        return {"orsak": "arbete", "kon": kon, "antal": antal}

    def left(kon: str) -> dict[str, object]:
        return {"matt": "avslutade", "kon": kon, "antal": 10}

    row = skillnad_avslut(
        tiny.frame("avslut", [exits("kvinnor", 9), exits("man", 3)]),
        tiny.frame("deltagare", [left("kvinnor"), left("man")]),
    ).row(0, named=True)
    assert row["skillnad_punkter_lag"] == pytest.approx(17.05, abs=0.01)
    assert row["skillnad_punkter_hog"] == pytest.approx(80.90, abs=0.01)


@pytest.mark.parametrize(("share", "base", "count"), [(0.45, 11, 5), (0.45, 300, None)])
def test_a_percent_becomes_a_count_only_when_one_is_possible(
    share: float, base: int, count: int | None
) -> None:
    def exits(kon: str) -> dict[str, object]:
        return {"orsak": "arbete", "kon": kon, "andel": share}

    def left(kon: str) -> dict[str, object]:
        return {"matt": "avslutade", "kon": kon, "antal": base}

    row = skillnad_avslut(
        tiny.frame("avslut", [exits("kvinnor"), exits("man")]),
        tiny.frame("deltagare", [left("kvinnor"), left("man")]),
    ).row(0, named=True)
    assert row["antal_kvinnor"] == count
    assert row["harledd"] is True

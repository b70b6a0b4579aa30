from __future__ import annotations

import polars as pl
import pytest
from tests.publish import tiny

from finsam_analysis.compare.kon import (
    andel_kvinnor,
    andel_kvinnor_i_led,
    skillnad_avslut,
    skillnad_forsorjning,
    skillnad_mal,
    skillnad_remittering,
    trend,
)
from finsam_analysis.compare.maluppfyllelse import malresultat
from finsam_analysis.compare.stats import newcombe


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


def test_women_along_the_way_and_their_difference_in_points() -> None:
    rows = andel_kvinnor_i_led(tiny.deltagare(), tiny.avslut(), tiny.rapporter())
    vagen = rows.filter((pl.col("insats_id") == tiny.VAGEN) & (pl.col("year") == 2022))
    assert vagen.select("matt", "kvinnor", "man").rows() == [
        ("deltagare", 50, 38),
        ("avslutade", 40, 20),
    ]
    left = vagen.filter(pl.col("matt") == "avslutade").row(0, named=True)
    # Two thirds women and one third men of 60.
    assert left["skillnad_punkter"] == pytest.approx(100 / 3)
    assert left["skillnad_punkter_lag"] == pytest.approx(200 * left["andel_lag"] - 100)
    assert left["tester"] == 1


def test_leavers_are_counted_among_the_exits_where_participants_have_none() -> None:
    totals = tiny.frame(
        "avslut",
        [
            {"orsak": "totalt", "kon": "kvinnor", "antal": 9, "insats_id": tiny.BRON},
            {"orsak": "totalt", "kon": "man", "antal": 3, "insats_id": tiny.BRON},
        ],
    )
    rows = andel_kvinnor_i_led(tiny.deltagare(), totals)
    bron = rows.filter((pl.col("insats_id") == tiny.BRON) & (pl.col("matt") == "avslutade"))
    assert bron.select("kvinnor", "man").rows() == [(9, 3)]


def people(*rows: tuple[int, int, int]) -> pl.DataFrame:
    made = []
    for year, women, men in rows:
        for who, n in (("kvinnor", women), ("man", men)):
            made.append({"year": year, "matt": "deltagare", "kon": who, "antal": n})
    return tiny.frame("deltagare", made)


def test_trend_is_later_less_earlier_with_newcombes_interval() -> None:
    rows = andel_kvinnor(people((2020, 48, 32), (2021, 1, 1), (2022, 56, 14)))
    row = trend(rows).row(0, named=True)
    assert (row["fran"], row["till"]) == (2020, 2022)
    # Newcombe 1998: 56/70 - 48/80 = 0.2000 (0.0524, 0.3339).
    found = [row[f"skillnad_punkter{end}"] for end in ("", "_lag", "_hog")]
    assert found == pytest.approx([20.00, 5.24, 33.39], abs=0.005)
    assert trend(andel_kvinnor(people((2022, 5, 5)))).is_empty()


def test_trend_refuses_several_bases() -> None:
    rows = andel_kvinnor(people((2020, 48, 32))).with_columns(pl.lit("deltagare").alias("matt"))
    other = rows.with_columns(pl.lit("nya").alias("matt"))
    with pytest.raises(ValueError, match="blandar räknebaser"):
        trend(pl.concat([rows, other]))


def test_referrals_are_of_all_referred() -> None:
    row = skillnad_remittering(tiny.remittering(), tiny.deltagare()).row(0, named=True)
    assert (row["remittent"], row["bas_kvinnor"], row["bas_man"]) == ("vard", 70, 46)
    assert row["skillnad_punkter"] == pytest.approx(100 * (35 / 70 - 10 / 46))
    assert row["skillnad_punkter_lag"] > 0


def test_livelihood_is_of_those_who_left() -> None:
    rows = skillnad_forsorjning(tiny.forsorjning(), tiny.deltagare(), tiny.rapporter())
    after = rows.filter(pl.col("tidpunkt") == "avslut").row(0, named=True)
    assert (after["bas_kvinnor"], after["bas_man"]) == (40, 20)
    assert (after["andel_kvinnor"], after["andel_man"]) == (0.4, 0.2)
    before = rows.filter(pl.col("tidpunkt") == "inskrivning").row(0, named=True)
    assert (before["antal_kvinnor"], before["sekretess"]) == (2, False)  # printed, and so shown


def test_more_with_a_livelihood_than_left_is_no_share() -> None:
    few = tiny.deltagare().with_columns(
        pl.when((pl.col("matt") == "avslutade") & (pl.col("kon") == "man"))
        .then(3)
        .otherwise("antal")
        .cast(pl.Int64)
        .alias("antal")
    )
    rows = skillnad_forsorjning(tiny.forsorjning(), few, tiny.rapporter())
    # 4 men of 3; 1 of 3 when they began is possible.
    assert rows["tidpunkt"].to_list() == ["inskrivning"]


def test_goals_for_women_and_men() -> None:
    def result(who: str, share: float) -> dict[str, object]:
        return {"del": "resultat", "kon": who, "andel": share, "line": 2}

    mal = tiny.frame(
        "mal",
        [
            {"matt": "avslutade_arbete_studier", "mal_id": "m", "insats_id": tiny.VAGEN, **row}
            for row in (
                {"del": "mal", "andel": 0.35, "line": 1},
                result("kvinnor", 0.40),
                result("man", 0.20),
            )
        ],
    )
    made = skillnad_mal(malresultat(mal), tiny.avslut(), tiny.deltagare()).row(0, named=True)
    assert (made["omdome_kvinnor"], made["omdome_man"]) == ("uppnatt", "ej_uppnatt")
    assert (made["bas_kvinnor"], made["bas_man"]) == (40, 20)
    # 40 percent of 40 is 16; 20 percent of 20 is 4: derived, of few people, and hidden.
    assert (made["antal_kvinnor"], made["antal_man"], made["sekretess"]) == (None, None, True)
    assert made["skillnad_punkter"] == pytest.approx(20)
    assert made["p"] is None


def test_printed_percents_that_may_mean_several_counts_have_a_wider_interval() -> None:
    exits = tiny.frame(
        "avslut",
        [
            {"orsak": "arbete", "kon": "kvinnor", "andel": 0.80, "insats_id": tiny.VAGEN},
            {"orsak": "arbete", "kon": "man", "andel": 0.60, "insats_id": tiny.VAGEN},
        ],
    )
    left = tiny.frame(
        "deltagare",
        [
            {"matt": "avslutade", "kon": "kvinnor", "antal": 700, "insats_id": tiny.VAGEN},
            {"matt": "avslutade", "kon": "man", "antal": 800, "insats_id": tiny.VAGEN},
        ],
    )
    row = skillnad_avslut(exits, left).row(0, named=True)
    assert (row["antal_kvinnor"], row["p"]) == (None, None)
    inner = newcombe(560, 700, 480, 800)
    assert row["skillnad_punkter_lag"] < 100 * inner.low
    assert row["skillnad_punkter_hog"] > 100 * inner.high


def test_the_total_of_leavers_is_that_of_the_table_with_women_and_men() -> None:
    def out(kon: str, antal: int) -> dict[str, object]:
        return {"orsak": "totalt", "kon": kon, "antal": antal, "table_id": "t8", "is_total": True}

    counts = (("kvinnor", 95), ("man", 63), ("ej_angivet", 6), ("totalt", 164))
    row = andel_kvinnor_i_led(
        # Running text has the total alone: it does not take it out of the table.
        tiny.frame("deltagare", [{"matt": "avslutade", "antal": 164, "table_id": "prosa"}]),
        tiny.frame("avslut", [out(*pair) for pair in counts]),
    ).row(0, named=True)
    assert [row[kon] for kon, _ in counts] == [95, 63, 6, 164]
    # 95 of 158, and 164 less 158 and 6 is nobody.
    assert (row["bas"], row["utan_kon"]) == (158, 0)
    assert row["andel"] == pytest.approx(0.6013, abs=0.0001)


def test_a_base_that_does_not_exist_names_those_that_do() -> None:
    with pytest.raises(LookupError, match="ingen räknebas som heter kunder"):
        andel_kvinnor(tiny.deltagare(), matt="kunder")

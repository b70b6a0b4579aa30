"""Goals and chance, the report's own word, pace, and gender."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from tests.publish import tiny

from finsam_analysis.compare.malbedomning import med_ord, med_osakerhet, med_takt, per_kon
from finsam_analysis.compare.maluppfyllelse import malresultat, sammanfattning


def goals(*rows: dict[str, Any]) -> pl.DataFrame:
    made = [{"insats_id": tiny.VAGEN, "matt": "avslutade_arbete_studier", **row} for row in rows]
    return malresultat(tiny.frame("mal", made))


def share(goal: float, result: float, **more: Any) -> pl.DataFrame:
    common = {"mal_id": "m", **more}
    return goals(
        {"del": "mal", "andel": goal, **common}, {"del": "resultat", "andel": result, **common}
    )


def only(frame: pl.DataFrame) -> dict[str, Any]:
    assert len(frame) == 1, frame
    return frame.row(0, named=True)


def test_a_result_of_few_people_has_an_interval_and_a_goal_within_it() -> None:
    left = tiny.frame("deltagare", [{"matt": "avslutade", "antal": 15, "insats_id": tiny.VAGEN}])
    row = only(med_osakerhet(share(0.45, 0.40), left))
    # 40 percent of 15 is 6 and nothing else; Newcombe 1998: 6/15 is 19.82-64.25 percent.
    assert row["bas"] == 15
    assert (row["resultat_lag"], row["resultat_hog"]) == (
        pytest.approx(0.1982, abs=5e-5),
        pytest.approx(0.6425, abs=5e-5),
    )
    assert row["malet_inom"] is True
    assert only(med_osakerhet(share(0.70, 0.40), left))["malet_inom"] is False


@pytest.mark.parametrize(
    "more", [{"period": "projekt"}, {"matt": "sjalvforsorjande"}, {"kon": "kvinnor"}]
)
def test_no_interval_where_the_base_is_another(more: dict[str, str]) -> None:
    left = tiny.frame("deltagare", [{"matt": "avslutade", "antal": 15, "insats_id": tiny.VAGEN}])
    row = only(med_osakerhet(share(0.45, 0.40, **more), left))
    assert (row["bas"], row["resultat_lag"]) == (None, None)


def test_a_percent_that_no_count_prints_as_has_no_interval() -> None:
    left = tiny.frame("deltagare", [{"matt": "avslutade", "antal": 15, "insats_id": tiny.VAGEN}])
    assert only(med_osakerhet(share(0.45, 0.41), left))["resultat_lag"] is None


@pytest.mark.parametrize(
    ("word", "result", "apart"),
    [
        ("God", 0.79, True),  # the rule: nearly
        ("God", 0.80, False),
        ("ej uppfyllt.", 0.40, False),
        ("Delvis uppfyllt", 0.40, True),
        ("Måttlig", 0.80, None),  # a word that is not known is not judged
    ],
)
def test_the_reports_word_against_the_rule(word: str, result: float, apart: bool | None) -> None:
    assert only(med_ord(share(0.80, result, bedomning=word)))["ord_skiljer"] is apart


def times(*told: tuple[str, str, str, int], galler: bool = True) -> pl.DataFrame:
    """Rows of `tider` for one insats: report, start or slut, the date, the line."""
    rows = [
        {"report_id": report, "year": 2022, "line": line,
         "insats_id": tiny.VAGEN, "ande": ande, "datum": datum, "galler": galler}
        for report, ande, datum, line in told
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=tiny.TIDER)


def project(antal: int, tider: pl.DataFrame | None, goal: int = 200) -> dict[str, Any]:
    """A project's goal of people with a result of the project so far, at the end of 2022."""
    common = {"mal_id": "m", "matt": "deltagare", "period": "projekt", "insats_id": tiny.VAGEN}
    rows = [{"del": "mal", "antal": goal, **common}, {"del": "resultat", "antal": antal, **common}]
    return only(med_takt(malresultat(tiny.frame("mal", rows), tider=tider)))


def test_pace_is_the_share_of_the_projects_time() -> None:
    assert project(80, None)["takt"] == "okand"
    # 2022 and 2023 are 730 days, of which 365 have gone.
    two_years = times((tiny.AR22, "start", "2022-01", 12), (tiny.AR22, "slut", "2023-12", 34))
    slow = project(99, two_years)
    assert (slow["tid_gatt"], slow["takt"], slow["omdome"]) == (0.5, "efter", "for_tidigt")
    assert project(100, two_years)["takt"] == "i_takt"
    assert slow["projekt_kalla"] == [f"{tiny.AR22}:12", f"{tiny.AR22}:34"]
    by_day = times((tiny.AR22, "start", "2022-08-31", 1), (tiny.AR22, "slut", "2024-08-30", 2))
    # 31 August to 31 December 2022 are 123 days, of 731 in two years with a leap day.
    assert project(80, by_day)["tid_gatt"] == pytest.approx(123 / 731)


def test_a_year_alone_leaves_pace_open_where_it_decides() -> None:
    # The end can be any day of 2024: between 365 of 731 days and 365 of 1 096 have gone.
    loose = times((tiny.AR22, "start", "2022-01-01", 1), (tiny.AR22, "slut", "2024", 2))
    row = project(80, loose)
    assert row["tid_gatt"] == pytest.approx(365 / 1096)
    assert row["tid_gatt_hogst"] == pytest.approx(365 / 731)
    assert row["takt"] == "okand"
    assert project(60, loose)["takt"] == "efter"
    assert project(110, loose)["takt"] == "i_takt"


def test_a_project_that_has_ended_is_rated() -> None:
    ended = times((tiny.AR22, "start", "2021-01", 1), (tiny.AR22, "slut", "2022-12", 2))
    row = project(120, ended)
    assert (row["omdome"], row["takt"]) == ("ej_uppnatt", None)


def test_dates_that_do_not_count_give_no_pace() -> None:
    two_years = times(
        (tiny.AR22, "start", "2022-01", 1), (tiny.AR22, "slut", "2023-12", 2), galler=False
    )
    assert project(80, two_years)["takt"] == "okand"


def test_another_reports_time_counts_only_whole_and_when_it_agrees() -> None:
    whole = [("annan", "start", "2022-01", 1), ("annan", "slut", "2023-12", 2)]
    assert project(80, times(*whole))["tid_gatt"] == 0.5
    assert project(80, times(whole[1]))["projekt_slut"] is None
    own = (tiny.AR22, "slut", "2023-06", 3)
    row = project(80, times(*whole, own))
    assert (row["projekt_start"], row["projekt_slut"]) == (None, "2023-06")
    assert project(80, times(*whole, (tiny.AR22, "slut", "2023", 3)))["projekt_start"] == "2022-01"
    earlier = times(*whole).with_columns(pl.lit(2021, pl.Int64).alias("year"))
    assert project(80, earlier)["projekt_start"] is None


def test_a_years_result_is_no_pace_of_a_project_begun_before() -> None:
    common = {"mal_id": "m", "enhet": "antal", "insats_id": tiny.VAGEN}
    rows = [
        {"del": "mal", "antal": 200, "matt": "deltagare", "period": "projekt", **common},
        {"del": "resultat", "antal": 80, "matt": "nya", **common},
    ]
    for start, said in (("2021-01", "okand"), ("2022-01", "efter")):
        tider = times((tiny.AR22, "start", start, 1), (tiny.AR22, "slut", "2023-06", 2))
        made = malresultat(tiny.frame("mal", rows), tider=tider)
        assert only(med_takt(made))["takt"] == said


def test_a_share_has_no_pace() -> None:
    tider = times((tiny.AR22, "start", "2022-01", 1), (tiny.AR22, "slut", "2023-12", 2))
    common = {"mal_id": "m", "matt": "x", "period": "projekt", "insats_id": tiny.VAGEN}
    mal = tiny.frame(
        "mal",
        [
            {"del": "mal", "andel": 0.5, **common},
            {"del": "resultat", "andel": 0.4, **common},
        ],
    )
    row = only(med_takt(malresultat(mal, tider=tider)))
    assert (row["tid_gatt"], row["takt"]) == (0.5, "okand")


def test_women_and_men_are_counted_over_the_same_goals() -> None:
    def both(mal_id: str, women: float, men: float | None) -> list[dict[str, Any]]:
        common = {"mal_id": mal_id, "matt": mal_id}
        found = [("mal", "totalt", 0.50), ("resultat", "kvinnor", women), ("resultat", "man", men)]
        return [{"del": d, "kon": k, "andel": a, **common} for d, k, a in found if a is not None]

    rows = goals(*both("m1", 0.60, 0.40), *both("m2", 0.49, 0.55), *both("m3", 0.70, None))
    counted = per_kon(rows).select("kon", "antal", "nastan", "ej_uppnatt", "bas").rows()
    assert counted == [("kvinnor", 1, 1, 0, 2), ("man", 1, 0, 1, 2)]


def test_a_tables_total_is_no_goal_of_its_own() -> None:
    def goal(line: int, insats: str | None, antal: int, table: str = "t01") -> dict[str, Any]:
        total = {"is_total": True, "label_raw": "Totalt"} if insats is None else {}
        return {
            "del": "mal",
            "matt": "nya",
            "antal": antal,
            "line": line,
            "insats_id": insats,
            "table_id": table,
            **total,
        }

    others = [goal(9 + n, f"exempelbygden/{n}", 10, "t02") for n in range(3)]
    table = [goal(1, tiny.VAGEN, 40), goal(2, None, 40)]
    mal = tiny.frame("mal", [*table, *others])
    # The förbund's own count is of everybody; the table's is printed on its own row.
    people = tiny.frame(
        "deltagare",
        [
            {"matt": "nya", "antal": 500, "line": 77, "table_id": "prosa"},
            {"matt": "nya", "antal": 30, "line": 2, "is_total": True},
            {"matt": "nya", "antal": 30, "line": 1, "insats_id": tiny.VAGEN},
        ],
    )
    rows = malresultat(mal, people)
    total = only(rows.filter("delsumma"))
    assert (total["resultat"], total["resultat_rad"]) == (30, 2)
    assert sammanfattning(rows, ["year"])["bas"].to_list() == [1]


def test_two_numbers_for_one_goal_are_one_goal() -> None:
    common = {"matt": "nya", "mal_id": "a"}
    rows = goals(
        {"del": "mal", "antal": 90, "line": 1, **common},
        {"del": "resultat", "antal": 49, "line": 2, **common},
        {"del": "mal", "antal": 80, "line": 3, **common, "mal_id": "b"},
        {"del": "resultat", "antal": 49, "line": 3, **common, "mal_id": "b"},
    )
    row = only(rows)
    assert (row["mal"], row["varfor"]) == (90, "rapporten anger flera mål: 90, 80")

"""Goals and chance, the report's own word, pace, and gender."""

from __future__ import annotations

from datetime import date
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


def test_pace_is_the_share_of_the_projects_time() -> None:
    rows = goals(
        {"del": "mal", "antal": 200, "mal_id": "m", "matt": "deltagare", "period": "projekt"},
        {"del": "resultat", "antal": 80, "mal_id": "m", "matt": "deltagare", "period": "projekt"},
    )
    assert only(med_takt(rows))["takt"] == "okand"

    def paced(start: date, end: date) -> dict[str, Any]:
        times = pl.DataFrame({"insats_id": [tiny.VAGEN], "start": [start], "slut": [end]})
        return only(med_takt(rows, times))

    slow = paced(date(2021, 12, 31), date(2023, 12, 31))  # half the time, 40 percent of the goal
    assert (slow["tid_gatt"], slow["takt"]) == (0.5, "efter")
    fast = paced(date(2022, 8, 31), date(2024, 8, 31))  # 122 of 731 days at the end of 2022
    assert fast["tid_gatt"] == pytest.approx(122 / 731)
    assert fast["takt"] == "i_takt"


def test_a_share_has_no_pace() -> None:
    times = pl.DataFrame(
        {"insats_id": [tiny.VAGEN], "start": [date(2022, 1, 1)], "slut": [date(2023, 1, 1)]}
    )
    assert only(med_takt(share(0.5, 0.4, period="projekt"), times))["takt"] == "okand"


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

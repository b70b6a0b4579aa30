from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from tests.publish import tiny, tiny_more

from finsam_analysis.compare import kostnadsslag
from finsam_analysis.compare.kostnadsslag import BOOKS, PRINTED_AMOUNT, PRINTED_SHARE, ROWS


def share(line: int, label: str, percent: float, **more: Any) -> dict[str, Any]:
    printed = {"raw": str(percent), "varde": percent, "enhet": "procent"}
    return {"line": line, "label_raw": label, "matt": "kostnader_andel", **printed, **more}


def shares() -> pl.DataFrame:
    return tiny.frame(
        "ovrigt",
        [
            share(1, "Individinriktade insatser", 70),
            share(2, "Strukturella insatser", 10),
            share(3, "Kansli", 20),
        ],
    )


def goals(*rows: tuple[str, float, str | None]) -> pl.DataFrame:
    made = [
        {**share(line, label, percent), "andel": percent / 100, "del": "mal", "anmarkning": note}
        for line, (label, percent, note) in enumerate(rows, 1)
    ]
    return tiny.frame("mal", made)


def books() -> pl.DataFrame:
    kinds = {"Finansiering individinriktade insatser": 800, "Strukturinriktat": 50, "Kansli": 150}
    common = {"rapport": "driftredovisning", "belopp": "kostnad", "post_budget": "utfall"}
    rows = [
        tiny_more.kr(line, "x", amount, label_raw=label, **common)
        for line, (label, amount) in enumerate(kinds.items(), 1)
    ]
    return tiny.frame("rakenskaper", rows)


def mix(**more: pl.DataFrame) -> pl.DataFrame:
    return kostnadsslag.kostnadsslag(
        more.get("ekonomi", tiny.ekonomi().clear()),
        more.get("rakenskaper", tiny_more.rakenskaper().clear()),
        more.get("ovrigt", tiny_more.ovrigt().clear()),
        tiny.rapporter(),
    )


def test_rows_are_summed_where_nothing_else_is_printed() -> None:
    rows = mix(ekonomi=tiny.ekonomi()).filter(year=2022, forbund_id="exempelbygden")
    # 1 800 000 + 500 000 of individ, 100 000, 600 000: 3 000 000 in all.
    assert rows["kostnad_kr"].to_list() == [2_300_000, 100_000, 600_000]
    assert rows["andel"].to_list() == pytest.approx([2.3 / 3, 0.1 / 3, 0.2])
    assert set(rows["harkomst"]) == {ROWS}


def test_the_books_go_before_rows_and_printed_shares_before_all() -> None:
    with_books = mix(ekonomi=tiny.ekonomi(), rakenskaper=books()).filter(year=2022)
    assert with_books["andel"].to_list() == [0.8, 0.05, 0.15]
    assert set(with_books["harkomst"]) == {BOOKS}
    printed = mix(ekonomi=tiny.ekonomi(), rakenskaper=books(), ovrigt=shares()).filter(year=2022)
    assert printed["andel"].to_list() == [0.7, 0.1, 0.2]
    assert set(printed["harkomst"]) == {PRINTED_SHARE}


def test_printed_totals_of_the_kinds_are_used() -> None:
    made = [
        {
            **tiny_more.kr(line, "utfall", amount, label_raw=kategori),
            "kategori": kategori,
            "is_total": True,
        }
        for line, (kategori, amount) in enumerate(
            [("individ", 600), ("struktur", 100), ("administration", 300)], 1
        )
    ]
    rows = mix(ekonomi=tiny.frame("ekonomi", made))
    assert rows.select("andel", "harkomst").rows() == [
        (0.6, PRINTED_AMOUNT),
        (0.1, PRINTED_AMOUNT),
        (0.3, PRINTED_AMOUNT),
    ]


def test_two_of_three_kinds_are_no_whole() -> None:
    assert mix(ovrigt=shares().filter(pl.col("line") < 3)).is_empty()


def test_a_ceiling_and_a_floor_are_judged() -> None:
    found = kostnadsslag.slag_mot_mal(
        mix(ovrigt=shares()),
        goals(("Administrationen", 15, "högst; ord"), ("Individinriktade", 70, "minst")),
    )
    assert found.select("slag", "riktning", "mal_andel", "andel", "uppnatt").rows() == [
        ("administration", "högst", 0.15, 0.2, False),
        ("individ", "minst", 0.7, 0.7, True),
    ]


def test_a_goal_that_leaves_a_kind_nothing_is_about_it_too() -> None:
    # 70 + 30 = 100 percent, and administration is named by none.
    found = kostnadsslag.slag_mot_mal(
        mix(ovrigt=shares()),
        goals(("Individinriktade", 70, "minst"), ("Strukturella insatser", 30, "högst")),
    )
    assert found.select("slag", "andel", "uppnatt", "utvidgat").rows() == [
        ("individ", 0.7, True, False),
        ("struktur+administration", pytest.approx(0.3), True, True),
    ]


def test_goals_that_are_not_the_whole_are_about_what_they_name() -> None:
    found = kostnadsslag.slag_mot_mal(
        mix(ovrigt=shares()),
        goals(("Individinriktade", 70, "minst"), ("Strukturella insatser", 20, "högst")),
    )
    assert found["slag"].to_list() == ["individ", "struktur"]


def test_a_goal_without_direction_or_kind_is_not_judged() -> None:
    found = kostnadsslag.slag_mot_mal(
        mix(ovrigt=shares()), goals(("Kansli", 15, None), ("Förbundet", 10, "högst"))
    )
    assert found.select("slag", "riktning", "uppnatt").rows() == [("administration", None, None)]


def test_a_goal_printed_twice_is_one_with_its_direction() -> None:
    found = kostnadsslag.slag_mot_mal(
        mix(ovrigt=shares()),
        goals(("Kansli", 15, None), ("Administration ska inte överstiga tio", 15, None)),
    )
    assert found.select("riktning", "line").rows() == [("högst", 2)]


def test_a_goal_without_an_outcome_says_so() -> None:
    found = kostnadsslag.slag_mot_mal(mix(), goals(("Kansli", 15, "högst")))
    assert found.select("andel", "uppnatt").rows() == [(None, None)]

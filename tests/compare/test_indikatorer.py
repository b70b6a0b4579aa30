from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from tests.publish import tiny, tiny_more

from finsam_analysis.compare import indikatorer
from finsam_analysis.compare.indikatorer import THREE, TWO

QUESTION = "Lyssnar andra på dig?"


def survey(n: int | None, percent: dict[str, int], **more: Any) -> pl.DataFrame:
    """One question of one survey, with its number of answers."""
    common = {"respondentgrupp": "chefer", "fraga": QUESTION, **more}
    rows = [
        {"line": 2, "svar": svar, "andel": value / 100, **common} for svar, value in percent.items()
    ]
    if n is not None:
        rows.append({"line": 1, "svar": "n_svar", "antal": n, **common, "fraga": None})
    return tiny.frame("indikatorer", rows)


def meaning(n: int | None, **percent: int) -> dict[str, Any]:
    return indikatorer.indikatorer_per_ar(survey(n, percent)).row(0, named=True)


def test_a_percent_of_twelve_is_nine_of_twelve() -> None:
    rows = indikatorer.indikatorer_per_ar(tiny_more.indikatorer(), tiny.rapporter())
    row = rows.filter(year=2022).row(0, named=True)
    # 75, 17 and 8 percent of 12: 9, 2 and 1.
    assert (row["antal_lagst"], row["antal_hogst"], row["n_hogst"]) == (9, 9, 12)
    # Wilson 9/12: 46.77-91.11 percent (Newcombe 1998, method 3, by hand).
    assert (row["andel_lag"], row["andel_hog"]) == (
        pytest.approx(0.4677, abs=5e-4),
        pytest.approx(0.9111, abs=5e-4),
    )
    assert not row["liten_bas"]


def test_the_answers_that_there_were_are_told_and_break_the_series() -> None:
    rows = indikatorer.indikatorer_per_ar(tiny_more.indikatorer(), tiny.rapporter())
    assert rows.select("year", "svarslagen", "liten_bas").rows() == [
        (2021, TWO, True),
        (2022, THREE, False),
    ]


def test_all_of_four_reaches_down_to_the_published_end() -> None:
    # Wilson 4/4: 51.01-100 percent.
    row = meaning(4, positivt=100, varken_eller=0, negativt=0)
    assert row["andel_lag"] == pytest.approx(0.5101, abs=5e-5)
    assert row["andel_hog"] == 1.0
    assert row["liten_bas"]


def test_percent_that_all_cannot_have_given_are_of_fewer_answers() -> None:
    # 84 percent of 27 is no count (22 is 81, 23 is 85); 21 of 25 is 84, and 1 of 25 is 4.
    row = meaning(27, positivt=84, negativt=4)
    assert (row["n_hogst"], row["antal_lagst"], row["antal_hogst"]) == (25, 21, 21)
    assert row["gemensam_bas"]


def test_percent_without_a_common_base_leave_the_positive_its_own() -> None:
    # 62 percent: 16 of 26. 12 percent of 26 is 3, but 7 percent of 26 is none, and no base from
    # 27 down to 13 gives all three and stays whole.
    row = meaning(27, positivt=62, klart_positivt=12, negativt=7)
    assert row["n_hogst"] == 26
    assert not row["gemensam_bas"]


def test_a_percent_that_no_count_gives_has_no_interval() -> None:
    # 77 percent of at most 9: 7 of 9 is 78.
    row = meaning(9, positivt=77)
    assert row["andel_lag"] is None
    assert row["hinder"] == "inget antal av 9 svar ger 77 procent"


def test_clearly_positive_is_part_of_positive() -> None:
    # 50 percent positive of 4 is 2; 75 percent clearly positive would be 3 of them.
    row = meaning(4, positivt=50, klart_positivt=75)
    assert not row["gemensam_bas"]


def test_an_unknown_number_of_answers_is_said() -> None:
    row = meaning(None, positivt=83, negativt=0)
    assert row["hinder"] == "antalet svar är inte tryckt"
    assert row["liten_bas"]


def test_a_scanned_spelling_is_the_same_question() -> None:
    reports = tiny.rapporter()  # the 2022 report of Exempelbygden is scanned
    rows = pl.concat(
        [
            survey(8, {"positivt": 50}, fraga="Lyssnar andra pa dlg?"),
            survey(8, {"positivt": 75}, year=2021, report_id=tiny.AR21),
        ]
    )
    found = indikatorer.indikatorer_per_ar(rows, reports)
    assert found.select("year", "fraga", "positivt").rows() == [
        (2021, QUESTION, 0.75),
        (2022, QUESTION, 0.5),
    ]


def test_two_questions_of_one_survey_are_never_one() -> None:
    alike = ("Har ni rutiner för samarbete i arbetet?", "Har ni rutiner för samarbete i arbetena?")
    rows = pl.concat([survey(8, {"positivt": 50}, fraga=text) for text in alike])
    assert set(indikatorer.indikatorer_per_ar(rows)["fraga"]) == set(alike)


def test_another_question_is_not_a_spelling() -> None:
    rows = pl.concat(
        [
            survey(8, {"positivt": 50}, fraga="Vet andra vad du kan tillföra?"),
            survey(8, {"positivt": 75}, year=2021, report_id=tiny.AR21),
        ]
    )
    assert indikatorer.indikatorer_per_ar(rows)["fraga"].n_unique() == 2


def test_how_many_answered() -> None:
    common = {"respondentgrupp": "styrelse", "line": 5}
    rows = tiny.frame(
        "indikatorer",
        [
            {**common, "svar": "n_svar", "antal": 7},
            {**common, "svar": "n_tillfragade", "antal": 12},
            {**common, "svar": "svarsfrekvens", "andel": 0.58},
            {**common, "svar": "n_svar", "antal": 9, "year": 2021},
        ],
    )
    found = indikatorer.svarande(rows)
    assert found.select("year", "n_svar", "n_tillfragade", "svarsfrekvens").rows() == [
        (2021, 9, None, None),
        (2022, 7, 12, 0.58),
    ]

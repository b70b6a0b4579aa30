from __future__ import annotations

import polars as pl
import pytest
from tests.publish import tiny

from finsam_analysis.compare import tryck
from finsam_analysis.compare.underlag import UnknownNameError
from finsam_analysis.compare.urval import valj


def test_rows_of_a_forbund_a_year_and_an_insats() -> None:
    rows = valj(tiny.deltagare(), forbund_id="exempelbygden", year=2022, insats_id=tiny.BRON)
    assert rows["antal"].to_list() == [25]
    assert valj(rows).height == 1


def test_an_unknown_name_tells_those_that_are_there() -> None:
    with pytest.raises(UnknownNameError, match=r"inget förbund borta .* exempelbygden, provdalen"):
        valj(tiny.deltagare(), forbund_id="borta")
    with pytest.raises(UnknownNameError, match=r"1999 .* 2021, 2022"):
        valj(tiny.deltagare(), forbund_id="exempelbygden", year=1999)
    # Only the insatser of the förbund chosen are named.
    with pytest.raises(UnknownNameError, match=r"Det finns: provdalen/steget\.$"):
        valj(tiny.deltagare(), forbund_id="provdalen", insats_id=tiny.VAGEN)


def test_the_last_printed_digit_is_known_from_the_print() -> None:
    prints = [
        ("18 026", "tkr"),
        ("18 025,8", "tkr"),
        ("2,5", "mkr"),
        ("1 000", "kr"),
        ("67 %", "x"),
    ]
    frame = pl.DataFrame(prints, schema=["raw", "enhet"], orient="row")
    steps = frame.select(steg=tryck.steps())["steg"].to_list()
    assert steps == [1_000.0, 100.0, 100_000.0, 1.0, 1.0]


def test_amounts_in_kronor() -> None:
    frame = pl.DataFrame({"varde": [18_025.8, 2.5, 67.0], "enhet": ["tkr", "mkr", "procent"]})
    assert frame.select(kr=tryck.kronor())["kr"].to_list() == [18_025_800, 2_500_000, None]


def test_prints_agree_if_they_round_the_same_amount() -> None:
    assert tryck.agrees(18_026_000, 1_000, 18_025_800, 100)
    assert not tryck.agrees(18_026_000, 1_000, 18_025_400, 100)
    assert not tryck.agrees(5, 1, 7, 1)


def test_words_are_found_folded_and_in_their_order() -> None:
    assert tryck.named_by("slag", ["Strukturinriktade insatser och administration"]) == "struktur"
    assert tryck.named_by("slag", [None, "KANSLI"]) == "administration"
    assert tryck.named_by("slag", ["Något annat"]) is None

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from tests.publish import tiny, tiny_more

from finsam_analysis.compare import vagar


def exits(*rows: tuple[str, int | None, float | None], **more: Any) -> pl.DataFrame:
    made = [
        {
            "line": line,
            "orsak": what,
            "label_raw": f"{what} tryckt",
            "antal": count,
            "andel": share,
            "insats_id": tiny.VAGEN,
            "is_total": what == "totalt",
            **more,
        }
        for line, (what, count, share) in enumerate(rows, 1)
    ]
    return tiny.frame("avslut", made)


def test_shares_are_of_the_printed_total() -> None:
    rows = vagar.remittenter(tiny_more.remittering(), tiny.rapporter())
    mine = rows.filter(insats_id=tiny.VAGEN)
    # 10, 5 and 24 are 39 of a printed 40: one person is in no part, and the base is still 40.
    assert mine.select("del", "antal", "andel", "bas", "delsumma", "hinder").rows() == [
        ("arbetsformedlingen", 10, 0.25, 40, 39, None),
        ("skola", 5, 0.125, 40, 39, None),
        ("egen_anmalan", 24, 0.6, 40, 39, None),
    ]
    assert mine["line"].to_list() == [300, 301, 302]


def test_parts_that_are_more_than_the_whole_get_no_shares() -> None:
    rows = vagar.remittenter(tiny_more.remittering()).filter(pl.col("insats_id").is_null())
    assert rows["andel"].to_list() == [None, None]
    assert set(rows["hinder"]) == {"delarna är tillsammans 12, fler än summan 10"}
    assert rows["antal"].to_list() == [9, 3]


def test_parts_without_a_printed_total_get_no_shares() -> None:
    rows = vagar.avslutsorsaker(exits(("arbete", 3, None), ("studier", 1, None)))
    assert set(rows["hinder"]) == {"rapporten trycker ingen summa för delarna"}


def test_percent_alone_are_kept_if_they_make_a_hundred() -> None:
    whole = vagar.avslutsorsaker(exits(("arbete", None, 0.46), ("studier", None, 0.55)))
    # 101 percent: two roundings can be one percent off.
    assert whole.select("andel", "bas", "hinder").rows() == [(0.46, None, None), (0.55, None, None)]
    part = vagar.avslutsorsaker(exits(("arbete", None, 0.46), ("studier", None, 0.30)))
    assert set(part["hinder"]) == {"delarna är tillsammans 76 procent"}


def test_one_percent_alone_is_no_distribution() -> None:
    rows = vagar.avslutsorsaker(exits(("arbete_studier", None, 0.57)))
    assert rows.select("andel", "andel_tryckt", "hinder").rows() == [
        (None, 0.57, "rapporten trycker bara en av delarna")
    ]


def test_counts_and_percent_of_one_table_stand_together() -> None:
    rows = vagar.avslutsorsaker(
        exits(
            ("arbete", 46, None),
            ("arbete", None, 0.05),
            ("studier", 954, None),
            ("studier", None, 0.95),
            ("totalt", 1_000, None),
        )
    )
    assert rows.select("del", "antal", "andel", "andel_tryckt").rows() == [
        ("arbete", 46, 0.046, 0.05),
        ("studier", 954, 0.954, 0.95),
    ]


def test_the_same_part_on_two_rows_gets_no_share() -> None:
    rows = vagar.avslutsorsaker(
        exits(("arbete", 2, None), ("arbete", 3, None), ("studier", 5, None), ("totalt", 10, None))
    )
    assert set(rows["hinder"]) == {"samma del står på flera rader"}


def test_two_totals_that_differ_are_told() -> None:
    rows = vagar.avslutsorsaker(
        exits(("arbete", 2, None), ("totalt", 10, None), ("totalt", 12, None))
    )
    assert set(rows["hinder"]) == {"rapporten trycker olika summor: 10, 12"}


def test_prose_is_no_table() -> None:
    assert vagar.avslutsorsaker(exits(("arbete", None, 0.4), table_id="prosa")).is_empty()


def test_genders_are_not_mixed_with_their_total() -> None:
    both = pl.concat(
        [
            exits(("arbete", 3, None), ("totalt", 5, None), kon="kvinnor"),
            exits(("arbete", 1, None), ("totalt", 4, None), kon="man"),
            exits(("arbete", 4, None), ("totalt", 9, None)),
        ]
    )
    assert vagar.avslutsorsaker(both).select("antal", "bas").rows() == [(4, 9)]
    assert vagar.avslutsorsaker(both, kon="man").select("antal", "bas").rows() == [(1, 4)]


def test_a_column_for_the_unknown_belongs_to_the_total_where_no_gender_is_told() -> None:
    rows = pl.concat(
        [
            exits(("arbete", 4, None), ("totalt", 5, None)),
            exits(("ovrigt", 1, None), kon="ej_angivet"),
        ]
    )
    assert vagar.avslutsorsaker(rows).select("del", "andel").rows() == [
        ("arbete", 0.8),
        ("ovrigt", 0.2),
    ]


def test_each_kommun_that_refers_is_a_part() -> None:
    row = {"line": 1, "remittent": "kommun", "label_raw": "Antal", "table_id": "t9"}
    rows = tiny.frame(
        "remittering",
        [
            {**row, "antal": 6, "kommun": "Ena", "kolumn_raw": "Ena kommun"},
            {**row, "antal": 3, "kommun": "Andra", "kolumn_raw": "Andra kommun"},
            {**row, "antal": 1, "remittent": "skola", "kolumn_raw": "Skolan"},
            {**row, "antal": 10, "remittent": "totalt", "kolumn_raw": "Summa", "is_total": True},
        ],
    )
    found = vagar.remittenter(rows)
    assert found.select("del", "del_tryckt", "andel").rows() == [
        ("Ena kommun", "Ena kommun", 0.6),
        ("Andra kommun", "Andra kommun", 0.3),
        ("skola", "Skolan", 0.1),
    ]


def test_a_table_of_each_kommuns_referrers_is_a_table_for_each_kommun() -> None:
    row = {"label_raw": "Ena", "table_id": "t9", "kommun": "Ena"}
    rows = tiny.frame(
        "remittering",
        [
            {**row, "line": 1, "remittent": "kommun", "andel": 0.6},
            {**row, "line": 1, "remittent": "skola", "andel": 0.4},
        ],
    )
    found = vagar.remittenter(rows)
    assert found.select("kommun", "del", "andel").rows() == [
        ("Ena", "kommun", 0.6),
        ("Ena", "skola", 0.4),
    ]


def test_livelihood_before_and_after_for_each_gender_and_their_sum() -> None:
    rows = vagar.forsorjning_fore_efter(tiny_more.forsorjning(), tiny.rapporter())
    columns = ("kon", "forsorjning", "antal_fore", "antal_efter", "forandring", "harledd")
    assert rows.select(columns).rows() == [
        ("kvinnor", "forsorjningsstod", 20, 12, -8, False),
        ("kvinnor", "studiestod", 2, 9, 7, False),
        ("man", "forsorjningsstod", 15, 11, -4, False),
        ("man", "studiestod", 1, 5, 4, False),
        ("totalt", "forsorjningsstod", 35, 23, -12, True),
        # Our sum 2 + 1 tells of three people: hidden. What is printed is not.
        ("totalt", "studiestod", None, None, None, True),
    ]
    assert rows["sekretess"].to_list() == [False] * 5 + [True]


def test_one_gender_alone_makes_no_total() -> None:
    women = tiny_more.forsorjning().filter(kon="kvinnor")
    assert set(vagar.forsorjning_fore_efter(women)["kon"]) == {"kvinnor"}


def test_livelihood_printed_only_before_is_left_out() -> None:
    before = tiny_more.forsorjning().filter(tidpunkt="inskrivning")
    assert vagar.forsorjning_fore_efter(before).is_empty()


def test_printed_percent_of_livelihood_are_points_apart() -> None:
    common = {"forsorjning": "forsorjningsstod", "table_id": "prosa"}
    rows = tiny.frame(
        "forsorjning",
        [
            {**common, "tidpunkt": "inskrivning", "andel": 0.46},
            {**common, "tidpunkt": "avslut", "andel": 0.41},
        ],
    )
    found = vagar.forsorjning_fore_efter(rows).row(0, named=True)
    assert (found["andel_fore"], found["andel_efter"]) == (0.46, 0.41)
    assert found["forandring_punkter"] == pytest.approx(-5)


def test_the_total_of_a_table_over_insatser_is_not_the_forbunds() -> None:
    # Two teams have a table of their own; 6 of 10 is theirs, and not of all who left the förbund.
    table = {"table_id": "t4", "insats_id": "exempelbygden/ena"}
    teams = pl.concat(
        [
            exits(("arbete", 4, None), ("totalt", 5, None), **table),
            exits(("arbete", 2, None), ("totalt", 5, None), **{**table, "insats_id": tiny.BRON}),
            exits(("arbete", 6, None), ("totalt", 10, None), **{**table, "insats_id": None}),
        ]
    )
    alone = vagar.avslutsorsaker(teams)
    columns = ("insats_id", "antal", "bas", "andel", "hinder")
    assert alone.select(columns).rows() == [
        (None, 6, 10, None, "summan gäller de 2 insatser som står i tabellen"),
        (tiny.BRON, 2, 5, 0.4, None),
        ("exempelbygden/ena", 4, 5, 0.8, None),
    ]

    def known(number: int) -> pl.DataFrame:
        row = {"matt": "deltagare", "antal": 9, "table_id": "t1"}
        return tiny.frame(
            "deltagare",
            [{**row, "line": n, "insats_id": f"exempelbygden/{n}"} for n in range(number)],
        )

    # Two of four insatser are at least half of them; two of five are not.
    half = vagar.avslutsorsaker(teams, deltagare=known(2)).row(0, named=True)
    fewer = vagar.avslutsorsaker(teams, deltagare=known(3)).row(0, named=True)
    assert (half["andel"], half["hinder"]) == (0.6, None)
    assert fewer["andel"] is None


def test_a_gender_that_does_not_exist_names_those_that_do() -> None:
    with pytest.raises(LookupError, match="inget kön som heter flickor"):
        vagar.avslutsorsaker(exits(("arbete", 1, None)), kon="flickor")

"""Heads known by their place, by names that label rows elsewhere, and two numbers in a cell."""

from __future__ import annotations

from tests.made import block, cells, table

from finsam_analysis.read.tables.heads_named import named_heads
from finsam_analysis.read.tables.reader import Table, read_table


def heads(made: Table) -> list[str]:
    return [column.text for column in made.columns]


def test_groups_over_letters_in_text_that_keeps_its_layout() -> None:
    made = table(
        """
                           Nya deltagare          Avslutade
        Insats              K      M   Totalt      K      M   Totalt
        Alfa               14     11       25     12      9       21
        Beta                9     13       22      8     10       18
        Gamma               6      2        8      5      3        8
        """
    )
    assert heads(made)[:3] == ["Nya deltagare, K", "Nya deltagare, M", "Nya deltagare, Totalt"]
    assert [(c.on("matt"), c.on("kon")) for c in made.columns] == [
        ("nya", "kvinnor"), ("nya", "man"), ("nya", "totalt"),
        ("avslutade", "kvinnor"), ("avslutade", "man"), ("avslutade", "totalt"),
    ]  # fmt: skip


def test_a_total_beside_groups_has_no_group() -> None:
    made = table(
        """
                              Alfa            Beta Ung       Totalt
                           K      M           K      M
        Kommunen          11     12           4      6           33
        Regionen           3      2           1      1            7
        """
    )
    assert heads(made) == ["Alfa, K", "Alfa, M", "Beta Ung, K", "Beta Ung, M", "Totalt"]


def test_wrapped_heads_below_each_other() -> None:
    made = table(
        """
                        Antal       Varav      Till arbete/
                        deltagare   kvinnor    studier
        Alfa                   52        30             14
        Beta                   24        11              9
        """
    )
    assert [(c.on("matt"), c.on("kon"), c.on("orsak")) for c in made.columns] == [
        ("deltagare", None, None), (None, "kvinnor", None), (None, None, "arbete_studier"),
    ]  # fmt: skip


def test_a_caption_above_is_no_part_of_a_head() -> None:
    made = table(
        """
        Tabell 2 Åldersfördelning
                  18-29     30-44     Totalt
        Alfa         15        14         29
        Beta          6        11         17
        """
    )
    assert heads(made) == ["18-29", "30-44", "Totalt"]


def test_ruled_and_tabbed_heads_are_cut_at_their_walls() -> None:
    for wall in ("\t", " | "):
        rows = [("Orsak", "Livslust", "Steg för steg", "Totalt"), ("Arbete", "4", "6", "10"),
                ("Studier", "3", "2", "5")]  # fmt: skip
        made = table("\n".join(wall.join(row) for row in rows))
        assert heads(made) == ["Livslust", "Steg för steg", "Totalt"]


def test_names_across_are_those_that_label_rows_elsewhere() -> None:
    line, names = "Steg för steg Livslust Alfa", {"steg for steg", "livslust"}
    found = named_heads([line], 3, names, None)
    assert found is not None
    assert [column.on("namn") for column in found[0]] == ["Steg för steg", "Livslust", "Alfa"]
    assert named_heads([line], 3, (), None) is None
    assert named_heads([line], 4, names, None) is None


def test_unknown_words_are_names_only_where_the_last_column_sums_the_others() -> None:
    text = "Alfa Beta Gamma Samtliga\nArbete 8 4 5 17\nStudier 2 7 3 {}"
    assert heads(table(text.format(12))) == ["Alfa", "Beta", "Gamma", "Samtliga"]
    assert not table(text.format(13)).head_known


def test_names_reach_the_reading_from_outside() -> None:
    text = block("Alfa Beta Gamma\nArbete 8 4 5\nStudier 2 7 3")
    assert not read_table(text).head_known
    assert read_table(text, {"beta"}).head_known


def test_a_count_and_its_share_in_a_cell() -> None:
    made = table("Orsak Kvinnor Män\nArbete 9 (28 %) 8 (29 %)\nStudier 5 (16 %) 2 (7 %)")
    assert [(c.on("kon"), c.on("enhet")) for c in made.columns] == [
        ("kvinnor", None), ("kvinnor", "andel"), ("man", None), ("man", "andel"),
    ]  # fmt: skip
    assert cells(made)["Arbete"] == ["9", "28", "8", "29"]


def test_two_numbers_that_are_no_pair_do_not_share_a_head() -> None:
    made = table("Orsak Kvinnor Män\nArbete 9 28 8 29\nStudier 5 16 2 7")
    assert not made.head_known


def test_years_over_heads_that_come_again() -> None:
    made = table(
        "2023 2022\nKvinnor Män Totalt Kvinnor Män Totalt\n"
        "Nya 41 33 74 38 29 67\nAvslut 31 24 55 27 25 52"
    )
    assert [column.year for column in made.columns] == [2023] * 3 + [2022] * 3


def test_a_total_on_the_upper_line_only() -> None:
    made = table("Gränsele Ytterby Totalt\nK M K M\nAlfa 15 12 12 9 48\nBeta 8 10 6 9 33")
    assert heads(made) == ["Gränsele, K", "Gränsele, M", "Ytterby, K", "Ytterby, M", "Totalt"]


def test_lower_halves_of_wrapped_heads() -> None:
    made = table("Arbete Studier Arbets- Fortsatt\nsökande rehab\nAlfa 8 4 6 5\nBeta 6 1 7 3")
    assert [column.on("orsak") for column in made.columns] == [
        "arbete", "studier", "arbetssokande", "fortsatt_rehabilitering",
    ]  # fmt: skip


def test_percent_beside_counts_is_a_column() -> None:
    made = table("Orsak Antal %\nArbete 17 20\nStudier 10 12\nFlytt 3 4")
    assert [column.on("enhet") for column in made.columns] == ["antal", "andel"]

"""Heads whose cells are known, as a PDF's lines have them."""

from __future__ import annotations

from finsam_analysis.read.tables.heads import find_heads


def heads(lines: list[str], count: int) -> list[tuple[int | None, str | None, str | None]]:
    found = find_heads(lines, count)
    assert found is not None
    return [(c.year, c.on("kon"), c.on("post")) for c in found.columns]


def test_a_year_holds_until_the_next_cell_that_is_not_empty():
    lines = ["Insats\t2022\t2023\t\t", "Utfall\tBudget\tUtfall\tAvvikelse"]
    assert heads(lines, 4) == [
        (2022, None, "utfall"),
        (2023, None, "budget"),
        (2023, None, "utfall"),
        (2023, None, "avvikelse"),
    ]


def test_women_over_years():
    lines = ["\tKvinnor\t\tMän\t", "Insats\t2022\t2023\t2022\t2023"]
    assert heads(lines, 4) == [
        (2022, "kvinnor", None),
        (2023, "kvinnor", None),
        (2022, "man", None),
        (2023, "man", None),
    ]


def test_an_unknown_word_in_a_cell_of_its_own_heads_the_labels():
    assert heads(["Från\tKvinnor\tMän\tTotalt"], 3) == [
        (None, "kvinnor", None),
        (None, "man", None),
        (None, "totalt", None),
    ]


def test_letters_under_years_are_women_men_and_all():
    lines = ["\t2020\t\t\t2021\t\t", "Insats\tK\tM\tT\tK\tM\tT"]
    kon = ["kvinnor", "man", "totalt"]
    assert heads(lines, 6) == [(year, k, None) for year in (2020, 2021) for k in kon]

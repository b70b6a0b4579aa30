"""What each column is, from the words and years above the rows; made-up heads."""

from __future__ import annotations

from typing import Any

import pytest
from tests.made import table

from finsam_analysis.read.tables.heads import Column, find_heads
from finsam_analysis.read.terms import lookup, on_axis, parse_heads, tidy


def heads(text: str, count: int) -> list[tuple[str, ...]] | None:
    """Each column's terms, by axis in alphabetical order, and its year; None without heads."""
    found = find_heads(text.strip().split("\n"), count)
    return None if found is None else [facets(column) for column in found.columns]


def facets(column: Column) -> tuple[str, ...]:
    terms = [term.name for term in sorted(column.terms, key=lambda term: term.axis)]
    return (*terms, str(column.year)) if column.year else tuple(terms)


def posts(text: str, **options: Any) -> list[str | None]:
    return [column.on("post") for column in table(text, **options).columns]


# --- words --------------------------------------------------------------------------------------


def test_words_are_matched_without_case_and_diacritics() -> None:
    assert on_axis("KVINNOR", "kon") == "kvinnor"
    assert on_axis("Män", "kon") == "man"
    assert on_axis("män:", "kon") == "man"
    assert on_axis("• Kvinnor", "kon") == "kvinnor"


@pytest.mark.parametrize(
    ("printed", "axis", "name"),
    [
        ("Avvikelsc", "post", "avvikelse"),
        ("Försakringskassan", "remittent", "forsakringskassan"),
        ("Fôrsäkringskassan", "remittent", "forsakringskassan"),
        ("Arbetsf6rmedlingen", "remittent", "arbetsformedlingen"),
        ("Kvinnor2", "kon", "kvinnor"),  # a footnote digit
        ("Deltar i ord pd kommunen", "orsak", "insats_kommun"),  # the small word damaged
    ],
)
def test_damaged_long_words_are_matched_loosely(printed: str, axis: str, name: str) -> None:
    assert on_axis(printed, axis) == name


@pytest.mark.parametrize(
    "printed", ["Insats FK", "Nyb", "Mans", "Alfa", "Budg", "", "12", "Utfallsrum mot norr"]
)
def test_short_or_other_words_are_not(printed: str) -> None:
    assert lookup(printed) == ()


def test_a_footnote_digit_is_taken_off_a_word_but_not_off_a_name_with_a_number() -> None:
    assert tidy("Kostnader1") == "Kostnader"
    assert tidy("Not 2") == "Not 2"
    assert tidy("* Övrigt:") == "Övrigt"


def test_the_longest_known_words_are_one_head() -> None:
    assert [head.text for head in parse_heads("Antal deltagare Nya deltagare Mål")] == [
        "Antal deltagare",
        "Nya deltagare",
        "Mål",
    ]


# --- one line -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Insats Budget Utfall Avvikelse", [("budget",), ("utfall",), ("avvikelse",)]),
        ("Insats Utfall Budget Avvikelse", [("utfall",), ("budget",), ("avvikelse",)]),
        ("Avvikelse Budget Utfall", [("avvikelse",), ("budget",), ("utfall",)]),
        ("Belopp i tkr 2021 2020", [("2021",), ("2020",)]),
        ("Belopp i tkr 2020 2021", [("2020",), ("2021",)]),
        ("Not 2021-12-31 2020-12-31", [("2021",), ("2020",)]),
        ("2021-01-01- 2021-12-31 2020-01-01- 2020-12-31", [("2021",), ("2020",)]),
        ("Budget 2021 Utfall 2021", [("budget", "2021"), ("utfall", "2021")]),
        (
            "Bokslut 2020 Budget 2021 Bokslut 2021",
            [("utfall", "2020"), ("budget", "2021"), ("utfall", "2021")],
        ),
        ("Kvinnor Män Totalt", [("kvinnor",), ("man",), ("totalt",)]),
        ("Kvinnor (270) Män (201)", [("kvinnor",), ("man",)]),
        ("Kvinnor\tMän\tTotalt", [("kvinnor",), ("man",), ("totalt",)]),
    ],
)
def test_heads_on_one_line(line: str, wanted: list[tuple[str, ...]]) -> None:
    assert heads(line, len(wanted)) == wanted


def test_a_column_of_notes_is_no_column_of_numbers() -> None:
    found = find_heads(["Belopp i kr Not 2021 2020"], 2)
    assert found is not None and found.has_note
    plain = find_heads(["Belopp i kr 2021 2020"], 2)
    assert plain is not None and not plain.has_note


def test_the_caption_of_a_note_is_no_column_of_notes() -> None:
    found = find_heads(["Not 2. Intäkter", "2021 2020"], 2)
    assert found is not None and not found.has_note


# --- several lines ------------------------------------------------------------------------------


def test_one_word_a_line() -> None:
    assert heads("Insats\nBudget\nUtfall\nAvvikelse", 3) == [
        ("budget",),
        ("utfall",),
        ("avvikelse",),
    ]


def test_words_wrapped_over_two_lines_each() -> None:
    text = "Antal\ndeltagare\nNya\ndeltagare\nAvslutade\ndeltagare"
    assert heads(text, 3) == [("deltagare",), ("nya",), ("avslutade",)]


def test_a_word_broken_with_a_hyphen_is_made_whole() -> None:
    assert heads("Arbetsför-\nmedlingen\nFörsäkrings-\nkassan", 2) == [
        ("arbetsformedlingen",),
        ("forsakringskassan",),
    ]


def test_every_head_of_a_table_may_be_broken_over_two_lines() -> None:
    text = """
Arbetsför-
medlingen
Försäkrings-
kassan
Regionen Storsta
kommun
Lillsta
kommun
Mellansta
kommun
Fjärrsta
kommun
Egen
anmälan
Annan/
okänd
Summa"""
    wanted = ["arbetsformedlingen", "forsakringskassan", "region", *["kommun"] * 4]
    found = find_heads(text.strip().split("\n"), 10)
    assert found is not None
    assert [c.on("remittent") for c in found.columns[:-1]] == [*wanted, "egen_anmalan", "annan"]
    assert found.columns[-1].on("kon") == "totalt"


def test_years_on_a_line_of_their_own_go_to_the_columns() -> None:
    assert heads("Budget Utfall\nInsatser 2021 2021", 2) == [
        ("budget", "2021"),
        ("utfall", "2021"),
    ]


def test_a_deviation_takes_no_year_of_its_own() -> None:
    found = heads("Utfall Budget Avvikelse\n2021 2021", 3)
    assert found is not None
    assert found[:2] == [("utfall", "2021"), ("budget", "2021")]
    assert found[2] in [("avvikelse",), ("avvikelse", "2021")]


def test_years_over_the_words() -> None:
    assert heads("2020 2021\nUtfall Budget", 2) == [("utfall", "2020"), ("budget", "2021")]


def test_heads_of_groups_stand_over_the_same_heads_again() -> None:
    text = "Före insats Efter insats\nKvinnor Män Totalt Kvinnor Män Totalt"
    assert heads(text, 6) == [
        ("kvinnor", "inskrivning"),
        ("man", "inskrivning"),
        ("totalt", "inskrivning"),
        ("kvinnor", "avslut"),
        ("man", "avslut"),
        ("totalt", "avslut"),
    ]


def test_years_over_groups() -> None:
    text = "Utfall 2021 Utfall 2020\nIntäkt Kostnad Netto Intäkt Kostnad Netto"
    assert heads(text, 6) == [
        ("intakt", "utfall", "2021"),
        ("kostnad", "utfall", "2021"),
        ("netto", "utfall", "2021"),
        ("intakt", "utfall", "2020"),
        ("kostnad", "utfall", "2020"),
        ("netto", "utfall", "2020"),
    ]


def test_women_and_men_within_each_category() -> None:
    found = heads("Arbete Studier\nKvinnor Män Kvinnor Män", 4)
    assert found == [
        ("kvinnor", "arbete"),
        ("man", "arbete"),
        ("kvinnor", "studier"),
        ("man", "studier"),
    ]


# --- heads that are not there -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Ort Höjd Bredd", 2),  # no known word
        ("Budget Utfall", 5),  # too few
        ("", 2),
    ],
)
def test_no_heads_are_made_up(text: str, count: int) -> None:
    assert heads(text, count) is None


def test_order_is_as_printed_whatever_is_usual() -> None:
    rows = "\nAlfa 1 100 1 200 100\nBeta 400 300 -100\nSumma 1 500 1 500 0"
    assert posts("Insats Utfall Budget Avvikelse" + rows) == ["utfall", "budget", "avvikelse"]
    assert posts("Insats Budget Utfall Avvikelse" + rows) == ["budget", "utfall", "avvikelse"]


def test_the_previous_year_first_is_the_previous_year() -> None:
    made = table("Belopp i tkr 2020 2021\nIntäkter 500 700\nKostnader -400 -650\nResultat 100 50")
    assert [column.year for column in made.columns] == [2020, 2021]
    assert made.cell(0, 0).value.number == 500  # type: ignore[union-attr]


def test_unknown_heads_are_columns_without_a_name() -> None:
    made = table("Ort Höjd Bredd\nAlfa 12 7\nBeta 9 0\nGamma 4 5")
    assert [column.terms for column in made.columns] == [(), ()]
    assert [column.year for column in made.columns] == [None, None]
    assert not made.head_known

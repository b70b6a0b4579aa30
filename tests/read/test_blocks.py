"""Where tables begin and end: prose, page furniture and neighbours stay outside."""

from __future__ import annotations

from tests.made import blocks, document

from finsam_analysis.read.blocks import (
    Kind,
    classify,
    fewest,
    find_blocks,
    is_date,
    is_head,
    is_year,
    reads_as_prose,
)
from finsam_analysis.read.document import from_text
from finsam_analysis.read.numbers import tokenize

PROSE = (
    "Förbundet har under året arbetat för att fler ska få stöd och att vägen till arbete är kort."
)
TABLE = "Insats Budget Utfall\nAlfa 1 200 1 100\nBeta 300 400\nSumma 1 500 1 500"


def report(*parts: str) -> str:
    return "\n".join(parts)


def printed(*parts: str) -> list[list[str]]:
    """The lines of every table that is found."""
    return [[line.text for line in block.lines] for block in find_blocks(document(report(*parts)))]


# --- one line -----------------------------------------------------------------------------------


def test_a_line_is_known_by_its_own_shape() -> None:
    kinds = classify(document(report(PROSE, "", "Insats Budget Utfall", "Alfa 5 6", "Beta", "7 8")))
    assert kinds == [Kind.PROSE, Kind.BLANK, Kind.HEAD, Kind.ROW, Kind.TEXT, Kind.ROW]


def test_heads_are_years_dates_and_known_words_only() -> None:
    for text in (
        "2021 2020",
        "Budget Utfall Avvikelse",
        "Not 2021-12-31 2020-12-31",
        "Kvinnor (270) Män (201)",
        "Kvinnor Män Totalt",
        "2021",
        "Utfall\t2021\tBudget\t2021",
        "Tabell 3 Kvinnor Män",  # the number of a table, before the heads
    ):
        assert is_head(text), text
    for text in (
        "Budget",  # one word can be anything
        "Alfa 5 6",
        "Resultat efter finansiella poster",  # a post, though it begins like a head
        "Kvinnor 12 Män 9",
        "Kvinnor Män 12",
        "Under 2021 ökade kostnaderna och budget blev utfall",
        "",
    ):
        assert not is_head(text), text


def test_years_and_dates() -> None:
    assert is_year("2021") and is_year("1998") and is_year("(2020)")
    assert not is_year("2 021") and not is_year("1874") and not is_year("20210")
    assert is_date("2021-12-31") and is_date("-2021-12-31") and is_date("2021-01-01-")
    assert not is_date("2021") and not is_date("21-12-31")


def test_the_fewest_numbers_that_a_row_can_be() -> None:
    for text, count in {
        "5": 1,
        "5 6": 2,
        "1 200 1 100": 2,
        "1 200 300": 1,
        "12 % 5 %": 2,
        "1 200 kr 300 kr": 2,
        "0 500": 2,  # nought is a number of its own
        "1\t200": 2,
    }.items():
        assert fewest(tokenize(text)) == count, text


def test_running_text_is_told_by_its_small_words() -> None:
    assert reads_as_prose(PROSE)
    assert not reads_as_prose("Gemensamma aktiviteter med andra")
    assert not reads_as_prose("Summa eget kapital, avsättningar och skulder")


# --- a table in a page --------------------------------------------------------------------------


def test_prose_before_and_after_is_not_captured() -> None:
    assert printed(PROSE, PROSE, TABLE, PROSE) == [TABLE.split("\n")]
    assert printed(PROSE, "", TABLE, "", PROSE) == [TABLE.split("\n")]


def test_numbers_in_running_text_are_no_table() -> None:
    text = report(
        PROSE + " Det var 12",
        "personer som fick arbete, vilket är 3 fler än året innan i de",
        "tre kommunerna, och under 2021 kom det totalt 45",
        "personer till de insatser som förbundet har och som det är 40",
        "som har avslutat.",
    )
    assert blocks(text) == []


def test_a_title_over_the_heads_belongs_to_the_table() -> None:
    assert blocks(report(PROSE, "", "Tabell 1. Kostnader", "", TABLE, "", PROSE)) == [(3, 8)]


def test_heads_one_word_a_line() -> None:
    heads = ["Insats", "Budget", "Utfall"]
    text = report(PROSE, "", *heads, *TABLE.split("\n")[1:], "", PROSE)
    assert blocks(text) == [(3, 8)]


def test_heads_over_several_lines_and_years_below() -> None:
    text = report(PROSE, "Utfall Budget", "Insatser 2021 2021", *TABLE.split("\n")[1:], PROSE)
    assert blocks(text) == [(2, 6)]


def test_a_wrapped_label_is_inside_also_after_the_last_row() -> None:
    rows = ["Budget Utfall", "Alfa 5 6", "Gemensamma", "aktiviteter 7 8", "Summa 12 14", "i kronor"]
    assert printed(PROSE, *rows, "", PROSE) == [rows]


def test_two_tables_one_after_the_other() -> None:
    members = "Medlem 2020 2021\nKommunen 100 110\nRegionen 100 110\nSumma 200 220"
    assert printed(TABLE, members) == [TABLE.split("\n"), members.split("\n")]
    assert printed(TABLE, "", members) == [TABLE.split("\n"), members.split("\n")]


def test_a_named_statement_opens_a_table_of_its_own() -> None:
    results = "Resultaträkning\nBelopp i kr 2021 2020\nIntäkter 5 4\nKostnader -3 -2\nResultat 2 2"
    balance = "Balansräkning\nBelopp i kr 2021 2020\nFordringar 5 4\nKassa 3 2\nSumma 8 6"
    assert printed(results, "", balance) == [results.split("\n"), balance.split("\n")]


def test_the_pages_own_head_and_foot_are_left_out() -> None:
    top, *rows = TABLE.split("\n")
    assert printed(top, rows[0], "Sida 3 (12)", rows[1], "www.exempel.se", rows[2]) == [
        [top, *rows]
    ]


def test_a_line_that_stands_on_every_page_is_furniture() -> None:
    top, *rows = TABLE.split("\n")
    feet = [f"Årsrapport Norrvik {n}" for n in (4, 5, 6, 7)]
    rest = [part for foot in feet[1:] for part in (PROSE, "", foot, "")]
    assert printed(PROSE, "", top, rows[0], feet[0], "", *rows[1:], "", *rest) == [[top, *rows]]
    # Printed once, it is a row of the table like any other.
    assert printed(PROSE, "", top, rows[0], feet[0], *rows[1:], PROSE) == [
        [top, rows[0], feet[0], *rows[1:]]
    ]


def test_a_table_goes_on_over_the_page_when_no_head_is_printed_again() -> None:
    top, *rows = TABLE.split("\n")
    assert printed(PROSE, top, rows[0], "", "Sida 3 (12)", "", *rows[1:], PROSE) == [[top, *rows]]


def test_heads_that_are_printed_again_begin_a_block() -> None:
    top, *rows = TABLE.split("\n")
    second = [top, *rows[1:]]
    assert printed(PROSE, top, *rows[:2], "Sida 3 (12)", *second, PROSE) == [
        [top, *rows[:2]],
        second,
    ]


def test_two_numbers_alone_are_no_table() -> None:
    assert blocks(report(PROSE, "Telefon 12", PROSE)) == []
    assert blocks(report(PROSE, "", "Norrvik den 3 mars 2021", "", PROSE)) == []


def test_pages_are_kept_with_the_lines() -> None:
    data = f"{PROSE}\n\f{TABLE}\n".encode()
    (found,) = find_blocks(from_text(data, document(TABLE).source))
    assert [(line.no, line.page) for line in found.lines] == [(2, 2), (3, 2), (4, 2), (5, 2)]

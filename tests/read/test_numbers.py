"""Printed numbers: what is one, what is not, and every way that a run of digits can be cut."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finsam_analysis.read.numbers import (
    DAMAGED,
    MAX_READINGS,
    NumberError,
    Value,
    is_damaged,
    is_number,
    number_tail,
    parse,
    readings,
    tokenize,
)

SPACES = {
    "space": " ",
    "no-break space": "\N{NO-BREAK SPACE}",
    "narrow no-break space": "\N{NARROW NO-BREAK SPACE}",
    "thin space": "\N{THIN SPACE}",
}
MINUSES = {
    "hyphen-minus": "-",
    "minus sign": "\u2212",
    "en dash": "\u2013",
    "em dash": "\u2014",
    "hyphen": "\u2010",
    "non-breaking hyphen": "\u2011",
    "figure dash": "\u2012",
}


def ways(text: str, count: int) -> list[list[int | float | None]]:
    """The readings of a text as `count` numbers, as plain numbers."""
    return [[plain(value) for value in way] for way in readings(tokenize(text), text, count)]


def plain(value: Value) -> int | float | None:
    if value.number is None:
        return None
    return int(value.number) if not value.decimals else float(value.number)


def only(text: str, count: int = 1) -> tuple[Value, ...]:
    """The one reading of a text."""
    (way,) = readings(tokenize(text), text, count)
    return way


# --- one number, strictly -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("0", "0"),
        ("7", "7"),
        ("1886099", "1886099"),
        ("1 886 099", "1886099"),
        ("100 000", "100000"),
        ("1.886.099", "1886099"),
        ("0,5", "0.5"),
        ("14,6", "14.6"),
        ("1 234,50", "1234.50"),
        ("-12", "-12"),
        ("+12", "12"),
        ("12%", "12"),
        ("12 %", "12"),
        ("12\N{NO-BREAK SPACE}%", "12"),
        ("12,5 %", "12.5"),
        ("12*", "12"),
        ("12\N{SUPERSCRIPT ONE}", "12"),
    ],
)
def test_a_number_as_it_is_printed_in_swedish(printed: str, value: str) -> None:
    assert parse(printed) == Decimal(value)


@pytest.mark.parametrize("space", SPACES.values(), ids=SPACES)
def test_thousands_are_grouped_by_any_space(space: str) -> None:
    assert parse(f"34{space}024{space}857") == 34_024_857


@pytest.mark.parametrize("minus", MINUSES.values(), ids=MINUSES)
def test_every_minus_is_a_minus(minus: str) -> None:
    assert parse(f"{minus}884 421") == -884_421


@pytest.mark.parametrize(
    "printed",
    [
        "",
        " ",
        "-",
        "\u2212",
        "%",
        "kr",
        "abc",
        "12 kr",
        "12a",
        "a12",
        "1 23",  # a group of two
        "1 2345",
        "12 34 567",
        "1886 099",  # a lost space: an assumption, so not strict
        "1  234",  # a wide gap: it could be two columns
        "1\t234",  # a tab: it is two columns
        "1|234",
        "- 21 090",  # a sign apart: it could be a dash and a number
        "1.5",  # a decimal point is not Swedish
        "1.23.456",
        "1,5,5",
        "12,",
        ",5",
        "1,234 567",
        "007",
        "00",
        "--5",
        "5-",
        "5-6",
        "5)",
        "=5",  # OCR's minus: an assumption
        "~5",
        "\N{MIDDLE DOT}111",
        "2\N{MIDDLE DOT}1",
        "H",
        "O",
        "l2",
        "1O",
        "12 %%",
        "1 % 2",
        "2020-12-31",
        "5 6",
    ],
)
def test_anything_else_is_an_error_that_holds_the_raw_text(printed: str) -> None:
    with pytest.raises(NumberError) as error:
        parse(printed)
    assert str(error.value) == printed


def test_digits_of_other_scripts_are_no_swedish_number() -> None:
    with pytest.raises(NumberError):
        parse("\N{ARABIC-INDIC DIGIT ONE}\N{ARABIC-INDIC DIGIT TWO}")


@given(
    number=st.integers(-(10**12), 10**12),
    space=st.sampled_from([*SPACES.values(), "", "."]),
    minus=st.sampled_from([*MINUSES.values()]),
)
def test_every_whole_number_comes_back_as_it_was_printed(
    number: int, space: str, minus: str
) -> None:
    printed = f"{abs(number):,}".replace(",", space)
    assert parse(f"{minus}{printed}" if number < 0 else printed) == number


@given(number=st.decimals(-(10**6), 10**6, places=2, allow_nan=False, allow_infinity=False))
def test_every_decimal_number_comes_back_as_it_was_printed(number: Decimal) -> None:
    printed = f"{number:,.2f}".replace(",", " ").replace(".", ",")
    assert parse(printed) == number


@given(st.text(alphabet="0123456789 ,.%-−=~()·H\t|", max_size=12))
def test_whatever_is_parsed_has_the_digits_that_are_printed(text: str) -> None:
    try:
        value = parse(text)
    except NumberError:
        return
    printed = re.sub(r"\D", "", text)
    assert re.sub(r"\D", "", f"{value:f}") == printed


# --- several numbers on a line ------------------------------------------------------------------


def test_three_columns_of_four_groups_have_three_readings() -> None:
    assert sorted(ways("5 123 456 120", 3)) == [
        [5, 123, 456120],
        [5, 123456, 120],
        [5123, 456, 120],
    ]


def test_a_group_that_begins_with_zero_goes_on_the_number_before() -> None:
    assert ways("34 024 857 28 731 703", 2) == [[34_024_857, 28_731_703]]
    assert ways("6 105 090 6 105 090", 2) == [[6_105_090, 6_105_090]]


def test_as_many_numbers_as_there_are_columns_or_none() -> None:
    assert ways("12 7 19", 3) == [[12, 7, 19]]
    assert ways("12 7 19", 2) == []
    assert ways("12 7 19", 4) == []
    assert ways("", 0) == [[]]


def test_a_no_break_space_does_not_decide_by_itself() -> None:
    """A report may print it between columns too: it is a space like the others."""
    line = "1\N{NO-BREAK SPACE}200 300"
    assert sorted(ways(line, 2)) == [[1, 200300], [1200, 300]]


def test_a_tab_or_a_ruled_line_keeps_columns_apart() -> None:
    assert ways("1\t200 300", 2) == [[1, 200300]]
    assert ways("1 | 200 300", 2) == [[1, 200300]]
    assert ways("1\t200", 1) == []


def test_a_number_over_a_wide_gap_comes_last_and_says_so() -> None:
    line = "1  200 300"
    found = readings(tokenize(line), line, 2)
    assert [plain(value) for value in found[0]] == [1, 200_300]
    assert found[0][0].marks == ()
    assert [plain(value) for value in found[1]] == [1200, 300]
    assert found[1][0].marks == ("brett mellanrum i talet",)


def test_a_lost_space_is_an_assumption_that_is_marked() -> None:
    (value,) = only("1886 099")
    assert (value.number, value.raw) == (1_886_099, "1886 099")
    assert value.marks == ("mellanslag saknas",)
    assert ways("1886 199", 2) == [[1886, 199]]
    # After four digits only one lost space can be meant, not a number that goes on and on.
    assert ways("18860 99", 1) == []


def test_decimals_and_percent_end_a_number() -> None:
    assert ways("14,6 200", 2) == [[14.6, 200]]
    assert ways("14,6 200", 1) == []
    assert ways("12 % 200", 2) == [[12, 200]]
    assert ways("12 % 200", 1) == []
    first, second = only("38 %\N{NO-BREAK SPACE}7 %", 2)
    assert (first.number, first.percent, second.number, second.percent) == (38, True, 7, True)


def test_a_unit_ends_a_number() -> None:
    assert ways("12 kr 500 kr", 2) == [[12, 500]]
    assert ways("12 kr 500 kr", 1) == []
    assert ways("1 200 tkr 300 tkr", 2) == [[1200, 300]]


@pytest.mark.parametrize("unit", ["kr", "tkr", "mkr", "kr.", "Tkr", "kronor", "SEK"])
def test_a_unit_after_a_number_is_no_part_of_it(unit: str) -> None:
    (value,) = only(f"25 379 160 {unit}")
    assert (value.number, value.raw) == (25_379_160, "25 379 160")


def test_a_dash_is_a_column_without_a_number() -> None:
    assert ways("372 - -", 3) == [[372, None, None]]
    assert ways("- 5", 2) == [[None, 5]]


def test_zero_is_not_a_dash() -> None:
    zero, dash = only("0 -", 2)
    assert (zero.number, dash.number) == (0, None)


def test_a_minus_apart_from_its_number_is_a_second_way() -> None:
    assert ways("- 21 090", 1) == [[-21_090]]
    (value,) = only("- 21 090")
    assert value.marks == ("tecken skilt från talet",)
    assert value.raw == "- 21 090"
    assert ways("- 21 090", 2) == [[None, 21_090]]
    assert ways("-\t21 090", 1) == []


def test_a_scanners_marks_are_read_and_marked() -> None:
    (dotted,) = only("\N{MIDDLE DOT}111")
    assert (dotted.number, dotted.marks) == (111, ("punkt före talet",))
    (equals,) = only("=774 217")
    assert (equals.number, equals.marks) == (-774_217, ("minus tryckt som =",))
    (tilde,) = only("~5")
    assert (tilde.number, tilde.marks) == (-5, ("minus tryckt som ~",))


def test_a_damaged_cell_is_mended_with_a_mark_or_has_no_number() -> None:
    split, _, _ = only("2\N{MIDDLE DOT}1 7 9", 3)
    assert (split.raw, split.number, split.marks) == ("2\N{MIDDLE DOT}1", 21, (DAMAGED,))
    _, _, letter = only("17 6 H", 3)
    assert (letter.raw, letter.number, letter.marks) == ("H", None, (DAMAGED,))


def test_what_is_damaged_is_not_a_number() -> None:
    assert is_damaged("2\N{MIDDLE DOT}1") and not is_number("2\N{MIDDLE DOT}1")
    assert is_damaged("H") and is_damaged("l2")
    assert not is_damaged("21") and not is_damaged("Ha") and not is_damaged("ESF")


@given(
    st.lists(
        st.sampled_from(["5", "12", "123", "456", "045", "1886", "99 %", "4,5", "-", "-7", "kr"]),
        min_size=1,
        max_size=6,
    ),
    st.integers(1, 4),
)
def test_a_reading_loses_no_digit_and_adds_none(printed: list[str], count: int) -> None:
    line = " ".join(printed)
    for way in readings(tokenize(line), line, count):
        assert len(way) == count
        digits = "".join(re.sub(r"\D", "", str(value.number or value.raw)) for value in way)
        assert digits == re.sub(r"\D", "", line)
        places = [(value.start, value.end) for value in way]
        assert places == sorted(places)
        assert all(line[value.start : value.end] == value.raw for value in way)


@given(
    st.lists(st.integers(0, 5_000_000), min_size=1, max_size=4),
    st.sampled_from([" ", "\N{NO-BREAK SPACE}"]),
)
def test_the_printed_numbers_are_always_one_of_the_readings(amounts: list[int], space: str) -> None:
    line = " ".join(f"{amount:,}".replace(",", space) for amount in amounts)
    assert amounts in ways(line, len(amounts))


def test_of_too_many_readings_those_of_like_length_are_kept() -> None:
    """Eight columns of amounts with six digits each: 6 435 readings of sixteen groups."""
    amounts = [797_225, 793_602, 789_702, 789_554, 751_838, 706_000, 812_345, 120_008]
    line = " ".join(f"{amount:,}".replace(",", " ") for amount in amounts)
    found = ways(line, len(amounts))
    assert amounts in found
    assert len(found) <= MAX_READINGS


# --- label and numbers --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "label", "numbers"),
    [
        ("Ungdomsteamet 1 184 200 1 156 412", "Ungdomsteamet", "1 184 200 1 156 412"),
        ("Kostnader1 500", "Kostnader1", "500"),
        ("Team A2 12 9", "Team A2", "12 9"),
        ("18-24 år 5 6", "18-24 år", "5 6"),
        ("Individ insatser 25 379 160 kr", "Individ insatser", "25 379 160 kr"),
        ("Bidrag kr 500 000", "Bidrag kr", "500 000"),
        ("Summa \u2212 500 -", "Summa", "\u2212 500 -"),
        ("Andel 5 % 7 %", "Andel", "5 % 7 %"),
        ("5 6 7", "", "5 6 7"),
        ("| Kansli | 5 | 6 |", "Kansli", "5 6"),
        ("Stöd 17 16 6 17 H", "Stöd", "17 16 6 17 H"),
        ("Stöd 17 H 6", "Stöd", "17 H 6"),
    ],
)
def test_a_line_is_a_label_and_the_numbers_that_end_it(line: str, label: str, numbers: str) -> None:
    found, tail = number_tail(line)
    assert (found, " ".join(token.text for token in tail)) == (label, numbers)


@pytest.mark.parametrize(
    "line", ["Kansli", "Summa -", "- - -", "Kostnader i kr", "I 2 kap. lagen", "Grupp B", ""]
)
def test_a_line_without_numbers_at_its_end_has_no_tail(line: str) -> None:
    assert number_tail(line) == (line.strip(), [])


def test_a_letter_is_a_cell_only_among_numbers() -> None:
    """`B 5` is a label and a number; among two numbers on a side it is a damaged cell."""
    assert [t.text for t in number_tail("Grupp B 5")[1]] == ["5"]
    assert [t.text for t in number_tail("Grupp 4 B 5")[1]] == ["4", "B", "5"]

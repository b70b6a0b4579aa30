"""Made-up tables as they are read: right, or left unread; never something else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.made import cells, table

from finsam_analysis.read.tables.reader import Table, is_total
from finsam_analysis.read.units import printed_unit

NBSP = "\N{NO-BREAK SPACE}"


def unread(made: Table) -> dict[int, str]:
    """Line and reason of what was left."""
    return {item.line.no: item.why for item in made.unread}


# --- tables that can be read --------------------------------------------------------------------


def test_a_table_of_money_is_read_whole() -> None:
    made = table(
        """
        Belopp i kr
        Insats Budget Utfall Avvikelse
        Ungdomsteam 1 184 200 1 156 412 27 788
        Lotsar 994 200 930 602 63 598
        Resursråd 1 562 600 1 617 446 -54 846
        Summa 3 741 000 3 704 460 36 540
        """
    )
    assert made.unit == "kr"
    assert cells(made) == {
        "Ungdomsteam": ["1184200", "1156412", "27788"],
        "Lotsar": ["994200", "930602", "63598"],
        "Resursråd": ["1562600", "1617446", "-54846"],
        "Summa": ["3741000", "3704460", "36540"],
    }
    assert unread(made) == {}


def test_lost_spaces_are_restored_where_sums_prove_them() -> None:
    """`1886 099 33 913 000 1186 099`: four digits before a group can be a lost space or not."""
    made = table(
        """
        Belopp i kr Budget Utfall
        Kostnader 1886 099 3913 000
        Lokaler 1100 100 2 000 200
        Summa 2 986 199 5 913 200
        """
    )
    assert cells(made)["Kostnader"] == ["1886099", "3913000"]
    assert cells(made)["Summa"] == ["2986199", "5913200"]
    restored = made.cell(0, 0)
    assert restored is not None and restored.value.marks == ("mellanslag saknas",)


def test_note_numbers_are_no_amounts() -> None:
    made = table(
        """
        Belopp i kr Not 2021 2020
        Verksamhetens intäkter 2 500 000 400 000
        Verksamhetens kostnader 3, 4 -450 000 -390 000
        Avskrivningar -5 000 -5 000
        Verksamhetens nettokostnad 45 000 5 000
        """
    )
    assert cells(made) == {
        "Verksamhetens intäkter": ["500000", "400000"],
        "Verksamhetens kostnader": ["-450000", "-390000"],
        "Avskrivningar": ["-5000", "-5000"],
        "Verksamhetens nettokostnad": ["45000", "5000"],
    }


def test_a_note_number_that_could_begin_the_amount_is_told_by_the_sum_or_left() -> None:
    """Note 2 and 500 100, or 2 500 100 without a note."""
    rows = "Belopp i kr Not 2021 2020\nIntäkter 2 500 100 400 100\nKostnader 3 -300 100 -200 100"
    assert set(cells(table(rows))) == {"Kostnader"}
    assert "flera läsningar" in unread(table(rows))[2]
    assert cells(table(rows + "\nResultat 200 000 200 000"))["Intäkter"] == ["500100", "400100"]


def test_percent_decimals_and_units_after_numbers() -> None:
    made = table("Insats 2021 2020\nAndel 12 % 9 %\nTid 4,5 3,25\nKostnad 5 000 kr 4 000 kr")
    assert cells(made) == {
        "Andel": ["12", "9"],
        "Tid": ["4.5", "3.25"],
        "Kostnad": ["5000", "4000"],
    }
    assert [cell.value.percent for cell in made.cells] == [True, True, False, False, False, False]


def test_dashes_hold_their_column() -> None:
    made = table("Insats Kvinnor Män\nAlfa - 7\nBeta 5 -\nGamma 11 14\nSumma 16 21")
    assert cells(made)["Alfa"] == [None, "7"]
    assert cells(made)["Beta"] == ["5", None]


# --- what no sum tells --------------------------------------------------------------------------


def test_ambiguous_rows_without_a_sum_are_left_with_their_readings() -> None:
    made = table("Insats Budget Utfall\nAlfa 5 123 456\nBeta 7 100 200")
    assert cells(made) == {}
    assert unread(made)[2] == "flera läsningar möjliga: 5 123 | 456 eller 5 | 123 456"


def test_groups_that_add_up_in_every_cut_are_left() -> None:
    made = table("Insats Budget Utfall\nAlfa 100 200 300\nBeta 200 300 400\nSumma 300 500 700")
    assert cells(made) == {}
    assert set(unread(made)) == {2, 3, 4}


def test_without_heads_three_columns_of_counts_are_not_one_large_number() -> None:
    made = table("Norr Söder Väster\nNya 112 104 219\nKlara 100 120 230\nSumma 212 224 449")
    assert cells(made) == {}
    assert set(unread(made)) == {2, 3, 4}
    assert "inget kolumnhuvud" in unread(made)[2]


def test_without_heads_a_sum_across_every_row_counts_the_columns() -> None:
    """`50 174` could be one number, but 86 + 38 + 50 = 174 and so in every row."""
    made = table("Anmälningar\nKvinnor 86 38 50 174\nMän 62 20 26 108\nTotalt 148 58 76 282")
    assert cells(made)["Kvinnor"] == ["86", "38", "50", "174"]
    assert cells(made)["Totalt"] == ["148", "58", "76", "282"]


def test_a_lone_row_does_not_join_groups_among_small_numbers() -> None:
    """Rows with a number lost fit seven columns, and `42 130` would be one number there."""
    made = table(
        """
        Avslutsorsaker
        Alfa 36 22 2 14 14 6 20 46
        Beta 22 18 2 30 4 0 44
        Gamma 18 30 0 18 6 16 40
        Totalt 76 70 4 62 32 12 42 130
        """
    )
    assert len(made.columns) == 8
    assert cells(made)["Totalt"] == ["76", "70", "4", "62", "32", "12", "42", "130"]


def test_with_heads_the_same_rows_are_three_columns() -> None:
    made = table("Insats Kvinnor Män Totalt\nNya 112 104 216\nKlara 100 120 220\nSumma 212 224 436")
    assert cells(made)["Nya"] == ["112", "104", "216"]


def test_a_caption_of_one_known_word_counts_no_columns() -> None:
    made = table("Nya deltagare\nKvinnor 112 104 216\nMän 100 120 220\nTotalt 212 224 436")
    assert cells(made) == {}


def test_a_relation_across_counts_the_columns_without_heads() -> None:
    made = table(
        """
        Ort Höjd Bredd
        Alfa 5 364 753 4 983 000 381 753
        Beta 1 160 496 1 041 000 119 496
        Gamma 3 795 743 3 942 000 -146 257
        """
    )
    assert cells(made)["Alfa"] == ["5364753", "4983000", "381753"]
    assert cells(made)["Beta"] == ["1160496", "1041000", "119496"]


def test_a_row_of_too_many_numbers_is_left_with_the_reason() -> None:
    made = table("Insats Kvinnor Män\nAlfa 5 7\nBeta 3 4\nGamma 1 2 3 4")
    assert set(cells(made)) == {"Alfa", "Beta"}
    assert unread(made) == {4: "4 tal passar inte i tabellens 2 kolumner"}


def test_a_blank_column_is_not_filled_by_guess() -> None:
    made = table("Insats Kvinnor Män\nAlfa 5 7\nBeta 3 4\nGamma 9")
    assert set(cells(made)) == {"Alfa", "Beta"}
    assert "flera läsningar möjliga" in unread(made)[4]


def test_a_blank_column_is_placed_by_the_total() -> None:
    rows = "Insats Budget Utfall\nAlfa 200 100\nBeta 1 000\nGamma 1 100 1 400\n"
    assert cells(table(rows + "Summa 2 300 1 500"))["Beta"] == ["1000", None]
    assert cells(table(rows + "Summa 1 300 2 500"))["Beta"] == [None, "1000"]


# --- damaged print ------------------------------------------------------------------------------


def test_damaged_digits_are_taken_where_the_total_proves_them() -> None:
    rows = "Insats Nya Avslutade Pågående\nAlfa 7 2·1 50\nBeta 3 4 60\nGamma 5 6 70\n"
    made = table(rows + "Totalt 15 31 180")
    assert cells(made)["Alfa"] == ["7", "21", "50"]
    assert unread(made) == {}
    made = table(rows + "Totalt 15 48 180")
    assert cells(made)["Alfa"] == ["7", None, "50"]
    assert unread(made) == {2: "skadat tryck: 2·1"}


def test_a_digit_that_a_scanner_takes_for_another_is_what_the_total_asks_for() -> None:
    """1 and 7 look alike, 1 and 2 do not."""
    rows = "Insats Nya Avslutade Pågående\nAlfa ·111 7 50\nBeta 3 4 60\nGamma 5 6 70\n"
    mended = table(rows + "Totalt 719 17 180").cell(0, 0)
    assert mended is not None
    assert (mended.value.raw, mended.value.number) == ("·111", 711)
    assert mended.value.marks == ("punkt före talet",)
    kept = table(rows + "Totalt 219 17 180").cell(0, 0)
    assert kept is not None and kept.value.number == 111


def test_a_letter_for_a_number_is_left() -> None:
    made = table("Insats Kvinnor Män Totalt\nAlfa 8 H 17\nBeta 3 4 7\nGamma 5 6 11")
    assert cells(made)["Alfa"] == ["8", None, "17"]
    assert unread(made) == {2: "skadat tryck: H"}


def test_whole_digits_are_never_mended() -> None:
    """A total that asks for another number than the one printed is the report's contradiction."""
    made = table("Insats Kvinnor Män\nAlfa 11 7\nBeta 3 4\nGamma 5 6\nTotalt 79 17")
    assert cells(made)["Alfa"] == ["11", "7"]


def test_two_damaged_cells_of_a_column_are_not_mended_by_one_total() -> None:
    made = table("Insats Kvinnor Män\nAlfa ·11 7\nBeta ·31 4\nGamma 5 6\nTotalt 97 17")
    assert [cells(made)[label][0] for label in ("Alfa", "Beta")] == ["11", "31"]


# --- words of the table -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "label", ["Summa", "SUMMA insatser", "Totalt", "Totalt inkl. avskrivningar", "Slutsumma:"]
)
def test_labels_that_say_total(label: str) -> None:
    assert is_total(label)


@pytest.mark.parametrize("label", ["Delsumma ej", "Alfa totalt sett", "Kansli", "", "Summering1x"])
def test_labels_that_do_not(label: str) -> None:
    assert not is_total(label)


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Belopp i kr", "kr"),
        ("Belopp i tkr", "tkr"),
        ("(tkr)", "tkr"),
        ("Tusental kronor", "tkr"),
        ("Belopp i mkr", "mkr"),
        ("Miljoner kronor", "mkr"),
        ("Kostnader 2021", None),
        ("Kransen", None),
        ("Antal", None),
    ],
)
def test_the_unit_of_a_heading(heading: str, unit: str | None) -> None:
    assert printed_unit([heading]) == unit


# --- whatever the amounts -----------------------------------------------------------------------

AMOUNT = st.one_of(
    st.integers(0, 999),
    st.integers(1000, 999_999),
    st.integers(1_000_000, 40_000_000),
    st.integers(-900_000, -1),
    st.sampled_from([0, 100, 1000, 100_000, 5000, 120, 100_200, 200_300]),
).filter(lambda n: not 1900 <= n <= 2099)  # a year alone in a column is a head, not an amount
HEADS = ("Budget", "Utfall", "Avvikelse", "Prognos")


def in_print(amount: int, space: str, *, dash: bool) -> str:
    if amount == 0 and dash:
        return "-"
    return f"{amount:,}".replace(",", space)


def total(rows: list[list[int]]) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)]


@st.composite
def accounts(draw: Any) -> tuple[dict[str, list[int]], bool, str, bool]:
    """Two groups of rows with their sums and the sum of both; how it is headed and printed."""
    width = draw(st.integers(1, 4))
    related = draw(st.booleans())

    def group(name: str) -> dict[str, list[int]]:
        rows = draw(
            st.lists(st.lists(AMOUNT, min_size=width, max_size=width), min_size=1, max_size=4)
        )
        if related and width == 3:
            rows = [[budget, outcome, budget - outcome] for budget, outcome, _ in rows]
        return {f"{name} {letter * 3}": row for letter, row in zip("ABCD", rows, strict=False)}

    insatser, kansli = group("Insats"), group("Kansli")
    sums = total([*insatser.values()]), total([*kansli.values()])
    printed = {
        **insatser,
        "Summa insatser": sums[0],
        **kansli,
        "Summa kansli": sums[1],
        "Totalt": total([*sums]),
    }
    assume(not any(1900 <= n <= 2099 for row in printed.values() for n in row))
    return printed, draw(st.booleans()), draw(st.sampled_from([" ", NBSP, ""])), draw(st.booleans())


def lay(printed: dict[str, list[int]], *, headed: bool, space: str, dash: bool) -> str:
    """The rows as a report prints them."""
    width = len(printed["Totalt"])
    rows = [f"Insats {' '.join(HEADS[:width])}"] if headed else []
    for label, amounts in printed.items():
        rows.append(f"{label} {' '.join(in_print(n, space, dash=dash) for n in amounts)}")
    return "\n".join(rows)


def wrong(made: Table, meant: dict[str, list[int]]) -> list[str]:
    """Numbers that were read as something else than what was meant."""
    faults = []
    for cell in made.cells:
        label, number = made.rows[cell.row].label, cell.value.number
        wanted = meant.get(label, [])
        if number is not None and (
            len(made.columns) != len(wanted) or wanted[cell.column] != number
        ):
            faults.append(f"{label}: {cell.value.raw} in column {cell.column} ({cell.proof})")
    return faults


@settings(max_examples=250)
@given(accounts())
def test_amounts_with_their_sums_come_back_or_are_left(
    made: tuple[dict[str, list[int]], bool, str, bool],
) -> None:
    printed, headed, space, dash = made
    if not any(any(row) for row in printed.values()):
        return
    assert wrong(table(lay(printed, headed=headed, space=space, dash=dash)), printed) == []


@settings(max_examples=150)
@given(accounts(), st.data())
def test_a_dropped_row_never_makes_other_numbers_proven(
    made: tuple[dict[str, list[int]], bool, str, bool], data: Any
) -> None:
    """The accident of others again: a row is lost in print, and its sum is off."""
    printed, _, space, _ = made
    lost = data.draw(
        st.sampled_from([label for label in printed if label[:5] not in ("Summa", "Total")])
    )
    rest = {label: row for label, row in printed.items() if label != lost}
    if not any(any(row) for row in rest.values()):
        return
    found = table(lay(rest, headed=True, space=space, dash=False))
    assert [fault for fault in wrong(found, rest) if fault.endswith("(summa)")] == []


@settings(max_examples=150)
@given(accounts())
def test_rows_printed_twice_as_far_apart_are_the_same_numbers(
    made: tuple[dict[str, list[int]], bool, str, bool],
) -> None:
    """Columns set apart by a tab leave no doubt: everything is read."""
    printed, _, space, _ = made
    width = len(printed["Totalt"])
    rows = ["\t".join(["Insats", *HEADS[:width]])]
    rows += [
        "\t".join([label, *(in_print(n, space, dash=False) for n in row)])
        for label, row in printed.items()
    ]
    found = cells(table("\n".join(rows)))
    assert found == {label: [str(n) for n in row] for label, row in printed.items()}


def test_small_amounts_that_keep_the_tables_relation_are_not_doubted() -> None:
    """`240 306` could be one amount, but 240 - 306 = -66 as budget - outcome is in every row."""
    made = table(
        """
        Belopp i tkr Budget Utfall Avvikelse
        Lotsar 20 662 17 068 3 594
        Kurser 6 010 4 282 1 728
        Information 240 306 -66
        Dialog 7 290 4 310 2 980
        """
    )
    assert cells(made)["Information"] == ["240", "306", "-66"]
    assert made.unread == []


def test_a_column_with_a_blank_says_nothing_but_a_whole_one_does() -> None:
    """Two numbers are lost. With 0 in the seventh column, 9 + 0 + 7 would have to be 19."""
    made = table(
        """
        Avslutsorsaker
        Norrby 14 8 2 5 6 4 9 17
        Söderby 10 7 3 12 5 0 16
        Västerby 6 11 0 8 2 7 15
        Totalt 30 26 5 25 15 6 19 48
        """
    )
    assert cells(made)["Söderby"] == ["10", "7", "3", "12", "5", "0", None, "16"]
    assert cells(made)["Västerby"] == ["6", "11", "0", "8", None, "2", "7", "15"]
    either = table(
        """
        Avslutsorsaker
        Norrby 14 8 2 5 6 4 9 17
        Söderby 10 7 3 12 5 0 16
        Västerby 6 11 0 8 1 2 7 15
        Totalt 30 26 5 25 12 6 16 48
        """
    )
    assert cells(either)["Söderby"] == ["10", "7", "3", "12", "5", None, None, "16"]

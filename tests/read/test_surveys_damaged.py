"""Damaged survey rows: what the sum proves is mended, what it does not prove is left out."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from finsam_analysis.read.blocks import classify
from finsam_analysis.read.document import Line, from_text
from finsam_analysis.read.items import Item
from finsam_analysis.read.surveys.proof import fits, possible, repair
from finsam_analysis.read.surveys.reader import find_surveys, left_out_of_survey, read_surveys
from finsam_analysis.read.surveys.rows import split_line, without_scraps

HEAD = "Personal (31 svar 2023, 30 svar 2022)\nÅr Negativt Varken eller Positivt (Klart positivt)\n"
SOUND = (
    "Får du stöd i tid? 2023| 3% 19% 77% (55%)\n"
    "2022| 10% 30% 60% (40%)\n"
    "Lyssnar andra på dig? 2023| 10% 39% 52% (32%)\n"
    "2022| 13% 27% 60% (40%)\n"
)


def _items(text: str) -> list[Item]:
    document = from_text(text.encode(), Path("norrby-2023.txt"))
    blocks = find_surveys(document, classify(document), set())
    return [item for block in blocks for item in read_surveys(block, year=2023)]


def _row(row: str, head: str = HEAD) -> dict[str, Item]:
    """The items of a row that is added to sound ones, by answer."""
    no = len((head + SOUND).splitlines()) + 1
    return {i.facets["svar"]: i for i in _items(head + SOUND + row) if i.line.no == no}


def test_a_misread_digit_is_mended_where_answers_leave_one_way() -> None:
    found = _row("Finns det rutiner? 2023| 1% 14% 79% (66%)\n2022| 10% 30% 60% (40%)\n")
    assert found["negativt"].value == 7  # 2, 4 and 23 of 29 answers; 1 % needs more than 31
    assert found["negativt"].raw == "1%"
    assert "läst 7: raden summerar till 100" in found["negativt"].note
    assert [int(found[name].value) for name in ("varken_eller", "positivt")] == [14, 79]


def test_a_row_that_two_digits_could_mend_is_left_out() -> None:
    # 16 for 19 gives 3, 5 and 23 of 31; 71 for 74 gives 3, 6 and 22 of 31.
    assert _row("Finns det rutiner? 2023| 10% 19% 74% (39%)\n2022| 10% 30% 60% (40%)\n") == {}


def test_without_marks_of_a_scanner_a_row_is_kept_as_printed_and_the_sum_noted() -> None:
    clean = (HEAD + SOUND).replace("|", "")
    text = clean + "Finns det rutiner? 2023 10% 19% 74% (39%)\n2022 10% 30% 60% (40%)\n"
    row = [item for item in _items(text) if item.line.no == 7]
    assert [int(item.value) for item in row] == [10, 19, 74, 39]
    assert all("summerar till 103, inte 100" in item.note for item in row)


def test_a_letter_for_a_digit_is_mended_by_the_sum() -> None:
    found = _row("Finns det rutiner? 2023| lO% 30% 60% (40%)\n2022| 10% 30% 60% (40%)\n")
    assert found["negativt"].value == 10
    assert found["negativt"].raw == "lO%"
    assert "läst 10: raden summerar till 100" in found["negativt"].note


def test_what_is_left_out_can_be_listed() -> None:
    text = HEAD + SOUND + "Finns det rutiner? 2023| 10% 19% 74% (39%)\n2022| 10% 30% 60% (40%)\n"
    document = from_text(text.encode(), Path("norrby-2023.txt"))
    (block,) = find_surveys(document, classify(document), set())
    left = left_out_of_survey(block, read_surveys(block, year=2023))
    assert [(line.no, raw) for line, raw in left] == [
        (7, "10%"),
        (7, "19%"),
        (7, "74%"),
        (7, "39%"),
    ]


def test_a_letter_for_a_digit_that_the_sum_denies_takes_the_row_with_it() -> None:
    found = _row("Finns det rutiner? 2023| l5% 30% 60% (40%)\n2022| 10% 30% 60% (40%)\n")
    assert found == {}


def test_rows_that_are_not_meant_to_make_100_are_not_doubted() -> None:
    text = """Deltagare
Fråga Negativt Varken eller Positivt
Får du stöd i tid? 5% 10% 70%
Lyssnar andra på dig? 10% 15% 60%
Finns det rutiner? 1% 14% 79%
"""
    items = _items(text)
    assert [int(item.value) for item in items] == [5, 10, 70, 10, 15, 60, 1, 14, 79]
    assert not any("summerar" in item.note for item in items)


@pytest.mark.parametrize(
    ("printed", "year"),
    [("2O22|", "2022"), ("20221", "2022"), ("2022)", "2022"), ("2022]", "2022"), ("2072|", "2022")],
)
def test_the_year_of_a_row_behind_a_scanners_marks(printed: str, year: str) -> None:
    text = (
        HEAD + SOUND + f"Finns det rutiner? 2023| 3% 19% 77% (55%)\n{printed} 10% 30% 60% (40%)\n"
    )
    last = [item for item in _items(text) if item.line.no == 8]
    assert {item.facets["year"] for item in last} == {year}
    assert len(last) == 4


def test_a_row_whose_year_nothing_tells_is_left_out() -> None:
    text = HEAD + SOUND.replace("2022| 10%", "2023| 10%")  # the rows take no turns
    text += "Finns det rutiner? 2O32| 3% 19% 77% (55%)\n"
    assert not [item for item in _items(text) if item.line.no == 7]


def test_a_year_that_is_far_from_the_one_whose_turn_it_is_is_left_out() -> None:
    text = HEAD + SOUND + "Finns det rutiner? 2023| 3% 19% 77% (55%)\n2O99| 10% 30% 60% (40%)\n"
    assert [item.line.no for item in _items(text) if item.line.no >= 7] == [7, 7, 7, 7]


def test_scraps_of_a_row_that_could_not_be_read_are_no_numbers_and_no_question() -> None:
    text = HEAD + SOUND
    text += "Har samverkan lett till att 0 0 0 0\n"
    text += "nya insatser utvecklats med avsikten att 2UA B L2 [V (@)\n"
    text += "minska behovet? 2022 23% 54% 23% (12%)\n"
    last = [item for item in _items(text) if item.line.no >= 7]
    assert [(item.line.no, int(item.value)) for item in last] == [
        (9, 23),
        (9, 54),
        (9, 23),
        (9, 12),
    ]
    assert last[0].facets["fraga"] == (
        "Har samverkan lett till att nya insatser utvecklats med avsikten att minska behovet?"
    )


def test_a_lost_bracket_leaves_the_other_numbers_in_their_places() -> None:
    found = _row("Finns det rutiner? 2023| 17% 83% 0%\n2022| 10% 30% 60% (40%)\n")
    assert {name: int(item.value) for name, item in found.items()} == {
        "negativt": 17,
        "varken_eller": 83,
        "positivt": 0,
    }
    half = _row("Finns det rutiner? 2023| 3% 19% 77% (55%\n2022| 10% 30% 60% (40%)\n")
    assert half["klart_positivt"].value == 55


def test_shares_that_so_few_answers_cannot_give_are_noted() -> None:
    head = HEAD.replace("31 svar 2023", "11 svar 2023")
    text = head + "Får du stöd i tid? 2023| 9% 18% 73% (46%)\n2022| 10% 30% 60% (40%)\n"
    text += "Lyssnar andra på dig? 2023| 9% 18% 73% (45%)\n2022| 10% 30% 60% (40%)\n"
    notes = {(i.line.no, int(i.value)): i.note for i in _items(text)}
    assert "ingen möjlig andel av högst 11 svar" in notes[3, 46]  # 5 of 11 is 45
    assert notes[3, 73] == notes[5, 45] == ""


def test_a_lost_head_is_taken_from_a_table_of_the_same_form() -> None:
    text = (
        "(31 svar 2023 30 svar 2022)\n" + SOUND + "Chefer\n" + HEAD.splitlines()[1] + "\n" + SOUND
    )
    first = [item for item in _items(text) if item.line.no == 2]
    assert [item.facets["svar"] for item in first] == [
        "negativt",
        "varken_eller",
        "positivt",
        "klart_positivt",
    ]
    assert all("kolumnrubriken saknas" in item.note for item in first)


def test_two_rows_without_any_head_say_too_little() -> None:
    text = "(31 svar 2023 30 svar 2022)\nFår du stöd i tid? 2023| 3% 19% 77% (55%)\n"
    text += "2022| 10% 30% 60% (40%)\n"
    assert _items(text) == []


def test_a_share_of_nothing_that_was_asked() -> None:
    text = """Chefer
Antal tillfrågade Antal svar Svarsfrekvens
12 4 38%
"""
    assert all("4 av 12 är inte 38 procent" in item.note for item in _items(text))
    assert len(_items(text)) == 3


def _parts(*shares: int) -> list[Decimal]:
    return [Decimal(share) for share in shares]


def test_shares_make_100_within_rounding() -> None:
    assert fits(_parts(33, 33, 33))
    assert fits(_parts(14, 10, 77))
    assert not fits(_parts(1, 14, 79))


def test_possible_shares_of_few_answers() -> None:
    assert possible((9, 18, 73), 45, 11)
    assert not possible((9, 18, 73), 46, 11)
    assert not possible((1, 20, 79), None, 31)
    assert possible((0, 0, 100), 75, 4)
    assert not possible((0, 0, 100), 76, 4)


def test_repair_says_which_share_and_what_it_was() -> None:
    assert repair(_parts(1, 14, 79), Decimal(66), 31) == (0, Decimal(7))
    assert repair(_parts(10, 19, 74), None, 31) is None
    assert repair(_parts(10, 16, 74), None, 31) is None  # nothing is wrong
    # How many answered is not known: only digits that look alike are tried, and 19 for 14 fits too.
    assert repair(_parts(1, 14, 79), None, None) is None
    assert repair(_parts(30, 10, 30), None, None) == (1, Decimal(40))


def test_a_line_is_cut_into_text_year_and_shares() -> None:
    cut = split_line(Line(1, "Upplever du att andra 2022| 10% 16% 74% (45%)"))
    assert (cut.text, cut.year) == ("Upplever du att andra", 2022)
    assert [share.raw for share in cut.shares] == ["10%", "16%", "74%", "45%"]
    assert cut.pattern == (False, False, False, True)
    glued = split_line(Line(1, "Lyssnar andra? 94%(66%)"))
    assert [(share.raw, share.bracketed) for share in glued.shares] == [
        ("94%", False),
        ("66%", True),
    ]
    spaced = split_line(Line(1, "2020 63% (25 %) 25%"))
    assert [share.raw for share in spaced.shares] == ["63%", "25 %", "25%"]
    words = split_line(Line(1, "Antal samverkande parter i akt6rer?"))
    assert (words.text, words.shares) == ("Antal samverkande parter i akt6rer?", ())


def test_scraps_are_cut_only_where_there_are_several() -> None:
    assert without_scraps("med avsikten att 2UA B L2 [V (@)") == "med avsikten att"
    assert without_scraps("enligt plan B") == "enligt plan B"

"""Print of ordinary reports: words without spaces, upright lines, headings under one head."""

from __future__ import annotations

from pathlib import Path

import pytest

from finsam_analysis.read.blocks import Block, Kind
from finsam_analysis.read.document import Line, from_text
from finsam_analysis.read.find import find_all
from finsam_analysis.read.line_kinds import kind_of
from finsam_analysis.read.surveys.heads import columns
from finsam_analysis.read.surveys.rows import split_line
from finsam_analysis.read.tables.reader import Table, read_table
from finsam_analysis.read.tables.widths import common_widths
from finsam_analysis.read.terms import on_axis


def blocks(text: str) -> list[Block]:
    return find_all(from_text(text.encode(), Path("prov-2023.txt")))


def table(text: str) -> Table:
    (block,) = blocks(text)
    return read_table(block)


@pytest.mark.parametrize(
    ("printed", "axis", "name"),
    [
        ("Ejangivet", "kon", "ej_angivet"),
        ("Fortsattrehabilitering", "orsak", "fortsatt_rehabilitering"),
        ("Nya under året", "matt", "nya"),
        ("Avslutade under 2023", "matt", "avslutade"),
    ],
)
def test_a_term_is_known_without_its_spaces_and_with_the_time(
    printed: str, axis: str, name: str
) -> None:
    assert on_axis(printed, axis) == name


def test_a_short_word_is_no_term_without_its_spaces() -> None:
    assert on_axis("Kommunenskola", "remittent") is None


def test_cells_between_upright_lines_are_no_running_text() -> None:
    head = "| Insats | Totalt | Kvinnor | Män | Nya under året | Avslutade under året |"
    row = "| Minst 45 % går till arbete eller studier | 45 % | 47 % |"
    assert kind_of(head) is Kind.TEXT
    assert kind_of(row) is Kind.ROW
    assert kind_of(head.replace("|", "")) is Kind.PROSE


def test_one_line_of_heads_holds_below_headings_of_whom() -> None:
    read = table(
        "Deltagare\nKvinnor Män Totalt\nLotsen\nNya deltagare 24 19 43\n"
        "Avslutade deltagare 20 14 34\n"
        "Arenan\nNya deltagare 16 22 38\nAvslutade deltagare 11 17 28"
    )
    assert [column.text for column in read.columns] == ["Kvinnor", "Män", "Totalt"]
    assert [row.headings for row in read.rows] == [("Lotsen",)] * 2 + [("Arenan",)] * 2


def test_a_row_of_small_numbers_among_amounts_is_one_number_a_column() -> None:
    read = table(
        "Flerårsöversikt (tkr)\n2023 2022 2021 2020 2019\n"
        "Kostnader -5 432 -5 188 -4 706 -5 011 -5 244\nEget kapital 1 551 1 480 1 320 1 828 1 641\n"
        "Överskott 175 338 -157 -104 263\nAntal personer 131 119 142 138 126"
    )
    assert [read.cell(2, at).value.raw for at in range(5)] == ["175", "338", "-157", "-104", "263"]  # type: ignore[union-attr]
    assert [read.cell(3, at).value.raw for at in range(5)] == ["131", "119", "142", "138", "126"]  # type: ignore[union-attr]


def test_small_numbers_that_can_be_two_amounts_are_left() -> None:
    read = table(
        "Belopp i kr\n2023 2022 2021 2020\nKostnader 5 432 110 5 188 240 4 706 330 5 011 420\n"
        "Intäkter 5 551 110 5 480 210 5 320 410 5 828 310\nÖverskott 118 900 291 970"
    )
    assert read.cell(2, 0) is None
    assert [item.line.no for item in read.unread] == [5]


def test_two_amounts_are_no_note_and_an_amount() -> None:
    assert common_widths(["Arvoden 71 900 68 250"]) == {2, 3, 4}
    assert 2 in common_widths(["Intäkter 2 71 900 68 250"])


def test_heads_of_answers_are_not_taken_for_brackets() -> None:
    made = columns(["Fråga Negativt Varken eller Positivt Klart positivt"], 4)
    assert made is not None
    assert [column.svar for column in made][2:] == ["positivt", "klart_positivt"]


def test_a_heading_of_shares_over_women_and_men() -> None:
    made = columns(["Enkät 2024 (andel positiva svar i procent)", "Fråga\tKvinnor\tMän\tTotalt"], 3)
    assert made is not None
    assert {column.svar for column in made} == {"positivt"}


def test_answers_between_upright_lines() -> None:
    part = split_line(Line(1, "| Vi lär av varandra | 0 % | 14 % | 86 % |"))
    assert [str(share.number) for share in part.shares] == ["0", "14", "86"]


def test_a_survey_ends_where_another_table_is_headed() -> None:
    found = blocks(
        "Enkät till deltagare (andel positiva svar i procent)\nFråga\tKvinnor\tMän\tTotalt\n"
        "Jag har fått stöd\t91\t86\t89\nJag har kunnat påverka\t84\t80\t82\n\n"
        "Deltagare per ålder\n\tKvinnor\tMän\tTotalt\n16–24\t9\t14\t23\n25–34\t14\t13\t27\n"
    )
    assert [(block.kind, block.last) for block in found] == [("enkat", 4), ("tabell", 9)]


def test_goals_end_at_a_numbered_heading() -> None:
    found = blocks(
        "Mål                          Målvärde      Utfall     Bedömning\n"
        "Antal deltagare                   200         214     Uppfyllt\n"
        "Andel nöjda deltagare            85 %        91 %     Uppfyllt\n"
        "Antal tillfällen                   12           9     Ej uppfyllt\n\n3. Ekonomi\n\n"
        "Budget och utfall per insats (tkr)\n"
    )
    assert [(block.kind, block.first, block.last) for block in found] == [("mal", 1, 4)]

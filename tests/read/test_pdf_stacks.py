"""Heads of PDF tables: wrapped over lines, over some of the columns, written upwards."""

from __future__ import annotations

from pathlib import Path

from tests.read.minipdf import Page, build, width

from finsam_analysis.read.pdf.reader import from_pdf

RIGHT = (220, 290, 360, 430, 500)


def lines(*pages: Page) -> list[str]:
    return [line.text for line in from_pdf(build(*pages), Path("rapport.pdf")).lines]


def row(page: Page, y: float, label: str, cells: list[str]) -> None:
    page.text(60, y, label)
    for x, cell in zip(RIGHT, cells, strict=False):
        page.right(x, y, cell)


def centred(page: Page, x: float, y: float, text: str) -> None:
    page.text(x - width(text, 10) / 2, y, text)


def test_a_head_that_goes_on_under_its_line_is_one_cell():
    page = Page()
    row(page, 80, "Insats", ["Kvinnor", "Män", "Totalt", "Varav"])
    page.right(430, 92, "avslutade")
    row(page, 110, "Fyren", ["12", "9", "21", "8"])
    row(page, 126, "Lotsen", ["14", "7", "21", "5"])
    assert lines(page)[0] == "Insats\tKvinnor\tMän\tTotalt\tVarav avslutade"


def test_a_head_around_the_line_of_the_others_stands_at_its_own_column():
    """Read line by line the second column would be `Andel`, and the third have no head."""
    page = Page()
    centred(page, 284, 80, "Till arbete")
    row(page, 86, "Insats", ["Avslutade", "", "Andel"])
    centred(page, 284, 92, "eller studier")
    row(page, 116, "Fyren", ["34", "15", "44 %"])
    row(page, 132, "Lotsen", ["22", "8", "36 %"])
    assert lines(page)[0] == "Insats\tAvslutade\tTill arbete eller studier\tAndel"


def test_a_broken_word_of_a_head_is_made_whole():
    page = Page()
    row(page, 80, "Verksamhet", ["Budget", "Utfall", "Budgetav-"])
    page.right(360, 92, "vikelse")
    row(page, 110, "Fyren", ["1 200", "1 150", "50"])
    row(page, 126, "Lotsen", ["800", "830", "-30"])
    assert lines(page)[0] == "Verksamhet\tBudget\tUtfall\tBudgetavvikelse"


def test_years_under_budget_and_outcome_go_with_them():
    page = Page()
    row(page, 80, "", ["Not", "Utfall", "Budget", "Utfall"])
    row(page, 92, "", ["", "2023", "2023", "2022"])
    row(page, 110, "Avgifter", ["2", "864", "860", "848"])
    row(page, 126, "Kostnader", ["3", "-674", "-685", "-661"])
    assert lines(page)[0] == "Not\tUtfall 2023\tBudget 2023\tUtfall 2022"


def test_a_year_over_the_middle_of_its_columns_is_no_part_of_the_middle_one():
    page = Page().text(60, 80, "Insats")
    for at, year in ((290, "2023"),):
        centred(page, at - 8, 80, year)
    row(page, 92, "", ["Kvinnor", "Män", "Totalt"])
    row(page, 110, "Fyren", ["12", "9", "21"])
    row(page, 126, "Lotsen", ["14", "7", "21"])
    assert "2023 Män" not in " ".join(lines(page))


def test_a_title_over_the_labels_is_no_head_of_them():
    page = Page().text(60, 66, "Budgetuppföljning 2024, i tusental kronor")
    row(page, 80, "Konto", ["Budget", "Utfall"])
    row(page, 94, "Fyren", ["1 200", "1 150"])
    row(page, 108, "Lotsen", ["800", "830"])
    assert lines(page)[:2] == [
        "Budgetuppföljning 2024, i tusental kronor",
        "Konto\tBudget\tUtfall",
    ]


def test_a_head_over_the_last_columns_leaves_the_first_without():
    page = Page()
    centred(page, 430, 80, "Till arbete eller studier")
    row(page, 94, "Insats", ["Alla", "Kvinnor", "Män", "Antal", "Andel"])
    row(page, 110, "Fyren", ["33", "18", "15", "7", "44 %"])
    row(page, 126, "Lotsen", ["25", "11", "14", "5", "42 %"])
    assert lines(page)[:2] == [
        "\t\t\t\tTill arbete eller studier\t",
        "Insats\tAlla\tKvinnor\tMän\tAntal\tAndel",
    ]


def test_a_verdict_after_the_numbers_does_not_keep_a_goal_from_its_lines():
    page = Page()
    for y in (70, 112, 142):
        page.line(55, y, 520, y)
    page.text(60, 84, "Minst 45 procent går till").right(290, 84, "45 %").right(360, 84, "47 %")
    page.text(430, 84, "Uppnått").text(60, 96, "arbete eller studier")
    page.text(60, 126, "Antal nya").right(290, 126, "140").right(360, 126, "131")
    page.text(430, 126, "Delvis uppnått").text(60, 138, "deltagare")
    assert lines(page) == [
        "Minst 45 procent går till arbete eller studier\t45 %\t47 %\tUppnått",
        "Antal nya deltagare\t140\t131\tDelvis uppnått",
    ]


def test_rows_with_a_bounded_goal_are_no_heads_of_the_row_below():
    page = Page()
    row(page, 80, "Mål", ["Mål", "2023", "2022"])
    row(page, 94, "Andel nöjda", ["minst 85 %", "91 %", "88 %"])
    row(page, 108, "Nya deltagare", ["130", "142", "127"])
    assert lines(page) == [
        "Mål\tMål\t2023\t2022",
        "Andel nöjda\tminst 85 %\t91 %\t88 %",
        "Nya deltagare\t130\t142\t127",
    ]


def test_heads_written_upwards_stand_over_their_columns():
    page = Page().text(60, 150, "Insats")
    for x, head in zip(RIGHT, ("Arbetsförmedlingen", "Kommunen", "Regionen"), strict=False):
        page.text(x - 4, 160, head, up=90)
    row(page, 176, "Fyren", ["3", "8", "1"])
    row(page, 192, "Lotsen", ["2", "6", "4"])
    assert lines(page) == [
        "Insats\tArbetsförmedlingen\tKommunen\tRegionen",
        "Fyren\t3\t8\t1",
        "Lotsen\t2\t6\t4",
    ]


def test_turned_text_that_is_over_no_columns_stays_beside_the_page():
    page = Page().text(40, 400, "Dokument 12", up=90).text(52, 400, "Sidan 3", up=90)
    row(page, 176, "Fyren", ["3", "8", "1"])
    assert lines(page) == ["Fyren\t3\t8\t1", "Dokument 12", "Sidan 3"]


def test_a_number_a_word_space_from_its_label_ends_where_the_others_do():
    page = Page()
    row(page, 80, "Intäkter", ["7 300", "7 100"])
    row(page, 96, "Kansli", ["204", "118"])
    label = "Insatskostnader"
    x = 220 - width("-5 400", 10) - 2.8 - width(label, 10)
    page.text(x, 112, label)
    page.right(220, 112, "-5 400").right(290, 112, "-5 221")
    row(page, 128, "Resultat", ["697", "690"])
    assert "Insatskostnader\t-5 400\t-5 221" in lines(page)


def test_two_tables_are_parted_though_what_is_drawn_above_them_crosses_the_gutter():
    page = Page().line(55, 70, 540, 70)
    for left, name, cells in ((60, "Fyren", ("29", "17")), (320, "Lotsen", ("26", "15"))):
        page.line(left, 92, left + 200, 92)
        page.text(left, 88, name).right(left + 140, 88, "2024").right(left + 200, 88, "2023")
        for at, (label, cell) in enumerate(zip(("Kvinnor", "Män"), cells, strict=True)):
            y = 106 + 16 * at
            page.text(left, y, label).right(left + 140, y, cell).right(left + 200, y, str(at + 4))
            page.line(left, y + 4, left + 200, y + 4)
    assert lines(page) == [
        "Fyren\t2024\t2023",
        "Kvinnor\t29\t4",
        "Män\t17\t5",
        "Lotsen\t2024\t2023",
        "Kvinnor\t26\t4",
        "Män\t15\t5",
    ]

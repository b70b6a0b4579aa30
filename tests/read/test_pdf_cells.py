"""Rows of PDF tables made whole: wrapped labels, heads over groups, tables beside each other."""

from __future__ import annotations

from pathlib import Path

from tests.read.minipdf import Page, build, width

from finsam_analysis.read.pdf.reader import from_pdf

RIGHT = (300, 360, 420, 480)


def lines(*pages: Page) -> list[str]:
    return [line.text for line in from_pdf(build(*pages), Path("rapport.pdf")).lines]


def numbers(page: Page, y: float, cells: list[str], right: tuple[int, ...] = RIGHT) -> None:
    for x, cell in zip(right, cells, strict=False):
        page.right(x, y, cell)


def test_numbers_at_the_middle_of_a_wrapped_label_get_the_whole_label():
    page = Page()
    page.text(60, 80, "Kugghjulet")
    numbers(page, 80, ["12", "9"])
    page.text(60, 100, "Resursteam för unga med")
    numbers(page, 106, ["31", "28"])
    page.text(60, 112, "aktivitetsersättning")
    page.text(60, 132, "Fyren")
    numbers(page, 132, ["8", "7"])
    assert lines(page) == [
        "Kugghjulet\t12\t9",
        "Resursteam för unga med aktivitetsersättning\t31\t28",
        "Fyren\t8\t7",
    ]


def test_lines_nearer_than_the_rows_are_one_label_and_a_heading_is_not():
    page = Page()
    page.text(60, 80, "Kostnader")
    page.text(60, 100, "Lön")
    numbers(page, 100, ["812", "790"])
    page.text(60, 120, "Hyra och")
    numbers(page, 120, ["99", "97"])
    page.text(60, 132, "städning")
    page.text(60, 152, "Intäkter")
    page.text(60, 172, "Bidrag")
    numbers(page, 172, ["950", "900"])
    page.text(60, 192, "Ränta")
    numbers(page, 192, ["5", "4"])
    assert lines(page) == [
        "Kostnader",
        "Lön\t812\t790",
        "Hyra och städning\t99\t97",
        "Intäkter",
        "Bidrag\t950\t900",
        "Ränta\t5\t4",
    ]


def test_ruled_lines_tell_which_row_a_line_of_a_label_belongs_to():
    page = Page()
    for y in (70, 87, 119, 136):
        page.line(55, y, 400, y)
    page.text(60, 82, "Fyren")
    numbers(page, 82, ["12", "9"])
    page.text(60, 99, "Ung i")  # as far from the row above as from the line below
    page.text(60, 114, "Tiveden")
    numbers(page, 114, ["31", "28"])
    page.text(60, 131, "Lotsen")
    numbers(page, 131, ["8", "7"])
    assert lines(page) == ["Fyren\t12\t9", "Ung i Tiveden\t31\t28", "Lotsen\t8\t7"]


def grouped(tops: list[tuple[float, str]], heads: list[str]) -> Page:
    page = Page().text(60, 60, "Insats")
    for middle, text in tops:
        page.text(middle - width(text, 10) / 2, 60, text)
    right = (220, 260, 300, 340, 380, 420)
    numbers(page, 76, heads, right)
    for at, label in enumerate(("Fyren", "Lotsen", "Summa")):
        page.text(60, 92 + 16 * at, label)
        numbers(page, 92 + 16 * at, ["11", "22", "33", "44", "55", "99"], right)
    return page


def test_years_over_women_men_and_all_reach_over_three_columns():
    page = grouped([(240, "2023"), (360, "2022")], ["Kv", "Män", "Alla", "Kv", "Män", "Alla"])
    assert lines(page)[:2] == ["Insats\t2023\t\t\t2022\t\t", "Kv\tMän\tAlla\tKv\tMän\tAlla"]


def test_a_year_over_one_column_and_one_over_five():
    page = grouped(
        [(200, "2022"), (320, "2023")], ["Utfall", "Jan", "Feb", "Mar", "Utfall", "Rest"]
    )
    assert lines(page)[0] == "Insats\t2022\t2023\t\t\t\t"


def test_wrapped_heads_are_no_groups():
    page = Page().text(60, 60, "Insats")
    for x, upper, lower in ((240, "Arbetsför-", "medling"), (330, "Försäk-", "ringskassa")):
        page.right(x, 60, upper).right(x, 72, lower)
    page.right(420, 72, "Kommun")
    for at, label in enumerate(("Fyren", "Lotsen")):
        page.text(60, 92 + 16 * at, label)
        numbers(page, 92 + 16 * at, ["11", "22", "33"], (240, 330, 420))
    assert not any("\t\t" in line for line in lines(page))


def side_by_side(*, heads: tuple[str, str, str] = ("Från", "Kvinnor", "Män")) -> Page:
    page = Page()
    page.text(50, 60, "Insats").right(180, 60, "Kvinnor").right(230, 60, "Män")
    page.text(300, 60, heads[0]).right(460, 60, heads[1]).right(510, 60, heads[2])
    left = [("Fyren", "15", "16"), ("Lotsen", "14", "2"), ("Summa", "29", "18")]
    right = [("Vården", "12", "4"), ("Kommunen", "16", "1"), ("Summa", "28", "5")]
    for at, (a, b) in enumerate(zip(left, right, strict=True)):
        y = 78 + 16 * at
        page.text(50, y, a[0]).right(180, y, a[1]).right(230, y, a[2])
        page.text(300, y, b[0]).right(460, y, b[1]).right(510, y, b[2])
    return page


def test_two_tables_with_the_same_heads_are_read_one_after_the_other():
    assert lines(side_by_side()) == [
        "Insats\tKvinnor\tMän",
        "Fyren\t15\t16",
        "Lotsen\t14\t2",
        "Summa\t29\t18",
        "Från\tKvinnor\tMän",
        "Vården\t12\t4",
        "Kommunen\t16\t1",
        "Summa\t28\t5",
    ]


def test_a_column_of_words_does_not_make_two_tables():
    page = side_by_side(heads=("Ägare", "Budget", "Utfall"))
    assert lines(page)[1] == "Fyren\t15\t16\tVården\t12\t4"


def test_rules_that_end_between_them_part_two_tables():
    page = side_by_side(heads=("Ägare", "Budget", "Utfall"))
    for y in (66, 82, 98, 114):
        page.line(50, y, 235, y).line(300, y, 515, y)
    assert lines(page)[1] == "Fyren\t15\t16"
    assert lines(page)[5] == "Vården\t12\t4"


def test_rules_that_run_on_hold_one_table_together():
    page = side_by_side()
    for y in (66, 82, 98, 114):
        page.line(50, y, 515, y)
    assert lines(page)[1] == "Fyren\t15\t16\tVården\t12\t4"


def test_points_of_a_line_chart_are_a_line_under_the_names():
    page = Page()
    values = {2019: 31, 2020: 35, 2021: 28, 2022: 41}
    for at, (year, value) in enumerate(values.items()):
        x = 120 + 80 * at
        page.text(x - width(str(year), 10) / 2, 400, str(year))
        page.text(x - width(str(value), 10) / 2, 500 - 5 * value - 8, str(value))
    for tick in (30, 35, 40):  # the axis has numbers at the same heights
        page.right(90, 500 - 5 * tick, str(tick))
    assert lines(page)[-2:] == ["2019\t2020\t2021\t2022", "31\t35\t28\t41"]


def test_numbers_over_names_that_do_not_rise_with_their_values_stay():
    page = Page()
    for at, (year, value, y) in enumerate(
        [(2019, 31, 300), (2020, 35, 320), (2021, 28, 280), (2022, 41, 350)]
    ):
        x = 120 + 80 * at
        page.text(x - width(str(year), 10) / 2, 400, str(year))
        page.text(x - width(str(value), 10) / 2, y, str(value))
    assert lines(page)[-1] == "2019\t2020\t2021\t2022"


def test_narrow_columns_of_justified_text_are_columns():
    left = [
        "Under året har vi prövat nya",
        "former för samverkan och det",
        "har gett goda erfarenheter",
    ]
    right = [
        "som parterna tar med sig in",
        "i arbetet under nästa år då",
        "fler insatser ska börja om",
    ]
    page = Page()
    for side, x in ((left * 2, 60), (right * 2, 290)):
        for at, line in enumerate(side):
            room = (185 - width(line, 10)) / (len(line.split()) - 1)
            page.text(x, 80 + 12 * at, line, word_space=room)
    assert lines(page) == [*left * 2, *right * 2]


def with_edges(number: int) -> Page:
    page = Page().text(60, 30, "Samordningsförbundet Tiveden").right(530, 30, "Årsredovisning 2024")
    page.text(60, 810, "Beslutad av styrelsen").right(530, 810, f"{number}")
    return page


def test_the_page_s_own_head_is_no_part_of_its_columns():
    left = [
        "Under året har vi prövat nya",
        "former för samverkan och det",
        "har gett goda erfarenheter",
    ]
    right = [
        "som parterna tar med sig in",
        "i arbetet under nästa år då",
        "fler insatser ska börja om",
    ]
    pages = []
    for number in (1, 2, 3):
        page = with_edges(number)
        for at, (a, b) in enumerate(zip(left * 3, right * 3, strict=True)):
            page.text(60, 80 + 12 * at, a).text(300, 80 + 12 * at, b)
        pages.append(page)
    head = "Samordningsförbundet Tiveden\tÅrsredovisning 2024"
    printed = [head, *left * 3, *right * 3]
    assert lines(*pages)[: len(printed) + 1] == [*printed, "Beslutad av styrelsen\t1"]


def test_a_table_at_the_foot_of_a_column_stays_in_it():
    left = ["Under året har vi prövat nya", "former för samverkan och det"]
    right = ["som parterna tar med sig in", "i arbetet under nästa år då"]
    page = Page()
    for at in range(10):
        page.text(60, 80 + 12 * at, left[at % 2])
    for at in range(14):
        page.text(300, 70 + 12 * at, right[at % 2])
    page.text(60, 218, "Deltagare", 10, "F2")
    page.text(60, 236, "Insats").right(190, 236, "Kvinnor").right(240, 236, "Män")
    page.text(60, 252, "Fyren").right(190, 252, "15").right(240, 252, "17")
    table = ["Deltagare", "Insats\tKvinnor\tMän", "Fyren\t15\t17"]
    assert lines(page) == [*left * 5, *table, *right * 7]

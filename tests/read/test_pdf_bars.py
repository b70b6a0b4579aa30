"""Charts in PDFs: bars that lie, parts of a whole, low bars, charts beside each other."""

from __future__ import annotations

from pathlib import Path

from tests.read.minipdf import Page, build, width

from finsam_analysis.read.pdf.reader import from_pdf

BLUE, GREY, RED = (0.2, 0.4, 0.6), (0.7, 0.7, 0.7), (0.8, 0.3, 0.3)


def lines(*pages: Page) -> list[str]:
    return [line.text for line in from_pdf(build(*pages), Path("rapport.pdf")).lines]


def legend(page: Page, y: float, names: dict[str, tuple[float, float, float]]) -> None:
    for at, (name, colour) in enumerate(names.items()):
        x = 200 + 70 * at
        page.box(x, y - 6, x + 6, y, colour).text(x + 10, y, name, 8)


def test_a_wrapped_name_beside_two_bars_is_one_row_with_both_labels():
    page = Page().text(60, 60, "Andel positiva svar")
    rows = [("Jag har fått det", "stöd jag behöver", 88, 91), ("Jag kan", "påverka", 79, 70)]
    rows.append(("Jag tror på", "min framtid", 60, 84))
    for at, (upper, lower, new, old) in enumerate(rows):
        y = 80 + 36 * at
        page.right(194, y + 10, upper, 8).right(194, y + 20, lower, 8)
        for step, (share, colour) in enumerate(((new, BLUE), (old, GREY))):
            top = y + 13 * step
            page.box(200, top, 200 + 2 * share, top + 11, colour)
            page.text(204 + 2 * share, top + 9, f"{share} %", 8)
    legend(page, 200, {"2021": BLUE, "2020": GREY})
    assert lines(page) == [
        "Andel positiva svar",
        "2021\t2020",
        "Jag har fått det stöd jag behöver\t88 %\t91 %",
        "Jag kan påverka\t79 %\t70 %",
        "Jag tror på min framtid\t60 %\t84 %",
    ]


def test_parts_of_a_whole_are_columns_and_a_part_without_a_label_an_empty_cell():
    page = Page()
    shares = [("Stödet hjälper", (10, 20, 70)), ("Jag har inflytande", (4, 36, 60))]
    shares.append(("Jag ser ljust på livet", (12, 25, 63)))
    for at, (name, parts) in enumerate(shares):
        y, x = 80 + 24 * at, 200.0
        page.right(194, y + 11, name, 8)
        for share, colour in zip(parts, (RED, GREY, BLUE), strict=True):
            wide = 2.0 * share
            page.box(x, y, x + wide, y + 16, colour)
            if share > 5:
                text = str(share)
                page.text(x + wide / 2 - width(text, 8) / 2, y + 11, text, 8)
            x += wide
    legend(page, 160, {"Negativt": RED, "Varken": GREY, "Positivt": BLUE})
    assert lines(page) == [
        "Negativt\tVarken\tPositivt",
        "Stödet hjälper\t10\t20\t70",
        "Jag har inflytande\t\t36\t60",
        "Jag ser ljust på livet\t12\t25\t63",
    ]


def test_lying_bars_that_are_not_as_long_as_their_numbers_are_left_as_printed():
    page = Page()
    for at, (name, long, label) in enumerate(
        [("Fyren", 150, "10"), ("Lotsen", 60, "20"), ("Kajen", 90, "30")]
    ):
        y = 80 + 20 * at
        page.right(94, y + 9, name, 8).box(100, y, 100 + long, y + 11)
        page.text(104 + long, y + 9, label, 8)
    legend(page, 150, {"Antal": BLUE})
    assert [line.split("\t")[0] for line in lines(page)][:3] == ["Fyren", "Lotsen", "Kajen"]


def upright(page: Page, left: float, title: str, values: list[int], ticks: list[int]) -> None:
    """A chart with one bar a year from 2020, a point high for each."""
    page.text(left, 74, title)
    for tick in ticks:
        page.right(left + 10, 203 - tick, str(tick), 8)
    for at, value in enumerate(values):
        x = left + 20 + 40 * at
        page.box(x, 200 - value, x + 24, 200)
        page.text(x + 12 - width(str(value), 8) / 2, 197 - value, str(value), 8)
        page.text(x + 12 - width("2020", 8) / 2, 212, str(2020 + at), 8)


def test_two_charts_beside_each_other_are_read_one_by_one():
    page = Page()
    upright(page, 60, "Nya deltagare", [74, 81, 97], [0, 50, 100])
    upright(page, 330, "Avslutade deltagare", [59, 70, 62], [0, 50, 100])
    found = lines(page)
    first, second = found.index("Nya deltagare"), found.index("Avslutade deltagare")
    parts = sorted([found[first : first + 6], found[second : second + 6]], reverse=True)
    assert parts == [
        ["Nya deltagare", "100", "50", "0", "74\t81\t97", "2020\t2021\t2022"],
        ["Avslutade deltagare", "100", "50", "0", "59\t70\t62", "2020\t2021\t2022"],
    ]
    assert len(found) == 12


def test_a_bar_as_low_as_a_ruled_line_has_its_label_too():
    page = Page()
    upright(page, 60, "Antal", [40, 1, 30], [])
    assert "40\t1\t30" in lines(page)


def test_charts_above_each_other_do_not_share_a_line():
    page = Page()
    for base, values in ((200, (40, 60, 20)), (400, (50, 30, 70))):
        for at, value in enumerate(values):
            x = 100 + 40 * at
            page.box(x, base - value, x + 24, base)
            page.text(x + 6, base - value - 3, str(value), 8)
            page.text(x + 2, base + 12, f"Ort {'ABC'[at]}", 8)
    assert [line for line in lines(page) if line[0].isdigit()] == ["40\t60\t20", "50\t30\t70"]


def test_dotted_lines_do_not_hide_a_chart():
    page = Page()
    upright(page, 60, "Antal", [40, 20, 30], [])
    for at in range(2500):
        x, y = 20 + 1.5 * (at % 300), 300 + 12 * (at // 300)
        page.box(x, y, x + 0.7, y + 0.7, GREY)
    assert "40\t20\t30" in lines(page)


def test_a_page_of_drawing_is_no_chart():
    page = Page().text(60, 60, "Karta")
    for at in range(2100):
        x, y = 20 + (at % 60) * 9, 80 + (at // 60) * 20
        page.box(x, y, x + 3 + at % 5, y + 8, (0.1 + 0.8 * (at % 7) / 7, 0.5, 0.5))
    page.text(60, 790, "Fyren 12")
    assert lines(page) == ["Karta", "Fyren 12"]

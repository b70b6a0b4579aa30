"""What stands beside what: columns of prose, ruled tables, charts."""

from __future__ import annotations

from pathlib import Path

from tests.read.minipdf import Page, build

from finsam_analysis.read.pdf.reader import from_pdf

LEFT = [
    "Under året har förbundet finansierat nio",
    "insatser i de fyra medlemskommunerna, och",
    "flera hundra personer har deltagit i dem.",
    "Av dem som avslutade sin insats gick nästan",
    "hälften vidare till arbete eller studier,",
    "vilket är fler än under det föregående året.",
    "Styrelsen har haft sju sammanträden.",
]
RIGHT = [
    "Medlemsbidragen räckte inte till allt som",
    "insatserna kostade, och årets resultat blev",
    "därför ett underskott. Det egna kapitalet är",
    "vid årets slut lägre än vad styrelsen hade",
    "räknat med i budgeten, men det räcker till",
    "de insatser som redan har beslutats för nästa",
    "år. Beredningsgruppen har bestått av chefer.",
]


def lines(page: Page) -> list[str]:
    return [line.text for line in from_pdf(build(page), Path("rapport.pdf")).lines]


def prose(page: Page, x: float, y: float, rows: list[str]) -> None:
    for at, row in enumerate(rows):
        page.text(x, y + 14 * at, row)


def test_columns_of_prose_are_read_one_after_the_other():
    page = Page().text(60, 60, "Förvaltningsberättelse", 16)
    prose(page, 60, 100, LEFT)
    prose(page, 310, 100, RIGHT)
    page.text(280, 800, "Sida 4 av 14", 8)
    assert lines(page) == ["Förvaltningsberättelse", *LEFT, *RIGHT, "Sida 4 av 14"]


def test_columns_that_do_not_share_lines():
    page = Page()
    prose(page, 60, 100, LEFT)
    prose(page, 310, 105, RIGHT)
    assert lines(page) == [*LEFT, *RIGHT]


def test_table_of_text_keeps_its_rows():
    page = Page()
    goals = [
        (
            ["Minst 200 personer ska ta del av", "individinriktade insatser"],
            ["214 personer deltog"],
        ),
        (["Minst 40 procent av dem som avslutas", "ska gå till arbete"], ["42 procent av 84"]),
        (["Andelen män bland deltagarna ska vara", "minst 45 procent"], ["39 procent av alla"]),
    ]
    y = 100
    for left, right in goals:
        prose(page, 60, y, left)
        prose(page, 310, y, right)
        y += 40
    assert lines(page) == [
        "Minst 200 personer ska ta del av\t214 personer deltog",
        "individinriktade insatser",
        "Minst 40 procent av dem som avslutas\t42 procent av 84",
        "ska gå till arbete",
        "Andelen män bland deltagarna ska vara\t39 procent av alla",
        "minst 45 procent",
    ]


def test_ruled_line_parts_cells_however_near():
    page = Page().text(60, 100, "Ja").text(76, 100, "Nej")
    assert lines(page) == ["Ja Nej"]
    page.line(73, 90, 73, 104)
    assert lines(page) == ["Ja\tNej"]


def chart(page: Page, values: list[tuple[int, int]], scale: float = 1.0) -> Page:
    """Two bars a year on a floor at 300, with labels above them and a legend below."""
    women, men = (0.24, 0.35, 0.25), (0.7, 0.78, 0.6)
    for at, (first, second) in enumerate(values):
        x = 100 + 60 * at
        page.box(x, 300 - scale * first, x + 20, 300, women)
        page.box(x + 22, 300 - scale * second, x + 42, 300, men)
        page.text(x + 5, 297 - scale * first, str(first), 8)
        page.text(x + 27, 297 - scale * second, str(second), 8)
        page.text(x + 12, 312, str(2022 + at), 8)
    for tick in (0, 40, 80, 120):
        page.right(90, 303 - tick, str(tick), 8)
    page.box(130, 328, 136, 334, women).text(140, 334, "Kvinnor", 8)
    page.box(190, 328, 196, 334, men).text(200, 334, "Män", 8)
    return page


def test_labels_of_bars_are_a_line_for_each_colour_under_the_years():
    page = chart(Page(), [(104, 75), (110, 77), (126, 84)])
    assert lines(page) == [
        "120",
        "80",
        "40",
        "0",
        "2022\t2023\t2024",
        "Kvinnor\t104\t110\t126",
        "Män\t75\t77\t84",
    ]


def test_shaded_cells_are_no_chart():
    page = Page()
    for at, (label, figures) in enumerate([("Nya", ("34", "31")), ("Avslutade", ("29", "26"))]):
        y = 100 + 20 * at
        page.text(60, y, label)
        for column, figure in enumerate(figures):
            x = 200 + 60 * column
            page.box(x, y - 13, x + 50, y + 5, (0.9, 0.9, 0.95)).right(x + 45, y, figure)
    assert lines(page) == ["Nya\t34\t31", "Avslutade\t29\t26"]


def test_bars_that_are_not_as_high_as_their_numbers_are_left_as_printed():
    page = Page()
    for at, (height, label) in enumerate([(50, "10"), (50, "20"), (50, "30")]):
        page.box(100 + 40 * at, 300 - height, 120 + 40 * at, 300)
        page.text(104 + 40 * at, 247, label, 8)
    assert lines(page) == ["10\t20\t30"]

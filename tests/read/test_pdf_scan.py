"""Scanned pages: read with Tesseract where it is, said to be unread where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps
from tests.read.minipdf import HEIGHT, WIDTH, Page, build, drawn

from finsam_analysis.read.document import Document, ReportError
from finsam_analysis.read.pdf.reader import from_pdf
from finsam_analysis.read.scan import image as scan_image
from finsam_analysis.read.scan import reader as scan

needs_tesseract = pytest.mark.skipif(
    scan.find_tesseract() is None,
    reason="Tesseract med svensk modell saknas: kör tools/install-debian-packages",
)


def table() -> Page:
    page = Page()
    page.text(60, 60, "Budget och utfall 2024 (tkr)", 14, "F2")
    page.text(60, 90, "Belopp i tkr", 10, "F2")
    for x, head in ((330, "Budget"), (420, "Utfall"), (510, "Avvikelse")):
        page.text(x - 45, 90, head, 10, "F2")
    rows = [
        ("Medlemsbidrag", "9 652,0", "9 652,0", "0,0"),
        ("Europeiska socialfonden", "1 500,0", "1 386,7", "-113,3"),
        ("Övriga intäkter", "40,0", "58,3", "18,3"),
        ("Stigfinnaren", "2 850,0", "2 764,3", "85,7"),
        ("Hälsoporten", "1 300,0", "1 142,9", "157,1"),
        ("Språkknuten", "950,0", "874,5", "75,5"),
        ("Andel till arbete", "40 %", "42 %", "2 %"),
    ]
    for at, (label, *figures) in enumerate(rows):
        y = 108 + 17 * at
        page.text(60, y, label)
        for x, figure in zip((330, 420, 510), figures, strict=True):
            page.right(x, y, figure)
    page.text(60, 260, "Av de 84 som avslutade sin insats gick 35 till arbete eller studier.")
    return page


EXPECTED = [
    "Budget och utfall 2024 (tkr)",
    "Belopp i tkr\tBudget\tUtfall\tAvvikelse",
    "Medlemsbidrag\t9 652,0\t9 652,0\t0,0",
    "Europeiska socialfonden\t1 500,0\t1 386,7\t-113,3",
    "Övriga intäkter\t40,0\t58,3\t18,3",
    "Stigfinnaren\t2 850,0\t2 764,3\t85,7",
    "Hälsoporten\t1 300,0\t1 142,9\t157,1",
    "Språkknuten\t950,0\t874,5\t75,5",
    "Andel till arbete\t40 %\t42 %\t2 %",
    "Av de 84 som avslutade sin insats gick 35 till arbete eller studier.",
]


def scanned(page: Page, angle: float = 0.4, turn: int = 0) -> Page:
    """The page as a scanner would give it: a little skewed and grainy, without text."""
    image = drawn(build(page))[0].rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    grain = np.random.default_rng(4).normal(0, 9, (image.height, image.width))
    image = Image.fromarray((np.asarray(image) * 0.94 + grain).clip(0, 255).astype(np.uint8))
    if turn:
        image = image.rotate(turn, expand=True)
    return Page().picture(image, 0, 0, WIDTH, HEIGHT)


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines]


@needs_tesseract
def test_skewed_and_grainy_page_is_read_as_if_it_were_born_digital():
    document = from_pdf(build(scanned(table())), Path("inskannad.pdf"))
    assert texts(document) == EXPECTED
    assert document.text_kind == "ocr"
    assert document.how.startswith("PDF, 1 sida; OCR (Tesseract ")
    assert document.how.endswith("svenska): sidan 1")


@needs_tesseract
def test_page_upside_down_is_read():
    document = from_pdf(build(scanned(table(), turn=180)), Path("inskannad.pdf"))
    assert EXPECTED[3] in texts(document)


@needs_tesseract
def test_page_with_a_point_for_every_dot():
    image = scanned(table()).pictures[0]
    page = Page(size=image.size).picture(image, 0, 0, *image.size)
    assert texts(from_pdf(build(page), Path("inskannad.pdf"))) == EXPECTED


@needs_tesseract
def test_chart_of_a_scanned_page():
    page = table()
    for at, value in enumerate((94, 60, 126)):
        x = 100 + 60 * at
        page.box(x, 450 - value, x + 30, 450, (0.2, 0.3, 0.3))
        page.text(x + 8, 446 - value, str(value), 9).text(x + 4, 464, str(2022 + at), 9)
    document = from_pdf(build(scanned(page)), Path("inskannad.pdf"))
    assert texts(document)[len(EXPECTED) :] == ["2022\t2023\t2024", "94\t60\t126"]


@needs_tesseract
def test_table_that_is_a_picture_on_a_page_of_text():
    picture = drawn(build(table()))[0].crop((100, 220, 1500, 600))
    page = Page().text(60, 60, "Årets kostnader framgår av tabellen nedan, i tusental kronor.")
    page.picture(picture, 60, 100, 540, 230).text(60, 300, "Styrelsen har godkänt budgeten.")
    document = from_pdf(build(page), Path("rapport.pdf"))
    assert "Medlemsbidrag\t9 652,0\t9 652,0\t0,0" in texts(document)
    assert texts(document)[0].startswith("Årets kostnader")
    assert document.text_kind == "born_digital"
    assert document.how == "PDF, 1 sida; bilder lästa med OCR: sidan 1"


@needs_tesseract
def test_pages_that_are_scanned_and_pages_that_are_not():
    told: list[tuple[int, int]] = []
    document = from_pdf(
        build(table(), scanned(table()), table()),
        Path("blandad.pdf"),
        progress=lambda done, total: told.append((done, total)),
    )
    assert [line.text for line in document.lines if line.page == 2] == EXPECTED
    assert [line.text for line in document.lines if line.page == 3] == EXPECTED
    assert document.text_kind == "born_digital"
    assert told == [(2, 3), (3, 3)]


@pytest.fixture
def without_tesseract(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("PATH", str(tmp_path))
    scan.find_tesseract.cache_clear()
    yield
    monkeypatch.undo()
    scan.find_tesseract.cache_clear()


@pytest.mark.usefixtures("without_tesseract")
def test_without_tesseract_the_other_pages_are_read_and_the_rest_is_said():
    document = from_pdf(build(table(), scanned(table())), Path("blandad.pdf"))
    assert texts(document) == EXPECTED
    assert document.how == (
        "PDF, 2 sidor; inskannade och inte lästa: sidan 2 "
        "(Tesseract med svensk modell finns inte på PATH, installera med "
        "tools/install-debian-packages (apt install tesseract-ocr tesseract-ocr-swe))"
    )


@pytest.mark.usefixtures("without_tesseract")
def test_without_tesseract_a_scanned_report_says_how_to_get_it():
    with pytest.raises(ReportError) as caught:
        from_pdf(build(scanned(table())), Path("inskannad.pdf"))
    assert str(caught.value) == (
        "inskannad.pdf är inskannad och har ingen text att läsa: "
        "Tesseract med svensk modell finns inte på PATH, installera med "
        "tools/install-debian-packages (apt install tesseract-ocr tesseract-ocr-swe)."
    )


def test_ocr_can_be_turned_off():
    with pytest.raises(ReportError, match="OCR är avstängt"):
        from_pdf(build(scanned(table())), Path("inskannad.pdf"), ocr=False)


@pytest.mark.parametrize("angle", [-1.3, -0.4, 0.0, 0.9])
def test_skew_is_found_within_a_tenth_of_a_degree(angle):
    image = drawn(build(table()), 300)[0].rotate(-angle, Image.Resampling.BICUBIC, fillcolor=255)
    assert scan_image.skew(image) == pytest.approx(angle, abs=0.08)


def test_photograph_is_not_taken_for_text():
    shades = np.add.outer(np.linspace(0, 200, 400), np.linspace(0, 55, 500)).astype(np.uint8)
    assert not scan_image.may_hold_text(Image.fromarray(shades))
    assert scan_image.may_hold_text(drawn(build(table()))[0])


def test_ruled_lines_are_taken_out_and_letters_are_not():
    page = table()
    for y in (95, 112, 129):
        page.line(55, y, 520, y)
    for x in (55, 250, 520):
        page.line(x, 78, x, 230)
    bare, ruled = (scan_image.prepare(drawn(build(p), 300)[0]) for p in (table(), page))
    assert len(ruled.rules) == 3
    assert abs(int(ruled.ink.sum()) - int(bare.ink.sum())) < 0.03 * int(bare.ink.sum())


def scaled(box: tuple[int, int, int, int], scale: float) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round(value * scale) for value in box)
    return left, top, right, bottom


def shaded(
    page: Page, *, dark: tuple[int, int, int, int], light: tuple[int, int, int, int]
) -> Page:
    """The page scanned, with a band of dark ground and white letters and one of light ground."""
    image = drawn(build(page))[0]
    scale = image.width / WIDTH
    box = scaled(dark, scale)
    head = ImageOps.invert(image.crop(box)).point(lambda shade: 70 + shade * 185 // 255)
    image.paste(head, box)
    box = scaled(light, scale)
    image.paste(image.crop(box).point(lambda shade: shade * 205 // 255), box)
    grain = np.random.default_rng(4).normal(0, 9, (image.height, image.width))
    image = Image.fromarray((np.asarray(image) * 0.94 + grain).clip(0, 255).astype(np.uint8))
    return Page().picture(image, 0, 0, WIDTH, HEIGHT)


@needs_tesseract
def test_dark_heads_and_light_bands_are_read_as_print_on_white():
    page = shaded(table(), dark=(55, 78, 515, 96), light=(55, 114, 515, 130))
    assert texts(from_pdf(build(page), Path("inskannad.pdf"))) == EXPECTED


def test_a_band_is_made_as_white_as_the_paper_and_its_text_stays():
    page = shaded(table(), dark=(0, 0, 1, 1), light=(55, 114, 515, 130))
    image = drawn(build(page))[0].convert("L")
    before, after = np.asarray(image), scan_image.prepare(image).grey
    scale = image.width / WIDTH
    top, bottom = round(116 * scale), round(128 * scale)
    left, right = round(300 * scale), round(330 * scale)
    paper = int(np.median(before))
    assert np.median(before[top:bottom, left:right]) < paper - 25
    assert np.median(after[top:bottom, round(200 * scale) : round(270 * scale)]) >= paper - 6
    assert after[top:bottom, left:right].min() < paper - 100


def test_short_rules_between_cells_are_no_digits():
    page = table()
    for x in (250, 340, 430):
        page.line(x, 114, x, 130)  # beside one row only
    image = drawn(build(page))[0].convert("L")
    prepared = scan_image.prepare(image)
    at = round(250 * image.width / WIDTH)
    rows = slice(round(112 * image.width / WIDTH), round(132 * image.width / WIDTH))
    assert (np.asarray(image)[rows, at - 2 : at + 3] < 120).any()
    assert not prepared.ink[rows, at - 4 : at + 5].any()


def two_columns(lines: int, *, across: bool) -> Page:
    page = Page().text(
        60, 60, "Samordningsförbundet Tiveden har under året prövat nya former för det"
    )
    for at in range(lines):
        page.text(60, 90 + 13 * at, "Vi har under året prövat nya former för")
        page.text(320, 90 + 13 * at + 5, "samverkan och det har gett goda resultat")
        if across:
            page.text(190, 90 + 13 * at, "och som alla parter vill se mer av än förut")
    return page


@pytest.mark.parametrize(("across", "parts"), [(False, 3), (True, 1)])
def test_columns_of_text_are_read_one_by_one(across: bool, parts: int):
    image = drawn(build(two_columns(40, across=across)))[0].convert("L")
    assert len(scan_image.columns(scan_image.prepare(image))) == parts


@needs_tesseract
def test_lines_of_two_columns_at_different_heights_are_all_read():
    page = scanned(two_columns(30, across=False))
    read = texts(from_pdf(build(page), Path("inskannad.pdf")))
    assert read.count("Vi har under året prövat nya former för") == 30
    assert read.count("samverkan och det har gett goda resultat") == 30

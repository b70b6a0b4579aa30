"""PDFs with a text layer: lines, cells and pages; and what cannot be read, said in a sentence."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pytest
from tests.read.minipdf import Page, build

from finsam_analysis.read.document import Document, ReportError
from finsam_analysis.read.pdf.reader import from_pdf

SOURCE = Path("rapport.pdf")


def read(*pages: Page, **options) -> Document:
    return from_pdf(build(*pages), SOURCE, **options)


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def statement() -> Page:
    page = Page()
    page.text(60, 60, "Resultaträkning", 14, "F2")
    page.text(60, 90, "Belopp i tkr").right(380, 90, "2024").right(470, 90, "2023")
    rows = [
        ("Verksamhetens intäkter", "11 097,0", "10 083,9"),
        ("Verksamhetens kostnader", "-11 392,7", "-9 459,9"),
        ("Årets resultat", "-295,7", "624,0"),
    ]
    for at, (label, this, last) in enumerate(rows):
        page.text(60, 106 + 16 * at, label)
        page.right(380, 106 + 16 * at, this).right(470, 106 + 16 * at, last)
    return page


def test_cells_of_columns_are_parted_by_tabs_and_thousands_are_not():
    assert texts(read(statement())) == [
        "Resultaträkning",
        "Belopp i tkr\t2024\t2023",
        "Verksamhetens intäkter\t11 097,0\t10 083,9",
        "Verksamhetens kostnader\t-11 392,7\t-9 459,9",
        "Årets resultat\t-295,7\t624,0",
    ]


def test_lines_are_numbered_through_and_know_their_page():
    document = read(statement(), Page().text(60, 60, "Sida två"))
    assert [(line.no, line.page) for line in document.lines] == [
        *((no, 1) for no in range(1, 6)),
        (6, 2),
    ]
    assert document.line(6).text == "Sida två"


def test_document_says_what_was_read_and_how():
    data = build(statement())
    document = from_pdf(data, Path("mapp/finsam-x-2024.pdf"))
    assert document.report_id == "finsam-x-2024"
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert document.text_kind == "born_digital"
    assert document.how == "PDF, 1 sida"


def test_page_without_text_is_told_of():
    assert read(statement(), Page(), statement(), Page()).how == (
        "PDF, 4 sidor; utan text: sidorna 2 och 4"
    )


def test_columns_closer_than_an_em_are_parted_by_the_ends_of_their_figures():
    page = Page()
    rows = [("1 250 000", "1 198 340"), ("980 000", "1 004 112"), ("2 400 000", "2 386 009")]
    for at, (budget, outcome) in enumerate(rows):
        # The gap between the columns is 0.4 em, a space between thousands 0.278 em.
        page.text(60, 80 + 12 * at, "Insats").right(200, 80 + 12 * at, budget)
        page.text(204, 80 + 12 * at, outcome)
    assert texts(read(page)) == [
        "Insats\t1 250 000\t1 198 340",
        "Insats\t980 000\t1 004 112",
        "Insats\t2 400 000\t2 386 009",
    ]


def test_wrapped_label_stays_a_line_of_its_own():
    page = Page()
    page.text(60, 80, "Medlemsbidrag").right(300, 80, "9 652,0").right(380, 80, "9 400,0")
    page.text(60, 96, "Summa individinriktade")
    page.text(60, 108, "insatser").right(300, 108, "9 250,0").right(380, 108, "7 104,3")
    assert texts(read(page)) == [
        "Medlemsbidrag\t9 652,0\t9 400,0",
        "Summa individinriktade",
        "insatser\t9 250,0\t7 104,3",
    ]


@pytest.mark.parametrize(("size", "rise"), [(6, 3.5), (8.3, 3.3)])
def test_footnote_digit_is_never_a_digit_of_the_number(size, rise):
    page = Page().text(60, 80, "Hälsoporten").right(300, 80, "17").right(380, 80, "15")
    page.text(300.2, 80 - rise, "1", size)
    page.text(60, 110 - rise, "1", size).text(62 + 0.556 * size, 110, "Intagningsstopp.")
    assert texts(read(page)) == ["Hälsoporten\t17¹\t15", "¹ Intagningsstopp."]


def test_lowered_digit_stays_in_its_word():
    page = Page().text(60, 80, "CO").text(60 + 15.0, 81.5, "2", 7).text(82, 80, "minskade")
    assert texts(read(page)) == ["CO₂ minskade"]


def test_stretched_line_of_prose_has_no_cells():
    page = Page()
    page.text(60, 80, "Intäkterna var 11,1 miljoner kronor och underskottet", word_space=9)
    page.text(60, 92, "kostnaderna 11,9 miljoner kronor, enligt not 3.")
    assert texts(read(page)) == [
        "Intäkterna var 11,1 miljoner kronor och underskottet",
        "kostnaderna 11,9 miljoner kronor, enligt not 3.",
    ]


def test_bullet_is_no_cell():
    page = Page().text(60, 80, "•").text(78, 80, "Minst 200 personer ska delta.")
    assert texts(read(page)) == ["• Minst 200 personer ska delta."]


def test_spaced_out_heading_is_words():
    page = Page()
    for at, letter in enumerate("NOTER"):
        page.text(60 + 9.5 * at, 80, letter, 10)
    assert texts(read(page)) == ["NOTER"]


def test_text_printed_twice_for_boldness_is_read_once():
    page = Page().text(60, 80, "Summa").text(60.3, 80, "Summa")
    page.right(300, 80, "1 598,4").right(300.3, 80, "1 598,4")
    assert texts(read(page)) == ["Summa\t1 598,4"]


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_page_that_is_shown_turned_is_read_as_shown(rotate):
    upright = texts(read(statement()))
    page = statement()
    page.rotate = rotate
    assert texts(read(page)) == upright


def test_text_along_the_margin_comes_last():
    page = Page().text(30, 700, "Signerat digitalt", up=90)
    page.text(60, 80, "Verksamhetsberättelse för året").text(60, 100, "Förbundet bildades 2009.")
    assert texts(read(page)) == [
        "Verksamhetsberättelse för året",
        "Förbundet bildades 2009.",
        "Signerat digitalt",
    ]


def test_text_outside_the_page_is_not_printed():
    page = Page().text(60, 80, "Syns").text(700, 80, "Syns inte")
    assert texts(read(page)) == ["Syns"]


def test_progress_counts_pages():
    told: list[tuple[int, int]] = []
    read(statement(), statement(), progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (2, 2)


def refusal(data: bytes, **options) -> str:
    with pytest.raises(ReportError) as caught:
        from_pdf(data, SOURCE, **options)
    return str(caught.value)


def test_encrypted():
    assert refusal(build(statement(), encrypted=True)) == (
        "rapport.pdf är krypterad med lösenord. Spara den utan lösenord och försök igen."
    )


def test_a_password_for_changing_does_not_hinder_reading():
    path = Path(__file__).parent / "owner-password.pdf"
    assert texts(from_pdf(path.read_bytes(), path)) == texts(read(statement()))


def test_truncated():
    data = build(statement(), statement())
    for kept in (0.4, 0.7, 0.97):
        assert refusal(data[: int(kept * len(data))]) == (
            "rapport.pdf är skadad eller avkortad. Hämta filen på nytt och försök igen."
        )


@pytest.mark.parametrize("seed", range(30))
def test_damage_is_a_sentence_or_a_document_and_never_a_traceback(seed):
    chance = random.Random(seed)
    data = bytearray(build(statement(), statement(), statement()))
    for _ in range(chance.choice((1, 10, 100))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    try:
        assert from_pdf(bytes(data), SOURCE, ocr=False).lines
    except ReportError as error:
        assert str(error).startswith("rapport.pdf ")


def test_not_a_pdf():
    said = refusal(b"PK\x03\x04 ett kalkylblad")
    assert said == "rapport.pdf är inte en PDF. Ange en rapport som .pdf eller .txt."


def test_empty_file():
    assert refusal(b"") == "rapport.pdf är tom. Ange en PDF med en rapport."


def test_no_pages():
    assert "inga sidor" in refusal(build())


def test_no_text():
    said = refusal(build(Page(), Page()))
    assert said == "rapport.pdf har 2 sidor men ingen text. Ange en PDF med en rapport."


def test_too_many_pages():
    said = refusal(build(*[statement()] * 4), max_pages=3)
    assert said == (
        "rapport.pdf har 4 sidor och gränsen är 3. "
        "Höj gränsen med --max-pages om filen verkligen är en rapport."
    )


def test_too_big():
    said = refusal(build(statement()) + b"\n" * 3 * 2**20, max_bytes=2**20)
    assert said == (
        "rapport.pdf är 3 MiB och gränsen är 1 MiB. "
        "Höj gränsen med --max-mib om filen verkligen är en rapport."
    )

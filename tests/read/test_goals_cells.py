"""Numbers of one cell, and what the words around them say; judgements. Made up."""

from __future__ import annotations

from decimal import Decimal

import pytest

from finsam_analysis.read.document import Line
from finsam_analysis.read.goals.cells import read_cell
from finsam_analysis.read.goals.text import Figure, cell_of
from finsam_analysis.read.goals.words import is_judgement, judged_end, judged_start, slug


def figures(text: str, *, ocr: bool = False) -> list[Figure]:
    lines = [Line(no, row) for no, row in enumerate(text.split("\n"), start=1)]
    return read_cell(cell_of(lines), ocr=ocr).figures


def test_each_number_keeps_its_line_and_its_print() -> None:
    found = figures("1 040 deltagare varav\n35 % till arbete/studier")
    assert [(f.line.no, f.raw, f.value, f.unit) for f in found] == [
        (1, "1 040", Decimal(1040), "antal"),
        (2, "35 %", Decimal(35), "procent"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "självförsörjande 12 månader efter avslut",
        "unga vuxna 16-24 år",
        "senast den 31 december 2023",
        "erfarenheter från insatserna4 används.5",
        "Måluppfyllelse7",
        "enligt not 3 och tabell 4",
    ],
)
def test_years_ages_times_and_footnotes_are_no_figures(text: str) -> None:
    assert figures(text) == []


def test_a_footnote_after_a_percent_sign() -> None:
    (figure,) = figures("79 %3 upplever att samverkan är bättre")
    assert (figure.raw, figure.value) == ("79 %", Decimal(79))


def test_words_broken_over_lines_are_whole() -> None:
    (figure,) = figures(
        "Minst 90 procent ska få kompetens-\nutveckling inom arbetslivs-\noch rehabområdet"
    )
    assert figure.line.no == 1
    cell = cell_of(
        [Line(1, "kompetens-"), Line(2, "utveckling inom arbetslivs-"), Line(3, "och rehab")]
    )
    assert cell.text == "kompetensutveckling inom arbetslivs- och rehab"


@pytest.mark.parametrize(
    ("text", "kon"),
    [
        ("52 % kvinnor, 44 % män och 4 % ej angivet kön", ["kvinnor", "man", "ej_angivet"]),
        ("46 % av kvinnorna och 43 % av männen", ["kvinnor", "man"]),
        ("kvinnor 46 %, män 43 %", ["kvinnor", "man"]),
        ("här såg man 45 %", [""]),
        ("8 % fler män än kvinnor", [""]),
    ],
)
def test_genders(text: str, kon: list[str]) -> None:
    assert [figure.kon for figure in figures(text)] == kon


def test_spoilt_men_of_a_scanner() -> None:
    assert [f.kon for f in figures("19 % kvinnor, 20 % méan, 694 mén", ocr=True)] == [
        "kvinnor",
        "man",
        "man",
    ]


@pytest.mark.parametrize(
    ("text", "years", "previous"),
    [
        ("42 % (37 % år 2022)", [None, 2022], [False, False]),
        ("42 % (2022: 37 %)", [None, 2022], [False, False]),
        ("42 %, jämfört med 37 % föregående år", [None, None], [False, True]),
        ("42 %, en ökning jämfört med 2022", [None], [False]),
        ("330 deltagare t.o.m. juni 2025", [None], [False]),
        ("förra året 37 %", [None], [True]),
    ],
)
def test_years_of_numbers(text: str, years: list[int | None], previous: list[bool]) -> None:
    found = figures(text)
    assert [figure.year for figure in found] == years
    assert [figure.previous for figure in found] == previous


@pytest.mark.parametrize(
    ("text", "matt"),
    [
        ("135 nya deltagare", "nya"),
        ("300 unga vuxna ska delta i insatsen", "deltagare"),
        ("250 deltagare och handläggare får konsultationsinsats", "konsultationer"),
        ("65 % till arbete/studier", "avslutade_arbete_studier"),
        ("30 % av deltagarna ska börja arbeta eller studera", "avslutade_arbete_studier"),
        ("70 % upplever att de står närmare arbete/studier", "narmare_arbetsmarknaden"),
        ("25 % ska komma i arbete", "avslutade_arbete"),
        ("30 % till ordinarie arbetsförberedande insats", "ordinarie_insats"),
        ("40 procent av kommunernas ordinarie insatser", "ordinarie_insats"),
        ("40 % är självförsörjande", "sjalvforsorjande"),
        ("470 personer har deltagit i seminarier", "deltagare_kompetensutveckling"),
        ("80 procent av de nya deltagarna svarar", ""),
    ],
)
def test_measures(text: str, matt: str) -> None:
    assert figures(text)[0].matt == matt


def test_changes_are_not_levels() -> None:
    found = figures(
        "408 personer får nyhetsbrevet, en minskning med ca tio procent jämfört med förra året"
    )
    assert [(f.value, f.change, f.previous) for f in found] == [
        (Decimal(408), "", False),
        (Decimal(10), "forandring", False),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("God", True),
        ("Ej uppfyllt", True),
        ("Målet nås inte.", True),
        ("Nära måluppfyllelse", True),
        ("EJ UPPNÅTT", True),
        ("✓", True),
        ("Måluppfyllelse", False),
        ("Målet", False),
        ("42 procent uppnått", False),
        ("God samverkan i insatsen", False),
    ],
)
def test_judgements(text: str, expected: bool) -> None:
    assert is_judgement(text) is expected


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Utfall: 39 procent. EJ UPPNÅTT", "EJ UPPNÅTT"),
        ("till arbete). Ej uppfylld", "Ej uppfylld"),
        ("Antal deltagare 200 214 Uppnått", "Uppnått"),
        ("Detta blev till 97 % uppnått.", ""),
        ("Resultatet är gott", ""),
    ],
)
def test_judgements_at_the_end(text: str, printed: str) -> None:
    assert judged_end(text)[0] == printed


def test_a_judgement_that_opens_a_result() -> None:
    assert judged_start("Målet nås inte. Kapitalet är 4 mkr.") == ("Målet nås inte", 16)
    assert judged_start("Kapitalet är 4 mkr. Målet nås.") == ("", 0)


def test_identifiers_of_goals_without_a_known_measure() -> None:
    assert slug("80 % av personal hos medlemmarna upplever att samverkan är bättre") == (
        "personal_medlemmarna_upplever_samverkan"
    )

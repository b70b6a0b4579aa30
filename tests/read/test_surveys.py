"""Survey tables, in made-up layouts; every expected value is typed from the text above it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from finsam_analysis.read.blocks import Block, classify
from finsam_analysis.read.document import Document, from_text
from finsam_analysis.read.items import Item
from finsam_analysis.read.surveys.reader import find_surveys, read_surveys

PROSE = (
    "Förbundet har under året arbetat vidare med de frågor som togs upp vid dialogmötet i\n"
    "våras och som styrelsen har följt upp vid varje möte sedan dess, enligt den plan som finns.\n"
)


def _document(text: str) -> Document:
    return from_text(text.encode(), Path("norrby-2023-arsredovisning.txt"))


def _blocks(text: str) -> list[Block]:
    document = _document(text)
    return find_surveys(document, classify(document), set())


def _items(text: str, year: int = 2023) -> list[Item]:
    return [item for block in _blocks(text) for item in read_surveys(block, year=year)]


def _said(items: list[Item], *names: str) -> list[tuple[object, ...]]:
    """Line, value and the named facets of each item."""
    return [(i.line.no, int(i.value), *(i.facets.get(name) for name in names)) for i in items]


def test_positive_first_with_a_part_in_brackets() -> None:
    text = """Resultat från indikatormätningen 2023, deltagare (n=41)
Indikator Positivt (klart positivt) Varken eller Negativt
1. Får du det stöd du behöver? 88 % (61 %) 7 % 5 %
2. Har du fått den tid du behöver? 90 % (71 %) 5 % 5 %
"""
    items = _items(text, year=2024)
    assert _said(items, "svar", "year", "respondentgrupp") == [
        (1, 41, "n_svar", "2023", "deltagare"),
        (3, 88, "positivt", "2023", "deltagare"),
        (3, 61, "klart_positivt", "2023", "deltagare"),
        (3, 7, "varken_eller", "2023", "deltagare"),
        (3, 5, "negativt", "2023", "deltagare"),
        (4, 90, "positivt", "2023", "deltagare"),
        (4, 71, "klart_positivt", "2023", "deltagare"),
        (4, 5, "varken_eller", "2023", "deltagare"),
        (4, 5, "negativt", "2023", "deltagare"),
    ]
    assert items[1].facets["fraga"] == "Får du det stöd du behöver?"
    assert items[1].facets["fraga_nr"] == "1"
    assert (items[1].raw, items[2].raw, items[1].unit) == ("88 %", "61 %", "procent")


def test_the_year_before_in_brackets() -> None:
    text = """Fråga Positiva Negativa
2024 (2023)
Deltagare
Anpassas stödet efter det du
behöver? 84 % (79 %) 4 %
Chefer
Finns strukturer? 60 % (72 %) 20 %
"""
    assert _said(_items(text), "svar", "year", "respondentgrupp", "fraga") == [
        (5, 84, "positivt", "2024", "deltagare", "Anpassas stödet efter det du behöver?"),
        (5, 79, "positivt", "2023", "deltagare", "Anpassas stödet efter det du behöver?"),
        (5, 4, "negativt", "2024", "deltagare", "Anpassas stödet efter det du behöver?"),
        (7, 60, "positivt", "2024", "chefer", "Finns strukturer?"),
        (7, 72, "positivt", "2023", "chefer", "Finns strukturer?"),
        (7, 20, "negativt", "2024", "chefer", "Finns strukturer?"),
    ]


def test_questions_apart_from_numbers_are_paired_by_their_numbers() -> None:
    text = """Personal (25 svar 2023, 20 svar 2022) År Andel positiva (klart positiva) Negativa

2023 84% (56%) 4%
2022 75% (50%) 10%
2023 60% (28%) 0
2022 70% (50%) 5%

2. Lyssnar de andra
myndigheterna på dig?

1. Får stödet ta den tid som behövs?
"""
    items = [item for item in _items(text) if item.facets["svar"] == "positivt"]
    assert _said(items, "fraga_nr", "fraga", "year") == [
        (3, 84, "1", "Får stödet ta den tid som behövs?", "2023"),
        (4, 75, "1", "Får stödet ta den tid som behövs?", "2022"),
        (5, 60, "2", "Lyssnar de andra myndigheterna på dig?", "2023"),
        (6, 70, "2", "Lyssnar de andra myndigheterna på dig?", "2022"),
    ]
    zero = next(item for item in _items(text) if item.raw == "0")
    assert zero.value == 0
    assert (zero.unit, zero.facets["svar"]) == ("procent", "negativt")


def test_questions_above_their_numbers() -> None:
    text = """Chefer

Finns strukturer för samverkan?
Används statistik i
planeringen?

År Positiva Negativa
2023 60% 20%
2022 50% 25%
2023 70% 10%
2022 75% 13%
"""
    items = [item for item in _items(text) if item.facets["svar"] == "positivt"]
    assert _said(items, "fraga", "year") == [
        (8, 60, "Finns strukturer för samverkan?", "2023"),
        (9, 50, "Finns strukturer för samverkan?", "2022"),
        (10, 70, "Används statistik i planeringen?", "2023"),
        (11, 75, "Används statistik i planeringen?", "2022"),
    ]


def test_a_question_too_few_leaves_the_questions_unknown() -> None:
    text = """Styrelsen (9 svar 2023) År Andel positiva Andel negativa
2023 86% 0
2023 77% 11%
2023 66% 11%

Har ni strukturer för samverkan?
Har ni en strategi?
"""
    items = [item for item in _items(text) if item.unit == "procent"]
    assert len(items) == 6
    assert all(item.label == "" and "fraga" not in item.facets for item in items)
    assert all("2 frågor och 3 rader" in item.note for item in items)


def test_the_question_is_wrapped_over_the_rows_of_two_years() -> None:
    text = """Styrelse
År Negativt Varken eller Positivt (Klart positivt)
Har ni strukturer för att initiera och 2023| 0% 11% 89% (44%)
underhålla kontakterna
mellan parterna? 20221 13% 25% 63% (25%)
Har ni en strategi för 2023| 0% 0% 100% (67%)
uppföljning? 2022) 0% 38% 63% (38%)
"""
    items = [item for item in _items(text) if item.facets["svar"] == "varken_eller"]
    assert _said(items, "year", "fraga") == [
        (
            3,
            11,
            "2023",
            "Har ni strukturer för att initiera och underhålla kontakterna mellan parterna?",
        ),
        (
            5,
            25,
            "2022",
            "Har ni strukturer för att initiera och underhålla kontakterna mellan parterna?",
        ),
        (6, 0, "2023", "Har ni en strategi för uppföljning?"),
        (7, 38, "2022", "Har ni en strategi för uppföljning?"),
    ]


def test_statements_without_question_marks() -> None:
    text = """Medarbetare
Påstående Positivt Varken eller Negativt
Jag upplever att parterna 80 % 15 % 5 %
lyssnar på mig
Jag har den tid som behövs 75 % 20 % 5 %
"""
    items = [item for item in _items(text) if item.facets["svar"] == "positivt"]
    assert _said(items, "fraga", "respondentgrupp") == [
        (3, 80, "Jag upplever att parterna lyssnar på mig", "personal"),
        (5, 75, "Jag har den tid som behövs", "personal"),
    ]


def test_shares_without_percent_signs_and_a_column_of_answers() -> None:
    text = """Personal
Fråga Antal svar Negativt Varken eller Positivt
Lyssnar andra myndigheter på dig? 22 5 18 77
Finns rutiner för att samarbeta? 21 0 24 76
"""
    assert [(i.raw, i.unit, i.facets["svar"]) for i in _items(text)] == [
        ("22", "antal", "n_svar"),
        ("5", "procent", "negativt"),
        ("18", "procent", "varken_eller"),
        ("77", "procent", "positivt"),
        ("21", "antal", "n_svar"),
        ("0", "procent", "negativt"),
        ("24", "procent", "varken_eller"),
        ("76", "procent", "positivt"),
    ]


def test_years_over_answers_and_genders_under_them() -> None:
    years = """Personal
Fråga 2023 2022
Neg Varken Pos Neg Varken Pos
Får du stöd i tid? 6 11 83 10 15 75
Lyssnar andra på dig? 6 17 77 15 15 70
"""
    first = _said(_items(years), "svar", "year")[:6]
    assert first == [
        (4, 6, "negativt", "2023"),
        (4, 11, "varken_eller", "2023"),
        (4, 83, "positivt", "2023"),
        (4, 10, "negativt", "2022"),
        (4, 15, "varken_eller", "2022"),
        (4, 75, "positivt", "2022"),
    ]
    genders = """Deltagare
Andel positiva Andel negativa
Kvinnor Män Kvinnor Män
Anpassas stödet? 84% 79% 4% 8%
Får du tid? 81% 82% 3% 2%
"""
    assert _said(_items(genders), "svar", "kon")[:4] == [
        (4, 84, "positivt", "kvinnor"),
        (4, 79, "positivt", "man"),
        (4, 4, "negativt", "kvinnor"),
        (4, 8, "negativt", "man"),
    ]


def test_groups_as_columns_with_two_years_each() -> None:
    text = """NNS-enkät 2023
Fråga Personal Chefer
2023 2022 2023 2022
Andel positiva
Finns strukturer? 70% 65% 60% 50%
"""
    assert set(_said(_items(text), "respondentgrupp", "year", "svar")) == {
        (5, 70, "personal", "2023", "positivt"),
        (5, 65, "personal", "2022", "positivt"),
        (5, 60, "chefer", "2023", "positivt"),
        (5, 50, "chefer", "2022", "positivt"),
    }


def test_a_column_that_is_not_understood_is_left_out() -> None:
    text = (
        "Fråga\tPositiva 2023\tPositiva 2022\tRiket 2023\n"
        "Deltagare\n"
        "Får du stöd i tid?\t84 %\t80 %\t86 %\n"
        "Lyssnar personalen?\t94 %\t90 %\t92 %\n"
    )
    assert _said(_items(text), "year") == [
        (3, 84, "2023"),
        (3, 80, "2022"),
        (4, 94, "2023"),
        (4, 90, "2022"),
    ]


def test_answers_of_a_longer_scale_are_kept_as_printed() -> None:
    text = """Fråga Inte alls Till liten del Delvis Till stor del Helt
Lyssnar personalen på dig? 2% 4% 12% 40% 42%
Är stödet anpassat efter dig? 0% 8% 20% 40% 32%
"""
    items = _items(text)
    assert [i.facets["svarsalternativ"] for i in items[:5]] == [
        "Inte alls",
        "Till liten del",
        "Delvis",
        "Till stor del",
        "Helt",
    ]
    assert not any("svar" in item.facets for item in items)


def test_response_rates_go_to_the_group_with_that_many_answers() -> None:
    text = """Chefer
Antal tillfrågade Antal svar Svarsfrekvens

12 7 58%

Styrelsen (7 svar 2023, 9 svar 2022) År Andel positiva Andel negativa
Har ni en strategi? 2023 86% 0
2022 77% 11%
"""
    lines = [item.line.no for item in _items(text)]
    assert lines == [4, 4, 4, 6, 6, 7, 7, 8, 8]
    rates = [item for item in _items(text) if item.line.no == 4]
    assert [(i.raw, i.unit, i.facets["svar"]) for i in rates] == [
        ("12", "antal", "n_tillfragade"),
        ("7", "antal", "n_svar"),
        ("58%", "procent", "svarsfrekvens"),
    ]
    assert {(i.facets["respondentgrupp"], i.facets["year"]) for i in rates} == {
        ("styrelse", "2023")
    }


def test_a_response_rate_without_label_is_named_as_its_groups_head_is() -> None:
    text = """Antal tillfrågade Antal svar Svarsfrekvens
14 6 43 %
Styr- och beredningsgrupper (6 svar 2023, 5 svar 2022) År Andel positiva Andel negativa
2023 83 % 0 %
2022 60 % 20 %
Finns det strukturer för samverkan?
"""
    rates = [i for i in _items(text) if i.line.no == 2]
    assert [(i.label, i.facets.get("respondentgrupp")) for i in rates] == [
        ("Styr- och beredningsgrupper", "chefer")
    ] * 3


def test_response_rates_by_group_in_one_table() -> None:
    text = """Grupp Antal utskick Antal svar Svarsfrekvens
Deltagare 120 66 55 %
Chefer 20 8 40 %
"""
    assert _said(_items(text), "respondentgrupp", "svar") == [
        (2, 120, "deltagare", "n_tillfragade"),
        (2, 66, "deltagare", "n_svar"),
        (2, 55, "deltagare", "svarsfrekvens"),
        (3, 20, "chefer", "n_tillfragade"),
        (3, 8, "chefer", "n_svar"),
        (3, 40, "chefer", "svarsfrekvens"),
    ]


def test_a_response_rate_without_head_is_known_by_its_own_numbers() -> None:
    head = "(31 svar 2023 32 svar 2022)\n\nFår du stöd i tid? 2023 80% (40%) 4%\n"
    head += "2022 70% (30%) 5%\n"
    kept = [i for i in _items("39 31 79%\n\n" + head) if i.line.no == 1]
    assert [i.facets["svar"] for i in kept] == ["n_tillfragade", "n_svar", "svarsfrekvens"]
    assert "31 av 39 är 79%" in kept[0].note
    assert not [i for i in _items("39 31 70%\n\n" + head) if i.line.no == 1]


def test_unexplained_brackets_are_left_out_when_they_are_no_part() -> None:
    text = """Deltagare
Fråga Positiva Negativa
Får du stöd i tid? 84 % (79 %) 4 %
Lyssnar personalen på dig? 81 % (82 %) 3 %
"""
    assert [i.raw for i in _items(text)] == ["84 %", "4 %", "81 %", "3 %"]


def test_running_text_between_groups_is_not_part_of_the_survey() -> None:
    text = f"""Personal i förbundets insatser
{PROSE}
(25 svar 2023 24 svar 2022)
År Andel positiva (klart positiva) Andel negativa
Får du stöd i tid? 2023 80% (40%) 4%
2022 71% (29%) 8%
{PROSE}
"""
    (block,) = _blocks(text)
    assert [line.no for line in block.lines] == [1, 5, 6, 7, 8]
    assert block.kind == "enkat"
    groups = {item.facets["respondentgrupp"] for item in read_surveys(block, year=2023)}
    assert groups == {"personal"}


def test_lines_that_others_have_taken_are_left() -> None:
    text = """Deltagare
Fråga Positiva Negativa
Får du stöd i tid? 84 % 4 %
Lyssnar personalen på dig? 81 % 3 %
"""
    document = _document(text)
    assert find_surveys(document, classify(document), {2, 3, 4}) == []


def test_tables_that_are_no_surveys_are_left_alone() -> None:
    text = """Avslutsorsak Kvinnor Män Totalt
Arbete 26% 30% 28%
Studier 15% 12% 14%
Budget Utfall Avvikelse
Styrelse 110 87 23
Personal 1 640 1 598 42
"""
    assert _blocks(text) == []


def test_a_table_near_a_survey_that_it_cannot_read_is_left_to_others() -> None:
    text = """Deltagare
Fråga Positiva Negativa
Får du stöd i tid? 84 % 4 %
Lyssnar personalen på dig? 81 % 3 %

Andel positiva svar
Vägen 80 % 84 % 3
Bron 75 % 70 % 4
"""
    (block,) = _blocks(text)
    assert not {7, 8} & {line.no for line in block.lines}
    assert [item.line.no for item in _items(text)] == [3, 3, 4, 4]


def test_a_year_that_is_not_printed_is_the_reports_and_said() -> None:
    text = """Deltagare
Fråga Positiva Negativa
Får du stöd i tid? 84 % 4 %
Lyssnar personalen på dig? 81 % 3 %
"""
    items = _items(text, year=2021)
    assert {item.facets["year"] for item in items} == {"2021"}
    assert all("år ej tryckt" in item.note for item in items)


def test_a_dash_is_no_number_but_keeps_its_place() -> None:
    text = """Personal
År Andel negativa Andel positiva (klart positiva)
Får stödet ta tid?
2023 4 % 88 % (60 %)
2022 – 85 % (55 %)
"""
    assert _said(_items(text), "svar", "year")[3:] == [
        (5, 85, "positivt", "2022"),
        (5, 55, "klart_positivt", "2022"),
    ]


def test_a_block_alone_is_enough() -> None:
    """What data/raw keeps of a survey is its lines; they give the same numbers as the report."""
    text = f"""{PROSE}
Chefer (12 svar)
Fråga Positiva Negativa
2023 2022 2023 2022
Finns strukturer? 67% 58% 8% 17%
{PROSE}
"""
    (block,) = _blocks(text)
    again = Block("t01", block.lines, ("Bilaga",), "enkat")
    values = [item.value for item in read_surveys(again, year=2023)]
    assert values == [Decimal(n) for n in (12, 67, 58, 8, 17)]

"""Goal tables whose cells stand side by side, as text with TABs; made up."""

from __future__ import annotations

from pathlib import Path

from finsam_analysis.read.blocks import Block, classify
from finsam_analysis.read.document import Line, from_text
from finsam_analysis.read.goals.heads import find_head
from finsam_analysis.read.goals.reader import find_goals, left_out, read_goals

PROSE = (
    "Under året har förbundet fortsatt att utveckla samverkan mellan parterna, och det har varit"
    " ett\når då flera insatser har kommit i gång på allvar och fått fler deltagare än vad som"
    " var tänkt."
)
TOP = """Mål\tResultat 2024\tMåluppfyllelse
Minst 40 procent av deltagarna som\t42 procent (37 procent år 2023) gick till\tUppnått
avslutas ska gå vidare till arbete eller\tarbete eller studier, 45 procent av
studier\tkvinnorna och 38 procent av männen
Minst 200 personer ska ta del av\t214 personer, varav 126 kvinnor och 84\tUppnått
insatserna under året\tmän
Minst 80 procent av deltagarna ska\t78 procent\tDelvis uppnått
uppleva inflytande"""
CENTRED = """Mål\tResultat 2024\tMåluppfyllelse
Minst 40 procent av deltagarna som\t42 procent (37 procent år 2023) gick till
avslutas ska gå vidare till arbete eller\tarbete eller studier, 45 procent av\tUppnått
studier\tkvinnorna och 38 procent av männen
Minst 200 personer ska ta del av
214 personer, varav 126 kvinnor och 84
insatserna under året, även de som kom\tUppnått
män
via rådet
Minst 80 procent av deltagarna ska
uppleva inflytande över sin planering\t78 procent\tDelvis uppnått
och sitt liv"""
EXPECTED = [
    ("mal", "avslutade_arbete_studier", "totalt", "40", "Uppnått"),
    ("resultat", "avslutade_arbete_studier", "totalt", "42", "Uppnått"),
    ("resultat_foregaende", "avslutade_arbete_studier", "totalt", "37", None),
    ("resultat", "avslutade_arbete_studier", "kvinnor", "45", "Uppnått"),
    ("resultat", "avslutade_arbete_studier", "man", "38", "Uppnått"),
    ("mal", "deltagare", "totalt", "200", "Uppnått"),
    ("resultat", "deltagare", "totalt", "214", "Uppnått"),
    ("resultat", "deltagare", "kvinnor", "126", "Uppnått"),
    ("resultat", "deltagare", "man", "84", "Uppnått"),
    ("mal", "inflytande", "totalt", "80", "Delvis uppnått"),
    ("resultat", "inflytande", "totalt", "78", "Delvis uppnått"),
]


def blocks(text: str) -> list[Block]:
    document = from_text(f"{PROSE}\n{text}\n{PROSE}\n".encode(), Path("prov-2024.txt"))
    return find_goals(document, classify(document), ())


def read(text: str) -> list[tuple[str, str, str, str, str | None]]:
    return [
        (
            item.facets["del"],
            item.facets["matt"],
            item.facets["kon"],
            item.raw,
            item.facets.get("bedomning"),
        )
        for block in blocks(text)
        for item in read_goals(block, year=2024)
    ]


def test_wrapped_cells_that_begin_at_the_same_height() -> None:
    assert read(TOP) == EXPECTED


def test_wrapped_cells_that_are_centred_upright() -> None:
    assert read(CENTRED) == EXPECTED


def test_columns_parted_by_wide_spaces() -> None:
    text = """Mål                                       Utfall              Måluppfyllelse
Minst 200 personer ska ta del av          214 personer        Uppnått
individinriktade insatser
Minst 40 procent ska gå till              42 procent          Ej uppnått
arbete eller studier                      (37 procent 2023)"""
    assert [row[3:] for row in read(text)] == [
        ("200", "Uppnått"),
        ("214", "Uppnått"),
        ("40", "Ej uppnått"),
        ("42", "Ej uppnått"),
        ("37", None),
    ]


def test_insatser_with_several_goals_each() -> None:
    text = """Insats\tMål 2024\tResultat 2024
Navigatorn\t60 deltagare varav\t64 deltagare varav
30 nya deltagare\t28 nya deltagare
40 % till arbete/studier\t35 % till arbete/studier
Vägen vidare\t120 deltagare varav\t101 deltagare varav
norr\t50 nya deltagare\t47 nya deltagare"""
    found = [item for block in blocks(text) for item in read_goals(block, year=2024)]
    assert [(i.facets["insats"], i.facets["del"], i.facets["matt"], i.raw) for i in found] == [
        ("Navigatorn", "mal", "deltagare", "60"),
        ("Navigatorn", "resultat", "deltagare", "64"),
        ("Navigatorn", "mal", "nya", "30"),
        ("Navigatorn", "resultat", "nya", "28"),
        ("Navigatorn", "mal", "avslutade_arbete_studier", "40 %"),
        ("Navigatorn", "resultat", "avslutade_arbete_studier", "35 %"),
        ("Vägen vidare norr", "mal", "deltagare", "120"),
        ("Vägen vidare norr", "resultat", "deltagare", "101"),
        ("Vägen vidare norr", "mal", "nya", "50"),
        ("Vägen vidare norr", "resultat", "nya", "47"),
    ]


def test_a_column_of_labels_without_a_head() -> None:
    text = """Mål\tTotalt\tKvinnor\tMän
Andel till arbete eller studier\t40 %\t42 %\t46 %\t38 %
Antal nya deltagare\t110\t119\t70\t46"""
    assert [row[:4] for row in read(text)] == [
        ("mal", "avslutade_arbete_studier", "totalt", "40 %"),
        ("resultat", "avslutade_arbete_studier", "totalt", "42 %"),
        ("resultat", "avslutade_arbete_studier", "kvinnor", "46 %"),
        ("resultat", "avslutade_arbete_studier", "man", "38 %"),
        ("mal", "nya", "totalt", "110"),
        ("resultat", "nya", "totalt", "119"),
        ("resultat", "nya", "kvinnor", "70"),
        ("resultat", "nya", "man", "46"),
    ]


def test_the_table_goes_on_below_a_repeated_head() -> None:
    text = """Mål\tResultat\tMåluppfyllelse
Minst 40 procent ska gå till arbete\t42 procent\tUppnått
Mål\tResultat\tMåluppfyllelse
Minst 200 personer ska delta\t214 personer\tUppnått"""
    assert [row[3] for row in read(text)] == ["40", "42", "200", "214"]


def test_cells_that_cannot_be_told_apart_are_kept_and_not_read() -> None:
    text = """Målområde\tMål\tResultat 2024\tMåluppfyllelse
348 personer, 52 % kvinnor, 44 %
Stödet till\tMinst 550 personer tar del av
män, 4 % ej angivet kön. (440\tEj uppfyllt
individer\tindividinriktade insatser.
personer år 2023)
45 % (73 personer) arbetar eller
Stödet till\t35 % av deltagarna arbetar\tstuderar vid avslut, 46 % av
God
individer\teller studerar vid avslut.\tkvinnorna och 43 % av männen."""
    (block,) = blocks(text)
    assert read_goals(block, year=2024) == []
    assert "348 personer, 52 % kvinnor, 44 %" in [line.text for line in left_out(block, [])]


def test_a_head_whose_lines_are_mixed_is_no_head() -> None:
    lines = [
        Line(1, "Utfall\tUtfall"),
        Line(2, "Indikator\tMålvärde\tStatus"),
        Line(3, "2024\t2023"),
        Line(4, "Antal deltagare\t300\t312\t280\tUppfyllt"),
    ]
    head = find_head(lines, 0)
    assert head is None or len(head.columns) < 5


def test_a_wrapped_head_keeps_its_columns() -> None:
    head = find_head(
        [Line(1, "Mål\tResultat 2024 (2023\tMål-"), Line(2, "inom parentes)\tuppfyllelse")], 0
    )
    assert head is not None
    assert [(c.roles, c.year, c.bracket_year) for c in head.columns] == [
        ({"mal"}, None, None),
        ({"resultat"}, 2024, 2023),
        ({"bedomning"}, None, None),
    ]

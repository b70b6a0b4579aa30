"""Columns of people without heads: named by sums and by what the text states, or not at all.

Made-up reports; what every column is can be told from the text above its table.
"""

from __future__ import annotations

from textwrap import dedent

import pytest
from tests.made import cleaned, of

# The insats has an entry from the budget before the tables of people are read.
BUDGET = "Belopp i kr Budget Utfall\nVägvisaren 1 184 200 1 156 412\nKansli 562 600 617 446"
SECTION = "Vägvisaren\n\n"
SENT = """
    Nya deltagare 2021 uppdelade på anvisande part

    Björkby 5 21 14 3 43
    Granby 1 12 19 0 32
    Totalt 6 33 33 3 75
    """


def _of_heading(heading: str, told: str, rows: str) -> str:
    return f"{SECTION}{told}\n\n{heading}\n\n{rows}"


def test_the_last_of_lost_columns_is_the_total_when_it_is_the_sum_of_the_others() -> None:
    facts, _ = cleaned(BUDGET, SENT)
    assert of(facts, "remittering", "remittent", "kon", "antal") == [
        ("Björkby", 43, "totalt", "totalt", 43),
        ("Granby", 32, "totalt", "totalt", 32),
        ("Totalt", 75, "totalt", "totalt", 75),
    ]
    rest = of(facts, "ovrigt", "matt", "named")
    assert len(rest) == 12
    assert rest[0] == ("Björkby", 5, "remittering_bjorkby_kolumn_1", False)


@pytest.mark.parametrize(
    "rows", ["Björkby 1 1 2\n    Granby 0 1 1", "Björkby 5 21 14 3 44\n    Granby 1 12 19 0 32"]
)
def test_small_sums_or_one_that_fails_name_no_total(rows: str) -> None:
    facts, _ = cleaned(f"Nya deltagare 2021 uppdelade på anvisande part\n\n    {rows}")
    assert of(facts, "remittering") == []


def test_columns_are_the_parts_whose_shares_the_text_states() -> None:
    told = (
        "Vägvisaren har under 2021 mest haft deltagare som anvisats från kommunen (49 procent)\n"
        "och från Försäkringskassan (40 procent), och det är ungefär som det brukar vara."
    )
    rows = "Kvinnor 5% 44% 42% 9%\nMän 1% 33% 61% 5%\nTotalt 4% 40% 49% 7%"
    facts, _ = cleaned(BUDGET, _of_heading("Anvisande parter", told, rows))
    assert of(facts, "remittering", "remittent", "andel", "insats_id") == [
        ("Kvinnor", 44, "forsakringskassan", 0.44, "norrvik/vagvisaren"),
        ("Kvinnor", 42, "kommun", 0.42, "norrvik/vagvisaren"),
        ("Män", 33, "forsakringskassan", 0.33, "norrvik/vagvisaren"),
        ("Män", 61, "kommun", 0.61, "norrvik/vagvisaren"),
        ("Totalt", 40, "forsakringskassan", 0.4, "norrvik/vagvisaren"),
        ("Totalt", 49, "kommun", 0.49, "norrvik/vagvisaren"),
    ]
    notes = {f.anmarkning for f in facts if f.dataset == "remittering" and f.table_id != "prosa"}
    assert all(note.startswith("kolumnens rubrik saknas i trycket; ") for note in notes)


def test_shares_of_those_who_were_sent_name_no_columns_of_how_people_left() -> None:
    told = (
        "Vägvisaren har under 2021 mest haft deltagare som anvisats från kommunen (49 procent)\n"
        "och från Försäkringskassan (40 procent), och det är ungefär som det brukar vara."
    )
    rows = "Kvinnor 5% 44% 42% 9%\nMän 1% 33% 61% 5%\nTotalt 4% 40% 49% 7%"
    facts, _ = cleaned(BUDGET, _of_heading("Avslutsorsaker", told, rows))
    assert of(facts, "remittering") == of(facts, "avslut") == []
    assert len(of(facts, "ovrigt")) == 12


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (49, 41),  # only one of them stands among the totals
        (49, 49),  # one number for two parts
    ],
)
def test_one_stated_share_or_one_for_two_parts_names_nothing(first: int, second: int) -> None:
    told = (
        f"Vägvisaren har under 2021 mest tagit emot deltagare från kommunen ({first} procent) och\n"
        f"från Försäkringskassan ({second} procent), och det är ungefär som det brukar vara."
    )
    rows = "Kvinnor 5% 44% 42% 9%\nMän 1% 33% 61% 5%\nTotalt 4% 40% 49% 7%"
    facts, _ = cleaned(BUDGET, _of_heading("Anvisande parter", told, rows))
    assert of(facts, "remittering") == []


def test_two_columns_with_the_stated_total_are_both_left() -> None:
    told = (
        "Vägvisaren har under 2021 mest haft deltagare som anvisats från kommunen (40 procent)\n"
        "och från Försäkringskassan (13 procent), och det är ungefär som det brukar vara."
    )
    rows = "Kvinnor 12% 44% 35% 9%\nMän 14% 33% 48% 5%\nTotalt 13% 40% 40% 7%"
    facts, _ = cleaned(BUDGET, _of_heading("Anvisande parter", told, rows))
    assert of(facts, "remittering") == []


# --- the time of a table, by the headings above it ---------------------------------------------

EXITS = """
    Avslutsorsaker
    Arbete Studier Sjukdom Totalt
    Kvinnor 18 11 4 33
    Män 14 9 2 25
    Totalt 32 20 6 58
    """
BETWEEN = (
    "Det har varit en tid när de som deltar har fått stöd av flera parter på samma gång, och det\n"
    "är något som vi har sett att de flesta tycker är bra.\n\n"
)


@pytest.mark.parametrize(
    ("headings", "period"),
    [
        (["Resultat för projektperioden 2019 – 2021"], "projekt"),
        (["Resultat för hela projektperioden mars 2019 till oktober 2021"], "projekt"),
        (["Vägvisaren hela projektperioden (juni 2019 - maj 2021)", "Resultat"], "projekt"),
        (["Resultat för projektperioden 2019 – 2021", "Resultat 2021"], "ar"),
        (["Resultat för hela projektperioden mars 2019 till oktober 2021", "Brobyggarna"], "ar"),
        (["Resultat"], "ar"),
    ],
)
def test_the_nearest_heading_that_says_a_time_is_the_tables(
    headings: list[str], period: str
) -> None:
    budget = f"{BUDGET}\nBrobyggarna 994 200 930 602"
    above = "".join(f"{heading}\n\n{BETWEEN}" for heading in headings)
    facts, _ = cleaned(budget, f"{above}{dedent(EXITS)}")
    assert {row[2] for row in of(facts, "avslut", "period")} == {period}


# --- a table alike ------------------------------------------------------------------------------

WHOLE = """
    Antal deltagare i projektet totalt
    Försäkringskassan Kommunen Skolan Vården Totalt
    Vägvisaren norr 24 40 30 9 103
    Vägvisaren söder 15 28 34 4 81
    Totalt 39 68 64 13 184
    """
NEW = """
    Nya deltagare 2021 uppdelade på anvisande part

    Vägvisaren norr 5 21 14 3 43
    Vagvisaren s6der 1 12 19 0 32
    Totalt 6 33 33 3 75
    """


def _remarks(*tables: str) -> list[str]:
    facts, _ = cleaned(BUDGET, *tables)
    return [f.anmarkning.partition("; ")[2] for f in facts if f.dataset == "ovrigt" and f.place]


def test_numbers_whose_head_is_lost_are_told_of_the_heads_of_a_table_alike() -> None:
    remarks = _remarks(WHOLE, NEW)
    assert len(remarks) == 12
    heads = ["Försäkringskassan", "Kommunen", "Skolan", "Vården"]
    assert [remark.rpartition(" ")[2] for remark in remarks[:4]] == heads


@pytest.mark.parametrize(
    "other",
    [
        WHOLE.replace(" Vården", "").replace(" 9 103", " 94"),  # a column less
        WHOLE.replace("Vägvisaren norr", "Kompassen"),  # another row
        WHOLE.replace("Totalt\n", "Annan\n", 1),  # no column of totals
    ],
)
def test_a_table_that_is_not_alike_tells_nothing(other: str) -> None:
    assert set(_remarks(other, NEW)) == {""}

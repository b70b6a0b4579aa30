"""Each kind of table as tidy rows: made-up tables, every row written out by hand."""

from __future__ import annotations

import pytest
from tests.made import cleaned, of


def datasets(*tables: str, title: str = "Årsredovisning 2021") -> set[str]:
    facts, _ = cleaned(*tables, title=title)
    return {fact.dataset for fact in facts if fact.table_id != "prosa"}


def test_budget_and_outcome_with_the_kinds_that_headings_and_totals_say() -> None:
    facts, left = cleaned(
        """
        Belopp i kr Budget Utfall
        Individinriktade insatser
        Alfa 1 184 200 1 156 412
        Beta 994 200 930 602
        Summa individinriktade insatser 2 178 400 2 087 014
        Strukturinriktade insatser
        Seminarier 100 000 90 500
        Summa strukturinriktade insatser 100 000 90 500
        Kansli 562 600 617 446
        Totalt 2 841 000 2 794 960
        Intäkter/medlemsavgifter 3 000 000 3 000 000
        """
    )
    assert left == []
    rows = of(facts, "ekonomi", "post", "kategori", "insats_id", "is_total")
    assert [row for row in rows if row[2] == "utfall"] == [
        ("Alfa", 1_156_412, "utfall", "individ", "norrvik/alfa", False),
        ("Beta", 930_602, "utfall", "individ", "norrvik/beta", False),
        ("Summa individinriktade insatser", 2_087_014, "utfall", "summa", None, True),
        ("Seminarier", 90_500, "utfall", "struktur", "norrvik/seminarier", False),
        ("Summa strukturinriktade insatser", 90_500, "utfall", "summa", None, True),
        ("Kansli", 617_446, "utfall", "administration", None, False),
        ("Totalt", 2_794_960, "utfall", "summa", None, True),
        ("Intäkter/medlemsavgifter", 3_000_000, "utfall", "finansiering", None, False),
    ]
    assert [row[1] for row in rows if row[2] == "budget"][:2] == [1_184_200, 994_200]


def test_the_reports_own_place_says_more_than_the_words_of_a_row() -> None:
    # Seminarier is a word of structure; this report counts them among its individ insatser.
    facts, _ = cleaned(
        """
        Belopp i kr Budget Utfall
        Individinriktade insatser
        Alfa 1 184 200 1 156 412
        Seminarier 100 000 90 500
        Summa individinriktade insatser 1 284 200 1 246 912
        Kansli 562 600 617 446
        Totalt 1 846 800 1 864 358
        """
    )
    kinds = {row[0]: row[2] for row in of(facts, "ekonomi", "kategori")}
    assert (kinds["Alfa"], kinds["Seminarier"], kinds["Kansli"]) == (
        "individ",
        "individ",
        "administration",
    )


def test_a_member_that_pays_as_much_as_others_together_is_not_their_total() -> None:
    facts, _ = cleaned(
        """
        Not 2 Verksamhetens intäkter
        Belopp i kr 2021 2020
        Driftbidrag från staten 8 158 000 8 158 000
        Driftbidrag från Vassunda kommun 2 222 774 2 213 856
        Driftbidrag från Lillby kommun 1 856 226 1 865 144
        Driftbidrag från Region Norr 4 079 000 4 079 000
        EU-medel och andra bidrag 5 063 624 9 664 191
        Summa 21 379 624 25 980 191
        """
    )
    rows = of(facts, "rakenskaper", "is_total")
    totals = {label for label, _, is_total in rows if is_total}
    assert totals == {"Summa"}


def test_budget_columns_without_heads_are_named_by_the_accounts_or_not_at_all() -> None:
    costs = """
        Kostnader i kr
        Alfa 1 184 200 1 156 412 27 788
        Beta 994 200 930 602 63 598
        Kansli 562 600 617 446 -54 846
        Summa 2 741 000 2 704 460 36 540
        """
    books = """
        Resultaträkning
        Belopp i kr 2021 2020
        Verksamhetens intäkter 2 800 000 2 650 000
        Verksamhetens kostnader -2 704 460 -2 601 300
        Årets resultat 95 540 48 700
        """
    facts, _ = cleaned(costs, books)
    assert [row[1:] for row in of(facts, "ekonomi", "post") if row[0] == "Summa"] == [
        (2_741_000, "budget"),
        (2_704_460, "utfall"),
        (36_540, "avvikelse"),
    ]
    assert datasets(costs) == {"ovrigt"}  # nothing says which column is the budget


def test_statements_overviews_and_notes() -> None:
    facts, left = cleaned(
        """
        Balansräkning
        Belopp i kr Not 2021-12-31 2020-12-31
        Fordringar 4 120 000 100 000
        Kassa och bank 300 000 200 000
        Summa tillgångar 420 000 300 000
        """,
        """
        Not 4. Fordringar
        Belopp i kr 2021 2020
        Kundfordringar 100 000 90 000
        Momsfordran 20 000 10 000
        Summa 120 000 100 000
        """,
        """
        Flerårsöversikt
        Belopp i tkr 2021 2020 2019
        Verksamhetens intäkter 2 800 2 650 2 500
        Årets resultat 97 50 -20
        Soliditet 45 % 40 % 38 %
        Antal anställda 4 4 3
        """,
    )
    assert left == []
    rows = of(facts, "rakenskaper", "year", "rapport", "post", "enhet", "belopp_kr", "not_nr")
    assert rows[0] == (
        "Fordringar",
        120_000,
        2021,
        "balansrakning",
        "fordringar",
        "kr",
        120_000,
        None,
    )
    assert rows[6] == ("Kundfordringar", 100_000, 2021, "not", "kundfordringar", "kr", 100_000, 4)
    overview = [row for row in rows if row[3] == "flerarsoversikt" and row[2] == 2019]
    assert [row[:2] + row[4:7] for row in overview] == [
        ("Verksamhetens intäkter", 2500, "verksamhetens_intakter", "tkr", 2_500_000),
        ("Årets resultat", -20, "arets_resultat", "tkr", -20_000),
        ("Soliditet", 38, "soliditet", "procent", None),
        ("Antal anställda", 3, "antal_anstallda", "antal", None),
    ]


def test_a_note_that_goes_on_over_the_page_is_one_table() -> None:
    first = """
        Not 3. Verksamhetens kostnader
        Belopp i kr 2021 2020
        Ungdomsteam 1 156 412 1 200 000
        Lotsar 930 602 900 000
        """
    second = """
        Not 3 forts. Verksamhetens kostnader
        Belopp i kr 2021 2020
        Seminarier 100 000 90 000
        Summa 2 187 014 2 190 000
        """
    facts, _ = cleaned(first, second)
    assert {fact.table_id for fact in facts if fact.dataset == "rakenskaper"} == {"t01"}
    facts, _ = cleaned(first, second.replace("Not 3 forts.", "Not 4."))
    assert {fact.table_id for fact in facts if fact.dataset == "rakenskaper"} == {"t01", "t02"}


def test_labels_printed_apart_are_given_where_one_way_is_left() -> None:
    rows = """
        Resultaträkning
        Belopp i kr
        Verksamhetens intäkter
        Verksamhetens kostnader
        {post}
        Finansiella intäkter
        Årets resultat
        2021 2020
        800 000 650 000
        -704 460 -601 300
        {net}
        1 200 900
        96 740 49 600
        """
    facts, left = cleaned(rows.format(post="Verksamhetens nettokostnad", net="95 540 48 700"))
    assert left == []
    assert [row for row in of(facts, "rakenskaper", "year", "enhet") if row[2] == 2021] == [
        ("Verksamhetens intäkter", 800_000, 2021, "kr"),
        ("Verksamhetens kostnader", -704_460, 2021, "kr"),
        ("Verksamhetens nettokostnad", 95_540, 2021, "kr"),
        ("Finansiella intäkter", 1200, 2021, "kr"),
        ("Årets resultat", 96_740, 2021, "kr"),
    ]
    far, left = cleaned(rows.format(post="Verksamhetens nettokostnad", net="59 540 48 700"))
    assert of(far, "rakenskaper") == []
    assert {item.why for item in left} == {"raden står skild från sin etikett"}


def test_two_labels_that_could_be_the_same_row_are_left() -> None:
    facts, left = cleaned(
        """
        Resultaträkning
        Belopp i kr
        Verksamhetens intäkter
        Verksamhetens kostnader
        Avskrivningar
        Verksamhetens nettokostnad
        Finansiella intäkter
        Årets resultat
        2021 2020
        800 000 650 000
        -704 460 -601 300
        95 540 48 700
        1 200 900
        96 740 49 600
        """
    )
    assert "Avskrivningar" not in {row[0] for row in of(facts, "rakenskaper")}
    assert "Verksamhetens kostnader" not in {row[0] for row in of(facts, "rakenskaper")}
    assert "raden står skild från sin etikett" in {item.why for item in left}


def test_contributions_are_decided_in_a_plan_and_paid_before_it() -> None:
    members = """
        Medlemsbidrag, kr
        2020 2021 2022
        Staten 1 500 000 1 600 000 1 700 000
        Region Norr 750 000 800 000 850 000
        Granby kommun 400 000 420 000 450 000
        Sjövik kommun 350 000 380 000 400 000
        Summa 3 000 000 3 200 000 3 400 000
        """
    facts, left = cleaned(members, title="Verksamhetsplan 2021")
    assert left == []
    rows = of(facts, "medlemsbidrag", "year", "medlem", "slag", "belopp_kr")
    assert rows[:4] == [
        ("Staten", 1_500_000, 2020, "staten", "utfall", 1_500_000),
        ("Staten", 1_600_000, 2021, "staten", "budget", 1_600_000),
        ("Staten", 1_700_000, 2022, "staten", "budget", 1_700_000),
        ("Region Norr", 750_000, 2020, "region", "utfall", 750_000),
    ]
    assert [row[3] for row in rows[6::3]] == ["Granby", "Sjövik", "summa"]
    facts, _ = cleaned(members.replace(" 2022", ""), title="Årsredovisning 2021")
    assert "budget" not in {row[2] for row in of(facts, "medlemsbidrag", "slag")}


def test_exit_reasons_across_and_down() -> None:
    facts, _ = cleaned(
        """
        Avslutsorsaker 2021
        Insats Arbete Studier Sjukdom Totalt
        Alfa 9 8 3 20
        Beta 11 12 0 23
        Totalt 20 20 3 43
        """
    )
    rows = of(facts, "avslut", "insats_id", "orsak", "kon", "antal", "is_total")
    assert rows[0] == ("Alfa", 9, "norrvik/alfa", "arbete", "totalt", 9, False)
    assert rows[3] == ("Alfa", 20, "norrvik/alfa", "totalt", "totalt", 20, True)
    assert rows[6] == ("Beta", 0, "norrvik/beta", "sjukdom", "totalt", 0, False)
    assert rows[8] == ("Totalt", 20, None, "arbete", "totalt", 20, True)
    facts, _ = cleaned(
        """
        Avslut 2021
        Orsak Kvinnor Män
        Arbete 32 % 30 %
        Studier 18 % 20 %
        Sjukdom 50 % 50 %
        """
    )
    rows = of(facts, "avslut", "orsak", "kon", "enhet", "andel")
    assert rows[:2] == [
        ("Arbete", 32, "arbete", "kvinnor", "procent", 0.32),
        ("Arbete", 30, "arbete", "man", "procent", 0.3),
    ]


def test_who_referred() -> None:
    facts, _ = cleaned(
        """
        Vem har remitterat
        Remittent Kvinnor Män Totalt
        Arbetsförmedlingen 12 9 21
        Socialtjänsten 5 6 11
        Totalt 17 15 32
        """
    )
    rows = of(facts, "remittering", "remittent", "kon", "antal", "is_total")
    assert rows[0] == ("Arbetsförmedlingen", 12, "arbetsformedlingen", "kvinnor", 12, False)
    assert rows[5] == ("Socialtjänsten", 11, "socialtjanst", "totalt", 11, False)
    assert rows[6] == ("Totalt", 17, "totalt", "kvinnor", 17, True)


def test_livelihood_before_and_after() -> None:
    facts, _ = cleaned(
        """
        Försörjning
        Före insats Efter insats
        Kvinnor Män Kvinnor Män
        Aktivitetsstöd 12 9 5 4
        Försörjningsstöd 30 14 17 9
        Lön 0 1 7 6
        """
    )
    rows = of(facts, "forsorjning", "forsorjning", "tidpunkt", "kon", "antal")
    assert rows[:4] == [
        ("Aktivitetsstöd", 12, "aktivitetsstod", "inskrivning", "kvinnor", 12),
        ("Aktivitetsstöd", 9, "aktivitetsstod", "inskrivning", "man", 9),
        ("Aktivitetsstöd", 5, "aktivitetsstod", "avslut", "kvinnor", 5),
        ("Aktivitetsstöd", 4, "aktivitetsstod", "avslut", "man", 4),
    ]


@pytest.mark.parametrize(
    ("rows", "dimension", "kategori"),
    [
        ("Grundskola 12 9\nGymnasium 30 14\nHögskola 5 4", "utbildning", "grundskola"),
        ("16-24 år 12 9\n25-34 år 30 14\n35-64 år 5 4", "alder", "16_24_ar"),
        ("0-6 månader 12 9\n7-12 månader 30 14\nMer än 3 år 5 4", "tid", "0_6_manader"),
    ],
)
def test_background(rows: str, dimension: str, kategori: str) -> None:
    facts, _ = cleaned(f"Bakgrund\nKvinnor Män\n{rows}")
    first = of(facts, "bakgrund", "dimension", "kategori", "kon", "antal")[0]
    assert first[1:] == (12, dimension, kategori, "kvinnor", 12)


def test_participants_of_the_year_and_of_a_whole_project() -> None:
    people = """
        {title}
        Insats Kvinnor Män Totalt
        Alfa 74 62 136
        Beta 51 57 108
        """
    facts, _ = cleaned(people.format(title="Deltagare"))
    rows = of(facts, "deltagare", "matt", "kon", "period", "antal")
    assert rows[:3] == [
        ("Alfa", 74, "deltagare", "kvinnor", "ar", 74),
        ("Alfa", 62, "deltagare", "man", "ar", 62),
        ("Alfa", 136, "deltagare", "totalt", "ar", 136),
    ]
    facts, _ = cleaned(people.format(title="Nya deltagare under 2021"))
    assert {row[2] for row in of(facts, "deltagare", "matt")} == {"nya"}
    facts, _ = cleaned(people.format(title="Deltagare under projekttiden"))
    assert {row[2] for row in of(facts, "deltagare", "period")} == {"projekt"}


def test_two_columns_headed_alike_are_left() -> None:
    facts, left = cleaned("Deltagare\nInsats Kvinnor Kvinnor\nAlfa 9 8\nBeta 11 12")
    assert [fact for fact in facts if fact.table_id != "prosa"] == []
    assert len(left) == 2


def test_a_table_that_no_dataset_is_about_keeps_its_printed_labels() -> None:
    facts, _ = cleaned("Sjukfrånvaro\nPersonal 2021 2020\nKort 12 9\nLång 5 4")
    assert datasets("Sjukfrånvaro\nPersonal 2021 2020\nKort 12 9\nLång 5 4") == {"ovrigt"}
    assert [row[:3] for row in of(facts, "ovrigt", "year")] == [
        ("Kort", 12, 2021),
        ("Kort", 9, 2020),
        ("Lång", 5, 2021),
        ("Lång", 4, 2020),
    ]


def test_a_zero_a_dash_and_a_blank_are_three_things() -> None:
    facts, _ = cleaned("Deltagare\nInsats Kvinnor Män\nAlfa 0 7\nBeta - 5\nGamma 3 4\nTotalt 3 16")
    rows = of(facts, "deltagare", "kon")
    assert ("Alfa", 0, "kvinnor") in rows
    assert [row for row in rows if row[0] == "Beta"] == [("Beta", 5, "man")]


LOTSAR = """
    Belopp i kr
    Insats Budget Utfall
    Lotsar 1 184 200 1 156 412
    Vuxteam 994 200 930 602
    """


def insatser_of(label: str, *tables: str) -> set[str | None]:
    """The insatser of the rows with a label, in a report that has Lotsar in its budget."""
    facts, _ = cleaned(LOTSAR, *tables)
    return {fact.extra["insats_id"] for fact in facts if fact.label_raw == label}


def test_a_total_of_insatser_is_not_that_of_the_heading_or_of_a_column() -> None:
    """People went on from two teams to Lotsar: that column's word does not make Lotsar's total."""
    exits = """
        Avslutsorsaker
        Insats Arbete Lotsar Sjukdom Totalt
        Alfa 9 8 3 20
        Beta 11 12 0 23
        Totalt 20 20 3 43
        """
    assert insatser_of("Totalt", exits) == {None}
    assert insatser_of("Alfa", exits) == {"norrvik/alfa"}


def test_a_total_of_parts_is_that_of_their_project() -> None:
    places = """
        Medlemsbidrag, kr
        2020 2021
        Granby kommun 400 000 420 000
        Sjövik kommun 350 000 380 000
        Staten 750 000 800 000
        """
    parts = """
        Deltagare i Lotsar
        Insats Kvinnor Män Totalt
        Lotsar Granby 9 8 17
        Lotsar Sjövik 11 12 23
        Totalt 20 20 40
        """
    assert insatser_of("Totalt", places, parts) == {"norrvik/lotsar"}


def test_a_table_of_genders_belongs_to_the_insats_of_its_heading() -> None:
    people = """
        Lotsar
        Deltagare
        2020 2021
        Kvinnor 9 8
        Män 11 12
        Totalt 20 20
        """
    for label in ("Kvinnor", "Män", "Totalt"):
        assert insatser_of(label, people) == {"norrvik/lotsar"}


def test_how_many_answered_in_a_chart_of_groups_is_of_the_survey() -> None:
    facts, _ = cleaned(
        """
        Diagram 1: Upplevda strukturer för samverkan

        Personal (n=22); 68%

        Styrelse (n=7); 86%
        """
    )
    assert of(facts, "indikatorer", "respondentgrupp", "svar", "antal") == [
        ("Personal", 22, "personal", "n_svar", 22),
        ("Styrelse", 7, "styrelse", "n_svar", 7),
    ]
    assert [row[1] for row in of(facts, "ovrigt")] == [68, 86]

"""What tables in other layouts mean: whose, of whom, and in which dataset."""

from __future__ import annotations

from tests.made import cleaned, of

BUDGET = "Budget och utfall, belopp i kr\nInsats Budget Utfall Avvikelse\n{}"
TWO = (
    "Alfa 1 184 200 1 156 412 27 788\nBeta 994 200 930 602 63 598\nSumma 2 178 400 2 087 014 91 386"
)


def test_insatser_across_and_reasons_down() -> None:
    facts, _ = cleaned(
        BUDGET.format(TWO),
        "Avslutsorsak per insats\nAlfa Beta Totalt\nArbete 6 5 11\nStudier 3 2 5\nSumma 9 7 16",
    )
    found = of(facts, "avslut", "orsak", "insats_id", "is_total")
    assert found[:3] == [
        ("Arbete", 6.0, "arbete", "norrvik/alfa", False),
        ("Arbete", 5.0, "arbete", "norrvik/beta", False),
        ("Arbete", 11.0, "arbete", None, True),
    ]


def test_a_name_that_is_like_a_term_is_a_name() -> None:
    facts, _ = cleaned(
        BUDGET.format(TWO.replace("Beta", "Nystart")),
        "Deltagare 2021\nAlfa Nystart Samtliga\nNya deltagare\nKvinnor 18 9 27\nMän 14 5 19\n"
        "Totalt 32 14 46\nAvslutade\nKvinnor 16 7 23\nMän 12 3 15\nTotalt 28 10 38",
    )
    found = of(facts, "deltagare", "matt", "kon", "insats_id")
    assert ("Kvinnor", 9.0, "nya", "kvinnor", "norrvik/nystart") in found
    assert ("Män", 3.0, "avslutade", "man", "norrvik/nystart") in found


def test_letters_under_a_kommun() -> None:
    facts, _ = cleaned(
        "Deltagare per kommun och insats\nKommun\tAlfa\tBeta\tSumma\nÅkerby\tK\t9\t7\t16\n"
        "\tM\t12\t5\t17\n\tT\t21\t12\t33\nVallda\tK\t6\t5\t11\n\tM\t9\t3\t12\n\tT\t15\t8\t23"
    )
    found = of(facts, "deltagare", "kommun", "kon")
    assert ("K", 9.0, "Åkerby", "kvinnor") in found
    assert ("M", 3.0, "Vallda", "man") in found
    assert ("T", 33.0, "Åkerby", "totalt") in found


def test_what_people_did_before_is_no_reason_to_leave() -> None:
    facts, _ = cleaned(
        "Sysselsättning\nFöre insats Efter insats\nArbete 3 11\nStudier 1 6\nArbetssökande 15 14"
    )
    assert of(facts, "avslut") == []
    assert of(facts, "forsorjning", "tidpunkt")[:2] == [
        ("Arbete", 3.0, "inskrivning"),
        ("Arbete", 11.0, "avslut"),
    ]


def test_participants_beside_how_many_went_to_work() -> None:
    facts, _ = cleaned(
        "Resultat\nInsats Kvinnor Män Totalt Avslutade Till arbete/studier\n"
        "Alfa 28 33 61 24 11\nBeta 17 9 26 14 6\nTotalt 45 42 87 38 17"
    )
    assert ("Alfa", 28.0, "deltagare", "kvinnor") in of(facts, "deltagare", "matt", "kon")
    assert ("Alfa", 24.0, "avslutade", "totalt") in of(facts, "deltagare", "matt", "kon")
    assert ("Alfa", 11.0, "arbete_studier") in of(facts, "avslut", "orsak")


def test_budget_with_insatser_across() -> None:
    facts, _ = cleaned(
        BUDGET.format(TWO),
        "Ekonomi per insats, tkr\nAlfa Beta Summa\nBudget 1 184 994 2 178\nUtfall 1 156 931 2 087\n"
        "Avvikelse 28 63 91",
    )
    found = of(facts, "ekonomi", "post", "insats_id", "enhet")
    assert ("Utfall", 931.0, "utfall", "norrvik/beta", "tkr") in found
    assert ("Avvikelse", 91.0, "avvikelse", None, "tkr") in found


def test_budget_by_year_is_said_by_the_heading() -> None:
    facts, _ = cleaned(
        "Budget per insats, kr\nInsats 2022 2023\nAlfa 2 300 000 2 400 000\nBeta 150 000 175 000\n"
        "Summa 2 450 000 2 575 000"
    )
    found = of(facts, "ekonomi", "post", "year")
    assert ("Beta", 175000.0, "budget", 2023) in found


def test_the_difference_of_budget_and_outcome_is_the_deviation_whatever_it_is_called() -> None:
    facts, _ = cleaned(BUDGET.format(TWO).replace("Avvikelse", "Rest"))
    assert ("Alfa", 27788.0, "avvikelse") in of(facts, "ekonomi", "post")


def test_round_amounts_are_the_budget_where_the_heads_are_lost() -> None:
    rows = "Alfa 1 250 000 1 231 445 18 555\nBeta 780 000 802 116 -22 116\n"
    rows += "Kansli 960 000 914 302 45 698\nService 110 000 98 764 11 236\n"
    facts, _ = cleaned(f"Utfall i kr\n{rows}Summa 3 100 000 3 046 627 53 373")
    assert ("Alfa", 1250000.0, "budget") in of(facts, "ekonomi", "post")
    assert ("Alfa", 1231445.0, "utfall") in of(facts, "ekonomi", "post")


def test_percent_is_said_by_a_heading_that_does_not_say_counts_too() -> None:
    rows = "Vid inskrivning Vid avslut\nFörsörjningsstöd 44 31\nSjukpenning 21 14\nLön 3 24"
    for heading, enhet in (
        ("Försörjning, andel (%)", "procent"),
        ("Försörjning i procent", "procent"),
        ("Försörjning, antal och procent", "antal"),
    ):
        facts, _ = cleaned(f"{heading}\n{rows}")
        assert {fact.enhet for fact in facts if fact.dataset == "forsorjning"} == {enhet}


def test_the_year_and_the_time_since_the_start() -> None:
    facts, _ = cleaned(
        "Antal deltagare\n2021 Sedan start\nInsats Kvinnor Män Kvinnor Män\nAlfa 21 17 88 71\n"
        "Beta 14 19 41 52\nTotalt 35 36 129 123"
    )
    assert ("Alfa", 21.0, "ar", "kvinnor") in of(facts, "deltagare", "period", "kon")
    assert ("Alfa", 88.0, "projekt", "kvinnor") in of(facts, "deltagare", "period", "kon")


def test_a_share_beside_the_contributions_of_the_years() -> None:
    facts, _ = cleaned(
        "Medlemsavgifter, kr\nPart Andel 2020 2021\nStaten 50 % 5 000 000 5 100 000\n"
        "Region Norr 25 % 2 500 000 2 550 000\nNorrviks kommun 25 % 2 500 000 2 550 000"
    )
    assert ("Staten", 5100000.0, "staten", 2021) in of(facts, "medlemsbidrag", "medlem", "year")
    assert [fact.enhet for fact in facts if fact.raw == "50 %"] == ["procent"]


def test_the_unit_of_a_total_is_that_of_its_parts() -> None:
    facts, _ = cleaned(
        "Bidrag från medlemmarna\nMedlem 2020 2021\nStaten 2 100 2 150\nRegion Norr 1 050 1 075\n"
        "Norrviks kommun 1 050 1 075\nSumma (tkr) 4 200 4 300"
    )
    assert {fact.enhet for fact in facts if fact.dataset == "medlemsbidrag"} == {"tkr"}


def test_who_sent_people_by_year_is_no_contribution() -> None:
    facts, _ = cleaned(
        "2.5 Remitterande part\nPart 2022 2021 2020\nFörsäkringskassan 14 12 15\n"
        "Arbetsförmedlingen 9 11 8\nRegionen 6 4 5"
    )
    assert of(facts, "medlemsbidrag") == []
    assert ("Regionen", 6.0, "region", 2022) in of(facts, "remittering", "remittent", "year")


def test_a_numbered_heading_is_a_heading_however_many_small_words_it_has() -> None:
    facts, _ = cleaned(
        BUDGET.format(TWO),
        "2.4 Orsak till avslut (andel i %)\n\nAlfa Beta\nArbete 31 38\nStudier 19 31\nFlytt 12 16",
    )
    assert {fact.enhet for fact in facts if fact.dataset == "avslut"} == {"procent"}

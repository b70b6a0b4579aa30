"""What tables of other förbund mean: whose section, which dataset, facts of an insats.

Every expected value is typed from the made-up text above it.
"""

from __future__ import annotations

from tests.made import assessed, cleaned, of

BUDGET = (
    "Budget och utfall, belopp i kr\nInsats Budget Utfall Avvikelse\n"
    "Alfa 1 184 200 1 156 412 27 788\nBeta 994 200 930 602 63 598\n"
    "Summa 2 178 400 2 087 014 91 386"
)


def test_women_and_men_after_what_they_are_parts_of_count_the_same() -> None:
    facts, _ = cleaned(
        "Deltagare och resultat 2021\nInsats Deltagare Kvinnor Män Avslutade Till arbete\n"
        "Alfa 34 21 13 18 7\nBeta 52 30 22 20 4\nTotalt 86 51 35 38 11"
    )
    found = of(facts, "deltagare", "matt", "kon")
    assert ("Alfa", 21.0, "deltagare", "kvinnor") in found
    assert ("Totalt", 35.0, "deltagare", "man") in found
    assert ("Alfa", 7.0, "arbete") in of(facts, "avslut", "orsak")


def test_the_third_of_budget_outcome_and_difference_may_be_any_word() -> None:
    facts, _ = cleaned(
        "Insatsernas ekonomi, kr\nInsats Ram Utfall Avvikelse\nAlfa 900 000 845 320 54 680\n"
        "Beta 1 450 000 1 502 118 -52 118\nGamma 600 000 588 400 11 600"
    )
    assert ("Alfa", 900000.0, "budget") in of(facts, "ekonomi", "post")


def test_rows_of_one_table_are_not_the_same_insats() -> None:
    facts, _ = cleaned(
        "Budget 2021, kr\nInsats Budget Utfall Avvikelse\n"
        "Samverkansteam Vikstad 3 850 000 3 610 442 239 558\n"
        "Samverkansdagar 150 000 128 450 21 550\nSumma 4 000 000 3 738 892 261 108"
    )
    named = {insats for _, _, insats in of(facts, "ekonomi", "insats_id") if insats}
    assert len(named) == 2


def test_annat_beside_reasons_is_no_gender_and_beside_women_and_men_it_is() -> None:
    facts, _ = cleaned(
        "Avslutsorsaker per insats\nArbete Studier Annat Totalt\nAlfa 14 5 4 23\nBeta 13 16 9 38",
        "Nya deltagare\nKvinnor Män Annat Totalt\nAlfa 14 5 1 20\nBeta 13 16 0 29",
    )
    assert ("Alfa", 4.0, "ovrigt", "totalt") in of(facts, "avslut", "orsak", "kon")
    assert ("Alfa", 1.0, "ej_angivet") in of(facts, "deltagare", "kon")


def test_a_category_that_only_the_heading_names() -> None:
    facts, _ = cleaned(
        BUDGET,
        "Tabell 7. Avslutade deltagare som arbetar eller studerar vid avslut\n"
        "Kvinnor Män Totalt\nAlfa 16 15 31\nBeta 7 11 18",
    )
    assert {orsak for *_, orsak in of(facts, "avslut", "orsak")} == {"arbete_studier"}


def test_a_gender_as_a_heading_over_categories() -> None:
    facts, _ = cleaned(
        "Försörjning\nVid inskrivning Vid avslut\nKvinnor\nSjukpenning 14 8\nLön 0 9\n"
        "Män\nSjukpenning 11 7\nLön 1 12"
    )
    assert of(facts, "forsorjning", "kon")[0] == ("Sjukpenning", 14.0, "kvinnor")
    assert of(facts, "forsorjning", "kon")[-1] == ("Lön", 12.0, "man")


def test_participants_counted_among_reasons_stay_participants() -> None:
    facts, _ = cleaned(
        "Resultat\nKvinnor Män Totalt\nInskrivna under året 24 18 42\n"
        "Avslutade under året 13 9 22\nTill arbete 4 3 7\nTill studier 2 1 3"
    )
    assert ("Avslutade under året", 22.0, "avslutade") in of(facts, "deltagare", "matt")
    assert ("Till arbete", 7.0, "arbete") in of(facts, "avslut", "orsak")


# --- whose section it is ------------------------------------------------------------------------

ABOUT = (
    "{} riktar sig till den som behöver stöd för att komma vidare och som har ett beslut om det."
)
OWN = "Avslutsorsak\nKvinnor Män Totalt\nArbete 4 4 8\nStudier 2 3 5\nSjukdom 2 1 3"


def sections(*tables: str) -> list[object]:
    alfa, beta = (f"\n{name}\n\n{ABOUT.format(name)}\n\n" for name in ("Alfa", "Beta"))
    facts, _ = cleaned(BUDGET, alfa + tables[0] + beta + tables[1])
    return [insats for *_, insats in of(facts, "avslut", "insats_id")]


def test_a_table_under_each_insats_is_that_of_its_section() -> None:
    assert set(sections(OWN + "\n", OWN)) == {"norrvik/alfa", "norrvik/beta"}


def test_tables_below_sections_of_text_alone_are_of_no_insats() -> None:
    assert set(sections("", OWN)) == {None}


# --- tables turned round ------------------------------------------------------------------------


def test_years_down_and_members_across() -> None:
    facts, _ = cleaned(
        "Medlemsbidrag (kr)\nÅr            Staten  Region Norr       Summa\n"
        "2020       4 600 000    2 300 000   6 900 000\n"
        "2021       4 700 000    2 350 000   7 050 000"
    )
    found = of(facts, "medlemsbidrag", "medlem", "year")
    assert found[0] == ("2020", 4600000.0, "staten", 2020)
    assert found[-1] == ("2021", 7050000.0, "summa", 2021)


def test_years_down_and_posts_across() -> None:
    facts, _ = cleaned(
        "Ekonomi i sammandrag (tkr)\nÅr      Intäkter   Kostnader   Resultat   Eget kapital\n"
        "2020       4 600       4 328        272          1 822\n"
        "2021       4 619       4 649        -30          1 792"
    )
    found = of(facts, "rakenskaper", "post", "year", "enhet")
    assert ("2020", 272.0, "arets_resultat", 2020, "tkr") in found
    assert ("2021", 1792.0, "eget_kapital", 2021, "tkr") in found


def test_balances_in_and_out_are_of_two_years() -> None:
    facts, _ = cleaned(
        "Balansrapport (kr)\n                   Ingående                Utgående\n"
        "                     balans  Förändring      balans\n"
        "Bank              2 112 320       1 795   2 114 115\n"
        "Summa tillgångar  2 112 320       1 795   2 114 115"
    )
    found = of(facts, "rakenskaper", "year")
    assert ("Bank", 2112320.0, 2020) in found and ("Bank", 2114115.0, 2021) in found


def test_facts_of_an_insats_go_where_their_labels_say() -> None:
    facts, _ = cleaned(
        BUDGET + "\n\nAlfa\n\n" + ABOUT.format("Alfa") + "\n\n"
        "Beviljade medel            1 600 000 kr\nFörbrukade medel           1 574 220 kr\n"
        "Antal deltagare            64 (26 kvinnor, 38 män)\nAvslutade                  27\n"
        "   till arbete             8"
    )
    assert ("Beviljade medel", 1600000.0, "budget", "norrvik/alfa") in of(
        facts, "ekonomi", "post", "insats_id"
    )
    people = of(facts, "deltagare", "matt", "kon", "insats_id")
    assert ("Antal deltagare", 38.0, "deltagare", "man", "norrvik/alfa") in people
    assert ("Avslutade", 27.0, "avslutade", "totalt", "norrvik/alfa") in people
    assert ("till arbete", 8.0, "arbete", "antal") in of(facts, "avslut", "orsak", "enhet")


# --- datasets -----------------------------------------------------------------------------------


def test_a_survey_of_groups_in_a_plain_table() -> None:
    facts, _ = cleaned(
        "Tabell 5. Indikatorer 2021, andel positiva svar (procent)\n"
        "                                   Deltagare   Personal   Chefer\n"
        "Stödet utgår från behoven                 88         91        -\n"
        "Samverkan fungerar väl                     -         70       64\n"
        "Antal svar                               112         29       14"
    )
    found = of(facts, "indikatorer", "respondentgrupp", "svar", "enhet")
    assert ("Stödet utgår från behoven", 88.0, "deltagare", "positivt", "procent") in found
    assert ("Antal svar", 14.0, "chefer", "n_svar", "antal") in found
    assert of(facts, "deltagare") == []


def test_notes_that_are_numbered_without_the_word() -> None:
    facts, _ = cleaned(
        "Noter (tkr)\n\n1. Intäkter\n2021 2020\nStaten 4 300 4 450\nRegion 2 150 2 225\n"
        "Summa 6 450 6 675\n\n2. Fordringar\n2021 2020\nMoms 502 561\nSkattekonto 45 42\n"
        "Summa 547 603"
    )
    found = of(facts, "rakenskaper", "not_nr", "enhet")
    assert ("Region", 2150.0, 1, "tkr") in found and ("Moms", 502.0, 2, "tkr") in found


def test_sick_leave_by_gender_counts_no_participants() -> None:
    facts, _ = cleaned(
        "Sjukfrånvaro, procent\n2021 2020\nTotal sjukfrånvaro 3,4 2,9\nKvinnor 3,9 3,1\nMän 0,8 1,2"
    )
    assert of(facts, "deltagare") == []
    assert ("Kvinnor", 3.9, "kvinnor", "procent") in of(facts, "ovrigt", "kon", "enhet")


def test_kronor_under_a_heading_about_people_are_no_people() -> None:
    facts, _ = cleaned(
        "Avslutade deltagare\n\n" + ABOUT.format("Alfa") + "\n\nResultatrapport (kr)\n2021 2020\n"
        "Bidrag staten 2 300 000 2 200 000\nSumma intäkter 2 300 000 2 200 000\n"
        "Löner -612 340 -598 110\nÅrets resultat 1 687 660 1 601 890"
    )
    assert of(facts, "avslut") == []
    assert ("Löner", -612340.0, "kr") in of(facts, "rakenskaper", "enhet")


def test_new_participants_by_quarter_are_of_parts_of_the_year() -> None:
    facts, _ = cleaned(
        "Nya deltagare per kvartal\nKv 1 Kv 2 Kv 3 Kv 4 Hela året\nAlfa 11 8 5 12 36\n"
        "Beta 6 5 2 7 20"
    )
    found = of(facts, "deltagare", "matt", "period", "kolumn_raw")
    assert found[0] == ("Alfa", 11.0, "nya", "del_av_ar", "Kv 1")
    assert found[4] == ("Alfa", 36.0, "nya", "ar", "Hela året")


def test_a_kommun_with_a_short_name_or_two_words_is_one_beside_others() -> None:
    facts, _ = cleaned(
        "Medlemmarnas bidrag, kr\n2021 2020\nAlnäs kommun 100 000 90 000\n"
        "Skogby kommun 200 000 190 000\nSumma 300 000 280 000",
        "Deltagare per insats och kommun\nInsats      Alnäs    Skogby    Moheda Ås    Totalt\n"
        "Alfa           98        31           22       151\n"
        "Beta           71        20           14       105",
    )
    found = of(facts, "deltagare", "kommun", "insats_id")
    assert ("Alfa", 98.0, "Alnäs", "norrvik/alfa") in found
    assert ("Alfa", 22.0, "Moheda Ås", "norrvik/alfa") in found


def test_where_people_live_is_background() -> None:
    facts, _ = cleaned("Hemkommun\nAntal Andel\nSkogby 153 65 %\nMoheda 83 35 %\nTotalt 236 100 %")
    assert ("Skogby", 153.0, "kommun") in of(facts, "bakgrund", "dimension")


def test_lengths_of_time_are_no_ages() -> None:
    rows = "Kvinnor Män\nKortare än 1 år 39 47\n1-3 år 61 58\n3-5 år 34 28\n10 år eller längre 16 7"
    facts, _ = cleaned(f"Tid i offentlig försörjning\n{rows}")
    assert {dimension for *_, dimension in of(facts, "bakgrund", "dimension")} == {"tid"}
    facts, _ = cleaned("Ålder\nKvinnor Män\n16-24 år 39 47\n25-34 år 61 58\n60- 16 7")
    assert {dimension for *_, dimension in of(facts, "bakgrund", "dimension")} == {"alder"}
    assert of(facts, "bakgrund")[-1] == ("60-", 7.0)


def test_amounts_are_no_counts_of_people() -> None:
    rows = "Kvinnor Män\nAlfa 2 300 000 8 185\nBeta 1 150 000 12 300"
    facts, left = cleaned(f"Avslutade deltagare per insats\n{rows}")
    assert of(facts, "avslut") == of(facts, "deltagare") == []
    assert sum("för stora för antal personer" in item.why for item in left) == 2


def test_numbers_by_year_whose_unit_nothing_tells_are_never_confirmed() -> None:
    built = assessed("Läget\n2021 2020\nAlfa 502 561\nBeta 141 139\nSumma 643 700")
    found = [fact for fact in built.facts if fact.dataset == "ovrigt" and fact.label_raw == "Summa"]
    assert [fact.kontroll for fact in found] == ["okontrollerad"] * 2

"""What is printed right is not contradicted: shapes of print that rules could take for errors."""

from __future__ import annotations

from tests.made import assessed

from finsam_analysis.verify.checks import STAMMER


def told(*tables: str) -> list[str]:
    """What is said to be contradicted in a report of these tables."""
    return [check.beskrivning for check in assessed(*tables).checks if check.fails]


CASHFLOW = """
    Kassaflödesanalys (tkr)
                                                    2023        2022
    Årets resultat                                -1 273      -1 037
    Förändring av fordringar                         116        -402
    Förändring av skulder                            228         237
    Kassaflöde från den löpande verksamheten        {flow}      -1 202
    Likvida medel vid årets början                 7 373       8 575
    Likvida medel vid årets slut                   6 444       7 373
    """


def test_a_cash_flow_with_posts_of_its_own_names() -> None:
    assert told(CASHFLOW.format(flow="-929")) == []


def test_and_a_sum_of_it_that_is_wrong_is_told() -> None:
    assert told(CASHFLOW.format(flow="-829"))


SHARES = """
    Avslutsorsaker, andel av avslutade

                                  Alfa        Beta       Gamma        Alla
    Arbete eller studier        43,5 %      35,6 %      50,0 %      41,4 %
    Aktivt arbetssökande        13,0 %      20,3 %       8,8 %      16,3 %
    Ohälsa                      37,7 %      37,3 %      35,3 %      {ill} %
    Annat                        5,8 %       6,8 %       5,9 %       5,8 %
    """


def test_shares_of_which_one_reason_is_of_two_make_a_hundred() -> None:
    assert told(SHARES.format(ill="36,5")) == []


def test_and_shares_that_do_not_make_a_hundred_are_told() -> None:
    assert len(told(SHARES.format(ill="26,5"))) == 1


GROUPS = """
    Kostnader (tkr)

                       Budget   Utfall
    Individinriktade    2 620    2 530
    Bryggan             1 500    1 410
    Fyren               1 120    1 120
    Strukturinriktade     900      880
    Utbildning            500      490
    Konferens             400      390
    Summa kostnader     3 520    3 410
    """


def test_a_total_over_sums_and_their_parts() -> None:
    assert told(GROUPS) == []


UNIQUE = """
    Deltagare per insats

                     Kvinnor   Män   Totalt   Unika
    Älvkraft              44    47       91      91
    Vändpunkten           19    26       45      44
    Nyckeln               37    11       48      48
    Summa                100    84      184     {unique}
    """


def test_a_person_in_two_insatser_is_one_of_the_unique() -> None:
    assert told(UNIQUE.format(unique="180")) == []


def test_and_there_are_no_more_of_them_than_in_the_rows() -> None:
    assert len(told(UNIQUE.format(unique="190"))) >= 1


COSTS = """
    Kostnad per deltagare

                     Kostnad (tkr)   Deltagare   Kr per deltagare
    Älvkraft                 3 388         136             24 912
    Vändpunkten                702          59             11 898
    Nyckeln                  2 044          67             30 507
    Summa                    {total}         262             23 412
    """


def test_costs_for_one_are_not_summed() -> None:
    assert told(COSTS.format(total="6 134")) == []


def test_and_the_costs_beside_them_are() -> None:
    assert len(told(COSTS.format(total="6 234"))) == 1


def test_years_may_fall_down_the_page() -> None:
    rows = [("2018", "88 57 145"), ("2017", "81 54 135"), ("2016", "79 46 125")]
    falling = "\n".join(f"{year} {numbers}" for year, numbers in rows)
    rising = "\n".join(f"{year} {numbers}" for year, numbers in reversed(rows))
    heads = "Deltagare per kön\nÅr Kvinnor Män Summa\n"
    assert told(heads + falling, heads.replace("per kön", "och kön") + rising) == []


OVERVIEW = """
    Flerårsöversikt, tkr
    2024 2023 2022
    Verksamhetens intäkter 8 634 8 900 9 112
    Verksamhetens kostnader 9 092 9 215 9 344
    Årets resultat {result} -244 -228
    """


def test_an_overview_without_financial_posts_or_minus() -> None:
    assert told(OVERVIEW.format(result="-366")) == []
    made = assessed(OVERVIEW.format(result="-366"))
    costs = [f.extra["belopp_kr"] for f in made.facts if f.label_raw == "Verksamhetens kostnader"]
    assert costs == [-9_092_000, -9_215_000, -9_344_000]


def test_an_overview_that_holds_in_other_years_leaves_nothing_out() -> None:
    """18 kronor are small, and still wrong where three years come out to the last."""
    made = assessed(
        """
        Förutsättningar 2022 2021 2020 2019
        Verksamhetens intäkter 31 379 624 35 980 191 34 028 857 28 731 703
        Verksamhetens kostnader 30 129 577 35 715 694 36 914 330 29 505 920
        Årets resultat 1 250 047 264 479 -2 885 473 -774 217
        """
    )
    assert [check.facts[0].year for check in made.checks if check.fails] == [2021]


def test_and_a_result_that_is_far_off_is_told() -> None:
    assert len(told(OVERVIEW.format(result="-1 366"))) == 1


LEDGER = """
    Balansrapport (kr)
    Ingående balans Förändring Utgående balans
    Bank 2 112 320 1 795 2 114 115
    Summa tillgångar 2 112 320 1 795 2 114 115
    Eget kapital -1 550 366 -272 044 -1 822 410
    Kortfristiga skulder -561 954 270 249 -291 705
    """
BALANCE = """
    Balansräkning (kr)
    2021-12-31
    Kassa och bank 2 114 115
    Summa tillgångar 2 114 115
    Eget kapital 1 822 410
    Kortfristiga skulder 291 705
    Summa eget kapital och skulder 2 114 115
    """


def test_a_ledger_has_signs_of_its_own() -> None:
    assert told(LEDGER, BALANCE) == []


def test_a_row_that_is_settled_late_stands_where_it_is_printed() -> None:
    """`Kassa och bank` can be read in two ways, and is settled by the cash flow below."""
    balance = """
        Balansräkning (tkr)
        Not 2021-12-31 2020-12-31
        Fordringar 412,6 377,1
        Kassa och bank 3 581,8 4 167,0
        Summa tillgångar 3 994,4 4 544,1
        Eget kapital 2 406,1 2 841,7
        Kortfristiga skulder 4 1 588,3 1 702,4
        Summa eget kapital och skulder 3 994,4 4 544,1
        """
    flow = """
        Kassaflödesanalys (tkr)
        2021 2020
        Årets kassaflöde -585,2 261,2
        Likvida medel vid årets början 4 167,0 3 905,8
        Likvida medel vid årets slut 3 581,8 4 167,0
        """
    made = assessed(balance, flow)
    assert [check.beskrivning for check in made.checks if check.fails] == []
    orders = [check for check in made.checks if check.typ == "ordning"]
    assert orders and all(check.utfall == STAMMER for check in orders)

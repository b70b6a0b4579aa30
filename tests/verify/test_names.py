"""A number is confirmed only under a name that it could not change with another row's."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest
from tests.made import assessed, report

from finsam_analysis.build import Built, assess
from finsam_analysis.clean.facts import BEKRAFTAD, MOTSAGD, OKONTROLLERAD
from finsam_analysis.verify.order import Order
from finsam_analysis.verify.rows import Row


def standing(built: Built) -> dict[str, set[str]]:
    """What is said of each row's numbers."""
    rows: dict[str, set[str]] = {}
    for fact in built.facts:
        rows.setdefault(fact.label_raw, set()).add(fact.kontroll)
    return rows


def swapped(text: str, one: str, other: str) -> str:
    return text.replace(one, "§").replace(other, one).replace("§", other)


BUDGET = """
Belopp i kr
Insats Budget Utfall Avvikelse
Ungdomsteam 1 184 200 1 156 412 27 788
Lotsar 994 200 930 602 63 598
Kansli 562 600 617 446 -54 846
Summa 2 741 000 2 704 460 36 540
"""
RESULTS = """
Resultaträkning
Belopp i kr 2021 2020
Verksamhetens intäkter 2 800 000 2 650 000
Verksamhetens kostnader -2 704 460 -2 601 300
Verksamhetens nettokostnad 95 540 48 700
Finansiella intäkter 1 200 900
Årets resultat 96 740 49 600
"""
KOMMUNER = ("Arby", "Bjärke", "Dalvik", "Ekby", "Forsa", "Gåsvik", "Hult")
ROWS = (
    (9, 8, 17), (11, 12, 23), (2, 1, 3), (5, 4, 9), (7, 6, 13), (4, 6, 10), (1, 3, 4), (39, 40, 79),
)  # fmt: skip


def exits(names: Sequence[str], heading: str = "Avslutsorsaker 2021") -> str:
    rows = [
        f"{name} {' '.join(map(str, row))}"
        for name, row in zip((*names, "Totalt"), ROWS, strict=True)
    ]
    return "\n".join([heading, "Insats Arbete Studier Totalt", *rows])


def test_the_parts_of_a_sum_are_checked_but_their_names_are_not_bound() -> None:
    built = assessed(BUDGET)
    assert standing(built)["Lotsar"] == {OKONTROLLERAD}
    assert standing(built)["Summa"] == {BEKRAFTAD}  # a row called sum that is one
    lots = next(f for f in built.facts if f.label_raw == "Lotsar")
    assert lots.prov == ("differens", "summa")  # and what covers it is told


def test_the_same_amount_under_the_same_name_binds_it() -> None:
    again = BUDGET.replace("Belopp", "Fördelning\nBelopp").replace("Kansli", "Ledning")
    rows = standing(assessed(BUDGET, again))
    assert rows["Lotsar"] == rows["Ungdomsteam"] == {BEKRAFTAD}
    assert rows["Ledning"] == {BEKRAFTAD}  # the other names are taken


def test_roles_and_order_bind_the_posts_of_a_statement() -> None:
    assert set().union(*standing(assessed(RESULTS)).values()) == {BEKRAFTAD}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Verksamhetens intäkter", "Årets resultat"),
        ("Verksamhetens kostnader", "Verksamhetens nettokostnad"),
        ("Finansiella intäkter", "Verksamhetens nettokostnad"),
    ],
)
def test_posts_that_have_changed_names_are_never_confirmed(one: str, other: str) -> None:
    rows = standing(assessed(swapped(RESULTS, one, other)))
    assert BEKRAFTAD not in rows[one] | rows[other]
    assert MOTSAGD in rows[one] | rows[other]


def test_rows_in_alphabetical_order_are_bound() -> None:
    rows = standing(assessed(exits(KOMMUNER)))
    assert all(rows[name] == {BEKRAFTAD} for name in KOMMUNER)


def test_rows_that_break_the_order_are_contradicted() -> None:
    """Two names have changed places: every sum holds, only the order does not."""
    turned = swapped(exits(KOMMUNER), "Arby", "Bjärke")
    built = assess([report(turned.replace("Forsa", "Fiskeby"), exits(KOMMUNER))], {})
    rows = {
        (f.table_id, f.label_raw): f.kontroll for f in built.facts if f.label_raw in KOMMUNER[:2]
    }
    assert BEKRAFTAD not in {k for (table, _), k in rows.items() if table == "t01"}
    assert any(c.typ == "ordning" and c.fails for c in built.checks)


def test_the_order_of_the_other_tables_binds_names() -> None:
    names = ("Ekby", "Arby", "Hult", "Dalvik", "Forsa", "Gåsvik", "Bjärke")  # in no order
    alone = standing(assess([report(exits(names))], {}))
    assert alone["Arby"] == {OKONTROLLERAD}
    both = standing(assess([report(exits(names), exits(names, "Remitterade 2021"))], {}))
    assert both["Arby"] == {BEKRAFTAD}


def test_a_percent_sign_tells_a_row_of_shares_from_one_of_counts() -> None:
    table = """
    Remittenter 2021
    Arbetsförmedlingen Försäkringskassan Kommunen Egen anmälan Totalt
    Antal 30 20 40 10 100
    Andel 30 % 20 % 40 % 10 % 100 %
    """
    rows = standing(assessed(table))
    assert rows["Antal"] == {BEKRAFTAD}


def test_a_total_under_another_name_is_not_confirmed() -> None:
    rows = standing(assessed(swapped(BUDGET, "Summa", "Lotsar")))
    assert BEKRAFTAD not in rows["Lotsar"] | rows["Summa"]
    assert MOTSAGD in rows["Summa"]


def ordered(names: str, wanted: str) -> Order:
    """Rows that stand as named, and the order that they should stand in."""
    order = Order([Row(name, at) for at, name in enumerate(names)])
    for one, other in combinations(range(len(names)), 2):
        as_wanted = wanted.index(names[one]) < wanted.index(names[other])
        (order.right if as_wanted else order.wrong).add((one, other))
    order.settle()
    return order


def test_an_order_that_is_kept_tells_every_row_from_every_other() -> None:
    order = ordered("abcde", "abcde")
    assert all(order.tells(one, other) for one, other in combinations(range(5), 2))


def test_a_row_out_of_order_is_told_only_if_another_place_would_be_worse() -> None:
    """Two rows that may have changed names are not told apart by the order they have broken."""
    order = ordered("adcbe", "acdbe")  # c and d stand the other way round
    assert order.out == {1, 2} and not order.tells(1, 2)
    assert order.tells(0, 3) and order.tells(1, 4)
    moved = ordered("acdeb", "abcde")  # b has been moved below the others
    assert moved.out and not moved.tells(1, 4) and not moved.tells(2, 4)
    assert moved.tells(0, 4)


FEW = ("Arby", "Bjärke", "Dalvik")


def few(names: Sequence[str], heading: str) -> str:
    rows = [
        f"{name} {' '.join(map(str, row))}"
        for name, row in zip((*names, "Totalt"), ((9, 8, 17), (2, 1, 3), (5, 4, 9), (16, 13, 29)),
                             strict=True)
    ]  # fmt: skip
    return "\n".join([heading, "Insats Arbete Studier Totalt", *rows])


@pytest.mark.parametrize(("tables", "contradicted"), [(1, False), (3, True)])
def test_three_rows_in_another_order_than_one_other_table_are_no_contradiction(
    tables: int, contradicted: bool
) -> None:
    """By accident two of three stand the other way round as often as not."""
    turned = (FEW[1], FEW[0], FEW[2])
    texts = [few(FEW, f"Avslutsorsaker 20{at}") for at in range(17, 17 + tables)]
    built = assess([report(few(turned, "Avslutsorsaker 2021"), *texts)], {})
    assert any(c.typ == "ordning" and c.fails for c in built.checks) is contradicted

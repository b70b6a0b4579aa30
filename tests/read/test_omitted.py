"""What is left out is listed: rows that look like something else."""

from __future__ import annotations

from tests.made import block

from finsam_analysis.read.omitted import contents_of, unseen_rows

COSTS = """
    Insats Utfall 2021
    Alfa 12 500
    Styrelse 2084
    Kansli 14 300
    Summa 28 884
    """


def listed(text: str, read: dict[int, list[str]]) -> list[int]:
    return [left.line for left in unseen_rows(block(text), read, (), notes=False)]


def test_an_amount_that_looks_like_a_year_is_not_lost() -> None:
    read = {2: ["12 500"], 4: ["14 300"], 5: ["28 884"]}
    assert listed(COSTS, read) == [3]
    assert listed(COSTS, read | {3: ["2084"]}) == []


def test_a_year_in_a_head_is_no_amount() -> None:
    again = COSTS.replace("Styrelse 2084", "Budget 2021")
    assert listed(again, {2: ["12 500"], 4: ["14 300"], 5: ["28 884"]}) == []


def test_contents_may_have_each_page_on_a_line_of_its_own() -> None:
    lines = ["Innehållsförteckning", "", "Ordföranden har ordet", "3", "Ekonomi", "6", "Noter", "8"]
    assert contents_of([*lines, "", "2"]) == {4, 6, 8}

"""The yardstick for running text: what counts as found, as right, and as wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from finsam_analysis.read.prose.reader import Figure
from finsam_analysis.verify.gold_facts import FactScore, read_facts, score

FORBUND = "Samordningsförbundet Provtorp"
HEAD = "report_id,line,subject,measure,kon,value,unit,scope,note\n"
READ = Figure(12, None, "Startpunkten", "deltagare", "kvinnor", 128.0, "antal", "2023", "128")


def _score(folder: Path, fact: str, *figures: Figure) -> FactScore:
    path = folder / "provtorp-2023-facts.csv"
    path.write_text(f"{HEAD}provtorp-2023,{fact},\n", encoding="utf-8")
    return score(read_facts(path), figures, FORBUND)


def test_a_figure_that_says_what_the_reader_read_is_right(tmp_path: Path) -> None:
    made = _score(tmp_path, "12,Startpunkten,deltagare,kvinnor,128,antal,2023", READ)
    assert (made.gold, made.found, made.right, made.misses) == (1, 1, 1, [])


def test_each_field_that_differs_is_named(tmp_path: Path) -> None:
    fact = "12,Startpunkten,deltagare,kvinnor,128,antal,2023"
    for changed, word in (
        (replace(READ, kon="man"), "kön"),
        (replace(READ, scope="projekt"), "period"),
        (replace(READ, measure="avslutade"), "mått"),
        (replace(READ, subject="Rehabkedjan"), "vems"),
    ):
        made = _score(tmp_path, fact, changed)
        assert (made.found, made.right) == (1, 0)
        assert f": {word} (" in made.misses[0]


def test_another_value_unit_or_line_is_not_found(tmp_path: Path) -> None:
    fact = "12,Startpunkten,deltagare,kvinnor,128,antal,2023"
    far = (replace(READ, value=182.0), replace(READ, unit="procent"), replace(READ, line=15))
    for figure in far:
        made = _score(tmp_path, fact, figure)
        assert (made.gold, made.found) == (1, 0)
        assert made.misses[0].endswith("saknas")


def test_one_figure_stands_for_one_fact(tmp_path: Path) -> None:
    twice = "12,Startpunkten,deltagare,kvinnor,128,antal,2023,\nprovtorp-2023,13,Startpunkten,nya"
    made = _score(tmp_path, f"{twice},kvinnor,128,antal,2023", READ)
    assert (made.gold, made.found, made.right) == (2, 1, 1)


def test_money_is_compared_in_kronor_with_its_sign(tmp_path: Path) -> None:
    fact = f"20,{FORBUND},resultat,totalt,-2500000,kr,2023"
    loss = replace(
        READ, line=20, subject=FORBUND, measure="resultat", kon="totalt", value=-2.5, unit="mkr"
    )
    assert _score(tmp_path, fact, loss).right == 1
    assert _score(tmp_path, fact, replace(loss, value=2.5)).right == 0


def test_a_fact_without_a_measure_in_the_contract_does_not_count(tmp_path: Path) -> None:
    made = _score(tmp_path, f"30,{FORBUND},nyhetsbrev,totalt,5,antal,2023")
    assert (made.gold, made.found) == (0, 0)

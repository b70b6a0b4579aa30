"""The yardstick itself: a number of the wrong size, and a right number with the wrong meaning."""

from __future__ import annotations

from pathlib import Path

from finsam_analysis.add import Options, add_reports
from finsam_analysis.build import build
from finsam_analysis.verify.accuracy import Score, confirmed_extras, extras, measure, report
from finsam_analysis.verify.meaning import wrong

REPORT = (
    "Samordningsförbundet Provtorp\nÅrsredovisning 2023\n\n"
    "Deltagare 2023\nInsats Kvinnor Män Totalt\nStartpunkten 74 62 136\n"
    "Rehabteam Klövsjö 51 57 108\nTotalt 125 119 244\n"
)
GOLD_HEAD = "report_id,line,table,row,col,value,unit,raw,note\n"


def _measured(folder: Path, *cells: str) -> tuple[Score, str]:
    source = folder / "provtorp-2023.txt"
    source.write_text(REPORT, encoding="utf-8")
    add_reports([source], Options(folder / "raw"))
    build(folder / "raw", folder / "clean")
    gold = folder / "gold"
    gold.mkdir()
    rows = "".join(f"provtorp-2023,{cell},antal,,\n" for cell in cells)
    (gold / "provtorp-2023-cells.csv").write_text(GOLD_HEAD + rows, encoding="utf-8")
    scores = measure(gold, folder / "clean")
    confirmed = confirmed_extras(gold, folder / "clean")
    text = report(scores, {}, misses=True, confirmed=confirmed)
    return next(iter(scores.values())), text


def test_a_confirmed_number_of_the_wrong_size_is_counted(tmp_path: Path) -> None:
    """A person read 1 250 where the program reads 125: nothing found, and one confirmed extra."""
    cells = ["8,sus,Totalt,Kvinnor,1250", "8,sus,Totalt,Män,119"]
    score, text = _measured(tmp_path, *cells, "8,sus,Totalt,Totalt,244")
    assert (score.gold, score.found, score.right) == (3, 2, 2)
    assert text.splitlines()[-1] == "fel värde och bekräftat: 1"


def test_right_numbers_that_say_the_wrong_thing(tmp_path: Path) -> None:
    """A person read the men's column as the women's: right value, wrong meaning."""
    cells = ["6,sus,Startpunkten,Män,74", "6,sus,Startpunkten,Totalt,136"]
    score, _ = _measured(tmp_path, *cells)
    assert (score.found, score.told, score.meant) == (2, 2, 1)


def test_a_reason_in_another_dataset_is_of_another_meaning() -> None:
    cell = {"table": "avslut_unga", "row": "Fyren", "col": "Studier, kvinnor"}
    row = {"dataset": "avslut", "orsak": "studier", "kon": "kvinnor", "year": 2023}
    assert wrong(cell, row) == []
    assert wrong(cell, {**row, "orsak": "arbete"}) == ["orsak"]
    assert wrong(cell, {**row, "dataset": "ovrigt"}) == ["dataset"]
    assert wrong({**cell, "col": "Studier, 2022"}, {**row, "kon": "totalt"}) == ["year"]


def test_people_whose_gender_is_not_given_are_no_total() -> None:
    cell = {"table": "avslut_unga", "row": "Ej angivet", "col": "Totalt"}
    row = {"dataset": "avslut", "orsak": "totalt", "kon": "ej_angivet", "year": 2023}
    assert wrong(cell, row) == []
    assert wrong(cell, {**row, "kon": "totalt"}) == ["kon"]


def test_what_gold_has_among_its_facts_is_no_extra(tmp_path: Path) -> None:
    _measured(tmp_path, "6,sus,Startpunkten,Kvinnor,74")
    facts = "report_id,line,subject,measure,kon,value,unit,scope,note\n"
    facts += "provtorp-2023,6,Startpunkten,deltagare,man,62,antal,2023,\n"
    (tmp_path / "gold" / "provtorp-2023-facts.csv").write_text(facts, encoding="utf-8")
    left = extras(tmp_path / "gold", tmp_path / "clean")["provtorp-2023"]
    assert sorted(row["raw"] for row in left if row["line"] == 6) == ["136"]


def test_a_count_among_shares_is_of_no_other_meaning() -> None:
    cell = {"table": "forsorjning", "row": "Antal avslutade deltagare", "col": "Kvinnor"}
    row = {"dataset": "deltagare", "matt": "avslutade", "kon": "kvinnor", "year": 2023}
    assert wrong(cell, row) == []
    assert wrong({**cell, "row": "Sjukpenning"}, row) == ["dataset"]

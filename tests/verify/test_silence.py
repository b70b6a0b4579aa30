"""No number is lost in silence: the audit finds what is planted, and nothing in what was read."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.made import REPORT

from finsam_analysis.add import Options, add_reports
from finsam_analysis.build import build
from finsam_analysis.datasets import load
from finsam_analysis.verify.no_figures import are_marks
from finsam_analysis.verify.silence import audit, audit_reports, report

LAYOUTS = Path(__file__).parents[1] / "layouts" / "text"


def silent(text: str, facts: dict[int, list[str]] | None = None, rows: tuple[int, ...] = ()) -> str:
    """The numbers of a text that are nowhere, in the order printed."""
    found = audit(text.split("\n"), facts or {}, set(), rows).silent
    return " ".join(number for item in found for number in item.numbers)


def made(tmp_path: Path, text: str) -> tuple[Path, Path]:
    """data/raw and data/clean of one made-up report."""
    source = tmp_path / "norrvik-2021-arsredovisning.txt"
    source.write_text(text, encoding="utf-8")
    add_reports([source], Options(tmp_path / "raw"))
    build(tmp_path / "raw", tmp_path / "clean")
    return tmp_path / "raw", tmp_path / "clean"


def test_a_number_that_is_nowhere_is_silent() -> None:
    text = "Stegen hade 41 deltagare.\nDet var 17 fler än i Lotsar, och 1 250 var kvar."
    assert silent(text, {1: ["41"]}) == "17 1 250"
    assert silent(text, {1: ["41"], 2: ["17"]}) == "1 250"
    assert silent(text, {1: ["41"], 2: ["17", "1 250"]}) == ""


def test_a_number_over_two_lines_is_one() -> None:
    assert silent("Kapitalet var 5 373\n159 kr i fjol.", {1: ["5 373 159"]}) == ""
    assert silent("Kapitalet var 5 373\n159 kr i fjol.", {1: ["5"]}) == "373 159"


def test_each_number_read_takes_one() -> None:
    assert silent("Av 12 män gick 12 till arbete", {1: ["12"]}) == "12"
    assert silent("Lotsar 5 000 5", {1: ["5", "5 000"]}, (1,)) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Förbundet bildades den 1 april 2010 och mötet hölls 2021-03-18.",
        "Lagen (2003:1210) om finansiell samordning, se avsnitt 1.2 och Tabell 3.",
        "Målgruppen är 16-29 år, eller mellan 16 och 29 år.",
        "Hälften är under 30 år och har varit utan arbete i 24 månader eller mer.",
        "https://exempel.se/2021/12/rapport-77.pdf",
        "Dnr 2021/0063 3962, organisationsnummer 222000-1234\n123 45 Norrvik",
        "2.1.3 Mål och resultat",
        "1. Samverka mer.\n2. Mäta det.\n3. Berätta om det.",
        "Skolan har antagit LSS6 och 6ver hälften vill dit.",
        "Antal anställda1 är inget.\n\n1 Den sista december.",
        "0\n\n20\n\n40\n\n60",
        "0 % 20 % 40 %",
        "Verksamheten\n\n14\n\nÅrsredovisning",
        "Personal ......... 12",
        "Sida 2 av 14",
    ],
)
def test_what_a_rule_leaves_out(text: str) -> None:
    assert silent(text) == ""


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Insatsen hade 87deltagare.", "87"),
        ("Totalt 1900 deltagare beräknas få stöd.", "1900"),
        ("Antalet som avslutade var\n85. Av dem var hälften män.", "85"),
        ("Stegen hade 74 deltagare, varav\n29 Norrbybor.", "74 29"),
        ("Av 26", "26"),
        ("31 28 25", "31 28 25"),
        ("31%\n\n26%\n\n23%", "31 26 23"),
        ("Av dem var 52 procent kvinnor.", "52"),
        ("Under mars kom 16 fler.", "16"),
    ],
)
def test_what_only_looks_like_what_a_rule_leaves_out(text: str, number: str) -> None:
    assert silent(text) == number


def test_a_year_between_a_label_and_numbers_is_an_amount() -> None:
    assert silent("Porto 2019 1 850\nResor 400 300", {1: ["1 850"]}, (1, 2)) == "2019 400 300"
    assert silent("Utskrivning 2020 9 4\nUtskrivning flytt 2020 3 1", rows=(1, 2)) == "9 4 3 1"


def test_numbers_below_zero_are_no_interval() -> None:
    assert silent("Lotsar 700 655 -45", {1: ["700"]}, (1,)) == "655 45"


def test_the_column_of_notes() -> None:
    text = "Belopp i kr Not 2021\nVerksamhetens intäkter 2 34 024 857\nLokaler 3 12"
    assert silent(text, {2: ["34 024 857"], 3: ["12"]}, (1, 2, 3)) == ""
    assert silent(text, {3: ["12"]}, (1, 2, 3)) == "34 024 857"


def test_marks_of_an_axis_are_even_and_round() -> None:
    assert are_marks([0, 20, 40]) and are_marks([50, 25, 0]) and are_marks([2, 0, 4]) is False
    assert not are_marks([31, 28, 25]) and not are_marks([12, 14, 16]) and not are_marks([0, 20])


def test_what_nobody_understood_is_listed_without_its_sentence(tmp_path: Path) -> None:
    """A number planted in the text is listed; lose the list, and the audit finds it."""
    text = REPORT + "\nPå torget stod 47 om man räknade noga, av alla 9 som fanns.\n"
    raw, clean = made(tmp_path, text)
    line = text.split("\n").index("På torget stod 47 om man räknade noga, av alla 9 som fanns.") + 1
    listed = [row for row in load("olasta", clean=clean).to_dicts() if row["line"] == line]
    assert [row["text"] for row in listed] == ["47; 9"]
    assert {rid: one.lost for rid, one in audit_reports(raw, clean).items()} == {
        "norrvik-2021-arsredovisning": 0
    }
    kept = (clean / "olasta.csv").read_text(encoding="utf-8").split("\n")
    lost = [row for row in kept if "47; 9" not in row]
    (clean / "olasta.csv").write_text("\n".join(lost), encoding="utf-8")
    (clean / "olasta.parquet").unlink(missing_ok=True)
    audits = audit_reports(raw, clean)
    assert [one.lost for one in audits.values()] == [2]
    assert f"rad {line}: 47, 9" in report(audits) and "tysta i allt: 2" in report(audits)


def test_a_fact_that_is_lost_on_the_way_is_silent(tmp_path: Path) -> None:
    raw, clean = made(tmp_path, REPORT)
    before = (clean / "ekonomi.csv").read_text(encoding="utf-8").split("\n")
    after = [row for row in before if "930 602" not in row]
    assert len(after) == len(before) - 1
    (clean / "ekonomi.csv").write_text("\n".join(after), encoding="utf-8")
    (clean / "ekonomi.parquet").unlink(missing_ok=True)
    (found,) = audit_reports(raw, clean).values()
    assert [item.numbers for item in found.silent] == [("930 602",)]


def test_nothing_is_silent_in_the_layouts(tmp_path: Path) -> None:
    add_reports(sorted(LAYOUTS.glob("*.txt")), Options(tmp_path / "raw"))
    build(tmp_path / "raw", tmp_path / "clean")
    audits = audit_reports(tmp_path / "raw", tmp_path / "clean")
    assert len(audits) == len(list(LAYOUTS.glob("*.txt"))) and all(
        one.read > 50 for one in audits.values()
    )
    assert {rid: one.silent for rid, one in audits.items() if one.silent} == {}

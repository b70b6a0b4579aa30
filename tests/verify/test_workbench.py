"""finsam check: what is gathered, how it is told, and what is ours to fix."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from tests.made import REPORT, write_report

from finsam_analysis.add import Options, add_reports
from finsam_analysis.build import build
from finsam_analysis.read.document import ReportError
from finsam_analysis.verify.ledger import Most, ledger
from finsam_analysis.verify.sayings import summary
from finsam_analysis.verify.told import NBSP, amount, lines, listing, number, percent
from finsam_analysis.verify.workbench import Workbench, _broken, workbench

# Kansli is 100 kr off, one row cannot be read, a minus is printed apart from its number.
TEXT = (
    REPORT.replace("562 600 617 446 -54 846", "562 600 617 546 -54 846")
    .replace("Totalt 125 119 244", "Totalt 125 119 244\nÖvriga 3")
    .replace("3 -2 704 460", "3 - 2 704 460")
)
CORRECTIONS = """
[[rattelse]]
rad = 21
tryckt = "74"
varde = 74
skal = "kontrollerat mot not"
bevis = "sidan 4"
"""


def made(home: Path, corrections: str = "") -> Path:
    """A built folder of one made-up report."""
    add_reports([write_report(home / "in", text=TEXT)], Options(home / "raw"))
    if corrections:
        path = home / "raw/norrvik-2021/corrections.toml"
        path.write_text(corrections, encoding="utf-8")
    build(home / "raw", home / "clean")
    return home


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("data"), CORRECTIONS)


@pytest.fixture(scope="module")
def bench(data: Path) -> Workbench:
    return workbench(data / "clean")


def changed(data: Path, clean: Path, **cells: str) -> Path:
    """A copy of the data in which the first check of amounts has other cells."""
    clean.mkdir()
    for path in (data / "clean").iterdir():
        if path.suffix != ".parquet":
            text = path.read_text(encoding="utf-8")
            if path.name == "kontroller.csv":
                rows = list(csv.reader(text.splitlines()))
                first = next(row for row in rows[1:] if row[rows[0].index("tal")])
                for name, cell in cells.items():
                    first[rows[0].index(name)] = cell
                made = io.StringIO()
                csv.writer(made, lineterminator="\n").writerows(rows)
                text = made.getvalue()
            (clean / path.name).write_text(text, encoding="utf-8")
    return clean


# --- contradictions -----------------------------------------------------------------------------


def test_a_contradiction_is_told_in_words_with_its_lines(bench: Workbench) -> None:
    text = ledger(bench)
    assert bench.ours == 0
    assert "RAPPORTERNA SÄGER EMOT SIG SJÄLVA" in text and "viktigast först" in text
    assert "Kansli: Budget − Utfall: " in text and f"skiljer 100{NBSP}kr" in text
    assert "| Kansli 562 600 617 546 -54 846" in text
    assert "norrvik-2021:" not in text  # no identifier of a check


def test_one_misprint_that_two_sums_see_is_one_finding(bench: Workbench) -> None:
    """The outcome of Kansli is in its row and in the column: 617 446 would mend both."""
    about = [f for f in bench.findings if any("Kansli" in c["beskrivning"] for c in f.checks)]
    assert len(about) == 1 and len(about[0].checks) == 2
    assert [(row["raw"], about[0].instead) for row in about[0].suspects] == [("617 546", 617446)]
    assert f"Troligen fel: 617{NBSP}546{NBSP}kr på rad 13 (en siffra skiljer)." in ledger(bench)


def test_without_the_captured_reports_lines_are_numbers_and_labels(data: Path) -> None:
    text = ledger(workbench(data / "clean", data / "nowhere"))
    assert "| Kansli 562 600" not in text and "| Kansli" in text


def test_lines_are_shown_also_when_the_numbers_of_a_check_are_not_known(
    data: Path, tmp_path: Path
) -> None:
    clean = changed(data, tmp_path / "clean", utfall="lasfel", redovisat="7654321.0")
    text = ledger(workbench(clean, data / "raw"))
    first = text.split("\n  1. ")[1].split("\n\n")[0]
    assert "| " in first and "7\N{NO-BREAK SPACE}654\N{NO-BREAK SPACE}321" in first
    assert "Troligen" not in first and "Misstänkt" not in first


# --- the rest -----------------------------------------------------------------------------------


def test_what_no_check_covers_is_grouped_by_table(bench: Workbench) -> None:
    groups = {group.table_id: group for group in bench.uncovered}
    assert all(len(group.rows) <= group.of for group in bench.uncovered)
    for group in bench.uncovered:
        assert all(row["kontroll"] == "okontrollerad" for row in group.rows)
    counts = [len(group.rows) for group in bench.uncovered if group.table_id != "prosa"]
    assert counts == sorted(counts, reverse=True)
    if groups:
        assert "INTE PRÖVADE" in ledger(bench)


def test_damaged_print_is_shown_with_its_proof_in_words(bench: Workbench) -> None:
    text = ledger(bench)
    proved = [repair for repair in bench.repairs if repair.proof is not None]
    assert [repair.row["raw"] for repair in proved] == ["- 2 704 460"]
    assert "»- 2 704 460« läst som \N{MINUS SIGN}2" in text
    assert "bevisat av »Verksamhetens nettokostnad" in text


def test_damaged_print_without_proof_says_so(bench: Workbench) -> None:
    row = {**bench.repairs[0].row, "skada": None, "anmarkning": "ca; mellanslag saknas i trycket, "}
    row["anmarkning"] += "ingen prövning bevisar läsningen"
    loose = replace(bench, repairs=[replace(bench.repairs[0], row=row, proof=None)])
    text = ledger(loose)
    assert "1 tal utan bevis" in text and "(mellanslag saknas); ingen uträkning bevisar det" in text


def test_unread_lines_are_shown_with_their_reason(bench: Workbench) -> None:
    assert "OLÄSTA RADER (1)" in ledger(bench) and "rad 24: Övriga 3" in ledger(bench)


def test_a_finding_on_a_line_that_was_not_wholly_read_says_so(bench: Workbench) -> None:
    line = bench.findings[0].checks[0]["rader"][0]
    unread = {**bench.unread[0], "line": line}
    text = ledger(replace(bench, unread=[unread]))
    assert f"Rad {line} har tal som inte gick att läsa: det kan vara läsningen." in text
    assert "det kan vara läsningen" not in ledger(bench)


def test_corrections_in_force_are_shown_with_reason_and_evidence(bench: Workbench) -> None:
    told = "rad 21: »74« ersatt med 74: kontrollerat mot not (bevis: sidan 4)"
    assert "RÄTTELSER SOM GÄLLER (1)" in ledger(bench) and told in ledger(bench)


def test_coverage_has_its_n_for_each_report_and_dataset(bench: Workbench) -> None:
    cells = {cell.dataset: cell for cell in bench.coverage}
    assert cells["ekonomi"].of == 12 and cells["ekonomi"].covered == 12
    assert sum(cell.of for cell in bench.coverage) == bench.numbers
    assert f"ekonomi 100{NBSP}% (12)" in ledger(bench)


def test_the_ledger_own_word_for_covered_goes_before_what_is_worked_out(bench: Workbench) -> None:
    from finsam_analysis.verify.workbench import covered

    row = bench.numbers_on.rows[0]
    assert not covered({**row, "prov": []}, {id(row)})
    assert covered({**row, "prov": ["summa"], "kontroll": "okontrollerad"}, set())


def test_the_top_is_shown_and_the_rest_counted(bench: Workbench) -> None:
    many = replace(bench, unread=bench.unread * 9, findings=bench.findings * 20)
    short, whole = ledger(many), ledger(many, Most.all())
    assert "och 4 rader till (--all visar allt)" in short and short.count("rad 24: ") == 5
    assert whole.count("rad 24: ") == 9 and "--all" not in whole
    assert whole.count("\n  1. ") == 1 and f"{len(many.findings):>3}. " in whole


def test_one_line_sums_it_up(bench: Workbench) -> None:
    said = summary(bench)
    assert said.startswith("Klart: 1 rapport, ") and said.count("\n") == 0
    assert said.endswith("1 lagat tal, 1 oläst rad; inget läsfel.")


# --- what is ours -------------------------------------------------------------------------------


def test_a_reading_that_cannot_be_right_is_ours(data: Path, tmp_path: Path) -> None:
    wrong = workbench(changed(data, tmp_path / "clean", utfall="lasfel"), data / "raw")
    assert wrong.ours == 1
    assert ledger(wrong).startswith("ATT RÄTTA: läsningar som inte kan vara rätt (1)")
    assert summary(wrong).endswith("1 sak att rätta här.")


def test_a_correction_that_is_not_built_is_ours(tmp_path: Path) -> None:
    home = made(tmp_path)
    assert workbench(home / "clean").ours == 0
    (home / "raw/norrvik-2021/corrections.toml").write_text(CORRECTIONS, encoding="utf-8")
    late = workbench(home / "clean")
    assert late.ours == 1
    assert "Rättelsen av »74« på rad 21 i norrvik-2021 finns inte i data. Kör finsam build." in (
        ledger(late)
    )


def test_data_that_breaks_the_contract_is_ours(data: Path, tmp_path: Path) -> None:
    assert workbench(data / "clean").faults == []
    odd = workbench(changed(data, tmp_path / "clean", typ="gissning"), data / "raw")
    assert odd.ours == 1
    (told,) = odd.faults
    assert "kontroller.typ" in told and "(1 rader)" in told and told.endswith("Kör finsam build.")
    (tmp_path / "clean" / "remittering.csv").unlink()
    assert "remittering saknas" in " ".join(_broken(tmp_path / "clean"))


def test_one_report_can_be_asked_for(data: Path) -> None:
    assert list(workbench(data / "clean", reports=["norrvik-2021"]).titles) == ["norrvik-2021"]
    with pytest.raises(ReportError, match=r"ingen rapport sydvik.*Där finns: norrvik-2021\."):
        workbench(data / "clean", reports=["sydvik"])


# --- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0, "0"),
        (1234567, f"1{NBSP}234{NBSP}567"),
        (-1234.5, f"\N{MINUS SIGN}1{NBSP}234,5"),
        (0.1 + 0.2, "0,3"),
        (-0.001, "0"),
        (1e15, f"1{NBSP}000{NBSP}000{NBSP}000{NBSP}000{NBSP}000"),
    ],
)
def test_numbers_are_swedish(value: float, told: str) -> None:
    assert number(value) == told


def test_amounts_shares_lines_and_lists() -> None:
    assert amount(12, "tkr") == f"12{NBSP}tkr"
    assert amount(12, "antal") == "12"
    assert amount(12, "procent") == f"12{NBSP}%"
    shares = [0.5, 0.0432, 0.0041, 0.00001, 0]
    assert [percent(x).replace(NBSP, " ") for x in shares] == [
        "50 %", "4,3 %", "0,4 %", "mindre än 0,01 %", "0 %",
    ]  # fmt: skip
    assert lines([3, 1, 2, 7]) == "1–3, 7"
    assert lines([1, 3, 5, 7, 9], most=2) == "1, 3 och 3 rader till"
    assert listing(["a", "b", "c"]) == "a, b och c"

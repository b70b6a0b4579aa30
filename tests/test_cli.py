"""The command line on made-up reports: what it says, and that bad input changes nothing."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Ran, tree
from tests.made import REPORT, write_report

from finsam_analysis import build as building
from finsam_analysis.verify import examine

Finsam = Callable[..., Ran]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own to stand in, with a report in in/."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FINSAM_CLEAN", raising=False)
    write_report(tmp_path / "in")
    return tmp_path


@pytest.fixture
def added(here: Path, finsam: Finsam) -> Path:
    """The folder when the report has been added and the data built."""
    assert finsam("add", "in/norrvik-2021.txt").code == 0
    assert finsam("build").code == 0
    return here


def refused(ran: Ran, *words: str) -> None:
    """One line in Swedish on stderr (what is wrong, and what to do), and an exit code."""
    assert ran.code == 1, ran
    assert "Traceback" not in ran.err + ran.out
    assert ran.err.count("\n") == 1, ran.err
    assert ran.err.startswith("Fel: ") and ran.err.rstrip().endswith((".", "?")), ran.err
    for word in words:
        assert word in ran.err, ran.err


# --- what goes well -----------------------------------------------------------------------------


def test_a_reading_that_cannot_be_right_fails_the_build_and_the_check(
    here: Path, finsam: Finsam, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The data are written all the same, so that the fault can be looked at."""
    real = examine.examine

    def with_fault(*given: Any) -> Any:
        checks, repairs = real(*given)
        checks[0].redovisat += 1000
        checks[0].ours = True
        return checks, repairs

    assert finsam("add", "in/norrvik-2021.txt").code == 0
    monkeypatch.setattr(building, "examine", with_fault)
    ran = finsam("build")
    refused(ran, "1 läsning kan inte vara rätt", "finsam check")
    assert (here / "data/clean/kontroller.csv").exists()
    assert finsam("check").code == 1


def test_add_says_what_it_found_and_where_it_is(here: Path, finsam: Finsam) -> None:
    ran = finsam("add", "in/norrvik-2021.txt")
    assert (ran.code, ran.err) == (0, "")
    first, *_, last = ran.out.strip().split("\n")
    assert "norrvik-2021: Årsredovisning 2021, Samordningsförbundet Norrvik" in first
    assert last.startswith("Klart: 1 rapport, 3 tabeller, ")
    assert last.endswith(" Ligger i data/raw.")
    assert sorted(path.name for path in (here / "data/raw/norrvik-2021").iterdir()) == [
        "antal.csv",
        "figurer.csv",
        "olast.csv",
        "report.toml",
        "source.txt",
        "tabeller",
    ]


def test_build_check_and_trace_end_with_one_line_each(added: Path, finsam: Finsam) -> None:
    built = finsam("build")
    assert built.out.startswith("Klart: ") and built.out.rstrip().endswith("Ligger i data/clean.")
    checked = finsam("check")
    assert checked.code == 0
    assert checked.out.rstrip().split("\n")[-1].startswith("Klart: 1 rapport")
    assert checked.out.rstrip().endswith(" Ligger i data/clean.")
    traced = finsam("trace", "ekonomi", "norrvik-2021", "12", "post=utfall")
    assert traced.code == 0
    assert "930\N{NO-BREAK SPACE}602\N{NO-BREAK SPACE}kr" in traced.out
    assert "> 12 | Lotsar 994 200 930 602 63 598" in traced.out
    assert "= Lotsar: Budget − Utfall" in traced.out
    assert traced.out.rstrip().split("\n")[-1] == "Klart: 1 värde ur ekonomi."


def test_given_names_and_years_go_before_what_is_printed(here: Path, finsam: Finsam) -> None:
    ran = finsam(
        "add", "in/norrvik-2021.txt", "--forbund", "Samordningsförbundet Sydvik", "--year", "2020"
    )
    assert "Årsredovisning 2020, Samordningsförbundet Sydvik" in ran.out


def test_a_report_is_read_again_when_asked(added: Path, finsam: Finsam) -> None:
    before = tree(added / "data/raw")
    assert finsam("add", "in/norrvik-2021.txt", "--replace").code == 0
    assert tree(added / "data/raw") == before


def test_a_correction_changes_the_data_and_is_shown(added: Path, finsam: Finsam) -> None:
    path = added / "data/raw/norrvik-2021/corrections.toml"
    path.write_text(
        '[[rattelse]]\nrad = 12\ntryckt = "930 602"\nvarde = 930603\n'
        'skal = "tryckfel"\nbevis = "noten"\n',
        encoding="utf-8",
    )
    assert finsam("build").code == 0
    traced = finsam("trace", "ekonomi", "norrvik-2021", "12", "post=utfall")
    assert "rättat av en människa" in traced.out
    assert "ersatt med 930\N{NO-BREAK SPACE}603: tryckfel (bevis: noten)" in traced.out
    assert "RÄTTELSER SOM GÄLLER (1)" in finsam("check").out


# --- bad input: one sentence, an exit code, nothing changed -------------------------------------

TABLE = REPORT[REPORT.index("Belopp i kr") : REPORT.index("Förbundet har under")]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("tom.txt", b"", ["tom.txt"]),
        ("blank.txt", b"\n \n", ["blank.txt"]),
        ("latin.txt", "Årsredovisning".encode("latin-1"), ["latin.txt", "UTF-8"]),
        ("binar.txt", bytes(range(256)), ["binar.txt"]),
        ("noll.txt", b"Finsam\x00\x00", ["noll.txt"]),
        ("rapport.pdf", b"", ["rapport.pdf"]),
        ("skrap.pdf", b"\x00\x01\x02" * 99, ["skrap.pdf"]),
        ("avbruten.pdf", b"%PDF-1.7\n1 0 obj\n<<", ["avbruten.pdf"]),
        ("bullar.txt", "Recept på bullar\nMjöl 5 6\nSmör 7 8\n".encode(), ["bullar.txt"]),
        (
            "utan-tabell.txt",
            REPORT.split("Budget och utfall")[0].encode(),
            ["utan-tabell.txt", "tabell"],
        ),
        (
            "utan-ar.txt",
            f"Årsredovisning\nSamordningsförbundet Norrvik har medlemmar.\n{TABLE}".encode(),
            ["utan-ar.txt", "--year"],
        ),
        (
            "utan-namn.txt",
            f"Årsredovisning 2021\nFinansiell samordning.\n{TABLE}".encode(),
            ["utan-namn.txt", "--forbund"],
        ),
        ("...---.txt", REPORT.encode(), ["...---.txt"]),
    ],
)
def test_a_file_that_is_no_report(
    here: Path, finsam: Finsam, name: str, data: bytes, words: list[str]
) -> None:
    (here / "in" / name).write_bytes(data)
    before = tree(here)
    refused(finsam("add", here / "in" / name), *words)
    assert tree(here) == before


def test_a_file_or_a_folder_that_is_not_there(here: Path, finsam: Finsam) -> None:
    before = tree(here)
    refused(finsam("add", "finns-inte.txt"), "finns-inte.txt", "den finns inte")
    refused(finsam("add", "in"), "in", "det är en mapp")
    assert tree(here) == before


def test_one_bad_report_among_good_ones_changes_nothing(here: Path, finsam: Finsam) -> None:
    (here / "in" / "tom.txt").write_bytes(b"")
    before = tree(here)
    refused(finsam("add", "in/norrvik-2021.txt", "in/tom.txt"), "tom.txt")
    assert tree(here) == before


@pytest.mark.parametrize("year", ["2019", "1999", "20211", "0", "-2021"])
def test_a_wrong_year(here: Path, finsam: Finsam, year: str) -> None:
    before = tree(here)
    refused(finsam("add", "in/norrvik-2021.txt", "--year", year), f"Året {year}", "--year")
    assert tree(here) == before


def test_a_report_that_is_there_already(added: Path, finsam: Finsam) -> None:
    before = tree(added)
    refused(finsam("add", "in/norrvik-2021.txt"), "norrvik-2021 finns redan", "--replace")
    assert tree(added) == before


def test_two_files_of_one_name(here: Path, finsam: Finsam) -> None:
    write_report(here / "also")
    before = tree(here)
    refused(finsam("add", "in/norrvik-2021.txt", "also/norrvik-2021.txt"), "norrvik-2021")
    assert tree(here) == before


@pytest.mark.parametrize("place", ["fil", "fil/under"])
def test_a_folder_that_cannot_be_written(added: Path, finsam: Finsam, place: str) -> None:
    """A file stands where the folder should: that stops root too."""
    (added / "fil").write_text("en fil", encoding="utf-8")
    before = tree(added)
    refused(finsam("add", "in/norrvik-2021.txt", "--raw", place), "Kan inte skriva i", "--raw")
    refused(finsam("build", "--clean", place), "Kan inte skriva i", "--clean")
    assert tree(added) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write in a folder without write permission")
def test_a_folder_without_permission(added: Path, finsam: Finsam) -> None:
    locked = added / "last"
    locked.mkdir(mode=0o500)
    before = tree(added)
    refused(finsam("add", "in/norrvik-2021.txt", "--raw", "last"), "Kan inte skriva i")
    refused(finsam("build", "--clean", "last/clean"), "Kan inte skriva i")
    assert tree(added) == before


def test_data_raw_is_missing_or_empty(here: Path, finsam: Finsam) -> None:
    before = tree(here)
    refused(finsam("build"), "data/raw", "finsam add")
    assert tree(here) == before
    (here / "tom").mkdir()
    refused(finsam("build", "--raw", "tom"), "tom", "finsam add")


def test_a_captured_report_that_is_damaged(added: Path, finsam: Finsam) -> None:
    (added / "data/raw/norrvik-2021/report.toml").write_text("year =", encoding="utf-8")
    before = tree(added)
    refused(finsam("build"), "norrvik-2021", "--replace")
    assert tree(added) == before


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('rad = 12\ntryckt = "930 603"\nvarde = 1', ["930 602"]),  # not what stands there
        ('rad = 99\ntryckt = "930 602"\nvarde = 1', ["inget tal"]),
        ('rad = 12\ntryckt = "930 602"\n', ["varde"]),  # says nothing
        ('rad = 12\ntryckt = "930 602"\nvarde = 1\nstryk = true', ["varde"]),
        ('rad = "tolv"\ntryckt = "930 602"\nvarde = 1', ["corrections.toml"]),
        ('rad = 12\ntryckt = "930 602"\nvarde = "ett"', ["corrections.toml"]),
        ('rad = 12\ntryckt = "930 602"\nvarde = 1\nannat = 2', ["annat"]),
    ],
)
def test_a_correction_that_does_not_fit(
    added: Path, finsam: Finsam, text: str, words: list[str]
) -> None:
    path = added / "data/raw/norrvik-2021/corrections.toml"
    path.write_text(f'[[rattelse]]\n{text}\nskal = "s"\nbevis = "b"\n', encoding="utf-8")
    before = tree(added)
    refused(finsam("build"), *words)
    assert tree(added) == before


def test_a_correction_without_a_reason(added: Path, finsam: Finsam) -> None:
    path = added / "data/raw/norrvik-2021/corrections.toml"
    path.write_text('[[rattelse]]\nrad = 12\ntryckt = "930 602"\nvarde = 1\n', encoding="utf-8")
    refused(finsam("build"), "skal", "bevis")
    for damaged in ("[[rattelse", "rattelse = 5", "[rattelse]\nrad = 12"):
        path.write_text(damaged, encoding="utf-8")
        refused(finsam("build"), "corrections.toml")


def test_check_and_trace_without_data(here: Path, finsam: Finsam) -> None:
    before = tree(here)
    refused(finsam("check"), "finsam build")
    refused(finsam("trace", "ekonomi", "norrvik-2021"), "finsam build")
    assert tree(here) == before


def test_check_of_a_report_that_is_not_there(added: Path, finsam: Finsam) -> None:
    before = tree(added)
    refused(finsam("check", "--report", "sydvik-2021"), "sydvik-2021", "norrvik-2021")
    assert tree(added) == before


def test_check_writes_a_page_or_leaves_what_was_there(added: Path, finsam: Finsam) -> None:
    ran = finsam("check", "--report", "norrvik-2021", "--html", "ut/sida.html")
    assert ran.code == 0 and ran.out.count("\n") == 1
    assert ran.out.rstrip().endswith(" Ligger i ut/sida.html.")
    assert [path.name for path in (added / "ut").iterdir()] == ["sida.html"]
    (added / "fil").write_text("en fil", encoding="utf-8")
    before = tree(added)
    refused(finsam("check", "--html", "fil/sida.html"), "Kan inte skriva fil/sida.html", "--html")
    assert tree(added) == before


def test_check_fails_for_a_correction_that_is_not_in_the_data(added: Path, finsam: Finsam) -> None:
    (added / "data/raw/norrvik-2021/corrections.toml").write_text(
        '[[rattelse]]\nrad = 12\ntryckt = "930 602"\nflagga = true\nskal = "s"\nbevis = "b"\n',
        encoding="utf-8",
    )
    ran = finsam("check")
    assert ran.code == 1
    assert "ATT RÄTTA" in ran.out and "Kör finsam build." in ran.out
    assert finsam("build").code == 0 and finsam("check").code == 0


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (["ekonomin", "norrvik-2021"], ["ekonomin", "ekonomi"]),
        (["ekonomi", "farg=rod"], ["farg", "kategori"]),
        (["ekonomi", "norrvik-2021", "99"], ["norrvik-2021"]),
        (["ekonomi", "sydvik-2021"], ["norrvik-2021"]),
        (["ekonomi", "\N{SUPERSCRIPT TWO}"], ["ekonomi"]),
        (["insatser", "norrvik-2021"], ["insatser"]),
    ],
)
def test_trace_of_what_is_not_there(
    added: Path, finsam: Finsam, key: list[str], words: list[str]
) -> None:
    before = tree(added)
    refused(finsam("trace", *key), *words)
    assert tree(added) == before


# --- commands that cannot be understood ---------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "told", "helped"),
    [
        (["chek"], "det finns inget kommando chek. Menade du check?", "finsam --help"),
        (["blaj"], "det finns inget kommando blaj.", "finsam --help"),
        (["check", "--htlm", "x"], "inget val --htlm. Menade du --html?", "finsam check --help"),
        (["check", "--report"], "valet --report behöver ett värde efter sig.", "--help"),
        (["check", "--all=3"], "valet --all tar inget värde.", "--help"),
        (["check", "mera"], "det står något mer än kommandot tar: mera.", "finsam check --help"),
        (["trace"], "DATASET saknas: det måste anges.", "finsam trace --help"),
        (["trace", "ekonomi"], "NYCKEL saknas: det måste anges.", "finsam trace --help"),
        (["add"], "RAPPORT saknas: det måste anges.", "finsam add --help"),
        (["add", "x.txt", "--year", "hej"], "--year går inte att använda, ange ett heltal.", "add"),
    ],
)
def test_a_command_that_is_wrong_is_told_in_swedish(
    here: Path, finsam: Finsam, words: list[str], told: str, helped: str
) -> None:
    before = tree(here)
    ran = finsam(*words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Fel: ") and ran.err.count("\n") == 1
    assert told in ran.err and helped in ran.err
    assert tree(here) == before


ENGLISH = ("Usage", "Options", "Arguments", "Commands", "Show this", "default", "required", "Error")


@pytest.mark.parametrize("command", [[], ["add"], ["build"], ["check"], ["trace"], ["site"]])
def test_help_is_swedish(finsam: Finsam, command: list[str]) -> None:
    ran = finsam(*command, "--help")
    assert ran.code == 0
    assert ran.out.startswith(" ".join(["Så här: finsam", *command]))
    assert "Visa den här hjälpen." in ran.out
    assert [word for word in ENGLISH if word in ran.out] == []
    assert "<" not in ran.out and "{" not in ran.out


def test_no_command_shows_the_help(finsam: Finsam) -> None:
    ran = finsam()
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Så här: finsam") and "Kommandon:" in ran.err


def test_an_interruption_is_told_in_swedish(
    finsam: Finsam, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("finsam_analysis.verify.workbench.workbench", stop)
    ran = finsam("check")
    assert ran.code == 130 and ran.err.strip() == "Avbrutet. Inget har ändrats."


# --- as a process -------------------------------------------------------------------------------


def run(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "finsam_analysis.cli", *words],
        cwd=cwd,
        capture_output=True,
        text=True,
    )


def test_help_comes_at_once(tmp_path: Path) -> None:
    run("--help", cwd=tmp_path)  # the second run finds the modules compiled
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ran = run("--help", cwd=tmp_path)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert ran.returncode == 0
    assert all(command in ran.stdout for command in ("add", "build", "check", "trace", "site"))
    assert used < 0.5, f"{used:.2f} s of CPU"


def test_an_error_leaves_the_process_with_a_code_and_a_sentence(tmp_path: Path) -> None:
    ran = run("build", cwd=tmp_path)
    assert ran.returncode == 1
    assert ran.stdout == ""
    assert ran.stderr.startswith("Fel: ") and ran.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_several_reports_are_read_in_several_processes(tmp_path: Path) -> None:
    first = write_report(tmp_path / "in")
    second = write_report(tmp_path / "in", "sydvik-2021.txt", REPORT.replace("Norrvik", "Sydvik"))
    ran = run("add", str(first), str(second), cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert {path.name for path in (tmp_path / "data/raw").iterdir()} == {
        "norrvik-2021",
        "sydvik-2021",
    }
    bad = write_report(tmp_path / "in", "tom.txt", "")
    third = write_report(tmp_path / "in", "vastvik-2021.txt", REPORT.replace("Norrvik", "Vastvik"))
    before = tree(tmp_path)
    refused_run = run("add", str(third), str(bad), cwd=tmp_path)
    assert (refused_run.returncode, refused_run.stderr.count("\n")) == (1, 1)
    assert tree(tmp_path) == before

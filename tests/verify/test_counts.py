"""What a text prints is counted when it is added: a build finds as much, or says which line not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.conftest import Ran
from tests.made import REPORT, write_report

from finsam_analysis.add import Options, add_reports
from finsam_analysis.build import Built, collect
from finsam_analysis.verify.checks import COUNT, LASFEL, STAMMER, Check

LAYOUTS = Path(__file__).parents[1] / "layouts"
REPORT_ID = "norrvik-2021"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return added(tmp_path, REPORT)


def added(tmp_path: Path, text: str) -> Path:
    add_reports([write_report(tmp_path / "in", text=text)], Options(tmp_path / "raw"))
    return tmp_path / "raw"


def counted(built: Built) -> list[Check]:
    return [check for check in built.checks if check.typ == COUNT]


def wrong(raw: Path) -> list[tuple[str, list[int], int, int]]:
    """Of each line that does not come out: the outcome, the line, what is printed and read."""
    return [
        (check.utfall, check.rader, int(check.redovisat), int(check.beraknat))
        for check in counted(collect(raw))
        if check.utfall != STAMMER
    ]


def line_of(words: str, text: str = REPORT) -> int:
    return next(no for no, line in enumerate(text.split("\n"), start=1) if words in line)


def without(raw: Path, words: str) -> None:
    """The tables without the line, as if the reader had lost it."""
    for path in (raw / REPORT_ID / "tabeller").glob("*.txt"):
        kept = [row for row in path.read_text().split("\n") if words not in row]
        path.write_text("\n".join(kept))


def test_what_is_printed_is_counted_line_by_line(raw: Path) -> None:
    kept = (raw / REPORT_ID / "antal.csv").read_text().split("\n")
    assert kept[0] == "line,antal,utelamnade,minus"
    assert f"{line_of('Lotsar 994')},6,0,0" in kept  # 994 200, 930 602, 63 598
    assert f"{line_of('intäkter 2')},7,1,0" in kept  # the note, 2 800 000, 2 650 000
    assert f"{line_of('kostnader 3')},7,1,2" in kept  # the note, -2 704 460, -2 601 300


def test_all_that_is_printed_is_read_listed_or_left_out(raw: Path) -> None:
    checks = counted(collect(raw))
    assert wrong(raw) == []
    assert len(checks) == 4 and "texten utanför tabellerna" in checks[0].beskrivning


def test_a_row_that_is_lost_is_a_reading_error(raw: Path) -> None:
    without(raw, "Lotsar 51")
    assert wrong(raw) == [(LASFEL, [line_of("Lotsar 51")], 3, 0)]


def test_rows_and_their_sum_are_lost_together(raw: Path) -> None:
    (raw / REPORT_ID / "tabeller" / "t02.txt").unlink()
    first = line_of("Ungdomsteam 74")
    assert [lines for _, lines, _, _ in wrong(raw)] == [[first], [first + 1], [first + 2]]


def test_a_figure_that_is_lost(tmp_path: Path) -> None:
    text = REPORT + "\nUnder året deltog 41 personer i Lotsar.\n"
    raw = added(tmp_path, text)
    assert wrong(raw) == []
    path = raw / REPORT_ID / "figurer.csv"
    kept = [row for row in path.read_text().split("\n") if ",41," not in row]
    path.write_text("\n".join(kept))
    assert wrong(raw) == [(LASFEL, [line_of("Under året deltog", text)], 1, 0)]


def test_a_line_that_is_read_twice(raw: Path) -> None:
    """As two tables, one beside the other."""
    tables = raw / REPORT_ID / "tabeller"
    shutil.copyfile(tables / "t02.txt", tables / "t09.txt")
    first = line_of("Ungdomsteam 74")
    assert wrong(raw) == [(LASFEL, [line], 3, 6) for line in range(first, first + 3)]


def test_a_sign_that_is_lost(raw: Path) -> None:
    """Also where nothing else in the report says that it was there."""
    path = raw / REPORT_ID / "tabeller" / "t01.txt"
    path.write_text(path.read_text().replace("-54 846", "54 846"))
    line = line_of("Kansli 562")
    assert wrong(raw) == [(LASFEL, [line], 1, 0)]
    (check,) = (c for c in counted(collect(raw)) if c.fails)
    assert check.beskrivning == f"rad {line}: 1 minustecken i trycket, 0 lästa"


def test_a_sign_with_a_space_after_it_or_a_dash_for_nothing(tmp_path: Path) -> None:
    """Not counted: `5 - 12` may be minus twelve, or nothing and twelve."""
    text = REPORT.replace("3 -2 704 460", "3 - 2 704 460").replace("1 200 900", "- 900")
    assert wrong(added(tmp_path, text)) == []


def test_it_is_no_checksum(raw: Path) -> None:
    """A digit that is another, or labels that change places, is for the arithmetic to find."""
    path = raw / REPORT_ID / "tabeller" / "t02.txt"
    path.write_text(path.read_text().replace("Lotsar 51", "Lotsar 57"))
    assert wrong(raw) == []


def test_a_line_that_is_listed_is_not_lost(tmp_path: Path) -> None:
    text = REPORT + "\nPå torget stod 47 om man räknade noga, av alla 9 som fanns.\n"
    raw = added(tmp_path, text)
    assert wrong(raw) == []
    path = raw / REPORT_ID / "olast.csv"
    path.write_text("\n".join(row for row in path.read_text().split("\n") if "47; 9" not in row))
    assert wrong(raw) == [(LASFEL, [line_of("På torget", text)], 2, 0)]


def test_a_number_over_two_lines_and_one_of_two_genders(tmp_path: Path) -> None:
    text = REPORT + (
        "\nAv de 90 deltagarna i Lotsar har 55 procent av både kvinnorna och männen gått till\n"
        "arbete. Förbundets budget för nästa år är 2 741\n000 kronor, som det var förut.\n"
    )
    raw = added(tmp_path, text)
    assert wrong(raw) == []


def test_a_number_that_a_person_strikes_is_not_lost(raw: Path) -> None:
    (raw / REPORT_ID / "corrections.toml").write_text(
        f'[[rattelse]]\nrad = {line_of("Lotsar 51")}\ntryckt = "57"\nstryk = true\n'
        'skal = "Prov."\nbevis = "Prov."\n'
    )
    assert wrong(raw) == []


def test_a_lost_line_fails_the_check_and_is_named(
    tmp_path: Path, finsam: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = finsam
    assert callable(run)
    monkeypatch.chdir(tmp_path)
    raw = added(tmp_path / "data", REPORT)
    assert run("build").code == 0
    checked: Ran = run("check")
    assert checked.code == 0 and "INTE RÄKNADE" not in checked.out
    without(raw, "Kansli 562")
    line = line_of("Kansli 562")
    assert run("build").code == 1
    checked = run("check")
    assert checked.code == 1
    assert "ATT RÄTTA: läsningar som inte kan vara rätt (1)" in checked.out
    assert f"rad {line}: 6 siffergrupper i trycket, 0 lästa" in checked.out
    shown = [row for row in checked.out.split("\n") if row.strip().startswith(f"{line} ")]
    assert shown and "Kansli 562 600" in shown[0]  # the whole text lies beside


def test_a_report_that_was_never_counted_is_said_to_be(
    tmp_path: Path, finsam: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = finsam
    assert callable(run)
    monkeypatch.chdir(tmp_path)
    raw = added(tmp_path / "data", REPORT)
    (raw / REPORT_ID / "antal.csv").unlink()
    assert run("build").code == 0
    assert "INTE RÄKNADE (1)" in run("check").out
    assert counted(collect(raw)) == []


def test_every_layout_comes_out(tmp_path: Path) -> None:
    """Text and PDF, cells one on a line, columns beside each other."""
    paths = sorted([*LAYOUTS.glob("text/*.txt"), *LAYOUTS.glob("*.pdf")])
    add_reports(paths, Options(tmp_path / "raw"))
    checks = counted(collect(tmp_path / "raw"))
    assert [check.beskrivning for check in checks if check.fails] == []
    assert len({check.report_id for check in checks}) == len(paths)
    assert sum(check.redovisat for check in checks) > 1000

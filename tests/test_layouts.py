"""Reports of made-up förbund in layouts of their own: read right, and nothing lost in silence."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from finsam_analysis.add import Options, add_reports
from finsam_analysis.build import build
from finsam_analysis.datasets import load
from finsam_analysis.schema import FACTS
from finsam_analysis.verify.accuracy import Score, confirmed_extras, extras, measure

LAYOUTS = Path(__file__).parent / "layouts" / "text"

# Cells that are typed in for each report, and the share that must be read right and mean the right
# thing. All are, as this is written; a change may lose one here and there, not a table.
CELLS = {
    "alvkroken-2022-arsredovisning": 183,
    "almtuna-2022-arsredovisning": 52,
    "amadalen-2020-arsredovisning": 115,
    "bergsmarken-2024-arsredovisning": 200,
    "gransbygden-2023-arsredovisning": 137,
    "norra-skogsbygden-2022-arsredovisning": 109,
    "ramsnas-hult-2019-arsredovisning": 220,
    "sjobygden-2023-arsredovisning": 218,
    "slattmark-2019-arsredovisning": 292,
    "sydvasterbygd-2022-arsredovisning": 218,
    "tre-alvar-2024-arsredovisning": 332,
    "vanerkusten-2021-arsredovisning": 249,
}
LEAST = 0.97


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of all layouts."""
    home = tmp_path_factory.mktemp("layouts")
    add_reports(sorted(LAYOUTS.glob("*.txt")), Options(home / "raw"))
    build(home / "raw", home / "clean")
    return home / "clean"


def of_report(clean: Path, report_id: str) -> list[Score]:
    return [score for (rid, _), score in measure(LAYOUTS, clean).items() if rid == report_id]


@pytest.mark.parametrize("report_id", sorted(CELLS))
def test_numbers_are_read_right(clean: Path, report_id: str) -> None:
    scores = of_report(clean, report_id)
    assert sum(score.gold for score in scores) == CELLS[report_id]
    right = sum(score.right for score in scores)
    misses = [miss for score in scores for miss in score.misses]
    assert right / CELLS[report_id] >= LEAST, misses


@pytest.mark.parametrize("report_id", sorted(CELLS))
def test_numbers_mean_what_they_say(clean: Path, report_id: str) -> None:
    """Dataset, category, gender, year, insats and kommun."""
    scores = of_report(clean, report_id)
    told, meant = sum(score.told for score in scores), sum(score.meant for score in scores)
    other = [miss for score in scores for miss in score.other]
    assert told >= LEAST * CELLS[report_id]
    assert meant / told >= LEAST, other


def test_no_wrong_value_is_confirmed(clean: Path) -> None:
    assert {key: s.misses for key, s in measure(LAYOUTS, clean).items() if s.wrong_confirmed} == {}
    assert {rid: rows for rid, rows in confirmed_extras(LAYOUTS, clean).items() if rows} == {}


def test_no_number_is_read_that_is_not_printed(clean: Path) -> None:
    assert {rid: rows for rid, rows in extras(LAYOUTS, clean).items() if rows} == {}


def test_no_number_is_lost_in_silence(clean: Path) -> None:
    """Each is read, or its line is listed among the unread."""
    listed = {(row["report_id"], row["line"]) for row in load("olasta", clean=clean).to_dicts()}
    read = {
        (row["report_id"], row["line"], abs(row["varde"]))
        for name in FACTS
        for row in load(name, clean=clean).to_dicts()
    }
    cells = [
        (cell["report_id"], int(cell["line"]), abs(float(cell["value"])))
        for path in LAYOUTS.glob("*-cells.csv")
        for cell in csv.DictReader(path.open(encoding="utf-8", newline=""))
    ]
    assert len(cells) == sum(CELLS.values())
    assert [cell for cell in cells if cell not in read and cell[:2] not in listed] == []


def test_damaged_layouts_never_stop_the_reading(tmp_path: Path) -> None:
    """Lines lost, out of order and misread, by chance but the same at every run."""
    chance = random.Random(7)
    for times in range(24):
        source = sorted(LAYOUTS.glob("*.txt"))[times % len(CELLS)]
        rows = source.read_text(encoding="utf-8").split("\n")
        head, body = rows[:3], rows[3:]
        if times % 3 == 0:
            body = [row for row in body if chance.random() > 0.15]
        elif times % 3 == 1:
            at = chance.randrange(len(body) - 12)
            body[at : at + 12] = chance.sample(body[at : at + 12], 12)
        else:
            body = ["".join(_misread(char, chance) for char in row) for row in body]
        damaged = tmp_path / f"{source.stem}-{times}.txt"
        damaged.write_text("\n".join([*head, *body]), encoding="utf-8")
    reports = sorted(tmp_path.glob("*.txt"))
    assert len(add_reports(reports, Options(tmp_path / "raw"))) == 24
    build(tmp_path / "raw", tmp_path / "clean")


def _misread(char: str, chance: random.Random) -> str:
    return chance.choice("lO1 -|\t%().") if chance.random() < 0.02 else char

"""Tables changed on purpose: no number that the change made wrong is confirmed in silence.

A small run of benchmarks/corruption.py, whose thousand changes are for `make corruption`.
"""

from __future__ import annotations

import importlib.util
import sys
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest
from tests.conftest import ROOT

from finsam_analysis import build as building
from finsam_analysis.build import collect
from finsam_analysis.clean.facts import Fact
from finsam_analysis.verify import checks, examine

COUNT, SEED = 30, 2022
LEAST_TOLD = 0.7  # of harmful changes to covered numbers; of a thousand see the benchmark
LEAST = 0.75  # of each report's table numbers that some check tries
MOST_SECONDS = 0.5  # for all checks of the five reports; the machine that tests run on is shared
SLACK = 3


@pytest.fixture(scope="module")
def corruption() -> ModuleType:
    path = ROOT / "benchmarks" / "corruption.py"
    spec = importlib.util.spec_from_file_location("corruption_benchmark", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_no_corrupted_number_is_confirmed_in_silence(corruption: ModuleType) -> None:
    results = corruption.experiment(COUNT, SEED, 1)
    assert len(results) == COUNT
    assert {r.corruption.kind for r in results} >= set(corruption.KINDS) - {"sign"}  # few have one
    outcomes = Counter(r.outcome for r in results)
    assert outcomes["confirmed"] == 0, [r for r in results if r.outcome == "confirmed"]
    harmful = [r for r in results if r.corruption.covered and r.outcome != "harmless"]
    assert sum(r.told for r in harmful) >= LEAST_TOLD * len(harmful)


def test_a_change_that_nothing_tells_of_is_called_silent(corruption: ModuleType) -> None:
    """The yardstick can measure a fault: the same data with its contradictions kept quiet."""
    report_id = sorted(corruption.reports())[0]
    before = corruption.truth(report_id)
    wrong = next(f for f in before.facts if f.place is not None and f.kontroll == "bekraftad")
    change = corruption.Corruption(
        "digit", report_id, wrong.table_id, {wrong.line: ""}, covered=True, confirmed=True
    )
    after = collect_one(corruption, report_id)
    changed = next(
        f for f in after.facts if (f.report_id, f.line, f.raw) == (report_id, wrong.line, wrong.raw)
    )
    changed.varde += 1
    assert corruption._judge(change, before, after).outcome == "confirmed"
    changed.kontroll = "okontrollerad"
    assert corruption._judge(change, before, after).outcome == "silent"
    changed.kontroll = "motsagd"
    assert corruption._judge(change, before, after).outcome == "flagged"
    changed.varde -= 1
    assert corruption._judge(change, before, after).outcome == "harmless"
    changed.extra["kommun"] = "en annan"  # right value, wrong meaning
    changed.kontroll = "okontrollerad"
    assert corruption._judge(change, before, after).outcome == "silent"


def test_what_only_the_count_of_numbers_sees_is_kept_apart(corruption: ModuleType) -> None:
    """So that nobody takes it for what the arithmetic finds."""
    report_id = sorted(corruption.reports())[0]
    before, after = corruption.truth(report_id), collect_one(corruption, report_id)
    gone = next(f for f in before.facts if f.place is not None and f.varde)
    after.facts = [f for f in after.facts if (f.line, f.table_id) != (gone.line, gone.table_id)]
    after.checks = [check for check in after.checks if check.typ != checks.COUNT]
    change = corruption.Corruption(
        "row", report_id, gone.table_id, {gone.line: None}, covered=False, confirmed=False
    )
    assert corruption._judge(change, before, after).outcome == "silent"
    number = Decimal(1), Decimal(0), Decimal(0)
    after.checks.append(
        checks.Check(checks.COUNT, report_id, "", *number, ours=True, lines=(gone.line,))
    )
    found = corruption._judge(change, before, after)
    assert found.outcome == "silent" and found.counted
    told = corruption.table([found])
    assert "by arithmetic: 0 of 1 (0.0%); with the count: 1 of 1 (100.0%)" in told


def test_a_change_that_undoes_a_misprint_is_told_apart(corruption: ModuleType) -> None:
    """A contradicted number that a change makes agree: the report's own error is gone."""
    report_id = next(
        rid for rid in sorted(corruption.reports()) if denied(corruption.truth(rid)) is not None
    )
    before, after = corruption.truth(report_id), collect_one(corruption, report_id)
    wrong = denied(after)
    assert wrong is not None
    change = corruption.Corruption(
        "sign", report_id, wrong.table_id, {wrong.line: ""}, covered=False, confirmed=False
    )
    wrong.varde, wrong.kontroll = -wrong.varde, "bekraftad"
    assert corruption._judge(change, before, after).outcome == "confirmed"  # still contradicted
    after.checks = [check for check in after.checks if wrong.line not in check.rader]
    assert corruption._judge(change, before, after).outcome == "mends"


def denied(built: building.Built) -> Fact | None:
    """A number of a table that a failing check contradicts."""
    return next(
        (f for f in built.facts if f.place is not None and f.kontroll == "motsagd" and f.varde),
        None,
    )


def collect_one(corruption: ModuleType, report_id: str) -> building.Built:
    made: building.Built = corruption._with(corruption.reports()[report_id])
    return made


def test_all_checks_of_the_five_reports_are_fast_and_cover_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spent: list[float] = []
    real = examine.examine

    def timed(*args: object) -> object:
        started = time.process_time()
        made = real(*args)  # type: ignore[arg-type]
        spent.append(time.process_time() - started)
        return made

    monkeypatch.setattr(building, "examine", timed)
    built = collect(Path(ROOT / "data" / "raw"))
    assert spent[0] < SLACK * MOST_SECONDS
    rows = building.frames(built)["rapporter"]
    assert {
        r["report_id"]: r["andel_prov"] for r in rows.to_dicts() if r["andel_prov"] < LEAST
    } == {}
    assert [check for check in built.checks if check.utfall == "lasfel"] == []

"""README: its tables are what the data says, and its ten numbers can be looked up."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
TRACED = re.findall(r"\| ([^|]+?) \|[^|\n]*\|[^|\n]*\| `finsam trace (\S+) (\S+) (\d+)` \|", README)


def test_tables_are_current() -> None:
    done = subprocess.run(
        [sys.executable, "tools/readme_tables.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_there_are_ten_numbers_to_look_up() -> None:
    assert len(TRACED) == 10


@pytest.mark.parametrize(("shown", "dataset", "report", "line"), TRACED)
def test_trace_shows_the_printed_number(shown: str, dataset: str, report: str, line: str) -> None:
    from finsam_analysis.verify.trace import trace

    printed = re.match(r"[\d\s,.−-]+", shown)
    assert printed is not None
    text = str(trace(dataset, report, line, clean=ROOT / "data" / "clean"))
    assert re.sub(r"\s", "", printed.group()) in re.sub(r"\s", "", text)

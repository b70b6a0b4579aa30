"""What the tests share: where the reports are, the command line, and what lies on disk."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent
REPORTS = Path(os.environ.get("FINSAM_REPORTS") or ROOT.parent / "shared" / "reports")

# The same examples at every run: a test that fails today fails tomorrow. To search further:
# HYPOTHESIS_PROFILE=search make test ARGS=tests/read
settings.register_profile("same", deadline=None, derandomize=True, database=None)
settings.register_profile("search", deadline=None, max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did: its exit code, and what it said."""

    code: int
    out: str
    err: str


@pytest.fixture
def finsam(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ran]:
    """Run the command line in this process."""
    from finsam_analysis.cli import main

    def run(*words: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["finsam", *map(str, words)])
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run


@pytest.fixture(scope="session")
def reports() -> list[Path]:
    """The five reports as text; a test that needs them is skipped where they are not."""
    found = sorted(REPORTS.glob("*.txt")) if REPORTS.is_dir() else []
    if len(found) < 5:
        pytest.skip(f"the five reports are not in {REPORTS}: set FINSAM_REPORTS to where they are")
    return found


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes; folders end in a slash."""
    if not folder.exists():
        return {}
    return {
        path.relative_to(folder).as_posix() + "/" * path.is_dir(): b""
        if path.is_dir()
        else path.read_bytes()
        for path in sorted(folder.rglob("*"))
    }

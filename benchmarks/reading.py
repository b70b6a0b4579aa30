"""Time and memory of `finsam add` and `finsam build` as whole processes, each started cold.

    python benchmarks/reading.py [--runs 3] [--reports DIR]

Wall clock, CPU of the process and its workers, and the most memory that the largest of them held.
Of several runs the best time is shown: it is the machine that makes the others slower. The texts
are looked for in ../shared/reports, or where FINSAM_REPORTS points; the build is of data/raw.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REPORTS = Path(os.environ.get("FINSAM_REPORTS") or ROOT.parent / "shared" / "reports")
GOALS = {"add": 3.0, "build": 3.0, "--help": 0.5}  # seconds: wall clock, of help CPU
MOST_MEMORY = 400.0  # MiB


@dataclass(frozen=True)
class Run:
    """What one process used."""

    wall: float
    cpu: float
    memory: float  # MiB, of the largest process

    @classmethod
    def of(cls, words: Sequence[str | Path]) -> Run:
        """Run `finsam` with these words. SystemExit when it fails."""
        command = [sys.executable, "-m", "finsam_analysis.cli", *map(str, words)]
        quiet = os.open(os.devnull, os.O_WRONLY)
        started = time.perf_counter()
        child = os.posix_spawn(
            sys.executable,
            command,
            {**os.environ, "PYTHONPATH": str(ROOT / "src")},
            file_actions=[(os.POSIX_SPAWN_DUP2, quiet, 1)],
        )
        _, status, used = os.wait4(child, 0)
        wall = time.perf_counter() - started
        os.close(quiet)
        if os.waitstatus_to_exitcode(status):
            raise SystemExit(f"{' '.join(command)} failed")
        unit = 1024**2 if sys.platform == "darwin" else 1024
        return cls(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


def best(words: Sequence[str | Path], runs: int, *, fresh: Path | None = None) -> Run:
    """The fastest of several runs; `fresh` is removed before each."""
    made = []
    for _ in range(runs):
        if fresh is not None:
            shutil.rmtree(fresh, ignore_errors=True)
        made.append(Run.of(words))
    return min(made, key=lambda run: run.wall)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--reports", type=Path, default=REPORTS)
    options = parser.parse_args()
    texts = sorted(options.reports.glob("*.txt"))
    with tempfile.TemporaryDirectory() as name:
        raw, clean = Path(name, "raw"), Path(name, "clean")
        rows = [("--help", "finsam --help", best(["--help"], options.runs))]
        if texts:
            size = round(sum(path.stat().st_size for path in texts) / 1000)
            run = best(["add", *texts, "--raw", raw], options.runs, fresh=raw)
            rows.append(("add", f"finsam add, {len(texts)} texts, {size} kB", run))
        else:
            print(f"no reports in {options.reports}: finsam add is not measured", file=sys.stderr)
        run = best(
            ["build", "--raw", ROOT / "data" / "raw", "--clean", clean], options.runs, fresh=clean
        )
        rows.append(("build", "finsam build of data/raw", run))
    machine = f"({os.cpu_count()} cores, best of {options.runs})"
    print(f"{'':32} {'wall s':>7} {'CPU s':>7} {'MiB':>6}  goal   {machine}")
    for name, what, run in rows:
        used = run.cpu if name == "--help" else run.wall
        within = used < GOALS[name] and run.memory < MOST_MEMORY
        goal = f"{GOALS[name]:g} s" + ("" if within else "  MISSED")
        print(f"{what:32} {run.wall:7.2f} {run.cpu:7.2f} {run.memory:6.0f}  {goal}")


if __name__ == "__main__":
    main()

"""How long adding and building take, and how much memory, cold start included.

    python benchmarks/reading.py [--reports FOLDER] [--runs 5]

The reports are read from `--reports`, FINSAM_REPORTS or ../shared/reports, into a folder of its
own that is thrown away. Times are wall clock and processor time of the whole command with its
children; the least of the runs is what the machine can do, the median what it did.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

REPORTS = Path(os.environ.get("FINSAM_REPORTS", "../shared/reports"))


@dataclass(frozen=True)
class Run:
    """One run of a command: seconds on the clock, seconds of processor, and MiB at most."""

    wall: float
    processor: float
    memory: float


def measure(*command: str) -> Run:
    """Run a finsam command in a process of its own."""
    program = [sys.executable, "-m", "finsam_analysis.cli", *command]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(program, check=True, stdout=subprocess.DEVNULL)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(wall, used, after.ru_maxrss / 1024)


def shown(name: str, runs: list[Run]) -> str:
    """One line of the table."""
    walls = [run.wall for run in runs]
    return (
        f"{name:<12}{min(walls):>8.2f}{statistics.median(walls):>8.2f}"
        f"{min(run.processor for run in runs):>11.2f}{max(run.memory for run in runs):>8.0f}"
    )


def main() -> None:
    """Time `finsam --help`, `add` of every report and `build`, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--reports", type=Path, default=REPORTS)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    texts = sorted(map(str, options.reports.glob("*-*.txt")))
    if not texts:
        sys.exit(f"{options.reports}: no reports; give their folder with --reports.")
    sys.stdout.write(f"{'seconds':<12}{'least':>8}{'median':>8}{'processor':>11}{'MiB':>8}\n")
    with tempfile.TemporaryDirectory() as folder:
        raw, clean = str(Path(folder, "raw")), str(Path(folder, "clean"))
        for name, command in (
            ("--help", ("--help",)),
            ("add", ("add", "--replace", "--raw", raw, *texts)),
            ("build", ("build", "--raw", raw, "--clean", clean)),
            ("check", ("check", "--clean", clean)),
        ):
            runs = [measure(*command) for _ in range(options.runs)]
            sys.stdout.write(shown(name, runs) + "\n")


if __name__ == "__main__":
    main()

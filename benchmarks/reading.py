"""Time and memory of `finsam add` and `finsam build`, and of reading one report after start.

    python benchmarks/reading.py [--runs 3] [--reports DIR]

Wall clock, CPU of the process and its workers, and the most memory that the largest of them held.
Commands are whole processes, each started cold but with Python's compiled modules at hand, and of
several runs the best is shown: it is the machine that makes the others slower. After start is each
report in a process of its own that has read another one, so that words and patterns are loaded but
nothing of the report is known; of several, the median by CPU. The texts are looked for in
../shared/reports, or where FINSAM_REPORTS points; the build is of data/raw.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from finsam_analysis.add import Options, read_report

ROOT = Path(__file__).resolve().parent.parent
REPORTS = Path(os.environ.get("FINSAM_REPORTS") or ROOT.parent / "shared" / "reports")
GOALS = {"add": 3.0, "build": 3.0, "one": 1.0, "--help": 0.5, "after": 0.5}  # seconds
BY_CPU = ("--help", "after")  # the others by wall clock
MIB = 1024**2 if sys.platform == "darwin" else 1024  # of what the system tells of memory
MOST_MEMORY = 400.0  # MiB


@dataclass(frozen=True)
class Run:
    """What one process used."""

    wall: float
    cpu: float
    memory: float  # MiB, of the largest process

    @classmethod
    def of(cls, words: Sequence[str | Path], compiled: Path) -> Run:
        """Run `finsam` with these words, its modules `compiled` in a folder of their own.

        Raises SystemExit when it fails.
        """
        command = [sys.executable, "-m", "finsam_analysis.cli", *map(str, words)]
        quiet = os.open(os.devnull, os.O_WRONLY)
        own = {"PYTHONPATH": str(ROOT / "src"), "PYTHONPYCACHEPREFIX": str(compiled)}
        started = time.perf_counter()
        child = os.posix_spawn(
            sys.executable,
            command,
            {**os.environ, **own, "PYTHONDONTWRITEBYTECODE": ""},
            file_actions=[(os.POSIX_SPAWN_DUP2, quiet, 1)],
        )
        _, status, used = os.wait4(child, 0)
        wall = time.perf_counter() - started
        os.close(quiet)
        if os.waitstatus_to_exitcode(status):
            raise SystemExit(f"{' '.join(command)} failed")
        return cls(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / MIB)


def best(words: Sequence[str | Path], runs: int, folder: Path, *, fresh: Path | None = None) -> Run:
    """The fastest of several runs; `fresh` is removed before each."""
    made = []
    for _ in range(runs):
        if fresh is not None:
            shutil.rmtree(fresh, ignore_errors=True)
        made.append(Run.of(words, folder / "compiled"))
    return min(made, key=lambda run: run.wall)


def read_one(path: Path) -> Run:
    """Read a report in this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    read_report(path, Options(Path()))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return Run(wall, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB)


def after_start(path: Path, other: Path, runs: int) -> Run:
    """The median of several runs, each in a new process that has read another report."""
    made = []
    for _ in range(runs):
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            pool.submit(read_one, other).result()
            made.append(pool.submit(read_one, path).result())
    return sorted(made, key=lambda run: run.cpu)[statistics.median_low(range(runs))]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--reports", type=Path, default=REPORTS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        rows = measure(sorted(options.reports.glob("*.txt")), Path(name), options.runs)
    machine = f"({os.cpu_count()} cores, best of {options.runs}, after start the median)"
    print(f"{'':50} {'wall s':>7} {'CPU s':>7} {'MiB':>6}  goal   {machine}")
    for name, what, run in rows:
        used = run.cpu if name in BY_CPU else run.wall
        within = used < GOALS[name] and run.memory < MOST_MEMORY
        goal = f"{GOALS[name]:g} s" + ("" if within else "  MISSED")
        print(f"{what[:50]:50} {run.wall:7.2f} {run.cpu:7.2f} {run.memory:6.0f}  {goal}")


def measure(texts: Sequence[Path], folder: Path, runs: int) -> list[tuple[str, str, Run]]:
    """What is measured: the goal's name, what is shown, and the figures."""
    raw, clean = folder / "raw", folder / "clean"
    rows = [("--help", "finsam --help", best(["--help"], runs, folder))]
    if texts:
        size = round(sum(path.stat().st_size for path in texts) / 1000)
        largest = max(texts, key=lambda path: path.stat().st_size)
        run = best(["add", largest, "--raw", raw], runs, folder, fresh=raw)
        rows.append(("one", f"finsam add, {largest.stem}", run))
        run = best(["add", *texts, "--raw", raw], runs, folder, fresh=raw)
        rows.append(("add", f"finsam add, {len(texts)} texts, {size} kB", run))
    else:
        print("no reports found: finsam add is not measured", file=sys.stderr)
    build = ["build", "--raw", ROOT / "data" / "raw", "--clean", clean]
    rows.append(("build", "finsam build of data/raw", best(build, runs, folder, fresh=clean)))
    for path, other in zip(texts, [*texts[1:], *texts[:1]], strict=True) if len(texts) > 1 else ():
        rows.append(("after", f"after start, {path.stem}", after_start(path, other, runs)))
    return rows


if __name__ == "__main__":
    main()

"""Quarto for the site: the machine's own, or the package quarto-cli, or none.

    python tools/get_quarto.py RENDERER [--again]

The package holds no program: while it is built, its setup.py fetches Quarto's release (some 130 MB)
from the place where Quarto is published, without a time limit of its own. So it is built with a
limit, its output goes to a log, and a failure is remembered beside the virtual environment's other
stamps until the pin changes or somebody asks again.

RENDERER is a file that says what the site is rendered with. It is written only when that changes,
so that make can tell.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

PIN = Path("requirements-quarto.lock")
SECONDS = 300
HOW = (
    "För den fulla sajten: installera Quarto (quarto.org) eller skapa conda-miljön i "
    "environment.yml, och kör make site igen. Nytt försök att hämta Quarto: make quarto"
)


def describe(quarto: str | None) -> str:
    """What the site is rendered with: Quarto's path and age, or the preview."""
    if quarto is None:
        return "preview\n"
    return f"quarto {quarto} {Path(quarto).stat().st_mtime_ns}\n"


def write_if_changed(path: Path, text: str) -> None:
    """Write `text`, leaving the file and its time alone when it already says so."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def run(command: list[str], log: Path, seconds: float) -> bool:
    """Whether `command` succeeds within `seconds`; its output in `log`, its children ended too."""
    with log.open("w", encoding="utf-8") as out:
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )
        try:
            return child.wait(timeout=seconds) == 0
        except subprocess.TimeoutExpired:
            out.write(f"\nended after {seconds:g} seconds\n")
            return False
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()


def install(pin: Path, log: Path, seconds: float) -> bool:
    """Install the pinned package, built with the environment's own (locked) setuptools."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install"]
    options = ["--require-hashes", "--no-deps", "--no-build-isolation", "-r", str(pin)]
    return run([*pip, *options], log, seconds)


def main() -> int:
    """Find or get Quarto; 1 only when it was asked for and cannot be had."""
    parser = argparse.ArgumentParser(description="Finds Quarto, or tries to get it.")
    parser.add_argument("renderer", type=Path, help="file that says what the site is rendered with")
    parser.add_argument("--again", action="store_true", help="try again after a failure")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="time limit")
    args = parser.parse_args()

    stamps = args.renderer.parent
    marker, log = stamps / "quarto-saknas", stamps / "quarto.log"
    pinned = hashlib.sha256(PIN.read_bytes()).hexdigest()
    quarto = shutil.which("quarto")
    if quarto is None:
        tried = marker.exists() and marker.read_text(encoding="utf-8").strip() == pinned
        if tried and not args.again:
            print(f"Quarto saknas; sajten byggs som förhandsvisning. {HOW}")
        else:
            minutes = f"{args.seconds / 60:g} minuter"
            print(f"Quarto saknas på datorn; hämtar det, högst {minutes}", flush=True)
            if install(PIN, log, args.seconds):
                quarto = shutil.which("quarto")
            if quarto is None:
                marker.write_text(pinned + "\n", encoding="utf-8")
                print(f"Quarto gick inte att hämta (logg: {log}). {HOW}")
    if quarto is not None:
        marker.unlink(missing_ok=True)
    write_if_changed(args.renderer, describe(quarto))
    if args.again and quarto:
        print(f"Quarto finns: {quarto}")
    return 1 if args.again and quarto is None else 0


if __name__ == "__main__":
    sys.exit(main())

"""The ways into the project: which Python is taken, how Quarto is sought, what make does again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tools import get_quarto

ROOT = Path(__file__).parent.parent
MAKE = shutil.which("make")


# --- which Python -------------------------------------------------------------------------------


@pytest.fixture
def find_python(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run tools/find-python where only the given Pythons are, as name: "version venv?"."""

    def run(pythons: dict[str, str], **environ: str) -> subprocess.CompletedProcess[str]:
        for name, answer in pythons.items():
            program = tmp_path / name
            says = f"echo {answer}" if answer else "echo 'no such version' >&2; exit 127"
            program.write_text(f"#!/bin/sh\n{says}\n")
            program.chmod(0o755)
        return subprocess.run(
            [ROOT / "tools" / "find-python"],
            env={"PATH": str(tmp_path), **environ},
            capture_output=True,
            text=True,
        )

    return run


@pytest.mark.parametrize(
    ("pythons", "taken"),
    [
        ({"python3": "3.11 yes"}, "python3"),
        ({"python3": "3.12 yes", "python3.13": "3.13 yes"}, "python3"),
        ({"python3": "3.9 yes", "python3.12": "3.12 yes"}, "python3.12"),
        ({"python3": "3.10 yes", "python": "3.13 yes"}, "python"),
        ({"python3": "", "python3.12": "", "python3.11": "3.11 yes"}, "python3.11"),
        ({"python3": "3.11 no", "python3.13": "3.13 yes"}, "python3.13"),
        ({"python3": "3.15 yes", "python3.12": "3.12 yes"}, "python3.12"),
        ({"python3": "3.15 yes"}, "python3"),
    ],
)
def test_the_python_that_fits_is_taken(find_python, pythons, taken, tmp_path) -> None:
    found = find_python(pythons)
    assert (found.returncode, found.stdout.strip()) == (0, str(tmp_path / taken))


@pytest.mark.parametrize(
    ("pythons", "environ", "said"),
    [
        ({"python3": "3.9 yes"}, {}, "python3 är 3.9"),
        ({"python3": "2.7 yes", "python": "3.10 yes"}, {}, "python3 är 2.7, python är 3.10"),
        ({}, {}, "ingen Python alls"),
        ({"python3": "3.11 no"}, {}, "python3.11-venv"),
        ({"python3": "3.12 yes", "old": "3.8 yes"}, {"PYTHON": "old"}, "PYTHON=old"),
    ],
)
def test_no_fitting_python_is_said_in_one_sentence(find_python, pythons, environ, said) -> None:
    found = find_python(pythons, **environ)
    assert found.returncode == 1
    assert found.stdout == ""
    assert said in found.stderr
    assert found.stderr.count("\n") == 1


# --- Quarto -------------------------------------------------------------------------------------


class Project:
    """A folder with a pin and a stamp folder, and an install that only counts its tries."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.programs = folder / "bin"
        self.pin = folder / "requirements-quarto.lock"
        self.renderer = folder / ".renderer"
        self.tries = 0
        self.works = False
        self._monkeypatch = monkeypatch
        self.programs.mkdir()
        self.pin.write_text("quarto-cli==1\n")
        monkeypatch.chdir(folder)
        monkeypatch.setenv("PATH", str(self.programs))
        monkeypatch.setattr(get_quarto, "install", self.install)

    def install(self, pin: Path, log: Path, seconds: float) -> bool:
        """Stands in for pip: leaves a program behind when it works."""
        self.tries += 1
        if self.works:
            self.put_quarto()
        return self.works

    def put_quarto(self) -> None:
        """A program named quarto on PATH."""
        program = self.programs / "quarto"
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)

    def seek(self, *options: str) -> int:
        """Run the tool as make does."""
        self._monkeypatch.setattr(sys, "argv", ["get_quarto.py", str(self.renderer), *options])
        return get_quarto.main()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """An empty project on a machine without Quarto."""
    return Project(tmp_path, monkeypatch)


def test_quarto_of_the_machine_is_used_as_it_is(project: Project) -> None:
    project.put_quarto()
    assert project.seek() == 0
    assert project.tries == 0
    assert project.renderer.read_text().startswith(f"quarto {project.programs / 'quarto'} ")


def test_a_failure_is_remembered_until_asked_again(project: Project, capsys) -> None:
    assert project.seek() == 0
    first = capsys.readouterr().out
    assert "Quarto gick inte att hämta" in first
    assert "make quarto" in first
    assert project.renderer.read_text() == "preview\n"

    assert project.seek() == 0
    assert project.tries == 1
    assert "make quarto" in capsys.readouterr().out

    assert project.seek("--again") == 1
    assert project.tries == 2


def test_a_new_pin_is_tried(project: Project) -> None:
    project.seek()
    project.pin.write_text("quarto-cli==2\n")
    project.seek()
    assert project.tries == 2


def test_what_was_missing_can_come(project: Project) -> None:
    project.seek()
    project.works = True
    assert project.seek("--again") == 0
    assert project.renderer.read_text().startswith("quarto ")
    (project.programs / "quarto").unlink()
    project.seek()
    assert project.tries == 3, "the failure from before must be forgotten"


def test_the_renderer_file_keeps_its_time_when_nothing_changed(project: Project) -> None:
    project.seek()
    os.utime(project.renderer, (1, 1))
    project.seek()
    assert project.renderer.stat().st_mtime == 1
    project.put_quarto()
    project.seek()
    assert project.renderer.stat().st_mtime > 1


def test_an_install_that_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    log, child = tmp_path / "log", tmp_path / "child"
    began = time.monotonic()
    command = ["sh", "-c", f"sleep 60 & echo $! > '{child}'; wait"]
    assert get_quarto.run(command, log, 1) is False
    assert time.monotonic() - began < 30
    assert "ended after 1 seconds" in log.read_text()
    with pytest.raises(ProcessLookupError):
        for _ in range(100):  # until whoever inherited the child has collected it
            os.kill(int(child.read_text()), 0)
            time.sleep(0.05)


def test_the_log_holds_what_the_install_said(tmp_path: Path) -> None:
    log = tmp_path / "log"
    assert get_quarto.run(["sh", "-c", "echo out; echo err >&2; exit 3"], log, 10) is False
    assert log.read_text() == "out\nerr\n"
    assert get_quarto.run(["sh", "-c", "echo fine"], log, 10) is True


# --- what make does again -----------------------------------------------------------------------

FAKE = """#!/bin/sh
echo "{name} $*" >> "$CALLS"
case "{name} $*" in
  "make-venv .venv") mkdir -p .venv/bin; cp fakes/* .venv/bin/ ;;
  "finsam site"*) mkdir -p _site; echo page > _site/index.html ;;
  "python tools/get_quarto.py"*) [ -e "$2" ] || echo preview > "$2" ;;
esac
"""


class Made:
    """A copy of the Makefile among programs that only write down how they were called."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.calls = folder / "calls"
        for name in ("requirements.lock", "pyproject.toml", "Makefile"):
            shutil.copy(ROOT / name, folder)
        for name in ("data/raw/a/block.txt", "data/raw/b/block.txt", "notebooks/a.ipynb"):
            self.write(name)
        for name in ("src/finsam_analysis/x.py", "data/clean/a.csv", "data/raw/a/source.pdf"):
            self.write(name)
        self.program("tools/make-venv")
        self.program("fakes/python")
        self.program("fakes/finsam")

    def write(self, name: str) -> None:
        """Write or rewrite a file, so that it is newer than all before."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x\n")

    def program(self, name: str) -> None:
        """Put a program that writes down its arguments."""
        self.write(name)
        path = self.folder / name
        path.write_text(FAKE.format(name=path.name))
        path.chmod(0o755)

    def site(self) -> list[str]:
        """What `make site` calls, without its look for Quarto, which it takes each time."""
        self.calls.write_text("")
        environ = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
        environ["CALLS"] = str(self.calls)
        done = subprocess.run(
            [str(MAKE), "site"], cwd=self.folder, env=environ, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        assert f"{self.folder}/_site/index.html" in done.stdout
        time.sleep(0.02)  # what is written next is newer, also where clocks are coarse
        called = self.calls.read_text().splitlines()
        return [" ".join(c.split()[:2]) for c in called if "get_quarto" not in c]


BUILD, SITE = "finsam build", "finsam site"


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """A project whose site has been made once."""
    if MAKE is None:
        pytest.skip("make is not on this machine")
    project = Made(tmp_path)
    first = project.site()
    assert first[:2] == ["make-venv .venv", "make-venv .venv"]
    assert first[-2:] == [BUILD, SITE]
    return project


def test_a_second_run_does_nothing(made: Made) -> None:
    assert made.site() == []


@pytest.mark.parametrize(
    ("changed", "calls"),
    [
        ("data/raw/a/block.txt", [BUILD, SITE]),
        ("data/raw/c/new.txt", [BUILD, SITE]),
        ("src/finsam_analysis/x.py", [BUILD, SITE]),
        ("notebooks/a.ipynb", [SITE]),
        ("notebooks/new.ipynb", [SITE]),
        ("_quarto.yml", [SITE]),
        ("index.qmd", [SITE]),
        (".venv/.renderer", [SITE]),
        ("data/raw/a/source.pdf", []),
        ("notebooks/.ipynb_checkpoints/a-checkpoint.ipynb", []),
        ("pyproject.toml", ["python -m"]),
        ("requirements.lock", ["make-venv .venv", "python -m", BUILD, SITE]),
    ],
)
def test_what_changed_is_made_again(made: Made, changed: str, calls: list[str]) -> None:
    made.write(changed)
    assert made.site() == calls
    assert made.site() == []


@pytest.mark.parametrize(
    ("gone", "calls"),
    [
        ("data/raw/b/block.txt", [BUILD, SITE]),
        ("data/clean/.built", [BUILD, SITE]),
        ("notebooks/a.ipynb", [SITE]),
        ("_site/index.html", [SITE]),
        (".venv/bin/python", ["make-venv .venv", "make-venv .venv", "python -m", BUILD, SITE]),
    ],
)
def test_what_is_gone_is_made_again(made: Made, gone: str, calls: list[str]) -> None:
    (made.folder / gone).unlink()
    assert made.site() == calls
    assert made.site() == []

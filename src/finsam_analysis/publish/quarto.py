"""Laying out the site with Quarto.

The pages have been run already: Quarto gets notebooks with outputs, and .qmd pages where the
outputs stand in place of the cells, in a folder of their own. It starts no kernel, and the
project's own files are never written to.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import nbformat
import yaml

from finsam_analysis.publish import qmd
from finsam_analysis.publish.errors import SiteError
from finsam_analysis.publish.pages import CONFIG, STYLE, Project
from finsam_analysis.publish.preview import Ran

SECONDS = 600
LOG = "quarto.log"
_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_WARNING = re.compile(r"^\s*(?:\[?WARN(?:ING)?\b|WARN:|\(W\))", re.IGNORECASE)
_SKIP = re.compile(r'<a [^>]*class="hoppa"[^>]*>.*?</a>\s*')
_BODY = re.compile(r"<body[^>]*>")
_ERROR = re.compile(r"^\s*(?:\[?ERROR\b|ERROR:)\s*:?\s*(.*)", re.IGNORECASE)


def find() -> str | None:
    """Quarto on PATH, if it is there."""
    return shutil.which("quarto")


def version(program: str) -> str:
    """Quarto's version; SiteError if the program does not answer."""
    try:
        answer = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=60, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise SiteError(
            f"Quarto i {program} svarar inte ({type(error).__name__}). Laga installationen, eller "
            "ta bort den ur PATH för att få förhandsvisningen."
        ) from None
    return answer.stdout.strip()


def lay_out(program: str, project: Project, ran: list[Ran], build: Path) -> tuple[Path, list[str]]:
    """Render the pages in `build`, a folder of its own; the site's folder and Quarto's warnings.

    Raises SiteError, naming the log, if Quarto fails.
    """
    _write_sources(project, ran, build)
    log = build / LOG
    text = _run([program, "render", "--no-execute"], build, log)
    site = build / str(project.config.get("project", {}).get("output-dir", "_site"))
    if not (site / "index.html").exists():
        raise SiteError(f"Quarto gjorde ingen index.html. Loggen: {log}")
    for leftover in site.rglob("*.ipynb"):
        leftover.unlink()
    for done in ran:
        path = site / done.page.html
        path.write_text(_skip_link_first(path.read_text(encoding="utf-8")), encoding="utf-8")
    return site, warnings(text)


def warnings(log: str) -> list[str]:
    """The warnings in a log of Quarto's."""
    return [line.strip() for line in _COLOUR.sub("", log).splitlines() if _WARNING.match(line)]


def _skip_link_first(page: str) -> str:
    """The page with its skip link before the menu: Quarto puts what we add after it."""
    link = _SKIP.search(page)
    if link is None:
        return page
    rest = page[: link.start()] + page[link.end() :]
    return _BODY.sub(lambda body: f"{body[0]}\n{link[0].strip()}", rest, count=1)


def _write_sources(project: Project, ran: list[Ran], build: Path) -> None:
    config = dict(project.config)
    listed = {"render": [done.page.target for done in ran]}
    # The pages have been run: there is nothing to do before or after.
    own = {key: value for key, value in config["project"].items() if not key.endswith("-render")}
    config["project"] = {**own, **listed}
    config["execute"] = {**config.get("execute", {}), "enabled": False}
    build.mkdir(parents=True, exist_ok=True)
    (build / CONFIG).write_text(
        yaml.safe_dump(config, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    shutil.copytree(project.root / STYLE, build / STYLE)
    for done in ran:
        path = build / done.page.target
        path.parent.mkdir(parents=True, exist_ok=True)
        if done.page.is_notebook:
            nbformat.write(qmd.for_quarto(done.notebook), path)
        else:
            text = qmd.join(done.head, qmd.with_outputs(done.body, done.notebook))
            path.write_text(text, encoding="utf-8")


def _run(command: list[str], folder: Path, log: Path) -> str:
    """Run Quarto with its output in `log`, which is returned."""
    environment = {**os.environ, "NO_COLOR": "1"}
    try:
        with log.open("w", encoding="utf-8") as out:
            done = subprocess.run(
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                timeout=SECONDS,
                check=False,
            )
    except subprocess.TimeoutExpired:
        raise SiteError(
            f"Quarto blev inte klart på {SECONDS // 60} minuter. Loggen: {log}"
        ) from None
    except OSError as error:
        raise SiteError(f"Quarto går inte att starta: {error.strerror}.") from None
    text = log.read_text(encoding="utf-8", errors="replace")
    if done.returncode:
        found = [m[1] for line in _COLOUR.sub("", text).splitlines() if (m := _ERROR.match(line))]
        why = next((line for line in found if line), "det sade inte varför")
        raise SiteError(f"Quarto misslyckades: {why} Loggen: {log}")
    return text

"""The built-in preview: the same pages, laid out without Quarto.

nbconvert turns each page's cells into HTML, and a template of our own puts the site's frame around
it: menu, skip link, footer. Nothing is fetched from another host. It has no search, and a deck is
shown as a page with its slides one after the other.
"""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from string import Template
from typing import Any

from nbformat import NotebookNode

from finsam_analysis.publish import qmd
from finsam_analysis.publish.pages import STYLE, Menu, Page, Project

HOW_TO_GET_QUARTO = (
    "Installera Quarto (quarto.org) eller använd conda-miljön i environment.yml, och kör "
    "finsam site igen."
)
_STYLES = {".css", ".svg"}
_LINK = re.compile(r'href="([^":#?]+)\.(qmd|ipynb)(#[^"]*)?"')


@dataclass(frozen=True)
class Ran:
    """A page that has been run."""

    page: Page
    title: str
    head: dict[str, Any]
    body: str
    notebook: NotebookNode


def lay_out(project: Project, ran: list[Ran], output: Path) -> None:
    """Write the pages as HTML into `output`, an empty folder, with their styles."""
    (output / STYLE).mkdir()
    for path in sorted((project.root / STYLE).iterdir()):
        if path.suffix in _STYLES:
            shutil.copyfile(path, output / STYLE / path.name)
    exporter = _exporter()
    for done in ran:
        body, _ = exporter.from_notebook_node(_shown(done))
        path = output / done.page.html
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_frame(project, done, _links(body)), encoding="utf-8")


def _exporter() -> Any:
    from nbconvert import HTMLExporter

    folder = resources.files("finsam_analysis.publish").joinpath("mallar")
    return HTMLExporter(
        template_name="finsam",
        extra_template_basedirs=[str(folder)],
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
        embed_images=False,
    )


def _shown(done: Ran) -> NotebookNode:
    """The page's cells as the reader sees them: hidden code marked, Quarto's divs as HTML."""
    from nbformat import from_dict

    notebook: NotebookNode = from_dict(done.notebook)
    hidden = str((done.head.get("execute") or {}).get("echo", True)) == "False"
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = qmd.divs(cell.source)
        elif cell.cell_type == "code":
            echo = qmd.options(cell.source).get("echo", "false" if hidden else "true")
            cell.metadata["finsam_hidden"] = echo == "false"
    return notebook


def _links(body: str) -> str:
    """Links between sources as links between pages."""
    return _LINK.sub(lambda m: f'href="{m[1]}.html{m[3] or ""}"', body)


def _frame(project: Project, done: Ran, body: str) -> str:
    """The page with menu, skip link, footer, and the script for its charts."""
    offset = "../" * done.page.target.count("/")
    template = Template(
        resources.files("finsam_analysis.publish")
        .joinpath("mallar", "sida.html")
        .read_text(encoding="utf-8")
    )
    heading = "" if "<h1" in body else f"<h1>{html.escape(done.title)}</h1>"
    if done.head.get("subtitle"):
        heading += f'<p class="ingress">{html.escape(str(done.head["subtitle"]))}</p>'
    site = project.config.get("website", {})
    return template.substitute(
        title=html.escape(f"{done.title} – {project.title}"),
        description=html.escape(
            str(done.head.get("description-meta") or site.get("description", ""))
        ),
        offset=offset,
        site=html.escape(project.title),
        menu=_menu(project.menu, done.page, offset),
        footer=_menu(project.footer, done.page, offset),
        footer_text=html.escape(project.footer_text),
        how=html.escape(HOW_TO_GET_QUARTO),
        before=(project.root / STYLE / "fore.html").read_text(encoding="utf-8"),
        after=(project.root / STYLE / "efter.html").read_text(encoding="utf-8"),
        heading=heading,
        body=body,
    )


def _menu(lines: Iterable[Menu], page: Page, offset: str) -> str:
    items = []
    for line in lines:
        text = html.escape(line.text)
        if line.lines:
            below = _menu(line.lines, page, offset)
            items.append(f"<li><details><summary>{text}</summary>{below}</details></li>")
            continue
        here = ' aria-current="page"' if line.source == page.source else ""
        address = str(Path(line.source).with_suffix(".html").as_posix())
        items.append(f'<li><a href="{offset}{address}"{here}>{text}</a></li>')
    return "<ul>" + "".join(items) + "</ul>"

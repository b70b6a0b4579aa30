"""Which pages the site has, in which order, and what each of them is made from.

`_quarto.yml` is the one place that lists pages and their names in the menu; the preview reads it
too. The deck is a template: it becomes one page for each förbund and year with an årsredovisning.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import nbformat
import yaml
from nbformat import NotebookNode

from finsam_analysis import datasets
from finsam_analysis.publish import decks, qmd
from finsam_analysis.publish.errors import PageError, SiteError

CONFIG = "_quarto.yml"
# The word files that pages are made with; those that reports are read with show in the data.
WORDS = ("enkatfragor", "jamforelse", "kpi", "omdomen", "riksmatt", "visning")
STYLE = "stil"
# Packages that a page's outputs are made with.
_MAKERS = ("altair", "polars", "vl-convert-python", "nbclient", "nbconvert")


@dataclass(frozen=True)
class Page:
    """One page: the file it is written in, and the file of the site that it becomes."""

    source: str
    target: str
    head: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_notebook(self) -> bool:
        """Whether it is written as .ipynb; else as .qmd."""
        return self.source.endswith(".ipynb")

    @property
    def html(self) -> str:
        """Its address on the site."""
        return str(Path(self.target).with_suffix(".html").as_posix())


@dataclass(frozen=True)
class Menu:
    """One line of the site's menu: a page, or a heading with lines of its own."""

    text: str
    source: str = ""
    lines: tuple[Menu, ...] = ()


@dataclass(frozen=True)
class Project:
    """The site's folder and what `_quarto.yml` says."""

    root: Path
    config: dict[str, Any]

    @property
    def title(self) -> str:
        """The site's name."""
        return str(self.config.get("website", {}).get("title", ""))

    @property
    def menu(self) -> list[Menu]:
        """The lines of the menu, in order."""
        return _menu(self.config.get("website", {}).get("navbar", {}).get("left", []))

    @property
    def footer(self) -> list[Menu]:
        """The links of the footer, in order."""
        return _menu(self.config.get("website", {}).get("page-footer", {}).get("right", []))

    @property
    def footer_text(self) -> str:
        """The footer's sentence."""
        return str(self.config.get("website", {}).get("page-footer", {}).get("left", ""))


def find(start: Path | None = None) -> Project:
    """The site's project: the nearest folder, from here upwards, that has `_quarto.yml`."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        path = folder / CONFIG
        if path.is_file():
            try:
                config = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
            except yaml.YAMLError as error:
                raise PageError(f"{path} är inte YAML: {_first_line(error)}") from None
            return Project(folder, config)
    raise SiteError(
        f"Det finns ingen {CONFIG} i {here} eller ovanför. Kör kommandot i projektets mapp."
    )


def plan(project: Project, clean: Path) -> list[Page]:
    """The pages of the site, in the order of `_quarto.yml`, a deck for each årsredovisning last.

    Raises PageError if a page that is listed does not exist.
    """
    listed = [str(name) for name in project.config.get("project", {}).get("render", [])]
    missing = [name for name in listed if not (project.root / name).is_file()]
    if missing:
        raise PageError(f"{CONFIG} nämner {missing[0]}, som inte finns.")
    pages = [Page(name, name) for name in listed if name != decks.TEMPLATE]
    if decks.TEMPLATE in listed:
        pages += [
            Page(
                decks.TEMPLATE,
                f"{choice.page}.qmd",
                head={"subtitle": f"{choice.namn}, årsredovisning {choice.year}"},
                parameters={"forbund": choice.forbund_id, "year": choice.year},
            )
            for choice in decks.choices(
                datasets.load("rapporter", clean=clean), datasets.load("forbund", clean=clean)
            )
        ]
    return pages


def read(project: Project, page: Page) -> tuple[qmd.Head, str, NotebookNode]:
    """The page's head, its body as written, and its cells as a notebook to run."""
    text = (project.root / page.source).read_text(encoding="utf-8")
    if page.is_notebook:
        try:
            notebook: NotebookNode = nbformat.reads(text, as_version=4)
        except Exception as error:
            raise PageError(f"{page.source} är inte en notebook: {_first_line(error)}") from None
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        return {}, "", notebook
    head, body = qmd.split(text, page.source)
    return {**head, **page.head}, body, qmd.to_notebook(body, page.parameters)


def title(head: qmd.Head, notebook: NotebookNode, page: Page) -> str:
    """The page's title: from its head, or from the heading that its first cell begins with."""
    if "title" in head:
        return str(head["title"])
    for cell in notebook.cells:
        first = cell.source.lstrip().splitlines()[:1]
        if cell.cell_type == "markdown" and first and first[0].startswith("# "):
            return str(first[0][2:].strip())
    return Path(page.source).stem


def digest(project: Project, page: Page, world: str) -> str:
    """A hash of all that the page's outputs follow from: its source, and the `world` around it."""
    text = (project.root / page.source).read_bytes()
    return _hash([world.encode(), text, repr((page.target, page.head, page.parameters)).encode()])


def world(clean: Path) -> str:
    """A hash of the data and of the code that pages are made with."""
    data = [path for path in sorted(clean.iterdir()) if path.suffix in {".csv", ".json"}]
    if not any(path.suffix == ".csv" for path in data):
        data += [path for path in sorted(clean.iterdir()) if path.suffix == ".parquet"]
    versions = [f"{name} {metadata.version(name)}" for name in _MAKERS]
    parts = [_of_files(data), _code(), sys.version, *versions]
    return _hash(part.encode() for part in parts)


def style(project: Project) -> str:
    """A hash of what the pages are laid out with, beside their own contents."""
    return _of_files([project.root / CONFIG, *sorted((project.root / STYLE).iterdir())])


@cache
def _code() -> str:
    """The code that pages call. What made the data is not among it: the data shows that."""
    package = Path(__file__).parents[1]
    rooms = [package / room for room in ("compare", "publish")]
    found = [path for room in rooms for path in sorted(room.rglob("*")) if path.is_file()]
    shown = [package / "words" / f"{name}.toml" for name in WORDS]
    return _of_files([package / "datasets.py", *shown, *(p for p in found if p.suffix != ".pyc")])


def _of_files(paths: Iterable[Path]) -> str:
    parts: list[bytes] = []
    for path in paths:
        parts += [path.name.encode(), path.read_bytes()]
    return _hash(parts)


def _hash(parts: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(len(part).to_bytes(8, "big") + part)
    return found.hexdigest()


def _menu(items: Iterable[Any]) -> list[Menu]:
    named = [item for item in items if isinstance(item, dict) and "text" in item]
    return [
        Menu(str(item["text"]), str(item.get("href", "")), tuple(_menu(item.get("menu", ()))))
        for item in named
        if "href" in item or "menu" in item
    ]


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__

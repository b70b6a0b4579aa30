"""Pages written as .qmd: to a notebook that can be run, and back with what the cells gave.

Only what the project's own pages use: a YAML head, Markdown, and ```{python} cells with `#|`
options. The pages hide their code (`echo: false`), so in the page that Quarto lays out a cell's
outputs stand in its place. Fenced divs (`:::`) become divs in the preview.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import nbformat
import yaml
from nbformat import NotebookNode

from finsam_analysis.publish.errors import PageError
from finsam_analysis.publish.markup import raw_block

_HEAD = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_CELL = re.compile(r"^```\{python\}\n(.*?)^```[ \t]*\n?", re.DOTALL | re.MULTILINE)
_OPTION = re.compile(r"^#\|\s*([\w-]+):\s*(.*)$")
_DIV = re.compile(r"^(:{3,})\s*(\{[^}]*\}|[\w-]+)?\s*$", re.MULTILINE)
_CLASS = re.compile(r"\.([\w-]+)")

Head = dict[str, Any]


def split(text: str, name: str) -> tuple[Head, str]:
    """The page's YAML head and the rest; PageError if the head is not YAML."""
    match = _HEAD.match(text)
    if match is None:
        return {}, text
    try:
        head = yaml.safe_load(match[1]) or {}
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        line = place.line + 2 if place else 1
        raise PageError(f"{name}, rad {line}: sidhuvudet mellan --- är inte YAML.") from None
    return head, text[match.end() :]


def join(head: Head, body: str) -> str:
    """A page from its head and the rest."""
    if not head:
        return body
    return f"---\n{yaml.safe_dump(head, allow_unicode=True, sort_keys=False)}---\n{body}"


def to_notebook(body: str, parameters: Mapping[str, Any] | None = None) -> NotebookNode:
    """The page's cells and Markdown as a notebook.

    `parameters` are set after the cell with the tag `parameters`, as names in Python.
    """
    cells: list[NotebookNode] = []
    end = 0
    for match in _CELL.finditer(body):
        _add_markdown(cells, body[end : match.start()])
        cell = nbformat.v4.new_code_cell(match[1].rstrip("\n"))
        cell.metadata["qmd"] = True
        cells.append(cell)
        if parameters and "parameters" in options(match[1]).get("tags", ""):
            lines = [f"{key} = {value!r}" for key, value in parameters.items()]
            injected = nbformat.v4.new_code_cell("\n".join(lines))
            injected.metadata["injected"] = True
            cells.append(injected)
        end = match.end()
    _add_markdown(cells, body[end:])
    notebook: NotebookNode = nbformat.v4.new_notebook(cells=cells)
    return notebook


def options(source: str) -> dict[str, str]:
    """The `#| key: value` lines that begin a cell."""
    found: dict[str, str] = {}
    for line in source.splitlines():
        match = _OPTION.match(line)
        if match is None:
            break
        found[match[1]] = match[2].strip()
    return found


def with_outputs(body: str, ran: NotebookNode) -> str:
    """The page's Markdown with each cell replaced by the outputs that it gave in `ran`."""
    outputs = iter([cell.outputs for cell in ran.cells if cell.metadata.get("qmd")])
    return _CELL.sub(lambda _: _as_markdown(next(outputs)), body)


def for_quarto(ran: NotebookNode) -> NotebookNode:
    """A notebook that has been run, with its HTML as raw blocks: see `markup.html_bundle`."""
    changed: NotebookNode = nbformat.from_dict(ran)
    for cell in changed.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "text/html" in data:
                data["text/markdown"] = raw_block(data.pop("text/html"))
    return changed


def divs(markdown: str) -> str:
    """Fenced divs as HTML, for a Markdown reader that does not know them."""

    def tag(match: re.Match[str]) -> str:
        if not match[2]:
            return "\n</div>\n"
        names = _CLASS.findall(match[2]) or [match[2].strip("{} ")]
        return f'\n<div class="{" ".join(names)}">\n'

    return _DIV.sub(tag, markdown)


def _add_markdown(cells: list[NotebookNode], text: str) -> None:
    if text.strip():
        cells.append(nbformat.v4.new_markdown_cell(text.strip("\n")))


def _as_markdown(outputs: list[NotebookNode]) -> str:
    parts = []
    for output in outputs:
        data = output.get("data", {})
        if "text/markdown" in data:
            parts.append(str(data["text/markdown"]))
        elif "text/html" in data:
            parts.append(raw_block(str(data["text/html"])))
        elif "text/plain" in data:
            parts.append(f"```\n{data['text/plain']}\n```")
        elif output.output_type == "stream" and output.name == "stdout":
            parts.append(str(output.text))
    return "\n\n".join(parts) + "\n"

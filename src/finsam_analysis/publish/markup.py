"""HTML as the output of a cell, in the form that the place it is shown in wants.

Without Altair, so that what only lays out pages does not wait for it.
"""

from __future__ import annotations

import html
import os

# Set by the site's own runner; Quarto sets the other when it runs cells by itself.
ENV = "FINSAM_PAGE"
_QUARTO_ENV = "QUARTO_PROJECT_ROOT"


class Html:
    """A piece of HTML that notebooks, Quarto and the preview all show as it is."""

    def __init__(self, markup: str, text: str, *, empty: bool = False) -> None:
        self.markup = markup
        self.text = text
        self.empty = empty  # it only says why there is nothing to show

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return html_bundle(self.markup, self.text)

    def __repr__(self) -> str:
        return self.text


def nothing(text: str) -> Html:
    """The sentence that stands where a chart or a table would, and says why there is none."""
    return Html(f'<p class="tomt">{html.escape(text)}</p>', text, empty=True)


def html_bundle(markup: str, text: str) -> dict[str, str]:
    """HTML as output of a cell.

    Under Quarto it goes as a raw block of Markdown: at the sight of an output of type text/html
    Quarto adds scripts from another host to the page.
    """
    if os.environ.get(_QUARTO_ENV) and not os.environ.get(ENV):
        return {"text/markdown": raw_block(markup), "text/plain": text}
    return {"text/html": markup, "text/plain": text}


def raw_block(markup: str) -> str:
    """HTML as a raw block of Quarto's Markdown, fenced longer than any fence inside it."""
    fence = "```"
    while fence in markup:
        fence += "`"
    return f"{fence}{{=html}}\n{markup}\n{fence}"


def on_page() -> bool:
    """Whether cells run for a page of the site, and not in somebody's JupyterLab."""
    return bool(os.environ.get(ENV) or os.environ.get(_QUARTO_ENV))

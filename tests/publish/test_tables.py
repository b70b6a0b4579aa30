from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import polars as pl

from finsam_analysis.publish.tables import table


class Cells(HTMLParser):
    """The tags of a table with their attributes, and the texts."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


FRAME = pl.DataFrame(
    {
        "namn": ["Vägen <1>", "Bron"],
        "antal": [1233, None],
        "andel": [0.342, None],
        "andel_saknas": [None, ".."],
        "kr": [-1500.0, 2.0],
        "year": [2022, 2021],
    }
)
COLUMNS: dict[str, Any] = {
    "namn": "Insats",
    "antal": "Deltagare",
    "andel": ("Andel", "procent"),
    "kr": ("Kronor", "kr"),
    "year": "År",
}


def test_rows_and_columns_have_headings() -> None:
    made = Cells(table(FRAME, "Rubrik", COLUMNS).markup)
    heads = made.all("th")
    assert [head.get("scope") for head in heads] == ["col"] * 5 + ["row"] * 2
    assert len(made.all("caption")) == 1
    region = made.all("div")[0]
    assert region["role"] == "region"
    assert region["tabindex"] == "0"
    assert region["aria-labelledby"] == made.all("caption")[0]["id"]


def test_numbers_are_swedish_and_years_are_not_grouped() -> None:
    texts = Cells(table(FRAME, "Rubrik", COLUMNS).markup).texts
    assert "1\u00a0233" in texts
    assert "34\u00a0%" in texts
    assert "\u22121\u00a0500" in texts
    assert "2022" in texts


def test_missing_figures_say_why_in_words_too() -> None:
    made = Cells(table(FRAME, "Rubrik", COLUMNS).markup)
    signs = [a for a in made.all("span") if a.get("class") == "saknas"]
    assert [sign["aria-label"] for sign in signs] == [
        "uppgift saknas i rapporten",
        "visas inte: så få personer att de kunde kännas igen",
    ]
    assert any("- uppgift saknas i rapporten; .. visas inte" in text for text in made.texts)


def test_text_is_escaped() -> None:
    markup = table(FRAME, "A & B", COLUMNS, note="x < y").markup
    assert "Vägen &lt;1&gt;" in markup
    assert "A &amp; B" in markup
    assert "x &lt; y" in markup


def test_no_rows_is_a_sentence() -> None:
    made = table(FRAME.clear(), "Rubrik", COLUMNS)
    assert made.text == "Rubrik: det finns inga rader."
    assert "<table" not in made.markup


def test_folded_behind_a_line_that_says_what_it_is() -> None:
    markup = table(FRAME, "Rubrik", COLUMNS, fold=True).markup
    assert markup.startswith(
        '<details class="tabell-lucka"><summary>Rubrik (2\u00a0rader)</summary>'
    )

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import altair as alt
import polars as pl
import pytest
from tests.publish import tiny

from finsam_analysis.compare import kon, kostnad, maluppfyllelse, personer, serier
from finsam_analysis.publish import (
    charts,
    deck,
    figures,
    markup,
    show_costs,
    show_flow,
    show_gender,
    show_goals,
    show_years,
    theme,
)
from finsam_analysis.publish.markup import Html
from finsam_analysis.publish.text import Names

FRAME = pl.DataFrame(
    {
        "namn": ["Vägen", "Bron"],
        "tal": [2.0, 1.0],
        "kvinnor": [0.4, 0.3],
        "man": [0.2, 0.5],
        "text": ["2 kr", "1 kr"],
        "year": [2021, 2022],
        "del": ["2021", "2022"],
    }
)
TEXTS: dict[str, Any] = {"title": "Ett fynd", "subtitle": "Enhet, bas och källa", "axis": "kr"}


def made() -> dict[str, charts.Chart]:
    common: dict[str, Any] = {"label": "namn", "text": "text", **TEXTS}
    return {
        "bars": charts.bars(FRAME, value="tal", target=1, **common),
        "dumbbells": charts.dumbbells(FRAME, values={"kvinnor": "kvinnor", "man": "man"}, **common),
        "forest": charts.forest(FRAME, value="tal", low="man", high="kvinnor", **common),
        "lines": charts.lines(FRAME, series="namn", value="tal", text="text", **TEXTS),
        "shares": charts.shares(
            FRAME, part="del", value="kvinnor", parts={"2021": "a", "2022": "b"}, **common
        ),
    }


def names() -> Names:
    return Names.of(tiny.forbund(), tiny.insatser(), tiny.rapporter())


def shown() -> dict[str, charts.Chart | Html]:
    """Every chart that the pages draw, of the made-up data."""
    goals = maluppfyllelse.malresultat(tiny.mal())
    costs = kostnad.kostnad_per_deltagare(
        tiny.ekonomi(), tiny.deltagare(), tiny.insatser(), tiny.avslut(), rapporter=tiny.rapporter()
    )
    people = kon.andel_kvinnor(tiny.deltagare(), tiny.rapporter())
    exits = kon.skillnad_avslut(tiny.avslut(), tiny.deltagare(), tiny.rapporter())
    flow = personer.floden(personer.personer(tiny.deltagare(), rapporter=tiny.rapporter()))
    example = pl.col("forbund_id") == "exempelbygden"
    return {
        "goals": show_goals.chart(goals.filter(example), names()),
        "goals met": show_goals.summary_chart(goals, names()),
        "costs": show_costs.chart(costs.filter(example), names()),
        "mix": show_costs.mix_chart(kostnad.fordelning(tiny.ekonomi()), names()),
        "women": show_gender.participants_chart(people, names()),
        "exits": show_gender.exits_chart(exits, names()),
        "differences": show_gender.difference_chart(exits, names()),
        "participants": show_years.participants_chart(
            serier.deltagare_per_ar(tiny.deltagare(), tiny.rapporter()), names()
        ),
        "contributions": show_years.contributions_chart(
            serier.bidrag_per_ar(tiny.medlemsbidrag(), tiny.rapporter()), names()
        ),
        "flow": show_flow.chart(flow.filter(example, year=2022), names()),
    }


@pytest.mark.parametrize("kind", list(made()))
def test_a_chart_describes_itself_with_its_figures(kind: str) -> None:
    text = made()[kind].to_dict()["description"]
    assert "Ett fynd" in text
    assert "2 kr" in text
    assert "Vägen" in text


@pytest.mark.parametrize("kind", list(made()))
def test_a_chart_can_be_drawn_without_browser(kind: str) -> None:
    drawing = figures.svg(made()[kind].to_dict())
    assert drawing.startswith("<svg")
    assert "http" not in drawing.replace("http://www.w3.org/", "")


@pytest.mark.parametrize("kind", list(shown()))
def test_charts_of_pages_have_finding_source_and_description(kind: str) -> None:
    chart = shown()[kind]
    assert not isinstance(chart, Html), chart
    spec = chart.to_dict()
    assert spec["title"]["text"]
    assert spec["title"]["subtitle"]
    assert len(spec["description"]) > 40


def test_no_rows_is_an_error_and_not_an_empty_chart() -> None:
    with pytest.raises(charts.EmptyChartError, match="inga tal att rita"):
        charts.bars(FRAME.clear(), label="namn", value="tal", text="text", **TEXTS)


@pytest.mark.parametrize(
    "draw",
    [
        lambda: show_goals.chart(maluppfyllelse.malresultat(tiny.mal().clear()), names()),
        lambda: show_goals.summary_chart(maluppfyllelse.malresultat(tiny.mal().clear()), names()),
        lambda: show_costs.mix_chart(kostnad.fordelning(tiny.ekonomi().clear()), names()),
        lambda: show_gender.participants_chart(
            kon.andel_kvinnor(tiny.deltagare().clear()), names()
        ),
        lambda: show_years.participants_chart(
            serier.deltagare_per_ar(tiny.deltagare().clear()), names()
        ),
    ],
)
def test_a_comparison_without_data_says_why(draw: Callable[[], Any]) -> None:
    said = draw()
    assert isinstance(said, Html)
    assert said.text.endswith(".")


def test_a_chart_without_description_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(markup.ENV, "1")
    plain = alt.Chart(FRAME).mark_bar().encode(x="tal:Q").to_dict()
    with pytest.raises(figures.NoDescriptionError, match="textalternativ"):
        figures.render(plain)


def test_in_jupyterlab_a_chart_is_vega_lite_that_it_can_draw(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(markup.ENV, raising=False)
    monkeypatch.delenv("QUARTO_PROJECT_ROOT", raising=False)
    bundle = figures.render(made()["bars"].to_dict())
    assert set(bundle) == {"application/vnd.vegalite.v5+json", "text/plain"}
    sent = bundle["application/vnd.vegalite.v5+json"]
    assert sent["$schema"].endswith("/v5.json")
    assert sent["width"] == figures.WIDTH  # JupyterLab hangs on the width of the container


def test_on_the_site_a_chart_is_a_figure_with_image_text_and_data(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(markup.ENV, "1")
    figure = figures.render(made()["bars"].to_dict())["text/html"]
    assert '<p class="diagram-rubrik"' in figure
    assert 'alt="Liggande staplar. Ett fynd.' in figure
    assert "<script" not in figure
    assert "data-diagram=" in figure
    assert "&quot;title&quot;:{&quot;text&quot;" not in figure  # the heading is HTML


def test_under_quarto_html_is_a_raw_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(markup.ENV, raising=False)
    monkeypatch.setenv("QUARTO_PROJECT_ROOT", "/x")
    bundle = markup.html_bundle("<p>```</p>", "text")
    assert "text/html" not in bundle
    assert bundle["text/markdown"] == "````{=html}\n<p>```</p>\n````"


def test_numbers_on_axes_are_swedish() -> None:
    large = FRAME.with_columns(pl.col("tal") * 1_000_000)
    drawn = charts.bars(large, label="namn", value="tal", text="text", **TEXTS)
    drawing = figures.svg(drawn.to_dict())
    assert "1\u00a0000\u00a0000" in drawing or "1\u00a0500\u00a0000" in drawing


def test_the_slide_is_a_drawn_image_and_the_finding_is_its_title() -> None:
    chart = made()["bars"]
    assert "<img alt=" in deck.slide(chart).markup
    assert "Ett fynd" in deck.finding(chart).markup
    said = Html("<p>Varför</p>", "Varför")
    assert deck.slide(said) is said
    assert deck.finding(said).markup == ""


def contrast(colour: str) -> float:
    """WCAG 2.1 contrast against white."""

    def channel(part: str) -> float:
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (channel(colour[i : i + 2]) for i in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def test_colours_stand_out_from_paper() -> None:
    assert contrast(theme.INK) > 7
    assert contrast(theme.MUTED) > 4.5
    for colour in (*theme.SERIES, *theme.KON.values(), theme.ACCENT, theme.COST):
        assert contrast(colour) > 3, colour


def test_the_spec_is_json() -> None:
    json.dumps(made()["lines"].to_dict())

"""The pages on economy, ways in and out, surveys and coverage, of the made-up data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from tests.publish import tiny, tiny_more

from finsam_analysis.compare import (
    balans,
    ekonomi,
    indikatorer,
    kostnadsslag,
    tackning,
    vagar,
)
from finsam_analysis.publish import (
    charts_grid,
    charts_more,
    figures,
    show_books,
    show_coverage,
    show_economy,
    show_indicators,
    show_paths,
)
from finsam_analysis.publish.markup import Html
from finsam_analysis.publish.text import Names

NBSP = "\u00a0"


def names() -> Names:
    return Names.of(tiny.forbund(), tiny.insatser(), tiny.rapporter())


def income(books: pl.DataFrame | None = None) -> pl.DataFrame:
    own = tiny_more.rakenskaper() if books is None else books
    return ekonomi.intakter(own, tiny.medlemsbidrag().clear(), tiny.rapporter())


def budget() -> pl.DataFrame:
    rows = [
        {
            **tiny_more.kr(line, "x", amount, label_raw=label),
            "post": post,
            "insats_id": insats,
            "kategori": kategori,
        }
        for line, label, insats, kategori, amounts in (
            (1, "VAGEN", tiny.VAGEN, "individ", (1_000_000, 900_000)),
            (2, "Kansli", None, "administration", (500_000, 600_000)),
        )
        for post, amount in zip(("budget", "utfall"), amounts, strict=True)
    ]
    return ekonomi.budget_utfall(tiny.frame("ekonomi", rows), rapporter=tiny.rapporter())


def mix() -> pl.DataFrame:
    empty = tiny_more.ovrigt().clear()
    books = tiny_more.rakenskaper().clear()
    return kostnadsslag.kostnadsslag(tiny.ekonomi(), books, empty, tiny.rapporter())


def goals() -> pl.DataFrame:
    row = {
        **{"line": 1, "label_raw": "Kansli", "matt": "kostnader_andel", "del": "mal"},
        **{"andel": 0.15, "anmarkning": "högst"},
    }
    return kostnadsslag.slag_mot_mal(mix(), tiny.frame("mal", [row]))


def overview() -> pl.DataFrame:
    return balans.oversikt(tiny_more.rakenskaper(), tiny.rapporter())


def equity() -> pl.DataFrame:
    return balans.eget_kapital(
        tiny_more.rakenskaper(), tiny_more.ovrigt(), tiny.mal(), tiny.rapporter()
    )


def referrals() -> pl.DataFrame:
    return vagar.remittenter(tiny_more.remittering(), tiny.rapporter())


def livelihood() -> pl.DataFrame:
    return vagar.forsorjning_fore_efter(tiny_more.forsorjning(), tiny.rapporter())


def survey() -> pl.DataFrame:
    return indikatorer.indikatorer_per_ar(tiny_more.indikatorer(), tiny.rapporter())


def facts() -> dict[str, pl.DataFrame]:
    return {"deltagare": tiny.deltagare(), "ekonomi": tiny.ekonomi(), "avslut": tiny.avslut()}


def example(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(forbund_id="exempelbygden")


def covered() -> pl.DataFrame:
    return tackning.tackning(facts(), tiny.rapporter())


def by_insats() -> pl.DataFrame:
    rows = tackning.tackning_insatser(facts(), tiny.insatser(), tiny.rapporter())
    return example(rows).filter(year=2022)


def shown() -> dict[str, Any]:
    return {
        "income": show_economy.income_chart(income(), names()),
        "accuracy": show_economy.accuracy_chart(ekonomi.traffsakerhet(budget()), names()),
        "budget": show_economy.budget_chart(budget(), names()),
        "mix": show_economy.mix_chart(example(mix()), goals(), names()),
        "overview": show_books.overview_chart(overview(), names(), "verksamhetens_kostnader"),
        "equity": show_books.equity_chart(equity(), names()),
        "parts": show_paths.parts_chart(
            referrals().filter(insats_id=tiny.VAGEN), names(), "remittent"
        ),
        "matrix": show_paths.parts_matrix(referrals(), names(), "remittent"),
        "livelihood": show_paths.livelihood_chart(livelihood(), names()),
        "survey": show_indicators.chart(survey(), names()),
        "coverage": show_coverage.chart(example(covered()), names()),
        "insatser": show_coverage.insats_chart(by_insats(), names()),
        "checked": show_coverage.checked_chart(tackning.provade(facts()), names()),
    }


@pytest.mark.parametrize("kind", list(shown()))
def test_charts_have_finding_base_and_description(kind: str) -> None:
    chart = shown()[kind]
    assert not isinstance(chart, Html), chart
    spec = chart.to_dict()
    assert spec["title"]["text"]
    assert spec["title"]["subtitle"]
    assert len(spec["description"]) > 60
    drawing = figures.svg(spec)
    assert drawing.startswith("<svg")
    assert "http" not in drawing.replace("http://www.w3.org/", "")


# What a reader is told of each chart in words: figures worked out by hand from the made-up data.
@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("income", "Exempelbygden 2022: 5\u00a0000\u00a0kr (Staten 0,0"),
        ("accuracy", f"Exempelbygden 2022, individinriktat: 90{NBSP}% · 900{NBSP}tkr"),
        ("budget", f"Vägen: 900{NBSP}tkr · budget 1,0{NBSP}mkr"),
        ("mix", f"administration: 20,0{NBSP}% · mål högst 15{NBSP}%"),
        ("overview", f"Exempelbygden 2022: 4{NBSP}700{NBSP}kr"),
        ("equity", f"1{NBSP}500{NBSP}kr · rekommendation 1{NBSP}000{NBSP}kr"),
        ("parts", f"Egen anmälan: 60{NBSP}% · 24"),
        ("matrix", "Vägen (av 40): Egen anmälan 60, Arbetsförmedlingen 25, Skolan 13"),
        ("livelihood", "Försörjningsstöd: 35 → 23"),
        ("survey", f"Lyssnar andra på dig? 2022: 75{NBSP}% av 12"),
        ("coverage", "2022 finns, med kvinnor och män"),
        ("insatser", "Vägen: "),
    ],
)
def test_the_description_has_the_figures(kind: str, told: str) -> None:
    assert told in shown()[kind].to_dict()["description"]


def tables() -> dict[str, Html]:
    return {
        "income": show_economy.income_table(income(), names()),
        "accuracy": show_economy.accuracy_table(ekonomi.traffsakerhet(budget()), names()),
        "budget": show_economy.budget_table(budget(), names()),
        "mix": show_economy.mix_table(example(mix()), goals(), names()),
        "overview": show_books.overview_table(overview(), names()),
        "equity": show_books.equity_table(equity(), names()),
        "parts": show_paths.parts_table(referrals(), names(), "remittent", caption="Vem"),
        "livelihood": show_paths.livelihood_table(livelihood(), names()),
        "survey": show_indicators.indicator_table(survey(), names()),
        "answered": show_indicators.answered_table(
            indikatorer.svarande(tiny_more.indikatorer()), names()
        ),
        "insatser": show_coverage.insats_table(by_insats(), names()),
        "checked": show_coverage.checked_table(
            tackning.provade(facts(), tiny.rapporter()), names()
        ),
        "repairs": show_coverage.repair_table(tiny_more.reparationer(), names()),
    }


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        ("income", f"40,0{NBSP}%"),
        ("accuracy", f"90{NBSP}%"),
        ("budget", f"100{NBSP}000"),
        ("mix", f"högst 15{NBSP}%"),
        ("overview", f"4{NBSP}500{NBSP}kr (äldre rapport"),
        ("equity", "summan av övrigt eget kapital och årets resultat, räknad här"),
        ("parts", "delarna är tillsammans 12, fler än summan 10"),
        ("livelihood", "summa av könen, räknad här"),
        ("survey", f"47–91{NBSP}%"),
        ("answered", "Personal i insatserna"),
        ("insatser", "Vägen"),
        ("checked", "inget läst"),
        ("repairs", f"1{NBSP}800{NBSP}000"),
    ],
)
def test_tables_have_the_figures_and_what_was_done_to_them(kind: str, cell: str) -> None:
    assert cell in tables()[kind].markup


@pytest.mark.parametrize(
    "draw",
    [
        lambda: show_economy.income_chart(income().clear(), names()),
        lambda: show_economy.income_answer(income().clear(), names()),
        lambda: show_economy.accuracy_chart(ekonomi.traffsakerhet(budget()).clear(), names()),
        lambda: show_economy.accuracy_answer(ekonomi.traffsakerhet(budget()).clear(), names()),
        lambda: show_economy.budget_chart(budget().clear(), names()),
        lambda: show_economy.mix_chart(mix().clear(), goals(), names()),
        lambda: show_economy.mix_answer(goals().clear(), names()),
        lambda: show_books.overview_chart(overview().clear(), names(), "soliditet"),
        lambda: show_books.overview_answer(overview().clear(), names()),
        lambda: show_books.equity_chart(equity().clear(), names()),
        lambda: show_books.equity_answer(equity().clear(), names()),
        lambda: show_paths.parts_chart(referrals().clear(), names(), "orsak"),
        lambda: show_paths.parts_matrix(referrals().clear(), names(), "orsak"),
        lambda: show_paths.parts_answer(referrals().clear(), names(), "remittent"),
        lambda: show_paths.livelihood_chart(livelihood().clear(), names()),
        lambda: show_paths.livelihood_answer(livelihood().clear(), names()),
        lambda: show_indicators.chart(survey().clear(), names()),
        lambda: show_indicators.answer(survey().clear(), names()),
        lambda: show_coverage.chart(covered().clear(), names()),
        lambda: show_coverage.answer(covered().clear(), names()),
        lambda: show_coverage.insats_chart(by_insats().clear(), names()),
        lambda: show_coverage.checked_chart(tackning.provade(facts()).clear(), names()),
        lambda: show_coverage.checked_answer(tackning.provade(facts()).clear()),
    ],
)
def test_a_comparison_without_data_says_why(draw: Callable[[], Any]) -> None:
    said = str(draw())
    assert said.endswith(".")
    assert len(said) > 20


def test_shares_of_different_bases_never_stand_in_one_chart() -> None:
    several = referrals().with_columns(pl.lit(None, pl.String).alias("hinder"))
    both = several.with_columns(pl.lit(0.5).alias("andel"))
    with pytest.raises(ValueError, match="2 olika tabeller eller grupper"):
        show_paths.parts_chart(both, names(), "remittent")


def test_groups_of_a_survey_never_stand_in_one_chart() -> None:
    board = survey().with_columns(pl.lit("styrelse").alias("respondentgrupp"))
    with pytest.raises(ValueError, match="olika grupper"):
        show_indicators.chart(pl.concat([survey(), board]), names())


def test_coverage_of_several_forbund_is_not_one_chart() -> None:
    with pytest.raises(ValueError, match="flera förbund"):
        show_coverage.chart(covered(), names())


def test_income_with_an_unread_row_is_a_least_sum_without_shares() -> None:
    rows = income().with_columns(
        pl.lit(True).alias("olast"), pl.lit(None, pl.Float64).alias("andel")
    )
    told = str(show_economy.income_answer(rows, names()))
    assert f"var minst 5{NBSP}000{NBSP}kr." in told and "%" not in told
    drawn = show_economy.income_chart(rows, names())
    assert not isinstance(drawn, Html)
    assert "Minst: en rad i rapportens tabell är oläst." in str(drawn.to_dict()["title"])
    table = show_economy.income_table(rows, names())
    assert "oläst, så andelen av alla källor går inte att räkna" in table.markup


def test_answers_are_worked_out() -> None:
    assert f"40{NBSP}% från staten" in str(show_economy.income_answer(income(), names()))
    told = str(show_economy.accuracy_answer(ekonomi.traffsakerhet(budget()), names()))
    assert f"blev 1,5{NBSP}mkr, lika mycket som budgeten" in told
    assert "så målet nåddes inte" in str(show_economy.mix_answer(goals(), names()))
    assert "underskott 2021" in str(show_books.overview_answer(overview(), names()))
    assert f"500{NBSP}kr över rekommendationen" in str(show_books.equity_answer(equity(), names()))
    told = str(show_paths.parts_answer(referrals(), names(), "remittent"))
    assert f"störst del är Egen anmälan, 60{NBSP}% av 40 remitterade" in told
    assert f"1{NBSP}tabell får inga andelar" in told
    assert "från 35 till 23" in str(show_paths.livelihood_answer(livelihood(), names()))
    one_year = survey().filter(year=2022)
    assert "Inget förbund" in str(show_indicators.breaks(one_year, names()))
    assert "2021 redovisas" in str(show_indicators.breaks(survey(), names()))


def test_a_small_sum_of_ours_is_hidden_in_the_table() -> None:
    markup = tables()["livelihood"].markup
    assert "så få personer att de kunde kännas igen" in markup
    assert markup.count(">..</span>") == 3  # before, after and the change of one row


def test_a_mark_that_is_null_is_not_drawn() -> None:
    frame = pl.DataFrame({"namn": ["a"], "tal": [1.0], "mal": [None], "text": ["1"]}).with_columns(
        pl.col("mal").cast(pl.Float64)
    )
    texts: dict[str, Any] = {
        "title": "Ett fynd",
        "subtitle": "Källa",
        "axis": "kr",
        "mark_text": "Strecket",
    }
    chart = charts_more.against(frame, label="namn", value="tal", mark="mal", text="text", **texts)
    marks = [layer["mark"]["type"] for layer in chart.to_dict()["layer"]]
    assert "tick" not in marks


def test_every_cell_of_a_grid_has_its_sign() -> None:
    frame = pl.DataFrame({"rad": ["a", "a"], "kol": ["x", "y"], "l": ["har", "saknar"]})
    states = {"har": ("Finns", "#0b5270", "•"), "saknar": ("Saknas", "#ffffff", "–")}
    chart = charts_grid.grid(
        frame, row="rad", column="kol", state="l", states=states, title="t", subtitle="s"
    )
    spec = chart.to_dict()
    signs = {row["tecken"] for data in spec["datasets"].values() for row in data if "tecken" in row}
    assert signs == {"•", "–"}
    assert "x finns, y saknas" in spec["description"]

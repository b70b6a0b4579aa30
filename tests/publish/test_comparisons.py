"""The pages of goals, costs, gender and shares: their charts, tables and sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from tests.publish import tiny

from finsam_analysis.compare import (
    andel,
    kon,
    kostnad,
    kostnadsnivaer,
    malbedomning,
    maluppfyllelse,
    personer,
)
from finsam_analysis.compare.prices import load_index
from finsam_analysis.compare.stats import funnel_curve
from finsam_analysis.publish import (
    figures,
    show_costs,
    show_funnel,
    show_gaps,
    show_goals,
    show_ratings,
    show_unit_costs,
    spread,
)
from finsam_analysis.publish.markup import Html
from finsam_analysis.publish.text import Names, Prose

NAMES = Names.of(tiny.forbund(), tiny.insatser(), tiny.rapporter())


def costs() -> pl.DataFrame:
    return kostnad.kostnad_per_deltagare(
        tiny.ekonomi(),
        tiny.deltagare(),
        tiny.insatser(),
        tiny.avslut(),
        tiny.mal(),
        tiny.rapporter(),
        tiny.rakenskaper(),
        tiny.ovrigt(),
    )


def levels() -> pl.DataFrame:
    shared = kostnadsnivaer.med_gemensamt(costs(), tiny.ekonomi(), tiny.rapporter())
    return kostnadsnivaer.i_fasta_priser(shared)


def change() -> pl.DataFrame:
    return kostnadsnivaer.forandring(costs(), index=load_index())


def whole() -> pl.DataFrame:
    people = personer.personer(tiny.deltagare(), tiny.avslut(), tiny.mal(), tiny.rapporter())
    return kostnadsnivaer.hela_forbundet(tiny.rakenskaper(), people, costs(), tiny.rapporter())


def goals() -> pl.DataFrame:
    mal = tiny.mal().with_columns(
        pl.col("matt").replace("arbete_studier", "avslutade_arbete_studier")
    )
    rows = maluppfyllelse.malresultat(mal, tiny.deltagare(), tiny.avslut(), tiny.rapporter())
    rows = malbedomning.med_osakerhet(rows, tiny.deltagare(), tiny.avslut(), tiny.rapporter())
    return malbedomning.med_takt(malbedomning.med_ord(rows))


def units() -> pl.DataFrame:
    counts = {tiny.VAGEN: (40, 50), tiny.BRON: (5, 60), "exempelbygden/x": (30, 60)}
    left = [{"matt": "avslutade", "antal": n, "insats_id": i} for i, (_, n) in counts.items()]
    out = [{"orsak": "arbete_studier", "antal": k, "insats_id": i} for i, (k, _) in counts.items()]
    rows = andel.andel_arbete_studier(tiny.frame("avslut", out), tiny.frame("deltagare", left))
    return andel.enheter(rows, tiny.insatser())


def stages() -> pl.DataFrame:
    return kon.andel_kvinnor_i_led(tiny.deltagare(), tiny.avslut(), tiny.rapporter())


def years() -> pl.DataFrame:
    older = tiny.deltagare().filter((pl.col("year") == 2022) & pl.col("insats_id").is_null())
    both = pl.concat([tiny.deltagare(), older.with_columns(pl.lit(2020, pl.Int64).alias("year"))])
    return kon.andel_kvinnor(both, tiny.rapporter())


def exits() -> pl.DataFrame:
    return kon.skillnad_avslut(tiny.avslut(), tiny.deltagare(), tiny.rapporter())


CHARTS: dict[str, Callable[[], Any]] = {
    "funnel": lambda: show_funnel.funnel_chart(units(), NAMES),
    "shrunken": lambda: show_funnel.estimates_chart(units(), NAMES),
    "ranks": lambda: show_funnel.rank_chart(units(), NAMES),
    "together": lambda: show_unit_costs.pooled_chart(costs(), NAMES),
    "change": lambda: show_unit_costs.change_chart(change(), NAMES),
    "goals of insatser": lambda: show_ratings.insats_chart(goals(), NAMES),
    "chance": lambda: show_ratings.chance_chart(goals(), NAMES),
    "women": lambda: show_gaps.stage_forest(stages(), NAMES),
    "exits": lambda: show_gaps.gap_forest(exits(), NAMES, "orsak", "de avslutade"),
    "goals of women and men": lambda: show_gaps.gap_points(exits(), NAMES, "orsak", "Andelar"),
    "trend": lambda: show_gaps.trend_chart(years(), NAMES),
}
TABLES: dict[str, Callable[[], Html]] = {
    "units": lambda: show_funnel.unit_table(units(), NAMES),
    "levels": lambda: show_unit_costs.level_table(levels(), NAMES),
    "whole": lambda: show_unit_costs.whole_table(whole(), NAMES),
    "change": lambda: show_unit_costs.change_table(change(), NAMES),
    "left out": lambda: show_unit_costs.left_out_table(
        kostnadsnivaer.utanfor_forandring(costs()), NAMES
    ),
    "apart": lambda: show_costs.apart_table(costs(), NAMES),
    "words": lambda: show_ratings.word_table(goals(), NAMES),
    "goals of insatser": lambda: show_ratings.insats_table(goals(), NAMES),
    "stages": lambda: show_gaps.stage_table(stages(), NAMES),
    "exits": lambda: show_gaps.gap_table(exits(), NAMES, "orsak", "Utfall"),
    "trend": lambda: show_gaps.trend_table(kon.trend(years()), NAMES),
}


@pytest.mark.parametrize("kind", list(CHARTS))
def test_a_chart_has_finding_source_and_words_and_can_be_drawn(kind: str) -> None:
    chart = CHARTS[kind]()
    assert not isinstance(chart, Html), chart
    spec = chart.to_dict()
    assert spec["title"]["text"]
    assert "Källa:" in " ".join(spec["title"]["subtitle"])
    assert len(spec["description"]) > 40
    assert figures.svg(spec).startswith("<svg")


@pytest.mark.parametrize("kind", list(TABLES))
def test_a_table_has_rows_and_a_source(kind: str) -> None:
    made = TABLES[kind]()
    assert not made.empty, made.text
    assert "årsredovisning" in made.markup or "Exempelbygden" in made.markup


def test_the_funnel_lets_readers_choose_a_forbund_where_there_are_several() -> None:
    two = pl.concat([units(), units().with_columns(pl.lit("provdalen").alias("forbund_id"))])
    spec = show_funnel.funnel_chart(two, NAMES).to_dict()  # type: ignore[union-attr]
    bound = spec["params"][0]["bind"]
    assert bound["labels"] == ["Alla", "Exempelbygden", "Provdalen"]
    assert "params" not in show_funnel.funnel_chart(units(), NAMES).to_dict()  # type: ignore[union-attr]


def test_a_forest_over_several_forbund_lets_readers_choose_one_and_shows_all_till_then() -> None:
    other = stages().with_columns(pl.lit("provdalen").alias("forbund_id"))
    chart = show_gaps.stage_forest(pl.concat([stages(), other]), NAMES)
    assert not isinstance(chart, Html)
    spec = chart.to_dict()
    (chosen,) = spec["params"]
    assert chosen["value"] == "Alla"
    assert chosen["bind"]["options"] == ["Alla", "Exempelbygden", "Provdalen"]
    drawn = figures.svg(spec)
    assert "Vägen, Exempelbygden" in drawn
    assert "Vägen, Provdalen" in drawn
    one = figures.svg({**spec, "params": [{**chosen, "value": "Provdalen"}]})
    assert "Vägen, Exempelbygden" not in one
    assert "Vägen, Provdalen" in one


def test_the_funnel_says_who_is_beyond_chance_and_never_calls_it_good_or_bad() -> None:
    told = show_funnel.answer_units(units(), NAMES).text
    # 75 of 170 together; 40 of 50 and 5 of 60 are far from it.
    assert "Tillsammans gick 44\u00a0% av dem" in told
    assert "Vägen (80\u00a0%, över 99,8 %)" in told
    assert "Bron (8\u00a0%, under 99,8 %)" in told
    assert not any(word in told for word in ("bra", "dålig", "bäst", "sämst", "effekt"))


def test_a_yardstick_is_drawn_and_named() -> None:
    frame = pl.DataFrame({"namn": ["A"], "k": [0.5], "n": [10], "text": ["50 %"]})
    spec = spread.funnel(
        frame,
        funnel_curve(0.5, range(2, 12)),
        label="namn",
        value="k",
        base="n",
        text="text",
        centre=0.5,
        title="Ett fynd",
        subtitle="Enhet",
        axis="andel",
        base_axis="antal",
        yardstick=0.28,
        yardstick_text="Riket 28 %",
    ).to_dict()
    assert "Riket 28 %" in str(spec["datasets"])


WITHOUT: dict[str, Callable[[], Any]] = {
    "funnel": lambda: show_funnel.funnel_chart(units().head(2), NAMES),
    "ranks": lambda: show_funnel.rank_chart(units().clear(), NAMES),
    "shares": lambda: show_funnel.share_table(units().clear(), NAMES),
    "together": lambda: show_unit_costs.pooled_chart(costs().clear(), NAMES),
    "levels": lambda: show_unit_costs.level_table(levels().filter(~pl.col("jamforbar")), NAMES),
    "change": lambda: show_unit_costs.change_chart(change().clear(), NAMES),
    "goals": lambda: show_ratings.insats_chart(goals().clear(), NAMES),
    "chance": lambda: show_ratings.chance_chart(goals().clear(), NAMES),
    "words": lambda: show_ratings.word_table(goals().clear(), NAMES),
    "genders": lambda: show_ratings.gender_table(goals().clear(), NAMES),
    "women": lambda: show_gaps.stage_forest(stages().clear(), NAMES),
    "exits": lambda: show_gaps.gap_forest(exits().clear(), NAMES, "orsak", "de avslutade"),
    "points": lambda: show_gaps.gap_points(exits().clear(), NAMES, "orsak", "Andelar"),
    "trend": lambda: show_gaps.trend_chart(stages(), NAMES),
}


@pytest.mark.parametrize("kind", list(WITHOUT))
def test_without_data_a_sentence_says_why(kind: str) -> None:
    said = WITHOUT[kind]()
    assert isinstance(said, Html)
    assert said.empty
    assert said.text.endswith(".")


def test_the_answer_of_cost_names_index_and_year() -> None:
    told = show_unit_costs.answer_prices(levels(), load_index()).text
    assert told.startswith("Fasta priser är 2022 års priser (KPI, fastställda tal, 1980=100).")
    assert "SCB" in told


def test_where_word_and_rule_differ_is_told() -> None:
    told = show_ratings.answer_words(goals(), NAMES).text
    # The goal of 100 people with the result 90 is called God; the rule says not met.
    assert "De säger olika saker om 1." in told
    assert "rapporten säger God, regeln säger ej uppnått (90 mot 100)" in told


def test_a_goal_has_its_ratio_base_interval_and_pace() -> None:
    rows = goals().with_columns(
        pl.when(pl.col("omdome") == "for_tidigt")
        .then(pl.lit("efter"))
        .otherwise("takt")
        .alias("takt")
    )
    one = show_goals.goal_table(rows.filter(pl.col("forbund_id") == "exempelbygden"), NAMES)
    # 33 percent of 60 leavers is 20 and nothing else: Wilson 22.7 to 45.9.
    assert ">60<" in one.markup
    assert ">23–46\u00a0%<" in one.markup
    assert ">90\u00a0%<" in one.markup  # 90 of a goal of 100
    other = show_goals.goal_table(rows.filter(pl.col("forbund_id") == "provdalen"), NAMES)
    assert "projektmål, efter takt" in other.markup


def test_hidden_counts_are_two_points_and_explained() -> None:
    few = exits().with_columns(
        pl.lit(True).alias("sekretess"),
        pl.lit(None, pl.Int64).alias("antal_kvinnor"),
        pl.lit(None, pl.Int64).alias("antal_man"),
    )
    made = show_gaps.gap_table(few, NAMES, "orsak", "Utfall")
    assert ">..</span>" in made.markup
    assert "så få personer att de kunde kännas igen" in made.markup


def test_a_cost_of_another_base_says_which() -> None:
    rows = costs().with_columns(
        pl.lit(False).alias("jamforbar"), pl.lit("skäl").alias("varfor_inte")
    )
    only_new = rows.filter((pl.col("matt") == "nya") & (pl.col("year") == 2022))
    assert "39 nya deltagare" in show_costs.apart_table(only_new, NAMES).markup


@pytest.mark.parametrize(
    "told",
    [
        lambda: show_funnel.answer(units().clear(), NAMES),
        lambda: show_gaps.answer_stages(stages().clear(), NAMES),
        lambda: show_gaps.gap_answer(exits().clear(), NAMES, "orsak"),
        lambda: show_gaps.trend_answer(kon.trend(stages().filter(matt="deltagare")), NAMES),
        lambda: show_ratings.answer_genders(goals().clear(), NAMES),
        lambda: show_unit_costs.answer_change(change().clear(), NAMES),
    ],
)
def test_an_answer_without_data_is_a_sentence(told: Callable[[], Prose]) -> None:
    assert told().text.endswith(".")

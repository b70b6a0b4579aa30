"""Måluppfyllelse closer: per insats, with chance, by gender, and against the report's own word."""

from __future__ import annotations

from typing import Any

import polars as pl

from finsam_analysis.compare.malbedomning import per_kon
from finsam_analysis.compare.maluppfyllelse import RATED, RULE, sammanfattning
from finsam_analysis.compare.underlag import TOTALT
from finsam_analysis.publish import charts, numbers
from finsam_analysis.publish.markup import Html, nothing
from finsam_analysis.publish.show_goals import written
from finsam_analysis.publish.tables import table
from finsam_analysis.publish.text import Names, Prose, column, first_upper, label, share_of

NO_INSATSER = "Inget mål som gäller en insats kan bedömas."
NO_EARLY = "Inget mål väntar på att ett projekt ska bli klart."
_UNPACED = (
    "målet är en andel, resultatet gäller bara en del av tiden, eller projektets början och slut "
    "är inte tryckta"
)
NO_GENDERS = "Inget mål har ett resultat i tal för både kvinnor och män som kan bedömas."
NO_WORDS = "Ingen rapport sätter ett eget ord på ett mål som också går att bedöma med regeln."
NO_CHANCE = (
    "Inget resultat är en andel av avslutade med tryckt bas, så slumpens del går inte att räkna."
)
_BY_INSATS = ["forbund_id", "year", "insats_id"]


def rule() -> Prose:
    """The common rule, in words."""
    return Prose(RULE)


def answer_words(rows: pl.DataFrame, names: Names) -> Prose:
    """Where the report's own word and the common rule say different things."""
    whole = rows.filter(pl.col("kon") == TOTALT)
    both = whole.filter(pl.col("ord_skiljer").is_not_null())
    if both.is_empty():
        return Prose(NO_WORDS)
    apart = both.filter(pl.col("ord_skiljer"))
    first = (
        f"Rapporternas egna ord går att jämföra med regeln för {_goals(len(both))}. "
        f"De säger olika saker om {numbers.number(len(apart))}."
    )
    told = [
        f"**{names.of_forbund(row['forbund_id'])}** {row['year']}, {row['malet'].rstrip('.')}: "
        f"rapporten säger {row['bedomning']}, regeln säger {label('omdome', row['omdome'])} "
        f"({row['resultat_text']} mot {row['mal_text']})."
        for row in written(apart, names).iter_rows(named=True)
    ]
    return Prose(first, *told)


def _goals(count: int) -> str:
    return numbers.count_of(count, "mål", "mål")


def answer_pace(rows: pl.DataFrame, names: Names) -> Prose:
    """The goals of projects that go on: in pace, behind, or not to say; `rows` with their pace."""
    early = rows.filter((pl.col("kon") == TOTALT) & (pl.col("omdome") == "for_tidigt"))
    if early.is_empty():
        return Prose(NO_EARLY)
    paced = early.filter(pl.col("takt") != "okand")
    told = [
        f"**{names.of_forbund(row['forbund_id'])}** {row['year']}, {row['namn']}: "
        f"{row['resultat_text']} av {row['mal_text']} ({numbers.percent(row['kvot'])}), när "
        f"{_gone(row)} av projekttiden har gått. Det är {label('takt', row['takt'])}."
        for row in written(paced, names).iter_rows(named=True)
    ]
    rest = len(early) - len(paced)
    left = f"För {_goals(rest)} går takten inte att säga: {_UNPACED}." if rest else ""
    return Prose(*told, left)


def _gone(row: dict[str, Any]) -> str:
    least, most = numbers.percent(row["tid_gatt"]), numbers.percent(row["tid_gatt_hogst"])
    return least if least == most else f"mellan {least} och {most}"


def word_table(rows: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """Every goal with a word of its own, and what the rule says."""
    told = rows.filter((pl.col("kon") == TOTALT) & pl.col("bedomning").is_not_null())
    if told.is_empty():
        return nothing(NO_WORDS)
    shown = written(told, names)
    shown = column(shown, "vem", lambda r: f"{names.of_forbund(r['forbund_id'])} {r['year']}")
    shown = column(shown, "samma", _same)
    return table(
        shown,
        "Rapportens ord och den gemensamma regeln",
        {
            "malet": ("Mål", "lang"),
            "vem": "Förbund och år",
            "mal_text": ("Målet", "text"),
            "resultat_text": ("Resultat", "text"),
            "bedomning": "Rapportens ord",
            "omdome_text": "Regeln säger",
            "samma": "Samma?",
            "var": "Källa",
        },
        note=f"{RULE} Förbundens skalor är deras egna: samma ord kan rymma mer hos ett av dem.",
        fold=fold,
    )


def _same(row: dict[str, Any]) -> str:
    if row["ord_skiljer"] is None:
        return "går inte att säga"
    return "nej" if row["ord_skiljer"] else "ja"


def insats_chart(rows: pl.DataFrame, names: Names) -> charts.Chart | Html:
    """Goals met, nearly met and not met in each insats of one förbund and year."""
    counted = _by_insats(rows, names).filter(pl.col("bas") > 0)
    if counted.is_empty():
        return nothing(NO_INSATSER)
    met, base = int(counted["antal"].sum()), int(counted["bas"].sum())
    first = counted.row(0, named=True)
    own = rows.filter(pl.col("insats_id").is_not_null() & pl.col("omdome").is_in(RATED))
    parts = pl.concat(
        counted.select(
            "namn", "bas", pl.col(column_name).alias("_antal"), pl.lit(key).alias("_del")
        )
        for key, column_name in _COUNTS.items()
    ).sort("namn", maintain_order=True)
    parts = parts.with_columns((pl.col("_antal") / pl.col("bas")).alias("_andel"))
    parts = column(
        parts, "visas", lambda r: f"{numbers.number(r['_antal'])} {label('omdome', r['_del'])}"
    )
    return charts.shares(
        parts,
        label="namn",
        part="_del",
        value="_andel",
        text="visas",
        parts={key: first_upper(label("omdome", key)) for key in _COUNTS},
        title=(
            f"{names.of_forbund(first['forbund_id'])} {first['year']}: "
            f"{share_of(met, base, 'mål')} för insatserna nåddes"
        ),
        subtitle=(
            "Andel av de mål som kan bedömas, i procent, i namnordning. Basen är ofta ett par mål. "
            f"{names.source(own['report_id'])}"
        ),
        axis="andel av målen",
        tooltip={"namn": "Insats", "visas": "Mål"},
    )


_COUNTS = {"uppnatt": "antal", "nastan": "nastan", "ej_uppnatt": "ej_uppnatt"}


def insats_table(rows: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """Goals met, nearly met, not met and not rated, for each insats."""
    every = _by_insats(rows, names)
    counted = every.filter(pl.col("bas") > 0)
    if counted.is_empty():
        return nothing(NO_INSATSER)
    apart = every.filter(pl.col("bas") == 0)
    left = (
        f" {numbers.count_of(apart['namn'].n_unique(), 'insats', 'insatser')} till har bara mål "
        "som inte går att bedöma; de står i listan över varje mål."
        if len(apart)
        else ""
    )
    counted = column(counted, "vem", lambda r: f"{names.of_forbund(r['forbund_id'])} {r['year']}")
    return table(
        counted,
        "Måluppfyllelse per insats",
        {
            "namn": "Insats",
            "vem": "Förbund och år",
            "antal": "Uppnådda",
            "nastan": "Nästan",
            "ej_uppnatt": "Ej uppnådda",
            "bas": "Bedömda mål",
            "andel": ("Andel uppnådda", "procent"),
            "ej_bedomda": "Kan inte bedömas",
        },
        note=f"{RULE}{left}",
        fold=fold,
    )


def _by_insats(rows: pl.DataFrame, names: Names) -> pl.DataFrame:
    own = rows.filter(pl.col("insats_id").is_not_null())
    counted = sammanfattning(own, _BY_INSATS)
    counted = column(counted, "namn", lambda r: names.of_insats(r["insats_id"]))
    return column(counted, "visas", lambda r: share_of(r["antal"], r["bas"], "mål"))


def answer_genders(rows: pl.DataFrame, names: Names) -> Prose:
    """Goals that women and men reached, of those rated for both."""
    counted = per_kon(rows)
    if counted.is_empty():
        return Prose(NO_GENDERS)
    told = []
    for (forbund_id, year), group in counted.group_by("forbund_id", "year", maintain_order=True):
        by = {row["kon"]: row for row in group.iter_rows(named=True)}
        women, men = by["kvinnor"], by["man"]
        told.append(
            f"**{names.of_forbund(str(forbund_id))}** {year}: av {_goals(women['bas'])} med "
            f"resultat för båda nådde kvinnorna {numbers.number(women['antal'])} och männen "
            f"{numbers.number(men['antal'])}."
        )
    return Prose(*told)


def gender_table(rows: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """Goals met by women and by men."""
    counted = per_kon(rows)
    if counted.is_empty():
        return nothing(NO_GENDERS)
    shown = column(counted, "vem", lambda r: f"{names.of_forbund(r['forbund_id'])} {r['year']}")
    shown = column(shown, "kon_text", lambda r: label("kon", r["kon"]))
    return table(
        shown,
        "Måluppfyllelse för kvinnor och män",
        {
            "vem": "Förbund och år",
            "kon_text": "Kön",
            "antal": "Uppnådda",
            "nastan": "Nästan",
            "ej_uppnatt": "Ej uppnådda",
            "bas": "Bedömda mål",
            "andel": ("Andel uppnådda", "procent"),
        },
        note="Bara mål som har ett resultat i tal för både kvinnor och män.",
        fold=fold,
    )


def answer_chance(rows: pl.DataFrame, names: Names) -> Prose:
    """Results so near their goals that chance alone can be the difference."""
    known = rows.filter(pl.col("resultat_lag").is_not_null())
    if known.is_empty():
        return Prose(NO_CHANCE)
    within = known.filter(pl.col("malet_inom"))
    told = [
        f"{row['namn'].rstrip('.')} hos {names.of_forbund(row['forbund_id'])} {row['year']} "
        f"({row['resultat_text']} mot {row['mal_text']})"
        for row in written(within, names).iter_rows(named=True)
    ]
    first = (
        f"{first_upper(numbers.count_of(len(known), 'resultat', 'resultat'))} är en andel av "
        "avslutade med tryckt bas."
    )
    if not told:
        return Prose(f"{first} Inget av dem ligger så nära målet att slumpen ensam kan avgöra.")
    return Prose(
        f"{first} För {numbers.listing(told)} ligger målet inom slumpens gränser: ett annat år med "
        "samma arbete hade kunnat hamna på andra sidan."
    )


def chance_chart(rows: pl.DataFrame, names: Names) -> charts.Chart | Html:
    """Results less their goals, with the interval of the result."""
    known = rows.filter(pl.col("resultat_lag").is_not_null())
    if known.is_empty():
        return nothing(NO_CHANCE)
    shown = written(known, names).with_columns(
        ((pl.col(end) - pl.col("mal")) * 100).alias(name)
        for end, name in (("resultat", "_d"), ("resultat_lag", "_lag"), ("resultat_hog", "_hog"))
    )
    shown = column(
        shown,
        "titel",
        lambda r: f"{r['namn'].rstrip('.')}, {names.of_forbund(r['forbund_id'])} {r['year']}",
    )
    shown = column(
        shown,
        "text",
        lambda r: f"{r['resultat_text']} mot {r['mal_text']} · n {numbers.number(r['bas'])}",
    )
    within = len(known.filter(pl.col("malet_inom")))
    return charts.forest(
        shown,
        label="titel",
        value="_d",
        low="_lag",
        high="_hog",
        text="text",
        title=f"I {numbers.number(within)} av {_goals(len(known))} kan slumpen ensam avgöra",
        subtitle=(
            "Resultat minus mål i procentenheter, med resultatets 95 procents intervall (Wilson, "
            "över alla antal som kan ha tryckts så). Den streckade linjen är målet. "
            f"{names.source(known['report_id'])}"
        ),
        axis="procentenheter från målet",
        tooltip={"titel": "Mål", "text": "Resultat", "var": "Källa"},
    )

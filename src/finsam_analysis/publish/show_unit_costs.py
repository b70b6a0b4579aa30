"""Kostnad per deltagare on more levels: with what is common, in fixed prices, between years."""

from __future__ import annotations

from typing import Any

import polars as pl

from finsam_analysis.compare.kostnadsnivaer import ALL, sammanlagt
from finsam_analysis.compare.prices import PriceIndex
from finsam_analysis.publish import charts, numbers, theme
from finsam_analysis.publish.markup import Html, nothing
from finsam_analysis.publish.show_costs import two_places
from finsam_analysis.publish.tables import table
from finsam_analysis.publish.text import Names, Prose, column, label

IN = (
    "Ingår: utfallet på insatsens egna rader i förbundets böcker. Ingår inte: personal och lokaler "
    "som medlemmarna står för utan ersättning, och det som deltagarna kostar hos andra."
)
SHARE = (
    "Med gemensamt: strukturinriktade insatser och administration är fördelade på de "
    "individinriktade insatserna efter deras direkta kostnad."
)
NOT_INDEX = "KPI räknar om vad pengarna köper; det är inte ett index över löner."
NO_LEVELS = "Ingen insats har en kostnad per person som går att jämföra. Tabellen säger varför."
NO_CHANGE = (
    "Inget förbund har minst en insats vars kostnad går att jämföra i två olika år, så det finns "
    "ingen förändring att dela upp."
)


def answer_prices(rows: pl.DataFrame, index: PriceIndex) -> Prose:
    """Which index and year the fixed prices are, and which years are missing in it."""
    level = rows["prisniva"].drop_nulls().unique().to_list()
    missing = rows.filter(pl.col("pris_saknas").is_not_null())["year"].unique().sort().to_list()
    if not level:
        return Prose(NO_LEVELS)
    lack = f" Indexet saknar {numbers.years(missing)}." if missing else ""
    return Prose(f"Fasta priser är {level[0]}. Källa: {index.source}.{lack} {NOT_INDEX}")


def level_table(rows: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """The costs that may be compared: direct and with what is common, nominal and fixed."""
    fit = _placed(rows.filter(pl.col("jamforbar") & pl.col("kr_per").is_not_null()), names)
    if fit.is_empty():
        return nothing(NO_LEVELS)
    fit = column(fit, "bas", lambda r: label("per", r["matt"]))
    fit = column(fit, "att_veta", lambda r: r["att_veta"] or "")
    common = numbers.listing(
        f"{names.of_forbund(r['forbund_id'])} {r['year']}: {numbers.percent(r['paslag'], 1)}"
        for r in fit.filter(pl.col("paslag").is_not_null())
        .unique(["forbund_id", "year"], maintain_order=True)
        .iter_rows(named=True)
    )
    missing = [
        why
        for name in ("paslag_saknas", "pris_saknas")
        for why in fit[name].drop_nulls().unique().sort().to_list()
    ]
    return table(
        fit,
        "Kostnad per person, insatser som går att jämföra",
        {
            "namn": "Insats",
            "vem": "Förbund och år",
            "bas": "Räknat per",
            "kostnad_kr": ("Direkt kostnad, kr", "kr"),
            "antal": "Antal",
            "kr_per": ("Kr per person", "kr"),
            "kr_per_fast": ("I fasta priser", "kr"),
            "kr_per_med_gemensamt": ("Med gemensamt", "kr"),
            "kr_per_med_gemensamt_fast": ("Med gemensamt, fasta priser", "kr"),
            "att_veta": "Att veta",
            "var": "Källa",
        },
        note=" ".join(
            [
                IN,
                SHARE,
                f"Påslag: {common}." if common else "",
                f"Streck: {'; '.join(missing)}." if missing else "",
                f"Fasta priser: {fit['prisniva'][0]}.",
            ]
        ),
        fold=fold,
    )


def pooled_chart(rows: pl.DataFrame, names: Names, matt: str = "deltagare") -> charts.Chart | Html:
    """The comparable insatser of each förbund and year together, in order of förbund."""
    pooled = sammanlagt(rows).filter((pl.col("matt") == matt) & pl.col("kr_per").is_not_null())
    if pooled.is_empty():
        return nothing(NO_LEVELS)
    shown = column(pooled, "namn", lambda r: f"{names.of_forbund(r['forbund_id'])} {r['year']}")
    shown = column(
        shown,
        "visas",
        lambda r: (
            f"{numbers.kronor(r['kr_per'])} · {numbers.number(r['antal'])} i "
            f"{numbers.count_of(r['insatser'], 'insats', 'insatser')}"
        ),
    )
    shown = column(shown, "var", lambda r: names.place_in(r["report_id"], None))
    per = label("per", matt)
    ends = shown.sort("kr_per")
    low, high = ends["kr_per"][0], ends["kr_per"][-1]
    return charts.bars(
        shown,
        label="namn",
        value="kr_per",
        text="visas",
        title=(
            f"{numbers.kronor(high)} per {per}"
            if len(shown) == 1
            else f"Mellan {numbers.number(low)} och {numbers.kronor(high)} per {per}"
        ),
        subtitle=(
            f"Kronor per {per}, de insatser som går att jämföra tillsammans, direkt kostnad i "
            "löpande priser. Olika målgrupper: inte en rangordning. "
            f"{names.source(shown['report_id'])}"
        ),
        axis=f"kr per {per}",
        colour=theme.COST,
        tooltip={"namn": "Förbund och år", "visas": "Kostnad", "var": "Källa"},
    )


def whole_table(rows: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """All costs of a förbund divided by all who took part, with why they are not alike."""
    shown = column(rows, "vem", lambda r: f"{names.of_forbund(r['forbund_id'])} {r['year']}")
    shown = column(shown, "bas", lambda r: label("per", r["matt"]))
    shown = column(shown, "var", lambda r: two_places(r, names))
    shown = column(shown, "varfor_inte", lambda r: r["varfor_inte"] or "")
    return table(
        shown,
        "Hela förbundets kostnad, delad med dem som förbundet räknar",
        {
            "vem": "Förbund och år",
            "bas": "Räknat per",
            "kostnad_kr": ("Verksamhetens kostnader, kr", "kr"),
            "antal": "Antal",
            "kr_per": ("Kr per person", "kr"),
            "varfor_inte": ("Varför det inte går att jämföra", "lang"),
            "var": "Källa",
        },
        note=(
            "Alla kostnader: individinriktade och strukturinriktade insatser, kansli och styrelse. "
            "Står i förbundens ordning och rangordnas inte."
        ),
        fold=fold,
    )


def answer_change(split: pl.DataFrame, names: Names, matt: str = "deltagare") -> Prose:
    """What the change of cost between two years consists of, in kronor."""
    whole = split.filter(pl.col("namn") == ALL)
    if whole.is_empty():
        return Prose(NO_CHANGE)
    return Prose(*(_change(row, split, names, matt) for row in whole.iter_rows(named=True)))


def _change(row: dict[str, Any], split: pl.DataFrame, names: Names, matt: str) -> str:
    pair = split.filter(
        (pl.col("forbund_id") == row["forbund_id"])
        & (pl.col("fran") == row["fran"])
        & pl.col("insats_id").is_not_null()
    )
    people = label("matt", matt)
    names_of = numbers.listing(pair["namn"])
    way = "steg" if row["forandring"] > 0 else "sjönk"
    parts = "; ".join(
        f"{what} {_signed(row[key])}"
        for what, key in (
            ("antalet", "volym"),
            ("fördelningen mellan insatserna", "mix"),
            ("kostnaden per person", "kostnad_per_person"),
        )
    )
    return (
        f"**{names.of_forbund(row['forbund_id'])}** {row['fran']} till {row['till']}: kostnaden "
        f"för {names_of} {way} med {numbers.short_kronor(abs(row['forandring']))}, räknat i "
        f"{row['prisniva']}, medan antalet {people} gick från {numbers.number(row['antal_fore'])} "
        f"till {numbers.number(row['antal_efter'])}. Det delar sig på: {parts}."
    )


def _signed(amount: float) -> str:
    sign = "+" if amount > 0 else numbers.MINUS if amount < 0 else ""
    return f"{sign}{numbers.short_kronor(abs(amount))}"


_PARTS = {
    "volym": "Antalet personer",
    "mix": "Fördelningen mellan insatserna",
    "kostnad_per_person": "Kostnaden per person",
    "forandring": "Hela förändringen",
}


def change_chart(split: pl.DataFrame, names: Names) -> charts.Chart | Html:
    """The three parts of one change, and the whole, as bars from zero."""
    whole = split.filter(pl.col("namn") == ALL)
    if whole.is_empty():
        return nothing(NO_CHANGE)
    row = whole.row(0, named=True)
    shown = pl.DataFrame(
        {
            "namn": list(_PARTS.values()),
            "kr": [row[key] for key in _PARTS],
            "visas": [_signed(row[key]) for key in _PARTS],
            "var": [names.source([row["report_id_fran"], row["report_id_till"]])] * len(_PARTS),
        }
    )
    largest = max(("volym", "mix", "kostnad_per_person"), key=lambda key: abs(row[key]))
    who = names.of_forbund(row["forbund_id"])
    return charts.bars(
        shown,
        label="namn",
        value="kr",
        text="visas",
        title=(
            f"{who} {row['fran']}–{row['till']}: mest ändrade "
            f"{_PARTS[largest][0].lower()}{_PARTS[largest][1:]}, {_signed(row[largest])}"
        ),
        subtitle=(
            f"Förändring av kostnaden i kronor, {row['prisniva']}. De tre delarna blir precis hela "
            f"förändringen. {names.source([row['report_id_fran'], row['report_id_till']])}"
        ),
        axis="kr",
        colour=theme.COST,
        tooltip={"namn": "Del", "visas": "Förändring", "var": "Källa"},
    )


def change_table(split: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """The split of every insats, and of all together."""
    if split.is_empty():
        return nothing(NO_CHANGE)
    shown = column(
        split,
        "vem",
        lambda r: f"{names.of_forbund(r['forbund_id'])} {r['fran']}–{r['till']}",
    )
    shown = column(
        shown,
        "antal",
        lambda r: f"{numbers.number(r['antal_fore'])} och {numbers.number(r['antal_efter'])}",
    )
    return table(
        shown,
        "Kostnadens förändring delad i antal, fördelning och kostnad per person",
        {
            "namn": "Insats",
            "vem": "Förbund och år",
            "antal": "Antal",
            "kostnad_fore": ("Kostnad före, kr", "kr"),
            "kostnad_efter": ("Kostnad efter, kr", "kr"),
            "forandring": ("Förändring, kr", "kr"),
            "volym": ("Antalet", "kr"),
            "mix": ("Fördelningen", "kr"),
            "kostnad_per_person": ("Kostnaden per person", "kr"),
        },
        note=(
            f"{split['prisniva'][0]}. Uppdelningen är additiv log-mean Divisia (LMDI) och går ut "
            "till öret. Fördelningen hos en enskild insats är dess del av alla, och ändras när "
            "andra ändras: summan är den som svarar på om förbundet gick mot dyrare insatser. "
            f"{names.source([*split['report_id_fran'], *split['report_id_till']])}"
        ),
        fold=fold,
    )


def left_out_table(left: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """Insatser that no split between years holds."""
    shown = column(left, "vem", lambda r: names.of_forbund(r["forbund_id"]))
    return table(
        shown,
        "Insatser som inte går att följa mellan åren",
        {"namn": "Insats", "vem": "Förbund", "varfor_inte": ("Varför inte", "lang")},
        note="Att en kostnad inte är tryckt ett år är inte detsamma som att den var noll.",
        fold=fold,
    )


def _placed(rows: pl.DataFrame, names: Names) -> pl.DataFrame:
    rows = column(rows, "var", lambda r: two_places(r, names))
    return column(rows, "vem", lambda r: f"{names.of_forbund(r['forbund_id'])} {r['year']}")

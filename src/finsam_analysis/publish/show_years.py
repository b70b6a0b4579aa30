"""Change over years on a page: participants, money, and the cost per participant."""

from __future__ import annotations

from typing import Any

import polars as pl

from finsam_analysis.publish import charts, numbers
from finsam_analysis.publish.markup import Html, nothing
from finsam_analysis.publish.tables import table
from finsam_analysis.publish.text import Names, Prose, column, first_upper, named

NO_SERIES = "Rapporterna i data anger inte antalet deltagare i hela förbundet."
NO_MONEY = "Rapporterna i data anger inte medlemmarnas bidrag."
NO_PAIRS = (
    "Ingen insats har en kostnad per deltagare som går att jämföra mellan två år: kostnad eller "
    "antal saknas ett av åren, eller går inte att jämföra."
)


def answer_participants(rows: pl.DataFrame, names: Names) -> Prose:
    """How the number of participants changed between the first and last year of each förbund."""
    if rows.is_empty():
        return Prose(NO_SERIES)
    return Prose(
        *_changes(rows, "antal", names, lambda value: f"{numbers.number(value)} deltagare")
    )


def participants_chart(rows: pl.DataFrame, names: Names) -> charts.Chart | Html:
    """Participants a year, a line for each förbund."""
    if rows.is_empty():
        return nothing(NO_SERIES)
    shown = column(_named(rows, names), "visas", lambda r: numbers.number(r["antal"]))
    return charts.lines(
        shown,
        series="namn",
        value="antal",
        text="visas",
        title=_title(rows, "antal", names, "deltagare"),
        subtitle=(
            "Deltagare under året i alla insatser tillsammans, antal. År utan rapport saknas. "
            f"{names.source(rows['report_id'])}"
        ),
        axis="deltagare",
        tooltip={"namn": "Förbund", "year": "År", "visas": "Deltagare", "var": "Källa"},
    )


def participants_table(rows: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """Participants a year, with what an older report said."""
    shown = column(_named(rows, names), "olika", lambda r: r["olika"] or "")
    before = column(
        shown, "aldre", lambda r: "" if r["aldre"] is None else numbers.number(r["aldre"])
    )
    return table(
        before,
        "Deltagare per förbund och år",
        {
            "namn": "Förbund",
            "year": "År",
            "antal": "Deltagare",
            "olika": "Olika tal i rapporten",
            "aldre": "I en äldre rapport",
            "var": "Källa",
        },
        note="Tomt i de två sista kolumnerna: antalet är tryckt på ett enda sätt.",
        fold=fold,
    )


def answer_contributions(rows: pl.DataFrame, names: Names) -> Prose:
    """How the members' contributions changed."""
    if rows.is_empty():
        return Prose(NO_MONEY)
    return Prose(*_changes(rows, "belopp_kr", names, numbers.short_kronor))


def contributions_chart(rows: pl.DataFrame, names: Names) -> charts.Chart | Html:
    """Member contributions a year in millions of kronor, a line for each förbund."""
    if rows.is_empty():
        return nothing(NO_MONEY)
    shown = column(
        _named(rows, names).with_columns((pl.col("belopp_kr") / 1_000_000).alias("mkr")),
        "visas",
        lambda r: numbers.short_kronor(r["belopp_kr"]),
    )
    return charts.lines(
        shown,
        series="namn",
        value="mkr",
        text="visas",
        title=_title(rows, "belopp_kr", names, "medlemsbidrag"),
        subtitle=(
            "Medlemmarnas bidrag tillsammans, miljoner kronor i löpande priser. "
            f"{names.source(rows['report_id'])}"
        ),
        axis="mkr",
        number_format=",.0f",
        tooltip={"namn": "Förbund", "year": "År", "visas": "Bidrag", "var": "Källa"},
    )


def contributions_table(rows: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """The same in kronor."""
    return table(
        _named(rows, names),
        "Medlemmarnas bidrag per förbund och år",
        {
            "namn": "Förbund",
            "year": "År",
            "belopp_kr": ("Bidrag, kr", "kr"),
            "medlemmar": "Rader som summerats",
            "var": "Källa",
        },
        note="Summan av rapportens rader per medlem, inte dess summarad.",
        fold=fold,
    )


def answer_costs(pairs: pl.DataFrame) -> Prose:
    """How many insatser cost more, and how many less, in fixed prices."""
    fixed = pairs.filter(pl.col("forandring_fast").is_not_null())
    if fixed.is_empty():
        return Prose(NO_PAIRS)
    more = len(fixed.filter(pl.col("forandring_fast") > 0))
    if len(fixed) == 1:
        row = fixed.row(0, named=True)
        way = "mer" if more else "mindre"
        change = numbers.percent(abs(row["forandring_fast"]))
        return Prose(
            f"Bara en insats går att jämföra mellan två år: {row['namn']}. Den kostade {change} "
            f"{way} per deltagare {row['till']} än {row['fran']}, räknat i fasta priser (KPI)."
        )
    return Prose(
        f"{numbers.count_of(len(fixed), 'insats', 'insatser')} går att jämföra mellan två år. "
        f"{numbers.number(more)} av dem kostade mer per deltagare det senare året, räknat i fasta "
        "priser (KPI)."
    )


def costs_table(pairs: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """Cost per participant in the first and last comparable year, nominal and in fixed prices."""
    rows = column(
        pairs,
        "vem",
        lambda r: f"{r['namn']}, {names.of_forbund(r['forbund_id'])} {r['fran']}–{r['till']}",
    )
    rows = column(
        rows,
        "antal",
        lambda r: f"{numbers.number(r['antal_fran'])} och {numbers.number(r['antal_till'])}",
    )
    reports = [*pairs["report_id_fran"], *pairs["report_id_till"]]
    return table(
        rows,
        "Kostnad per deltagare mellan två år",
        {
            "vem": "Insats och år",
            "kr_per_fran": ("Första året, kr", "kr"),
            "kr_per_fran_fast": ("I sista årets priser, kr", "kr"),
            "kr_per_till": ("Sista året, kr", "kr"),
            "forandring_fast": ("Förändring i fasta priser", "andring"),
            "antal": "Deltagare",
        },
        note=(
            "KPI räknar om vad pengarna köper; det är inte ett index över löner. "
            f"{names.source(reports)}"
        ),
        fold=fold,
    )


def _named(rows: pl.DataFrame, names: Names) -> pl.DataFrame:
    shown = named(rows, "forbund_id", names.forbund, "namn")
    line = "line" in rows.columns
    return column(
        shown, "var", lambda r: names.place_in(r["report_id"], r["line"] if line else None)
    )


def _ends(rows: pl.DataFrame, value: str) -> list[tuple[str, tuple[int, Any], tuple[int, Any]]]:
    """For each förbund with more than one year: its first and last year with their values."""
    found = []
    for (forbund_id,), group in rows.sort("year").group_by("forbund_id", maintain_order=True):
        years = group.select("year", value).rows()
        if len(years) > 1:
            found.append((str(forbund_id), years[0], years[-1]))
    return found


def _changes(rows: pl.DataFrame, value: str, names: Names, write: Any) -> list[str]:
    sentences = []
    ends = _ends(rows, value)
    for forbund_id, (first, before), (last, after) in ends:
        change = numbers.number(100 * (after / before - 1), signed=True) if before else None
        share = f" ({change}{numbers.NBSP}%)" if change else ""
        sentences.append(
            f"**{names.of_forbund(forbund_id)}** gick från {write(before)} {first} till "
            f"{write(after)} {last}{share}."
        )
    alone = sorted(set(rows["forbund_id"]) - {forbund_id for forbund_id, _, _ in ends})
    if alone:
        who = numbers.listing(names.of_forbund(forbund_id) for forbund_id in alone)
        sentences.append(f"För {who} finns bara ett år.")
    return sentences


def _title(rows: pl.DataFrame, value: str, names: Names, noun: str) -> str:
    """The finding: who changed, and which way."""
    ends = _ends(rows, value)
    if not ends:
        return f"{first_upper(noun)} per förbund"
    words = []
    for forbund_id, (_, before), (_, after) in ends:
        way = "fler" if noun == "deltagare" else "högre"
        if after < before:
            way = "färre" if noun == "deltagare" else "lägre"
        elif after == before:
            way = "lika många" if noun == "deltagare" else "lika stora"
        words.append(f"{way} {noun} i {names.of_forbund(forbund_id)}")
    return first_upper(numbers.listing(words))

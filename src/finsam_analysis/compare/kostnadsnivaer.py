"""Costs per person on other levels: with a share of what is common, in fixed prices, per förbund.

All take the rows of `kostnad.kostnad_per_deltagare` and add to them, or sum those that may be
compared. What is common (structure and administration) is spread over the individ insatser after
their direct cost: a krona of individ cost carries as many öre of it in every insats. That is a
convention, and is printed beside the figures.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from finsam_analysis.compare.decompose import CostPair, divisia
from finsam_analysis.compare.jamforbarhet import holds
from finsam_analysis.compare.kostnad import INDIVID, fordelning
from finsam_analysis.compare.personer import BASES
from finsam_analysis.compare.prices import PriceError, PriceIndex, load_index
from finsam_analysis.compare.stats import refuse_double, refuse_mixed
from finsam_analysis.compare.underlag import one_value, require_known

NO_SHARE = "rapporten delar inte upp alla kostnader på individ, struktur och administration"
_YEAR = ["forbund_id", "year"]
_NAMED = 3
_INSATS = [*_YEAR, "insats_id"]


def med_gemensamt(
    rows: pl.DataFrame, ekonomi: pl.DataFrame, rapporter: pl.DataFrame | None = None
) -> pl.DataFrame:
    """`rows` with the cost per person when structure and administration are spread over insatser.

    Adds paslag (structure + administration, as a share of all individ costs of the förbund and
    year), kr_per_med_gemensamt (kronor, nominal: kr_per times 1 + paslag) and paslag_saknas (why
    it is null). Source: the outcomes of `ekonomi`, as `kostnad.fordelning` sums them.
    """
    mix = fordelning(ekonomi, rapporter).filter(pl.col("andel").is_not_null())
    own = pl.col("kostnad_kr").filter(pl.col("kategori") == INDIVID).sum()
    shares = (
        mix.group_by(_YEAR)
        .agg(own.alias("_egen"), pl.col("kostnad_kr").sum().alias("_alla"))
        .filter(pl.col("_egen") > 0)
        .select(*_YEAR, (pl.col("_alla") / pl.col("_egen") - 1).alias("paslag"))
    )
    joined = rows.join(shares, on=_YEAR, how="left", maintain_order="left")
    return joined.with_columns(
        (pl.col("kr_per") * (1 + pl.col("paslag"))).alias("kr_per_med_gemensamt"),
        pl.when(pl.col("paslag").is_null()).then(pl.lit(NO_SHARE)).alias("paslag_saknas"),
    )


def i_fasta_priser(
    rows: pl.DataFrame, base_year: int | None = None, index: PriceIndex | None = None
) -> pl.DataFrame:
    """`rows` with the cost per person in the prices of one year.

    Adds kr_per_fast, kr_per_med_gemensamt_fast (where `rows` has it), prisniva (year and index in
    words) and pris_saknas (why it is null). The year is the newest in `rows` that the index has,
    unless `base_year` says another: PriceError if the index lacks that. A year that the index
    lacks gives null, never a guess.
    """
    index = index or load_index()
    known = [year for year in rows["year"].unique().sort() if year in index.values]
    if base_year is None and not known:
        raise PriceError(f"{index.name} saknar alla år i tabellen: {_years(rows)}.")
    base = known[-1] if base_year is None else base_year
    level = index.value(base)
    factors = {year: float(level / index.value(year)) for year in known}
    factor = pl.col("year").replace_strict(factors, default=None, return_dtype=pl.Float64)
    amounts = [name for name in ("kr_per", "kr_per_med_gemensamt") if name in rows.columns]
    return rows.with_columns(
        *((pl.col(name) * factor).alias(f"{name}_fast") for name in amounts),
        pl.lit(index.label(base)).alias("prisniva"),
        pl.when(factor.is_null())
        .then(pl.format("{} saknas för {}", pl.lit(index.name), pl.col("year")))
        .alias("pris_saknas"),
    )


def _years(rows: pl.DataFrame) -> str:
    return ", ".join(str(year) for year in rows["year"].unique().sort())


def sammanlagt(rows: pl.DataFrame, by: Sequence[str] = (*_YEAR, "matt")) -> pl.DataFrame:
    """The comparable insatser together: their cost divided by their people, for each of `by`.

    Every person weighs the same; it is not the mean of the insatser. Returns by, insatser (how
    many), kostnad_kr, antal, kr_per, lagst and hogst (kr_per of single insatser), and utanfor
    (insatser left out because they may not be compared). Raises ValueError if rows with different
    bases (matt) or years would be summed, or the same insats twice.
    """
    if "matt" not in by:
        refuse_mixed(rows)
    if "year" not in by and rows["year"].n_unique() > 1:
        years = ", ".join(map(str, rows["year"].unique().sort()))
        raise ValueError(f"Tabellen blandar år ({years}). Välj ett, eller ta med year i by.")
    refuse_double(rows, (*_INSATS, "matt"))
    fit = pl.col("jamforbar") & pl.col("kr_per").is_not_null()
    cost, number = pl.col("kostnad_kr").filter(fit), pl.col("antal").filter(fit)
    return (
        rows.group_by(*by)
        .agg(
            fit.sum().cast(pl.Int64).alias("insatser"),
            cost.sum().alias("kostnad_kr"),
            number.sum().alias("antal"),
            pl.when(number.sum() > 0).then(cost.sum() / number.sum()).alias("kr_per"),
            pl.col("kr_per").filter(fit).min().alias("lagst"),
            pl.col("kr_per").filter(fit).max().alias("hogst"),
            (~fit).sum().cast(pl.Int64).alias("utanfor"),
            pl.col("report_id").filter(fit).first(),
        )
        .sort(*by)
    )


def hela_forbundet(
    rakenskaper: pl.DataFrame,
    personer: pl.DataFrame,
    kostnader: pl.DataFrame,
    rapporter: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """All costs of a förbund in a year divided by all who took part: individ, struktur, kansli.

    `rakenskaper` has the costs (verksamhetens kostnader of the income statement), `personer` the
    förbund's own counts (as from `personer.personer`), `kostnader` the insatser (as from
    `kostnad.kostnad_per_deltagare`), which tell what may not be compared.
    Returns forbund_id, year, matt, kostnad_kr (positive), antal, kr_per, jamforbar, varfor_inte,
    report_id, kostnad_rad, antal_report_id, antal_rad.
    """
    statement = rakenskaper.filter(
        (pl.col("rapport") == "resultatrakning")
        & (pl.col("post") == "verksamhetens_kostnader")
        & pl.col("insats_id").is_null()
    )
    costs = one_value(statement, _YEAR, "belopp_kr", rapporter).select(
        *_YEAR,
        pl.col("belopp_kr").abs().alias("kostnad_kr"),
        "report_id",
        pl.col("line").alias("kostnad_rad"),
    )
    counts = personer.filter(pl.col("insats_id").is_null()).select(
        *_YEAR,
        "matt",
        "antal",
        "olika",
        pl.col("report_id").alias("antal_report_id"),
        pl.col("line").alias("antal_rad"),
    )
    rows = costs.join(counts, on=_YEAR, how="inner").join(
        _shared_costs(kostnader), on=_YEAR, how="left"
    )
    reason = pl.concat_str(_whole_reasons(), separator="; ", ignore_nulls=True)
    return (
        rows.with_columns(
            pl.when(pl.col("antal") > 0)
            .then(pl.col("kostnad_kr") / pl.col("antal"))
            .alias("kr_per"),
            pl.when(reason != "").then(reason).alias("varfor_inte"),
        )
        .with_columns(pl.col("varfor_inte").is_null().alias("jamforbar"))
        .drop("_antal", "_namn", "olika")
        .sort(*_YEAR, "matt")
    )


def _shared_costs(kostnader: pl.DataFrame) -> pl.DataFrame:
    """Insatser in a förbund's costs whose people may be others than its own, and how many."""
    costly = kostnader.unique(_INSATS, keep="first").filter(pl.col("kostnad_kr") > 0)
    names = pl.col("namn").filter(~pl.col("jamforbar")).sort()
    return costly.group_by(_YEAR).agg(
        names.len().cast(pl.Int64).alias("_antal"), names.head(_NAMED).str.join(", ").alias("_namn")
    )


def _whole_reasons() -> list[pl.Expr]:
    number = pl.col("_antal")
    more = pl.when(number > _NAMED).then(pl.lit(" med flera")).otherwise(pl.lit(""))
    return [
        pl.when(number.is_null()).then(
            pl.lit("insatsernas kostnader är inte tryckta: det syns inte vad som ingår")
        ),
        pl.when(number > 0).then(
            pl.format("{} insatser i kostnaden går inte att jämföra: {}{}", number, "_namn", more)
        ),
        pl.when(pl.col("olika").is_not_null()).then(
            pl.format("rapporten anger olika antal: {}", "olika")
        ),
    ]


def forandring(
    rows: pl.DataFrame, matt: str = "deltagare", index: PriceIndex | None = None
) -> pl.DataFrame:
    """Change of cost between years of a förbund, split into volume, mix and cost per person.

    Of the insatser that may be compared in both years, between each pair of years in turn. With
    an `index` the first year is in the prices of the second, so that the cost per person is what
    changed beyond prices; a pair that the index lacks is left out.
    Returns one row for each förbund, pair (fran, till) and insats: namn, kostnad_fore,
    kostnad_efter, antal_fore, antal_efter, forandring, volym, mix, kostnad_per_person (kronor as
    floats; the three parts sum to the change), prisniva, report_id_fran and report_id_till; and
    one row with namn "Alla tillsammans" and insats_id null. Source: `decompose.divisia`.
    """
    require_known(matt, BASES, "räknebas")
    fit = rows.filter(
        (pl.col("matt") == matt) & pl.col("jamforbar") & pl.col("kr_per").is_not_null()
    )
    refuse_double(fit, _INSATS)
    made = []
    for (forbund_id,), group in fit.group_by("forbund_id", maintain_order=True):
        years = group["year"].unique().sort().to_list()
        for fran, till in zip(years, years[1:], strict=False):
            made += _pair(str(forbund_id), group, fran, till, index)
    return pl.DataFrame(made, schema=_CHANGE, orient="row")


_CHANGE = {
    "forbund_id": pl.String,
    "fran": pl.Int64,
    "till": pl.Int64,
    "insats_id": pl.String,
    "namn": pl.String,
    "kostnad_fore": pl.Float64,
    "kostnad_efter": pl.Float64,
    "antal_fore": pl.Int64,
    "antal_efter": pl.Int64,
    "forandring": pl.Float64,
    "volym": pl.Float64,
    "mix": pl.Float64,
    "kostnad_per_person": pl.Float64,
    "prisniva": pl.String,
    "report_id_fran": pl.String,
    "report_id_till": pl.String,
}
ALL = "Alla tillsammans"


def _pair(
    forbund_id: str, group: pl.DataFrame, fran: int, till: int, index: PriceIndex | None
) -> list[tuple[object, ...]]:
    if index is not None and not {fran, till} <= set(index.values):
        return []
    both = group.filter(pl.col("year") == fran).join(
        group.filter(pl.col("year") == till), on="insats_id", suffix="_till"
    )
    if both.is_empty():
        return []
    both = both.sort("namn_till")
    pairs = [
        CostPair(
            row["namn_till"],
            index.convert(row["kostnad_kr"], fran, till) if index else row["kostnad_kr"],
            row["antal"],
            row["kostnad_kr_till"],
            row["antal_till"],
        )
        for row in both.iter_rows(named=True)
    ]
    split = divisia(pairs)
    level = index.label(till) if index else "löpande priser"
    reports = (both["report_id"][0], both["report_id_till"][0])
    whole = CostPair(
        ALL,
        sum(float(pair.cost_before) for pair in pairs),
        sum(pair.participants_before for pair in pairs),
        sum(float(pair.cost_after) for pair in pairs),
        sum(pair.participants_after for pair in pairs),
    )
    ids = [*both["insats_id"], None]
    return [
        (
            forbund_id,
            fran,
            till,
            insats_id,
            pair.name,
            float(pair.cost_before),
            float(pair.cost_after),
            pair.participants_before,
            pair.participants_after,
            *(float(x) for x in (part.change, part.volume, part.mix, part.unit_cost)),
            level,
            *reports,
        )
        for insats_id, pair, part in zip(
            ids, [*pairs, whole], [*split.parts, split.total], strict=True
        )
    ]


def utanfor_forandring(rows: pl.DataFrame, matt: str = "deltagare") -> pl.DataFrame:
    """Insatser with a cost that no split between years holds, and why.

    A name that holds another's, in the years that the other lacks, may be the same insats renamed.

    Returns forbund_id, insats_id, namn and varfor_inte, for förbund with more than one year.
    """
    one = (
        rows.with_columns((pl.col("matt") != matt).alias("_annat"))
        .sort("_annat", maintain_order=True)
        .unique(_INSATS, keep="first", maintain_order=True)
    )
    found = []
    for (forbund_id,), group in one.sort("namn").group_by("forbund_id", maintain_order=True):
        years = group["year"].unique().sort().to_list()
        if len(years) < 2:
            continue
        for (insats_id,), own in group.group_by("insats_id", maintain_order=True):
            told = _why(own.sort("year"), years, matt) + _renamed(own, group, years)
            if told:
                found.append((forbund_id, insats_id, own["namn"][0], told))
    schema = dict.fromkeys(("forbund_id", "insats_id", "namn", "varfor_inte"), pl.String)
    return pl.DataFrame(found, schema=schema, orient="row")


def _why(own: pl.DataFrame, years: Sequence[int], matt: str) -> str:
    said = []
    for row in own.iter_rows(named=True):
        if not row["jamforbar"]:
            said.append(f"{row['year']}: {row['varfor_inte']}")
        elif row["matt"] != matt or row["kr_per"] is None:
            said.append(f"{row['year']}: antalet är inte tryckt")
    absent = [str(year) for year in years if year not in set(own["year"])]
    if absent:
        said.append(f"{', '.join(absent)}: ingen kostnad tryckt")
    return "; ".join(said)


def _renamed(own: pl.DataFrame, group: pl.DataFrame, years: Sequence[int]) -> str:
    """Insatser of the years that this one lacks, whose name holds its name or is held by it."""
    has = set(own["year"])
    name = str(own["namn"][0])
    others: dict[str, set[int]] = {}
    for other, year in group.select("namn", "year").iter_rows():
        others.setdefault(other, set()).add(year)
    found = sorted(
        other
        for other, there in others.items()
        if not there & has
        and there & (set(years) - has)
        and (holds(other, name) or holds(name, other))
    )
    return f"; kan ha bytt namn: {', '.join(found)}" if found else ""


__all__ = [
    "ALL",
    "NO_SHARE",
    "forandring",
    "hela_forbundet",
    "i_fasta_priser",
    "med_gemensamt",
    "sammanlagt",
    "utanfor_forandring",
]

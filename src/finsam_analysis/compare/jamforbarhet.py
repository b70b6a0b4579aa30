"""Whether a cost per participant may be compared, and every reason why not.

A cost that is divided by the wrong people looks as good as any other. So each reason that the
printed figures give is said, in words that can stand beside the figure:

- the registry's own: a project of several förbund, a part of another insats;
- the European Social Fund pays too, and the books may hold the cost with or without its money;
- part of a year: the report counts people over a part of the year, or all of them are new (or all
  have left) in the first (or last) year that the insats is printed;
- people are missing: anonymous participants beyond a twentieth, two different counts, or none;
- people may stand under another name: an insats without a cost, with the same name and a word more;
- the cost stands on several rows, is not above zero, or is printed in several tables differently.

"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from finsam_analysis import words
from finsam_analysis.clean.registry import alike
from finsam_analysis.compare.underlag import TOTALT

ANONYMOUS = 0.05
"""Largest share of anonymous participants that a cost is compared with."""

PART_OF_YEAR = "del_av_ar"
ESF_MONEY = "esf_medel"

_KEYS = ["forbund_id", "year", "insats_id"]
_WHOLE = "overordnad_insats_id"


@dataclass(frozen=True)
class Underlag:
    """The datasets that reasons are looked for in; those that are None tell nothing."""

    insatser: pl.DataFrame
    deltagare: pl.DataFrame
    avslut: pl.DataFrame | None = None
    ovrigt: pl.DataFrame | None = None


def with_reasons(rows: pl.DataFrame, people: pl.DataFrame, underlag: Underlag) -> pl.DataFrame:
    """`rows` with jamforbar, varfor_inte (the reasons, apart by semicolons) and att_veta.

    `rows` has forbund_id, year, insats_id, antal, olika, kostnad_kr, _rader (rows summed),
    _olika_kr (other sums printed, or null) and _lagat (the count is mended).
    `people` is as from `personer.personer`.
    att_veta says what to know of a cost that may be compared all the same.
    """
    joined = (
        rows.join(_registered(underlag.insatser), on="insats_id", how="left")
        .join(_whole_years(people), on=_KEYS, how="left")
        .join(_anonymous(underlag.deltagare), on=_KEYS, how="left")
        .join(_parts_of_years(underlag), on=_KEYS, how="left")
        .join(_esf(underlag), on="insats_id", how="left")
        .join(_namesakes(rows, people, underlag.insatser), on=_KEYS, how="left")
    )
    reason = pl.concat_str(*_reasons(), separator="; ", ignore_nulls=True)
    few = (pl.col("_anonyma") > 0) & ~_many_anonymous()
    to_know = pl.concat_str(
        pl.when(few).then(pl.format("{} anonyma till är inte räknade", pl.col("_anonyma"))),
        pl.when(pl.col("_lagat")).then(pl.lit("antalet är skadat i trycket och lagat")),
        separator="; ",
        ignore_nulls=True,
    )
    return joined.with_columns(
        pl.when(reason != "").then(reason).alias("varfor_inte"),
        pl.when(to_know != "").then(to_know).alias("att_veta"),
    ).with_columns(pl.col("varfor_inte").is_null().alias("jamforbar"))


def _registered(insatser: pl.DataFrame) -> pl.DataFrame:
    wanted = {"jamforbar": "_fit", "skal": "_skal", "start": "_start", "slut": "_slut"}
    return insatser.select(
        "insats_id", *(_or_null(insatser, name).alias(new) for name, new in wanted.items())
    ).unique("insats_id", keep="first")


def _or_null(frame: pl.DataFrame, name: str) -> pl.Expr:
    return pl.col(name) if name in frame.columns else pl.lit(None)


def _whole_years(people: pl.DataFrame) -> pl.DataFrame:
    """Whether all who took part in a year were new, and whether all of them left."""
    bases = {name: pl.col("antal").filter(pl.col("matt") == name).first() for name in _BASES}
    counted = people.group_by(_KEYS).agg(**bases)
    return counted.select(
        *_KEYS,
        (pl.col("nya") == pl.col("deltagare")).fill_null(False).alias("_alla_nya"),
        (pl.col("avslutade") == pl.col("deltagare")).fill_null(False).alias("_alla_ut"),
        pl.col("deltagare").alias("_alla"),
    )


_BASES = ("deltagare", "nya", "avslutade")


def _anonymous(deltagare: pl.DataFrame) -> pl.DataFrame:
    rows = deltagare.filter(
        (pl.col("matt") == "anonyma") & (pl.col("kon") == TOTALT) & (pl.col("period") == "ar")
    )
    return rows.group_by(_KEYS).agg(pl.col("antal").max().alias("_anonyma"))


def _parts_of_years(underlag: Underlag) -> pl.DataFrame:
    frames = [frame for frame in (underlag.deltagare, underlag.avslut) if frame is not None]
    rows = pl.concat([frame.select(*_KEYS, "period") for frame in frames])
    parts = rows.filter(pl.col("period") == PART_OF_YEAR).select(_KEYS).unique()
    return parts.with_columns(pl.lit(True).alias("_delar"))


def _esf(underlag: Underlag) -> pl.DataFrame:
    """Insatser that the registry or a printed grant says are paid by the European Social Fund."""
    found = []
    if "esf" in underlag.insatser.columns:
        found.append(underlag.insatser.filter(pl.col("esf")).select("insats_id"))
    if underlag.ovrigt is not None:
        grants = underlag.ovrigt.filter(
            (pl.col("matt") == ESF_MONEY) & pl.col("insats_id").is_not_null()
        )
        found.append(grants.select("insats_id"))
    none = pl.DataFrame(schema={"insats_id": pl.String})
    return pl.concat([none, *found]).unique().with_columns(pl.lit(True).alias("esf"))


def _namesakes(rows: pl.DataFrame, people: pl.DataFrame, insatser: pl.DataFrame) -> pl.DataFrame:
    """For each cost, insatser of that year with people and no cost whose name holds its name.

    Not those that the registry knows as its parts, nor one with the very same count: that is the
    same people, printed under a longer name.
    """
    names = dict(insatser.select("insats_id", "namn").iter_rows())
    whole = dict(insatser.select("insats_id", _or_null(insatser, _WHOLE).alias("_")).iter_rows())
    known = people.filter(pl.col("matt") == "deltagare")
    counts = {row[:3]: row[3] for row in known.select(*_KEYS, "antal").iter_rows()}
    costs = set(rows.select(_KEYS).iter_rows())
    found = []
    for forbund_id, year, insats_id in sorted(costs):
        own = counts.get((forbund_id, year, insats_id))
        others = [
            other
            for (where, when, other), antal in counts.items()
            if (where, when) == (forbund_id, year)
            and other is not None
            and (where, when, other) not in costs
            and insats_id not in (other, whole.get(other))
            and antal != own
            and holds(names.get(other, ""), names.get(insats_id, ""))
        ]
        if others:
            told = ", ".join(sorted(names[other] for other in others))
            found.append((forbund_id, year, insats_id, told))
    schema = {
        "forbund_id": pl.String,
        "year": pl.Int64,
        "insats_id": pl.String,
        "_namne": pl.String,
    }
    return pl.DataFrame(found, schema=schema, orient="row")


def holds(longer: str, shorter: str) -> bool:
    """Whether one name has all words of the other, and more."""
    more, fewer = _words(longer), _words(shorter)
    return 0 < len(fewer) < len(more) and all(any(alike(a, b) for b in more) for a in fewer)


def _words(name: str) -> list[str]:
    return [word for word in re.split(r"[^a-z0-9]+", words.fold(name)) if len(word) > 1]


def _many_anonymous() -> pl.Expr:
    everybody = pl.col("_anonyma") + pl.col("_alla")
    return (pl.col("_anonyma") > ANONYMOUS * everybody).fill_null(False)


def _reasons() -> Sequence[pl.Expr]:
    first = pl.col("_start").is_null() | (pl.col("_start") == pl.col("year"))
    last = pl.col("_slut").is_null() | (pl.col("_slut") == pl.col("year"))
    missing = pl.col("antal").is_null()

    def when(condition: pl.Expr, text: str | pl.Expr) -> pl.Expr:
        said = pl.lit(text) if isinstance(text, str) else text
        return pl.when(condition.fill_null(False)).then(said)

    unfit = ~pl.col("_fit").fill_null(True)
    return [
        when(unfit, pl.col("_skal").fill_null("rapporten säger att kostnaden inte kan jämföras")),
        when(pl.col("esf"), "ESF betalar också: kostnaden kan vara med eller utan ESF-medel"),
        when(pl.col("_delar"), "rapporten räknar deltagare för en del av året"),
        when(pl.col("_alla_nya") & first, "alla deltagare är nya: troligen en del av ett år"),
        when(pl.col("_alla_ut") & last, "alla deltagare avslutade: troligen en del av ett år"),
        when(
            _many_anonymous(),
            pl.format("{} anonyma deltagare är inte räknade", pl.col("_anonyma")),
        ),
        when(missing & ~unfit, "rapporten anger inget antal deltagare"),
        when(
            pl.col("_namne").is_not_null(),
            pl.format("deltagare kan stå under annat namn: {}", pl.col("_namne")),
        ),
        when(pl.col("antal") == 0, "ingen deltog"),
        when(pl.col("kostnad_kr") <= 0, "ingen kostnad, eller återbetalning"),
        when(
            pl.col("olika").is_not_null(),
            pl.format("rapporten anger olika antal: {}", pl.col("olika")),
        ),
        when(
            pl.col("_olika_kr").is_not_null(),
            pl.format("rapporten anger olika kostnad: {}", pl.col("_olika_kr")),
        ),
        when(pl.col("_rader") > 1, pl.format("kostnaden är summan av {} rader", pl.col("_rader"))),
    ]

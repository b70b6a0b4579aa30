"""NNS indicators: the yearly survey of staff, boards, managers, referrers and participants.

Printed as percent of few answers: "97 % (77 %)" is positive, of which clearly positive. Until 2020
answers were positive or negative, then also neither, so the years before and after are not one
series. The same question is spelt in as many ways as there are scanners; spellings are held
together within a respondent group, never two questions of one survey.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any

import polars as pl
from rapidfuzz import fuzz

from finsam_analysis import words
from finsam_analysis.compare.proportions import possible_counts, wilson
from finsam_analysis.compare.tryck import newest
from finsam_analysis.compare.underlag import one_value

SMALL_BASE = 10
"""Fewer answers than this are greyed: one answer is more than ten points."""

ANSWERS = ("positivt", "klart_positivt", "varken_eller", "negativt")
TWO, THREE = "positivt eller negativt", "positivt, varken eller, negativt"

_GROUP = ["forbund_id", "year", "respondentgrupp"]
_ALIKE = 85.0
_SCANNED = "ocr"
_MEANING: dict[str, Any] = {
    "n_hogst": pl.Int64,
    "antal_lagst": pl.Int64,
    "antal_hogst": pl.Int64,
    "andel_lag": pl.Float64,
    "andel_hog": pl.Float64,
    "gemensam_bas": pl.Boolean,
    "hinder": pl.String,
}


def indikatorer_per_ar(
    indikatorer: pl.DataFrame, rapporter: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Every question of every survey, with what its percent can mean.

    Returns forbund_id, year, respondentgrupp, fraga (best spelling), positivt, klart_positivt,
    varken_eller, negativt (printed shares, 0-1), n_svar (printed answers to the survey), n_hogst
    (the largest number of answers to this question that can give all its percent; less than n_svar
    where some left it out), antal_lagst and antal_hogst (positive answers that would print so),
    andel_lag and andel_hog (95 percent, Wilson, over those counts), gemensam_bas (whether one base
    gives all the percent; else n_hogst is for the positive alone), hinder (why there is no
    interval), liten_bas (fewer than SMALL_BASE answers, or none printed), svarslagen (the answers
    that there were: a change breaks the series), report_id, line.
    """
    answers = indikatorer.filter(
        pl.col("svar").is_in(ANSWERS)
        & pl.col("andel").is_not_null()
        & pl.col("fraga").is_not_null()
    )
    named = _one_spelling(answers, rapporter)
    latest = newest(named, rapporter, _GROUP)
    keys = [*_GROUP, "fraga"]
    wide = latest.group_by(keys).agg(
        *(
            pl.col("andel").filter(pl.col("svar") == answer).first().alias(answer)
            for answer in ANSWERS
        ),
        pl.col("report_id").first(),
        pl.col("line").min(),
    )
    bases = one_value(indikatorer.filter(svar="n_svar"), _GROUP, "antal", rapporter)
    rows = wide.join(bases.select(*_GROUP, pl.col("antal").alias("n_svar")), on=_GROUP, how="left")
    meant = pl.DataFrame([_meaning(row) for row in rows.iter_rows(named=True)], schema=_MEANING)
    neither = pl.col("varken_eller").is_not_null()
    return (
        pl.concat([rows, meant], how="horizontal")
        .with_columns(
            (pl.col("n_svar").is_null() | (pl.col("n_svar") < SMALL_BASE)).alias("liten_bas"),
            pl.when(neither).then(pl.lit(THREE)).otherwise(pl.lit(TWO)).alias("svarslagen"),
        )
        .select(
            *keys,
            *ANSWERS,
            "n_svar",
            *_MEANING,
            "liten_bas",
            "svarslagen",
            "report_id",
            "line",
        )
        .sort("forbund_id", "respondentgrupp", "year", "line")
    )


def svarande(indikatorer: pl.DataFrame, rapporter: pl.DataFrame | None = None) -> pl.DataFrame:
    """How many were asked and answered in each survey.

    Returns forbund_id, year, respondentgrupp, n_svar, n_tillfragade, svarsfrekvens (printed, 0-1),
    report_id, line; null where not printed.
    """
    wanted = {"n_svar": "antal", "n_tillfragade": "antal", "svarsfrekvens": "andel"}
    made: pl.DataFrame | None = None
    for svar, value in wanted.items():
        found = one_value(indikatorer.filter(svar=svar), _GROUP, value, rapporter)
        part = found.select(*_GROUP, pl.col(value).alias(svar), "report_id", "line")
        if made is None:
            made = part
        else:
            joined = made.join(part, on=_GROUP, how="full", coalesce=True)
            made = joined.with_columns(
                pl.coalesce(name, f"{name}_right").alias(name) for name in ("report_id", "line")
            ).drop("report_id_right", "line_right")
    assert made is not None
    return made.select(*_GROUP, *wanted, "report_id", "line").sort(_GROUP)


def _meaning(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the printed percent of one question can be counts of."""
    if row["positivt"] is None:
        return {"hinder": "andelen positiva är inte läst"}
    if row["n_svar"] is None:
        return {"hinder": "antalet svar är inte tryckt"}
    percent = {answer: _percent(row[answer]) for answer in ANSWERS if row[answer] is not None}
    base = _largest_base(percent, row["n_svar"])
    common = base is not None
    if base is None:  # another of the percent may be misprinted, or be of another base
        base = _largest_base({"positivt": percent["positivt"]}, row["n_svar"])
    if base is None:
        return {"hinder": f"inget antal av {row['n_svar']} svar ger {percent['positivt']} procent"}
    counts = possible_counts(percent["positivt"], base)
    low, high = min(counts), max(counts)
    return {
        "n_hogst": base,
        "antal_lagst": low,
        "antal_hogst": high,
        "andel_lag": wilson(low, base).low,
        "andel_hog": wilson(high, base).high,
        "gemensam_bas": common,
        "hinder": None,
    }


def _percent(share: float) -> int:
    return round(100 * share)


def _largest_base(percent: Mapping[str, int], most: int) -> int | None:
    """The most answers, half of all at least, that can give all the percent of one question."""
    for base in range(most, max(most // 2, 1) - 1, -1):
        sets = {answer: possible_counts(value, base) for answer, value in percent.items()}
        if all(sets.values()) and _adds_up(sets, base):
            return base
    return None


def _adds_up(sets: Mapping[str, Iterable[int]], base: int) -> bool:
    """Whether some choice of the counts makes the whole: clearly positive is part of positive."""
    nothing = (0,)
    whole = "varken_eller" in sets and "negativt" in sets
    for positive, neither, negative in product(
        sets["positivt"], sets.get("varken_eller", nothing), sets.get("negativt", nothing)
    ):
        total = positive + neither + negative
        clearly = min(sets.get("klart_positivt", nothing))
        if clearly <= positive and (total == base if whole else total <= base):
            return True
    return False


def _one_spelling(rows: pl.DataFrame, rapporter: pl.DataFrame | None) -> pl.DataFrame:
    """`rows` with one spelling of each question: that of a report which was not scanned, if any."""
    scanned = set()
    if rapporter is not None and "text" in rapporter.columns:
        scanned = set(rapporter.filter(pl.col("text") == _SCANNED)["report_id"])
    spelt = rows.select("respondentgrupp", "report_id", "year", "fraga").unique()
    clean_first = pl.col("report_id").is_in(sorted(scanned))
    ordered = spelt.sort(clean_first, "report_id", "year", "fraga")
    chosen: dict[tuple[str, str, str], str] = {}
    for group in ordered["respondentgrupp"].unique(maintain_order=True):
        mine = ordered.filter(respondentgrupp=group)
        taken: dict[str, set[str]] = {}
        for report, question in (
            mine.select("report_id", "fraga").unique(maintain_order=True).iter_rows()
        ):
            used = taken.setdefault(report, set())
            found = _nearest(question, list(dict.fromkeys(_spellings(chosen, group))), used)
            name = found or question
            used.add(name)
            chosen[(group, report, question)] = name
    keys = rows.select("respondentgrupp", "report_id", "fraga").iter_rows()
    names = [chosen[key] for key in keys]
    return rows.with_columns(pl.Series("fraga", names, dtype=pl.String))


def _spellings(chosen: Mapping[tuple[str, str, str], str], group: str) -> Sequence[str]:
    """The spellings that a respondent group has got so far."""
    return [name for (who, _, _), name in chosen.items() if who == group]


def _nearest(question: str, known: Sequence[str], used: Iterable[str]) -> str | None:
    """The known question that this one is a spelling of; None if there is none near enough."""
    key = _key(question)
    free = [name for name in known if name not in set(used)]
    scores = [(fuzz.ratio(key, _key(name)), name) for name in free]
    best = max(scores, default=(0.0, ""))
    return best[1] if best[0] >= _ALIKE else None


def _key(question: str) -> str:
    return re.sub(r"[^a-z]+", " ", words.fold(question)).strip()

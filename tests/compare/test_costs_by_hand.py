"""Costs per person of the reports that are in the repository, worked out by hand.

Cost and count are read by eye on the printed lines that stand beside them.
"""

from __future__ import annotations

import polars as pl
import pytest

import finsam_analysis as fa
from finsam_analysis.compare.kostnad import kostnad_per_deltagare

O20, O22 = "ostra-sodertorn-2020-arsredovisning", "ostra-sodertorn-2022-arsredovisning"
S20, H22 = "stockholms-stad-2020-arsredovisning", "huddinge-botkyrka-salem-2022-arsredovisning"

BY_HAND = [
    # report, insats as it is named in the registry, base, cost (line), count (line)
    (O20, "Ungdomsteamet", "deltagare", 1_693_787, 339, 182, 229),
    (O20, "Ungdomsteamet", "nya", 1_693_787, 339, 94, 230),
    (O20, "Ung i Tyresö", "deltagare", 1_625_598, 340, 183, 238),
    (O20, "Ung i Tyresö", "nya", 1_625_598, 340, 80, 239),
    (O20, "Resursråden", "deltagare", 913_878, 345, 235, 960),
    (O20, "Vuxteam Tyresö", "deltagare", 165_209, 343, 117, 1286),
    (O20, "Arbetsmarknadskoordinator Nynäshamn", "deltagare", 294_422, 352, 29, 1329),
    (O22, "Ungdomsteamet", "nya", 1_156_412, 730, 60, 645),
    (O22, "Ung i Tyresö", "nya", 930_602, 731, 63, 645),
    (O22, "Resursråden", "nya", 1_317_446, 735, 141, 997),
    (O22, "Vuxteam Tyresö", "deltagare", 306_804, 734, 152, 656),
    (O22, "Vuxteam Tyresö", "nya", 306_804, 734, 89, 657),
    (S20, "Samordnat stöd", "deltagare", 1_267_000, 629, 49, 746),
    (S20, "Samordnat stöd", "avslutade", 1_267_000, 629, 7, 752),
    (S20, "Aktivitetsplatsen", "nya", 8_446_000, 627, 64, 1253),
]
# And those that may not be compared, with the beginning of a reason.
APART = [
    # The project (line 738) and its prolongation (line 739). 141 people are printed twice (lines 97
    # and 638) and 140 once (line 1083): what is printed more often goes first.
    (O22, "SamMA", "deltagare", 3_180_190 + 5_223_200, 141, "kostnaden är summan av 2 rader"),
    (O20, "SamMA", "deltagare", 8_484_869, 132, "alla deltagare är nya"),  # began in March
    (O20, "Vuxteam Haninge", "deltagare", 315_167, 224, "rapporten anger olika antal: 224, 250"),
    (S20, "Arbetslagshälsan", "deltagare", 410_000, 27, "57 anonyma deltagare"),
    (S20, "FINSAM-team", "deltagare", 1_431_000, 108, "deltagare kan stå under annat namn"),
    (S20, "AMA", "deltagare", 551_000, 36, "alla deltagare avslutade"),
    (H22, "MIA-projektet", "deltagare", 7_936_500, None, ""),  # in the note of costs, line 1263
]


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    return kostnad_per_deltagare(
        fa.load("ekonomi"),
        fa.load("deltagare"),
        fa.load("insatser"),
        fa.load("avslut"),
        fa.load("mal"),
        fa.load("rapporter"),
        fa.load("rakenskaper"),
        fa.load("ovrigt"),
    )


def of(rows: pl.DataFrame, report: str, name: str, base: str) -> dict[str, object]:
    year = int(report.split("-")[-2])
    found = rows.filter(
        (pl.col("report_id") == report)
        & (pl.col("namn") == name)
        & (pl.col("matt") == base)
        & (pl.col("year") == year)
    )
    assert len(found) == 1, (report, name, base, found)
    return found.row(0, named=True)


@pytest.mark.parametrize(("report", "name", "base", "cost", "line", "count", "where"), BY_HAND)
def test_a_cost_that_may_be_compared(
    rows: pl.DataFrame,
    report: str,
    name: str,
    base: str,
    cost: int,
    line: int,
    count: int,
    where: int,
) -> None:
    row = of(rows, report, name, base)
    assert (row["kostnad_kr"], row["kostnad_rad"], row["antal"]) == (cost, line, count)
    assert row["kr_per"] == pytest.approx(cost / count)
    assert row["jamforbar"], row["varfor_inte"]
    # A count may be printed on several lines; the one that is shown must hold it.
    printed = fa.load("deltagare").filter(
        (pl.col("report_id") == report) & (pl.col("antal") == count) & (pl.col("matt") == base)
    )
    results = fa.load("mal").filter((pl.col("report_id") == report) & (pl.col("antal") == count))
    assert row["antal_rad"] in {*printed["line"], *results["line"]}
    assert where in {*printed["line"], *results["line"]}


@pytest.mark.parametrize(("report", "name", "base", "cost", "count", "why"), APART)
def test_a_cost_that_may_not_be_compared(
    rows: pl.DataFrame,
    report: str,
    name: str,
    base: str,
    cost: int,
    count: int | None,
    why: str,
) -> None:
    row = of(rows, report, name, base)
    assert (row["kostnad_kr"], row["antal"], row["jamforbar"]) == (cost, count, False)
    assert why in str(row["varfor_inte"])

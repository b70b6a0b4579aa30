"""Which decks there are: one for each förbund and year with an årsredovisning."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from finsam_analysis.compare.underlag import UnknownNameError, require
from finsam_analysis.publish.text import forbund_names

TEMPLATE = "presentationer/analysseminarium.qmd"
KIND = "arsredovisning"


@dataclass(frozen=True)
class Choice:
    """A förbund and a year that there is a report for."""

    forbund_id: str
    year: int
    namn: str

    @property
    def page(self) -> str:
        """The name of the deck's page, without its ending."""
        return f"presentationer/{self.forbund_id}-{self.year}"

    def of(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows about this förbund and year."""
        return frame.filter(
            (pl.col("forbund_id") == self.forbund_id) & (pl.col("year") == self.year)
        )


def choices(rapporter: pl.DataFrame, forbund: pl.DataFrame) -> list[Choice]:
    """Every förbund and year with an årsredovisning, newest first."""
    names = forbund_names(forbund)
    rows = rapporter.filter(pl.col("kind") == KIND).unique(["forbund_id", "year"])
    ordered = rows.sort("year", "forbund_id", descending=[True, False])
    return [
        Choice(row["forbund_id"], row["year"], names.get(row["forbund_id"], row["forbund_id"]))
        for row in ordered.iter_rows(named=True)
    ]


def choose(
    rapporter: pl.DataFrame,
    forbund: pl.DataFrame,
    forbund_id: str | None = None,
    year: int | None = None,
) -> Choice:
    """The deck's förbund and year; the newest årsredovisning where they are not given.

    Raises UnknownNameError, naming what there is, if there is no such report.
    """
    if forbund_id is not None:
        require(forbund, "forbund_id", forbund_id, "förbund")
    fit = [
        choice
        for choice in choices(rapporter, forbund)
        if forbund_id in (None, choice.forbund_id) and year in (None, choice.year)
    ]
    if not fit:
        there = [f"{choice.forbund_id} {choice.year}" for choice in choices(rapporter, forbund)]
        raise UnknownNameError(
            f"Det finns ingen årsredovisning för {forbund_id or 'något förbund'} "
            f"{year or ''}. Det finns: {', '.join(there) or 'ingen'}."
        )
    return fit[0]

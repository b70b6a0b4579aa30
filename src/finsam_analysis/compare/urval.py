"""Choosing part of the data by name, with an answer where the name is not there.

A misspelt förbund gives no rows, and no rows look like no data. So these names are looked up.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from finsam_analysis.compare.underlag import require


def valj(
    frame: pl.DataFrame,
    *,
    forbund_id: str | None = None,
    year: int | None = None,
    insats_id: str | None = None,
) -> pl.DataFrame:
    """The rows of `frame` about a förbund, a year and an insats; what is None is not chosen by.

    Raises UnknownNameError, naming those that exist among the rows chosen so far.
    """
    chosen: Iterable[tuple[str, object, str]] = (
        ("forbund_id", forbund_id, "förbund"),
        ("year", year, "år"),
        ("insats_id", insats_id, "insats_id"),
    )
    for column, value, what in chosen:
        if value is not None:
            require(frame, column, value, what)
            frame = frame.filter(pl.col(column) == value)
    return frame

"""A project's time beside its goals: when it begins and ends, and how much of it has gone.

Dates are as fine as printed. A month begins on its first day and ends on its last; a year can hold
the date anywhere, so what depends on it is given as a lowest and a highest.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date

import polars as pl

_OF_YEAR, _OF_MONTH = 4, 7  # characters of 2020 and of 2020-03
_COLUMNS = {
    "projekt_start": pl.String(),
    "projekt_slut": pl.String(),
    "projekt_kalla": pl.List(pl.String()),
}
START, END = _ENDS = ("start", "slut")


@dataclass(slots=True)
class _Told:
    """What one report prints of an insats's time: the dates that count, and where."""

    year: int
    dates: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    several: set[str] = field(default_factory=set)  # ends with different dates: none counts


def med_projekttid(rows: pl.DataFrame, tider: pl.DataFrame | None) -> pl.DataFrame:
    """`rows` (report_id, insats_id, year) with the printed time of the insats.

    `tider` is the dataset of that name. What the row's own report prints goes first, since a goal
    was set with that time. What it does not print is taken from the newest report of the year or
    later that prints both ends, says nothing else than the own report, and has the year within
    them: an earlier report only knew a plan, and half a time can be of another phase.
    Adds projekt_start and projekt_slut (ISO, as fine as printed; null where none is singled out)
    and projekt_kalla (report:line of each).
    """
    told = _told(tider) if tider is not None else {}
    found = [
        _of_row(told.get(str(insats_id), {}), str(report_id), int(year))
        for report_id, insats_id, year in rows.select("report_id", "insats_id", "year").iter_rows()
    ]
    return rows.with_columns(
        pl.Series(name, [row[at] for row in found], dtype=dtype)
        for at, (name, dtype) in enumerate(_COLUMNS.items())
    )


def _told(tider: pl.DataFrame) -> dict[str, dict[str, _Told]]:
    """By insats and report."""
    found: dict[str, dict[str, _Told]] = {}
    known = tider.filter(pl.col("insats_id").is_not_null())
    for row in known.iter_rows(named=True):
        reports = found.setdefault(row["insats_id"], {})
        told = reports.setdefault(row["report_id"], _Told(row["year"]))
        told.several.add(row["ande"])
        if row["galler"]:
            told.dates[row["ande"]] = row["datum"]
            told.places[row["ande"]] = f"{row['report_id']}:{row['line']}"
    for reports in found.values():
        for told in reports.values():
            told.several -= set(told.dates)
    return found


def _of_row(
    reports: dict[str, _Told], report_id: str, year: int
) -> tuple[str | None, str | None, list[str]]:
    own = reports.get(report_id, _Told(year))
    dates, places = dict(own.dates), dict(own.places)
    later = sorted(
        (told for name, told in reports.items() if name != report_id and told.year >= year),
        key=lambda told: -told.year,
    )
    if len(dates) < len(_ENDS) and not own.several:
        other = next((told for told in later if _fits(told, own, year)), None)
        if other is not None:
            dates = other.dates | dates
            places = other.places | places
    return (
        dates.get(START),
        dates.get(END),
        [*dict.fromkeys(places[e] for e in _ENDS if e in places)],
    )


def _fits(other: _Told, own: _Told, year: int) -> bool:
    """True for a whole time that says nothing else than the own report, with the year within."""
    if len(other.dates) < len(_ENDS):
        return False
    same = all(
        other.dates[ande].startswith(date) or date.startswith(other.dates[ande])
        for ande, date in own.dates.items()
    )
    return same and other.dates[START][:_OF_YEAR] <= str(year) <= other.dates[END][:_OF_YEAR]


def tid_gatt(start: str | None, slut: str | None, year: int) -> tuple[float | None, float | None]:
    """The share (0-1) of a project's time gone at the end of a year: the least and the most it can
    be. None where a date is missing, or the end is before the beginning.
    """
    if start is None or slut is None:
        return None, None
    shares = [
        _share(first, last, date(year, 12, 31))
        for first in _days(start)
        for last in _days(slut, -1)
    ]
    known = [share for share in shares if share is not None]
    return (min(known), max(known)) if len(known) == len(shares) else (None, None)


def _share(first: date, last: date, now: date) -> float | None:
    if last <= first:
        return None
    gone = (min(now, last) - first).days + 1
    return max(0, gone) / ((last - first).days + 1)


def _days(printed: str, at: int = 0) -> tuple[date, ...]:
    """The days that a printed date can be; of a month its first (or with `at` -1 its last)."""
    if len(printed) == _OF_YEAR:
        return date(int(printed), 1, 1), date(int(printed), 12, 31)
    if len(printed) == _OF_MONTH:
        year, month = int(printed[:_OF_YEAR]), int(printed[_OF_YEAR + 1 :])
        return (date(year, month, 1 if at == 0 else monthrange(year, month)[1]),)
    return (date.fromisoformat(printed),)

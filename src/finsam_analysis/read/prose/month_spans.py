"""Parts of a year told by months: "juni till och med december", "t.o.m. augusti", "jan-juni"."""

from __future__ import annotations

from finsam_analysis.read.prose.clause import Clause
from finsam_analysis.read.prose.mention import is_year, months

PROJECT = "projekt"
_DECEMBER = 12


def months_told(clause: Clause, year: int) -> str:
    """The scope that months tell, of the report's year where none is named; empty if none does."""
    names = [at for at, key in enumerate(clause.keys) if key in months()]
    return (
        _between(clause, names, year) or _until(clause, names, year) or _since(clause, names, year)
    )


def _between(clause: Clause, names: list[int], year: int) -> str:
    """As in "juni till och med december", "jan-juni"."""
    for first, second in zip(names, names[1:], strict=False):
        gap = list(clause.keys[first + 1 : second])
        if gap in (["till", "och", "med"], ["till"], ["-"], ["–"], ["t.o.m"], ["t.o.m", "."]):
            low, high = months()[clause.keys[first]], months()[clause.keys[second]]
            if low < high:
                return f"{year}-{low:02}..{year}-{high:02}"
    for key in clause.keys:
        ends = [months()[part] for part in key.split("-") if part in months()]
        if "-" in key and len(ends) == 2 and ends[0] < ends[1]:
            return f"{year}-{ends[0]:02}..{year}-{ends[1]:02}"
    return ""


def _until(clause: Clause, names: list[int], year: int) -> str:
    """As in "till och med september 2024": the year so far; a year to come is no part of one."""
    for at in names:
        before, after = list(clause.keys[max(0, at - 3) : at]), clause.tokens[at + 1 : at + 2]
        until = before == ["till", "och", "med"] or before[-1:] in (["t.o.m"], ["tom"])
        if until and after and is_year(after[0]) and int(after[0].text) <= year:
            told, month = after[0].text, months()[clause.keys[at]]
            return told if month == _DECEMBER else f"{told}-01..{told}-{month:02}"
    return ""


def _since(clause: Clause, names: list[int], year: int) -> str:
    """As in "sedan juni 2020": to the end of the report's year, or of a project begun before."""
    for at in names:
        since = clause.keys[at - 1] if at else ""
        named = clause.keys[at + 1] if at + 1 < len(clause.keys) else ""
        if since in ("sedan", "fran") and named == str(year):
            return f"{year}-{months()[clause.keys[at]]:02}..{year}-12"
        if since in ("sedan", "fran") and named.isdigit() and len(named) == 4 and int(named) < year:
            return PROJECT
    return ""

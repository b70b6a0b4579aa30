"""When projects and insatser begin and end: every printed date, and which of them counts.

Dates come from running text (captured as `Time`) and from goals of a whole project, "330 deltagare
t.o.m. juni 2022". A date counts when the report prints one beginning or end for the insats, or
several that are one, more or less finely printed (2020, mars 2020, 1 mars 2020). Several different
ones in a report are a contradiction or two phases: none counts, and the remark lists them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from finsam_analysis.clean.context import Context
from finsam_analysis.clean.facts import Fact
from finsam_analysis.clean.prosa import PROSA, named_insats
from finsam_analysis.read.prose.times import END, START, dates_after

_TO_THE_MONTH = 7  # characters of 2022-06


@dataclass(slots=True)
class Tid:
    """A printed date; a row of the dataset `tider`."""

    forbund_id: str
    year: int
    report_id: str
    line: int
    page: int | None
    table_id: str
    label_raw: str
    insats_id: str | None
    ande: str
    datum: str
    raw: str
    galler: bool = False
    anmarkning: str = ""


@dataclass(frozen=True, slots=True)
class Projekttid:
    """When an insats begins and ends by its newest report, where that is printed, what differs."""

    start: str | None
    slut: str | None
    kalla: tuple[str, ...]
    anmarkning: str


def clean_tider(context: Context, facts: Sequence[Fact]) -> list[Tid]:
    """The printed dates of one report, those that count marked."""
    found = [*_of_prose(context), *_of_goals(context, facts)]
    found.sort(key=lambda tid: (tid.line, tid.ande, tid.datum))
    for _, rows in _grouped(found):
        _single_out(rows)
    return found


def _of_prose(context: Context) -> list[Tid]:
    report = context.report
    made = []
    for time in report.times:
        insats = named_insats(context, time.subject)
        made.append(
            Tid(
                forbund_id=report.forbund_id,
                year=report.year,
                report_id=report.report_id,
                line=time.line,
                page=time.page,
                table_id=PROSA,
                label_raw=time.subject,
                insats_id=insats.insats_id if insats else None,
                ande=time.ande,
                datum=time.datum,
                raw=time.raw,
                anmarkning="" if insats else "insatsen är inte känd från någon tabell",
            )
        )
    return made


def _of_goals(context: Context, facts: Sequence[Fact]) -> list[Tid]:
    """Ends in the cells of project goals; a line with two different dates tells none."""
    printed = {
        (block.table_id, line.no): line for block in context.report.blocks for line in block.lines
    }
    made: dict[tuple[int, str], Tid] = {}
    for fact in facts:
        about = fact.extra
        goal = fact.dataset == "mal" and about["del"] == "mal" and about["period"] == "projekt"
        line = printed.get((fact.table_id, fact.line))
        if not goal or line is None or not about["insats_id"]:
            continue
        dates = [(raw, date) for raw, date in dates_after(line.text) if len(date) >= _TO_THE_MONTH]
        if len({date for _, date in dates}) != 1:
            continue
        made[fact.line, about["insats_id"]] = Tid(
            forbund_id=fact.forbund_id,
            year=context.report.year,
            report_id=fact.report_id,
            line=fact.line,
            page=fact.page,
            table_id=fact.table_id,
            label_raw=fact.label_raw,
            insats_id=about["insats_id"],
            ande=END,
            datum=dates[0][1],
            raw=dates[0][0],
        )
    return list(made.values())


def _grouped(rows: Iterable[Tid]) -> list[tuple[tuple[str, str], list[Tid]]]:
    """Rows by insats and end, those without an insats left out."""
    groups: dict[tuple[str, str], list[Tid]] = {}
    for row in rows:
        if row.insats_id is not None:
            groups.setdefault((row.insats_id, row.ande), []).append(row)
    return list(groups.items())


def _single_out(rows: Sequence[Tid]) -> None:
    """Mark the finest of the dates if all are one; else say that there are several."""
    finest = max(rows, key=lambda row: len(row.datum))
    if all(finest.datum.startswith(row.datum) for row in rows):
        finest.galler = True
        return
    told = ", ".join(sorted({row.datum for row in rows}))
    for row in rows:
        row.anmarkning = f"rapporten anger flera: {told}"


def projekttider(rows: Iterable[Tid]) -> dict[str, Projekttid]:
    """The time of each insats by the newest report that prints it; older ones that differ are told.

    A newer report restates an older one: what was planned, then what came to be.
    """
    ends: dict[str, dict[str, tuple[Tid | None, str]]] = {}
    for (insats_id, ande), group in _grouped(rows):
        ends.setdefault(insats_id, {})[ande] = _newest(group)
    return {insats_id: _time(told) for insats_id, told in ends.items()}


def _newest(rows: Sequence[Tid]) -> tuple[Tid | None, str]:
    """The date of the newest report, or none if it prints several; and a remark."""
    newest = [row for row in rows if row.year == max(r.year for r in rows)]
    counted = [row for row in newest if row.galler]
    chosen = max(counted, key=lambda row: len(row.datum), default=None)
    if chosen is None or not all(chosen.datum.startswith(row.datum) for row in counted):
        return None, f"flera tryckta: {', '.join(sorted({row.datum for row in newest}))}"
    older = [row for row in rows if row.year < chosen.year and row.galler]
    for row in older:
        if row.datum.startswith(chosen.datum) and len(row.datum) > len(chosen.datum):
            chosen = row  # the same, printed more finely
    apart = {
        f"{r.report_id} anger {r.datum}" for r in older if not chosen.datum.startswith(r.datum)
    }
    return chosen, "; ".join(sorted(apart))


def _time(told: dict[str, tuple[Tid | None, str]]) -> Projekttid:
    chosen = {ande: told.get(ande, (None, ""))[0] for ande in (START, END)}
    places = [f"{row.report_id}:{row.line}" for row in chosen.values() if row is not None]
    remarks = [f"{ande}: {told[ande][1]}" for ande in (START, END) if told.get(ande, (None, ""))[1]]
    start, end = chosen[START], chosen[END]
    return Projekttid(
        start.datum if start else None,
        end.datum if end else None,
        tuple(dict.fromkeys(places)),
        "; ".join(remarks),
    )

"""finsam check in the terminal: what to look at, most important first, with the printed lines."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from finsam_analysis.verify import told
from finsam_analysis.verify.grouping import Finding
from finsam_analysis.verify.parts import Row
from finsam_analysis.verify.sayings import beside, corrected, evidence, repaired, verdict, what
from finsam_analysis.verify.workbench import PROSE, Repair, Uncovered, Workbench, places

_FINDINGS, _OTHERS, _LINES, _SAID = 8, 5, 5, 3
_WIDE = 100
_INDENT = 5 * " "


@dataclass(frozen=True, slots=True)
class Most:
    """How many of a group are shown; 0 for all."""

    findings: int = _FINDINGS
    others: int = _OTHERS
    lines: int = _LINES
    said: int = _SAID

    @classmethod
    def all(cls) -> Most:
        """Everything."""
        return cls(0, 0, 0, 0)


def ledger(bench: Workbench, most: Most | None = None) -> str:
    """The workbench as text."""
    most = most or Most()
    return "\n".join(line for part in _sections(bench, most) for line in (*part, ""))


def _sections(bench: Workbench, most: Most) -> Iterator[list[str]]:
    """The headed sections that have something to say, in order of importance."""
    if bench.faults:
        yield [f"ATT RÄTTA I DATA ({len(bench.faults)})", *(f"  {text}" for text in bench.faults)]
    ours = [found for found in bench.findings if found.ours]
    theirs = [found for found in bench.findings if not found.ours]
    if ours:
        yield [f"ATT RÄTTA: läsningar som inte kan vara rätt ({len(ours)})"] + _findings(
            bench, ours, most
        )
    if theirs:
        checks = told.many(bench.count("motsagelse"), "uträkning", "uträkningar")
        head = f"RAPPORTERNA SÄGER EMOT SIG SJÄLVA på {told.many(len(theirs), 'ställe', 'ställen')}"
        yield [f"{head} ({checks}), viktigast först", *_findings(bench, theirs, most)]
    in_tables = [group for group in bench.uncovered if group.table_id != PROSE]
    in_prose = [group for group in bench.uncovered if group.table_id == PROSE]
    for groups, name in ((in_tables, "tabeller"), (in_prose, "löpande text")):
        if groups:
            yield _uncovered(bench, groups, name, most)
    if bench.repairs:
        yield _repairs(bench, bench.repairs, most)
    if bench.unread:
        rows = [
            (row["report_id"], f"rad {row['line']}: {_cut(row['text'])}\n      {_cut(row['why'])}")
            for row in bench.unread
        ]
        yield [f"OLÄSTA RADER ({len(rows)})", *_by_report(bench, rows, most.others)]
    if bench.corrections:
        rows = [(r["report_id"], f"rad {r['line']}: {corrected(r)}") for r in bench.corrections]
        yield [f"RÄTTELSER SOM GÄLLER ({len(rows)})", *_by_report(bench, rows, 0)]
    if bench.uncounted:
        yield [
            f"INTE RÄKNADE ({len(bench.uncounted)}): en rad som läsningen tappar syns inte i dem",
            *(f"  {title}" for title in bench.uncounted),
            "  Läs in dem igen med finsam add --replace, så räknas talen i texten.",
        ]
    yield _coverage(bench)


def _findings(bench: Workbench, found: list[Finding], most: Most) -> list[str]:
    shown = found[: most.findings] if most.findings else found
    rows: list[str] = []
    for no, finding in enumerate(shown, start=1):
        rows += ["", *_finding(bench, no, finding, most)]
    return rows + _more(len(found) - len(shown), "ställe", "ställen")


def _finding(bench: Workbench, no: int, finding: Finding, most: Most) -> list[str]:
    title = bench.every_title[finding.report_id]
    rows = [f"{no:>3}. {title}"]
    said = what(finding, bench.every_title)
    shown = said[: most.said] if most.said else said
    for one in shown:
        short = replace(one, about=_cut(one.about)) if most.said else one
        rows += _wrapped(short.sentence)
    rows += _more(len(said) - len(shown), "uträkning", "uträkningar", _INDENT)
    proof = "; ".join(evidence(finding))
    proved = f"Bevis: {proof}." if proof else ""
    for text in (verdict(finding, bench.every_title), proved, *beside(bench, finding)):
        rows += _wrapped(text) if text else []
    at = places(bench, finding)
    if not most.lines or len(at) <= most.lines + 1:
        return rows + _lines(bench, finding.report_id, at)
    rows += _lines(bench, finding.report_id, at[: most.lines])
    rest = told.lines(line for _, line, _ in at[most.lines :])
    return [*rows, f"{_INDENT}  och rad {rest}"]


def _wrapped(text: str) -> list[str]:
    """A sentence over lines; a number is never parted from its unit."""
    return textwrap.wrap(
        text,
        _WIDE,
        initial_indent=_INDENT,
        subsequent_indent=_INDENT + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _lines(bench: Workbench, report_id: str, at: Iterable[tuple[str, int, list[Row]]]) -> list[str]:
    """Lines with their numbers that take part, then the line as printed."""
    shown: list[tuple[str, str, str]] = []
    for report, line, rows in at:
        text = bench.printed.line(report, line) or bench.printed.prose(report, line)
        text = text or (f"{rows[0]['label_raw']} (löpande text)" if rows else "")
        other = "" if report == report_id else f"  ({bench.every_title[report]})"
        first, *more = [told.amount(row["varde"], row["enhet"]) for row in rows] or [""]
        shown += [(str(line), first, _cut(text) + other), *(("", number, "") for number in more)]
    wide = max((len(number) for _, number, _ in shown), default=0)
    return [f"     {no:>6} {number:>{wide}}  | {text}".rstrip() for no, number, text in shown]


def _uncovered(bench: Workbench, groups: list[Uncovered], name: str, most: Most) -> list[str]:
    total = sum(len(group.rows) for group in groups)
    shown = groups[: most.others] if most.others else groups
    rows = [f"INTE PRÖVADE: {told.many(total, 'tal', 'tal')} i {name}, flest först"]
    for group in shown:
        lines = told.lines(group.lines, 4)
        of = f"{len(group.rows)} av {group.of} tal ({', '.join(group.datasets)})"
        name = f": »{group.name}«" if group.name else ""
        rows += [f"  {of}, rad {lines}", f"      {bench.titles[group.report_id]}{name}"]
    return rows + _more(len(groups) - len(shown), "grupp", "grupper")


def _repairs(bench: Workbench, repairs: list[Repair], most: Most) -> list[str]:
    without = [r for r in repairs if r.proof is None]
    proved = [r for r in repairs if r.proof is not None]
    rows = [f"SKADAT TRYCK: {len(without)} tal utan bevis, {len(proved)} lagade med bevis"]
    for group in (without, proved):
        told_rows = [(r.row["report_id"], f"rad {r.row['line']}: {repaired(r)}") for r in group]
        rows += _by_report(bench, told_rows, most.others)
    return rows


def _by_report(bench: Workbench, rows: list[tuple[str, str]], most: int) -> list[str]:
    """Rows under their report's title, so many in all."""
    shown = rows[:most] if most else rows
    made, last = [], ""
    for report_id, text in shown:
        if report_id != last:
            made.append(f"  {bench.titles[report_id]}")
            last = report_id
        made.append(f"    {text}")
    return made + _more(len(rows) - len(shown), "rad", "rader")


def _coverage(bench: Workbench) -> list[str]:
    rows = ["ANDEL PRÖVADE TAL (som minst en uträkning täcker; antal tal inom parentes)"]
    for report_id, title in bench.titles.items():
        own = [cell for cell in bench.coverage if cell.report_id == report_id]
        covered, of = sum(cell.covered for cell in own), sum(cell.of for cell in own)
        rows.append(f"  {title}: {_share(covered, of)}")
        told_cells = [f"{cell.dataset} {_share(cell.covered, cell.of)}" for cell in own]
        for start in range(0, len(told_cells), 5):
            rows.append(f"      {', '.join(told_cells[start : start + 5])}")
    return rows


def _share(covered: int, of: int) -> str:
    return f"{told.percent(covered / of) if of else '-'} ({told.number(of)})"


def _more(count: int, one: str, more: str, indent: str = "  ") -> list[str]:
    rest = f"{indent}och {told.many(count, one, more)} till (--all visar allt)"
    return [rest] if count > 0 else []


def _cut(text: str, most: int = 90) -> str:
    return told.cut(text, most)

"""finsam check as one page: everything the terminal says, with the numbers marked in the print.

The page asks for nothing else: its style is inside, and there is no script.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from finsam_analysis.publish import numbers
from finsam_analysis.read.document import ReportError, why
from finsam_analysis.verify.grouping import Finding
from finsam_analysis.verify.marking import mark
from finsam_analysis.verify.parts import Row
from finsam_analysis.verify.sayings import (
    beside,
    corrected,
    damage_of,
    evidence,
    repaired,
    verdict,
    what,
)
from finsam_analysis.verify.told import amount, lines, percent
from finsam_analysis.verify.workbench import PROSE, Coverage, Repair, Uncovered, Workbench, places

_STYLE = Path(__file__).with_name("check.css")
_FIRST = 6  # lines of a finding that are shown before the rest is folded
_OPEN = 12  # rows of a table that is not folded

Section = tuple[str, str, str]  # anchor, heading, content


def write_page(bench: Workbench, path: Path) -> None:
    """Write the page aside and move it into place. ReportError where it cannot be written."""
    aside = path.with_name(f".ny-{os.getpid()}-{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(page(bench), encoding="utf-8", newline="\n")
        aside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        raise ReportError(
            f"Kan inte skriva {path}: {why(error)}. Ange en annan fil med --html."
        ) from None


def page(bench: Workbench) -> str:
    """The whole page."""
    sections = [section for section in _sections(bench) if section is not None]
    menu = "".join(f'<li><a href="#{key}">{escape(head)}</a></li>' for key, head, _ in sections)
    content = "".join(
        f'<section aria-labelledby="{key}"><h2 id="{key}">{escape(head)}</h2>{inner}</section>'
        for key, head, inner in sections
    )
    whose = escape("; ".join(bench.titles.values()))
    return (
        '<!DOCTYPE html>\n<html lang="sv">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Prövning av rapporterna</title>\n<style>\n{_STYLE.read_text(encoding='utf-8')}"
        '</style>\n</head>\n<body>\n<a class="skip" href="#innehall">Till innehållet</a>\n'
        f'<header><h1>Prövning av rapporterna</h1>\n<p class="var">{whose}</p>\n'
        f'{_figures(bench)}\n<nav aria-label="Avsnitt"><ul>{menu}</ul></nav></header>\n'
        f'<main id="innehall">{content}</main>\n'
        "<footer><p>Talen i data är de tryckta, om ingen rättelse gäller. Rader räknas från 1 i "
        "rapportens text. Kommandot finsam trace visar allt om ett tal.</p></footer>\n"
        "</body>\n</html>\n"
    )


def _figures(bench: Workbench) -> str:
    covered = sum(cell.covered for cell in bench.coverage)
    ours = [("att rätta här", numbers.number(bench.ours))] if bench.ours else []
    figures = [
        *ours,
        ("rapporter", numbers.number(len(bench.titles))),
        ("tryckta tal", numbers.number(bench.numbers)),
        (
            "prövade i en uträkning, av alla tal i tabeller och text",
            percent(covered / bench.numbers if bench.numbers else 0),
        ),
        ("bekräftade", numbers.number(bench.confirmed)),
        ("ställen med motsägelser", numbers.number(sum(not f.ours for f in bench.findings))),
        ("olästa rader", numbers.number(len(bench.unread))),
    ]
    items = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in figures)
    return f'<dl class="nyckeltal">{items}</dl>'


def _sections(bench: Workbench) -> Iterable[Section | None]:
    ours = [found for found in bench.findings if found.ours]
    theirs = [found for found in bench.findings if not found.ours]
    if bench.faults:
        items = "".join(f"<li>{escape(text)}</li>" for text in bench.faults)
        yield "data", f"Att rätta i data ({len(bench.faults)})", f"<ul>{items}</ul>"
    if ours:
        yield (
            "lasfel",
            f"Att rätta: läsningar som inte kan vara rätt ({len(ours)})",
            _findings(bench, ours, "fynd vart"),
        )
    yield (
        "motsagelser",
        f"Rapporterna säger emot sig själva ({len(theirs)})",
        "<p>Viktigast först: det som flyttar mest pengar eller flest personer i förhållande till "
        "sin tabell. En motsägelse är data: talen står kvar som de är tryckta.</p>"
        + (_findings(bench, theirs, "fynd") if theirs else _none("Inga motsägelser.")),
    )
    yield "oprovade", "Inte prövade", _uncovered(bench)
    yield "skadat", f"Skadat tryck ({len(bench.repairs)})", _repairs(bench)
    yield "olasta", f"Olästa rader ({len(bench.unread)})", _unread(bench)
    yield "rattelser", f"Rättelser som gäller ({len(bench.corrections)})", _corrections(bench)
    yield "tackning", "Andel prövade tal", _coverage(bench)


def _findings(bench: Workbench, found: Sequence[Finding], classes: str) -> str:
    items = "".join(_finding(bench, no, finding) for no, finding in enumerate(found, start=1))
    return f'<ol class="{classes}">{items}</ol>'


def _finding(bench: Workbench, no: int, finding: Finding) -> str:
    title = escape(bench.every_title[finding.report_id])
    said = what(finding, bench.every_title)
    rows = [f'<h3>{no}. {escape(said[0].about)}</h3><p class="var">{title}</p>']
    if said[0].differs:
        rows.append(f"<p>{escape(_upper(said[0].differs))}.</p>")
    rows += [f"<p>{escape(one.sentence)}.</p>" for one in said[1:]]
    concluded = verdict(finding, bench.every_title)
    weight = "slutsats" if finding.suspects else "oppet"
    rows += [f'<p class="{weight}">{escape(concluded)}</p>'] if concluded else []
    proof = "; ".join(evidence(finding))
    rows += [f'<p class="var">Bevis: {escape(proof)}.</p>'] if proof else []
    rows += [f"<p>{escape(text)}</p>" for text in beside(bench, finding)]
    at = places(bench, finding)
    name = f"Raderna bakom {no}"
    rows += [_lines(bench, finding, at[:_FIRST], name)] if at else []
    if at[_FIRST:]:
        rest = _lines(bench, finding, at[_FIRST:], f"Övriga rader bakom {no}")
        more = numbers.count_of(len(at) - _FIRST, "rad till", "rader till")
        rows.append(f"<details><summary>{more}</summary>{rest}</details>")
    report_id, line, numbers_there = at[0] if at else ("", 0, [])
    if numbers_there:
        command = f"finsam trace {numbers_there[0]['dataset']} {report_id} {line}"
        rows.append(f'<p class="var">Följ talet: <code>{escape(command)}</code></p>')
    return f"<li>{''.join(rows)}</li>"


def _lines(
    bench: Workbench, finding: Finding, at: Sequence[tuple[str, int, list[Row]]], caption: str
) -> str:
    rows = []
    for report, line, there in at:
        text = bench.printed.line(report, line)
        shown = mark(text, bench.numbers_on.on(report, line), there) if text else ""
        if not shown:
            about = there[0]["label_raw"] if there else ""
            shown = f"{escape(about)} (löpande text)" if about else ""
        other = bench.every_title[report]
        where = "" if report == finding.report_id else f" ({escape(other)})"
        taking = "<br>".join(escape(amount(row["varde"], row["enhet"])) for row in there)
        rows.append([f"{line}", taking, f'<span class="rad">{shown}</span>{where}'])
    inner = _cells(["Rad", "Tal som ingår", "Tryckt"], rows, [1])
    return f'<table class="rader"><caption class="dold">{escape(caption)}</caption>{inner}</table>'


def _table(
    caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], figures: Sequence[int] = ()
) -> str:
    """A table of cells that are markup, the first of a row its heading; it scrolls by itself."""
    inner = f"<table><caption>{escape(caption)}</caption>{_cells(heads, rows, figures)}</table>"
    return (
        f'<div class="tabell-ruta" role="region" aria-label="{escape(caption)}" tabindex="0">'
        f"{inner}</div>"
    )


def _cells(heads: Sequence[str], rows: Sequence[Sequence[str]], figures: Sequence[int]) -> str:
    """Head and body; `figures` are the columns of figures, which stand to the right."""

    def side(place: int) -> str:
        return ' class="tal"' if place in figures else ""

    head = "".join(f'<th scope="col"{side(i)}>{name}</th>' for i, name in enumerate(heads))
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>'
        + "".join(f"<td{side(i)}>{cell}</td>" for i, cell in enumerate(row) if i)
        + "</tr>"
        for row in rows
    )
    return f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"


def _uncovered(bench: Workbench) -> str:
    made = ["<p>Tal som ingen uträkning täcker: där ser ingen ett läsfel. Flest först.</p>"]
    for name, prose in (("Tabeller", False), ("Löpande text", True)):
        groups = [group for group in bench.uncovered if (group.table_id == PROSE) is prose]
        if not groups:
            continue
        count = numbers.number(sum(len(group.rows) for group in groups))
        heads = ["Rapport", "Oprövade", "Av", "Rader", "Dataset", *([] if prose else ["Tabell"])]
        rows = [_group(bench, group, prose=prose) for group in groups]
        made.append(_folded(_table(f"{name}: {count} tal", heads, rows, [1, 2]), len(rows), name))
    return "".join(made) if len(made) > 1 else _none("Alla tal är prövade.")


def _group(bench: Workbench, group: Uncovered, *, prose: bool) -> list[str]:
    cells = [
        escape(bench.titles[group.report_id]),
        numbers.number(len(group.rows)),
        numbers.number(group.of),
        escape(lines(group.lines, 6)),
        escape(", ".join(group.datasets)),
    ]
    if prose:
        return cells
    return [*cells, escape(group.name)]


def _repairs(bench: Workbench) -> str:
    if not bench.repairs:
        return _none("Inget skadat tryck.")
    made = []
    for name, proved in (("Utan bevis", False), ("Lagade, med uträkningen som bevisar", True)):
        group = [repair for repair in bench.repairs if (repair.proof is not None) is proved]
        if not group:
            continue
        rows = [_repair(bench, repair) for repair in group]
        heads = ["Rapport", "Rad", "Läst", "Skada", *(["Bevis"] if proved else [])]
        caption = f"{name} ({len(rows)})"
        made.append(_folded(_table(caption, heads, rows), len(rows), caption))
    return "".join(made)


def _repair(bench: Workbench, repair: Repair) -> list[str]:
    row = repair.row
    cells = [
        escape(bench.titles[row["report_id"]]),
        str(row["line"]),
        escape(repaired(repair).split(" (")[0]),
        escape(damage_of(row)),
    ]
    return cells if repair.proof is None else [*cells, escape(repair.proof["beskrivning"])]


def _unread(bench: Workbench) -> str:
    if not bench.unread:
        return _none("Inga olästa rader.")
    rows = [
        [
            escape(bench.titles[row["report_id"]]),
            str(row["line"]),
            escape(row["text"] or ""),
            escape(row["why"] or ""),
        ]
        for row in bench.unread
    ]
    return _table("Rader med tal som inte gick att läsa säkert", _UNREAD, rows)


_UNREAD = ["Rapport", "Rad", "Tryckt", "Varför"]


def _corrections(bench: Workbench) -> str:
    if not bench.corrections:
        return _none("Inga rättelser.")
    rows = [
        [escape(bench.titles[row["report_id"]]), str(row["line"]), escape(corrected(row))]
        for row in bench.corrections
    ]
    return _table("Beslutade rättelser", ["Rapport", "Rad", "Rättelse"], rows)


def _coverage(bench: Workbench) -> str:
    made = ["<p>Hur stor del av talen som minst en uträkning täcker.</p>"]
    for report_id, title in bench.titles.items():
        own = [cell for cell in bench.coverage if cell.report_id == report_id]
        whole = Coverage(report_id, "alla", sum(c.covered for c in own), sum(c.of for c in own))
        rows = [
            [
                escape(cell.dataset),
                numbers.number(cell.of),
                numbers.number(cell.covered),
                percent(cell.covered / cell.of) if cell.of else "-",
            ]
            for cell in (*own, whole)
        ]
        inner = _cells(["Dataset", "Tal", "Prövade", "Andel"], rows, range(1, 4))
        made.append(f'<table class="tackning"><caption>{escape(title)}</caption>{inner}</table>')
    return "".join(made)


def _folded(table: str, count: int, name: str) -> str:
    """The table, behind a line that says what it is when it is long."""
    if count <= _OPEN:
        return table
    rows = numbers.count_of(count, "rad", "rader")
    return f"<details><summary>{escape(name)}: {rows}</summary>{table}</details>"


def _none(text: str) -> str:
    return f'<p class="tomt">{escape(text)}</p>'


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]

"""Find the lines of charts in a report.

A chart is known by the ticks of an axis, by numbers alone that the names under them explain, or by
labels that name themselves, `Studier; 15%`. Its title may stand above it, or where the picture was.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from finsam_analysis.read.blocks import Kind
from finsam_analysis.read.charts.arrange import arrange, make_whole
from finsam_analysis.read.charts.labels import (
    Ticked,
    is_number_line,
    is_scrap,
    labels_of,
    part_ticks,
)
from finsam_analysis.read.charts.names import is_caption, is_kon, is_title, read_title
from finsam_analysis.read.charts.parts import Parts, interpret
from finsam_analysis.read.charts.rows import series_row, split_label
from finsam_analysis.read.charts.titles import Found, entitle
from finsam_analysis.read.document import Document, Line

_GAP = 6  # lines from one number to the next
_NAME_LINES = 6
_NAME_WIDTH = 120
_SERIES_LINES = 10
_LABEL_WIDTH = 70
_LABEL_LINES = 5  # lines of one label that names itself
_PICTURE = 2  # blank lines where a picture was, at least
_N = re.compile(r"\b[nN]\s*=\s*\d")
_SEPARATED = re.compile(r";\s*\d[\d  ,]*\s?(?:%|procent|kr|tkr|mkr)?\s*$")


@dataclass(slots=True)
class _Entry:
    line: Line
    kind: Kind
    number: bool

    @property
    def text(self) -> str:
        return self.line.text.strip()

    @property
    def no(self) -> int:
        return self.line.no


def chart_runs(
    document: Document, kinds: Sequence[Kind], taken: Collection[int]
) -> Iterator[list[Line]]:
    """The lines of each chart, in order."""
    claimed = set(taken)
    entries = [
        _Entry(line, kind, is_number_line(line.text))
        for line, kind in zip(document.lines, kinds, strict=True)
        if kind not in (Kind.BLANK, Kind.FURNITURE) and line.no not in claimed
    ]
    found = [*_parted(entries), *_named(entries)]
    found.sort(key=lambda chart: chart.lines[0].no)
    kept: list[Found] = []
    for chart in found:
        if not kept or chart.lines[0].no > kept[-1].lines[-1].no:
            kept.append(chart)
    entitle(kept, document, kinds, claimed)
    for chart in kept:
        yield chart.lines


def _parted(entries: Sequence[_Entry]) -> Iterator[Found]:
    """Charts whose numbers stand apart from their names."""
    at = used = 0
    while at < len(entries):
        if not entries[at].number:
            at += 1
            continue
        end = _run_end(entries, at)
        chart = _around(entries[used:], at - used, end - used)
        if chart is not None:
            yield chart
            while end < len(entries) and entries[end].no <= chart.lines[-1].no:
                end += 1
            used = end
        at = end


def _run_end(entries: Sequence[_Entry], at: int) -> int:
    """End of the number lines that begin at `at`, with scraps between them."""
    start = at
    while start and is_scrap(entries[start - 1].text):
        start -= 1
    end = at + 1
    while end < len(entries) and entries[end].no - entries[end - 1].no <= _GAP:
        scrap = is_scrap(entries[end].text) and end + 1 < len(entries) and entries[end + 1].number
        if not (entries[end].number or scrap):
            break
        end += 1
    return end


def _around(entries: Sequence[_Entry], at: int, end: int) -> Found | None:
    run = [entry.line for entry in entries[at:end]]
    ticked = part_ticks(labels_of(run))
    if not ticked.ticks and len(ticked.labels) < 4:
        return None
    above = _legend_above(entries, at)
    below = _below(entries, end, ticked)
    if not ticked.labels and not below:
        lying = _lying(entries, at, end)
        if lying is not None:
            return _with_title(entries, *lying)
    if not ticked.ticks and not _explained(ticked, below):
        return None
    return _with_title(entries, at - len(above), [*above, *run, *below])


def _legend_above(entries: Sequence[_Entry], at: int) -> list[Line]:
    before = entries[at - 1 : at] if at else []
    return [e.line for e in before if is_kon(e.text) and entries[at].no - e.no <= _GAP]


def _with_title(entries: Sequence[_Entry], at: int, lines: list[Line]) -> Found:
    """The chart with the title that stands above it, if one does."""
    title: list[Line] = []
    first = at
    while first and len(title) < 2:
        entry = entries[first - 1]
        gap = lines[0].no - entry.no if not title else title[0].no - entry.no
        if entry.number or entry.kind is Kind.PROSE and not _dated(entry.text) or gap > _GAP:
            break
        if title and (gap > 1 or title[0].text.strip()[:1].isupper()):
            break
        lower = not title and entry.text[:1].islower() and len(entry.text) < _LABEL_WIDTH
        if not is_title(entry.text) and not lower and not _stands_alone(entries, first - 1, gap):
            break
        title.insert(0, entry.line)
        first -= 1
    if title and title[0].text.strip()[:1].islower():
        title = []
    return Found([*title, *lines], bool(title))


def _stands_alone(entries: Sequence[_Entry], at: int, gap: int) -> bool:
    """True for a short line right above the chart, with a blank line or running text above it."""
    entry = entries[at]
    before = entries[at - 1] if at else None
    apart = before is None or before.kind is Kind.PROSE or entry.no - before.no > 1
    fit = len(entry.text) <= _LABEL_WIDTH and entry.text[:1].isupper()
    return apart and fit and gap <= _PICTURE and not entry.text.endswith((".", ",", ";", ":", "?"))


def _dated(text: str) -> bool:
    """True for a long title: it says a year or n=."""
    title = read_title([text])
    return is_title(text) and bool(title.year or title.count)


def _candidates(entries: Sequence[_Entry], end: int, count: int) -> list[_Entry]:
    """Short lines after the numbers, where names can stand."""
    found: list[_Entry] = []
    last = entries[end - 1].no
    for entry in entries[end : end + count]:
        too_long = len(entry.text) > _NAME_WIDTH or entry.text.endswith((".", ":"))
        if entry.number or too_long or entry.no - last > _GAP or is_caption(entry.text):
            break
        found.append(entry)
        last = entry.no
    return found


def _below(entries: Sequence[_Entry], end: int, ticked: Ticked) -> list[Line]:
    """The names under the bars and the legend, as few lines as explain the labels."""
    if not ticked.labels:
        return _series_below(entries, end)
    near = _candidates(entries, end, _NAME_LINES)
    fallback: list[Line] = []
    for size in range(1, len(near) + 1):
        lines = [entry.line for entry in near[:size]]
        sides = interpret(Parts(names=lines), len(ticked.labels))
        if sides is not None and (len(sides.series) > 1 and any(sides.categories)):
            return lines
        if sides is not None and not fallback:
            fallback = lines
        if is_kon(near[size - 1].text) and not fallback:
            fallback = lines
    return fallback


def _series_below(entries: Sequence[_Entry], end: int) -> list[Line]:
    """Under ticks alone: a line of categories, and rows with a number for each."""
    near = []
    for entry in entries[end : end + _SERIES_LINES]:
        if len(entry.text) > _NAME_WIDTH or entry.kind is Kind.PROSE:
            break
        near.append(entry.line)
    for at, line in enumerate(near[:2]):
        for way in Parts().ways(line):
            rows = 0
            for other in near[at + 1 :]:
                if series_row(other, len(way)) is None:
                    break
                rows += 1
            if rows:
                return near[: at + 1 + rows]
    return []


def _lying(entries: Sequence[_Entry], at: int, end: int) -> tuple[int, list[Line]] | None:
    """Ticks with the rows of a name and one number above or below them: bars that lie down.

    Returns where the lines begin, and the lines.
    """
    first, last = at, end
    while first and _is_bar(entries[first - 1], entries[first]):
        first -= 1
    while last < len(entries) and first == at and _is_bar(entries[last], entries[last - 1]):
        last += 1
    if at - first < 3 and last - end < 3:
        return None
    return first, [entry.line for entry in entries[first:last]]


def _is_bar(entry: _Entry, beside: _Entry) -> bool:
    if len(entry.text) > _LABEL_WIDTH or abs(beside.no - entry.no) > _GAP:
        return False
    name, figures = split_label(entry.line, plain=True)
    return len(figures) == 1 and bool(name)


def _explained(ticked: Ticked, below: Sequence[Line]) -> bool:
    """True when numbers without an axis are a chart by their own sums, under their names."""
    sides = interpret(Parts(names=list(below)), len(ticked.labels)) if below else None
    if sides is None or ticked.dropped or len(sides.series) < 2:
        return False
    return arrange(ticked.labels, sides.series, sides.categories) is not None


def _named(entries: Sequence[_Entry]) -> Iterator[Found]:
    """Charts whose labels name themselves."""
    seeds = [at for at in range(len(entries)) if _is_seed(entries, at)]
    groups: list[list[int]] = []
    for at in seeds:
        close = groups and at - groups[-1][-1] <= _LABEL_LINES
        if close and entries[at].no - entries[groups[-1][-1]].no <= 2 * _GAP:
            groups[-1].append(at)
        else:
            groups.append([at])
    for group in groups:
        if len(group) >= 2:
            yield _spell_out(entries, group)
    yield from _alternating(entries)
    for at, entry in enumerate(entries):
        if _N.search(entry.text) or is_caption(entry.text):
            lines = _shares_below(entries, at)
            if lines:
                yield Found([entry.line, *lines], True)


def _alternating(entries: Sequence[_Entry]) -> Iterator[Found]:
    """Labels and shares by turns, a line each, whose shares make 100."""
    at = 0
    while at < len(entries):
        end, values, names = at, [], 0
        while end < len(entries) and (end == at or entries[end].no - entries[end - 1].no <= _GAP):
            if entries[end].number:
                label = labels_of([entries[end].line])
                if not names or len(label) != 1 or label[0].value is None or not label[0].percent:
                    break
                values.append(label[0].value)
                names = 0
            elif _can_name(entries[end]) and names < _LABEL_LINES - 2:
                names += 1
            else:
                break
            end += 1
            if len(values) >= 3 and not names and make_whole(values) and _ends(entries, end):
                yield Found([entry.line for entry in entries[at:end]], _dated(entries[at].text))
                at = end
                break
        at = max(at + 1, end if end > at and values else at + 1)


def _can_name(entry: _Entry) -> bool:
    text = entry.text
    return entry.kind is not Kind.PROSE and len(text) <= _LABEL_WIDTH and not text.endswith(".")


def _ends(entries: Sequence[_Entry], end: int) -> bool:
    """True when nothing that could be the name of the last share follows it."""
    if end == len(entries) or entries[end].kind is Kind.PROSE:
        return True
    return entries[end].no - entries[end - 1].no > _PICTURE


def _is_seed(entries: Sequence[_Entry], at: int) -> bool:
    """True for a short line with a number after a semicolon, or with its number on the next."""
    text = entries[at].text
    if len(text) > _LABEL_WIDTH or entries[at].kind is Kind.PROSE and not text[:1].isupper():
        return False
    if _SEPARATED.search(text):
        return bool(split_label(entries[at].line)[1])
    follows = entries[at + 1 : at + 2]
    return text.endswith(";") and bool(follows) and follows[0].number


def _spell_out(entries: Sequence[_Entry], group: Sequence[int]) -> Found:
    """The lines of a group of labels, from the first word of the first one."""
    first, last = group[0], group[-1]
    while first and entries[first].text[:1].islower() and not entries[first - 1].number:
        first -= 1
    if entries[last].text.endswith(";"):
        last += 1
    return _with_title(entries, first, [entry.line for entry in entries[first : last + 1]])


def _shares_below(entries: Sequence[_Entry], at: int) -> list[Line]:
    """Rows of a name and a share under a caption, if the shares make 100."""
    lines: list[Line] = []
    values = []
    pending: list[Line] = []
    for entry in entries[at + 1 : at + 30]:
        figures = split_label(entry.line)[1]
        if len(entry.text) > _LABEL_WIDTH or entry.number and not pending or len(pending) > 2:
            break
        if not figures:
            if entry.text.endswith((".", ":")):
                break
            pending.append(entry.line)
            continue
        if len(figures) != 1 or figures[0].unit != "procent":
            break
        lines += [*pending, entry.line]
        pending = []
        values.append(figures[0].value)
        if len(values) >= 3 and make_whole(values):
            return lines
    return []

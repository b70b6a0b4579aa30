"""Goals as lists: numbered under a heading, or as bullets that end in a result and a judgement.

Mål
1. Ungdomsteamet: 300 unga vuxna ska delta i insatsen, varav ca 135 nya deltagare.
• Minst 40 procent ska gå till arbete eller studier. Utfall: 42 procent. UPPNÅTT
Mål: Minst 200 deltagare. Resultat: 214. Måluppfyllelse: god.

Goals can stand under one heading and their results under the next, point for point.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from finsam_analysis import words
from finsam_analysis.read.document import Line
from finsam_analysis.read.goals.cells import read_cell
from finsam_analysis.read.goals.cuts import cut_of, result_start
from finsam_analysis.read.goals.heads import NUMBERED
from finsam_analysis.read.goals.table import Goal, Part
from finsam_analysis.read.goals.text import Cell, cell_of, keys_of, tokenize
from finsam_analysis.read.goals.words import (
    is_judgement,
    is_other_label,
    judged_end,
    lexicon,
    single,
)

_MARK = re.compile(
    r"^\s*(?:[•▪■●◦·‣➢➤✓\uf000-\uf0ff]\s*|[-–—*]\s+(?=\S)|[eo¢°»]\s+(?=[A-ZÅÄÖ\d])"
    r"|(?P<no>\d{1,2})[.)]\s+(?=\S)|[a-hA-H]\)\s+)"
)
_NAME = re.compile(r"^\s*(?P<name>[A-ZÅÄÖ][^:.!?\d]{2,60}):\s+(?=\S)")
_SECTION_NO = re.compile(r"^\s*\d{1,2}(?:\.\d{1,2})*\.?\s+(?=[A-ZÅÄÖ])")
_LONGEST_HEADING = 80
_HEADING_WORDS = 9
_TITLE_WORDS = 5
_AFTER_GOAL = (":", "-", "–", "—", "(")
_INTRO = 2  # lines between the heading and the first goal
_GAP = 4  # line numbers from one goal of a list to the next
_REACH = 6  # lines of one point, about


@dataclass(slots=True)
class _Entry:
    """One point of a list: its lines, where its text begins, its printed number."""

    lines: list[Line]
    start: int
    no: int | None = None
    labelled: bool = False
    heading: Line | None = None  # `Resultat`, where this point is the first below it
    is_result: bool = False

    def kept(self) -> list[Line]:
        return [*([self.heading] if self.heading is not None else []), *self.lines]

    def cell(self) -> Cell:
        first, *rest = self.lines
        return cell_of([(first, self.start, len(first.text)), *rest])


@dataclass(slots=True)
class GoalList:
    """A list of goals: its heading if it has one, and the lines of the points with figures."""

    heading: Line | None
    lines: list[Line] = field(default_factory=list)
    last: int = 0  # place of its last line among those looked at

    def kept(self) -> list[Line]:
        """The lines that hold the goals, heading first."""
        return [*([self.heading] if self.heading is not None else []), *self.lines]


def find_list(lines: Sequence[Line], at: int, *, ocr: bool = False) -> GoalList | None:
    """The list of goals that begins at line `at`, with its heading or with its first point."""
    if is_goal_heading(lines[at].text):
        reach = range(at + 1, min(at + 2 + _INTRO, len(lines)))
        start = next((i for i in reach if mark_of(lines[i].text)), None)
        if start is None or any(is_goal_heading(line.text) for line in lines[at + 1 : start]):
            return None
        found = GoalList(lines[at])
        if start == at + 2 and is_title_line(lines[at + 1].text):
            found.lines.append(lines[at + 1])  # `Insatsernas mål`, then whose
    elif mark_of(lines[at].text):
        if not _may_judge(lines[at : at + _REACH]):
            return None
        start = at
        found = GoalList(None)
    else:
        return None
    for entry, last in _entries(lines, start):
        found.last = last
        if _is_goal(entry, headed=found.heading is not None, ocr=ocr):
            found.lines += entry.kept()
        elif found.heading is None:
            break
    return found if any(mark_of(line.text) for line in found.lines) else None


def _may_judge(lines: Sequence[Line]) -> bool:
    """Cheap: does a result or a judgement stand in the lines?"""
    told = single("omdome", "karna") | single("del", "resultat") | single("del", "bedomning")
    signs = set(words.load("mal")["omdome"]["tecken"])
    text = " ".join(line.text for line in lines)
    found = {words.fold(word) for word in re.findall(r"[^\W\d_]+", text)}
    return bool(found & told) or bool(signs & set(text))


def read_list(
    lines: Sequence[Line], section: Sequence[str] = (), *, ocr: bool = False
) -> list[Goal]:
    """The goals of a list, in printed order; `section` are the headings above it, nearest last."""
    heading = lines[0] if lines and is_goal_heading(lines[0].text) else None
    rest = list(lines[1:] if heading is not None else lines)
    if heading is not None and rest and is_title_line(rest[0].text):
        del rest[0]
    name = _section_name(heading.text, section) if heading is not None else ""
    goals: list[Goal] = []
    results: list[Goal] = []
    for entry, _ in _entries(rest, 0, loose=True):
        for part in _by_name(entry):
            found = results if part.is_result else goals
            goal = _goal(part, len(found) + 1, ocr=ocr)
            goal.name = goal.name or name
            found.append(goal)
    return _with_results(goals, results)


def _with_results(goals: list[Goal], results: list[Goal]) -> list[Goal]:
    """Goals with the results below them, point for point; results of another number alone.

    A judgement after the last result is of them all.
    """
    if not results:
        return goals
    judged = [goal.judgement for goal in results]
    shared = judged[-1] if len(judged) > 1 and not any(judged[:-1]) else ""
    if len(goals) == len(results):
        for goal, result in zip(goals, results, strict=True):
            goal.results += result.results
            goal.judgement = goal.judgement or result.judgement or shared
            goal.marks |= result.marks
        return goals
    for no, result in enumerate(results, start=len(goals) + 1):
        result.no = no
    for goal in (*goals, *results):
        goal.judgement = goal.judgement or shared
    return [*goals, *results]


# ---- headings ------------------------------------------------------------------------------------


def is_goal_heading(text: str) -> bool:
    """True for a short line that names goals and nothing else: `Mål`, `Insatsens mål 2023`."""
    if text[:1] == "\t":
        return False  # a table of contents
    bare = _SECTION_NO.sub("", text).strip().rstrip(":").strip()
    key = words.fold(bare)
    if not key or len(bare) > _LONGEST_HEADING or "mal" not in key or not bare[:1].isupper():
        return False
    if bare.endswith((".", ",", "-", "?")) or "\t" in bare:
        return False
    keys = keys_of(bare)
    numbers = [key for key in keys if key[:1].isdigit()]
    if len(keys) > _HEADING_WORDS or any(len(key) != 4 for key in numbers):
        return False
    found = lexicon().find(keys)
    hits = [hit for hit in found if hit.concept == "lista.mal"]
    if not hits or any(hit.concept in {"lista.ej", "lista.verb"} for hit in found):
        return False
    end = hits[0].end
    after = keys[end : end + 1]
    leads = any(hit.concept == "lista.efter" and hit.start == end for hit in found)
    return not after or leads or after[0] in _AFTER_GOAL or after[0].isdigit()


def is_title_line(text: str) -> bool:
    """True for a short line that can be a name: no point, no number, no stop."""
    bare = text.strip()
    short = 0 < len(bare.split()) <= _TITLE_WORDS and bare[:1].isupper()
    return short and mark_of(text) is None and not re.search(r"[\d.:,;?]", bare)


def is_bare(heading: str) -> bool:
    """True for a heading that says only that goals follow, not whose: `Mål`, `Projektets mål:`."""
    bare = words.fold(heading).strip(" :")
    return bare in {words.fold(word) for word in words.load("mal")["lista"]["bar"]}


def _section_name(heading: str, section: Sequence[str]) -> str:
    """The insats that a list under `Mål` is of: the nearest heading above that is a name."""
    if not is_bare(heading):
        return ""
    for above in reversed(section):
        title = _SECTION_NO.sub("", above).strip()
        if title and not is_topic(title):
            return title
    return ""


def is_topic(title: str) -> bool:
    """True for a heading about a matter (`Målgrupp`, `Insatser som erbjuds`), not a name."""
    keys = keys_of(title)
    return any(h.concept == "lista.amne" and not h.start for h in lexicon().find(keys))


# ---- points --------------------------------------------------------------------------------------


def mark_of(text: str) -> tuple[int, int | None, bool] | None:
    """Where a point's text begins, its number, and whether `Mål:` opens it; None if no point."""
    match = _MARK.match(text)
    if match:
        return match.end(), int(match["no"]) if match["no"] else None, False
    label = _label().match(text)
    return (label.end(), None, True) if label else None


@cache
def _label() -> re.Pattern[str]:
    printed = words.load("mal")["del"]["mal"]
    forms = sorted({*printed, *map(words.fold, printed)}, key=len, reverse=True)
    return re.compile(
        rf"\s*(?:{'|'.join(forms)})(?:\s\d{{1,4}}\s?[:.–]|\s?[:–])\s+(?=\S)", re.IGNORECASE
    )


def _entries(
    lines: Sequence[Line], start: int, *, loose: bool = False
) -> Iterator[tuple[_Entry, int]]:
    """The points of a list from its first on, each with the place of its last line.

    `loose`: the lines are a stored list, in which points without figures are left out.
    """
    entry: _Entry | None = None
    heading: Line | None = None
    below = False
    at = start
    while at < len(lines):
        line = lines[at]
        mark = mark_of(line.text)
        gap = line.no - lines[at - 1].no if at > start else 1
        if mark is not None and entry is not None and _gives_value(entry, mark, gap):
            entry.lines.append(line)  # `Indikator: antal deltagare`, then `Målvärde: 210`
        elif mark is not None:
            follows = entry is None or entry.no is None or mark[1] is None or mark[1] > entry.no
            if entry is not None:
                yield entry, at - 1
            if not follows or (gap > _GAP and not loose):
                return
            entry = _Entry([line], mark[0], mark[1], mark[2], heading, below)
            heading = None
        elif entry is not None and _heads_results(lines, at) and gap <= _GAP:
            yield entry, at - 1
            entry, heading, below = None, line, True
        elif entry is not None and _goes_on(entry, line, gap):
            entry.lines.append(line)
        else:
            break
        at += 1
    if entry is not None:
        yield entry, at - 1


def _gives_value(entry: _Entry, mark: tuple[int, int | None, bool], gap: int) -> bool:
    """True for a labelled line right below one that says what is measured, and no number."""
    numbered = any(re.search(r"\d", line.text) for line in entry.lines)
    return entry.labelled and mark[2] and gap == 1 and not numbered


def _heads_results(lines: Sequence[Line], at: int) -> bool:
    """True for a line that says no more than `Resultat` or `Utfall 2024:`, with a point below."""
    bare = re.sub(r"\s*\d{4}$", "", lines[at].text.strip().rstrip(":"))
    told = {words.fold(word) for word in words.load("mal")["del"]["resultat"]}
    return words.fold(bare) in told and at + 1 < len(lines) and bool(mark_of(lines[at + 1].text))


def _goes_on(entry: _Entry, line: Line, gap: int) -> bool:
    """True when a line belongs to the point above it."""
    text = line.text.strip()
    if _opens_result(text):
        return gap <= 2
    if gap > 2 or NUMBERED.match(text) or is_other_label(text):
        return False
    low = text[:1].islower() or text[:1] in "(%"
    if gap == 2:
        return low
    so_far = entry.cell().text
    closed = bool(judged_end(so_far)[0]) or so_far.rstrip().endswith((".", "!", "?"))
    if not closed or low or is_judgement(text):
        return True
    return bool(_NAME.match(text)) and bool(read_cell(cell_of([line])).figures)


def _opens_result(text: str) -> bool:
    """True for a line that begins with `Utfall:` or `Måluppfyllelse 2024:`."""
    keys = keys_of(text)[:5]
    told = {"del.resultat", "del.bedomning"}
    ends = [hit.end for hit in lexicon().find(keys) if hit.concept in told and not hit.start]
    ends += [end + 1 for end in ends if keys[end : end + 1] and keys[end].isdigit()]
    return any(keys[end : end + 1] == [":"] for end in ends)


def _is_goal(entry: _Entry, *, headed: bool, ocr: bool) -> bool:
    """True for a point with a figure that is a goal's: under a heading, or with its result."""
    goal = _goal(entry, 1, ocr=ocr)
    if entry.is_result:
        return any(read_cell(part.cell, ocr=ocr).figures for part in goal.results)
    numbers = sum(len(read_cell(part.cell, ocr=ocr).figures) for part in goal.goals)
    if not numbers:
        return False
    tone = {hit.concept for hit in lexicon().find(keys_of(entry.cell().text, ocr=ocr))}
    results = sum(len(read_cell(part.cell, ocr=ocr).figures) for part in goal.results)
    if headed and not ("ton.mal" in tone or _counts(goal, ocr=ocr)):
        return False
    if headed:
        return "ton.mal" in tone or bool(results) or "ton.datid" not in tone
    said = bool(goal.judgement) and ("ton.mal" in tone or bool(results))
    return ("ton.mal" in tone or entry.labelled) and (
        said or (bool(results) and _has_marker(entry, ocr=ocr))
    )


def _counts(goal: Goal, *, ocr: bool) -> bool:
    """True when a number of the goal is a share, an amount, or counts something known."""
    figures = [f for part in goal.goals for f in read_cell(part.cell, ocr=ocr).figures]
    return any(figure.unit != "antal" or figure.matt for figure in figures)


def _has_marker(entry: _Entry, *, ocr: bool) -> bool:
    return result_start(read_cell(entry.cell(), ocr=ocr)) is not None


def _by_name(entry: _Entry) -> list[_Entry]:
    """A point that lists insatser, each with its goal, as one entry for each."""
    parts: list[_Entry] = []
    for at, line in enumerate(entry.lines):
        start = entry.start if at == 0 else 0
        match = _NAME.match(line.text[start:])
        named = match is not None and not _is_label(match["name"])
        if at == 0 or (named and read_cell(cell_of([line])).figures):
            parts.append(_Entry([line], start, entry.no, entry.labelled, is_result=entry.is_result))
        else:
            parts[-1].lines.append(line)
    return parts


def _is_label(name: str) -> bool:
    hits = lexicon().find(keys_of(name))
    return any(h.concept.startswith(("del.", "ton.", "matt.", "person.")) for h in hits)


# ---- goal and result of one point ------------------------------------------------------------


def _goal(entry: _Entry, no: int, *, ocr: bool) -> Goal:
    """A point as a goal: its text, its results, and the judgement that ends it."""
    goal = Goal(no, lead=entry.lines[0].text[: entry.start] if entry.labelled else "")
    cell = entry.cell()
    match = _NAME.match(cell.text)
    if match and not _is_label(match["name"]):
        goal.name = match["name"].strip()
        cell = cell.part(match.end())
    printed, end = judged_end(cell.text)
    if printed:
        goal.judgement = printed
        goal.marks.add(cell.places[end][0].no)
        cell = _without_label(cell.part(0, end))
    if entry.is_result:
        goal.results.append(Part(cell))
        goal.label = cell.text
        return goal
    reading = read_cell(cell, ocr=ocr)
    cut = cut_of(reading, judged=bool(printed))
    goal.goals.append(Part(cell.part(0, cut)))
    if cut is not None and cell.text[cut:].strip():
        goal.results.append(Part(cell.part(cut)))
    goal.label = goal.goals[0].cell.text
    return goal


def _without_label(cell: Cell) -> Cell:
    """A cell without the `Måluppfyllelse:` that its judgement stood after."""
    reading = tokenize(cell)
    at = len(reading.keys)
    while at and not reading.keys[at - 1][:1].isalnum():
        at -= 1
    if at and reading.keys[at - 1] in single("del", "bedomning"):
        return cell.part(0, reading.spans[at - 1][0])
    return cell

"""Goal tables without a head, as a scanner leaves them: a goal's sentence, its results beside it.

    25 % av projektets deltagare |19 % kvinnor ...
    har börjat arbeta eller studera |20 % män ...

Known by two lines or more that begin with a goal, in a paragraph where a ruled line or a TAB parts
the cells. The first number of a row is the goal, the others are results.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from finsam_analysis.read.document import Line
from finsam_analysis.read.goals.cells import read_cell
from finsam_analysis.read.goals.table import Goal, Part
from finsam_analysis.read.goals.text import Reading, cell_of
from finsam_analysis.read.goals.words import judged_end, lexicon

_PARTS = re.compile(r"\s*[|\t]\s*")
_NUMBER = re.compile(r"\d+")
_OPENS = re.compile(r"\s*(?:\S+\s){0,3}?\S+[:.,]")  # the goal's words before another column's
_MOST_LINES = 60
_OPENING = 6  # tokens before a goal's number
_FEWEST = 2
_BARE = 4  # words of a result without a remark
_SLACK = 1  # percentage points that a printed share may be off


def find_stream(lines: Sequence[Line], at: int, *, ocr: bool = False) -> list[Line]:
    """The lines of a headless goal table that begins at `at`; empty if there is none."""
    if at and lines[at].no - lines[at - 1].no == 1 and not _ends(lines[at - 1].text):
        return []
    if len(_NUMBER.findall(lines[at].text)) < _FEWEST:
        return []
    end = at + 1
    while end < min(len(lines), at + _MOST_LINES) and lines[end].no - lines[end - 1].no == 1:
        end += 1
    block = list(lines[at:end])
    parted = [line for line in block if _PARTS.search(line.text.strip())]
    if len(parted) < _FEWEST or not _begins(lines[at], ocr=ocr):
        return []
    goals = read_stream(block, ocr=ocr)
    if len(goals) < _FEWEST:
        return []
    for goal in goals:
        numbers = sum(len(read_cell(part.cell, ocr=ocr).figures) for part in goal.results)
        if not numbers:
            return []
    return block


def _ends(text: str) -> bool:
    return text.rstrip().endswith((".", ":", "!", "?"))


def _begins(line: Line, *, ocr: bool) -> bool:
    """True when a line begins with a goal's sentence and has a result beside its number."""
    pieces = _pieces(line)
    if not pieces:
        return False
    whole = read_cell(cell_of([line]), ocr=ocr)
    first = read_cell(cell_of([pieces[0]]), ocr=ocr)
    if not first.figures or len(whole.figures) < _FEWEST or first.figures[0].start > _OPENING:
        return False
    text = first.cell.text
    if not (text[:1].isupper() or text[:1].isdigit()) or first.figures[0].kon:
        return False
    concepts = {hit.concept for hit in lexicon().find(first.keys)}
    of_people = first.figures[0].unit == "procent" and "person.ord" in concepts
    return "ton.mal" in concepts or of_people


def _pieces(line: Line) -> list[tuple[Line, int, int]]:
    found = []
    start = 0
    for match in [*_PARTS.finditer(line.text), None]:
        end = match.start() if match else len(line.text)
        if line.text[start:end].strip():
            found.append((line, start, end))
        start = match.end() if match else end
    return found


def read_stream(lines: Sequence[Line], *, ocr: bool = False) -> list[Goal]:
    """The goals of a headless table, in printed order."""
    goals: list[Goal] = []
    rows: list[list[Line]] = []
    for line in lines:
        if _begins(line, ocr=ocr):
            rows.append([line])
        elif rows:
            rows[-1].append(line)
    for row in rows:
        goal = _row(row, len(goals) + 1, ocr=ocr)
        goals.append(goal)
    return goals


def _row(lines: Sequence[Line], no: int, *, ocr: bool) -> Goal:
    """One goal: the first cells of its lines are its text, the others its results."""
    goal = Goal(no)
    text: list[tuple[Line, int, int]] = []
    remark_open = unparted = False
    for at, line in enumerate(lines):
        pieces = _pieces(line)
        if len(pieces) == 1:
            cut = _second_number(line, ocr=ocr) if at == 0 else 0
            if cut:
                unparted = True
                text.append((line, 0, cut))
                pieces = [(line, cut, len(line.text))]
            elif not read_cell(cell_of(pieces), ocr=ocr).figures:
                opening = _OPENS.match(line.text)
                if unparted and opening:
                    text.append((line, 0, opening.end()))
                elif not remark_open and not unparted:
                    text += pieces
                continue
        else:
            text.append(pieces[0])
            pieces = pieces[1:]
            remark_open = not _ends(line.text) and len(line.text[pieces[-1][1] :].split()) > _BARE
        for piece in pieces:
            said, end = judged_end(cell_of([piece]).text)
            cell = cell_of([piece])
            goal.judgement = goal.judgement or said
            if read_cell(cell.part(0, end), ocr=ocr).figures:
                goal.results.append(Part(cell.part(0, end)))
    goal.goals.append(Part(cell_of(text)))
    goal.label = goal.goals[0].cell.text
    goal.marks = {line.no for line in lines}
    return goal


def _second_number(line: Line, *, ocr: bool) -> int:
    """Where the result begins in a line whose cells no sign parts; 0 when it has one number.

    `ska nå 900 723 (80 %)` is two numbers, as the share shows.
    """
    reading: Reading = read_cell(cell_of([line]), ocr=ocr, joined=False)
    if not reading.figures:
        return 0
    first = reading.figures[0]
    groups = first.raw.split()
    share = next((f for f in reading.figures[1:2] if f.unit == "procent" and f.bracket >= 0), None)
    if len(groups) > 1 and first.unit == "antal" and share is not None:
        for at in range(1, len(groups)):
            goal, result = int("".join(groups[:at])), int("".join(groups[at:]))
            if goal and abs(100 * result / goal - float(share.value)) <= _SLACK:
                return first.at + len(" ".join(groups[:at])) + 1
    if len(reading.figures) < _FEWEST or reading.figures[1].bracket >= 0:
        return 0
    return reading.figures[1].at

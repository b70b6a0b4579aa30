"""Which question the rows of a survey table answer.

The question stands before its numbers, is wrapped over the rows of two years, or stands with the
others in a run of its own, above or below all the numbers. A question mark ends a question; where
questions are statements, the years and the wrapping say where one ends.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from finsam_analysis.read.surveys.rows import SurveyLine, without_scraps
from finsam_analysis.read.tables.heads import join_lines

_NUMBERED = re.compile(r"^(?P<no>\d{1,2})\s?[.):]\s+(?=\S)")
APART = "frågor och tal står var för sig, parade i tryckt ordning"
APART_NUMBERED = "frågor och tal står var för sig, parade efter frågornas nummer"
UNPAIRED = "frågan är inte känd: {questions} frågor och {rows} rader tal står var för sig"


@dataclass(slots=True)
class Question:
    """A question as printed, the rows that answer it, and how they were paired."""

    text: str
    rows: list[SurveyLine] = field(default_factory=list)
    note: str = ""

    @property
    def number(self) -> str:
        """Its printed number, or an empty string."""
        match = _NUMBERED.match(self.text)
        return match["no"] if match else ""

    @property
    def unnumbered(self) -> str:
        """Its text without the number."""
        return _NUMBERED.sub("", self.text)

    def has(self, year: int | None) -> bool:
        """True if a row of this year already answers it."""
        return any(row.year == year for row in self.rows)


def ends_question(text: str) -> bool:
    """True for a line that ends a question."""
    return text.rstrip(" \"”'").endswith("?")


def begins_question(text: str) -> bool:
    """True for a line that a question can begin with."""
    return text[:1].isupper() or _NUMBERED.match(text) is not None


def pair(parts: Sequence[SurveyLine]) -> list[Question]:
    """The questions of one table with their rows; a question without text where none is known."""
    rows = [part for part in parts if part.shares]
    if not rows:
        return []
    if not any(row.text for row in rows) and _stand_apart(parts):
        return _pair_apart(parts, rows)
    questions = _pair_marked(parts)
    ended = sum(ends_question(question.text) for question in questions)
    if ended * 2 < len(questions):
        questions = _pair_wrapped(parts)
    return [question for question in questions if question.rows]


def _stand_apart(parts: Sequence[SurveyLine]) -> bool:
    """True when no text stands between the first and the last row."""
    at = [i for i, part in enumerate(parts) if part.shares]
    return len(at) == at[-1] - at[0] + 1 and len(at) > 1


def _pair_apart(parts: Sequence[SurveyLine], rows: Sequence[SurveyLine]) -> list[Question]:
    texts = split_questions([part.text for part in parts if not part.shares])
    cycles = _cycles(rows)
    if len(texts) != len(cycles):
        if not texts and len(cycles) == 1:
            return [Question("", list(rows))]
        note = UNPAIRED.format(questions=len(texts), rows=len(cycles))
        return [Question("", list(cycle), note) for cycle in cycles]
    questions = [Question(text) for text in texts]
    numbers = [question.number for question in questions]
    note = APART
    if all(numbers) and len(set(numbers)) == len(numbers):
        questions.sort(key=lambda question: int(question.number))
        note = APART_NUMBERED
    for question, cycle in zip(questions, cycles, strict=True):
        question.rows = list(cycle)
        question.note = note
    return questions


def split_questions(lines: Sequence[str]) -> list[str]:
    """Lines as whole questions: to the question mark, or statement by statement."""
    found: list[list[str]] = []
    done = True
    marked = sum(ends_question(line) for line in lines) * 4 >= len(lines)
    for line in lines:
        fresh = done if marked else begins_question(line.strip())
        if fresh and marked and not begins_question(line.strip()) and found:
            continue  # a scrap after a question that is whole
        if fresh or not found:
            found.append([line])
        else:
            found[-1].append(line)
        done = ends_question(line)
    return [join_lines(lines).strip() for lines in found]


def _cycles(rows: Sequence[SurveyLine]) -> list[list[SurveyLine]]:
    """Rows that answer one question: a year that comes again begins the next."""
    cycles: list[list[SurveyLine]] = []
    for row in rows:
        if not cycles or any(other.year == row.year for other in cycles[-1]):
            cycles.append([])
        cycles[-1].append(row)
    return cycles


def _pair_marked(parts: Sequence[SurveyLine]) -> list[Question]:
    """Questions that end with a question mark, with the rows printed beside their lines."""
    done: list[Question] = []
    texts: list[str] = []
    now = Question("")
    for part in parts:
        text = without_scraps(part.text)
        if part.shares and (texts or text) and now.has(part.year):
            if texts:
                done.append(_close(now, texts))
                texts, now = [], Question("")
        if text:
            loose = not part.shares and not texts and not now.rows and bool(done)
            if loose and not begins_question(text):
                continue  # a scrap after a question that is whole
            texts.append(text)
        if part.shares:
            if not texts and not now.rows and done and not done[-1].has(part.year):
                done[-1].rows.append(part)
            else:
                now.rows.append(part)
        if texts and ends_question(texts[-1]):
            done.append(_close(now, texts))
            texts, now = [], Question("")
    if now.rows:
        done.append(_close(now, texts))
    return done


def _close(question: Question, texts: Sequence[str]) -> Question:
    question.text = join_lines(texts).strip()
    return question


def _pair_wrapped(parts: Sequence[SurveyLine]) -> list[Question]:
    """Statements, each on its row, wrapped above it or below it."""
    done: list[Question] = []
    waiting: list[str] = []
    years = Counter(part.year for part in parts if part.shares)
    several = len(years) > 1
    for part in parts:
        if not part.shares:
            if done and not waiting and part.text[:1].islower():
                done[-1].text = join_lines([done[-1].text, part.text])
            else:
                waiting.append(part.text)
            continue
        same = several and bool(done) and not waiting and not done[-1].has(part.year)
        if same and (not part.text or not begins_question(part.text)):
            done[-1].text = join_lines([done[-1].text, part.text]).strip()
            done[-1].rows.append(part)
            continue
        takes = waiting if not part.text or part.text[:1].islower() else []
        done.append(Question(join_lines([*takes, part.text]).strip(), [part]))
        waiting = []
    return done

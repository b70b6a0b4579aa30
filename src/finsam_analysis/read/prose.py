"""Figures in running text: what is counted, whose it is, of which gender and which period.

`figures` reads the sentences of a report that are no table. A figure whose measure the words do not
tell is kept as `ovrigt` with its noun phrase, or left out by the rules of `prose_other`; nothing is
guessed. Names of people are never a subject.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache

from finsam_analysis import words
from finsam_analysis.read.document import Document
from finsam_analysis.read.prose_clause import Clause, listed, read_clause
from finsam_analysis.read.prose_lexicon import lexicon
from finsam_analysis.read.prose_match import Names
from finsam_analysis.read.prose_money import OTHER, read_money
from finsam_analysis.read.prose_names import find_names, goes_on
from finsam_analysis.read.prose_numbers import MONEY, Mention, is_year
from finsam_analysis.read.prose_other import read_other, read_share_of_money, read_time
from finsam_analysis.read.prose_people import Context, read_people
from finsam_analysis.read.prose_period import PROJECT, RUN, scope
from finsam_analysis.read.prose_reading import Memory, Reading
from finsam_analysis.read.prose_shares import is_people
from finsam_analysis.read.prose_subject import first_named, subject
from finsam_analysis.read.prose_text import Section, Sentence, sentences

_TIMES = ("ar", "manader", "veckor", "dagar", "timmar")
_KOMMUN = re.compile(r"\b([A-ZÅÄÖ][\w-]+?)s? kommun\b")
_KOMMUNER = re.compile(r"\bkommunerna ((?:[A-ZÅÄÖ][\w-]+, )*[A-ZÅÄÖ][\w-]+ och [A-ZÅÄÖ][\w-]+)")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the running text.

    `value` is in `unit` as printed, negative where the words say so (an underskott); `raw` holds the
    characters; `scope` is a year, `projekt`, or a part of a year; `note` holds words of rounding,
    `ord` for a number in words, and `tecken` for a sign that the words give.
    """

    line: int
    page: int | None
    subject: str
    measure: str
    kon: str
    value: float
    unit: str
    scope: str
    raw: str
    note: str = ""
    kommun: str | None = None
    label: str = ""


def figures(
    document: Document,
    *,
    forbund: str,
    year: int,
    insatser: Sequence[str] = (),
    skip_lines: Collection[int] = (),
) -> list[Figure]:
    """The figures of the report's running text, in the order printed.

    `insatser` are names known from the tables; more are found in headings and text. `skip_lines`
    are lines that belong to tables.
    """
    text = sentences(document, skip_lines)
    headings: dict[int, Section] = {sentence.section.line: sentence.section for sentence in text}
    names = find_names(text, headings.values(), insatser, forbund, document.text_kind == "ocr")
    kommuner = find_kommuner(document)
    memory = Memory()
    found: list[Figure] = []
    for sentence in text:
        if not any(token.kind == "tal" for token in sentence.tokens) and not _counts_in_words(
            sentence
        ):
            _remember(memory, sentence, None, names)
            continue
        clause = read_clause(sentence)
        _turn_page(memory, sentence)
        if clause.mentions and _is_statement(clause):
            found.extend(_read(clause, memory, names, kommuner, year))
        _remember(memory, sentence, clause, names)
    return found


def find_kommuner(document: Document) -> dict[str, str]:
    """Names of kommuner that the report mentions, by their folded form."""
    text = " ".join(line.text.strip() for line in document.lines)
    found: dict[str, str] = {}
    for match in _KOMMUN.finditer(text):
        found.setdefault(words.fold(match[1]), match[1])
    for match in _KOMMUNER.finditer(text):
        for name in re.split(r", | och ", match[1]):
            found.setdefault(words.fold(name), name)
    return found


def _counts_in_words(sentence: Sentence) -> bool:
    return not _number_words().isdisjoint(sentence.keys)


@cache
def _number_words() -> frozenset[str]:
    numbers = words.load("talord")
    return frozenset(
        words.fold(word).split()[-1]
        for name in ("tal", "andel", "tiotal")
        for word in numbers[name]
    )


@cache
def _verbs() -> frozenset[str]:
    return frozenset(words.fold(word) for word in words.load("prosa_sidor")["verb"])


def _is_statement(clause: Clause) -> bool:
    """A sentence has a verb, a colon after its label, or follows a list mark; else it is a caption."""
    keys = set(clause.keys)
    if keys & _verbs() or clause.has(
        "deltagare.efter", "nya.efter", "avslutade.efter", "mal.modal"
    ):
        return clause.tokens[-1].text in ".!?:" or len(clause.tokens) > 5 or clause.sentence.bullet
    return clause.sentence.bullet or ":" in keys or clause.tokens[-1].text == "."


def _turn_page(memory: Memory, sentence: Sentence) -> None:
    """Forget what a new paragraph or section cannot refer to."""
    if memory.section != sentence.section.line:
        memory.base = memory.last = memory.goal = memory.money = memory.shared = None
        memory.subject = memory.scope = memory.part = ""
        memory.ended, memory.ended_here = set(), set()
        memory.bases = []
    elif memory.paragraph != sentence.paragraph:
        memory.base = memory.last = memory.shared = None
        memory.scope = memory.subject = ""
        memory.ended_here = set()
        memory.bases = []
        memory.goal = None if sentence.bullet else memory.goal
        if not (sentence.bullet and memory.list_open):
            memory.money = None
    memory.section, memory.paragraph = sentence.section.line, sentence.paragraph


def _remember(memory: Memory, sentence: Sentence, clause: Clause | None, names: Names) -> None:
    if clause is None:
        _turn_page(memory, sentence)
    if clause is None or not clause.mentions:
        memory.subject = first_named(sentence.tokens, sentence.keys, names) or memory.subject
        run = next((found for token in sentence.tokens if (found := RUN.match(token.text))), None)
        if run is not None:
            memory.scope = f"{run[1]}..{run[2]}"
    _end_projects(memory, sentence, names)
    memory.text = sentence.keys
    ended = sentence.tokens[-1].text == ":" if sentence.tokens else False
    memory.list_open = ended or (sentence.bullet and memory.list_open)


def _end_projects(memory: Memory, sentence: Sentence, names: Names) -> None:
    """Remember a project of which the sentence says that it ended."""
    keys = sentence.keys
    verbs = [at for at, key in enumerate(keys) if key in ("avslutades", "avslutats")]
    if not verbs or any(
        token.kind == "tal" and not is_year(token)
        for token in sentence.tokens[verbs[0] + 1 : verbs[0] + 2]
    ):
        return
    for first, end, shown in names.spans(sentence.tokens):
        near = min(abs(first - at) for at in verbs) <= 5 or min(abs(end - at) for at in verbs) <= 5
        if near and not any(
            hit.concept.startswith("person.") for hit in lexicon().find(keys[: verbs[0] + 4])
        ):
            memory.ended.add(shown)
            memory.ended_here.add(shown)


def _read(
    clause: Clause, memory: Memory, names: Names, kommuner: dict[str, str], year: int
) -> list[Figure]:
    section = clause.sentence.section
    heading = words.fold(section.heading)
    ctx = Context(clause, memory, kommuner, _is_goal_heading(heading), heading)
    above = _above(section)
    found = []
    spans = names.spans(clause.tokens)
    for no, mention in enumerate(clause.mentions):
        readings = _readings(ctx, no)
        ctx.readings.append(readings)
        for reading in readings:
            shown = subject(clause, no, reading, names, spans, memory)
            granted = (
                reading.measure == "esf_medel"
                and clause.has("pengar_tolkning.beviljat")
                and shown != names.forbund
            )
            ended = _has_ended(memory, shown, clause)
            reading.when = (
                PROJECT if granted else scope(clause, no, reading, memory, year, above, ended)
            )
            reading.subject = shown
            measure = (
                f"mal_{reading.measure}"
                if reading.goal and reading.measure != OTHER
                else reading.measure
            )
            note = "; ".join(dict.fromkeys([*mention.note, *reading.note]))
            found.append(
                Figure(
                    mention.line,
                    mention.page,
                    reading.subject,
                    measure,
                    reading.kon,
                    mention.value * (reading.sign if mention.value > 0 else 1),
                    mention.unit,
                    reading.when,
                    mention.raw,
                    note,
                    reading.kommun,
                    reading.label,
                )
            )
            second = _second_year(clause, no)
            if second:
                found.append(replace(found[-1], scope=second))
        _learn(memory, mention, readings)
    return found


def _has_ended(memory: Memory, shown: str, clause: Clause) -> int:
    """2 if the paragraph says that the project has ended, 1 if the section does, also of its parts."""
    part = any(key.startswith("delprojekt") for key in clause.keys)
    if shown in memory.ended_here or (part and memory.ended_here):
        return 2
    return int(shown in memory.ended)


def _above(section: Section) -> str:
    """The heading, folded, with the headings above it as long as they only go on: Resultat, Mål."""
    found = []
    for heading, caption in ((section.heading, section.caption), *section.parents):
        key = words.fold(heading)
        if not caption:
            found.append(key)
        if not caption and not goes_on(key):
            break
    return " / ".join(found)


def _second_year(clause: Clause, no: int) -> str:
    """The other year of "32 mkr år 2019 och 2020", if the sentence or the clause ends there."""
    at = clause.mentions[no].end
    row = [
        token
        for token in clause.tokens[at : at + 5]
        if token.key not in ("ar", "under", "aren", "bade")
    ]
    if len(row) < 4 or row[1].key != "och" or row[3].text not in ".,;":
        return ""
    return row[2].text if is_year(row[0]) and is_year(row[2]) else ""


def _readings(ctx: Context, no: int) -> list[Reading]:
    unit = ctx.clause.mentions[no].unit
    if unit in MONEY:
        return read_money(ctx, no)
    if unit in _TIMES:
        return read_time(ctx, no)
    if unit == "procentenheter":
        return []
    if unit == "tjanst":
        return [Reading("arsarbetare")]
    shares = read_share_of_money(ctx, no) if unit == "procent" else []
    return shares or read_people(ctx, no) or read_other(ctx, no)


def _learn(memory: Memory, mention: Mention, readings: Sequence[Reading]) -> None:
    """Keep what the next number or sentence may refer to."""
    unit = mention.unit
    for reading in readings:
        if reading.measure == OTHER or not (
            unit in MONEY or unit == "procent" or is_people(reading.measure)
        ):
            continue
        if unit in MONEY:
            memory.money = reading
        else:
            memory.last = reading
            if unit == "procent":
                memory.shared = reading
            if reading.goal:
                memory.goal = reading
            if is_people(reading.measure) and reading.kon == "totalt" and reading.kommun is None:
                if unit == "antal" and reading.same_as < 0:
                    memory.base = reading
                    memory.bases.append((mention.value, reading))
        memory.scope = reading.when
        if ".." in reading.when and reading.when.endswith("-12"):
            memory.part = reading.when


def _is_goal_heading(heading: str) -> bool:
    return heading.rstrip(":") in listed("lista", "mal_rubrik") or heading.startswith("mal for ")

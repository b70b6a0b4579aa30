"""Figures in running text: what is counted, whose it is, of which gender and which period.

`figures` reads the sentences of a report that are no table. A figure whose measure the words do
not tell is kept as `ovrigt` with its noun phrase, or left out by the rules of `prose.other`;
nothing is guessed. Names of people are never a subject.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache

from finsam_analysis import words
from finsam_analysis.read.document import Document
from finsam_analysis.read.prose.amounts import OTHER
from finsam_analysis.read.prose.clause import Clause, is_whole, read_clause
from finsam_analysis.read.prose.lexicon import lexicon
from finsam_analysis.read.prose.lines import Section, small
from finsam_analysis.read.prose.mal import is_goal_heading
from finsam_analysis.read.prose.match import Names, Span
from finsam_analysis.read.prose.memory import has_ended, learn, remember, turn_page
from finsam_analysis.read.prose.money import read_money
from finsam_analysis.read.prose.names import find_names, goes_on, title_tokens
from finsam_analysis.read.prose.numbers import MONEY, Mention, is_year, word_values
from finsam_analysis.read.prose.other import read_other, read_share_of_money, read_time
from finsam_analysis.read.prose.people import read_people
from finsam_analysis.read.prose.period import PROJECT, scope
from finsam_analysis.read.prose.reading import ENTRY, PREVIOUS, Context, Memory, Reading
from finsam_analysis.read.prose.shares import pair
from finsam_analysis.read.prose.subject import section_subject, subject
from finsam_analysis.read.prose.text import Sentence, sentences
from finsam_analysis.read.prose.times import Named, Time, heading_times, read_times

_TIMES = ("ar", "manader", "veckor", "dagar", "timmar")
_SHORTEST = 5
_KOMMUN = re.compile(r"\b([A-ZÅÄÖ][\w-]+?)s? kommun\b")
_CAPITAL = r"[A-ZÅÄÖ][\w-]+"
_RUN = re.compile(rf"{_CAPITAL}(?: {_CAPITAL})+")
_KOMMUNER = re.compile(rf"\bkommunerna ((?:{_CAPITAL}, )*{_CAPITAL} och {_CAPITAL})")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the running text.

    `value` is in `unit` as printed, negative where the words say so (an underskott); `raw` holds
    the characters; `scope` is a year, `projekt`, a run of years or a part of a year; `note` holds
    words of rounding, `ord` for a number in words, and `tecken` for a sign that the words give;
    `label` the noun phrase where the measure alone does not tell what is counted.
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


@dataclass(frozen=True, slots=True)
class _Report:
    """What holds for the whole report."""

    names: Names
    kommuner: dict[str, str]
    year: int


def figures(
    document: Document,
    *,
    forbund: str,
    year: int,
    insatser: Sequence[str] = (),
    skip_lines: Collection[int] = (),
) -> list[Figure]:
    """The figures of the report's running text, in the order printed; see `read_prose`."""
    return read_prose(
        document, forbund=forbund, year=year, insatser=insatser, skip_lines=skip_lines
    )[0]


def read_prose(
    document: Document,
    *,
    forbund: str,
    year: int,
    insatser: Sequence[str] = (),
    skip_lines: Collection[int] = (),
) -> tuple[list[Figure], list[Time]]:
    """The figures of the report's running text, in the order printed, and when insatser run.

    `insatser` are names known from the tables; more are found in headings and text. `skip_lines`
    are lines that belong to tables.
    """
    text = sentences(document, skip_lines)
    sections = {sentence.section.line: sentence.section for sentence in text}
    scanned = document.text_kind == "ocr"
    kommuner = find_kommuner(document)
    names = find_names(text, sections.values(), insatser, forbund, scanned, kommuner)
    report = _Report(names, kommuner, year)
    memory = Memory()
    found: list[Figure] = []
    named, times = Named(), heading_times(sections.values(), names)
    for sentence in text:
        turn_page(memory, sentence)
        clause = None
        spans = names.spans(sentence.tokens)
        times += read_times(sentence, spans, named, names)
        if _has_number(sentence):
            clause = read_clause(sentence, spans)
            if clause.mentions and _is_statement(clause):
                found.extend(_read(clause, spans, memory, report))
        remember(memory, sentence, clause, names, spans)
    return found, sorted(times, key=lambda time: (time.line, time.ande))


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


def _has_number(sentence: Sentence) -> bool:
    in_words = not _number_words().isdisjoint(sentence.keys)
    return in_words or any(token.kind == "tal" for token in sentence.tokens)


@cache
def _number_words() -> frozenset[str]:
    last = {key[-1] for name in ("tal", "andel", "tiotal") for key in word_values(name)}
    units = words.load("talord")["enhet"]["mkr"]
    return frozenset(last | {words.fold(word) for word in units if " " not in word})


def _is_statement(clause: Clause) -> bool:
    """A sentence has a verb, a colon after its label, or follows a list mark; else a caption."""
    if clause.sentence.bullet or ":" in clause.keys:
        return True
    last = clause.mentions[-1] if clause.mentions else None
    if last and last.end == len(clause.tokens) and last.unit in _TIMES and clause.has("tidmatt"):
        return True  # `Avskrivningstid 5 år`: a row of its own in a note
    said = ("deltagare.efter", "nya.efter", "avslutade.efter", "mal.modal")
    if small("verb") & set(clause.keys) or clause.has(*said):
        return clause.tokens[-1].text in ".!?:" or len(clause.tokens) > _SHORTEST
    return clause.tokens[-1].text == "."


def _read(clause: Clause, spans: Sequence[Span], memory: Memory, report: _Report) -> list[Figure]:
    """The figures of one sentence."""
    names = report.names
    section = clause.sentence.section
    heading = words.fold(section.heading)
    goals = is_goal_heading(heading)
    home = section_subject(names, section)
    ctx = Context(clause, memory, report.kommuner, goals, heading, home=home, named=spans)
    above = _above(section)
    found: list[Figure] = []
    for no, mention in enumerate(clause.mentions):
        readings = _readings(ctx, no)
        ctx.readings.append(readings)
        for reading in readings:
            reading.shown = reading.shown or subject(clause, no, reading, names, spans, memory)
            if reading.measure in ("resultat", "overskott") and reading.shown != names.forbund:
                reading.measure = "budgetavvikelse"  # an insats has no result of its own
            if pair(clause, no) == ENTRY and "_vid_" not in reading.measure:
                reading.when = PREVIOUS
            if _is_grant(clause, reading, reading.shown != names.forbund):
                reading.when = PROJECT
            else:
                ended = has_ended(memory, reading.shown, clause)
                reading.when = scope(clause, no, reading, memory, report.year, above, ended)
            reading.label = _without_people(reading.label, names)
            found.append(_figure(mention, reading))
            second = _second_year(clause, no)
            if second:
                found.append(replace(found[-1], scope=second))
        part = no > 0 and clause.keys[mention.lead - 1] in ("varav", "darav")
        learn(memory, mention, readings, of_it=no > 0 and is_whole(clause, no), part=part)
    return _of_participants(ctx, found)


def _of_participants(ctx: Context, found: list[Figure]) -> list[Figure]:
    """A remark on a share that is of all who took part: "55 procent av de 250 deltagarna"."""
    wholes = [
        no
        for no in range(len(ctx.readings))
        if is_whole(ctx.clause, no) and (r := ctx.reading(no)) and r.measure == "deltagare"
    ]
    if not wholes:
        return found
    of_all = {
        (m.line, m.raw)
        for no, m in enumerate(ctx.clause.mentions)
        if m.unit == "procent" and (no + 1 in wholes or no - 1 in wholes)
    }
    return [
        replace(figure, note="; ".join(filter(None, [figure.note, "andel av deltagarna"])))
        if figure.measure.startswith("avslutade_") and (figure.line, figure.raw) in of_all
        else figure
        for figure in found
    ]


def _without_people(label: str, names: Names) -> str:
    """The label without capitalised words in a row, unless they name an insats or a body."""

    def known(match: re.Match[str]) -> str:
        keys = [words.fold(word) for word in match[0].split()]
        body = any(lexicon().knows(key) for key in keys) or match[0] in names.forbund
        return match[0] if body or names.spans(title_tokens(match[0])) else ""

    return " ".join(_RUN.sub(known, label).split())


def _figure(mention: Mention, reading: Reading) -> Figure:
    goal = "mal_" if reading.goal and reading.measure != OTHER else ""
    return Figure(
        line=mention.line,
        page=mention.page,
        subject=reading.shown,
        measure=goal + reading.measure,
        kon=reading.kon,
        value=mention.value * (reading.sign if mention.value > 0 else 1),
        unit=mention.unit,
        scope=reading.when,
        raw=mention.raw,
        note="; ".join(dict.fromkeys([*mention.note, *reading.note])),
        kommun=reading.kommun,
        label=reading.label,
    )


def _readings(ctx: Context, no: int) -> list[Reading]:
    """What the number is, by its unit; change in percentage points is left out."""
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


def _above(section: Section) -> str:
    """The heading, folded, with those above it as long as they only go on: Resultat, Mål."""
    found = []
    for title in section.headings():
        if not title.caption:
            found.append(words.fold(title.text))
            if not goes_on(found[-1]):
                break
    return " / ".join(found)


def _is_grant(clause: Clause, reading: Reading, of_insats: bool) -> bool:
    """A grant to a project is for its whole time."""
    if reading.measure != "esf_medel" or not clause.has("pengar_tolkning.beviljat"):
        return False
    return of_insats or any(key.startswith("projektet") for key in clause.keys)


def _second_year(clause: Clause, no: int) -> str:
    """The other year of "32 mkr år 2019 och 2020", if the sentence or the clause ends there."""
    at = clause.mentions[no].end
    if clause.keys[at + 1 : at + 2] == ["samma"]:
        return ""  # what it is compared with
    small_words = ("ar", "under", "aren", "bade")
    row = [token for token in clause.tokens[at : at + 5] if token.key not in small_words]
    if len(row) < 4 or row[1].key != "och" or row[3].text not in ".,;":
        return ""
    return row[2].text if is_year(row[0]) and is_year(row[2]) else ""

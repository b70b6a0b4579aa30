"""What a sentence may refer back to, kept from one sentence to the next and forgotten in time."""

from __future__ import annotations

from collections.abc import Sequence

from finsam_analysis.read.prose.amounts import OTHER
from finsam_analysis.read.prose.clause import Clause
from finsam_analysis.read.prose.lexicon import Hit, lexicon
from finsam_analysis.read.prose.match import Names, Span
from finsam_analysis.read.prose.numbers import MONEY, Mention, is_year
from finsam_analysis.read.prose.period import RUN
from finsam_analysis.read.prose.reading import Memory, Reading
from finsam_analysis.read.prose.shares import is_people
from finsam_analysis.read.prose.subject import first_named
from finsam_analysis.read.prose.text import Sentence

_ENDED = ("avslutades", "avslutats")
_BEGAN = frozenset({"startade", "startades", "startat", "borjade"})
_NEAR = 5


def turn_page(memory: Memory, sentence: Sentence) -> None:
    """Forget what a new paragraph or section cannot refer to."""
    new_section = memory.section is None or memory.section.line != sentence.section.line
    if new_section:
        memory.goal = memory.money = None
        memory.part = ""
        memory.counted = []
        memory.ended = set()
    if not new_section and _goes_on(sentence):
        memory.paragraph = sentence.paragraph  # a line about the one before
    if new_section or memory.paragraph != sentence.paragraph:
        memory.base = memory.last = memory.shared = None
        memory.scope = memory.subject = ""
        memory.ended_here = set()
        memory.named = set()
        memory.bases = []
        memory.later = memory.project = False
        memory.text = []
        if not sentence.bullet:
            memory.listed = None
        if sentence.bullet:
            memory.goal = None
        if not (sentence.bullet and memory.list_open):
            memory.money = None
    memory.section, memory.paragraph = sentence.section, sentence.paragraph


def _goes_on(sentence: Sentence) -> bool:
    """True for "Varav kvinnor: 27" in a list, "Mål: 40 %", "Utfall: 38 %": of the line before."""
    first = sentence.keys[:2]
    if sentence.bullet and first[:1] in (["varav"], ["darav"], ["kvinnor"], ["man"]):
        return True
    labelled = first[1:] == [":"]
    if labelled and first[0] in ("utfall", "utfallet", "resultat", "resultatet"):
        return True
    return labelled and first[0] == "mal" and len(sentence.keys) < _NEAR


def learn(
    memory: Memory,
    mention: Mention,
    readings: Sequence[Reading],
    *,
    of_it: bool = False,
    part: bool = False,
) -> None:
    """Keep what the next number or sentence may refer to.

    With `of_it` the number is the whole of one before it ("tolv av de 16"), which stays the last;
    with `part` it is a part of it ("80, varav 30 nya"), which stays who is spoken of.
    """
    for reading in readings:
        if reading.measure == OTHER or _of_year_before(memory, reading):
            continue
        if mention.unit in MONEY:
            memory.money = reading
        elif mention.unit == "procent":
            memory.shared = memory.last = reading
        elif is_people(reading.measure):
            memory.last = memory.last if of_it else reading
        else:
            continue
        memory.scope = reading.when
        if reading.goal and mention.unit not in MONEY:
            memory.goal = reading
        whole = reading.kon == "totalt" and reading.kommun is None
        if mention.unit == "antal" and whole:
            memory.bases.append((mention.value, reading))
            if reading.measure == "deltagare":
                memory.counted.append(mention.value)
            aim = reading.goal and memory.base is not None and not memory.base.goal
            if reading.same_as < 0 and not (aim or (part and memory.base is not None)):
                memory.base = reading
        if ".." in reading.when and reading.when.endswith("-12"):
            memory.part = reading.when


def _of_year_before(memory: Memory, reading: Reading) -> bool:
    """True for people compared with: "618 deltagare, att jämföra med 655 år 2020"."""
    base = memory.base
    if base is None or base.measure != reading.measure or reading.kon != base.kon:
        return False
    return reading.when.isdigit() and base.when.isdigit() and reading.when < base.when


def remember(
    memory: Memory,
    sentence: Sentence,
    clause: Clause | None,
    names: Names,
    spans: Sequence[Span],
) -> None:
    """Keep what a sentence says besides its figures; `clause` is None if it has no number."""
    keys = sentence.keys
    if clause is None or not clause.mentions:
        memory.subject = first_named(spans, keys, names) or memory.subject
        if keys and keys[-1] == ":":
            # "Kostnaderna fördelar sig så:" tells what the list below is of.
            named = [hit for hit in lexicon().find(keys) if hit.concept.startswith("pengar.")]
            memory.money = Reading(named[0].concept.partition(".")[2]) if named else memory.money
    opening = sentence.tokens[1] if len(keys) > 1 else None
    if (clause is None or not clause.mentions) and opening is not None and is_year(opening):
        memory.scope = opening.text if keys[0] in ("under", "ar", "for", "infor") else memory.scope
    run = next((found for token in sentence.tokens if (found := RUN.match(token.text))), None)
    if run is not None:
        memory.scope = f"{run[1]}..{run[2]}"
    _end_projects(memory, sentence, names)
    memory.text = keys
    memory.project = memory.project or any(key.startswith("projekt") for key in keys)
    memory.later = memory.later or any(hit.concept == "efter_ett_ar.bada" for hit in _hits(clause))
    if keys[-1:] == [":"] or (":" in keys[-3:] and not sentence.bullet):
        memory.listed = memory.base  # a list divides what its head counts
    memory.list_open = keys[-1:] == [":"] or (sentence.bullet and memory.list_open)


def _hits(clause: Clause | None) -> list[Hit]:
    return clause.hits if clause is not None else []


def _end_projects(memory: Memory, sentence: Sentence, names: Names) -> None:
    """Remember a project of which the sentence says that it ended, and no people with it."""
    keys = sentence.keys
    verb = next((at for at, key in enumerate(keys) if key in _ENDED), None)
    of_year = _BEGAN & set(keys) and not any(is_year(token) for token in sentence.tokens)
    if verb is None or of_year:
        return  # "startade 1 april och avslutades vid årsskiftet": all of it in the year
    after = sentence.tokens[verb + 1 : verb + 2]
    counted = any(token.kind == "tal" and not is_year(token) for token in after)
    people = [
        hit for hit in lexicon().find(keys[: verb + _NEAR]) if hit.concept.startswith("person.")
    ]
    if counted or people:
        return
    for first, end, shown in names.spans(sentence.tokens):
        if min(abs(first - verb), abs(end - verb)) <= _NEAR:
            memory.ended.add(shown)
            memory.ended_here.add(shown)


def has_ended(memory: Memory, shown: str, clause: Clause) -> int:
    """2 if the paragraph says that the project has ended, 1 if the section does."""
    part = any(key.startswith("delprojekt") for key in clause.keys)
    if shown in memory.ended_here or (part and memory.ended_here):
        return 2
    return int(shown in memory.ended or (part and bool(memory.ended)))

"""Whose figure it is: an insats, several insatser, a part of the costs, a member, or the förbund.

The name that stands nearest in the sentence decides. A sentence that names none is about the insats
of its paragraph or section, else about the förbund. People are never subjects.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from finsam_analysis import words
from finsam_analysis.read.prose.clause import Clause, listed
from finsam_analysis.read.prose.lexicon import lexicon
from finsam_analysis.read.prose.lines import Section, small
from finsam_analysis.read.prose.match import Names, Span, joined
from finsam_analysis.read.prose.names import goes_on, title_tokens
from finsam_analysis.read.prose.numbers import MONEY
from finsam_analysis.read.prose.reading import Memory, Reading

_FEW = 3
_REACH = 6
_OF_PARTS = ("kostnader", "budget", "ovrigt", "intakter")
# Amounts that only the förbund has.
_OF_FORBUND = (
    "eget_kapital",
    "medlemsbidrag",
    "rekommenderat_eget_kapital",
    "overskott_foregaende",
)
_OF_RESULT = ("resultat", "budgeterat_resultat")
_OF_ANSWERS = ("enkat_svar", "enkat_tillfragade", "svarsfrekvens")
_DASHES = ("-", "–", "—", ":")
_OWN = frozenset({"for", "till"})
_BESIDE = frozenset({"for", "i", "till", "via", "av", "hos", "projektet", "inom", "genom"})


def subject(
    clause: Clause, no: int, reading: Reading, names: Names, spans: Sequence[Span], memory: Memory
) -> str:
    """The subject of figure `no`; `spans` are the names in its sentence."""
    section = clause.sentence.section
    if reading.measure.startswith(_OF_ANSWERS):
        return _respondents(section) or reading.subject or names.forbund
    if reading.subject:
        return reading.subject
    money = clause.mentions[no].unit in MONEY
    if money and (reading.measure.startswith(_OF_FORBUND) or _of_forbund(clause, no)):
        memory.subject = ""
        return names.forbund
    home = section_subject(names, section)
    if not home and reading.measure.startswith(_OF_PARTS):
        part = _part_of_costs(clause, no, reading.measure)
        if part:
            return part
    named = _nearest(clause, no, spans) or names.group(clause.keys, told=bool(home))
    if named:
        # "Andelen är högst i A, 47 procent" singles A out; the next sentence is of all again.
        singled = not listed("lista", "framst").isdisjoint(clause.keys)
        memory.subject = memory.subject if singled else named
        memory.named.add(named)
        return named
    if home and memory.subject and _is_part(home, memory.subject):
        return memory.subject
    if home:
        return home
    if _of_all(clause, no, memory) or (money and reading.measure in _OF_RESULT):
        return names.forbund
    of_one = clause.has("subjekt.insats") and not clause.has("subjekt.insatser")
    whole = clause.has("subjekt.insatser", "subjekt.forbund") and not _own_part(clause)
    if memory.subject and (of_one or not whole):
        return memory.subject
    return names.forbund


def _of_all(clause: Clause, no: int, memory: Memory) -> bool:
    """As in "Totalt gick 47 procent till arbete", after several insatser have been told of."""
    told = listed("lista", "summaord") | listed("lista", "sammantaget")
    return clause.keys[0] in told and len(memory.named) > 1


def _of_forbund(clause: Clause, no: int) -> bool:
    """Reads "förbundets kostnader", "förbundets egna kapital" right before the amount."""
    for hit in clause.find(clause.left(no), "subjekt.forbund"):
        own = clause.keys[hit.start].endswith("forbundets")
        after = clause.find(range(hit.end, hit.end + _FEW), "pengar")
        if own and after and not _own_part(clause):
            return True
    return False


def _own_part(clause: Clause) -> bool:
    """As in "Förbundets del kostade 1,2 mkr": of what others pay for too, not the whole."""
    hits = clause.find(range(len(clause.keys)), "subjekt.forbund")
    return any(clause.keys[hit.end : hit.end + 1] in (["del"], ["andel"]) for hit in hits)


def section_subject(names: Names, section: Section) -> str:
    """The insats that a section is about; empty for a section about the förbund."""
    if section.of_all:
        return ""
    known = names.sections.get(section.line)
    if known is not None:
        return known
    found = ""
    for title in section.headings():
        if title.line in names.sections:
            found = names.sections[title.line]
            break
        if not _in_heading(names, title.text) and _of_all_insatser(title.text):
            break
        # A caption names a table, and a heading like Resultat goes on with the insats above.
        passing = title.caption or goes_on(words.fold(title.text))
        found = _in_heading(names, title.text, whole=title.caption)
        if found or not passing:
            break
    names.sections[section.line] = found
    return found


def _of_all_insatser(heading: str) -> bool:
    """As in "Deltagare i insatserna 2021": what stands below is of no single insats."""
    keys = [words.fold(word) for word in re.findall(r"[^\W\d_]+", heading)]
    return any(hit.concept == "subjekt.insatser" for hit in lexicon().find(keys)) or (
        not listed("lista", "alla").isdisjoint(keys)
    )


def _in_heading(names: Names, heading: str, *, whole: bool = False) -> str:
    """The insats that a heading names; with `whole` only if it is all that the heading says."""
    tokens = title_tokens(heading)
    spans = names.spans(tokens)
    if whole and not (len(spans) == 1 and spans[0][:2] == (0, len(tokens))):
        return ""
    if spans and (spans[0][0] <= 2 or tokens[spans[0][0] - 1].text in _DASHES):
        runs = joined(tokens, spans)
        return runs[0][2]
    for opening in (": ", " – ", " - ", " — "):
        before, dash, after = heading.partition(opening)
        if dash and goes_on(words.fold(before)):
            return _in_heading(names, after)
    keys = {token.key for token in tokens}
    for _, modifiers, shown in names.groups:
        if modifiers and len(modifiers & keys) >= min(2, len(modifiers)):
            return shown
    return ""


def _is_part(home: str, named: str) -> bool:
    """True if the insats named in the paragraph is a part of the section's: MIA and MIA Xby."""
    first = words.fold(home).split()[0].partition("-")[0]
    return words.fold(named).split()[0].partition("-")[0] == first and len(named) > len(home)


def _part_of_costs(clause: Clause, no: int, measure: str) -> str:
    """Individinriktade insatser, administration: a part of the costs without a name."""
    left = clause.left(no)
    found = clause.find(left, "subjekt.kategori")
    if not found:
        return _cost_of(clause, left) if not measure.startswith("kostnader_revision") else ""
    last = max(found, key=lambda hit: (hit.end, -hit.start))
    end = last.end
    while end + 1 < clause.mentions[no].lead and clause.keys[end] == "och":
        end += 2
    text = " ".join(token.text for token in clause.tokens[last.start : end])
    return text[:1].upper() + text[1:]


def _cost_of(clause: Clause, left: Sequence[int]) -> str:
    """As in "kostnaderna för insatserna", "gemensamma kostnader": a part by its name."""
    costs = clause.find(left, "pengar.kostnader")
    if not costs:
        return ""
    hit = costs[-1]
    if clause.keys[hit.start] in listed("lista", "kostade"):
        several = [at for at in left if at < hit.start and clause.keys[at] == "insatserna"]
        return clause.tokens[several[-1]].text.capitalize() if several else ""
    before = clause.tokens[hit.start - 1] if hit.start else None
    if before is not None and before.key in listed("lista", "kostnad_del"):
        return f"{before.text.capitalize()} {clause.tokens[hit.start].text}"
    end = hit.end
    if clause.keys[end : end + 1] != ["for"]:
        return ""
    stop = end + 1
    while stop in left and clause.tokens[stop].kind == "ord" and not _is_verb(clause, stop):
        stop += 1
    name = [token for token in clause.tokens[end + 1 : stop] if token.key != "for"]
    if not name or name[0].key in listed("lista", "kostnad_for_allt") or len(name) > _FEW:
        return ""
    text = " ".join(token.text for token in name)
    return text[:1].upper() + text[1:]


def _is_verb(clause: Clause, at: int) -> bool:
    return clause.keys[at] in small("verb")


def _respondents(section: Section) -> str:
    """The heading that names who answered: "Personal i insatserna", "Styrelsen"."""
    for title in (section.table, section.heading):
        keys = [words.fold(word) for word in re.findall(r"[^\W\d_]+", title)]
        groups = [hit for hit in lexicon().find(keys) if hit.concept.startswith("svarsgrupp.")]
        if groups:
            # "Deltagarnas upplevelse" is about the answers of Deltagare.
            genitive = keys[groups[0].end - 1].endswith("nas")
            return groups[0].concept.partition(".")[2] if genitive else title
    return ""


def _nearest(clause: Clause, no: int, spans: Sequence[Span]) -> str:
    """The name that stands nearest: before the number, after it, earlier in the sentence."""
    if not spans:
        return ""
    mention = clause.mentions[no]
    runs = _without_causes(clause, no, joined(clause.tokens, spans))
    left = set(clause.left(no))
    right = _own_words(clause, no)
    before = [run for run in runs if run[0] in left]
    after = [run for run in runs if run[0] in right]
    if after and after[0][0] - mention.end <= _FEW and clause.keys[mention.end] in _OWN:
        # "6 mkr för A och 9 mkr för B": what stands right after "för" is the amount's own.
        return after[0][2]
    if before:
        taken = mention.unit in MONEY and _forbund_takes(clause, no, before[-1][1])
        return "" if taken else before[-1][2]
    earlier = [run for run in runs if run[1] <= mention.start]
    if after and (no == 0 or not earlier or clause.keys[after[0][0] - 1] in _BESIDE):
        return after[0][2]
    if earlier:
        return earlier[-1][2]
    bracketed = [
        run for run in runs if run[0] > mention.start and clause.bracket[run[0]] == run[0] - 1
    ]
    return (after or bracketed)[0][2] if after or bracketed else ""


def _without_causes(clause: Clause, no: int, runs: list[Span]) -> list[Span]:
    """Names before the word that opens a cause: an amount is not that of what caused it."""
    start = clause.mentions[no].start
    causes = [at for at, key in enumerate(clause.keys[:start]) if key in listed("lista", "orsak")]
    if not causes or clause.mentions[no].unit not in MONEY:
        return runs
    return [run for run in runs if run[0] < causes[0]]


def _forbund_takes(clause: Clause, no: int, end: int) -> bool:
    """As in "Inom X-projektet mottog förbundet 3,4 mkr": the förbund gets it."""
    between = range(end, clause.mentions[no].start)
    hits = clause.find(between, "subjekt.forbund")
    return any(clause.keys[hit.start] in listed("lista", "forbundet") for hit in hits)


def _own_words(clause: Clause, no: int) -> set[int]:
    """Places after the number that are about it: no cause, and for money only what is next."""
    places = clause.right(no)
    ends = listed("lista", "orsak") | {":"}  # what follows a colon is a list of parts
    cause = next((at for at in places if clause.keys[at] in ends), None)
    if cause is not None:
        places = [at for at in places if at < cause]
    return set(places[:_REACH] if clause.mentions[no].unit in MONEY else places)


def first_named(spans: Sequence[Span], keys: Sequence[str], names: Names) -> str:
    """The insats or the group that a sentence names first; its names are `spans`."""
    return spans[0][2] if spans else names.group(keys)

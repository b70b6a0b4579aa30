"""Whose gender a number is of: kvinnor, man, ej_angivet or totalt.

The gender stands after the number ("45 kvinnor", "41 procent av männen", "48 av dessa är kvinnor",
"2 som angett annat"), before the bracket that the number stands in ("kvinnor (52 procent)"), or
before the number ("andelen kvinnor var 52 procent", "bland männen 15").
"""

from __future__ import annotations

from collections.abc import Iterable

from finsam_analysis.read.prose.clause import Clause, listed
from finsam_analysis.read.prose.lexicon import Hit
from finsam_analysis.read.prose.mention import is_year

TOTAL, BOTH = "totalt", "bada"
_NAMES = {"kon.kvinnor": "kvinnor", "kon.man": "man", "kon.ej": "ej_angivet"}
_LEADS = frozenset(
    {"andelen", "andel", "bland", "for", "antalet", "antal", "hos", "gallande", "av", "de"}
)
_VERBS = frozenset({"ar", "var", "utgjorde", "utgors", "utgjordes", "bestod", "utgor"})
_FAR = 8


def gender(clause: Clause, no: int, claimed: set[int]) -> str:
    """The gender of mention `no`; `claimed` are places of gender words taken by numbers before."""
    mention = clause.mentions[no]
    everyone = mention.lead and clause.keys[mention.lead - 1] in ("samtliga", "alla")
    if everyone and clause.noun(no)[0].startswith("person"):
        return TOTAL
    for look in (_after, _before_bracket, _after_bracket, _before):
        found = look(clause, no, claimed)
        if found is not None:
            kon, places = found
            if not (look is _before and mention.share):
                claimed.update(places)
                return kon
    return TOTAL


def _after(clause: Clause, no: int, claimed: set[int]) -> tuple[str, list[int]] | None:
    mention = clause.mentions[no]
    places = clause.right(no, past=[no + 1] if _of_so_many(clause, no) else ())
    no_answer = clause.find(places, "kon.ej")
    kons = [hit for hit in _kons(clause, places) if hit.start not in claimed]
    if no_answer and (not kons or no_answer[0].start < kons[0].start):
        return _NAMES["kon.ej"], list(range(no_answer[0].start, no_answer[0].end))
    if not kons:
        return None
    first = kons[0]
    path = [place for place in places if place < first.start]
    keys = [clause.keys[place] for place in path]
    if len(path) > _FAR or not all(_passes(clause, place) for place in path):
        return None
    if path and not (
        {"av", "bada", "bade"} & set(keys) or _VERBS & set(keys) or _only_adjectives(clause, path)
    ):
        return None
    if len(kons) > 1 and kons[1].concept != first.concept:
        gap = clause.keys[first.end : kons[1].start]
        if list(gap) in (["och"], ["respektive"]) and {"bada", "bade"} & set(keys):
            return BOTH, [first.start, kons[1].start]
        if list(gap) == ["och"] and mention.unit == "antal":
            return TOTAL, [first.start, kons[1].start]
        if list(gap) == ["an"]:
            return _NAMES[first.concept], [first.start, kons[1].start]
    return _NAMES[first.concept], [first.start]


def _of_so_many(clause: Clause, no: int) -> bool:
    """As in "22 av de 27 är kvinnor": what is said is of the first number."""
    if no + 1 >= len(clause.mentions) or clause.noun(no)[0]:
        return False
    gap = clause.between(clause.mentions[no], clause.mentions[no + 1])
    return gap in (["av", "de"], ["av", "dem"], ["av", "dessa"], ["av", "totalt"], ["av"])


def _passes(clause: Clause, place: int) -> bool:
    """True for a word that may stand between a number and its gender."""
    key = clause.keys[place]
    if (
        key in _VERBS
        or key in listed("lista", "fyllnad")
        or key in ("av", "bada", "bade", ",", "dessa", "st", "stycken", "som", "procent")
    ):
        return True
    return any(
        hit.concept.split(".")[0] in ("person", "adjektiv", "deltagare", "nya", "avslutade")
        for hit in clause.starts.get(place, ())
    )


def _only_adjectives(clause: Clause, path: Iterable[int]) -> bool:
    return all(
        any(hit.concept.startswith(("adjektiv", "person")) for hit in clause.starts.get(place, ()))
        for place in path
    )


def _before_bracket(clause: Clause, no: int, claimed: set[int]) -> tuple[str, list[int]] | None:
    mention = clause.mentions[no]
    opened = clause.bracket[mention.start]
    if opened < 1:
        return None
    dated = opened + 1 < len(clause.tokens) and is_year(clause.tokens[opened + 1])
    if dated or mention.lead > opened + 2 or mention.unit not in ("procent", "antal"):
        return None
    kons = [
        hit
        for hit in clause.hits
        if hit.end <= opened and hit.concept in _NAMES and hit.concept != "kon.ej"
    ]
    before = [hit for hit in kons if hit.end == opened]
    if not before and len(kons) == 1 and not kons[0].start and mention.unit == "procent":
        before = kons  # "Kvinnorna gick i lägre grad till arbete (34 procent)"
    return (_NAMES[before[0].concept], []) if before else None


def _after_bracket(clause: Clause, no: int, claimed: set[int]) -> tuple[str, list[int]] | None:
    """As in "en klar majoritet (79 procent) är kvinnor"."""
    mention = clause.mentions[no]
    opened = clause.bracket[mention.start]
    if opened < 0 or mention.unit != "procent" or mention.start != opened + 1:
        return None
    end = clause.closing(opened)
    if mention.end != end or clause.keys[end + 1 : end + 2] not in [[verb] for verb in _VERBS]:
        return None
    kons = [hit for hit in _kons(clause, range(end + 2, end + 4)) if hit.start == end + 2]
    return (_NAMES[kons[0].concept], [kons[0].start]) if kons else None


def _before(clause: Clause, no: int, claimed: set[int]) -> tuple[str, list[int]] | None:
    places = clause.left(no)
    kons = [hit for hit in _kons(clause, places) if hit.start not in claimed]
    if not kons:
        return None
    kinds = {hit.concept for hit in kons}
    last = kons[-1]
    if len(kinds) > 1:
        # "fler män än kvinnor": two genders compared; "mellan kvinnor och män": neither.
        return None
    first = last.start
    while first and any(
        hit.end == first and hit.concept == "adjektiv.ovrigt" for hit in clause.hits
    ):
        first -= 1  # "andelen unga kvinnor"
    before = clause.keys[first - 1] if first else ""
    after = clause.keys[last.end] if last.end < len(clause.keys) else ""
    mention = clause.mentions[no]
    beside = last.end == mention.lead or (
        last.end + 1 == mention.lead and clause.tokens[last.end].text == ":"
    )
    subject = last.start == places[0] or clause.tokens[last.start - 1].text == ","
    if before in _LEADS or beside or (subject and after not in ("och", "som", "med")):
        return _NAMES[last.concept], []
    return None


def _kons(clause: Clause, places: Iterable[int]) -> list[Hit]:
    return clause.find(places, "kon.kvinnor", "kon.man")

"""What is said of the people counted: took part, are new, left, and to what.

A measure is found in the words to the right of a number, or else to its left, by the phrases of
`prosa.toml`. Results are the strongest word, then leaving, beginning and taking part; the first
phrase counts for the number that others are a part of ("av de 250 personer som tagit del ...").
"""

from __future__ import annotations

from collections.abc import Sequence

from finsam_analysis.read.prose.clause import Clause, listed
from finsam_analysis.read.prose.lexicon import Hit

_CLASSES = ("arbete", "studier")
_THROUGH = (["genom"], ["i", "form", "av"], ["via"])
_LOOKBACK = 4
_NAME_BACK = 6
_PREPOSITIONS = frozenset(
    {"till", "i", "mot", "fatt", "fick", "borjat", "borjade", "nadde", "natt", "nar", "na"}
)


def outcome(clause: Clause, places: Sequence[int], *, bare: bool = False) -> tuple[str, int] | None:
    """The way out that the places tell: `arbete_studier`, `studier_rehabilitering`, and its place.

    With `bare` the name alone is enough (a cause in quotation marks, or the word before a bracket).
    """
    spots = _spots(clause, places, bare)
    wished_to = -1
    for at, (place, end, kind) in enumerate(spots):
        if not bare and (
            _wished(clause, places, place)
            or (wished_to >= 0 and _in_list(clause, wished_to, place))
        ):
            wished_to = end
            continue
        if not bare and place and clause.keys[place - 1] in listed("lista", "alla"):
            continue  # "fem avslutades, samtliga till arbete": the number is of those who left
        kinds = [kind]
        through = next((key for key in _THROUGH if clause.keys[end : end + len(key)] == key), None)
        if kind == "egen_forsorjning" and through:
            # "till egen försörjning genom arbete eller studier" is arbete eller studier.
            kinds = _kinds_at(clause, places, end + len(through)) or kinds
        for next_place, next_end, next_kind in spots[at + 1 :]:
            if not _linked(clause, end, next_place):
                continue
            if next_kind not in kinds:
                kinds.append(next_kind)
            end = max(end, next_end)
        if _or_else(clause, end) and "annat" not in kinds:
            kinds.append("annat")
        return _name(kinds), place
    return None


def _in_list(clause: Clause, end: int, place: int) -> bool:
    """True if only commas and links stand between, so that a wish for the first is one for both."""
    gap = clause.keys[end:place]
    known = listed("lista", "lank") | listed("lista", "arbete") | listed("lista", "studier") | {","}
    return all(key in known for key in gap)


def _or_else(clause: Clause, end: int) -> bool:
    """True if "eller" and a word that is no known way out follow: "till arbete eller praktik"."""
    if clause.keys[end : end + 1] != ["eller"] or end + 1 >= len(clause.tokens):
        return False
    at = end + 1
    while at < len(clause.tokens) and clause.keys[at] in listed("lista", "mellan"):
        at += 1
    known = at >= len(clause.tokens) or clause.tokens[at].kind != "ord"
    return not known and clause.keys[at] not in listed("lista", "arbete") | listed(
        "lista", "studier"
    )


def _kinds_at(clause: Clause, places: Sequence[int], start: int) -> list[str]:
    kinds = []
    for at in (at for at in places if start <= at < start + _LOOKBACK):
        for kind in _CLASSES:
            if clause.keys[at] in listed("lista", kind):
                kinds.append(kind)
    return kinds


def _name(kinds: list[str]) -> str:
    both = [kind for kind in kinds if kind in _CLASSES]
    if len(both) == 2:
        at = min(kinds.index(kind) for kind in _CLASSES)
        rest = [kind for kind in kinds if kind not in _CLASSES]
        kinds = [*rest[:at], *_CLASSES, *rest[at:]]
    return "_".join(kinds)


def _spots(clause: Clause, places: Sequence[int], bare: bool) -> list[tuple[int, int, str]]:
    """Places where a way out is named: (first, end, class), the longest at a place, in order."""
    found: dict[int, tuple[int, str]] = {}
    for hit in clause.find(places, "utfall"):
        kind = hit.concept.partition(".")[2]
        if (
            not bare
            and kind in listed("lista", "utfall_vanliga_ord")
            and clause.keys[hit.start] not in listed("lista", "orsak_fore")
            and not _led_to(clause, hit.start)
            and not _after_link(clause, hit.start)
        ):
            continue
        if hit.start not in found or found[hit.start][0] < hit.end:
            found[hit.start] = (hit.end, kind)
    covered = {place for start, (end, _) in found.items() for place in range(start, end)}
    for place in places:
        if place in covered:
            continue
        for kind in _CLASSES:
            if clause.keys[place] in listed("lista", kind):
                alone = (
                    bare
                    or _after_link(clause, place)
                    or _in_row(clause, place)
                    or _pair(clause, place)
                    or _led(clause, place)
                )
                if alone:
                    found[place] = (place + 1, kind)
    _add_first_halves(clause, places, found)
    return [(start, end, kind) for start, (end, kind) in sorted(found.items())]


def _add_first_halves(
    clause: Clause, places: Sequence[int], found: dict[int, tuple[int, str]]
) -> None:
    """The noun before "eller studier", when the second half has been taken for a way out."""
    for start, (_, kind) in list(found.items()):
        at = start - 1
        while at > 0 and clause.keys[at] in ("en", "ett", "i", "till"):
            at -= 1  # "ett arbete eller en utbildning"
        first = at - 1
        other = next((name for name in _CLASSES if name != kind), "")
        link = clause.keys[at] if start else ""
        halves = kind in _CLASSES and link in listed("lista", "eller") and first in places
        if halves and first not in found and clause.keys[first] in listed("lista", other):
            if not any(place <= first < end for place, (end, _) in found.items()):
                found[first] = (first + 1, other)


def _led_to(clause: Clause, place: int) -> bool:
    """True if the name of a way out is led to: "till Arbetsförmedlingens ordinarie insatser"."""
    if clause.keys[place] in _PREPOSITIONS:
        return True
    window = clause.keys[max(0, place - _NAME_BACK) : place]
    return bool({"till", "mot"} & set(window)) or "del av" in " ".join(window)


def _led(clause: Clause, place: int) -> bool:
    return place > 0 and clause.keys[place - 1] in _PREPOSITIONS


def _after_link(clause: Clause, place: int) -> bool:
    """True after "eller", "/" and the like, over small words: the second half of a pair."""
    at = place - 1
    while at >= 0 and clause.keys[at] in listed("lista", "mellan"):
        at -= 1
    if at < 1 or clause.keys[at] not in listed("lista", "lank"):
        return False
    before = clause.keys[at - 1]
    return any(before in listed("lista", kind) for kind in _CLASSES) or before in (")", "och")


def _in_row(clause: Clause, place: int) -> bool:
    """True between a comma and a link: "arbete, studier eller rehabilitering"."""
    before, after = clause.keys[max(0, place - 2) : place], clause.keys[place + 1 : place + 2]
    if len(before) < 2 or before[1] != "," or not after or after[0] not in listed("lista", "lank"):
        return False
    return any(before[0] in listed("lista", kind) for kind in _CLASSES)


def _pair(clause: Clause, place: int) -> bool:
    """True for the first half of "arbetar eller studerar"."""
    at = place + 1
    keys = clause.keys
    if at >= len(keys) or keys[at] not in listed("lista", "lank"):
        return False
    at += 1
    while at < len(keys) and (
        keys[at] in listed("lista", "mellan") or keys[at] in listed("lista", "lank")
    ):
        at += 1
    other = at < len(keys) and any(keys[at] in listed("lista", kind) for kind in _CLASSES)
    noun = keys[place] in ("arbete", "studier", "jobb", "anstallning", "utbildning")
    return other and (not noun or _led(clause, place))


def _linked(clause: Clause, end: int, start: int) -> bool:
    """True if only a link and small words stand between two ways out, brackets left aside."""
    gap = []
    inside = 0
    for place in range(end, start):
        text = clause.tokens[place].text
        inside += text == "("
        if not inside:
            gap.append(clause.keys[place])
        inside -= text == ")"
    small = listed("lista", "mellan") | listed("lista", "lank")
    if gap == [","]:
        return _in_row(clause, start)
    links = [key for key in gap if key in listed("lista", "lank")]
    return (
        bool(links)
        and all(key in small for key in gap[:2])
        and len(gap) <= 8
        and _short_of_finite(gap)
    )


def _short_of_finite(gap: Sequence[str]) -> bool:
    return not {"var", "ar", "procent", "har", "varav"} & set(gap)


def _wished(clause: Clause, places: Sequence[int], place: int) -> bool:
    """True for a purpose ("att komma ut i arbete", "närmare arbete"), which is no result."""
    known = set(places)
    window = [at for at in range(max(0, place - _LOOKBACK), place) if at in known]
    if any(clause.keys[at] == "att" for at in window):
        return True
    near = window[-2:]
    if any(clause.keys[at].startswith("stegforflyttning") for at in window):
        return True
    return any(clause.keys[at] in listed("lista", "onskan") for at in near)


def said(clause: Clause, places: Sequence[int], side: str, *, first: bool = False) -> str:
    """The measure in the places: avslutade_*, avslutade, nya, deltagare, or empty.

    `side` is `efter` for words after the number and `fore` for words before it. With `first` the
    earliest phrase counts, not the strongest. Before the number the nearest phrase counts, a result
    before the others.
    """
    found: list[tuple[int, int, str]] = []
    way = outcome(clause, places)
    if way is not None:
        found.append((0, way[1], f"avslutade_{way[0]}"))
    for rank, name in enumerate(("avslutade", "nya", "deltagare"), start=1):
        for hit in _of_side(clause, places, name, side):
            if _blocked(clause, hit, name):
                continue
            found.append((rank, hit.start, name))
    if not found:
        return ""
    if first:
        return min(found, key=lambda item: item[1])[2]
    if side == "fore":
        if way is not None:
            return found[0][2]
        weak = listed("lista", "svaga")
        return max(found, key=lambda item: (clause.keys[item[1]] not in weak, item[1]))[2]
    return min(found, key=lambda item: item[:2])[2]


def _of_side(clause: Clause, places: Sequence[int], name: str, side: str) -> list[Hit]:
    hits = clause.find(places, f"{name}.{side}", f"{name}.bada")
    return sorted(hits, key=lambda hit: hit.start)


def _blocked(clause: Clause, hit: Hit, name: str) -> bool:
    """True for words that only look like it: "börjat arbeta" is no beginner, "nya lokaler" none."""
    after = clause.keys[hit.end] if hit.end < len(clause.keys) else ""
    if name == "nya":
        words_of_result = listed("lista", "arbete") | listed("lista", "studier")
        if after in words_of_result | listed("lista", "borjat_annat"):
            return True
        return any(
            other.start == hit.start and other.concept == "nya.avvisande" for other in clause.hits
        )
    if name == "avslutade":
        # "när projektet avslutas" is of no people
        told = clause.keys[hit.start - 1] if hit.start else ""
        return told in listed("subjekt", "insats") and clause.keys[hit.start - 2] != "i"
    if name == "deltagare":
        before = list(clause.keys[max(0, hit.start - 2) : hit.start])
        wish = before[-1:] == ["att"] and before != ["kommer", "att"]
        return wish and clause.keys[hit.start] in ("delta", "ta", "fa")
    return False

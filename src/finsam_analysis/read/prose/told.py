"""What the words of a sentence tell of a number of people: the measure, or nothing.

The words after the number decide first, then a phrase split around it ("skrevs 12 personer in"),
then what stands after numbers that only say it again, then the words before it.
"""

from __future__ import annotations

from collections.abc import Sequence

from finsam_analysis.read.prose.brackets import looked_over
from finsam_analysis.read.prose.clause import Clause, is_whole, listed
from finsam_analysis.read.prose.lines import small
from finsam_analysis.read.prose.reading import Context
from finsam_analysis.read.prose.said import outcome, said

_FEW = 3
_COUNTS = ("antal", "procent")
_LABELS = {
    "adjektiv.nya": "nya",
    "adjektiv.avslutade": "avslutade",
    "person.avslut": "avslutade",
    "person.deltagare": "deltagare",
}


def told(ctx: Context, no: int, noun: str, kinds: frozenset[str]) -> str:
    """The measure that the words tell: after the number first, before it next; or empty."""
    clause = ctx.clause
    right, left = clause.right(no), clause.left(no)
    part_of = is_whole(clause, no)
    measure = _labelled(ctx, no, left)
    if not measure and not _is_of_next(clause, no, right):
        measure = said(clause, right, "efter", first=part_of)
    measure = measure or _item(ctx, no, left)
    if "nya" in kinds and not measure.startswith("avslutade"):
        return "nya"
    if "avslutade" in kinds and (not measure.startswith("avslutade_") or _is_shared_out(ctx, no)):
        return "avslutade"
    measure = measure or listed_way(ctx, no) or _named_way(ctx, no)
    if not measure:
        measure = _split_phrase(clause, no, left, right) or _verb_alone(ctx, no)
    if not measure and _is_near(clause, no, left):
        measure = said(clause, left, "fore") or _adjective(clause, no, left)
    if not measure and _ends_part(clause, no):
        measure = _adjective(clause, no, left)
    if not measure and not part_of:
        measure = _through(clause, no)
    if not measure:
        measure = said(clause, _own_left(ctx, no), "fore")
        if measure in _LABELS.values() and _is_of_them(clause, no):
            measure = ""  # "elva skrevs ut och sju av dessa är ...": the words are of the eleven
        if measure == "deltagare" and not _may_take_part(clause, no, noun, left):
            measure = ""
    return measure


def _is_shared_out(ctx: Context, no: int) -> bool:
    """As in "23 avslutade gick till arbete (10), studier (6)": the brackets share them out."""
    after = ctx.clause.mentions[no + 1 : no + 3]
    inside = [m for m in after if ctx.clause.bracket[m.start] >= 0 and m.unit == "antal"]
    return len(inside) > 1 and not any(
        hit.concept.startswith("kon.")
        and hit.start < inside[1].end + 1
        and hit.start > inside[0].end
        for hit in ctx.clause.hits
    )


def _opens_label(clause: Clause, left: Sequence[int], at: int) -> bool:
    """True for a word that opens a label, over "Antal aktuella" and the like."""
    if at <= left[0] + 1:
        return True
    kinds = {hit.start for hit in clause.find(left, "adjektiv.ovrigt")}
    return clause.keys[left[0]] in ("antal", "antalet") and kinds >= set(range(left[0] + 1, at))


def _has_verb(clause: Clause, places: Sequence[int]) -> bool:
    """True for a verb among the places; what people are called is none: avslutade."""
    nouns = {hit.start for hit in clause.find(places, "adjektiv", "person")}
    return any(clause.keys[at] in small("verb") for at in places if at not in nouns)


def _label_is(clause: Clause, left: Sequence[int], name: str) -> bool:
    return clause.keys[left[0]] in listed("lista", name)


def _inscribed(ctx: Context, no: int) -> str:
    """New ones by "Inskrivna under året: 31" where more have been counted before, else all."""
    value = ctx.clause.mentions[no].value
    counted = ctx.memory.counted
    return "nya" if any(count > value for count in counted) else "deltagare"


def _labelled(ctx: Context, no: int, left: Sequence[int]) -> str:
    """As in "Nya under året: 27", "Till arbete/studier: 22 st": what the label before it says."""
    clause = ctx.clause
    bare = clause.sentence.bullet and not no and left[:1] == [0] and not _has_verb(clause, left)
    if (
        not left
        or not (clause.tokens[left[-1]].text == ":" or bare)
        or clause.mentions[no].unit not in _COUNTS
    ):
        return ""
    way = outcome(clause, left, bare=True)
    if way is not None and way[1] <= left[0] + 1:
        return f"avslutade_{way[0]}"
    if clause.mentions[no].unit == "antal" and _label_is(clause, left, "inskrivna"):
        return _inscribed(ctx, no)
    for concept, measure in _LABELS.items():
        if any(_opens_label(clause, left, hit.start) for hit in clause.find(left, concept)):
            counts = clause.mentions[no].unit == "antal" or measure == ""
            return measure if counts else ""
    return ""


def _item(ctx: Context, no: int, left: Sequence[int]) -> str:
    """As in the item "Arbete: 6" of a list that divides those who left."""
    base = ctx.memory.listed
    if base is None or not base.measure.startswith("avslutade") or not ctx.clause.sentence.bullet:
        return ""
    parted = bool(left) and ctx.clause.tokens[left[-1]].text in (":", "–", "-")
    if no > 0 or not left or not (parted or left[0] == 0):
        return ""
    way = outcome(ctx.clause, left, bare=True)
    return f"avslutade_{way[0]}" if way is not None else ""


def listed_way(ctx: Context, no: int) -> str:
    """As in "17 avslutade: 6 arbete, 2 studier, 9 övrigt": bare names in a row of ways out."""
    clause = ctx.clause
    earlier = ctx.reading(no - 1)
    if earlier is None or not earlier.measure.startswith("avslutade"):
        return ""
    gap = clause.between(clause.mentions[no - 1], clause.mentions[no])
    end = clause.mentions[no].end
    if (
        not gap
        or gap[-1] not in (":", ",", "och", "samt", "varav")
        or clause.mentions[no].unit != "antal"
    ):
        return ""
    end += clause.keys[end : end + 1] in (["for"], ["till"])  # "13 för arbete, 8 för studier"
    way = outcome(clause, range(end, min(end + _FEW, len(clause.tokens))), bare=True)
    return f"avslutade_{way[0]}" if way is not None and way[1] == end else ""


def _named_way(ctx: Context, no: int) -> str:
    """As in "Orsak: arbete 7, studier 3", "Varav arbete 7": the name before each in a list."""
    clause, base = ctx.clause, ctx.memory.base
    label = next((at for at, token in enumerate(clause.tokens) if token.text == ":"), 0)
    told = not listed("lista", "orsaksetikett").isdisjoint(clause.keys[:label])
    of_them = clause.keys[0] in ("varav", "darav") and clause.labels_first
    if of_them and base is not None and base.measure.startswith("avslutade"):
        told, label = True, 0
    lead = clause.mentions[no].lead
    end = clause.mentions[no].end
    if told and lead > label and clause.tokens[lead - 1].text in ":," and not clause.labels_first:
        # "Avslutsorsaker: 8 arbete, 4 studier"
        way = outcome(clause, range(end, min(end + _FEW, len(clause.tokens))), bare=True)
        if way is not None and way[1] == end and clause.mentions[no].unit == "antal":
            return f"avslutade_{way[0]}"
    if not told or lead <= label + 1 or clause.mentions[no].unit != "antal":
        return ""
    start = max(label + 1, clause.mentions[no - 1].end + 1 if no else 0)
    way = outcome(clause, range(start, lead), bare=True)
    named = way is not None and way[1] == start
    return f"avslutade_{way[0]}" if way is not None and named else ""


def _is_near(clause: Clause, no: int, left: Sequence[int]) -> bool:
    """As in "Nyinskrivna deltagare var 142": nothing but a verb of being stands between."""
    near = clause.find(left, "nya.fore", "avslutade.fore", "adjektiv.nya", "adjektiv.avslutade")
    if not near:
        return False
    gap = [clause.keys[at] for at in range(near[-1].end, clause.mentions[no].lead)]
    bare = clause.noun(no)[0] in ("", "person.person") and clause.labels_first or not no
    return (bool(gap) or bare) and all(key in listed("lista", "kopula") for key in gap)


def _ends_part(clause: Clause, no: int) -> bool:
    """True for a number that a sign follows: "nya 30; avslutade 28."."""
    end = clause.mentions[no].end
    return end >= len(clause.tokens) or clause.tokens[end].text in ";,.)("


def _adjective(clause: Clause, no: int, left: Sequence[int]) -> str:
    """As in "varav nya 19 st": the adjective right before the number."""
    for name in ("nya", "avslutade"):
        if any(
            hit.end == clause.mentions[no].lead for hit in clause.find(left, f"adjektiv.{name}")
        ):
            return name if clause.mentions[no].unit == "antal" else ""
    return ""


def _own_left(ctx: Context, no: int) -> list[int]:
    """The places before the number without the way out that the number before it took."""
    clause = ctx.clause
    left = clause.left(no)
    earlier = ctx.reading(no - 1)
    if no > 0 and is_whole(clause, no - 1):
        # "av de 22 avslutade deltagarna har 15 ...": avslutade is said of the 22.
        left = [at for at in left if at >= clause.noun(no - 1)[1]]
    if earlier is None or not earlier.measure.startswith("avslutade_"):
        return left
    way = outcome(clause, left)
    parts = [at for at in left if clause.tokens[at].text == "," or clause.keys[at] == "och"]
    taken = way is not None and f"avslutade_{way[0]}" == earlier.measure
    if way is not None and taken and parts and way[1] < parts[-1]:
        return [at for at in left if at > parts[-1]]
    return left


def _through(clause: Clause, no: int) -> str:
    """What stands after numbers in between: shares in a row, or an apposition between commas."""
    of = no + 1 < len(clause.mentions) and is_whole(clause, no + 1)
    between = looked_over(clause, no, [no + 1] if of else [])
    right = clause.right(no, past=[*siblings(clause, no), *between])
    measure = said(clause, right, "efter")
    if between and not measure.startswith("avslutade_"):
        # "hälften av de 26 som avslutades": what the whole says of itself is not for its part.
        end = clause.mentions[between[0]].end
        relative = [at for at in right if at >= end and clause.keys[at] == "som"]
        ends = [at for at in right if relative and at > relative[0] and clause.keys[at] == ","]
        if relative:
            # "13 av de 25 som avslutades, eller 52 procent, gick till arbete"
            measure = said(clause, [at for at in right if ends and at > ends[-1]], "efter")
            return measure if measure.startswith("avslutade_") else ""
    return measure


def siblings(clause: Clause, no: int) -> list[int]:
    """Numbers after this one that share its words: "32 % av kvinnorna och 36 % av männen"."""
    found: list[int] = []
    for at in range(no + 1, len(clause.mentions)):
        here, there = clause.mentions[at - 1], clause.mentions[at]
        if clause.bracket[there.start] >= 0:
            found.append(at)
            continue
        gap = clause.between(here, there)
        linked = gap and gap[-1] in listed("lista", "radlank")
        goes_on = there.unit == here.unit and linked and gap[-2:] != [",", "och"]
        goes_on = goes_on and not _is_of_them(clause, at) and not _other_noun(clause, at)
        if (
            not goes_on
            or not _only_people(clause, here.end, there.lead - 1)
            or said(clause, clause.right(at - 1), "efter")
        ):
            break
        found.append(at)
    return found


def _other_noun(clause: Clause, no: int) -> bool:
    """As in "121 deltagare, 47 avslut, 27 till arbete": the one before has a noun of its own."""
    mine, before = clause.noun(no)[0], clause.noun(no - 1)[0]
    return before.startswith("person") and mine != before and not mine.startswith("kon")


def _is_of_next(clause: Clause, no: int, right: Sequence[int]) -> bool:
    """As in "Avslutade 48, till arbete 21": what stands between belongs to the 21."""
    noun, end, _ = clause.noun(no)
    after = end if noun.startswith("person") else clause.mentions[no].end
    if no + 1 >= len(clause.mentions) or not right or clause.keys[after : after + 1] != [","]:
        return False
    following = clause.mentions[no + 1]
    way = outcome(clause, right)
    return way is not None and way[1] == after + 1 and right[-1] + 1 == following.lead


def _is_of_them(clause: Clause, no: int) -> bool:
    """As in "55 avslutades och 21 av dem började studera": a part of those before, not a row."""
    end = clause.noun(no)[1] if clause.noun(no)[0].startswith("person") else clause.mentions[no].end
    return list(clause.keys[end : end + 1]) == ["av"] and clause.keys[end + 1 : end + 2] in (
        ["dem"],
        ["dessa"],
    )


def _only_people(clause: Clause, start: int, end: int) -> bool:
    """True if nothing is said between, but who is counted: "kvinnor", "av deltagarna"."""
    free = set(range(start, end))
    for hit in clause.find(free, "person", "kon", "adjektiv"):
        free -= set(range(hit.start, hit.end))
    filler = listed("lista", "fyllnad") | {"av", "procent", "st", "stycken", "ar", "var", "och"}
    return all(
        clause.keys[at] in filler or clause.tokens[at].kind != "ord" or clause.bracket[at] >= 0
        for at in free
    )


def _verb_alone(ctx: Context, no: int) -> str:
    """As in "8 personer studerar", next to others of whom a way out was told."""
    clause = ctx.clause
    known = clause.noun(no)[0] != "okant"
    at = clause.after_noun(no) if known else clause.mentions[no].end
    earlier, base = ctx.reading(no - 1), ctx.memory.base
    ended = any(r is not None and r.measure.startswith("avslutade") for r in (earlier, base))
    if _is_of_them(clause, no):
        at = clause.mentions[no].end + 2  # "tre av dem arbetar"
    if not ended or at >= len(clause.tokens):
        return ""
    for way in ("arbete", "studier"):
        if clause.keys[at] in listed("lista", f"utgangsverb_{way}"):
            return f"avslutade_{way}"
    return _verb_before(clause, no, at)


def _verb_before(clause: Clause, no: int, at: int) -> str:
    """As in "hade 35 procent ett arbete", "började 12 personer studera"."""
    lead = clause.mentions[no].lead
    verb = clause.keys[lead - 1] if lead else ""
    if verb in listed("lista", "fick") and clause.keys[at] in ("ett", "en"):
        at += 1
    elif verb not in listed("lista", "fick") | listed("lista", "borjade"):
        return ""
    for way in ("arbete", "studier"):
        if clause.keys[at : at + 1] and clause.keys[at] in listed("lista", way):
            return f"avslutade_{way}"
    return ""


def _split_phrase(clause: Clause, no: int, left: Sequence[int], right: Sequence[int]) -> str:
    """As in "fick 779 personer stöd", "tog 214 personer del av", "skrevs 12 deltagare ut"."""
    mention = clause.mentions[no]
    written = clause.find(left, "skriven.fore")
    lead = mention.lead - (clause.keys[mention.lead - 1] in ("ytterligare", "totalt"))
    beside = bool(written) and written[-1].end == lead
    people = clause.noun(no)[0].startswith(("person", "kon")) or beside
    if mention.unit != "antal" or not people:
        return ""
    for way, measure in (("skriven.in", "nya"), ("skriven.ut", "avslutade")):
        if written and clause.find(right[:_FEW], way):
            return measure
    halves = clause.find(right[: _FEW + 1], "deltagare.delat")
    return "deltagare" if halves and clause.find(left, "deltagare.delat_fore") else ""


def _may_take_part(clause: Clause, no: int, noun: str, left: Sequence[int]) -> bool:
    """A weak word before the number (har, med) counts people only with a noun for participants."""
    mention = clause.mentions[no]
    if mention.unit != "antal":
        return False
    if noun == "person.deltagare":
        return True
    hits = clause.find(left, "deltagare.fore", "deltagare.bada")
    if not noun:
        counted = {"antalet", "antal"} & {clause.keys[at] for at in left}
        named = any(clause.keys[hit.start].startswith(("deltagar", "antal")) for hit in hits)
        return named or bool(counted and hits)
    weak = listed("lista", "svaga")
    beside = [hit for hit in hits if hit.end > mention.lead - _FEW]
    strong = any(hit.end - hit.start > 1 for hit in hits)
    direct = any(clause.keys[hit.start] not in weak for hit in beside)
    return noun.startswith(("person", "kon")) and (strong or direct)

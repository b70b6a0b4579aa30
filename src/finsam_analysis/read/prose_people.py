"""Counts and shares of people: took part, began, left, and to what, by gender, with goals.

Order of the rules, the first that fits decides: answers to a survey; a number in brackets; a share
of the number before ("214 personer, 52 procent"); a change ("ökning med 250"); a background share
(livelihood, schooling, age, who sent them, home); an opinion; a part by gender; what is said of
them; their noun alone. A number that no rule fits is no figure of people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from finsam_analysis.read import prose_shares as shares
from finsam_analysis.read.prose_clause import Clause, listed
from finsam_analysis.read.prose_kon import BOTH, TOTAL, gender
from finsam_analysis.read.prose_numbers import is_year
from finsam_analysis.read.prose_reading import ENTRY, EXIT, PREVIOUS, Memory, Reading
from finsam_analysis.read.prose_said import outcome, said

_NEAR = 14
_BRIDGES = 4
_FEW = 3
_COUNTS = ("antal", "procent")
_OF_NOUNS = {"person.remiss": "nya", "person.avslut": "avslutade"}


@dataclass(slots=True)
class Context:
    """A sentence under reading."""

    clause: Clause
    memory: Memory
    kommuner: dict[str, str]  # folded name -> name
    goal_section: bool = False
    topic: str = ""  # folded heading and the like, for what an elliptic sentence is about
    readings: list[list[Reading]] = field(default_factory=list)
    claimed: set[int] = field(default_factory=set)

    def reading(self, no: int) -> Reading | None:
        """The first reading of mention `no`, if it has one."""
        if 0 <= no < len(self.readings) and self.readings[no]:
            return self.readings[no][0]
        return None

    def earlier(self, no: int, unit: str = "") -> Reading | None:
        """The reading of the last number before `no` that has one, of the unit if one is given."""
        for at in range(no - 1, -1, -1):
            if self.readings[at] and unit in ("", self.clause.mentions[at].unit):
                return self.readings[at][0]
        return None


def read_people(ctx: Context, no: int) -> list[Reading]:
    """The readings of a count or a share of people; empty if no rule fits."""
    clause = ctx.clause
    mention = clause.mentions[no]
    kon = gender(clause, no, ctx.claimed)
    noun, _, kinds = clause.noun(no)
    answered = _answers(ctx, no, kon)
    if answered is not None:
        return _finish(ctx, no, answered, kon)
    if noun.partition(".")[0] in ("okant", "ovrigt", "personal") and mention.unit == "antal":
        return []
    for rule in (_bracketed, _echo, _changed, _background, _opinion):
        found = rule(ctx, no, kon)
        if found is not None:
            return _finish(ctx, no, found, kon)
    found = _part(ctx, no, kon) if kon != TOTAL else None
    if found is None:
        found = _counted(ctx, no, kon, noun, kinds)
    return _finish(ctx, no, found, kon) if found is not None else []


def _finish(ctx: Context, no: int, reading: Reading, kon: str) -> list[Reading]:
    if reading.kon == TOTAL and kon not in (TOTAL, BOTH):
        reading.kon = kon
    if shares.pair(ctx.clause, no) == ENTRY and "_vid_" not in reading.measure:
        reading.when = PREVIOUS
    if reading.same_as < 0 and not reading.goal:
        reading.goal = is_goal(ctx, no)
    if kon == BOTH:
        return [reading.copy(kon="kvinnor"), reading.copy(kon="man")]
    return [reading]


# ---- goals --------------------------------------------------------------------------------------


def is_goal(ctx: Context, no: int) -> bool:
    """True if the number is what should be, not what is."""
    clause = ctx.clause
    before = [
        at for at in range(clause.mentions[no - 1].end if no else 0, clause.mentions[no].lead)
    ]
    left = clause.left(no)
    right = clause.right(no)
    reported = clause.find(before, "mal.utfall")
    stated = [hit for hit in clause.find(before, "mal.ord") if not _no_goal(clause, hit.start)]
    if stated and (not reported or reported[-1].start < stated[-1].start):
        return True
    if reported:
        return False
    if clause.has("tid.framtid") or clause.find(left, "mal.modal") or _modal_after(clause, right):
        return True
    after = right[:5]
    if clause.find(after, "mal.ord") and "som" in [clause.keys[at] for at in after]:
        return True
    earlier = ctx.reading(no - 1)
    if earlier is not None and earlier.goal:
        return True
    return ctx.goal_section and no == 0 and not clause.has("mal.utfall")


def _modal_after(clause: Clause, right: Sequence[int]) -> bool:
    """As in "300 unga ska delta": a modal after the number, before any "som" that opens another clause."""
    for hit in clause.find(right, "mal.modal"):
        gap = [clause.keys[at] for at in right if at < hit.start]
        return gap[-1:] != ["som"] and "," not in gap
    return False


def _no_goal(clause: Clause, at: int) -> bool:
    return any(hit.start == at and hit.concept == "mal.ej" for hit in clause.starts.get(at, ()))


# ---- rules --------------------------------------------------------------------------------------


def _answers(ctx: Context, no: int, kon: str) -> Reading | None:
    """How many answered a survey: answers, asked, response rate."""
    return shares.answers(ctx.clause, no, [ctx.reading(at) for at in range(no)])


def _host(clause: Clause, no: int) -> int:
    """The number that stands last before the bracket that holds mention `no`; -1 if none is near."""
    opened = clause.bracket[clause.mentions[no].start]
    for at in range(no - 1, -1, -1):
        mention = clause.mentions[at]
        if mention.end <= opened and clause.bracket[mention.start] < 0:
            return at if opened - mention.end <= _NEAR else -1
    return -1


def _bracketed(ctx: Context, no: int, kon: str) -> Reading | None:
    clause = ctx.clause
    mention = clause.mentions[no]
    opened = clause.bracket[mention.start]
    if opened < 0 or mention.unit not in _COUNTS:
        return None
    inner = list(clause.keys[opened + 1 : mention.lead])
    host_no = _host(clause, no)
    host = ctx.reading(host_no)
    label = shares.label_before(ctx, opened, no)
    inside = range(opened + 1, clause.closing(opened))
    own_kon = clause.find(inside, "kon")
    if kon != TOTAL and own_kon:
        base = label or (_population(host) if host else ctx.memory.base)
        return base.copy(kon=kon, same_as=-1) if base else None
    own = said(clause, clause.right(no), "efter")
    if host is None or (label is not None and label.measure != host.measure):
        if label is not None:
            return label
        return _outside(ctx, no, opened) if host is None and host_no < 0 else None
    if own and own != host.measure and "av" not in inner:
        return Reading(own)
    if clause.mentions[host_no].unit != mention.unit:
        return host.copy(same_as=host_no, when=_year_before(clause, inside) or host.when)
    if inner == ["fran"]:
        if "_vid_" in host.measure:
            return host.copy(
                same_as=host_no, measure=host.measure.replace("_vid_avslut", "_vid_inskrivning")
            )
        return host.copy(same_as=host_no, when=PREVIOUS)
    if clause.mentions[host_no].share:
        return host.copy(same_as=host_no)
    years = any(is_year(clause.tokens[at]) for at in inside)
    alone = clause.mentions[host_no].end == opened and mention.end == clause.closing(opened)
    if years or alone or clause.find(inside, "tid.foregaende"):
        return host.copy(same_as=host_no, when=PREVIOUS)
    return None


def _year_before(clause: Clause, inside: Sequence[int]) -> str:
    return PREVIOUS if clause.find(inside, "tid.foregaende") else ""


def _outside(ctx: Context, no: int, opened: int) -> Reading | None:
    """As in "En större andel män (33 %) går till arbete": the words around the bracket tell the measure."""
    clause = ctx.clause
    after = list(range(clause.closing(opened) + 1, len(clause.tokens)))
    after = [
        at for at in after if clause.bracket[at] < 0 and clause.tokens[at].text not in ("(", ")")
    ]
    before = [
        at for at in range(opened) if clause.bracket[at] < 0 and clause.tokens[at].text != ")"
    ]
    measure = said(clause, after, "efter") or said(clause, before, "fore")
    if measure and measure != "deltagare":
        return Reading(measure)
    return shares.background(ctx, before + after, ctx.memory.base)


def _echo(ctx: Context, no: int, kon: str) -> Reading | None:
    """A share of the number before it, or the number behind the share: "23 deltagare, 26 procent"."""
    clause = ctx.clause
    mention = clause.mentions[no]
    if mention.unit not in _COUNTS or kon == BOTH:
        return None
    before = [clause.keys[at] for at in range(max(0, mention.lead - _BRIDGES), mention.lead)]
    bridged = _bridged(clause, mention.lead)
    host = ctx.earlier(no)
    if host is None:
        last = ctx.memory.last
        if (
            last is not None
            and mention.unit == "procent"
            and clause.find(clause.left(no), "tid.motsvarande")
        ):
            if not shares.pair(clause, no) and not bridged:
                return last.copy(kon=TOTAL, same_as=-1, when="")
        starts = bridged and all(key not in ("var", "andel") for key in before)
        return (
            last.copy(same_as=0)
            if starts and last and mention.unit == "procent" and kon == TOTAL
            else None
        )
    if shares.pair(clause, no):
        reading = ctx.reading(no - 1)
        follows = shares.pair(clause, no) == EXIT and reading is not None
        return reading.copy(when="") if follows and "_vid_" not in reading.measure else None
    if ctx.reading(no - 1) is None or clause.mentions[no - 1].unit == mention.unit:
        return _same_for(ctx, no, host)
    host = ctx.readings[no - 1][0]
    earlier = clause.mentions[no - 1]
    gap = clause.between(earlier, mention)
    direct = gap[-1:] == [","] and kon == TOTAL
    nameless = not clause.noun(no)[0] or mention.unit == "antal"
    ended = _after_said(clause, no) or _apposed(clause, no)
    if bridged and "av" not in gap[-2:]:
        within = clause.bracket[mention.start] < 0 <= clause.bracket[earlier.start]
        whole = _whole(ctx, no) if within else None
        return _sum(ctx, no) or whole or host.copy(same_as=no - 1)
    if direct and nameless and ended:
        return host.copy(same_as=no - 1)
    return None


def _whole(ctx: Context, no: int) -> Reading | None:
    """The number outside brackets that a share after them is of."""
    for at in range(no - 1, -1, -1):
        reading = ctx.reading(at)
        if (
            reading is not None
            and reading.kon == TOTAL
            and ctx.clause.bracket[ctx.clause.mentions[at].start] < 0
        ):
            return reading.copy(same_as=at)
    return None


def _after_said(clause: Clause, no: int) -> bool:
    """True if the number ends its clause, so that it has nothing of its own to say."""
    places = clause.right(no)
    rest = [at for at in places if clause.tokens[at].text not in (",", ".", "!")]
    noun_end = clause.noun(no)[1]
    whole = clause.keys[noun_end : noun_end + 1] == ["av"]
    if whole and not clause.find(rest, "utfall", "enkat.mening", "forsorjning"):
        rest = [at for at in rest if not clause.find([at], "person", "adjektiv", "avslutade")]
    return all(at < noun_end or clause.keys[at] == "av" for at in rest)


def _apposed(clause: Clause, no: int) -> bool:
    """True for a number between commas, which says the one before in another way."""
    at = clause.noun(no)[1]
    while at < len(clause.tokens) and clause.tokens[at].text == "(":
        at = clause.closing(at) + 1
    lead = clause.mentions[no].lead
    if (
        clause.keys[at : at + 1] == ["eller"]
        and no + 1 < len(clause.mentions)
        and clause.mentions[no + 1].lead == at + 1
    ):
        # "13 personer eller 54 procent," is one thing said twice.
        at = clause.noun(no + 1)[1]
    return (
        bool(lead)
        and clause.tokens[lead - 1].text == ","
        and at < len(clause.tokens)
        and clause.tokens[at].text == ","
    )


def _bridged(clause: Clause, lead: int) -> bool:
    return any(hit.end == lead and hit.concept == "hang.tvilling" for hit in clause.hits)


def _same_for(ctx: Context, no: int, host: Reading) -> Reading | None:
    """As in "motsvarande siffra för kvinnor är 46 procent": as before, of another gender or year."""
    clause = ctx.clause
    left = clause.left(no)
    if clause.find(left, "tid.motsvarande") and not _bridged(clause, clause.mentions[no].lead):
        return host.copy(kon=TOTAL, same_as=-1, when="")
    return None


def _changed(ctx: Context, no: int, kon: str) -> Reading | None:
    """As in "en ökning med ca 250 deltagare", "27 fler än 2023"."""
    clause = ctx.clause
    mention = clause.mentions[no]
    if mention.unit not in _COUNTS:
        return None
    left, right = clause.left(no), clause.right(no)
    lead = mention.lead
    while lead and clause.keys[lead - 1] in ("totalt", "sammanlagt", "hela"):
        lead -= 1
    last = clause.keys[lead - 1] if lead else ""
    for way in ("okning", "minskning"):
        before = [
            hit for hit in clause.find(left, f"andring.{way}") if clause.keys[hit.end - 1] != "an"
        ]
        after = [
            hit
            for hit in clause.find(right[:3], f"andring.{way}")
            if clause.keys[hit.end - 1] == "an"
        ]
        near = before and (before[-1].end == lead or last in ("med", "pa", "om"))
        if not near and not (after and after[0].start <= mention.end + 1):
            continue
        measure = said(clause, left, "fore")
        if not measure:
            base = ctx.reading(no - 1) or ctx.memory.base
            measure = (
                base.measure
                if base
                else ("deltagare" if clause.noun(no)[0] == "person.deltagare" else "")
            )
        if not measure:
            return None
        return Reading(f"{measure}_{way}", goal=False)
    return None


def _background(ctx: Context, no: int, kon: str) -> Reading | None:
    return shares.share(ctx, no, kon)


def _opinion(ctx: Context, no: int, kon: str) -> Reading | None:
    if ctx.clause.mentions[no].unit != "procent":
        return None
    return shares.opinion(ctx.clause, no)


def _population(reading: Reading) -> Reading:
    """The people that a part is taken from: the same measure, of both genders."""
    return reading.copy(kon=TOTAL, same_as=-1)


def _base(ctx: Context, no: int) -> Reading | None:
    """The people that "varav" or "av dessa" refers to: in the sentence, else remembered."""
    for at in range(no - 1, -1, -1):
        reading = ctx.reading(at)
        mention = ctx.clause.mentions[at]
        if (
            reading is not None
            and reading.kon == TOTAL
            and mention.unit in _COUNTS
            and reading.kommun is None
        ):
            if shares.is_people(reading.measure):
                return _population(reading)
    return ctx.memory.base


def _part(ctx: Context, no: int, kon: str) -> Reading | None:
    """A part by gender: its own result if one is told, else the measure of the whole."""
    clause = ctx.clause
    siblings = _siblings(ctx, no)
    right = clause.right(no, past=siblings)
    measure = said(clause, right, "efter")
    named = [hit for hit in clause.find(right[:6], "adjektiv.nya", "adjektiv.avslutade")]
    if measure.startswith("avslutade_"):
        return Reading(measure)
    if named:
        return Reading(named[0].concept.partition(".")[2])
    left_named = clause.find(clause.left(no), "adjektiv.nya", "adjektiv.avslutade")
    base = _base(ctx, no)
    earlier = ctx.reading(no - 1)
    if (
        earlier is not None
        and earlier.kon != TOTAL
        and earlier.kon != kon
        and shares.is_people(earlier.measure)
    ):
        return earlier.copy(kon=kon, same_as=-1)
    if base is not None and not measure:
        return base.copy(kon=kon, goal=base.goal)
    if left_named and not measure:
        return Reading(left_named[-1].concept.partition(".")[2])
    left = said(clause, clause.left(no), "fore")
    if base is None or measure:
        measure = measure or left
        if measure:
            return Reading(measure)
    share_of = {"andelen", "andel"} & {clause.keys[at] for at in clause.left(no)}
    if (
        share_of
        or clause.has("person.deltagare")
        or clause.find(range(len(clause.tokens)), "hang.av_dem")
    ):
        return Reading("deltagare") if clause.mentions[no].unit == "procent" else None
    return (
        Reading("deltagare")
        if ctx.goal_section is False and "fordelning" in " ".join(clause.keys)
        else None
    )


def _siblings(ctx: Context, no: int) -> list[int]:
    """Numbers after this one that share its words: "32 procent av kvinnorna och 36 procent av männen arbetar"."""
    clause = ctx.clause
    found: list[int] = []
    for at in range(no + 1, len(clause.mentions)):
        here, there = clause.mentions[at - 1], clause.mentions[at]
        if there.unit != here.unit or clause.bracket[there.start] >= 0:
            if clause.bracket[there.start] >= 0:
                found.append(at)
                continue
            break
        gap = clause.between(here, there)
        if (
            not gap
            or gap[-1] not in ("och", ",", "respektive", "samt")
            or said(clause, clause.right(at - 1), "efter")
        ):
            break
        found.append(at)
    return found


def _counted(ctx: Context, no: int, kon: str, noun: str, kinds: frozenset[str]) -> Reading | None:
    """What is said of the number: to the right, else to the left, else by its noun."""
    clause = ctx.clause
    mention = clause.mentions[no]
    right = clause.right(no)
    if mention.unit == "antal" and clause.find([*right, *clause.left(no)], "konsultation"):
        return Reading("konsultationer")
    part_of = _is_whole(clause, no)
    measure = said(clause, right, "efter", first=part_of)
    summed = _sum(ctx, no) if clause.find(left_of(clause, no), "hang.summa") else None
    if summed is not None:
        return summed
    if not measure.startswith("avslutade") and "nya" in kinds:
        measure = "nya"
    if not measure.startswith("avslutade_") and "avslutade" in kinds:
        measure = "avslutade"
    if not measure and not part_of:
        measure = _through(ctx, no)
    left = clause.left(no)
    if not measure:
        measure = said(clause, left, "fore")
        if measure == "deltagare" and not _may_take_part(ctx, no, noun, left):
            measure = ""
    if not measure:
        measure = _split_phrase(clause, no, left, right)
    if not measure:
        return _by_noun(ctx, no, noun)
    if mention.unit == "procent" and measure in ("deltagare", "nya", "avslutade"):
        return None
    if measure == "deltagare":
        if shares.outsiders(clause, no):
            return None
        if clause.find([*right, *left], "samtidigt"):
            return Reading("deltagare_samtidigt")
        measure = shares.gathering(clause, no) or measure
    if measure in ("nya", "avslutade") and shares.outsiders(clause, no):
        return None
    return Reading(measure)


def left_of(clause: Clause, no: int) -> list[int]:
    """The two places before a number."""
    lead = clause.mentions[no].lead
    return [at for at in range(max(0, lead - 2), lead)]


def _is_whole(clause: Clause, no: int) -> bool:
    """True for the number that others are a part of: "av de 527 personer som avslutade ..."."""
    at = clause.mentions[no].lead - 1
    while at >= 0 and clause.keys[at] in listed("lista", "fyllnad"):
        at -= 1
    return at >= 0 and clause.keys[at] in ("av", "bland")


def _through(ctx: Context, no: int) -> str:
    """The words after numbers that stand in between: shares in a row, or an apposition between commas."""
    clause = ctx.clause
    found = _siblings(ctx, no)
    wholes = []
    for at in range(no + 1, len(clause.mentions)):
        if _is_whole(clause, at) and not wholes:
            wholes.append(at)
            continue
        gap = clause.between(clause.mentions[at - 1], clause.mentions[at])
        bracketed = clause.bracket[clause.mentions[at].start] >= 0
        if (
            bracketed
            or _apposed(clause, at)
            or gap in (["eller"], ["personer", "eller"])
            or "saga" in gap
        ):
            wholes.append(at)
        else:
            break
    right = clause.right(no, past=[*found, *wholes])
    if wholes:
        # What the whole says of itself comes first and is not for its part.
        end = clause.mentions[wholes[0]].end
        late = [at for at in right if at >= end]
        relative = [at for at in late if clause.keys[at] == "som"]
        measure = said(clause, right, "efter")
        if relative and not measure.startswith("avslutade_"):
            return ""
        return measure
    return said(clause, right, "efter")


def _may_take_part(ctx: Context, no: int, noun: str, left: Sequence[int]) -> bool:
    """A weak word before the number (har, med) counts people only with a noun for participants."""
    mention = ctx.clause.mentions[no]
    if mention.unit != "antal":
        return False
    strong = [
        hit
        for hit in ctx.clause.find(left, "deltagare.fore", "deltagare.bada")
        if hit.end - hit.start > 1
    ]
    named = any(
        ctx.clause.keys[hit.start].startswith(("deltagar", "antal"))
        for hit in ctx.clause.find(left, "deltagare.bada")
    )
    if named and not noun:
        return True
    return noun == "person.deltagare" or (
        noun.startswith(("person", "kon")) and (bool(strong) or _direct(ctx, no))
    )


def _direct(ctx: Context, no: int) -> bool:
    """True if a word for receiving people stands right before the number."""
    lead = ctx.clause.mentions[no].lead
    names = ("deltagare.fore", "deltagare.bada")
    hits = [hit for hit in ctx.clause.hits if hit.concept in names and lead - 3 <= hit.end <= lead]
    weak = {"har", "hade", "med", "fick", "fatt"}
    return any(ctx.clause.keys[hit.start] not in weak for hit in hits)


def _split_phrase(clause: Clause, no: int, left: Sequence[int], right: Sequence[int]) -> str:
    """As in "fick 779 personer stöd", "tog 214 personer del av"."""
    noun = clause.noun(no)[0]
    if clause.mentions[no].unit != "antal" or not noun.startswith(("person", "kon")):
        return ""
    written = clause.find(left, "skriven.fore")
    for way, measure in (("in", "nya"), ("ut", "avslutade")):
        if written and any(clause.keys[at] == way for at in right[:_FEW]):
            return measure
    verbs = clause.find(left, "deltagare.delat_fore")
    halves = clause.find(right, "deltagare.delat")
    return (
        "deltagare" if verbs and halves and halves[0].start - clause.mentions[no].end <= 4 else ""
    )


def _by_noun(ctx: Context, no: int, noun: str) -> Reading | None:
    """No verb tells: the noun deltagare counts participants, a goal or a result repeats the measure before."""
    clause = ctx.clause
    mention = clause.mentions[no]
    left = clause.left(no)
    share = mention.unit == "procent"
    kept = ctx.memory.shared if share else ctx.memory.goal or ctx.memory.last
    remembered = ctx.earlier(no, mention.unit) or kept
    told = clause.find(left, "mal.ord", "mal.utfall")
    if noun in _OF_NOUNS:
        return Reading(_OF_NOUNS[noun])
    if noun == "person.person" and clause.find(clause.right(no), "hang.samling"):
        return Reading(shares.GATHERING)
    if noun == "person.deltagare" and not shares.outsiders(clause, no):
        if told and remembered and remembered.measure == "nya":
            return Reading("nya")
        if _listed(ctx, no) and remembered is not None:
            return remembered.copy(same_as=-1, kon=TOTAL)
        return Reading(shares.gathering(clause, no) or "deltagare")
    if told and (not noun or noun.startswith("person")) and mention.unit in _COUNTS:
        host = remembered
        if host is not None and not host.measure.endswith(("_okning", "_minskning")):
            reported = clause.find(left, "mal.utfall")
            return host.copy(same_as=-1, goal=False, when="", kon=host.kon if reported else TOTAL)
        if clause.find(left, "deltagare.bada") or (
            "personer" in clause.keys and clause.find(left, "mal.ord")
        ):
            return Reading("deltagare")
    if clause.find(left, "hang.summa") and mention.unit == "antal":
        return _sum(ctx, no)
    if mention.unit == "antal" and not noun and _compared(clause, left):
        return remembered.copy(same_as=-1, goal=remembered.goal) if remembered is not None else None
    return None


def _listed(ctx: Context, no: int) -> bool:
    """As in "till A var 60 deltagare, till B 63 deltagare": the next in a row says no verb of its own."""
    start = ctx.clause.noun(no - 1)[1] if no else 0
    keys = ctx.clause.keys[start : ctx.clause.mentions[no].lead]
    return (
        no > 0
        and len(keys) > 1
        and keys[0] in (",", "och")
        and keys[1] in ("till", "i", "vid", "for", "hos")
    )


def _compared(clause: Clause, left: Sequence[int]) -> bool:
    return bool(clause.find(left, "tid.jamfor"))


def _sum(ctx: Context, no: int) -> Reading | None:
    """As in "22 fick arbete och 13 började studera, tillsammans 35": both ways out together."""
    ways = []
    for at in range(no):
        reading = ctx.reading(at)
        if reading is not None and reading.measure.startswith("avslutade_"):
            ways.append(reading.measure.removeprefix("avslutade_"))
    if set(ways) == {"arbete", "studier"}:
        return Reading("avslutade_arbete_studier")
    return None


__all__ = ["Context", "is_goal", "outcome", "read_people"]

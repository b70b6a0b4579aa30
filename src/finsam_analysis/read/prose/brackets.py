"""Numbers that say again, divide, or change the number before them.

"20 (41 procent)" is the same people twice; "(45 kvinnor och 11 män)" their parts; "(37 procent år
2022)" the year before; "till arbete (7) eller studier (6)" names each way out before its bracket.
The same goes for a number between commas and after "motsvarande". A change is told in words: "en
ökning med ca 250", "27 fler än 2023", "en ökning från 33 procent".
"""

from __future__ import annotations

from collections.abc import Sequence

from finsam_analysis.read.prose import shares as shares
from finsam_analysis.read.prose.amounts import OTHER
from finsam_analysis.read.prose.clause import Clause, is_whole, listed
from finsam_analysis.read.prose.kon import BOTH, TOTAL
from finsam_analysis.read.prose.labels import around_bracket, label_before
from finsam_analysis.read.prose.numbers import is_year
from finsam_analysis.read.prose.reading import EXIT, PREVIOUS, Context, Reading
from finsam_analysis.read.prose.said import said

_NEAR = 14
_FEW = 3
_BRIDGES = 4
_COUNTS = ("antal", "procent")
_SIGNS = (",", ".", "!")


def bracketed(ctx: Context, no: int, kon: str) -> Reading | None:
    """The reading of a number in brackets; None if it stands in none, or nothing tells it."""
    clause = ctx.clause
    mention = clause.mentions[no]
    opened = clause.bracket[mention.start]
    if opened < 0 or mention.unit not in _COUNTS:
        return None
    host_no = _host(clause, no)
    host = ctx.reading(host_no)
    label = label_before(ctx, opened, no)
    inside = range(opened + 1, clause.closing(opened))
    if _is_second_of(clause, no):
        whole = host is not None and host.measure.startswith("avslutade_")
        return host.copy(measure="avslutade", same_as=-1, goal=False) if whole and host else None
    if kon != TOTAL and clause.find(inside, "kon"):
        base = label or (population(host) if host else ctx.memory.base)
        return base.copy(kon=kon, same_as=-1) if base else None
    beside = ctx.reading(no - 1)
    if host is None and kon != TOTAL and beside is not None and beside.kon not in (TOTAL, kon):
        return beside.copy(kon=kon, same_as=-1)  # "... (34 procent) än männen (41 procent)"
    if label is not None and (host is None or label.measure != host.measure):
        return label
    if host is None:
        far = host_no < 0 and not is_listed(clause, no)
        return _outside(ctx, no, opened) if far else None
    own = said(clause, clause.right(no), "efter")
    if own and own != host.measure and clause.keys[mention.lead - 1] != "av":
        return Reading(own)
    if host.goal and clause.find(range(clause.mentions[host_no].end, opened), "mal.uppfylld"):
        return host.copy(goal=False, same_as=host_no)
    if clause.mentions[host_no].unit != mention.unit:
        before = PREVIOUS if clause.find(inside, "tid.foregaende") else host.when
        return host.copy(same_as=host_no, when=before)
    return _compared(clause, no, host_no, host, opened)


def _is_second_of(clause: Clause, no: int) -> bool:
    """True for the second number of "38 % (13 av 34 avslutade)": the whole of the first."""
    mention = clause.mentions[no]
    if not no or clause.bracket[clause.mentions[no - 1].start] != clause.bracket[mention.start]:
        return False
    gap = clause.between(clause.mentions[no - 1], mention)
    return "av" in gap and gap[-1] in ("av", "de", "totalt")


def _compared(clause: Clause, no: int, host_no: int, host: Reading, opened: int) -> Reading | None:
    """A bracket with the unit of its host: the year before, or before the insats."""
    mention = clause.mentions[no]
    inside = range(opened + 1, clause.closing(opened))
    if clause.find(inside, "mal.ord"):
        return host.copy(same_as=host_no, goal=True)
    if list(clause.keys[opened + 1 : mention.lead]) == ["fran"]:
        entry = host.measure.replace("_vid_avslut", "_vid_inskrivning")
        when = host.when if entry != host.measure else PREVIOUS
        return host.copy(same_as=host_no, measure=entry, when=when)
    if clause.mentions[host_no].share:
        return host.copy(same_as=host_no)
    years = any(is_year(clause.tokens[at]) for at in inside)
    ends = (clause.mentions[host_no].end, clause.noun(host_no)[1])
    alone = opened in ends and mention.end == clause.closing(opened)
    if host.goal and (years or alone):
        return Reading(OTHER, label=host.label)  # the goal or the result of that year: not said
    if years or alone or clause.find(inside, "tid.foregaende"):
        told = clause.noun(no)[0].startswith("person")  # "12 män (2022: 41 deltagare)" is of all
        return host.copy(same_as=host_no, when=PREVIOUS, kon=TOTAL if told else host.kon)
    return None


def is_listed(clause: Clause, no: int) -> bool:
    """As in "till arbete (10), studier (6) och annat (4)": only the word before can tell it."""

    def alone(at: int) -> bool:
        mention, opened = clause.mentions[at], clause.bracket[clause.mentions[at].start]
        return opened == mention.start - 1 and mention.end == clause.closing(opened)

    return no > 0 and alone(no) and alone(no - 1)


def _host(clause: Clause, no: int) -> int:
    """The number that stands last before the bracket of mention `no`; -1 if none is near."""
    opened = clause.bracket[clause.mentions[no].start]
    for at in range(no - 1, -1, -1):
        mention = clause.mentions[at]
        if mention.end <= opened and clause.bracket[mention.start] < 0:
            return at if opened - mention.end <= _NEAR else -1
    return -1


def _outside(ctx: Context, no: int, opened: int) -> Reading | None:
    """As in "En större andel män (33 %) går till arbete": the words around tell the measure."""
    clause = ctx.clause
    free = [
        at
        for at, token in enumerate(clause.tokens)
        if clause.bracket[at] < 0 and token.text not in ("(", ")")
    ]
    after = [at for at in free if at > opened]
    before = [at for at in free if at < opened]
    measure = said(clause, after, "efter") or said(clause, before, "fore")
    if measure and measure != "deltagare":
        return Reading(measure)
    return around_bracket(ctx, before + after)


def echo(ctx: Context, no: int, kon: str) -> Reading | None:
    """A share of the number before, or the number behind the share: "23 deltagare, 26 procent"."""
    clause = ctx.clause
    mention = clause.mentions[no]
    if mention.unit not in _COUNTS or kon == BOTH:
        return None
    host = ctx.earlier(no)
    if host is None:
        return _echo_of_sentence_before(ctx, no, kon)
    before = ctx.reading(no - 1) if clause.mentions[no - 1].unit in _COUNTS else None
    end = shares.pair(clause, no)
    if end:
        follows = before is not None and end == EXIT and "_vid_" not in before.measure
        return before.copy(when="") if before is not None and follows else None
    if before is None or clause.mentions[no - 1].unit == mention.unit:
        return _same_for(clause, no, host)
    if is_whole(clause, no - 1) and no > 1 and mention.unit == "procent" and ctx.reading(no - 2):
        before = ctx.reading(no - 2) or before  # "13 av de 25 som avslutades, eller 52 procent"
    gap = clause.between(clause.mentions[no - 1], mention)
    if _bridged(clause, mention.lead) and "av" not in gap[-2:]:
        opened = clause.bracket[clause.mentions[no - 1].start]
        whole = _whole(ctx, no) if clause.bracket[mention.start] < 0 <= opened else None
        return summed(ctx, no) or whole or before.copy(same_as=no - 1)
    direct = gap[-1:] == [","] and kon == TOTAL
    nameless = not clause.noun(no)[0] or mention.unit == "antal"
    if direct and nameless and (_says_no_more(clause, no) or apposed(clause, no)):
        return before.copy(same_as=no - 1)
    return None


def _echo_of_sentence_before(ctx: Context, no: int, kon: str) -> Reading | None:
    """Reads "Det motsvarar 41 procent" and "För kvinnorna är motsvarande andel 34 procent"."""
    clause, last = ctx.clause, ctx.memory.last
    mention = clause.mentions[no]
    again = _said_again(ctx, no)
    if again is not None:
        return again.copy(kon=TOTAL, same_as=-1, when="", goal=False)
    if last is None or mention.unit != "procent":
        return None
    bridged = _bridged(clause, mention.lead)
    named = clause.find(clause.left(no), "tid.motsvarande")
    if named and not bridged and not shares.pair(clause, no):
        last = ctx.memory.shared or last
        return last.copy(kon=TOTAL, same_as=-1, when="", goal=False)
    before = clause.keys[max(0, mention.lead - _BRIDGES) : mention.lead]
    aged = any(clause.tokens[at].kind in ("utom", "tal") for at in range(mention.lead))
    if bridged and kon == TOTAL and not aged and not {"var", "andel"} & set(before):
        return last.copy(same_as=0)
    return None


def _said_again(ctx: Context, no: int) -> Reading | None:
    """The figure that "Under 2022 var andelen 44 procent" says of another year."""
    clause = ctx.clause
    left = clause.left(no)
    host = ctx.memory.shared if clause.mentions[no].unit == "procent" else ctx.memory.base
    years = [at for at in left if is_year(clause.tokens[at])]
    others = [clause.keys[at] for at in left if at not in years]
    genders = {clause.keys[hit.start] for hit in clause.find(left, "kon.kvinnor", "kon.man")}
    told = all(key in listed("lista", "upprepning") or key in genders for key in others)
    named = listed("lista", "upprepat")
    past = years or genders or clause.find(left, "tid.foregaende")
    return host if told and past and named & set(others) else None


def _same_for(clause: Clause, no: int, host: Reading) -> Reading | None:
    """As in "motsvarande siffra för kvinnor är 46 procent": of another gender or year."""
    named = clause.find(clause.left(no), "tid.motsvarande")
    if named and not _bridged(clause, clause.mentions[no].lead):
        return host.copy(kon=TOTAL, same_as=-1, when="", goal=False)
    return None


def _bridged(clause: Clause, lead: int) -> bool:
    return any(hit.end == lead and hit.concept == "hang.tvilling" for hit in clause.hits)


def _whole(ctx: Context, no: int) -> Reading | None:
    """The number outside brackets that a share after them is of."""
    for at in range(no - 1, -1, -1):
        reading = ctx.reading(at)
        free = ctx.clause.bracket[ctx.clause.mentions[at].start] < 0
        if reading is not None and reading.kon == TOTAL and free:
            return reading.copy(same_as=at)
    return None


def _says_no_more(clause: Clause, no: int) -> bool:
    """True if the number ends its clause, so that it has nothing of its own to say."""
    places = [at for at in clause.right(no) if clause.tokens[at].text not in _SIGNS]
    end = clause.noun(no)[1]
    of_whole = clause.keys[end : end + 1] == ["av"]
    if of_whole and not clause.find(places, "utfall", "enkat.mening", "forsorjning"):
        filler = listed("lista", "fyllnad")
        people = {hit.start for hit in clause.find(places, "person", "adjektiv", "avslutade")}
        places = [at for at in places if at not in people and clause.keys[at] not in filler]
    return all(at < end or clause.keys[at] == "av" for at in places)


def apposed(clause: Clause, no: int) -> bool:
    """True for a number between commas, which says the one before in another way."""
    lead = clause.mentions[no].lead
    if not lead or clause.tokens[lead - 1].text != ",":
        return False
    at = clause.after_noun(no)
    follows = no + 1 < len(clause.mentions) and clause.mentions[no + 1].lead == at + 1
    if follows and clause.keys[at] == "eller":
        # "13 personer eller 54 procent," is one thing said twice.
        at = clause.after_noun(no + 1)
    return at < len(clause.tokens) and clause.tokens[at].text == ","


def population(reading: Reading) -> Reading:
    """The people that a part is taken from: the same measure, of both genders."""
    return reading.copy(kon=TOTAL, same_as=-1)


def summed(ctx: Context, no: int) -> Reading | None:
    """As in "22 fick arbete och 13 började studera, tillsammans 35": both ways out together."""
    ways = set()
    for at in range(no):
        reading = ctx.reading(at)
        if reading is not None and reading.measure.startswith("avslutade_"):
            ways.add(reading.measure.removeprefix("avslutade_"))
    return Reading("avslutade_arbete_studier") if ways == {"arbete", "studier"} else None


def looked_over(clause: Clause, no: int, wholes: Sequence[int]) -> list[int]:
    """Numbers after `no` that only say it in another way, and so do not end what it says."""
    found = list(wholes)
    for at in range(no + 1 + len(found), len(clause.mentions)):
        gap = clause.between(clause.mentions[at - 1], clause.mentions[at])
        inside = clause.bracket[clause.mentions[at].start] >= 0
        again = gap[-1:] == ["eller"] and (len(gap) <= 3 or gap[-2] == ",")
        parted = gap[-2:] == [",", "varav"] and clause.keys[
            clause.after_noun(at) : clause.after_noun(at) + 1
        ] == [","]
        if not (inside or apposed(clause, at) or again or parted or "saga" in gap):
            break
        found.append(at)
    return found


# ---- change ----------------------------------------------------------------------------------


def changed(ctx: Context, no: int, kon: str) -> Reading | None:
    """As in "en ökning med ca 250 deltagare", "27 fler än 2023"."""
    clause = ctx.clause
    mention = clause.mentions[no]
    if mention.unit not in _COUNTS:
        return None
    left, right = clause.left(no), clause.right(no)
    lead = mention.lead
    while lead and clause.keys[lead - 1] in listed("lista", "summaord"):
        lead -= 1
    linked = lead > 0 and clause.keys[lead - 1] in listed("lista", "med")
    for way in ("okning", "minskning"):
        hits = clause.find([*left, *right[:_FEW]], f"andring.{way}")
        before = [h for h in hits if h.end <= lead and clause.keys[h.end - 1] != "an"]
        after = [h for h in hits if h.start >= mention.end and clause.keys[h.end - 1] == "an"]
        near = before and (before[-1].end == lead or linked)
        if near or (after and after[0].start <= mention.end + 1):
            measure = _what_changed(ctx, no, left)
            if measure == OTHER:
                return None
            return Reading(f"{measure}_{way}") if measure else None
    return None


def risen(ctx: Context, no: int, kon: str) -> Reading | None:
    """As in "41 procent, en ökning från 33 procent 2020": what it was before."""
    clause = ctx.clause
    mention = clause.mentions[no]
    words_before = list(clause.keys[max(0, mention.lead - 2) : mention.lead])
    if len(words_before) < 2 or words_before[1] != "fran" or shares.pair(clause, no):
        return None
    host = ctx.earlier(no, mention.unit)
    before = clause.mentions[no - 1] if no else None
    if before is not None and before.unit == mention.unit and host is not None:
        # "Antalet minskade till 327 från 381 året innan"
        if before.lead and clause.keys[before.lead - 1] == "till" and words_before[0] != "till":
            if clause.between(before, mention) == ["fran"]:
                return host.copy(same_as=-1, when=PREVIOUS)
    if words_before[0] not in listed("lista", "fran_fore") or host is None:
        return None
    return host.copy(same_as=-1, when=PREVIOUS)


def _what_changed(ctx: Context, no: int, left: Sequence[int]) -> str:
    measure = said(ctx.clause, left, "fore")
    base = ctx.reading(no - 1) or ctx.memory.base
    if measure or base is not None:
        return measure or (base.measure if base is not None else "")
    return "deltagare" if ctx.clause.noun(no)[0] == "person.deltagare" else ""

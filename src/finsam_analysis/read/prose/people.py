"""Counts and shares of people: took part, began, left, and to what, by gender, with goals.

Order of the rules, the first that fits decides: answers to a survey; a number in brackets; a share
of the number before ("214 personer, 52 procent"); a change ("ökning med 250"); a background share
(livelihood, schooling, age, who sent them, home); an opinion; a part by gender; what is said of
them; their noun alone. A number that no rule fits is no figure of people.
"""

from __future__ import annotations

from collections.abc import Sequence

from finsam_analysis.read.prose import shares as shares
from finsam_analysis.read.prose.brackets import (
    apposed,
    bracketed,
    changed,
    echo,
    is_listed,
    population,
    risen,
    summed,
)
from finsam_analysis.read.prose.clause import Clause, is_whole, listed
from finsam_analysis.read.prose.kon import BOTH, TOTAL, gender
from finsam_analysis.read.prose.lexicon import lexicon
from finsam_analysis.read.prose.lines import small
from finsam_analysis.read.prose.mal import is_goal
from finsam_analysis.read.prose.mention import is_year
from finsam_analysis.read.prose.of_what import are_the_rest, of_no_people
from finsam_analysis.read.prose.period import PARTS
from finsam_analysis.read.prose.reading import Context, Reading
from finsam_analysis.read.prose.said import outcome, said
from finsam_analysis.read.prose.survey import answers, opinion
from finsam_analysis.read.prose.told import listed_way, siblings, told

_FEW = 3
_REACH = 6
_COUNTS = ("antal", "procent")
_OF_MONEY = ("kostnader", "budget", "intakter", "resultat", "eget_kapital", "medlemsbidrag")
_STAFF = ("anstallda", "medarbetare")
_WHOLE = ("deltagare", "nya", "avslutade")
_OF_NOUNS = {"person.remiss": "nya", "person.avslut": "avslutade"}
_THINGS = ("okant", "ovrigt", "personal")
# Who is counted but takes no part: the words, on both sides or before only, and their measure.
_BESIDE = {"konsultation": True, "ko": True, "kapacitet": False}
_NAMES = {"konsultation": "konsultationer", "ko": "i_ko", "kapacitet": "platser"}
_NAMED_KINDS = ("adjektiv.nya", "adjektiv.avslutade")


def read_people(ctx: Context, no: int) -> list[Reading]:
    """The readings of a count or a share of people; empty if no rule fits."""
    clause = ctx.clause
    kon = gender(clause, no, ctx.claimed)
    noun, _, kinds = clause.noun(no)
    found = answers(ctx, no)
    if found is None and of_no_people(clause, no):
        return []
    thing = clause.mentions[no].unit == "antal" and noun.startswith(_THINGS)
    if found is None and thing and not listed_way(ctx, no):
        return []
    for rule in (bracketed, echo, risen, changed, shares.share):
        found = found or rule(ctx, no, kon)
    if found is None and clause.mentions[no].unit == "procent":
        found = opinion(ctx, no)
    if found is None and kon != TOTAL:
        found = _part(ctx, no, kon)
    if found is None and not is_listed(clause, no):
        found = _counted(ctx, no, noun, kinds)
    return _finish(ctx, no, found, kon) if found is not None else []


def _finish(ctx: Context, no: int, reading: Reading, kon: str) -> list[Reading]:
    percent = ctx.clause.mentions[no].unit == "procent"
    if percent and reading.measure in _WHOLE and kon == reading.kon == TOTAL:
        if reading.kommun is None:
            return []  # a share of all of them needs to say of which
    if reading.kon == TOTAL and kon not in (TOTAL, BOTH):
        reading.kon = kon
    if reading.kon == TOTAL and kon == TOTAL:
        reading.kon = _kon_of_whole(ctx, no)
    if reading.same_as < 0 and not reading.goal:
        reading.goal = is_goal(ctx, no)
    reading.measure = _later(ctx, reading.measure)
    if kon == BOTH:
        return [reading.copy(kon="kvinnor"), reading.copy(kon="man")]
    return shares.at_both_ends(ctx.clause, no, reading)


def _kon_of_whole(ctx: Context, no: int) -> str:
    """As in "22 kvinnor avslutades, sju av dem till arbete och sex till studier": of the women.

    Only where the sentence counts no one but them.
    """
    clause = ctx.clause
    found = [r for at in range(no) if (r := ctx.reading(at)) and shares.is_people(r.measure)]
    kons = {reading.kon for reading in found}
    if len(kons) != 1 or TOTAL in kons or clause.mentions[no].unit != "antal":
        return TOTAL
    end = clause.noun(no)[1] if clause.noun(no)[0].startswith("person") else clause.mentions[no].end
    of_them = list(clause.keys[end : end + 2]) in (["av", "dem"], ["av", "dessa"])
    part = clause.keys[clause.mentions[no].lead - 1] in ("varav", "darav")
    goes_on = no > 1 and ctx.earlier(no) is not None and clause.mentions[no - 1].start in ctx.parts
    if of_them or part or (goes_on and clause.keys[clause.mentions[no].lead - 1] in ("och", ",")):
        ctx.parts.add(clause.mentions[no].start)
        return kons.pop()
    return TOTAL


def _later(ctx: Context, measure: str) -> str:
    """The measure of those who left, a year later: "självförsörjande ett år efter"."""
    told = ctx.memory.later or ctx.clause.has("efter_ett_ar")
    if not told or not measure.startswith("avslutade_") or measure.endswith("_ett_ar"):
        return measure
    way = measure.removeprefix("avslutade_")
    return "sjalvforsorjande_ett_ar" if way == "egen_forsorjning" else f"{measure}_ett_ar"


# ---- parts by gender ----------------------------------------------------------------------------


def _part(ctx: Context, no: int, kon: str) -> Reading | None:
    """A part by gender: its own result if one is told, else the measure of the whole."""
    clause = ctx.clause
    right = clause.right(no, past=siblings(clause, no))
    measure = said(clause, right, "efter")
    if measure.startswith("avslutade_"):
        return Reading(measure)
    named = clause.find(right[:_REACH], *_NAMED_KINDS)
    if named:
        return Reading(named[0].concept.partition(".")[2])
    earlier = ctx.reading(no - 1)
    if (
        earlier is not None
        and earlier.kon not in (TOTAL, kon)
        and shares.is_people(earlier.measure)
    ):
        return earlier.copy(kon=kon, same_as=-1)
    base = _base(ctx, no)
    if base is not None and not measure:
        return base.copy(kon=kon)
    named = clause.find(clause.left(no), *_NAMED_KINDS)
    if named and not measure:
        return Reading(named[-1].concept.partition(".")[2])
    measure = measure or said(clause, clause.left(no), "fore")
    if measure:
        return Reading(measure)
    last, left = ctx.memory.last, clause.left(no)
    if last is not None and last.measure == "deltagare" and clause.find(left[:1], "hang.summa"):
        return Reading("deltagare")  # "Totalt under projekttiden: 95 kvinnor"
    return Reading("deltagare") if _is_share_by_gender(clause, no) else None


def _is_share_by_gender(clause: Clause, no: int) -> bool:
    """True for a percentage by gender of people whom nothing else names: of the participants."""
    if clause.mentions[no].unit != "procent":
        return clause.has("hang.av_deltagarna")
    told = listed("lista", "andelsord") & {clause.keys[at] for at in clause.left(no)}
    return bool(told) or clause.has("person.deltagare", "hang.av_dem", "hang.fordelning")


def _base(ctx: Context, no: int) -> Reading | None:
    """The people that "varav" or "av dessa" refers to: in the sentence, else remembered."""
    for at in range(no - 1, -1, -1):
        reading = ctx.reading(at)
        if reading is None or ctx.clause.mentions[at].unit not in _COUNTS:
            continue
        opened = ctx.clause.bracket[ctx.clause.mentions[at].start]
        if opened >= 0 and opened != ctx.clause.bracket[ctx.clause.mentions[no].start]:
            continue  # "170 (158 året innan), 103 kvinnor": a part of the 170
        people = shares.is_people(reading.measure) or reading.measure in _STAFF
        if reading.kon == TOTAL and reading.kommun is None and people:
            return population(reading)
    parted = shares.summing_to(ctx, no)
    if parted is not None and not parted.goal:
        return population(parted)
    base = ctx.memory.base
    if base is not None and base.measure.startswith("avslutade_") and _of_participants(ctx, no):
        return Reading("deltagare")
    return base


def _of_participants(ctx: Context, no: int) -> bool:
    """True for a share of the participants by name: "40 procent av deltagarna är kvinnor"."""
    clause = ctx.clause
    if clause.mentions[no].unit != "procent":
        return False
    end = clause.mentions[no].end
    places = [*clause.left(no), *range(end, end + _FEW)]
    return bool(clause.find(places, "person.deltagare"))


# ---- what is said of them -----------------------------------------------------------------------


def _counted(ctx: Context, no: int, noun: str, kinds: frozenset[str]) -> Reading | None:
    """What is said of the number: to the right, else to the left, else by its noun."""
    clause = ctx.clause
    mention = clause.mentions[no]
    right, left = clause.right(no), clause.left(no)
    if mention.unit == "antal":
        for name, places in _BESIDE.items():
            if clause.find([*right, *left] if places else left, name):
                return Reading(_NAMES[name])
    if clause.find(left[-2:], "hang.summa"):
        both = summed(ctx, no)
        if both is not None:
            return both
    if clause.find([*left, *right], "hang.riket"):
        return None  # "Nationellt gick 31 procent till arbete": not the förbund's
    measure = told(ctx, no, noun, kinds)
    if not measure:
        return _of_them_in(ctx, no) or _by_noun(ctx, no, noun) or _again(ctx, no, noun)
    if measure == "deltagare" and noun == "person.remiss":
        measure = _OF_NOUNS[noun]
    if mention.unit == "procent" and measure in _WHOLE:
        return None
    if measure in _WHOLE and _is_some(clause, no, measure):
        return None
    if measure == "deltagare":
        if clause.find([*right, *left], "samtidigt"):
            return Reading("deltagare_samtidigt")
        stock = _in_stock(clause, left, right)
        if stock:
            return Reading(stock)
        return Reading(shares.gathering(clause) or _gathered(ctx) or measure)
    return Reading(measure)


def _of_them_in(ctx: Context, no: int) -> Reading | None:
    """As in "61 har skrivits in sedan starten, varav 38 under 2023": of them, those of a year."""
    clause, earlier = ctx.clause, ctx.earlier(no, "antal")
    end = clause.mentions[no].end
    of_them = list(clause.keys[end : end + 2]) in (["av", "dem"], ["av", "dessa"])
    end += 2 if of_them else 0
    year = clause.tokens[end + 1] if end + 1 < len(clause.tokens) else None
    if (
        earlier is None
        or year is None
        or not is_year(year)
        or not shares.is_people(earlier.measure)
    ):
        return None
    part = of_them or clause.keys[clause.mentions[no].lead - 1] in ("varav", "darav")
    if not part or clause.keys[end] not in ("under", "ar"):
        return None
    return earlier.copy(same_as=-1, when=year.text)


def _is_some(clause: Clause, no: int, measure: str) -> bool:
    """True for others than the participants, and for some of them who are not all of a measure."""
    following = no + 1 < len(clause.mentions) and is_whole(clause, no + 1)
    if measure == "avslutade" and following and measure in clause.noun(no + 1)[2]:
        return True  # "24 av 44 avslutade gjorde det": what they did is told elsewhere
    return shares.outsiders(clause, no) or are_the_rest(clause, no)


def _in_stock(clause: Clause, left: Sequence[int], right: Sequence[int]) -> str:
    """The measure of those inscribed when the year began or ended: not all of the year's."""
    dates = [clause.tokens[at].text for at in left if clause.tokens[at].kind == "utom"]
    if clause.find([*left, *right], "person", "deltagare") and dates:
        if dates[-1].endswith("-12-31"):
            return "deltagare_utgaende"
        if dates[-1].endswith("-01-01"):
            return "deltagare_ingaende"
    stop = next((at for at in right if clause.keys[at] in ("och", ",", "medan")), None)
    right = [at for at in right if stop is None or at < stop]
    for places in (right, left):
        hits = clause.find(places, "stallning.ingaende", "stallning.utgaende")
        start = max((at for at in left if clause.keys[at] in ("och", ",")), default=-1)
        own = [at for at in left if at > start]
        if hits and not clause.find([*own, *right], "stallning.ej"):
            return f"deltagare_{hits[0].concept.partition('.')[2]}"
    return ""


def _again(ctx: Context, no: int, noun: str) -> Reading | None:
    """As in "Av de 214 personerna var ...": the number that was counted before, said again."""
    mention = ctx.clause.mentions[no]
    if mention.unit != "antal" or not (noun.startswith("person") or is_whole(ctx.clause, no)):
        return None
    same = [reading for value, reading in ctx.memory.bases if value == mention.value]
    return same[-1].copy(same_as=-1) if same else None


def _gathered(ctx: Context) -> str:
    """As in "12 föreläsningar har hållits. Sammanlagt deltog 870 personer."."""
    summed_up = ctx.clause.keys[0] in listed("lista", "sammantaget") | listed("lista", "summaord")
    own = (ctx.home or ctx.named) and not (summed_up and not ctx.memory.bases)
    hits = lexicon().find(ctx.memory.text) if not own else []
    of_insats = ctx.clause.has("subjekt.insats", "subjekt.insatser")
    gathered = any(hit.concept == "hang.samling" for hit in hits)
    return shares.GATHERING if gathered and not of_insats else ""


# ---- by the noun alone --------------------------------------------------------------------------


def _by_noun(ctx: Context, no: int, noun: str) -> Reading | None:
    """No verb tells: the noun counts, and a goal or a result repeats the measure before."""
    clause = ctx.clause
    left = clause.left(no)
    host = _host_of(ctx, no)
    if noun in _OF_NOUNS:
        return Reading(_OF_NOUNS[noun])
    if shares.outsiders(clause, no):
        return None
    if noun == "person.person" and clause.find(clause.right(no), "hang.samling"):
        return Reading(shares.GATHERING)
    if _next_for(clause, no) and host is not None:
        return host.copy(same_as=-1, kon=TOTAL)
    told_goal = bool(clause.find(left, "mal.ord", "mal.utfall"))
    if noun == "person.deltagare":
        return _of_participants_noun(ctx, no, host, told_goal)
    if told_goal and (not noun or noun.startswith("person")):
        if host is not None and not host.measure.endswith(("_okning", "_minskning")):
            kon = host.kon if clause.find(left, "mal.utfall") else TOTAL
            return host.copy(same_as=-1, goal=False, when="", kon=kon)
        if clause.find(left, "deltagare.bada") or noun == "person.person":
            return Reading("deltagare")
    if noun not in ("", "person.person"):
        return None
    return _counted_again(ctx, no, noun, host) or _beside_name(ctx, no, noun, host)


def _host_of(ctx: Context, no: int) -> Reading | None:
    """The figure before that a number without a verb may repeat; never an amount."""
    unit = ctx.clause.mentions[no].unit
    kept = ctx.memory.shared if unit == "procent" else ctx.memory.goal or ctx.memory.last
    host = ctx.earlier(no, unit) or kept
    return None if host is not None and host.measure in _OF_MONEY else host


def _of_participants_noun(
    ctx: Context, no: int, host: Reading | None, told_goal: bool
) -> Reading | None:
    """A number of "deltagare" of whom nothing is said."""
    if not told_goal and _is_some_of_them(ctx, no):
        return None
    if host is not None and _in_row(ctx.clause, no):
        return host.copy(same_as=-1, kon=TOTAL)
    if told_goal and _is_goal_for_new(ctx, no, host):
        return Reading("nya")
    stock = _in_stock(ctx.clause, ctx.clause.left(no), ctx.clause.right(no))
    return Reading(stock or shares.gathering(ctx.clause) or "deltagare")


def _counted_again(ctx: Context, no: int, noun: str, host: Reading | None) -> Reading | None:
    """The same as before: of another part of the year, ytterligare, compared with it."""
    clause = ctx.clause
    mention = clause.mentions[no]
    left = clause.left(no)
    before = ctx.earlier(no, mention.unit)
    compared = clause.find(left, "tid.jamfor")
    if mention.unit == "procent":
        again = bool(compared) and not noun
        return before.copy(same_as=-1, when="") if again and before is not None else None
    if before is not None and _next_part(clause, no):
        return before.copy(same_as=-1, when="", kon=TOTAL)
    if host is None:
        return None
    if no and list(clause.keys[mention.lead - 1 : mention.lead]) == ["ytterligare"]:
        return host.copy(same_as=-1, when="", kon=TOTAL)
    kons = {r.kon for at in range(no) if (r := ctx.reading(at)) is not None}
    of_all = bool(noun) or len(kons - {TOTAL}) > 1  # "30 tjejer och 27 killar, mot 52 i fjol"
    return host.copy(same_as=-1, kon=TOTAL if of_all else host.kon) if compared else None


def _beside_name(ctx: Context, no: int, noun: str, host: Reading | None) -> Reading | None:
    """Participants by what stands beside: "fler deltagare än väntat, 66 stycken", a name."""
    clause = ctx.clause
    if clause.mentions[no].unit == "procent":
        return None
    told = noun and apposed(clause, no) and clause.find(clause.left(no), "person.deltagare")
    again = bool(noun) or (host is not None and host.measure == "deltagare")
    return Reading("deltagare") if told or (again and _with_name(ctx, no)) else None


def _is_goal_for_new(ctx: Context, no: int, host: Reading | None) -> bool:
    """As in "38 började. Målet var 40 deltagare": of the counts before, the new are nearest."""
    value = ctx.clause.mentions[no].value
    counts = [(abs(v - value), r.measure) for v, r in ctx.memory.bases if r.measure in _WHOLE]
    if not counts:
        return host is not None and host.measure == "nya"
    return min(counts)[1] == "nya"


def _is_some_of_them(ctx: Context, no: int) -> bool:
    """As in "14 deltagare har gått vidare till nästa steg", after all have been counted."""
    clause = ctx.clause
    after = clause.keys[clause.after_noun(no) : clause.after_noun(no) + 1]
    says = bool(after) and after[0] in small("verb")
    base = ctx.memory.base
    return says and base is not None and base.measure.startswith(("deltagare", "avslutade"))


def _next_part(clause: Clause, no: int) -> bool:
    """As in "23 skrevs in under våren och under hösten 31": another part of the year."""
    if not no or list(clause.keys[clause.mentions[no].lead - 1 : clause.mentions[no].lead]) == [
        "av"
    ]:
        return False
    start = clause.noun(no - 1)[1]
    gap = range(start, clause.mentions[no].lead)
    told = {at for hit in clause.find(gap, *PARTS) for at in range(hit.start, hit.end)}
    linked = [at for at in gap if clause.keys[at] in ("och", ",", "medan", "mot")]
    return bool(told) and bool(linked) and max(told) == gap[-1] and linked[-1] < min(told)


def _with_name(ctx: Context, no: int) -> bool:
    """As in "Näst störst är Stegen, med 96 personer": an insats, and how many it has."""
    lead = ctx.clause.mentions[no].lead
    if not lead or ctx.clause.keys[lead - 1] != "med":
        return False
    return any(lead - 3 <= end < lead for _, end, _ in ctx.named)


def _next_for(clause: Clause, no: int) -> bool:
    """As in "16 procent för A och 13 procent för B": the same of the next one."""
    if not no or clause.mentions[no].unit != clause.mentions[no - 1].unit or clause.noun(no)[0]:
        return False
    gap = clause.between(clause.mentions[no - 1], clause.mentions[no])
    after = clause.mentions[no].end
    linked = len(gap) > 2 and gap[-1] in listed("lista", "radlank")
    if outcome(clause, range(clause.mentions[no - 1].end, clause.mentions[no].lead)) is not None:
        return False  # "10 till studier, 12 till ...": each has a way out of its own
    return linked and gap[0] in listed("lista", "hos") and clause.keys[after] == gap[0]


def _in_row(clause: Clause, no: int) -> bool:
    """As in "till A var 60 deltagare, till B 63 deltagare": the next in a row has no verb."""
    start = clause.noun(no - 1)[1] if no else 0
    keys = clause.keys[start : clause.mentions[no].lead]
    return (
        no > 0 and len(keys) > 1 and keys[0] in (",", "och") and keys[1] in listed("lista", "hos")
    )

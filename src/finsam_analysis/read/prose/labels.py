"""What the words before or around a bracket say that the number in it is.

"till arbete (7) eller studier (6)", "via socialtjänsten (12)", "från Xby (48), Yby (21)": the name
right before the bracket tells.
"""

from __future__ import annotations

from collections.abc import Sequence

from finsam_analysis.read.prose.clause import Clause, listed
from finsam_analysis.read.prose.reading import Context, Reading
from finsam_analysis.read.prose.said import outcome
from finsam_analysis.read.prose.shares import class_of, is_people, time_of
from finsam_analysis.read.prose.survey import OPINION

_NEAR = 7


def label_before(ctx: Context, opened: int, no: int) -> Reading | None:
    """What the word right before a bracket names: a way out, a sender, a livelihood."""
    clause = ctx.clause
    last = opened - 1
    while last >= 0 and clause.tokens[last].text in "\"”“'":
        last -= 1
    places = []
    at = last
    while at >= 0 and clause.tokens[at].text not in (")", ",") and clause.owner[at] < 0:
        places.append(at)
        at -= 1
    places = places[::-1]
    if not places:
        return None
    for hit in sorted(clause.hits, key=lambda hit: hit.start):
        if hit.end != last + 1 or hit.start < places[0]:
            continue
        family, _, name = hit.concept.partition(".")
        listed_on = clause.keys[hit.start - 1] == "och" and _follows_referral(ctx, no)
        told = clause.keys[hit.start - 1] in ("fran", "via") or clause.has("remitt.ord")
        if family == "remittent" and (told or listed_on):
            return Reading(f"remitterade_{name}")
        if family == "forsorjning_tid":
            earlier = [h for h in clause.find(places, "forsorjning") if h.end <= hit.start]
            if earlier:
                return Reading(f"{class_of(earlier[-1].concept)}_vid_{name}")
        if family == "forsorjning":
            when = time_of(clause, no, places, places, "")
            return Reading(f"{name}_vid_{when}" if when else name)
    home = _home_before(ctx, last, no)
    if home is not None:
        return home
    tail = [at for at in places if at > last - 2 * _NEAR]
    way = outcome(clause, tail, bare=True)
    if way is not None and _reaches(clause, tail, last):
        return Reading(f"avslutade_{way[0]}")
    return None


def _home_before(ctx: Context, last: int, no: int) -> Reading | None:
    """As in "Deltagarna kommer från Xby (48), Yby (21)": the kommun before the bracket."""
    clause = ctx.clause
    kommun = ctx.kommuner.get(clause.keys[last])
    earlier = ctx.earlier(no)
    goes_on = earlier is not None and earlier.kommun is not None
    if kommun is None or not (goes_on or clause.keys[last - 1] in ("fran", "i")):
        return None
    base = earlier if goes_on else ctx.memory.base
    if base is None and clause.has("person.deltagare"):
        base = Reading("deltagare")
    if base is None or not is_people(base.measure):
        return None
    return base.copy(kommun=kommun, same_as=-1)


def _follows_referral(ctx: Context, no: int) -> bool:
    earlier = ctx.earlier(no)
    return earlier is not None and earlier.measure.startswith("remitterade_")


def _reaches(clause: Clause, places: Sequence[int], last: int) -> bool:
    """True if the name of the way out stands right before the bracket."""
    if any(hit.end == last + 1 and hit.concept.startswith("utfall.") for hit in clause.hits):
        return True
    return any(clause.keys[last] in listed("lista", kind) for kind in ("arbete", "studier"))


def around_bracket(ctx: Context, places: Sequence[int]) -> Reading | None:
    """A background share or an opinion whose words stand around its bracket."""
    clause = ctx.clause
    if clause.find(places, "tid_i_forsorjning"):
        return Reading("tid_i_offentlig_forsorjning")
    if clause.find(places, "enkat.mening"):
        return Reading(OPINION, label=" ".join(clause.tokens[at].text for at in places[:_NEAR]))
    return None

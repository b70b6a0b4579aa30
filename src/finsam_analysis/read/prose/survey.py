"""Surveys in running text: how many answered of how many, and shares that think something."""

from __future__ import annotations

from collections.abc import Sequence

from finsam_analysis.read.prose.clause import Clause
from finsam_analysis.read.prose.lexicon import Hit
from finsam_analysis.read.prose.reading import Context, Reading
from finsam_analysis.read.prose.said import outcome

OPINION = "enkat_andel"
_LABEL = 12
_FEW = 3
_PEOPLE = ("person", "personal")


def answers(ctx: Context, no: int) -> Reading | None:
    """Answers, asked and response rate of a survey, of the group that stands nearest."""
    clause = ctx.clause
    mention = clause.mentions[no]
    if mention.unit not in ("antal", "procent") or not _about_answers(clause):
        return None
    right = clause.right(no)
    if mention.unit == "antal" and _think(clause, right):
        return None
    opinion_told = clause.find(right, "enkat.mening") and not clause.find(right, "enkat.svarat")
    if opinion_told and not _sent_out(clause):
        return None
    if outcome(clause, right) is not None:
        return None
    measure = "svarsfrekvens" if mention.unit == "procent" else _counted(ctx, no)
    return Reading(measure, subject=_respondents(ctx, no)) if measure else None


def _think(clause: Clause, right: Sequence[int]) -> bool:
    """As in "68 svarande anser att": a count of those who think so, not of the answers."""
    answered = clause.find(right, "enkat.svarat")
    thinks = [
        hit
        for hit in clause.find(right, "enkat.mening")
        if not clause.keys[hit.start].startswith("svar")
    ]
    return bool(answered and thinks and thinks[0].start == answered[0].end)


def _about_answers(clause: Clause) -> bool:
    return _sent_out(clause) or clause.has("enkat.svarat")


def _sent_out(clause: Clause) -> bool:
    return clause.has("enkat.skickad") and clause.has("enkat.enkatord")


def _counted(ctx: Context, no: int) -> str:
    """Asked or answered: "27 av 40 medarbetare", "68 deltagare", "108 tillfrågade"."""
    clause = ctx.clause
    mention = clause.mentions[no]
    if clause.find(clause.right(no)[:_FEW], "enkat.tillfragade"):
        return "enkat_tillfragade"
    if any(hit.end == mention.lead for hit in clause.find(clause.left(no), "enkat.skickad")):
        return "enkat_tillfragade"
    noun = clause.noun(no)[0]
    group = any(hit.concept.startswith("svarsgrupp.") for hit in clause.starts.get(mention.end, ()))
    if not (noun in ("", "ovrigt.svar") or noun.startswith(_PEOPLE) or group):
        return ""
    earlier = ctx.reading(no - 1)
    of = "av" in clause.keys[max(0, mention.lead - 2) : mention.lead]
    if of and earlier is not None and earlier.measure in ("enkat_svar", "svarsfrekvens"):
        return "enkat_tillfragade"
    return "enkat_svar"


def _respondents(ctx: Context, no: int) -> str:
    """The group that answered: that of the number before a bracket, else the nearest."""
    clause = ctx.clause
    mention = clause.mentions[no]
    earlier = ctx.reading(no - 1)
    if clause.bracket[mention.start] >= 0 and earlier is not None and earlier.subject:
        return earlier.subject
    past = [no + 1] if clause.keys[mention.end : mention.end + 1] == ["av"] else []
    near = group_in(clause, clause.right(no, past=past)) or group_in(clause, clause.left(no))
    if not near and earlier is not None:
        near = earlier.subject
    return near or group_in(clause, range(len(clause.tokens)))


def opinion(ctx: Context, no: int) -> Reading | None:
    """A share that thinks or feels something: its label is what they think."""
    clause = ctx.clause
    right, left = clause.right(no), clause.left(no)
    end = clause.mentions[no].end
    after = clause.find(right, "enkat.mening")
    if not after and not clause.find(left, "enkat.mening"):
        after = _later_opinion(clause, end)
        if not after:
            return None
    way = outcome(clause, right)
    if way is not None and (not after or way[1] < after[0].start):
        return None
    shown = [token.text for token in clause.tokens[end : end + _LABEL]]
    stop = shown.index("(", 1) if "(" in shown[1:] else len(shown)
    following = next((m.lead for m in clause.mentions[no + 1 :] if m.unit == "procent"), end)
    links = [
        at for at in range(end + 1, following) if clause.keys[at] in ("och", ",", "medan", "men")
    ]
    shown = shown[: min([stop, *(at - end for at in links[-1:])])]
    label = " ".join(text for text in shown if text not in "().")
    group = group_in(clause, right) or group_in(clause, left)
    earlier = ctx.reading(no - 1)
    if not label and earlier is not None and earlier.measure == OPINION:
        label = earlier.label
    return Reading(OPINION, label=label, subject="" if group == "Deltagare" else group)


def _later_opinion(clause: Clause, end: int) -> list[Hit]:
    """As in "80 procent av de 40 som svarade anser": over the number of the whole, to the comma."""
    if clause.keys[end : end + 1] != ["av"]:
        return []
    stop = next(
        (at for at in range(end, len(clause.tokens)) if clause.tokens[at].text in (",", ".")),
        len(clause.tokens),
    )
    return clause.find([at for at in range(end, stop) if clause.owner[at] < 0], "enkat.mening")


def group_in(clause: Clause, places: Sequence[int]) -> str:
    """The group of respondents that the places name first, or empty."""
    found = clause.find(places, "svarsgrupp")
    return found[0].concept.partition(".")[2] if found else ""

"""Goals: whether a number is what should be or what is.

A goal is named ("målet är"), wanted ("ska", "beräknas"), or listed under the heading Mål. A word
for the result ("Utfall:", "blev") after it turns the number into what is.
"""

from __future__ import annotations

from collections.abc import Sequence

from finsam_analysis.read.prose.clause import Clause, listed
from finsam_analysis.read.prose.lines import small
from finsam_analysis.read.prose.mention import is_year
from finsam_analysis.read.prose.reading import Context

_FEW = 5


def is_goal(ctx: Context, no: int) -> bool:
    """True if the number is what should be, not what is."""
    clause = ctx.clause
    mention = clause.mentions[no]
    before = range(clause.mentions[no - 1].end if no else 0, mention.lead)
    reported = clause.find(before, "mal.utfall")
    if goal_named(clause, before, after=reported[-1].start if reported else -1):
        return True
    if reported:
        return False
    left, right = clause.left(no), clause.right(no)
    bound = mention.lead == 0 and {"minst", "hogst", "lagst"} & set(clause.keys[:2])
    if bound and not small("verb") & set(clause.keys):
        return True  # "Minst 50 % till arbete eller studier."
    if clause.has("tid.framtid") or _wanted_before(clause, left) or _wanted_after(clause, right):
        return True
    if clause.find(right[:_FEW], "mal.ord") and "som" in [clause.keys[at] for at in right[:_FEW]]:
        return True  # "675 som var målet för 2018"
    earlier = ctx.reading(no - 1)
    if earlier is not None and earlier.goal and not _has_come_true(clause, before):
        return not _is_dated(clause, no)
    if not ctx.goal_section or no > 0 or clause.has("mal.utfall"):
        return False
    return listed("lista", "datid").isdisjoint(clause.keys)


def _is_dated(clause: Clause, no: int) -> bool:
    """As in "minst 65 procent (2023: 58 procent)": what was in a year."""
    opened = clause.bracket[clause.mentions[no].start]
    return opened >= 0 and is_year(clause.tokens[opened + 1])


def _has_come_true(clause: Clause, before: Sequence[int]) -> bool:
    """As in "Målet om 50 överträffades; 67 var inskrivna": what follows is what is."""
    met = {clause.keys[at] for at in before} & (listed("lista", "datid") | listed("lista", "nadd"))
    return bool(met) or any(clause.tokens[at].text in (";", ":") for at in before)


def goal_named(clause: Clause, places: Sequence[int], *, after: int = -1) -> bool:
    """True if the places say that a goal is, after place `after`; målgrupp is none."""
    none = {hit.start for hit in clause.find(places, "mal.ej")}
    hits = clause.find(places, "mal.ord")
    return any(hit.start > after and hit.start not in none for hit in hits)


def _wanted_before(clause: Clause, left: Sequence[int]) -> bool:
    """True for a modal before the number, but not for "ska jämföras med", nor for one that an
    "och" parts from it in a clause of its own: "vad som ska hända, och 97 procent upplever".
    """
    for hit in clause.find(left, "mal.modal"):
        linked = "och" in [clause.keys[at] for at in left if at >= hit.end]
        aside = linked and clause.keys[max(0, hit.start - 1)] == "som"
        if clause.keys[hit.end : hit.end + 1] != ["jamforas"] and not aside:
            return True
    return False


def _wanted_after(clause: Clause, right: Sequence[int]) -> bool:
    """As in "300 unga ska delta": not if "som" or a comma opens a clause of its own before it."""
    for hit in clause.find(right, "mal.modal"):
        gap = [clause.keys[at] for at in right if at < hit.start]
        return gap[-1:] != ["som"] and "," not in gap
    return False


def is_goal_heading(heading: str) -> bool:
    """True for a folded heading that goals are listed under."""
    return heading.rstrip(":") in listed("lista", "mal_rubrik") or heading.startswith("mal for ")

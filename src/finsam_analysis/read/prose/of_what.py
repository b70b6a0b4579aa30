"""Numbers followed by "av" and by what is no people: things, a goal, somebody's working time."""

from __future__ import annotations

from finsam_analysis.read.prose.clause import Clause, listed


def of_no_people(clause: Clause, no: int) -> bool:
    """True for a count or a share of what is no people."""
    return _of_things(clause, no) or _of_working_time(clause, no) or _of_goal(clause, no)


def _of_things(clause: Clause, no: int) -> bool:
    """As in "21 av 26 kommuner deltar", "tre av länets förbund": no people."""
    at = clause.mentions[no].end
    if list(clause.keys[at : at + 1]) != ["av"] or clause.noun(no)[0].startswith("person"):
        return False
    for place in range(at + 1, min(at + 5, len(clause.tokens))):
        if any(hit.concept.startswith("ovrigt.") for hit in clause.starts.get(place, ())):
            return True
        if any(hit.concept.startswith(("person", "kon")) for hit in clause.starts.get(place, ())):
            return False
    return False


def _of_goal(clause: Clause, no: int) -> bool:
    """As in "vilket motsvarar 48 procent av målet": a share of the goal, and not of people."""
    end = clause.mentions[no].end
    share = clause.mentions[no].unit == "procent" and clause.keys[end : end + 1] == ["av"]
    hits = clause.find(range(end + 1, end + 4), "mal.ord")
    return share and bool(hits) and hits[0].start <= end + 2


def _of_working_time(clause: Clause, no: int) -> bool:
    """As in "en 25 procent arbetsförmåga": a share of somebody's time, and not of people."""
    after = clause.keys[clause.mentions[no].end : clause.mentions[no].end + 1]
    return clause.mentions[no].unit == "procent" and bool(
        listed("lista", "arbetsgrad") & set(after)
    )


def are_the_rest(clause: Clause, no: int) -> bool:
    """As in "Övriga åtta avslutades av andra skäl": some of them, and not all who left."""
    lead = clause.mentions[no].lead
    return bool(listed("lista", "resten") & set(clause.keys[max(0, lead - 1) : lead]))

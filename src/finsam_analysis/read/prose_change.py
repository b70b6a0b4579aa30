"""Change told in words: "en ökning med ca 250", "27 fler än 2023", "en ökning från 33 procent"."""

from __future__ import annotations

from collections.abc import Sequence

from finsam_analysis.read import prose_shares as shares
from finsam_analysis.read.prose_clause import listed
from finsam_analysis.read.prose_money import OTHER
from finsam_analysis.read.prose_reading import PREVIOUS, Context, Reading
from finsam_analysis.read.prose_said import said

_FEW = 3
_COUNTS = ("antal", "procent")


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
    if words_before[0] not in listed("lista", "fran_fore") or host is None:
        return None
    return host.copy(same_as=-1, when=PREVIOUS)


def _what_changed(ctx: Context, no: int, left: Sequence[int]) -> str:
    measure = said(ctx.clause, left, "fore")
    base = ctx.reading(no - 1) or ctx.memory.base
    if measure or base is not None:
        return measure or (base.measure if base is not None else "")
    return "deltagare" if ctx.clause.noun(no)[0] == "person.deltagare" else ""

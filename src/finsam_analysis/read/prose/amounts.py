"""What stands around an amount: an outcome without a name, a goal, a whole, a budget, a change.

Used by `prose.money`.
"""

from __future__ import annotations

from collections.abc import Sequence

from finsam_analysis.read.prose.clause import Clause
from finsam_analysis.read.prose.lexicon import Hit, lexicon
from finsam_analysis.read.prose.numbers import MONEY
from finsam_analysis.read.prose.reading import Context, Reading

OTHER = "ovrigt"
_LABEL = 6
_FEW = 3
_OUTCOME = 4  # words of "Utfallet stannade på"


def money_of_goal(ctx: Context, left: Sequence[int]) -> str | None:
    """The money of the goal before: "Mål: Eget kapital 1,0-1,5 mkr. Resultat: 1,7 mkr".

    Empty where the goal names none, None where no goal stands before.
    """
    clause, before = ctx.clause, ctx.memory.text
    labelled = [clause.keys[at] for at in left[1:]] == [":"] and before[1:2] == [":"]
    if not labelled or not clause.find(left, "mal.utfall") or before[0] not in ("mal", "malet"):
        return None
    names = [hit.concept for hit in lexicon().find(before) if hit.concept.startswith("pengar.")]
    return names[0].partition(".")[2] if names else ""


def tells_outcome(clause: Clause, left: Sequence[int]) -> bool:
    """As in "Utfall 2 890 tkr", "Utfallet stannade på 1,3 mkr": of costs, with no name."""
    if clause.find(left[-2:], "mal.utfall"):
        return True
    opens = clause.find(left, "mal.utfall")
    return bool(opens) and opens[0].start == left[0] and len(left) <= _OUTCOME


def is_apposition(gap: Sequence[str]) -> bool:
    """As in "hälften av beloppet, 4,8 mkr": only the whole stands between share and amount."""
    return not gap or (gap[0] == "av" and len(gap) <= 3)


def is_budgeted(clause: Clause, hit: Hit, hits: Sequence[Hit]) -> bool:
    """As in "budgetkostnaden", "de budgeterade kostnaderna", "för 2024 budgeteras kostnader"."""
    if clause.keys[hit.start].startswith("budget"):
        return True
    verbs = [other for other in hits if clause.keys[other.start].startswith("budgeter")]
    return any(other.end == hit.start for other in verbs)


def ends_in_budgeted(clause: Clause, no: int, hit: Hit) -> bool:
    """As in "bättre än budgeterade 0,8 mkr": what was budgeted, not by how much it differs."""
    last = clause.keys[hit.end - 1]
    return hit.end == clause.mentions[no].lead and last in ("budgeterade", "budgeterat")


def label(clause: Clause, no: int) -> str:
    """The words around a number, for a figure whose measure no list has."""
    mention = clause.mentions[no]
    after = [
        clause.tokens[at].text
        for at in clause.right(no)[:_LABEL]
        if clause.tokens[at].kind == "ord"
    ]
    before = [
        clause.tokens[at].text
        for at in clause.left(no)[-_LABEL:]
        if clause.tokens[at].kind == "ord"
    ]
    return " ".join(after if mention.unit not in MONEY and after else before or after)


def changed_amount(
    ctx: Context, no: int, left: Sequence[int], right: Sequence[int]
) -> Reading | None:
    """As in "kostnaderna ökade med 1,9 mkr", "1,4 mkr av ökningen"."""
    clause = ctx.clause
    last = clause.keys[clause.mentions[no].lead - 1] if clause.mentions[no].lead else ""
    for way in ("okning", "minskning"):
        before = clause.find(left, f"andring.{way}")
        near = before and (
            before[-1].end == clause.mentions[no].lead or last in ("med", "pa", "om")
        )
        of_it = [clause.keys[at] for at in right[:3]][:2] in (
            ["av", f"{way}en"],
            ["av", f"{way}arna"],
        )
        if of_it and ctx.memory.money is not None and ctx.memory.money.measure.endswith(way):
            return ctx.memory.money.copy()
        if not near or clause.find(left, "pengar.budgetavvikelse"):
            continue
        hits = [hit for hit in clause.find(left, "pengar") if hit.start < before[-1].start]
        if hits:
            name = hits[-1].concept.partition(".")[2]
            return Reading(f"{name}_{way}")
        return Reading(OTHER, label=label(clause, no))
    return None


def last_amount(ctx: Context, no: int) -> Reading | None:
    """The reading of the amount before, in the sentence."""
    for at in range(no - 1, -1, -1):
        if ctx.clause.mentions[at].unit in MONEY:
            return ctx.reading(at)
    return None


def each_participant(clause: Clause, right: Sequence[int]) -> Reading | None:
    """As in "Insatsen kostade 2,7 mkr, ca 29 000 kr per deltagare"."""
    near = clause.find(right[:_FEW], "pengar_tolkning.per_deltagare")
    return Reading("kostnad_per_deltagare") if near and near[0].start == right[0] else None

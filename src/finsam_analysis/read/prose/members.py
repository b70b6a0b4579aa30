"""The members of a förbund, and what each of them gives: staten, regionen, kommunerna."""

from __future__ import annotations

from collections.abc import Sequence

from finsam_analysis.read.prose.clause import Clause, listed
from finsam_analysis.read.prose.reading import Context, Reading

_FEW = 3


def given(ctx: Context, left: Sequence[int], paid: Reading | None) -> Reading | None:
    """As in "Staten svarade för 5,6 mkr, Region Mitt för 2,8 mkr": the part of one member."""
    clause = ctx.clause
    part = members(clause, left) or _named_beside(ctx, left)
    if members(clause, left) and listed("lista", "bidrog") & {clause.keys[at] for at in left}:
        return Reading("medlemsbidrag", subject=in_a_row(members(clause, left)))
    if not part or paid is None or paid.measure != "medlemsbidrag":
        return None
    few = [
        at
        for at in left
        if clause.tokens[at].kind == "ord"
        and clause.tokens[at].text[:1].islower()
        and clause.keys[at] not in ("och", "samt", "tillsammans")
    ]
    gives = {clause.keys[at] for at in left} & listed("lista", "ger")
    if len(few) > _FEW and not gives:
        return None
    return Reading("medlemsbidrag", subject=in_a_row(part))


def all_members(ctx: Context, left: Sequence[int], paid: Reading | None) -> Reading | None:
    """As in "staten 5,1 mkr och kommunerna 2,5 mkr, totalt 7,6 mkr"."""
    known = listed("lista", "sammantaget") | listed("lista", "summaord") | {","}
    summed = bool(left) and all(ctx.clause.keys[at] in known for at in left)
    parts = paid is not None and paid.measure == "medlemsbidrag" and bool(paid.subject)
    return Reading("medlemsbidrag") if parts and summed else None


def from_member(ctx: Context, no: int, paid: Reading | None) -> Reading | None:
    """As in "Av bidraget kom 4,2 mkr från staten": the part of the member named right after."""
    right = ctx.clause.right(no)
    if paid is None or paid.measure != "medlemsbidrag" or not right:
        return None
    if ctx.clause.keys[right[0]] != "fran":
        return None
    part = members(ctx.clause, right[: _FEW + 1])
    return Reading("medlemsbidrag", subject=in_a_row(part)) if part else None


def by_members(clause: Clause, left: Sequence[int]) -> bool:
    """True if members, by name or together, are who gives."""
    return bool(members(clause, left)) or any(
        clause.keys[at].startswith(("medlem", "parter")) for at in left
    )


def _named_beside(ctx: Context, left: Sequence[int]) -> list[str]:
    """As in "kommunerna: Xby 1 100 tkr och Yby 710 tkr": the name right before the amount."""
    if not left or any(end > left[-1] for _, end, _ in ctx.named):
        return []
    token = ctx.clause.tokens[left[-1]]
    known = any(hit.start == left[-1] for hit in ctx.clause.hits)
    return [token.text] if token.text[:1].isupper() and token.kind == "ord" and not known else []


def in_a_row(names: Sequence[str]) -> str:
    """Names as "A, B och C"."""
    return " och ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def members(clause: Clause, places: Sequence[int]) -> list[str]:
    """Names of the members in the places, as printed when a name follows: "Region Stockholm"."""
    found: list[str] = []
    end = -1
    for hit in sorted(
        clause.find(places, "subjekt.part", "remittent.regionen"),
        key=lambda hit: (hit.start, -hit.end),
    ):
        if hit.start < end or (found and clause.keys[hit.start - 1] == "genom"):
            continue  # "Staten genom Försäkringskassan" is one
        end = hit.end
        after = clause.tokens[hit.end] if hit.end < len(clause.tokens) else None
        name = hit.concept.rpartition(".")[2]
        if clause.keys[hit.start].startswith("region") or name == "regionen":
            if clause.keys[hit.start].startswith("regional"):
                continue
            named = after is not None and after.kind == "ord" and after.text[:1].isupper()
            name = (
                f"{clause.tokens[hit.start].text} {after.text}"
                if named and after is not None
                else "Regionen"
            )
        if not found or found[-1] != name:
            found.append(name)
    for at in places:
        nearby = clause.tokens[at - 1] if at else None
        if clause.keys[at] in ("kommun", "kommuns") and nearby is not None:
            if nearby.text[:1].isupper() and at - 1 in places:
                found.append(f"{nearby.text} kommun")
    return found

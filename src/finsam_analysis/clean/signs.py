"""Statements that print costs without minus: the sign that the layout implies, where sums prove it.

`varde` keeps what is printed; `belopp_kr` gets the sign, and the number a note.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from finsam_analysis import words
from finsam_analysis.clean.facts import Fact

_SMALL = Decimal("0.02")
WITHOUT_MINUS = "kostnader tryckta utan minus"


def sign_costs(facts: Sequence[Fact]) -> None:
    """Give costs of a statement their sign when all are printed without, and only then it adds up.

    Held over all years of the statement at once: one year that fails is a contradiction.
    """
    costs = set(words.load("regler")["utan_minus"]["poster"])
    groups: dict[tuple[str, int, bool], dict[str, Fact]] = defaultdict(dict)
    for fact in facts:
        if fact.dataset == "rakenskaper" and fact.extra.get("belopp_kr") is not None:
            planned = fact.extra.get("post_budget") == "budget"
            key = (str(fact.extra["rapport"]), fact.year, planned)
            groups[key].setdefault(str(fact.extra["post"]), fact)
    found = [f for posts in groups.values() for post, f in posts.items() if post in costs]
    if not found or any(fact.varde < 0 for fact in found):
        return
    for slack in (Decimal(0), _SMALL):  # an overview can leave out the small financial posts
        as_printed = sum(_holding(key[0], posts, set(), slack) for key, posts in groups.items())
        signed = sum(_holding(key[0], posts, costs, slack) for key, posts in groups.items())
        if signed or as_printed:
            break
    if signed > as_printed:
        for fact in found:
            fact.extra["belopp_kr"] = -fact.extra["belopp_kr"]
            fact.note(WITHOUT_MINUS)


def _holding(rapport: str, posts: Mapping[str, Fact], negative: set[str], slack: Decimal) -> int:
    """How many sum rules hold with a cost counted, when the posts in `negative` count as minus;
    within a share, `slack`, of the largest part.
    """
    holding = 0
    for rule in words.load("regler")["regel"]:
        parts = {post: weight for post, weight in rule["delar"].items() if post in posts}
        if rapport != rule["rapport"] or rule["summa"] not in posts or len(parts) < 2:
            continue
        if not parts.keys() & set(words.load("regler")["utan_minus"]["poster"]):
            continue
        addends = [posts[p].varde * w * (-1 if p in negative else 1) for p, w in parts.items()]
        off = abs(posts[rule["summa"]].varde - sum(addends, Decimal(0)))
        holding += off <= slack * max(map(abs, addends))
    return holding


def meant(fact: Fact) -> Decimal:
    """The value with the sign that is meant."""
    kronor = fact.extra.get("belopp_kr")
    turned = kronor is not None and kronor * fact.varde < 0
    return -fact.varde if turned else fact.varde

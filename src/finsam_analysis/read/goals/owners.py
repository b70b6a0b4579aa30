"""Whose goals a list holds that stands right under a heading: `Fyren`, then `Mål: Minst 60 ...`.

A heading may be a chapter's as well as an insats's. It is taken for a name only where its goals
count people and another heading has such a list too: goals of participants are set for each insats.
"""

from __future__ import annotations

from collections.abc import Iterable

from finsam_analysis.read.blocks import Block
from finsam_analysis.read.goals.bullets import (
    is_bare,
    is_goal_heading,
    is_title_line,
    mark_of,
)
from finsam_analysis.read.goals.text import keys_of
from finsam_analysis.read.goals.words import lexicon
from finsam_analysis.read.prose.titled import may_name

KIND = "mal"


def owner_of(block: Block) -> str:
    """The heading above a list of goals if it can be a name by its words; else empty.

    Labels between them, such as "Målgrupp: unga", are looked over.
    """
    if block.kind != KIND or not block.section or len(block.lines) < 2 or not _is_list(block):
        return ""
    first = block.lines[0].text
    if is_goal_heading(first) and is_title_line(block.lines[1].text):
        return may_name(block.lines[1].text)
    named, dash, _ = first.partition(" – ")
    if is_goal_heading(first) and dash:
        return may_name(named)  # `Fyren – mål och resultat`
    above = [heading for heading in block.section if ": " not in heading]
    return may_name(above[-1]) if above else ""


def has_own_heading(block: Block) -> bool:
    """True for a list under a numbered heading of its own, `3.3 Ekonomiska mål`.

    It is no part of what stands above, unless it says only that goals follow.
    """
    first = block.lines[0].text
    numbered = first.strip()[:1].isdigit() and is_goal_heading(first)
    return numbered and not is_bare(_without_number(first))


def owners(blocks: Iterable[Block]) -> list[str]:
    """The headings of lists of goals that are names of insatser, in printed order."""
    found: dict[str, None] = {}
    for block in blocks:
        title = owner_of(block)
        if title and _counts_people(block):
            found[title] = None
    return list(found) if len(found) > 1 else []


def _is_list(block: Block) -> bool:
    first = block.lines[0].text
    return is_goal_heading(first) or mark_of(first) is not None


def _counts_people(block: Block) -> bool:
    """True for goals of people: "minst 60 deltagare", "40 % till arbete eller studier"."""
    for line in block.lines:
        keys = keys_of(line.text)
        hits = lexicon().find(keys)
        people = {hit.start for hit in hits if hit.concept == "person.deltagare"}
        if any(keys[at].isdigit() and at + 1 in people for at in range(len(keys))):
            return True
        if any(hit.concept.startswith("matt.avslutade_") for hit in hits):
            return True
    return False


def _without_number(heading: str) -> str:
    first, _, rest = heading.strip().partition(" ")
    return rest if rest and first.replace(".", "").isdigit() else heading.strip()

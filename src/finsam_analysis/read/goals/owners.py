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
from finsam_analysis.read.goals.heads import find_head
from finsam_analysis.read.goals.named import find_named, title_above
from finsam_analysis.read.goals.text import keys_of
from finsam_analysis.read.goals.words import lexicon
from finsam_analysis.read.prose.titled import may_name

KIND = "mal"


def owner_of(block: Block) -> str:
    """The heading above a list of goals if it can be a name by its words; else empty.

    Labels between them, such as "Målgrupp: unga", are looked over.
    """
    if not _may_be_owned(block):
        return ""
    if _names_itself(block):
        return own_name(block)
    above = [heading for heading in block.section if ": " not in heading]
    return may_name(above[-1]) if above else ""


def own_name(block: Block) -> str:
    """The name that a list of goals holds itself, by its words: below its heading or in it."""
    if not _may_be_owned(block) or not _names_itself(block):
        return ""
    first, second = block.lines[0].text, block.lines[1].text
    titled = title_above(block.lines) or (second if _names_below(block) else "")
    return may_name(titled or first.partition(" – ")[0])


def heading_of(block: Block) -> str:
    """The heading that a list of goals has itself and that says more than that goals follow."""
    if find_head(block.lines, 0) is not None and not find_named(block.lines, 0)[0]:
        return ""  # the columns of a table
    first = _without_number(block.lines[0].text)
    return first if is_goal_heading(first) and not is_bare(first) else ""


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


def _may_be_owned(block: Block) -> bool:
    several = block.kind == KIND and len(block.lines) > 1
    return several and bool(block.section) and _is_list(block)


def _names_itself(block: Block) -> bool:
    first = block.lines[0].text
    dashed = is_goal_heading(first) and " – " in first
    return dashed or _names_below(block) or bool(title_above(block.lines))


def _names_below(block: Block) -> bool:
    """True for `Insatsernas mål`, then whose; not for the name of a goal."""
    titled = is_goal_heading(block.lines[0].text) and is_title_line(block.lines[1].text)
    return titled and not find_named(block.lines, 0)[0]


def _is_list(block: Block) -> bool:
    first = block.lines[0].text
    marked = is_goal_heading(first) or mark_of(first) is not None
    return marked or bool(find_named(block.lines, 0)[0])


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

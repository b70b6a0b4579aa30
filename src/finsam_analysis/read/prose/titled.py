"""Headings that are names of insatser, by what is told right below them.

What stands below may be running text, a list of goals or a table: "Mål 2021: 40 deltagare",
"Målgrupp: unga", "63 deltagare, varav 30 kvinnor". A heading may be a chapter's as well, so one
alone proves nothing: two or more are needed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from finsam_analysis import words
from finsam_analysis.read.document import Document
from finsam_analysis.read.prose.clause import listed
from finsam_analysis.read.prose.lexicon import lexicon
from finsam_analysis.read.prose.names import is_title, title_of

_BELOW = 8  # lines below a heading that are looked at
_LABEL = re.compile(r"^\s*(?:[•▪■●◦*–-]\s*)?(?P<label>[^\W\d_][^:]{1,40}?)(?:\s\d{4})?:\s+\S")
_NUMBER = re.compile(r"^\s*\d+(?:\.\d+)*\.?\s+")
_KEY = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")


def may_name(heading: str) -> str:
    """The heading without its number and subtitle, if it can be a name by its words; else empty."""
    if ": " in heading:
        return ""
    title = title_of(_NUMBER.sub("", heading))
    own = is_title(title) and "samordningsforbund" not in words.fold(title)
    return title if own else ""


def titled(document: Document, heads: Sequence[tuple[int, str]]) -> list[str]:
    """The headings (line number and text, in order) that are names of insatser."""
    heads = [head for head in heads if ": " not in head[1]]
    ends = [*(no for no, _ in heads[1:]), len(document.lines) + 1]
    found: dict[str, None] = {}
    for (no, text), end in zip(heads, ends, strict=False):
        title = may_name(text)
        below = document.lines[no : min(end - 1, no + _BELOW)]
        if title and any(_tells_of_insats(line.text) for line in below):
            found[title] = None
    return list(found) if len(found) > 1 else []


def _tells_of_insats(text: str) -> bool:
    """True for a label of an insats, and for a number of participants."""
    label = _LABEL.match(text)
    if label and words.fold(label["label"]) in listed("lista", "etikett"):
        return True
    if "deltag" not in text.lower():
        return False
    keys = [words.fold(part) for part in _KEY.findall(text)]
    numbers = [at for at, key in enumerate(keys) if key.isdigit()]
    if not numbers:
        return False
    hits = lexicon().find(keys)
    if any(hit.concept in ("hang.omvarld", "hang.samling") for hit in hits):
        return False
    people = {hit.start for hit in hits if hit.concept == "person.deltagare"}
    return any(at + 1 in people or at - 1 in people for at in numbers)

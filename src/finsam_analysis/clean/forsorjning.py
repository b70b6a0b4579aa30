"""Livelihood before and after an insats.

Livelihoods down, gender and time across. A person can have several, so columns are never summed,
and how many people there are stands only in the head, if it does: `Kvinnor (270) Män (257)`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from finsam_analysis.clean.context import Context
from finsam_analysis.clean.facts import Fact
from finsam_analysis.clean.labels import on_axis
from finsam_analysis.clean.people import Axis, clean_people
from finsam_analysis.clean.topics import Topic
from finsam_analysis.read.tables import Table

AXIS = Axis("forsorjning", "forsorjning", "forsorjning", "avslutade")
_BASE = re.compile(r"([^\W\d]+)\s*\(\s*(\d{1,3}(?:[ \u00a0]?\d{3})*)\s*\)")
_BOTH = {"kvinnor", "man"}


def clean_forsorjning(context: Context, table: Table, topic: Topic) -> list[Fact]:
    """One row per printed number, columns as words/kolumner.toml says for `forsorjning`.

    What the head prints of how many women and men there are goes to `deltagare`, as avslutade.
    """
    facts = clean_people(context, table, topic, AXIS)
    return facts + _bases(table, facts)


def _bases(table: Table, facts: list[Fact]) -> list[Fact]:
    """How many women and men the head says that there are, if no livelihood has more of them."""
    own = [fact for fact in facts if fact.dataset == AXIS.dataset and "antal" in fact.extra]
    if not own:
        return []
    start = min(cell.line.no for cell in table.cells)
    for line in table.block.lines:
        found = {on_axis(word, "kon"): (word, raw) for word, raw in _BASE.findall(line.text)}
        if line.no >= start or set(found) & _BOTH != _BOTH:
            continue
        counts = {kon: int(re.sub(r"\D", "", raw)) for kon, (_, raw) in found.items()}
        if any(fact.extra["antal"] > counts.get(fact.extra["kon"], 0) for fact in own):
            continue
        model = own[0]
        return [
            replace(
                model,
                dataset="deltagare",
                line=line.no,
                page=line.page,
                label_raw=word,
                kolumn_raw="",
                raw=raw,
                varde=Decimal(counts[kon]),
                enhet="antal",
                anmarkning="",
                place=None,
                extra={**_who(model), "kon": kon, "matt": AXIS.matt, "antal": counts[kon]},
            )
            for kon, (word, raw) in found.items()
            if kon is not None
        ]
    return []


def _who(model: Fact) -> dict[str, object]:
    return {name: model.extra.get(name) for name in ("insats_id", "kommun", "period")}

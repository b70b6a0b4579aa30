"""The facts of items: numbers that goal, survey and chart readers give with their facets."""

from __future__ import annotations

import re

from finsam_analysis.clean.context import Context, municipality
from finsam_analysis.clean.facts import OVRIGT, Fact
from finsam_analysis.clean.labels import slug
from finsam_analysis.clean.people import count_or_share
from finsam_analysis.clean.registry import Insats, is_name
from finsam_analysis.read.blocks import Block
from finsam_analysis.read.items import Item
from finsam_analysis.read.surveys.groups import group_of

# Facets of a chart that make it one of the datasets, and that dataset's column for them.
_CATEGORIES = {
    "orsak": ("avslut", "orsak"),
    "remittent": ("remittering", "remittent"),
    "forsorjning": ("forsorjning", "forsorjning"),
    "utbildning": ("bakgrund", "kategori"),
    "alder": ("bakgrund", "kategori"),
}


# Facets that say whom a bar counts; a bar with another name is no count of all.
_TOLD = frozenset({"kon", "year", "period", "insats"})


def item_fact(context: Context, block: Block, item: Item, dataset: str) -> Fact:
    """The fact of an item, with everything that says where it is printed."""
    year = item.facets.get("year", "")
    return Fact(
        dataset=dataset,
        report_id=context.report.report_id,
        forbund_id=context.report.forbund_id,
        year=int(year) if year.isdigit() else context.report.year,
        line=item.line.no,
        page=item.line.page,
        table_id=block.table_id,
        label_raw=item.label,
        kolumn_raw=item.column,
        raw=item.raw,
        varde=item.value,
        enhet=item.unit,
        anmarkning=item.note,
    )


def item_insats(context: Context, block: Block, name: str | None) -> Insats | None:
    """The insats that an item names, or the one whose section its block stands in."""
    if name and is_name(name):
        return context.registry.add(name, context.report.year)
    section = block.section if context.scopes.holds(block, titled=False) else ()
    for heading in reversed(section):
        found = context.registry.find(heading) or context.registry.named_in(heading)
        if found is not None:
            return found
    return None


def clean_survey_items(context: Context, block: Block, items: list[Item]) -> list[Fact]:
    """NNS indicator surveys: one row per answer share, response rate or number of answers."""
    facts = []
    for item in items:
        question = item.facets.get("fraga")
        if "svar" not in item.facets:  # no head says what is answered: as printed
            made = item_fact(context, block, item, OVRIGT)
            parts = (slug(question or item.label), slug(made.kolumn_raw))
            made.extra = {
                "insats_id": None,
                "matt": "_".join(filter(None, parts))[:80] or "enkat",
                "kon": item.facets.get("kon", "totalt"),
                "period": "ar",
            }
            facts.append(made)
            continue
        made = item_fact(context, block, item, "indikatorer")
        made.extra = {
            "respondentgrupp": item.facets.get("respondentgrupp"),
            "fraga_id": slug(question)[:60] if question else None,
            "fraga": question,
            "svar": item.facets["svar"],
        }
        count_or_share(made)
        facts.append(made)
    return facts


def clean_chart_items(context: Context, block: Block, items: list[Item]) -> list[Fact]:
    """Data labels of charts, in the dataset that their categories belong to."""
    return [_chart_fact(context, block, item) for item in items if item.label or item.facets]


def _chart_fact(context: Context, block: Block, item: Item) -> Fact:
    group = group_of(item.label)
    if group is not None and re.search(rf"\b[nN] ?= ?{re.escape(item.raw)}\b", item.line.text):
        made = item_fact(context, block, item, "indikatorer")
        made.extra = {"respondentgrupp": group, "svar": "n_svar"}
        count_or_share(made)
        return made
    about = item.facets
    axis = next((name for name in _CATEGORIES if name in about), None)
    kommun = _kommun(context, item)
    counted = "matt" in about and (kommun is not None or _TOLD & about.keys())
    dataset, column = _CATEGORIES[axis] if axis else ("deltagare" if counted else "ovrigt", "matt")
    made = item_fact(context, block, item, dataset)
    insats = item_insats(context, block, about.get("insats"))
    made.extra = {
        "insats_id": insats.insats_id if insats else None,
        "kommun": kommun,
        "kon": about.get("kon", "totalt"),
        "period": about.get("period", "ar"),
        column: about.get(axis or "matt") or slug(f"{item.label} {item.column}") or None,
    }
    if dataset == "bakgrund":
        made.extra["dimension"] = axis
        made.extra["kategori"] = slug(about[axis or ""])
    if dataset == "forsorjning":
        made.extra["tidpunkt"] = about.get("tidpunkt")
    made.is_total = any(value == "totalt" for key, value in about.items() if key not in {"kon"})
    count_or_share(made)
    return made


def _kommun(context: Context, item: Item) -> str | None:
    """The förbund's kommun that a data label's category or series is."""
    for text in (item.facets.get("kommun"), item.label, item.column):
        found = municipality(context, text) if text else None
        if found is not None:
            return found
    return None

"""Contributions: what each member pays, by year.

Members down and years across, or one column of the year's decision. Money from the EU and other
funds stands in the same tables, below the members' sum.
"""

from __future__ import annotations

import re

from finsam_analysis import words
from finsam_analysis.clean.context import Context, fact
from finsam_analysis.clean.facts import NO_LABEL, NO_UNIT, Fact, in_kronor
from finsam_analysis.clean.labels import known_as
from finsam_analysis.clean.ovrigt import beside
from finsam_analysis.clean.topics import Topic, is_amount
from finsam_analysis.read.tables.reader import Table, is_total
from finsam_analysis.read.terms import tidy


def member(context: Context, label: str) -> str:
    """Who pays: staten, region, esf, ovriga, summa, or the kommun's name; else as printed."""
    if is_total(label):
        return "summa"
    found = set(re.split(r"[^a-z/-]+", words.fold(label)))
    kommun = next((place for word in found if (place := context.registry.is_place(word))), None)
    if kommun is not None:
        return kommun
    known = known_as(label, "medlemmar", "medlem")
    if known:
        return known
    for name in ("region", "staten"):
        if found & set(words.load("medlemmar")["ord"][name]):
            return name
    return tidy(label)


def clean_medlemsbidrag(context: Context, table: Table, topic: Topic) -> list[Fact]:
    """Tidy a table of contributions.

    One row per printed number: medlem (as printed, or staten/region/esf/ovriga where the words
    say so), slag (budget for decided and planned years, utfall for years before the report's,
    in a plan; utfall in an annual report), belopp_kr.
    """
    enhet = context.unit(table)
    others = any(is_amount(column) for column in table.columns)  # then the rest are shares, people
    facts = []
    for cell in table.cells:
        row = table.rows[cell.row]
        if cell.value.number is None:
            continue
        across = topic.category_in == "transposed"
        label = table.columns[cell.column].text if across else row.label
        bare = table.nameless_total(cell.row)
        if not label and not bare:
            table.leave(cell, NO_LABEL)
            continue
        column = table.columns[cell.column]
        share = cell.value.percent or column.on("enhet") == "andel" or column.on("jamforelse")
        if share or (others and not is_amount(table.columns[cell.column])):
            facts.append(beside(context, table, cell))
            continue
        if enhet is None:
            table.leave(cell, NO_UNIT)
            continue
        made = fact(context, table, cell, "medlemsbidrag", enhet=enhet)
        post = column.on("post")
        planned = context.report.kind == "verksamhetsplan" and made.year >= context.report.year
        made.extra = {
            "medlem": "summa" if bare else member(context, label),
            "slag": post if post in {"budget", "utfall"} else "budget" if planned else "utfall",
            "belopp_kr": in_kronor(made.varde, enhet),
        }
        facts.append(made)
    return facts

"""Referrals: who referred the new participants.

Printed as counts, or percent with a last column of counts; remittenter across or down.
"""

from __future__ import annotations

from finsam_analysis import words
from finsam_analysis.clean.context import Context
from finsam_analysis.clean.facts import Fact
from finsam_analysis.clean.labels import on_axis
from finsam_analysis.clean.people import Axis, clean_people
from finsam_analysis.clean.topics import Topic
from finsam_analysis.read.tables.reader import Table

AXIS = Axis("remittering", "remittent", "remittent", "nya")


def clean_remittering(context: Context, table: Table, topic: Topic) -> list[Fact]:
    """One row per printed number, columns as words/kolumner.toml says for `remittering`."""
    facts = clean_people(context, table, topic, AXIS)
    regions = set(words.load("medlemmar")["ord"]["region"])
    for made in facts:
        if made.dataset == "remittering" and regions & set(words.fold(made.label_raw).split()):
            if on_axis(made.label_raw, AXIS.axis) is None and topic.category_in == "rows":
                made.extra[AXIS.column] = "region"  # `Region Skåne`
    return facts

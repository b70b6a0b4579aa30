"""Referrals: who referred the new participants.

Printed as counts, or percent with a last column of counts; remittenter across or down.
"""

from __future__ import annotations

from finsam_analysis.clean.context import Context
from finsam_analysis.clean.facts import Fact
from finsam_analysis.clean.people import Axis, clean_people
from finsam_analysis.clean.topics import Topic
from finsam_analysis.read.tables import Table

AXIS = Axis("remittering", "remittent", "remittent", "nya")


def clean_remittering(context: Context, table: Table, topic: Topic) -> list[Fact]:
    """One row per printed number, columns as words/kolumner.toml says for `remittering`."""
    return clean_people(context, table, topic, AXIS)

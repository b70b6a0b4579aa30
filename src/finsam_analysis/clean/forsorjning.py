"""Livelihood before and after an insats.

Livelihoods down, gender and time across. A person can have several, so columns are never summed.
"""

from __future__ import annotations

from finsam_analysis.clean.context import Context
from finsam_analysis.clean.facts import Fact
from finsam_analysis.clean.people import Axis, clean_people
from finsam_analysis.clean.topics import Topic
from finsam_analysis.read.tables.reader import Table

AXIS = Axis("forsorjning", "forsorjning", "forsorjning", "avslutade")


def clean_forsorjning(context: Context, table: Table, topic: Topic) -> list[Fact]:
    """One row per printed number, columns as words/kolumner.toml says for `forsorjning`."""
    return clean_people(context, table, topic, AXIS)

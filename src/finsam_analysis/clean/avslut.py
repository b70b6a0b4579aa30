"""Exit reasons: why participants left, per insats, kommun and gender.

Printed as counts or percent, reasons across or down; heads can be lost in print, then the reason
is empty and said so. Totals are kept and flagged.
"""

from __future__ import annotations

from finsam_analysis.clean.context import Context
from finsam_analysis.clean.facts import Fact
from finsam_analysis.clean.people import Axis, clean_people
from finsam_analysis.clean.topics import Topic
from finsam_analysis.read.tables.reader import Table

AXIS = Axis("avslut", "orsak", "orsak", "avslutade")


def clean_avslut(context: Context, table: Table, topic: Topic) -> list[Fact]:
    """One row per printed number, columns as words/kolumner.toml says for `avslut`."""
    return clean_people(context, table, topic, AXIS)

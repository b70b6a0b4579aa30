"""Surveys in a plain table: questions down, who answered across, the answer told by the heading.

`Indikatorer 2024, andel positiva svar (procent)` over the columns Deltagare, Personal, Chefer. A
last row can print how many answered.
"""

from __future__ import annotations

from finsam_analysis.clean.context import Context, fact
from finsam_analysis.clean.facts import Fact
from finsam_analysis.clean.labels import slug
from finsam_analysis.clean.people import count_or_share
from finsam_analysis.clean.topics import Topic, answer_of, respondents
from finsam_analysis.read.surveys.heads import names_rate
from finsam_analysis.read.tables.reader import Table

_COUNTS = ("n_svar", "n_tillfragade")
_QUESTION = 60  # characters of a question's identifier


def clean_enkat(context: Context, table: Table, topic: Topic) -> list[Fact]:
    """One row per printed number: respondentgrupp, fraga, svar, antal or andel."""
    answer = answer_of(table)
    groups = respondents(table)
    facts = []
    for cell in table.cells:
        label = table.rows[cell.row].label
        if cell.value.number is None:
            continue
        group = groups.get(cell.column)
        if not label or group is None:
            table.leave(cell, "det framgår inte vilken fråga eller grupp talet gäller")
            continue
        rate = names_rate(label)
        enhet = "antal" if rate in _COUNTS else "procent"
        made = fact(context, table, cell, "indikatorer", enhet=enhet)
        made.extra = {
            "respondentgrupp": group,
            "fraga_id": None if rate else slug(label)[:_QUESTION],
            "fraga": None if rate else label,
            "svar": rate or answer,
        }
        count_or_share(made)
        facts.append(made)
    return facts

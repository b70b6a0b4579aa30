"""Give labels to numbers that are printed apart from them.

Labels stand in one run, rows of bare numbers in another, and there can be fewer rows than labels
when a post has no amounts. Every way to give labels in order is tried; a way is refused when a
post gets a sign it cannot have or a sum of the statement fails. Labels are given only when all
ways that are left agree on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from finsam_analysis import words
from finsam_analysis.clean.labels import known_as
from finsam_analysis.read.tables.reader import Table, Unread

_MAX_WAYS = 2000


def give_labels(table: Table) -> None:
    """Set the labels of a table's bare rows where one way is left; the other rows become unread."""
    labels = [label for label in table.labels_apart if known_as(label, "poster", "post")]
    count = len(table.rows)
    ways = []
    for tried, chosen in enumerate(combinations(range(len(labels)), count)):
        if tried >= _MAX_WAYS:
            break
        if _possible(table, [labels[i] for i in chosen]):
            ways.append([labels[i] for i in chosen])
    for at, row in enumerate(table.rows):
        given = {way[at] for way in ways}
        if len(given) == 1:
            row.label = given.pop()
        else:
            table.unread.append(Unread(row.line, "raden står skild från sin etikett"))
    table.cells = [cell for cell in table.cells if table.rows[cell.row].label]


def _possible(table: Table, labels: Sequence[str]) -> bool:
    posts = [known_as(label, "poster", "post") or "" for label in labels]
    values: dict[int, dict[str, Decimal]] = {}
    for cell in table.cells:
        if cell.value.number is not None:
            values.setdefault(cell.column, {})[posts[cell.row]] = cell.value.number
    signs = words.load("poster")["tecken"]
    for numbers in values.values():
        if any(numbers.get(post, Decimal(0)) < 0 for post in signs["plus"]):
            return False
        if any(numbers.get(post, Decimal(0)) > 0 for post in signs["minus"]):
            return False
    return all(_keeps(rule, numbers) for rule in _rules() for numbers in values.values())


def _rules() -> list[tuple[str, dict[str, int]]]:
    return [
        (rule["summa"], rule["delar"])
        for rule in words.load("regler")["regel"]
        if rule["rapport"] == "resultatrakning"
    ]


def _keeps(rule: tuple[str, dict[str, int]], numbers: dict[str, Decimal]) -> bool:
    """True when the sum holds within 1, or a post that it cannot do without is missing."""
    total, parts = rule
    needed = list(parts)[:1]
    if total not in numbers or any(part not in numbers for part in needed):
        return True
    have = sum(
        (numbers.get(part, Decimal(0)) * weight for part, weight in parts.items()), Decimal(0)
    )
    return abs(have - numbers[total]) <= 1

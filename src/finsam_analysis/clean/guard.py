"""What no dataset may hold: a number under a head that is not known, two numbers of one meaning.

A cleaning module gives what it knows and a default for the rest. Where several columns stand side
by side a default is a guess, so their numbers go to `ovrigt` as printed, or are left unread.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence

from finsam_analysis.clean.facts import NO_HEAD, OVRIGT, Fact
from finsam_analysis.clean.labels import on_axis, slug
from finsam_analysis.read.tables.reader import Table

_VALUES = frozenset({"antal", "andel", "belopp_kr"})
_BOOKS = frozenset({"rakenskaper", "ekonomi", "medlemsbidrag"})
_PEOPLE = frozenset({"deltagare", "avslut", "remittering", "forsorjning", "bakgrund"})
_TOO_MANY = 100_000  # participants of any förbund
_AMOUNTS = "talen är för stora för antal personer, och det framgår inte vad de är"
_SAME = "två tal i raden skulle få samma innebörd, så kolumnernas rubriker är inte säkert lästa"


def guard(table: Table, facts: Sequence[Fact]) -> list[Fact]:
    """The facts of a table that can stand; the cells of the others are listed as unread."""
    kept = [fact for fact in facts if not _without_head(table, fact)]
    kept = _of_people(table, kept)
    same = _of_one_meaning(kept)
    for fact in kept:
        if fact.place is not None and fact.place[0] in same:
            _leave(table, fact, _SAME)
    return [fact for fact in kept if fact.place is None or fact.place[0] not in same]


def _of_people(table: Table, facts: Sequence[Fact]) -> list[Fact]:
    """The facts without counts of people in a table where one is larger than any förbund has: they
    are amounts, and what they are of is not understood.
    """
    counts = [fact for fact in facts if fact.dataset in _PEOPLE and fact.enhet == "antal"]
    if all(abs(fact.varde) < _TOO_MANY for fact in counts):
        return list(facts)
    for fact in counts:
        _leave(table, fact, _AMOUNTS)
    return [fact for fact in facts if not any(fact is other for other in counts)]


def _without_head(table: Table, fact: Fact) -> bool:
    """True for a number that is left unread; one of people goes to `ovrigt` under its column."""
    if not _headless(table, fact) or fact.told:
        return False
    fact.named = False
    if fact.dataset in _BOOKS:
        _leave(table, fact, NO_HEAD)
        return True
    assert fact.place is not None
    column = fact.place[1]
    told = "" if fact.dataset == OVRIGT else fact.dataset
    if told or f"kolumn_{column + 1}" not in str(fact.extra.get("matt")):
        fact.extra = {
            "insats_id": fact.extra.get("insats_id"),
            "matt": "_".join(filter(None, (told, slug(fact.label_raw), f"kolumn_{column + 1}"))),
            "kon": _of_row(fact.label_raw),
            "period": fact.extra.get("period"),
            **{name: fact.extra[name] for name in _VALUES & fact.extra.keys()},
        }
        fact.dataset = OVRIGT
    fact.note(f"{NO_HEAD} (kolumn {column + 1} av {len(table.columns)})")
    return False


def _of_row(label: str) -> str | None:
    """The gender that a row names; a total of rows is no total of genders."""
    kon = on_axis(label, "kon")
    return None if kon == "totalt" else kon


def _headless(table: Table, fact: Fact) -> bool:
    """True when a number stands in one of several columns, under no head at all."""
    if fact.place is None or len(table.columns) < 2:
        return False
    row, column = fact.place
    return (
        not table.columns[column].known
        and not table.columns[column].text.strip()
        and (fact.dataset not in _BOOKS or table.rows[row].year is None)
    )


def _of_one_meaning(facts: Sequence[Fact]) -> set[int]:
    """The rows in which two numbers have the same natural key."""
    groups: dict[tuple[Hashable, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.place is None:
            continue
        facets = sorted((k, str(v)) for k, v in fact.extra.items() if k not in _VALUES)
        if fact.extra.get("period") == "del_av_ar":  # which part, the head says
            facets.append(("kolumn", fact.kolumn_raw))
        groups[fact.place[0], fact.dataset, fact.year, fact.enhet, *facets].append(fact)
    return {
        fact.place[0]
        for same in groups.values()
        if len(same) > 1
        for fact in same
        if fact.place is not None
    }


def _leave(table: Table, fact: Fact, why: str) -> None:
    cell = table.cell(*fact.place) if fact.place is not None else None
    if cell is not None:
        table.leave(cell, why)

"""Totals and posts that are gone: what a table of its kind always prints, and this one does not.

A missing total is a failure of its own: every number of the table looks right without it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from finsam_analysis import words
from finsam_analysis.clean.facts import Fact
from finsam_analysis.clean.labels import on_axis
from finsam_analysis.read.tables.reader import Table, is_total
from finsam_analysis.verify.checks import Check

_LEAST_ROWS = 3
_MOST_POSTS = 0.6  # of the posts that a statement always has
_GROUPS = 2  # sums that nothing sums
_SIBLINGS = 2  # tables of its kind that all have totals
_GROUP = 3  # rows that are summed one by one beside sums of other groups
_OTHER = {"kvinnor": "män", "man": "kvinnor"}
_WOMEN_AND_MEN = frozenset({"kvinnor", "man"})


def missing_checks(tables: Sequence[Table], facts: Sequence[Fact]) -> Iterator[Check]:
    """Statements without a post that all print, and tables without a total that others have."""
    own: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.place is not None:
            own[fact.table_id].append(fact)
    kinds: dict[tuple[object, ...], list[list[Fact]]] = defaultdict(list)
    for table in tables:
        mine = own.get(table.table_id, [])
        if mine:
            yield from _missing_posts(mine)
            yield from _missing_in_budget(table, mine)
            yield from _missing_of_gender(mine)
            kinds[_kind_of_table(mine)].append(mine)
    for same in kinds.values():
        yield from _without_total(same)


def _missing_posts(facts: Sequence[Fact]) -> Iterator[Check]:
    """By the layout of the statements in words/regler.toml."""
    if facts[0].dataset != "rakenskaper":
        return
    posts = {str(fact.extra.get("post")) for fact in facts}
    for rule in words.load("regler")["vantad"]:
        there = [post for post in rule["poster"] if post in posts]
        whole = len(there) >= max(2, _MOST_POSTS * len(rule["poster"]))
        if facts[0].extra.get("rapport") == rule["rapport"] and whole:
            for post in rule["poster"]:
                if post not in posts:
                    yield _missing(facts, f"posten {post.replace('_', ' ')} saknas")


def _kind_of_table(facts: Sequence[Fact]) -> tuple[object, ...]:
    """Tables of one kind all have totals, or none has."""
    first = facts[0]
    units = {fact.enhet for fact in facts}
    if first.dataset in words.load("regler")["vantad_summa"]["lika"]:
        return ("people",)
    return (first.dataset, first.extra.get("rapport"), *sorted(units))


def _without_total(same: Sequence[list[Fact]]) -> Iterator[Check]:
    always = words.load("regler")["vantad_summa"]["alltid"]
    without = [facts for facts in same if not any(_sums(fact) for fact in facts)]
    with_total = len(same) - len(without)
    large = [facts for facts in without if _rows(facts) >= 2]
    for facts in large:
        if facts[0].dataset in always and _rows(facts) >= _LEAST_ROWS:
            yield _missing(facts, "summan saknas")
    if len(large) == 1 and with_total >= _SIBLINGS and large[0][0].dataset not in always:
        yield _missing(large[0], "summan saknas, rapportens andra tabeller av samma slag har den")


def _missing_of_gender(facts: Sequence[Fact]) -> Iterator[Check]:
    """Rows by gender without the row of all, or with only one of women and men beside it."""
    labels = {fact.label_raw for fact in facts}
    kon = {on_axis(label, "kon") for label in labels}
    alone = [one for one in _OTHER if one in kon]
    if None not in kon and "totalt" in kon and len(alone) == 1:
        (one,) = alone
        yield _missing(facts, f"raden för {_OTHER[one]} saknas")
    if kon >= _WOMEN_AND_MEN and None not in kon and "totalt" not in kon:
        if not any(is_total(label) for label in labels):
            yield _missing(facts, "raden för alla saknas")


def _missing_in_budget(table: Table, facts: Sequence[Fact]) -> Iterator[Check]:
    """A budget in groups where one group has no sum, or where nothing sums the groups."""
    if facts[0].dataset != "ekonomi":
        return
    labelled = {
        found.total: found for found in table.sums if is_total(table.rows[found.total].label)
    }
    summed = {part for found in labelled.values() for part in found.parts}
    loose = [row for row in labelled if row not in summed]
    nested = any(part in labelled for found in labelled.values() for part in found.parts)
    after = range(max(loose, default=0) + 1, len(table.rows))
    if (
        len(loose) >= _GROUPS
        and not nested
        and not any(is_total(table.rows[row].label) for row in after)
    ):
        yield _missing(facts, "slutsumman av delsummorna saknas")
    for found in labelled.values():
        groups = [part for part in found.parts if part in labelled]
        alone = [part for part in found.parts if part not in labelled]
        if groups and len(alone) >= _GROUP and found.adds_up:
            yield _missing(facts, f"delsumman av {len(alone)} rader saknas")


def _sums(fact: Fact) -> bool:
    """True for a number in a row of sums; among people, `is_total` can be its column's."""
    people = fact.dataset in words.load("regler")["vantad_summa"]["lika"]
    return is_total(fact.label_raw) or (fact.is_total and not people)


def _rows(facts: Sequence[Fact]) -> int:
    return len({fact.place[0] for fact in facts if fact.place is not None})


def _missing(facts: Sequence[Fact], why: str) -> Check:
    first = facts[0]
    heading = first.extra.get("rapport") or first.dataset
    text = f"Tabellen med {first.label_raw} ({heading}): {why}"
    return Check(
        "summa saknas",
        first.report_id,
        text,
        Decimal(0),
        Decimal(1),
        Decimal(0),
        list(facts),
        proves=[],
        suspects=[],
        of_value=False,
    )

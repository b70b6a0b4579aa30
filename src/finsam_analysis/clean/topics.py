"""What a table is about: which dataset its numbers belong to.

Rows and columns decide by how many of them are terms of the field; the heading decides when the
heads are lost in print. A table that nothing is known of goes to `ovrigt` with its printed labels.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from finsam_analysis import words
from finsam_analysis.clean.facts import KRONOR
from finsam_analysis.clean.labels import (
    axis_share,
    exactly,
    first_mentioned,
    known_as,
    mentions,
    on_axis,
)
from finsam_analysis.read.blocks import is_head
from finsam_analysis.read.surveys.groups import group_of
from finsam_analysis.read.surveys.heads import RATES, read_head
from finsam_analysis.read.tables.heads import Column, captions
from finsam_analysis.read.tables.reader import Table
from finsam_analysis.read.terms import parse_heads

_MOST = 0.5
_SOME = 0.3
LABELLED = frozenset({"avslut", "remittering", "forsorjning"})  # a category labels each row
_LARGE = 10_000


@dataclass(frozen=True, slots=True)
class Topic:
    """A dataset, and where in the table its category stands: rows, columns or heading only."""

    name: str
    category_in: str = ""
    rapport: str | None = None
    not_nr: int | None = None


def note_number(texts: tuple[str, ...]) -> int | None:
    """The number of the note that a heading names, such as `Not 3. Verksamhetens kostnader`."""
    for text in reversed(texts):
        match = re.match(r"not ?(\d{1,2})\b", words.fold(text))
        if match:
            return int(match.group(1))
    return None


def numbered_note(table: Table, texts: tuple[str, ...]) -> int | None:
    """The number of a note headed `2. Verksamhetens kostnader`, in the section of the notes."""
    word = words.load("tabell")["noter"]
    if not any(words.fold(text).split()[:1] == [word] for text in (*table.block.section, *texts)):
        return None
    return heading_number(texts)


def heading_number(texts: Sequence[str]) -> int | None:
    """The number of the last heading that begins with one, as 2 for `2. Kostnader`."""
    numbers = [match[1] for text in texts if (match := re.match(r"(\d{1,2})[.:]? +[^\W\d]", text))]
    return int(numbers[-1]) if numbers else None


def topic_of(table: Table) -> Topic:
    """The dataset that a table's numbers belong to."""
    texts = tuple(table.caption)
    budget = {c.on("post") for c in table.columns} - {None}
    belopp = sum(c.on("belopp") is not None for c in table.columns)
    if belopp >= 3 or mentions(texts, "rapport", "driftredovisning") and belopp:
        return Topic("rakenskaper", rapport="driftredovisning")
    if len(budget) >= 2 and _is_income_statement(table, texts):
        return Topic("rakenskaper", rapport="resultatrakning")
    if len(budget) >= 2 and _of_equity(table):
        return Topic("rakenskaper", rapport="flerarsoversikt")
    if _posts_down(table):
        return Topic("ekonomi", "transposed")
    if len(respondents(table)) > 1 and answer_of(table):
        return Topic("enkat", "columns")
    if _is_facts(table):
        return Topic("nyckeltal", "rows")
    if _years_down(table) and (across := _across_years(table, texts)) is not None:
        return across
    if any(c.on("mal") == "mal" for c in table.columns) and table.unit not in KRONOR:
        return _by_category(table, texts)
    alone = bool(budget) and len(table.columns) == 1 and table.unit in KRONOR
    if len(budget) >= 2 or alone or _plans(table):
        return Topic("ekonomi", "columns")
    rapport = _statement(table, texts)
    if rapport is not None:
        return rapport
    if first_mentioned(texts, "amne") == "ovrigt":
        return Topic("ovrigt", "heading")
    return _by_category(table, texts)


def respondents(table: Table) -> dict[int, str]:
    """Who answered, by column, where all columns are headed by groups of respondents."""
    groups = {at: group_of(column.text) for at, column in enumerate(table.columns)}
    found = {at: group for at, group in groups.items() if group is not None}
    return found if len(found) == len(table.columns) else {}


def answer_of(table: Table) -> str:
    """The one answer that the heading says the shares are of; empty when it says none."""
    marks = [
        mark.name
        for text in table.caption
        if not is_head(text) or captions(text)
        for mark in read_head(text.replace(",", " ")).of("svar")
        if mark.name not in RATES
    ]
    return marks[0] if len(set(marks)) == 1 else ""


def _is_facts(table: Table) -> bool:
    """True for labels of several kinds with one number each: budget, participants, reasons."""
    axes = ("post", "matt", "orsak")
    found = [{axis for axis in axes if exactly(row.label, axis)} for row in table.rows]
    kinds = set().union(*found) if found else set()
    headed = table.head_known and any(column.text for column in table.columns)
    posts = {exactly(row.label, "post") for row in table.rows}
    several = len(kinds) > 1 or posts == {"budget", "utfall"}
    return len(table.columns) == 1 and not headed and several and "post" in kinds


def _years_down(table: Table) -> bool:
    """True when each row is a year, and nothing more labels it."""
    return len(table.rows) > 1 and all(row.year and not row.label for row in table.rows)


def _across_years(table: Table, texts: tuple[str, ...]) -> Topic | None:
    """The topic of a table of years down the page: members or posts of a statement across."""
    heads = [column.text for column in table.columns if column.on("kon") != "totalt"]
    members = sum(map(is_member, heads)) * 2 >= len(heads)
    paid = members or mentions(texts, "amne", "medlemsbidrag")
    if _of_money(table) and paid:
        return Topic("medlemsbidrag", "transposed")
    posts = sum(known_as(head, "poster", "post") is not None for head in heads)
    if _of_money(table) and posts * 2 > len(heads):
        return Topic("rakenskaper", "transposed", rapport="flerarsoversikt")
    return None


def _of_equity(table: Table) -> bool:
    """True when every row is a post of a statement, and equity is among them: no insatser."""
    posts = [known_as(row.label, "poster", "post") for row in table.rows]
    return "eget_kapital" in posts and None not in posts


def _plans(table: Table) -> bool:
    """True for budgets of several years beside each other, unless members pay them."""
    years = {c.year for c in table.columns if c.on("post") == "budget"} - {None}
    return 1 < len(years) == len(table.columns) and _members(table) < 0.6


def _posts_down(table: Table) -> bool:
    """True when budget and outcome are rows, and names head the columns."""
    posts = {exactly(row.label, "post") for row in table.rows} - {None}
    return len(posts) >= 2 and sum(c.on("namn") is not None for c in table.columns) >= 2


def _statement(table: Table, texts: tuple[str, ...]) -> Topic | None:
    years = sum(c.year is not None for c in table.columns)
    amounts = sum(not _compares(c) for c in table.columns)
    note = note_number(texts) or numbered_note(table, texts)
    named = first_mentioned(texts, "rapport")
    labels = list(table.labels_apart) or [row.label for row in table.rows]
    posts = [known_as(label, "poster", "post") for label in labels]
    known = sum(post not in (None, "summa") for post in posts)
    if note is not None and years >= 0.5 * len(table.columns) and not _about_people(table):
        return Topic("rakenskaper", rapport="not", not_nr=note)
    told = known >= 2 or (years == len(table.columns) > 1 and _of_money(table))
    if named in {"resultatrakning", "balansrakning", "kassaflode"} and told:
        return Topic("rakenskaper", rapport=named)
    if years == len(table.columns) >= 3 and known >= 2:
        return Topic("rakenskaper", rapport="flerarsoversikt")
    if years == len(table.columns) and known >= max(2, 0.5 * len(posts)):
        return Topic("rakenskaper", rapport=_statement_by_posts(posts))
    if years == len(table.columns) and _of_money(table) and post_of_caption(table):
        return Topic("ekonomi", "columns")
    sent = first_mentioned(texts, "amne") == "remittering"
    if 0 < years == amounts and _members(table) >= 0.6 and not sent:
        return Topic("medlemsbidrag", "columns")
    return None


def _of_money(table: Table) -> bool:
    """True when the table prints a unit of money, or numbers too large for people."""
    numbers = (cell.value.number for cell in table.cells)
    return table.unit in KRONOR or any(n is not None and abs(n) >= _LARGE for n in numbers)


def _compares(column: Column) -> bool:
    """True for a share of the whole, or a change between the years beside it."""
    return column.on("enhet") == "andel" or column.on("jamforelse") is not None


def post_of_caption(table: Table) -> str | None:
    """Budget or utfall, when the heading of a table of insatser by year says which it is of.

    What insatser cost is their outcome, unless the heading says that it is a budget.
    """
    insatser = any(mentions([text], "indelning", "insats") for text in table.caption)
    found = {
        term.name
        for text in table.caption
        for head in parse_heads(text)
        for term in head.terms
        if term.axis == "post"
    }
    costs = any(mentions([text], "belopp", "kostnad") for text in table.caption)
    if insatser and costs and not found:
        return "utfall"
    return found.pop() if insatser and len(found) == 1 else None


def _is_income_statement(table: Table, texts: tuple[str, ...]) -> bool:
    """True for the statement of income printed with the budget beside the outcome."""
    posts = [known_as(row.label, "poster", "post") for row in table.rows]
    known = sum(post not in (None, "summa") for post in posts)
    named = first_mentioned(texts, "rapport") == "resultatrakning"
    ends = posts[-1:] == ["arets_resultat"] and mentions(texts[-2:], "rapport", "resultatrakning")
    return named and "arets_resultat" in posts and (ends or known > 0.5 * len(posts))


def _statement_by_posts(posts: list[str | None]) -> str:
    if any(p in words.load("amnen")["balansposter"]["poster"] for p in posts):
        return "balansrakning"
    if any(p and p.startswith(("kassaflode", "likvida")) for p in posts):
        return "kassaflode"
    return "resultatrakning" if "arets_resultat" in posts else "not"


def _about_people(table: Table) -> bool:
    return any(c.on("kon") in {"kvinnor", "man"} for c in table.columns)


def _members(table: Table) -> float:
    labels = [row.label for row in table.rows if row.own_label]
    known = [is_member(label) or known_as(label, "poster", "post") == "summa" for label in labels]
    return sum(known) / len(labels) if labels else 0.0


def is_member(label: str) -> bool:
    """True for a label that names one who pays: the state, a region, a kommun, a fund."""
    if known_as(label, "medlemmar", "medlem"):
        return True
    found = set(re.split(r"[^a-z/-]+", words.fold(label)))
    return any(found & set(printed) for printed in words.load("medlemmar")["ord"].values())


def is_amount(column: Column) -> bool:
    """True for a column headed by what members pay, a year beside it or not."""
    return mentions([column.text], "belopp", "bidrag")


def _by_category(table: Table, texts: tuple[str, ...]) -> Topic:
    shares = {
        name: axis_share(table, axis)
        for name, axis in (
            ("avslut", "orsak"),
            ("remittering", "remittent"),
            ("forsorjning", "forsorjning"),
            ("bakgrund", "utbildning"),
            ("indikatorer", "svar"),
            ("mal", "mal"),
            ("deltagare", "matt"),
        )
    }
    shares["bakgrund"] = (shares["bakgrund"][0], max(shares["bakgrund"][1], _time_rows(table)))
    if axis_share(table, "alder")[0] >= _MOST and mentions(texts, "amne", "bakgrund"):
        return Topic("bakgrund", "columns")
    money = table.unit in KRONOR  # a section about people does not reach a table of kronor
    named = first_mentioned((*(() if money else table.block.section), *texts), "amne")
    if named in LABELLED and not max(shares[named]) and _counts_of_its_own(table, texts):
        named = "deltagare"  # the section's word is not that of a table with its own heading
    if named == "kostnadsfordelning":
        return Topic("ekonomi", "rows")
    if (
        len(
            {
                t.name
                for text in texts
                for h in parse_heads(text)
                for t in h.terms
                if t.axis == "matt"
            }
        )
        >= 3
    ):
        named = "deltagare"
    if shares["avslut"][1] >= _MOST and _before_and_after(table):
        return Topic("forsorjning", "rows")  # what people did before is no reason to leave
    best = max(shares, key=lambda n: (max(shares[n]), n == named))
    if named in shares and max(shares[named]) >= _MOST:
        best = named
    if len(table.rows) >= 3 and _members(table) >= 0.6 and any(map(is_amount, table.columns)):
        return Topic("medlemsbidrag", "columns")
    headed = first_mentioned([text for text in texts if not is_head(text)], "amne")
    if best == "avslut" and headed != "avslut" and _counts_people(table, texts):
        return Topic("deltagare", "columns")
    if max(shares[best]) >= _MOST:
        where = "columns" if shares[best][0] >= shares[best][1] else "rows"
        return Topic(best, where)
    if len(table.columns) == 1 and _members(table) >= 0.6 and len(table.rows) >= 3:
        return Topic("medlemsbidrag", "rows")
    if named in LABELLED and shares[named][1] >= _SOME:
        return Topic(named, "rows")  # reasons of the report's own among those that are known
    return _by_heading(table, texts, named, headed)


def _by_heading(
    table: Table, texts: tuple[str, ...], named: str | None, headed: str | None
) -> Topic:
    """The topic of a table whose rows and columns are no terms of the field."""
    if named in {"avslut", "remittering", "deltagare"}:
        return Topic(named, "heading")
    if headed == "bakgrund" and _names_across(table) and mentions(texts, "dimension", "kommun"):
        return Topic("deltagare", "columns")  # insatser down, kommuner across
    if headed == "bakgrund":
        return Topic("bakgrund", "rows")
    if _about_rows_of_gender(table) or mentions(texts, "matt", "deltagare"):
        return Topic("deltagare", "heading")
    return Topic("ovrigt", "heading")


def _counts_people(table: Table, texts: tuple[str, ...]) -> bool:
    """True for a table of participants by gender, where one column says how many got work."""
    people = sum(c.on("kon") is not None or c.on("enhet") == "antal" for c in table.columns)
    reasons = {c.on("orsak") for c in table.columns} - {None}
    counted = any(c.on("matt") is not None for c in table.columns)
    return len(reasons) == 1 and people >= 2 and (counted or mentions(texts, "matt", "deltagare"))


def _counts_of_its_own(table: Table, texts: tuple[str, ...]) -> bool:
    """True for participants by gender under a heading of the table's own that names no category."""
    own = first_mentioned(texts, "amne") is None and mentions(texts, "matt", "deltagare")
    return own and (_about_rows_of_gender(table) or _about_people(table))


def _names_across(table: Table) -> bool:
    """True for names over two columns or more, and a total of them last."""
    names = sum(column.on("namn") is not None for column in table.columns)
    return names > 1 and table.columns[-1].on("kon") == "totalt"


def _before_and_after(table: Table) -> bool:
    return {column.on("tidpunkt") for column in table.columns} >= {"inskrivning", "avslut"}


def _time_rows(table: Table) -> float:
    patterns = words.load("amnen")["tidslag"]["alder"] + words.load("amnen")["tidslag"]["tid"]
    labels = [words.fold(row.label) for row in table.rows if row.own_label]
    hits = sum(any(re.search(p, label) for p in patterns) for label in labels)
    return hits / len(labels) if labels else 0.0


def _about_rows_of_gender(table: Table) -> bool:
    return sum(on_axis(row.label, "kon") in {"kvinnor", "man"} for row in table.rows) >= 2

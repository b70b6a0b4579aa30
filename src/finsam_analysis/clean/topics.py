"""What a table is about: which dataset its numbers belong to.

Rows and columns decide by how many of them are terms of the field; the heading decides when the
heads are lost in print. A table that nothing is known of goes to `ovrigt` with its printed labels.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from finsam_analysis import words
from finsam_analysis.clean.labels import axis_share, first_mentioned, known_as, mentions, on_axis
from finsam_analysis.read.heads import Column
from finsam_analysis.read.tables import Table
from finsam_analysis.read.terms import parse_heads

_MOST = 0.5


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
        match = re.match(r"not (\d{1,2})\b", words.fold(text))
        if match:
            return int(match.group(1))
    return None


def topic_of(table: Table) -> Topic:
    """The dataset that a table's numbers belong to."""
    texts = tuple(table.caption)
    budget = {c.on("post") for c in table.columns} - {None}
    belopp = sum(c.on("belopp") is not None for c in table.columns)
    if belopp >= 3 or mentions(texts, "rapport", "driftredovisning") and belopp:
        return Topic("rakenskaper", rapport="driftredovisning")
    if len(budget) >= 2 and _is_income_statement(table, texts):
        return Topic("rakenskaper", rapport="resultatrakning")
    if len(budget) >= 2 or _plans(table):
        return Topic("ekonomi", "columns")
    rapport = _statement(table, texts)
    if rapport is not None:
        return rapport
    return _by_category(table, texts)


def _plans(table: Table) -> bool:
    """True for budgets of several years beside each other, unless members pay them."""
    years = {c.year for c in table.columns if c.on("post") == "budget"} - {None}
    return 1 < len(years) == len(table.columns) and _members(table) < 0.6


def _statement(table: Table, texts: tuple[str, ...]) -> Topic | None:
    years = sum(c.year is not None for c in table.columns)
    note = note_number(texts)
    named = first_mentioned(texts, "rapport")
    labels = list(table.labels_apart) or [row.label for row in table.rows]
    posts = [known_as(label, "poster", "post") for label in labels]
    known = sum(post not in (None, "summa") for post in posts)
    if note is not None and years >= 0.5 * len(table.columns) and not _about_people(table):
        return Topic("rakenskaper", rapport="not", not_nr=note)
    if named in {"resultatrakning", "balansrakning", "kassaflode"} and known >= 2:
        return Topic("rakenskaper", rapport=named)
    if years == len(table.columns) >= 3 and known >= 2:
        return Topic("rakenskaper", rapport="flerarsoversikt")
    if years == len(table.columns) and known >= max(2, 0.5 * len(posts)):
        return Topic("rakenskaper", rapport=_statement_by_posts(posts))
    if years == len(table.columns) and _members(table) >= 0.6:
        return Topic("medlemsbidrag", "columns")
    return None


def _is_income_statement(table: Table, texts: tuple[str, ...]) -> bool:
    """True for the statement of income printed with the budget beside the outcome."""
    posts = [known_as(row.label, "poster", "post") for row in table.rows]
    known = sum(post not in (None, "summa") for post in posts)
    named = first_mentioned(texts, "rapport") == "resultatrakning"
    return named and "arets_resultat" in posts and known > 0.5 * len(posts)


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
    named = first_mentioned((*table.block.section, *texts), "amne")
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
    best = max(shares, key=lambda n: (max(shares[n]), n == named))
    if named in shares and max(shares[named]) >= _MOST:
        best = named
    if len(table.rows) >= 3 and _members(table) >= 0.6 and any(map(is_amount, table.columns)):
        return Topic("medlemsbidrag", "columns")
    if best == "avslut" and named != "avslut" and _counts_people(table, texts):
        return Topic("deltagare", "columns")
    if max(shares[best]) >= _MOST:
        where = "columns" if shares[best][0] >= shares[best][1] else "rows"
        return Topic(best, where)
    if len(table.columns) == 1 and _members(table) >= 0.6 and len(table.rows) >= 3:
        return Topic("medlemsbidrag", "rows")
    if named in {"avslut", "remittering", "deltagare"}:
        return Topic(named, "heading")
    if _about_rows_of_gender(table) or mentions(texts, "matt", "deltagare"):
        return Topic("deltagare", "heading")
    return Topic("ovrigt", "heading")


def _counts_people(table: Table, texts: tuple[str, ...]) -> bool:
    """True for a table of participants by gender, where one column says how many got work."""
    people = sum(c.on("kon") is not None or c.on("enhet") == "antal" for c in table.columns)
    reasons = sum(c.on("orsak") is not None for c in table.columns)
    return reasons == 1 and people >= 2 and mentions(texts, "matt", "deltagare")


def _time_rows(table: Table) -> float:
    patterns = words.load("amnen")["tidslag"]["alder"] + words.load("amnen")["tidslag"]["tid"]
    labels = [words.fold(row.label) for row in table.rows if row.own_label]
    hits = sum(any(re.search(p, label) for p in patterns) for label in labels)
    return hits / len(labels) if labels else 0.0


def _about_rows_of_gender(table: Table) -> bool:
    return sum(on_axis(row.label, "kon") in {"kvinnor", "man"} for row in table.rows) >= 2

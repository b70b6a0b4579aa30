"""Goals and results: from goal tables and lists, and from goal columns of other tables.

Goal cells can hold several numbers ("300 deltagare varav 135 nya"); each is one row, and a goal
and its results share a mal_id.
"""

from __future__ import annotations

from finsam_analysis.clean.context import Context, fact, is_told, period_of, unit_of_cell, who
from finsam_analysis.clean.facts import NO_HEAD, Fact, in_kronor
from finsam_analysis.clean.items import item_fact, item_insats
from finsam_analysis.clean.labels import first_mentioned, slug
from finsam_analysis.clean.ovrigt import beside
from finsam_analysis.clean.people import about_columns, count_or_share
from finsam_analysis.clean.topics import Topic
from finsam_analysis.read.blocks import Block
from finsam_analysis.read.goals.owners import has_own_heading, heading_of, own_name, owner_of
from finsam_analysis.read.items import Item
from finsam_analysis.read.tables.reader import Table

# Goals that only the förbund has.
_OF_FORBUND = frozenset({"eget_kapital", "arets_resultat", "medlemsbidrag"})


def clean_mal(context: Context, table: Table, topic: Topic) -> list[Fact]:
    """Tidy a plain table of goals: insatser down, mål and resultat across, years in the heads."""
    facts = []
    for cell in table.cells:
        column, row = table.columns[cell.column], table.rows[cell.row]
        if cell.value.number is None:
            continue
        part = column.on("mal") or ("resultat" if column.on("post") == "utfall" else None)
        if part not in {"mal", "resultat"}:
            if column.on("post") is None or not row.label:
                table.leave(cell, NO_HEAD)
            else:
                facts.append(beside(context, table, cell))
            continue
        about = who(context, table, row.label)
        made = fact(context, table, cell, "mal", enhet=unit_of_cell(table, cell))
        made.is_total = about.is_total
        named = first_mentioned([column.text, *table.caption], "matt") or "deltagare"
        made.extra = {
            **about_columns(context, table, about, column),
            "period": period_of(context, table),
            "matt": column.on("matt") or named,
            "del": part,
            "mal_id": f"{table.table_id}-{slug(row.label)}",
        }
        count_or_share(made)
        facts.append(made)
    return facts


def clean_goal_items(context: Context, block: Block, items: list[Item]) -> list[Fact]:
    """Tidy the numbers of a goal table or list, as read.goals.reader found them."""
    facts = []
    inside = own_name(block)
    apart = not inside and (has_own_heading(block) or not _of_section(context, block))
    owner = inside if apart else owner_of(block)
    own = owner if owner and is_told(context, owner) else None
    for item in items:
        made = item_fact(context, block, item, "mal")
        about = item.facets
        name = about.get("insats") or own
        of_forbund = about.get("matt") in _OF_FORBUND or (apart and not name)
        insats = None if of_forbund else item_insats(context, block, name)
        made.extra = {
            "insats_id": insats.insats_id if insats else None,
            "kommun": about.get("kommun"),
            "kon": about.get("kon", "totalt"),
            "period": about.get("period", "ar"),
            "matt": about.get("matt", "ovrigt"),
            "del": about["del"],
            "mal_id": about.get("mal_id", f"{block.table_id}-{slug(item.label)}"),
            "riktning": about.get("riktning"),
            "bedomning": about.get("bedomning"),
            "belopp_kr": in_kronor(made.varde, made.enhet),
        }
        count_or_share(made)
        facts.append(made)
    return facts


def _of_section(context: Context, block: Block) -> bool:
    """False for a list of goals that is no part of the section of the insats above it.

    An insats with goals of its own has no second list under a heading that the goals of no other
    insats have: that is the förbund's, and so is one that follows on a table of all insatser.
    """
    heading, owner = heading_of(block), owner_of(block)
    lists = [(owner_of(b), b) for b in context.report.blocks if b.first < block.first]
    own = [b for name, b in lists if owner and name == owner]
    others = [b for name, b in lists if name not in {"", owner} and is_told(context, name)]
    if heading and own and others and heading not in map(heading_of, [*own, *others]):
        return False
    return context.scopes.holds(block, titled=bool(heading))

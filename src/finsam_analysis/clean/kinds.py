"""What a förbund's insatser are, individ or struktur, where only its totals say so.

Some reports list all insatser together and print, elsewhere, what individ and struktur insatser
cost in all. If there is one way, and only one, to share out the rows so that both totals hold
within rounding, that is what they are.
"""

from __future__ import annotations

from collections.abc import Sequence

from finsam_analysis import words
from finsam_analysis.clean.facts import Fact

KINDS = ("individ", "struktur")
_MOST = 16  # rows to share out: two to this power of ways are tried
_NOTE = "{} enligt rapportens fördelning av kostnaderna"


def name_kinds(facts: Sequence[Fact]) -> None:
    """Set kategori on one report's rows of insatser that its totals by kind place."""
    costs = [f for f in facts if f.dataset == "ekonomi" and f.extra.get("post") == "utfall"]
    for year in {fact.year for fact in costs}:
        totals = {kind: _total(costs, kind, year) for kind in KINDS}
        individ, struktur = totals["individ"], totals["struktur"]
        if individ is None or struktur is None:
            continue
        for table_id in {fact.table_id for fact in costs} - {individ.table_id}:
            rows = [
                f
                for f in costs
                if f.table_id == table_id and f.year == year and f.extra.get("insats_id")
            ]
            _place(facts, [f for f in rows if not f.is_total], individ, struktur)


def _total(costs: Sequence[Fact], kind: str, year: int) -> Fact | None:
    """The one printed total of a kind's cost in a year, in a table that tells no insatser."""
    names = words.load("ekonomi")["rubrik"][kind]
    told = {fact.table_id for fact in costs if fact.extra.get("insats_id")}
    found = [
        fact
        for fact in costs
        if fact.year == year
        and fact.table_id not in told
        and words.fold(fact.label_raw) in names
        and fact.extra.get("belopp_kr") is not None
    ]
    return found[0] if len(found) == 1 else None


def _place(facts: Sequence[Fact], rows: Sequence[Fact], individ: Fact, struktur: Fact) -> None:
    unknown = _unknown(rows)
    ways = sharings(rows, individ, struktur)
    if ways is None or len(ways) != 1:
        return
    lines = {fact.line: KINDS[ways[0] >> at & 1] for at, fact in enumerate(unknown)}
    for fact in facts:
        if fact.dataset == "ekonomi" and fact.table_id == rows[0].table_id and fact.line in lines:
            fact.extra["kategori"] = lines[fact.line]
            fact.note(_NOTE.format(lines[fact.line]))


def _unknown(rows: Sequence[Fact]) -> list[Fact]:
    return [f for f in rows if f.extra.get("kategori") is None and f.extra["belopp_kr"]]


def sharings(rows: Sequence[Fact], individ: Fact, struktur: Fact) -> list[int] | None:
    """Every way (a bit a row of no known kind, set for struktur) in which both totals hold.

    None where there is nothing to share out, too much, or where the rows are not those summed.
    """
    unknown = _unknown(rows)
    if not unknown or len(unknown) > _MOST or any(f.extra["belopp_kr"] is None for f in rows):
        return None
    known = {
        kind: sum(f.extra["belopp_kr"] for f in rows if f.extra.get("kategori") == kind)
        for kind in KINDS
    }
    slack = (len(rows) + 1) / 2
    amounts = [fact.extra["belopp_kr"] for fact in unknown]
    rest = individ.extra["belopp_kr"] - known["individ"]
    wanted = struktur.extra["belopp_kr"] - known["struktur"]
    if abs(sum(amounts) - rest - wanted) > slack:
        return None
    return [way for way in range(2 ** len(amounts)) if abs(_sum(amounts, way) - wanted) <= slack]


def _sum(amounts: Sequence[int], way: int) -> int:
    return sum(amount for at, amount in enumerate(amounts) if way >> at & 1)


def totals_and_rows(facts: Sequence[Fact]) -> list[tuple[list[Fact], list[Fact]]]:
    """The printed totals of both kinds with the rows of all insatser, for each year."""
    costs = [f for f in facts if f.dataset == "ekonomi" and f.extra.get("post") == "utfall"]
    found = []
    for year in sorted({fact.year for fact in costs}):
        totals = [total for kind in KINDS if (total := _total(costs, kind, year)) is not None]
        rows = [f for f in costs if f.year == year and f.extra.get("insats_id") and not f.is_total]
        if len(totals) == len(KINDS) and len({f.table_id for f in rows}) == 1:
            found.append((totals, rows))
    return found

"""What a table's own rows and columns show: sums down, relations across, rows of percent.

These rules are not written anywhere: `read.tables.solve` finds them in the numbers, in whichever
direction they are printed, and here each is applied to every row or column.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from finsam_analysis import words
from finsam_analysis.clean.facts import Fact
from finsam_analysis.clean.labels import known_as
from finsam_analysis.read.tables.reader import Table, is_total
from finsam_analysis.read.tables.relations import Relation
from finsam_analysis.verify.checks import AVRUNDNING, STAMMER, Check, tolerance, unit_step, weigh
from finsam_analysis.verify.gaps import Found, without_gaps

_ROWS = 4  # in a table that a total sums
_PROVEN = 4  # rows that keep a relation to the last digit
_MOST = 0.8  # of all: then a row that does not is contradicted by it
_RESULT = "arets_resultat"
_MANY = 4  # percents in a row that make 100 by no accident
_HUNDRED = Decimal(100)
Places = dict[tuple[int, int], Fact]


def table_checks(table: Table, facts: Sequence[Fact]) -> Iterator[Check]:
    """Every check that a table makes of itself."""
    at = {fact.place: fact for fact in facts if fact.place is not None}
    yield from _sums_down(table, at)
    yield from _no_sums(table, at)
    yield from _relations(table, at)
    yield from _rows_of_percent(facts)


def _sums_down(table: Table, at: Places) -> Iterator[Check]:
    made: list[Found] = []
    for found in table.sums:
        for column in range(len(table.columns)):
            total = at.get((found.total, column))
            if (
                total is None
                or is_rate(total)
                or total.enhet == "procent"
                or _damaged(table, found.parts, column)
            ):
                continue
            here = [at.get((row, column)) for row in found.parts]
            parts = [fact for fact in here if fact is not None and fact.enhet == total.enhet]
            if not parts:
                continue
            text = f"{_named(total)}: summan av raderna"
            check = weigh_printed("summa", text, total, parts)
            if found.labelled:
                check.total = total
            gap = check.fails and check.differens > 0 and _of_gender(parts)
            gap = gap or (check.fails and check.differens < 0 and _overlap(total))
            gap = gap or _is_twice(check)
            if (found.labelled or check.utfall == STAMMER) and not gap:
                made.append((check, _empty(table, at, found.parts, column)))
    yield from without_gaps(made)


def _empty(table: Table, at: Places, rows: Sequence[int], column: int) -> str:
    """The lines of the rows that have no number in a column, as words."""
    return ", ".join(f"rad {table.rows[r].line.no}" for r in rows if (r, column) not in at)


def _overlap(fact: Fact) -> bool:
    """True for persons of whom one can be in several rows."""
    return bool(_head_words(fact) & set(words.load("tabell")["overlappar"]))


def _head_words(fact: Fact) -> set[str]:
    return set(words.fold(fact.kolumn_raw).split())


def is_rate(fact: Fact) -> bool:
    """True for a number under a head such as `Kr per deltagare`, which is no sum of those above."""
    return bool(_head_words(fact) & set(words.load("tabell")["ej_summor"]))


def _named(total: Fact) -> str:
    return total.label_raw or "Rad utan etikett"


def _no_sums(table: Table, at: Places) -> Iterator[Check]:
    """Rows that are called sums, and that no rows of the table give to the last digit."""
    summed = {found.total for found in table.sums}
    for row, printed in enumerate(table.rows):
        if row in summed or not is_total(printed.label) or len(table.rows) < _ROWS:
            continue
        ways = [_sums_of(table, at, row, parts) for parts in _candidates(table, row)]
        told = [way for way in ways if way]
        nearest = min(told, key=lambda way: sum(check.fails for check, _ in way), default=[])
        yield from without_gaps(nearest)


def _is_twice(check: Check) -> bool:
    """True when the rows make about twice the total: some of them are sums of the others."""
    return check.fails and abs(check.beraknat - 2 * check.redovisat) <= abs(check.redovisat) / 50


def _candidates(table: Table, row: int) -> list[list[int]]:
    """The rows that a total could be meant to sum: the other totals, or all rows that are none."""
    totals = [r for r in range(row) if is_total(table.rows[r].label)]
    above = [r for r in range(row) if r not in totals]
    below = [r for r in range(row + 1, len(table.rows)) if not is_total(table.rows[r].label)]
    nested = {part for found in table.sums for part in found.parts}
    return [rows for rows in ([r for r in totals if r not in nested], above, below) if rows]


def _sums_of(table: Table, at: Places, row: int, parts: Sequence[int]) -> list[Found]:
    made = []
    for column in range(len(table.columns)):
        total = at.get((row, column))
        have = [fact for r in parts if (fact := at.get((r, column))) is not None]
        if total is None or is_rate(total) or total.enhet == "procent" or not have:
            continue
        if all(fact.enhet == total.enhet for fact in have) and not _damaged(table, parts, column):
            text = f"{_named(total)}: summan av raderna"
            check = weigh_printed("summa", text, total, have)
            made.append((check, _empty(table, at, parts, column)))
    return made


def weigh_printed(typ: str, text: str, total: Fact, parts: Sequence[Fact]) -> Check:
    """A sum of numbers as they are printed, whatever sign is meant."""
    check = weigh(typ, text, total, [(part, 1) for part in parts], named=False)
    check.redovisat = total.varde
    check.beraknat = sum((part.varde for part in parts), Decimal(0))
    return check


def _damaged(table: Table, rows: Sequence[int], column: int) -> bool:
    """True when a cell of the column could not be read, so that its sum tells nothing."""
    unread = {item.line.no for item in table.unread}
    return any(
        table.rows[row].line.no in unread and table.cell(row, column) is None for row in rows
    )


def _of_gender(parts: Sequence[Fact]) -> bool:
    """Women and men alone need not be all: some have not said."""
    return {fact.extra.get("kon") for fact in parts} == {"kvinnor", "man"}


def _relations(table: Table, at: Places) -> Iterator[Check]:
    for relation in table.relations:
        checks = _related(table, at, relation)
        held = sum(not check.differens for check in checks)
        rule = held >= _PROVEN and held >= _MOST * len(checks)
        turned = [check for check in checks if _other_way(check)]
        for check in checks:
            if rule and len(turned) == 1 and check is turned[0]:
                check.bevis = "alla andra rader räknas åt samma håll"
            elif relation.sign < 0:
                _turn(check)
            if not check.fails or rule or _is_budget(table, relation):
                yield check


def _other_way(check: Check) -> bool:
    """True for a difference that is printed the other way, in a row that is no result."""
    turned = check.differens != 0 and check.redovisat == -check.beraknat
    return turned and known_as(check.facts[0].label_raw, "poster", "post") != _RESULT


def _turn(check: Check) -> None:
    """Accept a difference that is counted the other way: results and income are, in some tables."""
    if check.differens and check.redovisat == -check.beraknat:
        check.beraknat = -check.beraknat
        check.beskrivning += ", räknat åt andra hållet"


def _related(table: Table, at: Places, relation: Relation) -> list[Check]:
    """The relation in each row that has its three numbers."""
    made = []
    for row in range(len(table.rows)):
        left, right, result = (
            at.get((row, column)) for column in (relation.left, relation.right, relation.result)
        )
        if left is None or right is None or result is None:
            continue
        check = Check(
            "differens",
            result.report_id,
            f"{result.label_raw}: {left.kolumn_raw or 'kolumn'} "
            f"{'−' if relation.sign < 0 else '+'} {right.kolumn_raw or 'kolumn'}",
            result.varde,
            left.varde + relation.sign * right.varde,
            tolerance([left, right, result]),
            [result, left, right],
            terms=[-1, 1, relation.sign],
        )
        made.append(check)
    return made


def _is_budget(table: Table, relation: Relation) -> bool:
    """True when the heads call the result the deviation between the budget and the outcome."""
    left, right, result = (
        table.columns[column].on("post")
        for column in (relation.left, relation.right, relation.result)
    )
    return result == "avvikelse" and {left, right} == {"budget", "utfall"}


def _rows_of_percent(facts: Iterable[Fact]) -> Iterator[Check]:
    """Rows of percent under heads that are lost, when nearly all rows of the table make 100."""
    rows: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.place is not None:
            rows[fact.place[0]].append(fact)
    checks = [
        Check(
            "procent",
            row[0].report_id,
            f"{row[0].label_raw}: procenttalen mot 100",
            _HUNDRED,
            sum((fact.varde for fact in row), Decimal(0)),
            unit_step(row) * len(row) / 2,
            row,
        )
        for row in rows.values()
        if len(row) >= _MANY
        and all(fact.enhet == "procent" for fact in row)
        and any(fact.dataset == "ovrigt" for fact in row)
    ]
    held = sum(check.utfall in {STAMMER, AVRUNDNING} for check in checks)
    if len(checks) > 1 and held >= max(2, len(checks) - 1):
        yield from checks

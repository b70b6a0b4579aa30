"""Checks: what the numbers of a report say of each other.

A check compares a printed number with one computed from other printed numbers. It holds, differs
by no more than printed rounding explains, or is a contradiction that stands in the report. What a
check says of its numbers is settled in `verify.verdict`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from finsam_analysis import words
from finsam_analysis.clean.facts import Fact
from finsam_analysis.clean.signs import WITHOUT_MINUS, meant
from finsam_analysis.read.solve import Relation
from finsam_analysis.read.tables import Table

STAMMER, AVRUNDNING, MOTSAGELSE, LASFEL = "stammer", "avrundning", "motsagelse", "lasfel"
_PEOPLE = frozenset({"avslut", "remittering", "deltagare", "bakgrund", "forsorjning"})


@dataclass(slots=True)
class Check:
    """One comparison: what is printed, what it was computed to, and the facts that take part."""

    typ: str
    report_id: str
    beskrivning: str
    redovisat: Decimal
    beraknat: Decimal
    tolerans: Decimal
    facts: list[Fact] = field(default_factory=list)
    kontroll_id: str = ""
    proves: list[Fact] | None = None  # those that it confirms if it holds, when not all

    @property
    def differens(self) -> Decimal:
        """Printed minus computed."""
        return self.redovisat - self.beraknat

    @property
    def utfall(self) -> str:
        """stammer, avrundning or motsagelse."""
        if self.differens == 0:
            return STAMMER
        return AVRUNDNING if abs(self.differens) <= self.tolerans else MOTSAGELSE

    @property
    def rader(self) -> list[int]:
        """The printed lines that take part, rising."""
        return sorted({fact.line for fact in self.facts})


def unit_step(facts: Iterable[Fact]) -> Decimal:
    """What the facts are rounded to in print: 1, or 0.1 when the coarsest prints a decimal."""
    steps = [Decimal(1).scaleb(min(0, int(f.varde.as_tuple().exponent))) for f in facts]
    return max(steps, default=Decimal(1))


def tolerance(facts: Sequence[Fact]) -> Decimal:
    """How far n rounded addends and their rounded total can differ: (n + 1) u / 2, n + 1 facts.

    People are counted, not rounded: their sums are exact.
    """
    if all(fact.enhet == "antal" and not fact.varde % 1 for fact in facts):
        return Decimal(0)
    return unit_step(facts) * len(facts) / 2


def table_checks(table: Table, facts: Sequence[Fact]) -> Iterator[Check]:
    """Every check within one table: sums down, relations across, gender, categories, percent."""
    at = {fact.place: fact for fact in facts if fact.place is not None}
    yield from _sums_down(table, at)
    yield from _relations(table, at)
    yield from _across(table, at)


def _sums_down(table: Table, at: dict[tuple[int, int], Fact]) -> Iterator[Check]:
    for found in table.sums:
        for column in range(len(table.columns)):
            total = at.get((found.total, column))
            if total is None or total.enhet == "procent" or _damaged(table, found.parts, column):
                continue
            parts = [
                fact
                for row in found.parts
                if (fact := at.get((row, column))) is not None and fact.enhet == total.enhet
            ]
            if not parts:
                continue
            check = _sum_check("summa", total, parts, f"{total.label_raw}: summan av raderna")
            gap = check.utfall == MOTSAGELSE and check.differens > 0 and _of_gender(parts)
            if (found.labelled or check.utfall == STAMMER) and not gap:
                yield check


def _damaged(table: Table, rows: Sequence[int], column: int) -> bool:
    """True when a cell of the column could not be read, so that its sum tells nothing."""
    unread = {item.line.no for item in table.unread}
    return any(
        table.rows[row].line.no in unread and table.cell(row, column) is None for row in rows
    )


def _of_gender(parts: Sequence[Fact]) -> bool:
    """Women and men alone need not be all: some have not said."""
    return {fact.extra.get("kon") for fact in parts} == {"kvinnor", "man"}


def _sum_check(typ: str, total: Fact, parts: Sequence[Fact], text: str) -> Check:
    return Check(
        typ,
        total.report_id,
        text,
        total.varde,
        sum((part.varde for part in parts), Decimal(0)),
        tolerance([total, *parts]),
        [total, *parts],
    )


def _relations(table: Table, at: dict[tuple[int, int], Fact]) -> Iterator[Check]:
    for relation in table.relations:
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
            )
            if relation.sign < 0 and check.differens and check.redovisat == -check.beraknat:
                check.beraknat = -check.beraknat  # results and income count the other way
                check.beskrivning += ", räknat åt andra hållet"
            if check.utfall != MOTSAGELSE or _is_budget(table, relation):
                yield check


def _is_budget(table: Table, relation: Relation) -> bool:
    """True when the heads call the result the deviation between the budget and the outcome."""
    left, right, result = (
        table.columns[column].on("post")
        for column in (relation.left, relation.right, relation.result)
    )
    return result == "avvikelse" and {left, right} == {"budget", "utfall"}


def _across(table: Table, at: dict[tuple[int, int], Fact]) -> Iterator[Check]:
    """Checks along a row of people: gender and categories against the total, percent to 100."""
    for row in range(len(table.rows)):
        cells = [fact for c in range(len(table.columns)) if (fact := at.get((row, c))) is not None]
        people = [fact for fact in cells if fact.dataset in _PEOPLE]
        if len(people) < 2:
            continue
        yield from _gender(people)
        yield from _categories(people)


def _gender(cells: Sequence[Fact]) -> Iterator[Check]:
    groups: dict[tuple[object, ...], dict[str, Fact]] = {}
    for fact in cells:
        if fact.enhet == "antal":
            rest = tuple((k, v) for k, v in sorted(fact.extra.items()) if k not in {"kon", "antal"})
            groups.setdefault((fact.dataset, *map(str, rest)), {})[str(fact.extra.get("kon"))] = (
                fact
            )
    for by_kon in groups.values():
        total = by_kon.get("totalt")
        parts = [by_kon[k] for k in ("kvinnor", "man", "ej_angivet") if k in by_kon]
        if total is None or len(parts) < 2:
            continue
        check = _sum_check("kon", total, parts, f"{total.label_raw}: kvinnor + män mot totalt")
        if check.utfall == MOTSAGELSE and check.differens > 0 and len(parts) == 2:
            continue  # some have not stated their gender, and no column holds them
        yield check


def _categories(cells: Sequence[Fact]) -> Iterator[Check]:
    for column in ("orsak", "remittent"):
        counts = [f for f in cells if column in f.extra and f.enhet == "antal"]
        totals = [f for f in counts if f.extra[column] == "totalt"]
        parts = [
            f for f in counts if f.extra[column] != "totalt" and f.extra[column] != "arbete_studier"
        ]
        if len(totals) == 1 and len(parts) >= 2:
            text = f"{totals[0].label_raw}: summan av kolumnerna"
            yield _sum_check("kategorier", totals[0], parts, text)
        shares = [
            f
            for f in cells
            if column in f.extra
            and f.enhet == "procent"
            and f.extra.get("kon") == "totalt"
            and f.extra[column] not in {"totalt", "arbete_studier"}
        ]
        if len(shares) >= 4:
            yield Check(
                "procent",
                shares[0].report_id,
                f"{shares[0].label_raw}: procenttalen mot 100",
                Decimal(100),
                sum((f.varde for f in shares), Decimal(0)),
                unit_step(shares) * len(shares) / 2,
                list(shares),
            )


def statement_checks(facts: Sequence[Fact]) -> Iterator[Check]:
    """The sum rules of words/regler.toml, within each statement and year."""
    groups: dict[tuple[str, str, int, bool], dict[str, Fact]] = {}
    for fact in facts:
        if fact.dataset == "rakenskaper" and fact.extra.get("rapport") and fact.table_id != "prosa":
            key = (fact.table_id, str(fact.extra["rapport"]), fact.year, _is_planned(fact))
            groups.setdefault(key, {}).setdefault(str(fact.extra["post"]), fact)
    for rule in words.load("regler")["regel"]:
        for (_, rapport, year, _), posts in groups.items():
            parts = {post: weight for post, weight in rule["delar"].items() if post in posts}
            if (
                rapport != rule["rapport"]
                or rule["summa"] not in posts
                or next(iter(rule["delar"])) not in parts
            ):
                continue
            total = posts[rule["summa"]]
            taking = [posts[post] for post in parts]
            turned = any(meant(fact) != fact.varde for fact in taking)
            yield Check(
                "räkning",
                total.report_id,
                f"{total.label_raw} {year}: {' + '.join(f.label_raw for f in taking)}"
                + (f", {WITHOUT_MINUS}" if turned else ""),
                total.varde,
                sum((meant(posts[p]) * w for p, w in parts.items()), Decimal(0)),
                tolerance([total, *taking]),
                [total, *taking],
            )


def _is_planned(fact: Fact) -> bool:
    """True for a number that is a budget or differs from one, and is no outcome."""
    return fact.extra.get("post_budget") in {"budget", "avvikelse"}


def same_post_checks(facts: Sequence[Fact]) -> Iterator[Check]:
    """The same post printed in two statements, or in two years' reports."""
    kept = set(words.load("regler")["samma_post"]["poster"])
    groups: dict[tuple[str, str, int], list[Fact]] = {}
    for fact in facts:
        if fact.dataset == "rakenskaper" and fact.extra.get("belopp_kr") is not None:
            post = str(fact.extra["post"])
            if _is_planned(fact):
                continue
            if post in kept and fact.extra.get("rapport") not in {None, "driftredovisning", "not"}:
                groups.setdefault((fact.forbund_id, post, fact.year), []).append(fact)
    for (_, _, year), same in groups.items():
        first = same[0]
        for other in same[1:]:
            text = f"{first.label_raw} {year} på två ställen"
            yield _same("samma post", first, other, text, signed=True)


def _same(typ: str, first: Fact, other: Fact, text: str, *, signed: bool) -> Check:
    """One amount in two places; costs are negative in a statement and positive in their note."""
    a, b = Decimal(int(first.extra["belopp_kr"])), Decimal(int(other.extra["belopp_kr"]))
    slack = max(_step_kr(first), _step_kr(other))
    where = (
        other.report_id
        if other.report_id == first.report_id
        else f"{first.report_id} {other.report_id}"
    )
    meant_by_first = a if signed or a * b >= 0 else -a
    check = Check(typ, other.report_id, text, b, meant_by_first, slack, [first, other])
    check.beskrivning += "" if where == other.report_id else " rapporter"
    return check


def _step_kr(fact: Fact) -> Decimal:
    return (
        Decimal(0)
        if fact.enhet == "kr"
        else unit_step([fact]) * {"tkr": 1000, "mkr": 10**6}[fact.enhet]
    )


def note_checks(facts: Sequence[Fact]) -> Iterator[Check]:
    """The sum of a note against the post of the statement that its heading names."""
    statements = {
        (f.report_id, str(f.extra["post"]), f.year): f
        for f in facts
        if f.dataset == "rakenskaper"
        and f.extra.get("rapport") in {"resultatrakning", "balansrakning"}
        and not _is_planned(f)
    }
    for fact in facts:
        if fact.dataset != "rakenskaper" or fact.extra.get("rapport") != "not":
            continue
        if fact.extra.get("post") != "summa" or not fact.extra.get("not_post"):
            continue
        stated = statements.get((fact.report_id, str(fact.extra["not_post"]), fact.year))
        if stated is not None and stated.extra.get("belopp_kr") is not None:
            yield _same(
                "not",
                stated,
                fact,
                f"Not {fact.extra['not_nr']} mot {stated.label_raw} {fact.year}",
                signed=False,
            )

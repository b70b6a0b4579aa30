"""Contradictions as findings: the same misprint seen by several checks is one finding.

A check that fails would hold if one of its numbers were another. A number that would have to
become the same other number in several checks is the likely misprint, and the checks are one
finding; so is the only number that no other check holds for. When several would do, none is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from finsam_analysis.verify.parts import Parts, Row
from finsam_analysis.verify.slips import telling

_NEAR = 0.005
_DIGITS = 6
_PROSE = "prosa"
_LONG = 10_000  # numbers below are alike by chance
_WHERE = frozenset(
    {
        "page", "line", "table_id", "label_raw", "kolumn_raw", "raw", "status", "kontroll", "prov",
        "is_total", "anmarkning", "belopp_kr", "antal", "andel", "_column",
    }
)  # fmt: skip
_TOTAL = 2.0  # a printed total that is contradicted weighs as two details
_EACH = 0.5  # for every further check that fails with it
WRONG = ("lasfel", "motsagelse")

Check = dict[str, Any]


@dataclass(slots=True)
class Finding:
    """Checks that fail for one reason, with the number that is likely wrong if evidence says so."""

    checks: list[Check]
    parts: list[Parts]
    suspects: list[Row] = field(default_factory=list)  # one number, at one or more places
    instead: float | None = None  # what would make the checks hold, in the printed unit
    also: list[Row] = field(default_factory=list)  # where that is printed
    sole: bool = False  # the only number that no other check holds for
    near: list[int] = field(
        default_factory=list
    )  # numbers, from 1, of findings that share a number
    weight: float = 0.0

    @property
    def report_id(self) -> str:
        """The report that the finding is listed under."""
        place = self.suspects[0] if self.suspects else self.checks[0]
        return str(place["report_id"])

    @property
    def ours(self) -> bool:
        """True when our reading is wrong, not the report."""
        return any(check["utfall"] == "lasfel" for check in self.checks)

    @property
    def enhet(self) -> str | None:
        """The unit that the first check counts in."""
        parts = self.parts[0]
        rows = parts.rows
        if parts.scale == "belopp_kr":
            return "kr"
        return rows[0]["enhet"] if rows else None


@dataclass(slots=True)
class _Idea:
    """One number printed in one or more places, and what it would have to be."""

    old: float
    new: float
    slack: float
    rows: list[Row] = field(default_factory=list)
    checks: dict[str, Check] = field(default_factory=dict)


def findings(
    checks: Sequence[Check], parts: Mapping[str, Parts], rows: Sequence[Row]
) -> list[Finding]:
    """What is contradicted, most important first."""
    wrong = [check for check in checks if check["utfall"] in WRONG]
    held = _held(checks, parts)
    ideas = _ideas(wrong, parts)
    found, left = _together(wrong, parts, ideas, held)
    found += _alike([_alone(check, parts, ideas, held) for check in left])
    largest = _largest(rows)
    for finding in found:
        finding.also = _elsewhere(finding)
        finding.weight = _weight(finding, largest)
    return sorted(found, key=lambda f: (not f.ours, -f.weight, f.checks[0]["kontroll_id"]))


def number_near(found: Sequence[Finding]) -> None:
    """Say of each finding which others share a number with it, by their place in the list."""
    holders: dict[int, set[int]] = {}
    for no, finding in enumerate(found, start=1):
        for row in (row for parts in finding.parts for row in parts.rows):
            holders.setdefault(id(row), set()).add(no)
    for no, finding in enumerate(found, start=1):
        rows = (row for parts in finding.parts for row in parts.rows)
        finding.near = sorted({other for row in rows for other in holders[id(row)]} - {no})


def _together(
    wrong: Sequence[Check], parts: Mapping[str, Parts], ideas: Sequence[_Idea], held: set[int]
) -> tuple[list[Finding], list[Check]]:
    """Findings of several checks that one changed number would mend, and the checks left over."""
    left = {check["kontroll_id"]: check for check in wrong}
    found: list[Finding] = []
    while True:
        scored = [(_score(idea, left, held), idea) for idea in ideas]
        best, idea = max(scored, key=lambda pair: pair[0], default=((0, False, 0), None))
        if idea is None or best[0] < 2:
            return found, list(left.values())
        keys = [key for key in idea.checks if key in left]
        tied = any(
            score == best and other is not idea and not other.checks.keys().isdisjoint(keys)
            for score, other in scored
        )
        found.append(_finding([left.pop(key) for key in keys], parts, None if tied else idea))


def _held(checks: Iterable[Check], parts: Mapping[str, Parts]) -> set[int]:
    """The numbers that some check holds for exactly: not the bounds of another, nor the base."""
    exact = [check for check in checks if check["utfall"] == "stammer" and not check["differens"]]
    return {
        id(row)
        for found in (parts[check["kontroll_id"]] for check in exact)
        for row in (*found.stated, *(row for row, weight in found.computed if weight))
    }


def _ideas(wrong: Iterable[Check], parts: Mapping[str, Parts]) -> list[_Idea]:
    ideas: dict[tuple[Any, ...], list[_Idea]] = {}
    for check in wrong:
        for row, new, slack in _changes(check, parts[check["kontroll_id"]]):
            same = ideas.setdefault(_which(row), [])
            for idea in same:
                if abs(idea.new - new) <= max(slack, idea.slack, _NEAR):
                    break
            else:
                idea = _Idea(row["varde"], new, slack)
                same.append(idea)
            if slack < idea.slack:
                idea.new, idea.slack = new, slack
            if not any(other is row for other in idea.rows):
                idea.rows.append(row)
            idea.checks[check["kontroll_id"]] = check
    return [idea for same in ideas.values() for idea in same]


def _which(row: Row) -> tuple[Any, ...]:
    """What makes two printed numbers the same one: a long amount by itself, else what it is of."""
    if abs(row["varde"]) >= _LONG:
        return row["forbund_id"], row["enhet"], row["varde"]
    return tuple((name, row[name]) for name in sorted(row) if name not in _WHERE)


def _changes(check: Check, parts: Parts) -> Iterable[tuple[Row, float, float]]:
    """Each number of a check, what would make the check hold in its place, and within what."""
    if not parts.sure:
        return
    for row in parts.stated:
        turned = -1 if abs(parts.value(row) - check["redovisat"]) > _NEAR else 1
        yield _in_print(parts, row, turned * check["beraknat"], check["tolerans"])
    for row, weight in parts.computed:
        if weight:
            new = parts.value(row) + weight * check["differens"]
            yield _in_print(parts, row, new, check["tolerans"])


def _in_print(parts: Parts, row: Row, new: float, slack: float) -> tuple[Row, float, float]:
    """A value of the check's scale in the unit that the number is printed in."""
    if parts.scale == "varde" or not row["varde"]:
        return row, round(new, _DIGITS), slack
    times = parts.value(row) / row["varde"]
    return row, round(new / times, _DIGITS), abs(slack / times)


def _score(idea: _Idea, left: Mapping[str, Check], held: set[int]) -> tuple[int, bool, int]:
    """More checks explained, none of them held elsewhere, in fewer places: the simpler reason."""
    explained = sum(key in left for key in idea.checks)
    return (explained, not any(id(row) in held for row in idea.rows), -len(idea.rows))


def _finding(checks: list[Check], parts: Mapping[str, Parts], idea: _Idea | None) -> Finding:
    made = Finding(checks, [parts[check["kontroll_id"]] for check in checks])
    if idea is not None:
        made.suspects, made.instead = list(idea.rows), idea.new
    return made


def _alone(
    check: Check, parts: Mapping[str, Parts], ideas: Iterable[_Idea], held: set[int]
) -> Finding:
    """A check that fails by itself, with its number that is suspected, if it is one.

    That is the only number that nothing else holds for; else the only one of those that nothing
    else holds for which a slip of the hand would make right.
    """
    mine = [idea for idea in ideas if check["kontroll_id"] in idea.checks]
    loose = [idea for idea in mine if not any(id(row) in held for row in idea.rows)]
    slips = [idea for idea in loose if telling(idea.old, idea.new)]
    sole = len(mine) > 1 and len(loose) == 1
    named = loose if sole else slips if len(slips) == 1 else []
    made = _finding([check], parts, named[0] if named else None)
    made.sole = sole
    return made


def _alike(found: Sequence[Finding]) -> list[Finding]:
    """Checks of one kind on the same lines, or that differ by as much in one table, are one."""
    return _merged(_merged(found, _same_lines), _same_gap)


def _same_lines(check: Check, parts: Parts) -> tuple[Any, ...] | None:
    return check["report_id"], check["beskrivning"], *check["rader"]


def _same_gap(check: Check, parts: Parts) -> tuple[Any, ...] | None:
    if not parts.sure:
        return None
    table = parts.rows[0]["table_id"]
    return check["report_id"], table, check["typ"], abs(check["differens"])


def _merged(
    found: Sequence[Finding], alike: Callable[[Check, Parts], tuple[Any, ...] | None]
) -> list[Finding]:
    """Findings whose first checks are alike, together; those that name a number stay apart."""
    merged: dict[tuple[Any, ...], Finding] = {}
    for finding in found:
        check = finding.checks[0]
        key = None if finding.suspects else alike(check, finding.parts[0])
        key = (check["kontroll_id"],) if key is None else (*key, check["utfall"])
        if key in merged:
            merged[key].checks += finding.checks
            merged[key].parts += finding.parts
        else:
            merged[key] = finding
    return list(merged.values())


def _elsewhere(finding: Finding) -> list[Row]:
    """Where the value that would do is printed, among the numbers of the same checks."""
    if finding.instead is None:
        return []
    old = finding.suspects[0]
    meant = finding.instead * _times(old)
    found: dict[int, Row] = {}
    for row in (row for parts in finding.parts for row in parts.rows):
        same = row["enhet"] == old["enhet"] and abs(row["varde"] - finding.instead) < _NEAR
        if same or (row.get("belopp_kr") is not None and abs(row["belopp_kr"] - meant) < _NEAR):
            found[id(row)] = row
    return [row for row in found.values() if not any(row is s for s in finding.suspects)]


def _times(row: Row) -> float:
    kronor = row.get("belopp_kr")
    return float(kronor / row["varde"]) if kronor and row["varde"] else 1.0


def _largest(rows: Iterable[Row]) -> dict[tuple[str, str, str], float]:
    """The largest number of each table and unit, which a difference is measured against."""
    largest: dict[tuple[str, str, str], float] = {}
    for row in rows:
        if row["table_id"] == _PROSE:
            continue
        key = _table(row)
        largest[key] = max(largest.get(key, 0.0), abs(row["varde"]))
    return largest


def _table(row: Row) -> tuple[str, str, str]:
    return row["report_id"], row["table_id"], row["enhet"]


def _weight(finding: Finding, largest: Mapping[tuple[str, str, str], float]) -> float:
    """How much is moved: between its share of the number itself and of the table's largest."""
    check, parts = finding.checks[0], finding.parts[0]
    own = table = max(abs(check["redovisat"]), abs(check["beraknat"]), _NEAR)
    for row in parts.rows:
        times = abs(parts.value(row) / row["varde"]) if row["varde"] else 1.0
        table = max(table, times * largest.get(_table(row), 0.0))
    moved = max(abs(c["differens"]) for c in finding.checks)
    size = min(moved / own, 1.0) * min(moved / table, 1.0)
    total = any(row["is_total"] for part in finding.parts for row in part.stated)
    weight: float = size**0.5 * (_TOTAL if total else 1.0) * (1 + _EACH * (len(finding.checks) - 1))
    return weight

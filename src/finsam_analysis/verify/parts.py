"""Which numbers a check of the ledger compares: the printed one, and those it was computed from.

The ledger names lines, and a line holds several numbers. The printed number is known by its value;
those behind the computed one are the set on the check's lines that gives it: down a column, along a
row, two that are subtracted, a count and its base. Where the ledger has the numbers themselves
(column `tal`), they are used as they stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations, permutations, product
from typing import Any

from finsam_analysis.clean.facts import Fact
from finsam_analysis.schema import FACTS
from finsam_analysis.verify.checks import COUNT

Row = dict[str, Any]
Weighted = list[tuple[Row, float]]

_NEAR = 0.005  # floats that print the same
_OF = "@"  # between another report and the name of a number there
_SCALES = ("varde", "belopp_kr")
_FEW = 9  # numbers of which every selection is tried
_PERCENT = 0.51  # a percent is printed rounded
# What the numbers of one column share, from the closest kinship to the loosest.
_KIN: tuple[tuple[str, ...], ...] = (
    ("report_id", "table_id", "kolumn_raw", "_column", "year"),
    ("report_id", "table_id", "kolumn_raw", "year", "enhet"),
    ("report_id", "table_id", "_column"),
    ("report_id", "table_id", "year", "post_budget", "enhet"),
    ("report_id", "table_id", "enhet"),
    ("report_id", "year", "enhet"),
    ("forbund_id", "year"),
    ("forbund_id",),
)


@dataclass(slots=True)
class Parts:
    """The numbers of one check, in its own unit."""

    stated: list[Row] = field(default_factory=list)
    computed: Weighted = field(default_factory=list)  # by weight in the sum; 0: not of a sum
    scale: str = "varde"
    sure: bool = False  # the numbers give what the ledger says that they give

    @property
    def rows(self) -> list[Row]:
        """All of them, the printed one first."""
        return [*self.stated, *(row for row, _ in self.computed)]

    def value(self, row: Row) -> float:
        """The number as the check counts it: as printed, or in kronor."""
        return float(row[self.scale])


class Numbers:
    """All printed numbers of the data, by report and line."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = list(rows)
        self._at: dict[tuple[str, int], list[Row]] = {}
        self._forbund: dict[str, str] = {}
        self._reports: dict[str, list[str]] = {}
        self._by_name: dict[tuple[str, str], Row] = {}
        for row in self.rows:
            there = self._at.setdefault((row["report_id"], row["line"]), [])
            row["_column"] = sum(other["table_id"] == row["table_id"] for other in there)
            there.append(row)
            self._by_name[_unique(row, self._by_name)] = row
            if row["report_id"] not in self._forbund:
                self._forbund[row["report_id"]] = row["forbund_id"]
                self._reports.setdefault(row["forbund_id"], []).append(row["report_id"])

    def on(self, report_id: str, line: int) -> list[Row]:
        """The numbers of a line, from left to right."""
        return self._at.get((report_id, line), [])

    def beside(self, report_id: str) -> list[str]:
        """The other reports of the same förbund."""
        every = self._reports.get(self._forbund.get(report_id, ""), [])
        return [other for other in every if other != report_id]

    def of_all(self, checks: Iterable[Mapping[str, Any]]) -> dict[str, Parts]:
        """The numbers that each check compares, by kontroll_id.

        Two columns may have the same total: each of the checks gets one of its own.
        """
        taken: dict[tuple[Any, ...], set[int]] = {}
        found: dict[str, Parts] = {}
        for check in checks:
            used = taken.setdefault((check["report_id"], check["typ"], *check["rader"]), set())
            parts = self._of(check, used)
            used |= {id(row) for row in parts.stated}
            found[check["kontroll_id"]] = parts
        return found

    def _of(self, check: Mapping[str, Any], used: set[int]) -> Parts:
        own = str(check["report_id"])
        if check["typ"] == COUNT:
            return Parts()  # of a line, and of no number on it
        named = [self._named(own, name) for name in check.get("tal") or ()]
        if named and None not in named:
            return _given(check, [row for row in named if row is not None])
        found = Parts()
        for reports in ([own], [own, *self.beside(own)]):
            there = [row for line in check["rader"] for r in reports for row in self.on(r, line)]
            found = _find(check, sorted(there, key=lambda row: id(row) in used))
            if found.sure:
                break
        return found

    def _named(self, report_id: str, name: str) -> Row | None:
        """The number that the ledger names: in the check's own report, or after another's id."""
        row = self._by_name.get((report_id, name))
        if row is None:
            other, _, rest = name.partition(_OF)
            row = self._by_name.get((other, rest))
        return row


def _unique(row: Row, taken: Mapping[tuple[str, str], Row]) -> tuple[str, str]:
    """A number's name within its report: line, table, characters, and which of those alike."""
    plain = f"{row['line']}:{row['table_id']}:{row['raw']}".replace(";", ",").replace(_OF, "")
    name, no = plain, 1
    while (row["report_id"], name) in taken:
        no += 1
        name = f"{plain}#{no}"
    return row["report_id"], name


def names(facts: Iterable[Fact]) -> dict[int, tuple[str, str]]:
    """Each fact's report and name there, by id(fact); as `Numbers` names the rows of the data."""
    order = {name: no for no, name in enumerate(FACTS)}
    taken: dict[tuple[str, str], Row] = {}
    found: dict[int, tuple[str, str]] = {}
    for fact in sorted(
        facts,
        key=lambda f: (
            order[f.dataset], f.report_id, f.line, f.table_id, f.place or (0, 0), f.raw,
            f.kolumn_raw,
        ),
    ):  # fmt: skip
        row = {name: getattr(fact, name) for name in ("report_id", "line", "table_id", "raw")}
        found[id(fact)] = _unique(row, taken)
        taken[found[id(fact)]] = row
    return found


def named(facts: Iterable[Fact], report_id: str, known: Mapping[int, tuple[str, str]]) -> list[str]:
    """The facts of a check as its ledger row names them (column `tal`)."""
    pairs = [known[id(fact)] for fact in facts]
    return [name if report == report_id else f"{report}{_OF}{name}" for report, name in pairs]


def _given(check: Mapping[str, Any], rows: Sequence[Row]) -> Parts:
    """The parts of a check whose numbers the ledger names: which is tried, and the weights."""
    for scale in _SCALES:
        if any(row.get(scale) is None for row in rows):
            continue
        stated = _stated(check, rows, scale)[:1]
        others = [row for row in rows if not any(row is one for one in stated)]
        target = float(check["beraknat"])
        for made, value in _ways(others, scale) if others else ():
            if len(made) == len(others) and abs(value - target) < _NEAR:
                return Parts(stated, made, scale, sure=True)
    stated = _stated(check, rows, "varde")[:1]
    others = [row for row in rows if not any(row is one for one in stated)]
    return Parts(stated, [(row, 0.0) for row in others], sure=True)


def _find(check: Mapping[str, Any], there: Sequence[Row]) -> Parts:
    """The first way to get the computed number that takes part on every line; else a likely one.

    Among numbers that would do, those go first that the check's description names.
    """
    lines = set(check["rader"])
    there = sorted(there, key=lambda row: -_said(check, row))
    likely: Parts | None = None
    for scale in _SCALES:
        rows = [row for row in there if row.get(scale) is not None]
        for stated, kin in product(_stated(check, rows, scale), _KIN):
            group = [row for row in rows if row is not stated and _same(row, stated, kin)]
            if not lines <= {row["line"] for row in group} | {stated["line"]}:
                continue
            percent = stated["enhet"] == "procent"
            way = _way(check, group, scale, lines - {stated["line"]}, percent=percent)
            if way is not None:
                return Parts([stated], way, scale, sure=True)
            likely = likely or Parts([stated], [], scale)
        if scale == "varde" and (way := _against_all(check, rows, lines)) is not None:
            return Parts([], way, scale, sure=True)
    return likely or Parts()


def _said(check: Mapping[str, Any], row: Row) -> int:
    """How much of the number the description names: row, column, characters, year."""
    text = f" {check['beskrivning']} "
    column, label = row["kolumn_raw"] or "", row["label_raw"] or ""
    return (
        2 * (len(column) > 2 and column in text)
        + (len(label) > 2 and text.startswith(f" {label}"))
        + (f" {row['raw']} " in text)
        + (str(row["year"]) in text)
    )


def _stated(check: Mapping[str, Any], rows: Sequence[Row], scale: str) -> list[Row]:
    """Numbers that are the printed one; with its sign before those without."""
    said = float(check["redovisat"])
    exact = [row for row in rows if abs(row[scale] - said) < _NEAR]
    return exact or [row for row in rows if abs(abs(row[scale]) - abs(said)) < _NEAR]


def _same(row: Row, other: Row, columns: Sequence[str]) -> bool:
    return all(row.get(column) == other.get(column) for column in columns)


def _way(
    check: Mapping[str, Any],
    group: Sequence[Row],
    scale: str,
    lines: set[int],
    *,
    percent: bool = False,
) -> Weighted | None:
    """Numbers of the group that give the computed one, at least one on each of the lines."""
    target = float(check["beraknat"])
    near = ((way, _PERCENT) for way in _shares(group, scale)) if percent else ()
    exact = ((way, _NEAR) for way in _ways(group, scale))
    for (made, value), slack in chain(near, exact):
        if abs(value - target) < slack and lines <= {row["line"] for row, _ in made}:
            return made
    return None


def _ways(group: Sequence[Row], scale: str) -> Iterator[tuple[Weighted, float]]:
    """Sums and differences that reports print: all, all but totals, some, one alone, two."""
    for rows in (list(group), [row for row in group if not row["is_total"]]):
        if rows:
            yield [(row, 1.0) for row in rows], sum(row[scale] for row in rows)
    yield from _turned(group, scale)
    for a, b in permutations(group, 2):
        yield [(a, 1.0), (b, -1.0)], a[scale] - b[scale]
    for row in group:
        for weight in (1.0, -1.0):
            yield [(row, weight)], weight * row[scale]
    for size in range(len(group) - 1, 1, -1):
        for some in combinations(group, size) if len(group) <= _FEW else _runs(group, size):
            yield [(row, 1.0) for row in some], sum(row[scale] for row in some)


def _runs(group: Sequence[Row], size: int) -> Iterator[Sequence[Row]]:
    return (group[at : at + size] for at in range(len(group) - size + 1))


def _turned(group: Sequence[Row], scale: str) -> Iterator[tuple[Weighted, float]]:
    """One or two taken away from the rest: costs that are printed without minus."""
    total = sum(row[scale] for row in group)
    for count in (1, 2) if len(group) <= _FEW else ():
        for away in combinations(group, count):
            gone = {id(row) for row in away}
            yield (
                [(row, -1.0 if id(row) in gone else 1.0) for row in group],
                total - 2 * sum(row[scale] for row in away),
            )


def _shares(group: Sequence[Row], scale: str) -> Iterator[tuple[Weighted, float]]:
    for a, b in permutations(group, 2):
        if a["enhet"] == b["enhet"] == "antal" and b[scale]:
            yield [(a, 0.0), (b, 0.0)], 100 * a[scale] / b[scale]


def _against_all(check: Mapping[str, Any], rows: Sequence[Row], lines: set[int]) -> Weighted | None:
    """Percents that are held against 100, which is not printed."""
    if float(check["redovisat"]) != 100:
        return None
    shares = [row for row in rows if row["enhet"] == "procent"]
    shares.sort(key=lambda row: _within_another(row, shares))
    return _way(check, shares, "varde", lines)


def _within_another(row: Row, rows: Sequence[Row]) -> bool:
    """True when the column is a part of another by its name: `klart positivt` of `positivt`."""
    name = (row["kolumn_raw"] or "").casefold()
    heads = {(other["kolumn_raw"] or "").casefold() for other in rows} - {"", name}
    return any(name.endswith(head) for head in heads)

"""Facts as the rows of their tables, so that names can be held against numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from finsam_analysis import words
from finsam_analysis.clean.facts import Fact
from finsam_analysis.read.tables.reader import is_total
from finsam_analysis.verify.checks import PROSA

TableKey = tuple[str, str]
# Columns of the datasets that can say what a row is, the most telling first.
_NAMES = (
    "post", "insats_id", "medlem", "kommun", "kon", "orsak", "remittent", "forsorjning",
    "kategori", "fraga_id",
)  # fmt: skip
_MOST = 0.6  # share of the rows that a column of the dataset must tell apart
TOTAL = "="
_LONG_NAME = 6  # letters of a name that can be told from another though damaged
_DAMAGED = 83.0
_KOMMUN = frozenset({"kommun", "kommuns"})


@dataclass(slots=True)
class Row:
    """One row of a table: its facts by column, its printed label, and the name that it is."""

    label: str
    first_line: int
    cells: dict[object, Fact] = field(default_factory=dict)
    name: str = ""
    is_total: bool = False  # the label says that the row is a sum

    def __post_init__(self) -> None:
        self.is_total = is_total(self.label)

    @property
    def is_bare_total(self) -> bool:
        """True for a total of everything, which names no part."""
        return self.is_total and len(words.fold(self.label).split()) == 1

    @property
    def signed(self) -> bool | None:
        """True when every number prints a percent sign, False when none does, else None."""
        signs = {"%" in fact.raw for fact in self.cells.values()}
        return signs.pop() if len(signs) == 1 else None

    @property
    def size(self) -> int:
        """The largest amount of the row, in kronor; 0 when it holds none."""
        found = (fact.extra.get("belopp_kr") for fact in self.cells.values())
        return max((abs(int(amount)) for amount in found if amount is not None), default=0)

    @property
    def numbers(self) -> dict[object, object]:
        """What is printed, by column."""
        return {column: fact.varde for column, fact in self.cells.items()}


def rows_of(facts: Iterable[Fact]) -> dict[TableKey, list[Row]]:
    """The rows of every table of the facts, in order; a chart's categories are its rows."""
    tables: dict[TableKey, dict[tuple[object, str], Row]] = {}
    for fact in facts:
        key: tuple[object, str]
        column: object
        if fact.place is not None:
            key, column = (fact.place[0], fact.label_raw), fact.place[1]
        else:
            key = (words.fold(fact.label_raw), str(fact.extra.get("respondentgrupp")))
            line = fact.line if fact.dataset in {"indikatorer", "mal"} else 0
            column = (fact.kolumn_raw, fact.extra.get("kon"), fact.extra.get("svar"), line)
        rows = tables.setdefault((fact.report_id, fact.table_id), {})
        row = rows.setdefault(key, Row(fact.label_raw, fact.line))
        row.cells[column] = fact
    made = {}
    for table, found in tables.items():
        rows_in_order = list(found.values())
        if all(isinstance(at, int) for at, _ in found):  # a row that was settled late comes last
            rows_in_order = [found[key] for key in sorted(found)]
        _name(rows_in_order)
        made[table] = rows_in_order
    return made


def _name(rows: Sequence[Row]) -> None:
    """Name every row by the column of the dataset that tells the rows apart, else by its label."""
    best = max(_NAMES, key=lambda column: (_told_by(rows, column), -_NAMES.index(column)))
    use = _told_by(rows, best) >= _MOST
    for row in rows:
        value = _value(row, best) if use else None
        row.name = TOTAL if row.is_total else value or _plain(row.label)
        groups = {fact.extra.get("respondentgrupp") for fact in row.cells.values()} - {None}
        row.name += "".join(f" {group}" for group in sorted(map(str, groups)))
    for row in rows:
        row.name = _member(row) if row.name != TOTAL else TOTAL


def _plain(label: str) -> str:
    """A label as a name: folded, the word kommun and its genitive left out."""
    kept: list[str] = []
    for word in words.fold(label).split():
        if word in _KOMMUN and kept:
            kept[-1] = kept[-1].removesuffix("s")
        else:
            kept.append(word)
    return " ".join(kept)


def _member(row: Row) -> str:
    """The name of who pays, where a post of the books is money from the state or a region."""
    first = next(iter(row.cells.values()))
    if first.dataset != "rakenskaper" or first.extra.get("rapport") != "not":
        return row.name
    said = set(words.fold(row.label).replace("/", " ").split())
    for member in ("region", "staten"):
        if said & set(words.load("medlemmar")["ord"][member]):
            return member
    return row.name


def _told_by(rows: Sequence[Row], column: str) -> float:
    """The share of the rows that a column of the dataset gives a value of their own."""
    values = Counter(_value(row, column) for row in rows if not row.is_total)
    values.pop(None, None)
    own = sum(1 for count in values.values() if count == 1)
    plain = sum(not row.is_total for row in rows)
    return own / plain if plain else 0.0


def _value(row: Row, column: str) -> str | None:
    """The one value of a column in all cells of a row; None when there are several or none."""
    values = {fact.extra.get(column) for fact in row.cells.values()}
    return str(next(iter(values))) if len(values) == 1 and None not in values else None


def unite_names(tables: Mapping[TableKey, Sequence[Row]], forbund: Mapping[str, str]) -> None:
    """Give rows whose names a scanner has damaged the förbund's commonest name that is like them.

    Never two names of one table.
    """
    count: dict[tuple[str, str], int] = defaultdict(int)
    together: dict[str, set[TableKey]] = defaultdict(set)
    for key, rows in tables.items():
        if key[1] == PROSA:
            continue
        for row in rows:
            if row.name != TOTAL and len(row.name) >= _LONG_NAME:
                count[forbund[key[0]], row.name] += 1
                together[row.name].add(key)
    found: dict[tuple[str, str], str] = {}
    known: dict[str, list[str]] = defaultdict(list)
    for (owner, name), _ in sorted(count.items(), key=lambda item: (-item[1], item[0])):
        best = process.extractOne(name, known[owner], scorer=fuzz.ratio, score_cutoff=_DAMAGED)
        if best is not None and not together[best[0]] & together[name]:
            found[owner, name] = best[0]
            together[best[0]] |= together[name]
        else:
            known[owner].append(name)
    for key, rows in tables.items():
        for row in rows:
            row.name = found.get((forbund[key[0]], row.name), row.name)

"""The order of names: rows stand as they do elsewhere; labels that have changed places do not.

A sum is the same whichever of its parts is called what, so arithmetic cannot tell a row's name from
its neighbour's. The printed order can: the posts of a statement, women before men, ages that rise,
insatser and kommuner as in the förbund's other tables, names in alphabetical order.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from finsam_analysis import words
from finsam_analysis.clean.facts import Fact
from finsam_analysis.verify.checks import ORDER, PROSA, Check
from finsam_analysis.verify.rows import Row, TableKey

_SHARED = 3  # names that another table must share for its order to tell
_LIKE = 0.4  # of this table's rows
_ALPHABETIC = 7  # rows in alphabetical order, or two from it, that are so by no accident
_LONG = 10  # rows of which some may stand out of it
_MOSTLY = 0.6  # of all rows, then
_EXCHANGED = 3  # rows that stand wrong when two have changed places: two and one between
ALPHABET = "bokstavsordningen"
_NUMBER = re.compile(r"^\D{0,8}(\d{1,4})\b")
_LAST = "åäö"  # letters that come after z
_LAST_LETTERS = str.maketrans(_LAST, "{|}")
_TOLD = 6  # rows in one order but for two, which they are by no accident
_VOICES = 2  # other tables that agree on the order of fewer
_NEAREST = 12  # other tables that one table's order is held against
Pair = tuple[int, int]  # rows, the first printed above the second


@dataclass(slots=True)
class Order:
    """What is known of the order of a table's rows."""

    rows: Sequence[Row]
    right: set[Pair] = field(default_factory=set)  # pairs that stand as they should
    wrong: set[Pair] = field(default_factory=set)  # pairs that stand the other way
    sources: set[str] = field(default_factory=set)
    voices: dict[Pair, int] = field(default_factory=dict)  # other tables that a pair is told by
    perhaps: Order | None = None  # an order that the rows stand in but for a few
    out: set[int] = field(default_factory=set)  # rows that are not in order, when it is settled
    printed: tuple[set[Pair], set[Pair]] = (set(), set())  # right and wrong before that

    def settle(self) -> set[int]:
        """Take out rows whose order is wrong, the worst first and equals together; returns them."""
        self.printed = set(self.right), set(self.wrong)
        out: set[int] = set()
        while self.wrong:
            count: dict[int, int] = defaultdict(int)
            for pair in self.wrong:
                for row in pair:
                    count[row] += 1
            worst = max(count.values())
            gone = {row for row, wrongs in count.items() if wrongs == worst}
            out |= gone
            self.wrong = {pair for pair in self.wrong if not gone & set(pair)}
            self.right = {pair for pair in self.right if not gone & set(pair)}
        self.out = out
        return out

    def tells(self, one: int, other: int) -> bool:
        """True when two rows could not change names without breaking the order.

        Where some row is out of order already: without breaking it more than it is.
        """
        if self.out:
            return self._worse(one, other)
        low, high = min(one, other), max(one, other)
        if (low, high) in self.right:
            return True
        return any(
            (low, between) in self.right or (between, high) in self.right
            for between in range(low + 1, high)
        )

    def _worse(self, one: int, other: int) -> bool:
        """True when more pairs would stand wrong with the names of two rows changed."""
        place = {one: other, other: one}
        right, wrong = self.printed
        turned = {
            pair
            for pair in right | wrong
            if not {one, other}.isdisjoint(pair)
            and (place.get(pair[0], pair[0]) > place.get(pair[1], pair[1]))
        }
        return len(turned & right) > len(turned & wrong)


def orders(
    tables: Mapping[TableKey, Sequence[Row]], forbund: Mapping[str, str]
) -> dict[TableKey, Order]:
    """What the words, the alphabet and the förbund's other tables say of each table's order."""
    lists = {
        key: [row.name for row in rows] for key, rows in tables.items() if _has_rows(key, rows)
    }
    holding: dict[tuple[str, str], list[TableKey]] = defaultdict(list)
    for key, names in lists.items():
        for name in dict.fromkeys(names):
            holding[forbund[key[0]], name].append(key)
    found = {}
    for key, names in lists.items():
        order = Order(tables[key])
        _by_words(order)
        _by_alphabet(order)
        if _by_numbers(order):
            _by_other_tables(order, names, lists, holding, key, forbund[key[0]])
        order.right -= order.wrong
        found[key] = order
    return found


def _has_rows(key: TableKey, rows: Sequence[Row]) -> bool:
    """True for a table or a chart; goals and prose have no rows whose order tells."""
    goals = any(fact.dataset == "mal" and fact.place is None for fact in rows[0].cells.values())
    return key[1] != PROSA and not goals


def _add(order: Order, places: Sequence[int], source: str) -> None:
    """Rows at `places` are to stand in that order."""
    for i, one in enumerate(places):
        for other in places[i + 1 :]:
            (order.right if one < other else order.wrong).add((min(one, other), max(one, other)))
    if len(places) > 1:
        order.sources.add(source)


def _by_words(order: Order) -> None:
    """Orders that words/regler.toml holds, for the rows of a statement and for gender."""
    lists = words.load("regler")["ordning"]
    first = next((fact for row in order.rows for fact in row.cells.values()), None)
    if first is None:
        return
    kinds = ["kon"]
    if first.dataset == "rakenskaper" and first.extra.get("rapport"):
        kinds.append(str(first.extra["rapport"]))
    at: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(order.rows):
        at[row.name].append(place)
    for kind in kinds:
        for names in lists.get(kind, ()):
            places = [at[name][0] for name in names if len(at.get(name, ())) == 1]
            _add(order, places, "ordningen i sådana räkningar")


def _by_numbers(order: Order) -> bool:
    """Ages, years and numbered questions rise down the rows. False where they all fall: the latest
    year first, which other tables need not have.
    """
    numbers = [
        (place, int(found.group(1)))
        for place, row in enumerate(order.rows)
        if not row.is_total and (found := _NUMBER.match(row.label.strip()))
    ]
    values = [number for _, number in numbers]
    if len(values) > 1 and values == sorted(values, reverse=True):
        return False
    if len(set(values)) >= _SHARED and len(set(values)) == len(values):
        _add(
            order,
            [place for place, _ in sorted(numbers, key=lambda n: n[1])],
            "numren i etiketterna",
        )
    return True


def _by_alphabet(order: Order) -> None:
    """Names in alphabetical order, when most of the rows stand so."""
    places = [at for at, row in enumerate(order.rows) if not row.is_total and row.label]
    keys = {at: _letters(order.rows[at].label) for at in places}
    trial = Order(order.rows)
    _add(trial, sorted(places, key=lambda at: (keys[at], at)), "")
    same = {pair for pair in trial.right | trial.wrong if keys[pair[0]] == keys[pair[1]]}
    trial.right -= same
    trial.wrong -= same
    right, wrong = set(trial.right), set(trial.wrong)
    out = trial.settle()
    kept = len(places) - len(out)
    if len(places) >= _ALPHABETIC and (
        not out or (kept >= _LONG and kept >= _MOSTLY * len(places))
    ):
        order.right |= trial.right
        order.wrong |= wrong
        order.sources.add(ALPHABET)
    elif len(places) >= _ALPHABETIC and len(out) <= _EXCHANGED:
        order.perhaps = Order(order.rows, right, wrong, {ALPHABET})


def _letters(label: str) -> str:
    begins = re.sub(r"^[!1](?=\w)", "i", label.casefold())  # what OCR makes of a capital I
    kept = "".join(c if c in _LAST else words.fold(c) for c in begins)
    return re.sub(r"[^a-z{|} -]+", "", kept.translate(_LAST_LETTERS)).strip()


def _by_other_tables(
    order: Order,
    names: Sequence[str],
    lists: Mapping[TableKey, Sequence[str]],
    holding: Mapping[tuple[str, str], Sequence[TableKey]],
    key: TableKey,
    forbund: str,
) -> None:
    """The order of the names that other tables of the förbund share, where those agree."""
    shared: dict[TableKey, int] = defaultdict(int)
    for name in dict.fromkeys(names):
        for other in holding[forbund, name]:
            if other != key:
                shared[other] += 1
    nearest = sorted(shared, key=lambda other: (-shared[other], other))[:_NEAREST]
    votes: dict[Pair, list[int]] = defaultdict(list)
    for other in nearest:
        if shared[other] < max(_SHARED, _LIKE * len(names)):
            continue
        at: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(lists[other]):
            at[name].append(place)
        mine = [
            (place, at[name][0])
            for place, name in enumerate(names)
            if len(at.get(name, ())) == 1 and names.count(name) == 1
        ]
        for i, (one, there) in enumerate(mine):
            for two, other_there in mine[i + 1 :]:
                votes[one, two].append(1 if there < other_there else -1)
    for pair, ways in votes.items():
        if set(ways) == {1}:
            order.right.add(pair)
        elif set(ways) == {-1}:
            if pair not in order.wrong:
                order.voices[pair] = len(ways)
            order.wrong.add(pair)
    if votes:
        order.sources.add("förbundets andra tabeller")


def order_checks(found: Mapping[TableKey, Order], told: Collection[int] = ()) -> Iterator[Check]:
    """One check a table whose order is known: that its names stand in it.

    Two rows that alone have changed places, while the rest stand as they should, are a
    contradiction; other orders are a choice of the report's, and confirm nothing. Not for two rows
    of which the amounts have `told` already (facts by id).
    """
    for order in [o for known in found.values() for o in (known, known.perhaps) if o is not None]:
        known = sorted({row for pair in order.right | order.wrong for row in pair})
        if len(known) < _SHARED:
            continue
        swapped = changed(order, known)
        if order.wrong and not swapped:
            continue
        rows = [order.rows[at] for at in (swapped or known)]
        facts = [fact for row in rows for fact in row.cells.values()]
        if swapped and all(any(id(f) in told for f in row.cells.values()) for row in rows):
            continue
        source = " och ".join(sorted(order.sources))
        text = (
            f"{rows[0].label} och {rows[-1].label} har bytt plats mot {source}"
            if swapped
            else f"{rows[0].label} – {rows[-1].label}: raderna står som i {source}"
        )
        yield _check(facts, text, Decimal(len(known)), Decimal(len(known) - len(swapped)))


def _check(facts: list[Fact], text: str, wanted: Decimal, stand: Decimal) -> Check:
    check = Check(ORDER, facts[0].report_id, text, stand, wanted, Decimal(0), facts)
    check.proves, check.suspects, check.of_value = [], facts, False
    return check


def changed(order: Order, known: Sequence[int]) -> list[int]:
    """The two rows that alone have changed places; empty when there are no such two.

    Of few rows two stand the other way round by accident, and one other table says nothing of it.
    """
    few = len(known) < _TOLD and any(order.voices.get(p, _VOICES) < _VOICES for p in order.wrong)
    if not order.wrong or len(known) < _SHARED or few:
        return []
    rows = {row for pair in order.wrong for row in pair}
    ends = (min(rows), max(rows))
    for one in ends:
        for other in ends:
            if one < other and _explains(order, one, other):
                return [one, other]
    return []


def _explains(order: Order, one: int, other: int) -> bool:
    """True when all that is wrong would be right if the two rows changed names."""

    def place(row: int) -> int:
        return {one: other, other: one}.get(row, row)

    fixed = all(place(a) > place(b) for a, b in order.wrong)
    return fixed and all(place(a) < place(b) for a, b in order.right)

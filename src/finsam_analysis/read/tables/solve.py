"""Which of the possible readings of a table's rows is right: the table's own arithmetic decides.

Three kinds of evidence, in this order: a relation between columns that the rows keep (budget -
utfall = avvikelse, women + men = total); sums down the columns; and that only one reading needs
nothing assumed. What none of them settles is left unread.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from math import ceil, prod

from finsam_analysis.read.numbers import DAMAGED, Value
from finsam_analysis.read.tables.adding import Vector, can_add_up

MAX_TRIED = 20_000  # combinations of readings tried for one sum
_TRIALS = ((False, True), (True, True), (False, False))  # blanks assumed, in every column
_ROUNDS = 3  # a reading settled by a later sum can settle an earlier one
_NOTHING = Decimal(0)
_NEAR, _FAR = 10, 100  # times the table's largest number: possible, and out of proportion
LARGE = 1000  # two such numbers alike are no accident

Reading = tuple[Value | None, ...]  # one Value a column; None where the row prints nothing


@dataclass(frozen=True, slots=True)
class Sum:
    """Row `total` is the sum of rows `parts`; `columns` are those in which it was tried."""

    total: int
    parts: tuple[int, ...]
    labelled: bool  # the row says that it is a total; otherwise its numbers showed it
    adds_up: bool = True  # False: the label says total, the rows above do not give it


@dataclass(slots=True)
class Choice:
    """One row's possible readings, and how the one that was taken was found."""

    readings: list[Reading]
    spare: list[Reading] = field(default_factory=list)  # with blanks: tried when no other adds up
    label_is_total: bool = False
    label_is_part: bool = False  # `varav ...`: of the row above, and of no total
    proof: str = ""  # relation, summa, enda, storlek
    refused: list[Reading] = field(default_factory=list)
    doubted: bool = False  # only arithmetic may settle it

    def keep(self, kept: list[Reading], proof: str) -> None:
        """Keep only these readings; the others are remembered as refused."""
        if len(kept) < len(self.readings):
            self.refused += [way for way in self.readings if way not in kept]
            self.readings = kept
            if len(kept) == 1:
                self.proof = proof

    @property
    def settled(self) -> bool:
        """True when one reading is left."""
        return len(self.readings) == 1

    @property
    def settled_by_sum(self) -> bool:
        """True when a sum has left one reading, which no other sum may widen again."""
        return self.settled and self.proof == "summa"


def number(value: Value | None) -> Decimal | None:
    """The number of a cell; None when it prints nothing or a dash."""
    return None if value is None else value.number


def unit_of(values: Sequence[Value | None]) -> Decimal:
    """What the printed numbers are rounded to: 1, or 0.1 when a decimal is printed."""
    decimals = max((value.decimals for value in values if value is not None), default=0)
    return Decimal(1).scaleb(-decimals)


def tolerance(addends: int, unit: Decimal) -> Decimal:
    """How far n rounded addends and their rounded total can differ: (n + 1) u / 2."""
    return (addends + 1) * unit / 2


def settle_by_sums(
    choices: Sequence[Choice], width: int, *, money: bool, sure: bool = False
) -> list[Sum]:
    """Find sums down the columns, settling readings as they are found.

    A row whose label says total is tried against the rows above it that no total has taken yet,
    nearest first. In tables of money any row may turn out to be a sum. A total that stands first
    is tried against all rows below it. `sure` takes only labelled totals that hold in every column
    without blanks assumed. Returns the sums, in order.
    """
    sums: list[Sum] = []
    for _ in range(_ROUNDS):
        before = sum(len(choice.readings) for choice in choices)
        sums = _Summing(choices, width, sure).find(money=money and not sure)
        if sum(len(choice.readings) for choice in choices) == before:
            break
    return sums


@dataclass(slots=True)
class _Summing:
    """The choices of a table with their numbers as integers of its finest printed step."""

    choices: Sequence[Choice]
    width: int
    sure: bool = False
    step: Decimal = Decimal(1)
    vectors: dict[int, Vector] = field(default_factory=dict)

    def __post_init__(self) -> None:
        values = [v for c in self.choices for way in (*c.readings, *c.spare) for v in way]
        self.step = unit_of(values)
        for choice in self.choices:
            for way in (*choice.readings, *choice.spare):
                self.vectors[id(way)] = tuple(self._whole(value) for value in way)

    def _whole(self, value: Value | None) -> int | None:
        if value is None or value.number is None or value.percent:
            return None
        return int(value.number / self.step)

    def find(self, *, money: bool) -> list[Sum]:
        """Every sum down the columns, in order, settling readings on the way."""
        choices = self.choices
        sums: list[Sum] = []
        stack: list[int] = []  # every sum found stands for its parts
        plain: list[int] = []  # only those whose label says so do
        for at, choice in enumerate(choices):
            parts = None
            if stack and (choice.label_is_total or money):
                parts = self._parts_of(stack, at)
            if parts is None and choice.label_is_total and plain != stack:
                parts = self._parts_of(plain, at)
            adds_up = bool(parts)
            if not parts and choice.label_is_total:
                parts = _since_last_total(choices, plain)
            if parts:
                sums.append(Sum(at, tuple(parts), choice.label_is_total, adds_up))
                taken = set(parts)
                stack = [row for row in stack if row not in taken]
                if choice.label_is_total:
                    plain = [row for row in plain if row not in taken]
            if not choice.label_is_part:
                stack.append(at)
                plain.append(at)
        if choices and choices[0].label_is_total and not any(c.label_is_total for c in choices[1:]):
            below = list(range(1, len(choices)))
            if below and self._settle(below, 0, widened=False, whole=False):
                sums.append(Sum(0, tuple(below), labelled=True))
        return sums

    def _parts_of(self, stack: Sequence[int], at: int) -> list[int] | None:
        """The nearest rows above that give this row; settles their readings when they do.

        Rows that give it in every column go before nearer ones that give it in most: a short
        sum that is off somewhere can be an accident of small numbers. Blanks are assumed only
        where every column then holds.
        """
        labelled = self.choices[at].label_is_total
        more = labelled and not self.sure
        for widened, whole in _TRIALS if more else _TRIALS[:1]:
            for count in range(1 if labelled else 2, len(stack) + 1):
                parts = list(stack[-count:])
                if self._settle(parts, at, widened=widened, whole=whole):
                    return parts
        return None

    def _settle(self, parts: Sequence[int], total: int, *, widened: bool, whole: bool) -> bool:
        """True when some readings add up; the others of these rows are then refused."""
        rows = [*parts, total]
        ways = self._ways_that_sum(rows, widened=widened, whole=whole)
        for place, row in enumerate(rows if ways else []):
            options = self._options(row, widened=widened)
            kept_ids = {id(way[place]) for way in ways}
            self.choices[row].readings = options
            self.choices[row].keep([w for w in options if id(w) in kept_ids], "summa")
        return bool(ways)

    def _options(self, row: int, *, widened: bool) -> list[Reading]:
        choice = self.choices[row]
        return (
            [*choice.readings, *choice.spare]
            if widened and not choice.settled_by_sum
            else choice.readings
        )

    def _ways_that_sum(
        self, rows: Sequence[int], *, widened: bool, whole: bool
    ) -> list[tuple[Reading, ...]]:
        """Combinations of readings, parts first and total last, that add up."""
        options = [self._options(row, widened=widened) for row in rows]
        tried = prod(len(ways) for ways in options)
        if not 0 < tried <= MAX_TRIED or (
            widened and tried == prod(len(self.choices[i].readings) for i in rows)
        ):
            return []
        exact = not self.choices[rows[-1]].label_is_total
        off = ceil(self._slack(len(rows) - 1, exact=exact)) - 1
        most_lost = 0 if whole else (self.width - 1) // 2
        held = [
            (told, ways)
            for ways in can_add_up(options, self._vector, off, most_lost)
            if (told := self._holds(ways, exact=exact, whole=whole)) is not None
        ]
        most = max((told for told, _ in held), default=0)
        if not most:
            return []
        best = [ways for told, ways in held if whole or told == most]
        excused = [ways for ways in best if not self._contradicted(ways)]
        return excused if excused and not whole else best

    def _contradicted(self, ways: Sequence[Reading]) -> bool:
        """True when a column is off in which every row prints a number.

        Where one prints nothing, its number can be lost: then the column says nothing.
        """
        vectors = [self.vectors[id(way)] for way in ways]
        for *parts, want in zip(*vectors, strict=True):
            have = [part for part in parts if part is not None]
            if want is None or len(have) < len(parts):
                continue
            if self.step == 1 and abs(sum(have) - want) >= 1:
                return True
        return False

    def _vector(self, way: Reading) -> Vector:
        return self.vectors[id(way)]

    def _slack(self, parts: int, *, exact: bool) -> float:
        return 1 if exact or self.step == 1 else max(1, (parts + 1) / 2)

    def _holds(self, ways: Sequence[Reading], *, exact: bool, whole: bool) -> int | None:
        """In how many columns it tells something that the parts give the total; None when they
        do not in one column, or unless `whole` in as many.

        Columns of percent tell nothing. One column that is off is the report's contradiction.
        """
        vectors = [self._vector(way) for way in ways]
        wanted = vectors.pop()
        slack = self._slack(len(vectors), exact=exact)
        large = LARGE / float(self.step)
        hold = fail = 0
        for column in range(self.width):
            want = wanted[column]
            have = [n for vector in vectors if (n := vector[column])]
            if want is None:
                fail += bool(have)
            elif abs(sum(have) - want) >= slack:
                fail += 1
                if whole:
                    return None
            else:
                # One small addend that equals its total is an accident, unless all columns hold.
                enough = 1 if abs(want) >= large or (whole and not exact) else 2
                hold += want != 0 and len(have) >= enough
        return hold if fail == 0 or hold > fail else None


def _since_last_total(choices: Sequence[Choice], plain: Sequence[int]) -> list[int]:
    """Rows that a total which does not add up most likely was meant to sum."""
    parts: list[int] = []
    for row in reversed(plain):
        if choices[row].label_is_total:
            break
        parts.insert(0, row)
    return parts if len(parts) > 1 else []


def doubt_small_parts(choices: Sequence[Choice], doubtful: Collection[int], width: int) -> None:
    """In tables of money, doubt a number that is small for its column and could be the beginning
    of the next one: `2 191 000` with a blank column is as likely as `2` and `191 000`.

    `doubtful` are the rows that may be doubted.
    """
    for column in range(width):
        sizes = [
            abs(n)
            for choice in choices
            if choice.settled and (n := number(choice.readings[0][column])) and choice.proof
        ] or [abs(n) for c in choices if c.settled and (n := number(c.readings[0][column]))]
        usual = sorted(sizes)[len(sizes) // 2] if sizes else Decimal(0)
        for choice in (choices[at] for at in doubtful):
            if choice.settled and not choice.proof and choice.spare and usual >= LARGE:
                n = number(choice.readings[0][column])
                if n and abs(n) < LARGE and _joins_next(choice.readings[0], column):
                    choice.readings = [*choice.readings, *choice.spare]
                    choice.doubted = True


def _joins_next(way: Reading, column: int) -> bool:
    """True when the number in the next column could go on the one in this."""
    here, after = way[column], way[column + 1] if column + 1 < len(way) else None
    if here is None or after is None or after.number is None or here.decimals or after.number < 0:
        return False
    return len(after.raw.split()[0].lstrip("(")) == 3


def settle_by_print(choices: Sequence[Choice]) -> None:
    """Keep the one reading that assumes least, or the only one no larger than the table's rest."""
    largest = max(
        (
            abs(n)
            for c in choices
            if c.settled
            for v in c.readings[0]
            if (n := number(v)) is not None
        ),
        default=None,
    )
    settled = {_numbers(choice.readings[0]) for choice in choices if choice.settled}
    for choice in choices:
        if choice.settled or not choice.readings or choice.doubted:
            continue
        same = [way for way in choice.readings if _numbers(way) in settled]
        if len(same) == 1 and all(abs(n) >= LARGE for n in _numbers(same[0]) if n is not None):
            choice.keep(same, "samma")
            continue
        assumed = [sum(len(v.marks) if v else 2 for v in way) for way in choice.readings]
        least = [w for w, a in zip(choice.readings, assumed, strict=True) if a == min(assumed)]
        sized = largest is None or _size(least[0]) <= _NEAR * largest
        if len(least) == 1 and min(assumed) == 0 and len(assumed) > 1 and sized:
            choice.keep(least, "enda")
        elif largest is not None:
            choice.keep(_of_size(choice.readings, largest), "storlek")


def _of_size(ways: list[Reading], largest: Decimal) -> list[Reading]:
    """The one way with no number larger than the table's rest, or not much larger when all others
    have one that is out of proportion; else all ways.
    """
    sizes = list(map(_size, ways))
    for most, beyond in ((largest, largest), (_NEAR * largest, _FAR * largest)):
        kept = [way for way, size in zip(ways, sizes, strict=True) if size <= most]
        if len(kept) == 1 and sum(size > beyond for size in sizes) == len(ways) - 1:
            return kept
    return ways


def _size(way: Reading) -> Decimal:
    return max((abs(number(v) or _NOTHING) for v in way), default=_NOTHING)


def _numbers(way: Reading) -> tuple[Decimal | None, ...]:
    return tuple(number(value) for value in way)


def placements(values: Sequence[Value], width: int) -> Iterator[Reading]:
    """Every way to put fewer values than columns, in order, into the columns."""
    for columns in combinations(range(width), len(values)):
        cells: list[Value | None] = [None] * width
        for column, value in zip(columns, values, strict=True):
            cells[column] = value
        yield tuple(cells)


def is_damaged_reading(way: Reading) -> bool:
    """True when a cell of the reading holds a mended character."""
    return any(value is not None and DAMAGED in value.marks for value in way)

"""Swedish printed numbers: one strict parser, and every way that a run of digits can be read.

`34 024 857 28 731 703` is two numbers or four; the space that groups thousands is the same as the
space between columns. Nothing here chooses: `readings` lists the possible ways to cut a run into
a given number of cells, with what each way had to assume, and the table's own sums decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import islice
from typing import NamedTuple

from finsam_analysis import words
from finsam_analysis.read.celled import first_in_cells

MINUS = "-−–—‐‑‒"
DASHES = frozenset(MINUS)
SIGNS = f"{MINUS}=~"  # what a minus sign is printed as, or read as by a scanner
MAX_READINGS = 256
_TOO_LARGE = 1_000_000_000  # in a table: no förbund has so much
_WIDEST = 3  # characters between the groups of one number
_GROUP = 3  # digits between the spaces of a large number
_KEPT = 1 << 14  # lines or words whose reading is remembered: many readers ask for the same ones
DAMAGED = "skadat tecken"
DOTTED = "punkt före talet"
WIDE = "brett mellanrum i talet"
POINT = "punkt som decimaltecken"

_NUMBER = re.compile(
    rf"""^(?P<open>\()?
    (?P<sign>[{SIGNS}+])?
    (?P<dots>[·.]?)
    (?P<digits>\d{{1,3}}(?:\.\d{{3}})+|\d+)
    (?:,(?P<decimals>\d+)|\.(?P<point>\d{{1,2}}))?
    (?P<percent>%)?
    (?P<close>\))?
    (?P<foot>[*¹²³⁴⁵⁶⁷⁸⁹]*)$""",
    re.VERBOSE | re.ASCII,
)
# Digits with a scanner's marks between them, or a letter that looks like a digit.
_DAMAGED = re.compile(r"^[\dOoIlSB·.'’:;!]*\d[\dOoIlSB·.'’:;!]*$|^[HOIlSB]$|^OOO$", re.ASCII)
_BEGINS = re.compile(r"^(?:l\d+|\d+[OolI·]\d*|O)$")  # the first number of a row, after its label
_LOOKALIKES = str.maketrans("OoIlSB", "001158")
_PIECE = re.compile(
    r"[(]\d+(?:[^\S\t\n](?:\d{3})+)+(?:,\d+)?[)](?!\S)|[^\s|]+(?:[^\S\t\n]%\)?(?!\w))?"
)


class NumberError(ValueError):
    """Characters that are not one Swedish number; the message holds them."""


class Token(NamedTuple):
    """A run of characters between spaces, as printed, with its place in the line."""

    text: str
    start: int
    end: int
    gap: str  # what stands before it

    @property
    def wide(self) -> bool:
        """True when more than a single space stands before the token."""
        return len(self.gap) > 1

    @property
    def walled(self) -> bool:
        """True when a tab or a ruled line stands before the token."""
        return "\t" in self.gap or "|" in self.gap


class Value(NamedTuple):
    """One number as read: its characters, its value, and what the reading had to assume."""

    raw: str
    start: int
    end: int
    number: Decimal | None  # None: a dash, nothing to count
    percent: bool = False
    bracketed: bool = False
    marks: tuple[str, ...] = ()  # what is damaged or unusual about the print

    @property
    def decimals(self) -> int:
        """Printed decimals, which say what the number is rounded to."""
        exponent = self.number.as_tuple().exponent if self.number is not None else 0
        return -exponent if isinstance(exponent, int) else 0


def parse(text: str) -> Decimal:
    """The value of one printed number, thousands grouped by any space; NumberError otherwise.

    `1 886 099` 1886099 · `−4,5` -4.5 · `12 %` 12. Everything else is an error, never a guess.
    """
    tokens = tokenize(text)
    found = [value for value in _numbers(tokens, text) if value[0] == len(tokens)]
    if len(found) != 1 or found[0][1].number is None or found[0][1].marks:
        raise NumberError(text)
    return found[0][1].number


def tokenize(text: str, start: int = 0) -> list[Token]:
    """Cut `text` at spaces, tabs and ruled lines; a `%` that stands apart joins its number."""
    return list(_tokens(text, start))


@lru_cache(maxsize=_KEPT)
def _tokens(text: str, start: int) -> tuple[Token, ...]:
    tokens = []
    end = start
    for match in _PIECE.finditer(text, start):
        tokens.append(Token(match.group(), match.start(), match.end(), text[end : match.start()]))
        end = match.end()
    return tuple(tokens)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What one token says of a number."""

    open: str
    sign: str
    dots: str
    digits: str
    decimals: str
    percent: str
    close: str
    point: bool = False  # a point stands before the decimals

    @property
    def begins(self) -> bool:
        return bool(self.open or self.sign or self.dots)

    @property
    def ends(self) -> bool:
        return bool(self.decimals or self.percent or self.close)


@cache
def _parts(text: str) -> _Parts | None:
    match = _NUMBER.match("".join(text.split()))
    if match is None:
        return None
    if match["close"] and not match["open"] and not match["percent"]:
        return None
    open_, sign, dots, digits, decimals, point, percent, close = (
        match[name] or ""
        for name in ("open", "sign", "dots", "digits", "decimals", "point", "percent", "close")
    )
    return _Parts(open_, sign, dots, digits, decimals or point, percent, close, bool(point))


def is_number(text: str) -> bool:
    """True if the token alone is a printed number, whole or a part of one."""
    return _parts(text) is not None


def is_dash(text: str) -> bool:
    """True if the token is a dash that stands where a number could."""
    return text in DASHES


@lru_cache(maxsize=_KEPT)
def is_unit(text: str) -> bool:
    """True if the token is a printed unit, such as kr or procent."""
    return words.fold(text).rstrip(".") in words.load("enheter")["efter_tal"]


def number_tail(text: str) -> tuple[str, list[Token]]:
    """Split a line into its label and the numbers that end it.

    Returns the label as printed (may be empty) and the tokens of the tail (may be empty). Units
    printed after numbers are part of the tail, dashes too when a number or a label stands by.
    """
    label, tail = _number_tail(text)
    return label, list(tail)


@lru_cache(maxsize=_KEPT)
def _number_tail(text: str) -> tuple[str, tuple[Token, ...]]:
    tokens = _tokens(text, 0)
    celled = first_in_cells(text, tokens, _in_tail)
    if celled is not None:
        label, first = celled
        return label, tokens[first:]
    first = len(tokens)
    while first and (_in_tail(tokens[first - 1]) or _damaged_cell(tokens, first - 1)):
        first -= 1
    while first < len(tokens) and is_unit(tokens[first].text):
        first += 1
    tail = tokens[first:]
    if not any(is_number(token.text) for token in tail):
        return text.strip(), ()
    return text[: tail[0].start].strip(" \t|"), tail


def is_damaged(text: str) -> bool:
    """True for digits with marks or look-alike letters among them, which could be a number."""
    return not is_number(text) and _DAMAGED.match(text) is not None


def _in_tail(token: Token) -> bool:
    return is_number(token.text) or is_dash(token.text) or is_unit(token.text)


def _damaged_cell(tokens: Sequence[Token], at: int) -> bool:
    """A damaged token counts as a cell only in a row of numbers: two on a side, or one on each.

    Before two numbers it must look like a number itself: labels end in letters and digits too.
    """
    if not is_damaged(tokens[at].text):
        return False
    left = [is_number(token.text) for token in tokens[max(0, at - 2) : at]]
    right = [is_number(token.text) for token in tokens[at + 1 : at + 3]]
    begins = _BEGINS.match(tokens[at].text) is not None and sum(right) == 2
    if at == len(tokens) - 1 and tokens[at].text == "O" and sum(left[-1:]) == 1:
        return True  # the zero that ends a row of two
    return begins or sum(left) == 2 or (sum(left[-1:]) == 1 and sum(right[:1]) == 1)


def readings(tokens: Sequence[Token], line: str, count: int) -> list[tuple[Value, ...]]:
    """Every way to read `tokens` as exactly `count` values, the plainest first.

    A way that assumes lost spaces or a join over a wide gap comes after one that does not. At
    most MAX_READINGS are returned; of more, those whose numbers are most alike in length.
    """
    return list(_readings(tuple(tokens), line, count))


@lru_cache(maxsize=_KEPT)
def _readings(tokens: tuple[Token, ...], line: str, count: int) -> tuple[tuple[Value, ...], ...]:
    """As `readings`, kept: a row is tried at many widths, and again when its table is cleaned."""
    run = _run(tokens, line)
    if not run.can_be(count, 0):
        return ()
    found = list(islice(_ways(run, 0, count, (1, len(run.starts))), MAX_READINGS + 1))
    if len(found) > MAX_READINGS:
        found = _alike(run, count) or found[:MAX_READINGS]
    return tuple(sorted(found, key=lambda way: sum(len(value.marks) for value in way)))


class _Run(NamedTuple):
    """What tokens that are no units can be read as, from each of them on."""

    starts: tuple[tuple[tuple[int, Value], ...], ...]  # numbers that begin there: tokens, value
    counts: tuple[int, ...]  # bit n is set where the rest can be n numbers

    def can_be(self, count: int, at: int) -> bool:
        """True when the tokens from `at` can be read as `count` numbers."""
        return bool(self.counts[at] >> count & 1)


@lru_cache(maxsize=_KEPT)
def _run(tokens: tuple[Token, ...], line: str) -> _Run:
    plain = _without_units(tokens)
    starts = [
        tuple(
            begun
            for begun in _numbers(plain[at:], line)
            if abs(begun[1].number or Decimal(0)) < _TOO_LARGE
        )
        for at in range(len(plain))
    ]
    counts = [1]
    for begun in reversed(starts):
        after = 0
        for used, _ in begun:
            after |= counts[-used]
        counts.append(after << 1)
    return _Run(tuple(starts), tuple(reversed(counts)))


def _alike(run: _Run, count: int) -> list[tuple[Value, ...]]:
    """The ways with numbers of about as many groups of digits, as wide apart as the bound lets."""
    most: list[tuple[Value, ...]] = []
    tokens = len(run.starts)
    for more in range(tokens):
        sizes = (max(1, tokens // count - more), -(-tokens // count) + more)
        found = list(islice(_ways(run, 0, count, sizes), MAX_READINGS + 1))
        if len(found) > MAX_READINGS:
            break
        most = found
    return most


def _without_units(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens that are no units; a unit keeps the numbers around it apart, as a rule does."""
    kept: list[Token] = []
    apart = False
    for token in tokens:
        if is_unit(token.text):
            apart = True
            continue
        kept.append(token._replace(gap=f"{token.gap}|") if apart else token)
        apart = False
    return tuple(kept)


def _ways(run: _Run, at: int, count: int, sizes: tuple[int, int]) -> Iterator[tuple[Value, ...]]:
    """The tokens from `at` as `count` numbers, each of as many tokens as `sizes` allows."""
    least, most = sizes
    if count == 0:
        yield ()
        return
    if not least * count <= len(run.starts) - at <= most * count:
        return
    for used, value in run.starts[at]:
        if least <= used <= most and run.can_be(count - 1, at + used):
            for rest in _ways(run, at + used, count - 1, sizes):
                yield (value, *rest)


def _numbers(tokens: Sequence[Token], line: str) -> Iterator[tuple[int, Value]]:
    """The numbers that can begin at the first token, with how many tokens each takes."""
    if not tokens:
        return
    first = tokens[0]
    if is_dash(first.text):
        yield 1, Value(first.text, first.start, first.end, None)
        if len(tokens) > 1 and not tokens[1].walled and tokens[1].text[0].isdigit():
            for used, value in _numbers(tokens[1:], line):
                if value.number is not None:
                    raw = line[first.start : value.end]
                    marks = (*value.marks, "tecken skilt från talet")
                    yield used + 1, _replace(value, raw, first.start, -value.number, marks)
        return
    parts = _parts(first.text)
    if parts is not None:
        yield from _extend(tokens, line, parts)
    elif is_damaged(first.text):
        yield 1, _mended(first)
        mended = _parts(_digits(first.text))
        if mended is not None and 0 < len(mended.digits) <= _GROUP:
            yield from _longer(_extend(tokens, line, mended, (DAMAGED,)))


def _mended(token: Token) -> Value:
    """A damaged token read with its marks taken away; a check must prove it."""
    digits = _digits(token.text)
    number = Decimal(digits) if re.search(r"\d|^O+$", token.text) else None
    return Value(token.text, token.start, token.end, number, marks=(DAMAGED,))


def _digits(text: str) -> str:
    """The digits of a damaged token, letters that look like digits among them."""
    return re.sub(r"\D", "", text.translate(_LOOKALIKES))


def _longer(found: Iterator[tuple[int, Value]]) -> Iterator[tuple[int, Value]]:
    return ((used, value) for used, value in found if used > 1)


def _group(text: str) -> tuple[_Parts | None, tuple[str, ...]]:
    """A token as a number's next digits: a damaged one only as a whole group of three."""
    if is_damaged(text):
        mended = _digits(text)
        return (_parts(mended), (DAMAGED,)) if len(mended) == len(text) == _GROUP else (None, ())
    return _parts(text), ()


def _extend(
    tokens: Sequence[Token], line: str, first: _Parts, damage: tuple[str, ...] = ()
) -> Iterator[tuple[int, Value]]:
    digits = first.digits.replace(".", "")
    marks = (*damage, *_print_marks(first))
    last = first
    used = 1
    while True:
        zeros = digits.startswith("0") and len(digits) > 1
        if not zeros:
            yield used, _value(tokens[:used], line, digits, (first, last), marks)
        if last.ends or zeros or digits == "0":
            return
        if used == len(tokens) or tokens[used].walled or len(tokens[used].gap) > _WIDEST:
            return
        step, damage = _group(tokens[used].text)
        if step is None or step.begins or len(step.digits) % 3 or "." in step.digits:
            return
        if (len(digits) > 3 and used == 1) or len(step.digits) > 3:
            marks = _add(marks, "mellanslag saknas")
        for mark in damage:
            marks = _add(marks, mark)
        if tokens[used].wide:
            marks = _add(marks, WIDE)
        if step.point:
            marks = _add(marks, POINT)
        digits += step.digits
        last = step
        used += 1


def _print_marks(parts: _Parts) -> tuple[str, ...]:
    marks: tuple[str, ...] = ()
    if parts.sign in {"=", "~"}:
        marks = _add(marks, f"minus tryckt som {parts.sign}")
    if parts.dots:
        marks = _add(marks, DOTTED)
    return _add(marks, POINT) if parts.point else marks


def _value(
    tokens: Sequence[Token],
    line: str,
    digits: str,
    ends: tuple[_Parts, _Parts],
    marks: tuple[str, ...],
) -> Value:
    first, last = ends
    number = Decimal(f"{digits}.{last.decimals}" if last.decimals else digits)
    if first.sign and first.sign != "+":
        number = -number
    start, end = tokens[0].start, tokens[-1].end
    return Value(
        raw=line[start:end],
        start=start,
        end=end,
        number=number,
        percent=bool(last.percent),
        bracketed=bool(first.open or last.close),
        marks=marks,
    )


def _replace(value: Value, raw: str, start: int, number: Decimal, marks: tuple[str, ...]) -> Value:
    return Value(raw, start, value.end, number, value.percent, value.bracketed, marks)


def _add(marks: tuple[str, ...], mark: str) -> tuple[str, ...]:
    return marks if mark in marks else (*marks, mark)

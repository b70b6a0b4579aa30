"""Numbers of a chart: which are ticks of an axis, which are data labels.

Ticks are an arithmetic progression from 0, or of round numbers, that reaches above every data
label. They stand in a run, or, when lines go by height, first on lines between the data labels;
then each label must lie between the ticks above and below it, which shows up misread digits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from finsam_analysis import words
from finsam_analysis.read.document import Line
from finsam_analysis.read.numbers import NumberError, is_unit, parse, tokenize

_SOUND = re.compile(r"^[-−–]?(?P<number>\d{1,4}(?:[.,]\d{1,2})?)\s?(?P<percent>%)?$")
_GLUED = re.compile(r"\d{1,3}(?:,\d+)?%")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_GROUPED = re.compile(r"^\d{1,3}(?: \d{3})+$")
_FEWEST_TICKS = 4
_ROUND_STEPS = (1, 2, 5, 10, 15, 20, 25, 30, 40, 50)
_SLACK = Decimal("0.4")  # of a step: a label is printed a little above its bar
_MAX_LABELS = 200
_MAX_LETTERS = 24  # units and what a scanner makes of digits


@dataclass(frozen=True, slots=True)
class Label:
    """One number of a chart; `value` is None when its characters are damaged."""

    line: Line
    raw: str
    value: Decimal | None
    percent: bool
    first: bool  # first on its line
    unit: str = "antal"


def is_number_line(text: str) -> bool:
    """True for a line of numbers and nothing else, years alone excepted."""
    if sum(map(str.isalpha, text)) > _MAX_LETTERS or not any(map(str.isdigit, text)):
        return False
    tokens = tokenize(text)
    sound = [token for token in tokens if _SOUND.match(token.text) or _glued(token.text)]
    if not sound or all(_YEAR.match(token.text) for token in sound):
        return False
    rest = [token.text for token in tokens if token not in sound and not is_unit(token.text)]
    letters = [sum(map(str.isalpha, text)) for text in rest]
    return max(letters, default=0) <= 2 and sum(letters) <= len(sound)


def is_scrap(text: str) -> bool:
    """True for a line of marks and digits that a scanner left of a number."""
    return len(text.strip()) <= 3 and any(c.isdigit() for c in text) and not text.strip().isalpha()


def labels_of(lines: Sequence[Line]) -> list[Label]:
    """The numbers of number lines, in order; spaces group thousands only if they must."""
    grouped = _are_grouped([line.text for line in lines])
    found: list[Label] = []
    for line in lines:
        found += _one(line) if grouped else _several(line)
    return found[:_MAX_LABELS]


def _glued(text: str) -> bool:
    parts = _GLUED.findall(text)
    return len(parts) > 1 and "".join(parts) == text


def _are_grouped(texts: Sequence[str]) -> bool:
    """True when every line of several tokens is one number of thousands, such as `1 250 000`."""
    cut = [[token.text for token in tokenize(text)] for text in texts]
    money = any(is_unit(token) for tokens in cut for token in tokens)
    bare = [[token for token in tokens if not is_unit(token)] for tokens in cut]
    plain = [" ".join(tokens) for tokens in bare if len(tokens) > 1]
    thousands = any(text.endswith(" 000") for text in plain)
    return len(plain) > 1 and (money or thousands) and all(_GROUPED.match(t) for t in plain)


def _one(line: Line) -> list[Label]:
    text = " ".join(token.text for token in tokenize(line.text) if not is_unit(token.text))
    try:
        value = parse(text)
    except NumberError:
        return _several(line)
    return [Label(line, text, value, "%" in text, True, _unit(line.text))]


def _unit(text: str) -> str:
    """The unit of money printed on a line, or antal."""
    units = words.load("enheter")["enhet"]
    for token in tokenize(text):
        for name in ("kr", "tkr", "mkr"):
            if words.fold(token.text).rstrip(".") in units[name]["tryckt"]:
                return name
    return "antal"


def _several(line: Line) -> list[Label]:
    found: list[Label] = []
    unit = _unit(line.text)
    for token in tokenize(line.text):
        if is_unit(token.text):
            continue
        parts = _GLUED.findall(token.text) if _glued(token.text) else [token.text]
        for text in parts:
            match = _SOUND.match(text)
            if match is None and not any(c.isalnum() for c in text):
                continue
            value = Decimal(match["number"].replace(",", ".")) if match else None
            found.append(Label(line, text, value, "%" in text, not found, unit))
    return found


@dataclass(frozen=True, slots=True)
class Ticked:
    """Data labels without the ticks, and how the two stood to each other."""

    labels: tuple[Label, ...]
    ticks: tuple[Label, ...] = ()
    by_height: bool = False  # ticks stand between the labels: lines go by height
    dropped: tuple[Label, ...] = ()  # labels that cannot be what is printed


def part_ticks(labels: Sequence[Label]) -> Ticked:
    """Part the ticks of the axes from the data labels."""
    rest = list(labels)
    ticks: list[Label] = []
    while run := _run(rest):
        start, end = run
        others = [*rest[:start], *rest[end:]]
        if not ticks and _over(others, rest[start:end]):
            break
        ticks += rest[start:end]
        rest = others
    if ticks:
        return _settled(rest, ticks)
    if _all_ticks(rest):
        return Ticked((), tuple(rest))
    spread = _spread(rest)
    if spread:
        return _between(rest, spread)
    return _settled(rest, ticks)


def _over(labels: Sequence[Label], ticks: Sequence[Label]) -> bool:
    """True when a label of the ticks' kind is higher than the highest tick."""
    top = max(tick.value or Decimal(0) for tick in ticks)
    return any(
        label.value is not None and label.value > top and label.percent == ticks[0].percent
        for label in labels
    )


def _settled(rest: Sequence[Label], ticks: Sequence[Label]) -> Ticked:
    """Labels with a percent sign, where most have one; the others are damaged."""
    sound = [label for label in rest if label.value is not None]
    percent = sum(label.percent for label in sound) * 2 > len(sound)
    kept = [label for label in sound if label.percent or not percent]
    dropped = [label for label in rest if label not in kept]
    return Ticked(tuple(kept), tuple(ticks), dropped=tuple(dropped))


def _run(labels: Sequence[Label]) -> tuple[int, int] | None:
    """The longest run of labels that is an axis, as start and end, or None."""
    best: tuple[int, int] | None = None
    start = 0
    while start < len(labels) - 1:
        end = _extend(labels, start)
        if end - start >= _FEWEST_TICKS and _is_axis(labels[start:end]):
            if best is None or end - start > best[1] - best[0]:
                best = (start, end)
        start = max(start + 1, end - 1)
    return best


def _extend(labels: Sequence[Label], start: int) -> int:
    """End of the arithmetic progression that begins at `start`."""
    first, second = labels[start].value, labels[start + 1].value
    if first is None or second is None or first == second:
        return start + 1
    end = start + 2
    while end < len(labels):
        value, before = labels[end].value, labels[end - 1].value
        if value is None or before is None or value - before != second - first:
            break
        if labels[end].percent != labels[start].percent:
            break
        end += 1
    return end


def _is_axis(run: Sequence[Label]) -> bool:
    values = [label.value for label in run if label.value is not None]
    low, step = min(values), abs(values[1] - values[0])
    if all(_YEAR.match(label.raw) for label in run):
        return False
    if low == 0:
        return True
    return step >= 5 and _is_round(step) and low % step == 0


def _is_round(step: Decimal) -> bool:
    while step >= 100:
        step /= 10
    return step in _ROUND_STEPS


def _all_ticks(labels: Sequence[Label]) -> bool:
    """True when the numbers are 0, s, 2s ... each once, in any order: an axis without labels."""
    values = sorted(label.value for label in labels if label.value is not None)
    if len(values) != len(labels) or len(values) < _FEWEST_TICKS or values[0] != 0:
        return False
    steps = {after - before for before, after in pairwise(values)}
    return len(steps) == 1 and 0 not in steps and all(map(_is_round, steps))


def _spread(labels: Sequence[Label]) -> list[int]:
    """Places of ticks that stand first on lines among the labels, highest first; [] if none."""
    places = [i for i, label in enumerate(labels) if label.first and label.value is not None]
    best: list[int] = []
    for step in sorted({labels[i].value or Decimal(0) for i in places} - {Decimal(0)}):
        if not _is_round(step):
            continue
        for down in (True, False):
            found = _steps(labels, places, step, down=down)
            if len(found) > len(best):
                best = found
    if len(best) < _FEWEST_TICKS or _over(labels, [labels[i] for i in best]):
        return []
    return best


def _steps(
    labels: Sequence[Label], places: Sequence[int], step: Decimal, *, down: bool
) -> list[int]:
    """Places of 0, s, 2s ... with nothing left out, in the order of the lines."""
    order = list(reversed(places)) if down else list(places)
    found: list[int] = []
    for place in order:
        if labels[place].value == step * len(found):
            found.append(place)
    return sorted(found)


def _between(labels: Sequence[Label], places: Sequence[int]) -> Ticked:
    """Labels whose value lies between the ticks around them; others are misread or damaged."""
    ticks = [labels[place] for place in places]
    values = [tick.value or Decimal(0) for tick in ticks]
    room = abs(values[0] - values[1]) * _SLACK
    kept: list[Label] = []
    dropped: list[Label] = []
    for at, label in enumerate(labels):
        if at in places:
            continue
        same = [tick.value for tick in ticks if tick.line.no == label.line.no]
        above = [tick.value for tick, place in zip(ticks, places, strict=True) if place < at]
        below = [tick.value for tick, place in zip(ticks, places, strict=True) if place > at]
        bounds = same or [*above[-1:], *below[:1]]
        limits = [bound for bound in bounds if bound is not None]
        fits = (
            label.value is not None
            and label.percent == ticks[0].percent
            and len(limits) == (1 if same else 2)
            and min(limits) - room <= label.value <= max(limits) + room
        )
        (kept if fits else dropped).append(label)
    return Ticked(tuple(kept), tuple(ticks), by_height=True, dropped=tuple(dropped))

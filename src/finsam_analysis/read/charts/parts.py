"""The parts of a chart's lines: title, numbers, names under the bars, legend, named labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from finsam_analysis.read.charts.labels import is_number_line, is_scrap, labels_of, part_ticks
from finsam_analysis.read.charts.names import (
    is_caption,
    is_kon,
    is_signed,
    is_title,
    legend,
    names,
    read_title,
    splits,
)
from finsam_analysis.read.charts.rows import split_label
from finsam_analysis.read.document import Line
from finsam_analysis.read.tables.heads import join_lines
from finsam_analysis.read.terms import lookup

_MAX_CATEGORIES = 30


@dataclass(slots=True)
class Parts:
    """A chart's lines by what they are."""

    title: list[Line] = field(default_factory=list)
    numbers: list[Line] = field(default_factory=list)
    names: list[Line] = field(default_factory=list)
    named: list[Line] = field(default_factory=list)  # labels that name themselves
    plain: bool = False  # named labels without percent signs count too

    def ways(self, line: Line) -> Iterator[list[str]]:
        """The ways to cut a line of names."""
        seen = []
        for way in splits(line.text):
            if way not in seen and names(line.text, len(way)) == way:
                seen.append(way)
                yield way


@dataclass(frozen=True, slots=True)
class Sides:
    """The names of a chart's series and categories; empty names where they are not known."""

    series: list[str]
    categories: list[str]


def take_apart(lines: Sequence[Line]) -> Parts:
    """The parts of a chart block."""
    parts = Parts(numbers=[x for x in lines if is_number_line(x.text) or is_scrap(x.text)])
    texts = [line for line in lines if line not in parts.numbers]
    first = next((at for at, line in enumerate(lines) if line in parts.numbers), len(lines))
    plain = _only_ticks(parts.numbers) or not parts.numbers
    held = [line for line in texts if _names_itself(line, plain=False)]
    bare = [line for line in texts if _names_itself(line, plain=plain)]
    if len(held) >= 2 or len(bare) >= 3 or _by_turns(lines, parts.numbers):
        parts.plain = len(held) < 2 and len(bare) >= 3
        parts.title = _title_above(lines, plain=parts.plain)
        ticks = parts.numbers if _only_ticks(parts.numbers) else []
        parts.named = [line for line in lines if line not in parts.title and line not in ticks]
        return parts
    above = [line for line in lines[:first] if line in texts]
    parts.title = [line for line in above if not is_kon(line.text)]
    parts.names = [line for line in texts if line not in parts.title]
    if not parts.numbers:
        parts.names, parts.title = texts, []
    return parts


def _by_turns(lines: Sequence[Line], numbers: Sequence[Line]) -> bool:
    """True when a name stands before each number, on a line of its own."""
    if len(numbers) < 3 or lines[0] in numbers or lines[-1] not in numbers:
        return False
    return all(
        before not in numbers for before, line in pairwise(lines) if line in numbers
    ) and all(split_label(line)[1] for line in numbers)


def _names_itself(line: Line, *, plain: bool) -> bool:
    name, figures = split_label(line, plain=plain)
    return bool(figures) and any(c.isalpha() for c in name)


def _only_ticks(numbers: Sequence[Line]) -> bool:
    ticked = part_ticks(labels_of(numbers))
    return bool(ticked.ticks) and not ticked.labels


def _title_above(lines: Sequence[Line], *, plain: bool) -> list[Line]:
    """The lines that entitle labels which name themselves."""
    title: list[Line] = []
    for line, after in pairwise(lines):
        if is_number_line(line.text) or split_label(line, plain=plain)[1]:
            break
        if not (is_title(line.text) or title):
            break
        said = read_title([line.text])
        apart = after.no - line.no > 1
        fresh = after.text.strip()[:1].isupper() and not lookup(f"{line.text} {after.text}")
        if not (is_caption(line.text) or said.year or said.count or apart or fresh):
            break
        title.append(line)
    return title


def interpret(parts: Parts, count: int) -> Sides | None:
    """The names as series and categories that make `count` labels, or None if they cannot."""
    if not count or not parts.names:
        return None
    texts = [line.text for line in parts.names]
    legends = [text for text in texts if is_kon(text) or is_signed(text)]
    others = [text for text in texts if text not in legends]
    if len(legends) == 1:
        return _with_legend(texts, legends[0], others, count)
    if legends:
        return None
    return _two_lines(texts, count) or _one_side(texts, count)


def _with_legend(
    texts: Sequence[str], text: str, others: Sequence[str], count: int
) -> Sides | None:
    entries = legend(text) or max(splits(text), key=len, default=[])
    size = len(entries)
    if size == count and not others:
        return Sides([""], entries)
    if size < 2 or count % size or not 1 < count // size <= _MAX_CATEGORIES:
        return None
    categories = _categories(others, count // size) or [""] * (count // size)
    if others and texts.index(text) < texts.index(others[0]) and not is_signed(text):
        if any(categories):
            return Sides(categories, entries)  # the line under the bars comes before the legend
    return Sides(entries, categories)


def _categories(lines: Sequence[str], count: int) -> list[str] | None:
    """Lines as `count` names: cut, or each line one name."""
    if not lines:
        return None
    found = names(join_lines(lines), count)
    if found is None and len(lines) == count:
        return [line.strip() for line in lines]
    return found


def _two_lines(texts: Sequence[str], count: int) -> Sides | None:
    """Two lines of names that multiply to `count`: those under the bars, then the legend."""
    if len(texts) != 2:
        return None
    ways = []
    for size in range(2, count // 2 + 1):
        if count % size == 0:
            under, over = names(texts[0], size), names(texts[1], count // size)
            if under and over:
                ways.append(Sides(over, under))
    return ways[0] if len(ways) == 1 else None


def _one_side(texts: Sequence[str], count: int) -> Sides | None:
    found = _categories(texts, count)
    return Sides([""], found) if found else None

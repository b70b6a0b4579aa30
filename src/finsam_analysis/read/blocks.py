"""Find the table blocks in a report: runs of lines where numbers stand after labels.

A block is known by its own shape only: rows that end in numbers, the short lines around them
(headings, column heads, wrapped labels), and running text before and after. What it is about is
decided later, by the words in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from finsam_analysis import words
from finsam_analysis.read.document import Document, Line
from finsam_analysis.read.line_kinds import Kind as Kind
from finsam_analysis.read.line_kinds import classify as classify
from finsam_analysis.read.line_kinds import is_date as is_date
from finsam_analysis.read.line_kinds import is_head as is_head
from finsam_analysis.read.line_kinds import is_listed, kind_of
from finsam_analysis.read.line_kinds import is_year as is_year
from finsam_analysis.read.line_kinds import reads_as_prose as reads_as_prose
from finsam_analysis.read.line_kinds import refers as refers
from finsam_analysis.read.numbers import Token, number_tail, readings, tokenize
from finsam_analysis.read.tables.heads_named import cut_names
from finsam_analysis.read.tables.walls import is_laid_out
from finsam_analysis.read.tables.widths import common_widths
from finsam_analysis.read.tables.widths import fewest as fewest
from finsam_analysis.read.terms import lookup, parse_heads
from finsam_analysis.read.units import printed_unit

_WIDE = 4  # numbers in a row, from which a lone number below is not of the same table
_HEAD_LINES = 26  # short lines before the first row that may be the table's head
_PAGE_TOP = 3  # lines of the page's own above a head printed again
_ROWS_SEEN = 4  # rows on each side of a gap that tell whether one table goes on
_LINES_SEEN = 14  # lines below a gap in which those rows are looked for
_LABEL_RUN = 3  # short lines that are no single label, nor one that is wrapped
_NAMED = 3  # columns that a line of names heads at least
_GAP_LINES = 9  # short lines between two rows of the same table


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one table, as printed, from its heading to its last row."""

    table_id: str
    lines: tuple[Line, ...]
    section: tuple[str, ...] = ()  # headings above it, outermost first
    kind: str = "tabell"  # tabell, mal, diagram, enkat: who reads it

    @property
    def first(self) -> int:
        """Number of the first line."""
        return self.lines[0].no

    @property
    def last(self) -> int:
        """Number of the last line."""
        return self.lines[-1].no


def find_blocks(document: Document, kinds: Sequence[Kind] | None = None) -> list[Block]:
    """All table blocks of a report, in order; `kinds` if the lines are classified already."""
    kinds = classify(document) if kinds is None else kinds
    blocks: list[Block] = []
    last_used = -1
    for first, core_last in _cores(document.lines, kinds):
        last = _without_page_number(document.lines, kinds, first, core_last)
        begin = _head_start(document.lines, kinds, first, last_used)
        end = _tail_end(document.lines, kinds, last)
        kept = [
            line
            for line, kind in zip(
                document.lines[begin : end + 1], kinds[begin : end + 1], strict=True
            )
            if kind not in (Kind.FURNITURE, Kind.BLANK)
        ]
        if is_table(kept):
            turned = any(kinds[i] is Kind.FURNITURE for i in range(max(last_used, 0), first))
            turned = turned or _head_above(kept) == 0  # a table that goes on in the next column
            rest = _goes_on(document, blocks[-1].lines, kept) if blocks and turned else None
            if rest:
                blocks[-1] = replace(blocks[-1], lines=(*blocks[-1].lines, *rest))
            else:
                blocks.append(Block(f"t{len(blocks) + 1:02d}", tuple(kept)))
            last_used = end
    return blocks


def _goes_on(document: Document, before: Sequence[Line], kept: Sequence[Line]) -> list[Line] | None:
    """The rows below a head printed again on the next page; None for a table of its own.

    The head must have words and be the last line above the rows, as in the table before, which
    has no total yet; what stands above it must stand elsewhere too, as the page's own lines do.
    """
    heads = [_head_above(lines) for lines in (before, kept)]
    if heads[0] is None or heads[1] is None:
        return None
    again, begin = _head_lines(kept, heads[1]), heads[1]
    same = again == _head_lines(before, heads[0])[-len(again) :]
    begin -= len(again) - 1
    last = words.fold(number_tail(before[-1].text)[0]).split()
    ended = bool(last) and last[0].strip(".,:") in words.load("tabell")["summa"]
    worded = any(head.terms for text in again for head in parse_heads(text))
    if not same or ended or not worded or begin > _PAGE_TOP:
        return None
    above = {words.fold(line.text) for line in kept[:begin]}
    printed = Counter(words.fold(line.text) for line in document.lines) if above else Counter()
    rest = list(kept[heads[1] + 1 :])
    if any(printed[key] < 2 for key in above) or _labels(before) & _labels(rest):
        return None  # a row of the same name is that of another table
    return rest


def _head_lines(lines: Sequence[Line], last: int) -> list[str]:
    """The lines of heads that end at `last`, folded."""
    first = last
    while first and is_head(lines[first - 1].text):
        first -= 1
    return [words.fold(line.text) for line in lines[first : last + 1]]


def _labels(lines: Sequence[Line]) -> set[str]:
    return {
        words.fold(number_tail(line.text)[0]) for line in lines if kind_of(line.text) is Kind.ROW
    }


def _head_above(lines: Sequence[Line]) -> int | None:
    """Where the last line of heads stands, above the first row and a heading of it at most; None
    if it does not.
    """
    first = next((i for i, line in enumerate(lines) if kind_of(line.text) is Kind.ROW), 0)
    at = first - 1
    if at > 0 and kind_of(lines[at].text) is Kind.TEXT:
        at -= 1
    return at if at >= 0 and is_head(lines[at].text) else None


def _without_page_number(
    lines: Sequence[Line], kinds: Sequence[Kind], first: int, last: int
) -> int:
    """The last row, a lone number below wider rows left out: that is the page's."""
    rows = [i for i in range(first, last + 1) if kinds[i] is Kind.ROW]
    widths = [fewest(number_tail(lines[i].text)[1]) for i in rows]
    alone = not number_tail(lines[rows[-1]].text)[0]
    if len(rows) > 1 and alone and widths[-1] == 1 and min(widths[:-1]) >= _WIDE:
        return rows[-2]
    return last


def is_table(lines: Sequence[Line]) -> bool:
    """At least two rows, or one row of several numbers under a head."""
    rows = [number_tail(line.text)[1] for line in lines if _ends_in_numbers(line.text)]
    heads = any(is_head(line.text) for line in lines)
    numbers = [fewest(tail) for tail in rows]
    if len(rows) >= 2 and (max(numbers) >= 2 or sum(numbers) >= 3):
        return True
    amounts = [printed_unit([token.text for token in tail]) for tail in rows if tail[0].wide]
    if len(rows) == len(amounts) == 2 and all(amounts):
        return True  # `Beviljade medel    180 000 kr` over what was spent
    return heads and (sum(numbers) >= 2 or (len(rows) == 1 and _fills_years(lines, rows[0])))


def _ends_in_numbers(text: str) -> bool:
    return kind_of(text) is Kind.ROW or is_listed(text)


def _fills_years(lines: Sequence[Line], tail: Sequence[Token]) -> bool:
    """True when the one row can be as many numbers as there are years in the heads above it."""
    years = [
        sum(is_year(token.text) or is_date(token.text) for token in tokenize(line.text))
        for line in lines
        if is_head(line.text)
    ]
    return max(years) > 1 and bool(readings(tail, "", max(years)))


def _cores(lines: Sequence[Line], kinds: Sequence[Kind]) -> list[tuple[int, int]]:
    """First and last row of each run of rows that belong to one table."""
    cores: list[tuple[int, int]] = []
    start: int | None = None
    last = -1
    short = 0
    for i, kind in enumerate(kinds):
        if kind is Kind.ROW:
            if start is None:
                start = i
            last, short = i, 0
            continue
        if start is None or kind in (Kind.BLANK, Kind.FURNITURE):
            continue
        short += 1
        opens = _opens_table(lines[i].text, kind) and not _within_column(lines, kinds, i)
        opens = opens or _changes_width(lines, kinds, start, i)
        opens = opens or _begins_anew(lines, kinds, start, i)
        opens = opens or _begins_labels(lines, kinds, start, i)
        if kind is Kind.PROSE or short > _GAP_LINES or opens:
            cores.append((start, last))
            start, short = None, 0
    if start is not None:
        cores.append((start, last))
    return cores


def _changes_width(lines: Sequence[Line], kinds: Sequence[Kind], start: int, at: int) -> bool:
    """True for a line after a blank, when no number of columns fits the rows on both its sides."""
    if kinds[at] is not Kind.TEXT or kinds[at - 1] not in (Kind.BLANK, Kind.FURNITURE):
        return False
    if is_laid_out(lines[at].text) and kinds[at + 1 : at + 2] == [Kind.ROW]:
        return True
    above = [i for i in range(start, at) if kinds[i] is Kind.ROW][-_ROWS_SEEN:]
    below = _rows_below(lines, kinds, at)
    fits = [common_widths([lines[i].text for i in rows[:_ROWS_SEEN]]) for rows in (above, below)]
    return len(above) > 1 < len(below) and all(fits) and not fits[0] & fits[1]


def _begins_anew(lines: Sequence[Line], kinds: Sequence[Kind], start: int, at: int) -> bool:
    """True for a short line below a table's last row, when the rows after it are another table's.

    They are when they begin as the table above began, with the same names in the same order; or
    when its grand total is printed and a title and a line of heads, or other widths, follow.
    """
    if kinds[at] is not Kind.TEXT:
        return False
    above = [i for i in range(start, at) if kinds[i] is Kind.ROW]
    between = [i for i in range(above[-1] + 1, at) if kinds[i] is Kind.TEXT]
    below = _rows_below(lines, kinds, at)
    if between or len(below) < 2:
        return False
    names = [_label(lines[i]) for i in (*above[:2], *below[:2])]
    rows = [lines[i].text for i in below[:_ROWS_SEEN]]
    above_names = {_label(lines[i]) for i in above}
    texts = [lines[i].text for i in range(at, below[0]) if kinds[i] is not Kind.BLANK]
    if len(above) > 1 and names[:2] == names[2:] and all(map(_is_name, names)):
        fit = common_widths(rows) & common_widths([lines[i].text for i in above[-_ROWS_SEEN:]])
        counted = len(texts) == 1 and all(map(lookup, names))  # under a heading of whom
        return not (counted and fit) or _names_columns(texts[-1], rows, above_names)
    total = _label(lines[above[-1]]).split()
    if len(total) != 1 or total[0].strip(".,:") not in words.load("tabell")["summa"]:
        return False
    if len(texts) > 1 and _names_columns(texts[-1], rows, above_names):
        return True
    fits = [common_widths([lines[i].text for i in above[-_ROWS_SEEN:]]), common_widths(rows)]
    return len(above) > 1 and all(fits) and not fits[0] & fits[1]


def _begins_labels(lines: Sequence[Line], kinds: Sequence[Kind], start: int, at: int) -> bool:
    """True for a line after a blank that begins a run of labels, where cells stand one on a line.

    Three short lines or more before the next number are the labels or the heads of a new table:
    one that goes on has one label, or one head, there.
    """
    if kinds[at] is not Kind.TEXT or kinds[at - 1] not in (Kind.BLANK, Kind.FURNITURE):
        return False
    above = [lines[i].text for i in range(start, at) if kinds[i] is Kind.ROW]
    if len(above) < 2 or any(
        number_tail(text)[0] or fewest(number_tail(text)[1]) > 1 for text in above
    ):
        return False
    texts = 0
    for i in range(at, min(at + _LINES_SEEN, len(lines))):
        if kinds[i] is Kind.TEXT or kinds[i] is Kind.HEAD:
            texts += 1
        elif kinds[i] not in (Kind.BLANK, Kind.FURNITURE):
            break
    return texts >= _LABEL_RUN


def _rows_below(lines: Sequence[Line], kinds: Sequence[Kind], at: int) -> list[int]:
    below: list[int] = []
    for i in range(at + 1, min(at + 1 + _LINES_SEEN, len(lines))):
        if kinds[i] is Kind.ROW:
            below.append(i)
        elif kinds[i] in (Kind.HEAD, Kind.PROSE) or (below and kinds[i] is Kind.BLANK):
            break
    return below


def _label(line: Line) -> str:
    return words.fold(number_tail(line.text)[0])


def _is_name(label: str) -> bool:
    """True for a label that is no gender and no unit, which come again in one table."""
    return bool(label) and not {t.axis for t in lookup(label)} & {"kon", "enhet"}


def _names_columns(text: str, rows: Sequence[str], names: Collection[str]) -> bool:
    """True for a line of as many names as the rows below have columns, three or more; a word
    before them can head the labels. Names are those of the rows above, and capitalised words.
    """
    columns = cut_names(text.split(), names)[0]
    named = all(column.text[:1].isupper() for column in columns)
    widths = common_widths(rows)
    return named and any(n >= _NAMED and len(columns) in {n, n + 1} for n in widths)


def _within_column(lines: Sequence[Line], kinds: Sequence[Kind], at: int) -> bool:
    """True for a year that heads the next stretch of a table printed column by column."""
    filled = [
        i for i in range(max(0, at - 2), at + 3) if kinds[i : i + 1] not in ([], [Kind.BLANK])
    ]
    place = filled.index(at)
    around = [i for i in filled[max(0, place - 1) : place + 2] if kinds[i] is Kind.ROW]
    text = lines[at].text.strip()
    return (
        (is_year(text) or is_date(text))
        and len(around) == 2
        and not any(number_tail(lines[i].text)[0] for i in around)
    )


def _opens_table(text: str, kind: Kind) -> bool:
    if kind is Kind.HEAD:
        return True
    found = words.fold(text).strip(" .:").split()
    if not found:
        return False
    table = words.load("tabell")
    numbered = found[0] in table["rubrik"] and len(found) > 1 and found[1][:1].isdigit()
    named = any(word.strip("0123456789.") in table["namn"] for word in found[:3])
    return numbered or named


def _head_start(lines: Sequence[Line], kinds: Sequence[Kind], first: int, used: int) -> int:
    """Go up from the first row over heads and short lines, to where the table begins."""
    begin = first
    short = 0
    i = first - 1
    while i > used and short < _HEAD_LINES:
        kind = kinds[i]
        if kind is Kind.PROSE:
            break
        if kind in (Kind.TEXT, Kind.HEAD):
            begin = i
            short += 1
            if kind is Kind.TEXT and _opens_table(lines[i].text, kind):
                break
        i -= 1
    while begin < first and kinds[begin] is not Kind.HEAD and _ends_prose(lines, kinds, begin):
        begin += 1
    return begin


def _ends_prose(lines: Sequence[Line], kinds: Sequence[Kind], at: int) -> bool:
    """True for the short last line of a paragraph, or a blank, at the top of a block."""
    if kinds[at] in (Kind.BLANK, Kind.FURNITURE):
        return True
    text = lines[at].text.strip()
    after_prose = at > 0 and kinds[at - 1] is Kind.PROSE
    return (
        kinds[at] is Kind.TEXT
        and text.endswith(".")
        and (after_prose or text[:1].islower() or text[:1] == "(")
    )


def _tail_end(lines: Sequence[Line], kinds: Sequence[Kind], last: int) -> int:
    """Take in the end of a label that is wrapped below the last row."""
    end = last
    for i in range(last + 1, min(last + 4, len(lines))):
        begins = lines[i].text.strip()[:1]
        if kinds[i] is not Kind.TEXT or not (begins.islower() or begins in "+("):
            break
        end = i
    return end

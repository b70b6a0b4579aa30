"""How many numbers each line prints, against how many are read of it: a line that is lost shows.

Sums cannot see that a row is gone when the sum is gone with it. The text was counted when the
report was added, digit by digit, by what knows nothing of tables (`verify.silence`, antal.csv); a
build has no text, but must find as much as was counted, less what is listed as unread and what a
rule leaves out. Minus signs are counted too. It is no checksum: a digit that is changed, or a
label, is not seen.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from finsam_analysis import words
from finsam_analysis.clean.facts import Fact
from finsam_analysis.read.capture import Report
from finsam_analysis.read.numbers import SIGNS
from finsam_analysis.read.omitted import Count, Left
from finsam_analysis.verify.checks import COUNT, PROSA, Check

_RUN = re.compile(r"\d+")


def count_checks(report: Report, facts: Sequence[Fact], left: Sequence[Left]) -> list[Check]:
    """One check a block, and one for the text outside; a line that does not come out, by itself.

    None for a report whose text has not been counted.
    """
    holders = {line.no: block.table_id for block in report.blocks for line in block.lines}
    wrong: list[Check] = []
    whole: dict[str, list[Count]] = defaultdict(list)
    below = Counter(f.line for f in facts if f.table_id != PROSA and f.raw[:1] in SIGNS)
    for count, read in _read(report.counts, facts, {item.line for item in left}):
        if not count.antal - count.utelamnade <= read <= count.antal:
            kind = "saknas" if read < count.antal else "dubbelt"
            wrong.append(_wrong(report.report_id, kind, count.line, count.antal, read))
        elif below[count.line] < count.minus:
            signs = count.minus, below[count.line]
            wrong.append(_wrong(report.report_id, "tecken", count.line, *signs))
        else:
            whole[holders.get(count.line, PROSA)].append(count)
    broken = {holders.get(line, PROSA) for check in wrong for line in check.lines}
    held = [
        _held(report.report_id, table_id, lines)
        for table_id, lines in whole.items()
        if table_id not in broken
    ]
    return held + wrong


def _read(
    counts: Sequence[Count], facts: Sequence[Fact], listed: set[int]
) -> Iterator[tuple[Count, int]]:
    """Each line that is not listed and how much is read of it.

    A number of running text over two lines is read on the first: what is over is of the next.
    """
    there: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        there[fact.line].append(fact)
    over = 0
    for at, count in enumerate(counts):
        if count.line in listed:
            over = 0
            continue
        here = there[count.line]
        read = over + _groups(here, count.antal - over)
        more, over = read - count.antal, 0
        below = counts[at + 1 : at + 2]
        if more > 0 and below and below[0].line == count.line + 1 and here[-1].table_id == PROSA:
            over, read = min(more, below[0].antal), read - min(more, below[0].antal)
        yield count, read


def _groups(facts: Sequence[Fact], printed: int) -> int:
    """How many groups of digits the numbers read are printed as, in a line that prints so many.

    In running text one number can be of women and of men (`14 procent av båda`).
    """
    groups = [(fact.table_id, fact.raw, len(_RUN.findall(fact.raw))) for fact in facts]
    read = sum(count for *_, count in groups)
    if read <= printed:
        return read
    twice = {(table_id, raw): count for table_id, raw, count in groups if table_id == PROSA}
    return sum(twice.values()) + sum(count for table_id, _, count in groups if table_id != PROSA)


def _held(report_id: str, table_id: str, counts: Sequence[Count]) -> Check:
    said = words.load("regler")["antal"]
    place = said["text"] if table_id == PROSA else said["tabell"].format(table_id=table_id)
    antal = sum(count.antal for count in counts)
    lines = tuple(count.line for count in counts)
    return _check(report_id, said["hel"].format(plats=place, antal=antal), antal, antal, lines)


def _wrong(report_id: str, kind: str, line: int, printed: int, read: int) -> Check:
    said = words.load("regler")["antal"]
    text = said[kind].format(rad=line, antal=printed, lasta=read)
    check = _check(report_id, text, printed, read, (line,))
    check.ours, check.bevis = True, said["bevis"]
    return check


def _check(report_id: str, text: str, printed: int, read: int, lines: tuple[int, ...]) -> Check:
    return Check(
        COUNT,
        report_id,
        text,
        Decimal(printed),
        Decimal(read),
        Decimal(0),
        proves=[],
        suspects=[],
        of_value=False,
        lines=lines,
    )

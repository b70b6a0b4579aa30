"""Every printed number is in data, or its line stands in `olasta`, or a written rule leaves it out.

    python -m finsam_analysis.verify.silence [--rules] [--raw DIR] [--clean DIR]

The audit goes over the report's text itself, digit by digit, and knows nothing of how it was read.
What is left is silent: printed, not read, and not said to be unread; `finsam add` lists it, so
that the audit finds nothing in what it has read. The rules are those of
decision 0041, told apart by the shape of the line alone (`verify.no_figures`). How much each line
prints is kept (antal.csv), so that a build, which has no text, can tell when a line is lost
(`verify.counts`).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from finsam_analysis.clean.facts import Fact
from finsam_analysis.datasets import load
from finsam_analysis.read.blocks import Block
from finsam_analysis.read.capture import load_report
from finsam_analysis.read.document import Document, from_text
from finsam_analysis.read.numbers import SIGNS
from finsam_analysis.read.omitted import Count, Left
from finsam_analysis.schema import FACTS
from finsam_analysis.verify.no_figures import left_out

RAW = Path("data/raw")
_UNTOLD = "orden runt talet säger inte vad det är"
_RUN = re.compile(r"\d+")
_SIGN = re.compile(rf"(?:(?<=[\s|(])|(?<!.))[{re.escape(SIGNS)}](?=\d)")


@dataclass(frozen=True, slots=True)
class Silent:
    """Numbers of a line that are nowhere, as printed."""

    line: int
    numbers: tuple[str, ...]
    text: str


@dataclass(slots=True)
class Audit:
    """What became of the runs of digits of one report's text."""

    read: int = 0
    listed: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    silent: list[Silent] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)

    @property
    def lost(self) -> int:
        """How many runs of digits are silent."""
        return sum(len(item.numbers) for item in self.silent)


def audit(
    lines: Sequence[str],
    facts: Mapping[int, Sequence[str]],
    listed: Collection[int],
    rows: Collection[int] = (),
) -> Audit:
    """The runs of digits of a text: read, listed, left out by a rule, or silent.

    `facts` are the numbers read of each line, as printed; `listed` the lines said to be unread;
    `rows` the lines of tables. Lines count from 1.
    """
    made = Audit()
    left: dict[int, list[tuple[int, str]]] = {}  # the runs of each line that no number read is
    over: list[str] = []  # the end of a number that is printed over two lines
    printed = [[(m.start(), m.group()) for m in _RUN.finditer(text)] for text in lines]
    for no, runs in enumerate(printed, start=1):
        if no in listed:
            made.listed += len(runs)
            left[no], over = runs, []
        else:
            left[no], over, taken = _take(runs, [*over, *facts.get(no, ())])
            made.read += taken
    ruled = left_out(lines, rows, [no for no, runs in left.items() if runs])
    for no, text in enumerate(lines, start=1):
        rules = {at: ruled[no, at] for at, _ in left[no] if (no, at) in ruled}
        if printed[no - 1]:
            minus = [m for m in _SIGN.finditer(text) if no in rows and m.end() not in rules]
            made.counts.append(Count(no, len(printed[no - 1]), len(rules), len(minus)))
        if no in listed:
            continue
        made.rules.update(rules.values())
        silent = [(at, at + len(digits)) for at, digits in left[no] if at not in rules]
        if silent:
            made.silent.append(Silent(no, tuple(_printed(text, silent)), text.strip()))
    return made


def _printed(text: str, places: Iterable[tuple[int, int]]) -> list[str]:
    """The numbers at places in a line; runs with a space, comma or full stop between are one."""
    spans: list[tuple[int, int]] = []
    for start, end in places:
        if spans and text[spans[-1][1] : start] in (" ", ",", ".", "\u00a0"):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return [text[start:end] for start, end in spans]


def unlisted(
    document: Document, blocks: Sequence[Block], facts: Sequence[Fact], listed: Sequence[Left]
) -> tuple[list[Left], list[Count]]:
    """What is silent in a report that has just been read, for `olasta`, and how much it prints.

    Never a sentence: the numbers alone, and of each line how many groups of digits.
    """
    read: dict[int, list[str]] = defaultdict(list)
    for fact in facts:
        read[fact.line].append(fact.raw)
    rows = {line.no for block in blocks for line in block.lines}
    lines = [line.text for line in document.lines]
    found = audit(lines, read, {left.line for left in listed}, rows)
    silent = [
        Left(item.line, document.line(item.line).page, "", _UNTOLD, "; ".join(item.numbers))
        for item in found.silent
    ]
    return silent, found.counts


def _take(
    runs: Sequence[tuple[int, str]], raws: Iterable[str]
) -> tuple[list[tuple[int, str]], list[str], int]:
    """The runs that no number read is printed as, what is left of numbers, and how many are read.

    Numbers of many runs go first: `5 000` and `5` on a line are three runs. What is left of a
    number at the line's end is printed on the next line.
    """
    left, over, taken = list(runs), [], 0
    for raw in sorted(raws, key=lambda raw: -len(_RUN.findall(raw))):
        wanted = _RUN.findall(raw)
        for end in range(len(wanted), 0, -1):
            at = _place([digits for _, digits in left], wanted[:end])
            if at is None or end < len(wanted) and left[at + end - 1] != runs[-1]:
                continue
            del left[at : at + end]
            taken += end
            over += [" ".join(wanted[end:])] if end < len(wanted) else []
            break
    return left, over, taken


def _place(digits: Sequence[str], wanted: Sequence[str]) -> int | None:
    found = None
    for at in range(len(digits) - len(wanted) + 1):
        if list(digits[at : at + len(wanted)]) == list(wanted):
            found = at
    return found


def audit_reports(raw: Path = RAW, clean: Path | None = None) -> dict[str, Audit]:
    """The audit of every report in `raw` whose whole text is kept beside (`source.*`)."""
    facts: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name in FACTS:
        for row in load(name, clean=clean).iter_rows(named=True):
            facts[row["report_id"]][row["line"]].append(row["raw"])
    listed = defaultdict(set)
    for row in load("olasta", clean=clean).iter_rows(named=True):
        listed[row["report_id"]].add(row["line"])
    made = {}
    for folder in sorted(path.parent for path in raw.glob("*/report.toml")):
        source = next(folder.glob("source.*"), None)
        if source is None:
            continue
        report = load_report(folder)
        rows = {line.no for block in report.blocks for line in block.lines}
        lines = [line.text for line in _text(source).lines]
        rid = report.report_id
        made[rid] = audit(lines, facts[rid], listed[rid], rows)
    return made


def _text(source: Path) -> Document:
    data = source.read_bytes()
    if source.suffix != ".pdf":
        return from_text(data, source)
    from finsam_analysis.read.pdf.reader import from_pdf

    return from_pdf(data, source)


def report(audits: Mapping[str, Audit], *, rules: bool = False) -> str:
    """The audits as text, per report and in all: what became of the digits, and what is silent."""
    heads = ("lästa", "listade", "regel", "tysta")
    rows = [f"{'grupper av siffror i texten':48} " + " ".join(f"{head:>8}" for head in heads)]
    for rid, one in audits.items():
        counts = (one.read, one.listed, one.rules.total(), one.lost)
        rows.append(f"{rid[:48]:48} " + " ".join(f"{count:8}" for count in counts))
        if rules:
            rows += [f"    {name}: {count}" for name, count in one.rules.most_common()]
        rows += [f"    rad {s.line}: {', '.join(s.numbers)}  ({s.text[:80]})" for s in one.silent]
    rows.append(f"tysta i allt: {sum(one.lost for one in audits.values())}")
    return "\n".join(rows)


def main() -> None:
    """Print the audit; exit 1 when a number is silent."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument(
        "--rules", action="store_true", help="count the digits that each rule takes"
    )
    parser.add_argument("--raw", type=Path, default=RAW)
    parser.add_argument("--clean", type=Path, default=None)
    options = parser.parse_args()
    audits = audit_reports(options.raw, options.clean)
    sys.stdout.write(report(audits, rules=options.rules) + "\n")
    sys.exit(any(one.lost for one in audits.values()))


if __name__ == "__main__":
    main()

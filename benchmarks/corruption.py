"""What happens to a table that is changed: one corruption at a time, in the captured blocks.

    python benchmarks/corruption.py [--count 1000] [--seed 1] [--jobs 2] [--silent]

Each corruption changes a digit, drops a minus sign, swaps two rows' labels, multiplies a number by
a thousand, or deletes a row. The report is then read, cleaned and checked as usual, and every
number that the corruption made wrong is looked for:

    repaired   all of them have their true value
    flagged    a new contradiction or unread line takes one of them in, or it is marked as damaged
    harmless   the data is what it was
    silent     some number is wrong, and nothing says so
    confirmed  silent, and a wrong number is marked bekraftad: the worst

`covered` counts the corruptions of numbers that a check confirmed before.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

from finsam_analysis.build import Built, assess, report_folders
from finsam_analysis.clean.facts import BEKRAFTAD, Fact
from finsam_analysis.read.blocks import Block
from finsam_analysis.read.capture import Report, load_report
from finsam_analysis.verify.checks import MOTSAGELSE

RAW = Path(__file__).parent.parent / "data" / "raw"
OUTCOMES = ("repaired", "flagged", "harmless", "silent", "confirmed")
_DIGIT = re.compile(r"\d")

Key = tuple[str, int, tuple[int, int] | None, str]


@dataclass(frozen=True)
class Corruption:
    """One change: new text of lines of a block (None: deleted), and the lines it is about."""

    kind: str
    report_id: str
    table_id: str
    lines: dict[int, str | None]
    covered: bool


@dataclass(frozen=True)
class Result:
    """What came of a corruption, and an example of a number that it made wrong."""

    corruption: Corruption
    outcome: str
    example: str = ""


@cache
def reports() -> dict[str, Report]:
    """The captured reports by id."""
    found = [load_report(folder) for folder in report_folders(RAW)]
    return {report.report_id: report for report in found}


@cache
def truth(report_id: str) -> Built:
    """The report as it is without any corruption."""
    return assess([reports()[report_id]], {})


def invent(rng: random.Random, kind: str) -> Corruption | None:
    """A corruption of a random number; None when the number drawn cannot be corrupted so."""
    report = reports()[rng.choice(sorted(reports()))]
    facts = [f for f in truth(report.report_id).facts if f.place is not None]
    fact = rng.choice(facts)
    block = next((b for b in report.blocks if b.table_id == fact.table_id), None)
    text = next((x.text for x in block.lines if x.no == fact.line), None) if block else None
    if block is None or text is None or text.count(fact.raw) != 1:
        return None
    make = partial(
        Corruption, kind, report.report_id, fact.table_id, covered=fact.kontroll == BEKRAFTAD
    )
    if kind == "row":
        return make(lines={fact.line: None})
    if kind == "labels":
        return _swap(rng, facts, fact, {x.no: x.text for x in block.lines}, make)
    new = _CHANGES[kind](rng, fact.raw)
    return make(lines={fact.line: text.replace(fact.raw, new)}) if new else None


def _other_digit(rng: random.Random, raw: str) -> str | None:
    at = rng.choice([match.start() for match in _DIGIT.finditer(raw)] or [-1])
    if at < 0:
        return None
    new = rng.choice([digit for digit in "0123456789" if digit != raw[at]])
    return None if new == "0" and at == 0 else raw[:at] + new + raw[at + 1 :]


def _without_sign(_: random.Random, raw: str) -> str | None:
    return raw[1:].lstrip() if raw[:1] in "-−–" else None


def _thousandfold(_: random.Random, raw: str) -> str | None:
    plain = "%" not in raw and "," not in raw and raw.strip("-−– ") not in {"", "0"}
    return f"{raw} 000" if plain else None


_CHANGES: dict[str, Callable[[random.Random, str], str | None]] = {
    "digit": _other_digit,
    "sign": _without_sign,
    "thousand": _thousandfold,
}
KINDS = (*_CHANGES, "labels", "row")


def _swap(
    rng: random.Random,
    facts: Sequence[Fact],
    fact: Fact,
    texts: dict[int, str],
    make: Callable[..., Corruption],
) -> Corruption | None:
    """Two rows of one table, each with its label at the start of its line, change labels."""
    labels = {
        f.line: f.label_raw
        for f in facts
        if f.table_id == fact.table_id and texts.get(f.line, "").strip().startswith(f.label_raw)
    }
    others = [line for line, label in labels.items() if label and label != labels.get(fact.line)]
    if not labels.get(fact.line) or not others:
        return None
    other = rng.choice(others)
    here, there = labels[fact.line], labels[other]
    return make(
        lines={
            fact.line: texts[fact.line].replace(here, there, 1),
            other: texts[other].replace(there, here, 1),
        }
    )


def run(corruption: Corruption) -> Result:
    """Read the corrupted report, and say what came of it."""
    report = reports()[corruption.report_id]
    blocks = tuple(
        _corrupted(block, corruption.lines) if block.table_id == corruption.table_id else block
        for block in report.blocks
    )
    before = truth(corruption.report_id)
    after = assess([replace(report, blocks=blocks)], {})
    return _judge(corruption, before, after)


def _corrupted(block: Block, lines: dict[int, str | None]) -> Block:
    kept = []
    for line in block.lines:
        text = lines.get(line.no, line.text)
        if text is not None:
            kept.append(replace(line, text=text))
    return replace(block, lines=tuple(kept))


def _judge(corruption: Corruption, before: Built, after: Built) -> Result:
    old, new = _numbers(before), _numbers(after)
    wrong = [fact for key, fact in new.items() if key not in old or not _same(old[key], fact)]
    lost = [fact for key, fact in old.items() if key not in new]
    if corruption.kind == "row":
        lost = [fact for fact in lost if fact.varde]
    if not wrong and not lost:
        touched = any(
            fact.line in corruption.lines and fact.raw != old[key].raw for key, fact in new.items()
        )
        return Result(corruption, "repaired" if touched else "harmless")
    told = _told(after) - _told(before)
    lines = {fact.line for fact in (*wrong, *lost)} | set(corruption.lines)
    if lines & {line for found in told for line in found[1]}:
        return Result(corruption, "flagged")
    if any("prövning bevisar" in fact.anmarkning for fact in wrong):
        return Result(corruption, "flagged")
    worst = [fact for fact in wrong if fact.kontroll == BEKRAFTAD]
    fact = (worst or wrong or lost)[0]
    example = f"{corruption.report_id} {fact.line} {fact.label_raw}: {fact.raw} ({fact.dataset})"
    return Result(corruption, "confirmed" if worst else "silent", example)


def _numbers(built: Built) -> dict[Key, Fact]:
    """Numbers by what they say they are: the same number under another label is another."""
    return {(f.table_id, f.line, f.place, f.label_raw): f for f in built.facts}


def _same(first: Fact, second: Fact) -> bool:
    about = (first.varde, first.enhet, first.year, first.dataset)
    return about == (second.varde, second.enhet, second.year, second.dataset)


def _told(built: Built) -> set[tuple[str, tuple[int, ...]]]:
    """What a reader is told is wrong or unread, with the lines."""
    told = {
        (check.beskrivning, tuple(check.rader))
        for check in built.checks
        if check.utfall == MOTSAGELSE
    }
    return told | {(left.why, (left.line,)) for rows in built.left.values() for left in rows}


def experiment(count: int, seed: int, jobs: int) -> list[Result]:
    """`count` corruptions, as many of each kind as can be, from a fixed seed."""
    rng = random.Random(seed)
    made: list[Corruption] = []
    for at in range(count * 20):
        found = invent(rng, KINDS[at % len(KINDS)])
        if found is not None and len(made) < count:
            made.append(found)
    if jobs == 1:
        return [run(corruption) for corruption in made]
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(run, made, chunksize=10))


def table(results: Sequence[Result]) -> str:
    """The outcomes of each kind of corruption, and of all to covered numbers."""
    rows = [f"{'corruption':<12}{'n':>6}" + "".join(f"{name:>11}" for name in OUTCOMES)]
    groups = {kind: [r for r in results if r.corruption.kind == kind] for kind in KINDS}
    groups |= {"all": list(results), "covered": [r for r in results if r.corruption.covered]}
    for name, group in groups.items():
        counted = Counter(result.outcome for result in group)
        rows.append(
            f"{name:<12}{len(group):>6}"
            + "".join(f"{counted[outcome]:>11}" for outcome in OUTCOMES)
        )
    covered = [r for r in groups["covered"] if r.outcome != "harmless"]
    seen = sum(r.outcome in {"repaired", "flagged"} for r in covered)
    rows.append(
        f"of harmful corruptions to covered numbers, repaired or flagged: {_of(seen, covered)}"
    )
    return "\n".join(rows)


def _of(part: int, whole: Sequence[Result]) -> str:
    return f"{part} of {len(whole)}" + (f" ({part / len(whole):.1%})" if whole else "")


def main() -> None:
    """Run the experiment and print its table; exit code 1 if a wrong number is confirmed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--silent", action="store_true", help="list what is silent")
    options = parser.parse_args()
    results = experiment(options.count, options.seed, options.jobs)
    sys.stdout.write(table(results) + "\n")
    if options.silent:
        for result in results:
            if result.outcome in {"silent", "confirmed"}:
                sys.stdout.write(f"{result.outcome} {result.corruption.kind}: {result.example}\n")
    sys.exit(any(result.outcome == "confirmed" for result in results))


if __name__ == "__main__":
    main()

"""What happens to a table that is changed: one corruption at a time, in the captured blocks.

    python benchmarks/corruption.py [--count 1000] [--seed 1] [--jobs 2] [--silent]

Each corruption changes a digit, drops a minus sign, swaps two rows' labels, multiplies a number by
a thousand, or deletes a row or a total. The reports of the förbund are then read, cleaned and
checked as usual, and every number that the corruption made wrong is looked for: its value, its
unit, its year, or what it is about (dataset, insats, post, kommun, gender and so on), under the
label and column that it had.

    repaired   all of them have their true value
    flagged    a new contradiction or unread line takes one of them in, or one is marked: as
               contradicted, or as damaged print that nothing proves
    despite    flagged, yet a number that is wrong is bekraftad all the same
    harmless   the data is what it was
    silent     some number is wrong, and no arithmetic says so
    confirmed  silent, and a wrong number is marked bekraftad: the worst
    mends      the print was contradicted by the rest of the report, and the change takes that
               contradiction away: nothing in the report is left to tell it from a true number

`counted` is how many of the last three are told all the same, by the count of the numbers and minus
signs of each line (verify.counts). The change is made between the text that was counted and the
tables, as if a reader had lost a row or a sign: so the count sees it. It sees no misprint, and no
digit or label that is another. What the arithmetic finds alone is therefore printed by itself.

`bekraftad` counts the corruptions of numbers that were confirmed before, `covered` those that a
check could see: a number whose value is proved to its last digit, a row with such a number in a
check of several rows, a label whose row's name is bound (its numbers were confirmed).
"""

from __future__ import annotations

import argparse
import pickle
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

import finsam_analysis.clean.report as clean_report
from finsam_analysis.build import Built, assess, report_folders
from finsam_analysis.clean.facts import BEKRAFTAD, MOTSAGD, Fact
from finsam_analysis.read.blocks import Block
from finsam_analysis.read.capture import Report, load_report
from finsam_analysis.read.find import TABLE
from finsam_analysis.read.tables.reader import Table, read_table
from finsam_analysis.read.tables.rows import is_row
from finsam_analysis.verify.checks import COUNT
from finsam_analysis.verify.engine import about
from finsam_analysis.verify.verdict import proofs

RAW = Path(__file__).parent.parent / "data" / "raw"
OUTCOMES = ("repaired", "flagged", "despite", "harmless", "silent", "confirmed", "mends")
SEEN = frozenset({"repaired", "flagged", "despite"})  # by arithmetic
_DIGIT = re.compile(r"\d")

Key = tuple[object, ...]
Names = Mapping[object, frozenset[str]]


@dataclass(frozen=True)
class Corruption:
    """One change: new text of lines of a block (None: deleted), and the lines it is about."""

    kind: str
    report_id: str
    table_id: str
    lines: dict[int, str | None]
    covered: bool
    confirmed: bool


@dataclass(frozen=True)
class Result:
    """What came of a corruption, and an example of a number that it made wrong."""

    corruption: Corruption
    outcome: str
    example: str = ""
    counted: bool = False  # what no arithmetic tells is told by the count of printed numbers

    @property
    def told(self) -> bool:
        """True when something says that a number is wrong."""
        return self.outcome in SEEN or self.counted


@cache
def reports() -> dict[str, Report]:
    """The captured reports by id."""
    found = [load_report(folder) for folder in report_folders(RAW)]
    return {report.report_id: report for report in found}


@cache
def _read(block: Block, names: frozenset[str]) -> bytes:
    return pickle.dumps(read_table(block, names))


def read_once(block: Block, names: Collection[str] = ()) -> Table:
    """A table as `read_table` gives it: those that a corruption leaves alone are read only once."""
    made: Table = pickle.loads(_read(block, frozenset(names)))
    return made


@cache
def truth(report_id: str) -> Built:
    """The förbund's reports as they are without any corruption."""
    return _with(reports()[report_id])


def _with(report: Report) -> Built:
    """The report with the others of its förbund, as a build has them: they can tell of it."""
    others = [
        other
        for other in reports().values()
        if other.forbund_id == report.forbund_id and other.report_id != report.report_id
    ]
    return assess([report, *others], {})


@cache
def checked(report_id: str, *, rows: bool) -> set[int]:
    """The facts (by id) whose values are proved; `rows`: by checks of several rows of a table."""
    checks = truth(report_id).checks
    return set(proofs([c for c in checks if not rows or len(c.rader) > 1]))


def invent(rng: random.Random, kind: str) -> Corruption | None:
    """A corruption of a random number; None when the number drawn cannot be corrupted so."""
    report = reports()[rng.choice(sorted(reports()))]
    facts = [f for f in _own(truth(report.report_id), report.report_id) if f.place is not None]
    fact = rng.choice([f for f in facts if f.is_total] if kind == "total" else facts)
    block = next((b for b in report.blocks if b.table_id == fact.table_id), None)
    text = next((x.text for x in block.lines if x.no == fact.line), None) if block else None
    if block is None or text is None or text.count(fact.raw) != 1:
        return None
    confirmed = fact.kontroll == BEKRAFTAD
    taking = checked(report.report_id, rows=kind in _DELETED)
    make = partial(
        Corruption,
        kind,
        report.report_id,
        fact.table_id,
        covered=confirmed if kind == "labels" else id(fact) in taking,
        confirmed=confirmed,
    )
    if kind in _DELETED:
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
_DELETED = frozenset({"row", "total"})
KINDS = (*_CHANGES, "labels", "row", "total")


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
    blocks = tuple(b for b in blocks if b.kind != TABLE or any(is_row(x.text) for x in b.lines))
    before = truth(corruption.report_id)
    after = _with(replace(report, blocks=blocks))
    return _judge(corruption, before, after)


def _corrupted(block: Block, lines: dict[int, str | None]) -> Block:
    kept = []
    for line in block.lines:
        text = lines.get(line.no, line.text)
        if text is not None:
            kept.append(replace(line, text=text))
    return replace(block, lines=tuple(kept))


def _judge(corruption: Corruption, before: Built, after: Built) -> Result:
    report_id = corruption.report_id
    old, new = (_numbers(_own(built, report_id)) for built in (before, after))
    told_before, told_after = (_told(built, report_id) for built in (before, after))
    names = _aliases(before), _aliases(after)
    changed = {k: f for k, f in new.items() if k not in old or not _same(old[k], f, *names)}
    wrong = list(changed.values())
    gone = [fact for key, fact in old.items() if key not in new and fact.varde]
    if not wrong and not gone:
        touched = any(fact.raw != old[key].raw for key, fact in new.items())
        return Result(corruption, "repaired" if touched else "harmless")
    worst = [fact for fact in wrong if fact.kontroll == BEKRAFTAD]
    fact = (worst or wrong or gone)[0]
    example = f"{corruption.report_id} {fact.line} {fact.label_raw}: {fact.raw} ({fact.dataset})"
    lines = {fact.line for fact in (*wrong, *gone)} | set(corruption.lines)
    if None in corruption.lines.values():  # the rest of its table is where a missing row shows
        lines |= {f.line for f in _own(before, report_id) if f.table_id == corruption.table_id}
    told = {line for found in told_after - told_before for line in found[1]}
    marked = any(f.kontroll == MOTSAGD or "prövning bevisar" in f.anmarkning for f in wrong)
    if lines & told or marked:
        return Result(corruption, "despite" if worst else "flagged", example)
    denied = [key in old and old[key].kontroll == MOTSAGD for key in changed]
    if worst and all(denied) and told_after < told_before:
        outcome = "mends"
    else:
        outcome = "confirmed" if worst else "silent"
    return Result(corruption, outcome, example, not _miscounted(after, report_id).isdisjoint(lines))


def _own(built: Built, report_id: str) -> list[Fact]:
    """The numbers of one report."""
    return [fact for fact in built.facts if fact.report_id == report_id]


def _numbers(facts: Sequence[Fact]) -> dict[Key, Fact]:
    """Numbers by what they are called: the same number under another label is another."""
    count: Counter[Key] = Counter(_called(fact) for fact in facts)
    seen: Counter[Key] = Counter()
    found: dict[Key, Fact] = {}
    for fact in facts:
        key = _called(fact)
        if count[key] > 1:  # rows of one label are told apart by their lines
            key = (*key, fact.line)
            seen[key] += 1
            key = (*key, seen[key])
        found[key] = fact
    return found


def _called(fact: Fact) -> Key:
    column = fact.place[1] if fact.place is not None else (fact.line, fact.raw, fact.kolumn_raw)
    return (fact.table_id, fact.label_raw, column)


def _aliases(built: Built) -> dict[object, frozenset[str]]:
    """What each insats is called: its identifier is only the first of its names to be read."""
    return {insats.insats_id: frozenset(insats.aliases) for insats in built.insatser}


def _same(first: Fact, second: Fact, old: Names, new: Names) -> bool:
    """True when two numbers have one value and are about one thing.

    Whether a row is individ or struktur can be known from totals elsewhere alone: that it is no
    longer told is not wrong.
    """
    a, b = (fact.extra.get("insats_id") for fact in (first, second))
    insats = a == b or bool(old.get(a, frozenset()) & new.get(b, frozenset()))
    untold = ["kategori"] if second.extra.get("kategori") is None else []
    alike = about(first, "insats_id", *untold) == about(second, "insats_id", *untold)
    return insats and alike and first.varde == second.varde


def _told(built: Built, report_id: str) -> set[tuple[str, tuple[int, ...]]]:
    """What a reader is told is wrong or unread, with the lines of the report; no counts."""
    told = set()
    for check in built.checks:
        if check.fails and check.typ != COUNT:
            lines = {fact.line for fact in check.facts if fact.report_id == report_id}
            told.add((check.beskrivning, tuple(sorted(lines))))
    return told | {(left.why, (left.line,)) for left in built.left[report_id]}


def _miscounted(built: Built, report_id: str) -> set[int]:
    """The lines of which more or fewer numbers are read than are printed."""
    counts = [c for c in built.checks if c.typ == COUNT and c.report_id == report_id]
    return {line for check in counts if check.fails for line in check.rader}


def experiment(count: int, seed: int, jobs: int) -> list[Result]:
    """`count` corruptions, as many of each kind as can be, from a fixed seed."""
    real = clean_report.read_table
    clean_report.read_table = read_once
    try:
        return _experiment(count, seed, jobs)
    finally:
        clean_report.read_table = real


def _experiment(count: int, seed: int, jobs: int) -> list[Result]:
    rng = random.Random(seed)
    made: list[Corruption] = []
    seen: set[tuple[object, ...]] = set()
    for at in range(count * 20):
        found = invent(rng, KINDS[at % len(KINDS)])
        if found is None or len(made) == count:
            continue
        change = (found.report_id, found.table_id, *sorted(found.lines.items()))
        if change not in seen:
            seen.add(change)
            made.append(found)
    if jobs == 1:
        return [run(corruption) for corruption in made]
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(run, made, chunksize=10))


def table(results: Sequence[Result]) -> str:
    """The outcomes of each kind of corruption, and of all to covered numbers."""
    rows = [
        f"{'corruption':<12}{'n':>6}" + "".join(f"{name:>11}" for name in (*OUTCOMES, "counted"))
    ]
    groups = {kind: [r for r in results if r.corruption.kind == kind] for kind in KINDS}
    groups["all"] = list(results)
    groups["covered"] = [r for r in results if r.corruption.covered]
    groups["bekraftad"] = [r for r in results if r.corruption.confirmed]
    for name, group in groups.items():
        counted = Counter(result.outcome for result in group)
        rows.append(
            f"{name:<12}{len(group):>6}"
            + "".join(f"{counted[outcome]:>11}" for outcome in OUTCOMES)
            + f"{sum(result.counted for result in group):>11}"
        )
    groups["covered, no total deleted"] = [
        r for r in groups["covered"] if r.corruption.kind != "total"
    ]
    for name in ("all", "covered", "covered, no total deleted", "bekraftad"):
        harmful = [r for r in groups[name] if r.outcome != "harmless"]
        seen, told = sum(r.outcome in SEEN for r in harmful), sum(r.told for r in harmful)
        rows.append(
            f"of harmful corruptions ({name}), repaired or flagged by arithmetic: "
            f"{_of(seen, harmful)}; with the count: {_of(told, harmful)}"
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
            if result.outcome in {"silent", "confirmed", "despite", "mends"}:
                known = "bekraftad" if result.corruption.confirmed else "covered"
                known = known if result.corruption.covered else "uncovered"
                lines = sorted(result.corruption.lines)
                sys.stdout.write(
                    f"{result.outcome}{' (counted)' if result.counted else ''} "
                    f"{result.corruption.kind} ({known}) {lines}: "
                    f"{result.example}\n"
                )
    sys.exit(any(r.outcome == "confirmed" and not r.counted for r in results))


if __name__ == "__main__":
    main()

"""Reports drawn by lot are read right or listed as unread: no number is another, none is lost."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from tests.random_reports import Report, report

from finsam_analysis.build import Built, assess
from finsam_analysis.clean.facts import Fact
from finsam_analysis.read.capture import capture
from finsam_analysis.read.document import from_text
from finsam_analysis.read.identify import identify

SEEDS = range(90)
LEAST = 0.97  # of the numbers are read


def built(made: Report) -> Built:
    name = f"provbygden-{made.year}-arsredovisning.txt"
    document = from_text(made.text.encode(), Path(name))
    return assess([capture(document, identify(document))], {})


@pytest.fixture(scope="module")
def read() -> dict[int, tuple[Report, Built]]:
    return {seed: (made, built(made)) for seed in SEEDS for made in [report(seed)]}


def by_line(result: Built) -> dict[int, list[Fact]]:
    found: dict[int, list[Fact]] = defaultdict(list)
    for fact in result.facts:
        if fact.table_id != "prosa":
            found[fact.line].append(fact)
    return {
        line: sorted(facts, key=lambda fact: fact.place or (0, 0)) for line, facts in found.items()
    }


def test_every_number_is_the_one_that_is_printed(read: dict[int, tuple[Report, Built]]) -> None:
    """In order, with its sign; a row may lack numbers only if its line is listed as unread."""
    wrong = []
    for seed, (made, result) in read.items():
        facts = by_line(result)
        unread = {left.line for lines in result.left.values() for left in lines}
        for line, numbers in made.printed.items():
            got = [fact.varde for fact in facts.get(line, [])]
            rest = iter(numbers)
            in_order = all(number in rest for number in got)
            if not in_order or (len(got) < len(numbers) and line not in unread):
                wrong.append((seed, line, made.text.split("\n")[line - 1], got))
    assert wrong == []


def test_nearly_every_number_is_read(read: dict[int, tuple[Report, Built]]) -> None:
    wanted = sum(len(row) for made, _ in read.values() for row in made.printed.values())
    found = sum(
        len(by_line(result).get(line, []))
        for made, result in read.values()
        for line in made.printed
    )
    assert wanted > 5000
    assert found / wanted >= LEAST


DATASETS = {"Deltagare": "deltagare", "Avslutsorsaker": "avslut", "Inremitterande": "remittering"}
DATASETS |= {"Kostnader": "ekonomi", "Resultaträkning": "rakenskaper"}
KON = {"Kvinnor": "kvinnor", "Män": "man", "Totalt": "totalt"}
MONEY = {None, "ekonomi", "rakenskaper"}
POSTS = {"Budget": "budget", "Utfall": "utfall", "Avvikelse": "avvikelse", "Differens": "avvikelse"}


def meaning(head: str, dataset: str | None, unit: str, year: int) -> dict[str, object]:
    """What a number means, by the words over it."""
    words = head.split()
    said: dict[str, object] = {"year": next((int(w[:4]) for w in words if w[:2] == "20"), year)}
    said["enhet"] = "procent" if head == "Andel" else unit
    if dataset:
        said["dataset"] = dataset
    if head in KON:
        said["kon"] = KON[head]
    if dataset == "ekonomi" and words[0] in POSTS:
        said["post"] = POSTS[words[0]]
    return said


def test_numbers_mean_what_the_words_over_them_say(read: dict[int, tuple[Report, Built]]) -> None:
    wrong, told = [], 0
    for seed, (made, result) in read.items():
        facts = by_line(result)
        for drawn, lines in made.tables:
            dataset = DATASETS.get(drawn.caption.split()[0])
            unit = "tkr" if "tkr" in drawn.stub else "kr" if dataset in MONEY else "antal"
            for line in lines:
                whole = len(facts.get(line, [])) == len(drawn.heads)
                for fact, head in zip(
                    facts.get(line, []) if whole else [], drawn.heads, strict=False
                ):
                    wanted = meaning(head, dataset, unit, made.year)
                    got = {n: getattr(fact, n, fact.extra.get(n)) for n in wanted}
                    told += len(wanted)
                    wrong += [] if got == wanted else [(seed, line, wanted, got)]
    assert told > 10_000
    assert wrong == []


def test_a_changed_number_would_be_seen(read: dict[int, tuple[Report, Built]]) -> None:
    """The comparison is of what is printed: with one digit of the text another, it differs."""
    made, _ = read[0]
    line, numbers = next((at, row) for at, row in made.printed.items() if max(row) >= 1000)
    lines = made.text.split("\n")
    digit = lines[line - 1][-1]
    lines[line - 1] = lines[line - 1][:-1] + ("1" if digit != "1" else "2")
    changed = Report("\n".join(lines), made.year, made.printed)
    assert [fact.varde for fact in by_line(built(changed)).get(line, [])] != numbers

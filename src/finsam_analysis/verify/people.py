"""Checks of people and answers: women and men in a passage, shares of counts, answers to 100.

A share that agrees with two counts is proved by them, to its last printed digit; the counts are
not proved by the share, since other counts would round to it too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from finsam_analysis.clean.facts import Fact
from finsam_analysis.verify.checks import Check, tolerance

PROSA = "prosa"
_NEAR = 3  # lines between the figures of one passage
_PARTS = ("kvinnor", "man", "ej_angivet")
_ALL = Decimal(100)
_ANSWERS = ("negativt", "varken_eller", "positivt")  # the clearly positive are among the positive
_ABOUT = ("insats_id", "kommun", "period")
_COUNTED = {
    "deltagare": "matt",
    "avslut": "orsak",
    "remittering": "remittent",
    "forsorjning": "forsorjning",
}


def people_checks(facts: Sequence[Fact]) -> Iterator[Check]:
    """Every check of one report's people and answers."""
    yield from _answers(facts)
    yield from _genders(facts)
    yield from _shares(facts)
    yield from _rates(facts)


def _answers(facts: Iterable[Fact]) -> Iterator[Check]:
    """A question's answers, in percent, make 100."""
    for same in _grouped(facts, "indikatorer", ("respondentgrupp", "fraga_id")).values():
        answers = {str(f.extra["svar"]): f for f in same if f.enhet == "procent"}
        parts = [answers[svar] for svar in _ANSWERS if svar in answers]
        if len(parts) == len(_ANSWERS):
            text = f"{parts[0].label_raw}: svaren mot 100"
            total = sum((f.varde for f in parts), Decimal(0))
            yield Check(
                "svar", parts[0].report_id, text, _ALL, total, tolerance(parts), list(parts)
            )


def _rates(facts: Iterable[Fact]) -> Iterator[Check]:
    """A response rate in a table, against how many answered and how many were asked."""
    printed = [f for f in facts if f.table_id != PROSA]  # running text rounds: "drygt hälften"
    for same in _grouped(printed, "indikatorer", ("respondentgrupp", "fraga_id")).values():
        answers = {str(f.extra["svar"]): f for f in same}
        rate, count, base = (
            answers.get(svar) for svar in ("svarsfrekvens", "n_svar", "n_tillfragade")
        )
        if rate is not None and count is not None and base is not None and base.varde:
            yield _share(rate, count, base)


def _genders(facts: Iterable[Fact]) -> Iterator[Check]:
    """Women, men and not stated in a passage of prose, or a chart, make its total."""
    for dataset, column in (*_COUNTED.items(), ("bakgrund", "kategori")):
        told = [f for f in facts if f.place is None and f.enhet == "antal"]
        for same in _grouped(told, dataset, (*_ABOUT, column)).values():
            for passage in _passages(same):
                by_kon = {str(f.extra["kon"]): f for f in passage}
                parts = [by_kon[kon] for kon in _PARTS if kon in by_kon]
                total = by_kon.get("totalt")
                if total is None or len(parts) < 2 or len(by_kon) != len(passage):
                    continue
                check = Check(
                    "kon",
                    total.report_id,
                    f"{total.label_raw}: {' + '.join(f.raw for f in parts)} mot {total.raw}",
                    total.varde,
                    sum((f.varde for f in parts), Decimal(0)),
                    Decimal(0),
                    [total, *parts],
                )
                if check.differens <= 0 or len(parts) == len(_PARTS):
                    yield check  # else some have not stated their gender


def _shares(facts: Iterable[Fact]) -> Iterator[Check]:
    """A percent against the count that it is of and the base, in the same table or passage."""
    for dataset, column in _COUNTED.items():
        mine = [f for f in facts if f.dataset == dataset or _is_base(f, dataset)]
        for same in _grouped(mine, None, (*_ABOUT, "kon")).values():
            for share in (f for f in same if f.enhet == "procent" and column in f.extra):
                near = [f for f in same if f.enhet == "antal" and _together(share, f)]
                counts = [f for f in near if f.extra.get(column) == share.extra[column]]
                bases = [f for f in near if _is_base(f, dataset)]
                if len(counts) == 1 and len(bases) == 1 and bases[0].varde > 0:
                    yield _share(share, counts[0], bases[0])


def _is_base(fact: Fact, dataset: str) -> bool:
    """True for the count of all who are divided into the categories of a dataset."""
    if fact.dataset == dataset:
        return fact.extra.get(_COUNTED[dataset]) == "totalt"
    ended = fact.dataset == "deltagare" and fact.extra.get("matt") == "avslutade"
    return dataset == "avslut" and ended


def _share(share: Fact, count: Fact, base: Fact) -> Check:
    step = Decimal(1).scaleb(min(0, int(share.varde.as_tuple().exponent)))
    exact = _ALL * count.varde / base.varde
    rounded = exact.quantize(step, ROUND_HALF_UP)
    if exact.quantize(step, ROUND_HALF_EVEN) == share.varde:
        rounded = share.varde  # a half may go either way
    text = f"{share.label_raw}: {count.raw} av {base.raw} i procent"
    check = Check("andel", share.report_id, text, share.varde, rounded, step, [share, count, base])
    check.proves = [share]
    return check


def _together(first: Fact, second: Fact) -> bool:
    """True when two facts stand in one table, or close together in prose."""
    same = first.table_id == second.table_id
    return same and (first.table_id != PROSA or abs(first.line - second.line) <= _NEAR)


def _passages(facts: Sequence[Fact]) -> Iterator[list[Fact]]:
    """Facts of one chart each, or of prose close together."""
    passage: list[Fact] = []
    for fact in sorted(facts, key=lambda f: (f.table_id, f.line)):
        if passage and not _follows(passage[-1], fact):
            yield passage
            passage = []
        passage.append(fact)
    if passage:
        yield passage


def _follows(first: Fact, second: Fact) -> bool:
    near = first.table_id != PROSA or second.line - first.line <= _NEAR
    return first.table_id == second.table_id and near


def _grouped(
    facts: Iterable[Fact], dataset: str | None, columns: Sequence[str]
) -> dict[tuple[object, ...], list[Fact]]:
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        if dataset is None or fact.dataset == dataset:
            key = (fact.year, *(fact.extra.get(column) for column in columns))
            groups.setdefault(key, []).append(fact)
    return groups

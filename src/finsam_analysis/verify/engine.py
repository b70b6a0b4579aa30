"""The engine: applies the rules of words/regler.toml to the facts of a report.

Each kind of rule finds a whole and its parts among the facts; `checks.weigh` compares them. Facts
are found by what they are about, never by where they stand in a report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from finsam_analysis import words
from finsam_analysis.clean.facts import Fact
from finsam_analysis.clean.signs import WITHOUT_MINUS, meant
from finsam_analysis.verify.checks import PROSA, Check, Part, comparable, unit_step, weigh
from finsam_analysis.verify.gaps import Found, without_gaps
from finsam_analysis.verify.rules import (
    Chain,
    PostRule,
    Term,
    Whole,
    chains,
    post_rules,
    posts_of,
    wholes,
)
from finsam_analysis.verify.slips import misprinted

NEAR = 3  # lines between the figures of one passage
ALL = Decimal(100)
_SMALL = Decimal("0.02")  # of the largest part: what financial posts are of a year's result
Key = tuple[object, ...]
Posts = dict[str, Fact]
# What says the value, or of what a number is told, and not whom it is about.
_NOT_ABOUT = frozenset(
    {"antal", "andel", "belopp_kr", "mal_id", "bedomning", "riktning", "not_post", "fraga"}
)


def about(fact: Fact, *without: str) -> Key:
    """What a fact is about, but for the columns in `without`."""
    extra = fact.extra
    facets = (
        (name, extra[name])
        for name in sorted(extra)
        if name not in _NOT_ABOUT and name not in without and extra[name] is not None
    )
    return (fact.dataset, fact.year, fact.enhet, *facets)


def grouped(facts: Iterable[Fact], key: Mapping[int, Key]) -> list[list[Fact]]:
    """The facts that share a key, in order."""
    groups: dict[Key, list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[key[id(fact)]].append(fact)
    return list(groups.values())


# --- posts of the statements --------------------------------------------------------------------


def is_planned(fact: Fact) -> bool:
    """True for a number that is a budget or differs from one, and is no outcome."""
    return fact.extra.get("post_budget") in {"budget", "avvikelse"}


Year = tuple[int, bool]  # and whether its numbers are planned


@dataclass(frozen=True, slots=True)
class Around:
    """What a table prints beside the facts of it, by line."""

    unread: frozenset[int] = frozenset()  # with numbers that were not read
    summed: frozenset[int] = frozenset()  # parts of a sum of the table that holds
    sums: frozenset[int] = frozenset()  # those sums


@dataclass(slots=True)
class _Statement:
    """One table's numbers of a statement: of each year its posts, and all its rows."""

    rapport: str
    posts: dict[Year, Posts] = field(default_factory=lambda: defaultdict(dict))
    rows: dict[Year, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    around: Around = field(default_factory=Around)

    @property
    def lines(self) -> set[int]:
        """Every line with a number of some year, and those that were left unread."""
        return {fact.line for facts in self.rows.values() for fact in facts} | self.around.unread


def statement_checks(
    facts: Sequence[Fact], around: Mapping[str, Around] | None = None
) -> Iterator[Check]:
    """The sums that each statement keeps, year by year, in the layout that it is printed in.

    `around` is by table_id.
    """
    statements: dict[tuple[str, str], _Statement] = {}
    for fact in facts:
        if fact.dataset == "rakenskaper" and fact.extra.get("rapport") and fact.table_id != PROSA:
            rapport = str(fact.extra["rapport"])
            beside = (around or {}).get(fact.table_id, Around())
            key = (fact.table_id, rapport)
            statement = statements.setdefault(key, _Statement(rapport, around=beside))
            year = (fact.year, is_planned(fact))
            statement.posts[year].setdefault(str(fact.extra["post"]), fact)
            statement.rows[year].append(fact)
    for rule in post_rules():
        for statement in statements.values():
            if statement.rapport == rule.rapport:
                yield from _in_layout(rule, statement)


def _in_layout(rule: PostRule, statement: _Statement) -> list[Check]:
    """The checks of every year in the layout that holds in most of them.

    Where none holds: the first, or the one after it that the statement has the posts of. A year
    that fails is left out if a layout cannot be tried there, or if it misses no more than small
    posts that such print leaves out.
    """
    ways: list[list[tuple[Year, Check]]] = []
    open_years: set[Year] = set()
    for layout in rule.layouts:
        way: list[tuple[Year, Check]] = []
        for year, posts in statement.posts.items():
            check = _post_check(rule, layout, year, posts)
            if check is not None and check.fails:
                if len(check.facts) == 2 < len(layout) + 1:
                    continue  # the other parts have names that are not known
                check = _excused(check, layout, statement, year)
                open_years |= {year} if check is None else set()
            if check is not None:
                way.append((year, check))
        ways.append(way)
    best = max(ways, key=lambda way: (sum(not check.differens for _, check in way), len(way)))
    printed = {post for posts in statement.posts.values() for post in posts}
    without = bool(rule.kan_saknas) and rule.kan_saknas.isdisjoint(printed)
    if without:
        best = [(year, check) for year, check in best if not (check.fails and _is_small(check))]
    return [check for year, check in best if not (check.fails and year in open_years)]


def _post_check(
    rule: PostRule, layout: Mapping[str, int], year: Year, posts: Posts
) -> Check | None:
    whole = posts.get(rule.summa)
    taking = [(posts[post], weight) for post, weight in layout.items() if post in posts]
    if whole is None or next(iter(layout)) not in posts or not rule.krav <= posts.keys():
        return None
    if not whole.varde and all(whole.line < fact.line for fact, _ in taking):
        return None  # a heading that prints its empty cells as nought
    if not comparable([whole, *(fact for fact, _ in taking)]):
        return None
    return _weighed(whole, taking, year[0], named=True)


def _is_small(check: Check) -> bool:
    """True for a difference that small posts explain, and no misprint."""
    if misprinted(check.redovisat, check.beraknat):
        return False
    return abs(check.differens) <= _SMALL * max(abs(fact.varde) for fact in check.facts)


def _excused(
    check: Check, layout: Mapping[str, int], statement: _Statement, year: Year
) -> Check | None:
    """A check that fails, or the one that holds with the rows between that no rule knows; None
    where what it misses can be one of those, or a row that was not read.
    """
    whole, *parts = check.facts
    if whole.line in statement.around.sums:
        return None  # its own rows give it
    more = _others(statement, year, whole, parts)
    if not more:
        return check if more is not None else None
    taking = [(part, layout[str(part.extra["post"])]) for part in parts]
    wider = _weighed(whole, [*taking, *((fact, 1) for fact in more)], year[0], named=False)
    return None if wider.fails else wider


def _weighed(whole: Fact, taking: Sequence[Part], year: int, *, named: bool) -> Check:
    turned = any(meant(fact) != fact.varde for fact, _ in taking)
    names = " + ".join(fact.label_raw for fact, _ in taking)
    text = f"{whole.label_raw} {year}: {names}" + (f", {WITHOUT_MINUS}" if turned else "")
    return weigh("räkning", text, whole, taking, named=named)


def _others(
    statement: _Statement, year: Year, whole: Fact, parts: Sequence[Fact]
) -> list[Fact] | None:
    """The rows between the parts and their sum whose names no rule knows; None if one of them has
    no number that was read.
    """
    lines = [fact.line for fact in parts]
    between = range(min(*lines, whole.line), max(*lines, whole.line) + 1)
    mine = {fact.line: fact for fact in statement.rows[year]}
    if any(line in between and line not in mine for line in statement.lines):
        return None
    used = {id(whole), *map(id, parts)}
    return [
        fact
        for line, fact in mine.items()
        if line in between
        and id(fact) not in used
        and comparable([whole, fact])
        and not _is_placed(fact, statement)
    ]


def _is_placed(fact: Fact, statement: _Statement) -> bool:
    """True for a sum, for a part of one, and for a post that the rules of the statement name."""
    known = str(fact.extra["post"]) in posts_of(statement.rapport)
    return known or fact.is_total or fact.line in statement.around.summed


def chain_checks(facts: Sequence[Fact]) -> Iterator[Check]:
    """Posts of one report against others in other statements and years."""
    posts: dict[tuple[str, str, int], Fact] = {}
    for fact in facts:
        if fact.dataset == "rakenskaper" and fact.table_id != PROSA and not is_planned(fact):
            key = (str(fact.extra.get("rapport")), str(fact.extra["post"]), fact.year)
            posts.setdefault(key, fact)
    for rule in chains():
        for (rapport, post, year), whole in posts.items():
            if (rapport, post) == (rule.hel.rapport, rule.hel.post):
                check = _chain(rule, whole, year, posts)
                if check is not None:
                    yield check


def _chain(
    rule: Chain, whole: Fact, year: int, posts: Mapping[tuple[str, str, int], Fact]
) -> Check | None:
    parts: list[Part] = []
    for term in rule.delar:
        fact = posts.get((term.rapport, term.post, year + term.ar))
        if fact is None or fact.extra.get("belopp_kr") is None:
            return None
        parts.append((fact, term.vikt))
    if whole.extra.get("belopp_kr") is None:
        return None
    text = f"{whole.label_raw} {year}: " + " ".join(
        _named(p, t) for p, t in zip(parts, rule.delar, strict=True)
    )
    check = weigh(rule.typ, text.replace(": + ", ": "), whole, parts, named=True)
    if rule.typ == "not" and check.redovisat == -check.beraknat:
        check.beraknat = -check.beraknat  # costs are negative in a statement, not in its note
    return None if rule.forsiktig and check.fails else check


def _named(part: Part, term: Term) -> str:
    fact, weight = part
    year = f" {fact.year}" if term.ar else ""
    return f"{'+' if weight > 0 else '−'} {fact.label_raw}{year}"


# --- parts of a whole, in any dataset -----------------------------------------------------------


def whole_checks(facts: Sequence[Fact]) -> Iterator[Check]:
    """Parts that make a printed whole, or 100 percent, by the rules of [[helhet]]."""
    for rule in wholes():
        mine = [
            fact
            for fact in facts
            if fact.dataset in rule.dataset
            and rule.namn in fact.extra
            and fact.enhet == ("antal" if rule.summa else "procent")
            and _can(fact, rule.inom)
            and all(fact.extra.get(name) in values for name, values in rule.bara.items())
        ]
        tables: dict[str, list[tuple[Check, set[str]]]] = defaultdict(list)
        for group in scoped(mine, rule.namn, rule.inom):
            check = _whole(rule, group)
            if check is not None:
                names = {str(fact.extra[rule.namn]) for fact in group}
                tables[group[0].table_id].append((check, names))
        for found in tables.values():
            yield from without_gaps(list(_with_gaps(rule, found)))


def _with_gaps(rule: Whole, found: Sequence[tuple[Check, set[str]]]) -> Iterator[Found]:
    """The checks of a table's rows, each with the parts that other rows have and it has not."""
    every = set[str]().union(*(names for _, names in found))
    for check, names in found:
        absent = sorted(every - names) if rule.inom == "rad" and rule.summa else []
        yield check, ", ".join(name.replace("_", " ") for name in absent)


def _can(fact: Fact, inom: str) -> bool:
    """True for a fact that can stand in such a scope: a row or column of a table, or a passage."""
    if inom in {"rad", "kolumn"}:
        return fact.place is not None or (inom == "kolumn" and fact.table_id != PROSA)
    return inom != "stycke" or fact.place is None


def scoped(facts: Sequence[Fact], namn: str, inom: str) -> Iterator[list[Fact]]:
    """Facts that differ in `namn` alone, within the scope."""
    if inom == "rad" and namn != "kon":
        yield from _rows(facts, namn)
        return
    key = {id(fact): (*about(fact, namn), *_scope(fact, inom)) for fact in facts}
    for group in grouped(facts, key):
        yield from passages(group) if inom == "stycke" else [group]


def _rows(facts: Sequence[Fact], namn: str) -> Iterator[list[Fact]]:
    """The cells of each row that count one thing; a column of its own gender is one of them only
    where the row has no other total.
    """
    plain = {id(fact): (*about(fact)[:3], *_scope(fact, "rad")) for fact in facts}
    for group in grouped(facts, plain):
        if len(group) == len({str(fact.extra[namn]) for fact in group}) or not _by_kon(group):
            yield group
        else:
            yield from grouped(group, {id(fact): (fact.extra.get("kon"),) for fact in group})


def _by_kon(group: Sequence[Fact]) -> bool:
    """True when the row divides its categories by gender."""
    return {"kvinnor", "man"} <= {fact.extra.get("kon") for fact in group}


def _scope(fact: Fact, inom: str) -> Key:
    if inom == "rad":
        return (fact.table_id, fact.place[0] if fact.place else fact.line)
    if inom == "kolumn":
        return (fact.table_id, fact.place[1] if fact.place else fact.kolumn_raw)
    return (fact.table_id,) if inom == "tabell" else ()


def passages(facts: Sequence[Fact]) -> Iterator[list[Fact]]:
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
    near = first.table_id != PROSA or second.line - first.line <= NEAR
    return first.table_id == second.table_id and near


def _whole(rule: Whole, group: Sequence[Fact]) -> Check | None:
    beside = frozenset(str(fact.extra[rule.namn]) for fact in group)
    parts = [fact for fact in group if rule.takes(str(fact.extra[rule.namn]), beside)]
    names = {str(fact.extra[rule.namn]) for fact in parts}
    several = rule.inom == "rad" and rule.summa is not None
    if len(parts) < rule.minst or (len(names) != len(parts) and not several):
        return None
    if rule.summa is None:
        check = _hundred(rule, parts)
        more = [fact for fact in group if fact.extra[rule.namn] in rule.eller]
        if check.fails and more and not (wider := _hundred(rule, [*parts, *more])).fails:
            check = wider
        open_ = rule.oppen and rule.oppen not in names and check.differens > 0
        return None if open_ else check
    printed = [fact for fact in group if fact.extra[rule.namn] == rule.summa]
    if len(printed) != 1:
        return None
    text = f"{printed[0].label_raw}: {rule.text}"
    check = weigh(rule.typ, text, printed[0], [(fact, 1) for fact in parts], named=False)
    if check.fails and any(is_rounded_in_words(fact) for fact in (printed[0], *parts)):
        return None
    if rule.oppen and rule.oppen not in names and check.differens > 0:
        return None  # some belong to the part that no column holds
    return check


def is_rounded_in_words(fact: Fact) -> bool:
    """True for a figure of prose that a word of rounding stands before."""
    words_of_rounding = words.load("talord")["avrundning"]
    return any(note in words_of_rounding for note in fact.anmarkning.split("; "))


def _hundred(rule: Whole, parts: list[Fact]) -> Check:
    return Check(
        rule.typ,
        parts[0].report_id,
        f"{parts[0].label_raw}: {rule.text}",
        ALL,
        sum((fact.varde for fact in parts), Decimal(0)),
        unit_step(parts) * len(parts) / 2,
        parts,
    )


def rule_checks(
    facts: Sequence[Fact], around: Mapping[str, Around] | None = None
) -> Iterator[Check]:
    """Every check that the rules make of one report's facts; `around` is by table_id."""
    yield from statement_checks(facts, around)
    yield from chain_checks(facts)
    yield from whole_checks(facts)

"""The tables of a survey block: which lines head them, and which rows are theirs.

One block holds a whole survey, group by group, since a head that is lost over one group often
stands over another. Response rates are tables of their own, printed before their group or after.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from rapidfuzz.distance import Levenshtein

from finsam_analysis.read.document import Line
from finsam_analysis.read.surveys.groups import Base, bases, group_of
from finsam_analysis.read.surveys.heads import (
    RATES,
    Column,
    columns,
    is_head,
    is_rate_head,
    is_years,
    names_rate,
    read_head,
    unwrapped,
)
from finsam_analysis.read.surveys.questions import ends_question
from finsam_analysis.read.surveys.rows import Share, SurveyLine, mend, split_line

_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_HALF = Decimal("0.5")
_YEARS_APART = 10  # a year further from the others is misread
_ENOUGH = 6  # shares in brackets that are never above theirs, before that says what they are


@dataclass(slots=True)
class Group:
    """Who answered: the contract's word, and the heading as printed."""

    name: str = ""
    text: str = ""
    year: int | None = None


@dataclass(slots=True)
class SurveyTable:
    """Rows and question texts under one head, for one group."""

    group: Group
    heads: list[str] = field(default_factory=list)
    bases: list[tuple[Line, Base]] = field(default_factory=list)
    parts: list[SurveyLine] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    note: str = ""
    counted: dict[int, int] = field(default_factory=dict)  # year to answers, from response rates

    @property
    def rows(self) -> list[SurveyLine]:
        """The lines with numbers."""
        return [part for part in self.parts if part.shares]

    def answers(self, year: int | None) -> int | None:
        """How many answered that year, if the head says."""
        found = {base.count for _, base in self.bases if base.year in (year, None)}
        return found.pop() if len(found) == 1 else self.counted.get(year or 0)


@dataclass(slots=True)
class Rate:
    """Numbers of asked, of answers and their share, with the group that they stand under."""

    row: SurveyLine
    group: Group
    columns: list[Column]
    note: str = ""


@dataclass(slots=True)
class Survey:
    """Everything that a survey block says."""

    tables: list[SurveyTable] = field(default_factory=list)
    rates: list[Rate] = field(default_factory=list)


def read_survey(lines: Sequence[Line], told: Sequence[str] = ()) -> Survey:
    """Take a survey block apart into tables and response rates.

    `told` is a head that the text above tells, for tables that have none of their own.
    """
    survey = Survey([SurveyTable(Group())])
    rate_head: list[str] = []
    for line in lines:
        part = split_line(line)
        now = survey.tables[-1]
        if is_rate_head(line.text):
            rate_head = [line.text]
            continue
        if rate := _rate(part, rate_head, now.group):
            survey.rates.append(rate)
            continue
        if rate_head and is_years(line.text):
            rate_head.append(line.text)
            continue
        rate_head = []
        if _heads(line, part):
            _open(survey, line)
        else:
            now.parts.append(_plain(part))
    survey.tables = [table for table in survey.tables if table.rows or table.bases]
    for table in survey.tables:
        _settle_years(table)
    _name_columns(survey.tables, told)
    return survey


def _settle_years(table: SurveyTable) -> None:
    """Give rows with a damaged year the one that the table's other rows leave; else drop them."""
    rows = table.rows
    printed = Counter(row.year for row in rows if row.year)
    if any(base.year for _, base in table.bases):
        table.bases = [
            (line, base)
            for line, base in table.bases
            if base.year is not None and (base.year in printed or not printed)
        ]
    known = [year for year, times in printed.items() if times >= 2 or times >= 0.3 * len(rows)]
    if not known or sum(printed[year] for year in known) * 2 < len(rows):
        return
    order = _turns(rows, known)
    for at, part in enumerate(table.parts):
        if not part.shares or part.year in known:
            continue
        if part.year and not order and abs(part.year - known[0]) <= _YEARS_APART:
            continue  # a year of its own
        raw = part.year_raw or str(part.year or "")
        year = _likely(raw, known, order.get(rows.index(part) % len(known)))
        if year is None:
            table.parts[at] = SurveyLine(part.line, part.text)
            continue
        told = f"året läst {year}, tryckt {raw}" if raw else f"året läst {year} ur radernas ordning"
        table.parts[at] = replace(part, year=year, note=told)


def _likely(raw: str, known: Sequence[int], turn: int | None) -> int | None:
    """The year that a damaged print is: but one digit from it, and whose turn it is."""
    digits = mend(raw) or raw
    near = [year for year in known if not raw or Levenshtein.distance(digits, str(year)) <= 1]
    if turn is not None:
        return turn if turn in near else None
    return near[0] if len(near) == 1 and raw else None


def _turns(rows: Sequence[SurveyLine], known: Sequence[int]) -> dict[int, int]:
    """Years by place in the turns that rows take, if all rows with a sound year keep to them."""
    found: dict[int, set[int]] = {}
    for at, row in enumerate(rows):
        if row.year in known and row.year is not None:
            found.setdefault(at % len(known), set()).add(row.year)
    kept = {place: years.pop() for place, years in found.items() if len(years) == 1}
    return kept if len(set(kept.values())) == len(known) == len(kept) > 1 else {}


def _heads(line: Line, part: SurveyLine) -> bool:
    text = line.text
    if is_head(text) or is_years(text):
        return True
    return (bool(bases(text)) and not part.has_percent) or (
        not part.shares and group_of(text) is not None
    )


def _plain(part: SurveyLine) -> SurveyLine:
    """Numbers at the end of a line that is no row are part of its text or a scanner's scraps."""
    bare = not part.has_percent and part.year is None
    if bare and part.text and all(share.number == 0 for share in part.shares):
        return SurveyLine(part.line, part.text)
    return part


def _open(survey: Survey, line: Line) -> None:
    """Begin a table at a head, or add the head to the one that has no rows yet."""
    now = survey.tables[-1]
    if now.parts and not now.rows and is_head(line.text) and ends_question(now.parts[-1].text):
        inherits = False  # questions that stand together above their numbers
    elif now.parts:
        now = SurveyTable(now.group, list(now.heads))
        survey.tables.append(now)
        inherits = True
    else:
        inherits = not now.bases and len(survey.tables) > 1
    if group := _group(line.text):
        if now.group.name != group.name or now.bases or not now.group.text:
            now.bases = [] if not now.rows else now.bases
            now.group = group
    now.bases += [(line, base) for base in bases(line.text)]
    if is_head(line.text):
        fresh = inherits or not any(is_head(text) for text in now.heads)
        years = [text for text in now.heads if not is_head(text)] if not inherits else []
        now.heads = [*years, line.text] if fresh else [*now.heads, line.text]
    elif is_years(line.text) and group_of(line.text) is None:
        now.heads.append(line.text)


def _group(text: str) -> Group | None:
    name = group_of(text)
    if name is None and is_head(text):
        named = {mark.name for mark in read_head(text).of("grupp")}
        name = named.pop() if len(named) == 1 else None
    if name is None:
        return None
    year = _YEAR.search(text) if not bases(text) else None
    opens = text.partition("(")[0].strip()  # `Styrelsen (7 svar 2020) År Andel positiva`
    heading = next((part for part in (text.strip(), opens) if group_of(part)), "")
    return Group(name, heading, int(year.group()) if year else None)


def _rate(part: SurveyLine, rate_head: list[str], group: Group) -> Rate | None:
    """A row of response rates: under its head, or proven by its own numbers, or a line each."""
    if not part.shares:
        return None
    if rate_head:
        found = columns(rate_head, len(part.plain))
        labelled = not part.text or group_of(part.text) is not None
        if found and labelled and len(part.shares) == len(found):
            own = group_of(part.text) if part.text else None
            return Rate(part, Group(own, part.text) if own else group, found)
    if len(part.shares) == 1 and (name := names_rate(part.text)):
        return Rate(part, group, [Column("", svar=name)])
    if not part.text and part.year is None and is_rate(part.shares):
        asked, answered = (int(share.number or 0) for share in part.shares[:2])
        made = [Column("", svar=name) for name in RATES]
        note = f"kolumnrubriken saknas; {answered} av {asked} är {part.shares[2].raw}"
        return Rate(part, group, made, note)
    return None


def rate_trouble(rate: Rate) -> str:
    """What is wrong where the share is not that of the asked who answered."""
    by_name = {
        column.svar: share.number
        for column, share in zip(rate.columns, rate.row.shares, strict=True)
        if share.number is not None
    }
    if len(rate.columns) != len(RATES) or set(by_name) != set(RATES):
        return ""
    asked, answered, share = (by_name[name] for name in RATES)
    if asked and abs(100 * answered / asked - share) <= 1:
        return ""
    return f"{answered} av {asked} är inte {share} procent"


def is_rate(shares: Sequence[Share]) -> bool:
    """True for asked, answered and the share of the asked that answered."""
    if [share.percent for share in shares] != [False, False, True]:
        return False
    if any(share.number is None or share.bracketed for share in shares):
        return False
    asked, answered, rate = (share.number or Decimal(0) for share in shares)
    return 0 < answered <= asked and abs(100 * answered / asked - rate) <= _HALF and asked > 1


def count_answers(survey: Survey) -> None:
    """Let tables whose head has no numbers of answers have those of their group's response rate."""
    for rate in survey.rates:
        group, _ = rate_group(rate, survey)
        pairs = zip(rate.columns, rate.row.shares, strict=True)
        counts = [share.number for column, share in pairs if column.svar == "n_svar"]
        for table in survey.tables:
            years = [row.year for row in table.rows if row.year is not None]
            same = group is not None and group.name == table.group.name != ""
            if (
                same
                and not table.bases
                and len(counts) == 1
                and counts[0]
                and not rate_trouble(rate)
            ):
                table.counted = {max(years, default=0): int(counts[0])}


def rate_group(rate: Rate, survey: Survey) -> tuple[Group | None, int | None]:
    """The group and the year of a response rate: whose head has the same number of answers.

    The group is None when several heads have that number, or the heading says otherwise.
    """
    count = next(
        (
            share.number
            for column, share in zip(rate.columns, rate.row.shares, strict=True)
            if column.svar == "n_svar"
        ),
        None,
    )
    every = [(table, base) for table in survey.tables for _, base in table.bases]
    newest = max((base.year for _, base in every if base.year), default=None)
    now = [(table, base) for table, base in every if base.year in (newest, None)]
    if count is None or not now:
        return rate.group, None
    same = [(table, base) for table, base in now if base.count == count]
    named = {table.group.name for table, _ in same}
    if rate.group.name in named or len(named) == 1:
        table, base = next(
            pair for pair in same if len(named) == 1 or pair[0].group.name == rate.group.name
        )
        return table.group, base.year
    known = {table.group.name for table, _ in now}
    return (None if named or rate.group.name in known else rate.group), None


def _name_columns(tables: Iterable[SurveyTable], told: Sequence[str] = ()) -> None:
    """Give each table its columns: from its head, a table of the same shape, or by form."""
    waiting = []
    known: dict[tuple[bool, ...], list[Column]] = {}
    for table in tables:
        if not table.rows:
            continue
        table.heads = unwrapped(table.heads)
        shape = Counter(row.pattern for row in table.rows).most_common(1)[0][0]
        found = columns(table.heads, shape.count(False))
        if not found or (not any(column.bracketed for column in found) and any(shape)):
            whole = columns(table.heads, len(shape))
            found = whole if whole and not any(column.bracketed for column in whole) else found
        if found:
            table.columns = _with_brackets(found, table.rows)
            known.setdefault(shape, table.columns)
        else:
            waiting.append((table, shape))
    for table, shape in waiting:
        if shape in known and not any(column.year for column in known[shape]):
            table.columns = known[shape]
            table.note = "kolumnrubriken saknas; läst som den nästa tabellen i samma enkät"
        elif scale := _by_scale(table.rows, shape):
            table.columns = scale
            table.note = "kolumnrubriken saknas; läst i skalans ordning, raderna summerar till 100"
        elif head := columns(told, shape.count(False)) if told else None:
            table.columns = head
            table.note = f"kolumnrubriken saknas; texten ovanför säger {told[-1]}"


def _with_brackets(found: list[Column], rows: Sequence[SurveyLine]) -> list[Column]:
    """A bracket that the head does not name is part of its share if it never exceeds it."""
    plain = [column for column in found if not column.bracketed]
    if len(found) > len(plain) or len(plain) != len(rows[0].plain):
        return found
    pairs = list(_bracket_pairs(rows))
    places = {at for at, _, _ in pairs}
    if len(places) != 1 or len(pairs) < _ENOUGH or any(inside > own for _, own, inside in pairs):
        return found
    at = places.pop()
    if plain[at].svar != "positivt":
        return found
    twin = Column(f"({plain[at].text})", svar="klart_positivt", year=plain[at].year, bracketed=True)
    return [*found[: at + 1], twin, *found[at + 1 :]]


def _bracket_pairs(rows: Sequence[SurveyLine]) -> Iterable[tuple[int, float, float]]:
    """Place of a share, the share, and the one in brackets after it."""
    for row in rows:
        at = -1
        own: Share | None = None
        for share in row.shares:
            if not share.bracketed:
                at, own = at + 1, share
            elif own is not None and own.number is not None and share.number is not None:
                yield at, float(own.number), float(share.number)


def _by_scale(rows: Sequence[SurveyLine], shape: tuple[bool, ...]) -> list[Column] | None:
    """Three shares that make 100, the last with a part in brackets: negative, neither, positive."""
    if shape != (False, False, False, True) or len(rows) < _ENOUGH:
        return None
    sound = [row for row in rows if all(share.number is not None for share in row.shares)]
    whole: list[SurveyLine] = []
    for row in sound:
        total = sum((share.number or Decimal(0) for share in row.plain), Decimal(0))
        if abs(total - 100) <= 1:
            whole.append(row)
    if len(whole) < _ENOUGH - 1 or len(whole) < 0.8 * len(sound):
        return None
    if any(inside > own for _, own, inside in _bracket_pairs(whole)):
        return None
    names = ("negativt", "varken_eller", "positivt", "klart_positivt")
    return [Column("", svar=name, bracketed=name == "klart_positivt") for name in names]

"""Survey tables (NNS indikatorer): what participants, staff, boards and managers answered.

Two layouts are common: positive (clearly positive) and negative by year, and negative, neither,
positive (clearly positive). Questions stand before their numbers, wrapped over them, or apart from
them. A row that does not make 100 is mended only where one digit can be at fault.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from finsam_analysis.read.blocks import Block, Kind
from finsam_analysis.read.document import Document, Line, text_kind
from finsam_analysis.read.items import Item
from finsam_analysis.read.surveys.find import survey_runs
from finsam_analysis.read.surveys.heads import Column, names_rate
from finsam_analysis.read.surveys.proof import MAX_ANSWERS, WHOLE, fits, possible, repair
from finsam_analysis.read.surveys.questions import Question, pair
from finsam_analysis.read.surveys.rows import Share, SurveyLine, split_line
from finsam_analysis.read.surveys.tables import (
    Group,
    Survey,
    SurveyTable,
    count_answers,
    rate_group,
    rate_trouble,
    read_survey,
)
from finsam_analysis.read.surveys.told import told_head

_SCALE = ("negativt", "varken_eller", "positivt")
_COUNTS = ("n_svar", "n_tillfragade")
_MIN_WHOLE = 0.4  # of rows; shares that are not meant to make 100 seldom do
_MUCH_TEXT = 600  # characters, before lost diacritics say that a text is scanned
_CLEAR = "klart_positivt"  # of the positive, or beside them
_FEWEST = 3  # numbers that a block must give to be a survey
NO_YEAR = "år ej tryckt, rapportens år"
NO_GROUP = "det framgår inte vilken grupp svarsfrekvensen gäller"


def find_surveys(document: Document, kinds: Sequence[Kind], taken: Collection[int]) -> list[Block]:
    """The surveys of a report, one block for each, of kind `enkat`.

    `kinds` are those of `classify`; lines in `taken` belong to others. A run of lines that gives
    no numbers is no survey.
    """
    blocks: list[Block] = []
    for lines in survey_runs(document, kinds, taken):
        block = Block(f"e{len(blocks) + 1:02d}", tuple(lines), kind="enkat")
        if len(read_surveys(block, year=0)) < _FEWEST:
            row = next((line.no for line in lines if split_line(line).shares), lines[0].no)
            head = told_head(document.lines, row)
            block = replace(block, section=(head,) if head else ())
        block = replace(block, lines=tuple(_without_strangers(block)))
        if block.lines and len(read_surveys(block, year=0)) >= _FEWEST:
            blocks.append(block)
    return blocks


def _without_strangers(block: Block) -> list[Line]:
    """The lines of a run without tables of which nothing can be read: they are others'."""
    read = {item.line.no for item in read_surveys(block, year=0)}
    strange: set[int] = set()
    for table in read_survey(block.lines, block.section[-1:]).tables:
        if table.rows and not any(row.line.no in read for row in table.rows):
            strange |= {part.line.no for part in table.parts}
    return [line for line in block.lines if line.no not in strange]


def read_surveys(block: Block, *, year: int) -> list[Item]:
    """The numbers of a survey block, with `respondentgrupp`, `fraga`, `svar` and `year`.

    Shares are in procent, numbers of answers in antal. `year` is the report's, used where no year
    is printed. A damaged number that nothing proves is left out.
    """
    survey = read_survey(block.lines, block.section[-1:])
    count_answers(survey)
    text = "\n".join(line.text for line in block.lines)
    damaged = len(text) >= _MUCH_TEXT and text_kind(text) == "ocr"
    damaged = damaged or any(row.scarred for table in survey.tables for row in table.rows)
    items: list[Item] = []
    for table in survey.tables:
        items += _bases(table, year)
        reader = _Reader(table, year, damaged)
        for question in pair(table.parts):
            for row in question.rows:
                items += reader.row(question, row)
    items += _rates(survey, year, damaged)
    return sorted(items, key=lambda item: item.line.no)


def left_out_of_survey(block: Block, items: Sequence[Item]) -> list[tuple[Line, str]]:
    """Numbers of a survey's rows that none of its items holds, as line and print."""
    survey = read_survey(block.lines, block.section[-1:])
    rows = [row for table in survey.tables for row in table.rows]
    rows += [rate.row for rate in survey.rates]
    held = Counter((item.line.no, item.raw) for item in items)
    left = []
    for row in rows:
        for share in row.shares:
            if held[row.line.no, share.raw]:
                held[row.line.no, share.raw] -= 1
            elif share.number is not None or share.damaged:
                left.append((row.line, share.raw))
    return left


def _bases(table: SurveyTable, year: int) -> Iterator[Item]:
    for line, base in table.bases:
        facets = _who(table.group) | {"svar": "n_svar", "year": str(base.year or year)}
        note = "" if base.year else NO_YEAR
        yield Item(line, base.raw, Decimal(base.count), "antal", "Antal svar", "", facets, note)


def _who(group: Group) -> dict[str, str]:
    facets = {"respondentgrupp": group.name} if group.name else {}
    return facets | ({"rubrik": group.text} if group.text else {})


def _rates(survey: Survey, year: int, damaged: bool) -> Iterator[Item]:
    for rate in survey.rates:
        trouble = rate_trouble(rate)
        if trouble and damaged:
            continue
        group, own_year = rate_group(rate, survey)
        for column, share in zip(rate.columns, rate.row.shares, strict=True):
            if share.number is None or share.percent is not (column.svar == "svarsfrekvens"):
                continue
            when = rate.row.year or column.year or own_year or rate.group.year
            facets = _who(group) if group else {}
            facets |= {"svar": column.svar, "year": str(when or year)}
            notes = [rate.note, trouble, "" if group else NO_GROUP, "" if when else NO_YEAR]
            yield Item(
                rate.row.line,
                share.raw,
                share.number,
                "procent" if share.percent else "antal",
                rate.row.text or (group.text if group else ""),
                column.text,
                facets,
                _joined(notes),
            )


def _joined(notes: Sequence[str]) -> str:
    return "; ".join(dict.fromkeys(note for note in notes if note))


@dataclass(slots=True)
class _Cell:
    """A number with its column, and what was mended or is in doubt."""

    column: Column
    share: Share
    value: Decimal | None
    note: str = ""


class _Reader:
    """Reads the rows of one table."""

    def __init__(self, table: SurveyTable, year: int, damaged: bool) -> None:
        self.table = table
        self.year = year
        self.damaged = damaged
        self.percent = any(row.has_percent for row in table.rows) or _in_percent(table)
        self.whole = _make_whole(table)

    def row(self, question: Question, row: SurveyLine) -> Iterator[Item]:
        """The numbers of one row that are certain."""
        fitted = _fit(self.table.columns, row)
        if rate := names_rate(row.text):
            yield from self._counted(row, fitted, rate)
            return
        wrong: dict[int, str] = {}
        for cells in _scales(fitted):
            _mend_lost(cells)
            trouble = _prove(cells, self._answers(row), self.damaged) if self.whole else ""
            trouble = trouble or _part_above(cells)
            _doubt(cells, self._answers(row))
            wrong |= dict.fromkeys(map(id, cells), trouble)
        for cell in fitted:
            yield from self._item(question, row, cell, wrong[id(cell)])

    def _counted(self, row: SurveyLine, fitted: Sequence[_Cell], rate: str) -> Iterator[Item]:
        """A row such as `Antal svar` below the questions."""
        for cell in fitted:
            column = cell.column
            when = row.year or column.year or self.table.group.year or self._base_year()
            facets = {**_who(self.table.group), "svar": rate, "year": str(when or self.year)}
            if column.grupp:
                facets["respondentgrupp"] = column.grupp
            if cell.value is not None:
                unit = "antal" if rate in _COUNTS else "procent"
                raw, note = cell.share.raw, "" if when else NO_YEAR
                yield Item(row.line, raw, cell.value, unit, row.text, column.text, facets, note)

    def _item(
        self, question: Question, row: SurveyLine, cell: _Cell, trouble: str
    ) -> Iterator[Item]:
        doubtful = bool(trouble) and cell.column.svar in (*_SCALE, "klart_positivt")
        known = cell.column.svar or cell.column.answer
        unit, note = self._unit(cell)
        if cell.value is None or unit is None or not known or (doubtful and self.damaged):
            return
        when = row.year or cell.column.year or self.table.group.year or self._base_year()
        notes = [
            cell.note,
            note,
            row.note,
            trouble if doubtful else "",
            question.note,
            self.table.note,
        ]
        notes.append("" if when else NO_YEAR)
        facets = self._facets(question, cell.column) | {"year": str(when or self.year)}
        head = cell.column.text
        raw = cell.share.raw
        yield Item(row.line, raw, cell.value, unit, question.text, head, facets, _joined(notes))

    def _facets(self, question: Question, column: Column) -> dict[str, str]:
        facets = _who(self.table.group)
        if column.grupp:
            facets["respondentgrupp"] = column.grupp
        if question.text:
            facets["fraga"] = question.unnumbered
        if question.number:
            facets["fraga_nr"] = question.number
        if column.svar:
            facets["svar"] = column.svar
        if column.answer:
            facets["svarsalternativ"] = column.answer
        if column.kon:
            facets["kon"] = column.kon
        return facets

    def _unit(self, cell: _Cell) -> tuple[str | None, str]:
        if cell.column.svar in _COUNTS:
            return (None if cell.share.percent else "antal"), ""
        if cell.share.percent:
            return "procent", ""
        if not self.percent:
            return "antal", ""
        if cell.value is not None and cell.value > 100:
            return None, ""
        mixed = cell.value and any(row.has_percent for row in self.table.rows)
        return "procent", "tryckt utan procenttecken" if mixed else ""

    def _answers(self, row: SurveyLine) -> int | None:
        return self.table.answers(row.year or self._base_year())

    def _base_year(self) -> int | None:
        years = {base.year for _, base in self.table.bases}
        return years.pop() if len(years) == 1 else None


def _in_percent(table: SurveyTable) -> bool:
    """True when shares are printed without percent signs: the head says so, or rows make 100."""
    if any(word in text.casefold() for text in table.heads for word in ("procent", "%", "andel")):
        return True
    return any(
        len(sums) >= 2 and all(map(fits, sums))
        for sums in (_sums(table), _sums(table, (*_SCALE, _CLEAR)))
    )


def _fit(columns: Sequence[Column], row: SurveyLine) -> list[_Cell]:
    """The row's numbers in their columns; [] when their count says another table."""
    outer = [at for at, column in enumerate(columns) if not column.bracketed]
    if len(outer) == len(columns) == len(row.shares):
        return [_Cell(c, s, s.number) for c, s in zip(columns, row.shares, strict=True)]
    if len(outer) != len(row.plain):
        return []
    cells = []
    at = -1
    for share in row.shares:
        if not share.bracketed:
            at += 1
            cells.append(_Cell(columns[outer[at]], share, share.number))
            continue
        inside = outer[at] + 1 if at >= 0 else len(columns)
        if inside < len(columns) and columns[inside].bracketed:
            cells.append(_Cell(columns[inside], share, share.number))
    return cells


def _scales(cells: Sequence[_Cell]) -> Iterator[list[_Cell]]:
    """The cells of each year, gender and group that a row holds."""
    keys = dict.fromkeys((c.column.year, c.column.kon, c.column.grupp) for c in cells)
    for key in keys:
        yield [c for c in cells if (c.column.year, c.column.kon, c.column.grupp) == key]


def _scale(cells: Sequence[_Cell], names: Sequence[str] = _SCALE) -> list[_Cell]:
    """Negative, neither and positive of cells that have each of them once, else []."""
    found = [cell for name in names for cell in cells if cell.column.svar == name]
    return found if [cell.column.svar for cell in found] == list(names) else []


def _make_whole(table: SurveyTable) -> bool:
    """True when negative, neither and positive make 100 in nearly all rows of the table."""
    sums = _sums(table)
    return len(sums) >= 2 and sum(map(fits, sums)) >= max(2, _MIN_WHOLE * len(sums))


def _sums(table: SurveyTable, names: Sequence[str] = _SCALE) -> list[list[Decimal]]:
    """Negative, neither and positive of each row that has all three; or other `names`."""
    rows = [cells for row in table.rows for cells in _scales(_fit(table.columns, row))]
    scales = [_scale(cells, names) for cells in rows]
    values = [[cell.value for cell in cells if cell.value is not None] for cells in scales]
    return [found for found in values if len(found) == len(names)]


def _mend_lost(cells: Sequence[_Cell]) -> None:
    """A number with a letter for a digit is what it looks like if the sum is then 100."""
    scale = _scale(cells)
    lost = [cell for cell in scale if cell.share.damaged]
    others = [cell.value for cell in scale if cell.value is not None]
    if len(lost) == 1 and (mended := lost[0].share.mended) is not None:
        if sum(others) + mended == WHOLE:
            lost[0].value = mended
            lost[0].note = f"läst {mended}: raden summerar till 100"


def _prove(cells: Sequence[_Cell], answers: int | None, damaged: bool) -> str:
    """Mend what the sum proves; returns what is wrong with the cells and cannot be mended."""
    scale = _scale(cells)
    values = [cell.value for cell in scale if cell.value is not None]
    if scale and any(cell.share.damaged and cell.value is None for cell in scale):
        mended = [cell.share.mended or Decimal(0) for cell in scale if cell.value is None]
        over = sum(values) > WHOLE + 1
        return "raden har skadade tal och summerar inte till 100" if over or any(mended) else ""
    if len(values) < len(_SCALE) or fits(values):
        return ""
    clear = [cell.value for cell in cells if cell.column.svar == "klart_positivt"]
    found = repair(values, clear[0] if len(clear) == 1 else None, answers) if damaged else None
    if found is None:
        return f"raden summerar till {sum(values)}, inte 100"
    at, number = found
    scale[at].note = f"läst {number}: raden summerar till {sum(values) - values[at] + number}"
    scale[at].value = number
    return ""


def _doubt(cells: Sequence[_Cell], answers: int | None) -> None:
    """Note shares that so few answers cannot give; they are kept as printed."""
    scale = _scale(cells)
    clear = [cell for cell in cells if cell.column.svar == "klart_positivt"]
    values = [cell.value for cell in [*scale, *clear] if cell.value is not None]
    if answers is None or not 1 < answers <= MAX_ANSWERS or not scale or len(clear) > 1:
        return
    if len(values) != len(scale) + len(clear) or any(v != v.to_integral_value() for v in values):
        return
    parts = tuple(int(value) for value in values[: len(scale)])
    if possible(parts, int(values[-1]) if clear else None, answers):
        return
    for cell in clear if possible(parts, None, answers) else [*scale, *clear]:
        told = f"ingen möjlig andel av högst {answers} svar"
        cell.note = "; ".join(note for note in (cell.note, told) if note)


def _part_above(cells: Sequence[_Cell]) -> str:
    """What is wrong where a part is more than its whole."""
    by_name: dict[str, list[Decimal]] = {}
    for cell in cells:
        if cell.value is not None:
            by_name.setdefault(cell.column.svar, []).append(cell.value)
    if any(len(values) > 1 for name, values in by_name.items() if name):
        return ""
    found = {name: values[0] for name, values in by_name.items()}
    if found.get("klart_positivt", Decimal(0)) > found.get("positivt", WHOLE):
        return "klart positiva är fler än positiva"
    if found.get("positivt", Decimal(0)) + found.get("negativt", Decimal(0)) > WHOLE + 1:
        return "positiva och negativa är tillsammans över 100 procent"
    return ""

"""One line of a survey table: its text, its year and its shares.

`Upplever du att ... hos andra 2022| 10% 16% 74% (45%)`: a piece of question text, the year (a
ruled line after it may be printed as 1 or a bracket), shares, and a share in brackets. Digits that
a scanner misread are kept as printed and marked; what they can be is for the row's sum to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from finsam_analysis.read.document import Line
from finsam_analysis.read.numbers import Token, tokenize
from finsam_analysis.read.tables.walls import is_ruled

_VALUE = re.compile(r"^\(?(?P<number>\d{1,4}(?:,\d+)?)\s?(?P<percent>%)?\)?[*.]?$")
_DAMAGED = re.compile(r"^[(\[]?(?P<text>[\dOoIlSBZ°|!\[\]'’·]{1,3})(?P<percent>%)?[)\]]?$")
_GLUED = re.compile(r"\(?\d{1,3}(?:,\d+)?%\)?")
_YEAR = re.compile(r"^[\[(|]?(?P<year>(?:19|20)\d\d)[1|)\]\[!lI]?[:,]?$")
# A year with a digit misread or lost; what it is, the other rows of the table say.
_YEARLIKE = re.compile(r"^[\[(|]?(?P<year>[12lI][\dOoIlZSB]{2,4})[|)\]\[!]?[:,]?$")
_DASH = re.compile(r"^\(?[-–—−]\)?$")
_WORD = re.compile(r"[a-zåäöéü]{2}")
_LOOKALIKES = str.maketrans(
    {"O": "0", "o": "0", "I": "1", "l": "1", "|": "1", "!": "1"} | {"S": "5", "B": "8", "Z": "2"}
)


def mend(text: str) -> str:
    """Digits, with letters among them read as what they look like; empty if that is no number."""
    digits = text.translate(_LOOKALIKES)
    return digits if digits.isdigit() else ""


@dataclass(frozen=True, slots=True)
class Share:
    """One number of a row, as printed; `number` is None when its characters are damaged."""

    raw: str
    number: Decimal | None
    percent: bool
    bracketed: bool

    @property
    def damaged(self) -> bool:
        """True for signs that were a number; a dash says that there is none."""
        return self.number is None and _DASH.match(self.raw) is None

    @property
    def mended(self) -> Decimal | None:
        """A damaged number with letters read as the digits that they look like, if that is one."""
        digits = mend(re.sub(r"[%()\[\]\s]", "", self.raw))
        return Decimal(digits) if digits and len(digits) <= 3 else None


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """A line with its text before the numbers, the year printed between them, and the numbers."""

    line: Line
    text: str
    year: int | None = None
    shares: tuple[Share, ...] = ()
    scarred: bool = False  # a scanner left marks in its year or numbers
    year_raw: str = ""  # a year that is damaged, as printed
    note: str = ""  # in Swedish: what was mended of the year

    @property
    def pattern(self) -> tuple[bool, ...]:
        """Which of the numbers stand in brackets."""
        return tuple(share.bracketed for share in self.shares)

    @property
    def plain(self) -> tuple[Share, ...]:
        """The numbers that do not stand in brackets."""
        return tuple(share for share in self.shares if not share.bracketed)

    @property
    def has_percent(self) -> bool:
        """True if a percent sign is printed after any of the numbers."""
        return any(share.percent for share in self.shares)


def split_line(line: Line) -> SurveyLine:
    """Cut a line into text, year and numbers; no numbers if it does not end in any."""
    tokens = tokenize(line.text)
    if is_ruled(line.text):
        tokens = [token for token in tokens if token.text != "|"]
    tokens = _unglue(tokens)
    first = _tail(tokens)
    begin, at = _year_at(tokens, first)
    if at is not None:
        first = at + 1
    shares = tuple(_share(token) for token in tokens[first:])
    if not any(share.number is not None for share in shares):
        return SurveyLine(line, line.text.strip())
    scarred = any(share.damaged for share in shares)
    text = line.text[: tokens[begin].start].strip(" \t|")
    if at is None:
        return SurveyLine(line, text, None, shares, scarred)
    printed = tokens[at].text
    if match := _YEAR.match(printed):
        ruled = line.text[tokens[at].end : tokens[at].end + 1] == "|"
        scarred = scarred or ruled or printed.rstrip(":,") != match["year"]
        return SurveyLine(line, text, int(match["year"]), shares, scarred)
    match = _YEARLIKE.match(printed)
    return SurveyLine(line, text, None, shares, True, match["year"] if match else printed)


def _year_at(tokens: Sequence[Token], first: int) -> tuple[int, int | None]:
    """Where the text of the line ends, and where its year stands, before or at `first`."""
    for pattern in (_YEAR, _YEARLIKE):
        for at in (first, first - 1):
            if not 0 <= at < len(tokens) - 1 or not pattern.match(tokens[at].text):
                continue
            if pattern is _YEARLIKE and not _before_shares(tokens, at):
                continue
            return at, at
    return first, None


def _before_shares(tokens: Sequence[Token], at: int) -> bool:
    """True for a damaged year: too large for a share, and two shares in percent follow."""
    digits = mend(tokens[at].text.strip("[]()|!:,"))
    after = [token.text for token in tokens[at + 1 : at + 3]]
    return len(digits) >= 3 and int(digits) > 100 and sum("%" in text for text in after) == 2


def without_scraps(text: str) -> str:
    """A label without the signs that a scanner left of a row that it could not read."""
    pieces = text.split()
    keep = len(pieces)
    while keep and not _WORD.search(pieces[keep - 1]) and not pieces[keep - 1].endswith("?"):
        keep -= 1
    return " ".join(pieces[:keep] if len(pieces) - keep >= 2 else pieces)


def _unglue(tokens: Sequence[Token]) -> list[Token]:
    """`97%(77%)` is two numbers."""
    cut: list[Token] = []
    for token in tokens:
        parts = list(_GLUED.finditer(token.text))
        if len(parts) < 2 or sum(len(part.group()) for part in parts) != len(token.text):
            cut.append(token)
            continue
        for part in parts:
            start = token.start + part.start()
            gap = token.gap if part is parts[0] else ""
            cut.append(Token(part.group(), start, start + len(part.group()), gap))
    return cut


def _tail(tokens: Sequence[Token]) -> int:
    """Where the numbers that end the line begin."""
    first = len(tokens)
    while first:
        text = tokens[first - 1].text
        sound = _VALUE.match(text) or _DASH.match(text)
        damaged = _DAMAGED.match(text) and _beside(tokens, first - 1)
        if not (sound or damaged):
            year = _YEAR.match(text)
            if year and first < len(tokens):
                return first - 1
            break
        first -= 1
    # A label that ends in a dash, or in signs that are no number, has no number there.
    while first < len(tokens) and not re.search(r"\d", tokens[first].text):
        first += 1
    return first


def _beside(tokens: Sequence[Token], at: int) -> bool:
    """A damaged token counts only next to a share, and only if it has a digit or a percent sign."""
    text = tokens[at].text
    around = [tokens[i].text for i in (at - 1, at + 1) if 0 <= i < len(tokens)]
    shares = [other for other in around if _VALUE.match(other) or "%" in other]
    return bool(shares) and ("%" in text or any(c.isdigit() for c in text) or len(shares) == 2)


def _share(token: Token) -> Share:
    bracketed = token.text.startswith("(") or (token.text.endswith(")") and "(" in token.text)
    raw = token.text.strip("()*")
    if match := _VALUE.match(token.text):
        number = Decimal(match["number"].replace(",", "."))
        return Share(raw, number, bool(match["percent"]), bracketed)
    return Share(raw, None, "%" in token.text, bracketed)

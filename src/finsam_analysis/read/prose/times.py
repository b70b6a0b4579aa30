"""When projects and insatser begin and end, as running text and headings print it.

Only a few plain forms are read: a name (or "projektet") with its verb and a date, a project's time
with both its dates, and a label with a date. Between them only the words of words/tider.toml may
stand, since one more word can make it another thing that begins. A date without a printed year is
no date. Nothing is chosen here: each printed date is one `Time`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from finsam_analysis import words
from finsam_analysis.read.prose.lines import Section, Title
from finsam_analysis.read.prose.match import Names, Span
from finsam_analysis.read.prose.subject import section_subject
from finsam_analysis.read.prose.text import Sentence, Token

START, END = "start", "slut"
_YEAR = r"(?:19|20)\d\d"
_HAS_YEAR = re.compile(rf"\b{_YEAR}\b")
_PIECE = re.compile(r"\d+|[^\W\d_][^\W_]*(?:[.-][^\W\d_]+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Time:
    """A printed date at which an insats begins or ends.

    `ande` is start or slut; `datum` is ISO, as fine as printed: 2020, 2020-03 or 2020-03-01; `raw`
    holds its characters.
    """

    line: int
    page: int | None
    subject: str
    ande: str
    datum: str
    raw: str


@dataclass(slots=True)
class Named:
    """The insatser that a paragraph has named so far."""

    paragraph: int = -1
    section: int = -1
    names: set[str] = field(default_factory=set)


def read_times(sentence: Sentence, spans: Sequence[Span], named: Named, names: Names) -> list[Time]:
    """The beginnings and ends that one sentence prints; `named` is kept up to date."""
    if (named.paragraph, named.section) != (sentence.paragraph, sentence.section.line):
        named.paragraph, named.section = sentence.paragraph, sentence.section.line
        named.names = set()
    named.names |= {shown for *_, shown in spans}
    if not _HAS_YEAR.search(" ".join(sentence.keys)):
        return []
    home = section_subject(names, sentence.section)
    return _find(_Text(sentence.tokens, _with_short(sentence, spans, home)), home, named)


def _with_short(sentence: Sentence, spans: Sequence[Span], home: str) -> list[Span]:
    """`spans`, and the section's insats by the capitals that its name begins with: SIP-samordnare
    is SIP in its own section.
    """
    short = re.split(r"[\s-]", home)[0]
    taken = {at for first, end, _ in spans for at in range(first, end)}
    more = [
        (at, at + 1, home)
        for at, token in enumerate(sentence.tokens)
        if token.text == short and len(short) > 1 and short.isupper() and at not in taken
    ]
    return sorted([*spans, *more])


def heading_times(sections: Iterable[Section], names: Names) -> list[Time]:
    """The project times that headings print: "Hela projektperioden mars 2020 till juni 2022"."""
    found: list[Time] = []
    for section in sections:
        title = section.title
        if not _HAS_YEAR.search(title.text):
            continue
        tokens = _title_tokens(title)
        spans = names.spans(tokens)
        named = Named(names={shown for *_, shown in spans})
        found += _ranges(_Text(tokens, spans), section_subject(names, section), named)
    return found


def _title_tokens(title: Title) -> list[Token]:
    found = []
    for match in _PIECE.finditer(title.text):
        piece, at = match.group(), match.start()
        kind = "ord" if piece[0].isalpha() else "tal" if piece[0].isdigit() else "tecken"
        space = at == 0 or title.text[at - 1].isspace()
        found.append(Token(piece, words.fold(piece), kind, title.line, None, space))
    return found


class _Text:
    """A sentence as one folded text, its names as marks, and where each character is printed."""

    def __init__(self, tokens: Sequence[Token], spans: Sequence[Span]) -> None:
        self.tokens = tokens
        self.starts: list[int] = []  # where each piece begins
        self.firsts: list[int] = []  # its first token
        self.shown = [shown for *_, shown in spans]
        text, at = "", 0
        marks = {first: (no, end) for no, (first, end, _) in enumerate(spans)}
        while at < len(tokens):
            piece, end = tokens[at].key, at + 1
            if at in marks:
                no, end = marks[at]
                genitive = tokens[end - 1].text.endswith("s") and not self.shown[no].endswith("s")
                piece = f"<g{no}>" if genitive else f"<{no}>"
            text += " " if tokens[at].space and text else ""
            self.starts.append(len(text))
            self.firsts.append(at)
            text, at = text + piece, end
        self.text = text

    def time(self, span: tuple[int, int], ande: str, subject: str) -> Time | None:
        """The date in a part of the text as a `Time`; None if it is no day of the calendar."""
        first = self.firsts[bisect_right(self.starts, span[0]) - 1]
        last = self.firsts[bisect_right(self.starts, span[1] - 1) - 1]
        printed = self.tokens[first : last + 1]
        date = iso(self.text[span[0] : span[1]])
        if date is None or not subject:
            return None
        raw = "".join((" " if t.space and no else "") + t.text for no, t in enumerate(printed))
        return Time(printed[0].line, printed[0].page, subject, ande, date, raw)


def _find(text: _Text, home: str, named: Named) -> list[Time]:
    found = _ranges(text, home, named)
    forms = _forms()
    for name, ande in (("start", START), ("slut", END), ("varar", END)):
        for form in (forms[name], forms[f"{name}_omvant"]):
            for match in form.finditer(text.text):
                subject = _who(match, text, home, named)
                found += _made(text, match, ande, subject)
                if name == "start":
                    found += _goes_on(text, match.end("datum"), subject)
    for ande in (START, END):
        labelled = forms[f"etikett_{ande}"].match(text.text)
        found += _made(text, labelled, ande, _one(home, named)) if labelled else []
    return list(dict.fromkeys(found))


def _ranges(text: _Text, home: str, named: Named) -> list[Time]:
    """A project's time with both its dates, told by a word for it or by what lasts."""
    found: list[Time] = []
    for match in _forms()["tiden"].finditer(text.text):
        told = set(text.shown)
        subject = _one(home, named) if not told else next(iter(told)) if len(told) == 1 else ""
        found += _made(text, match, START, subject) + _made(text, match, END, subject, "slut")
    for match in _forms()["varar_mellan"].finditer(text.text):
        subject = _who(match, text, home, named)
        found += _made(text, match, START, subject) + _made(text, match, END, subject, "slut")
    return found


def _goes_on(text: _Text, at: int, subject: str) -> list[Time]:
    """What the same subject does next: "startade den 1 mars 2020 och avslutades den ..."."""
    match = _forms()["vidare"].match(text.text, at)
    return _made(text, match, END, subject) if match else []


def _made(
    text: _Text, match: re.Match[str], ande: str, subject: str, group: str = "datum"
) -> list[Time]:
    time = text.time(match.span(group), ande, subject)
    return [] if time is None else [time]


def _who(match: re.Match[str], text: _Text, home: str, named: Named) -> str:
    groups = match.groupdict()
    told = groups["vem"] or groups["vem2"]
    mark = re.search(r"<(\d+)>", told)
    return text.shown[int(mark[1])] if mark else _one(home, named)


def _one(home: str, named: Named) -> str:
    """Whom "projektet" is: the only insats that the paragraph and its section name."""
    told = [*named.names, *([home] if home else [])]
    if len({_key(name) for name in told}) != 1:
        return ""
    return home or told[0]


@cache
def _key(name: str) -> frozenset[str]:
    """The words that tell a name: MIA, MIA-projektet and ESF-projektet MIA are one."""
    loose = {words.fold(word) for word in words.load("tider")["bestamning"]}
    parts = re.split(r"[\s-]+", " ".join(w for w in words.fold(name).split() if w not in loose))
    return frozenset(part for part in parts if part not in loose) or frozenset({words.fold(name)})


def iso(text: str) -> str | None:
    """A folded date as ISO, as fine as it is printed; None for a day that does not exist."""
    match = _parts().fullmatch(text.strip())
    if match is None:
        return None
    found = match.groupdict()
    year = int(found["y1"] or found["y2"] or found["y3"] or found["y4"])
    name = found["manad"]
    printed = found["m1"] or found["m2"]
    month = _months()[name] if name else int(printed) if printed else 0
    if not month:
        return str(year)
    if not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    day = found["d1"] or found["d2"] or found["d3"]
    if found["sista"]:
        day = str(last)
    if day is None:
        return f"{year}-{month:02}"
    return f"{year}-{month:02}-{int(day):02}" if 1 <= int(day) <= last else None


def dates_after(text: str) -> list[tuple[str, str]]:
    """The ends that a cell's text prints, "t.o.m. april 2022": each date's characters and ISO."""
    # Folding keeps every character of a plain line, so that places are the same in both.
    plain = re.sub(r"\s", " ", text)
    folded = "".join(words.fold(c) or " " for c in plain)
    if len(folded) != len(plain):
        return []
    return [
        (plain[slice(*match.span("datum"))].strip(), date)
        for match in _forms()["tills"].finditer(folded)
        if (date := iso(match["datum"])) is not None
    ]


@cache
def _months() -> dict[str, int]:
    return {str(k): int(v) for k, v in words.load("prosa")["tid"]["manadstal"].items()}


def _any(name: str) -> str:
    """One of the words of a list, the longest first."""
    listed = sorted((words.fold(w) for w in words.load("tider")[name]), key=len, reverse=True)
    shown = [re.escape(w).replace(r"\*", r"\w*").replace(r"\ ", " ") for w in listed]
    whole = [rf"{w}(?!\w)" if w[-1].isalnum() or w.endswith("*") else w for w in shown]
    return rf"(?:{'|'.join(whole)})"


@cache
def _parts() -> re.Pattern[str]:
    """A date in full, with its parts."""
    month = "|".join(sorted(_months(), key=len, reverse=True))
    return re.compile(
        rf"(?:den )?(?:(?:(?P<sista>{_any('sista')})|(?P<d1>\d{{1,2}})(?::?e)?)"
        r"(?: dagen)?(?: i)? )?"
        rf"(?P<manad>{month})\.?(?: ar)?,? (?P<y1>{_YEAR})"
        rf"|(?P<y2>{_YEAR})-(?P<m1>\d\d)(?:-(?P<d2>\d\d))?"
        rf"|(?:den )?(?P<d3>\d{{1,2}})/(?P<m2>\d{{1,2}})[ -]?(?P<y3>{_YEAR})"
        rf"|(?:ar )?(?P<y4>{_YEAR})"
    )


@cache
def _forms() -> dict[str, re.Pattern[str]]:
    bare = re.sub(r"\(\?P<\w+>", "(?:", _parts().pattern)
    no_more = r"(?![\w/]|-\d| ?%)"
    date = rf"(?P<datum>{bare}){no_more}"
    stop = rf"(?=\s*(?:$|[.,;:()!?]|-\s|{_any('efter')}))"
    fill = rf"(?: {_any('utfyllnad')})*"
    aux = rf"(?: {_any('hjalpverb')})*"
    who = rf"(?P<vem>(?:{_any('bestamning')} )*(?:<\d+>|{_any('pronomen')}))"
    behind = "".join(rf"(?<!\b{words.fold(w)} )" for w in words.load("tider")["hor_till"])
    clause = r"(?:^|(?<=[.;:(,] )|(?<=[(])|(?<=\boch ))"
    again = who.replace("<vem>", "<vem2>")
    whose = rf"(?:{clause}{who},?(?: som)?|(?<![\w<>-]){behind}{again},? som)"
    to = rf"(?: {_any('tills')})"
    verb = {"start": _any("borjar"), "slut": _any("slutar"), "varar": _any("varar")}
    between = rf" ?{_any('mellan')} ?"
    both = rf"(?P<datum>{bare}){between}(?P<slut>{bare}){no_more}"
    forms = {
        "varar_mellan": rf"{whose}{aux} {verb['varar']}{fill}(?: mellan)? {both}",
        "tiden": rf"\b{_any('tiden')}(?:,? ?[(:])?(?:,? {_any('tidens_utfyllnad')})* ?{both}",
        "tills": rf"(?<![\w.]){_any('tills')} (?P<datum>{bare}){no_more}",
        "vidare": rf",? och{aux} (?:{verb['slut']}{fill}{to}?|{verb['varar']}{fill}{to})"
        rf" {date}{stop}",
    }
    for name, told in verb.items():
        until = {"start": "", "slut": rf"{to}?", "varar": to}[name]
        forms[name] = rf"{whose}{aux} {told}{fill}{until} {date}{stop}"
        back = rf"{date} {told}(?: {_any('utfyllnad')})* {who}{stop}"
        forms[f"{name}_omvant"] = (
            rf"\b{told}{fill} {who}{fill}{to} {date}{stop}" if name == "varar" else rf"\b{back}"
        )
    for ande, name in ((START, "etikett_borjar"), (END, "etikett_slutar")):
        forms[f"etikett_{ande}"] = rf"{_any(name)} ?: {date}{stop}"
    return {name: re.compile(form) for name, form in forms.items()}

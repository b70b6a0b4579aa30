"""Figures in running text, sent to the dataset that their measure belongs to.

A figure is the förbund's, an insats's, or of a part of the costs (individ, struktur,
administration). One whose subject is none of these (several insatser together, a group of them, a
landlord) would look like the whole förbund's, so it goes to `ovrigt`, and so does a measure that
no dataset has, or a dataset cannot tell apart: the budget of the förbund, money of a project's
whole time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from finsam_analysis import words
from finsam_analysis.clean.context import Context, municipality
from finsam_analysis.clean.facts import OVRIGT, Fact, in_kronor
from finsam_analysis.clean.labels import known_as
from finsam_analysis.clean.medlemsbidrag import member
from finsam_analysis.clean.people import count_or_share
from finsam_analysis.clean.registry import Insats, is_name
from finsam_analysis.read.prose.money import INCOME
from finsam_analysis.read.prose.reader import Figure
from finsam_analysis.read.surveys.groups import group_of

PROSA = "prosa"
_PEOPLE = frozenset({"antal", "procent"})
_MONEY = frozenset({"kr", "tkr", "mkr"})
COUNT = "antal"
ADMINISTRATION = "administration"
_MOST = "högst"  # the note of a goal that is a limit
_OF_PEOPLE = frozenset({"deltagare", "avslut", "forsorjning", "remittering", "bakgrund"})
_TAKES_PART = frozenset({"deltagare", "avslut"})  # a background can be the whole country's
_RUN = re.compile(r"(?:19|20)\d\d\.\.(?:19|20)\d\d")
_WHOLE_KINDS = frozenset({"individ", "struktur"})


@dataclass(frozen=True, slots=True)
class _Home:
    """Where a figure goes: the dataset, its columns, and whether it is a total."""

    dataset: str
    extra: dict[str, Any] = field(default_factory=dict)
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class _Owner:
    """Whose a figure is: the förbund's, an insats's, or of a part of the costs."""

    whole: bool
    insats: Insats | None = None
    kategori: str | None = None


def clean_prosa(context: Context) -> list[Fact]:
    """One row per figure captured in prose; table_id is `prosa`."""
    figures = context.report.figures
    paid = {
        measure: {figure.subject for figure in figures if figure.measure == measure}
        for measure in ("budget", "kostnader")
    }
    for figure in figures:
        # What people take part in is an insats, and so is what has both a budget and a cost.
        home = _of_people(figure)
        takes_part = home is not None and home.dataset in _TAKES_PART
        if takes_part or figure.subject in paid["budget"] & paid["kostnader"]:
            _insats(context, figure.subject, takes_part=True)
    return [_clean(context, figure) for figure in figures]


def _clean(context: Context, figure: Figure) -> Fact:
    whole = figure.subject == context.report.forbund
    insats = _insats(context, figure.subject)
    kategori = None if whole or insats else known_as(figure.subject, "ekonomi", "rubrik")
    home = _home(context, figure, _Owner(whole, insats, kategori))
    made = Fact(
        dataset=home.dataset,
        report_id=context.report.report_id,
        forbund_id=context.report.forbund_id,
        year=_year(figure.scope, context.report.year),
        line=figure.line,
        page=figure.page,
        table_id=PROSA,
        label_raw=figure.subject,
        kolumn_raw=figure.measure,
        raw=figure.raw,
        varde=_printed(figure),
        enhet=figure.unit if figure.unit in _units() else COUNT,
        is_total=home.is_total,
        anmarkning=figure.note,
    )
    if figure.unit not in _units():
        made.note(f"räknat i {figure.unit}")
    made.extra = {
        "insats_id": insats.insats_id if insats else None,
        "kommun": _kommun(context, figure),
        "kon": figure.kon,
        "period": _period(figure.scope),
        **home.extra,
    }
    if home.dataset in {*_OF_PEOPLE, "mal", "indikatorer"}:
        count_or_share(made)
    if home.dataset in {"rakenskaper", "mal", "ekonomi", "medlemsbidrag"}:
        made.extra["belopp_kr"] = in_kronor(made.varde, made.enhet)
    return made


def _kommun(context: Context, figure: Figure) -> str | None:
    """The kommun by its name in the tables, else as printed: a part is never shown as the whole."""
    return (municipality(context, figure.kommun) or figure.kommun) if figure.kommun else None


def _units() -> list[str]:
    """The units of the contract; a count of something else keeps its word as a remark."""
    return list(words.load("kolumner")["kolumn"]["enhet"]["kategorier"])


def _printed(figure: Figure) -> Decimal:
    """The value with the decimals that are printed, which say how it is rounded."""
    exact = Decimal(str(figure.value))
    return exact if exact % 1 or "," in figure.raw else Decimal(int(exact))


def _home(context: Context, figure: Figure, owner: _Owner) -> _Home:
    """The dataset and columns of a figure; `ovrigt` under its measure where none has it."""
    if figure.measure.startswith("mal_"):
        most = _MOST in figure.note.split("; ")
        matt = figure.measure.removeprefix("mal_")
        if matt == "kostnader" and owner.kategori == ADMINISTRATION:
            matt = ADMINISTRATION
        direction = "hogst" if most else "minst"
        return _Home("mal", {"matt": matt, "del": "mal", "riktning": direction})
    found = _of_people(figure)
    if found is not None and (owner.whole or owner.insats):
        return found
    group, rules = group_of(figure.subject), words.load("prosamatt")
    if group is not None and figure.measure in rules["enkat"]:
        svar = rules["enkat"][figure.measure]
        return _Home("indikatorer", {"respondentgrupp": group, "svar": svar})
    if figure.unit in _MONEY:
        of_money: tuple[Callable[[Context, Figure, _Owner], _Home | None], ...]
        of_money = (_of_books, _of_insats, _of_members)
        for rule in of_money:
            found = rule(context, figure, owner)
            if found is not None:
                return found
    return _Home(OVRIGT, {"matt": figure.measure})


def _of_people(figure: Figure) -> _Home | None:
    """Counts and shares of people: took part, left, who sent them, what they live on, schooling."""
    rules, measure = words.load("prosamatt"), figure.measure
    if figure.unit not in _PEOPLE:
        return None
    if measure in rules["matt"]["deltagare"]:
        return _Home("deltagare", {"matt": measure})
    ending = measure.removeprefix("avslutade_")
    if measure.startswith("avslutade_") and ending in rules["orsak"]:
        return _Home("avslut", {"orsak": rules["orsak"][ending]})
    sender = measure.removeprefix("remitterade_")
    if measure.startswith("remitterade_") and sender in rules["remittent"]:
        return _Home("remittering", {"remittent": rules["remittent"][sender]})
    income, _, when = re.sub(r"_vid_(inskrivning|avslut)$", r" \1", measure).partition(" ")
    if income in rules["forsorjning"]:
        living = rules["forsorjning"][income]
        return _Home("forsorjning", {"forsorjning": living, "tidpunkt": when or None})
    group, _, background = measure.partition("_")
    if group in rules["matt"]["deltagare"] and background in rules["utbildning"]:
        kategori = rules["utbildning"][background]
        return _Home("bakgrund", {"dimension": "utbildning", "kategori": kategori})
    if group in rules["matt"]["deltagare"] and re.match(r"(?:under|over)_\d+_ar$", background):
        return _Home("bakgrund", {"dimension": "alder", "kategori": background})
    return None


def _of_books(context: Context, figure: Figure, owner: _Owner) -> _Home | None:
    """An amount of the förbund's own books."""
    post = words.load("prosamatt")["pengar"].get(figure.measure)
    if post is None or not owner.whole:
        return None
    return _Home("rakenskaper", {"post": post, "rapport": None})


def _of_insats(context: Context, figure: Figure, owner: _Owner) -> _Home | None:
    """The year's budget, cost or deviation of an insats, or of all of one kind."""
    post = words.load("prosamatt")["insats"].get(figure.measure)
    of_whom = owner.insats or owner.kategori
    if post is None or not of_whom or _period(figure.scope) != "ar" or INCOME in figure.note:
        return None
    kategori = owner.kategori or (owner.insats.typ if owner.insats else None)
    total = owner.kategori in _WHOLE_KINDS
    return _Home("ekonomi", {"post": post, "kategori": kategori}, is_total=total)


def _of_members(context: Context, figure: Figure, owner: _Owner) -> _Home | None:
    """What the members give together, or one of them; what several give together is neither."""
    if figure.measure != "medlemsbidrag" or owner.insats or _is_several(figure.subject):
        return None
    medlem = "summa" if owner.whole else member(context, figure.subject)
    report = context.report
    planned = report.kind == "verksamhetsplan" and _year(figure.scope, report.year) >= report.year
    slag = "budget" if planned else "utfall"
    return _Home("medlemsbidrag", {"medlem": medlem, "slag": slag}, is_total=owner.whole)


def _insats(context: Context, subject: str, *, takes_part: bool = False) -> Insats | None:
    """The insats that a subject names; None for the förbund, for groups and for several at once.

    What people take part in (`takes_part`) is an insats, and gets an entry if it has none.
    """
    if subject == context.report.forbund or not is_name(subject) or _is_several(subject):
        return None
    found = context.registry.find(subject)
    if found is None and takes_part:
        found = context.registry.add(subject, context.report.year)
    return found


def named_insats(context: Context, subject: str) -> Insats | None:
    """The insats that a subject names, if it is known."""
    return _insats(context, subject)


def _is_several(subject: str) -> bool:
    """True for insatser together: two names, or what a kind of insatser is called."""
    kinds = [kind for names in words.load("ekonomi")["rubrik"].values() for kind in names]
    return " och " in subject or ", " in subject or words.fold(subject) in kinds


@cache
def _period(scope: str) -> str:
    if re.fullmatch(r"(19|20)\d\d", scope.strip()):
        return "ar"
    if scope.startswith("projekt") or _RUN.fullmatch(scope):
        return "projekt"  # a run of years is no year
    return "del_av_ar" if re.match(r"20\d\d-\d\d", scope) else "ar"


@cache
def _year(scope: str, year: int) -> int:
    found = re.findall(r"(?:19|20)\d\d", scope)
    if not found or _period(scope) == "projekt":
        return year
    return int(found[-1] if re.match(r"20\d\d-\d\d\.\.", scope) else found[0])


def counted(figure: Figure) -> tuple[str, dict[str, Any]] | None:
    """The dataset of people that a figure belongs to and its columns there, if it is of people."""
    home = _of_people(figure)
    return None if home is None else (home.dataset, home.extra)


def about(context: Context, figure: Figure) -> tuple[Insats | None, str, int]:
    """The insats, the period and the year that a figure is of."""
    year = _year(figure.scope, context.report.year)
    return _insats(context, figure.subject), _period(figure.scope), year

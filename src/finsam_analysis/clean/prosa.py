"""Figures in running text, sent to the dataset that their measure belongs to.

People are counted of the förbund or of an insats. A figure whose subject is neither (several
insatser together, a group) would look like the whole förbund's, so it goes to `ovrigt`.
"""

from __future__ import annotations

import re
from decimal import Decimal

from finsam_analysis import words
from finsam_analysis.clean.context import Context, municipality
from finsam_analysis.clean.facts import Fact, in_kronor
from finsam_analysis.clean.people import count_or_share
from finsam_analysis.clean.registry import Insats, is_name
from finsam_analysis.read.prose import Figure

PROSA = "prosa"
_PEOPLE = frozenset({"antal", "procent"})
COUNT = "antal"
_MOST = "högst"  # the note of a goal that is a limit
_OF_PEOPLE = frozenset({"deltagare", "avslut", "forsorjning", "remittering"})


def clean_prosa(context: Context) -> list[Fact]:
    """One row per figure captured in prose; table_id is `prosa`."""
    return [_clean(context, figure) for figure in context.report.figures]


def _clean(context: Context, figure: Figure) -> Fact:
    dataset, extra = _place(figure)
    insats = _insats(context, figure.subject, takes_part=dataset in _OF_PEOPLE)
    if dataset in _OF_PEOPLE and insats is None and figure.subject != context.report.forbund:
        dataset, extra = "ovrigt", {"matt": figure.measure}
    made = Fact(
        dataset=dataset,
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
        anmarkning=figure.note,
    )
    if figure.unit not in _units():
        made.note(f"räknat i {figure.unit}")
    made.extra = {
        "insats_id": insats.insats_id if insats else None,
        "kommun": municipality(context, figure.kommun) if figure.kommun else None,
        "kon": figure.kon,
        "period": _period(figure.scope),
        **extra,
    }
    if dataset in {"deltagare", "avslut", "forsorjning", "remittering", "mal"}:
        count_or_share(made)
    if dataset in {"rakenskaper", "mal"}:
        made.extra["belopp_kr"] = in_kronor(made.varde, made.enhet)
    return made


def _units() -> list[str]:
    """The units of the contract; a count of something else keeps its word as a remark."""
    return list(words.load("kolumner")["kolumn"]["enhet"]["kategorier"])


def _printed(figure: Figure) -> Decimal:
    """The value with the decimals that are printed, which say how it is rounded."""
    exact = Decimal(str(figure.value))
    return exact if exact % 1 or "," in figure.raw else Decimal(int(exact))


def _place(figure: Figure) -> tuple[str, dict[str, object]]:
    rules = words.load("prosamatt")
    measure = figure.measure
    if measure.startswith("mal_"):
        most = _MOST in figure.note.split("; ")
        direction = "hogst" if most else "minst"
        matt = measure.removeprefix("mal_")
        return "mal", {"matt": matt, "del": "mal", "riktning": direction}
    if measure in rules["matt"]["deltagare"] and figure.unit in _PEOPLE:
        return "deltagare", {"matt": measure}
    ending = measure.removeprefix("avslutade_")
    if measure.startswith("avslutade_") and ending in rules["orsak"] and figure.unit in _PEOPLE:
        return "avslut", {"orsak": rules["orsak"][ending]}
    match = re.match(r"(\w+?)_(?:vid_)?(inskrivning|avslut)$", measure)
    if match and match.group(1) in words.load("axlar")["forsorjning"] and figure.unit in _PEOPLE:
        return "forsorjning", {"forsorjning": match.group(1), "tidpunkt": match.group(2)}
    if measure in rules["pengar"] and figure.unit in {"kr", "tkr", "mkr"}:
        return "rakenskaper", {"post": rules["pengar"][measure], "rapport": None}
    return "ovrigt", {"matt": measure}


def _insats(context: Context, subject: str, *, takes_part: bool) -> Insats | None:
    """The insats that a subject names; None for the förbund, for groups and for several at once.

    What people take part in (`takes_part`) is an insats, and gets an entry if it has none.
    """
    if subject == context.report.forbund or not is_name(subject) or _is_several(subject):
        return None
    found = context.registry.find(subject)
    if found is None and takes_part:
        found = context.registry.add(subject, context.report.year)
    return found


def _is_several(subject: str) -> bool:
    """True for insatser together: two names, or what a kind of insatser is called."""
    kinds = [kind for names in words.load("ekonomi")["rubrik"].values() for kind in names]
    return " och " in subject or ", " in subject or words.fold(subject) in kinds


def _period(scope: str) -> str:
    if re.fullmatch(r"(19|20)\d\d", scope.strip()):
        return "ar"
    if scope.startswith("projekt"):
        return "projekt"
    return "del_av_ar" if re.match(r"20\d\d-\d\d", scope) else "ar"


def _year(scope: str, year: int) -> int:
    found = re.findall(r"(?:19|20)\d\d", scope)
    if not found or scope.startswith("projekt"):
        return year
    return int(found[-1] if re.match(r"20\d\d-\d\d\.\.", scope) else found[0])

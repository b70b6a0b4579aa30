"""The year or period that a figure is about.

`2020` a year · `projekt` a whole project · `2020-06..2020-12` a part of a year · `2023..2026` a run
of years. The year stands by the number ("168 2021", "(44 % år 2021)"), opens the sentence ("År 2019
avslutades ..."), or is the report's own. A year that the figure is compared with is not its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from finsam_analysis.read.prose.clause import Clause, listed
from finsam_analysis.read.prose.lexicon import Hit
from finsam_analysis.read.prose.mention import MONEY, is_year, months
from finsam_analysis.read.prose.month_spans import PROJECT as PROJECT
from finsam_analysis.read.prose.month_spans import months_told
from finsam_analysis.read.prose.reading import EXIT, PREVIOUS, Memory, Reading
from finsam_analysis.read.prose.shares import pair

RUN = re.compile(r"((?:19|20)\d\d)[-–]((?:19|20)\d\d)$")
PARTS = {
    "tid.tertial_1": ("01", "04"),
    "tid.tertial_2": ("05", "08"),
    "tid.tertial_3": ("09", "12"),
    "tid.halvar_1": ("01", "06"),
    "tid.halvar_2": ("07", "12"),
    "tid.kvartal_1": ("01", "03"),
    "tid.kvartal_2": ("04", "06"),
    "tid.kvartal_3": ("07", "09"),
    "tid.kvartal_4": ("10", "12"),
    "tid.var": ("01", "06"),
    "tid.sommar": ("06", "08"),
    "tid.host": ("07", "12"),
}
_THEN = "da"
_LONG = 8
_OF_PROJECTS = ("deltagare", "nya", "avslutade")


def scope(
    clause: Clause, no: int, reading: Reading, memory: Memory, year: int, section: str, ended: int
) -> str:
    """The scope of the figure. `section` is its heading, folded; `ended` is 2 if
    the paragraph says that its project has ended, 1 if the section does.
    """
    stated = _stated(clause, no, reading, year)
    if stated:
        return stated
    project = any(
        word.rstrip("*") in section for word in listed("tid", "projekt") if len(word) > _LONG
    )
    heading_year = None if project else re.search(r"(?:19|20)\d\d", section)
    if reading.when == PREVIOUS or _last_year(clause, no):
        return str(year - 1)
    inherited = reading.when if reading.when not in (PREVIOUS, "inskrivning", "avslut") else ""
    if reading.measure.startswith(_OF_PROJECTS) and _so_far(
        clause, year, memory.project or "projekt" in section
    ):
        return PROJECT
    ahead = any(word in section for word in listed("lista", "framtidsrubrik"))
    if ahead and reading.measure == "budget" and not clause.has("mal.modal"):
        return str(year + 1)  # "Förväntad utveckling: vi har i år en budget på 32 mkr"
    told = _told(clause, no, year, memory)
    if told:
        return told
    if inherited:
        return inherited
    opening = _opening_year(clause, no)
    if opening is not None:
        return str(opening)
    # The time that people took part in is none of an amount, but for grants to a project.
    money = clause.mentions[no].unit in MONEY and reading.measure != "esf_medel"
    if memory.scope and not memory.scope.isdigit() and not money:
        return memory.scope
    if memory.scope.isdigit() and int(memory.scope) > year and _is_plan(clause, reading):
        return memory.scope
    over = ended == 2 or (ended == 1 and heading_year is None)
    if project or (over and not memory.scope and reading.measure in _OF_PROJECTS):
        return PROJECT
    return str(year)


def _stated(clause: Clause, no: int, reading: Reading, year: int) -> str:
    """The scope that stands by the number itself; empty if none does."""
    ends = _years_of_ends(clause, no) or _year_of_label(clause, no, year)
    if ends:
        return ends
    own = _own_year(clause, no)
    if reading.measure.startswith(("eget_kapital", "overskott")):
        if own is None:
            return _balance_year(clause, no, reading, year)
        return str(own - 1 if _goes_in(clause, own) else own)
    if reading.measure.endswith(("_okning", "_minskning")):
        own = _change_year(clause, own)
    if own is None:
        return ""
    if own > year and _so_far(clause, own, reading.goal):
        return PROJECT
    return _part_of_own(clause, no, own) or str(own)


def _year_of_label(clause: Clause, no: int, year: int) -> str:
    """As in "Resultat 2021: 36 deltagare", "Resultat t.o.m. 2021: 63": of the label."""
    colon = next((at for at, key in enumerate(clause.keys[:_LONG]) if key == ":"), 0)
    last = clause.tokens[colon - 1] if colon > 1 else None
    if last is None or not is_year(last) or colon >= clause.mentions[no].start:
        return ""
    if clause.bracket[clause.mentions[no].start] >= 0 or clause.bracket[colon] >= 0:
        return ""
    before = set(clause.keys[:colon])
    until = {"t.o.m", "tom"} & before or {"till", "med"} <= before
    return PROJECT if until else last.text if int(last.text) <= year else ""


def _years_of_ends(clause: Clause, no: int) -> str:
    """As in "från 71 till 84 mellan 2021 och 2022": each end's own year."""
    end = pair(clause, no)
    if not end:
        return ""
    for at, key in enumerate(clause.keys[:-3]):
        if key == "mellan" and clause.keys[at + 2] == "och":
            years = clause.tokens[at + 1], clause.tokens[at + 3]
            if all(is_year(token) for token in years):
                return years[end == EXIT].text
    return ""


def _is_plan(clause: Clause, reading: Reading) -> bool:
    """True for what is planned, which may be of the coming year that was named before."""
    ahead = not listed("lista", "framatverb").isdisjoint(clause.keys)
    planned = reading.goal or reading.measure.startswith("budget")
    return planned or ahead or clause.has("mal.modal")


def _part_of_own(clause: Clause, no: int, own: int) -> str:
    """As in "första kvartalet 2022": the part of the year that stands right before it."""
    for name, (first, last) in PARTS.items():
        for hit in clause.find([*clause.left(no), *clause.right(no)], name):
            if _names(clause, hit.end, own):
                return f"{own}-{first}..{own}-{last}"
    return ""


def _change_year(clause: Clause, own: int | None) -> int | None:
    """The later year of "ökade mellan 2023 och 2024"."""
    years = [int(token.text) for token in clause.tokens if is_year(token)]
    return max(years) if own is not None and len(years) > 1 else own


def _own_year(clause: Clause, no: int) -> int | None:
    """The year that stands by the number: in its bracket, after it, or just before it."""
    mention = clause.mentions[no]
    opened = clause.bracket[mention.start]
    if opened >= 0:
        inside = [
            at for at in range(opened + 1, clause.closing(opened)) if is_year(clause.tokens[at])
        ]
        return int(clause.tokens[inside[0]].text) if inside else None
    right = clause.right(no)
    stop = _boundary(clause, no, right)
    for at in right:
        if at >= stop:
            break
        if (
            is_year(clause.tokens[at])
            and not _compared(clause, at, mention.end)
            and not _dated(clause, at)
        ):
            return None if _opens_run(clause, at) else int(clause.tokens[at].text)
    return _year_before(clause, no)


def _opens_run(clause: Clause, at: int) -> bool:
    """True for the first year of "åren 2023 till 2026"."""
    linked = clause.keys[at + 1 : at + 2] in (["till"], ["-"], ["–"])
    later = clause.tokens[at + 2 : at + 3]
    return bool(linked and later and is_year(later[0]) and later[0].text > clause.tokens[at].text)


def _year_before(clause: Clause, no: int) -> int | None:
    mention = clause.mentions[no]
    low = clause.mentions[no - 1].end if no else 0
    left = [at for at in clause.left(no) if at >= low]
    years = [at for at in left if is_year(clause.tokens[at])]
    for at in reversed(years):
        after = [clause.keys[place] for place in range(at + 1, mention.start)]
        if _THEN in after:
            return int(clause.tokens[at].text)
        if no and not _starts_clause(clause, at, low):
            continue
        if no and not _compared(clause, at, low) and not _dated(clause, at):
            return int(clause.tokens[at].text)
    return None


def _starts_clause(clause: Clause, at: int, low: int) -> bool:
    """True if an "och" or a comma parts the year from the number before."""
    gap = [clause.keys[place] for place in range(low, at)]
    return bool({"och", ",", "medan", "samt", "varav"} & set(gap)) or low == 0


def _boundary(clause: Clause, no: int, right: Sequence[int]) -> int:
    """The first place after the number where what follows is the next number's."""
    if no + 1 >= len(clause.mentions):
        for at in right:
            if clause.tokens[at].text == "," and clause.keys[at + 1 : at + 2] not in (
                ["varav"],
                [],
            ):
                return at
        return len(clause.tokens)
    for at in right:
        if clause.keys[at] in ("och", "varav", "medan", "samt") or clause.tokens[at].text == ",":
            follows = clause.keys[at + 1 : at + 3]
            joined = (
                clause.keys[at] == "och" and at > 0 and is_year(clause.tokens[at - 1]) and follows
            )
            if joined and is_year(clause.tokens[at + 1]) and at + 1 == right[-1]:
                continue
            return at
    return len(clause.tokens)


def _compared(clause: Clause, at: int, low: int) -> bool:
    """True for a year that others are compared with: "än 2021", "samma som förbundet hade 2018"."""
    if "samma" in clause.keys[low:at] and "som" in clause.keys[low:at]:
        return True
    for hit in clause.hits:
        if hit.concept == "tid.jamfor" and hit.start >= low and hit.end <= at and at - hit.end <= 2:
            # "vilket kan jämföras med 200 under 2018": the number itself is what is compared.
            return not any(clause.owner[place] >= 0 for place in range(hit.end, at))
    return False


def _dated(clause: Clause, at: int) -> bool:
    """True if the year is part of a date or a month, which says when something happened."""
    return at > 0 and clause.keys[at - 1] in months()


def _goes_in(clause: Clause, year: int) -> bool:
    """As in "Vi går in i 2025 med ett eget kapital på": the balance is that of the year before."""
    return any(
        hit.concept == "tid.gar_in"
        and clause.tokens[hit.end : hit.end + 2]
        and _names(clause, hit.end, year)
        for hit in clause.hits
    )


def _names(clause: Clause, at: int, year: int, end: int = 0) -> bool:
    return any(token.text == str(year) for token in clause.tokens[at : end or at + 2])


def _balance_year(clause: Clause, no: int, reading: Reading, year: int) -> str:
    low = clause.mentions[no - 1].end if no else 0
    years = [at for at in range(low, clause.mentions[no].start) if is_year(clause.tokens[at])]
    for at in years:
        found = int(clause.tokens[at].text)
        return str(found - 1 if _goes_in(clause, found) else found)
    right = [at for at in clause.right(no) if is_year(clause.tokens[at])]
    if right and not _compared(clause, right[0], clause.mentions[no].end):
        return clause.tokens[right[0]].text
    if reading.when == PREVIOUS or _last_year(clause, no):
        return str(year - 1)
    return str(year)


def _last_year(clause: Clause, no: int) -> bool:
    """True if the words by the number say the year before: "... kr året innan"."""
    mention = clause.mentions[no]
    right = clause.right(no)
    stop = _boundary(clause, no, right)
    for hit in clause.find([at for at in right if at < stop], "tid.foregaende"):
        if not _compared_hit(clause, hit.start):
            return True
    low = clause.mentions[no - 1].end if no else 0
    for hit in clause.find([at for at in clause.left(no) if at >= low], "tid.foregaende"):
        between = [clause.keys[at] for at in range(hit.end, mention.start)]
        opens = hit.start == 0 and not {",", "och", "medan"} & set(between)
        if _THEN in between or opens or (no > 0 and not _compared_hit(clause, hit.start)):
            return True
    return False


def _compared_hit(clause: Clause, at: int) -> bool:
    return any(
        hit.concept == "tid.jamfor"
        and 0 <= at - hit.end <= 1
        and all(clause.owner[place] < 0 for place in range(hit.end, at))
        for hit in clause.hits
    )


def _told(clause: Clause, no: int, year: int, memory: Memory) -> str:
    """A project, a part of a year or a run of years that the sentence names."""
    mention = clause.mentions[no]
    near = [*clause.left(no), *clause.right(no)]
    run = _run_of_years(clause, near)
    if run:
        return run
    part_of_year = "" if mention.unit in MONEY else _part_told(clause, no)
    if part_of_year and not _of_the_year(clause, no):
        if part_of_year == "tid.halvar_1" and _late_start(memory, year):
            return memory.part
        first, last = PARTS[part_of_year]
        return f"{year}-{first}..{year}-{last}"
    part = months_told(clause, year)
    if part:
        return part
    if _runs_until(clause, mention.start):
        return PROJECT
    low = clause.mentions[no - 1].end if no else 0
    projects = [
        hit
        for hit in clause.hits
        if hit.concept == "tid.projekt" and not _began(clause, hit.start, year)
    ]
    yearly = [
        hit for hit in clause.hits if hit.concept == "tid.aret" and not _ends_year(clause, hit)
    ]
    if projects:
        nearest_year = [hit for hit in yearly if low <= hit.start]
        before = [
            hit
            for hit in projects
            if hit.start < mention.start or (hit.start in near and _joined(clause, no, hit.start))
        ]
        if before and not (
            nearest_year
            and nearest_year[-1].start < mention.start
            and before[-1].start < nearest_year[-1].start
        ):
            return PROJECT
    if yearly and any(hit.start < mention.start or hit.start in near for hit in yearly):
        return str(year)
    return ""


def _ends_year(clause: Clause, hit: Hit) -> bool:
    """True for "årets slut", which is a day."""
    return not listed("lista", "arsskifte").isdisjoint(clause.keys[hit.end : hit.end + 1])


def _part_told(clause: Clause, no: int) -> str:
    """The part of a year named nearest: right after the number, else last before it."""
    right, left = clause.find(clause.right(no), *PARTS), clause.find(clause.left(no), *PARTS)
    if right and no + 1 == len(clause.mentions):
        return right[0].concept
    return left[-1].concept if left else right[0].concept if right else ""


def _so_far(clause: Clause, year: int, project: bool) -> bool:
    """As in "Till och med december 2022 har projektet haft 97": all of a project to this day."""
    if not (project or any(key.startswith("projekt") for key in clause.keys)):
        return False
    return any(
        _names(clause, hit.end, year, hit.end + 3)
        for hit in clause.find(range(len(clause.tokens)), "tid.tills")
    )


def _runs_until(clause: Clause, stop: int) -> bool:
    """As in "Projektet pågår 2022-09-01 till 2025-08-31": what follows is of its whole time."""
    dates = [at for at in range(stop) if re.match(r"\d{4}-\d\d-\d\d$", clause.tokens[at].text)]
    return any(
        first + 2 == second and clause.keys[first + 1] in ("till", "-", "–")
        for first, second in zip(dates, dates[1:], strict=False)
    )


def _began(clause: Clause, at: int, year: int) -> bool:
    """As in "som startade i mars 2020 har hittills": so far is the year that it began in."""
    return clause.keys[at] == "hittills" and _names(clause, 0, year, at)


def _joined(clause: Clause, no: int, at: int) -> bool:
    """True if no comma parts the number from the words after it."""
    return not any(token.text == "," for token in clause.tokens[clause.mentions[no].end : at])


def _late_start(memory: Memory, year: int) -> bool:
    """True if the insats began in the middle of the year: its first half is the later."""
    return bool(memory.part) and memory.part[:7] >= f"{year}-05"


def _of_the_year(clause: Clause, no: int) -> bool:
    """As in "årets 18 remisser" is of the year, whatever part of it the sentence opens with."""
    return clause.keys[clause.mentions[no].lead - 1 : clause.mentions[no].lead] == ["arets"]


def _run_of_years(clause: Clause, near: Sequence[int]) -> str:
    for at in near:
        found = RUN.match(clause.tokens[at].text) if clause.tokens[at].kind == "utom" else None
        if found and found[1] < found[2]:
            return f"{found[1]}..{found[2]}"
        if (
            is_year(clause.tokens[at])
            and clause.keys[at + 1 : at + 2] in (["till"], ["-"], ["–"])
            and at + 2 < len(clause.tokens)
        ):
            last = clause.tokens[at + 2]
            fran = at > 0 and clause.keys[at - 1] == "fran"
            if is_year(last) and last.text > clause.tokens[at].text and not fran:
                return f"{clause.tokens[at].text}..{last.text}"
    return ""


def _opening_year(clause: Clause, no: int) -> int | None:
    """The year that the sentence opens with, for all its numbers: "Under 2019 deltog 40"."""
    end = clause.mentions[0].start if clause.mentions else 0
    for at in range(end):
        if is_year(clause.tokens[at]) and not _compared(clause, at, 0) and not _dated(clause, at):
            fresh = at == 0 or clause.keys[at - 1] not in (
                "agenda",
                "innan",
                "fore",
                "fran",
                "sedan",
                "till",
            )
            relative = [place for place in range(at) if clause.keys[place] == "som"]
            leaving = relative and clause.find(range(relative[-1], at), "avslutade")
            if fresh and (not relative or leaving):
                return int(clause.tokens[at].text)
    return None

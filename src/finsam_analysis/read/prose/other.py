"""Figures that are no participants and no amounts: staff, sick leave, time, things.

Things that can be counted have a list of nouns with their measure; a count in digits of a noun that
no list has, and a percentage that no rule fits, are kept as `ovrigt` with the noun phrase. Numbers
in words of other nouns ("tre hörnstenar") are left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from finsam_analysis.read.prose.amounts import OTHER, label
from finsam_analysis.read.prose.clause import Clause
from finsam_analysis.read.prose.mal import is_goal
from finsam_analysis.read.prose.members import members
from finsam_analysis.read.prose.numbers import MONEY
from finsam_analysis.read.prose.reading import PREVIOUS, Context, Reading
from finsam_analysis.read.prose.shares import GATHERING

_TIMES = ("manader", "veckor", "dagar", "timmar", "ar")


def read_share_of_money(ctx: Context, no: int) -> list[Reading]:
    """A percentage of costs, contributions or working time; empty if it is none."""
    clause = ctx.clause
    right, left = clause.right(no), clause.left(no)
    last_year = _year_before(ctx, no)
    if last_year is not None:
        return [last_year]
    if clause.find(right, "andel_av.arbetstid") or (
        _sick(ctx, no) and not clause.find(right, "andel_av")
    ):
        return [_sick_leave(clause, no, left)]
    if clause.find(right, "andel_av.kostnader"):
        host = ctx.reading(no - 1) if clause.bracket[clause.mentions[no].start] >= 0 else None
        return [
            Reading("kostnader_andel", goal=is_goal(ctx, no), subject=host.shown if host else "")
        ]
    if _spread(ctx, no, right):
        part = clause.find(right, "subjekt.kategori")[0]
        return [
            Reading(
                "kostnader_andel",
                goal=is_goal(ctx, no),
                subject=printed(clause, part.start, part.end),
            )
        ]
    amount = _of_amount(ctx, no)
    if amount:
        return [Reading(f"{amount}_andel", shown=ctx.readings[no - 1][0].shown)]
    costs = _of_costs(ctx, no, right)
    if costs is not None:
        return [costs]
    funded = clause.find(right, "andel_av.medlemsbidrag")
    if clause.find(left, "pengar.eget_kapital") or (
        funded and ctx.memory.last and ctx.memory.last.measure == "eget_kapital_andel"
    ):
        return [Reading("eget_kapital_andel", goal=is_goal(ctx, no))]
    told = (
        clause.find(range(len(clause.tokens)), "andel_av.finansiering")
        or "finansier" in ctx.topic
        or (ctx.memory.money is not None and ctx.memory.money.measure == "medlemsbidrag")
    )
    parts = clause.find(left, "subjekt.part", "remittent.regionen")
    beside = any(hit.end >= clause.mentions[no].lead - 1 for hit in parts)
    if (funded and (parts or clause.has("subjekt.part"))) or (
        told and parts and (beside or _gives(clause, left))
    ):
        return _contributions(clause, no, left)
    return []


def _of_amount(ctx: Context, no: int) -> str:
    """The measure of the amount before, as in "2,3 mkr, vilket är 21 procent av bidragen"."""
    clause = ctx.clause
    earlier = ctx.reading(no - 1)
    if earlier is None or clause.mentions[no - 1].unit not in MONEY:
        return ""
    bridges = clause.find(clause.left(no), "hang.tvilling")
    bridged = any(hit.end == clause.mentions[no].lead for hit in bridges)
    plain = earlier.measure in ("eget_kapital", "kostnader", "medlemsbidrag", "intakter")
    return earlier.measure if bridged and plain else ""


def _of_costs(ctx: Context, no: int, right: Sequence[int]) -> Reading | None:
    """As in "Av kostnaderna avser 82 procent insatser, 7 procent styrelse": a part by name."""
    clause = ctx.clause
    first = clause.mentions[0].start
    if not clause.find(range(first), "andel_av.kostnader"):
        return None
    end = clause.mentions[no].end
    stop = end
    while stop in right and clause.tokens[stop].kind == "ord" and clause.keys[stop] != "samt":
        stop += 1
    if stop > end and clause.keys[stop - 1] == "och":
        stop -= 1
    return Reading("kostnader_andel", subject=printed(clause, end, stop)) if stop > end else None


def _year_before(ctx: Context, no: int) -> Reading | None:
    """As in "Sjukfrånvaron uppgick till 0,8 % (1,9 %)": a bracket alone is the year before."""
    clause = ctx.clause
    mention, earlier = clause.mentions[no], ctx.reading(no - 1)
    opened = clause.bracket[mention.start]
    if earlier is None or opened < 0 or not earlier.measure.startswith("sjukfranvaro"):
        return None
    alone = mention.start == opened + 1 and mention.end == clause.closing(opened)
    beside = clause.mentions[no - 1].end == opened and clause.mentions[no - 1].unit == mention.unit
    return earlier.copy(when=PREVIOUS, same_as=no - 1) if alone and beside else None


def _spread(ctx: Context, no: int, right: Sequence[int]) -> bool:
    """As in "75 procent ska användas för individinriktade insatser"."""
    clause = ctx.clause
    return bool(
        clause.find(right, "andel_av.fordelning") and clause.find(right, "subjekt.kategori")
    )


def printed(clause: Clause, start: int, end: int) -> str:
    """Words as printed, with a capital first."""
    text = " ".join(token.text for token in clause.tokens[start:end])
    return text[:1].upper() + text[1:]


def _gives(clause: Clause, left: Sequence[int]) -> bool:
    known = {
        "bidrar",
        "bidrog",
        "star",
        "svarar",
        "delar",
        "for",
        "med",
        "bidrag",
        "finansierar",
        "andel",
        "betalar",
        "betalade",
    }
    return bool(known & {clause.keys[at] for at in left})


def _contributions(clause: Clause, no: int, left: Sequence[int]) -> list[Reading]:
    """The members' shares; "kommunen respektive regionen bidrar med 25 procent vardera" is two."""
    each = "vardera" in [clause.keys[at] for at in clause.right(no)[:2]]
    parts = members(clause, left)
    if each and len(parts) > 1:
        return [Reading("medlemsbidrag_andel", subject=part) for part in parts[-2:]]
    return [Reading("medlemsbidrag_andel", subject=parts[-1] if parts else "")]


def _sick(ctx: Context, no: int) -> bool:
    clause = ctx.clause
    return bool(clause.find(range(clause.mentions[no].start), "sjukfranvaro"))


def _sick_leave(clause: Clause, no: int, left: Sequence[int]) -> Reading:
    before = range(clause.mentions[no].start)
    words = clause.find(before, "sjukfranvaro")
    if words and words[-1].concept == "sjukfranvaro.langtid":
        return Reading("langtidssjukfranvaro_andel")
    if (
        any(clause.keys[at].startswith("aldr") or clause.keys[at] == "ar" for at in left[:-1])
        and clause.keys[left[0]] != "den"
    ):
        return Reading("sjukfranvaro_alder", label=label(clause, no))
    return Reading("sjukfranvaro")


def read_time(ctx: Context, no: int) -> list[Reading]:
    """Months, days, hours: time in the insats, sick leave, working time; else left out."""
    clause = ctx.clause
    left = clause.left(no)
    before = clause.find(range(clause.mentions[no].start), "sjukfranvaro")
    if clause.mentions[no].unit in ("timmar", "dagar") and before:
        long = before[-1].concept == "sjukfranvaro.langtid" or before[-1].start in {
            hit.start for hit in before if hit.concept == "sjukfranvaro.langtid"
        }
        days = clause.mentions[no].unit == "dagar"
        return [
            Reading(
                "langtidssjukfranvaro" if long else "sjukdagar" if days else "sjukfranvaro_timmar"
            )
        ]
    if clause.mentions[no].unit == "timmar" and clause.find(left, "tidmatt.arbetstid"):
        return [Reading("arbetstid")]
    if clause.mentions[no].unit == "ar" and clause.find(left, "tidmatt.avskrivningstid"):
        limit = any(clause.keys[at] == "minst" for at in left)  # what counts as an asset at all
        return [] if limit else [Reading("avskrivningstid")]
    told = clause.find(left, "tidmatt.deltagartid")
    if clause.mentions[no].unit == "ar" and not any(
        clause.keys[at].startswith(("inskr", "insats", "tid")) for at in left
    ):
        told = []  # "Deltagarna är i genomsnitt 22 år": an age
    if clause.mentions[no].unit in ("manader", "veckor", "dagar", "ar") and told:
        if clause.find(range(len(clause.tokens)), "deltagare.fore") or clause.has(
            "person", "tidmatt"
        ):
            return [Reading("deltagartid")]
    return []


def read_other(ctx: Context, no: int) -> list[Reading]:
    """Staff, and other things that can be counted; `ovrigt` for the rest in digits."""
    clause = ctx.clause
    mention = clause.mentions[no]
    noun, end, kinds = clause.noun(no)
    left = clause.left(no)
    if mention.unit == "procent":
        if mention.share:
            return []
        return [Reading(OTHER, label=label(clause, no), goal=is_goal(ctx, no))]
    staff = _staff(ctx, no, noun, kinds, left)
    if staff is not None:
        return [staff]
    if any(hit.concept == "sjukfranvaro.dagar" and hit.start == mention.end for hit in clause.hits):
        return [Reading("sjukdagar")]
    if not noun:
        noun, end = _label_of_thing(clause, no, left, end)
    if noun.startswith("ovrigt."):
        measure = noun.partition(".")[2]
        if measure == "svar":
            return [Reading("enkat_svar")]
        return [
            Reading(
                measure, label=" ".join(token.text for token in clause.tokens[mention.end : end])
            )
        ]
    if noun == "okant" and not mention.word:
        return [
            Reading(OTHER, label=" ".join(token.text for token in clause.tokens[mention.end : end]))
        ]
    if noun.startswith("person") and not mention.word:
        return [Reading(OTHER, label=label(clause, no))]
    return []


def _label_of_thing(clause: Clause, no: int, left: Sequence[int], end: int) -> tuple[str, int]:
    """As in "Styrelsemöten: 6": the noun before a colon and the number."""
    lead = clause.mentions[no].lead
    if lead < 2 or clause.tokens[lead - 1].text != ":":
        return "", end
    found = [hit for hit in clause.find(left, "ovrigt") if hit.end == lead - 1 and not hit.start]
    return (found[0].concept, end) if found else ("", end)


def _staff(
    ctx: Context, no: int, noun: str, kinds: frozenset[str], left: Sequence[int]
) -> Reading | None:
    clause = ctx.clause
    right = clause.right(no)
    if noun.startswith("personal."):
        name = noun.partition(".")[2]
        if name == "medarbetare" and clause.has("hang.samling"):
            return Reading(GATHERING)
        hired = "nya" in kinds or clause.find(left, "nyanstalld")
        return Reading("nyanstallda" if hired else name)
    if noun.startswith("person") or not noun:
        named = clause.find(left, "personal.anstallda") or clause.find(right, "personal.anstallda")
        at_work = any(
            hit.concept == "personal.anstallda" and hit.start == clause.mentions[no].end
            for hit in clause.hits
        )
        if named or at_work:
            past = clause.find(left, "tid.jamfor") and ctx.reading(no - 1) is not None
            return Reading("anstallda", when=PREVIOUS if past else "")
    return None

"""Amounts in running text: costs, income, contributions, result, equity, budget and deviation.

The word that names the amount stands nearest to its left ("kostnaderna uppgick till 16,9 mkr"), or
right after it with a preposition ("32 mnkr i medlemsbidrag", "0,2 mkr under budget"). An amount
without such a word repeats the measure before it when it is compared or listed, else it is kept
as `ovrigt` with its noun phrase.
"""

from __future__ import annotations

from collections.abc import Sequence

from finsam_analysis.read.prose.amounts import (
    OTHER,
    changed_amount,
    each_participant,
    ends_in_budgeted,
    is_apposition,
    is_budgeted,
    label,
    last_amount,
    money_of_goal,
    tells_outcome,
)
from finsam_analysis.read.prose.clause import Clause, listed
from finsam_analysis.read.prose.lexicon import Hit
from finsam_analysis.read.prose.lines import small
from finsam_analysis.read.prose.mal import is_goal
from finsam_analysis.read.prose.members import (
    all_members,
    by_members,
    from_member,
    given,
    in_a_row,
    members,
)
from finsam_analysis.read.prose.numbers import MONEY, is_year
from finsam_analysis.read.prose.period import PROJECT
from finsam_analysis.read.prose.reading import PREVIOUS, Context, Reading

INCOME = "intäkt"  # the note of a deviation of income, which is none of costs
_REACH = 9
_LABEL = 6
_FEW = 3
_NO_GOALS = (OTHER, "budgeterat_resultat", "rekommenderat_eget_kapital")
_AFTER_RESULT = "pengar.efter_resultat"  # "Kapitalet är efter årets resultat 1,3 mkr"
_RESULTS = ("underskott", "overskott", "resultat")


def read_money(ctx: Context, no: int) -> list[Reading]:
    """The reading of an amount; always one, `ovrigt` if nothing names it."""
    clause = ctx.clause
    right, left = clause.right(no), clause.left(no)
    if clause.find([*right, *left], "pengar_tolkning.ej"):
        return []
    reading = (
        _in_bracket(ctx, no)
        or _of_goal_before(ctx, no, left)
        or _share_of_costs(ctx, no, left)
        or changed_amount(ctx, no, left, right)
        or _named_after(ctx, no, right)
        or _named_before(ctx, no, left, right)
        or each_participant(clause, right)
        or _repeated(ctx, no, left)
        or Reading(OTHER, label=label(clause, no))
    )
    earlier = ctx.reading(no - 1)
    again = any(hit.end == clause.mentions[no].lead for hit in clause.find(left, "hang.tvilling"))
    if again and earlier is not None and not reading.subject:
        # "kostade 19,8 mkr, vilket är 1,4 mkr lägre än budget" is of the same.
        reading.shown = reading.shown or earlier.shown
    part = ctx.memory.money
    if no == 0 and part is not None and reading.measure == part.measure == "kostnader":
        # "Kostnaderna för kansli får vara 1,8 mkr. Kostnaden blev 1,7 mkr": of the same part
        if clause.keys[0] in ("kostnaden", "kostnaderna", "utfallet") and not reading.subject:
            reading.shown = reading.shown or part.shown
    if not reading.goal and reading.measure not in _NO_GOALS:
        reading.goal = _goal(ctx, no, left)
    return [reading]


def _of_goal_before(ctx: Context, no: int, left: Sequence[int]) -> Reading | None:
    name = money_of_goal(ctx, left)
    return (
        None
        if name is None
        else Reading(name or OTHER, label="" if name else label(ctx.clause, no))
    )


def _goal(ctx: Context, no: int, left: Sequence[int]) -> bool:
    """Amounts are goals when a goal is named or they must not be passed; a forecast is none."""
    clause = ctx.clause
    before = range(clause.mentions[no - 1].end if no else 0, clause.mentions[no].lead)
    if any(hit.concept == "mal.ord" for hit in clause.find(before, "mal.ord")) and not clause.find(
        before, "mal.ej"
    ):
        return True
    must = {"ska", "skall", "bor"} & {clause.keys[at] for at in left}
    return bool(must) and is_goal(ctx, no)


def _named_after(ctx: Context, no: int, right: Sequence[int]) -> Reading | None:
    clause = ctx.clause
    near = right[:_REACH]
    if not near or clause.keys[near[0]] not in listed("lista", "pengar_efter"):
        return None
    if clause.keys[near[0]] in ("for", "till") or near[0] != clause.mentions[no].end:
        return None
    stop = next(
        (at for at in near if clause.tokens[at].text == "," or clause.keys[at] == "och"), None
    )
    near = [at for at in near if stop is None or at < stop]
    hits = clause.find(near, "pengar")
    if not hits:
        return None
    compared = clause.find(
        near, "pengar.budgetavvikelse", "pengar_tolkning.lagre", "pengar_tolkning.hogre"
    )
    if compared:
        return _deviation(ctx, no, near)
    direct = [hit for hit in hits if clause.keys[near[0]] == "i" and hit.start == near[0] + 1]
    named = [hit for hit in hits if hit.concept not in ("pengar.budget", "pengar.kostnader")]
    named = named or direct  # "7,8 mkr i intäkter och 8,2 mkr i kostnader"
    of_giver = named and (named[0].concept == "pengar.esf_medel" or named[0].start == near[0])
    if not named or (clause.keys[near[0]] == "av" and not of_giver):
        return None
    return _interpreted(ctx, no, named[0], clause.left(no), near)


def _deviation(ctx: Context, no: int, near: Sequence[int]) -> Reading:
    """As in "0,2 mkr under budget": over budget is negative, less income than budgeted too."""
    clause = ctx.clause
    over = bool(clause.find(near, "pengar_tolkning.minus", "pengar_tolkning.hogre"))
    under = bool(clause.find(near, "pengar_tolkning.lagre"))
    left = clause.left(no)
    income = bool(clause.find(left, "pengar.intakter", "pengar.esf_medel"))
    sign = -1 if (over and not income) or (under and income) else 1
    note = [*(["tecken"] if sign < 0 else []), *([INCOME] if income else [])]
    return Reading("budgetavvikelse", sign=sign, note=note)


def _named_before(
    ctx: Context, no: int, left: Sequence[int], right: Sequence[int]
) -> Reading | None:
    clause = ctx.clause
    hits = [h for h in _longest(clause.find(left, "pengar")) if h.concept != _AFTER_RESULT]
    if not hits:
        return None
    if clause.find(left, "pengar_tolkning.begransad", "pengar_tolkning.prognos"):
        return Reading(OTHER, label=label(clause, no))
    return _interpreted(ctx, no, hits[-1], left, right, hits)


def _longest(hits: Sequence[Hit]) -> list[Hit]:
    """Hits without those that stand inside a longer one."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _interpreted(
    ctx: Context,
    no: int,
    hit: Hit,
    left: Sequence[int],
    right: Sequence[int],
    hits: Sequence[Hit] = (),
) -> Reading:
    """The measure that a word for money means here."""
    clause = ctx.clause
    name = hit.concept.partition(".")[2]
    names = {other.concept.partition(".")[2] for other in hits}
    after_hit = [at for at in left if at >= hit.end]
    if clause.find([*left[-4:], *after_hit, *right[:4]], "pengar_tolkning.per_deltagare"):
        return Reading("kostnad_per_deltagare")
    if name in _RESULTS:
        return _result(ctx, no, hit, names, left, right)
    if name == "budgetavvikelse" and ends_in_budgeted(clause, no, hit):
        return _budgeted(ctx, no)
    if name == "budgetavvikelse" and hits:
        return _deviation(ctx, no, left)
    if name == "kostnader" and _of_other(ctx, hit, left):
        return Reading(OTHER, label=label(clause, no))
    if name == "kostnader":
        return Reading(_costs(clause, hit, hits))
    part = members(clause, [at for at in after_hit if at > hit.end])
    if name == "intakter" and part and "bidrag" in [clause.keys[at] for at in after_hit]:
        return Reading("medlemsbidrag", subject=in_a_row(part))  # "bidrag från staten med 5 mkr"
    if name in ("tilldelat", "medlemsbidrag"):
        return _given(ctx, no, hit, left, right, names)
    if name == "budget":
        return _budget(ctx, no, hit, left)
    if name == "eget_kapital":
        if (
            clause.find(range(len(clause.tokens)), "pengar_tolkning.rekommendation")
            and "malet" not in clause.keys
        ):
            return Reading("rekommenderat_eget_kapital")
        opening = clause.find([*left, *right], "pengar_tolkning.ingaende") or (
            # "43 mnkr till förfogande: intäkter 39,1 och eget kapital 3,9": what it began with
            clause.has("pengar.medel_till_forfogande")
        )
        return Reading(name, when=PREVIOUS if opening else "")
    return Reading(name)


def _costs(clause: Clause, hit: Hit, hits: Sequence[Hit]) -> str:
    """Costs, a change of them by the adjective before ("ökade kostnader"), or a budget of them."""
    before = clause.keys[hit.start - 1] if hit.start else ""
    for way, measure in (("okad", "kostnader_okning"), ("minskad", "kostnader_minskning")):
        if before in listed("lista", way):
            return measure
    of_budget = any(other.concept == "pengar.budget" for other in hits)
    return "budget" if of_budget and is_budgeted(clause, hit, hits) else "kostnader"


def _given(
    ctx: Context, no: int, hit: Hit, left: Sequence[int], right: Sequence[int], names: set[str]
) -> Reading:
    """A grant or a contribution: from ESF, to an insats, or from the members."""
    clause = ctx.clause
    other = Reading(OTHER, label=label(clause, no))
    if hit.concept.endswith("tilldelat"):
        if clause.has("pengar.esf_medel"):
            return Reading("esf_medel")
        return Reading("budget") if ctx.home or ctx.named else other
    if clause.keys[hit.start] in listed("lista", "ger"):
        near = clause.mentions[no].lead - hit.end <= 1
        if "esf_medel" in names:
            return Reading("esf_medel")
        if not (near and by_members(clause, left)):
            return other
    each = ["vardera"] if "vardera" in [clause.keys[at] for at in right[:2]] else []
    return Reading("medlemsbidrag", subject=in_a_row(members(clause, left)), note=each)


def _of_other(ctx: Context, hit: Hit, left: Sequence[int]) -> bool:
    """As in "Lokalhyran kostade 96 tkr": what was bought is no insats, and not the whole either."""
    clause = ctx.clause
    if clause.keys[hit.start] not in listed("lista", "kostade"):
        return False
    before = [at for at in left if at < hit.start and clause.tokens[at].kind == "ord"]
    if any(first in before for first, _, _ in ctx.named) or clause.find(before, "subjekt"):
        return False
    return any(clause.keys[at] not in listed("lista", "kostade_det") for at in before)


def _share_of_costs(ctx: Context, no: int, left: Sequence[int]) -> Reading | None:
    """As in "Av kostnaderna utgör insatser 12 mkr, kansli 2 mkr": the part named before each."""
    clause = ctx.clause
    first = clause.mentions[0].start
    opening = range(first)
    of_them = clause.find(opening, "hang.av_dem") and ctx.memory.money is not None
    of_total = of_them and ctx.memory.money is not None and ctx.memory.money.measure == "kostnader"
    if not (clause.find(opening, "andel_av.kostnader") or of_total):
        return None
    if clause.keys[clause.mentions[0].lead - 1] in small("verb"):
        return _part_after(ctx, no)
    low = max(
        (at + 1 for at in left if clause.keys[at] in small("verb")), default=left[0] if left else 0
    )
    part = [at for at in left if at >= low and clause.tokens[at].kind == "ord"]
    while part and clause.keys[part[0]] in ("och", "samt", "medan"):
        part = part[1:]
    if not part or clause.find(part, "pengar") or len(part) > _LABEL:
        return None
    text = " ".join(clause.tokens[at].text for at in part)
    return Reading("kostnader", subject=text[:1].upper() + text[1:])


def _part_after(ctx: Context, no: int) -> Reading | None:
    """As in "Därav avser 14,9 mkr insatser och 1,8 mkr kansli": the part named after each."""
    clause = ctx.clause
    end = stop = clause.mentions[no].end
    kinds = clause.find(range(end + 1, end + 1 + _LABEL), "subjekt.kategori")
    if kinds and kinds[0].start == end + 1:
        end = stop = end + 1  # "5,9 mkr till individinriktade insatser"
    places = set(clause.right(no))
    while stop in places and clause.tokens[stop].kind == "ord":
        stop += 1
    while stop > end and clause.keys[stop - 1] in ("och", "samt"):
        stop -= 1
    if stop == end or stop - end > _LABEL or clause.keys[end] in listed("lista", "pengar_efter"):
        return None
    text = " ".join(token.text for token in clause.tokens[end:stop])
    return Reading("kostnader", subject=text[:1].upper() + text[1:])


def _budgeted(ctx: Context, no: int) -> Reading:
    """The amount of "bättre än budgeterade 0,8 mkr": of the result, if that is what is told."""
    earlier = next((r for at in range(no) if (r := ctx.reading(at)) is not None), None)
    if earlier is None or earlier.measure != "resultat":
        return Reading("budget")
    note = ["tecken"] if earlier.sign < 0 else []
    return Reading("budgeterat_resultat", sign=earlier.sign, note=note)


def _budget(ctx: Context, no: int, hit: Hit, left: Sequence[int]) -> Reading:
    """A budget, of a project's whole time if it says so; after a result what was budgeted of it."""
    clause = ctx.clause
    earlier = last_amount(ctx, no)
    compared = clause.keys[hit.start].startswith("budgeterad") and clause.find(left, "tid.jamfor")
    if compared and earlier is not None and earlier.measure == "resultat":
        return Reading("budgeterat_resultat")
    whole = clause.find(left, "pengar_tolkning.projekt_budget")
    of_project = any(key.startswith("projekt") for key in clause.keys)
    return Reading("budget", when=PROJECT if whole and of_project else "")


def _result(
    ctx: Context, no: int, hit: Hit, names: set[str], left: Sequence[int], right: Sequence[int]
) -> Reading:
    clause = ctx.clause
    name = hit.concept.partition(".")[2]
    sign = -1 if name == "underskott" or "underskott" in names else 1
    note = ["tecken"] if sign < 0 else []
    if "budgetavvikelse" in names:
        return Reading("budgetavvikelse", sign=sign, note=note)
    if name == "overskott" and clause.find([*left, *right[:_LABEL]], "pengar_tolkning.ingaende"):
        return Reading("overskott_foregaende_ar", when=PREVIOUS)
    if "budget" in names or clause.find(range(clause.mentions[no].start), "mal.modal"):
        return Reading("budgeterat_resultat", sign=sign, note=note)
    before = clause.keys[hit.start - 1] if hit.start else ""
    if clause.keys[hit.start] == "overskottet" and before != "arets":
        # The surplus so far, not the year's: which of the two is not said.
        return Reading("overskott")
    return Reading("resultat", sign=sign, note=note)


def _in_bracket(ctx: Context, no: int) -> Reading | None:
    """As in "(2021: 17,4 mkr)", "(62,0 tkr)": the year before, of the amount before the bracket."""
    clause = ctx.clause
    mention = clause.mentions[no]
    opened = clause.bracket[mention.start]
    if opened < 0:
        return None
    inside = range(opened + 1, clause.closing(opened))
    own = clause.find(inside, "pengar")
    if own:
        return None
    named = [hit for hit in clause.hits if hit.end == opened and hit.concept.startswith("pengar.")]
    if named and mention.start == opened + 1:
        return Reading(max(named, key=lambda hit: hit.end - hit.start).concept.partition(".")[2])
    host = next((at for at in range(no - 1, -1, -1) if clause.mentions[at].end <= opened), -1)
    reading = ctx.reading(host)
    if reading is None or clause.mentions[host].unit not in MONEY:
        return None
    part = given(ctx, clause.left(no), reading)
    if part is not None:
        return part  # "4,9 mkr (stat 2,45, region 1,2)"
    gap = range(clause.mentions[host].end, opened)
    told = any(is_year(clause.tokens[at]) for at in inside) or clause.find(
        [*inside, *gap], "tid.foregaende", "pengar_tolkning.ingaende"
    )
    alone = clause.mentions[host].end == opened and mention.start == opened + 1
    return reading.copy(same_as=host, when=PREVIOUS if told or alone else reading.when)


def _repeated(ctx: Context, no: int, left: Sequence[int]) -> Reading | None:
    """An amount compared with the one before, or next in a list of years or of insatser."""
    clause = ctx.clause
    earlier = ctx.reading(no - 1) if no else None
    gap = [clause.keys[at] for at in left if clause.tokens[at].kind == "ord"]
    compared = bool(clause.find(left, "tid.jamfor"))
    share = clause.mentions[no - 1].unit == "procent" if no else False
    if (
        share
        and earlier is not None
        and earlier.measure.startswith("medlemsbidrag")
        and is_apposition(gap)
    ):
        return Reading("medlemsbidrag", subject=earlier.subject)
    paid = last_amount(ctx, no)
    if paid is not None and paid.measure == "budget" and clause.find(left, "mal.utfall"):
        return Reading("kostnader")
    if left and tells_outcome(clause, left) and (ctx.home or ctx.named):
        return Reading("kostnader")  # "Utfall 2 890 tkr" of an insats
    if by_members(clause, left) and listed("lista", "ger") & {clause.keys[at] for at in left}:
        if not members(clause, left):
            return Reading("medlemsbidrag")
    given_before = paid or ctx.memory.money
    part = (
        all_members(ctx, left, paid)
        or from_member(ctx, no, given_before)
        or given(ctx, left, given_before)
    )
    if part is not None:
        return part
    if paid is not None and paid.measure != OTHER:
        past = clause.find(left, "tid.foregaende")
        if past and len(left) <= past[0].end - past[0].start + _FEW:
            return paid.copy(goal=False, when=PREVIOUS, subject="", sign=1)
        named = {at for first, end, _ in ctx.named for at in range(first, end)}
        gap = [
            clause.keys[at] for at in left if clause.tokens[at].kind == "ord" and at not in named
        ]
        few = all(key in _SMALL for key in gap)
        row = [key for key in gap if key not in ("och", "samt")]
        if few or compared or (row[:1] == ["for"] and len(row) <= _LABEL):
            return paid.copy(goal=paid.goal, when="", subject="", sign=1 if compared else paid.sign)
    if no == 0 and ctx.memory.money is not None:
        listed_after = clause.sentence.bullet and ctx.memory.list_open
        if compared or listed_after:
            return ctx.memory.money.copy(when="", subject="", sign=1)
    if clause.find(left, "pengar_tolkning.projekt_budget"):
        return Reading("budget", when=PROJECT)
    leads = {mention.lead for mention in clause.mentions if mention.unit in MONEY}
    beside = [end for _, end, _ in ctx.named if end in leads]
    if len(beside) > 1 and clause.mentions[no].lead in beside:
        return Reading("kostnader")  # "insatser: Stegen 5,2 mkr, Bryggan 1,7 mkr"
    return None


_SMALL = frozenset(
    {"och", "ar", "aret", "samt", "for", "till", "under", "respektive", "mot", "varav"} - {"varav"}
)

"""Shares of participants by background, livelihood and who sent them; outsiders.

A background share is named by its group and category: `nya_grundskola`, `deltagare_under_30_ar`;
a referral `remitterade_forsakringskassan`; a livelihood with its time,
`forsorjningsstod_vid_avslut`.
"""

from __future__ import annotations

from collections.abc import Sequence

from finsam_analysis.read.prose.clause import Clause, listed
from finsam_analysis.read.prose.lexicon import Hit
from finsam_analysis.read.prose.numbers import is_year
from finsam_analysis.read.prose.reading import ENTRY, EXIT, PREVIOUS, Context, Memory, Reading
from finsam_analysis.read.prose.said import said

GATHERING = "seminariedeltagare"
_NEAR = 7
_PEOPLE = ("deltagare", "nya", "avslutade", "malgrupp", "konsultationer", GATHERING)


def is_people(measure: str) -> bool:
    """True for a measure that others can be a part of."""
    return measure.startswith(_PEOPLE) and not measure.endswith(("_okning", "_minskning"))


def outsiders(clause: Clause, no: int) -> bool:
    """True if the people are not participants: the unemployed, readers of a newsletter."""
    left = clause.left(no)
    varav = [at for at in left if clause.keys[at] in ("varav", "darav")]
    left = [at for at in left if not varav or at > varav[-1]]
    later = range(no + 1, len(clause.mentions))
    row = [at for at in later if clause.mentions[at].unit == clause.mentions[no].unit]
    return bool(clause.find([*left, *clause.right(no, past=row)], "hang.omvarld"))


def gathering(clause: Clause) -> str:
    """The measure of those who came to a seminar or the like, or empty."""
    return GATHERING if clause.has("hang.samling") else ""


# ---- background ---------------------------------------------------------------------------------


def share(ctx: Context, no: int, kon: str) -> Reading | None:
    """A share or a part by livelihood, schooling, age, referral or home."""
    clause = ctx.clause
    mention = clause.mentions[no]
    if mention.unit not in ("antal", "procent"):
        return None
    right, left = clause.right(no, past=shares_past(clause, no)), clause.left(no)
    if mention.lead and clause.tokens[mention.lead - 1].text == ",":
        # "Flertalet, 45 av deltagarna, hade ...": the comma that closes it ends nothing.
        closing = next((at for at in right if clause.tokens[at].text == ","), None)
        right = [at for at in right if at != closing]
    if said(clause, right, "efter").startswith("avslutade_"):
        return None
    rules = (_livelihood, _aged, _schooled, _home, _referred)
    sent = "remitt" in ctx.topic  # below "Remittenter": "Socialtjänsten/försörjningsstöd: 58"
    for rule in (_referred, *rules) if sent else rules:
        found = rule(ctx, no, right, left)
        if found is not None:
            return found
    return None


def shares_past(clause: Clause, no: int) -> list[int]:
    """Numbers between commas or brackets after a share, which only say it in another way."""
    found = []
    for at in range(no + 1, len(clause.mentions)):
        here, there = clause.mentions[at - 1], clause.mentions[at]
        gap = clause.between(here, there)
        inside = clause.bracket[there.start] >= 0
        noun_end = clause.noun(at)[1]
        closed = (
            clause.tokens[noun_end].text in (",", "(") if noun_end < len(clause.tokens) else False
        )
        if inside or (gap[-1:] == [","] and closed and there.unit != clause.mentions[no].unit):
            found.append(at)
        else:
            break
    return found


def _direct(clause: Clause, places: Sequence[int], *concepts: str) -> str:
    """The first phrase before any "och" or comma."""
    for hit in clause.find(places, *concepts):
        gap = [clause.keys[at] for at in places if at < hit.start]
        return hit.concept if not {"och", ",", "samt"} & set(gap) else ""
    return ""


def _last(clause: Clause, places: Sequence[int], *concepts: str) -> str:
    found = clause.find(places, *concepts)
    outer = [hit for hit in found if not any(_within(hit, other) for other in found)]
    return outer[-1].concept if outer else ""


def _within(hit: Hit, other: Hit) -> bool:
    return (
        other.start <= hit.start
        and hit.end <= other.end
        and other.end - other.start > hit.end - hit.start
    )


def class_of(concept: str) -> str:
    """The part of a concept after its family."""
    return concept.partition(".")[2]


def pair(clause: Clause, no: int) -> str:
    """ENTRY or EXIT for the ends of "från 48 till 44 procent", else empty."""
    mention = clause.mentions[no]
    before = clause.keys[mention.lead - 1] if mention.lead else ""
    if before == "fran" and no + 1 < len(clause.mentions):
        after = clause.mentions[no + 1]
        if clause.keys[after.lead - 1] == "till" and after.unit == mention.unit:
            return ENTRY
    if before == "till" and no > 0:
        earlier = clause.mentions[no - 1]
        if clause.keys[max(0, earlier.lead - 1)] == "fran" and earlier.unit == mention.unit:
            return EXIT
    return ""


def _livelihood(ctx: Context, no: int, right: Sequence[int], left: Sequence[int]) -> Reading | None:
    clause = ctx.clause
    end = pair(clause, no)
    longest = _longest_direct(clause, right, "forsorjning")
    before = _last(clause, left, "forsorjning")
    if not longest and before and _taken(ctx, no, left, before):
        before = ""
    category = class_of(longest or before)
    kon = None
    earlier = ctx.earlier(no) or ctx.memory.last
    if not category and end and earlier is not None and "_vid_" in earlier.measure:
        category = earlier.measure.rsplit("_vid_", 1)[0]
        kon = earlier.kon if end == EXIT else None
    if not category and earlier is not None and "_vid_" in earlier.measure:
        share = clause.mentions[no].unit == "procent" or clause.labels_first
        told = share and clause.find(left, "forsorjning_tid")
        if told and not clause.find(right, "utfall", "avslutade"):
            # "Vid inskrivningen hade 58 procent sjukpenning; vid avslut 37 procent."
            category = earlier.measure.rsplit("_vid_", 1)[0]
    if not category:
        if clause.find(right, "tid_i_forsorjning"):
            return Reading("tid_i_offentlig_forsorjning", label=_rest(clause, no))
        return None
    if (
        clause.mentions[no].unit == "antal"
        and not end
        and clause.noun(no)[0]
        and not time_of(clause, no, right, left, "")
    ):
        return None
    when = "" if _both_ends(clause, left) else time_of(clause, no, right, left, end)
    reading = Reading(f"{category}_vid_{when}" if when else category)
    if kon:
        reading.kon = kon
    return reading


def _taken(ctx: Context, no: int, left: Sequence[int], concept: str) -> bool:
    """True if the livelihood to the left is that of the number before: "27 % sjukpenning och"."""
    clause = ctx.clause
    earlier = ctx.reading(no - 1)
    hit = clause.find(left, concept)[-1]
    links = [at for at in left if at >= hit.end and clause.keys[at] in (",", "och", "samt")]
    own = clause.right(no)
    speaks = bool(own) and clause.tokens[own[0]].kind == "ord"
    same = earlier is not None and earlier.measure.startswith(class_of(concept))
    return same and bool(links) and speaks and not clause.find(own, "forsorjning_tid")


def at_both_ends(clause: Clause, no: int, reading: Reading) -> list[Reading]:
    """The reading, as two if the sentence says that it is the same before and after."""
    livelihood = any(hit.concept == f"forsorjning.{reading.measure}" for hit in clause.hits)
    if not livelihood or not _both_ends(clause, clause.left(no)):
        return [reading]
    return [reading.copy(measure=f"{reading.measure}_vid_{end}") for end in (ENTRY, EXIT)]


def _both_ends(clause: Clause, left: Sequence[int]) -> bool:
    """As in "vid insatsens början och slut oförändrat 14 procent": the same at both ends."""
    keys = " ".join(clause.keys[at] for at in left)
    return any(
        pair in keys for pair in ("borjan och slut", "inskrivning och avslut", "fore och efter")
    )


def _longest_direct(clause: Clause, places: Sequence[int], family: str) -> str:
    first = _direct(clause, places, family)
    if not first:
        return ""
    found = clause.find(places, family)
    return max(
        (hit for hit in found if hit.start == found[0].start), key=lambda hit: hit.end
    ).concept


def time_of(clause: Clause, no: int, right: Sequence[int], left: Sequence[int], end: str) -> str:
    """When people had a livelihood: ENTRY, EXIT or empty."""
    if end and not any(is_year(token) for token in clause.tokens):
        return end
    comma = next((at for at in right if clause.tokens[at].text == ","), len(clause.tokens))
    own = [at for at in right if at < comma]
    for places in (own, left, range(len(clause.tokens))):
        found = clause.find(places, "forsorjning_tid")
        if found:
            hit = found[0] if places is not left else found[-1]
            return class_of(hit.concept)
    return ""


def _rest(clause: Clause, no: int) -> str:
    end = clause.mentions[no].end
    return " ".join(token.text for token in clause.tokens[end : end + _NEAR + 2])


def _whose(ctx: Context, no: int) -> str:
    """The group that a background share is of: nya, avslutade or deltagare."""
    clause = ctx.clause
    for places in (clause.right(no), clause.left(no)):
        for hit in clause.find(places, "adjektiv.nya", "adjektiv.avslutade"):
            return class_of(hit.concept)
    base = ctx.memory.base
    for at in range(no - 1, -1, -1):
        reading = ctx.reading(at)
        if reading is not None and reading.measure in ("nya", "avslutade", "deltagare"):
            return reading.measure
        if reading is not None and reading.measure.startswith(("nya_", "avslutade_", "deltagare_")):
            return reading.measure.split("_")[0]
    return (
        base.measure.split("_")[0] if base is not None and is_people(base.measure) else "deltagare"
    )


def _aged(ctx: Context, no: int, right: Sequence[int], left: Sequence[int]) -> Reading | None:
    """As in "60 procent av männen är under 30 år"."""
    clause = ctx.clause
    if no + 1 >= len(clause.mentions) or clause.mentions[no + 1].unit != "ar":
        return None
    age = clause.mentions[no + 1]
    if age.start - clause.mentions[no].end > _NEAR or clause.mentions[no].unit != "procent":
        return None
    for hit in clause.hits:
        if hit.concept.startswith("alder.") and hit.end == age.start:
            way = class_of(hit.concept)
            return Reading(f"{_whose(ctx, no)}_{way}_{age.value:.0f}_ar")
    return None


def _schooled(ctx: Context, no: int, right: Sequence[int], left: Sequence[int]) -> Reading | None:
    clause = ctx.clause
    concept = _direct(clause, right, "utbildning")
    if concept == "utbildning.utbildning_saknas" and not clause.has(
        "utbildning.grundskola", "utbildning.gymnasium", "utbildning.eftergymnasial"
    ):
        return None
    if not concept or clause.find(right, "remitt") or outsiders(clause, no):
        return None
    first = clause.find(right, concept)[0].start
    if any(clause.keys[at] in listed("lista", "saknar") for at in right if at < first):
        return None  # "hälften saknade gymnasieexamen"
    return Reading(f"{_whose(ctx, no)}_{class_of(concept)}")


def _home(ctx: Context, no: int, right: Sequence[int], left: Sequence[int]) -> Reading | None:
    """As in "61 kom från Haninge, 28 från Tyresö": a part by kommun of the people before."""
    clause = ctx.clause
    noun = clause.noun(no)[0]
    parts = summing_to(ctx, no)
    if noun not in ("", "person.person") and not (parts and noun == "person.deltagare"):
        return None
    for at in [*_named_left(ctx, no, left), *right[:_NEAR]]:
        kommun = ctx.kommuner.get(clause.keys[at]) or _next_kommun(ctx, no, at)
        of_them = clause.has("hang.av_deltagarna") and clause.keys[at - 1] == "fran"
        if kommun is None and (parts is not None or of_them) and _is_place(ctx, at):
            kommun = clause.tokens[at].text  # "120 i Xby och 83 i Yby" of the 203 before
        if kommun is None:
            continue
        if clause.keys[at - 1] not in ("fran", "i") or any(
            clause.tokens[p].text == "," for p in right if p < at
        ):
            return None
        base = parts or ctx.memory.base
        for earlier in range(no - 1, -1, -1):
            reading = ctx.reading(earlier)
            if reading is not None and is_people(reading.measure) and reading.kon == "totalt":
                base = reading
                break
        if base is None and of_them:
            base = Reading("deltagare")
        if base is None or not is_people(base.measure):
            return None
        return base.copy(kommun=kommun, same_as=-1)
    return None


def _is_place(ctx: Context, at: int) -> bool:
    """As in "i Xby": a capital after a word of place, and no insats."""
    clause = ctx.clause
    named = any(first <= at < end for first, end, _ in ctx.named)
    led = at > 0 and clause.keys[at - 1] in ("i", "fran")
    named = named or any(hit.start == at for hit in clause.hits)
    return led and not named and clause.tokens[at].text[:1].isupper()


def _next_kommun(ctx: Context, no: int, at: int) -> str | None:
    """As in "från Xby 48, från Yby 21": in a row of kommuner the next is one too."""
    earlier, token = ctx.reading(no - 1), ctx.clause.tokens[at]
    follows = earlier is not None and earlier.kommun is not None
    beside = at > 0 and ctx.clause.keys[at - 1] == "fran"
    return token.text if follows and beside and token.text[:1].isupper() else None


def _named_left(ctx: Context, no: int, left: Sequence[int]) -> list[int]:
    """As in "Från Xby kom 16 av deltagarna, från Yby 41": the kommun stands before its number."""
    clause = ctx.clause
    places = [at for at in left if clause.keys[at] in ctx.kommuner or _next_kommun(ctx, no, at)]
    if not places or clause.keys[places[-1] - 1] != "fran":
        return []
    beside = clause.mentions[no].lead - places[-1]
    comes = clause.find([at for at in left if at > places[-1]], "remitt.kom")
    return places[-1:] if beside == 1 or (comes and beside == 2) else []


def summing_to(ctx: Context, no: int) -> Reading | None:
    """The people counted before whose number the parts of this sentence add up to."""
    mentions = ctx.clause.mentions
    total = sum(m.value for m in mentions if m.unit == mentions[no].unit)
    found = [reading for value, reading in ctx.memory.bases if value == total]
    return found[-1] if found and len({r.measure for r in found}) == 1 else None


def _referred(ctx: Context, no: int, right: Sequence[int], left: Sequence[int]) -> Reading | None:
    clause = ctx.clause
    mention = clause.mentions[no]
    far = (
        clause.right(no, past=[no + 1])
        if clause.keys[mention.end : mention.end + 1] == ["av"]
        else right
    )
    labelled = bool(left) and clause.tokens[left[-1]].text == ":" and "remitt" in ctx.topic
    cue = labelled or clause.find([*right, *far, *left], "remitt.ord")
    sender = _direct(clause, right, "remittent") or _direct(clause, far, "remittent")
    if not sender:
        sender = _last(clause, left, "remittent")
    if mention.unit == "antal" and clause.noun(no)[0] not in (
        "",
        "person.deltagare",
        "person.person",
        "person.remiss",
    ):
        return None
    if not sender and pair(clause, no) and not clause.find(left, "remitt.ord"):
        return _remembered_referral(ctx, no)
    earlier = ctx.reading(no - 1)
    follows = earlier is not None and earlier.measure.startswith("remitterade_")
    if not sender and pair(clause, no) == EXIT and follows and earlier is not None:
        return earlier.copy(when="")
    comes = sender and clause.find(left, "remitt.kom") and _from(clause, [*right, *far], sender)
    if not sender or not (cue or follows or comes):
        return None
    when = PREVIOUS if pair(clause, no) == ENTRY else ""
    return Reading(f"remitterade_{class_of(sender)}", when=when)


def _from(clause: Clause, places: Sequence[int], sender: str) -> bool:
    hits = clause.find(places, sender)
    return any(clause.keys[hit.start - 1] in ("fran", "via") for hit in hits)


def _remembered_referral(ctx: Context, no: int) -> Reading | None:
    """As in "en minskning från 13 till 7 procent", where the sentence before names the sender."""
    earlier = ctx.reading(no - 1)
    if earlier is not None and earlier.measure.startswith("remitterade_"):
        return earlier.copy(when="")
    name = _named_before(ctx.memory)
    if not name:
        return None
    return Reading(f"remitterade_{name}", when=PREVIOUS if pair(ctx.clause, no) == ENTRY else "")


def _named_before(memory: Memory) -> str:
    from finsam_analysis.read.prose.lexicon import lexicon

    hits = lexicon().find(memory.text)
    senders = [hit.concept for hit in hits if hit.concept.startswith("remittent.")]
    cues = [hit for hit in hits if hit.concept == "remitt.ord"]
    return class_of(senders[0]) if senders and cues and len(set(senders)) == 1 else ""

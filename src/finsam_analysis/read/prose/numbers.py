"""The numbers of a sentence that may be figures: digits, words, shares, with unit and rounding.

What `prose.no_figure` leaves is a mention: a value with its unit and the characters as printed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from rapidfuzz import fuzz

from finsam_analysis import words
from finsam_analysis.read.prose.lexicon import Lexicon, flatten
from finsam_analysis.read.prose.mention import MONEY, Mention, is_year, months, word_set
from finsam_analysis.read.prose.no_figure import between_ages, in_interval, is_figure
from finsam_analysis.read.prose.text import Token

__all__ = ["MONEY", "Mention", "is_year", "mentions", "word_values"]

_SPACES = re.compile(r"[ \u00a0\u202f\u2009]")
_LIKE = 85
_NEARLY = 0.051  # between a whole and its parts, each rounded to a tenth


@cache
def _units() -> Lexicon:
    return Lexicon(flatten(words.load("talord")["enhet"]))


@cache
def _roundings() -> Lexicon:
    return Lexicon(flatten(words.load("talord")["avrundning"]))


@cache
def word_values(name: str) -> Mapping[tuple[str, ...], float]:
    """Numbers in words, folded, by the words they are printed with; tens joined to ones."""
    table = words.load("talord")[name]
    found = {tuple(words.fold(word).split()): float(value) for word, value in table.items()}
    if name == "tal":
        ones = {key[0]: value for key, value in found.items() if 0 < value < 10}
        ones |= dict.fromkeys(word_set("en", "ord"), 1.0)
        tens = {key[0]: v for key, v in found.items() if 20 <= v < 100 and not v % 10}
        joined = {(t + o,): tens[t] + ones[o] for t in tens for o in ones}
        found = joined | found
    return found


def mentions(
    tokens: Sequence[Token], keys: Sequence[str], counted: frozenset[int]
) -> list[Mention]:
    """The mentions of a sentence, in order. `counted` are tokens that begin a noun of people."""
    found: list[Mention] = []
    units = {hit.start: hit for hit in sorted(_units().find(keys), key=lambda hit: hit.end)}
    at = 0
    while at < len(tokens):
        mention = None
        of_few = (
            tokens[at].kind == "ord"
            and keys[at + 3 : at + 4]
            and keys[at + 3] in word_set("andel_av", "verb")
        )
        of_ten = of_few or keys[at + 1 : at + 3] == ["av", "tio"] and tokens[at].kind == "ord"
        if of_ten or (tokens[at].kind in ("ord", "tal") and at + 3 in counted):
            mention = _so_many_of(tokens, keys, at)
        if mention is None and tokens[at].kind == "ord" and _may_count(tokens[at].key):
            mention = _in_words(tokens, keys, at)
        if mention is None and tokens[at].kind == "tal":
            mention = _in_digits(tokens, keys, at, counted, units)
        if mention is None:
            at += 1
            continue
        if not mention.share:
            _take_unit(mention, tokens, keys, units)
        if mention.start and keys[mention.start - 1] == "minus" and mention.value > 0:
            mention.value, mention.lead = -mention.value, mention.start - 1
            mention.raw = f"{tokens[mention.start - 1].text} {mention.raw}"
        if is_figure(mention, tokens, keys):
            _take_rounding(mention, keys)
            found.append(mention)
        at = max(mention.end, at + 1)
    return _share_units([m for m in found if not in_interval(m, tokens)], tokens, keys)


def _in_digits(
    tokens: Sequence[Token],
    keys: Sequence[str],
    at: int,
    counted: frozenset[int],
    units: Mapping[int, object],
) -> Mention | None:
    token = tokens[at]
    raw = token.text
    digits = _SPACES.sub("", raw).replace("−", "-").replace("–", "-")
    whole = digits.lstrip("+-")
    if re.search(r"\.\d", whole):
        whole = whole.replace(".", ",")
    value = float(whole.replace(",", "."))
    end = at + 1
    # A scanner's space after the decimal comma: `54, 7 mkr`.
    if (
        "," not in whole
        and at + 3 < len(tokens)
        and tokens[at + 1].text == ","
        and re.fullmatch(r"\d", tokens[at + 2].text)
        and keys[at + 3] in ("mkr", "mnkr", "miljoner")
    ):
        value = float(f"{whole}.{tokens[at + 2].text}")
        raw, end = f"{raw}, {tokens[at + 2].text}", at + 3
    if is_year(token) and not _counts_anyway(keys, at, counted, units):
        return None
    if digits.startswith("-"):
        value = -value
    return Mention(at, end, value, raw, "antal", token.line, token.page, lead=at)


def _counts_anyway(
    keys: Sequence[str], at: int, counted: frozenset[int], units: Mapping[int, object]
) -> bool:
    """Four digits like a year still count people or money when the noun stands right after."""
    before = keys[at - 1] if at else ""
    if before in word_set("ar_fore", "ord") or before in months():
        return False
    return at + 1 in counted or (at + 1 in units and keys[at + 1] != "ar")


def _may_count(key: str) -> bool:
    """True for a word that can begin a number in words."""
    return key in _first_words() or key.endswith(("tal", "talet"))


@cache
def _first_words() -> frozenset[str]:
    first = {parts[0] for name in ("andel", "tal") for parts in word_values(name)}
    return frozenset(first | word_set("en", "ord") | word_set("noll", "ord"))


def _so_many_of(tokens: Sequence[Token], keys: Sequence[str], at: int) -> Mention | None:
    """Reads "nio av tio deltagare": a share of people in words."""
    table = word_values("tal")
    part, whole = table.get((keys[at],)), table.get(tuple(keys[at + 2 : at + 3]))
    if keys[at + 2 : at + 3] == ["10"] and keys[at].isdigit():
        part, whole = float(keys[at]), 10.0
    if part is None or whole is None or keys[at + 1] != "av" or not part < whole:
        return None
    token = tokens[at]
    raw = " ".join(token.text for token in tokens[at : at + 3])
    mention = Mention(
        at,
        at + 3,
        round(100 * part / whole, 1),
        raw,
        "procent",
        token.line,
        token.page,
        ["ord"] if token.kind == "ord" else [],
        token.kind == "ord",
    )
    mention.share, mention.lead = True, at
    return mention


def _in_words(tokens: Sequence[Token], keys: Sequence[str], at: int) -> Mention | None:
    token = tokens[at]
    for name in ("andel", "tal"):
        table = word_values(name)
        for size in (3, 2, 1):
            value = table.get(tuple(keys[at : at + size]))
            if value is None or at + size > len(tokens):
                continue
            raw = " ".join(part.text for part in tokens[at : at + size])
            unit = "procent" if name == "andel" else "antal"
            mention = Mention(
                at, at + size, value, raw, unit, token.line, token.page, ["ord"], True, lead=at
            )
            mention.share = name == "andel"
            return mention
    stem = (
        re.sub(r"-?(?=tal(?:et)?$)", " ", token.key) if token.key.endswith(("tal", "talet")) else ""
    )
    round_tens = words.load("talord")["tiotal"]
    for word, value in round_tens.items():
        if token.key == words.fold(word):
            return Mention(
                at,
                at + 1,
                value,
                token.text,
                "antal",
                token.line,
                token.page,
                ["ord", "ca"],
                True,
                lead=at,
            )
    if stem and stem.split()[0].isdigit():
        value = float(stem.split()[0])
        return Mention(
            at, at + 1, value, token.text, "antal", token.line, token.page, ["ca"], lead=at
        )
    if token.key in word_set("en", "ord"):
        return _one(tokens, keys, at)
    if (
        token.key in word_set("noll", "ord")
        and keys[at + 1 : at + 2]
        and keys[at + 1] in word_set("noll", "efter")
    ):
        return Mention(
            at, at + 1, 0.0, token.text, "antal", token.line, token.page, ["ord"], True, lead=at
        )
    return None


def _one(tokens: Sequence[Token], keys: Sequence[str], at: int) -> Mention | None:
    """`en` counts in "varav en till arbete" and "en miljon"; else it is an article."""
    after = keys[at + 1] if at + 1 < len(keys) else ""
    before = keys[at - 1] if at else ""
    million = after in ("miljon", "miljard")
    if not million and not (after in word_set("en", "efter") and before in word_set("en", "fore")):
        return None
    return Mention(
        at,
        at + 1,
        1.0,
        tokens[at].text,
        "antal",
        tokens[at].line,
        tokens[at].page,
        ["ord"],
        True,
        lead=at,
    )


def _take_unit(
    mention: Mention, tokens: Sequence[Token], keys: Sequence[str], units: Mapping[int, object]
) -> None:
    hit = units.get(mention.end)
    if (
        hit is None
        and tokens[mention.start].text.endswith("-") is False
        and mention.end < len(tokens)
    ):
        key = keys[mention.end]
        # A misspelt unit: only for amounts, and only if it is nearly the word.
        if (
            mention.value >= 1000
            and tokens[mention.end].kind == "ord"
            and fuzz.ratio(key, "kronor") >= _LIKE
        ):
            mention.unit, mention.end = "kr", mention.end + 1
        return
    if hit is not None:
        unit, end = hit.concept, hit.end  # type: ignore[attr-defined]
        if unit == "ar" and keys[mention.end] == "ar" and _is_verb(tokens, keys, mention.end):
            return
        if unit == "ar" and end < len(tokens) and is_year(tokens[end]):
            return  # "(31 år 2022)" is 31 of the year 2022
        mention.unit, mention.end = unit, end


def _is_verb(tokens: Sequence[Token], keys: Sequence[str], at: int) -> bool:
    """`ar` in text without diacritics is the verb är before a gender, and the noun år else."""
    if tokens[at].text.casefold() == "är":
        return True
    after = keys[at + 1] if at + 1 < len(keys) else ""
    return tokens[at].text.casefold() != "år" and after in _kon_keys()


@cache
def _kon_keys() -> frozenset[str]:
    kon = words.load("prosa")["kon"]
    return frozenset(words.fold(word) for name in ("kvinnor", "man") for word in kon[name])


def _take_rounding(mention: Mention, keys: Sequence[str]) -> None:
    low = max(0, mention.start - 3)
    notes = []
    for hit in _roundings().find(keys[low : mention.start]):
        if hit.end == mention.start - low and not (
            hit.concept == "ca" and keys[low + hit.start] in ("ett", "en")
        ):
            mention.lead = min(mention.lead, low + hit.start)
            notes.append(hit.concept)
    if "under" in notes and mention.unit not in ("procent", *MONEY):
        notes.remove("under")
    for note in sorted(set(notes)):
        if note not in mention.note:
            mention.note.insert(0, note)


def _share_units(
    found: list[Mention], tokens: Sequence[Token], keys: Sequence[str]
) -> list[Mention]:
    """`från 5 till 8 procent`, `1,5 respektive 2 mkr`: the unit is printed once for both."""
    for first, second in zip(found, found[1:], strict=False):
        between = keys[first.end : second.start]
        if first.unit == "antal" and second.unit in ("procent", *MONEY) and not first.word:
            bridge = [key for key in between if key not in ("ca", "cirka", "drygt", "knappt")]
            if bridge in (["till"], ["respektive"]) and (bridge != ["till"] or _from(keys, first)):
                first.unit = second.unit
    for first, second in zip(found, found[1:], strict=False):
        # "7,3 mkr (7,1)": the bracket is in the unit of the amount before it.
        bracketed = second.start == first.end + 1 and keys[first.end : first.end + 1] == ["("]
        alone = keys[second.end : second.end + 1] == [")"] and second.unit == "antal"
        if (
            first.unit in MONEY
            and bracketed
            and alone
            and 0.1 < second.value / (first.value or 1) < 10
        ):
            second.unit = first.unit
    _share_in_brackets(found, keys)
    out = []
    for mention in found:
        if not between_ages(mention, tokens, keys):
            out.append(mention)
    return out


def _share_in_brackets(found: list[Mention], keys: Sequence[str]) -> None:
    """`4,9 mkr (stat 2,45, region 1,225, kommuner 1,225)`: parts that add up have its unit."""
    for no, whole in enumerate(found):
        if whole.unit not in MONEY or keys[whole.end : whole.end + 1] != ["("]:
            continue
        close = next((at for at in range(whole.end, len(keys)) if keys[at] == ")"), len(keys))
        parts = [mention for mention in found[no + 1 :] if mention.start < close]
        bare = all(mention.unit == "antal" for mention in parts)
        if len(parts) > 1 and bare and abs(sum(m.value for m in parts) - whole.value) < _NEARLY:
            for mention in parts:
                mention.unit = whole.unit


def _from(keys: Sequence[str], mention: Mention) -> bool:
    return "fran" in keys[max(0, mention.lead - 1) : mention.start]

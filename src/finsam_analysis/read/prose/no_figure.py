"""Numbers that are no figures, by rule.

Dates, ages, intervals, laws, numbers of sections, tables and notes, street numbers, versions, list
numbers, and letters that a scanner took for digits. Years are told by `prose_mention.is_year`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from finsam_analysis import words
from finsam_analysis.read.prose.lexicon import lexicon
from finsam_analysis.read.prose.mention import MONEY, TIMES, Mention, months, word_set
from finsam_analysis.read.prose.text import Token


def is_figure(mention: Mention, tokens: Sequence[Token], keys: Sequence[str]) -> bool:
    """True unless the words around the number tell that it counts nothing."""
    at = mention.start
    before = keys[at - 1] if at else ""
    text_before = tokens[at - 1].text if at else ""
    if before in word_set("ej_efter", "ord") or text_before == "§":
        return False
    if at and mention.unit == "antal" and "/" in text_before and tokens[at - 1].kind == "utom":
        return False  # the rest of a register number: "2022/0026 7090"
    if _of_register(tokens, at) or at and _of_register(tokens, at - 1):
        return False
    if _glued(mention, tokens) or _postcode(mention, tokens):
        return False
    if at == 1 and mention.unit == "antal" and _opens_item(mention, tokens):
        return False
    if mention.unit in ("procent", "procentenheter", *MONEY):
        return True
    if before.endswith(tuple(_streets())) and text_before[:1].isupper():
        return False
    after = keys[mention.end] if mention.end < len(keys) else ""
    if mention.unit == "antal" and after in months():
        return False
    if (
        mention.end < len(tokens)
        and tokens[mention.end].text == ":"
        and not tokens[mention.end].space
    ):
        return mention.word or mention.end + 1 >= len(tokens) or tokens[mention.end + 1].space
    return not (before == "den" and after in months())


def _of_register(tokens: Sequence[Token], at: int) -> bool:
    """True for digits after a slash that begin with 0: "Af-2022/0026 7090" counts nothing."""
    register = tokens[at].kind == "tal" and tokens[at].text.startswith("0")
    return register and at > 0 and tokens[at - 1].text == "/" and not tokens[at].space


def _glued(mention: Mention, tokens: Sequence[Token]) -> bool:
    """Digits that are letters to a scanner ("16pande"), or go on with a law's number."""
    at, end = mention.start, mention.end
    after = tokens[end] if end < len(tokens) else None
    if mention.unit == "antal" and not mention.word and after is not None:
        if after.kind == "ord" and not after.space and after.text[0].islower():
            return not lexicon().knows(after.key)
    before = tokens[max(0, at - 2) : at]
    law = len(before) == 2 and before[0].kind in ("tal", "utom") and before[1].text == ":"
    return law and not (tokens[at].space or before[1].space)


def _postcode(mention: Mention, tokens: Sequence[Token]) -> bool:
    """As in "123 45 Xby"."""
    at, end = mention.start, mention.end
    if mention.unit != "antal" or mention.word:
        return False
    sizes = [len(token.text) for token in tokens[max(0, at - 1) : at + 1] if token.text.isdigit()]
    after = tokens[end].text if end < len(tokens) else ""
    return sizes == [3, 2] and after[:1].isupper()


def _opens_item(mention: Mention, tokens: Sequence[Token]) -> bool:
    """As in "Mål 2: Minst 40 %": the number of an item, not of anything counted."""
    after = tokens[mention.end].text if mention.end < len(tokens) else ""
    alone = after == "." and mention.end + 1 == len(tokens) and tokens[0].key in ("mal", "delmal")
    return tokens[0].kind == "ord" and (after in (":", "–", "-") or alone) and not mention.word


@cache
def _streets() -> tuple[str, ...]:
    return tuple(words.fold(word) for word in words.load("talord")["ej_efter"]["gata"])


def in_interval(mention: Mention, tokens: Sequence[Token]) -> bool:
    """Part of `16-24` or `30 – 40 %`: an interval is no figure."""
    at = mention.start
    dash = ("-", "–", "—")
    if at >= 2 and tokens[at - 1].text in dash and tokens[at - 2].kind in ("tal", "utom"):
        return True
    if at >= 1 and tokens[at].text[:1] in dash and tokens[at - 1].kind == "tal":
        return True
    nearest = at + 1
    if (
        nearest + 1 < len(tokens)
        and tokens[nearest].text in dash
        and tokens[nearest + 1].kind == "tal"
    ):
        return True
    return (
        nearest < len(tokens) and tokens[nearest].kind == "tal" and tokens[nearest].text[:1] in dash
    )


def between_ages(mention: Mention, tokens: Sequence[Token], keys: Sequence[str]) -> bool:
    """`mellan 16 och 29 år`: an interval in words."""
    at = mention.start
    if at and keys[at - 1] == "mellan" and mention.unit in ("antal", *TIMES):
        after = keys[mention.end : mention.end + 2]
        return (
            len(after) == 2
            and after[0] == "och"
            and mention.end + 1 < len(tokens)
            and tokens[mention.end + 1].kind == "tal"
        )
    return (
        at >= 3
        and keys[at - 1] == "och"
        and keys[at - 3] == "mellan"
        and tokens[at - 2].kind == "tal"
    )

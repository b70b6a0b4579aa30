"""Names and questions as they are spelt, where a scanner has lost the dots of their letters.

Only what is shown: the data keeps what was read. A word is spelt as another name in the data spells
it (`Tyreso` as in `Vuxteam Tyresö`), or as the word files say; a survey question as NNS asks it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz import fuzz

from finsam_analysis import words

_WORD = re.compile(r"!?\w+")
_SHORTEST = 5  # shorter words differ by their dots alone: rad and råd
_ALIKE = 85.0
_DOTTED = frozenset("åäöÅÄÖ")


class Spelling:
    """How words are spelt, learnt from names."""

    def __init__(self, names: Iterable[str]) -> None:
        self._known: dict[str, str] = {}
        for word in (word for name in names for word in _WORD.findall(name)):
            if len(word) >= _SHORTEST and _DOTTED & set(word):
                self._known.setdefault(words.fold(word), word)
        self._known |= words.load("visning")["stavning"]

    def of(self, text: str) -> str:
        """`text` with its damaged words mended."""
        return _WORD.sub(lambda found: self._word(found.group()), text)

    def _word(self, word: str) -> str:
        if _DOTTED & set(word):
            return word
        spelt = self._known.get(words.fold(word), word)
        return spelt[0].upper() + spelt[1:] if word[0].isupper() else spelt


def questions(asked: Iterable[str]) -> dict[str, str]:
    """Each question as NNS words it; as it is where none is near, or two would become one."""
    every = list(dict.fromkeys(asked))
    listed = words.load("enkatfragor")["fragor"]
    scores = {
        (question, wording): fuzz.ratio(_key(question), _key(wording))
        for question in every
        for wording in listed
    }
    nearest = {
        question: max((scores[(question, wording)], wording) for wording in listed)[1]
        for question in every
    }
    chosen = list(nearest.values())
    return {
        question: wording
        if scores[(question, wording)] >= _ALIKE and chosen.count(wording) == 1
        else question
        for question, wording in nearest.items()
    }


def _key(question: str) -> str:
    return re.sub(r"[^a-z]+", " ", words.fold(question)).strip()

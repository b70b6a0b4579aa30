"""A sentence with its numbers and phrases, and what stands to the left and right of a number.

Brackets are looked over, the next number ends the view, and so do words that begin a new clause.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from finsam_analysis import words
from finsam_analysis.read.prose.lexicon import Hit, lexicon
from finsam_analysis.read.prose.lines import small
from finsam_analysis.read.prose.numbers import Mention, mentions
from finsam_analysis.read.prose.text import Sentence, Token

_OPEN, _CLOSE = "(", ")"
_NAME = "namn"
_LONGEST_LABEL = 8  # tokens before a colon that name what follows


@dataclass(slots=True)
class Clause:
    """One sentence, ready to be read."""

    sentence: Sentence
    tokens: Sequence[Token]
    keys: Sequence[str]
    hits: list[Hit]
    mentions: list[Mention]
    bracket: list[int]  # index of the "(" that a token stands within, -1 if none
    owner: list[int]  # index of the mention that covers a token, -1 if none
    starts: dict[int, list[Hit]] = field(default_factory=dict)
    things: set[int] = field(
        default_factory=set
    )  # numbers in words of things, looked over: "tre team"
    labels_first: bool = False  # "till arbete 5 st, till studier 2 st": what it is stands before
    leads: dict[int, int] = field(default_factory=dict)  # first word of rounding -> its number
    _by_concept: dict[str, list[Hit]] = field(default_factory=dict)
    _rights: dict[tuple[int, ...], list[int]] = field(default_factory=dict)
    _lefts: dict[int, list[int]] = field(default_factory=dict)

    def has(self, *concepts: str) -> bool:
        """True if the sentence has a phrase of one of the concepts (or concept families)."""
        return any(self._of(name) for name in concepts)

    def _of(self, concept: str) -> list[Hit]:
        """The phrases of one concept or family of concepts, in order."""
        if not self._by_concept:
            for hit in self.hits:
                for name in _families(hit.concept):
                    self._by_concept.setdefault(name, []).append(hit)
        return self._by_concept.get(concept, _NONE)

    def find(self, places: Iterable[int], *concepts: str) -> list[Hit]:
        """Phrases of the concepts that stand wholly within `places`, in order of place."""
        known = places if isinstance(places, (set, range)) else set(places)
        found = [
            hit
            for concept in concepts
            for hit in self._of(concept)
            if hit.start in known and all(place in known for place in range(hit.start + 1, hit.end))
        ]
        return sorted(found, key=_place) if len(found) > 1 else found

    def right(self, no: int, *, past: Iterable[int] = ()) -> list[int]:
        """Places after mention `no` to the next number or clause; `past` are looked over."""
        key = (no, *past)
        if key not in self._rights:
            self._rights[key] = self._right(no, past)
        return self._rights[key]

    def _right(self, no: int, past: Iterable[int]) -> list[int]:
        mention = self.mentions[no]
        inside = self.bracket[mention.start]
        if self.labels_first and inside < 0:
            return []
        over = set(past) | self.things
        places: list[int] = []
        at = mention.end
        while at < len(self.tokens):
            if self.tokens[at].text == _OPEN and inside < 0:
                at = self.closing(at) + 1
                continue
            if self.tokens[at].text == _CLOSE and inside >= 0:
                break
            other = self.owner[at]
            if other >= 0:
                if other in over:
                    at = self.mentions[other].end
                    continue
                break
            if other < 0 and self._lead_of_next(at, over):
                break
            if self._breaks(at):
                break
            places.append(at)
            at += 1
        return _without_commas(places, self, over)

    def left(self, no: int) -> list[int]:
        """Places before mention `no` back to the number or clause before it, in reading order."""
        if no not in self._lefts:
            self._lefts[no] = self._left(no)
        return self._lefts[no]

    def _left(self, no: int) -> list[int]:
        mention = self.mentions[no]
        inside = self.bracket[mention.start]
        over = self.things
        places: list[int] = []
        at = mention.start - 1
        while at >= 0:
            if self.tokens[at].text == _CLOSE and inside < 0:
                at = self._opening(at) - 1
                continue
            if self.tokens[at].text == _OPEN and inside >= 0:
                break
            other = self.owner[at]
            if other >= 0 and other not in over:
                break
            labelled = self.tokens[at].text == ":" and at + 1 == mention.lead and no == 0
            taken = self.tokens[at].text == ":" and at + 1 == mention.lead and no > 0
            if taken or (self._breaks(at) and not labelled):
                break
            if other < 0:
                places.append(at)
            at -= 1
        return places[::-1]

    def _lead_of_next(self, at: int, over: set[int]) -> bool:
        no = self.leads.get(at)
        return no is not None and no not in over

    def _breaks(self, at: int) -> bool:
        token = self.tokens[at]
        if token.text == ":":
            return at > _LONGEST_LABEL
        return token.text == ";" or (token.kind == "ord" and self.keys[at] in breaking())

    def closing(self, at: int) -> int:
        """The place of the bracket that closes the one at `at`; the last place if none does."""
        for place in range(at + 1, len(self.tokens)):
            if self.tokens[place].text == _CLOSE:
                return place
        return len(self.tokens) - 1

    def _opening(self, at: int) -> int:
        for place in range(at - 1, -1, -1):
            if self.tokens[place].text == _OPEN:
                return place
        return 0

    def between(self, first: Mention, second: Mention) -> list[str]:
        """Keys between two mentions, brackets included."""
        return list(self.keys[first.end : second.lead])

    def noun(self, no: int) -> tuple[str, int, frozenset[str]]:
        """What is counted: concept of the noun, its end, and the kinds of adjectives before it.

        The concept is `person.*`, `personal.*`, `ovrigt.*`, `kon.*`, `okant` for a noun that no
        list has, and empty when no noun follows.
        """
        mention = self.mentions[no]
        at = mention.end
        kinds: set[str] = set()
        for _ in range(4):
            if at >= len(self.tokens) or self.owner[at] >= 0:
                return "", at, frozenset(kinds)
            best = self._longest(
                at,
                "person",
                "personal.anstallda",
                "personal.medarbetare",
                "personal.arsarbetare",
                "ovrigt",
                "kon",
            )
            if best is not None:
                return best.concept, best.end, frozenset(kinds)
            adjective = self._longest(at, "adjektiv")
            if adjective is None:
                break
            kinds.add(adjective.concept.partition(".")[2])
            at = adjective.end
        if (
            at >= len(self.tokens)
            or self.tokens[at].kind != "ord"
            or self.keys[at]
            in after_numbers() | listed("lista", "arbete") | listed("lista", "studier")
        ):
            return "", at, frozenset(kinds)
        if any(_is(hit, _SAID) for hit in self.starts.get(at, ())):
            return "", at, frozenset(kinds)
        return "okant", at + 1, frozenset(kinds)

    def after_noun(self, no: int) -> int:
        """The place after a number, its noun and the brackets that follow."""
        at = self.noun(no)[1]
        while at < len(self.tokens) and self.tokens[at].text == _OPEN:
            at = self.closing(at) + 1
        return at

    def _longest(self, at: int, *concepts: str) -> Hit | None:
        found = [hit for hit in self.starts.get(at, ()) if _is(hit, concepts)]
        return max(found, key=lambda hit: hit.end, default=None)


_SAID = (
    "deltagare",
    "nya",
    "avslutade",
    "utfall",
    "remitt",
    "enkat",
    "hang",
    "tid",
    "andring",
    "forsorjning",
)


_NONE: list[Hit] = []


@cache
def _families(concept: str) -> tuple[str, ...]:
    """`subjekt.part.Staten` is of `subjekt`, of `subjekt.part` and of itself."""
    parts = concept.split(".")
    return tuple(".".join(parts[: at + 1]) for at in range(len(parts)))


def _place(hit: Hit) -> tuple[int, int]:
    return hit.start, hit.end


def _is(hit: Hit, concepts: Iterable[str]) -> bool:
    return any(hit.concept == name or hit.concept.startswith(name + ".") for name in concepts)


@cache
def breaking() -> frozenset[str]:
    """Words that begin a new clause with a meaning of its own."""
    return frozenset(words.fold(word) for word in words.load("prosa")["lista"]["brytning"])


@cache
def after_numbers() -> frozenset[str]:
    """Words that may follow a number without being its noun."""
    return frozenset(words.fold(word) for word in words.load("prosa")["lista"]["efter_tal"])


@cache
def listed(*path: str) -> frozenset[str]:
    """A list of single words from `prosa.toml`, folded."""
    data = words.load("prosa")
    for name in path:
        data = data[name]
    return frozenset(words.fold(str(word)) for word in data)


def is_whole(clause: Clause, no: int) -> bool:
    """True for the number that others are a part of: "av de 527 personer som avslutade ..."."""
    at = clause.mentions[no].lead - 1
    while at >= 0 and clause.keys[at] in listed("lista", "fyllnad"):
        at -= 1
    return at >= 0 and clause.keys[at] in ("av", "bland")


def read_clause(sentence: Sentence, hidden: Iterable[tuple[int, int, str]] = ()) -> Clause:
    """Find the phrases and the numbers of a sentence; names of several words are hidden."""
    misprints = {str(word).casefold() for word in words.load("prosa")["lista"]["man_skannat"]}
    for at, token in enumerate(sentence.tokens):
        if token.text.casefold() in misprints:
            sentence.keys[at] = words.fold("män")
    keys = list(sentence.keys)
    for first, end, _ in hidden:
        if end - first > 1:
            keys[first:end] = [_NAME] * (end - first)
    hits = _genders(sentence, lexicon().find(keys))
    people = frozenset(hit.start for hit in hits if _is(hit, ("person", "kon")))
    found = mentions(sentence.tokens, keys, people)
    owner = [-1] * len(sentence.tokens)
    for no, mention in enumerate(found):
        for at in range(mention.start, mention.end):
            owner[at] = no
    bracket = []
    inside = -1
    for at, token in enumerate(sentence.tokens):
        if token.text == _OPEN:
            bracket.append(inside)
            inside = at
        elif token.text == _CLOSE:
            bracket.append(inside if inside >= 0 else -1)
            inside = -1
        else:
            bracket.append(inside)
    starts: dict[int, list[Hit]] = {}
    for hit in hits:
        starts.setdefault(hit.start, []).append(hit)
    clause = Clause(sentence, sentence.tokens, keys, hits, found, bracket, owner, starts)
    for no, mention in enumerate(found):
        if (
            mention.word
            and mention.unit == "antal"
            and clause.noun(no)[0].startswith(("ovrigt.", "okant"))
        ):
            clause.things.add(no)
        if mention.lead < mention.start:
            clause.leads[mention.lead] = no
    clause._rights.clear()
    clause.labels_first = _labels_first(clause)
    return clause


def _labels_first(clause: Clause) -> bool:
    """True for a line without a verb whose every number ends its part, after its label.

    As in "Orsak: arbete 7, studier 3" and "till arbete 5 st, till studier 2 st".
    """
    free = [m for m in clause.mentions if clause.bracket[m.start] < 0]
    if len(free) < 2 or free[0].start == 0 or any(key in small("verb") for key in clause.keys):
        return False
    for mention in free:
        end = mention.end
        while end < len(clause.tokens) and clause.keys[end] in ("st", "stycken"):
            end += 1
        if end < len(clause.tokens) and clause.tokens[end].text not in ",;.(":
            return False
        if mention.lead and clause.tokens[mention.lead - 1].text in ",;":
            return False
    return True


def _without_commas(places: list[int], clause: Clause, over: set[int]) -> list[int]:
    """The places without the commas around a number that was looked over."""
    around: set[int] = set()
    for no in over - clause.things:
        if no < len(clause.mentions):
            mention = clause.mentions[no]
            around.update((mention.lead - 1, clause.after_noun(no), mention.end))
    return [at for at in places if not (clause.tokens[at].text == "," and at in around)]


def _genders(sentence: Sentence, hits: list[Hit]) -> list[Hit]:
    """Leave out the pronoun man, which is no gender, and the list of misprints."""
    kept = []
    for hit in hits:
        if hit.concept == "mal.modal" and sentence.tokens[hit.start].text == "bor":
            continue  # the verb of living somewhere
        if sentence.keys[hit.start] in ("k", "m") and hit.end == hit.start + 1:
            if not _are_letters(sentence):
                continue  # metres, thousands
        elif hit.concept == "kon.man" and sentence.tokens[hit.start].text.casefold() == "man":
            before = sentence.tokens[hit.start - 1] if hit.start else None
            counted = before is not None and (
                before.kind == "tal"
                or before.text in ("%", ")")
                or before.key in _BEFORE_MAN
                or any(
                    other.concept == "adjektiv.ovrigt" and other.end == hit.start for other in hits
                )
            )
            if not counted:
                continue
        kept.append(hit)
    return kept


def _are_letters(sentence: Sentence) -> bool:
    """True where K and M, or kv and m, stand for women and men."""
    return "m" in sentence.keys and ("kv" in sentence.keys or "k" in sentence.keys)


_BEFORE_MAN = frozenset({"procent", "av", "andelen", "andel", "var", "ar", "bland", "nya", "och"})

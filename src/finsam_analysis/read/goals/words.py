"""The vocabulary of goals: phrases, small words, identifiers, and the report's own judgement."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from finsam_analysis import words
from finsam_analysis.read.document import Line
from finsam_analysis.read.prose.lexicon import Lexicon, flatten

_NO_PHRASES = (
    "skannat.man",
    "smaord.ord",
    "omdome.tecken",
    "matt_slag.antal",
    "spar.ord",
    "lista.annan_etikett",
)
_SLUG_WORDS = 4
_SLUG_LENGTH = 50
_JUDGED_WORDS = 7
_WORD = re.compile(r"[^\W\d_]+(?:[-][^\W\d_]+)*|[^\w\s]")
_CLOSERS = frozenset(".)!]”\"'")
_OPENERS = frozenset(".;:–—-|(!?•")
_LOST = 0.02  # share of letters that are å, ä or ö, below which they have been lost


@cache
def lexicon() -> Lexicon:
    """The phrases of goals, from `mal.toml`."""
    concepts = flatten(words.load("mal"))
    return Lexicon({name: phrases for name, phrases in concepts.items() if name not in _NO_PHRASES})


@cache
def rank(section: str) -> dict[str, int]:
    """The names of a section of `mal.toml` and their order there."""
    return {name: at for at, name in enumerate(words.load("mal")[section])}


@cache
def single(section: str, name: str) -> frozenset[str]:
    """The separate words of a list of `mal.toml`, folded."""
    return frozenset(
        part for phrase in words.load("mal")[section][name] for part in words.fold(phrase).split()
    )


def small() -> frozenset[str]:
    """Words that say nothing by themselves."""
    return single("smaord", "ord")


def slug(text: str, count: int = _SLUG_WORDS) -> str:
    """An identifier of the first words of a text that mean something."""
    found = [words.fold(word) for word in re.findall(r"[^\W\d_]{3,}", text)]
    kept = [re.sub(r"[^a-z]", "", word) for word in found if word not in small()]
    return "_".join([word for word in kept if word][:count])[:_SLUG_LENGTH].strip("_")


def looks_ocr(lines: Iterable[Line]) -> bool:
    """True when the lines have lost their diacritics, so that words must be mended."""
    text = " ".join(line.text for line in lines)
    letters = sum(map(str.isalpha, text))
    return letters > 0 and sum(map(text.count, "åäöÅÄÖ")) < _LOST * letters


# ---- the report's own judgement ------------------------------------------------------------


def is_judgement(text: str) -> bool:
    """True when the whole text is a judgement: `Delvis uppfyllt`, `EJ UPPNÅTT`, `✓`."""
    found = [w for w in _WORD.findall(_plain(text)) if w not in _CLOSERS and w not in _OPENERS]
    return 0 < len(found) <= _JUDGED_WORDS and not re.search(r"\d", _plain(text)) and _judges(found)


def _plain(text: str) -> str:
    return re.sub(r"(?<=[^\W\d_]{3})\d{1,2}\b", "", text)


def _judges(found: Iterable[str]) -> bool:
    """True when all words can stand in a judgement, and one of them judges."""
    signs = set(words.load("mal")["omdome"]["tecken"])
    core, beside = single("omdome", "karna"), single("omdome", "tillagg")
    judged = False
    only_head = True
    for word in found:
        key = words.fold(word)
        if word in signs or key in core:
            judged = True
            only_head &= key in single("rubrik", "bedomning") and key not in _verdicts()
        elif key not in beside:
            return False
        else:
            only_head &= key not in single("omdome", "grad")
    return judged and not only_head


@cache
def _verdicts() -> frozenset[str]:
    """Words of column heads that are judgements too when they stand in a cell."""
    return frozenset(
        word
        for word in single("rubrik", "bedomning") & single("omdome", "karna")
        if "fyllelse" not in word
    )


def judged_end(text: str) -> tuple[str, int]:
    """A judgement that ends a text after a stop, and where it begins: `... 42 procent. UPPNÅTT`.

    Returns an empty string and the text's length when there is none.
    """
    pieces = [(m.group(), m.start(), m.end()) for m in re.finditer(r"\w+(?:-\w+)*|[^\w\s]", text)]
    end = len(pieces)
    while end and pieces[end - 1][0] in _CLOSERS:
        end -= 1
    first = end
    allowed = single("omdome", "karna") | single("omdome", "tillagg")
    signs = set(words.load("mal")["omdome"]["tecken"])
    while first and (words.fold(pieces[first - 1][0]) in allowed or pieces[first - 1][0] in signs):
        first -= 1
    for start in range(first, end):
        printed = text[pieces[start][1] : pieces[end - 1][2]]
        before = pieces[start - 1][0] if start else ""
        stop = before in _OPENERS or before in _CLOSERS or pieces[start][0] in signs
        capital = pieces[start][0][:1].isupper()
        if is_judgement(printed) and (stop or (capital and start > 0)):
            return printed, pieces[start][1]
    return "", len(text)


def judged_start(text: str) -> tuple[str, int]:
    """A judgement that is the first sentence of a text, and where the rest begins."""
    match = re.match(r"\s*([^.:;–]{2,60}?)\s*[.:;–]\s+(?=\S)", text)
    if match and is_judgement(match[1]):
        return match[1].strip(), match.end()
    return "", 0


def is_other_label(text: str) -> bool:
    """True for `Budget 2021: 1 100 tkr`, `Målgrupp: unga`: told of the insats, and of no goal."""
    label = re.match(r"\s*([^\W\d_][^:.]{2,30}?)(?:\s\d{4})?:\s", text)
    told = {words.fold(word) for word in words.load("mal")["lista"]["annan_etikett"]}
    return bool(label) and label is not None and words.fold(label[1]) in told

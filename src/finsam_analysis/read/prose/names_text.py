"""Names of insatser in running text, by the words beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from finsam_analysis import words
from finsam_analysis.read.prose.clause import listed
from finsam_analysis.read.prose.lexicon import headings, lexicon
from finsam_analysis.read.prose.lines import small
from finsam_analysis.read.prose.mention import months
from finsam_analysis.read.prose.text import Sentence, Token

_OF_MEMBERS = frozenset({"kommunerna", "medlemmarna", "medlemsbidrag", "medlemsavgifter", "kommun"})
_NO_NAMES = ("utfall.", "person.", "adjektiv.", "kon.", "mal.", "avslutade.", "nya.")
_FEW = 3
_REACH = 6


def labels(sentences: Sequence[Sentence]) -> list[str]:
    """As in "Ung i Xby: 175 unga ska delta": a label before people counted is a name."""
    found = []
    for sentence in sentences:
        colon = next(
            (at for at, token in enumerate(sentence.tokens[:_REACH]) if token.text == ":"), None
        )
        if (
            colon is None
            or colon + 2 >= len(sentence.tokens)
            or sentence.tokens[colon + 1].kind != "tal"
        ):
            continue
        hits = lexicon().find(sentence.keys[colon + 2 : colon + 5])
        tells = lexicon().find(sentence.keys[:colon])
        if any(hit.concept.startswith(_NO_NAMES) for hit in tells):
            continue
        if any(hit.concept.startswith("person.") for hit in hits):
            found.append(" ".join(token.text for token in sentence.tokens[:colon]))
    return found


def by_figures(sentences: Sequence[Sentence], places: Collection[str]) -> list[str]:
    """As in "Stegen 4,1 mkr, Ta plats 2,2 mkr", "störst är Stegen med 154 deltagare": a name right
    before what only an insats has, if the text has it twice. `places` are kommuner.
    """
    text = [f" {' '.join(token.text for token in sentence.tokens)} " for sentence in sentences]
    found: list[str] = []
    for sentence in sentences:
        if _OF_MEMBERS & set(sentence.keys):
            continue
        for at, token in enumerate(sentence.tokens):
            name = _before_figure(sentence, at) if token.kind == "tal" else ""
            if not name or name in found or words.fold(name.split()[0]).rstrip("s") in places:
                continue
            if sum(row.count(f" {name} ") for row in text) > 1:
                found.append(name)
    return found


def _before_figure(sentence: Sentence, at: int) -> str:
    """The name before an amount in a list, or before "med 27 deltagare"; else empty."""
    tokens, keys = sentence.tokens, sentence.keys
    end = at
    if keys[max(0, at - 1) : at] == ["med"]:
        after = lexicon().find(keys[at + 1 : at + 2])
        end = at - 1 if any(hit.concept == "person.deltagare" for hit in after) else 0
    elif keys[at + 1 : at + 2] not in (
        ["mkr"],
        ["tkr"],
        ["kr"],
        ["mnkr"],
        ["miljoner"],
        ["kronor"],
    ):
        return ""
    start = end - 1
    while start >= 0 and end - start <= _FEW and tokens[start].text[:1].islower():
        start -= 1
    if start < 0 or end - start > _FEW or not tokens[start].text[:1].isupper():
        return ""
    run = tokens[start:end]
    before = tokens[start - 1].key if start else ""
    opens = before in (",", ":", "och", "samt", "ar", ".", "")
    common = len(run) == 1 and (lexicon().knows(run[0].key) or bool(headings().find([run[0].key])))
    verbs = any(token.key in small("verb") for token in run)
    if not opens or common or verbs or is_body(run[0].key) or any(t.kind != "ord" for t in run):
        return ""
    return " ".join(token.text for token in run)


def beside_words(sentences: Sequence[Sentence]) -> list[str]:
    """As in "projektet Ny riktning", "SamMA-projektet": names by the word beside them."""
    pairs: Counter[tuple[str, str]] = Counter()
    for sentence in sentences:
        row = sentence.tokens
        pairs.update(
            (a.text, b.key) for a, b in zip(row, row[1:], strict=False) if a.text[:1].isupper()
        )
    endings = tuple(words.fold(end) for end in words.load("prosa")["lista"]["namn_efter"])
    found: list[str] = []
    for sentence in sentences:
        tokens = sentence.tokens
        for at, token in enumerate(tokens):
            if token.kind != "ord":
                continue
            if token.key.endswith(endings) and token.text[:1].isupper():
                if token.key.rpartition("-")[0] not in listed("lista", "inget_namn"):
                    found.append(token.text)
            if at == 0:
                found.extend(_presented(tokens))
            if tokens[at].key == "ramen" and [t.key for t in tokens[at : at + 2]] == [
                "ramen",
                "for",
            ]:
                found.extend(_names_after(tokens, at + 1, pairs))
            if token.key in listed("lista", "namn_fore"):
                found.extend(_names_after(tokens, at, pairs))
            if token.key in listed("lista", "team"):
                found.extend(_several_after(tokens, at, pairs))
    return found


def _presented(tokens: Sequence[Token]) -> list[str]:
    """As in "Steg för steg är en förberedande insats": a name at the start, and what it is."""
    verb = next((at for at, token in enumerate(tokens[:_REACH]) if token.key == "ar"), 0)
    if not verb and _runs(tokens):
        return [tokens[0].text]
    if not verb or not tokens[0].text[:1].isupper() or is_body(tokens[0].key):
        return []
    name = tokens[:verb]
    if any(token.kind != "ord" or token.key == "som" for token in name) or len(name) > _FEW + 1:
        return []
    if name[0].key in listed("lista", "namn_fore") or name[0].key.endswith("projektet"):
        return []
    if any(lexicon().knows(token.key) for token in name[:1]) or not _told_kind(tokens[verb + 1 :]):
        return []
    return [" ".join(token.text for token in name)]


def _runs(tokens: Sequence[Token]) -> bool:
    """As in "Klivet avslutades den 30 juni", where the first word is no common noun in -ing."""
    keys = [token.key for token in tokens[:3]]
    runs = len(keys) == 3 and keys[1] in listed("lista", "loper") and keys[2] in ("den", "i")
    first = tokens[0]
    if not runs or not first.text[:1].isupper() or is_body(first.key):
        return False
    common = tuple(words.fold(end) for end in words.load("prosa")["lista"]["inte_namn_slut"])
    dated = any(token.key in months() for token in tokens[3:6])
    return (
        dated
        and not first.key.endswith(common)
        and not lexicon().knows(first.key)
        and not headings().find([first.key])
    )


def _told_kind(after: Sequence[Token]) -> bool:
    """As in "en insats", "ett treårigt ESF-projekt", "vår insats"."""
    article = after[:1] and after[0].key in ("en", "ett", "var", "forbundets")
    kinds = [token.key for token in after[1 : _FEW + 2] if token.kind == "ord"]
    return bool(article) and any(key.endswith(("insats", "projekt", "team")) for key in kinds)


def _names_after(tokens: Sequence[Token], at: int, pairs: Counter[tuple[str, str]]) -> list[str]:
    """The names after "projektet", or after "projekten": "Ny riktning", "Lumena och Conecto"."""
    found: list[str] = []
    place = at + 1
    while place < len(tokens) and tokens[place].line - tokens[at].line <= 1:
        name, end = _capital_run(tokens, place, pairs)
        if not name or is_body(tokens[place].key):
            break
        found.append(name)
        many = tokens[at].key.endswith(("en", "na"))
        if not many or end >= len(tokens) or tokens[end].key not in ("och", ","):
            break
        place = end + 1
    return found


def _several_after(tokens: Sequence[Token], at: int, pairs: Counter[tuple[str, str]]) -> list[str]:
    """The names of "de två insatserna, Vägen och Ljuset": two or more after a comma or the like."""
    place = at + 1
    if place >= len(tokens) or tokens[place].text not in (",", ":", "(", "–"):
        return []
    found: list[str] = []
    while True:
        name, end = _capital_run(tokens, place + 1, pairs)
        if not name or is_body(tokens[place + 1].key):
            return []
        found.append(name)
        linked = end < len(tokens) and tokens[end].key in ("och", ",")
        if not linked:
            return []
        place = end
        if tokens[end].key == "och":
            last, _ = _capital_run(tokens, end + 1, pairs)
            return [*found, last] if last and not is_body(tokens[end + 1].key) else []


def _capital_run(
    tokens: Sequence[Token], at: int, pairs: Counter[tuple[str, str]]
) -> tuple[str, int]:
    """A name and its end: capitalised words, small words up to "!", or a pair that comes again.

    `pairs` counts neighbouring words of the whole text, so that "Ny riktning" is one name.
    """
    end = at
    while end < len(tokens) and tokens[end].kind == "ord" and tokens[end].text[:1].isupper():
        end += 1
    if end == at:
        return "", at
    if end < len(tokens) - 1 and tokens[end].key in ("for", "till", "mot"):
        rest, last = _capital_run(tokens, end + 1, pairs)
        if rest and tokens[end].text.islower() and not is_body(tokens[end + 1].key):
            shown = " ".join(token.text for token in tokens[at : end + 1])
            return f"{shown} {rest}", last
    mark = next((p for p in range(end, min(end + 5, len(tokens))) if tokens[p].text == "!"), None)
    if mark is not None and all(token.kind == "ord" for token in tokens[end:mark]):
        return " ".join(token.text for token in tokens[at:mark]) + "!", mark + 1
    if end == at + 1 and end < len(tokens) and tokens[end].kind == "ord":
        second = tokens[end]
        again = pairs[tokens[at].text, second.key] > 1 and len(second.key) > _FEW
        if again and second.text.islower() and not lexicon().knows(second.key):
            return f"{tokens[at].text} {second.text}", end + 1
    return " ".join(token.text for token in tokens[at:end]), end


def is_body(key: str) -> bool:
    """True for the name of an authority or a member, which is no insats."""
    hits = lexicon().find([key])
    return any(
        hit.concept.startswith(("remittent.", "subjekt.part", "subjekt.forbund")) for hit in hits
    )

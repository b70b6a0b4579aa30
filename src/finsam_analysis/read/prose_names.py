"""The names that a report gives its insatser, collected from tables, headings and running text.

A heading is a name when it is no matter of its own (Ekonomi, Styrelsen) and what stands below
speaks of it by name or as "insatsen". A heading about a person, whose text says hon or han, never
is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from finsam_analysis import words
from finsam_analysis.read.prose_clause import listed
from finsam_analysis.read.prose_lexicon import headings, lexicon
from finsam_analysis.read.prose_lines import Section, small
from finsam_analysis.read.prose_match import Names, Span, link_between, make_name, stem
from finsam_analysis.read.prose_text import Sentence, Token

_SUBTITLE = re.compile(r"\s+[–—-]\s+|\s*[:(]|,\s")
_WORD = re.compile(r"[^\W\d_]+")
_FEW, _MANY = 3, 12  # sentences below a heading that are looked at
_REACH = 6
_LONGEST = 8  # words of a heading that can be a name
_NAMED = 5


def find_names(
    sentences: Sequence[Sentence],
    sections: Iterable[Section],
    insatser: Sequence[str],
    forbund: str,
    scanned: bool,
) -> Names:
    """Collect the names that the report uses; `insatser` are those its tables have."""
    names = Names(forbund, scanned)
    seen: set[tuple[str, ...]] = set()

    def add(shown: str, *, known: bool = False, trusted: bool = False) -> None:
        made = make_name(shown.strip())
        if made is None or made.stems in seen or _is_forbund(shown, forbund):
            return
        common = is_matter(shown, anywhere=len(made.stems) > 1)
        if trusted or (known and not common) or not (_is_head(shown) or is_matter(shown)):
            seen.add(made.stems)
            names.add(made)

    for shown in insatser:
        add(shown, known=True)
    for shown in _beside_words(sentences):
        add(shown, trusted=True)
    for shown in _labels(sentences):
        add(shown)
    sections = list(sections)
    rows = [*(s.tokens for s in sentences), *(title_tokens(s.heading) for s in sections)]
    for shown in _next_in_lists(names, rows):
        add(shown)
    _find_groups(names, rows)
    below: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        below.setdefault(sentence.section.line, []).append(sentence)
    titles = {section.line: section for section in sections if section.heading}
    lines = sorted(titles)
    for at, line in enumerate(lines):
        title = title_of(_topic(titles[line]))
        if (
            title
            and not _known(names, title)
            and _tells_of_insats(title, _under_it(at, lines, titles, below))
        ):
            add(title)
    _find_groups(names, rows)
    _mark_chapters(names, titles, below)
    return names


def _mark_chapters(
    names: Names, titles: dict[int, Section], below: dict[int, list[Sentence]]
) -> None:
    """Headings like Ekonomi and Personal that come once are chapters about the förbund.

    Not so if their text speaks of "insatsen" or names one.
    """
    keys = {line: words.fold(section.heading.rstrip(":")) for line, section in titles.items()}
    counts = Counter(keys.values())
    for line, key in keys.items():
        if key not in listed("rubrik", "under_flera") or counts[key] > 1:
            continue
        text = below.get(line, [])[:_MANY]
        if not any(_speaks_of_insats(s) or names.spans(s.tokens) for s in text):
            names.sections[line] = ""


def _is_forbund(shown: str, forbund: str) -> bool:
    key = words.fold(shown)
    return key in words.fold(forbund) or "samordningsforbund" in key


def _is_head(shown: str) -> bool:
    """True for the head of a table: genders, totals, the same word twice."""
    keys = [words.fold(word) for word in _WORD.findall(shown)]
    return len(set(keys)) < len(keys) or bool(listed("lista", "tabellord") & set(keys))


def is_matter(title: str, *, anywhere: bool = False) -> bool:
    """True for a heading about a matter: Ekonomi, Styrelsen, Avvikelse från budget.

    With `anywhere` only words that tell a matter wherever they stand: a row of a budget may be
    called Stöd i arbete, but not Summa insatser.
    """
    keys = [headings().mend(words.fold(word)) for word in _WORD.findall(title)]
    if not keys or (goes_on(keys[0]) and not anywhere):
        return True
    hits = headings().find(keys)
    first = not anywhere and any(hit.start == 0 and hit.concept == "forst" for hit in hits)
    return first or any(hit.concept == "ord" for hit in hits)


def goes_on(key: str) -> bool:
    """True for a heading that only goes on with the insats above: Resultat, Mål, Målgrupp."""
    return any(key == word or key.startswith(word + " ") for word in listed("rubrik", "under"))


def title_of(heading: str) -> str:
    """A heading without its subtitle, its period, and the word projekt before a name."""
    parts = _SUBTITLE.split(heading.strip(), maxsplit=1)[0].strip(" .").split()
    keys = [words.fold(word) for word in parts]
    cut = min(
        (hit.start for hit in lexicon().find(keys) if hit.concept == "tid.projekt"), default=0
    )
    parts = parts[:cut] or parts
    if (
        len(parts) > 1
        and words.fold(parts[0]) in listed("lista", "namn_fore")
        and parts[1][:1].isupper()
    ):
        parts = parts[1:]
    return " ".join(parts)


def title_tokens(heading: str) -> list[Token]:
    """The words and signs of a heading as tokens."""
    parts = re.findall(r"[^\W\d_][^\W_]*(?:-[^\W_]+)*|[^\w\s]", heading)
    return [
        Token(part, words.fold(part), "ord" if part[0].isalpha() else "tecken", 0, None)
        for part in parts
    ]


def _known(names: Names, title: str) -> bool:
    """True if the heading is a known name with small words, or a known group of insatser."""
    tokens = title_tokens(title)
    keys = [token.key for token in tokens]
    told = any(modifiers and modifiers <= set(keys) for _, modifiers, _ in names.groups)
    if told and names.group(keys, bare=True):
        return True
    spans = names.spans(tokens)
    if not spans or spans[0][0] > 0:
        return False
    return not any(token.text[:1].isupper() for token in tokens[spans[0][1] :])


def _topic(section: Section) -> str:
    """The heading that the section's own goes on with: the insats above Mål and Resultat."""
    for title in section.headings():
        if not title.caption and not goes_on(words.fold(title.text)):
            return title.text
    return section.heading


def _under_it(
    at: int, lines: Sequence[int], titles: dict[int, Section], below: dict[int, list[Sentence]]
) -> list[Sentence]:
    """The sentences under a heading, and under the headings below it that only go on with it."""
    found = list(below.get(lines[at], []))
    for line in lines[at + 1 :]:
        if len(found) >= _MANY or not goes_on(words.fold(titles[line].heading)):
            break
        found.extend(below.get(line, []))
    return found[:_MANY]


def _tells_of_insats(title: str, sentences: Sequence[Sentence]) -> bool:
    """True if the text speaks of the title by name, or of "insatsen", and of no single person."""
    if is_matter(title) or len(title.split()) > _LONGEST or _has_verb(title):
        return False
    if any(listed("lista", "om_en_person") & set(sentence.keys) for sentence in sentences[:_NAMED]):
        return False
    first = stem(words.fold(title.split()[0]))
    for sentence in sentences[:_FEW]:
        for token in sentence.tokens:
            if (
                token.text[:1].isupper()
                and stem(token.key) == first
                and len(title.split()) <= _NAMED
            ):
                return True
    return any(_speaks_of_insats(sentence) for sentence in sentences)


def _speaks_of_insats(sentence: Sentence) -> bool:
    return bool(listed("subjekt", "insats") & set(sentence.keys))


def _has_verb(title: str) -> bool:
    return any(words.fold(word) in small("verb") for word in title.split() if word.islower())


def _next_in_lists(names: Names, rows: Iterable[Sequence[Token]]) -> list[str]:
    """The last of "A, B och Ung i Xby", where A and B are known names."""
    found: list[str] = []
    for tokens in rows:
        spans = names.spans(tokens)
        for first, second in zip(spans, spans[1:], strict=False):
            place = second[1] + 1
            if not link_between(tokens, first[1], second[0]) or place >= len(tokens):
                continue
            end = place
            while end < len(tokens) and tokens[end].kind == "ord":
                capital = tokens[end].text[:1].isupper()
                small_word = end > place and tokens[end].key in ("i", "for", "pa")
                if not (capital or small_word):
                    break
                end += 1
            body = _is_body(tokens[place].key) if end > place else True
            if tokens[place - 1].key in ("och", ",") and not body:
                found.append(" ".join(token.text for token in tokens[place:end]))
    return found


def _is_body(key: str) -> bool:
    """True for the name of an authority or a member, which is no insats."""
    hits = lexicon().find([key])
    return any(
        hit.concept.startswith(("remittent.", "subjekt.part", "subjekt.forbund")) for hit in hits
    )


def _labels(sentences: Sequence[Sentence]) -> list[str]:
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
        if any(hit.concept.startswith("person.") for hit in hits):
            found.append(" ".join(token.text for token in sentence.tokens[:colon]))
    return found


def _beside_words(sentences: Sequence[Sentence]) -> list[str]:
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
            if token.key in listed("lista", "namn_fore"):
                found.extend(_names_after(tokens, at, pairs))
            if token.key in listed("lista", "team"):
                found.extend(_several_after(tokens, at, pairs))
    return found


def _names_after(tokens: Sequence[Token], at: int, pairs: Counter[tuple[str, str]]) -> list[str]:
    """The names after "projektet", or after "projekten": "Ny riktning", "Lumena och Conecto"."""
    found: list[str] = []
    place = at + 1
    while place < len(tokens) and tokens[place].line - tokens[at].line <= 1:
        name, end = _capital_run(tokens, place, pairs)
        if not name or _is_body(tokens[place].key):
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
        if not name or _is_body(tokens[place + 1].key):
            return []
        found.append(name)
        linked = end < len(tokens) and tokens[end].key in ("och", ",")
        if not linked:
            return []
        place = end
        if tokens[end].key == "och":
            last, _ = _capital_run(tokens, end + 1, pairs)
            return [*found, last] if last and not _is_body(tokens[end + 1].key) else []


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
        if rest and tokens[end].text.islower() and not _is_body(tokens[end + 1].key):
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


def _find_groups(names: Names, rows: Iterable[Sequence[Token]]) -> None:
    """Find groups: "teamen för unga vuxna (A, B och C)", "Teamen för unga vuxna: A, B och C"."""
    heads = listed("lista", "team")
    for tokens in rows:
        if heads.isdisjoint(token.key for token in tokens):
            continue
        for at, token in enumerate(tokens):
            if token.text not in ("(", ":", "–", "-"):
                continue
            before = tokens[max(0, at - _REACH) : at]
            head = next((t for t in before if t.key in heads), None)
            run = (
                _list_of_names(names.spans(tokens[at + 1 :]), tokens[at + 1 :])
                if head is not None
                else []
            )
            if head is None or len(run) < 2:
                continue
            rest = tokens[at + 1 :]
            modifiers = frozenset(t.key for t in before if len(t.key) > _FEW and t.key not in heads)
            shown = " ".join(t.text for t in rest[run[0][0] : run[-1][1]]).replace(" ,", ",")
            entry = (stem(head.key), modifiers, shown)
            if entry not in names.groups:
                names.groups.append(entry)


def _list_of_names(spans: Sequence[Span], tokens: Sequence[Token]) -> list[Span]:
    run: list[Span] = []
    for span in spans:
        if not run:
            if span[0] > 1:
                break
        else:
            if not link_between(tokens, run[-1][1], span[0]):
                break
        run.append(span)
    return run

"""The names that a report gives its insatser, collected from tables, headings and running text.

A heading is a name when it is no matter of its own (Ekonomi, Styrelsen) and what stands below
speaks of it by name or as "insatsen". A heading about a person, whose text says hon or han, never
is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import cache

from finsam_analysis import words
from finsam_analysis.read.prose.clause import listed
from finsam_analysis.read.prose.lexicon import headings, lexicon
from finsam_analysis.read.prose.lines import Section, small
from finsam_analysis.read.prose.match import Names, Span, link_between, make_name, stem
from finsam_analysis.read.prose.names_text import beside_words, by_figures, is_body, labels
from finsam_analysis.read.prose.text import Sentence, Token

_SUBTITLE = re.compile(r"\s+[–—-]\s+|\s*[:(]|,\s")
_WORD = re.compile(r"[^\W\d_]+")
_OF_GOALS = re.compile(r"\bmål|mål(?:en|et)?\b", re.IGNORECASE)  # Måluppföljning, Förbundsmål A
_FEW, _MANY = 3, 12  # sentences below a heading that are looked at
_REACH = 6
_LONGEST = 8  # words of a heading that can be a name
_NAMED = 5
_TAKES_PART = ("mal.ord", "deltagare.efter", "deltagare.bada")


def find_names(
    sentences: Sequence[Sentence],
    sections: Iterable[Section],
    insatser: Sequence[str],
    forbund: str,
    scanned: bool,
    kommuner: Collection[str] = (),
) -> Names:
    """Collect the names that the report uses; `insatser` are those its tables have, `kommuner`
    the folded names of kommuner, which are no insatser.
    """
    names = Names(forbund, scanned)
    seen: set[tuple[str, ...]] = set()

    def add(shown: str, *, known: bool = False, trusted: bool = False) -> None:
        made = make_name(shown.strip())
        if made is None or made.stems in seen or _is_forbund(shown, forbund):
            return
        if _is_money(shown):
            return
        common = is_matter(shown, anywhere=len(made.stems) > 1)
        if trusted or (known and not common) or not (_is_head(shown) or is_matter(shown)):
            seen.add(made.stems)
            names.add(made)

    for shown in insatser:
        add(shown, known=True)
    for shown in beside_words(sentences):
        add(shown, trusted=True)
    for shown in [*labels(sentences), *by_figures(sentences, kommuner)]:
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
    printed = {title.text for section in titles.values() for title in section.headings()}
    heads = {title_of(text) for text in printed}
    for title in _with_parts(titles, below, known=len(heads & set(insatser))):
        if not _known(names, title):
            add(title)
    _find_groups(names, rows)
    _mark_chapters(names, titles, below)
    return names


def _with_parts(
    titles: dict[int, Section], below: dict[int, list[Sentence]], *, known: int
) -> list[str]:
    """Headings with Syfte, Mål or Resultat right below, if the report has several such, or with
    labels of an insats ("Målgrupp: unga", "Start: 2020") or a number of participants; `known`
    headings are names already.
    """
    found: list[str] = []
    sure: list[str] = []
    for line, section in titles.items():
        own = re.sub(r"\s*\d{4}$", "", words.fold(section.heading.rstrip(":")))
        above = [title for title in section.headings()[1:] if not title.caption][:1]
        if own not in listed("lista", "under_insats") or not above:
            continue
        title = title_of(above[0].text)
        one_person = any(
            listed("lista", "om_en_person") & set(s.keys) for s in below.get(line, [])[:_NAMED]
        )
        if is_title(title) and not one_person:
            found.append(title)
    for line, section in titles.items():
        title = title_of(section.heading)
        text = below.get(line, [])[:_NAMED]
        labelled = sum(_is_labelled(s) for s in text)
        if is_title(title) and (labelled or any(_counts_participants(s) for s in text)):
            (sure if labelled > 1 else found).append(title)
    return sure + found if len({*sure, *found}) + known > 1 else sure


def is_title(title: str) -> bool:
    """True for what can be a name by its words: not a matter, not too long, not a sentence."""
    matter = is_matter(title) or is_matter(title, anywhere=True) if title else True
    if not matter and words.fold(title.split()[0]) in listed("lista", "forbundet"):
        return False  # "Förbundet sammantaget"
    if _OF_GOALS.search(title):
        return False
    return not matter and len(title.split()) <= _LONGEST and not _has_verb(title)


def _is_labelled(sentence: Sentence) -> bool:
    """As in "Målgrupp: unga", "Antal deltagare: 46": what is told of an insats below its name."""
    colon = next((at for at, key in enumerate(sentence.keys[:_REACH]) if key == ":"), 0)
    label = " ".join(sentence.keys[:colon])
    counted = label.startswith(("antal ", "andel ", "deltagare ", "inskrivna "))
    numbered = len(sentence.tokens) > 1 and sentence.tokens[1].kind == "tal"
    if numbered and sentence.keys[0] in listed("lista", "etikett"):
        return True  # "Utfall 95 tkr"
    return bool(label) and (counted or label in listed("lista", "etikett"))


def _counts_participants(sentence: Sentence) -> bool:
    """As in "Målsättningen var 45 deltagare": a number of them, and of no one else."""
    if not any(token.kind == "tal" for token in sentence.tokens):
        return False
    hits = lexicon().find(sentence.keys)
    told = any(hit.concept.startswith(_TAKES_PART) for hit in hits)
    kinds = ("person.deltagare", "person.person") if told else ("person.deltagare",)
    if any(hit.concept in ("hang.omvarld", "hang.samling") for hit in hits):
        return False
    people = {hit.start for hit in hits if hit.concept in kinds}
    return any(
        token.kind == "tal" and (at + 1 in people or at - 1 in people)
        for at, token in enumerate(sentence.tokens)
    )


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
        own = any(_speaks_of_insats(s) or names.spans(s.tokens) for s in text)
        if not own or any(_tells_of_books(s) for s in text):
            names.sections[line] = ""


def _tells_of_books(sentence: Sentence) -> bool:
    """True for what only the förbund has: equity, contributions of the members."""
    hits = lexicon().find(sentence.keys)
    return any(hit.concept in ("pengar.eget_kapital", "pengar.medlemsbidrag") for hit in hits)


def _is_forbund(shown: str, forbund: str) -> bool:
    key = words.fold(shown)
    return key in words.fold(forbund) or "samordningsforbund" in key


def _is_money(shown: str) -> bool:
    """True for a row of a budget that is a source of money: "Europeiska socialfonden"."""
    keys = [words.fold(word) for word in _WORD.findall(shown)]
    hits = [hit for hit in lexicon().find(keys) if hit.concept.startswith("pengar.")]
    return any(hit.start == 0 and hit.end == len(keys) for hit in hits)


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
    parts = _WORD.findall(title)
    if len(parts) > 1 and all(part[0].isupper() and not part.isupper() for part in parts):
        anywhere = True  # "Nya Vägar" with capitals is a name, "Nya deltagare" is none
    first = not anywhere and any(hit.start == 0 and hit.concept == "forst" for hit in hits)
    return first or any(hit.concept == "ord" for hit in hits)


@cache
def goes_on(key: str) -> bool:
    """True for a heading that only goes on with the insats above: Resultat, Mål, Målgrupp."""
    if not listed("lista", "under_ej").isdisjoint(key.split()[1:]):
        return False
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
    parts = re.findall(
        r"[^\W\d_][^\W_]*(?:-[^\W_]+)*|(?<=\s)\d{1,2}(?=\s*$)|[^\w\s]", heading
    )  # a number last tells "Etapp 1" from "Etapp 2"
    kinds = ["ord" if p[0].isalpha() else "tal" if p.isdigit() else "tecken" for p in parts]
    return [
        Token(part, words.fold(part), kind, 0, None)
        for part, kind in zip(parts, kinds, strict=True)
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
    if len(title.split()) == 1 and any(_owns(s, first) for s in sentences[:_MANY]):
        return True
    return any(_speaks_of_insats(sentence) for sentence in sentences)


def _owns(sentence: Sentence, first: str) -> bool:
    """True for the genitive of a name: "Ungdomsspårets kostnader"."""
    return any(
        token.text[:1].isupper() and token.key.endswith("s") and stem(token.key) == first
        for token in sentence.tokens
    )


def _speaks_of_insats(sentence: Sentence) -> bool:
    """True for "insatsen", but not for "insatsen Stegen", which is another's name."""
    told = listed("subjekt", "insats")
    after = [*sentence.tokens[1:], None]
    return any(
        key in told and not (token is not None and token.text[:1].isupper())
        for key, token in zip(sentence.keys, after, strict=True)
    )


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
            body = is_body(tokens[place].key) if end > place else True
            if tokens[place - 1].key in ("och", ",") and not body:
                found.append(" ".join(token.text for token in tokens[place:end]))
        found.extend(name for span in spans for name in _before_in_list(tokens, span[0]))
    return found


def _before_in_list(tokens: Sequence[Token], start: int) -> list[str]:
    """The first of "A:s, Ung i Xby och Ung i Yby", where the last is a known name."""
    if start < 4 or tokens[start - 1].key != "och":
        return []
    comma = next(
        (at for at in range(start - 2, max(0, start - 7), -1) if tokens[at].text == ","), 0
    )
    middle, first = tokens[comma + 1 : start - 1], tokens[comma - 1] if comma > 1 else None
    small_words = ("i", "for", "pa")
    capital = all(token.text[:1].isupper() or token.key in small_words for token in middle)
    if first is None or not middle or not capital or not first.text[:1].isupper():
        return []
    if comma > 2 and tokens[comma - 2].key in (*small_words, "till", "fran", "hos"):
        return []  # "i Xby, Yby och Zby" are places
    if is_body(first.key) or is_body(middle[0].key) or not middle[0].text[:1].isupper():
        return []
    return [" ".join(token.text for token in middle), first.text.removesuffix("s")]


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

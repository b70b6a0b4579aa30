"""Whose figure it is: an insats, several insatser, a part of the costs, a member, or the förbund.

Names come from the report's tables, from headings whose section is about an insats, and from the
text ("projektet Ny riktning", "SamMA-projektet"). A sentence that names none is about the insats of
its paragraph or section, else about the förbund. People are never subjects.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from finsam_analysis import words
from finsam_analysis.read.prose_clause import Clause, listed
from finsam_analysis.read.prose_lexicon import Lexicon, headings, lexicon
from finsam_analysis.read.prose_numbers import MONEY
from finsam_analysis.read.prose_reading import Memory, Reading
from finsam_analysis.read.prose_text import Section, Sentence, Token

_ENDINGS = ("ernas", "arnas", "ernas", "erna", "arna", "ens", "ets", "ens", "ans", "en", "et", "ts", "s", "n", "t")
_SHORT = 4
_LIKE, _SCANNED = 88, 80
_SUBTITLE = re.compile(r"\s+[–—-]\s+|\s*[:(]|,\s")
_FEW = 3
_REACH = 6
_CATEGORY = ("kostnader", "budget", "kostnader_andel", "ovrigt", "intakter")


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an insats as shown, and the stems it is known by."""

    shown: str
    stems: tuple[str, ...]
    cased: tuple[str, ...]


@dataclass(slots=True)
class Names:
    """All that the report calls an insats, and its groups of insatser."""

    forbund: str
    names: list[Name] = field(default_factory=list)
    groups: list[tuple[str, frozenset[str], str]] = field(default_factory=list)  # head, modifiers, shown
    sections: dict[int, str] = field(default_factory=dict)  # line of a heading -> subject
    scanned: bool = False

    def spans(self, tokens: Sequence[Token]) -> list[tuple[int, int, str]]:
        """Names in a row of tokens: (first, end, name), the longest at a place, in order."""
        found: list[tuple[int, int, str]] = []
        at = 0
        while at < len(tokens):
            best = (0, "")
            if tokens[at].kind == "ord":
                for name in self.names:
                    size = _matches(name, tokens, at, self.scanned)
                    if size > best[0]:
                        best = (size, name.shown)
            if best[0]:
                found.append((at, at + best[0], best[1]))
            elif _named_part(tokens[at], self.names):
                best = (1, tokens[at].text)
                found.append((at, at + 1, best[1]))
            at += max(1, best[0])
        return found


def _named_part(token: Token, names: Sequence[Name]) -> bool:
    """ "SamMA-Haninge": a part of an insats, named by it and by a place."""
    first, dash, last = token.text.partition("-")
    if not dash or not last[:1].isupper() or len(last) < _SHORT:
        return False
    return any(len(name.cased) == 1 and name.cased[0].partition("-")[0] == first for name in names if first)


def stem(key: str) -> str:
    """A word without its Swedish ending, so that Resursrådet and Resursråden are one."""
    for ending in _ENDINGS:
        if key.endswith(ending) and len(key) - len(ending) >= _SHORT:
            return key[: -len(ending)]
    return key


def _name(shown: str) -> Name | None:
    parts = [part for part in re.findall(r"[^\W_][^\s/]*", shown) if words.fold(part).strip(".,!") not in ("i", "for", "pa")]
    parts = [part.strip(".,!?:;\"”“()") for part in parts]
    parts = [part for part in parts if part]
    if not parts or not any(re.search(r"[A-ZÅÄÖ]", part) for part in parts):
        return None
    return Name(shown, tuple(stem(words.fold(part)) for part in parts), tuple(parts))


def _matches(name: Name, tokens: Sequence[Token], at: int, scanned: bool) -> int:
    """How many tokens the name covers from `at`; 0 if it does not stand there."""
    place = at
    for no, part in enumerate(name.stems):
        if no and place < len(tokens) and tokens[place].key in ("i", "for", "pa") and part not in ("i", "for", "pa"):
            place += 1
        if place >= len(tokens) or not _same(part, name.cased[no], tokens[place], whole=no + 1 < len(name.stems), scanned=scanned):
            return 0
        place += 1
        while place < len(tokens) and tokens[place].text in ("!", "/") and no + 1 < len(name.stems):
            place += 1
    if place < len(tokens) and tokens[place].text == "!" and name.shown.endswith("!"):
        place += 1
    return place - at


def _same(part: str, cased: str, token: Token, *, whole: bool, scanned: bool) -> bool:
    text = token.text
    capitals = sum(c.isupper() for c in cased)
    if capitals >= 2:
        bare = cased.rstrip("s")
        rest = text[len(bare) :]
        if not text.startswith(bare) or (rest[:1].isalpha() and not _ending(rest)):
            return False
        return not (rest[:1] == "-" and rest[1:2].isupper())
    if cased[:1].isupper() and not text[:1].isupper() and len(part) < 10:
        return False
    key = token.key
    if stem(key) == part or key == part:
        return True
    if key.startswith(part + "-") and not whole and text.rpartition("-")[2][:1].islower():
        return True
    if len(part) < _SHORT or abs(len(stem(key)) - len(part)) > 1:
        return False
    if scanned and _skeleton(stem(key)) == _skeleton(part):
        return True
    return len(part) >= 6 and fuzz.ratio(key, words.fold(cased)) >= (_SCANNED if scanned else _LIKE)


def _skeleton(key: str) -> str:
    """A word with the letters that scanners take for one another made one."""
    return re.sub("[aoe6dgqu0]", "*", key)


def _ending(rest: str) -> bool:
    return words.fold(rest) in _ENDINGS


def find_names(sentences: Sequence[Sentence], sections: Iterable[Section], insatser: Sequence[str], forbund: str, scanned: bool = False) -> Names:
    """Collect the names that the report uses."""
    names = Names(forbund, scanned=scanned)
    lex = lexicon()
    seen: set[tuple[str, ...]] = set()

    def add(shown: str, *, known: bool = False) -> None:
        made = _name(shown.strip())
        if made is None or made.stems in seen or _is_forbund(shown, forbund):
            return
        if known or not (_header(shown) or _topic(shown)):
            seen.add(made.stems)
            names.names.append(made)

    for shown in insatser:
        add(shown, known=True)
    by_section: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        by_section.setdefault(sentence.section.line, []).append(sentence)
    for shown in _named_in_text(sentences):
        add(shown)
    for shown in _labels(sentences, lex):
        add(shown)
    titles = {section.line: section for section in sections if section.heading}
    for line, section in sorted(titles.items()):
        title = title_of(section.heading)
        if title and not _starts_with_name(names, title) and _tells_of_insats(title, _below(line, titles, by_section), lex):
            add(title)
    _find_groups(names, sentences)
    return names


def _header(shown: str) -> bool:
    """True for the head of a table that stands like a heading: genders, totals, the same word twice."""
    keys = [words.fold(word) for word in re.findall(r"[^\W\d_]+", shown)]
    kons = {words.fold(word) for kind in ("kvinnor", "man") for word in words.load("prosa")["kon"][kind]}
    return len(set(keys)) < len(keys) or bool(kons & set(keys)) or bool({"totalt", "summa"} & set(keys))


def title_of(heading: str) -> str:
    """A heading without its subtitle and the word projekt before a name."""
    title = _SUBTITLE.split(heading.strip(), maxsplit=1)[0].strip(" .")
    words_of = title.split()
    keys = [words.fold(word) for word in words_of]
    cut = min((hit.start for hit in lexicon().find(keys) if hit.concept == "tid.projekt"), default=len(keys))
    title = " ".join(words_of[:cut]) if cut else title
    first, _, rest = title.partition(" ")
    if words.fold(first) in listed("lista", "namn_fore") and rest[:1].isupper():
        return rest
    return title


def _topic(title: str) -> bool:
    """True for a heading about a matter: Ekonomi, Styrelsen, Avvikelse från budget."""
    keys = [headings().mend(words.fold(word)) for word in re.findall(r"[^\W\d_]+", title)]
    if not keys:
        return True
    hits = headings().find(keys)
    first = any(hit.start == 0 and hit.concept == "forst" for hit in hits)
    return first or any(hit.concept == "ord" for hit in hits) or keys[0] in listed("rubrik", "under")


def _starts_with_name(names: Names, title: str) -> bool:
    """True if the heading only adds small words to a name that is known: "MIA Vidare – resultat"."""
    tokens = _heading_tokens(title)
    spans = names.spans(tokens)
    if not spans or spans[0][0] > 0:
        return False
    return not any(token.text[:1].isupper() for token in tokens[spans[0][1] :])


def _below(line: int, titles: dict[int, Section], by_section: dict[int, list[Sentence]]) -> list[Sentence]:
    """The sentences under a heading, and under the headings below it that do not end its section."""
    found = list(by_section.get(line, []))
    for after in sorted(at for at in titles if at > line):
        if not _under(words.fold(titles[after].heading)):
            break
        found.extend(by_section.get(after, []))
    return found


def _labels(sentences: Sequence[Sentence], lex: Lexicon) -> list[str]:
    """ "Ung i Xby: 175 unga ska delta": a label before people counted is a name."""
    found = []
    for sentence in sentences:
        colon = next((at for at, token in enumerate(sentence.tokens[:_REACH]) if token.text == ":"), None)
        if colon is None or colon + 2 >= len(sentence.tokens) or sentence.tokens[colon + 1].kind != "tal":
            continue
        hits = lex.find(sentence.keys[colon + 2 : colon + 5])
        if any(hit.concept.startswith("person.") for hit in hits):
            found.append(" ".join(token.text for token in sentence.tokens[:colon]))
    return found


def _tells_of_insats(title: str, sentences: Sequence[Sentence], lex: Lexicon) -> bool:
    """True if what stands under the heading speaks of it by name, or of "insatsen" and its people."""
    if _topic(title) or len(title.split()) > 8 or not sentences or _has_verb(title):
        return False
    first = stem(words.fold(title.split()[0]))
    for sentence in sentences[:_FEW]:
        for token in sentence.tokens:
            if token.text[:1].isupper() and stem(token.key) == first and len(title.split()) <= 5:
                return True
    keys = [sentence.keys for sentence in sentences[:12]]
    return any(any(hit.concept == "subjekt.insats" for hit in lex.find(key)) for key in keys)


def _has_verb(title: str) -> bool:
    verbs = {words.fold(word) for word in words.load("prosa_sidor")["verb"]}
    return any(words.fold(word) in verbs for word in title.split())


def _is_forbund(shown: str, forbund: str) -> bool:
    key = words.fold(shown)
    return key in words.fold(forbund) or "samordningsforbund" in key


def _named_in_text(sentences: Sequence[Sentence]) -> list[str]:
    """ "projektet Ny riktning", "SamMA-projektet": names by the word beside them."""
    found: list[str] = []
    pairs: Counter[tuple[str, str]] = Counter()
    for sentence in sentences:
        row = sentence.tokens
        pairs.update((first.text, second.key) for first, second in zip(row, row[1:], strict=False) if first.text[:1].isupper())
    for sentence in sentences:
        tokens = sentence.tokens
        for at, token in enumerate(tokens):
            if token.kind != "ord":
                continue
            ends = token.key.endswith(tuple(words.fold(end) for end in words.load("prosa")["lista"]["namn_efter"]))
            kind = token.key.rpartition("-")[0]
            if ends and token.text[:1].isupper() and kind not in ("esf", "eu", "del", "finsam"):
                found.append(token.text)
            follows = tokens[at + 1] if at + 1 < len(tokens) else None
            if token.key in listed("lista", "namn_fore") and follows is not None and follows.text[:1].isupper():
                place = at + 1
                while place < len(tokens):
                    name, end = _capital_run(tokens, place, pairs)
                    if name and tokens[place].line - token.line <= 1:
                        found.append(name)
                    listed_on = end < len(tokens) and tokens[end].key in ("och", ",") and token.key.endswith(("en", "na"))
                    if not name or not listed_on:
                        break
                    place = end + 1
    return found


def _capital_run(tokens: Sequence[Token], at: int, pairs: Counter[tuple[str, str]]) -> tuple[str, int]:
    """A name and its end: capitalised words, small words up to "!", or a pair that comes again.

    `pairs` counts neighbouring words of the whole text, so that "Ny riktning" is a name of two words.
    """
    end = at
    while end < len(tokens) and tokens[end].kind == "ord" and tokens[end].text[:1].isupper():
        end += 1
    mark = next((p for p in range(end, min(end + 5, len(tokens))) if tokens[p].text == "!"), None)
    if end == at:
        return "", at
    if mark is not None and all(token.kind == "ord" for token in tokens[end:mark]):
        return " ".join(token.text for token in tokens[at:mark]) + "!", mark + 1
    if end == at + 1 and end < len(tokens) and tokens[end].kind == "ord" and tokens[end].text.islower():
        if pairs[tokens[at].text, tokens[end].key] > 1 and len(tokens[end].key) > 3 and not lexicon().knows(tokens[end].key):
            return f"{tokens[at].text} {tokens[end].text}", end + 1
    return " ".join(token.text for token in tokens[at:end]), end


def _find_groups(names: Names, sentences: Sequence[Sentence]) -> None:
    """ "teamen för unga vuxna (A, B och C)" and "Teamen för unga vuxna: A, B och C" name a group."""
    heads = listed("lista", "team")
    for sentence in sentences:
        tokens = sentence.tokens
        for at, token in enumerate(tokens):
            if token.text not in ("(", ":", "–", "-"):
                continue
            rest = tokens[at + 1 :]
            spans = names.spans(rest)
            run = _list_of_names(spans, rest)
            if len(run) < 2:
                continue
            before = tokens[max(0, at - _REACH) : at]
            head = next((t for t in before if t.key in heads), None)
            if head is None:
                continue
            modifiers = frozenset(t.key for t in before if t.line >= head.line and len(t.key) > 3 and t.key not in heads)
            shown = " ".join(t.text for t in rest[run[0][0] : run[-1][1]]).replace(" ,", ",")
            entry = (stem(head.key), modifiers, shown)
            if entry not in names.groups:
                names.groups.append(entry)


def _list_of_names(spans: Sequence[tuple[int, int, str]], tokens: Sequence[Token]) -> list[tuple[int, int, str]]:
    run: list[tuple[int, int, str]] = []
    for span in spans:
        if not run:
            if span[0] > 1:
                break
            run.append(span)
            continue
        gap = [token.text for token in tokens[run[-1][1] : span[0]]]
        if gap not in ([","], ["och"], [",", "och"], ["samt"]):
            break
        run.append(span)
    return run


# ---- the subject of one figure ---------------------------------------------------------------------


def section_subject(names: Names, section: Section) -> str:
    """The insats that a section is about; empty for a section about the förbund."""
    if section.line in names.sections:
        return names.sections[section.line]
    subject = ""
    for heading, caption in ((section.heading, section.caption), *section.parents):
        if caption or _under(words.fold(heading)):
            # A caption names a table, and a heading like Resultat goes on with the insats above.
            subject = _heading_subject(names, heading, whole=caption)
            if subject:
                break
            continue
        subject = _heading_subject(names, heading)
        break
    names.sections[section.line] = subject
    return subject


def _under(key: str) -> bool:
    return any(key == word or key.startswith(word + " ") for word in listed("rubrik", "under"))


def _heading_subject(names: Names, heading: str, *, whole: bool = False) -> str:
    """The insats that a heading names; with `whole` only if it is all that the heading says."""
    tokens = _heading_tokens(heading)
    spans = names.spans(tokens)
    if whole and not (len(spans) == 1 and spans[0][0] == 0 and spans[0][1] == len(tokens)):
        return ""
    if spans and spans[0][0] <= 2:
        run = [spans[0]]
        for span in spans[1:]:
            gap = [token.text for token in tokens[run[-1][1] : span[0]]]
            if gap in ([","], ["och"], [",", "och"]):
                run.append(span)
        return " och ".join(span[2] for span in run) if len(run) == 2 else ", ".join(span[2] for span in run)
    for opening in (": ", " – ", " - ", " — "):
        before, dash, after = heading.partition(opening)
        if dash and _under(words.fold(before)):
            return _heading_subject(names, after)
    keys = {token.key for token in tokens}
    for _, modifiers, shown in names.groups:
        if modifiers and len(modifiers & keys) >= min(2, len(modifiers)):
            return shown
    return ""


def _heading_tokens(heading: str) -> list[Token]:
    parts = re.findall(r"[^\W\d_][^\W_]*(?:-[^\W_]+)*|[^\w\s]", heading)
    return [Token(part, words.fold(part), "ord" if part[0].isalpha() else "tecken", 0, None) for part in parts]


def subject(clause: Clause, no: int, reading: Reading, names: Names, memory: Memory) -> str:
    """The subject of the figure."""
    if reading.measure.startswith(("enkat_svar", "enkat_till", "svarsfrekvens")):
        return _respondents(clause.sentence.section) or reading.subject or names.forbund
    if reading.subject:
        return reading.subject
    home = section_subject(names, clause.sentence.section)
    spans = names.spans(clause.tokens)
    category = _category(clause, no) if reading.measure in _CATEGORY or reading.measure.startswith("budget") else ""
    if category and not home:
        return category
    named = _nearest(clause, no, reading, spans)
    if named:
        memory.subject = named
        return named
    group = group_of(clause.keys, names)
    if group:
        memory.subject = group
        return group
    if clause.has("subjekt.insats") and not clause.has("subjekt.insatser"):
        return home or memory.subject or names.forbund
    if home:
        return home
    if clause.has("subjekt.insatser", "subjekt.forbund") or not memory.subject:
        return names.forbund
    return memory.subject


def _category(clause: Clause, no: int) -> str:
    """Individinriktade insatser, administration: a part of the costs that has no name of its own."""
    places = clause.left(no)
    found = clause.find(places, "subjekt.kategori")
    if not found:
        return ""
    end = found[-1].end
    while end + 1 < len(clause.tokens) and clause.keys[end] == "och" and end + 1 < clause.mentions[no].lead:
        end += 2
    text = " ".join(token.text for token in clause.tokens[found[-1].start : end])
    return text[:1].upper() + text[1:]


def _respondents(section: Section) -> str:
    """The heading that names who answered: "Personal i insatserna", "Styrelsen"."""
    keys = [words.fold(word) for word in re.findall(r"[^\W\d_]+", section.heading)]
    named = any(hit.concept.startswith("svarsgrupp.") for hit in lexicon().find(keys))
    return section.heading if named else ""


def _nearest(clause: Clause, no: int, reading: Reading, spans: Collection[tuple[int, int, str]]) -> str:
    """The name that stands nearest: in the words before the number, then after it, then in the sentence."""
    if not spans:
        return ""
    mention = clause.mentions[no]
    runs = _runs(clause, list(spans))
    left = set(clause.left(no))
    causes = [at for at, key in enumerate(clause.keys[: mention.start]) if key in listed("lista", "orsak")]
    runs = [run for run in runs if not causes or run[0] < causes[0] or mention.unit not in MONEY]
    before = [run for run in runs if run[0] in left]
    if before and clause.mentions[no].unit in MONEY and _forbund_is_nearer(clause, no, before[-1][1]):
        return ""
    if before:
        return before[-1][2]
    right = _own_words(clause, no, reading)
    after = [run for run in runs if run[0] in right]
    earlier = [run for run in runs if run[1] <= mention.start]
    if after and (no == 0 or not earlier or clause.keys[after[0][0] - 1] in ("for", "i", "till", "via", "av", "hos", "projektet")):
        return after[0][2]
    if earlier:
        return earlier[-1][2]
    bracketed = [run for run in runs if clause.bracket[run[0]] == run[0] - 1 and run[0] > mention.start]
    if bracketed or after:
        return (after or bracketed)[0][2]
    return ""


def _forbund_is_nearer(clause: Clause, no: int, end: int) -> bool:
    """ "Inom X-projektet mottog förbundet 3,4 mkr": the förbund gets it."""
    between = range(end, clause.mentions[no].start)
    return any(clause.keys[hit.start] in ("forbundet", "samordningsforbundet") for hit in clause.find(between, "subjekt.forbund"))


def _own_words(clause: Clause, no: int, reading: Reading) -> set[int]:
    """Places after the number that are about it: not what caused it, and for money only what is next."""
    places = clause.right(no)
    for at in places:
        if clause.keys[at] in listed("lista", "orsak"):
            places = [place for place in places if place < at]
            break
    if clause.mentions[no].unit in MONEY:
        places = places[:_REACH]
    return set(places)


def _runs(clause: Clause, spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Names in a row joined as one subject: "A, B och C"."""
    runs: list[tuple[int, int, str]] = []
    for span in spans:
        gap = [token.text for token in clause.tokens[runs[-1][1] : span[0]]] if runs else None
        if gap in ([","], ["och"], [",", "och"], ["samt"]):
            first, _, shown = runs[-1]
            joint = f"{shown}, {span[2]}" if gap == [","] else f"{shown} och {span[2]}"
            runs[-1] = (first, span[1], joint)
        else:
            runs.append(span)
    return runs


def group_of(keys: Sequence[str], names: Names) -> str:
    """The group of insatser that the words name: "samverkansteamen för unga vuxna", "de tre teamen"."""
    shown = {entry[2] for entry in names.groups}
    for head, modifiers, insatser in names.groups:
        for key in keys:
            same = stem(key) == head or (len(head) > 3 and stem(key).endswith(head)) or head.endswith(stem(key))
            plural = key.endswith(("en", "ens", "erna", "ernas", "na", "nas", head))
            if same and plural and len(stem(key)) >= _SHORT and key != "teamet":
                if not modifiers or modifiers & set(keys) or len(shown) == 1:
                    return insatser
    return ""

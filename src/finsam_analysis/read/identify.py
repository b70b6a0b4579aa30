"""Whose report it is, of which year and of what kind, worked out from its text and its name."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from finsam_analysis import words
from finsam_analysis.read.document import Document, ReportError, slug

FIRST_YEAR = 2004  # the law on finansiell samordning came into force
_FIRST_LINES = 40
_TITLE_WORDS = 6
_WORD = r"[A-ZÅÄÖ][\wåäöéü]*"
_ALIKE = 82.0
_SHORT_KIND = 4
_MOSTLY = 0.45
_YEAR = re.compile(r"\b(20\d\d)\b")


@dataclass(frozen=True, slots=True)
class Identity:
    """A report's förbund, year and kind."""

    forbund: str
    forbund_id: str
    year: int
    kind: str

    @property
    def title(self) -> str:
        """What the report is called in lists."""
        return f"{words.load('rapport')['slagnamn'][self.kind]} {self.year}, {self.forbund}"


def identify(
    document: Document, *, forbund: str | None = None, year: int | None = None
) -> Identity:
    """Work out förbund, year and kind; `forbund` and `year` override what the text says.

    Raises ReportError when the text is no report of a samordningsförbund, when its förbund or
    year cannot be worked out, or when the given year is nowhere in it.
    """
    folded = [words.fold(line.text) for line in document.lines]
    text = "\n".join(folded)
    if not any(word in text for word in words.load("rapport")["tillhor"]):
        raise ReportError(
            f"{document.source.name} är ingen rapport från ett samordningsförbund: "
            "varken samordningsförbund eller Finsam nämns. "
            "Ange en årsredovisning eller verksamhetsplan."
        )
    name = forbund or _forbund(document)
    kind = _kind(folded)
    return Identity(name, forbund_id_of(name), _year(document, folded, kind, year), kind)


def forbund_id_of(name: str) -> str:
    """The förbund's id: its name's words that tell it apart, folded to ascii, with hyphens."""
    found = slug(name).split("-")
    before = {words.fold(word) for word in words.load("rapport")["namn"]["fore"]}
    while len(found) > 1 and found[0] in before:
        found = found[1:]
    return "-".join(found)


def _forbund(document: Document) -> str:
    """The name after the word samordningsförbundet that has most speaking for it, as printed.

    What speaks for a name: how often it is printed, how often the rarest of its words stands
    anywhere in the text, that it is presented ("bildades"), that the file is named after it.
    """
    text = "\n".join(line.text.replace("\xa0", " ").strip() for line in document.lines)
    groups = _same_names(_printed_names(text))
    if not groups:
        raise ReportError(
            f"Kan inte se vilket förbund {document.source.name} gäller. "
            'Ange det med --forbund "Samordningsförbundet …".'
        )
    folded = words.fold(text)
    stem = set(slug(document.source.stem).split("-"))

    def weight(printed: Counter[str]) -> tuple[float, int]:
        name = words.fold(printed.most_common(1)[0][0]).split()[1:]
        rarest = min(folded.count(word.removesuffix("s")) for word in name)
        presented = any(
            f"{word} {after}" in folded
            for word in (" ".join(name),)
            for after in words.load("rapport")["namn"]["presenterar"]
        )
        in_file = all({word, word.removesuffix("s")} & stem for word in name)
        return (printed.total() + min(rarest, 20) + 15 * presented + 30 * in_file, len(name))

    return _best_print(max(groups, key=weight), document.source.stem)


def _printed_names(text: str) -> Counter[str]:
    """Every name printed after the word, in all its lengths.

    Words that name a kind of report end a name, and a name goes on below its line only when it
    also stands so on one line: what is below is as often the title.
    """
    known = words.load("rapport")["namn"]
    before, parts = "|".join(known["fore"]), "|".join(known["del"])
    pattern = re.compile(
        rf"\b((?i:{before}))\s+({_WORD}(?:[ ,\n]+(?:och )?(?:{_WORD}|(?:{parts})\b)){{0,3}})"
    )
    on_one_line = [words.fold(line) for line in text.split("\n")]
    counts: Counter[str] = Counter()
    for match in pattern.finditer(text):
        kept = _name_words(match.group(2), on_one_line)
        for size in range(1, len(kept) + 1):
            counts[" ".join([match.group(1), *kept[:size]])] += 1
    return counts


def _name_words(printed: str, on_one_line: Sequence[str]) -> list[str]:
    """The words of a name as printed, up to where it ends."""
    known = words.load("rapport")
    skip = {words.fold(word) for word in known["namn"]["inte"]}
    kinds = {kind.split()[0].rstrip(",") for kinds in known["slag"].values() for kind in kinds}
    kept: list[str] = []
    for match in re.finditer(r"([ ,\n]*)([^ ,\n]+)", printed):
        gap, word = match.groups()
        key = words.fold(word)
        if key == "och":
            continue
        if key in skip or any(_is_kind(key, kind) for kind in kinds):
            break
        if kept and "\n" in gap:
            whole = words.fold(" ".join([*kept, word]))
            if not any(whole in line for line in on_one_line):
                break
        kept.append(word)
    return kept


def _is_kind(key: str, kind: str) -> bool:
    """True for a kind of report, a short word only as it is: Mål, but not Mälardalen."""
    return key == kind or (len(kind) > _SHORT_KIND and key.startswith(kind))


def _same_names(counts: Counter[str]) -> list[Counter[str]]:
    """Names that differ only in case, ending or damaged letters, together; short ones that are
    nearly always the beginning of a longer one are left out.
    """
    groups: list[Counter[str]] = []
    for name, count in counts.most_common():
        key = words.fold(name)
        home = next((g for g in groups if _alike(key, words.fold(next(iter(g))))), None)
        if home is None:
            groups.append(Counter({name: count}))
        else:
            home[name] += count
    return [g for g in groups if not _is_beginning(g, groups)]


def _alike(first: str, second: str) -> bool:
    """True for one name in two prints; the long word before it is alike in all names."""
    one, other = first.split()[1:], second.split()[1:]
    return len(one) == len(other) and fuzz.ratio(" ".join(one), " ".join(other)) >= _ALIKE


def _is_beginning(group: Counter[str], groups: list[Counter[str]]) -> bool:
    key = words.fold(next(iter(group)))
    longer = (g.total() for g in groups if words.fold(next(iter(g))).startswith(key + " "))
    return max(longer, default=0) >= _MOSTLY * group.total()


def _best_print(printed: Counter[str], stem: str) -> str:
    """The print of a name with most diacritics, in the order of the file name's words."""
    best = max(printed, key=lambda name: (sum(c in "åäöÅÄÖ" for c in name), printed[name], name))
    first, *rest = best.split()
    rest = [word.removesuffix("s") if word.removesuffix("s") in printed else word for word in rest]
    in_file = slug(stem).split("-")
    places = [in_file.index(key) if (key := words.fold(w)) in in_file else -1 for w in rest]
    if min(places, default=-1) >= 0:
        rest = [word for _, word in sorted(zip(places, rest, strict=True))]
    prefix = (
        "Samordningsförbundet" if words.fold(first).startswith("samordning") else first.capitalize()
    )
    return " ".join([prefix, *rest])


def _kind(folded: list[str]) -> str:
    counts: Counter[str] = Counter()
    titled = _title_kind(folded[:_FIRST_LINES])
    if titled:
        return titled
    for lines, weight in ((folded[:_FIRST_LINES], 3), (folded[_FIRST_LINES:], 1)):
        text = "\n".join(lines)
        for kind, printed in words.load("rapport")["slag"].items():
            counts[kind] += weight * sum(text.count(word) for word in printed)
    kind, most = counts.most_common(1)[0]
    return kind if most else "ovrigt"


def _title_kind(first: list[str]) -> str:
    """The kind that a title says, "Årsredovisning 2024", whatever the text speaks of; or empty."""
    for line in first:
        dated = re.search(r"\b(?:19|20)\d\d\b", line)
        if not dated or len(line.split()) > _TITLE_WORDS or line.rstrip().endswith("."):
            continue
        for kind, printed in words.load("rapport")["slag"].items():
            if any(line.strip().startswith(word) for word in printed):
                return str(kind)
    return ""


def _year(document: Document, folded: list[str], kind: str, given: int | None) -> int:
    """The year that the report is about."""
    text = " ".join(folded)
    if given is not None:
        last = dt.date.today().year + 2
        if not FIRST_YEAR <= given <= last or not re.search(rf"\b{given}\b", text):
            raise ReportError(
                f"Året {given} står inte i {document.source.name}. "
                f"Ange med --year ett år som rapporten gäller ({FIRST_YEAR}-{last})."
            )
        return given
    counts = Counter(int(year) for year in _YEAR.findall(text))
    named = [int(y) for y in re.findall(rf"{kind}\w*\s+(?:for\s+)?(20\d\d)", text)]
    for year in named:
        counts[year] += 8
    for year in re.findall(r"(20\d\d)-12-31", text):
        counts[int(year)] += 3
    counts.update(
        {int(year): 25 for year in _YEAR.findall(slug(document.source.stem).replace("-", " "))}
    )
    if not counts:
        raise ReportError(
            f"Kan inte se vilket år {document.source.name} gäller. Ange det med --year."
        )
    return max(counts, key=lambda year: (counts[year], year))

"""Names of a chart's categories and series: where one ends and the next begins, what each is.

`Haninge Tyresö Nynäshamn Totalt` is four names, `16-29 år 30-39 år` two, `Totalt 2020 Okt-dec 2020`
two. How many there must be is known from the number of data labels; a line that can be cut in
several ways into that many is not cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from finsam_analysis import words
from finsam_analysis.read.surveys.groups import stem_group
from finsam_analysis.read.tables.heads import join_lines
from finsam_analysis.read.terms import lookup, parse_heads, tidy

_YEAR = re.compile(r"^(?:19|20)\d\d$")
_ANY_YEAR = re.compile(r"(?:19|20)\d\d")
_MAX_NAMES = 40
_MIN_COVERAGE = 0.6
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Title:
    """What a chart's title says."""

    text: str = ""
    year: str = ""
    matt: str = ""
    count: str = ""  # the number in n=
    several: bool = False  # it names several years


def read_title(lines: Sequence[str]) -> Title:
    """The title with its year, what is counted, and n, each only if it leaves one way."""
    text = join_lines(lines).strip()
    found = _ANY_YEAR.findall(text)
    year = found[0] if len(found) == 1 else ""
    count = re.search(r"\b[nN]\s*=\s*(\d+)", text)
    n = count.group(1) if count else ""
    return Title(text, year, _counted(text), n, len(set(found)) > 1)


def _counted(text: str) -> str:
    """What a part of the title begins with; a share is of something else than it names."""
    for piece in re.split(r"[:,;()]| [–-] ", re.sub(r"\d+", " ", text)):
        heads = parse_heads(piece)
        if any(head.on("orsak") for head in heads if not head.on("matt")):
            continue
        for head in heads:
            if matt := head.on("matt"):
                return matt
            if head.on("enhet") != "antal" and words.fold(head.text) not in _numbered():
                break
    return ""


def unit_of(text: str) -> str:
    """The unit that a title says: of money, or procent where it counts nothing else; or antal."""
    units = words.load("enheter")["enhet"]
    key = f" {re.sub(r'[(),.;:]', ' ', words.fold(text))} "
    for name in ("tkr", "mkr", "kr"):
        if any(f" {words.fold(word)} " in key for word in units[name]["tryckt"]):
            return name
    shares = any(f" {words.fold(word)} " in key for word in units["procent"]["tryckt"])
    return "procent" if shares and " antal" not in key else "antal"


@cache
def _numbered() -> frozenset[str]:
    return frozenset(words.load("diagram")["rubrik"]["numrerad"])


def is_caption(text: str) -> bool:
    """True for a line that numbers and names a chart: `Diagram 4: Deltagarnas ålder`."""
    found = words.fold(text).split()
    return len(found) > 2 and found[0] in _numbered() and found[1][:1].isdigit()


def is_title(text: str) -> bool:
    """True for a short line that can be a chart's title."""
    key = words.fold(text).strip()
    if is_caption(text):
        return True
    if not key or len(key) > 110 or key.endswith((".", ",", ";", ":")) or key[:1] in "•-–":
        return False
    if not text.strip()[:1].isupper():
        return False
    stems = tuple(words.load("diagram")["rubrik"]["ord"])
    return any(word.startswith(stems) for word in key.split())


def splits(text: str) -> Iterator[list[str]]:
    """The ways to cut a line into names, the most certain first."""
    text = text.strip()
    for cut in (_by_tab, _by_sign, _by_age, _by_year, _by_term, _by_capital, _by_word):
        names = cut(text)
        if 1 < len(names) <= _MAX_NAMES and all(len(name) <= _LONGEST_NAME for name in names):
            yield names


def names(text: str, count: int) -> list[str] | None:
    """The line as `count` names, or None when no way or several lead there."""
    for at, cut in enumerate(found := [way for way in splits(text) if len(way) == count]):
        if at == 0 and (_certain(text, cut) or all(way == cut for way in found)):
            return cut
    return None


def _certain(text: str, cut: Sequence[str]) -> bool:
    """True when tabs, a legend's signs, ages, years or known words part the names."""
    return any(cut == way(text.strip()) for way in (_by_tab, _by_sign, _by_age, _by_year)) or all(
        lookup(name) or _YEAR.match(name) for name in cut
    )


def _by_tab(text: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"\t| {3,}", text) if cell.strip()]


def _by_sign(text: str) -> list[str]:
    signs = re.escape(words.load("diagram")["namn"]["tecken"])
    if not re.match(rf"[{signs}]", text):
        return []
    return [piece.strip() for piece in re.split(rf"[{signs}]+", text) if piece.strip()]


def _by_age(text: str) -> list[str]:
    """Ages and the words between them, which must be whole names such as Totalt."""
    key = words.fold(text)
    if len(key) != len(text):
        return []
    found: list[str] = []
    ages = end = 0
    for match in re.finditer("|".join(words.load("diagram")["alder"]["monster"]), key):
        between = text[end : match.start()].strip()
        found += [between] if between else []
        found.append(text[match.start() : match.end()].strip())
        ages += 1
        end = match.end()
    rest = text[end:].strip()
    return [*found, *([rest] if rest else [])] if ages >= 2 else []


def _by_year(text: str) -> list[str]:
    """Years alone, or names that each end with a year."""
    pieces = text.split()
    found: list[list[str]] = [[]]
    for piece in pieces:
        found[-1].append(piece)
        if _YEAR.match(piece.strip("(),")):
            found.append([])
    return [" ".join(piece) for piece in found[:-1]] if not found[-1] else []


def _by_term(text: str) -> list[str]:
    signs = words.load("diagram")["namn"]["tecken"]
    heads = [head for head in parse_heads(text) if head.text.strip(signs + "-–—.:;,()")]
    return [head.text for head in heads]


def _by_capital(text: str) -> list[str]:
    """A name begins with a capital letter; `Egen ansökan Annan` is two."""
    return [piece.strip() for piece in re.split(r"\s+(?=[A-ZÅÄÖ0-9])", text) if piece.strip()]


def _by_word(text: str) -> list[str]:
    return text.split()


def is_signed(text: str) -> bool:
    """True for a legend that prints the sign of each series before its name."""
    return len(_by_sign(text.strip())) >= 2


def is_kon(text: str) -> bool:
    """True for a legend of women, men and perhaps all."""
    return len(legend(text)) >= 2


def legend(text: str) -> list[str]:
    """The names of a legend of genders, [] if the line has anything else."""
    for way in (_by_tab, _by_sign, _by_term):
        found = way(text.strip())
        if len(found) >= 2 and all(_kon(name) for name in found):
            named = [_kon(name) for name in found]
            if len(set(named)) == len(named) and {"kvinnor", "man"} <= set(named):
                return found
    return []


def _kon(name: str) -> str:
    return next((term.name for term in lookup(name) if term.axis == "kon"), "")


def is_total(name: str) -> bool:
    """True for a name of the whole, such as Totalt."""
    key = words.fold(tidy(name))
    return key in words.load("diagram")["namn"]["totalt"] or _kon(name) == "totalt"


def facets(found: Sequence[str], title: str) -> list[dict[str, str]]:
    """What each name says: terms where they are known, else the name itself as `kategori`."""
    if any(_kon(name) in {"kvinnor", "man"} for name in found):
        if all(_kon(name) for name in found):
            return [{"kon": _kon(name)} for name in found]
    axis = _axis(found, title)
    return [_facet(name, axis) for name in found]


def _facet(name: str, axis: str) -> dict[str, str]:
    plain = tidy(name)
    if _YEAR.match(plain):
        return {"year": plain}
    if axis and (term := _term(name, axis)):
        return {axis: term}
    if is_total(name):
        return {"kategori": name}
    key = words.fold(name)
    if re.fullmatch("|".join(words.load("diagram")["alder"]["monster"]), key):
        return {"alder": name}
    if key.endswith(" kommun") and name[:1].isupper():
        return {"kommun": name.rsplit(" ", 1)[0]}
    said = {"kategori": name}
    if group := _group(name):
        said["respondentgrupp"] = group
    years = _ANY_YEAR.findall(name)
    if len(years) == 1:
        said["year"] = years[0]
        first = re.split(r"[ \-–.]", key)[0]
        if first in words.load("diagram")["period"]["del_av_ar"]:
            said["period"] = "del_av_ar"
    return said


def _group(name: str) -> str:
    groups = {stem_group(word) for word in words.fold(name).split()} - {""}
    return groups.pop() if len(groups) == 1 else ""


def _term(name: str, axis: str) -> str:
    return next((term.name for term in lookup(name) if term.axis == axis), "")


def _axis(found: Sequence[str], title: str) -> str:
    """The axis that most names are on; the title decides between several, else none is taken."""
    data = words.load("diagram")
    named = [name for name in found if not is_total(name)]
    if not named:
        return ""
    share = {
        axis: sum(bool(_term(name, axis)) for name in named) / len(named)
        for axis in data["namn"]["axlar"]
    }
    best = max(share.values())
    if best < _MIN_COVERAGE:
        return ""
    first: list[str] = [axis for axis, value in share.items() if value == best]
    if len(first) == 1:
        return first[0]
    key = words.fold(title)
    told = [axis for axis in first if any(stem in key for stem in data["axel"].get(axis, []))]
    return told[0] if len(told) == 1 else ""

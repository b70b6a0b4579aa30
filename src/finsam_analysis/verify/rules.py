"""The rules of words/regler.toml as objects, read once; a broken rule is an error at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from finsam_analysis import words

SCOPES = frozenset({"rad", "kolumn", "tabell", "stycke", "rapport"})


@dataclass(frozen=True, slots=True)
class PostRule:
    """A post of a statement as the weighted sum of others; each layout is one way to print it."""

    id: str
    rapport: str
    summa: str
    layouts: tuple[Mapping[str, int], ...]
    krav: frozenset[str]
    kan_saknas: frozenset[str]


@dataclass(frozen=True, slots=True)
class Term:
    """A post in a statement, some years from the year that the rule is applied to."""

    rapport: str
    post: str
    ar: int = 0
    vikt: int = 1


@dataclass(frozen=True, slots=True)
class Chain:
    """A post against others in other statements or years."""

    id: str
    typ: str
    hel: Term
    delar: tuple[Term, ...]
    forsiktig: bool = False


@dataclass(frozen=True, slots=True)
class Whole:
    """Parts told apart by one column of a dataset, which make a printed whole or 100 percent."""

    id: str
    typ: str
    dataset: frozenset[str]
    namn: str
    inom: str
    text: str
    minst: int
    summa: str | None = None
    delar: tuple[str, ...] = ()  # empty: every value that is not the whole
    utom: frozenset[str] = frozenset()
    sammansatt: Mapping[str, Sequence[str]] = field(default_factory=dict)  # parts of parts
    eller: frozenset[str] = frozenset()  # parts too, in print where the others alone are too few
    oppen: str | None = None
    bara: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def takes(self, name: str, beside: frozenset[str]) -> bool:
        """True when a value of the column is one of the parts, with these values `beside` it."""
        if self.delar:
            return name in self.delar
        twice = not beside.isdisjoint(self.sammansatt.get(name, ()))
        return name != self.summa and name not in self.utom and not twice


@dataclass(frozen=True, slots=True)
class Limit:
    """A part that is never larger than its whole."""

    id: str
    dataset: str
    namn: str
    part: str
    whole: str
    inom: str
    skilda: bool  # where all values of a row make 100 percent, one is no part of another


@dataclass(frozen=True, slots=True)
class Share:
    """Percents of a dataset against their counts; `bas`: another dataset's count as the base."""

    dataset: str
    namn: str
    bas: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ShareOf:
    """Percents, and how their count and base differ from them; `fritt`: columns that may."""

    id: str
    andel: Mapping[str, str]
    taljare: Mapping[str, str]
    namnare: Mapping[str, str]
    fritt: Mapping[str, Sequence[str]]


@cache
def shares_of() -> tuple[ShareOf, ...]:
    """Percents held against a count and a base that stand in the same table."""
    return tuple(
        ShareOf(
            rule["id"],
            rule["andel"],
            rule.get("taljare", {}),
            rule["namnare"],
            rule.get("fritt", {}),
        )
        for rule in words.load("regler")["andel_av"]
    )


@dataclass(frozen=True, slots=True)
class Between:
    """Rates of all, between those of women and men; `delar` make `hel`, in the column `namn`."""

    id: str
    dataset: frozenset[str]
    utom: Mapping[str, Sequence[str]]
    namn: str
    hel: str
    delar: tuple[str, ...]


@cache
def betweens() -> tuple[Between, ...]:
    """Rates of all that are held against those of women and men."""
    return tuple(
        Between(
            rule["id"],
            frozenset(rule["dataset"]),
            rule.get("utom", {}),
            rule.get("namn", ""),
            rule.get("hel", ""),
            tuple(rule.get("delar", ())),
        )
        for rule in words.load("regler")["mellan"]
    )


@dataclass(frozen=True, slots=True)
class Ratio:
    """A percent that is the sum of some posts, in one of the ways they are printed, of another."""

    id: str
    hel: Term
    taljare: tuple[tuple[Term, ...], ...]
    namnare: Term


@cache
def ratios() -> tuple[Ratio, ...]:
    """Percents of the books held against the amounts that they are of."""
    return tuple(
        Ratio(
            rule["id"],
            Term(**rule["hel"]),
            tuple(
                tuple(Term(**term) for term in way)
                for way in (rule["taljare"], *rule.get("annars", ()))
            ),
            Term(**rule["namnare"]),
        )
        for rule in words.load("regler")["kvot"]
    )


@dataclass(frozen=True, slots=True)
class Same:
    """Places where one number can be printed; `namn`: the column that must say the same of them."""

    id: str
    platser: tuple[Mapping[str, str], ...]
    namn: str


@cache
def sames() -> tuple[Same, ...]:
    """Numbers of an insats that are one number in all their places."""
    return tuple(
        Same(rule["id"], tuple(rule["platser"]), rule.get("namn", ""))
        for rule in words.load("regler")["samma"]
    )


@cache
def post_rules() -> tuple[PostRule, ...]:
    """The statements' own sums. A post is needed that is the first part, or named in `krav`."""
    return tuple(
        PostRule(
            rule["id"],
            rule["rapport"],
            rule["summa"],
            (rule["delar"], *rule.get("annars", ())),
            frozenset(rule.get("krav", ())),
            frozenset(rule.get("kan_saknas", ())),
        )
        for rule in words.load("regler")["regel"]
    )


@cache
def posts_of(rapport: str) -> frozenset[str]:
    """The posts that the rules of a statement name."""
    mine = [rule for rule in post_rules() if rule.rapport == rapport]
    parts = (post for rule in mine for layout in rule.layouts for post in layout)
    return frozenset([*parts, *(rule.summa for rule in mine)])


@cache
def chains() -> tuple[Chain, ...]:
    """Posts against others in other statements or years."""
    return tuple(
        Chain(
            rule["id"],
            rule["typ"],
            Term(**rule["hel"]),
            tuple(Term(**part) for part in rule["delar"]),
            rule.get("forsiktig", False),
        )
        for rule in words.load("regler")["kedja"]
    )


@cache
def wholes() -> tuple[Whole, ...]:
    """Parts that make a whole, or 100 percent. ValueError for a scope that there is none of."""
    made = []
    for rule in words.load("regler")["helhet"]:
        if rule["inom"] not in SCOPES or rule.get("hundra", False) == ("summa" in rule):
            raise ValueError(f"regler.toml: {rule['id']}")
        made.append(
            Whole(
                id=rule["id"],
                typ=rule["typ"],
                dataset=frozenset(rule["dataset"]),
                namn=rule["namn"],
                inom=rule["inom"],
                text=rule["text"],
                minst=rule["minst"],
                summa=rule.get("summa"),
                delar=tuple(rule.get("delar", ())),
                utom=frozenset(rule.get("utom", ())),
                sammansatt=rule.get("sammansatt", {}),
                eller=frozenset(rule.get("eller", ())),
                oppen=rule.get("oppen"),
                bara=rule.get("bara", {}),
            )
        )
    return tuple(made)


@cache
def limits() -> tuple[Limit, ...]:
    """Parts that are never larger than their wholes."""
    return tuple(
        Limit(
            rule["id"],
            name,
            rule["namn"],
            rule["del"],
            rule["hel"],
            rule["inom"],
            rule.get("skilda", False),
        )
        for rule in words.load("regler")["grans"]
        for name in rule["dataset"]
    )


@cache
def shares() -> tuple[Share, ...]:
    """Datasets whose percents are held against counts."""
    return tuple(
        Share(rule["dataset"], rule["namn"], rule.get("bas", {}))
        for rule in words.load("regler")["andel"]
    )

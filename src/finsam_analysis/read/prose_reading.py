"""What a number in running text was read as, and what is remembered from one sentence to the next."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

PREVIOUS, ENTRY, EXIT = "foregaende", "inskrivning", "avslut"


@dataclass(slots=True)
class Reading:
    """One figure before it gets its subject and period."""

    measure: str
    kon: str = "totalt"
    goal: bool = False
    label: str = ""  # the noun phrase, where the measure is a class of its own
    kommun: str | None = None
    subject: str = ""  # a subject that the number itself names
    when: str = ""  # PREVIOUS: the year before; else a scope as written out
    sign: int = 1
    same_as: int = -1  # number in the sentence that it is a share or a part of
    note: list[str] = field(default_factory=list)

    def copy(self, **changes: object) -> Reading:
        """A reading like this one, with `changes`."""
        return replace(self, note=[], **changes)  # type: ignore[arg-type]


@dataclass(slots=True)
class Memory:
    """What the next sentence of the same paragraph may refer back to."""

    base: Reading | None = None  # the people counted last: "av dessa"
    last: Reading | None = None  # the figure read last: "motsvarande siffra"
    shared: Reading | None = None  # the last figure in percent
    bases: list[tuple[float, Reading]] = field(
        default_factory=list
    )  # the people counted in the paragraph
    ended: set[str] = field(default_factory=set)  # projects that the section says have ended
    ended_here: set[str] = field(default_factory=set)  # the same, of the paragraph
    goal: Reading | None = None  # the goal stated last: "Utfall:"
    money: Reading | None = None
    list_open: bool = False  # the sentence before ended in a colon
    subject: str = ""
    scope: str = ""
    part: str = ""  # the part of the year since which the section's insats has run
    paragraph: int = -1
    section: int = -1
    text: list[str] = field(default_factory=list)  # keys of the sentence before

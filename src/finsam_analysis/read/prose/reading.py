"""What a number was read as, and what is remembered from one sentence to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from finsam_analysis.read.prose.clause import Clause
from finsam_analysis.read.prose.lines import Section

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
    shown: str = ""  # the subject as found, kept for shares and parts of the same number
    when: str = ""  # PREVIOUS: the year before; else a scope as written out
    sign: int = 1
    same_as: int = -1  # number in the sentence that it is a share or a part of
    note: list[str] = field(default_factory=list)

    def copy(self, **changes: object) -> Reading:
        """A reading like this one, with `changes`."""
        shown = self.shown if changes.get("same_as", -1) != -1 else ""
        return replace(self, note=[], **{"shown": shown} | changes)  # type: ignore[arg-type]


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
    named: set[str] = field(default_factory=set)  # the insatser that the paragraph has figures of
    scope: str = ""
    counted: list[float] = field(default_factory=list)  # participants, of the section
    part: str = ""  # the part of the year since which the section's insats has run
    paragraph: int = -1
    section: Section | None = None
    text: list[str] = field(default_factory=list)  # keys of the sentence before
    project: bool = False  # the paragraph speaks of a project
    later: bool = False  # the paragraph speaks of a year after they left
    listed: Reading | None = None  # the people that a list divides


@dataclass(slots=True)
class Context:
    """A sentence under reading."""

    clause: Clause
    memory: Memory
    kommuner: dict[str, str]  # folded name -> name
    goal_section: bool = False
    topic: str = ""  # folded heading and the like, for what an elliptic sentence is about
    readings: list[list[Reading]] = field(default_factory=list)
    claimed: set[int] = field(default_factory=set)
    parts: set[int] = field(default_factory=set)  # numbers that are a part of one gender
    home: str = ""  # the insats of the section
    named: Sequence[tuple[int, int, str]] = ()  # names of insatser in the sentence

    def reading(self, no: int) -> Reading | None:
        """The first reading of mention `no`, if it has one."""
        if 0 <= no < len(self.readings) and self.readings[no]:
            return self.readings[no][0]
        return None

    def earlier(self, no: int, unit: str = "") -> Reading | None:
        """The reading of the last number before `no` that has one, of the unit if one is given."""
        for at in range(no - 1, -1, -1):
            if self.readings[at] and unit in ("", self.clause.mentions[at].unit):
                return self.readings[at][0]
        return None

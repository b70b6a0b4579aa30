"""How far a section goes that is headed by the name of an insats.

A report prints a text under each insats and then its tables of them all, with no heading that says
that the last insats' section is over. A table with a heading of its own is that insats' unless the
report itself tells otherwise: other insatser are headings too but have no table of their own, a
table above it already lists several of them, or the heading names two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from finsam_analysis.clean.registry import Insats, Registry
from finsam_analysis.read.blocks import Block
from finsam_analysis.read.tables.reader import Table

_LONGEST = 60  # of a heading that is a name
_LIST = 2  # insatser among the rows of a table, that make it a table of them all
_AND = re.compile(r"\s+(?:och|samt|&)\s+|[,/]\s*")


class Scopes:
    """Which sections' insatser hold for the blocks of one report."""

    def __init__(
        self, registry: Registry, blocks: Sequence[Block], tables: Sequence[Table]
    ) -> None:
        self._registry = registry
        self._blocks = blocks
        self._tables = {table.table_id: table for table in tables}
        self._known: dict[tuple[str, int, bool], bool] = {}

    def holds(self, block: Block, *, titled: bool) -> bool:
        """True when the insats that the block's section names is that of its numbers too.

        `titled` says that the block has a heading of its own below the section's.
        """
        key = (block.table_id, len(self._registry.insatser), titled)
        if key not in self._known:
            self._known[key] = not self._ended(block, titled=titled)
        return self._known[key]

    def _ended(self, block: Block, *, titled: bool) -> bool:
        mine, at = self._nearest(block.section)
        if mine is None:
            return False
        if self._names_several(block.section[at]) or self._listed_before(block, mine):
            return True
        if not (titled or block.section[at + 1 :]):
            return False
        others = [self._named(text) for text in block.section[:at]]
        own = [self._nearest(b.section)[0] for b in self._blocks if b is not block]
        return any(o is not None and o is not mine and o not in own for o in others)

    def _listed_before(self, block: Block, mine: Insats) -> bool:
        """True when a table between the section's heading and the block lists several insatser."""
        return any(
            self._lists(self._tables[other.table_id], mine)
            for other in self._blocks
            if other.first < block.first
            and other.table_id in self._tables
            and self._nearest(other.section)[0] is mine
        )

    def _lists(self, table: Table, mine: Insats) -> bool:
        found = [self._registry.find(row.label) for row in table.rows if row.label]
        named = {
            insats.insats_id
            for insats in found
            if insats is not None and not self._registry.is_part(insats, mine)
        }
        return len(named - {mine.insats_id}) >= _LIST - (mine.insats_id in named)

    def _nearest(self, section: Sequence[str]) -> tuple[Insats | None, int]:
        for at in range(len(section) - 1, -1, -1):
            found = self._named(section[at])
            if found is not None:
                return found, at
        return None, -1

    def _named(self, text: str) -> Insats | None:
        found = self._registry.find(text) if len(text) <= _LONGEST else None
        return found or self._registry.named_in(text)

    def _names_several(self, text: str) -> bool:
        """True for `Lotsen och Arena`, unless that is the name of one."""
        if len(text) <= _LONGEST and self._registry.find(text) is not None:
            return False
        found = [self._registry.find(part) for part in _AND.split(text) if part]
        return len({insats.insats_id for insats in found if insats is not None}) >= _LIST

"""Sums over an empty cell: a blank in print, or a number that is lost; then the sum tells nothing.

A cell is taken for a blank, worth nothing, where another sum of the table holds over such a cell.
If none does, a sum that misses something may miss just what the cell held: it cannot be checked,
and says so. A sum that is too large for its total is a contradiction whatever the cell held.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from finsam_analysis import words
from finsam_analysis.verify.checks import STAMMER, Check

Found = tuple[Check, str]  # a sum, its total first, and where it has an empty cell; "" if nowhere


def without_gaps(found: Sequence[Found]) -> Iterator[Check]:
    """The checks of one table, less those that a number which is not there may explain."""
    said = words.load("regler")["tom_cell"]
    blank = any(where and check.utfall == STAMMER for check, where in found)
    for check, where in found:
        if not where or not check.fails:
            yield check
        elif blank or not _may_explain(check):
            check.bevis = said["bevis"]
            yield check
        else:
            check.facts[0].note(said["gar_inte"].format(var=where))


def _may_explain(check: Check) -> bool:
    """True when a further part, of the same sign as the others, would make the sum hold."""
    signs = {part.varde > 0 for part in check.facts[1:] if part.varde}
    return len(signs) == 1 and (check.differens > 0) == signs.pop() and check.beraknat != 0

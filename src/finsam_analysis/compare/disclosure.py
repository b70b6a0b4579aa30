"""Small counts: what may be shown of figures that we have derived ourselves.

What a förbund has printed is public and is never hidden here. A count that we derive (from a
percent, a difference, a sum) is hidden if it, or what is left of its base, is 1 to 4; and further
derived counts are hidden until no one can get it back from the figures shown: their sums, their
bases, and that no count is negative. A derived count that the printed figures alone give away is
hidden too, but cannot be protected by hiding more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl
from scipy import optimize, sparse

from finsam_analysis.compare.proportions import whole

THRESHOLD = 4
"""Largest derived count that is hidden; counts from 1 to this are small."""

SICK_LEAVE_GROUP = 10
"""Largest group of employees whose sick leave may not be given (lag 1997:614 om kommunal
redovisning, 4 kap. 1 a §, now in lag 2018:597)."""

SUPPRESSED = ".."
"""How a hidden count is shown, as in Kolada: sekretess."""


# scipy.optimize.milp: unbounded, and what HiGHS cannot tell from it. Any other failure counts as
# exposed, so that more is hidden rather than less.
_UNBOUNDED = (3, 4)


class Sum(NamedTuple):
    """A sum that readers know of: position of the total, or its value, and of its parts."""

    total: int | None
    parts: tuple[int, ...]
    value: int | None = None


def is_small(count: int, base: int | None = None) -> bool:
    """Whether a derived `count` is to be hidden: it, or `base` less it, is 1 to THRESHOLD."""
    small = 1 <= whole(count, "Antalet") <= THRESHOLD
    return small or (base is not None and 1 <= whole(base, "Basen") - count <= THRESHOLD)


def sick_leave_may_be_shown(group: int) -> bool:
    """Whether the law lets a sick-leave figure be given for a group of this many employees."""
    return whole(group, "Gruppen") > SICK_LEAVE_GROUP


def require_printed(wanted: Collection[str], printed: Collection[Collection[str]]) -> None:
    """ValueError if the breakdown `wanted` is finer than every breakdown that is printed.

    Both name dimensions: {"insats", "kon"} may be shown if some printed table is broken down by
    at least those. Two tables that each have one of them do not make a table that has both.
    """
    if any(set(wanted) <= set(table) for table in printed):
        return
    there = "; ".join(" × ".join(sorted(table)) for table in printed) or "ingen uppdelning"
    raise ValueError(
        f"Rapporten trycker inget uppdelat på {' × '.join(sorted(wanted))} (den trycker {there}). "
        "Finare celler än de tryckta räknas inte fram."
    )


@dataclass(frozen=True)
class _Table:
    values: Sequence[int | None]
    bases: Sequence[int | None]
    derived: Sequence[bool]
    sums: Sequence[Sum]


def hide(
    values: Sequence[int | None],
    derived: Sequence[bool],
    sums: Sequence[Sum] = (),
    bases: Sequence[int | None] | None = None,
) -> list[bool]:
    """Which of `values` to hide; None is a count that nobody knows, and never hidden.

    `derived` says which are ours and not printed, `bases` what each is a part of if known. A sum
    that does not hold (reports contradict themselves) tells nothing and is left out.
    Raises ValueError for counts that are negative or not whole, and counts above their base.
    """
    limits = list(bases) if bases is not None else [None] * len(values)
    for value, base in zip(values, limits, strict=True):
        if value is not None:
            whole(value, "Antalet")
            if base is not None and value > whole(base, "Basen"):
                raise ValueError(f"Antalet {value} är större än sin bas {base}.")
    table = _Table(values, limits, derived, [s for s in sums if _holds(s, values)])
    primary = [
        ours and value is not None and any(is_small(value, base) for base in _bases(table, i))
        for i, (value, ours) in enumerate(zip(values, derived, strict=True))
    ]
    hidden = list(primary)
    for group in _connected(table):
        _complement(table, group, primary, hidden)
    return hidden


def _holds(relation: Sum, values: Sequence[int | None]) -> bool:
    total = relation.value if relation.total is None else values[relation.total]
    parts = [values[i] for i in relation.parts]
    if total is None:
        return False
    known = sum(part for part in parts if part is not None)
    return known <= total if None in parts else known == total


def _bases(table: _Table, cell: int) -> list[int | None]:
    totals = [
        s.value if s.total is None else table.values[s.total] for s in table.sums if cell in s.parts
    ]
    return [None, table.bases[cell], *totals]


def _connected(table: _Table) -> list[list[Sum]]:
    """The sums in groups that share cells: what is hidden in one tells nothing of another."""
    groups: list[tuple[set[int], list[Sum]]] = []
    for relation in table.sums:
        cells = {*relation.parts} | ({relation.total} if relation.total is not None else set())
        touching = [group for group in groups if group[0] & cells]
        groups = [group for group in groups if not group[0] & cells]
        joined = [s for group in touching for s in group[1]]
        groups.append((cells.union(*(group[0] for group in touching)), [*joined, relation]))
    return [relations for _, relations in groups]


def _complement(table: _Table, sums: list[Sum], primary: list[bool], hidden: list[bool]) -> None:
    """Hide further derived cells among `sums` until no small one can be worked out."""
    cells = sorted({i for s in sums for i in (*s.parts, s.total) if i is not None})
    ours = [d and v is not None for d, v in zip(table.derived, table.values, strict=True)]
    # What the printed figures alone give away cannot be protected by hiding ours.
    small = [i for i in cells if primary[i] and not _exposed(table, sums, cells, ours, i)]

    def exposed() -> int | None:
        return next((i for i in small if _exposed(table, sums, cells, hidden, i)), None)

    added: list[int] = []
    while (cell := exposed()) is not None:
        beside = {i for s in sums if cell in (*s.parts, s.total) for i in (*s.parts, s.total)}
        # The smallest count beside it costs readers least; a zero hides the least.
        _, _, _, chosen = min(
            (i not in beside, not table.values[i], table.values[i] or 0, i)
            for i in cells
            if ours[i] and not hidden[i]
        )
        hidden[chosen] = True
        added.append(chosen)
    # On the way to a closed loop cells may have been hidden in vain: show them again.
    for chosen in sorted(added, key=lambda i: -(table.values[i] or 0)):
        hidden[chosen] = False
        if exposed() is not None:
            hidden[chosen] = True


def _exposed(
    table: _Table, sums: list[Sum], cells: list[int], hidden: list[bool], cell: int
) -> bool:
    """Whether the figures shown leave one single whole number for `cell`."""
    unknown = [i for i in cells if hidden[i] or table.values[i] is None]
    place = {i: column for column, i in enumerate(unknown)}
    # Integer programming is exact for any set of sums; a one-way table is a special case of it.
    left = sparse.lil_array((len(sums), len(unknown)))
    right = np.zeros(len(sums))
    for row, relation in enumerate(sums):
        terms = [(i, 1) for i in relation.parts]
        if relation.total is None:
            right[row] = relation.value or 0
        else:
            terms.append((relation.total, -1))
        for i, sign in terms:
            if i in place:
                left[row, place[i]] += sign
            else:
                right[row] -= sign * (table.values[i] or 0)
    highest = [np.inf if (base := table.bases[i]) is None else base for i in unknown]
    goal = np.zeros(len(unknown))
    goal[place[cell]] = 1
    ends = []
    for sign in (1, -1):
        found = optimize.milp(
            sign * goal,
            integrality=np.ones(len(unknown)),
            bounds=optimize.Bounds(0, np.array(highest)),
            constraints=optimize.LinearConstraint(left.tocsr(), right, right),
        )
        if found.x is None:
            return bool(found.status not in _UNBOUNDED)
        ends.append(round(float(found.x[place[cell]])))
    return ends[0] == ends[1]


def protect(
    frame: pl.DataFrame,
    value: str = "antal",
    derived: str = "harledd",
    margins: Mapping[str, str] | None = None,
    by: Sequence[str] = (),
    base: str | None = None,
    also: Sequence[str] = (),
) -> pl.DataFrame:
    """`frame` as it may be shown: hidden counts null, with the flag sekretess and the text visas.

    `derived` is a boolean column: ours, not printed. `margins` names each dimension with the
    value that stands for all of it ({"kon": "totalt"}): those rows are sums over it. `by` names
    the columns that tell one table from another (year, insats). `base` is a column with what each
    count is a part of. `also` names columns that tell the same (share,
    interval); they become null with the count. visas is the count with thousands apart, or
    SUPPRESSED; null where there is no count. Raises ValueError as `hide`, and for two rows that
    are alike in `by` and `margins`: sums would be wrong then.
    """
    values: list[int | None] = frame[value].to_list()
    bases = frame[base].to_list() if base else None
    margins = dict(margins or {})
    keys = [*by, *margins]
    if keys and frame.select(keys).is_duplicated().any():
        raise ValueError(
            f"Mer än en rad har samma {', '.join(keys)}. Ange i by vad som skiljer raderna åt."
        )
    sums = [
        s
        for dimension, total in margins.items()
        for s in _sums(frame, values, bases, dimension, total, [k for k in keys if k != dimension])
    ]
    hidden = hide(values, [bool(flag) for flag in frame[derived]], sums, bases)
    shown = [
        SUPPRESSED if secret else None if count is None else f"{count:,}".replace(",", "\u00a0")
        for count, secret in zip(values, hidden, strict=True)
    ]
    flag = pl.Series("sekretess", hidden, dtype=pl.Boolean)
    return frame.with_columns(
        *(
            pl.when(flag).then(None).otherwise(pl.col(name)).alias(name)
            for name in dict.fromkeys((value, *also))
        ),
        flag,
        pl.Series("visas", shown, dtype=pl.String),
    )


def protect_shares(
    frame: pl.DataFrame,
    counts: Mapping[str, str],
    derived: str = "harledd",
    also: Sequence[str] = (),
) -> pl.DataFrame:
    """`frame` with derived counts that are small null, and the flag sekretess.

    `counts` names each column of counts with the column of its base; `derived` and `also` as in
    `protect`. A row where one count is hidden loses them all: the other could give it away.
    Printed shares stay: they are public. For rows that no sum ties together.
    """
    hidden = [False] * len(frame)
    ours = frame[derived].to_list()
    for count, base in counts.items():
        for i, (value, whole_) in enumerate(frame.select(count, base).iter_rows()):
            hidden[i] |= bool(ours[i]) and value is not None and is_small(value, whole_)
    flag = pl.Series("sekretess", hidden, dtype=pl.Boolean)
    return frame.with_columns(
        *(pl.when(flag).then(None).otherwise(pl.col(n)).alias(n) for n in (*counts, *also)), flag
    )


def _sums(
    frame: pl.DataFrame,
    values: Sequence[int | None],
    bases: Sequence[int | None] | None,
    dimension: str,
    total: str,
    others: Sequence[str],
) -> list[Sum]:
    """The sums over one dimension: rows alike in all `others`, with or without their total.

    Where no total is in the table, but the rows' common base is their sum, that base is it.
    """
    groups: dict[tuple[object, ...], list[int]] = {}
    for number, key in enumerate(frame.select(others).iter_rows() if others else [()] * len(frame)):
        groups.setdefault(tuple(key), []).append(number)
    labels = frame[dimension].to_list()
    found = []
    for rows in groups.values():
        whole_row = next((i for i in rows if labels[i] == total), None)
        parts = tuple(i for i in rows if labels[i] != total)
        common = {bases[i] for i in parts} if bases is not None else set()
        if whole_row is not None and parts:
            found.append(Sum(whole_row, parts))
        elif len(common) == 1 and None not in common:
            # Kept by `hide` only if the parts do sum to it.
            found.append(Sum(None, parts, common.pop()))
    return found

"""Change of cost split exactly into participants, mix and cost per participant.

cost_i = N * (n_i / N) * (cost_i / n_i): the number of participants of all insatser (volume), the
insats' share of them (mix) and its cost per participant. The additive log-mean Divisia method
(LMDI-I) weighs each factor's log change with the logarithmic mean of the two costs, and leaves
nothing over. Source: Ang 2005, Energy Policy 33:867-871, equation 5; zeros by their analytical
limits, Ang & Liu 2007, Energy Policy 35:238-246.

- An insats that starts or ends (no cost and no participants in one of the years) is all mix.
- A cost that appears or disappears while participants stay is all cost per participant.
- A cost without participants in the same year has no cost per participant: ValueError. Set such
  a cost apart first, and say so.

The mix of a single insats is about its share of all participants, so it moves when others do;
only the sum over insatser answers "did we move towards dearer insatser?".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import NamedTuple

import polars as pl

from finsam_analysis.compare.proportions import refuse_mixed, whole

KRONOR = pl.Decimal(18, 2)
_ORE = Decimal("0.01")

Amount = int | float | Decimal


class CostPair(NamedTuple):
    """An insats' cost (kr) and participants in the two years; 0 and 0 where it did not exist."""

    name: str
    cost_before: Amount
    participants_before: int
    cost_after: Amount
    participants_after: int


class Effects(NamedTuple):
    """Change of cost in kr, and the three parts that sum to it to the öre.

    `event` is "fortsätter", "startar", "upphör" or "summa".
    """

    name: str
    event: str
    change: Decimal
    volume: Decimal
    mix: Decimal
    unit_cost: Decimal


@dataclass(frozen=True)
class Decomposition:
    """The effects of every insats, in the order given, and of all together."""

    parts: tuple[Effects, ...]

    @property
    def total(self) -> Effects:
        """Sum of the parts: change, volume, mix and unit cost of the whole."""
        change, volume, mix, unit_cost = Decimal(0), Decimal(0), Decimal(0), Decimal(0)
        for part in self.parts:
            change, volume = change + part.change, volume + part.volume
            mix, unit_cost = mix + part.mix, unit_cost + part.unit_cost
        return Effects("summa", "summa", change, volume, mix, unit_cost)


def kronor(amount: Amount, name: str = "Beloppet") -> Decimal:
    """`amount` in kr as a Decimal, rounded half to even to whole öre; ValueError if no number."""
    try:
        rounded = Decimal(str(amount)).quantize(_ORE, rounding=ROUND_HALF_EVEN)
    except InvalidOperation:
        rounded = Decimal("NaN")
    if not rounded.is_finite():
        raise ValueError(f"{name} ska vara ett belopp i kronor, inte {amount!r}.")
    return rounded


def log_mean(a: float, b: float) -> float:
    """Logarithmic mean (a - b) / (ln a - ln b); a if they are equal, 0 if either is 0."""
    if a < 0 or b < 0:
        raise ValueError("Det logaritmiska medelvärdet finns bara för tal från 0 och uppåt.")
    if a == b or a == 0 or b == 0:
        return float(a) if a == b else 0.0
    return (a - b) / _log_ratio(a, b)


def _log_ratio(a: float, b: float) -> float:
    """ln(a / b), exactly the negative of ln(b / a), and precise when they are close."""
    return math.log1p((a - b) / b) if a >= b else -math.log1p((b - a) / a)


def divisia(pairs: Sequence[CostPair]) -> Decomposition:
    """Split each insats' change of cost into volume, mix and cost per participant.

    Amounts are rounded to öre on the way in; the parts then sum to the change exactly, and
    change sign exactly when the years change places. Raises ValueError, naming the insats, for
    negative amounts, counts that are not whole, and costs without participants; and if a year
    has no participants at all.
    """
    checked = [_check(pair) for pair in pairs]
    total_before = sum(pair.participants_before for pair in checked)
    total_after = sum(pair.participants_after for pair in checked)
    if not total_before or not total_after:
        raise ValueError("Ett av åren har inga deltagare alls: då går kostnaden inte att dela upp.")
    volume = _log_ratio(total_after, total_before)
    return Decomposition(tuple(_effects(pair, volume) for pair in checked))


def _check(pair: CostPair) -> CostPair:
    before, after = (
        kronor(cost, f"Kostnaden för {pair.name}") for cost in (pair.cost_before, pair.cost_after)
    )
    n_before, n_after = (
        whole(number, f"Deltagare i {pair.name}")
        for number in (pair.participants_before, pair.participants_after)
    )
    for cost, number in ((before, n_before), (after, n_after)):
        if cost < 0:
            raise ValueError(f"Kostnaden för {pair.name} är negativ ({cost} kr).")
        if cost and not number:
            raise ValueError(
                f"{pair.name} har en kostnad ({cost} kr) men inga deltagare samma år. "
                "Lägg den åt sidan innan kostnaden delas upp."
            )
    return CostPair(pair.name, before, n_before, after, n_after)


def _effects(pair: CostPair, log_volume: float) -> Effects:
    name, before, n_before, after, n_after = pair
    before, after = Decimal(before), Decimal(after)
    change = after - before
    none = Decimal("0.00")
    if not n_before or not n_after:
        event = "fortsätter" if n_before == n_after else "startar" if n_after else "upphör"
        return Effects(name, event, change, none, change, none)
    if not before or not after:
        return Effects(name, "fortsätter", change, none, none, change)
    weight = log_mean(float(after), float(before))
    log_participants = _log_ratio(n_after, n_before)
    exact = [
        weight * log_volume,
        weight * (log_participants - log_volume),
        weight * (_log_ratio(float(after), float(before)) - log_participants),
    ]
    parts = [kronor(part) for part in exact]
    # The öre that rounding leaves over goes where it is the smallest share.
    largest = max(range(3), key=lambda i: abs(exact[i]))
    parts[largest] += change - sum(parts)
    return Effects(name, "fortsätter", change, *parts)


def _refuse(frame: pl.DataFrame, unit: str) -> None:
    """Refuse a frame where a unit's cost or people stand in another's too, in any of its years."""
    whole_forbund = frame[unit].is_null().any() if unit in frame.columns else False
    if whole_forbund:
        raise ValueError("Tabellen blandar hela förbund och deras insatser. Välj det ena.")
    refuse_mixed(frame)


def add_divisia(
    frame: pl.DataFrame,
    years: tuple[int, int],
    unit: str = "insats_id",
    year: str = "year",
    cost: str = "belopp_kr",
    participants: str = "antal",
    missing_is_zero: bool = False,
) -> pl.DataFrame:
    """The change of cost between two years, one row per insats, sorted.

    `frame` has one row per insats and year. Returns the `unit` column, handelse (fortsätter,
    startar, upphör), kostnad_fore, kostnad_efter, deltagare_fore, deltagare_efter, forandring,
    volym, mix, kostnad_per_person; amounts in kr as Decimal, exact to the öre.
    An insats without a row in one of the years is an error unless `missing_is_zero` says that
    it did not exist then: not printed is not the same as none. Raises ValueError also for nulls,
    double rows and frames that mix totals, parts or bases.
    """
    chosen = frame.filter(pl.col(year).is_in(list(years)))
    _refuse(frame, unit)
    facts: dict[tuple[str, int], tuple[Amount, int]] = {}
    for name, when, amount, number in chosen.select(unit, year, cost, participants).iter_rows():
        if amount is None or number is None:
            raise ValueError(f"{name} {when} saknar kostnad eller antal deltagare.")
        if (name, when) in facts:
            raise ValueError(f"{name} {when} står på mer än en rad. Lägg ihop raderna först.")
        facts[name, when] = amount, number
    pairs = []
    for name in sorted({name for name, _ in facts}):
        absent = [when for when in years if (name, when) not in facts]
        if absent and not missing_is_zero:
            raise ValueError(
                f"{name} har ingen rad för {absent[0]}. Om insatsen inte fanns då: ange "
                "missing_is_zero=True, annars ta bort den ur jämförelsen."
            )
        before, after = (facts.get((name, when), (0, 0)) for when in years)
        pairs.append(CostPair(name, *before, *after))
    parts = divisia(pairs).parts
    money = {
        "kostnad_fore": [kronor(pair.cost_before) for pair in pairs],
        "kostnad_efter": [kronor(pair.cost_after) for pair in pairs],
        "forandring": [part.change for part in parts],
        "volym": [part.volume for part in parts],
        "mix": [part.mix for part in parts],
        "kostnad_per_person": [part.unit_cost for part in parts],
    }
    columns = [pl.Series(name, values, dtype=KRONOR) for name, values in money.items()]
    return pl.DataFrame(
        [
            pl.Series(unit, [pair.name for pair in pairs], dtype=frame.schema[unit]),
            pl.Series("handelse", [part.event for part in parts], dtype=pl.String),
            *columns[:2],
            pl.Series("deltagare_fore", [p.participants_before for p in pairs], dtype=pl.Int64),
            pl.Series("deltagare_efter", [p.participants_after for p in pairs], dtype=pl.Int64),
            *columns[2:],
        ]
    )

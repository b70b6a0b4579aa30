"""Fixed prices: amounts of different years in the prices of one.

The index is data: words/kpi.toml holds SCB's consumer price index (KPI, yearly means), and a user
can add later years with a file of the same form. A year that is missing is an error, never a
guess. KPI says what the money buys; it is not an index of wages, which are most of these costs.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import polars as pl

from finsam_analysis import words
from finsam_analysis.compare.decompose import KRONOR, Amount, kronor

_EXAMPLE = 'en TOML-fil med bas = "{base}" och under [ar] raden {year} = årets tal'


class PriceError(ValueError):
    """A price index that lacks a year or cannot be read; the message says what to do."""


@dataclass(frozen=True)
class PriceIndex:
    """Yearly values of a named index, with its base period and where they come from."""

    name: str
    base: str
    source: str
    values: Mapping[int, Decimal]

    def value(self, year: int) -> Decimal:
        """The index of `year`; PriceError if it is not there."""
        if year not in self.values:
            first, last = min(self.values), max(self.values)
            how = _EXAMPLE.format(base=self.base, year=year)
            raise PriceError(
                f"{self.name} saknas för {year}; serien har {first}–{last}. "
                f"Lägg till det fastställda talet i {how}, och ange filen till load_index."
            )
        return self.values[year]

    def convert(self, amount: Amount, year: int, base_year: int) -> Decimal:
        """`amount` kr of `year` in the prices of `base_year`, in kr to the öre."""
        return kronor(kronor(amount) * self.value(base_year) / self.value(year))

    def label(self, base_year: int) -> str:
        """What to print beside an amount: the price level and the index behind it."""
        return f"{base_year} års priser ({self.name}, {self.base})"


def load_index(extra: Path | None = None) -> PriceIndex:
    """The consumer price index, with the years of the TOML file `extra` added.

    `extra` has `bas` (the same base period), optionally `kalla`, and a table [ar] of year =
    value. Raises PriceError if it cannot be read, has another base period, or gives a year that
    is already there another value: the fixed figures are not revised.
    """
    table = words.load("kpi")
    index = PriceIndex(table["namn"], table["bas"], table["kalla"], _years(table, "kpi.toml"))
    if extra is None:
        return index
    added = _read(extra)
    if added.get("bas") != index.base:
        raise PriceError(
            f'{extra.name} har bas {added.get("bas")!r}, men serien har "{index.base}". '
            "Tal med olika bas kan inte blandas."
        )
    years = _years(added, extra.name)
    for year, value in years.items():
        if index.values.get(year, value) != value:
            raise PriceError(
                f"{extra.name} ger {value} för {year}, men det fastställda talet är "
                f"{index.values[year]}. Ta bort året ur filen."
            )
    source = "; ".join(dict.fromkeys([index.source, str(added.get("kalla") or extra.name)]))
    merged = MappingProxyType(dict(sorted({**index.values, **years}.items())))
    return PriceIndex(index.name, index.base, source, merged)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except FileNotFoundError:
        raise PriceError(f"Filen med prisindex finns inte: {path}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PriceError(f"{path.name} går inte att läsa som TOML: {error}.") from None


def _years(table: dict[str, Any], name: str) -> dict[int, Decimal]:
    rows = table.get("ar")
    if not isinstance(rows, dict) or not rows:
        raise PriceError(f"{name} saknar tabellen [ar] med år och indextal.")
    values = {}
    for year, value in rows.items():
        number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        if not (year.isdecimal() and len(year) == 4 and number and value > 0):
            raise PriceError(f"{name}: raden {year} = {value} är inte ett år och ett indextal.")
        values[int(year)] = Decimal(str(value))
    return values


def add_fixed_prices(
    frame: pl.DataFrame,
    base_year: int,
    amount: str = "belopp_kr",
    year: str = "year",
    index: PriceIndex | None = None,
) -> pl.DataFrame:
    """`frame` with the amounts in the prices of `base_year`, and which prices those are.

    Adds <amount>_fast (kr, Decimal to the öre; null where the amount is null) and prisniva.
    Raises PriceError if the index lacks the base year, or the year of a row with an amount.
    """
    index = index or load_index()
    index.value(base_year)
    fixed = [
        None if value is None else index.convert(value, when, base_year)
        for value, when in frame.select(amount, year).iter_rows()
    ]
    return frame.with_columns(
        pl.Series(f"{amount}_fast", fixed, dtype=KRONOR),
        pl.lit(index.label(base_year)).alias("prisniva"),
    )

"""Numbers, places and checks in words, as the terminal and the cards show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
MARKS = {"stammer": "=", "avrundning": "≈", "motsagelse": "≠", "lasfel": "≠"}
_UNITS = {"antal": "", "procent": "%", "ar": "år", "manader": "månader"}


def number(value: float) -> str:
    """A number as Swedish print has it: groups of three, decimal comma, minus sign."""
    exact = round(Decimal(str(value)), 2)
    text = f"{exact:,f}".rstrip("0").rstrip(".") if exact % 1 else f"{int(exact):,}"
    return text.replace(",", NBSP).replace(".", ",").replace("-", MINUS)


def amount(value: float, enhet: str | None) -> str:
    """A number with its unit."""
    unit = _UNITS.get(enhet or "antal", enhet or "")
    return f"{number(value)}{NBSP}{unit}" if unit else number(value)


def percent(share: float) -> str:
    """A share as percent; a small one with the decimals that tell it from none."""
    value = abs(100 * share)
    if value >= 9.5 or value == 0:
        text = str(round(value))
    elif value >= 0.095:
        text = f"{value:.1f}"
    else:
        text = f"{value:.2f}" if value >= 0.005 else "mindre än 0,01"
    return f"{text.replace('.', ',')}{NBSP}%"


def lines(numbers: Iterable[int], most: int = 0) -> str:
    """Lines as one reads them: `401–404, 407`; at most so many pieces, then how many lines more."""
    runs: list[list[int]] = []
    for no in sorted(set(numbers)):
        if runs and no == runs[-1][-1] + 1:
            runs[-1].append(no)
        else:
            runs.append([no])
    shown = runs[:most] if most and len(runs) > most + 1 else runs
    text = ", ".join(f"{r[0]}–{r[-1]}" if len(r) > 1 else str(r[0]) for r in shown)
    more = sum(len(r) for r in runs[len(shown) :])
    return f"{text} och {more} rader till" if more else text


def listing(words: Sequence[str], last: str = "och") -> str:
    """Words as a Swedish list: `a`, `a och b`, `a, b och c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def places(rows: Sequence[dict[str, Any]], report_id: str, titles: Mapping[str, str]) -> str:
    """Where numbers are printed: `rad 809, 826 och 838`, `rad 404 i årsredovisning 2022`.

    The report is said where it is another than `report_id`.
    """
    at: dict[str, list[int]] = {}
    for row in rows:
        there = at.setdefault(row["report_id"], [])
        if row["line"] not in there:
            there.append(row["line"])
    return listing(
        [
            f"rad {listing([str(no) for no in sorted(there)])}"
            + ("" if report == report_id else f" i {_short(titles.get(report, report))}")
            for report, there in at.items()
        ]
    )


def _short(title: str) -> str:
    """A report of the same förbund: `Årsredovisning 2022, Samordningsförbundet …` by its kind."""
    kind = title.split(", ")[0]
    return kind[:1].lower() + kind[1:]


def many(count: int, one: str, more: str) -> str:
    """A count with its noun."""
    return f"{number(count)} {one if count == 1 else more}"


def cut(text: str, most: int) -> str:
    """The text, without runs of spaces, ended by … if it is long."""
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


def outcome(check: dict[str, Any], enhet: str | None = None, *, printed: bool = True) -> str:
    """Both numbers of a check and how they compare: `tryckt 30 ≠ uträknat 32`."""
    mark = MARKS.get(check["utfall"], "?")
    first, second = amount(check["redovisat"], enhet), amount(check["beraknat"], enhet)
    return (
        f"tryckt {first} {mark} uträknat {second}" if printed else f"summan {second} {mark} {first}"
    )

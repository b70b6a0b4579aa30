"""The five reports with other names, years and amounts, and gold changed in the same way.

What is read must not hang on a name, a year or an amount of these reports. Names are changed by
their stems, so that damaged print stays damaged (`Tyresd`); years are moved by one; amounts of
money are doubled, which keeps every sum, with the spaces that the report prints or loses.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

# Stem as printed (a point is a letter that scanners damage): what it becomes.
NAMES = [
    (r"S(.)dert(.)rn", r"N\1rrt\2rn"),
    (r"Hanin(?=ge)", "Vallin"),
    (r"Tyres", "Björkl"),
    (r"Nyn(?=.s|&s)", "Sten"),
    (r"Hudd(?=inge)", "Lill"),
    (r"Botk(?=yrka)", "Tork"),
    (r"Salem", "Karlem"),
    (r"Stockholm", "Granholm"),
    (r"SamMA", "KomMA"),
    (r"\bMIA\b", "LEA"),
    (r"Resursr", "Kompassr"),
    (r"Samrehab", "Medrehab"),
    (r"Vuxteam", "Seniorteam"),
    (r"Ungdomsteam", "Ungdomslag"),
    (r"Aktivitetsplats", "Aktivitetshus"),
    (r"\bLyra\b", "Cello"),
    (r"\bSTART\b", "VINGE"),
    (r"\bUPIS\b", "KLIV"),
    (r"Prolog", "Epilog"),
]
_YEAR = re.compile(r"(?<![\d,.])(20[012]\d)(?=1?(?!\d))")
_MONEY = frozenset({"kr", "tkr", "mkr"})
FACTOR = 2  # of every amount
Cell = dict[str, str]


def with_names(text: str) -> str:
    """The text with every name changed."""
    for stem, new in NAMES:
        text = re.sub(stem, new, text)
    return text


def with_years(text: str) -> str:
    """The text with every year moved by one."""
    return _YEAR.sub(lambda match: str(int(match[1]) + 1), text)


def with_amounts(text: str, cells: list[Cell]) -> str:
    """The text with every amount of money in gold's tables doubled; `cells` are changed too."""
    lines = text.split("\n")
    by_line: dict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell["unit"] in _MONEY and cell["value"] and re.search(r"\d", cell["raw"]):
            by_line[int(cell["line"])].append(cell)
    for no, here in by_line.items():
        at = 0
        for cell in here:
            found = _place(lines[no - 1], cell["raw"], at)
            if found < 0:
                found = _place(lines[no - 1], cell["raw"], 0)
            assert found >= 0, (no, cell["raw"], lines[no - 1])
            new = doubled(cell["raw"])
            lines[no - 1] = lines[no - 1][:found] + new + lines[no - 1][found + len(cell["raw"]) :]
            at = found + len(new)
            cell["raw"], cell["value"] = new, str(FACTOR * Decimal(cell["value"]))
    return "\n".join(lines)


def _place(line: str, raw: str, start: int) -> int:
    """Where a number is printed, not within a longer one."""
    for match in re.finditer(re.escape(raw), line[start:].replace("\u00a0", " ")):
        before = line[: start + match.start()][-1:]
        after = line[start + match.end() :][:1]
        if not before.isdigit() and not after.isdigit():
            return start + match.start()
    return -1


def doubled(raw: str) -> str:
    """Twice a printed number, with its sign, its spaces and those that it lacks."""
    match = re.search(r"\d[\d .,]*\d|\d", raw)
    assert match is not None, raw
    whole, comma, decimals = match[0].partition(",")
    digits = re.sub(r"\D", "", whole)
    number = str(FACTOR * int(digits + decimals))
    if comma:
        number = number.rjust(len(decimals) + 1, "0")
        decimals, number = number[-len(decimals) :], number[: -len(decimals)]
    groups = [number[max(0, at - 3) : at] for at in range(len(number), 0, -3)][::-1]
    spaces = {len(re.sub(r"\D", "", whole[m.end() :])) for m in re.finditer(r"[ .]", whole)}
    places = [3 * (len(groups) - at - 1) for at in range(len(groups) - 1)]
    most = 3 * ((len(digits) - 1) // 3)
    out = ""
    for at, group in enumerate(groups):
        out += group
        if at < len(places) and (places[at] in spaces or (spaces and places[at] > most)):
            out += " "
    return raw[: match.start()] + out + comma + decimals + raw[match.end() :]


def change(
    source: Path,
    gold: Path,
    into: Path,
    kinds: frozenset[str] = frozenset({"namn", "ar", "belopp"}),
) -> Path:
    """Write a changed report and its changed gold below `into`; returns the report's path."""
    text = source.read_text(encoding="utf-8")
    with (gold / f"{source.stem}-cells.csv").open(encoding="utf-8", newline="") as file:
        cells = list(csv.DictReader(file))
    steps: list[Callable[[str], str]] = []
    steps += [with_names] if "namn" in kinds else []
    steps += [with_years] if "ar" in kinds else []
    stem = source.stem
    for step in steps:
        text = step(text)
        for cell in cells:
            for name in ("row", "col"):
                cell[name] = step(cell[name])
    if "belopp" in kinds:
        text = with_amounts(text, cells)
    if "ar" in kinds:
        stem = with_years(stem)
    for cell in cells:
        cell["report_id"] = stem
    into.mkdir(parents=True, exist_ok=True)
    (into / "gold").mkdir(exist_ok=True)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(cells[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(cells)
    (into / "gold" / f"{stem}-cells.csv").write_text(out.getvalue(), encoding="utf-8")
    path = into / f"{stem}.txt"
    path.write_text(text, encoding="utf-8")
    return path

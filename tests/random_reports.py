"""Reports of chance: tables of many shapes with amounts drawn by lot, and what each line prints.

The arithmetic is right, the words are ordinary, and the layout is what plain text or a page's own
gives. Nothing is taken from a report.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

Row = list[Decimal]

NAMES = ["Ungdomsteam", "Lotsar", "Resursråd", "Vägknuten", "Kompassen", "Steget", "Framåt"]
NAMES += ["Bryggan", "Klara", "Novum", "Språnget", "Torget", "Hållplatsen", "Verkstan"]
REASONS = ["Arbete", "Studier", "Arbetssökande", "Sjukskriven", "Flytt", "Föräldraledig", "Övrigt"]
REFERRERS = ["Arbetsförmedlingen", "Försäkringskassan", "Kommunen", "Regionen", "Egen ansökan"]
KOMMUNER = ["Tallbo", "Granvik", "Björkösa", "Ekeby"]
COSTS = ["Lokalkostnader", "Personalkostnader", "Övriga externa kostnader", "Avskrivningar"]
GAPS = (" ", " ", "  ", "    ")


@dataclass(slots=True)
class Report:
    """A report's text, and by line what its table rows print."""

    text: str
    year: int
    printed: dict[int, Row] = field(default_factory=dict)


def report(seed: int) -> Report:
    """The report of a seed: four tables with running text between."""
    lot = random.Random(seed)
    year = lot.randint(2016, 2024)
    lines = ["Samordningsförbundet Provbygden", f"Årsredovisning {year}", ""]
    lines += ["Förbundet har under året arbetat med samverkan mellan medlemmarna.", ""]
    made = Report("", year)
    for kind in lot.sample([_economy, _economy, _people, _people, _statement], 4):
        heads, rows = kind(lot, year)
        lines += ["", "Under året har styrelsen följt upp insatserna.", "", *heads]
        for text, numbers in rows:
            lines.append(text)
            made.printed[len(lines)] = numbers
    made.text = "\n".join(lines)
    return made


Made = tuple[list[str], list[tuple[str, Row]]]  # heads, and each row as text and numbers


def _economy(lot: random.Random, year: int) -> Made:
    """Insatser down, in some order budget, outcome, difference and years across."""
    shape = lot.choice(["bua", "uba", "yz", "yzx", "upd", "b", "yzxw", "ubap", "bu"])
    scale = lot.choice([900, 9_000, 90_000, 900_000, 5_000_000, 20_000_000])
    heads = {
        **dict(zip("yzxw", (str(year - back) for back in range(4)), strict=True)),
        **{"b": "Budget", "u": "Utfall", "a": "Avvikelse", "d": "Differens"},
        "p": f"Utfall {year - 1}",
    }
    if lot.random() < 0.4:
        heads |= {"b": f"Budget {year}", "u": f"Utfall {year}"}
    rows = [{key: _amount(lot, scale) for key in "buyzxwp"} for _ in range(lot.randint(2, 9))]
    rows.append({key: sum((row[key] for row in rows), Decimal(0)) for key in "buyzxwp"})
    for row in rows:
        row["a"], row["d"] = row["b"] - row["u"], row["u"] - row["p"]
    labels = [*lot.sample(NAMES, len(rows) - 1), lot.choice(["Summa", "Totalt", "Summa insatser"])]
    gap = lot.choice(GAPS)
    first = lot.choice(["", "Insats ", "Belopp i kr "])
    caption = lot.choice(["Budget och utfall, kr", "Kostnader för insatser, kr", "Belopp i kr"])
    return [caption, first + gap.join(heads[key] for key in shape)], [
        _line(label, [row[key] for key in shape], gap, grouped)
        for label, row in zip(labels, rows, strict=True)
    ]


def _people(lot: random.Random, year: int) -> Made:
    """Participants by insats, kommun, reason or referrer: by gender, by year, with a share."""
    caption, names = lot.choice(
        [
            ("Deltagare per insats", NAMES[:6]),
            ("Deltagare per kommun", KOMMUNER),
            ("Avslutsorsaker", REASONS),
            ("Inremitterande", REFERRERS),
        ]
    )
    heads = {"K": "Kvinnor", "M": "Män", "T": "Totalt", "n": "Antal", "%": "Andel"}
    heads |= {"y": str(year), "z": str(year - 1)}
    shape = lot.choice(["KMT", "TKM", "n", "yz", "n%", "KM"])
    scale = lot.choice([15, 60, 250])
    labels = lot.sample(names, lot.randint(3, len(names)))
    rows = [{key: Decimal(lot.randint(0, scale)) for key in "KMnyz"} for _ in labels]
    whole = {key: sum((row[key] for row in rows), Decimal(0)) for key in "KMnyz"}
    if lot.random() < 0.7:
        rows.append(whole)
        labels.append(lot.choice(["Totalt", "Summa"]))
    for row in rows:
        row["T"] = row["K"] + row["M"]
        row["%"] = Decimal(round(100 * row["n"] / whole["n"])) if whole["n"] else Decimal(0)
    gap, sign = lot.choice([" ", "   "]), lot.choice(["%", " %"])

    def shown(number: Decimal, key: str) -> str:
        return grouped(number) + (sign if key == "%" else "")

    made = []
    for label, row in zip(labels, rows, strict=True):
        cells = [shown(row[key], key) for key in shape]
        made.append((gap.join([label, *cells]), [row[key] for key in shape]))
    return [f"{caption} {year}", gap.join(heads[key] for key in shape)], made


def _statement(lot: random.Random, year: int) -> Made:
    """Income, costs and results of two years or of budget and outcome; minus in three ways."""
    thousands = lot.random() < 0.4
    tenths = thousands and lot.random() < 0.4
    scale = lot.choice([900, 9_000, 20_000] if thousands else [90_000, 900_000, 9_000_000])
    across = lot.choice([2, 2, 3])

    def drawn() -> Row:
        cells = [Decimal(lot.randint(1, scale)) for _ in range(across)]
        return [n + Decimal(lot.randint(0, 9)) / 10 for n in cells] if tenths else cells

    costs = [drawn() for _ in range(lot.randint(2, 4))]
    given, other, interest = drawn(), drawn(), [Decimal(int(n) // 10) for n in drawn()]
    income = _added([given, other])
    spent = _added(costs)
    result = _added([income, spent], -1)
    sign = lot.choice([1, -1])
    rows = [
        ("Bidrag från medlemmar", given),
        ("Övriga intäkter", other),
        ("Summa intäkter", income),
    ]
    rows += [(name, [sign * n for n in cost]) for name, cost in zip(COSTS, costs, strict=False)]
    rows += [("Summa kostnader", [sign * n for n in spent]), ("Verksamhetens resultat", result)]
    rows += [("Finansiella kostnader", [sign * n for n in interest])]
    rows += [("Årets resultat", _added([result, interest], -1))]
    heads = {
        2: lot.choice([[f"{year}", f"{year - 1}"], [f"{year}-12-31", f"{year - 1}-12-31"]]),
        3: [f"Utfall {year}", f"Budget {year}", f"Utfall {year - 1}"],
    }[across]
    gap = lot.choice(GAPS)
    unit = "Belopp i tkr" if thousands else "Belopp i kr"
    brackets = sign < 0 and lot.random() < 0.3
    noted = lot.random() < 0.5
    shown = bracketed if brackets else grouped
    made, note = [], 1
    for label, numbers in rows:
        plain = label.startswith(("Summa", "Årets", "Verksamhetens"))
        if noted and not plain and lot.random() < 0.5:
            note += 1
            made.append(_line(f"{label}{gap}{note}", numbers, gap, shown))
        else:
            made.append(_line(label, numbers, gap, shown))
    return ["Resultaträkning", gap.join([unit, *(["Not"] if noted else []), *heads])], made


def _amount(lot: random.Random, scale: int) -> Decimal:
    if lot.random() < 0.08:
        return Decimal(0)
    drawn = lot.randint(1, scale)
    return Decimal(drawn // 1000 * 1000 or drawn if lot.random() < 0.5 else drawn)


def _added(rows: Sequence[Row], sign: int = 1) -> Row:
    """The first row with the others added, or taken away."""
    first, *rest = rows
    return [n + sign * sum(others, Decimal(0)) for n, *others in zip(first, *rest, strict=True)]


def _line(label: str, numbers: Row, gap: str, shown: Callable[[Decimal], str]) -> tuple[str, Row]:
    return gap.join([label, *map(shown, numbers)]), numbers


def grouped(number: Decimal) -> str:
    """A number as Swedish print has it: `-1 234,5`."""
    return f"{number:,}".replace(",", " ").replace(".", ",")


def bracketed(number: Decimal) -> str:
    """As `grouped`, negative ones in brackets."""
    return f"({grouped(-number)})" if number < 0 else grouped(number)

"""Reports of chance: tables of many shapes with amounts drawn by lot, and what each line prints.

The arithmetic is right, the words are ordinary, and the layout is what plain text or a page's own
gives. Nothing is taken from a report.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

Row = list[Decimal]

NAMES = ["Ungdomsteam", "Lotsar", "Resursråd", "Vägknuten", "Kompassen", "Steget", "Framåt"]
NAMES += ["Bryggan", "Klara", "Novum", "Språnget", "Torget", "Hållplatsen", "Verkstan"]
REASONS = ["Arbete", "Studier", "Arbetssökande", "Sjukskriven", "Flytt", "Föräldraledig", "Övrigt"]
REFERRERS = ["Arbetsförmedlingen", "Försäkringskassan", "Kommunen", "Regionen", "Egen ansökan"]
KOMMUNER = ["Tallbo", "Granvik", "Björkösa", "Ekeby"]
COSTS = ["Lokalkostnader", "Personalkostnader", "Övriga externa kostnader", "Avskrivningar"]


@dataclass(slots=True)
class Report:
    """A report's text, and by line what its table rows print."""

    text: str
    year: int
    printed: dict[int, Row] = field(default_factory=dict)
    tables: list[tuple[Drawn, list[int]]] = field(default_factory=list)  # and their rows' lines


@dataclass(slots=True)
class Drawn:
    """A table before it is laid out; `stub` stands over the labels, `shown` is how cells look."""

    caption: str
    stub: str
    heads: list[str]
    rows: list[tuple[str, list[str]]]
    numbers: list[Row]
    notes: list[str] = field(default_factory=list)  # one a row, empty where none stands


def report(seed: int) -> Report:
    """The report of a seed: four tables with running text between."""
    lot = random.Random(seed)
    year = lot.randint(2016, 2024)
    lines = ["Samordningsförbundet Provbygden", f"Årsredovisning {year}", ""]
    lines += ["Förbundet har under året arbetat med samverkan mellan medlemmarna.", ""]
    made = Report("", year)
    page = 0
    for kind in lot.sample([_economy, _economy, _people, _people, _statement], 4):
        drawn = kind(lot, year)
        lines += ["", "Under året har styrelsen följt upp insatserna.", "", drawn.caption]
        heads, rows = lot.choice([plain, plain, laid, laid, ruled])(lot, drawn)
        lines += heads
        at = []
        for texts, numbers in zip(rows, drawn.numbers, strict=True):
            lines += texts
            made.printed[len(lines)] = numbers
            at.append(len(lines))
            if lot.random() < 0.02:
                page += 1
                lines += _foot(year, page)
        made.tables.append((drawn, at))
        page += 1
        lines += _foot(year, page)
    made.text = "\n".join(lines)
    return made


def _foot(year: int, page: int) -> list[str]:
    return ["", f"Samordningsförbundet Provbygden, årsredovisning {year}", str(page), ""]


Laid = tuple[list[str], list[list[str]]]  # lines of heads, and the lines of each row


def plain(lot: random.Random, drawn: Drawn) -> Laid:
    """Cells with one gap between all of them."""
    gap = lot.choice([" ", " ", "  ", "    "])
    noted = ["Not"] if any(drawn.notes) else []
    heads = gap.join([*([drawn.stub] if drawn.stub else []), *noted, *drawn.heads])
    rows = []
    for at, (label, cells) in enumerate(drawn.rows):
        note = [drawn.notes[at]] if drawn.notes and drawn.notes[at] else []
        rows.append([gap.join([label, *note, *cells])])
    return [heads], rows


def laid(lot: random.Random, drawn: Drawn) -> Laid:
    """Columns below their heads, as the page has them; long labels over two lines."""
    wide = lot.choice([14, 24, 40])
    size = max(len(cell) for _, cells in drawn.rows for cell in [*cells, *drawn.heads])
    size += lot.randint(2, 6)
    noted = any(drawn.notes)

    def line(label: str, note: str, cells: Sequence[str]) -> str:
        start = label.ljust(wide) + (note.rjust(5) if noted else "")
        return (start + "".join(cell.rjust(size) for cell in cells)).rstrip()

    rows = []
    for at, (label, cells) in enumerate(drawn.rows):
        *above, last = _wrapped(label, wide - 1)
        rows.append([*above, line(last, drawn.notes[at] if noted else "", cells)])
    return [line(drawn.stub, "Not", drawn.heads)], rows


def ruled(lot: random.Random, drawn: Drawn) -> Laid:
    """Cells between upright lines."""
    noted = any(drawn.notes)

    def line(label: str, note: str, cells: Sequence[str]) -> str:
        return "| " + " | ".join([label, *([note] if noted else []), *cells]) + " |"

    notes = drawn.notes or [""] * len(drawn.rows)
    rows = [
        [line(label, note, cells)] for (label, cells), note in zip(drawn.rows, notes, strict=True)
    ]
    return [line(drawn.stub, "Not", drawn.heads)], rows


def _wrapped(label: str, wide: int) -> list[str]:
    lines = [""]
    for word in label.split():
        fits = len(lines[-1]) + len(word) < wide
        lines = [*lines[:-1], f"{lines[-1]} {word}".strip()] if fits else [*lines, word]
    return [line for line in lines if line]


def _economy(lot: random.Random, year: int) -> Drawn:
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
    caption = lot.choice(["Budget och utfall, kr", "Kostnader för insatser, kr", "Belopp i kr"])
    numbers = [[row[key] for key in shape] for row in rows]
    cells = [list(map(grouped, row)) for row in numbers]
    stub = lot.choice(["", "Insats", "Belopp i kr"])
    heading = [heads[key] for key in shape]
    return Drawn(caption, stub, heading, list(zip(labels, cells, strict=True)), numbers)


def _people(lot: random.Random, year: int) -> Drawn:
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
    sign = lot.choice(["%", " %"])
    cells = [[grouped(row[key]) + sign * (key == "%") for key in shape] for row in rows]
    numbers = [[row[key] for key in shape] for row in rows]
    stub = lot.choice(["", caption.split()[0]])
    heading = [heads[key] for key in shape]
    return Drawn(f"{caption} {year}", stub, heading, list(zip(labels, cells, strict=True)), numbers)


def _statement(lot: random.Random, year: int) -> Drawn:
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
    income, spent = _added([given, other]), _added(costs)
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
    shown = bracketed if sign < 0 and lot.random() < 0.3 else grouped
    notes, note = [], 1
    noted = lot.random() < 0.5
    for label, _ in rows:
        some = noted and not label.startswith(("Summa", "Årets", "Verksamhetens"))
        note += some and lot.random() < 0.5
        notes.append(str(note) if some and str(note) not in notes and note > 1 else "")
    cells = [(label, list(map(shown, numbers))) for label, numbers in rows]
    unit = "Belopp i tkr" if thousands else "Belopp i kr"
    return Drawn("Resultaträkning", unit, heads, cells, [row for _, row in rows], notes)


def _amount(lot: random.Random, scale: int) -> Decimal:
    if lot.random() < 0.08:
        return Decimal(0)
    drawn = lot.randint(1, scale)
    return Decimal(drawn // 1000 * 1000 or drawn if lot.random() < 0.5 else drawn)


def _added(rows: Sequence[Row], sign: int = 1) -> Row:
    """The first row with the others added, or taken away."""
    first, *rest = rows
    return [n + sign * sum(others, Decimal(0)) for n, *others in zip(first, *rest, strict=True)]


def grouped(number: Decimal) -> str:
    """A number as Swedish print has it: `-1 234,5`."""
    return f"{number:,}".replace(",", " ").replace(".", ",")


def bracketed(number: Decimal) -> str:
    """As `grouped`, negative ones in brackets."""
    return f"({grouped(-number)})" if number < 0 else grouped(number)

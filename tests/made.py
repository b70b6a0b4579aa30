"""Made-up reports for tests: a text, and what the reading makes of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent
from typing import Any

from finsam_analysis.build import Built, assess
from finsam_analysis.clean.facts import Fact
from finsam_analysis.clean.registry import Registry
from finsam_analysis.clean.report import clean_report, left_of, read_tables
from finsam_analysis.read.blocks import Block, find_blocks
from finsam_analysis.read.capture import Report, capture
from finsam_analysis.read.document import Document, Line, from_text
from finsam_analysis.read.identify import identify
from finsam_analysis.read.omitted import Left
from finsam_analysis.read.tables.reader import Table, read_table


def lines(text: str, first: int = 1) -> tuple[Line, ...]:
    """The lines of an indented text, numbered from `first`."""
    rows = dedent(text).strip("\n").split("\n")
    return tuple(Line(no, row) for no, row in enumerate(rows, start=first))


def document(text: str, name: str = "prov-2021-arsredovisning.txt") -> Document:
    """A made-up report."""
    rows = lines(text)
    data = "\n".join(line.text for line in rows).encode()
    return Document(
        report_id=Path(name).stem,
        lines=rows,
        sha256=hashlib.sha256(data).hexdigest(),
        text_kind="born_digital",
        source=Path(name),
        how="text",
    )


def blocks(text: str) -> list[tuple[int, int]]:
    """First and last line of every table found in a made-up report."""
    return [(block.first, block.last) for block in find_blocks(document(text))]


def block(text: str, table_id: str = "t01", section: tuple[str, ...] = ()) -> Block:
    """All lines of the text as one block, blank ones left out, as captured blocks are."""
    return Block(table_id, tuple(line for line in lines(text) if line.text.strip()), section)


def table(text: str, table_id: str = "t01", section: tuple[str, ...] = ()) -> Table:
    """The text as a table that has been read."""
    return read_table(block(text, table_id, section))


def cells(made: Table) -> dict[str, list[str | None]]:
    """Every row that was read: its label and its numbers as text, None where there is none."""
    rows: dict[str, list[str | None]] = {}
    for at, row in enumerate(made.rows):
        here = [made.cell(at, column) for column in range(len(made.columns))]
        if any(here):
            numbers = [cell.value.number if cell is not None else None for cell in here]
            rows[row.label] = [None if n is None else str(n) for n in numbers]
    return rows


# A whole made-up report: budget, participants, a statement with a note, and a figure in the text.
REPORT = """\
Samordningsförbundet Norrvik
Årsredovisning 2021

Samordningsförbundet Norrvik bildades 2010 och har fyra medlemmar som arbetar tillsammans för att
fler ska få det stöd som de behöver på vägen till arbete eller studier.

Budget och utfall

Belopp i kr
Insats Budget Utfall Avvikelse
Ungdomsteam 1 184 200 1 156 412 27 788
Lotsar 994 200 930 602 63 598
Kansli 562 600 617 446 -54 846
Summa 2 741 000 2 704 460 36 540

Förbundet har under året arbetat vidare med de insatser som har startats och som ska utvecklas,
och det är fler som har fått stöd än det var förra året i alla de kommuner som är med.

Deltagare 2021
Insats Kvinnor Män Totalt
Ungdomsteam 74 62 136
Lotsar 51 57 108
Totalt 125 119 244

Under året har vi sett att behovet av stöd är stort och att det är många som vill vara med och
som inte har fått plats, och det är något som vi ska arbeta med under det år som kommer.

Resultaträkning

Belopp i kr Not 2021 2020
Verksamhetens intäkter 2 2 800 000 2 650 000
Verksamhetens kostnader 3 -2 704 460 -2 601 300
Verksamhetens nettokostnad 95 540 48 700
Finansiella intäkter 1 200 900
Årets resultat 96 740 49 600

Styrelsen har haft sex möten under året och det är som det var året innan när det gäller hur
arbetet har lagts upp och vilka som har varit med i det.
"""


def write_report(folder: Path, name: str = "norrvik-2021.txt", text: str = REPORT) -> Path:
    """The made-up report as a file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


PROSE = (
    "Förbundet har under året arbetat vidare med de insatser som har startats och som utvecklas,\n"
    "och det är fler som har fått stöd än det var förra året i alla de kommuner som är med."
)
OPENING = (
    "Samordningsförbundet Norrvik\n{title}\n\n"
    "Samordningsförbundet Norrvik bildades 2010 och har fyra medlemmar som arbetar tillsammans.\n"
)


def report(*tables: str, title: str = "Årsredovisning 2021", name: str = "norrvik-2021") -> Report:
    """A made-up report with these tables and running text between, as it is captured."""
    texts = [dedent(text).strip("\n") for text in tables]
    text = f"\n\n{PROSE}\n\n".join([OPENING.format(title=title), *texts, ""])
    made = from_text(text.encode(), Path(f"{name}.txt"))
    return capture(made, identify(made))


def cleaned(
    *tables: str, title: str = "Årsredovisning 2021", registry: Registry | None = None
) -> tuple[list[Fact], list[Left]]:
    """The facts of a made-up report with these tables, and what was left."""
    captured = report(*tables, title=title)
    read = read_tables(captured)
    registry = registry or Registry(captured.forbund_id, captured.forbund)
    registry.learn_places(read)
    facts, context = clean_report(captured, registry, read)
    return facts, left_of(captured, read, facts, context)


def assessed(*tables: str) -> Built:
    """A made-up report with these tables, cleaned and checked as a build does."""
    return assess([report(*tables)], {})


def of(facts: Sequence[Fact], dataset: str, *names: str) -> list[tuple[Any, ...]]:
    """Label, value and the named columns of the facts of a dataset that come from tables."""
    return [
        (fact.label_raw, fact.number, *(getattr(fact, n, fact.extra.get(n)) for n in names))
        for fact in facts
        if fact.dataset == dataset and fact.table_id != "prosa"
    ]

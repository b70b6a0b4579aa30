"""Made-up reports for tests: a text, and what the reading makes of it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from textwrap import dedent

from finsam_analysis.read.blocks import Block, find_blocks
from finsam_analysis.read.document import Document, Line
from finsam_analysis.read.tables import Table, read_table


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

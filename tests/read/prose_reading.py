"""Help for the tests of prose: read a text as a report of a made-up förbund."""

from __future__ import annotations

from pathlib import Path

from finsam_analysis.read.document import from_text
from finsam_analysis.read.prose.reader import Figure, figures

FORBUND = "Finsam Xby"
YEAR = 2023
INSATSER = ("Stegen", "Unga Framåt", "Hälsosteget")


def read(text: str, *, insatser: tuple[str, ...] = INSATSER, year: int = YEAR) -> list[Figure]:
    """The figures of `text`, read as the report of Finsam Xby for 2023."""
    document = from_text(text.encode(), Path("xby-2023-arsredovisning.txt"))
    return figures(document, forbund=FORBUND, year=year, insatser=insatser)

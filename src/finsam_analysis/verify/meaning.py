"""Whether a number that is found says the right thing: its dataset and what it counts.

Gold says it with the name of the table and the labels of row and column, or in a column of its own,
`mening` (`dataset=avslut;orsak=arbete;insats=Klivet`, with `/` between values that are as good);
what it does not tell is not judged.
"""

from __future__ import annotations

import re
from typing import Any

from finsam_analysis import words
from finsam_analysis.clean.labels import known_as
from finsam_analysis.read.document import slug
from finsam_analysis.read.terms import Term, lookup

_AXES = {  # the category of a dataset: axis in words/axlar.toml = column
    "avslut": ("orsak",),
    "remittering": ("remittent",),
    "forsorjning": ("forsorjning", "tidpunkt"),
    "indikatorer": ("svar",),
    "deltagare": ("matt",),
}
_KON = {"kvinnor": "kvinnor", "kvinna": "kvinnor", "man": "man"}
_ALL = {"totalt", "samtliga"}
_NOT_GIVEN = Term("kon", "ej_angivet")
_ELSEWHERE = ("okand", "mal", "arsmal", "resultat")  # columns of another dataset than their table
_POST = {
    "budget": "budget",
    "utfall": "utfall",
    "bokslut": "utfall",
    "avvikelse": "avvikelse",
    "differens": "avvikelse",
}


def meant(cell: dict[str, str], row: dict[str, Any]) -> dict[str, tuple[set[str], str]]:
    """What gold says of a number's meaning, and what the row says: column = (allowed, found)."""
    if cell.get("mening"):
        return _told(cell["mening"], row)
    wanted: dict[str, set[str]] = {}
    dataset = dataset_of(cell["table"])
    col = words.fold(cell["col"])
    labels = (cell["row"], cell["col"])
    counted = any(term.axis == "matt" for text in labels for term in lookup(text))
    if dataset and not counted and not any(col.startswith(word) for word in _ELSEWHERE):
        wanted["dataset"] = {dataset}
    years = set(re.findall(r"(?:19|20)\d\d", cell["col"]))
    if years and row.get("period") != "projekt":
        wanted["year"] = years
    wanted |= _kon(cell) if "kon" in row else {}
    wanted |= _category(cell, row)
    wanted |= _post(cell, row)
    return {column: (allowed, str(row.get(column))) for column, allowed in wanted.items()}


def wrong(cell: dict[str, str], row: dict[str, Any]) -> list[str] | None:
    """The columns in which a row means something else than gold; None when gold tells nothing."""
    told = meant(cell, row)
    if not told:
        return None
    return [column for column, (allowed, found) in told.items() if found not in allowed]


def _told(mening: str, row: dict[str, Any]) -> dict[str, tuple[set[str], str]]:
    """What the column `mening` says; an insats is the one whose identifier holds its name."""
    told = {}
    for part in mening.split(";"):
        column, _, values = part.partition("=")
        allowed = set(values.split("/"))
        found = str(row.get("insats_id" if column == "insats" else column))
        if column == "insats":
            allowed = {found} if any(slug(name) in found for name in allowed) else allowed
        if column == "dataset" or column == "insats" or column in row:
            told[column] = (allowed, found)
    return told


def dataset_of(table: str) -> str | None:
    """The dataset of a table in gold, by its name; None when the name does not tell."""
    for dataset, names in words.load("facit")["dataset"].items():
        if any(table.startswith(name) for name in names):
            return str(dataset)
    return None


def _kon(cell: dict[str, str]) -> dict[str, set[str]]:
    found = re.split(r"[^a-z]+", words.fold(f"{cell['row']} {cell['col']}"))
    gender = {_KON[word] for word in found if word in _KON}
    if gender:
        return {"kon": gender} if len(gender) == 1 else {}
    if any(lookup(text) == (_NOT_GIVEN,) for text in (cell["row"], cell["col"])):
        return {"kon": {_NOT_GIVEN.name}}
    column = re.split(r"[^a-z]+", words.fold(cell["col"]))
    return {"kon": {"totalt"}} if _ALL & set(column) else {}


def _category(cell: dict[str, str], row: dict[str, Any]) -> dict[str, set[str]]:
    wanted = {}
    for axis in _AXES.get(row["dataset"], ()):
        texts = [cell["row"], *cell["col"].split(", ")]
        names = {term.name for text in texts for term in lookup(text) if term.axis == axis}
        if len(names) == 1:
            wanted[axis] = names
    return wanted


def _post(cell: dict[str, str], row: dict[str, Any]) -> dict[str, set[str]]:
    if row["dataset"] == "ekonomi":
        named = {_POST[word] for word in words.fold(cell["col"]).split() if word in _POST}
        return {"post": named} if named else {}
    if row["dataset"] == "rakenskaper":
        known = known_as(cell["row"], "poster", "post")
        return {"post": {known}} if known is not None else {}
    return {}

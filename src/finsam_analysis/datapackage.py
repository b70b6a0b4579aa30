"""datapackage.json: what every file and column in data/clean holds (Data Package, version 2)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from finsam_analysis import schema, words

if TYPE_CHECKING:
    import polars as pl

_TYPES = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}
_MISSING = {"value": "", "label": "ej tryckt eller ej tillämpligt"}


def package(frames: dict[str, pl.DataFrame]) -> str:
    """The descriptor of all frames as JSON text, with a trailing newline."""
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "finsam-analysis",
        "title": "Samordningsförbundens årsredovisningar som data",
        "description": (
            "One row per printed number, with the place where it is printed "
            "and what checks say of it."
        ),
        "resources": [_resource(name) for name in frames],
    }
    return json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"


def _resource(name: str) -> dict[str, Any]:
    book = words.load("kolumner")
    about = book["dataset"].get(name) or book["dimension"][name]
    table: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [
            _field(schema.describe(column, name), column) for column in schema.columns(name)
        ],
        "missingValues": [_MISSING],
    }
    if name in book["dimension"] and name not in {"reparationer", "rattelser", "olasta"}:
        table["primaryKey"] = schema.key(name)
    if name in book["dataset"]:
        table["foreignKeys"] = [
            _refers(c, r) for c, r in (("forbund_id", "forbund"), ("report_id", "rapporter"))
        ]
    return {
        "name": name,
        "path": f"{name}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "title": about["sv"],
        "description": about["en"],
        "schema": table,
    }


def _refers(column: str, resource: str) -> dict[str, Any]:
    return {"fields": [column], "reference": {"resource": resource, "fields": [column]}}


def _field(about: dict[str, Any], column: str) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column, "title": about["sv"], "description": about["en"]}
    if about["typ"].startswith("list"):
        field |= {
            "type": "list",
            "delimiter": ";",
            "itemType": "integer" if about["typ"] == "list_int" else "string",
        }
    else:
        field["type"] = _TYPES[about["typ"]]
    if "enhet" in about:
        field["unit"] = about["enhet"]
    if "kategorier" in about:
        field["categories"] = about["kategorier"]
        field["constraints"] = {"enum": about["kategorier"]}
    return field

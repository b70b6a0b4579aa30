"""corrections.toml: what a person has decided about a printed number, applied and shown.

    [[rattelse]]
    rad = 343                 # the line where the number is printed
    tryckt = "464 292"        # the characters that stand there
    varde = 464291            # or: stryk = true, or: flagga = true
    skal = "..."              # why; required
    bevis = "..."             # where it can be seen; required
    tabell = "t03"            # needed only when the same characters stand there twice

A correction that matches nothing, or whose `tryckt` is not what stands there, fails the build.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from finsam_analysis.clean.facts import RATTAD, Fact, in_kronor
from finsam_analysis.read.document import ReportError

FILE = "corrections.toml"
_KNOWN = {"rad", "tryckt", "varde", "stryk", "flagga", "skal", "bevis", "tabell"}


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision, as it is shown in the dataset `rattelser`."""

    report_id: str
    line: int
    table_id: str | None
    raw: str
    atgard: str  # ersatt, stryk, flagga
    varde: float | None
    skal: str
    bevis: str

    def row(self) -> dict[str, Any]:
        """The correction as a row of `rattelser`."""
        return asdict(self)


def load_corrections(folder: Path) -> list[Correction]:
    """The corrections of a captured report. ReportError names the entry that is not whole."""
    path = folder / FILE
    if not path.exists():
        return []
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("rattelse", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ReportError(f"{path} går inte att läsa: {error}.") from None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ReportError(f"{path}: skriv varje rättelse under [[rattelse]].")
    return [_correction(folder.name, path, no, entry) for no, entry in enumerate(entries, start=1)]


def _correction(report_id: str, path: Path, no: int, entry: dict[str, Any]) -> Correction:
    unknown = set(entry) - _KNOWN
    missing = {"rad", "tryckt", "skal", "bevis"} - {
        k for k, v in entry.items() if v not in ("", None)
    }
    actions = {"varde", "stryk", "flagga"} & set(entry)
    if unknown or missing or len(actions) != 1:
        wrong = ", ".join(sorted(unknown | missing)) or "ange ett av varde, stryk och flagga"
        raise ReportError(f"{path}: rättelse {no} är inte hel ({wrong}).")
    if not all(isinstance(entry.get(name, 0), int | float) for name in ("rad", "varde")):
        raise ReportError(f"{path}: rättelse {no}: rad och varde ska vara tal utan citattecken.")
    action = {"varde": "ersatt", "stryk": "stryk", "flagga": "flagga"}[actions.pop()]
    return Correction(
        report_id,
        int(entry["rad"]),
        entry.get("tabell"),
        str(entry["tryckt"]),
        action,
        float(entry["varde"]) if action == "ersatt" else None,
        str(entry["skal"]),
        str(entry["bevis"]),
    )


def apply(corrections: Sequence[Correction], facts: list[Fact]) -> list[Fact]:
    """The facts with every correction applied. ReportError if one does not match one number."""
    kept = list(facts)
    for correction in corrections:
        fact = _match(correction, kept)
        if correction.atgard == "stryk":
            kept.remove(fact)
            continue
        fact.note(f"rättelse: {correction.skal}")
        if correction.atgard == "ersatt":
            _replace(fact, Decimal(str(correction.varde)))
    return kept


def _match(correction: Correction, facts: Sequence[Fact]) -> Fact:
    printed = _plain(correction.raw)
    there = [f for f in facts if f.report_id == correction.report_id and f.line == correction.line]
    same = [
        f for f in there if _plain(f.raw) == printed and correction.table_id in (None, f.table_id)
    ]
    if len(same) == 1:
        return same[0]
    stands = ", ".join(sorted({f.raw for f in there})) or "inget tal"
    what = "passar flera tal, ange tabell" if same else f"passar inget: där står {stands}"
    raise ReportError(
        f"{correction.report_id}/{FILE}: rättelsen av {correction.raw!r} "
        f"på rad {correction.line} {what}."
    )


def _plain(raw: str) -> str:
    return "".join(raw.split())


def _replace(fact: Fact, value: Decimal) -> None:
    fact.varde = value
    fact.status = RATTAD
    if "belopp_kr" in fact.extra:
        fact.extra["belopp_kr"] = in_kronor(value, fact.enhet)
    if fact.enhet == "procent" and "andel" in fact.extra:
        fact.extra["andel"] = float(value / 100)
    if fact.extra.get("antal") is not None:
        fact.extra["antal"] = int(value)

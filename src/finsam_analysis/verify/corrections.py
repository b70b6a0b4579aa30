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
    where = f"{path}: rättelse {no}"
    unknown = set(entry) - _KNOWN
    missing = {"rad", "tryckt", "skal", "bevis"} - {
        k for k, v in entry.items() if v is not None and str(v).strip()
    }
    if unknown or missing:
        told = [f"saknar {', '.join(sorted(missing))}"] if missing else []
        told += [f"har det okända {', '.join(sorted(unknown))}"] if unknown else []
        raise ReportError(f"{where} {' och '.join(told)}. Skriv till det, eller ta bort rättelsen.")
    actions = {"varde", "stryk", "flagga"} & {k for k, v in entry.items() if v is not False}
    if len(actions) != 1:
        raise ReportError(f"{where}: ange ett av varde, stryk = true och flagga = true.")
    if not all(_is_number(entry.get(name, 0)) for name in ("rad", "varde")):
        raise ReportError(f"{where}: rad och varde ska vara tal utan citattecken.")
    if not all(entry.get(name, True) is True for name in actions - {"varde"}):
        raise ReportError(f"{where}: skriv {actions.pop()} = true.")
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


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def apply(corrections: Sequence[Correction], facts: list[Fact]) -> list[Fact]:
    """The facts with every correction applied. ReportError if one does not match one number."""
    kept = list(facts)
    decided: dict[int, Correction] = {}
    for no, correction in enumerate(corrections, start=1):
        fact = _match(correction, no, kept)
        if id(fact) in decided:
            raise ReportError(
                f"{_where(correction, no)} gäller samma tal som en rättelse före. Behåll en av dem."
            )
        decided[id(fact)] = correction
        if correction.atgard == "stryk":
            kept = [other for other in kept if other is not fact]
            continue
        fact.note(f"rättelse: {correction.skal}")
        if correction.atgard == "ersatt":
            _replace(fact, Decimal(str(correction.varde)))
    return kept


def _match(correction: Correction, no: int, facts: Sequence[Fact]) -> Fact:
    """The one number that a correction is of."""
    printed = _plain(correction.raw)
    there = [f for f in facts if f.report_id == correction.report_id and f.line == correction.line]
    same = [
        f for f in there if _plain(f.raw) == printed and correction.table_id in (None, f.table_id)
    ]
    if len(same) == 1:
        return same[0]
    if same:
        tables = ", ".join(sorted({f.table_id for f in same}))
        raise ReportError(
            f"{_where(correction, no)} passar flera tal (i {tables}). Ange tabell, eller rätta "
            "bara det som är tryckt en gång på raden."
        )
    stands = ", ".join(sorted({f.raw for f in there})) or "inget tal som är läst"
    raise ReportError(
        f"{_where(correction, no)} passar inget: där står {stands}. Ändra rad och tryckt till det "
        "som står, eller ta bort rättelsen."
    )


def _where(correction: Correction, no: int) -> str:
    """The file, the entry and the number that it is of."""
    number = f"»{correction.raw}« på rad {correction.line}"
    return f"{correction.report_id}/{FILE}: rättelse {no}, {number},"


def _plain(raw: str) -> str:
    return "".join(raw.split())


def _replace(fact: Fact, value: Decimal) -> None:
    fact.varde = value
    fact.status = RATTAD
    fact.marks = ()  # what stands there has been decided, no check needs to prove it
    if "belopp_kr" in fact.extra:
        fact.extra["belopp_kr"] = in_kronor(value, fact.enhet)
    if fact.enhet == "procent" and "andel" in fact.extra:
        fact.extra["andel"] = float(value / 100)
    if fact.extra.get("antal") is not None:
        fact.extra["antal"] = int(value)

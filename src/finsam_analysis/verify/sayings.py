"""A finding in words: what does not agree, by how much, and which number is likely wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from finsam_analysis.verify.checks import COUNT, OF_NAMES
from finsam_analysis.verify.grouping import Finding
from finsam_analysis.verify.parts import Parts, Row
from finsam_analysis.verify.slips import slip
from finsam_analysis.verify.told import amount, listing, many, percent, places
from finsam_analysis.verify.workbench import UNPROVED, Repair, Workbench, unread_lines

Titles = Mapping[str, str]
_WORDS = {2: "båda", 3: "alla tre", 4: "alla fyra", 5: "alla fem"}
_DONE = {"ersatt": "ersatt med", "stryk": "struket", "flagga": "flaggat"}


@dataclass(frozen=True, slots=True)
class Said:
    """A comparison that fails: what is compared, and how it differs; names differ by no amount."""

    about: str
    differs: str = ""

    @property
    def sentence(self) -> str:
        """Both as one text, without a full stop."""
        return f"{self.about}: {self.differs}" if self.differs else self.about


def what(finding: Finding, titles: Titles) -> list[Said]:
    """Each comparison that fails; those of the same two numbers are one."""
    same: dict[tuple[str, float, float], list[Parts]] = {}
    names: dict[str, Said] = {}
    for check, parts in zip(finding.checks, finding.parts, strict=True):
        about = check["beskrivning"]
        if check["typ"] in {*OF_NAMES, COUNT}:
            names[about] = Said(about)
        else:
            same.setdefault((about, check["redovisat"], check["beraknat"]), []).append(parts)
    return [
        *names.values(),
        *(
            Said(about, _compared(printed, made, all_parts, finding, titles))
            for (about, printed, made), all_parts in same.items()
        ),
    ]


def _compared(
    printed: float, made: float, same: list[Parts], finding: Finding, titles: Titles
) -> str:
    parts = same[0]
    enhet = _unit(parts, finding)
    gap = _gap(printed, made, enhet)
    pair = [row for row, weight in parts.computed if weight]
    if len(parts.stated) == len(pair) == len(parts.computed) == 1:
        sides = ([p.computed[0][0] for p in same], [p.stated[0] for p in same])
        both = [
            f"{_printed(side[0])} på {places(side, finding.report_id, titles)}" for side in sides
        ]
        return f"{listing(both, 'men')}; {gap}"
    if parts.sure and not parts.stated:  # held against what is not printed: all answers are 100 %
        return f"summan är {amount(made, enhet)}, ska vara {amount(printed, enhet)}; {gap}"
    return f"tryckt {amount(printed, enhet)}, uträknat {amount(made, enhet)}; {gap}"


def _gap(printed: float, made: float, enhet: str | None) -> str:
    moved, base = abs(printed - made), max(abs(printed), abs(made))
    if enhet == "procent":
        return f"skiljer {amount(moved, 'antal')} procentenheter"
    share = f" ({percent(moved / base)})" if base and moved < base else ""
    return f"skiljer {amount(round(moved, 2), enhet)}{share}"


def _unit(parts: Parts, finding: Finding) -> str | None:
    if parts.scale == "belopp_kr":
        return "kr"
    return parts.rows[0]["enhet"] if parts.rows else finding.enhet


def _printed(row: Row) -> str:
    return amount(row["varde"], row["enhet"])


def verdict(finding: Finding, titles: Titles) -> str:
    """Which number is likely wrong and why, or that it cannot be said; empty if none is known."""
    if not all(parts.sure for parts in finding.parts):
        return ""
    if not finding.suspects or finding.instead is None:
        return "" if evidence(finding) else "Vilket av talen som är fel går inte att säga."
    old = finding.suspects[0]
    number = f"{_printed(old)} på {places(finding.suspects, finding.report_id, titles)}"
    new = amount(finding.instead, old["enhet"])
    also = ""
    if finding.also:
        also = f" {new} är tryckt på {places(finding.also, finding.report_id, titles)}."
    reason = slip(old["varde"], finding.instead)
    number += f" ({reason})" if reason else ""
    count = len(finding.checks)
    if finding.sole:
        alone = "det enda av talen som ingen annan uträkning stämmer med"
        return f"Misstänkt: {number}, {alone}.{also}"
    if count == 1:
        return f"Misstänkt: {number}. Med {new} stämmer uträkningen.{also}"
    agree = f"{_WORDS.get(count, f'alla {count}')} uträkningarna"
    return f"Troligen fel: {number}. Med {new} stämmer {agree}.{also}"


def beside(bench: Workbench, finding: Finding) -> list[str]:
    """What else to know: lines that were not wholly read, and findings that share a number."""
    told = []
    unread = unread_lines(bench, finding)
    if unread:
        where = listing([str(no) for no in unread])
        told.append(f"Rad {where} har tal som inte gick att läsa: det kan vara läsningen.")
    if finding.near:
        told.append(f"Delar tal med ställe {listing([str(no) for no in finding.near])}.")
    return told


def evidence(finding: Finding) -> list[str]:
    """What the ledger says of the reason, if it has that column and no number is named here."""
    if finding.suspects:
        return []
    said = [str(check.get("bevis") or "") for check in finding.checks]
    return list(dict.fromkeys(piece for text in said for piece in text.split("; ") if piece))


def repaired(repair: Repair) -> str:
    """Damaged print, how it was read, and what proves it."""
    row = repair.row
    read = f"»{row['raw']}« läst som {amount(row['varde'], row.get('enhet'))}"
    if repair.proof is None:
        damage = damage_of(row)
        return f"{read} ({damage}); ingen uträkning bevisar det"
    return f"{read} ({row['skada']}); bevisat av »{repair.proof['beskrivning']}«"


def damage_of(row: dict[str, Any]) -> str:
    """What is damaged in the print, from the repair or from the remark on the number."""
    notes = (row.get("anmarkning") or "").split("; ")
    return row.get("skada") or next(
        (note.split(" i trycket")[0] for note in notes if UNPROVED in note), ""
    )


def corrected(row: dict[str, Any]) -> str:
    """A correction in force: what was done, why, and where it can be seen."""
    done = _DONE.get(row["atgard"], row["atgard"])
    value = f" {amount(row['varde'], None)}" if row["varde"] is not None else ""
    return f"»{row['raw']}« {done}{value}: {row['skal']} (bevis: {row['bevis']})"


def summary(bench: Workbench) -> str:
    """What the checks say, in one sentence."""
    ours = many(bench.ours, "sak att rätta här", "saker att rätta här")
    told = ours if bench.ours else "inget läsfel"
    proved = sum(repair.proof is not None for repair in bench.repairs)
    return (
        f"Klart: {many(len(bench.titles), 'rapport', 'rapporter')}, "
        f"{many(bench.numbers, 'tal', 'tal')}, {many(bench.confirmed, 'bekräftat', 'bekräftade')}; "
        f"{many(bench.count('motsagelse'), 'motsägelse', 'motsägelser')} på "
        f"{many(sum(not f.ours for f in bench.findings), 'ställe', 'ställen')}, "
        f"{many(proved, 'lagat tal', 'lagade tal')}, "
        f"{many(len(bench.unread), 'oläst rad', 'olästa rader')}; {told}."
    )

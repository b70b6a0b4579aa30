"""From data/raw to data/clean: read every captured report, check it, write the datasets.

The same input gives the same bytes: rows are sorted, nothing is stamped with a time. Everything is
written aside and moved into place, so that a failed build leaves the old data as it was.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finsam_analysis import schema
from finsam_analysis.clean.facts import BEKRAFTAD, MOTSAGD, Fact
from finsam_analysis.clean.kinds import name_kinds
from finsam_analysis.clean.registry import Insats, Registry
from finsam_analysis.clean.report import clean_report, left_of, read_tables
from finsam_analysis.clean.tider import Projekttid, Tid, clean_tider, projekttider
from finsam_analysis.read.capture import Report, load_report
from finsam_analysis.read.document import ReportError, why
from finsam_analysis.read.omitted import Left
from finsam_analysis.read.tables.reader import Table
from finsam_analysis.verify.checks import PROSA, Check
from finsam_analysis.verify.corrections import Correction, apply, load_corrections
from finsam_analysis.verify.counts import count_checks
from finsam_analysis.verify.coverage import coverage_rows, covered, share
from finsam_analysis.verify.examine import examine
from finsam_analysis.verify.parts import named, names
from finsam_analysis.verify.verdict import Repair

if TYPE_CHECKING:
    import polars as pl

Progress = Callable[[str], None]


@dataclass(slots=True)
class Built:
    """Everything that a build makes, before it is written."""

    reports: list[Report]
    facts: list[Fact]
    checks: list[Check]
    repairs: list[Repair]
    insatser: list[Insats]
    left: dict[str, list[Left]]
    names: dict[str, str] = field(default_factory=dict)
    corrections: list[Correction] = field(default_factory=list)
    tider: list[Tid] = field(default_factory=list)


def build(raw: Path, clean: Path, progress: Progress = lambda _: None) -> Built:
    """Build all datasets from `raw` into `clean`. Raises ReportError with one sentence."""
    built = collect(raw, progress)
    progress("skriver data")
    write(built, clean)
    return built


def collect(raw: Path, progress: Progress = lambda _: None) -> Built:
    """Read, clean and check every captured report below `raw`, without writing anything."""
    reports = [load_report(folder) for folder in report_folders(raw)]
    decided = {report.report_id: load_corrections(raw / report.report_id) for report in reports}
    return assess(reports, decided, progress)


def assess(
    reports: Sequence[Report],
    decided: Mapping[str, Sequence[Correction]],
    progress: Progress = lambda _: None,
) -> Built:
    """Read, clean and check captured reports; `decided` has each report's corrections."""
    names = _names(reports)
    registries: dict[str, Registry] = {}
    facts: list[Fact] = []
    read: dict[str, list[Table]] = {}
    corrections: list[Correction] = []
    left: dict[str, list[Left]] = {}
    tider: list[Tid] = []
    counted: list[Check] = []
    for report in sorted(reports, key=lambda r: (r.forbund_id, r.year, r.report_id)):
        progress(f"läser {report.report_id}")
        tables = read_tables(report)
        registry = registries.setdefault(
            report.forbund_id, Registry(report.forbund_id, names[report.forbund_id])
        )
        registry.learn_places(tables)
        made, context = clean_report(report, registry, tables)
        left[report.report_id] = left_of(report, tables, made, context)  # before any is struck
        counted += count_checks(report, made, left[report.report_id])
        mine = decided.get(report.report_id, ())
        tider += clean_tider(context, made)
        made = apply(mine, made)
        name_kinds(made)
        corrections += mine
        read[report.report_id] = tables
        facts += made
    progress("prövar")
    for registry in registries.values():
        registry.settle()
    checks, repairs = examine(read, facts, left, counted)
    insatser = [i for registry in registries.values() for i in registry.insatser.values()]
    return Built(list(reports), facts, checks, repairs, insatser, left, names, corrections, tider)


def report_folders(raw: Path) -> list[Path]:
    """The captured reports below `raw`, by name. ReportError when there are none."""
    if not raw.is_dir():
        raise ReportError(f"Mappen {raw} finns inte. Läs in rapporter dit med finsam add.")
    folders = sorted(path.parent for path in raw.glob("*/report.toml"))
    if not folders:
        raise ReportError(f"Det finns inga inlästa rapporter i {raw}. Läs in dem med finsam add.")
    return folders


def _names(reports: Sequence[Report]) -> dict[str, str]:
    """Each förbund's name as best printed: the one with most diacritics."""
    names: dict[str, str] = {}
    for report in reports:
        old = names.get(report.forbund_id, "")
        if _diacritics(report.forbund) >= _diacritics(old):
            names[report.forbund_id] = report.forbund
    return names


def _diacritics(text: str) -> int:
    return sum(c in "åäöÅÄÖ" for c in text)


def frames(built: Built) -> dict[str, pl.DataFrame]:
    """Every dataset, dimension and ledger as a typed, sorted frame."""
    made = {name: _facts_frame(name, built.facts) for name in schema.FACTS}
    taking, tight = covered(built.checks), covered(built.checks, tight=True)
    times = projekttider(built.tider)
    insatser = [_insats_row(i, built, times.get(i.insats_id)) for i in built.insatser]
    made |= {
        "forbund": _frame("forbund", _forbund(built)),
        "insatser": _frame("insatser", insatser),
        "tider": _frame("tider", [asdict(tid) for tid in built.tider]),
        "rapporter": _frame(
            "rapporter", [_report_row(r, built, taking, tight) for r in built.reports]
        ),
        "tackning": _frame("tackning", coverage_rows(built.facts, taking, tight)),
        "kontroller": _frame("kontroller", _check_rows(built)),
        "reparationer": _frame("reparationer", [asdict(r) for r in built.repairs]),
        "rattelser": _frame("rattelser", [c.row() for c in built.corrections]),
        "olasta": _frame("olasta", _left_rows(built)),
    }
    return made


def _frame(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    import polars as pl

    wanted = schema.dtypes(name)
    plain = [{column: row.get(column) for column in wanted} for row in rows]
    return pl.DataFrame(plain, schema=wanted, orient="row").sort(
        schema.key(name), maintain_order=True
    )


def _facts_frame(name: str, facts: Sequence[Fact]) -> pl.DataFrame:
    import polars as pl

    wanted = schema.dtypes(name)
    chosen = [fact for fact in facts if fact.dataset == name]
    chosen.sort(
        key=lambda f: (f.report_id, f.line, f.table_id, f.place or (0, 0), f.raw, f.kolumn_raw)
    )
    rows = []
    for fact in chosen:
        row = {c: getattr(fact, c, None) if c not in fact.extra else fact.extra[c] for c in wanted}
        row["varde"] = fact.number
        row["prov"] = list(fact.prov)
        rows.append(row)
    return pl.DataFrame(rows, schema=wanted, orient="row")


def _forbund(built: Built) -> list[dict[str, Any]]:
    rows = []
    for forbund_id, namn in sorted(built.names.items()):
        members = {
            str(f.extra["medlem"])
            for f in built.facts
            if f.forbund_id == forbund_id and f.dataset == "medlemsbidrag"
        }
        rows.append(
            {
                "forbund_id": forbund_id,
                "namn": namn,
                "medlemmar": sorted(members - {"summa", "esf", "ovriga"}),
            }
        )
    return rows


def _insats_row(insats: Insats, built: Built, time: Projekttid | None) -> dict[str, Any]:
    own = [f for f in built.facts if f.extra.get("insats_id") == insats.insats_id]
    years = sorted({f.year for f in own})
    with_people = any(f.dataset in {"deltagare", "avslut", "mal"} for f in own)
    with_cost = any(f.dataset in {"ekonomi", "rakenskaper"} for f in own)
    typ = insats.typ or ("individ" if with_people else None)
    why = _not_comparable(insats, with_people=with_people, with_cost=with_cost)
    return {
        "insats_id": insats.insats_id,
        "forbund_id": insats.forbund_id,
        "namn": insats.namn,
        "aliases": sorted(insats.aliases),
        "typ": typ,
        "kommun": insats.kommun,
        "overordnad_insats_id": insats.overordnad_insats_id,
        "esf": insats.esf,
        "start": years[0] if years else None,
        "slut": years[-1] if years else None,
        "projekt_start": time.start if time else None,
        "projekt_slut": time.slut if time else None,
        "projekt_kalla": list(time.kalla) if time else [],
        "projekt_anmarkning": (time.anmarkning or None) if time else None,
        "jamforbar": not why,
        "skal": why,
    }


def _not_comparable(insats: Insats, *, with_people: bool, with_cost: bool) -> str | None:
    if insats.overordnad_insats_id:
        return "del av en annan insats"
    if insats.shared:
        return "gemensamt projekt för flera förbund: kostnad och deltagare gäller inte samma grupp"
    if not with_cost:
        return "ingen kostnad tryckt för insatsen"
    return None if with_people else "inga deltagare tryckta för insatsen"


def _report_row(report: Report, built: Built, taking: set[int], tight: set[int]) -> dict[str, Any]:
    own = [f for f in built.facts if f.report_id == report.report_id]
    in_tables = [f for f in own if f.table_id != PROSA]
    return {
        "report_id": report.report_id,
        "forbund_id": report.forbund_id,
        "year": report.year,
        "kind": report.kind,
        "titel": report.title.replace(report.forbund, built.names[report.forbund_id]),
        "text": report.text,
        "sha256": report.sha256,
        "antal_rader": report.lines,
        "antal_block": len(report.blocks),
        "antal_tal": len(in_tables),
        "antal_prosa": len(own) - len(in_tables),
        "antal_olasta": len(built.left.get(report.report_id, [])),
        "antal_bekraftade": sum(f.kontroll == BEKRAFTAD for f in own),
        "antal_motsagda": sum(f.kontroll == MOTSAGD for f in own),
        "andel_prov": share(in_tables, taking),
        "andel_likhet": share(in_tables, tight),
    }


def _check_rows(built: Built) -> list[dict[str, Any]]:
    known = names(built.facts)
    return [_check_row(check, named(check.facts, check.report_id, known)) for check in built.checks]


def _check_row(check: Check, tal: list[str]) -> dict[str, Any]:
    return {
        "kontroll_id": check.kontroll_id,
        "report_id": check.report_id,
        "typ": check.typ,
        "beskrivning": check.beskrivning,
        "rader": check.rader,
        "tal": tal,
        "redovisat": float(check.redovisat),
        "beraknat": float(check.beraknat),
        "differens": float(check.differens),
        "tolerans": float(check.tolerans),
        "utfall": check.utfall,
        "bevis": check.bevis,
    }


def _left_rows(built: Built) -> list[dict[str, Any]]:
    return [
        {"report_id": report_id, **asdict(left)}
        for report_id, rows in built.left.items()
        for left in rows
    ]


def write(built: Built, clean: Path) -> None:
    """Write every frame as .csv and .parquet, and datapackage.json; all or nothing."""
    from finsam_analysis.datapackage import package
    from finsam_analysis.verify.contract import hold

    made = frames(built)
    hold(made)
    aside = None
    try:
        clean.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".ny-", dir=clean.parent))
        for name, frame in made.items():
            frame.write_parquet(aside / f"{name}.parquet", compression="zstd", statistics=False)
            (aside / f"{name}.csv").write_text(csv_text(frame), encoding="utf-8", newline="")
        (aside / "datapackage.json").write_text(package(made), encoding="utf-8", newline="\n")
        for path in sorted(aside.iterdir()):
            path.replace(clean / path.name)
    except OSError as error:
        raise ReportError(
            f"Kan inte skriva i {clean}: {why(error)}. Välj en annan mapp med --clean."
        ) from None
    finally:
        if aside is not None:
            shutil.rmtree(aside, ignore_errors=True)


def csv_text(frame: pl.DataFrame) -> str:
    """A frame as CSV: lists joined by a semicolon, LF."""
    import polars as pl

    flat = frame.with_columns(
        pl.col(name).cast(pl.List(pl.String)).list.join(";")
        for name, dtype in frame.schema.items()
        if isinstance(dtype, pl.List)
    )
    return flat.write_csv(line_terminator="\n")

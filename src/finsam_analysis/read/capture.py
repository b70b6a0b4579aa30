"""What is kept of a report in data/raw: its tables line by line, its figures in prose, and what
could not be read.

    data/raw/<report_id>/
        report.toml          whose, which year, how it was read, sums of the source
        tabeller/t01.txt     one table block each: headings above it, then its lines as printed
        figurer.csv          figures in running text: what is counted and how much, no sentences
        tider.csv            dates in running text at which insatser begin and end, if any
        olast.csv            lines with numbers that were left out, and why
        antal.csv            how many groups of digits each line of the whole text prints
        corrections.toml     a person's decisions (never written here)
        source.txt           the whole report, kept beside but never in the repository
"""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from finsam_analysis.read.blocks import Block, classify
from finsam_analysis.read.document import Document, Line, ReportError, why
from finsam_analysis.read.find import SURVEY, TABLE, find_all
from finsam_analysis.read.goals.owners import owners
from finsam_analysis.read.identify import Identity, forbund_id_of
from finsam_analysis.read.omitted import Count, Left, contents_lines, loose_lines
from finsam_analysis.read.prose.reader import Figure, read_prose
from finsam_analysis.read.prose.times import Time
from finsam_analysis.read.prose.titled import titled
from finsam_analysis.read.sections import above, headings
from finsam_analysis.read.tables.reader import Table, Unread
from finsam_analysis.read.tables.rows import is_row, lay_out
from finsam_analysis.read.terms import parse_heads

_LABEL_WORDS = 4  # longer than this is a piece of a sentence, and stays in the report
KEPT_BY_HAND = ("corrections.toml",)
# Not in report.toml:
_APART = frozenset({"blocks", "figures", "times", "loose", "counts", "forbund_id"})


@dataclass(frozen=True, slots=True)
class Report:
    """One report as captured: who and when, its blocks and its figures in prose."""

    report_id: str
    forbund: str
    forbund_id: str
    year: int
    kind: str
    title: str
    text: str
    sha256: str
    lines: int
    how: str
    blocks: tuple[Block, ...] = ()
    figures: tuple[Figure, ...] = ()
    times: tuple[Time, ...] = ()
    loose: tuple[Left, ...] = ()  # lines with numbers outside every block, read by no one
    counts: tuple[Count, ...] = ()  # of the text; none for a report added before they were kept


def capture(document: Document, identity: Identity) -> Report:
    """Find the blocks of a report and the figures in its running text.

    Raises ReportError when there is no block that can be recognised.
    """
    kinds = classify(document)
    blocks = find_all(document, kinds)
    if not blocks:
        raise ReportError(
            f"{document.source.name} har ingen tabell som går att känna igen. "
            "Kontrollera att det är hela rapporten, och att texten inte är bilder."
        )
    heads = headings(document, blocks, kinds)
    blocks = [replace(block, section=(*above(block, heads), *_told(block))) for block in blocks]
    inside = {line.no for block in blocks for line in block.lines}
    found, times = read_prose(
        document,
        forbund=identity.forbund,
        year=identity.year,
        insatser=[*_row_names(blocks), *owners(blocks), *titled(document, heads)],
        skip_lines=inside | contents_lines(document),
    )
    return Report(
        report_id=document.report_id,
        forbund=identity.forbund,
        forbund_id=identity.forbund_id,
        year=identity.year,
        kind=identity.kind,
        title=identity.title,
        text=document.text_kind,
        sha256=document.sha256,
        lines=len(document.lines),
        how=document.how,
        blocks=tuple(blocks),
        figures=tuple(found),
        times=tuple(times),
        loose=tuple(loose_lines(document, kinds, inside, {figure.line for figure in found})),
    )


def _told(block: Block) -> tuple[str, ...]:
    """The head of a survey that has none, as the text above tells it."""
    return block.section if block.kind == SURVEY else ()


def _row_names(blocks: Sequence[Block]) -> list[str]:
    """Row labels of budget tables: the names that insatser have in the books."""
    names: dict[str, None] = {}
    for block in blocks:
        if block.kind != TABLE or not any(is_row(line.text) for line in block.lines):
            continue
        layout = lay_out(block)
        posts = {
            t.name
            for text in layout.head
            for h in parse_heads(text)
            for t in h.terms
            if t.axis == "post"
        }
        if len(posts) > 1:
            names.update(dict.fromkeys(row.label for row in layout.rows if row.own_label))
    return list(names)


def left_lines(
    tables: Sequence[Table],
    others: Mapping[str, Sequence[Unread]] | None = None,
    more: Sequence[Left] = (),
) -> list[Left]:
    """The lines with numbers that were left out of tables and other blocks, each once, in order.

    `more` are lines that are listed unless another reason stands for them already.
    """
    listed = [(table.table_id, item) for table in tables for item in table.unread]
    listed += [(table_id, item) for table_id, items in (others or {}).items() for item in items]
    found = {left.line: left for left in more}
    found |= {
        item.line.no: Left(item.line.no, item.line.page, table_id, item.why, item.line.text.strip())
        for table_id, item in listed
    }
    return [found[no] for no in sorted(found)]


def save(report: Report, left: Sequence[Left], raw: Path, source: Path, *, again: bool) -> Path:
    """Write a captured report below `raw`; all of it or nothing. Returns its folder.

    Raises ReportError when it is there already and `again` is false, or `raw` cannot be written.
    """
    target = raw / report.report_id
    if not again:
        refuse_existing(raw, report.report_id)
    aside = None
    try:
        raw.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".ny-", dir=raw))
        aside.chmod(0o755)
        _write(report, left, aside)
        shutil.copyfile(source, aside / f"source{source.suffix.lower()}")
        for name in KEPT_BY_HAND:
            if (target / name).exists():
                shutil.copyfile(target / name, aside / name)
        if target.exists():
            shutil.rmtree(target)
        aside.rename(target)
    except OSError as error:
        raise ReportError(
            f"Kan inte skriva i {raw}: {why(error)}. Välj en annan mapp med --raw."
        ) from None
    finally:
        if aside is not None:
            shutil.rmtree(aside, ignore_errors=True)
    return target


def refuse_existing(raw: Path, report_id: str) -> None:
    """Raise ReportError when the report is in `raw` already."""
    if (raw / report_id).exists():
        raise ReportError(
            f"{report_id} finns redan i {raw}. Lägg till --replace för att läsa in den på nytt."
        )


def _write(report: Report, left: Sequence[Left], folder: Path) -> None:
    head = {k: v for k, v in asdict(report).items() if k not in _APART}
    (folder / "report.toml").write_text(_toml(head), encoding="utf-8", newline="\n")
    tables = folder / "tabeller"
    tables.mkdir()
    for block in report.blocks:
        (tables / f"{block.table_id}.txt").write_text(
            block_text(block), encoding="utf-8", newline="\n"
        )
    (folder / "figurer.csv").write_text(
        _csv([_counted(figure) for figure in report.figures], [f.name for f in fields(Figure)]),
        encoding="utf-8",
        newline="\n",
    )
    if report.times:
        _write_rows(folder / "tider.csv", report.times, Time)
    if report.counts:
        _write_rows(folder / "antal.csv", report.counts, Count)
    _write_rows(folder / "olast.csv", left, Left)


def _write_rows(path: Path, rows: Sequence[Any], of: type) -> None:
    text = _csv([asdict(row) for row in rows], [f.name for f in fields(of)])
    path.write_text(text, encoding="utf-8", newline="\n")


def _counted(figure: Figure) -> dict[str, Any]:
    """A figure as it is stored: what it counts in a few words, never the sentence."""
    row = asdict(figure)
    if len(row.get("label", "").split()) > _LABEL_WORDS:
        row["label"] = ""
    return row


def block_text(block: Block) -> str:
    """A block as it is stored: its headings, a rule with its kind, then `line [page] | text`."""
    rows = [f"# {heading}" for heading in block.section]
    rows.append(f"--- {block.kind}")
    for line in block.lines:
        page = "" if line.page is None else f" s{line.page}"
        rows.append(f"{line.no}{page} | {line.text}")
    return "\n".join(rows) + "\n"


def parse_block(table_id: str, text: str) -> Block:
    """The inverse of `block_text`. Raises ValueError naming the line that is malformed."""
    above, _, below = text.partition("--- ")
    kind, _, below = below.partition("\n")
    section = tuple(row.removeprefix("# ") for row in above.splitlines())
    lines = []
    for row in below.split("\n")[:-1]:
        place, mark, printed = row.partition(" | ")
        no, _, page = place.partition(" s")
        if not mark or not no.isdigit():
            raise ValueError(f"{table_id}: raden {row!r} saknar radnummer")
        lines.append(Line(int(no), printed, int(page) if page else None))
    return Block(table_id, tuple(lines), section, kind)


def load_report(folder: Path) -> Report:
    """Read a captured report back. Raises ReportError naming the file that is damaged."""
    try:
        head = tomllib.loads((folder / "report.toml").read_text(encoding="utf-8"))
        blocks = [
            parse_block(path.stem, path.read_text(encoding="utf-8"))
            for path in sorted((folder / "tabeller").glob("*.txt"))
        ]
        figures_ = [_figure(row) for row in _rows(folder / "figurer.csv")]
        return Report(
            **head,
            forbund_id=forbund_id_of(head["forbund"]),
            blocks=tuple(blocks),
            figures=tuple(figures_),
            times=tuple(_times(folder / "tider.csv")),
            loose=tuple(_left(row) for row in _rows(folder / "olast.csv") if not row["table_id"]),
            counts=tuple(_counts(folder / "antal.csv")),
        )
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ReportError(
            f"{folder} är inte en hel inläst rapport ({error}). "
            "Läs in den igen med finsam add --replace."
        ) from None


def _left(row: dict[str, str]) -> Left:
    page = int(row["page"]) if row["page"] else None
    return Left(int(row["line"]), page, row["table_id"], row["why"], row["text"])


def _figure(row: dict[str, str]) -> Figure:
    values: dict[str, Any] = dict(row)
    values["line"] = int(row["line"])
    values["page"] = int(row["page"]) if row["page"] else None
    values["value"] = float(row["value"])
    values["kommun"] = row["kommun"] or None
    return Figure(**values)


def _times(path: Path) -> list[Time]:
    """The dates of a report; it has no file of them where it prints none."""
    found = []
    for row in _rows(path) if path.exists() else []:
        page = int(row["page"]) if row["page"] else None
        told = row["subject"], row["ande"], row["datum"], row["raw"]
        found.append(Time(int(row["line"]), page, *told))
    return found


def _counts(path: Path) -> list[Count]:
    rows = _rows(path) if path.exists() else []
    return [Count(*(int(row[f.name]) for f in fields(Count))) for row in rows]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _csv(rows: Sequence[dict[str, Any]], names: Sequence[str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({k: _plain(v) for k, v in row.items()})
    return out.getvalue()


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    return (
        f"{value:g}"
        if isinstance(value, float) and value == int(value) and abs(value) < 1e5
        else value
    )


def _toml(values: dict[str, Any]) -> str:
    def one(value: Any) -> str:
        if isinstance(value, int):
            return str(value)
        return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'

    return "".join(f"{key} = {one(value)}\n" for key, value in values.items())

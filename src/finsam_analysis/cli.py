"""The command line: finsam add, build, check, trace, site.

Every command ends with one line that says what happened and where the result is. Bad input gives
one sentence and an exit code, never a traceback. What a command needs is imported when it runs, so
that help comes at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="finsam",
    help="Samordningsförbundens rapporter som prövade data och jämförelser.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Raw = Annotated[Path, typer.Option("--raw", help="Mappen med inlästa rapporter.")]
Clean = Annotated[Path, typer.Option("--clean", help="Mappen med färdiga data.")]
RAW, CLEAN, SITE = Path("data/raw"), Path("data/clean"), Path("_site")


def main() -> None:
    """Run the command line; an expected error becomes one sentence and exit code 1."""
    from finsam_analysis.datasets import NoDataError, UnknownTableError
    from finsam_analysis.publish.errors import SiteError
    from finsam_analysis.read.document import ReportError

    try:
        app(standalone_mode=True)
    except (ReportError, NoDataError, UnknownTableError, SiteError) as error:
        typer.echo(f"Fel: {error}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        typer.echo("Avbrutet. Inget har ändrats.", err=True)
        sys.exit(130)


@app.command()
def add(
    reports: Annotated[list[Path], typer.Argument(help="Rapporter: .pdf eller .txt.")],
    raw: Raw = RAW,
    forbund: Annotated[
        str | None, typer.Option(help="Förbundets namn, om det inte framgår.")
    ] = None,
    year: Annotated[int | None, typer.Option(help="Året som rapporten gäller.")] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Läs in på nytt det som redan finns.")
    ] = False,
    max_pages: Annotated[int, typer.Option(help="Flest sidor i en PDF.")] = 500,
    max_mib: Annotated[int, typer.Option(help="Största PDF i MiB.")] = 100,
) -> None:
    """Läs rapporter: hitta tabeller och siffror, spara dem i data/raw och säg vad som lämnats."""
    from finsam_analysis.add import Options, add_reports

    options = Options(raw, forbund, year, replace, max_pages, max_mib * 2**20)
    added = add_reports(reports, options, say=typer.echo)
    tables, figures, left = (
        sum(getattr(a, n) for a in added) for n in ("tables", "figures", "left")
    )
    typer.echo(
        f"Klart: {_many(len(added), 'rapport', 'rapporter')}, "
        f"{_many(tables, 'tabell', 'tabeller')}, "
        f"{figures} siffror i text, "
        f"{_many(left, 'rad lämnad oläst', 'rader lämnade olästa')}. Ligger i {raw}."
    )


@app.command()
def build(raw: Raw = RAW, clean: Clean = CLEAN) -> None:
    """Gör data av de inlästa rapporterna, pröva summorna och skriv data/clean."""
    from finsam_analysis.build import build as run

    built = run(raw, clean, _progress)
    _progress("")
    outcome = {
        name: sum(c.utfall == name for c in built.checks)
        for name in ("stammer", "avrundning", "motsagelse")
    }
    typer.echo(
        f"Klart: {len(built.facts)} tal ur {_many(len(built.reports), 'rapport', 'rapporter')}; "
        f"{outcome['stammer']} prövningar stämmer, {outcome['avrundning']} inom avrundning, "
        f"{outcome['motsagelse']} motsägelser. Ligger i {clean}."
    )


@app.command()
def check(clean: Clean = CLEAN) -> None:
    """Visa vad prövningarna säger: bekräftat, avrundning, motsägelser, lagat, oprövat, oläst."""
    from finsam_analysis.verify.ledger import ledger

    text, ours = ledger(clean)
    typer.echo(text)
    if ours:
        raise typer.Exit(1)


@app.command()
def trace(
    dataset: Annotated[str, typer.Argument(help="Dataset, till exempel ekonomi.")],
    key: Annotated[list[str], typer.Argument(help="Rapport och rad, eller kolumn=värde.")],
    clean: Clean = CLEAN,
    raw: Raw = RAW,
) -> None:
    """Visa de tryckta raderna bakom ett tal, och varje prövning som det ingår i."""
    from finsam_analysis.verify.trace import trace as find

    typer.echo(str(find(dataset, *key, clean=clean, raw=raw)))


@app.command()
def site(
    output: Annotated[Path, typer.Option("--output", help="Var sajten ska ligga.")] = SITE,
    clean: Clean = CLEAN,
) -> None:
    """Gör sajten: med Quarto om det finns, annars en förhandsvisning av samma notebooks."""
    from finsam_analysis.publish.site import render_site

    result = render_site(output, clean=clean, progress=_step)
    for warning in result.warnings:
        typer.echo(f"Varning: {warning}", err=True)
    _progress("")
    typer.echo(result.message)


def _step(text: str, done: int, of: int) -> None:
    _progress(f"{text} ({done} av {of})")


def _progress(text: str) -> None:
    """Say what is going on, on one line that the next one writes over; nothing when not watched."""
    if sys.stderr.isatty():
        typer.echo(f"\r\033[K{text} …" if text else "\r\033[K", nl=False, err=True)


def _many(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


if __name__ == "__main__":
    main()

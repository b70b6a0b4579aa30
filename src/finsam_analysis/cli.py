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

from finsam_analysis import usage

app = typer.Typer(
    name="finsam",
    cls=usage.Group,
    help="Samordningsförbundens rapporter som prövade data och jämförelser.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Raw = Annotated[Path, typer.Option("--raw", metavar="MAPP", help="Mappen med inlästa rapporter.")]
Clean = Annotated[Path, typer.Option("--clean", metavar="MAPP", help="Mappen med färdiga data.")]
Beside = Annotated[
    Path | None,
    typer.Option("--raw", metavar="MAPP", help="Mappen med inlästa rapporter, om inte bredvid."),
]
_INTERRUPTED = 130
RAW, CLEAN, SITE = Path("data/raw"), Path("data/clean"), Path("_site")


def main() -> None:
    """Run the command line; an expected error becomes one sentence and exit code 1."""
    from finsam_analysis.datasets import NoDataError, UnknownTableError
    from finsam_analysis.publish.errors import SiteError
    from finsam_analysis.read.document import ReportError

    try:
        code = app(standalone_mode=False)
    except (ReportError, NoDataError, UnknownTableError, SiteError) as error:
        typer.echo(f"Fel: {error}", err=True)
        code = 1
    except (KeyboardInterrupt, typer.Abort):
        code = _INTERRUPTED
    except Exception as error:
        if not usage.is_usage_error(error):
            raise
        typer.echo(usage.explain(error), err=True)
        code = 2
    if code == _INTERRUPTED:
        typer.echo("Avbrutet. Inget har ändrats.", err=True)
    sys.exit(code if isinstance(code, int) else 0)


@app.command(cls=usage.Command, short_help="Läs in rapporter.")
def add(
    reports: Annotated[
        list[Path], typer.Argument(metavar="RAPPORT", help="Rapporter: .pdf eller .txt.")
    ],
    raw: Raw = RAW,
    forbund: Annotated[
        str | None, typer.Option(metavar="NAMN", help="Förbundets namn, om det inte framgår.")
    ] = None,
    year: Annotated[
        int | None, typer.Option(metavar="ÅR", help="Året som rapporten gäller.")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Läs in på nytt det som redan finns.")
    ] = False,
    max_pages: Annotated[int, typer.Option(metavar="ANTAL", help="Flest sidor i en PDF.")] = 500,
    max_mib: Annotated[int, typer.Option(metavar="ANTAL", help="Största PDF i MiB.")] = 100,
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


@app.command(cls=usage.Command, short_help="Gör data av de inlästa rapporterna.")
def build(raw: Raw = RAW, clean: Clean = CLEAN) -> None:
    """Gör data av de inlästa rapporterna, pröva summorna och skriv data/clean."""
    from finsam_analysis.build import build as run

    built = run(raw, clean, _progress)
    _progress("")
    outcome = {
        name: sum(c.utfall == name for c in built.checks)
        for name in ("stammer", "avrundning", "motsagelse", "lasfel")
    }
    typer.echo(
        f"Klart: {len(built.facts)} tal ur {_many(len(built.reports), 'rapport', 'rapporter')}; "
        f"{outcome['stammer']} prövningar stämmer, {outcome['avrundning']} inom avrundning, "
        f"{outcome['motsagelse']} motsägelser. Ligger i {clean}."
    )
    if outcome["lasfel"]:
        typer.echo(
            f"Fel: {_many(outcome['lasfel'], 'läsning', 'läsningar')} kan inte vara rätt. "
            "Se dem med finsam check, och rätta läsningen eller skriv en rättelse.",
            err=True,
        )
        raise typer.Exit(1)


@app.command(cls=usage.Command, short_help="Visa vad som behöver ses över.")
def check(
    clean: Clean = CLEAN,
    raw: Beside = None,
    report: Annotated[
        list[str] | None,
        typer.Option("--report", metavar="ID", help="Bara den rapporten; går att upprepa."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Visa allt, inte bara det viktigaste.")
    ] = False,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FIL", help="Skriv allt som en sida i den här filen."),
    ] = None,
) -> None:
    """Visa vad som motsägs, är oprövat, skadat, oläst eller rättat, det viktigaste först."""
    from finsam_analysis.verify.ledger import Most, ledger
    from finsam_analysis.verify.sayings import summary
    from finsam_analysis.verify.workbench import workbench

    bench = workbench(clean, raw, report or ())
    if html is not None:
        from finsam_analysis.publish.check_page import write_page

        write_page(bench, html)
    else:
        typer.echo(ledger(bench, Most.all() if everything else None))
    typer.echo(f"{summary(bench)} Ligger i {clean if html is None else html}.")
    if bench.ours:
        raise typer.Exit(1)


@app.command(cls=usage.Command, short_help="Följ ett tal till de tryckta raderna.")
def trace(
    dataset: Annotated[
        str, typer.Argument(metavar="DATASET", help="Dataset, till exempel ekonomi.")
    ],
    key: Annotated[
        list[str], typer.Argument(metavar="NYCKEL", help="Rapport och rad, eller kolumn=värde.")
    ],
    clean: Clean = CLEAN,
    raw: Beside = None,
) -> None:
    """Visa de tryckta raderna bakom ett tal, och varje uträkning som det ingår i.

    Nyckeln är en rapport, ett radnummer och kolumn=värde, så många som behövs:
    finsam trace ekonomi norrvik-2021-arsredovisning 12 post=utfall
    """
    from finsam_analysis.verify.trace import trace as find

    typer.echo(str(find(dataset, *key, clean=clean, raw=raw)))


@app.command(cls=usage.Command, short_help="Gör sajten.")
def site(
    output: Annotated[
        Path, typer.Option("--output", metavar="MAPP", help="Var sajten ska ligga.")
    ] = SITE,
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

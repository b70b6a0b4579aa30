"""The published site: run the pages that changed, lay all of them out, and put them in place.

With Quarto on PATH it is a Quarto website, else the built-in preview. What a page follows from is
hashed; pages that follow from the same as last time are not run again, and a site that would be the
same is left as it is. The site is made aside and moved into place whole, so that a run that fails
leaves the old one.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat

from finsam_analysis import datasets
from finsam_analysis.publish import pages, preview, quarto
from finsam_analysis.publish.errors import SiteError
from finsam_analysis.publish.pages import Page, Project
from finsam_analysis.publish.preview import Ran
from finsam_analysis.publish.run import run

Progress = Callable[[str, int, int], None]
"""Told what was done last, how many steps are done, and of how many."""

CACHE = ".finsam"
MARK = ".finsam-site.json"
SCRIPT = "resurser/vega.js"
_WORKERS = 4


@dataclass(frozen=True)
class SiteResult:
    """What was made, and how."""

    index: Path
    renderer: str  # "quarto 1.9.38" or "preview"
    pages: tuple[str, ...]
    ran: tuple[str, ...]  # the pages that were run this time
    changed: bool  # False: the site was already what it would have become
    seconds: float
    warnings: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """One sentence in Swedish: what happened, and where the site is."""
        if not self.changed:
            return f"Inget har ändrats: sajten i {self.index} är redan aktuell."
        did = f"{len(self.pages)} sidor, varav {len(self.ran)} kördes om"
        if self.renderer == "preview":
            return (
                f"Förhandsvisningen ligger i {self.index} ({did}). Quarto finns inte här. "
                f"{preview.HOW_TO_GET_QUARTO}"
            )
        return f"Sajten ligger i {self.index} ({did}; {self.renderer})."


def render_site(
    output: Path,
    *,
    clean: Path | None = None,
    progress: Progress | None = None,
    root: Path | None = None,
    program: str | None = None,
    use_quarto: bool = True,
) -> SiteResult:
    """Make the site in the folder `output`.

    `clean` is the folder with the data, `root` a folder in the project, `program` another Quarto
    than that on PATH; `use_quarto=False` asks for the preview. Raises SiteError or NoDataError with
    one Swedish sentence, and then leaves `output` as it was.
    """
    start = time.monotonic()
    project = pages.find(root)
    folder = datasets.clean_folder(clean if clean is not None else _own_data(project))
    output = output.resolve()
    _check(output, project)
    tool = (program or quarto.find()) if use_quarto else None
    renderer = f"quarto {quarto.version(tool)}" if tool else "preview"
    planned = pages.plan(project, folder)
    world = pages.world(folder)
    digests = {page.target: pages.digest(project, page, world) for page in planned}
    layout = pages.style(project) + renderer + repr(sorted(digests.items()))
    names = tuple(page.html for page in planned)
    if _mark(output) == layout:
        seconds = time.monotonic() - start
        return SiteResult(output / "index.html", renderer, names, (), False, seconds)
    steps = _Steps(progress, len(planned) + 1)
    with _workshop(project) as work:
        ran, again = _run_all(project, planned, digests, folder, work / "run", steps)
        with tempfile.TemporaryDirectory(dir=work, prefix="bygge-") as made:
            steps.tell("lägger ut sidorna")
            site, warned = _lay_out(tool, project, ran, Path(made), folder)
            _keep_log(Path(made), work)
            (site / MARK).write_text(json.dumps({"layout": layout}), encoding="utf-8")
            _put(site, output)
    steps.step("klart")
    seconds = time.monotonic() - start
    index = output / "index.html"
    return SiteResult(index, renderer, names, again, True, seconds, tuple(warned))


class _Steps:
    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def step(self, what: str) -> None:
        self._done += 1
        self.tell(what)

    def tell(self, what: str) -> None:
        if self._progress:
            self._progress(what, self._done, self._total)


def _own_data(project: Project) -> Path | None:
    """The project's data, unless the user's environment names another."""
    own = project.root / datasets.CLEAN
    return own if own.is_dir() and not os.environ.get(datasets.ENV) else None


def _check(output: Path, project: Project) -> None:
    """SiteError if `output` cannot be written, or holds something that is not a site of ours."""
    if output in (project.root, *project.root.parents):
        raise SiteError(f"Sajten kan inte läggas i {output}: där ligger projektet självt.")
    if output.exists() and not output.is_dir():
        raise SiteError(f"{output} är en fil. Ange en mapp för sajten.")
    if output.is_dir() and any(output.iterdir()) and not _is_site(output):
        raise SiteError(
            f"Mappen {output} innehåller annat än en sajt. Ange en tom mapp eller en ny."
        )
    above = next(folder for folder in output.parents if folder.exists())
    if not os.access(above, os.W_OK) or (output.exists() and not os.access(output, os.W_OK)):
        raise SiteError(f"Det går inte att skriva i {output}. Ange en annan mapp med --output.")


def _is_site(output: Path) -> bool:
    """Whether we, or Quarto itself in this project, made what is there."""
    return (output / MARK).exists() or (
        (output / "index.html").exists() and (output / "site_libs").is_dir()
    )


def _mark(output: Path) -> str | None:
    try:
        mark = json.loads((output / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    whole = (output / "index.html").exists() and (output / SCRIPT).exists()
    return str(mark.get("layout")) if whole else None


@contextmanager
def _workshop(project: Project) -> Iterator[Path]:
    """Where pages that have been run are kept; a folder for this time only if none can be kept."""
    kept = project.root / CACHE
    try:
        kept.mkdir(exist_ok=True)
        (kept / ".gitignore").write_text("*\n", encoding="utf-8")
    except OSError:
        with tempfile.TemporaryDirectory(prefix="finsam-") as once:
            yield Path(once)
        return
    yield kept


def _run_all(
    project: Project,
    planned: list[Page],
    digests: dict[str, str],
    clean: Path,
    store: Path,
    steps: _Steps,
) -> tuple[list[Ran], tuple[str, ...]]:
    """Every page with its outputs, run now or kept from before; and those that were run now."""
    store.mkdir(parents=True, exist_ok=True)
    again: list[str] = []
    done: dict[str, Ran] = {}
    waiting: dict[Future[Ran], Page] = {}
    with ThreadPoolExecutor(max_workers=min(_WORKERS, os.cpu_count() or 1)) as pool:
        for page in planned:
            kept = store / f"{digests[page.target]}.ipynb"
            if kept.exists():
                done[page.target] = _ran(project, page, kept)
                steps.step(f"{page.target}: oförändrad")
            else:
                waiting[pool.submit(_run_one, project, page, clean, kept)] = page
        try:
            for future in as_completed(waiting):
                page = waiting[future]
                done[page.target] = future.result()
                again.append(page.target)
                steps.step(f"{page.target}: körd")
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    for old in store.glob("*.ipynb"):
        if old.stem not in digests.values():
            old.unlink()
    order = [page.target for page in planned]
    return [done[target] for target in order], tuple(sorted(again, key=order.index))


def _run_one(project: Project, page: Page, clean: Path, kept: Path) -> Ran:
    head, body, notebook = pages.read(project, page)
    title = pages.title(head, notebook, page)
    if any(cell.cell_type == "code" for cell in notebook.cells):
        run(notebook, page.target, folder=(project.root / page.source).parent, clean=clean)
    half = kept.with_suffix(".half")
    nbformat.write(notebook, half)
    half.replace(kept)
    return Ran(page, title, head, body, notebook)


def _ran(project: Project, page: Page, kept: Path) -> Ran:
    head, body, notebook = pages.read(project, page)
    title = pages.title(head, notebook, page)
    return Ran(page, title, head, body, nbformat.read(kept, as_version=4))


def _lay_out(
    tool: str | None, project: Project, ran: list[Ran], made: Path, clean: Path
) -> tuple[Path, list[str]]:
    """The site in a folder under `made`, with its data and its script."""
    if tool:
        site, warned = quarto.lay_out(tool, project, ran, made / "quarto")
    else:
        site, warned = made / "site", []
        site.mkdir()
        preview.lay_out(project, ran, site)
    _script(site)
    data = site / datasets.CLEAN
    data.mkdir(parents=True, exist_ok=True)
    for path in sorted(clean.iterdir()):
        if path.suffix == ".csv" or path.name == "datapackage.json":
            shutil.copyfile(path, data / path.name)
    return site, warned


def _script(site: Path) -> None:
    """The Vega scripts, once for the whole site, from vl-convert."""
    import vl_convert as vlc

    path = site / SCRIPT
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(vlc.javascript_bundle("window.vegaEmbed = vegaEmbed;"), encoding="utf-8")


def _keep_log(made: Path, work: Path) -> None:
    log = made / "quarto" / quarto.LOG
    if log.exists():
        shutil.copyfile(log, work / quarto.LOG)


def _put(site: Path, output: Path) -> None:
    """Move the finished site to `output`; what was there goes first when the new one stands."""
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=f".{output.name}-") as aside:
        new, old = Path(aside) / "ny", Path(aside) / "gammal"
        shutil.copytree(site, new)
        if output.exists():
            output.rename(old)
        try:
            new.rename(output)
        except OSError:
            if old.exists():
                old.rename(output)
            raise

"""The whole site on the made-up data: the preview everywhere, Quarto where it is."""

from __future__ import annotations

import os
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from tests.publish import tiny

from finsam_analysis.publish import quarto
from finsam_analysis.publish.errors import NotebookError, SiteError
from finsam_analysis.publish.run import run
from finsam_analysis.publish.site import SiteResult, render_site

ROOT = Path(__file__).parents[2]
SOURCES = ("index.qmd", "om-data.qmd", "presentationer.qmd", "tillganglighet.qmd", "_quarto.yml")
FOLDERS = ("notebooks", "presentationer", "stil")
NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
# What a browser fetches by itself. Links (<a href>) are followed by people.
FETCHED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src"}

needs_quarto = pytest.mark.skipif(quarto.find() is None, reason="quarto finns inte på PATH")


class Page(HTMLParser):
    """What a test asks of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


def project(folder: Path) -> Path:
    """A copy of the site's sources, so that a test can change them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in SOURCES:
        shutil.copyfile(ROOT / name, folder / name)
    for name in FOLDERS:
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints")
        )
    return folder


def small(folder: Path, *pages: str) -> Path:
    """A project of a few pages, for what needs no whole site."""
    project(folder)
    text = (folder / "_quarto.yml").read_text(encoding="utf-8")
    listed = "".join(f"    - {page}\n" for page in ("index.qmd", *pages))
    text = re.sub(r"  render:\n(    - .*\n)+", f"  render:\n{listed}", text)
    (folder / "_quarto.yml").write_text(text, encoding="utf-8")
    (folder / "index.qmd").write_text('---\ntitle: "Start"\n---\n\nHej.\n', encoding="utf-8")
    return folder


def html_pages(made: SiteResult) -> list[Path]:
    """The site's pages; not those that belong to a library."""
    folder = made.index.parent
    found = sorted(folder.rglob("*.html"))
    return [path for path in found if "site_libs" not in path.relative_to(folder).parts]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_notebook_runs_from_a_fresh_kernel(name: str, tiny_clean: Path) -> None:
    own = ROOT / "data" / "clean"
    clean = own if any(own.glob("*.csv")) else tiny_clean
    notebook = nbformat.read(ROOT / "notebooks" / name, as_version=4)
    run(notebook, name, folder=ROOT / "notebooks", clean=clean)
    shown = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert any("<table" in output.get("data", {}).get("text/html", "") for output in shown)
    assert not [output for output in shown if output.output_type == "stream"]


def test_the_preview(tmp_path: Path, tiny_clean: Path) -> None:
    root = project(tmp_path)
    made = render_site(root / "_site", clean=tiny_clean, root=root, use_quarto=False)
    assert made.renderer == "preview"
    assert "Installera Quarto" in made.message
    assert "Det här är en förhandsvisning, gjord utan Quarto" in made.index.read_text("utf-8")
    check(made)


@needs_quarto
def test_the_site_with_quarto(tmp_path: Path, tiny_clean: Path) -> None:
    root = project(tmp_path)
    made = render_site(root / "_site", clean=tiny_clean, root=root)
    assert made.renderer.startswith("quarto ")
    assert made.warnings == ()
    log = (root / ".finsam" / quarto.LOG).read_text(encoding="utf-8")
    assert not re.search(r"warn|error", log, re.IGNORECASE), log
    check(made)


def check(made: SiteResult) -> None:
    """What holds for the site however it is laid out."""
    folder = made.index.parent
    assert {path.relative_to(folder).as_posix() for path in html_pages(made)} == {*made.pages}
    assert (folder / "data" / "clean" / "mal.csv").is_file()
    assert "window.vegaEmbed" in (folder / "resurser" / "vega.js").read_text(encoding="utf-8")
    fetches_nothing_from_other_hosts(made)
    pages_are_swedish_with_title_and_skip_link(made)
    images_and_tables_have_words(made)
    links_lead_somewhere(made)


def fetches_nothing_from_other_hosts(made: SiteResult) -> None:
    style = re.compile(r"""(?:@import|url\()\s*["']?(?:https?:)?//[^)\s]*""")
    for path in html_pages(made):
        for tag, attribute in FETCHED.items():
            for attributes in Page(path).all(tag):
                address = attributes.get(attribute, "")
                assert not re.match(r"(https?:)?//", address), (path.name, tag, address)
        assert not style.findall(path.read_text(encoding="utf-8")), path.name
        assert path.stat().st_size < 3_000_000, path.name  # the scripts are shipped once
    for path in made.index.parent.rglob("*.css"):
        assert not style.findall(path.read_text(encoding="utf-8")), path.name


def pages_are_swedish_with_title_and_skip_link(made: SiteResult) -> None:
    for path in html_pages(made):
        page = Page(path)
        assert page.all("html")[0]["lang"] == "sv", path.name
        assert page.all("title"), path.name
        if [div for div in page.all("div") if div.get("class") == "reveal"]:
            continue
        assert len(page.all("h1")) == 1, path.name
        assert len(page.all("main")) == 1, path.name
        first = page.all("a")[0]
        assert first.get("class") == "hoppa", path.name
        assert first["href"] == f"#{page.all('main')[0]['id']}", path.name


def images_and_tables_have_words(made: SiteResult) -> None:
    drawn = 0
    for path in html_pages(made):
        page = Page(path)
        for image in page.all("img"):
            drawn += 1
            assert len(image.get("alt", "")) > 40, path.name
        tables = page.all("table")
        ours = [t for t in tables if "tabell" in t.get("class", "").split()]
        assert len(page.all("caption")) >= len(ours), path.name
        if tables == ours:  # Markdown's own tables have no scope
            for head in page.all("th"):
                assert head.get("scope") in {"col", "row"}, path.name
    assert drawn >= 10


def links_lead_somewhere(made: SiteResult) -> None:
    for path in html_pages(made):
        for link in Page(path).all("a"):
            address = link.get("href", "").split("#")[0].split("?")[0]
            if address and not re.match(r"[a-z]+:", address):
                assert (path.parent / address).resolve().exists(), (path.name, address)


def test_a_second_run_does_nothing_and_a_change_does_only_what_changed(
    tmp_path: Path, tiny_clean: Path
) -> None:
    root = small(tmp_path, "tillganglighet.qmd")
    output = root / "_site"

    def again() -> SiteResult:
        return render_site(output, clean=tiny_clean, root=root, use_quarto=False)

    first = again()
    assert first.changed
    assert len(first.ran) == 2
    stamp = first.index.stat().st_mtime_ns
    second = again()
    assert not second.changed
    assert second.ran == ()
    assert first.index.stat().st_mtime_ns == stamp
    (root / "index.qmd").write_text('---\ntitle: "Start"\n---\n\nHej igen.\n', encoding="utf-8")
    third = again()
    assert third.ran == ("index.qmd",)
    assert "Hej igen." in third.index.read_text(encoding="utf-8")


def test_changed_data_runs_the_pages_again(tmp_path: Path) -> None:
    root = small(tmp_path / "p")
    clean = tiny.write(tmp_path / "clean")
    render_site(root / "_site", clean=clean, root=root, use_quarto=False)
    changed = (clean / "olasta.csv").read_text(encoding="utf-8").replace("1 23 4", "1 24 4")
    (clean / "olasta.csv").write_text(changed, encoding="utf-8")
    assert render_site(root / "_site", clean=clean, root=root, use_quarto=False).ran == (
        "index.qmd",
    )


def test_a_page_that_fails_leaves_the_old_site(tmp_path: Path, tiny_clean: Path) -> None:
    root = small(tmp_path)
    output = root / "_site"
    render_site(output, clean=tiny_clean, root=root, use_quarto=False)
    before = sorted((p, p.stat().st_mtime_ns) for p in output.rglob("*"))
    page = '---\ntitle: "Start"\n---\n\n```{python}\n1 / 0\n```\n'
    (root / "index.qmd").write_text(page, encoding="utf-8")
    with pytest.raises(NotebookError, match=r"^index\.qmd stannade i cell 1 .*ZeroDivisionError"):
        render_site(output, clean=tiny_clean, root=root, use_quarto=False)
    assert sorted((p, p.stat().st_mtime_ns) for p in output.rglob("*")) == before
    assert not [p for p in root.iterdir() if p.name.startswith("._site")]


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path, tiny_clean: Path) -> None:
    root = small(tmp_path / "p")
    output = tmp_path / "dokument"
    output.mkdir()
    (output / "brev.txt").write_text("viktigt", encoding="utf-8")
    with pytest.raises(SiteError, match="innehåller annat än en sajt"):
        render_site(output, clean=tiny_clean, root=root, use_quarto=False)
    assert [path.name for path in output.iterdir()] == ["brev.txt"]


def test_the_project_itself_is_no_place_for_the_site(tmp_path: Path, tiny_clean: Path) -> None:
    root = small(tmp_path)
    with pytest.raises(SiteError, match="där ligger projektet självt"):
        render_site(root, clean=tiny_clean, root=root, use_quarto=False)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root får skriva överallt")
def test_a_folder_that_cannot_be_written_is_said_at_once(tmp_path: Path, tiny_clean: Path) -> None:
    root = small(tmp_path / "p")
    closed = tmp_path / "stängd"
    closed.mkdir(mode=0o500)
    with pytest.raises(SiteError, match="Det går inte att skriva"):
        render_site(closed / "sajt", clean=tiny_clean, root=root, use_quarto=False)


def test_quarto_that_fails_is_an_error_with_its_reason(tmp_path: Path, tiny_clean: Path) -> None:
    root = small(tmp_path / "p")
    program = tmp_path / "quarto"
    program.write_text(
        '#!/bin/sh\n[ "$1" = --version ] && echo 1.9 && exit\necho "ERROR: fel i temat"\nexit 1\n',
        encoding="utf-8",
    )
    program.chmod(0o755)
    with pytest.raises(SiteError, match=r"^Quarto misslyckades: fel i temat Loggen: "):
        render_site(root / "_site", clean=tiny_clean, root=root, program=str(program))
    assert not (root / "_site").exists()


def test_progress_is_told_to_the_end(tmp_path: Path, tiny_clean: Path) -> None:
    root = small(tmp_path)
    told: list[tuple[str, int, int]] = []
    render_site(
        root / "_site",
        clean=tiny_clean,
        root=root,
        use_quarto=False,
        progress=lambda *step: told.append(step),
    )
    assert told[-1] == ("klart", 2, 2)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)


def test_warnings_are_found_in_a_log() -> None:
    log = "[1/2] index.qmd\n\x1b[33mWARN: a\x1b[39m\nWARNING (x) b\n[WARNING] c\n(W) d\nbevarat\n"
    assert quarto.warnings(log) == ["WARN: a", "WARNING (x) b", "[WARNING] c", "(W) d"]

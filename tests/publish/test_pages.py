from __future__ import annotations

import copy
import json
import re
from pathlib import Path

import nbformat
import pytest
from tests.publish import tiny

from finsam_analysis.compare.underlag import UnknownNameError
from finsam_analysis.publish import clear_outputs, decks, pages, qmd
from finsam_analysis.publish.errors import NotebookError, PageError, SiteError
from finsam_analysis.publish.run import run

ROOT = Path(__file__).parents[2]

PAGE = """---
title: "Sida"
---

Före.

```{python}
#| tags: [parameters]
forbund = None
```

::: {.ruta .stor}
Inuti
:::

```{python}
print(forbund)
```

Efter.
"""


def notebook(*sources: str) -> nbformat.NotebookNode:
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    made: nbformat.NotebookNode = nbformat.v4.new_notebook(cells=cells)
    return made


def test_a_page_becomes_a_notebook_with_its_parameters() -> None:
    head, body = qmd.split(PAGE, "sida.qmd")
    made = qmd.to_notebook(body, {"forbund": "provdalen", "year": 2022})
    assert head == {"title": "Sida"}
    kinds = [cell.cell_type for cell in made.cells]
    assert kinds == ["markdown", "code", "code", "markdown", "code", "markdown"]
    assert made.cells[2].source == "forbund = 'provdalen'\nyear = 2022"


def test_outputs_stand_where_the_cells_stood(tmp_path: Path) -> None:
    _, body = qmd.split(PAGE, "sida.qmd")
    made = qmd.to_notebook(body, {"forbund": "provdalen"})
    run(made, "sida.qmd", folder=tmp_path, clean=tmp_path)
    page = qmd.with_outputs(body, made)
    assert "```{python}" not in page
    assert page.index("Före.") < page.index("provdalen\n") < page.index("Efter.")


def test_html_outputs_become_raw_blocks() -> None:
    made = notebook("1")
    made.cells[0].outputs = [
        nbformat.v4.new_output("display_data", {"text/html": "<b>x</b>", "text/plain": "x"})
    ]
    data = qmd.for_quarto(made).cells[0].outputs[0].data
    assert data["text/markdown"] == "```{=html}\n<b>x</b>\n```"
    assert "text/html" not in data
    assert "text/html" in made.cells[0].outputs[0].data  # the notebook itself is left alone


def test_a_bad_head_names_its_line() -> None:
    with pytest.raises(PageError, match=r"^sida\.qmd, rad 3: sidhuvudet"):
        qmd.split('---\ntitle: "x"\nlang: [sv\n---\nText\n', "sida.qmd")


def test_fenced_divs_become_divs() -> None:
    assert '<div class="ruta stor">' in qmd.divs(PAGE)
    assert "</div>" in qmd.divs(PAGE)
    assert ":::" not in qmd.divs(PAGE)


def test_a_failing_cell_is_named_with_its_error(tmp_path: Path) -> None:
    failing = notebook("x = 1", "# en rad\n\ny = x / 0", "z = 2")
    with pytest.raises(NotebookError) as error:
        run(failing, "notebooks/prov.ipynb", folder=tmp_path, clean=tmp_path)
    assert str(error.value) == (
        "notebooks/prov.ipynb stannade i cell 2 (»y = x / 0»): ZeroDivisionError: division by zero"
    )


def test_a_dead_kernel_is_an_error_and_not_a_wait(tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match="kärna startade inte eller dog"):
        run(notebook("import os; os._exit(1)"), "p.ipynb", folder=tmp_path, clean=tmp_path)


def test_cells_run_where_the_page_is_and_with_the_data_asked_for(tmp_path: Path) -> None:
    made = notebook("import os; print(os.getcwd()); print(os.environ['FINSAM_CLEAN'])")
    run(made, "p.ipynb", folder=tmp_path, clean=tmp_path / "x")
    assert made.cells[0].outputs[0].text.splitlines() == [str(tmp_path), str(tmp_path / "x")]


def test_every_page_that_the_config_lists_is_there(tiny_clean: Path) -> None:
    project = pages.find(ROOT / "notebooks")
    assert project.root == ROOT
    planned = pages.plan(project, tiny_clean)
    targets = [page.target for page in planned]
    assert targets[0] == "index.qmd"
    assert {"notebooks/forbund.ipynb", "notebooks/ar.ipynb", "notebooks/insatser.ipynb"} <= {
        *targets
    }
    # One deck for each årsredovisning, newest first; the plan has none.
    assert [t for t in targets if t.startswith("presentationer/")] == [
        "presentationer/exempelbygden-2022.qmd",
        "presentationer/provdalen-2022.qmd",
        "presentationer/exempelbygden-2021.qmd",
    ]


def test_the_menu_leads_to_pages_that_are_there() -> None:
    project = pages.find(ROOT)
    listed = set(project.config["project"]["render"])
    shown = [line for top in (*project.menu, *project.footer) for line in (top.lines or (top,))]
    assert {line.source for line in shown} <= listed
    notebooks = {source for source in listed if source.startswith("notebooks/")}
    assert notebooks <= {line.source for line in shown}


def test_a_page_that_is_missing_is_named(tmp_path: Path, tiny_clean: Path) -> None:
    (tmp_path / pages.CONFIG).write_text("project:\n  render: [borta.qmd]\n", encoding="utf-8")
    with pytest.raises(PageError, match=r"nämner borta\.qmd, som inte finns"):
        pages.plan(pages.find(tmp_path), tiny_clean)


def test_outside_the_project_says_so(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match=r"ingen _quarto\.yml .* Kör kommandot i projektets mapp"):
        pages.find(tmp_path)


def test_notebooks_are_stored_without_outputs() -> None:
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                assert cell.outputs == [], path.name
                assert cell.execution_count is None, path.name


def test_notebooks_read_data_only_through_load() -> None:
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        code = "\n".join(
            cell.source
            for cell in nbformat.read(path, as_version=4).cells
            if cell.cell_type == "code"
        )
        assert "fa.load(" in code, path.name
        for word in ("read_csv", "read_parquet", "open(", "import polars", "import pandas"):
            assert word not in code, (path.name, word)


def test_numbers_in_prose_are_computed_and_not_typed() -> None:
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown":
                words = cell.source.replace("2020 och 2021", "").replace("mars 2023", "")
                assert not any(letter.isdigit() for letter in words), (path.name, cell.source)


def test_the_deck_is_about_the_newest_report_unless_told() -> None:
    choice = decks.choose(tiny.rapporter(), tiny.forbund())
    assert (choice.forbund_id, choice.year, choice.namn) == ("exempelbygden", 2022, "Exempelbygden")
    older = decks.choose(tiny.rapporter(), tiny.forbund(), "exempelbygden", 2021)
    assert older.page == "presentationer/exempelbygden-2021"


def test_a_deck_about_something_that_is_not_there_names_what_is() -> None:
    with pytest.raises(UnknownNameError, match=r"inget förbund borta .* exempelbygden, provdalen"):
        decks.choose(tiny.rapporter(), tiny.forbund(), "borta")
    with pytest.raises(UnknownNameError, match="provdalen 2022"):
        decks.choose(tiny.rapporter(), tiny.forbund(), "provdalen", 1999)


def test_clearing_a_notebook_that_was_run_gives_back_what_is_stored(tmp_path: Path) -> None:
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        stored = json.loads(path.read_text(encoding="utf-8"))
        ran = copy.deepcopy(stored)
        ran["metadata"]["language_info"]["version"] = "3.14.1"
        ran["metadata"]["kernelspec"]["path"] = "/somewhere/kernels/python3"
        for cell in ran["cells"]:
            cell["metadata"]["execution"] = {"iopub.status.busy": "now"}
            if cell["cell_type"] == "code":
                cell["execution_count"] = 3
                cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x"}]
        assert clear_outputs.cleared(ran) == stored, path.name


def test_pages_are_run_again_when_their_words_change() -> None:
    package = Path(pages.__file__).parents[1]
    code = [path for room in ("compare", "publish") for path in (package / room).rglob("*.py")]
    loaded = {
        name
        for path in code
        for name in re.findall(r'words\.load\("(\w+)"\)', path.read_text(encoding="utf-8"))
    }
    assert loaded == set(pages.WORDS)

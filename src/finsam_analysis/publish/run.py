"""Running a notebook from a fresh kernel, with an error that a person can act on.

The kernel is always the Python that runs this, whatever kernels are installed on the machine, and
is talked to through a socket of the file system where there is one: nothing is opened on the net.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from finsam_analysis.datasets import ENV as CLEAN_ENV
from finsam_analysis.publish.errors import NotebookError
from finsam_analysis.publish.markup import ENV as PAGE_ENV

CELL_SECONDS = 120
START_SECONDS = 60


def run(notebook: NotebookNode, name: str, *, folder: Path, clean: Path) -> NotebookNode:
    """Run `notebook` in place, with `folder` as working directory and data from `clean`.

    Raises NotebookError if a cell fails, takes more than CELL_SECONDS or the kernel dies.
    """
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    with tempfile.TemporaryDirectory(prefix="finsam-") as runtime:
        client = NotebookClient(
            notebook,
            km=_kernel_manager(Path(runtime)),
            timeout=CELL_SECONDS,
            startup_timeout=START_SECONDS,
            shutdown_kernel="immediate",
            resources={"metadata": {"path": str(folder)}},
        )
        environment = {**os.environ, CLEAN_ENV: str(clean.resolve()), PAGE_ENV: "1"}
        try:
            client.execute(env=environment, cleanup_kc=True)
        except CellExecutionError as error:
            what = f"{error.ename}: {error.evalue}".strip().splitlines()[0]
            raise NotebookError(f"{name} stannade i {_where(notebook)}: {what}") from None
        except CellTimeoutError:
            raise NotebookError(
                f"{name} stannade i {_where(notebook)}: cellen tog mer än {CELL_SECONDS} sekunder."
            ) from None
        except (DeadKernelError, RuntimeError) as error:
            raise NotebookError(
                f"{name} kunde inte köras: Pythons kärna startade inte eller dog ({error})."
            ) from None
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # times, that differ from run to run
    return notebook


def _kernel_manager(runtime: Path) -> Any:
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    launch = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]

    class OwnPython(KernelSpecManager):
        """The one kernel there is: this Python."""

        def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
            """The same, whatever kernel the notebook names."""
            return KernelSpec(argv=launch, display_name=kernel_name, language="python")

    options = {} if os.name == "nt" else {"transport": "ipc", "ip": str(runtime / "k")}
    return AsyncKernelManager(
        kernel_name="python3",
        kernel_spec_manager=OwnPython(),
        connection_file=str(runtime / "kernel.json"),
        **options,
    )


def _where(notebook: NotebookNode) -> str:
    """The code cell that failed, or was running: its number among all cells, and its first line."""
    number = 0
    for place, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type != "code":
            continue
        failed = any(output.output_type == "error" for output in cell.outputs)
        if failed or cell.execution_count is None:
            number = place
            break
        number = place
    lines = notebook.cells[number - 1].source.splitlines()
    first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    return f"cell {number} (»{first.strip()[:60]}»)"

"""Empties the notebooks of outputs: Quarto runs this after `quarto render`, which fills them.

A script of its own, without imports from the project, because Quarto runs it by its path.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


def cleared(notebook: dict[str, Any]) -> dict[str, Any]:
    """The notebook without outputs, as it is stored."""
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
    kernel = notebook["metadata"].get("kernelspec", {})
    notebook["metadata"] = {
        "kernelspec": {name: kernel[name] for name in sorted(kernel) if name != "path"},
        "language_info": {"name": "python", "version": "3.11"},
    }
    return notebook


def main() -> None:
    """Clear every notebook of the project that Quarto names, or of this folder."""
    root = Path(os.environ.get("QUARTO_PROJECT_DIR", "."))
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        notebook = cleared(json.loads(path.read_text(encoding="utf-8")))
        text = json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

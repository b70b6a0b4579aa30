"""Samordningsförbund's annual reports as tidy, verified data.

import finsam_analysis as fa
fa.tables()          # the datasets there are
fa.load("avslut")    # one of them, as a polars frame
fa.trace("avslut", "huddinge-botkyrka-salem-2022-arsredovisning", 846)   # a value's way home
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from finsam_analysis.datasets import load as load
    from finsam_analysis.datasets import tables as tables
    from finsam_analysis.verify.trace import trace as trace

__version__ = "0.1.0"
__all__ = ["__version__", "load", "tables", "trace"]


_HOMES = {
    "load": "finsam_analysis.datasets",
    "tables": "finsam_analysis.datasets",
    "trace": "finsam_analysis.verify.trace",
}


def __getattr__(name: str) -> Any:
    """Fetch a function when it is first asked for: the import itself stays cheap."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

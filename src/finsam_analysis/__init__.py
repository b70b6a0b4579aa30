"""Samordningsförbund's annual reports as tidy, verified data.

import finsam_analysis as fa
fa.tables()          # the datasets there are
fa.load("avslut")    # one of them, as a polars frame
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from finsam_analysis.datasets import load as load
    from finsam_analysis.datasets import tables as tables

__version__ = "0.1.0"
__all__ = ["__version__", "load", "tables"]


def __getattr__(name: str) -> Any:
    """Fetch `load` and `tables` when they are first asked for: the import itself stays cheap."""
    if name not in {"load", "tables"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from finsam_analysis import datasets

    return getattr(datasets, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

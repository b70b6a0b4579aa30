"""Samordningsförbund's annual reports as tidy, verified data.

    import finsam_analysis as fa
    fa.tables()          # the datasets there are
    fa.load("avslut")    # one of them, as a polars frame
"""

from __future__ import annotations

__version__ = "0.1.0"

"""The unit that a table's heading prints for its amounts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from finsam_analysis import words


def printed_unit(lines: Sequence[str]) -> str | None:
    """The unit that a heading prints, such as `Belopp i tkr`; None when there is none."""
    text = words.fold(" ".join(lines))
    for unit in ("tkr", "mkr", "kr"):
        for printed in words.load("enheter")["enhet"][unit]["tryckt"]:
            if re.search(rf"(?<!\w){re.escape(printed)}(?!\w)", text):
                return unit
    return None

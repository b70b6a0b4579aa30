"""The words of the field: labels, aliases and categories, as data.

Every list of words that the reading depends on is a TOML file in this folder. Code asks for a
file by name and never holds words of its own. `fold` makes the key that words are matched by;
what is shown is always the word as printed.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib import resources
from typing import Any

_SPACES = re.compile(r"\s+")
_MARKED = re.compile(r"[^\x00-\x7f]+")
# What OCR makes of Swedish letters, and dashes of all kinds, become one thing in the key.
_LOOKALIKES = str.maketrans(
    {"ø": "o", "œ": "o", "æ": "a", "¢": "o", "&": "a", "’": "", "'": "", "`": "", "|": " "}
    | dict.fromkeys("‐‑‒–—−", "-")
)


@cache
def load(name: str) -> dict[str, Any]:
    """Read the word file `name`.toml; the same dict at every call, so do not change it."""
    source = resources.files(__package__).joinpath(f"{name}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _without_marks(found: re.Match[str]) -> str:
    return "".join(c for c in found.group() if not unicodedata.combining(c))


@cache
def fold(text: str) -> str:
    """Key to match a word by: no case, no diacritics, OCR look-alikes as one, single spaces."""
    key = text.casefold().translate(_LOOKALIKES)
    if not key.isascii():
        key = unicodedata.normalize("NFKD", key)
        key = _MARKED.sub(_without_marks, key)
    return _SPACES.sub(" ", key).strip()

"""The words of the field: labels, aliases and categories, as data.

Every list of words that the reading depends on is a TOML file in this folder. Code asks for a
file by name and never holds words of its own. `fold` makes the key that words are matched by;
what is shown is always the word as printed.
"""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from importlib import resources
from typing import Any

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


class _Letters(dict[int, str]):
    """What each letter is in a key, for `str.translate`."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKD", chr(code).casefold().translate(_LOOKALIKES))
        self[code] = "".join(c for c in plain if not unicodedata.combining(c))
        return self[code]


_LETTERS = _Letters()
_ODD = frozenset(chr(code) for code in _LOOKALIKES if code < 128)


@cache
def fold(text: str) -> str:
    """Key to match a word by: no case, no diacritics, OCR look-alikes as one, single spaces."""
    key = text.casefold().replace("å", "a").replace("ä", "a").replace("ö", "o")
    if not key.isascii() or not _ODD.isdisjoint(key):
        key = text.translate(_LETTERS)  # letter by letter: seldom needed, and slow
    return " ".join(key.split())

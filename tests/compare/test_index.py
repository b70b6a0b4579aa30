"""The index of the comparisons names every function there is, and no other."""

from __future__ import annotations

import inspect
import re
from importlib import import_module

import pytest

from finsam_analysis import compare

ENTRY = re.compile(r"^([a-z]+)  +[^:]+: ((?:[a-z_]+,?\s+)*[a-z_]+)$", re.MULTILINE)
TEXT = str(compare.__doc__).split("\n\n")[2]
LISTED = {module: re.split(r",\s+", names) for module, names in ENTRY.findall(TEXT)}


def public(module: str) -> set[str]:
    found = import_module(f"finsam_analysis.compare.{module}")
    return {
        name
        for name, thing in vars(found).items()
        if inspect.isfunction(thing)
        and thing.__module__ == found.__name__
        and not name.startswith("_")
    }


def test_the_index_has_the_rooms_of_the_three_questions() -> None:
    assert {"maluppfyllelse", "kostnad", "kon", "andel", "ekonomi", "vagar"} <= set(LISTED)
    assert len(LISTED) >= 18


@pytest.mark.parametrize("module", sorted(LISTED))
def test_every_function_is_in_the_index(module: str) -> None:
    assert public(module) == set(LISTED[module])

"""Where a table says that its numbers are shares."""

from __future__ import annotations

from finsam_analysis.clean.context import _says_percent
from finsam_analysis.clean.labels import unit_of_label


def test_a_share_is_told_by_the_end_of_a_heading_and_the_middle_of_a_label() -> None:
    assert _says_percent("Försörjning vid in- och utskrivning, %")
    assert _says_percent("Remittenter (%)")
    assert not _says_percent("Antal och andel (%)")
    assert not _says_percent("Kostnader ökade 4 % under året")
    assert unit_of_label("Eget kapital i % av medlemsbidragen") == "procent"
    assert unit_of_label("Eget kapital") is None

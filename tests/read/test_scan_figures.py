"""Readings of a scanned figure against the ink that it stands in."""

from __future__ import annotations

from finsam_analysis.read.pdf.words import Word
from finsam_analysis.read.scan.figures import _by_vote, _grouped
from finsam_analysis.read.scan.jobs import Job


def job(first: str, pieces: list[tuple[int, int]]) -> Job:
    """A figure that the first reading took for `first`, in letters of 40 pixels."""
    word = Word(first, 0.0, 10.0, 10.0, 9.6)
    made = Job((0, 0, 60, 40), 35.0, 40.0, [word], in_table=True, confidence=80.0)
    made.pieces = pieces
    return made


def test_a_reading_that_the_ink_has_no_room_for_does_not_count():
    one_digit = job("74", [(0, 18)])
    assert _by_vote(one_digit, [("7", 97.0), ("7", 85.0)]) == "7"


def test_the_longest_reading_stands_where_there_is_room():
    two_digits = job("74", [(0, 18), (20, 38)])
    assert _by_vote(two_digits, [("7", 60.0), ("74", 55.0)]) == "74"


def test_white_before_a_bold_one_does_not_cut_a_year():
    assert not _grouped("2021", {3})
    assert _grouped("1204915", {1, 4})
    assert _grouped("-28,5", set())

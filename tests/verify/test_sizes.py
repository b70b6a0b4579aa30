"""What cannot be: shares of no count, amounts of the wrong size, rows that have changed places."""

from __future__ import annotations

import pytest
from tests.made import assessed, report
from tests.verify.test_engine import fact

from finsam_analysis.build import assess
from finsam_analysis.clean.facts import Fact
from finsam_analysis.verify.checks import AVRUNDNING, MOTSAGELSE, STAMMER
from finsam_analysis.verify.sanity import size_checks
from finsam_analysis.verify.shares import share_checks

# --- k of n -------------------------------------------------------------------------------------


def asked(*shares: int, answered: int = 7) -> list[str]:
    names = ("negativt", "varken_eller", "positivt")
    told = {"respondentgrupp": "personal", "fraga_id": "a"}
    facts = [
        fact(share, "indikatorer", enhet="procent", svar=svar, **told)
        for svar, share in zip(names, shares, strict=True)
    ]
    facts.append(
        fact(answered, "indikatorer", svar="n_svar", respondentgrupp="personal", fraga_id="n")
    )
    return [c.utfall for c in share_checks(facts) if c.typ == "möjlig andel"]


def test_percents_that_some_number_of_answers_gives() -> None:
    """Of 7: 14, 29 and 57 percent. Of 6, one left out: 17, 33 and 50."""
    assert asked(14, 29, 57) == asked(17, 33, 50) == [STAMMER]


def test_percents_that_no_number_of_answers_gives() -> None:
    assert asked(14, 29, 62) == [MOTSAGELSE]
    assert asked(14, 28, 57) == [AVRUNDNING]  # 28.6 cut off
    assert asked(10, 29, 61, answered=4000) == []  # of so many every percent is possible


# --- size ---------------------------------------------------------------------------------------


def test_a_row_a_thousand_times_its_neighbours() -> None:
    facts = [
        fact(value, "forsorjning", place=(row, column), kon="kvinnor", forsorjning=f"f{row}")
        for row, values in enumerate([(35, 27), (51, 50), (9, 33), (10, 12)])
        for column, value in enumerate(values)
    ]
    for one in facts:
        one.label_raw = str(one.extra["forsorjning"])
    assert list(size_checks(facts)) == []
    facts[-1].varde *= 1000
    assert [c.utfall for c in size_checks(facts)] == [MOTSAGELSE]


def test_kronor_under_a_head_of_tkr() -> None:
    def amount(kr: int) -> Fact:
        made = fact(kr, "ekonomi", enhet="tkr", place=(0, 0), post="utfall")
        made.extra["belopp_kr"] = kr * 1000
        return made

    assert list(size_checks([amount(34_025)])) == []
    assert [c.utfall for c in size_checks([amount(34_024_857)])] == [MOTSAGELSE]


# --- rows that have changed places --------------------------------------------------------------


def books(year: int, styrelse: int, kansli: int) -> str:
    return f"""
    Belopp i kr
    Insats Budget {year} Utfall {year}
    Ungdomsteam 1 184 200 1 156 412
    Styrelse {styrelse:_} {styrelse - 9:_}
    Kansli {kansli:_} {kansli - 9:_}
    """.replace("_", " ")


@pytest.mark.parametrize(
    ("later", "fails"), [((210_000, 5_100_000), False), ((5_100_000, 210_000), True)]
)
def test_two_rows_whose_amounts_change_places_between_years(
    later: tuple[int, int], fails: bool
) -> None:
    first = report(
        books(2020, 200_000, 5_000_000), title="Årsredovisning 2020", name="norrvik-2020"
    )
    second = report(books(2021, *later))
    built = assess([first, second], {})
    found = [c for c in built.checks if c.typ == "ombytta rader" and c.fails]
    assert bool(found) is fails
    if fails:
        assert {"Styrelse", "Kansli"} <= {f.label_raw for c in found for f in c.facts}


def moved(*texts: tuple[int, str]) -> tuple[list[str], set[int], str]:
    """Of reports of these years: what is said, the years that are accused, and on what evidence."""
    reports = [
        report(text, title=f"Årsredovisning {year}", name=f"norrvik-{year}") for year, text in texts
    ]
    built = assess(reports, {})
    found = [c for c in built.checks if c.fails and c.typ in {"ombytta rader", "ordning"}]
    accused = {f.year for f in built.facts if f.kontroll == "motsagd"}
    return sorted({c.beskrivning for c in found}), accused, found[0].bevis if found else ""


LATER = (2021, books(2021, 5_100_000, 210_000))
FIRST = (2020, books(2020, 200_000, 5_000_000))


def test_which_year_has_changed_its_rows_is_not_guessed() -> None:
    said, accused, proof = moved(FIRST, LATER)
    assert said == ["Styrelse och Kansli: beloppen har bytt plats mellan 2020 och 2021"]
    assert accused == {2020, 2021} and proof == "inget annat tryckt tal avgör vilket som är fel"


@pytest.mark.parametrize(
    ("styrelse", "kansli", "wrong"), [(190_000, 4_700_000, {2021}), (4_700_000, 190_000, {2020})]
)
def test_a_third_table_that_names_both_rows_longer_tells_which(
    styrelse: int, kansli: int, wrong: set[int]
) -> None:
    third = (
        books(2019, styrelse, kansli)
        .replace("Styrelse ", "Styrelse och revision ")
        .replace("Kansli ", "Kansli och administration ")
    )
    said, accused, proof = moved((2019, third), FIRST, LATER)
    assert said == ["Styrelse och Kansli: beloppen har bytt plats mellan 2020 och 2021"]
    assert accused == wrong
    assert proof.startswith("Styrelse och revision och Kansli och administration 2019 (rad ")
    assert proof.endswith(f"talar för att {wrong.pop()} har fel")


def test_no_row_is_exchanged_in_a_report_alone() -> None:
    built = assessed(books(2021, 5_100_000, 210_000))
    assert [c for c in built.checks if c.typ == "ombytta rader"] == []

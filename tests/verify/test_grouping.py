"""Which numbers a check compares, and which of them a contradiction is likely to be about."""

from __future__ import annotations

from typing import Any

import pytest
from tests.made import assessed

from finsam_analysis.build import frames
from finsam_analysis.schema import FACTS
from finsam_analysis.verify.grouping import Finding, findings, number_near
from finsam_analysis.verify.parts import Numbers, named, names
from finsam_analysis.verify.sayings import verdict, what
from finsam_analysis.verify.slips import slip
from finsam_analysis.verify.told import NBSP

Row = dict[str, Any]


def printed(line: int, raw: str, column: str = "", **more: Any) -> Row:
    """One printed number."""
    value = float(raw.replace(" ", "").replace("%", "").replace(",", "."))
    return {
        "report_id": "a-2021",
        "forbund_id": "a",
        "table_id": "t01",
        "line": line,
        "label_raw": f"rad {line}",
        "kolumn_raw": column,
        "raw": raw,
        "year": 2021,
        "varde": value,
        "enhet": "kr",
        "is_total": False,
        "kontroll": "okontrollerad",
        "belopp_kr": int(value) if more.get("enhet", "kr") == "kr" else None,
        "dataset": "ekonomi",
        **more,
    }


def check(
    no: int,
    lines: list[int],
    stated: float,
    made: float,
    about: str = "prövning",
    typ: str = "summa",
    slack: float = 0,
    report: str = "a-2021",
) -> Row:
    """One row of the ledger of checks."""
    gap = stated - made
    outcome = "stammer" if gap == 0 else "avrundning" if abs(gap) <= slack else "motsagelse"
    return {
        "kontroll_id": f"k{no}",
        "report_id": report,
        "typ": typ,
        "beskrivning": about,
        "rader": lines,
        "redovisat": float(stated),
        "beraknat": float(made),
        "differens": float(gap),
        "tolerans": float(slack),
        "utfall": outcome,
    }


def taking(rows: list[Row], made: Row) -> list[str]:
    """The characters of the numbers that a check compares, the printed one first."""
    parts = Numbers(rows).of_all([made])[made["kontroll_id"]]
    assert parts.sure
    return [row["raw"] for row in parts.rows]


def found(rows: list[Row], checks: list[Row]) -> list[Finding]:
    return findings(checks, Numbers(rows).of_all(checks), rows)


# --- the numbers of a check ---------------------------------------------------------------------

TABLE = [
    printed(1, "100", "Budget"), printed(1, "90", "Utfall"), printed(1, "10", "Avvikelse"),
    printed(2, "200", "Budget"), printed(2, "250", "Utfall"), printed(2, "-50", "Avvikelse"),
    printed(3, "300", "Budget", is_total=True), printed(3, "340", "Utfall", is_total=True),
    printed(3, "-40", "Avvikelse", is_total=True),
]  # fmt: skip


@pytest.mark.parametrize(
    ("made", "numbers"),
    [
        (check(1, [1, 2, 3], 340, 340), ["340", "90", "250"]),
        (check(1, [1, 2, 3], 345, 340), None),  # nothing there is printed as 345
        (check(1, [2], -50, -50, "rad 2: Budget − Utfall", "differens"), ["-50", "200", "250"]),
        (check(1, [2], -50, 50, "rad 2: Utfall − Budget", "differens"), ["-50", "250", "200"]),
    ],
)
def test_columns_and_rows(made: Row, numbers: list[str] | None) -> None:
    if numbers is None:
        assert not Numbers(TABLE).of_all([made])["k1"].sure
    else:
        first, *others = taking(TABLE, made)
        assert [first, *sorted(others)] == [numbers[0], *sorted(numbers[1:])]


def test_two_columns_with_one_total_are_kept_apart() -> None:
    rows = [
        printed(1, "4", "Män"), printed(1, "1", "Kvinnor"),
        printed(2, "5", "Män"), printed(2, "8", "Kvinnor"),
        printed(3, "9", "Män"), printed(3, "9", "Kvinnor"),
    ]  # fmt: skip
    both = Numbers(rows).of_all([check(1, [1, 2, 3], 9, 9), check(2, [1, 2, 3], 9, 9)])
    assert [[row["raw"] for row in parts.rows] for parts in both.values()] == [
        ["9", "4", "5"],
        ["9", "1", "8"],
    ]


def test_a_percent_of_a_count_and_its_base() -> None:
    people = {"enhet": "antal", "dataset": "avslut"}
    rows = [printed(1, "43", **people), printed(1, "174", **people), printed(1, "37", **people)]
    rows.append(printed(2, "25%", enhet="procent", dataset="avslut"))
    made = check(1, [1, 2], 25, 25, "Andel: 43 av 174 i procent", "andel", 1)
    assert taking(rows, made) == ["25%", "43", "174"]


def test_answers_against_a_hundred_leave_out_the_part_of_a_part() -> None:
    heads = ["Negativt", "Varken eller", "Positivt", "Klart positivt"]
    rows = [
        printed(1, raw, head, enhet="procent")
        for raw, head in zip(["10%", "15%", "75%", "75%"], heads, strict=True)
    ]
    assert taking(rows, check(1, [1], 100, 100, typ="svar")) == ["10%", "15%", "75%"]


def test_kronor_against_thousands_and_another_report() -> None:
    rows = [
        printed(1, "17 423,4", enhet="tkr", belopp_kr=17423400),
        printed(9, "17 423 400", report_id="a-2020"),
    ]
    assert taking(rows, check(1, [1, 9], 17423400, 17423400, typ="samma post")) == [
        "17 423,4",
        "17 423 400",
    ]


def test_numbers_that_the_ledger_names_are_used_as_they_stand() -> None:
    """Both columns give 9, and the line of another report has the same characters."""
    rows = [
        printed(1, "4"), printed(1, "4"), printed(2, "5"), printed(2, "5"), printed(3, "9"),
        printed(3, "9", report_id="a-2020"),
    ]  # fmt: skip
    made = {**check(1, [1, 2, 3], 9, 9), "tal": ["3:t01:9", "1:t01:4#2", "2:t01:5#2"]}
    parts = Numbers(rows).of_all([made])["k1"]
    assert parts.sure and [id(row) for row in parts.rows] == [id(rows[at]) for at in (4, 1, 3)]
    other = {**check(1, [1, 3], 9, 4), "tal": ["a-2020@3:t01:9", "1:t01:4"]}
    parts = Numbers(rows).of_all([other])["k1"]
    assert [id(row) for row in parts.rows] == [id(rows[5]), id(rows[0])]


def test_what_is_named_and_makes_no_sum_points_out_nothing() -> None:
    rows = [printed(line, raw) for line, raw in ((1, "200 000"), (2, "5 345 053"), (3, "17 000"))]
    made = {**check(1, [1, 2, 3], 17, 19), "tal": ["1:t01:200 000", "2:t01:5 345 053"]}
    one = found(rows, [made])
    assert len(one[0].parts[0].rows) == 2 and one[0].suspects == []


def test_the_facts_of_a_build_are_named_as_its_data_is() -> None:
    built = assessed(
        """
        Belopp i kr
        Insats Budget Utfall Avvikelse
        Alfa 1 184 200 1 184 200 0
        Beta 994 200 930 602 63 598
        Summa 2 178 400 2 114 802 63 598
        """
    )
    data = frames(built)
    rows = [{**row, "dataset": name} for name in FACTS for row in data[name].iter_rows(named=True)]
    known = names(built.facts)
    assert len(set(known.values())) == len(built.facts)
    checks = [
        {**row, "tal": named(made.facts, made.report_id, known)}
        for made in built.checks
        for row in data["kontroller"].filter(kontroll_id=made.kontroll_id).iter_rows(named=True)
    ]
    parts = Numbers(rows).of_all(checks)
    assert built.checks
    for made in built.checks:
        wanted = sorted((f.line, f.raw, f.kolumn_raw) for f in made.facts)
        got = [(r["line"], r["raw"], r["kolumn_raw"] or "") for r in parts[made.kontroll_id].rows]
        assert sorted(got) == wanted


# --- findings -----------------------------------------------------------------------------------


def same(no: int, line: int, stated: float, made: float) -> Row:
    return check(no, [1, line], stated, made, "Årets resultat på två ställen", "samma post")


def test_one_misprint_in_three_comparisons_is_one_finding_and_is_named() -> None:
    rows = [printed(1, "264 479"), *(printed(line, "264 497") for line in (7, 8, 9))]
    one = found(rows, [same(no, no, 264497, 264479) for no in (7, 8, 9)])
    assert len(one) == 1 and len(one[0].checks) == 3
    assert [row["line"] for row in one[0].suspects] == [1]
    told = verdict(one[0], {})
    assert told.startswith(f"Troligen fel: 264{NBSP}479{NBSP}kr på rad 1 (samma siffror i annan")
    assert f"Med 264{NBSP}497{NBSP}kr stämmer alla tre" in told
    assert told.endswith("är tryckt på rad 7, 8 och 9.")
    assert [said.differs for said in what(one[0], {})] == [
        f"264{NBSP}479{NBSP}kr på rad 1 men 264{NBSP}497{NBSP}kr på rad 7, 8 och 9; "
        f"skiljer 18{NBSP}kr (0,01{NBSP}%)"
    ]


def test_a_misprinted_difference_is_found_by_its_row_and_its_column() -> None:
    rows = [row for row in TABLE if row["line"] != 2]
    rows += [
        printed(2, "200", "Budget"),
        printed(2, "250", "Utfall"),
        printed(2, "-80", "Avvikelse"),
    ]
    checks = [
        check(1, [2], -80, -50, "rad 2: Budget − Utfall", "differens"),
        check(2, [1, 2, 3], -40, -70, "rad 3: summan av raderna"),
        check(3, [1, 2, 3], 300, 300),
        check(4, [1, 2, 3], 340, 340),
    ]
    one = found(rows, checks)
    assert [(f.suspects[0]["raw"], f.instead) for f in one] == [("-80", -50.0)]
    assert "(en siffra skiljer)" in verdict(one[0], {})


def test_a_lost_sign_is_called_that() -> None:
    rows = [printed(1, "5"), printed(2, "-823"), printed(2 + 1, "823"), printed(4, "818")]
    checks = [
        check(1, [1, 2, 4], -823, 823, "rad 2: rad 1 + rad 4"),
        check(2, [2, 3], 823, -823, "rad 3 mot rad 2"),
    ]
    one = found(rows, checks)
    assert [(f.suspects[0]["raw"], f.instead) for f in one] == [("-823", 823.0)]
    assert "(bara tecknet skiljer)" in verdict(one[0], {})


def test_another_report_is_called_by_its_kind_and_year() -> None:
    rows = [printed(1, "34 028"), printed(9, "34 024", report_id="a-2020")]
    one = found(rows, [check(1, [1, 9], 34028, 34024, "Intäkter", "samma post")])
    (said,) = what(one[0], {"a-2020": "Årsredovisning 2020, Samordningsförbundet A"})
    assert "på rad 9 i årsredovisning 2020 men " in said.differs


def bounded(no: int, line: int, *, differs: bool) -> Row:
    """A number held against 600 on line 4: as its bound, or as the same number."""
    value = {1: 505.0, 2: 445.0}[line]
    made = check(no, [line, 4], value, 600 if differs else value, typ="delmängd")
    return {**made, "utfall": "stammer"}


@pytest.mark.parametrize("differs", [True, False])
def test_a_bound_that_holds_proves_no_value(differs: bool) -> None:
    """505 + 445 is not 940. That each is at most 600 says nothing of which is wrong."""
    people = {"enhet": "antal", "dataset": "deltagare"}
    numbers = {1: "505", 2: "445", 3: "940", 4: "600" if differs else "505"}
    rows = [printed(line, raw, kon=raw, **people) for line, raw in numbers.items()]
    if not differs:
        rows.append(printed(4, "445", kon="445", **people))
    held = [bounded(2, 1, differs=differs), bounded(3, 2, differs=differs)]
    one = found(rows, [check(1, [1, 2, 3], 940, 950, typ="kon"), *held])
    assert [row["raw"] for row in one[0].suspects] == ([] if differs else ["940"])


def test_findings_that_share_a_number_say_so() -> None:
    rows = [printed(1, "100"), printed(2, "60"), printed(3, "50"), printed(4, "95")]
    checks = [check(1, [1, 2, 3], 100, 110), check(2, [1, 4], 100, 95, typ="samma post")]
    many = found(rows, checks)
    number_near(many)
    assert [finding.near for finding in many] == [[2], [1]]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (171, 17, "en siffra för mycket"),
        (17, 171, "en siffra för lite"),
        (264479, 264497, "samma siffror i annan ordning"),
        (363531, 363561, "en siffra skiljer"),
        (8921.7, 8912.7, "samma siffror i annan ordning"),
        (-823.2, 823.2, "bara tecknet skiljer"),
        (-1283496, -2283496, "en siffra skiljer"),
        (-120, 130, ""),
        (16857.7, 16854.8, ""),
        (5, 0, ""),
        (5, 5, ""),
    ],
)
def test_slips_of_the_hand(old: float, new: float, told: str) -> None:
    assert slip(old, new) == told


def test_the_only_number_that_a_slip_would_mend_is_suspected() -> None:
    people = {"enhet": "antal", "dataset": "deltagare"}
    numbers = ["34", "31", "171", "19", "18", "119"]
    rows = [printed(line, raw, kommun=raw, **people) for line, raw in enumerate(numbers, start=1)]
    one = found(rows, [check(1, [1, 2, 3, 4, 5, 6], 119, 273)])
    assert verdict(one[0], {}) == (
        "Misstänkt: 171 på rad 3 (en siffra för mycket). Med 17 stämmer uträkningen."
    )
    short = [printed(line, raw, kommun=raw, **people) for line, raw in ((1, "13"), (2, "19"))]
    short.append(printed(3, "30", **people))
    assert found(short, [check(1, [1, 2, 3], 30, 32)])[0].suspects == []


def test_what_is_held_against_a_hundred_is_not_called_printed() -> None:
    rows = [printed(1, raw, raw, enhet="procent") for raw in ("6%", "63%", "41%")]
    one = found(rows, [check(1, [1], 100, 110, "svaren mot 100", "svar")])
    (said,) = what(one[0], {})
    assert said.differs == (f"summan är 110{NBSP}%, ska vara 100{NBSP}%; skiljer 10 procentenheter")


def test_nothing_is_named_when_two_numbers_would_do() -> None:
    rows = [printed(1, "13"), printed(2, "19"), printed(3, "30", is_total=True)]
    one = found(rows, [check(1, [1, 2, 3], 30, 32)])
    assert one[0].suspects == []
    assert verdict(one[0], {}) == "Vilket av talen som är fel går inte att säga."


def test_the_only_number_that_nothing_else_holds_for_is_suspected_not_condemned() -> None:
    rows = [printed(1, "34 028"), printed(2, "34 024"), printed(3, "34 000"), printed(4, "24")]
    checks = [
        check(1, [1, 2], 34028, 34024, "Intäkter på två ställen", "samma post"),
        check(2, [2, 3, 4], 34024, 34024, "rad 2: summan"),
    ]
    one = found(rows, checks)
    assert [row["raw"] for row in one[0].suspects] == ["34 028"]
    assert verdict(one[0], {}).startswith(
        f"Misstänkt: 34{NBSP}028{NBSP}kr på rad 1 (en siffra skiljer), det enda av talen"
    )


def test_the_same_difference_on_two_rows_of_a_table_is_one_finding() -> None:
    people = {"enhet": "antal", "dataset": "avslut"}
    rows = [printed(1, raw, **people) for raw in ("50", "28", "80")]
    rows += [printed(2, raw, **people) for raw in ("112", "100", "214")]
    checks = [
        check(1, [1], 80, 78, "rad 1: summan av kolumnerna", "kategorier"),
        check(2, [2], 214, 212, "rad 2: summan av kolumnerna", "kategorier"),
    ]
    one = found(rows, checks)
    assert len(one) == 1 and len(what(one[0], {})) == 2


def test_what_the_ledger_says_of_the_reason_is_kept() -> None:
    rows = [printed(1, "13"), printed(2, "19"), printed(3, "30")]
    made = {**check(1, [1, 2, 3], 30, 32), "bevis": "19 är skadat i trycket"}
    one = found(rows, [made])
    assert verdict(one[0], {}) == ""  # the reason is told instead


def pair(table: str, line: int, first: str, other: str, **more: Any) -> list[Row]:
    """Two numbers of one table, of which the first is the one that is tried."""
    return [
        printed(line, first, table_id=table, **more),
        printed(line + 1, other, table_id=table, **more),
    ]


def order(*pairs: tuple[list[Row], str]) -> list[str]:
    """What the findings are about, in the order that they are shown."""
    checks = [
        {
            **check(no, [one["line"], other["line"]], one["varde"], other["varde"], about),
            "utfall": "lasfel" if about == "läst fel" else "motsagelse",
        }
        for no, ((one, other), about) in enumerate(pairs)
    ]
    rows = [row for those, _ in pairs for row in those]
    return [finding.checks[0]["beskrivning"] for finding in found(rows, checks)]


def test_what_moves_most_of_its_number_comes_first() -> None:
    assert order(
        (pair("t1", 1, "100 001", "100 000"), "öre"),
        (pair("t2", 5, "90 000", "100 000"), "tiondel"),
    ) == ["tiondel", "öre"]


def test_a_total_comes_before_a_detail() -> None:
    assert order(
        (pair("t1", 1, "90 000", "100 000"), "detalj"),
        (pair("t2", 5, "45 000", "50 000", is_total=True), "summa"),
    ) == ["summa", "detalj"]


def test_the_same_gap_weighs_less_in_a_large_table() -> None:
    large = (pair("t1", 1, "90", "100", post="a"), "i stor tabell")
    rest = (pair("t1", 3, "5 000", "5 001"), "annat")
    assert order(large, rest, (pair("t2", 7, "90", "100", post="b"), "i liten tabell"))[:2] == [
        "i liten tabell",
        "i stor tabell",
    ]


def test_a_wrong_reading_of_ours_comes_before_all() -> None:
    assert order(
        (pair("t1", 1, "10", "100", is_total=True), "stor"),
        (pair("t2", 5, "99", "100"), "läst fel"),
    ) == ["läst fel", "stor"]


def test_small_numbers_are_the_same_only_when_they_are_of_the_same() -> None:
    """445 + 424 + 90 is not 950, in two places; another 950 that is not what it should be."""

    def people(line: int, **more: Any) -> list[Row]:
        numbers = ("445", "424", "90", "950")
        return [printed(line, raw, enhet="antal", kon=raw, **more) for raw in numbers]

    rows = [*people(1), *people(8), *people(20, dataset="avslut")]
    about = "445 + 424 + 90 mot 950"
    one = found(rows, [check(no, [no], 950, 959, about, "kon") for no in (1, 8, 20)])
    assert sorted(len(finding.checks) for finding in one) == [1, 2]


def test_holding_checks_give_no_finding() -> None:
    assert (
        found(TABLE, [check(1, [1, 2, 3], 340, 340), check(2, [1, 2, 3], 340, 341, slack=2)]) == []
    )

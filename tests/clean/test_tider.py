"""Which printed date counts: one, the same more finely, several, and a newer report's."""

from __future__ import annotations

from finsam_analysis.clean.tider import Tid, _grouped, _single_out, projekttider


def tid(ande: str, datum: str, year: int = 2022, line: int = 1) -> Tid:
    return Tid(
        "xby", year, f"xby-{year}", line, None, "prosa", "Stegen", "xby/stegen", ande, datum, datum
    )


def counted(*rows: Tid) -> list[Tid]:
    """The rows, marked report by report."""
    for report in {row.report_id for row in rows}:
        for _, group in _grouped([row for row in rows if row.report_id == report]):
            _single_out(group)
    return list(rows)


def test_the_finest_of_one_date_counts() -> None:
    rows = counted(tid("start", "2020"), tid("start", "2020-03-01"), tid("start", "2020-03"))
    assert [row.galler for row in rows] == [False, True, False]
    assert {row.anmarkning for row in rows} == {""}


def test_of_several_dates_none_counts_and_the_remark_says_which() -> None:
    rows = counted(tid("slut", "2022-06"), tid("slut", "2022-12-31"), tid("start", "2020-03"))
    assert [row.galler for row in rows] == [False, False, True]
    assert rows[0].anmarkning == "rapporten anger flera: 2022-06, 2022-12-31"
    time = projekttider(rows)["xby/stegen"]
    assert (time.start, time.slut, time.kalla) == ("2020-03", None, ("xby-2022:1",))
    assert time.anmarkning == "slut: flera tryckta: 2022-06, 2022-12-31"


def test_a_newer_report_goes_first_and_the_older_is_told() -> None:
    rows = counted(
        tid("start", "2020-03-01", 2020, 4), tid("slut", "2022-04", 2020, 5),
        tid("start", "2020-03", 2022, 6), tid("slut", "2022-10-31", 2022, 7),
    )  # fmt: skip
    time = projekttider(rows)["xby/stegen"]
    # The beginning is the same in both, printed more finely in the older.
    assert (time.start, time.slut) == ("2020-03-01", "2022-10-31")
    assert time.kalla == ("xby-2020:4", "xby-2022:7")
    assert time.anmarkning == "slut: xby-2020 anger 2022-04"

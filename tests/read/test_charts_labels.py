"""Labels that name themselves, ticks, names and titles of charts."""

from __future__ import annotations

from pathlib import Path

import pytest

from finsam_analysis.read.blocks import classify
from finsam_analysis.read.charts.labels import is_number_line, labels_of, part_ticks
from finsam_analysis.read.charts.names import facets, names, read_title
from finsam_analysis.read.charts.reader import find_charts, read_charts
from finsam_analysis.read.document import Line, from_text
from finsam_analysis.read.items import Item

PROSE = "Här står löpande text som handlar om något annat och som inte hör till diagrammet alls.\n"


def _items(text: str) -> list[Item]:
    whole = f"{PROSE}\n{text}\n\n{PROSE}"
    document = from_text(whole.encode(), Path("norrby-2023-arsredovisning.txt"))
    blocks = find_charts(document, classify(document), set())
    return [item for block in blocks for item in read_charts(block, year=2023)]


def test_a_pie_with_wrapped_labels() -> None:
    text = """Avslutade deltagare 2022 efter avslutsorsak (n=84)
Förvärvsarbete; 26%
Ordinarie insats hos
kommun eller
Arbetsförmedlingen;
19%
Fortsatt
rehabilitering; 45%
Sjukdom; 10%"""
    base, *items = _items(text)
    assert [(i.label, i.raw, i.facets["orsak"]) for i in items] == [
        ("Förvärvsarbete", "26%", "arbete"),
        ("Ordinarie insats hos kommun eller Arbetsförmedlingen", "19%", "ordinarie_insats"),
        ("Fortsatt rehabilitering", "45%", "fortsatt_rehabilitering"),
        ("Sjukdom", "10%", "sjukdom"),
    ]
    assert {(i.facets["matt"], i.facets["year"], i.unit) for i in items} == {
        ("avslutade", "2022", "procent")
    }
    assert base.value == 84
    assert (base.unit, base.label) == ("antal", "n")


def test_labels_with_their_number_of_answers() -> None:
    items = _items("Personal (n=22); 68%\n\nParternas chefsgrupp (n=9); 67%\n\nStyrelse (n=7); 86%")
    assert [(i.raw, i.unit, i.facets["respondentgrupp"], i.facets.get("svar")) for i in items] == [
        ("22", "antal", "personal", "n_svar"),
        ("68%", "procent", "personal", None),
        ("9", "antal", "chefer", "n_svar"),
        ("67%", "procent", "chefer", None),
        ("7", "antal", "styrelse", "n_svar"),
        ("86%", "procent", "styrelse", None),
    ]


def test_two_numbers_in_a_label() -> None:
    text = "Intäkter 2023, tkr\nStaten; 4 500; 50%\nRegionen; 2 250; 25%\nNorrby kommun; 2 250; 25%"
    items = _items(text)
    assert [(int(i.value), i.unit, i.label) for i in items] == [
        (4500, "tkr", "Staten"),
        (50, "procent", "Staten"),
        (2250, "tkr", "Regionen"),
        (25, "procent", "Regionen"),
        (2250, "tkr", "Norrby kommun"),
        (25, "procent", "Norrby kommun"),
    ]
    assert items[4].facets["kommun"] == "Norrby"


def test_a_name_and_its_share_by_turns() -> None:
    text = """Avslutsorsaker 2023
Arbete
26%
Studier
15%
Fortsatt rehabilitering
31%
Sjukdom
28%"""
    assert [(i.label, int(i.value), i.facets["orsak"]) for i in _items(text)] == [
        ("Arbete", 26, "arbete"),
        ("Studier", 15, "studier"),
        ("Fortsatt rehabilitering", 31, "fortsatt_rehabilitering"),
        ("Sjukdom", 28, "sjukdom"),
    ]


def test_shares_by_turns_that_do_not_make_100_are_no_chart() -> None:
    assert _items("Måluppfyllelse\nVägen\n86%\nBron\n75%\nSteget\n60%") == []


def test_bars_that_lie_down_with_the_axis_under_or_over_them() -> None:
    rows = "Arbetsförmedlingen 26\nFörsäkringskassan 14\nSocialtjänsten 41"
    ticks = "0 10 20 30 40 50"
    for text in (f"{rows}\n{ticks}", f"{ticks}\n{rows}"):
        items = _items(f"Remittenter, nya deltagare 2023\n{text}")
        assert [(int(i.value), i.facets["remittent"], i.facets["matt"]) for i in items] == [
            (26, "arbetsformedlingen", "nya"),
            (14, "forsakringskassan", "nya"),
            (41, "socialtjanst", "nya"),
        ]


def _ticked(*texts: str) -> tuple[list[str], list[str]]:
    lines = [Line(no, text) for no, text in enumerate(texts, start=1)]
    parted = part_ticks(labels_of(lines))
    return [x.raw for x in parted.labels], [x.raw for x in parted.ticks]


def test_ticks_are_a_progression_that_reaches_over_the_labels() -> None:
    assert _ticked("12", "30", "0", "10", "20", "30", "40") == (
        ["12", "30"],
        ["0", "10", "20", "30", "40"],
    )
    assert _ticked("40", "30", "20", "10", "0", "12 30") == (
        ["12", "30"],
        ["40", "30", "20", "10", "0"],
    )
    assert _ticked("12", "18", "50", "60", "70", "80")[1] == ["50", "60", "70", "80"]
    # Labels above the highest number of the run: it is no axis.
    assert _ticked("95", "0", "10", "20", "30") == (["95", "0", "10", "20", "30"], [])
    # Three numbers are too few, and 3 6 9 12 neither begins at 0 nor is round.
    assert _ticked("12", "0", "10", "20")[1] == []
    assert _ticked("3", "6", "9", "12")[1] == []


def test_a_second_axis_is_ticks_too() -> None:
    labels, ticks = _ticked("12", "18", "0", "10", "20", "30", "0%", "20%", "40%", "60%")
    assert labels == ["12", "18"]
    assert len(ticks) == 8


@pytest.mark.parametrize("text", ["20", "44 43 45", "43%43%43%", "1 250 000 kr", "’ 43% 12%"])
def test_lines_of_numbers(text: str) -> None:
    assert is_number_line(text)


@pytest.mark.parametrize("text", ["2021 2022 2023", "Män\t69\t73\t75", "Sida 3", "Norrby 12", "—"])
def test_lines_that_are_not_numbers(text: str) -> None:
    assert not is_number_line(text)


@pytest.mark.parametrize(
    ("text", "count", "wanted"),
    [
        ("Haninge Tyresö Nynäshamn Totalt", 4, ["Haninge", "Tyresö", "Nynäshamn", "Totalt"]),
        ("16-24 år 25-34 år 65 år och äldre", 3, ["16-24 år", "25-34 år", "65 år och äldre"]),
        ("Totalt 2020 Okt-dec 2020", 2, ["Totalt 2020", "Okt-dec 2020"]),
        ("■ Före insats ■ Efter insats", 2, ["Före insats", "Efter insats"]),
        (
            "Arbete Studier Fortsatt rehabilitering",
            3,
            ["Arbete", "Studier", "Fortsatt rehabilitering"],
        ),
        ("Norrby kommun\tSöderås kommun", 2, ["Norrby kommun", "Söderås kommun"]),
        ("MIA Vidare Samverkansteamen SamMA Vuxteamet Tyresö Totalt", 5, None),
        ("Haninge Tyresö", 3, None),
    ],
)
def test_names_are_cut_only_where_one_way_leads_to_their_number(
    text: str, count: int, wanted: list[str] | None
) -> None:
    assert names(text, count) == wanted


def test_the_title_says_which_axis_names_are_on() -> None:
    printed = ["Annan", "Annat"]
    assert facets(printed, "Nya deltagare efter remittent")[0] == {"remittent": "annan"}
    assert facets(["Totalt", "Norrby"], "Deltagare")[0] == {"kategori": "Totalt"}
    assert facets(["Kvinnor", "Män", "Totalt"], "")[2] == {"kon": "totalt"}


@pytest.mark.parametrize(
    ("text", "year", "matt"),
    [
        ("Nya deltagare 2023", "2023", "nya"),
        ("Remittenter, nya deltagare 2023", "2023", "nya"),
        ("Diagram 2: Avslutade deltagare", "", "avslutade"),
        ("Deltagare 2020–2024, antal kvinnor och män", "", "deltagare"),
        ("Andel deltagare som avslutat till arbete 2022", "2022", ""),
        ("Figur 2 Deltagare per insats", "", "deltagare"),
        ("Kostnad per deltagare", "", ""),
    ],
)
def test_what_a_title_counts(text: str, year: str, matt: str) -> None:
    title = read_title([text])
    assert (title.year, title.matt) == (year, matt)

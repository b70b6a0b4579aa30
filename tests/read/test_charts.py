"""Charts in extracted text, made up; every expected value is typed from the text above it."""

from __future__ import annotations

from pathlib import Path

from finsam_analysis.read.blocks import Block, classify
from finsam_analysis.read.charts.reader import (
    axis_ticks,
    find_charts,
    left_out_of_chart,
    read_charts,
)
from finsam_analysis.read.document import from_text
from finsam_analysis.read.items import Item

PROSE = "Här står löpande text som handlar om något annat och som inte hör till diagrammet alls.\n"
AXIS = "\n".join(["0", "10", "20", "30", "40", "50", "60"])


def _blocks(text: str) -> list[Block]:
    whole = f"{PROSE}\n{text}\n\n{PROSE}"
    document = from_text(whole.encode(), Path("norrby-2023-arsredovisning.txt"))
    return find_charts(document, classify(document), set())


def _items(text: str, year: int = 2023) -> list[Item]:
    return [item for block in _blocks(text) for item in read_charts(block, year=year)]


def _said(items: list[Item], *names: str) -> list[tuple[object, ...]]:
    return [(int(item.value), *(item.facets.get(name) for name in names)) for item in items]


def test_series_by_series_because_women_and_men_make_the_total() -> None:
    labels = "12\n25\n9\n7\n20\n6\n19 45 15"
    text = f"Nya deltagare 2023\n{labels}\n{AXIS}\nNorrby Söderås Västvik\nKvinnor Män Totalt"
    items = _items(text)
    assert _said(items, "kon", "kategori") == [
        (12, "kvinnor", "Norrby"),
        (25, "kvinnor", "Söderås"),
        (9, "kvinnor", "Västvik"),
        (7, "man", "Norrby"),
        (20, "man", "Söderås"),
        (6, "man", "Västvik"),
        (19, "totalt", "Norrby"),
        (45, "totalt", "Söderås"),
        (15, "totalt", "Västvik"),
    ]
    assert {(i.unit, i.facets["matt"], i.facets["year"]) for i in items} == {
        ("antal", "nya", "2023")
    }
    assert items[0].facets["rubrik"] == "Nya deltagare 2023"
    assert (items[1].label, items[1].column) == ("Söderås", "Kvinnor")
    assert all("summor" in item.note for item in items)


def test_category_by_category_because_women_and_men_make_the_total() -> None:
    labels = "12\n7\n19\n25\n20\n45\n9\n6\n15"
    text = f"Deltagare\n{labels}\n{AXIS}\nNorrby Söderås Västvik\nKvinnor Män Totalt"
    assert _said(_items(text), "kon", "kategori") == [
        (12, "kvinnor", "Norrby"),
        (7, "man", "Norrby"),
        (19, "totalt", "Norrby"),
        (25, "kvinnor", "Söderås"),
        (20, "man", "Söderås"),
        (45, "totalt", "Söderås"),
        (9, "kvinnor", "Västvik"),
        (6, "man", "Västvik"),
        (15, "totalt", "Västvik"),
    ]


def test_no_facets_where_both_orders_are_possible() -> None:
    text = (
        f"Diagram 3. Deltagare\n35\n42\n18\n30\n38\n22\n{AXIS}\nNorrby Söderås Västvik\nKvinnor Män"
    )
    items = _items(text)
    assert [int(item.value) for item in items] == [35, 42, 18, 30, 38, 22]
    assert all(item.label == "" and item.column == "" for item in items)
    assert not any({"kon", "kategori"} & set(item.facets) for item in items)
    assert all("framgår inte" in item.note for item in items)


def test_no_facets_where_the_sums_fail() -> None:
    labels = "12\n25\n9\n7\n20\n6\n19 44 15"
    text = f"Deltagare\n{labels}\n{AXIS}\nNorrby Söderås Västvik\nKvinnor Män Totalt"
    assert not any("kon" in item.facets for item in _items(text))


def test_a_table_that_sums_both_ways_is_not_arranged() -> None:
    labels = "12 9 21\n8 11 19\n20 20 40"
    text = f"Avslut\n{labels}\n{AXIS}\nArbete Studier Totalt\nKvinnor Män Totalt"
    assert not any("kon" in item.facets for item in _items(text))


def test_shares_that_make_100_decide_the_order() -> None:
    shares = "46%\n18%\n36%\n60%\n18%\n22%\n52%\n18%\n30%"
    ticks = "\n".join(f"{n}%" for n in range(0, 80, 10))
    text = f"Ålder 2023\n{shares}\n{ticks}\n16-29 år 30-39 år 40-65 år\nKvinna Man Totalt"
    items = _items(text)
    assert _said(items, "kon", "alder")[:4] == [
        (46, "kvinnor", "16-29 år"),
        (18, "kvinnor", "30-39 år"),
        (36, "kvinnor", "40-65 år"),
        (60, "man", "16-29 år"),
    ]
    assert {item.unit for item in items} == {"procent"}
    assert len(items) == 9


def test_a_total_share_lies_between_its_parts() -> None:
    text = """Andel till arbete eller studier
45%
38%
52%
41%
48%
40%
0% 10% 20% 30% 40% 50% 60%
2022 2023
Kvinnor Män Totalt"""
    assert _said(_items(text), "kon", "year") == [
        (45, "kvinnor", "2022"),
        (38, "kvinnor", "2023"),
        (52, "man", "2022"),
        (41, "man", "2023"),
        (48, "totalt", "2022"),
        (40, "totalt", "2023"),
    ]
    assert "matt" not in _items(text)[0].facets  # a share of those who left, not of participants


def test_labels_of_one_line_go_from_left_to_right() -> None:
    text = """Deltagare 2021–2023
120
100
80
60
40
20
0
94 69 98 73
104
75
2021 2022 2023
■ Kvinnor ■ Män"""
    assert _said(_items(text), "kon", "year") == [
        (94, "kvinnor", "2021"),
        (69, "man", "2021"),
        (98, "kvinnor", "2022"),
        (73, "man", "2022"),
        (104, "kvinnor", "2023"),
        (75, "man", "2023"),
    ]


def test_one_series_in_the_order_that_it_was_drawn() -> None:
    text = "Antal deltagare per år\n87\n102\n95\n131\n0\n20\n40\n60\n80\n100\n120\n140\n"
    text += "2019 2020 2021 2022"
    assert _said(_items(text), "year", "matt") == [
        (87, "2019", "deltagare"),
        (102, "2020", "deltagare"),
        (95, "2021", "deltagare"),
        (131, "2022", "deltagare"),
    ]


def test_labels_that_fall_may_stand_by_height() -> None:
    text = f"Deltagare\n52\n44\n38\n31\n{AXIS}\nNorrby Söderås Västvik Östmo"
    assert not any("kategori" in item.facets for item in _items(text))


def test_ticks_between_labels_tell_which_labels_are_damaged() -> None:
    text = """Andel till arbete 2022
80%
0,
68% - 69%
60% 55% 509
46% °0% 9%
’ 43%43%
40%
31%
20%
0%
Norrby Söderås Västvik
Kvinnor = Man mTotalt"""
    items = _items(text)
    assert [item.raw for item in items] == ["68%", "69%", "55%", "46%", "43%", "43%", "31%"]
    assert all(item.label == "" and "kon" not in item.facets for item in items)
    assert {item.facets["year"] for item in items} == {"2022"}
    (block,) = _blocks(text)
    left = [(line.text, raw) for line, raw in left_out_of_chart(block)]
    assert left == [
        ("0,", "0,"),
        ("60% 55% 509", "509"),
        ("46% °0% 9%", "°0%"),
        ("46% °0% 9%", "9%"),
    ]


def test_an_axis_without_data_labels_gives_no_numbers() -> None:
    ticks = "0%\n\n20%\n\n30%\n\n40%\n 10%"
    text = f"Andel med försörjningsstöd\nvid start och slut\n\nKvinnor Män\n{ticks}"
    (block,) = _blocks(text)
    assert read_charts(block, year=2023) == []
    assert [raw for _, raw in axis_ticks(block)] == ["0%", "20%", "30%", "40%", "10%"]


def test_two_charts_that_follow_each_other() -> None:
    text = f"20\n30\n50\n{AXIS}\nKvinnor Män Totalt\n5\n8\n13\n0\n5\n10\n15\nKvinnor Män Totalt"
    first, second = _blocks(text)
    assert _said(read_charts(first, year=2023), "kon") == [
        (20, "kvinnor"),
        (30, "man"),
        (50, "totalt"),
    ]
    assert _said(read_charts(second, year=2023), "kon") == [
        (5, "kvinnor"),
        (8, "man"),
        (13, "totalt"),
    ]


def test_periods_under_the_bars() -> None:
    text = f"5\n8\n13\n5\n6\n11\n{AXIS}\nKvinnor Män Totalt\nTotalt 2023 Okt-dec 2023"
    items = _items(text)
    assert _said(items, "kon", "kategori", "year", "period") == [
        (5, "kvinnor", "Totalt 2023", "2023", None),
        (8, "man", "Totalt 2023", "2023", None),
        (13, "totalt", "Totalt 2023", "2023", None),
        (5, "kvinnor", "Okt-dec 2023", "2023", "del_av_ar"),
        (6, "man", "Okt-dec 2023", "2023", "del_av_ar"),
        (11, "totalt", "Okt-dec 2023", "2023", "del_av_ar"),
    ]
    # The names under the bars are printed before the legend.
    assert {(item.label, item.column) for item in items[:2]} == {
        ("Kvinnor", "Totalt 2023"),
        ("Män", "Totalt 2023"),
    }


def test_names_that_cannot_be_told_apart_leave_the_genders() -> None:
    names = "Unga i Norrby Lilla Bron Steget vidare"
    labels = "12\n25\n9\n7\n20\n6\n19\n45\n15"
    items = _items(f"Deltagare\n{labels}\n{AXIS}\n{names}\nKvinnor Män Totalt")
    assert _said(items, "kon", "kategori")[:4] == [
        (12, "kvinnor", None),
        (25, "kvinnor", None),
        (9, "kvinnor", None),
        (7, "man", None),
    ]
    assert all(item.label == "" and "går inte att skilja åt" in item.note for item in items)


def test_rows_of_series_under_their_years() -> None:
    text = "Deltagare 2021–2023\n120\n100\n80\n60\n40\n20\n0\n2021\t2022\t2023\n"
    text += "Kvinnor\t94\t98\t104\nMän\t69\t73\t75"
    assert _said(_items(text), "kon", "year") == [
        (94, "kvinnor", "2021"),
        (98, "kvinnor", "2022"),
        (104, "kvinnor", "2023"),
        (69, "man", "2021"),
        (73, "man", "2022"),
        (75, "man", "2023"),
    ]


def test_amounts_in_kronor() -> None:
    text = "Kostnad per insats\n1 250 000 kr\n2 400 000 kr\n800 000 kr\n0 kr\n500 000 kr\n"
    text += "1 000 000 kr\n1 500 000 kr\n2 000 000 kr\n2 500 000 kr\nVägen Bron Steget"
    items = _items(text)
    assert _said(items, "kategori") == [(1250000, "Vägen"), (2400000, "Bron"), (800000, "Steget")]
    assert {item.unit for item in items} == {"kr"}
    assert items[0].raw == "1 250 000"


def test_a_caption_stands_where_the_picture_was() -> None:
    text = (
        f"Diagram 4: Deltagarnas ålder\n\n\n{PROSE}{PROSE}\n20\n30\n50\n{AXIS}\nKvinnor Män Totalt"
    )
    (block,) = _blocks(text)
    assert [line.text for line in block.lines][:2] == ["Diagram 4: Deltagarnas ålder", "20"]
    items = read_charts(block, year=2023)
    assert {item.facets["rubrik"] for item in items} == {"Diagram 4: Deltagarnas ålder"}


def test_lines_that_others_have_taken_are_left() -> None:
    text = f"20\n30\n50\n{AXIS}\nKvinnor Män Totalt"
    document = from_text(text.encode(), Path("norrby-2023.txt"))
    taken = set(range(4, 11))
    assert find_charts(document, classify(document), taken) == []


def test_tables_and_columns_of_numbers_are_no_charts() -> None:
    text = """Not 2 Intäkter 2023 2022
Medlemsbidrag
2 000
4 000
Övriga intäkter
12
340
Insats Kvinnor Män Totalt
Vägen 10 20 30
Bron 12 14 26"""
    assert _blocks(text) == []


def test_a_block_alone_is_enough() -> None:
    text = f"Deltagare 2023\n20\n30\n50\n{AXIS}\nKvinnor Män Totalt"
    (block,) = _blocks(text)
    again = Block("t07", block.lines, ("Deltagare",), "diagram")
    assert _said(read_charts(again, year=2023), "kon", "matt") == [
        (20, "kvinnor", "deltagare"),
        (30, "man", "deltagare"),
        (50, "totalt", "deltagare"),
    ]

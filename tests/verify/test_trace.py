"""From a value back to its printed line, on a built made-up report."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.made import REPORT, write_report

from finsam_analysis.add import Options, add_reports
from finsam_analysis.build import build
from finsam_analysis.read.document import ReportError
from finsam_analysis.verify.marking import pointer, position, spans
from finsam_analysis.verify.trace import trace

NBSP = "\N{NO-BREAK SPACE}"
# Kansli is printed 100 kr off, a row cannot be read, and Lotsar has an outcome by correction.
TEXT = (
    REPORT.replace("562 600 617 446 -54 846", "562 600 617 546 -54 846")
    .replace("Totalt 125 119 244", "Totalt 125 119 244\nÖvriga 3")
    .replace("Styrelsen har haft", "Insatsen Lotsar hade 108 deltagare under året.\nStyrelsen hade")
)
CORRECTION = """
[[rattelse]]
rad = 11
tryckt = "27 788"
flagga = true
skal = "läses av en människa"
bevis = "not 3"
"""


def told(data: Path, *key: str) -> str:
    return str(trace(*key, clean=data / "clean", raw=data / "raw"))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with raw/ and clean/."""
    home = tmp_path_factory.mktemp("data")
    add_reports([write_report(home / "in", text=TEXT)], Options(home / "raw"))
    (home / "raw/norrvik-2021/corrections.toml").write_text(CORRECTION, encoding="utf-8")
    build(home / "raw", home / "clean")
    return home


def test_a_value_stands_below_its_line_and_its_neighbours(data: Path) -> None:
    rows = told(data, "ekonomi", "norrvik-2021", "12", "post=utfall").split("\n")
    assert rows[0] == "Årsredovisning 2021, Samordningsförbundet Norrvik"
    assert (
        rows[1]
        == "  norrvik-2021, rad 12, tabell t01 »Samordningsförbundet Norrvik / Budget och utfall«"
    )
    at = rows.index("  > 12 | Lotsar 994 200 930 602 63 598")
    assert rows[at - 1] == "    11 | Ungdomsteam 1 184 200 1 156 412 27 788"
    assert rows[at + 1] == "       |                ^^^^^^^"
    assert f"  930{NBSP}602 kr  Lotsar, Utfall".replace(" kr", f"{NBSP}kr") in rows
    assert rows[-1] == "Klart: 1 värde ur ekonomi."


def test_its_own_checks_stand_first_and_the_others_are_counted(data: Path) -> None:
    """Lotsar's outcome is in its row's difference and in its column's sum, not in the budget's;
    and its name stands in the order of the other tables.
    """
    text = told(data, "ekonomi", "norrvik-2021", "12", "post=utfall")
    own = [row.strip() for row in text.split("\n") if re.match(r"\s+[=≈≠] ", row)]
    assert len(own) == 3
    assert own[0].startswith("≠ Summa: summan av raderna: ")
    assert own[1].startswith("= Lotsar: Budget − Utfall: ")
    assert "raderna står som i" in own[2]
    assert "uträkningar till på raden prövar andra tal" in text


def test_a_value_that_is_tried_says_so_and_the_failing_check_is_first(data: Path) -> None:
    text = told(data, "ekonomi", "norrvik-2021", "13", "post=avvikelse")
    own = [row.strip() for row in text.split("\n") if re.match(r"\s+[=≈≠] ", row)]
    assert own[0].startswith("≠ Kansli: ")
    assert "(talet prövas)" in " ".join(text.split())
    assert f"\N{MINUS SIGN}54{NBSP}846" in own[0]


def test_values_on_one_line_share_it(data: Path) -> None:
    text = told(data, "ekonomi", "12")
    assert text.count("> 12 | Lotsar") == 1
    assert text.count("läst så av") == 1
    assert "^^^^^^^ ^^^^^^^ ^^^^^^" in text
    assert text.endswith("Klart: 3 värden ur ekonomi.")


def test_values_stand_in_the_order_of_the_print(data: Path) -> None:
    made = trace("ekonomi", "12", clean=data / "clean", raw=data / "raw")
    assert [value.row["raw"] for value in made.values] == ["994 200", "930 602", "63 598"]
    line = "Svar 3% 19% 78% (36%)"
    there = [{"raw": raw} for raw in ("19%", "3%", "36%", "78%")]  # prose and surveys: by their raw
    assert [position(line, there, row) for row in there] == [8, 5, 17, 12]


def test_a_correction_is_shown_with_its_reason(data: Path) -> None:
    text = told(data, "ekonomi", "11", "post=avvikelse")
    assert "rättelse: »27 788« flaggat: läses av en människa (bevis: not 3)" in text


@pytest.mark.parametrize(
    ("key", "count"),
    [
        (["ekonomi", "norrvik-2021"], 12),
        (["ekonomi", "post=budget"], 4),
        (["ekonomi", "12"], 3),
        (["ekonomi", "varde=994200"], 1),
        (["ekonomi", "varde=994 200"], 1),
        (["ekonomi", "varde=-54 846"], 1),
        (["ekonomi", "varde=\u221254 846"], 1),
        (["ekonomi", "insats_id=norrvik/lotsar", "post=utfall"], 1),
        (["ekonomi", "is_total=true"], 3),
        (["deltagare", "kon=kvinnor"], 3),
    ],
)
def test_a_key_picks_out_values(data: Path, key: list[str], count: int) -> None:
    word = "värde" if count == 1 else "värden"
    assert f"Klart: {count} {word} ur {key[0]}." in told(data, *key)


@pytest.mark.parametrize(
    "key",
    [
        ["ekonomi", "varde=mycket"],
        ["ekonomi", "farg=rod"],
        ["ekonomi", "=5"],
        ["ekonomi", "sydvik-2021"],
        ["ekonomi", "9" * 30],
        ["insatser", "norrvik-2021"],
        ["olasta", "norrvik-2021"],
        ["kontroller", "norrvik-2021"],
        ["pengar", "norrvik-2021"],
    ],
)
def test_a_key_that_fits_nothing_is_an_error(data: Path, key: list[str]) -> None:
    with pytest.raises(ReportError):
        told(data, *key)


def test_without_the_captured_lines_the_value_is_shown_all_the_same(data: Path) -> None:
    text = str(trace("ekonomi", "12", clean=data / "clean", raw=data / "nowhere"))
    assert "> 12 | 994 200 … 930 602 … 63 598 (raderna visas när" in text
    assert "Lotsar 994 200 930 602" not in text
    assert "= Lotsar: Budget − Utfall" in text


PROSE = ["deltagare", "table_id=prosa", "insats_id=norrvik/lotsar"]


def test_a_sentence_is_shown_only_where_the_report_lies_beside(data: Path, tmp_path: Path) -> None:
    sentence = "Insatsen Lotsar hade 108 deltagare under året."
    assert f"| {sentence}\n" in told(data, *PROSE)
    raw = tmp_path / "raw"
    captured = data / "raw/norrvik-2021"
    for path in captured.rglob("*"):
        if path.is_file() and path.name != "source.txt":
            copy = raw / "norrvik-2021" / path.relative_to(captured)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    without = str(trace(*PROSE, clean=data / "clean", raw=raw))
    assert sentence not in without and "108 (löpande text; meningen sparas inte)" in without
    other = TEXT.replace("hade 108", "hade 109")
    (raw / "norrvik-2021/source.txt").write_text(other, encoding="utf-8")
    changed = str(trace(*PROSE, clean=data / "clean", raw=raw))
    assert "hade 109" not in changed  # not the text that was captured


# --- the card -----------------------------------------------------------------------------------


class Tags(HTMLParser):
    """The tags of a card, and whether they close."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.opened: list[tuple[str, dict[str, str]]] = []
        self.stack: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in {"br", "meta"}:
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag


def test_the_card_marks_the_number_and_asks_for_nothing(data: Path) -> None:
    made = trace("ekonomi", "12", "post=utfall", clean=data / "clean", raw=data / "raw")
    markup = made._repr_html_()
    tags = Tags(markup)
    assert tags.stack == []
    assert re.findall(r"<mark[^>]*>([^<]*)</mark>", markup) == ["930 602"]
    names = {tag for tag, _ in tags.opened}
    assert not names & {"script", "link", "img", "iframe", "style"} and "http" not in markup
    # no colour of text or paper of its own: the notebook's stand, light or dark
    assert not re.search(r"color:(?!inherit)|background:#", markup.replace("-color", "_"))


def test_the_card_never_shows_a_sentence(data: Path) -> None:
    markup = trace(*PROSE, clean=data / "clean", raw=data / "raw")._repr_html_()
    assert "hade 108 deltagare" not in markup and ">108</mark>" in markup


def test_refused_readings_are_behind_a_line_that_opens(data: Path) -> None:
    made = trace("ekonomi", "12", clean=data / "clean", raw=data / "raw")
    for value in made.values:
        value.refused = ("99 | 4 200", "994 | 200")
    markup = made._repr_html_()
    assert "<details><summary>Avvisade läsningar (2)</summary>" in markup
    assert markup.count("<details>") == 1


def test_at_most_five_refused_readings_are_shown_in_the_terminal(data: Path) -> None:
    made = trace("ekonomi", "12", clean=data / "clean", raw=data / "raw")
    for value in made.values:
        value.refused = tuple(f"läsning {no}" for no in range(8))
    text = str(made)
    assert "läsning 4" in text and "läsning 5" not in text and "och 3 till" in text


# --- where a number stands ----------------------------------------------------------------------


def row(raw: str) -> dict[str, str]:
    return {"raw": raw}


@pytest.mark.parametrize(
    ("line", "raws", "which", "found"),
    [
        ("Lotsar 0 10 0", ["0", "10", "0"], 2, ["0"]),
        ("Medel 4 026130 4", ["4 026130", "4"], 1, ["4"]),
        ("Medel  4\t026130 4", ["4 026130", "4"], 0, ["4\t026130"]),
        ("H5 5", ["5"], 0, ["5"]),
        ("Resultat -3105 450", ["-3105 450"], 0, ["-3105 450"]),
        ("Resultat 12", ["13"], 0, []),
    ],
)
def test_a_number_is_found_in_its_line(
    line: str, raws: list[str], which: int, found: list[str]
) -> None:
    there = [row(raw) for raw in raws]
    places = spans(line, there, [there[which]])
    assert [line[start:end] for start, end in places] == found
    assert pointer(line, there, [there[which]]).count("^") == sum(map(len, found))


def test_of_two_alike_the_one_meant_is_pointed_at() -> None:
    there = [row("0"), row("10"), row("0")]
    assert pointer("Lotsar 0 10 0", there, [there[2]]) == "            ^"

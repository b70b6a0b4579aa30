"""finsam check as a page: whole by itself, readable by everybody, with the terminal's findings."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest
from tests.made import REPORT, write_report
from tests.publish import tiny

from finsam_analysis.add import Options, add_reports
from finsam_analysis.build import build
from finsam_analysis.publish import show_site
from finsam_analysis.publish.check_page import page, write_page
from finsam_analysis.publish.text import Names
from finsam_analysis.read.document import ReportError
from finsam_analysis.verify.workbench import Workbench, workbench

TEXT = REPORT.replace("562 600 617 446 -54 846", "562 600 617 546 -54 846").replace(
    "Lotsar 51 57 108", "Lotsar & <co> 51 57 108"
)
VOID = {"meta", "br", "link", "img", "input"}


class Tags(HTMLParser):
    """The tags of a page, which must close in order."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.opened: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, tag

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.opened if name == tag]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    home = tmp_path_factory.mktemp("data")
    add_reports([write_report(home / "in", text=TEXT)], Options(home / "raw"))
    build(home / "raw", home / "clean")
    return workbench(home / "clean")


@pytest.fixture(scope="module")
def markup(bench: Workbench) -> str:
    return page(bench)


def test_the_page_is_whole_and_asks_for_nothing(markup: str) -> None:
    tags = Tags(markup)
    assert tags.open == []
    assert tags.all("html") == [{"lang": "sv"}]
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in tags.all(
        "meta"
    )
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in tags.opened}
    assert not re.search(r"https?:|url\(|@import", markup)


def test_headings_step_by_one_and_links_lead_somewhere(markup: str) -> None:
    tags = Tags(markup)
    levels = [int(tag[1]) for tag, _ in tags.opened if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    ids = {attributes["id"] for _, attributes in tags.opened if "id" in attributes}
    assert {link["href"].removeprefix("#") for link in tags.all("a")} <= ids


def test_every_table_has_a_caption_and_headed_rows_and_columns(markup: str) -> None:
    tables = re.findall(r"<table.*?</table>", markup, re.S)
    assert tables
    for table in tables:
        assert re.search(r"<caption[^>]*>[^<]+</caption>", table)
        head, _, body = table.partition("<tbody>")
        assert head.count("<th scope=") == head.count("<th ") and '<th scope="col"' in head
        assert body.count('<th scope="row">') == body.count("<tr>")


def test_a_finding_marks_its_numbers_in_the_print(markup: str, bench: Workbench) -> None:
    kansli = next(part for part in markup.split("<li>") if "Kansli: Budget" in part)
    assert "Troligen fel: 617" in kansli
    assert "Kansli 562 600 <mark>617 546</mark>" in re.sub(r"<mark>(562 600)</mark>", r"\1", kansli)
    assert "finsam trace ekonomi norrvik-2021 13" in kansli
    assert markup.count("<h3>") == len(bench.findings)


def test_print_cannot_break_the_page(markup: str) -> None:
    assert "<co>" not in markup


# --- contrast -----------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.1)."""
    digits = colour.lstrip("#")
    digits = "".join(2 * d for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def themes(markup: str) -> list[dict[str, str]]:
    """The colours of each :root: light, dark and print."""
    roots = re.findall(r":root \{([^}]*)\}", markup)
    return [dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6});", root)) for root in roots]


def test_text_stands_out_from_the_paper_in_light_dark_and_print(markup: str) -> None:
    found = themes(markup)
    assert len(found) == 3
    for colours in found:
        for name in ("text", "dim", "link", "warn", "ours"):
            for paper in ("face", "soft"):
                assert contrast(colours[name], colours[paper]) >= 4.5, (name, paper, colours)
        assert contrast(colours["marktext"], colours["mark"]) >= 4.5


# --- writing ------------------------------------------------------------------------------------


def test_the_page_is_moved_into_place(bench: Workbench, tmp_path: Path) -> None:
    write_page(bench, tmp_path / "ny" / "sida.html")
    assert [path.name for path in (tmp_path / "ny").iterdir()] == ["sida.html"]


def test_a_page_that_cannot_be_written_leaves_nothing(bench: Workbench, tmp_path: Path) -> None:
    (tmp_path / "mapp").mkdir()
    with pytest.raises(ReportError, match=r"Kan inte skriva .*mapp: det är en mapp\. .*--html"):
        write_page(bench, tmp_path / "mapp")
    assert [path.name for path in tmp_path.iterdir()] == ["mapp"]


def test_the_same_data_gives_the_same_page(bench: Workbench, markup: str) -> None:
    assert page(bench) == markup


# --- the site's tables of the same --------------------------------------------------------------


def names() -> Names:
    return Names.of(tiny.forbund(), tiny.insatser(), tiny.rapporter())


def test_corrections_are_shown_on_the_site() -> None:
    shown = show_site.correction_table(tiny.rattelser(), names()).markup
    rows = re.findall(r"<tr>.*?</tr>", shown)[1:]
    assert len(rows) == 2
    assert "läses &lt;om&gt;" in rows[0] and "märkt, talet är kvar" in rows[0]
    assert "kan inte förekomma" in rows[0]  # a flag gives no new number
    assert "tryckfel" in rows[1] and "ersatt med ett annat tal" in rows[1] and ">48<" in rows[1]


def test_without_corrections_the_site_says_so() -> None:
    shown = show_site.correction_table(tiny.rattelser().clear(), names())
    assert shown.text == "Rättelser: det finns inga rader."


def test_the_reason_that_the_ledger_has_is_shown_on_the_site() -> None:
    checks = tiny.kontroller()
    assert "Vad som talar" not in show_site.contradiction_table(checks, names()).markup
    told = checks.with_columns(pl.Series("bevis", [None, "46 är skadat"], dtype=pl.String))
    shown = show_site.contradiction_table(told, names()).markup
    assert "Vad som talar" in shown and "46 är skadat" in shown


def test_coverage_is_shown_on_the_site_when_it_is_there() -> None:
    covered = pl.DataFrame(
        {
            "report_id": [tiny.AR22, tiny.AR22],
            "dataset": ["mal", "ekonomi"],
            "antal_tal": [8, 40],
            "antal_prov": [0, 30],
            "andel_prov": [0.0, 0.75],
        }
    )
    rows = re.findall(r"<tr>.*?</tr>", show_site.coverage_table(covered, names()).markup)[1:]
    assert "Budget och utfall per insats" in rows[0] and "75\N{NO-BREAK SPACE}%" in rows[0]
    assert ">8<" in rows[1] and "0\N{NO-BREAK SPACE}%" in rows[1]
    assert show_site.coverage_table(None, names()).empty

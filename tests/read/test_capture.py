"""What is kept of a report: written and read back the same, all of it or nothing."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import tree
from tests.made import REPORT, write_report

from finsam_analysis.read.blocks import Block
from finsam_analysis.read.capture import (
    Report,
    block_text,
    capture,
    load_report,
    parse_block,
    save,
)
from finsam_analysis.read.document import Line, ReportError, from_text, text_kind
from finsam_analysis.read.identify import identify
from finsam_analysis.read.omitted import Left

LEFT = [Left(22, None, "t02", "skadat tryck: H", 'Lotsar 51 H "108"')]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_report(tmp_path / "in")


def captured(source: Path) -> Report:
    document = from_text(source.read_bytes(), source)
    return capture(document, identify(document))


# --- documents ----------------------------------------------------------------------------------


def test_lines_count_from_one_and_end_in_any_way() -> None:
    unix = from_text(b"ett\ntv\xc3\xa5\n\nfyra\n", Path("a.txt"))
    windows = from_text(b"ett\r\ntv\xc3\xa5\r\n\r\nfyra\r\n", Path("a.txt"))
    assert [(line.no, line.text) for line in unix.lines] == [
        (1, "ett"),
        (2, "två"),
        (3, ""),
        (4, "fyra"),
    ]
    assert windows.lines == unix.lines
    assert unix.line(4).text == "fyra"
    with pytest.raises(KeyError):
        unix.line(5)


def test_a_byte_order_mark_is_no_text() -> None:
    assert from_text("\ufeffrad".encode(), Path("a.txt")).line(1).text == "rad"


def test_form_feeds_are_pages() -> None:
    paged = from_text(b"ett\n\ftva\ntre\n\ffyra\n", Path("a.txt"))
    assert [(line.text, line.page) for line in paged.lines] == [
        ("ett", 1),
        ("tva", 2),
        ("tre", 2),
        ("fyra", 3),
    ]


@pytest.mark.parametrize(
    "data", [b"", b"  \n\n", b"\xff\xfe\x00\x01", b"text\x00text", b"\xe5\xe4\xf6"]
)
def test_what_is_no_text_is_an_error_with_the_files_name(data: bytes) -> None:
    with pytest.raises(ReportError, match=r"^rapport\.txt är"):
        from_text(data, Path("rapport.txt"))


def test_text_from_a_scanner_is_told_by_lost_letters_and_marks() -> None:
    assert (
        text_kind("Förbundet är till för människor på väg åter till arbete. " * 20)
        == "born_digital"
    )
    assert text_kind("Forbundet ar till for manniskor pa vag ater till arbete. " * 20) == "ocr"
    assert text_kind("Förbundet är till för m■nniskor på väg åter till arbete. " * 20) == "ocr"
    assert text_kind("2021 2020\n5 6\n") == "born_digital"


# --- a block as text ----------------------------------------------------------------------------


@given(
    lines=st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=20),
            st.none() | st.integers(1, 900),
        ),
        min_size=1,
        max_size=5,
    ),
    section=st.lists(
        st.from_regex(r"[A-ZÅÄÖ][a-zåäö0-9 .|#-]{0,20}[a-zåäö]", fullmatch=True), max_size=3
    ),
    kind=st.sampled_from(["tabell", "mal", "enkat", "diagram"]),
)
def test_a_block_is_stored_as_it_is_printed(
    lines: list[tuple[str, int | None]], section: list[str], kind: str
) -> None:
    printed = tuple(Line(no, text, page) for no, (text, page) in enumerate(lines, start=7))
    made = Block("t03", printed, tuple(section), kind)
    assert parse_block("t03", block_text(made)) == made


def test_a_tab_and_a_rule_inside_a_line_are_kept() -> None:
    made = Block("t01", (Line(5, "Alfa\t1 200 | 300\t--- 5", 2),), ("1.2 Ekonomi",))
    assert parse_block("t01", block_text(made)) == made


@pytest.mark.parametrize("row", ["Alfa 5 6", "x | Alfa", "12 Alfa"])
def test_a_stored_line_without_its_number_is_an_error(row: str) -> None:
    with pytest.raises(ValueError):
        parse_block("t01", f"# Ekonomi\n--- tabell\n{row}\n")


# --- the folder of a report ---------------------------------------------------------------------


def test_a_report_is_read_back_the_same(source: Path, tmp_path: Path) -> None:
    report = captured(source)
    folder = save(report, LEFT, tmp_path / "raw", source, again=False)
    assert folder == tmp_path / "raw" / "norrvik-2021"
    again = load_report(folder)
    assert again.blocks == report.blocks
    assert again.figures == report.figures
    for name in (
        "report_id",
        "forbund",
        "forbund_id",
        "year",
        "kind",
        "title",
        "text",
        "sha256",
        "lines",
        "how",
    ):
        assert getattr(again, name) == getattr(report, name), name


def test_what_the_report_says_of_itself(source: Path, tmp_path: Path) -> None:
    folder = save(captured(source), [], tmp_path / "raw", source, again=False)
    head = tomllib.loads((folder / "report.toml").read_text(encoding="utf-8"))
    assert head["report_id"] == "norrvik-2021"
    assert (head["forbund"], head["year"], head["kind"]) == (
        "Samordningsförbundet Norrvik",
        2021,
        "arsredovisning",
    )
    assert head["lines"] == REPORT.count("\n") == 38
    assert len(head["sha256"]) == 64
    assert (folder / "source.txt").read_bytes() == source.read_bytes()


def test_blocks_hold_the_tables_and_no_prose(source: Path, tmp_path: Path) -> None:
    folder = save(captured(source), [], tmp_path / "raw", source, again=False)
    kept = {name for name in tree(folder) if name != "source.txt"}
    text = "".join((folder / name).read_text(encoding="utf-8") for name in kept if name[-1] != "/")
    assert "11 | Ungdomsteam 1 184 200 1 156 412 27 788\n" in text
    assert "35 | Årets resultat 96 740 49 600\n" in text
    for sentence in ("arbetar tillsammans", "behovet av stöd", "Förbundet har under året"):
        assert sentence in REPORT
        assert sentence not in text


def test_the_same_report_gives_the_same_bytes(source: Path, tmp_path: Path) -> None:
    first = save(captured(source), LEFT, tmp_path / "a", source, again=False)
    second = save(captured(source), LEFT, tmp_path / "b", source, again=False)
    assert tree(first) == tree(second)
    assert b"\r" not in b"".join(tree(first).values())


def test_a_report_that_is_there_is_refused(source: Path, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    save(captured(source), LEFT, raw, source, again=False)
    before = tree(raw)
    with pytest.raises(ReportError, match="--replace"):
        save(captured(source), [], raw, source, again=False)
    assert tree(raw) == before


def test_replacing_keeps_what_a_person_decided_and_drops_the_rest(
    source: Path, tmp_path: Path
) -> None:
    raw = tmp_path / "raw"
    folder = save(captured(source), LEFT, raw, source, again=False)
    (folder / "corrections.toml").write_text("[[rattelse]]\n", encoding="utf-8")
    (folder / "tabeller" / "t99.txt").write_text("old\n", encoding="utf-8")
    save(captured(source), [], raw, source, again=True)
    assert (folder / "corrections.toml").read_text(encoding="utf-8") == "[[rattelse]]\n"
    assert not (folder / "tabeller" / "t99.txt").exists()
    assert [path.name for path in raw.iterdir()] == ["norrvik-2021"]


def test_a_failure_while_writing_leaves_nothing(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = tmp_path / "raw"
    save(captured(source), LEFT, raw, source, again=False)
    before = tree(raw)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(ReportError, match="disken är full"):
        save(captured(source), [], raw, source, again=True)
    assert tree(raw) == before


def test_a_folder_that_cannot_be_written(source: Path, tmp_path: Path) -> None:
    """A file stands in the folder's place, which stops root too."""
    (tmp_path / "raw").write_text("en fil", encoding="utf-8")
    with pytest.raises(ReportError, match="Kan inte skriva i"):
        save(captured(source), [], tmp_path / "raw", source, again=False)
    assert (tmp_path / "raw").read_text(encoding="utf-8") == "en fil"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("report.toml", "not = [toml"),
        ("report.toml", 'report_id = "x"\n'),
        ("tabeller/t01.txt", "--- tabell\nAlfa 5 6\n"),
        ("figurer.csv", "line,page\n1,\n"),
    ],
)
def test_a_damaged_folder_is_named(source: Path, tmp_path: Path, name: str, text: str) -> None:
    folder = save(captured(source), LEFT, tmp_path / "raw", source, again=False)
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(ReportError, match="norrvik-2021"):
        load_report(folder)


def test_a_report_without_a_table_is_refused(tmp_path: Path) -> None:
    head = REPORT.split("Budget och utfall")[0]
    source = write_report(tmp_path, text=head)
    with pytest.raises(ReportError, match="ingen tabell"):
        captured(source)

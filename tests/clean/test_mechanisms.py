"""What keeps wrong numbers out and lost numbers visible, one mechanism a test; made-up reports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from finsam_analysis.add import Options, add_reports
from finsam_analysis.build import Built, collect

HEAD = (
    "Samordningsförbundet Provtorp\nÅrsredovisning 2023\n\n"
    "Samordningsförbundet Provtorp bildades 2010 och har fyra medlemmar som tillsammans "
    "arbetar för samverkan.\n\n"
)
TABLE = (
    "Deltagare 2023\nInsats Kvinnor Män Totalt\nStartpunkten 74 62 136\n"
    "Rehabteam Klövsjö 51 57 108\nTotalt 125 119 244\n\n"
)
BETWEEN = (
    "Förbundet har under året arbetat vidare med de insatser som har startats och som ska "
    "utvecklas.\n\n"
)


def _built(folder: Path, text: str) -> Built:
    path = folder / "provtorp-2023.txt"
    path.write_text(HEAD + text, encoding="utf-8")
    add_reports([path], Options(folder / "raw"))
    return collect(folder / "raw")


def _facts(built: Built, **wanted: Any) -> list[tuple[str, float]]:
    """Dataset and value of the facts of tables that agree with what is wanted."""
    return [
        (fact.dataset, fact.number)
        for fact in built.facts
        if fact.table_id != "prosa"
        and all(wanted[k] == getattr(fact, k, fact.extra.get(k)) for k in wanted)
    ]


def _left(built: Built) -> list[str]:
    return [left.text for left in built.left["provtorp-2023"]]


def test_a_row_of_no_table_is_listed(tmp_path: Path) -> None:
    built = _built(tmp_path, TABLE + BETWEEN + "landsbygden 25 20 14\n\n" + BETWEEN)
    assert _left(built) == ["landsbygden 25 20 14"]


def test_page_numbers_contents_and_register_numbers_are_not_listed(tmp_path: Path) -> None:
    contents = "Innehåll\n1 Förvaltningsberättelse 3\n2 Ekonomi 7\n3 Noter 9\n\n"
    rest = "Organisationsnummer 222000-9999\n\n17\n\nDnr 14\n\n"
    built = _built(tmp_path, contents + BETWEEN + TABLE + BETWEEN + rest + BETWEEN)
    assert _left(built) == []
    assert {value for _, value in _facts(built)}.isdisjoint({3.0, 7.0, 9.0, 14.0, 17.0})


def test_columns_without_heads_are_no_totals(tmp_path: Path) -> None:
    """Four columns whose heads are lost: under their own numbers in `ovrigt`, never confirmed."""
    text = (
        "Avslutsorsaker 2023\nOrsak\nArbete 9 5 4 11\nStudier 3 2 2 7\n"
        "Fortsatt rehabilitering 7 8 3 18\nTotalt 19 15 9 36\n"
    )
    built = _built(tmp_path, text)
    assert _facts(built, dataset="avslut") == []
    assert _facts(built, kontroll="bekraftad") == []
    assert _facts(built, matt="avslut_studier_kolumn_4", kon=None) == [("ovrigt", 7.0)]


def test_statement_columns_without_years_are_left_unread(tmp_path: Path) -> None:
    text = (
        "Resultaträkning (tkr)\nVerksamhetens intäkter 9 000 8 800\n"
        "Verksamhetens kostnader –8 859 –8 411\nÅrets resultat 141 389\n"
    )
    built = _built(tmp_path, text + "\n" + BETWEEN + TABLE)
    assert _facts(built, dataset="rakenskaper") == []
    assert len(_left(built)) == 3


def test_two_numbers_of_one_meaning_in_a_row_are_left_unread() -> None:
    from decimal import Decimal

    from finsam_analysis.clean.facts import Fact
    from finsam_analysis.clean.guard import guard
    from finsam_analysis.read.blocks import Block
    from finsam_analysis.read.document import Line
    from finsam_analysis.read.tables.reader import read_table

    lines = ("Deltagare", "Kvinnor Män", "Fyren 29 19", "Hamnen 20 16", "Totalt 49 35")
    table = read_table(Block("t01", tuple(Line(no, t) for no, t in enumerate(lines, 1))))
    facts = [
        Fact("deltagare", "r", "f", 2023, c.line.no, None, "t01", "", "", c.value.raw, Decimal(1),
             "antal", extra={"kon": "kvinnor" if c.row == 1 else str(c.column)},
             place=(c.row, c.column))
        for c in table.cells
    ]  # fmt: skip
    kept = guard(table, facts)
    assert [fact.place for fact in kept] == [(0, 0), (0, 1), (2, 0), (2, 1)]
    assert [item.line.no for item in table.unread] == [4]


def test_a_label_that_begins_with_antal_or_andel_says_the_unit(tmp_path: Path) -> None:
    text = (
        "Flerårsöversikt\n2021 2022 2023\nIntäkter 8 400 000 8 650 000 8 900 000\n"
        "Kostnader 8 030 775 8 911 204 9 118 466\nAntal anställda 2 3 3\n"
        "Andel nöjda deltagare 71 74 78\n"
    )
    built = _built(tmp_path, text)
    assert _facts(built, enhet="antal") == [("rakenskaper", n) for n in (2.0, 3.0, 3.0)]
    assert _facts(built, enhet="procent") == [("rakenskaper", n) for n in (71.0, 74.0, 78.0)]


def test_the_unit_word_a_head_was_cut_before(tmp_path: Path) -> None:
    text = (
        "Deltagare per insats 2023\nInsats Antal kvinnor Antal män Andel kvinnor Andel män\n"
        "Fyren 29 19 60 40\nHamnen 20 16 56 44\nBryggan 13 14 48 52\n"
    )
    built = _built(tmp_path, text)
    shares = _facts(built, dataset="deltagare", kon="man", enhet="procent")
    assert [value for _, value in shares] == [40.0, 44.0, 52.0]


BALANCE = (
    "Eget kapital och skulder\n2022-12-31 2023-12-31\nUtgående eget kapital 3 365 211 3 235 495\n"
    "Kortfristiga skulder 1 252 710 1 103 629\n"
    "Summa eget kapital och skulder 4 617 921 4 339 124\n"
)


def test_the_second_half_of_a_balance_sheet_is_one(tmp_path: Path) -> None:
    built = _built(tmp_path, BALANCE)
    assert {f.extra["rapport"] for f in built.facts if f.table_id != "prosa"} == {"balansrakning"}


def test_a_statement_of_income_with_its_budget_is_a_statement(tmp_path: Path) -> None:
    text = (
        "Resultaträkning (mkr)\nUtfall 2023 Budget 2023 Utfall 2022\n"
        "Verksamhetens intäkter 20,75 20,90 20,08\nVerksamhetens kostnader -21,40 -21,90 -19,70\n"
        "Verksamhetens nettokostnad -0,65 -1,00 0,38\nÅrets resultat -0,65 -1,00 0,38\n"
    )
    built = _built(tmp_path, text)
    planned = _facts(built, dataset="rakenskaper", year=2023, post_budget="budget")
    assert [value for _, value in planned] == [20.9, -21.9, -1.0, -1.0]


def test_how_many_got_work_beside_the_participants(tmp_path: Path) -> None:
    text = (
        "Deltagare 2023\nInsats Antal Kvinnor Män Till arbete\nFyren 48 29 19 11\n"
        "Kajen 12 5 7 2\nTotalt 60 34 26 13\n"
    )
    built = _built(tmp_path, text)
    assert [value for _, value in _facts(built, dataset="avslut")] == [11.0, 2.0, 13.0]
    assert [v for _, v in _facts(built, dataset="deltagare", kon="totalt")] == [48.0, 12.0, 60.0]


INCOME = (
    "Resultaträkning (kr)\n2022 2023\nVerksamhetens intäkter 8 650 000 8 900 000\n"
    "Verksamhetens kostnader {} {}\nVerksamhetens nettokostnad -261 204 -218 466\n"
)


def test_costs_printed_without_minus_are_costs(tmp_path: Path) -> None:
    built = _built(tmp_path, INCOME.format("8 911 204", "9 118 466"))
    checks = [c for c in built.checks if c.typ == "räkning"]
    assert [c.utfall for c in checks] == ["stammer", "stammer"]
    assert all("kostnader tryckta utan minus" in c.beskrivning for c in checks)
    costs = [f for f in built.facts if f.extra.get("post") == "verksamhetens_kostnader"]
    assert [f.extra["belopp_kr"] for f in costs] == [-8_911_204, -9_118_466]
    assert [f.number for f in costs] == [8_911_204, 9_118_466]


def test_a_wrong_year_among_costs_without_minus_is_a_contradiction(tmp_path: Path) -> None:
    built = _built(tmp_path, INCOME.format("8 911 204", "9 118 566"))
    assert sorted(c.utfall for c in built.checks if c.typ == "räkning") == ["motsagelse", "stammer"]


def test_no_chart_takes_a_row_out_of_a_table(tmp_path: Path) -> None:
    """The last row stands near text whose words could name as many bars as it has numbers."""
    rows = (
        "Belopp tkr\nIntäkt Kostnad Netto\n\nIntäkter från\nhuvudmännen\n29 204 0 29 204\n\n"
        "Finansiering\nindividinriktade\ninsatser\n6 848 27 252 20 404 31 400 -10 996 8 354\n\n"
        "Finansiering\nstrukturinriktade\ninsatser\n26 2 294 2 266 4 210 -1 944 798\n\n"
        "3.1 Balanskravsresultat\n"
        "Samordningsförbundet har inga realisationsvinster, realisationsförluster, orealiserade "
        "vinster\neller förluster.\n"
    )
    built = _built(tmp_path, rows)
    assert "diagram" not in {block.kind for block in built.reports[0].blocks}


def test_what_members_pay_beside_their_shares_and_inhabitants(tmp_path: Path) -> None:
    text = (
        "Medlemsavgifter 2023\nMedlem Bidrag 2023 Andel Bidrag 2022\n"
        "Staten 4 400 000 50% 4 275 000\nRegion Norrdal 2 200 000 25% 2 137 500\n"
        "Forsnäs kommun 2 200 000 25% 2 137 500\nSumma 8 800 000 100% 8 550 000\n"
    )
    built = _built(tmp_path, text)
    paid = _facts(built, dataset="medlemsbidrag", medlem="staten")
    assert [value for _, value in paid] == [4_400_000.0, 4_275_000.0]
    assert [v for _, v in _facts(built, enhet="procent")] == [50.0, 25.0, 25.0, 100.0]
    assert {d for d, _ in _facts(built, enhet="procent")} == {"ovrigt"}


def test_gender_under_each_kommun(tmp_path: Path) -> None:
    text = (
        "Deltagare fördelade på kön och kommun\nKlövsjö Tallmo\nInsats K M T K M T\n"
        "Startpunkten 30 16 46 16 12 28\nRehabteam 29 22 51 0 0 0\nTotalt 59 38 97 16 12 28\n"
    )
    built = _built(tmp_path, text)
    women = _facts(built, dataset="deltagare", kommun="Tallmo", kon="kvinnor")
    assert [value for _, value in women] == [16.0, 0.0, 16.0]


def test_age_groups_across_are_background(tmp_path: Path) -> None:
    text = (
        "Deltagarnas ålder\n16–19 20–24 25–29 Summa\nStartpunkten 2 8 11 21\n"
        "Rehabteam 0 3 7 10\nSumma 2 11 18 31\n"
    )
    built = _built(tmp_path, text)
    young = _facts(built, dataset="bakgrund", dimension="alder", kategori="16-19")
    assert [value for _, value in young] == [2.0, 0.0, 2.0]

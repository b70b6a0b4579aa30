"""Fixed prices: SCB's figures, SCB's own inflation rates, and a user's years."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from finsam_analysis.compare.prices import PriceError, add_fixed_prices, load_index

# SCB: KPI, yearly means of the fixed figures, 1980=100.
PUBLISHED = {
    **{2014: "313.49", 2015: "313.35", 2016: "316.43", 2017: "322.11", 2018: "328.40"},
    **{2019: "334.26", 2020: "335.92", 2021: "343.19", 2022: "371.91", 2023: "403.70"},
}
# SCB: yearly inflation by KPI, percent, published apart from the index.
INFLATION = {
    **{2015: 0.0, 2016: 1.0, 2017: 1.8, 2018: 2.0, 2019: 1.8},
    **{2020: 0.5, 2021: 2.2, 2022: 8.4, 2023: 8.5},
}


def test_index_is_the_published():
    assert dict(load_index().values) == {year: Decimal(v) for year, v in PUBLISHED.items()}


@pytest.mark.parametrize(("year", "percent"), INFLATION.items())
def test_index_gives_the_published_inflation(year, percent):
    index = load_index()
    change = 100 * (index.value(year) / index.value(year - 1) - 1)
    assert round(float(change), 1) == pytest.approx(percent)


def test_amounts_are_converted():
    index = load_index()
    # 1 000 000 * 371.91 / 335.92 = 1 107 138.60
    assert index.convert(1_000_000, 2020, 2022) == Decimal("1107138.60")
    assert index.convert(-1_000_000, 2020, 2022) == Decimal("-1107138.60")
    assert index.convert(Decimal("12.34"), 2019, 2019) == Decimal("12.34")


def test_label_names_index_and_year():
    assert load_index().label(2022) == "2022 års priser (KPI, fastställda tal, 1980=100)"


@pytest.mark.parametrize("year", [2013, 2024])
def test_a_missing_year_is_said(year):
    with pytest.raises(PriceError, match=rf"saknas för {year}; serien har 2014–2023.*\[ar\]"):
        load_index().value(year)


def test_user_adds_years(tmp_path):
    file = tmp_path / "kpi.toml"
    file.write_text('bas = "1980=100"\nkalla = "Eget"\n[ar]\n2024 = 415.25\n2023 = 403.7\n')
    index = load_index(file)
    assert index.value(2024) == Decimal("415.25")
    assert index.value(2014) == Decimal("313.49")
    assert index.source.endswith("; Eget")
    with pytest.raises(PriceError, match="2014–2024"):
        index.value(2025)
    assert 2024 not in load_index().values


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('bas = "2020=100"\n[ar]\n2024 = 120.1\n', "olika bas kan inte blandas"),
        ("[ar]\n2024 = 415.25\n", "olika bas"),
        ('bas = "1980=100"\n[ar]\n2023 = 400.0\n', "fastställda talet är 403.7"),
        ('bas = "1980=100"\n', r"saknar tabellen \[ar\]"),
        ('bas = "1980=100"\n[ar]\nmaj = 415.25\n', "maj = 415.25 är inte ett år"),
        ('bas = "1980=100"\n[ar]\n2024 = "415,25"\n', "inte ett år och ett indextal"),
        ('bas = "1980=100"\n[ar]\n2024 = 0\n', "inte ett år och ett indextal"),
        ('bas = "1980=100"\n[ar]\n2024 = 415,25\n', "går inte att läsa som TOML"),
    ],
)
def test_a_file_that_cannot_be_used_is_said(tmp_path, text, says):
    file = tmp_path / "mina-priser.toml"
    file.write_text(text)
    with pytest.raises(PriceError, match=says) as error:
        load_index(file)
    assert "mina-priser.toml" in str(error.value)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(PriceError, match="finns inte"):
        load_index(tmp_path / "saknas.toml")


def test_frames_get_fixed_prices_and_their_label():
    frame = pl.DataFrame({"year": [2020, 2022, 2020, 2030], "belopp_kr": [100, 100, None, None]})
    found = add_fixed_prices(frame, 2022)
    assert found["belopp_kr_fast"].to_list() == [Decimal("110.71"), Decimal("100.00"), None, None]
    assert found["prisniva"].unique().to_list() == [load_index().label(2022)]
    with pytest.raises(PriceError, match="2030"):
        add_fixed_prices(frame.with_columns(belopp_kr=pl.lit(1)), 2022)
    with pytest.raises(PriceError, match="2024"):
        add_fixed_prices(frame.clear(), 2024)

"""Who referred, why participants left, and their livelihood before and after, on a page."""

from __future__ import annotations

from typing import Any

import polars as pl

from finsam_analysis.compare.disclosure import SUPPRESSED
from finsam_analysis.publish import charts, charts_grid, charts_more, numbers, theme
from finsam_analysis.publish.markup import Html, nothing
from finsam_analysis.publish.tables import table
from finsam_analysis.publish.text import Names, Prose, column, label, labels

NO_REFERRALS = "Ingen rapport i data har en tabell över vem som remitterade deltagarna."
NO_EXITS = "Ingen rapport i data har en tabell över varför deltagare avslutade."
NO_LIVELIHOOD = (
    "Ingen rapport i data anger deltagarnas försörjning både vid inskrivning och vid avslut."
)
NO_INSATSER = "Ingen rapport i data delar upp det på insatser så att andelarna går att räkna."
_WORDS = {"remittent": NO_REFERRALS, "orsak": NO_EXITS}
_NOUN = {"remittent": "remitterade", "orsak": "avslutade"}


def parts_answer(rows: pl.DataFrame, names: Names, kind: str) -> Prose:
    """The largest part in each whole that has shares; how many tables have none.

    `kind` is remittent or orsak: what the parts of `rows` (as from `vagar.delar`) are.
    """
    if rows.is_empty():
        return Prose(_WORDS[kind])
    whole = rows.filter(pl.col("kommun").is_null() & pl.col("andel").is_not_null())
    sentences = []
    for _, group in whole.group_by(_KEYS, maintain_order=True):
        most = group.sort("andel", descending=True).row(0, named=True)
        of = "de" if most["bas"] is None else numbers.number(most["bas"])
        tid = "" if most["period"] == "ar" else f", {label('period', most['period'])}"
        sentences.append(
            f"**{_title(most, names)}**{tid}: störst del är {_part(most, kind)}, "
            f"{numbers.percent(most['andel'])} av {of} {_NOUN[kind]}."
        )
    left = rows.filter(pl.col("hinder").is_not_null()).select(_KEYS).unique().height
    if left:
        sentences.append(
            f"{numbers.count_of(left, 'tabell', 'tabeller')} får inga andelar; varför står i "
            "tabellen nedan."
        )
    return Prose(*sentences)


def parts_chart(rows: pl.DataFrame, names: Names, kind: str) -> charts.Chart | Html:
    """The parts of one whole: one insats or förbund, one year. For `figures.show_each`.

    Raises ValueError for rows of more than one whole: their shares are of different bases.
    """
    drawn = rows.filter(pl.col("andel").is_not_null())
    if drawn.is_empty():
        return nothing(_WORDS[kind])
    _one_whole(drawn)
    first = drawn.row(0, named=True)
    shown = column(drawn, "namn", lambda r: _part(r, kind))
    shown = column(shown, "visas", _figure)
    shown = _placed(shown, names).sort("andel", descending=True, maintain_order=True)
    most = shown.row(0, named=True)
    base = (
        f"av {numbers.number(first['bas'])} {_NOUN[kind]}"
        if first["bas"] is not None
        else f"av {_NOUN[kind]}, antalet är inte tryckt"
    )
    short = (
        f" Delarna är {numbers.number(first['delsumma'])} av {numbers.number(first['bas'])}."
        if first["bas"] is not None and first["delsumma"] not in (None, first["bas"])
        else ""
    )
    return charts.bars(
        shown,
        label="namn",
        value="andel",
        text="visas",
        title=f"{_title(first, names)}: {most['namn']} är {numbers.percent(most['andel'])}",
        subtitle=(
            f"Andel {base}, i procent, {label('period', first['period'])}.{short} "
            f"{names.source(drawn['report_id'])}"
        ),
        axis=f"andel av {_NOUN[kind]}",
        number_format=".0%",
        colour=theme.ACCENT,
        tooltip={"namn": "Del", "visas": "Andel", "del_tryckt": "Tryckt", "var": "Var"},
    )


def parts_matrix(rows: pl.DataFrame, names: Names, kind: str) -> charts.Chart | Html:
    """The shares of every insats of one förbund and year side by side, each of its own base."""
    drawn = rows.filter(
        pl.col("andel").is_not_null()
        & pl.col("insats_id").is_not_null()
        & pl.col("kommun").is_null()
    )
    if drawn.is_empty():
        return nothing(NO_INSATSER)
    first = drawn.row(0, named=True)
    shown = column(drawn, "rad", lambda r: _row(r, names))
    shown = column(shown, "del_namn", lambda r: _part(r, kind))
    shown = column(shown, "visas", lambda r: numbers.percent(r["andel"]))
    shown = column(shown, "kort", lambda r: numbers.number(100 * r["andel"]))
    weight = pl.col("andel").sum().over("del_namn")
    shown = _placed(shown, names).sort(weight, "del_namn", "rad", descending=[True, False, False])
    largest = drawn.sort("andel", descending=True).unique(_KEYS, keep="first", maintain_order=True)
    common = column(largest, "del_namn", lambda r: _part(r, kind))
    most = (
        common["del_namn"]
        .value_counts(sort=True)
        .sort("count", "del_namn", descending=[True, False])
    )
    return charts_grid.matrix(
        shown.sort("rad", maintain_order=True),
        row="rad",
        column="del_namn",
        value="andel",
        text="kort",
        title=(
            f"{names.of_forbund(first['forbund_id'])} {first['year']}: {most['del_namn'][0]} är "
            f"störst i {most['count'][0]} av {len(largest)} insatser"
        ),
        subtitle=(
            f"Andel av de {_NOUN[kind]} i varje insats, i procent; basen står efter namnet. Tom "
            f"plats: rapporten har inte den delen. {names.source(drawn['report_id'])}"
        ),
        tooltip={"rad": "Insats", "del_namn": "Del", "visas": "Andel", "var": "Var"},
    )


def parts_table(
    rows: pl.DataFrame, names: Names, kind: str, *, caption: str, fold: bool = False
) -> Html:
    """Every part of every whole with its base, and why where there is no share."""
    shown = column(rows, "namn", lambda r: _title(r, names))
    shown = column(shown, "del_namn", lambda r: _part(r, kind))
    shown = column(shown, "kon_namn", lambda r: label("kon", r["kon"]))
    shown = column(shown, "tid", lambda r: label("period", r["period"]))
    shown = column(shown, "varfor", lambda r: r["hinder"] or "")
    return table(
        _placed(shown, names),
        caption,
        {
            "namn": "Var och när",
            "tid": "Period",
            "kon_namn": "Kön",
            "del_namn": "Del",
            "antal": "Antal",
            "bas": "Av",
            "andel": ("Andel", "procent"),
            "andel_tryckt": ("Tryckt andel", "procent"),
            "varfor": "Varför ingen andel",
            "var": "Källa",
        },
        note=(
            "Andelen är antalet genom tabellens tryckta summa, eller den tryckta procenten där "
            "inga antal är tryckta."
        ),
        fold=fold,
    )


def livelihood_answer(rows: pl.DataFrame, names: Names) -> Prose:
    """The livelihoods that changed most, up and down, in each förbund that prints counts."""
    if rows.is_empty():
        return Prose(NO_LIVELIHOOD)
    sentences = []
    whole = rows.filter((pl.col("kon") == "totalt") & pl.col("insats_id").is_null())
    for (forbund_id, year), group in whole.group_by("forbund_id", "year", maintain_order=True):
        who = f"**{names.of_forbund(str(forbund_id))}** {year}"
        counted = group.filter(pl.col("forandring").is_not_null())
        if counted.is_empty():
            told = numbers.listing(
                f"{_livelihood(r).lower()} från {numbers.percent(r['andel_fore'])} till "
                f"{numbers.percent(r['andel_efter'])}"
                for r in group.iter_rows(named=True)
            )
            sentences.append(f"{who}: {told} av dem som avslutade.")
            continue
        ordered = counted.sort("forandring")
        down, up = ordered.row(0, named=True), ordered.row(-1, named=True)
        told = numbers.listing(
            f"{_livelihood(r).lower()} från {numbers.number(r['antal_fore'])} till "
            f"{numbers.number(r['antal_efter'])}"
            for r, there in ((up, up["forandring"] > 0), (down, down["forandring"] < 0))
            if there
        )
        sentences.append(f"{who}: mest ändrades {told}.")
    return Prose(*sentences)


def livelihood_chart(rows: pl.DataFrame, names: Names) -> charts.Chart | Html:
    """Before and after in one förbund and year: counts where printed, else percent."""
    whole = rows.filter((pl.col("kon") == "totalt") & pl.col("insats_id").is_null())
    counted = whole.filter(pl.col("forandring").is_not_null())
    use, unit = (counted, "antal") if len(counted) else (whole, "andel")
    if use.is_empty():
        return nothing(NO_LIVELIHOOD)
    first = use.row(0, named=True)
    write = numbers.number if unit == "antal" else numbers.percent
    shown = column(use, "namn", _livelihood)
    shown = column(
        shown,
        "visas",
        lambda r: f"{write(r[f'{unit}_fore'])} → {write(r[f'{unit}_efter'])}",
    ).sort(f"{unit}_fore", descending=True)
    more = len(shown.filter(pl.col(f"{unit}_efter") > pl.col(f"{unit}_fore")))
    derived = " Totalen är summan av kvinnor och män." if use["harledd"].any() else ""
    base = "Antal personer" if unit == "antal" else "Andel av dem som avslutade, i procent"
    who = f"{names.of_forbund(first['forbund_id'])} {first['year']}"
    return charts_more.changes(
        _placed(shown, names),
        label="namn",
        before=f"{unit}_fore",
        after=f"{unit}_efter",
        text="visas",
        title=(
            f"{who}: {numbers.number(more)} av {numbers.number(len(shown))} försörjningsformer "
            "blev vanligare"
        ),
        subtitle=(
            f"{base} med varje försörjning: ihålig punkt vid inskrivning, fylld vid avslut. Samma "
            f"person kan ha flera.{derived} {names.source(use['report_id'])}"
        ),
        axis="personer" if unit == "antal" else "andel",
        number_format=",.0f" if unit == "antal" else ".0%",
        tooltip={"namn": "Försörjning", "visas": "Före och efter", "var": "Var"},
    )


def livelihood_table(rows: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """Counts and printed percent, before and after, for women, men and all."""
    shown = column(rows, "namn", lambda r: _title(r, names))
    shown = column(shown, "kon_namn", lambda r: label("kon", r["kon"]))
    shown = column(shown, "form", _livelihood)
    shown = column(shown, "not", lambda r: "summa av könen, räknad här" if r["harledd"] else "")
    hidden = pl.when(pl.col("sekretess")).then(pl.lit(SUPPRESSED))
    shown = shown.with_columns(
        hidden.alias(f"{name}_saknas") for name in ("antal_fore", "antal_efter", "forandring")
    )
    return table(
        _placed(shown, names),
        "Försörjning vid inskrivning och vid avslut",
        {
            "namn": "Var och när",
            "kon_namn": "Kön",
            "form": "Försörjning",
            "antal_fore": "Antal före",
            "antal_efter": "Antal efter",
            "forandring": ("Ändring", "antal"),
            "andel_fore": ("Tryckt andel före", "procent"),
            "andel_efter": ("Tryckt andel efter", "procent"),
            "forandring_punkter": ("Ändring, p.e.", "punkter"),
            "not": "Att veta",
            "var": "Källa",
        },
        note=(
            "Rapporterna trycker inte vem som gick från vad till vad. Samma person kan ha mer än "
            "en försörjning, så antalen summerar inte till antalet personer."
        ),
        fold=fold,
    )


_KEYS = ["forbund_id", "year", "insats_id", "kommun", "period", "kon", "table_id"]


def _one_whole(rows: pl.DataFrame) -> None:
    """ValueError if shares of different bases would stand in one chart."""
    wholes = rows.select(_KEYS).unique().height
    if wholes > 1:
        raise ValueError(
            f"Raderna hör till {wholes} olika tabeller eller grupper, så andelarna har olika "
            "baser. Välj en: förbund, år, insats, kommun, period och kön."
        )


def _row(row: dict[str, Any], names: Names) -> str:
    name = names.of_insats(row["insats_id"])
    tid = "" if row["period"] == "ar" else f", {label('period', row['period'])}"
    base = "" if row["bas"] is None else f" (av {numbers.number(row['bas'])})"
    return f"{name}{tid}{base}"


def _part(row: dict[str, Any], kind: str) -> str:
    """The part's name; as printed where the words do not know it."""
    return labels(kind).get(row["del"]) or row["del_tryckt"] or row["del"]


def _livelihood(row: dict[str, Any]) -> str:
    return label("forsorjning", row["forsorjning"])


def _figure(row: dict[str, Any]) -> str:
    share = numbers.percent(row["andel"])
    if row["antal"] is None:
        return share
    return f"{share} · {numbers.number(row['antal'])}"


def _title(row: dict[str, Any], names: Names) -> str:
    who = f"{names.of_forbund(row['forbund_id'])} {row['year']}"
    if row.get("insats_id") is not None:
        who = f"{names.of_insats(row['insats_id'])}, {who}"
    return f"{row['kommun']}, {who}" if row.get("kommun") else who


def _placed(rows: pl.DataFrame, names: Names) -> pl.DataFrame:
    return column(rows, "var", lambda r: names.place_in(r["report_id"], r["line"]))

"""Ekonomi on a page: income, budgets against outcomes, and the mix against the förbund's goals."""

from __future__ import annotations

from typing import Any

import polars as pl

from finsam_analysis.compare.ekonomi import COSTS, NEITHER, RULE, SOURCES
from finsam_analysis.compare.kostnadsslag import PRINTED_SHARE
from finsam_analysis.publish import charts, charts_more, numbers
from finsam_analysis.publish.markup import Html, nothing
from finsam_analysis.publish.tables import table
from finsam_analysis.publish.text import Names, Prose, column, label, labels

NO_INCOME = "Ingen rapport i data delar upp intäkterna på staten, regionen, kommunerna och andra."
NO_BUDGET = "Ingen rapport i data trycker budget och utfall bredvid varandra."
NO_MIX = (
    "Ingen rapport i data delar upp kostnaderna på individinriktade insatser, strukturinriktade "
    "insatser och administration."
)
NO_GOALS = (
    "Ingen rapport i data trycker ett mål för hur kostnaderna ska fördelas mellan individinriktade "
    "insatser, strukturinriktade insatser och administration."
)
UNKNOWN = "Slag framgår inte"


def income_answer(rows: pl.DataFrame, names: Names) -> Prose:
    """Each förbund's newest year: how much, and what share each source was."""
    if rows.is_empty():
        return Prose(NO_INCOME)
    newest = rows.filter(pl.col("year") == pl.col("year").max().over("forbund_id"))
    sentences = []
    for (forbund_id,), group in newest.group_by("forbund_id", maintain_order=True):
        first = group.row(0, named=True)
        parts = numbers.listing(
            f"{numbers.percent(row['andel'])} från {_who(row['kalla'])}"
            for row in group.iter_rows(named=True)
            if row["andel"]
        )
        word = "de budgeterade intäkterna" if first["slag"] == "budget" else "intäkterna"
        sentences.append(
            f"**{names.of_forbund(str(forbund_id))}** {first['year']}: {word} var "
            f"{_all_sources(first)}{f', {parts}' if parts else ''}."
        )
    return Prose(*sentences)


def income_chart(rows: pl.DataFrame, names: Names) -> charts.Chart | Html:
    """Income a year in millions, in its sources."""
    if rows.is_empty():
        return nothing(NO_INCOME)
    shown = column(rows, "namn", lambda r: _year(r, names))
    shown = column(shown, "inuti", lambda r: numbers.number(r["belopp_kr"] / 1e6, 1))
    shown = column(shown, "visas", _all_sources)
    shown = column(shown, "varde", lambda r: numbers.kronor(r["belopp_kr"]))
    shown = _placed(shown, names).with_columns((pl.col("belopp_kr") / 1e6).alias("mkr"))
    least = "Minst: en rad i rapportens tabell är oläst. " if rows["olast"].any() else ""
    return charts_more.stacks(
        shown,
        label="namn",
        part="kalla",
        value="mkr",
        inside="inuti",
        text="visas",
        parts={key: label("intaktskalla", key) for key in SOURCES},
        title=_income_title(rows, names),
        subtitle=(
            "Intäkter per källa i miljoner kronor, löpande priser. År som ingen rapport delar upp "
            f"saknas. {least}{names.source(rows['report_id'])}"
        ),
        axis="mkr",
        tooltip={
            "namn": "Förbund och år",
            "del_namn": "Källa",
            "varde": "Belopp",
            "poster": "Rader",
            "var": "Var",
        },
    )


def income_table(rows: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """Each source with its share and the rows it is the sum of."""
    shown = _placed(column(rows, "namn", lambda r: _year(r, names)), names)
    shown = column(shown, "kalla_namn", lambda r: label("intaktskalla", r["kalla"]))
    return table(
        column(shown, "not", _income_note),
        "Intäkter per källa",
        {
            "namn": "Förbund och år",
            "kalla_namn": "Källa",
            "belopp_kr": ("Belopp, kr", "kr"),
            "andel": ("Andel av alla", "procent1"),
            "poster": "Rader i rapporten",
            "not": "Att veta",
            "var": "Var",
        },
        note="Andelen är av alla källor i samma tabell. Två tabeller läggs aldrig ihop.",
        fold=fold,
    )


def accuracy_answer(rows: pl.DataFrame, names: Names) -> Prose:
    """How far each förbund was from the whole of its budgeted costs."""
    if rows.is_empty():
        return Prose(NO_BUDGET)
    sentences = []
    for (forbund_id, year), group in rows.group_by("forbund_id", "year", maintain_order=True):
        budget, outcome = int(group["budget_kr"].sum()), int(group["utfall_kr"].sum())
        if budget <= 0:
            continue
        share = numbers.percent(abs(outcome - budget) / budget)
        way = f"{share} {'under' if outcome < budget else 'över'} budgeten"
        if outcome == budget:
            way = "lika mycket som budgeten"
        kinds = numbers.listing(label("slag_kort", kind) for kind in group["kategori"])
        net = " efter avdrag för ESF-medel" if group["netto"].any() else ""
        sentences.append(
            f"**{names.of_forbund(str(forbund_id))}** {year}: kostnaderna för {kinds}{net} blev "
            f"{numbers.short_kronor(outcome)}, {way}."
        )
    return Prose(*sentences)


def sign_answer(rules: pl.DataFrame, names: Names) -> Prose:
    """Our rule for the sign, and how each report writes its own differences."""
    sentences = [RULE]
    for (report_id, table_id), group in rules.group_by(
        "report_id", "table_id", maintain_order=True
    ):
        del table_id
        ways = numbers.listing(
            f"{row['regel']} ({numbers.count_of(row['rader'], 'rad', 'rader')}, "
            f"{'' if row['rader'] == 1 else 'från '}rad {row['line']})"
            for row in group.iter_rows(named=True)
        )
        sentences.append(f"{names.reports.get(str(report_id), str(report_id))}: {ways}.")
    return Prose(*sentences)


def accuracy_chart(rows: pl.DataFrame, names: Names) -> charts.Chart | Html:
    """Outcome as a share of budget, for each kind of cost."""
    drawn = rows.filter(pl.col("kvot").is_not_null())
    if drawn.is_empty():
        return nothing(NO_BUDGET)
    shown = column(
        drawn, "namn", lambda r: f"{_year(r, names)}, {label('slag_kort', r['kategori'])}"
    )
    shown = column(
        shown,
        "visas",
        lambda r: (
            f"{numbers.percent(r['kvot'])} · {numbers.short_kronor(r['utfall_kr'])} av "
            f"{numbers.short_kronor(r['budget_kr'])}"
        ),
    )
    below = len(drawn.filter(pl.col("kvot") < 1))
    return charts.bars(
        _placed(shown, names),
        label="namn",
        value="kvot",
        text="visas",
        title=(
            f"{numbers.number(below)} av {numbers.number(len(drawn))} utfall blev lägre än budgeten"
        ),
        subtitle=(
            "Utfall i procent av budget, för de rader där rapporten trycker båda. Den streckade "
            f"linjen är budgeten. {names.source(drawn['report_id'])}"
        ),
        axis="utfall i procent av budget",
        number_format=".0%",
        target=1,
        target_text="Den streckade linjen är budgeten",
        tooltip={"namn": "Vad", "visas": "Utfall av budget", "var": "Var"},
    )


def accuracy_table(rows: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """Budget, outcome, and what the rows missed by."""
    shown = column(rows, "namn", lambda r: _year(r, names))
    shown = column(shown, "slag", lambda r: label("kategori", r["kategori"]))
    shown = column(shown, "netto_text", lambda r: "netto" if r["netto"] else "brutto")
    return table(
        _placed(shown, names),
        "Budget och utfall per slag av kostnad",
        {
            "namn": "Förbund och år",
            "slag": "Slag",
            "budget_kr": ("Budget, kr", "kr"),
            "utfall_kr": ("Utfall, kr", "kr"),
            "avvikelse_kr": ("Budget − utfall, kr", "kr"),
            "kvot": ("Utfall av budget", "procent"),
            "fel_andel": ("Radernas fel av budget", "procent"),
            "rader": "Rader",
            "netto_text": "Räknat",
            "var": "Första rad",
        },
        note=(
            f"{RULE} Radernas fel är summan av avvikelserna utan tecken: också det som tar ut "
            "vartannat. Netto: efter avdrag för intäkter som ESF-medel."
        ),
        fold=fold,
    )


def budget_chart(rows: pl.DataFrame, names: Names) -> charts.Chart | Html:
    """Outcome of each insats of one förbund and year, with its budget as a line."""
    costs = _costs(rows).sort("utfall_kr", "namn", descending=[True, False])
    if costs.is_empty():
        return nothing(NO_BUDGET)
    first = costs.row(0, named=True)
    costs = column(costs, "rad", lambda r: _row_name(r, names))
    over = costs.filter(pl.col("avvikelse_kr") < 0)
    shown = column(
        costs,
        "visas",
        lambda r: (
            f"{numbers.short_kronor(r['utfall_kr'])} · budget "
            f"{numbers.short_kronor(r['budget_kr'])}"
        ),
    )
    found = f"{numbers.number(len(over))} av {numbers.number(len(costs))} kostade mer än budgeten"
    return charts_more.against(
        _placed(shown, names),
        label="rad",
        value="utfall_kr",
        mark="budget_kr",
        mark_text="Strecket är budgeten",
        text="visas",
        title=f"{_year(first, names)}: {found}",
        subtitle=(
            "Utfall i kronor, löpande priser; strecket är budgeten. "
            f"{names.source(costs['report_id'])}"
        ),
        axis="kr",
        tooltip={"rad": "Insats", "namn": "Tryckt", "visas": "Belopp", "var": "Var"},
    )


def budget_table(rows: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """Every row that has budget and outcome, with the report's own difference."""
    first = rows.row(0, named=True) if len(rows) else None
    shown = column(rows, "slag", lambda r: labels("kategori").get(r["kategori"] or "", "") or "-")
    shown = column(shown, "rapportens", lambda r: "" if r["regel"] is None else r["regel"])
    shown = column(shown, "rad", lambda r: _row_name(r, names))
    return table(
        _placed(shown, names),
        f"Budget och utfall, {_year(first, names)}" if first else "Budget och utfall",
        {
            "rad": "Rad",
            "slag": "Slag",
            "budget_kr": ("Budget, kr", "kr"),
            "utfall_kr": ("Utfall, kr", "kr"),
            "avvikelse_kr": ("Budget − utfall, kr", "kr"),
            "avvikelse_tryckt_kr": ("Rapportens avvikelse, kr", "kr"),
            "rapportens": "Rapporten räknar",
            "var": "Var",
        },
        note=f"{RULE} »{NEITHER}« är tryckta tal som inte går ihop.",
        fold=fold,
    )


def mix_answer(goals: pl.DataFrame, names: Names) -> Prose:
    """Each printed goal for the mix, and the outcome."""
    if goals.is_empty():
        return Prose(NO_GOALS)
    sentences = []
    for row in goals.iter_rows(named=True):
        kinds = _kinds(row["slag"])
        who = f"**{names.of_forbund(row['forbund_id'])}** {row['year']}"
        wanted = " ".join(
            part for part in (row["riktning"], numbers.percent(row["mal_andel"])) if part
        )
        if row["andel"] is None:
            came = "utfallet går inte att räkna ut ur rapporten"
        else:
            came = f"utfallet blev {numbers.percent(row['andel'], 1)}"
            if row["uppnatt"] is not None:
                came += ", så målet nåddes" if row["uppnatt"] else ", så målet nåddes inte"
        wide = (
            " Rapportens mål nämner inte alla tre slagen, men summerar till hela kostnaden."
            if row["utvidgat"]
            else ""
        )
        sentences.append(f"{who}: målet för {kinds} är {wanted} av kostnaden; {came}.{wide}")
    return Prose(*sentences)


def mix_chart(mix: pl.DataFrame, goals: pl.DataFrame, names: Names) -> charts.Chart | Html:
    """Shares of the cost, with the goal as a line where one is printed for that kind alone."""
    if mix.is_empty():
        return nothing(NO_MIX)
    own = goals.filter(~pl.col("slag").str.contains("+", literal=True)).select(
        "forbund_id", "year", pl.col("slag").alias("kategori"), "mal_andel", "riktning"
    )
    rows = mix.join(own, on=["forbund_id", "year", "kategori"], how="left", maintain_order="left")
    shown = column(
        rows, "namn", lambda r: f"{_year(r, names)}, {label('slag_kort', r['kategori'])}"
    )
    shown = column(shown, "visas", _share_and_goal)
    admin = mix.filter(pl.col("kategori") == "administration")["andel"].to_list()
    low, high = numbers.percent(min(admin)), numbers.percent(max(admin))
    span = low if low == high else f"{low.split(numbers.NBSP)[0]} till {high}"
    return charts_more.against(
        _placed(shown, names),
        label="namn",
        value="andel",
        mark="mal_andel",
        mark_text="Strecket är förbundets eget mål, där rapporten trycker ett",
        text="visas",
        title=f"Administrationen är {span} av kostnaderna",
        subtitle=(
            "Andel av kostnaderna för de tre slagen tillsammans, i procent; strecket är förbundets "
            f"eget mål, där rapporten trycker ett. {names.source(mix['report_id'])}"
        ),
        axis="andel av kostnaden",
        number_format=".0%",
        tooltip={"namn": "Vad", "visas": "Andel", "harkomst": "Ur", "var": "Var"},
    )


def mix_table(mix: pl.DataFrame, goals: pl.DataFrame, names: Names, *, fold: bool = False) -> Html:
    """The shares, where they come from, and the goals."""
    whole = {
        (row["forbund_id"], row["year"], kind): row
        for row in goals.iter_rows(named=True)
        for kind in row["slag"].split("+")
    }

    def goal(row: dict[str, Any]) -> str:
        found = whole.get((row["forbund_id"], row["year"], row["kategori"]))
        if found is None:
            return "inget tryckt"
        about = "" if "+" not in found["slag"] else f" för {_kinds(found['slag'])} tillsammans"
        return f"{found['riktning'] or ''} {numbers.percent(found['mal_andel'])}{about}".strip()

    shown = column(mix, "namn", lambda r: _year(r, names))
    shown = column(shown, "slag", lambda r: label("kategori", r["kategori"]))
    return table(
        _placed(column(shown, "mal", goal), names),
        "Kostnadernas fördelning och förbundens egna mål",
        {
            "namn": "Förbund och år",
            "slag": "Slag",
            "kostnad_kr": ("Kostnad, kr", "kr"),
            "andel": ("Andel", "procent1"),
            "mal": "Eget mål",
            "harkomst": "Ur",
            "var": "Var",
        },
        note=(
            "Kostnader före avdrag för ESF-medel. Ett förbund räknar in sådant i ett slag som ett "
            f"annat har i nästa. »{PRINTED_SHARE}«: rapportens egen procent."
        ),
        fold=fold,
    )


def _costs(rows: pl.DataFrame) -> pl.DataFrame:
    """What insatser and administration cost, without totals and income."""
    cost = pl.col("kategori").is_in(COSTS) | pl.col("kategori").is_null()
    return rows.filter(~pl.col("is_total") & cost)


def _row_name(row: dict[str, Any], names: Names) -> str:
    """The insats's name; as printed for what is none."""
    if row["insats_id"] is None:
        return names.spelling.of(row["namn"])
    return names.of_insats(row["insats_id"])


def _share_and_goal(row: dict[str, Any]) -> str:
    share = numbers.percent(row["andel"], 1)
    if row["mal_andel"] is None:
        return share
    return f"{share} · mål {row['riktning'] or ''} {numbers.percent(row['mal_andel'])}"


def _kinds(slag: str) -> str:
    return numbers.listing(label("slag_kort", kind) for kind in slag.split("+"))


def _who(source: str) -> str:
    return label("intaktskalla_fran", source)


def _income_title(rows: pl.DataFrame, names: Names) -> str:
    eu = rows.filter((pl.col("kalla") == "eu") & pl.col("andel").is_not_null())
    if eu.is_empty():
        return "Intäkter per källa"
    most = eu.sort("andel", descending=True).row(0, named=True)
    return (
        f"ESF och andra bidrag var som mest {numbers.percent(most['andel'])} av intäkterna, i "
        f"{names.of_forbund(most['forbund_id'])} {most['year']}"
    )


def _all_sources(row: dict[str, Any]) -> str:
    """What the year's sources make together, as far as they are read."""
    told = numbers.short_kronor(row["summa_kr"])
    return f"minst {told}" if row["olast"] else told


def _income_note(row: dict[str, Any]) -> str:
    notes = ["budget"] if row["slag"] == "budget" else []
    if row["olast"]:
        notes.append("en rad i tabellen är oläst, så andelen av alla källor går inte att räkna")
    elif row["stammer"] is False:
        notes.append(
            f"tabellens summa är {numbers.number(row['summa_tryckt_kr'])} och stämmer inte med "
            "delarna"
        )
    return "; ".join(notes)


def _year(row: dict[str, Any], names: Names) -> str:
    return f"{names.of_forbund(row['forbund_id'])} {row['year']}"


def _placed(rows: pl.DataFrame, names: Names) -> pl.DataFrame:
    return column(rows, "var", lambda r: names.place_in(r["report_id"], r["line"]))

"""Coverage: what is there at all, and how much of it a check has proved.

A table that is not printed, one that was not read, and a förbund without a report for the year look
the same in a comparison: a bar that is missing. Here they are told apart: every thing that can be
known of a förbund, year or insats has its place, also where there is nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

NO_REPORT = "ingen rapport"
ABSENT = "finns inte"
PRINTED = "finns"
BY_GENDER = "finns, med kvinnor och män"

ANY = "*"

Place = tuple[str, dict[str, str]]

# What evaluators ask for, and the places where a report may print it: a dataset, and the values
# that tell it from others there (ANY: whatever is not null).
MEASURES: tuple[tuple[str, tuple[Place, ...]], ...] = (
    ("Deltagare under året", (("deltagare", {"matt": "deltagare"}),)),
    ("Nya deltagare", (("deltagare", {"matt": "nya"}),)),
    ("Avslutade deltagare", (("deltagare", {"matt": "avslutade"}),)),
    ("Till arbete eller studier", (("avslut", {"orsak": "arbete_studier"}),)),
    ("Avslutsorsaker", (("avslut", {}),)),
    ("Vem som remitterade", (("remittering", {}),)),
    ("Försörjning före och efter", (("forsorjning", {}),)),
    ("Deltagarnas bakgrund", (("bakgrund", {}),)),
    ("Mål", (("mal", {"del": "mal"}),)),
    ("Resultat mot mål", (("mal", {"del": "resultat"}),)),
    ("Budget per insats", (("ekonomi", {"post": "budget"}),)),
    (
        "Utfall per insats",
        (("ekonomi", {"post": "utfall"}), ("rakenskaper", {"rapport": "not", "insats_id": ANY})),
    ),
    ("Räkenskaper", (("rakenskaper", {}),)),
    ("Egen tabell över medlemmarnas bidrag", (("medlemsbidrag", {}),)),
    ("NNS indikatorer", (("indikatorer", {}),)),
)
# What only a whole förbund has.
_OF_FORBUND = ("Räkenskaper", "Egen tabell över medlemmarnas bidrag", "NNS indikatorer")


def tackning(frames: Mapping[str, pl.DataFrame], rapporter: pl.DataFrame) -> pl.DataFrame:
    """Which measures there are for each förbund and year, with a row also where there are none.

    `frames` are the fact datasets by name. Years: every year that a figure of the förbund is about.

    Returns forbund_id, year, matt (as MEASURES), antal_tal (printed numbers), kon (whether women
    and men are told apart), egen_rapport (there is a report about the year itself), lage (ingen
    rapport: nothing there, and no report of the year; finns inte; finns; finns, med kvinnor och
    män), sorted by förbund, year and the order of MEASURES.
    """
    counted = _counted(frames, ["forbund_id", "year"])
    things = pl.concat([frame.select("forbund_id", "year") for frame in frames.values()]).unique()
    grid = things.join(pl.DataFrame({"matt": [name for name, _ in MEASURES]}), how="cross")
    rows = grid.join(counted, on=["forbund_id", "year", "matt"], how="left").join(
        _own_reports(rapporter), on=["forbund_id", "year"], how="left"
    )
    return _with_state(rows, ["forbund_id", "year"])


def tackning_insatser(
    frames: Mapping[str, pl.DataFrame], insatser: pl.DataFrame, rapporter: pl.DataFrame
) -> pl.DataFrame:
    """Which measures there are for each insats and year that any figure is about.

    Only measures that can be of an insats. Returns forbund_id, year, insats_id, namn, typ, matt,
    antal_tal, kon, egen_rapport, lage, as `tackning`.
    """
    keys = ["forbund_id", "year", "insats_id"]
    own = {
        name: frame.filter(pl.col("insats_id").is_not_null())
        for name, frame in frames.items()
        if "insats_id" in frame.columns
    }
    counted = _counted(own, keys)
    measures = [
        name
        for name, places in MEASURES
        if name not in _OF_FORBUND and any(dataset in own for dataset, _ in places)
    ]
    things = pl.concat([frame.select(keys) for frame in own.values()]).unique()
    about = insatser.select("insats_id", "namn", "typ").unique("insats_id", keep="first")
    rows = (
        things.join(pl.DataFrame({"matt": measures}), how="cross")
        .join(counted, on=[*keys, "matt"], how="left")
        .join(_own_reports(rapporter), on=["forbund_id", "year"], how="left")
    )
    shown = _with_state(rows, keys)
    return shown.join(about, on="insats_id", how="left", maintain_order="left").select(
        *keys, "namn", "typ", "matt", "antal_tal", "kon", "egen_rapport", "lage"
    )


def provade(
    frames: Mapping[str, pl.DataFrame], rapporter: pl.DataFrame | None = None
) -> pl.DataFrame:
    """How many numbers of each report and dataset a check has confirmed or gainsaid.

    Returns report_id, dataset, tal (printed numbers), bekraftade, motsagda, okontrollerade,
    reparerade, rattade, andel_provade (bekraftade + motsagda, of tal, 0-1). With `rapporter` a
    report also has a row for each dataset that it has no number of (tal 0, andel_provade null).
    """
    made = [
        frame.group_by("report_id")
        .agg(
            pl.len().cast(pl.Int64).alias("tal"),
            _of("kontroll", "bekraftad").alias("bekraftade"),
            _of("kontroll", "motsagd").alias("motsagda"),
            _of("kontroll", "okontrollerad").alias("okontrollerade"),
            _of("status", "reparerad").alias("reparerade"),
            _of("status", "rattad").alias("rattade"),
        )
        .with_columns(pl.lit(name).alias("dataset"))
        for name, frame in frames.items()
    ]
    rows = pl.concat(made)
    if rapporter is not None:
        names = pl.DataFrame({"dataset": list(frames)})
        grid = rapporter.select("report_id").join(names, how="cross")
        rows = grid.join(rows, on=["report_id", "dataset"], how="left").with_columns(
            pl.selectors.integer().fill_null(0)
        )
    tried = pl.col("bekraftade") + pl.col("motsagda")
    order = pl.col("dataset").cast(pl.Enum(list(frames)))
    return (
        rows.with_columns(
            pl.when(pl.col("tal") > 0).then(tried / pl.col("tal")).alias("andel_provade")
        )
        .select(
            *("report_id", "dataset", "tal", "bekraftade", "motsagda", "okontrollerade"),
            *("reparerade", "rattade", "andel_provade"),
        )
        .sort("report_id", order)
    )


def _own_reports(rapporter: pl.DataFrame) -> pl.DataFrame:
    """The förbund and years that a report is about."""
    years = rapporter.select("forbund_id", "year").unique()
    return years.with_columns(pl.lit(True).alias("egen_rapport"))


def _of(column: str, value: str) -> pl.Expr:
    return (pl.col(column) == value).sum().cast(pl.Int64)


def _counted(frames: Mapping[str, pl.DataFrame], keys: list[str]) -> pl.DataFrame:
    """Numbers of each measure, and whether they are told apart by gender."""
    made = []
    for name, places in MEASURES:
        for dataset, values in places:
            if dataset in frames and set(values) <= set(frames[dataset].columns):
                made.append(_numbers(frames[dataset], values, keys).with_columns(matt=pl.lit(name)))
    return (
        pl.concat(made, how="diagonal")
        .group_by(*keys, "matt")
        .agg(pl.col("antal_tal").sum(), pl.col("kon").any())
    )


def _numbers(frame: pl.DataFrame, values: Mapping[str, str], keys: list[str]) -> pl.DataFrame:
    """The numbers with those values, for each key, and whether both genders are among them."""
    tests = [
        pl.col(column).is_not_null() if value == ANY else pl.col(column) == value
        for column, value in values.items()
    ]
    both = pl.lit(False)
    if "kon" in frame.columns:
        both = (pl.col("kon") == "kvinnor").any() & (pl.col("kon") == "man").any()
    chosen = frame.filter(pl.all_horizontal(pl.lit(True), *tests))
    return chosen.group_by(keys).agg(pl.len().cast(pl.Int64).alias("antal_tal"), both.alias("kon"))


def _with_state(rows: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    filled = rows.with_columns(
        pl.col("antal_tal").fill_null(0),
        pl.col("kon").fill_null(False),
        pl.col("egen_rapport").fill_null(False),
    )
    there = pl.col("antal_tal") > 0
    state = (
        pl.when(there & pl.col("kon"))
        .then(pl.lit(BY_GENDER))
        .when(there)
        .then(pl.lit(PRINTED))
        .when(pl.col("egen_rapport"))
        .then(pl.lit(ABSENT))
        .otherwise(pl.lit(NO_REPORT))
    )
    order = pl.col("matt").cast(pl.Enum([name for name, _ in MEASURES]))
    return filled.with_columns(state.alias("lage")).sort(*keys, order)

"""Könsskillnader: who takes part, and who goes on to work or studies.

Only what is printed for women and for men is compared: one gender is never worked out as the total
less the other, because reports leave people out of both. Those are counted where the report counts
them, and said to be missing where it does not. A share of those who left for work or studies is of
those who left (avslutade), not of those who took part. There is no control group: a difference
says where women and men stood when they left, not what an insats did.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from finsam_analysis.compare.disclosure import protect_shares
from finsam_analysis.compare.personer import PLACE
from finsam_analysis.compare.stats import (
    add_differences,
    add_wilson,
    benjamini_hochberg,
    difference_from_percents,
    half_test,
    only_count,
    refuse_mixed,
)
from finsam_analysis.compare.tryck import newest
from finsam_analysis.compare.underlag import PROSE, TOTALT, one_value, require_known, utan_delsummor

KON = ("kvinnor", "man", "ej_angivet", TOTALT)
MATT = ("deltagare", "nya", "avslutade")
OUTCOMES = ("arbete_studier", "arbete", "studier")
FAMILY = "alla insatser och förbund i tabellen, ett utfall i taget"

_KEYS = ["forbund_id", "year", "insats_id"]
_BOTH = ("kvinnor", "man")
_NEAR = 3  # lines between figures of one passage


def andel_kvinnor(
    deltagare: pl.DataFrame, rapporter: pl.DataFrame | None = None, matt: str = "deltagare"
) -> pl.DataFrame:
    """Women and men among those counted as `matt` (deltagare, nya, avslutade) during the year.

    Returns one row for each förbund, year and insats (null: the whole förbund) with both women and
    men printed as counts: kvinnor, man, ej_angivet and totalt (null where not printed), bas (women
    + men), andel (women of bas) with Wilson's interval andel_lag and andel_hog, skillnad_punkter
    (women less men, of bas, in percentage points) with _lag and _hog of the same interval, p (test
    that women are half; exact, mid-p), p_justerad (Benjamini-Hochberg) and tester (the family is
    all rows), utan_kon (total less women, men and not stated, where the total is printed; not zero
    means that the report leaves people out, and negative that it contradicts itself), olika,
    report_id and line.
    """
    require_known(matt, MATT, "räknebas")
    counts = _wide(_year(deltagare).filter(pl.col("matt") == matt), "antal", rapporter)
    stated = pl.col("kvinnor") + pl.col("man")
    both = counts.filter(stated > 0)
    rows = both.with_columns(
        stated.alias("bas"),
        _rest().alias("utan_kon"),
    )
    shares = add_wilson(rows, "kvinnor", "bas")
    tests = [half_test(*pair) for pair in shares.select("kvinnor", "bas").iter_rows()]
    # Of one group, women less men is twice the share of women less one.
    return shares.with_columns(
        *(
            ((2 * pl.col(f"andel{end}") - 1) * 100).alias(f"skillnad_punkter{end}")
            for end in ("", "_lag", "_hog")
        ),
        pl.Series("p", tests, dtype=pl.Float64),
        pl.Series("p_justerad", benjamini_hochberg(tests), dtype=pl.Float64),
        pl.lit(len(tests)).cast(pl.Int64).alias("tester"),
    )


def andel_kvinnor_i_led(
    deltagare: pl.DataFrame, avslut: pl.DataFrame, rapporter: pl.DataFrame | None = None
) -> pl.DataFrame:
    """`andel_kvinnor` for each base in turn: who takes part, who begins, who leaves.

    Returns its columns and matt (deltagare, nya, avslutade). Those who left are counted among the
    participants or the exits, whichever place prints women, men and their total together.
    """
    # Both, and not one for each kon: a place that prints all of them goes before one with some.
    totals = avslut.filter(pl.col("orsak") == TOTALT).with_columns(
        pl.lit("avslutade").alias("matt")
    )
    columns = [name for name in deltagare.columns if name in totals.columns]
    counted = pl.concat([deltagare.select(columns), totals.select(columns)])
    return pl.concat(
        andel_kvinnor(counted, rapporter, matt).with_columns(pl.lit(matt).alias("matt"))
        for matt in MATT
    ).sort("forbund_id", "year", "insats_id", pl.col("matt").cast(pl.Enum(MATT)), nulls_last=False)


def trend(rows: pl.DataFrame) -> pl.DataFrame:
    """The share of women between the first and the last year, of each förbund and insats.

    `rows` as from `andel_kvinnor`, of one base. Returns forbund_id, insats_id, fran, till,
    andel_fran, andel_till (0-1), bas_fran, bas_till, skillnad_punkter (later less earlier,
    percentage points) with skillnad_punkter_lag and _hog (Newcombe), p, p_justerad and tester
    (the family is the table). People who took part in both years are counted in both, so the
    interval is somewhat too wide. Raises ValueError if rows of several bases are mixed.
    """
    refuse_mixed(rows)
    pairs = (
        rows.sort("year")
        .group_by("forbund_id", "insats_id", maintain_order=True)
        .agg(
            pl.col("year").first().alias("fran"),
            pl.col("year").last().alias("till"),
            *(
                getattr(pl.col(name), end)().alias(f"{name}_{word}")
                for name in ("andel", "bas", "kvinnor")
                for end, word in (("first", "fran"), ("last", "till"))
            ),
            pl.col("report_id").first().alias("report_id_fran"),
            pl.col("report_id").last().alias("report_id_till"),
        )
        .filter(pl.col("fran") < pl.col("till"))
    )
    return add_differences(pairs, ("kvinnor_till", "bas_till"), ("kvinnor_fran", "bas_fran")).sort(
        "forbund_id", "insats_id", nulls_last=False
    )


def skillnad_avslut(
    avslut: pl.DataFrame,
    deltagare: pl.DataFrame,
    rapporter: pl.DataFrame | None = None,
    outcomes: Sequence[str] = OUTCOMES,
) -> pl.DataFrame:
    """Share of women and of men who left for each of `outcomes`, and the difference.

    Returns one row for each förbund, year, insats (null: the whole förbund) and orsak where both
    are printed: andel_kvinnor and andel_man (0-1), bas_kvinnor and bas_man (avslutade; null where
    not printed), bas_ej_angivet (those whose gender is not stated) and bas_utan_kon (the total
    less all of these, where printed), antal_kvinnor and antal_man (printed, or the only count that
    the printed percent can mean; null if hidden), harledd (the counts are ours, not printed),
    sekretess (hidden), skillnad_punkter (women - men, percentage points), and, where both bases
    are known, skillnad_punkter_lag and _hog (Newcombe), p, p_justerad (Benjamini-Hochberg; the
    family is FAMILY) and tester; report_id, line.
    """
    exits = _year(avslut).filter(pl.col("orsak").is_in(list(outcomes)))
    return _differences(exits, "orsak", _left(avslut, deltagare, rapporter), rapporter)


def skillnad_remittering(
    remittering: pl.DataFrame, deltagare: pl.DataFrame, rapporter: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Share of women and of men who were referred by each remittent, and the difference.

    Of all referred, as the table's own total; of the new participants where it has none. Columns
    as `skillnad_avslut`, with remittent in place of orsak; the family is one remittent.
    """
    rows = _year(remittering)
    bases = _bases(rows.filter(pl.col("remittent") == TOTALT), "nya", deltagare, rapporter)
    return _differences(rows.filter(pl.col("remittent") != TOTALT), "remittent", bases, rapporter)


def skillnad_forsorjning(
    forsorjning: pl.DataFrame, deltagare: pl.DataFrame, rapporter: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Share of women and of men with each livelihood, when they began and when they left.

    Of those who left. Columns as `skillnad_avslut`, with forsorjning and tidpunkt (inskrivning,
    avslut) in place of orsak; the family is one livelihood. A person can have several.
    """
    rows = _year(forsorjning)
    bases = _bases(rows.filter(pl.col("forsorjning") == TOTALT), "avslutade", deltagare, rapporter)
    rest = rows.filter(pl.col("forsorjning") != TOTALT)
    return _differences(rest, "forsorjning", bases, rapporter, also=("tidpunkt",))


def skillnad_mal(
    malrader: pl.DataFrame,
    avslut: pl.DataFrame,
    deltagare: pl.DataFrame,
    rapporter: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Results of goals for women and for men, and the difference.

    `malrader` as from `maluppfyllelse.malresultat`: shares that are printed for both. Goals about
    those who left have them as base; others have none. Returns forbund_id, year, insats_id,
    mal_id, malet, matt, mal (0-1), andel_kvinnor, andel_man, omdome_kvinnor, omdome_man,
    bas_kvinnor, bas_man, antal_*, harledd, sekretess, skillnad_punkter and its interval and test;
    report_id, line.
    """
    shares = malrader.filter((pl.col("enhet") == "andel") & pl.col("resultat").is_not_null())
    keys = [*_KEYS, "report_id", "mal_id", "malet", "matt", "period", "mal"]

    def of(name: str, kon: str) -> pl.Expr:
        return pl.col(name).filter(pl.col("kon") == kon).first()

    wide = (
        shares.group_by(keys, maintain_order=True)
        .agg(
            *(of("resultat", k).alias(f"andel_{k}") for k in _BOTH),
            *(of("omdome", k).alias(f"omdome_{k}") for k in _BOTH),
            pl.col("resultat_rad").min().alias("line"),
        )
        .filter(pl.col("andel_kvinnor").is_not_null() & pl.col("andel_man").is_not_null())
    )
    bases = _left(avslut, deltagare, rapporter).select(*_KEYS, *(f"bas_{k}" for k in _BOTH))
    fits = pl.col("matt").str.starts_with("avslutade_") & (pl.col("period") == "ar")
    rows = wide.join(bases, on=_KEYS, how="left", nulls_equal=True).with_columns(
        *(pl.when(fits).then(pl.col(f"bas_{k}")).alias(f"bas_{k}") for k in _BOTH),
        *(pl.lit(None, pl.Int64).alias(f"antal_{k}") for k in _BOTH),
    )
    return _tested(_complete(rows), "matt").sort("forbund_id", "year", "insats_id", "line")


def _differences(
    rows: pl.DataFrame,
    dimension: str,
    bases: pl.DataFrame,
    rapporter: pl.DataFrame | None,
    also: Sequence[str] = (),
) -> pl.DataFrame:
    """Shares of women and men in each value of `dimension`, with differences and tests."""
    keys = [*_KEYS, dimension, *also]
    counts, shares = (
        _wide(rows, name, rapporter, keys).select(
            *keys, *(pl.col(k).alias(f"{name}_{k}") for k in _BOTH), "report_id", "line"
        )
        for name in ("antal", "andel")
    )
    both = counts.join(shares, on=keys, how="full", coalesce=True, nulls_equal=True).with_columns(
        pl.coalesce("report_id", "report_id_right").alias("report_id"),
        pl.coalesce("line", "line_right").alias("line"),
    )
    both = both.join(bases, on=_KEYS, how="left", nulls_equal=True)
    known = _complete(both).filter(
        pl.col("andel_kvinnor").is_not_null() & pl.col("andel_man").is_not_null()
    )
    return (
        _tested(known, dimension)
        .select(
            *keys,
            "andel_kvinnor",
            "andel_man",
            "antal_kvinnor",
            "antal_man",
            "bas_kvinnor",
            "bas_man",
            "bas_ej_angivet",
            "bas_utan_kon",
            "harledd",
            "sekretess",
            "^skillnad_punkter.*$",
            "p",
            "p_justerad",
            "tester",
            "report_id",
            "line",
        )
        .sort(*keys, nulls_last=False)
    )


def _tested(rows: pl.DataFrame, family: str) -> pl.DataFrame:
    """`rows` with differences, their tests, and derived counts hidden where they are small."""
    impossible = pl.any_horizontal(
        (pl.col(f"antal_{k}") > pl.col(f"bas_{k}")).fill_null(False) for k in _BOTH
    )
    # More than its base: the report counts the two in different ways, and has no share here.
    fit = rows.with_columns(
        pl.when(~impossible).then(pl.col(f"{name}_{k}")).alias(f"{name}_{k}")
        for name in ("antal", "bas")
        for k in _BOTH
    )
    tested = add_differences(
        fit, ("antal_kvinnor", "bas_kvinnor"), ("antal_man", "bas_man"), family=family
    )
    plain = (pl.col("andel_kvinnor") - pl.col("andel_man")) * 100
    ends = [_spans(row) for row in tested.iter_rows(named=True)]
    return protect_shares(
        tested.with_columns(
            plain.alias("skillnad_punkter"),
            *(
                pl.coalesce(
                    pl.col(f"skillnad_punkter_{end}"),
                    pl.Series([pair[i] for pair in ends], dtype=pl.Float64),
                ).alias(f"skillnad_punkter_{end}")
                for i, end in enumerate(("lag", "hog"))
            ),
        ),
        {f"antal_{k}": f"bas_{k}" for k in _BOTH},
        also=("skillnad_punkter_lag", "skillnad_punkter_hog", "p", "p_justerad"),
    )


def _spans(row: dict[str, Any]) -> tuple[float | None, float | None]:
    """Interval of a difference from printed percents that may mean several counts each."""
    pairs = [(row[f"andel_{k}"], row[f"bas_{k}"]) for k in _BOTH]
    whole = all(
        share is not None and base and abs(share * 100 - round(share * 100)) < 1e-6
        for share, base in pairs
    )
    if not whole or None not in (row["antal_kvinnor"], row["antal_man"]):
        return None, None
    first, second = ((round(share * 100), base) for share, base in pairs)
    try:
        found = difference_from_percents(first, second)
    except ValueError:
        return None, None
    return found.low, found.high


def _bases(
    totals: pl.DataFrame, matt: str, deltagare: pl.DataFrame, rapporter: pl.DataFrame | None
) -> pl.DataFrame:
    """How many women and men: the table's own totals, else the participants counted as `matt`."""
    columns = [*_KEYS, "kon", "antal", *PLACE]
    own = totals.filter(pl.col("antal").is_not_null()).select(columns).unique(maintain_order=True)
    other = _year(deltagare).filter(pl.col("matt") == matt).select(columns)
    other = other.join(own, on=[*_KEYS, "kon"], how="anti", nulls_equal=True)
    wide = _wide(pl.concat([own, other]), "antal", rapporter)
    return wide.select(
        *_KEYS,
        *(pl.col(k).alias(f"bas_{k}") for k in (*_BOTH, "ej_angivet")),
        _rest().alias("bas_utan_kon"),
    )


def _year(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows over the calendar year, all municipalities together."""
    rows = utan_delsummor(frame).filter(pl.col("period") == "ar")
    return rows.filter(pl.col("kommun").is_null()) if "kommun" in rows.columns else rows


def _wide(
    frame: pl.DataFrame,
    value: str,
    rapporter: pl.DataFrame | None,
    keys: Sequence[str] = _KEYS,
) -> pl.DataFrame:
    """One row for each of `keys`, with a column a kon, all of them printed in one place.

    Women, men and all from different tables may be counted in different ways. The place with most
    of them that contradicts itself least is chosen; `olika` has the counts of women elsewhere too.
    """
    placed = _placed(frame.filter(pl.col(value).is_not_null()))
    prose = placed.group_by("_plats").agg((pl.col("table_id") == PROSE).all().alias("_prosa"))
    found = one_value(placed, [*keys, "_plats", "kon"], value)
    wide = found.group_by(*keys, "_plats", maintain_order=True).agg(
        *(pl.col(value).filter(pl.col("kon") == kon).first().alias(kon) for kon in KON),
        pl.col("report_id").first(),
        pl.col("line").min(),
    )
    wide = newest(wide, rapporter, keys).with_columns(
        (pl.col("kvinnor").is_null() | pl.col("man").is_null()).alias("_ensam"),
        (_rest() < 0).fill_null(False).alias("_motsagd"),
        pl.sum_horizontal(pl.col(kon).is_null() for kon in KON).alias("_saknas"),
    )
    best = wide.join(prose, on="_plats").sort(
        *keys, "_ensam", "_motsagd", "_saknas", "_prosa", "line", nulls_last=False
    )
    women = pl.col("kvinnor").drop_nulls()
    several = women.unique(maintain_order=True).cast(pl.String).str.join(", ")
    return best.group_by(*keys, maintain_order=True).agg(
        *(pl.col(name).first() for name in (*KON, "report_id", "line")),
        pl.when(women.n_unique() > 1).then(several).alias("olika"),
    )


def _placed(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with _plats: what is printed together, a table or lines of prose close together."""
    table = ["report_id", "table_id"]
    gap = pl.col("line").diff().over(table).fill_null(0) > _NEAR
    rows = frame.sort(*table, "line").with_columns(
        (gap & (pl.col("table_id") == PROSE)).alias("_ny")
    )
    passage = pl.col("_ny").cast(pl.Int64).cum_sum().over(table)
    return rows.with_columns(pl.struct(*table, passage).rank("dense").alias("_plats"))


def _rest() -> pl.Expr:
    """The total less women, men and not stated."""
    return pl.col(TOTALT) - pl.col("kvinnor") - pl.col("man") - pl.col("ej_angivet").fill_null(0)


def _left(
    avslut: pl.DataFrame, deltagare: pl.DataFrame, rapporter: pl.DataFrame | None
) -> pl.DataFrame:
    """How many women and men left: the exits' own totals, else the participants'."""
    return _bases(
        _year(avslut).filter(pl.col("orsak") == TOTALT), "avslutade", deltagare, rapporter
    )


def _complete(rows: pl.DataFrame) -> pl.DataFrame:
    """Shares from counts and counts from shares, where one and only one can be meant."""
    printed = pl.col("antal_kvinnor").is_not_null() & pl.col("antal_man").is_not_null()
    rows = rows.with_columns((~printed).alias("harledd"))
    for kon in _BOTH:
        counts = [only_count(*row) for row in rows.select(f"andel_{kon}", f"bas_{kon}").iter_rows()]
        derived = pl.Series(counts, dtype=pl.Int64)
        rows = rows.with_columns(
            pl.coalesce(pl.col(f"antal_{kon}"), derived).alias(f"antal_{kon}"),
        ).with_columns(pl.coalesce(pl.col(f"andel_{kon}"), _share(kon)).alias(f"andel_{kon}"))
    return rows


def _share(kon: str) -> pl.Expr:
    """The count of the base, where it can be a part of it."""
    count, base = pl.col(f"antal_{kon}"), pl.col(f"bas_{kon}")
    return pl.when((base > 0) & (count <= base)).then(count / base)

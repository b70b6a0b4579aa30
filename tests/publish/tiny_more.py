"""More made-up data for the same two förbund: books, ways in and out, surveys.

Figures are small enough to be added by hand; see the tests in tests/compare that use them.
"""

from __future__ import annotations

from typing import Any

import polars as pl
from tests.publish import tiny

TEXT = pl.String
tiny.SCHEMAS.update(
    {
        "bakgrund": {**tiny.COMMON, **tiny.PEOPLE, "dimension": TEXT, **tiny.COUNTS},
        "indikatorer": {
            **tiny.COMMON,
            "respondentgrupp": TEXT,
            "fraga_id": TEXT,
            "fraga": TEXT,
            "svar": TEXT,
            **tiny.COUNTS,
        },
    }
)


def kr(line: int, post: str, amount: int, **more: Any) -> dict[str, Any]:
    """A row of the books in kronor, as printed."""
    named = {"post": post, "label_raw": more.pop("label_raw", post), "enhet": "kr"}
    printed = {"raw": str(amount), "varde": float(amount), "belopp_kr": amount}
    return {"line": line, **named, **printed, **more}


def rakenskaper() -> pl.DataFrame:
    note = {"rapport": "not", "not_nr": 2, "table_id": "t20"}
    years = {"rapport": "flerarsoversikt", "table_id": "t21"}
    result = {"rapport": "resultatrakning", "table_id": "t22"}
    balance = {"rapport": "balansrakning", "table_id": "t23"}
    costs = "verksamhetens_kostnader"
    older = {"year": 2021}
    return tiny.frame(
        "rakenskaper",
        [
            kr(200, "driftbidrag_staten", 2_000, label_raw="Driftbidrag från staten", **note),
            kr(201, "x", 1_000, label_raw="Driftbidrag från regionen", **note),
            kr(202, "x", 600, label_raw="Driftbidrag från Ena kommun", **note),
            kr(203, "x", 400, label_raw="Driftbidrag från Andra kommun", **note),
            kr(204, "x", 900, label_raw="EU-medel och andra bidrag", **note),
            kr(205, "x", 100, label_raw="Hyresintäkt", **note),
            kr(206, "summa", 5_000, is_total=True, **note),
            kr(210, "verksamhetens_intakter", 5_000, **years),
            kr(210, "verksamhetens_intakter", 4_400, **older, **years),
            kr(211, costs, 4_700, **years),
            kr(211, costs, 4_600, **older, **years),
            kr(212, "arets_resultat", 300, **years),
            kr(212, "arets_resultat", -200, **older, **years),
            kr(220, costs, -4_650, **result),
            kr(221, "arets_resultat", 300, **result),
            kr(222, costs, -4_500, **older, report_id=tiny.AR21, **result),
            kr(230, "eget_kapital", 0, **balance),
            kr(231, "ovrigt_eget_kapital", 1_200, **balance),
            kr(232, "arets_resultat", 300, **balance),
        ],
    )


def remittering() -> pl.DataFrame:
    def sent(line: int, who: str, antal: int, **more: Any) -> dict[str, Any]:
        total = who == "totalt"
        row = {"line": line, "remittent": who, "antal": antal, "label_raw": who, "table_id": "t30"}
        return {**row, "insats_id": tiny.VAGEN, "is_total": total, **more}

    return tiny.frame(
        "remittering",
        [
            sent(300, "arbetsformedlingen", 10),
            sent(301, "skola", 5),
            sent(302, "egen_anmalan", 24),
            sent(303, "totalt", 40),
            sent(310, "skola", 9, insats_id=None, table_id="t31"),
            sent(311, "vard", 3, insats_id=None, table_id="t31"),
            sent(312, "totalt", 10, insats_id=None, table_id="t31"),
        ],
    )


def forsorjning() -> pl.DataFrame:
    def lived(line: int, what: str, kon: str, before: int, after: int) -> list[dict[str, Any]]:
        common = {"line": line, "forsorjning": what, "kon": kon}
        return [
            {**common, "tidpunkt": "inskrivning", "antal": before},
            {**common, "tidpunkt": "avslut", "antal": after},
        ]

    return tiny.frame(
        "forsorjning",
        [
            *lived(320, "forsorjningsstod", "kvinnor", 20, 12),
            *lived(320, "forsorjningsstod", "man", 15, 11),
            *lived(321, "studiestod", "kvinnor", 2, 9),
            *lived(321, "studiestod", "man", 1, 5),
        ],
    )


def bakgrund() -> pl.DataFrame:
    return tiny.frame("bakgrund", [])


def ovrigt() -> pl.DataFrame:
    recommended = {"matt": "rekommenderat_eget_kapital", "raw": "1", "varde": 1.0, "enhet": "tkr"}
    return tiny.frame("ovrigt", [{"line": 340, **recommended}])


def indikatorer() -> pl.DataFrame:
    def said(line: int, svar: str, percent: int, **more: Any) -> dict[str, Any]:
        common = {
            "respondentgrupp": "personal",
            "fraga": "Lyssnar andra på dig?",
            "enhet": "procent",
        }
        return {"line": line, "svar": svar, "andel": percent / 100, **common, **more}

    count = {"respondentgrupp": "personal", "svar": "n_svar", "enhet": "antal"}
    return tiny.frame(
        "indikatorer",
        [
            said(350, "positivt", 75),
            said(350, "varken_eller", 17),
            said(350, "negativt", 8),
            said(351, "positivt", 50, year=2021),
            said(351, "negativt", 25, year=2021),
            {"line": 349, "antal": 12, **count},
            {"line": 349, "antal": 8, "year": 2021, **count},
        ],
    )


def reparationer() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "report_id": [tiny.AR22],
            "line": [10],
            "raw": ["1800 000"],
            "varde": [1_800_000.0],
            "skada": ["mellanslag saknas"],
            "bevis": ["k1"],
        }
    )


# Those that tiny has none of; the others are for tests that want more rows than its own.
TABLES = (bakgrund, indikatorer, reparationer)

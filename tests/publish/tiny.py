"""A made-up clean folder: two förbund that do not exist, with figures that can be done by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

AR22, AR21 = "exempelbygden-2022-arsredovisning", "exempelbygden-2021-arsredovisning"
PLAN22, PROV22 = "exempelbygden-2022-verksamhetsplan", "provdalen-2022-arsredovisning"
VAGEN, BRON, MOTET = "exempelbygden/vagen", "exempelbygden/bron", "exempelbygden/motet"
STEGET = "provdalen/steget"

TEXT = pl.String
COMMON: dict[str, Any] = {
    "forbund_id": TEXT,
    "year": pl.Int64,
    "report_id": TEXT,
    "page": pl.Int64,
    "line": pl.Int64,
    "table_id": TEXT,
    "label_raw": TEXT,
    "kolumn_raw": TEXT,
    "raw": TEXT,
    "varde": pl.Float64,
    "enhet": TEXT,
    "status": TEXT,
    "kontroll": TEXT,
    "is_total": pl.Boolean,
    "anmarkning": TEXT,
    "insats_id": TEXT,
}
PEOPLE = {"kommun": TEXT, "period": TEXT, "kon": TEXT}
COUNTS = {"antal": pl.Int64, "andel": pl.Float64}
TIDER: dict[str, Any] = {
    **dict.fromkeys(("forbund_id", "report_id", "table_id", "label_raw", "insats_id"), TEXT),
    **dict.fromkeys(("ande", "datum", "raw", "anmarkning"), TEXT),
    **dict.fromkeys(("year", "page", "line"), pl.Int64),
    "galler": pl.Boolean,
}
SCHEMAS: dict[str, dict[str, Any]] = {
    "ekonomi": {**COMMON, "kategori": TEXT, "post": TEXT, "belopp_kr": pl.Int64},
    "deltagare": {**COMMON, **PEOPLE, "matt": TEXT, **COUNTS},
    "avslut": {**COMMON, **PEOPLE, "orsak": TEXT, **COUNTS},
    "mal": {
        **COMMON,
        **PEOPLE,
        "mal_id": TEXT,
        "matt": TEXT,
        "del": TEXT,
        "bedomning": TEXT,
        **COUNTS,
        "belopp_kr": pl.Int64,
    },
    "rakenskaper": {
        **COMMON,
        "rapport": TEXT,
        "not_nr": pl.Int64,
        "post": TEXT,
        "belopp": TEXT,
        "post_budget": TEXT,
        "belopp_kr": pl.Int64,
    },
    "ovrigt": {**COMMON, "matt": TEXT, "kon": TEXT, "period": TEXT},
    "remittering": {**COMMON, **PEOPLE, "remittent": TEXT, **COUNTS},
    "forsorjning": {**COMMON, **PEOPLE, "forsorjning": TEXT, "tidpunkt": TEXT, **COUNTS},
    "medlemsbidrag": {**COMMON, "medlem": TEXT, "slag": TEXT, "belopp_kr": pl.Int64},
}
_DEFAULTS: dict[str, Any] = {
    "forbund_id": "exempelbygden",
    "year": 2022,
    "report_id": AR22,
    "line": 1,
    "table_id": "t01",
    "label_raw": "Rad",
    "raw": "1",
    "varde": 1.0,
    "status": "tryckt",
    "kontroll": "okontrollerad",
    "is_total": False,
    "period": "ar",
    "kon": "totalt",
}


def frame(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows of a dataset; what a row does not say is the default, or null."""
    schema = SCHEMAS[name]
    whole = [{c: row.get(c, _DEFAULTS.get(c)) for c in schema} for row in rows]
    return pl.DataFrame(whole, schema=schema)


def forbund() -> pl.DataFrame:
    names = ["Samordningsförbundet Exempelbygden", "Samordningsförbundet Provdalen"]
    return pl.DataFrame(
        {
            "forbund_id": ["exempelbygden", "provdalen"],
            "namn": names,
            "medlemmar": [["Ena kommun", "Andra kommun"], []],
        },
        schema={"forbund_id": TEXT, "namn": TEXT, "medlemmar": pl.List(TEXT)},
    )


def insatser() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "insats_id": [VAGEN, BRON, MOTET, STEGET],
            "forbund_id": ["exempelbygden", "exempelbygden", "exempelbygden", "provdalen"],
            "namn": ["Vägen", "Bron", "Mötet", "Steget"],
            "typ": ["individ", "individ", "struktur", "individ"],
            "start": [None, None, None, 2021],
            "slut": [None, None, None, 2024],
            "jamforbar": [True, False, True, True],
            "skal": [None, "kostnaden står i ett annat förbunds böcker", None, None],
        },
        schema_overrides={"start": pl.Int64, "slut": pl.Int64},
    )


def rapporter() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "report_id": [AR21, AR22, PLAN22, PROV22],
            "forbund_id": ["exempelbygden", "exempelbygden", "exempelbygden", "provdalen"],
            "year": [2021, 2022, 2022, 2022],
            "kind": ["arsredovisning", "arsredovisning", "verksamhetsplan", "arsredovisning"],
            "titel": ["Årsredovisning", "Årsredovisning", "Verksamhetsplan", "Årsredovisning"],
            "text": ["born_digital", "ocr", "born_digital", "born_digital"],
            "antal_tal": [3, 40, 2, 9],
        }
    )


def ekonomi() -> pl.DataFrame:
    def outcome(
        line: int, insats: str | None, kategori: str, kr: int, **more: Any
    ) -> dict[str, Any]:
        return {
            "line": line,
            "insats_id": insats,
            "kategori": kategori,
            "post": "utfall",
            "belopp_kr": kr,
            **more,
        }

    return frame(
        "ekonomi",
        [
            outcome(10, VAGEN, "individ", 1_800_000),
            outcome(11, BRON, "individ", 500_000),
            outcome(12, MOTET, "struktur", 100_000),
            outcome(13, None, "administration", 600_000, label_raw="Kansli"),
            outcome(14, None, "summa", 3_000_000, is_total=True),
            {
                "line": 10,
                "insats_id": VAGEN,
                "kategori": "individ",
                "post": "budget",
                "belopp_kr": 2,
            },
            outcome(20, VAGEN, "individ", 1_500_000, year=2021, report_id=AR21),
            outcome(30, STEGET, "individ", 400_000, forbund_id="provdalen", report_id=PROV22),
        ],
    )


def deltagare() -> pl.DataFrame:
    def count(line: int, matt: str, antal: int, **more: Any) -> dict[str, Any]:
        return {"line": line, "matt": matt, "antal": antal, **more}

    return frame(
        "deltagare",
        [
            count(40, "deltagare", 90, insats_id=VAGEN),
            count(41, "deltagare", 50, insats_id=VAGEN, kon="kvinnor"),
            count(41, "deltagare", 38, insats_id=VAGEN, kon="man"),
            count(42, "nya", 39, insats_id=VAGEN),
            count(43, "avslutade", 60, insats_id=VAGEN),
            count(44, "avslutade", 40, insats_id=VAGEN, kon="kvinnor"),
            count(44, "avslutade", 20, insats_id=VAGEN, kon="man"),
            count(45, "deltagare", 25, insats_id=BRON),
            count(46, "deltagare", 120),
            count(47, "deltagare", 70, kon="kvinnor"),
            count(47, "deltagare", 46, kon="man"),
            count(47, "deltagare", 4, kon="ej_angivet"),
            count(48, "deltagare", 75, year=2021, report_id=AR21, insats_id=VAGEN),
            count(49, "deltagare", 100, year=2021, report_id=AR21),
            count(49, "deltagare", 101, year=2021),
            count(50, "deltagare", 500, report_id=PLAN22, insats_id=VAGEN),
            count(60, "deltagare", 80, forbund_id="provdalen", report_id=PROV22, insats_id=STEGET),
        ],
    )


def avslut() -> pl.DataFrame:
    def work(line: int, kon: str, antal: int | None, **more: Any) -> dict[str, Any]:
        return {
            "line": line,
            "orsak": "arbete_studier",
            "kon": kon,
            "antal": antal,
            "insats_id": VAGEN,
            **more,
        }

    return frame(
        "avslut",
        [
            work(70, "totalt", 20),
            work(71, "kvinnor", 16),
            work(71, "man", 4),
            work(72, "kvinnor", None, andel=0.40, insats_id=None),
            work(72, "man", None, andel=0.30, insats_id=None),
        ],
    )


def mal() -> pl.DataFrame:
    def goal(line: int, mal_id: str, matt: str, part: str, **more: Any) -> dict[str, Any]:
        return {
            "line": line,
            "mal_id": mal_id,
            "matt": matt,
            "del": part,
            "insats_id": VAGEN,
            **more,
        }

    prov = {"forbund_id": "provdalen", "report_id": PROV22, "insats_id": STEGET}
    return frame(
        "mal",
        [
            goal(80, "m1", "deltagare", "mal", antal=100),
            goal(81, "m1", "deltagare", "resultat", antal=90, bedomning="God"),
            goal(82, "m2", "nya", "mal", antal=40),
            goal(83, "m2", "nya", "resultat", antal=39),
            goal(84, "m3", "arbete_studier", "mal", andel=0.30),
            goal(85, "m3", "arbete_studier", "resultat", andel=0.33),
            goal(85, "m3", "arbete_studier", "resultat", andel=0.40, kon="kvinnor"),
            goal(86, "m3", "arbete_studier", "resultat_foregaende", andel=0.25),
            goal(87, "m4", "konsultationer", "mal", antal=10),
            goal(90, "m5", "deltagare", "mal", antal=200, period="projekt", **prov),
            goal(91, "m5", "nya", "resultat", antal=80, period="projekt", **prov),
        ],
    )


def medlemsbidrag() -> pl.DataFrame:
    def paid(line: int, medlem: str, kr: int, **more: Any) -> dict[str, Any]:
        return {"line": line, "medlem": medlem, "slag": "utfall", "belopp_kr": kr, **more}

    return frame(
        "medlemsbidrag",
        [
            paid(95, "staten", 2_000_000),
            paid(96, "region", 1_000_000),
            paid(97, "esf", 5_000_000),
            paid(98, "summa", 3_000_000, is_total=True),
            paid(95, "staten", 2_500_000, year=2021, report_id=AR21),
        ],
    )


def rakenskaper() -> pl.DataFrame:
    def cost(line: int, kr: int, **more: Any) -> dict[str, Any]:
        return {"line": line, "rapport": "resultatrakning", "belopp_kr": kr, **more}

    costs = "verksamhetens_kostnader"
    return frame(
        "rakenskaper",
        [
            cost(100, -3_000_000, post=costs),
            cost(101, -2_600_000, post=costs, year=2021),
            cost(102, 950_000, post="vagen", rapport="not", insats_id=VAGEN, year=2020),
        ],
    )


def ovrigt() -> pl.DataFrame:
    return frame("ovrigt", [{"line": 105, "matt": "esf_medel", "insats_id": BRON, "enhet": "kr"}])


def remittering() -> pl.DataFrame:
    def sent(line: int, remittent: str, kon: str, antal: int) -> dict[str, Any]:
        return {"line": line, "remittent": remittent, "kon": kon, "antal": antal}

    return frame(
        "remittering",
        [
            sent(110, "vard", "kvinnor", 35),
            sent(110, "vard", "man", 10),
            sent(111, "totalt", "kvinnor", 70),
            sent(111, "totalt", "man", 46),
        ],
    )


def forsorjning() -> pl.DataFrame:
    def lives(line: int, kon: str, when: str, antal: int) -> dict[str, Any]:
        more = {"insats_id": VAGEN, "forsorjning": "lon"}
        return {"line": line, "kon": kon, "tidpunkt": when, "antal": antal, **more}

    return frame(
        "forsorjning",
        [
            lives(120, "kvinnor", "inskrivning", 2),
            lives(120, "man", "inskrivning", 1),
            lives(120, "kvinnor", "avslut", 16),
            lives(120, "man", "avslut", 4),
        ],
    )


def kontroller() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "kontroll_id": ["k1", "k2"],
            "report_id": [AR22, AR22],
            "typ": ["summa", "summa"],
            "beskrivning": ["Summa insatser", "Summa <deltagare>"],
            "rader": [[10, 11, 14], [46, 47]],
            "redovisat": [3_000_000.0, 120.0],
            "beraknat": [3_000_000.0, 116.0],
            "differens": [0.0, 4.0],
            "tolerans": [0.5, 0.5],
            "utfall": ["stammer", "motsagelse"],
        }
    )


def olasta() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "report_id": [AR22],
            "line": [99],
            "page": [None],
            "table_id": ["t02"],
            "why": ["flera läsningar möjliga"],
            "text": ["1 23 4"],
        },
        schema_overrides={"page": pl.Int64},
    )


def tider() -> pl.DataFrame:
    """One printed beginning; no project has both its ends."""
    row = {
        "forbund_id": "exempelbygden", "year": 2022, "report_id": AR22, "page": None, "line": 7,
        "table_id": "prosa", "label_raw": "Bron", "insats_id": BRON, "ande": "start",
        "datum": "2021-03", "raw": "mars 2021", "galler": True, "anmarkning": None,
    }  # fmt: skip
    return pl.DataFrame([row], schema=TIDER)


def rattelser() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "report_id": [AR22, AR22],
            "line": [47, 10],
            "table_id": [None, "t01"],
            "raw": ["46", "1 800 000"],
            "atgard": ["ersatt", "flagga"],
            "varde": [48.0, None],
            "skal": ["tryckfel", "läses <om>"],
            "bevis": ["bilaga 2", "not 1"],
        },
        schema_overrides={"table_id": TEXT},
    )


TABLES = (
    forbund,
    insatser,
    rapporter,
    ekonomi,
    deltagare,
    avslut,
    mal,
    medlemsbidrag,
    rakenskaper,
    ovrigt,
    remittering,
    forsorjning,
    kontroller,
    olasta,
    rattelser,
    tider,
)


def write(folder: Path) -> Path:
    """Write the made-up data into `folder` as csv, items of lists apart by semicolons."""
    from tests.publish import tiny_more

    folder.mkdir(parents=True, exist_ok=True)
    for make in (*TABLES, *tiny_more.TABLES):
        made = make()
        lists = [name for name, dtype in made.schema.items() if isinstance(dtype, pl.List)]
        flat = made.with_columns(
            pl.col(name).cast(pl.List(pl.String)).list.join(";") for name in lists
        )
        flat.write_csv(folder / f"{make.__name__}.csv")
    (folder / "datapackage.json").write_text('{"resources": []}\n', encoding="utf-8")
    return folder

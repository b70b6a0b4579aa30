"""Figures in running text in the dataset that their measure belongs to; made-up figures."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.made import report

from finsam_analysis.clean.context import Context
from finsam_analysis.clean.facts import Fact
from finsam_analysis.clean.prosa import clean_prosa
from finsam_analysis.clean.registry import Registry
from finsam_analysis.read.prose.reader import Figure

FORBUND = "Samordningsförbundet Norrvik"
TABLE = "Deltagare 2021\nInsats Kvinnor Män Totalt\nAlfa 74 62 136\nBeta 51 57 108"


def _placed(measure: str, subject: str = FORBUND, unit: str = "procent") -> Fact:
    figure = Figure(9, None, subject, measure, "totalt", 40.0, unit, "2021", "40")
    captured = replace(report(TABLE), figures=(figure,))
    registry = Registry(captured.forbund_id, captured.forbund)
    return clean_prosa(Context(captured, registry))[0]


@pytest.mark.parametrize(
    ("measure", "dataset", "columns"),
    [
        ("remitterade_kommunen", "remittering", {"remittent": "kommun"}),
        ("remitterade_egen_anmalan", "remittering", {"remittent": "egen_anmalan"}),
        (
            "sjuk_rehabpenning_vid_avslut",
            "forsorjning",
            {"forsorjning": "sjuk_och_rehabpenning", "tidpunkt": "avslut"},
        ),
        (
            "ingen_offentlig_forsorjning",
            "forsorjning",
            {"forsorjning": "ingen_offentlig", "tidpunkt": None},
        ),
        ("nya_grundskola", "bakgrund", {"dimension": "utbildning", "kategori": "grundskola"}),
        ("deltagare_under_30_ar", "bakgrund", {"dimension": "alder", "kategori": "under_30_ar"}),
        ("avslutade_rehabilitering", "avslut", {"orsak": "fortsatt_rehabilitering"}),
        ("seminarier", "ovrigt", {"matt": "seminarier"}),
    ],
)
def test_a_measure_has_its_dataset(
    measure: str, dataset: str, columns: dict[str, str | None]
) -> None:
    made = _placed(measure)
    assert made.dataset == dataset
    assert {name: made.extra[name] for name in columns} == columns
    assert made.extra.get("andel") == (None if dataset == "ovrigt" else 0.4)


def test_a_share_of_what_is_no_insats_of_the_forbund_is_no_background() -> None:
    made = _placed("nya_gymnasium", subject="Arbetslöshetens utveckling")
    assert (made.dataset, made.extra["matt"]) == ("ovrigt", "nya_gymnasium")


def test_a_response_rate_is_that_of_the_group_that_is_named() -> None:
    made = _placed("svarsfrekvens", subject="Styrelsen")
    assert (made.dataset, made.extra["respondentgrupp"]) == ("indikatorer", "styrelse")
    assert _placed("svarsfrekvens").dataset == "ovrigt"

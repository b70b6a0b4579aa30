"""What one column says of itself is not said of those beside it."""

from __future__ import annotations

from tests.made import cleaned


def test_percent_over_one_column_is_not_that_of_the_counts() -> None:
    facts, _ = cleaned(
        """
        Resultat vid avslut
                               Annan                                Arbete och
                     Arbete    rehab   Sjukdom   Övrigt  Avslutade  studier, %
        Bryggan          12       10         6        4         32          46
        Kraftsamling      8       11         4        1         24          41
        Totalt           20       21        10        5         56          44
        """
    )
    units = {(f.label_raw, f.kolumn_raw): f.enhet for f in facts if f.table_id != "prosa"}
    assert units["Bryggan", "Arbete"] == "antal"
    assert units["Bryggan", "Sjukdom"] == "antal"
    assert units["Bryggan", "Arbete och studier, %"] == "procent"


def test_livelihood_at_start_and_end_by_gender() -> None:
    facts, _ = cleaned(
        """
        Försörjning vid start och avslut (antal)

        Start Avslut
        Kvinnor Män Kvinnor Män
        Försörjningsstöd 31 22 20 12
        Aktivitetsersättning 8 9 7 7
        Studiestöd 1 2 6 6
        """
    )
    told = {
        (f.label_raw, f.extra.get("tidpunkt"), f.extra.get("kon")): f.varde
        for f in facts
        if f.dataset == "forsorjning"
    }
    assert told["Försörjningsstöd", "inskrivning", "man"] == 22
    assert told["Försörjningsstöd", "avslut", "kvinnor"] == 20


def test_kommuner_across_and_insatser_down() -> None:
    facts, _ = cleaned(
        """
        Deltagarnas hemkommun

        Insats              Vidå     Hagby    Sjönäs     Summa
        Resurscenter          92        10        24       126
        Fyren                 31        22        21        74
        Summa                123        32        45       200
        """
    )
    told = [f for f in facts if f.label_raw == "Fyren" and f.table_id != "prosa"]
    assert {f.dataset for f in told} == {"deltagare"}
    assert {str(f.extra.get("insats_id")) for f in told} == {"norrvik/fyren"}

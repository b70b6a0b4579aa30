"""Which names are the same insats; names made up, or words of the field."""

from __future__ import annotations

import pytest
from tests.made import table

from finsam_analysis.clean.registry import Registry, is_name, telling


def registry() -> Registry:
    return Registry("norrvik", "Samordningsförbundet Norrvik", ["Granby", "Sjövik"])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ungdomsteamet", "Ungdomsteamet i Granby"),
        ("Lots", "Lots-projektet"),
        ("SAMA", "SAMA - Samverkan Arbete Mera Arbetslust"),
        ("Finsam Stegen", "Stegen"),
        ("FINSAM-team", "FINSAM-teamen"),
        ("Rehabkedjan", "Rehabkedjon"),
    ],
)
def test_one_insats_printed_in_two_ways(first: str, second: str) -> None:
    made = registry()
    assert made.add(first, 2021) is made.add(second, 2022)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Lots", "Lots Vidare"),
        ("Rehabgrupp 1", "Rehabgrupp 2"),
        ("Team Granby", "Team Sjövik"),
        ("MIA", "MIA Vidare"),
    ],
)
def test_two_insatser_with_names_alike(first: str, second: str) -> None:
    made = registry()
    assert made.add(first, 2021) is not made.add(second, 2021)


def test_an_abbreviation_takes_the_place_of_what_it_stands_for() -> None:
    assert telling("AMA-aktiviteter mot arbete") == telling("AMA")


@pytest.mark.parametrize(
    ("printed", "damaged"),
    [
        ("Hälsoskola", "Halsoskola"),
        ("Hälsoskola", "Hälsosk6la"),
        ("Tjänstedesign", "Tjanstedesign"),
        ("Resursråd", "Resursradet"),
        ("Ung i Sjövik", "Ung i Sjovik"),
        ("Ung i Sjövik", "Ung i Sjöviks kommun"),
        ("Ung i Sjövik", "ung i sjövik*"),
        ("Ung i Näsby", "Ung i Ndsby"),
    ],
)
def test_damaged_print_is_the_same_insats(printed: str, damaged: str) -> None:
    made = registry()
    assert made.add(printed, 2021) is made.add(damaged, 2021)
    assert made.add(damaged, 2021).namn == printed


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ung i Tyresö", "Ung i Nynäs"),
        ("Ung i Granby", "Ung i Sjövik"),
        ("Ung Framtid", "Ung Frihet"),
        ("Insteget", "Utsteget"),
        ("Arena", "Areal"),
        ("Stegen", "Stegen 2"),
        ("SAMA", "SAMA förlängning"),
        ("Ung", "Ungdom"),
        ("IPS", "IPS Granby"),  # so short a name is no proof
    ],
)
def test_names_that_must_not_be_merged(first: str, second: str) -> None:
    for one, other in ((first, second), (second, first)):
        made = registry()
        assert made.add(one, 2021) is not made.add(other, 2021)


def test_a_name_without_its_place_is_one_only_when_one_place_is_known() -> None:
    one = registry()
    assert one.add("Vuxteam Granby", 2021) is one.add("Vuxteam", 2021)
    two = registry()
    places = {two.add("Vuxteam Granby", 2021).insats_id, two.add("Vuxteam Sjövik", 2021).insats_id}
    assert two.add("Vuxteam", 2021).insats_id not in places


def test_an_insats_that_has_got_its_place_is_not_that_of_another() -> None:
    made = registry()
    first = made.add("Vuxteam", 2021)
    assert made.add("Vuxteam Granby", 2021) is first
    assert made.add("Vuxteam Sjövik", 2021) is not first
    assert made.add("Vuxteam i Granby", 2022) is first


def test_a_place_that_is_not_the_forbunds_own_tells_names_apart() -> None:
    made = registry()
    assert made.add("Ungdomsteamet", 2021) is not made.add("Ungdomsteamet i Storstad", 2021)


def test_the_forbunds_name_before_an_insats_says_nothing() -> None:
    made = registry()
    assert made.add("Samordningsförbundet Norrvik Lots", 2021) is made.add("Lots", 2021)
    assert made.add("Lots", 2021).namn == "Lots"


def test_the_own_part_of_a_shared_project_is_a_part_of_it() -> None:
    made = registry()
    whole = made.add("MIA Vidare", 2021)
    own = made.add("MIA Vidare Norrvik", 2021)
    assert own is not whole
    assert own.overordnad_insats_id == whole.insats_id == "norrvik/mia-vidare"
    assert made.find("Norrvik MIA Vidare") is own
    assert made.named_in("Resultat för MIA Vidare under året") is whole
    assert made.named_in("Resultat för MIA Vidare i Norrvik") is own


def test_an_extension_and_a_local_team_are_parts_of_their_project() -> None:
    made = registry()
    for name in ("SAMA", "SAMA förlängning", "Ung Framtid", "Ung Framtid Granby", "Lots"):
        made.add(name, 2021)
    made.settle()
    parents = {i.insats_id: i.overordnad_insats_id for i in made.insatser.values()}
    assert parents["norrvik/sama-forlangning"] == "norrvik/sama"
    assert parents["norrvik/ung-framtid-granby"] == "norrvik/ung-framtid"
    assert parents["norrvik/lots"] is None


def test_the_kommun_in_a_name_is_the_insats_kommun() -> None:
    made = registry()
    made.add("Ung i Granby", 2021)
    made.add("Lots", 2021)
    made.settle()
    assert [i.kommun for i in made.insatser.values()] == ["Granby", None]


def test_kommuner_are_learnt_from_tables() -> None:
    made = Registry("norrvik", "Samordningsförbundet Norrvik")
    text = "Medlemsbidrag, kr\n2020 2021\nEkhults kommun 400 000 420 000\nEkhult 5 6\nStaten 7 8"
    made.learn_places([table(text)])
    assert made.is_place("ekhult") == "Ekhult"
    assert made.is_place("ekhu1t") == "Ekhult"
    assert made.is_place("granby") is None


@pytest.mark.parametrize(
    "label", ["Summa", "Totalt", "Kvinnor", "Varav kvinnor", "2021", "- -", "12 %", "x", "A1"]
)
def test_labels_that_are_no_name(label: str) -> None:
    assert not is_name(label)


@pytest.mark.parametrize("label", ["Alfa", "IPS", "Ung i Granby", "Lots - fas 2", "KUR-projektet"])
def test_labels_that_can_be_a_name(label: str) -> None:
    assert is_name(label)


def test_a_heading_names_the_insats_with_the_longest_name() -> None:
    made = registry()
    short, long = made.add("Ung", 2021), made.add("Ung Framtid", 2021)
    assert made.named_in("Mer om Ung Framtid") is long
    assert made.named_in("Mer om Ung") is short
    assert made.named_in("Mer om annat") is None


@pytest.mark.parametrize(
    ("name", "esf"),
    [
        ("ESF-projekt Lots", True),
        ("Lots (ESF)", True),
        ("ESF Lots", True),
        ("Esfaltgruppen", False),
    ],
)
def test_the_social_fund_in_a_name(name: str, esf: bool) -> None:
    made = registry()
    insats = made.add(name, 2021)
    made.settle()
    assert insats.esf is esf

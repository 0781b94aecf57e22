"""What geoparse answers as a whole: language, roles, weights and confidence."""

import pytest

from tasks.geocode import geoparse
from tasks.geocode.geoparse import reads_as_english
from tasks.geocode.roles import dateline_end
from tests.geocode.reading import named, parse


@pytest.mark.parametrize("language", ["de", "fa", "az", "ru-RU", "fr_FR"])
def test_another_language_is_not_guessed_at(language: str) -> None:
    found = geoparse({"article_body": "Tehran, Baku und Moskau"}, language=language)
    assert (found.status, found.mentions, found.places) == ("language", (), ())


@pytest.mark.parametrize("language", ["en", "en-GB", "EN_us", "eng"])
def test_english_is_read_in_all_its_codes(language: str) -> None:
    assert geoparse({"article_body": "He is in Tehran."}, language=language).status == "done"


def test_an_unnamed_language_is_english_where_the_letters_are() -> None:
    assert reads_as_english(None, {"article_body": "He is in Tehran."})
    assert not reads_as_english(None, {"article_body": "او در تهران است"})
    assert reads_as_english(None, {"article_body": ""})


def test_no_fields_give_no_mentions() -> None:
    assert geoparse({}, language="en").mentions == ()
    assert geoparse({"article_body": None, "headline": ""}, language="en").mentions == ()


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ("TEHRAN, Nov. 18 (AP) — The minister spoke.", "TEHRAN, Nov. 18 (AP) — "),
        ("BAKU (Reuters) - The minister spoke.", "BAKU (Reuters) - "),
        ("TEHRAN — The minister spoke.", "TEHRAN — "),
        ("The minister spoke - and left.", ""),
        ("Iran and Azerbaijan (neighbours since 1991) agreed.", ""),
    ],
)
def test_the_dateline_at_the_head_of_a_body_is_found(body: str, head: str) -> None:
    assert dateline_end(body) == len(head)


def test_weights_are_shares_and_the_heaviest_comes_first() -> None:
    places = parse("Iran sent help to Tabriz. Iran also sent help to Ahar. Turkey watched.").places
    weights = [p.weight for p in places if p.role != "location_created"]
    assert all(0.0 < weight <= 1.0 for weight in weights)
    assert weights == sorted(weights, reverse=True)


def test_a_clear_country_is_surer_than_a_small_town_of_a_common_name() -> None:
    country = named("Talks were held in Azerbaijan.", "Azerbaijan")
    town = named("A man from Jackson won the prize in Jackson.", "Jackson")
    assert country.confidence > 0.9 > town.confidence


def test_uncertainty_comes_from_the_places_own_extent() -> None:
    found = {
        m.exact: m.coordinate_uncertainty_m for m in parse("Iran sent help to Tabriz and Ahar.").mentions
    }
    assert found["Iran"] is not None
    assert found["Tabriz"] is not None
    assert found["Ahar"] is not None
    assert found["Iran"] > 500_000 > found["Tabriz"] > found["Ahar"]

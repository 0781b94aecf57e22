"""The region's own traps, and saying no more than the text does."""

import pytest

from tests.geocode.reading import focus, named, parse, read


def test_azerbaijan_the_country_stands_beside_the_provinces_of_iran() -> None:
    text = (
        "Officials of East Azerbaijan and West Azerbaijan in Iran met guests from the Republic of Azerbaijan."
    )
    found = {m.exact: (m.country, m.precision) for m in read(text)}
    assert found["East Azerbaijan"] == ("IR", "province")
    assert found["West Azerbaijan"] == ("IR", "province")
    assert found["Republic of Azerbaijan"] == ("AZ", "country")


@pytest.mark.parametrize("exact", ["East Azerbaijan", "West Azerbaijan"])
def test_the_province_is_found_with_its_kind_after_it(exact: str) -> None:
    found = named(f"A quake shook {exact} Province in Iran.", f"{exact} Province")
    assert (found.country, found.precision) == ("IR", "province")


def test_azeris_of_iran_are_still_a_demonym() -> None:
    found = named("Many Azeris live in Tabriz, in the northwest of Iran.", "Azeris")
    assert found.kind == "demonym"


@pytest.mark.parametrize(
    ("text", "exact", "country"),
    [
        ("The customs house of Astara in Azerbaijan, near Lankaran, was rebuilt.", "Astara", "AZ"),
        ("The customs house of Astara in Gilan, Iran, was rebuilt.", "Astara", "IR"),
        ("Trains left Julfa in Nakhchivan, Azerbaijan, for Baku.", "Julfa", "AZ"),
        ("The bridge joins Julfa in the Nakhchivan exclave with the Iranian bank.", "Julfa", "AZ"),
        ("Trains left Jolfa in East Azerbaijan, Iran, for Tabriz.", "Jolfa", "IR"),
    ],
)
def test_towns_on_both_sides_of_the_border_are_chosen_by_context(text: str, exact: str, country: str) -> None:
    assert named(text, exact).country == country


@pytest.mark.parametrize("form", ["Persian Gulf", "Arabian Gulf"])
def test_the_gulf_is_one_water_and_the_form_is_kept(form: str) -> None:
    found = named(f"A tanker was seized in the {form} on Monday.", form)
    assert (found.precision, found.name) == ("water", "Persian Gulf")


def test_the_gulf_alone_beside_iran_is_the_same_water() -> None:
    text = "Iran sent two ships to the Gulf. Qatar watched the Gulf closely."
    assert {m.name for m in read(text) if m.exact == "Gulf"} == {"Persian Gulf"}


def test_the_islamic_republic_is_iran_where_the_text_names_iran() -> None:
    text = "Iran tested a missile. The Islamic Republic says it is for defence."
    found = named(text, "Islamic Republic")
    assert (found.name, found.kind, found.protocol) == ("Iran", "name", "islamic_republic")


def test_the_islamic_republic_without_iran_is_left_open() -> None:
    found = named("He praised the Islamic Republic at length.", "Islamic Republic")
    assert (found.place_id, found.reason) == (None, "islamic_republic_without_country")


@pytest.mark.parametrize("country", ["Pakistan", "Mauritania"])
def test_the_islamic_republic_of_another_country_is_not_iran(country: str) -> None:
    text = f"The Islamic Republic of {country} voted. Guests came to the Islamic Republic by sea."
    found = [m for m in read(text) if m.exact == "Islamic Republic"]
    assert [m.name for m in found] == [country]


def test_two_islamic_republics_leave_the_bare_form_open() -> None:
    text = "The Islamic Republic of Pakistan met the Islamic Republic of Iran. The Islamic Republic was calm."
    assert named(text, "Islamic Republic").place_id is None


def test_islamic_republic_of_iran_is_one_span() -> None:
    assert named("The Islamic Republic of Iran voted.", "Islamic Republic of Iran").name == "Iran"


def test_kurdistan_is_the_iranian_province_beside_sanandaj() -> None:
    found = named(
        "Snow closed roads in Kurdistan province. Sanandaj, in western Iran, was cut off.", "Kurdistan"
    )
    assert found.country == "IR"


def test_an_apposition_says_which_kurdistan() -> None:
    text = "A stand by farmers from Kurdistan, the Iranian province, drew crowds."
    assert named(text, "Kurdistan").country == "IR"


def test_kurdistan_is_the_iraqi_region_beside_erbil() -> None:
    found = named("Iraq and Kurdistan agreed on oil. Erbil and Baghdad signed.", "Kurdistan")
    assert found.country in ("IQ", "")
    assert found.country != "IR"


@pytest.mark.parametrize(
    ("exact", "precision"),
    [("Caspian Sea", "water"), ("Mediterranean", "water"), ("Sahel", "region"), ("South Caucasus", "region")],
)
def test_a_sea_or_region_is_an_outline_with_its_own_uncertainty(exact: str, precision: str) -> None:
    result = parse(f"Storms over the {exact} grew.")
    found = next(m for m in result.mentions if m.exact == exact)
    assert found.precision == precision
    assert found.coordinate_uncertainty_m is not None
    assert found.coordinate_uncertainty_m > 100_000


def test_the_newspapers_city_is_not_the_storys_place() -> None:
    text = "The mayor of Ganja opened a bridge. Ganja is growing, and Azerbaijan paid."
    found = parse(text, dateline="BAKU, Nov. 18")
    roles = {m.exact: m.role for m in found.mentions}
    assert roles["BAKU"] == "location_created"
    assert not any(p.is_focus for p in found.places if p.role == "location_created")
    assert "Baku" not in focus(text, dateline="BAKU, Nov. 18")


def test_a_story_that_names_many_places_is_not_about_all_of_them() -> None:
    towns = "Tabriz, Isfahan, Shiraz, Qom, Ahvaz, Kerman, Yazd, Rasht, Hamadan, Zahedan, Urmia, Ardabil"
    result = parse(f"Prices rose in {towns} and elsewhere in Iran. Iran blamed the drought.")
    assert len(result.places) >= 12
    assert sum(p.is_focus for p in result.places) <= 3


def test_a_round_of_places_named_once_has_no_focus() -> None:
    text = "Winners came from Leeds, Riga, Warsaw, Lima, Chennai, Doha, Vienna, Shiraz and Ganja."
    assert focus(text) == set()


def test_the_focus_of_a_story_of_two_countries_is_both() -> None:
    text = (
        "Iran and Azerbaijan opened a bridge. Iranian and Azerbaijani officials met in Baku. "
        "Iran and Azerbaijan will share the cost. Turkey sent a note. The Iranian side thanked Azerbaijan."
    )
    assert focus(text, headline="Iran, Azerbaijan open a bridge") == {"Iran", "Azerbaijan"}


def test_an_adjective_pins_no_more_than_the_country() -> None:
    assert named("The Georgian official left.", "Georgian").precision == "country"


def test_what_is_not_known_has_no_coordinates() -> None:
    result = parse("He praised the Islamic Republic at length.")
    assert [(m.row, m.coordinate_uncertainty_m, m.confidence) for m in result.mentions] == [(None, None, 0.0)]
    assert result.places == ()


def test_iranian_dates_and_digits_are_no_places() -> None:
    assert read("The law of 1403/08/28 (۲۸ آبان ۱۴۰۳) took effect at 09:00 +03:30.") == []

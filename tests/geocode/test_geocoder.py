"""The gazetteer behaves as geopy's geocoders do."""

import pytest
from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from tasks.geocode.geocoder import GazetteerGeocoder


@pytest.fixture(scope="module")
def geocoder() -> GazetteerGeocoder:
    return GazetteerGeocoder()


def one(geocoder: GazetteerGeocoder, query: str) -> Location:
    found = geocoder.geocode(query)
    assert isinstance(found, Location), query
    return found


def test_it_is_a_geopy_geocoder(geocoder: GazetteerGeocoder) -> None:
    assert isinstance(geocoder, Geocoder)


def test_a_location_has_address_point_and_raw_facts(geocoder: GazetteerGeocoder) -> None:
    tehran = one(geocoder, "Tehran")
    assert tehran.address == "Tehran, Iran"
    assert (tehran.latitude, tehran.longitude) == pytest.approx((35.69439, 51.42151))
    assert tehran.raw["place_id"] == "geonames:112931"
    assert tehran.raw["geonameid"] == 112931
    assert (tehran.raw["kind"], tehran.raw["precision"]) == ("town", "town")


@pytest.mark.parametrize(
    ("query", "place_id"),
    [
        ("Tehran, Iran", "geonames:112931"),
        ("Tehran, IR", "geonames:112931"),
        ("Tripoli, Lebanon", "geonames:266826"),
        ("Tripoli, Libya", "geonames:2210247"),
        ("Paris, TX", "geonames:4717560"),
        ("Paris, Texas, USA", "geonames:4717560"),
        ("London, Ontario", "geonames:6058560"),
        ("Julfa, Iran", "geonames:130081"),
        ("Julfa, Azerbaijan", "geonames:148251"),
        ("Lankaran, South Caucasus", "geonames:147622"),
        ("Washington, D.C.", "geonames:4140963"),
        ("New York", "geonames:5128581"),
        ("Frankfurt", "geonames:2925533"),
        ("the Gulf", "geonames:235616"),
        ("South Caucasus", "dateline:south-caucasus"),
        ("Georgia", "geonames:614540"),
    ],
)
def test_what_stands_after_a_comma_narrows_the_answer(
    geocoder: GazetteerGeocoder, query: str, place_id: str
) -> None:
    assert one(geocoder, query).raw["place_id"] == place_id


def test_a_place_that_is_not_where_it_is_said_to_be_is_not_found(geocoder: GazetteerGeocoder) -> None:
    assert geocoder.geocode("Tehran, Norway") is None


def test_nothing_is_found_of_what_nobody_knows(geocoder: GazetteerGeocoder) -> None:
    assert geocoder.geocode("no such place anywhere") is None
    assert geocoder.geocode("no such place anywhere", exactly_one=False) is None


@pytest.mark.parametrize("query", ["", "   "])
def test_an_empty_query_is_refused(geocoder: GazetteerGeocoder, query: str) -> None:
    with pytest.raises(GeocoderQueryError, match="empty"):
        geocoder.geocode(query)


def test_all_places_of_a_name_come_heaviest_first_within_the_limit(geocoder: GazetteerGeocoder) -> None:
    found = geocoder.geocode("Birmingham", exactly_one=False, limit=2)
    assert isinstance(found, list)
    assert [place.raw["country_code"] for place in found] == ["GB", "US"]
    with pytest.raises(ValueError, match="less than 1"):
        geocoder.geocode("Birmingham", limit=0)


def test_countries_and_boxes_leave_out_what_lies_elsewhere(geocoder: GazetteerGeocoder) -> None:
    by_code = geocoder.geocode("Julfa", country_codes="ir")
    by_codes = geocoder.geocode("Julfa", country_codes=["ir", "tr"])
    by_box = geocoder.geocode("Birmingham", viewbox=[Point(30, -90), (35, -80)])
    assert isinstance(by_code, Location)
    assert isinstance(by_codes, Location)
    assert isinstance(by_box, Location)
    assert by_code.raw["place_id"] == by_codes.raw["place_id"] == "geonames:130081"
    assert by_box.raw["admin1_code"] == "AL"
    with pytest.raises(GeocoderQueryError, match="two opposite corners"):
        geocoder.geocode("Birmingham", viewbox=[(1, 2)])


def test_a_point_is_in_the_nearest_town(geocoder: GazetteerGeocoder) -> None:
    found = geocoder.reverse("38.7543, 48.8506")
    assert isinstance(found, Location)
    assert found.raw["place_id"] == "geonames:147622"


def test_a_point_at_sea_is_in_the_sea(geocoder: GazetteerGeocoder) -> None:
    found = geocoder.reverse((41.5, 50.9))
    assert isinstance(found, Location)
    assert found.raw["place_id"] == "geonames:630671"
    assert found.raw["precision"] == "water"


def test_nearby_towns_come_nearest_first(geocoder: GazetteerGeocoder) -> None:
    found = geocoder.reverse(Point(40.3777, 49.892), exactly_one=False, limit=3)
    assert isinstance(found, list)
    assert len(found) == 3
    assert found[0].raw["place_id"] == "geonames:587084"


def test_what_is_no_point_is_refused(geocoder: GazetteerGeocoder) -> None:
    with pytest.raises(ValueError, match="Failed to create Point"):
        geocoder.reverse("not a point")


def test_a_viewbox_may_cross_the_date_line(geocoder: GazetteerGeocoder) -> None:
    found = geocoder.geocode("Suva", viewbox=[(-25, 170), (-10, -170)])
    assert isinstance(found, Location)
    assert found.raw["country_code"] == "FJ"
    assert geocoder.geocode("Suva", viewbox=[(-25, -170), (-10, -150)]) is None


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"country_codes": "iran"}, "IRAN"),
        ({"country_codes": []}, "none given"),
        ({"viewbox": [("x", "y"), (1, 2)]}, "no point"),
    ],
)
def test_what_geopy_cannot_use_is_refused_with_its_own_error(
    geocoder: GazetteerGeocoder, more: dict[str, object], says: str
) -> None:
    with pytest.raises(GeocoderQueryError, match=says):
        geocoder.geocode("Tehran", **more)  # type: ignore[arg-type]


def test_a_site_kept_by_hand_is_found_with_who_claims_it(geocoder: GazetteerGeocoder) -> None:
    found = one(geocoder, "Abu Musa")
    assert set(found.raw["claimants"]) == {"IR", "AE"}
    assert found.raw["precision"] == "region"

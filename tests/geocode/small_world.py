"""A made-up world of two countries, for the tests of the gazetteer's build."""

from pathlib import Path
from typing import Any

import shapely

from tasks.geocode.build.contain import contain
from tasks.geocode.build.countries import country
from tasks.geocode.build.draft import Draft, ordered
from tasks.geocode.build.names import prune
from tasks.geocode.build.outlines import settle
from tasks.geocode.build.pack import pack
from tasks.geocode.build.regions import Ground, region
from tasks.geocode.build.towns import Feature, town
from tasks.geocode.build.units import admin1
from tasks.geocode.gazetteer import Gazetteer

WEST, EAST = shapely.box(40, 38, 44, 42), shapely.box(44, 38, 48, 42)
GROUND = Ground(
    countries={"WW": WEST, "EE": EAST},
    units={"WW.01": shapely.box(40, 38, 44, 40)},
    lakes={"Blue Lake": shapely.box(41, 39, 42, 40)},
    land=shapely.union_all([WEST, EAST]),
)


def a_town(number: int, name: str, lat: float, lon: float, **more: Any) -> Draft:
    return town(
        {
            "geonameid": number,
            "name": name,
            "latitude": lat,
            "longitude": lon,
            "countrycode": more.get("country", "WW"),
            "population": more.get("population", 1000),
            "admin1code": "01",
            "alternatenames": more.get("alternates", []),
        },
        Feature(more.get("code", "PPL"), ""),
        {"WW.01"},
    )


def a_country(code: str, name: str, shape: Any) -> Draft:
    row = {"iso": code, "name": name, "geonameid": 100 + ord(code[0]), "population": 10**6}
    return country(row, {"point": [40.0, 42.0], "more_demonyms": [f"{name}ian"]}, {}, shape)


def a_unit(code: str, name: str) -> Draft:
    draft = admin1({"code": code, "name": name}, {}, {"unit": {}, "type": {"WW": ["Province"]}})
    draft.shape = shapely.box(40, 38, 44, 40)
    return draft


def a_world() -> list[Draft]:
    towns = [
        a_town(7, "Oldport", 39.0, 41.0, code="PPLC", population=90_000),
        a_town(5, "Midland", 39.5, 43.0),
        a_town(6, "Eastgate", 39.0, 46.0, country="EE"),
    ]
    units = settle([a_unit("WW.01", "South Province")], towns, lambda t: t.admin1)
    regions = [
        region(
            {"name": "The Middle", "kind": "region", "box": [42.5, 38.5, 45.5, 40.5], "point": [39, 44]},
            GROUND,
        ),
        region(
            {"name": "Both Lands", "kind": "region", "members": ["WW", "EE"], "aliases": ["Midland"]}, GROUND
        ),
    ]
    countries = [a_country("WW", "Westland", WEST), a_country("EE", "Eastland", EAST)]
    return ordered([*towns, *units, *regions, *countries])


def built(folder: Path) -> Gazetteer:
    rows = prune(a_world())
    pack(rows, contain(rows), folder, [])
    return Gazetteer.open(folder)

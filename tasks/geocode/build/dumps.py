"""Reads the dumps of GeoNames and the shapefiles of Natural Earth as their makers publish them.

Formats: the readme of download.geonames.org/export/dump; Natural Earth 5.1, 10m.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tasks.errors import GazetteerError
from tasks.geocode.build.assemble import Material
from tasks.geocode.build.countries import make_countries, read_wikidata
from tasks.geocode.build.draft import Draft, Shape
from tasks.geocode.build.shapefile import read_shapefile
from tasks.geocode.build.towns import Feature, is_useful, town
from tasks.geocode.gazetteer import Gazetteer

_NO_LANGUAGE = frozenset(("link", "wkdt", "post", "iata", "icao", "faac", "unlc", "phon", "piny", "abbr"))
_BESIDE = frozenset(("readme.txt", "iso-languagecodes.txt"))  # that GeoNames packs with its dumps
_NUMBERS = frozenset(("gn_level", "gn_id"))


def read_material(folder: Path, natural_earth: Path, shipped: Gazetteer, facts: dict[str, Any]) -> Material:
    """Read a folder of dumps and unpacked shapefiles.

    Names of countries and of their people are in no dump: they are taken from the shipped gazetteer.
    """
    firsts = list(read_codes(folder / "admin1CodesASCII.txt"))
    seconds = list(read_codes(folder / "admin2Codes.txt"))
    codes = {row["code"] for row in (*firsts, *seconds)}
    towns = list(read_towns(folder / "cities500.zip", codes))
    if (folder / "alternateNamesV2.zip").exists():
        name_anew(towns, folder / "alternateNamesV2.zip")
    rows, known = read_countries(folder / "countryInfo.txt"), read_wikidata(natural_earth)
    people = people_of(shipped)
    return Material(
        towns=towns,
        codes=codes,
        firsts=firsts,
        seconds=seconds,
        ids={
            row["code"]: int(row["geonameid"]) for row in (*firsts, *seconds) if row["geonameid"].isdecimal()
        },
        drawn=read_drawn(natural_earth / "cultural" / "ne_10m_admin_1_states_provinces"),
        natural_earth=natural_earth,
        countries=lambda outlines: make_countries(rows, people, facts["countries"], outlines, known),
    )


def lines(path: Path) -> Iterator[list[str]]:
    """Walk the rows of a tab-separated dump, zipped or not; comments are left out.

    GazetteerError where the file is no zip file or not of UTF-8.
    """
    try:
        if path.suffix != ".zip":
            with path.open(encoding="utf-8", newline="") as stream:
                yield from _rows(stream)
            return
        with zipfile.ZipFile(path) as packed:
            (name,) = [n for n in packed.namelist() if n.endswith(".txt") and n not in _BESIDE]
            with packed.open(name) as raw:
                yield from _rows(io.TextIOWrapper(raw, "utf-8", newline=""))
    except (OSError, zipfile.BadZipFile, ValueError, csv.Error) as fault:
        raise GazetteerError(f"{path} cannot be read: {fault}", "Delete it and download it anew.") from fault


def _rows(stream: Iterable[str]) -> Iterator[list[str]]:
    for row in csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
        if row and not row[0].startswith("#"):
            yield row


def _whole(path: Path, columns: int) -> Iterator[list[str]]:
    for number, row in enumerate(lines(path), start=1):
        if len(row) < columns:
            raise GazetteerError(
                f"{path}, line {number}, has {len(row)} columns, not {columns}.",
                "It is not what GeoNames publishes under this name; download it anew.",
            )
        yield row


def read_codes(path: Path) -> Iterator[dict[str, str]]:
    """Walk the units of admin1CodesASCII.txt or admin2Codes.txt."""
    for row in _whole(path, 4):
        yield {"code": row[0], "name": row[1], "geonameid": row[3]}


def read_towns(path: Path, codes: set[str]) -> Iterator[Draft]:
    """Walk the populated places of cities500.zip (or allCountries.zip: those of 500 people)."""
    for row in _whole(path, 19):
        people = int(row[14] or 0)
        if row[6] == "P" and (people >= 500 or row[7] in ("PPLC", "PPLA")):
            yield town(
                {
                    "geonameid": int(row[0]),
                    "name": row[1],
                    "latitude": row[4],
                    "longitude": row[5],
                    "countrycode": row[8],
                    "admin1code": row[10],
                    "population": people,
                    "alternatenames": [name for name in row[3].split(",") if name],
                },
                Feature(row[7], row[11]),
                codes,
            )


def name_anew(towns: list[Draft], path: Path) -> None:
    """Give towns the names of alternateNamesV2.zip: former ones are marked as such, codes left out."""
    by_id = {town.geonameid: town for town in towns}
    former: dict[int, set[str]] = {}
    for row in _whole(path, 4):
        place = by_id.get(int(row[1])) if row[1].isdecimal() else None
        if place is None or row[2] in _NO_LANGUAGE or not is_useful(row[3], place.name):
            continue
        if len(row) > 7 and row[7] == "1":
            former.setdefault(place.geonameid, set()).add(row[3])
        else:
            place.add("alternate", row[3])
    for number, names in former.items():
        place = by_id[number]
        place.names = [(name, c) for name, c in place.names if c == "own" or name not in names]
        place.add("historic", *sorted(names))


def read_countries(path: Path) -> dict[str, dict[str, Any]]:
    """Read countryInfo.txt by ISO code."""
    return {
        row[0]: {
            "iso": row[0],
            "fips": row[0],  # whose people are kept by ISO code here
            "name": row[4],
            "population": int(row[7] or 0),
            "geonameid": int(row[16]),
        }
        for row in _whole(path, 17)
        if row[16].isdecimal()
    }


def people_of(shipped: Gazetteer) -> dict[str, dict[str, list[str]]]:
    """Return what the shipped gazetteer calls each country and its people, by ISO code."""
    found: dict[str, dict[str, list[str]]] = {}
    countries = shipped.rows("country")
    for name in shipped.names():
        for candidate in shipped.candidates(name):
            if candidate.place in countries and candidate.name_class in ("own", "demonym"):
                said = found.setdefault(shipped.country[candidate.place], {"names": [], "demonyms": []})
                said["names" if candidate.name_class == "own" else "demonyms"].append(name)
    return found


def read_drawn(path: Path) -> Iterator[tuple[dict[str, Any], Shape]]:
    """Walk Natural Earth's first order units, numbers as numbers and empty values as None."""
    for row, shape in read_shapefile(path):
        yield {name: _value(name, value) for name, value in row.items()}, shape


def _value(name: str, value: str) -> Any:
    if not value:
        return None
    if name in _NUMBERS:
        return int(float(value))
    return value

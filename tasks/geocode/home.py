"""Where a source is at home: learned from what its own articles name, without anyone telling."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from tasks.geocode.gazetteer import Gazetteer

_LEAST = 6  # resolved places that must be seen before a home is believed


@dataclass(frozen=True, slots=True)
class Home:
    """The country of a source, and the units and the point that its articles speak of most."""

    country: int = 0  # as in Columns.country; 0 unknown
    firsts: dict[int, float] = field(default_factory=dict)  # share of its places by first-order unit
    latitude: float = 0.0
    longitude: float = 0.0
    is_learned: bool = False


def home_in(country_code: str | None, gaz: Gazetteer) -> Home:
    """Return what a country alone says."""
    row = gaz.country_row(country_code) if country_code else None
    return Home(int(gaz.columns.country[row])) if row is not None else Home()


def home_of(named: Mapping[str, int], given: Home, gaz: Gazetteer) -> Home:
    """Return the home of a source of whose articles so many name each place, by id."""
    rows = ((gaz.row_of(place_id), count) for place_id, count in sorted(named.items()))
    return learn_home([row for row, count in rows if row is not None for _ in range(count)], given, gaz)


def home_as_json(home: Home, gaz: Gazetteer) -> str:
    """Say where a source was taken to be at home, by ids of places, so that a row can keep it."""
    number = gaz.columns.country
    land = next((row for row in gaz.rows("country") if home.country and number[row] == home.country), None)
    said: dict[str, object] = {"country": None if land is None else gaz.place_id(land)}
    if home.is_learned:
        unit = gaz.columns.first_unit
        said["units"] = {gaz.place_id(unit + first): share for first, share in sorted(home.firsts.items())}
        said["point"] = [home.latitude, home.longitude]
    return json.dumps(said)


def home_from_json(text: str, gaz: Gazetteer) -> Home:
    """Return the home that a row keeps, as the same gazetteer has it."""
    said, unit = json.loads(text), gaz.columns.first_unit
    land = gaz.row_of(said["country"]) if said["country"] else None
    country = 0 if land is None else int(gaz.columns.country[land])
    if "units" not in said:
        return Home(country)
    rows = {gaz.row_of(place_id): share for place_id, share in said["units"].items()}
    firsts = {row - unit: share for row, share in rows.items() if row is not None}
    latitude, longitude = said["point"]
    return Home(country, firsts, latitude, longitude, is_learned=True)


def learn_home(rows: Iterable[int], given: Home, gaz: Gazetteer) -> Home:
    """Return the home that the resolved places of a source's articles speak for.

    `rows` has a place once for each article that names it, towns and second-order units alone: the point is
    the median of those in the unit named most, so that far news does not move it.
    """
    towns = np.array([row for row in rows if gaz.kind[row] in ("town", "admin2")], dtype=np.int64)
    if len(towns) < _LEAST:
        return given
    units = gaz.columns.admin1[towns].astype(np.int64)
    numbers, counts = np.unique(units[units > 0], return_counts=True)
    if not len(numbers):
        return given
    inside = towns[units == numbers[np.argmax(counts)]]
    return Home(
        country=given.country or int(gaz.columns.country[inside[0]]),
        firsts={
            int(number): float(count / len(towns)) for number, count in zip(numbers, counts, strict=True)
        },
        latitude=float(np.median(gaz.latitude[inside])),
        longitude=float(np.median(gaz.longitude[inside])),
        is_learned=True,
    )

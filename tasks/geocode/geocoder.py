"""The gazetteer as a geopy geocoder: no network, GeoNames' points, geopy's Locations and errors."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final

import numpy as np
from geopy.distance import great_circle
from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from tasks.geocode.gazetteer import Candidate, Gazetteer, gazetteer

_NEAR_KM: Final = 50.0  # how far from a town a point may be said to be there
# What a way of naming takes from a place's weight, the decimal logarithm of its people.
_LESS: Final = {"alternate": 1.0, "historic": 0.5, "demonym": 2.0, "admin": 0.3}
_WEIGHT: Final = {"country": 10.0, "admin1": -1.0, "admin2": -1.5}  # in place of people, or beside them
_REGION_WEIGHT: Final = 9.0


class GazetteerGeocoder(Geocoder):  # type: ignore[misc]  # geopy ships no types
    """Answer geopy's questions from the shipped gazetteer.

    `geocode("Tripoli, Lebanon")`: what stands after a comma must contain the place. Names come back as
    GeoNames writes them, whatever `language` says; `timeout` is taken and not needed.
    """

    def __init__(self, gaz: Gazetteer | None = None, *, timeout: Any = DEFAULT_SENTINEL) -> None:
        super().__init__(timeout=timeout)
        self._gaz = gaz or gazetteer()

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        limit: int | None = None,
        country_codes: str | Iterable[str] | None = None,
        viewbox: Sequence[Any] | None = None,
        language: str | None = None,
        timeout: Any = DEFAULT_SENTINEL,
    ) -> Location | list[Location] | None:
        """Return the place of a name, or all of them, weightiest first; None where there is none.

        `country_codes` (ISO 3166) and `viewbox` (two opposite corners) leave out what lies elsewhere.
        A viewbox wider than half the world is taken to cross the date line. GeocoderQueryError for
        an empty query and for codes and corners that are none, ValueError for a limit under 1.
        """
        if not query.strip():
            raise GeocoderQueryError("The query is empty: give the name of a place, such as 'Julfa, Iran'.")
        _check(limit)
        found = self._candidates(query)
        if country_codes is not None:
            codes = _codes(country_codes)
            found = [c for c in found if self._gaz.country[c.place] in codes]
        if viewbox is not None:
            box = _box(viewbox)
            found = [c for c in found if self._is_in(c.place, box)]
        found.sort(key=lambda c: (-self._weight(c), c.place))
        return _answer([self._location(c.place, c.name_class) for c in found[:limit]], exactly_one)

    def reverse(
        self,
        query: Any,
        *,
        exactly_one: bool = True,
        limit: int | None = None,
        language: str | None = None,
        timeout: Any = DEFAULT_SENTINEL,
    ) -> Location | list[Location] | None:
        """Return the town nearest to a point, and where there is none within 50 km what the point lies in.

        ValueError where the query is no point.
        """
        _check(limit)
        point = query if isinstance(query, Point) else Point(query)
        rows = self._towns_near(point) or self._outlines_at(point)
        return _answer([self._location(row, None) for row in rows[: limit or 10]], exactly_one)

    def _candidates(self, query: str) -> list[Candidate]:
        """Look up the whole query, then shorter beginnings of it, the rest being containers."""
        parts = [part for part in query.split(",") if part.strip()]
        for cut in range(len(parts), 0, -1):
            found = self._named(" ".join(parts[:cut]))
            for context in parts[cut:]:
                wanted = set(self._containers_named(context))
                found = [c for c in found if not wanted.isdisjoint(self._around(c.place))]
            if found:
                return found
        return []

    def _named(self, text: str) -> list[Candidate]:
        name = self._gaz.fold(text)
        found = self._gaz.candidates(name) or self._gaz.candidates(name.removeprefix("the "))
        best: dict[int, Candidate] = {}
        for candidate in found:
            best.setdefault(candidate.place, candidate)
        return list(best.values())

    def _containers_named(self, text: str) -> Iterator[int]:
        yield from (candidate.place for candidate in self._named(text))
        country = self._gaz.country_row(text.strip().upper())
        if country is not None:
            yield country

    def _around(self, row: int) -> Iterator[int]:
        yield from (container for container, _ in self._gaz.containers(row))

    def _weight(self, candidate: Candidate) -> float:
        row = candidate.place
        kind = self._gaz.kind[row]
        if candidate.name_class == "region":
            return _REGION_WEIGHT
        people = 0.0 if kind == "country" else math.log10(int(self._gaz.population[row]) + 1)
        return people + _WEIGHT.get(kind, 0.0) - _LESS.get(candidate.name_class, 0.0)

    def _is_in(self, row: int, box: tuple[float, float, float, float]) -> bool:
        south, west, north, east = box
        lat, lon = float(self._gaz.latitude[row]), float(self._gaz.longitude[row])
        beside = west <= lon <= east if west <= east else lon >= west or lon <= east
        return south <= lat <= north and beside

    def _towns_near(self, point: Point) -> list[int]:
        """Return the towns within 50 km of a point, the nearest first; a box is tried before distances."""
        towns = self._gaz.rows("town")
        lat, lon = (c[towns.start : towns.stop] for c in (self._gaz.latitude, self._gaz.longitude))
        high = _NEAR_KM / 110.0  # degrees of latitude, with some to spare
        wide = high / max(math.cos(math.radians(min(89.0, abs(point.latitude) + high))), 0.01)
        beside = np.abs((lon - point.longitude + 540.0) % 360.0 - 180.0) <= wide
        rows = (
            int(at) + towns.start for at in np.flatnonzero((np.abs(lat - point.latitude) <= high) & beside)
        )
        here = (point.latitude, point.longitude)
        away = {row: great_circle(here, self._point(row)).km for row in rows}
        return sorted((row for row, km in away.items() if km <= _NEAR_KM), key=lambda row: (away[row], row))

    def _point(self, row: int) -> tuple[float, float]:
        return float(self._gaz.latitude[row]), float(self._gaz.longitude[row])

    def _outlines_at(self, point: Point) -> list[int]:
        """Return countries, regions and waters about a point, the smallest first."""
        import shapely  # only a point far from all towns needs it

        here, found = shapely.Point(point.longitude, point.latitude), []
        for row in self._gaz.boxed(point.latitude, point.longitude):
            outline = self._gaz.footprint(row)
            if outline is not None:
                shape = shapely.from_wkb(outline)
                if shape.covers(here):
                    found.append((float(shape.area), row))
        return [row for _, row in sorted(found)]

    def _location(self, row: int, name_class: str | None) -> Location:
        place = self._gaz.place(row)
        inside = [self._gaz.admin1_row(row), self._gaz.country_row(place.country_code or "")]
        names = [place.name, *(self._gaz.name(unit) for unit in inside if unit is not None and unit != row)]
        raw = {
            **asdict(place),
            "geonameid": place.geonameid,
            "name_class": name_class,
            "gazetteer_version": self._gaz.version,
        }
        return Location(", ".join(dict.fromkeys(names)), (place.lat, place.lon), raw)


def _answer(found: list[Location], exactly_one: bool) -> Location | list[Location] | None:
    if not found:
        return None
    return found[0] if exactly_one else found


def _check(limit: int | None) -> None:
    if limit is not None and limit < 1:
        raise ValueError("The limit cannot be less than 1.")


def _codes(given: str | Iterable[str]) -> set[str]:
    """Return country codes in capitals, of `ir`, `ir,az` or a list of them."""
    entries = [given] if isinstance(given, str) else list(given)
    codes = {code.strip().upper() for entry in entries for code in entry.split(",") if code.strip()}
    off = sorted(code for code in codes if len(code) != 2 or not code.isalpha())
    if off or not codes:
        raise GeocoderQueryError(
            f"A country code has two letters (ISO 3166), such as IR: {', '.join(off) or 'none given'}."
        )
    return codes


def _box(viewbox: Sequence[Any]) -> tuple[float, float, float, float]:
    """Return south, west, north, east of two opposite corners; west > east where it crosses the date line."""
    if len(viewbox) != 2:
        raise GeocoderQueryError("A viewbox is two opposite corners: [(36, 44), (42, 51)].")
    try:
        one, other = (corner if isinstance(corner, Point) else Point(corner) for corner in viewbox)
    except (TypeError, ValueError) as fault:
        raise GeocoderQueryError(f"A corner of the viewbox is no point: {fault}") from fault
    south, north = sorted((one.latitude, other.latitude))
    west, east = sorted((one.longitude, other.longitude))
    if east - west > 180.0:
        west, east = east, west
    return south, west, north, east

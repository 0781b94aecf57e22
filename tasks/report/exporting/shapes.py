"""The shape of a place on a map: its outline, else the box of its extent, else its reference point."""

from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, box
from shapely.geometry.base import BaseGeometry

DIGITS = 6  # of a degree: a decimetre, finer than any reference point is


@dataclass(frozen=True, slots=True)
class Shape:
    """A geometry in WGS 84, longitude first, and what it is."""

    geometry: BaseGeometry
    kind: str  # 'outline' 'box' 'point'
    wkb: bytes
    bounds: tuple[float, float, float, float]


def shape_of(place: dict[str, Any]) -> Shape:
    """Return the shape of a row of core.places; rings turn as RFC 7946 wants them, the outer one left."""
    geometry, kind = _geometry(place)
    turned = shapely.orient_polygons(geometry) if kind != "point" else geometry
    west, south, east, north = (float(value) for value in turned.bounds)
    return Shape(turned, kind, shapely.to_wkb(turned), (west, south, east, north))


def as_geojson(geometry: BaseGeometry) -> dict[str, Any]:
    """Return a geometry as GeoJSON, its coordinates rounded."""
    plain = shapely.geometry.mapping(geometry)
    return {"type": plain["type"], "coordinates": _rounded(plain["coordinates"])}


def _geometry(place: dict[str, Any]) -> tuple[BaseGeometry, str]:
    point = shapely.Point(place["decimal_longitude"], place["decimal_latitude"])
    if place["footprint"]:
        return shapely.from_wkb(place["footprint"]), "outline"
    if place["bbox"] and place["feature_class"] in ("A", "H", "L"):
        west, south, east, north = place["bbox"]
        if west > east:  # over the 180th meridian: two parts, as RFC 7946 (3.1.9) wants it
            return MultiPolygon([box(west, south, 180, north), box(-180, south, east, north)]), "box"
        if west < east and south < north:
            return box(west, south, east, north), "box"
    return point, "point"


def _rounded(value: Any) -> Any:
    if isinstance(value, float | int):
        return round(float(value), DIGITS)
    return [_rounded(part) for part in value]

"""Outlines of first order units, and places for units that no outline shows."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from tasks.geocode.build.countries import coarse
from tasks.geocode.build.draft import Box, Draft, Shape
from tasks.geocode.build.shapefile import read_shapefile

Drawn = dict[str, tuple[dict[str, Any], Shape]]
_MOST = 0.6  # of the people in an outline live in the unit that it is a part of
_FAR = 0.5  # degrees between an outline and its middle: a strait between islands
_PAD = 0.02  # degrees about the outermost towns of a unit


def read_drawn(path: Path) -> Iterator[tuple[dict[str, Any], Shape]]:
    """Walk Natural Earth's units in a GeoJSON file: attributes and outline."""
    for feature in json.loads(path.read_text("utf-8"))["features"]:
        yield feature["properties"], shapely.make_valid(shapely.from_geojson(json.dumps(feature["geometry"])))


def draw(features: Iterable[tuple[dict[str, Any], Shape]], known: set[str], towns: list[Draft]) -> Drawn:
    """Sort Natural Earth's units by GeoNames code, with the attributes of the one that is it.

    Some of its codes are of other units (French departments), and in places it draws second order units
    (Italy, England): an outline belongs to the unit in which most people in it live.
    """
    tree = shapely.STRtree(shapely.points([town.lon for town in towns], [town.lat for town in towns]))
    found: dict[str, list[tuple[dict[str, Any], Shape]]] = defaultdict(list)
    for row, shape in features:
        named = row.get("gn_a1_code") if row.get("gn_level") == 1 else None
        lived = _home(shape, tree, towns)
        code = lived or named
        if code in known:
            found[code].append((row if code == named else {}, shape))
    return {code: _joined(parts) for code, parts in sorted(found.items())}


def _joined(parts: list[tuple[dict[str, Any], Shape]]) -> tuple[dict[str, Any], Shape]:
    rows = [row for row, _ in parts if row]
    return rows[0] if len(rows) == 1 else {}, shapely.union_all([shape for _, shape in parts])


def _home(shape: Shape, tree: shapely.STRtree, towns: list[Draft]) -> str | None:
    """Return the unit of most of the people in an outline, None where nobody or no most lives there."""
    people: Counter[str] = Counter()
    for at in tree.query(shape, predicate="contains"):
        people[towns[at].admin1] += towns[at].population + 1
    code, most = people.most_common(1)[0] if people else ("", 0)
    return code if code and most > _MOST * people.total() else None


def coarse_by_country(shapes: dict[str, Shape], tolerance: float) -> dict[str, Shape]:
    """Simplify the units of each country as one coverage."""
    groups: dict[str, dict[str, Shape]] = defaultdict(dict)
    for code, shape in shapes.items():
        groups[code.split(".")[0]][code] = shape
    return {code: shape for group in groups.values() for code, shape in coarse(group, tolerance).items()}


def read_lakes(folder: Path) -> tuple[dict[str, Shape], dict[str, str]]:
    """Read Natural Earth's lakes by name, parts of one lake joined; and Wikidata's ids where it has one."""
    found: dict[str, list[Shape]] = defaultdict(list)
    known: dict[str, set[str]] = defaultdict(set)
    for row, shape in read_shapefile(folder / "physical" / "ne_10m_lakes"):
        if row["name"]:
            found[row["name"]].append(shape)
            known[row["name"]].update({row["wikidataid"]} - {""})
    # Two lakes may share a name; then nothing says which one a fact means.
    ids = {lake: ids.pop() for lake, ids in known.items() if len(ids) == 1}
    return {lake: shapely.union_all(parts) for lake, parts in sorted(found.items())}, ids


def settle(units: list[Draft], towns: list[Draft], unit_of: Callable[[Draft], str]) -> list[Draft]:
    """Give units the box and the middle of their outline, else of their towns; drop those without either."""
    homes: dict[str, list[Draft]] = defaultdict(list)
    for town in towns:
        homes[unit_of(town)].append(town)
    settled = []
    for unit in units:
        within = homes.get(unit.key, [])
        unit.population = unit.population or sum(
            town.population for town in within if town.feature[1] != "PPLX"
        )
        if unit.shape is not None:
            unit.bbox = bounds(unit.shape)
            _centre(unit)
        elif within:
            unit.bbox = _about(within)
        if np.isnan(unit.lat) and within:
            weights = [town.population + 1 for town in within]
            unit.lat = round(float(np.average([town.lat for town in within], weights=weights)), 4)
            unit.lon = round(float(np.average([town.lon for town in within], weights=weights)), 4)
        if not np.isnan(unit.lat):
            settled.append(unit)
    return settled


def _centre(unit: Draft) -> None:
    """Put the point of a unit in the middle of its outline: one rule for all, whatever sources say.

    Their points differ by up to 400 km (GeoNames has Alberta's on its border, Natural Earth's are where a
    label finds room). The middle is the centroid, or where that lies off the outline, a point within it.
    """
    assert unit.shape is not None
    lat, lon = middle(unit.shape)
    if shapely.distance(unit.shape, shapely.Point(lon, lat)) > _FAR:
        inside = max(shapely.get_parts(unit.shape), key=lambda part: part.area).representative_point()
        lat, lon = float(inside.y), float(inside.x)
    unit.lat, unit.lon = round(lat, 4), round(lon, 4)


def middle(shape: Shape) -> tuple[float, float]:
    """Return latitude and longitude of the centroid by true area, also across the date line."""
    west, _, east, _ = shape.bounds
    turn = 360.0 if east - west > 180.0 else 0.0

    def flat(points: NDArray[np.float64]) -> NDArray[np.float64]:
        lon, lat = points.T
        return np.column_stack([np.where(lon < 0.0, lon + turn, lon), np.sin(np.radians(lat))])

    centre = shapely.transform(shape, flat).centroid
    lat = np.degrees(np.arcsin(np.clip(centre.y, -1.0, 1.0)))
    return float(lat), float((centre.x + 180.0) % 360.0 - 180.0)


def _about(towns: list[Draft]) -> Box | None:
    west, east = min(t.lon for t in towns), max(t.lon for t in towns)
    if east - west > 180.0:
        return None  # both sides of the date line
    south, north = min(t.lat for t in towns), max(t.lat for t in towns)
    return west - _PAD, south - _PAD, east + _PAD, north + _PAD


def bounds(shape: Shape) -> Box:
    """Return the narrowest box about a shape; west > east where that crosses the date line."""
    _, south, _, north = (float(edge) for edge in shape.bounds)
    spans = sorted((float(p.bounds[0]), float(p.bounds[2])) for p in shapely.get_parts(shape))
    merged = [list(spans[0])]
    for west, east in spans[1:]:
        if west <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], east)
        else:
            merged.append([west, east])
    gaps = [(b[0] - a[1], i) for i, (a, b) in enumerate(pairwise(merged))]
    outer = merged[0][0] + 360.0 - merged[-1][1]
    if gaps and max(gaps)[0] > outer:
        widest = max(gaps)[1]
        return merged[widest + 1][0], south, merged[widest][1], north
    return merged[0][0], south, merged[-1][1], north

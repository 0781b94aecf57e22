"""Regions and waters kept by hand in facts/, and how their outlines are made of what stands there."""

import re
from dataclasses import dataclass, field
from typing import Any

import shapely

from tasks.errors import GazetteerError
from tasks.geocode.build.draft import Draft, Shape
from tasks.geocode.fold import fold
from tasks.geocode.tables import KINDS, PRECISION_OF

FEATURES = {
    "water": ("H", "SEA"),
    "strait": ("H", "STRT"),
    "river": ("H", "STM"),
    "region": ("L", "RGN"),
    "range": ("T", "MTS"),
    "island": ("T", "ISL"),
    "peninsula": ("T", "PEN"),
    "disputed": ("L", "RGN"),
    "site": ("S", "FCL"),
    "bloc": ("L", "RGN"),
    "continent": ("L", "CONT"),
}
_KEYS = frozenset(
    [
        "name",
        "slug",
        "kind",
        "aliases",
        "historic",
        "demonyms",
        "members",
        "parts",
        "country",
        "claimants",
        "point",
        "box",
        "outline",
        "line",
        "lake",
        "cut",
        "geonameid",
        "wikidata",
        "same_as",
        "feature",
    ]
)
_RIVER_WIDTH = 0.05  # degrees on either side of a hand-drawn course
_COARSE = 0.02  # degrees by which a cut outline is simplified


@dataclass(frozen=True, slots=True)
class Ground:
    """What outlines are cut from."""

    countries: dict[str, Shape]  # by ISO code
    units: dict[str, Shape]  # first order, by code
    lakes: dict[str, Shape]  # by Natural Earth's name
    land: Shape
    lake_ids: dict[str, str] = field(default_factory=dict)  # Wikidata's, by the same name


def read_regions(rows: list[dict[str, Any]], ground: Ground) -> list[Draft]:
    """Make a draft of each hand-kept place that has a row of its own."""
    drafts = [region(row, ground) for row in rows if "same_as" not in row]
    twice = {d.slug for d in drafts if sum(e.slug == d.slug for e in drafts) > 1}
    if twice:
        raise GazetteerError(f"facts/ has twice: {', '.join(sorted(twice))}.", "Give one another slug.")
    return drafts


def region(row: dict[str, Any], ground: Ground) -> Draft:
    """Make the draft of one region or water."""
    verify(row)
    shape = outline(row, ground)
    members, lake = tuple(row.get("members", ())), row.get("lake")
    lat, lon = row["point"] if "point" in row else _middle(shape)
    draft = Draft(
        group="region",
        key=slug(row),
        name=row["name"],
        kind=row["kind"],
        lat=lat,
        lon=lon,
        feature=(FEATURES[row["kind"]][0], row.get("feature", FEATURES[row["kind"]][1])),
        geonameid=row.get("geonameid", 0),
        country=row.get("country", members[0] if len(members) == 1 and row["kind"] != "disputed" else ""),
        slug=slug(row),
        shape=shape,
        members=members,
        parts=tuple(row.get("parts", ())),
        claimants=tuple(row.get("claimants", ())),
        whole=is_whole(row),
        wikidata_id=row.get("wikidata", ground.lake_ids.get(lake) if isinstance(lake, str) else None),
    )
    name(draft, row)
    return draft


def name(draft: Draft, row: dict[str, Any]) -> None:
    """Give a draft the names of a hand-kept row."""
    draft.add("region", row["name"], *row.get("aliases", ()))
    draft.add("historic", *row.get("historic", ()))
    draft.add("demonym", *row.get("demonyms", ()))


def merge(rows: list[dict[str, Any]], units: dict[str, Draft], ground: Ground) -> None:
    """Give the units that a hand-kept row speaks of (`same_as`) its names, kind and claims."""
    for row in rows:
        if "same_as" in row:
            verify(row)
            unit = units[row["same_as"]]
            name(unit, row)
            unit.name, unit.kind, unit.slug = row["name"], row["kind"], slug(row)
            unit.members = tuple(row.get("members", (unit.country,)))
            unit.claimants = tuple(row.get("claimants", ()))
            unit.geonameid = row.get("geonameid", unit.geonameid)
            unit.wikidata_id = row.get("wikidata", unit.wikidata_id)
            if not is_whole(row):
                unit.shape = outline(row, ground) or unit.shape
            if "point" in row:
                unit.lat, unit.lon = row["point"]


def verify(row: dict[str, Any]) -> None:
    """Raise GazetteerError where a hand-kept row is not understood."""
    unknown = sorted(set(row) - _KEYS)
    if unknown:
        raise GazetteerError(f"{row.get('name')} in facts/ has an unknown key: {unknown[0]}.", "Mend it.")
    if row["kind"] not in KINDS or row["kind"] not in PRECISION_OF:
        raise GazetteerError(f"{row['name']} in facts/ is of no known kind: {row['kind']}.", "Mend it.")


def is_whole(row: dict[str, Any]) -> bool:
    """Say whether a region is its member countries, entire: nothing else says where it lies."""
    return "members" in row and not any(key in row for key in ("outline", "box", "line", "lake", "parts"))


def outline(row: dict[str, Any], ground: Ground) -> Shape | None:
    """Make a place's outline: members, units, a lake, a course, or a drawing cut along the shore."""
    if is_whole(row):
        return _union([ground.countries[code] for code in row["members"] if code in ground.countries])
    if "parts" in row:
        missing = [code for code in row["parts"] if code not in ground.units]
        if missing:
            raise GazetteerError(f"{row['name']} in facts/ has parts without outline: {missing}.", "Mend it.")
        extra = [
            ground.countries[code] for code in row.get("members", ()) if not _has_part(code, row["parts"])
        ]
        return _union([ground.units[code] for code in row["parts"]] + extra)
    if "lake" in row:
        lakes = row["lake"] if isinstance(row["lake"], list) else [row["lake"]]
        return shapely.simplify(_union([ground.lakes[lake] for lake in lakes]), _COARSE)
    if "line" in row:
        return shapely.simplify(
            shapely.LineString(points(row["line"])).buffer(_RIVER_WIDTH, quad_segs=1), 0.01
        )
    return _drawn(row, ground)


def _drawn(row: dict[str, Any], ground: Ground) -> Shape | None:
    if "outline" in row:
        rings = [shapely.Polygon(points(ring)) for ring in row["outline"].split(";")]
        drawn = shapely.union_all([shapely.make_valid(ring) for ring in rings])
    elif "box" in row:
        west, south, east, north = row["box"]
        drawn = shapely.box(west, south, east, north)
        if west > east:
            drawn = shapely.union_all(
                [shapely.box(west, south, 180, north), shapely.box(-180, south, east, north)]
            )
    else:
        return None
    cut = row.get("cut", {"site": "none", "range": "none"}.get(row["kind"], ""))
    if cut == "none":
        return drawn
    if not cut:
        cut = "sea" if PRECISION_OF[row["kind"]] == "water" else "land"
    return _cut(drawn, cut, ground.land)


def _cut(drawn: Shape, cut: str, land: Shape) -> Shape:
    near = land.intersection(drawn.buffer(0.1))
    kept = drawn.difference(near) if cut == "sea" else drawn.intersection(near)
    size = drawn.area
    parts = [p for p in shapely.get_parts(kept) if p.geom_type == "Polygon" and p.area > size / 2000.0]
    if not parts:
        return drawn  # an island that Natural Earth does not draw, a canal through land
    tolerance = min(0.25, max(0.002, size**0.5 / 100.0))
    return shapely.make_valid(shapely.simplify(shapely.union_all(parts), tolerance))


def _union(shapes: list[Shape]) -> Shape:
    # Neighbours simplified apart may leave slits a few hundred metres wide.
    joined = shapely.union_all(shapes, grid_size=0.001)
    closed = joined.buffer(0.02, quad_segs=1).buffer(-0.02, quad_segs=1)
    closed = shapely.union_all([p for p in shapely.get_parts(closed) if p.area > closed.area / 20000.0])
    return shapely.simplify(closed, min(0.2, max(0.01, closed.area**0.5 / 150.0)))


def _has_part(code: str, parts: list[str]) -> bool:
    return any(part.startswith(f"{code}.") for part in parts)


def _middle(shape: Shape | None) -> tuple[float, float]:
    if shape is None:
        raise GazetteerError("A place in facts/ has neither point nor outline.", "Give it a point.")
    point = shape.centroid if shape.contains(shape.centroid) else shape.representative_point()
    return round(point.y, 2), round(point.x, 2)


def points(text: str) -> list[tuple[float, float]]:
    """Read a hand-drawn line: `longitude latitude, longitude latitude, ...`."""
    return [(float(pair.split()[0]), float(pair.split()[1])) for pair in text.split(",") if pair.strip()]


def slug(row: dict[str, Any]) -> str:
    """Return the id of a hand-kept place under `dateline:`."""
    return str(row.get("slug") or re.sub(r"[^a-z0-9]+", "-", fold(row["name"])).strip("-"))

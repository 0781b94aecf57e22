"""Reads polygons from shapefiles (ESRI Shapefile Technical Description, 1998, and dBASE III)."""

import struct
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import shapely

from tasks.geocode.build.draft import Shape

_POLYGON = 5


def read_shapefile(path: Path) -> Iterator[tuple[dict[str, str], Shape]]:
    """Walk the features of PATH.shp and PATH.dbf: attributes as stripped text, and the polygon."""
    shapes = _polygons(path.with_suffix(".shp").read_bytes())
    yield from zip(read_attributes(path.with_suffix(".dbf")), shapes, strict=True)


def read_attributes(path: Path) -> Iterator[dict[str, str]]:
    """Walk the rows of a dBASE table as stripped text."""
    data = path.read_bytes()
    count, header, width = struct.unpack_from("<IHH", data, 4)
    columns = []
    for at in range(32, header - 1, 32):
        columns.append((data[at : at + 11].split(b"\0")[0].decode("ascii"), data[at + 16]))
    for row in range(count):
        at = header + row * width + 1
        values = {}
        for name, size in columns:
            values[name] = data[at : at + size].decode("utf-8", "replace").strip(" \0")
            at += size
        yield values


def _polygons(data: bytes) -> Iterator[Shape]:
    at = 100
    while at < len(data):
        (words,) = struct.unpack_from(">I", data, at + 4)
        yield _polygon(data[at + 8 : at + 8 + words * 2])
        at += 8 + words * 2


def _polygon(record: bytes) -> Shape:
    (kind,) = struct.unpack_from("<I", record)
    if kind != _POLYGON:
        return shapely.Polygon()
    parts, points = struct.unpack_from("<II", record, 36)
    starts = [*struct.unpack_from(f"<{parts}I", record, 44), points]
    at = 44 + 4 * parts
    corners = np.frombuffer(record, dtype="<f8", count=2 * points, offset=at).reshape(-1, 2)
    rings = [corners[a:b] for a, b in pairwise(starts)]
    return _assemble(rings)


def _assemble(rings: list[np.ndarray[tuple[int, int], np.dtype[np.float64]]]) -> Shape:
    """Put holes (counter-clockwise) into the outer ring (clockwise) that holds them."""
    outer = [shapely.Polygon(r) for r in rings if not shapely.LinearRing(r).is_ccw]
    holes = [shapely.Polygon(r) for r in rings if shapely.LinearRing(r).is_ccw]
    whole = shapely.union_all([shapely.make_valid(p) for p in outer])
    return whole.difference(shapely.union_all(holes)) if holes else whole

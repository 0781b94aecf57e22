"""How the gazetteer's build draws regions and waters, over a made-up world."""

import struct
from pathlib import Path
from typing import Any

import pytest
import shapely

from tasks.errors import GazetteerError
from tasks.geocode.build.outlines import bounds, settle
from tasks.geocode.build.regions import is_whole, points, region, verify
from tasks.geocode.build.shapefile import read_shapefile
from tests.geocode.small_world import GROUND, a_town, a_unit


def test_a_region_of_members_is_their_union() -> None:
    drawn = region({"name": "Both", "kind": "region", "members": ["WW", "EE"]}, GROUND)
    assert drawn.whole
    assert drawn.shape is not None
    assert drawn.shape.area == pytest.approx(32.0, rel=0.01)


def test_a_sea_is_what_is_left_of_its_drawing_without_the_land() -> None:
    sea = region({"name": "Sea", "kind": "water", "outline": "39 39, 41 39, 41 41, 39 41"}, GROUND)
    assert sea.shape is not None
    assert sea.shape.bounds == pytest.approx((39.0, 39.0, 40.0, 41.0), abs=0.05)
    assert (sea.lat, sea.lon) == pytest.approx((40.0, 39.5), abs=0.1)


def test_a_peninsula_is_the_land_within_its_drawing() -> None:
    cape = region({"name": "Cape", "kind": "peninsula", "box": [39, 39, 41, 41]}, GROUND)
    assert cape.shape is not None
    assert cape.shape.bounds == pytest.approx((40.0, 39.0, 41.0, 41.0), abs=0.05)


def test_units_lakes_and_courses_make_outlines() -> None:
    south = region({"name": "South", "kind": "region", "parts": ["WW.01"], "members": ["WW"]}, GROUND)
    lake = region({"name": "Blue Lake", "kind": "water", "lake": "Blue Lake"}, GROUND)
    river = region({"name": "River", "kind": "river", "line": "41 39, 42 40, 43 40"}, GROUND)
    assert south.shape is not None
    assert lake.shape is not None
    assert river.shape is not None
    assert south.shape.area == pytest.approx(8.0, rel=0.03)
    assert lake.shape.area == pytest.approx(1.0, rel=0.03)
    assert river.shape.covers(shapely.Point(42, 40))


def test_a_part_without_outline_is_named() -> None:
    with pytest.raises(GazetteerError, match=r"WW\.99"):
        region({"name": "South", "kind": "region", "parts": ["WW.99"]}, GROUND)


@pytest.mark.parametrize(
    "row",
    [{"name": "X", "kind": "region", "alias": ["Y"]}, {"name": "X", "kind": "realm", "members": ["WW"]}],
)
def test_a_hand_kept_row_that_is_not_understood_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises(GazetteerError, match="X in facts/"):
        verify(row)


def test_a_region_is_whole_where_nothing_but_members_says_where_it_lies() -> None:
    assert is_whole({"members": ["WW"]})
    assert not is_whole({"members": ["WW"], "box": [1, 2, 3, 4]})
    assert points("44.5 40, 45 41") == [(44.5, 40.0), (45.0, 41.0)]


def test_the_narrowest_box_may_cross_the_date_line() -> None:
    both = shapely.union_all([shapely.box(177, -20, 180, -15), shapely.box(-180, -20, -178, -15)])
    assert bounds(both) == (177.0, -20.0, -178.0, -15.0)
    assert bounds(shapely.box(10, 1, 20, 2)) == (10.0, 1.0, 20.0, 2.0)


def test_a_unit_without_outline_stands_where_its_people_live_and_one_without_towns_goes() -> None:
    towns = [a_town(1, "Big", 39.0, 41.0, population=9_999), a_town(2, "Small", 40.0, 42.0, population=0)]
    bare, empty = a_unit("WW.01", "South"), a_unit("WW.02", "North")
    bare.shape = empty.shape = None
    settled = settle([bare, empty], towns, lambda t: t.admin1)
    assert [unit.key for unit in settled] == ["WW.01"]
    assert (bare.lat, bare.lon) == pytest.approx((39.0, 41.0), abs=0.01)


def test_a_shapefile_is_read_with_its_holes(tmp_path: Path) -> None:
    outer = [(0.0, 0.0), (0.0, 4.0), (4.0, 4.0), (4.0, 0.0), (0.0, 0.0)]
    hole = [(1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 2.0), (1.0, 1.0)]
    body = struct.pack("<I4dIIII", 5, 0, 0, 4, 4, 2, 10, 0, 5)
    body += b"".join(struct.pack("<2d", *corner) for corner in outer + hole)
    record = struct.pack(">II", 1, len(body) // 2) + body
    (tmp_path / "x.shp").write_bytes(b"\0" * 100 + record)
    column = b"NAME".ljust(11, b"\0") + b"C" + b"\0" * 4 + bytes([6, 0]) + b"\0" * 14
    head = struct.pack("<B3BIHH20x", 3, 0, 0, 0, 1, 32 + 32 + 1, 7) + column + b"\r"
    (tmp_path / "x.dbf").write_bytes(head + b" " + "Łand".encode().ljust(6))
    (row, shape), *rest = read_shapefile(tmp_path / "x")
    assert not rest
    assert row == {"NAME": "Łand"}
    assert shape.area == pytest.approx(15.0)

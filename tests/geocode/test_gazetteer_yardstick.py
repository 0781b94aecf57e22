"""Outlines kept by hand against those of Natural Earth, where it draws the same place."""

import math
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import shapely

from tasks.geocode.build.assemble import read_facts
from tasks.geocode.build.regions import slug
from tasks.geocode.fold import fold
from tasks.geocode.gazetteer import gazetteer

GAZ = gazetteer()
# What a kind of ours is drawn as by Natural Earth.
CLASSES = {
    "water": "sea ocean gulf bay lagoon fjord channel lake reservoir",
    "strait": "strait channel sound sea fjord",
    "range": "range/mtn",
    "island": "island",
    "peninsula": "peninsula pen/cape",
    "region": "plateau desert basin plain lowland valley geoarea delta",
}
FACTS = {
    slug(fact): fact for fact in read_facts()["places"] if fact["kind"] in CLASSES and "same_as" not in fact
}
# Natural Earth's drawing goes around a label or shows another thing of the name.
OTHERWISE = {"aleutian-islands", "lesbos", "poyang-lake", "korea-strait", "luzon-strait", "ogaden", "lapland"}


@cache
def drawn(path: Path) -> dict[tuple[str, str], list[Any]]:
    """Return Natural Earth's outlines by folded name and class."""
    found = defaultdict(list)
    table = pq.read_table(path, columns=["name", "featurecla", "source", "wkb"]).to_pylist()
    for row in table:
        if row["wkb"] and row["source"].startswith("ne_"):
            shape = shapely.make_valid(shapely.from_wkb(row["wkb"]))
            if shape.area:
                found[fold(row["name"]), row["featurecla"]].append(shape)
    return dict(found)


def counterparts(fact: dict[str, Any], path: Path) -> list[Any]:
    """Return the drawings of the place's own name and of its class."""
    return [s for c in CLASSES[fact["kind"]].split() for s in drawn(path).get((fold(fact["name"]), c), [])]


def overlap(one: Any, other: Any) -> float:
    """Return how much of the smaller of two areas lies in the larger."""
    return float(one.intersection(other).area / min(one.area, other.area))


@pytest.mark.parametrize("place", sorted(FACTS.keys() - OTHERWISE))
def test_an_outline_lies_where_natural_earth_draws_the_place(place: str, shared: Path) -> None:
    theirs = counterparts(FACTS[place], shared / "places" / "features_physical.parquet")
    row = GAZ.row_of(f"dateline:{place}")
    row = row if row is not None else GAZ.row_of(f"geonames:{FACTS[place].get('geonameid')}")
    footprint = None if row is None else GAZ.footprint(row)
    if not theirs or footprint is None:
        return  # nothing to measure against
    ours = shapely.make_valid(shapely.from_wkb(footprint))
    assert max(overlap(ours.envelope, shape.envelope) for shape in theirs) > 0.5
    # Some of its ranges are slivers along the letters of a label: only what fills its hull is an outline.
    whole = [shape for shape in theirs if shape.area > 0.3 * shape.convex_hull.area]
    if whole:
        assert max(overlap(ours, shape) for shape in whole) > 0.55


def test_every_place_kept_by_hand_stands_in_or_beside_its_outline() -> None:
    for row in GAZ.rows("region"):
        footprint, place = GAZ.footprint(row), GAZ.place(row)
        if footprint is not None:
            shape = shapely.from_wkb(footprint)
            reach = max(0.3, math.sqrt(shape.envelope.area) / 2.0)
            assert shape.distance(shapely.Point(place.lon, place.lat)) < reach, place.name


def test_enough_outlines_have_a_counterpart_to_be_measured(shared: Path) -> None:
    path = shared / "places" / "features_physical.parquet"
    assert sum(bool(counterparts(fact, path)) for fact in FACTS.values()) > 180

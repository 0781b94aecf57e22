"""What lies in what: places against the outlines of regions and waters."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from tasks.geocode.build.draft import Draft, Shape
from tasks.geocode.tables import PRECISION_OF

_LEAST = 0.05  # of a place that lies in a region before it counts
_ENTIRE = 0.95  # of a country that lies in a region before all its towns do

Within = tuple[int, int, int]  # row, container's row, percent


@dataclass(frozen=True, slots=True)
class Outline:
    """A region or water with its outline."""

    at: int  # row
    draft: Draft
    shape: Shape
    is_water: bool
    around: Shape  # the same with its holes filled: a sea with the islands in it


def contain(rows: list[Draft]) -> list[Within]:
    """Return which places lie in which outlines, sorted, and tell regions which countries they hold.

    What a region holds entire is not repeated for the towns in it.
    """
    outlines = [
        Outline(at, row, row.shape, PRECISION_OF[row.kind] == "water", filled(row.shape))
        for at, row in enumerate(rows)
        if row.group == "region" and row.shape is not None
    ]
    shaped = [(at, row) for at, row in enumerate(rows) if row.shape is not None]
    tree = shapely.STRtree([row.shape for _, row in shaped])
    found: set[Within] = set()
    for outline in outlines:
        shapely.prepare(outline.shape)
        hits = [shaped[hit] for hit in np.sort(tree.query(outline.around, predicate="intersects"))]
        found.update(_shares(hits, outline))
        outline.draft.holds = held(hits, outline)
    found.update(_points(rows, outlines))
    return sorted(found)


def held(near: list[tuple[int, Draft]], outline: Outline) -> frozenset[str]:
    """Return the codes of countries and units that lie in an outline entire."""
    draft = outline.draft
    codes = set(draft.members) if draft.whole else set(draft.parts)
    if not outline.is_water:
        countries = [row for _, row in near if row.group == "country"]
        codes |= {row.country for row in countries if share_of(row, outline) >= _ENTIRE}
    return frozenset(codes)


def share_of(row: Draft, outline: Outline, with_islands: bool = False) -> float:
    """Return the part of a place's area that lies in an outline."""
    assert row.shape is not None
    shape = outline.around if with_islands and outline.is_water else outline.shape
    return float(row.shape.intersection(shape).area / (row.shape.area or 1.0))


def filled(shape: Shape) -> Shape:
    """Return a shape without its holes."""
    return shapely.union_all([shapely.Polygon(part.exterior) for part in shapely.get_parts(shape)])


def _shares(near: list[tuple[int, Draft]], outline: Outline) -> Iterator[Within]:
    for at, row in near:
        if at == outline.at or (outline.draft.whole and row.country in outline.draft.members):
            continue
        share = share_of(row, outline, row.group == "region")
        # One area drawn twice: the larger drawing is in nothing then.
        twin = share > 0.95 and row.group == "region" and outline.shape.area < row.shape.area  # type: ignore[union-attr]
        if share >= _LEAST and not twin:
            yield at, outline.at, min(100, round(share * 100.0))


def _points(rows: list[Draft], outlines: list[Outline]) -> Iterator[Within]:
    places = [at for at, row in enumerate(rows) if row.shape is None]
    tree = shapely.STRtree(shapely.points([rows[at].lon for at in places], [rows[at].lat for at in places]))
    for outline in outlines:
        for hit in np.sort(tree.query(outline.shape, predicate="intersects")):
            row = rows[places[hit]]
            # A coarse shore runs through harbours: a town is never in the sea.
            if outline.is_water and row.group != "region":
                continue
            if not _is_told(row, outline.draft):
                yield places[hit], outline.at, 100


def _is_told(row: Draft, region: Draft) -> bool:
    """Say whether country and unit of a place say already if it lies in a region."""
    if (region.whole and row.country) or (region.parts and row.admin1):
        return True
    return not region.holds.isdisjoint((row.country, row.admin1))

"""Outlines for drawing: coarse, in whole hundredths of a degree, each point as a step from the one before."""

from typing import Any

import shapely

STEPS = 100  # a degree: about a kilometre, finer than any outline of the gazetteer is true
_TOLERANCE = 0.03  # degrees: about a pixel where a country fills the screen

Ring = list[int]


def rings_of(wkb: bytes | None, tolerance: float = _TOLERANCE) -> list[Ring]:
    """Return the rings of an outline: x, y of the first point, then steps, in hundredths of a degree."""
    outline = shapely.from_wkb(wkb, on_invalid="ignore")
    if outline is None:
        return []
    shape = shapely.simplify(outline, tolerance)
    rings = [ring for part in _polygons(shape) for ring in (part.exterior, *part.interiors)]
    return [steps for ring in rings if len(steps := _steps(shapely.get_coordinates(ring).tolist())) >= 8]


def _polygons(shape: Any) -> list[Any]:
    return [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and not part.is_empty]


def _steps(points: list[list[float]]) -> Ring:
    at_x = at_y = 0
    steps: Ring = []
    for x, y in points:
        new_x, new_y = round(x * STEPS), round(y * STEPS)
        if steps and (new_x, new_y) == (at_x, at_y):
            continue
        steps += [new_x - at_x, new_y - at_y]
        at_x, at_y = new_x, new_y
    return steps

"""Where a place lies on a picture: web Mercator, fitted to what is shown."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely

from tasks.report.picturing import Pin

EARTH_M: Final = 40_075_017.0  # around the equator
_WIDEST: Final = 60 / 360  # of the world: what is wider says where it lies, not how far a picture must reach
_LEAST: Final = 4 / 360  # no closer than four degrees: a single town is seen with what lies around it
_NEARLY_ALL: Final = 0.94
_FEW: Final = 12
_AIR: Final = 1.16  # of what is shown, so that nothing stands at the edge

Box = tuple[float, float, float, float]  # west, north, east, south


@dataclass(frozen=True, slots=True)
class View:
    """A piece of the world: its centre and pixels for the whole world's width; pixels of the picture."""

    x: float
    y: float
    scale: float
    width: int
    height: int

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return the pixel of a point."""
        x, y = mercator(longitude, latitude)
        return (x - self.x) * self.scale + self.width / 2, (y - self.y) * self.scale + self.height / 2

    def pixels(self, metres: float, latitude: float) -> float:
        """Return how many pixels a distance takes at a latitude."""
        return metres / EARTH_M / max(0.1, math.cos(math.radians(latitude))) * self.scale

    def outline(self, wkb: bytes) -> Any:
        """Return an outline in pixels, cut at the edges of the picture and no finer than a pixel."""
        shape = shapely.from_wkb(wkb, on_invalid="ignore")
        if shape is None:
            return shapely.Polygon()
        drawn = shapely.transform(shape, self._all)
        margin = 40
        cut = shapely.clip_by_rect(drawn, -margin, -margin, self.width + margin, self.height + margin)
        return shapely.simplify(cut, 0.4)

    def _all(self, points: Any) -> Any:
        x = (points[:, 0] + 180.0) / 360.0
        s = np.sin(np.radians(np.clip(points[:, 1], -84.0, 84.0)))
        y = 0.5 - np.log((1.0 + s) / (1.0 - s)) / (4.0 * math.pi)
        return np.column_stack(
            ((x - self.x) * self.scale + self.width / 2, (y - self.y) * self.scale + self.height / 2)
        )


def mercator(longitude: float, latitude: float) -> tuple[float, float]:
    """Return a point in units of the world's width, from its north-western corner."""
    s = math.sin(math.radians(max(-84.0, min(84.0, latitude))))
    return (longitude + 180.0) / 360.0, 0.5 - math.log((1.0 + s) / (1.0 - s)) / (4.0 * math.pi)


def fitted(pins: Sequence[Pin], width: int, height: int) -> View:
    """Return the view that shows all of few places, and of many where nearly all stories are."""
    boxes = [box_of(pin) for pin in pins]
    if len(pins) >= _FEW:
        west, east = _edges([(box[0] + box[2]) / 2 for box in boxes], pins)
        north, south = _edges([(box[1] + box[3]) / 2 for box in boxes], pins)
    else:
        near = [box if box[2] - box[0] <= _WIDEST else _middle(box) for box in boxes] or [(0, 0.2, 1, 0.72)]
        west, north = min(b[0] for b in near), min(b[1] for b in near)
        east, south = max(b[2] for b in near), max(b[3] for b in near)
    across, down = max(east - west, _LEAST) * _AIR, max(south - north, _LEAST * height / width) * _AIR
    scale = max(width, min(width / across, height / down))
    # The world has an end in the north and in the south, and a picture shows none beyond it.
    half = height / scale / 2
    y = min(max((north + south) / 2, 0.02 + half), 0.98 - half) if half < 0.48 else 0.5
    return View((west + east) / 2, y, scale, width, height)


def box_of(pin: Pin) -> Box:
    """Return how far a place reaches, in units of the world's width."""
    shape = shapely.from_wkb(pin.footprint, on_invalid="ignore") if pin.look != "point" else None
    if shape is not None and not shape.is_empty:
        west, south, east, north = shapely.bounds(shape)
        return (*mercator(west, north), *mercator(east, south))
    x, y = mercator(pin.longitude, pin.latitude)
    r = 0.0 if pin.look == "point" else pin.uncertainty_m / EARTH_M
    return x - r, y - r, x + r, y + r


def _middle(box: Box) -> Box:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return x, y, x, y


def _edges(middles: list[float], pins: Sequence[Pin]) -> tuple[float, float]:
    """Return between which values nearly all stories lie."""
    ordered = sorted(zip(middles, (pin.story_count for pin in pins), strict=True))
    total, low, sum_so_far = sum(count for _, count in ordered), ordered[0][0], 0
    for value, count in ordered:
        if sum_so_far <= (1 - _NEARLY_ALL) * total:
            low = value
        sum_so_far += count
        if sum_so_far >= _NEARLY_ALL * total:
            return low, value
    return low, ordered[-1][0]

"""Outlines in a quarter of their size: steps of a thousandth of a degree, two bytes each."""

import struct
from typing import Final

import numpy as np
from numpy.typing import NDArray

STEPS: Final = 1000  # a degree
LONGEST: Final = 30.0  # degrees of one step, so that it fits two bytes

Rings = list[NDArray[np.int32]]  # of one polygon, the outer one first: (points, 2), closed


def encode(polygons: list[Rings]) -> bytes:
    """Write polygons as counts, the first point of each ring, and the steps from point to point."""
    counts: list[int] = [len(polygons)]
    firsts: list[NDArray[np.int32]] = []
    steps: list[NDArray[np.int32]] = []
    for rings in polygons:
        counts += [len(rings), *(len(ring) for ring in rings)]
        firsts += [ring[0] for ring in rings]
        steps += [np.diff(ring, axis=0) for ring in rings]
    head = struct.pack(f"<H{len(counts)}H", len(counts), *counts)
    first = np.array(firsts, dtype="<i4").tobytes()
    longest = max(int(np.abs(step).max()) for step in steps)
    if longest > np.iinfo(np.int16).max:
        raise ValueError(f"an edge of {longest / STEPS} degrees is too long to be kept")
    return head + first + np.concatenate(steps).astype("<i2").tobytes()


def decode(data: bytes) -> list[Rings]:
    """Read polygons as they were encoded."""
    (size,) = struct.unpack_from("<H", data)
    counts = list(struct.unpack_from(f"<{size}H", data, 2))
    lengths = _ring_lengths(counts)
    at = 2 + 2 * size
    flat = [length for rings in lengths for length in rings]
    firsts = np.frombuffer(data, dtype="<i4", count=2 * len(flat), offset=at).reshape(-1, 2)
    steps = np.frombuffer(data, dtype="<i2", offset=at + 8 * len(flat)).reshape(-1, 2)
    ring, step, polygons = 0, 0, []
    for rings in lengths:
        polygon: Rings = []
        for length in rings:
            walk = np.vstack([firsts[ring : ring + 1], steps[step : step + length - 1]]).astype(np.int32)
            polygon.append(np.cumsum(walk, axis=0, dtype=np.int32))
            ring, step = ring + 1, step + length - 1
        polygons.append(polygon)
    return polygons


def to_wkb(polygons: list[Rings]) -> bytes:
    """Return polygons as well-known binary in degrees: a polygon, or a multipolygon of several."""
    parts = [_polygon_wkb(rings) for rings in polygons]
    return parts[0] if len(parts) == 1 else struct.pack("<BII", 1, 6, len(parts)) + b"".join(parts)


def _polygon_wkb(rings: Rings) -> bytes:
    out = [struct.pack("<BII", 1, 3, len(rings))]
    for ring in rings:
        out += [struct.pack("<I", len(ring)), np.round(ring / STEPS, 3).astype("<f8").tobytes()]
    return b"".join(out)


def _ring_lengths(counts: list[int]) -> list[list[int]]:
    lengths, at = [], 1
    for _ in range(counts[0]):
        rings = counts[at]
        lengths.append(counts[at + 1 : at + 1 + rings])
        at += 1 + rings
    return lengths

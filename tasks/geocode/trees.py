"""Boosted trees evaluated with numpy alone: what LightGBM trained needs no LightGBM where it runs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_AT_ONCE = 128  # rows; what one step makes of them stays in the processor's cache
_DIGITS = 4  # features are rounded to these, so that the last bit of a logarithm splits no tree otherwise


class Level(NamedTuple):
    """The nodes of one depth, tree by tree; below a leaf they go left for ever."""

    feature: NDArray[np.int64]
    threshold: Floats


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees as flat arrays of nodes; a leaf is its own child, so that every path has the same length."""

    feature: NDArray[np.int64]  # of each node; 0 in a leaf
    threshold: Floats  # go left where feature <= threshold; infinity in a leaf
    children: NDArray[np.int64]  # left and right of each node, one after the other
    value: Floats  # of a leaf
    roots: NDArray[np.int64]
    depth: int
    names: tuple[str, ...]  # of the features, in order
    levels: tuple[Level, ...] = field(init=False, repr=False, compare=False)
    leaves: Floats = field(init=False, repr=False, compare=False)  # tree by tree, from left to right

    def __post_init__(self) -> None:
        """Lay the nodes out level by level, as if every path were as deep as the deepest."""
        at, levels = self.roots, []
        for _ in range(self.depth):
            levels.append(Level(self.feature[at], self.threshold[at]))
            at = self.children[np.stack([2 * at, 2 * at + 1], axis=1)].ravel()
        object.__setattr__(self, "levels", tuple(levels))
        object.__setattr__(self, "leaves", self.value[at])

    def score(self, features: Floats) -> Floats:
        """Return the sum of the leaves for each row of (rows, features)."""
        rows = np.ascontiguousarray(np.round(features, _DIGITS))
        parts = [self._score(rows[low : low + _AT_ONCE]) for low in range(0, len(rows), _AT_ONCE)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _score(self, rows: Floats) -> Floats:
        flat, base = rows.ravel(), (np.arange(len(rows)) * rows.shape[1])[:, None]
        at = np.tile(np.arange(len(self.roots)), (len(rows), 1))
        for level in self.levels:
            threshold, feature = level.threshold.take(at), level.feature.take(at)
            feature += base
            # Of a node of one level the children stand at twice its place on the next, and one after.
            at *= 2
            at += flat.take(feature) > threshold
        total: Floats = self.leaves.take(at).sum(axis=1)
        return total

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote; nothing in it is code."""
        with np.load(path, allow_pickle=False) as arrays:
            kept = {name: arrays[name] for name in ("feature", "threshold", "children", "value", "roots")}
            return cls(**kept, depth=int(arrays["depth"]), names=tuple(map(str, arrays["names"])))

    def save(self, path: Path) -> None:
        """Write the arrays; the same trees give the same bytes."""
        arrays: dict[str, Any] = {
            "feature": self.feature,
            "threshold": self.threshold,
            "children": self.children,
            "value": self.value,
            "roots": self.roots,
            "depth": np.int32(self.depth),
            "names": np.array(self.names),
        }
        np.savez_compressed(path, **arrays)


def in_rows(rows: Sequence[Sequence[float]]) -> Floats:
    """Return equally long rows of numbers as an array; element by element this is faster than numpy.array."""
    if not rows:
        return np.zeros((0, 0))
    count = len(rows) * len(rows[0])
    return np.fromiter(chain.from_iterable(rows), np.float64, count).reshape(len(rows), -1)


def sigmoid(score: Floats) -> Floats:
    """Return probabilities of log-odds."""
    found: Floats = 1.0 / (1.0 + np.exp(-np.clip(score, -30.0, 30.0)))
    return found

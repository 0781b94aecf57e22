"""Boosted trees evaluated with numpy alone: what LightGBM trained needs no LightGBM where it runs."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_DIGITS = 4  # features are rounded to these, so that the last bit of a logarithm splits no tree otherwise


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

    def score(self, features: Floats) -> Floats:
        """Return the sum of the leaves for each row of (rows, features)."""
        if not len(features):
            return np.zeros(0)
        width = features.shape[1]
        flat = np.round(features, _DIGITS).ravel()
        base = (np.arange(len(features)) * width)[:, None]
        at = np.broadcast_to(self.roots, (len(features), len(self.roots)))
        for _ in range(self.depth):
            goes_right = flat.take(base + self.feature.take(at)) > self.threshold.take(at)
            at = self.children.take(2 * at + goes_right)
        total: Floats = self.value.take(at).sum(axis=1)
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


def sigmoid(score: Floats) -> Floats:
    """Return probabilities of log-odds."""
    found: Floats = 1.0 / (1.0 + np.exp(-np.clip(score, -30.0, 30.0)))
    return found

"""The block model: a forest of small trees that says how likely a block is the article's.

Its card lies beside it in `data/`; `make body-model` trains it. Plain arrays, compared and added by numpy.
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

NAME = "body.npz"


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees as arrays over nodes; a leaf is a node whose children are itself."""

    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    children: NDArray[np.int32]  # of node n: 2n where the row's value is above the threshold, else 2n + 1
    value: NDArray[np.float64]
    roots: NDArray[np.int32]
    depth: int

    def chances(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return a chance from 0 to 1 for each row; rounded, so that every machine gives the same."""
        node = np.tile(self.roots, (len(rows), 1))
        base = (np.arange(len(rows), dtype=np.int32) * rows.shape[1])[:, None]
        flat = np.ascontiguousarray(rows).ravel()
        for _ in range(self.depth):
            low = flat.take(self.feature.take(node) + base) <= self.threshold.take(node)
            node = self.children.take(2 * node + low)
        score = np.round(self.value.take(node).sum(axis=1), 6)
        chances: NDArray[np.float64] = 1 / (1 + np.exp(-score))
        return chances


@cache
def body_forest() -> Forest:
    """Load the shipped forest; arrays only, nothing that could run."""
    data = (resources.files("tasks.clean") / "data" / NAME).read_bytes()
    with np.load(BytesIO(data), allow_pickle=False) as found:
        arrays = {name: found[name] for name in ("feature", "threshold", "children", "value", "roots")}
        return Forest(**arrays, depth=int(found["depth"]))

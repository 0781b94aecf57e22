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
    roots: NDArray[np.int32]  # the deepest tree first
    live: tuple[int, ...]  # how many trees, from the first, go on below each level

    def chances(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return a chance from 0 to 1 for each row; rounded, so that every machine gives the same."""
        nodes = np.repeat(self.roots[:, None], len(rows), axis=1)
        base = np.arange(len(rows), dtype=np.int32) * rows.shape[1]
        flat = np.ascontiguousarray(rows).ravel()
        for trees in self.live:
            node = nodes[:trees]
            low = flat.take(self.feature.take(node) + base) <= self.threshold.take(node)
            nodes[:trees] = self.children.take(2 * node + low)
        score = np.round(self.value.take(nodes).sum(axis=0), 6)
        chances: NDArray[np.float64] = 1 / (1 + np.exp(-score))
        return chances


@cache
def body_forest() -> Forest:
    """Load the shipped forest; arrays only, nothing that could run."""
    data = (resources.files("tasks.clean") / "data" / NAME).read_bytes()
    with np.load(BytesIO(data), allow_pickle=False) as found:
        arrays = {name: found[name] for name in ("feature", "threshold", "children", "value", "roots")}
    deep = _depths(arrays["roots"].tolist(), arrays["children"].tolist())
    arrays["roots"] = arrays["roots"][np.argsort(-deep, kind="stable")]
    return Forest(**arrays, live=tuple(int((deep > level).sum()) for level in range(int(deep.max()))))


def _depths(roots: list[int], children: list[int]) -> NDArray[np.int64]:
    """Return each tree's depth; the nodes of a tree follow its root, every one after its parent."""
    below = [0] * (len(children) // 2)
    for node in range(len(below)):
        for child in children[2 * node : 2 * node + 2]:
            if child != node:
                below[child] = below[node] + 1
    ends = [*roots[1:], len(below)]
    return np.array([max(below[root:end]) for root, end in zip(roots, ends, strict=True)])

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


_AT_ONCE = 256  # rows; so many bound what is held


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees as arrays over nodes, those that ask before the leaves; a leaf's children are itself."""

    feature: NDArray[np.intp]  # of the nodes that ask
    threshold: NDArray[np.float64]  # of the same, as a column
    children: NDArray[np.intp]  # of node n: 2n where the row's value is above the threshold, else 2n + 1
    value: NDArray[np.float64]
    roots: NDArray[np.intp]  # the deepest tree first
    live: tuple[int, ...]  # how many trees, from the first, go on below each level

    def chances(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return a chance from 0 to 1 for each row; rounded, so that every machine gives the same."""
        parts = [self._scores(rows[at : at + _AT_ONCE]) for at in range(0, len(rows), _AT_ONCE)]
        score = np.round(np.concatenate(parts), 6)
        chances: NDArray[np.float64] = 1 / (1 + np.exp(-score))
        return chances

    def _scores(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Answer all nodes for all rows, which is quicker than to look up what each row meets on its way."""
        count, columns = len(rows), np.arange(len(rows))
        low = np.zeros((len(self.value), count), np.bool_)
        asked = np.ascontiguousarray(rows.T).take(self.feature, axis=0)
        np.less_equal(asked, self.threshold, out=low[: len(asked)])
        answers = low.ravel().view(np.uint8)
        nodes = np.repeat(self.roots[:, None], count, axis=1)
        for trees in self.live:
            node = nodes[:trees]
            nodes[:trees] = self.children.take(2 * node + answers.take(node * count + columns))
        scores: NDArray[np.float64] = self.value.take(nodes).sum(axis=0)
        return scores


@cache
def body_forest() -> Forest:
    """Load the shipped forest; arrays only, nothing that could run."""
    data = (resources.files("tasks.clean") / "data" / NAME).read_bytes()
    with np.load(BytesIO(data), allow_pickle=False) as found:
        arrays = {name: found[name] for name in ("feature", "threshold", "children", "value", "roots")}
    deep = _depths(arrays["roots"].tolist(), arrays["children"].tolist())
    pairs = arrays["children"].reshape(-1, 2).astype(np.intp)
    leaves = pairs[:, 0] == np.arange(len(pairs))
    order = np.argsort(leaves, kind="stable")
    number = np.empty_like(order)
    number[order] = np.arange(len(order))
    asking = order[: int((~leaves).sum())]
    return Forest(
        feature=arrays["feature"][asking].astype(np.intp),
        threshold=arrays["threshold"][asking][:, None],
        children=number[pairs[order]].ravel(),
        value=arrays["value"][order],
        roots=number[arrays["roots"][np.argsort(-deep, kind="stable")]],
        live=tuple(int((deep > level).sum()) for level in range(int(deep.max()))),
    )


def _depths(roots: list[int], children: list[int]) -> NDArray[np.int64]:
    """Return each tree's depth; the nodes of a tree follow its root, every one after its parent."""
    below = [0] * (len(children) // 2)
    for node in range(len(below)):
        for child in children[2 * node : 2 * node + 2]:
            if child != node:
                below[child] = below[node] + 1
    ends = [*roots[1:], len(below)]
    return np.array([max(below[root:end]) for root, end in zip(roots, ends, strict=True)])

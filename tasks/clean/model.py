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
    """Trees as arrays over the nodes that ask; the leaves of each are numbered from where no answer is above.

    All nodes are asked. Each answer "above" rules out the leaves on its other side, and the first of a tree's
    that is left is where the row's way leads (QuickScorer: Lucchese et al., SIGIR 2015).
    """

    feature: NDArray[np.intp]
    threshold: NDArray[np.float64]  # as a column
    left: NDArray[np.unsignedinteger]  # as a column, a bit for each leaf: not ruled out by a value above
    roots: NDArray[np.intp]  # the first node of each tree
    value: NDArray[np.float64]  # of each leaf, as many to each tree as the largest has
    firsts: NDArray[np.intp]  # as a column, where those of each tree begin

    def chances(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return a chance from 0 to 1 for each row; rounded, so that every machine gives the same."""
        parts = [self._scores(rows[at : at + _AT_ONCE]) for at in range(0, len(rows), _AT_ONCE)]
        score = np.round(np.concatenate(parts), 6)
        chances: NDArray[np.float64] = 1 / (1 + np.exp(-score))
        return chances

    def _scores(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        asked = np.ascontiguousarray(rows.T).take(self.feature, axis=0)
        every = np.iinfo(self.left.dtype).max
        left = np.where(asked <= self.threshold, self.left.dtype.type(every), self.left)
        left = np.bitwise_and.reduceat(left, self.roots, axis=0)
        leaf = np.bitwise_count(~left & (left - 1))  # how many zeros its bits end in
        scores: NDArray[np.float64] = self.value.take(self.firsts + leaf).sum(axis=0)
        return scores


@cache
def body_forest() -> Forest:
    """Load the shipped forest; arrays only, nothing that could run.

    A tree's nodes follow its root, behind each those below its threshold, then those above; node n's children
    are 2n, above, and 2n + 1, and a leaf's are itself. Every tree asks, and has 64 leaves at most.
    """
    data = (resources.files("tasks.clean") / "data" / NAME).read_bytes()
    with np.load(BytesIO(data), allow_pickle=False) as found:
        arrays = {name: found[name] for name in ("feature", "threshold", "children", "value", "roots")}
    above, roots = arrays["children"][::2].astype(np.intp), arrays["roots"].astype(np.intp)
    is_leaf = above == np.arange(len(above))
    before = is_leaf.cumsum() - is_leaf  # leaves before each node
    asking = np.flatnonzero(~is_leaf)
    sizes = np.diff(before[roots], append=is_leaf.sum())
    tree = roots.searchsorted(asking, "right") - 1
    below = (1 << (before[above[asking]] - before[asking]).astype(np.uint64)) - np.uint64(1)
    below <<= (before[asking] - before[roots][tree]).astype(np.uint64)
    most = int(sizes.max())
    value = np.zeros((len(roots), most))
    value[np.arange(most) < sizes[:, None]] = arrays["value"][is_leaf]
    return Forest(
        feature=arrays["feature"][asking].astype(np.intp),
        threshold=arrays["threshold"][asking][:, None],
        left=(~below).astype(np.min_scalar_type((1 << most) - 1))[:, None],
        roots=asking.searchsorted(roots),
        value=value.ravel(),
        firsts=np.arange(0, value.size, most)[:, None],
    )

"""LightGBM's trees, trained seeded on one thread, as the arrays that run without it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tasks.geocode.trees import Trees

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SEED = 161
_FIXED = {
    "seed": SEED,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbosity": -1,
    "bagging_freq": 1,
}


def train_choice(
    rows: Floats, right: Floats, starts: Ints, weight: Floats, names: tuple[str, ...], rounds: int
) -> Trees:
    """Train a conditional logit over groups: within each, the softmax of the scores is the chance.

    `right` sums to 1 within a group; `starts` has the first row of each.
    """
    import lightgbm

    group = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(rows))))

    def gradient(score: Floats, _data: Any) -> tuple[Floats, Floats]:
        top = np.maximum.reduceat(score, starts)[group]
        odds = np.exp(score - top)
        chance = odds / np.add.reduceat(odds, starts)[group]
        return (chance - right) * weight, np.maximum(chance * (1.0 - chance), 1e-3) * weight

    given = _FIXED | {
        "objective": gradient,
        "learning_rate": 0.1,
        "num_leaves": 12,
        "max_depth": 5,
        "min_data_in_leaf": 60,
        "min_sum_hessian_in_leaf": 2.0,
        "lambda_l2": 5.0,
        "feature_fraction": 0.6,
        "bagging_fraction": 0.8,
    }
    data = lightgbm.Dataset(_rounded(rows), label=right, feature_name=list(names))
    return flatten(lightgbm.train(given, data, num_boost_round=rounds), names)


def train_finder(rows: Floats, right: Floats, weight: Floats, names: tuple[str, ...], rounds: int) -> Trees:
    """Train a binary classifier whose score is log-odds."""
    import lightgbm

    given = _FIXED | {
        "objective": "binary",
        "learning_rate": 0.08,
        "num_leaves": 16,
        "max_depth": 6,
        "min_data_in_leaf": 40,
        "lambda_l2": 5.0,
        "feature_fraction": 0.5,
        "bagging_fraction": 0.8,
        "boost_from_average": False,
    }
    data = lightgbm.Dataset(_rounded(rows), label=right, weight=weight, feature_name=list(names))
    return flatten(lightgbm.train(given, data, num_boost_round=rounds), names)


def train_sureness(
    rows: Floats, right: Floats, weight: Floats, names: tuple[str, ...], rising: int, rounds: int
) -> Trees:
    """Train a classifier whose score is log-odds and never falls where the first `rising` names rise."""
    import lightgbm

    given = _FIXED | {
        "objective": "binary",
        "learning_rate": 0.05,
        "num_leaves": 8,
        "max_depth": 4,
        "min_data_in_leaf": 60,
        "lambda_l2": 5.0,
        "feature_fraction": 0.6,
        "bagging_fraction": 0.8,
        "boost_from_average": False,
        "monotone_constraints": [int(at < rising) for at in range(len(names))],
    }
    data = lightgbm.Dataset(_rounded(rows), label=right, weight=weight, feature_name=list(names))
    return flatten(lightgbm.train(given, data, num_boost_round=rounds), names)


def _rounded(rows: Floats) -> Floats:
    return np.round(rows, 4)


def flatten(booster: Any, names: tuple[str, ...]) -> Trees:
    """Return a trained booster as flat arrays."""
    nodes: list[list[float]] = []
    roots: list[int] = []
    deepest = 0
    for tree in booster.dump_model()["tree_info"]:
        roots.append(len(nodes))
        deepest = max(deepest, _lay(tree["tree_structure"], nodes))
    table = np.array(nodes)
    return Trees(
        feature=table[:, 0].astype(np.int64),
        threshold=table[:, 1],
        children=table[:, 2:4].astype(np.int64).ravel(),
        value=table[:, 4],
        roots=np.array(roots, dtype=np.int64),
        depth=deepest,
        names=names,
    )


def _lay(node: dict[str, Any], nodes: list[list[float]]) -> int:
    """Append a node and those below it; return how deep that goes."""
    at = len(nodes)
    if "split_feature" not in node:
        nodes.append([0, np.inf, at, at, node["leaf_value"]])
        return 0
    if node["decision_type"] != "<=":
        raise ValueError(f"a split of another kind: {node['decision_type']}")
    nodes.append([node["split_feature"], node["threshold"], 0, 0, 0.0])
    nodes[at][2] = len(nodes)
    left = _lay(node["left_child"], nodes)
    nodes[at][3] = len(nodes)
    return 1 + max(left, _lay(node["right_child"], nodes))

"""Logistic regression in a few lines of numpy: the words around a span, and how sure a pin is."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def fit(rows: Floats, right: Floats, weight: Floats, penalty: float = 1.0, steps: int = 30) -> Floats:
    """Return the weights of a penalised logistic regression, by Newton's method; column 0 is the constant."""
    beta = np.zeros(rows.shape[1])
    ridge = penalty * np.eye(rows.shape[1])
    ridge[0, 0] = 1e-6
    for _ in range(steps):
        chance = 1.0 / (1.0 + np.exp(-np.clip(rows @ beta, -30, 30)))
        slope = rows.T @ (weight * (right - chance)) - ridge @ beta
        bend = (rows * (weight * chance * (1.0 - chance))[:, None]).T @ rows + ridge
        step = np.linalg.solve(bend, slope)
        beta += step
        if np.abs(step).max() < 1e-8:
            break
    return beta


def fit_words(
    rows: Sequence[tuple[str, ...]],
    right: Floats,
    weight: Floats,
    groups: Sequence[str],
    least: int = 4,
    penalty: float = 4.0,
) -> dict[str, float]:
    """Return a weight for each word feature that stands in `least` groups; the constant is left out."""
    seen = Counter(
        word for word, _ in {(word, group) for row, group in zip(rows, groups, strict=True) for word in row}
    )
    words = sorted(word for word, count in seen.items() if count >= least)
    number = {word: at + 1 for at, word in enumerate(words)}  # 0 takes the words that are not kept
    at = np.array([[number.get(word, 0) for word in row] for row in rows])
    beta, constant = np.zeros(len(words) + 1), 0.0
    pace = np.zeros(len(words) + 1) + 1e-6
    for _ in range(200):
        chance = 1.0 / (1.0 + np.exp(-np.clip(beta[at].sum(axis=1) + constant, -30, 30)))
        error = weight * (right - chance)
        slope = np.bincount(at.ravel(), np.repeat(error, at.shape[1]), len(beta)) - penalty * beta
        pace += slope**2
        beta += 0.3 * slope / np.sqrt(pace)
        beta[0] = 0.0
        constant += 0.5 * float(error.mean())
    return {word: round(float(beta[number[word]]), 3) for word in words if abs(beta[number[word]]) > 0.02}

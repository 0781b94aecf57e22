"""How much of each block of a page stands in the truth that a person wrote down for it."""

import re
from collections.abc import Sequence
from itertools import pairwise

_TOKEN = re.compile(r"\w+")
Labels = tuple[list[float], list[float]]


def label(texts: Sequence[str], truths: Sequence[str]) -> Labels:
    """Return a share from 0 to 1 and a weight in words for each block, by the truth that fits best."""
    return max((_against(texts, truth) for truth in truths), key=lambda found: _covered(*found))


def _covered(shares: list[float], weights: list[float]) -> float:
    return sum(share * weight for share, weight in zip(shares, weights, strict=True))


def _against(texts: Sequence[str], truth: str) -> Labels:
    lines = {tuple(_TOKEN.findall(line)) for line in truth.split("\n")}
    words = _TOKEN.findall(truth)
    runs = set(_fours(words))
    flat = f" {' '.join(words)} "
    shares: list[float] = []
    weights: list[float] = []
    unsure: list[int] = []
    for at, text in enumerate(texts):
        own = _TOKEN.findall(text)
        weights.append(len(own) + 2.0 if own else 0.0)
        if len(own) >= 8:
            found = list(_fours(own))
            shares.append(sum(run in runs for run in found) / len(found))
            continue
        shares.append(float(bool(own) and tuple(own) in lines))
        if own and not shares[-1] and f" {' '.join(own)} " in flat:
            unsure.append(at)
    for at in unsure:
        near = [n for n in (at - 2, at - 1, at + 1, at + 2) if 0 <= n < len(texts) and len(texts[n]) > 60]
        share = sum(shares[n] for n in near) / len(near) if near else 0.0
        shares[at] = 0.5 + share / 2 if share > 0.6 else 0.0
    return shares, weights


def _fours(words: list[str]) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    pairs = list(pairwise(words))
    return [(pairs[n], pairs[n + 2]) for n in range(len(pairs) - 2)]

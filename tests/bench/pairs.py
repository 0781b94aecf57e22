"""`make bench-pairs`: how well copies, rewrites and other articles are told apart, on our own pairs."""

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tasks.relate.likeness import compare, read_features
from tasks.relate.signature import signature
from tests.relate.pairs import Pair, make_pairs

SEEDS = (2024, 1118, 366)  # not those that the thresholds were chosen with
KINS = ("copy", "rewrite", "other")


@dataclass(frozen=True)
class Measured:
    """How well one kind of pairs is told."""

    kin: str
    pairs: int
    precision: float
    recall: float


def judged(pair: Pair) -> str:
    """Return what is said of two texts of which one is stored: found by its keys, then compared."""
    one, other = read_features(pair.one), read_features(pair.other)
    if not set(signature(one)) & set(signature(other)):
        return "other"
    return compare(one, other).relation or "other"


def measure(kins: Iterable[str] = KINS) -> list[Measured]:
    """Judge every pair of the seeds, 28 events each; return the figures of each kind."""
    pairs = [pair for seed in SEEDS for pair in make_pairs(seed, events=28)]
    seen = Counter((str(pair.kin), judged(pair)) for pair in pairs)
    measured = []
    for kin in kins:
        said = sum(n for (_, got), n in seen.items() if got == kin)
        true = sum(n for (truth, _), n in seen.items() if truth == kin)
        measured.append(Measured(kin, true, seen[kin, kin] / said, seen[kin, kin] / true))
    return measured


def main() -> int:
    """Print the table."""
    measured = measure()
    print(f"{sum(one.pairs for one in measured):,} pairs of our own making")
    for one in measured:
        print(f"{one.kin:8}{one.pairs:5} pairs   precision {one.precision:.3f}   recall {one.recall:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

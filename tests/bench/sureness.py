"""How far confidence keeps its word: a reliability table, the calibration error, and the surest 80 %."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SAME_KM = 161.0
KEPT = 0.8
_BINS = 10


def report(score: ModuleType, sets: list[tuple[Path, Path]]) -> list[str]:
    """Return lines on all pins of some sets together; a pin on no marked name counts as wrong."""
    pins = [pin for gold, out in sets for pin in _pins(score, gold, out)]
    confidence = np.array([pin[0] for pin in pins])
    right = np.array([pin[1] for pin in pins])
    told = np.array([pin[2] for pin in pins])
    lines = [f"confidence, {len(pins)} pins of {' and '.join(gold.stem for gold, _ in sets)} together"]
    lines += _table(confidence, right)
    lines.append(f"expected calibration error {error(confidence, right):.3f}")
    for name, some in (("all pins", np.ones(len(pins), dtype=bool)), ("names alone", told)):
        least, share = surest(confidence[some], right[some])
        lines.append(f"{name}: the surest {KEPT:.0%} (from {least:.2f}) are right in {share:.1%}")
    return lines


def error(confidence: Floats, right: Floats) -> float:
    """Return the expected calibration error over ten bins of equal width."""
    number = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    gaps = [
        (number == at).mean() * abs(confidence[number == at].mean() - right[number == at].mean())
        for at in range(_BINS)
        if (number == at).any()
    ]
    return float(sum(gaps))


def surest(confidence: Floats, right: Floats) -> tuple[float, float]:
    """Return the threshold that keeps the share KEPT of the pins, and how many of those are right."""
    least = float(np.quantile(confidence, 1.0 - KEPT))
    return least, float(right[confidence >= least].mean())


def _table(confidence: Floats, right: Floats) -> list[str]:
    number = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    lines = ["said        pins   mean said  right"]
    for at in range(_BINS):
        some = number == at
        if some.any():
            said, share = confidence[some].mean(), right[some].mean()
            span = f"{at / _BINS:.1f} - {(at + 1) / _BINS:.1f}"
            lines.append(f"{span}   {some.sum():<6} {said:<10.3f} {share:.3f}")
    return lines


def _pins(score: ModuleType, gold: Path, out: Path) -> Iterator[tuple[float, float, bool]]:
    """Yield confidence, rightness, and whether it is a bare name, of every pin that the gold can judge."""
    found = {str(d["doc_id"]): d["toponyms"] for d in map(json.loads, _lines(out))}
    for line in _lines(gold):
        document: dict[str, Any] = json.loads(line)
        pins = found.get(str(document["doc_id"]), [])
        pairs = {j: i for i, j in score.match(document["toponyms"], pins)}
        for at, pin in enumerate(pins):
            if not score.has(pin):
                continue
            one = document["toponyms"][pairs[at]] if at in pairs else None
            if one is None or score.has(one):
                bare = pin["kind"] in ("name", "metonym")
                yield pin["confidence"], float(one is not None and _same(score, one, pin)), bare


def _lines(path: Path) -> list[str]:
    """Return lines that end at line feeds alone: texts have other separators in them."""
    return [line for line in path.read_text("utf-8").split("\n") if line]


def _same(score: ModuleType, gold: dict[str, Any], pin: dict[str, Any]) -> bool:
    if gold.get("geonameid") and str(gold["geonameid"]) == str(pin.get("geonameid")):
        return True
    return bool(score.hav(gold["lat"], gold["lon"], pin["lat"], pin["lon"]) <= SAME_KM)

"""The trained models, as arrays and numbers: nothing in their files is code."""

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from tasks.errors import GazetteerError
from tasks.geocode.trees import Trees, sigmoid

SHIPPED: Final = Path(__file__).parent / "models"
FORMAT: Final = 1
FLOOR, CEILING = 0.02, 0.99
# What confidence leans on: see `Models.confidence`.
SURENESS = (
    "one", "found", "chosen", "demonym", "embedded", "metonym", "country", "admin1", "admin2", "area",
    "extent", "found_chosen", "alone",
)  # fmt: skip

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Models:
    """What finds, what chooses (first and second look), and what says how sure."""

    first_look: Trees
    second_look: Trees
    finder: Trees
    context: dict[str, float]  # weights of the words around a span: tasks.geocode.marks.context
    threshold: float  # of the finder's chance, from which a span is a place
    sureness: tuple[float, ...]  # weights of SURENESS

    @classmethod
    def open(cls, folder: Path = SHIPPED) -> Self:
        """Read the models of a folder; GazetteerError where they are missing or of another format."""
        try:
            numbers: dict[str, Any] = json.loads((folder / "numbers.json").read_text("utf-8"))
            if numbers["format"] != FORMAT:
                raise ValueError(f"format {numbers['format']}, this version reads {FORMAT}")
            return cls(
                first_look=Trees.load(folder / "first_look.npz"),
                second_look=Trees.load(folder / "second_look.npz"),
                finder=Trees.load(folder / "finder.npz"),
                context=numbers["context"],
                threshold=numbers["threshold"],
                sureness=tuple(numbers["sureness"]),
            )
        except (OSError, ValueError, KeyError) as fault:
            raise GazetteerError(
                f"The models in {folder} cannot be read ({fault}).",
                "Install dateline again, or run `make models` in a checkout.",
            ) from fault

    def save(self, folder: Path) -> None:
        """Write the files that `open` reads."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("first_look", "second_look", "finder"):
            getattr(self, name).save(folder / f"{name}.npz")
        numbers = {
            "format": FORMAT,
            "threshold": self.threshold,
            "sureness": self.sureness,
            "context": self.context,
        }
        (folder / "numbers.json").write_text(json.dumps(numbers, indent=0) + "\n", "utf-8")

    def said(self, words: tuple[str, ...]) -> tuple[float, float, float]:
        """Return what the words after, before, and on both sides weigh."""
        weight = self.context.get
        b, a, bb, aa, ba, far = (weight(word, 0.0) for word in words)
        return a + aa, b + bb + far, ba

    def confidence(self, found: float, chosen: float, kind: str, place: str, extent_m: float) -> float:
        """Return the chance that a pin is right, within FLOOR and CEILING."""
        row = sureness_row(found, chosen, kind, place, extent_m)
        score = sum(weight * value for weight, value in zip(self.sureness, row, strict=True))
        return round(min(CEILING, max(FLOOR, 1.0 / (1.0 + math.exp(-score)))), 3)


def sureness_row(found: float, chosen: float, kind: str, place: str, extent_m: float) -> list[float]:
    """Return the numbers of SURENESS: both chances as log-odds, the kinds, and the place's extent."""
    odds, choice = _log_odds(found), _log_odds(chosen)
    return [
        1.0, odds, choice, kind == "demonym", kind == "embedded", kind == "metonym",
        place == "country", place == "admin1", place == "admin2",
        place not in ("country", "admin1", "admin2", "town", "site"),
        math.log10(max(extent_m, 500.0)) - 4.0, odds * choice / 5.0, chosen > 0.999,
    ]  # fmt: skip


def _log_odds(chance: float) -> float:
    chance = min(0.998, max(0.002, chance))
    return math.log(chance / (1.0 - chance))


def find_chances(models: Models, rows: list[list[float]]) -> Floats:
    """Return the finder's chance of each row of marks."""
    return sigmoid(models.finder.score(np.array(rows, dtype=np.float64))) if rows else np.zeros(0)


@cache
def shipped_models() -> Models:
    """Return the shipped models, read once a process."""
    return Models.open()

"""The trained models, as arrays and numbers: nothing in their files is code."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from tasks.errors import GazetteerError
from tasks.geocode import table as tables
from tasks.geocode.trees import Trees, in_rows, sigmoid

SHIPPED: Final = Path(__file__).parent / "models"
FORMAT: Final = 2
FLOOR, CEILING = 0.02, 0.99
# What confidence leans on: see `sureness_row`. Of an area how large it is says its name, so that is coarse.
_OF_CHOICE = tuple(name for name in tables.NAMES if name not in ("size_behind", "base_share"))
_TOLD = itemgetter(*(tables.NAMES.index(name) for name in _OF_CHOICE))
_SIZE, _BASE = _OF_CHOICE.index("size"), _OF_CHOICE.index("base")
SURENESS = (
    "found", "chosen", "found_chosen", "demonym", "embedded", "metonym", "country", "admin1", "admin2",
    "area", "extent", "alone", *(f"of_{name}" for name in _OF_CHOICE),
)  # fmt: skip
RISING = 3  # the first of SURENESS: confidence never falls where they rise

Floats = NDArray[np.float64]
Context = tuple[str, str, str, str, str, str]  # of tasks.geocode.marks.context


@dataclass(frozen=True, slots=True)
class Models:
    """What finds, what chooses (first and second look), and what says how sure."""

    first_look: Trees
    second_look: Trees
    finder: Trees
    context: dict[str, float]  # weights of the words around a span: tasks.geocode.marks.context
    threshold: float  # of the finder's chance, from which a span is a place
    sureness: Trees  # over SURENESS; its score is the log-odds of a pin's being right

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
                sureness=Trees.load(folder / "sureness.npz"),
            )
        except (OSError, ValueError, KeyError) as fault:
            raise GazetteerError(
                f"The models in {folder} cannot be read ({fault}).",
                "Install dateline again, or run `make models` in a checkout.",
            ) from fault

    def save(self, folder: Path) -> None:
        """Write the files that `open` reads."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("first_look", "second_look", "finder", "sureness"):
            getattr(self, name).save(folder / f"{name}.npz")
        numbers = {
            "format": FORMAT,
            "threshold": self.threshold,
            "context": self.context,
        }
        (folder / "numbers.json").write_text(json.dumps(numbers, indent=0) + "\n", "utf-8")

    def said(self, words: Context) -> tuple[float, float, float]:
        """Return what the words after, before, and on both sides weigh."""
        weight, (b, a, bb, aa, ba, far) = self.context.get, words
        return (
            weight(a, 0.0) + weight(aa, 0.0),
            weight(b, 0.0) + weight(bb, 0.0) + weight(far, 0.0),
            weight(ba, 0.0),
        )

    def confidences(self, rows: list[list[float]]) -> list[float]:
        """Return the chance that each pin is right, within FLOOR and CEILING; rows are of `sureness_row`."""
        if not rows:
            return []
        chances = np.clip(sigmoid(self.sureness.score(in_rows(rows))), FLOOR, CEILING)
        return [round(chance, 3) for chance in chances.tolist()]


def sureness_row(
    found: float, chosen: float, kind: str, place: str, extent_m: float, evidence: Sequence[float]
) -> list[float]:
    """Return the numbers of SURENESS: both chances as log-odds, the kinds, the extent, and what spoke for it.

    `evidence` is the row of the chosen option's features (tasks.geocode.table.NAMES).
    """
    odds, choice, is_town = _log_odds(found), _log_odds(chosen), place == "town"
    told = [*_TOLD(evidence)]
    told[_SIZE] = round(2.0 * told[_SIZE]) / 2.0 if is_town else 0.0
    told[_BASE] = round(2.0 * told[_BASE]) / 2.0 if is_town else float(round(told[_BASE]))
    return [
        odds, choice, odds * choice / 5.0, kind == "demonym", kind == "embedded", kind == "metonym",
        place == "country", place == "admin1", place == "admin2",
        place not in ("country", "admin1", "admin2", "town", "site"),
        round(2.0 * math.log10(max(extent_m, 500.0))) / 2.0 - 4.0, chosen > 0.999, *told,
    ]  # fmt: skip


def _log_odds(chance: float) -> float:
    chance = min(0.998, max(0.002, chance))
    return math.log(chance / (1.0 - chance))


def find_chances(models: Models, rows: list[list[float]]) -> Floats:
    """Return the finder's chance of each row of marks."""
    return sigmoid(models.finder.score(in_rows(rows))) if rows else np.zeros(0)


@cache
def shipped_models() -> Models:
    """Return the shipped models, read once a process."""
    return Models.open()

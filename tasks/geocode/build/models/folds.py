"""Models that left an outlet out: what the figures on sets that trained the shipped models come from."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

from tasks.geocode.build.models.corpora import NAMES_OF_FILES, Sample, digest, fold_of
from tasks.geocode.build.models.learn import learn
from tasks.geocode.fold import fold as fold_name
from tasks.geocode.gazetteer import Gazetteer
from tasks.geocode.models import Models

FOLDS = 3
_LEARNED_FROM = (
    "judge.py",
    "marks.py",
    "models.py",
    "qualify.py",
    "table.py",
    "build/models/boost.py",
    "build/models/learn.py",
    "build/models/logistic.py",
)
_ROOT = Path(__file__).resolve().parents[4]
KEPT = _ROOT / "build" / "models"  # not in the repository


def outer_fold(group: str) -> int:
    """Return the fold in which a group is held out; other than the folds within learning."""
    return fold_of(f"outer {group}", FOLDS)


def fold_models(
    samples: Sequence[Sample],
    shared: Path,
    gaz: Gazetteer,
    say: Callable[[str], None],
    *,
    unseen: bool = False,
) -> list[Models]:
    """Return a model for each fold, trained on the other folds' documents; kept for the next time.

    With `unseen`, it learned nothing from any name that is marked in its own fold: what it reaches there
    shows how much the models lean on names that they have seen.
    """
    found = []
    for fold in range(FOLDS):
        here = fold_folder(fold, shared, gaz, unseen=unseen)
        if not (here / "numbers.json").is_file():
            say(f"fold {fold} of {FOLDS}{', its names unseen' if unseen else ''}")
            held = [s for s in samples if outer_fold(s.group) == fold]
            names = _names(held) if unseen else frozenset()
            learn([s for s in samples if outer_fold(s.group) != fold], gaz, say, names).save(here)
        found.append(Models.open(here))
    return found


def _names(samples: Sequence[Sample]) -> frozenset[str]:
    """Return the folded names that are marked in LGL and GeoVirus documents."""
    marked = (s.text[gold.start : gold.end] for s in samples if s.corpus != "gmb" for gold in s.gold)
    return frozenset(map(fold_name, marked))


def fold_folder(fold: int, shared: Path, gaz: Gazetteer, *, unseen: bool = False) -> Path:
    """Return where the models of a fold are kept."""
    return KEPT / _stamp(shared, gaz) / f"{'unseen' if unseen else 'fold'}-{fold}"


def _stamp(shared: Path, gaz: Gazetteer) -> str:
    """Return a name for what the models depend on: the corpora, the gazetteer, and what is learned from."""
    found = sha256(f"{digest(shared, NAMES_OF_FILES)} {gaz.version}".encode())
    room = Path(__file__).resolve().parents[2]
    for name in _LEARNED_FROM:
        found.update((room / name).read_bytes())
    return found.hexdigest()[:16]

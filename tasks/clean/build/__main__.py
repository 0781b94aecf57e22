"""Train the block model, say how it does on sites that it has not seen, and write it with its card.

python -m tasks.clean.build SHARED
"""

import gzip
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import lightgbm
import numpy as np
from numpy.typing import NDArray

from tasks.clean import features
from tasks.clean.build.labels import label
from tasks.clean.container import guess
from tasks.clean.decode import decode
from tasks.clean.metadata import read_metadata
from tasks.clean.model import NAME
from tasks.clean.page import parse
from tasks.clean.survey import survey

SETS = {
    "aeb": "MIT",
    "fundus_eval": "MIT",
    "naeb_a": "Apache-2.0",
    "newspaper3k": "MIT",
    "newspaper4k": "MIT",
    "wcxb_dev_sample": "CC BY 4.0",
}
TREES = 110
FOLDS = 5
SETTINGS: dict[str, Any] = {
    "objective": "cross_entropy",
    "num_leaves": 15,
    "learning_rate": 0.08,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "num_threads": 1,
    "deterministic": True,
    "seed": 1,
    "verbose": -1,
}
OUT = Path(__file__).parent.parent / "data"
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """A page's candidate blocks with their labels."""

    fold: int
    rows: Floats
    shares: Floats
    weights: Floats


def main(shared: Path) -> None:
    """Train on everything; measure on folds by site."""
    samples = [sample for name in SETS for sample in read(shared / "extract" / name)]
    right, wrong_in, wrong_out = 0.0, 0.0, 0.0
    for fold in range(FOLDS):
        booster = train([sample for sample in samples if sample.fold != fold])
        for sample in (sample for sample in samples if sample.fold == fold):
            kept = np.asarray(booster.predict(sample.rows)) > 0.5
            words = sample.weights / max(1.0, sample.weights.sum())
            right += float((words * sample.shares)[kept].sum())
            wrong_in += float((words * (1 - sample.shares))[kept].sum())
            wrong_out += float((words * sample.shares)[~kept].sum())
    precision, recall = right / (right + wrong_in), right / (right + wrong_out)
    write(train(samples))
    card(samples, precision, recall)
    print(f"{len(samples)} pages; words on unseen sites: precision {precision:.4f}, recall {recall:.4f}")


def read(folder: Path) -> Iterator[Sample]:
    """Yield a sample for each page of a set that has blocks at all."""
    for line in (folder / "truth.jsonl").read_text("utf-8").splitlines():
        truth = json.loads(line)
        data = gzip.decompress((folder / "html" / f"{truth['id']}.html.gz").read_bytes())
        page = parse(decode(data), "")
        if page is None:
            continue
        seen = survey(page.root)
        meta = read_metadata(page, seen, None, datetime.now(UTC), None)
        found = guess(seen, meta.headline)
        chosen = features.candidates(seen, found) if found else []
        if not found or not chosen:
            continue
        rows = features.matrix(seen, chosen, found, meta.headline)
        texts = [block.text for block in seen.blocks]
        shares, weights = label(texts, truth.get("body_alts") or [truth["body"]])
        yield Sample(_fold(truth), rows, np.array(shares)[chosen], np.array(weights)[chosen])


def _fold(truth: dict[str, Any]) -> int:
    """Number the fold of a page's site, so that no site is both learned from and measured on."""
    host = truth.get("site") or urlsplit(truth.get("url") or "").netloc or truth["id"].rstrip("0123456789")
    site = ".".join(host.split("/")[-1].removeprefix("www.").split(".")[-2:])
    return int(hashlib.sha256(site.encode()).hexdigest(), 16) % FOLDS


def train(samples: list[Sample]) -> lightgbm.Booster:
    """Fit a forest; every page weighs the same, whatever its length."""
    rows = np.vstack([sample.rows for sample in samples])
    shares = np.concatenate([sample.shares for sample in samples])
    weights = np.concatenate([s.weights / max(30.0, s.weights.sum()) + 0.002 for s in samples])
    data = lightgbm.Dataset(rows, shares, weight=weights / weights.mean())
    return lightgbm.train(SETTINGS, data, TREES)


def write(booster: lightgbm.Booster) -> None:
    """Write the trees as flat arrays."""
    feature: list[int] = []
    threshold: list[float] = []
    left: list[int] = []
    right: list[int] = []
    value: list[float] = []
    deepest = 0

    def add(node: dict[str, Any], depth: int) -> int:
        nonlocal deepest
        deepest = max(deepest, depth)
        at = len(feature)
        leaf = "leaf_value" in node
        feature.append(0 if leaf else node["split_feature"])
        threshold.append(0.0 if leaf else node["threshold"])
        value.append(node["leaf_value"] if leaf else 0.0)
        left.append(at)
        right.append(at)
        if not leaf:
            left[at] = add(node["left_child"], depth + 1)
            right[at] = add(node["right_child"], depth + 1)
        return at

    roots = [add(tree["tree_structure"], 0) for tree in booster.dump_model()["tree_info"]]
    OUT.mkdir(exist_ok=True)
    np.savez_compressed(
        OUT / NAME,
        feature=np.array(feature, np.int32),
        threshold=np.array(threshold, np.float64),
        children=np.array([right, left], np.int32).T.ravel(),
        value=np.array(value, np.float64),
        roots=np.array(roots, np.int32),
        depth=np.array(deepest, np.int32),
    )


def card(samples: list[Sample], precision: float, recall: float) -> None:
    """Write what the model is, what it learned from and how well it does."""
    sets = "\n".join(f"- {name}: {licence}" for name, licence in SETS.items())
    digest = hashlib.sha256((OUT / NAME).read_bytes()).hexdigest()
    (OUT / "body.md").write_text(
        f"""# The block model

Says of a block of a page how likely it is part of the article's body. {TREES} gradient-boosted trees of at
most {SETTINGS["num_leaves"]} leaves over {samples[0].rows.shape[1]} features of form, place, links, words
(`tasks/clean/features.py`); no feature names a site. Evaluated with numpy from plain arrays, without pickle.

Made by `make body-model` on {datetime.now(UTC):%Y-%m-%d} with LightGBM {lightgbm.__version__} from
{len(samples)} pages, {sum(len(s.shares) for s in samples)} blocks, of these sets (licence of the annotations;
the pages stay their publishers' and are not contained):

{sets}

Words of blocks on sites that it was not trained on ({FOLDS} folds by site, each page weighing the same):
precision {precision:.4f}, recall {recall:.4f}. Licence of the weights: that of this project.
sha256 of {NAME}: {digest}
""",
        "utf-8",
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))

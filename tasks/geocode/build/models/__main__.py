"""Train all models from the shared corpora and write them with their card: `make models`."""

import os
import sys
import time
from pathlib import Path

from tasks.geocode.build.models.card import write_card
from tasks.geocode.build.models.corpora import read_corpora
from tasks.geocode.build.models.folds import fold_models
from tasks.geocode.build.models.learn import learn
from tasks.geocode.gazetteer import gazetteer
from tasks.geocode.models import SHIPPED


def main() -> None:
    """Learn on everything, then on the folds that the honest figures come from."""
    shared = Path(os.environ.get("DATELINE_SHARED", "../shared"))
    if not (shared / "geoparse").is_dir():
        sys.exit(f"There are no corpora in {shared / 'geoparse'}; set DATELINE_SHARED to the shared folder.")
    began = time.monotonic()

    def say(words: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {words}", flush=True)

    gaz, samples = gazetteer(), read_corpora(shared)
    learn(samples, gaz, say).save(SHIPPED)
    write_card(SHIPPED, samples, shared, gaz)
    if "--no-folds" not in sys.argv:
        fold_models(samples, shared, gaz, say)


if __name__ == "__main__":
    main()

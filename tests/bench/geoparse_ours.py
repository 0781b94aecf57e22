"""Run Dateline over a corpus in a process of its own: `geoparse_ours CORPUS OUT MODELS HOME`.

Prints what `geoparse_peer` prints. MODELS is a folder of models, `shipped`, or folders by fold, with commas:
each document is then read by the model that left its outlet out.
"""

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any


def main(corpus: str, out: str, models: str, home: str) -> None:
    began = time.perf_counter()
    from tasks.geocode import gazetteer, geoparse_lines, read_lines
    from tasks.geocode.lines import LooseDocument
    from tasks.geocode.models import Models, shipped_models

    gaz = gazetteer()
    opened = [shipped_models()] if models == "shipped" else [Models.open(Path(m)) for m in models.split(",")]
    list(geoparse_lines([LooseDocument("0", "A fire broke out in Baku, Azerbaijan.")], gaz, opened[0]))
    loaded = time.perf_counter()
    with Path(corpus).open(encoding="utf-8") as lines:
        documents = list(read_lines(lines, corpus))
    by_fold: dict[int, list[LooseDocument]] = {}
    groups = _groups(Path(corpus))
    for document in documents:
        fold = _fold(groups[str(document.doc_id)]) if len(opened) > 1 else 0
        by_fold.setdefault(fold, []).append(document)
    started = time.process_time()
    answers: list[dict[str, Any]] = []
    for fold, some in sorted(by_fold.items()):
        answers += geoparse_lines(some, gaz, opened[fold], at_home=home == "home")
    seconds = time.process_time() - started
    Path(out).write_text("".join(json.dumps(answer) + "\n" for answer in answers), "utf-8")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"load": loaded - began, "seconds": seconds, "memory": memory}))


def _groups(corpus: Path) -> dict[str, str]:
    """Return what must stay together of each document: its outlet, else its article."""
    with corpus.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    return {str(row["doc_id"]): row.get("domain") or row.get("url") or str(row["doc_id"]) for row in rows}


def _fold(group: str) -> int:
    from tasks.geocode.build.models.folds import outer_fold

    return outer_fold(group)


if __name__ == "__main__":
    main(*sys.argv[1:5])

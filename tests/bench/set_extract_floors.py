"""Set the floors of extraction to what is measured now, less a margin.

python -m tests.bench.set_extract_floors

Floors are raised freely. --lower is asked for, by hand, where one would sink.
"""

import json
import os
import sys
from pathlib import Path

from tests.bench.extract import FLOORS
from tests.bench.extract_pages import BENCHES, PageSet, Row, load_pages, load_scorer
from tests.bench.extract_tools import run_tool
from tests.bench.test_extract_gate import EVERY

FIELDS = ("f1", "title_norm", "author_f1", "date_recall", "date_precision")
MARGIN = 0.005  # other versions of lxml and numpy read a few pages otherwise


def main(lower: bool) -> None:
    """Measure and write."""
    shared = Path(os.environ.get("DATELINE_SHARED", "../shared"))
    scorer = load_scorer(shared)
    held = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {"part": {}, "whole": {}}
    made = run_tool("ours", shared, list(BENCHES))["rows"]
    fresh: Row = {"part": {}, "whole": {}}
    for name in BENCHES:
        whole = load_pages(shared, name)
        part = whole.part(row["id"] for row in whole.truth[::EVERY])
        for kind, bench in (("part", part), ("whole", whole)):
            fresh[kind][name] = floors_of(bench, scorer.score(bench.truth, made[name]))
            sunk = [
                field
                for field, floor in held[kind].get(name, {}).get("floors", {}).items()
                if fresh[kind][name]["floors"].get(field, 0.0) < floor - MARGIN
            ]
            if sunk and not lower:
                sys.exit(f"{kind} {name}: {', '.join(sunk)} would sink; mend that, or say --lower")
    FLOORS.write_text(json.dumps(fresh, indent=1) + "\n", "utf-8")


def floors_of(bench: PageSet, scores: Row) -> Row:
    """Return the digest of some pages and what they must reach at least."""
    floors = {field: round(scores[field] - MARGIN, 4) for field in FIELDS if field in scores}
    return {"digest": bench.digest(), "pages": len(bench.truth), "floors": floors}


if __name__ == "__main__":
    main("--lower" in sys.argv[1:])

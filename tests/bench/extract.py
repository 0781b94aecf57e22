"""Extraction beside its peers, in one run on the same pages: python -m tests.bench.extract SHARED [BENCH...]

Body F1 with the scorer of the shared material, paired bootstrap intervals of our lead, metadata, pages a CPU
second and peak memory, every tool anew in each run. Exits 1 when a peer is missing, or a floor is not held.
"""

import importlib.metadata
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from tests.bench.extract_pages import BENCHES, PageSet, Row, load_pages, load_scorer
from tests.bench.extract_tools import TOOLS, version_of

HERE = Path(__file__).parent
FLOORS = HERE / "extract_floors.json"
ROUNDS = 2_000
METADATA = ("title_norm", "author_f1", "date_recall", "date_precision")
Pairs: TypeAlias = NDArray[np.float64]  # a row a page: precision and recall, NaN where not counted


def main(shared: Path, names: list[str]) -> int:
    """Measure, print, and return the exit code."""
    console = Console(width=150)
    missing = [tool for tool in TOOLS if not installed(tool)]
    if missing:
        console.print(f"Not installed: {', '.join(missing)}. `make bench-extract` installs every peer.")
        return 1
    benches = {name: load_pages(shared, name) for name in names}
    scorer = load_scorer(shared)
    runs = {tool: run(tool, shared, benches) for tool in TOOLS}
    console.print(bodies(benches, scorer, runs))
    console.print(claims(benches, scorer, runs))
    console.print(costs(runs))
    console.print(
        "The shipped block model learned from these pages: its card gives its figures on unseen sites."
    )
    low = below(benches, scorer, runs["ours"])
    for line in low:
        console.print(f"Below its floor: {line}")
    return 1 if low else 0


def installed(tool: str) -> bool:
    """Say whether a tool can run here."""
    try:
        version_of(tool)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def run(tool: str, shared: Path, benches: dict[str, PageSet]) -> Row:
    """Run a tool in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "made.json"
        words = [sys.executable, "-m", "tests.bench.extract_tools", tool, str(shared), str(kept), *benches]
        subprocess.run(words, check=True)
        found: Row = json.loads(kept.read_text("utf-8"))
    return found


def pairs(bench: PageSet, scorer: ModuleType, rows: list[Row]) -> Pairs:
    """Return precision and recall of each page as the scorer counts them."""
    by_id = {row["id"]: row.get("body") for row in rows}
    found = []
    for truth in bench.truth:
        counts = [
            scorer.tpfpfn(text, by_id.get(truth["id"])) for text in truth.get("body_alts") or [truth["body"]]
        ]
        best = max(counts, key=lambda c: scorer.f1(scorer.P(*c), scorer.Rc(*c)) if c[0] else 0.0)
        found.append(
            (
                scorer.P(*best) if best[0] + best[1] > 0 else np.nan,
                scorer.Rc(*best) if best[0] + best[2] > 0 else np.nan,
            )
        )
    return np.array(found)


def f1_of(found: Pairs) -> float:
    """Return the harmonic mean of the two averages."""
    precision, recall = np.nanmean(found, axis=0)
    return float(2 * precision * recall / (precision + recall))


def lead(ours: Pairs, theirs: Pairs) -> tuple[float, float]:
    """Return the 95 % interval of our lead in F1, both drawn on the same pages."""
    draws = np.random.default_rng(1).integers(0, len(ours), (ROUNDS, len(ours)))
    leads = [f1_of(ours[draw]) - f1_of(theirs[draw]) for draw in draws]
    low, high = np.quantile(leads, (0.025, 0.975))
    return float(low), float(high)


def bodies(benches: dict[str, PageSet], scorer: ModuleType, runs: dict[str, Row]) -> Table:
    """Return the table of body F1."""
    table = Table("body F1", *(f"{name} ({len(b.truth)})" for name, b in benches.items()))
    ours = {name: pairs(b, scorer, runs["ours"]["rows"][name]) for name, b in benches.items()}
    for tool, made in runs.items():
        cells = []
        for name, bench in benches.items():
            theirs = pairs(bench, scorer, made["rows"][name])
            cell = f"{f1_of(theirs):.3f}"
            if tool != "ours":
                low, high = lead(ours[name], theirs)
                cell += f" [{low:+.3f} {high:+.3f}]"
            cells.append(cell)
        table.add_row(tool, *cells)
    table.caption = "in brackets: 95 % interval of our lead, paired bootstrap over pages"
    return table


def claims(benches: dict[str, PageSet], scorer: ModuleType, runs: dict[str, Row]) -> Table:
    """Return the table of titles, authors and dates."""
    table = Table("metadata", "bench", *METADATA)
    for name, bench in benches.items():
        for tool, made in runs.items():
            scores = scorer.score(bench.truth, made["rows"][name])
            if "title_norm" in scores:
                table.add_row(tool, name, *(f"{scores.get(field, 0.0):.3f}" for field in METADATA))
    return table


def costs(runs: dict[str, Row]) -> Table:
    """Return the table of speed and memory."""
    table = Table("cost", "pages a CPU second", "ours is faster", "peak MB", "pages it failed on", "by")
    speed = {tool: made["pages"] / made["cpu_s"] for tool, made in runs.items()}
    for tool, made in runs.items():
        rules = [row.get("by") for rows in made["rows"].values() for row in rows if row.get("by")]
        by = ", ".join(f"{rule} {rules.count(rule)}" for rule in sorted(set(rules)))
        ratio = f"{speed['ours'] / speed[tool]:.1f} times"
        cells = (f"{speed[tool]:.0f}", ratio, f"{made['memory_mb']:.0f}", str(made["faults"]), by)
        table.add_row(tool, *cells)
    return table


def below(benches: dict[str, PageSet], scorer: ModuleType, made: Row) -> list[str]:
    """Return what of ours is under its floor, and pages that are not those the floors were set on."""
    floors = json.loads(FLOORS.read_text("utf-8"))["whole"]
    found = []
    for name, bench in benches.items():
        if bench.digest() != floors[name]["digest"]:
            found.append(f"{name}: these are other pages than the floors were set on")
        scores = scorer.score(bench.truth, made["rows"][name])
        found += [
            f"{name} {field} {scores[field]} < {floor}"
            for field, floor in floors[name]["floors"].items()
            if scores[field] < floor
        ]
    return found


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:] or list(BENCHES)))

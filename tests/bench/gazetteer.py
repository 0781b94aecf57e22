"""`make bench-gazetteer`: opening, look-ups and memory of the gazetteer beside SQLite and Python dicts.

Each variant runs in a process of its own over the same names: every 25th of the gazetteer, and as many
that it does not have. `private` is what each further process costs (Linux: Private_* of smaps_rollup).
"""

import argparse
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

VARIANTS = ("ours", "sqlite", "dict")
STRIDE = 25
LIMIT_OPEN_S, LIMIT_MB, LIMIT_FILES_MB = 1.0, 300.0, 25.0
Lookup = Callable[[str], int]  # a name to the number of its candidates, their places read


def main() -> int:
    """Print the table; exit with 1 where a variant is missing or ours breaks its limit."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--variant", choices=VARIANTS, help="measure one, in this process")
    given.add_argument("--folder", type=Path)
    asked = given.parse_args()
    if asked.variant:
        print(json.dumps(measure(asked.variant, asked.folder)))
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_peers(folder)
        found = {variant: _in_own_process(variant, folder) for variant in VARIANTS}
    return show(found)


def write_peers(folder: Path) -> None:
    """Write the same names and places as a SQLite file and as JSON for dicts, and the names to look up."""
    from tasks.geocode import gazetteer

    gaz = gazetteer()
    names = {name: [list(c) for c in gaz.candidates(name)] for name in gaz.names()}
    places = [
        [row, gaz.name(row), float(gaz.latitude[row]), float(gaz.longitude[row]), int(gaz.population[row])]
        for row in range(len(gaz))
    ]
    probes = sorted(names)[::STRIDE]
    (folder / "probes.json").write_text(json.dumps([*probes, *(f"{p} qx" for p in probes)]), "utf-8")
    (folder / "dict.json").write_text(json.dumps([names, places]), "utf-8")
    with sqlite3.connect(folder / "gaz.sqlite") as file:
        file.execute("create table place (row integer primary key, name, lat, lon, population)")
        file.execute("create table candidate (name text, class text, row integer)")
        file.executemany("insert into place values (?, ?, ?, ?, ?)", places)
        rows = ((name, c, row) for name, found in names.items() for row, c in found)
        file.executemany("insert into candidate values (?, ?, ?)", rows)
        file.execute("create index candidate_name on candidate (name, class, row)")
    file.close()


def _ours(folder: Path) -> Lookup:
    from tasks.geocode.gazetteer import Gazetteer

    gaz = Gazetteer.open()

    def look(name: str) -> int:
        found = gaz._candidates(name)  # what stands behind the cache
        for candidate in found:
            gaz.name(candidate.place)
        return len(found)

    return look


def _sqlite(folder: Path) -> Lookup:
    file = sqlite3.connect(f"file:{folder / 'gaz.sqlite'}?mode=ro", uri=True)
    words = "select class, place.* from candidate join place using (row) where candidate.name = ?"
    return lambda name: len(file.execute(words, (name,)).fetchall())


def _dict(folder: Path) -> Lookup:
    names, places = json.loads((folder / "dict.json").read_text("utf-8"))

    def look(name: str) -> int:
        found = names.get(name, ())
        for row, _ in found:
            places[row]
        return len(found)

    return look


def measure(variant: str, folder: Path) -> dict[str, float]:
    """Open a variant and look names up; seconds, look-ups a second, megabytes."""
    probes = json.loads((folder / "probes.json").read_text("utf-8"))
    opened = {"ours": _ours, "sqlite": _sqlite, "dict": _dict}[variant]
    if variant == "ours":
        import tasks.geocode.gazetteer  # noqa: F401  # importing numpy is not opening
    before = memory()
    start = time.perf_counter()
    look = opened(folder)
    look("tehran")
    open_s = time.perf_counter() - start
    start = time.perf_counter()
    candidates = sum(look(name) for name in probes)
    spent = time.perf_counter() - start
    after = memory()
    return {
        "open_s": open_s,
        "lookups_s": len(probes) / spent,
        "candidates": candidates,
        "resident_mb": after["rss"] - before["rss"],
        "private_mb": after["private"] - before["private"],
    }


def memory() -> dict[str, float]:
    """Return resident and private megabytes of this process; where Linux does not tell, the peak for both."""
    rollup = Path("/proc/self/smaps_rollup")
    if not rollup.exists():
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
        return {"rss": peak, "private": peak}
    told = dict(line.split(":", 1) for line in rollup.read_text("ascii").splitlines()[1:])
    value = {name: float(text.split()[0]) / 1e3 for name, text in told.items()}
    return {"rss": value["Rss"], "private": value["Private_Clean"] + value["Private_Dirty"]}


def _in_own_process(variant: str, folder: Path) -> dict[str, float]:
    words = [sys.executable, "-m", "tests.bench.gazetteer", "--variant", variant, "--folder", str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"The variant {variant} could not be measured: {done.stderr.strip()[-300:]}")
    found: dict[str, float] = json.loads(done.stdout)
    return found


def show(found: dict[str, dict[str, float]]) -> int:
    """Print the table with ratios to ours, then the limits; return the exit code."""
    from tasks.geocode.gazetteer import SHIPPED

    ours = found["ours"]
    if len({row["candidates"] for row in found.values()}) != 1:
        print("The variants do not find the same candidates.")
        return 1
    print(
        f"{'variant':8} {'open s':>8} {'look-ups/s':>11} {'x ours':>7} {'resident MB':>12} {'private MB':>11}"
    )
    for name, row in found.items():
        ratio = row["lookups_s"] / ours["lookups_s"]
        print(
            f"{name:8} {row['open_s']:8.3f} {row['lookups_s']:11,.0f} {ratio:7.2f} "
            f"{row['resident_mb']:12.1f} {row['private_mb']:11.1f}"
        )
    files = sum(path.stat().st_size for path in SHIPPED.iterdir()) / 1e6
    print(f"The gazetteer's files: {files:.1f} MB.")
    kept = ours["open_s"] < LIMIT_OPEN_S and ours["resident_mb"] < LIMIT_MB and files < LIMIT_FILES_MB
    print(f"Limits (open < 1 s, < 300 MB, files < 25 MB): {'kept' if kept else 'BROKEN'}.")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())

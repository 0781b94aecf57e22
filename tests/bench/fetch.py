"""`make bench-fetch`: the share of the polite limit, speed beside peers, memory, CPU by part.

Exits with 1 where a peer is missing or the share of the polite limit is below 95 %.
"""

import asyncio
import cProfile
import json
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from rich.table import Table

from tasks.batches import Batch
from tasks.records import Fetch, Link
from tasks.scrape.collect import fetch_pages
from tasks.scrape.sources import SourceSpec
from tasks.settings import Home, Settings
from tasks.urls import digest
from tests.chaos.walking import rows_of, utc_now
from tests.conftest import ROOT

HOSTS = 200
SECONDS = 60
PAGES = 2_000
LINKS = 100_000
FETCHED = 10_000  # of these; the others are refused by the robots.txt, so that the bench ends
SHARE = 0.95
PEER = ROOT / ".venv-bench" / "bin" / "python"
PARTS = {
    "HTTP": (
        "httpcore",
        "h11",
        "httpx",
        "anyio",
        "asyncio",
        "selectors",
        "ssl",
        "socket",
        "fetch/transport",
        "fetch/reply",
    ),
    "WARC": ("warcio", "scrape/archive"),
    "robots": ("protego", "fetch/robots"),
    "records": ("tasks/records", "tasks/batches", "scrape/collect", "pyarrow", "tasks/urls"),
    "guard and pace": ("fetch/guard", "fetch/pace", "fetch/client", "fetch/proxy", "urllib"),
}
BUILT_IN = {
    "compress": "WARC",
    "flush": "WARC",
    "sha256": "WARC",
    "write": "WARC",
    "recv": "HTTP",
    "send": "HTTP",
    "poll": "HTTP",
}


@contextmanager
def served(count: int) -> Iterator[list[int]]:
    """Serve so many hosts from another process; yield their ports."""
    command = [sys.executable, "-m", "tests.bench.fetch_server", str(count)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield json.loads(server.stdout.readline())
        finally:
            server.terminate()


def source(number: int, port: int) -> SourceSpec:
    host = f"paper-{number}.example"
    return SourceSpec(
        f"paper-{number}", host, hosts=(host,), connect_to=f"127.0.0.1:{port}", allow_private=True
    )


def found(spec: SourceSpec, count: int, folder: Path, allowed: int | None = None) -> Batch:
    """Write the batch that feeds would have given; links beyond `allowed` are forbidden by the robots."""
    batch, now = Batch(folder / spec.source_id), utc_now()
    parts = ["news" if allowed is None or number < allowed else "private" for number in range(count)]
    urls = [f"http://{spec.hosts[0]}/{part}/{number}" for number, part in enumerate(parts)]
    name = spec.source_id
    batch.write(
        Link,
        [Link(digest(name, url), name, url, "article", "f", "rss", None, None, None, now) for url in urls],
    )
    batch.write(Fetch, [])
    return batch


async def fetch(spec: SourceSpec, batch: Batch, home: Home, settings: Settings) -> None:
    await fetch_pages(
        spec, batch, home, settings, {}, "bench", settings.batch_size, utc_now, lambda done, total: None
    )


def count_fetched(home: Home) -> int:
    return sum(row.outcome == "fetched" for row in rows_of(home, "bench")[1])


def polite(folder: Path) -> dict[str, Any]:
    """Ask 200 hosts once a second each, from reading what was found to rows and archives on disk.

    The robots.txt of each host is a request like the others, and counts as one.
    """
    home, settings = Home(folder / "polite"), Settings(pace_s=1.0)

    async def all_hosts(work: list[tuple[SourceSpec, Batch]]) -> None:
        await asyncio.gather(*(fetch(spec, batch, home, settings) for spec, batch in work))

    with served(HOSTS) as ports:
        specs = [source(number, port) for number, port in enumerate(ports)]
        work = [(spec, found(spec, SECONDS, home.runs / "bench")) for spec in specs]
        began, cpu = time.monotonic(), time.process_time()
        asyncio.run(all_hosts(work))
        took, cpu = time.monotonic() - began, time.process_time() - cpu
    pages = count_fetched(home)
    return {
        "pages": pages,
        "seconds": took,
        "cpu_s": cpu,
        "share": (pages + HOSTS) / (HOSTS * took),
    }


def ours(port: int, folder: Path, name: str, pages: int = PAGES) -> dict[str, Any]:
    """Ask one host without a limit, robots obeyed, WARC and rows written."""
    home, settings, spec = Home(folder / name), Settings(pace_s=0.0), source(0, port)
    batch = found(spec, pages, home.runs / "bench")
    began, cpu = time.monotonic(), time.process_time()
    asyncio.run(fetch(spec, batch, home, settings))
    took, cpu = time.monotonic() - began, time.process_time() - cpu
    return {"pages": count_fetched(home), "seconds": took, "cpu_s": cpu}


def bare(port: int) -> dict[str, Any]:
    """Ask the same with httpx alone: four requests under way, what comes is dropped."""

    async def loop() -> int:
        numbers, pages = iter(range(PAGES)), 0

        async def worker(client: httpx.AsyncClient) -> None:
            nonlocal pages
            for number in numbers:
                answer = await client.get(f"http://127.0.0.1:{port}/{number}")
                pages += bool(answer.content)

        async with httpx.AsyncClient(trust_env=False) as client:
            await asyncio.gather(*(worker(client) for _ in range(4)))
        return pages

    began, cpu = time.monotonic(), time.process_time()
    pages = asyncio.run(loop())
    return {"pages": pages, "seconds": time.monotonic() - began, "cpu_s": time.process_time() - cpu}


def scrapy(port: int) -> dict[str, Any] | None:
    """Ask the same with Scrapy, as many at once, robots obeyed; None where it is not installed."""
    if not PEER.exists():
        return None
    command = [str(PEER), str(ROOT / "tests/bench/fetch_scrapy.py"), str(port), str(PAGES)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        return None
    told = json.loads(done.stdout.splitlines()[-1])
    return {"pages": told["pages"], "seconds": told["ended"] - told["began"], "cpu_s": told["cpu_s"]}


def parts(port: int, folder: Path) -> dict[str, float]:
    """Return CPU seconds a 1,000 pages by part; a profiler watches, so that only their shares are exact."""
    profile = cProfile.Profile(time.process_time)
    profile.enable()
    told = ours(port, folder, "profiled", PAGES // 4)
    profile.disable()
    spent: dict[str, float] = {}
    for (file, _, function), (_, _, own_s, _, _) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        part = part_of(file, function)
        spent[part] = spent.get(part, 0.0) + own_s
    return {part: 1000 * seconds / told["pages"] for part, seconds in spent.items()}


def part_of(file: str, function: str) -> str:
    if file == "~":
        return next(
            (part for word, part in BUILT_IN.items() if f"'{word}'" in function or f".{word}" in function),
            "built-in, shared",
        )
    return next((part for part, words in PARTS.items() if any(word in file for word in words)), "other")


def memory(port: int, folder: Path) -> int:
    """Return the peak in bytes of a process that takes 100,000 links through to rows."""
    command = [sys.executable, "-m", "tests.bench.fetch", "memory", str(port), str(folder)]
    return int(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)


def memory_child(port: int, folder: Path) -> None:
    """Take the links of one source through; every one must end as a row."""
    home, spec = Home(folder / "memory"), source(0, port)
    batch = found(spec, LINKS, home.runs / "bench", FETCHED)
    asyncio.run(fetch(spec, batch, home, Settings(pace_s=0.0)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    outcomes = Counter(row.outcome for row in rows_of(home, "bench")[1])
    assert outcomes == {"fetched": FETCHED, "refused": LINKS - FETCHED}, outcomes
    print(peak)


def main() -> int:
    """Measure and print."""
    console = Console(width=110)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        asked = polite(folder)
        with served(1) as [port]:
            rows = {
                "dateline (robots, WARC, rows)": ours(port, folder, "fast"),
                "httpx alone": bare(port),
                "Scrapy (robots)": scrapy(port),
            }
            spent = parts(port, folder)
            peak = memory(port, folder)
    console.print(
        f"{HOSTS} hosts at 1 request a second: {asked['pages']:,} pages in {asked['seconds']:.1f} s, "
        f"{100 * asked['share']:.1f} % of the polite limit (floor {100 * SHARE:.0f} %), "
        f"{asked['cpu_s']:.1f} s of CPU, WARC written"
    )
    mine = rows["dateline (robots, WARC, rows)"]
    assert mine is not None
    table = Table("one host, no limit", "pages", "pages/s", "CPU s per 1,000", "dateline / peer")
    for name, row in rows.items():
        if row is None:
            table.add_row(name, "missing", "", "", "")
            continue
        speed = row["pages"] / row["seconds"]
        ratio = mine["pages"] / mine["seconds"] / speed
        table.add_row(
            name,
            f"{row['pages']:,}",
            f"{speed:,.0f}",
            f"{1000 * row['cpu_s'] / row['pages']:.2f}",
            f"{ratio:.2f}",
        )
    console.print(table)
    by_part = Table("CPU by part (profiled)", "s per 1,000 pages", "share")
    total = sum(spent.values())
    for part, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        by_part.add_row(part, f"{seconds:.2f}", f"{100 * seconds / total:.0f} %")
    console.print(by_part)
    console.print(f"peak memory at {LINKS:,} links, {FETCHED:,} of them fetched: {peak / 1e6:,.0f} MB")
    return 0 if all(rows.values()) and asked["share"] >= SHARE else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["memory"]:
        memory_child(int(sys.argv[2]), Path(sys.argv[3]))
    else:
        sys.exit(main())

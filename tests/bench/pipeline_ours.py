"""Our pipeline as the bench runs it, in a process of its own: as a flow, and as plain functions.

`python -m tests.bench.pipeline_ours flow|plain WARC HOME WORKERS` prints its figures as JSON.
"""

import json
import multiprocessing
import os
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeAlias

from flows.environment import prepare
from flows.progress import utc_now
from flows.server import prefect_api
from tasks.batches import Batch
from tasks.clean import clean_batch
from tasks.geocode import geocode_batch
from tasks.load import reading, writer
from tasks.records import Link, Run
from tasks.relate.settle import relate_batches
from tasks.report.filled import filled_report
from tasks.scrape import FILES, source_for_url
from tasks.scrape.backfill import Taking, find_piles
from tasks.settings import Home, Settings, open_home

RUN = "plain"
Given: TypeAlias = list[tuple[Batch, Future[float]]]
"""Batches, and the work on each."""


def main() -> None:
    way, warc, home, workers = sys.argv[1], sys.argv[2], open_home(sys.argv[3]), int(sys.argv[4])
    figures = flow(warc, home, workers) if way == "flow" else plain(warc, home, workers)
    # Of this process and of the largest of those it started, which the pool's other workers resemble.
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    figures["peak_mb"] = own / 1024
    print(json.dumps(figures))


def flow(warc: str, home: Home, workers: int) -> dict[str, Any]:
    """Run the backfill as a flow; the server and its first answer are start-up."""
    os.environ |= {"DATELINE_TASK_RUNNER": "processes", "DATELINE_WORKERS": str(workers)}
    before = time.perf_counter()
    prepare(home)
    with prefect_api(home, lambda _: None):
        from prefect.client.orchestration import get_client

        from flows.backfill import backfill

        startup = time.perf_counter() - before
        started = time.perf_counter()
        done = backfill((warc,), home=str(home.root))
        elapsed = time.perf_counter() - started
        with get_client(sync_client=True) as client:
            tasks = client.request("POST", "/task_runs/count", json={}).json()
    return {
        "pages": done.page_count,
        "articles": done.article_count,
        "seconds": elapsed,
        "startup_s": startup,
        "task_runs": tasks,
    }


def plain(warc: str, home: Home, workers: int) -> dict[str, Any]:
    """Do the same with plain functions and a plain pool of processes, in the same order."""
    spent: defaultdict[str, float] = defaultdict(float)
    before = time.perf_counter()
    settings = Settings()
    fresh = multiprocessing.get_context("spawn")
    with writer(home, RUN) as warehouse, ProcessPoolExecutor(workers, fresh) as pool:
        for future in [pool.submit(_warm, home) for _ in range(workers)]:
            future.result()
        startup, started = time.perf_counter() - before, time.perf_counter()
        warehouse.start_run(Run(RUN, "backfill", "running", None, (), (warc,), os.getpid(), utc_now(), None))
        taking = Taking(
            home, settings, RUN, utc_now, (), "", warehouse.known_payloads, warehouse.intakes(), _ignore
        )
        piles, size = find_piles((warc,), home), settings.backfill_group_size
        parts = taking.parts(piles, home.runs / RUN, size, workers)
        started_now: Given = []
        cleaning: Given = []
        geocoding: Given = []

        def load_geocoded() -> None:
            for batch, geocoded in geocoding:
                with _timed(spent, "(waits for geocode)"):
                    spent["geocode, in workers"] += geocoded.result()
                with _timed(spent, "load"):
                    assert not warehouse.load(batch).failed

        def related() -> Given:
            if not cleaning:
                return []
            with _timed(spent, "(waits for clean)"):
                spent["clean, in workers"] += sum(cleaned.result() for _, cleaned in cleaning)
            batches = [batch for batch, _ in cleaning]
            with _timed(spent, "relate"):
                specs = {link.source_id: _spec(link, home) for b in batches for link in b.read(Link)}
                relate_batches(batches, warehouse.known(), specs, home, utc_now())
            return [(batch, pool.submit(_geocode, batch)) for batch in batches]

        while True:
            with _timed(spent, "take pages"):
                part = next(parts, None)
            if part is None:
                break
            started_now.append((part.batch, pool.submit(_clean, part.batch, home)))
            if part.ends_group:
                load_geocoded()
                geocoding = related()
                cleaning, started_now = started_now, []
        load_geocoded()
        geocoding = related()
        load_geocoded()
        taking.close()
        with _timed(spent, "check"):
            warehouse.run_checks(RUN, utc_now())
        with _timed(spent, "publish"):
            warehouse.end_run(RUN, "completed")
            warehouse.publish()
    with _timed(spent, "report"), reading(home) as reader:
        done = filled_report(reader, RUN, {}, 0, 0)
    elapsed = time.perf_counter() - started
    return {
        "pages": done.page_count,
        "articles": done.article_count,
        "seconds": elapsed,
        "startup_s": startup,
        "spent": dict(spent),
    }


def _spec(link: Link, home: Home) -> Any:
    return FILES if link.source_id == FILES.source_id else source_for_url(link.url, home)


def _warm(home: Home) -> None:
    from tasks.geocode import open_gazetteer

    open_gazetteer(home)
    time.sleep(0.5)


def _clean(batch: Batch, home: Home) -> float:
    started = time.perf_counter()
    clean_batch(batch, home, utc_now())
    return time.perf_counter() - started


def _geocode(batch: Batch) -> float:
    started = time.perf_counter()
    geocode_batch(batch, utc_now())
    return time.perf_counter() - started


def _ignore(*_said: str) -> None:
    return None


@contextmanager
def _timed(spent: defaultdict[str, float], name: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    spent[name] += time.perf_counter() - started


if __name__ == "__main__":
    main()

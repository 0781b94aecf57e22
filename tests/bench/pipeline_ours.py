"""Our pipeline as the bench runs it, in a process of its own: as a flow, and as plain functions.

`python -m tests.bench.pipeline_ours flow|plain WARC HOME WORKERS` prints its figures as JSON. Both open the
database and call their workers within the clock. What is imported at the top is imported by each worker, too.
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
from typing import TYPE_CHECKING, Any, TypeAlias

from tasks.settings import Home, Settings, open_home
from tests.bench.pipeline_work import timed

if TYPE_CHECKING:
    from tasks.batches import Batch
    from tasks.load import Warehouse
    from tasks.records import Link
    from tasks.report import Filled

RUN = "plain"
Given: TypeAlias = "list[tuple[Batch, Future[float]]]"
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
    from flows.environment import prepare
    from flows.server import prefect_api

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
    from flows.progress import utc_now
    from tasks.clean import clean_batch
    from tasks.geocode.batch import geocode_of_home
    from tasks.load import writer
    from tasks.records import Article, Link, Run
    from tasks.relate.settle import relate_batches
    from tasks.scrape.backfill import Taking, find_piles

    startup, started = time.perf_counter() - before, time.perf_counter()
    settings = Settings()
    with _open(spent, writer(home, RUN)) as warehouse:
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
                sources = {article.source_id for b in batches for article in b.read(Article)}
                named = warehouse.named_places(sources)
            return [
                (batch, pool.submit(timed, geocode_of_home, batch, home, named, utc_now()))
                for batch in batches
            ]

        with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
            while True:
                with _timed(spent, "take pages"):
                    part = next(parts, None)
                if part is None:
                    break
                started_now.append((part.batch, pool.submit(timed, clean_batch, part.batch, home, utc_now())))
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
        with _timed(spent, "report"):
            done = _report(warehouse, home)
    elapsed = time.perf_counter() - started
    return {
        "pages": done.page_count,
        "articles": done.article_count,
        "seconds": elapsed,
        "startup_s": startup,
        "spent": dict(spent),
    }


def _report(warehouse: "Warehouse", home: Home) -> "Filled":
    """Make what the flow's report is made of: its figures, and the map as a picture."""
    from tasks.load import Filters
    from tasks.report import data_url, pictured
    from tasks.report.filled import filled_markdown, filled_places, filled_report

    done = filled_report(warehouse, RUN, {}, 0, 0)
    filled_markdown(done)
    filled_places(done)
    data_url(pictured(warehouse, home, Filters(), RUN))
    return done


def _spec(link: "Link", home: Home) -> Any:
    from tasks.scrape import FILES, source_for_url

    return FILES if link.source_id == FILES.source_id else source_for_url(link.url, home)


def _ignore(*_said: str) -> None:
    return None


@contextmanager
def _open(spent: defaultdict[str, float], held: Any) -> Iterator["Warehouse"]:
    with _timed(spent, "open the database"):
        warehouse = held.__enter__()
    try:
        yield warehouse
    finally:
        held.__exit__(None, None, None)


@contextmanager
def _timed(spent: defaultdict[str, float], name: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    spent[name] += time.perf_counter() - started


if __name__ == "__main__":
    main()

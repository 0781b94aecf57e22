"""Walk sources as a run does, and say how much memory it took: `python -m tests.chaos.walking FOLDER RUN`.

`FOLDER/sources.json` holds the sources; the rows end in the run's folder, the figures in `FOLDER/walk.json`.
"""

import asyncio
import json
import resource
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tasks.batches import Batch
from tasks.records import Fetch, Link
from tasks.scrape.collect import ask_feeds, fetch_pages
from tasks.scrape.sources import SourceSpec
from tasks.scrape.sources.spec import parse_source
from tasks.settings import Home, Settings


def utc_now() -> datetime:
    return datetime.now(UTC)


async def walk(spec: SourceSpec, home: Home, settings: Settings, run_id: str) -> tuple[list[Batch], float]:
    """Take one source from its feeds to its bytes; return its batches and how many seconds it took."""
    began = time.monotonic()
    found = await ask_feeds(spec, home, settings, {}, run_id, home.runs / run_id, utc_now())
    batches = await fetch_pages(
        spec, found, home, settings, {}, run_id, settings.batch_size, utc_now, lambda done, total: None
    )
    return batches, time.monotonic() - began


async def walk_all(specs: list[SourceSpec], home: Home, settings: Settings, run_id: str) -> dict[str, Any]:
    """Walk all sources at once."""
    done = await asyncio.gather(*(walk(spec, home, settings, run_id) for spec in specs))
    return {spec.source_id: seconds for spec, (_, seconds) in zip(specs, done, strict=True)}


def rows_of(home: Home, run_id: str) -> tuple[list[Link], list[Fetch]]:
    """Return links and rows of a run that was walked; a batch is a folder with a number."""
    folders = sorted((home.runs / run_id).glob("*-[0-9][0-9][0-9][0-9]"))
    batches = [Batch(folder) for folder in folders]
    return (
        [link for batch in batches for link in batch.read(Link)],
        [fetch for batch in batches for fetch in batch.read(Fetch)],
    )


def peak_bytes() -> int:
    """Return the most memory that this process has had; getrusage begins with what its parent had."""
    with suppress(FileNotFoundError):
        status = Path("/proc/self/status").read_text("ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main() -> None:
    """Walk what the folder says."""
    folder, run_id = Path(sys.argv[1]), sys.argv[2]
    given = json.loads((folder / "sources.json").read_text("utf-8"))
    specs = [parse_source(name, table, name) for name, table in given["sources"].items()]
    settings = Settings(**given["settings"])
    seconds = asyncio.run(walk_all(specs, Home(folder / "home"), settings, run_id))
    figures = {"seconds": seconds, "peak_bytes": peak_bytes()}
    (folder / "walk.json").write_text(json.dumps(figures), "utf-8")


if __name__ == "__main__":
    main()

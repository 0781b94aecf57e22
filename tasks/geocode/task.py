"""The Prefect tasks of this room."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.batches import Batch
from tasks.geocode.batch import Counts, geocode_of_home
from tasks.hands import Hands, own
from tasks.settings import Home, Settings

if TYPE_CHECKING:
    from tasks.geocode.build.update import Piece


@task(
    name="geocode", task_run_name="geocode-{batch.folder.name}", cache_policy=NO_CACHE, persist_result=False
)
def geocode_task(
    batch: Batch, home: Home, named: Mapping[str, Mapping[str, int]], now: datetime, by: Hands = own
) -> Counts:
    """Find and place the names in the pending versions of one batch; `named` tells homes of sources."""
    counts = by(geocode_of_home, batch, home, named, now)
    get_run_logger().info("geocoded %s: %s", batch.folder.name, counts)
    return counts


@task(name="remote", task_run_name="remote-{settings.remote_geocoder}", cache_policy=NO_CACHE)
def remote_task(
    batches: list[Batch],
    settings: Settings,
    known: Callable[[str], Collection[str]],
    run_id: str,
    now: Callable[[], datetime],
) -> int:
    """Ask a remote geocoder for the names of all batches that have no place; return how many it found."""
    from tasks.geocode.remote import answer_batches
    from tasks.geocode.remote_services import open_remote

    remote = open_remote(settings)
    if remote is None:
        return 0
    asked = answer_batches(batches, remote, known(remote.service.name), settings.remote_limit, run_id, now)
    found = sum(answer.outcome == "found" for answer in asked.answers)
    words = "asked %s for %s names, found %s; %s were not asked"
    get_run_logger().info(words, remote.service.name, len(asked.answers), found, asked.left)
    return found


@task(name="download gazetteer sources", retries=2, retry_delay_seconds=60, cache_policy=NO_CACHE)
def download_sources_task(home: Home, settings: Settings, given: tuple[Path, ...]) -> "list[Piece]":
    """Get the dumps that are not given; a retry goes on where the line broke off."""
    from tasks.geocode.build.update import fetch, plan

    pieces = plan(home, given)
    new = fetch(pieces, settings, lambda *_: None)
    get_run_logger().info("%s of %s files came anew", new, len(pieces))
    return pieces


@task(name="build gazetteer", cache_policy=NO_CACHE)
def build_gazetteer_task(pieces: "list[Piece]", home: Home, now: datetime) -> str:
    """Build the gazetteer and put it into the home; return its version."""
    from tasks.geocode.build.update import build

    made = build(pieces, home, now)
    get_run_logger().info("the gazetteer is %s, it was %s: %s", made.version, made.before, made.counts)
    return made.version
